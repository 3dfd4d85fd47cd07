"""Ready-made KPIs that many one-person businesses use, those of the source article first; one row each.

A template is the fields of a KPI; what a KPI may be is checked by `schema`. Its parts, for a ratio or a formula, are
named by the keys of other templates.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from kpitui.core.errors import NotFound, mark


class Template(NamedTuple):
    """A KPI to begin with."""

    key: str
    name: str
    """Untranslated."""
    hint: str
    """What it tells, in a line, untranslated."""
    fields: dict[str, Any]
    """The fields of `schema.KpiFields` besides name and key."""
    needs: tuple[str, ...] = ()
    """The keys it is computed from."""


TEMPLATES: dict[str, Template] = {
    template.key: template
    for template in (
        Template("revenue", mark("Revenue"), mark("what customers paid, per day"), {"unit": "EUR"}),
        Template("orders", mark("Orders"), mark("daily and weekly sales"), {}),
        Template("visitors", mark("Visitors"), mark("people who came to the site"), {}),
        Template(
            "conversion",
            mark("Conversion"),
            mark("of a hundred visitors, how many order"),
            {"kind": "ratio", "unit": "%", "numerator": "orders", "denominator": "visitors"},
            ("orders", "visitors"),
        ),
        Template(
            "order-value",
            mark("Order value"),
            mark("what an average order brings in"),
            {"kind": "formula", "unit": "EUR", "formula": "revenue / orders"},
            ("revenue", "orders"),
        ),
        Template(
            "site-speed",
            mark("Site speed"),
            mark("seconds until a page can be used"),
            {"kind": "sample", "unit": "s", "better": "lower", "every": "workday", "decimals": 2},
        ),
        Template(
            "bounce-rate",
            mark("Bounce rate"),
            mark("visits that end on their first page"),
            {"kind": "sample", "unit": "%", "better": "lower"},
        ),
        Template("ad-impressions", mark("Ad impressions"), mark("how often an advertisement was shown"), {}),
        Template("ad-clicks", mark("Ad clicks"), mark("how often an advertisement was clicked"), {}),
        Template(
            "click-through",
            mark("Click-through rate"),
            mark("of a hundred times shown, how often clicked"),
            {"kind": "ratio", "unit": "%", "numerator": "ad-clicks", "denominator": "ad-impressions"},
            ("ad-clicks", "ad-impressions"),
        ),
        Template("carts", mark("Carts filled"), mark("carts that something was put in"), {}),
        Template(
            "abandoned-carts",
            mark("Abandoned carts"),
            mark("of a hundred filled carts, how many were left"),
            {"kind": "formula", "unit": "%", "better": "lower", "formula": "(carts - orders) / carts * 100"},
            ("carts", "orders"),
        ),
        Template("organic-visitors", mark("Organic visitors"), mark("visitors who came from a search engine"), {}),
        Template("social-visitors", mark("Social visitors"), mark("visitors who came from social media"), {}),
        Template(
            "newsletter",
            mark("Newsletter subscribers"),
            mark("subscribers on Monday morning"),
            {"kind": "level", "every": "mon"},
        ),
        Template("leads", mark("Leads"), mark("people who asked for an offer"), {"every": "workday"}),
        Template(
            "hours", mark("Billable hours"), mark("hours that can be invoiced"), {"unit": "h", "every": "workday"}
        ),
        Template(
            "cash",
            mark("Bank balance"),
            mark("what is in the account"),
            {"kind": "level", "unit": "EUR", "every": "mon"},
        ),
        Template(
            "receivables",
            mark("Unpaid invoices"),
            mark("what customers still owe"),
            {"kind": "level", "unit": "EUR", "better": "lower", "every": "mon"},
        ),
    )
}


def template_called(key: str) -> Template:
    """Return the template with this key; raise NotFound with all there are."""
    if key not in TEMPLATES:
        raise NotFound(
            mark("There is no template {value}; there are: {known}"),
            field="template",
            value=key,
            known=", ".join(TEMPLATES),
        )
    return TEMPLATES[key]

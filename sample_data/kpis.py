"""The KPIs of Studio Noord in their order on Today, with names and descriptions in English and Dutch."""

from __future__ import annotations

from typing import Any

Record = dict[str, Any]


def both(en: str, nl: str) -> dict[str, str]:
    """Return a text in both languages."""
    return {"en": en, "nl": nl}


def _kpi(
    key: str,
    name: dict[str, str],
    description: dict[str, str],
    kind: str,
    unit: str = "",
    **others: str | int | dict[str, str],
) -> Record:
    usual: Record = {"direction": "higher", "cadence": "day", "blank": "unknown", "decimals": None}
    parts: Record = {"numerator": None, "denominator": None, "formula": None, "source": both("", ""), "part_of": None}
    return {"key": key, "name": name, "description": description, "kind": kind, "unit": unit} | usual | parts | others


_SHOP = both("the web shop", "de webwinkel")
_STATISTICS = both("the visitor statistics", "de bezoekersstatistieken")
_ADS = both("the advertising account", "het advertentieaccount")

KPIS: tuple[Record, ...] = (
    _kpi(
        "revenue",
        both("Revenue", "Omzet"),
        both("What was paid, less what was refunded", "Wat betaald is, min wat is terugbetaald"),
        "flow",
        "EUR",
        source=_SHOP,
    ),
    _kpi(
        "orders",
        both("Orders", "Bestellingen"),
        both("Paid orders: the daily and weekly sales", "Betaalde bestellingen: de verkopen per dag en per week"),
        "flow",
        source=_SHOP,
    ),
    _kpi(
        "visitors",
        both("Visitors", "Bezoekers"),
        both("Visitors of the day, each counted once a day", "Bezoekers van de dag, ieder één keer per dag geteld"),
        "flow",
        source=_STATISTICS,
    ),
    _kpi(
        "conversion",
        both("Conversion", "Conversie"),
        both("Of a hundred visitors, how many order", "Hoeveel van de honderd bezoekers bestellen"),
        "ratio",
        "%",
        numerator="orders",
        denominator="visitors",
    ),
    _kpi(
        "order-value",
        both("Order value", "Bestelwaarde"),
        both("What an average order brings in", "Wat een gemiddelde bestelling opbrengt"),
        "formula",
        "EUR",
        formula="revenue / orders",
    ),
    _kpi(
        "site-speed",
        both("Site speed", "Snelheid van de site"),
        both("Seconds until the home page can be used", "Seconden tot de startpagina bruikbaar is"),
        "sample",
        "s",
        direction="lower",
        cadence="workday",
        decimals=2,
        source=both("a speed test", "een snelheidstest"),
    ),
    _kpi(
        "bounce-rate",
        both("Bounce rate", "Bouncepercentage"),
        both("Visits that end on their first page", "Bezoeken die op de eerste pagina eindigen"),
        "sample",
        "%",
        direction="lower",
        source=_STATISTICS,
    ),
    _kpi(
        "organic-visitors",
        both("Organic visitors", "Bezoekers via zoekmachines"),
        both("Visitors who came from a search engine", "Bezoekers die via een zoekmachine kwamen"),
        "flow",
        part_of="visitors",
        source=_STATISTICS,
    ),
    _kpi(
        "social-visitors",
        both("Social visitors", "Bezoekers via sociale media"),
        both("Visitors who came from social media", "Bezoekers die via sociale media kwamen"),
        "flow",
        part_of="visitors",
        source=_STATISTICS,
    ),
    _kpi(
        "ad-impressions",
        both("Ad impressions", "Advertentievertoningen"),
        both("How often an advertisement was shown", "Hoe vaak een advertentie getoond is"),
        "flow",
        source=_ADS,
    ),
    _kpi(
        "ad-clicks",
        both("Ad clicks", "Advertentieklikken"),
        both("How often an advertisement was clicked", "Hoe vaak op een advertentie geklikt is"),
        "flow",
        source=_ADS,
    ),
    _kpi(
        "click-through",
        both("Click-through rate", "Doorklikpercentage"),
        both("Of a hundred times shown, how often clicked", "Hoe vaak geklikt per honderd vertoningen"),
        "ratio",
        "%",
        numerator="ad-clicks",
        denominator="ad-impressions",
    ),
    _kpi(
        "carts",
        both("Carts filled", "Gevulde winkelwagens"),
        both("Carts that something was put in", "Winkelwagens waar iets in gelegd is"),
        "flow",
        source=_SHOP,
    ),
    _kpi(
        "abandoned-carts",
        both("Abandoned carts", "Verlaten winkelwagens"),
        both("Of a hundred filled carts, how many were left", "Hoeveel van de honderd gevulde wagens verlaten zijn"),
        "formula",
        "%",
        direction="lower",
        formula="(carts - orders) / carts * 100",
    ),
    _kpi(
        "newsletter",
        both("Newsletter subscribers", "Abonnees van de nieuwsbrief"),
        both("Subscribers on Monday morning", "Abonnees op maandagochtend"),
        "level",
        cadence="mon",
        source=both("the mailing list", "de mailinglijst"),
    ),
    _kpi(
        "weekly-uniques",
        both("Unique visitors per week", "Unieke bezoekers per week"),
        both("Different people in a week: never added up", "Verschillende mensen in een week: nooit optellen"),
        "stamped",
        cadence="week",
        source=_STATISTICS,
    ),
    _kpi(
        "account",
        both("Business account", "Zakelijke rekening"),
        both("What is in it on Monday morning", "Wat er op maandagochtend op staat"),
        "level",
        "EUR",
        cadence="mon",
        source=both("the bank", "de bank"),
    ),
)

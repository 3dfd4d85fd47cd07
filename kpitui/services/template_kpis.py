"""From the template library to KPIs: a template, what it is computed from, and, when asked, what usually drives it.

The templates themselves are `templates`' data, what a KPI may be is `planning`'s.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from kpitui.core.figures import is_currency
from kpitui.core.model import Kpi
from kpitui.services.kpi_editing import add_kpis
from kpitui.services.reading import all_kpis
from kpitui.services.templates import Template, template_called
from kpitui.services.workspace import Workspace

CURRENCY = "EUR"
"""The currency of templates, and of a business that keeps nothing in money yet and of which no region is known."""

_NAME = re.compile(r"[a-z][a-z0-9-]*")
"""The key of a template within a formula."""


def kpi_of_template(workspace: Workspace, key: str) -> Kpi | None:
    """Return the KPI that was made from the template called *key*, or has its key; None when there is none."""
    every = all_kpis(workspace)
    return next((kpi for kpi in every if key in (kpi.template, kpi.key)), None)


def add_from_library(
    workspace: Workspace, key: str, *, drivers: bool = False, changes: Mapping[str, Any] | None = None
) -> list[Kpi]:
    """Add the template called *key* as one change, after what it is computed from; return what was added.

    What drives it is added too when asked. *changes* are fields that the KPI itself is to have instead. KPIs that
    exist already are left as they are. Raises NotFound for an unknown template.
    """
    chosen = template_called(key)
    order = [chosen, *(template_called(driver) for driver in chosen.drivers if drivers)]
    described: dict[str, dict[str, Any]] = {}
    for template in _with_parts(order):
        if template.key not in described and kpi_of_template(workspace, template.key) is None:
            described[template.key] = _fields(workspace, template)
    if changes is not None:
        described[key] = {**_fields(workspace, chosen), **changes}
    return add_kpis(workspace, list(described.values())) if described else []


def currency_of(workspace: Workspace) -> str:
    """Return the currency that most KPIs are kept in; before there is one, that of the region."""
    counted = Counter(kpi.unit for kpi in all_kpis(workspace) if is_currency(kpi.unit))
    if counted:
        return counted.most_common(1)[0][0]
    region = workspace.settings.region
    return region.currency if region else CURRENCY


def _with_parts(order: Iterable[Template]) -> Iterator[Template]:
    for template in order:
        yield from _with_parts(template_called(key) for key in template.needs)
        yield template


def _fields(workspace: Workspace, template: Template) -> dict[str, Any]:
    """Return the fields of the KPI that a template becomes; its parts by the keys they have here."""

    def here(key: str) -> str:
        mine = kpi_of_template(workspace, key)
        return mine.key if mine else key

    parts = {name: here(key) for name, key in template.fields.items() if name in ("numerator", "denominator")}
    if "formula" in template.fields:
        parts["formula"] = _NAME.sub(lambda name: here(name[0]), template.fields["formula"])
    money = {"unit": currency_of(workspace)} if template.fields.get("unit") == CURRENCY else {}
    return {
        "name": template.name_in(workspace.settings.language),
        "key": template.key,
        "template": template.key,
        **template.fields,
        **money,
        **parts,
    }

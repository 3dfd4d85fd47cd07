"""Which KPI each figure of a file is, by key or name in either language, and adding those that are not there yet.

What the figures are is told by `kpitui.exchange`; comparing them with what is known is `comparing`'s work.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from kpitui.core.amount import Amount, in_unit
from kpitui.core.errors import Refused, mark
from kpitui.core.kinds import KINDS
from kpitui.core.kpi_keys import key_of
from kpitui.core.kpi_nature import nature_of
from kpitui.core.model import Kpi
from kpitui.exchange import Caution, Figure
from kpitui.i18n import _
from kpitui.services.workspace import Workspace
from kpitui.store import kpis
from kpitui.store.transaction import Transaction

UNKNOWN = mark(
    "There is no KPI {value}; add it, or say which one it is with --map '{value}=KEY', "
    "or leave it out with --map '{value}=-'"
)
COMPUTED = mark("{kpi} is computed from other KPIs; leave it out with --map '{value}=-'")
OTHER_UNIT = mark("{kpi} is in {unit} and the file in {value}: amounts in different currencies cannot be added")
SUMMED = mark(
    "{kpi} adds up its days, and these are different people on each day, who may come back: "
    "its totals will be too high; a KPI of the kind stamped keeps them apart"
)

Reason = tuple[str, dict[str, object]]
"""An untranslated sentence with its parameters."""


class Becomes(NamedTuple):
    """A figure of a file and the KPI it becomes."""

    figure: Figure
    kpi: Kpi | None
    """None when there is none, or none that can take it."""
    refusal: Reason | None = None
    """Why its rows cannot be imported."""

    @property
    def can_be_added(self) -> bool:
        """Whether adding a KPI would take it in."""
        return self.kpi is None and (self.refusal is None or self.refusal[0] == UNKNOWN)


def matched(workspace: Workspace, figures: Iterable[Figure]) -> list[Becomes]:
    """Return which KPI each of *figures* becomes, or why none."""
    every = kpis.all_kpis(workspace.store, archived=True)
    names = {kpi.name.strip().casefold(): kpi for kpi in reversed(every)} | {kpi.key: kpi for kpi in every}
    found = [_becomes(figure, names) for figure in figures]
    if not any(one.can_be_added and not one.figure.kind for one in found):
        return found
    alike = _alike(every)
    return [_becomes(one.figure, names | alike) if one.can_be_added else one for one in found]


def cautions_of(matches: Iterable[Becomes]) -> list[Caution]:
    """Return what is to be said about figures that a KPI takes in another way than they are meant."""
    return [
        (SUMMED, {"kpi": one.kpi.key})
        for one in matches
        if one.kpi is not None
        and one.figure.kind
        and KINDS[one.figure.kind].whole
        and KINDS[one.kpi.kind].rule == "sum"
    ]


def add_missing(workspace: Workspace, change: Transaction, matches: Sequence[Becomes]) -> list[Kpi]:
    """Add a KPI for every figure that has none, within *change*, parts before ratios, and return them."""
    # pydantic, which checks the fields, is dear to import; it is needed only when something is added.
    from kpitui.services.library_adding import currency_of
    from kpitui.services.planning import described_kpi

    added: list[Kpi] = []
    for one in sorted((one for one in matches if one.can_be_added), key=lambda one: bool(one.figure.parts)):
        now = {each.figure.name: each.kpi.key for each in matched(workspace, _parts(one, matches)) if each.kpi}
        if len(now) == len(one.figure.parts):
            described = described_kpi(workspace, fields_for(one.figure, now, currency_of(workspace)))
            added.append(kpis.add_kpi(change, described))
    return added


def fields_for(figure: Figure, parts: Mapping[str, str], currency: str) -> dict[str, Any]:
    """Return the fields of a new KPI for *figure*; *parts* gives the keys of what a ratio is made of.

    A figure of which the file says nothing but its name is looked up in the template library, else it is what its name
    tells, with *currency* for what is money.
    """
    if not figure.kind:
        known = _by_name(figure.name, currency)
        fits = not figure.unit or in_unit(Amount(1.0, figure.unit), str(known.get("unit", ""))) is not None
        return known if fits else {**known, "unit": figure.unit}
    fields: dict[str, Any] = {
        "name": _(figure.title) if figure.title else figure.name,
        "key": _as_key(figure.name),
        "kind": figure.kind,
        "unit": figure.unit,
        "better": figure.better,
    }
    if figure.parts:
        fields |= {"numerator": parts[figure.parts[0]], "denominator": parts[figure.parts[1]]}
    return fields


def _alike(every: Iterable[Kpi]) -> dict[str, Kpi]:
    """Return KPIs by the other names that the template library has for them: Omzet is what Revenue is."""
    from kpitui.services.templates import templates

    found: dict[str, Kpi] = {}
    for kpi in every:
        template = templates().get(kpi.template or kpi.key)
        if template is not None:
            found |= {name.casefold(): kpi for name in (*template.names, *template.aliases) if name not in found}
    return found


def _parts(one: Becomes, matches: Sequence[Becomes]) -> list[Figure]:
    return [other.figure for other in matches if other.figure.name in one.figure.parts]


def _becomes(figure: Figure, names: Mapping[str, Kpi]) -> Becomes:
    called = [figure.name, figure.title, _(figure.title) if figure.title else ""]
    found = (names.get(name.strip().casefold()) for name in called if name)
    kpi = next((kpi for kpi in found if kpi is not None), None) or names.get(_as_key(figure.name))
    if figure.parts:
        return Becomes(figure, kpi)
    value = figure.name[:60]
    if kpi is None:
        return Becomes(figure, None, (UNKNOWN, {"value": value}))
    if KINDS[kpi.kind].derived:
        return Becomes(figure, None, (COMPUTED, {"kpi": kpi.key, "value": value}))
    if figure.unit != kpi.unit and _is_currency(figure.unit) and _is_currency(kpi.unit):
        return Becomes(figure, None, (OTHER_UNIT, {"kpi": kpi.key, "unit": kpi.unit, "value": figure.unit}))
    return Becomes(figure, kpi)


def _is_currency(unit: str) -> bool:
    return len(unit) == 3 and unit.isascii() and unit.isupper()


def _as_key(name: str) -> str:
    try:
        return key_of(name)
    except Refused:
        return ""


def _by_name(name: str, currency: str) -> dict[str, Any]:
    from kpitui.services.templates import templates

    wanted = name.strip().casefold()
    for key, template in templates().items():
        called = {key, *(each.casefold() for each in template.names), *template.aliases}
        if wanted in called and not KINDS[template.fields.get("kind", "flow")].derived:
            return {**template.fields, "name": name, "template": key}
    return {"name": name, **nature_of(name).fields(currency)}

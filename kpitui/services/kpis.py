"""Adding, changing, moving and archiving KPIs; what the fields that describe one accept is told by `kpi_fields`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from kpitui.core.errors import Refused, mark
from kpitui.core.formula import LONGEST, Formula, evaluation_order, renamed, unit_of
from kpitui.core.kinds import KINDS
from kpitui.core.kpi_names import comparable_name, free_key, key_from_name, refuse_reserved
from kpitui.core.model import Kpi
from kpitui.services.entries import find_kpi
from kpitui.services.reading import all_kpis, shown_kpis
from kpitui.services.today import group_name
from kpitui.services.workspace import Workspace
from kpitui.store import records

if TYPE_CHECKING:
    from kpitui.services.kpi_fields import KpiFields


def add_kpi(workspace: Workspace, fields: Mapping[str, Any]) -> Kpi:
    """Add the KPI that *fields* describe (see `KpiFields`) and return it; raise Refused or NotFound."""
    (added,) = add_kpis(workspace, [fields])
    return added


def add_kpis(workspace: Workspace, described: Sequence[Mapping[str, Any]]) -> list[Kpi]:
    """Add several KPIs as one change, parts before what is computed from them; all or none. Raises as `add_kpi`."""
    checked_fields = [_checked(fields) for fields in described]
    with workspace.store.write("kpi.added", kpi=", ".join(new.name for new in checked_fields)) as change:
        return [records.add_kpi(change, _described(workspace, new, created=workspace.today)) for new in checked_fields]


def described_kpi(workspace: Workspace, fields: Mapping[str, Any]) -> Kpi:
    """Return the KPI that *fields* describe, as it may be added within a larger change; raises as `add_kpi`."""
    return _described(workspace, _checked(fields), created=workspace.today)


def edit_kpi(workspace: Workspace, kpi: Kpi, fields: Mapping[str, Any]) -> Kpi:
    """Make an existing KPI what *fields* describe, all of them given, and return it.

    A kind that computes its figures cannot become one that is logged, nor the other way round, once there are
    entries: they would be lost to sight. Formulas that name the KPI follow its key. Raises Refused or NotFound.
    """
    described = _described(workspace, _checked(fields), created=kpi.created, current=kpi)
    changed = described._replace(
        id=kpi.id, archived=kpi.archived, position=kpi.position, part_of=kpi.part_of, split=kpi.split
    )
    if KINDS[changed.kind].derived and workspace.store.rows("SELECT 1 FROM entry WHERE kpi = ? LIMIT 1", (kpi.id,)):
        raise Refused(
            mark("{kpi} has numbers of its own, so it can't become a calculated KPI. Add a new KPI instead"),
            field="kind",
            kpi=kpi.name,
        )
    belongs = changed.split is not None or changed.part_of is not None
    if belongs:
        from kpitui.services import parts

        parts.refuse_edit(changed, all_kpis(workspace))
    following = _following(workspace, kpi, changed.key)
    with workspace.store.write("kpi.edited", kpi=changed.name) as change:
        records.update_kpi(change, kpi, changed)
        for other, formula in following:
            records.update_kpi(change, other, other._replace(formula=formula))
        if belongs:
            parts.follow(change, kpi, changed, all_kpis(workspace))
    return changed


def changed_beside(workspace: Workspace, kpi: Kpi, before: Sequence[Kpi]) -> list[str]:
    """Return the names of the KPIs other than *kpi* that are no longer as they were *before*: its parts, formulas."""
    return [other.name for other in all_kpis(workspace) if other.id != kpi.id and other not in before]


def _following(workspace: Workspace, kpi: Kpi, key: str) -> list[tuple[Kpi, str]]:
    """Return the other KPIs whose formula names *kpi*, each with that formula once the key is *key*."""
    if key == kpi.key:
        return []
    formulas = [(other, other.formula) for other in all_kpis(workspace) if other.formula and other.id != kpi.id]
    named = [(other, renamed(text, kpi.key, key)) for other, text in formulas if kpi.key in Formula.parse(text).names]
    for other, text in named:
        if len(text) > LONGEST:
            raise Refused(
                mark(
                    "The formula of {name} would be longer than {limit} characters. "
                    "Choose a short name with fewer letters"
                ),
                field="key",
                name=other.name,
                limit=LONGEST,
            )
    return named


def archive_kpi(workspace: Workspace, kpi: Kpi, *, archived: bool = True) -> Kpi:
    """Take a KPI off Today, keeping all of its entries, or bring it back; return it as it is now."""
    changed = kpi._replace(archived=archived)
    with workspace.store.write("kpi.archived" if archived else "kpi.unarchived", kpi=kpi.name) as change:
        records.update_kpi(change, kpi, changed)
    return changed


def move_kpi(workspace: Workspace, kpi: Kpi, step: int, *, group: str | None = None) -> None:
    """Move a KPI *step* places down on Today (up when negative), and with *group* into the group of that name.

    Groups stay together: where it would stand among those of another group it stays at the edge of its own.
    """
    order = list(shown_kpis(workspace))
    place = next(index for index, other in enumerate(order) if other.id == kpi.id)
    moved = order.pop(place)
    order.insert(max(0, min(len(order), place + step)), moved if group is None else moved._replace(group=group))
    with workspace.store.write("kpi.moved", kpi=kpi.name) as change:
        before = {shown.id: shown for shown in shown_kpis(workspace)}
        for position, placed in enumerate(order, start=1):
            records.update_kpi(change, before[placed.id], placed._replace(position=position))


def move_to(workspace: Workspace, kpi: Kpi, other: Kpi) -> tuple[int, int]:
    """Move a KPI to the place of another on Today; return its place, from 1, and how many there are."""
    order = [shown.id for shown in shown_kpis(workspace)]
    move_kpi(workspace, kpi, order.index(other.id) - order.index(kpi.id))
    order = [shown.id for shown in shown_kpis(workspace)]
    return order.index(kpi.id) + 1, len(order)


def fields_of(workspace: Workspace, kpi: Kpi) -> dict[str, Any]:
    """Return a KPI as the fields that describe it, for a form or for `kpi edit`."""
    keys = {other.id: other.key for other in all_kpis(workspace)}
    return {
        "name": kpi.name,
        "key": kpi.key,
        "kind": kpi.kind,
        "unit": kpi.unit,
        "decimals": kpi.decimals,
        "every": kpi.cadence,
        "better": kpi.direction,
        "band_low": kpi.band_low,
        "band_high": kpi.band_high,
        "floor": kpi.floor,
        "ceiling": kpi.ceiling,
        "numerator": keys.get(kpi.numerator or 0),
        "denominator": keys.get(kpi.denominator or 0),
        "formula": kpi.formula,
        "blank": kpi.blank,
        "source": kpi.source,
        "description": kpi.description,
        "template": kpi.template,
        "group": kpi.group,
    }


def _checked(fields: Mapping[str, Any]) -> KpiFields:
    from kpitui.services.kpi_fields import KpiFields, checked  # only here: to move or archive a KPI takes no pydantic

    return checked(KpiFields, fields)


def _described(workspace: Workspace, fields: KpiFields, *, created: date, current: Kpi | None = None) -> Kpi:
    key = fields.key or (current.key if current else _key_for(workspace, fields))
    if current is None or current.key != key:
        refuse_reserved(key)
    taken = records.kpi_by_key(workspace.store, key)
    if taken and (current is None or taken.id != current.id):
        raise Refused(
            mark("The short name {value} is taken by {name}. Choose another"), field="key", value=key, name=taken.name
        )
    ratio, formula = fields.kind == "ratio", fields.formula if fields.kind == "formula" else None
    described = Kpi(
        id=current.id if current else 0,
        key=key,
        name=fields.name,
        kind=fields.kind,
        unit=fields.unit,
        decimals=fields.decimals,
        direction=fields.better,
        band_low=fields.band_low,
        band_high=fields.band_high,
        floor=fields.floor,
        ceiling=fields.ceiling,
        cadence=fields.every,
        blank=fields.blank,
        numerator=find_kpi(workspace, fields.numerator).id if ratio and fields.numerator else None,
        denominator=find_kpi(workspace, fields.denominator).id if ratio and fields.denominator else None,
        formula=formula,
        source=fields.source,
        description=fields.description,
        template=fields.template,
        group=group_name(fields.group),
        created=created,
    )
    _refuse_cycles(workspace, described)
    return described._replace(unit=_worked_out_unit(workspace, described))


def _key_for(workspace: Workspace, fields: KpiFields) -> str:
    """Return a key for a new KPI: that of its name, or one beside it where a KPI that is called otherwise has that."""
    if records.kpi_by_key(workspace.store, key_from_name(fields.name)) is None:
        return key_from_name(fields.name)
    every = all_kpis(workspace)
    twin = next((kpi for kpi in every if comparable_name(kpi.name) == comparable_name(fields.name)), None)
    keys = {kpi.key for kpi in every}
    return twin.key if twin else free_key(fields.name, fields.unit, keys.__contains__)


def _worked_out_unit(workspace: Workspace, described: Kpi) -> str:
    """Return the unit that was given, or else what a formula comes to; refuse a formula that adds euros to pieces."""
    if described.kind != "formula" or not described.formula:
        return described.unit
    units = {kpi.key: kpi.unit for kpi in all_kpis(workspace)}
    unit = unit_of(Formula.parse(described.formula), units)
    return described.unit or unit


def _refuse_cycles(workspace: Workspace, described: Kpi) -> None:
    """Raise Refused when a computed KPI would, through others, be computed from itself, or from one that is unknown."""
    if not KINDS[described.kind].derived:
        return
    every = {kpi.id: kpi for kpi in all_kpis(workspace)} | {described.id: described}
    by_key = {kpi.key for kpi in every.values()}
    old = next((kpi.key for kpi in all_kpis(workspace) if kpi.id == described.id), described.key)
    parts: dict[str, Formula] = {}
    for kpi in every.values():
        if kpi.kind == "formula" and kpi.formula:
            text = kpi.formula if kpi.id == described.id else renamed(kpi.formula, old, described.key)
            parts[kpi.key] = Formula.parse(text if len(text) <= LONGEST else kpi.formula)
        elif kpi.kind == "ratio" and kpi.numerator and kpi.denominator:
            parts[kpi.key] = Formula.parse(f"{every[kpi.numerator].key} / {every[kpi.denominator].key}")
    if described.kind == "formula":
        for name in sorted(parts[described.key].names - by_key):
            raise Refused(
                mark("The formula mentions {value}, but no KPI has that short name"), field="formula", value=name
            )
    evaluation_order(parts)

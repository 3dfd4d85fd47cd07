"""KPIs that are split into parts that add up: making parts, taking them out again, and what each brings.

How a whole follows from its parts, and what the parts leave of one that is logged, is `kpitui.core.parts`' work.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from math import isclose

from kpitui.core.aggregation import by_cell
from kpitui.core.cadence import cadence_by
from kpitui.core.calendar import By, Period
from kpitui.core.errors import NotFound, Refused, mark
from kpitui.core.model import Kpi, Split
from kpitui.core.parts import SplitPeriod, is_within, parts_of, refuse_part, refuse_whole, split_periods
from kpitui.core.record import Record
from kpitui.core.series import View
from kpitui.services.entries import find_kpi
from kpitui.services.kpis import described_kpi
from kpitui.services.reading import all_kpis, all_pauses, first_days, latest_periods, sources_of
from kpitui.services.workspace import Workspace
from kpitui.store import records
from kpitui.store.transaction import Transaction


class SplitResult(Record):
    """How a KPI is split now."""

    whole: Kpi
    parts: tuple[Kpi, ...]
    """All of its parts, in the order of Today."""
    added: tuple[Kpi, ...]
    """Those of them that are new KPIs."""
    changed: int = 0
    """How many figures of the whole, of a day or the week or month it is logged by, are others than before."""
    gone: int = 0
    """How many figures of the whole there were and are no more."""
    has_own: bool = False
    """Whether it is a sum of parts of which what was logged on itself counts somewhere, for a part lacks there."""
    empty: tuple[Kpi, ...] = ()
    """The parts that have no number yet."""


def parts_of_kpi(workspace: Workspace, whole: Kpi) -> list[Kpi]:
    """Return the parts of a KPI, in the order of Today, archived ones last; none where it is not split."""
    return parts_of(whole, all_kpis(workspace))


def split_kpi(
    workspace: Workspace,
    whole: Kpi,
    names: Sequence[str],
    *,
    way: Split | None = None,
    move: bool = True,
    only: bool = False,
) -> SplitResult:
    """Make the KPIs that *names* call parts of *whole*, as one change; return how it is split now.

    A name is the key or the name of a KPI that is there, or that of a new one, which is logged as the whole is. Without
    *way* a KPI that has entries stays logged, so that its parts leave a rest, and another one becomes their sum. Parts
    that it has already are kept; with *move* those that are new to it are put behind it on Today. With *only* those
    that are not named are taken out. Raises Refused, and changes nothing, where the parts would not add up.
    """
    refuse_whole(whole)
    every = all_kpis(workspace)
    already = parts_of(whole, every)
    called = [_part_called(workspace, whole, name, every) for name in _different(names)]
    chosen = list({part.key: part for part in called}.values())
    if only and not chosen:
        return take_out(workspace, whole)
    if not chosen and not already:
        raise Refused(
            mark("Say what {whole} is split into, such as: kpitui kpi split {key} organic social direct"),
            field="parts",
            whole=whole.name,
            key=whole.key,
        )
    way = way or whole.split or ("logged" if whole.id in first_days(workspace) else "computed")
    ids = {part.id for part in already}
    new = [part for part in chosen if part.id == 0]
    joining = [part for part in chosen if part.id and part.id not in ids]
    staying = {part.id for part in chosen}
    leaving = [part._replace(part_of=None) for part in already if only and part.id not in staying]
    before = _history(workspace, whole)
    named = ", ".join(part.name for part in chosen) or ", ".join(part.name for part in already)
    with workspace.store.write("kpi.split", kpi=whole.name, parts=named) as change:
        added = [records.add_kpi(change, part._replace(part_of=whole.id)) for part in new]
        joined = [part._replace(part_of=whole.id) for part in joining]
        _save(
            change,
            workspace,
            [whole._replace(split=way), *joined, *leaving],
            after=whole.id,
            moved=[*joined, *added] if move else (),
        )
    return _result(workspace, whole.id, {part.id for part in added}, before)


def take_out(workspace: Workspace, whole: Kpi, names: Sequence[str] = ()) -> SplitResult:
    """Take the parts that *names* call, all of them without any, out of *whole* again; return how it is split now.

    The KPIs and their entries stay. Raises Refused for what is no part of it.
    """
    parts = parts_of_kpi(workspace, whole)
    if not parts:
        raise Refused(mark("{whole} has no parts"), field="kpi", whole=whole.name)
    leaving = [find_kpi(workspace, name) for name in names] or parts
    for part in leaving:
        if part.part_of != whole.id:
            message = mark("{whole} has no part {part}. Its parts: {parts}")
            listed = ", ".join(other.key for other in parts)
            raise Refused(message, field="parts", part=part.name, whole=whole.name, parts=listed)
    before = _history(workspace, whole)
    split = whole.split if len({part.id for part in leaving}) < len(parts) else None
    with workspace.store.write("kpi.joined", kpi=whole.name, parts=", ".join(part.name for part in leaving)) as change:
        _save(change, workspace, [whole._replace(split=split), *(part._replace(part_of=None) for part in leaving)])
    return _result(workspace, whole.id, set(), before)


def settle(change: Transaction) -> None:
    """Make splits whole again after KPIs of another database came in within *change*.

    A KPI that has parts is split, one without any is not. Raises Refused where they would not add up.
    """
    every = records.all_kpis(change, archived=True)
    by_id = {kpi.id: kpi for kpi in every}
    for kpi in every:
        seen, current = {kpi.id}, kpi
        while current.part_of in by_id:
            current = by_id[current.part_of]
            if current.id in seen:
                raise Refused(mark("{part} can't be a part of itself"), field="parts", part=kpi.name)
            seen.add(current.id)
    for whole in every:
        parts = parts_of(whole, every)
        for part in parts:
            refuse_whole(whole)
            refuse_part(whole, part)
        if parts and whole.split is None:
            has_entries = change.rows("SELECT 1 FROM entry WHERE kpi = ? LIMIT 1", (whole.id,))
            records.update_kpi(change, whole, whole._replace(split="logged" if has_entries else "computed"))
        elif not parts and whole.split is not None:
            records.update_kpi(change, whole, whole._replace(split=None))


def split_figures(workspace: Workspace, whole: Kpi, by: By, last: int | None = None) -> list[SplitPeriod]:
    """Return what a KPI and its parts come to in the latest periods, the running one included, oldest first.

    Raises Refused for a KPI without parts.
    """
    return split_in(workspace, whole, latest_periods(workspace, by, last))


def split_in(workspace: Workspace, whole: Kpi, periods: Sequence[Period]) -> list[SplitPeriod]:
    """Return what a KPI and its parts come to in *periods*, ascending; raises as `split_figures`."""
    parts = refuse_unsplit(workspace, whole)
    sources = sources_of(workspace, [whole, *parts], periods[0].start, workspace.today)
    view = View(workspace.today, workspace.settings.calendar, all_pauses(workspace))
    return split_periods(sources[whole.key], [sources[part.key] for part in parts], periods, view)


def refuse_unsplit(workspace: Workspace, whole: Kpi) -> list[Kpi]:
    """Return the parts of a KPI; raise Refused where it has none."""
    parts = parts_of_kpi(workspace, whole)
    if not parts:
        raise Refused(
            mark("{whole} has no parts yet. Make them with: kpitui kpi split {key} PART PART"),
            field="kpi",
            whole=whole.name,
            key=whole.key,
        )
    return parts


def follow(change: Transaction, before: Kpi, whole: Kpi, every: Iterable[Kpi]) -> None:
    """Give the parts of *whole* the kind, unit and rhythm that it got, which it had as *before*."""
    if (before.kind, before.unit, before.cadence) == (whole.kind, whole.unit, whole.cadence):
        return
    for part in parts_of(whole, list(every)):
        records.update_kpi(change, part, part._replace(kind=whole.kind, unit=whole.unit, cadence=whole.cadence))


def refuse_edit(changed: Kpi, every: Sequence[Kpi]) -> None:
    """Raise Refused where a KPI that has parts, or is one, would no longer add up as it becomes *changed*."""
    if changed.split is not None:
        refuse_whole(changed)
    whole = next((kpi for kpi in every if kpi.id == changed.part_of), None)
    if whole is not None:
        refuse_part(whole, changed)


def _different(names: Sequence[str]) -> list[str]:
    named: dict[str, str] = {}
    for name in names:
        if name.strip():
            named.setdefault(name.strip().casefold(), name.strip())
    return list(named.values())


def _part_called(workspace: Workspace, whole: Kpi, name: str, every: Sequence[Kpi]) -> Kpi:
    """Return the KPI that is to be a part, with id 0 where it is new; raise Refused where it cannot be one."""
    try:
        part = find_kpi(workspace, name)
    except NotFound:
        return _new_part(workspace, whole, name)
    if part.id != whole.id and is_within(whole, part, every):
        message = mark("{whole} is itself a part of {part}, so {part} can't be a part of {whole}")
        raise Refused(message, field="parts", part=part.name, whole=whole.name)
    if part.id == whole.id:
        raise Refused(mark("{part} can't be a part of itself"), field="parts", part=part.name)
    if part.part_of is not None and part.part_of != whole.id:
        other = next((kpi.name for kpi in every if kpi.id == part.part_of), "-")
        raise Refused(mark("{part} is already a part of {other}"), field="parts", part=part.name, other=other)
    refuse_part(whole, part)
    return part


def _new_part(workspace: Workspace, whole: Kpi, name: str) -> Kpi:
    fields = {
        "name": name,
        "kind": whole.kind,
        "unit": whole.unit,
        "decimals": whole.decimals,
        "every": whole.cadence,
        "better": "lower" if whole.direction == "lower" else "higher",
        "floor": whole.floor,
        "blank": whole.blank,
    }
    return described_kpi(workspace, fields)


def _save(
    change: Transaction, workspace: Workspace, changed: Sequence[Kpi], *, after: int = 0, moved: Sequence[Kpi] = ()
) -> None:
    """Save what is *changed*, with those *moved* put behind the KPI *after* and its other parts on Today."""
    now = {kpi.id: kpi for kpi in records.all_kpis(change, archived=True)}
    new = {kpi.id: now[kpi.id]._replace(part_of=kpi.part_of, split=kpi.split) for kpi in changed if kpi.id in now}
    order = [new.get(kpi.id, kpi) for kpi in records.all_kpis(change)]
    if moved:
        moving = {kpi.id for kpi in moved}
        rest = [kpi for kpi in order if kpi.id not in moving]
        behind = [index for index, kpi in enumerate(rest) if after in (kpi.id, kpi.part_of)]
        place = behind[-1] + 1 if behind else len(rest)
        order = [*rest[:place], *(kpi for kpi in order if kpi.id in moving), *rest[place:]]
    for position, kpi in enumerate(order, start=1):
        records.update_kpi(change, now[kpi.id], kpi._replace(position=position))
    shown = {kpi.id for kpi in order}
    for kpi in new.values():
        if kpi.id not in shown:
            records.update_kpi(change, now[kpi.id], kpi)


def _history(workspace: Workspace, whole: Kpi) -> dict[date, float]:
    """Return the figures of *whole* by the last day of what it is logged by: a day, a week, a month."""
    source = sources_of(workspace, [whole], date.min, workspace.today)[whole.key]
    calendar = workspace.settings.calendar
    rows = by_cell(whole, source.totals, cadence_by(whole.cadence), workspace.today, calendar)
    return dict(zip(rows.days, rows.figures, strict=True))


def _result(workspace: Workspace, whole: int, added: set[int], before: Mapping[date, float]) -> SplitResult:
    """Return how the KPI with the id *whole* is split now, and what became of its figures *before*."""
    every = all_kpis(workspace)
    now = next(kpi for kpi in every if kpi.id == whole)
    parts = parts_of(now, every)
    after, logged = _history(workspace, now), first_days(workspace)
    return SplitResult(
        now,
        tuple(parts),
        tuple(part for part in parts if part.id in added),
        sum(1 for day, figure in before.items() if day in after and not isclose(after[day], figure, rel_tol=1e-9)),
        len(before.keys() - after.keys()),
        bool(sources_of(workspace, [now], date.min, workspace.today)[now.key].own),
        tuple(part for part in parts if part.id not in logged and not part.archived),
    )

"""Importing a file: what in it is new, the same, changed or in conflict, and saving it all or not at all.

Reading the file is `kpitui.exchange`'s work. An imported figure is known by its KPI, day, time and place among those
of the same moment, so importing a file again adds nothing and a corrected file corrects. What a person logged or
corrected by hand is theirs: a file never changes it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from typing import NamedTuple

from kpitui.core.amount import LARGEST
from kpitui.core.bounds import refuse_beyond
from kpitui.core.errors import Refused, mark
from kpitui.core.kinds import KINDS
from kpitui.core.model import Entry, Kpi
from kpitui.core.text import key_of, storable
from kpitui.exchange import ImportedRow, RefusedRow, read
from kpitui.services.workspace import Workspace
from kpitui.store import entries, kpis

SOURCE = "import"
"""What the source of an imported entry says."""


class Choices(NamedTuple):
    """What the person said about a file; see `kpitui.exchange.read`."""

    format: str | None = None
    mapping: Mapping[str, str] = {}
    decimal: str | None = None
    dates: str | None = None


class Conflict(NamedTuple):
    """A figure from the file for a day that a person filled in otherwise; theirs is kept."""

    line: int
    kpi: Kpi
    day: date
    value: float
    """What the file says."""
    kept: float
    """What the person logged last."""


class Plan(NamedTuple):
    """What an import would do; nothing is written yet."""

    file: str
    format: str
    new: list[tuple[int, date, float, str | None, str, str]]
    """As `kpitui.store.entries.add_imported` takes them."""
    same: int
    changed: list[tuple[Entry, Entry]]
    """Entries as they are and as the file says they must be."""
    conflicts: list[Conflict]
    refused: list[RefusedRow]
    kpis: list[Kpi]
    """The KPIs that have figures in the file."""


def plan_import(workspace: Workspace, data: bytes, name: str, choices: Choices | None = None) -> Plan:
    """Read the file *name* with the content *data* and return what importing it would do.

    Rows that cannot be read, name a KPI that is not there, or lie in the future are in `refused`. Raises Refused
    when the file as a whole cannot be read.
    """
    chosen = choices or Choices()
    reading = read(
        data,
        name=name,
        format=chosen.format,
        mapping=chosen.mapping,
        decimal=chosen.decimal,
        dates=chosen.dates,
    )
    known, unknown = _known(workspace, reading.rows)
    refused = [*reading.refused, *unknown]
    by_kpi: dict[int, list[ImportedRow]] = defaultdict(list)
    for row in reading.rows:
        kpi = known.get(row.kpi)
        if kpi is None:
            continue
        reason = _unacceptable(kpi, row, workspace.today)
        if reason is None:
            by_kpi[kpi.id].append(row)
        else:
            refused.append(reason)
    refused.sort(key=lambda row: row.line)
    plan = Plan(name, reading.format, [], 0, [], [], refused, _in_order(known.values(), by_kpi))
    for kpi in plan.kpis:
        plan = plan._replace(same=plan.same + _compare(workspace, kpi, by_kpi[kpi.id], plan))
    return plan


def apply_import(workspace: Workspace, plan: Plan, *, skip_refused: bool = False) -> int | None:
    """Save what *plan* says as one undoable change and return its batch; None when there was nothing to save.

    Raises Refused, and saves nothing, when rows were refused and *skip_refused* does not say to go on without them.
    """
    if plan.refused and not skip_refused:
        raise Refused(
            mark("Nothing was imported: {count} of the rows cannot be; correct the file, or add --skip-refused"),
            field="file",
            count=len(plan.refused),
        )
    if not plan.new and not plan.changed:
        return None
    at = datetime.now(UTC).isoformat(timespec="milliseconds")
    count = len(plan.new) + len(plan.changed)
    with workspace.store.write("entries.imported", file=plan.file, format=plan.format, count=count) as change:
        batch = entries.add_batch(change, at, plan.format, storable(plan.file, 300))
        entries.add_imported(change, batch, plan.new)
        for entry, as_in_file in plan.changed:
            entries.update_entry(change, entry, as_in_file._replace(batch=batch))
    return batch


def _known(workspace: Workspace, rows: Iterable[ImportedRow]) -> tuple[dict[str, Kpi], list[RefusedRow]]:
    """Return which KPI each name in the file means, and one refusal for every name that means none."""
    every = kpis.all_kpis(workspace.store, archived=True)
    names = {kpi.name.strip().casefold(): kpi for kpi in reversed(every)} | {kpi.key: kpi for kpi in every}
    first: dict[str, int] = {}
    for row in rows:
        first.setdefault(row.kpi, row.line)
    known: dict[str, Kpi] = {}
    refused: list[RefusedRow] = []
    for name, line in first.items():
        kpi = names.get(name.strip().casefold()) or names.get(_as_key(name))
        if kpi is None:
            reason = mark(
                "There is no KPI {value}; add it, or say which one it is with --map '{value}=KEY', "
                "or leave it out with --map '{value}=-'"
            )
            refused.append(RefusedRow(line, reason, {"value": name[:60]}))
        elif KINDS[kpi.kind].derived:
            reason = mark("{kpi} is computed from other KPIs; leave it out with --map '{value}=-'")
            refused.append(RefusedRow(line, reason, {"kpi": kpi.key, "value": name[:60]}))
        else:
            known[name] = kpi
    return known, refused


def _as_key(name: str) -> str:
    try:
        return key_of(name)
    except Refused:
        return ""


def _unacceptable(kpi: Kpi, row: ImportedRow, today: date) -> RefusedRow | None:
    try:
        refuse_beyond(kpi, row.value)
    except Refused as refused:
        return RefusedRow(row.line, refused.message, {name: str(value) for name, value in refused.params.items()})
    if row.date > today:
        reason = mark("{kpi}: {value} is still to come, and only what was measured can be imported")
        return RefusedRow(row.line, reason, {"kpi": row.kpi[:60], "value": row.date.isoformat()})
    if abs(row.value) > LARGEST:
        reason = mark("{value} is too large; at most 1,000,000,000,000,000")
        return RefusedRow(row.line, reason, {"value": f"{row.value:g}"})
    return None


def _in_order(known: Iterable[Kpi], with_rows: Mapping[int, object]) -> list[Kpi]:
    found = {kpi.id: kpi for kpi in known if kpi.id in with_rows}
    return sorted(found.values(), key=lambda kpi: kpi.position)


def _compare(workspace: Workspace, kpi: Kpi, rows: list[ImportedRow], plan: Plan) -> int:
    """Put the rows of one KPI into *plan* as new, changed or in conflict; return how many are as they were."""
    days = [row.date for row in rows]
    imported = entries.imported_keys(workspace.store, kpi.id)
    own = _by_hand(workspace, kpi, min(days), max(days))
    seen: Counter[str] = Counter()
    same = 0
    for row in rows:
        moment = f"{row.date.isoformat()}T{row.time or ''}"
        seen[moment] += 1
        key = f"{moment}#{seen[moment]}"
        entry = imported.get(key)
        if entry is not None and entry.source == SOURCE:
            as_in_file = entry._replace(date=row.date, value=row.value, note=storable(row.note))
            if as_in_file == entry:
                same += 1
            else:
                plan.changed.append((entry, as_in_file))
        elif row.date in own:
            if own[row.date] == row.value:
                same += 1
            else:
                plan.conflicts.append(Conflict(row.line, kpi, row.date, row.value, own[row.date]))
        else:
            plan.new.append((kpi.id, row.date, row.value, row.time, storable(row.note), key))
    return same


def _by_hand(workspace: Workspace, kpi: Kpi, first: date, last: date) -> dict[date, float]:
    """Return, by day, the latest figure that did not come from a file, or that was corrected by hand since."""
    found = entries.entries_between(workspace.store, kpi.id, first, last)
    return {entry.date: entry.value for entry in reversed(found) if entry.source != SOURCE}

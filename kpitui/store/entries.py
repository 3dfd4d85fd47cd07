"""Reading and writing entries: the raw measurements, and their totals per day.

The hot path of the program. Which number a period has is decided by `kpitui.core.aggregation`.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from kpitui.core.kinds import KINDS, Rule
from kpitui.core.model import Entry, Kpi
from kpitui.core.series import DayTotals
from kpitui.store.transaction import new_id, new_ids

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3

    from kpitui.core.model import Change
    from kpitui.store.connection import Store
    from kpitui.store.transaction import Transaction

LAST = "max(coalesce(time, '24:00') || id)"
"""With this aggregate in a query, bare columns come from the last entry of the group: an entry without a time
counts as made at the end of its day, and of equal times the one logged later wins."""

DAYS = "SELECT date, {figure}, count(*) FROM entry WHERE kpi = ?1 AND date BETWEEN ?2 AND ?3 GROUP BY date"
"""The figure of each day, in the order of the table and with nothing worked out that is not asked for."""

DAY_FIGURES: dict[Rule, str] = {"sum": "sum(value)", "mean": "sum(value)", "min": "min(value)", "max": "max(value)"}
"""What the entries of a day come to by the rule of their kind, where that is one aggregate of their values."""

NUMBER = "sum(1.0)"
"""What they come to where the kind counts them."""

LASTS = """
SELECT date, (
  SELECT CASE WHEN newest.time IS NULL THEN newest.value ELSE (
    SELECT value FROM entry AS own WHERE own.kpi = ?1 AND own.date = entry.date
    ORDER BY coalesce(own.time, '24:00') DESC, own.id DESC LIMIT 1
  ) END
  FROM entry AS newest WHERE newest.kpi = ?1 AND newest.date = entry.date ORDER BY newest.id DESC LIMIT 1
), count(*)
FROM entry WHERE kpi = ?1 AND date BETWEEN ?2 AND ?3 GROUP BY date
"""
"""The last of each day, as `LAST` has it: one seek finds the entry logged last, and only where that has a time are
the times of its day compared."""

LOGGED = """
WITH RECURSIVE every (day) AS (SELECT ?1 UNION ALL SELECT date(day, '+1 day') FROM every WHERE day < ?2)
SELECT day FROM every
WHERE day <= ?2 AND EXISTS (SELECT 1 FROM kpi CROSS JOIN entry ON entry.kpi = kpi.id AND entry.date = every.day)
"""
"""One seek a day where something was logged, however many KPIs and entries there are."""


def add_entry(
    change: Transaction,
    kpi: int,
    day: date,
    value: float,
    *,
    note: str = "",
    source: str = "",
    time: str | None = None,
) -> str:
    """Add one entry and return its id; entries already there on that day are kept."""
    ident = new_id()
    change.insert(
        "entry",
        {
            "kpi": kpi,
            "date": day.isoformat(),
            "id": ident,
            "time": time,
            "value": value,
            "note": note,
            "source": source,
        },
    )
    return ident


def clear_day(change: Transaction, kpi: int, day: date) -> int:
    """Delete every entry of a KPI on one day and return how many there were."""
    keys = change.rows("SELECT kpi, date, id FROM entry WHERE kpi = ? AND date = ?", (kpi, day.isoformat()))
    return sum(change.delete("entry", dict(row)) for row in keys)


def earlier_entries(store: Store, kpi: int, day: date) -> list[tuple[Change, Entry]]:
    """Return the entries of a KPI on *day* that were changed or deleted since, each as it was, with the change."""
    from kpitui.store.journal import earlier_images

    earlier = []
    for change, was in earlier_images(store, kpi, day):
        value, time = was.get("value"), was.get("time")
        if isinstance(value, int | float):
            texts = [str(was.get(column) or "") for column in ("id", "note", "source")]
            entry = Entry(texts[0], kpi, day, float(value), str(time) if time else None, texts[1], texts[2])
            earlier.append((change, entry))
    return earlier


def update_entry(change: Transaction, before: Entry, after: Entry) -> bool:
    """Save the fields in which *after* differs from *before*, as it was read; return whether anything is different.

    Raises NotFound when the entry is gone, or has another day now.
    """
    key = {"kpi": before.kpi, "date": before.date.isoformat(), "id": before.id}
    columns = [{**entry._asdict(), "date": entry.date.isoformat()} for entry in (before, after)]
    return change.update_changed("entry", key, *columns)


def entry_called(store: Store, kpi: int, ident: str) -> Entry | None:
    """Return the entry of a KPI with this id, None when there is none."""
    rows = store.rows("SELECT * FROM entry WHERE kpi = ? AND id = ?", (kpi, ident))
    return _entry(rows[0]) if rows else None


def delete_entry(change: Transaction, entry: Entry) -> bool:
    """Delete one entry; return whether it was there."""
    return change.delete("entry", {"kpi": entry.kpi, "date": entry.date.isoformat(), "id": entry.id})


def add_batch(change: Transaction, moment: str, format: str, file: str) -> int:
    """Add an import, made at the ISO *moment* from a *file* in a *format*, and return its number."""
    return change.insert("batch", {"at": moment, "format": format, "file": file})


IMPORTED = ("kpi", "date", "id", "time", "value", "note", "source", "batch", "import_key")

NewEntry = tuple[int, str, str | None, float, str, str]
"""KPI id, ISO day, time, value, note and import key."""


def add_imported(change: Transaction, batch: int, rows: Sequence[NewEntry]) -> None:
    """Add the rows of one import, in their order, which their ids keep."""
    entries = [
        (kpi, day, ident, time, value, note, "import", batch, import_key)
        for ident, (kpi, day, time, value, note, import_key) in zip(new_ids(len(rows)), rows, strict=True)
    ]
    # Written in the order of the table, pages are filled one after the other, whatever the order of the file.
    entries.sort()
    change.insert_rows("entry", IMPORTED, entries)


def has_imported(store: Store, kpi: int) -> bool:
    """Return whether any entry of a KPI came with an import."""
    return bool(store.rows("SELECT 1 FROM entry WHERE kpi = ? AND import_key IS NOT NULL LIMIT 1", (kpi,)))


def imported(store: Store, kpi: int, import_key: str) -> Entry | None:
    """Return the entry of a KPI that came with an import under this key, or None."""
    row = store.connection.execute("SELECT * FROM entry WHERE kpi = ? AND import_key = ?", (kpi, import_key)).fetchone()
    return _entry(row) if row else None


_OF_IMPORTS = (
    "kpi = ?1 AND source = 'import' AND import_key IS NOT NULL"
    " AND (CASE WHEN ?2 = '' THEN instr(import_key, '@') = 0 ELSE instr(import_key, ?2 || '#') > 0 END)"
)
"""The entries of a KPI that imports with a scope in their keys brought and that nobody changed."""


def imported_counts(store: Store, kpi: int, scope: str) -> dict[str, int]:
    """Return, by ISO day, how many entries of a KPI imports with *scope* brought and nobody changed."""
    rows = store.rows(f"SELECT date, count(*) FROM entry WHERE {_OF_IMPORTS} GROUP BY date", (kpi, scope))
    return {row[0]: row[1] for row in rows}


def imported_days(store: Store, kpi: int, scope: str, *, timed: bool) -> frozenset[str]:
    """Return the ISO days of which imports with *scope* brought entries with a time of day, or without *timed* one."""
    clock = "NOT NULL" if timed else "NULL"
    rows = store.rows(f"SELECT DISTINCT date FROM entry WHERE {_OF_IMPORTS} AND time IS {clock}", (kpi, scope))
    return frozenset(row[0] for row in rows)


def imported_on(store: Store, kpi: int, scope: str, day: date) -> list[Entry]:
    """Return the entries of a KPI on a day that imports with *scope* brought and nobody changed, in their order."""
    sql = f"SELECT * FROM entry WHERE {_OF_IMPORTS} AND date = ?3 ORDER BY id"
    return [_entry(row) for row in store.rows(sql, (kpi, scope, day.isoformat()))]


def days_not_from(store: Store, kpi: int, source: str) -> dict[str, float]:
    """Return, by ISO day, the last figure of a KPI that does not come from *source*."""
    rows = store.rows(
        f"SELECT date, value, {LAST} FROM entry WHERE kpi = ? AND source <> ? GROUP BY date", (kpi, source)
    )
    return {row["date"]: row["value"] for row in rows}


def totals_in(change: Transaction, kpi: Kpi, day: date) -> DayTotals:
    """Return the totals of one day as a running change sees them; empty when the day has no entry."""
    return _columns(change.rows(_totals(kpi), (kpi.id, day.isoformat(), day.isoformat())))


def last_figure(source: Store | Transaction, kpi: int, day: date) -> float:
    """Return the last figure of a KPI on or before *day*, as *source* sees it, 0 when there is none."""
    rows = source.rows(
        "SELECT value FROM entry WHERE kpi = ? AND date <= ?"
        " ORDER BY date DESC, coalesce(time, '24:00') DESC, id DESC LIMIT 1",
        (kpi, day.isoformat()),
    )
    return float(rows[0][0]) if rows else 0.0


def last_between(source: Store | Transaction, kpi: int, first: date, last: date) -> Entry | None:
    """Return the last entry of a KPI from *first* to *last*, both inclusive, as *source* sees it; None without any."""
    rows = source.rows(
        "SELECT * FROM entry WHERE kpi = ? AND date BETWEEN ? AND ?"
        " ORDER BY date DESC, coalesce(time, '24:00') DESC, id DESC LIMIT 1",
        (kpi, first.isoformat(), last.isoformat()),
    )
    return _entry(rows[0]) if rows else None


def entries_between(store: Store, kpi: int, first: date, last: date, *, limit: int | None = None) -> list[Entry]:
    """Return the entries of a KPI from *first* to *last*, both inclusive, newest first, at most *limit*."""
    rows = store.rows(
        "SELECT * FROM entry WHERE kpi = ? AND date BETWEEN ? AND ?"
        " ORDER BY date DESC, coalesce(time, '24:00') DESC, id DESC LIMIT ?",
        (kpi, first.isoformat(), last.isoformat(), -1 if limit is None else limit),
    )
    return [_entry(row) for row in rows]


def newest_entries(store: Store, *, kpi: int | None = None, text: str = "", tag: str = "", limit: int) -> list[Entry]:
    """Return the newest entries, by their days, of one KPI or of all; with *text* those whose note holds it.

    With *tag* those whose note has that hashtag, in small letters and without ``#``.
    """
    from kpitui.core.text import holds, tags_of

    entries = []
    rows = store.connection.execute(
        "SELECT * FROM entry WHERE (?1 IS NULL OR kpi = ?1) AND (?2 = '' OR note <> '')"
        " ORDER BY date DESC, coalesce(time, '24:00') DESC, id DESC",
        (kpi, text or tag),
    )
    for row in rows:
        if holds(row["note"], text) and (not tag or tag in tags_of(row["note"])):
            entries.append(_entry(row))
            if len(entries) >= limit:
                break
    return entries


def notes_with_mark(store: Store, mark: str, since: date) -> list[str]:
    """Return the notes of entries on *since* or later that hold *mark*."""
    rows = store.rows(
        "SELECT note FROM kpi CROSS JOIN entry ON entry.kpi = kpi.id AND entry.date >= ?"
        " WHERE note <> '' AND instr(note, ?) > 0",
        (since.isoformat(), mark),
    )
    return [row["note"] for row in rows]


def entries_called(store: Store, tail: str, *, limit: int) -> list[Entry]:
    """Return at most *limit* entries whose id ends with *tail*, in the letters of ids."""
    return [
        _entry(row)
        for row in store.rows("SELECT * FROM entry WHERE substr(id, -length(?1)) = ?1 LIMIT ?2", (tail, limit))
    ]


def files_of(store: Store, batches: Collection[int]) -> dict[int, str]:
    """Return the file that each of *batches*, the numbers of imports, came from."""
    marks = ", ".join("?" * len(batches))
    return {
        row["id"]: row["file"] for row in store.rows(f"SELECT id, file FROM batch WHERE id IN ({marks})", (*batches,))
    }


def newest_batches(store: Store, most: int) -> list[tuple[str, str]]:
    """Return the ISO moment and the file of the newest imports, at most so many, the newest first."""
    rows = store.rows("SELECT at, file FROM batch ORDER BY at DESC, id DESC LIMIT ?", (most,))
    return [(row["at"], row["file"]) for row in rows]


def day_totals(store: Store, kpi: Kpi, first: date = date.min, last: date = date.max) -> DayTotals:
    """Return figure and number of a KPI's entries per day from *first* to *last*, both inclusive."""
    return _columns(store.rows(_totals(kpi), (kpi.id, first.isoformat(), last.isoformat())))


def hour_totals(store: Store, kpi: Kpi, first: date, last: date) -> list[tuple[date, int, float, int]]:
    """Return day, hour, figure and number of a KPI's entries with a time, from *first* to *last*, both inclusive.

    The figure is that of `DayTotals`, of the hour.
    """
    figure = _day_figure(kpi) or "value, max(time || id)"
    rows = store.rows(
        f"SELECT date, substr(time, 1, 2), count(*), {figure} FROM entry"
        " WHERE kpi = ? AND date BETWEEN ? AND ? AND time IS NOT NULL GROUP BY date, substr(time, 1, 2)",
        (kpi.id, first.isoformat(), last.isoformat()),
    )
    return [(date.fromisoformat(row[0]), int(row[1]), row[3], row[2]) for row in rows]


def timed_on(store: Store, kpi: int, first: date, last: date) -> tuple[int, int]:
    """Return how many entries with a time a KPI has from *first* to *last*, both inclusive, and on how many days."""
    sql = "SELECT count(*), count(DISTINCT date) FROM entry WHERE kpi = ? AND date BETWEEN ? AND ? AND time IS NOT NULL"
    (row,) = store.rows(sql, (kpi, first.isoformat(), last.isoformat()))
    return row[0], row[1]


def newest_timed(store: Store, kpi: int) -> date | None:
    """Return the newest day on which a KPI has an entry with a time, or None."""
    rows = store.rows("SELECT date FROM entry WHERE kpi = ? AND time IS NOT NULL ORDER BY date DESC LIMIT 1", (kpi,))
    return date.fromisoformat(rows[0][0]) if rows else None


def has_entry(store: Store, kpi: int, first: date, last: date) -> bool:
    """Return whether a KPI has an entry from *first* to *last*, both inclusive."""
    span = (kpi, first.isoformat(), last.isoformat())
    return bool(store.rows("SELECT 1 FROM entry WHERE kpi = ? AND date BETWEEN ? AND ? LIMIT 1", span))


def last_day(store: Store, kpi: int, first: date = date.min, last: date = date.max) -> date | None:
    """Return the newest day from *first* to *last*, both inclusive, on which a KPI has an entry, or None."""
    span = (kpi, first.isoformat(), last.isoformat())
    (row,) = store.rows("SELECT max(date) FROM entry WHERE kpi = ? AND date BETWEEN ? AND ?", span)
    return date.fromisoformat(row[0]) if row[0] else None


def first_day(store: Store, kpi: int) -> date | None:
    """Return the oldest day on which a KPI has an entry, or None."""
    (row,) = store.rows("SELECT min(date) FROM entry WHERE kpi = ?", (kpi,))
    return date.fromisoformat(row[0]) if row[0] else None


def first_days(store: Store) -> dict[int, date]:
    """Return the oldest day on which a KPI has an entry, by its id; KPIs without any are left out."""
    rows = store.rows("SELECT id, (SELECT min(date) FROM entry WHERE entry.kpi = kpi.id) AS first FROM kpi")
    return {row["id"]: date.fromisoformat(row["first"]) for row in rows if row["first"]}


def days_of(store: Store, kpi: int, first: date, last: date) -> list[date]:
    """Return the days from *first* to *last*, both inclusive, on which a KPI has an entry, ascending."""
    span = (kpi, first.isoformat(), last.isoformat())
    rows = store.rows("SELECT DISTINCT date FROM entry WHERE kpi = ? AND date BETWEEN ? AND ? ORDER BY date", span)
    return [date.fromisoformat(row[0]) for row in rows]


def logged_days(store: Store, first: date, last: date) -> set[date]:
    """Return the days from *first* to *last*, both inclusive, on which anything was logged."""
    rows = store.rows(LOGGED, (first.isoformat(), last.isoformat()))
    return {date.fromisoformat(row[0]) for row in rows}


def _columns(rows: Sequence[Sequence[object]]) -> DayTotals:
    if not rows:
        return DayTotals()
    days, figures, counts = zip(*rows, strict=True)
    return DayTotals(tuple(map(date.fromisoformat, days)), figures, counts)


def _totals(kpi: Kpi) -> str:
    figure = _day_figure(kpi)
    return DAYS.format(figure=figure) if figure else LASTS


def _day_figure(kpi: Kpi) -> str | None:
    """Return the aggregate that makes one figure of entries of *kpi*; None where the last of them counts."""
    kind = KINDS[kpi.kind]
    return NUMBER if kind.counts else DAY_FIGURES.get(kind.rule)


def _entry(row: sqlite3.Row) -> Entry:
    return Entry(
        id=row["id"],
        kpi=row["kpi"],
        date=date.fromisoformat(row["date"]),
        value=row["value"],
        time=row["time"],
        note=row["note"],
        source=row["source"],
        batch=row["batch"],
    )


def usual_of(store: Store, kpi: int) -> list[sqlite3.Row]:
    """Return what is kept of what is usual for a KPI; see `kpitui.store.insight.keep_usual`."""
    return store.rows("SELECT place, positive, centre, spread, logarithmic, n FROM usual WHERE kpi = ?", (kpi,))

"""Entries: many a day are kept, and their totals per day."""

from __future__ import annotations

from datetime import date, timedelta
from math import fsum, isclose
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given
from hypothesis import strategies as st

from kpitui.core.model import Entry, Kpi
from kpitui.store import entries, records
from kpitui.store.connection import Store, open_store

DAY = date(2026, 11, 23)


def store_with_kpi(folder: Path) -> tuple[Store, Kpi]:
    """Open a fresh database that measures one KPI."""
    store = open_store(str(folder / "kpitui.db"))
    with store.write("kpi.added") as change:
        return store, records.add_kpi(change, Kpi(0, "speed", "Speed", "sample", "s", created=DAY))


def add(store: Store, kpi: Kpi, day: date, value: float, time: str | None = None) -> None:
    """Add one entry as an action of its own."""
    with store.write("entry.logged") as change:
        entries.add_entry(change, kpi.id, day, value, time=time)


def test_all_entries_of_a_day_are_kept(tmp_path: Path) -> None:
    """Three entries give their number, and their sum or the last of them, as the kind asks."""
    store, kpi = store_with_kpi(tmp_path)
    for value in (1.0, 2.0, 4.0):
        add(store, kpi, DAY, value)
    assert ((DAY,), (7.0,), (3,)) == tuple(entries.day_totals(store, kpi))
    assert ((DAY,), (4.0,), (3,)) == tuple(entries.day_totals(store, kpi._replace(kind="level")))


def test_the_last_of_a_day_goes_by_time_then_by_logging(tmp_path: Path) -> None:
    """A morning figure logged late does not hide the evening's; one without a time closes its day."""
    store, kpi = store_with_kpi(tmp_path)
    kpi = kpi._replace(kind="level")
    add(store, kpi, DAY, 9.0, "18:00")
    add(store, kpi, DAY, 1.0, "08:00")
    assert (9.0,) == entries.day_totals(store, kpi).figures
    add(store, kpi, DAY, 5.0)
    assert (5.0,) == entries.day_totals(store, kpi).figures


@given(
    rows=st.lists(
        st.tuples(
            st.integers(0, 2),
            st.floats(-1e9, 1e9, allow_nan=False),
            st.none() | st.sampled_from(["00:00", "08:00", "18:00", "23:59"]),
            st.booleans(),
        ),
        min_size=4,
        max_size=30,
    ),
    first=st.integers(0, 2),
    length=st.integers(0, 2),
)
def test_what_is_read_of_a_day_is_what_its_raw_entries_say(
    rows: list[tuple[int, float, str | None, bool]], first: int, length: int
) -> None:
    """Sum, number and last agree with the entries one by one, whatever their times, after some were taken out again."""
    with TemporaryDirectory() as folder:
        store, kpi = store_with_kpi(Path(folder))
        with store.write("entry.logged") as change:
            for back, value, time, _out in rows:
                entries.add_entry(change, kpi.id, DAY - timedelta(days=back), value, time=time)
        raw = sorted(entries.entries_between(store, kpi.id, date.min, date.max), key=lambda entry: entry.id)
        with store.write("entry.deleted") as change:
            for entry, (_back, _value, _time, out) in zip(raw, rows, strict=True):
                if out:
                    entries.delete_entry(change, entry)
        begin, end = DAY - timedelta(days=first), DAY - timedelta(days=first - length)
        kept = [each for each, row in zip(raw, rows, strict=True) if not row[3] and begin <= each.date <= end]
        days = sorted({entry.date for entry in kept})
        of_day = [[entry for entry in kept if entry.date == day] for day in days]
        sums = entries.day_totals(store, kpi, begin, end)
        lasts = entries.day_totals(store, kpi._replace(kind="stamped"), begin, end)
        store.close()
    assert tuple(days) == sums.days == lasts.days
    assert tuple(map(len, of_day)) == sums.counts == lasts.counts
    for found, own in zip(sums.figures, of_day, strict=True):
        assert isclose(found, fsum(entry.value for entry in own), rel_tol=1e-9, abs_tol=1e-3)
    assert lasts.figures == tuple(max(own, key=lambda each: (each.time or "24:00", each.id)).value for own in of_day)


def test_days_without_entries_are_not_there(tmp_path: Path) -> None:
    """A gap is a gap and no zero; the span is inclusive at both ends."""
    store, kpi = store_with_kpi(tmp_path)
    for back in (0, 2, 5):
        add(store, kpi, DAY - timedelta(days=back), 1.0)
    found = entries.day_totals(store, kpi, DAY - timedelta(days=2), DAY)
    assert (DAY - timedelta(days=2), DAY) == found.days


def test_an_entry_can_move_to_another_day(tmp_path: Path) -> None:
    """Editing the day keeps the entry and its id."""
    store, kpi = store_with_kpi(tmp_path)
    add(store, kpi, DAY, 1.0)
    (entry,) = entries.entries_between(store, kpi.id, DAY, DAY)
    yesterday = DAY - timedelta(days=1)
    with store.write("entry.edited") as change:
        assert entries.update_entry(change, entry, entry._replace(value=2.0, note="late", date=yesterday))
    (moved,) = entries.entries_between(store, kpi.id, date.min, date.max)
    assert Entry(entry.id, kpi.id, yesterday, 2.0, None, "late") == moved


def test_imported_entries_are_known_by_their_key(tmp_path: Path) -> None:
    """A batch of rows can be found again, so that a second import adds nothing."""
    store, kpi = store_with_kpi(tmp_path)
    with store.write("entries.imported") as change:
        batch = change.insert("batch", {"at": "2026-11-23T00:00:00+00:00", "format": "long", "file": "x.csv"})
        rows = [(kpi.id, DAY.isoformat(), None, 1.0, "", "k1"), (kpi.id, DAY.isoformat(), "10:00", 2.0, "n", "k2")]
        entries.add_imported(change, batch, rows)
    found = [entries.imported(store, kpi.id, key) for key in ("k1", "k2", "k3")]
    assert [one and (one.value, one.time, one.batch) for one in found] == [
        (1.0, None, batch),
        (2.0, "10:00", batch),
        None,
    ]
    assert entries.has_imported(store, kpi.id)
    assert entries.days_not_from(store, kpi.id, "import") == {}
    assert entries.days_not_from(store, kpi.id, "app") == {DAY.isoformat(): 1.0}


def test_the_daily_view_agrees_with_the_totals(tmp_path: Path) -> None:
    """What Datasette shows is what the program computes, for each raw kind and for a ratio."""
    store = open_store(str(tmp_path / "kpitui.db"))
    with store.write("kpi.added") as change:
        flow = records.add_kpi(change, Kpi(0, "orders", "Orders", "flow", created=DAY))
        sample = records.add_kpi(change, Kpi(0, "speed", "Speed", "sample", created=DAY))
        level = records.add_kpi(change, Kpi(0, "bank", "Bank", "level", created=DAY))
        lowest = records.add_kpi(change, Kpi(0, "lowest", "Lowest", "minimum", created=DAY))
        highest = records.add_kpi(change, Kpi(0, "highest", "Highest", "maximum", created=DAY))
        calls = records.add_kpi(change, Kpi(0, "calls", "Calls", "count", created=DAY))
        per_call = Kpi(0, "per-call", "Per call", "ratio", numerator=flow.id, denominator=calls.id, created=DAY)
        records.add_kpi(change, per_call)
        ratio = Kpi(0, "share", "Share", "ratio", "%", numerator=flow.id, denominator=sample.id, created=DAY)
        records.add_kpi(change, ratio)
        for kpi in (flow, sample, level, lowest, highest, calls):
            for value in (2.0, 4.0):
                entries.add_entry(change, kpi.id, DAY, value)
    found = {row["kpi"]: row["value"] for row in store.rows("SELECT * FROM daily")}
    of_entries = {"lowest": 2.0, "highest": 4.0, "calls": 2.0, "per-call": 3.0}
    assert {"orders": 6.0, "speed": 3.0, "bank": 4.0, "share": 100.0, **of_entries} == found
    for kpi in (flow, level, lowest, highest, calls):
        assert entries.day_totals(store, kpi).figures == (found[kpi.key],)


def test_the_hours_of_a_day_follow_the_kind(tmp_path: Path) -> None:
    """By the hour the lowest, the highest and the number of the entries of that hour count as well."""
    store = open_store(str(tmp_path / "kpitui.db"))
    with store.write("kpi.added") as change:
        added = {
            kind: records.add_kpi(change, Kpi(0, kind, kind, kind, created=DAY))
            for kind in ("minimum", "maximum", "count")
        }
        for kpi in added.values():
            for value, time in ((2.0, "09:10"), (8.0, "09:50"), (4.0, "11:00")):
                entries.add_entry(change, kpi.id, DAY, value, time=time)
    hours = {
        kind: {hour: figure for _day, hour, figure, _count in entries.hour_totals(store, kpi, DAY, DAY)}
        for kind, kpi in added.items()
    }
    assert hours == {"minimum": {9: 2.0, 11: 4.0}, "maximum": {9: 8.0, 11: 4.0}, "count": {9: 2.0, 11: 1.0}}

"""Figures by day and by period, with all that a KPI is computed from."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpitui.core.calendar import By, Period
from kpitui.core.errors import Refused
from kpitui.core.model import Entry
from kpitui.services import kpis, reading
from kpitui.services.entries import EntryInput, find_kpi, log
from kpitui.services.workspace import Workspace, open_workspace
from kpitui.store import entries, journal, records
from tests.services.conftest import NOW

TODAY = date(2026, 11, 23)
REST = timedelta(days=8)
"""How much longer than a day a pause lasts."""


def logged(workspace: Workspace, key: str, *texts: str, last: date = TODAY) -> None:
    """Log texts on consecutive days that end with *last*; an empty text leaves its day out."""
    for back, text in enumerate(reversed(texts)):
        if text:
            log(workspace, [EntryInput(key, text, last - timedelta(days=back))])


def test_a_week_adds_up_with_its_coverage(shop: Workspace) -> None:
    """A week's flow is its sum, says on how many of how many days it rests, and that it is at least that."""
    logged(shop, "orders", "5", "", "7", last=date(2026, 11, 20))
    (week,) = [each for each in reading.figures(shop, find_kpi(shop, "orders"), "week", 2) if each.value]
    assert ("2026-W47", 12.0, 2, True, False) == (
        week.period.label,
        week.value,
        week.coverage.logged,
        week.at_least,
        week.partial,
    )


@pytest.mark.parametrize("count", [3, 4, 9])
def test_a_period_rests_on_the_same_however_many_are_asked_for(shop: Workspace, count: int) -> None:
    """Monday has no entry, and the first one ever is of two weeks before: that Monday was expected all the same."""
    logged(shop, "orders", "3", last=date(2026, 11, 3))
    logged(shop, "orders", "1", "1", "1", "1", "1", "1", last=date(2026, 11, 15))
    week = reading.figures(shop, find_kpi(shop, "orders"), "week", count)[-3]
    assert week.period.start == date(2026, 11, 9)
    assert (week.coverage.logged, week.coverage.expected, week.at_least) == (6, 7, True)


def test_a_week_that_began_in_the_month_before_is_not_missing(shop: Workspace) -> None:
    """A weekly figure logged on Monday counts for its week also where the month that is asked for begins later."""
    hours = kpis.add_kpi(shop, {"name": "Hours", "kind": "flow", "every": "week"})
    for monday in (26, 33, 40, 47):
        logged(shop, "hours", "40", last=date(2026, 10, 1) + timedelta(days=monday - 1))
    (november,) = reading.figures(shop, hours, "month", 1)
    assert (november.coverage.logged, november.coverage.expected, november.at_least) == (4, 4, False)


EVERY_KIND = (
    {"name": "Revenue", "unit": "EUR"},
    {"name": "Orders", "blank": "zero"},
    {"name": "Site speed", "kind": "sample", "unit": "s"},
    {"name": "Bank", "kind": "level", "unit": "EUR"},
    {"name": "Uniques", "kind": "stamped", "every": "week"},
    {"name": "Order value", "kind": "ratio", "numerator": "revenue", "denominator": "orders"},
    {"name": "Twice", "kind": "formula", "formula": "2 * revenue + bank"},
)
RAW = ("revenue", "orders", "site-speed", "bank", "uniques")
OWN: dict[str, Callable[[list[Entry]], float]] = {
    "revenue": lambda own: sum(entry.value for entry in own),
    "orders": lambda own: sum(entry.value for entry in own),
    "site-speed": lambda own: sum(entry.value for entry in own) / len(own),
    "bank": lambda own: max(own, key=lambda entry: (entry.date, entry.time or "24:00", entry.id)).value,
    "uniques": lambda own: max(own, key=lambda entry: (entry.date, entry.time or "24:00", entry.id)).value,
}
"""What the entries of a period are worth, one by one, as the definition of each kind has it."""

STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("log"), st.sampled_from(RAW), st.integers(0, 100), st.integers(-50, 900)),
        st.tuples(st.sampled_from(["edit", "delete"]), st.sampled_from(RAW), st.integers(0, 100), st.integers(1, 9)),
        st.tuples(st.just("undo"), st.just(""), st.just(0), st.just(0)),
    ),
    max_size=25,
)


@given(steps=STEPS, by=st.sampled_from(["day", "week", "month", "quarter"]), pause=st.integers(0, 90))
def test_figures_by_period_agree_with_the_raw_entries(
    steps: list[tuple[str, str, int, int]], by: By, pause: int
) -> None:
    """Every kind, by every length: after entries, corrections, deletions and undoing, over gaps and pauses."""
    with TemporaryDirectory() as folder:
        workspace = open_workspace({}, NOW, database=f"{folder}/kpitui.db", language="en")
        for fields in EVERY_KIND:
            kpis.add_kpi(workspace, fields)
        with workspace.store.write("pause.added") as change:
            rest = TODAY - timedelta(days=pause)
            records.add_pause(change, None, rest, rest + REST, "holiday")
        taken = 0
        for what, key, back, value in steps:
            if what != "undo" or taken:  # not what the test began with
                taken += take(workspace, what, key, back, value)
        ids = {kpi.key: kpi.id for kpi in reading.all_kpis(workspace)}
        raw = {key: entries.entries_between(workspace.store, ids[key], date.min, date.max) for key in RAW}
        refused = {"uniques"} if by != "week" else set()
        found = {
            kpi.key: reading.figures(workspace, kpi, by, 110)
            for kpi in reading.all_kpis(workspace)
            if kpi.key not in refused
        }
        workspace.close()
    zeros = blank_days(raw["orders"], found["orders"][0].period.start, rest)
    by_period = {key: {each.period: each.value for each in figures} for key, figures in found.items()}
    for period in sorted(set().union(*by_period.values())):
        expected = {key: value_of(key, raw[key], period) for key in RAW}
        if expected["orders"] is None and zeros & days_of(period):
            expected["orders"] = 0.0
        above, bank = expected["revenue"], expected["bank"]
        expected["order-value"] = ratio_of_paired_days(raw, zeros, period)
        with_revenue, with_bank = ({entry.date for entry in raw[key]} & days_of(period) for key in ("revenue", "bank"))
        if with_revenue == with_bank or not with_revenue & with_bank:  # else it rests on the days that have both
            expected["twice"] = (
                2 * above + bank if above is not None and bank is not None and with_revenue & with_bank else None
            )
        for key, values in by_period.items():  # periods before a KPI began are not among its own
            assert key not in expected or values.get(period) == pytest.approx(expected[key]), (key, period)


def take(workspace: Workspace, what: str, key: str, back: int, value: int) -> int:
    """Log *value*, edit or delete the newest entry by that day, or undo; return how many changes that adds."""
    if what == "undo":
        journal.undo(workspace.store)
        return -1
    kpi, day = find_kpi(workspace, key), TODAY - timedelta(days=back)
    if what == "log":
        log(workspace, [EntryInput(key, str(value), day, time="08:00" if value % 2 else None)])
        return 1
    for entry in entries.entries_between(workspace.store, kpi.id, date.min, day, limit=1):
        with workspace.store.write(f"entry.{what}ed") as change:
            if what == "delete":
                entries.delete_entry(change, entry)
            else:
                moved = entry._replace(value=entry.value + value, date=entry.date - timedelta(days=value))
                entries.update_entry(change, entry, moved)
        return 1
    return 0


def ratio_of_paired_days(raw: dict[str, list[Entry]], zeros: set[date], period: Period) -> float | None:
    """Return revenue over orders of the days of *period* that have both; orders count as zero on the days *zeros*."""
    revenue, orders = ({entry.date for entry in raw[key]} for key in ("revenue", "orders"))
    paired = revenue & (orders | zeros) & days_of(period)
    above, below = (sum(entry.value for entry in raw[key] if entry.date in paired) for key in ("revenue", "orders"))
    return above / below if below else None


def blank_days(raw: list[Entry], start: date, rest: date) -> set[date]:
    """Return the days before today that are a true zero: from the first entry read on, without one, not paused."""
    logged_on = {entry.date for entry in raw if entry.date >= start}
    span = range((TODAY - min({TODAY, *logged_on})).days, 0, -1)
    return {
        day for day in (TODAY - timedelta(days=back) for back in span) if not rest <= day <= rest + REST
    } - logged_on


def days_of(period: Period) -> set[date]:
    """Return the days of a period."""
    return {period.start + timedelta(days=at) for at in range(period.days)}


def value_of(key: str, raw: list[Entry], period: Period) -> float | None:
    """Return what the entries of a period are worth; None where there is none."""
    own = [entry for entry in raw if period.start <= entry.date <= period.end]
    return OWN[key](own) if own else None


def test_a_ratio_divides_sums(shop: Workspace) -> None:
    """The conversion of a week is its orders over its visitors, not a mean of days."""
    logged(shop, "orders", "1", "9", last=date(2026, 11, 20))
    logged(shop, "visitors", "10", "900", last=date(2026, 11, 20))
    found = reading.figures(shop, find_kpi(shop, "conversion"), "week", 2)
    assert pytest.approx(100 * 10 / 910) == found[0].value


def test_a_stamped_figure_is_not_split(shop: Workspace) -> None:
    """Unique visitors per week have no value by day or month."""
    kpis.add_kpi(shop, {"name": "Uniques", "kind": "stamped", "every": "week"})
    kpi = find_kpi(shop, "uniques")
    assert reading.figures(shop, kpi, "week")
    with pytest.raises(Refused) as refused:
        reading.figures(shop, kpi, "month")
    assert "by" == refused.value.field


def test_an_empty_kpi_has_no_figures(shop: Workspace) -> None:
    """Without entries the running period is without a value, never 0, and no period before it is named."""
    found = reading.figures(shop, find_kpi(shop, "revenue"), "month", 3)
    assert [None] == [each.value for each in found]


def test_history_is_ascending_without_gaps_filled(shop: Workspace) -> None:
    """History gives the days that have a value, oldest first."""
    logged(shop, "revenue", "10", "", "30")
    values = reading.history_of(shop, find_kpi(shop, "revenue"), TODAY - timedelta(days=9), TODAY)
    assert ((TODAY - timedelta(days=2), TODAY), (10.0, 30.0)) == (values.days, values.values)


KINDS_LOGGED = [
    {},
    {"blank": "zero"},
    {"kind": "sample"},
    {"kind": "level", "every": "mon"},
    {"kind": "count"},
    {"kind": "stamped", "every": "week"},
    {"kind": "ratio", "numerator": "orders", "denominator": "visitors"},
]
"""KPIs that have values on the days of their entries, and others."""


@pytest.mark.sampled(2)
@pytest.mark.parametrize("fields", KINDS_LOGGED, ids=str)
@given(backs=st.sets(st.integers(0, 400), max_size=6))
def test_the_days_with_values_are_those_of_the_history(fields: dict[str, str], backs: set[int]) -> None:
    """Seeking the days of entries tells the same as working out every value, whatever the kind."""
    with TemporaryDirectory() as folder:
        workspace = open_workspace({}, NOW, database=f"{folder}/kpitui.db", language="en")
        for name in ("Orders", "Visitors"):
            kpis.add_kpi(workspace, {"name": name})
        kpi = kpis.add_kpi(workspace, {"name": "Made", **fields})
        keys = ("orders", "visitors") if fields.get("kind") == "ratio" else ("made",)
        days = [TODAY - timedelta(days=back) for back in sorted(backs)]
        if days:
            log(workspace, [EntryInput(key, "3", day) for day in days for key in keys])
        first = TODAY - timedelta(days=365)
        values = reading.history_of(workspace, kpi, first, TODAY).days
        assert list(reading.days_with_values(workspace, kpi, first, TODAY)) == list(values)
        assert reading.newest_day(workspace, kpi) == (values[-1] if values else None)
        workspace.close()

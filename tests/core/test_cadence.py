"""Guards when an entry is expected and due, and how a row of logged days is counted."""

from __future__ import annotations

import subprocess
import sys
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpitui.core.cadence import due_slot, expected_count, parse_cadence, slots, slots_of, streak, weekday_counts
from kpitui.core.calendar import STANDARD, Calendar
from kpitui.core.errors import Refused
from kpitui.core.model import Kpi, Pause

MONDAY = date(2026, 11, 23)
REVENUE = Kpi(1, "revenue", "Revenue", "flow")
CADENCES = st.sampled_from(["day", "workday", "mon,thu", "sun", "week", "month", "quarter"])
DAYS = st.dates(date(2024, 1, 1), date(2027, 12, 31))
PAUSES = st.lists(
    st.builds(
        lambda start, days: Pause(1, None, start, start + timedelta(days=days), "holiday"),
        DAYS,
        st.integers(0, 120),
    ),
    max_size=4,
)


def paused(start: date, end: date, kpi: int | None = None) -> Pause:
    """Return a pause over the given days."""
    return Pause(1, kpi, start, end, "holiday")


def never(_first: date, _last: date) -> bool:
    """Tell that nothing was ever logged."""
    return False


@pytest.mark.parametrize(
    ("text", "cadence"),
    [
        ("day", "day"),
        (" Weekly ", "week"),
        ("maand", "month"),
        ("kwartaal", "quarter"),
        ("werkdag", "workday"),
        ("mon,thu", "mon,thu"),
        ("do, ma", "mon,thu"),
        ("Thursday mon,MON", "mon,thu"),
        ("mon,tue,wed,thu,fri", "workday"),
        ("ma,di,wo,do,vr,za,zo", "day"),
    ],
)
def test_a_cadence_is_read_in_both_languages(text: str, cadence: str) -> None:
    """Names and weekdays are accepted in English and Dutch and written in one way."""
    assert cadence == parse_cadence(text)
    assert cadence == parse_cadence(cadence)


@pytest.mark.parametrize("text", ["", ",", "hourly", "mon,week", "mon-thu", "m"])
def test_anything_else_is_refused_with_what_is_accepted(text: str) -> None:
    """An unknown cadence is refused at its field, with its value."""
    with pytest.raises(Refused, match="workday") as refused:
        parse_cadence(text)
    assert ("every", text) == (refused.value.field, refused.value.params["value"])


def test_days_are_slots_of_their_own() -> None:
    """Chosen weekdays give one slot each, also on the first and last day asked for."""
    expected = [(day, day) for day in (MONDAY, date(2026, 11, 26), date(2026, 11, 30))]
    assert expected == slots("mon,thu", MONDAY, date(2026, 11, 30), STANDARD)


def test_a_longer_slot_counts_where_it_ends() -> None:
    """Of the weeks that touch the month, those that end in it are its slots."""
    weeks = slots("week", date(2026, 11, 1), date(2026, 11, 30), STANDARD)
    assert [date(2026, 11, day) for day in (1, 8, 15, 22, 29)] == [end for _, end in weeks]
    assert date(2026, 10, 26) == weeks[0][0]


def test_a_week_is_dropped_only_when_all_of_it_is_paused() -> None:
    """Two pauses that together cover a week drop it; one day less keeps it."""
    first, last = MONDAY, date(2026, 11, 29)
    halves = [paused(first, date(2026, 11, 25)), paused(date(2026, 11, 26), last)]
    assert slots("week", first, last, STANDARD, halves) == []
    assert [(first, last)] == slots("week", first, last, STANDARD, [halves[0]])


def test_a_paused_day_is_not_expected() -> None:
    """Days of a pause, both ends included, are no slots."""
    days = slots("workday", MONDAY, date(2026, 11, 27), STANDARD, [paused(date(2026, 11, 24), date(2026, 11, 26))])
    assert [MONDAY, date(2026, 11, 27)] == [start for start, _ in days]


@given(cadence=CADENCES, first=DAYS, length=st.integers(-2, 200), pauses=PAUSES, week_start=st.integers(0, 6))
def test_counting_agrees_with_listing(
    cadence: str, first: date, length: int, pauses: list[Pause], week_start: int
) -> None:
    """The number of expected slots is the length of their list, whatever is paused."""
    calendar, last = Calendar(week_start), first + timedelta(days=length)
    found = slots(cadence, first, last, calendar, pauses)
    assert len(found) == expected_count(cadence, first, last, calendar, pauses)
    assert all(first <= end <= last for _, end in found)


def test_counting_reaches_from_year_1_to_9999() -> None:
    """All days there are can be counted at once."""
    assert date.max.toordinal() == expected_count("day", date.min, date.max, STANDARD)
    assert [(date(9999, 12, 31), date(9999, 12, 31))] == slots("day", date.max, date.max, STANDARD)
    assert len(slots("week", date.min, date(1, 1, 7), STANDARD)) == 1


def test_today_is_due_until_it_is_logged() -> None:
    """A daily KPI is due today, and no longer after an entry."""
    assert due_slot(REVENUE, never, MONDAY, STANDARD) == (MONDAY, MONDAY)
    assert due_slot(REVENUE, lambda first, last: first <= MONDAY <= last, MONDAY, STANDARD) is None


def test_a_day_off_is_not_due() -> None:
    """A KPI of working days is not due in the weekend."""
    workdays = REVENUE._replace(cadence="workday")
    assert due_slot(workdays, never, date(2026, 11, 22), STANDARD) is None
    assert due_slot(workdays, never, MONDAY, STANDARD) == (MONDAY, MONDAY)


def test_last_week_is_due_until_it_is_logged() -> None:
    """A weekly KPI is due for the week before; once that has an entry, nothing is due until Sunday."""
    weekly = REVENUE._replace(cadence="week")
    last_week = date(2026, 11, 16), date(2026, 11, 22)
    assert last_week == due_slot(weekly, never, date(2026, 11, 25), STANDARD)
    in_last_week = date(2026, 11, 18)
    assert due_slot(weekly, lambda a, b: a <= in_last_week <= b, date(2026, 11, 25), STANDARD) is None


def test_the_running_month_is_due_on_its_last_day() -> None:
    """With the month before logged, a monthly KPI is due on the last day of this one, unless it has an entry."""
    monthly = REVENUE._replace(cadence="month")
    entries = [date(2026, 10, 31)]
    this_month = date(2026, 11, 1), date(2026, 11, 30)

    def logged(first: date, last: date) -> bool:
        return any(first <= day <= last for day in entries)

    assert due_slot(monthly, logged, date(2026, 11, 29), STANDARD) is None
    assert this_month == due_slot(monthly, logged, date(2026, 11, 30), STANDARD)
    entries.append(date(2026, 11, 3))
    assert due_slot(monthly, logged, date(2026, 11, 30), STANDARD) is None


def test_nothing_is_due_from_before_the_kpi_existed() -> None:
    """The week before is due when the KPI was created on its last day, not when it was a day later."""
    weekly = REVENUE._replace(cadence="week")
    assert due_slot(weekly._replace(created=date(2026, 11, 22)), never, MONDAY, STANDARD) is not None
    assert due_slot(weekly._replace(created=MONDAY), never, MONDAY, STANDARD) is None


def test_pauses_silence_due() -> None:
    """A pause of the KPI or of the business silences it today; that of another KPI does not."""
    assert due_slot(REVENUE, never, MONDAY, STANDARD, [paused(MONDAY, MONDAY)]) is None
    assert due_slot(REVENUE, never, MONDAY, STANDARD, [paused(MONDAY, MONDAY, kpi=1)]) is None
    assert due_slot(REVENUE, never, MONDAY, STANDARD, [paused(MONDAY, MONDAY, kpi=2)]) is not None


def test_a_week_that_was_paused_whole_is_not_due() -> None:
    """A retroactive pause over the week before takes it off the list; one that leaves a day does not."""
    weekly = REVENUE._replace(cadence="week")
    whole, most = date(2026, 11, 16), date(2026, 11, 17)
    assert due_slot(weekly, never, MONDAY, STANDARD, [paused(whole, date(2026, 11, 22))]) is None
    assert due_slot(weekly, never, MONDAY, STANDARD, [paused(most, date(2026, 11, 22))]) is not None


@pytest.mark.parametrize("change", [{"archived": True}, {"kind": "ratio"}, {"kind": "formula"}])
def test_what_cannot_be_logged_is_never_due(change: dict[str, object]) -> None:
    """Archived and derived KPIs ask for nothing."""
    assert due_slot(REVENUE._replace(**change), never, MONDAY, STANDARD) is None  # type: ignore[arg-type]


@pytest.mark.parametrize("cadence", ["day", "workday", "mon,thu", "week", "month", "quarter"])
@pytest.mark.parametrize("today", [date.min, date.max])
def test_due_survives_the_ends_of_time(cadence: str, today: date) -> None:
    """In the first and last days there are, asking what is due answers with a slot that has begun, or nothing."""
    found = due_slot(REVENUE._replace(cadence=cadence), never, today, STANDARD)
    assert found is None or found[0] <= today


def test_a_streak_counts_back_from_today_or_yesterday() -> None:
    """Today counts when it is logged and does not break the row when it is not; yesterday does."""
    three = {MONDAY - timedelta(days=back) for back in (1, 2, 3)}
    assert streak(three, MONDAY) == 3
    assert streak({*three, MONDAY}, MONDAY) == 4
    assert streak(three, MONDAY + timedelta(days=1)) == 0
    assert streak((), MONDAY) == 0


def test_a_free_weekend_does_not_break_a_streak() -> None:
    """With a cadence of working days Friday and Monday are in a row, and a logged Saturday counts too."""
    friday, saturday = date(2026, 11, 20), date(2026, 11, 21)
    assert streak([MONDAY, friday], MONDAY, cadence="workday") == 2
    assert streak([MONDAY, saturday, friday], MONDAY, cadence="workday") == 3
    assert streak([MONDAY, friday], MONDAY) == 1


def test_a_pause_of_the_business_does_not_break_a_streak() -> None:
    """Days between are skipped when all is paused, not when one KPI is."""
    before, start, end = date(2026, 11, 10), date(2026, 11, 11), date(2026, 11, 22)
    assert streak([MONDAY, before], MONDAY, [paused(start, end)]) == 2
    assert streak([MONDAY, before], MONDAY, [paused(start, end, kpi=1)]) == 1


def test_days_to_come_are_no_part_of_a_streak() -> None:
    """An entry dated tomorrow neither counts nor disturbs."""
    assert streak([MONDAY + timedelta(days=1), MONDAY], MONDAY) == 1
    assert streak([date.min], date.min) == 1


def test_the_hot_path_loads_nothing_heavy() -> None:
    """Importing the module brings in none of the packages that would slow `kpitui due` down."""
    heavy = ("dataclasses", "argparse", "decimal", "pathlib", "asyncio", "locale")
    script = f"import sys, kpitui.core.cadence as c; print([m for m in {heavy!r} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-S", "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@given(
    st.dates(date(2026, 1, 1), date(2026, 3, 1)),
    st.integers(-3, 40),
    st.lists(st.tuples(st.integers(0, 60), st.integers(0, 9)), max_size=3),
)
def test_weekdays_are_counted_as_days_one_by_one(first: date, length: int, paused: list[tuple[int, int]]) -> None:
    """Each weekday as often as it occurs outside of pauses, however these overlap."""
    begin = date(2026, 1, 1)
    pauses = [Pause(1, None, begin + timedelta(days=at), begin + timedelta(days=at + days), "") for at, days in paused]
    days = [first + timedelta(days=at) for at in range(length + 1)]
    free = [day for day in days if not any(pause.start <= day <= pause.end for pause in pauses)]
    counts = [sum(day.weekday() == weekday for day in free) for weekday in range(7)]
    assert weekday_counts(first, first + timedelta(days=length), pauses) == counts


# Numbered slots: every day has one or none, they follow each other, and lead back to their days.

NUMBERED = ["day", "workday", "mon,thu", "sun", "week", "month", "quarter"]


@pytest.mark.parametrize("cadence", NUMBERED)
@given(day=st.dates(date(1, 2, 1), date(9990, 1, 1)))
def test_a_day_lies_within_its_slot(cadence: str, day: date) -> None:
    """The slot of a day begins before it or on it and ends on it or after."""
    slots = slots_of(cadence)
    slot = slots.of(day)
    if slot is not None:
        assert slots.first_day(slot) <= day <= slots.last_day(slot)


@pytest.mark.parametrize("cadence", NUMBERED)
def test_neighbours_differ_by_one(cadence: str) -> None:
    """Over two years slots ascend by one, gaps in the week included."""
    slots = slots_of(cadence)
    days = [date(2025, 1, 1) + timedelta(days=at) for at in range(730)]
    seen = list(dict.fromkeys(slot for day in days if (slot := slots.of(day)) is not None))
    assert seen == list(range(seen[0], seen[-1] + 1))


@pytest.mark.parametrize(
    ("cadence", "count", "season"),
    [("day", 30, 7), ("workday", 21, 5), ("mon,thu", 9, 2), ("week", 5, 1), ("month", 1, 12), ("quarter", 0, 4)],
)
def test_the_slots_that_end_in_a_month(cadence: str, count: int, season: int) -> None:
    """November 2026 has thirty days, twenty-one working days, five Sundays that end a week, one month."""
    slots = slots_of(cadence)
    assert (len(slots.between(date(2026, 11, 1), date(2026, 11, 30))), slots.season) == (count, season)

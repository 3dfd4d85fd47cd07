"""Like with like over a database: the running period of the sample business, and what its page says of it."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path

import pytest

from kpitui.core.calendar import By, months_later, period_of
from kpitui.core.figures import NUMBER_STYLES
from kpitui.services.entries import EntryInput, find_kpi, log
from kpitui.services.kpis import add_kpi
from kpitui.services.like_for_like import compared, lately, newest_period, to_date, until_now
from kpitui.services.pauses import add_pause
from kpitui.services.workspace import Workspace, open_workspace
from kpitui.wording.comparisons import before_text, lately_rows, lately_word, paused_text, to_date_sentence
from tests.databases import sample_business
from tests.services.conftest import NOW

WEDNESDAY = date(2026, 11, 25)


def summed(workspace: Workspace, first: str, last: str) -> float:
    """Add up revenue from one day to another as the database has it."""
    (row,) = workspace.store.rows(
        "SELECT sum(value) AS total FROM entry JOIN kpi ON kpi.id = entry.kpi WHERE key = 'revenue'"
        " AND date BETWEEN ? AND ?",
        (first, last),
    )
    return float(row["total"])


@pytest.mark.parametrize(
    ("by", "start", "first", "last"),
    [
        ("week", "2026-11-23", "2026-11-16", "2026-11-17"),
        ("month", "2026-11-01", "2026-10-01", "2026-10-24"),
        ("quarter", "2026-10-01", "2026-07-01", "2026-08-24"),
        ("year", "2026-01-01", "2025-01-01", "2025-11-24"),
    ],
)
def test_before_today_is_logged_no_day_is_compared_with_nothing(
    tmp_path: Path, by: By, start: str, first: str, last: str
) -> None:
    """On Wednesday 25 November with Monday and Tuesday logged, the week is 353 behind and not 848."""
    path = sample_business(tmp_path / "demo.db", "en")
    opened = open_workspace({}, NOW, database=str(path), language="en")
    try:
        workspace = opened.on(WEDNESDAY)
        log(
            workspace,
            [EntryInput("revenue", "300", date(2026, 11, 23)), EntryInput("revenue", "400", date(2026, 11, 24))],
        )
        found = until_now(workspace, find_kpi(workspace, "revenue"), by)
        assert found.now.value == pytest.approx(summed(workspace, start, "2026-11-24"))
        assert found.before.value == pytest.approx(summed(workspace, first, last))
        assert (found.before.period.start.isoformat(), found.before.period.end.isoformat()) == (first, last)
        if by == "week":
            assert found.difference == pytest.approx(-353.36)
    finally:
        opened.close()


@pytest.mark.parametrize("last", ["2026-11-24", "2026-11-22"])
def test_month_quarter_and_year_meet_the_same_days_of_last_year(tmp_path: Path, last: str) -> None:
    """Both sides are sums of the entries themselves, up to the last day that was logged."""
    path = sample_business(tmp_path / "demo.db", "en")
    opened = open_workspace({}, NOW, database=str(path), language="en")
    try:
        workspace = opened.on(WEDNESDAY)
        if last > "2026-11-22":
            days = [date(2026, 11, 23), date(2026, 11, 24)]
            log(workspace, [EntryInput("revenue", "300", day) for day in days])
        rows = to_date(workspace, find_kpi(workspace, "revenue"))
        assert [row.now.period.by for row in rows] == ["month", "quarter", "year"]
        cut = last.replace("2026", "2025")
        for row, start in zip(rows, ("11-01", "10-01", "01-01"), strict=True):
            assert row.now.value == pytest.approx(summed(workspace, f"2026-{start}", last))
            assert row.before.value == pytest.approx(summed(workspace, f"2025-{start}", cut))
            assert row.before.period.end.isoformat() == cut
        sentence = to_date_sentence(find_kpi(workspace, "revenue"), rows, NUMBER_STYLES["en"])
        assert re.fullmatch(r"Revenue: Nov 2026 .*, Q4 2026 .*, 2026 .*", sentence)
        assert "last year" not in sentence
        assert len(re.findall(r"\([^)]*[+-]\d+%[^)]*\)", sentence)) == 3
        # As a review sees it, later entries don't count.
        earlier = to_date(workspace.on(date(2026, 11, 10)), find_kpi(workspace, "revenue"))
        assert earlier[0].now.value == pytest.approx(summed(workspace, "2026-11-01", "2026-11-10"))
        assert earlier[0].before.value == pytest.approx(summed(workspace, "2025-11-01", "2025-11-10"))
    finally:
        opened.close()


def test_a_leap_day_meets_the_last_of_february(workspace: Workspace) -> None:
    """Up to 29 February 2028 stands beside up to 28 February 2027, and up to 28 February 2029 beside 28 days again."""
    calls = add_kpi(workspace, {"name": "Calls"})
    later = workspace.on(date(2029, 3, 1))
    log(later, [EntryInput("calls", "1", date(2027, 1, 1) + timedelta(days=after)) for after in range(790)])
    for today, now, before in ((date(2028, 2, 29), 60, 59), (date(2029, 2, 28), 59, 59)):
        month, _quarter, year = to_date(workspace.on(today), calls)
        assert (year.now.value, year.before.value) == (now, before)
        assert (month.now.value, month.before.value) == (now - 31, before - 31)


def test_figures_of_longer_periods_have_fewer_rows(workspace: Workspace) -> None:
    """A KPI of quarters has no month, a stamped one of months only that; one of weeks stamped has none."""
    quarterly = add_kpi(workspace, {"name": "Tax", "every": "quarter"})
    log(workspace, [EntryInput("tax", "1", date(2026, 9, 30))])
    stamped = add_kpi(workspace, {"name": "Uniques", "kind": "stamped", "every": "month"})
    weekly = add_kpi(workspace, {"name": "Readers", "kind": "stamped", "every": "week"})
    lengths = [[row.now.period.by for row in to_date(workspace, kpi)] for kpi in (quarterly, stamped, weekly)]
    assert lengths == [["quarter", "year"], ["month"], []]


def test_a_weekly_entry_is_compared_as_a_whole_week(workspace: Workspace) -> None:
    """Hours logged once a week: this week's figure meets all of last week's, whatever day each was typed on."""
    hours = add_kpi(workspace, {"name": "Hours", "every": "week", "unit": "h"})
    for day, text in (("2026-11-15", "30"), ("2026-11-20", "38"), ("2026-11-23", "40")):
        log(workspace, [EntryInput("hours", text, date.fromisoformat(day))])
    found = until_now(workspace, hours, "week")
    assert (found.now.value, found.before.value) == (40, 38)
    month = until_now(workspace, hours, "month")
    assert (month.now.value, month.before.value) == (108, None)


def test_a_week_in_which_a_kpi_began_is_not_whole(workspace: Workspace) -> None:
    """From Thursday on of the week before: what those days came to is incomplete, and the week of now is compared."""
    calls = add_kpi(workspace, {"name": "Calls"})
    for day in range(19, 24):
        log(workspace, [EntryInput("calls", "600", date(2026, 11, day))])
    row = newest_period(workspace, calls)
    assert (lately_word(row), row.before.now.value) == ("this week", 600)
    shown = newest_period(workspace.on(date(2026, 11, 30)), calls)
    assert lately_word(shown) == "last week"
    assert before_text(calls, shown.before, NUMBER_STYLES["en"]) == "2,400, incomplete"


def test_a_kpi_of_months_is_compared_by_the_month(workspace: Workspace) -> None:
    """On 23 November that is October beside September, for November has nothing yet."""
    rent = add_kpi(workspace, {"name": "Rent", "every": "month", "unit": "EUR"})
    for month, text in ((9, "800"), (10, "810")):
        log(workspace, [EntryInput("rent", text, date(2026, month, 28))])
    row = newest_period(workspace, rent)
    assert (lately_word(row), row.before.now.value, row.before.before.value) == ("last month", 810, 800)
    assert lately_rows(rent, lately(workspace, rent), NUMBER_STYLES["en"])[0][0] == "last month"


def test_what_the_page_of_a_kpi_says(workspace: Workspace) -> None:
    """This week, month and year with how they differ; a Monday without figures looks back on the week before."""
    kpi = add_kpi(workspace, {"name": "Revenue", "unit": "EUR"})
    for back in range(1, 60):
        log(workspace, [EntryInput("revenue", "100" if back > 7 else "120", workspace.today - timedelta(days=back))])
    style = NUMBER_STYLES["en"]
    assert lately_rows(kpi, lately(workspace, kpi), style) == [
        ("last week", "€ 840", "+20% compared with 9–15 Nov 2026", ""),
        ("this month", "€ 2,340", "+6% compared with 1–22 Oct 2026", ""),
        ("this quarter", "€ 5,440", "", ""),
        ("this year", "€ 6,040", "", ""),
    ]
    log(workspace, [EntryInput("revenue", "90", workspace.today)])
    assert lately_rows(kpi, lately(workspace, kpi), style)[0] == (
        "this week",
        "€ 90",
        "-25% compared with 16 Nov 2026",
        "",
    )


def test_an_earlier_period_with_a_pause_says_so(workspace: Workspace) -> None:
    """A holiday in October makes November look better than it was; a pause in both is none of that."""
    kpi = add_kpi(workspace, {"name": "Revenue", "unit": "EUR"})
    for back in range(1, 60):
        log(workspace, [EntryInput("revenue", "100", workspace.today - timedelta(days=back))])
    add_pause(workspace, None, date(2026, 10, 5), date(2026, 10, 11), "holiday")
    cautions = {lately_word(row): paused_text(row) for row in lately(workspace, kpi)}
    assert cautions["this month"] == "1–22 Oct 2026: 7 paused"
    assert cautions["last week"] == cautions["this year"] == ""


def test_a_stamped_kpi_says_its_own_period_alone(workspace: Workspace) -> None:
    """Unique visitors of a week are compared with those of the week before, and with nothing longer."""
    kpi = add_kpi(workspace, {"name": "Uniques", "kind": "stamped", "every": "week"})
    for day, text in ((date(2026, 11, 15), "400"), (date(2026, 11, 22), "500")):
        log(workspace, [EntryInput("uniques", text, day)])
    assert lately_rows(kpi, lately(workspace, kpi), NUMBER_STYLES["nl"]) == [
        ("last week", "500", "+25% compared with 9–15 Nov 2026", ""),
    ]  # fmt: skip


def test_a_year_whose_first_month_is_logged_on_its_last_day_is_whole(workspace: Workspace) -> None:
    """Twelve of twelve months in both years: the difference is exact, and was "incomplete"."""
    kpi = add_kpi(workspace.on(date(2025, 1, 31)), {"name": "Left", "every": "month", "better": "lower"})
    ends = [months_later(date(2024, 1, 1), months) - timedelta(days=1) for months in range(1, 25)]
    log(workspace, [EntryInput("left", "5", day) for day in ends])
    year = period_of("year", date(2025, 6, 1), workspace.settings.calendar)
    beside = compared(workspace, kpi, year, "last-year")
    assert (beside.now.value, beside.before.value, beside.bound) == (60.0, 60.0, "exact")
    # The year before that was not logged at all.
    year = period_of("year", date(2024, 6, 1), workspace.settings.calendar)
    assert compared(workspace, kpi, year).before.value is None


def test_a_day_whose_hours_are_still_coming_is_compared_with_none(workspace: Workspace) -> None:
    """30 a day, 10 each of three hours: of 670 this month 660 up to yesterday are beside 660 of 22 days in October."""
    kpi = add_kpi(workspace, {"name": "Visits"})
    days = [date(2026, 10, 1) + timedelta(days=number) for number in range(53)]
    entries = [EntryInput("visits", "10", day, time=hour) for day in days for hour in ("08:00", "14:00", "20:00")]
    log(workspace, [*entries, EntryInput("visits", "10", date(2026, 11, 23), time="08:00")])
    month = until_now(workspace, kpi, "month")
    assert [side.value for side in (month.now, month.compared, month.before)] == [670, 660, 660]
    assert month.before.period.end.day == 22
    assert (month.difference, month.bound) == (0.0, "exact")
    rows = {row[0]: row[1:] for row in lately_rows(kpi, lately(workspace, kpi), workspace.settings.numbers)}
    assert rows["this month"] == ("670", "0.0% compared with 1–22 Oct 2026, without today", "")
    assert rows["this week"] == ("10", "", ""), "there is no day of it that is over"
    assert newest_period(workspace, kpi).before.now.period.label == "2026-W47"


def test_as_of_the_last_day_of_a_month_it_is_this_month_and_lacks_that_day(workspace: Workspace) -> None:
    """1 a day in September but on the 30th: 29 of 30 days, at least; still this month as of that day."""
    kpi = add_kpi(workspace, {"name": "Calls"})
    log(workspace, [EntryInput("calls", "1", date(2026, 8, 1) + timedelta(days=number)) for number in range(60)])
    then = workspace.on(date(2026, 9, 30))
    (_week, month, *_longer) = lately(then, kpi)
    assert (lately_word(month), month.before.now.value) == ("this month", 29)
    assert (month.before.now.at_least, month.before.now.coverage[:2]) == (True, (30, 29))
    assert (month.before.before.value, month.before.difference, month.before.bound) == (31, -2, "at least")
    assert lately_word(newest_period(workspace.on(date(2026, 10, 6)), kpi)) == "last week"

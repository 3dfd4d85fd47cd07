"""Insight on a database: series in slots, limits with agreed bases, forecasts, chances, kept while nothing changes."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from kpitui.core.amount import bounds_of
from kpitui.core.errors import Refused
from kpitui.i18n import use
from kpitui.services import entries, insight
from kpitui.services.entries import EntryInput, find_kpi, log
from kpitui.services.goals import close_goal, view_of
from kpitui.services.goals.form import read_draft
from kpitui.services.goals.saving import save_goal
from kpitui.services.insight import expected_value, keep_usual, signals
from kpitui.services.insight.calibration import calibration
from kpitui.services.insight.forecasting import forecast_of
from kpitui.services.kpis import add_kpi
from kpitui.services.reading import history_of
from kpitui.services.today import preview
from kpitui.services.workspace import Workspace
from kpitui.store import journal
from kpitui.store.insight import AgreedBase, state_chance
from kpitui.store.records import all_kpis
from kpitui.wording.entries import far_text

MONDAY = date(2026, 11, 23)


def fill(workspace: Workspace, days: int, key: str = "orders") -> None:
    """Log a weekly rhythm up to yesterday."""
    wishes = [
        EntryInput(
            key,
            str(20 + 10 * ((MONDAY - timedelta(days=back)).weekday() == 5) + back % 3),
            MONDAY - timedelta(days=back),
        )
        for back in range(days, 0, -1)
    ]
    log(workspace, wishes)


def test_a_series_has_one_value_a_slot(shop: Workspace) -> None:
    """Days follow each other, the running day without an entry is left out."""
    fill(shop, 30)
    series = insight.slot_values(shop, find_kpi(shop, "orders"))
    assert len(series.values) == 30
    assert series.numbers == list(range(series.numbers[0], series.numbers[0] + 30))
    assert bounds_of(find_kpi(shop, "orders"), series.values) == (0.0, None)


@pytest.mark.parametrize("days", [75, 3 * 366 + 30])
def test_a_week_that_was_begun_in_the_middle_is_no_value(shop: Workspace, days: int) -> None:
    """Ten a day: whether the KPI began on a Thursday, or the look back ends in the middle of a week, all are 70."""
    kpi = add_kpi(shop, {"name": "Boxes", "every": "week"})
    log(shop, [EntryInput(kpi.key, "10", MONDAY - timedelta(days=back)) for back in range(days, 0, -1)])
    series = insight.slot_values(shop, kpi)
    assert set(series.values) == {70.0}
    assert len(series.values) in (10, 157)


def test_limits_are_adjusted_for_the_weekday_and_begin_anew_when_agreed(shop: Workspace) -> None:
    """The Saturdays are no unusual values; a base that was agreed to begins a segment, and undo takes it back."""
    fill(shop, 60)
    kpi = find_kpi(shop, "orders")
    view = insight.limits_of(shop, kpi)
    assert view.season.length == 7
    assert [signal for signal in view.chart.signals if signal.rule == 1] == []
    signals.begin_base(shop, kpi, AgreedBase(MONDAY - timedelta(days=20)))
    assert len(insight.limits_of(shop, kpi).chart.segments) == 2
    journal.undo(shop.store)
    assert len(insight.limits_of(shop, kpi).chart.segments) == 1


def test_a_day_that_is_marked_does_not_count(shop: Workspace) -> None:
    """A one-off is left out of the series, until it is taken in again; sums do not know of it."""
    fill(shop, 30)
    kpi, day = find_kpi(shop, "orders"), MONDAY - timedelta(days=3)
    signals.set_one_off(shop, kpi, day, left_out=True)
    assert len(insight.slot_values(shop, kpi).values) == 29
    assert history_of(shop, kpi, day, day).values != ()
    signals.set_one_off(shop, kpi, day, left_out=False)
    assert len(insight.slot_values(shop, kpi).values) == 30


def test_rare_events_are_judged_by_the_week(shop: Workspace) -> None:
    """One order in three days: the limits are those of weeks."""
    days = [MONDAY - timedelta(days=back) for back in range(70, 0, -1)]
    log(shop, [EntryInput("orders", str(int(at % 3 == 0)), day) for at, day in enumerate(days)])
    view = insight.limits_of(shop, find_kpi(shop, "orders"))
    assert view.series.slots.period == "week"
    assert len(view.values) == 10


def test_a_forecast_begins_with_the_first_open_day(shop: Workspace) -> None:
    """Today is in it until it is logged; what is behind, too far, or too early is refused."""
    kpi = find_kpi(shop, "orders")
    with pytest.raises(Refused, match="Too early to tell"):
        forecast_of(shop, kpi, MONDAY + timedelta(days=7))
    fill(shop, 40)
    found = forecast_of(shop, kpi, MONDAY + timedelta(days=7))
    assert len(found.slots) == 8
    log(shop, [EntryInput("orders", "20", MONDAY)])
    assert len(forecast_of(shop, kpi, MONDAY + timedelta(days=7)).slots) == 7
    for until in (MONDAY, MONDAY + timedelta(days=2000)):
        with pytest.raises(Refused):
            forecast_of(shop, kpi, until)


def test_too_early_says_what_is_lacking(shop: Workspace) -> None:
    """Eleven values in eleven days are enough of them, and too few days; never eleven of ten."""
    kpi = find_kpi(shop, "orders")
    for days, said in ((9, "9 of 10 values"), (11, "cover 11 of 14 days"), (13, "cover 13 of 14 days")):
        fill(shop, days)
        with pytest.raises(Refused) as refused:
            forecast_of(shop, kpi, MONDAY + timedelta(days=7))
        assert said in str(refused.value)
    fill(shop, 14)
    assert forecast_of(shop, kpi, MONDAY + timedelta(days=7)).values == 14


def test_what_was_worked_out_is_kept_until_something_changes(shop: Workspace) -> None:
    """The same question twice is answered once; another entry makes it anew."""
    fill(shop, 40)
    kpi = find_kpi(shop, "orders")
    first = forecast_of(shop, kpi, MONDAY + timedelta(days=7))
    assert forecast_of(shop, kpi, MONDAY + timedelta(days=7)) is first
    log(shop, [EntryInput("orders", "20", MONDAY)])
    assert forecast_of(shop, kpi, MONDAY + timedelta(days=7)) is not first


def test_the_chance_of_a_goal(shop: Workspace) -> None:
    """A goal far below the usual is very likely, one far above very unlikely, one too young has none."""
    fill(shop, 60)
    chances = []
    for target in ("100", "100000"):
        typed = {"title": "Orders", "kpi": "orders", "target": target, "baseline": "50", "start": "2026-11-01",
                 "deadline": "2026-12-31", "why": "w", "acceptable": "a", "drivers": "visitors",
                 "settled": "there"}  # fmt: skip
        view = view_of(shop, save_goal(shop, read_draft(shop, typed).draft))
        chances.append(view.outlook.word if view.outlook else view.standing.status)
    assert chances == ["reached", "very unlikely"]


def test_what_was_expected_of_a_value(shop: Workspace) -> None:
    """Ten times the usual is doubtful; on a KPI of weeks nothing is compared day by day."""
    fill(shop, 60)
    found = insight.expected_value(shop, find_kpi(shop, "orders"), 210, MONDAY)
    assert found is not None
    assert found.doubtful
    assert insight.expected_value(shop, find_kpi(shop, "visitors"), 5, MONDAY) is None


def test_a_closed_goal_counts_with_what_was_said_of_it(shop: Workspace) -> None:
    """Likely, and achieved; an open goal does not count."""
    typed = {"title": "Orders", "kpi": "orders", "target": "100", "baseline": "50", "start": "2026-11-01",
             "deadline": "2026-12-31", "why": "w", "acceptable": "a", "drivers": "visitors"}  # fmt: skip
    first, second = (save_goal(shop, read_draft(shop, typed).draft) for _time in range(2))
    for goal in (first, second):
        state_chance(shop.store, goal.id, date(2026, 11, 10), 0.75)
    close_goal(shop, first, "achieved")
    report = calibration(shop)
    assert [(row.word, row.goals, row.came_true) for row in report.rows] == [("likely", 1, 1)]
    assert not report.enough
    assert [judged.goal.id for judged in report.judged] == [first.id]
    assert calibration(shop, second).judged == ()


@pytest.mark.parametrize(
    ("fields", "step"),
    [
        ({"name": "Takings", "unit": "EUR"}, 1),
        ({"name": "Calls", "every": "workday"}, 1),
        ({"name": "Balance", "kind": "level", "every": "week"}, 7),
        ({"name": "Speed", "kind": "sample", "unit": "s"}, 1),
        ({"name": "Result", "floor": None}, 1),
    ],
)
@pytest.mark.parametrize("value", [1.0, 95.0, 100000.0, -40.0, 0.0])
def test_the_shell_says_what_the_app_says(
    workspace: Workspace, fields: dict[str, object], step: int, value: float
) -> None:
    """What is kept gives the same expectation as what the app works out, for every kind of KPI and any value."""
    kpi = add_kpi(workspace, fields)
    days = [workspace.today - timedelta(days=step * back) for back in range(1, 60)]
    log(
        workspace,
        [
            EntryInput(kpi.key, str(100 + (day.toordinal() * 7) % 23), day)
            for day in days
            if day.weekday() < 5 or step == 7
        ],
    )
    assert keep_usual(workspace, all_kpis(workspace.store))
    assert not keep_usual(workspace, all_kpis(workspace.store)), "once a day"
    here = expected_value(workspace, kpi, value, workspace.today)
    (logged,) = log(workspace, [EntryInput(kpi.key, f"={value:g}", workspace.today)])
    assert entries.expected_of(workspace, logged) == here


@pytest.mark.parametrize(
    ("value", "asked"), [(3900.0, False), (2500.0, False), (6000.0, False), (0.0, False), (45000.0, True), (90.0, True)]
)
def test_an_invoice_is_asked_about_by_its_size(workspace: Workspace, value: float, asked: bool) -> None:
    """Nothing on most days: an ordinary invoice, or a day without one, is not asked about; a slip of the comma is."""
    kpi = add_kpi(workspace, {"name": "Invoices", "unit": "EUR", "blank": "zero"})
    days = range(5, 190, 13)
    log(
        workspace,
        [EntryInput(kpi.key, str(3000 + back * 11), workspace.today - timedelta(days=back)) for back in days],
    )
    assert keep_usual(workspace, all_kpis(workspace.store))
    here = expected_value(workspace, kpi, value, workspace.today)
    (logged,) = log(workspace, [EntryInput(kpi.key, f"={value:g}", workspace.today)])
    expected = entries.expected_of(workspace, logged)
    assert (expected is not None and expected.doubtful) == asked
    if value:
        assert expected == here
        assert expected is not None
        assert expected.sparse
    if asked:
        assert expected is not None
        use("nl")
        text = far_text(kpi, workspace.today, expected, workspace.settings.numbers)
        use("en")
        assert "keer zo groot als normaal" in text
        assert "times the usual size" in far_text(kpi, workspace.today, expected, workspace.settings.numbers)


def test_a_sum_of_a_month_is_not_held_against_anything(workspace: Workspace) -> None:
    """One of several sales in a month is not the month: neither the app nor the shell asks."""
    kpi = add_kpi(workspace, {"name": "Invoices", "unit": "EUR", "every": "month"})
    for back in range(1, 20):
        log(workspace, [EntryInput(kpi.key, "1000", workspace.today - timedelta(days=30 * back))])
    assert not keep_usual(workspace, [kpi])
    (logged,) = log(workspace, [EntryInput(kpi.key, "99999", workspace.today)])
    assert entries.expected_of(workspace, logged) is None


@pytest.mark.parametrize(
    ("kind", "low", "high"), [("flow", False, True), ("maximum", False, True), ("level", True, True)]
)
def test_an_hour_is_no_whole_day(workspace: Workspace, kind: str, low: bool, high: bool) -> None:
    """Of what comes by the hour a low day is not asked about and no news before it is over; too much is asked about."""
    kpi, today = add_kpi(workspace, {"name": "People", "kind": kind}), workspace.today
    for back in range(1, 40):
        day = today - timedelta(days=back)
        hours = (
            {"10:00": 100, "14:00": 120, "16:00": 80} if kind == "flow" else {"10:00": 20, "14:00": 310, "16:00": 300}
        )
        log(workspace, [EntryInput(kpi.key, str(n + (back * 7) % 11), day, time=at) for at, n in hours.items()])
    for value, asked in ((4.0, low), (9000.0, high)):
        here = expected_value(workspace, kpi, value, today)
        assert (here is not None and here.doubtful) == asked
        (logged,) = log(workspace, [EntryInput(kpi.key, f"={value:g}", today)])  # as in a cell, without a time
        told = entries.expected_of(workspace, logged)
        assert (told is not None and told.doubtful) == asked
        assert (preview(workspace, kpi, f"={value:g}", today).usual is None) == (value == 4.0 and not low)
        assert (signals.signal_of(workspace, kpi) is not None) == (kind == "level")
        journal.undo(workspace.store)


def test_what_is_usual_goes_with_its_kpi(workspace: Workspace) -> None:
    """It is no change of anybody's: undoing the KPI takes it along, and the history has no line of it."""
    kpi = add_kpi(workspace, {"name": "Takings"})
    for back in range(1, 30):
        log(workspace, [EntryInput(kpi.key, str(100 + back * back % 11), workspace.today - timedelta(days=back))])
    before = len(journal.history(workspace.store, 1000))
    assert keep_usual(workspace, [kpi])
    assert len(journal.history(workspace.store, 1000)) == before
    for _change in range(before):
        journal.undo(workspace.store)
    assert workspace.store.rows("SELECT * FROM usual") == []


def test_the_centre_of_a_ratio_without_rhythm_is_the_ratio_of_its_sums(shop: Workspace) -> None:
    """Five days of 1 order in 10 visitors and one of 10 in 1,000: 15 in 1,050, as `show` has it."""
    for number in range(6):
        day = shop.today - timedelta(days=6 - number)
        orders, visitors = ("10", "1000") if number == 5 else ("1", "10")
        log(shop, [EntryInput("orders", orders, day), EntryInput("visitors", visitors, day)])
    limits = insight.limits_of(shop, find_kpi(shop, "conversion")).chart.segments[-1].limits
    assert limits is not None
    assert limits.centre == pytest.approx(100 * 15 / 1050)

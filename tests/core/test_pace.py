"""How goals stand: every row and edge of the table of pace and targets, for each of the five shapes."""

from __future__ import annotations

from datetime import date

import pytest

from kpitui.core.goal import Shape, Target
from kpitui.core.model import Pause
from kpitui.core.pace import expected_on, target_on
from kpitui.core.series import DayValues
from kpitui.core.standing import URGENCY, Status
from tests.core.goals import DEADLINE, START, band, each, goal, on, series, stand
from tests.literals import choices


def test_today_counts_once_it_has_an_entry() -> None:
    """Guard that a day that has just begun does not put a goal behind."""
    assert on(4) == stand(goal(), each(10, 4), on(5)).as_of
    assert on(5) == stand(goal(), each(10, 5), on(5)).as_of
    assert stand(goal(), each(10, 5), on(40)).as_of == DEADLINE


def test_a_sum_on_pace() -> None:
    """Guard the figures of a sum half-way."""
    found = stand(goal(), each(10, 5), on(5))
    assert (found.status, found.actual, found.expected, found.progress, found.gap) == ("on pace", 50, 50, 0.5, 0)
    assert (found.needed_per_day, found.days_left, found.days_logged, found.days_elapsed) == (10, 5, 5, 5)


@pytest.mark.parametrize(
    ("daily", "status"),
    [(10.0, "on pace"), (9.99, "at risk"), (9.0, "at risk"), (8.99, "off pace"), (0.0, "off pace"), (-1.0, "off pace")],
)
def test_the_words_for_a_sum(daily: float, status: Status) -> None:
    """Guard the borders at 100 and 90 percent of the pace."""
    assert status == stand(goal(), each(daily, 5), on(5)).status


def test_a_sum_is_reached_at_once_and_needs_nothing() -> None:
    """Guard that there is never a negative rate."""
    found = stand(goal(), each(60, 2), on(2))
    assert (found.status, found.needed_per_day, found.effort) == ("reached", None, None)
    assert stand(goal(), each(60, 2), on(9)).status == "reached", "however old the last entry is"


def test_entries_outside_the_goal_do_not_count() -> None:
    """Guard both ends: the day before the start and the day after the deadline."""
    found = stand(goal(), series({0: 500, 1: 1, 10: 2, 11: 500}), on(11))
    assert (found.status, found.actual) == ("missed", 3)


def test_the_verdict_falls_when_no_day_is_left() -> None:
    """Guard that there is no rate after the last day, and only reached or missed."""
    found = stand(goal(), each(9.5, 10), DEADLINE)
    assert (found.status, found.needed_per_day, found.days_left) == ("missed", None, 0)
    assert stand(goal(), each(10, 10), on(30)).status == "reached"


def test_the_first_morning_has_nothing_to_go_by() -> None:
    """Guard n = 0: nothing is expected yet, and no data is not good."""
    found = stand(goal(), DayValues(), START)
    assert (found.status, found.expected, found.actual, found.needed_per_day) == ("no data", 0, None, 10)


def test_before_the_start() -> None:
    """Guard that a goal that is to come is neither good nor bad."""
    found = stand(goal(), series({0: 5}), on(0))
    assert (found.status, found.actual, found.expected, found.days_left) == ("not started", None, 0, 10)


def test_a_target_of_zero_has_no_share() -> None:
    """Guard T = 0 for a sum and a cap."""
    assert stand(goal(target=0), each(0, 3), on(3)).progress is None
    assert stand(goal("cap", 0), each(0, 3), on(3))[1:3] == ("on pace", 0)
    assert stand(goal("cap", 0), each(1, 3), on(3)).status == "missed"


@pytest.mark.parametrize("shape", choices(Shape))
def test_no_data_is_never_good(shape: Shape) -> None:
    """Guard that a goal without entries is called so, during and after its days."""
    what = band(0, 5) if shape == "band" else goal(shape, 5, 1)
    for today in (on(5), on(30)):
        found = stand(what, DayValues(), today)
        assert (found.status, found.actual, found.gap) == ("no data", None, None)


def test_stale_data_is_no_data() -> None:
    """Guard that three missing entries are borne and a fourth is not."""
    assert stand(goal("cap"), each(1, 2), on(6)).status == "on pace"
    assert stand(goal("cap"), each(1, 2), on(7)).status == "no data"
    assert stand(goal("cap"), each(1, 2), on(30)).status == "no data", "a cap cannot be held by logging nothing"
    rest = Pause(1, None, on(3), on(6), "ill")
    assert stand(goal("cap"), each(1, 2), on(8), pauses=[rest]).status == "on pace"


def test_a_blank_that_means_zero_is_data() -> None:
    """Guard blanks as zeros, only for days that are over."""
    found = stand(goal("cap"), series({1: 5}), on(9), blank_zero=True)
    assert (found.status, found.actual, found.days_logged) == ("on pace", 5, 8)
    assert stand(goal("cap"), DayValues(), START, blank_zero=True).status == "no data"
    assert stand(goal("cap"), series({1: 5}), on(11), blank_zero=True).status == "reached"


@pytest.mark.parametrize(
    ("daily", "status", "left"),
    [(10.0, "on pace", 10), (11.0, "at risk", 9), (12.0, "off pace", 8), (20.1, "missed", None)],
)
def test_a_cap(daily: float, status: Status, left: float | None) -> None:
    """Guard what may still be used, and that a broken cap is broken for good."""
    found = stand(goal("cap"), each(daily, 5), on(5))
    assert status == found.status
    assert left == (found.left_per_day if left is None else pytest.approx(found.left_per_day))
    assert found.needed_per_day is None


def test_a_cap_with_refunds_can_recover() -> None:
    """Guard that a passed cap is final only when no value can bring it back."""
    assert stand(goal("cap"), series({1: 120, 2: -5}), on(2)).status == "off pace"


@pytest.mark.parametrize(
    ("level", "status"),
    [
        (115.0, "on pace"),
        (114.9, "at risk"),
        (112.0, "at risk"),
        (111.9, "off pace"),
        (90, "off pace"),
        (130, "reached"),
    ],
)
def test_a_level_is_compared_with_the_time_gone(level: float, status: Status) -> None:
    """Guard the band of ten points of the way, on the day when half of the time is gone."""
    what = goal("level", 130, 100, deadline=on(11), targets=(Target(START, 130),))
    found = stand(what, each(level, 6), on(6))
    assert (status, 115) == (found.status, found.expected)
    expected_progress = (level - 100) / 30
    assert expected_progress == pytest.approx(found.progress)


def test_a_level_is_the_median_of_seven_days() -> None:
    """Guard robustness against a typing error, and that old days leave the window."""
    found = stand(
        goal("level", 130, 100), series({1: 1, 2: 110, 3: 110, 4: 1100, 5: 111, 6: 112, 7: 112, 8: 113}), on(8)
    )
    assert found.actual == 112


def test_a_monthly_level_looks_back_three_months() -> None:
    """Guard the window of slow cadences."""
    what = goal("level", 130, 100, deadline=date(2026, 12, 31))
    days = tuple(date(2026, month, 28) for month in range(3, 9))
    values = DayValues(days, (1, 2, 3, 10, 20, 30))
    assert stand(what, values, date(2026, 9, 1), cadence="month").actual == 20


def test_moving_away_is_below_zero() -> None:
    """Guard the sign of progress and gap for a level to bring down."""
    found = stand(goal("reduce", 50, 100), each(110, 5), on(5), direction="lower")
    assert pytest.approx(found.progress) == -0.2
    assert found.gap is not None
    assert found.gap < 0


def test_a_hold_goal_has_no_progress() -> None:
    """Guard T = B: it is on pace while it holds, and reached only at the end."""
    held = stand(goal("level", 100, 100), each(100, 5), on(5))
    assert (held.status, held.progress) == ("on pace", None)
    assert stand(goal("level", 100, 100), each(90, 5), on(5)).status == "at risk"
    assert stand(goal("level", 100, 100), each(89, 5), on(5)).status == "off pace"
    assert stand(goal("level", 100, 100), each(100, 10), DEADLINE).status == "reached"


def test_a_level_without_a_baseline_has_only_a_target() -> None:
    """Guard that nothing is made up when the baseline is missing."""
    found = stand(goal("level", 100), each(97, 5), on(5))
    assert (found.actual, found.target, found.expected, found.progress, found.gap) == (97, 100, None, None, None)
    assert found.status == "at risk"


def test_a_level_on_a_single_day_has_no_line() -> None:
    """Guard s = e."""
    assert expected_on(goal("level", 120, 100, deadline=START), START) is None


@pytest.mark.parametrize(
    ("level", "status", "gap"),
    [
        (45.0, "on pace", 5),
        (40.0, "on pace", 0),
        (51.0, "at risk", -1),
        (51.1, "off pace", -1.1),
        (39.5, "at risk", -0.5),
    ],
)
def test_a_band(level: float, status: Status, gap: float) -> None:
    """Guard the band and the tenth of its width around it."""
    found = stand(band(40, 50), each(level, 5), on(5))
    assert status == found.status
    assert gap == pytest.approx(found.gap)
    assert (found.expected, found.progress) == (None, None)


def test_a_band_held_on_most_days() -> None:
    """Guard that the last days alone do not make a band reached."""
    assert stand(band(40, 50), each(45, 10), DEADLINE).status == "reached"
    late = series({**dict.fromkeys(range(1, 8), 60.0), 8: 45, 9: 45, 10: 45})
    assert stand(band(40, 50), late, DEADLINE).status == "missed"


def test_the_past_is_judged_by_its_own_target() -> None:
    """Guard that a new version changes nothing before its first day, and is what must be reached from that day on."""
    what = goal(targets=(Target(START, 100), Target(on(6), 200)))
    assert 100 == target_on(what, on(5)).value == target_on(what, on(-9)).value
    assert (expected_on(what, on(5)), expected_on(what, on(6))) == (50, 120)
    assert (stand(what, each(10, 5), on(6)).status, stand(what, each(10, 5), on(6)).target) == ("on pace", 200)
    later = goal(targets=(Target(START, 100), Target(on(11), 500)))
    assert stand(later, each(10, 10), on(20)).status == "reached"


def test_weekday_weights_let_a_closed_sunday_pass() -> None:
    """Guard that a shop that is closed on Sunday is not behind on Sunday."""
    week = goal(target=600, deadline=on(7))
    weights = (7 / 6,) * 6 + (0.0,)
    assert pytest.approx(expected_on(week, on(6), weights)) == 600
    assert stand(week, each(91, 6), on(7), weights=weights).status == "at risk"
    assert stand(week, each(91, 6), on(7)).status == "on pace", "a straight line would call it ahead"


def test_weights_without_any_weight_have_no_line() -> None:
    """Guard the division by the weight of the whole goal."""
    assert expected_on(goal(), on(5), (0.0,) * 7) is None


def test_pauses_spread_the_pace_over_the_other_days() -> None:
    """Guard a retroactive pause: its days take no share and are not left either."""
    pauses = [
        Pause(1, None, on(3), on(4), "ill"),
        Pause(2, None, on(4), on(4), "ill"),
        Pause(3, None, on(9), on(10), "away"),
    ]
    logged = series({1: 10, 2: 10, 5: 10})
    found = stand(goal(target=60), logged, on(5), pauses=pauses)
    assert (found.status, found.expected, found.needed_per_day) == ("on pace", 30, 10)
    assert (found.days_left, found.days_elapsed, found.days_logged) == (3, 3, 3)


def test_effort_compares_with_the_recent_rate() -> None:
    """Guard the effort factor, and that it is too early before the seventh day."""
    assert stand(goal(target=200), each(10, 6), on(6)).effort is None
    assert pytest.approx(stand(goal(target=200), each(10, 7), on(7)).effort) == (200 - 70) / 3 / 10
    assert stand(goal(target=200), each(0, 7), on(7)).effort is None


def test_a_running_week_without_an_entry_is_not_behind() -> None:
    """Guard that a KPI logged by the week is judged by whole weeks."""
    what = goal(target=400, deadline=on(28))
    found = stand(what, series({7: 100}), on(11), cadence="week")
    assert (on(7), "on pace", 100) == (found.as_of, found.status, found.expected)
    assert stand(what, series({7: 100}), on(15), cadence="week").status == "off pace", "a whole week is missing"
    assert stand(goal("cap", deadline=on(60)), series({7: 1}), on(37), cadence="week").status == "no data"


def test_a_weekly_figure_stands_for_seven_days() -> None:
    """Guard that the effort of a weekly KPI is not taken per logged day."""
    found = stand(goal(target=400, deadline=on(28)), series({7: 100, 14: 100}), on(15), cadence="week")
    assert pytest.approx(found.effort) == 1.0


def test_urgency_knows_every_status() -> None:
    """Guard that missing data comes first and that no status is forgotten."""
    assert set(choices(Status)) == set(URGENCY)
    assert sorted(URGENCY, key=URGENCY.__getitem__)[:3] == ["no data", "off pace", "at risk"]

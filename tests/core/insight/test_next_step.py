"""The next step: four cells of pace and signal, and what is better for which goal."""

from __future__ import annotations

from datetime import date
from typing import cast

import pytest

from kpitui.core.calendar import Period
from kpitui.core.goal import Goal, GoalType, Target
from kpitui.core.insight.next_step import (
    Advice,
    Assurance,
    Step,
    advice_of,
    assurance_of,
    change_helps,
    is_improvement,
    is_lost,
    measured_value,
    next_step,
    step_when_lost,
)
from kpitui.core.insight.xmr_limits import Limits, natural_limits
from kpitui.core.measure import Measured
from kpitui.core.model import Direction
from kpitui.core.recurring import JudgedPeriod, PeriodVerdict, share_to_allow
from kpitui.core.standing import Standing, Status


@pytest.mark.parametrize(
    ("status", "signal", "step"),
    [
        ("on track", None, "keep going"),
        ("on track", True, "hold what helped"),
        ("reached", False, "close it"),
        ("reached", None, "close it"),
        ("at risk", None, "plan an action"),
        ("at risk", True, "repeat what helped"),
        ("at risk", False, "turn it round"),
        ("off track", None, "change the process"),
        ("off track", True, "build on what helped"),
        ("off track", False, "act now"),
        ("no data", False, "log first"),
        ("not started", None, None),
        ("missed", False, None),
        ("undecided", None, "decide"),
        ("undecided", False, "decide"),
    ],
)
def test_each_cell_has_its_step(status: Status, signal: bool | None, step: Step | None) -> None:
    """Good or bad pace, with a signal for the better, for the worse or none."""
    assert next_step(status, signal) == step


def test_a_goal_at_risk_that_is_unlikely_is_not_enough() -> None:
    """55 in 100 can go either way, and so can 35; 30 in 100 is not enough."""
    steps = [next_step("at risk", None, chance) for chance in (0.55, 0.35, 0.3, 0.2)]
    assert steps == ["plan an action", "plan an action", "change the process", "change the process"]
    assert next_step("at risk", False, 0.25) == "act now"


def test_what_is_enough_by_now_is_not_called_not_enough() -> None:
    """By its pace a goal is where it should be, and by its chance it is not: the step says both."""
    assert next_step("off track", None, 0.15, enough=True) == "make it last"
    assert next_step("off track", False, 0.15, enough=True) == "act before it slips"
    assert next_step("off track", None, 0.15, enough=False) == "change the process"
    assert next_step("on track", None, 0.7, enough=False) == "catching up"


def stands(
    status: Status, *, days_left: int, effort: float | None = None, measured: Measured | None = None
) -> Standing:
    """Return how a goal stands, with what tells whether it can be reached still."""
    return Standing(
        as_of=date(2026, 12, 1), status=status, actual=1.0, expected=5.0, target=10.0, progress=0.1, gap=-4.0,
        needed_per_day=None, left_per_day=None, effort=effort, days_left=days_left, days_ahead=days_left,
        days_logged=9, days_elapsed=9, measured=measured,
    )  # fmt: skip


def test_what_no_plausible_rest_can_reach_is_lost() -> None:
    """A total at several times the pace, and a level whose last days cannot change four weeks; nothing else."""
    total, level = goal("total"), goal("level")
    four_weeks = Measured(1.0, date(2026, 11, 4), date(2026, 12, 1), 28, 28)
    assert is_lost(total, stands("off track", days_left=20, effort=3.5), 0.02)
    assert not is_lost(total, stands("off track", days_left=20, effort=2.0), 0.02)
    assert not is_lost(total, stands("off track", days_left=20, effort=3.5), 0.1)
    assert is_lost(level, stands("off track", days_left=5, measured=four_weeks), 0.02)
    assert not is_lost(level, stands("off track", days_left=20, measured=four_weeks), 0.02)
    late = stands("off track", days_left=5, measured=four_weeks)._replace(days_logged=24, days_elapsed=26)
    assert is_lost(level, late, 0.02), "seven of 28 days, left or missing, are a quarter"
    assert not is_lost(level, late._replace(days_elapsed=27), 0.02), "late numbers may bring it"
    assert not is_lost(total, stands("reached", days_left=20, effort=3.5), None)
    lost = stands("off track", days_left=20)._replace(lost=True, periods=weeks("kept kept missed ahead"))
    assert [step_when_lost(goal(kind), lost) for kind in ("total", "level", "cap", "recurring")] == [
        "extend or lower", "extend or lower", "raise or close", "so many of ten",
    ]  # fmt: skip


def goal(kind: GoalType, low: float | None = None, high: float | None = None) -> Goal:
    """Return a goal with the target 10."""
    day = date(2026, 1, 1)
    return Goal(1, "", "", 1, kind, day, date(2026, 12, 31), (Target(day, 10.0, low, high),), per="week")


@pytest.mark.parametrize(("kind", "better"), [("total", True), ("level", True), ("cap", False)])
def test_what_is_better_depends_on_the_goal(kind: GoalType, better: bool) -> None:
    """More of a sum to reach helps, more of a sum not to pass does not."""
    assert is_improvement(goal(kind), "higher", above=True, value=5.0) is better
    assert is_improvement(goal(kind), "higher", above=False, value=5.0) is not better


def test_a_level_that_is_better_low() -> None:
    """The words of the goal decide, else the direction of the KPI."""
    assert is_improvement(goal("level"), "lower", above=False, value=12.0)
    assert is_improvement(goal("level")._replace(down=True), "higher", above=False, value=12.0)


def test_of_periods_the_way_towards_their_edges_is_better() -> None:
    """Below both edges up, above them down, between them towards the middle; with one edge only its own side."""
    band = goal("recurring", 5.0, 10.0)
    assert is_improvement(band, "band", above=True, value=4.0)
    assert not is_improvement(band, "band", above=False, value=4.0)
    assert not is_improvement(band, "band", above=True, value=11.0)
    assert is_improvement(band, "band", above=True, value=7.0)
    assert not is_improvement(band, "band", above=True, value=9.0)
    assert is_improvement(band, "band", above=False, value=9.0)
    assert is_improvement(band, "band", above=True, value=None) is None
    assert is_improvement(goal("recurring", 5.0), "higher", above=True, value=9.0)
    assert not is_improvement(goal("recurring", None, 10.0), "higher", above=True, value=2.0)


def weeks(verdicts: str, *values: float) -> tuple[JudgedPeriod, ...]:
    """Return judged weeks with these verdicts and, of the first of them, these values."""
    target, first = Target(date(2026, 1, 1), 10.0), date(2026, 1, 5)
    figures = [*values, *[None] * len(verdicts.split())]
    return tuple(
        JudgedPeriod(Period("week", first, first, str(number)), figures[number], verdict, target)
        for number, verdict in enumerate(cast("list[PeriodVerdict]", verdicts.split()))
    )


def test_a_goal_is_where_its_newest_period_says() -> None:
    """A running week of a balance says so where it has a value; one of hours is a part, and says nothing yet."""
    now = stands("on track", days_left=9)._replace(actual=None)
    assert measured_value(now._replace(periods=weeks("kept kept running ahead", 11.0, 12.0)), summed=False) == 12.0
    partial = now._replace(actual=3.0, periods=weeks("kept kept running ahead", 11.0, 12.0, 3.0))
    assert measured_value(partial, summed=False) == 3.0
    assert measured_value(partial, summed=True) == 12.0
    assert measured_value(now._replace(actual=3.0, periods=weeks("running ahead", 3.0)), summed=True) is None


@pytest.mark.parametrize(
    ("status", "value", "above", "advice"),
    [
        ("on track", 14.4, True, Advice("look before it costs", "band", edge=15.0, upper=True)),
        ("on track", 10.6, False, Advice("look before it costs", "band", edge=10.0)),
        ("on track", 10.6, True, Advice("hold what helped", "band")),
        # Inside and kept so far, with a chance of less than 1 in 10: the way it goes is what breaks it, early or late.
        ("off track", 14.4, True, Advice("act before it slips", "band", edge=15.0, upper=True)),
        ("off track", 12.0, True, Advice("act before it slips", "band", edge=15.0, upper=True)),
        ("off track", 13.0, False, Advice("act before it slips", "band", edge=10.0)),
        ("off track", 16.0, True, Advice("act before it slips", "ceiling", down=True)),
        ("off track", 9.0, False, Advice("act before it slips", "floor")),
        ("off track", 9.0, True, Advice("make it last", "floor")),
    ],
)
def test_a_band_has_no_better_upwards(status: Status, value: float, above: bool, advice: Advice) -> None:
    """12 rising to 14.4 between 10 and 15 nears the upper edge; nothing of that is improving."""
    band, chance = goal("recurring", 10.0, 15.0), 0.05 if status == "off track" else 0.9
    now = stands(status, days_left=200)._replace(
        actual=None, gap=None, kept=2, judged=2, periods=weeks("kept kept running", value, value)
    )
    assert advice_of(band, "higher", now, chance, above=above, value=value) == advice


def test_a_band_that_was_missed_before_gets_better_on_its_way_in() -> None:
    """Behind on its share of ten: up from below the middle is for the better, though it is not likely to make it."""
    band = goal("recurring", 10.0, 15.0)._replace(targets=(Target(date(2026, 1, 1), 15.0, 10.0, 15.0, (9, 10)),))
    now = stands("at risk", days_left=200)._replace(
        actual=None, gap=None, kept=1, judged=2, periods=weeks("missed kept running", 9.0, 11.0)
    )
    assert change_helps(band, "higher", now, above=True, value=11.0) is True
    assert change_helps(band, "higher", now, above=False, value=11.0) is False


@pytest.mark.parametrize(
    ("low", "high", "sense"), [(None, 40.0, "ceiling"), (40.0, None, "floor"), (30.0, 40.0, "ceiling")]
)
def test_above_a_ceiling_is_too_much(low: float | None, high: float | None, sense: str) -> None:
    """42 hours of at most 40, or of 30 to 40, are too much; of at least 40 they are at any rate not too much."""
    now = stands("off track", days_left=20)._replace(actual=42.0, kept=3, judged=4)
    advice = advice_of(goal("recurring", low, high), "higher", now, 0.1, above=None, value=42.0)
    assert advice is not None
    assert (advice.step, advice.sense) == ("change the process", sense)


@pytest.mark.parametrize(
    ("verdicts", "keep", "share"),
    [
        ("kept missed kept missed kept " + "ahead " * 7, None, (6, 10)),
        ("missed " + "kept " * 19 + "running", None, (9, 10)),
        ("missed missed missed running ahead", None, (4, 10)),  # two of five are what can still be kept
        ("missed ahead ahead", None, (6, 10)),  # two of three
        ("missed missed missed", None, None),
        ("kept missed missed missed missed ahead", (8, 10), (3, 10)),
        ("missed missed missed", (1, 10), None),
        ("ahead ahead", None, None),
    ],
)
def test_a_share_that_is_offered_can_still_be_kept(
    verdicts: str, keep: tuple[int, int] | None, share: tuple[int, int] | None
) -> None:
    """3 of 5 weeks are 6 of 10, of which what is ahead can bring the rest; a share that is lost is never offered."""
    assert share_to_allow(weeks(verdicts), keep) == share


def test_what_cannot_be_kept_in_any_share_is_made_easier_or_closed() -> None:
    """With none kept and none ahead there is no share to allow."""
    lost = stands("off track", days_left=3)._replace(lost=True, kept=0, judged=3, periods=weeks("missed missed missed"))
    advice = advice_of(goal("recurring", 5.0), "higher", lost, None, above=None, value=None)
    assert advice == Advice("extend or lower")


# A target against natural limits: met by the process as it is, at times, or not at all.

LIMITS = Limits(10.0, 8.0, 12.0, 2.457, 20)


def goal_to(
    kind: GoalType, target: float, low: float | None = None, high: float | None = None, down: bool | None = None
) -> Goal:
    """Return a goal_to with this target."""
    day = date(2026, 1, 1)
    targets = (Target(day, target, low, high),)
    return Goal(1, "", "", 1, kind, day, date(2026, 12, 31), targets, per="week", down=down)


@pytest.mark.parametrize(
    ("what", "direction", "said"),
    [
        (goal_to("level", 7.0), "higher", "normally met"),
        (goal_to("level", 11.0), "higher", "hit and miss"),
        (goal_to("level", 13.0), "higher", "out of reach"),
        (goal_to("level", 13.0), "lower", "normally met"),
        (goal_to("level", 13.0, down=True), "higher", "normally met"),
        (goal_to("level", 7.0), "lower", "out of reach"),
        (goal_to("recurring", 13.0, 7.0, 13.0), "band", "normally met"),
        (goal_to("recurring", 11.0, 9.0, 11.0), "band", "hit and miss"),
        (goal_to("recurring", 20.0, 15.0, 20.0), "band", "out of reach"),
        (goal_to("recurring", 7.0, 7.0), "higher", "normally met"),
        (goal_to("recurring", 7.0, None, 7.0), "higher", "out of reach"),
        (goal_to("total", 500.0), "higher", None),
    ],
)
def test_where_the_target_lies(what: Goal, direction: Direction, said: Assurance | None) -> None:
    """On the good side, inside, or on the bad side of the limits; sums are not judged so."""
    assert assurance_of(what, direction, LIMITS) == said


def test_it_never_contradicts_the_chance() -> None:
    assert assurance_of(goal_to("level", 7.0), "higher", LIMITS, 0.55) is None
    assert assurance_of(goal_to("level", 7.0), "higher", LIMITS, 0.6) == "normally met"
    assert assurance_of(goal_to("level", 13.0), "higher", LIMITS, 0.2) is None
    assert assurance_of(goal_to("level", 13.0), "higher", LIMITS, 0.02) == "out of reach"
    for chance, assurance in ((0.02, None), (0.15, None), (0.2, "hit and miss"), (0.8, "hit and miss"), (0.85, None)):
        assert assurance_of(goal_to("level", 11.0), "higher", LIMITS, chance) == assurance
    assert assurance_of(goal_to("level", 7.0), "higher", LIMITS, left=True) is None


def test_what_was_kept_every_time_is_not_reached_sometimes() -> None:
    """A range a little narrower than the limits, kept in 22 of 22 weeks; in 21 of 22 it is kept sometimes."""
    band = goal_to("recurring", 11.5, 8.5, 11.5)
    every, most = (stands("on track", days_left=9)._replace(kept=kept, judged=22) for kept in (22, 21))
    assert assurance_of(band, "band", LIMITS, 0.7, standing=every) is None
    assert assurance_of(band, "band", LIMITS, 0.7, standing=most) == "hit and miss"


def test_a_range_that_was_kept_before_it_was_set_is_not_called_not_enough() -> None:
    """Four of the four weeks before were kept, and the chance is low: it is good so far, and may not last."""
    band, now = goal_to("recurring", 11.5, 8.5, 11.5), stands("off track", days_left=90)._replace(gap=None)
    steps = [advice_of(band, "band", now, 0.1, above=None, value=None, record=record) for record in ((4, 4), (2, 4))]
    assert [advice and advice.step for advice in steps] == ["make it last", "change the process"]


def test_numbers_that_are_missing_since_the_start_are_asked_for() -> None:
    """The last one is of before the start, and two are missing: too early to tell, and nothing else to do."""
    now = stands("too early", days_left=90)._replace(as_of=date(2025, 12, 31), missing=2)
    assert advice_of(goal("level"), "higher", now, None, above=None, value=None) == Advice("log first")
    for other in (now._replace(missing=1), now._replace(as_of=date(2026, 3, 31))):
        assert advice_of(goal("level"), "higher", other, None, above=None, value=None) is None


def test_what_is_on_track_by_old_numbers_is_not_said_to_go_on() -> None:
    """One number may be late; with two missing nobody can see that nothing is unusual."""
    now = stands("on track", days_left=20)._replace(old=True, gap=1.0)
    steps = [
        advice_of(goal("total"), "higher", each, 0.8, above=None, value=None)
        for each in (now._replace(missing=1), now._replace(missing=2), now._replace(missing=2, old=False))
    ]
    assert [advice and advice.step for advice in steps] == ["keep going", "log to see", "keep going"]


def test_a_limit_that_cannot_be_crossed_counts_as_the_farthest_the_values_go() -> None:
    """Zero errors is within reach of a count whose lower limit would lie below nothing."""
    limits = natural_limits([0.0, 3.0, 1.0, 4.0, 0.0, 2.0], floor=0.0)
    assert limits is not None
    assert limits.lower is None
    assert assurance_of(goal_to("level", 0.0), "lower", limits) == "hit and miss"
    assert assurance_of(goal_to("level", 5.0), "higher", limits._replace(slope=1.0)) is None


@pytest.mark.parametrize(
    ("verdicts", "record", "share"),
    [
        ("missed kept missed " + "ahead " * 30, (7, 12), (5, 10)),  # 1 of 3 of its own, 7 of the twelve before
        ("missed kept missed " + "ahead " * 30, (2, 3), (5, 10)),  # three are too few as well
        ("missed kept missed kept missed kept " + "ahead " * 30, (11, 12), (5, 10)),  # six tell by themselves
    ],
)
def test_a_few_weeks_of_a_goal_do_not_tell_how_often_it_can_be_kept(
    verdicts: str, record: tuple[int, int], share: tuple[int, int]
) -> None:
    assert share_to_allow(weeks(verdicts), None, record) == share

"""The order of a review: what is asked first, what is settled, what is put off, and which points are told."""

from __future__ import annotations

from datetime import date
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from kpitui.core.review import (
    MOST_POINTS,
    MOST_SIGNALS,
    ORDER,
    SIGNALS,
    Choice,
    Decision,
    Kind,
    Point,
    ReviewItem,
    in_order,
    is_strong,
    last_time,
    strong_and_weak,
)

TODAY = date(2026, 11, 23)


def matter(kind: Kind, subject: str = "revenue", day: str = "2026-11-22", **changes: Any) -> ReviewItem:
    """Return a matter about *subject*."""
    return ReviewItem(kind, f"{kind}:{subject}:{day}", 1, None)._replace(**changes)


def decided(about: ReviewItem, choice: Choice, until: date | None = None, day: date = TODAY) -> Decision:
    """Return a decision about a matter."""
    return Decision(1, "", about.key, day, choice, until, "it fell")


def test_missing_data_comes_before_bad_data_and_goals_before_news() -> None:
    """Within a kind what a goal rests on comes first, then what is farther off."""
    apart = [matter("surprise", "a", size=3.0), matter("surprise", "b", size=9.0, behind_goal=False)]
    found = [matter("trend"), *apart, matter("surprise", "c", size=4.0), matter("goal", "3"), matter("missing"),
             matter("action", "7")]  # fmt: skip
    asked = [each.key.split(":")[0:2] for each in in_order(found, (), TODAY).open]
    assert asked == [["missing", "revenue"], ["goal", "3"], ["action", "7"], ["surprise", "c"], ["surprise", "a"],
                     ["surprise", "b"]]  # fmt: skip


def test_three_signals_are_told_and_the_others_counted() -> None:
    """A decision makes room for the next one."""
    found = [matter("shift", str(n), size=float(n)) for n in range(5)]
    first = in_order(found, (), TODAY)
    assert [each.size for each in first.open] == [4.0, 3.0, 2.0]
    assert first.untold == 2
    then = in_order(found, [decided(found[4], "accept")], TODAY)
    assert [each.size for each in then.open] == [3.0, 2.0, 1.0]
    assert then.decided == (found[4],)


def test_what_is_put_off_comes_back_on_its_day() -> None:
    """Everything about the same goal waits with it, also in the next period."""
    goal, next_week = matter("goal", "3"), matter("goal", "3", "2026-11-29")
    later = [decided(goal, "snooze", date(2026, 12, 1))]
    for about in (goal, next_week):
        assert in_order([about], later, TODAY).put_off == (about,)
        assert in_order([about], later, date(2026, 12, 1)).open == (about,)


def test_a_decision_holds_for_its_period_and_is_shown_in_the_next() -> None:
    """The goal that was left as it is last week is asked about again this week, with what was decided."""
    goal, next_week = matter("goal", "3"), matter("goal", "3", "2026-11-29")
    taken = [decided(goal, "accept")]
    found = in_order([goal, next_week], taken, TODAY)
    assert (found.decided, found.open) == ((goal,), (next_week,))
    assert last_time(next_week, taken) == taken[0]
    assert last_time(matter("goal", "4"), taken) is None


def test_goals_by_how_sure_they_are_then_kpis_by_how_far_they_moved() -> None:
    """A goal that is decided is surest; a KPI whose goal is told already is not told twice."""
    points = [
        Point(1, None, True, None, 9.0), Point(2, None, True, None, 1.0), Point(3, None, True, None, 5.0),
        Point(1, 11, True, 0.7, 0.0), Point(4, 12, True, None, 0.0), Point(5, 13, False, 0.02, 0.0),
    ]  # fmt: skip
    strong, weak = strong_and_weak(points)
    assert [(each.kpi, each.goal) for each in strong] == [(4, 12), (1, 11), (3, None), (2, None)]
    assert [each.kpi for each in weak] == [5]


def test_a_chance_in_between_is_no_point() -> None:
    """From two in three on strong, up to one in three weak."""
    assert [is_strong(chance) for chance in (0.66, 0.5, 0.33)] == [True, None, False]


KINDS = st.sampled_from(ORDER)


@given(
    st.lists(st.builds(matter, KINDS, st.sampled_from("abc"), size=st.floats(0, 9), behind_goal=st.booleans())),
    st.lists(st.builds(lambda kind, subject, choice: decided(matter(kind, subject), choice, date(2026, 12, 1)),
                       KINDS, st.sampled_from("abc"), st.sampled_from(["act", "note", "accept", "snooze"]))),
)  # fmt: skip
def test_nothing_is_lost_and_nothing_asked_twice(found: list[ReviewItem], decisions: list[Decision]) -> None:
    """Every matter is open, decided, put off or counted; at most three open ones are signals."""
    told = in_order(found, decisions, TODAY)
    assert len(told.open) + len(told.decided) + len(told.put_off) + told.untold == len(found)
    assert sum(each.kind in SIGNALS for each in told.open) <= MOST_SIGNALS
    assert [ORDER.index(each.kind) for each in told.open] == sorted(ORDER.index(each.kind) for each in told.open)


@given(st.lists(st.builds(Point, st.integers(1, 9), st.none() | st.integers(1, 4), st.booleans(),
                          st.none() | st.floats(0, 1), st.floats(0, 9))))  # fmt: skip
def test_points_fit_on_a_screen(points: list[Point]) -> None:
    """At most five of each, every one on its side."""
    strong, weak = strong_and_weak(points)
    assert max(len(strong), len(weak)) <= MOST_POINTS
    assert all(each.good for each in strong)
    assert not any(each.good for each in weak)

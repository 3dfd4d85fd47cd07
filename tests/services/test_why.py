"""Guards which periods are compared, what the drivers decide, and what stands beside a change."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from kpitui.core.calendar import Period
from kpitui.core.errors import Refused
from kpitui.services.actions import add_action, start_action
from kpitui.services.entries import EntryInput, find_kpi, log
from kpitui.services.goals.form import read_draft
from kpitui.services.goals.saving import save_goal
from kpitui.services.kpis import add_kpi
from kpitui.services.levers import levers_to_recover
from kpitui.services.notes import add_note
from kpitui.services.pauses import add_pause
from kpitui.services.why import goal_in, has_target_in, open_goal_of, period_of_goal, period_typed, tree_of, why
from kpitui.services.workspace import Workspace

SUNDAY = date(2026, 11, 22)
WEEKLY = {
    "type": "recurring", "per": "week", "start": "2026-10-05", "deadline": "2026-12-27", "why": "w", "acceptable": "a",
    "settled": "days year",
}  # fmt: skip


@pytest.fixture
def full(shop: Workspace) -> Workspace:
    """Eight weeks of a shop up to Sunday, in which the order value alone fell in the last one."""
    for offset in range(56):
        day = SUNDAY - timedelta(days=offset)
        revenue = 200.0 if offset < 7 else 250.0
        figures = {"visitors": "100", "orders": "5", "revenue": f"{revenue}"}
        log(shop, [EntryInput(key, text, day) for key, text in figures.items()])
    return shop


def test_the_last_whole_week_against_the_one_before(full: Workspace) -> None:
    """On a Monday that is week 47; the parts add up, and what moved is the order value alone."""
    view = why(full, find_kpi(full, "revenue"))
    taken = view.taken
    assert (taken.before.label, taken.after.label, taken.covered) == ("2026-W46", "2026-W47", (7, 7))
    shown = {part.branch.kpi.key: (part.contribution, part.mark) for part in taken.shown if part.branch.kpi}
    assert shown == {
        "visitors": (0.0, "usual"), "conversion": (0.0, "usual"), "order-value": (pytest.approx(-350.0), "news"),
    }  # fmt: skip
    assert (view.before.value, view.now.value) == (1750.0, 1400.0)


def test_a_running_month_beside_as_much_of_the_earlier_one(full: Workspace) -> None:
    """1 to 22 November beside 1 to 22 October, like for like."""
    taken = why(full, find_kpi(full, "revenue"), period_typed(full, "this month")).taken
    assert (taken.after.end, taken.before.start, taken.before.end) == (SUNDAY, date(2026, 10, 1), date(2026, 10, 22))


def test_a_day_that_comes_by_the_hour_counts_once_it_is_over(full: Workspace) -> None:
    """At half past nine 20 visitors are no fall from 100: the month is told up to yesterday, and so is what is now."""
    day = full.today
    log(full, [EntryInput("visitors", "10", day, time=hour) for hour in ("08:00", "09:00")])
    log(full, [EntryInput("orders", "1", day), EntryInput("revenue", "50", day)])
    view = why(full, find_kpi(full, "revenue"), period_typed(full, "this month"))
    assert (view.taken.before.end, view.taken.after.end) == (date(2026, 10, 22), SUNDAY)
    assert view.now.value == 15 * 250 + 7 * 200
    assert why(full, find_kpi(full, "revenue"), period_typed(full, "this week")).taken.obstacle == "no-data"
    again = levers_to_recover(full, why(full, find_kpi(full, "revenue")))
    assert again is not None and (again.until, again.now) == (SUNDAY, (21 * 250 + 7 * 200) / 4)


@pytest.mark.parametrize(("paused", "needed"), [(False, 500.0), (True, 600 * 7 / 6)])
def test_what_it_takes_again_is_what_a_week_was(shop: Workspace, needed: float, *, paused: bool) -> None:
    """Five days of 100 are a week of 500, not 7 x 100; six of 100 beside a pause of a day are a week of 700."""
    for offset in range(56):
        day = SUNDAY - timedelta(days=offset)
        if day == date(2026, 11, 9) if paused else day.weekday() > 4:
            continue
        figures = {"visitors": "100", "orders": "5", "revenue": "80" if offset < 7 else "100"}
        log(shop, [EntryInput(key, text, day) for key, text in figures.items()])
    if paused:
        add_pause(shop, None, date(2026, 11, 9), date(2026, 11, 9), "fair")
    again = levers_to_recover(shop, why(shop, find_kpi(shop, "revenue")))
    assert again is not None and again.needed == pytest.approx(needed, rel=1e-3)


@pytest.mark.parametrize(
    ("text", "label"),
    [("this year", "2026"), ("vorig jaar", "2025"),
     ("week", "2026-W47"), ("last month", "2026-10"), ("maand", "2026-10"), ("Q3", "2026-Q3"), ("2026-W40", "2026-W40"),
     ("2025", "2025"), ("year", "2025")],
)  # fmt: skip
def test_periods_as_they_are_typed(full: Workspace, text: str, label: str) -> None:
    """Words, names and years, in either language."""
    period = period_typed(full, text)
    assert period is not None and period.label == label


def test_what_cannot_be_compared_is_refused(full: Workspace) -> None:
    """No period, one of the future, one that is too short, and a KPI that follows from no other."""
    for text in ("soon", "2026-W50", "0000"):
        with pytest.raises(Refused):
            period_typed(full, text)
    with pytest.raises(Refused):
        why(full, find_kpi(full, "visitors"))
    add_kpi(full, {"name": "Rent", "every": "month"})
    add_kpi(full, {"name": "Rent per order", "kind": "ratio", "numerator": "rent", "denominator": "orders"})
    with pytest.raises(Refused):
        why(full, find_kpi(full, "rent-per-order"), period_typed(full, "week"))


def test_notes_and_actions_of_the_two_periods_stand_beside_it(full: Workspace) -> None:
    """Those on a part as well; what was before both periods is left out."""
    visitors = find_kpi(full, "visitors")
    add_note(full, visitors, date(2026, 11, 18), "newsletter went out")
    add_note(full, None, date(2026, 10, 1), "long ago")
    start_action(full, add_action(full, "Show shipping costs", kpi=visitors), date(2026, 11, 16))
    view = why(full, find_kpi(full, "revenue"))
    assert [note.text for note in view.notes] == ["newsletter went out"]
    assert [(day, action.what) for day, action in view.actions] == [(date(2026, 11, 16), "Show shipping costs")]


def test_the_tree_of_the_shop(full: Workspace) -> None:
    """Made from the ratio and the formula that are there anyway."""
    tree = tree_of(full, find_kpi(full, "revenue"))
    assert [part.kpi.key for part in tree.parts if part.kpi] == ["orders", "order-value"]


def test_against_the_target_of_a_goal(full: Workspace) -> None:
    """2,100 a week at 35 orders, by a goal of their own, ask 60 an order; it was 40. Older notes are none of its."""
    save_goal(full, read_draft(full, WEEKLY | {"title": "2100 a week", "kpi": "revenue", "at_least": "2100"}).draft)
    save_goal(full, read_draft(full, WEEKLY | {"title": "35 orders a week", "kpi": "orders", "at_least": "35"}).draft)
    add_note(full, None, date(2026, 11, 10), "the week before")
    revenue = find_kpi(full, "revenue")
    view = why(full, revenue, None, "target")
    assert view.goal is not None and view.goal.title == "2100 a week"
    assert view.taken.parts[0].before == pytest.approx(2100)
    assert view.taken.aim is not None and view.taken.aim.own == {"orders": pytest.approx(35.0)}
    value = next(part for part in view.taken.parts if part.branch.kpi and part.branch.kpi.key == "order-value")
    assert (value.before, value.after) == pytest.approx((60, 40))
    assert value.mark == "news"
    assert view.taken.change == pytest.approx(1400 - 2100)
    assert view.notes == ()


def test_without_a_goal_there_is_no_target(full: Workspace) -> None:
    """Refused, with the period; and so for a goal that begins later."""
    with pytest.raises(Refused) as caught:
        why(full, find_kpi(full, "revenue"), period_typed(full, "2026-W40"), "target")
    assert (caught.value.field, caught.value.params["value"]) == ("against", "2026-W40")


def test_a_goal_that_was_set_today_has_what_it_takes_beside_last_week(full: Workspace) -> None:
    """It asks nothing of last week, so there is no target to compare with, and is the goal of the KPI all the same."""
    fields = WEEKLY | {"title": "2100 a week", "kpi": "revenue", "at_least": "2100", "start": "2026-11-23"}
    goal = save_goal(full, read_draft(full, fields).draft)
    revenue, week = find_kpi(full, "revenue"), Period("week", SUNDAY - timedelta(days=6), SUNDAY, "2026-W47")
    assert goal_in(full, revenue, week) is None and not has_target_in(goal, week)
    assert open_goal_of(full, revenue, week) == goal
    assert open_goal_of(full, find_kpi(full, "orders"), week) is None


def test_days_that_make_no_period_beside_as_many_before(full: Workspace) -> None:
    """As those of a review of ten days."""
    ten = Period("day", SUNDAY - timedelta(days=9), SUNDAY, "2026-11-13..2026-11-22")
    taken = why(full, find_kpi(full, "revenue"), ten).taken
    assert (taken.before.start, taken.before.end) == (SUNDAY - timedelta(days=19), SUNDAY - timedelta(days=10))
    assert taken.change == pytest.approx(-350)


def test_the_period_that_a_goal_is_looked_at_by(full: Workspace) -> None:
    """Its own, or how often it is reviewed."""
    weekly = save_goal(full, read_draft(full, WEEKLY | {"title": "a", "kpi": "orders", "at_least": "35"}).draft)
    orders = find_kpi(full, "orders")
    assert period_of_goal(full, weekly, orders).label == "2026-W47"
    assert period_of_goal(full, weekly._replace(per="month"), orders).label == "2026-10"
    assert period_of_goal(full, weekly._replace(type="total", review="quarter"), orders).label == "2026-Q3"


def test_visits_per_member_are_the_same_in_every_tree(workspace: Workspace) -> None:
    """Of September 243, 245, 243, 245 members with 1,474 visits, of October 246, 245, 244, 243 with 1,482, by the week.

    By hand: 244 to 244.5 members on average (no fall from 245 to 243), 6.041 to 6.061 visits each; at € 10 a visit the
    members bring 0.5 x 6.051 x 10 = € 30.26 of the € 80. Those of a quarter are of a month of it.
    """
    for name, kind in (("Members", "level"), ("Visits", "flow"), ("Takings", "flow")):
        add_kpi(workspace, {"name": name, "kind": kind, "every": "week"})
    for name, above, below in (("Each", "visits", "members"), ("A visit", "takings", "visits")):
        add_kpi(workspace, {"name": name, "kind": "ratio", "numerator": above, "denominator": below})
    members = [240, 242, 244] * 7 + [241, 243, 245, 243, 245, 246, 245, 244, 243]
    visits = [300 + number for number in range(22)] + [368, 368, 369, 369, 370, 370, 371, 371]
    for number, (there, came) in enumerate(zip(members, visits, strict=True)):
        day = date(2026, 10, 25) - timedelta(days=7 * (29 - number))
        figures = {"members": there, "visits": came, "takings": 10 * came}
        log(workspace, [EntryInput(key, str(figure), day) for key, figure in figures.items()])
    parts = {
        part.branch.kpi.key: part
        for part in why(workspace, find_kpi(workspace, "takings"), period_typed(workspace, "october")).taken.parts
        if part.branch.kpi is not None
    }
    assert (parts["takings"].contribution, parts["members"].before, parts["members"].after) == (80.0, 244.0, 244.5)
    assert parts["each"].before == pytest.approx(1474 / 244) and parts["each"].after == pytest.approx(1482 / 244.5)
    assert parts["members"].contribution == pytest.approx(30.26, abs=0.01)
    own, beside = (
        [
            part.after
            for part in why(workspace, find_kpi(workspace, key), period_typed(workspace, "Q3")).taken.parts
            if part.branch.kpi is not None and part.branch.kpi.key == "each"
        ]
        for key in ("each", "takings")
    )
    assert own == pytest.approx(beside)

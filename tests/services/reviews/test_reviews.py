"""The three questions over a database: what is found, what was decided, what changed since the last review."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpitui.core.calendar import By
from kpitui.core.comparison import Comparison
from kpitui.core.errors import Refused
from kpitui.core.insight.expected_value import Expected
from kpitui.core.review import ReviewItem
from kpitui.exchange.report import WRITERS
from kpitui.services.actions import add_action
from kpitui.services.entries import EntryInput, find_kpi, log
from kpitui.services.goals import close_goal
from kpitui.services.goals.form import read_draft
from kpitui.services.goals.saving import save_goal
from kpitui.services.history import undo
from kpitui.services.insight.signals import Surprise, begin_base, set_one_off
from kpitui.services.kpis import add_kpi, edit_kpi
from kpitui.services.parts import split_kpi
from kpitui.services.pauses import add_pause
from kpitui.services.reading import all_kpis
from kpitui.services.reviews import (
    Review,
    ReviewGoal,
    ReviewPeriod,
    accept,
    act,
    compared_in,
    hold,
    neighbour,
    note,
    range_of,
    review,
    review_period,
    review_report,
    snooze,
)
from kpitui.services.reviews.findings import ReviewFinding
from kpitui.services.settings import change_setting
from kpitui.services.workspace import Workspace, open_workspace
from kpitui.store import journal, records
from kpitui.store.insight import AgreedBase
from kpitui.wording.reviews import ReviewWording, report_of
from tests.services.conftest import NOW

TODAY = date(2026, 11, 23)

MEANT = {"settled": "there worse"}
"""A target that was asked about is as it was meant."""


def logged(workspace: Workspace, key: str, days: int, value: float = 100.0, *, until: int = 1, drop: float = 0) -> None:
    """Log a KPI with a little variation for *days* days, up to *until* days ago, *drop* less in the latest twelve."""
    for back in range(days, until - 1, -1):
        figure = value + 5 * (back * 7 % 11 - 5) / 5 - (drop if back <= 12 else 0)
        log(workspace, [EntryInput(key, f"{figure:.1f}", TODAY - timedelta(days=back))])


def last_week(workspace: Workspace) -> Review:
    """Review the last full week."""
    return review(workspace, review_period(workspace, "week"))


def figure(found: Review, key: str) -> Comparison:
    """Return a KPI over the period beside the one before."""
    return next(each.compared for each in found.figures if each.kpi.key == key)


def kinds(found: Review) -> list[tuple[str, str]]:
    """Return what asks for a decision, as pairs of its kind and of what it is about."""
    return [(each.kind, each.key.split(":")[1]) for each in found.matters.open]


def test_an_empty_database_has_nothing_to_decide(workspace: Workspace) -> None:
    """Every question has an answer in words."""
    found = last_week(workspace)
    wording = ReviewWording(found, workspace.settings.numbers)
    assert (found.matters.open, found.strong, found.weak, found.figures) == ((), (), (), ())
    assert wording.answer() == "No goals were running in this period"
    assert wording.changed() == ["This is your first review"]


def test_a_second_look_is_a_read_until_something_changes(shop: Workspace) -> None:
    """One that was broken off leaves nothing behind; a number logged makes it anew, and so does undoing that."""
    logged(shop, "revenue", 40)

    def break_off(done: int, _count: int) -> None:
        if done == 2:
            raise InterruptedError

    with pytest.raises(InterruptedError):
        review(shop, review_period(shop, "week"), break_off)
    first = last_week(shop)
    assert last_week(shop) is first and len(first.figures) == len(first.kpis)
    log(shop, [EntryInput("revenue", "1", date(2026, 11, 19))])
    assert figure(last_week(shop), "revenue").now != figure(first, "revenue").now
    undo(shop)
    assert figure(last_week(shop), "revenue") == figure(first, "revenue")


def test_missing_days_are_named_before_anything_else(shop: Workspace) -> None:
    """Three of seven days without orders, with their names; revenue is complete, today is not expected yet."""
    logged(shop, "revenue", 40)
    logged(shop, "orders", 40, until=4)
    found = last_week(shop)
    assert kinds(found)[0] == ("missing", "orders")
    assert ("missing", "revenue") not in kinds(found)
    told = ReviewWording(found, shop.settings.numbers).matter(found.matters.open[0].key)
    assert told.text == "Orders: 3 of 7 numbers missing (Fri 20 Nov 2026, Sat 21 Nov 2026, Sun 22 Nov 2026)"
    assert "log the missing numbers" in told.step


def test_the_only_number_that_is_expected_is_missing(shop: Workspace) -> None:
    """Of one number a week there is no count: the day is named."""
    log(shop, [EntryInput("subscribers", "90", date(2026, 11, day)) for day in (2, 9)])
    found = last_week(shop)
    told = ReviewWording(found, shop.settings.numbers).matter(found.matters.open[0].key)
    assert told.text == "Subscribers: the number for Mon 16 Nov 2026 is missing"


def test_a_drop_asks_for_action_and_a_rise_is_a_strong_point(shop: Workspace) -> None:
    """The same move of two KPIs: of the one more is better, of the other less."""
    logged(shop, "revenue", 60, drop=40)
    logged(shop, "site-speed", 60, drop=40)
    found = last_week(shop)
    assert ("shift", "revenue") in kinds(found) or ("trend", "revenue") in kinds(found)
    assert "site-speed" not in {subject for _kind, subject in kinds(found)} - {"missing"}
    good, bad = ({found.kpis[each.kpi].key for each in points} for points in (found.strong, found.weak))
    assert "site-speed" in good
    assert "revenue" in bad


def test_a_surprise_in_the_middle_of_the_week_is_told_once(shop: Workspace) -> None:
    """A Wednesday with a third of the usual revenue, found on Monday, with its day."""
    logged(shop, "revenue", 60)
    log(shop, [EntryInput("revenue", "=30", date(2026, 11, 18))])
    found = last_week(shop)
    (matter,) = [each for each in found.matters.open if each.kind == "surprise"]
    assert matter.key == "surprise:revenue:2026-11-18"
    assert "Wed 18 Nov 2026: € 30" in ReviewWording(found, shop.settings.numbers).matter(matter.key).text


def test_a_signal_is_explained_by_its_own_change(shop: Workspace) -> None:
    """Social fell by 40 a day on 9 November and organic rose by 4 last week: 28 more in a week explains no fall.

    The step is seen from the 10th: 13 days of which social has 12 x 40 less than in the 13 before, organic 7 x 4 and a
    Monday for a Tuesday more (0 - -3): -480 + 31. Nor does a week that came out higher explain a day that was low.
    """
    split_kpi(shop, find_kpi(shop, "visitors"), ["Organic", "Social"])
    for back in range(70, 0, -1):
        day = TODAY - timedelta(days=back)
        wave = (0, 3, -2, 1, -3, 2, -1)[day.weekday()]
        organic, social = 100 + wave + 4 * (back <= 7), 80 - 40 * (back <= 14)
        log(shop, [EntryInput("organic", str(organic), day), EntryInput("social", str(social), day)])
    found = last_week(shop)
    (matter,) = [
        each for each in found.matters.open if each.kind == "shift" and found.kpis[each.kpi or 0].key == "visitors"
    ]
    view = found.why_of(matter)
    assert view is not None
    assert (view.taken.after.start, view.taken.change) == (date(2026, 11, 10), -449)
    assert [part.contribution for part in view.taken.largest] == [-480]
    low = ReviewItem("surprise", "surprise:visitors:2026-11-16", matter.kpi, None)
    evidence = Surprise(date(2026, 11, 16), 90, Expected(140.0, -5.0, 90 / 140, 60))
    with_low = found._replace(findings={**found.findings, low.key: ReviewFinding(low, evidence)})
    assert with_low.why_of(low) is None


def test_goals_behind_and_actions_due(shop: Workspace) -> None:
    """A goal off track says by how much and what to do; an action of last week asks to be started, done or dropped."""
    logged(shop, "revenue", 40)
    save_goal(shop, read_draft(shop, {"title": "90000 euro revenue by 30 June 2027", "start": "2026-11-01"}).draft)
    add_action(shop, "call ten customers", started=date(2026, 11, 10), due=date(2026, 11, 20))
    found = last_week(shop)
    assert [kind for kind, _subject in kinds(found) if kind in ("goal", "action")] == ["goal", "action"]
    told = [ReviewWording(found, shop.settings.numbers).matter(each.key).text for each in found.matters.open]
    assert any("off track" in text and "behind" in text for text in told)
    assert any(text == "Action due Fri 20 Nov 2026: call ten customers" for text in told)


def test_what_was_decided_is_settled_and_shown_the_next_time(shop: Workspace) -> None:
    """Left as it is: not asked again this week; next week it is, with what was decided."""
    logged(shop, "orders", 40, until=4)
    matter = last_week(shop).matters.open[0]
    accept(shop, matter, "Orders are missing")
    again = last_week(shop)
    assert matter in again.matters.decided
    assert matter not in again.matters.open
    shop.today = date(2026, 11, 30)
    later = last_week(shop)
    (asked,) = [each for each in later.matters.open if each.key.startswith("missing:orders")]
    before = later.decided_last(asked)
    assert before is not None
    said = ReviewWording(later, shop.settings.numbers).decided(before)
    assert said == "Mon 23 Nov 2026, Orders are missing: accepted"


def test_what_is_put_off_is_counted_until_its_day(shop: Workspace) -> None:
    """It comes back on that day, not before."""
    logged(shop, "orders", 40, until=4)
    matter: ReviewItem = last_week(shop).matters.open[0]
    snooze(shop, matter, "Orders are missing", date(2026, 11, 25))
    assert last_week(shop).matters.put_off == (matter,)
    shop.today = date(2026, 11, 25)
    assert last_week(shop).matters.open[0] == matter


def test_what_changed_since_the_last_review(shop: Workspace) -> None:
    """A goal that fell behind, one that is new, and what was decided then."""
    logged(shop, "revenue", 40, until=8)
    goal = save_goal(
        shop, read_draft(shop, {"title": "6000 euro revenue by 31 December", "start": "2026-10-20", **MEANT}).draft
    )
    shop.today = date(2026, 11, 16)
    hold(shop, review_period(shop, "week"))
    shop.today = TODAY
    save_goal(shop, read_draft(shop, {"title": "100 orders by 30 June", "start": "2026-11-17"}).draft)
    for back in range(7, 0, -1):
        log(shop, [EntryInput("revenue", "1", TODAY - timedelta(days=back))])
    changed = ReviewWording(last_week(shop), shop.settings.numbers).changed()
    assert f"{goal.title}: was on track, now off track" in changed
    assert "100 orders by 30 June: new" in changed


def test_the_past_is_seen_as_it_was(shop: Workspace) -> None:
    """A week of October knows nothing of November, and a goal that was closed since was open then."""
    logged(shop, "revenue", 60)
    goal = save_goal(
        shop, read_draft(shop, {"title": "9000 euro revenue by 31 December", "start": "2026-10-01", **MEANT}).draft
    )
    close_goal(shop, goal, "dropped", learning="too much")
    found = review(shop, review_period(shop, "week", date(2026, 10, 14)))
    (line,) = found.goals
    assert (line.view.goal.state, line.view.standing.as_of) == ("open", date(2026, 10, 18))
    assert last_week(shop).goals[0].view.goal.state == "open"
    assert review(shop, review_period(shop, "week", TODAY)).goals[0].view.goal.state == "dropped"


def test_figures_with_gaps_say_at_least(shop: Workspace) -> None:
    """A sum over a week with missing days, compared with the whole week before."""
    logged(shop, "orders", 40, until=4)
    orders = figure(last_week(shop), "orders")
    assert (orders.now.at_least, orders.now.coverage.logged, orders.now.coverage.expected) == (True, 4, 7)
    assert (orders.before.at_least, orders.before.coverage.logged) == (False, 7)
    assert orders.bound == "at least"


def test_a_stamped_figure_is_not_split(shop: Workspace) -> None:
    """By week it has its figure, over ten days none."""
    add_kpi(shop, {"name": "Uniques", "kind": "stamped", "every": "week"})
    log(shop, [EntryInput("uniques", "400", date(2026, 11, 22))])
    week = figure(last_week(shop), "uniques").now
    assert (week.value, week.refused) == (400, False)
    for period in (range_of(shop, date(2026, 11, 13), date(2026, 11, 22)), review_period(shop, "month", TODAY)):
        longer = figure(review(shop, period), "uniques").now
        assert (longer.value, longer.refused) == (None, True)


def test_a_running_week_is_compared_as_far_as_it_was_logged(shop: Workspace) -> None:
    """On a Wednesday that was not logged yet, Monday and Tuesday meet Monday and Tuesday; each KPI by its own days."""
    wednesday = shop.on(TODAY + timedelta(days=2))
    for back, value in ((7, "500"), (6, "553"), (5, "495"), (0, "300"), (-1, "400")):
        log(wednesday, [EntryInput("revenue", value, TODAY - timedelta(days=back))])
    for back, value in ((7, "9"), (6, "8"), (5, "7"), (0, "5")):
        log(wednesday, [EntryInput("orders", value, TODAY - timedelta(days=back))])
    found = review(wednesday, review_period(wednesday, "week", wednesday.today))
    revenue, orders, visitors = (figure(found, key) for key in ("revenue", "orders", "visitors"))
    assert (revenue.now.value, revenue.before.value, revenue.difference) == (700, 1053, -353)
    assert (orders.now.value, orders.before.value, orders.difference) == (5, 9, -4)
    assert (visitors.now.value, visitors.before.value, visitors.difference) == (None, None, None)
    per_order = figure(found, "order-value")
    assert (per_order.now.value, per_order.before.value) == (300 / 5, 500 / 9)


def test_progress_is_told(shop: Workspace) -> None:
    """From the first KPI to all of them."""
    told: list[tuple[int, int]] = []
    review(shop, review_period(shop, "week"), lambda done, count: told.append((done, count)))
    assert told == [(done, 7) for done in range(8)]


def test_goals_are_told_as_they_are_judged(shop: Workspace) -> None:
    """One more each time, at last all of them in the order of the review, and before any KPI is looked at."""
    logged(shop, "revenue", 60)
    logged(shop, "orders", 60, drop=40)
    for title in ("150 orders by 31 december 2026", "90000 revenue by 31 December 2026", "10000 orders by 31 december"):
        save_goal(shop, read_draft(shop, {"title": title, "start": "2026-11-01", **MEANT}).draft)
    told: list[tuple[ReviewGoal, ...]] = []
    seen: list[int] = []
    found = review(shop, review_period(shop, "week"), lambda done, _count: seen.append(done), told.append)
    assert [len(lines) for lines in told] == [1, 2, 3]
    assert told[-1] == found.goals
    assert all(line in found.goals for lines in told for line in lines)
    assert seen[:4] == [0, 0, 0, 0]


@pytest.mark.slow
def test_a_review_after_changes_is_that_of_a_database_just_opened(shop: Workspace) -> None:
    """Nothing that is kept of a day beyond a change is told any more once what it rests on is another."""
    for key in ("revenue", "orders", "visitors"):
        logged(shop, key, 70, drop=25 if key == "orders" else 0)
    save_goal(shop, read_draft(shop, {"title": "9000 revenue by 31 December 2026", "start": "2026-10-01"}).draft)
    friday, revenue = TODAY - timedelta(days=3), find_kpi(shop, "revenue")

    def log_again(key: str, value: str) -> Callable[[], object]:
        return lambda: log(shop, [EntryInput(key, f"={value}", friday)])

    changes: tuple[Callable[[], object], ...] = (
        log_again("revenue", "900"),
        log_again("visitors", "3"),  # what conversion is divided by
        lambda: set_one_off(shop, revenue, friday, left_out=True),
        lambda: begin_base(shop, find_kpi(shop, "orders"), AgreedBase(TODAY - timedelta(days=12))),
        lambda: add_pause(shop, None, TODAY - timedelta(days=30), TODAY - timedelta(days=25), "closed"),
        lambda: edit_kpi(shop, revenue, {"name": "Turnover"}),
        lambda: change_setting(shop, "week-start", "sunday"),
        lambda: undo(shop),
        lambda: undo(shop),
        log_again("orders", "1"),
    )
    for number, change in enumerate(changes):
        last_week(shop)
        change()
        shop.refresh(NOW)
        fresh = open_workspace({}, NOW, database=shop.path, language="en")
        assert told_in(shop) == told_in(fresh), f"after change {number}"
        fresh.close()


def told_in(workspace: Workspace) -> str:
    """Return the whole report of last week as text."""
    report = review_report(workspace, last_week(workspace))
    return WRITERS["text"].write(report_of(report, workspace.settings.numbers))


SAID = "Revenue fell"


def about_revenue(workspace: Workspace) -> ReviewItem:
    """Return a matter about revenue."""
    return ReviewItem("shift", "shift:revenue:2026-11-02", find_kpi(workspace, "revenue").id, None)


def test_an_action_and_the_decision_are_one_step(shop: Workspace) -> None:
    """The action is on the KPI, the decision knows it and the sentence; undo takes both back."""
    decision = act(shop, about_revenue(shop), SAID, {"what": "call ten customers", "due": "fri", "effect": "+10%"})
    (action,) = records.all_actions(shop.store)
    assert (action.what, action.kpi, action.due) == ("call ten customers", 1, date(2026, 11, 27))
    assert records.decisions(shop.store) == [decision._replace(uid=records.decisions(shop.store)[0].uid)]
    assert (decision.action, decision.said, decision.remark) == (action.uid, SAID, "call ten customers")
    journal.undo(shop.store)
    assert (records.all_actions(shop.store), records.decisions(shop.store)) == ([], [])
    journal.redo(shop.store)
    assert len(records.all_actions(shop.store)) == len(records.decisions(shop.store)) == 1


def test_an_action_on_a_goal(shop: Workspace) -> None:
    """A matter about a goal gets an action for the goal."""
    goal = save_goal(shop, read_draft(shop, {"title": "9000 euro revenue by 30 June 2027"}).draft)
    act(shop, ReviewItem("goal", f"goal:{goal.id}:2026-11-22", goal.kpi, goal.id), SAID, {"what": "sell more"})
    assert records.all_actions(shop.store)[0].goal == goal.id


def test_a_note_stands_on_the_chart(shop: Workspace) -> None:
    """On today, on the KPI of the matter; an empty one is refused and nothing is stored."""
    note(shop, about_revenue(shop), SAID, "the shop was closed")
    assert [(each.date, each.text) for each in records.notes_of(shop.store, 1)] == [(TODAY, "the shop was closed")]
    with pytest.raises(Refused):
        note(shop, about_revenue(shop), SAID, "  ")
    assert len(records.decisions(shop.store)) == 1


def test_a_refused_action_leaves_nothing(shop: Workspace) -> None:
    """A day that lies behind, an effect that is no change: neither action nor decision."""
    for typed in ({"what": "x", "due": "2026-11-01"}, {"what": "x", "effect": "many"}, {"what": ""}):
        with pytest.raises(Refused):
            act(shop, about_revenue(shop), SAID, typed)
    assert (records.all_actions(shop.store), records.decisions(shop.store)) == ([], [])


def test_to_leave_it_or_to_look_later(shop: Workspace) -> None:
    """Later is a day that is to come."""
    assert accept(shop, about_revenue(shop), SAID).choice == "accept"
    assert snooze(shop, about_revenue(shop), SAID, date(2026, 12, 1)).until == date(2026, 12, 1)
    with pytest.raises(Refused):
        snooze(shop, about_revenue(shop), SAID, TODAY)
    assert [each.choice for each in records.decisions(shop.store)] == ["accept", "snooze"]


def test_a_review_is_held_once(shop: Workspace) -> None:
    """Twice on a day is once in the file."""
    period = review_period(shop, "week")
    hold(shop, period)
    hold(shop, period)
    assert [(held.start, held.day) for held in records.reviews(shop.store)] == [(date(2026, 11, 16), TODAY)]


def days(workspace: Workspace, period: ReviewPeriod) -> tuple[str, ...]:
    """Return the days of a period and of the one that a KPI is compared with."""
    kpi = find_kpi(workspace, "orders") if all_kpis(workspace) else add_kpi(workspace, {"name": "Orders"})
    before = compared_in(workspace, kpi, period).before.period
    return tuple(day.isoformat() for day in (period.start, period.end, before.start, before.end))


@pytest.mark.parametrize(
    ("by", "label", "expected"),
    [
        ("week", "2026-W47", ("2026-11-16", "2026-11-22", "2026-11-09", "2026-11-15")),
        ("month", "2026-10", ("2026-10-01", "2026-10-31", "2026-09-01", "2026-09-30")),
        ("quarter", "2026-Q3", ("2026-07-01", "2026-09-30", "2026-04-01", "2026-06-30")),
    ],
)
def test_the_newest_period_that_is_over(workspace: Workspace, by: By, label: str, expected: tuple[str, ...]) -> None:
    """Compared with the whole one before it, and seen from its last day."""
    found = review_period(workspace, by)
    assert (found.label, days(workspace, found), found.as_of) == (label, expected, found.end)


def test_a_running_period_is_compared_with_the_same_part(workspace: Workspace) -> None:
    """The days of November that are over with as many of October, seen from today, which is not logged yet."""
    found = review_period(workspace, "month", TODAY)
    assert days(workspace, found) == ("2026-11-01", "2026-11-30", "2026-10-01", "2026-10-22")
    log(workspace, [EntryInput("orders", "3", TODAY)])
    assert days(workspace, found) == ("2026-11-01", "2026-11-30", "2026-10-01", "2026-10-23")
    assert found.as_of == TODAY


def test_a_range_is_compared_with_as_many_days_before(workspace: Workspace) -> None:
    """Cut off at today; one that is still to come, or ends before it begins, is refused."""
    assert days(workspace, range_of(workspace, date(2026, 11, 4), date(2026, 11, 13))) == (
        "2026-11-04", "2026-11-13", "2026-10-25", "2026-11-03",
    )  # fmt: skip
    assert range_of(workspace, date(2026, 11, 20), date(2027, 1, 1)).end == TODAY
    for first, last in ((TODAY + timedelta(days=1), TODAY + timedelta(days=9)), (TODAY, TODAY - timedelta(days=1))):
        with pytest.raises(Refused):
            range_of(workspace, first, last)


def test_back_and_forth_between_periods(workspace: Workspace) -> None:
    """From last week to this week and back; after the running one comes nothing."""
    last = review_period(workspace, "week")
    running = neighbour(workspace, last, 1)
    assert running.label == "2026-W48"
    assert neighbour(workspace, running, 1) == running
    assert neighbour(workspace, running, -1) == last


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """An empty database for all examples."""
    path = str(tmp_path_factory.mktemp("period") / "kpitui.db")
    opened = open_workspace({}, NOW, database=path, language="en")
    yield opened
    opened.close()


@given(by=st.sampled_from(["week", "month", "quarter", "year"]), day=st.dates(date(1, 1, 1), TODAY))
def test_any_day_has_a_period(empty: Workspace, by: By, day: date) -> None:
    """From the first year on: the day is in it, and what it is compared with does not lie after it."""
    found = review_period(empty, by, day)
    assert found.start <= day <= found.end
    start, end, before_start, before_end = days(empty, found)
    assert before_start <= before_end <= end
    assert before_start < start or start == before_start == "0001-01-01"

"""Actions in words, in both languages."""

from __future__ import annotations

from datetime import date

import pytest

from kpitui.core.figures import NUMBER_STYLES
from kpitui.core.goal import Action, ActionState, Expectation, Goal, Target
from kpitui.core.insight.effect import Effect
from kpitui.core.model import Kpi
from kpitui.i18n import use
from kpitui.wording.actions import (
    OUTCOMES,
    SIGNS,
    STATES,
    ActionWording,
    action_facts,
    action_state_word,
    expectation_text,
    progress_text,
    subject,
)

REVENUE = Kpi(1, "revenue", "Revenue", "flow", "EUR")
CONVERSION = Kpi(2, "conversion", "Conversion", "ratio", "%")
STYLE = NUMBER_STYLES["en"]
DAY = date(2026, 3, 3)


def test_every_state_has_a_word_and_two_signs() -> None:
    """The state is told in words; its sign has a plain twin."""
    assert set(STATES) == set(SIGNS)
    assert "cancelled" == action_state_word("dropped")
    assert "␛" == action_state_word("\x1b")
    assert all(plain.isascii() for _sign, plain in SIGNS.values())


@pytest.mark.parametrize(
    ("kpi", "expected", "said"),
    [
        (REVENUE, Expectation(10, percent=True), "+10%"),
        (REVENUE, Expectation(-50), "-€ 50"),
        (CONVERSION, Expectation(4, by=date(2027, 1, 1)), "+4.0 percentage points by Fri 1 Jan 2027"),
        (CONVERSION, Expectation(2.5, percent=True), "+2.5%"),
        (None, Expectation(5), "+5"),
    ],
)
def test_an_expected_effect(kpi: Kpi | None, expected: Expectation, said: str) -> None:
    """A size with its sign and unit, and the day by which it should show."""
    assert said == expectation_text(kpi, expected, STYLE)


def test_the_issue_reads_as_it_was_agreed() -> None:
    """The three sentences of the design: moved, no clear change yet, too early."""
    orders = ActionWording(Kpi(3, "orders", "Orders", "flow"), STYLE)
    assert "since Tue 3 Mar 2026 about 14 higher (between 6 and 22)" == orders.moved(DAY, Effect(14, 6, 22, 28, 14))
    assert "since Tue 3 Mar 2026 about 14 lower (between 6 and 22)" == orders.moved(DAY, Effect(-14, -22, -6, 28, 14))
    assert "no clear change yet (between -5 and +12)" == orders.moved(DAY, Effect(3, -5, 12, 28, 14))
    assert "too early to tell: 3 of 7 days" == orders.waiting("day", 28, 3, 14, 7)
    assert "too few values before the action: 3 of 14" == orders.waiting("day", 3, 9, 14, 7)
    assert "already falling before the action" == orders.moving_already(-1)


@pytest.mark.parametrize("outcome", OUTCOMES)
@pytest.mark.parametrize("language", ["en", "nl"])
def test_every_outcome_names_what_was_expected(outcome: str, language: str) -> None:
    """The size that was expected stands in the sentence, and until when there is time."""
    use(language)
    said = ActionWording(REVENUE, STYLE).compared(outcome, 50, DAY, DAY)  # type: ignore[arg-type]
    assert "+€ 50" in said
    assert "2026" in said


TODAY = date(2026, 11, 23)
ORDERS = Kpi(1, "orders", "Orders", "flow")
GOAL = Goal(4, "", "More orders", 1, "total", TODAY, date(2026, 12, 31), (Target(TODAY, 5),))


def test_what_an_action_is_for() -> None:
    """Its own KPI goes before its goal; without either it is for the whole business."""
    action = Action(1, "", "call")
    assert "Orders" == subject(action._replace(kpi=1, goal=4), ORDERS, GOAL)
    assert "More orders" == subject(action._replace(goal=4), ORDERS, GOAL)
    assert "all KPIs" == subject(action, None, None)


@pytest.mark.parametrize(
    ("state", "due", "finished", "said"),
    [
        ("planned", None, None, "planned"),
        ("started", None, None, "started"),
        ("planned", TODAY, None, "due today"),
        ("started", date(2026, 11, 20), None, "overdue since Fri 20 Nov 2026"),
        ("planned", date(2026, 11, 27), None, "due Fri 27 Nov 2026"),
        ("done", date(2026, 11, 27), TODAY, "done Mon 23 Nov 2026"),
        ("dropped", None, TODAY, "cancelled Mon 23 Nov 2026"),
    ],
)
def test_the_day_that_matters(state: ActionState, due: date | None, finished: date | None, said: str) -> None:
    """An open action tells when it is due, one that is over when it ended."""
    assert said == progress_text(Action(1, "", "call", due=due, state=state, finished=finished), TODAY)


def test_only_what_applies_is_told() -> None:
    """A bare action has a state; a full one everything that was planned, and why it was cancelled."""
    style = NUMBER_STYLES["en"]
    assert [("status", "planned")] == action_facts(Action(1, "", "call"), None, None, style)
    full = Action(1, "", "call", 1, 4, TODAY, Expectation(-3), "dropped", TODAY, TODAY, "no time")
    names = [name for name, _text in action_facts(full, ORDERS, GOAL, style)]
    assert ["status", "KPI", "goal", "due", "started on", "ended on", "expected", "Reason"] == names

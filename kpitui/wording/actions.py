"""Actions in words: what there is to know about one, the effect that is expected, and what was seen since it started.

Facts are pairs of a name and a text; the shell and the app show the same. No sentence says that an action brought
something about: only what was seen since.
"""

from __future__ import annotations

from datetime import date
from math import ceil, floor, log10

from kpitui.core.errors import mark
from kpitui.core.figures import NumberStyle, format_number
from kpitui.core.goal import Action, Expectation, Goal
from kpitui.core.model import Kpi
from kpitui.i18n import _, plural
from kpitui.i18n.harmless import harmless
from kpitui.wording import Fact
from kpitui.wording.dates import day_text, periods_text
from kpitui.wording.numbers import difference

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from kpitui.core.insight.effect import Effect, Outcome
    from kpitui.services.actions.effects import ActionEffect, ActionWithEffect, EffectDay

STATES = {
    "planned": mark("planned"),
    "started": mark("started"),
    "done": mark("done"),
    "dropped": mark("cancelled"),
}
SIGNS = {"planned": ("○", "o"), "started": ("▶", ">"), "done": ("✔", "+"), "dropped": ("✘", "x")}
"""Each state with its sign, and the sign where only ASCII can be shown."""

OUTCOMES: dict[Outcome, str] = {
    "as expected": mark("you expected {expected}, and the number changed about that much"),
    "more": mark("you expected {expected}, and the number changed more than that"),
    "less": mark("you expected {expected}, and the number changed less than that"),
    "other way": mark("you expected {expected}, but the number went the other way"),
    "open": mark("you expected {expected}, and it is too early to tell whether you get it"),
}


def due_actions_text(count: int) -> str:
    """Return how many actions are due."""
    return plural("{n} action due", "{n} actions due", count).format(n=count)


def action_state_word(state: str) -> str:
    """Return where an action is in its life."""
    return _(STATES[state]) if state in STATES else harmless(state)


def expectation_text(kpi: Kpi | None, expected: Expectation, style: NumberStyle) -> str:
    """Return the effect that is expected: ``+10% by Fri 1 Jan 2027``."""
    if expected.percent or kpi is None:
        decimals = 0 if expected.size == round(expected.size) else 1
        size = format_number(expected.size, decimals, style, signed=True) + ("%" if expected.percent else "")
    else:
        size = difference(kpi, expected.size, style, signed=True)
    if expected.by is None:
        return size
    return _("{effect} by {day}").format(effect=size, day=day_text(expected.by))


def looked_text(until: date, following: date | None) -> str:
    """Tell up to which day an effect was looked at, and when it is looked at again."""
    if following is None:
        return _("Checked with the numbers up to {day}, for the second and last time").format(day=day_text(until))
    template = _("Checked with the numbers up to {day}. One more check follows on {next}")
    return template.format(day=day_text(until), next=day_text(following))


def others_text(count: int) -> str:
    """Tell that the figures are shared with other actions, whose part in them cannot be told apart."""
    return plural(
        "{n} other action started since then: the numbers can't tell which action did what",
        "{n} other actions started since then: the numbers can't tell which action did what",
        count,
    ).format(n=count)


class ActionWording:
    """Words what was seen of the KPI of an action."""

    def __init__(self, kpi: Kpi, style: NumberStyle) -> None:
        self.kpi = kpi
        self.style = style

    def moved(self, day: date, effect: Effect) -> str:
        """Tell in a few words whether the level moved."""
        if not effect.clear:
            template = _("no clear change yet (between {low} and {high})")
            return template.format(low=self._apart(effect.low, signed=True), high=self._apart(effect.high, signed=True))
        low, high = sorted((abs(effect.low), abs(effect.high)))
        template = (
            _("since {day} about {difference} higher (between {low} and {high})")
            if effect.difference > 0
            else _("since {day} about {difference} lower (between {low} and {high})")
        )
        return template.format(
            day=day_text(day), difference=self._apart(abs(effect.difference)), low=self._apart(low),
            high=self._apart(high),
        )  # fmt: skip

    def waiting(self, period: str, before: int, after: int, needed_before: int, needed_after: int) -> str:
        """Tell how many values are still needed: ``too early to see: 3 of 14 days``."""
        if before < needed_before:
            return _("too few values before the action: {known} of {needed}").format(known=before, needed=needed_before)
        return _("too early to tell: {known} of {needed}").format(
            known=after, needed=periods_text(needed_after, period)
        )

    def moving_already(self, direction: int) -> str:
        """Tell of a trend before it, which forbids to compare means."""
        return _("already rising before the action") if direction > 0 else _("already falling before the action")

    def compared(self, outcome: Outcome, expected: float, by: date | None, today: date) -> str:
        """Tell how a change compares with the one that was expected, and until when there is still time."""
        size = self._apart(expected, signed=True)
        if by is not None:
            size = _("{effect} by {day}").format(effect=size, day=day_text(by))
        text = _(OUTCOMES[outcome]).format(expected=size)
        return f"{text} ({_('so far')})" if by is not None and by >= today and outcome != "open" else text

    def _apart(self, value: float, *, signed: bool = False) -> str:
        return difference(self.kpi, value, self.style, signed=signed)


def subject(action: Action, kpi: Kpi | None, goal: Goal | None) -> str:
    """Return what an action is for, in a name: its own KPI, else its goal, else the whole business."""
    if action.kpi is not None and kpi is not None:
        return kpi.name
    return goal.title if goal is not None else _("all KPIs")


def progress_text(action: Action, today: date) -> str:
    """Return where an action is in its life, with the day that matters: ``due Fri 27 Nov``, ``done Mon 2 Mar``."""
    if action.finished is not None:
        return f"{action_state_word(action.state)} {day_text(action.finished)}"
    if action.due is None:
        return action_state_word(action.state)
    if action.due == today:
        return _("due today")
    template = _("overdue since {day}") if action.due < today else _("due {day}")
    return template.format(day=day_text(action.due))


def action_facts(action: Action, kpi: Kpi | None, goal: Goal | None, style: NumberStyle) -> list[Fact]:
    """Return what was planned and how far it is; what does not apply is left out."""
    facts = [(_("status"), action_state_word(action.state))]
    if kpi is not None:
        facts.append(("KPI", f"{kpi.name} ({kpi.key})"))
    if goal is not None:
        facts.append((_("goal"), f"{goal.id} {goal.title}"))
    facts += [
        (name, day_text(day))
        for name, day in (
            (_("due"), action.due),
            (_("started on"), action.started),
            (_("ended on"), action.finished),
        )
        if day is not None
    ]
    if action.expected is not None:
        facts.append((_("expected"), expectation_text(kpi, action.expected, style)))
    if action.reason:
        facts.append((_("Reason"), action.reason))
    return facts


def effect_sentences(action: Action, effect: ActionEffect, style: NumberStyle, today: date) -> list[str]:
    """Return how the KPI of an action did since it started in full sentences, and how that compares with the plan."""
    from kpitui.wording.signals import comparison_sentences

    sentences = comparison_sentences(effect.kpi, effect.view, style)
    if effect.view.looked_until is not None and effect.view.effect is not None:
        sentences.append(looked_text(effect.view.looked_until, effect.view.next_look))
    if effect.outcome is not None and effect.expected is not None:
        by = action.expected.by if action.expected else None
        sentences.append(ActionWording(effect.kpi, style).compared(effect.outcome, effect.expected, by, today))
    if effect.others and effect.view.effect is not None:
        sentences.append(others_text(effect.others))
    return sentences


def effect_words(effect: ActionEffect, style: NumberStyle) -> str:
    """Return how the KPI of an action did since it started in a few words, for a list."""
    view, wording = effect.view, ActionWording(effect.kpi, style)
    if view.already:
        return wording.moving_already(view.already)
    if view.effect is None:
        return wording.waiting(view.period, view.before, view.after, view.needed_before, view.needed_after)
    return wording.moved(view.day, view.effect)


def seen_sentence(kpi: Kpi, expected: Expectation, seen: EffectDay, style: NumberStyle) -> str:
    """Return from which day on the effect that is expected can be seen, or why there is no such day."""
    from kpitui.core.insight.effect import FEWEST_BEFORE, FEWEST_NOISE, LONGEST, WEEKS_AHEAD

    size = expectation_text(kpi, expected._replace(by=None), style)
    if seen.reason == "trend":
        return _("{kpi} is already changing, so the {size} you expect won't stand out").format(kpi=kpi.name, size=size)
    if seen.reason == "history":
        needed = max(FEWEST_BEFORE[seen.period], FEWEST_NOISE[seen.period])
        needed_text = periods_text(needed, seen.period)
        return _("Too early to tell when you can see a change of {size}: {n} of {needed} with data").format(
            size=size, n=min(seen.before, needed), needed=needed_text
        )
    if seen.day is None:
        least = expectation_text(kpi, expected._replace(size=_least(expected, seen), by=None), style)
        longest = WEEKS_AHEAD if seen.period == "day" else LONGEST[seen.period]
        span = periods_text(longest, "week" if seen.period == "day" else seen.period)
        return _(
            "Normal ups and downs hide a change of {size} within {span}. The smallest change that would show: {least}"
        ).format(size=size, span=span, least=least)
    from kpitui.wording.forecasts import chance_number

    template = _("From {day} on, the chance of seeing the {size} you expect is {chance}")
    if seen.reason == "deadline":
        template = _(
            "From {day} on, the chance of seeing the {size} you expect is {chance}. That is after the deadline"
        )
    return template.format(size=size, day=day_text(seen.day), chance=chance_number(seen.power))


def _least(expected: Expectation, seen: EffectDay) -> float:
    """Return the smallest size that can be seen, rounded up to two digits, the way of what was expected."""
    least = seen.least or 0.0
    if least > 0:
        unit = 10.0 ** (floor(log10(least)) - 1)
        least = ceil(least / unit - 1e-9) * unit
    return least if expected.size > 0 else -least


def actions_facts(recent: Iterable[ActionWithEffect], style: NumberStyle, today: date) -> list[Fact]:
    """Return the actions for a goal, each with where it is and what was seen since it started."""
    facts = []
    for action, effect in recent:
        words = f"; {effect_words(effect, style)}" if effect else ""
        facts.append((_("action"), f"{action.what}: {progress_text(action, today)}{words}"))
    return facts


def seen_sentences(recent: Iterable[ActionWithEffect], style: NumberStyle) -> list[str]:
    """Return what was seen of a KPI since the actions on it, a sentence each."""
    return [f"{action.what}: {effect_words(effect, style)}" for action, effect in recent if effect is not None]

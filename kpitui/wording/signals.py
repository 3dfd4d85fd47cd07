"""What changed, in sentences: with the number, what it is compared with, the span, and how little that may rest on.

No sentence says why, and none says more than its figures: words such as those for certainty are kept out by a test.
"""

from __future__ import annotations

from datetime import date

from kpitui.core.cadence import cadence_by
from kpitui.core.errors import mark
from kpitui.core.figures import NumberStyle, format_number, is_currency
from kpitui.core.insight.effect import Effect
from kpitui.core.insight.expected_value import Expected
from kpitui.core.insight.links import Link
from kpitui.core.insight.next_step import Advice, Assurance, Sense, Step
from kpitui.core.insight.trend import Direction
from kpitui.core.insight.xmr_limits import FEWEST, Limits
from kpitui.core.model import Kpi
from kpitui.i18n import _, plural
from kpitui.services.insight.comparisons import EffectView, GoalSummary, KpiSummary, LinkView
from kpitui.services.insight.signals import Shifted, Surprise, TrendView
from kpitui.wording import Fact
from kpitui.wording.dates import day_text, periods_text
from kpitui.wording.numbers import (
    estimate,
    estimated_differences,
    estimates_together,
    rates_of_change,
    values_together,
    written,
)

SMALLEST_BASE = 10
"""A level below this is no ground for a percentage."""

STEPS: dict[Step, str] = {
    "keep going": mark("Keep going: on track, nothing unusual"),
    "hold what helped": mark("It got better. Note what you did differently and keep doing it"),
    "look before it costs": mark("Still on track, but getting worse. Find out now what changed"),
    "catching up": mark("Keep going: behind for now, but you will probably get there in time"),
    "change the process": mark("Not enough, and nothing is changing. Plan an action, or choose another target"),
    "build on what helped": mark(
        "Not enough yet, but improving over time. Note what you did differently and do more of it"
    ),
    "act now": mark("Not enough, and getting worse. Find out what changed and act now"),
    "plan an action": mark("It could go either way, and nothing is changing. One more action can make the difference"),
    "repeat what helped": mark(
        "It could go either way, but it is improving over time. Note what you did differently and do more of it"
    ),
    "turn it round": mark("It could go either way, and it is getting worse. Find out what changed and act now"),
    "make it last": mark("Good so far, but probably not enough by the deadline. Plan an action"),
    "act before it slips": mark("Good so far, but getting worse. Find out what changed and act now"),
    "so many of ten": mark(
        "You can no longer reach every period. Allow some misses (such as {share} reached) and say why, or close "
        "the goal"
    ),
    "fewer of ten": mark(
        "The goal can no longer be reached. Allow more misses (such as {share} reached), choose a "
        "later deadline, or close it"
    ),
    "raise or close": mark("You passed the cap, so you can't stay under it. Raise it and say why, or close the goal"),
    "extend or lower": mark(
        "The goal can no longer be reached. Choose a later deadline or an easier target, or close it"
    ),
    "close it": mark("Reached. Close the goal with your lesson, or aim higher"),
    "log first": mark("Log the missing numbers first: nobody can tell without them"),
    "log to decide": mark("Log the missing numbers first: they decide whether you can still reach the goal"),
    "log to see": mark(
        "On track according to the latest numbers. Log the missing ones to see whether that is still so"
    ),
    "no total": mark(
        "These numbers are never added up, so this total says nothing. Close this goal and add one for the level"
    ),
    "decide": mark("Missing numbers decide how the goal ended. Log them, or choose the outcome and close it"),
}
TOO_MUCH: dict[Step, str] = {
    "catching up": mark("Keep going: more than planned so far, but you will probably stay within the limit"),
    "change the process": mark("Too much, and nothing is changing. Plan an action, or choose another target"),
    "build on what helped": mark(
        "Still too much, but improving over time. Note what you did differently and do more of it"
    ),
    "act now": mark("Too much, and getting worse. Find out what changed and act now"),
    "make it last": mark("Good so far, but probably too much by the deadline. Plan an action"),
}
"""The steps of a goal that is not to be passed, where those of one that is to be reached say "not enough"."""

INSIDE: dict[Step, str] = {
    "change the process": mark(
        "You will probably not reach the target often enough, and nothing is changing. Plan an action, or choose "
        "another target"
    ),
    "build on what helped": mark(
        "Not reached often enough yet, but improving over time. Note what you did differently and do more of it"
    ),
    "make it last": mark("Good so far, but it will probably not last until the deadline. Plan an action"),
    "close it": mark("Reached. Close the goal with your lesson, or choose a narrower range"),
}
"""The same of a goal between two edges that is between them."""

NEARS: dict[tuple[Step, bool], str] = {
    ("look before it costs", True): mark(
        "Still on track, but nearing the upper limit of {edge}. Find out now what changed"
    ),
    ("look before it costs", False): mark(
        "Still on track, but nearing the lower limit of {edge}. Find out now what changed"
    ),
    ("turn it round", True): mark(
        "It could go either way: the number is nearing the upper limit of {edge}. Find out what changed and act now"
    ),
    ("turn it round", False): mark(
        "It could go either way: the number is nearing the lower limit of {edge}. Find out what changed and act now"
    ),
    ("act before it slips", True): mark(
        "Good so far, but nearing the upper limit of {edge}. Find out what changed and act now"
    ),
    ("act before it slips", False): mark(
        "Good so far, but nearing the lower limit of {edge}. Find out what changed and act now"
    ),
    ("act now", True): mark(
        "The number will probably leave the range you chose: it is nearing the upper limit of "
        "{edge}. Find out what changed and act now"
    ),
    ("act now", False): mark(
        "The number will probably leave the range you chose: it is nearing the lower limit of "
        "{edge}. Find out what changed and act now"
    ),
}
"""The steps of a goal that is between its two edges and moves towards one of them, the upper one where True."""

EARLY: dict[tuple[Step, Sense], str] = {
    ("change the process", "floor"): mark(
        "It is not enough, and it is too early to tell whether anything is changing. "
        "Plan an action, or choose another target"
    ),
    ("change the process", "ceiling"): mark(
        "It is too much, and it is too early to tell whether anything is changing. "
        "Plan an action, or choose another target"
    ),
    ("change the process", "band"): mark(
        "You will probably not reach the target often enough, and it is too early to tell whether anything is "
        "changing. Plan an action, or choose another target"
    ),
    ("plan an action", "floor"): mark(
        "It could go either way, and it is too early to tell whether anything is changing. "
        "One more action can make the difference"
    ),
}
"""The steps of a KPI with too few values to say that nothing changes."""

AIM_LOWER = mark("Reached. Close the goal with your lesson, or aim lower")

ASSURANCES: dict[Assurance, str] = {
    "normally met": mark("if things go on like this, you usually reach it"),
    "hit and miss": mark("if things go on like this, you sometimes reach it"),
    "out of reach": mark("out of reach as things are now. Something has to change"),
}
PER = {
    "week": mark("{slope} a week"),
    "month": mark("{slope} a month"),
    "quarter": mark("{slope} a quarter"),
}


def advice_text(kpi: Kpi, advice: Advice, style: NumberStyle) -> str:
    """Return what to do next for a goal of *kpi*."""
    step = advice.step
    if advice.edge is not None and (step, advice.upper) in NEARS:
        return _(NEARS[step, advice.upper]).format(edge=written(kpi, advice.edge, style))
    if step == "close it" and advice.down:
        return _(AIM_LOWER)
    if advice.early:
        early = EARLY.get((step, advice.sense)) or EARLY.get((step, "floor"))
        if early is not None:
            return _(early)
    words: dict[Step, str] = {"floor": {}, "ceiling": TOO_MUCH, "band": INSIDE}[advice.sense]
    share = "/".join(map(str, advice.share)) if advice.share else ""
    return _(words.get(step, STEPS[step])).format(share=share)


def assurance_text(assurance: Assurance) -> str:
    """Return how a target lies to the natural limits."""
    return _(ASSURANCES[assurance])


def signal_text(kpi: Kpi, signal: Surprise | Shifted, style: NumberStyle) -> str:
    """Return what is new of a KPI as a sentence."""
    wording = SignalWording(kpi, style)
    if isinstance(signal, Surprise):
        return wording.surprise(signal.day, signal.value, signal.expected)
    return wording.shift(signal.since, signal.shift.effect)


def trend_text(kpi: Kpi, view: TrendView, style: NumberStyle) -> str:
    """Return which way a KPI goes as a sentence."""
    return SignalWording(kpi, style).trend(view.direction, view.period, view.values, view.needed, view.level)


def summary_sentences(summary: KpiSummary, style: NumberStyle) -> list[str]:
    """Return what there is to say of a KPI: what is new, which way it goes, its normal range."""
    kpi, segment = summary.kpi, summary.segment
    sentences = [signal_text(kpi, summary.signal, style)] if summary.signal is not None else []
    if summary.trend is not None:
        sentences.append(trend_text(kpi, summary.trend, style))
    if segment is not None:
        count = segment.last - segment.first + 1
        sentences.append(SignalWording(kpi, style).limits(segment.limits_now, count, FEWEST))
    return sentences


def summary_facts(summary: GoalSummary, style: NumberStyle) -> list[Fact]:
    """Return what follows for a goal from the natural limits and signals of its KPI."""
    facts = []
    if summary.signal is not None:
        facts.append((_("signal"), signal_text(summary.kpi, summary.signal, style)))
    if summary.assurance is not None:
        facts.append((_("target"), _assured(summary, style)))
    facts += [(_("driver"), link_text(link.driver, summary.kpi, link.view, style)) for link in summary.links]
    if summary.advice is not None:
        facts.append((_("next step"), advice_text(summary.kpi, summary.advice, style)))
    return facts


def _assured(summary: GoalSummary, style: NumberStyle) -> str:
    """Return how a target lies to the natural limits, with what they are."""
    text = assurance_text(summary.assurance) if summary.assurance else ""
    if summary.limits is None:
        return text
    normal = SignalWording(summary.kpi, style).normal_range(summary.limits)
    return _("{text} (normal range: {range})").format(text=text, range=normal)


def proposal_text(day: date, *, follows_trend: bool) -> str:
    """Return what is proposed for the natural limits of a KPI from *day* on."""
    text = (
        _("A trend since {day}. Let the normal range follow it?")
        if follows_trend
        else _("Shifted on {day}. Recalculate the normal range from there?")
    )
    return text.format(day=day_text(day))


def comparison_sentences(kpi: Kpi, view: EffectView, style: NumberStyle) -> list[str]:
    """Return how a KPI did after a day, compared with before."""
    wording = SignalWording(kpi, style)
    if view.already:
        return [wording.already(view.day, view.already)]
    if view.effect is None:
        early = wording.too_early(view.day, view.period, view.before, view.after, view.needed_before, view.needed_after)
        return [early]
    sentences = [wording.effect(view.day, view.effect)]
    return [*sentences, wording.unusual(view.day, view.unusual)] if view.unusual else sentences


def link_text(leading: Kpi, following: Kpi, view: LinkView, style: NumberStyle) -> str:
    """Return whether one KPI moves before another, as a sentence."""
    if view.arithmetic:
        text = _("{name} and {other}: one is calculated from the other")
        return text.format(name=leading.name, other=following.name)
    return SignalWording(leading, style).link(following.name, view.link, view.period, view.common, view.needed)


class SignalWording:
    """Words what was found out about one KPI."""

    def __init__(self, kpi: Kpi, style: NumberStyle) -> None:
        self.kpi = kpi
        self.style = style

    def surprise(self, day: date, value: float, expected: Expected) -> str:
        """Tell of a newest value that its past did not lead to expect."""
        if expected.silence:
            return self._silence(day, expected)
        if expected.sparse:
            template = (
                _(
                    "{day}: {value}, unusually high. On a day with more than 0, about {usual} is normal (based on"
                    " {n} days)"
                )
                if expected.far > 0
                else _(
                    "{day}: {value}, unusually low. On a day with more than 0, about {usual} is normal (based on "
                    "{n} days)"
                )
            )
        else:
            template = (
                _("{day}: {value}, unusually high. Normal would be about {usual} (based on {n} values)")
                if expected.far > 0
                else _("{day}: {value}, unusually low. Normal would be about {usual} (based on {n} values)")
            )
        # The value as it was logged, and beside it what is no more than an estimate; of money both alike.
        shown, usual = values_together(self.kpi, (value, expected.usual), self.style)
        if not is_currency(self.kpi.unit):
            shown, usual = written(self.kpi, value, self.style), estimate(self.kpi, expected.usual, self.style)
        return template.format(day=day_text(day), value=shown, usual=usual, n=expected.values)

    def _silence(self, day: date, expected: Expected) -> str:
        """Tell of nothing that lasts longer than ever before."""
        template = _("{day}: nothing for {span}. The longest gap before was {longest} (based on {n} values)")
        period = cadence_by(self.kpi.cadence)
        return template.format(
            day=day_text(day),
            span=periods_text(expected.silence, period),
            longest=periods_text(expected.longest_silence, period),
            n=expected.values,
        )

    def range(self, effect: Effect) -> tuple[str, str]:
        """Return the least and the most that a level moved, without the way."""
        _apart, low, high = self._apart(abs(effect.difference), *sorted((abs(effect.low), abs(effect.high))))
        return low, high

    def shift(self, since: date, effect: Effect) -> str:
        """Tell of a level that moved on a day and stayed: by how much, and on how many values that rests."""
        edges = sorted((abs(effect.low), abs(effect.high)))
        apart, low, high = self._apart(abs(effect.difference), *edges)
        template = (
            _("About {difference} higher since {day} (between {low} and {high})")
            if effect.difference > 0
            else _("About {difference} lower since {day} (between {low} and {high})")
        )
        template += ", " + _("based on {before} values before and {after} after")
        return template.format(
            day=day_text(since), difference=apart, low=low, high=high, before=effect.before, after=effect.after
        )

    def effect(self, day: date, effect: Effect) -> str:
        """Tell how it has been since a day, without saying that the day brought it about."""
        if effect.clear:
            return self.shift(day, effect)
        template = _(
            "No clear change since {day}: the difference is between {low} and {high} (based on {before} "
            "values before and {after} after)"
        )
        low, high = self._apart(effect.low, effect.high, signed=True)
        return template.format(day=day_text(day), low=low, high=high, before=effect.before, after=effect.after)

    def too_early(self, day: date, period: str, before: int, after: int, needed_before: int, needed_after: int) -> str:
        """Tell how many values are still needed before and after a day."""
        if before < needed_before:
            template = _("Too few values before {day} to compare with: {known} of {needed}")
            return template.format(day=day_text(day), known=before, needed=needed_before)
        template = _("Too early to compare: {known} of {needed} since {day}")
        return template.format(day=day_text(day), known=after, needed=periods_text(needed_after, period))

    def already(self, day: date, direction: int) -> str:
        """Tell of a trend before a day, which forbids to compare means."""
        template = (
            _("The number was already rising before {day}")
            if direction > 0
            else _("The number was already falling before {day}")
        )
        return template.format(day=day_text(day))

    def unusual(self, day: date, direction: int) -> str:
        """Tell that the days before were not like others, so that a return to the usual is to be expected."""
        template = (
            _("Note: the days before {day} were unusually high")
            if direction > 0
            else _("Note: the days before {day} were unusually low")
        )
        return template.format(day=day_text(day))

    def trend(self, direction: Direction | None, period: str, values: int, needed: int, level: float | None) -> str:
        """Tell which way it goes and by how much, or that this cannot be told; *values* steps were looked at."""
        if values < needed:
            return _("Too early to see a trend: {known} so far, {needed} needed").format(
                known=periods_text(values, period), needed=needed
            )
        if direction is None:
            return _("No clear trend in {span}").format(span=periods_text(values, period))
        if direction.shape != "slope":
            return self._not_steady(direction, period, values)
        trend = direction.trend
        template = (
            _("Rising by about {slope} over {span} (likely {low} to {high})")
            if trend.slope > 0
            else _("Falling by about {slope} over {span} (likely {low} to {high})")
        )
        rates = (abs(trend.slope), *sorted((abs(trend.low), abs(trend.high))))
        steep, low, high = rates_of_change(self.kpi, rates, self.style)
        slope = _(PER[period]).format(slope=steep)
        text = template.format(slope=slope, low=low, high=high, span=periods_text(trend.values, period))
        if level is not None and abs(level) >= SMALLEST_BASE:
            share = format_number(100 * abs(trend.slope / level), 1, self.style)
            text += ", " + _("that is {share}% of the usual level").format(share=share)
        return text

    def _not_steady(self, direction: Direction, period: str, values: int) -> str:
        """Tell of a level that moved, but not bit by bit as far as can be told."""
        early, late = estimates_together(self.kpi, (direction.early, direction.late), self.style)
        if direction.shape == "step" or early == late or (direction.late > direction.early) != direction.rises:
            template = _("No steady trend in {span}: the level shifted all at once")
            return template.format(span=periods_text(values, period))
        template = (
            _(
                "Up from about {early} to about {late} in {span}. Too early to tell whether this was gradual or "
                "all at once"
            )
            if direction.rises
            else _(
                "Down from about {early} to about {late} in {span}. Too early to tell whether this was gradual or"
                " all at once"
            )
        )
        return template.format(early=early, late=late, span=periods_text(values, period))

    def link(self, other: str, link: Link | None, period: str, common: int, needed: int) -> str:
        """Tell whether this KPI moves before the one named *other*."""
        name = self.kpi.name
        if common < needed:
            return _("{name} and {other}: too few values to compare, {known} of {needed}").format(
                name=name, other=other, known=common, needed=needed
            )
        if link is None or not link.clear:
            return _("{name} and {other}: no clear link in {span}").format(
                name=name, other=other, span=periods_text(common, period)
            )
        if link.lag == 0:
            together = (
                _(
                    "{name} and {other} rise and fall together (based on {span}). That does not say which moves "
                    "the other"
                )
                if link.correlation > 0
                else _(
                    "{name} and {other} move in opposite directions (based on {span}). That does not say which "
                    "moves the other"
                )
            )
            return together.format(name=name, other=other, span=periods_text(common, period))
        first = (
            _(
                "{name} and {other} rise and fall together, {name} about {lag} earlier (based on {span}). That "
                "does not say which moves the other"
            )
            if link.correlation > 0
            else _(
                "when {name} rises, {other} falls about {lag} later (based on {span}). That does not say which "
                "moves the other"
            )
        )
        lag, span = periods_text(link.lag, period), periods_text(common, period)
        return first.format(name=name, other=other, lag=lag, span=span)

    def limits(self, limits: Limits | None, count: int, fewest: int) -> str:
        """Tell the natural limits, and how firm they are."""
        if limits is None:
            missing = fewest - count
            return plural(
                "{n} more value needed to show a normal range", "{n} more values needed to show a normal range", missing
            ).format(n=missing)
        normal = _("Normal range: {range}").format(range=self.normal_range(limits))
        return f"{normal} ({self.rests_on(limits)})"

    def normal_range(self, limits: Limits) -> str:
        """Return what is normal: ``340 to 780``, ``780 or less``."""
        low, high = limits.lower, limits.upper
        if low is None and high is None:
            return _("any value is normal here")
        template = _("{high} or less") if low is None else _("{low} or more") if high is None else _("{low} to {high}")
        lower, upper = estimates_together(self.kpi, (low or 0.0, high or 0.0), self.style)
        return template.format(low=lower, high=upper)

    def rests_on(self, limits: Limits) -> str:
        """Tell on how many values limits rest."""
        if limits.provisional:
            return _("provisional: {n} values so far").format(n=limits.values)
        return _("based on {n} values").format(n=limits.values)

    def _apart(self, *values: float, signed: bool = False) -> list[str]:
        return estimated_differences(self.kpi, values, self.style, signed=signed)

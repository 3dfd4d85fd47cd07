"""What is compared by statistics: a KPI before and after a day, one KPI before another, and what there is to sum up.

A summary is what is worth a sentence on the page of a KPI or a goal. The series come from `insight`, the rules from
`kpitui.core.insight`; how it is said is told by `kpitui.wording.signals`.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from datetime import date, timedelta
from functools import partial
from statistics import fmean

from kpitui.core.cadence import Span, cadence_by
from kpitui.core.insight.anomaly import expected_from_past
from kpitui.core.insight.effect import (
    FEWEST_AFTER,
    FEWEST_BEFORE,
    FIRST_LOOK,
    SPAN,
    SURE,
    Effect,
    effect_between,
    latest_look,
    next_look,
)
from kpitui.core.insight.links import FEWEST, LAGS, Link, link_of
from kpitui.core.insight.next_step import Advice, Assurance, assurance_of
from kpitui.core.insight.outliers import without_outliers
from kpitui.core.insight.season import recent_season
from kpitui.core.insight.trend import trend_of, weekly_means
from kpitui.core.insight.xmr_limits import Limits, Segment
from kpitui.core.model import Kpi
from kpitui.core.record import Record
from kpitui.core.recurring import by_of
from kpitui.core.standing import OPEN
from kpitui.services.goals import GoalView, record_of
from kpitui.services.insight import SlotValues, limits_of, slot_from, slot_values
from kpitui.services.insight.signals import (
    Shifted,
    Surprise,
    TrendView,
    advice_for,
    fewest_steps,
    has_left_limits,
    in_steps,
    signal_of,
    trend_of_kpi,
)
from kpitui.services.reading import adds_up, is_over_longer, sources_of
from kpitui.services.summaries import Summaries
from kpitui.services.workspace import Workspace
from kpitui.store.records import all_kpis

LINKED_DAYS = 182
WEEK_BEFORE = 7


class EffectView(Record):
    """How a KPI did after a day, compared with before."""

    day: date
    period: Span
    effect: Effect | None
    """None while there are too few values, or when there was a trend already."""
    before: int
    after: int
    needed_before: int
    needed_after: int
    already: int
    """1 when it was rising before that day, -1 when it was falling, else 0."""
    level: float | None
    """The mean of the values before, as compared; None without any."""
    unusual: int
    """1 when a value of the week before was unusually high, -1 when one was low, else 0."""
    looked_until: date | None = None
    """The last day that counts, where it is looked at on days named beforehand and the first of them is over."""
    next_look: date | None = None
    """The day on which it is looked at next; None where any day will do, or when no look is left."""


class LinkView(Record):
    """Whether one KPI moves before another."""

    link: Link | None
    """None with too few common periods, or when there is nothing to compare."""
    period: Span
    common: int
    needed: int
    arithmetic: bool
    """Whether the one is computed from the other, so that there is nothing to find out."""


class Looks(Record):
    """The days, named beforehand, on which it is looked at: after so many slots, and after twice as many."""

    first: int | None = None
    """Slots until the first look; None takes as many as are usual for the KPI."""
    again: int = 1
    """How often it is looked at again, each time after twice as long."""


def effect_since(
    workspace: Workspace, kpi: Kpi, day: date, *, crossing: date | None = None, looks: Looks | None = None
) -> EffectView:
    """Return how a KPI did from *day* on, compared with up to 84 days, 26 weeks or 12 months before it.

    The days before do not reach back across *crossing*, the day of another action. With *looks* only the values up to
    the latest of them count, so that who looks every day sees no more than who looks on these days alone.
    """
    effect = _compared(workspace, kpi, day, crossing, looks)
    slots = effect.series.slots
    until = None if effect.look is None else slots.last_day(effect.begin + effect.look - 1)
    following = None if effect.next is None else slots.last_day(effect.begin + effect.next - 1)
    return EffectView(
        day,
        slots.period,
        effect.effect,
        len(effect.before),
        len(effect.after),
        FEWEST_BEFORE[slots.period],
        effect.needed_after,
        effect.already,
        fmean(effect.before) if effect.before else None,
        _unusual(effect.series, effect.split, effect.begin),
        until,
        following,
    )


def looks_by(workspace: Workspace, kpi: Kpi, start: date, named: date | None) -> Looks:
    """Return the looks at a change of *kpi* since *start* that is to show by *named*, if a day was named."""
    if named is None or named <= start:
        return Looks()
    return Looks(max(1, len(slot_values(workspace, kpi).slots.between(start, named))))


def change_since(workspace: Workspace, kpi: Kpi, day: date, *, sure: float) -> Effect | None:
    """Return by how much the level of a KPI differs from *day* on; None with too few values, or with a trend before.

    *sure* is the share of outcomes within its range. What `effect_since` tells besides is not worked out: it is slow
    where many KPIs are looked at.
    """
    return _compared(workspace, kpi, day, None, None, sure=sure).effect


class _Comparison(Record):
    series: SlotValues
    split: int
    """The index of the first value after the day."""
    begin: int
    """The slot of the day."""
    before: list[float]
    after: list[float]
    needed_after: int
    already: int
    effect: Effect | None
    look: int | None
    next: int | None
    """How many slots the latest look and the next one cover."""


def _compared(
    workspace: Workspace, kpi: Kpi, day: date, crossing: date | None, looks: Looks | None, *, sure: float = SURE
) -> _Comparison:
    series = slot_values(workspace, kpi)
    slots, begin = series.slots, slot_from(series.slots, day)
    split = bisect_left(series.numbers, begin)
    first = bisect_left(series.numbers, begin - SPAN[slots.period])
    if crossing is not None:
        first = max(
            first,
            next((index for index, slot in enumerate(series.numbers) if slots.first_day(slot) >= crossing), split),
        )
    rhythm = recent_season(series.numbers[:split], series.values[:split], slots.season)
    plain = without_outliers(series.numbers, rhythm.without(series.numbers, series.values), slots.season)
    before, after = plain[first:split], plain[split:]
    already = _direction(SlotValues(slots, series.numbers[:split], plain[:split]))
    needed, look, following = FEWEST_AFTER[slots.period], None, None
    if looks is not None:
        named = max(needed, looks.first or FIRST_LOOK[slots.period])
        passed = _slots_over(workspace, series) - begin
        look, following = (which(passed, named, again=looks.again) for which in (latest_look, next_look))
        needed = needed if look else named
        after = plain[split : bisect_left(series.numbers, begin + look)] if look else after
    enough = len(before) >= FEWEST_BEFORE[slots.period] and len(after) >= needed and (looks is None or look is not None)
    effect = effect_between(before, after, sure=sure) if enough and not already else None
    return _Comparison(series, split, begin, before, after, needed, already, effect, look, following)


def _slots_over(workspace: Workspace, series: SlotValues) -> int:
    """Return the first slot that is not over: that of today is over once its value is in, or where today has passed."""
    slots, today = series.slots, workspace.today
    slot = slots.of(today)
    if slot is None:
        return slot_from(slots, today)
    is_over = slot in series.numbers[-1:] or (not workspace.is_now and slots.last_day(slot) == today)
    return slot + 1 if is_over else slot


def link_between(workspace: Workspace, leading: Kpi, following: Kpi) -> LinkView:
    """Return whether *leading* moves before *following*, which a person put together as driver and outcome."""
    led, followed = slot_values(workspace, leading), slot_values(workspace, following)
    period, season = led.slots.period, led.slots.season
    first, second = (
        dict(zip(led.numbers, led.values, strict=True)),
        dict(zip(followed.numbers, followed.values, strict=True)),
    )
    if led.slots != followed.slots:
        period, season = "week", 1
        first, second = _weeks(led), _weeks(followed)
    elif period == "day":
        since = slot_from(led.slots, workspace.today - timedelta(days=LINKED_DAYS))
        first, second = ({slot: value for slot, value in series.items() if slot >= since} for series in (first, second))
    common = len(first.keys() & second.keys())
    if leading.key in _parts(workspace, following) or following.key in _parts(workspace, leading):
        return LinkView(None, period, common, FEWEST, arithmetic=True)
    link = link_of(first, second, season=season, lags=LAGS[period])
    return LinkView(link, period, common, FEWEST, arithmetic=False)


def moves_already(series: SlotValues, split: int) -> int:
    """Return 1 where a series was clearly rising before the value with the index *split*, -1 where it fell, else 0."""
    rhythm = recent_season(series.numbers[:split], series.values[:split], series.slots.season)
    plain = without_outliers(series.numbers, rhythm.without(series.numbers, series.values), series.slots.season)
    return _direction(SlotValues(series.slots, series.numbers[:split], plain[:split]))


def _direction(series: SlotValues) -> int:
    """Return 1 for a clear rise of a series, -1 for a fall, else 0."""
    steps = in_steps(series)
    trend = trend_of(steps.values, steps.numbers) if len(steps.numbers) >= fewest_steps(series.slots.period) else None
    return 0 if trend is None or not trend.clear else 1 if trend.slope > 0 else -1


def _unusual(series: SlotValues, split: int, begin: int) -> int:
    """Return whether a value of the week before the index *split* was a surprise, and which way."""
    back = WEEK_BEFORE if series.slots.period == "day" else 1
    for index in range(split - 1, -1, -1):
        if series.numbers[index] < begin - back:
            break
        expected = expected_from_past(
            series.values[index],
            series.numbers[index],
            series.numbers[:index],
            series.values[:index],
            series.slots.season,
        )
        if expected is not None and expected.surprising:
            return 1 if expected.far > 0 else -1
    return 0


def _weeks(series: SlotValues) -> dict[int, float]:
    """Return the weekly means of a series of days, and weeks as they are; nothing for longer periods."""
    if series.slots.period == "day":
        return dict(zip(*weekly_means(series.numbers, series.values, series.slots.season), strict=True))
    return dict(zip(series.numbers, series.values, strict=True)) if series.slots.period == "week" else {}


def _parts(workspace: Workspace, kpi: Kpi) -> set[str]:
    """Return the keys of the KPIs that *kpi* is computed from, itself among them."""
    return set(sources_of(workspace, [kpi], workspace.today, workspace.today))


class KpiSummary(Record):
    """What there is to tell of a KPI."""

    kpi: Kpi
    signal: Surprise | Shifted | None
    trend: TrendView | None
    """None where a level that moved is told instead."""
    segment: Segment | None
    """The values that the natural limits of now rest on; None without any."""


class DriverLink(Record):
    """A driver of a goal that moves with its result."""

    driver: Kpi
    view: LinkView


class GoalSummary(Record):
    """What follows for a goal from the natural limits and signals of its KPI."""

    kpi: Kpi
    signal: Surprise | Shifted | None
    assurance: Assurance | None
    """How the target lies to the natural limits; None where that cannot be said."""
    limits: Limits | None
    """These limits, as they are now; None without any."""
    links: tuple[DriverLink, ...]
    """Those that are clear."""
    advice: Advice | None
    """What to do next; None when its time is over."""
    basis: Span
    """What the values are that its chance rests on: days, or the longer periods that are logged or kept."""


def summary_of_kpi(workspace: Workspace, kpi: Kpi) -> KpiSummary:
    """Return what there is to tell of a KPI: what is new, which way it goes, its normal range."""
    signal, trend = signal_of(workspace, kpi), trend_of_kpi(workspace, kpi)
    chart = limits_of(workspace, kpi).chart
    return KpiSummary(
        kpi,
        signal,
        trend if trend.is_trend or not isinstance(signal, Shifted) else None,
        chart.segments[-1] if chart.segments else None,
    )


def signals_of(workspace: Workspace, kpis: Iterable[Kpi]) -> tuple[list[tuple[Kpi, Surprise | Shifted]], bool]:
    """Return those of *kpis* of which something is new, each with its signal, and whether any was kept anew."""
    summaries = Summaries(workspace, "today")
    signals = [(kpi, summaries.of(kpi, "signal", partial(signal_of, workspace, kpi))) for kpi in kpis]
    wrote = summaries.keep()
    return [(kpi, signal) for kpi, signal in signals if signal is not None], wrote


def summary_of_goal(workspace: Workspace, view: GoalView) -> GoalSummary:
    """Return what follows from the natural limits and signals of a goal's KPI."""
    is_open = view.goal.state == "open"
    chart = limits_of(workspace, view.kpi).chart
    limits = chart.segments[-1].limits_now if chart.segments else None
    return GoalSummary(
        view.kpi,
        signal_of(workspace, view.kpi) if is_open else None,
        _assurance(workspace, view, limits) if is_open and limits else None,
        limits,
        _links(workspace, view),
        advice_for(workspace, view),
        _basis(workspace, view),
    )


def _basis(workspace: Workspace, view: GoalView) -> Span:
    record = record_of(workspace, view.goal, view.kpi) if view.outlook is not None else None
    if record is not None and record.regular and view.goal.per:
        return cadence_by(view.goal.per)
    return cadence_by(view.standing.cadence)


def _assurance(workspace: Workspace, view: GoalView, limits: Limits) -> Assurance | None:
    """Return how the target lies to the natural limits, where that agrees with the chance and the limits still hold.

    Of a goal for longer periods than those of the limits nothing is said: they are of other figures.
    """
    kpi, goal = view.kpi, view.goal
    per = by_of(goal.per) if goal.per and goal.type == "recurring" else None
    same = per is None or per == limits_of(workspace, kpi).series.slots.period
    summed = goal.type == "level" and goal.per is None and adds_up(workspace, kpi)
    summed = summed or is_over_longer(workspace, goal, kpi)
    over = view.goal.deadline < workspace.today or view.standing.status == "undecided"
    if over or not same or summed or (view.outlook is None and view.standing.status in OPEN):
        return None
    left = has_left_limits(workspace, kpi)
    chance = view.outlook.chance if view.outlook else None
    return assurance_of(goal, kpi.direction, limits, chance, left=left, standing=view.standing)


def _links(workspace: Workspace, view: GoalView) -> tuple[DriverLink, ...]:
    """Return the links that are there between the drivers of a goal and its result; those that are not say nothing."""
    by_id = {kpi.id: kpi for kpi in all_kpis(workspace.store, archived=True)}
    links = (
        DriverLink(by_id[number], link_between(workspace, by_id[number], view.kpi))
        for number in view.goal.drivers
        if number in by_id
    )
    return tuple(link for link in links if link.view.link is not None and link.view.link.clear)

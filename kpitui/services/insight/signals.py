"""What is new of a KPI and more than noise: surprise, shift and trend; and what they mean for a goal and its limits.

The series come from `insight`, the rules from `kpitui.core.insight`; how it is said is `kpitui.wording.signals`' work.
"""

from __future__ import annotations

from bisect import bisect_left
from datetime import date

from kpitui.core.cadence import Slots, Span
from kpitui.core.goal import Keep
from kpitui.core.insight.anomaly import expected_from_past
from kpitui.core.insight.expected_value import Expected
from kpitui.core.insight.next_step import BAD, FEWEST_VALUES, Advice, Step, advice_of, measured_value
from kpitui.core.insight.shift import NEWS, Shift, is_news, lasting_shift, shifts_of
from kpitui.core.insight.trend import Direction, Trend, direction_of, weekly_means
from kpitui.core.model import Kpi
from kpitui.core.planned import Matching, without_planned
from kpitui.core.quantiles import median
from kpitui.core.record import Record
from kpitui.core.recurring import FEWEST_JUDGED, share_to_allow
from kpitui.services.goals import GoalView
from kpitui.services.goals.past_periods import periods_before
from kpitui.services.insight import SlotValues, limits_of, rhythm_of, slot_from, slot_values
from kpitui.services.planned import balance_of, has_kind
from kpitui.services.reading import adds_up
from kpitui.services.workspace import Workspace
from kpitui.store import insight as remembered
from kpitui.store import planned
from kpitui.store.insight import AgreedBase

LATELY = {"day": 26, "week": 52, "month": 36, "quarter": 20}
"""How many weeks of days, or how many longer periods, a trend is asked of."""

MOST_LOOKED_AT = 7
"""Newest values that are looked through for surprises: a week of days."""

UNPLANNED = 0.5
"""The share of a shift of a balance that planned amounts must not have brought about, so that it is told."""

WEEKS, PERIODS = 8, 10
"""How many of them it takes."""


FEWEST_BEFORE = 4
"""Periods before a recurring goal from which on it is said by them that it goes well."""


class Surprise(Record):
    """The newest value is not what its past led to expect."""

    day: date
    """The last day of its period."""
    value: float
    expected: Expected

    @property
    def above(self) -> bool:
        """Whether it is higher than expected."""
        return self.expected.far > 0


class Shifted(Record):
    """The level moved and stayed there."""

    since: date
    shift: Shift

    @property
    def above(self) -> bool:
        """Whether it is higher than before."""
        return self.shift.above


class TrendView(Record):
    """What can be said of the direction of a KPI."""

    direction: Direction | None
    """None with too few values, and where it is flat as far as can be told."""
    period: Span
    """What a step of the trend is: a week for a KPI of days."""
    values: int
    """How many steps were looked at."""
    needed: int
    level: float | None
    """The median of the values."""
    first: date | None
    """The first day of the stretch that was looked at, or of the way up or down."""

    @property
    def is_trend(self) -> bool:
        """Whether it rises or falls bit by bit: a step is never told as a trend."""
        return self.direction is not None and self.direction.shape == "slope"

    @property
    def trend(self) -> Trend | None:
        """Return the way up or down; None where there is none to be told."""
        return self.direction.trend if self.direction else None


def signal_of(workspace: Workspace, kpi: Kpi) -> Surprise | Shifted | None:
    """Return what is new of a KPI and more than noise: the newest value, or else a level that moved; None without.

    A steady trend is no signal, and a level that moved within one is told as the trend.
    """
    return workspace.cached(("signal", kpi.id), lambda: _signal(workspace, kpi))


def trend_of_kpi(workspace: Workspace, kpi: Kpi) -> TrendView:
    """Return the direction of a KPI over the last half year of weeks, or three years of months.

    It begins no earlier than the baseline that was agreed to last, if that follows no trend itself.
    """
    basis = (slot_values(workspace, kpi), remembered.bases_of(workspace.store, kpi.id))
    return workspace.cached_while(("trend", kpi.id), basis, lambda: _trend(workspace, kpi))


def proposal_of(workspace: Workspace, kpi: Kpi) -> AgreedBase | None:
    """Return where the natural limits of a KPI might begin anew, if its owner agrees; None when nothing suggests it."""
    view, trend = limits_of(workspace, kpi), trend_of_kpi(workspace, kpi)
    limits = view.chart.segments[-1].limits if view.chart.segments else None
    follows = limits is not None and limits.slope != 0
    if trend.is_trend and not follows and trend.first is not None and view.series.numbers:
        return AgreedBase(trend.first, view.series.slots.last_day(view.series.numbers[-1]))
    moved = _levels(workspace, kpi)
    return AgreedBase(_first_day(moved.series, moved.lasting.first)) if moved.lasting else None


def has_left_limits(workspace: Workspace, kpi: Kpi) -> bool:
    """Tell whether the series of a KPI has left the level that its natural limits rest on, so that they judge no more.

    So it is when it moved for good, when it rises or falls, and when the newest eight values lie on one side.
    """
    if _levels(workspace, kpi).lasting is not None or trend_of_kpi(workspace, kpi).direction is not None:
        return True
    chart = limits_of(workspace, kpi).chart
    newest = chart.segments[-1].last if chart.segments else None
    return any(signal.rule == 2 and signal.points[-1] == newest for signal in chart.signals)


def begin_base(workspace: Workspace, kpi: Kpi, base: AgreedBase) -> None:
    """Let the natural limits of a KPI begin anew, undoably."""
    with workspace.store.write("base.added", kpi=kpi.name, date=base.day.isoformat()) as change:
        remembered.add_base(change, kpi.id, base)


def step_of(workspace: Workspace, view: GoalView) -> Step | None:
    """Return the step that `advice_for` a goal is made of; None when it is over."""
    advice = advice_for(workspace, view)
    return advice.step if advice is not None else None


def advice_for(workspace: Workspace, view: GoalView, *, above: bool | None = None) -> Advice | None:
    """Return what to do next for a goal: how it stands joined with how its KPI moves; None when it is over.

    *above* is which way its KPI moves, where more is known of that than its signal and its trend.
    """
    over = view.goal.deadline < workspace.today and view.standing.status != "undecided"
    if view.goal.state != "open" or over:
        return None
    chance = view.outlook.chance if view.outlook is not None else None
    above = _moves_up(workspace, view.kpi) if above is None else above
    value = value_now(workspace, view)
    record = _record_before(workspace, view)
    advice = advice_of(view.goal, view.kpi.direction, view.standing, chance, above=above, value=value, record=record)
    if advice is not None and advice.share is not None:
        advice = advice._replace(share=share_for(workspace, view) or advice.share)
    if advice is None or above is not None:
        return advice
    few = len(slot_values(workspace, view.kpi).values) < FEWEST_VALUES
    return advice._replace(early=few or signal_of(workspace, view.kpi) is not None)


def _record_before(workspace: Workspace, view: GoalView) -> tuple[int, int] | None:
    """Return how many of the periods before a recurring goal would have been kept, while none of its own is over."""
    if view.goal.type != "recurring" or view.standing.judged or view.standing.status not in BAD:
        return None
    record = periods_before(workspace, view.goal, view.kpi)
    return record if record is not None and record[1] >= FEWEST_BEFORE else None


def share_for(workspace: Workspace, view: GoalView) -> Keep | None:
    """Return in how many of ten periods a recurring goal that is lost can still be kept; None in none.

    While few of its own were judged, the weeks or months before it tell too.
    """
    periods, keep = view.standing.periods, view.goal.keep
    judged = sum(turn.verdict in ("kept", "missed") for turn in periods)
    record = periods_before(workspace, view.goal, view.kpi) if judged < FEWEST_JUDGED else None
    return share_to_allow(periods, keep, record) or share_to_allow(periods, keep)


def value_now(workspace: Workspace, view: GoalView) -> float | None:
    """Return where a goal is now: its newest period that says so, else the newest value where days do not add up."""
    summed = adds_up(workspace, view.kpi)
    value = measured_value(view.standing, summed=summed)
    if value is not None or summed:
        return value
    values = slot_values(workspace, view.kpi).values
    return values[-1] if values else None


def _moves_up(workspace: Workspace, kpi: Kpi) -> bool | None:
    """Tell which way a KPI moves, by a shift or else by its trend; None where nothing is changing.

    One odd value is news, and says nothing of where it goes.
    """
    signal = signal_of(workspace, kpi)
    if isinstance(signal, Shifted):
        return signal.above
    trend = trend_of_kpi(workspace, kpi)
    return trend.trend.slope > 0 if trend.is_trend and trend.trend is not None else None


def one_offs_of(workspace: Workspace, kpi: Kpi) -> set[date]:
    """Return the days of *kpi* that are left out of limits, trends and forecasts."""
    return remembered.one_offs_of(workspace.store, kpi.id)


def set_one_off(workspace: Workspace, kpi: Kpi, day: date, *, left_out: bool) -> None:
    """Leave a day of a KPI out of limits, trends and forecasts, undoably, or take it in again; sums always keep it."""
    what = "day.left_out" if left_out else "day.taken_in"
    with workspace.store.write(what, kpi=kpi.name, date=day.isoformat()) as change:
        remembered.set_one_off(change, kpi.id, day, left_out=left_out)


def fewest_steps(period: Span) -> int:
    """Return how many steps a trend takes: eight weeks of days, ten longer periods."""
    return WEEKS if period == "day" else PERIODS


def _signal(workspace: Workspace, kpi: Kpi) -> Surprise | Shifted | None:
    series = slot_values(workspace, kpi)
    if not series.numbers or series.numbers[-1] < slot_from(series.slots, workspace.today) - NEWS:
        return None
    surprise = _surprise(workspace, kpi, len(series.numbers) - 1)
    if surprise is not None:
        return surprise
    return shifted_of(workspace, kpi)


class _Levels(Record):
    """The levels that a KPI was at since its last agreed baseline."""

    series: SlotValues
    """Of days that are mostly nothing, the weeks."""
    values: list[float]
    """Without their rhythm, and without a trend that the limits follow."""
    lasting: Shift | None
    """The last move of the level, where it stayed."""


def shifted_of(workspace: Workspace, kpi: Kpi) -> Shifted | None:
    """Return the level of a KPI that moved and stayed, also where the newest value is a surprise; None without."""
    levels = _levels(workspace, kpi)
    shift = levels.lasting
    if shift is None or not is_news(shift, levels.values) or trend_of_kpi(workspace, kpi).is_trend:
        return None
    return Shifted(_first_day(levels.series, shift.first), shift)


def _levels(workspace: Workspace, kpi: Kpi) -> _Levels:
    basis = (slot_values(workspace, kpi), limits_of(workspace, kpi), _planned_in(workspace, kpi))
    return workspace.cached_while(("levels", kpi.id), basis, lambda: _find_levels(workspace, kpi))


def _find_levels(workspace: Workspace, kpi: Kpi) -> _Levels:
    view = limits_of(workspace, kpi)
    series, values = view.series, view.values
    if series.slots.period == slot_values(workspace, kpi).slots.period:
        values = rhythm_of(workspace, kpi).without(series.numbers, series.values)
    if not view.chart.segments:
        return _Levels(series, values, None)
    segment = view.chart.segments[-1]
    slope = segment.limits.slope if segment.limits else 0.0
    values = [value - slope * max(0, index - segment.first) for index, value in enumerate(values)]
    lasting = lasting_shift(shifts_of(series.numbers, values, segment.first), values)
    plain = _unplanned(workspace, kpi, series._replace(values=values)) if lasting is not None else None
    if lasting is not None and plain is not None:
        # What planned amounts did to a balance is no news; what most of the shift is without them is.
        beyond = lasting_shift(shifts_of(plain.numbers, plain.values, segment.first), plain.values)
        share = 0.0 if beyond is None else beyond.effect.difference / lasting.effect.difference
        lasting = beyond if share >= UNPLANNED else None
    return _Levels(series, values, lasting)


def surprises_in(workspace: Workspace, kpi: Kpi, first: date, last: date) -> list[Surprise]:
    """Return the values from *first* to *last*, of the latest seven, that their own past did not lead to expect.

    Of an excursion of several values only the first one is told.
    """
    series = slot_values(workspace, kpi)
    days = [(index, series.slots.last_day(slot)) for index, slot in enumerate(series.numbers)][-MOST_LOOKED_AT:]
    surprises = (_surprise(workspace, kpi, index) for index, day in days if first <= day <= last)
    return [surprise for surprise in surprises if surprise is not None]


def _surprise(workspace: Workspace, kpi: Kpi, index: int) -> Surprise | None:
    """Return the surprise of the value at an index; none on the second day of an excursion, which is no news."""
    now = _expected(workspace, kpi, index)
    if now is None or not now.surprising:
        return None
    before = _expected(workspace, kpi, index - 1) if index else None
    if before is not None and before.surprising and (before.far > 0) == (now.far > 0):
        return None
    series = slot_values(workspace, kpi)
    plain = _unplanned(workspace, kpi, series)
    if plain is not None:
        beyond = _expected_in(plain, index)
        if beyond is None or not beyond.surprising or (beyond.far > 0) != (now.far > 0):
            return None
        # What was expected is that of the balance as it stands, with the planned amounts in it.
        usual = beyond.usual + series.values[index] - plain.values[index]
        now = beyond._replace(usual=usual, times=series.values[index] / usual if usual > 0 else None)
    return Surprise(series.slots.last_day(series.numbers[index]), series.values[index], now)


def _planned_in(workspace: Workspace, kpi: Kpi) -> Matching | None:
    """Return the planned amounts that are in a balance; None where it has none, or is no balance."""
    if not has_kind(kpi) or not planned.has_planned(workspace.store, kpi.id):
        return None
    return balance_of(workspace, kpi).matching


def _unplanned(workspace: Workspace, kpi: Kpi, series: SlotValues) -> SlotValues | None:
    """Return the values of a balance without its planned amounts; None where it has none, or is no balance."""
    matching = _planned_in(workspace, kpi)
    if matching is None or not matching.seen:
        return None
    days = [min(series.slots.last_day(slot), workspace.today) for slot in series.numbers]
    return series._replace(values=without_planned(days, series.values, matching))


def _expected(workspace: Workspace, kpi: Kpi, index: int) -> Expected | None:
    """Return what was expected of the value at an index, worked out once as long as the series stays as it is."""
    series = slot_values(workspace, kpi)
    by_index: dict[int, Expected | None] = workspace.cached_while(("expected", kpi.id), series, dict)
    if index not in by_index:
        by_index[index] = _expected_in(series, index)
    return by_index[index]


def _expected_in(series: SlotValues, index: int) -> Expected | None:
    return expected_from_past(
        series.values[index],
        series.numbers[index],
        series.numbers[:index],
        series.values[:index],
        series.slots.season,
    )


def _trend(workspace: Workspace, kpi: Kpi) -> TrendView:
    series = slot_values(workspace, kpi)
    plain = rhythm_of(workspace, kpi).without(series.numbers, series.values)
    agreed = [base.day for base in remembered.bases_of(workspace.store, kpi.id) if base.trend_until is None]
    since = slot_from(series.slots, agreed[-1]) if agreed else None
    stretch = in_steps(SlotValues(series.slots, series.numbers, plain), since)
    needed = fewest_steps(series.slots.period)
    period: Span = stretch.slots.period
    count = len(stretch.numbers)
    if not count:
        return TrendView(None, period, 0, needed, None, None)
    direction = None
    if count >= needed:
        season = series.slots.season if series.slots.period == "day" else 1
        first = max(stretch.numbers[0] * season, since if since is not None else series.numbers[0])
        begin = bisect_left(series.numbers, first)
        direction = direction_of(stretch.numbers, stretch.values, series.numbers[begin:], plain[begin:], season)
    # Of a week in which a baseline begins, only what comes after it counts.
    first_day = stretch.slots.first_day(stretch.numbers[direction.begin if direction else 0])
    return TrendView(direction, period, count, needed, median(stretch.values), max(first_day, *agreed[-1:], date.min))


def in_steps(series: SlotValues, since: int | None = None) -> SlotValues:
    """Return the latest part of a series, from *since* on, in the steps that a trend is asked of: of days the weeks."""
    value_slots, values = series.numbers, series.values
    if since is not None:
        begin = next((index for index, slot in enumerate(value_slots) if slot >= since), len(value_slots))
        value_slots, values = value_slots[begin:], values[begin:]
    slots = series.slots
    if slots.period == "day":
        value_slots, values = weekly_means(value_slots, values, slots.season)
        slots = Slots("week")
    newest = value_slots[-1] if value_slots else 0
    begin = next((index for index, slot in enumerate(value_slots) if slot > newest - LATELY[series.slots.period]), 0)
    return SlotValues(slots, value_slots[begin:], values[begin:])


def _first_day(series: SlotValues, index: int) -> date:
    return series.slots.first_day(series.numbers[index])

"""What statistics say about a KPI or a goal: its series is loaded here and handed to `kpitui.core.insight`.

Never imported to log a number. What was worked out is kept until the database or the day changes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from kpitui.core.aggregation import KpiData, aggregate
from kpitui.core.amount import bounds_of
from kpitui.core.cadence import Slots, pauses_of, slots_of
from kpitui.core.calendar import By, periods_between, shifted
from kpitui.core.elapsed import rate_from
from kpitui.core.errors import KpituiError, Refused, mark
from kpitui.core.goal import Goal
from kpitui.core.insight.anomaly import reference_of
from kpitui.core.insight.calibration import Calibration, StatedChance, calibration_of, with_stated_chances
from kpitui.core.insight.expected_value import Expected
from kpitui.core.insight.forecast import Forecast, forecast, linearised, not_enough_data
from kpitui.core.insight.probability import usual_weights
from kpitui.core.insight.season import NO_SEASON, Season, recent_season, with_holidays
from kpitui.core.insight.xmr_limits import LimitsBase, LimitsChart, are_small_counts, by_week, limits_chart
from kpitui.core.kinds import KINDS, is_computed
from kpitui.core.measure import cadence_of
from kpitui.core.missing import USUAL_DAYS
from kpitui.core.model import Kpi
from kpitui.core.pace import is_judged_as_logged, usually_logged
from kpitui.core.quantiles import median
from kpitui.services.entries import comes_by_hour, is_part_of_day
from kpitui.services.reading import adds_up, data_of, history_of, sources_of
from kpitui.services.workspace import Workspace
from kpitui.store import insight as remembered
from kpitui.store import records
from kpitui.store.goals import all_goals
from kpitui.store.insight import stated_chances

YEARS = 3
"""How far back statistics look."""

ADJUSTED_WEEKS = 4
"""Full weeks before a chart of days is adjusted for the weekday."""

MOST_KEPT = 60
"""KPIs for which what is usual is worked out at a time."""

WEEKS_OF_A_YEAR = 48
"""Before there are so many weeks nothing is known of the same dates a year before."""

LONGEST_LOOK = 365
"""Days that a day of arrival is looked for; beyond the deadline at the most as many again as the goal has left."""


class SlotValues(NamedTuple):
    """A KPI as statistics see it: one value a slot, ascending, the running period left out."""

    slots: Slots
    numbers: list[int]
    """Of each value the slot that it is of."""
    values: list[float]


class LimitsView(NamedTuple):
    """The natural limits of a KPI."""

    series: SlotValues
    """Of days that are mostly nothing, the weeks."""
    values: list[float]
    """What the chart shows: the values, adjusted for the weekday where there is such a rhythm."""
    season: Season
    chart: LimitsChart


def slot_values(workspace: Workspace, kpi: Kpi) -> SlotValues:
    """Return the values of a KPI in its slots over the last three years, without the days marked as one-off.

    The slots are those of its cadence; of a derived KPI those of its scarcest part.
    """
    derived = KINDS[kpi.kind].derived
    cadence = cadence_of(data_of(workspace, kpi, workspace.today, workspace.today)) if derived else kpi.cadence
    return workspace.cached(("slots", kpi.id, cadence), lambda: _slot_values(workspace, kpi, cadence))


def rhythm_of(workspace: Workspace, kpi: Kpi) -> Season:
    """Return what each place in the season adds to the values of a KPI: for one of days the weekdays; by test."""
    series = slot_values(workspace, kpi)
    return workspace.cached_while(
        ("rhythm", kpi.id), series, lambda: recent_season(series.numbers, series.values, series.slots.season)
    )


def limits_of(workspace: Workspace, kpi: Kpi) -> LimitsView:
    """Return the natural limits of a KPI with the baselines that were agreed to."""
    return workspace.cached(("limits", kpi.id), lambda: _limits(workspace, kpi))


def _limits(workspace: Workspace, kpi: Kpi) -> LimitsView:
    series = slot_values(workspace, kpi)
    if KINDS[kpi.kind].rule == "sum" and series.slots.period == "day" and are_small_counts(series.values):
        series = SlotValues(Slots("week"), *by_week(series.numbers, series.values, series.slots.season))
    weighed = bool(series.numbers) and KINDS[kpi.kind].rule in ("ratio", "mean")
    weights = denominators_of(workspace, kpi, series) if weighed else None
    bases = remembered.bases_of(workspace.store, kpi.id)

    def work_out() -> LimitsView:
        season = NO_SEASON
        if series.slots.period == "day" and len(series.values) >= ADJUSTED_WEEKS * series.slots.season:
            season = rhythm_of(workspace, kpi)
        if weights is not None and season is not NO_SEASON:
            season = season.around(series.numbers, weights)
        values = season.without(series.numbers, series.values)
        floor, ceiling = bounds_of(kpi, series.values)
        begun = [
            LimitsBase(
                slot_from(series.slots, base.day),
                slot_from(series.slots, base.trend_until) if base.trend_until else None,
            )
            for base in bases
        ]
        chart = limits_chart(values, series.numbers, bases=begun, floor=floor, ceiling=ceiling, weights=weights)
        return LimitsView(series, values, season, chart)

    return workspace.cached_while(("limits", kpi.id), (slot_values(workspace, kpi), weights, bases, kpi), work_out)


def forecast_of(workspace: Workspace, kpi: Kpi, until: date) -> Forecast:
    """Return paths of a KPI from its first open slot to the last one that ends by *until*.

    Raises Refused when that lies in the past, too far away, or there are too few values.
    """
    if until <= workspace.today:
        raise Refused(mark("{value} is not in the future. Choose a later day"), field="until", value=until)
    if (until - workspace.today).days > YEARS * 366:
        raise Refused(mark("{value} is too far ahead to forecast. Choose an earlier day"), field="until", value=until)
    paths = _forecast(workspace, kpi, until)
    if paths is None:
        raise _no_forecast(slot_values(workspace, kpi), until)
    return paths


def _no_forecast(series: SlotValues, until: date) -> Refused:
    """Return why nothing can be foretold."""
    slots = series.slots
    lacking = not_enough_data(series.numbers, series.values, period=slots.period, length=slots.season)
    if lacking is None:
        return Refused(mark("Nothing to log up to {value}. Choose a later day"), field="until", value=until)
    messages = {
        "values": mark("Too early to tell: {known} of {needed} values"),
        "days": mark("Too early to tell: the values cover {known} of {needed} days"),
    }
    return Refused(messages[lacking.what], field="kpi", known=lacking.logged, needed=lacking.needed)


def expected_value(workspace: Workspace, kpi: Kpi, value: float, day: date) -> Expected | None:
    """Return what was expected of a value of *kpi* on *day*; None with too few earlier values.

    None as well where an entry does not stand for its whole period, such as one of several sales in a month, or may be
    only some of the hours of its day.
    """
    series = slot_values(workspace, kpi)
    slot = series.slots.of(day)
    if slot is None or (series.slots.period != "day" and KINDS[kpi.kind].rule == "sum"):
        return None
    # Asked at every digit; what it rests on is the same for all of them.
    reference = workspace.cached(
        ("expected", kpi.id, slot, value > 0),
        lambda: reference_of(slot, series.numbers, series.values, series.slots.season, positive=value > 0),
    )
    expected = reference.expected(value) if reference else None
    return None if expected is not None and is_part_of_day(workspace, kpi, day, expected.far) else expected


def keep_usual(workspace: Workspace, kpis: Iterable[Kpi]) -> bool:
    """Keep what is usual for *kpis* at every place of their seasons, so that `kpitui log` can say what is far from it.

    A KPI is worked out once a day, at most `MOST_KEPT` of them, those left longest first; return whether any was.
    Nothing is kept where nothing can be written.
    """
    if not workspace.is_now or workspace.store.connection.in_transaction:
        return False
    days = remembered.kept_usual_days(workspace.store)
    stale = [kpi for kpi in kpis if not is_computed(kpi) and days.get(kpi.id) != workspace.today]
    stale.sort(key=lambda kpi: days.get(kpi.id, date.min))
    rows = [row for kpi in stale[:MOST_KEPT] for row in _usual(workspace, kpi)]
    if not rows:
        return False
    try:
        remembered.keep_usual(workspace.store, workspace.today, rows)
    except KpituiError:
        return False  # a database that cannot be written to is read all the same
    return True


def _usual(workspace: Workspace, kpi: Kpi) -> Iterator[remembered.KeptUsual]:
    """Yield what a value is held against in each of the next slots that make up a season."""
    series = slot_values(workspace, kpi)
    slots = series.slots
    if (slots.period != "day" and KINDS[kpi.kind].rule == "sum") or not series.numbers:
        return
    first = slot_from(slots, workspace.today)
    for slot in range(first, first + slots.season):
        for positive in (True, False):
            reference = reference_of(slot, series.numbers, series.values, slots.season, positive=positive)
            if reference is not None:
                yield remembered.KeptUsual(kpi.id, slot % slots.season, positive, reference)
            if reference is None or not reference.logarithmic:
                break


def _slot_values(workspace: Workspace, kpi: Kpi, cadence: str) -> SlotValues:
    slots, today = slots_of(cadence, workspace.settings.calendar), workspace.today
    left_out = remembered.one_offs_of(workspace.store, kpi.id)
    first = today - timedelta(days=min(YEARS * 366, today.toordinal() - 1))
    if slots.period == "day":
        values = history_of(workspace, kpi, first, today)
        dated = ((slots.of(day), value) for day, value in zip(*values, strict=True) if day not in left_out)
        values_by_slot = {slot: value for slot, value in dated if slot is not None}
        slot = slots.of(today)
        if slot in values_by_slot and workspace.is_now and comes_by_hour(workspace, kpi, today):
            del values_by_slot[slot]  # its other hours are to come
        return SlotValues(slots, list(values_by_slot), list(values_by_slot.values()))
    by: By = slots.period
    periods = periods_between(by, first, today, workspace.settings.calendar)
    parts = aggregate(
        kpi,
        sources_of(workspace, [kpi], periods[0].start, today),
        periods,
        today=today,
        calendar=workspace.settings.calendar,
        pauses=records.all_pauses(workspace.store),
        day_is_over=not workspace.is_now,
    )
    whole = [
        part
        for part in parts
        # The number of a week is known on its last day once that is logged, and as of that day altogether.
        if part.value is not None and (not part.partial or part.period.end == part.until == today)
    ]
    if (
        KINDS[kpi.kind].rule == "sum"
        and len(whole) > 1
        and whole[0].entries < median(part.entries for part in whole[1:])
    ):
        del whole[0]  # begun in the middle: it is no whole period
    by_slot = {slot_from(slots, part.period.end): part.value or 0.0 for part in whole}
    return SlotValues(slots, list(by_slot), list(by_slot.values()))


def slot_from(slots: Slots, day: date) -> int:
    """Return the slot of *day*, or of the first day after it that has one."""
    return next(slot for step in range(7) if (slot := slots.of(day + timedelta(days=step))) is not None)


def _forecast(
    workspace: Workspace, kpi: Kpi, until: date, first: int | None = None, *, of_many: bool = False
) -> Forecast | None:
    """Return the paths from the slot *first*, else that of today, to the last one that ends by *until*.

    With *of_many* those of a ratio are made for figures of many slots: see `linearised`.
    """
    series = slot_values(workspace, kpi)
    if of_many and KINDS[kpi.kind].rule == "ratio":
        series = workspace.cached(("components", kpi.id), lambda: _by_components(workspace, kpi, series))
    if not series.numbers:
        return None
    slots, today = series.slots, workspace.today
    begin = today if first is None else slots.first_day(max(first, series.numbers[-1] + 1))
    rests = [(pause.start, pause.end) for pause in pauses_of(kpi, records.all_pauses(workspace.store))]
    ahead = [
        slot
        for slot in slots.between(min(begin, until), until)
        if slot > series.numbers[-1] and not _rests(slots, slot, rests)
    ]
    # That of a balance rests on its planned amounts and on every change in it too.
    balance = workspace.cached(
        ("forecast of a balance", kpi.id, tuple(ahead)), lambda: _of_balance(workspace, kpi, series, ahead)
    )
    if balance is not None:
        return balance
    (floor, ceiling), period, length = bounds_of(kpi, series.values), slots.period, slots.season
    summed = adds_up(workspace, kpi)

    def work() -> Forecast | None:
        result = forecast(
            series.numbers,
            series.values,
            ahead,
            period=period,
            length=length,
            floor=floor,
            ceiling=ceiling,
            adds_up=summed,
            stock=KINDS[kpi.kind].rule == "last",
        )
        if (
            result is None
            or period != "day"
            or not summed
            or series.numbers[-1] - series.numbers[0] < WEEKS_OF_A_YEAR * length
        ):
            return result
        days = [slots.first_day(slot) for slot in result.slots]
        by_day = dict(zip(map(slots.first_day, series.numbers), series.values, strict=True))
        return result._replace(paths=with_holidays(result.paths, days, by_day))

    return workspace.cached_while(("forecast", kpi.id, until, first, of_many), (series, ahead, floor, ceiling), work)


def _of_balance(workspace: Workspace, kpi: Kpi, series: SlotValues, ahead: Sequence[int]) -> Forecast | None:
    """Return the paths of a balance, those of its runway with the planned amounts; None for another KPI, or too early.

    So a forecast, the chance of a goal and the runway tell the same future.
    """
    from kpitui.services.runway import balance_paths, is_balance

    if not ahead or not is_balance(workspace, kpi):
        return None
    paths = balance_paths(workspace, kpi, [series.slots.last_day(slot) for slot in ahead])
    if not paths:
        return None
    return Forecast(tuple(ahead), tuple(paths), len(series.values), NO_SEASON, logarithmic=False, from_parts=True)


def _by_components(workspace: Workspace, kpi: Kpi, series: SlotValues) -> SlotValues:
    """Return the values of a ratio so that those of many slots can be put together by what they are divided by."""
    if not series.numbers:
        return series
    first, eve = _days_of(workspace, series)
    usual = usual_weights(data_of(workspace, kpi, first, eve), series.slots, eve, series.numbers)
    return series._replace(values=linearised(series.values, denominators_of(workspace, kpi, series), usual))


def _days_of(workspace: Workspace, series: SlotValues) -> tuple[date, date]:
    return series.slots.first_day(series.numbers[0]), min(series.slots.last_day(series.numbers[-1]), workspace.today)


def denominators_of(workspace: Workspace, kpi: Kpi, series: SlotValues) -> list[float]:
    """Return what each value of a ratio or an average is divided by."""
    first, eve = _days_of(workspace, series)
    below: dict[int, float] = {}
    for day, weight in data_of(workspace, kpi, first, eve).weights(first, eve).items():
        slot = slot_from(series.slots, day)
        below[slot] = below.get(slot, 0.0) + weight
    return [below.get(slot, 0.0) for slot in series.numbers]


def _rests(slots: Slots, slot: int, rests: Sequence[tuple[date, date]]) -> bool:
    return any(start <= slots.first_day(slot) and slots.last_day(slot) <= end for start, end in rests)


def goal_forecast(workspace: Workspace, data: KpiData, goal: Goal, *, beyond: bool) -> tuple[Forecast | None, Slots]:
    """Return the paths that a goal is foretold by, from the first slot that is not logged whole, and their slots.

    They go to the end of the slot of the deadline; *beyond* it as many days again as there are left, for a day of
    arrival.
    """
    slots, today = slots_of(cadence_of(data), data.calendar), workspace.today
    logged = [day for day in data.days if day <= today]
    left = max(1, (goal.deadline - today).days)
    until = _slot_end(slots, goal.deadline)
    if beyond:
        until = max(until, today + timedelta(days=min(2 * left, LONGEST_LOOK)))
    first = None
    if logged:
        last = slot_from(slots, logged[-1])
        whole = slots.period == "day" or data.has_ended(slots.last_day(last)) or data.is_number_in
        first = last + 1 if whole else last
    forecast = _forecast(workspace, data.kpi, until, first, of_many=True)
    if forecast is not None and logged and is_judged_as_logged(goal, data):
        forecast = _as_logged(workspace, data, forecast, logged[-1])
    return forecast, slots


def _as_logged(workspace: Workspace, data: KpiData, forecast: Forecast, until: date) -> Forecast:
    """Return the paths of a sum with so much of them as is usually logged; see `missing.usual_share`."""
    first = rate_from(date.min, until, cadence_of(data), data.calendar)
    lately = data_of(workspace, data.kpi, min(first, shifted(until, -USUAL_DAYS)), until)
    share = usually_logged(lately, max(first, min(lately.days, default=first)), until)
    if share == 1:
        return forecast
    return forecast._replace(paths=tuple(tuple(share * value for value in path) for path in forecast.paths))


def _slot_end(slots: Slots, day: date) -> date:
    return slots.last_day(slot_from(slots, day)) if slots.period != "day" else day


def calibration(workspace: Workspace, goal: Goal | None = None) -> Calibration:
    """Return how the chances of all goals that are over turned out, or those of *goal* alone."""
    stated: dict[int, list[StatedChance]] = {}
    for number, day, chance in stated_chances(workspace.store):
        stated.setdefault(number, []).append((day, chance))
    goals = all_goals(workspace.store, closed=True) if goal is None else [goal]
    return calibration_of(with_stated_chances(goals, stated))

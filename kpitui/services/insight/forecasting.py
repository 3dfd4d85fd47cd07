"""Paths of what is to come: of a KPI up to a day, and of what a goal is foretold by.

They rest on the values of `kpitui.services.insight`; what makes them is `kpitui.core.insight.forecast`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from kpitui.core.aggregation import KpiData
from kpitui.core.amount import bounds_of
from kpitui.core.cadence import Slots, pauses_of, slots_of
from kpitui.core.calendar import shifted
from kpitui.core.elapsed import rate_from
from kpitui.core.errors import Refused, mark
from kpitui.core.goal import Goal
from kpitui.core.insight.forecast import Forecast, forecast, linearised, not_enough_data
from kpitui.core.insight.probability import usual_weights
from kpitui.core.insight.season import NO_SEASON, with_holidays
from kpitui.core.kinds import KINDS
from kpitui.core.measure import cadence_of
from kpitui.core.missing import USUAL_DAYS
from kpitui.core.model import Kpi
from kpitui.core.pace import is_judged_as_logged, usually_logged
from kpitui.services.insight import YEARS, SlotValues, days_of, denominators_of, slot_from, slot_values
from kpitui.services.reading import adds_up, data_of
from kpitui.services.workspace import Workspace
from kpitui.store import records

WEEKS_OF_A_YEAR = 48
"""Before there are so many weeks nothing is known of the same dates a year before."""

LONGEST_LOOK = 365
"""Days that a day of arrival is looked for; beyond the deadline at the most as many again as the goal has left."""


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
    first, eve = days_of(workspace, series)
    usual = usual_weights(data_of(workspace, kpi, first, eve), series.slots, eve, series.numbers)
    return series._replace(values=linearised(series.values, denominators_of(workspace, kpi, series), usual))


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
        if slots.period == "day":
            whole = logged[-1] <= data.last_whole_day
        else:
            whole = data.has_ended(slots.last_day(last)) or data.is_number_in
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

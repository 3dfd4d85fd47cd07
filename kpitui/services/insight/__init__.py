"""What statistics say about a KPI or a goal: its series is loaded here and handed to `kpitui.core.insight`.

Never imported to log a number. What was worked out is kept until the database or the day changes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from kpitui.core.aggregation import aggregate
from kpitui.core.amount import bounds_of
from kpitui.core.cadence import Slots, slots_of
from kpitui.core.calendar import By, periods_between
from kpitui.core.errors import KpituiError
from kpitui.core.insight.anomaly import reference_of
from kpitui.core.insight.expected_value import Expected
from kpitui.core.insight.season import NO_SEASON, Season, recent_season
from kpitui.core.insight.xmr_limits import LimitsBase, LimitsChart, are_small_counts, by_week, limits_chart
from kpitui.core.kinds import KINDS, is_computed
from kpitui.core.measure import cadence_of
from kpitui.core.model import Kpi
from kpitui.core.quantiles import median
from kpitui.core.record import Record
from kpitui.services.by_hour import comes_by_hour
from kpitui.services.entries import is_part_of_day
from kpitui.services.reading import data_of, history_of, sources_of
from kpitui.services.workspace import Workspace
from kpitui.store import insight as remembered
from kpitui.store import records

YEARS = 3
"""How far back statistics look."""

ADJUSTED_WEEKS = 4
"""Full weeks before a chart of days is adjusted for the weekday."""

MOST_KEPT = 60
"""KPIs for which what is usual is worked out at a time."""


class SlotValues(Record):
    """A KPI as statistics see it: one value a slot, ascending, the running period left out."""

    slots: Slots
    numbers: list[int]
    """Of each value the slot that it is of."""
    values: list[float]


class LimitsView(Record):
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


def days_of(workspace: Workspace, series: SlotValues) -> tuple[date, date]:
    """Return the first and the last day of a series that has values, as far as today."""
    return series.slots.first_day(series.numbers[0]), min(series.slots.last_day(series.numbers[-1]), workspace.today)


def denominators_of(workspace: Workspace, kpi: Kpi, series: SlotValues) -> list[float]:
    """Return what each value of a ratio or an average is divided by."""
    first, eve = days_of(workspace, series)
    below: dict[int, float] = {}
    for day, weight in data_of(workspace, kpi, first, eve).weights(first, eve).items():
        slot = slot_from(series.slots, day)
        below[slot] = below.get(slot, 0.0) + weight
    return [below.get(slot, 0.0) for slot in series.numbers]

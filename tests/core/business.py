"""A small business to test with: KPIs of every kind, entries as columns, the value of one period."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta

from kpitui.core.aggregation import PeriodValue, Source, aggregate
from kpitui.core.calendar import STANDARD, By, period_of
from kpitui.core.kinds import KINDS
from kpitui.core.model import Kpi, Pause
from kpitui.core.series import DayTotals

MONDAY = date(2026, 11, 2)
LATER = date(2027, 6, 1)
Entries = Sequence[tuple[date, float]]
COMBINE: Mapping[str, Callable[[Sequence[float]], float]] = {"sum": sum, "mean": sum, "min": min, "max": max}

ORDERS = Kpi(1, "orders", "Orders", "flow", created=MONDAY)
VISITORS = Kpi(2, "visitors", "Visitors", "flow", created=MONDAY)
CONVERSION = Kpi(3, "conversion", "Conversion", "ratio", numerator=1, denominator=2, created=MONDAY)
BALANCE = Kpi(4, "balance", "Balance", "level", created=MONDAY)
SPEED = Kpi(5, "speed", "Speed", "sample", created=MONDAY)
LONGEST = Kpi(7, "longest", "Longest wait", "maximum", created=MONDAY)
CHEAPEST = Kpi(8, "cheapest", "Cheapest offer", "minimum", created=MONDAY)
CALLS = Kpi(9, "calls", "Calls", "count", created=MONDAY)
UNIQUE = Kpi(6, "unique", "Unique visitors", "stamped", cadence="week", created=MONDAY)


def day(after: int) -> date:
    """Return the day that many days after the Monday all examples start on."""
    return MONDAY + timedelta(days=after)


def totals(kpi: Kpi, entries: Entries) -> DayTotals:
    """Return entries of *kpi*, in any order of days, as columns by day."""
    by_day: dict[date, list[float]] = {}
    for when, value in entries:
        by_day.setdefault(when, []).append(value)
    days = tuple(sorted(by_day))
    kind = KINDS[kpi.kind]
    combine = len if kind.counts else COMBINE.get(kind.rule, lambda values: values[-1])
    figures = tuple(float(combine(by_day[when])) for when in days)
    return DayTotals(days, figures, tuple(len(by_day[when]) for when in days))


def data(*pairs: tuple[Kpi, Entries]) -> dict[str, Source]:
    """Return the sources of some KPIs with their entries."""
    return {kpi.key: Source(kpi, totals(kpi, entries)) for kpi, entries in pairs}


def one(
    kpi: Kpi,
    sources: Mapping[str, Source],
    by: By = "week",
    *,
    of: date = MONDAY,
    today: date = LATER,
    pauses: Sequence[Pause] = (),
) -> PeriodValue:
    """Return the value of the period of one day."""
    period = period_of(by, of, STANDARD)
    (value,) = aggregate(kpi, sources, [period], today=today, calendar=STANDARD, pauses=pauses)
    return value

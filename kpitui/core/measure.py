"""What a level is: the figure of a KPI over a stretch that ends on its last day with data, by the rule of its kind.

The same measure gives the baseline of a goal, how far it is, its verdict, its line in the chart and what each path of a
forecast is counted by. It does not change while nothing is logged. A ratio is the sum above over the sum below on the
days that have both, a sample the mean of its entries, a stock its last value, something that adds up its total.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from datetime import date, timedelta

from kpitui.core.aggregation import KpiData
from kpitui.core.cadence import Span, cadence_by, expected_count, pauses_of
from kpitui.core.calendar import MEAN_DAYS, By, Calendar, months_later, period_of, shifted
from kpitui.core.model import Pause
from kpitui.core.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kpitui.core.goal import Over, Per

ENOUGH = 0.5
"""The share of the expected values below which a measure is too early to be judged by."""

WHOLE = 0.9
"""The share of the expected values from which on a baseline is taken as it stands."""

DAY = timedelta(days=1)
FOUR_WEEKS = 28
_MONTHS = {"month": 1, "quarter": 3}
_WEEKS = {"month": 4, "quarter": 13}


class Measured(Record):
    """A measure: the value of a stretch and what it rests on."""

    value: float | None
    """None where there is no data in the stretch, or nothing to divide by."""
    first: date
    last: date
    """The stretch, both days inclusive."""
    values: int
    """On how many of the expected days (weeks, months) there is data; of a ratio those with both its sides."""
    expected: int
    """On how many there should be, without paused ones."""
    one_sided: int = 0
    """On how many days (weeks, months) only one side of a ratio has a value."""

    @property
    def enough(self) -> bool:
        """Tell whether it can be judged by: there is a value, and at least half of what was expected."""
        return self.value is not None and self.covered

    @property
    def covered(self) -> bool:
        """Tell whether at least half of what was expected is there; of nothing expected nothing is missing."""
        return self.values >= ENOUGH * self.expected

    @property
    def at_least(self) -> bool:
        """Tell whether values are missing."""
        return self.values < self.expected


def cadence_of(data: KpiData) -> str:
    """Return the cadence that values of a KPI are expected by: of a derived one that of its scarcest part."""
    year = date(2001, 1, 1), date(2001, 12, 30)  # fifty-two whole weeks, none of which is special
    return min(
        (kpi.cadence for kpi in data.logged), key=lambda cadence: expected_count(cadence, *year, data.calendar),
        default=data.kpi.cadence,
    )  # fmt: skip


def over_of(rule: str, cadence: str) -> Over:
    """Return what a level is measured over by itself: the last value, four weeks, or three periods of a monthly KPI."""
    if rule in ("last", "stamped"):
        return "last"
    return "quarter" if cadence_by(cadence) in _MONTHS else "28d"


def anchor_of(data: KpiData, until: date, cadence: str) -> date | None:
    """Return the last day up to *until* that has data; None without any.

    Of something that adds up and is logged by the week or longer it is the end of the last such period that is over,
    as one is that ends on a day that has passed.
    """
    span = cadence_by(cadence)
    if data.rule == "sum" and span != "day":
        running = period_of(span, data.today, data.calendar)
        has_ended = until == running.end and data.has_ended(until)
        until = min(until, running.start - DAY) if until <= running.end and not has_ended else until
    place = bisect_right(data.days, until)
    if not place:
        return None
    day = data.days[place - 1]
    return day if data.rule != "sum" or span == "day" else min(period_of(span, day, data.calendar).end, until)


def stretch(over: Over, cadence: str, anchor: date, calendar: Calendar) -> tuple[date, date]:
    """Return the first and last day of what is measured *over*, up to the day *anchor* with data.

    A KPI that is logged by the week or longer is measured over whole weeks, months or quarters, the last of them that
    of *anchor*; a month of weeks is four of them, a quarter thirteen: see `as_a_whole`. Of a last value it is the slot
    of the value and the one before it.
    """
    span = cadence_by(cadence)
    last = anchor if span == "day" else period_of(span, anchor, calendar).end
    if over == "last":
        first = shifted(period_of(span, last, calendar).start, -1)
        return (first if span == "day" else period_of(span, first, calendar).start), last
    if span == "week" and over in _WEEKS:
        return shifted(last, 1 - 7 * _WEEKS[over]), last
    if over in _MONTHS or span in _MONTHS:
        months = max(_MONTHS.get(over, 1), _MONTHS.get(span, 1))
        return months_later(shifted(last, 1), -months), last
    if over == "28d":
        return shifted(last, 1 - FOUR_WEEKS), last
    return shifted(last, -6), last


def as_a_whole(over: Over, cadence: str) -> float:
    """Return by what the total of a `stretch` is multiplied, so that it is that of the month or quarter it stands for.

    A calendar month has four or five of the days on which a week is logged. So that the same number every week is the
    same every month, four weeks are told as a month of average length, thirteen as such a quarter; all else is 1.
    """
    if cadence_by(cadence) != "week" or over not in _WEEKS:
        return 1.0
    return MEAN_DAYS[over] / (7 * _WEEKS[over])


def measure(
    data: KpiData, over: Over, until: date, *, per: Per | None = None, pauses: Sequence[Pause] = ()
) -> Measured | None:
    """Return the level of a KPI as of *until*: over the stretch that ends on its last day with data up to then.

    With *per* the total of something that adds up is told as what one expected entry brought. None without any data.
    """
    cadence = cadence_of(data)
    anchor = anchor_of(data, until, cadence)
    return None if anchor is None else measured(data, over, anchor, cadence, per=per, pauses=pauses)


def measured(
    data: KpiData, over: Over, anchor: date, cadence: str, *, per: Per | None = None, pauses: Sequence[Pause] = ()
) -> Measured:
    """Return the level over the stretch that ends with *anchor*, whether or not there is data on that day."""
    first, last = stretch(over, cadence, anchor, data.calendar)
    if data.rule in ("last", "stamped") or over == "last":
        day = data.days[bisect_right(data.days, last) - 1] if data.days and data.days[0] <= last else None
        value = data.value(day, day) if day is not None else None
        return Measured(value, first, last, int(day is not None and _is_latest(data, day, last, cadence, pauses)), 1)
    expected = expected_in(data, first, last, pauses)
    values = min(data.slots_with_data(first, last), expected) if expected else data.slots_with_data(first, last)
    # Of a sum of parts a day that lacks one is in the total, which is at least so much, and not in what a day brought.
    if data.is_share_of_stock:
        by = by_of(over, per)
        value = data.level_value(first, last, by)
        if value is not None and by != "day":
            value *= as_a_whole(over, cadence)
        return Measured(value, first, last, values, expected, data.one_sided(first, last))
    value = data.value(first, last) if per is not None else data.logged_value(first, last)
    if value is not None and data.rule == "sum" and per is not None:
        value = value / values if values else None
    elif value is not None and data.rule == "sum":
        value *= as_a_whole(over, cadence)
    return Measured(value, first, last, values, expected, data.one_sided(first, last))


def by_of(over: Over | None, per: Per | None = None) -> By:
    """Return how long the share of a stock is told for: a week, month or quarter that was asked for, else one step."""
    return over if over in ("week", "month", "quarter") and per is None else "day"


def _is_latest(data: KpiData, day: date, last: date, cadence: str, pauses: Sequence[Pause]) -> bool:
    """Tell whether a last value, of *day*, is that of the last entry expected up to *last*, or of the one before it."""
    slot_end = period_of(cadence_by(cadence), day, data.calendar).end
    return expected_in(data, slot_end + DAY, last, pauses) <= 1


def expected_in(data: KpiData, first: date, last: date, pauses: Sequence[Pause] = ()) -> int:
    """Return how many values of a KPI are expected from *first* to *last*; of a derived one, of its scarcest part."""
    return min(
        (expected_count(kpi.cadence, first, last, data.calendar, pauses_of(kpi, pauses)) for kpi in data.logged),
        default=0,
    )


def longest_stretch(over: Over, cadence: str) -> int:
    """Return how many days a measure looks back at the most."""
    span: Span = cadence_by(cadence)
    return max({"28d": FOUR_WEEKS, "week": 7, "month": 31, "quarter": 92, "last": 2}[over], 1) + {
        "day": 1, "week": 14, "month": 62, "quarter": 184,
    }[span]  # fmt: skip

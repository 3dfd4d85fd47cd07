"""What is said of a figure that was just logged, besides itself: what it takes the place of, and how unusual it is."""

from __future__ import annotations

from datetime import date

from kpitui.core.cadence import cadence_by
from kpitui.core.figures import NumberStyle, format_exact, format_number
from kpitui.core.insight.expected import Expected
from kpitui.core.model import Kpi
from kpitui.i18n import _
from kpitui.wording.dates import day_name, day_text
from kpitui.wording.words import period_word, setting_word


def other_text(kpi: Kpi, day: date, value: float, style: NumberStyle, *, stands: bool) -> str:
    """Return which other figure the same week, month or quarter has, and which of the two counts."""
    template = (
        _("{value} of {day} still counts: it is the later day") if stands else _("takes the place of {value} of {day}")
    )
    return template.format(value=format_exact(value, kpi.unit, style, kpi.decimals), day=day_text(day, year=False))


WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def times_text(kpi: Kpi, day: date, expected: Expected, style: NumberStyle, *, short: bool = False) -> str:
    """Return how far a value lies from what is usual: ``238 times your usual Monday``, or *short* with signs.

    Where a multiple says nothing, that it is far from it. Of a KPI that is mostly 0 the size is told, not the day.
    """
    by = cadence_by(kpi.cadence)
    span = period_word(by) if by != "day" else day_name(day) if short else setting_word(WEEKDAYS[day.weekday()])
    if expected.times is None:
        return _("far from your usual {day}").format(day=span)
    times = format_number(expected.times, 0 if expected.times >= 2 else 2, style)
    if expected.sparse:
        text = _("{times} × the usual size") if short else _("{times} times what is usual when there is any")
        return text.format(times=times)
    if short:
        return _("{times} × your usual {day}").format(times=times, day=span)
    return _("{times} times your usual {day}").format(times=times, day=span)


def far_text(kpi: Kpi, day: date, expected: Expected, style: NumberStyle) -> str:
    """Return the warning about a value that was saved although it is far from what is usual."""
    far = times_text(kpi, day, expected, style)
    return _("{kpi}: {far}. Is that wrong? kpitui undo").format(kpi=kpi.name, far=far)

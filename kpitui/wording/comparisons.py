"""A figure of a period and its difference with an earlier one, in words: what is "at least" says so on both."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kpitui.core.aggregation import PeriodValue
from kpitui.core.calendar import BYS
from kpitui.core.comparison import Bound, Comparison, Lately
from kpitui.core.figures import NumberStyle, decimals_together, format_number, is_hours
from kpitui.core.model import Kpi
from kpitui.i18n import _, context
from kpitui.wording.dates import period_title, span_text
from kpitui.wording.numbers import difference_as_written, places_beside, written


def with_shared_decimals(kpi: Kpi, figures: Sequence[PeriodValue], compared: Iterable[Comparison | None] = ()) -> Kpi:
    """Return *kpi* with as many decimals as all of *figures* have, to write what stands in one table or sentence.

    Where they are *compared* each of the two that differ has as many as the difference needs.
    """
    if is_hours(kpi.unit):
        return kpi
    values = [figure.value for figure in figures if figure.value is not None]
    places = [decimals_together(values, kpi.unit, kpi.decimals)]
    for pair in compared:
        if pair is None or kpi.unit != "%":
            continue
        before, now = pair.before.value, pair.compared.value
        if now is not None and before is not None:
            places.append(places_beside(kpi, before, now))
    return kpi._replace(decimals=max(places))


def change_text(kpi: Kpi, compared: Comparison, style: NumberStyle, *, year: bool) -> str:
    """Return how much higher or lower a period is in percent: ``+19% on 1–22 Oct``; of a percentage in points.

    With *year* it is compared with the same days of a year earlier, and says so.
    """
    before, shown = compared.before.period, _change(kpi, compared, style)
    if not shown:
        return ""
    template = _("{change} on last year") if year else _("{change} compared with {days}")
    template = template.format(change=shown, days=span_text(before.start, before.end))
    return _without_today(compared, bound_text(compared.bound, template))


def _without_today(compared: Comparison, text: str) -> str:
    return text if compared.without_today is None else _("{change}, without today").format(change=text)


def without_today_sentence(kpis: Sequence[Kpi]) -> str:
    """Return which of *kpis* are compared without today, that there are more hours of; empty for none."""
    if not kpis:
        return ""
    names = ", ".join(kpi.name for kpi in kpis)
    return _("Today is not over yet, so it is left out of the comparison: {kpis}").format(kpis=names)


def plain_change(kpi: Kpi, compared: Comparison, style: NumberStyle) -> str:
    """Return the same in a word, ``+19%``; empty where it is no more than a bound."""
    return _change(kpi, compared, style) if compared.bound == "exact" else ""


def _paused(figure: PeriodValue) -> str:
    """Return how much of a sum was paused, which makes it lower than one of as many days: ``14 paused``."""
    count = figure.coverage.paused if figure.adds_up else 0
    return _("{n} paused").format(n=count) if count else ""


def paused_text(row: Lately) -> str:
    """Return how much of the earlier period of a sum was paused, where that was other than now; else empty.

    So ``1 Jul – 22 Aug: 14 paused``.
    """
    before = row.before.before
    if before.coverage.paused == row.before.now.coverage.paused or not (paused := _paused(before)):
        return ""
    return f"{span_text(before.period.start, before.period.end)}: {paused}"


def _change(kpi: Kpi, compared: Comparison, style: NumberStyle) -> str:
    """Return by how much a period is higher in percent, or in the unit of the KPI; empty where that says nothing."""
    if compared.difference is None or not compared.tells:
        return ""
    change = compared.change
    if change is None or kpi.unit == "%":
        return _apart(kpi, compared, style)
    return format_number(100 * change, 0 if abs(change) >= 0.01 else 1, style, signed=True) + "%"


def to_date_rows(
    figures: Sequence[tuple[Kpi, Sequence[Comparison]]], style: NumberStyle
) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """Return a table of months, quarters and years up to now: its heading, and a row for each KPI that has any.

    Behind each value stands how it differs from the same part of last year; a dash where that is not known.
    """
    periods = {compared.now.period.by: compared.now.period for _kpi, row in figures for compared in row}
    lengths = [by for by in BYS if by in periods]
    heading = ("KPI", *(cell for by in lengths for cell in (period_title(periods[by]), context("column", "change"))))
    rows = []
    for kpi, row in figures:
        by_length = {compared.now.period.by: compared for compared in row if compared.now.value is not None}
        kpi_alike = with_shared_decimals(kpi, [compared.now for compared in by_length.values()])
        cells = [kpi.name]
        for by in lengths:
            compared = by_length.get(by)
            if compared is None:
                cells += ["-", "-"]
                continue
            change = _change(kpi, compared, style)
            cells += [
                period_text(kpi_alike, compared.now, style),
                bound_text(compared.bound, change) if change else "-",
            ]
        if by_length:
            rows.append(tuple(cells))
    return heading, rows


def to_date_sentence(kpi: Kpi, row: Sequence[Comparison], style: NumberStyle) -> str:
    """Return the month, quarter and year up to now with their changes on last year; empty where none has a value."""
    with_value = [compared for compared in row if compared.now.value is not None]
    kpi_alike = with_shared_decimals(kpi, [compared.now for compared in with_value])
    parts = []
    for compared in with_value:
        text = f"{period_title(compared.now.period)} {period_text(kpi_alike, compared.now, style)}"
        change = _change(kpi, compared, style)
        change = bound_text(compared.bound, change) if change else ""
        parts.append(f"{text} ({_without_today(compared, change)})" if change else text)
    return f"{kpi.name}: {', '.join(parts)}" if parts else ""


def lately_rows(kpi: Kpi, periods: Sequence[Lately], style: NumberStyle) -> list[tuple[str, str, str, str]]:
    """Return this week, month and year with their values and how they differ from the earlier ones, a row each."""
    kpi_alike = with_shared_decimals(kpi, [row.before.now for row in periods])
    return [
        (
            lately_word(row),
            period_text(kpi_alike, row.before.now, style),
            change_text(kpi, row.before, style, year=row.by == "year"),
            change_text(kpi, row.last_year, style, year=True) if row.last_year else "",
        )
        for row in periods
    ]


def lately_word(row: Lately) -> str:
    """Return which period a row is of: ``this week``, ``last month``."""
    return {
        ("week", True): _("this week"), ("month", True): _("this month"), ("quarter", True): _("this quarter"),
        ("year", True): _("this year"), ("week", False): _("last week"), ("month", False): _("last month"),
        ("quarter", False): _("last quarter"),
    }[row.by, row.is_current]  # fmt: skip


def before_text(kpi: Kpi, compared: Comparison, style: NumberStyle) -> str:
    """Return the value of the earlier period, which is not whole either where the KPI began in the middle of it."""
    text, paused = period_text(kpi, compared.before, style), _paused(compared.before)
    text += f" ({paused})" if paused else ""
    if not compared.new or compared.before.value is None or compared.before.at_least or compared.before.incomplete:
        return text
    return _("{value}, incomplete").format(value=text)


def period_text(kpi: Kpi, figure: PeriodValue, style: NumberStyle) -> str:
    """Return the value of a period: ``at least € 519``; where there is none, why."""
    if figure.value is None:
        return _("can't be added up") if figure.refused else _("no data")
    value = written(kpi, figure.value, style)
    if figure.at_least:
        return _("at least {value}").format(value=value)
    return _("{value}, incomplete").format(value=value) if figure.incomplete else value


def difference_text(kpi: Kpi, compared: Comparison, style: NumberStyle) -> str:
    """Return by how much a period differs from the earlier one, with a sign; a dash where that is not known."""
    apart = _apart(kpi, compared, style)
    return bound_text(compared.bound, apart) if apart else "-"


def _apart(kpi: Kpi, compared: Comparison, style: NumberStyle) -> str:
    """Return the difference of two figures as they are written, with its sign; empty where one is not known."""
    before, now = compared.before.value, compared.compared.value
    return "" if before is None or now is None else difference_as_written(kpi, before, now, style, signed=True)


def bound_text(bound: Bound, text: str) -> str:
    """Return a difference or a total with what it is, where it is no more than a bound."""
    words = {
        "exact": "{value}",
        "at least": _("at least {value}"),
        "at most": _("at most {value}"),
        "incomplete": _("{value}, incomplete"),
    }
    return words[bound].format(value=text)

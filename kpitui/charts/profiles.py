"""What is usual by weekday and by hour: bars with their range and number of days, and a map of hours by weekday.

The map is shaded in five steps that read without colour, and says what the darkest and the lightest stand for.
"""

from __future__ import annotations

from kpitui.charts.figure import NARROWEST
from kpitui.charts.kinds import draw_periods
from kpitui.charts.spec import AXIS, BAR, LINE, Bar, ChartData, ChartWords, Row
from kpitui.core.figures import row_decimals
from kpitui.i18n.lookalikes import lookalike

SHADES, PLAIN_SHADES = "·░▒▓█", ".:+%#"
"""From the lowest fifth of the range to the highest; a place without data is blank."""


def draw_weekdays(data: ChartData, width: int, height: int, words: ChartWords, *, ascii: bool) -> list[Row]:
    """Return a bar a weekday, with what the middle half of its values is and on how many days; no rows without data."""
    measured = [cell for cell in data.profile if cell.value is not None]
    if not measured or width < NARROWEST or height < len(data.profile):
        return []
    decimals = row_decimals([cell.value for cell in measured if cell.value is not None], data.unit)
    texts = []
    for cell in data.profile:
        value = "-" if cell.value is None else data.written(cell.value, decimals)
        half = ""
        if cell.low is not None and cell.high is not None:
            half = f"{data.written(cell.low, decimals)}–{data.written(cell.high, decimals)}"
        texts.append((value, half.replace("–", "-") if ascii else half, f"n {cell.n}"))
    widths = [max(len(text[column]) for text in texts) for column in range(3)]
    labels = max(len(words.weekdays[index]) for index in range(7))
    show_range = width - labels - sum(widths) - 8 >= NARROWEST // 2
    room = width - labels - (sum(widths) + 7 if show_range else widths[0] + 3)
    highest = max(0.0, *(cell.value for cell in measured if cell.value is not None))
    rows: list[Row] = [[(_title(data, width, ascii=ascii), LINE)]] if height > len(data.profile) else []
    for index, (cell, (value, half, count)) in enumerate(zip(data.profile, texts, strict=True)):
        length = round(max(0.0, cell.value or 0.0) / highest * room) if highest else 0
        bar = ("=" if ascii else "━") * length
        row: Row = [
            (f" {words.weekdays[index]:<{labels}} ", AXIS),
            (f"{bar:<{room}}", BAR),
            (f" {value:>{widths[0]}}", LINE),
        ]
        if show_range:
            row.append((f"  {half:>{widths[1]}}  {count:>{widths[2]}}", AXIS))
        rows.append(row)
    return rows


def draw_hours(data: ChartData, width: int, height: int, words: ChartWords, *, ascii: bool) -> list[Row]:
    """Return a bar an hour of the day; no rows without data."""
    bars = tuple(Bar(f"{hour:02d}", data.first, cell.value, False) for hour, cell in enumerate(data.profile))
    return draw_periods(data._replace(bars=bars, marks=()), width, height, words, ascii=ascii)


def draw_heat(data: ChartData, width: int, height: int, words: ChartWords, *, ascii: bool) -> list[Row]:
    """Return the hours of the day across and the weekdays down, darker where more is usual; no rows without data."""
    values = [cell.value for cell in data.profile if cell.value is not None]
    labels = max(map(len, words.weekdays))
    step = min(3, (width - labels - 2) // 24)
    if not values or step < 1 or height < 8:
        return []
    low, high = min(values), max(values)
    shades = PLAIN_SHADES if ascii else SHADES
    rows: list[Row] = [[(_title(data, width, ascii=ascii), LINE)]] if height > 8 else []
    for weekday in range(7):
        cells = ""
        for hour in range(24):
            value = data.profile[weekday * 24 + hour].value
            cells += (" " if value is None else shades[_fifth(value, low, high)]) * step
        rows.append([(f" {words.weekdays[weekday]:<{labels}} ", AXIS), (cells, BAR)])
    every = 3 if step > 1 else 6
    axis = "".join(f"{hour:02d}".ljust(every * step) for hour in range(0, 24, every))
    rows.append([(" " * (labels + 2) + axis, AXIS)])
    if height > len(rows):
        legend = f" {shades[0]} {data.written(low)}  {shades[-1]} {data.written(high)}"
        rows.append([(legend[:width], AXIS)])
    return rows


def _fifth(value: float, low: float, high: float) -> int:
    return min(4, int((value - low) / (high - low) * 5)) if high > low else 4


def _title(data: ChartData, width: int, *, ascii: bool) -> str:
    title = "".join(map(lookalike, data.title)) if ascii else data.title
    return f" {title}"[:width]

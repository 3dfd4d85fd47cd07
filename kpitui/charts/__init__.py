"""The charts: a table of them, one function that draws any, and the same drawing as text for a terminal.

Each chart is a module and a row. They take records and give rows of text with roles; the app paints roles with its
theme, the shell with `to_text`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from importlib import import_module
from typing import Literal, NamedTuple

from kpitui.charts.spec import AXIS, BAR, LINE, MARK, PACE, PARTIAL, TARGET, ChartData, ChartWords, Row, titled
from kpitui.core.errors import mark

Draw = Callable[..., list[Row]]
Draws = Literal["days", "periods", "limits", "total", "years", "parts", "weekday", "hours", "heat"]
"""Values of days, of periods, with their natural limits, a running total, a whole by its parts, or what is usual."""


class Chart(NamedTuple):
    """One chart of the family."""

    name: str
    place: str
    """Its function as ``module:name``, imported when it is first drawn."""
    title: str
    """Its name for people, untranslated."""
    draws: Draws = "days"
    """Which data it is given and told in words by."""


CHARTS: dict[str, Chart] = {
    chart.name: chart
    for chart in (
        Chart("trend", "kpitui.charts.kinds:draw_trend", mark("trend")),
        Chart("periods", "kpitui.charts.kinds:draw_periods", mark("per period"), "periods"),
        Chart("limits", "kpitui.charts.kinds:draw_limits", mark("normal range"), "limits"),
        Chart("cumulative", "kpitui.charts.kinds:draw_cumulative", mark("running total"), "total"),
        Chart("years", "kpitui.charts.kinds:draw_years", mark("beside last year"), "years"),
        Chart("weekday", "kpitui.charts.profiles:draw_weekdays", mark("by weekday"), "weekday"),
        Chart("hours", "kpitui.charts.profiles:draw_hours", mark("by hour"), "hours"),
        Chart("heat", "kpitui.charts.profiles:draw_heat", mark("hours by weekday"), "heat"),
        Chart("parts", "kpitui.charts.stacked:draw_parts", mark("parts"), "parts"),
    )
}

GROUP = "kpitui.charts"
"""The entry points under which packages name charts: functions as those of this family are."""

_OF_PACKAGES: dict[str, str] = {}
"""The charts of packages that were added, each with what is wrong with it, or nothing."""


def add_charts_of_packages() -> Mapping[str, str]:
    """Add the charts that installed packages name to `CHARTS`, and return what is wrong with those that are left out.

    A chart of this program is never replaced. Done once; the entry points of all packages are gone through.
    """
    from importlib.metadata import entry_points

    for entry in entry_points(group=GROUP):
        if entry.name in CHARTS or entry.name in _OF_PACKAGES:
            continue
        try:
            title = str(getattr(entry.load(), "title", entry.name))
        except Exception as error:  # whatever a package does wrong is its own
            _OF_PACKAGES[entry.name] = f"{type(error).__name__}: {error}"[:200]
        else:
            _OF_PACKAGES[entry.name] = ""
            CHARTS[entry.name] = Chart(entry.name, entry.value, title)
    return {name: problem for name, problem in _OF_PACKAGES.items() if problem}


class ChartNames:
    """The names of charts; those of packages are looked for only when a name is none of this program's."""

    def __iter__(self) -> Iterator[str]:
        """Return the names of this program's charts, and of those of packages that are known already."""
        return iter(CHARTS)

    def __contains__(self, name: object) -> bool:
        """Tell whether *name* is a chart, of this program or of a package."""
        if name not in CHARTS:
            add_charts_of_packages()
        return name in CHARTS


_COLOURS = {AXIS: "2", LINE: "36", TARGET: "32", PACE: "33", MARK: "35", BAR: "36", PARTIAL: "2;36"}
"""How a terminal shows a role: as the parameters of an escape sequence."""


def draw(name: str, data: ChartData, words: ChartWords, width: int, height: int, *, ascii: bool = False) -> list[Row]:
    """Return the chart *name* of *data*, in these *words*, as at most *height* rows of at most *width* cells.

    Without data, or without room for its axes, it is a single row that says so, as far as that fits.
    """
    module, _colon, function = CHARTS[name].place.partition(":")
    draw: Draw = getattr(import_module(module), function)
    try:
        rows = draw(titled(data, words), width, height, words, ascii=ascii) if width > 0 and height > 0 else []
    except Exception as error:
        if name not in _OF_PACKAGES:
            raise
        rows = [[(f" {name}: {type(error).__name__}: {error}"[: max(0, width)], AXIS)]]
    if rows or height < 1:
        return rows
    return [[(f" {words.nothing}"[: max(0, width)], AXIS)]]


def picture(data: ChartData, words: ChartWords, described: str) -> str:
    """Return the trend of *data* as an ``<svg>`` element; empty without values. *described* says what is on it."""
    from kpitui.charts.svg import svg_trend

    return svg_trend(titled(data, words), words, described)


def to_text(rows: list[Row], *, colour: bool) -> str:
    """Return rows as lines of text, with the colours of a terminal when *colour* asks for them."""
    if not colour:
        return "\n".join("".join(text for text, _role in row).rstrip() for row in rows)
    return "\n".join("".join(f"\x1b[{_COLOURS[role]}m{text}\x1b[0m" for text, role in row) for row in rows)

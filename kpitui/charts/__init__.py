"""The charts: a table of them, one function that draws any, and the same drawing as text for a terminal.

Each chart is a module and a row. They take records and give rows of text with roles; the app paints roles with its
theme, the shell with `to_text`. What a chart of a package gives is checked, cleaned and cut to its place.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cache, partial
from importlib import import_module
from typing import Literal

from kpitui.charts.spec import AXIS, BAR, LINE, MARK, PACE, PARTIAL, ROLES, TARGET, ChartData, ChartWords, Row, titled
from kpitui.core.errors import Refused, mark
from kpitui.core.record import Record
from kpitui.i18n import _
from kpitui.i18n.harmless import cells, harmless

TYPE_CHECKING = False
if TYPE_CHECKING:
    from importlib.metadata import EntryPoint
    from typing import Any


AMPLE = (80, 24)
"""Columns and rows in which every chart has room."""

Draw = Callable[..., list[Row]]
Draws = Literal["days", "periods", "limits", "total", "years", "parts", "weekday", "hours", "heat", "dual"]
"""Values of days, of periods, with their natural limits, a running total, a whole by its parts, what is usual, or two
KPIs."""


class Chart(Record):
    """One chart of the family."""

    name: str
    place: str
    """Its function as ``module:name``, imported when it is first drawn; empty for that of a package."""
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
        Chart("weekday", "kpitui.charts.kinds:draw_weekdays", mark("by weekday"), "weekday"),
        Chart("hours", "kpitui.charts.kinds:draw_hours", mark("by hour"), "hours"),
        Chart("heat", "kpitui.charts.kinds:draw_heat", mark("hours by weekday"), "heat"),
        Chart("parts", "kpitui.charts.kinds:draw_parts", mark("parts"), "parts"),
        Chart("dual", "kpitui.charts.kinds:draw_dual", mark("with another KPI"), "dual"),
    )
}

GROUP = "kpitui.charts"
"""The entry points under which packages name charts: functions as those of this family are."""

LEFT_OUT = mark("The chart {value} of the package {package} is left out: {reason}")
NOT_DRAWN = mark("The chart {value} of the package {package} can't be drawn: {reason}")
LONGEST_NAME = 60


class PackageChart(Record):
    """A chart of a package that was looked at."""

    package: str
    draw: Draw | None
    """None where it is left out."""
    problem: Refused | None = None
    """Why it is left out."""


_OF_PACKAGES: dict[str, PackageChart] = {}
"""The charts of packages that were looked at, by their names."""


@cache
def add_charts_of_packages() -> Mapping[str, Refused]:
    """Add the charts that installed packages name to `CHARTS`, and return what is wrong with those that are left out.

    A chart of this program is never replaced. Done once; the entry points of all packages are gone through.
    """
    from functools import partial
    from importlib.metadata import entry_points

    from kpitui.files.packages import package_of, run_package_code

    for entry in entry_points(group=GROUP):
        name, package = harmless(entry.name, LONGEST_NAME), harmless(package_of(entry), LONGEST_NAME)
        if name in CHARTS or name in _OF_PACKAGES:
            continue
        try:
            draw, title = run_package_code(partial(_loaded, entry), LEFT_OUT, value=name, package=package)
        except Refused as problem:
            _OF_PACKAGES[name] = PackageChart(package, None, problem)
        else:
            _OF_PACKAGES[name] = PackageChart(package, draw)
            CHARTS[name] = Chart(name, "", title or name)
    return {name: chart.problem for name, chart in _OF_PACKAGES.items() if chart.problem is not None}


def _loaded(entry: EntryPoint) -> tuple[Draw, str]:
    """Return the function of an entry point and the title of its chart; raises whatever the package does."""
    draw = entry.load()
    if not callable(draw):
        raise TypeError("it is not a function")
    return draw, harmless(str(getattr(draw, "title", "")), LONGEST_NAME)


class ChartNames:
    """The names of charts; those of packages are looked for only when a name is none of this program's."""

    def __iter__(self) -> Iterator[str]:
        """Return the names of this program's charts, and of those of packages that are known already."""
        return iter(CHARTS)

    def __contains__(self, name: object) -> bool:
        """Tell whether *name* is a chart, of this program or of a package; raise Refused for one that is left out."""
        if name not in CHARTS:
            problem = add_charts_of_packages().get(str(name))
            if problem is not None:
                raise problem
        return name in CHARTS


_COLOURS = {AXIS: "2", LINE: "36", TARGET: "32", PACE: "33", MARK: "35", BAR: "36", PARTIAL: "2;36"}
"""How a terminal shows a role: as the parameters of an escape sequence."""


def draw(name: str, data: ChartData, words: ChartWords, width: int, height: int, *, ascii: bool = False) -> list[Row]:
    """Return the chart *name* of *data*, in these *words*, as at most *height* rows of at most *width* cells.

    Without data, or without room for its axes, it is a single row that says so, as far as that fits.
    """
    if width < 1 or height < 1:
        return []
    if not CHARTS[name].place:
        rows = _drawn_by_package(name, titled(data, words, dated=True), words, width, height, ascii=ascii)
        is_small = False
    else:
        module, _colon, function = CHARTS[name].place.partition(":")
        draw = partial(getattr(import_module(module), function), titled(data, words, dated=True), ascii=ascii)
        rows = draw(width, height, words)
        is_small = not rows and bool(draw(*AMPLE, words))
    if rows:
        return rows
    return [[(f" {words.too_small if is_small else words.nothing}"[: max(0, width)], AXIS)]]


def _drawn_by_package(
    name: str, data: ChartData, words: ChartWords, width: int, height: int, *, ascii: bool
) -> list[Row]:
    """Return what a chart of a package draws, harmless and in its place, or else one sentence about the package."""
    from kpitui.files.packages import run_package_code

    package, draw, _problem = _OF_PACKAGES[name]
    assert draw is not None
    try:
        return run_package_code(
            lambda: _checked(draw(data, width, height, words, ascii=ascii), width, height),
            NOT_DRAWN,
            value=name,
            package=package,
        )
    except Refused as refused:
        from textwrap import wrap

        sentence = harmless(_(refused.message).format(**refused.params), 400)
        return [[(f" {line}"[:width], AXIS)] for line in wrap(sentence, max(1, width - 1))[:height]]


def _checked(drawn: Any, width: int, height: int) -> list[Row]:
    """Return what a package drew as rows of harmless text within their place; raise TypeError for anything else."""
    from itertools import islice

    by_name = {role: number for number, role in ROLES.items()}
    rows: list[Row] = []
    for row in islice(drawn, height):  # what is no list of rows raises TypeError
        room, runs = width, list[tuple[str, int]]()
        for text, role in row:
            number = by_name.get(role, role)
            if not isinstance(text, str) or number not in ROLES:
                raise TypeError("a row is a list of (text, role)")
            clean = _cut(harmless(text, len(text)), room)
            room -= cells(clean)
            runs.append((clean, number))
        rows.append(runs)
    return rows


def _cut(text: str, room: int) -> str:
    """Return as much of *text* as *room* terminal cells can hold."""
    text = text[:room]
    while cells(text) > room:
        text = text[:-1]
    return text


def picture(data: ChartData, words: ChartWords, described: str) -> str:
    """Return the trend of *data* as an ``<svg>`` element; empty without values. *described* says what is on it."""
    from kpitui.charts._svg import svg_trend

    return svg_trend(titled(data, words, dated=True), words, described)


def to_text(rows: list[Row], *, colour: bool) -> str:
    """Return rows as lines of text, with the colours of a terminal when *colour* asks for them."""
    if not colour:
        return "\n".join("".join(text for text, _role in row).rstrip() for row in rows)
    return "\n".join("".join(f"\x1b[{_COLOURS[role]}m{text}\x1b[0m" for text, role in row) for row in rows)

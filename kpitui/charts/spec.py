"""What a chart is drawn from and what it comes out as: plain records, without drawing and without a screen.

A chart is a list of rows; a row is a list of runs of text, each with a role. Which colour a role has is the faces'
business.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Literal

from kpitui.core.calendar import By
from kpitui.core.figures import NumberStyle, is_counted, is_hours, on_the_safe_side, short_value
from kpitui.core.model import Kpi
from kpitui.core.profiles import ProfileCell
from kpitui.core.record import Record
from kpitui.core.series import Coverage
from kpitui.i18n.harmless import harmless

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kpitui.core.comparison import Bound

AXIS, LINE, TARGET, PACE, MARK, BAR, PARTIAL = range(21, 28)
"""The roles. They are palette numbers that plotext paints with and that nothing else uses."""

ROLES = {
    AXIS: "axis",
    LINE: "line",
    TARGET: "target",
    PACE: "pace",
    MARK: "mark",
    BAR: "bar",
    PARTIAL: "partial",
}

Row = list[tuple[str, int]]
"""One line of a chart: runs of text with their role."""

Point = tuple[date, float]

TargetIs = Literal["target", "needed", "needed per week", "needed per month", "needed per quarter", "room"]

BRIDGES = {"day": 1, "workday": 3, "week": 7, "month": 31, "quarter": 92}
"""How many days the points of a KPI lie apart when none is missing, by cadence."""


class Mark(Record):
    """A numbered note, an action by the day on which it was started, or a pause by its first day on the chart."""

    day: date
    number: int
    text: str
    started: bool = False
    """Whether it is an action."""
    paused: date | None = None
    """The last day of a pause, where it is one."""


class Bar(Record):
    """One period of the chart by period; `value` is None when there is no data."""

    label: str
    start: date
    value: float | None
    partial: bool
    """Whether the period is not over yet."""
    bound: Bound = "exact"
    """What it is where it is a sum over days some of which are missing."""


class Stack(Record):
    """One period of the chart of parts; its values are in the order of `ChartData.part_names`."""

    label: str
    start: date
    whole: float | None
    """None where there is no day with the whole and all its parts."""
    values: tuple[float | None, ...]
    partial: bool
    """Whether the period is not over yet."""
    coverage: Coverage = Coverage()
    """On how many of its days (weeks, months) the whole and all its parts have a number: what is drawn is of those."""


class Band(Record):
    """The natural limits of a segment, as they are on its first day; a limit that cannot be crossed is None."""

    first: date
    last: date
    centre: float
    lower: float | None
    upper: float | None
    rise: float = 0.0
    """How much higher they are on the last day: limits may follow a trend."""


class ChartData(Record):
    """Everything the charts of one KPI draw; days are inclusive, points ascend, days without data are left out."""

    title: str
    first: date
    last: date
    """The first and last day of the chart, also where there is no data."""
    unit: str
    style: NumberStyle
    points: tuple[Point, ...] = ()
    bridge: int = 1
    """How many days two neighbouring points may lie apart; more is a gap, and is not drawn over."""
    target: float | None = None
    target_other: float | None = None
    """The other edge, where each day is to stay between two."""
    target_is: TargetIs = "target"
    """What the line of the target is: the target itself, or what a day must bring to it or may bring at most."""
    pace: tuple[Point, ...] = ()
    """Where the KPI should be, as the corners of a line: for the trend."""
    marks: tuple[Mark, ...] = ()
    bars: tuple[Bar, ...] = ()
    bar_target: float | None = None
    bar_other: float | None = None
    """The other edge, where the bars are to stay between two."""
    total: tuple[Point, ...] = ()
    """The running total."""
    total_pace: tuple[Point, ...] = ()
    """Where the running total should be, as the corners of a line."""
    total_before: tuple[Point, ...] = ()
    """The running total of a year earlier, on the days of this year; with it the chart is of years."""
    bounds: tuple[Bound, ...] = ()
    """What the newest running total is where days are missing, and with that of a year earlier also that on the same
    day then and that of the whole year; empty where nobody asked."""
    fan: tuple[tuple[date, float, float, float], ...] = ()
    """Where it is likely to go: day, low, middle and high."""
    bands: tuple[Band, ...] = ()
    signals: frozenset[date] = frozenset()
    """The days shown whose values are signals."""
    jumps: frozenset[date] = frozenset()
    """The days whose values lie farther from the one before than the limit of the moving range."""
    profile: tuple[ProfileCell, ...] = ()
    """What is usual: of the seven weekdays, of the 24 hours, or of the hours of each weekday after each other."""
    profile_of: str = ""
    """Which: a key of `ChartWords.profiles`; empty where the chart is none of these."""
    part_names: tuple[str, ...] = ()
    """What the parts of the KPI are called; the last is the rest where `has_rest`."""
    has_rest: bool = False
    stacks: tuple[Stack, ...] = ()
    """The periods of the chart of parts, ascending."""
    kpi: Kpi | None = None
    """The KPI, by which its figures are written in words."""
    other: Kpi | None = None
    """The KPI that is drawn with it, on a scale of its own."""
    other_points: tuple[Point, ...] = ()
    """Its values, each by the day of the KPI beside which it stands."""
    other_name: str = ""
    """What it is called with its unit and, once `titled`, by how much earlier its values are."""
    by: By = "day"
    """The length of the periods whose values are drawn, of two KPIs by their first day."""
    lag: int = 0
    """By how many of these periods the values of the other KPI are earlier."""
    adjusted: bool = False
    """Whether the values are adjusted for the weekday."""
    by_week: bool = False
    """Whether they are those of weeks, though the KPI is logged by the day."""
    wide_step: bool = False
    """Whether there is a jump among them, which the title tells."""

    def level(self) -> float:
        """Return the height of the line of the target as it is told: a need rounded up, an allowance down."""
        assert self.target is not None
        if self.target_is == "target":
            return self.target
        kpi = self.kpi or Kpi(0, "", self.title, "sample", self.unit)
        counted = is_counted(kpi, *(value for _day, value in self.points))
        return on_the_safe_side(kpi, self.target, up=self.target_is != "room", counted=counted)

    def level_text(self) -> str:
        """Return the line of the target as an axis writes it: both its edges where it has two."""
        decimals = self.kpi.decimals if self.kpi else None
        text = self.written(self.level(), decimals)
        return text if self.target_other is None else f"{self.written(self.target_other, decimals)} – {text}"

    def written(self, value: float, decimals: int | None = None) -> str:
        """Return *value* as short as an axis wants it, with *decimals* where they fit."""
        places = None if is_hours(self.unit) else decimals
        text = short_value(value, self.unit, self.style, 7, places)
        return f"{text}%" if self.unit == "%" else text


class ChartWords(Record):
    """The words in a chart, translated."""

    levels: Mapping[TargetIs, str]
    """What the line of the target is called."""
    pace: str
    last_year: str
    so_far: str
    nothing: str
    too_small: str
    """What is said where there is something to draw, and no room for it."""
    forecast: str
    """What the likely range from now on is called."""
    centre: str
    """What the middle of the limits is called, and so the next two."""
    limits: str
    signal: str
    months: tuple[str, ...]
    """The twelve short names, January first."""
    day: str
    """How a day of a month is written: ``{day} {month}``, in the order of the region."""
    adjusted: str
    """How a title says that values are adjusted for the weekday, with ``{name}``; so the next two."""
    by_week: str
    wide_step: str
    profiles: Mapping[str, str]
    """How a title says that it is of weekdays or hours, with ``{name}``, by what is drawn."""
    weekdays: tuple[str, ...]
    """The seven short names, Monday first."""
    rest: str
    """What the parts leave of a whole that is logged."""
    covered: Callable[[Coverage], str]
    """On how many days the whole and all its parts have a number."""
    others: str
    """The parts that there are too many of to be drawn, with ``{n}``."""
    started: str
    """How the mark of an action is told, with ``{what}``."""
    paused: str
    """How that of a pause is, with ``{day}``, its last one, and ``{what}``."""
    bound: Callable[[Bound, str], str]
    """How a total is told over days some of which are missing."""
    over_gaps: Callable[[Sequence[str], int], str]
    """How bars are named that are such totals, by their labels, of so many bars."""
    earlier: Callable[[str, By, int], str]
    """How a KPI is called whose values are so many periods earlier; none, or below 0 for later."""


def titled(data: ChartData, words: ChartWords, *, dated: bool = False) -> ChartData:
    """Return *data* with its title and its marks as they are told, and nothing dangerous in them.

    With *dated* the title of what is usual says of which days: no axis does.
    """
    title = harmless(data.title, 60)
    for is_so, text in (
        (data.adjusted, words.adjusted),
        (data.by_week, words.by_week),
        (data.wide_step, words.wide_step),
    ):
        title = text.format(name=title) if is_so else title
    if data.profile_of:
        title = f"{title} ({_days_text(data, words)})" if dated else title
        title = words.profiles[data.profile_of].format(name=title)
    marks = []
    for mark in data.marks:
        text = harmless(mark.text, 40)
        if mark.started:
            text = words.started.format(what=text)
        elif mark.paused is not None:
            last = words.day.format(day=mark.paused.day, month=words.months[mark.paused.month - 1])
            text = words.paused.format(day=last, what=text).rstrip(": ")
        marks.append(mark._replace(text=text, started=False, paused=None))
    names = tuple(harmless(name, 30) for name in data.part_names)
    if data.has_rest:
        names = (*names[:-1], words.rest)
    bars = tuple(bar._replace(label=_period_label(bar.label, bar.start, words)) for bar in data.bars)
    stacks = tuple(stack._replace(label=_period_label(stack.label, stack.start, words)) for stack in data.stacks)
    data = data._replace(part_names=names, has_rest=False, bars=bars, stacks=stacks)
    if data.other is not None:
        data = data._replace(other_name=words.earlier(harmless(data.other_name, 60), data.by, data.lag), lag=0)
    return data._replace(title=title, marks=tuple(marks), adjusted=False, by_week=False, wide_step=False, profile_of="")


def _days_text(data: ChartData, words: ChartWords) -> str:
    ends = [words.day.format(day=day.day, month=words.months[day.month - 1]) for day in (data.first, data.last)]
    if data.first.year != data.last.year:
        ends = [f"{end} '{day:%y}" for end, day in zip(ends, (data.first, data.last), strict=True)]
    return " – ".join(ends)


def _period_label(label: str, start: date, words: ChartWords) -> str:
    """Return what stands below a bar: a week without a number by its first day, a month by its name, others as is."""
    if label == f"{start:%m-%d}":
        return words.day.format(day=start.day, month=words.months[start.month - 1])
    if label == f"{start:%Y-%m}":
        return f"{words.months[start.month - 1]} '{start:%y}"
    return label

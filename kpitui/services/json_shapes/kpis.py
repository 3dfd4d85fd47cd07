"""What `--json` prints about KPIs and their figures; see `json_shapes`."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from pydantic import ConfigDict

from kpitui.services.json_shapes.shape import Number, Shape
from kpitui.services.schema import KindName


class KpiHead(Shape):
    """What tells a KPI from others."""

    key: str
    """Its short name for the shell."""
    name: str
    kind: KindName
    unit: str
    direction: Literal["higher", "lower", "band"]
    """Which way is better."""
    cadence: str
    """When an entry is expected: day, workday, mon,thu, week, month or quarter."""


class ListedKpi(KpiHead):
    """A KPI of the list."""

    archived: bool


class KpiDetails(Shape):
    """A KPI with all its fields, named as the options of `kpi add`."""

    name: str
    key: str
    kind: str
    unit: str
    decimals: int | None
    every: str
    better: str
    band_low: Number
    band_high: Number
    floor: Number
    """What it cannot be below."""
    ceiling: Number
    """What it cannot be above."""
    numerator: str | None
    denominator: str | None
    formula: str | None
    blank: Literal["unknown", "zero"]
    """What a day without an entry means."""
    source: str
    description: str
    template: str | None
    created: date
    archived: bool


class Template(Shape):
    """A KPI of the library; its other fields are those of `kpi add`, as far as it fills them in."""

    model_config = ConfigDict(extra="allow")

    key: str
    name: str
    hint: str
    """What it tells."""
    trap: str
    counter: str
    """The template that guards against the trap."""
    needs: list[str]
    """Templates that it is computed from."""


class LastValue(Shape):
    """The newest figure of a KPI."""

    date: date
    value: float


class StatusKpi(Shape):
    """A KPI at a glance."""

    key: str
    name: str
    unit: str
    last: LastValue | None
    due: bool
    coverage: Number
    """Which share of what was expected in the last four weeks is there, 0 to 1; a blank that means zero is there."""
    signal: Literal["above", "below"] | None
    """Whether something is more than noise, and on which side."""
    signal_kind: str | None
    signal_text: str | None
    """The same as a sentence, in the language in force."""


class Beside(Shape):
    """The earlier period that a figure is compared with, as far along as the later one has been logged."""

    period: str
    start: date
    end: date
    """The last day, inclusive."""
    value: Number
    difference: Number
    """By how much the later one is higher."""
    change: Number
    """The difference as a share of the earlier value."""
    bound: Literal["exact", "at least", "at most", "incomplete"] | None
    """What the difference is: of sums over gaps it is a bound, or no more than what is known."""


class Period(Shape):
    """The figure of one period."""

    period: str
    """Such as 2026-11-23, 2026-W47, 2026-11, 2026-Q4 or 2026."""
    start: date
    end: date
    """The last day, inclusive."""
    value: Number
    entries: int
    days_with_data: int
    """How many of the expected entries are there: of days, weeks, months or quarters, by the cadence."""
    days_expected: int
    """How many entries were expected: one for each day, week, month or quarter that is over, without paused ones."""
    counted_as_zero: int
    """How many expected entries are not there and count as zero, because the KPI says so."""
    one_sided: int
    """Of a ratio or formula: for how many only some of its parts have an entry, so that it leaves them out."""
    paused: int
    """On how many days, weeks, months or quarters nothing was expected because of a pause."""
    partial: bool
    """Whether it is not over yet."""
    at_least: bool
    """Whether days are missing from a sum, so that it is at least this much."""
    compared: Beside | None = None
    """With `--compare` only."""


class Figures(Shape):
    """The figures of one KPI."""

    kpi: KpiHead
    by: Literal["day", "week", "month", "quarter", "year"]
    periods: list[Period]


class ListedEntry(Shape):
    """One entry."""

    id: str
    """Unique on every machine; `kpitui entry` takes it whole, or how it ends."""
    kpi: str
    """The key of its KPI."""
    date: date
    time: str | None
    """The time of day it was logged for, where one was given."""
    value: Number
    note: str
    source: str
    """Who wrote it: shell, app, import, or the name of a fetched source."""
    file: str | None
    """The file it was imported from."""
    logged: datetime | None
    """When it was logged."""


class LimitPoint(Shape):
    """A value of the limits chart."""

    date: date
    value: float
    """Adjusted for the weekday where the week has a rhythm."""
    raw: float


class LimitSegment(Shape):
    """A stretch with limits of its own; a limit that cannot be crossed is null."""

    start: date
    end: date
    centre: Number
    lower: Number
    upper: Number
    range_limit: Number
    slope: Number
    """What the limits rise by from one value to the next."""
    provisional: bool
    """Whether they rest on fewer than twelve values."""
    values: int


class LimitSignal(Shape):
    """A change that the limits say is not noise."""

    rule: Literal[1, 2, 3]
    """1: beyond a limit; 2: eight on one side of the centre; 3: three of four near a limit."""
    points: list[date]
    completed: date
    above: bool


class Limits(Shape):
    """The natural limits of a KPI."""

    kpi: KpiHead
    adjusted_for_weekday: bool
    points: list[LimitPoint]
    segments: list[LimitSegment]
    signals: list[LimitSignal]
    proposed_base: date | None
    """Where a new baseline might begin, if you agree."""
    proposed_trend: bool


class Explanation(Shape):
    """Where a figure comes from."""

    name: str
    text: str
    """The figure as it is shown."""
    value: Number
    formula: str | None
    rests_on: str | None
    n: int | None
    """On how many entries, values or days."""


class Explained(Shape):
    """Where the figures of a KPI come from."""

    kpi: KpiHead
    explanations: list[Explanation]


class Compared(Shape):
    """The level of a KPI after a day against that before."""

    difference: Number
    """Null where there is too little to tell."""
    low: Number
    """The range within which the difference lies, with 95 in 100."""
    high: Number
    clear: bool | None
    """Whether the range leaves out no difference at all."""
    before: int
    """On how many values before it rests."""
    after: int
    needed_before: int
    needed_after: int
    text: list[str]
    """The same in sentences, in the language in force."""


class Since(Compared):
    """How a KPI did from a day on, compared with before."""

    kpi: KpiHead
    since: date


class Basis(Shape):
    """What a forecast rests on."""

    values: int
    season: int | None
    """After how many periods the pattern repeats; null for none."""


class ForecastPeriod(Shape):
    """Where a KPI is likely to be on a day."""

    date: date
    median: float
    low: float
    high: float


class Total(Shape):
    """The sum of a forecast."""

    low: float
    median: float
    high: float


class Forecast(Shape):
    """Where a KPI is likely to go."""

    kpi: str
    coverage: float
    """How sure the range is: 0.8 is eight in ten."""
    basis: Basis
    periods: list[ForecastPeriod]
    sum: Total | None
    """Null for a KPI that does not add up."""

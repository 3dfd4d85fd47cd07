"""What `--json` prints of KPIs: their figures, entries, forecasts and parts, why one changed, and values all share."""

from __future__ import annotations

from typing import Annotated, Literal, TypedDict

from kpitui.core.kinds import KINDS


class KpiHeadJson(TypedDict):
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


class DualPointJson(TypedDict):
    """One period of two KPIs."""

    start: Day
    """The first day of the period of the first KPI."""
    value: Number
    other: Number
    """Of the other KPI, so many periods earlier as the lag says."""


# A class cannot have a field of this name, which is a reserved word.
WithJson = TypedDict("WithJson", {"with": "KpiHeadJson"})
"""The other KPI."""


class DualJson(WithJson):
    """Two KPIs beside each other; a period that runs is left out."""

    kpi: KpiHeadJson
    by: Literal["day", "week", "month", "quarter", "year"]
    lag: int
    points: list[DualPointJson]


class HourJson(TypedDict):
    """A KPI in one hour of the clock."""

    hour: str
    """Its day and its beginning, such as ``2026-11-23T14:00``; an hour that the clock has twice is one."""
    value: Number
    entries: int


class HourPeriodJson(TypedDict):
    """The same hour with the fields that longer periods have."""

    period: str
    start: str
    """Its beginning, such as ``2026-11-23T14:00``."""
    end: str
    """Its last minute, such as ``2026-11-23T14:59``."""
    value: Number
    entries: int


class HoursJson(TypedDict):
    """A KPI hour by hour, up to the newest hour with a number."""

    kpi: KpiHeadJson
    by: Literal["hour"]
    hours: list[HourJson]
    periods: list[HourPeriodJson]
    """The same hours, named as longer periods are."""


class ChartPointJson(TypedDict):
    """One day of a chart."""

    date: Day
    value: Number
    """Of running totals that of this day and all before it; null on a day that only last year has a total of."""
    last_year: Number
    """The running total on the same day of last year, of the chart that is drawn beside it; else null."""


class ChartJson(TypedDict):
    """What a chart by the day is drawn from."""

    kpi: KpiHeadJson
    chart: str
    start: Day
    end: Day
    """Its last day, inclusive."""
    target: Number
    """Where the line of the target is: of running totals where the pace ends."""
    at_least: bool
    """Whether the newest running total is a sum over gaps."""
    points: list[ChartPointJson]


class ProfileCellJson(TypedDict):
    """What one weekday, hour or hour of a weekday usually brings."""

    weekday: int | None
    """1 is Monday, 7 Sunday."""
    hour: int | None
    """0 to 23."""
    value: Number
    """The average."""
    low: Number
    """The middle half lies from here; null below four days."""
    high: Number
    days: int
    """On how many days it was measured."""


class ProfileJson(TypedDict):
    """What is usual by weekday or hour."""

    kpi: KpiHeadJson
    chart: Literal["weekday", "hours", "heat"]
    start: Day
    end: Day
    """The last day that counts, inclusive."""
    cells: list[ProfileCellJson]


class PartJson(TypedDict):
    """What one part of a KPI came to."""

    key: str | None
    """Null for the rest: what the parts leave of a whole that is logged, or was before a part had numbers."""
    name: str | None
    value: Number
    share: Number
    """Of the whole on the same days, 0 to 1; null where the whole is 0 or a part is below zero."""


class SplitPeriodJson(TypedDict):
    """A whole and its parts in one period, all of the same days."""

    period: str
    start: Day
    end: Day
    """The last day, inclusive."""
    whole: Number
    parts: list[PartJson]
    days_with_data: int
    """On how many of the expected days the whole and all its parts have a value; the others are left out."""
    days_expected: int
    one_sided: int
    """On how many expected days only some of them have a value."""
    partial: bool
    """Whether the period is not over yet."""


class PartsJson(TypedDict):
    """A KPI by its parts."""

    kpi: KpiHeadJson
    split: Literal["computed", "logged"]
    """Whether it is the sum of its parts, or is logged itself."""
    by: Literal["day", "week", "month", "quarter", "year"]
    periods: list[SplitPeriodJson]


class ListedKpiJson(KpiHeadJson):
    """A KPI of the list."""

    group: str
    """The group that it stands in on Today; empty for none."""
    archived: bool


class KpiDetailsJson(TypedDict):
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
    group: str
    """The group that it stands in on Today; empty for none."""
    part_of: str | None
    """The KPI that it is a part of."""
    split: Literal["computed", "logged"] | None
    """Where it has parts: whether it is their sum, or is logged itself."""
    created: Day
    archived: bool


class TemplateJson(TypedDict):
    """A KPI of the library; its other fields are those of `kpi add`, as far as it fills them in."""

    key: str
    name: str
    hint: str
    """What it tells."""
    trap: str
    counter: str
    """The template that guards against the trap."""
    needs: list[str]
    """Templates that it is computed from."""


class LastValueJson(TypedDict):
    """The newest figure of a KPI."""

    date: Day
    value: float


class BesideJson(TypedDict):
    """The earlier period that a figure is compared with, as far along as the later one has been logged."""

    period: str
    start: Day
    end: Day
    """The last day, inclusive."""
    value: Number
    difference: Number
    """By how much the later one is higher."""
    change: Number
    """The difference as a share of the earlier value."""
    bound: Literal["exact", "at least", "at most", "incomplete"] | None
    """What the difference is: of sums over gaps it is a bound, or no more than what is known."""
    without_today: bool
    """Whether both are compared up to yesterday, for the hours of today are still to come."""


class CoverageJson(TypedDict):
    """How much of what was expected is there."""

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


class ToDateJson(CoverageJson):
    """The month, quarter or year of a day up to that day, beside the same part of a year earlier."""

    by: Literal["month", "quarter", "year"]
    period: str
    start: Day
    end: Day
    """The last day that counts, inclusive."""
    value: Number
    at_least: bool
    """Whether it is a sum over gaps."""
    last_year: BesideJson


class StatusKpiJson(TypedDict):
    """A KPI at a glance."""

    key: str
    name: str
    unit: str
    last: LastValueJson | None
    due: bool
    coverage: Number
    """Which share of what was expected in the last four weeks is there, 0 to 1; a blank that means zero is there."""
    signal: Literal["above", "below"] | None
    """Whether something is more than noise, and on which side."""
    signal_kind: str | None
    signal_text: str | None
    """The same as a sentence, in the language in force."""
    to_date: list[ToDateJson] | None
    """The running month, quarter and year beside last year's, those that the KPI has; null without ``--wide``."""


class PeriodJson(CoverageJson):
    """The figure of one period."""

    period: str
    """Such as 2026-11-23, 2026-W47, 2026-11, 2026-Q4 or 2026."""
    start: Day
    end: Day
    """The last day, inclusive."""
    value: Number
    entries: int
    partial: bool
    """Whether it is not over yet."""
    at_least: bool
    """Whether days are missing from a sum, so that it is at least this much."""
    compared: BesideJson | None
    """Null without `--compare`."""


class FiguresJson(TypedDict):
    """The figures of one KPI."""

    kpi: KpiHeadJson
    by: Literal["day", "week", "month", "quarter", "year"]
    periods: list[PeriodJson]


class ListedEntryJson(TypedDict):
    """One entry."""

    id: str
    """Unique on every machine; `kpitui entry` takes it whole, or how it ends."""
    kpi: str
    """The key of its KPI."""
    date: Day
    time: str | None
    """The time of day it was logged for, where one was given."""
    value: Number
    note: str
    tags: list[str]
    """The hashtags in the note, in small letters and without ``#``."""
    source: str
    """Who wrote it: shell, app, import, or the name of a fetched source."""
    file: str | None
    """The file it was imported from."""
    logged: Moment | None
    """When it was logged."""


class LimitPointJson(TypedDict):
    """A value of the limits chart."""

    date: Day
    value: float
    """Adjusted for the weekday where the week has a rhythm."""
    raw: float


class LimitSegmentJson(TypedDict):
    """A stretch with limits of its own; a limit that cannot be crossed is null."""

    start: Day
    end: Day
    centre: Number
    lower: Number
    upper: Number
    range_limit: Number
    slope: Number
    """What the limits rise by from one value to the next."""
    provisional: bool
    """Whether they rest on fewer than twelve values."""
    values: int


class LimitSignalJson(TypedDict):
    """A change that the limits say is not noise."""

    rule: int
    """1: beyond a limit; 2: eight on one side; 3: three of four near a limit; 4: a step wider than the range limit."""
    points: list[Day]
    completed: Day
    above: bool


class LimitsJson(TypedDict):
    """The natural limits of a KPI."""

    kpi: KpiHeadJson
    adjusted_for_weekday: bool
    points: list[LimitPointJson]
    segments: list[LimitSegmentJson]
    signals: list[LimitSignalJson]
    proposed_base: Day | None
    """Where a new baseline might begin, if you agree."""
    proposed_trend: bool


class ExplanationJson(TypedDict):
    """Where a figure comes from."""

    name: str
    text: str
    """The figure as it is shown."""
    value: Number
    formula: str | None
    rests_on: str | None
    n: int | None
    """On how many entries, values or days."""


class ExplainedJson(TypedDict):
    """Where the figures of a KPI come from."""

    kpi: KpiHeadJson
    explanations: list[ExplanationJson]


class ComparedJson(TypedDict):
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
    looked_until: Day | None
    """Of an action: the last day that counts, once the first day on which it is looked at is over."""
    next_look: Day | None
    """Of an action: when it is looked at next, with all the numbers up to that day."""
    text: list[str]
    """The same in sentences, in the language in force."""


class SinceJson(ComparedJson):
    """How a KPI did from a day on, compared with before."""

    kpi: KpiHeadJson
    since: Day


class BasisJson(TypedDict):
    """What a forecast rests on."""

    values: int
    season: int | None
    """After how many periods the pattern repeats; null for none."""


class ForecastPeriodJson(TypedDict):
    """Where a KPI is likely to be on a day."""

    date: Day
    median: float
    low: float
    high: float


class TotalJson(TypedDict):
    """The sum of a forecast."""

    low: float
    median: float
    high: float


class ForecastRunwayJson(TypedDict):
    """When a balance runs out; a day that is not within a year is null. `kpitui runway --json` has all of it."""

    floor: float
    """Below it the balance has run out."""
    below: bool
    early: Day | None
    likely: Day | None
    late: Day | None


class ForecastJson(TypedDict):
    """Where a KPI is likely to go."""

    kpi: str
    coverage: float
    """How sure the range is: 0.8 is eight in ten."""
    basis: BasisJson
    periods: list[ForecastPeriodJson]
    sum: TotalJson | None
    """Null for a KPI that does not add up."""
    runway: ForecastRunwayJson | None
    """Null for a KPI that is no balance, and where it is too early to tell."""


Number = float | None
"""A figure; None where there is none, for which 0 never stands."""
Day = Annotated[str, "day"]
"""A date as ISO 8601 writes it."""
Moment = Annotated[str, "moment"]
"""A date and time as ISO 8601 writes it."""
KindName = Annotated[str, ", ".join(f"`{name}`" for name in KINDS)]
"""The kind of a KPI."""


class WhyDaysJson(TypedDict):
    """Days of which some are missing, in weeks or months that count: those count as the average of the others."""

    present: int
    expected: int


class WhyPeriodJson(TypedDict):
    """One of the two periods that are compared."""

    period: str
    start: Day
    end: Day
    """The last day, inclusive; of a running period the last one that counts."""
    value: Number
    """The KPI on the days that count."""
    whole: Number
    """The KPI on all days that it has a value on."""
    covered: int
    """On how many of the expected days (weeks, months) all parts have a value."""
    expected: int
    days: WhyDaysJson | None
    """Null where no missing day counts as the average of the others."""


class WhyChangeJson(TypedDict):
    """By how much the KPI changed, on the days that count."""

    value: float
    percent: Number


class WhyPartJson(TypedDict):
    """A part of the change; contributions of parts add up to that of what they are parts of."""

    key: str | None
    """Null for what is no KPI."""
    name: str | None
    kind: Literal["kpi", "rest", "calendar", "rate", "mix"]
    function: Literal["product", "ratio", "formula", "sum", "mix"] | None
    """How it follows from its own parts; null where it has none here."""
    before: Number
    after: Number
    """Its own figures; of a group of a mix its share in percent."""
    contribution: Number
    """What it adds to the change, in the unit of the KPI, unrounded; null for a part that began or ended in these days:
    what it adds is in the rest."""
    percent: Number
    """The same in percent of the KPI before."""
    since: Day | None
    """The day before which such a part has no numbers."""
    until: Day | None
    """The day after which it has none."""
    usual: Number
    """How large such a part usually is, by earlier comparisons of as many days; null where too little is there."""
    times: Number
    """How many times as large as usual it is; null as above, and for a part that never moved before."""
    mark: Literal["news", "usual", "unknown"]
    """Whether it moved more than it usually does, or as it usually does."""
    shown: bool
    """Whether it is one of the parts that are shown first: those add up to the change."""
    parts: list[WhyPartJson]


class WhyNoteJson(TypedDict):
    """A note within the two periods."""

    date: Day
    text: str


class WhyActionJson(TypedDict):
    """An action that was started or ended within the two periods."""

    id: int
    date: Day
    what: str
    state: Literal["planned", "started", "done", "dropped"]


class LeverJson(TypedDict):
    """A part that can be acted upon, and what it alone must come to."""

    key: str
    name: str
    now: float
    """Over the latest four weeks; of what adds up for one `per`."""
    wanted: Number
    """Null where it cannot do it alone."""
    change: Number
    percent: Number
    """The change in percent of what it is now."""
    mark: Literal["usual", "done", "above", "beyond", "unknown"]
    """How what is wanted compares with the past: usual, done before for as long, above that but within the normal range
    of a single week, beyond what there has been, or too little to tell."""
    best: Number
    """The best it ever came to for as long as it has to be held, at most twelve weeks."""
    best_from: Day | None
    best_to: Day | None
    limit: Number
    """The better limit of the normal range of a single week."""
    moved_away: bool
    """Whether it moved the other way in the last whole period (of `why`: in that one), by more than it usually does."""


class AgainJson(TypedDict):
    """What it would take of a KPI without a goal, which got worse, to be what it was before."""

    needed: float
    """Of what adds up for one `per`."""
    now: float
    per: Literal["day", "week", "month", "quarter"]
    as_of: Day
    """The last of the days that `now` is of."""
    levers: list[LeverJson]
    """Each part alone."""


class WhyJson(TypedDict):
    """A change of a KPI taken apart into its parts."""

    kpi: KpiHeadJson
    against: Literal["previous", "last-year", "target"]
    goal: int | None
    """The goal whose target it is held against; null otherwise."""
    function: Literal["product", "ratio", "formula", "sum", "mix"]
    before: WhyPeriodJson
    """Against a target: what the target asks, and the days whose parts it is divided by."""
    after: WhyPeriodJson
    obstacle: Literal["no-data", "early", "division", "fixed"] | None
    """Why it can't be taken apart; null where it can."""
    change: WhyChangeJson | None
    step: Literal["day", "week", "month", "quarter"]
    """What `covered` and `expected` count."""
    scaled: bool
    """Whether what adds up was scaled before to as many days as after."""
    averaged: bool
    """Whether what adds up is the average of one `step`, as the KPI itself is."""
    own_targets: list[str]
    """Against a target: the parts that are compared with a target of their own, by their keys."""
    parts: list[WhyPartJson]
    others: list[list[str]]
    """Other ways to take it apart, each by the keys of its parts."""
    notes: list[WhyNoteJson]
    actions: list[WhyActionJson]
    again: AgainJson | None
    """Null where the KPI has a goal, did not get worse, or is again what it was."""


class WhyBranchJson(TypedDict):
    """A KPI in the tree, with the KPIs that it follows from."""

    key: str | None
    """Null for what the parts of a whole leave."""
    name: str | None
    function: Literal["product", "ratio", "formula", "sum", "mix"] | None
    """How it follows from its parts; null for one that is not opened."""
    parts: list[WhyBranchJson]
    others: list[list[str]]
    """Other ways, each by the keys of its parts."""


class WhyTreeJson(TypedDict):
    """The tree of a KPI."""

    kpi: KpiHeadJson
    tree: WhyBranchJson

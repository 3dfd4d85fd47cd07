"""What `--json` prints of goals, actions and reviews, and of what it would take to reach a goal."""

from __future__ import annotations

from typing import Literal, TypedDict

from kpitui.services.json_documents.kpis import (
    ComparedJson,
    CoverageJson,
    Day,
    ExplanationJson,
    LeverJson,
    Number,
    ToDateJson,
)


class NeededNextJson(TypedDict):
    """What the next day has to bring."""

    date: Day
    value: float


class KeptJson(TypedDict):
    """In how many periods a recurring goal was kept."""

    kept: int
    judged: int
    """The periods that were kept or missed so far."""
    of: list[int] | None
    """In how many of how many it is to be kept; null is in every one."""


class GoalJson(TypedDict):
    """A goal and how it stands; figures are in the unit of its KPI."""

    id: int
    title: str
    kpi: str
    type: Literal["total", "cap", "level", "recurring"]
    per: Literal["day", "workday", "week", "month", "quarter"] | None
    """The periods of a recurring goal; of a level, what its figure is for."""
    at_least: Number
    """What each period of a recurring goal is to bring at least."""
    at_most: Number
    kept: KeptJson | None
    over: Literal["28d", "week", "month", "quarter", "last"] | None
    """What a level is measured over."""
    state: Literal["open", "achieved", "missed", "dropped"]
    baseline: Number
    target: Number
    """Null while the baseline is measured first."""
    actual: Number
    """The sum so far, the level by its measure, or what the running period of a recurring goal has."""
    actual_at_least: bool
    """Whether entries are missing in it that can only make it more."""
    progress: Number
    """From 0 at the baseline to 1 at the target; of a recurring goal the share of the periods that were kept."""
    expected: Number
    """Where it should be by now."""
    gap: Number
    """How far ahead (above 0) or behind it is."""
    status: Literal[
        "reached", "on track", "at risk", "off track", "too early", "measuring", "no data", "not started", "missed",
        "undecided",
    ]  # fmt: skip
    """Follows from the chance where there is one: on track from 0.6, off track below 0.2."""
    as_of: Day | None
    """The last day whose data it rests on."""
    stale: bool
    """Whether entries are missing since then."""
    coverage: Number
    """The share of the expected entries that are there: since the start, or of what a level is measured over."""
    first_ends: Day | None
    """When the first period ends, while the goal is too early and nothing is missing yet; else null."""
    agreed: bool
    """Whether it was said that it is acceptable, and why it matters."""
    chance: Number
    """Of being reached, 0.02 to 0.98; null below ten values."""
    arrival: Day | None
    needed_per_day: Number
    needed_next: NeededNextJson | None
    effort: Number
    """What each remaining day needs, as a multiple of the recent pace."""
    safe_days: int | None
    """For how many days without anything it would still be on track."""
    days_behind: int | None
    """How many days ago it should have been where it is now, a part of a day counting as one; null when not behind."""
    next_step: str | None
    lost: bool
    """Whether it can be reached no more, for sure or by any rest that is plausible, though its time is not over."""
    start: Day
    deadline: Day
    closed: Day | None
    verdict: Number
    """What it had reached when it was closed."""
    learning: str | None


class ExpectedEffectJson(TypedDict):
    """By how much an action is to move its KPI, and by when."""

    size: float
    percent: bool
    by: Day | None


class EffectJson(ComparedJson):
    """What was seen since an action started."""

    kpi: str
    expected: Number
    outcome: str | None


class SeenJson(TypedDict):
    """The earliest day on which an effect of the expected size can be told from the ups and downs of the KPI."""

    size: Number
    """The effect in the unit of the KPI."""
    day: Day | None
    """Null where there is none within 13 weeks."""
    power: float
    """How often an effect of that size is told by that day."""
    values: int | None
    """How many values since the start that are."""
    before: int
    """How many values before are held beside them."""
    reason: Literal["noise", "history", "trend", "deadline"] | None
    """Why there is no day, or that the goal is over by then."""
    least: Number
    """The smallest effect that can be seen within 13 weeks, in percent where it is expected in percent."""


class ActionJson(TypedDict):
    """A corrective action."""

    id: int
    what: str
    state: Literal["planned", "started", "done", "dropped"]
    kpi: str | None
    goal: int | None
    due: Day | None
    is_due: bool
    started: Day | None
    finished: Day | None
    reason: str | None
    expected: ExpectedEffectJson | None
    seen: SeenJson | None
    """When that effect can be seen; null where none is expected."""
    effect: EffectJson | None


class ExplainedGoalJson(TypedDict):
    """Where the figures of a goal come from."""

    goal: int
    explanations: list[ExplanationJson]


class CalibrationWordJson(TypedDict):
    """How goals did of which the same was said."""

    word: str
    goals: int
    came_true: int
    expected: float
    """How many were to come true, by the chances that were stated."""


class StatedChanceJson(TypedDict):
    """A chance that was stated of a finished goal, beside what came of it."""

    goal: int
    title: str
    date: Day
    chance: float
    counts: bool
    """Whether it is the one of half-time, by which the goal counts."""
    came_true: bool


class CalibrationJson(TypedDict):
    """How the chances that were stated turned out."""

    goals: int
    enough: bool
    brier: Number
    """The Brier score: 0 is perfect, 0.25 is tossing a coin."""
    words: list[CalibrationWordJson]
    chances: list[StatedChanceJson]
    """Every chance that was stated of them."""


class ClosedGoalsJson(TypedDict):
    """The closed goals, and what became of their chances."""

    goals: list[GoalJson]
    calibration: CalibrationJson


class RemedyJson(TypedDict):
    """What can be done about a finding."""

    text: str
    sets: dict[str, str]
    """The fields of the goal that it fills in."""
    command: str
    """The options, or the command, that does it."""


class FindingJson(TypedDict):
    """What a goal still lacks."""

    letter: Literal["S", "M", "A", "R", "T"]
    severity: Literal["required", "warning", "hint"]
    """Only what is required keeps a goal from being saved."""
    field: str | None
    text: str
    repair: str
    remedies: list[RemedyJson]


class GoalAddedJson(TypedDict):
    """What became of `goal add`."""

    saved: bool
    goal: GoalJson | None
    findings: list[FindingJson]


class ReviewGoalJson(GoalJson):
    """A goal as a review tells of it."""

    text: str


class MatterJson(TypedDict):
    """Something to decide about."""

    id: str
    kind: str
    state: Literal["open", "decided", "put off"]
    kpi: str | None
    goal: int | None
    action: int | None
    text: str
    step: str | None
    """What to do next."""
    parts: list[ReviewPartJson]
    """The one or two largest parts of the change of its KPI over the period, the largest first; empty without any."""


class ReviewPartJson(TypedDict):
    """One of the largest parts of a change."""

    key: str | None
    """Null for what is no KPI, such as the number of days."""
    name: str
    contribution: float
    """What it adds to the change, in the unit of the KPI."""
    percent: Number
    """The same in percent of the KPI in the period before."""
    mark: Literal["news", "usual", "unknown"]
    """Whether it moved more than it usually does."""


class PointJson(TypedDict):
    """A strong or a weak point."""

    kpi: str | None
    goal: int | None
    chance: Number
    size: Number
    """How large it is, in usual variations."""
    text: str
    parts: list[ReviewPartJson]
    """As of what asks for a decision."""


class ReviewFigureJson(CoverageJson):
    """A KPI over the period of a review."""

    key: str
    name: str
    unit: str
    value: Number
    start: Day
    """The first day that the value is of; of a KPI that is logged by longer periods, of the last of those."""
    end: Day
    before: Number
    """Over the period before: of a running one, over the days that are as far along as what has been logged."""
    before_start: Day
    before_end: Day
    difference: Number
    """By how much it is higher now."""
    difference_bound: Literal["exact", "at least", "at most", "incomplete"] | None
    """What the difference is: of sums over gaps it is a bound, or no more than what is known."""
    entries: int
    at_least: bool
    refused: bool
    """Whether there is data that can't be added up: stamped figures of another length of period."""
    to_date: list[ToDateJson]
    """The month, quarter and year that the last day of the review is in, up to that day, beside last year's."""


class ReviewRunwayJson(TypedDict):
    """How long a balance lasts."""

    kpi: str
    below: bool | None
    """Whether it is below its floor now; null where it is too early to tell."""
    early: Day | None
    """The first day by which one in ten paths is below the floor; null where that is not within a year."""
    likely: Day | None
    late: Day | None
    text: str


class ReviewJson(TypedDict):
    """The three questions of a review."""

    period: str
    start: Day
    end: Day
    as_of: Day
    """The last day that it knows of."""
    goals: list[ReviewGoalJson]
    matters: list[MatterJson]
    signals_left_out: int
    strong: list[PointJson]
    weak: list[PointJson]
    actions: list[str]
    """What became of actions, as sentences."""
    changed: list[str]
    last_review: Day | None
    kpis: list[ReviewFigureJson]
    runways: list[ReviewRunwayJson]
    """The balance that may run out first first."""


class LongerJson(TypedDict):
    """How much longer it takes as things are."""

    days: int
    date: Day


class TriedFigureJson(TypedDict):
    """A figure that was tried."""

    key: str
    now: float
    value: float


class TriedSumJson(TypedDict):
    """What the goal comes to by its deadline: eight in ten of the paths lie from low to high."""

    median: float
    low: float
    high: float


class TriedJson(TypedDict):
    """What other figures would bring, if everything else stays as it is; nothing is saved."""

    figures: list[TriedFigureJson]
    value: float
    """What the KPI of the goal comes to; of what adds up for one `per`."""
    sum: TriedSumJson | None
    """Null for a recurring goal, and where nothing is foretold."""
    chance: Number
    chance_now: Number
    beyond_best: bool
    """Whether a figure is better than the best that was held for so long, so that the range is less certain."""


class UntoldJson(TypedDict):
    """A part that has no numbers for some of the days that tell what is now."""

    key: str
    name: str
    since: Day | None
    """The day before which it has none."""
    until: Day | None
    """The day after which it has none."""


class GoalLeversJson(TypedDict):
    """What it would take for a goal."""

    goal: int
    title: str
    kpi: str
    obstacle: Literal["no-data", "early", "division", "fixed", "lost", "settled", "missing", "over"] | None
    """Why nothing can be said; null where it can. "lost" and "settled" where nothing changes the outcome any more,
    "missing" where numbers that are missing decide it, "over" where too little of what a level rests on is to come."""
    per: Literal["day", "week", "month", "quarter"] | None
    """What figures of what adds up are for."""
    as_of: Day | None
    needed: Number
    """What it must come to at least, or at most; of a band the edge that is nearer."""
    at_most: bool | None
    """Whether `needed` is a most."""
    needed_other: Number
    """The other edge of a band."""
    now: Number
    enough: bool | None
    """Whether it is enough if it goes on as now."""
    left_out: list[Day]
    """Unusual or excluded days that `now` is told without."""
    left: Number
    """How many weeks (months, quarters) are left."""
    days_left: int
    levers: list[LeverJson]
    untold: list[UntoldJson]
    """Parts that are no lever, for they began or ended lately: they are counted in the rest."""
    together: Number
    """By how many percent all parts must change at once, each for the better; below 0 where less is enough."""
    longer: LongerJson | None
    """Of a total that is behind."""
    tried: TriedJson | None

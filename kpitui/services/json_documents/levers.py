"""What `goal levers --json` prints: what it would take for a goal, and what other figures would bring."""

from __future__ import annotations

from typing import Literal, TypedDict

from kpitui.services.json_documents.values import Day, Number


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


class GoalLeversJson(TypedDict):
    """What it would take for a goal."""

    goal: int
    title: str
    kpi: str
    obstacle: Literal["no-data", "early", "division", "fixed"] | None
    """Why nothing can be said; null where it can."""
    per: Literal["week", "month", "quarter"] | None
    """What figures of what adds up are for."""
    as_of: Day | None
    needed: Number
    now: Number
    enough: bool | None
    """Whether it is enough if it goes on as now."""
    left: Number
    """How many weeks (months, quarters) are left."""
    days_left: int
    levers: list[LeverJson]
    together: Number
    """By how many percent all parts must change at once, each for the better; below 0 where less is enough."""
    longer: LongerJson | None
    """Of a total that is behind."""
    tried: TriedJson | None

"""What `why --json` prints: a change taken apart, and the tree it is taken apart by."""

from __future__ import annotations

from typing import Literal, TypedDict

from kpitui.services.json_documents.kpis import KpiHeadJson
from kpitui.services.json_documents.values import Day, Number


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
    contribution: float
    """What it adds to the change, in the unit of the KPI, unrounded."""
    percent: Number
    """The same in percent of the KPI before."""
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
    scaled: bool
    """Whether what adds up was scaled before to as many days as after."""
    parts: list[WhyPartJson]
    others: list[list[str]]
    """Other ways to take it apart, each by the keys of its parts."""
    notes: list[WhyNoteJson]
    actions: list[WhyActionJson]


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

"""The kinds of KPI and what each means for adding up; one row each, covered by a contract test.

How a period is computed from a kind is `aggregation`'s work; this table only states the rule.
"""

from __future__ import annotations

from kpitui.core.errors import mark
from kpitui.core.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal, TypeAlias

    from kpitui.core.model import Kpi

Rule: TypeAlias = 'Literal["sum", "last", "mean", "min", "max", "ratio", "formula"]'


class Kind(Record):
    """How a kind of KPI behaves."""

    name: str
    rule: Rule
    """How the entries of a period become its one value."""
    derived: bool
    """Whether it is computed from other KPIs, so that nothing can be logged on it."""
    title: str
    """Its name for people, untranslated."""
    hint: str
    """One line that tells it from the others, untranslated."""
    whole: bool = False
    """Whether a figure is one of a whole period, as long as the cadence, which is neither summed nor split."""
    counts: bool = False
    """Whether a day comes to the number of its entries, whatever their values; days add up all the same."""


KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind("flow", "sum", False, mark("sum"), mark("days add up: revenue, orders, visitors")),
        Kind("level", "last", False, mark("latest"), mark("the latest number counts: bank balance, subscribers")),
        Kind("sample", "mean", False, mark("average"), mark("the average counts: site speed, rating")),
        Kind("minimum", "min", False, mark("lowest"), mark("the lowest number counts: lowest stock, cheapest offer")),
        Kind("maximum", "max", False, mark("highest"), mark("the highest number counts: longest wait, busiest hour")),
        Kind(
            "count",
            "sum",
            False,
            mark("count"),
            mark("each number you log counts as one, whatever its value: calls, complaints"),
            counts=True,
        ),
        Kind("ratio", "ratio", True, mark("ratio"), mark("one KPI divided by another: orders per visitor")),
        Kind("formula", "formula", True, mark("formula"), mark("calculated from other KPIs: orders / visitors * 100")),
        Kind(
            "stamped",
            "last",
            False,
            mark("fixed"),
            mark("one number for a whole period, never added up: unique visitors per week"),
            whole=True,
        ),
    )
}


def is_computed(kpi: Kpi) -> bool:
    """Tell whether *kpi* is computed from others, by its kind or as the sum of its parts: it takes no entries."""
    return KINDS[kpi.kind].derived or kpi.split == "computed"

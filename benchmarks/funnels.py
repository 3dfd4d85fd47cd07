"""Which part of a change is called news: on simulated shops in which nothing happens, and in which one part changes.

    python -m benchmarks.funnels [RUNS]

A shop has visitors, orders and revenue, day by day, so a change of its revenue has three parts: visitors, conversion
and order value. Counted are the quarters of weekly looks in which any part is called news though nothing happened, how
often the part that did change is the largest, is the headline, and is news. Ends with status 1 where a share is beyond
what is promised by more than chance explains. It takes some minutes.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from datetime import date, timedelta
from math import exp, fsum, sqrt
from random import Random
from typing import NamedTuple

from kpitui.core.aggregation import Source
from kpitui.core.calendar import STANDARD, Period
from kpitui.core.change_parts import ChangeTaken, take_apart
from kpitui.core.metric_tree import metric_tree
from kpitui.core.model import Kpi
from kpitui.core.series import DayTotals, View

RUNS = 200
MONDAY = date(2026, 6, 1)
LONG_AGO = date(2020, 1, 1)
RHYTHM = (1.0, 0.95, 0.9, 1.0, 1.1, 1.2, 0.85)
NEIGHBOURS, DRIFT, RATE, EXTRA, VALUE = 0.4, 0.15, 0.03, 0.05, 50.0
WEEK, FOUR_WEEKS = 7, 28
QUARTER_LOOKS = 13
KPIS = (
    Kpi(1, "revenue", "Revenue", "flow", unit="EUR", created=LONG_AGO),
    Kpi(2, "orders", "Orders", "flow", created=LONG_AGO),
    Kpi(3, "visitors", "Visitors", "flow", created=LONG_AGO),
    Kpi(4, "conversion", "Conversion", "ratio", unit="%", numerator=2, denominator=3, created=LONG_AGO),
    Kpi(5, "value", "Order value", "formula", unit="EUR", formula="revenue / orders", created=LONG_AGO),
)
Shop = dict[str, list[float]]
"""The days of visitors, orders and revenue."""


class Changed(NamedTuple):
    """What came of a part that did change."""

    largest: float
    """The share in which it has the largest part of the money."""
    headline: float
    """The share in which it is the largest of those that are news, of the cases with any."""
    news: float
    """The share in which it is news."""


def shop(
    random: Random, days: int, visitors: float = 200.0, *, part: str = "", factor: float = 1.0, last: int = 0
) -> Shop:
    """Return so many days; of the *last* of them *part* is multiplied by *factor*."""
    figures: Shop = {"visitors": [], "orders": [], "revenue": []}
    drift = 0.0
    for day in range(days):
        changed = {part: factor} if day >= days - last else {}
        drift = NEIGHBOURS * drift + random.gauss(0, DRIFT * sqrt(1 - NEIGHBOURS**2))
        mean = visitors * RHYTHM[day % 7] * exp(drift) * changed.get("visitors", 1.0)
        heads = max(1, round(random.gauss(mean, sqrt(mean))))
        rate = RATE * changed.get("conversion", 1.0) * max(0.2, random.gauss(1, EXTRA))
        orders = sum(random.random() < rate for _head in range(heads))
        value = VALUE * changed.get("value", 1.0)
        figures["visitors"].append(float(heads))
        figures["orders"].append(float(orders))
        figures["revenue"].append(fsum(value * random.lognormvariate(-0.125, 0.5) for _order in range(orders)))
    return figures


def taken(figures: Shop, end: int, length: int) -> ChangeTaken:
    """Return the change of the revenue over the *length* days before the day *end*, against as many before them."""
    sources = {
        kpi.key: Source(kpi, _totals(figures.get(kpi.key, [])), LONG_AGO if kpi.key in figures else None)
        for kpi in KPIS
    }
    after, before = (
        Period("week" if length == WEEK else "month", _day(end - back), _day(end - back + length - 1), "")
        for back in (length, 2 * length)
    )
    view = View(_day(end), STANDARD, ())
    return take_apart(metric_tree(KPIS[0], KPIS), sources, KPIS, before, after, view)


def false_quarters(visitors: float, length: int, *, weeks: int = 17, runs: int = RUNS, seed: int = 1) -> float:
    """Return the share of quarters of weekly looks (28 days: one a month) with any part called news; *weeks* before."""
    random, hits = Random(seed), 0
    looks = QUARTER_LOOKS if length == WEEK else QUARTER_LOOKS * WEEK // length
    for _run in range(runs):
        figures = shop(random, 7 * (weeks + QUARTER_LOOKS), visitors)
        ends = [7 * weeks + length * (look + 1) for look in range(looks)]
        hits += any(part.mark == "news" for end in ends for part in taken(figures, end, length).shown)
    return hits / runs


def changed(
    part: str,
    factor: float,
    visitors: float,
    length: int = FOUR_WEEKS,
    *,
    weeks: int = 26,
    runs: int = RUNS,
    seed: int = 2,
) -> Changed:
    """Return how a *part* that changes by *factor* in the last *length* days comes out, with *weeks* before."""
    random, largest, headline, any_news, news = Random(seed), 0, 0, 0, 0
    for _run in range(runs):
        days = 7 * weeks + length
        result = taken(shop(random, days, visitors, part=part, factor=factor, last=length), days, length)
        by_key = {shown.branch.kpi.key: shown for shown in result.shown if shown.branch.kpi}
        largest += max(by_key, key=lambda key: abs(by_key[key].contribution)) == part
        marked = {key: shown for key, shown in by_key.items() if shown.mark == "news"}
        news += part in marked
        any_news += bool(marked)
        headline += bool(marked) and max(marked, key=lambda key: abs(marked[key].contribution)) == part
    return Changed(largest / runs, headline / any_news if any_news else 0.0, news / runs)


def _day(number: int) -> date:
    return MONDAY + timedelta(days=number)


def _totals(values: list[float]) -> DayTotals:
    days = tuple(_day(number) for number in range(len(values)))
    return DayTotals(days, tuple(values), (1,) * len(values)) if values else DayTotals()


POWER: Mapping[tuple[str, int], float] = {
    ("visitors", 16): 0.44, ("visitors", 26): 0.63, ("visitors", 52): 0.73,
    ("value", 16): 0.55, ("value", 26): 0.72, ("value", 52): 0.82,
    ("conversion", 16): 0.09, ("conversion", 26): 0.21, ("conversion", 52): 0.25,
}  # fmt: skip
"""How often a part that is 20 % lower over 28 days is news, by the weeks before (200 visitors a day)."""


def main(runs: int = RUNS) -> int:
    """Print every share, and return 1 where one is not as promised."""
    doubt, failed = 2 * sqrt(0.25 / runs), 0
    for visitors, length in ((200.0, WEEK), (30.0, FOUR_WEEKS), (200.0, FOUR_WEEKS)):
        share = false_quarters(visitors, length, runs=runs)
        bad = share > 0.10 + 2 * sqrt(0.09 / runs)
        failed += bad
        print(
            f"nothing happens, {visitors:g} visitors a day, {length} days: news in {share:.1%} of quarters{_note(bad)}"
        )
    for visitors, factor in ((200.0, 0.7), (1000.0, 0.8)):
        for part in ("visitors", "conversion", "value"):
            result = changed(part, factor, visitors, runs=runs)
            bad = result.largest < 0.95 - 2 * sqrt(0.05 / runs) or (result.news > 0.5 and result.headline < 0.9)
            failed += bad
            shares = f"largest {result.largest:.0%}, headline {result.headline:.0%}"
            print(f"{part} x{factor}, {visitors:g} a day: {shares}{_note(bad)}")
    for (part, weeks), promised in POWER.items():
        result = changed(part, 0.8, 200.0, weeks=weeks, runs=runs)
        bad = abs(result.news - promised) > 0.05 + doubt
        failed += bad
        print(f"{part} x0.8, {weeks} weeks before: news {result.news:.2f} (promised {promised}){_note(bad)}")
    return 1 if failed else 0


def _note(bad: bool) -> str:
    return "  NOT KEPT" if bad else ""


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:2])))

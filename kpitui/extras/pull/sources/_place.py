"""The records that pass between the configuration, a source and the import: place, span, patience, figure."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from math import inf, isfinite
from typing import Any, NamedTuple

from kpitui.core.errors import Refused, mark
from kpitui.extras.pull.sources._secret import NO_SECRET, Secret

MOST_FIGURES = 100_000
"""What one source may bring at once; more is a mistake in its configuration."""


class Place(NamedTuple):
    """Where figures come from, as the person configured it."""

    name: str
    kind: str
    kpis: Mapping[str, str]
    """From what the source calls a figure to the key of a KPI."""
    scale: Mapping[str, float]
    """What a figure is multiplied by, where it is; 100 makes a percentage of a fraction."""
    options: Mapping[str, Any]
    """The fields of its kind, checked."""
    secret: Secret = NO_SECRET


class Span(NamedTuple):
    """The days that are asked for, both inclusive, and the day it is."""

    since: date
    until: date
    today: date


class Patience(NamedTuple):
    """How long and how often a source is tried."""

    timeout: float = 20.0
    """Seconds for one exchange, from looking up the address to the last byte; three times as long with all attempts."""
    attempts: int = 3
    sleep: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.monotonic
    until: float = inf
    """When everything has to be over, by the clock."""

    def deadline(self, times: float = 1.0) -> float:
        """Return when, by the clock, what begins now and may take *times* the timeout has to be over."""
        return min(self.clock() + times * self.timeout, self.until)


class SourceMetric(NamedTuple):
    """One figure of one day, for a KPI."""

    kpi: str
    date: date
    value: float
    unit: str = ""
    """The unit that stands beside it, as `kpitui.core.amount` names it."""


def figure(place: Place, name: str, day: date, value: object) -> SourceMetric | None:
    """Return the figure that *place* calls *name*, or None when it has none; raise Refused when it is no number."""
    if value is None or value == "":
        return None
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise _no_number(name, value)
    if isinstance(value, str) and "_" in value:  # Python would read it
        raise _no_number(name, value)
    try:
        number = float(value)
    except (ValueError, OverflowError) as error:
        raise _no_number(name, value) from error
    if not isfinite(number):
        raise _no_number(name, value)
    return SourceMetric(place.kpis[name], day, number * place.scale.get(name, 1.0))


def figures_of(place: Place, cells: Iterable[tuple[str, date, object]]) -> list[SourceMetric]:
    """Return the figures in *cells*: each its name in the source, its day and its value, which may be none."""
    figures = (figure(place, name, day, value) for name, day, value in cells)
    return [value for value in figures if value is not None]


def day_of(text: object) -> date:
    """Return the day that a source's text or number begins with; raise Refused when it is none."""
    written = str(text)
    try:
        return date.fromisoformat(written[:10] if "-" in written else written[:8])
    except ValueError as error:
        raise Refused(mark("Not a date: '{value}'. Try 2026-11-23"), field="date", value=written[:40]) from error


def _no_number(name: str, value: object) -> Refused:
    return Refused(mark("{name} is '{value}', which is not a number"), field="value", name=name, value=str(value)[:40])

"""Series that are logged for the tests of statistics, and what is said of a KPI."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from kpitui.core.model import Kpi
from kpitui.services.entries import EntryInput, log
from kpitui.services.insight.comparisons import summary_of_kpi
from kpitui.services.workspace import Workspace
from kpitui.wording.signals import summary_sentences

MONDAY = date(2026, 11, 23)


def fill(workspace: Workspace, values: list[float], key: str = "orders") -> None:
    """Log values on the days up to yesterday."""
    first = MONDAY - timedelta(days=len(values))
    log(workspace, [EntryInput(key, f"{value:.2f}", first + timedelta(days=at)) for at, value in enumerate(values)])


def noisy(count: int, level: float = 50.0, slope: float = 0.0) -> list[float]:
    """Return days around a level that may rise."""
    random = Random(7)
    return [level + slope * at + random.gauss(0, 2) for at in range(count)]


def sentences_of_kpi(workspace: Workspace, kpi: Kpi) -> list[str]:
    """Return what is told of a KPI."""
    return summary_sentences(summary_of_kpi(workspace, kpi), workspace.settings.numbers)

"""The tables of goals as people write them: each sentence with the KPI that it means and every part that it names."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import NamedTuple

from kpitui.core.kpi_meaning import Naming

TODAY = date(2026, 11, 23)

FIGURES = {"pct": "change_percent", "pts": "change_points", "to": "target", "low": "low", "from": "baseline"}
"""The figures of a row by the fields of a wish."""


class Row(NamedTuple):
    """One sentence with what it says."""

    sentence: str
    kpis: tuple[str, ...]
    """The keys of which one is right; ``?`` is that it is asked."""
    says: dict[str, str]

    @property
    def left_open(self) -> set[str]:
        """The parts that must be asked."""
        return set(filter(None, self.says.get("?", "").split(",")))


def naming_of(text: str) -> Naming:
    """Return a KPI of a table by its name, its unit behind a colon, and a minus where less of it is better."""
    name, _, traits = text.partition(":")
    unit, _, lower = traits.partition(" ")
    return Naming((name, name.lower().replace(" ", "-")), (), unit, lower == "-")


def business_rows(language: str) -> Iterator[tuple[Row, dict[str, Naming]]]:
    """Yield the rows of the table of small businesses in a language, each with the KPIs of its business."""
    kpis: dict[str, Naming] = {}
    path = Path(__file__).parent / f"trades_{language}.txt"
    for line in path.read_text(encoding="utf-8").splitlines()[1:]:
        if line.startswith("="):
            kpis = {naming.names[0]: naming for naming in map(naming_of, line[1:].strip().split("; "))}
        else:
            yield _row(line), kpis


def rows(language: str) -> Iterator[Row]:
    """Yield the rows of the table in a language."""
    path = Path(__file__).parent / f"wishes_{language}.txt"
    for line in path.read_text(encoding="utf-8").splitlines()[1:]:
        yield _row(line)


def _row(line: str) -> Row:
    sentence, kpis, says = (part.strip() for part in f"{line} ".split(" |", 2))
    return Row(sentence, tuple(kpis.split("/")), dict(part.partition("=")[::2] for part in says.split()))

"""KPIs that somebody named without a template: each sentence means the one that a person would take it for.

The tables hold small businesses, each with its KPIs (`; ` between them, a unit behind a colon, and a minus where less
is better) and sentences with the KPI that is meant, or a question mark where a person would have to ask.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kpitui.core.goal_text import read_wish
from kpitui.core.kpi_meaning import Naming, meaning_of
from tests.core.goal_sentences import TODAY, business_rows, naming_of


def sentences(language: str) -> Iterator[tuple[str, str, dict[str, Naming]]]:
    """Yield each sentence of the table in a language with the KPI that is meant and all that the business has."""
    kpis: dict[str, Naming] = {}
    path = Path(__file__).parent / f"own_names_{language}.txt"
    for line in path.read_text(encoding="utf-8").splitlines()[1:]:
        if line.startswith("="):
            kpis = {naming.names[0]: naming for naming in map(naming_of, line[1:].strip().split("; "))}
        else:
            sentence, _, key = line.partition(" | ")
            yield sentence, key, kpis


@pytest.mark.parametrize("language", ["en", "nl"])
def test_the_kpi_that_a_person_would_take_the_sentence_for(language: str) -> None:
    wrong = []
    for sentence, key, kpis in sentences(language):
        meant = meaning_of(read_wish(sentence, TODAY), kpis).meant
        if (meant[0] if len(meant) == 1 else "?") != key:
            wrong.append(f"{sentence}: {meant}, not {key}")
    assert wrong == []


@pytest.mark.sampled(1)
@pytest.mark.parametrize("language", ["en", "nl"])
def test_the_kpi_of_a_business_that_a_sentence_is_about(language: str) -> None:
    wrong = []
    for row, kpis in business_rows(language):
        meant = meaning_of(read_wish(row.sentence, TODAY), kpis).meant
        if (meant[0] if len(meant) == 1 else "?") not in row.kpis:
            wrong.append(f"{row.sentence}: {meant}, not {row.kpis}")
    assert wrong == []

"""The tables of sentences on a business with forty KPIs: which one is meant, and what kind of goal it becomes."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pytest

from kpitui.services.goals.form import read_draft
from kpitui.services.goals.goal_parsing import suggestion
from kpitui.services.goals.saving import check
from kpitui.services.templates import add_from_library
from kpitui.services.workspace import Workspace, open_workspace
from tests.core.goal_sentences import Row, rows
from tests.databases import copied, empty
from tests.services.conftest import NOW

pytestmark = pytest.mark.thorough

PARTS = 4
"""Of which the ordinary run takes one."""

KEYS = """
revenue orders visitors conversion order-value site-speed bounce-rate click-through abandoned-carts organic-visitors
ad-costs returns refunds margin shipping-costs satisfaction new-clients nps newsletter open-rate followers articles
videos hours worked-hours leads offers win-rate receivables cash costs profit mrr churn support-requests response-time
reviews rating hourly-rate no-shows cancellations complaints watch-time
"""


@pytest.fixture
def business(tmp_path: Path) -> Iterator[Workspace]:
    """Some forty KPIs of the library without entries: words that belong to several of them are many."""
    opened = open_workspace({}, NOW, database=str(copied(tmp_path / "kpitui.db", _make)), language="en")
    yield opened
    opened.close()


def _make(path: Path) -> None:
    workspace = open_workspace({}, NOW, database=str(empty(path)), language="en")
    for key in KEYS.split():
        add_from_library(workspace, key)
    workspace.close()


def wrong(business: Workspace, row: Row) -> str:
    """Return what is wrong of the KPI and the kind that a sentence is given; empty where nothing is."""
    keys = suggestion(business, row.sentence).kpis
    if (keys[0] if len(keys) == 1 else "?") not in row.kpis:
        return f"{row.sentence}: {keys}"
    if "kind" in row.says and keys == row.kpis[:1]:
        reading = read_draft(business, {"title": row.sentence})
        if reading.draft.type != row.says["kind"] or reading.problems.keys() - {"target", "change"}:
            return f"{row.sentence}: {reading.draft.type} {reading.problems}"
    return ""


@pytest.mark.sampled(1)
@pytest.mark.parametrize("language", ["en", "nl"])
@pytest.mark.parametrize("part", range(PARTS))
def test_the_kpi_and_the_kind_of_each_sentence(business: Workspace, language: str, part: int) -> None:
    assert [problem for row in islice(rows(language), part, None, PARTS) if (problem := wrong(business, row))] == []


@pytest.mark.sampled(1)
@pytest.mark.parametrize("language", ["en", "nl"])
@pytest.mark.parametrize("part", range(PARTS))
def test_what_is_left_open_is_asked_and_not_saved(business: Workspace, language: str, part: int) -> None:
    """Each part that a sentence leaves open is a question that must be answered."""
    fields = {"target": "target", "change": "change_percent", "deadline": "deadline", "per": "per"}
    silent = []
    for row in islice(rows(language), part, None, PARTS):
        findings = check(business, read_draft(business, {"title": row.sentence}).draft)
        asked = {finding.field for finding in findings if finding.severity == "required"}
        parts = {fields[part] for part in row.left_open if part in fields}
        # Of a sentence with two figures it is one question, be they targets or changes.
        if parts - asked and not ({"target", "change_percent"} & parts and {"target", "change_percent"} & asked):
            silent.append(f"{row.sentence}: {parts - asked}")
    assert silent == []


@pytest.mark.parametrize(
    ("sentence", "change"),
    [
        ("Conversie met 0,4 procentpunt verbeteren voor 31 maart", "0.4pp"),
        ("Improve the bounce rate by 5 percentage points by 31 March", "-5pp"),
        ("Raise satisfaction by half a point by 31 March", "0.5"),
        ("Save 15% on shipping costs by 1 April", "-15%"),
        ("Response time down by half an hour before 1 April", "-0.5"),
    ],
)
def test_the_change_as_it_would_have_been_typed(business: Workspace, sentence: str, change: str) -> None:
    """What is better is told by the KPI; points of a score are no percentage points."""
    assert suggestion(business, sentence).fields["change"] == change


@pytest.mark.parametrize(
    ("sentence", "typed"),
    [
        ("Response time below 90 minutes by 1 March", {"target": 1.5}),
        ("One video every other week until 30 June", {"per": "week", "low": 1.0, "keep": (1, 2)}),
        ("At least 8 new leads a week in 10 out of 12 weeks, until 28 February", {"low": 8.0, "keep": (10, 12)}),
        ("Iedere maand 3 nieuwe klanten erbij t/m juni 2027", {"type": "recurring", "per": "month", "low": 3.0}),
        ("Costs down to 3000 a month by 30 June", {"type": "level", "over": "month", "down": True, "target": 3000.0}),
    ],
)
def test_what_a_sentence_becomes(business: Workspace, sentence: str, typed: dict[str, object]) -> None:
    draft = read_draft(business, {"title": sentence}).draft
    assert {name: getattr(draft, name) for name in typed} == typed


@pytest.mark.parametrize(
    ("sentence", "kpi", "target"),
    [
        ("Reply within 30 minutes by 31 March", "response-time", 0.5),
        ("Reply within 30 minutes by 31 March", "Response time", 0.5),
        ("95% of orders within 24 hours in 2027", "orders", None),
        ("5000 dollars a year from workshops by 31 March", "revenue", None),
    ],
)
def test_the_figure_is_read_by_the_kpi_that_was_chosen(
    business: Workspace, sentence: str, kpi: str, target: float | None
) -> None:
    """Minutes are hours of a KPI in hours; a share of orders and dollars are none of the KPI, and asked about."""
    reading = read_draft(business, {"title": sentence, "kpi": kpi})
    assert reading.draft.target == target
    assert ("target" in reading.problems) == (target is None)


@pytest.mark.parametrize("sentence", ["25 new followers a day in January", "Add 25 followers a day in January"])
def test_what_comes_to_a_stock_every_day_is_asked_with_what_it_adds_up_to(business: Workspace, sentence: str) -> None:
    """31 days of 25 are 775 more, and no stock of 25."""
    findings = check(business, read_draft(business, {"title": sentence}).draft)
    (asked,) = [finding for finding in findings if finding.field == "change_percent"]
    assert asked.fixes[0].sets == {"change_points": 775.0}


def test_a_figure_that_was_typed_answers_the_question_of_its_unit(business: Workspace) -> None:
    typed = {"title": "$120,000 revenue in 2027", "target": "120000"}
    findings = check(business, read_draft(business, typed).draft)
    assert [finding.field for finding in findings if finding.severity == "required"] == []


@pytest.mark.parametrize(
    ("sentence", "fields"),
    [
        ("Another 12 orders before 1 April", {"target": "12", "start": "2026-11-23"}),
        ("Nog 30 bestellingen dit jaar", {"target": "30", "start": "2026-11-23", "deadline": "2026-12-31"}),
        ("I still want 900 orders this year", {"target": "900", "start": "2026-01-01"}),
        ("Another 100 followers by 1 April", {"change": "100"}),
    ],
)
def test_another_so_many_of_what_adds_up_count_from_today(
    business: Workspace, sentence: str, fields: dict[str, str]
) -> None:
    """Of a stock, such as followers, they are a change."""
    suggested = suggestion(business, sentence).fields
    assert {name: suggested.get(name) for name in fields} == fields

"""`kpitui review`: the three questions as text, Markdown, a page and JSON; to standard output or a file."""

from __future__ import annotations

import json
from html import unescape
from pathlib import Path

import pytest

from tests.cli.conftest import Shell
from tests.databases import sample_business

pytestmark = pytest.mark.thorough

GOAL = ("goal", "add", "20000 revenue by 31 December", "--start", "2026-11-01", "--why", "rent", "--acceptable", "mine")
QUESTIONS = ("Are you reaching your goals?", "Where do you need to act?", "What is going well, and what isn't?")


def test_json_is_one_documented_object(shop: Shell) -> None:
    """The days, the goals, what asks for a decision, the points and the figures; a missing figure is null."""
    shop.ok(*GOAL)
    # Enough of them for a word.
    shop.ok("log", "-", given="".join(f"revenue 10 2026-11-{day:02}\n" for day in range(8, 20)).encode())
    found = shop.ok("review", "--json").json
    assert (found["period"], found["start"], found["end"]) == ("2026-W47", "2026-11-16", "2026-11-22")
    assert found["goals"][0]["title"] == "20000 revenue by 31 December"
    assert {"id", "kind", "state", "kpi", "goal", "action", "text", "step", "parts"} == set(found["matters"][0])
    assert {"strong", "weak", "changed", "actions", "last_review", "signals_left_out"} <= found.keys()
    assert {"key", "value", "before", "days_with_data", "days_expected", "at_least"} <= found["kpis"][0].keys()
    assert found == shop.ok("review", "--format", "json").json


@pytest.mark.parametrize("form", ["text", "md", "html"])
def test_the_three_questions_in_every_form(shop: Shell, form: str) -> None:
    """In their order, with nothing on standard error."""
    shop.ok(*GOAL)
    done = shop.ok("review", "--format", form)
    places = [unescape(done.out).index(question) for question in QUESTIONS]
    assert places == sorted(places)
    assert done.err == ""


@pytest.mark.parametrize(
    ("words", "period"),
    [
        (("--period", "month"), "2026-10"),
        (("--period", "quarter"), "2026-Q3"),
        (("--on", "today"), "2026-W48"),
        (("--since", "2026-11-02", "--until", "2026-11-13"), "2026-11-02..2026-11-13"),
    ],
)
def test_any_period(shop: Shell, words: tuple[str, ...], period: str) -> None:
    """Week, month, quarter, the one with a day in it, or a range."""
    assert shop.ok("review", *words, "--json").json["period"] == period


def test_a_file_gets_the_form_its_name_says(shop: Shell, tmp_path: Path) -> None:
    """Private to its owner; a database is never written over."""
    place = tmp_path / "review.html"
    done = shop.ok("review", "-o", str(place))
    assert (done.out, place.read_text(encoding="utf-8")[:15]) == ("", "<!DOCTYPE html>")
    assert place.stat().st_mode & 0o777 == 0o600
    assert json.loads(shop.ok("review", "-o", "-", "--format", "json").out)["period"] == "2026-W47"
    before = shop.database.read_bytes()
    assert shop("review", "-o", str(shop.database)).status == 1
    assert shop.database.read_bytes() == before


def test_a_review_that_was_held_is_what_the_next_one_starts_from(shop: Shell) -> None:
    """--held remembers it; undo forgets it again."""
    shop.ok("review", "--on", "2026-11-10", "--held")
    assert shop.ok("review", "--json").json["last_review"] == "2026-11-23"
    shop.ok("undo")
    assert shop.ok("review", "--json").json["last_review"] is None


@pytest.mark.parametrize(
    "words", [("--until", "today"), ("--since", "2027-01-01"), ("--on", "2026-02-30"), ("-o", "/nowhere/x.md")]
)
def test_what_cannot_be_reviewed(shop: Shell, words: tuple[str, ...]) -> None:
    """One sentence, status 1, nothing written."""
    done = shop("review", *words)
    assert (done.status, done.out) == (1, "")
    assert len(done.err.strip().splitlines()) == 1


@pytest.mark.parametrize("form", ["text", "md", "html", "json"])
def test_hostile_names_come_out_as_text(shop: Shell, form: str) -> None:
    """A KPI, a goal and a note with markup, escape codes and a direction mark."""
    evil = "\x1b[31m<script>alert(1)</script> **x** \u202eabc"
    shop.ok("kpi", "add", evil, "--key", "evil")
    shop.ok("log", "evil", "5", "2026-11-18", "-m", evil)
    shop.ok("note", "evil", evil)
    days = ("--deadline", "2026-12-31", "--as-meant", "--without-words")
    shop.ok("goal", "add", f"100 {evil}", "--kpi", "evil", "--target", "100", *days)
    out = shop.ok("review", "--on", "today", "--format", form).out
    assert "\x1b" not in out.encode("utf-8").decode() if form != "json" else True
    if form == "html":
        assert "<script>" not in out
    if form == "md":
        assert "**x**" not in out
        assert "<script>" not in out.replace(r"\<script\>", "")
    if form == "json":
        assert "\x1b" not in out
        json.loads(out)


@pytest.mark.slow
def test_misses_and_strong_points_carry_their_largest_parts(shell: Shell) -> None:
    """The miss over the week, by hand -98 and -53 of -200; what moved since a day over the days since then."""
    sample_business(shell.database)
    out = " ".join(shell.ok("review").out.split())
    assert "behind. -200 (-3.6%) compared with week 46 (9–15 Nov): Organic visitors -98, Social visitors -53" in out
    assert "+€ 2,269 (+16.3%) compared with 20 Sep – 21 Oct: Visitors +€ 1,392, Order value +€ 471" in out
    document = shell.ok("review", "--json").json
    miss = document["matters"][0]["parts"]
    assert [(part["key"], part["contribution"], part["mark"]) for part in miss] == [
        ("organic-visitors", -98.0, "usual"), ("social-visitors", -53.0, "usual"),
    ]  # fmt: skip
    revenue = next(point for point in document["strong"] if point["kpi"] == "revenue")
    assert [part["key"] for part in revenue["parts"]] == ["visitors", "order-value"]
    assert document["strong"][0]["parts"] == []  # organic visitors are calculated from nothing
    dutch = " ".join(shell.ok("--lang", "nl", "review").out.split())
    assert "-200 (-3,6%) vergeleken met week 46 (9–15 nov)" in dutch

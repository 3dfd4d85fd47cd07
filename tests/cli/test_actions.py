"""`kpitui action` and `kpitui note`: what is saved, said, listed and refused."""

from __future__ import annotations

import pytest

from tests.cli.conftest import Shell
from tests.cli.test_reading import GOAL

pytestmark = pytest.mark.thorough


def test_an_action_from_beginning_to_end(shop: Shell) -> None:
    """Planned with an effect, started, changed, done; undo takes the last step back."""
    words = ("--kpi", "orders", "--due", "fri", "--effect", "+10%", "--by", "31/12")
    assert shop.ok("action", "add", "Call customers", *words).out.splitlines() == [
        "Action 1 planned: Call customers, due Fri 27 Nov",
        "Too early to tell when you can see a change of +10%: 3 of 28 days with data",
    ]
    assert shop.ok("action", "start", "1", "--on", "yesterday").out == "Started on Sun 22 Nov: Call customers\n"
    shop.ok("action", "edit", "1", "--what", "Mail customers", "--due", "-", "--effect", "-2")
    (found,) = shop.ok("action", "list", "--json").json
    assert found == {
        "id": 1, "what": "Mail customers", "state": "started", "kpi": "orders", "goal": None, "due": None,
        "is_due": False, "started": "2026-11-22", "finished": None, "reason": None,
        "expected": {"size": -2, "percent": False, "by": "2026-12-31"},
        "seen": {
            "size": None, "day": None, "power": 0.8, "values": None, "before": 2, "reason": "history", "least": None,
        },
        "effect": {
            "kpi": "orders", "difference": None, "low": None, "high": None, "clear": None, "before": 2, "after": 1,
            "needed_before": 14, "needed_after": 40, "looked_until": None, "next_look": "2026-12-31",
            "expected": -2, "outcome": None,
            "text": ["Too few values before Sun 22 Nov to compare with: 2 of 14"],
        },
    }  # fmt: skip
    assert shop.ok("action", "done", "mail").out == "Done on Mon 23 Nov: Mail customers\n"
    assert "No open action matches" in shop.ok("action", "list").out
    assert "No action matches" in shop.ok("action", "list", "--all", "nothing of it").out
    assert shop("action", "drop", "1", "--why", "x").status == 1
    shop.ok("undo")
    assert shop("action", "drop", "1").status == 1
    assert shop.ok("action", "drop", "1", "--why", "no time").out == "Cancelled: Mail customers\n"
    assert shop.ok("action", "list", "--all", "--json").json[0]["reason"] == "no time"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("add", " "), "Type a few words"),
        (("add", "x", "--kpi", "nothing"), "No KPI called nothing"),
        (("add", "x", "--goal", "7"), "No goal 7"),
        (("add", "x", "--due", "2026-11-01"), "must be today or later"),
        (("add", "x", "--kpi", "conversion", "--effect", "+4%"), "Write +4pp (percentage points)"),
        (("add", "x", "--effect", "+4"), "Choose the KPI or the goal"),
        (("add", "x", "--start", "tomorrow"), "in the future"),
        (("start", "9"), "No action 9"),
        (("done", "1", "--on", "2026-11-01"), "is before the start"),
    ],
)
def test_what_an_action_cannot_be(shop: Shell, words: tuple[str, ...], said: str) -> None:
    """Each refusal is one sentence, and the actions are as they were."""
    shop.ok("action", "add", "one", "--start", "2026-11-20")
    before = shop.ok("action", "list", "--json").json
    done = shop("action", *words)
    assert (done.status, done.out, len(done.err.splitlines())) == (1, "", 1)
    assert said in done.err
    assert before == shop.ok("action", "list", "--json").json


def test_actions_are_found_by_what_they_are_for(shop: Shell) -> None:
    """By KPI, by goal, by words and by being due; a slash in front of words does no harm."""
    shop.ok(*GOAL)
    shop.ok("action", "add", "photos", "--goal", "1")
    shop.ok("action", "add", "calls", "--kpi", "orders", "--due", "today")

    def found(*words: str) -> list[str]:
        return [each["what"] for each in shop.ok("action", "list", *words, "--json").json]

    assert found() == ["calls", "photos"]
    assert found("--goal", "1") == found("--kpi", "revenue") == found("/photo") == ["photos"]
    assert found("--due") == found("--kpi", "orders") == ["calls"]


def test_due_and_status_name_due_actions(shop: Shell) -> None:
    """An action whose day has come is listed after the KPIs; the JSON tells which is which."""
    shop.ok("action", "add", "calls", "--kpi", "orders", "--due", "today")
    shop.ok("action", "add", "later", "--due", "tomorrow")
    assert shop.ok("due").out.endswith("1 action due:\n  1  calls  Mon 23 Nov\n")
    assert shop.ok("due", "--count").out == "4\n"
    assert shop.ok("due", "--json").json[-1] == {
        "key": None,
        "name": "calls",
        "for": "2026-11-23",
        "action": 1,
        "runway": False,
    }
    assert "1 action due:\n  1  calls  Mon 23 Nov\n" in shop.ok("status").out
    assert [each["id"] for each in shop.ok("status", "--json").json["actions"]] == [1]
    shop.ok("action", "done", "1")
    assert "action" not in shop.ok("due").out
    assert "action" not in shop.ok("status").out


def test_notes_are_listed_changed_and_removed(shop: Shell) -> None:
    """A note of one KPI or of all, found by KPI and words, changed field by field, and gone."""
    assert shop.ok("note", "orders", "fair", "sun").out == "Note on Sun 22 Nov saved for Orders\n"
    assert shop.ok("note", "--all", "holiday").out == "Note on Mon 23 Nov saved for all KPIs\n"
    assert shop.ok("note", "add", "--kpi", "visitors", "ad", "--on", "sun").status == 0
    assert [each["text"] for each in shop.ok("note", "list", "--json").json] == ["holiday", "ad", "fair"]
    assert [each["text"] for each in shop.ok("note", "list", "--kpi", "orders", "--json").json] == ["holiday", "fair"]
    assert shop.ok("note", "list", "/FAIR").out == "1  Sun 22 Nov  Orders  fair\n"
    shop.ok("note", "edit", "1", "--text", "market", "--all", "--on", "2026-11-20")
    assert shop.ok("note", "list", "market", "--json").json == [
        {"id": 1, "date": "2026-11-20", "kpi": None, "text": "market", "tags": []}
    ]
    shop.ok("note", "edit", "1", "--kpi", "orders")
    assert shop("note", "edit", "1", "--text", " ").status == 1
    assert shop.ok("note", "list", "market", "--json").json[0]["kpi"] == "orders"
    assert shop.ok("note", "remove", "1").out == "Removed the note on Fri 20 Nov: market\n"
    assert shop("note", "remove", "1").status == 1
    assert "No notes match" in shop.ok("note", "list", "market").out


@pytest.mark.parametrize(
    "words", [("fair",), ("orders", "fair", "sun", "mon"), ("orders", "x", "sun", "--on", "mon"), ()]
)
def test_a_note_needs_its_kpi_and_words(shop: Shell, words: tuple[str, ...]) -> None:
    """Too few words or too many are wrong usage, and nothing is noted."""
    assert shop("note", *words).status == 2
    assert shop.ok("note", "list", "--json").json == []


@pytest.mark.parametrize("text", ["\x1b[31mred\x07", "a\u202eb", "one\nBEGIN:VEVENT", "=HYPERLINK(1)", "é" * 300])
def test_odd_words_reach_no_terminal_and_no_calendar_as_they_are(shop: Shell, text: str) -> None:
    """What is listed, told and written keeps control characters, direction marks and line breaks out."""
    shop.ok("action", "add", text, "--kpi", "orders", "--due", "today", "--start", "today")
    shop.ok("note", "orders", text)
    for words in (("action", "list"), ("action", "show", "1"), ("note", "list"), ("due",), ("status",), ("history",)):
        assert not set("\x1b\x07\u202e\r") & set(shop.ok(*words).out)
    calendar = shop.ok("calendar").out
    assert calendar.count("\nBEGIN:VEVENT") == 2
    assert not set("\x1b\x07\u202e") & set(calendar)

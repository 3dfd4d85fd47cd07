"""Hashtags in the shell: listed, counted, searched for exactly, and completed."""

from __future__ import annotations

from tests.cli.conftest import Shell


def test_notes_and_entries_are_found_by_a_hashtag(shop: Shell) -> None:
    """The whole word counts, in any case of letters; a longer one is another tag."""
    shop.ok("note", "orders", "Flyers #Campaign", "2026-11-21")
    shop.ok("note", "--all", "#campaigns of others", "2026-11-20")
    shop.ok("log", "revenue", "99", "-m", "big order #campaign #b2b")
    shop.ok("log", "orders", "1", "-m", "no tag, #12")
    (note,) = shop.ok("note", "list", "--tag", "#campaign", "--json").json
    assert (note["text"], note["tags"]) == ("Flyers #Campaign", ["campaign"])
    (entry,) = shop.ok("entry", "list", "--tag", "CAMPAIGN", "--json").json
    assert (entry["value"], entry["tags"]) == (99.0, ["campaign", "b2b"])
    assert shop.ok("note", "tags", "--json").json == [
        {"tag": "b2b", "notes": 0, "entries": 1},
        {"tag": "campaign", "notes": 1, "entries": 1},
        {"tag": "campaigns", "notes": 1, "entries": 0},
    ]
    assert shop.ok("note", "tags", "--names").out == "b2b\ncampaign\ncampaigns\n"
    assert shop.ok("entry", "list", "--find", "#b2", "--json").json == []
    assert len(shop.ok("entry", "list", "--find", "b2", "--json").json) == 1
    assert "#campaign    1 note    1 entry" in shop.ok("note", "tags").out
    assert "1 notitie" in shop.ok("--lang", "nl", "note", "tags").out


def test_a_hashtag_that_is_nowhere(shop: Shell) -> None:
    """Nothing there is said with the word; what is no hashtag is refused."""
    assert shop.ok("note", "tags").out == "No hashtags yet. Put one in a note: #campaign\n"
    assert shop.ok("note", "list", "--tag", "b2b").out == "No notes with #b2b\n"
    assert shop.ok("entry", "list", "--tag", "b2b").out == "no entry with #b2b in its note\n"
    refused = shop("entry", "list", "--tag", "two words")
    assert refused.status == 1
    assert "Not a hashtag: two words." in refused.err


def test_completion_knows_the_hashtags(shop: Shell) -> None:
    shop.ok("note", "orders", "#b2b fair")
    for words in (("note", "list"), ("entry", "list")):
        assert shop.ok("completion", "--next", "zsh", *words, "--tag", "").out == "b2b\t\n"

"""What a merge found, in words."""

from __future__ import annotations

from kpitui.i18n import use
from kpitui.i18n.merging import CONTENT_WORDS, content_word, described_conflict

ENTRY = {"kpi": "orders", "date": "2026-11-23", "value": 5.0}


def test_every_table_of_content_has_a_word() -> None:
    """A kind of rows that is added is called something."""
    from kpitui.store.content import CONTENT

    assert set(CONTENT_WORDS) == {one.name for one in CONTENT}
    use("nl")
    assert content_word("entry") == "metingen"


def test_both_changed() -> None:
    """Both figures are told, and which one is kept."""
    said = described_conflict("entry", ENTRY, {**ENTRY, "value": 7.0}, ["value"])
    assert said == "entries, orders 2026-11-23: value is 7.0 there, 5.0 here; ours is kept"


def test_deleted_on_one_side() -> None:
    """What was deleted here stays deleted, what was deleted there stays."""
    assert "it stays deleted" in described_conflict("entry", None, ENTRY, [])
    assert described_conflict("entry", ENTRY, None, []).endswith("deleted there and changed here; it stays")


def test_what_is_empty_is_told_as_nothing() -> None:
    """An empty text is a dash."""
    said = described_conflict("note", {"text": "", "date": "x"}, {"text": "a", "date": "x"}, ["text"])
    assert "text is a there, - here" in said

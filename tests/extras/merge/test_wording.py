"""What a merge found, in words."""

from __future__ import annotations

from kpitui.core.figures import NUMBER_STYLES
from kpitui.extras.merge.wording import CONTENT_WORDS, content_word, described_conflict
from kpitui.i18n import use

STYLE = NUMBER_STYLES["nl"]
ENTRY = {"kpi": "orders", "date": "2026-11-23", "value": 5.0}


def test_every_table_of_content_has_a_word() -> None:
    """A kind of rows that is added is called something."""
    from kpitui.store.content import CONTENT

    assert set(CONTENT_WORDS) == {one.name for one in CONTENT}
    use("nl")
    assert content_word("entry") == "cijfers"


def test_both_changed() -> None:
    """Both figures are told, and which one is kept."""
    said = described_conflict("entry", ENTRY, {**ENTRY, "value": 7.0}, ["value"], STYLE)
    assert said == "entries, orders Mon 23 Nov 2026: the value is 7 there, 5 here. The version here is kept"


def test_deleted_on_one_side() -> None:
    """What was deleted here stays deleted, what was deleted there stays."""
    assert "it stays deleted" in described_conflict("entry", None, ENTRY, [], STYLE)
    assert described_conflict("entry", ENTRY, None, [], STYLE).endswith("deleted there and changed here; it stays")


def test_what_is_empty_is_told_as_nothing() -> None:
    """An empty text is a dash."""
    said = described_conflict("note", {"text": "", "date": "x"}, {"text": "a", "date": "x"}, ["text"], STYLE)
    assert "the text is a there, - here" in said


def test_days_and_figures_as_people_write_them() -> None:
    """A day is in words, a figure in the number style; a column nobody is told of by its name."""
    use("nl")
    theirs = {**ENTRY, "value": 1250.5, "date": "2026-11-22", "decimals": 2}
    said = described_conflict("entry", {**ENTRY, "decimals": None}, theirs, ["date", "decimals"], STYLE)
    assert "de dag is daar zo 22 nov 2026, hier ma 23 nov 2026; decimals is daar 2, hier -" in said
    assert "-x-----xx" in described_conflict("note", {"text": "-x-----xx"}, None, [], STYLE)

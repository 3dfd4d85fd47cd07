"""The Dutch catalogue is complete and compiled, and its check sees what would be wrong with it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.i18n.catalogue import problems, update

SOURCE = """
words = {"a": mark("a day" " long"), "b": context("month", "May")}
def said(n): return _("{n} of {many}") + plural("{n} entry", "{n} entries", n)
"""
TRANSLATED = """
msgid ""
msgstr "Content-Type: text/plain; charset=utf-8"

msgid "a day long"
msgstr "een dag lang"

msgctxt "month"
msgid "May"
msgstr "mei"

msgid "{n} of {many}"
msgstr "{n} van {many}"

msgid "{n} entry"
msgid_plural "{n} entries"
msgstr[0] "{n} meting"
msgstr[1] "{n} metingen"
"""


@pytest.fixture
def po(tmp_path: Path) -> Path:
    """Return the .po file of a program with four messages, translated and compiled."""
    (tmp_path / "program.py").write_text(SOURCE, encoding="utf-8")
    po = tmp_path / "kpitui.po"
    po.write_text(TRANSLATED, encoding="utf-8")
    update(tmp_path, po)
    return po


def test_the_dutch_catalogue_may_be_shipped() -> None:
    """Every message is translated, with its placeholders, and the compiled file is that of today."""
    assert [] == problems()


def test_a_finished_catalogue_has_no_problems(po: Path) -> None:
    """All forms of message are extracted: joined strings, plurals, and words in context."""
    assert [] == problems(po.parent, po)


def test_updating_twice_changes_nothing(po: Path) -> None:
    """The files hold nothing that drifts, so that a difference is a difference in a sentence."""
    before = po.read_bytes(), po.with_suffix(".mo").read_bytes()
    update(po.parent, po)
    assert before == (po.read_bytes(), po.with_suffix(".mo").read_bytes())


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ('msgstr "een dag lang"', 'msgstr ""', "untranslated: 'a day long'"),
        ('msgstr[1] "{n} metingen"', 'msgstr[1] ""', "untranslated: '{n} entry'"),
        ('msgid "a day long"', '#, fuzzy\nmsgid "a day long"', "fuzzy: 'a day long'"),
        ('msgid "a day long"', 'msgid "a long day"', "missing: 'a day long'"),
        ('msgid "a day long"', 'msgid "a long day"', "obsolete: 'a long day'"),
        ('"{n} van {many}"', '"{n} van {veel}"', "placeholders differ: '{n} of {many}' and '{n} van {veel}'"),
        ('"{n} van {many}"', '"{n} van {many:>3}"', "placeholders differ: '{n} of {many}' and '{n} van {many:>3}'"),
        ('"{n} van {many}"', '"{n} van {many"', "placeholders differ: '{n} of {many}' and '{n} van {many'"),
        ('"een dag lang"', '"een dag lang "', "outer spaces differ: 'a day long' and 'een dag lang '"),
        ('msgstr "mei"', 'msgstr "Mei"', "out of date: kpitui.mo"),
    ],
)
def test_what_is_wrong_with_a_catalogue_is_told(po: Path, old: str, new: str, problem: str) -> None:
    """A check that cannot fail guards nothing: each fault is found."""
    text = po.read_text(encoding="utf-8")
    assert old in text
    po.write_text(text.replace(old, new), encoding="utf-8")
    assert problem in problems(po.parent, po)


@pytest.mark.parametrize(
    "call", ['_(f"{n} days")', '_("a" if n else "b")', '_("{n}".format(n=n))', 'mark("a" + "b")', '_("a %s" % n)']
)
def test_a_message_that_cannot_be_extracted_is_told(po: Path, call: str) -> None:
    """A sentence that is put together inside the call would stay English without anybody noticing."""
    (po.parent / "hidden.py").write_text(f"said = {call}\n", encoding="utf-8")
    assert "hidden from extraction: hidden.py:1" in problems(po.parent, po)


def test_a_message_that_is_gone_is_dropped_and_a_new_one_added(po: Path) -> None:
    """An update keeps the translations there are, and leaves the others open."""
    (po.parent / "program.py").write_text('said = _("{n} of {many}"), _("new")', encoding="utf-8")
    update(po.parent, po)
    assert ["untranslated: 'new'"] == problems(po.parent, po)

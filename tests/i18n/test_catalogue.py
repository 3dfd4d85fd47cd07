"""The Dutch catalogue is complete and compiled, and its check sees what would be wrong with it."""

from __future__ import annotations

from gettext import GNUTranslations
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.mofile import write_mo

from hatch_build import compile_catalogues, compiled
from tests.i18n.catalogue import PO, problems, translated, update

pytestmark = pytest.mark.thorough

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

UNFINISHED = """
msgid "a"
msgstr ""

#, fuzzy
msgid "b"
msgstr "B"

#~ msgid "c"
#~ msgstr "C"

msgid "half"
msgid_plural "halves"
msgstr[0] "helft"
msgstr[1] ""
"""


def _entries(mo: bytes) -> dict[str, str]:
    """Return every entry of a .mo file but its header."""
    entries: dict[str, str] = vars(GNUTranslations(BytesIO(mo)))["_catalog"]
    return {key: text for key, text in entries.items() if key}


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


def test_the_compiled_catalogue_has_what_babel_would_compile() -> None:
    """The compiler of the build is ours, so that installing needs no Babel: the outcome is the same."""
    expected = BytesIO()
    write_mo(expected, translated())
    expected.seek(0)
    assert _entries(compiled(PO.read_text(encoding="utf-8"))) == _entries(expected.read())


def test_the_compiler_leaves_out_what_is_not_translated() -> None:
    """What is empty, half empty, fuzzy or obsolete stays English; contexts and plurals are found."""
    texts = GNUTranslations(BytesIO(compiled(TRANSLATED + UNFINISHED)))
    assert [texts.gettext(text) for text in ("a", "b", "c")] == ["a", "b", "c"]
    assert texts.ngettext("half", "halves", 2) == "halves"
    assert texts.pgettext("month", "May") == "mei"
    assert texts.ngettext("{n} entry", "{n} entries", 2) == "{n} metingen"


def test_an_unreadable_catalogue_is_refused_with_its_line() -> None:
    """A translator's slip must not become a package that speaks English here and there."""
    with pytest.raises(ValueError, match='msgstr "niet af'):
        compiled('msgid "not done"\nmsgstr "niet af\n')


def test_a_checkout_is_compiled_where_its_catalogues_lie(tmp_path: Path) -> None:
    """What a build and the preparing of the environment do; a second time writes nothing."""
    po = tmp_path / "kpitui" / "i18n" / "catalogues" / "nl" / "LC_MESSAGES" / "kpitui.po"
    po.parent.mkdir(parents=True)
    po.write_text(TRANSLATED, encoding="utf-8")
    compile_catalogues(tmp_path)
    mo = po.with_suffix(".mo")
    assert mo.read_bytes() == compiled(TRANSLATED)
    before = mo.stat().st_mtime_ns
    compile_catalogues(tmp_path)
    assert before == mo.stat().st_mtime_ns


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


def test_a_message_within_an_f_string_is_told(po: Path) -> None:
    """Python before 3.12 hides it from the extraction: it would stay English, and its translation be dropped."""
    (po.parent / "hidden.py").write_text("""said = f"{_('A range')} of n"\n""", encoding="utf-8")
    assert {"hidden from extraction: hidden.py:1", "missing: 'A range'"} & set(problems(po.parent, po))


def test_a_message_that_is_gone_is_dropped_and_a_new_one_added(po: Path) -> None:
    """An update keeps the translations there are, and leaves the others open."""
    (po.parent / "program.py").write_text('said = _("{n} of {many}"), _("new")', encoding="utf-8")
    update(po.parent, po)
    assert ["untranslated: 'new'"] == problems(po.parent, po)

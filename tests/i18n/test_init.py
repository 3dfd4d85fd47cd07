"""Which language is in force, and what a message looks like in it."""

from __future__ import annotations

import pytest

from kpitui.core.errors import Refused
from kpitui.core.languages import LANGUAGES, Language, preferred
from kpitui.i18n import _, context, language, plural, use
from kpitui.services.character_set import ascii_only


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_language_can_be_put_in_force(code: str) -> None:
    """A language on offer has its catalogue with the program."""
    use(code)
    assert code == language()
    assert _("today")


def test_english_needs_no_catalogue() -> None:
    """A message in English is its own key, whatever it says."""
    assert "no such message" == _("no such message")
    assert "May" == context("short month", "May")


def test_dutch_translates() -> None:
    """Messages, plurals and words in context come from the Dutch catalogue."""
    use("nl")
    assert "vandaag" == _("today")
    assert "mei" == context("short month", "May")
    assert "no such message" == _("no such message")


def test_english_comes_back_after_dutch() -> None:
    """Changing the language twice leaves nothing of the other one behind."""
    use("nl")
    use("en")
    assert "today" == _("today")


def test_an_unknown_language_is_refused_and_changes_nothing() -> None:
    """The refusal names the language and those there are."""
    use("nl")
    with pytest.raises(Refused, match=r"KPITUI doesn't speak tlh. Choose: en, nl"):
        use("tlh")
    assert "nl" == language()


@pytest.mark.parametrize(
    ("code", "n", "expected"),
    [
        ("en", 0, "0 days in a row"),
        ("en", 1, "1 day in a row"),
        ("en", 2, "2 days in a row"),
        ("nl", 0, "0 dagen op rij"),
        ("nl", 1, "1 dag op rij"),
        ("nl", 2, "2 dagen op rij"),
    ],
)
def test_plural_forms(code: str, n: int, expected: str) -> None:
    """One thing has the singular, none and several have the plural, in both languages."""
    use(code)
    assert expected == plural("{n} day in a row", "{n} days in a row", n).format(n=n)


@pytest.mark.parametrize(
    ("environ", "setting", "flag", "expected"),
    [
        ({"LANG": "nl_NL.UTF-8"}, None, None, "nl"),
        ({"LANG": "nl_NL.UTF-8"}, "auto", None, "nl"),
        ({"LANG": "nl_NL.UTF-8"}, "en", None, "en"),
        ({"LANG": "nl_NL.UTF-8"}, "nl", "en", "en"),
        ({"LANG": "nl_NL.UTF-8", "LC_ALL": "C"}, "auto", None, "en"),
        ({"LANG": "en_GB", "LC_MESSAGES": "nl_BE"}, None, None, "nl"),
        ({"LANG": "nl_NL", "LC_ALL": ""}, None, None, "nl"),
        ({"LANG": "de_DE.UTF-8"}, "auto", None, "en"),
        ({}, None, None, "en"),
        ({}, "tlh", "tlh", "en"),
    ],
)
def test_the_flag_wins_from_the_setting_and_that_from_the_locale(
    environ: dict[str, str], setting: str | None, flag: str | None, expected: str
) -> None:
    """What was asked for most explicitly decides; a language that does not exist does not."""
    assert expected == preferred(environ, setting, flag)


@pytest.mark.parametrize(
    ("environ", "expected"),
    [
        ({}, False),
        ({"LANG": "nl_NL.UTF-8"}, False),
        ({"LANG": "nl_NL.utf8"}, False),
        ({"LANG": "C"}, True),
        ({"LANG": "nl_NL.ISO-8859-1"}, True),
        ({"LC_ALL": "POSIX", "LANG": "nl_NL.UTF-8"}, True),
        ({"LC_CTYPE": "C.UTF-8", "LANG": "C"}, False),
    ],
)
def test_a_locale_without_utf_8_asks_for_ascii(environ: dict[str, str], expected: bool) -> None:
    """The first variable that is set decides; with none of them nothing is known."""
    assert expected is ascii_only(environ)


def test_a_language_whose_catalogue_is_not_there_leaves_all_english(monkeypatch: pytest.MonkeyPatch) -> None:
    """Catalogues are compiled, not kept: a bare checkout that nobody prepared speaks English, and does not fail."""
    monkeypatch.setitem(LANGUAGES, "de", Language("de", "Deutsch", "nl"))
    use("de")
    assert (_("undo"), plural("{n} due", "{n} dues", 2), language()) == ("undo", "{n} dues", "de")
    assert context("month", "May") == "May"
    use("en")

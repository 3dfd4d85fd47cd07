"""The words of the glossary: each name of the core has one, in both languages."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kpitui.core.cadence import parse_cadence
from kpitui.core.calendar import PERIOD_NAMES, By
from kpitui.core.goal import GoalState, GoalType
from kpitui.core.kinds import KINDS
from kpitui.core.model import Blank, Direction
from kpitui.core.smart import Letter
from kpitui.core.standing import Status
from kpitui.i18n import use
from kpitui.services.settings import SETTING_GROUPS, SETTINGS
from kpitui.wording import words
from tests.literals import choices

TABLES = [
    (words.STATUSES, words.status_word, choices(Status)),
    (words.DIRECTIONS, words.direction_word, choices(Direction)),
    (words.GOAL_TYPES, words.type_word, choices(GoalType)),
    (words.STATES, words.state_word, choices(GoalState)),
    (PERIOD_NAMES, words.period_word, choices(By)),
    (words.LETTERS, words.letter_word, choices(Letter)),
    (words.BLANKS, words.blank_word, choices(Blank)),
    (words.CADENCES, words.cadence_word, ("day", "workday", "week", "month", "quarter")),
]
WORDS = [word for _table, word, _names in TABLES] + [words.kind_word]


@pytest.mark.parametrize(("table", "word", "names"), TABLES)
def test_every_name_of_the_core_has_its_word(
    table: dict[str, str], word: Callable[[str], str], names: tuple[str, ...]
) -> None:
    """The tables follow the core: none of its names is missing and none is left over."""
    assert set(names) == set(table)
    assert [table[name] for name in names] == [word(name) for name in names]


def test_every_kind_has_its_word() -> None:
    """A kind is called by the title it has in the core."""
    assert [kind.title for kind in KINDS.values()] == [words.kind_word(name) for name in KINDS]


@pytest.mark.parametrize("word", WORDS)
@pytest.mark.parametrize("code", ["en", "nl"])
def test_an_unknown_name_is_shown_harmlessly(word: Callable[[str], str], code: str) -> None:
    """A name from a newer database is no reason to fail, and an empty one says nothing."""
    use(code)
    assert "␛x" == word("\x1bx")
    assert "" == word("")


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        ("reached", "gehaald"),
        ("on track", "op koers"),
        ("at risk", "in gevaar"),
        ("off track", "uit koers"),
        ("no data", "geen gegevens"),
        ("not started", "nog niet begonnen"),
        ("missed", "niet gehaald"),
        ("too early", "te vroeg"),
        ("measuring", "nulmeting loopt"),
        ("undecided", "zelf beslissen"),
    ],
)
def test_the_statuses_in_dutch(status: str, expected: str) -> None:
    """These words are agreed upon: screens, reports and documents use them and no others."""
    use("nl")
    assert expected == words.status_word(status)


@pytest.mark.parametrize(
    ("letter", "expected"),
    [
        ("S", "Specifiek"),
        ("M", "Meetbaar"),
        ("A", "Acceptabel"),
        ("R", "Resultaatgericht"),
        ("T", "Tijdsgebonden"),
    ],
)
def test_smart_in_dutch(letter: str, expected: str) -> None:
    """In Dutch the letters stand for words that begin with them too."""
    use("nl")
    assert expected == words.letter_word(letter)


@pytest.mark.parametrize(
    ("code", "cadence", "expected"),
    [
        ("en", "day", "every day"),
        ("nl", "workday", "elke werkdag"),
        ("en", "mon,thu", "Mon, Thu"),
        ("nl", "mon,thu", "ma, do"),
        ("nl", "sun", "zo"),
    ],
)
def test_a_cadence_in_words(code: str, cadence: str, expected: str) -> None:
    """A rhythm of days names them, any other has its own words."""
    use(code)
    assert expected == words.cadence_word(cadence)


@pytest.mark.parametrize("language", ["en", "nl"])
@pytest.mark.parametrize("cadence", ["day", "workday", "week", "month", "quarter", "mon", "tue,thu,sun", "wed,fri,sat"])
def test_a_cadence_is_typed_as_it_is_read(cadence: str, language: str) -> None:
    """What a form fills in is a rhythm in the language in force, and is read back as the same one."""
    use(language)
    assert parse_cadence(words.typed_cadence(cadence)) == cadence


def test_every_setting_on_its_page_is_explained_and_stands_in_a_group() -> None:
    """A setting without a hint would leave the person with its title; one without a group would not be there."""
    on_page = {key: setting for key, setting in SETTINGS.items() if setting.on_page}
    assert set(on_page) == set(words.SETTING_HINTS)
    assert {setting.group for setting in on_page.values()} == set(SETTING_GROUPS) == set(words.GROUPS_OF_SETTINGS)

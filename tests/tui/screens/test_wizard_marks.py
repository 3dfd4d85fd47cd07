"""The sentence in the wizard with what was read from it: the marks under its words, and releasing a wrong reading."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from kpitui.core.goal_text import read_wish
from kpitui.tui.app import KpituiApp
from kpitui.tui.screens.wizard._marked import MarkedSentence, SentenceLine, marked, readings, wrapped
from kpitui.tui.screens.wizard.page import WizardPage
from kpitui.tui.widgets.form import TextField
from tests.tui.pilot import Pilot, screen_text
from tests.tui.stage import play, shop

TODAY = date(2026, 11, 23)
SENTENCE = "60 orders of at least 20 euros each a week until 30 June"


def test_each_part_has_its_number_under_its_words_and_what_is_not_used_a_question_mark() -> None:
    wish = read_wish(SENTENCE, TODAY)
    sentence, below = marked(SENTENCE, wish.marks, 70).plain.splitlines()
    assert sentence == SENTENCE
    words = {sign: SENTENCE[place:] for place, sign in enumerate(below) if sign not in " ─"}
    assert words["1"].startswith("60")
    assert words["2"].startswith("orders")
    assert words["?"].startswith("of at least 20 euros")
    assert [reading.label for reading in readings(wish.marks)] == ["how much", "what", "how often", "until when"]


@pytest.mark.parametrize("width", [20, 38, 70])
def test_the_whole_sentence_is_there_at_every_width(width: int) -> None:
    lines = wrapped(SENTENCE, width)
    assert " ".join(SENTENCE[start:end] for start, end in lines) == SENTENCE
    assert all(end - start <= width for start, end in lines)


def test_a_wide_sign_keeps_the_numbers_under_their_words() -> None:
    sentence = "日本 60 orders a week until 30 June"
    marks = read_wish(sentence, TODAY).marks
    number = next(reading.number for reading in readings(marks) if "target" in reading.parts)
    below = marked(sentence, marks, 70).plain.splitlines()[1]
    assert below.index(str(number)) == len("日本") * 2 + 1


@pytest.mark.sampled(1)
@pytest.mark.parametrize("language", ["en", "nl"])
def test_one_key_releases_a_wrong_reading_and_the_same_key_takes_it_back(tmp_path: Path, language: str) -> None:
    """The goal is then without that part, as if the sentence did not say it; the draft remembers it."""
    path = shop(tmp_path / "shop.db", days=20)

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        await pilot.press("ctrl+n", *"60 orders a week until 30 June")
        page = app.screen
        assert isinstance(page, WizardPage)
        assert page.reading is not None
        assert page.reading.draft.per == "week"
        await pilot.press("down", "right", "right", "delete")
        assert isinstance(app.focused, MarkedSentence)
        assert page.reading.draft.per == ""
        assert page.typed["released"] == "per"
        assert {"en": "? how often: left out", "nl": "? hoe vaak: weggelaten"}[language] in screen_text(app)
        await pilot.press("delete")
        assert page.reading.draft.per == "week"
        await pilot.press("delete", "up", *" 2027")
        assert page.typed["released"] == "per"

    play(path, story, language=language)


def test_a_long_sentence_goes_on_below_and_the_next_step_begins_where_something_is_missing(tmp_path: Path) -> None:
    path = shop(tmp_path / "shop.db", days=20)
    sentence = "I would really like to have a few more orders, for the rent of the shop is going up, by the end of June"

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        await pilot.press("ctrl+n", *sentence)
        line = app.screen.query_one(SentenceLine)
        assert line.size.height == 2
        texts = ["".join(segment.text for segment in line.render_line(y)).strip() for y in range(2)]
        assert " ".join(texts) == sentence
        await pilot.press("up", "home", "X", "down", "end", "Y")
        assert (app.focused, line.value) == (line, f"X{sentence}Y")
        await pilot.press("backspace", "pagedown")
        assert app.focused is not None
        (field,) = (around for around in app.focused.ancestors if isinstance(around, TextField))
        assert field.name in ("target", "change")

    play(path, story)

"""No sentence of the program, its manual or its templates speaks in a way that was given up.

The phrases stand in ``banned_phrases.toml``, with what is said instead. A phrase of scope S is looked for in the
catalogue, one of scope A also in the manual and the README, outside of code.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest

from tests.i18n.catalogue import translated

pytestmark = pytest.mark.thorough

ROOT = Path(__file__).parents[2]
PHRASES = tomllib.loads((Path(__file__).parent / "banned_phrases.toml").read_text(encoding="utf-8"))
NOT_LOOKED_AT = {"architecture.md", "adding.md", "performance.md", "database.md", "json.md", "commands.md", "keys.md",
                 "tour.md"}  # fmt: skip
"""Pages for who changes the program, and those made from it."""


def sentences(language: str) -> Iterator[str]:
    """Yield each sentence of the catalogue in *language*."""
    for message in translated():
        if message.id:
            texts = message.id if language == "en" else message.string
            yield from [texts] if isinstance(texts, str) else texts or ()


@pytest.mark.parametrize("language", ["en", "nl"])
def test_no_sentence_has_a_banned_phrase(language: str) -> None:
    """The phrase, what to say instead, and the sentence; an exception has its reason in the list."""
    allowed = {entry["sentence"] for entry in PHRASES.get("exception", [])}
    texts = [text for text in sentences(language) if text not in allowed]
    together = "\n".join(texts)  # most phrases are nowhere, which one search tells
    hits = [
        f"{phrase['pattern']} (instead: {phrase['instead']}): {text}"
        for phrase in PHRASES[language]
        if re.search(phrase["pattern"], together, re.IGNORECASE | re.MULTILINE)
        for text in texts
        if re.search(phrase["pattern"], text, re.IGNORECASE)
    ]
    assert not hits, "\n".join(hits)


def test_every_exception_is_still_needed() -> None:
    """An exception whose sentence is gone, or has no banned phrase any more, is taken out of the list."""
    everything = {language: set(sentences(language)) for language in ("en", "nl")}
    for entry in PHRASES.get("exception", []):
        languages = [language for language, texts in everything.items() if entry["sentence"] in texts]
        assert entry["reason"]
        assert any(
            re.search(phrase["pattern"], entry["sentence"], re.IGNORECASE)
            for language in languages
            for phrase in PHRASES[language]
        ), entry["sentence"]


def test_placeholders_are_the_same_in_both_languages() -> None:
    """A sentence of two languages names the same values."""
    for message in translated():
        if not message.id:
            continue
        english = [message.id] if isinstance(message.id, str) else message.id
        dutch = [message.string] if isinstance(message.string, str) else message.string or [""]
        assert fields(english[-1]) == fields(dutch[-1]), message.id


TERMS = {
    "action": "actie", "note": "notitie", "driver": "stuur-KPI", "baseline": "nulmeting", "target": "streefwaarde",
    "deadline": "einddatum", "review": "evaluatie|evalueer", "draft": "concept", "snoozed?": "uitstel|uitgesteld",
    "normal range": "schommeling", "entry|entries": "cijfer", "lesson": "les", "short name": "korte na(am|men)",
    "template": "sjab(loon|lonen)", "goal": "doel",
}  # fmt: skip
"""A term of the glossary, and the one word that it has in Dutch, as regular expressions."""

NOT_THE_TERM = (
    "note what you did", "and note it", "Note: the days before", "Nothing needs action right now", "no entries yet",
    "double-entry bookkeeping",
    "earlier days keep the old target",
)  # fmt: skip
"""Sentences in which the word is no term, or in which Dutch says it without naming the thing."""


@pytest.mark.sampled(5)
@pytest.mark.parametrize("term", TERMS)
def test_a_term_has_one_word_in_dutch(term: str) -> None:
    """A thing has one name in each language; names of flags, commands and values are left out."""
    for message in translated():
        if message.context == "column":
            continue  # the head of a narrow column has room for a short word only
        english = [message.id] if isinstance(message.id, str) else message.id or ()
        dutch = [message.string] if isinstance(message.string, str) else message.string or ()
        for text, other in zip(english, dutch, strict=False):
            words = re.sub(r"\{\w+\}|--[\w-]+|kpitui [a-z ]+", "", text)
            if any(phrase.casefold() in text.casefold() for phrase in NOT_THE_TERM):
                continue
            if re.search(rf"\b({term})s?\b", words, re.IGNORECASE):
                assert re.search(TERMS[term], other, re.IGNORECASE), (text, other)


def fields(text: str) -> set[str]:
    """Return the names between braces."""
    return {name for _literal, name, _spec, _conversion in Formatter().parse(text) if name}


def pages() -> list[Path]:
    """Return the pages of the manual that are written by hand for who uses the program, and the README."""
    written = [page for page in sorted((ROOT / "docs").rglob("*.md")) if page.name not in NOT_LOOKED_AT]
    return [ROOT / "README.md", *written]


@pytest.mark.parametrize("page", pages(), ids=lambda page: str(page.relative_to(ROOT)))
def test_no_page_has_a_banned_phrase(page: Path) -> None:
    """Outside of code; the line, the phrase and what to say instead are named."""
    text = page.read_text(encoding="utf-8")
    text = re.sub(r"(?ms)^ *```.*?^ *```", lambda block: "\n" * block.group().count("\n"), text)
    text = re.sub(r"`[^`\n]*`", "", text)
    hits = [
        f"line {text.count(chr(10), 0, hit.start()) + 1}: {hit.group()} (instead: {phrase['instead']})"
        for phrase in PHRASES["nl" if page.parent.name == "nl" else "en"]
        if phrase["scope"] == "A"
        for hit in re.finditer(phrase["pattern"], text, re.IGNORECASE)
    ]
    assert not hits, "\n".join(hits)

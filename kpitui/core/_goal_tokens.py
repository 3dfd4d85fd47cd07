"""The words of a goal's sentence with their places in it, and what was read out of them so far.

A sentence is a line of tokens. Whatever reads a part of it (a day, a figure) searches the line by a pattern and puts
one token in the place of what it read, so that the next reader sees the sentence with that part as a single thing, and
everything that was read keeps its place in what was typed.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cache
from typing import NamedTuple, TypeVar

_TOKEN = re.compile(
    r"(?P<date>[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}|[0-9]{1,2}([-/.])[0-9]{1,2}\2(?:20[0-9]{2}|[0-9]{2}(?![0-9.,%]))"
    r"|(?<![0-9/])[0-9]{1,2}/[0-9]{1,2}(?![0-9/]))"
    r"|[0-9]{1,2}(?:st|nd|rd|th|ste|de|e)\b"
    r"|[0-9]+[hu][0-5][0-9]\b"
    r"|[0-9]+-[^\W\d_]{2,}\w*"
    r"|[0-9]+(?:[.,'’][0-9]+)*(?:,-|,=|\.-)?|[½¼¾⅓⅔]"
    r"|(?:t/m|p/(?:mnd|wk|[mwdjy])|w/c|(?:[^\W\d_]\.){2,}(?:[^\W\d_]\b)?)"
    r"|[^\W\d_]\w*(?:['’-][^\W_]\w*)*"
    r"|\S",
    re.IGNORECASE,
)

_ABBREVIATED = frozenset(
    [
        "max",
        "min",
        "minst",
        "tenm",
        "mnd",
        "wk",
        "kw",
        "mo",
        "yr",
        "ca",
        "circa",
        "approx",
        "incl",
        "excl",
        "gem",
        "avg",
        "jan",
        "feb",
        "mar",
        "mrt",
        "apr",
        "jun",
        "jul",
        "aug",
        "sep",
        "sept",
        "oct",
        "okt",
        "nov",
        "dec",
        "nr",
        "no",
        "resp",
        "st",
        "mr",
        "mrs",
        "dr",
    ]
)
"""Words behind which a dot ends no sentence."""

_STOPS = frozenset('.,;:!?()[]{}"“”„«»…|')


_DUTCH_TEXT = (
    "en te wil zijn nu dagen weken maanden jaar eind mei medio maart januari februari juni juli augustus"
    " oktober de het een van naar voor met op elke iedere"
    " minder meer en dan aan tot mijn onze ik wij publiceren plaatsen"
)
_ENGLISH_TEXT = "the a an to for with on each every by fewer more less and than at until my our i we from publish"
_DUTCH, _ENGLISH = frozenset(_DUTCH_TEXT.split()), frozenset(_ENGLISH_TEXT.split())


class Token(NamedTuple):
    """A word, a sign or a figure, or a part that was read, which stands for several of them."""

    text: str
    """In small letters, or one sign that stands for `item`."""
    start: int
    """Its place in the sentence as it was typed."""
    end: int
    item: object = None
    """What was read here; None while nothing was."""
    bracketed: bool = False
    """Whether it stands between brackets."""


class SentenceMark(NamedTuple):
    """Which letters of a sentence gave a part of the goal."""

    part: str
    """A field of `goal_text.Wish`, or ``reason``, ``condition`` and ``unused`` for what gave none."""
    start: int
    end: int


class Sentence:
    """The tokens of a sentence, in which what was read takes the place of its words."""

    def __init__(self, tokens: list[Token]) -> None:
        self.tokens = tokens
        self.marks: list[SentenceMark] = []
        texts = [token.text for token in tokens]
        self.dutch = sum(text in _DUTCH for text in texts) > sum(text in _ENGLISH for text in texts)
        """Whether more of its small words are Dutch than English."""
        self.beyond = ""
        """``more`` or ``less`` where a figure is said to lie over or under what it is compared with."""
        self.beaten = False
        """Whether what it is compared with is to be beaten."""
        self.relative = False
        """Whether its percentage is of what it is compared with, and no change: 110% of this year's."""
        self.vague = False
        """Whether it names an amount that is no figure: six figures, a few hundred."""
        self.narrowed = False
        """Whether only those count of what is counted that a clause with a figure of its own holds for."""
        self.one_day = False
        """Whether its figure is what one day is to hold."""
        self.level = False
        """Whether a figure is said to be the same as what it is compared with."""
        self._join()

    def _join(self) -> None:
        self._starts: list[int] = []
        length = 1
        for token in self.tokens:
            self._starts.append(length)
            length += len(token.text) + 1
        self.text = f" {' '.join(token.text for token in self.tokens)} "

    def range_of(self, match: re.Match[str], group: int | str = 0) -> tuple[int, int]:
        """Return the first token of a match in `text`, and the one after its last."""
        start, end = match.span(group)
        return bisect_right(self._starts, start) - 1, bisect_right(self._starts, max(start, end - 1))

    def span(self, first: int, after: int) -> tuple[int, int]:
        """Return the letters of the sentence from the token *first* to the one before *after*."""
        return self.tokens[first].start, self.tokens[after - 1].end

    def note(self, part: str, first: int, after: int) -> None:
        """Note that the tokens from *first* to the one before *after* gave *part*; stops at its ends do not count."""
        while first < after and self.tokens[first].text == ",":
            first += 1
        while after > first and self.tokens[after - 1].text == ",":
            after -= 1
        if first < after:
            self.marks.append(SentenceMark(part, *self.span(first, after)))

    def put(self, first: int, after: int, text: str, item: object = None) -> None:
        """Put one token in the place of those from *first* to the one before *after*."""
        start, end = self.span(first, after)
        self.tokens[first:after] = [Token(text, start, end, item)]
        self._join()

    def set_aside(self, part: str, first: int, after: int) -> None:
        """Note that the tokens from *first* to the one before *after* gave *part*, and put a stop in their place."""
        self.note(part, first, after)
        self.put(first, after, ",")

    def replace(self, index: int, text: str) -> None:
        """Give a token another text, as a slip of the keys is put right."""
        self.tokens[index] = self.tokens[index]._replace(text=text)
        self._join()


def line_of(sentence: str) -> Sentence:
    """Return the tokens of *sentence*, in small letters, with one comma for each of its stops."""
    tokens: list[Token] = []
    bracketed = False
    for match in _TOKEN.finditer(sentence):
        text = match[0].lower().replace("’", "'").replace("–", "-").replace("—", "-").replace("−", "-")
        text = "één" if text in ("eén", "éen") else text
        if text == "'" and tokens and tokens[-1].end == match.start() and tokens[-1].text.endswith("s"):
            continue  # Presidents' Day
        if text in _STOPS:
            bracketed = text in "([" or (bracketed and text not in ")]")
            if text == "." and tokens and tokens[-1].text in _ABBREVIATED:
                continue
            if not tokens or tokens[-1].text == ",":
                continue
            text = ","
        tokens.append(Token(text, match.start(), match.end(), bracketed=bracketed))
    return Sentence(tokens)


Reader = TypeVar("Reader")


@cache
def compiled(forms: tuple[tuple[str, Reader], ...]) -> tuple[tuple[re.Pattern[str], Reader], ...]:
    """Return *forms* with their patterns compiled between white space; kept, for they are slow to compile."""
    return tuple((re.compile(rf"(?<=\s)(?:{pattern})(?=\s)"), read) for pattern, read in forms)

"""How often, in a goal's sentence: per week, every working day, om de week, and in how many of how many weeks."""

from __future__ import annotations

import re
from typing import NamedTuple

from kpitui.core._goal_dates import COUNT
from kpitui.core._goal_numbers import FIGURE, SPELLED
from kpitui.core._goal_tokens import Sentence, Token
from kpitui.core._goal_words import COMPOUND, COMPOUND_PERIODS, EVERY, PERIOD_OF, PERIOD_WORD

PER = "\ue002"
"""Stands for a period that a figure is for; its item is a `Frequency`."""


class Frequency(NamedTuple):
    """The period that a figure is for."""

    per: str
    """day, workday, week, month, quarter or year."""
    every: bool = False
    """Whether each of them is meant, in ``every week``."""
    apart: int = 1
    """Every how many of them: 2 in ``every other week``."""
    unclear: bool = False
    """Whether the word can mean two things, as ``biweekly``."""
    paced: bool = False
    """Whether each is held against the one before it, in ``month on month``."""
    keep: tuple[int, int] | None = None
    """In how many of how many, in ``9 of 10 weeks``."""


_ALL = (
    "each|every|elke|iedere|ieder|elk|per|a|an|any|/|in a|in een|in each|in every|op een|on an?|op elke|on each"
    "|on every"
)
_ORDINARY = "average|typical|normal|single|gemiddelde|gewone|given"
_SHORT = {
    "p/m": "month", "p.m.": "month", "p.m": "month", "pcm": "month", "pm": "month", "p/mnd": "month", "p/w": "week",
    "p.w.": "week", "p.w": "week", "pw": "week", "p/d": "day", "p.d.": "day", "p/j": "year", "p.j.": "year",
    "p/y": "year", "p.a.": "year", "pa": "year", "p/q": "quarter",
}  # fmt: skip
_ADJECTIVES = (
    "daily|dagelijkse?|weekly|wekelijkse?|monthly|maandelijkse?|quarterly|yearly|annual|annually|jaarlijkse?"
    "|driemaandelijks"
)
_WEEKDAYS = (
    "mondays?|tuesdays?|wednesdays?|thursdays?|fridays?|saturdays?|sundays?|maandag|dinsdag|woensdag|donderdag|vrijdag"
    "|zaterdag|zondag"
)
_KEPT = re.compile(
    rf"(?<=\s)(?:(?:in|on|op|gedurende) )?(?:at least |minstens )?(?:(?P<a>{COUNT}) (?:of|out of|van|van de|uit|op"
    rf"|op de|/)"
    rf" (?:the |every |de |elke )?(?P<b>{COUNT})|(?P<both>[0-9]{{1,2}}/[0-9]{{1,2}})) (?:of the "
    rf"|van de )?(?P<unit>{PERIOD_WORD})"
    r"(?=\s)"
)
_KEPT_BEHIND = re.compile(
    rf"(?<=\s)(?:(?:in|on|op|gedurende) )?(?:at least |minstens )?(?P<a>{COUNT}) (?P<unit>{PERIOD_WORD})"
    rf" (?:out of(?: every)?|of every|van de|op de|uit) (?P<b>{COUNT})(?=\s)"
)
_APART = re.compile(
    rf"(?<=\s)(?:(?:every other|every second|each second|each other|om de|elke andere|iedere andere)"
    rf"(?: (?P<n>{COUNT}))? (?P<unit>{PERIOD_WORD})"
    rf"|(?:every|elke|iedere|per|once every|eens per|eens in de|één keer per|één keer in de|een keer in de"
    rf"|1 keer in de|once in"
    rf"|om de) (?P<m>{COUNT}) (?P<units>{PERIOD_WORD})"
    r"|(?P<fortnight>(?:(?:a|per|each|every|once a) )?fortnight|fortnightly|2-wekelijkse?|tweewekelijkse?"
    r"|twee-wekelijkse?|om de week))(?=\s)"
)
_PACED = re.compile(
    r"(?<=\s)(?:(?:month|week|quarter)[- ](?:on|over)[- ](?P<unit>month|week|quarter)|(?P<nl>maand op maand))(?=\s)"
)
_UNCLEAR = re.compile(r"(?<=\s)(?P<word>bi-?weekly|bi-?monthly|semi-?weekly|semi-?monthly|tweemaandelijkse?"
                      r"|half-?yearly"
                      r"|halfjaarlijkse?|(?:elk|per|each|every) (?:half ?jaar|half ?year|half-year)"
                       r")(?=\s)")  # fmt: skip
_OFTEN = re.compile(
    rf"(?<=\s)(?P<times>times|keer|maal|x|once|twice|tweemaal|driemaal) (?:in (?:a|the|de|een)|a|de"
    rf"|in) (?P<unit>{PERIOD_WORD})(?=\s)"
)
_PER = re.compile(
    rf"(?<=\s)(?:(?P<all>{_ALL}|the|de|het) (?:(?:{_ORDINARY}) )?(?P<unit>{PERIOD_WORD})"
    rf"|(?P<short>{'|'.join(re.escape(short) for short in _SHORT)})"
    rf"|(?P<adjective>{_ADJECTIVES})"
    r")(?=\s)"
)
_NOT_ONE = re.compile(
    rf"(?<=\s)(?:(?:with |met )?(?:not a single|not one|no single|no|geen enkele|geen) (?P<unit>{PERIOD_WORD}))(?=\s)"
    r"(?= (?:\S+ ){0,3}(?:below|under|above|over|beneath|onder|boven|beneden) )"
)
"""No month that may lie beyond a figure: each of them is on this side of it."""
_WEEKDAY = re.compile(
    rf"(?<=\s)(?:(?:each|every|elke|iedere) (?:{_WEEKDAYS})"
    rf"|(?:op )?(?:' s )?(?:maan|dins|woens|donder|vrij|zater|zon)dags"
    rf"|(?:on )?(?:mon|tues|wednes|thurs|fri|satur|sun)days"
    r"|(?:on|op) (?P<workdays>weekdays|working days|workdays|business days|werkdagen|doordeweekse dagen))(?=\s)"
)


def take_frequencies(line: Sentence) -> None:
    """Put one token in the place of what days would be taken for: every other week, 9 of 10 weeks, every Monday."""
    _split_compounds(line)
    match = _KEPT_BEHIND.search(line.text)
    if match is not None and 0 < _count(match["a"]) <= _count(match["b"]):
        keep = _count(match["a"]), _count(match["b"])
        _put(line, match, Frequency(PERIOD_OF[match["unit"]], keep=keep), "keep")
    while (match := _KEPT.search(line.text)) is not None:
        parts = match["both"].split("/") if match["both"] else (match["a"], match["b"])
        a, b = map(_count, parts)
        if not 0 < a <= b:
            break
        _put(line, match, Frequency(PERIOD_OF[match["unit"]], keep=(a, b)), "keep")
    while (match := _APART.search(line.text)) is not None:
        _put(line, match, _apart(match), "per")
    while (match := _PACED.search(line.text)) is not None:
        _put(line, match, Frequency(match["unit"] or "month", every=True, paced=True), "per")
    while (match := _UNCLEAR.search(line.text)) is not None:
        _put(line, match, Frequency("week" if "week" in match["word"] else "month", unclear=True), "per")
    while (match := _WEEKDAY.search(line.text)) is not None:
        # Which day of the week it is no goal can say: it is named as a condition of the figure for the week.
        part = "per" if match["workdays"] else "condition"
        _put(line, match, Frequency("workday" if match["workdays"] else "week"), part)
    match = _OFTEN.search(line.text)
    if match is not None:
        first, after = line.range_of(match)
        times = match["times"] in ("times", "keer", "maal", "x", "once", "twice", "tweemaal", "driemaal")
        start = first + 1 if times else first
        line.note("per", start, after)
        line.put(start, after, PER, Frequency(PERIOD_OF[match["unit"]]))


def _put(line: Sentence, match: re.Match[str], frequency: Frequency, part: str) -> None:
    first, after = line.range_of(match)
    line.note(part, first, after)
    line.put(first, after, PER, frequency)


def _apart(match: re.Match[str]) -> Frequency:
    """Return every how many periods: three months are a quarter, seven days a week, twelve months a year."""
    if match["fortnight"]:
        return Frequency("week", apart=2)
    per = PERIOD_OF[match["unit"] or match["units"]]
    apart = _count(match["m"]) if match["m"] else _count(match["n"]) if match["n"] else 2
    if match["n"] and not match[0].strip().startswith("om de") and apart > 1:
        apart = 2
    if per == "day" and apart % 7 == 0 and apart > 7:
        return Frequency("week", apart=apart // 7)
    for whole, (unit, number) in {"quarter": ("month", 3), "week": ("day", 7), "year": ("month", 12)}.items():
        if per == unit and apart == number:
            return Frequency(whole)
    return Frequency(per, every=apart == 1, apart=apart)


def take_pers(line: Sentence) -> None:
    """Put one token in the place of each period that a figure is for: ``per week``, ``a month``, ``weekly``."""
    match = _NOT_ONE.search(line.text)
    if match is not None:
        first, after = line.range_of(match)
        line.put(after - 1, after, "never")
        line.note("per", first, after)
        line.put(first, after - 1, PER, Frequency(PERIOD_OF[match["unit"]], every=True))
    start = 0
    while (match := _PER.search(line.text, start)) is not None:
        start = match.start() + 1
        word = match["unit"] or match["adjective"] or match["short"]
        if match["all"] in ("the", "de", "het") and not line.text[: match.start()].rstrip().endswith(FIGURE):
            continue
        per = _SHORT.get(word) or PERIOD_OF[word]
        _put(line, match, Frequency(per, every=(match["all"] or "").split(" ")[-1] in EVERY), "per")


def _split_compounds(line: Sentence) -> None:
    """Take a Dutch word for what a period brought apart: maandomzet is omzet per maand."""
    for index, token in enumerate(line.tokens):
        match = COMPOUND.fullmatch(token.text)
        if match is not None:
            per = Token(PER, token.start, token.start + len(match[1]), Frequency(COMPOUND_PERIODS[match[1]]))
            rest = Token(match[2], token.start + len(match[1]), token.end)
            line.tokens[index : index + 1] = [per, rest]
            line.replace(index, PER)
            line.note("per", index, index + 1)
            return


def _count(text: str) -> int:
    return int(text) if text.isdigit() else SPELLED.get(text, 1)

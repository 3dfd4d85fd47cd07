"""Which KPI a sentence is about: the one whose name covers all that the sentence calls the thing measured.

One shared word decides nothing. A KPI is meant when one of its names stands in the sentence and nothing measured stands
there besides; where a word is left over (*client* cancellations, revenue *from workshops*) or the unit is another one,
the KPIs that share a word with it are only near, and a person is asked. Words of a *name* that the sentence does not
say matter less: where one KPI alone counts lessons, *Lessons given* are meant by "20 lessons a week" (`_loose_match`).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from functools import cache, lru_cache
from itertools import pairwise
from typing import NamedTuple
from unicodedata import combining, normalize

from kpitui.core._goal_numbers import MEASURES, TIME_UNITS
from kpitui.core._goal_spelling import is_one_slip
from kpitui.core._goal_words import DIRECTION, IDLE, OPTIONAL, SOFT
from kpitui.core._kpi_words import (
    ALIKE,
    COMING,
    CONCEPTS,
    EARNED,
    LOSSES,
    NEWLY_SAID,
    NEWLY_SAID_OF_MORE,
    NEWLY_SAID_OFTEN,
    PARTS_NAMED,
    PEOPLE,
    PREPOSITIONS,
    RATES,
    SAID_BY_UNIT,
    SAID_BY_VERB,
    SORTS,
    SPENT,
    UNIT_WORDS,
    VERBS,
    Concept,
)
from kpitui.core.figures import is_currency, is_hours
from kpitui.core.goal_text import Wish

REMEMBERED = 20_000
"""Words and names of which something is remembered: those of some thousand KPIs, and not each that was ever typed."""

MOST_NEAR = 4
"""KPIs that are offered where none is meant for certain."""

SHORTEST_SLIP, SHORTEST_PART = 5, 4
"""Letters of a word that may have a slip in it, and of a part of a compound."""

EITHER = frozenset(("sale", "sales", "verkoop", "verkopen", "verkop"))
"""Words for money or for pieces, where neither a currency nor a percentage tells."""

_WORK = ("work", "working", "worked", "time", "werk", "werken", "gewerkt", "werktijd", "tijd")
"""What says of hours only that they are those of work."""

_UNIT_WORDS = {"h": ("hour", "uur", "uren"), "min": ("minute", "minuut"), "s": ("second", "seconde")}

_PLACES = (
    "website",
    "webshop",
    "web",
    "site",
    "week",
    "maand",
    "dag",
    "jaar",
    "kwartaal",
    "online",
    "totaal",
    "bedrijfs",
)
"""First parts of a compound that say where or when, and not of what."""

_RATES = frozenset(("rate", "percentag", "ratio"))
"""Words for a part of something, which only a percentage can be."""

_NEW = frozenset(("new", "nieuw"))


class Naming(NamedTuple):
    """What a KPI is called, and what its figures are in."""

    names: tuple[str, ...]
    aliases: tuple[str, ...] = ()
    unit: str = ""
    lower: bool = False
    """Whether less of it is better."""
    whole: bool = False
    """Whether it counts whole ones, of which no half can be reached."""


class Meaning(NamedTuple):
    """The keys of KPIs that a sentence is about."""

    meant: tuple[str, ...] = ()
    """The one that it means; several where it does not decide between them."""
    near: tuple[str, ...] = ()
    """Those that it may be about where it means none, the nearest first."""
    uncovered: tuple[str, ...] = ()
    """The words of the sentence that name something, and that the KPI that is meant does not cover."""


def meaning_of(wish: Wish, kpis: Mapping[str, Naming]) -> Meaning:
    """Return which of *kpis* (key to naming) the *wish* is about."""
    vocabulary = _vocabulary(tuple(kpis.values()))
    wish = without_who(wish, kpis)
    required, remarks = _required(wish, vocabulary)
    divided = _divided_by(wish)
    if wish.measure and any(naming.unit.casefold() in MEASURES for naming in kpis.values()):
        required -= set(_stems(wish.measure))  # tonnes are what is counted in, and not what is counted
    # How much there is for each of something is another figure than how much there is.
    possible = {key: naming for key, naming in kpis.items() if not divided or _is_divided(naming, divided)}
    present = required | set(_stems(" ".join(wish.words))) - {"stuk"} | _joined(wish.metric)
    units = {stem for word in _UNIT_WORDS.get(wish.unit, ()) for stem in _stems(word)}
    present |= units
    gained = wish.direction == "more" or not NEWLY_SAID_OF_MORE.isdisjoint(wish.words)
    scores: dict[str, tuple[int, int, bool]] = {}
    for key, naming in possible.items():
        score = _score(naming, required, present, units, gained)
        if score is not None and _fits(wish, naming, score[3]):
            scores[key] = score[:3]
    best = max(scores.values(), default=None)
    meant = tuple(key for key, score in scores.items() if score == best)
    meant += _new_ones_of(wish, meant, {key: kpis[key] for key in scores}, present)
    if not meant and (meant := _by_concept(wish, possible, required)):
        return Meaning(meant)
    loose = _loosely_meant(wish, possible, required, units)
    if not meant or (len(loose) == 1 and loose[0].verbal):
        meant = tuple(match.key for match in loose)
    meant = meant or _counted_in(wish, possible, required, units)
    meant = meant or _wholly_named(wish, possible, required, vocabulary)
    if not meant and not required and wish.counted and _EARNED_BY.intersection(wish.words):
        meant = _the_income(possible)
    if not meant and not wish.share and not divided:
        meant = _by_unit(wish, kpis, required)
    if len(meant) != 1 or (either := _money_or_pieces(wish, meant[0], kpis)):
        return Meaning(meant, _near(wish, kpis, required)) if len(meant) != 1 else Meaning((), either)
    return Meaning(meant, (), _uncovered(wish, kpis[meant[0]], required, remarks, vocabulary))


def named_in_full(sentence: str, wish: Wish, kpis: Mapping[str, Naming]) -> str:
    """Return the key of the one KPI whose own name stands in *sentence*, with words that were read as something else.

    A *weekly score* is no score of every week where it is the name of a KPI. Nothing measured may be left beside it.
    Empty without one.
    """
    text = f" {' '.join(re.findall(_NAME_WORD, sentence.casefold()))} "
    left = set(wish.metric.casefold().split())
    named: dict[str, list[str]] = {}
    for key, naming in kpis.items():
        own = re.findall(_NAME_WORD, naming.names[0].casefold())
        if len(own) > 1 and f" {' '.join(own)} " in text and left < set(own):
            named[key] = own
    longest = max(map(len, named.values()), default=0)
    keys = [key for key, own in named.items() if len(own) == longest]
    return keys[0] if len(keys) == 1 and not wish.share else ""


def without_who(wish: Wish, kpis: Mapping[str, Naming]) -> Wish:
    """Return a *wish* without the words that only say whose it is: a trade that the names of none of *kpis* have."""
    if not wish.who:
        return wish
    names = _vocabulary(tuple(kpis.values()))
    who = {
        word for word in wish.who
        if not any(stem in name for stem in _stems(word) for name in names if len(stem) >= SHORTEST_PART)
    }  # fmt: skip
    return wish._replace(
        who=tuple(word for word in wish.who if word in who),
        metric=" ".join(word for word in wish.metric.split() if word not in who),
        words=tuple(word for word in wish.words if word not in who),
        sequence=tuple("," if word in who else word for word in wish.sequence),
        asides=tuple(tuple(word for word in clause if word not in who) for clause in wish.asides),
    )


def thing_named(wish: Wish) -> str:
    """Return what a new KPI for a *wish* would be called: its nouns, without what is done with them, when or how.

    Empty where nothing is left, or more than anybody calls a KPI by.
    """
    words = [word for word in wish.metric.split() if word not in _NAMELESS]
    while (
        len(words) > 1 and (words[0] in wish.deeds or _verb_groups(words[0])) and not _verb_groups(words[0]) & _LOSING
    ):
        words = words[1:]
    while len(words) > 1 and words[-1].endswith("en") and _verb_groups(words[-1]):
        words = words[:-1]
    lost = any(_verb_groups(word) & _LOSING for word in words)  # what is lost is no KPI of what there is
    alone = len(words) == 1 and (words[0] in wish.deeds or words[0] in _NAMED_BY_NOTHING)
    return "" if lost or alone or len(words) > LONGEST_NAME else " ".join(words)


LONGEST_NAME = 3
"""Words of a sentence that can be the name of a new KPI."""

_PLAIN_NAMELESS = """
bump put post stop half starting start run-up gaat moet dient pas rustig m'n z'n mijn jouw eens maar dan
hoeven begint before clear say get keep again still dus dat die dit nog weer even graag zelf telkens samen going hook
crook killing now soon also just really ervoor daarvoor voordat tegen starts ends begins what nothing something iets
doordeweeks
"""
_NAMELESS = frozenset(_PLAIN_NAMELESS.split())
"""Words that stand in no name of a KPI and say what is done, when or how."""
_NAMED_BY_NOTHING = frozenset(("home", "money", "slaap", "before", "beter", "business", "zaak", "bedrijf", "werk"))
"""Words that say by themselves of no figure what it is of."""


_NAME_WORD = r"[\w'’-]+"


@lru_cache(maxsize=4)
def _vocabulary(namings: tuple[Naming, ...]) -> Mapping[str, str]:
    """Return every word of the names of KPIs and of the other words for them, with its stem."""
    return {word: stem_of(word) for naming in namings for word in _words(" ".join((*naming.names, *naming.aliases)))}


def _new_ones_of(wish: Wish, meant: tuple[str, ...], kpis: Mapping[str, Naming], present: set[str]) -> tuple[str, ...]:
    """Return the KPIs of new ones of what is *meant*: more clients can be more of them, or more new ones."""
    if len(meant) != 1 or wish.direction != "more" or wish.target is not None or _NEW & present:
        return ()
    own = set(_stems(kpis[meant[0]].names[0]))
    stems = {key: set(_stems(naming.names[0])) for key, naming in kpis.items() if key not in meant}
    return tuple(key for key, words in stems.items() if words & _NEW and words - _NEW == own)


def _uncovered(
    wish: Wish, naming: Naming, required: set[str], remarks: set[str], vocabulary: Mapping[str, str]
) -> tuple[str, ...]:
    """Return the words of a sentence beside those that name the KPI it means: a place, a way, a remark."""
    own = {_standard(stem) for called in _called(naming) for stem in (*called, "".join(called))}
    verbs, stems = _verbs_of(wish), set(vocabulary.values())
    uncovered = []
    for word in wish.metric.split():
        parts = _words(word)
        word_stems = {stem_of(part) for part in parts} | {_stem_in(part, vocabulary, stems) for part in parts}
        if (word in remarks and word not in wish.deeds) or (
            word_stems & required and not _is_said_by(word_stems, own, wish, verbs)
        ):
            uncovered.append(word)
    return tuple(dict.fromkeys(uncovered))


def _is_said_by(word_stems: set[str], own: set[str], wish: Wish, verbs: frozenset[int]) -> bool:
    """Tell whether one of the names of a KPI has a word, as a whole, as a part of a compound, or by its verb."""
    stems = set(map(_standard, word_stems))
    if not stems.isdisjoint(own) or any(
        stem in name or name in stem for stem in stems for name in own if len(name) > 2
    ):
        return True
    return any(_is_verb(stem, wish, verbs) or any(stem == stem_of(verb) for verb in wish.deeds) for stem in word_stems)


def _counted_in(wish: Wish, kpis: Mapping[str, Naming], required: set[str], units: set[str]) -> tuple[str, ...]:
    """Return the one KPI in hours that a wish of hours means which names nothing else: 40 hours a week.

    Hours of work are those of a KPI that is called after its unit alone: working at most 8 hours a day.
    """
    if wish.unit not in ("h", "min"):
        return ()
    work = {stem for word in _WORK for stem in _stems(word)}
    in_hours = {key: naming for key, naming in kpis.items() if is_hours(naming.unit)}
    if len(in_hours) != 1 or not required <= work:
        return ()
    ((key, naming),) = in_hours.items()
    named_by_unit = any(set(stems) <= units | work for stems in _called(naming))
    return (key,) if named_by_unit or not required else ()


HIGHEST_RATING = 10
"""The most that somebody is rated with where nothing is said of how: an 8, 4.5 stars."""


def _by_concept(wish: Wish, kpis: Mapping[str, Naming], required: set[str]) -> tuple[str, ...]:
    """Return the one KPI for what the sentence says by what happens: a site that *loads*, mails that are *answered*."""
    line = f" {' '.join(wish.words)} "
    unit = "money" if is_currency(wish.unit) else wish.unit
    for concept in CONCEPTS:
        match = concept.pattern.search(line) if unit in concept.units else None
        if match is None or (concept.rated and not 0 < (wish.target or 0) <= HIGHEST_RATING):
            continue
        if required - set(_stems(match[0])) - set(_stems(" ".join(concept.beside))):
            continue
        named = _named_for(concept, tuple(kpis.values()))
        keys = [key for key, naming in kpis.items() if naming in named and _fits_unit(wish, naming)]
        if len(keys) == 1:
            return tuple(keys)
    return ()


@lru_cache(maxsize=64)
def _named_for(concept: Concept, namings: tuple[Naming, ...]) -> frozenset[Naming]:
    """Return those of *namings* that a concept is of; kept, for a letter has no time to look at a thousand names."""
    parts = tuple(next(iter(name)) for name in concept.names)
    texts = ((naming, " ".join(naming.names).casefold()) for naming in namings)
    near = (naming for naming, text in texts if any(part in text for part in parts))
    return frozenset(naming for naming in near if _is_for(naming, concept))


def _is_for(naming: Naming, concept: Concept) -> bool:
    """Tell whether one of the names of a KPI has all words of one of those that a concept gives."""
    return any(
        all(any(word == part or word.endswith(part) for word in own) for part in name)
        for own in map(_words, naming.names) for name in concept.names
    )  # fmt: skip


def _fits_unit(wish: Wish, naming: Naming) -> bool:
    if is_currency(wish.unit):
        return is_currency(naming.unit.partition("/")[0])
    if wish.unit in TIME_UNITS.values():
        return _is_time(naming)
    return (naming.unit == "%") == (wish.unit == "%") and not (naming.whole and _is_fraction(wish))


_EARNED_BY = frozenset(
    (
        "earn",
        "earns",
        "earning",
        "make",
        "take",
        "bring",
        "bill",
        "verdien",
        "verdienen",
        "binnenhalen",
        "binnenbrengen",
        "ophalen",
        "draait",
        "omzetten",
    )
)
"""Verbs whose amount of money is what comes in."""


_EITHER_EARNED = EITHER | {"sell", "selling", "earn", "earning", "verdien", "verdienen"}
"""Words that say of no figure which one it is of."""
_KEPT = frozenset(("profit", "margin", "winst", "resultaat", "marge"))


def _money_or_pieces(wish: Wish, key: str, kpis: Mapping[str, Naming]) -> tuple[str, ...]:
    """Return what more sales can be more of beside the KPI *key*: money that comes in or is kept, and orders.

    "More sales" and "earn more" are that, while no figure tells; nothing where the sentence says which one it is.
    """
    if wish.counted or _EITHER_EARNED.isdisjoint(wish.words):
        return ()
    near = [
        other for other, naming in kpis.items()
        if other != key and (_is_income(naming) if naming.unit else _is_ordered(naming))
    ]  # fmt: skip
    return (key, *near)[:MOST_NEAR] if near else ()


def _is_income(naming: Naming) -> bool:
    return is_currency(naming.unit) and not (EARNED | _KEPT).isdisjoint(_words(naming.names[0]))


def _is_ordered(naming: Naming) -> bool:
    stems = _stems(naming.names[0])
    return not _ORDERED.isdisjoint(stems) and _LOSS_STEMS.isdisjoint(stems)


def _the_income(kpis: Mapping[str, Naming]) -> tuple[str, ...]:
    """Return the KPI of money that comes in where there is just one."""
    income = tuple(
        key for key, naming in kpis.items() if is_currency(naming.unit) and EARNED & set(_words(naming.names[0]))
    )
    return income if len(income) == 1 else ()


def _wholly_named(
    wish: Wish, kpis: Mapping[str, Naming], required: set[str], vocabulary: Mapping[str, str]
) -> tuple[str, ...]:
    """Return the one KPI whose whole name stands in the sentence, and is narrowed by nothing right beside it.

    Words elsewhere in the sentence, a place or a way, are no part of what is measured.
    """
    stems = set(vocabulary.values())
    line = [_stem_in(word, vocabulary, stems) if word.isalnum() or "-" in word else word for word in wish.sequence]
    line = [stem for word in line for stem in (word.split("-") if len(word) > 1 else [word])]
    verbs = _verbs_of(wish)
    spans: dict[str, tuple[int, int]] = {}
    for key, naming in kpis.items():
        if _stems_of_names(naming).isdisjoint(line):
            continue
        either = not EITHER.isdisjoint(_stems_of_all(naming))
        if not _fits(wish, naming, either) or _is_opposite(_words(naming.names[0]), verbs, wish.saves):
            continue
        if _LOSING & verbs and not (_LOSS_STEMS | {"lost"}) & set(_stems(naming.names[0])):
            continue
        if verbs and (wish.change_percent or 0) < 0 and required - set(_stems(" ".join(naming.names))):
            continue  # how something is done, and not how much of it: ship orders twice as fast
        # Other words for a template's KPI are broad; its own name alone is enough.
        for called in _called(Naming(naming.names)):
            if wish.counts and stem_of(wish.counts) not in called and _is_part_of_own(called, naming):
                continue  # five posts on Instagram are no followers there, whatever the key of that KPI is
            span = _span_of(line, called)
            if span == (0, 1) and wish.deeds and stem_of(wish.deeds[0]) == line[0] and required - set(called):
                continue  # order less stock
            if span is not None and not _is_narrowed(line, span, required, naming):
                spans[key] = max(spans.get(key, span), span, key=lambda place: place[1] - place[0])
    longest = [
        key for key, (first, after) in spans.items()
        if not any(
            other != key and low <= first and after <= high and high - low > after - first
            for other, (low, high) in spans.items()
        )
    ]  # fmt: skip
    return tuple(longest) if len(longest) == 1 else ()


def _is_part_of_own(called: tuple[str, ...], naming: Naming) -> bool:
    """Tell whether a name, such as a key, is only a part of what its owner calls a KPI: *insta* Instagramvolgers."""
    own = "".join(_stems(naming.names[0]))
    short = "".join(called)
    return short != own and short in own and len(called) == 1


def _stem_in(word: str, vocabulary: Mapping[str, str], stems: set[str]) -> str:
    """Return the stem of a word of a sentence, with a slip put right where one word of a name is near."""
    plain = "".join(_words(word)) if "-" not in word else "-".join(_stems(word))
    stem = stem_of(plain) if "-" not in plain else plain
    if stem in stems or stem in _plain_stems() or len(plain) < SHORTEST_SLIP or "-" in plain:
        return stem
    return _without_place(stem, stems) or _without_slip(plain, vocabulary) or stem


def _span_of(line: list[str], called: tuple[str, ...]) -> tuple[int, int] | None:
    """Return where all the words of a name stand in a line of stems, in their order; None where one is missing."""
    core = [stem for stem in called if stem not in _unsaid_stems()] or list(called)
    if not any(len(stem) > 2 and stem not in _plain_stems() for stem in core):
        return None
    for first, stem in enumerate(line):
        if stem != core[0]:
            continue
        place = first
        for other in core[1:]:
            place = next((index for index in range(place + 1, min(place + 3, len(line))) if line[index] == other), -1)
            if place < 0:
                break
        if place >= 0:
            return first, place + 1
    return None


@cache
def _unsaid_stems() -> frozenset[str]:
    """Return the stems of words that a name need not be said with: average, total; but new ones are other ones."""
    return frozenset(stem for word in SOFT if word not in ("new", "nieuw", "nieuwe") for stem in _stems(word)) | {
        stem for word in PREPOSITIONS for stem in _stems(word)
    }


def _is_narrowed(line: list[str], span: tuple[int, int], required: set[str], naming: Naming) -> bool:
    """Tell whether a word right beside a name makes it another thing: *wedding* revenue, revenue *from workshops*."""
    own = _stems_of_all(naming)
    first, after = span
    others = required - own
    before = [stem for stem in reversed(line[:first]) if stem not in _POSSESSIVES]
    # What stands behind the name says what kind it is across its period and its days too: visitors a week via Google.
    behind = [stem for stem in line[after:] if stem and stem not in _POSSESSIVES]
    if before[:1] in ([""], [","]) and before[1:2] == ["per"]:
        return True  # so many for each hundred of them
    if (_JOINS.intersection(before[:3]) and others.intersection(before[:4])) or (
        _JOINS.intersection(behind[:2]) and others.intersection(behind[:4])
    ):
        return True  # another result beside it
    next_to = {*before[:1], *behind[:1]}
    if next_to & others or (_RATES.intersection(behind[:1]) and naming.unit != "%"):
        return True
    return any(
        len(words) > 1 and words[0] in PREPOSITIONS and words[1] in others for words in (before, behind)
    )  # the value of visitors, revenue from books


_JOINS = frozenset(("and", "en", "or", "of", "plus"))


def _by_unit(wish: Wish, kpis: Mapping[str, Naming], required: set[str]) -> tuple[str, ...]:
    """Return the KPIs that are meant by the unit of the figure: one in another unit, without one, or just in that."""
    other: tuple[str, ...] = ()
    if wish.unit and required:
        begins = tuple({stem[:3] for stem in required})
        alike = {
            key: naming for key, naming in kpis.items()
            if naming.unit and any(begin in stem for stem in _stems_of_all(naming) for begin in begins)
        }  # fmt: skip
        other = (_in_another_unit(wish, alike) if alike else ()) or _without_unit(wish, kpis, required)
    return other or _by_measure(wish, kpis, required) or _in_its_currency(wish, kpis, required)


def _in_another_unit(wish: Wish, kpis: Mapping[str, Naming]) -> tuple[str, ...]:
    """Return the one KPI that is meant but for the unit of the figure: what is wrong is the unit, and it is said so.

    *kpis* are those with a unit that share the beginning of a word with the sentence.
    """
    own_stems = set(_stems(wish.metric)) - _soft_stems()
    if any(_fits(wish, naming, False) and not own_stems.isdisjoint(_stems_of_all(naming)) for naming in kpis.values()):
        return ()  # another one has its unit and a word of it: it is asked which
    meant = meaning_of(wish._replace(unit=""), kpis).meant
    return meant if len(meant) == 1 else ()


def _by_measure(wish: Wish, kpis: Mapping[str, Naming], required: set[str]) -> tuple[str, ...]:
    """Return the KPIs in the measure of a figure that names nothing else: at most 85 kg is what is weighed."""
    if not wish.measure or required or wish.waits:
        return ()
    family = MEASURES[wish.measure][0]
    return tuple(key for key, naming in kpis.items() if MEASURES.get(naming.unit.casefold(), ("",))[0] == family)


def _in_its_currency(wish: Wish, kpis: Mapping[str, Naming], required: set[str]) -> tuple[str, ...]:
    """Return the one KPI in a currency that is called just what a bare figure counts: 8000 sales of a KPI Sales."""
    if wish.unit or wish.measure or wish.waits or not required or RATES.intersection(wish.words):
        return ()
    keys = [
        key
        for key, naming in kpis.items()
        if is_currency(naming.unit) and any(set(called) == required for called in _called(Naming(naming.names[:1])))
    ]
    return tuple(keys) if len(keys) == 1 else ()


def _without_unit(wish: Wish, kpis: Mapping[str, Naming], required: set[str]) -> tuple[str, ...]:
    """Return the one KPI that has no unit and is called what the sentence measures: it may count hours all the same."""
    if wish.unit not in TIME_UNITS.values() or wish.waits:
        return ()
    meant = tuple(
        key
        for key, naming in kpis.items()
        if not naming.unit and any(set(called) == required for called in _called(Naming(naming.names[:1])))
    )
    return meant if len(meant) == 1 else ()


def _divided_by(wish: Wish) -> str:
    """Return the word behind a *per* that is no period: revenue *per hour*; empty where there is none."""
    return next((stem_of(after) for before, after in pairwise(wish.words) if before == "per"), "")


def _is_divided(naming: Naming, by: str) -> bool:
    """Tell whether a KPI is one for each of what the stem *by* names, by one of its names or by its unit."""
    names = " ".join((*naming.names, *naming.aliases)).casefold()
    counted = any(stems == (by,) for stems in _called(naming))  # it is what is divided by: orders, per order
    return (by in names and not counted) or "/" in naming.unit


@lru_cache(maxsize=REMEMBERED)
def _called(naming: Naming) -> tuple[tuple[str, ...], ...]:
    """Return the names of a KPI and the other words for it, each by its stems; one that is left empty is no name."""
    return tuple(stems for called in (*naming.names, *naming.aliases) if (stems := _stems(called)))


@lru_cache(maxsize=REMEMBERED)
def _all_said(naming: Naming) -> frozenset[str]:
    """Return the stems of all names of a KPI and other words for it, and each of those written as one word."""
    return _stems_of_all(naming) | {"".join(stems) for stems in _called(naming)}


@lru_cache(maxsize=REMEMBERED)
def _stems_of_names(naming: Naming) -> frozenset[str]:
    """Return the stems of the words of the names of a KPI."""
    return frozenset(stem for called in naming.names for stem in _stems(called))


@lru_cache(maxsize=REMEMBERED)
def _stems_of_all(naming: Naming) -> frozenset[str]:
    """Return the stems of the words of the names of a KPI and of the other words for it."""
    return frozenset(stem for stems in _called(naming) for stem in stems)


def _required(wish: Wish, vocabulary: Mapping[str, str]) -> tuple[set[str], set[str]]:
    """Return what the sentence calls the thing measured, by the stem of each word, and the words of its remarks."""
    required, stems = set(), set(vocabulary.values())
    words = [word for word in wish.words if word not in _POSSESSIVES]
    people = {word for before, word in pairwise(words) if before in _BEHIND_WHICH_PEOPLE and word in PEOPLE}
    remarks = {word for clause in wish.asides if not _is_about(clause, stems) for word in clause}
    for word in _words(" ".join(word for word in wish.metric.split() if word not in remarks | people)):
        stem = stem_of(word)
        if stem not in stems and stem not in _plain_stems():
            stem = _without_place(stem, stems) or _without_slip(word, vocabulary) or stem
        required.add(stem)
    return required - _plain_stems(), remarks


_POSSESSIVES = frozenset(("the", "my", "our", "your", "de", "het", "mijn", "onze", "ons", "m'n", "mn"))
_BEHIND_WHICH_PEOPLE = frozenset(("of", "from", "van", "door"))
_BEFORE_NOUN = PREPOSITIONS | SOFT | _POSSESSIVES


def _is_about(clause: tuple[str, ...], stems: set[str]) -> bool:
    """Tell whether a clause has a word of any KPI's name, be it as a part of a compound."""
    clause_stems = set(_stems(" ".join(clause)))
    return any(stem == word or (len(word) >= SHORTEST_PART and word in stem) for word in clause_stems for stem in stems)


@cache
def _plain_stems() -> frozenset[str]:
    return frozenset(stem for word in (*OPTIONAL, *SOFT) for stem in _stems(word))


@cache
def _soft_stems() -> frozenset[str]:
    return frozenset(stem for word in (*SOFT, *(word for word in IDLE if len(word) < 4)) for stem in _stems(word))


def _without_slip(word: str, vocabulary: Mapping[str, str]) -> str | None:
    near = {
        stem for other, stem in vocabulary.items()
        if len(other) >= SHORTEST_SLIP and other[0] == word[0] and is_one_slip(word, other)
    }  # fmt: skip
    return near.pop() if len(near) == 1 else None


def _without_place(stem: str, vocabulary: set[str]) -> str | None:
    for place in _PLACES:
        rest = stem.removeprefix(place).lstrip("-s" if place.endswith("s") else "-")
        if rest != stem and len(rest) >= SHORTEST_PART and rest in vocabulary:
            return rest
    return None


def _score(
    naming: Naming, required: set[str], present: set[str], units: set[str], gained: bool
) -> tuple[int, int, bool, bool] | None:
    """Return how well the best name of a KPI covers the sentence.

    That is how many of its words stand there, how many are missing (below 0), whether it is a name and no other word
    for it, and whether that word can stand for money and for pieces.
    None where no name stands in the sentence, or something measured stands there besides.
    """
    union = _all_said(naming)
    if not required <= union:
        return None
    called = _called(naming)
    best: tuple[int, int, bool, bool] | None = None
    if naming.unit != "%" and _RATES & (present - union):
        return None  # the rate of something is another thing than how much there is of it
    for place, stems in enumerate(called):
        core = [stem for stem in stems if stem not in _soft_stems()] or list(stems)
        whole = "".join(stems) in present and len(stems) > 1
        if not whole and not all(stem in present for stem in core):
            continue
        if required and not whole and not required & set(core) and not set(core) & _plain_stems():
            continue
        if set(core) <= units:
            continue  # a unit alone names nothing: 40 hours can be those of much
        if _NEW & set(stems) and not gained and not _NEW & present:
            continue  # customers are not new ones because they are customers
        missing = -sum(stem not in present for stem in stems) if not whole else 0
        count = len(stems) if whole else sum(stem in present for stem in stems)
        score = count, missing, place < len(naming.names), bool(EITHER & set(stems))
        if best is None or score[:3] > best[:3]:
            best = score
    return best


class _Loose(NamedTuple):
    """A KPI whose name has words that the sentence does not say."""

    score: tuple[int, int]
    """How many words of its name are said, and how many are not (below 0)."""
    key: str
    verbal: bool
    """Whether a verb of the sentence says one of them."""


def _loosely_meant(
    wish: Wish, kpis: Mapping[str, Naming], required: set[str], units: set[str]
) -> tuple[_Loose, ...]:  # fmt: skip
    """Return the KPIs whose name a sentence says as much of as of no other, by its nouns and its verbs."""
    verbs = _verbs_of(wish)
    nouns = {_standard(stem) for stem in required}
    if is_currency(wish.unit) and "rate" in wish.words:
        nouns.add("rate")  # what an hour costs is a word for no part of something
    present = nouns | {_standard(stem) for word in wish.words for stem in _stems(word)}
    present |= {_standard(stem) for stem in units}
    for group in verbs:
        present |= _nouns_said_by(group)
    gained = not NEWLY_SAID.isdisjoint(wish.words) or bool(wish.per and not NEWLY_SAID_OFTEN.isdisjoint(wish.words))
    measured = {_standard(stem) for stem in _stems(wish.metric)}
    stems = present | measured
    begins = tuple({stem[:3] for stem in stems})
    matches = [
        match
        for key, naming in kpis.items()
        if (_may_match(naming, stems, begins) or _may_be_bare(wish, naming, verbs))
        and (match := _loose_match(wish, key, naming, nouns, present, measured, verbs, gained)) is not None
        and _fits(wish, naming, not EITHER.isdisjoint(_stems_of_all(naming)))
    ]
    best = max((match.score for match in matches), default=None)
    return tuple(match for match in matches if match.score == best)


def _may_match(naming: Naming, stems: set[str], begins: tuple[str, ...]) -> bool:
    """Tell, for a letter has no time to look closer at a thousand KPIs, whether a sentence may say a word of a name."""
    text, own = _name_of(naming)
    return not own.isdisjoint(stems) or any(begin in text for begin in begins)


def _may_be_bare(wish: Wish, naming: Naming, verbs: frozenset[int]) -> bool:
    """Tell whether a KPI can be meant by a sentence that says no word of its name: of hours, or of an amount."""
    if is_currency(naming.unit):
        return wish.waits or bool(verbs)
    return wish.waits or (wish.unit in TIME_UNITS.values() and _is_time(naming))


@lru_cache(maxsize=REMEMBERED)
def _name_of(naming: Naming) -> tuple[str, frozenset[str]]:
    """Return the name that its owner gave a KPI in small letters, and what its words and their parts stand for."""
    words = _words(naming.names[0])
    parts = [part for word in words if (match := _COMPOUND.fullmatch(word)) for part in match.groups()]
    return " ".join(words), frozenset(_standard(stem_of(word)) for word in (*words, *parts))


def _loose_match(
    wish: Wish, key: str, naming: Naming, nouns: set[str], present: set[str], measured: set[str],
    verbs: frozenset[int], gained: bool,
) -> _Loose | None:  # fmt: skip
    """Return how much of the name that its owner gave a KPI the sentence says; None where it means another thing.

    *measured* are the words for what is measured, *present* all of the sentence, as they stand in names.
    """
    words = tuple(part for word in _words(naming.names[0]) for part in _parts_of(word, nouns, verbs))
    stems = [_said_as(word, nouns, naming) for word in words]
    # Only hours and amounts can be meant by a sentence that says no word of their name.
    is_bare = wish.waits or _is_time(naming) or is_currency(naming.unit)
    if not is_bare and present.isdisjoint(stems) and measured.isdisjoint(stems):
        return None
    # Both halves of a compound can be said apart: bezoekers op het blog.
    nouns = nouns - {
        noun for word, stem in zip(words, stems, strict=True) for noun in nouns if f"{noun}{stem}" == stem_of(word)
    }
    nouns = nouns - {_standard(stem_of(word)) for word in UNIT_WORDS.get(naming.unit.lower(), ())} | nouns & set(stems)
    participles = {word for word in words if len(words) > 1 and _participle_of(word) and not _verb_groups(word)}
    deeds = {
        group
        for word in words
        if stem_of(word) not in nouns
        for group in _verb_groups(word)
        if not word.endswith("ing") or group in verbs
    }
    is_new = not _NEW.isdisjoint(stems)
    same_verbs = {verb for word in participles for verb in _verbs_like(word)}
    participles |= {word for word in words if any(_is_kin(word, verb) for verb in wish.deeds) and len(words) > 1}
    same_verbs |= {verb for word in participles for verb in wish.deeds if _is_kin(word, verb)}
    beside = {
        noun for noun in nouns - set(stems) - {stem_of(verb) for verb in same_verbs}
        if not _is_verb(noun, wish, deeds or participles)
    }  # fmt: skip
    comes = bool(wish.per) and not verbs and not _COMING_STEMS.isdisjoint(nouns & set(stems))
    losses = {stem for word, stem in zip(words, stems, strict=True) if not _verb_groups(word) & verbs} & _LOSS_STEMS
    another = (
        losses - present  # the opposite
        or (_LOSING & verbs - deeds and not losses)
        or (naming.unit != "%" and _RATES & (present - set(stems)))
        or (deeds and verbs - _GENERIC and not deeds & verbs)
        or (is_new and not gained and not comes and _NEW.isdisjoint(present))
        or beside
        # A verb beside less of something says how it is done: ship orders twice as fast.
        or (nouns - set(stems) - _SPENDING_STEMS and (wish.change_percent or 0) < 0)
        or (RATES & set(words) and _is_absolute(wish) and wish.unit != "%" and not is_currency(naming.unit))
        or _is_opposite(words, verbs, wish.saves)
    )
    if another:
        return None
    pairs = [
        (word, stem)
        for word, stem in zip(words, stems, strict=True)
        if word in PREPOSITIONS or (
            stem not in _soft_stems()
            and (word not in RATES or is_currency(naming.unit))
            and word not in _PLACES
            and word not in participles
            and (stem in nouns or not _verb_groups(word) or (word.endswith("ing") and not _verb_groups(word) & verbs))
        )
    ]  # fmt: skip
    by_unit = _said_by_unit(wish, naming)
    rest = [pair for pair in pairs if pair[0] not in by_unit or pair[1] in nouns]
    if not rest and is_currency(naming.unit) and not (is_currency(wish.unit) and deeds & verbs):
        rest = pairs
    if rest and rest[0][0] in _MEASURED_OUT and len(rest) > 1:
        rest = [rest[0], ("of", "of"), *rest[1:]]  # Liters melk
    # Behind a preposition a name says of what kind it is: Litres of milk, Referrals from doctors.
    before = next((place for place, pair in enumerate(rest) if pair[0] in PREPOSITIONS), len(rest))
    rest, behind = rest[:before] or [pair for pair in rest if pair[0] not in PREPOSITIONS], rest[before:]
    if not rest:
        timed = _is_time(naming) and wish.unit in TIME_UNITS.values()
        waits = wish.waits and _is_wait(naming) and deeds & verbs
        paid = is_currency(naming.unit) and deeds & verbs
        if any(not _is_of_work(verb, deeds) for verb in wish.deeds):
            return None  # sleeping 8 hours a day is no work
        bare = pairs and (timed or waits or paid) and verbs <= _WORKING | deeds and deeds <= _WORKING | verbs
        return _Loose((1, 0), key, False) if bare else None
    word, head = rest[-1]
    named = {stem for word, stem in (*rest, *behind) if word not in PREPOSITIONS}
    missing = named - present
    if _standard(stem_of(word)) != head and not _is_time(naming):
        missing = missing | {word}  # of a compound only the last part is said
    mentioned = nouns & named or head in measured - _PART_STEMS
    verbal = len(deeds & verbs) + bool(same_verbs & set(wish.words))
    by_verb = (verbal and head in present) or any(head in _nouns_said_by(group) for group in verbs)
    if head in missing or (missing and word in PARTS_NAMED) or not (mentioned or by_verb):
        return None
    return _Loose((len(named & present) + verbal + is_new, -len(missing)), key, bool(verbal) or is_new)


def _is_of_work(verb: str, deeds: set[int]) -> bool:
    """Tell whether a verb says nothing of hours but that they are worked, kept to or spent."""
    groups = _verb_groups(verb)
    return bool(groups & (_WORKING | _SPENDING | deeds)) or verb in IDLE or DIRECTION.fullmatch(f" {verb} ") is not None


def _said_by_unit(wish: Wish, naming: Naming) -> frozenset[str]:
    """Return the nouns of a name that the figure of a sentence says by being in hours or in money.

    A change in percent has no unit, and can be one of each; what it is of must stand there in the very form of the
    name, for "10% more coffees" are no coffee costs.
    """
    words = SAID_BY_UNIT.get("time" if _is_time(naming) else "money" if is_currency(naming.unit) else "", frozenset())
    if wish.waits:
        return SAID_BY_UNIT["time"]
    if wish.unit in TIME_UNITS.values() or is_currency(wish.unit):
        return words if (wish.unit in TIME_UNITS.values()) == _is_time(naming) else frozenset()
    own = set(_words(naming.names[0])) - words
    if wish.saves and is_currency(naming.unit):
        return words  # what is saved on is what something costs
    return words if wish.change_percent is not None and own & set(_words(wish.metric)) else frozenset()


def _is_opposite(words: tuple[str, ...], verbs: frozenset[int], saves: bool) -> bool:
    """Tell whether a name is of money that comes while a sentence is about spending, or the other way round."""
    spends, earns = saves or not _SPENDING.isdisjoint(verbs), not _EARNING.isdisjoint(verbs)
    return bool((spends and EARNED & set(words)) or (earns and SPENT & set(words)))


def _said_as(word: str, nouns: set[str], naming: Naming) -> str:
    """Return the word of a sentence that says one of a name: *abonnees* Nieuwsbriefabonnees, *wait* Waiting time."""
    stem = _standard(stem_of(word))
    for noun in nouns:
        rest = stem.removesuffix(noun)
        if len(noun) > SHORTEST_PART and rest != stem and len(rest) >= SHORTEST_PART and noun not in _PART_STEMS:
            return noun
        if word.endswith("ing") and stem_of(word) != noun and noun in _stems_of_verb(word):
            return noun
        if _is_time(naming) and stem.startswith(noun) and stem.removeprefix(noun).lstrip("e") in _TIME_ENDINGS:
            return noun
    return stem


_MEASURED_OUT = frozenset(
    [
        "litre",
        "litres",
        "liter",
        "liters",
        "kilo",
        "kilos",
        "kilogram",
        "ton",
        "tons",
        "bottles",
        "flessen",
        "dozen",
        "boxes",
        "kratten",
        "zakken",
        "bags",
    ]
)
"""Words of a name for what something is counted in, with the thing itself behind them."""

_COMPOUND = re.compile(r"(?P<first>\w{3,}?)s?(?P<last>percentage|graad|kosten|uitgaven|budget|tijd|uren|tarief|prijs)")


@lru_cache(maxsize=REMEMBERED)
def _roots(word: str) -> frozenset[str]:
    """Return the stems of a Dutch verb or noun that the first part of a compound may be made from."""
    base = word.removesuffix("ings").removesuffix("ing")
    return frozenset(
        stem_of(form)
        for form in (word, base, f"{base}en", f"{base}{base[-1:]}ing", f"{base}ing", f"{base}e", f"{word}s")
    )


def _parts_of(word: str, nouns: set[str], verbs: frozenset[int]) -> tuple[str, ...]:
    """Return the two parts of a compound of which the sentence says the first alone: *voer* Voerkosten; else itself."""
    match = _COMPOUND.fullmatch(word)
    if match is None or _standard(stem_of(word)) in nouns or stem_of(word) in nouns:
        return (word,)
    if _verb_groups(match["first"]) & verbs:
        return match["first"], match["last"]
    noun_said = next((noun for noun in nouns if noun in _roots(match["first"])), None)
    return (word,) if noun_said is None else (noun_said, match["last"])


_TIME_ENDINGS = frozenset(("tijd", "stijd", "ur", "sur", "uren", "suren"))
"""Last parts of a Dutch compound for how long something takes."""


def _is_time(naming: Naming) -> bool:
    return naming.unit.lower() in TIME_UNITS


_PREFIX = "(?:uit|af|aan|op|weg|in|door|bij|over|mee|terug|na|voor|om)?"


@lru_cache(maxsize=REMEMBERED)
def _participle_of(word: str) -> bool:
    """Tell whether *word* looks like the participle of a verb: listed, gebreide, uitgedeelde, benaderde."""
    return (
        re.fullmatch(
            rf"(?!\w*eed$)\w{{2,}}?ed|{_PREFIX}ge\w{{3,}}?(?:de?|te?)|(?:be|ver|her|ont)\w{{3,}}(?:de|te)", word
        )
        is not None
    )


@lru_cache(maxsize=REMEMBERED)
def _stems_of_verb(word: str) -> frozenset[str]:
    """Return the stems of the verb that a noun in -ing was made from: wait of waiting."""
    base = word.removesuffix("ing")
    bases = {base, f"{base}e", base[:-1] if base[-1:] == base[-2:-1] else base}
    return frozenset(_standard(stem_of(form)) for form in bases)


@lru_cache(maxsize=REMEMBERED)
def _verbs_like(word: str) -> frozenset[str]:
    """Return the forms of the verb that *word* looks like a participle of: revised, revise, revising; rapen, raap."""
    if word.endswith("ed"):
        base = word[:-2]
        bases = {base, base[:-1]} if base[-1:] == base[-2:-1] else {base}
        return frozenset(form for base in bases for form in (base, f"{base}e", f"{base}ing", f"{base}es", f"{base}ed"))
    match = re.fullmatch(rf"(?P<prefix>{_PREFIX})(?:ge)?(?P<base>\w+?)(?:de?|te?|en)", word)
    if match is None:
        return frozenset((word,))
    bases = {match["base"], re.sub(r"([aeou])\1(?=[bcdfgklmnprstvz]$)", r"\1", match["base"])}
    forms = {form for base in bases for form in (base, f"{base}en", f"{base}t", f"{base}den", f"{base}ten")}
    return frozenset({word} | forms | {match["prefix"] + form for form in forms})


def _is_kin(participle: str, verb: str) -> bool:
    """Tell whether two Dutch words are forms of one strong verb with a prefix: opgevangen, opvangen."""
    if participle.endswith("n") and participle[:3] == verb[:3] and len(participle) - len(verb) in (1, 2):
        return True  # sow and sown
    apart = re.fullmatch(rf"(?P<prefix>{_PREFIX})ge(?P<base>\w+)en", participle)
    if apart is not None and apart["prefix"]:
        return verb.startswith(apart["prefix"] + apart["base"][0]) and verb.endswith("en")
    return (
        re.match(r"be|ver|her|ont", verb) is not None
        and participle != verb
        and participle.endswith("en")
        and participle[:6] == verb[:6]
        and abs(len(verb) - len(participle)) < 3
    )


def _verbs_of(wish: Wish) -> frozenset[int]:
    """Return the groups of the verbs that a sentence says; behind a preposition such a word is a noun."""
    pairs = pairwise(("", *wish.words))
    return frozenset(
        group for before, word in pairs if before not in PREPOSITIONS and word not in wish.things
        for group in _verb_groups(word)
    )  # fmt: skip


def _is_verb(stem: str, wish: Wish, deeds: Collection[object]) -> bool:
    """Tell whether a stem of a sentence stands for a verb there; one that no list has does not beside *deeds*."""
    pairs = pairwise(("", *wish.words))
    if not deeds and any(stem_of(word) == stem for word in wish.deeds):
        return True
    return any(
        _verb_groups(word) and before not in _BEFORE_NOUN and word not in wish.things
        for before, word in pairs if stem_of(word) == stem
    )  # fmt: skip


@lru_cache(maxsize=REMEMBERED)
def _verb_groups(word: str) -> frozenset[int]:
    """Return the groups of `VERBS` that have a word as a form; one in -s is a plural in a goal: books, calls, posts."""
    return frozenset(index for index, group in enumerate(VERBS) if word in group and not word.endswith("s"))


@cache
def _nouns_said_by(group: int) -> frozenset[str]:
    """Return the nouns that the verbs of a group say: who earns has revenue."""
    return frozenset(
        _standard(stem_of(noun)) for verb, nouns in SAID_BY_VERB.items() if verb in VERBS[group] for noun in nouns
    )


@lru_cache(maxsize=REMEMBERED)
def _standard(stem: str) -> str:
    """Return the word that stands for a stem and all that are like it; of a compound for a part of something its noun.

    A Dutch *bezettingsgraad* is said by *bezetting* and a percent sign.
    """
    spanned = re.sub("^(?:dag|week|maand|kwartaal|jaar|netto|bruto|klant)-?", "", stem)
    for words in _alike():
        if stem in words or spanned in words:
            return words[0]
    return re.sub(r"(?<=.{4})s?(?:grad|percentag)$", "", stem)


@cache
def _alike() -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(map(stem_of, _words(words))) for words in ALIKE)


def _fits(wish: Wish, naming: Naming, either: bool) -> bool:
    """Tell whether a figure of the sentence can be one of the KPI: by its unit, and by whether it is a part of it."""
    unit = naming.unit
    if (
        (naming.whole and _is_fraction(wish))
        or (wish.waits and not _is_wait(naming))
        or (wish.share and unit != "%")
        or (wish.saves and not naming.lower)
    ):  # fmt: skip
        return False
    if (either and is_currency(unit) and not (wish.unit or wish.thousands) and _is_absolute(wish)) or (
        wish.measure and MEASURES.get(unit.casefold(), ("",))[0] not in ("", MEASURES[wish.measure][0])
    ):
        return False
    if not _is_absolute(wish) or not wish.unit:
        return True
    if wish.unit == "%":
        return unit == "%" or wish.scored
    if is_currency(wish.unit):
        return is_currency(unit.partition("/")[0])
    return wish.unit not in TIME_UNITS.values() or unit.partition("/")[0].strip().lower() in TIME_UNITS


def _is_fraction(wish: Wish) -> bool:
    """Tell whether a figure of the sentence is one that nothing that comes in whole ones can be: a 4.6."""
    if wish.per or wish.thousands or wish.share or wish.unit:
        return False
    figures = (wish.target, wish.baseline)
    return any(figure is not None and figure < HIGHEST_RATING and not figure.is_integer() for figure in figures)


def _is_wait(naming: Naming) -> bool:
    """Tell whether a KPI is of how long something takes, by its unit or a word of its names."""
    words = set(_words(" ".join((*naming.names, *naming.aliases))))
    return (
        _is_time(naming)
        or not _WAIT_WORDS.isdisjoint(words | set(_words(naming.unit)))
        or any(word.endswith(("tijd", "dagen", "duur")) for word in words)
    )


_WAIT_WORDS = frozenset(
    ("d", "day", "days", "dag", "dagen", "time", "duration", "tijd", "duur", "term", "termijn", "wait")
)


def _is_absolute(wish: Wish) -> bool:
    """Tell whether the sentence has a figure in the unit of what is measured."""
    return any(value is not None for value in (wish.target, wish.low, wish.change_points))


def _near(wish: Wish, kpis: Mapping[str, Naming], required: set[str]) -> tuple[str, ...]:
    """Return the KPIs that share a word with the sentence, or, where it has none for it, its unit."""
    plain = wish._replace(share=False)
    if not required:
        if not wish.unit:
            return ()
        return tuple(key for key, naming in kpis.items() if naming.unit and _fits(plain, naming, False))[:MOST_NEAR]
    shared = {}
    stems_said = required | (set(_stems(wish.metric)) - _soft_stems())
    for key, naming in kpis.items():
        words = _stems_of_all(naming) - _soft_stems()
        own = _stems_of_names(naming)
        parts = sum(
            1
            for stem in stems_said
            for other in own
            if len(other) >= SHORTEST_PART and stem != other and stem.endswith(other)
        )
        count = 2 * len(stems_said & own) + len(stems_said & words) + parts
        if count:
            shared[key] = (_fits(plain, naming, False), count)
    ordered = sorted(shared, key=lambda key: shared[key], reverse=True)
    fitting = [key for key in ordered if shared[key][0]]
    return tuple(fitting[:MOST_NEAR])


def _joined(words: str) -> set[str]:
    """Return words that stand side by side as one, as a compound is written in the other language."""
    stems = _stems(words)
    return {first + second for first, second in pairwise(stems)}


def _stems(text: str) -> tuple[str, ...]:
    return tuple(map(stem_of, _words(text)))


@lru_cache(maxsize=REMEMBERED)
def _words(text: str) -> tuple[str, ...]:
    plain = text if text.isascii() else "".join(c for c in normalize("NFKD", text) if not combining(c))
    plain = plain.casefold().replace("'s", "").replace("'", "")
    plain = _HOW_MANY.sub("", _IN_SHORT.sub(_in_full, plain))
    return tuple(re.findall(r"[a-z0-9]+", plain))


_HOW_MANY = re.compile(r"(?<=\w\w\w\w)aantal(?:len)?\b")
"""The last part of a compound that only says that something is counted: *bezoekersaantal*."""


_IN_SHORT = re.compile(
    r"(?P<instagram>\binsta(?!gram|l|n|b))|(?P<youtube>\byt\b)|(?P<facebook>\bfb\b)|(?P<subscribers>\bsubs\b)"
    r"|(?P<blog>\b(?:web)?blog(?:posts?|artikel(?:en)?|berichten|bericht|stukken|stukjes|je|jes)?s?\b"
    r"(?:[ -](?:posts?|articles?|entries|artikelen|berichten)\b)?)"
    r"|(?P<nieuwsbriefabonnees>\b(?:nieuwsbrief|e-?mail|mail)lijst\b)"
)
"""Words that are cut off, or said in more words than they need, by what is meant."""


def _in_full(match: re.Match[str]) -> str:
    return match.lastgroup or match[0]


@lru_cache(maxsize=REMEMBERED)
def stem_of(word: str) -> str:
    """Return *word* without the ending of a plural, where enough is left: orders, bestellingen, enquiries.

    Dutch doubles letters in the one and the other: hoofdstuk and hoofdstukken, aanvraag and aanvragen.
    """
    if len(word) > 5 and word.endswith("ies"):
        return word[:-3] + "y"
    if word.endswith("s") and not word.endswith("ss") and len(word) >= 3:
        word = word[:-1]
    for ending in ("en", "e", "n"):
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            word = word[: -len(ending)]
            break
    word = re.sub(r"(?<=\w\w)([bdfgklmnprst])\1$", r"\1", word)
    return re.sub(r"(?<=\w)([aeou])\1(?=[bdfgklmnprst]$)", r"\1", word)


_LOSS_STEMS = frozenset(map(stem_of, LOSSES | SORTS))
_COMING_STEMS = frozenset(map(stem_of, COMING))
_ORDERED = frozenset(map(stem_of, ("orders", "bestellingen", "verkocht", "verkochte", "sold", "sales", "verkopen")))
_PART_STEMS = frozenset(map(stem_of, PARTS_NAMED))
_GENERIC = frozenset(index for index, group in enumerate(VERBS) if "make" in group)
"""Verbs that say of no deed which one it is."""
_SPENDING_STEMS = frozenset(stem_of(verb) for group in VERBS if "spend" in group for verb in group)
_WORKING, _SPENDING, _EARNING, _LOSING = (
    frozenset(index for index, group in enumerate(VERBS) if verb in group) for verb in ("work", "spend", "earn", "lose")
)

"""Which KPI a sentence is about: the one whose name covers all that the sentence calls the thing measured.

One shared word decides nothing. A KPI is meant when one of its names stands in the sentence and nothing measured stands
there besides; where a word is left over (*client* cancellations, revenue *from workshops*) or the unit is another one,
the KPIs that share a word with it are only near, and a person is asked. Words of a *name* that the sentence does not
say matter less: where one KPI alone counts lessons, *Lessons given* are meant by "20 lessons a week" (`_loose_score`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from itertools import pairwise
from typing import NamedTuple
from unicodedata import combining, normalize

from kpitui.core._goal_numbers import TIME_UNITS
from kpitui.core._goal_spelling import is_one_slip
from kpitui.core._goal_words import IDLE, OPTIONAL, SOFT
from kpitui.core._kpi_words import (
    ALIKE,
    COMING,
    LOSSES,
    PARTS_NAMED,
    PREPOSITIONS,
    RATES,
    SAID_BY_VERB,
    SORTS,
    UNIT_WORDS,
    VERBS,
)
from kpitui.core.figures import is_currency, is_hours
from kpitui.core.goal_text import Wish

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
_GAINED = frozenset(
    [
        "get",
        "win",
        "gain",
        "sign",
        "land",
        "attract",
        "acquire",
        "onboard",
        "book",
        "more",
        "extra",
        "krijgen",
        "krijg",
        "werven",
        "werf",
        "aantrekken",
        "binnenhalen",
        "winnen",
        "erbij",
        "meer",
        "binnen",
        "another",
        "welcome",
    ]
)
"""Words that say of customers that they are new ones."""

_PLAIN_WON = """
win sign land attract acquire onboard welcome winnen werven werf aantrekken binnenhalen binnenslepen
"""
_WON = frozenset(_PLAIN_WON.split())
"""Verbs that can only be said of new ones."""

_PLAIN_GOT = """
get gain book start krijgen krijg boeken another erbij
"""
_GOT = frozenset(_PLAIN_GOT.split())
"""Verbs that are said of new ones where so many come in a period."""


class Naming(NamedTuple):
    """What a KPI is called, and what its figures are in."""

    names: tuple[str, ...]
    aliases: tuple[str, ...] = ()
    unit: str = ""
    lower: bool = False
    """Whether less of it is better."""


class Meaning(NamedTuple):
    """The keys of KPIs that a sentence is about."""

    meant: tuple[str, ...] = ()
    """The one that it means; several where it does not decide between them."""
    near: tuple[str, ...] = ()
    """Those that it may be about where it means none, the nearest first."""


def meaning_of(wish: Wish, kpis: Mapping[str, Naming]) -> Meaning:
    """Return which of *kpis* (key to naming) the *wish* is about."""
    vocabulary = {
        word: stem_of(word) for naming in kpis.values() for word in _words(" ".join((*naming.names, *naming.aliases)))
    }
    required = _required(wish, vocabulary)
    divided = _divided_by(wish)
    # How much there is for each of something is another figure than how much there is.
    possible = {key: naming for key, naming in kpis.items() if not divided or _is_divided(naming, divided)}
    present = required | set(_stems(" ".join(wish.words))) | _joined(wish.metric)
    units = {stem for word in _UNIT_WORDS.get(wish.unit, ()) for stem in _stems(word)}
    present |= units
    gained = wish.direction == "more" or not _GAINED.isdisjoint(wish.words)
    scores: dict[str, tuple[int, int, bool]] = {}
    for key, naming in possible.items():
        score = _score(naming, required, present, units, gained)
        if score is not None and _fits(wish, naming, score[3]):
            scores[key] = score[:3]
    best = max(scores.values(), default=None)
    meant = tuple(key for key, score in scores.items() if score == best)
    loose = _loosely_meant(wish, possible, required, units)
    if not meant or (len(loose) == 1 and loose[0].verbal):
        meant = tuple(match.key for match in loose)
    if not meant:
        meant = _counted_in(wish, possible, required, units)
    return Meaning(meant, () if len(meant) == 1 else _near(wish, kpis, required))


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


def _divided_by(wish: Wish) -> str:
    """Return the word behind a *per* that is no period: revenue *per hour*; empty where there is none."""
    return next((stem_of(after) for before, after in pairwise(wish.words) if before == "per"), "")


def _is_divided(naming: Naming, by: str) -> bool:
    """Tell whether a KPI is one for each of what the stem *by* names, by one of its names or by its unit."""
    names = " ".join((*naming.names, *naming.aliases)).casefold()
    return by in names or "/" in naming.unit


def _called(naming: Naming) -> list[tuple[str, ...]]:
    return [stems for called in (*naming.names, *naming.aliases) if (stems := _stems(called))]


def _required(wish: Wish, vocabulary: Mapping[str, str]) -> set[str]:
    """Return what the sentence calls the thing measured, word by word, with slips and compounds put right."""
    required, stems = set(), set(vocabulary.values())
    for word in _words(wish.metric):
        stem = stem_of(word)
        if stem not in stems and stem not in _plain_stems():
            stem = _without_place(stem, stems) or _without_slip(word, vocabulary) or stem
        required.add(stem)
    return required - _plain_stems()


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
    called = _called(naming)
    union = {stem for stems in called for stem in stems} | {"".join(stems) for stems in called}
    if not required <= union:
        return None
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
    present = nouns | {_standard(stem) for word in wish.words for stem in _stems(word)}
    present |= {_standard(stem) for stem in units}
    for group in verbs:
        present |= _nouns_said_by(group)
    gained = not _WON.isdisjoint(wish.words) or bool(wish.per and not _GOT.isdisjoint(wish.words))
    matches = [
        match
        for key, naming in kpis.items()
        if (match := _loose_match(wish, key, naming, nouns, present, verbs, gained)) is not None
        and _fits(wish, naming, bool(EITHER & {stem for stems in _called(naming) for stem in stems}))
    ]
    best = max((match.score for match in matches), default=None)
    return tuple(match for match in matches if match.score == best)


def _loose_match(
    wish: Wish, key: str, naming: Naming, nouns: set[str], present: set[str], verbs: frozenset[int], gained: bool
) -> _Loose | None:
    """Return how much of the name that its owner gave a KPI the sentence says; None where it means another thing."""
    words = _words(naming.names[0])
    stems = [_said_as(_standard(stem_of(word)), nouns, naming) for word in words]
    nouns = nouns - {_standard(stem_of(word)) for word in UNIT_WORDS.get(naming.unit.lower(), ())} | nouns & set(stems)
    participles = {word for word in words if len(words) > 1 and _participle_of(word) and not _verb_groups(word)}
    deeds = {
        group
        for word in words
        if stem_of(word) not in nouns and not word.endswith("ing")
        for group in _verb_groups(word)
    }
    is_new = not _NEW.isdisjoint(stems)
    beside = nouns - set(stems) - {_participle_of(word) for word in participles}
    comes = bool(wish.per) and not verbs and not _COMING_STEMS.isdisjoint(nouns & set(stems))
    another = (
        _LOSS_STEMS & set(stems) - present  # the opposite
        or (naming.unit != "%" and _RATES & (present - set(stems)))
        or (deeds and verbs - _GENERIC and not deeds & verbs)
        or (is_new and not gained and not comes and _NEW.isdisjoint(present))
        or any(not _is_verb(noun, wish) for noun in beside)
        # A verb beside less of something says how it is done: ship orders twice as fast.
        or (beside and (wish.change_percent or 0) < 0)
        or (RATES & set(words) and _is_absolute(wish) and wish.unit != "%")
    )
    rest = [
        (word, stem)
        for word, stem in zip(words, stems, strict=True)
        if stem not in _soft_stems()
        and word not in RATES
        and stem not in _PLACES
        and word not in participles
        and (stem in nouns or word.endswith("ing") or not _verb_groups(word))
    ]
    if another or not rest:
        return None
    word, head = next((before for before, after in pairwise(rest) if after[0] in PREPOSITIONS), rest[-1])
    named = {stem for word, stem in rest if word not in PREPOSITIONS}
    missing = named - present
    if _standard(stem_of(word)) != head and not _is_time(naming):
        missing = missing | {word}  # of a compound only the last part is said
    mentioned = nouns & named or head in {_standard(stem) for stem in _stems(wish.metric)} - _PART_STEMS
    verbal = len(deeds & verbs)
    by_verb = (verbal and head in present) or any(head in _nouns_said_by(group) for group in verbs)
    if head in missing or (missing and word in PARTS_NAMED) or not (mentioned or by_verb):
        return None
    return _Loose((len(named & present) + verbal + is_new, -len(missing)), key, bool(verbal) or is_new)


def _said_as(stem: str, nouns: set[str], naming: Naming) -> str:
    """Return the noun of a sentence that says a compound of a name: *abonnees* Nieuwsbriefabonnees; else *stem*."""
    for noun in nouns:
        rest = stem.removesuffix(noun)
        if len(noun) > SHORTEST_PART and rest != stem and len(rest) >= SHORTEST_PART and noun not in _PART_STEMS:
            return noun
        if _is_time(naming) and stem.startswith(noun) and stem.removeprefix(noun).lstrip("e") in _TIME_ENDINGS:
            return noun
    return stem


_TIME_ENDINGS = frozenset(("tijd", "stijd", "ur", "sur", "uren", "suren"))
"""Last parts of a Dutch compound for how long something takes."""


def _is_time(naming: Naming) -> bool:
    return naming.unit.lower() in TIME_UNITS


@cache
def _participle_of(word: str) -> str:
    """Return the stem of the verb that *word* looks like a participle of: listed, gebreide; empty where it does not."""
    match = re.fullmatch(r"(?P<en>\w{3,}?)ed|ge(?P<nl>\w{3,}?)(?:de?|te?)", word)
    return stem_of(match["en"] or match["nl"]) if match is not None else ""


def _verbs_of(wish: Wish) -> frozenset[int]:
    """Return the groups of the verbs that a sentence says; behind a preposition such a word is a noun."""
    pairs = pairwise(("", *wish.words))
    return frozenset(group for before, word in pairs if before not in PREPOSITIONS for group in _verb_groups(word))


def _is_verb(stem: str, wish: Wish) -> bool:
    """Tell whether a stem of a sentence stands for a verb there."""
    pairs = pairwise(("", *wish.words))
    return any(_verb_groups(word) and before not in PREPOSITIONS for before, word in pairs if stem_of(word) == stem)


@cache
def _verb_groups(word: str) -> frozenset[int]:
    """Return the groups of `VERBS` that have a word as a form; one in -s is a plural in a goal: books, calls, posts."""
    return frozenset(index for index, group in enumerate(VERBS) if word in group and not word.endswith("s"))


@cache
def _nouns_said_by(group: int) -> frozenset[str]:
    """Return the nouns that the verbs of a group say: who earns has revenue."""
    return frozenset(
        _standard(stem_of(noun)) for verb, nouns in SAID_BY_VERB.items() if verb in VERBS[group] for noun in nouns
    )


@cache
def _standard(stem: str) -> str:
    """Return the word that stands for a stem and all that are like it; of a compound for a part of something its noun.

    A Dutch *bezettingsgraad* is said by *bezetting* and a percent sign.
    """
    spanned = re.sub("^(?:dag|week|maand|kwartaal|jaar|netto|bruto)-?", "", stem)
    for words in _alike():
        if stem in words or spanned in words:
            return words[0]
    return re.sub(r"(?<=.{4})s?(?:graad|percentag)$", "", stem)


@cache
def _alike() -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(map(stem_of, _words(words))) for words in ALIKE)


def _fits(wish: Wish, naming: Naming, either: bool) -> bool:
    """Tell whether a figure of the sentence can be one of the KPI: by its unit, and by whether it is a part of it."""
    unit = naming.unit
    if (wish.share and unit != "%") or (wish.saves and not naming.lower):
        return False
    if either and is_currency(unit) and not wish.unit and _is_absolute(wish):
        return False
    if not _is_absolute(wish) or not wish.unit:
        return True
    if wish.unit == "%":
        return unit == "%" or wish.scored
    if is_currency(wish.unit):
        return is_currency(unit.partition("/")[0])
    return wish.unit not in TIME_UNITS.values() or unit.partition("/")[0].strip().lower() in TIME_UNITS


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
    said = required | (set(_stems(wish.metric)) - _soft_stems())
    for key, naming in kpis.items():
        words = {stem for stems in _called(naming) for stem in stems} - _soft_stems()
        own = {stem for called in naming.names for stem in _stems(called)}
        parts = sum(
            1
            for stem in said
            for other in own
            if len(other) >= SHORTEST_PART and stem != other and stem.endswith(other)
        )
        count = 2 * len(said & own) + len(said & words) + parts
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


@cache
def _words(text: str) -> tuple[str, ...]:
    plain = text if text.isascii() else "".join(c for c in normalize("NFKD", text) if not combining(c))
    return tuple(re.findall(r"[a-z0-9]+", plain.casefold().replace("'s", "").replace("'", "")))


@cache
def stem_of(word: str) -> str:
    """Return *word* without the ending of a plural, where enough is left: orders, bestellingen, enquiries."""
    if len(word) > 5 and word.endswith("ies"):
        return word[:-3] + "y"
    for ending in ("en", "s", "e", "n"):
        if word.endswith(ending) and len(word) - len(ending) >= 4 - (ending == "s"):
            return word[: -len(ending)]
    return word


_LOSS_STEMS = frozenset(map(stem_of, LOSSES | SORTS))
_COMING_STEMS = frozenset(map(stem_of, COMING))
_PART_STEMS = frozenset(map(stem_of, PARTS_NAMED))
_GENERIC = frozenset(index for index, group in enumerate(VERBS) if "make" in group)
"""Verbs that say of no deed which one it is."""

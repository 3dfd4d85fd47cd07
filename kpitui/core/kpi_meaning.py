"""Which KPI a sentence is about: the one whose name covers all that the sentence calls the thing measured.

One shared word decides nothing. A KPI is meant when one of its names stands in the sentence and nothing measured stands
there besides; where a word is left over (*client* cancellations, revenue *from workshops*) or the unit is another one,
the KPIs that share a word with it are only near, and a person is asked.
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
from kpitui.core.figures import is_currency
from kpitui.core.goal_text import Wish

MOST_NEAR = 4
"""KPIs that are offered where none is meant for certain."""

SHORTEST_SLIP, SHORTEST_PART = 5, 4
"""Letters of a word that may have a slip in it, and of a part of a compound."""

EITHER = frozenset(("sale", "sales", "verkoop", "verkopen", "verkop"))
"""Words for money or for pieces, where neither a currency nor a percentage tells."""

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
    present = required | set(_stems(" ".join(wish.words))) | _joined(wish.metric)
    units = {stem for word in _UNIT_WORDS.get(wish.unit, ()) for stem in _stems(word)}
    present |= units
    gained = wish.direction == "more" or not _GAINED.isdisjoint(wish.words)
    scores: dict[str, tuple[int, int, bool]] = {}
    for key, naming in kpis.items():
        score = _score(naming, required, present, units, gained)
        if score is not None and _fits(wish, naming, score[3]):
            scores[key] = score[:3]
    best = max(scores.values(), default=None)
    meant = tuple(key for key, score in scores.items() if score == best)
    return Meaning(meant, () if len(meant) == 1 else _near(wish, kpis, required))


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

"""The figures in a goal's sentence: numbers in digits or words, with their scale and unit, fractions and ranges.

Marks of decimals and thousands are told by the figure itself. What a figure is for (a target, a change, an edge) is the
work of `_goal_roles`; days and periods have been read before.
"""

from __future__ import annotations

import re
from math import log
from typing import NamedTuple

from kpitui.core._goal_tokens import Sentence, Token
from kpitui.core._goal_words import DIRECTION, IDLE, SOFT
from kpitui.core.amount import LARGEST
from kpitui.core.day import MONTHS

FIGURE = "\ue000"
"""Stands for a figure in the text of a line; its item is a `Quantity`."""

TIMES = "\ue001"
"""Stands for a multiple, such as twice as many; its item is a `Quantity` of what it is a change by, in percent."""


class Quantity(NamedTuple):
    """A figure with its unit, or two of them with the one between which it lies."""

    value: float
    unit: str = ""
    """``%``, ``pp`` for percentage points, ``pt`` for points of no other name, a currency, ``h``, ``min``, ``s``, or
    empty."""
    high: float | None = None
    """The upper edge of a range; None for a single figure."""
    sign: int = 0
    """1 and -1 for a figure that was written with its sign."""
    whole: bool = True
    """Whether it was written as one figure; a fraction of something, such as a third, is not."""
    counted: bool = False
    """Whether it tells how often, as in ``twice`` and ``3x``."""
    both: bool = False
    """Whether each of the edges of a range was written with its unit."""
    factor: float = 1.0
    """What its number was multiplied by for the words behind it: 1000 in ``3k``, 0.01 in ``13 cents``."""


def _spelled_english() -> dict[str, int]:
    ones = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
    small = {word: number for number, word in enumerate((*ones.split(), "eighteen", "nineteen"), 1)}
    tens = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
    words = {**small, "zero": 0, "dozen": 12, "fourty": 40}
    for ten, name in enumerate(tens, 2):
        words[name] = 10 * ten
        words |= {f"{name}-{word}": 10 * ten + number for word, number in small.items() if number < 10}
    return words


def _spelled_dutch() -> dict[str, int]:
    ones = "een twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien vijftien zestien zeventien"
    small = {word: number for number, word in enumerate((*ones.split(), "achttien", "negentien"), 1)}
    tens = ["twintig", "dertig", "veertig", "vijftig", "zestig", "zeventig", "tachtig", "negentig"]
    below = {**small, "één": 1}
    for ten, name in enumerate(tens, 2):
        below[name] = 10 * ten
        for word, number in small.items():
            if number < 10:
                joint = "ën" if word.endswith("e") else "en"
                below |= {f"{word}{joint}{name}": 10 * ten + number, f"{word}en{name}": 10 * ten + number}
    hundreds = {"honderd": 100} | {f"{word}honderd": 100 * number for word, number in small.items() if number > 1}
    words = {**below, **hundreds, "nul": 0, "dozijn": 12, "tiental": 10, "honderdtal": 100}
    for name, number in hundreds.items():
        words |= {f"{name}{word}": number + rest for word, rest in below.items()}
        words |= {f"{name}en{word}": number + rest for word, rest in below.items()}
    return words


_ENGLISH, DUTCH_NUMBERS = _spelled_english(), _spelled_dutch()
SPELLED: dict[str, int] = {**_ENGLISH, **DUTCH_NUMBERS, "nil": 0}
"""Numbers that are written as a word."""

del SPELLED["een"]  # it is mostly an article

_ARTICLES = ("a", "an", "een", "één", "one")

SCALES = {
    "k": 1e3, "thousand": 1e3, "duizend": 1e3, "grand": 1e3, "mille": 1e3, "hundred": 1e2, "honderd": 1e2,
    "m": 1e6, "mln": 1e6, "mio": 1e6, "million": 1e6, "miljoen": 1e6, "millions": 1e6, "bn": 1e9, "billion": 1e9,
    "miljard": 1e9, "dozen": 12, "dozijn": 12,
}  # fmt: skip
"""What is written behind a figure and multiplies it."""

_HALVES = {"half": 0.5, "halve": 0.5, "helft": 0.5, "quarter": 0.25, "kwart": 0.25, "driekwart": 0.75}
_PARTS = {
    "third": 3, "thirds": 3, "quarters": 4, "fourth": 4, "fifth": 5, "fifths": 5, "sixth": 6, "tenth": 10,
    "derde": 3, "vierde": 4, "vijfde": 5, "tiende": 10, "kwart": 4,
}  # fmt: skip
_SIGNS = {"½": 0.5, "¼": 0.25, "¾": 0.75, "⅓": 1 / 3, "⅔": 2 / 3}

CURRENCIES = {
    "€": "EUR", "euro": "EUR", "euros": "EUR", "eur": "EUR", "euro's": "EUR", "$": "USD", "dollar": "USD",
    "dollars": "USD", "usd": "USD", "£": "GBP", "pound": "GBP", "pounds": "GBP", "gbp": "GBP", "quid": "GBP",
    "pond": "GBP",
}  # fmt: skip
TIME_UNITS = {
    **dict.fromkeys(("h", "hr", "hrs", "hour", "hours", "uur", "uren", "u", "uurtje", "uurtjes"), "h"),
    **dict.fromkeys(("min", "mins", "minute", "minutes", "minuut", "minuten"), "min"),
    **dict.fromkeys(("s", "sec", "secs", "second", "seconds", "seconde", "seconden"), "s"),
    **dict.fromkeys(("ms", "millisecond", "milliseconds", "milliseconden"), "ms"),
}


LENGTH_IN_SECONDS = {"s": 1.0, "min": 60.0, "h": 3600.0, "weeks": 604_800.0}
"""How long one of a unit of time is; a month is of no one length."""


def _measures() -> dict[str, tuple[str, float]]:
    """Return the units of weight, volume, length and energy by the words for them: the family, and their size in it."""
    families = {
        "weight": {
            0.001: "g gram grams gr grammen", 1: "kg kilo kilos kilo's kilogram kilograms kilogrammen",
            1000: "t ton tons tonne tonnes tonnen",
        },
        "volume": {
            0.001: "ml", 0.01: "cl", 0.1: "dl", 1: "l litre litres liter liters ltr",
            100: "hl hectolitre hectolitres hectoliter",
        },
        "length": {1: "km kilometre kilometres kilometer kilometers", 1.609344: "mi mile miles mijl"},
        "energy": {1: "kwh", 1000: "mwh", 0.001: "wh"},
    }  # fmt: skip
    return {
        word: (family, float(size)) for family, sizes in families.items() for size, words in sizes.items()
        for word in words.split()
    }  # fmt: skip


MEASURES = _measures()
_PERCENT = ("%", "percent", "procent", "pct", "%en")
_COUNTERS = ("x", "×", "times", "keer", "maal")
_POINT = (
    "percentage-point",
    "percentage-points",
    "pp",
    "ppt",
    "pts",
    "pt",
    "point",
    "points",
    "punt",
    "punten",
    "procentpunt",
    "procentpunten",
)
_OFTEN = {
    "once": 1, "twice": 2, "thrice": 3, "eenmaal": 1, "éénmaal": 1, "tweemaal": 2, "driemaal": 3, "viermaal": 4,
}  # fmt: skip
_NUMBER = re.compile(r"[0-9]+(?:[.,'’][0-9]+)*(?:,-|,=|\.-)?")
_BEFORE_UNIT = (
    "than",
    "dan",
    "under",
    "below",
    "within",
    "binnen",
    "onder",
    "to",
    "naar",
    "most",
    "maximaal",
    "hoogstens",
)
_BEHIND_UNIT = ("per", "a", "each", "every", "elke", "less", "more", "minder", "meer", "korter", "sneller", "faster")
_BEFORE_FRACTION = ("by", "with", "met", "in", "of", "to", "naar", "up", "down", "omhoog", "omlaag")
_AFTER_FRACTION = (
    "more", "fewer", "less", "higher", "lower", "up", "down", "of", "off", "meer", "minder", "hoger", "lager", "omhoog",
    "omlaag", "van", "erbij", "extra", "hogere", "lagere",
)  # fmt: skip
_AS_MANY = re.compile(
    r"(?:as|so) (?:many|much|high|large|big|often)|zo ?veel|zo (?:hoog|groot|vaak)|more|larger|bigger|meer|hoger"
    r"|(?P<fast>(?:as|so) (?:fast|quick|quickly)|zo (?:snel|kort)|faster|quicker|sneller)"
)


_FEW = r"few|couple(?: of)?|several|many|some|handful(?: of)?|number of|good few|fair number of"
_BIG = "dozen|hundred|thousand|million|dozijn|honderd|duizend|miljoen"
_DIGITS = r"(?:one|two|three|four|five|six|seven|eight|nine|single|double|triple|[1-9])"
_VAGUE_AMOUNT = re.compile(
    # Six figures, in the high four figures, double-digit growth.
    rf"(?<=\s)(?:(?:in|into|to|of|at) )?(?:(?:the|a) )?(?:(?:low|mid|middle|high|lower|upper|solid|good|healthy) )?"
    rf"(?:{_DIGITS}[- ](?:figures?|digits?)(?: (?:figures?|digits?|range|region))?)(?=\s)"
    # A few hundred, several dozen, a couple of thousand, hundreds of; an odd few or a handful.
    rf"|(?<=\s)(?:(?:a|quite a|the) )?(?:{_FEW}) (?:{_BIG})s?(?: of)?(?=\s)"
    r"|(?<=\s)(?:(?:in|into) the )?(?:dozens|scores|hundreds|thousands|tens|millions|tens of thousands"
    r"|hundreds of thousands)(?: of)?(?=\s)"
    r"|(?<=\s)(?:(?:a|quite a|another|only a|just a) )(?:good |fair )?(?:few|couple of|couple|handful of|handful"
    r"|bunch of|bunch|number of)(?=\s)(?! (?:days?|weeks?|months?|years?|hours?|minutes?|quarters?) )"
    rf"|(?<=\s)(?:{'|'.join(word for word, number in _ENGLISH.items() if 1 < number < 10)}) score(?= [a-z])"
    # In Dutch.
    rf"|(?<=\s)(?:(?:van|met|in|naar) )?(?:(?:de|het) )?(?:(?:lage|hoge|ruime?|goede) )?"
    rf"(?:(?:één|een|twee|drie|vier|vijf|zes|zeven|acht|negen|enkele|dubbele|[1-9]) cijfers)(?=\s)(?! (?:achter|na) )"
    rf"|(?<=\s)(?:een paar|enkele|meerdere|verscheidene|wat|een handvol|een aantal) (?:{_BIG})(?:en)?(?=\s)"
    r"|(?<=\s)(?:(?:in )?de |vele )?(?:tientallen|honderden|duizenden|tienduizenden|tonnen|miljoenen)(?=\s)"
    r"(?! (?:afval|graan|hout|zand|aardappel\w*|compost|mest|materiaal|co2) )"
    r"|(?<=\s)(?:een )?tonnetje(?=\s)"
    r"|(?<=\s)(?:een paar|een handvol|een handjevol|een stel|een boel|een hoop)(?=\s)"
    r"(?! (?:dag|dagen|week|weken|maand|maanden|jaar|jaren|uur|uren|minuten|kwartalen) )"
)
"""An amount that is no figure: its words are named as what nothing was read from, so that a figure is asked for."""


def take_vague_amounts(line: Sentence) -> None:
    """Take out amounts that name no figure, before their number words are read as one: six figures, a few hundred."""
    while (match := _VAGUE_AMOUNT.search(line.text)) is not None:
        first, after = line.range_of(match)
        line.note("unused", first, after)
        line.put(first, after, "the")
        line.vague = True


def take_quantities(line: Sentence) -> None:
    """Put one token in the place of each figure of *line* with its unit, of each range and of each multiple."""
    index = 0
    while index < len(line.tokens):
        taken = _multiple(line, index) or _quantity(line.tokens, index)
        if taken is not None:
            text, item, first, after = taken
            line.put(first, after, text, item)
            index = first
        index += 1
    _ranges(line)


_Taken = tuple[str, Quantity, int, int]


def _text(tokens: list[Token], index: int) -> str:
    return tokens[index].text if 0 <= index < len(tokens) else ""


def _quantity(tokens: list[Token], index: int) -> _Taken | None:
    """Return the figure that begins at a token, with its sign, its currency, its scale and its unit."""
    first = index
    often = _OFTEN.get(_text(tokens, index))
    if often is not None:
        return FIGURE, Quantity(float(often), counted=True), first, index + 1
    if clock := re.fullmatch(r"([0-9]+)[hu]([0-5][0-9])", _text(tokens, index)):
        return FIGURE, Quantity(int(clock[1]) + int(clock[2]) / 60, "h"), first, index + 1
    sign, money, index = _leading(tokens, index)
    numeral = _numeral(tokens, index)
    if numeral is None:
        return None
    value, index, whole = numeral
    scaled, written = False, value
    while (scale := _scale(tokens, index)) is not None:
        factor, unit, index = scale
        value, money, scaled = value * factor, money or unit, True
    value = min(value, LARGEST)  # what is beyond is refused when the target is read, not when the sentence is
    unit, value, after = _unit(tokens, index, value)
    if not (whole or unit or money or scaled):
        if not _is_part(tokens, first, after):
            return None
        return FIGURE, Quantity(round(100 * value, 2), "%", whole=False, sign=sign), first, after
    counted = not (money or unit) and _text(tokens, after) in _COUNTERS
    after += counted
    factor = value / written if written else 1.0
    return FIGURE, Quantity(round(value, 6), money or unit, sign=sign, counted=counted, factor=factor), first, after


def alike(first: Quantity, last: Quantity) -> Quantity:
    """Return the first of two figures as it is meant beside the *last*: in 3 to 3.5k and 11 to 13 cents, alike."""
    if first.factor != 1 or last.factor in (0, 1) or first.unit or first.value <= 0 or last.value <= 0:
        return first
    scaled = first.value * last.factor
    if abs(log(scaled / last.value)) >= abs(log(first.value / last.value)):
        return first  # from 900 to 1.2k
    return first._replace(value=round(scaled, 6), factor=last.factor)


def _leading(tokens: list[Token], index: int) -> tuple[int, str, int]:
    """Return the sign and the currency that stand before a figure, and the token of the figure itself."""
    sign, money = 0, ""
    if _text(tokens, index) in ("+", "-", "minus") and _text(tokens, index - 1) != FIGURE:
        sign, index = (1 if tokens[index].text == "+" else -1), index + 1
    if _text(tokens, index) in CURRENCIES and _numeral(tokens, index + 1) is not None:
        money, index = CURRENCIES[tokens[index].text], index + 1
    return sign, money, index


def _is_part(tokens: list[Token], first: int, after: int) -> bool:
    """Tell whether a bare fraction is a part of something: a third more, by half, half of all orders."""
    return (
        _text(tokens, first - 1) in _BEFORE_FRACTION
        or _text(tokens, after) in _AFTER_FRACTION
        or (_text(tokens, first - 1) in ("the", "de") and _text(tokens, first - 2) in _BEFORE_FRACTION)
        or (_text(tokens, first - 1) in ("from", "van") and _text(tokens, after) in ("to", "naar", "tot"))
    )


def _numeral(tokens: list[Token], index: int) -> tuple[float, int, bool] | None:
    """Return the number that begins at a token, the token after it, and whether it is more than a fraction."""
    text, following = _text(tokens, index), _text(tokens, index + 1)
    if text in _SIGNS:
        return _SIGNS[text], index + 1, False
    if _NUMBER.fullmatch(text):
        value, index = value_of(text), index + 1
        if following in _SIGNS:
            return value + _SIGNS[following], index + 1, True
        if following == "/" and _NUMBER.fullmatch(_text(tokens, index + 1)):
            return value, index, True
        if following in ("and", "en") and (half := _and_a_half(tokens, index)) is not None:
            return value + half[0], half[1], True
        return value, index, True
    return _worded(tokens, index)


def _worded(tokens: list[Token], index: int) -> tuple[float, int, bool] | None:
    """Return the number in words that begins at a token; see `_numeral`."""
    text, following = _text(tokens, index), _text(tokens, index + 1)
    half = 1.5 if text in ("anderhalf", "anderhalve") else _dutch_half(text)
    if half is not None:
        return half, index + 1, True
    if (part := _fraction(tokens, index)) is not None:
        return *part, False
    if text in (*_ARTICLES, "the", "het") and (single := _one(tokens, index)) is not None:
        return single
    dutch_ten = text == "ten" and following in ("hoogste", "minste", "laatste", "opzichte", "einde", "slotte", "koste")
    denied = _text(tokens, index - 1) in ("not", "niet", "geen") and text in _ARTICLES
    number = None if dutch_ten or denied else _word_value(text)
    if number is None:
        alone = text in ("hundred", "thousand", "million", "duizend", "miljoen", "ton")
        return (1.0, index, True) if alone and _scale(tokens, index) is not None else None
    if text == "one" and not re.match(r"(?!of$)[^\W\d_]", following):
        return None
    added = _and_a_half(tokens, index + 1)
    return (number + added[0], added[1], True) if added else _english_hundreds(tokens, index + 1, float(number))


def _one(tokens: list[Token], index: int) -> tuple[float, int, bool] | None:
    """Return the one that an article is before a scale or a unit: a hundred and fifty, een ton, under an hour."""
    text, following = _text(tokens, index), _text(tokens, index + 1)
    if text in ("the", "het"):
        within = _text(tokens, index - 1) in ("within", "inside", "binnen") and following in ("hour", "uur")
        return (1.0, index + 1, True) if within else None
    if following in ("hundred", "thousand"):
        return _english_hundreds(tokens, index + 1, 1.0)
    scaled = following in (*SCALES, "ton") and following not in ("k", "m")
    timed = following in TIME_UNITS and (
        _text(tokens, index - 1) in _BEFORE_UNIT
        or (_text(tokens, index - 1) in ("by", "met", "with") and _text(tokens, index + 1) not in ("h", "m", "s"))
        or (_text(tokens, index + 2) in _BEHIND_UNIT and _text(tokens, index - 1) not in ("not", "geen"))
    )
    return (1.0, index + 1, True) if scaled or timed else None


def _english_hundreds(tokens: list[Token], index: int, value: float) -> tuple[float, int, bool]:
    """Return a number that goes on behind a hundred or a thousand: two hundred and fifty."""
    while _text(tokens, index) in ("hundred", "thousand"):
        value, index = value * SCALES[tokens[index].text], index + 1
        joined = index + 1 if _text(tokens, index) == "and" else index
        rest = _ENGLISH.get(_text(tokens, joined))
        if rest is not None and rest < value:
            value, index = value + rest, joined + 1
    return value, index, True


def _word_value(text: str) -> int | None:
    """Return the number that a single word is: twenty-five, vijfentwintig, tweeduizend."""
    if text in SPELLED:
        return SPELLED[text]
    before, thousand, rest = text.partition("duizend")
    if thousand and (not before or before in SPELLED) and (not rest or rest in SPELLED):
        return (SPELLED[before] if before else 1) * 1000 + (SPELLED[rest] if rest else 0)
    return None


def _dutch_half(text: str) -> float | None:
    """Return what tweeënhalf and the like are."""
    match = re.fullmatch(r"(\w+?)(?:en|ën)?eenhalf|(\w+?)(?:en|ën)half", text)
    number = DUTCH_NUMBERS.get((match[1] or match[2]).removesuffix("en")) if match else None
    return None if number is None else number + 0.5


def _and_a_half(tokens: list[Token], index: int) -> tuple[float, int] | None:
    """Return a half or a quarter that is added to a number: two and a half."""
    if _text(tokens, index) not in ("and", "en") or _text(tokens, index + 1) not in _ARTICLES:
        return None
    part = {**_HALVES}.get(_text(tokens, index + 2))
    return None if part is None or part == 1 else (part, index + 3)


def _fraction(tokens: list[Token], index: int) -> tuple[float, int] | None:
    """Return a part of one: half, a third, two thirds, driekwart."""
    text, following = _text(tokens, index), _text(tokens, index + 1)
    if text in ("half", "halve", "helft", "driekwart", "kwart"):
        return _HALVES[text], index + (2 if following in ("a", "an") else 1)
    if text in (*_ARTICLES, "another") and following in (*_PARTS, "half", "halve", "quarter"):
        value = _HALVES[following] if following in ("half", "halve", "quarter") else 1 / _PARTS[following]
        after = index + 2
        if _text(tokens, after) == "of" and _text(tokens, after + 1) in ("a", "an"):
            after += 2
        return value, after
    if text == "quarter" and following == "of" and _text(tokens, index + 2) in ("a", "an"):
        return _HALVES[text], index + 3
    joined = re.fullmatch(r"(\w+)-(thirds?|quarters?|fifths?)", text)
    if joined is not None and joined[1] in SPELLED:
        return SPELLED[joined[1]] / {"quarter": 4, **_PARTS}[joined[2]], index + 1
    count = SPELLED.get(text)
    if count is not None and count < 10 and following in _PARTS and following not in ("kwart",):
        return count / _PARTS[following], index + 2
    return None


def _scale(tokens: list[Token], index: int) -> tuple[float, str, int] | None:
    text = _text(tokens, index)
    if text in SCALES:
        if text in ("m", "k") and tokens[index - 1].end != tokens[index].start and _text(tokens, index - 1) != "€":
            return (SCALES[text], "", index + 1) if text == "k" else None
        return SCALES[text], "", index + 1
    if text == "ton" and _is_money(_text(tokens, index + 1)):
        return 1e5, "EUR", index + 1
    return None


def _is_money(following: str) -> bool:
    """Tell whether a *ton* before a word is 100,000 euros, and not a weight: een ton omzet, een ton aardappelen."""
    word = following.strip("'.-")
    if word in IDLE or not word.isalpha() or DIRECTION.fullmatch(f" {word} ") or word in SOFT or word in MONTHS:
        return True
    return word in CURRENCIES or re.search(
        r"omzet|winst|kosten|inkom|verko|sales|revenue|turnover|profit|budget|kapitaal|spaar|schuld|hypotheek|lening"
        r"|resultaat|waarde|opbrengst|bruto|netto|binnen|eind|per$|saldo|geld|fee|factu|declar", word
    ) is not None  # fmt: skip


def _unit(tokens: list[Token], index: int, value: float) -> tuple[str, float, int]:
    """Return the unit that stands behind a figure, its value in that unit, and the token after it."""
    text, following = _text(tokens, index), _text(tokens, index + 1)
    if text == "per" and following == "cent":
        text, following, index = "%", _text(tokens, index + 2), index + 1
    points = _points(tokens, index, text, following)
    if points is not None:
        unit, length, factor = points
        return unit, value * factor, index + length
    if text in CURRENCIES:
        return (
            (CURRENCIES[text], value, index + 1)
            if following in _ARTICLES or _numeral(tokens, index + 1) is None
            else ("", value, index)
        )
    if text == "week" and value == 1:
        return "weeks", value, index + 1
    unit, factor = _UNITS.get(text, ("", 0.0))
    return (unit, value * factor, index + 1) if unit else ("", value, index)


_UNITS = {
    **{word: (unit, 1.0) for word, unit in TIME_UNITS.items()},
    **{word: ("s", 0.001) for word, unit in TIME_UNITS.items() if unit == "ms"},
    **dict.fromkeys(("weeks", "weken"), ("weeks", 1.0)), **dict.fromkeys(("months", "maanden"), ("months", 1.0)),
    "kwartier": ("min", 15.0), "cent": ("EUR", 0.01), "cents": ("EUR", 0.01),
    "p": ("GBP", 0.01), "pence": ("GBP", 0.01), "penny": ("GBP", 0.01),
}  # fmt: skip
"""Units by the words for them, with what one of them is in the unit that is kept."""


def _points(tokens: list[Token], index: int, text: str, following: str) -> tuple[str, int, float] | None:
    """Return a unit of a percentage: its name, how many tokens it takes, and what one of it is in percent or points."""
    if text == "%" and following == "-" and _text(tokens, index + 2) in _POINT:
        return "pp", 3, 1.0
    if text in ("percentage", "percent", "procent", "%") and following in ("point", "points", "punt", "punten"):
        return "pp", 2, 1.0
    if text in _PERCENT:
        return "%", 1, 1.0
    if text in _POINT:
        return ("pp" if text.startswith(("pp", "procent", "percent")) else "pt"), 1, 1.0
    if text in ("basis", "basispunten", "bps"):
        return "pp", 2 if text == "basis" else 1, 0.01
    return None


_DOUBLED = {
    "double": 2, "doubles": 2, "doubled": 2, "doubling": 2, "verdubbel": 2, "verdubbelen": 2, "verdubbelt": 2,
    "verdubbeling": 2, "triple": 3, "tripled": 3, "tripling": 3, "treble": 3, "verdrievoudig": 3,
    "verdrievoudigen": 3, "verdrievoudiging": 3, "verdriedubbelen": 3, "verdriedubbel": 3, "quadruple": 4,
    "verviervoudigen": 4, "verviervoudig": 4, "quintuple": 5, "vervijfvoudigen": 5, "vertienvoudigen": 10,
    "tenfold": 10, "twofold": 2, "threefold": 3, "tienvoudig": 10, "halve": 0.5, "halves": 0.5, "halved": 0.5,
    "halving": 0.5, "halveer": 0.5, "halveren": 0.5, "halvering": 0.5, "gehalveerd": 0.5, "verdubbeld": 2,
}  # fmt: skip
"""Verbs that multiply what they stand with."""

MULTIPLES = tuple(_DOUBLED)

MEASURED_IN_HALVES = frozenset(
    (
        "procentpunt",
        "punt",
        "ster",
        "dag",
        "seconde",
        "minuut",
        "euro",
        "kilo",
        "liter",
        "ton",
        "meter",
        "maand",
        "week",
    )
)
"""Dutch words behind which *halve* is half of one: *halve procentpunt* lager."""


def _multiple(line: Sentence, index: int) -> _Taken | None:
    """Return the multiple that begins at a token: double, twice as many, 3x more, half as much."""
    tokens = line.tokens
    text = tokens[index].text
    before, following = _text(tokens, index - 1), _text(tokens, index + 1)
    of_unit = following in MEASURED_IN_HALVES
    no_multiple = (text == "halve" and (of_unit or before in ("een", "met", "de", "elke"))) or following in (
        "digit",
        "digits",
    )
    if text in _DOUBLED and not no_multiple:
        return TIMES, Quantity(round((_DOUBLED[text] - 1) * 100, 2), "%"), index, index + 1
    if text == "kwartier":
        return FIGURE, Quantity(15.0, "min"), index - (_text(tokens, index - 1) == "een"), index + 1
    factor, after = _factor(tokens, index)
    if factor is None:
        return None
    rest = " ".join(token.text for token in tokens[after : after + 2])
    many = _AS_MANY.match(rest)
    if many is None:
        if (
            _text(tokens, after) in ("the", "de", "het", "our", "my", "onze", "mijn")
            or text[0] == "x"
            or text in _COUNTERS
            or text in ("2x", "factor")
            or "again" in (_text(tokens, after - 1), _text(tokens, index + 1))
        ):
            return TIMES, Quantity(round((factor - 1) * 100, 2), "%"), index, after
        return None
    after += len(many[0].split())
    if many["fast"]:
        factor = 1 / factor  # twice as fast takes half the time
    return TIMES, Quantity(round((factor - 1) * 100, 2), "%"), index, after


_FACTORS = {
    "twice": 2.0,
    "dubbel": 2.0,
    "tweemaal": 2.0,
    "driemaal": 3.0,
    **{f"x{times}": float(times) for times in range(2, 11)},
}


def _factor(tokens: list[Token], index: int) -> tuple[float | None, int]:
    """Return how many times, and the token after it; None where it is not said."""
    text = tokens[index].text
    if text in _FACTORS:
        return _FACTORS[text], index + 1
    if re.match(
        r"half (?:as (?:much|many) again|again as (?:much|many))\b",
        " ".join(token.text for token in tokens[index : index + 4]),
    ):
        return 1.5, index + 4
    if text == "half" and _text(tokens, index + 1) in ("as", "zo", "zoveel"):
        return 0.5, index + 1
    counted = text in ("keer", "maal", "times", "x", "×") and index and _text(tokens, index - 1).isalpha()
    if counted or text == "factor":
        behind = _numeral(tokens, index + 1 + (text == "factor" and _text(tokens, index + 1) in ("of", "van")))
        if (
            behind is not None
            and 1 < behind[0] <= 100
            and (text == "factor" or (behind[2] and not _text(tokens, behind[1]).isalpha()))
        ):
            return behind[0], behind[1]
    numeral = _numeral(tokens, index)
    if numeral is None or _text(tokens, numeral[1]) not in _COUNTERS:
        return None, index
    return numeral[0], numeral[1] + 1


_CHANGES_BEHIND = re.compile(
    r"(?:\S+ )?(?:more|fewer|less|higher|lower|increase|growth|rise|drop|meer|minder|hoger|lager|groei|stijging|extra"
    r"|daling|hogere|lagere|erbij)\b"
)


_BETWEEN = ("-", "to", "tot", "à", "a", "or", "~")


def _ranges(line: Sentence) -> None:
    """Put one figure in the place of two with a dash, a ``to`` or a ``tot`` between them, where they are a range."""
    index = 0
    betweens = _BETWEEN + (("of",) if line.dutch else ())  # 2 of 3 is two or three in Dutch, and a part in English
    while index + 2 < len(line.tokens):
        low, between, high = line.tokens[index : index + 3]
        first, last = low.item, high.item
        if (
            low.text == FIGURE == high.text
            and between.text in betweens
            and isinstance(first, Quantity)
            and isinstance(last, Quantity)
            and (first := alike(first, last)).value < last.value
            and first.unit in ("", last.unit)
            and _is_range(line, index, first, last)
        ):
            both = Quantity(first.value, last.unit, last.value, both=bool(first.unit and last.unit))
            line.put(index, index + 3, FIGURE, both)
        index += 1


def _is_range(line: Sentence, index: int, first: Quantity, last: Quantity) -> bool:
    """Tell whether two figures with a word between them are a range, and not where it comes from and goes to."""
    between, before = line.tokens[index + 1].text, _text(line.tokens, index - 1)
    if between in ("à", "-", "~") and before not in ("between", "tussen"):
        return True
    if before in ("from", "van", "vanaf", "between", "tussen"):
        # "a margin of 45 to 50%" is a range in Dutch too: van ... tot; from ... to is not.
        return before == "van" and between == "tot" and not first.unit and line.tokens[index].start > 0
    if before == "de" and _text(line.tokens, index - 2) == "tussen":
        return False
    if between == "to" and first.unit and last.unit:
        following = " ".join(token.text for token in line.tokens[index + 3 : index + 5])
        return _CHANGES_BEHIND.match(following) is not None
    return True


def value_of(text: str) -> float:
    """Return a figure whose marks may be decimal or group marks: three digits after a single mark are a group."""
    text = re.sub(r",-$|,=$|\.-$", "", text).replace("'", "").replace("’", "")
    last = max(text.rfind("."), text.rfind(","))
    if last < 0:
        return float(text)
    mark, other = text[last], "," if text[last] == "." else "."
    grouped = len(text) - last - 1 == 3 and text[:last].strip("0") != "" and other not in text
    if grouped or (text.count(mark) > 1 and text.count(other) <= 1 and other not in text[text.find(mark) :]):
        return float(text.replace(mark, "").replace(other, "."))
    # The last mark is the decimal one, also where the others make no sense.
    return float(f"{text[:last].replace(other, '').replace(mark, '')}.{text[last + 1 :]}")

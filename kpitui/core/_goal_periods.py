"""How often, in a goal's sentence: per week, every working day, om de week, and in how many of how many weeks."""

from __future__ import annotations

import re
from typing import NamedTuple

from kpitui.core._goal_dates import COUNT, EVENT, FEAST, MONTH, SEASON
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
    weekday: bool = False
    """Whether it is on a day of the week, in ``every Saturday``."""
    apart: int = 1
    """Every how many of them: 2 in ``every other week``."""
    unclear: bool = False
    """Whether the word can mean two things, as ``biweekly``."""
    paced: bool = False
    """Whether each is held against the one before it, in ``month on month``."""
    missed: int = 0
    """How many of all of them may be missed, in ``two weeks may be skipped``."""
    keep: tuple[int, int] | None = None
    """In how many of how many, in ``9 of 10 weeks``."""
    once: bool = False
    """Whether one of them is enough, in ``my first 10k month``."""


_ALL = (
    "each|every|elke|iedere|ieder|elk|per|a|an|any|/|in a|in een|in each|in every|op een|on an?|op elke|on each"
    "|on every"
)
_ORDINARY = "average|typical|normal|single|gemiddelde|gewone|given"
_SHORT = {
    "p/m": "month", "p.m.": "month", "p.m": "month", "pcm": "month", "pm": "month", "p/mnd": "month", "p/w": "week",
    "pd": "day", "p/wk": "week",
    "p.w.": "week", "p.w": "week", "pw": "week", "p/d": "day", "p.d.": "day", "p/j": "year", "p.j.": "year",
    "p/y": "year", "p.a.": "year", "pa": "year", "p/q": "quarter",
}  # fmt: skip
_ADJECTIVES = (
    "daily|dagelijkse?|weekly|wekelijkse?|monthly|maandelijkse?|quarterly|yearly|annual|annually|jaarlijkse?"
    "|driemaandelijks"
)
_WEEKDAYS = (
    "mondays?|tuesdays?|wednesdays?|thursdays?|fridays?|saturdays?|sundays?|maandag|dinsdag|woensdag|donderdag"
    "|vrijdag|zaterdag|zondag"
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
_WEEKDAY_APART = re.compile(
    rf"(?<=\s)(?:every other|every second|om de|elke andere|iedere andere) (?:{_WEEKDAYS})(?=\s)"
)
_PACED = re.compile(
    r"(?<=\s)(?:(?:month|week|quarter)[- ](?:on|over)[- ](?P<unit>month|week|quarter)|(?P<nl>maand op maand)"
    r"|(?:than|dan) (?:in )?(?:the |de |het )?(?P<than>month|week|quarter|maand|kwartaal) (?:before|previous|ervoor"
    r"|daarvoor|ervóór))(?=\s)"
)
_UNCLEAR = re.compile(r"(?<=\s)(?P<word>bi-?weekly|bi-?monthly|semi-?weekly|semi-?monthly|tweemaandelijkse?"
                      r"|half-?yearly"
                      r"|halfjaarlijkse?|(?:elk|per|each|every) (?:half ?jaar|half ?year|half-year)"
                       r")(?=\s)")  # fmt: skip
_OFTEN = re.compile(
    rf"(?<=\s)(?P<times>times|keer|maal|x|once|twice|tweemaal|driemaal) (?:in (?:a|the|de|een)|a|de"
    rf"|in) (?P<unit>{PERIOD_WORD})(?=\s)"
)
_BAD = "bad|slow|weak|poor|quiet|zwakke|slappe|stille|zware|missed|skipped|worse|off|free|lazy|slechte|mindere"
"|gemiste|vrije|rustige|luie"
_SPARED = (
    r"(?:be )?(?:missed|skipped|worse|lower|higher|less|more|off|bad|dropped|left out|go wrong|fail)"
    r"|overslaan|overgeslagen worden|minder zijn|minder|lager|hoger|slechter|mislukken|missen|gemist worden|uitvallen"
    r"|afwijken|mis|misgaan|vrij|tegenvallen"
)
_FINE = "allowed|fine|ok|okay|permitted|acceptable|no problem|toegestaan|prima|oké|goed|niet erg|mag|mogen"
_MOST = r"(?:(?:up to|at most|no more than|max|maximum|a maximum of|hooguit|maximaal|hoogstens) )?"
_MISSED = re.compile(
    rf"(?<=\s)(?:(?:with|and|but|met|en|maar|where|waarvan|waarbij|only) )*(?:"
    rf"{_MOST}(?P<a>{COUNT}) (?:[a-zé-]+ )?(?P<unit_a>{PERIOD_WORD})(?: off)?(?: (?:a|per|in a|each|every)"
    rf" (?P<of>{PERIOD_WORD}))?"
    rf" (?:(?:(?:can|may|could|mag|mogen|kan|kunnen)(?: ik| er| we)? (?:{_SPARED}))|(?:(?:{_SPARED}) )?(?:is|are"
    rf"|zijn|ben)? ?"
    rf"(?:{_FINE}))"
    rf"|{_MOST}(?P<b>{COUNT}) (?:{_BAD}) (?P<unit_b>{PERIOD_WORD})"
    rf"|(?:(?:i|we|you|ik|wij|je) )?(?:can|may|mag|mogen|kan)(?: (?:ik|er|we|i))? {_MOST}(?P<c>{COUNT})"
    rf"(?: (?:of them|ervan|keer|times|(?P<unit_c>{PERIOD_WORD})))? (?:{_SPARED})"
    rf"|(?:(?:i|we|you) )?(?:can|may) (?:miss|skip|fail|drop) {_MOST}(?P<d>{COUNT})(?: (?:of them|times"
    rf"|(?P<unit_d>{PERIOD_WORD})))?"
    rf"|{_MOST}(?P<e>{COUNT})(?: of them| of those| ervan| keer| times)? (?:can|may|mag|mogen)(?: ik| er)?"
    rf" (?:{_SPARED})"
    rf"|(?:er )?mogen? er {_MOST}(?P<f>{COUNT}) (?:{_SPARED})"
    rf"|(?:except|bar|but|behalve|minus|missing) (?:for |in )?{_MOST}(?P<g>{COUNT}) (?P<unit_g>{PERIOD_WORD})(?!"
    rf" (?:ago|long|from))"
    rf"|(?:missing|skipping|failing)(?: it| them)? {_MOST}(?P<k>once|twice|{COUNT})(?: times)?(?: at most)?"
    rf"|op (?P<h>{COUNT}) (?P<unit_h>{PERIOD_WORD}) na"
    rf"|{_MOST}(?P<i>{COUNT}) (?:keer|times) (?:overslaan|missen|skipped|missed)(?: (?:mag|is (?:{_FINE})))?"
    rf"|(?<=, )(?P<j>{COUNT}) (?P<unit_j>{PERIOD_WORD}) (?:off|vrij|holiday|vakantie)(?: (?:is |are )?(?:{_FINE}))?"
    r")(?=\s)"
)
"""How many periods may be missed."""
_DAYS_OF_WEEK = re.compile(
    rf"(?<=\s)(?:(?:on|op) )?(?P<n>{COUNT}) (?:days|dagen) (?:a|per|in the|of the|each|every|in de|van de"
    rf"|elke) week(?=\s)"
)
_WEEKS_OF_YEAR = re.compile(
    r"(?<=\s)(?:(?:in|for|gedurende) )?(?P<n>[1-5]?[0-9]) (?:weeks|weken) (?:a|per|of the|in the|in a|of a|van"
    r" het|in het) (?:year|jaar)(?=\s)"
)
_A_WEEK = re.compile(r"(?<=\s)(?:(?:a|per|each|every|elke|iedere) week|/ week|weekly|wekelijks|wekelijkse)(?=\s)")
_A_DAY = re.compile(
    r"(?<=\s)(?:(?:a|per|each|every|elke|iedere|op een) (?:day|dag)|/ day|daily|dagelijks|dagelijkse)(?=\s)"
)
_BASIS = re.compile(
    r"(?<=\s)(?:on an? (?P<en>daily|weekly|monthly|quarterly|yearly|annual|annualised|annualized|per annum) basis"
    r"|op (?P<nl>dag|week|maand|kwartaal|jaar)basis)(?=\s)"
)
"""How much a figure comes to in a period, whatever the period that is looked at."""
_AMOUNT = r"(?!20[2-4][0-9] )[0-9][0-9.,]*k?|[^\W\d_]\S*"
"""A figure, or a word that may be one: the ten thousand spelled ones are looked up, for a pattern of them all takes
longer to compile than all others of the program together."""
_IN_ONE_DAY = "in (?:één|een|1|(?:één|een) enkele) dag|in (?:one|1|a single) day"
_ON_ONE_DAY = re.compile(r"(?<=\s)(?:op (?:één|1|(?:één|een) enkele) dag|on (?:one|1) day)(?=\s)")
_ALL_IN_ONE_DAY = re.compile(
    rf"(?<=\s)(?:(?P<first>{_AMOUNT}) (?:[^\W\d_]\S* ){{1,3}}(?P<behind>{_IN_ONE_DAY})"
    rf"|(?P<before>{_IN_ONE_DAY}) (?P<last>{_AMOUNT}) [^\W\d_]\S*)(?=\s)"
)
"""A day that holds all of a figure: 150 orders in one day. Without one beside it, it is how long something takes."""
_IN_A = re.compile(
    rf"(?<=\s)in (?:a|any|any one|one|een) (?P<unit>{PERIOD_WORD})(?=\s)"
    r"(?= (?:, )?(?:in|until|till|by|from|before|during|this|next|for|t/m|tot|voor|vanaf|tijdens|uiterlijk) )"
)
_PER = re.compile(
    rf"(?<=\s)(?:(?P<all>{_ALL}|the|de|het) (?:(?:{_ORDINARY}) )?(?P<unit>{PERIOD_WORD})"
    rf"|(?P<short>{'|'.join(re.escape(short) for short in _SHORT)})"
    rf"|(?P<adjective>{_ADJECTIVES})"
    r")(?=\s)"
)
_IN_THE_WEEK = re.compile(
    r"(?<=\s)(?:in (?:the|de) (?P<unit>week|month|maand)|at (?P<ending>month|quarter|week)[- ]end)(?=\s)"
    rf"(?! (?:of|van|that|dat|waarin|when|{MONTH}|[0-9]+|(?:starting|beginning|commencing|from|vanaf) [0-9]+"
    rf"|(?:before|after|voor|na|of|van) (?:the |de |my |mijn )?(?:{FEAST}|{SEASON}|{EVENT})) )"
)
"""Each week, as in: 36 uur in de week."""
_NOT_ONE = re.compile(
    rf"(?<=\s)(?:(?:with |met )?(?:not a single|not one|no single|no|geen enkele?|geen) (?P<unit>{PERIOD_WORD}))(?=\s)"
    r"(?= (?:\S+ ){0,3}(?:below|under|above|over|beneath|onder|boven|beneden|lower|less|fewer"
    r"|higher|more|lager|minder|hoger|meer) )"
)
"""No month that may lie beyond a figure: each of them is on this side of it."""
_SHORT_DAYS = (
    "mon|tues?|wed|thurs?|fri|sat|sun|ma|di|wo|do|vr|za|zo|monday|tuesday|wednesday|thursday|friday|saturday|sunday"
    "|maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|zondag"
)
_WEEKDAY = re.compile(
    rf"(?<=\s)(?:(?:each|every|elke|iedere|elk|ieder|per) (?:{_WEEKDAYS}|weekend)(?:avond|ochtend|middag|morgen|nacht"
    r"| mornings?| afternoons?| evenings?| nights?)?"
    # The days beside it are as much of every week, but for one with its date.
    rf"(?: (?:,|(?:, )?(?:and|en|&)) (?:{_WEEKDAYS})(?:avond|ochtend|middag|morgen|nacht"
    r"| mornings?| afternoons?| evenings?| nights?)?"
    rf"(?=\s)(?! (?:(?:the|de) )?[0-9]{{1,2}}(?:st|nd|rd|th|e|ste|de)?(?: of)? (?:{MONTH}) | (?:{MONTH}) "
    r"| [0-9]+[-/][0-9]))*"
    rf"|(?:on|op) (?:{_WEEKDAYS})en"
    r"|(?:in het|at the|in the) weekend(?! (?:van|of|voor|before|na|after|in|rond|around) )"
    rf"|(?:(?:from|van) )?(?:{_SHORT_DAYS})(?:-| - | to | through | t/m | tot en met )(?:{_SHORT_DAYS})"
    r"(?<!fri)(?<!friday)(?<!vr)(?<!vrijdag)"
    rf"|(?:on|op) (?:{_WEEKDAYS})(?: (?:,|and|en|&) (?:{_WEEKDAYS}))+"
    # A Dutch *op zaterdag* without its date is mostly each of them.
    r"|(?<!uiterlijk )(?<!deadline )op (?:maan|dins|woens|donder|vrij|zater|zon)dag"
    rf"(?:avond|ochtend|middag|morgen|nacht)?(?! (?:, )?(?:de )?(?:t/m |tot |- "
    rf"|[0-9]{{1,2}}(?:e|ste|de)?(?: (?:{MONTH}|{FEAST}))|[0-9]+[-/.][0-9]|[0-9]{{1,2}}(?:e|ste|de) |{MONTH}|{FEAST}))"
    r"|(?P<daytime>(?:each|every|elke|iedere|per|a|an) (?:morning|afternoon|evening|night|ochtend|morgen|middag|avond"
    r"|nacht))"
    rf"|(?:op )?(?:' s )?(?:maan|dins|woens|donder|vrij|zater|zon)dags"
    rf"|(?:on )?(?:mon|tues|wednes|thurs|fri|satur|sun)days"
    r"|(?:(?:from|van|op|on) )?(?P<mon_fri>mon-fri|ma-vr|monday-friday|(?:monday|mon|maandag|ma) (?:to|through|thru|-"
    r"|until|t/m|tot en met|tot)"
    r" (?:friday|fri|vrijdag|vr))"
    r"|(?:on |op |(?<=^ ))(?P<workdays>weekdays|working days|workdays|business days|werkdagen|doordeweekse"
    r" dagen))(?=\s)"
)


_RELATIVE = re.compile(r"(?<=\s)(?:%|percent|procent|per cent|pct)(?=\s)")
"""A change in percent, which on a yearly basis is held against the year before."""


def take_frequencies(line: Sentence) -> None:
    """Put one token in the place of what days would be taken for: every other week, 9 of 10 weeks, every Monday."""
    _split_compounds(line)
    _take_misses(line)
    match = _EACH_MONTH.search(line.text)
    if match is not None:
        first, after = line.range_of(match, "each" if match["each"] else "behind")
        line.note("per", first, after)
        line.put(first, after, PER, Frequency("month", every=True))
    _take_basis(line)
    _take_one_day(line)
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
    while (match := _IN_THE_WEEK.search(line.text)) is not None:
        _put(line, match, Frequency(PERIOD_OF[match["unit"] or match["ending"]]), "per")
    while (match := _PACED.search(line.text)) is not None:
        per = match["unit"] or PERIOD_OF.get(match["than"] or "", "month")
        _put(line, match, Frequency(per, every=True, paced=True), "per")
    while (match := _UNCLEAR.search(line.text)) is not None:
        _put(line, match, Frequency(_unclear_period(match["word"]), unclear=True), "per")
    _take_weekdays(line)
    match = _OFTEN.search(line.text)
    if match is not None:
        first, after = line.range_of(match)
        times = match["times"] in ("times", "keer", "maal", "x", "once", "twice", "tweemaal", "driemaal")
        start = first + 1 if times else first
        line.note("per", start, after)
        line.put(start, after, PER, Frequency(PERIOD_OF[match["unit"]]))


def _take_one_day(line: Sentence) -> None:
    """Take out the one day that a figure is for: 150 orders on one day."""
    while (match := _ON_ONE_DAY.search(line.text)) is not None:
        _put(line, match, Frequency("day"), "per")
        line.one_day = True
    while (match := _all_in_one_day(line.text)) is not None:
        first, after = line.range_of(match, "behind" if match["behind"] else "before")
        line.note("per", first, after)
        line.put(first, after, PER, Frequency("day"))
        line.one_day = True


def _all_in_one_day(text: str) -> re.Match[str] | None:
    """Return the first day that holds all of an amount beside it."""
    place = 0
    while (match := _ALL_IN_ONE_DAY.search(text, place)) is not None:
        amount = match["first"] or match["last"]
        if amount[0].isdigit() or amount in SPELLED:
            return match
        place = match.start() + 1
    return None


def _unclear_period(word: str) -> str:
    return "week" if "week" in word else "year" if "half" in word else "month"


def _take_basis(line: Sentence) -> None:
    """Take out the period that a figure is said to be for on its basis; percentages of a year are a comparison."""
    match = _BASIS.search(line.text)
    per = PERIOD_OF.get(match["en"] or match["nl"], "year") if match is not None else ""
    if match is not None and (per != "year" or not _RELATIVE.search(line.text)):
        _put(line, match, Frequency(per), "per")


_NTH_OF_MONTH = re.compile(
    r"(?<=\s)(?:(?:on|op) (?:the |de |every |each |elke |iedere )?|(?:every|each|elke|iedere|ieder|elk) )"
    r"(?:first|second|third|fourth|last|1st|2nd|3rd|4th|eerste|tweede|derde|vierde|laatste|1e|2e|3e|4e)"
    r" (?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|weekend|working day|workday|weekday|werkdag"
    r"|(?:maan|dins|woens|donder|vrij|zater|zon)dag)"
    rf" (?:of|in|van)(?: (?:the|each|every|a|de|elke|iedere))? (?:month|maand)(?=\s)(?! (?:{MONTH}|of|van) )"
)
"""A day that every month has: every last Friday of the month."""
_EACH_MONTH = re.compile(
    rf"(?<=\s)(?:(?P<each>(?:in )?(?:each|every|elk|ieder) (?:of|van)(?: the months?"
    rf"| de maanden)?) (?=(?:{MONTH}) t/m )|(?<= t/m )(?:{MONTH})"
    rf" (?P<behind>,? ?(?:each|elk|ieder|(?:each|every|elke|iedere) month|elke maand|iedere maand))(?=\s))"
)
"""Each of some months that were named one by one."""


def _take_weekdays(line: Sentence) -> None:
    """Take out days of the week and times of the day: every Saturday, on working days, each morning."""
    while (match := _WEEKDAY_APART.search(line.text)) is not None:
        _put(line, match, Frequency("week", apart=2), "condition")
    while (match := _NTH_OF_MONTH.search(line.text)) is not None:
        _put(line, match, Frequency("month", every=True), "condition")
    while (match := _WEEKDAY.search(line.text)) is not None:
        # Which day of the week it is no goal can say: it is named as a condition of the figure for the week.
        workdays = match["workdays"] or match["mon_fri"]
        if match["daytime"]:
            _put(line, match, Frequency("day"), "per")
        else:
            frequency = Frequency("workday") if workdays else Frequency("week", weekday=True)
            _put(line, match, frequency, "per" if workdays else "condition")


_PARTS_OF = {
    ("day", "week"): 7, ("day", "month"): 30, ("week", "month"): 4, ("week", "quarter"): 13, ("month", "quarter"): 3,
    ("month", "year"): 12, ("week", "year"): 52, ("quarter", "year"): 4,
}  # fmt: skip
"""About how many of the one period are in the other."""


def _take_misses(line: Sentence) -> None:
    """Take out how many periods may be missed: two weeks may be skipped, 5 days a week of what is for each day."""
    match = _MISSED.search(line.text)
    # Where nothing else is counted, days off are what is wished: *my resolution: 10 days off*.
    if match is not None and _counts(line.text[: match.start()] + line.text[match.end() - 1 :]):
        groups = match.groupdict()
        count = next(_count(text) for name, text in groups.items() if text and len(name) == 1)
        unit = next((PERIOD_OF[text] for name, text in groups.items() if text and name.startswith("unit_")), "")
        whole = _PARTS_OF.get((unit, PERIOD_OF[match["of"]]), 0) if match["of"] else 0
        if count < whole:
            _put(line, match, Frequency(unit, keep=(whole - count, whole)), "keep")
        else:
            _put(line, match, Frequency(unit, missed=count), "keep")
    while (match := _IN_A.search(line.text)) is not None:
        _put(line, match, Frequency(PERIOD_OF[match["unit"]]), "per")
    match = _WEEKS_OF_YEAR.search(line.text)
    if match is not None and 0 < int(match["n"]) <= 52 and _A_WEEK.search(line.text):
        _put(line, match, Frequency("week", keep=(int(match["n"]), 52)), "keep")
    match = _DAYS_OF_WEEK.search(line.text)
    if match is not None and 0 < _count(match["n"]) <= 7 and _A_DAY.search(line.text):
        _put(line, match, Frequency("day", keep=(_count(match["n"]), 7)), "keep")


def _counts(text: str) -> bool:
    """Tell whether a text says how much or how often, besides what may be missed."""
    return any(
        (word[0].isdigit() and not re.fullmatch("20[2-4][0-9]", word)) or word[0] in f"€£${PER}"
        or word in _EACH_OR_SO or word in SPELLED for word in text.split()
    )  # fmt: skip


_EACH_OR_SO = frozenset(
    ("a", "an", "een", "daily", "weekly", "wekelijks", "dagelijks", "half", "double", "every", "each", "elke", "iedere")
)


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
        before = line.text[: match.start()].split()[-1:]
        if match["all"] in ("a", "an", "een") and before and before[0] in _BEFORE_A_WHILE:
            first, after = line.range_of(match)  # it says how long, and is no period of the figure: more than a day
            line.note("condition", first - 1, after)
            line.put(first - 1, after, ",")
            continue
        per = _SHORT.get(word) or PERIOD_OF[word]
        _put(line, match, Frequency(per, every=(match["all"] or "").split(" ")[-1] in EVERY), "per")


_BEFORE_A_WHILE = frozenset(("than", "dan", "for", "within", "binnen", "gedurende", "about", "after", "na", "before"))
"""Words behind which *a week* is a length of time."""


_ONE_PERIOD = re.compile(
    rf"(?<=\s)(?:(?P<first>first|eerste|1st|1e)|(?P<one>{FIGURE})|(?:a|an|een|één|one|another|nog een))"
    r"(?: ever| ooit| full| hele)?"
    rf" (?:(?P<figure>{FIGURE})(?: (?:(?:in|of) )?[^\W\d_]\S*)? (?P<en>month|week|quarter|day)"
    r"|(?P<nl>month|week|quarter|day|maand|kwartaal|dag)(?: ooit| ever)? (?P<by>waarin (?:ik|we)|where (?:i|we) [a-z]+"
    r"|of|with|over|above|at|van|met|boven|à)(?: (?:de|at least|minstens|minimaal|more than|meer dan|over|boven|ruim))*"
    rf" (?P<amount>{FIGURE}))(?=\s)"
)
"""One period that brings so much: my first £10k month, mijn eerste maand van 10.000 euro."""


def take_one_period(line: Sentence) -> None:
    """Put one token in the place of the one period that is to bring a figure, which is no total of all days."""
    for match in _ONE_PERIOD.finditer(line.text):
        item = line.tokens[line.range_of(match, "figure" if match["figure"] else "amount")[0]].item
        unit, factor = getattr(item, "unit", ""), getattr(item, "factor", 1.0)
        money = unit in ("EUR", "GBP", "USD") or factor >= 1000
        counted = not unit and not re.search(rf"{FIGURE} (?:month|week|quarter|day)$", match[0])
        if not match["first"] and (not money or FIGURE in line.text[: match.start()]):
            continue  # 12 sales a week at £40
        if match["one"] and getattr(line.tokens[line.range_of(match, "one")[0]].item, "value", 0) != 1:
            continue
        if money or counted:
            if match["by"] in ("with", "met"):
                line.replace(line.range_of(match, "by")[0], "van" if line.dutch else "of")
            index = line.range_of(match, "en" if match["en"] else "nl")[0]
            line.note("per", index, index + 1)
            if match["one"]:
                line.replace(line.range_of(match, "one")[0], "een")
            line.put(index, index + 1, PER, Frequency(PERIOD_OF[match["en"] or match["nl"]], once=True))
            return


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
    if text in ("once", "twice"):
        return 1 + (text == "twice")
    return int(text) if text.isdigit() else SPELLED.get(text, 1)

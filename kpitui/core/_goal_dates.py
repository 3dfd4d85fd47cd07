"""The days in a goal's sentence: from when, until when, and what a change is compared with; taken out of its line.

Single days are read by `day`; here are the words around them (between, before, within, this year), whole periods,
feasts and what has no day of its own: seasons, and events that nobody but the person knows the day of.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Literal, NamedTuple, TypeAlias

from kpitui.core._goal_numbers import DUTCH_NUMBERS, SPELLED
from kpitui.core._goal_tokens import Sentence, SentenceMark, Token, compiled
from kpitui.core.calendar import month_index, months_from, months_later, shifted, stretch_end
from kpitui.core.day import MONTHS, QUARTERS, WEEKDAYS, parse_day
from kpitui.core.errors import Refused

DAYS = "\ue003"
"""Stands in the text of a line for the days that were read there."""


Manner: TypeAlias = Literal["", "within", "over", "lasting"]


class Days(NamedTuple):
    """From when until when, both inclusive, as far as a sentence says."""

    start: date | None = None
    deadline: date | None = None
    unsure: tuple[str, ...] = ()
    period_start: date | None = None
    """The first day of the period whose end the deadline is, in ``by the end of Q2``."""
    choices: tuple[date, ...] = ()
    """The last days that words such as ``by March`` may mean."""
    length: tuple[int, int] | None = None
    """How many months, or else days, there are from its start to its end, where the sentence says how long."""
    manner: Manner = ""
    """How it says so: *within* ten weeks is a day so far ahead, *over* the next ten weeks a stretch, and *lasting* ten
    weeks one that begins today unless a start is named."""
    assumed: str = ""
    """What was taken for granted: ``middle`` for the fifteenth of a month."""
    spans: tuple[tuple[date, date], ...] = ()
    """The first and last days that a stretch without days of its own may mean, such as a summer."""

    @property
    def soon(self) -> date | None:
        """The last day that is only said to be within some days or weeks, which may be how long something takes."""
        return self.deadline if self.manner == "within" else None


ORDINALS = QUARTERS | {"last": 4, "laatste": 4, "1ste": 1, "2de": 2, "3de": 3, "4de": 4}

MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_ENGLISH_MONTH = "january|february|march|may|june|july|august|october|jan|feb|mar|apr|jun|jul|aug|sept|oct"
_SHARED_MONTH = "april|september|november|december|sep|nov|dec"
"""Months of both languages: only in English the day stands behind them, so that what follows must not be a count."""

_ORDINAL = "|".join(sorted(ORDINALS, key=len, reverse=True))
_FEW = sorted(
    (word for word, number in SPELLED.items() if 0 < number <= 12 or number in (14, 15, 20, 30, 60, 90, 100)),
    key=len, reverse=True,
)  # fmt: skip
COUNT = rf"[0-9]{{1,3}}|{'|'.join(_FEW)}|an?|een"
_NEXT = "next|coming|upcoming|volgende?|komende?|aankomende?|eerstvolgende"
_THIS = "this|the current|current|dit|deze|het lopende|de lopende|het huidige"
_HALF_YEAR = "half-year|half year|halfjaar|half jaar"
_WHOLE = "whole|entire|full|complete|hele|gehele|volledige"
_UNIT = f"calendar year|{_HALF_YEAR}|week|month|maand|quarter|kwartaal|year|kalenderjaar|jaar"
_Y4 = "20[2-4][0-9]"
_NEXT_YEAR = "(?:(?:of |in |van )?(?:next year|volgend jaar))"

WEEKDAY = "(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:maan|dins|woens|donder|vrij|zater|zon)dag"
FEAST = (
    "christmas day|christmas eve|christmas|xmas|boxing day|kerstavond|kerstmis|kerst|eerste kerstdag|new year's eve"
    "|new years eve|new year's day|new year's|new year|oudjaarsdag|oudjaar|oud en nieuw|nieuwjaarsdag|nieuwjaar"
    "|black friday|cyber monday|good friday|goede vrijdag|easter sunday|easter monday|easter|eerste paasdag"
    "|tweede paasdag|pasen|hemelvaartsdag|hemelvaart|ascension day|pinksteren|pentecost|whitsun|valentine's day"
    "|valentijnsdag|valentijn|mother's day|moederdag|father's day|vaderdag|king's day|koningsdag|sinterklaas"
    "|halloween|thanksgiving|labour day|dag van de arbeid|dierendag|memorial day|labor day|independence day"
    "|fourth of july|presidents day|martin luther king day|mlk day|veterans day|columbus day|saint patrick's day"
    "|st patrick's day|st patricks day|may day|bonfire night|guy fawkes night|remembrance day|mothering sunday"
    "|mothers day|fathers day|valentines day|kings day|new years day|new years|epiphany|driekoningen|ash wednesday"
    "|aswoensdag|shrove tuesday|pancake day|palm sunday|palmpasen|maundy thursday|witte donderdag|whit sunday"
    "|whit monday|eerste pinksterdag|tweede pinksterdag|tweede kerstdag|bevrijdingsdag|dodenherdenking|prinsjesdag"
    "|sint-maarten|sint maarten|sinterklaasavond|pakjesavond|allerheiligen|all saints day|oudejaarsdag|oudejaarsavond"
    "|oudejaar|nieuwjaarsdag|nieuwjaar|midzomernacht|singles day|secretaressedag"
)
# The longest first: Boxing Day is not Christmas, and New Year's Eve is not New Year.
FEAST = "|".join(sorted(FEAST.split("|"), key=len, reverse=True))
_DATED = (
    rf"{_Y4}-[0-9]{{1,2}}-[0-9]{{1,2}}|[0-9]{{1,2}}[-/.][0-9]{{1,2}}[-/.](?:20)?[0-9]{{2}}|[0-9]{{1,2}}/[0-9]{{1,2}}"
    rf"|(?:the |de )?[0-9]{{1,2}}(?:st|nd|rd|th|ste|de|e)?(?: of)? (?:{MONTH})(?: ,? ?{_Y4})?"
    rf"|(?:{_ENGLISH_MONTH}) (?:the )?[0-9]{{1,2}}(?:st|nd|rd|th)?(?![0-9]| ?(?:%|percent|procent|per cent))"
    rf"(?: ?,? ?{_Y4})?"
    rf"|(?:(?<=\bby )|(?<=\bon )|(?<=before )|(?<=until )|(?<=till )|(?<=from )|(?<=through )"
    rf"|(?<=since ))(?:{_SHARED_MONTH})"
    rf" (?:the )?[0-9]{{1,2}}(?:st|nd|rd|th)?(?![0-9]| ?(?:%|percent|procent|per cent))(?: ?,? ?{_Y4})?"
    rf"|(?:{_SHARED_MONTH}) [0-9]{{1,2}}(?:st|nd|rd|th| ?,? {_Y4}|(?= (?:,|$|[^a-z])))(?! ?(?:%|percent|procent))"
)
_OF_A_WEEK = (
    rf"(?:(?:{_NEXT}|{_THIS}) week (?:on |op )?(?:{WEEKDAY})|(?:{WEEKDAY}) (?:of |in |van )?(?:{_NEXT}|{_THIS}) week)"
)
_DAY = (
    rf"{_OF_A_WEEK}|(?:(?:{WEEKDAY}) ,? ?)?(?:{_DATED})|tomorrow|overmorgen"
    rf"|(?:(?:the|de) )?(?:{FEAST})(?: (?:of )?{_Y4}| {_NEXT_YEAR})?"
    rf"|(?:next |coming |this )?(?:mon|tues|wednes|thurs|fri|satur|sun)day"
    r"|(?:volgende |komende |aanstaande |deze )?(?:maan|dins|woens|donder|vrij|zater|zon)dag"
)
_HALF = (
    rf"(?:(?:the|de|het) (?:(?:{_WHOLE}) )?)?(?:first|second|last|eerste|tweede|laatste|1st|2nd|1e|2e|1ste|2de)"
    r" (?:half|helft|halfjaar|half jaar|half-year)"
    rf"(?: (?:of |van )?(?:the year|het jaar|{_Y4}|(?:{_THIS}|{_NEXT}) (?:year|jaar)))?"
)
_MONTH_BY_NAME = (
    rf"(?:(?:the|de|{_THIS}|{_NEXT}|{_WHOLE}) )*(?:maand|month of) (?:{MONTH})"
    rf"(?: (?:of |van )?(?:{_Y4}|(?:{_NEXT}|{_THIS}) (?:year|jaar)))?"
)
"""A month that is called one: the month of May, which is not the month that today is in."""
_PERIOD = (
    rf"{_MONTH_BY_NAME}|(?:(?:the|het) (?:{_WHOLE}) )?q[1-4]"
    rf"(?: ?(?:of |van |in )?(?:{_Y4}|(?:{_THIS}|{_NEXT}) (?:year|jaar)))?|h[12](?: (?:of |van )?{_Y4})?"
    rf"|{_HALF}"
    rf"|(?:(?:the|het) (?:(?:{_WHOLE}) )?)?(?:{_ORDINAL}) (?:quarter|kwartaal)"
    rf"(?: (?:of |van )?(?:{_Y4}|(?:the |het )?(?:{_NEXT}|{_THIS}"
    rf"|the|het) ?(?:year|jaar)))?"
    rf"|week [0-9]{{1,2}}(?: (?:of |van )?{_Y4})?"
    rf"|(?:(?:{_THIS}|{_NEXT}|the|het|de|all of|(?:the|het) (?:{_WHOLE})|heel|the whole of) )*(?:{_UNIT})(?: {_Y4})?"
    rf"|(?:(?:all of|the whole of|the whole|heel|the year|het jaar|the calendar year) )?{_Y4}"
    rf"|(?:(?:{_THIS}|{_NEXT}|de maand|the month of) )?(?:{MONTH})(?: (?:of |van )?(?:{_Y4}|(?:{_NEXT}"
    rf"|{_THIS}) (?:year"
    r"|jaar)))?"
)
_NAMED_PERIOD = (
    rf"{_MONTH_BY_NAME}|(?:(?:the|het) (?:{_WHOLE}) )?q[1-4](?: ?(?:of |van |in )?{_Y4})?"
    rf"|{_HALF}|(?:het |the )?(?:{_THIS}|{_NEXT}) (?:{_UNIT})|{_Y4}"
    rf"|(?:{MONTH}) {_Y4}|h[12](?: {_Y4})?"
    rf"|(?:(?:the|het) (?:(?:{_WHOLE}) )?)?(?:{_ORDINAL}) (?:quarter|kwartaal)(?: (?:of |van )?{_Y4})?"
)
"""Periods that are told as such without a word before them."""

_END = (
    r"(?:(?:the |het |de )?(?:very )?(?:end|einde?|ultimo|close|last day|laatste dag)(?: of| van| in)?"
    r"(?: the| het| de| my| our)?)"
)
_YEAR_END = (
    rf"(?:the )?(?:year|jaar)[- ]?(?:ein?de?|end)(?: (?:of |van )?(?P<year>{_Y4}))?|the turn of the year"
    rf"|jaarwisseling|de jaarwisseling"
)
_ENDED = rf"{_END} (?:{_PERIOD})|{_YEAR_END}"
_AT_END = rf"{_END} (?P<rest>.+)|{_YEAR_END}"
_END_WORDS = (
    rf"{FEAST}|{WEEKDAY}|weekend|week|month|maand|year|jaar|quarter|kwartaal|end|einde?|start|begin"
    rf"|beginning|middle|close|first|last|eerste|laatste|{_ORDINAL}|{MONTH}"
)
SEASON = (
    "summer|spring|autumn|fall|winter|zomer|voorjaar|lente|najaar|herfst|ramadan|eid|suikerfeest|diwali|hanukkah"
    "|carnaval|carnival|school year|schooljaar|academic year|studiejaar|term|semester|trimester|feestdagen|holidays"
    "|the holidays|holiday season|holiday|christmas holidays?|summer holidays?|summer break|spring break"
    "|easter holidays?|half-term|half term|kerstvakantie|zomervakantie|meivakantie|herfstvakantie|voorjaarsvakantie"
    "|paasvakantie|krokusvakantie|bouwvak|vakantie|vakanties|vacation|tax season|high season|hoogseizoen|laagseizoen"
    "|low season|peak season|season|seizoen|harvest|oogst|black friday week|black friday weekend|easter weekend"
    "|paasweekend|pinksterweekend|christmas period|kerstperiode|financial year|fiscal year|boekjaar|tax year"
    "|belastingjaar|mid-year|midyear|midzomer|midsummer|kerstdagen|paasdagen|cyber week|trouwseizoen|aspergeseizoen"
    "|badseizoen|oogstseizoen|strandseizoen|vakantieseizoen|terrasseizoen|kerstseizoen|growing season|planting season"
    "|lambing season|harvest season|festive season|dry season|rainy season|off season|examentijd|schoolvakanties"
    "|schoolvakantie|[a-z]+seizoen|[a-z]+vakantie|[a-z]+weekend|[a-z]+ season|[a-z]+ weekend|krokusvakantie"
    "|christmas break|winter break|half term holidays?|school holidays?|paasweek|kerstweek|pinksterweek|easter week"
    "|holy week|christmas week|goede week|stille week|first trimester|second trimester|third trimester"
    "|fourth trimester|eerste trimester|tweede trimester|derde trimester|vierde trimester"
)
EVENT = (
    "launch|relaunch|opening|re-opening|reopening|grand opening|move|migration|merger|conference|congress|congres"
    "|fair|trade fair|trade show|show|event|exhibition|expo|festival|wedding|baby|birth|maternity leave"
    "|parental leave|leave|exams?|audit|deadline|retirement|renovation|go-live|redesign|release|book launch|premiere"
    "|tour|marathon|race|birthday|anniversary|interview|lease|contract|kickoff|kick-off|exam|wedding season"
    "|investor meeting|pitch|lancering|opening|heropening|verhuizing|beurs|vakbeurs|evenement|bruiloft|bevalling"
    "|geboorte|verlof|zwangerschapsverlof|examens?|keuring|pensioen|verbouwing|livegang|première|verjaardag|jubileum"
    "|overname|fusie|uitverkoop|opruiming|summer sale|winter sale|clearance sale|sale|sales season|boekpresentatie"
    "|open dag|tentoonstelling|expositie|markt|kerstmarkt|introductie|website live|livegaan"
)
# The longest first: the summer break is not the summer.
SEASON, EVENT = ("|".join(sorted(names.split("|"), key=len, reverse=True)) for names in (SEASON, EVENT))
_OUTLET_IN = (
    r"\w*(?:site|shop|winkel|praktijk|kanaal|account|profiel|pagina|blog|vlog|podcast|nieuwsbrief|salon|atelier"
    r"|studio|bedrijf|zaak|instagram|youtube|linkedin|tiktok|facebook|etsy)"
    rf" (?:in (?:(?:heel )?{_Y4}|(?:{MONTH})|q[1-4]|(?:het|de) (?:eerste|tweede|derde|vierde|laatste"
    r"|komende?|volgende?))"
    r"|(?:dit|volgend|komend) (?:jaar|kwartaal)|(?:deze|volgende|komende) (?:maand|week))\b"
)
"""Where something is sold or shown, which is no day, with its period: *op mijn site in juni*."""
_VAGUE = (
    r"(?:(?:by|before|in|during|until|till|til|this|next|every|for|from|since|voor|vóór|tegen|tot|deze|dit|volgende?"
    r"|throughout|across|gedurende|all|heel"
    r"|komende?|na|after|tijdens|met|with|rond|around|sinds|vanaf|ahead of|over|at|on|of|van|per)(?: (?:the|de|het"
    r"|next|this|deze|dit|het|komende?|volgende?|our|my|mijn|onze|current|huidige|start of|begin van|end of|eind van"
    r"|hele|whole|entire|full|volledige|gehele"
    rf"|einde van|het einde van|de start van|coming|last|late|early))*"
    rf" )(?:{_Y4} )?(?:{SEASON})(?: of| van)?(?: {_Y4}|(?: the| het)? (?:{_NEXT}|{_THIS}) (?:year|jaar))?"
    rf"(?: (?:in|op) (?:{MONTH})(?: {_Y4})?)?(?: (?:starts|begins|begint"
    rf"|ends|is over|voorbij is))?"
    rf"|(?:summer|spring|autumn|winter|zomer|voorjaar|najaar|herfst) {_Y4}"
    rf"|(?:by|before|after|until|till|since|following|ahead of|from|as of|voor|vóór|na|tot|tegen|sinds|vanaf|bij)"
    rf" (?:(?:the|our|my|de|het|mijn|onze|ons|new|nieuwe|upcoming|komende)+ )*(?:{EVENT})\b(?: (?:in|on"
    rf"|op) (?:{MONTH})(?: {_Y4})?)?(?: of (?:the|our|my)"
    r" (?:new |online )?\w+| van (?:de|het|onze|mijn) (?:nieuwe )?\w+)?"
    rf"|(?:in |within |during |binnen |gedurende )?(?:the |de |het )?(?:first |eerste )?(?:[0-9]+|{'|'.join(_FEW)})"
    r" (?:days?|weeks?|months?|dagen|weken|maanden|maand|dag) (?:after|from|of|following|before|na|voor|vanaf)"
    r" (?:the |our |my |de |het |mijn |onze )?(?:\w+ )?"
    rf"(?:{EVENT}|lancering|launching|opening|starting|starten|start|signing|signup|moving|going live)"
    r"|(?:before|until|after|once|when|by the time|voordat|totdat|nadat|zodra|tegen de tijd dat)"
    r" (?:i|we|you|they|ik|wij|je|ze) [^,]+"
    rf"|(?!(?:voor|op|met) (?:mijn|onze) {_OUTLET_IN})"
    r"(?:(?:before|until|till|after|tot|tot aan|na) (?:the|my|our|de|mijn|onze)|(?:by|voor|vóór|tegen|op|met)"
    rf" (?:my|our|mijn|onze)) (?!(?:{_END_WORDS}|bank|\w*rekening|account)\b)"
    rf"(?:[^\W\d_]\S* ?){{1,3}}(?:(?<= )(?:in|op|on) (?:{MONTH})(?: {_Y4})?)?(?= , | $)"
    r"|(?:as )?(?:soon|quickly|fast) as possible|asap|zo (?:snel|gauw|spoedig) mogelijk|zsm|z\.s\.m\.?|binnenkort"
    r"|soon|ooit|someday|some day|one day|eventually|in the near future|in the long run|op termijn|straks|later"
    r"|in no time|op korte termijn|in (?:a few|some|a couple of) (?:weeks|months|years)"
    r"|over een paar (?:weken|maanden|jaar)|within (?:a few|a couple of|some) (?:weeks|months|years)"
    r"|binnen (?:een paar|enkele|afzienbare) (?:weken|maanden|jaren|tijd|dagen)"
)
_VAGUE += (
    r"|(?:in|during|tijdens) (?:the new year|het nieuwe jaar)"
    r"|(?:(?:in|during|tijdens) )?(?:the |de )?(?:run-up to|run up to|lead-up to|build-up to|aanloop naar"
    r"|aanloop tot)"
    rf" (?:the |de |het )?(?:{FEAST}|{EVENT}|{SEASON})(?: {_Y4})?"
)
_OF_A_FEAST = (
    r"(?<!day)(?<!eve) (?:cards?|gifts?|hampers?|boxes|box|trees?|wreaths?|cakes?|puddings?|dinners?|lunches|lunch"
    r"|bookings|menus?|orders?|collection|campaign|edition|workshops?|decorations|lights|bouquets?|eggs|costumes|pumpkins|stock"
    r"|candles|stockings|crackers|pakketten|kaarten|stukjes|kransen|bomen|menu's|diners|boeketten|dozen|workshop)(?=\s)"
)
"""Things that are called after a feast: 200 Christmas *cards*."""
_BEFORE = "before|voor|vóór|ahead of"
_BY = (
    "by|until|untill|till|til|not later than|no later than|at the latest on|at the latest by|at the latest"
    "|on or before|on|at|per|tegen|uiterlijk op|uiterlijk per|uiterlijk|niet later dan|op zijn laatst|op|tot en met"
    "|t/m|tot|aan|ten|to|through|thru|up to|as at|met|with|with effect from|deadline|by no later than|due|for|around"
    "|rond|and|en|come"
)
_FROM = (
    "from|starting on|starting from|starting in|starting|beginning on|beginning in|beginning|as of|as from|as|since"
    "|vanaf|van|m\\.i\\.v\\.?|miv|met ingang van|per ingang van|ingaand|ingaande|sinds|effective|startend op"
    "|startend in|startend|te beginnen op|te beginnen in|te beginnen met|te beginnen|beginnend op|beginnend|start"
    "|ingaand op|ingaande op|beginning from"
)
_FROM = "|".join(sorted(_FROM.split("|"), key=len, reverse=True))
_CLEARLY_FROM = (
    "from|starting on|starting from|starting in|starting|beginning on|beginning in|as of|as from|since|vanaf"
    "|m\\.i\\.v\\.?|miv|met ingang van|per ingang van|ingaande|sinds|effective|startend in|te beginnen in"
    "|te beginnen met|te beginnen op|te beginnen|beginnend op|beginnend|ingaand"
)
_TO = "to|until|till|through|thru|up to and including|and|up to|tot en met|t/m|tot|en|-"
_THROUGH = (
    "through to|right through to|all the way to|through till|through until|through|thru|up to and including|t/m"
    "|tot en met|until the end of|till the end of"
)
_DURING = (
    "in|during|over|for|throughout|gedurende|tijdens|within|binnen|of|van|voor heel|voor|heel|across|all of"
    "|all through|in heel|over heel|from the whole of|in the whole of|de rest van|the rest of|for the rest of"
    "|over the rest of|aan"
)
_NO_PART_OF = "(?<!kwartaal )(?<!quarter )(?<!helft )(?<!half )(?<!halfjaar )(?<!half jaar )(?<!half-year )"
"""Stands before what is no part of a year: in the second quarter *of 2027* no year is meant."""
_LEAD = "in|within|binnen|over|during|for|gedurende|after|na"
_AHEAD = "the next|the coming|de komende|komende|the following|next|de volgende|coming|de eerstvolgende|the upcoming"
_UNITS = (
    "days?|dag(?:en)?|weeks?|weken|months?|maand(?:en)?|quarters?|kwart(?:aal|alen)|years?|jaar|jaren|half-years?"
    "|halfjaar|half jaar|half year|mnd|mo|wks?|yrs?"
)
_EVERY_PAST = (
    r"(?:the |het |de )?(?:same (?:period|time|month|quarter|days?|weeks?|season)|dezelfde (?:periode|maand|dagen)"
    r"|hetzelfde (?:kwartaal|jaar))?(?: (?:of|in|van|from))? ?(?:the |het |de )?(?:(?:a )?year (?:ago|earlier|before)"
    r"|(?:last|previous|past) (?:calendar )?year(?:'s)?|the year before|prior year|vorig(?:e)? jaar|een jaar (?:eerder"
    r"|geleden)"
    r"|afgelopen jaar|het jaar ervoor|voorgaand jaar)"
)
_LAST = r"(?:the |het |de )?(?:last|previous|prior|past|vorige?|afgelopen|voorgaande?)"
_THAN = (
    "than(?: in| during| it was in)?|compared (?:with|to)|as compared (?:with|to)|versus|vs|relative to|against|over"
    "|above|below|under|boven|onder|on|from|as(?: in)?|als(?: in)?|dan(?: in)?|ten opzichte van|t\\.o\\.v\\.?|tov"
    "|vergeleken met|in vergelijking met|tegenover|op|beat|beats|beating|top|outdo|surpass|exceed|improve on"
)


def take_compared(line: Sentence, today: date) -> str:
    """Take out what a change is compared with, and return it; empty where nothing is said.

    It is ``last-year``, ``previous`` or ``now``, or the first and last day of a period with two dots between them.
    """
    match = _EQUAL.search(line.text)
    if match is not None:
        first, after = line.range_of(match)
        line.note("compared", first, after)
        line.put(first, after, "than")
        line.level = True
    elif (match := _ALIKE.search(line.text)) is not None:
        line.put(*line.range_of(match, "much"), ",")
        line.level = True
    _mark_what_no_period_tells(line)
    for pattern, read in compiled(_COMPARISONS):
        for match in pattern.finditer(line.text):
            text: str = read(match, today)
            if text:
                first, after = line.range_of(match)
                line.beyond = _BEYOND.get(line.tokens[first].text, "")
                line.beaten = line.tokens[first].text in _BEATING
                line.set_aside("compared", first, after)
                return text
    if (match := _PART_OF_A_YEAR.search(line.text)) is not None:
        span = span_of(match["what"].removesuffix("'s"), today)
        if span is not None:
            line.set_aside("compared", *line.range_of(match))
            line.relative = True
            return f"{span[0].isoformat()}..{span[1].isoformat()}"
    return ""


def _mark_what_no_period_tells(line: Sentence) -> None:
    """Take out a day or a level that something is held against, as what nothing is read from."""
    if (match := _NOT_COMPARED.search(line.text)) is not None:
        line.set_aside("unused", *line.range_of(match))


_PART_OF_A_YEAR = re.compile(
    r"(?<=\s)(?:(?<=% )|(?<=percent )|(?<=procent ))(?:of|van) (?:what (?:it|i|we) \S+ (?:in )?|wat \S+ \S+ )?"
    rf"(?P<what>(?:this|dit) (?:year|jaar)(?:'s)?|(?:de |het |the )?(?:{_Y4}))(?=\s)"
)
"""The year that a percentage is of: 110% of this year's."""
_NOT_COMPARED = re.compile(
    r"(?<=\s)(?:vs|versus|compared (?:with|to)|vergeleken met|ten opzichte van|t\.o\.v\.?|relative to)"
    r" (?:the |de |het )?(?:end|einde?|start|begin|average|gemiddelde|level|niveau)(?: of| van| in)?"
    r"(?: (?!(?:by|before|until|voor|tegen|uiterlijk) )[^\s,]+)*(?=\s)"
    r"|(?<=\s)(?:than|dan) (?:in |during |tijdens )?(?:the same|dezelfde|hetzelfde) [^\s,]+ (?:of|in|van"
    r"|uit) 20[0-9]{2}(?=\s)"
)
"""A day or a level that something is held against, which no period tells."""


_ALIKE = re.compile(
    rf"(?<=\s)(?<!half )(?<!twice )(?<!times )(?<!keer )(?<!maal )(?P<much>(?:even|net|just|exactly|precies)? ?"
    rf"(?:as many|as much|(?:the )?same(?: number| amount|"
    rf" level)?(?: of)?|even ?veel"
    rf"|net zo ?veel|dezelfde|hetzelfde))(?: [^\s,]+){{0,6}}? (?:as|als)(?= (?:in )?(?:{_EVERY_PAST}"
    rf"|{_LAST} (?:quarter"
    rf"|kwartaal|month|maand|week)"
    rf"|(?:(?:{MONTH}|q[1-4]|h[12]) )?{_Y4})(?: |$))"
)
"""As many of something as there were then."""

_EQUAL = re.compile(
    r"(?<=\s)(?:(?:be |stay |is |keep |remain |blijven |blijft |houden )?(?:equal to|equal|on a par with|on par"
    r" with|level with|at the level of"
    r"|the same as|same as|as (?:much|many|high|low) as|gelijk aan|gelijk met|op het niveau van"
    r"|op hetzelfde niveau als"
    r"|even ?veel als|net zo ?veel als|even hoog als|net zo hoog als|hetzelfde als|dezelfde als))"
    r"(?: (?:that|those|it was|die|dat|het) (?:of|in|van))?(?: in)?"
    rf"(?= (?:{_EVERY_PAST}|(?:{_LAST} )?(?:quarter|kwartaal|month|maand|week)|(?:(?:{MONTH}|q[1-4]|h[12])"
    rf" )?{_Y4})(?: |$))"
)
"""What says of a figure that it is to be as it was."""

_BEYOND = {
    "up": "more",
    "down": "less",
    "over": "more",
    "above": "more",
    "boven": "more",
    "below": "less",
    "under": "less",
    "onder": "less",
}
_BEATING = ("beat", "beats", "beating", "top", "outdo", "surpass", "exceed", "improve")
"""Verbs whose object is what something is to be more than."""

_STRETCH = re.compile(
    rf"(?<=\s)(?:measured )?over (?:the |de |het )?"
    r"(?P<last>(?:last|past|previous|rolling|laatste|afgelopen|vorige|voorbije) )?"
    rf"(?:{COUNT}) (?:{_UNITS})(?=\s)(?! of)"
)


_SHORT_YEAR = re.compile(
    rf"(?<=\s)(?:eind|einde|end of) (?P<year>2[6-9]|3[0-5])(?= (?:, )?(?!(?:{MONTH}) )(?:$|[a-z]))"
)
"""The year in two digits: eind 27."""
_YEAR_OUT = re.compile(
    r"(?<=\s)(?:before|by the time|by) (?:the year is|the year's|the year has) (?:out|over|up|done|ended)(?=\s)"
    r"|(?<=\s)(?P<nl>(?:voor|vóór|voordat) (?:het|dit) jaar (?:om|voorbij|afgelopen) is)(?=\s)"
)
"""Before the year is out."""
_MAY = re.compile(r"(?<=\s)may(?= (?:be|miss|skip|fail|not|never|have|i|we|slip|drop|go)\b)")


def _days_in_words() -> tuple[dict[str, int], dict[str, int]]:
    """Return the days of a month by the words for them: English ones in order, and those with the Dutch ones."""
    english = [
        "first",
        "second",
        "third",
        "fourth",
        "fifth",
        "sixth",
        "seventh",
        "eighth",
        "ninth",
        "tenth",
        "eleventh",
        "twelfth",
        "thirteenth",
        "fourteenth",
        "fifteenth",
        "sixteenth",
        "seventeenth",
        "eighteenth",
        "nineteenth",
        "twentieth",
    ]
    names = {name: number for number, name in enumerate(english, 1)}
    names |= {f"twenty-{name}": 20 + number for number, name in enumerate(english[:9], 1)}
    names |= {"thirtieth": 30, "thirty-first": 31}
    dutch = {word: number for word, number in DUTCH_NUMBERS.items() if 0 < number < 32}
    ordinals = {f"{word}{ending}": number for word, number in dutch.items() for ending in ("de", "ste")}
    return names, names | dutch | ordinals | {"eerste": 1, "derde": 3}


_ENGLISH_ORDINALS, _DAYS_IN_WORDS = _days_in_words()
_DAY_IN_WORDS = re.compile(
    rf"(?<=\s)(?P<day>{'|'.join(sorted(_DAYS_IN_WORDS, key=len, reverse=True))})(?: of| van)? (?:{MONTH})(?=\s)"
    rf"|(?<=\s)(?:{MONTH}) (?P<last>(?:the )?(?:{'|'.join(sorted(_ENGLISH_ORDINALS, key=len, reverse=True))}))(?=\s)"
)
"""A day whose number is written in words: the thirty-first of January, eenendertig januari."""
_TWO_MONTHS = re.compile(
    rf"(?<=\s)(?<![0-9] )(?<!between )(?<!tussen )(?:(?:{MONTH}) (?P<and>and|en|&|\+) (?:{MONTH})|q[1-3] (?P<too>and|en"
    rf"|&|\+) q[2-4])(?=\s)(?! [0-9]{{1,2}} )"
)
_MONTHS_IN_A_ROW = re.compile(rf"(?<=\s)(?:{MONTH}) , (?:(?:{MONTH}) ,? ?)+(?:and|en|&) (?:{MONTH})(?=\s)")
_DATED_EVENT = re.compile(
    r"(?<=\s)(?P<event>(?P<word>by|before|until|till|for|voor|vóór|tot|tegen|uiterlijk) (?:my|our|mijn|onze|ons)"
    rf" (?:(?:[^\W\d_]\S* ){{0,2}}?(?P<of>[^\W\d_]\S*) )(?:on|op)) (?=(?:the |de )?(?:{_DATED}))"
)
"""An event whose day is named: by my wedding on 12 June."""
_OF_A_DAY = re.compile(
    rf"{EVENT}|{FEAST}|\w*(?:feest|dag|markt|beurs|bruiloft|party|day|trip|fair|reis|trouwerij|open)"
)
"""What stands on a day: for my *wedding* on 12 June, but not for my app on 31 March."""
_MIDDLE_BETWEEN = re.compile(
    r"(?<=\s)(?:between|from|van|vanaf|tussen) (?P<middle>(?:mid|half|medio|halverwege)[- ](?P<month>"
    rf"{MONTH})|mid-(?P<joined>{MONTH}))(?= (?:and|en|to|tot|until|t/m|till))"
)
"""The middle of a month from which something runs."""
_TO_THE_MIDDLE = re.compile(
    r"(?<=\s)(?:between|from|van|vanaf|tussen) (?:[^\s,]+ ){1,5}?(?:and|en|to|tot|until|t/m|till|through)"
    rf" (?P<middle>(?:mid|half|medio|halverwege) (?P<month>{MONTH})|mid-(?P<joined>{MONTH}))(?=\s)"
)
"""The middle of a month to which something runs."""
_OF_A_YEAR = re.compile(
    rf"(?<=\s)(?:{MONTH}|{FEAST}|(?:{MONTH}) [0-9]{{1,2}}(?:st|nd|rd|th)?) (?P<of>(?:, )?(?:in|of|van|uit)"
    rf" (?:het jaar |the year )?(?P<year>{_Y4}))(?=\s)"
)
"""The year that a day or a month is of: by 1 April *in 2027*, met de kerst *van 2027*."""
_WEEK_COMMENCING = re.compile(
    r"(?<=\s)(?P<what>(?P<from>(?:from|starting|beginning|since|vanaf|as of|as from) (?:the )?)?"
    r"(?:w/c|wc|week (?:commencing|beginning)))"
    rf"(?= (?:(?:{WEEKDAY}) )?(?:{_DATED})(?P<to> (?:to|until|till|through|-|t/m|tot|up to) )?)"
)
"""The Monday that a week begins on: w/c 7 December."""
_TWO_DAYS = re.compile(
    rf"(?<=\s)(?<!from )(?<!van )(?<!vanaf )(?<!between )(?<!tussen )(?P<a>[0-9]{{1,2}})"
    rf" (?P<to>-|to|till|until|through|thru|t/m|tot|tot en met) (?P<b>[0-9]{{1,2}}) (?P<month>{MONTH})(?=\s)"
)


def spell_out_days(line: Sentence) -> None:
    """Write days as the other readers know them: the first of March, January and February, 1-24 December."""
    while (match := _MAY.search(line.text)) is not None:
        line.replace(line.range_of(match)[0], "can")
    if (match := _SHORT_YEAR.search(line.text)) is not None:
        line.replace(line.range_of(match, "year")[0], f"20{match['year']}")
    if (match := _YEAR_OUT.search(line.text)) is not None:
        line.put(*line.range_of(match), "jaareinde" if match["nl"] else "year-end")
    _spell_out_single_days(line)
    for index, token in enumerate(line.tokens):
        begin, dash, end = token.text.partition("-")
        if dash and begin in MONTHS and end in MONTHS:
            middle = token.start + len(begin)
            parts = (begin, token.start, middle), ("t/m", middle, middle + 1), (end, middle + 1, token.end)
            line.tokens[index : index + 1] = [Token(*part) for part in parts]
            line.replace(index, begin)
            break
    match = _MONTHS_IN_A_ROW.search(line.text)
    if match is not None:
        first, after = line.range_of(match)
        line.put(first + 1, after - 1, "t/m")
    match = _TWO_MONTHS.search(line.text)
    if match is not None and _follow(match[0].split()[0], match[0].split()[-1]):
        line.replace(line.range_of(match, "and" if match["and"] else "too")[0], "t/m")
    match = _TWO_DAYS.search(line.text)
    if match is not None and (match["to"] == "-" or _is_alone(line, line.range_of(match, "a")[0])):
        index, last = line.range_of(match, "a")[0], line.range_of(match, "b")[0]
        line.tokens.insert(index + 1, line.tokens[last + 1])
        line.put(index + 2, last + 1, "t/m")


def _follow(first: str, last: str) -> bool:
    """Tell whether a month or a quarter is the one right after another: March and April, but not March and May."""
    if first in MONTHS:
        return last in MONTHS and (MONTHS[last] - MONTHS[first]) % 12 == 1
    return int(last[1]) - int(first[1]) == 1


def _is_alone(line: Sentence, index: int) -> bool:
    """Tell whether the number at a token begins a stretch of days, and belongs to no word before it."""
    before = line.tokens[index - 1].text if index else ","
    return before in (
        ",",
        "so",
        "dus",
        "namely",
        "namelijk",
        "day",
        "dag",
        "week",
        "kerst",
        "christmas",
        "easter",
        "pasen",
    )


def _spell_out_single_days(line: Sentence) -> None:
    """Write the days that are named in words, by an event, or as the middle of a month or the start of a week."""
    while (match := _DAY_IN_WORDS.search(line.text)) is not None:
        first, after = line.range_of(match)
        if match["day"]:
            line.put(first, after - 1, str(_DAYS_IN_WORDS[match["day"]]))
        else:
            line.put(first + 1, after, str(_DAYS_IN_WORDS[match["last"].removeprefix("the ")]))
    while (match := _OF_A_YEAR.search(line.text)) is not None:
        line.put(*line.range_of(match, "of"), match["year"])
    for match in reversed([*_DATED_EVENT.finditer(line.text)]):
        if match["word"] not in ("for", "voor") or _OF_A_DAY.fullmatch(match["of"]):
            line.put(*line.range_of(match, "event"), match["word"])
    while (match := _MIDDLE_BETWEEN.search(line.text) or _TO_THE_MIDDLE.search(line.text)) is not None:
        first, after = line.range_of(match, "middle")
        month = match["month"] or match["joined"]
        line.tokens[first:after] = [
            Token(text, line.tokens[first].start, line.tokens[after - 1].end) for text in ("15", month)
        ]
        line.replace(first, "15")
    while (match := _WEEK_COMMENCING.search(line.text)) is not None:
        begins = match["from"] or match["to"]
        line.put(*line.range_of(match, "what"), "from" if begins else "the week of")


def take_stretches(line: Sentence, *, dated: bool) -> None:
    """Take out what a figure is measured over, which is no last day of a goal: ``over the last 28 days``.

    Where the days have been read, *dated*, that also is a stretch that is not said to lie behind.
    """
    match = _STRETCH.search(line.text)
    if match is not None and (match["last"] or dated):
        line.set_aside("over", *line.range_of(match))


def _now(_match: re.Match[str], _today: date) -> str:
    return "now"


def _last_year(match: re.Match[str], _today: date) -> str:
    return "last-year"


def _previous(match: re.Match[str], today: date) -> str:
    if "last" not in match[0] and "afgelopen" not in match[0]:
        return "previous"
    span = _period(f"this {match['unit']}", today)
    if span is None:
        return ""
    before = _period(f"this {match['unit']}", shifted(span[0], -1))
    return "" if before is None else f"{before[0].isoformat()}..{before[1].isoformat()}"


def _over_already(match: re.Match[str], today: date) -> str:
    """Read a period that is over, which no goal can be for: the revenue of December 2025."""
    span = span_of(match["what"], today)
    return "" if span is None or span[1] >= today else f"{span[0].isoformat()}..{span[1].isoformat()}"


def _past_period(match: re.Match[str], today: date) -> str:
    """Read a period that is over, or the running year; one without its year is the latest that has ended."""
    span = span_of(match["what"], today)
    if span is None:
        return ""
    if span[0] > today and re.search(_Y4, match["what"]) is None:
        span = months_later(span[0], -12), shifted(months_later(shifted(span[1], 1), -12), -1)
    return f"{span[0].isoformat()}..{span[1].isoformat()}" if span[0] <= today else ""


def _last_stretch(match: re.Match[str], today: date) -> str:
    """Read the days up to today that something is held against: the last 6 months."""
    months, days = _ahead_of(match["unit"], _count(match["count"]))
    first = months_later(today, -months) if months else shifted(today, -days)
    return f"{first.isoformat()}..{shifted(today, -1).isoformat()}"


def _ahead_of(unit: str, count: int) -> tuple[int, int]:
    """Return so many of a unit of time as months, or as days."""
    if unit[0] in "dw":
        return 0, count * (7 if unit[0] == "w" else 1)
    return {"m": 1, "q": 3, "k": 3, "y": 12, "j": 12, "h": 6}[unit[0]] * count, 0


def _that_of_last_year(match: re.Match[str], today: date) -> str:
    """Read a month or a quarter of last year: 15% above December last year."""
    span = _period(f"{match['what']} {today.year - 1}", today)
    return "" if span is None else f"{span[0].isoformat()}..{span[1].isoformat()}"


def _as_then(match: re.Match[str], today: date) -> str:
    """Read the period that a multiple is of: three times as many next year *as this year*."""
    before = match.string[: match.start()]
    many = re.search(
        r"\b(?:as (?:many|much|high|large|big|often)|(?:even |net zo ?|zo ?)(?:veel|vaak|hoog|groot)"
        r"|zoveel)\b",
        before,
    )
    return "" if many is None else _past_period(match, today)


def latest_before(compared: str, start: date) -> str:
    """Return a period to compare with in the year in which it is the latest that is over before *start*."""
    first, dots, last = compared.partition("..")
    if not dots:
        return compared
    begin, end = date.fromisoformat(first), date.fromisoformat(last)
    for _year in range(2):
        later = shifted(months_later(shifted(end, 1), 12), -1)
        if begin.day == 1 and later < start:
            begin, end = months_later(begin, 12), later
    return f"{begin.isoformat()}..{end.isoformat()}"


_COMPARISONS: tuple[tuple[str, Callable[[re.Match[str], date], str]], ...] = (
        (rf"(?:{_THAN}) {_EVERY_PAST}", _last_year),
        (r"year[- ](?:on|over)[- ]year|y-?o-?y|yoy|jaar op jaar|op jaarbasis"
         r"|on (?:a yearly|an annual) basis", _last_year),
        (rf"(?:{_THAN}) {_LAST} (?P<unit>quarter|kwartaal|month|maand|week)", _previous),
        (rf"(?:than(?: in)?|compared (?:with|to)|versus|vs|against|relative to|dan(?: in)?|ten opzichte van"
         rf"|t\.o\.v\.?|tov"
         rf"|vergeleken met|in vergelijking met|tegenover|als(?: in)?|as in)"
         rf" (?:{_LAST} )?(?:that of |those of |that in |those in |die van |dat van "
         rf"|die in )?(?P<what>{_PERIOD})(?:'s)?",
         _past_period),
        (r"(?:than|dan) (?P<what>(?:this|dit) (?:year|quarter|month|jaar|kwartaal))'s", _past_period),
        (rf"(?:{_THAN}) (?:the |de |het )?(?:last|past|previous|afgelopen|laatste|voorbije|vorige) (?P<count>{COUNT})"
         rf" (?P<unit>{_UNITS})", _last_stretch),
        (rf"(?:(?:than(?: in)?|compared (?:with|to)|versus|vs|dan(?: in)?|vergeleken met|ten opzichte van|t\.o\.v\.?)"
         rf"|(?:(?<=% )|(?<=percent )|(?<=procent ))(?:above|below|over|under|on|boven|onder|op))"
         rf" (?:that of |those of |those in |that in |die van |dat van |die in )?(?P<what>{MONTH}|q[1-4])(?: of"
         rf"| van)?"
         rf" (?:last|previous|vorig|afgelopen|the previous|het vorige) (?:year|jaar)", _that_of_last_year),
        (rf"(?:(?<=% )|(?<=percent )|(?<=procent ))(?:above|below|over|under|up on|down on|on|boven|onder|op)"
         rf" (?:that of |those of |die van |dat van )?"
         rf"(?P<what>(?:(?:{MONTH}|q[1-4]|h[12]) )?{_Y4})", _past_period),
        (rf"(?:(?<=the number )|(?<=the amount )|(?<=the total )|(?<=het aantal )|(?<=het totaal ))(?:of|in|van|uit)"
         rf" (?P<what>(?:(?:{MONTH}|q[1-4]|h[12]) )?{_Y4})", _past_period),
        (rf"(?:of|van|in) (?:the |het )?(?P<what>(?:(?:{MONTH}|q[1-4]) )?{_Y4})", _over_already),
        (r"(?:than|dan|compared (?:with|to)|vergeleken met|t\.o\.v\.?) (?:it is |it was )?(?:now|today|nu|vandaag"
         r"|currently|momenteel|at present|at the moment|op dit moment)", _now),
        (r"(?:than|dan|as|als) (?:what )?(?:i|we|you|there|it|ik|we|wij|je|er|het|dat) (?:(?:nu|vandaag|now|currently"
         r"|today|momenteel|op dit moment) )?(?:have|has|am|are|is|do|get|make|sell|heb|hebben|hebt|ben|zijn|is|doe"
         r"|doen"
         r"|haal|halen|krijg|krijgen|maak|maken|verkoop|verkopen)(?: (?:now|today|nu|vandaag|right now|at the moment"
         r"|at present|op dit moment))?", _now),
        (rf"(?:on|over|above|below|op|boven|onder) (?P<what>{_Y4})(?= (?:in|by|voor|before|during|this"
         rf"|,) )", _past_period),
        (rf"(?:as|als) (?:(?:in|we|i|did|were|in) )*(?P<what>{_PERIOD})", _as_then),
)  # fmt: skip


def take_days(line: Sentence, today: date) -> Days:
    """Take what a line says of days out of it, and return those days."""
    start = deadline = period_start = None
    dated = len(re.findall(rf"(?<= ){_Y4}(?= )", line.text)) > 1
    unsure: list[str] = []
    choices: tuple[date, ...] = ()
    spans: tuple[tuple[date, date], ...] = ()
    assumed = ""
    length: tuple[int, int] | None = None
    manner: Manner = ""
    vague: list[SentenceMark] = []
    for _part in range(3):
        reading = _first(line, today, start, wants_start=start is None, wants_deadline=deadline is None)
        if reading is None:
            break
        match, days = reading
        first, after = line.range_of(match)
        part = "period" if days.start and days.deadline else "start" if days.start else "deadline"
        line.note(part, first, after)
        if days.unsure and not (days.start or days.deadline or days.choices):
            vague.append(line.marks[-1])
        line.put(first, after, DAYS)
        if deadline is None:
            period_start, choices = days.period_start, days.choices or choices
            assumed = days.assumed or assumed
        if length is None:
            length, manner = days.length, days.manner
        start, deadline = start or days.start, deadline or days.deadline
        unsure += days.unsure
        spans = spans or days.spans
    if deadline is not None:
        unsure = [name for name in unsure if name not in ("deadline", "start")]
        choices, spans = (), ()
        # Beside a last day, a time that has no days of its own says when it is to hold: in summer.
        line.marks = [mark._replace(part="condition") if mark in vague else mark for mark in line.marks]
    if length is not None and (manner != "within" or (start is not None and start > today)):
        # Ten weeks from Monday on end on a Sunday; what is within ten weeks may still be on the Monday after.
        deadline = stretch_end(start or today, *length)
        start = today if start is None and manner == "lasting" else start
    if start is not None and deadline is not None and start > deadline and not dated:
        start, deadline, unsure = _in_order(start, deadline, unsure)
    if manner == "within":
        # Its last day is told by today alone; that of some days or weeks may be none.
        manner, length = "within" if length is not None and not length[0] and start is None else "", None
    return Days(
        start, deadline, tuple(dict.fromkeys(unsure)), period_start, choices, length,
        manner if length or manner == "within" else "", assumed,
        () if start is not None else spans,
    )  # fmt: skip


def _in_order(start: date, deadline: date, unsure: list[str]) -> tuple[date | None, date | None, list[str]]:
    """Return days of which the last lies before the first, moved to the year of the first; else they are left open."""
    try:
        moved = deadline.replace(year=start.year)
    except ValueError:
        return None, None, [*unsure, "deadline"]
    if moved >= start and (moved - start).days < 366:
        return start, moved, unsure
    return None, None, [*unsure, "deadline"]


def _first(
    line: Sentence, today: date, start: date | None, *, wants_start: bool, wants_deadline: bool
) -> tuple[re.Match[str], Days] | None:
    """Return the first form that tells something that is still wanted."""
    text = line.text
    for pattern, read in compiled(_FORMS):
        for place in pattern.finditer(text):
            # The rest of a year is that of the year of the first day.
            days = read(place, max(start or today, today) if read is _rest else today)
            if days is None:
                continue
            # A start that is known already leaves only what a form says of the end.
            if (days.start and wants_start and (wants_deadline or not days.deadline)) or (
                (days.deadline or days.unsure) and wants_deadline
            ):
                return place, days
            if days.start and days.deadline and wants_start:
                return place, days
    return None


def _range(match: re.Match[str], today: date) -> Days | None:
    first, last = span_of(match["first"], today), span_of(match["last"], today)
    if last is None:
        return None
    bare = re.fullmatch(r"[0-9]{1,2}(?:st|nd|rd|th|e)?", match["first"].strip())
    if bare and not re.fullmatch(_ENDED, match["last"]) and last[0] == last[1]:
        first = None  # from 4 to 29 January: a day of that month, and not of the one that comes next
    if first is None and bare:
        number = int(re.sub("[a-z]", "", bare[0]))
        first = (last[0].replace(day=number),) * 2 if 0 < number <= last[0].day else None
    if first is None:
        return None
    start, end = first[0], last[1]
    year = re.search(_Y4, match["last"])
    if year and not re.search(_Y4, match["first"]):
        start = months_later(start, 12 * (int(year[0]) - start.year))
        start = months_later(start, -12) if start > end else start
    elif start > end and re.search(_Y4, match["first"]):
        return Days(start, end)  # the days contradict each other, which a person is told
    elif start > end:
        # "between 1 January and 31 December", asked in November: this year or the next one, which only a person knows.
        start = months_later(start, -12)
        return Days(start, end, ("year",)) if start <= end else None
    return Days(start, end) if start <= end else None


def _for_the_year(match: re.Match[str], today: date) -> Days | None:
    """Read a Dutch *voor 2027*, which is for that year behind a goal and can be before it elsewhere."""
    span = span_of(match["what"], today)
    if span is None or match["aim"] or match["is"]:
        return None if span is None else Days(*span)
    if span[0] <= today:
        return Days(*span)
    if re.search(r" (?:naar|to|tot) (?:\S+ )?[€$£]? ?[0-9][^ ]* ", match.string[: match.start() + 1]):
        return Days(None, shifted(span[0], -1))  # where something is to get, it is to be before then
    return Days(None, None, ("deadline", "start"), spans=((today, shifted(span[0], -1)), span))


def _until(match: re.Match[str], today: date) -> Days | None:
    text = match["what"]
    word = match["word"] or ""
    if not word and _BEHIND_FROM.search(match.string[: match.start()]):
        return None  # from one day on 4,000, and from another one on 5,000
    span = span_of(text, today)
    if span is None:
        return Days(None, None, ("deadline",)) if _is_no_day(text, today) else None
    if word in ("on", "op") and re.fullmatch(WEEKDAY, text.strip()):
        return Days(None, None, ("deadline",), choices=(span[1],))  # this one, or each of them
    if re.fullmatch(_BEFORE, word) and not re.match(_ENDED, text):
        # Oud en nieuw is the turn of the year: what is before it has the last day of the year as well.
        return Days(None, span[1] if text.strip().startswith("oud en nieuw") else shifted(span[0], -1))
    return _until_day(text, word, span, today)


def with_both_mothers_days(text: str, days: Days, today: date) -> Days:
    """Return *days* with a last one that is Mother's Day left open, which is in March in Britain, in May elsewhere."""
    match = re.search(rf" mother'?s day(?: (?P<year>{_Y4}))? ", text)
    if match is None or days.deadline is None:
        return days
    may = _nth(days.deadline.year, 5, 6, 2)
    apart = (days.deadline - may).days
    if apart not in (-1, 0):
        return days
    march = _easter(may.year, -21 + apart)
    if march <= today and match["year"] is None:
        march = _easter(may.year + 1, -21 + apart)
    choices = tuple(sorted(day for day in (march, days.deadline) if day > today))
    return days._replace(deadline=None, unsure=(*days.unsure, "deadline"), choices=choices, assumed="")


def _until_day(text: str, word: str, span: tuple[date, date], today: date) -> Days:
    """Read until when by its *word* and the days that its *text* names, where that is no day before them."""
    feast = re.fullmatch(rf"(?:the |de )?(?:{FEAST})(?: {_Y4}| {_NEXT_YEAR})?", text.strip())
    if feast is not None and word in ("rond", "around"):
        return Days(None, None, ("deadline", "start"), choices=(span[1],))  # some days before it, and some after
    if feast is not None and word in ("on", "op", "at", "with", "met"):
        return Days(None, span[1], assumed="on-day")
    if word == "per" and not re.match(_ENDED, text):
        return Days(None, span[1], assumed="per-day")
    ended = ended_period(text, today)
    return Days(None, span[1], period_start=ended[0] if ended else None)


_BEHIND_FROM = re.compile(r" (?:vanaf|from|as of|as from|met ingang van|ingaande|starting|since|sinds) $")


def _is_no_day(text: str, today: date) -> bool:
    """Tell whether *text* is written as a day and is none, such as the thirtieth of February."""
    return (
        re.fullmatch(rf"(?:the |de )?[0-9]{{1,2}}(?:st|nd|rd|th|e)? (?:{MONTH})(?: {_Y4})?", text.strip()) is not None
    )


def _by_period(match: re.Match[str], today: date) -> Days | None:
    """Read ``by June``, which may mean the day before its first or its last."""
    span = span_of(match["what"], today)
    if span is None:
        return None
    choices = tuple(day for day in (shifted(span[0], -1), span[1]) if day > today)
    return Days(None, None, ("deadline",), choices=choices)


def _since(match: re.Match[str], today: date) -> Days | None:
    span = span_of(match["what"], today)
    return None if span is None else Days(span[0], None)


def _after(match: re.Match[str], today: date) -> Days | None:
    span = _day(match["what"], today)
    return None if span is None else Days(shifted(span[1], 1), None)


def _from_this_day(match: re.Match[str], today: date) -> Days:
    return Days(shifted(today, 1) if match["now"] in ("tomorrow", "morgen") else today, None)


def _from_now(match: re.Match[str], today: date) -> Days | None:
    span = span_of(match["last"], today)
    return None if span is None else Days(_from_this_day(match, today).start, span[1])


def _rest(match: re.Match[str], today: date) -> Days | None:
    """Read what is left of a period from today on."""
    span = span_of(match["what"], today)
    return None if span is None else Days(max(span[0], today), span[1])


def _from_day_to_open(match: re.Match[str], today: date) -> Days | None:
    """Read a first day whose last one has no day of its own: between Easter and the autumn holidays."""
    span = span_of(match["first"], today)
    return None if span is None else Days(span[0], None, ("deadline",))


def _part_of(match: re.Match[str], today: date) -> Days | None:
    """Read the first or the last days, weeks or months of a period."""
    span = span_of(match["what"], today)
    if span is None:
        return None
    months, days = _ahead_of(match["unit"], _count(match["count"]))
    if match["end"] in ("first", "eerste"):
        last = shifted(months_later(span[0], months), -1) if months else shifted(span[0], days - 1)
        return Days(span[0], min(last, span[1]))
    after = shifted(span[1], 1)
    return Days(max(months_later(after, -months) if months else shifted(after, -days), span[0]), span[1])


def _week_of(match: re.Match[str], today: date) -> Days | None:
    span = _day(match["what"], today)
    monday = None if span is None else shifted(span[0], -span[0].weekday())
    return None if monday is None else Days(monday, shifted(monday, 6))


def _from_its_first_day(match: re.Match[str], today: date) -> Days | None:
    """Read a period by its first day: the quarter starting 1 January."""
    span = _day(match["what"], today)
    return None if span is None else Days(span[0], shifted(months_later(span[0], _ahead_of(match["unit"], 1)[0]), -1))


def _to_its_last_day(match: re.Match[str], today: date) -> Days | None:
    """Read a period by its last day: the quarter ending 31 March."""
    span = _day(match["what"], today)
    return None if span is None else Days(months_later(shifted(span[1], 1), -_ahead_of(match["unit"], 1)[0]), span[1])


def _during(match: re.Match[str], today: date) -> Days | None:
    span = span_of(match["what"], today)
    return None if span is None else Days(*span)


def _through(match: re.Match[str], today: date) -> Days | None:
    span = span_of(match["what"], today)
    return None if span is None else Days(None, span[1])


def _beginning(match: re.Match[str], today: date) -> Days | None:
    """Read the start of a period: a first day behind from, a last one behind by; else it is left open."""
    span = span_of(match["what"], today)
    if span is None:
        return None
    word = match["word"] or ""
    if re.fullmatch(_BEFORE, word):
        return Days(None, shifted(span[0], -1))
    if re.fullmatch(_FROM, word) and word not in ("since", "sinds", "as"):
        return Days(span[0], None)
    if word in ("by", "at", "on", "until", "till", "uiterlijk", "tegen", "op", "bij", "aan", "per", "tot"):
        return Days(None, span[0])
    return Days(None, None, ("deadline",), choices=(span[0], shifted(span[0], 6)))


def _middle(match: re.Match[str], today: date) -> Days | None:
    span = span_of(match["what"], today)
    if span is None or (span[1] - span[0]).days > 31:
        return Days(None, None, ("deadline",)) if span else None
    middle = span[0].replace(day=15)
    if re.fullmatch(_BEFORE, match["word"] or ""):
        middle = shifted(middle, -1)
    elif re.fullmatch(_FROM, match["word"] or ""):
        return Days(middle, None, assumed="middle")
    return Days(None, middle, assumed="middle")


def _within(match: re.Match[str], today: date) -> Days | None:
    """Read a length of time: within, over or lasting ten weeks."""
    if not match["count"] and not match["half"]:
        return None
    length = _length(match)
    if length is None:
        return None
    months, days = length
    ahead = Days(None, months_later(today, months) if months else shifted(today, days), length=length, manner="within")
    if _LASTING.match(match[0]):
        return ahead._replace(manner="lasting")
    return ahead._replace(manner="over") if _OVER.search(match[0]) else ahead


def _length(match: re.Match[str]) -> tuple[int, int] | None:
    """Return a length of time as months, or else as days; None where it is half of something that has no half."""
    count, unit = _count(match["count"]), match["unit"]
    if match["half"] or unit.startswith("half"):
        if unit[0] not in "yjh":
            return None
        whole = {"anderhalf": 1, "anderhalve": 1, "one and a half": 1, "two and a half": 2, "tweeënhalf": 2}
        return 6 + 12 * whole.get((match["half"] or "").strip(), 0), 0
    return _ahead_of(unit, count)


_LASTING = re.compile(
    rf"\s*(?:for|gedurende|during|{_AHEAD})\b"
    r"|.* (?:long|lang|in a row|running|straight|achtereen|achter elkaar|op rij)\b"
)
_OVER = re.compile(
    rf"(?:^|\s)(?:{_AHEAD})\b|^\s*over (?:.*(?:days|weeks|months|quarters?|years?)\b|(?:a|an|one) (?:day|week|month)\b)"
)
"""What says of a length of time that it is a stretch; a Dutch *over* is a day so far ahead."""


def _coming(match: re.Match[str], today: date) -> Days:
    """Read the coming year, which can be the twelve months ahead or the next year of the calendar."""
    length, _days = _ahead_of(match["unit"], 1)
    span = _period(f"next {match['unit']}", today)
    ahead = (today, shifted(months_later(today, length), -1))
    spans = (ahead, span) if span and span != ahead else (ahead,)
    return Days(None, None, ("deadline", "start"), choices=tuple(last for _first, last in spans), spans=spans)


def _here_next(match: re.Match[str], today: date) -> Days:
    """Read the same day of a period to come: this time next year."""
    unit = match["unit"] or match["eenheid"] or match["year"]
    months, days = _ahead_of(unit, 1)
    return Days(None, months_later(today, months) if months else shifted(today, days))


def _this_and_next(match: re.Match[str], today: date) -> Days | None:
    """Read two periods in a row as one: this year and next year."""
    first, last = _period(f"this {match['unit']}", today), _period(f"next {match['unit']}", today)
    return None if first is None or last is None else Days(first[0], last[1])


def _nth_weekday(match: re.Match[str], today: date) -> Days | None:
    """Read a weekday or a working day of a month, quarter or year: by the last Friday of March."""
    span = span_of(match["what"], today)
    if span is None:
        return None
    day = _weekday_in(span, match["weekday"], _NTH[match["nth"]])
    if day is not None and day < today and not re.search(_Y4, match["what"]):
        day = _weekday_in((months_later(span[0], 12), months_later(span[1], 12)), match["weekday"], _NTH[match["nth"]])
    if day is None:
        return Days(None, None, ("deadline",))
    word = match["word"] or ""
    if re.fullmatch(_BEFORE, word):
        return Days(None, shifted(day, -1))
    return Days(day, None) if re.fullmatch(_CLEARLY_FROM, word) else Days(None, day)


def _weekday_in(span: tuple[date, date], name: str, number: int) -> date | None:
    """Return the *number*th weekday of a name, or working day, of the days of *span*; None where it has fewer."""
    weekday = WEEKDAYS.get(name)
    days = [shifted(span[0], place) for place in range((span[1] - span[0]).days + 1)]
    days = [day for day in days if (day.weekday() < 5 if weekday is None else day.weekday() == weekday)]
    place = number - 1 if number > 0 else number
    return days[place] if -len(days) <= place < len(days) else None


def _left_open(_match: re.Match[str], _today: date) -> Days:
    return Days(None, None, ("deadline",))


def _open_stretch(match: re.Match[str], today: date) -> Days:
    """Read a time without days of its own: of a stretch, such as a summer, its first day is open as its last one is."""
    if _BEGINS.match(match[0].strip()):
        return Days(None, None, ("deadline", "start"))
    if _AS_STRETCH.match(match[0].strip()) is None:
        return Days(None, None, ("deadline",))
    return Days(None, None, ("deadline", "start"), spans=stretches_of(match[0], today))


_BEGINS = re.compile(r"(?:after|following|since|from|as of|na|sinds|vanaf) ")
"""What says of an event without a day of its own that it is the first day: after the summer."""

_AS_STRETCH = re.compile(
    rf"(?:in|during|this|next|every|over|across|throughout|for|all|deze|dit|volgende?|komende?|tijdens|gedurende|heel)"
    rf" (?:(?:the|de|het|next|this|deze|dit|komende?|volgende?|our|my|mijn|onze|current|huidige|coming|hele|whole"
    rf"|entire|full|volledige|gehele) )*"
    rf"(?:(?:{_Y4}) )?(?:{SEASON})|(?:summer|spring|autumn|winter|zomer|voorjaar|najaar|herfst) {_Y4}$"
    rf"|(?:(?:in|during|tijdens) )?(?:the |de )?(?:run-up|run up|lead-up|build-up|aanloop)|(?:{SEASON})$"
    r"|(?:in|during|tijdens) (?:the new year|het nieuwe jaar)$"
)
_SEASON_DAYS: tuple[tuple[str, tuple[tuple[int, int, int, int], ...]], ...] = (
    ("spring|lente|voorjaar", ((3, 1, 5, 31), (3, 20, 6, 20))),
    ("summer|zomer", ((6, 1, 8, 31), (6, 21, 9, 22))),
    ("autumn|fall|herfst|najaar", ((9, 1, 11, 30), (9, 22, 12, 20))),
    ("winter", ((12, 1, 2, 28), (12, 21, 3, 19))),
    ("kerstweek|christmas week", ((12, 21, 12, 27), (12, 25, 12, 31))),
    ("first trimester|eerste trimester", ((1, 1, 3, 31), (1, 1, 4, 30))),
    ("second trimester|tweede trimester", ((4, 1, 6, 30), (5, 1, 8, 31))),
    ("third trimester|derde trimester", ((7, 1, 9, 30), (9, 1, 12, 31))),
    ("fourth trimester|vierde trimester", ((10, 1, 12, 31),)),
)
"""First and last days of stretches that begin on about the same day of every year, in the ways that they are meant."""
_EASTER_DAYS = (("holy week|goede week|stille week", ((-6, 0),)), ("paasweek|easter week", ((-6, 0), (0, 6))),
                ("pinksterweek", ((43, 49), (49, 55))))  # fmt: skip
RUN_UPS = (28, 14)
"""Days before a feast that its run-up may be."""


def stretches_of(text: str, today: date) -> tuple[tuple[date, date], ...]:
    """Return the days that a stretch without days of its own may mean, of the year it names, else those to come."""
    year = re.search(_Y4, text)
    number = int(year[0]) if year else None
    if number is None and re.search(rf"(?:{_NEXT}) (?:year|jaar)", text):
        number = today.year + 1
    for words, ends in _SEASON_DAYS:
        if re.search(rf"\b(?:{words})(?= |$)", text):
            return tuple(_coming_stretch(*end, number, today) for end in ends)
    if re.search(r"\b(?:new year|nieuwe jaar)$", text.strip()):
        return (months_from(12 * (today.year + 1), 12),)
    for words, places in _EASTER_DAYS:
        if re.search(rf"\b(?:{words})\b", text):
            easter = _easter(number or today.year)
            easter = _easter(today.year + 1) if number is None and shifted(easter, places[0][1]) < today else easter
            return tuple((shifted(easter, first), shifted(easter, last)) for first, last in places)
    feast = re.search(r"(?:run-up|run up|lead-up|build-up|aanloop) (?:to|naar|tot) (?P<feast>.+)$", text.strip())
    day = _day(feast["feast"], today) if feast else None
    return () if day is None else tuple((shifted(day[0], -days), shifted(day[0], -1)) for days in RUN_UPS)


def _coming_stretch(
    month: int, day: int, last_month: int, last_day: int, year: int | None, today: date
) -> tuple[date, date]:
    """Return a stretch of a year, which begins in it, or else the next one that is not over."""
    for number in (year,) if year is not None else range(today.year - 1, today.year + 3):
        first, later = date(number, month, day), last_month < month
        last = date(number + later, last_month, last_day)
        if (last_month, last_day) == (2, 28):
            last = shifted(date(number + later, 3, 1), -1)
        if year is not None or last > today:
            break
    return first, last


_HALVED = "(?P<half>(?:half an?|a half|an? half|een half|half|anderhalf|anderhalve|one and a half|two and a half) )?"

_NTH = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "last": -1, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4, "eerste": 1,
    "tweede": 2, "derde": 3, "vierde": 4, "laatste": -1, "1e": 1, "2e": 2, "3e": 3, "4e": 4, "final": -1,
    "penultimate": -2, "one-but-last": -2, "voorlaatste": -2, "second to last": -2, "second-to-last": -2,
}  # fmt: skip
"""Which of its weekdays in a period, counted from its end below 0."""
_WORKDAY = "working day|workday|work day|business day|weekday|werkdag"
NTH_WEEKDAY = (
    rf"(?P<nth>{'|'.join(sorted(_NTH, key=len, reverse=True))}) (?P<weekday>{WEEKDAY}|{_WORKDAY}) (?:of|in|van)"
)
_HERE_NEXT_YEAR = (
    r"(?:at |around |about |by |rond |om |tegen )?(?:this time|the same time|same time|deze tijd|dezelfde tijd)"
    r" (?:next|volgend|volgende) (?P<unit>year|month|week|quarter|jaar|maand|kwartaal)"
    r"|(?:volgend|volgende) (?P<eenheid>jaar|maand|week|kwartaal) (?:om|rond|tegen|op) (?:deze|dezelfde) (?:tijd|dag)"
    r"|next (?P<year>year|month|week|quarter) (?:at |around )?(?:this|the same) (?:time|day)"
)

_FORMS: tuple[tuple[str, Callable[[re.Match[str], date], Days | None]], ...] = (
        (rf"(?:(?:for|gedurende) )?(?P<half>)(?P<count>{COUNT}) (?P<unit>{_UNITS})"
         r" (?:(?:long |lang )?from (?:now|today)|(?:lang )?vanaf (?:nu|vandaag)|na nu)"
         rf"(?! (?:to|until|till|through|tot|t/m|{DAYS}) )", _within),
        (_HERE_NEXT_YEAR, _here_next),
        (rf"(?:(?:in|over|during|for|tijdens) )?(?:both )?(?:this|dit|deze) (?P<unit>year|jaar|quarter|kwartaal|month"
         rf"|maand) (?:and|en|plus|,) (?:ook )?(?:in )?(?:the |het )?(?:{_NEXT})(?: (?:one|year|jaar|quarter"
         rf"|kwartaal|month|maand))?", _this_and_next),
        (rf"(?:(?:at|on|during|for|in|by|before|until|till|after|from|op|tijdens|voor|vóór|tot|na|vanaf) )?"
         rf"(?:(?:the|de|our|my|onze|mijn|this|next|a|een) )*(?:{FEAST}|winter|summer|spring|autumn)"
         rf" (?:craft |street |art )?(?:markets?|fairs?|fayre|bazaar|parade|concert|party)(?: {_Y4})?", _left_open),
        (r"(?:at|on|during|for|by|before|until|till|after|op|tijdens|voor|vóór|tot|na) (?:(?:the|de|our|my|onze|mijn"
         r"|deze|een|a) )+(?:[a-z]+(?:markt|beurs|braderie)|braderie|kermis|craft fair|craft market)"
         r"(?! (?:in|on|op) )", _left_open),
        (rf"(?:(?P<aim>doel|doelen|doelstelling|plan|plannen|ambitie|voornemen|streven|streefwaarde|target|begroting|wens"
         rf"|inzet)(?: is)? |(?<=^ ))voor (?:het jaar )?(?P<what>{_Y4}|(?:{_NEXT}|{_THIS}) (?:jaar|kwartaal))"
         rf"(?P<is> (?:is|staat|luidt|streef|mik)(?= ))?", _for_the_year),
        (rf"(?P<word>{_BEFORE}|{_FROM}|{_BY}|on|op)? ?(?:(?:and|en) including )?(?:the |de )?{NTH_WEEKDAY}"
         rf" (?!(?:the |each |every |de |elke |iedere )?(?:month|maand) )(?P<what>{_PERIOD})", _nth_weekday),
        (r"(?:from|vanaf|starting|as of|met ingang van) (?P<now>tomorrow|today|now|morgen|vandaag|nu)(?: on|"
         r" onwards| af)?(?! (?:to"
         r"|until|till|through|tot|t/m|naar)\b)", _from_this_day),
        (rf"(?:(?:in|during|for|over|gedurende|tijdens|binnen|within) )?(?:the |de |het )?(?P<end>first|last|eerste"
         rf"|laatste)"
         rf" (?P<count>{COUNT}) (?P<unit>{_UNITS}) (?:of|van|in) (?P<what>{_PERIOD})", _part_of),
        (rf"(?:between|tussen|from|van|vanaf) (?P<first>{_DAY}|{_PERIOD}) (?:and|en|to|tot|until|t/m|till) (?:the "
         rf"|de |het )?"
         rf"(?:{SEASON}|{EVENT}|(?:{FEAST}) weekend)(?: weekend)?(?: {_Y4})?", _from_day_to_open),
        (rf"(?:between|tussen) (?:the |de |het )?(?:{SEASON}|{EVENT}|(?:{FEAST}) weekend)(?: weekend)? (?:and|en)"
         rf" (?P<last>{_DAY}|{_PERIOD})", _left_open),
        (rf"(?:between|from|van|vanaf|tussen) (?P<now>now|today|nu|vandaag|tomorrow|morgen) (?:{_TO})"
         rf" (?P<last>{_DAY}|{_ENDED}|{_PERIOD})",
         _from_now),
        (rf"(?:(?:in|during|for|voor|tijdens) )?(?:the|de) week (?:of|van|starting|beginning|commencing|vanaf)"
         rf" (?P<what>{_DATED}|(?:{FEAST})(?: {_Y4})?)", _week_of),
        (rf"(?:(?:in|over|during|for|within|gedurende|tijdens|binnen|voor) )?(?:the|de|het) (?P<unit>year|month|quarter"
         rf"|jaar|maand|kwartaal) (?:from|starting(?: on| from)?|beginning(?: on)?|commencing|vanaf|dat begint op"
         rf"|die begint op|ingaande)(?: the| de)? (?P<what>{_DATED})(?! (?:{_TO}) )", _from_its_first_day),
        (rf"(?:(?:in|over|during|for|within|gedurende|tijdens|binnen|voor) )?(?:the|de|het) (?P<unit>year|month|quarter"
         rf"|jaar|maand|kwartaal) (?:ending(?: on)?|dat eindigt op|die eindigt op|eindigend op)(?: the| de)?"
         rf" (?P<what>{_DATED})", _to_its_last_day),
        (rf"(?:in|during|tijdens|gedurende) (?P<what>{MONTH})(?= [0-9€£$][0-9.,]* [a-z])", _during),
        (rf"(?:from|vanaf) (?P<what>{MONTH})(?= [0-9]+ (?:, )?$)(?! {_Y4})", _since),
        (rf"(?:{_LEAD}|the|de|het)(?: (?:the|de|het))? (?:first|eerste) (?:(?:{COUNT}) )?(?:{_UNITS})"
         rf" (?:after|na|from|following)"
         r" [^,]+", _left_open),
        (rf"(?:{COUNT}) (?:{_UNITS}) (?:after|na) [^,]+", _left_open),
        (rf"(?:between|from|van|vanaf|tussen|of|over)(?: now| nu)? (?P<first>{_DAY}|{_PERIOD}|[0-9]{{1,2}}(?:st|nd|rd"
         rf"|th|e)?)"
         rf" (?:{_TO}) (?P<last>{_DAY}|{_ENDED}|{_PERIOD})",
         _range),
        (rf"(?P<first>{_DATED}|{_Y4}-[0-9-]+) (?:-|t/m|tot en met|until|through|to) (?P<last>{_DAY}"
         rf"|{_ENDED})", _range),
        (rf"(?P<first>{MONTH}) (?:-|t/m|tot en met|through|to|tot) (?P<last>(?:{MONTH})(?: {_Y4})?)", _range),
        (rf"(?P<first>q[1-3]) (?:-|t/m|tot en met|through|to|tot) (?P<last>q[2-4](?: (?:of |van )?{_Y4})?)", _range),
        (rf"(?P<word>{_BEFORE}|{_FROM}|{_BY})? ?(?:the |het |de )?(?:start|beginning|begin|first day|eerste dag"
         rf"|aanvang)"
         rf"(?: of| van)?(?: the| het| de)? (?P<what>{_PERIOD})", _beginning),
        (rf"(?P<word>{_BEFORE}|{_FROM}|{_BY}|in)? ?(?:early|late|vroeg in|laat in)(?: in)?"
         rf" (?P<what>{_PERIOD})", _left_open),
        (rf"(?P<word>{_BEFORE}|{_FROM}|{_BY})? ?(?:the )?(?:mid|middle of|the middle of|halfway(?: through)?"
         rf"|halverwege|medio"
         rf"|midden)(?: in| of)?[ -](?P<what>{MONTH}|{_PERIOD})", _middle),
        (rf"(?P<word>{_BEFORE}|{_FROM}|{_BY})? ?(?<!first )(?<!second )(?<!last )(?<!eerste )(?<!tweede )(?<!laatste )"
         rf"half (?P<what>{MONTH}|{_Y4})", _middle),
        (rf"(?P<word>{_BEFORE}|{_FROM}|{_BY})? ?mid-(?P<what>{MONTH})(?: {_Y4})?", _middle),
        (r"(?:(?:in|over|during|for|within|gedurende|tijdens|binnen) )?(?:the coming|het komende|de komende)"
         r" (?P<unit>year|month|quarter|halfjaar|half jaar|half-year|half year|jaar|maand|kwartaal)", _coming),
        (r"(?:(?:by|before|in|until|till|from|voor|tot|vanaf|uiterlijk|end of|eind) )*(?:the |de )?(?:first|second"
         r"|third"
         r"|fourth|last|eerste|tweede|derde|vierde|laatste) (?:full )?(?:week|weekend|days|dagen)(?: of| van| in)?"
         rf"(?: de| the)? (?:{MONTH})(?: {_Y4})?", _left_open),
        (rf"(?:(?:in|during|by|voor|tijdens) )?(?:the|de) (?:(?:last|laatste|{COUNT}) )?(?:week|weeks|days|month"
         rf"|weken|dagen|maand)"
         rf" (?:before|after|voor|na|up to|leading up to) (?:(?:the|de) )?(?:{FEAST}|{EVENT}|{SEASON})", _left_open),
        (_VAGUE, _open_stretch),
        (rf"(?:after|na) (?P<what>{_DATED}|(?:the |de |het )?(?:{FEAST})(?: {_Y4})?)", _after),
        (r"(?<!ingaand )(?<!ingaande )(?<!ingang )(?<!beginnen )(?<!beginnend )(?<!startend )(?<!starting )"
         r"(?<!beginning )"
         rf"(?P<word>{_BEFORE}|{_BY})(?: the| de| het)? (?P<what>{_ENDED}|{_DAY})(?: at the latest| uiterlijk"
         rf"| latest)?", _until),
        (rf"(?P<word>)(?P<what>{_ENDED})", _until),
        (rf"(?<!nog )(?<!al )(?<!ruim )voor (?:het jaar )?(?P<what>(?:het )?(?:{_Y4}|q[1-4](?: (?:van )?{_Y4})?"
         rf"|(?:{_NEXT}|{_THIS}) (?:{_UNIT})|(?:{_ORDINAL}) kwartaal(?: (?:van )?{_Y4})?)"
         rf"|(?:de )?maand (?:{MONTH})(?: (?:van )?{_Y4})?)(?P<aim>)(?P<is>)",
         _for_the_year),
        (rf"(?P<word>{_BEFORE}) (?!(?:the|het|de) (?:{_WHOLE}) )(?:the |het )?"
         rf"(?P<what>(?:{MONTH})(?: {_Y4})?|{_NAMED_PERIOD})", _until),
        (rf"(?<!all )(?:{_THROUGH}) (?P<what>{_PERIOD})", _through),
        (rf"(?:{_FROM}) (?P<what>{_DAY})(?: on| onwards| onward| af)?", _since),
        (rf"{_HALVED}(?P<count>{COUNT}|) ?(?P<unit>{_UNITS}) (?:long|lang|in a row|running|straight|achtereen"
         rf"|achter elkaar|op rij)",
         _within),
        (rf"(?:{_LEAD})(?: (?:{_AHEAD}))? {_HALVED}(?P<count>{COUNT}|)(?: calendar)? ?(?P<unit>{_UNITS})(?! of)"
         r"(?: time| tijd|'s time|' time| from now| vanaf nu)?", _within),
        (rf"(?:{_AHEAD}) {_HALVED}(?P<count>{COUNT}|) ?(?P<unit>(?<=[a-z0-9] ){_UNITS})(?<!next month)(?<!next week)"
         r"(?<!next year)(?<!next quarter)(?<!komende maand)(?<!komende week)(?<!komende jaar)", _within),
        (rf"(?P<half>)(?P<count>{COUNT}) (?P<unit>{_UNITS}) (?:from now|vanaf nu|from today)"
         rf"(?! (?:to|until|till|through|tot|t/m|{DAYS}) )", _within),
        (rf"(?:{_CLEARLY_FROM}) (?P<what>{_PERIOD})(?: on| onwards| onward| af)?", _since),
        (rf"(?:(?:in|during|for|over|gedurende|voor|tijdens) )?(?:the )?(?:rest|remainder|de rest|het restant)"
         rf" (?:of|van)"
         rf" (?P<what>{_PERIOD})", _rest),
        (rf"(?:uiterlijk|at the latest|no later than|by the latest) (?:in|during) (?P<what>{_PERIOD})", _by_period),
        (rf"{_NO_PART_OF}(?:{_DURING})(?: the course of| de loop van| the whole of| heel)?"
         rf" (?P<what>{_PERIOD})", _during),
        (rf"{_NO_PART_OF}(?:{_FROM}) (?P<what>{_PERIOD})(?: on| onwards| onward| af)?", _since),
        (rf"(?:by|tegen|tot|until|untill|till|uiterlijk|uiterlijk in|come) (?P<what>{_PERIOD})"
         rf"(?: at the (?:very )?latest| latest| uiterlijk)?", _by_period),
        (rf"(?P<what>(?:{_HALF})(?<=[0-9]{{4}})|(?:(?:the|het) (?:(?:{_WHOLE}) )?)?(?:{_ORDINAL}) (?:quarter|kwartaal)"
         rf" (?:of |van )?{_Y4})", _during),
        (rf"(?:in|over|during|for|gedurende|of|van) (?P<what>{_PERIOD})", _during),
        (rf"(?P<word>)(?P<what>{_DAY})(?!{_OF_A_FEAST})", _until),
        (rf"(?P<what>{_NAMED_PERIOD})", _during),
        (rf"(?P<what>{MONTH})(?= , $| $)", _during),
        (rf"(?<![0-9] )(?P<what>{MONTH})(?= (?:[€£$] )?(?:[0-9]{{3,}}|[0-9]+[.,][0-9]+|[0-9]+ ?k) )", _during),
        (rf"(?<=^ )(?P<what>{MONTH})(?= )", _during),
        (rf"(?:this|deze|dit|next|volgende|komende|coming|heel|all)? ?(?:{SEASON})(?= , $| $)", _open_stretch),
)  # fmt: skip
"""The forms in the order they are tried: those that say most come first."""


def span_of(text: str, today: date) -> tuple[date, date] | None:
    """Return the first and last day of what a piece of a sentence names; None when it is no day or period."""
    text = text.strip()
    if re.fullmatch(_AT_END, text):
        ended = ended_period(text, today)
        return (ended[1], ended[1]) if ended else None
    return _period(text, today) or _day(text, today)


def ended_period(text: str, today: date) -> tuple[date, date] | None:
    """Return the first and last day of the period that *text* names the end of, ``end of Q2``; None when it does not.

    The quarter that is over by *today* is that of the year to come.
    """
    ended = re.fullmatch(_AT_END, text.strip())
    span = span_of(ended["rest"] or ended["year"] or "this year", today) if ended else None
    if span is None or span[1] >= today or re.search(_Y4, text):
        return span
    return months_later(span[0], 12), months_later(span[1], 12)


def _day(text: str, today: date) -> tuple[date, date] | None:
    text = re.sub(r"^(?:the|de) | of(?= )", "", text).replace("coming ", "next ").strip()
    year = re.search(rf"{_Y4}$", text)
    later = re.search(rf" {_NEXT_YEAR}$", text)
    named = year or later
    feast = _FEASTS.get(text[: named.start()].strip() if named else text)
    if feast is not None:
        try:
            day = feast(int(year[0]) if year else today.year)
            day = feast(today.year + 1) if later or (year is None and day < today) else day
        except (ValueError, OverflowError):
            return None  # the last year of all has no next one
        return day, day
    if re.fullmatch(_OF_A_WEEK, text) and (named_day := re.search(WEEKDAY, text)):
        monday = shifted(today, (7 if re.search(_NEXT, text) else 0) - today.weekday())
        return (shifted(monday, WEEKDAYS[named_day[0]]),) * 2
    text = re.sub(r"(?<=[0-9])(?:ste|de|e)(?= )", "", re.sub(r"^(?:this|deze) ", "", text))
    text = re.sub(r" the (?=[0-9])", " ", text)
    try:
        day = parse_day(text, today, future=True)
    except Refused:
        return None
    return day, day


def _easter(year: int, days: int = 0) -> date:
    """Return Easter Sunday of a year, or a day so many later (Meeus, Astronomical Algorithms, chapter 8)."""
    century, rest = divmod(year, 100)
    moon = (19 * (year % 19) + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    sunday = (32 + 2 * (century % 4) + 2 * (rest // 4) - moon - rest % 4) % 7
    late = (year % 19 + 11 * moon + 22 * sunday) // 451
    month, day = divmod(moon + sunday - 7 * late + 114, 31)
    return shifted(date(year, month, day + 1), days)


def _nth(year: int, month: int, weekday: int, number: int, days: int = 0) -> date:
    """Return the *number*th *weekday* (Monday is 0) of a month, or a day so many later."""
    first = date(year, month, 1)
    return shifted(first, (weekday - first.weekday()) % 7 + 7 * (number - 1) + days)


def _kings_day(year: int) -> date:
    day = date(year, 4, 27)
    return shifted(day, -1) if day.weekday() == 6 else day


def _feasts() -> dict[str, Callable[[int], date]]:
    fixed = {
        "christmas|christmas day|xmas|kerst|kerstmis|eerste kerstdag": (12, 25), "christmas eve|kerstavond": (12, 24),
        "boxing day|tweede kerstdag": (12, 26),
        "new year's eve|new years eve|oudjaar|oudjaarsdag|oudejaarsdag|oudejaarsavond|oudejaar"
        "|oud en nieuw": (12, 31),
        "new year's day|new year's|new year|new years day|new years|nieuwjaar|nieuwjaarsdag": (1, 1),
        "sinterklaas|sinterklaasavond|pakjesavond": (12, 5), "epiphany|driekoningen": (1, 6),
        "valentine's day|valentines day|valentijnsdag"
        "|valentijn": (2, 14), "halloween": (10, 31), "dierendag": (10, 4),
        "labour day|dag van de arbeid|may day": (5, 1), "independence day|fourth of july": (7, 4),
        "saint patrick's day|st patrick's day|st patricks day": (3, 17), "veterans day|remembrance day": (11, 11),
        "sint-maarten|sint maarten|singles day": (11, 11), "bonfire night|guy fawkes night": (11, 5),
        "allerheiligen|all saints day": (11, 1), "bevrijdingsdag": (5, 5), "dodenherdenking": (5, 4),
    }  # fmt: skip
    feasts: dict[str, Callable[[int], date]] = {}
    for names, (month, number) in fixed.items():
        for name in names.split("|"):
            feasts[name] = lambda year, month=month, number=number: date(year, month, number)  # type: ignore[misc]
    moved = {
        "easter|easter sunday|pasen|eerste paasdag": 0, "easter monday|tweede paasdag": 1,
        "good friday|goede vrijdag": -2,
        "hemelvaart|hemelvaartsdag|ascension day": 39,
        "pinksteren|pentecost|whitsun|whit sunday|eerste pinksterdag": 49, "whit monday|tweede pinksterdag": 50,
        "palm sunday|palmpasen": -7, "maundy thursday|witte donderdag": -3, "ash wednesday|aswoensdag": -46,
        "shrove tuesday|pancake day": -47, "mothering sunday": -21,
    }  # fmt: skip
    for names, days in moved.items():
        for name in names.split("|"):
            feasts[name] = lambda year, days=days: _easter(year, days)  # type: ignore[misc]
    return feasts | {
        "black friday": lambda year: _nth(year, 11, 3, 4, 1), "cyber monday": lambda year: _nth(year, 11, 3, 4, 4),
        "thanksgiving": lambda year: _nth(year, 11, 3, 4), "mother's day": lambda year: _nth(year, 5, 6, 2),
        "moederdag": lambda year: _nth(year, 5, 6, 2), "father's day": lambda year: _nth(year, 6, 6, 3),
        "vaderdag": lambda year: _nth(year, 6, 6, 3), "king's day": _kings_day, "koningsdag": _kings_day,
        "kings day": _kings_day, "mothers day": lambda year: _nth(year, 5, 6, 2),
        "fathers day": lambda year: _nth(year, 6, 6, 3),
        "memorial day": lambda year: shifted(_nth(year, 5, 0, 5), -7 if _nth(year, 5, 0, 5).month == 6 else 0),
        "labor day": lambda year: _nth(year, 9, 0, 1), "presidents day": lambda year: _nth(year, 2, 0, 3),
        "martin luther king day": lambda year: _nth(year, 1, 0, 3), "mlk day": lambda year: _nth(year, 1, 0, 3),
        "columbus day": lambda year: _nth(year, 10, 0, 2), "prinsjesdag": lambda year: _nth(year, 9, 1, 3),
        "secretaressedag": lambda year: _nth(year, 4, 3, 3),
    }  # fmt: skip


_FEASTS = _feasts()
"""The days of the year that have a name, each with what returns it for a year."""


def _period(text: str, today: date) -> tuple[date, date] | None:
    year = re.search(_Y4, text)
    later = re.search(rf"(?:^| )(?:{_NEXT})(?: |$)", text) is not None
    plain = re.sub(r"\b(?:half-year|half year|half jaar)\b", "halfjaar", text)
    words = re.sub(
        rf"\b(?:{_Y4}|the|het|de|of|van|in|calendar|all|{_WHOLE}|heel|maand(?= \w)|month(?= of \w)|{_THIS}"
        rf"|{_NEXT})\b",
        " ", plain,
    ).split()  # fmt: skip
    if len(words) > 1 and words[-1] in ("year", "jaar"):
        words = words[:-1]
        numbered = int(year[0]) if year else today.year + 1 if later else today.year if "year" in text else None
        if re.search(r"\b(?:this|dit|the current) (?:year|jaar)\b", text):
            numbered = today.year
        elif not later and year is None:
            numbered = None
    else:
        numbered = int(year[0]) if year else today.year + 1 if later and len(words) > 1 else None
    if not words:
        return (date(int(year[0]), 1, 1), date(int(year[0]), 12, 31)) if year else None
    if words[0] == "week" and words[1:] and words[1].isdigit():
        return _week(int(words[1]), int(year[0]) if year else None, today)
    half = re.fullmatch(r"h([12])|(first|second|last|eerste|tweede|laatste|1st|2nd|1e|2e|1ste|2de)", words[0])
    if half and (half[1] or words[1:2] in (["half"], ["helft"], ["halfjaar"])):
        number = int(half[1] or 0) or min(2, ORDINALS[half[2]])
        return _months(6, number, numbered, today)
    quarter = re.fullmatch(r"q([1-4])", words[0])
    if quarter or (words[0] in ORDINALS and words[1:2] in (["quarter"], ["kwartaal"])):
        return _months(3, int(quarter[1]) if quarter else ORDINALS[words[0]], numbered, today)
    if words[0] in MONTHS and len(words) == 1:
        return _months(1, MONTHS[words[0]], numbered, today)
    return _around(words[0], today, later=later, year=numbered) if len(words) == 1 else None


def _week(number: int, year: int | None, today: date) -> tuple[date, date] | None:
    """Return Monday and Sunday of an ISO week, the next that is not over where no year is named."""
    try:
        monday = date.fromisocalendar(year or today.isocalendar().year, number, 1)
        if year is None and shifted(monday, 6) < today:
            monday = date.fromisocalendar(today.isocalendar().year + 1, number, 1)
    except ValueError:
        return None
    return monday, shifted(monday, 6)


def _around(unit: str, today: date, *, later: bool, year: int | None) -> tuple[date, date] | None:
    """Return the week, month, quarter or year that *today* is in, or the one after it."""
    if unit == "week":
        monday = shifted(today, (7 if later else 0) - today.weekday())
        return monday, shifted(monday, 6)
    lengths = {
        "month": 1, "maand": 1, "quarter": 3, "kwartaal": 3, "halfjaar": 6, "year": 12, "jaar": 12, "kalenderjaar": 12,
    }  # fmt: skip
    length = lengths.get(unit)
    if length is None:
        return None
    number = (12 * year if year else month_index(today)) // length + (1 if later and not year else 0)
    return months_from(number * length, length)


def _months(length: int, number: int, year: int | None, today: date) -> tuple[date, date]:
    """Return the part *number* of a year in parts of *length* months: of *year*, else the one not over yet."""
    index = 12 * (year or today.year) + (number - 1) * length
    if year is None and index + length <= month_index(today):
        index += 12
    return months_from(index, length)


def _count(text: str) -> int:
    return int(text) if text.isdigit() else SPELLED.get(text, 1)

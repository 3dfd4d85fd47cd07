"""What each figure of a goal's sentence is for: a target, a change, an edge, where it comes from, or a condition.

The forms are tried on the whole line in the order of how much they say. A figure that no form explains leaves open
which of them is meant; none is dropped without a word.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from kpitui.core._goal_dates import COUNT, DAYS, FEAST, MONTH, SEASON, WEEKDAY
from kpitui.core._goal_numbers import FIGURE, LENGTH_IN_SECONDS, TIMES, Quantity, alike
from kpitui.core._goal_periods import PER
from kpitui.core._goal_tokens import Sentence, compiled
from kpitui.core._goal_words import SAVING, UNCOUNTED

USED = "\ue005"
"""Stands in the text of a line for what a figure was read from."""


def _plain(unit: str) -> str:
    return "%" if unit in ("pp", "pt") else unit


class Figures(NamedTuple):
    """What the figures of a sentence say; sizes are above 0, which way they go is told by the direction."""

    change_percent: float | None = None
    change_points: float | None = None
    target: float | None = None
    low: float | None = None
    baseline: float | None = None
    unit: str = ""
    limit: bool = False
    below: bool = False
    """Whether it is not to be reached either, in ``fewer than``."""
    least: bool = False
    """Whether the figure is one not to fall below, in ``at least``."""
    towards: bool = False
    """Whether the figure is where it is to get, in ``to 10,000``."""
    scored: bool = False
    """Whether it was written in points that may be those of a score as well as of a percentage."""
    share: bool = False
    """Whether the figure is a part of what is counted, and not how much of it: 30% of orders, 3 of 10 offers."""
    direction: str = ""
    """Which way it goes, where the form tells."""
    unsure: tuple[str, ...] = ()
    choices: tuple[Quantity, ...] = ()
    """The figures that may be the one that is meant."""


_Q, _T = FIGURE, TIMES
_TO = (
    "to at least|to at most|to more than|to under|to below|to less than|back to|back down to|down to|up to|to about"
    "|to around|to|towards|toward|naar minstens|naar minimaal|naar maximaal|naar hooguit"
    "|naar hoogstens|to no more than|to a maximum of|tot hooguit|tot hoogstens|naar minder dan|terug naar|terug tot"
    "|omhoog naar|omlaag naar|naar|tot minstens|tot maximaal|tot onder|tot boven|tot|back at|-  >|- >|=>"
)
_AT = (
    "at|reach|reaching|hit|hitting|of at least|of|get|make|earn|van minstens|van minimaal|bereiken|behalen|halen|op"
    "|van|is|="
)
_LEAST = (
    "at least|at a minimum|a minimum of|minimum of|minimum|min|minimaal|minstens|no less than|not less than"
    "|no fewer than|not fewer than|no lower than|not lower than|not below|never below|not under|never under"
    "|ten minste|tenminste|past|niet minder dan|nooit minder dan|niet lager dan|above|over|exceed|exceeding|boven"
    "|more than|higher than|better than|greater than|meer dan|hoger dan|groter dan|niet onder|nooit onder"
    "|never drop below|drop below|fall below|dip below|zakken onder|komen onder|zakt onder|north of|upwards of|beyond"
    "|>|≥|> =|beter dan|at or above|op of boven|meer of gelijk aan"
)
_MOST = (
    "not (?:a|one) (?:minute|euro|cent|day|hour|penny) more than|geen (?:minuut|euro|cent|dag|uur) meer dan|at most"
    "|at the most|at the very most|at an absolute maximum|absoluut maximaal|no more often than|niet vaker dan|at max"
    "|a maximum of|maximum of|maximum|max|maximaal|hoogstens|niet meer dan|nooit meer dan|no more than|not more than"
    "|never more than|never longer than|nooit langer dan|no higher than|not higher than|not above|never above"
    "|no longer than|not exceed|not to exceed"
    "|not exceeding|not over|never over|under|below|onder|less than|minder dan|fewer than|faster than|quicker than"
    "|shorter than|lower than|lager dan|sneller dan|korter dan|within|beneath|niet boven|nooit boven|niet hoger dan"
    "|nooit hoger dan|niet langer dan|hooguit|binnen|at or below|at or under|op of onder|no greater than|capped at"
    "|cap at|limit to|limited to|beperken tot|beperkt tot|<|≤|< =|ten hoogste|smaller than|kleiner dan|underneath"
    "|to less than"
)
_UNDER = "less than|minder dan|fewer than|under|below|beneath|onder|lower than|lager dan|smaller than|kleiner dan|<"
"""Limits that the figure itself is beyond."""
_OR_MORE = (
    "or more|or higher|or better|or above|of meer|of hoger|of beter|plus|at least|minimum|minimaal|minstens|\\+|and up"
)
_OR_LESS = (
    "or less|or fewer|or lower|or below|or under|at most|max|maximum|tops|of minder|of lager|maximaal|hooguit"
    "|hoogstens|at the most|at the very most|at the outside|or faster|of sneller|or quicker|(?:, )?(?:and )?(?:not"
    "|no) more|(?:, )?en niet meer|(?:, )?niet meer|(?:, )?(?:en )?meer niet"
)
_CHANGE = (
    "more|extra|additional|higher|lower|fewer|less|increase|growth|rise|decrease|drop|reduction|faster|cheaper|better"
    "|uplift|decline|jump|gain|improvement|bigger|larger|smaller|quicker|off"
    "|meer|hogere?|lagere?|minder|stijging|daling|groei|toename|afname|verhoging|verlaging|sneller|erbij|reductie"
    "|omhoog|omlaag|up|down|korter|kortere|shorter|beter|besparing|groter|grotere|kleiner|langer|longer|goedkoper|eraf"
)
_CHANGE_WORDS = frozenset(_CHANGE.split("|"))
_PLAIN_LESS_WORDS = """
lower fewer less decrease drop reduction faster cheaper lagere lager minder daling afname verlaging sneller reductie
omlaag down eraf korter kortere shorter sooner earlier eerder vlugger decline
besparing smaller quicker kleiner off cut bezuiniging goedkoper -
"""
_LESS_WORDS = frozenset(_PLAIN_LESS_WORDS.split())
_DAY_WORDS = "days?|dagen|dag|werkdag(?:en)?|workdays?|weekdays?"
_BY, _NOUN, _AFTER = (
    "by|with|met",
    r"[^\W\d_]\S*",
    "more|extra|fewer|less|meer|minder|erbij|higher|lower|lager|hoger|omlaag|omhoog|down",
)
_CUT_FROM = (
    "shave|shaving|knock|knocking|lop|slice|chop|trim|cut|cutting|strip|remove|removing|schrap|schrappen|snij|snijd"
    "|snoep|schaaf|bezuinig|knabbel|schroef"
)
"""Verbs whose figure goes away from what they take it *from*."""
_TAKEN_OFF = (
    "af|eraf|afhalen|afkrijgen|aftrekken|afsnijden|afschaven|afsnoepen|afknabbelen|afgehaald|weghalen"
    "|wegsnijden|afdoen|schrappen|snijden|besparen|bezuinigen|removed|taken off|cut"
)
"""How a clause ends whose figure goes away from what it names: *een kwartier van de reactietijd afhalen*."""
_PUT_ON = "bij|erbij|erbovenop|bijtellen|optellen|bovenop|toevoegen|added|on top"
"""How a clause ends whose figure comes to what it names."""
_OF_CHANGE = (
    "(?:increase|growth|rise|decrease|drop|reduction|decline|cut|gain|uplift|jump|toename|groei|stijging|daling"
    "|afname|verhoging|verlaging|reductie|plus|besparing|bezuiniging)(?: of| van| with| met)?"
)
_WORDS = r"(?:(?!and |en )[^\W\d_,]\S* ){0,4}?"
_NOW = (
    "instead of|rather than|in plaats van|i\\.p\\.v\\.?|ipv|now at|now|is now|currently at|currently|today|today at"
    "|was|nu|is nu|nu op|momenteel|vandaag|coming from|up from|down from|against|tegen|from the current|from"
)
_EACH = f"each|apiece|a piece|per stuk|elk|ieder|per order|per opdracht|per klant|per client|per project|a pop|{PER}"
_WORTH = (
    "of at least|of more than|of over|worth at least|worth more than|worth over|worth|of minimum|above|over|at least"
    "|of|at|@|à|van minstens|van minimaal|van meer dan|van boven|boven de|boven|ter waarde van|van|met een waarde van"
    "|with a value of over|with a value of at least|with a value over|with a value of|valued at|costing|with|voor|for"
    "|from|with at least|met minstens|met minimaal|met meer dan|with more than|op|spending|paying|ordering"
)
_CLAUSE = re.compile(
    r"(?<=\s)(?:without|while|whilst|provided|provided that|as long as|on condition|unless|zonder|terwijl|mits|zolang"
    r"|tenzij"
    r"|met behoud van|bij gelijkblijvende?|met dezelfde|with the same|at the same|within the same|binnen hetzelfde"
    r"|ondanks"
    r"|despite|keeping|with no|met gelijke)"
    rf"(?: [^,{DAYS}{USED}]+| {_Q})+"
)
_WITHOUT_FIRST = re.compile(rf" (?P<without>(?:zonder|without) (?:[^\W\d_][^\s,]* ){{1,3}}?)(?={_Q} )")
"""What must not come along with it, said first: *zonder extra kosten* 15% more revenue."""
_MEANS = re.compile(
    rf"(?<=\s)(?:by (?=[a-z]+ing )|thanks to|with the help of|by means of|door(?: middel van)?|met behulp van"
    rf"|dankzij)"
    rf"(?: [^,{DAYS}{_Q}{_T}{PER}]+)"
)
_REASON = re.compile(
    r"(?<=\s)(?:so that|so i|so we|or else|otherwise|or (?:i|we)(?= )|anders(?= \S+ (?:we|ik|er|het) )|because"
    r"|in order to|omdat|zodat|ivm|i\.v\.m\.?|in verband met|vanwege|wegens|due to|owing to"
    r"|, want(?! (?:\ue000|(?:to|at|a|an|more|about)\b))|such that|which allows|waardoor|opdat)"
    rf"(?: [^,{DAYS}]+)"
)
_OPINION = re.compile(
    r" (?P<who>(?:my|our|the|mijn|onze|de|het) \S+ (?:says|thinks|insists|believes|wants|needs|expects|zegt|vindt"
    r"|denkt"
    r"|wil|verwacht|eist)"
    r"(?: that| dat)?)(?= )"
)
"""Who has the wish, in ``my accountant says``."""
_ENOUGH = re.compile(
    r"(?<=\s)(?:(?:is|would be|are) (?:enough|plenty|fine)|(?:is|zijn) (?:genoeg|zat)|genoeg is"
    r"|at (?:any|a|one) (?:time|moment)|at the same time|op enig moment)(?=\s)"
)
_ON_SOMETHING = re.compile(r"(?<=\s)(?:on|op|aan|at|in)(?= [^\W\d_])")


_THAT_IS = re.compile(
    rf"(?<=\s)(?:die|that|which|who) (?:(?:blijven|blijft|worden|wordt|niet|are|is|stay|stays|remain|remains|go"
    rf"|goes|get"
    rf"|gets|don't|doesn't|do not|does not|aren't|isn't|never|nooit|nog|over|terug|open)(?= ) ?)+"
    rf"(?:(?!(?:this|next|in|by|before|until|during|every|each|per|dit|deze|volgend|voor|tot|met|to|from|van|naar) )"
    rf"[^\s,0-9{DAYS}{PER}{_Q}{_T}]+ ?){{0,2}}(?<= )"
)
"""What narrows down which of them are counted: egg boxes *that stay unsold*."""
_MILESTONE = re.compile(
    r"(?<= , )(?:(?:and|with|en|met|at least|minstens|minimaal|half|the first) )*(?:\S+ (?:of them|of those|of"
    r" these|of which|ervan|daarvan)"
    r"|waarvan|of which)(?= )[^,]*(?= (?:,|$))"
)
"""What part of it is to be there earlier, which is no figure of the goal: 18 by July, *5 of them before March*."""
_RESTATED = re.compile(
    r"(?<= , )(?:that's|that is|that would be|which is|dat is|dat zijn|dat scheelt|oftewel) [^,]*(?<=\s)(?:more"
    r"|less|fewer|up|down|meer"
    r"|minder|erbij|extra)(?: (?:than|dan) (?:now|nu|today|vandaag|this year|dit jaar|last year|vorig jaar"
    r"|(?:in )?20[0-9]{2}))?(?= (?:,|$))"
)
"""What says the same figure in another way: *that's 600 more than now*."""
_DATED = (
    rf"(?:(?:the|de|het|very|end|eind|einde|start|begin|mid|middle|of|van|last|laatste|first|eerste|next|volgend"
    rf"|volgende"
    rf"|this|dit|komend|komende|day|dag|all|heel|a|een) )*(?:{MONTH}|[0-9]+(?:st|nd|rd|th|e)?|{SEASON}|{FEAST}"
    rf"|q[1-4]|h[12]"
    r"|year|jaar|quarter|kwartaal|month|maand|week|half|year-end|jaareinde|spring|tomorrow|now|today|nu|vandaag|six"
    r"|three|twelve|zes|drie|twaalf)(?= )"
)
_LASTS = (
    rf"(?:until|untill|till|til|by|from|before|since|starting|as of|throughout|through|for|in|during|over|tot"
    rf"|tot en met"
    rf"|t/m|vanaf|uiterlijk|per|voor|vóór|tegen|op|on|tijdens|gedurende|te beginnen) {_DATED}"
)
"""What the days of a goal begin with, which end a condition."""
_ONLY_IF = (
    r"whenever|except(?:ing)?(?: for| in| on| during| when| if)?|with the exception of|excluding|but not|other than"
    r"|apart from|aside from|leaving out|not counting|unless|if|even if|provided(?: that)?|providing|assuming"
    r"|so long as|as long as"
    r"|on condition|in case|depending on|subject to|given that"
    r"|behalve|uitgezonderd|met uitzondering van|exclusief|maar niet|mits|tenzij|indien|wanneer|zolang|op voorwaarde"
    r"|afhankelijk van|onder voorbehoud|ervan uitgaande|in geval van|(?:bij|met) (?:een )?(?:droog|goed|mooi|slecht"
    r"|nat|redelijk|voldoende|genoeg|gunstig|normaal)e?"
    r"|(?:once|when|as soon as|zodra|nadat|wanneer) (?:the|my|our|i|we|there|de|het|mijn|onze|ik|we|wij|er)"
    r"|als (?:het|de|er|ik|we|wij|alles|mijn|onze|je|iedereen|niemand|dat|dit|zij|ze|hij|iemand)"
    rf"(?! (?:nu|vorige?|afgelopen|zelfde|in|van|jaar|kwartaal|maand|week|{MONTH}|[0-9]+) )"
)
"""How a condition begins."""
_SPARED = (
    r"(?:permitting|excepted|excluded|aside|allowing|notwithstanding|not included|not counted|do(?:es)? not count"
    r"|don't count|daargelaten|uitgezonderd|niet meegerekend|niet meegeteld|niet inbegrepen|niet meegenomen|dienende"
    r"|buiten beschouwing(?: gelaten)?|volente|uitgesloten|tellen niet mee|telt niet mee|vrij|dicht|gesloten|closed"
    r"|off(?! [0-9€$£]))"
)
"""How a condition ends whose thing stands first: weather *permitting*."""
_PERIODS_MISSED = (
    r"(?:for |in )?(?:[0-9]+|een|één|one|two|three|four|five|twee|drie|vier|vijf|zes|six) (?:\S+ )?(?:days?|weeks?"
    r"|months?|dag|dagen|week|weken|maand|maanden)(?: |$)"
)
_CONDITION = re.compile(
    # A whole clause, or what goes up to the days of the goal.
    rf"(?<=, )(?:{_ONLY_IF}) (?!{_PERIODS_MISSED})[^,]+(?= ,)"
    r"|"
    rf"(?<=\s)(?<! content )(?<! happy )(?<! glad )(?<! pleased )(?:{_ONLY_IF})(?<! )(?: (?!{_PERIODS_MISSED})"
    rf"(?!(?:{_LASTS}))[^,\s]+(?: in| on| during| at| op| bij)?)"
    rf"(?:(?! (?:{_LASTS}))(?! [0-9€$£]\S* \S+ (?:per|a|in|op|each|every|elke|/) )(?: [^,\s]+))*?"
    rf"(?= (?:,|{_LASTS}|[0-9€$£]\S* |$))"
    # Weather permitting.
    rf"|(?<=[,(] )(?!{_PERIODS_MISSED})(?:[^\W\d_]\S* ){{1,4}}{_SPARED}(?= )|(?<=\s)(?:weather|time|money|god|health"
    rf"|light|traffic|ijs en weder"
    rf"|deo) (?:permitting|allowing|willing|dienende|volente)(?= )"
    r"|(?<=\s)(?:if possible|all being well|with any luck|god willing|indien mogelijk|zo mogelijk)(?= )"
    rf"|(?<=\s)(?:with|met) (?:the |my |de |mijn |every |elke )?(?:{WEEKDAY}|weekend)s? (?:off|free|vrij|dicht"
    rf"|closed)(?= )"
    r"|(?<=\s)(?:but |maar |or |of (?=only |just |alleen |slechts |maar |\S+ in de ))"
    rf"(?:only |just |alleen |slechts |maar )?(?:[0-9]+|one|two|three|four|five|één|een"
    rf"|twee|drie"
    rf"|vier|vijf|zes|six|seven|zeven) (?:in|during|tijdens) (?:the |de )?(?:{MONTH}|{SEASON})(?= )"
    rf"|(?<=\s)(?:but|maar) (?:only )?in (?:the |de )?(?:{MONTH}|{SEASON}) [^,]+?(?= (?:,|{_LASTS}|$))"
    r"|(?<=[,(] )(?:[^\W\d_]\S* ){0,2}(?:days|weeks|months|hours|weather|dagen|weken|maanden) only(?= (?:,|$))"
    r"|(?<=[,(] )(?:only|alleen|enkel) (?:on|op|in|at|during|tijdens|when|als|bij|if) [^,]+?(?= (?:,|$))"
    rf"|(?<=\s)bar (?:on )?(?:{WEEKDAY}|{MONTH}|weekend|bank holiday|holiday)s?(?= )"
)
"""What must be so for the goal to hold, or when it need not: unless it rains, bij droog weer, except in August."""
_CLOSED = (
    r"(?:(?:i'm|i am|we're|we are|ik ben|we zijn|wij zijn|is|are|being|and|en|but|maar|then) )*"
    r"(?:closed|shut|away|off|on holiday|on vacation|not working|skipping|skip|dicht|gesloten|vrij|weg"
    r"|met vakantie|op vakantie)"
)
"""What says of days that nothing is done on them."""
_DAYS_OFF = re.compile(
    rf"(?<=\s)(?:{_CLOSED}) (?:(?:in|on|at|during|over|op|tijdens|around|rond|for|all|heel|the|de|het|every|elke"
    rf"|week of|weeks of|week van) )*(?:{MONTH}|{WEEKDAY}|{SEASON}|{FEAST}|weekend)s?(?:en)?(?= )"
    rf"|(?<=[,(] )(?:(?:in|on|at|during|over|op|tijdens|rond|met|all|heel|the|de|het) )+(?:{MONTH}|{WEEKDAY}|{SEASON}"
    rf"|{FEAST}|weekend)s?(?:en)? (?:{_CLOSED}|niet|not)(?= (?:,|$|until|till|from|by|tot|vanaf|voor|uiterlijk))"
    rf"|(?<=[,(] )(?:(?:when|whenever|if|als|wanneer|zodra|toen) )[^,]*? (?:in|on|op) (?:{MONTH}|{WEEKDAY})s?"
    rf"(?: [^,0-9]*?)?(?= (?:,|$|until|till|by|tot|uiterlijk))"
    rf"|(?<=\s)(?:when|whenever|if|unless|once|provided(?: that)?|except(?: for| in| during)?|but not|als|wanneer"
    rf"|behalve|uitgezonderd|zodra|mits|tenzij)(?! (?:nu|vorige?|possible|need be|mogelijk|nodig) ) (?!(?:{MONTH}) )"
    rf"(?:(?!(?:until|till|by|before|from|starting|tot|t/m|vanaf|uiterlijk|voor|vóór|tegen) )[^,0-9\s]\S* ){{1,7}}?"
    rf"(?:in|on|op|during|tijdens) (?:the |de )?(?:{MONTH}|{WEEKDAY}|{SEASON})s?(?! (?:[0-9]|20))"
    rf"(?: (?!(?:until|till|by|before|from|starting|tot|t/m|vanaf|uiterlijk|voor|vóór|tegen|in|next|this|dit|volgend) )"
    rf"[^,0-9\s]\S*)*(?= )"
)
"""When it need not be so, with the month or the day that this is: closed in August, als we op maandag opengaan."""
_HELD_WHEN = re.compile(
    r"(?<=\s)(?:(?:(?:only |alleen )?(?:during|within|outside|in|tijdens|binnen|buiten|alleen|only) )"
    r"(?:the |de |het |my |our |mijn |onze )?(?:(?:office|business|working|school|opening|shop|daytime) hours"
    r"|kantooruren|kantoortijd(?:en)?|openingstijden|werktijd(?:en)?|schooltijd|school weeks|schoolweken|lesweken"
    r"|term[- ]?time|term)"
    r"|(?:(?:office|business|working|school|opening) hours|school weeks|term[- ]?time|weekends|weekdays) only"
    r"|(?:(?:only |alleen )?(?:at|on|in|during|op) )(?:the |het )?(?:weekends?|weekenden)"
    r"|(?:excluding|excl|except|not counting|exclusief|behalve|uitgezonderd) (?:the |de |my |our |mijn |onze"
    r" )?(?:school )?"
    r"(?:holidays?|vacations?|weekends?|vakanties?|schoolvakanties|feestdagen|weekenden)"
    r"|(?:the |de |school )?(?:holidays?|vacations?|weekends?|vakanties?|schoolvakanties|feestdagen|weekenden)"
    r" (?:are |is )?(?:excluded|excepted|not counted|not included|don't count|do not count|niet meegerekend"
    r"|uitgezonderd"
    r"|niet meegeteld|tellen niet mee|telt niet mee)"
    r"|(?:without|zonder) (?:working |te werken )?(?:on |op |in |at )?(?:the |het |de )?"
    r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)days?|(?:maan|dins|woens|donder|vrij|zater|zon)dag(?:en)?"
    r"|weekends?|weekenden"
    r"|evenings|avonds|' s (?:avonds|nachts))(?: working| te werken| werken)?"
    r"|(?:voor|vóór|na|om|before|after|at) (?:[0-9]{1,2}|een|één|twee|drie|vier|vijf|zes|zeven|acht|negen|tien"
    r"|elf|twaalf|one|two"
    r"|three|four|five|six|seven|eight|nine|ten|eleven|twelve|noon|midnight) ?(?:uur(?! (?:per|in de|werk))"
    r"|o'clock|am|pm)"
    r"(?: ' s (?:ochtends|middags|avonds))?"
    r"|(?<=, )(?:(?:mon|tues|wednes|thurs|fri|satur|sun)days?|(?:maan|dins|woens|donder|vrij|zater|zon)dag(?:en)?"
    r"|weekends?) (?:off|free|closed|excluded|vrij|dicht|gesloten)"
    r"|(?:except|but not|behalve|niet) (?:on |op )?(?:(?:mon|tues|wednes|thurs|fri|satur|sun)days?"
    r"|(?:maan|dins|woens|donder|vrij|zater|zon)dag(?:en)?|weekends?|weekenden)"
    r"|(?:on|op) (?:a|een) (?:scale|schaal) (?:of|van)(?: (?:1|one|een|één) (?:to|tot))? (?:5|10|100|five|ten"
    r"|vijf|tien|honderd)"
    r"|outside (?:the )?(?:school )?holidays|buiten de (?:school)?vakanties?"
    r"|(?:net of|na aftrek van|after (?:deducting )?(?=expenses|costs|deductions|fees)) ?\S+"
    r"|(?:before|after|voor|na|vóór) (?:the |het |de )?(?:breakfast|lunch|dinner|supper|work|school|ontbijt|lunch"
    r"|avondeten"
    r"|werk|werktijd|schooltijd)"
    rf"|(?:preferably|ideally|mostly|mainly|bij voorkeur|(?:het )?liefst|vooral|meestal) (?:on |op |in )(?:the "
    rf"|de )?(?:"
    rf"{WEEKDAY}|weekend|mornings?|evenings?|ochtenden|avonden)(?:s|en)?"
    r"|(?:excl(?:uding)?|incl(?:uding)?|ex|net of|exclusief|inclusief|zonder|met|before|after|plus) (?:the )?(?:vat"
    r"|btw"
    r"|shipping|postage|verzendkosten|verzending)"
    r"|' s (?:nachts|avonds|ochtends|middags|morgens|zomers|winters)|(?:at night|in the (?:evenings?|mornings?"
    r"|afternoons?)"
    r"|in de (?:avonden|avond|ochtenden|ochtend|middag|middagen|nacht))"
    r"|(?:(?:and|en|but|maar) )?(?:not|niet|never|nooit|no \S+|geen \S+) (?:after|before|past|na|voor"
    r"|vóór) [0-9]{1,2}"
    r"(?:[.:][0-9]{2})?(?: (?:pm|am|uur|o'clock))?)(?: only)?(?=\s)"
)
"""At what times something is to hold, which no goal can say."""


def take_times_of_day(line: Sentence) -> None:
    """Take out at what times of a day or week something is to be so, and mark it as a condition: office hours only."""
    match = _MILESTONE.search(line.text)
    if match is not None:
        line.set_aside("condition", *line.range_of(match))
    match = _RESTATED.search(line.text)
    if match is not None:
        line.set_aside("reason", *line.range_of(match))
    while (match := _days_off(line) or _CONDITION.search(line.text) or _HELD_WHEN.search(line.text)) is not None:
        line.set_aside("condition", *line.range_of(match))
    match = _THAT_IS.search(line.text)
    if match is not None:
        line.set_aside("condition", *line.range_of(match))
    match = _WORKING_WEEK.search(line.text)
    if match is not None and _ANOTHER_FIGURE.search(line.text[: match.start()] + line.text[match.end() - 1 :]):
        line.set_aside("condition", *line.range_of(match))


def _days_off(line: Sentence) -> re.Match[str] | None:
    """Return when the goal need not hold; where nothing but days off is counted, they are what is wished."""
    match = _DAYS_OFF.search(line.text)
    return None if match is None or _FREE_DAYS.fullmatch(line.text[: match.start()]) else match


_FREE_DAYS = re.compile(rf"(?:(?! (?:{COUNT})) [^\W\d_][^\s,]*| ,)* (?:{COUNT}) (?:days?|weeks?|dagen|dag|weken) ")
"""What stands before *off* where the days off are counted, and nothing else is."""
_WORKING_WEEK = re.compile(
    rf"(?<=\s)(?:(?:but|maar|and|en) )?(?:on|with|working|met|bij|in|op) (?:only |just |maar |slechts )?(?:{COUNT})"
    r" (?:working )?(?:days|dagen|werkdagen|workdays) (?:a|per|in de|in the|each|every|elke) (?:work |working )?"
    r"(?:week|werkweek)(?=\s)(?!.*\s(?:a|per|each|every|elke|iedere) (?:day|dag)\s)"
)
"""In how many days of a week the wish is to come true: the same revenue *on four days a week*."""
_ANOTHER_FIGURE = re.compile(
    r"\s(?:[€£$%]|(?!20[2-4][0-9]\s)[0-9][^\s-]*|same|evenveel|zelfde|hetzelfde|dezelfde|gelijk|gelijke|double|verdubbel\w*)\s"
)


_ART = (
    r"(?:a |an |een |the |de |het |our |my |mijn |onze |about |around |roughly |ongeveer |circa |ca |another |nog "
    r"|zo'n |only )*"
)
_LET = re.compile(
    r"(?<=\s)(?P<no>(?:don't|do not|doesn't|does not|won't|will not|mustn't|must not|shouldn't|should not|can't|cannot"
    r"|can not|never|not|to not|avoid|prevent|stop|nooit|niet|voorkom|voorkomen|vermijd|vermijden)"
    r"(?: (?:ever|dat|te|let|letting|allow|allowing|see|want|wil|have|having|laat|laten))*)"
    rf"(?: (?!(?:and|en|but|maar|while|then|dan|want|or|of|until|tot|keep|hou|houd|houden) )(?:[^\W\d_]\S*|{DAYS}))"
    rf"{{0,7}}?(?: (?P<verb>(?:(?:from|to) )?(?:drop|dropping|drops|slip|slipping|slips|fall"
    r"|falling|falls|dip|dipping|dips|sink|sinking|sinks|go|going|goes|slide|sliding|get|getting|come|coming|rise|rising"
    r"|creep|creeping|climb|climbing|drift|drifting|run|running|zakt|zakken|daalt|dalen|komt|komen|duikt|duiken|valt"
    r"|vallen|gaat|gaan|stijgt|stijgen|loopt|oplopen)))?"
    rf" (?P<side>below|under|beneath|above|over|beyond|onder|beneden|boven)(?= {_ART}{_Q}"
    r" (?P<behind>(?:[^\W\d_]\S* ){0,2}?(?:komt|komen|uitkomt|uitkomen|stijgt|stijgen|gaat|gaan|oploopt|oplopen|raakt"
    r"|raken) )?)"
)
"""What a figure must not come below or above: don't let it slip below 4.5, voorkom dat hij onder de 4,5 zakt."""


def _take_let(line: Sentence) -> None:
    """Write what a figure must not come below or above as the other forms know it."""
    match = _LET.search(line.text)
    if match is None or (
        match["side"] in ("above", "over", "beyond", "boven") and not (match["verb"] or match["behind"])
    ):
        return
    if match["verb"]:
        line.put(*line.range_of(match, "verb"), "go")
    line.put(*line.range_of(match, "no"), "nooit" if line.dutch else "never")


_CONTENT = re.compile(
    r"(?<=\s)(?P<who>(?:(?:i'd|we'd|i'll|we'll|i|we|ik|wij|would|will|be|am|are|ben|zijn|zou|already|al) )*"
    r"(?:happy|satisfied|content|pleased|delighted|glad|over the moon|dolblij|dolgelukkig|blij|tevreden|gelukkig)"
    r" (?:(?:zijn|wezen|te zijn) )?(?:with|met|if i get|als ik)"
    r"|(?:ben ik|zijn we|am i|are we) (?:heel |erg |dik |very |meer dan |zeer |al )?(?:blij|tevreden|gelukkig|happy)"
    r"|(?:settle|make do) (?=for|with)"
    r"|(?:zou|would) (?:ik|i|we|wij) (?:heel |erg |very |already |al )?(?:dol)?(?:blij|gelukkig|tevreden|happy|glad"
    r"|content)"
    r" (?:zijn|be)|i would be (?:happy|glad|content))(?=\s)"
)
"""How somebody says what is enough: *I'd be happy with* 6 a week."""


def take_clauses(line: Sentence) -> None:
    """Take out what is beside the goal itself: what must hold along with it, by what means, and for what reason."""
    match = _OPINION.match(line.text)
    if match is not None:
        line.set_aside("reason", *line.range_of(match, "who"))
    match = _CONTENT.search(line.text)
    if match is not None:
        line.set_aside("reason", *line.range_of(match, "who"))
    match = _ENOUGH.search(line.text)
    if match is not None:
        line.set_aside("reason", *line.range_of(match))
    match = _WITHOUT_FIRST.match(line.text)
    if match is not None:
        line.set_aside("condition", *line.range_of(match, "without"))
    for pattern, part in ((_CLAUSE, "condition"), (_REASON, "reason"), (_MEANS, "means")):
        match = pattern.search(line.text)
        if match is not None and match[0].startswith("keeping") and _Q not in line.text[: match.start()]:
            continue  # it is the wish itself: I plan on keeping hours under 50
        if match is not None and match.start() > 1:
            first, after = line.range_of(match)
            while after > first + 1 and line.tokens[after - 1].text in (",", DAYS):
                after -= 1
            line.set_aside(part, first, after)


def take_figures(line: Sentence, saving: bool) -> Figures:
    """Take the figures of a line out of it, with the words around them, and return what they say.

    *saving* tells that the sentence is about saving on something.
    """
    _join_only(line)
    _join_not_one(line)
    _take_let(line)
    share = _take_shares(line)
    figures, replaced = Figures(), _take_replaced(line)
    _take_conditions(line)
    for pattern, read in compiled(_FORMS):
        match = pattern.search(line.text)
        if match is None:
            continue
        reading = read(line, match)
        if reading is not None:
            figures = reading
            _use(line, match, figures)
            break
    if figures == Figures() and (match := _NONE_AT_ALL.search(line.text)) and not line.level:
        figures = Figures(target=0.0, limit=True)
        if match["none"]:
            line.put(*line.range_of(match, "none"), USED)
    if saving and _is_saved(line, figures):
        saved = figures.target
        figures = figures._replace(target=None, direction="less")
        figures = (
            figures._replace(change_percent=saved) if figures.unit == "%" else figures._replace(change_points=saved)
        )
    if replaced is not None and figures.change_percent is not None and replaced.unit in ("", "%"):
        figures = Figures(target=figures.change_percent, unit="%", direction=figures.direction)  # 60% instead of 72%
    if line.relative and figures.target is not None and figures.unit == "%":
        change = round(figures.target - 100, 2)
        figures = Figures(change_percent=abs(change), direction="less" if change < 0 else "more")
    if replaced is not None and figures.target is not None and figures.baseline is None:
        way = "more" if figures.target > replaced.value else "less"
        figures = figures._replace(baseline=replaced.value, direction=figures.direction or way, towards=True)
    figures = _with_baseline(line, figures)
    return _other_figures(line, figures)._replace(share=share and figures.change_percent is None)


_ONLY = re.compile(
    rf"(?<=\s)(?P<only>(?:nog|now|just)? ?(?:maar|slechts|enkel|alleen|only)|(?:only|alleen) (?:maar|nog))(?= {_Q} )"
)
"""What says of a figure that it is to be no more than that: *nog maar* 3,000 open, *only* 5 complaints."""


def _join_only(line: Sentence) -> None:
    """Let what says that a figure is small be one word, so that its *nog* is not more than there is now."""
    for match in _ONLY.finditer(line.text):
        # A *maar* by itself is mostly a but, and *alleen* says which.
        if match["only"].strip() not in ("maar", "alleen", "enkel"):
            line.put(*line.range_of(match, "only"), "only")
            return


_NOT_ONE = re.compile(
    rf"(?<=\s)(?P<no>(?:niet|geen|not)(?: even| eens)? (?P<a>{_Q}))(?= [^\W\d_])(?! (?:op|in|of|out)\b)"
)
"""Not one of something: *niet 1 klacht* meer."""


def _join_not_one(line: Sentence) -> None:
    """Let not one of something be none of it, so that its *more* is no change by one."""
    match = _NOT_ONE.search(line.text)
    if match is not None and _quantity(line, match, "a") == Quantity(1.0):
        line.note("target", *line.range_of(match, "no"))
        line.put(*line.range_of(match, "no"), "geen")


_NONE_AT_ALL = re.compile(
    r"^ (?:(?:have|keep|get|make|allow|i want|we want|ik wil|wij willen|nog|with|the|to|helemaal|want|er|zijn"
    rf"|there should be|there are|from now on|voortaan|mogen|i'd like|,|{DAYS}) )*"
    r"(?:(?P<none>no|zero|not a single|not (?:even )?one|niet één|niet een|geen één|geen|geen enkele?|nul) |(?:nobody"
    r"|no one|niemand)(?: meer)? )"
    r"(?!(?:more|less|fewer|later|longer|lower|higher|meer|minder|later|langer|hoger|lager|change|matter|enkel"
    r"|need|new|extra"
    r"|nieuwe|excuses|smoesjes|single (?:week|month|day)|week|month|day|dag|maand)\b)[^\W\d_]"
)
"""A sentence that wants none of something."""


def _take_replaced(line: Sentence) -> Quantity | None:
    """Take out what another figure comes in the place of, and return it: 20 *instead of 14*."""
    match = _REPLACED.search(line.text)
    if match is None or line.text.count(_Q) < 2:
        return None
    figure = _quantity(line, match, "a")
    index = line.range_of(match, "a")[0]
    line.note("baseline", index, index + 1)
    line.put(*line.range_of(match), USED)
    return figure


_REPLACED = re.compile(
    rf"(?<=\s)(?:instead of|rather than|in plaats van|i\.?p\.?v\.?|ipv)(?: the| de| nu| now)? (?P<a>{_Q})(?=\s)"
)


def _is_saved(line: Sentence, figures: Figures) -> bool:
    """Tell whether what is saved is a figure less, and not put aside: it is a part, or saved on something."""
    if figures.target is None or figures.towards or figures.limit:
        return False
    return figures.unit == "%" or PER in line.text or _ON_SOMETHING.search(line.text) is not None


def _use(line: Sentence, match: re.Match[str], figures: Figures) -> None:
    """Note what a form was read from, and put a sign without a meaning in the place of its figures."""
    first, after = line.range_of(match)
    part = "target"
    if figures.change_percent is not None or figures.change_points is not None or "change" in figures.unsure:
        part = "change"
    elif figures.low is not None:
        part = "low"
    for name, field in (("a", part), ("b", "target")):
        if name in match.groupdict() and match[name]:
            index = line.range_of(match, name)[0]
            line.note("baseline" if name == "a" and figures.baseline is not None else field, index, index + 1)
    for index in range(first, after):
        # What a form leaves out of its figures names what is measured: its words stay.
        if line.tokens[index].text in (FIGURE, TIMES):
            if not any(mark.start == line.tokens[index].start for mark in line.marks):
                line.note("change", index, index + 1)
            line.replace(index, USED)


def _quantity(line: Sentence, match: re.Match[str], name: str) -> Quantity:
    item = line.tokens[line.range_of(match, name)[0]].item
    assert isinstance(item, Quantity)
    return item


def _take_shares(line: Sentence) -> bool:
    """Tell whether a figure is a part of what is counted; of so many out of so many one figure is made, in percent."""
    match = _OUT_OF.search(line.text)
    if match is not None:
        few, many = _quantity(line, match, "a"), _quantity(line, match, "b")
        if many.value == HIGHEST_MARK and match["on"]:
            first, after = line.range_of(match, "a")[0], line.range_of(match, "b")[1]
            line.put(first, after, FIGURE, few)
            return False
        if not few.unit and not many.unit and 0 < few.value < many.value:
            first, after = line.range_of(match, "a")[0], line.range_of(match, "b")[1]
            line.put(first, after, FIGURE, Quantity(round(100 * few.value / many.value, 2), "%"))
            return True
    match = _ONE_IN.search(line.text)
    whole = "b" if match is not None and match["b"] else "bare"
    if match is not None and _is_measured_apart(
        _quantity(line, match, "a"), _quantity(line, match, whole), bare=whole == "bare"
    ):
        match = None
    if match is not None and 0 < _quantity(line, match, "a").value < _quantity(line, match, whole).value:
        part = _quantity(line, match, "a").value / _quantity(line, match, whole).value
        last = line.range_of(match, whole)[0]
        line.note("target", last, last + 1)
        line.put(last, last + 1, ",")
        line.put(*line.range_of(match, "a"), FIGURE, Quantity(round(100 * part, 2), "%"))
        return True
    match = _OF_EVERY.search(line.text)
    if match is not None:
        few, many = _quantity(line, match, "few"), _quantity(line, match, "many")
        if not few.unit and not many.unit and 0 < few.value < many.value and few.high is many.high is None:
            last, first = line.range_of(match, "few")[0], line.range_of(match, "many")[0]
            line.note("target", first, first + 1)
            line.put(last, last + 1, FIGURE, Quantity(round(100 * few.value / many.value, 2), "%"))
            line.replace(first, ",")
            return True
        if few.unit != many.unit and few.high is many.high is None:
            line.narrowed = True  # five orders for every € 100: how much there is of the one for the other
    match = _PART_OF.search(line.text)
    if match is None or _quantity(line, match, "a").unit != "%":
        return False
    index = line.range_of(match, "a")[0]
    line.tokens[index] = line.tokens[index]._replace(item=_quantity(line, match, "a")._replace(whole=True))
    return True


def _is_measured_apart(few: Quantity, many: Quantity, *, bare: bool) -> bool:
    """Tell whether two figures make no share: *24 uur reageren op 90%*. A time is a part of a time only."""
    apart = ("h", "min", "s", "days", "weeks")
    if "%" in (few.unit, many.unit):
        return True
    alike = few.unit == many.unit or (bare and not many.unit)  # one hour in ten
    return not alike and (few.unit in apart or many.unit in apart)


HIGHEST_MARK = 10
"""What a mark is out of: 8 out of 10 on satisfaction is an 8."""

_OUT_OF = re.compile(
    rf"(?P<a>{_Q}) (?:(?:out of|of|van|uit) (?:the |every |each |de |elke |iedere |onze |mijn |my |our )?"
    rf"|in (?:every |each )?"
    rf"|op (?:de |elke |iedere )?|/ )(?:last |next |laatste |volgende )?(?P<b>{_Q})(?= [^\W\d_])(?P<on> (?:on|for"
    rf"|or|from|of|voor|op|as|als)\b)?"
)
_ONE_IN = re.compile(
    rf"(?<=\s)(?P<a>{_Q}) (?!instead|rather)(?:[^\W\d_]\S* (?:in|out of|of|op|van)(?: every| each| the| de| elke)?"
    rf" (?P<b>{_Q})(?=\s)(?! {PER})|(?:in|out of|op)(?: every| each| the| de| elke)? (?P<bare>{_Q})(?= (?:{DAYS}|,"
    rf"|$)))"
)
"""One jar in ten."""
_OF_EVERY = re.compile(
    rf"(?<=\s)(?:van|of|out of|from|voor|for|op|per|on) (?:elke|iedere|every|each) (?P<many>{_Q})"
    rf"(?: [^\s,{DAYS}{PER}{_Q}]+){{1,6}}? (?P<few>{_Q})(?=\s)(?! {PER})"
)
"""How many there are to be of every so many: van elke tien offertes *vier*, voor elke 100 bezoekers *drie*."""
_PART_OF = re.compile(
    rf"(?<!by )(?<!with )(?<!met )(?P<a>{_Q}) (?:of|van)(?= (?:the |all |our |my |de |het |alle |onze |mijn "
    rf"|every )*[^\W\d_])"
)


def _is_second(line: Sentence, match: re.Match[str]) -> bool:
    """Tell whether what comes *with* so many things is a result beside another one: 25,000 euros, with 600 orders."""
    first, with_it = _quantity(line, match, "a"), _quantity(line, match, "b")
    money = first.unit in ("EUR", "USD", "GBP") and not with_it.unit and with_it.high is None
    return money and is_plural(match["things"], dutch=line.dutch)


_WITH_THINGS = re.compile(
    rf"(?<=\s)(?P<a>{_Q}) (?:[^\W\d_]\S* |{DAYS} |, ){{1,6}}?(?P<with>(?:with|from|met|uit|via) {_ART}(?P<b>{_Q})"
    rf" (?:[^\W\d_]\S* ){{0,2}}?(?P<things>[^\W\d_]\S*))(?= (?:,|$|{DAYS}))"
)
"""What comes with an amount: 25,000 euros in Q1 *with 600 orders*."""
_WHO_DO = re.compile(
    rf"(?<=\s){_Q} (?:[^\W\d_]\S* ){{1,4}}?(?:, )?(?P<clause>(?:who|that|which|die|dat|paying|spending|earning|ordering"
    rf"|buying|bringing|betalend|worth(?= (?:[^\s,]+ ){{0,4}}?{_Q} {PER}))(?! (?:{_TO}) )"
    rf"(?: (?:[^\W\d_]\S*|[<>≥≤])){{0,6}}? {_Q}(?: (?:or more|of meer))?"
    rf"(?: {PER})?(?: (?!(?:{_LASTS})|(?:by|before|until|in|this|next|for|voor|vóór|tot|uiterlijk|per|dit|volgend"
    rf"|komend|from|vanaf) )[^\W\d_]\S*){{0,4}})(?= (?:,|$|{DAYS}|{PER}|[^\s]+ ))"
)
"""Who of them count, with a figure of its own: 10 clients *who pay more than 500 a month*."""


def _take_conditions(line: Sentence) -> None:
    """Take out a figure of what is counted, and not of the goal: 10 orders *of at least 1,000 euros each*."""
    _take_waits(line)
    match = _WHO_DO.search(line.text)
    if match is not None:
        line.set_aside("condition", *line.range_of(match, "clause"))
        line.narrowed = True
    match = _WITH_THINGS.search(line.text)
    if match is not None and _is_second(line, match):
        line.set_aside("condition", *line.range_of(match, "with"))
    counted = re.search(rf"{_Q} [^\W\d_]", line.text)
    if counted is None:
        return
    for match in re.finditer(
        rf"(?<=\s)(?:{_WORTH})(?: (?:a|an|een|de|the))? (?P<b>{_Q})(?: (?:{_EACH}))?(?: or more| of meer)?(?=\s)",
        line.text,
    ):
        if match.start() < counted.end():
            continue
        first, after = line.range_of(match)
        figure = _quantity(line, match, "b")
        own = line.tokens[line.range_of(counted)[0]].item
        apiece = re.search(rf"(?:{_EACH})(?: or more| of meer)?$", match[0]) is not None and not match[0].endswith(PER)
        of_money = figure.unit in ("EUR", "USD", "GBP", "h", "min") and isinstance(own, Quantity) and not own.unit
        if apiece or of_money:
            if match[0].endswith(PER) and re.match(
                r"(?:of |van )?(?:at least|more than|minstens|minimaal|meer dan)\b", match[0]
            ):
                after -= 1  # so many orders of that size a week
            line.set_aside("condition", first, after)
            return


def _take_waits(line: Sentence) -> None:
    """Take out how fast something is to be, or how old, which is no figure of the goal: 95% *within 24 hours*."""
    aged = re.search(
        rf"(?<=\s)(?:(?:older|ouder) (?:than|dan) {_Q}(?: \w+)?"
        rf"|(?:overdue|late|open|unpaid|outstanding|te laat|openstaand\w*|onbetaald\w*) (?:by |for )?(?:more|longer"
        rf"|meer"
        rf"|langer) (?:than|dan) {_Q} (?:days?|weeks?|dagen|weken)"
        rf"|(?:die )?(?:langer|meer|longer|more) (?:than|dan) {_Q} (?:days?|weeks?|dagen|weken) (?:openstaan\w*"
        rf"|open|te laat"
        rf"|overdue|late|unpaid|onbetaald))(?=\s)",
        line.text,
    )
    if aged is not None:
        # How old something is makes it another thing than what its name alone stands for: its word stays.
        first, after = line.range_of(aged)
        line.note("condition", first, after)
        line.put(first, after, line.tokens[first].text)
    others = [token.item for token in line.tokens if isinstance(token.item, Quantity) and token.text == FIGURE]
    if len(others) < 2 or all(other.unit in ("h", "min", "s") for other in others):
        return
    for match in re.finditer(
        rf"(?<=\s)(?:within|under|in|binnen|onder)(?: de)? (?P<a>{_Q})(?P<days> (?:working |business )?(?:days?|dagen"
        rf"|dag"
        r"|werkdagen|weeks?|weken))?(?=\s)",
        line.text,
    ):
        if match["days"] or _quantity(line, match, "a").unit in ("h", "min", "s"):
            line.set_aside("condition", *line.range_of(match))
            return


def _band(line: Sentence, match: re.Match[str]) -> Figures | None:
    high = _quantity(line, match, "b")
    low = alike(_quantity(line, match, "a"), high)
    if low.value >= high.value or low.high is not None:
        return None
    if change := match.groupdict().get("change"):
        ends = (Quantity(low.value, high.unit), Quantity(high.value, high.unit))
        return Figures(unit=high.unit, direction=_way_of(change), unsure=("change",), choices=ends)
    return Figures(target=high.value, low=low.value, unit=high.unit or low.unit, direction="keep")


def _range(line: Sentence, match: re.Match[str]) -> Figures | None:
    """Read a range: the edges of what each period brings, or of a change of which it is open how much is meant."""
    figure = _quantity(line, match, "a")
    if figure.high is None:
        return None
    word = (match.groupdict().get("change") or match.groupdict().get("lead") or "").strip()
    if word:
        ends = (Quantity(figure.value, figure.unit), Quantity(figure.high, figure.unit))
        return Figures(unit=figure.unit, direction=_way_of(word), unsure=("change",), choices=ends)
    return Figures(target=figure.high, low=figure.value, unit=_plain(figure.unit), direction="keep")


def _from_to(line: Sentence, match: re.Match[str]) -> Figures | None:
    last = _quantity(line, match, "b")
    first = alike(_quantity(line, match, "a"), last)
    if first.high is not None or last.high is not None:
        return None
    first, last = (item._replace(value=-item.value) if item.sign < 0 else item for item in (first, last))
    first, last = _days_beside_weeks(line, match, first, last)
    unit = last.unit or first.unit
    if first.unit and last.unit and first.unit != last.unit:
        if first.unit not in LENGTH_IN_SECONDS or last.unit not in LENGTH_IN_SECONDS:
            return None
        # From 5.5 hours to 45 minutes: both in the unit of where it is to get.
        factor = LENGTH_IN_SECONDS[first.unit] / LENGTH_IN_SECONDS[last.unit]
        first = first._replace(value=round(first.value * factor, 6), unit=last.unit)
    elif not first.unit and last.unit and _counts_things(line, match):
        return None
    direction = "more" if last.value > first.value else "less" if last.value < first.value else ""
    return Figures(target=last.value, baseline=first.value, unit=_plain(unit), direction=direction, towards=True)


def _days_beside_weeks(
    line: Sentence, match: re.Match[str], first: Quantity, last: Quantity
) -> tuple[Quantity, Quantity]:
    """Return two figures of which one is in weeks and the other in days both in the unit of the last."""
    behind_first, behind_last = (
        " ".join(token.text for token in line.tokens[line.range_of(match, name)[1] :][:1]) for name in ("a", "b")
    )
    if last.unit == "weeks" and not first.unit and re.fullmatch(_DAY_WORDS, behind_first):
        return first._replace(value=round(first.value / 7, 6), unit="weeks"), last
    if first.unit == "weeks" and not last.unit and re.fullmatch(_DAY_WORDS, behind_last):
        return first._replace(value=first.value * 7, unit=""), last
    return first, last


def _counts_things(line: Sentence, match: re.Match[str]) -> bool:
    """Tell whether the first figure counts what the last one cannot: from 500 orders to £130,000."""
    index = line.range_of(match, "a")[0] + 1
    following = line.tokens[index].text if index < len(line.tokens) else ","
    return is_plural(following, dutch=line.dutch)


def is_plural(word: str, *, dutch: bool) -> bool:
    """Tell whether a word behind a figure is one for things that are counted, and not for money, time or a unit."""
    if not word.isalpha() or len(word) < 4 or word in UNCOUNTED:
        return False
    return word.endswith(("en", "s")) if dutch else word.endswith("s") and not word.endswith("ss")


def _times(line: Sentence, match: re.Match[str]) -> Figures:
    change = _quantity(line, match, "a").value
    return Figures(change_percent=abs(change), direction="less" if change < 0 else "more")


def _way_of(words: str) -> str:
    """Return which way the words of a change go; empty where they do not tell."""
    parts = words.replace("-", " - ").split()
    if any(part in _LESS_WORDS for part in parts):
        return "less"
    return "" if not parts or set(parts) <= {"by", "with", "met", "another", "nog", "better", "beter"} else "more"


def _changed(line: Sentence, match: re.Match[str]) -> Figures | None:
    figure = _quantity(line, match, "a")
    if figure.high is not None or figure.counted:
        return None
    words = " ".join(match.groupdict().get(name) or "" for name in ("change", "lead"))
    return _change_by(figure, _way_of(words))


def _change_by(figure: Quantity, direction: str) -> Figures:
    """Return a change by a figure: in percent, in points, or in the unit of what is measured."""
    direction = direction or {1: "more", -1: "less"}.get(figure.sign, "")
    if figure.unit == "%":
        return Figures(change_percent=figure.value, direction=direction)
    return Figures(
        change_points=figure.value, unit=_plain(figure.unit), direction=direction, scored=figure.unit == "pt"
    )  # fmt: skip


def _taken_off(line: Sentence, match: re.Match[str]) -> Figures | None:
    figure = _quantity(line, match, "a")
    return None if figure.high is not None or figure.counted else _change_by(figure, "less")


def _put_on(line: Sentence, match: re.Match[str]) -> Figures | None:
    figure = _quantity(line, match, "a")
    return None if figure.high is not None or figure.counted else _change_by(figure, "more")


def _signed(line: Sentence, match: re.Match[str]) -> Figures | None:
    figure = _quantity(line, match, "a")
    if figure.sign > 0 and not figure.unit and _SIGNED_SCORE.search(line.text[: match.start()]):
        return None  # an NPS is written with its sign
    return _change_by(figure, "") if figure.sign else None


def _below_zero(line: Sentence, match: re.Match[str]) -> Figures | None:
    """Read a figure with a minus behind a word for what it is to be, which is no change: to -500, of at least -500.

    A percentage with its sign is a change, and so is what the sentence calls one.
    """
    figure = _quantity(line, match, "a")
    if figure.sign >= 0 or figure.unit in ("%", "pp", "pt") or _CALLED_A_CHANGE.search(line.text[: match.start()]):
        return None
    if match["to"]:
        return _reached(line, match)
    return _at_least(line, match) if match["least"] else _target(line, match)


_CALLED_A_CHANGE = re.compile(r" (?:change|delta|difference|verandering|wijziging|verschil|mutatie) (?:[^\s,]+ ){0,4}$")


_SIGNED_SCORE = re.compile(
    r" (?:nps|net promoter score) (?:[^\s,]+ ){0,4}?"
    r"(?:minimaal|minstens|least|above|boven|over|op|at|of|van|is|naar|to|=|>) $"
)
"""What stands before the figure of a score that can be below 0 as well."""


def _points(line: Sentence, match: re.Match[str]) -> Figures | None:
    """Read points without a word, which are a change of a percentage; of a score they are what it stands at."""
    figure = _quantity(line, match, "a")
    return _change_by(figure, "") if figure.unit in ("pp", "pt") and figure.high is None and not match["to"] else None


def _target(line: Sentence, match: re.Match[str]) -> Figures | None:
    figure = _quantity(line, match, "a")
    if figure.high is not None:
        return None
    if figure.counted and PER not in line.text:
        return Figures(change_percent=round(100 * (figure.value - 1), 2), direction="more")  # 10x is ten times as much
    value = -figure.value if figure.sign < 0 else figure.value
    return Figures(target=value, unit=_plain(figure.unit))


def _at_most(line: Sentence, match: re.Match[str]) -> Figures | None:
    figures = _target(line, match)
    return None if figures is None else figures._replace(limit=True)


def _below(line: Sentence, match: re.Match[str]) -> Figures | None:
    figures = _at_most(line, match)
    return None if figures is None else figures._replace(below=True)


def _at_least(line: Sentence, match: re.Match[str]) -> Figures | None:
    figures = _target(line, match)
    return None if figures is None else figures._replace(least=True)


def _kept_above(line: Sentence, match: re.Match[str]) -> Figures | None:
    """Read what a figure is never to fall below, which its words for less say the opposite of."""
    figures = _at_least(line, match)
    return None if figures is None else figures._replace(direction="keep")


def _kept_below(line: Sentence, match: re.Match[str]) -> Figures | None:
    """Read what a figure is never to rise above, which its words for more say the opposite of."""
    figures = _at_most(line, match)
    return None if figures is None else figures._replace(direction="keep")


def _reached(line: Sentence, match: re.Match[str]) -> Figures | None:
    figures = _target(line, match)
    return None if figures is None else figures._replace(towards=True)


def _bare(line: Sentence, match: re.Match[str]) -> Figures | None:
    """Read a figure that no word says anything of: a percentage beside a word for more or less is a change."""
    figure = _quantity(line, match, "a")
    if figure.high is not None:
        return _range(line, match)
    if (figure.unit == "%" and (line.beyond or _MOVES.search(line.text))) or not figure.whole:
        return _change_by(figure, line.beyond)
    return _target(line, match)


_MOVES = re.compile(
    r"(?<=\s)(?:more|increas(?:e|ing)|raise|grow|growing|boost|up|lift|higher|improve|reduce|lower|decrease|cut|drop"
    r"|down"
    r"|less|fewer|trim|slash|shrink|meer|verhog\w*|verhoging|groeien|groeit|groei|stijg\w*|omhoog|hoger|minder"
    r"|verlag\w*"
    r"|verlaging|dalen|daling|omlaag|verminder\w*|lager|terugdringen|opkrikken|toenemen|afnemen|vergroten|expand|add"
    r"|save|besparen|bespaar|growth|extra)(?=\s)"
)
_LESS_OR_MORE = (
    "increase|raise|grow|boost|lift|up|plus|reduce|lower|decrease|cut|drop|down|trim|slash|omhoog|omlaag|verhogen"
    "|verlagen|verhoog|verlaag|hoger|lager|minder|meer|extra|higher|fewer|less|more|gain|add|shorten|verkort"
)

_FALLS = (
    "drop|fall|decline|shrink|slip|dip|dalen|daalt|zakken|zakt|teruglopen|terugloopt|krimpen|krimpt|afnemen|afneemt"
    "|teruggaan|inzakken"
)
_NO_FURTHER = "more than|at most|no more than|a maximum of|max|maximum|meer dan|maximaal|hooguit|hoogstens"


def _may_fall(_line: Sentence, match: re.Match[str]) -> Figures | None:
    """Read how far something may fall, which is no wish that it does: it is asked what is meant."""
    figure = _quantity(_line, match, "a" if match["a"] else "b")
    return Figures(unit=_plain(figure.unit), direction="less", unsure=("change",), choices=(figure,))


_Reader = Callable[[Sentence, re.Match[str]], "Figures | None"]
_FORMS: tuple[tuple[str, _Reader], ...] = (
        (rf"(?:not|niet|never|nooit|shouldn't|mag|mogen|may|can|don't|won't|mustn't|doesn't)"
         rf" (?:(?:[^\W\d_]\S*|{DAYS}) ){{0,6}}?(?:(?:{_FALLS}) (?:by )?(?:{_NO_FURTHER}) {_ART}(?P<a>{_Q})"
         rf"|(?:(?:met|by) )?(?:{_NO_FURTHER}) {_ART}(?P<b>{_Q}) (?:{_FALLS}))", _may_fall),
        (rf"(?:between|tussen) {_ART}(?P<a>{_Q}) (?:and|en|to|tot) {_ART}(?P<b>{_Q})"
         rf"(?: (?P<change>{_CHANGE}))?", _band),
        (rf"(?P<a>{_Q}) (?P<change>{_CHANGE})", _range),
        (rf"(?P<lead>{_BY}|{_OF_CHANGE}|{_LESS_OR_MORE}) (?P<a>{_Q})(?: (?P<change>{_CHANGE}))?", _range),
        (rf"(?P<a>{_Q}) {_NOUN}(?: {_NOUN})? (?:{PER} )?(?P<change>{_AFTER})(?! (?:dan|than))", _range),
        (rf"(?:at least|minstens|minimaal) {_ART}(?P<a>{_Q}) (?:\S+ )?(?:and|en|,) (?:at most|no more than|maximaal"
         rf"|hoogstens"
         rf"|hooguit) {_ART}(?P<b>{_Q})", _band),
        (rf"(?:from|van|vanaf) {_ART}(?P<a>{_Q}) (?:{PER} )?{_WORDS}(?:{_TO}) {_ART}(?P<b>{_Q})", _from_to),
        (rf"(?:{_TO}) {_ART}(?P<b>{_Q}) {_WORDS}(?:{PER} )?(?:, )?(?:{_NOW}|from|van|vanaf) {_ART}(?P<a>{_Q})",
         _from_to),
        (rf"(?<!by )(?<!with )(?<!met )(?P<a>{_Q}) (?:to|naar|- >|→|->) {_ART}(?P<b>{_Q})", _from_to),
        (rf"(?P<a>{_T})", _times),
        (rf"(?:{_LEAST}) {_ART}(?P<a>{_Q}) (?P<change>{_CHANGE})", _changed),
        (rf"(?:{_TO}) (?:{_LEAST}) {_ART}(?P<a>{_Q})", _reached),
        (rf"(?:never|not|nooit|niet|nergens|don't|at no (?:point|time|moment)|op geen (?:enkel )?moment|on no day"
         rf"|op geen enkele dag|in no (?:week|month)) (?:(?:[^\W\d_]\S*|{DAYS}) ){{0,7}}?(?:below|under|beneath"
         rf"|onder|beneden"
         rf"|(?:lower|less|fewer|lager|minder) (?:than|dan)) {_ART}(?P<a>{_Q})", _kept_above),
        (rf"(?:never|nooit|at no (?:point|time|moment)|op geen (?:enkel )?moment|in no (?:week|month|day))"
         rf" (?:(?:[^\W\d_]\S*|{DAYS}) ){{0,7}}?(?:above|over|beyond|boven|(?:more|higher|meer|hoger)"
         rf" (?:than|dan)) {_ART}(?P<a>{_Q})", _kept_below),
        (rf"(?:don't|do not|not|niet|won't|geen) (?:[^\W\d_]\S* ){{0,5}}?(?:more|higher|longer|meer|hoger|langer)"
         rf" (?:than|dan) {_ART}(?P<a>{_Q})", _at_most),
        (rf"(?:not|niet|don't|mustn't|shouldn't|won't|can't|cannot) (?:to )?(?:creep|drift|go|goes|rise|get|climb|come"
         rf"|be|run|end|komen|gaan|stijgen|oplopen|uitkomen) (?:up )?(?:above|over|beyond|past|boven)"
         rf" {_ART}(?P<a>{_Q})",
         _at_most),
        (rf"(?:limit|limiting|cap|restrict|beperk|beperken) {_WORDS}(?:to|at|tot|op) {_ART}(?P<a>{_Q})", _at_most),
        (rf"{_WORDS}(?:beperken|beperkt|begrenzen) (?:to|at|tot|op) {_ART}(?P<a>{_Q})", _at_most),
        (rf"(?:from|without) (?:slipping|falling|dropping|dipping|sinking|going) (?:to )?(?:below|under|beneath)"
         rf" {_ART}(?P<a>{_Q})",
         _at_least),
        (rf"(?:nobody|no one|niemand|no \w+|geen \w+|geen enkele \w+) {_WORDS}(?:longer|more|over|above|langer"
         rf"|meer|boven)"
         rf"(?: than| dan)? {_ART}(?P<a>{_Q})", _at_most),
        (rf"(?:{_TO}) (?:{_UNDER}) {_ART}(?P<a>{_Q})", _below),
        (rf"(?:{_TO}) (?:{_MOST}) {_ART}(?P<a>{_Q})", _at_most),
        (rf"(?:no|not|niet|nooit|never) (?:less|fewer|lower|minder|lager) (?:than|dan) {_ART}(?P<a>{_Q})", _at_least),
        (rf"(?<! or )(?<! of )(?:{_UNDER}) {_ART}(?P<a>{_Q})", _below),
        (rf"(?:{_MOST})(?: {_NOUN})? {_ART}(?P<a>{_Q})", _at_most),
        (rf"(?<!by )(?<!with )(?<!met )(?<!to )(?<!naar )(?<!from )(?<!van )only"
         rf" (?P<a>{_Q})(?! (?:(?:{_NOUN} ){{0,2}}(?:{_CHANGE})|(?:{_NOUN} ){{0,3}}(?:to go|left|te gaan)) )",
         _at_most),
        (rf"(?P<a>{_Q}) (?:{PER} )?{_WORDS}(?:{PER} )?(?:{_OR_LESS})", _at_most),
        (rf"(?P<a>{_Q}) (?:{PER} )?{_WORDS}(?:or|of|and) (?:more|higher|better|above|up|meer|hoger|beter)(?! (?:than"
         rf"|dan))",
         _at_least),
        (rf"(?:(?:keep|spend|work|use|allow)(?: {_NOUN})? |(?<=^ ))up to {_ART}(?P<a>{_Q})", _at_most),
        (rf"(?:{_LESS_OR_MORE}) {_WORDS}(?:{_BY}) {_ART}(?:{_LEAST} )?(?P<change>)(?:{_Q}) (?:{_TO})"
         rf" {_ART}(?P<a>{_Q})", _reached),
        (rf"(?:{_Q}) (?:{_TO}) {_ART}(?P<a>{_Q})", _reached),
        (rf"(?:(?:{_BY}) {_ART}(?:at least |minstens |minimaal )?)(?P<a>{_Q})(?: (?P<change>{_CHANGE}))?", _changed),
        (rf"(?P<lead>{_OF_CHANGE}) {_ART}(?P<a>{_Q})", _changed),
        (rf"(?P<lead>(?:shave|shaving|knock|knocking|lop|slice|chop|trim|take|taking) off)"
         rf" {_ART}(?P<a>{_Q})", _changed),
        (rf"(?:at least |minstens |minimaal )?(?P<a>{_Q}) (?:{PER} )?(?P<change>{_CHANGE})"
         rf"(?! (?:than|dan) {_Q})", _changed),
        (rf"(?:{_CUT_FROM}) {_ART}(?P<a>{_Q}) {_WORDS}(?:off|from|of|out of|van|uit|op) {_ART}{_NOUN}", _taken_off),
        (rf"(?:take|taking|cut|strip|get|getting) {_ART}(?P<a>{_Q}) (?:of|worth of) {_WORDS}out(?: of)?", _taken_off),
        (rf"(?:put|putting|tack|slap) {_ART}(?P<a>{_Q}) on(?:to)? {_ART}{_NOUN}", _put_on),
        (rf"(?P<a>{_Q}) (?:van|from|uit|op) (?:(?!(?:naar|to|tot) )[^\W\d_,]\S* ){{1,4}}?(?:{_TAKEN_OFF})", _taken_off),
        (rf"(?P<a>{_Q}) (?:op|bij|to|onto|aan) (?:(?!(?:naar|to|tot) )[^\W\d_,]\S* ){{1,4}}?(?:{_PUT_ON})", _put_on),
        (rf"(?P<a>{_Q}) (?:(?:working|business|calendar) )?(?:{_DAY_WORDS}) (?!off )(?P<change>{_CHANGE}"
         rf"|sooner|earlier|eerder"
         rf"|vlugger|kwijt)(?! (?:than|dan) {_Q})", _changed),
        (rf"(?P<a>{_Q}) (?P<noun>{_NOUN}(?: {_NOUN})?) (?:{PER} )?(?P<change>{_AFTER})(?! (?:dan|than))", _changed),
        (rf"(?P<a>{_Q}) (?:{_NOUN} ){{1,4}}(?<! or )(?<! of )(?<! en )(?P<change>less|fewer|minder|more|meer)"
         rf"(?= (?:{PER}|{DAYS}|,|$))", _changed),
        (rf"(?:(?P<to>{_TO})|(?P<least>{_LEAST})|{_AT}) {_ART}(?P<a>{_Q})", _below_zero),
        (rf"(?P<a>{_Q})", _signed),
        (rf"(?P<to>(?:{_TO}|{_AT}) )?(?P<a>{_Q})", _points),
        (rf"(?P<lead>up|down|plus|omhoog|omlaag|extra|another|add|adding|gain|gaining) {_ART}(?P<a>{_Q})", _changed),
        (rf"(?:{_TO}) {_ART}(?P<a>{_Q})", _reached),
        (rf"(?:{_LEAST}) {_ART}(?P<a>{_Q})", _at_least),
        (rf"(?P<a>{_Q}) (?:{PER} )?{_WORDS}(?:{PER} )?(?:{_OR_MORE})", _at_least),
        (rf"(?:{_AT}) {_ART}(?P<a>{_Q})", _target),
        (rf"(?P<a>{_Q})", _bare),
)  # fmt: skip
"""The forms in the order they are tried: those that say most come first."""

_BASELINE = re.compile(rf"(?<=\s)(?:{_NOW}) {_ART}(?P<a>{_Q})(?=\s)")
_FROM_FIGURE = re.compile(
    rf"(?<=\s)(?:from|vanaf|van|starting from|now|nu|currently) (?:this year's |last year's |the current "
    rf"|de huidige )?"
    rf"(?P<a>{_Q})(?=\s)"
)
"""Where a change starts: a third less, from 18,000."""
_CHANGED_TO = re.compile(rf"(?<=\s)(?:{_TO}) {_ART}(?P<a>{_Q})(?=\s)")


def _with_baseline(line: Sentence, figures: Figures) -> Figures:
    """Return *figures* with where it stands now, where a second figure is said to be that: now 47%."""
    if figures.target is not None and figures.baseline is None:
        match = _BASELINE.search(line.text)
        figure = _quantity(line, match, "a") if match is not None else None
        if match is not None and figure is not None and figure.high is None and _is_like(line, match, figure, figures):
            index = line.range_of(match, "a")[0]
            line.note("baseline", index, index + 1)
            line.put(*line.range_of(match), USED)
            way = "more" if figures.target > figure.value else "less"
            return figures._replace(baseline=figure.value, direction=way, towards=True)
    changed = figures.change_points if figures.change_points is not None else figures.change_percent
    match = _FROM_FIGURE.search(line.text) if changed is not None and figures.baseline is None else None
    if match is not None and not figures.unsure:
        baseline = _quantity(line, match, "a")
        percent = figures.change_percent is not None
        if baseline.high is None and (percent or _is_like(line, match, baseline, figures)):
            index = line.range_of(match, "a")[0]
            line.note("baseline", index, index + 1)
            line.put(*line.range_of(match), USED)
            return figures._replace(baseline=baseline.value, unit=figures.unit or baseline.unit)
    match = _CHANGED_TO.search(line.text) if changed is not None and figures.target is None else None
    if match is not None:
        # "up 2 points to 44%": where it gets to says all, for it is measured from where it is.
        target = _quantity(line, match, "a")
        index = line.range_of(match, "a")[0]
        line.note("target", index, index + 1)
        line.put(*line.range_of(match), USED)
        return Figures(
            target=target.value, unit=target.unit or figures.unit, towards=True, direction=figures.direction,
            unsure=figures.unsure,
        )  # fmt: skip
    return figures


def _is_like(line: Sentence, match: re.Match[str], figure: Quantity, figures: Figures) -> bool:
    """Tell whether a figure can be where that of the goal comes from: it is in its unit, or in none that is said."""
    if figure.unit:
        return figure.unit == figures.unit
    return not figures.unit or not _counts_things(line, match)


def _other_figures(line: Sentence, figures: Figures) -> Figures:
    """Return *figures* with the other ones as choices, where a figure is left that nothing explains."""
    left = [(index, token.item) for index, token in enumerate(line.tokens) if token.text in (FIGURE, TIMES)]
    others: list[Quantity] = []
    for index, item in left:
        if not isinstance(item, Quantity):
            continue
        before = line.tokens[index - 1].text if index else ""
        if _is_said_twice(figures, item):
            line.note("target", index, index + 1)
        elif item.unit in ("h", "min", "s") and before in ("within", "under", "binnen", "onder", "in"):
            line.note("condition", index - 1, index + 1)
        else:
            if not (_is_clear(line, figures) and _is_aside(line, index)):
                way = _way_of(" ".join(_texts_after(line, index) & _CHANGE_WORDS))
                others.append(item._replace(sign={"more": 1, "less": -1}.get(way, item.sign)))
            line.note("unused", index, index + 1)
        line.replace(index, ",")
    if not others:
        return figures
    meant = figures.change_percent is not None or figures.change_points is not None
    first = [
        Quantity(value, unit)
        for value, unit in (
            (figures.target, figures.unit),
            (figures.change_percent, "%"),
            (figures.change_points, figures.unit),
        )
        if value is not None
    ]
    unsure = ("change", "target") if meant else ("target",)
    return figures._replace(unsure=(*figures.unsure, *unsure), choices=(*figures.choices, *first, *others))


def _is_clear(line: Sentence, figures: Figures) -> bool:
    """Tell whether the words around the figure that was read leave no doubt that it is the one of the goal."""
    worded = figures.limit or figures.least or figures.towards or figures.baseline is not None
    return figures.target is not None and (worded or f"{USED} {PER}" in line.text)


def _is_aside(line: Sentence, index: int) -> bool:
    """Tell whether a figure stands in a clause of its own that says neither a period, days nor what is wished."""
    first = max((place for place in range(index) if line.tokens[place].text == ","), default=-1) + 1
    after = next(
        (place for place in range(index, len(line.tokens)) if line.tokens[place].text == ","), len(line.tokens)
    )
    clause = [token.text for token in line.tokens[first:after]]
    return (
        first > 0 and after - first > 2 and not {PER, DAYS, USED, TIMES}.intersection(clause)
        and clause.count(FIGURE) == 1 and not _ROLE.search(f" {' '.join(clause)} ")
    )  # fmt: skip


_ROLE = re.compile(
    rf"(?<=\s)(?:{_LEAST}|{_MOST}|to|naar|and|en|then|dan|daarna|want|wil|later|more|less|meer|minder)(?=\s)"
)
"""Words that say of a figure what it is for."""


def _is_said_twice(figures: Figures, item: Quantity) -> bool:
    """Tell whether a figure is the change from the baseline to the target: halve it, from 8 to 4."""
    if not figures.baseline or figures.target is None or item.unit != "%":
        return False
    change = 100 * (figures.target - figures.baseline) / figures.baseline
    return abs(abs(change) - abs(item.value)) < 1


def _texts_after(line: Sentence, index: int) -> set[str]:
    return {token.text for token in line.tokens[index + 1 : index + 2]}


def is_saving(line: Sentence) -> bool:
    """Tell whether the sentence is about saving on something."""
    return any(
        token.text in SAVING
        and (index == 0 or line.tokens[index - 1].text not in ("into", "in", "to", "my", "of", "as"))
        and (token.text != "savings" or _texts_after(line, index) & {"on", "of", "from"})  # else they are what there is
        for index, token in enumerate(line.tokens)
    )

"""Verbs of two words in a goal's sentence, whose second word says nothing of more or less: *pick up*, *binnenhalen*.

In English the particle stands behind its verb (*end up with 400*), in Dutch mostly at the end of the clause (*haal 300
bestellingen binnen*). Where the two mean a rise or a fall together (*krik de omzet op*), a verb that says so takes
their place.
"""

from __future__ import annotations

import re

from kpitui.core._goal_tokens import Sentence

_WITH_UP = (
    "pick|end|wind|set|rack|clock|line|keep|whip|snap|open|sign|show|turn|notch|chalk|run|put|make|take|fill|wrap|tidy"
    "|ring|serve|cook|knock|write|round|buy|use|freshen|follow|fix|look|catch|finish|come|hang|cover|call|brush|clean"
    "|draw|brew|stitch|book|hook|team|gather|collect|meet|split|stock|type|print|pack|stack|save|build|sell|dig|cough"
    "|took|made|kept|wrote|ran|drew|came|bought|chop|cut|polish|rustle|scoop|mop|soak|drum"
)
_WITH_DOWN = "write|set|note|track|pin|nail|settle|hunt|jot|lay|put|chase|wrote"
_WITH_OVER = "hand|carry"
_WITH_OFF = "drop|finish|tick|cross|polish|round|sign|check|send|hand|show|kick"
_ENDINGS = "(?:s|es|ed|ing|ting|ning|ping|ding)?"
_PARTICLE = re.compile(
    rf"(?<=\s)(?P<verb>(?:(?P<up>(?:{_WITH_UP}){_ENDINGS})|(?P<down>(?:{_WITH_DOWN}){_ENDINGS})"
    rf"|(?P<over>(?:{_WITH_OVER}){_ENDINGS})|(?P<off>(?:{_WITH_OFF}){_ENDINGS})))"
    r" (?P<particle>(?(up)up|(?(down)down|(?(over)over|off))))(?P<with> with)?(?= )(?! (?:to|by|from|on|than|and) )"
)
_OUTCOME = frozenset(
    ("end", "wind", "finish", "rack", "clock", "notch", "chalk", "snap", "come", "hang", "whip", "drop", "dig", "drum")
)
"""Verbs whose own meaning is lost in such a pair."""

_RISES = re.compile(
    r"(?<=\s)(?P<verb>krik|schroef|voer|hoog|trek|drijf|jaag|stuw)(?= )(?P<rest>(?: [^\s,]+){1,8}?)"
    r" (?P<particle>op)(?= )"
    r"(?= (?:,|in|voor|vóór|tot|t/m|tegen|uiterlijk|per|met|naar|vanaf|dit|deze|elke?|iedere|tijdens|eind|van|op) | $)"
)
_FALLS = re.compile(
    r"(?<=\s)(?P<verb>schroef|dring|draai|drijf|duw)(?= )(?P<rest>(?: [^\s,]+){1,8}?) (?P<particle>terug)(?= )"
    r"|(?<=\s)(?P<bouw>bouw)(?= )(?: [^\s,]+){1,8}? af(?= )"
)
_SEPARATED = re.compile(
    r"(?<=\s)(?P<verb>voer|rond|werk|handel|wikkel|zet|neem|pak|lever|stel|tik|hou|houd|haal|sleep|breng|krijg|trek|maak"
    r"|schrijf|stuur|bel|volg|leid|start|boek|plan|vul|bouw|los|geef|loods|ruim|sla)(?= )(?P<rest>(?: [^\s,]+){1,8}?)"
    r" (?P<particle>op|uit|af|aan|neer|binnen|vol|door|over|onder|bij|weg|na|in)"
    r"(?= (?:,|in|voor|vóór|tot|t/m|tegen|uiterlijk|per|vanaf|dit|deze|elke?|iedere|tijdens|eind|volgend|komend) | $)"
)
_EMPTY = frozenset(
    ("voer", "rond", "werk", "handel", "wikkel", "zet", "neem", "pak", "lever", "stel", "tik", "los", "ruim", "sla")
)
"""Dutch verbs whose own meaning is lost in such a pair."""
_TAKES_OFF = re.compile(
    r"(?<=\s)(?:haal|trek|snij|snijd|schaaf|knabbel|snoep|krijg|doe|neem|pak)(?= )(?= (?:[^\s,]+ ){1,8}?van )"
    r"(?:(?: [^\s,]+){1,9}?) (?P<particle>af)(?= )"
)
"""*Haal* 2 uur van de reactietijd *af*: they go away from what there is."""
_PUTS_TO = re.compile(
    r"(?<=\s)(?:doe|zet|leg|stop|krijg|kom|komen|tel|voeg|pak)(?: er)?(?= [^\s,]*[0-9])(?:(?: [^\s,]+){1,5}?)"
    r" (?P<particle>(?:er )?bij(?: op)?|op bij|toe(?: aan)?)"
    r"(?= (?:,|het|de|mijn|onze|in|voor|vóór|tot|t/m|tegen|uiterlijk|per|vanaf|dit|deze|elke?|iedere|eind|wat|op) | $)"
)
"""*Doe* er 50 volgers *bij*, *voeg* er 50 *toe*: they come to those there are."""
_MORE_OF = re.compile(
    r"(?<=\s)(?P<verb>er (?:moeten|komen|kunnen|mogen|horen)(?: er)?)(?P<rest>(?: [^\s,]+){1,8}?) (?P<particle>bij)"
    r"(?= (?:,|in|voor|vóór|tot|t/m|tegen|uiterlijk|per|vanaf|dit|komen|zijn|op|eind) | $)"
)
"""*Er moeten 15 leden bij*: they come to those there are."""


_ENDS_WITH = re.compile(
    r"(?<=\s)(?P<verb>(?:finish|end|close|eindig|eindigen|afsluiten)(?:es|s|ing|ed)?)"
    r"(?: (?:off|out|the|my|our|this|next|het|dit|volgend|mijn|year|month|quarter|jaar|kwartaal))*"
    r" (?P<with>with|met)(?= )"
)
"""What there is at the end, and no change: finish the year with 12k."""


_PHRASES = (
    (re.compile(r"(?<=\s)de deur uit\w*(?: (?:doen|sturen|krijgen|hebben|gaan|werken))?(?=\s)"), "verstuurd"),
    (re.compile(r"(?<=\s)out (?:of )?the door(?=\s)"), "sent"),
    (re.compile(r"(?<=\s)turn(?:s|ing|ed)? over(?= (?:at least |about |around |more than )?[€£$0-9])"), "earn"),
    (re.compile(r"(?<=\s)(?:just |right )?in time for(?=\s)"), "for"),
    (re.compile(r"(?<=\s)op tijd voor(?=\s)"), "voor"),
    (re.compile(r"(?<=\sjaar )(?:(?:worden|wordt|zijn) )?met(?= [€£$0-9])"), "van"),
    (re.compile(r"(?<=\syear )with(?= [€£$0-9])"), "of"),
)  # fmt: skip
"""What is said with several words, and the one that means the same."""


_EACH_OF_NEXT = re.compile(
    r"(?<=\s)(?P<in>in) (?P<each>each|every one|all|elk|elke|ieder|iedere) (?P<of>of|van) "
    r"(?=(?:the|de|het) (?:next|coming|komende|volgende) \S+ "
    r"(?P<unit>week|month|quarter|maand|kwartaal|weken|maanden|kwartalen)s? )"
)
_LAST_OF_YEAR = re.compile(
    r"(?<=\s)(?:the|het) (?P<nth>first|second|third|fourth|last|eerste|tweede|derde|vierde|laatste)"
    r"(?= (?:of|van) 20[2-4][0-9] )"
)
"""*In the first quarter of 2027 than the last of 2026*: the quarter is said once."""
_ONE_OF = {"weken": "week", "maanden": "maand", "kwartalen": "kwartaal"}


def _say_in_full(line: Sentence) -> None:
    """Say again what stands once for two parts of a sentence: each of the next four quarters, the last of 2026."""
    match = _EACH_OF_NEXT.search(line.text)
    if match is not None:
        first = line.range_of(match, "in")[0]
        unit = _ONE_OF.get(match["unit"], match["unit"])
        line.replace(line.range_of(match, "of")[0], "gedurende" if line.dutch else "for")
        line.replace(line.range_of(match, "each")[0], ",")
        line.replace(first, f"elke {unit}" if line.dutch else f"every {unit}")
    match = _LAST_OF_YEAR.search(line.text)
    named = re.search(r" (quarter|kwartaal|half|halfjaar|helft) ", line.text[: match.start()] if match else "")
    if match is not None and named is not None:
        last = "fourth" if named[1] == "quarter" else "second"  # the last quarter can be the one before
        nth = last if match["nth"] == "last" else match["nth"]
        line.replace(line.range_of(match, "nth")[0], f"{nth} {named[1]}")


def take_particles(line: Sentence) -> None:
    """Put in the place of verbs of two words such as say what they mean, before any figure or day is read."""
    _say_in_full(line)
    for pattern, meaning in _PHRASES:
        match = pattern.search(line.text)
        if match is not None:
            line.put(*line.range_of(match), meaning)
    while (match := _PARTICLE.search(line.text)) is not None:
        verb = match["verb"]
        if match["with"]:
            line.replace(line.range_of(match, "with")[1] - 1, "at")
        line.replace(line.range_of(match, "particle")[0], "the")
        if any(verb.startswith(stem) for stem in _OUTCOME):
            line.replace(line.range_of(match, "verb")[0], "get")
    match = _ENDS_WITH.search(line.text)
    if match is not None:
        line.replace(line.range_of(match, "with")[0], "at")
        line.replace(line.range_of(match, "verb")[0], "get")
    _take_dutch_particle(line)


def _take_dutch_particle(line: Sentence) -> None:
    """Put in the place of a Dutch verb whose second word stands at the end of its clause what it means."""
    for pattern, meaning in ((_TAKES_OFF, "eraf"), (_PUTS_TO, "erbij"), (_MORE_OF, "erbij")):
        match = pattern.search(line.text)
        if match is not None:
            line.put(*line.range_of(match, "particle"), meaning)
            return
    match = _RISES.search(line.text)
    if match is not None:
        line.replace(line.range_of(match, "particle")[0], "er")
        line.replace(line.range_of(match, "verb")[0], "verhoog")
        return
    match = _FALLS.search(line.text)
    if match is not None:
        line.replace(line.range_of(match, "verb" if match["verb"] else "bouw")[0], "verlaag")
        return
    match = _SEPARATED.search(line.text)
    if match is not None and line.dutch:
        line.replace(line.range_of(match, "particle")[0], "er")
        if match["verb"] in _EMPTY:
            line.replace(line.range_of(match, "verb")[0], "doe")

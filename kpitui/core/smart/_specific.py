"""S: one result that can be seen, and neither an activity nor a wish."""

from __future__ import annotations

import re

from kpitui.core.errors import mark
from kpitui.core.smart.draft import Check, Facts, Finding, Fix, GoalDraft, lack

_WEASEL = (
    "better|nicer|nicest|happiest|friendliest|friendlier|happier|improved?|optimi[sz]ed?|professional|professionali[sz]e|successful|visible|effective"
    "|efficient|modern|innovative|strong(?:er)?|healthy|healthier|quality|a lot|some|as (?:much|many"
    "|soon) as possible|maximi[sz]e|betere?|mooiere?|gelukkiger|fijner|verbeteren|optimaliseren|professione(?:el|ler"
    "|lere|le)|professionaliseren|succesvol(?:ler|le)?|zichtbaar(?:der)?|effectie(?:f|ver|ve)|efficiënt(?:er|e)?"
    "|modern(?:er|e)?|innovatie(?:f|ver|ve)|sterk(?:er|e)?|gezond(?:er|e)?|kwaliteit|veel|tevredener|blijer|leading"
    "|famous|well-known|best|the biggest|number one|grow (?:my|our|the) (?:business|company|shop|practice)|(?:mijn"
    "|ons|het) bedrijf (?:laten )?groeien|beste|bekend(?:er|e)|toonaangevend(?:e)?|zoveel mogelijk|zo snel mogelijk"
    "|maximaliseren|gezelligste?|gezelliger|leukste|leukere?|fijnste|mooiste|(?:klant)?vriendelijk(?:er|e|ste)"
)
"""Words that everybody agrees with, and nobody can see."""

_ACTIVITY = (
    "work on|try|focus on|start|more often|launch|set up|organi[sz]e|think about|look into|learn|build|redesign"
    "|refresh|revamp|rebrand|tidy up|clean up|finish|hire|prepare|research|make time|werken aan|proberen|focussen"
    "|beginnen|starten|vaker|lanceren|opzetten|organiseren|nadenken over|onderzoeken|leren|bouwen|opknappen"
    "|laten maken|laten bouwen|laten ontwerpen|laten drukken|have made|tijd maken"
    "|vernieuwen|herinrichten|opruimen|afmaken|opstarten|voorbereiden|inhuren|aannemen"
)
"""Words for something that is done, whatever comes of it."""

_BEGUN_DUTCH = re.compile(
    r"^\W*(?:ik (?:wil|ga) )?(?P<word>begin|lanceer|ontwikkel|vernieuw|onderzoek|bouw)\b"
    r"(?! (?:van|volgend|dit|deze|januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november"
    r"|december))",
    re.IGNORECASE,
)
"""The same at the beginning of a Dutch sentence, where some are no names of a time: begin een podcast."""
_WISHED = re.compile(_WEASEL, re.IGNORECASE)
_VAGUE = re.compile(rf"\b({_WEASEL}|{_ACTIVITY})\b", re.IGNORECASE)

_DONE = (
    "post|call|phone|write|publish|email|e-mail|mail|visit|contact|reach out to|record|film|shoot|attend|organi[sz]e"
    "|read|practi[sc]e|exercise|work out|walk|swim|cycle|follow up|pitch|network|cold[- ]call|prospect|learn|study"
    "|upload|meet|message|dm|tweet|blog|vlog|draft|interview|speak|knock on|invite|review|log|train|send|do|go|hold"
    "|host|make|give|run"
)
"""Verbs that begin a sentence about something that is done."""

_DONE_DUTCH = (
    "posten|plaatsen|bellen|nabellen|schrijven|publiceren|mailen|bezoeken|benaderen|contacteren|opnemen|filmen"
    "|organiseren|lezen|oefenen|trainen|sporten|hardlopen|wandelen|netwerken|pitchen|studeren|leren|uploaden|bloggen"
    "|vloggen|tekenen|versturen|sturen|voeren|spreken|interviewen|uitnodigen|opvolgen|bijwerken|prospecten|flyeren"
    "|mediteren|aanschrijven"
)
_DONE_AT_FIRST = (
    "bel|schrijf|mail|bezoek|lees|sport|publiceer|benader|verstuur|stuur|plaats|post|wandel|oefen|organiseer|film"
)

_LEAD = (
    r"^\W*(?:(?:i|we|i'll|we'll|i'd|to|will|want|going|like|plan|the|my|our|goal|is|aim|every|each|per|twice|once|daily"
    r"|weekly|day|week|month|working|workday|weekday|times|at|least|and|also|in|by|a|an|\d+|:)\W+)*?"
)
_ENGLISH_DEED = re.compile(
    rf"{_LEAD}(?P<word>{_DONE})(?=\s)(?!\s+(?:\S*\d\S*\s+(?:euros?|dollars?|pounds?)|[€$£]))", re.IGNORECASE
)
_DUTCH_DEED = re.compile(rf"\b(?P<word>{_DONE_DUTCH})\b|^\W*(?P<first>{_DONE_AT_FIRST})\b", re.IGNORECASE)
_PLAIN_VERBS = frozenset(("do", "go", "hold", "make", "give", "run", "host", "send", "train", "log", "review"))
"""Verbs of something that is done only where they say how often."""

_PLAIN_ALSO_NAMES = """
post call phone email e-mail mail visit contact record film shoot exercise practice walk swim cycle pitch network
prospect study upload message dm tweet blog vlog draft interview review log train hold host run
launch start research hire finish build refresh bel bezoek sport plaats
"""
_ALSO_NAMES = frozenset(_PLAIN_ALSO_NAMES.split())
"""Verbs that are names as well, and begin the name of something: email subscribers, call duration."""
_NAMES_BEHIND_FIGURES = frozenset(("plaatsen", "posten", "leren", "voeren"))
"""Dutch infinitives that are names of things, or what those are made of, behind a figure: 60 plaatsen."""
_COUNTS = re.compile(
    r"\s+(?:(?:at least|at most|about|another|minstens|minimaal|maximaal|hooguit|nog) )?(?:\S*\d|more|fewer|meer|minder"
    r"|one|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|[eé]{2}n|twee|drie|vier|vijf|zes|zeven|acht"
    r"|negen|tien|twaalf|vijftien|twintig)\b",
    re.IGNORECASE,
)
_BEHIND_VERB = re.compile(
    r"\s+(?:an?|the|all|my|our|your|every|each|some|at|to|with|on|in|for|out|up|once|twice|daily|weekly|often|regularly"
    r"|new|old|people|een|de|het|mijn|onze|elke|iedere|ieder|elk|met|op|in|naar|vaker|dagelijks|wekelijks)\b",
    re.IGNORECASE,
)
_HOW_OFTEN = re.compile(
    r"\b(?:times|once|twice|thrice|daily|weekly|monthly|keer|maal|dagelijks|wekelijks|maandelijks)\b|\d ?[x×]\b",
    re.IGNORECASE,
)
_MOVES_BEHIND = re.compile(
    r"(?:\s+\S+){1,3}\s+(?:up|down|higher|lower|above|below|under|over|omhoog|omlaag|hoger|lager|boven|onder)\b",
    re.IGNORECASE,
)

DONE_KPIS = frozenset(("articles", "videos", "offers", "talks", "acquisition-hours"))
"""The templates that count what is done, and not what comes of it."""


def deed_in(title: str, *, often: bool, moves: bool = False, once: bool = False) -> str:
    """Return the verb that says that *title* is about something that is done; empty for a result.

    *often* tells whether it says how often, without which some verbs tell nothing, *once* whether that is once every
    so often; *moves* whether it is about how far a figure is to rise or to fall.
    """
    match = _ENGLISH_DEED.search(title)
    if match is None:
        match = _DUTCH_DEED.search(title)
        while match is not None and match["word"] and _is_counted_name(title, match):
            match = _DUTCH_DEED.search(title, match.end())
    if match is None:
        return ""
    word = match["word"] or match.groupdict().get("first") or ""
    if word.lower() in _PLAIN_VERBS and not often:
        return ""
    is_infinitive = match.re is _DUTCH_DEED and match["word"]
    return "" if not is_infinitive and not once and _begins_name(title, match.end(), word, moves) else word


def _is_counted_name(title: str, match: re.Match[str]) -> bool:
    """Tell whether a Dutch infinitive is what a figure counts: 60 *plaatsen*."""
    return (
        match["word"].lower() in _NAMES_BEHIND_FIGURES and re.search(r"\d\S*\s+$", title[: match.start()]) is not None
    )


def _begins_name(title: str, end: int, word: str, moves: bool) -> bool:
    """Tell whether a verb that ends there is no verb but the beginning of the name of what is measured.

    Behind a verb stands how many, or whose, or how often; *email* subscribers up 12% are those who get one.
    """
    if _COUNTS.match(title, end):
        return False
    if moves:
        return True
    return word.lower() in _ALSO_NAMES and not (_BEHIND_VERB.match(title, end) or _HOW_OFTEN.search(title, end))


def vague(draft: GoalDraft, facts: Facts) -> Finding | None:
    """Find a title that names an activity or a wish and has no figure, and name the word that gives it away."""
    match = _VAGUE.search(draft.title) or _BEGUN_DUTCH.search(draft.title)
    counted = facts.counted if facts.counted is not None else re.search(r"\d", draft.title) is not None
    if match is None and not counted:
        word = deed_in(draft.title, often=False)
        return _is_a_deed(word) if word else None
    if match is None or counted:
        return None
    word = match.groupdict().get("word") or match[0]
    if word.lower() in _ALSO_NAMES and _MOVES_BEHIND.match(draft.title, match.end()):
        return None  # launch revenue up: the revenue of the launch
    message = mark('"{word}" is something you do, not a result you can see')
    if _WISHED.fullmatch(word):
        message = mark('"{word}" can\'t be counted')
    return Finding(
        "S", "warning", "title", message, {"word": word},
        mark("which number will change, and by how much?"),
    )  # fmt: skip


def _is_a_deed(word: str) -> Finding:
    return Finding(
        "S", "warning", "title", mark('"{word}" is something you do, not a result you can see'), {"word": word},
        mark("which number will change, and by how much?"),
    )  # fmt: skip


def deed(draft: GoalDraft, facts: Facts) -> Finding | None:
    """Find that the sentence is about something that is done, which serves a result that is not named."""
    if draft.why.strip() or not facts.counted:
        return None
    recurring = draft.type == "recurring"
    moves = draft.change_percent is not None or draft.change_points is not None or draft.type == "level"
    once = recurring and 1 in (draft.low, draft.high)
    word = deed_in(draft.title, often=recurring or bool(draft.per), moves=moves, once=once)
    kpi = facts.kpi
    if not word and kpi is not None and draft.type == "recurring" and (kpi.template or kpi.key) in DONE_KPIS:
        word = kpi.name
    if not word:
        return None
    return Finding(
        "S", "hint", "why",
        mark('"{word}" is something you do again and again. Which result is it for?'), {"word": word},
        mark("keep this goal and say what it is for, or set a goal for that result"),
    )  # fmt: skip


def unread(draft: GoalDraft, facts: Facts) -> Finding | None:
    """Find words of the sentence that no part of the goal was read from: they are left out, or said in another way."""
    if not facts.unused or "unread" in draft.settled:
        return None
    return Finding(
        "S", "required", "title",
        mark(
            'your sentence says "{words}", but the goal ignores that'
        ), {"words": '", "'.join(facts.unused)},
        mark("save the goal without those words, or say it in another way"),
        (Fix(mark("save without those words"), {}, {"settled": (*draft.settled, "unread")}),),
    )  # fmt: skip


def set_before(draft: GoalDraft, facts: Facts) -> Finding | None:
    """Find an open goal on the same KPI over the same days, in whatever words and language it was written."""
    if not facts.same or facts.kpi is None:
        return None
    message = mark('you already have the goal "{goal}" for {kpi}')
    if facts.same_target:
        message = mark('you already have this goal, as "{goal}"')
    return Finding(
        "S", "warning", "title", message, {"kpi": facts.kpi.name, "goal": facts.same[0]},
        mark("change the goal you have, or say in the title how this one differs"),
    )  # fmt: skip


def clashing(draft: GoalDraft, facts: Facts) -> Finding | None:
    """Find an open goal that cannot be reached together with this one, or that asks more of a part, or less."""
    if facts.clash is None:
        return None
    goal, by_parts, on_part = facts.clash
    message = mark('you can\'t reach this goal together with your goal "{goal}"')
    if by_parts:
        message = (
            mark('your goal "{goal}" for the whole KPI asks less than this goal, which is for only one part of it')
            if on_part
            else mark('this goal for the whole KPI asks less than your goal "{goal}", which is for only one part of it')
        )
    return Finding(
        "S", "warning", "target", message, {"goal": goal}, mark("choose another target, or change that goal first")
    )  # fmt: skip


def several(draft: GoalDraft, facts: Facts) -> Finding | None:
    """Find more than one result in the sentence: one can be reached while another is missed."""
    if len(facts.results) < 2:
        return None
    first, *others = facts.results
    params = {"first": first, "other": others[0]}
    # The days of the whole sentence hold for each of its parts.
    days = {"start": draft.start, "deadline": draft.deadline}
    split = Fix(mark("make two goals"), {}, {"title": first, **days}, "split", others[0])
    return Finding(
        "S", "warning", "title",
        mark('your sentence has two results, "{first}" and "{other}"'), params,
        mark("make two goals, so you can reach each one"),
        (split,),
    )  # fmt: skip


CHECKS: tuple[Check, ...] = (
    lack(
        "S", "required", "title",
        when=lambda draft, facts: not draft.title.strip(),
        message=mark("the goal has no title"),
        repair=mark('type the one result you want, such as "15% more revenue by the end of Q2"'),
    ),
    Check("S", vague),
    Check("S", deed),
    Check("S", several),
    Check("S", unread),
    Check("S", set_before),
    Check("S", clashing),
)  # fmt: skip

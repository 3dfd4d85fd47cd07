"""S: one result that can be seen, and neither an activity nor a wish."""

from __future__ import annotations

import re

from kpitui.core.errors import mark
from kpitui.core.smart.draft import Check, Facts, Finding, Fix, GoalDraft, lack

_WEASEL = (
    "better|nicer|improved?|optimi[sz]ed?|professional|professionali[sz]e|successful|visible|effective|efficient|modern"
    "|innovative|strong(?:er)?|healthy|healthier|quality|a lot|some|as (?:much|many|soon) as possible|maximi[sz]e"
    "|beter|mooier|verbeteren|optimaliseren|professione(?:el|ler|le)|professionaliseren|succesvol(?:ler|le)?"
    "|zichtbaar(?:der)?|effectie(?:f|ver|ve)|efficiënt(?:er|e)?|modern(?:er|e)?|innovatie(?:f|ver|ve)|sterk(?:er|e)?"
    "|gezond(?:er|e)?|kwaliteit|veel|wat|zoveel mogelijk|zo snel mogelijk|maximaliseren"
)
"""Words that everybody agrees with, and nobody can see."""

_ACTIVITY = (
    "work on|try|focus on|start|more often|launch|set up|organi[sz]e|think about|look into|learn|build|redesign"
    "|make time"
    "|werken aan|proberen|focussen|beginnen|starten|vaker|lanceren|opzetten|organiseren|nadenken over|onderzoeken|leren"
    "|bouwen|opknappen|tijd maken"
)
"""Words for something that is done, whatever comes of it."""

_VAGUE = re.compile(rf"\b({_WEASEL}|{_ACTIVITY})\b", re.IGNORECASE)


def vague(draft: GoalDraft, facts: Facts) -> Finding | None:
    """Find a title that names an activity or a wish and has no figure, and name the word that gives it away."""
    word = _VAGUE.search(draft.title)
    if word is None or re.search(r"\d", draft.title):
        return None
    return Finding(
        "S", "warning", "title",
        mark('"{word}" is something you do, not a result you can see'), {"word": word[0]},
        mark("which number will change, and by how much?"),
    )  # fmt: skip


def several(draft: GoalDraft, facts: Facts) -> Finding | None:
    """Find more than one result in the sentence: one can be reached while another is missed."""
    if len(facts.results) < 2:
        return None
    first, *others = facts.results
    params = {"first": first, "other": others[0]}
    # The days of the whole sentence hold for each of its parts.
    days = {"start": draft.start, "deadline": draft.deadline}
    split = Fix(mark("make a goal of each"), {}, {"title": first, **days}, "split", others[0])
    return Finding(
        "S", "warning", "title",
        mark("your sentence holds two results: {first} and {other}"), params,
        mark("make two goals, so you can reach each one"),
        (split,),
    )  # fmt: skip


CHECKS: tuple[Check, ...] = (
    lack(
        "S", "required", "title",
        when=lambda draft, facts: not draft.title.strip(),
        message=mark("the goal has no title"),
        repair=mark("type the one result you want, such as: 15% more revenue by the end of Q2"),
    ),
    Check("S", vague),
    Check("S", several),
)  # fmt: skip

"""What a goal's sentence says that there is or was already: *I had 40 this year*, *nu zijn het er 12*.

Such a clause has the figure that the other one starts from. It is read before the days are, for its days lie behind.
"""

from __future__ import annotations

import re
from itertools import pairwise

from kpitui.core._goal_dates import MONTH, ORDINALS
from kpitui.core._goal_numbers import FIGURE, SPELLED, Quantity, take_quantities
from kpitui.core._goal_tokens import Sentence, SentenceMark

_NOW = (
    "now|currently|right now|today|at the moment|at present|presently|so far|to date|already|nu|momenteel"
    "|op dit moment|vroeger|used to|vandaag|tot nu toe|tot dusver|thans|nu nog|nu al|inmiddels"
)
_AGO = (
    r"(?:in |over |during |for |of |voor |van )?(?:(?:this|last|the past|past|the last|previous|the previous|dit"
    r"|deze|vorig"
    r"|vorige|afgelopen|het afgelopen|de afgelopen|voorbije) (?:calendar )?(?:year|month|quarter|week|jaar|maand"
    r"|kwartaal)"
    rf"|(?:{MONTH})(?: 20[0-9]{{2}})?|q[1-4](?: 20[0-9]{{2}})?)|(?:in|over|during|for|of|voor|van) (?:heel |all"
    rf" of )?20[0-9]{{2}}"
)
_WAS = (
    "had|did|made|sold|was|were|earned|got|wrote|drove|worked|booked|received|sent|gave|won|lost|spent|served"
    "|brought in|took|saw|published|completed|finished|hadden|deed|deden|maakte|maakten|verkocht|verkochten|waren"
    "|verdiende|schreef|reed|werkte|kreeg|kregen|haalde|haalden|draaide|draaiden|kwam|kwamen|stond op|zat op|zaten op"
    "|stuurde|boekte|gaf|won|verloor|bakte|gebruikte|zag|behandelde"
)
_HAVE = (
    "have|am at|am on|are at|are on|stand at|sit at|do|make|earn|sell|get|heb|hebben|zit op|zitten op|sta op|staan op"
    "|doe|doen|maak|maken|verdien|verdienen|verkoop|verkopen|krijg|krijgen|haal|halen|draai|draaien"
)
_IS = (
    "has|is at|is|are at|are|i'm at|we're at|i'm on|we're on|stands at|sits at|heeft|staat op|zit op|is|zijn het er"
    "|zijn er|zijn dat er|zijn|ligt op|is het er"
)
_WISHED = re.compile(
    r"(?<=\s)(?:want|wants|wil|willen|wish|hope|aim|aiming|goal|target|should|must|need|needs|shall|will|would"
    r"|doel|moet"
    r"|moeten|zou|zouden|by|until|till|before|uiterlijk|t/m|tot en met|at least|at most|minstens|minimaal|hooguit"
    r"|maximaal|hoogstens|max|min|tops|to|naar|more|less|fewer|meer|minder|extra|than|dan|every|each|elke|iedere"
    r"|never"
    r"|nooit|no|geen|enough|genoeg|spare|allowed|may|can|mag|mogen|fine|okay|ok|prima|oké|reach|get to|keep|hold"
    r"|houd)(?=\s)"
)
"""Words of a clause that says what is wished, or what is allowed."""
_A_DAY = (
    rf"(?:[0-9]+[-/.][0-9]|(?:[0-9]{{1,2}}(?:st|nd|rd|th)? (?:of )?)?(?:{MONTH}) |q[1-4] |20[2-4][0-9] |(?:now|today"
    r"|tomorrow|next|this|then) )"
)
"""Days that something is to be so from, which is no figure that it comes from."""
_PERIOD_BEHIND = (
    r"(?:this|last|the past|past|previous|dit|vorig|vorige|afgelopen|het afgelopen) (?:year|month|quarter|week|jaar"
    r"|maand|kwartaal)"
)
_START_CLAUSES = tuple(
    re.compile(pattern)
    for pattern in (
        rf" (?:(?:{_AGO}|{_NOW}) )?(?:(?:[^\W\d_]\S* ){{0,5}}?)(?:{_WAS}) .*|.* (?:{_NOW}) .*",
        rf" (?:up|down|coming|starting)? ?from (?!{_A_DAY}).*| (?:up|down) on .*| (?:instead of|i\.?p\.?v\.?"
        r"|in plaats van|against|tegen) .*",
        rf"(?: [^\W\d_]\S*){{0,2}} (?:i|we|ik|wij) (?:{_HAVE}) .*|(?: [^\W\d_]\S*){{1,4}} (?:{_IS}) [€$£]?.*",
        rf".* {_PERIOD_BEHIND} .*",
        r" (?:now |nu )?(?:i'm|we're|i am|we are|it's|it is|ik zit|we zitten|ik sta|we staan|het is) (?:now "
        r"|nu )?(?:at|on|op)? ?.*",
    )
)
"""Clauses that say what there is or was, those that leave the least doubt first."""
_LEAD = re.compile(rf"{_PERIOD_BEHIND}|{_NOW}")
"""What may stand before a colon, with its figure behind it."""
_DROPPED = re.compile(
    rf"(?<=\s)(?:{_AGO}|{_NOW}|on average|gemiddeld|(?:it |het |we )?(?:will be|will end at|wordt het|wordt)|(?:i"
    rf"|we|it|there|that|ik|wij|er|het|dat) (?:{_WAS}|{_IS})"
    rf"|{_WAS}|{_IS}"
    r"|up from|down from|coming from|starting from|from|instead of|against|in plaats van|tegen|only|just|about"
    r"|maar|nog)"
    r"(?=\s)"
)
"""What a clause has besides its figure, its period and what it counts."""
_SPLIT = re.compile(
    r"(?<=\s)(?P<and>and|but|en|maar|so) (?=(?:i |we |ik |wij |now |that |this |dat )?(?:want|wants|aim|would"
    r"|should|must|need"
    r"|hope|will|next year|next month|next quarter|wil|willen|moet|moeten|moeten er|volgend jaar|zou|streef)\b)"
)


_FROM_THEN = re.compile(
    rf"(?<=\s)(?:from|van) \S+(?: [^\W\d_]\S*){{0,2}} (?P<ago>{_PERIOD_BEHIND}|in 20[0-9]{{2}}|{_NOW})(?= (?:to"
    rf"|naar|tot) )"
)
"""When it was what it comes from: from 90 *this year* to 130 next year."""


def take_start_figure(line: Sentence) -> Quantity | None:
    """Take out the figure of a clause that says what there is or was, with its days; return it, or None without one.

    What the clause counts is left, and so is the period of its figure. A sentence with one figure has no such clause.
    """
    match = _FROM_THEN.search(line.text)
    if match is not None:
        first, after = line.range_of(match, "ago")
        line.note("baseline", first, after)
        line.put(first, after, "er")
    for match in reversed(list(_SPLIT.finditer(line.text))):
        line.replace(line.range_of(match, "and")[0], ",")
    clauses = [span for span in _clauses(line) if _has_figure(line, *span)]
    if len(clauses) < 2:
        return None
    texts = {span: f" {' '.join(token.text for token in line.tokens[span[0] : span[1]])} " for span in clauses}
    for pattern in _START_CLAUSES:
        for (first, after), text in texts.items():
            asked = re.sub(rf"^ (?:{_PERIOD_BEHIND}) (?:it |we |i |het )?(?:will|wordt|worden) ", " ", text)
            wished = _WISHED.search(asked.replace(" used to ", " did "))
            if pattern.fullmatch(text) and not wished:
                quantity = _taken(line, first, after)
                if quantity is not None:
                    return quantity
    return None


def _clauses(line: Sentence) -> list[tuple[int, int]]:
    stops = [-1, *(index for index, token in enumerate(line.tokens) if token.text == ","), len(line.tokens)]
    spans = [(before + 1, stop) for before, stop in pairwise(stops) if stop - before > 1]
    for place in range(len(spans) - 2, -1, -1):
        first, after = spans[place]
        if _LEAD.fullmatch(" ".join(token.text for token in line.tokens[first:after])):
            spans[place : place + 2] = [(first, spans[place + 1][1])]  # "this year: 6,500"
    return spans


def _has_figure(line: Sentence, first: int, after: int) -> bool:
    """Tell whether a clause has a number that belongs to no day."""
    texts = [token.text for token in line.tokens[first:after]]
    for index, text in enumerate(texts):
        before, following = texts[index - 1] if index else "", texts[index + 1] if index + 1 < len(texts) else ""
        ended = index > 1 and texts[index - 2] in ("eind", "einde", "of")
        near_month = (re.fullmatch(MONTH, before) and not (line.dutch or ended)) or re.fullmatch(MONTH, following)
        if (near_month and len(text) < 3 and text.isdigit() and int(text) <= 31) or before in ("week", *ORDINALS):
            continue
        if re.fullmatch(r"20[2-4][0-9]", text) and following not in ("€", "euro", "euros", "%"):
            continue
        if re.fullmatch(r"[0-9]+(?:[.,'’][0-9]+)*(?:,-|[k%])?", text) or (text in SPELLED and text != "one"):
            return True
    return False


def _taken(line: Sentence, first: int, after: int) -> Quantity | None:
    """Take the figure of a clause out of the line, and the words that only say that it is there."""
    clause = Sentence(list(line.tokens[first:after]))
    for match in reversed(list(_DROPPED.finditer(clause.text))):
        start, end = clause.range_of(match)
        if any(sign.isdigit() for sign in match[0]):
            line.marks.append(SentenceMark("baseline", *clause.span(start, end)))
        clause.put(start, end, ",")
    take_quantities(clause)
    figures = [token for token in clause.tokens if token.text == FIGURE and isinstance(token.item, Quantity)]
    if len(figures) != 1:
        return None
    quantity = figures[0].item
    assert isinstance(quantity, Quantity)
    if quantity.high is not None or quantity.counted:
        return None
    rest = [token._replace(text="," if token.text == FIGURE else token.text, item=None) for token in clause.tokens]
    line.tokens[first:after] = rest
    line.replace(first, rest[0].text)
    line.marks.append(SentenceMark("baseline", figures[0].start, figures[0].end))
    return quantity

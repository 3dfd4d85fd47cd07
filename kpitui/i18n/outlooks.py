"""Chances and days of arrival in words, always with the number, and what they rest on."""

from __future__ import annotations

from kpitui.core.insight.outlook import Outlook
from kpitui.i18n import _
from kpitui.i18n.dates import day_text
from kpitui.i18n.words import likelihood_word

YEARLY = 60
"""Days; beyond these a series of less than a year cannot know its season."""


def outlook_facts(found: Outlook | None, days_left: int) -> list[tuple[str, str]]:
    """Return what an outlook says as pairs of a name and a text."""
    if found is None:
        return []
    rests = _("from {n} values").format(n=found.values)
    if days_left > YEARLY:
        rests = _("from {n} values, no seasonal swing known").format(n=found.values)
    facts = [(_("chance"), f"{chance_text(found)} ({rests})")]
    if found.arrival is not None:
        early, middle = day_text(found.arrival.early), day_text(found.arrival.middle)
        late = day_text(found.arrival.late) if found.arrival.late is not None else _("later than can be seen")
        said = _("about {middle}, between {early} and {late}").format(middle=middle, early=early, late=late)
        facts.append((_("arrives"), said))
    return facts


def chance_text(found: Outlook) -> str:
    """Return a chance as a word and a number: ``likely, about 7 in 10``; what is no tenth is told in hundredths."""
    word = likelihood_word(found.word)
    if found.chance in (0.02, 0.98) or round(found.chance * 100) % 10:
        return _("{word}, about {n} in 100").format(word=word, n=round(found.chance * 100))
    return _("{word}, about {n} in 10").format(word=word, n=round(found.chance * 10))

"""Chances and days of arrival in words, with the number and what they rest on; how chances stated before turned out."""

from __future__ import annotations

from kpitui.core.insight.calibration import FEWEST, Calibration
from kpitui.core.insight.outlook import Outlook
from kpitui.i18n import _
from kpitui.wording import Fact
from kpitui.wording.dates import day_text
from kpitui.wording.words import likelihood_word

YEARLY = 60
"""Days; beyond these a series of less than a year cannot know its season."""


def outlook_facts(found: Outlook | None, days_left: int) -> list[Fact]:
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


def calibration_texts(found: Calibration) -> list[str]:
    """Return what came of each word, and how many goals it rests on while those are few."""
    said = _("of {n} goals called {word}, {true} came true")
    texts = [said.format(n=row.goals, word=likelihood_word(row.word), true=row.came_true) for row in found.rows]
    if not found.enough:
        few = _("{n} finished goals with a chance stated by half-time: too few to tell, it takes {needed}")
        texts.append(few.format(n=found.goals, needed=FEWEST))
    return texts

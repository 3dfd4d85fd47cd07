"""Chances and days of arrival in words, with the number and what they rest on; how chances stated before turned out."""

from __future__ import annotations

from kpitui.core.cadence import Span
from kpitui.core.insight.calibration import FEWEST, Calibration, Judged
from kpitui.core.insight.outlook import Outlook, word_of
from kpitui.i18n import _, plural
from kpitui.wording import Fact
from kpitui.wording.dates import day_text, periods_text
from kpitui.wording.words import likelihood_word, state_word

YEARLY = 60
"""Days; beyond these a series of less than a year cannot know its season."""


def outlook_facts(outlook: Outlook | None, days_left: int, basis: Span = "day") -> list[Fact]:
    """Return what an outlook says as pairs of a name and a text; *basis* is what the values are that it rests on."""
    if outlook is None:
        return []
    values = _("{n} values").format(n=outlook.values) if basis == "day" else periods_text(outlook.values, basis)
    rests = _("based on {values}").format(values=values)
    if days_left > YEARLY:
        rests = _("based on {values}; too little history to see seasons").format(values=values)
    facts = [(_("chance"), f"{chance_text(outlook.chance)} ({rests})")]
    if outlook.arrival is not None:
        early, middle = day_text(outlook.arrival.early), day_text(outlook.arrival.middle)
        late = day_text(outlook.arrival.late) if outlook.arrival.late is not None else ""
        text = (_("{middle} ({early} to {late})") if late else _("{middle} ({early} or later)")).format(
            middle=middle, early=early, late=late
        )
        facts.append((_("reached around"), middle if early == late else text))
    return facts


def chance_text(chance: float) -> str:
    """Return a chance as a number and a word: ``about 7 in 10: likely``."""
    return f"{chance_number(chance)}: {likelihood_word(word_of(chance))}"


def chance_number(chance: float) -> str:
    """Return a chance as a number out of ten, the only denominator: two in 100 beside seven in 10 looks like a lot."""
    half_tenths = round(chance * 20)
    if half_tenths < 2:
        return _("less than 1 in 10")
    if half_tenths > 18:
        return _("more than 9 in 10")
    if half_tenths % 2:
        return _("about {low} to {high} in 10").format(low=half_tenths // 2, high=half_tenths // 2 + 1)
    return _("about {n} in 10").format(n=half_tenths // 2)


def calibration_texts(calibration: Calibration) -> list[str]:
    """Return what came of each word, and how many goals it rests on while those are few."""
    texts = [
        plural(
            'of {n} goal called "{word}", {true} was reached',
            'of {n} goals called "{word}", {true} were reached',
            row.goals,
        ).format(n=row.goals, word=likelihood_word(row.word), true=row.came_true)
        for row in calibration.rows
    ]
    if not calibration.enough:
        few = plural(
            "too early to tell: {n} of {needed} finished goals with a chance halfway",
            "too early to tell: {n} of {needed} finished goals with a chance halfway",
            calibration.goals,
        )
        texts.append(few.format(n=calibration.goals, needed=FEWEST))
    return texts


def stated_text(judged: Judged) -> str:
    """Return what was said of a finished goal at first, by half-time and last, and beside it what came of it."""
    chances = (
        _("{chance} on {day}").format(chance=chance_number(chance), day=day_text(day))
        for day, chance in judged.milestones
    )
    return _("{chances}: {outcome}").format(chances="; ".join(chances), outcome=state_word(judged.goal.state))


def stated_facts(report: Calibration) -> list[Fact]:
    """Return what was said of finished goals as pairs of a name and a text."""
    return [(_("chances"), stated_text(judged)) for judged in report.judged]

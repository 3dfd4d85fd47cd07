"""What is to come, in words: a forecast, how long a balance lasts with its planned amounts, and chances.

A chance is a number with a word and what it rests on; how chances that were stated before turned out is said here too.
"""

from __future__ import annotations

from kpitui.core.figures import NumberStyle
from kpitui.core.insight.runway import FEWEST, Runway
from kpitui.core.model import Kpi
from kpitui.i18n import _, capitalised, plural
from kpitui.wording import Fact
from kpitui.wording.dates import day_text, periods_text
from kpitui.wording.numbers import estimates_together, typed, written

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from kpitui.core.cadence import Span
    from kpitui.core.insight.calibration import Calibration, JudgedGoal
    from kpitui.core.insight.outlook import Outlook
    from kpitui.core.planned import Every, Occurrence, Planned
    from kpitui.services.runway import RunwayView


def runway_sentence(view: RunwayView, style: NumberStyle) -> str:
    """Return when a balance runs out, as a range: around which day, at the earliest and at the latest."""
    kpi, runway = view.kpi, view.runway
    if runway is None:
        count = (
            plural("{n} week with numbers, {needed} needed", "{n} weeks with numbers, {needed} needed", view.blocks)
            if view.basis == "week"
            else plural("{n} of {needed} changes in the balance", "{n} of {needed} changes in the balance", view.blocks)
        )
        return _("Too early to tell: {count}").format(count=count.format(n=view.blocks, needed=FEWEST))
    floor = written(kpi, runway.floor, style)
    if runway.is_below:
        return _("Below {floor} now: {value}").format(floor=floor, value=written(kpi, runway.value, style))
    early, likely, late = (day_text(day) if day else "" for day in (runway.early, runway.likely, runway.late))
    if not early:
        return _("Lasts more than a year: the chance that it runs out before {day} is less than 1 in 10").format(
            day=day_text(runway.last)
        )
    if not likely:
        text = (
            _("Probably lasts more than a year. The chance that it lasts until {early} is about 9 in 10")
            if not runway.floor
            else _(
                "Probably stays above {floor} for more than a year. The chance that it stays there until "
                "{early} is about 9 in 10"
            )
        )
    elif not late:
        text = (
            _("Runs out around {likely}: 9 times in 10 not before {early}, but it may also take more than a year")
            if not runway.floor
            else _(
                "Falls below {floor} around {likely}: 9 times in 10 not before {early}, but it may also take "
                "more than a year"
            )
        )
    elif early == late:
        text = (
            _("Runs out around {likely}, give or take a day (8 times in 10)")
            if not runway.floor
            else _("Falls below {floor} around {likely}, give or take a day (8 times in 10)")
        )
    else:
        text = (
            _("Runs out around {likely} (8 times in 10 between {early} and {late})")
            if not runway.floor
            else _("Falls below {floor} around {likely} (8 times in 10 between {early} and {late})")
        )
    return text.format(floor=floor, early=early, likely=likely, late=late)


def basis_sentence(runway: Runway, style: NumberStyle, kpi: Kpi) -> str:
    """Return what a runway begins with, and on how much of the past it rests."""
    rests = (
        plural("{n} week", "{n} weeks", runway.blocks)
        if runway.basis == "week"
        else plural("{n} change between two entries", "{n} changes between two entries", runway.blocks)
    )
    return _("Starting from {value} on {day}. Based on the last {rests}, if nothing else changes").format(
        value=written(kpi, runway.value, style), day=day_text(runway.as_of), rests=rests.format(n=runway.blocks)
    )


def runway_sentences(view: RunwayView, style: NumberStyle) -> list[str]:
    """Return how long a balance lasts, on what that rests, and the chance that it lasts for some months."""
    runway = view.runway
    if runway is None:
        return [runway_sentence(view, style)]
    texts = [runway_sentence(view, style), basis_sentence(runway, style, view.kpi)]
    if not runway.is_below:
        texts += [lasting_text(runway, day) for day in runway.month_ends((1, 3, 6))]
    return [capitalised(text) for text in texts]


def lasting_text(runway: Runway, day: date) -> str:
    """Return the chance that a balance lasts until a day."""
    return _("chance that it lasts until {day}: {chance}").format(
        day=day_text(day), chance=chance_text(runway.chance(day))
    )


def short_runway(views: Iterable[RunwayView]) -> str:
    """Return the balance that may run out first for a status bar: ``bank out 12 Mar (20 Feb to 30 Apr)``; else nothing.

    It has the short name of the KPI, which has no sign that a bar takes for a command.
    """
    for view in views:
        runway = view.runway
        if runway is None:
            continue
        if runway.is_below:
            return _("{key} is below its limit").format(key=view.kpi.key)
        if runway.early is None:
            continue
        early = day_text(runway.early)
        if runway.likely is None:
            return _("{key} runs out on {early} at the earliest").format(key=view.kpi.key, early=early)
        likely = day_text(runway.likely)
        if runway.early == runway.late:
            return _("{key} runs out around {likely}, give or take a day").format(key=view.kpi.key, likely=likely)
        late = day_text(runway.late) if runway.late else _("later")
        text = _("{key} runs out around {likely} ({early} to {late})")
        return text.format(key=view.kpi.key, likely=likely, early=early, late=late)
    return ""


def every_text(every: Every | None) -> str:
    """Return how often an amount comes."""
    texts = {"week": _("every week"), "month": _("every month"), "quarter": _("every quarter"), "year": _("every year")}
    return texts[every] if every else _("once")


def how_often(planned: Planned) -> str:
    """Return how often an amount comes, and up to which day where it has a last one."""
    every = every_text(planned.every)
    if planned.until is None:
        return every
    return _("{every} until {day}").format(every=every, day=day_text(planned.until))


def planned_name(planned: Planned) -> str:
    """Return what a planned amount is called: its description, else its number."""
    return planned.text or _("planned amount {number}").format(number=planned.id)


def planned_line(kpi: Kpi, planned: Planned, style: NumberStyle) -> str:
    """Return a planned amount in one line: what, how much, when and how often."""
    when = _("on {day}") if planned.every is None else _("from {day}, {every}")
    if planned.until is not None:
        when = _("from {day} to {until}, {every}")
    days = when.format(
        day=day_text(planned.first),
        every=every_text(planned.every),
        until=day_text(planned.until) if planned.until else "",
    )
    return _("{name}: {amount} {when}").format(
        name=planned_name(planned), amount=signed(kpi, planned, style), when=days
    )


def signed(kpi: Kpi, planned: Planned, style: NumberStyle) -> str:
    """Return the amount of a planned amount with its sign: a plus comes in."""
    text = typed(kpi, planned.amount, style)
    return f"+{text}" if planned.amount > 0 and not style.hidden else text


def occurrence_row(kpi: Kpi, occurrence: Occurrence, style: NumberStyle) -> tuple[str, str, str, str, str]:
    """Return a day of a planned amount as cells: number, day, amount, what it is, and how it stands."""
    planned = occurrence.planned
    return (
        str(planned.id),
        day_text(occurrence.day),
        signed(kpi, planned, style),
        planned_name(planned),
        occurrence_state(occurrence),
    )


def occurrence_state(occurrence: Occurrence) -> str:
    """Return how a day of a planned amount stands, with what to say about it where it is asked."""
    if occurrence.state == "open":
        return _("not in the balance yet") if not occurrence.is_stated else _("not paid yet")
    if occurrence.state == "skipped":
        return _("will not come")
    if occurrence.state == "due":
        return ""
    if occurrence.is_stated:
        return _("has been paid")
    return _("seems to have been paid on {day}").format(day=day_text(occurrence.arrived or occurrence.day))


def arrival_text(kpi: Kpi, occurrence: Occurrence, style: NumberStyle) -> str:
    """Return that a planned amount seems to be in the balance, and where in the app that is confirmed."""
    return _(
        "{name} of {day} ({amount}) seems to have been paid. Is that right? Confirm it on the page "
        "of {kpi}, under planned amounts"
    ).format(**_arrival(kpi, occurrence, style), kpi=kpi.name) + _or_another(kpi, occurrence, style)


def arrival_question(kpi: Kpi, occurrence: Occurrence, style: NumberStyle) -> str:
    """Return that a planned amount seems to be in the balance, and what to type where it is, and where it is not."""
    return _(
        "{name} of {day} ({amount}) seems to have been paid. Is that right? kpitui planned arrived "
        "{number}. Not yet? kpitui planned open {number}"
    ).format(**_arrival(kpi, occurrence, style), number=occurrence.planned.id) + _or_another(kpi, occurrence, style)


def _or_another(kpi: Kpi, occurrence: Occurrence, style: NumberStyle) -> str:
    """Return which other amounts it may be that were paid; nothing where there are none."""
    template = _("{name} of {day} ({amount})")
    others = [
        template.format(name=planned_name(planned), day=day_text(day), amount=signed(kpi, planned, style))
        for planned, day in occurrence.rivals
    ]
    return ". " + _("It could also be {others}").format(others=", ".join(others)) if others else ""


def _arrival(kpi: Kpi, occurrence: Occurrence, style: NumberStyle) -> dict[str, str]:
    """Return what names a planned amount in a sentence about its arrival."""
    return {
        "name": planned_name(occurrence.planned),
        "day": day_text(occurrence.day),
        "amount": signed(kpi, occurrence.planned, style),
    }


def forecast_text(
    kpi: Kpi, last: date, edges: tuple[float, float, float], style: NumberStyle, coverage: float = 0.8, *, summed: bool
) -> str:
    """Return where a KPI is likely to go: the total until the day *last* if *summed*, or what it is on that day.

    *edges* are low, middle and high of it; *coverage* is the share of outcomes between the first and the last.
    """
    template = (
        _("total up to {day}: between {low} and {high} ({chance}), most likely about {middle}")
        if summed
        else _("between {low} and {high} on {day} ({chance}), most likely about {middle}")
    )
    low, middle, high = estimates_together(kpi, edges, style)
    return template.format(low=low, middle=middle, high=high, day=day_text(last), chance=outcomes_text(coverage))


def outcomes_text(coverage: float) -> str:
    """Return how many outcomes lie in a range: ``8 in 10 outcomes``."""
    hundredths = round(100 * coverage)
    if hundredths % 10:
        return _("{n}% of outcomes").format(n=hundredths)
    return _("{n} in 10 outcomes").format(n=hundredths // 10)


YEARLY = 60
"""Days; beyond these a series of less than a year cannot know its season."""


def outlook_facts(outlook: Outlook | None, days_left: int, basis: Span = "day") -> list[Fact]:
    """Return what an outlook says as pairs of a name and a text; *basis* is what the values are that it rests on."""
    if outlook is None:
        return []
    values = _("{n} values").format(n=outlook.values) if basis == "day" else periods_text(outlook.values, basis)
    rests = _("based on {values}").format(values=values)
    if days_left > YEARLY:
        rests = _("based on {values}, too few to see seasons").format(values=values)
    facts = [(_("chance"), f"{chance_text(outlook.chance)} ({rests})")]
    if outlook.arrival is not None:
        early, middle = day_text(outlook.arrival.early), day_text(outlook.arrival.middle)
        late = day_text(outlook.arrival.late) if outlook.arrival.late is not None else ""
        text = (_("{middle} ({early} to {late})") if late else _("{middle} (from {early} on)")).format(
            middle=middle, early=early, late=late
        )
        facts.append((_("reached around"), middle if early == late else text))
    return facts


def chance_text(chance: float) -> str:
    """Return a chance as a number and a word: ``about 7 in 10: likely``."""
    from kpitui.core.insight.outlook import word_of
    from kpitui.wording.words import likelihood_word

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
    """Return what came of each word, and of all goals beside what was to be expected, or how few there are yet."""
    from kpitui.wording.words import likelihood_word

    texts = [
        plural(
            '{n} goal was "{word}": {true} reached',
            '{n} goals were "{word}": {true} reached',
            row.goals,
        ).format(n=row.goals, word=likelihood_word(row.word), true=row.came_true)
        for row in calibration.rows
    ]
    if not calibration.enough:
        from kpitui.core.insight.calibration import FEWEST as FEWEST_GOALS

        few = plural(
            "too early to tell: the chance halfway is known for {n} closed goal, and {needed} are needed",
            "too early to tell: the chance halfway is known for {n} closed goals, and {needed} are needed",
            calibration.goals,
        )
        texts.append(few.format(n=calibration.goals, needed=FEWEST_GOALS))
        return texts
    reached = sum(row.came_true for row in calibration.rows)
    expected = round(sum(row.expected for row in calibration.rows))
    whole = plural(
        "{true} of {n} goal reached in all. Going by the chances, it should be about {expected}",
        "{true} of {n} goals reached in all. Going by the chances, it should be about {expected}",
        calibration.goals,
    )
    texts.append(whole.format(true=reached, n=calibration.goals, expected=expected))
    return texts


def stated_text(judged: JudgedGoal) -> str:
    """Return what was said of a finished goal at first, by half-time and last, and beside it what came of it."""
    from kpitui.wording.words import state_word

    chances = (
        _("{chance} on {day}").format(chance=chance_number(chance), day=day_text(day))
        for day, chance in judged.milestones
    )
    return _("{chances}: {outcome}").format(chances="; ".join(chances), outcome=state_word(judged.goal.state))


def stated_facts(report: Calibration) -> list[Fact]:
    """Return what was said of finished goals as pairs of a name and a text."""
    return [(_("chances"), stated_text(judged)) for judged in report.judged]

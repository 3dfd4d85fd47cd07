"""How long a balance lasts, and its planned amounts, in words."""

from __future__ import annotations

from kpitui.core.figures import NumberStyle
from kpitui.core.insight.runway import FEWEST, Runway
from kpitui.core.model import Kpi
from kpitui.i18n import _, plural
from kpitui.wording import Fact
from kpitui.wording.dates import day_text
from kpitui.wording.numbers import typed, written

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from kpitui.core.planned import Every, Occurrence, Planned
    from kpitui.services.runway import RunwayView


def runway_sentence(view: RunwayView, style: NumberStyle) -> str:
    """Return when a balance runs out, as a range: around which day, at the earliest and at the latest."""
    kpi, runway = view.kpi, view.runway
    if runway is None:
        count = plural("{n} of {needed} weeks with numbers", "{n} of {needed} weeks with numbers", view.blocks)
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
            _("Probably lasts more than a year; runs out on {early} at the earliest (8 in 10)")
            if not runway.floor
            else _("Probably stays above {floor} for more than a year; {early} at the earliest (8 in 10)")
        )
    elif not late:
        text = (
            _("Runs out around {likely}; {early} at the earliest, more than a year at the latest (8 in 10)")
            if not runway.floor
            else _("Below {floor} around {likely}; {early} at the earliest, more than a year at the latest (8 in 10)")
        )
    elif early == late:
        text = (
            _("Runs out around {likely}, give or take a day (8 in 10)")
            if not runway.floor
            else _("Below {floor} around {likely}, give or take a day (8 in 10)")
        )
    else:
        text = (
            _("Runs out around {likely}; {early} at the earliest, {late} at the latest (8 in 10)")
            if not runway.floor
            else _("Below {floor} around {likely}; {early} at the earliest, {late} at the latest (8 in 10)")
        )
    return text.format(floor=floor, early=early, likely=likely, late=late)


def basis_sentence(runway: Runway, style: NumberStyle, kpi: Kpi) -> str:
    """Return what a runway begins with, and on how much of the past it rests."""
    rests = (
        plural("{n} week", "{n} weeks", runway.blocks)
        if runway.basis == "week"
        else plural("{n} change between two entries", "{n} changes between two entries", runway.blocks)
    )
    return _("{value} on {day}; based on the last {rests}, if all else stays as it is").format(
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
    return [text[:1].upper() + text[1:] for text in texts]


def lasting_text(runway: Runway, day: date) -> str:
    """Return the chance that a balance lasts until a day."""
    from kpitui.wording.chances import chance_text

    return _("lasts until {day}: {chance}").format(day=day_text(day), chance=chance_text(runway.chance(day)))


def runway_fact(view: RunwayView, style: NumberStyle) -> Fact:
    """Return how long a balance lasts as a name and a text."""
    return _("runway"), runway_sentence(view, style)


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
        early = day_text(runway.early, year=False)
        if runway.likely is None:
            return _("{key} runs out on {early} at the earliest").format(key=view.kpi.key, early=early)
        likely = day_text(runway.likely, year=False)
        if runway.early == runway.late:
            return _("{key} runs out around {likely}, give or take a day").format(key=view.kpi.key, likely=likely)
        late = day_text(runway.late, year=False) if runway.late else _("later")
        text = _("{key} runs out around {likely} ({early} to {late})")
        return text.format(key=view.kpi.key, likely=likely, early=early, late=late)
    return ""


def every_text(every: Every | None) -> str:
    """Return how often an amount comes."""
    texts = {"week": _("every week"), "month": _("every month"), "quarter": _("every quarter"), "year": _("every year")}
    return texts[every] if every else _("once")


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
        return _("not seen yet") if not occurrence.is_stated else _("not arrived yet")
    if occurrence.state == "skipped":
        return _("will not come")
    if occurrence.state == "due":
        return ""
    if occurrence.is_stated:
        return _("has arrived")
    return _("seems to have arrived on {day}").format(day=day_text(occurrence.arrived or occurrence.day, year=False))


def arrival_text(kpi: Kpi, occurrence: Occurrence, style: NumberStyle) -> str:
    """Return that a planned amount seems to be in the balance, and where in the app that is confirmed."""
    return _(
        "{name} of {day} ({amount}) seems to be there. Is that right? Confirm it on the page of {kpi}, under what is "
        "planned"
    ).format(**_arrival(kpi, occurrence, style), kpi=kpi.name)


def arrival_question(kpi: Kpi, occurrence: Occurrence, style: NumberStyle) -> str:
    """Return that a planned amount seems to be in the balance, and what to type where it is, and where it is not."""
    return _(
        "{name} of {day} ({amount}) seems to have arrived. Is that right? kpitui planned arrived {number}. "
        "Not yet? kpitui planned open {number}"
    ).format(**_arrival(kpi, occurrence, style), number=occurrence.planned.id)


def _arrival(kpi: Kpi, occurrence: Occurrence, style: NumberStyle) -> dict[str, str]:
    """Return what names a planned amount in a sentence about its arrival."""
    return {
        "name": planned_name(occurrence.planned),
        "day": day_text(occurrence.day, year=False),
        "amount": signed(kpi, occurrence.planned, style),
    }

"""What it would take, in words: each lever with what it must come to and how feasible that is, and what a try brings.

A figure that is still needed is rounded up, one that may still come is rounded down.
"""

from __future__ import annotations

from math import ceil, isclose

from kpitui.core.calendar import MEAN_DAYS, PERIOD_NAMES
from kpitui.core.errors import mark
from kpitui.core.figures import (
    NumberStyle,
    apart_decimals,
    estimate_decimals,
    format_number,
    format_together,
    format_value,
    is_counted,
    is_currency,
    is_hours,
    rounded,
)
from kpitui.core.kinds import KINDS
from kpitui.core.levers import Lever, Levers, NoLevers
from kpitui.core.model import Kpi
from kpitui.core.record import Record
from kpitui.core.recurring import needed_of
from kpitui.i18n import _, capitalised, plural
from kpitui.wording.dates import day_text, periods_text, some_days_text, span_text
from kpitui.wording.forecasts import chance_number, chance_text
from kpitui.wording.kpis import expected_text
from kpitui.wording.numbers import arrow_in_words, difference
from kpitui.wording.why import SHORTEST_NAME, shortened, untold_text
from kpitui.wording.words import per_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from kpitui.core.change_parts import ChangeTaken
    from kpitui.services.levers import LeversView, Tried

LEVERS_RIGHT = (1, 2)
"""Which cells of the rows of levers are aligned to the right."""
IN_SHORT = 3
"""How many levers a sentence names."""
GAP = 2
"""Columns between two cells."""
MONEY_DECIMALS = 2
"""Of money, where its KPI has no decimals of its own."""
ALONE = {
    "no-data": mark("No recent day has a number"),
    "fixed": mark("It is a single number for a whole period, so it has no parts to change"),
}
"""What stands in the way of a KPI without parts."""


class LeverLine(Record):
    """A lever in words."""

    name: str
    change: str
    """By how much it must be other: ``+22``, of a total ``+142 in all``; empty where it cannot do it alone."""
    way: str
    """``156 → 178 a week``."""
    word: str
    """How feasible that is."""
    short: str = ""
    """The same in two or three words."""
    cell: str = ""
    """`way` in a row, without what it is for where the change says that: ``156 → 178``."""


def levers_heading() -> str:
    """Return the heading above the levers."""
    return _("What it would take")


def needed_sentence(view: LeversView, style: NumberStyle) -> str:
    """Return what is needed and what there is now, or why that cannot be said."""
    result, kpi = view.result, view.view.kpi
    if isinstance(result, NoLevers):
        return obstacle_sentence(result)
    asked, now, day = _asked(kpi, result, style), _now(kpi, result, style), day_text(result.until)
    if result.asked is not None:
        asked = f"{asked} ({span_text(*result.asked)})"
    if result.likely is False and result.is_there:
        return _unlikely(view, result, asked=asked, now=now, day=day)
    if not result.enough:
        template = _("{asked}, {now} now (up to {day})")
        return template.format(asked=capitalised(asked), now=now, day=day)
    standing = view.view.standing
    if not result.is_there:
        template = _("According to the forecast you get there: {now} now (up to {day}), {asked}")
        if result.summed:
            template = _(
                "Enough according to the forecast, but not according to the latest numbers: {now} now (up to "
                "{day}), {asked}"
            )
        if result.summed and standing.old and standing.stale:
            template = _(
                "Enough if the missing numbers turn out as usual: {now} now (up to {day}). Without them: {asked}"
            )
    elif standing.status in ("at risk", "off track"):
        template = _("Enough on average: {now} now (up to {day}), {asked}. Normal ups and downs can still spoil it")
    else:
        template = _("Enough if things go on like this: {now} now (up to {day}), {asked}")
    return template.format(asked=asked, now=now, day=day)


def left_out_sentences(result: Levers | NoLevers) -> list[str]:
    """Return which days what is now is told without; nothing where there are none."""
    if isinstance(result, NoLevers) or not result.left_out:
        return []
    template = _("Not counted in the current number: {days} (unusual or excluded)")
    return [template.format(days=some_days_text(result.left_out))]


def _unlikely(view: LeversView, result: Levers, *, asked: str, now: str, day: str) -> str:
    """Return what is said where the average is enough, and the goal is off track by its chance all the same."""
    goal, standing = view.view.goal, view.view.standing
    left = sum(turn.verdict in ("running", "ahead") for turn in standing.periods)
    if goal.type != "recurring" or goal.per is None or not left:
        template = _(
            "Enough so far, but it will probably not last until the deadline: {now} now (up to {day}), {asked}"
        )
        if result.summed:
            template = _(
                "Enough according to the latest numbers, but not according to the forecast: {now} now (up to "
                "{day}), {asked}"
            )
        return template.format(now=now, day=day, asked=asked)
    must = min(left, needed_of(goal.keep, (standing.judged or 0) + left) - (standing.kept or 0))
    template = _(
        "Not enough if things go on like this: {now} on average now (up to {day}), but you must still reach {count}"
    )
    return template.format(now=now, day=day, count=expected_text(must, left, goal.per))


def _asked(kpi: Kpi, result: Levers, style: NumberStyle) -> str:
    """Return what is needed: at least so much, at most so much, or between two figures."""
    places = _places_needed(kpi, result)

    def text(figure: float, *, up: bool) -> str:
        return format_value(_to_places(figure, places, up=up), kpi.unit, style, places)

    if result.other is not None:
        low, high = sorted((result.needed, result.other))
        between = _("between {low} and {high}").format(low=text(low, up=True), high=text(high, up=False))
        return _of_whole(result, between)
    needed = _of_whole(result, text(result.needed, up=result.up))
    return (_("{needed} needed") if result.up else _("at most {needed}")).format(needed=needed)


def _now(kpi: Kpi, result: Levers, style: NumberStyle) -> str:
    places = _places_needed(kpi, result)
    return _of_whole(result, format_value(result.now, kpi.unit, style, places))


def obstacle_sentence(result: NoLevers) -> str:
    """Return why it cannot be said what it would take."""
    if result.obstacle == "early":
        count = expected_text(result.covered, result.expected, result.step)
        template = _("Too early to tell: {count} with numbers for all parts")
        return (_("Too early to tell: {count} with numbers") if result.alone else template).format(count=count)
    if result.obstacle == "over":
        count = expected_text(result.covered, result.expected, result.step)
        return _("You can hardly change the outcome any more: {count} that count are already over").format(count=count)
    if result.alone and result.obstacle in ALONE:
        return _(ALONE[result.obstacle])
    sentences = {
        "no-data": _("No recent day has numbers for all parts"),
        "division": _("One of the parts has been zero lately, so nothing can be calculated"),
        "fixed": _("One of the parts has a single number for a whole period, which can't be split"),
        "missing": _("Log the missing numbers first: they decide whether you can still reach the goal"),
        "lost": _("The goal can no longer be reached, whatever you log from now on"),
        "settled": _("Nothing more is needed to reach the goal"),
    }
    return sentences[result.obstacle]


def lever_lines(view: LeversView, style: NumberStyle) -> list[LeverLine]:
    """Return each lever that can be moved, the most feasible first."""
    result = view.result
    if isinstance(result, NoLevers) or result.enough:
        return []
    total = view.view.goal.type == "total"
    return [_line(lever, result, style, view.weeks_left if total else None) for lever in result.levers]


def lever_rows(
    view: LeversView, style: NumberStyle, columns: int, cells: Callable[[str], int]
) -> list[tuple[str, ...]]:
    """Return the levers as rows of cells: name, change, from what to what, how feasible.

    *cells* tells how many of the *columns* a text takes. Where there is no room, first how feasible they are is
    shortened, then the change is left empty, which is also to be seen in from what to what, and last names are cut.
    """
    return _rows(lever_lines(view, style), columns, cells)


def opposite_sentences(levers: Levers, taken: ChangeTaken) -> list[str]:
    """Return which levers moved away from what is needed in a change, by more than they usually do; else nothing."""
    names = [lever.kpi.name for lever in opposite_levers(levers, taken)]
    return [_("Went the wrong way, by more than usual: {parts}").format(parts=", ".join(names))] if names else []


def opposite_levers(levers: Levers, taken: ChangeTaken) -> list[Lever]:
    """Return the levers that moved away from what is needed in a change, by more than they usually do."""
    if taken.aim is not None:
        return []
    moved = {
        part.branch.kpi.key: part.after - part.before
        for part in taken.parts[1:]
        if part.branch.kpi is not None and part.mark == "news" and part.before is not None and part.after is not None
    }
    return [lever for lever in levers.levers if (moved.get(lever.kpi.key, 0.0) * (1 if lever.up else -1)) < 0]


def again_heading(kpi: Kpi, levers: Levers, style: NumberStyle) -> str:
    """Return the heading above what it would take of a KPI without a goal: ``What it would take to get back to € 24``.

    It is the figure that it was, as that is told above it, unless that would read as what there is now.
    """
    needed = _estimate(kpi, levers.needed, style)
    if needed == _estimate(kpi, levers.now, style):
        needed = _estimate(kpi, _rounded(kpi, levers.needed, up=levers.up), style)
    return _("What it would take to get back to {needed}").format(needed=_of_whole(levers, needed))


def again_sentence(kpi: Kpi, levers: Levers, style: NumberStyle) -> str:
    """Return what such a KPI is now, and that each part is looked at alone."""
    now, day = _of_whole(levers, _estimate(kpi, levers.now, style)), day_text(levers.until)
    return _("{now} now (up to {day}). If only one part changes:").format(now=now, day=day)


def again_rows(levers: Levers, style: NumberStyle, columns: int, cells: Callable[[str], int]) -> list[tuple[str, ...]]:
    """Return its levers as `lever_rows` does."""
    return _rows([_line(lever, levers, style, None) for lever in levers.levers], columns, cells)


def _rows(lines: Sequence[LeverLine], columns: int, cells: Callable[[str], int]) -> list[tuple[str, ...]]:
    if not lines:
        return []
    for rows in (
        [(line.name, line.change, line.cell, line.word) for line in lines],
        [(line.name, line.change, line.cell, line.short) for line in lines],
        [(line.name, "", line.cell, line.short) for line in lines],
    ):
        room = columns - _width(rows, cells)
        if room >= 0:
            break
    if room < 0:
        longest = max(SHORTEST_NAME, max(cells(row[0]) for row in rows) + room)
        return [(shortened(name, longest, cells), *rest) for name, *rest in rows]
    return list(rows)


def _width(rows: Sequence[tuple[str, ...]], cells: Callable[[str], int]) -> int:
    widths = [max(map(cells, column)) for column in zip(*rows, strict=True)]
    return sum(widths) + GAP * (len(widths) - 1)


def levers_in_short(result: Levers, style: NumberStyle) -> str:
    """Return the three most feasible levers in a sentence: ``Orders 25 → 28 a week, as usual; or ...``."""
    texts = []
    for lever in result.levers[:IN_SHORT]:
        line = _line(lever, result, style, None)
        if line.change:
            word = "" if lever.past is None else f", {line.word}"
            texts.append(f"{line.name} {line.way}{word}")
    return _("; or ").join(texts)


def other_ways(view: LeversView, style: NumberStyle) -> list[str]:
    """Return what it takes of all parts at once, and how many days longer it takes as things are."""
    result = view.result
    if isinstance(result, NoLevers) or result.enough:
        return []
    sentences = [untold_text(*part) for part in view.untold]
    if result.together is not None and len(result.levers) > 1:
        share = ceil(abs(result.together) * 1000 - 1e-6) / 10
        template = _("Or all of them at once: each {n}% better")
        sentences.append(template.format(n=format_number(share, 1, style)))
    if view.longer is not None:
        days, day = view.longer
        text = plural("Or move the deadline by {n} day, to {day}", "Or move the deadline by {n} days, to {day}", days)
        sentences.append(text.format(n=days, day=day_text(day)))
    return sentences


def plain_lever_sentences(view: LeversView, style: NumberStyle) -> list[str]:
    """Return the levers as sentences, for a screen reader."""
    sentences = []
    for line in lever_lines(view, style):
        if not line.change:
            sentences.append(f"{line.name}: {line.word}")
            continue
        way = arrow_in_words(line.way)
        sentences.append(", ".join((f"{line.name} {line.change}", way, line.word)))
    return sentences + other_ways(view, style)


def tried_sentences(view: LeversView, tried: Tried, style: NumberStyle) -> list[str]:
    """Return what other figures would bring: the KPI a week, by the deadline with its range, and the chance."""
    kpi = view.view.kpi
    summed = isinstance(view.result, Levers) and view.result.summed  # a profit too: of a week or month
    value, now = (
        per_text(tried.per, text) if summed else _of_block(kpi, text, tried.per)
        for text in _beside(kpi, (tried.value, tried.now), style)
    )
    percent = ""
    if tried.now:
        share = format_number(100 * (tried.value - tried.now) / abs(tried.now), 1, style, signed=True)
        percent = f" ({share}%)"
    sentences = []
    if [figure[0].id for figure in tried.figures] != [kpi.id]:
        # Of the KPI itself the figures that were tried say it.
        template = _("{kpi} {value} instead of {now}{percent}") if value != now else _("{kpi} stays {value}")
        sentences.append(template.format(kpi=kpi.name, value=value, now=now, percent=percent))
    if tried.median is not None and tried.low is not None and tried.high is not None and tried.until is not None:
        figures = _beside(kpi, (tried.median, tried.low, tried.high), style)
        template = _("By {day} about {middle} (between {low} and {high})")
        day = day_text(tried.until)
        sentences.append(template.format(day=day, middle=figures[0], low=figures[1], high=figures[2]))
    if tried.chance is not None:
        text = _("Chance {chance}").format(chance=chance_text(tried.chance))
        if tried.chance_now is not None:
            before = chance_number(tried.chance_now)
            same = before == chance_number(tried.chance)
            text += _(", as now") if same else _(", instead of {chance} now").format(chance=before)
        sentences.append(text)
    if tried.beyond:
        sentences.append(
            _("You have never kept this up for so long, so the outcome is less certain than this range shows")
        )
    sentences.append(_("If everything else stays the same"))
    return sentences


def tried_names(tried: Tried, style: NumberStyle) -> str:
    """Return the figures that were tried: ``Visitors 5,495 → 6,044 a week``."""
    texts = []
    for kpi, now, figure in tried.figures:
        way = " → ".join(_beside(kpi, (now, figure), style))
        texts.append(f"{kpi.name} {_of_block(kpi, way, tried.per)}")
    return ", ".join(texts)


def _line(lever: Lever, result: Levers, style: NumberStyle, blocks: float | None) -> LeverLine:
    kpi = lever.kpi
    if lever.target is None or lever.change is None:
        alone = _("not enough on its own")
        return LeverLine(kpi.name, "", "", alone, alone)
    places = _places_apart(kpi, lever.now, lever.target, up=lever.up)
    target = _to_places(lever.target, places, up=lever.up)
    now = _to_places(lever.now, places, up=None)
    way = " → ".join(format_value(value, kpi.unit, style, places) for value in (now, target))
    change = difference(kpi._replace(decimals=places), target - now, style, signed=True)
    per, cell = result.figures_per, way
    if blocks is not None and KINDS[kpi.kind].rule == "sum":
        amount = lever.change * blocks
        places = 0 if is_counted(kpi) else places
        shown = _to_places(amount, places, up=amount > 0)
        change = _("{n} in all").format(n=format_value(shown, kpi.unit, style, places, signed=True))
        cell = _of_block(kpi, way, per)
    else:
        change = _of_block(kpi, change, per)
    word, short = _word(lever, result, style), _short_word(lever)
    return LeverLine(kpi.name, change, _of_block(kpi, way, per), word, short, cell)


def _short_word(lever: Lever) -> str:
    words = {
        "usual": _("as usual"),
        "done": _("done before"),
        "above": _("above your best"),
        "beyond": _("never kept up"),
    }
    return words.get(lever.feasibility, _("too few weeks to tell"))


def _word(lever: Lever, result: Levers, style: NumberStyle) -> str:
    past = lever.past
    if past is None:
        return _("too few weeks to tell")
    word = lever.feasibility
    if word == "usual" or (lever.target is not None and word != past.feasibility(lever.target)):
        return _short_word(lever)  # where they differ it is the KPI itself that never came to what it must
    if word == "done":
        return _("done before ({span})").format(span=span_text(past.best_from, past.best_to))
    best = _estimate(lever.kpi, past.best, style)
    if KINDS[lever.kpi.kind].rule == "last":
        change = difference(lever.kpi, past.best - lever.now, style, signed=True)
        ahead = past.held if past.ahead is None else past.ahead
        days = round(ahead * MEAN_DAYS[result.per])
        span = periods_text(1, result.per) if ahead == 1 else periods_text(days, "day")
        template = (
            _("above your best ({change} in {span})")
            if word == "above"
            else _("never kept up (your best: {change} in {span})")
        )
        return template.format(change=change, span=span)
    # The best of twelve weeks is often less than what there is now, which is of four: it is said of how many it is.
    span = periods_text(past.held, result.per) if past.held > 1 else _(PERIOD_NAMES[result.per])
    if word == "above":
        return _("above your best {span} ({best})").format(span=span, best=best)
    return _("never kept up (your best {span}: {best})").format(span=span, best=best)


def _places(kpi: Kpi, *values: float) -> int | None:
    if is_hours(kpi.unit) and kpi.decimals is None:
        return None
    if kpi.unit == "%" and kpi.decimals is None:
        return 2
    return estimate_decimals(kpi, values)


def _places_apart(kpi: Kpi, now: float, needed: float, *, up: bool) -> int | None:
    """Return the decimals of what there is and what is needed, as many as tell them apart: 24.6 and 24.9 are not 25.

    A KPI with decimals of its own has more only where what is there would read as less than what is needed: of 25.4 and
    25.2 the second is rounded up to 26.
    """
    places = _places(kpi, now, needed)
    if places is None or isclose(now, needed):
        return places
    # Nobody pays in parts of a cent, nor writes € 25.4.
    most = max(places, MONEY_DECIMALS) if is_currency(kpi.unit) else places + 2
    while places < most:
        apart = _to_places(now, places, up=None) - _to_places(needed, places, up=up)
        if apart * (now - needed) > 0 or (apart == 0 and kpi.decimals is not None):
            break
        places = most if is_currency(kpi.unit) else places + 1
    return places


def _places_needed(kpi: Kpi, result: Levers) -> int | None:
    """Return the decimals of what there is and what is needed: at least, at most or between two figures."""
    edges = [(result.needed, result.up)] + ([(result.other, not result.up)] if result.other is not None else [])
    places = [_places_apart(kpi, result.now, edge, up=up) for edge, up in edges]
    return None if places[0] is None else max(own for own in places if own is not None)


def _to_places(value: float, places: int | None, *, up: bool | None) -> float:
    """Return *value* rounded to its decimals (minutes of hours): up, down, or to the nearest for None."""
    factor = 60.0 if places is None else 10.0**places
    scaled = round(value * factor, 6)
    return (rounded(scaled) if up is None else ceil(scaled) if up else -ceil(-scaled)) / factor


def _rounded(kpi: Kpi, value: float, *, up: bool) -> float:
    return _to_places(value, _places(kpi, value), up=up)


def _estimate(kpi: Kpi, value: float, style: NumberStyle) -> str:
    return format_value(value, kpi.unit, style, _places(kpi, value))


def _beside(kpi: Kpi, values: Sequence[float], style: NumberStyle) -> list[str]:
    """Return figures that are held against each other in one sentence, with the decimals in which they differ."""
    places = _places(kpi, *values)
    if places is not None and len({rounded(value, places) for value in values}) < len(values):
        places = max(places, apart_decimals(values, kpi.unit, kpi.decimals) or 0)
    return format_together(values, kpi.unit, style, places)


def _of_whole(levers: Levers, text: str) -> str:
    """Return a figure of the KPI itself with what it is for, where it adds up: ``€ 678 a week``."""
    return per_text(levers.figures_per, text) if levers.summed else text


def _of_block(kpi: Kpi, text: str, per: str) -> str:
    return per_text(per, text) if KINDS[kpi.kind].rule == "sum" else text

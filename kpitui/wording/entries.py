"""A figure in words: how what is typed is read, what it replaces, how unusual it is, and what was never saved."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from kpitui.core.cadence import cadence_by
from kpitui.core.errors import mark
from kpitui.core.figures import NumberStyle, format_number
from kpitui.core.insight.expected_value import Expected
from kpitui.core.kinds import KINDS, Rule
from kpitui.core.model import Kpi
from kpitui.core.record import Record
from kpitui.i18n import _, plural
from kpitui.i18n.harmless import harmless
from kpitui.wording.dates import day_name, day_text
from kpitui.wording.numbers import estimates_together, typed
from kpitui.wording.words import period_word, setting_word

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from kpitui.services.entries import LogResult
    from kpitui.services.today import Preview


MOST_NAMED = 4
"""How many figures that were saved together are named at most."""


class Parts(Record):
    """What is said on one line, part by part."""

    parts: tuple[str, ...]
    spare: tuple[str, ...]
    """Those that can be left out where the line is too narrow, the first to go first."""


def other_text(kpi: Kpi, day: date, value: float, style: NumberStyle, *, stands: bool) -> str:
    """Return which other figure the same week, month or quarter has, and which of the two counts."""
    template = _("the number of {day} still counts: {value}") if stands else _("replaces {value} of {day}")
    return template.format(value=typed(kpi, value, style), day=day_text(day))


WEEKDAY_SETTINGS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

LEAST_TIMES = 0.005
"""Less of what is usual would be written as 0.00 times of it."""


def times_text(kpi: Kpi, day: date, expected: Expected, style: NumberStyle, *, short: bool = False) -> str:
    """Return how far a value lies from what is usual: ``238 times your usual Monday``, or *short* with signs.

    Where a multiple says nothing, that it is far from it. Of a KPI that is mostly 0 the size is told, not the day.
    """
    by = cadence_by(kpi.cadence)
    span = period_word(by) if by != "day" else day_name(day) if short else setting_word(WEEKDAY_SETTINGS[day.weekday()])
    if expected.times is None or abs(expected.times) < LEAST_TIMES:
        return _("far from a normal {day}").format(day=span)
    times = format_number(expected.times, 0 if expected.times >= 2 else 2, style)
    if expected.sparse:
        text = _("{times} × the usual size") if short else _("{times} times the usual size")
        return text.format(times=times)
    if short:
        return _("{times} × a normal {day}").format(times=times, day=span)
    return _("{times} times a normal {day}").format(times=times, day=span)


def far_text(kpi: Kpi, day: date, expected: Expected, style: NumberStyle) -> str:
    """Return the warning about a value that was saved although it is far from what is usual."""
    far = times_text(kpi, day, expected, style)
    return _("{kpi}: {far}. Is that wrong? kpitui undo").format(kpi=kpi.name, far=far)


def understood_parts(kpi: Kpi, seen: Preview, day: date, style: NumberStyle, expected: Expected | None) -> Parts:
    """Return how a text being typed was understood, and how it compares with what is usual, part by part.

    A question comes first when it is far from what was *expected*; it never blocks.
    """
    doubt = expected if expected is not None and expected.doubtful else None
    # What is being typed is to be seen; what it is added to is not, where figures are hidden.
    open_style = style if seen.amount.mode == "add" else style._replace(hidden="")
    parts = [f"= {typed(kpi, seen.value, open_style)}", day_text(day)]
    spare = [day_text(day)]
    if seen.before is not None:
        adds = seen.amount.mode == "add" or (KINDS[kpi.kind].counts and seen.amount.mode == "plain")
        template = _("was {value}") if adds else _("replaces {value}. Type + to add instead")
        parts.append(template.format(value=typed(kpi, seen.before, style)))
    if seen.usual is not None and doubt is None:
        low, high = estimates_together(kpi, (seen.usual.low, seen.usual.high), style)
        usual = _("usually {low} to {high}").format(low=low, high=high)
        parts.append(usual)
        spare.insert(0, usual)
    if seen.amount.ambiguous:
        parts.append(_("read with {mark} as decimal mark").format(mark=style.decimal))
    if doubt is not None:
        parts.insert(0, _("{far}. Is that right?").format(far=times_text(kpi, day, doubt, style, short=True)))
    return Parts(tuple(parts), tuple(spare))


def saved_parts(logged: LogResult, undo: str, style: NumberStyle, expected: Expected | None) -> Parts:
    """Return what was saved and that *undo* takes it back, part by part; first that it is far from what is usual."""
    kpi, other = logged.kpi, logged.other
    name, value = harmless(kpi.name, 40), _exact(logged, style)
    if expected is not None and expected.doubtful:
        far = times_text(kpi, logged.day, expected, style, short=True)
        return Parts((_("Saved, but {far}. Wrong? {key}").format(far=far, key=undo), name, value), (value, name))
    beside = other_text(kpi, other.day, other.value, style, stands=other.stands) if other else ""
    if KINDS[kpi.kind].counts:
        beside = day_figure_text(kpi, logged.total, style)
    saved, day = _("Saved"), day_text(logged.day)
    return Parts((saved, name, day, value, beside, _("{key} to undo").format(key=undo)), (day, beside, saved, name))


OF_THAT_DAY: dict[Rule, str] = {
    "sum": mark("total of that day: {total}"),
    "last": mark("latest of that day: {total}"),
    "mean": mark("average of that day: {total}"),
    "min": mark("lowest of that day: {total}"),
    "max": mark("highest of that day: {total}"),
}
"""What a day comes to after one more number, by the rule of its kind."""


def day_figure_text(kpi: Kpi, figure: float, style: NumberStyle) -> str:
    """Return what a day comes to, named by the rule of its KPI."""
    shown = typed(kpi, figure, style)
    return _(OF_THAT_DAY[KINDS[kpi.kind].rule]).format(total=shown)


def saved_together_parts(logged: Sequence[LogResult], undo: str, style: NumberStyle) -> list[str]:
    """Return that several figures were saved, that *undo* takes them back, and which they are, part by part."""
    names = dict.fromkeys(result.kpi.name for result in logged)
    if len({result.day for result in logged}) == 1:
        which = [f"{harmless(result.kpi.name, 20)} {_exact(result, style)}" for result in logged]
    else:
        which = [harmless(name, 20) for name in names]
    listed = ", ".join(which[:MOST_NAMED]) + (", ..." if len(which) > MOST_NAMED else "")
    count = plural("Saved {n} number", "Saved {n} numbers", len(logged)).format(n=len(logged))
    return [count, _("{key} to undo").format(key=undo), listed]


def _exact(logged: LogResult, style: NumberStyle) -> str:
    return typed(logged.kpi, logged.value, style)


PLACES = {
    "note": mark("a note"),
    "entry": mark("an entry"),
    "kpi": mark("a KPI"),
    "parts": mark("the parts of a KPI"),
    "action": mark("an action"),
    "drop": mark("an action"),
    "GoalDialog": mark("a goal"),
    "TargetDialog": mark("a goal"),
    "KeepDialog": mark("a goal"),
    "CloseDialog": mark("a goal"),
    "LearningDialog": mark("a goal"),
    "ActDialog": mark("a review"),
    "RemarkDialog": mark("a review"),
    "LaterDialog": mark("a review"),
}
"""By the first word of what a draft is kept under: the form it is of, untranslated."""
NEW = {"goal": mark("a new goal"), "kpi": mark("a new KPI"), "action": mark("a new action")}
"""The drafts of something new, which are kept key by key, also where somebody closes the form on purpose."""
STEADY = ("cell", *NEW)
"""The drafts that are told elsewhere: of a cell where it is resumed, of something new with the key that goes on."""


def waiting_text(forms: Iterable[str]) -> str:
    """Return where what was typed last time waits, by the names of the drafts; empty where there is nothing to tell."""
    places = [_(PLACES[name]) for form in forms if form not in STEADY and (name := form.partition(" ")[0]) in PLACES]
    if not places:
        return ""
    waiting = _("You did not save what you typed last time: {places}. Open the same form to go on")
    return waiting.format(places=", ".join(dict.fromkeys(places)))


def new_drafts_text(keys: Mapping[str, str]) -> str:
    """Return that drafts of something new wait, by the names of their forms with the key that opens each."""
    places = ", ".join(f"{_(NEW[form])} ({key})" if key else _(NEW[form]) for form, key in keys.items())
    return _("Kept as a draft: {places}").format(places=places) if places else ""


def ended_text(signal: str, *, is_kept: bool) -> str:
    """Return that a *signal* ended the app, and that what was being typed is kept, if it is."""
    if is_kept:
        return _("Ended by {signal}. Open kpitui again to go on with what you were typing").format(signal=signal)
    return _("Ended by {signal}").format(signal=signal)


def lost_text(fields: Mapping[str, str]) -> str:
    """Return what was typed into a form that is neither saved nor kept, so that it can be copied from the terminal."""
    typed = ", ".join(f"{harmless(name, 40)}: {harmless(text, 2000)}" for name, text in fields.items() if text)
    return _("Not saved, not even as a draft. Copy what you typed: {typed}").format(typed=typed)

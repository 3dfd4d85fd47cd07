"""What a change in the journal did, as a sentence: one row for every action the services can take."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from kpitui.core.errors import mark
from kpitui.core.model import Change
from kpitui.i18n import _, plural
from kpitui.i18n.harmless import harmless
from kpitui.wording.dates import day_text, label_text
from kpitui.wording.words import state_word

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kpitui.core.model import StepHow

SENTENCES = {
    "entry.logged": mark("logged {text} for {kpi} on {date}"),
    "entries.logged": mark("logged {kpi} and other KPIs"),
    "day.cleared": mark("cleared {kpi} on {date}"),
    "entry.edited": mark("changed {kpi} on {date} to {text}"),
    "entry.deleted": mark("deleted an entry of {kpi} on {date}"),
    "entries.imported": mark("imported {file}"),
    "database.merged": mark("merged {file}"),
    "kpi.added": mark("added the KPI {kpi}"),
    "kpi.edited": mark("changed the KPI {kpi}"),
    "kpi.archived": mark("archived the KPI {kpi}"),
    "kpi.unarchived": mark("brought back the KPI {kpi}"),
    "kpi.split": mark("split the KPI {kpi} into {parts}"),
    "kpi.joined": mark("took {parts} out of {kpi}"),
    "kpi.moved": mark("moved the KPI {kpi}"),
    "kpi.grouped": mark("put {kpi} into the group {group}"),
    "kpi.ungrouped": mark("took {kpi} out of its group"),
    "base.added": mark("recalculated the normal range of {kpi} from {date}"),
    "day.left_out": mark("excluded {date} from the normal range of {kpi}"),
    "day.taken_in": mark("included {date} in the normal range of {kpi} again"),
    "pause.added": mark("paused from {date} to {end}"),
    "pause.edited": mark("changed the pause from {date} to {end}"),
    "pause.removed": mark("removed the pause from {date} to {end}"),
    "note.added": mark("wrote a note for {date}"),
    "note.edited": mark("changed a note for {date}"),
    "note.removed": mark("removed a note for {date}"),
    "action.added": mark("planned the action '{action}'"),
    "action.edited": mark("changed the action '{action}'"),
    "action.started": mark("started the action '{action}'"),
    "action.done": mark("ticked off the action '{action}'"),
    "action.dropped": mark("cancelled the action '{action}'"),
    "goal.added": mark("saved the goal '{goal}'"),
    "goal.edited": mark("changed the goal '{goal}'"),
    "goal.closed": mark("closed the goal '{goal}' as {state}"),
    "goal.learned": mark("wrote the lesson of the goal '{goal}'"),
    "planned.added": mark("planned an amount for {kpi} ({named})"),
    "planned.edited": mark("changed a planned amount of {kpi} ({named})"),
    "planned.removed": mark("removed a planned amount of {kpi} ({named})"),
    "planned.arrived": mark("marked the planned amount of {date} for {kpi} as paid ({named})"),
    "planned.open": mark("marked the planned amount of {date} for {kpi} as not paid yet ({named})"),
    "planned.skipped": mark("skipped the planned amount of {date} for {kpi} ({named})"),
    "matter.decided": mark("decided: {said}"),
    "review.held": mark("finished the review of {period}"),
    "target.changed": mark("changed the target of the goal '{goal}'"),
    "goal.measured": mark("set the target of the goal '{goal}' from the measured baseline"),
    "setting.changed": mark("set {setting} to {value}"),
    "setting.reset": mark("reset {setting}"),
}
"""By the name of the action; the placeholders are details of the change."""

OF_ONE_KPI = {
    "pause.added": mark("paused {kpi} from {date} to {end}"),
    "note.added": mark("wrote a note for {kpi} on {date}"),
    "note.edited": mark("changed a note for {kpi} on {date}"),
    "note.removed": mark("removed a note for {kpi} on {date}"),
}
"""What is said instead when an action that can be about the whole business was about one KPI."""

FIGURES = ("text", "said")
"""The details that hold figures, or sentences with figures."""


def described(change: Change, hidden: str = "") -> str:
    """Return what *change* did, with all text in it made harmless; the name of an unknown action as it is.

    Where *hidden* is given, it stands in the place of figures.
    """
    sentence = (OF_ONE_KPI if change.details.get("kpi") else SENTENCES).get(change.what) or SENTENCES.get(change.what)
    if sentence is None:
        return harmless(change.what)
    details = {name: _shown(name, value, hidden) for name, value in change.details.items()}
    try:
        text = _(sentence).format_map(details)
    except KeyError:
        return harmless(change.what)
    count = change.details.get("count")
    if change.what.startswith("entries.") and isinstance(count, int):
        return f"{text} ({plural('{n} entry', '{n} entries', count).format(n=count)})"
    return text


def step_text(change: Change, how: StepHow, hidden: str = "") -> str:
    """Return what a step over *change* did: that it was done, taken back or done again; *hidden* as for `described`."""
    text = described(change, hidden)
    templates = {"undone": _("Undone: {change}"), "redone": _("Redone: {change}")}
    return templates[how].format(change=text) if how in templates else text


def moment_text(change: Change, zone: str = "auto") -> str:
    """Return when *change* was made, as `moment_in_words` has it; as the journal has it where that is no moment."""
    try:
        return moment_in_words(datetime.fromisoformat(change.at), zone)
    except (ValueError, OverflowError):
        return harmless(change.at, 16)


def moment_in_words(moment: datetime, zone: str) -> str:
    """Return a moment with a zone by the clock in *zone*, as a page has it: ``Sun 22 Nov 21:04``, its year if another.

    ``auto`` is the zone of the system, and so is one that it does not know.
    """
    local = _local(moment, zone)
    return f"{day_text(local.date())} {local:%H:%M}"


def _local(moment: datetime, zone: str) -> datetime:
    if zone != "auto":
        from zoneinfo import ZoneInfo

        try:
            return moment.astimezone(ZoneInfo(zone))
        except (KeyError, OSError):
            pass
    return moment.astimezone()


def _shown(name: str, value: object, hidden: str) -> str:
    if hidden and name in FIGURES:
        return hidden
    text = harmless("" if value is None else str(value), 80)
    if name in ("date", "end"):
        try:
            return day_text(date.fromisoformat(text))
        except ValueError:
            return text
    return state_word(text) if name == "state" else label_text(text) if name == "period" else text


def changed_text(name: str, others: Sequence[str] = ()) -> str:
    """Return that what is called *name* was changed by a person, and which *others* changed with it."""
    if not others:
        return _("Changed {name}").format(name=name)
    return _("Changed {name}, and with it: {others}").format(name=name, others=", ".join(others))


def cleared_text(path: str) -> str:
    """Return that a half-written file of a killed process was deleted."""
    return _("Leftover file deleted: {path}").format(path=path)

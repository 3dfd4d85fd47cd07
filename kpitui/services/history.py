"""What was changed: the changes, newest first, undo and redo over them, and the business as it stood on an earlier day.

A day that is looked back to is a copy with that day as today: by the numbers up to that day, with the goals, targets
and outcomes that there were; or as it was known then, by the journal: without what was entered, corrected or set up
later. A change that was undone counts as never made, for when it was undone is not kept.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

from kpitui.core.calendar import a_year_earlier
from kpitui.core.errors import Refused, mark
from kpitui.core.model import Change, Kpi
from kpitui.services.reading import all_kpis
from kpitui.services.workspace import Workspace
from kpitui.store import journal


def changes(workspace: Workspace, most: int) -> list[Change]:
    """Return the newest changes, at most so many, the newest first; undone ones say so.

    Of a business that is seen as of an earlier day, those that were made by the end of it.
    """
    until = None if workspace.seen_from is None else (workspace.today, _end_of(workspace, workspace.today))
    return journal.history(workspace.store, most, until)


class ChangedEntry(NamedTuple):
    """A number that a change logged, altered or deleted."""

    kpi: Kpi
    day: date
    before: float | None
    """None where there was none; so after it."""
    after: float | None


def changed_entries(workspace: Workspace, change: Change, most: int) -> list[ChangedEntry]:
    """Return numbers as they were before and after *change*, at most so many; none of an import of thousands.

    One that replaced another of the same day is one with it.
    """
    kpis = {kpi.id: kpi for kpi in all_kpis(workspace)}
    changed: list[ChangedEntry] = []
    for before, after in journal.entry_images(workspace.store, change.id, most):
        row = after or before or {}
        kpi, day = kpis.get(_number(row.get("kpi"))), _day(row.get("date"))
        if kpi is None or day is None:
            continue
        replaced = ChangedEntry(kpi, day, changed[-1].before, None) if changed else None
        if before is None and replaced is not None and replaced == changed[-1]:
            changed[-1] = replaced._replace(after=_value(after))
        else:
            changed.append(ChangedEntry(kpi, day, _value(before), _value(after)))
    return changed


def _number(value: object) -> int:
    return value if isinstance(value, int) else 0


def _day(text: object) -> date | None:
    try:
        return date.fromisoformat(str(text))
    except ValueError:
        return None


def _value(row: Mapping[str, object] | None) -> float | None:
    value = row.get("value") if row else None
    return float(value) if isinstance(value, (int, float)) else None


def undo(workspace: Workspace) -> Change:
    """Take back the last change, whatever it was, and return it. Raises Refused when there is none."""
    return journal.undo(workspace.store)


def redo(workspace: Workspace) -> Change:
    """Make the change again that was undone last, and return it. Raises Refused when there is none."""
    return journal.redo(workspace.store)


def entries_of_step(workspace: Workspace, *, back: bool) -> int:
    """Return how many entries the next undo, or with *back* False the next redo, writes: an import may be large."""
    return journal.entries_of_step(workspace.store, back=back)


def undo_many(workspace: Workspace, most: int) -> list[Change]:
    """Take back the last changes, at most so many, as one step; return them in that order.

    Raises Refused, changing nothing, when there is none or one of them cannot be undone.
    """
    return journal.undo_many(workspace.store, most)


def redo_many(workspace: Workspace, most: int) -> list[Change]:
    """Make the changes again that were undone last, at most so many, as one step; return them in that order.

    Raises Refused, changing nothing, when there is none or one of them cannot be redone.
    """
    return journal.redo_many(workspace.store, most)


def newest(workspace: Workspace) -> tuple[int, int]:
    """Return a mark of the history: it differs whenever data was changed, undone or redone, by any program."""
    return journal.newest(workspace.store)


END_WORDS = ("end", "eind", "einde", "ultimo")
"""The words that the last day of a period begins with."""


def day_typed(workspace: Workspace, text: str) -> date:
    """Return the day that is looked back to: one that is past, or the end of a period (``june``, ``last week``).

    Raises Refused for what is no day, and for a day in the future.
    """
    from kpitui.core.day import parse_period

    today = workspace.today
    period = parse_period(text, today, workspace.settings.calendar)
    if period is not None:
        return min(period.end, today)
    day, words = workspace.read_day(text), text.lower().split()
    if day > today and words[0] in END_WORDS and not words[-1].isdigit():
        day = a_year_earlier(day)  # the end of June is the last one that there was
    if day > today:
        raise Refused(mark("{day} is in the future. Choose today or an earlier day"), field="date", day=day)
    return day


def as_of(workspace: Workspace, day: date, *, as_known: bool = False) -> Workspace:
    """Return a copy of *workspace* as of the end of *day*, or with *as_known* as known then; nothing is saved in it.

    The copy belongs to the caller, who closes it. Raises Refused for a day in the future, and where another program
    changed the database in a way that the journal does not explain.
    """
    if day > workspace.today:
        raise Refused(mark("{day} is in the future. Choose today or an earlier day"), field="date", day=day)
    from kpitui.store import time_travel

    copy = time_travel.open_copy(workspace.store)
    try:
        if as_known:
            try:
                time_travel.take_back_since(copy, _end_of(workspace, day))
            except Refused as error:
                sentence = mark(
                    "KPITUI can't show what was known on {day}: another program has changed the database since then"
                )
                raise Refused(sentence, field="date", day=day) from error
        else:
            time_travel.goals_as_they_were(copy, day, _end_of(workspace, day))
            time_travel.forget_later(copy, day)
        copy.frozen = Refused(
            mark("You are viewing {day}, so you can't change anything. Go back to today first"), day=day
        )
        environ = {**workspace.environ, "KPITUI_TODAY": day.isoformat()}
        seen = Workspace(copy, environ, datetime.combine(day, datetime.min.time()), workspace.flag)
        seen.hide(workspace.hidden)
    except BaseException:
        copy.close()
        raise
    seen.is_now, seen.as_known, seen.seen_from, seen.is_demo = False, as_known, workspace, workspace.is_demo
    return seen


def _end_of(workspace: Workspace, day: date) -> str:
    """Return the ISO moment in UTC at which *day* is over here, as the journal writes moments."""
    end = datetime.combine(day, datetime.min.time()) + timedelta(
        days=1, hours=int(workspace.settings.text("day-starts"))
    )
    zone = workspace.settings.text("timezone")
    if zone != "auto":
        from zoneinfo import ZoneInfo

        end = end.replace(tzinfo=ZoneInfo(zone))
    return end.astimezone(UTC).isoformat(timespec="milliseconds")

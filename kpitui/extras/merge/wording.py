"""What a merge found, in words: the kinds of rows, and a row that both sides changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from kpitui.core.errors import mark
from kpitui.core.figures import NumberStyle, decimals_for, format_number
from kpitui.i18n import _
from kpitui.wording.dates import day_text

Row = Mapping[str, Any]

CONTENT_WORDS = {
    "kpi": mark("KPIs"),
    "batch": mark("imports"),
    "entry": mark("entries"),
    "pause": mark("pauses"),
    "note": mark("notes"),
    "goal": mark("goals"),
    "target": mark("targets"),
    "goal_kpi": mark("drivers, and KPIs that must not get worse"),
    "action": mark("actions"),
    "review": mark("reviews"),
    "decision": mark("decisions"),
    "base": mark("starts of normal ranges"),
    "one_off": mark("excluded days"),
    "planned": mark("planned amounts"),
    "settlement": mark("days of planned amounts"),
    "chance": mark("chances"),
    "setting": mark("settings"),
    "draft": mark("drafts"),
}
"""By table what its rows are called."""

FIELD_WORDS = {
    "value": mark("the value"),
    "date": mark("the day"),
    "note": mark("the note"),
    "text": mark("the text"),
    "name": mark("the name"),
    "title": mark("the title"),
    "description": mark("the description"),
    "reason": mark("the reason"),
    "start": mark("the first day"),
    "end": mark("the last day"),
    "deadline": mark("the deadline"),
    "baseline": mark("the baseline"),
    "why": mark("why"),
    "state": mark("the status"),
    "due": mark("the due day"),
    "what": mark("the action"),
    "amount": mark("the amount"),
    "every": mark("how often it comes"),
    "until": mark("the last day"),
}
"""Columns that people change, in words; others are told by their name in the database."""

_NAMED_BY = ("title", "what", "text", "said", "name", "kpi", "goal", "key", "date", "start", "since")
_NOTHING = "-"


def content_word(table: str) -> str:
    """Return what the rows of *table* are called."""
    return _(CONTENT_WORDS[table])


def described_conflict(
    table: str, ours: Row | None, theirs: Row | None, fields: Sequence[str], style: NumberStyle
) -> str:
    """Return what both sides made of a row, the side that deleted it being None; numbers are in *style*."""
    row = ours or theirs or {}
    named = " ".join(_value(row[column], style) for column in _NAMED_BY if row.get(column) not in (None, ""))[:80]
    what = f"{content_word(table)}, {named}"
    if ours is None:
        return _("{what}: changed there and deleted here; it stays deleted").format(what=what)
    if theirs is None:
        return _("{what}: deleted there and changed here; it stays").format(what=what)
    differences = "; ".join(
        _("{field} is {theirs} there, {ours} here").format(
            field=_(FIELD_WORDS[field]) if field in FIELD_WORDS else field,
            theirs=_value(theirs.get(field), style),
            ours=_value(ours.get(field), style),
        )
        for field in fields
    )
    return _("{what}: {differences}. The version here is kept").format(what=what, differences=differences)


def _value(value: object, style: NumberStyle) -> str:
    if value in (None, ""):
        return _NOTHING
    if isinstance(value, float):
        return format_number(value, decimals_for(value, ""), style)
    text = str(value)
    try:
        return day_text(date.fromisoformat(text)) if len(text) == 10 and text[4] == "-" else text[:60]
    except ValueError:
        return text[:60]

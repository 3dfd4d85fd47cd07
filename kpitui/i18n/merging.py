"""What a merge found, in words: the kinds of rows, and a row that both sides changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from kpitui.core.errors import mark
from kpitui.i18n import _

Row = Mapping[str, Any]

CONTENT_WORDS = {
    "kpi": mark("KPIs"),
    "batch": mark("imports"),
    "entry": mark("entries"),
    "pause": mark("pauses"),
    "note": mark("notes"),
    "goal": mark("goals"),
    "target": mark("targets"),
    "goal_kpi": mark("drivers and counter-KPIs"),
    "action": mark("actions"),
    "review": mark("reviews"),
    "decision": mark("decisions"),
    "base": mark("baselines of limits"),
    "one_off": mark("one-off days"),
    "chance": mark("stated chances"),
    "setting": mark("settings"),
    "draft": mark("drafts"),
}
"""By table what its rows are called."""

_NAMED_BY = ("title", "what", "text", "said", "name", "kpi", "goal", "key", "date", "start", "since")


def content_word(table: str) -> str:
    """Return what the rows of *table* are called."""
    return _(CONTENT_WORDS[table])


def described_conflict(table: str, ours: Row | None, theirs: Row | None, fields: Sequence[str]) -> str:
    """Return what both sides made of a row, the side that deleted it being None."""
    row = ours or theirs or {}
    named = " ".join(str(row[column]) for column in _NAMED_BY if row.get(column) not in (None, ""))[:80]
    what = f"{content_word(table)}, {named}"
    if ours is None:
        return _("{what}: changed there and deleted here; it stays deleted").format(what=what)
    if theirs is None:
        return _("{what}: deleted there and changed here; it stays").format(what=what)
    differences = "; ".join(
        _("{field} is {theirs} there, {ours} here").format(
            field=field, theirs=_value(theirs.get(field)), ours=_value(ours.get(field))
        )
        for field in fields
    )
    return _("{what}: {differences}; ours is kept").format(what=what, differences=differences)


def _value(value: object) -> str:
    return "-" if value in (None, "") else str(value)[:60]

"""What the rows of each table are called, for what tells of them by the table they stand in."""

from __future__ import annotations

from kpitui.core.errors import mark

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
    "base": mark("recalculated normal ranges"),
    "one_off": mark("excluded days"),
    "planned": mark("planned amounts"),
    "settlement": mark("status of planned amounts"),
    "chance": mark("chances"),
    "setting": mark("settings"),
    "draft": mark("drafts"),
}
"""By table of content what its rows are called."""

HISTORY = ("change", "change_row")
COMPUTED = ("outlook", "usual", "runway")
"""The tables beside those of content: what was changed, and what is kept so that it need not be worked out again."""


def content_word(table: str) -> str:
    """Return what the rows of *table* are called, as a marked message; the name of a table that is not ours."""
    if table in HISTORY:
        return mark("history")
    if table in COMPUTED:
        return mark("saved calculations")
    return CONTENT_WORDS.get(table, table)

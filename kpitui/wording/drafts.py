"""What was typed and not saved when the app ended: where its draft waits, or the text itself where none was kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from kpitui.core.errors import mark
from kpitui.i18n import _
from kpitui.i18n.harmless import harmless

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
STEADY = ("cell", "goal", "kpi", "action")
"""The drafts that are told where they are resumed: of a cell, and of something new, which is kept key by key."""


def waiting_text(forms: Iterable[str]) -> str:
    """Return where what was typed last time waits, by the names of the drafts; empty where there is nothing to tell."""
    places = [_(PLACES[name]) for form in forms if form not in STEADY and (name := form.partition(" ")[0]) in PLACES]
    if not places:
        return ""
    waiting = _("What you typed last time was not saved: {places}. Open it again to go on")
    return waiting.format(places=", ".join(dict.fromkeys(places)))


def lost_text(fields: Mapping[str, str]) -> str:
    """Return what was typed into a form that is neither saved nor kept, so that it can be copied from the terminal."""
    typed = ", ".join(f"{harmless(name, 40)}: {harmless(text, 2000)}" for name, text in fields.items() if text)
    return _("Not saved, and no draft could be kept: {typed}").format(typed=typed)

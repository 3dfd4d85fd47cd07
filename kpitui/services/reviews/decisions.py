"""Deciding about the matters of a review: an action, a note, to leave it, or to look again later; and that it was held.

Each decision is one undoable change, together with the action or the note that comes of it, and it is kept with the
sentence that was decided about, so that the next review can show it. Planning actions is `actions`'s work.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from kpitui.core.errors import Refused, mark
from kpitui.core.review import Choice, Decision, HeldReview, ReviewItem
from kpitui.core.text import LONGEST_TEXT, replaced, storable
from kpitui.services.actions import add_typed
from kpitui.services.notes import add_note
from kpitui.services.reading import all_kpis
from kpitui.services.reviews.period import ReviewPeriod
from kpitui.services.workspace import Workspace
from kpitui.store import records
from kpitui.store.transaction import Transaction


def act(workspace: Workspace, matter: ReviewItem, sentence: str, typed: Mapping[str, str]) -> Decision:
    """Plan the action that *typed* describes (see `actions.form.FIELDS`) for the goal, else the KPI, of a matter.

    *sentence* is the sentence of the matter. Raises Refused or NotFound as `actions.form.add_typed` does.
    """
    keys = {kpi.id: kpi.key for kpi in all_kpis(workspace)}
    whose = {"goal": str(matter.goal)} if matter.goal is not None else {"kpi": keys.get(matter.kpi or 0, "")}
    with workspace.store.write("matter.decided", said=sentence[:200]) as change:
        action = add_typed(workspace, {**typed, **whose})
        return _keep(workspace, change, matter, sentence, "act", remark=action.what, action=action.uid)


def note(workspace: Workspace, matter: ReviewItem, sentence: str, text: str) -> Decision:
    """Put a note on today, on the KPI of a matter or on all of them; raises Refused for an empty one."""
    every = all_kpis(workspace)
    kpi = next((kpi for kpi in every if kpi.id == matter.kpi), None)
    with workspace.store.write("matter.decided", said=sentence[:200]) as change:
        add_note(workspace, kpi, workspace.today, text)
        return _keep(
            workspace, change, matter, sentence, "note", remark=storable(text, what=mark("a note"), field="note")
        )


def accept(workspace: Workspace, matter: ReviewItem, sentence: str) -> Decision:
    """Leave a matter as it is."""
    with workspace.store.write("matter.decided", said=sentence[:200]) as change:
        return _keep(workspace, change, matter, sentence, "accept")


def snooze(workspace: Workspace, matter: ReviewItem, sentence: str, until: date) -> Decision:
    """Look at a matter again on the day *until*; raises Refused when that is not to come."""
    if until <= workspace.today:
        raise Refused(mark("{value} is not in the future"), field="until", value=until.isoformat())
    with workspace.store.write("matter.decided", said=sentence[:200]) as change:
        return _keep(workspace, change, matter, sentence, "snooze", until=until)


def hold(workspace: Workspace, period: ReviewPeriod) -> None:
    """Remember that the review of *period* was held today; nothing happens when it is known already."""
    held = HeldReview(period.start, period.end, workspace.today)
    if held in records.reviews(workspace.store):
        return
    with workspace.store.write("review.held", period=period.label) as change:
        records.add_review(change, held)


def _keep(
    workspace: Workspace,
    change: Transaction,
    matter: ReviewItem,
    sentence: str,
    choice: Choice,
    *,
    until: date | None = None,
    remark: str = "",
    action: str | None = None,
) -> Decision:
    decision = Decision(
        0,
        "",
        matter.key,
        workspace.today,
        choice,
        until,
        replaced(sentence[:LONGEST_TEXT]),
        remark,
        matter.kpi,
        matter.goal,
        action,
    )
    return decision._replace(id=records.add_decision(change, decision))

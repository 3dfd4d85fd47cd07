"""Actions for people as lines, and for programs as records."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpitui.i18n import _
from kpitui.wording import Fact
from kpitui.wording.actions import SIGNS, action_facts, effect_sentences, effect_words, progress_text, subject

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kpitui.cli.console import Console
    from kpitui.services.actions import ActionView
    from kpitui.services.actions.effects import ActionEffect
    from kpitui.services.json_documents.goals import ActionJson, EffectJson, SeenJson
    from kpitui.services.workspace import Workspace


def draw_actions(console: Console, views: Sequence[ActionView]) -> None:
    """Print a line for each action: sign and number, what, what it is for, where it is, and what was seen since."""
    from kpitui.services.actions.effects import effect_of

    workspace = console.workspace()
    ascii = workspace.ascii
    rows = []
    for view in views:
        effect = effect_of(workspace, view.action)
        rows.append(
            (
                f"{SIGNS[view.action.state][ascii]} {view.action.id}",
                view.action.what,
                subject(view.action, view.kpi, view.goal),
                progress_text(view.action, workspace.today),
                effect_words(effect, workspace.settings.numbers) if effect else "",
            )
        )
    console.table(rows)


def action_details(workspace: Workspace, view: ActionView) -> list[Fact]:
    """Return what there is to know about an action, with what was seen since it started."""
    from kpitui.services.actions.effects import effect_of

    facts = action_facts(view.action, view.kpi, view.goal, workspace.settings.numbers)
    facts += seen_facts(workspace, view)
    effect = effect_of(workspace, view.action)
    sentences = effect_sentences(view.action, effect, workspace.settings.numbers, workspace.today) if effect else []
    return [*facts, *(("" if index else _("since then"), text) for index, text in enumerate(sentences))]


def seen_facts(workspace: Workspace, view: ActionView) -> list[Fact]:
    """Return from which day on the effect that is expected can be seen; nothing where none is."""
    from kpitui.services.actions.effects import day_of_view
    from kpitui.wording.actions import seen_sentence

    expected, kpi, seen = view.action.expected, view.kpi, day_of_view(workspace, view)
    if seen is None or expected is None or kpi is None:
        return []
    return [("", seen_sentence(kpi, expected, seen, workspace.settings.numbers))]


def action_record(workspace: Workspace, view: ActionView) -> ActionJson:
    """Return an action as the record that programs read; what is not known is null."""
    from kpitui.services.actions.effects import effect_of

    action, expected = view.action, view.action.expected
    effect = effect_of(workspace, action)
    return {
        "id": action.id,
        "what": action.what,
        "state": action.state,
        "kpi": view.kpi.key if view.kpi else None,
        "goal": action.goal,
        "due": action.due.isoformat() if action.due else None,
        "is_due": view.due,
        "started": action.started.isoformat() if action.started else None,
        "finished": action.finished.isoformat() if action.finished else None,
        "reason": action.reason or None,
        "expected": None
        if expected is None
        else {
            "size": expected.size,
            "percent": expected.percent,
            "by": expected.by.isoformat() if expected.by else None,
        },
        "seen": _seen_record(workspace, view),
        "effect": _effect_record(workspace, view, effect) if effect else None,
    }


def _seen_record(workspace: Workspace, view: ActionView) -> SeenJson | None:
    from kpitui.services.actions.effects import day_of_view

    seen = day_of_view(workspace, view)
    if seen is None:
        return None
    return {
        "size": seen.size,
        "day": seen.day.isoformat() if seen.day else None,
        "power": seen.power,
        "values": seen.slots,
        "before": seen.before,
        "reason": seen.reason,
        "least": seen.least,
    }


def _effect_record(workspace: Workspace, view: ActionView, effect: ActionEffect) -> EffectJson:
    from kpitui.cli.effect import effect_record

    return {
        "kpi": effect.kpi.key,
        **effect_record(
            effect.view, effect_sentences(view.action, effect, workspace.settings.numbers, workspace.today)
        ),
        "expected": effect.expected,
        "outcome": effect.outcome,
    }

"""What was seen since a day, compared with before: `kpitui show KPI --since DATE`, and the part of it in an action."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpitui.cli.kpi_record import kpi_record
from kpitui.services.insight.comparing import effect_since
from kpitui.wording.signals import comparison_sentences

if TYPE_CHECKING:
    from kpitui.cli.console import Console
    from kpitui.core.model import Kpi
    from kpitui.services.insight.comparing import EffectView
    from kpitui.services.json_documents.kpis import ComparedJson


def print_effect(console: Console, kpi: Kpi, since: str, *, json: bool) -> None:
    """Print how a KPI did from a day on, compared with before."""
    workspace = console.workspace()
    view = effect_since(workspace, kpi, workspace.read_day(since))
    sentences = comparison_sentences(kpi, view, workspace.settings.numbers)
    if json:
        console.json({"kpi": kpi_record(kpi), "since": view.day.isoformat(), **effect_record(view, sentences)})
        return
    for sentence in sentences:
        console.say(sentence)


def effect_record(view: EffectView, text: list[str]) -> ComparedJson:
    """Return the difference, its range, and what it rests on; what cannot be told is null."""
    effect = view.effect
    return {
        "difference": effect.difference if effect else None,
        "low": effect.low if effect else None,
        "high": effect.high if effect else None,
        "clear": effect.clear if effect else None,
        "before": view.before,
        "after": view.after,
        "needed_before": view.needed_before,
        "needed_after": view.needed_after,
        "looked_until": view.looked_until.isoformat() if view.looked_until else None,
        "next_look": view.next_look.isoformat() if view.next_look else None,
        "text": text,
    }

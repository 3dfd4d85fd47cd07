"""The sentences that hooks are told: what a step did, and the signals that are new."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from kpitui.i18n import _
from kpitui.i18n.harmless import harmless
from kpitui.wording.changes import step_text
from kpitui.wording.dates import named
from kpitui.wording.errors import sentence

if TYPE_CHECKING:
    from kpitui.core.figures import NumberStyle
    from kpitui.core.model import Kpi
    from kpitui.services.insight.signals import Shifted, Surprise

__all__ = ["lines", "sentence", "signal_text", "step_text", "waiting_text"]


def signal_text(kpi: Kpi, signal: Surprise | Shifted, style: NumberStyle) -> str:
    """Return what a signal says; what words it is imported when there is one."""
    from kpitui.wording import signals

    return signals.signal_text(kpi, signal, style)


def lines(sentences: Iterable[tuple[str, str]]) -> str:
    """Return the sentences of several KPIs by their names, a line each."""
    return "\n".join(harmless(named(name, text), 1000) for name, text in sentences)


def waiting_text() -> str:
    """Return what is said while a hook keeps a person from leaving."""
    return _("Waiting for a hook, 10 seconds at most. To stop it, press Ctrl+C")

"""What the hook on-signal is told: the signals of the touched KPIs, and of all computed from them, that are new.

A signal is new when it was not there before, on the day of the newest figure before. That day matters: when a week is
over its figure speaks for the first time, with nobody logging anything at that moment, and the next figure tells it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from kpitui.core.insight.expected_value import Expected
from kpitui.core.insight.xmr_limits import Limits
from kpitui.core.model import Kpi
from kpitui.extras.hooks.wording import lines, signal_text
from kpitui.services.insight import limits_of
from kpitui.services.insight.signals import Shifted, Surprise, shifted_of, signal_of
from kpitui.services.reading import shown_kpis, sources_of
from kpitui.store import entries

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kpitui.extras.hooks.runner import CommittedStep
    from kpitui.services.workspace import Workspace
    from kpitui.store.time_travel import Touched


class SignalState(NamedTuple):
    """What a KPI said before the step."""

    signal: Surprise | Shifted | None
    shifted: Shifted | None
    """The level that moved, also where a surprise hid it."""


class NewSignal(NamedTuple):
    """What a KPI says now."""

    kpi: Kpi
    signal: Surprise | Shifted
    limits: Limits | None
    """The natural limits that hold now."""


def after(workspace: Workspace, touched: Touched) -> dict[int, NewSignal]:
    """Return the signals that there are now, by the id of their KPI."""
    signals = ((kpi, signal_of(workspace, kpi)) for kpi, _parts in _concerned(workspace, touched))
    return {kpi.id: NewSignal(kpi, signal, _limits(workspace, kpi)) for kpi, signal in signals if signal is not None}


def before(workspace: Workspace, touched: Touched) -> dict[int, SignalState]:
    """Return what the same KPIs said before, each on the day of its newest figure at that time."""
    states = {}
    for kpi, parts in _concerned(workspace, touched):
        days = [day for part in parts if (day := entries.last_day(workspace.store, part)) is not None]
        then = workspace.on(min(max(days, default=workspace.today), workspace.today))
        states[kpi.id] = SignalState(signal_of(then, kpi), shifted_of(then, kpi))
    return states


def document(
    workspace: Workspace, happened: CommittedStep, was: dict[int, SignalState] | None, now: dict[int, NewSignal]
) -> dict[str, Any] | None:
    """Return the document about a step; None when it made no signal, or when it is not known what was there before."""
    if was is None:
        return None
    new = [signal for number, signal in now.items() if _is_new(signal.signal, was.get(number, SignalState(None, None)))]
    if not new:
        return None
    return _document(workspace, happened, new)


def example(workspace: Workspace) -> dict[str, Any]:
    """Return a made-up document: a day with unusually many orders."""
    from kpitui.extras.hooks.on_log import ORDERS, example_of

    surprise = Surprise(workspace.today, 40.0, Expected(12.0, 5.0, 40 / 12, 91))
    signal = NewSignal(ORDERS, surprise, Limits(12.0, 3.0, 21.0, 11.0, 91))
    return _document(workspace, example_of(workspace), [signal])


def _document(workspace: Workspace, happened: CommittedStep, signals: Sequence[NewSignal]) -> dict[str, Any]:
    style = workspace.settings.numbers
    records = [_record(signal, signal_text(signal.kpi, signal.signal, style)) for signal in signals]
    text = lines((record["name"], record["text"]) for record in records)
    return {**happened.head(workspace, "on-signal"), "text": text, "signals": records}


def _concerned(workspace: Workspace, touched: Touched) -> Iterator[tuple[Kpi, list[int]]]:
    """Yield the KPIs that are not archived and rest on touched entries, each with the ids of those it rests on."""
    for kpi in shown_kpis(workspace):
        today = workspace.today
        parts = [source.kpi.id for source in sources_of(workspace, [kpi], today, today).values()]
        if any(part in touched for part in parts):
            yield kpi, parts


def _is_new(signal: Surprise | Shifted, seen: SignalState) -> bool:
    if isinstance(signal, Shifted):
        return seen.shifted is None or seen.shifted.above != signal.above
    before = seen.signal
    return not (isinstance(before, Surprise) and (before.day, before.above) == (signal.day, signal.above))


def _limits(workspace: Workspace, kpi: Kpi) -> Limits | None:
    segments = limits_of(workspace, kpi).chart.segments
    return segments[-1].limits_now if segments else None


def _record(new: NewSignal, text: str) -> dict[str, Any]:
    kpi, signal, limits = new
    is_surprise = isinstance(signal, Surprise)
    return {
        "key": kpi.key,
        "name": kpi.name,
        "unit": kpi.unit,
        "signal": "above" if signal.above else "below",
        "kind": "surprise" if is_surprise else "shift",
        "day": (signal.day if isinstance(signal, Surprise) else signal.since).isoformat(),
        "value": signal.value if isinstance(signal, Surprise) else None,
        "text": text,
        "limits": None
        if limits is None
        else {
            "lower": limits.lower,
            "centre": limits.centre,
            "upper": limits.upper,
            "provisional": limits.provisional,
        },
    }

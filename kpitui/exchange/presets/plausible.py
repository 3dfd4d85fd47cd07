"""Plausible: the visitors of the dashboard's zip, the full export, and the answers of its API.

Visitors are different people and stand for their day; the full export has totals, from which rates are rebuilt.
"""

from __future__ import annotations

from kpitui.core.errors import mark
from kpitui.exchange.preset import Metric, Preset

_VISITORS = Metric("visitors", mark("Visitors"), ("visitors",), "only", "stamped")
_PAGEVIEWS = Metric("pageviews", mark("Page views"), ("pageviews",))
_VISITS = Metric("visits", mark("Visits"), ("visits",))

_BRINGS = (
    _VISITORS,
    _PAGEVIEWS,
    _VISITS,
    Metric("bounce-rate", mark("Bounce rate"), ("bounce_rate",), "mean", "sample", "%", better="lower"),
    Metric("visit-duration", mark("Time per visit"), ("visit_duration",), "mean", "sample", "s"),
)


def _of_answer(metrics: tuple[Metric, ...]) -> tuple[Metric, ...]:
    """Return *metrics* as an answer of the API names their columns."""
    return tuple(metric._replace(of=tuple(f"plausible {name}" for name in metric.of)) for metric in metrics)


PRESETS = (
    Preset(
        name="plausible-export",
        title=mark("Plausible, full export"),
        date=("date",),
        needs=(("visitors",), ("pageviews",), ("bounces",), ("visits",), ("visit_duration",)),
        metrics=(
            _VISITORS,
            _PAGEVIEWS,
            _VISITS,
            Metric("bounces", mark("Bounced visits"), ("bounces",), better="lower"),
            Metric("visit-time", mark("Time on visits"), ("visit_duration",), unit="s"),
            Metric(
                "bounce-rate", mark("Bounce rate"), kind="ratio", unit="%", parts=("bounces", "visits"), better="lower"
            ),
            Metric("visit-duration", mark("Time per visit"), kind="ratio", unit="s", parts=("visit-time", "visits")),
        ),
        decimal=".",
    ),
    Preset(
        name="plausible",
        title="Plausible",
        date=("date",),
        needs=(("visitors",), ("bounce_rate",), ("visit_duration",)),
        metrics=_BRINGS,
        lacks=("bounces",),
        decimal=".",
    ),
    Preset(
        name="plausible-api",
        title="Plausible (API)",
        date=("date",),
        needs=(),
        metrics=_of_answer(_BRINGS),
        decimal=".",
    ),
    Preset(
        name="plausible-goal",
        title=mark("Plausible, filtered by a goal"),
        date=("date",),
        needs=(("unique_conversions",), ("total_conversions",)),
        metrics=(
            Metric("conversions", mark("Conversions"), ("total_conversions",)),
            Metric("converted-visitors", mark("Converted visitors"), ("unique_conversions",), "only", "stamped"),
        ),
        decimal=".",
    ),
)

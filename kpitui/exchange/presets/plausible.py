"""Plausible: the visitors of the dashboard's zip, the full export, and the answers of its API.

Visitors are different people and stand for their day; the full export has totals, from which rates are rebuilt.
"""

from __future__ import annotations

from kpitui.core.errors import mark
from kpitui.exchange.preset import Brings, Preset

_VISITORS = Brings("visitors", mark("Visitors"), ("visitors",), "only", "stamped")
_PAGEVIEWS = Brings("pageviews", mark("Page views"), ("pageviews",))
_VISITS = Brings("visits", mark("Visits"), ("visits",))

_BRINGS = (
    _VISITORS,
    _PAGEVIEWS,
    _VISITS,
    Brings("bounce-rate", mark("Bounce rate"), ("bounce_rate",), "mean", "sample", "%", better="lower"),
    Brings("visit-duration", mark("Time per visit"), ("visit_duration",), "mean", "sample", "s"),
)


def _of_answer(brings: tuple[Brings, ...]) -> tuple[Brings, ...]:
    """Return *brings* as an answer of the API names their columns."""
    return tuple(one._replace(of=tuple(f"plausible {name}" for name in one.of)) for one in brings)


PRESETS = (
    Preset(
        name="plausible-export",
        title=mark("Plausible, full export"),
        date=("date",),
        needs=(("visitors",), ("pageviews",), ("bounces",), ("visits",), ("visit_duration",)),
        brings=(
            _VISITORS,
            _PAGEVIEWS,
            _VISITS,
            Brings("bounces", mark("Bounced visits"), ("bounces",), better="lower"),
            Brings("visit-time", mark("Time on visits"), ("visit_duration",), unit="s"),
            Brings(
                "bounce-rate", mark("Bounce rate"), kind="ratio", unit="%", parts=("bounces", "visits"), better="lower"
            ),
            Brings("visit-duration", mark("Time per visit"), kind="ratio", unit="s", parts=("visit-time", "visits")),
        ),
        decimal=".",
    ),
    Preset(
        name="plausible",
        title="Plausible",
        date=("date",),
        needs=(("visitors",), ("bounce_rate",), ("visit_duration",)),
        brings=_BRINGS,
        lacks=("bounces",),
        decimal=".",
    ),
    Preset(
        name="plausible-api",
        title="Plausible (API)",
        date=("date",),
        needs=(),
        brings=_of_answer(_BRINGS),
        decimal=".",
    ),
    Preset(
        name="plausible-goal",
        title=mark("Plausible, filtered by a goal"),
        date=("date",),
        needs=(("unique_conversions",), ("total_conversions",)),
        brings=(
            Brings("conversions", mark("Conversions"), ("total_conversions",)),
            Brings("converted-visitors", mark("Converted visitors"), ("unique_conversions",), "only", "stamped"),
        ),
        decimal=".",
    ),
)

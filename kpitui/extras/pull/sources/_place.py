"""What passes between the configuration, a source and the import: place, span, patience, figures, and a secret.

A secret is read from the environment or a private file, and kept out of everything that is shown, logged or stored.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from math import inf, isfinite
from pathlib import Path
from typing import Any, NamedTuple

from kpitui.core.errors import KpituiError, Refused, mark
from kpitui.core.system_reasons import system_reason
from kpitui.files.trust import open_trusted

HIDDEN = "•••"
SHORTEST_HIDDEN = 4
"""Characters; what is shorter would hide half of every sentence, and is no secret."""
LARGEST = 64 * 1024


class Secret:
    """A text that shows itself to nobody but who asks for `value`."""

    def __init__(self, value: str = "") -> None:
        self._value = value

    def __bool__(self) -> bool:
        return bool(self._value)

    def __repr__(self) -> str:
        return HIDDEN if self._value else ""

    @property
    def value(self) -> str:
        """The secret itself, to be sent to the source and nowhere else."""
        return self._value

    def hide(self, text: str) -> str:
        """Return *text* without the secret, in any of the forms that a server may give it back in."""
        for form in self._forms():
            text = text.replace(form, HIDDEN)
        return text

    def hide_in(self, error: KpituiError) -> KpituiError:
        """Return *error* with the secret hidden in all it would tell."""
        params = {
            name: self.hide(str(value)) if isinstance(value, str) else value for name, value in error.params.items()
        }
        return type(error)(error.message, field=error.field, **params)

    def _forms(self) -> list[str]:
        """Return the ways the secret can be written, longest first: a part of one must not give away the rest."""
        import base64
        import json
        from urllib.parse import quote, quote_plus

        parts = {self._value, *(line.strip() for line in self._value.splitlines())}
        long_enough = [part for part in parts if len(part) >= SHORTEST_HIDDEN]
        forms = {
            form
            for part in long_enough
            for form in (
                part,
                quote(part),
                quote(part, safe=""),
                quote_plus(part),
                json.dumps(part)[1:-1],
                repr(part)[1:-1],
                base64.b64encode(part.encode()).decode(),
            )
        }
        return sorted(forms, key=len, reverse=True)


NO_SECRET = Secret()


def read_secret(environ: Mapping[str, str], *, env: str | None = None, file: str | None = None) -> Secret:
    """Return the secret in the environment variable *env*, or else in the private *file*.

    Raises Refused when it is not there, is empty, or when others can read the file.
    """
    if env is not None:
        value = environ.get(env, "").strip()
        if not value:
            raise Refused(mark("The environment variable {name} is not set"), field="token", name=env)
        return Secret(value)
    return Secret(_content(Path(file or "").expanduser()))


def _content(path: Path) -> str:
    try:
        with os.fdopen(open_trusted(str(path), private=True), encoding="utf-8") as file:
            value = file.read(LARGEST).strip()
    except Refused as error:
        error.field = "token"
        raise
    except (OSError, UnicodeDecodeError) as error:
        reason = system_reason(error) if isinstance(error, OSError) else type(error).__name__
        raise Refused(mark("{path} can't be read: {reason}"), field="token", path=str(path), reason=reason) from error
    if not value:
        raise Refused(mark("{path} is empty. It should hold a token"), field="token", path=str(path))
    return value


MOST_FIGURES = 100_000
"""What one source may bring at once; more is a mistake in its configuration."""


class Place(NamedTuple):
    """Where figures come from, as the person configured it."""

    name: str
    kind: str
    kpis: Mapping[str, str]
    """From what the source calls a figure to the key of a KPI."""
    scale: Mapping[str, float]
    """What a figure is multiplied by, where it is; 100 makes a percentage of a fraction."""
    options: Mapping[str, Any]
    """The fields of its kind, checked."""
    secret: Secret = NO_SECRET


class Span(NamedTuple):
    """The days that are asked for, both inclusive, and the day it is."""

    since: date
    until: date
    today: date


class Patience(NamedTuple):
    """How long and how often a source is tried."""

    timeout: float = 20.0
    """Seconds for one exchange, from looking up the address to the last byte; three times as long with all attempts."""
    attempts: int = 3
    sleep: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.monotonic
    until: float = inf
    """When everything has to be over, by the clock."""

    def deadline(self, times: float = 1.0) -> float:
        """Return when, by the clock, what begins now and may take *times* the timeout has to be over."""
        return min(self.clock() + times * self.timeout, self.until)


class SourceMetric(NamedTuple):
    """One figure of one day, for a KPI."""

    kpi: str
    date: date
    value: float
    unit: str = ""
    """The unit that stands beside it, as `kpitui.core.amount` names it."""


def figure(place: Place, name: str, day: date, value: object) -> SourceMetric | None:
    """Return the figure that *place* calls *name*, or None when it has none; raise Refused when it is no number."""
    if value is None or value == "":
        return None
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise _no_number(name, value)
    if isinstance(value, str) and "_" in value:  # Python would read it
        raise _no_number(name, value)
    try:
        number = float(value)
    except (ValueError, OverflowError) as error:
        raise _no_number(name, value) from error
    if not isfinite(number):
        raise _no_number(name, value)
    return SourceMetric(place.kpis[name], day, number * place.scale.get(name, 1.0))


def figures_of(place: Place, cells: Iterable[tuple[str, date, object]]) -> list[SourceMetric]:
    """Return the figures in *cells*: each its name in the source, its day and its value, which may be none."""
    figures = (figure(place, name, day, value) for name, day, value in cells)
    return [value for value in figures if value is not None]


def day_of(text: object) -> date:
    """Return the day that a source's text or number begins with; raise Refused when it is none."""
    written = str(text)
    try:
        return date.fromisoformat(written[:10] if "-" in written else written[:8])
    except ValueError as error:
        raise Refused(mark("Not a date: '{value}'. Try 2026-11-23"), field="date", value=written[:40]) from error


def _no_number(name: str, value: object) -> Refused:
    return Refused(mark("{name} is '{value}', which is not a number"), field="value", name=name, value=str(value)[:40])

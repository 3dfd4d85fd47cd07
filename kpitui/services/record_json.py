"""Records as JSON text and back, whatever they are nested in, for what is worked out to be kept in the database.

Only values and named tuples of this program come back: nothing that is read here runs.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from datetime import date
from importlib import import_module
from typing import Any

from kpitui.core.model import Kpi

PLAIN = frozenset((str, int, float, bool, type(None)))
"""What is the same in JSON."""

NAMES: dict[type, str] = {tuple: "t", list: "l", set: "s", frozenset: "f"}
"""What holds other values, by the name it goes by in JSON."""

PLACES = ("kpitui.core.", "kpitui.services.")
"""Where the records stand that may be read."""


def to_json(value: object, kpis: Mapping[int, Kpi]) -> str:
    """Return *value* as text: records, dates, tuples, lists, sets and mappings of plain values.

    Each of *kpis*, by their ids, is its number only. Raises TypeError for anything else.
    """

    def plain(value: Any) -> object:
        kind = type(value)
        if kind in PLAIN:
            return value
        if kind is date:
            return {"d": value.isoformat()}
        if kind in NAMES:
            return {NAMES[kind]: [plain(item) for item in value]}
        if kind is dict:
            return {"m": [[plain(key), plain(item)] for key, item in value.items()]}
        if kind is Kpi and kpis.get(value.id) == value:
            return {"k": value.id}
        if _is_record(kind):
            return {f"{kind.__module__}:{kind.__qualname__}": [plain(item) for item in value]}
        raise TypeError(kind)

    return json.dumps(plain(value), separators=(",", ":"))


def from_json(text: str, kpis: Mapping[int, Kpi]) -> Any:
    """Return what `to_json` made *text* of; raise ValueError for any other text, or a KPI that *kpis* lack."""

    def value_of(pair: dict[str, Any]) -> object:
        ((name, value),) = pair.items()
        if name == "k":
            return kpis[value]
        make = MAKERS.get(name)
        return make(value) if make is not None else _record(name)(*value)

    try:
        return json.loads(text, object_hook=value_of)
    except (ArithmeticError, AttributeError, ImportError, LookupError, RecursionError, TypeError) as error:
        raise ValueError(text[:80]) from error


MAKERS: dict[str, Any] = {"d": date.fromisoformat, "m": dict, **{name: kind for kind, name in NAMES.items()}}
"""What makes a value of its JSON, by the name it goes by."""


def _record(name: str) -> Any:
    place, _colon, named = name.partition(":")
    if not place.startswith(PLACES):
        raise LookupError(name)
    kind = getattr(sys.modules.get(place) or import_module(place), named)
    if not _is_record(kind):
        raise LookupError(name)
    return kind


def _is_record(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, tuple) and hasattr(kind, "_fields")

"""Holds what the program prints against the typed dictionary that describes it: no field more, none less."""

from __future__ import annotations

from datetime import date, datetime
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints, is_typeddict


def mismatches(kind: Any, value: Any, path: str = "document", *, open_ended: bool = False) -> list[str]:
    """Return where *value*, read from JSON, is not of *kind*; one that is *open_ended* may have fields beyond it."""
    origin, inner = get_origin(kind), get_args(kind)
    if is_typeddict(kind):
        return _of_fields(kind, value, path, open_ended=open_ended)
    if origin in (Union, UnionType):
        return min((mismatches(part, value, path, open_ended=open_ended) for part in inner), key=len)
    if origin in (list, dict) and isinstance(value, origin):
        items = value.items() if origin is dict else enumerate(value)
        lines = [mismatches(inner[-1], item, f"{path}.{name}", open_ended=open_ended) for name, item in items]
        return [line for part in lines for line in part]
    return [] if _is_of(kind, value) else [f"{path}: {value!r} is not {kind}"]


def _of_fields(kind: Any, value: Any, path: str, *, open_ended: bool) -> list[str]:
    if not isinstance(value, dict):
        return [f"{path}: no object"]
    hints = get_type_hints(kind, include_extras=True)
    lines = [f"{path}.{name} is missing" for name in sorted(hints.keys() - value.keys())]
    if not open_ended:
        lines += [f"{path}.{name} is not described" for name in sorted(value.keys() - hints.keys())]
    for name in value.keys() & hints.keys():
        lines += mismatches(hints[name], value[name], f"{path}.{name}")
    return lines


def _is_of(kind: Any, value: Any) -> bool:
    origin, inner = get_origin(kind), get_args(kind)
    if origin is Annotated:
        return isinstance(value, str) and _reads_as(inner[1], value)
    if origin is Literal:
        return value in inner
    if kind in (Any, type(None)):
        return kind is Any or value is None
    types = (int, float) if kind is float else (origin or kind,)
    return isinstance(value, types) and (kind is bool or not isinstance(value, bool))


def _reads_as(what: str, value: str) -> bool:
    if what not in ("day", "moment"):
        return f"`{value}`" in what
    try:
        (date if what == "day" else datetime).fromisoformat(value)
    except ValueError:
        return False
    return True

"""A three-way merge of the fields of a form: what a person changed, and what others changed meanwhile."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple


class FieldMerge(NamedTuple):
    """What a form comes to."""

    fields: dict[str, str]
    """Every field: as typed where the person changed it, else as it is stored now."""
    changed: frozenset[str]
    """The fields that the person changed."""
    conflicts: tuple[str, ...]
    """Those of them that others changed too, to something else, in the order of the form."""


def three_way(base: Mapping[str, str], typed: Mapping[str, str], current: Mapping[str, str]) -> FieldMerge:
    """Merge what is *typed* into a form that began with *base* with what is stored now, all by the names of fields.

    A field that *current* has not is taken as typed.
    """
    changed = frozenset(name for name, text in typed.items() if text != base.get(name, ""))
    fields = {name: text if name in changed else current.get(name, text) for name, text in typed.items()}
    conflicts = tuple(
        name
        for name in typed
        if name in changed and current.get(name, base.get(name, "")) not in (base.get(name, ""), typed[name])
    )
    return FieldMerge(fields, changed, conflicts)

"""A three-way merge of the fields of a form: what a person changed, and what others changed meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from kpitui.core.errors import Refused, mark


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


class Reconciliation:
    """Saving a form on top of what others saved meanwhile: a field that both changed is asked about, once."""

    def __init__(self, shown: Callable[[str, str], str]) -> None:
        self._shown = shown
        self._agreed: dict[str, str] = {}
        """What others put into a field, once the person was asked about it."""

    def merged(
        self, base: Mapping[str, str], typed: Mapping[str, str], current: Mapping[str, str], key: str
    ) -> FieldMerge:
        """Return the merge of a form; raise Refused for a field that others changed too, until *key* is pressed again.

        *base* is what the form began with and *current* what is stored now, by the names of fields.
        """
        merge = three_way(base, typed, current)
        for name in merge.conflicts:
            if self._agreed.get(name) != current[name]:
                self._agreed[name] = current[name]
                value = self._shown(name, current[name])
                reason = (
                    mark("Changed meanwhile to {value}. To keep your version, press {key} again")
                    if value
                    else mark("Cleared meanwhile. To keep your version, press {key} again")
                )
                raise Refused(reason, field=name, value=value, key=key)
        return merge

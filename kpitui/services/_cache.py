"""What was worked out of a database, kept as long as nothing that it rests on changed."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Hashable
    from typing import Any, TypeVar

    Value = TypeVar("Value")


class Cache:
    """Values by a key: of one state of everything, or each of a basis of its own."""

    def __init__(self) -> None:
        self._of_state: dict[Hashable, Any] = {}
        self._state: object = None
        self._of_basis: dict[Hashable, tuple[object, Any]] = {}

    def of_state(self, state: object, key: Hashable, work_out: Callable[[], Value]) -> Value:
        """Return what *work_out* gave for *key* in this *state*; what is kept of another one is let go."""
        if state != self._state:
            self._of_state, self._state = {}, state
        if key not in self._of_state:
            self._of_state[key] = work_out()
        value: Value = self._of_state[key]
        return value

    def of_basis(self, basis: object, key: Hashable, work_out: Callable[[], Value]) -> Value:
        """Return what *work_out* gave for *key* when it was last worked out, as long as *basis* is equal to then."""
        entry = self._of_basis.get(key)
        if entry is None or entry[0] != basis:
            entry = self._of_basis[key] = (basis, work_out())
        value: Value = entry[1]
        return value

"""Finding what somebody names: by its number, or by a text that only one of them has."""

from __future__ import annotations

from kpitui.core.errors import NotFound

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Protocol, TypeVar

    class Numbered(Protocol):
        """What has a number of its own."""

        @property
        def id(self) -> int:
            """Return the number."""

    Thing = TypeVar("Thing", bound=Numbered)


def find(
    every: Sequence[Thing],
    typed: str,
    words: Callable[[Thing], str],
    *,
    field: str,
    several: str,
    unknown: str,
    most: int | None = None,
) -> Thing:
    """Return the one of *every* with the number *typed*, or the only one whose *words* hold that text in any case.

    Digits alone are a number and no text: goal 6 that is not there is not the one "in 2026".
    Raises NotFound for *field* with the message *several* or *unknown*, and at most *most* of those there are.
    """
    matching = [thing for thing in every if str(thing.id) == typed]
    if not matching and not typed.isdecimal():
        matching = [thing for thing in every if typed.casefold() in words(thing).casefold()]
    if len(matching) == 1:
        return matching[0]
    listed = ", ".join(f"{thing.id} ({words(thing)})" for thing in (matching or every)[:most])
    raise NotFound(several if matching else unknown, field=field, value=typed, known=listed or "-")

"""The bar of a goal in so many cells: how much of the way is behind it, and where it should be today.

``━━━━━━━━━──┼─────────``: whole where it is, thin what is left, crossed where it should be.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kpitui.wording.goals import GoalBar

DONE, LEFT, PACE = ("━", "="), ("─", "-"), ("┼", "+")
"""The signs, and those in ASCII."""

SHORTEST = 12
"""Cells that a bar has at least."""


def bar_signs(share: float, pace: float | None, width: int, *, ascii: bool = False) -> str:
    """Return the bar in *width* cells: the last one is whole only where the target is reached, the first once it moved.

    *share* is how much of the way is behind it, *pace* how much should be: that cell is crossed, none where it is None
    or beyond the target.
    """
    moved = max(int(share > 0), min(width - 1, int(share * width)))
    done = width if share >= 1 else moved
    signs = [DONE[ascii]] * done + [LEFT[ascii]] * (width - done)
    if pace is not None and width and 0 < pace <= 1:
        signs[min(width - 1, max(0, round(pace * width) - 1))] = PACE[ascii]
    return "".join(signs)


def bar_line(bar: GoalBar, width: int, *, ascii: bool = False) -> str:
    """Return the bar between the figure it starts from and its target; nothing where *width* has no room for it."""
    room = width - len(bar.start) - len(bar.target) - 2
    return f"{bar.start} {bar_signs(bar.share, bar.pace, room, ascii=ascii)} {bar.target}" if room >= SHORTEST else ""

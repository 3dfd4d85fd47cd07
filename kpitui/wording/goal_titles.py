"""How the title of a goal is written again when its target or its deadline changes, and what is said where it can't."""

from __future__ import annotations

from collections.abc import Sequence

from kpitui.core.figures import NumberStyle, format_typed
from kpitui.core.goal_title import TitleWords
from kpitui.core.model import Kpi
from kpitui.i18n import _
from kpitui.i18n.harmless import harmless
from kpitui.wording.dates import full_day_text


def title_words(kpi: Kpi, style: NumberStyle, *, month_first: bool) -> TitleWords:
    """Return how figures of *kpi* and days are written in titles; *style* is that of what is typed.

    A title is kept for other years: its day has its year.
    """
    return TitleWords(
        month_first,
        lambda value: format_typed(value, style, kpi.decimals),
        lambda day: _("until {day}").format(day=full_day_text(day).partition(" ")[2]),
    )


def title_differs(conflicts: Sequence[str]) -> str:
    """Return that a title states something else than its goal."""
    quoted = ", ".join(f"'{harmless(words)}'" for words in conflicts)
    return _("The title still says {said}").format(said=quoted)

"""How stated chances turned out, in sentences: a line for each word, and how little it may rest on."""

from __future__ import annotations

from kpitui.core.insight.calibration import FEWEST, Calibration
from kpitui.i18n import _
from kpitui.i18n.words import likelihood_word


def calibration_texts(found: Calibration) -> list[str]:
    """Return what came of each word, and how many goals it rests on while those are few."""
    said = _("of {n} goals called {word}, {true} came true")
    texts = [said.format(n=row.goals, word=likelihood_word(row.word), true=row.came_true) for row in found.rows]
    if not found.enough:
        few = _("{n} finished goals with a chance stated by half-time: too few to tell, it takes {needed}")
        texts.append(few.format(n=found.goals, needed=FEWEST))
    return texts

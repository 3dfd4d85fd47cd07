"""`kpitui status --calibration`: how many of the goals that were called likely came true."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpitui.core.insight.calibration import FEWEST
from kpitui.i18n import _
from kpitui.i18n.words import likelihood_word
from kpitui.services.calibrating import calibration

if TYPE_CHECKING:
    from kpitui.cli.console import Console


def print_calibration(console: Console, *, json: bool) -> None:
    """Print what came of each word, a line each, and how many goals it rests on; or that as JSON."""
    found = calibration(console.workspace())
    if json:
        rows = [
            {"word": row.word, "goals": row.goals, "came_true": row.came_true, "expected": row.expected}
            for row in found.rows
        ]
        console.json({"goals": found.goals, "enough": found.enough, "brier": found.brier, "words": rows})
        return
    for row in found.rows:
        said = _("of {n} goals called {word}, {true} came true")
        console.say(said.format(n=row.goals, word=likelihood_word(row.word), true=row.came_true))
    if not found.enough:
        said = _("{n} finished goals with a chance stated by half-time: too few to tell, it takes {needed}")
        console.say(said.format(n=found.goals, needed=FEWEST))

"""`kpitui status --calibration`: how many of the goals that were called likely came true."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpitui.services.insight.calibrating import calibration
from kpitui.wording.chances import calibration_texts

if TYPE_CHECKING:
    from kpitui.cli.console import Console
    from kpitui.core.insight.calibration import Calibration
    from kpitui.services.json_documents.goals import CalibrationJson, CalibrationWordJson


def print_calibration(console: Console, *, json: bool) -> None:
    """Print what came of each word, a line each, and how many goals it rests on; or that as JSON."""
    report = calibration(console.workspace())
    if json:
        console.json(calibration_record(report))
        return
    for text in calibration_texts(report):
        console.say(text)


def calibration_record(report: Calibration) -> CalibrationJson:
    """Return how stated chances turned out as the record that programs read."""
    rows: list[CalibrationWordJson] = [
        {"word": row.word, "goals": row.goals, "came_true": row.came_true, "expected": row.expected}
        for row in report.rows
    ]
    return {"goals": report.goals, "enough": report.enough, "brier": report.brier, "words": rows}

"""What several commands print of stated chances: how they turned out, in words and as a record for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpitui.services.insight.calibration import calibration
from kpitui.wording.forecasts import calibration_texts, stated_text

if TYPE_CHECKING:
    from kpitui.cli.console import Console
    from kpitui.core.insight.calibration import Calibration
    from kpitui.services.json_documents.goals import CalibrationJson, CalibrationWordJson, StatedChanceJson


def print_calibration(console: Console, *, json: bool) -> None:
    """Print what came of each word and how many goals it rests on, then what was said of each; or that as JSON."""
    report = calibration(console.workspace())
    if json:
        console.json(calibration_record(report))
        return
    for text in calibration_texts(report):
        console.say(text)
    for judged in report.judged:
        console.say(f"{judged.goal.title}: {stated_text(judged)}")


def calibration_record(report: Calibration) -> CalibrationJson:
    """Return how stated chances turned out as the record that programs read."""
    rows: list[CalibrationWordJson] = [
        {"word": row.word, "goals": row.goals, "came_true": row.came_true, "expected": row.expected}
        for row in report.rows
    ]
    chances: list[StatedChanceJson] = [
        {
            "goal": judged.goal.id,
            "title": judged.goal.title,
            "date": day.isoformat(),
            "chance": chance,
            "counts": day == judged.day,
            "came_true": judged.came_true,
        }
        for judged in report.judged
        for day, chance in judged.stated
    ]
    return {"goals": report.goals, "enough": report.enough, "brier": report.brier, "words": rows, "chances": chances}

"""The table of the documents that `--json` gives to programs: which command prints which, with all their fields.

The manual's page about JSON is made from it, and a test holds what the commands print against it. The commands write
plain dictionaries, so that nothing dear is imported for them. Fields may be added, not renamed; a figure that is not
known is null, never 0.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from kpitui.services.json_shapes import desk as of_desk
from kpitui.services.json_shapes import files as of_files
from kpitui.services.json_shapes import goals as of_goals
from kpitui.services.json_shapes import hooks as of_hooks
from kpitui.services.json_shapes import kpis as of_kpis


class Document(NamedTuple):
    """One document: the command that prints it, on the sample business, and what it is."""

    command: str
    shape: Any
    """A model, a list of one, or a dictionary."""


SHAPES: tuple[Document, ...] = (
    Document("status --json", of_desk.Status),
    Document("due --json", list[of_desk.DueItem]),
    Document("show orders --by week --json", of_kpis.Figures),
    Document("show orders --entries --json", list[of_kpis.ListedEntry]),
    Document("entry list --json", list[of_kpis.ListedEntry]),
    Document("show orders --chart limits --json", of_kpis.Limits),
    Document("show orders --explain --json", of_kpis.Explained),
    Document("show orders --since 2026-11-01 --json", of_kpis.Since),
    Document("forecast orders --until 2026-12-31 --json", of_kpis.Forecast),
    Document("kpi list --json", list[of_kpis.ListedKpi]),
    Document("kpi show conversion --json", of_kpis.KpiDetails),
    Document("kpi templates webshop --json", list[of_kpis.Template]),
    Document("goal list --json", list[of_goals.Goal]),
    Document("goal list --closed --json", of_goals.ClosedGoals),
    Document("goal show 1 --json", of_goals.Goal),
    Document("goal show 1 --explain --json", of_goals.ExplainedGoal),
    Document('goal add "more revenue" --json', of_goals.GoalAdded),
    Document("status --calibration --json", of_goals.Calibration),
    Document("action list --all --json", list[of_goals.Action]),
    Document("action show 1 --json", of_goals.Action),
    Document('action add "Call ten customers" --json', of_goals.Action),
    Document("note list --json", list[of_desk.Note]),
    Document("pause --json", list[of_desk.Pause]),
    Document("review --json", of_goals.Review),
    Document("check --json", list[of_desk.Caution]),
    Document("history --json", list[of_desk.Change]),
    Document("doctor --json", of_files.Doctor),
    Document("backup --json", of_files.BackupMade),
    Document("backup --list --json", list[of_files.Backup]),
    Document("import figures.csv --dry-run --json", of_files.Imported),
    Document("import --presets --json", list[of_files.Preset]),
    Document("merge other.db --dry-run --json", of_files.Merged),
    Document("pull --dry-run --json", of_files.Pulled),
    Document("pull --list --json", list[of_files.ListedSource]),
    Document("config --json", dict[str, str]),
    Document("hooks --json", list[of_hooks.ListedHook]),
    Document("hooks example on-log", of_hooks.OnLog),
    Document("hooks example on-signal", of_hooks.OnSignal),
)
"""Every document, in the order of the manual. The files that commands name are made by the test."""

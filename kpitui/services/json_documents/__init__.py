"""The table of the documents that `--json` gives to programs: which command prints which, with all their fields.

Each is a typed dictionary: the code that makes a document returns it, so that the type checker holds both together.
The manual's page about JSON is made from it, and a test holds what the commands print against it. Fields may be added,
not renamed; a figure that is not known is null, never 0.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from kpitui.services.json_documents import files as of_files
from kpitui.services.json_documents import goals as of_goals
from kpitui.services.json_documents import kpis as of_kpis
from kpitui.services.json_documents import today as of_today


class JsonDocument(NamedTuple):
    """One document: the command that prints it, on the sample business, and what it is."""

    command: str
    shape: Any
    """A typed dictionary, a list of one, or a dictionary."""


DOCUMENTS: tuple[JsonDocument, ...] = (
    JsonDocument("status --json", of_today.StatusJson),
    JsonDocument("status --wide --json", of_today.StatusJson),
    JsonDocument("due --json", list[of_today.DueItemJson]),
    JsonDocument("show orders --by week --json", of_kpis.FiguresJson),
    JsonDocument("show orders --entries --json", list[of_kpis.ListedEntryJson]),
    JsonDocument("entry list --json", list[of_kpis.ListedEntryJson]),
    JsonDocument("show orders --chart limits --json", of_kpis.LimitsJson),
    JsonDocument("show revenue --chart years --json", of_kpis.ChartJson),
    JsonDocument("show orders --chart weekday --json", of_kpis.ProfileJson),
    JsonDocument("show orders --chart periods --by month --json", of_kpis.FiguresJson),
    JsonDocument("show site-speed --by hour --json", of_kpis.HoursJson),
    JsonDocument("show orders --with visitors --lag 2 --json", of_kpis.DualJson),
    JsonDocument("show visitors --parts --by month --json", of_kpis.PartsJson),
    JsonDocument("show orders --explain --json", of_kpis.ExplainedJson),
    JsonDocument("show orders --since 2026-11-01 --json", of_kpis.SinceJson),
    JsonDocument("why revenue month --json", of_kpis.WhyJson),
    JsonDocument("why revenue --tree --json", of_kpis.WhyTreeJson),
    JsonDocument("forecast orders --until 2026-12-31 --json", of_kpis.ForecastJson),
    JsonDocument("runway newsletter --json", of_today.RunwayJson),
    JsonDocument("planned add newsletter -100 2026-12-01 --every month --json", of_today.PlannedJson),
    JsonDocument("planned list --json", list[of_today.PlannedJson]),
    JsonDocument("kpi list --json", list[of_kpis.ListedKpiJson]),
    JsonDocument("kpi show conversion --json", of_kpis.KpiDetailsJson),
    JsonDocument("kpi templates webshop --json", list[of_kpis.TemplateJson]),
    JsonDocument("goal list --json", list[of_goals.GoalJson]),
    JsonDocument("goal list --closed --json", of_goals.ClosedGoalsJson),
    JsonDocument("goal show 1 --json", of_goals.GoalJson),
    JsonDocument("goal show 1 --explain --json", of_goals.ExplainedGoalJson),
    JsonDocument("goal levers 1 visitors=+10% --json", of_goals.GoalLeversJson),
    JsonDocument("goal levers --json", list[of_goals.GoalLeversJson]),
    JsonDocument('goal add "more revenue" --json', of_goals.GoalAddedJson),
    JsonDocument("status --calibration --json", of_goals.CalibrationJson),
    JsonDocument("action list --all --json", list[of_goals.ActionJson]),
    JsonDocument("action show 1 --json", of_goals.ActionJson),
    JsonDocument('action add "Call ten customers" --json', of_goals.ActionJson),
    JsonDocument("note list --json", list[of_today.NoteJson]),
    JsonDocument("note tags --json", list[of_today.TagJson]),
    JsonDocument("pause --json", list[of_today.PauseJson]),
    JsonDocument("review --json", of_goals.ReviewJson),
    JsonDocument("check --json", list[of_today.CautionJson]),
    JsonDocument("history --json", list[of_today.ChangeJson]),
    JsonDocument("doctor --json", of_files.DoctorJson),
    JsonDocument("backup --json", of_files.BackupMadeJson),
    JsonDocument("backup --list --json", list[of_files.BackupJson]),
    JsonDocument("import figures.csv --dry-run --json", of_files.ImportedJson),
    JsonDocument("import --presets --json", list[of_files.PresetJson]),
    JsonDocument("merge other.db --dry-run --json", of_files.MergedJson),
    JsonDocument("pull --dry-run --json", of_files.PulledJson),
    JsonDocument("pull --list --json", list[of_files.ListedSourceJson]),
    JsonDocument("config --json", dict[str, str]),
    JsonDocument("hooks --json", list[of_files.ListedHookJson]),
    JsonDocument("hooks example on-log", of_files.OnLogJson),
    JsonDocument("hooks example on-signal", of_files.OnSignalJson),
)
"""Every document, in the order of the manual. The files that commands name are made by the test."""

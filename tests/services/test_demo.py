"""The sample business: it arrives through the real import, in both languages, and stands as the manual says."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from kpitui.core.languages import LANGUAGES
from kpitui.exchange import FileContent
from kpitui.services.demo import TODAY, fill
from kpitui.services.entries import find_kpi
from kpitui.services.goals import closed_goals, goal_views
from kpitui.services.guard_rails import cautions_of
from kpitui.services.imports import plan_import
from kpitui.services.planned import all_planned
from kpitui.services.runway import runway_view
from kpitui.services.workspace import open_workspace
from kpitui.store import journal, records
from kpitui.store.records import all_kpis

SAMPLES = Path(__file__).parents[2] / "sample_data"


@pytest.mark.sampled(1)
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_demo_stands_as_the_manual_says(tmp_path: Path, language: str) -> None:
    """A goal on track, one at risk that kept all weeks but one, two off track, one reached; all else is there."""
    path = str(tmp_path / "demo.db")
    workspace = open_workspace({"KPITUI_TODAY": TODAY}, datetime.now(), database=path, language=language)  # noqa: DTZ005
    fill(workspace, language)
    statuses = {view.kpi.key: view.standing.status for view in goal_views(workspace)}
    assert statuses == {
        "revenue": "on track", "orders": "at risk", "visitors": "off track", "conversion": "off track",
    }  # fmt: skip
    weekly = next(view.standing for view in goal_views(workspace) if view.kpi.key == "orders")
    assert {"kept", "missed"} <= {each.verdict for each in weekly.periods}
    (over,) = closed_goals(workspace)
    assert (over.standing.status, over.goal.learning != "") == ("reached", True)
    assert {kpi.kind for kpi in all_kpis(workspace.store)} == {"flow", "ratio", "formula", "sample", "level", "stamped"}
    assert (len(records.all_pauses(workspace.store)), len(records.all_actions(workspace.store))) == (1, 2)
    assert all(action.goal for action in records.all_actions(workspace.store) if action.state == "started")
    name = all_kpis(workspace.store)[0].name
    assert name == {"en": "Revenue", "nl": "Omzet"}[language]
    imports = [change for change in journal.history(workspace.store, 200) if change.what == "entries.imported"]
    assert len(imports) == 4
    assert [(plan.amount, plan.every) for plan in all_planned(workspace)] == [(-640, "month"), (-2900, "quarter")]
    account = find_kpi(workspace, "account")
    runway = runway_view(workspace, account).runway
    assert runway is not None and runway.crossings[0] < 90 < runway.crossings[-1], "it may run out, within a quarter"
    assert "account" not in {caution.kpi for caution in cautions_of(workspace)}, "planned amounts are a use of it"
    for file in sorted(SAMPLES.glob("*.csv")):
        plan = plan_import(workspace, FileContent(file.read_bytes(), file.name))
        assert (plan.new, plan.changed, plan.conflicts, plan.refused) == (0, 0, 0, 0)
    workspace.close()

"""The workspace: which day it is, and in which language."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from kpitui.core.errors import DatabaseUnusable
from kpitui.core.figures import format_value
from kpitui.core.model import Kpi
from kpitui.services.kpis import add_kpi
from kpitui.services.reading import all_kpis
from kpitui.services.settings import change_setting
from kpitui.services.workspace import MOST_DAYS, Workspace, local_day, open_workspace
from kpitui.store import records
from tests.services.conftest import NOW


def test_night_workers_have_a_longer_day(workspace: Workspace) -> None:
    """With a day that starts at 4, three in the night still belongs to yesterday."""
    change_setting(workspace, "day-starts", "4")
    workspace.refresh(datetime(2026, 11, 24, 3, 0))  # noqa: DTZ001
    assert date(2026, 11, 23) == workspace.today
    workspace.refresh(datetime(2026, 11, 24, 4, 0))  # noqa: DTZ001
    assert date(2026, 11, 24) == workspace.today


def test_what_rests_on_one_thing_is_kept_until_that_differs(workspace: Workspace) -> None:
    """Worked out again when its basis is another one, and not when something else changed."""
    asked = []

    def work_out() -> int:
        asked.append(1)
        return len(asked)

    assert [workspace.cached_while("k", basis, work_out) for basis in ([1], [1], [2], [2])] == [1, 1, 2, 2]
    change_setting(workspace, "day-starts", "4")
    assert workspace.cached_while("k", [2], work_out) == 2


def test_what_is_seen_as_of_another_day_outlives_a_change_by_its_basis(workspace: Workspace) -> None:
    """What rests on the state is worked out again after a change, what rests on a basis is not; of the latest days."""
    day = date(2026, 11, 1)
    earlier = workspace.on(day)
    assert (earlier.cached("state", lambda: 1), earlier.cached_while("k", [1], lambda: 1)) == (1, 1)
    change_setting(workspace, "day-starts", "4")
    workspace.refresh(NOW)
    later = workspace.on(day)
    assert later.settings.values["day-starts"] == "4"
    assert (later.cached("state", lambda: 2), later.cached_while("k", [1], lambda: 2)) == (2, 1)
    assert (workspace.cached_while("k", [1], lambda: 3), later.cached_while("k", [2], lambda: 3)) == (3, 3)
    for back in range(1, 1 + MOST_DAYS):
        workspace.on(day - timedelta(days=back))
    change_setting(workspace, "day-starts", "5")
    assert workspace.on(day).cached_while("k", [2], lambda: 4) == 4


def test_the_clock_can_be_pinned() -> None:
    """KPITUI_TODAY puts the clock on another day."""
    assert date(2025, 2, 3) == local_day(NOW, {"day-starts": "0"}, {"KPITUI_TODAY": "2025-02-03"})


def test_the_language_of_flag_setting_and_locale(tmp_path: Path) -> None:
    """The flag goes before the setting, the setting before the locale."""
    path = str(tmp_path / "k.db")
    workspace = open_workspace({"LANG": "nl_NL.UTF-8"}, NOW, database=path)
    assert "nl" == workspace.settings.language
    change_setting(workspace, "language", "en")
    workspace.close()
    workspace = open_workspace({"LANG": "nl_NL.UTF-8"}, NOW, database=path)
    assert "en" == workspace.settings.language
    workspace.close()


def test_nothing_is_made_unless_wanted(tmp_path: Path) -> None:
    """Opening without create refuses a missing file and makes none."""
    path = tmp_path / "none" / "k.db"
    with pytest.raises(DatabaseUnusable):
        open_workspace({}, NOW, database=str(path), create=False)
    assert not path.parent.exists()


def test_nothing_is_kept_in_the_middle_of_a_change(tmp_path: Path) -> None:
    """What is seen within a change that is taken back is forgotten with it."""
    workspace = open_workspace({}, NOW, database=str(tmp_path / "kpitui.db"))
    with pytest.raises(RuntimeError), workspace.store.write("kpi.added", kpi="x") as change:
        records.add_kpi(change, Kpi(id=0, key="x", name="X", kind="flow", created=workspace.today))
        assert ["x"] == [kpi.key for kpi in all_kpis(workspace)]
        raise RuntimeError
    assert () == all_kpis(workspace)


def test_the_kpis_are_read_again_when_another_process_added_one(tmp_path: Path) -> None:
    """The list that is kept follows the file, also when somebody else wrote to it."""
    workspace = open_workspace({}, NOW, database=str(tmp_path / "kpitui.db"))
    assert () == all_kpis(workspace)
    other = open_workspace({}, NOW, database=str(tmp_path / "kpitui.db"))
    add_kpi(other, {"name": "Orders"})
    assert ["orders"] == [kpi.key for kpi in all_kpis(workspace)]


def test_figures_are_hidden_and_shown(workspace: Workspace) -> None:
    """Hiding reaches every figure through the style, also after a refresh; fields and what is written down keep it."""
    kept = workspace.cached("a text", lambda: format_value(5, "EUR", workspace.settings.numbers))
    workspace.hide("***")
    workspace.refresh(NOW)
    assert "€ ***" == format_value(1234.5, "EUR", workspace.settings.numbers)
    assert workspace.cached("a text", lambda: "made anew") == "made anew" != kept
    assert "€ 1,234" == format_value(1234.4, "EUR", workspace.settings.typed_numbers)
    assert "€ 1,234" == format_value(1234.4, "EUR", workspace.openly().settings.numbers)
    workspace.hide("")
    assert workspace.openly() is workspace

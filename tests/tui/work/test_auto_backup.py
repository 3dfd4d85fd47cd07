"""AutoBackup: an app that stays open makes one backup a day, and says when it cannot."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

from kpitui.core.errors import KpituiError
from kpitui.store.backups import listed
from kpitui.tui.work.auto_backup import AutoBackup
from tests.tui.stage import NOW, shop, workspace_at


def test_one_backup_for_each_day_the_app_is_open(tmp_path: Path) -> None:
    """Looked at often, across midnight: two days, two backups."""
    path = shop(tmp_path / "kpitui.db")
    moments: list[datetime] = [NOW, NOW + timedelta(hours=1), NOW + timedelta(days=1)]
    safekeeping = AutoBackup(lambda: workspace_at(path), lambda: moments.pop(0), lambda error: None)
    threads = [safekeeping.look() for _time in range(3)]
    for thread in threads:
        if thread is not None:
            thread.join()
    assert [True, False, True] == [thread is not None for thread in threads]
    assert 2 == len(listed(str(path)))


def test_a_failure_is_told(tmp_path: Path) -> None:
    """A folder that cannot be made is told as a refusal, in place of an error in a thread that nobody sees."""
    path = shop(tmp_path / "kpitui.db")
    (tmp_path / "backups").write_text("in the way")
    told: list[KpituiError] = []
    thread = AutoBackup(lambda: workspace_at(path), lambda: NOW, told.append).look()
    assert thread is not None
    thread.join()
    assert ["No backup"] == [str(error)[:9] for error in told]

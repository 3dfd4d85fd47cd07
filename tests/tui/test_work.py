"""Another program that writes: said within a moment, keys go on, and what was typed is saved once it is done."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from kpitui.core.errors import KpituiError
from kpitui.store import entries, records
from kpitui.store.backups import listed
from kpitui.tui import work
from kpitui.tui.app import KpituiApp
from kpitui.tui.work import AutoBackup
from tests.tui.pilot import Pilot, screen_text
from tests.tui.stage import NOW, play, shop, told, workspace_at


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A shop, and little patience with the other program: it would be waited for in real seconds."""
    for name in ("FIRST", "AGAIN"):
        monkeypatch.setattr(work, name, 0.01)
    return shop(tmp_path / "kpitui.db", days=10)


@contextmanager
def another_writes(path: Path) -> Iterator[None]:
    """Hold the database as a program does that writes."""
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield


def logged(app: KpituiApp) -> list[float]:
    """Return what revenue has today."""
    found = entries.entries_between(app.workspace.store, 1, app.workspace.today, app.workspace.today)
    return [entry.value for entry in found]


async def comes(pilot: Pilot, app: KpituiApp, text: str) -> None:
    """Wait until *text* is on the screen."""
    await pilot.until(lambda: text in screen_text(app), text)


def test_a_number_waits_in_its_cell_and_is_saved_by_itself(path: Path) -> None:
    """It is said that another program writes, the text stays in its cell, and it is saved when that is over."""

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        with another_writes(path):
            await pilot.press("4", "5", "enter")
            await comes(pilot, app, "Another program is using the database")
            assert "45_" in screen_text(app)
            assert [] == logged(app)
        await comes(pilot, app, "Saved · Revenue")
        assert [45.0] == logged(app)

    play(path, story)


def test_keys_go_on_while_it_waits(path: Path) -> None:
    """The text is changed meanwhile and only the changed one is saved, once."""

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        with another_writes(path):
            await pilot.press("4", "5", "enter")
            await comes(pilot, app, "Another program is using the database")
            await pilot.press("6")
            await comes(pilot, app, "456_")
            await pilot.press("enter")
            await comes(pilot, app, "Another program is using the database")
        await comes(pilot, app, "Saved · Revenue")
        assert [456.0] == logged(app)

    play(path, story)


def test_esc_takes_it_back(path: Path) -> None:
    """Who leaves the cell while it waits has not logged anything, also later."""

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        with another_writes(path):
            await pilot.press("4", "5", "enter")
            await comes(pilot, app, "Another program is using the database")
            await pilot.press("escape")
            assert not app.screen.pending_writes._waiting  # type: ignore[attr-defined]
        await pilot.press("down", "7", "enter")
        await comes(pilot, app, "Saved · Orders")
        assert [] == logged(app)

    play(path, story)


@pytest.mark.parametrize(("keys", "form"), [(("n",), "kpi"), (("ctrl+n",), "goal")])
def test_a_draft_is_kept_once_the_other_is_done(path: Path, keys: tuple[str, ...], form: str) -> None:
    """Typing into a form goes on while another program writes; the draft is kept as it was typed last."""

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        await pilot.press(*keys)
        with another_writes(path):
            await pilot.press("n", "e", "w")
            assert "Another program is using the database" in told(app)
            assert told(app).count("Another program is using the database") == 1
            assert "new" in screen_text(app)
            assert [] == records.drafts_of(app.workspace.store, form)
        await pilot.until(lambda: bool(records.drafts_of(app.workspace.store, form)), "the draft to be kept")
        (draft,) = records.drafts_of(app.workspace.store, form)
        assert "new" in draft.fields.values()

    play(path, story)


def test_the_app_stands_still_a_second_at_the_most(path: Path) -> None:
    """Whatever else is written is refused in words after a second, not after as long as a command waits."""

    async def story(_pilot: Pilot, app: KpituiApp) -> None:
        (wait,) = app.workspace.store.connection.execute("PRAGMA busy_timeout").fetchone()
        assert wait <= 1000

    play(path, story)


# AutoBackup: an app that stays open makes one backup a day, and says when it cannot.


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

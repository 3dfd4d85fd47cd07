"""KPIs in groups on Today: heads that fold and take no numbers, keys that move a KPI within its group."""

from __future__ import annotations

from pathlib import Path

from kpitui.cli.main import main
from kpitui.tui.app import KpituiApp
from kpitui.tui.screens.kpi import KpiPage
from kpitui.tui.screens.today.entry_sheet import EntrySheet
from tests.tui.pilot import Pilot, screen_text
from tests.tui.stage import play, shop, workspace_at


def grouped(tmp_path: Path) -> Path:
    """Make a shop with two groups: one of money, one of visits."""
    path = shop(tmp_path / "shop.db", days=3)
    for words in (("Money", "revenue", "orders"), ("Visits", "visitors")):
        assert 0 == main(["--db", str(path), "kpi", "group", *words])
    return path


def rows(app: KpituiApp) -> list[str]:
    """Return the names of the rows as they are painted, without their signs."""
    sheet = app.screen.query_one(EntrySheet)
    return [row.name.strip() for row in sheet.sheet.view.rows]


def test_heads_fold_with_enter_and_stay_folded(tmp_path: Path) -> None:
    """Enter on a head takes its KPIs out of sight and says what is still to log there; the next start has it so."""
    path = grouped(tmp_path)

    async def fold(pilot: Pilot, app: KpituiApp) -> None:
        assert rows(app) == ["▾ Money", "Revenue €", "Orders", "▾ Visits", "Visitors", "▾ other KPIs", "Conversion %"]
        assert app.screen.query_one(EntrySheet).kpi is not None, "the cursor is where there is something to log"
        await pilot.press("up")
        assert app.screen.query_one(EntrySheet).kpi is None
        await pilot.press("7")
        assert "Money · 2 KPIs · 2 to log · Enter folds it" in screen_text(app), "nothing is typed on a head"
        await pilot.press("enter")
        assert rows(app)[:2] == ["▸ Money", "▾ Visits"]
        assert "Enter unfolds it" in screen_text(app)

    async def unfold(pilot: Pilot, app: KpituiApp) -> None:
        assert rows(app)[:2] == ["▸ Money", "▾ Visits"]
        assert "3 to log" in screen_text(app), "a folded group is still to be logged"
        await pilot.press("slash", *"orders", "enter")
        sheet = app.screen.query_one(EntrySheet)
        assert sheet.kpi is None and sheet.sheet.row == 0, "what is looked for is in the folded group"
        await pilot.press("enter")
        assert rows(app)[:3] == ["▾ Money", "Revenue €", "Orders"]
        await pilot.press("u")
        assert rows(app)[:2] == ["▸ Money", "▾ Visits"]

    play(path, fold)
    play(path, unfold)


def test_enter_after_a_number_goes_over_the_heads(tmp_path: Path) -> None:
    """A minute of typing is one number and one Enter a KPI, whatever stands between; a pasted column too."""
    path = grouped(tmp_path)

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        await pilot.press(*"450", "enter", *"18", "enter", *"620", "enter")

    play(path, story)
    workspace = workspace_at(path)
    try:
        today = workspace.store.rows("SELECT kpi, value FROM daily WHERE date = '2026-11-23' AND kpi <> 'conversion'")
        assert {row["kpi"]: row["value"] for row in today} == {"revenue": 450.0, "orders": 18.0, "visitors": 620.0}
    finally:
        workspace.close()


def test_keys_move_a_kpi_within_its_group(tmp_path: Path) -> None:
    """^down moves the KPI under the cursor and the cursor with it, to the edge of its group; u takes it back."""
    path = grouped(tmp_path)

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        sheet = app.screen.query_one(EntrySheet)
        assert sheet.kpi is not None and sheet.kpi.key == "revenue"
        await pilot.press("ctrl+down")
        assert rows(app)[1:3] == ["Orders", "Revenue €"]
        assert sheet.kpi is not None and sheet.kpi.key == "revenue"
        assert "Revenue is number 2 of 4 on Today" in screen_text(app)
        await pilot.press("ctrl+down")
        assert "Revenue can't go further" in screen_text(app)
        await pilot.press("u")
        assert rows(app)[1:3] == ["Revenue €", "Orders"]
        await pilot.press("enter")
        assert isinstance(app.screen, KpiPage)

    play(path, story)


def test_groups_by_goal_and_none(tmp_path: Path) -> None:
    """With groups by goal a KPI stands with the first goal that it serves; with none there is one list."""
    path = grouped(tmp_path)
    goal = ("goal", "add", "1000 orders by 31 December", "--why", "rent", "--acceptable", "yes", "--driver", "visitors")
    assert 0 == main(["--db", str(path), *goal])
    assert 0 == main(["--db", str(path), "config", "groups", "goals"])

    async def goals(_pilot: Pilot, app: KpituiApp) -> None:
        names = rows(app)
        assert names[0].startswith("▾ 1000 orders") and names[1:3] == ["Orders", "Visitors"]
        assert names[3:] == ["▾ other KPIs", "Revenue €", "Conversion %"]

    async def none(_pilot: Pilot, app: KpituiApp) -> None:
        assert not any(name.startswith("▾") for name in rows(app))

    play(path, goals)
    assert 0 == main(["--db", str(path), "config", "groups", "none"])
    play(path, none)

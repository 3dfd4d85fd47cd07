"""Stories of Today: the daily minute as it is typed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from kpitui.cli.main import main
from kpitui.core.model import Kpi
from kpitui.services.entries import EntryInput, log
from kpitui.services.insight import comparisons
from kpitui.services.kpis import add_kpi
from kpitui.services.pauses import add_pause
from kpitui.services.workspace import Workspace
from kpitui.tui.app import KpituiApp
from kpitui.tui.screens.kpi import KpiPage
from kpitui.tui.screens.today._entry_sheet import EntrySheet
from kpitui.tui.screens.wizard.page import WizardPage
from kpitui.tui.widgets.sheet import Sheet
from tests.tui.pilot import Pilot, screen_text
from tests.tui.stage import play, settle, shop, workspace_at

pytestmark = pytest.mark.quick


def day_value(path: Path, key: str, day: str) -> list[float]:
    """Return the values logged for a KPI on a day, in the order they were logged."""
    workspace = workspace_at(path)
    try:
        sql = "SELECT value FROM entry JOIN kpi ON kpi.id = entry.kpi WHERE key = ? AND date = ? ORDER BY entry.id"
        return [row["value"] for row in workspace.store.rows(sql, (key, day))]
    finally:
        workspace.close()


def test_typing_logs_the_day(tmp_path: Path) -> None:
    """Digits and Enter log one KPI after the other, u takes back the last, Left and a number log yesterday."""
    path = shop(tmp_path / "shop.db", days=10)

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        await pilot.press(*"450", "enter", *"18", "enter", *"620", "enter")
        assert "Saved · Visitors" in screen_text(app)
        assert "All done for today" in screen_text(app)
        await pilot.press("u")
        assert "1 to log · 2 logged" in screen_text(app)
        await pilot.press("left", *"77", "enter")

    play(path, story)
    assert [450.0] == day_value(path, "revenue", "2026-11-23")
    assert [18.0] == day_value(path, "orders", "2026-11-23")
    assert [] == day_value(path, "visitors", "2026-11-23")
    assert [77.0] == day_value(path, "visitors", "2026-11-22")


def test_a_filled_cell_is_replaced_and_a_plus_adds(tmp_path: Path) -> None:
    """A plain number takes the place of what the day has, a plus adds an entry to it."""
    path = shop(tmp_path / "shop.db")

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        await pilot.press(*"450", "enter", "up", *"500", "enter", "up", *"+25", "enter")

    play(path, story)
    assert [500.0, 25.0] == day_value(path, "revenue", "2026-11-23")


def test_a_refused_text_stays_in_its_cell(tmp_path: Path) -> None:
    """What is no number is refused with a sentence, nothing is saved, and the text can be repaired."""
    path = shop(tmp_path / "shop.db")

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        await pilot.press(*"4.5.0", "enter")
        assert "Not a number: 4.5.0" in screen_text(app)
        assert "4.5.0_" in screen_text(app)
        await pilot.press("backspace", "backspace", "enter")

    play(path, story)
    assert [4.5] == day_value(path, "revenue", "2026-11-23")


def test_escape_leaves_the_cell_as_it_was(tmp_path: Path) -> None:
    """Esc while typing forgets what was typed and saves nothing."""
    path = shop(tmp_path / "shop.db")

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        await pilot.press(*"99", "escape")
        assert "99_" not in screen_text(app)

    play(path, story)
    assert [] == day_value(path, "revenue", "2026-11-23")


def test_another_process_shows_without_a_key(tmp_path: Path) -> None:
    """What another process logs appears by itself, and a text being typed survives it."""
    path = shop(tmp_path / "shop.db")

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        await pilot.press("4", "2")
        other = workspace_at(path)
        log(other, [EntryInput("orders", "1234", other.today)])
        other.close()
        app.watch_database()
        await settle(pilot)
        assert "1,234" in screen_text(app)
        assert "42_" in screen_text(app)

    play(path, story)


def test_a_hostile_name_is_harmless(tmp_path: Path) -> None:
    """Markup and escape codes in a name are shown as text."""
    path = tmp_path / "shop.db"
    workspace = workspace_at(path)
    from kpitui.services.kpis import add_kpi

    add_kpi(workspace, {"name": "[red]x\x1b[31m", "key": "x"})
    workspace.close()

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        assert "[red]x␛[31m" in screen_text(app)
        assert "\x1b" not in screen_text(app)

    play(path, story)


def test_an_empty_database_teaches(tmp_path: Path) -> None:
    """A new database names the ways to begin, and their keys work."""

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        assert "Three numbers, twenty seconds a day" in screen_text(app)
        await pilot.press("ctrl+n")
        assert isinstance(app.screen, WizardPage)

    play(tmp_path / "new.db", story)


def test_any_size_and_any_paste(tmp_path: Path) -> None:
    """A long paste, a window of one cell and a storm of sizes do not end the app."""
    path = shop(tmp_path / "shop.db", days=5)

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        from textual.events import Paste

        app.post_message(Paste("9" * 300))
        await settle(pilot)
        await pilot.press("escape")
        for width, height in ((1, 1), (300, 80), (2, 50), (200, 1), (10, 10), (80, 24)):
            await pilot.resize_terminal(width, height)
        assert "Revenue" in screen_text(app)

    play(path, story)


def test_slash_finds_a_kpi(tmp_path: Path) -> None:
    """The find line moves the cursor to the KPI whose name holds the text."""
    path = shop(tmp_path / "shop.db", days=5)

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        await pilot.press("slash", *"visi", "enter", "7", "enter")

    play(path, story)
    assert [7.0] == day_value(path, "visitors", "2026-11-23")


def test_dutch(tmp_path: Path) -> None:
    """In Dutch a comma is the decimal mark and the words are Dutch."""
    path = shop(tmp_path / "shop.db", days=5)

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        assert "vandaag" in screen_text(app)
        await pilot.press(*"1.250,50", "enter")
        assert "€ 1.250,50" in screen_text(app)

    play(path, story, language="nl")
    assert [1250.5] == day_value(path, "revenue", "2026-11-23")


def test_ten_times_the_usual_is_asked_about_and_never_blocked(tmp_path: Path) -> None:
    """A shifted decimal mark gets a question in front of what was understood; Enter saves it all the same."""
    path = shop(tmp_path / "shop.db", days=40)

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        await pilot.press(*"4300")
        (line,) = (line for line in screen_text(app).splitlines() if "a normal Mon" in line)
        assert re.fullmatch(r" (9\.\d|\d+) × a normal Mon\. Is that right\? · = € 4,300 · Mon 23 Nov *", line)
        await pilot.press("enter")
        (line,) = (line for line in screen_text(app).splitlines() if "a normal Mon" in line)
        assert re.fullmatch(r" Saved, but (9\.\d|\d+) × a normal Mon\. Wrong\? u · Revenue · € 4,300 *", line)
        await pilot.press(*"18", "enter")
        assert "a normal" not in screen_text(app)

    play(path, story)
    assert [4300.0] == day_value(path, "revenue", "2026-11-23")


def test_what_is_new_is_marked_and_told(tmp_path: Path) -> None:
    """A newest value far off: a sign before the name, and a sentence when the cursor is on it; w tells more."""
    path = shop(tmp_path / "shop.db", days=60)
    workspace = workspace_at(path)
    log(workspace, [EntryInput("orders", "90", workspace.today)])
    workspace.close()

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        assert "! Orders" in screen_text(app)
        await pilot.press("down")
        assert "unusually high" in screen_text(app)
        await pilot.press("w")
        assert "Orders: how it's calculated" in screen_text(app)

    play(path, story)


def test_another_unit_is_asked_about_and_enter_again_saves(tmp_path: Path) -> None:
    """A duration on a KPI in euros is a question; the number alone is saved when Enter says so again."""
    path = shop(tmp_path / "shop.db")

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        await pilot.press(*"1h30")
        assert "Revenue is in EUR, but 1h30 is a duration. Type 1.5 if you mean € 1.50" in screen_text(app)
        await pilot.press("enter")
        assert "Revenue is in EUR. Press Enter again to save 1h30 as € 1.50" in screen_text(app)
        assert [] == day_value(path, "revenue", "2026-11-23")
        await pilot.press("backspace", "enter")
        assert "Press Enter again to save 1h3 as € 1.05" in screen_text(app)
        await pilot.press("enter")

    play(path, story)
    assert [1.05] == day_value(path, "revenue", "2026-11-23")


def test_no_kpi_is_hidden_where_all_have_room(tmp_path: Path) -> None:
    """The cursor begins on what is due, and the KPIs above it, logged already, are to be seen as well."""
    path = shop(tmp_path / "shop.db")
    workspace = workspace_at(path)
    log(workspace, [EntryInput("revenue", "5", workspace.today), EntryInput("orders", "6", workspace.today)])
    workspace.close()

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        await settle(pilot)
        rows = [line[1:10].split()[0] for line in screen_text(app).splitlines()[2:6]]
        assert rows == ["Revenue", "Orders", "Visitors", "Conversio"]

    play(path, story)


def test_a_key_walks_the_missing_days(tmp_path: Path) -> None:
    """Control and left goes from one missing number to the one before, however many days that are there lie between."""
    path = shop(tmp_path / "shop.db", days=10)
    workspace = workspace_at(path)
    log(workspace, [EntryInput("orders", "3", date(2026, 11, 11))])
    workspace.close()

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        await pilot.press("ctrl+left", *"55", "enter")
        await pilot.press("ctrl+left")
        assert "No numbers are missing further back" in screen_text(app)

    play(path, story)
    assert [55.0] == day_value(path, "orders", "2026-11-12")


def test_what_a_cell_without_a_number_means_can_be_seen(tmp_path: Path) -> None:
    """Still to log, never logged, nothing expected, calculated and a pause look different from each other."""
    path = shop(tmp_path / "shop.db")
    workspace = workspace_at(path)
    calls = add_kpi(workspace, {"name": "Calls", "every": "workday"})
    workspace.store.connection.execute("UPDATE kpi SET created = '2026-11-01'")
    log(workspace, [EntryInput("calls", "0", date(2026, 11, 18))])
    add_pause(workspace, None, date(2026, 11, 20), date(2026, 11, 20), "ill")
    assert calls.key == "calls"
    workspace.close()

    async def story(_pilot: Pilot, app: KpituiApp) -> None:
        sheet = app.screen.query_one(Sheet).view
        shown = {row.name: dict(zip(sheet.days, row.cells, strict=True)) for row in sheet.rows}
        days = ("Mon 16", "Tue 17", "Wed 18", "Thu 19", "Fri 20", "Sat 21", "Sun 22", "today")
        assert [shown["Calls"][day] for day in days] == ["·", "·", "0", "·", "~", "", "", "____"]
        assert shown["Orders"]["Sat 21"] == "·"
        assert shown["Conversion %"]["today"] == "="

    play(path, story, size=(120, 24))


# KPIs in groups on Today: heads that fold and take no numbers, keys that move a KPI within its group.


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


@pytest.mark.slow
def test_heads_fold_with_enter_and_stay_folded(tmp_path: Path) -> None:
    """Enter on a head takes its KPIs out of sight and says what is still to log there; the next start has it so."""
    path = grouped(tmp_path)
    days = ("--start", "2026-11-20", "--deadline", "2026-12-30")
    assert 0 == main(["--db", str(path), "goal", "add", "9000 orders", "--type", "total", *days])

    async def fold(pilot: Pilot, app: KpituiApp) -> None:
        assert rows(app) == ["▾ Money", "Revenue €", "Orders", "▾ Visits", "Visitors", "▾ other KPIs", "Conversion %"]
        assert app.screen.query_one(EntrySheet).kpi is not None, "the cursor is where there is something to log"
        await pilot.press("up")
        assert app.screen.query_one(EntrySheet).kpi is None
        await pilot.press("7")
        assert "Money · 2 KPIs · 2 to log · Enter folds it" in screen_text(app), "nothing is typed on a head"
        await pilot.press("enter")
        assert rows(app)[:2] == ["▸ Money", "▾ Visits"]
        assert "›▸ Money ◌" in screen_text(app), "the sign of a goal in it, whose word is below"
        assert "Money · 2 KPIs · 2 to log · ◌ too early · Enter unfolds it" in screen_text(app)
        await pilot.press("down")
        assert " ▸ Money ◌" in screen_text(app) and "›▾ Visits\n" in screen_text(app)

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
        assert "Revenue can't be moved further" in screen_text(app)
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


def test_only_what_is_in_sight_is_looked_through_for_news(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of two hundred KPIs those on the screen and the next; the last ones when they come into sight, and once."""
    path = tmp_path / "many.db"
    workspace = workspace_at(path)
    with workspace.store.write("kpi.added") as change:
        for number in range(200):
            change.insert("kpi", {"key": f"k{number}", "name": f"K {number}", "kind": "flow", "created": "2026-11-01"})
    workspace.close()
    asked: list[str] = []

    def signals_of(_workspace: Workspace, kpis: Sequence[Kpi]) -> tuple[list[Any], bool]:
        asked.extend(kpi.key for kpi in kpis)
        return [], False

    monkeypatch.setattr(comparisons, "signals_of", signals_of)

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        assert "k0" in asked
        assert len(asked) < 60
        app.screen.query_one(Sheet).jump_to(199)
        await pilot.pause()
        assert "k199" in asked
        app.screen.query_one(Sheet).jump_to(0)
        await pilot.pause()
        assert len(asked) == len(set(asked)) < 120

    play(path, story)

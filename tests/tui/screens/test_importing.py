"""Stories of the import page: path, preview, choices, import, undo, refusals, stopping."""

from __future__ import annotations

import json
import os
import sqlite3
from pathlib import Path

import pytest
from textual import events

from kpitui.core.figures import NUMBER_STYLES
from kpitui.services.kpis import add_kpi
from kpitui.store.records import all_kpis
from kpitui.tui.app import KpituiApp
from kpitui.tui.screens.importing import ImportForm, ImportPage, complete_path, import_progress_text
from kpitui.tui.widgets.form import TextField
from tests.tui.pilot import Pilot, screen_text
from tests.tui.stage import play, settle, shop, workspace_at

CASES = Path(__file__).parent.parent.parent / "exchange" / "cases"
FILE = "date,Orders,Weather\n2026-11-18,5,1\n2026-11-19,6,2\n"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a file, which the app runs in."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "figures.csv").write_text(FILE)
    return tmp_path


async def open_file(pilot: Pilot, name: str = "figures.csv") -> None:
    """Open the page and read a file."""
    await pilot.press("I", *name, "enter")


def write_large_file(folder: Path) -> None:
    """Write figures of 40,000 orders, which take a while to import."""
    rows = "".join(
        f"20{at % 20 + 1:02}-{at // 20 % 12 + 1:02}-{at // 240 % 28 + 1:02},{at % 97}\n" for at in range(40_000)
    )
    (folder / "figures.csv").write_text("date,Orders\n" + rows)


async def begin_import(pilot: Pilot, app: KpituiApp) -> ImportPage:
    """Begin to import the file, and return the page while that runs."""
    await open_file(pilot)
    page = app.screen
    assert isinstance(page, ImportPage)
    page.action_go_on()
    return page


def imports(path: Path) -> list[int]:
    """Return how many entries each import that stands brought, newest first."""
    connection = sqlite3.connect(path)
    rows = connection.execute(
        "SELECT details FROM change WHERE what = 'entries.imported' AND NOT undone ORDER BY id DESC"
    )
    found = [int(json.loads(details)["count"]) for (details,) in rows]
    connection.close()
    return found


def seen(app: KpituiApp) -> str:
    """Return what is on the screen with lines that were broken joined again."""
    return " ".join(screen_text(app).split())


def many_rows(count: int, rest: str = "") -> str:
    """Return rows on different days."""
    days = (f"20{at % 20 + 1:02}-{at // 20 % 12 + 1:02}-{at // 240 % 28 + 1:02}" for at in range(count))
    return "".join(f"{day},{at % 97}{rest}\n" for at, day in enumerate(days))


@pytest.mark.sampled(1)
@pytest.mark.quick
@pytest.mark.parametrize("language", ["en", "nl"])
def test_a_file_is_read_shown_imported_and_taken_back(here: Path, language: str) -> None:
    """Path by Tab, a preview, Enter, and u: with the keyboard alone, in both languages."""
    path = shop(here / "shop.db")

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        await pilot.press("I", *"fig", "tab")
        assert "figures.csv" in seen(app)
        await pilot.press("enter")
        text = seen(app)
        assert "Orders" in text
        assert {"en": "new KPI: Weather", "nl": "nieuwe KPI: Weather"}[language] in text
        assert {"en": ": 4 new", "nl": ": 4 nieuw"}[language] in text
        assert imports(path) == []
        await pilot.press("enter")
        assert {"en": "u to undo", "nl": "u: ongedaan maken"}[language] in seen(app)
        assert imports(path) == [4]
        await pilot.press("u")
        assert imports(path) == []
        await pilot.press("escape")
        assert not isinstance(app.screen, ImportPage)

    play(path, story, language=language)


def test_the_file_is_beside_what_it_becomes(here: Path) -> None:
    """As far as there is room, until it is imported or another one is asked for; not where numbers are hidden."""
    path = shop(here / "shop.db")
    lines = FILE.splitlines()[:3]

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        await open_file(pilot)
        text = seen(app)
        assert "── First lines ─" in text and all(line in text for line in lines)
        await pilot.press("enter")
        assert "First lines" not in seen(app)

    async def hidden(pilot: Pilot, app: KpituiApp) -> None:
        await pilot.press("P")
        await open_file(pilot)
        assert "First lines" not in seen(app) and lines[-1] not in seen(app)

    play(path, hidden, size=(80, 40))
    play(path, story, size=(80, 40))


@pytest.mark.slow
def test_each_figure_becomes_what_is_chosen(here: Path) -> None:
    """Left and right choose another KPI, a new one, or nothing; the counts follow, and the next file is known."""
    path = shop(here / "shop.db")

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        await open_file(pilot)
        await pilot.press("down", "right")
        assert "leave out" in seen(app)
        assert "2 new" in seen(app)
        await pilot.press("left", "up", "right")
        assert "Visitors" in seen(app)
        await pilot.press("enter")
        assert "Added: Weather" in seen(app)

    async def again(pilot: Pilot, app: KpituiApp) -> None:
        (here / "figures.csv").write_text(FILE + "2026-11-20,7,3\n")
        await open_file(pilot)
        text = seen(app)
        assert "like your last file" in text
        assert "2 new, 4 already there" in text

    play(path, story)
    workspace = workspace_at(path)
    keys = [kpi.key for kpi in all_kpis(workspace.store)]
    count = workspace.store.rows("SELECT count(*) FROM entry WHERE kpi = 3")[0][0]
    workspace.close()
    assert (keys[-1], count) == ("weather", 2)
    play(path, again)


def test_what_a_file_leaves_in_doubt_is_asked(here: Path) -> None:
    """Days that can be read in two ways put up a choice, and the file is read as it is answered."""
    (here / "figures.csv").write_text("date,Orders\n01/02/2026,5\n")
    path = shop(here / "shop.db")

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        await open_file(pilot)
        assert "the day or the month may come first" in seen(app)
        await pilot.press("right")
        assert "1 new" in seen(app)
        await pilot.press("enter")
        assert imports(path) == [1]

    play(path, story)


def test_refused_rows_are_told_and_left_out_only_when_wanted(here: Path) -> None:
    """The first lines and why; Enter imports nothing until the person says to go on without them."""
    (here / "figures.csv").write_text("date,Orders\n2026-11-18,5\n2026-11-19,many\n2026-11-20,7\n")
    path = shop(here / "shop.db")

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        await open_file(pilot)
        assert "line 3: Not a number under 'Orders': 'many'" in seen(app)
        await pilot.press("enter")
        assert imports(path) == []
        await pilot.press("down", "right", "enter")
        assert imports(path) == [2]

    play(path, story)


@pytest.mark.sampled(2)
@pytest.mark.parametrize(
    ("name", "said"), [("no.csv", "can't be read"), ("shop.db", "kpitui merge"), (".", "is a folder")]
)
def test_what_cannot_be_read_is_told_at_the_path(here: Path, name: str, said: str) -> None:
    """The refusal stands below the path; another path begins anew."""

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        await open_file(pilot, name)
        assert said in seen(app)
        await pilot.press("ctrl+u", *"figures.csv", "enter")
        assert said not in seen(app)
        assert "4 new" in seen(app)

    play(shop(here / "shop.db"), story)


@pytest.mark.slow
def test_an_import_is_stopped_with_esc(here: Path) -> None:
    """Esc while it runs leaves nothing, the page stays, and Enter begins again."""
    write_large_file(here)
    path = shop(here / "shop.db")

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        page = await begin_import(pilot, app)
        page.action_back()
        await settle(pilot)
        assert "Stopped: nothing was saved" in seen(app)
        assert imports(path) == []
        await pilot.press("enter")
        assert imports(path) == [40_000]

    play(path, story)


@pytest.mark.slow
def test_leaving_the_app_stops_an_import(here: Path) -> None:
    """When the app ends while it runs, the database is as it was."""
    write_large_file(here)
    path = shop(here / "shop.db")

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        await begin_import(pilot, app)
        app.exit()

    play(path, story)
    assert imports(path) == []


def test_a_harmful_name_is_harmless(here: Path) -> None:
    """Markup and escape codes in a file and its columns are shown as text."""
    (here / "figures.csv").write_text("date,[red]x\x1b[31m\n2026-11-18,[bold]\x1b]0;x\x07\n2026-11-19,5\n")

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        await open_file(pilot)
        assert "\x1b" not in seen(app)
        assert "[bold]" in seen(app)

    play(shop(here / "shop.db"), story)


def test_paths_are_completed(tmp_path: Path) -> None:
    """As far as it is certain; a folder with its slash; what is hidden only when asked for; nothing for what is not."""
    for name in ("shop-2025.csv", "shop-2026.csv", ".hidden"):
        (tmp_path / name).write_text("")
    (tmp_path / "exports").mkdir()
    start = f"{tmp_path}/"
    assert complete_path(start + "s") == (start + "shop-202", ("shop-2025.csv", "shop-2026.csv"))
    assert complete_path(start + "e").path == start + "exports/"
    assert complete_path(start + ".h").path == start + ".hidden"
    assert complete_path(start).names == ("exports/", "shop-2025.csv", "shop-2026.csv")
    for typed in (start + "zzz", start + "none/x", "~nobody-at-all/x", "\0"):
        assert complete_path(typed) == (typed, ())


def test_the_bar_of_progress() -> None:
    """A bar where the number of rows is known, in plain signs where asked; else a count."""
    style = NUMBER_STYLES["nl"]
    assert import_progress_text(500, 1000, ascii=True, style=style) == "=" * 15 + "-" * 15 + " 500 of 1.000 rows"
    assert import_progress_text(0, 0, ascii=True, style=style) == "reading the file"
    assert import_progress_text(5000, 0, ascii=True, style=style) == "5.000 rows"


@pytest.mark.slow
def test_a_large_import_is_taken_back_in_the_background(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Undo of many entries on Today does not hold up the keys, and tells when it is done."""
    monkeypatch.setattr("kpitui.tui.page.LARGE", 1)
    path = shop(here / "shop.db")

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        await open_file(pilot)
        await pilot.press("enter")
        assert imports(path) == [4]
        await pilot.press("escape")
        for key, said, left in (("u", "Undone: imported figures.csv", []), ("U", "Redone: imported figures.csv", [4])):
            await pilot.press(key)
            assert said in seen(app)
            assert imports(path) == left

    play(path, story)


def test_a_table_is_pasted(here: Path) -> None:
    """Several lines in the field of the file are the file; a path typed instead is a path again."""
    path = shop(here / "shop.db")

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        await pilot.press("I")
        app.post_message(events.Paste("date\tOrders\n2026-11-18\t5\n2026-11-19\t6\n"))
        await pilot.pause()
        await settle(pilot)
        text = seen(app)
        assert "pasted table" in text
        assert "2 new" in text
        await pilot.press("enter")
        assert imports(path) == [2]

    play(path, story)


def test_the_currency_of_new_amounts_is_a_field(here: Path) -> None:
    """Where nobody has said the currency of new KPIs it is asked, and it is theirs."""
    (here / "figures.csv").write_bytes((CASES / "woocommerce-revenue.csv").read_bytes())
    path = here / "new.db"
    workspace = workspace_at(path)
    add_kpi(workspace, {"name": "Walks"})
    workspace.close()

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        await open_file(pilot)
        # Nothing is added unless it is chosen.
        while isinstance(page := app.screen, ImportPage) and not page.query_one(ImportForm).has("currency"):
            await pilot.press("left", "down")
        field = next(field for field in app.screen.query(TextField) if field.name == "currency")
        field.take_focus()
        await pilot.press(*"sek")
        await settle(pilot)
        await pilot.press("enter")
        await settle(pilot)

    play(path, story)
    workspace = workspace_at(path)
    units = {kpi.key: kpi.unit for kpi in all_kpis(workspace.store)}
    workspace.close()
    assert {unit for key, unit in units.items() if key in ("revenue", "refunds", "discounts")} == {"SEK"}


@pytest.mark.sampled(1)
@pytest.mark.parametrize("language", ["en", "nl"])
def test_which_rows_count_is_asked_before_enter(here: Path, language: str) -> None:
    """With an example of the file itself, in a field, and without anything that only a shell understands."""
    (here / "figures.csv").write_text("date,State,Visitors\n2026-11-18,Failed,50\n2026-11-18,Completed,60\n")
    path = shop(here / "shop.db")

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        await open_file(pilot)
        page = app.screen
        assert isinstance(page, ImportPage)
        assert "State=Completed" in seen(app)
        assert "--" not in seen(app)
        await pilot.press("enter")
        assert imports(path) == []
        next(field for field in page.query(TextField) if field.name == "only").take_focus()
        await pilot.press(*"State=Completed")
        await settle(pilot)
        await pilot.press("enter")
        await settle(pilot)
        assert imports(path) == [1]

    play(path, story, language=language)


def test_the_rows_of_a_day_can_be_logged(here: Path) -> None:
    """Beside the figures of a table there is a field for the KPI that counts its rows."""
    (here / "figures.csv").write_text("date,Visitors\n2026-11-18,50\n2026-11-18,60\n")
    path = shop(here / "shop.db")

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        await open_file(pilot)
        page = app.screen
        assert isinstance(page, ImportPage)
        assert "Log the number of rows per day" in seen(app)
        page.query_one(ImportForm).fields[-1].take_focus()
        await pilot.press("right")
        await settle(pilot)
        assert page.typed["count"]
        assert "3 new" in seen(app)

    play(path, story)


def test_the_files_that_wait_are_listed_and_taken_with_a_key(tmp_path: Path) -> None:
    """The newest tables of the folder of downloads, each with its program; no link, no other file; a key reads one."""
    downloads = Path("~/Downloads").expanduser()
    downloads.mkdir()
    plausible = "date,visitors,pageviews,bounce_rate,visit_duration\n2026-11-18,70,90,45,80\n"
    for day, name, text in ((1, "figures.csv", FILE), (2, "stats.csv", plausible), (3, "menu.pdf", "%PDF-1.4")):
        (downloads / name).write_text(text)
        os.utime(downloads / name, (86_400 * day, 86_400 * day))
    (downloads / "link.csv").symlink_to(downloads / "figures.csv")

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        await pilot.press("I")
        lines = [line.strip() for line in screen_text(app).splitlines()]
        first = next(index for index, line in enumerate(lines) if line.startswith("── In ~/Downloads"))
        assert lines[first + 1].startswith("F2  stats.csv    Plausible")
        assert lines[first + 2].startswith("F3  figures.csv  one day per row")
        assert "menu.pdf" not in seen(app) and "link.csv" not in seen(app)
        assert "date,Revenue,Orders,Visitors" in lines and "2026-11-22,512.30,21,714" in lines
        await pilot.press("f3")
        assert "~/Downloads/figures.csv" in seen(app) and "Enter to import" in seen(app)
        assert "F2" not in seen(app)

    play(shop(tmp_path / "shop.db"), story)

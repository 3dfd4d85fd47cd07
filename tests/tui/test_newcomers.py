"""What somebody does who sees only the screen: five tasks from an empty machine on, in each language.

Every key that is neither typed nor an arrow or Enter has to stand on the screen at the moment it is pressed.
"""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from kpitui.services.goals import all_goals
from kpitui.services.reading import shown_kpis
from kpitui.store import entries
from kpitui.tui.app import KpituiApp
from tests.tui.pilot import Pilot, screen_text
from tests.tui.stage import NOW, play, workspace_at

MOST_KEYS = 12
"""Keys from an empty machine to its first number."""

TASKS = {
    "en": {
        "kpi": "Orders", "add": "Add a KPI", "type": "type a number", "done": "All done for today",
        "file": "date,Orders", "preview": "59 new", "import": "Enter to import", "kept": "u to undo",
        "replaces": "replaces 16", "saved": "Saved", "week": "Review of week 47, Mon 16 Nov to Sun 22 Nov",
        "no_goals": "Press ^n to set your first", "wish": "15% more orders in 2027", "next": "PgDn next",
        "last": "[Summary]", "save": "^s to save",
    },
    "nl": {
        "kpi": "Omzet", "add": "KPI toevoegen", "type": "typ een cijfer", "done": "Klaar voor vandaag",
        "file": "datum;Omzet", "preview": "59 nieuw", "import": "Enter: importeren",
        "kept": "u: ongedaan maken", "replaces": "vervangt € 16", "saved": "Opgeslagen",
        "week": "Evaluatie van week 47, ma 16 nov t/m zo 22 nov", "no_goals": "Druk op ^n voor je eerste",
        "wish": "15% meer omzet in 2027", "next": "PgDn verder", "last": "[Samenvatting]",
        "save": "^s: opslaan",
    },
}  # fmt: skip


class Newcomer:
    """Somebody at the keys who sees only the screen of *app*."""

    def __init__(self, pilot: Pilot, app: KpituiApp) -> None:
        self.pilot = pilot
        self.app = app
        self.presses = 0

    def sees(self, *texts: str) -> None:
        """Find *texts* on the screen, wherever lines end."""
        screen = " ".join(screen_text(self.app).split())
        missing = [text for text in texts if text not in screen]
        assert not missing, f"{missing} not in\n{screen_text(self.app)}"

    async def press(self, *keys: str, shown: str = "") -> None:
        """Press *keys*, of which the screen says so as *shown*."""
        self.sees(shown)
        self.presses += len(keys)
        await self.pilot.press(*keys)


def write_days(path: Path, head: str) -> None:
    """Write a table of 59 days up to yesterday, of which that has 16."""
    days = (NOW.date() - timedelta(days=back) for back in range(59, 0, -1))
    mark = ";" if ";" in head else ","
    lines = [f"{day}{mark}{15 + (NOW.date() - day).days % 7}" for day in days]
    path.write_text("\n".join([head, *lines]) + "\n")


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "nl"])
def test_five_tasks_with_nothing_but_the_screen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, language: str) -> None:
    """The first number, a file, yesterday corrected, last week, the first goal: each is said to be done, and is."""
    words, today = TASKS[language], NOW.date()
    monkeypatch.chdir(tmp_path)
    write_days(tmp_path / "shop.csv", words["file"])
    path = tmp_path / "new.db"

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        newcomer = Newcomer(pilot, app)
        sees, press = newcomer.sees, newcomer.press
        # The first number.
        await press("n", shown="n " + words["add"])
        await press(*words["kpi"])
        await press("ctrl+s", shown="^s ")
        sees(words["type"])
        await press("1", "8", "enter")
        sees(words["done"], words["saved"])
        assert newcomer.presses <= MOST_KEYS
        # A file.
        await press("ctrl+p", shown="^p ")
        await press(*"import", "enter")
        await press(*"shop.csv", "enter")
        sees(words["preview"], words["import"])
        await press("enter")
        sees(words["kept"])
        await press("escape", shown="esc ")
        # Yesterday, which was 16.
        await press("left", *"31")
        sees(words["replaces"])
        await press("enter")
        sees(words["saved"])
        # What happened last week.
        await press("r", shown="r ")
        sees(words["week"], words["kpi"])
        await press("escape", shown="esc ")
        # The first goal.
        await press("g", shown="g ")
        await press("ctrl+n", shown=words["no_goals"])
        await press(*words["wish"], "enter")
        for _step in range(6):
            if words["last"] not in screen_text(app):
                await press("pagedown", shown=words["next"])
        await press("f2", shown="F2 ")  # what has to be said before it can be saved
        await press("ctrl+s", shown=words["save"])
        sees(words["wish"])

    play(path, story, language=language)
    workspace = workspace_at(path)
    kpi = next(kpi for kpi in shown_kpis(workspace) if kpi.name == words["kpi"])
    yesterday = entries.entries_between(workspace.store, kpi.id, today - timedelta(days=1), today - timedelta(days=1))
    titles = [goal.title for goal in all_goals(workspace)]
    workspace.close()
    assert [entry.value for entry in yesterday] == [31]
    assert titles == [words["wish"]]

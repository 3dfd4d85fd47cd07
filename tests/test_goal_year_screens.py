"""The year of `test_goal_year`, in the app: every screen says of a goal what `status` and JSON say of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from kpitui.i18n import use
from kpitui.services.workspace import open_workspace
from kpitui.tui.app import KpituiApp
from kpitui.wording.words import STATUSES, status_word
from tests.cli.conftest import Shell
from tests.test_goal_year import (
    DAYS_LEFT,
    FIRST,
    GOALS,
    LAST,
    Year,
    chance_in,
    row_of,
    simulated,
    squeezed,
    text_faults,
)
from tests.tui.pilot import Pilot, run, screen_text
from tests.tui.stage import on_stage

DAY = timedelta(days=1)
SIZES = ((80, 24), (120, 40))
WIDE = 110
"""Columns from which a list has its detail beside it."""

DRAWN = re.compile(r"[│├┤└┬┼─█▀▄▁▂▃▅▆▇░▒▓⠀-⣿]")
"""A line with one of these is part of a chart, whose axes have figures of their own."""

WEEK = re.compile(r"\bweek (\d+), ")


def edges() -> set[date]:
    """Return the days on which something begins or ends, with the day before and the day after."""
    stretches = [*Year.PAUSES, *Year.SILENT]
    deadlines = [date.fromisoformat(goal[goal.index("--deadline") + 1]) for goal in GOALS]
    days = {day for stretch in stretches for day in stretch} | set(deadlines)
    return {day + number * DAY for day in days for number in (-1, 0, 1)}


def is_review_day(today: date) -> bool:
    """Tell whether *today* is a Wednesday of an even week, on which the reviews are compared too."""
    return today.weekday() == 2 and today.isocalendar().week % 2 == 0


class Screens(NamedTuple):
    """What was on the screens of one day."""

    today: str
    goals: str
    pages: dict[str, str]
    """By title of the goal."""
    reviews: tuple[str, ...]
    """The review that the page opens with, that of the last week that is over, and the one before it."""


def screens_of(database: Path, today: date, language: str, size: tuple[int, int]) -> Screens:
    """Open the app on *today* and read Today, the goals, the page of every goal, and on some days two reviews."""

    async def whole() -> Screens:
        now = datetime.combine(today, datetime.min.time()).replace(hour=20)
        workspace = open_workspace({}, now, database=str(database), language=language)
        try:
            async with on_stage(KpituiApp(workspace, clock=lambda: now), size) as pilot:
                return await look(pilot)
        finally:
            workspace.close()

    async def look(pilot: Pilot) -> Screens:
        first = screen_text(pilot.app)
        await pilot.press("g")
        listed = screen_text(pilot.app)
        pages = {}
        for number in range(len(GOALS)):
            await pilot.press("home", *["down"] * number, "enter")
            text = screen_text(pilot.app)
            pages[text.splitlines()[0].rpartition(" › ")[2].strip()] = text
            await pilot.press("escape")
        if not is_review_day(today):
            return Screens(first, listed, pages, ())
        await pilot.press("escape", "escape")
        await pilot.resize_terminal(100, 240)
        await pilot.pause()
        await pilot.press("r")
        review = screen_text(pilot.app)
        await pilot.press("left_square_bracket")
        return Screens(first, listed, pages, (review, screen_text(pilot.app)))

    return run(whole)


def line_of(text: str, title: str) -> str | None:
    """Return the line of a list that names the goal *title*; None where the list is cut before it."""
    return next((line for line in text.splitlines() if re.search(rf"(^|\s){title}(\s|$)", line)), None)


def prose(text: str) -> str:
    """Return the lines of a page that are no part of a chart."""
    return "\n".join(line for line in text.splitlines() if not DRAWN.search(line))


def sunday_of(week: int, today: date) -> date:
    """Return the last Sunday before *today* that is of a week of this number."""
    days = (today - number * DAY for number in range(1, 370))
    return next(day for day in days if day.weekday() == 6 and day.isocalendar().week == week)


class Walk:
    """Compares the screens of one day after another with the shell."""

    def __init__(self, shell: Shell) -> None:
        self.shell = shell
        self.listed_today = 0

    def look(self, today: date, language: str, size: tuple[int, int]) -> list[str]:
        """Return what does not agree on *today*."""
        screens = screens_of(self.shell.database, today, language, size)
        goals = self.shell.ok("status", "--json").json["goals"]
        status = self.shell.ok("--lang", language, "status").out
        use(language)
        words = {word: status_word(word) for word in STATUSES}
        use("en")
        problems = []
        if set(screens.pages) != {goal["title"] for goal in goals}:
            problems.append(f"pages of {sorted(screens.pages)}")
        for goal in goals:
            row, word = row_of(status, goal["title"]), words[goal["status"]]
            wrong = [*self._listed(screens, goal, row, word, wide=size[0] >= WIDE)]
            if page := screens.pages.get(goal["title"]):
                wrong += page_contradictions(goal, row, word, page)
                wrong += text_faults(prose(page), language)
            problems += [f"{goal['title']} {goal['status']}: {problem}" for problem in wrong]
        weeks = [sunday_of(int(week[1]), today) for week in map(WEEK.search, screens.reviews) if week]
        if not is_review_day(today):
            assert not weeks
        elif len(weeks) != 2 or weeks[0] - weeks[1] != 7 * DAY or not 1 <= (today - weeks[0]).days <= 7:
            problems.append(f"reviews of {weeks}")
        for text, on in zip(screens.reviews, weeks, strict=False):
            problems += [f"review of {on}: {problem}" for problem in self._reviewed(text, on, language, words)]
        return [f"{today} {language} {size}: {problem}" for problem in problems]

    def _listed(
        self, screens: Screens, goal: dict[str, Any], row: list[str], word: str, *, wide: bool
    ) -> Iterator[str]:
        """Yield in what Today and the list of goals have another figure or word than `status`.

        On a *wide* screen the figure stands beside the list of goals.
        """
        for name, text in (("Today", screens.today), ("goals", screens.goals)):
            line = line_of(text, goal["title"])
            if line is None:
                if name == "goals":
                    yield "not in the list of goals"
                continue
            self.listed_today += name == "Today"
            if word not in line:
                yield f"{name}: not {word} in {line.strip()}"
            if row[0] not in squeezed(line) and "…" not in line and not (wide and name == "goals"):
                yield f"{name}: not {row[0]} in {line.strip()}"

    def _reviewed(self, text: str, on: date, language: str, words: dict[str, str]) -> Iterator[str]:
        """Yield in what the page of a review has other figures or words than the same review in the shell."""
        told = squeezed(self.shell.ok("--lang", language, "review", "--on", on.isoformat()).out)
        page = squeezed(re.sub(r"[▏▕▐]", " ", text))
        for record in self.shell.ok("review", "--on", on.isoformat(), "--json").json["goals"]:
            title, word = record["title"], words[record["status"]]
            lines = re.findall(rf"\b{title}: ([^:;*]*?), {word}", told)
            if not lines:
                yield f"{title}: not {word} in the shell"
            elif f"{title}: {lines[0]}, {word}" not in page:
                yield f"{title}: not {lines[0]}, {word} in {page}"
        yield from text_faults(prose(text), language)


def page_contradictions(goal: dict[str, Any], row: list[str], word: str, page: str) -> Iterator[str]:
    """Yield in what the page of a goal contradicts `status` and JSON."""
    head = page.splitlines()[1]
    if f"{word} · " not in head and not head.rstrip().endswith(word):
        yield f"another word in {head}"
    # Of a level the page has "at least" and "at most" before the target.
    figure = re.split(" of | van ", row[0])[0] if goal["type"] == "level" else row[0]
    if figure not in squeezed(head):
        yield f"not {figure} in {head}"
    left = [int(number) for number in re.findall(DAYS_LEFT.strip("^$") + r"\b", head)]
    days = [int(number) for cell in row for number in re.findall(DAYS_LEFT, cell)]
    if left and left[0] not in days:
        yield f"{left} days left, and {days} in status"
    chances = re.findall(r"^ *(?:chance|kans) .*$", page, re.MULTILINE)
    if bool(chances) != (goal["chance"] is not None):
        yield f"a chance of {goal['chance']} and {chances}"
    shown = [] if goal["chance"] is None else [chance_in(goal["chance"], language) for language in ("en", "nl")]
    if chances and shown and not any(text in chances[0] for text in shown):
        yield f"another chance than {shown}: {chances[0]}"


LOOKS = [(language, size) for size in SIZES for language in ("en", "nl")]


@pytest.mark.slow
@pytest.mark.parametrize("turn", range(len(LOOKS)), ids=[f"{language}-{size[0]}" for language, size in LOOKS])
def test_every_screen_of_a_year_says_what_the_shell_says(
    turn: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each language and size has its turn of the days, so that together they look at all of them."""
    shell = Shell(tmp_path / "kpitui.db", monkeypatch)
    walk, problems, looked = Walk(shell), list[str](), 0
    special = edges()
    days = (today for today in simulated(shell, monkeypatch) if today in special or is_review_day(today))
    for number, today in enumerate(days):
        if number % len(LOOKS) == turn:
            problems += walk.look(today, *LOOKS[turn])
            looked += 1
    assert not problems, f"{len(problems)} problems\n" + "\n".join(problems)
    assert looked > (LAST - FIRST).days // 14 // len(LOOKS)
    assert walk.listed_today > looked

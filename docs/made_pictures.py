"""The pictures of the manual: every page of the app on the sample business, and a recording of the daily minute.

A picture is what the app shows once nothing is under way any more. The recording is an asciicast of version 2, and a
picture that moves for who has no player: one frame for each key, so that making it again gives the same file.
"""

from __future__ import annotations

import json
import os
import re
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from functools import cache, partial
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple
from xml.sax.saxutils import escape

from made_pages import MADE
from rich.color import Color
from rich.console import Console
from rich.style import Style
from textual.strip import Strip

from kpitui.i18n import _, use
from kpitui.services.demo import TODAY, fill
from kpitui.services.settings import change_setting
from kpitui.services.workspace import open_workspace
from kpitui.store import transaction
from kpitui.tui.app import KpituiApp
from kpitui.tui.pages import PAGES
from kpitui.tui.widgets.key_bar import sign_of
from kpitui.tui.widgets.plain import Plain
from tests.tui.pilot import Pilot, run

SIZE = (100, 30)
NOW = datetime.fromisoformat(f"{TODAY}T09:30:00")
MADE_AT = datetime.fromisoformat(f"{TODAY}T08:00:00.000+00:00")
"""When the figures of the sample business came in."""

WEB_FONT = re.compile(r"@font-face \{.*?\}\s*", re.DOTALL)
"""The picture is shown with the reader's own font; nothing is fetched for it."""

PATH = "~/.local/share/kpitui/kpitui.db"
FOLDERS = {"kpitui-dark": "", "kpitui-light": "light/", "mono": "mono/"}
"""Where the pictures of a theme go, below the folder of pictures."""

HERE = Path(__file__).parent
FILE = """\
Datum;Bestellingen;Omzet
21-11-2026;19;512,30
22-11-2026;22;510,72
23-11-2026;18;1.249,50
"""
"""The file that the page of imports shows, read from the folder of this run."""

COLOURED = Console(force_terminal=True, color_system="truecolor", legacy_windows=False)
"""How the recording is written, whatever the terminal is that it is made on."""

SIZES = ((80, 24), (120, 40), (200, 50))
"""The sizes at which every page has to be looked at, beside the one of the manual."""

LANGUAGES = ("en", "nl")
NUMBERS = ("=450", "enter", "=18", "enter", "=620")
STORIES: dict[str, tuple[str, ...]] = {
    "today": NUMBERS,
    "kpi": ("enter", "c", "c"),
    "runway": (*["down"] * 14, "enter", "R", "n", "=-400", "tab", "=spring clean", "tab", "=1 mar", "ctrl+s"),
    "why": ("g", "enter", "y", "equals_sign", "=organic-visitors=+30%", "enter"),
    "tree": ("y", "enter", "down", "down"),
    "explain": ("w",),
    "goal": ("g", "enter"),
    "wizard": ("ctrl+n", "=15% more orders in 2027", "enter", "pagedown"),
    "kpi_form": ("n", "=Profit"),
    "action_form": ("A", "n", "=Call ten customers"),
    "importing": ("I", "=figures.csv", "enter"),
    "guided": ("r", "r"),
    "pauses": ("V", "n", "=24 Dec"),
}
"""The keys that lead from Today to what each page shows in its picture, where that is not the one that opens it; what
follows a = is typed."""

IN_DUTCH = {
    "=15% more orders in 2027": "=15% meer bestellingen in 2027",
    "=Profit": "=Winst",
    "=spring clean": "=voorjaarsschoonmaak",
    "=1 mar": "=1 mrt",
    "=Call ten customers": "=Bel tien klanten",
}
"""What a Dutch person types instead."""


class Look(NamedTuple):
    """How a page is looked at."""

    theme: str = "kpitui-dark"
    language: str = "en"
    size: tuple[int, int] = SIZE


def picture(name: str) -> str:
    """Return the picture that is called *name*, one of `PICTURES`."""
    look, page = PICTURES[name]
    return run(lambda: _drawn(page, look))[0]


def every_look(folder: Path) -> int:
    """Write every page into *folder* as a picture and as text, in every language, size and theme, to be looked at."""
    for language, size, theme in product(LANGUAGES, SIZES, FOLDERS):
        look = f"{language}-{size[0]}x{size[1]}-{theme.removeprefix('kpitui-')}"
        for name in PAGES:
            drawn, text = run(partial(_drawn, name, Look(theme, language, size)))
            path = folder / f"{name.replace('_', '-')}-{look}.svg"
            path.write_text(drawn, encoding="utf-8")
            path.with_suffix(".txt").write_text(text, encoding="utf-8")
    return 0


def recording() -> str:
    """Return the daily minute as an asciicast: from the prompt to three numbers and back."""
    return run(_recording).text()


def moving_picture() -> str:
    """Return what the app shows in the recording as an SVG that moves by itself, or stands still where that is asked.

    Each line of the screen is drawn once for each text that it has, and shown while it has that text.
    """
    frames = run(_recording).frames
    end = round(frames[-1][0] + LAST_FRAME_SECONDS, 2)
    return run_of_frames([(moment - frames[0][0], strips) for moment, strips in frames], end - frames[0][0])


def tour() -> str:
    """Return the page of the manual that shows every page of the app."""
    parts = [
        "# Every page in a picture\n",
        MADE,
        "All of them show the sample business: `kpitui demo`. There are pictures in the dark theme (these), in "
        "[light](pictures/light/today.svg) and in [monochrome](pictures/mono/today.svg); `kpitui config theme mono` "
        "chooses one. The daily minute is [a picture that moves](pictures/daily-minute.svg), and "
        "[an asciicast](pictures/daily-minute.cast) for `asciinema play`.",
    ]
    for page in PAGES.values():
        opened = f"\nKey on Today: `{sign_of(page.key)}`." if page.key else ""
        parts += [f"\n## {page.title}", opened, f"![{page.title}](pictures/{_file_of(page.name)})"]
    return "\n".join(parts) + "\n"


def dutch_tour() -> str:
    """Return the Dutch page of the manual that shows every page of the app, in Dutch."""
    parts = [
        "# Elke pagina in beeld\n",
        MADE,
        "Alles komt van het voorbeeldbedrijf: `kpitui demo`. Je ziet hier het donkere thema. Hoe het er [licht]"
        "(../pictures/light/today.svg) en [zonder kleur](../pictures/mono/today.svg) uitziet, zie je in het Engels; je "
        "kiest een thema met `kpitui config theme mono`. De dagelijkse minuut is er ook als [film]"
        "(../pictures/daily-minute.svg).",
    ]
    use("nl")
    try:
        for page in PAGES.values():
            opened = f"\nToets op Vandaag: `{sign_of(page.key)}`." if page.key else ""
            title = _(page.title)
            parts += [f"\n## {title}", opened, f"![{title}](../pictures/nl/{_file_of(page.name)})"]
    finally:
        use("en")
    return "\n".join(parts) + "\n"


def _file_of(page: str) -> str:
    return f"{page.replace('_', '-')}.svg"


PICTURES = {
    **{folder + _file_of(page): (Look(theme), page) for theme, folder in FOLDERS.items() for page in PAGES},
    **{f"nl/{_file_of(page)}": (Look(language="nl"), page) for page in PAGES},
}
"""The look and the page of every picture, by its path below the folder of pictures."""


async def _drawn(name: str, look: Look) -> tuple[str, str]:
    """Return the page called *name* as a picture, and its screen as text."""
    async with _stage(look, is_demo=True) as (pilot, app):
        await _press(pilot, STORIES.get(name, (PAGES[name].key.split(",")[0],)), look.language)
        if name == "settings":
            where = app.screen.query_one("#where", Plain)
            where.update(str(where.content).replace(str(app.workspace.store.path), PATH))  # not this run's folder
            await pilot.pause()
        drawn = WEB_FONT.sub("", app.export_screenshot(title="kpitui demo"))
        return drawn, "\n".join(strip.text.rstrip() for strip in app.screen._compositor.render_strips())


async def _recording() -> Tape:
    tape = Tape(80, 24)
    tape.shell("kpitui due --count", "11\r\n")
    tape.shell("kpitui")
    async with _stage(Look(size=(80, 24))) as (pilot, app):
        tape.frame(app.screen._compositor.render_strips(), pause=1.0)
        for key in (*"486,20", "enter", *"21", "enter", *"705", "enter"):
            await _press(pilot, (key,))
            tape.frame(app.screen._compositor.render_strips(), pause=0.8 if key == "enter" else 0.3)
    tape.leave()
    tape.shell("kpitui due --count", "8\r\n")
    return tape


class Tape:
    """A recording that is being made."""

    def __init__(self, width: int, height: int) -> None:
        self.head = {"version": 2, "width": width, "height": height, "title": "The daily minute of KPITUI"}
        self.events: list[tuple[float, str]] = []
        self.now = 0.0
        self.before: list[str] = []
        self.frames: list[tuple[float, list[Strip]]] = []
        """Every screen that was shown, with its moment."""

    def write(self, text: str, pause: float) -> None:
        """Let *text* come *pause* seconds after what came before."""
        self.now = round(self.now + pause, 2)
        self.events.append((self.now, text))

    def shell(self, command: str, answer: str = "") -> None:
        """Type a command at the prompt of a server."""
        self.write("me@server:~$ ", 0.5)
        for letter in command:
            self.write(letter, 0.06)
        self.write(f"\r\n{answer}", 0.3)

    def frame(self, strips: list[Strip], pause: float) -> None:
        """Show a screen, of which only the lines that changed are written."""
        lines = [strip.render(COLOURED) for strip in strips]
        start = "" if self.before else "\x1b[?1049h\x1b[?25l\x1b[2J"
        changed = [f"\x1b[{at + 1};1H{line}" for at, line in enumerate(lines) if self.before[at : at + 1] != [line]]
        self.before = lines
        self.write(start + "".join(changed), pause)
        self.frames.append((self.now, strips))

    def leave(self) -> None:
        """Give the terminal back as it was."""
        self.write("\x1b[0m\x1b[?25h\x1b[?1049l", 0.6)

    def text(self) -> str:
        """Return the file."""
        lines = [json.dumps(self.head), *(json.dumps([moment, "o", text]) for moment, text in self.events)]
        return "\n".join(lines) + "\n"


@asynccontextmanager
async def _stage(look: Look, *, is_demo: bool = False) -> AsyncIterator[tuple[Pilot, KpituiApp]]:
    """Open the app on the sample business of the language, on the day it lives on; as a demo it says that it is one."""
    os.environ["TZ"] = "UTC"
    if hasattr(time, "tzset"):
        time.tzset()
    with TemporaryDirectory() as folder:
        database = Path(folder) / "demo.db"
        database.write_bytes(_sample(look.language))
        (Path(folder) / "figures.csv").write_text(FILE, encoding="utf-8")
        environ = {"KPITUI_TODAY": TODAY, "HOME": folder, "KPITUI_HOOKS": "no"}
        workspace = open_workspace(environ, NOW, database=str(database), language=look.language)
        workspace.is_demo = is_demo
        change_setting(workspace, "theme", look.theme)
        workspace.refresh(NOW)
        # Else a picture would show when it was made; an entry's id begins with its moment.
        execute = workspace.store.connection.execute
        execute("UPDATE change SET at = ?", (MADE_AT.isoformat(timespec="milliseconds"),))
        execute(
            "UPDATE entry SET id = ? || substr(id, 11)",
            (transaction._letters(int(1000 * MADE_AT.timestamp()) << 80)[:10],),
        )
        app = KpituiApp(workspace, clock=lambda: NOW)
        async with app.run_test(size=look.size):
            os.chdir(folder)
            pilot = Pilot(app)
            await pilot.pause()
            yield pilot, app
        os.chdir(HERE)
        workspace.close()


@cache
def _sample(language: str) -> bytes:
    """Return the database of the sample business in *language*."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "demo.db"
        workspace = open_workspace({"KPITUI_TODAY": TODAY}, NOW, database=str(path), language=language)
        fill(workspace, language)
        workspace.store.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        workspace.close()
        return path.read_bytes()


async def _press(pilot: Pilot, keys: tuple[str, ...], language: str = "en") -> None:
    for key in keys:
        typed = IN_DUTCH.get(key, key) if language == "nl" else key
        await pilot.press(*typed[1:] if typed.startswith("=") else (typed,))


# The recording as an SVG that moves.

LAST_FRAME_SECONDS = 3.0
"""How long the last screen stays before it begins anew."""

CELL, LINE, FONT = 8.4, 18, 14
"""Pixels of a cell, a line and the letters."""


def run_of_frames(frames: Sequence[tuple[float, list[Strip]]], seconds: float) -> str:
    """Return screens with their moments, the first at 0, as one SVG that takes *seconds* and begins anew."""
    height, width = len(frames[0][1]), frames[0][1][0].cell_length
    looks: dict[str, str] = {}
    parts, rules = [], []
    for y in range(height):
        texts = ["".join(_spans(strips[y], y, looks)) for _moment, strips in frames]
        for index, text in enumerate(texts):
            if index and texts[index - 1] == text:
                continue
            last = next((later for later in range(index, len(texts)) if texts[later] != text), None)
            if index == 0 and last is None:
                parts.append(text)
                continue
            start = 100 * frames[index][0] / seconds
            rule = f"0%{{visibility:{'hidden' if index else 'visible'}}}"
            if index:
                rule += f"{start:.2f}%{{visibility:visible}}"
            if last is not None:
                rule += f"{100 * frames[last][0] / seconds:.2f}%{{visibility:hidden}}"
            name = f"k{len(rules)}"
            rules.append(f"@keyframes {name}{{{rule}}}#{name}{{animation-name:{name}}}")
            parts.append(f'<g id="{name}" class="{"last" if last is None else "gone"}">{text}</g>')
    style = "\n".join(
        (
            f"text{{font:{FONT}px monospace;white-space:pre}}",
            f".gone,.last{{animation-duration:{seconds:.2f}s;animation-timing-function:step-end;"
            "animation-iteration-count:infinite}",
            ".gone{visibility:hidden}",
            "@media(prefers-reduced-motion:reduce){.gone,.last{animation:none}}",
            *(f".{name}{{{look}}}" for look, name in looks.items()),
            *rules,
        )
    )
    size = f"{width * CELL + 2 * LINE:.0f} {height * LINE + 2 * LINE}"
    ground = next(iter(frames[0][1][1])).style
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size}" xml:space="preserve"><style>{style}</style>'
        f'<rect width="100%" height="100%" rx="8" fill="{_colour(ground.bgcolor) if ground else "#000000"}"/>'
        f'<g transform="translate({LINE} {LINE})">' + "\n".join(parts) + "</g></svg>\n"
    )


def _spans(strip: Strip, y: int, looks: dict[str, str]) -> Iterator[str]:
    """Yield a line of a screen as text and grounds; *looks* has the class of each declaration so far."""
    x = 0
    for segment in strip:
        style, cells = segment.style or Style(), segment.cell_length
        front, ground = style.color, style.bgcolor
        if style.reverse:
            front, ground = ground, front
        place, length = f"{x * CELL:.1f}", f"{cells * CELL:.1f}"
        if ground is not None and cells:
            filled = _class(f"fill:{_colour(ground)}", looks)
            yield f'<rect class="{filled}" x="{place}" y="{y * LINE}" width="{length}" height="{LINE}"/>'
        if segment.text.strip():
            look = f"fill:{_colour(front)}" + (";font-weight:bold" if style.bold else "")
            look += ";text-decoration:underline" if style.underline else ""
            yield (
                f'<text class="{_class(look, looks)}" x="{place}" y="{y * LINE + FONT}" textLength="{length}">'
                f"{escape(segment.text)}</text>"
            )
        x += cells


def _class(look: str, looks: dict[str, str]) -> str:
    return looks.setdefault(look, f"c{len(looks)}")


def _colour(colour: Color | None) -> str:
    return colour.get_truecolor().hex if colour is not None else "#cccccc"

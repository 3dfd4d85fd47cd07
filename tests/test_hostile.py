"""Hostile text through every way in, and out of every way out: it is never more than text."""

from __future__ import annotations

import csv
import io
import json
import re
import sqlite3
from contextlib import closing
from html.parser import HTMLParser
from pathlib import Path

import pytest
from textual import events

from kpitui.extras import pull as pulling
from kpitui.extras.pull.sources._place import Patience
from kpitui.tui.app import KpituiApp
from kpitui.tui.pages import PAGES
from tests.cli.conftest import Done, Shell
from tests.extras.pull.sources.server import Answer, served
from tests.hostile import FORBIDDEN, STRINGS
from tests.killing import state_of
from tests.tui.pilot import Pilot, screen_text
from tests.tui.stage import play, settle, shop, told

SOME = STRINGS[::100]
"""Enough for the ordinary tests; all of them are tried in the slow ones."""
strings = pytest.mark.parametrize(
    "strings", [pytest.param(SOME, id="some"), pytest.param(STRINGS, id="all", marks=pytest.mark.slow)]
)
READS: tuple[tuple[str, ...], ...] = (
    ("status",), ("status", "--json"), ("due",), ("due", "--json"), ("show", "revenue"), ("show", "revenue", "--json"),
    ("show", "revenue", "--explain"), ("show", "revenue", "--chart", "trend"), ("show", "revenue", "--chart", "limits"),
    ("kpi", "list"), ("kpi", "list", "--json"), ("kpi", "show", "revenue"), ("goal", "list"),
    ("goal", "list", "--json"),
    ("goal", "show", "1"), ("action", "list"), ("action", "list", "--json"), ("note", "list"),
    ("note", "list", "--json"),
    ("history", "--last", "9999"), ("history", "--last", "9999", "--json"), ("review",), ("review", "--format", "md"),
    ("review", "--format", "html"), ("review", "--format", "json"), ("check",), ("check", "--json"), ("calendar",),
    ("config",), ("config", "--json"), ("export",), ("export", "--format", "csv-wide"), ("export", "--format", "json"),
    ("export", "--format", "sql"), ("doctor",), ("doctor", "--json"), ("forecast", "revenue", "--until", "tomorrow"),
    ("backup", "--list"), ("pull", "--list"),
)  # fmt: skip


@pytest.fixture
def shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shell:
    """A shell on the shop, with a goal."""
    monkeypatch.setenv("KPITUI_TODAY", "2026-11-23")
    shell = Shell(shop(tmp_path / "kpitui.db", days=10), monkeypatch)
    shell.ok("config", "daily-backup", "no")
    goal = (
        "--deadline",
        "2026-12-31",
        "--why",
        "rent",
        "--acceptable",
        "yes",
        "--driver",
        "orders",
        "--counter",
        "visitors",
    )
    shell("goal", "add", "9000 revenue", "--kpi", "revenue", *goal)
    return shell


def harmless_out(done: Done) -> Done:
    """Check that a command ended in one of the ways there are, and sent nothing but text to both streams."""
    assert done.status in (0, 1, 2, 3), done
    for stream in (done.out, done.err):
        assert not re.search(FORBIDDEN, stream), (done.status, re.search(FORBIDDEN, stream), stream[:300])
        assert "Traceback" not in stream
        assert "hit a bug" not in stream, stream[:300]
    return done


class Tags(HTMLParser):
    """Collects what a page consists of."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take note of a tag."""
        self.tags.add(tag)
        self.attributes |= {name for name, _value in attrs}
        self.links += [value or "" for name, value in attrs if name in ("href", "src", "xlink:href")]


def check_outputs(shell: Shell) -> None:
    """Read everything there is to read, on the terminal and as files."""
    before = state_of(shell.database)
    for words in READS:
        done = shell(*words)
        if words == ("calendar",):
            done = done._replace(out=done.out.replace("\r\n", "\n"))  # its own line ends
        harmless_out(done)
        if "--json" in words or words[-1] == "json":
            json.loads(done.out)
    page = Tags()
    page.feed(shell("review", "--format", "html").out)
    assert not page.tags & {"script", "img", "iframe", "object", "embed", "link", "form", "base"}, page.tags
    assert not {name for name in page.attributes if name.startswith("on")}
    assert all(link.startswith("#") for link in page.links), page.links
    for kind in ("csv", "csv-wide"):
        for row in csv.reader(io.StringIO(shell("export", "--format", kind).out)):
            for cell in row:
                assert not cell.lstrip().startswith(("=", "+", "@", "＝")), cell
                assert not cell.lstrip().startswith("-") or float(cell) < 0, cell
    with closing(sqlite3.connect(":memory:")) as copy:
        copy.executescript(shell("export", "--format", "sql").out)
    assert before == state_of(shell.database), "reading changes nothing"


@strings
def test_from_the_command_line(shell: Shell, strings: tuple[str, ...]) -> None:
    """As name, unit, note, action, goal, value, day, key, setting, file and command: stored as text or refused."""
    for number, text in enumerate(strings):
        for words in (
            ("kpi", "add", text, "--key", f"k{number}"),
            ("kpi", "edit", f"k{number}", "--unit", text),
            ("note", "revenue", text),
            ("action", "add", text, "--kpi", "revenue", "--due", "tomorrow"),
            ("log", "revenue", "5", "-m", text),
            ("log", "revenue", text),
            ("config", "business", text),
        ):
            harmless_out(shell(*words))
    for text in strings[:: max(1, len(strings) // 60)]:
        others: tuple[tuple[str, ...], ...] = (
            (text,),
            ("goal", "add", text),
            ("log", text, "5"),
            ("log", "orders", "5", text),
            ("show", text),
            ("note", "--all", "x", text),
            ("import", text),
            ("merge", text),
            ("restore", text),
            ("config", text, text),
            ("pause", text, text, text),
            ("kpi", "add", "x", "--kind", "formula", "--formula", text),
        )
        for each in others:
            harmless_out(shell(*each))
    check_outputs(shell)


@strings
def test_from_a_csv_file(shell: Shell, strings: tuple[str, ...], tmp_path: Path) -> None:
    """As note, name, header, value and day of an imported file."""
    rows = [["2026-11-01", "revenue", "5", "", text] for text in strings]
    rows += [["2026-11-01", text, "5", "", ""] for text in strings] + [
        ["2026-11-02", "orders", t, "", ""] for t in strings
    ]
    rows += [[text, "orders", "5", "", ""] for text in strings]
    for number, table in enumerate((rows, [["date", *strings[:40]], ["2026-11-01", *["5"] * 40]])):
        path = tmp_path / f"{number}.csv"
        with path.open("w", encoding="utf-8", errors="surrogatepass", newline="") as file:
            writer = csv.writer(file)
            if table is rows:
                writer.writerow(["date", "kpi", "value", "time", "note"])
            writer.writerows([[cell.replace("\0", "0") for cell in row] for row in table])
        harmless_out(shell("import", str(path), "--dry-run"))
        harmless_out(shell("import", str(path), "--skip-refused"))
        harmless_out(shell("import", str(path), "--dry-run", "--json"))
    check_outputs(shell)


@pytest.mark.slow
@strings
def test_from_json_lines(shell: Shell, strings: tuple[str, ...]) -> None:
    """As value, note, day and KPI of lines on standard input, one bad line refusing all."""
    for text in strings:
        for fields in ({"note": text}, {"value": text}, {"date": text}, {"kpi": text}, {text: text}):
            line = json.dumps({"kpi": "revenue", "value": 5, **fields})
            harmless_out(shell("log", "-", given=line.encode()))
        harmless_out(shell("log", "-", given=text.encode("utf-8", "surrogatepass")))
    check_outputs(shell)


@pytest.mark.slow
@pytest.mark.sampled(1)
@strings
def test_from_another_database(shell: Shell, strings: tuple[str, ...], tmp_path: Path) -> None:
    """As every text of a JSON export that is merged, each in turn."""
    whole = json.loads(shell.ok("export", "--format", "json").out)
    texts = [
        (table, at, column)
        for table, rows in whole.items()
        if isinstance(rows, list)
        for at, row in enumerate(rows[:1])
        for column, value in row.items()
        if isinstance(value, str)
    ]
    path = tmp_path / "other.json"
    for number, text in enumerate(strings):
        document = json.loads(json.dumps(whole))
        for table, at, column in texts if number % 10 == 0 else [texts[number % len(texts)]]:
            document[table][at][column] = text
            path.write_text(json.dumps(document))
            harmless_out(shell("merge", str(path), "--dry-run"))
            harmless_out(shell("merge", str(path)))
    check_outputs(shell)


@pytest.mark.slow
@strings
def test_from_a_server(shell: Shell, strings: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As figure, day, name and body of an answer that is pulled."""
    monkeypatch.setattr(pulling, "Patience", lambda: Patience(sleep=lambda _seconds: None))  # a fault is asked thrice
    config = tmp_path / "sources.toml"
    with served() as web:
        config.write_text(
            f'[source.x]\nkind = "json"\nurl = "{web.url}"\nrows = "rows"\ndate = "d"\nkpis = {{ n = "orders" }}\n'
        )
        for text in strings:
            for answer in (
                {"rows": [{"d": "2026-11-20", "n": text}]},
                {"rows": [{"d": text, "n": 1}]},
                {text: text},
                Answer(body=text.encode("utf-8", "surrogatepass")),
                Answer(status=500, body=text.encode("utf-8", "surrogatepass")),
            ):
                web.says(answer)
                harmless_out(shell("pull", "--config", str(config)))
    check_outputs(shell)


@pytest.mark.slow
@pytest.mark.sampled(1)
@strings
def test_from_the_keyboard_and_a_paste(shell: Shell, strings: tuple[str, ...]) -> None:
    """Pasted into a cell, a note, the wizard and the finder, and shown on every page: text, and the app lives on."""

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        for text in strings:
            for keys in ((), ("m",), ("slash",)):
                await pilot.press(*keys)
                app.post_message(events.Paste(text))
                await pilot.pause()
                check(app)
                if keys == ("m",):
                    await pilot.press("ctrl+s")
                while len(app.screen_stack) > 2:
                    await pilot.press("escape")
                await pilot.press("escape")
        for page in (page for page in PAGES.values() if page.key):
            app.action_open(page.name)
            await settle(pilot)
            check(app)
            await pilot.press("escape")
        assert app.is_running

    def check(app: KpituiApp) -> None:
        # The joiner of signs does no harm on a terminal; without it a line would get another width.
        found = re.search(FORBIDDEN, (screen_text(app) + told(app)).replace("\u200d", ""))
        assert not found, (found, screen_text(app))

    for number, text in enumerate(strings[:30]):
        shell("kpi", "add", text, "--key", f"k{number}")
        shell("note", "revenue", text)
        shell("action", "add", text, "--kpi", "revenue", "--due", "tomorrow")
    play(shell.database, story)
    check_outputs(shell)


def test_there_are_three_hundred() -> None:
    """As many as are promised, each once, of every sort."""
    assert len(STRINGS) >= 300
    assert len(set(STRINGS)) == len(STRINGS)

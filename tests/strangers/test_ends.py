"""Ends of the app, thought up without a look at how it ends: the terminal is as it was, and what was typed is kept.

Every story types a figure into a cell, lets something end the program, and looks at the terminal, at the status and at
what the next start shows.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from kpitui.tui.screen import PATIENCE
from tests.hooks import HookShelf
from tests.safety import SAFETY_SECONDS
from tests.surroundings import small_disk
from tests.terminal import Terminal
from tests.tui.stage import shop

pytestmark = [pytest.mark.process, pytest.mark.slow, pytest.mark.skipif(sys.platform == "win32", reason="needs a pty")]

TYPED = "7531"
MODES = re.compile(rb"\x1b\[\?([\d;]+)([hl])")
END_OF_PAGE = b"\x1b[?1049l"

BROKEN = """
import sys
DATABASE = sys.argv[1]
raised = []
def trip(owner, name, error, when=lambda *args: True, after=False):
    whole = getattr(owner, name)
    def broken(*args, **kwargs):
        if not raised and when(*args):
            raised.append(1)
            if after:
                whole(*args, **kwargs)
            raise error
        return whole(*args, **kwargs)
    setattr(owner, name, broken)
def key(name):
    return lambda *args: any(getattr(part, "key", None) == name for part in args)
{how}
from kpitui.cli.main import main
status = main(["--db", DATABASE])
sys.exit(status)
"""


def opened(database: Path) -> Terminal:
    """Open the app with a figure typed into the first cell."""
    return typed(Terminal(database))


def typed(terminal: Terminal) -> Terminal:
    """Type into the first cell, and wait until it is seen."""
    terminal.wait_for("Revenue")
    terminal.press(TYPED)
    terminal.wait_for(TYPED)
    return terminal


def modes_left_on(raw: bytes) -> dict[int, bool]:
    """Return the private modes that were changed and are not what a shell has."""
    modes: dict[int, bool] = {}
    for numbers, letter in MODES.findall(raw):
        modes.update({int(number): letter == b"h" for number in numbers.split(b";")})
    return {number: on for number, on in modes.items() if on != (number in (7, 25))}


def is_given_back(terminal: Terminal, before: list[object]) -> None:
    """The modes of the line and of the screen are those that the shell had."""
    raw = bytes(terminal.raw)
    assert terminal.modes() == before
    assert modes_left_on(raw) == {}
    assert raw.count(b"\x1b[>1u") <= raw.count(b"\x1b[<u") + raw.count(b"\x1b[<1u")


def sentences_of(terminal: Terminal) -> str:
    """Return what stands on the terminal of the shell after the app left it."""
    raw = bytes(terminal.raw)
    assert b"Traceback" not in raw
    text = raw.rpartition(END_OF_PAGE)[2] if END_OF_PAGE in raw else raw
    return re.sub(rb"\x1b(\[[0-9;?<>=]*[a-zA-Z]|\][^\x07\x1b]*(\x07|\x1b\\))", b"", text).decode().strip()


def is_kept(database: Path) -> None:
    """The next start has what was typed, and nothing of it was saved as a figure."""
    with Terminal(database) as again:
        again.wait_for("Revenue")
        again.wait_for(TYPED)
        with closing(sqlite3.connect(database)) as connection:
            assert connection.execute("SELECT count(*) FROM entry WHERE value = ?", (int(TYPED),)).fetchone() == (0,)


def whole(database: Path) -> None:
    with closing(sqlite3.connect(database)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return shop(tmp_path / "kpitui.db", days=2)


def send(*signals: int) -> Callable[[Terminal], None]:
    def act(terminal: Terminal) -> None:
        for number in signals:
            if terminal.process.poll() is None:
                os.kill(terminal.process.pid, number)

    return act


def stopped_then(number: int) -> Callable[[Terminal], None]:
    def act(terminal: Terminal) -> None:
        os.kill(terminal.process.pid, signal.SIGSTOP)
        os.waitid(os.P_PID, terminal.process.pid, os.WSTOPPED | os.WNOWAIT)
        os.kill(terminal.process.pid, number)
        os.kill(terminal.process.pid, signal.SIGCONT)

    return act


def resized_then(columns: int, lines: int) -> Callable[[Terminal], None]:
    def act(terminal: Terminal) -> None:
        terminal.resize(columns, lines)
        os.kill(terminal.process.pid, signal.SIGTERM)

    return act


def keys_then(keys: str, number: int) -> Callable[[Terminal], None]:
    def act(terminal: Terminal) -> None:
        terminal.press(keys)
        os.kill(terminal.process.pid, number)

    return act


SIGNALS: dict[str, Callable[[Terminal], None]] = {
    "terminated": send(signal.SIGTERM),
    "terminated twice": send(signal.SIGTERM, signal.SIGTERM),
    "terminated many times": send(*[signal.SIGTERM] * 20),
    "hung up": send(signal.SIGHUP),
    "hung up and terminated": send(signal.SIGHUP, signal.SIGTERM, signal.SIGHUP),
    "interrupted from outside": send(signal.SIGINT, signal.SIGTERM),
    "terminated while it stood still": stopped_then(signal.SIGTERM),
    "hung up while it stood still": stopped_then(signal.SIGHUP),
    "terminated in a terminal of one cell": resized_then(1, 1),
    "terminated in a terminal that has grown": resized_then(300, 100),
    "terminated in half an escape": keys_then("\x1b[", signal.SIGTERM),
    "terminated in half a paste": keys_then("\x1b[200~", signal.SIGTERM),
    "sent to the background and ended": keys_then("\x1b[19;", signal.SIGHUP),
}


@pytest.mark.parametrize("name", SIGNALS)
def test_a_signal_keeps_what_is_typed(database: Path, name: str) -> None:
    with Terminal(database) as terminal:
        before = terminal.modes()
        typed(terminal)
        SIGNALS[name](terminal)
        assert terminal.wait_for_end() != 0
        is_given_back(terminal, before)
        assert len(sentences_of(terminal).splitlines()) <= 3
    is_kept(database)


DEADLY = [
    name
    for name in (
        "SIGINT", "SIGQUIT", "SIGABRT", "SIGTRAP", "SIGSYS", "SIGALRM", "SIGVTALRM", "SIGPROF", "SIGUSR1", "SIGUSR2",
        "SIGXCPU", "SIGIO", "SIGPWR", "SIGSTKFLT", "SIGRTMIN", "SIGRTMAX",
    )
    if hasattr(signal, name)
]  # fmt: skip
"""What ends a program by default and could be somebody's way to ask: a scheduler's, a supervisor's, a limit's."""


@pytest.mark.parametrize("name", DEADLY)
def test_any_signal_that_would_be_the_end(database: Path, name: str) -> None:
    """The status names it, one sentence does, and what is typed is kept."""
    number = getattr(signal, name)
    with Terminal(database) as terminal:
        before = terminal.modes()
        typed(terminal)
        os.kill(terminal.process.pid, number)
        assert terminal.wait_for_end() == 128 + number
        is_given_back(terminal, before)
        (sentence,) = sentences_of(terminal).splitlines()
        assert "Ended by" in sentence
    is_kept(database)


GOAL = ("\x0e", "What result", "15% more revenue by 30 Jun 2027", "until when")
NEXT = "\x1b[6~"
STEPS = (NEXT, "Which KPI", NEXT, "What will it cost", NEXT, "What's in it", NEXT, "When does it start")
MORE = ("\x1b[B" * 5, "If nothing is logged", "\x1b[B" * 4, "for the command line")
FORMS: dict[str, tuple[str, ...]] = {
    "a note": ("m", "Note on"),
    "a new KPI": ("n", "Add a KPI"),
    "a KPI that is changed": ("\r", "this month", "e", "Change Revenue", *MORE),
    "an action": ("a", "New action"),
    "an entry": ("\r", "this month", "\r", "Entry for", "\x1b[B\x1b[B", "Note"),
    "a goal, S": GOAL[:2],
    "a goal, M": (*GOAL, *STEPS[:2]),
    "a goal, A": (*GOAL, *STEPS[:4]),
    "a goal, R": (*GOAL, *STEPS[:6]),
    "a goal, T": (*GOAL, *STEPS),
}
"""Where something is typed: keys that lead there from Today, and what is on the screen once they have acted."""
AGAIN = {"an entry": 4, "a KPI that is changed": 4}
"""How many of these open the same form again, where it is not the first two."""
WAYS: list[int | None] = [signal.SIGTERM, signal.SIGHUP, signal.SIGUSR1, signal.SIGINT, signal.SIGQUIT, None]
"""The ends that take turns over the forms; None is a terminal that is gone."""


def led_to(terminal: Terminal, way: tuple[str, ...]) -> None:
    """Press the keys of a way from Today, each once the last have acted."""
    terminal.wait_for("Revenue")
    for keys, text in zip(way[::2], way[1::2], strict=True):
        terminal.press(keys)
        terminal.wait_for(text)


@pytest.mark.parametrize("name", FORMS)
def test_the_end_of_a_form(database: Path, name: str) -> None:
    """Whatever is filled in is there when it is opened again, and nothing of it was saved."""
    way = WAYS[list(FORMS).index(name) % len(WAYS)]
    with closing(sqlite3.connect(database)) as connection:
        (changes,) = connection.execute("SELECT count(*) FROM change").fetchone()
    with Terminal(database) as terminal:
        before = terminal.modes()
        led_to(terminal, FORMS[name])
        terminal.press(TYPED)
        terminal.wait_for(TYPED)
        if way is None:
            terminal.hang_up()
            assert terminal.wait_for_end() != 0
        else:
            os.kill(terminal.process.pid, way)
            assert terminal.wait_for_end() == 128 + way
            is_given_back(terminal, before)
            assert "go on with what you were typing" in sentences_of(terminal)
    with closing(sqlite3.connect(database)) as connection:
        assert connection.execute("SELECT count(*) FROM change").fetchone() == (changes,)
    with Terminal(database) as again:
        way_back = FORMS[name][: AGAIN.get(name, 2)]
        again.wait_for("Revenue")
        again.press(way_back[0])
        for text, keys in zip(way_back[1::2], way_back[2::2], strict=False):
            again.wait_for(text)
            again.press(keys)
        again.wait_for(TYPED)


PAGES: dict[str, tuple[str, ...]] = {
    "help": ("?", "Help"),
    "the palette": ("\x10", "a page, KPI"),
    "a review": ("r", "Review of"),
    "a review, step by step": ("r", "Review of", "r", "All decided"),
    "settings": ("S", "Settings"),
    "a chart": ("c", "so far"),
    "a search": ("/vis", "Visitors · "),
    "an import, looked at first": ("I", "Import a file", "{file}\r", "Enter to import"),
    "an import, done": ("I", "Import a file", "{file}\r", "Enter to import", "\r", "Saved as one change"),
}
"""Where nothing is typed that could be lost, in the same way."""


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGUSR1], ids=["SIGTERM", "SIGUSR1"])
def test_the_end_of_a_page(database: Path, tmp_path: Path, name: str, number: int) -> None:
    """One sentence, the terminal as it was, and an import is there as a whole or not at all."""
    file = tmp_path / "figures.csv"
    file.write_text("date,Calls\n" + "".join(f"2026-10-{day:02},{day * 7 % 31}\n" for day in range(1, 32)))
    with Terminal(database) as terminal:
        before = terminal.modes()
        led_to(terminal, tuple(part.replace("{file}", str(file)) for part in PAGES[name]))
        os.kill(terminal.process.pid, number)
        assert terminal.wait_for_end() == 128 + number
        is_given_back(terminal, before)
        assert sentences_of(terminal).splitlines() == [f"Ended by {signal.Signals(number).name}"]
    whole(database)
    with closing(sqlite3.connect(database)) as connection:
        count = "SELECT count(*) FROM entry JOIN kpi ON kpi.id = entry.kpi WHERE kpi.key = 'calls'"
        assert connection.execute(count).fetchone()[0] in (0, 31)


def test_an_import_that_is_running(database: Path, tmp_path: Path) -> None:
    """Ended at moments spread over it: all of it is there, or nothing, and the file is whole."""
    file = tmp_path / "figures.csv"
    rows = "".join(
        f"{2000 + day // 360}-{1 + day % 360 // 30:02}-{1 + day % 28:02},{day * 7 % 97},{day % 5},{day % 3}\n"
        for day in range(9000)
    )
    file.write_text("date,Calls,Mails,Visits\n" + "".join(dict.fromkeys(rows.splitlines(keepends=True))))
    for reads in (1, 2, 4, 8):
        with Terminal(database) as terminal:
            before = terminal.modes()
            terminal.wait_for("Revenue")
            terminal.press("I")
            terminal.wait_for("Import a file")
            terminal.press(f"{file}\r")
            terminal.wait_for("Enter to import")
            terminal.press("\r")
            for _read in range(reads):
                terminal.read(0.05)
            os.kill(terminal.process.pid, signal.SIGTERM)
            assert terminal.wait_for_end() == 128 + signal.SIGTERM
            is_given_back(terminal, before)
        whole(database)
        with closing(sqlite3.connect(database)) as connection:
            counts = connection.execute(
                "SELECT count(*) FROM entry JOIN kpi ON kpi.id = entry.kpi "
                "WHERE kpi.name IN ('Calls', 'Mails', 'Visits') GROUP BY kpi.id"
            ).fetchall()
        assert len(set(counts)) <= 1
        assert len(counts) in (0, 3)


@pytest.mark.skipif(shutil.which("bash") is None, reason="needs a shell with job control")
@pytest.mark.parametrize("name", ["a note", "a goal, S", "a KPI that is changed"])
def test_to_the_shell_and_back_from_a_form(database: Path, name: str) -> None:
    """Stopped from outside in the middle of a form: after ``fg`` it is as it was, and typing goes on."""
    program = ["bash", "--norc", "--noprofile", "-i"]
    with Terminal(database, program=program, PS1="prompt> ", DB=str(database), PY=sys.executable) as terminal:
        terminal.wait_for("prompt>")
        terminal.press('"$PY" -m kpitui --db "$DB"\r')
        led_to(terminal, FORMS[name])
        terminal.press(TYPED)
        terminal.wait_for(TYPED)
        children = Path(f"/proc/{terminal.process.pid}/task/{terminal.process.pid}/children").read_text()
        os.kill(int(children.split()[0]), signal.SIGTSTP)
        terminal.wait_until(lambda: b"Stopped" in terminal.raw, "the shell")
        length = len(terminal.raw)
        terminal.press("fg\r")
        terminal.wait_until(lambda: TYPED.encode() in terminal.raw[length:], "the form as it was")
        terminal.press("9")
        terminal.wait_for(f"{TYPED}9")
        os.kill(int(children.split()[0]), signal.SIGTERM)
        terminal.wait_until(lambda: bytes(terminal.raw).count(b"prompt> ") >= 3, "the prompt")
        terminal.press("exit\r")
        terminal.wait_for_end()
    with closing(sqlite3.connect(database)) as connection:
        assert any(f"{TYPED}9" in fields for (fields,) in connection.execute("SELECT fields FROM draft"))


def not_read(terminal: Terminal) -> None:
    """Fill the terminal until no byte more goes in."""
    terminal.resize(300, 100)
    for size in range(60):
        terminal.resize(300 - size % 2, 100)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP], ids=["SIGTERM", "SIGHUP"])
@pytest.mark.parametrize("how", ["flow control", "a full pipe"])
def test_a_signal_where_nobody_reads(database: Path, number: int, how: str) -> None:
    with Terminal(database) as terminal:
        typed(terminal)
        if how == "flow control":
            terminal.press("\x13")
        not_read(terminal)
        os.kill(terminal.process.pid, number)
        terminal._watch.join()  # not a byte is read
        assert terminal.process.returncode != 0
    is_kept(database)


def test_a_closed_terminal(database: Path) -> None:
    with opened(database) as terminal:
        terminal.hang_up()
        assert terminal.wait_for_end() != 0
    is_kept(database)


def test_a_closed_terminal_whose_signal_is_ignored(database: Path) -> None:
    """As under nohup: the end of the terminal alone is the end."""
    run = "import signal, os, sys; signal.signal(signal.SIGHUP, signal.SIG_IGN); os.execv(sys.executable, sys.argv[1:])"
    words = [sys.executable, "-m", "kpitui", "--db", str(database)]
    with typed(Terminal(database, program=[sys.executable, "-c", run, *words])) as terminal:
        terminal.hang_up()
        assert terminal.wait_for_end() != 0
    is_kept(database)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP], ids=["SIGTERM", "SIGHUP"])
def test_a_signal_at_any_moment_of_the_start(database: Path, number: int) -> None:
    """Whatever has been sent by then, the terminal is given back."""
    with Terminal(database) as terminal:
        terminal.wait_for("Revenue")
        parts = terminal.received
    for part in range(0, parts, max(1, parts // 6)):
        with Terminal(database) as terminal:
            before = terminal.modes()
            while terminal.received < part and "Revenue" not in terminal.text and terminal.read():
                pass
            os.kill(terminal.process.pid, number)
            assert terminal.wait_for_end() != 0
            is_given_back(terminal, before)
            assert b"Traceback" not in terminal.raw
    whole(database)


def test_a_signal_while_it_leaves(database: Path) -> None:
    with Terminal(database) as terminal:
        before = terminal.modes()
        terminal.wait_for("Revenue")
        terminal.press("q")
        os.kill(terminal.process.pid, signal.SIGTERM)
        terminal.wait_for_end()
        is_given_back(terminal, before)
        assert b"Traceback" not in terminal.raw
    whole(database)


MISTAKES = {
    "a key": 'import textual.app\ntrip(textual.app.App, "on_event", ValueError("x"), key("x"))',
    "a key, without memory": 'import textual.app\ntrip(textual.app.App, "on_event", MemoryError(), key("x"))',
    "a key, too deep": 'import textual.app\ntrip(textual.app.App, "on_event", RecursionError("deep"), key("x"))',
    "a key, with markup and codes in it": (
        'import textual.app\ntrip(textual.app.App, "on_event", ValueError("[bold]\\x1b]0;x\\x07\\x9b31m"), key("x"))'
    ),
    "a key, with a text without end": (
        'import textual.app\ntrip(textual.app.App, "on_event", ValueError("long " * 100000), key("x"))'
    ),
    "a key, with an error that cannot be told": (
        "import textual.app\nclass Odd(Exception):\n    def __str__(self): raise ValueError('no')\n"
        'trip(textual.app.App, "on_event", Odd(), key("x"))'
    ),
    "a key, as if interrupted": 'import textual.app\ntrip(textual.app.App, "on_event", KeyboardInterrupt(), key("x"))',
    "a key, as if it left": 'import textual.app\ntrip(textual.app.App, "on_event", SystemExit(0), key("x"))',
    "painting": (
        "import os, textual._compositor as c\n"
        'trip(c.Compositor, "render_update", ZeroDivisionError("x"), lambda *a: os.path.exists(DATABASE + ".now"))'
    ),
    "layout": (
        "import os, textual._compositor as c\n"
        'trip(c.Compositor, "reflow", IndexError("x"), lambda *a: os.path.exists(DATABASE + ".now"))'
    ),
    "a timer": (
        "import asyncio, os, textual.app\n"
        "ready = textual.app.App._ready\n"
        "async def armed(app):\n"
        "    await ready(app)\n"
        "    def look():\n"
        "        if os.path.exists(DATABASE + '.now'): raise LookupError('x')\n"
        "    app.set_interval(0.05, look)\n"
        "textual.app.App._ready = armed"
    ),
    "a thread of the app": (
        "import os, threading, textual.app\n"
        "ready = textual.app.App._ready\n"
        "async def armed(app):\n"
        "    await ready(app)\n"
        "    def work():\n"
        "        import time\n"
        "        while not os.path.exists(DATABASE + '.now'): time.sleep(0.02)\n"
        "        raise LookupError('x')\n"
        "    app.run_worker(work, thread=True)\n"
        "textual.app.App._ready = armed"
    ),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_keeps_what_is_typed(database: Path, name: str) -> None:
    script = BROKEN.replace("{how}", MISTAKES[name])
    with Terminal(database, program=[sys.executable, "-c", script, str(database)]) as terminal:
        before = terminal.modes()
        typed(terminal)
        Path(f"{database}.now").touch()
        if name.startswith("a key"):
            terminal.press("x")
        elif name in ("painting", "layout"):
            terminal.resize(90, 30)
        status = terminal.wait_for_end()
        is_given_back(terminal, before)
        told = sentences_of(terminal)
        if "as if" not in name:
            assert status != 0
            assert told
        if "without memory" in name:
            assert told.startswith("There is not enough memory to go on.")
        assert len(told) < 2000
        assert len(told.splitlines()) <= 4
        assert "\x1b" not in told
        assert "\x9b" not in told
    is_kept(database)


@pytest.mark.parametrize(
    ("mistake", "form"),
    [("a key", "a note"), ("painting", "an action"), ("a timer", "a KPI that is changed"), ("layout", "a goal, A")],
)
def test_a_mistake_keeps_what_is_in_a_form(database: Path, mistake: str, form: str) -> None:
    script = BROKEN.replace("{how}", MISTAKES[mistake])
    with Terminal(database, program=[sys.executable, "-c", script, str(database)]) as terminal:
        before = terminal.modes()
        led_to(terminal, FORMS[form])
        terminal.press(TYPED)
        terminal.wait_for(TYPED)
        Path(f"{database}.now").touch()
        if mistake == "a key":
            terminal.press("x")
        elif mistake in ("painting", "layout"):
            terminal.resize(90, 30)
        assert terminal.wait_for_end() != 0
        is_given_back(terminal, before)
        assert 0 < len(sentences_of(terminal).splitlines()) <= 4
    with closing(sqlite3.connect(database)) as connection:
        assert any(TYPED in fields for (fields,) in connection.execute("SELECT fields FROM draft"))


EARLY = {
    "the app is made": 'import textual.app\ntrip(textual.app.App, "__init__", ValueError("x"))',
    "the app runs": 'import textual.app\ntrip(textual.app.App, "_process_messages", ValueError("x"))',
    "the first page is mounted": 'import textual.screen\ntrip(textual.screen.Screen, "_on_mount", ValueError("x"))',
    "the first layout": 'import textual._compositor as c\ntrip(c.Compositor, "reflow", ValueError("x"))',
    "the first style": 'import textual.css.stylesheet as s\ntrip(s.Stylesheet, "apply", ValueError("x"))',
    "the style is read": 'import textual.css.stylesheet as s\ntrip(s.Stylesheet, "parse", ValueError("x"))',
    "Textual cannot be imported": 'import sys\nsys.modules["textual"] = None',
    "Textual's app cannot be imported": 'import sys\nsys.modules["textual.app"] = None',
    "the style, as Textual shows it": (
        "import textual.css.stylesheet as s\nclass Shown(Exception):\n    def __rich__(self): return 'a page'\n"
        'trip(s.Stylesheet, "parse", Shown("x"))'
    ),
    "the loop of events": 'import asyncio.events\ntrip(asyncio.events, "new_event_loop", OSError(24, "open files"))',
    "a thread cannot start": (
        'import threading\ntrip(threading.Thread, "start", RuntimeError("can\'t start new thread"))'
    ),
}


@pytest.mark.parametrize("name", EARLY)
def test_a_mistake_at_the_start(database: Path, name: str) -> None:
    script = BROKEN.replace("{how}", EARLY[name])
    with Terminal(database, program=[sys.executable, "-c", script, str(database)]) as terminal:
        before = terminal.modes()
        status = terminal.wait_for_end()
        is_given_back(terminal, before)
        told = sentences_of(terminal)
        assert status != 0
        assert 0 < len(told.splitlines()) <= 4
    whole(database)


def _unlinked(database: Path) -> None:
    database.unlink()


def _folder_gone(database: Path) -> None:
    database.parent.rename(database.parent.with_name("elsewhere"))


def _replaced(database: Path) -> None:
    other = shop(database.with_name("other.db"))
    other.replace(database)


def _overwritten(database: Path) -> None:
    with database.open("r+b") as file:
        file.write(b"\xff" * 8192)


def _log_gone(database: Path) -> None:
    for end in ("-wal", "-shm"):
        database.with_name(database.name + end).unlink(missing_ok=True)


def _emptied(database: Path) -> None:
    os.truncate(database, 0)


def _now_a_folder(database: Path) -> None:
    database.unlink()
    database.mkdir()


VANISHED: dict[str, Callable[[Path], None]] = {
    "unlinked": _unlinked,
    "with its folder": _folder_gone,
    "replaced by another": _replaced,
    "overwritten": _overwritten,
    "its log": _log_gone,
    "emptied": _emptied,
    "a folder now": _now_a_folder,
}


@pytest.mark.parametrize("name", VANISHED)
@pytest.mark.parametrize("end", ["Enter and q", "SIGTERM"])
def test_a_database_that_vanishes(tmp_path: Path, name: str, end: str) -> None:
    """Nothing is called saved that is nowhere, and leaving gives the terminal back."""
    home = tmp_path / "home"
    home.mkdir()
    database = shop(home / "kpitui.db", days=2)
    with Terminal(database) as terminal:
        before = terminal.modes()
        typed(terminal)
        VANISHED[name](database)
        if end == "SIGTERM":
            os.kill(terminal.process.pid, signal.SIGTERM)
        else:
            terminal.press("\r")
            # What is typed is either let go into the table or stays; then leave, whatever is asked.
            terminal.press("\x1b\x1b")
            terminal.press("\x11")
            until = time.monotonic() + SAFETY_SECONDS
            while terminal.process.poll() is None and time.monotonic() < until:
                if terminal.sends(1):
                    terminal.read()
                else:
                    terminal.press("\x11")
        status = terminal.wait_for_end()
        is_given_back(terminal, before)
        assert b"Traceback" not in terminal.raw
        if name in ("unlinked", "with its folder", "replaced by another", "emptied", "a folder now"):
            assert b"Saved" not in terminal.raw
            assert "hit a bug" not in sentences_of(terminal)
            if end == "SIGTERM":
                assert TYPED in sentences_of(terminal)  # it can be copied from the terminal
        if end == "SIGTERM":
            assert status != 0


def test_a_full_disk_at_the_end(tmp_path: Path) -> None:
    """What is typed cannot be kept: the terminal is given back all the same, and that is said."""
    with small_disk(tmp_path / "disk", 3_000_000) as mounted:
        if not mounted:
            pytest.skip("needs a disk of its own")
        database = shop(tmp_path / "disk" / "kpitui.db", days=2)
        with Terminal(database) as terminal:
            before = terminal.modes()
            terminal.wait_for("Revenue")
            with (tmp_path / "disk" / "ballast").open("wb", buffering=0) as ballast:
                try:
                    while True:
                        ballast.write(b"x" * 512)
                except OSError:
                    pass
            terminal.press(TYPED)
            terminal.wait_for(TYPED)
            os.kill(terminal.process.pid, signal.SIGTERM)
            assert terminal.wait_for_end() != 0
            is_given_back(terminal, before)
            assert TYPED in sentences_of(terminal)  # what could not be kept can be copied from the terminal
            assert "Open kpitui again" not in sentences_of(terminal)
        (tmp_path / "disk" / "ballast").unlink()
        whole(database)


@pytest.mark.skipif(shutil.which("bash") is None, reason="needs a shell with job control")
@pytest.mark.parametrize("how", ["Ctrl+Z", "SIGTSTP", "SIGSTOP"])
def test_to_the_shell_and_back(database: Path, tmp_path: Path, how: str) -> None:
    """Stopped by key or from outside: the prompt, then the page as it was, and the figure is saved by Enter."""
    program = ["bash", "--norc", "--noprofile", "-i"]
    with Terminal(database, program=program, PS1="prompt> ", DB=str(database), PY=sys.executable) as terminal:
        terminal.wait_for("prompt>")
        terminal.press('"$PY" -m kpitui --db "$DB"\r')
        terminal.wait_for("Revenue")
        terminal.press(TYPED)
        terminal.wait_for(TYPED)
        if how == "Ctrl+Z":
            terminal.press("\x1a")
        else:
            (child,) = [
                int(pid)
                for pid in Path(f"/proc/{terminal.process.pid}/task/{terminal.process.pid}/children")
                .read_text()
                .split()
            ]
            os.kill(child, getattr(signal, how))
        terminal.wait_until(lambda: b"Stopped" in terminal.raw, "the shell")
        if how != "SIGSTOP":
            assert modes_left_on(bytes(terminal.raw).partition(b"Stopped")[0]) in ({}, {2004: True})
        length = len(terminal.raw)
        terminal.press("echo out-$((40+2))\r")
        terminal.wait_until(lambda: b"out-42" in terminal.raw[length:], "the answer of the shell")
        length = len(terminal.raw)
        terminal.press("fg\r")
        terminal.wait_until(lambda: TYPED.encode() in terminal.raw[length:], "the page as it was")
        terminal.press("\r")
        terminal.wait_for("Saved")
        terminal.press("q")
        terminal.wait_until(lambda: bytes(terminal.raw).count(b"prompt> ") >= 4, "the prompt")
        terminal.press("exit\r")
        terminal.wait_for_end()
    with closing(sqlite3.connect(database)) as connection:
        assert connection.execute("SELECT count(*) FROM entry WHERE value = ?", (int(TYPED),)).fetchone() == (1,)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP], ids=["SIGTERM", "SIGHUP"])
@pytest.mark.parametrize("form", ["a cell", "a note"])
def test_another_program_writes_at_the_end(database: Path, number: int, form: str) -> None:
    """It holds the database for two seconds; what is typed is there at the next start."""
    with Terminal(database) as terminal:
        terminal.wait_for("Revenue")
        if form == "a note":
            terminal.press("m")
            terminal.wait_for("On the charts of")
        terminal.press(TYPED)
        terminal.wait_for(TYPED)
        with closing(sqlite3.connect(database, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            os.kill(terminal.process.pid, number)
            time.sleep(2)  # as an import of another program may take
            assert terminal.process.poll() is None, "it did not wait"
        before = terminal.modes_before
        assert terminal.wait_for_end() == 128 + number
        is_given_back(terminal, before)
    with Terminal(database) as again:
        again.wait_for("Revenue")
        if form == "a note":
            again.press("m")
        again.wait_for(TYPED)


def test_another_program_writes_for_long_where_nobody_reads(database: Path) -> None:
    """A dropped line has nobody to tell what was lost, so the import of another program is waited for."""
    with opened(database) as terminal:
        with closing(sqlite3.connect(database, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            terminal.hang_up()
            time.sleep(PATIENCE + 3)  # more than an app waits whose person does
            assert terminal.process.poll() is None, "it did not wait"
        assert terminal.wait_for_end() != 0
    is_kept(database)


DEMO_ENDS: dict[str, Callable[[Terminal], None]] = {
    "SIGTERM": send(signal.SIGTERM),
    "SIGHUP": send(signal.SIGHUP),
    "SIGQUIT": send(signal.SIGQUIT),
    "SIGXCPU": send(signal.SIGXCPU),
    "a closed terminal": Terminal.hang_up,
}


@pytest.mark.parametrize("name", DEMO_ENDS)
def test_the_end_of_the_sample(database: Path, name: str) -> None:
    """The sample business ends with the status that any app ends with."""
    with Terminal(database, "demo") as terminal:
        terminal.wait_for("Studio Noord")
        terminal.wait_for("quit")
        DEMO_ENDS[name](terminal)
        ending = {"a closed terminal": signal.SIGHUP}.get(name) or getattr(signal, name)
        assert terminal.wait_for_end() == 128 + ending


@pytest.mark.parametrize("key", ["n", "a"])
@pytest.mark.parametrize("end", ["SIGTERM", "Ctrl+Q"])
def test_a_full_disk_under_something_new(tmp_path: Path, key: str, end: str) -> None:
    """What is typed into the form of a KPI or an action, which no draft could take, can be copied from the terminal."""
    with small_disk(tmp_path / "disk", 3_000_000) as mounted:
        if not mounted:
            pytest.skip("needs a disk of its own")
        database = shop(tmp_path / "disk" / "kpitui.db", days=2)
        with Terminal(database) as terminal:
            terminal.wait_for("Revenue")
            terminal.press(key)
            terminal.wait_for("save")
            with (tmp_path / "disk" / "ballast").open("wb", buffering=0) as ballast:
                try:
                    while True:
                        ballast.write(b"x" * 512)
                except OSError:
                    pass
            terminal.press("Webshop")
            terminal.wait_for("Webshop")
            if end == "SIGTERM":
                os.kill(terminal.process.pid, signal.SIGTERM)
            else:
                terminal.press("\x11")
            terminal.wait_for_end()
            assert "Webshop" in sentences_of(terminal)
        (tmp_path / "disk" / "ballast").unlink()
        whole(database)


def q_and_interrupted(terminal: Terminal) -> None:
    terminal.press("q")
    terminal.wait_for("Waiting for a hook")
    os.kill(terminal.process.pid, signal.SIGINT)


def is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


HOOK_ENDS: dict[str, tuple[Callable[[Terminal], None], int]] = {
    "SIGTERM": (send(signal.SIGTERM), 143),
    "SIGHUP": (send(signal.SIGHUP), 129),
    "a closed terminal": (Terminal.hang_up, 129),
    "q, and Ctrl+C while it waits": (q_and_interrupted, 0),
}


@pytest.mark.parametrize("name", HOOK_ENDS)
def test_the_end_while_a_hook_runs(database: Path, tmp_path: Path, name: str) -> None:
    """A hook that takes for ever ends with the app, in less time than a hook may take."""
    shelf = HookShelf(tmp_path / "config")
    shelf.put(
        "on-log",
        f"#!/bin/sh\necho $$ > {tmp_path}/began.new\nmv {tmp_path}/began.new {tmp_path}/began\nexec sleep 600\n",
    )
    with Terminal(database, XDG_CONFIG_HOME=str(shelf.config)) as terminal:
        typed(terminal)
        terminal.press("\r")
        terminal.wait_for("Saved")
        began = tmp_path / "began"
        until = time.monotonic() + SAFETY_SECONDS
        while not began.exists():
            assert time.monotonic() < until
            terminal.read(0.05)
        end, status = HOOK_ENDS[name]
        start = time.monotonic()
        end(terminal)
        assert terminal.wait_for_end() == status
        assert time.monotonic() - start < 9, "it was waited for as long as any hook"
        assert not is_running(int(began.read_text()))


@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP", "SIGQUIT", "SIGINT"])
def test_the_end_of_a_pull(database: Path, tmp_path: Path, name: str) -> None:
    """The program of a source ends with the command that runs it, and nothing of it is imported."""
    config = tmp_path / "config" / "kpitui"
    config.mkdir(parents=True, mode=0o700)
    began = tmp_path / "began"
    script = f"echo $$ > {began}.new; mv {began}.new {began}; sleep 600; echo 7531"
    sources = config / "sources.toml"
    sources.write_text(f'[source.till]\nkind = "command"\ncommand = ["sh", "-c", "{script}"]\nkpi = "orders"\n')
    sources.chmod(0o600)
    number = getattr(signal, name)
    with Terminal(database, "pull", XDG_CONFIG_HOME=str(tmp_path / "config")) as terminal:
        until = time.monotonic() + SAFETY_SECONDS
        while not began.exists():
            assert time.monotonic() < until, terminal.text
            terminal.read(0.05)
        os.kill(terminal.process.pid, number)
        assert terminal.wait_for_end() == (130 if number == signal.SIGINT else -number)
        while is_running(int(began.read_text())):
            assert time.monotonic() < until, "the source goes on"
            time.sleep(0.05)
    with closing(sqlite3.connect(database)) as connection:
        assert connection.execute("SELECT count(*) FROM entry WHERE value = ?", (int(TYPED),)).fetchone() == (0,)


@pytest.mark.parametrize("module", ["kpitui.cli.main", "kpitui.services.character_set", "kpitui.core.errors"])
def test_an_interruption_while_it_is_still_loaded(module: str) -> None:
    """Ctrl+C in the first moments of a command: the status of an interruption, and not a word."""
    begin = (
        "import sys\nclass Interrupting:\n    def find_spec(self, name, path=None, target=None):\n"
        f"        if name == {module!r}:\n            raise KeyboardInterrupt\n"
        "sys.meta_path.insert(0, Interrupting())\nfrom kpitui.__main__ import run\nrun()\n"
    )
    done = subprocess.run([sys.executable, "-c", begin, "status"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "")


STARTS = {
    "Textual is imported": "moment = 'textual.app'",
    "a page is imported": "moment = 'kpitui.tui.screens.today.page'",
    "the app is made": (
        "import kpitui.tui.app as a\nwhole = a.KpituiApp.__init__\n"
        "def made(*words, **options):\n    ask()\n    whole(*words, **options)\na.KpituiApp.__init__ = made"
    ),
    "the terminal is taken": (
        "import kpitui.tui.terminal.unix_driver as d\nwhole = d.UnixDriver.start_application_mode\n"
        "def taken(driver):\n    ask()\n    whole(driver)\nd.UnixDriver.start_application_mode = taken"
    ),
    "Today is put up": (
        "import kpitui.tui.screens.today.page as p\nwhole = p.TodayPage.compose\n"
        "def compose(page):\n    ask()\n    yield from whole(page)\np.TodayPage.compose = compose"
    ),
    "the sheet is put up": (
        "import kpitui.tui.screens.today._entry_sheet as p\nwhole = p.EntrySheet.compose\n"
        "def compose(sheet):\n    ask()\n    yield from whole(sheet)\np.EntrySheet.compose = compose"
    ),
}
"""Moments of the start, each as what has the process send itself a signal at that moment."""
ASKED = """
import os, sys
number = {number}
moment = ""
def ask():
    os.kill(os.getpid(), number)
class Asking:
    def find_spec(self, name, *_rest):
        if name == moment:
            ask()
sys.meta_path.insert(0, Asking())
{how}
sys.argv = ["kpitui", "--db", sys.argv[1]]
from kpitui.__main__ import run
run()
"""


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGALRM], ids=["TERM", "INT", "ALRM"])
@pytest.mark.parametrize("name", STARTS)
def test_a_signal_in_the_middle_of_the_start(database: Path, name: str, number: int) -> None:
    """What it came into is done to its end: no mistake is told, the status names the signal."""
    script = ASKED.format(number=int(number), how=STARTS[name])
    with Terminal(database, program=[sys.executable, "-c", script, str(database)]) as terminal:
        before = terminal.modes()
        assert terminal.wait_for_end() == 128 + number
        is_given_back(terminal, before)
        assert sentences_of(terminal) == f"Ended by {signal.Signals(number).name}"
    whole(database)


def test_a_figure_that_is_typed_before_a_signal_in_the_start(database: Path) -> None:
    """What the app has read by then is kept, although the page for it is only put up afterwards."""
    how = (
        "import kpitui.tui._key_order as k\nwhole = k.TypeAhead.add\n"
        "def add(typed, event):\n    whole(typed, event)\n    ask()\nk.TypeAhead.add = add"
    )
    script = ASKED.format(number=int(signal.SIGTERM), how=how)
    with Terminal(database, program=[sys.executable, "-c", script, str(database)]) as terminal:
        before = terminal.modes()
        terminal.press(TYPED)
        assert terminal.wait_for_end() == 128 + signal.SIGTERM
        is_given_back(terminal, before)
        assert "go on with what you were typing" in sentences_of(terminal)
    is_kept(database)


@pytest.mark.skipif(shutil.which("bash") is None, reason="needs a shell with job control")
@pytest.mark.parametrize("kill", ["kill %1", "kill -HUP %1", "kill -INT %1; kill -CONT %1"])
def test_ended_while_it_is_stopped(database: Path, kill: str) -> None:
    """It ends without coming back to the terminal, which is the shell's, and what was typed is kept."""
    program = ["bash", "--norc", "--noprofile", "-i"]
    with Terminal(database, program=program, PS1="prompt> ", DB=str(database), PY=sys.executable) as terminal:
        terminal.wait_for("prompt>")
        terminal.press('"$PY" -m kpitui --db "$DB"\r')
        typed(terminal)
        terminal.press("\x1a")
        terminal.wait_until(lambda: b"Stopped" in terminal.raw, "the shell")
        children = Path(f"/proc/{terminal.process.pid}/task/{terminal.process.pid}/children").read_text()
        length = len(terminal.raw)
        terminal.press(f"{kill}\r")
        terminal.wait_until(lambda: b"Ended by SIG" in terminal.raw[length:], "its last sentence")
        terminal.press("wait; echo out-$((40+2))\r")
        terminal.wait_until(lambda: b"out-42" in terminal.raw[length:], "the answer of the shell")
        terminal.wait_until(lambda: not Path(f"/proc/{children.split()[0]}").exists(), "its end")
        assert END_OF_PAGE.replace(b"l", b"h") not in terminal.raw[length:]
        terminal.press("exit\r")
        terminal.wait_for_end()
    is_kept(database)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP], ids=["SIGTERM", "SIGHUP"])
def test_a_signal_when_no_thread_can_be_started(database: Path, number: int) -> None:
    """As where there is no memory for one: the app ends all the same, also when it does not get to it itself."""
    how = (
        "import os, threading, time, textual.app\n"
        "ready = textual.app.App._ready\n"
        'def fail(thread): raise RuntimeError("can\'t start new thread")\n'
        "async def armed(app):\n"
        "    await ready(app)\n"
        "    def look():\n"
        "        if os.path.exists(DATABASE + '.now'):\n"
        "            threading.Thread.start = fail\n"
        "            os.write(2, b'\\x1b]0;starved\\x07')\n"
        "            time.sleep(600)\n"
        "    app.set_interval(0.05, look)\n"
        "textual.app.App._ready = armed"
    )
    script = BROKEN.replace("{how}", how)
    with Terminal(database, program=[sys.executable, "-c", script, str(database)]) as terminal:
        before = terminal.modes()
        typed(terminal)
        Path(f"{database}.now").touch()
        terminal.wait_until(lambda: b"starved" in terminal.raw, "the app to be busy")
        os.kill(terminal.process.pid, number)
        assert terminal.wait_for_end() == 128 + number
        is_given_back(terminal, before)
        assert "Ended by" in sentences_of(terminal)
    is_kept(database)


@pytest.mark.parametrize("words", [("import", "-"), ("import", "-", "--dry-run"), ("log", "-")])
def test_one_end_of_input_is_the_end(database: Path, words: tuple[str, ...]) -> None:
    """Ctrl+D at the beginning of a line ends what is typed, as for every program."""
    with Terminal(database, *words) as terminal:
        terminal.press("revenue 5\r" if words[0] == "log" else "date,revenue\r2026-10-02,5\r")
        terminal.wait_for("5")
        terminal.press("\x04")
        assert terminal.wait_for_end() == 0

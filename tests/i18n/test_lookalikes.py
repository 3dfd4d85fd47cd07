"""What cannot be shown: a lookalike in its place, on real terminals and in pipes, and never a failure or mojibake."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpitui.i18n.lookalikes import SIGNS, fit, fitting, lookalike
from kpitui.services.character_set import ascii_only
from tests.databases import copied
from tests.safety import SAFETY_SECONDS
from tests.tui.stage import NOW

pytestmark = pytest.mark.thorough

HELD = (
    {"LC_ALL": "C"},
    {"LANG": "POSIX"},
    {"LC_ALL": "en_US.ISO-8859-1"},
    {"PYTHONIOENCODING": "ascii"},
)
"""Where a terminal has nothing but ASCII."""
NOTE = "één – “twee” → € 3 …"
each_held = pytest.mark.parametrize("environ", HELD, ids=["-".join(each.popitem()) for each in map(dict, HELD)])
on_a_terminal = pytest.mark.skipif(sys.platform == "win32", reason="a real terminal is one of POSIX")


def surroundings(folder: Path, environ: dict[str, str]) -> dict[str, str]:
    """Return the environment of a process with *environ* and no other word about signs."""
    names = ("LC_ALL", "LC_CTYPE", "LC_MESSAGES", "LANG", "PYTHONIOENCODING", "PYTHONUTF8", "PYTHONDONTWRITEBYTECODE")
    kept = {name: value for name, value in os.environ.items() if name not in names}
    return {**kept, "KPITUI_DB": str(folder / "kpitui.db"), "KPITUI_TODAY": NOW.date().isoformat(), **environ}


def piped(folder: Path, environ: dict[str, str], *words: str) -> bytes:
    """Return what a command writes to a pipe."""
    command = [sys.executable, "-m", "kpitui", *words]
    done = subprocess.run(
        command, env=surroundings(folder, environ), capture_output=True, check=False, timeout=SAFETY_SECONDS
    )
    assert b"Traceback" not in done.stderr
    return done.stdout


def on_terminal(folder: Path, environ: dict[str, str], *words: str) -> bytes:
    """Return what a command sends to a terminal."""
    import pty

    master, slave = pty.openpty()
    command = [sys.executable, "-m", "kpitui", *words]
    process = subprocess.Popen(command, env=surroundings(folder, environ), stdin=slave, stdout=slave, stderr=slave)
    os.close(slave)
    sent = b""
    try:
        while part := os.read(master, 65536):
            sent += part
    except OSError:  # how Linux says that nobody is at the other end any more
        pass
    os.close(master)
    process.wait(SAFETY_SECONDS)
    return sent


@pytest.fixture
def business(tmp_path: Path) -> Path:
    """A folder with a database in which names, notes and amounts have signs that not every terminal has."""
    return copied(tmp_path / "kpitui.db", _make_business).parent


def _make_business(path: Path) -> None:
    piped(path.parent, {}, "kpi", "add", "Café omzet", "--unit", "EUR")
    piped(path.parent, {}, "log", "cafe-omzet", "12,50", "-m", NOTE)
    piped(path.parent, {}, "note", "cafe-omzet", NOTE)


@pytest.mark.sampled(1)
@pytest.mark.process
@on_a_terminal
@each_held
def test_a_terminal_of_ascii_is_sent_ascii(business: Path, environ: dict[str, str]) -> None:
    """Every line is lookalikes: letters without accents, EUR, dashes and dots, no question mark and no failure."""
    sent = b"".join(
        on_terminal(business, environ, *words)
        for words in (("status",), ("note", "list"), ("history",), ("demo", "--print"), ("--lang", "nl", "--help"))
    )
    assert sent.isascii()
    assert b"?" not in sent
    for expected in (b"Cafe omzet  EUR 12.50", b'een - "twee" -> EUR 3 ...', b"EUR 25,132"):
        assert expected in sent, sent.decode()


@pytest.mark.process
@on_a_terminal
def test_a_terminal_keeps_the_signs_it_has(business: Path) -> None:
    """Latin-1 has accents and no sign for the euro."""
    sent = on_terminal(business, {"PYTHONIOENCODING": "latin-1"}, "status").decode("latin-1")
    assert "Café omzet  EUR 12.50" in sent


@pytest.mark.process
@on_a_terminal
@pytest.mark.parametrize(("chosen", "environ"), [("yes", {}), ("no", {"LC_ALL": "C"})])
def test_the_setting_goes_before_the_locale(business: Path, chosen: str, environ: dict[str, str]) -> None:
    """Who says what the terminal shows is believed, in the shell as in the app."""
    piped(business, {}, "config", "ascii", chosen)
    assert on_terminal(business, environ, "status").isascii() == (chosen == "yes")


@pytest.mark.process
@each_held
def test_json_says_the_same_everywhere(business: Path, environ: dict[str, str]) -> None:
    """To a program nothing is replaced: what an encoding lacks is an escape, which stands for the same sign."""
    document = json.loads(piped(business, environ, "note", "list", "--json"))
    assert NOTE in json.dumps(document, ensure_ascii=False)


@pytest.mark.process
def test_a_file_keeps_its_signs_whatever_the_locale(business: Path) -> None:
    """An export under cron is what it is on a terminal."""
    assert NOTE.encode() in piped(business, {"LC_ALL": "C"}, "export")


@given(sign=st.characters())
def test_anything_has_a_lookalike(sign: str) -> None:
    """It is ASCII, whatever it stands for, and a sign of ASCII is itself."""
    assert lookalike(sign).isascii()
    assert not sign.isascii() or lookalike(sign) == sign


def test_a_stream_writes_what_was_counted() -> None:
    """The cells of a table are counted as they will be shown."""
    stream = io.TextIOWrapper(io.BytesIO(), encoding="latin-1")
    fit(stream, ascii=False)
    text = "é € " + "".join(SIGNS)
    stream.write(text)
    stream.flush()
    buffer = stream.buffer
    assert isinstance(buffer, io.BytesIO)
    assert buffer.getvalue().decode("latin-1") == fitting(text, stream)
    assert fitting("é €", stream) == "é EUR"


def test_python_is_believed_before_the_locale() -> None:
    """Who sets PYTHONIOENCODING says what the terminal takes."""
    assert ascii_only({"PYTHONIOENCODING": "latin-1:replace", "LANG": "nl_NL.UTF-8"})
    assert not ascii_only({"PYTHONIOENCODING": "utf-8", "LANG": "C"})
    assert not ascii_only({"PYTHONIOENCODING": ":replace", "LANG": "nl_NL.UTF-8"})

"""Commands that the system gives too little memory, too few files, or no standard streams: a sentence, and a status."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from kpitui.core.errors import DatabaseUnusable
from kpitui.store.schema import integrity_faults
from tests.cli.conftest import Shell

SHORTAGES = {
    "memory": (MemoryError(), "There is not enough memory. Nothing was saved. Close other programs and try again", 1),
    "threads": (RuntimeError("can't start new thread"), "There is not enough memory. Nothing was saved.", 1),
    "files": (OSError(errno.EMFILE, "x"), "KPITUI can't open enough files. Nothing was saved.", 3),
}


@pytest.mark.parametrize("name", SHORTAGES)
def test_what_the_system_does_not_give_is_no_mistake(shop: Shell, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """One sentence says what is missing; it is neither called a bug nor a damaged database."""
    error, sentence, status = SHORTAGES[name]

    def fail(*_words: object) -> int:
        raise error

    monkeypatch.setattr("kpitui.cli.status.run", fail)
    done = shop("status")
    assert (done.status, done.err.count("\n")) == (status, 1)
    assert done.err.startswith(sentence)


def test_a_page_that_there_is_no_memory_for_is_no_damage() -> None:
    """SQLite says so in the words of an integrity check."""

    class Starved:
        def execute(self, _sql: str) -> list[tuple[str]]:
            return [("*** in database main ***\nPage 216: unable to get the page. error code=7",)]

    with pytest.raises(MemoryError):
        integrity_faults(Starved(), "integrity_check(1)")  # type: ignore[arg-type]


def test_a_backup_that_no_file_may_be_opened_for(shop: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The limit is named, not the file."""
    import sqlite3

    from kpitui.store import backups

    error = sqlite3.OperationalError("unable to open database file")
    error.sqlite_errorcode, error.sqlite_errorname = sqlite3.SQLITE_CANTOPEN, "SQLITE_CANTOPEN"

    def few(_count: int) -> None:
        raise OSError(errno.EMFILE, "Too many open files")

    monkeypatch.setattr("kpitui.store.troubles.require_descriptors", few)
    with pytest.raises(OSError, match="Too many open files"), backups._explained("{path}: {reason}", "x"):
        raise error
    with pytest.raises(DatabaseUnusable) as refused, backups._explained("{path}: {reason}", "x"):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), "x.partial")
    assert str(refused.value) == "x: you have no permission"


NOT_WRITTEN = "The output could not be written: it is not open\n"
STREAMS = {
    "export >&-": (1, NOT_WRITTEN),
    "export -o - >&-": (1, NOT_WRITTEN),
    "status --json >&-": (1, NOT_WRITTEN),
    "--help >&-": (1, NOT_WRITTEN),
    "export -o /dev/stdout >&-": (1, "/dev/stdout can't be written: "),
    "export -o /dev/fd/1 >&- <&-": (1, "/dev/fd/1 can't be written: "),
    "export -o /dev/stderr 2>&-": (1, ""),
    "log revenue=5 >&-": (0, "Saved, but the output could not be shown: it is not open\n"),
    "log revenue=5 >&- 2>&- <&-": (0, ""),
    "log - 0>w": (1, "Standard input can't be read: it is not open\n"),
    "import - 0>w": (1, "Standard input can't be read: it is not open\n"),
}


@pytest.mark.process
@pytest.mark.skipif(sys.platform == "win32", reason="needs a shell")
@pytest.mark.sampled(1)
@pytest.mark.parametrize("words", STREAMS)
def test_a_standard_stream_that_is_closed(shop: Shell, tmp_path: Path, words: str) -> None:
    """What was to be written there is not called written, and the database is not what gets it."""
    status, sentence = STREAMS[words]
    environ = {**os.environ, "KPITUI_DB": str(shop.database), "KPITUI_TODAY": "2026-11-23", "LANG": "en_GB.UTF-8"}
    done = subprocess.run(
        ["bash", "-c", f'"$0" -m kpitui {words}', sys.executable],
        env=environ, cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == status
    assert done.stderr.startswith(sentence) if sentence else not done.stderr
    assert "Written" not in done.stderr
    assert shop("doctor").status == 0


@pytest.mark.process
@pytest.mark.sampled(1)
@pytest.mark.parametrize("module", ["decimal", "zoneinfo", "json", "sqlite3", "gettext", "kpitui.core.errors"])
def test_a_part_that_is_not_installed(shop: Shell, module: str) -> None:
    """Half an installation is one sentence, also where it is Python's own half."""
    script = f"import sys\nsys.modules[{module!r}] = None\nfrom kpitui.__main__ import run\nrun()"
    environ = {**os.environ, "KPITUI_DB": str(shop.database), "KPITUI_TODAY": "2026-11-23"}
    words = [sys.executable, "-c", script, "status", "--json"]
    done = subprocess.run(words, env=environ, capture_output=True, text=True, check=False)
    assert done.stderr.count("\n") <= 1
    assert "Traceback" not in done.stderr
    assert done.returncode == (1 if done.stderr else 0)


@pytest.mark.process
@pytest.mark.slow
def test_a_standard_output_that_a_package_took_away(shop: Shell) -> None:
    script = "import sys\nfrom kpitui.cli import main\nmain.main = lambda words: setattr(sys, 'stdout', None) or 0\n"
    script += "from kpitui.__main__ import run\nrun()"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (1, "")

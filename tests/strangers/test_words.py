"""Words of the command line, names of files and folders that are odd: each is taken as it is, or refused in words."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Shell
from tests.killing import ROOT
from tests.safety import SAFETY_SECONDS

ODD = (
    "9" * 25, "-" + "9" * 25, "9223372036854775808", "-9223372036854775809", "-1", "0", "1e9", "1e999", "nan", "-inf",
    "٣", "１２", "²", "1_000", " 5", "+5", "", "\udcff", "{0}", "%s", "[bold]", "\x1b[31m", "../..", "--", "a" * 5000,
)  # fmt: skip
"""In the place of numbers, days and names."""

PLACES = (
    "undo {}", "redo {}", "history --last {}", "show orders --last {}", "show orders --by year --last {}",
    "show orders --chart trend --last {}", "show orders --chart trend --size {}x10", "show orders --by {}",
    "show orders --chart {}", "entry list orders --last {}", "entry edit {} 5", "entry delete {}", "action done {}",
    "action add {}", "goal show {}", "goal close {}", "goal edit {} --why x", "goal add {}", "goal levers {}",
    "goal add x --kpi orders --target {}", "goal add x --kpi orders --baseline {}", "goal add x --deadline {}",
    "goal add x --change {}", "goal add x --keep {}", "goal add x --over {}", "pause orders {} {}",
    "planned add orders {} 2026-12-01", "planned add orders 5 {}", "planned remove {}", "forecast orders --until {}",
    "forecast orders --until 2026-12-31 --coverage {}", "runway orders --floor {}", "kpi add {}", "kpi add X --key {}",
    "kpi add X --unit {}", "kpi add X --formula {}", "kpi add X --every {}", "kpi edit orders --decimals {}",
    "kpi edit orders --floor {}", "kpi move orders --to {}", "kpi group orders {}", "kpi split orders {}",
    "pull --timeout {}", "pull {}", "review --period {}", "review --format {}", "status --as-of {}", "status --line {}",
    "config theme {}", "config day-starts {}", "config {} 1", "log orders {}", "log orders 5 {}", "log orders 5 -m {}",
    "log orders=5 --on {}", "log orders 5 2026-11-20 {}", "log orders 5 --key {}", "log {} 5", "log {}",
    "note orders {}", "why orders --period {}", "check {}", "merge {}", "import {}", "import - --map {}",
    "import - --preset {}", "restore {}", "export --format {}",
    "completion {}", "help {}", "hooks {}", "{}", "--lang {} status", "--{}",
)  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("place", PLACES)
def test_odd_words(shop: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str) -> None:
    monkeypatch.chdir(tmp_path)
    for odd in ODD:
        words = [word.replace("{}", odd) for word in place.split()]
        if words == [""]:
            continue  # that is the app
        done = shop(*words)
        assert done.status in (0, 1, 2, 3), words
        assert "hit a bug" not in done.err, (words, done.err)
        assert "\x1b" not in done.out + done.err, words
        assert not done.status or done.err.strip(), words


@pytest.mark.parametrize(
    "words", ["undo {}", "redo {}", "history --last {}", "show orders --last {}", "kpi move orders --to {}"]
)
@pytest.mark.parametrize("odd", ["0", "-1", "9" * 25, "x"])
def test_a_count_is_a_whole_number_from_one(shop: Shell, words: str, odd: str) -> None:
    """None is taken for another: `undo 0` takes nothing back."""
    before = shop.ok("history", "--json").out
    done = shop(*words.format(odd).split())
    assert done.status == 2
    assert odd in done.err
    assert shop.ok("history", "--json").out == before


NAMES = [
    b"\xe9t\xe9",
    b"\xff\xfe",
    b"[bold]",
    b"-o",
    b"%s{0}",
    b"a b",
    b"\x1b[31m",
    b"\xf0\x9f\x92\xa9",
    b"x\ny",
    b"'\"`$(id)",
]
"""Of files and folders; some are in no encoding."""


@pytest.mark.sampled(1)
@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere not every byte may stand in the name of a file")
@pytest.mark.parametrize("name", NAMES, ids=repr)
def test_files_of_any_name(shop: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: bytes) -> None:
    """A database in such a folder is kept safe as any other; files of such names are read and written."""
    folder = tmp_path / os.fsdecode(name)
    folder.mkdir(mode=0o700)
    database = folder / os.fsdecode(name + b".db")
    database.write_bytes(shop.database.read_bytes())
    database.chmod(0o600)
    own = Shell(database, monkeypatch)
    table, copy, report = (f"./{os.fsdecode(name + end)}" for end in (b".csv", b"-copy.db", b".md"))
    monkeypatch.chdir(folder)
    Path(table).write_text("date,orders\n2026-11-10,3\n")
    own.ok("log", "orders", "5")
    assert [*(folder / f"backups-{database.stem}").glob("daily-*.db")]
    own.ok("import", table)
    assert "imported" in own.ok("history").out
    figures = own.ok("export").out
    own.ok("backup", copy)
    own.ok("undo")
    own.ok("merge", copy)
    own.ok("undo")
    own.ok("restore", copy)
    assert own.ok("export").out == figures
    own.ok("restore", "--latest")
    own.ok("export", "-o", table)
    own.ok("review", "--format", "md", "-o", report)
    own.ok("doctor")
    for words in (("history",), ("backup", "--list"), ("backup", "--list", "--json"), ("doctor", "--json")):
        done = own.ok(*words)
        assert "\x1b" not in done.out + done.err


@pytest.mark.process
@pytest.mark.skipif(sys.platform == "win32", reason="there a folder in use cannot be deleted")
@pytest.mark.parametrize("words", ["export -o x.csv", "--db x.db status", "import x.csv", "backup x.db", "status"])
def test_a_current_folder_that_is_gone(shop: Shell, tmp_path: Path, words: str) -> None:
    folder = tmp_path / "gone"
    folder.mkdir()
    script = f"cd {folder} && rmdir {folder} && exec {sys.executable} -P -m kpitui {words}"
    environ = {**os.environ, "KPITUI_DB": str(shop.database), "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        ["sh", "-c", script], env=environ, capture_output=True, text=True, check=False, timeout=SAFETY_SECONDS
    )
    assert done.returncode in (0, 1, 3), done.stderr
    assert "hit a bug" not in done.stderr
    assert "Traceback" not in done.stderr

"""The commands that a page of the manual shows, and a home in which they are run as a reader would run them.

Blocks marked `sh` are run as they stand. Of `console` blocks the lines after `$` are run and what they say is compared.
Of `crontab` and `ini` blocks the commands of cron and systemd are run. A block with a title is a file, and is written.
A page that says so in a comment begins with an empty database, the others with the sample business.
"""

from __future__ import annotations

import os
import re
import shutil
import stat
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

from kpitui.services.demo import TODAY

EMPTY = "<!-- begins with an empty database -->"
BLOCK = re.compile(r"^( *)```(\w*)([^\n]*)\n(.*?)^\1```$", re.MULTILINE | re.DOTALL)
TITLE = re.compile(r'title="(.+)"$')
FIVE_FIELDS = re.compile(r"^(?:\S+ +){5}(?=\S)")
STARTED = re.compile(r"^Exec\w+=(.*)$", re.MULTILINE)

PROGRAM = """\
#!{python}
import sys
words = sys.argv[1:]
while words[:1] in (["--db"], ["--lang"]):
    words = words[2:]
if not words or words[0] in ("app", "serve") or (words[0] == "demo" and "--print" not in words):
    sys.exit(0)  # a screen: other tests open it on a real terminal
from kpitui.__main__ import run
sys.exit(run())
"""
OTHERS = {
    "ssh": 'while [ "${1#-}" != "$1" ]; do case "$1" in -L|-p|-i) shift 2 ;; *) shift ;; esac; done; shift; '
    'mkdir -p "$HOME/elsewhere"; cd "$HOME/elsewhere"; exec sh -c "$*"',
    "scp": 'for last; do :; done; while [ "${1#-}" != "$1" ]; do shift; done; '
    'to() { case "$1" in *:*) p="$HOME/elsewhere/${1#*:}"; mkdir -p "${p%/*}"; echo "$p" ;; *) echo "$1" ;; esac; }; '
    'cp "$(to "$1")" "$(to "$last")"',
    "tmux": 'while [ $# -gt 0 ] && [ "$1" != kpitui ]; do shift; done; exec "$@"',
    "mail": "grep -q .",
    "sqlite3": 'exec "{python}" "{here}/sqlite_shell.py" "$@"',
    **dict.fromkeys(
        ("systemctl", "loginctl", "journalctl", "litestream", "datasette", "crontab", "pip", "pipx", "uv", "man"),
        "exit 0",
    ),
}
"""Programs of others, as far as the commands of the manual need them: another machine is a folder of this one."""


class Block(NamedTuple):
    """A block of code of a page."""

    language: str
    title: str
    """The file it stands for; empty for most."""
    text: str
    line: int


def blocks_of(page: Path) -> list[Block]:
    """Return the blocks of code of *page*, in order, without the space that a list puts before them."""
    text = page.read_text(encoding="utf-8")
    found = []
    for match in BLOCK.finditer(text):
        space, language, rest, inner = match.groups()
        title = TITLE.search(rest.strip())
        body = re.sub(f"^{space}", "", inner, flags=re.MULTILINE)
        found.append(Block(language, title[1] if title else "", body, text.count("\n", 0, match.start()) + 1))
    return found


def follow(block: Block, root: Path) -> None:
    """Do what a recipe says: write a new file, or add to one: at the end, or a line after the one that has a text.

    The text stands in the title of the block, without quotes. In a migration NN is the next number.
    """
    name, _after, anchor = block.title.partition(" after ")
    ending = " at the end"
    path = root / name.removesuffix(ending)
    if name.endswith(ending):
        before = path.read_text(encoding="utf-8")
        number = before.count("\ndef m0") + 1
        path.write_text(before + block.text.replace("m0NN_", f"m{number:03}_"), encoding="utf-8")
        return
    if not anchor:
        path.write_text(block.text, encoding="utf-8")
        return
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    (at,) = [number for number, line in enumerate(lines) if anchor in line.replace('"', "")][:1]
    space = re.match(r" *", lines[at])
    lines.insert(at + 1, f"{space[0] if space else ''}{block.text}")
    path.write_text("".join(lines), encoding="utf-8")


class Reader:
    """Somebody who reads a page and does what it says, in a home of their own."""

    def __init__(self, home: Path, database: Path | None, language: str) -> None:
        self.home = home
        programs = home / ".local" / "bin"
        programs.mkdir(parents=True)
        here = Path(__file__).parent
        self._program(programs / "kpitui", PROGRAM.format(python=sys.executable))
        for name, does in OTHERS.items():
            said = does.replace("{python}", sys.executable).replace("{here}", str(here))
            self._program(programs / name, f"#!/bin/sh\n{said}\n")
        if database is not None:
            place = home / ".local" / "share" / "kpitui" / "kpitui.db"
            place.parent.mkdir(parents=True, mode=0o700)
            shutil.copy(database, place)
        python = Path(sys.executable).parent
        self.environ = {
            "HOME": str(home),
            "PATH": os.pathsep.join((str(programs), str(python), "/usr/bin", "/bin")),
            "LANG": {"en": "C.UTF-8", "nl": "nl_NL.UTF-8"}[language],
            "KPITUI_TODAY": TODAY,
            "COLUMNS": "80",
            "PYTHONUTF8": "1",
            "PYTHONUNBUFFERED": "1",  # answers and remarks in the order in which a terminal shows them
        }

    def do(self, block: Block) -> None:
        """Do what a block says; fail with its line when a command fails or says something else."""
        if block.title and block.language != "python" and " after " not in block.title:
            self._write(block)
        elif block.language == "sh":
            self._run(block, block.text)
        elif block.language == "console":
            self._compare(block)
        elif block.language == "crontab":
            for line in block.text.splitlines():
                if FIVE_FIELDS.match(line) and not line.startswith("#"):
                    self._run(block, FIVE_FIELDS.sub("", line))

    def _write(self, block: Block) -> None:
        path = Path(block.title.replace("~", str(self.home), 1) if block.title.startswith("~") else block.title)
        path = self.home / path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(block.text, encoding="utf-8")
        path.chmod(0o600)
        for command in STARTED.findall(block.text) if block.language == "ini" else ():
            self._run(block, command.replace("%h", "$HOME"))

    def _run(self, block: Block, command: str) -> str:
        done = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", command],
            cwd=self.home, env=self.environ, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, f"line {block.line}: {command}\n{done.stdout}{done.stderr}"
        return done.stdout + done.stderr

    def _compare(self, block: Block) -> None:
        for part in re.split(r"^\$ ", block.text, flags=re.MULTILINE)[1:]:
            command, _end, shown = part.partition("\n")
            while command.endswith("\\"):
                more, _end, shown = shown.partition("\n")
                command = f"{command}\n{more}"
            said = self._run(block, f"( {command} ) 2>&1 || true" if shown.strip() else command)
            if shown.strip():
                assert _lines(shown) == _lines(said), f"line {block.line}: {command}\n{said}"

    @staticmethod
    def _program(path: Path, text: str) -> None:
        path.write_text(text, encoding="utf-8")
        path.chmod(path.stat().st_mode | stat.S_IXUSR)


def _lines(text: str) -> list[str]:
    return [line.rstrip() for line in text.strip().splitlines()]

"""Shell completion in the real shells: a command, an option and a key of the database are completed by Tab."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest

from kpitui.cli.main import main

if sys.platform == "win32":
    pytest.skip("bash, zsh and fish on a terminal of their own", allow_module_level=True)

from tests.terminal import Terminal

PROMPT, READY = "begun>", "ready>"
SHELLS = {
    "bash": (("bash", "--norc", "--noprofile", "-i"), f"source {{script}}; PS1='{READY} '\n"),
    "zsh": (("zsh", "-f", "-i"), f"autoload -U compinit; compinit -u -D; source {{script}}; PS1='{READY} '\n"),
    "fish": (
        ("fish", "--no-config", "-i", "-C", f"function fish_prompt; echo -n '{PROMPT} '; end"),
        f"source {{script}}; function fish_prompt; echo -n '{READY} '; end\n",
    ),
}
"""How each shell is started without the person's own settings, and what makes it ready."""

OF_A_TERMINAL = """\
import fcntl, os, sys, termios
fcntl.ioctl(0, termios.TIOCSCTTY, 0)
os.execvp(sys.argv[1], sys.argv[1:])
"""
"""Makes the terminal the one that controls the shell, without which zsh and fish do not edit lines."""

COMPLETED = (
    ("kpitui stat", "kpitui status"),
    ("kpitui export --form", "--format"),
    ("kpitui show rev", "show revenue"),
    ("kpitui show revenue --by qu", "--by quarter"),
    ("kpitui show revenue --by=qu", "--by=quarter"),
    ("kpitui kpi add Visits --every wo", "--every workday"),
    ("kpitui config theme okabe", "theme okabe-ito"),
)


@pytest.mark.slow
@pytest.mark.parametrize("shell", SHELLS)
def test_tab_completes(shell: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """After the script is read, Tab completes commands, options, and the keys of the KPIs there are."""
    if not shutil.which(shell):
        pytest.skip(f"{shell} is not there")
    database = tmp_path / "kpitui.db"
    assert main(["--db", str(database), "kpi", "add", "Revenue"]) == 0
    capsys.readouterr()
    assert main(["completion", shell]) == 0
    script = tmp_path / f"kpitui.{shell}"
    script.write_text(capsys.readouterr().out, encoding="utf-8")
    words, ready = SHELLS[shell]
    program = (sys.executable, "-c", OF_A_TERMINAL, *words)
    path = f"{Path(sys.executable).parent}:/usr/local/bin:/usr/bin:/bin"
    with Terminal(
        database, program=program, columns=120, PS1=f"{PROMPT} ", PATH=path, KPITUI_DB=str(database)
    ) as terminal:
        terminal.wait_until(lambda: terminal.line == PROMPT, "the shell")
        terminal.press(ready.format(script=script))
        terminal.wait_until(lambda: terminal.line == READY, "the script to be read")
        (tmp_path / "notes.txt").touch()
        for typed, shown in (*COMPLETED, (f"kpitui restore {tmp_path}/no", "/notes.txt")):
            terminal.press(f"{typed}\t")
            terminal.wait_for(shown)
            terminal.press("\x15")
            terminal.wait_until(lambda: terminal.line == READY, "an empty line")

"""``python3 -m tests``: everything that must hold, on a machine with nothing but Python and the package index.

    python3 -m tests            style, types, import contracts, tests
    python3 -m tests --quick    tests that start no programs, those that failed last first
    python3 -m tests --slow     kills, floods, real terminals, pictures, a hundred examples of every property: minutes
    python3 -m tests --prepare  only the environment

It makes the folder ``.venv`` once and again when the locked packages change, and compiles the catalogues every time.
Further words go to pytest.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).parent.parent
LOCK = ROOT / "requirements-dev.lock"
HOME = ROOT / ".venv"
PROGRAMS = HOME / ("Scripts" if os.name == "nt" else "bin")
PYTHON = PROGRAMS / "python"
STAMP = HOME / "kpitui-lock"

STYLE = (("ruff", "check", "."), ("ruff", "format", "--check", "."), ("mypy",), ("lint-imports", "--no-cache"))
PYTEST = ("pytest", "-n", "auto", "--dist", "worksteal")
TESTS = (*PYTEST, "-m", "not slow")
QUICK = (*PYTEST, "-m", "not slow and not process", "--failed-first")
SLOW = (*PYTEST, "-m", "slow or hypothesis")


def main(words: list[str]) -> int:
    """Prepare the environment, run the steps and return 0 when all of them passed."""
    _prepare()
    if "--prepare" in words:
        return 0
    rest = tuple(word for word in words if word not in ("--quick", "--slow"))
    if "--slow" in words:
        os.environ.setdefault("HYPOTHESIS_PROFILE", "ci")
        steps: tuple[tuple[str, ...], ...] = ((*SLOW, *rest),)
    elif "--quick" in words:
        steps = ((*QUICK, *rest),)
    else:
        steps = (*STYLE, (*TESTS, *rest))
    failed = [step for step in steps if not _run(step)]
    for step in failed:
        _say(f"failed: {' '.join(step)}")
    _say("all passed" if not failed else f"{len(failed)} of {len(steps)} failed")
    return 1 if failed else 0


def _prepare() -> None:
    """Make the environment when it is missing or was made from other packages; compile the catalogues."""
    wanted = hashlib.sha256(LOCK.read_bytes() + (ROOT / "pyproject.toml").read_bytes()).hexdigest()
    if not STAMP.exists() or STAMP.read_text() != wanted:
        _make(wanted)
    subprocess.run([str(PYTHON), "hatch_build.py"], check=True, cwd=ROOT)


def _make(wanted: str) -> None:
    _say("preparing .venv")
    venv.create(HOME, with_pip=True, clear=True)
    pip = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, "--require-hashes", "-r", str(LOCK)], check=True, cwd=ROOT)
    subprocess.run([*pip, "--no-deps", "--editable", "."], check=True, cwd=ROOT)
    STAMP.write_text(wanted)


def _run(step: tuple[str, ...]) -> bool:
    _say(f"== {' '.join(step)}")
    # Byte code is wanted: start-up is part of what is tested.
    environ = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    name, *words = step
    command = [str(PROGRAMS / name)] if name == "lint-imports" else [str(PYTHON), "-m", name]
    return subprocess.run([*command, *words], cwd=ROOT, env=environ, check=False).returncode == 0


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

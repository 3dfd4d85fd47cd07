"""``python3 -m tests``: everything that must hold, on a machine with nothing but Python and the package index.

    python3 -m tests            style, spelling, types, import contracts, tests
    python3 -m tests --quick    tests that start no programs and a few stories of the app, those that failed last first
    python3 -m tests --slow     the slow tests (kills, floods, real terminals, pictures, a hundred examples of a
                                property), then the others, with how much of each folder they go through
    python3 -m tests --prepare  only the environment

It makes the folder ``.venv`` once and again when the locked packages change, and with it the byte code of the tests;
it compiles the catalogues every time.
Further words go to pytest; ``--shuffle SEED`` is an order of the tests that only depends on SEED.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import venv
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).parent.parent
LOCK = ROOT / "requirements-dev.lock"
HOME = ROOT / ".venv"
PROGRAMS = HOME / ("Scripts" if os.name == "nt" else "bin")
PYTHON = PROGRAMS / "python"
STAMP = HOME / "kpitui-lock"

Step = tuple[str, ...]

STYLE: tuple[Step, ...] = (
    ("ruff", "check", "."),
    ("ruff", "format", "--check", "."),
    ("codespell_lib",),
    ("mypy",),
    ("lint-imports", "--no-cache"),
)
PYTEST = ("pytest", "-n", "auto", "--dist", "worksteal")
TESTS = (*PYTEST, "-m", "not slow")
QUICK = (
    *PYTEST,
    "-m",
    "not slow and not process and not thorough and (quick or not story)",
    "--failed-first",
    "--ignore=tests/strangers",
)
COMPILED = ("pytest", "-m", "not slow", "-k", "test_any_text")
"""Goes through all modules of tests, whose byte code is kept then, and leaves Hypothesis its tables of all letters:
otherwise both workers of the first run would make both at the same time."""
MEASURED = (*TESTS, "--cov", "--cov-report=")
FLOORS = ("tests.coverage_floors",)
SLOW = (*PYTEST, "-m", "slow or hypothesis", "--hypothesis-profile", "ci")
"""Without measuring, which would take twice as long: what an ordinary test does not go through is not guarded daily."""


def main(words: list[str]) -> int:
    """Prepare the environment, run the steps and return 0 when all of them passed."""
    if "--help" in words or "-h" in words:
        _say(__doc__ or "")
        return 0
    _prepare()
    if "--prepare" in words:
        return 0
    rest = tuple(word for word in words if word not in ("--quick", "--slow"))
    with ThreadPoolExecutor(1) as beside:
        style = [(step, beside.submit(_output, step)) for step in _style(words)]
        failed = [step for step in _steps(words, rest) if not _run(step)]
        failed += [step for step, outcome in style if not _show(step, outcome)]
    for step in failed:
        _say(f"failed: {' '.join(step)}")
    _say("all passed" if not failed else "not all passed")
    return 1 if failed else 0


def _style(words: list[str]) -> tuple[Step, ...]:
    """The steps that run one after another beside the tests and are shown after them."""
    return () if "--quick" in words or "--slow" in words else STYLE


def _steps(words: list[str], rest: Step) -> tuple[Step, ...]:
    if "--quick" in words:
        return ((*QUICK, *rest),)
    if "--slow" in words:
        return ((*SLOW, *rest),) if rest else (SLOW, MEASURED, FLOORS)
    return ((*TESTS, *rest),)


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
    subprocess.run([str(PYTHON), "hatch_build.py"], check=True, cwd=ROOT)
    _run(COMPILED)
    STAMP.write_text(wanted)


def _run(step: Step) -> bool:
    _say(f"== {' '.join(step)}")
    return subprocess.run(_command(step), cwd=ROOT, env=_environ(), check=False).returncode == 0


def _output(step: Step) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        _command(step),
        cwd=ROOT,
        env=_environ(),
        check=False,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def _show(step: Step, outcome: Future[subprocess.CompletedProcess[str]]) -> bool:
    _say(f"== {' '.join(step)}")
    done = outcome.result()
    _say(done.stdout.rstrip())
    return done.returncode == 0


def _command(step: Step) -> list[str]:
    name, *words = step
    command = [str(PROGRAMS / name)] if name == "lint-imports" else [str(PYTHON), "-m", name]
    return [*command, *words]


def _environ() -> dict[str, str]:
    """The environment without what keeps byte code from being written: start-up is part of what is tested."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

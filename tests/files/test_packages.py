# ruff: noqa: T201  what a package prints is what these tests are about
"""Code of packages: what it prints, and what the programs that it starts print, never mixes with our own output."""

from __future__ import annotations

import subprocess
import sys
from threading import Thread

import pytest

from kpitui.files.packages import MOST_LINES, run_package_code

REASON = "{reason}"


def use_real_output(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have standard output and error as a command has them."""
    monkeypatch.setattr(sys, "stdout", sys.__stdout__)
    monkeypatch.setattr(sys, "stderr", sys.__stderr__)


def test_standard_output_is_ours_alone(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
    """Printed by Python, to the descriptor, or by a program: standard error has it, and afterwards all is as before."""

    def prints() -> int:
        print("by Python")
        assert sys.__stdout__ is not None
        print("past Python's own", file=sys.__stdout__)
        subprocess.run([sys.executable, "-c", "print('by a program')"], check=True)
        return 7

    use_real_output(monkeypatch)
    print("before", flush=True)
    assert run_package_code(prints, REASON, package="beehive") == 7
    print("after", flush=True)
    out, err = capfd.readouterr()
    assert out == "before\nafter\n"
    assert sorted(err.splitlines()) == ["beehive: by Python", "by a program", "past Python's own"]


def test_as_before_also_after_a_failure(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
    use_real_output(monkeypatch)
    before = sys.stdout, sys.stderr

    def fails() -> None:
        print("half a line", end="")
        raise SystemExit(3)

    with pytest.raises(Exception, match="SystemExit: 3"):
        run_package_code(fails, REASON)
    print("ours", flush=True)
    assert (sys.stdout, sys.stderr) == before
    assert capfd.readouterr() == ("ours\n", "half a line\n")


def test_what_never_ends_is_bounded(capsys: pytest.CaptureFixture[str]) -> None:
    run_package_code(lambda: print(f"{'x' * 100_000}\n" * (2 * MOST_LINES)), REASON)
    lines = capsys.readouterr().err.splitlines()
    assert (len(lines), {*map(len, lines)}) == (MOST_LINES, {200})


def test_two_threads_at_once(capsys: pytest.CaptureFixture[str]) -> None:
    """The last one that is done puts everything back, whoever began."""
    before = sys.stdout, sys.stderr
    inner: list[Thread] = []

    def begins() -> None:
        inner.append(Thread(target=run_package_code, args=(lambda: print("second"), REASON)))
        inner[0].start()
        inner[0].join()
        print("first")

    run_package_code(begins, REASON)
    assert (sys.stdout, sys.stderr) == before
    assert capsys.readouterr() == ("", "second\nfirst\n")

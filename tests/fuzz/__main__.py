"""``python -m tests.fuzz NAME --minutes 10``: tries one target, or ``all``, and stops at the first failure.

A failure is told with its seed: ``python -m tests.fuzz NAME --seed N`` does that one again.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from pathlib import Path

from tests.fuzz.targets import TARGETS, attempt


def run(words: list[str]) -> int:
    """Fuzz what the words say; return 0 when nothing failed."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("name", choices=[*TARGETS, "all"])
    parser.add_argument("--minutes", type=float, default=10.0, help="of each target")
    parser.add_argument("--seed", type=int, help="do this one only")
    given = parser.parse_args(words)
    os.environ["KPITUI_TODAY"] = "2026-11-23"
    for name in TARGETS if given.name == "all" else (given.name,):
        with tempfile.TemporaryDirectory(prefix="kpitui-fuzz-") as folder:
            if given.seed is not None:
                attempt(name, given.seed, Path(folder))
                continue
            first = time.time_ns() // 1_000_000
            tried, until = 0, time.monotonic() + given.minutes * 60
            while time.monotonic() < until:
                try:
                    attempt(name, first + tried, Path(folder))
                except BaseException:
                    sys.stderr.write(f"{name} failed: python -m tests.fuzz {name} --seed {first + tried}\n")
                    raise
                tried += 1
            sys.stdout.write(f"{name}: {tried:,} tried in {given.minutes:g} minutes, none failed\n")
            sys.stdout.flush()
    return 0


if __name__ == "__main__":
    sys.exit(run(sys.argv[1:]))

"""``python -m tests.coverage_floors``: how much of each folder of the program the last measured run went through.

It reads ``.coverage`` and holds lines and branches, taken together, to a floor for each folder.
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from pathlib import Path, PurePath
from tempfile import TemporaryDirectory
from typing import Any

from coverage import Coverage

FLOORS = {"core": 95.0, "store": 95.0}
OTHERS = 90.0
"""Percent, of every other folder."""

APART = {
    "kpitui/__main__.py": "runs in a process of its own: tests/test_startup.py and tests/test_packaging.py start it",
}
"""Files that are not counted, and why."""


def shares(files: dict[str, Any]) -> dict[str, tuple[float, list[tuple[int, str]]]]:
    """Return of each folder its share in percent, and how many lines and branches which file lacks, worst first.

    *files* are those of a JSON report of coverage.
    """
    covered: dict[str, int] = defaultdict(int)
    total: dict[str, int] = defaultdict(int)
    lacking: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for path, file in files.items():
        name = PurePath(path).as_posix()
        if name in APART:
            continue
        folder = name.split("/")[1]
        summary = file["summary"]
        done = summary["covered_lines"] + summary["covered_branches"]
        there = summary["num_statements"] + summary["num_branches"]
        covered[folder] += done
        total[folder] += there
        if done < there:
            lacking[folder].append((there - done, name))
    return {
        folder: (100 * covered[folder] / total[folder] if total[folder] else 100.0, sorted(lacking[folder])[::-1])
        for folder in sorted(total)
    }


def main() -> int:
    """Print every folder with its share, and what those below their floor lack; return 1 when there are such."""
    with TemporaryDirectory() as folder:
        report = Path(folder) / "coverage.json"
        coverage = Coverage()
        coverage.load()
        coverage.json_report(outfile=str(report))
        files = json.loads(report.read_text(encoding="utf-8"))["files"]
    low = 0
    for name, (share, lacking) in shares(files).items():
        floor = FLOORS.get(name, OTHERS)
        sys.stdout.write(f"{name:12} {share:6.2f}% of lines and branches; floor {floor:.0f}%\n")
        if share < floor:
            low += 1
            sys.stdout.writelines(f"  {count:4} missing in {path}\n" for count, path in lacking)
    return 1 if low else 0


if __name__ == "__main__":
    sys.exit(main())

"""What a file that was made to be dear costs: the processor time of twice the file, as a ratio of that of one.

Two is linear, four is quadratic; one means that it is refused before its size counts. Each file is read as an import
reads it, in a process of its own, and what starting that process takes is taken off. It needs Linux.
Run it with ``python -m benchmarks.sizes [ROUNDS]``.
"""

from __future__ import annotations

import gzip
import json
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

READ = """
import resource, sys
from kpitui.core.errors import Refused
from kpitui.exchange import read
from kpitui.exchange.content import on_disk
begun = resource.getrusage(resource.RUSAGE_SELF)
try:
    for item in read(on_disk(sys.argv[1])).items():
        pass
    end = "read"
except Refused as refused:
    end = "refused"
used = resource.getrusage(resource.RUSAGE_SELF)
peak = next(int(line.split()[1]) for line in open("/proc/self/status") if line.startswith("VmHWM"))
print(used.ru_utime + used.ru_stime - begun.ru_utime - begun.ru_stime, peak / 1024, end)
"""

SHAPES: dict[str, Callable[[int], bytes]] = {
    "rows": lambda n: b"date,a\n" + b"2026-01-01,1\n" * (40 * n),
    "tables below comments": lambda n: b"# c\ndate,a\n2026-01-01,1\n" * n,
    "comments and rows in turn": lambda n: b"date,a\n" + b"# c\n2026-01-01,1\n" * (20 * n),
    "headers of every program": lambda n: (b"# c: d\n" + b"date,ab;c\td|e\n" * 30 + b"2026-01-01,1\n") * (n // 25),
    "objects with names of their own": lambda n: json.dumps(
        [{"date": "2026-01-01", f"k{at}": at} for at in range(n)]
    ).encode(),
    "objects with few names": lambda n: json.dumps([{"date": "2026-01-01", "a": at} for at in range(10 * n)]).encode(),
    "one line, packed": lambda n: gzip.compress(b"date,a\n2026-01-01," + b"1" * (20_000 * n), mtime=0),
    "blank lines, packed": lambda n: gzip.compress(b"date,a\n" + b"\n" * (20_000 * n), mtime=0),
    "columns": lambda n: f"date,{','.join(f'c{at}' for at in range(100 * n))}\n2026-01-01{',1' * (100 * n)}\n".encode(),
    "long cells": lambda n: b"date,a,note\n" + (b"2026-01-01,1," + b"x" * 100_000 + b"\n") * (n // 20),
    "a quote that is not closed": lambda n: b'date,a\n2026-01-01,"' + b'a\n",' * (20 * n),
}
SIZE = 4_000


def measured(path: Path) -> tuple[float, float, str]:
    """Return the processor seconds and the megabytes that reading *path* takes, and how it ends."""
    out = subprocess.run([sys.executable, "-c", READ, str(path)], check=True, capture_output=True, text=True).stdout
    seconds, megabytes, end = out.split()
    return float(seconds), float(megabytes), end


def main() -> None:
    """Measure and print."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    print(f"{'':32} {'bytes':>12} {'seconds':>9} {'MB':>6}  end      twice as large")
    with tempfile.TemporaryDirectory() as folder:
        for name, make in SHAPES.items():
            path = Path(folder) / "file"
            found = []
            for size in (SIZE, 2 * SIZE):
                path.write_bytes(make(size))
                runs = [measured(path) for _round in range(rounds)]
                found.append((statistics.median(run[0] for run in runs), *runs[0][1:]))
            (once, memory, end), (twice, _memory, _end) = found
            ratio = f"{twice / once:.1f} times" if once >= 0.02 else "-"
            print(f"{name:32} {len(make(SIZE)):12,} {once:9.2f} {memory:6.0f}  {end:8} {ratio}")


if __name__ == "__main__":
    main()

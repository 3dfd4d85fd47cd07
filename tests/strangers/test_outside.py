"""Files that may cost more than their size, thought up without a look at the readers: one pass, or one sentence.

Counted are calls of functions, not seconds: a file of four times the size takes about four times as many.
"""

from __future__ import annotations

import gzip
import io
import json
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Shell

Make = Callable[[int], bytes]


def table(*lines: str, head: str = "date,orders") -> bytes:
    return "\n".join((head, *lines)).encode()


def day(number: int) -> str:
    return f"20{number // 336 % 20 + 5:02}-{number // 28 % 12 + 1:02}-{number % 28 + 1:02}"


def zipped(content: bytes, name: str = "a.csv") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return out.getvalue()


GROWING: dict[str, Make] = {
    "comments between rows": lambda n: table(*(f"# note\n{day(at)},{at}" for at in range(n))),
    "blank lines between rows": lambda n: table(*(f"\n\n{day(at)},{at}" for at in range(n))),
    "tables one after the other": lambda n: "\n\n".join(
        f"# t{at}\ndate,orders\n{day(at)},{at}" for at in range(n)
    ).encode(),
    "headers repeated": lambda n: table(*(f"date,orders\n{day(at)},{at}" for at in range(n))),
    "one long quoted note": lambda n: table(f'{day(1)},5,"{"x" * 40 * n}"', head="date,orders,note"),
    "quotes that never end": lambda n: table(*(f'{day(at)},"{at}' for at in range(n))),
    "many columns": lambda n: table(
        ",".join(["2026-11-01", *map(str, range(n))]), head=",".join(["date", *(f"c{at}" for at in range(n))])
    ),
    "the same day again and again": lambda n: table(*(f"2026-11-01,{at}" for at in range(n))),
    "rows of unequal length": lambda n: table(*(",".join([day(at), *["1"] * (at % 50)]) for at in range(n))),
    "many objects with the same keys": lambda n: json.dumps(
        [{"date": day(at), "orders": at} for at in range(n)]
    ).encode(),
    "objects with keys of their own": lambda n: json.dumps(
        [{"date": day(at), f"k{at}": at} for at in range(n)]
    ).encode(),
    "deep objects": lambda n: (b'{"a":' * n) + b"1" + b"}" * n,
    "deep lists": lambda n: b"[" * n + b"]" * n,
    "a zip of empty lines": lambda n: zipped(b"\n" * 3000 * n),
    "a gzip of one line": lambda n: gzip.compress(b"7" * 3000 * n),
    "a zip of many members": lambda n: zipped(table(*(f"{day(at)},{at}" for at in range(n)))),
    "KPIs in rows": lambda n: table(*(f"{day(at)},kpi{at},{at}" for at in range(n)), head="date,kpi,value"),
    "odd spaces": lambda n: table(*(f"{' ' * (at % 200)}{day(at)} ,\t{at} " for at in range(n))),
    "long numbers": lambda n: table(*(f"{day(at)},{'9' * (at % 300 + 1)}" for at in range(n))),
    "bytes that are no text": lambda n: table("2026-11-01,5") + b"\xff\xfe\x00" * n,
}


def calls_of(shell: Shell, *words: str) -> int:
    """Return how many calls of functions the command makes."""
    calls = 0

    def count(_frame: object, what: str, _argument: object) -> None:
        nonlocal calls
        calls += what in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        done = shell(*words)
    finally:
        sys.setprofile(before)
    assert "Traceback" not in done.err
    assert "mistake" not in done.err
    return calls


@pytest.mark.parametrize("name", GROWING)
def test_twice_as_much_costs_about_twice_as_much(shell: Shell, tmp_path: Path, name: str) -> None:
    costs = []
    shell.ok("kpi", "add", "Orders")
    for size in (100, 400, 1600):
        file = tmp_path / f"file-{size}.{'json' if GROWING[name](1)[:1] in b'[{' else 'csv'}"
        content = GROWING[name](size)
        if content[:2] == b"PK":
            file = file.with_suffix(".zip")
        file.write_bytes(content)
        costs.append(calls_of(shell, "import", str(file), "--create", "--dry-run"))
    assert costs[2] - costs[0] <= 6 * max(costs[1] - costs[0], 2000), costs

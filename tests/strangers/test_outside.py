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
    assert "hit a bug" not in done.err
    return calls


@pytest.mark.sampled(1)
@pytest.mark.parametrize("name", GROWING)
def test_twice_as_much_costs_about_twice_as_much(shell: Shell, tmp_path: Path, name: str) -> None:
    costs = []
    shell.ok("kpi", "add", "Orders")
    for size in (1, 100, 400, 1600):  # the first is what is done only once in a process
        file = tmp_path / f"file-{size}.{'json' if GROWING[name](1)[:1] in b'[{' else 'csv'}"
        content = GROWING[name](size)
        if content[:2] == b"PK":
            file = file.with_suffix(".zip")
        file.write_bytes(content)
        costs.append(calls_of(shell, "import", str(file), "--create", "--dry-run"))
    _first, few, more, many = costs
    assert many - few <= 6 * max(more - few, 2000), costs


def with_member(name: str, content: bytes, compression: int = zipfile.ZIP_STORED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as archive:
        archive.writestr(name, content)
    return out.getvalue()


def many_members() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for number in range(2000):
            archive.writestr(f"f{number}.csv", "")
    return out.getvalue()


ODD: dict[str, Callable[[], bytes]] = {
    "a cell of two million digits": lambda: table("2026-11-18," + "9" * 2_000_000),
    "numbers beyond all numbers": lambda: table("2026-11-18,1e308", "2026-11-17,-1e17", "2026-11-16,NaN"),
    "a million blank lines": lambda: table() + b"\n" * 1_000_000,
    "a hundred thousand columns": lambda: table("2026-11-18" + ",1" * 99_999, head="date" + ",c" * 99_999),
    "a quote that is never closed": lambda: table('2026-11-18,"' + "x" * 3_000_000),
    "nothing but quotes": lambda: b'""""' * 500_000,
    "two columns of days": lambda: table("2026-11-18,2026-11-17,1", head="date,date,orders"),
    "two hundred thousand lists in each other": lambda: b"[" * 200_000,
    "a hundred thousand objects in each other": lambda: b'{"a":' * 100_000 + b"1" + b"}" * 100_000,
    "a number of three million digits": lambda: b"[" + b"1" * 3_000_000 + b"]",
    "a number of five thousand digits": lambda: b'[{"date": "2026-11-18", "orders": 1' + b"0" * 5000 + b"}]",
    "one name twice in an object": lambda: b'[{"date": "2026-11-18", "orders": 1, "orders": 2}]',
    "an export of no version": lambda: b'{"kpitui": {"document": "export", "version": 1e999, "schema": -1}}',
    "half an encoding": lambda: b"\xff\xfe[\x00]\x00",
    "half a character": lambda: b'[{"date": "2026-11-18", "orders": "\\ud800"}]',
    "a zip that unpacks to a thousand times as much": lambda: zipped(table() + b"2026-11-18,1\n" * 2_000_000),
    "a zip of LZMA": lambda: with_member("a.csv", table() + b"0" * 20_000_000, zipfile.ZIP_LZMA),
    "a zip of bzip2": lambda: with_member("a.csv", table() + b"0" * 20_000_000, zipfile.ZIP_BZIP2),
    "a zip of two thousand files": many_members,
    "a zip of nothing": lambda: b"PK\5\6" + b"\0" * 18,
    "the beginning of a zip": lambda: b"PK\3\4" + b"\xff" * 500,
    "a gzip of a thousand times as much": lambda: gzip.compress(table() + b"2026-11-18,1\n" * 2_000_000),
    "a gzip that breaks off": lambda: gzip.compress(table("2026-11-18,1"))[:-9],
}


@pytest.mark.sampled(9)
@pytest.mark.parametrize("name", ODD)
def test_what_is_no_table_is_one_sentence(shop: Shell, tmp_path: Path, name: str) -> None:
    """And nothing of it is in the database."""
    before = shop.ok("export").out
    file = tmp_path / "file"
    file.write_bytes(ODD[name]())
    done = shop("import", str(file))
    assert done.status == 1, done.out
    assert "hit a bug" not in done.err
    assert 0 < len(done.err) < 1000
    assert not done.err.rstrip().endswith(": JSON")
    assert shop.ok("export").out == before


def test_paths_in_a_zip_lead_nowhere(shop: Shell, tmp_path: Path) -> None:
    place = tmp_path / "deep" / "deeper"
    place.mkdir(parents=True)
    for number, name in enumerate(("../../evil.csv", str(tmp_path / "evil.csv"), "a/../../../evil.csv", "evil.csv/")):
        file = place / f"{number}.zip"
        file.write_bytes(with_member(name, table("2026-11-18,77")))
        shop("import", str(file))
    assert sorted(path.name for path in tmp_path.rglob("evil*")) == []

"""Writes the files of Studio Noord, always the same to the byte; `--check` only tells whether they are.

    python sample_data/make.py            writes the files beside this one
    python sample_data/make.py --check    exit status 1 when a file differs from what would be written

The figures come from `figures`, the KPIs, goals and remarks from `definitions`.
"""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from definitions import definitions
from figures import Balance, Day, Measurement, Week, balances, days, measurements, weeks

SEED = 20261123
HERE = Path(__file__).parent


def files() -> dict[str, bytes]:
    """Return the content of every generated file by its name."""
    logged = days(SEED)
    return {
        "studio-noord-daily.csv": _table(
            [name.replace("_", "-") for name in Day._fields], map(_daily_row, logged), delimiter=","
        ),
        "studio-noord-site.csv": b"\xef\xbb\xbf"
        + _table(
            ["datum", "tijd", "kpi", "waarde", "aantekening"], map(_site_row, measurements(SEED, logged)), delimiter=";"
        ),
        "studio-noord-weekly.csv": _table(
            [name.replace("_", "-") for name in Week._fields], map(_weekly_row, weeks(SEED, logged)), delimiter=","
        ),
        "studio-noord-account.csv": _table(
            list(Balance._fields), map(_balance_row, balances(SEED, logged)), delimiter=","
        ),
        "studio-noord.json": (json.dumps(definitions(logged), ensure_ascii=False, indent=2) + "\n").encode(),
    }


def write() -> int:
    """Write the files beside this one and return exit status 0."""
    for name, content in files().items():
        (HERE / name).write_bytes(content)
    return 0


def check() -> int:
    """Name the files that differ from what would be written; return 1 when there are any, else 0."""
    drifted = [name for name, content in files().items() if _content(HERE / name) != content]
    for name in drifted:
        sys.stderr.write(f"{name} differs from what make.py writes\n")
    return 1 if drifted else 0


def _content(path: Path) -> bytes | None:
    return path.read_bytes() if path.exists() else None


def _table(header: Sequence[str], rows: Iterable[Sequence[str]], *, delimiter: str) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue().encode()


def _daily_row(day: Day) -> list[str]:
    unreachable = "--" if day.ad_clicks is None and day.visitors is not None else ""
    row = {name: "" if value is None else str(value) for name, value in day._asdict().items()}
    row["revenue"] = "" if day.revenue is None else f"{day.revenue:.2f}"
    for name in ("ad_impressions", "ad_clicks"):
        row[name] = row[name] or unreachable
    return list(row.values())


def _site_row(one: Measurement) -> list[str]:
    value = f"{one.value:.{one.decimals}f}".replace(".", ",")
    return [f"{one.date:%d-%m-%Y}", one.time, one.kpi, value, one.note]


def _weekly_row(week: Week) -> list[str]:
    return [week.date.isoformat(), str(week.weekly_uniques)]


def _balance_row(monday: Balance) -> list[str]:
    return [monday.date.isoformat(), f"{monday.account:.2f}"]


if __name__ == "__main__":
    wishes: dict[tuple[str, ...], Callable[[], int]] = {(): write, ("--check",): check}
    wish = wishes.get(tuple(sys.argv[1:]))
    sys.exit(wish() if wish else "usage: python sample_data/make.py [--check]")

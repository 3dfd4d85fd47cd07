"""`kpitui forecast`, `show --chart limits --json`, and chances in `status --json`: the shapes programs rely on."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.cli.conftest import Shell
from tests.cli.test_reading import GOAL

MONDAY = date(2026, 11, 23)


@pytest.fixture
def long(shop: Shell) -> Shell:
    """A shop with fifty days of revenue."""
    lines = "\n".join(
        f"revenue {400 + at % 7 * 10 + at % 3} {(MONDAY - timedelta(days=60 - at)).isoformat()}" for at in range(50)
    )
    shop.ok("log", "-", given=lines.encode())
    return shop


def test_a_forecast_as_json(long: Shell) -> None:
    """Each open day until the last, and the sum of a KPI that adds up."""
    found = long.ok("forecast", "revenue", "--until", "2026-11-30", "--json").json
    assert found.keys() == {"kpi", "coverage", "basis", "periods", "sum"}
    assert (found["kpi"], found["coverage"], len(found["periods"])) == ("revenue", 0.8, 8)
    first = found["periods"][0]
    assert first["date"] == "2026-11-23"
    assert first["low"] <= first["median"] <= first["high"]
    assert found["sum"]["median"] == pytest.approx(8 * 420, rel=0.15)
    assert "together" in long.ok("forecast", "revenue", "--until", "2026-11-30").out


@pytest.mark.parametrize(
    ("words", "status"),
    [
        (("revenue", "--until", "yesterday"), 1),
        (("revenue", "--until", "2090-01-01"), 1),
        (("revenue", "--until", "tomorrow", "--coverage", "2"), 1),
        (("orders", "--until", "tomorrow"), 1),
        (("revenue",), 2),
    ],
)
def test_what_cannot_be_foretold(long: Shell, words: tuple[str, ...], status: int) -> None:
    """The past, the far future, an odd coverage, too few values, no day."""
    done = long("forecast", *words)
    assert (done.status, done.out) == (status, "")
    assert "Traceback" not in done.err


def test_limits_as_json(long: Shell) -> None:
    """Points, segments with their limits, signals with their rule and the day they were completed."""
    found = long.ok("show", "revenue", "--chart", "limits", "--json").json
    assert {"kpi", "points", "segments", "signals"} <= found.keys()
    (segment,) = found["segments"]
    assert {"start", "end", "centre", "lower", "upper", "range_limit", "provisional"} <= segment.keys()
    assert segment["lower"] < segment["centre"] < segment["upper"]
    assert all({"rule", "points", "completed"} <= signal.keys() for signal in found["signals"])


def test_the_chance_of_a_goal_in_status(long: Shell) -> None:
    """A chance between 2 and 98 %, or null when it is too early to say."""
    long.ok(*GOAL)
    (goal,) = long.ok("status", "--json").json["goals"]
    assert 0.02 <= goal["chance"] <= 0.98

"""`kpitui forecast`, `show --chart limits --json`, and chances in `status --json`: the shapes programs rely on."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from kpitui.store.insight import state_chance
from tests.cli.conftest import Shell
from tests.cli.test_reading import GOAL
from tests.tui.stage import workspace_at

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
    assert found.keys() == {"kpi", "coverage", "basis", "periods", "sum", "runway"}
    assert found["runway"] is None
    assert (found["kpi"], found["coverage"], len(found["periods"])) == ("revenue", 0.8, 8)
    first = found["periods"][0]
    assert first["date"] == "2026-11-23"
    assert first["low"] <= first["median"] <= first["high"]
    assert found["sum"]["median"] == pytest.approx(8 * 420, rel=0.15)
    assert "together" in long.ok("forecast", "revenue", "--until", "2026-11-30").out
    long.ok("kpi", "add", "Double", "--formula", "2 * revenue")  # has a total like what it is computed from
    double = long.ok("forecast", "double", "--until", "2026-11-30", "--json").json["sum"]["median"]
    assert double == pytest.approx(16 * 420, rel=0.15)


@pytest.mark.parametrize(
    ("words", "status"),
    [
        (("revenue", "--until", "yesterday"), 1),
        (("revenue", "--until", "2090-01-01"), 1),
        (("revenue", "--until", "tomorrow", "--range", "2"), 1),
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


def test_where_figures_come_from(long: Shell) -> None:
    """Formula, rows and n, for people and for programs; of a KPI and of a goal."""
    long.ok(*GOAL)
    text = long.ok("show", "revenue", "--explain").out
    assert "= the sum of the numbers of the day" in text
    assert "when nothing special happens" in text
    assert "Normal range:" not in text
    found = long.ok("show", "revenue", "--explain", "--json").json
    assert found["kpi"]["key"] == "revenue"
    assert {"name", "text", "value", "formula", "rests_on", "n"} == found["explanations"][0].keys()
    assert (found["explanations"][0]["value"], found["explanations"][0]["n"]) == (390.0, 1)
    assert "based on: not changed since it was set" in long.ok("goal", "show", "1", "--explain").out
    goal = long.ok("goal", "show", "1", "--explain", "--json").json
    assert goal["goal"] == 1
    assert "status" in [each["name"] for each in goal["explanations"]]


def test_before_and_after_a_day(long: Shell) -> None:
    """No change, in words and as figures; too early, and a day that is none."""
    said = long.ok("show", "revenue", "--since", "2026-10-26")
    assert said.out.startswith("No clear change since Mon 26 Oct")
    found = long.ok("show", "revenue", "--since", "2026-10-26", "--json").json
    assert found["low"] < found["difference"] < found["high"]
    assert (found["clear"], found["before"]) == (False, 32)
    early = long.ok("show", "revenue", "--since", "2026-11-21", "--json").json
    assert (early["difference"], early["after"], early["needed_after"]) == (None, 2, 7)
    assert long("show", "revenue", "--since", "notaday").status == 1


def test_how_chances_turned_out(long: Shell) -> None:
    """Nothing finished yet: said in words, with how many it takes."""
    assert "known for 0 closed goals, and 10 are needed" in long.ok("status", "--calibration").out
    assert long.ok("status", "--calibration", "--json").json == {
        "goals": 0, "enough": False, "brier": None, "words": [], "chances": [],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "about 7 to 8 in 10 on Tue 10 Nov; more than 9 in 10 on Mon 23 Nov: reached"),
        ("nl", "ongeveer 7 à 8 op 10 op di 10 nov; meer dan 9 op 10 op ma 23 nov: gehaald"),
    ],
)  # fmt: skip
def test_every_chance_stands_beside_what_came_of_its_goal(long: Shell, language: str, text: str) -> None:
    """Of a closed goal, in the list of all of them and on its own page."""
    long.ok(*GOAL)
    long.ok("goal", "close", "1", "--as", "achieved")
    workspace = workspace_at(long.database)
    for day, chance in ((date(2026, 11, 10), 0.75), (date(2026, 11, 20), 0.9), (MONDAY, 0.98)):
        state_chance(workspace.store, 1, day, chance)
    workspace.close()
    assert f": {text}\n" in long.ok("--lang", language, "status", "--calibration").out
    assert text in long.ok("--lang", language, "goal", "show", "1").out
    chances = long.ok("status", "--calibration", "--json").json["chances"]
    assert [(row["date"], row["chance"], row["counts"]) for row in chances] == [
        ("2026-11-10", 0.75, False), ("2026-11-20", 0.9, False), ("2026-11-23", 0.98, True),
    ]  # fmt: skip


def test_signals_and_next_steps_in_status(long: Shell) -> None:
    """A newest value far off: which way, what kind, in words; and what to do for the goal."""
    long.ok(*GOAL)
    long.ok("log", "revenue", "4000", "2026-11-22", "--replace")
    found = long.ok("status", "--json").json
    (revenue,) = [kpi for kpi in found["kpis"] if kpi["key"] == "revenue"]
    assert (revenue["signal"], revenue["signal_kind"]) == ("above", "surprise")
    assert "unusually high" in revenue["signal_text"]
    assert {"effort", "safe_days", "needed_next", "next_step"} <= found["goals"][0].keys()


def test_a_one_off_is_a_note_with_a_mark(long: Shell) -> None:
    """It needs the KPI whose day it is, and can be undone."""
    assert long("note", "--all", "typing error", "--one-off").status == 1
    long.ok("note", "typing error", "--one-off", "--kpi", "revenue", "--on", "2026-11-01")
    assert "1 excluded day" in long.ok("show", "revenue", "--explain").out
    assert "excluded Sun 1 Nov from the normal range of Revenue" in long.ok("undo").out


def test_natural_bounds_of_a_kpi(shop: Shell) -> None:
    """What cannot be is refused with the bound, until it is taken away; a floor above the ceiling is refused."""
    shop.ok("kpi", "edit", "orders", "--floor", "0", "--ceiling", "1000")
    refused = shop("log", "orders=-3")
    assert (refused.status, "can't be below 0" in refused.err) == (1, True)
    assert shop("log", "orders", "2000").status == 1
    assert shop("kpi", "edit", "orders", "--floor", "5000").status == 1
    assert shop("kpi", "edit", "orders", "--floor", "x").status == 1
    shop.ok("kpi", "edit", "orders", "--floor", "none", "--ceiling", "none")
    shop.ok("log", "orders=-3")

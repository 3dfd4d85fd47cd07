"""The sample data are what their script writes, and hold what a business has: rhythm, gaps, a mistake."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from datetime import date
from pathlib import Path
from statistics import mean

SAMPLES = Path(__file__).parents[2] / "sample_data"


def daily() -> dict[date, dict[str, str]]:
    """Return the rows of the daily file by their day."""
    with (SAMPLES / "studio-noord-daily.csv").open(encoding="utf-8") as file:
        return {date.fromisoformat(row["date"]): row for row in csv.DictReader(file)}


def test_the_files_are_what_the_script_writes() -> None:
    """The seeded script makes the same bytes again."""
    done = subprocess.run(
        [sys.executable, "make.py", "--check"], cwd=SAMPLES, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_two_years_with_holidays_without_data() -> None:
    """The file covers two years, and on some days nothing was logged."""
    days = [day for day, row in daily().items() if row["orders"]]
    assert (max(days) - min(days)).days > 725
    assert 10 < 731 - len(days) < 60


def test_a_rhythm_of_the_week() -> None:
    """Weekdays differ more than chance would have it."""
    rows = [(day.weekday(), float(row["visitors"])) for day, row in daily().items() if row["visitors"]]
    means = [mean(value for weekday, value in rows if weekday == each) for each in range(7)]
    assert max(means) > 1.15 * min(means)


def test_a_typing_error_and_a_change_of_process() -> None:
    """One day has ten times its revenue, and the site became faster for good."""
    revenue = sorted(float(row["revenue"]) for row in daily().values() if row["revenue"])
    assert revenue[-1] > 2 * revenue[-2]
    with (SAMPLES / "studio-noord-site.csv").open(encoding="utf-8-sig") as file:
        speeds = [
            ("-".join(reversed(row["datum"].split("-"))), float(row["waarde"].replace(",", ".")))
            for row in csv.DictReader(file, delimiter=";")
            if row["kpi"] == "site-speed"
        ]
    before = mean(value for day, value in speeds if day < "2026-03-03")
    after = mean(value for day, value in speeds if day > "2026-03-03")
    assert after < 0.9 * before


def test_the_goals_of_the_article_come_first() -> None:
    """Revenue, visitors and conversion, each with its KPIs, in both languages; two of other kinds beside them."""
    business = json.loads((SAMPLES / "studio-noord.json").read_text("utf-8"))
    assert [goal["kpi"] for goal in business["goals"]] == [
        "revenue", "visitors", "conversion", "orders", "site-speed",
    ]  # fmt: skip
    keys = {kpi["key"] for kpi in business["kpis"]}
    for goal in business["goals"]:
        assert {goal["kpi"], *goal["drivers"], *goal["counters"]} <= keys
        assert goal["title"].keys() == {"en", "nl"}

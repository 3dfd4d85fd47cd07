"""Small businesses as an accountant would check them: every figure of their goals worked out by hand beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import Any, NamedTuple

import pytest

from kpitui.services.entries import EntryInput, find_kpi, log
from kpitui.services.goals import goal_views
from kpitui.services.goals.form import read_draft
from kpitui.services.goals.saving import save_goal
from kpitui.services.kpis import add_kpi
from kpitui.services.parts import split_kpi
from kpitui.services.pauses import add_pause
from kpitui.services.workspace import Workspace

Rows = Iterable[tuple[str, float, date]]
CONVERSION = {"name": "Conversion", "kind": "ratio", "unit": "%", "numerator": "orders", "denominator": "visitors"}
CASH = {"name": "Cash", "kind": "level", "unit": "EUR", "every": "week"}


def on(text: str) -> date:
    return date.fromisoformat(text)


def days(first: str, last: str) -> Iterator[date]:
    day = on(first)
    while day <= on(last):
        yield day
        day += timedelta(days=1)


class Business(NamedTuple):
    """One business on one day."""

    kpis: list[dict[str, Any]]
    goal: dict[str, str]
    today: str
    rows: Callable[[], Rows]
    right: Mapping[str, Any]
    """Fields of the standing; ``periods`` are those kept and judged."""
    paused: tuple[str, str] | None = None
    parts: tuple[str, ...] = ()
    """The KPIs that the first one is split into."""


def total(kpi: str, target: str, start: str, deadline: str) -> dict[str, str]:
    return {"kpi": kpi, "type": "total", "target": target, "start": start, "deadline": deadline}


def every(kpi: str, per: str, start: str, deadline: str, **edges: str) -> dict[str, str]:
    return {"kpi": kpi, "type": "recurring", "per": per, "start": start, "deadline": deadline, **edges}


def level(kpi: str, target: str, baseline: str, start: str, deadline: str) -> dict[str, str]:
    return {**total(kpi, target, start, deadline), "type": "level", "baseline": baseline}


def cap(kpi: str, target: str, start: str, deadline: str) -> dict[str, str]:
    return {**total(kpi, target, start, deadline), "type": "cap"}


JUNE = ("2026-06-01", "2026-06-30")
YEAR = ("2026-01-01", "2026-12-31")
MONTHS = [on(f"2026-{month:02}-01") - timedelta(days=1) for month in range(2, 10)]
"""The last days of January to August."""
FRIDAYS = [on("2026-04-10") + timedelta(weeks=number) for number in range(9)]
"""Of week 15 to week 23."""
NEW_YEAR = [("orders", 9.0 if on("2026-12-28") <= day <= on("2027-01-03") else 10.0, day)
            for day in days("2026-11-30", "2027-01-09")]  # fmt: skip

BUSINESSES = {
    # 14 days of 60, on 12 of them 40 beside: the two days that lack a part are in the sum as far as they go.
    "parts": Business(
        [{"name": "Visitors"}, {"name": "Organic"}, {"name": "Paid"}], total("visitors", "3000", *JUNE), "2026-06-15",
        lambda: [("organic", 60, day) for day in days("2026-06-01", "2026-06-14")]
        + [("paid", 40, day) for day in days("2026-06-01", "2026-06-14") if day.day not in (5, 6)],
        {"actual": 14 * 60 + 12 * 40, "expected": 3000 * 14 / 30, "at_least": True, "days_logged": 12},
        parts=("organic", "paid"),
    ),
    # Orders on 28 days, visitors on 22: the sums of the days that have both.
    "one side lacks": Business(
        [{"name": "Orders"}, {"name": "Visitors"}, CONVERSION],
        level("conversion", "5", "3", "2026-06-15", "2026-08-15"), "2026-06-29",
        lambda: [("orders", 3 + number % 3, day) for number, day in enumerate(days("2026-06-01", "2026-06-28"))]
        + [("visitors", 100, day) for number, day in enumerate(days("2026-06-01", "2026-06-28")) if number % 5],
        {"actual": 100 * sum(3 + number % 3 for number in range(28) if number % 5) / 2200, "expected": 3 + 2 * 13 / 61},
    ),
    # A week of four is a holiday: after the first, a third of the three that are left has gone.
    "a paused week": Business(
        [{"name": "Revenue"}], total("revenue", "2100", "2026-06-01", "2026-06-28"), "2026-06-15",
        lambda: [("revenue", 100, day) for day in days("2026-06-01", "2026-06-07")],
        {"actual": 700, "expected": 700, "gap": 0, "needed_per_day": 100, "days_left": 14, "status": "on track"},
        paused=("2026-06-08", "2026-06-14"),
    ),
    # Logged by the week: 63 of 84 days until the end of week 23, though it is Wednesday of week 24.
    "a weekly cap": Business(
        [{"name": "Costs", "every": "week", "better": "lower"}], cap("costs", "1500", "2026-04-06", "2026-06-28"),
        "2026-06-10", lambda: [("costs", 100 + 10 * (number % 3), day) for number, day in enumerate(FRIDAYS)],
        {"actual": 990, "expected": 1125, "gap": 135, "days_left": 19, "left_per_day": 510 / 19},
    ),
    "a weekly level": Business(
        [{"name": "Score", "kind": "sample", "every": "week"}], level("score", "8", "6", "2026-04-06", "2026-06-28"),
        "2026-06-10", lambda: [("score", 6 + number % 5 / 2, day) for number, day in enumerate(FRIDAYS)],
        {"actual": (6 + 6.5 + 7 + 7.5) / 4},
    ),
    # Fridays of May are five: 11, 8, 9, 10 and 11 leads.
    "weeks for a month": Business(
        [{"name": "Leads", "every": "week"}], every("leads", "month", "2026-04-06", "2026-06-30", at_least="36"),
        "2026-06-10", lambda: [("leads", 8 + number % 4, day) for number, day in enumerate(FRIDAYS)],
        {"periods": (1, 1), "actual": 8, "needed_per_day": 28 / 21},
    ),
    "a monthly total": Business(
        [{"name": "Profit", "unit": "EUR", "every": "month"}], total("profit", "18000", *YEAR), "2026-09-10",
        lambda: [("profit", 1000 + 100 * day.month, day) for day in MONTHS],
        {"actual": 11600, "expected": 18000 * 243 / 365, "needed_per_day": 6400 / 113, "status": "at risk"},
    ),
    "a monthly level": Business(
        [{"name": "Nps", "kind": "sample", "every": "month"}], level("nps", "45", "30", *YEAR), "2026-09-10",
        lambda: [("nps", 30 + day.month, day) for day in MONTHS],
        {"actual": (36 + 37 + 38) / 3, "expected": 30 + 15 * 242 / 364, "status": "off track"},
    ),
    # 3,600 and 4,500 in the first two quarters.
    "quarters of months": Business(
        [{"name": "Profit", "unit": "EUR", "every": "month"}], every("profit", "quarter", *YEAR, at_least="4000"),
        "2026-09-10", lambda: [("profit", 1000 + 100 * day.month, day) for day in MONTHS],
        {"periods": (1, 2), "actual": 3500, "expected": 4000 * 62 / 92, "status": "off track"},
    ),
    "a band of months": Business(
        [{"name": "Complaints", "every": "month", "better": "lower"}],
        every("complaints", "month", *YEAR, at_least="0", at_most="1", keep="7/10"), "2026-09-10",
        lambda: [("complaints", day.month % 3, day) for day in MONTHS],
        {"periods": (5, 8), "actual": None, "expected": None, "gap": None},
    ),
    # Half of what was expected came late, and what is missing would bring the rest; then it comes.
    "late, and half of it": Business(
        [{"name": "Revenue"}], total("revenue", "2800", "2026-06-01", "2026-06-28"), "2026-07-02",
        lambda: [("revenue", 100, day) for day in days("2026-06-01", "2026-06-14")],
        {"actual": 1400, "expected": 2800, "gap": -1400, "status": "undecided"},
    ),
    "late, and less than half": Business(
        [{"name": "Revenue"}], total("revenue", "2800", "2026-06-01", "2026-06-28"), "2026-07-02",
        lambda: [("revenue", 100, day) for day in days("2026-06-01", "2026-06-13")],
        {"actual": 1300, "status": "undecided"},
    ),
    "late, and all of it": Business(
        [{"name": "Revenue"}], total("revenue", "2800", "2026-06-01", "2026-06-28"), "2026-07-02",
        lambda: [("revenue", 100, day) for day in days("2026-06-01", "2026-06-28")],
        {"actual": 2800, "gap": 0, "progress": 1, "status": "reached"},
    ),
    "across new year": Business(
        [{"name": "Orders"}], total("orders", "620", "2026-12-01", "2027-01-31"), "2027-01-10", lambda: NEW_YEAR,
        {"actual": 33 * 10 + 7 * 9, "expected": 400, "gap": -7, "needed_per_day": 227 / 22},
    ),
    # Week 53, from 28 December to 3 January, has 63; the week that runs has 60 of 70 with its Sunday to come.
    "week 53": Business(
        [{"name": "Orders"}], every("orders", "week", "2026-11-30", "2027-01-31", at_least="70"), "2027-01-10",
        lambda: NEW_YEAR,
        {"periods": (4, 5), "actual": 60, "expected": 60, "gap": 0, "status": "off track", "needed_per_day": None},
    ),
    "29 February": Business(
        [{"name": "Orders"}], total("orders", "290", "2028-02-01", "2028-02-29"), "2028-02-16",
        lambda: [("orders", 10, day) for day in days("2028-02-01", "2028-02-15")],
        {"actual": 150, "expected": 150, "gap": 0, "needed_per_day": 10, "days_left": 14},
    ),
    # Monday morning of the running week: nothing is expected of it yet.
    "between, on the first day": Business(
        [{"name": "Hours", "unit": "h", "every": "workday"}],
        every("hours", "week", "2026-06-01", "2026-08-30", at_least="30", at_most="40"), "2026-06-15",
        lambda: [("hours", 8, day) for day in days("2026-06-01", "2026-06-12") if day.weekday() < 4],
        {"periods": (2, 2), "actual": None, "expected": None, "needed_per_day": 6, "left_per_day": 8},
    ),
    # Friday evening: 41 hours are too many, before the week is over.
    "between, on the last day": Business(
        [{"name": "Hours", "unit": "h", "every": "workday"}],
        every("hours", "week", "2026-06-01", "2026-08-30", at_least="30", at_most="40"), "2026-06-19",
        lambda: [("hours", 8, day) for day in days("2026-06-01", "2026-06-18") if day.weekday() < 4]
        + [("hours", 9, on("2026-06-19"))],
        {"periods": (2, 3), "actual": 41, "expected": None, "left_per_day": None, "status": "off track"},
    ),
    "a daily cap": Business(
        [{"name": "Spend", "unit": "EUR", "better": "lower"}], cap("spend", "1000", *JUNE), "2026-06-11",
        lambda: [("spend", 30, day) for day in days("2026-06-01", "2026-06-10")],
        {"actual": 300, "expected": 1000 / 3, "left_per_day": 35, "progress": 0.3},
    ),
    # 6 and 4 of 200 members leave in turn: 6 + 4 + 6 of 600 in May, June and July, not of the 200 of one month.
    "members that leave": Business(
        [{"name": "Members", "kind": "level", "every": "month"}, {"name": "Left", "every": "month", "better": "lower"},
         {"name": "Churn", "kind": "formula", "formula": "left / members * 100", "unit": "%", "better": "lower"}],
        level("churn", "3", "4", "2026-01-01", "2026-12-31"), "2026-08-10",
        lambda: [row for day in MONTHS if day.month < 8
                 for row in (("members", 200, day), ("left", 6 if day.month % 2 else 4, day))],
        {"actual": 100 * 16 / 600, "status": "on track", "at_target": True},
    ),
    "a stock that grows": Business(
        [CASH], level("cash", "9000", "5000", "2026-03-02", "2026-12-31"), "2026-07-01",
        lambda: [("cash", 5000 + 40 * number, on("2026-03-08") + timedelta(weeks=number)) for number in range(17)],
        {"actual": 5640, "progress": 0.16, "expected": 5000 + 4000 * 118 / 304, "status": "off track"},
    ),
    "a stock that is to fall": Business(
        [{"name": "Debt", "kind": "level", "every": "month", "better": "lower"}],
        level("debt", "6000", "12000", "2026-03-02", "2026-12-31"), "2026-07-01",
        lambda: [("debt", 12000 - 500 * (day.month - 2), day) for day in MONTHS if 3 <= day.month <= 6],
        {"actual": 10000, "progress": 1 / 3, "expected": 12000 - 6000 * 120 / 304, "status": "at risk"},
    ),
    "a stock that is not logged any more": Business(
        [{"name": "List", "kind": "level"}], level("list", "500", "300", "2026-03-02", "2026-12-31"), "2026-07-01",
        lambda: [("list", 300 + number, day) for number, day in enumerate(days("2026-03-02", "2026-06-09"))],
        {"actual": 399, "expected": 300 + 200 * 99 / 304, "as_of": on("2026-06-09"), "old": True},
    ),
    "working days": Business(
        [{"name": "Calls", "every": "workday"}],
        every("calls", "workday", "2026-01-01", "2026-06-30", at_least="5", keep="8/10"), "2026-04-11",
        lambda: [("calls", 4 + day.day % 3, day) for day in days("2026-01-01", "2026-04-10") if day.weekday() < 5],
        {"periods": (47, 72)},
    ),
    "Mondays and Thursdays": Business(
        [{"name": "Posts", "every": "mon,thu"}], total("posts", "104", "2026-01-01", "2026-06-30"), "2026-04-11",
        lambda: [("posts", 2, day) for day in days("2026-01-01", "2026-04-10") if day.weekday() in (0, 3)],
        {"actual": 58, "expected": 58, "gap": 0, "days_left": 23, "needed_per_day": 2},
    ),
    "a blank day is nothing": Business(
        [{"name": "Sales", "blank": "zero"}], total("sales", "60", "2026-05-01", "2026-05-30"), "2026-05-21",
        lambda: [("sales", 5, day) for day in days("2026-05-01", "2026-05-20") if day.day % 3 == 0],
        {"actual": 30, "expected": 40, "needed_per_day": 3, "days_logged": 20, "zeros": 14},
    ),
    # 15 days of 50 and five losses of 60.
    "losses among gains": Business(
        [{"name": "Profit", "unit": "EUR"}], total("profit", "900", "2026-05-01", "2026-05-30"), "2026-05-21",
        lambda: [("profit", 50 if day.day % 4 else -60, day) for day in days("2026-05-01", "2026-05-20")],
        {"actual": 450, "expected": 600, "gap": -150, "needed_per_day": 45},
    ),
    "losses among gains, as a cap": Business(
        [{"name": "Profit", "unit": "EUR"}], cap("profit", "300", "2026-05-01", "2026-05-30"), "2026-05-21",
        lambda: [("profit", 50 if day.day % 4 else -60, day) for day in days("2026-05-01", "2026-05-20")],
        {"actual": 450, "expected": 200, "gap": -250, "decided": False},
    ),
    "a ratio that is to fall": Business(
        [{"name": "Orders"}, {"name": "Visitors"}, {**CONVERSION, "better": "lower"}],
        level("conversion", "40", "60", "2026-05-01", "2026-06-30"), "2026-05-21",
        lambda: [("orders", 56 - day.day, day) for day in days("2026-05-01", "2026-05-20")]
        + [("visitors", 100, day) for day in days("2026-05-01", "2026-05-20")],
        {"actual": 45.5, "progress": 0.725, "expected": 60 - 20 * 19 / 60},
    ),
    "the lowest of four weeks": Business(
        [{"name": "Low", "kind": "minimum"}], level("low", "25", "20", "2026-06-01", "2026-07-31"), "2026-06-30",
        lambda: [("low", 21 + day.day % 11, day) for day in days("2026-05-01", "2026-06-29")],
        {"actual": 21, "expected": 20 + 5 * 28 / 60},
    ),
    "uniques of a week": Business(
        [{"name": "Uniques", "kind": "stamped", "every": "week"}],
        every("uniques", "week", "2026-06-01", "2026-07-26", at_least="520"), "2026-06-30",
        lambda: [("uniques", 500 + 10 * number, on("2026-05-03") + timedelta(weeks=number)) for number in range(9)],
        {"periods": (4, 4)},
    ),
    # Of three weeks the last misses it: 18 of 600, 16 of 500 and 13 of 500 on the days that have both.
    "a ratio by the week": Business(
        [{"name": "Orders"}, {"name": "Visitors"}, CONVERSION],
        every("conversion", "week", "2026-06-01", "2026-07-26", at_least="3"), "2026-06-23",
        lambda: [("orders", 2 + day.day % 3, day) for day in days("2026-06-01", "2026-06-21")]
        + [("visitors", 100, day) for day in days("2026-06-01", "2026-06-21") if day.day % 4],
        {"periods": (2, 3), "status": "off track"},
    ),
    # Six weeks of six walks, one spent ill, and one that runs until tonight.
    "ill for a week": Business(
        [{"name": "Walks"}], every("walks", "week", "2026-01-05", "2026-03-29", at_least="5"), "2026-03-01",
        lambda: [("walks", 1, day) for day in days("2026-01-05", "2026-02-28")
                 if day.weekday() < 6 and not on("2026-02-02") <= day <= on("2026-02-08")],
        {"periods": (6, 6), "actual": 6, "paused": 1},
        paused=("2026-02-02", "2026-02-08"),
    ),
    "a quarter before its first entry": Business(
        [{"name": "Tax", "every": "quarter", "better": "lower"}], cap("tax", "4000", *YEAR), "2026-03-01", lambda: [],
        {"status": "too early", "actual": None, "expected": None, "gap": None},
    ),
    "quarters": Business(
        [{"name": "Tax", "every": "quarter", "better": "lower"}], cap("tax", "4000", *YEAR), "2026-07-10",
        lambda: [("tax", 900, on("2026-03-31")), ("tax", 1300, on("2026-06-30"))],
        {"actual": 2200, "expected": 4000 * 181 / 365, "status": "at risk"},
    ),
    "the last day is still to come": Business(
        [{"name": "Orders"}], total("orders", "100", "2026-06-01", "2026-06-10"), "2026-06-10",
        lambda: [("orders", 10, day) for day in days("2026-06-01", "2026-06-09")],
        {"actual": 90, "expected": 90, "needed_per_day": 10, "days_left": 1, "decided": False},
    ),
    "the last day is logged": Business(
        [{"name": "Orders"}], total("orders", "100", "2026-06-01", "2026-06-10"), "2026-06-10",
        lambda: [("orders", 10, day) for day in days("2026-06-01", "2026-06-09")] + [("orders", 9, on("2026-06-10"))],
        {"actual": 99, "expected": 100, "gap": -1, "status": "missed", "days_left": 0, "needed_per_day": None},
    ),
    "before it starts": Business(
        [{"name": "Sales"}], total("sales", "100", "2026-12-01", "2026-12-31"), "2026-03-01",
        lambda: [("sales", 1, on("2026-02-01"))],
        {"status": "not started", "actual": None, "expected": None, "gap": None, "days_left": 31},
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", BUSINESSES)
def test_every_figure_is_what_an_accountant_finds(workspace: Workspace, name: str) -> None:
    business = BUSINESSES[name]
    workspace.today = on("2026-01-01")
    for fields in business.kpis:
        add_kpi(workspace, fields)
    if business.parts:
        whole = find_kpi(workspace, business.goal["kpi"])
        split_kpi(workspace, whole, business.parts)
    workspace.today = on(business.today)
    log(workspace, [EntryInput(key, f"{value:.10g}".replace(".", ","), day) for key, value, day in business.rows()])
    if business.paused:
        add_pause(workspace, None, on(business.paused[0]), on(business.paused[1]), "away")
    meant = {"settled": "there negative worse before year days", "why": "w", "acceptable": "a"}
    workspace.today = min(on(business.today), on(business.goal["start"]))
    save_goal(workspace, read_draft(workspace, {"title": "A goal", **business.goal, **meant}).draft)
    workspace.today = on(business.today)
    (view,) = goal_views(workspace, foretell=False)
    now = view.standing
    for field, right in business.right.items():
        figure = (now.kept, now.judged) if field == "periods" else getattr(now, field)
        assert figure == (pytest.approx(right) if isinstance(right, float | int) else right), field

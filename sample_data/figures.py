"""The invented figures of Studio Noord, day by day: rhythm, season, growth, noise and the faults put in on purpose.

Only `Random.random` is drawn from and no transcendental function is used, so that the figures are the same on
every machine. How they are written is `make`'s work, what they mean `definitions`'.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import groupby
from math import sqrt
from random import Random
from typing import NamedTuple

FIRST = date(2024, 11, 23)
LAST = date(2026, 11, 22)
"""The day before the demo's today, a Monday."""

SUMMER_2025 = (date(2025, 7, 28), date(2025, 8, 10))
"""Nothing was logged and no pause was made: a gap."""
SUMMER_2026 = (date(2026, 7, 27), date(2026, 8, 9))
"""Nothing was logged, and the definitions hold a pause."""
CHRISTMAS = {date(year, 12, day) for year in (2024, 2025) for day in (25, 26)}
"""Days on which the row stands in the file with empty cells."""

FASTER_HOSTING = date(2026, 3, 3)
PAYMENTS_DOWN = date(2025, 9, 8)
SITE_DOWN = date(2026, 1, 14)
BIG_RETURN = date(2025, 1, 6)
ADS_UNREACHABLE = date(2025, 5, 20)
TYPING_ERROR = date(2026, 9, 16)
BLACK_FRIDAYS = {date(2024, 11, 29), date(2025, 11, 28)}

_BY_MONTH = (0.96, 0.94, 0.97, 0.98, 0.96, 0.92, 0.80, 0.86, 0.98, 1.05, 1.15, 1.22)
"""The season in the middle of each month; between them it goes in a straight line."""
_BY_WEEKDAY = (1.06, 1.04, 1.00, 1.01, 0.94, 0.89, 1.06)
_VISITORS = 505.0
_GROWTH_PER_YEAR = 0.178
_CONVERSION = (0.0250, 0.0290)
"""The share of visitors who order, at the start and at the end of the two years."""
_ORDER_VALUE = (23.4, 22.0)
"""Euros an order brings in, at the start and at the end of the two years."""
_PER_WEEK = 0.78
"""Which part of a week's visitors are different people."""


RENT, VAT = 640.0, 2900.0
"""Euros that leave the account on the first of every month, and at the end of January, April, July and October."""
BANKED_FROM, OPENING = date(2025, 11, 24), 7700.0
"""The first Monday of which the balance is known, and what it was."""
_UNSEEN = 340.0
"""Euros that were sold on a day on which nothing was logged."""
_KEPT, _DRAWN, _EACH_WEEK = 0.60, 1215.0, 180.0
"""What goods and postage leave of the revenue; euros a week that the owner takes out; advertising and small costs."""


class Day(NamedTuple):
    """What was logged of one day; None stands for a cell without data."""

    date: date
    revenue: float | None = None
    orders: int | None = None
    visitors: int | None = None
    organic_visitors: int | None = None
    social_visitors: int | None = None
    ad_impressions: int | None = None
    ad_clicks: int | None = None
    carts: int | None = None
    newsletter: int | None = None


class Measurement(NamedTuple):
    """One measurement of the site, at a time of day."""

    date: date
    kpi: str
    value: float
    decimals: int
    time: str
    note: str = ""


class Week(NamedTuple):
    """The different people seen in a week, known on its Sunday."""

    date: date
    weekly_uniques: int


def days(seed: int) -> list[Day]:
    """Return every day with a row, ascending; the days of both summer holidays are left out."""
    random = Random(seed)
    drift, found = 0.0, []
    for day in _calendar():
        drift = 0.55 * drift + 0.045 * _normal(random)
        made = _trading_day(day, drift, random)
        if not _within(day, SUMMER_2025) and not _within(day, SUMMER_2026):
            found.append(_with_faults(made))
    return found


def measurements(seed: int, logged: list[Day]) -> list[Measurement]:
    """Return the measurements of the site on the days with visitors, ascending by day and time."""
    random = Random(seed)
    found: list[Measurement] = []
    for day in (one.date for one in logged if one.visitors):
        found += sorted((*_speeds(day, random), *_bounces(day, random)), key=lambda one: (one.time, one.kpi))
    return found


def weeks(seed: int, logged: list[Day]) -> list[Week]:
    """Return the weeks from Monday to Sunday that lie wholly within the two years and have data, ascending."""
    random = Random(seed)
    found = []
    for sunday, group in groupby(logged, lambda one: one.date + timedelta(6 - one.date.weekday())):
        visitors = sum(one.visitors or 0 for one in group)
        if sunday - timedelta(6) >= FIRST:
            found.append(Week(sunday, round(visitors * (_PER_WEEK + 0.01 * _normal(random)))))
    return found


class Balance(NamedTuple):
    """What is in the account on a Monday morning."""

    date: date
    account: float


def balances(seed: int, logged: list[Day]) -> list[Balance]:
    """Return the balance of every Monday of the last year on which it was logged, ascending."""
    random, revenue = Random(seed), {one.date: one.revenue or 0.0 for one in logged}
    revenue[TYPING_ERROR] /= 10
    found, balance, monday = [Balance(BANKED_FROM, OPENING)], OPENING, BANKED_FROM
    while monday + timedelta(7) <= LAST:
        week = [monday + timedelta(after) for after in range(7)]
        monday += timedelta(7)
        sold = sum(revenue.get(day, _UNSEEN) for day in week)
        balance += _KEPT * sold - _DRAWN - _EACH_WEEK + 90 * _normal(random)
        balance -= sum(RENT for day in week if day.day == 1)
        balance -= sum(VAT for day in week if (day + timedelta(1)).day == 1 and day.month in (1, 4, 7, 10))
        if not _within(monday, SUMMER_2026):
            found.append(Balance(monday, round(balance, 2)))
    return found


def _calendar() -> Iterator[date]:
    return (FIRST + timedelta(after) for after in range((LAST - FIRST).days + 1))


def _trading_day(day: date, drift: float, random: Random) -> Day:
    """Return *day* as it would be without faults; the same numbers are drawn whatever the day is."""
    rush = 1.5 if day in BLACK_FRIDAYS else 1.0
    visitors = round(_expected_visitors(day) * rush * (1 + drift + 0.035 * _normal(random)))
    wanted = visitors * _moving(_CONVERSION, day) * (1.2 if rush > 1 else 1.0)
    orders = max(5, round(wanted + 0.75 * sqrt(wanted) * _normal(random)))
    value = _moving(_ORDER_VALUE, day) * (1 + 0.9 / sqrt(orders) * 0.3 * _normal(random))
    impressions = round(visitors * (5.6 + 0.5 * _normal(random)))
    return Day(
        day,
        revenue=round(orders * value, 2),
        orders=orders,
        visitors=visitors,
        organic_visitors=round(visitors * (0.46 + 0.02 * _normal(random))),
        social_visitors=round(visitors * (0.19 + 0.015 * _normal(random))),
        ad_impressions=impressions,
        ad_clicks=round(impressions * (0.0255 + 0.002 * _normal(random))),
        carts=round(orders / (0.30 + 0.02 * _normal(random))),
        newsletter=round(_moving((410, 1005), day) + 6 * random.random()) if day.weekday() == 0 else None,
    )


def _expected_visitors(day: date) -> float:
    growth = 1 + _GROWTH_PER_YEAR * (day - FIRST).days / 365
    return _VISITORS * growth * _season(day) * _BY_WEEKDAY[day.weekday()]


def _moving(ends: tuple[float, float], day: date) -> float:
    """Return where a figure is on *day* that goes evenly from one end of the two years to the other."""
    return ends[0] + (ends[1] - ends[0]) * (day - FIRST).days / (LAST - FIRST).days


def _season(day: date) -> float:
    months = day.month - 1 + (day.day - 15.5) / 30.5
    before = int(months // 1)
    share = months - before
    return _BY_MONTH[before % 12] * (1 - share) + _BY_MONTH[(before + 1) % 12] * share


def _with_faults(made: Day) -> Day:
    """Return a day with what was put in on purpose; `README.md` lists it all."""
    if made.date in CHRISTMAS:
        return Day(made.date)
    if made.date == SITE_DOWN:
        return Day(made.date, 0.0, 0, 0, 0, 0, 0, 0, 0, made.newsletter)
    faults: dict[date, dict[str, float | None]] = {
        PAYMENTS_DOWN: {"revenue": 0.0, "orders": 0},
        BIG_RETURN: {"revenue": -64.80, "orders": 5},
        ADS_UNREACHABLE: {"ad_impressions": None, "ad_clicks": None},
        TYPING_ERROR: {"revenue": round((made.revenue or 0.0) * 10, 2)},
    }
    return Day(**{**made._asdict(), **faults.get(made.date, {})})


def _speeds(day: date, random: Random) -> Iterator[Measurement]:
    """Yield the seconds a page takes, on working days, three times on Tuesday and Thursday."""
    if day.weekday() > 4:
        return
    usual = 2.1 if day >= FASTER_HOSTING else 3.4
    for time in ("09:00", "13:00", "20:00") if day.weekday() in (1, 3) else ("09:00",):
        busy = 0.15 if time == "20:00" else 0.0
        slow_line = random.random() < 0.01
        seconds = usual + busy + 0.12 * _normal(random) + (0.6 if slow_line else 0.0)
        yield Measurement(day, "site-speed", seconds, 2, time, _remark(day, time, slow_line))


def _remark(day: date, time: str, slow_line: bool) -> str:
    if day == FASTER_HOSTING and time == "09:00":
        return "verhuisd naar snellere hosting"
    return "gemeten via mobiel netwerk" if slow_line else ""


def _bounces(day: date, random: Random) -> Iterator[Measurement]:
    """Yield the percentage of visits that end on their first page, three times on Monday."""
    usual = 46.5 if day >= FASTER_HOSTING else 52.0
    for time in ("10:00", "15:00", "21:00") if day.weekday() == 0 else ("21:00",):
        yield Measurement(day, "bounce-rate", usual + 2.2 * _normal(random), 1, time)


def _within(day: date, stretch: tuple[date, date]) -> bool:
    return stretch[0] <= day <= stretch[1]


def _normal(random: Random) -> float:
    """Return a draw that is close to normal with mean 0 and deviation 1: twelve uniform ones added up."""
    return sum(random.random() for _ in range(12)) - 6

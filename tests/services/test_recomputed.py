"""Figures by the hour, week, year and part, worked out once more from the rows of the database by other means.

Nothing of the program but its answers is used: rows are read with SQL, days are told by the standard library.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

import pytest

from kpitui.core.calendar import BYS, STANDARD, By, Period, period_of
from kpitui.services.charts import hour_figures
from kpitui.services.entries import EntryInput, find_kpi, log
from kpitui.services.kpis import add_kpi
from kpitui.services.like_for_like import compared
from kpitui.services.parts import split_in, split_kpi
from kpitui.services.reading import figures
from kpitui.services.settings import change_setting
from kpitui.services.workspace import Workspace, open_workspace
from tests.databases import empty

TODAY = date(2028, 3, 6)
ZONE = ZoneInfo("Europe/Amsterdam")
STRETCHES = (
    (date(2026, 10, 24), date(2026, 10, 26)),  # an hour comes twice on the 25th
    (date(2026, 12, 26), date(2027, 1, 5)),  # week 53
    (date(2027, 2, 18), date(2027, 3, 5)),
    (date(2027, 3, 27), date(2027, 3, 29)),  # an hour is skipped on the 28th
    (date(2028, 2, 18), date(2028, 3, 5)),  # a leap day
)
KEYS = ("visitors", "search", "mail")


def is_on_the_clock(day: date, hour: int) -> bool:
    """Tell whether a clock in Amsterdam shows that hour on that day."""
    moment = datetime(day.year, day.month, day.day, hour, tzinfo=ZONE)
    return moment.astimezone(UTC).astimezone(ZONE).hour == hour


def days_of(stretch: tuple[date, date]) -> Iterator[date]:
    """Yield the days of a stretch, both ends inclusive."""
    for after in range((stretch[1] - stretch[0]).days + 1):
        yield stretch[0] + timedelta(days=after)


@pytest.fixture(params=[1, *(pytest.param(seed, marks=pytest.mark.slow) for seed in range(2, 12))])
def business(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Workspace]:
    """Visitors by the hour and their two sources, with hours, days and whole sources missing."""
    random = Random(request.param)
    workspace = open_workspace({}, datetime(2028, 3, 6, 9, 30), database=str(empty(tmp_path / "k.db")))  # noqa: DTZ001
    change_setting(workspace, "timezone", ZONE.key)
    workspace.refresh(datetime(2028, 3, 6, 9, 30))  # noqa: DTZ001
    workspace.today = date(2026, 10, 24)
    for name in KEYS:
        add_kpi(workspace, {"name": name.title()})
    split_kpi(workspace, find_kpi(workspace, "visitors"), ["search", "mail"], way="logged", move=False)
    workspace.today = TODAY
    typed = []
    for day in (day for stretch in STRETCHES for day in days_of(stretch) if random.random() > 0.1):
        for key in (key for key in KEYS if random.random() > (0 if key == "visitors" else 0.15)):
            for hour in random.sample(range(24), 5):
                if is_on_the_clock(day, hour):
                    value = random.randint(0, 90) + (200 if key == "visitors" else 0)
                    typed.append(EntryInput(key, str(value), day, time=f"{hour:02}:{random.randint(0, 59):02}"))
    random.shuffle(typed)
    log(workspace, typed, source="import")
    yield workspace
    workspace.close()


def rows_of(workspace: Workspace, key: str) -> list[tuple[date, int, float]]:
    """Return day, hour and value of every entry of a KPI, as the database has them."""
    rows = workspace.store.connection.execute(
        "SELECT date, substr(time, 1, 2), value FROM entry JOIN kpi ON kpi.id = entry.kpi WHERE key = ?", (key,)
    )
    return [(date.fromisoformat(day), int(hour), value) for day, hour, value in rows]


NAMES: dict[By, Callable[[date], str]] = {
    "day": lambda day: day.isoformat(),
    "week": lambda day: f"{day.isocalendar().year}-W{day.isocalendar().week:02}",
    "month": lambda day: f"{day:%Y-%m}",
    "quarter": lambda day: f"{day.year}-Q{(day.month + 2) // 3}",
    "year": lambda day: str(day.year),
}


def test_hours_and_periods_are_the_sums_of_their_entries(business: Workspace) -> None:
    """Every hour that the clock has, and no other; every period by its name; nothing where there is nothing."""
    kpi, rows = find_kpi(business, "visitors"), rows_of(business, "visitors")
    by_hour: dict[tuple[date, int], float] = defaultdict(float)
    for day, hour, value in rows:
        by_hour[day, hour] += value
    hours = hour_figures(business, kpi, 500 * 24)
    listed = [(figure.day, figure.hour) for figure in hours]
    clock = [(day, hour) for day in days_of((listed[0][0], listed[-1][0])) for hour in range(24)]
    clock = [slot for slot in clock if is_on_the_clock(*slot) and listed[0] <= slot <= max(by_hour)]
    assert listed == clock
    assert {(figure.day, figure.hour): figure.value for figure in hours if figure.value is not None} == by_hour
    for by in BYS:
        sums: dict[str, float] = defaultdict(float)
        for day, _hour, value in rows:
            sums[NAMES[by](day)] += value
        values = {figure.period.label: figure.value for figure in figures(business, kpi, by, 600)}
        assert {label: value for label, value in values.items() if value is not None} == sums
    assert "2026-W53" in {NAMES["week"](day) for day, _hour, _value in rows}


def test_a_year_meets_the_same_days_of_the_one_before(business: Workspace) -> None:
    """February of 29 days beside that of 28, and the year so far, as far as it was logged, beside the same part."""
    kpi, rows = find_kpi(business, "visitors"), rows_of(business, "visitors")
    last = max(day for day, _hour, _value in rows)

    def total(first: date, until: date) -> float:
        return sum(value for day, _hour, value in rows if first <= day <= until)

    whole = compared(business, kpi, period_of("month", date(2028, 2, 10), STANDARD), "last-year")
    assert (whole.now.value, whole.before.value) == (
        total(date(2028, 2, 1), date(2028, 2, 29)), total(date(2027, 2, 1), date(2027, 2, 28)),
    )  # fmt: skip
    year = compared(business, kpi, period_of("year", TODAY, STANDARD), "last-year")
    until = last.replace(year=2027) if (last.month, last.day) != (2, 29) else date(2027, 2, 28)
    assert year.now.value == total(date(2028, 1, 1), last)
    assert year.before.value == total(date(2027, 1, 1), until)


def test_parts_are_of_the_days_that_have_them_all(business: Workspace) -> None:
    """The whole and each part over the days with all three; what is left is the rest; shares add up to one."""
    days: dict[str, dict[date, float]] = {key: defaultdict(float) for key in KEYS}
    for key in KEYS:
        for day, _hour, value in rows_of(business, key):
            days[key][day] += value
    months = [period_of("month", date(2026, 10, 1) + timedelta(days=31 * after), STANDARD) for after in range(17)]
    for split in split_in(business, find_kpi(business, "visitors"), sorted(set(months), key=lambda one: one.start)):
        common = [day for day in set.intersection(*map(set, days.values())) if _in(day, split.period)]
        sums = {key: sum(values[day] for day in common) for key, values in days.items()}
        if not common:
            assert split.whole is None
            continue
        told = {part.kpi.key if part.kpi else "rest": part.value for part in split.parts}
        rest = sums["visitors"] - sums["search"] - sums["mail"]
        assert (split.whole, told["search"], told["mail"]) == (sums["visitors"], sums["search"], sums["mail"])
        assert told["rest"] == pytest.approx(rest)
        assert sum(part.share or 0.0 for part in split.parts) == pytest.approx(1.0)


def _in(day: date, period: Period) -> bool:
    return period.start <= day <= period.end

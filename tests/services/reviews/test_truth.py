"""Every sentence of the review of the sample business, against figures worked out from its CSV files alone.

Nothing of the program is used on the way to an expected figure but the sample files themselves.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from itertools import combinations, pairwise
from pathlib import Path
from statistics import fmean, median

import pytest

from kpitui.core.review import Point
from kpitui.services.demo import TODAY
from kpitui.services.reviews import Review, review, review_period
from kpitui.services.workspace import Workspace, open_workspace
from kpitui.wording.reviews import ReviewWording
from tests.databases import sample_business

pytestmark = pytest.mark.thorough

SAMPLES = Path(__file__).parents[3] / "sample_data"
START, END = date(2026, 11, 16), date(2026, 11, 22)
BEFORE = (date(2026, 11, 9), date(2026, 11, 15))
Series = dict[date, float]
EMPTY = ("", "-", "--")
"""Cells without data."""


def column(file: str, name: str) -> Series:
    """Return a column of a wide file by day; empty cells are left out."""
    with (SAMPLES / file).open(encoding="utf-8") as lines:
        return {
            date.fromisoformat(row["date"]): float(row[name]) for row in csv.DictReader(lines) if row[name] not in EMPTY
        }


def of_the_site(kpi: str) -> dict[date, list[float]]:
    """Return the figures of a KPI in the long Dutch file by day, many a day."""
    found: dict[date, list[float]] = {}
    with (SAMPLES / "studio-noord-site.csv").open(encoding="utf-8-sig") as lines:
        for row in csv.DictReader(lines, delimiter=";"):
            if row["kpi"] == kpi:
                day = datetime.strptime(row["datum"], "%d-%m-%Y").date()  # noqa: DTZ007  a local day
                if row["waarde"] not in EMPTY:
                    found.setdefault(day, []).append(float(row["waarde"].replace(",", ".")))
    return found


DAILY = {
    name: column("studio-noord-daily.csv", name)
    for name in ("revenue", "orders", "visitors", "organic-visitors", "social-visitors", "ad-impressions", "ad-clicks",
                 "carts", "newsletter")
}  # fmt: skip
WEEKLY = column("studio-noord-weekly.csv", "weekly-uniques")
ACCOUNT = column("studio-noord-account.csv", "account")


def total(series: Series, first: date, last: date) -> float:
    """Return the sum of the days from *first* to *last*."""
    return sum(value for day, value in series.items() if first <= day <= last)


def numbers(text: str) -> list[float]:
    """Return the figures in an English sentence, in their order."""
    return [float(found.replace(",", "")) for found in re.findall(r"\d[\d,]*(?:\.\d+)?", text)]


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """The sample business, in English."""
    path = str(sample_business(tmp_path_factory.mktemp("demo") / "demo.db"))
    opened = open_workspace({"KPITUI_TODAY": TODAY}, datetime.now(), database=path, language="en")  # noqa: DTZ005
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def found(demo: Workspace) -> Review:
    """The review of its last week."""
    return review(demo, review_period(demo, "week"))


@pytest.fixture(scope="module")
def wording(demo: Workspace, found: Review) -> ReviewWording:
    """What words it."""
    return ReviewWording(found, demo.settings.numbers)


def the_goal(found: Review, wording: ReviewWording, kpi: str) -> str:
    """Return the sentence of the goal on a KPI."""
    return next(wording.goal(line) for line in found.goals if line.view.kpi.key == kpi)


def test_which_week_it_is_and_how_many_goals_do_well(found: Review, wording: ReviewWording) -> None:
    """The last full week before Monday 23 November 2026; one goal of three."""
    assert (found.period.start, found.period.end) == (START, END)
    assert wording.heading() == "week 47, Mon 16 Nov to Sun 22 Nov 2026"
    assert wording.answer() == "On track or reached: 1 of 4"
    assert START.isocalendar()[1] == 47


def test_the_sums_of_the_goals(found: Review, wording: ReviewWording) -> None:
    """Revenue since October and visitors since January, of 15 and 20 percent more than in the same days before."""
    revenue, visitors = DAILY["revenue"], DAILY["visitors"]
    title, *figures = the_goal(found, wording, "revenue").rpartition("Q2: ")
    assert title.endswith("end of ")
    said = numbers(figures[1])
    assert said[0] == round(total(revenue, date(2026, 10, 1), END))
    assert said[1] == round(1.15 * total(revenue, date(2025, 10, 1), date(2026, 6, 30)))
    said = numbers(the_goal(found, wording, "visitors").partition(": ")[2])
    assert said[0] == total(visitors, date(2026, 1, 1), END)
    assert said[1] == round(1.2 * total(visitors, date(2025, 1, 1), date(2025, 12, 31)))


def conversion(first: date, last: date) -> float:
    """Return orders per visitor in percent, over the days that have both."""
    orders, visitors = DAILY["orders"], DAILY["visitors"]
    days = [day for day in orders if day in visitors and first <= day <= last]
    return 100 * sum(orders[day] for day in days) / sum(visitors[day] for day in days)


def test_the_level_of_the_conversion(found: Review, wording: ReviewWording) -> None:
    """The sum by sum of the last four weeks; four points above that of the half year before July."""
    target = 4 + conversion(date(2026, 1, 1), date(2026, 6, 30))
    said = numbers(the_goal(found, wording, "conversion").partition(": ")[2])
    assert said[:2] == [round(conversion(END - timedelta(days=27), END), 1), round(target, 1)]


def week(start: date) -> range:
    """Return the ordinals of seven days."""
    return range(start.toordinal(), start.toordinal() + 7)


def test_the_words_for_how_they_stand(found: Review, wording: ReviewWording) -> None:
    """Revenue is ahead of an even pace, visitors and conversion are behind theirs; the chances agree with a rough look.

    Rough is: four weeks of the recent pace over the days that are left, against what is still needed.
    """
    assert "on track; about 6 to 7 in 10: likely" in the_goal(found, wording, "revenue")
    assert "off track; less than 1 in 10: very unlikely" in the_goal(found, wording, "visitors")
    assert "off track; less than 1 in 10: very unlikely" in the_goal(found, wording, "conversion")
    revenue, visitors = DAILY["revenue"], DAILY["visitors"]
    recent = fmean(revenue[END - timedelta(days=back)] for back in range(28))
    arrives = total(revenue, date(2026, 10, 1), END) + 220 * recent
    assert 0.95 < arrives / (1.15 * total(revenue, date(2025, 10, 1), date(2026, 6, 30))) < 1.15
    needed = 1.2 * total(visitors, date(2025, 1, 1), date(2025, 12, 31)) - total(visitors, date(2026, 1, 1), END)
    best = max(total(visitors, day, day + timedelta(days=38)) for day in visitors if day <= END - timedelta(days=38))
    assert needed > best
    assert max(100 * DAILY["orders"][day] / visitors[day] for day in visitors if day > date(2026, 8, 24)) < 6.8


def test_what_asks_for_a_decision(found: Review, wording: ReviewWording) -> None:
    """The three goals that are behind, by how much; no day is missing, and no action is due."""
    told = {each.kpi: wording.matter(each.key) for each in found.matters.open}
    keys = {found.kpis[number or 0].key: each for number, each in told.items()}
    assert list(keys) == ["visitors", "conversion", "orders"]
    assert found.matters.untold == 0
    behind = numbers(keys["conversion"].text.rpartition(", ")[2])[0]
    # Two weeks of July and August are a pause.
    share = ((END - date(2026, 7, 1)).days - 14) / ((date(2026, 12, 31) - date(2026, 7, 1)).days - 14)
    visitors = DAILY["visitors"]
    base, level = conversion(date(2026, 1, 1), date(2026, 6, 30)), conversion(END - timedelta(days=27), END)
    assert behind == pytest.approx(base + 4 * share - level, abs=0.1)
    assert "Not enough yet, but improving" in keys["visitors"].step
    assert slope(weekly_means(visitors)) > 0
    # Two weeks of the year are a pause; the weekdays share the others by their usual weight, which is nearly even.
    days = (END - date(2026, 1, 1)).days + 1 - 14
    even = 1.2 * total(visitors, date(2025, 1, 1), date(2025, 12, 31)) * days / (365 - 14)
    said = numbers(keys["visitors"].text.rpartition(", off track, ")[2])[0]
    assert said == pytest.approx(even - total(visitors, date(2026, 1, 1), END), rel=0.03)
    for name in ("revenue", "orders", "visitors", "carts"):
        assert all(START.fromordinal(day) in DAILY[name] for day in week(START))


def slope(values: Series) -> float:
    """Return the median of the slopes a week between all pairs of days (Theil and Sen)."""
    pairs = combinations(sorted(values), 2)
    return median(7 * (values[last] - values[first]) / (last - first).days for first, last in pairs)


def weekly_means(series: Series) -> Series:
    """Return the means of the latest 26 weeks that have data, each by its Monday."""
    starts = [START - timedelta(weeks=back) for back in range(25, -1, -1)]
    known = {start: [series[day] for day in map(date.fromordinal, week(start)) if day in series] for start in starts}
    return {start: fmean(values) for start, values in known.items() if values}


def lately(series: Series, weeks: int) -> Series:
    """Return the means of the latest weeks, those in which it rises."""
    means = weekly_means(series)
    return {start: means[start] for start in sorted(means)[-weeks:]}


def test_the_strong_and_the_weak_points(found: Review, wording: ReviewWording) -> None:
    """Trends by their slopes, goals by their chances; while a goal fails, nothing that only flatters is strong."""
    strong = {found.kpis[each.kpi].key: wording.point(each) for each in found.strong}
    assert list(strong) == ["organic-visitors", "ad-clicks", "carts", "revenue", "orders"]
    assert [found.kpis[each.kpi].key for each in found.weak] == ["visitors", "conversion"]
    assert "higher since Thu 22 Oct" in strong["revenue"]
    assert numbers(strong["ad-clicks"])[0] == pytest.approx(slope(lately(DAILY["ad-clicks"], 15)), rel=0.15)


def test_a_change_for_the_worse_is_not_told_under_a_strong_goal(found: Review) -> None:
    """A fall goes with a weak goal for more, and is no remark on a strong one."""
    points = [point for point in (*found.strong, *found.weak) if point.goal is not None and point.kpi in found.why]
    assert points
    for point in points:
        other = point._replace(good=not point.good)
        assert (found.why_of(point) is None) != (found.why_of(other) is None)
        fell = (found.why[point.kpi].taken.change or 0.0) < 0
        assert found.why_of(other if point.good == fell else point) is not None, "all of these want more"


def test_how_a_level_that_moved_is_told(found: Review, wording: ReviewWording) -> None:
    """The level of unique visitors by its means before and after; all weeks of the level before count."""
    uniques = [WEEKLY[day] for day in sorted(WEEKLY)]
    after = [WEEKLY[day] for day in sorted(WEEKLY) if day >= date(2026, 9, 21)]
    before = uniques[-51 - len(after) : -len(after)]
    kpi = next(kpi for kpi in found.kpis.values() if kpi.key == "weekly-uniques")
    text = wording.point(Point(kpi.id, None, True, None, found.moves[kpi.id].size or 0.0))
    said = numbers(text.partition("about ")[2])
    assert said[0] == pytest.approx(fmean(after) - fmean(before), abs=0.51)
    assert f"based on {len(before)} values before and {len(after)} after" in text


def test_how_far_they_moved_is_in_their_own_variation(found: Review) -> None:
    """The newsletter grows as evenly as a clock, so that its growth is many times what varies from week to week."""
    sizes = {found.kpis[number].key: move.size for number, move in found.moves.items()}
    newsletter = DAILY["newsletter"]
    steps = [abs(newsletter[b] - newsletter[a]) for a, b in pairwise(sorted(newsletter))]
    rise = 22 * slope(weekly_means(newsletter))
    assert sizes["newsletter"] == pytest.approx(rise / (fmean(steps) * 2.66 / 3), rel=0.35)
    strong = [each.size for each in found.strong if each.goal is None]
    assert strong == sorted(strong, reverse=True)


def test_what_was_seen_of_the_action(wording: ReviewWording) -> None:
    """Seven days since 16 November: it is looked at on the day by which the effect is expected, not before."""
    (said,) = wording.actions()
    expected_by = date(2026, 12, 20)
    days = (expected_by - date(2026, 11, 16)).days + 1
    assert said == (
        f"Show shipping costs before the checkout, since Mon 16 Nov 2026: too early to tell: 7 of {days} days"
    )
    assert wording.changed() == ["This is your first review"]


FIGURES: dict[str, Callable[[date, date], float]] = {
    "revenue": lambda first, last: total(DAILY["revenue"], first, last),
    "orders": lambda first, last: total(DAILY["orders"], first, last),
    "visitors": lambda first, last: total(DAILY["visitors"], first, last),
    "conversion": lambda first, last: 100 * total(DAILY["orders"], first, last) / total(DAILY["visitors"], first, last),
    "order-value": lambda first, last: total(DAILY["revenue"], first, last) / total(DAILY["orders"], first, last),
    "site-speed": lambda first, last: fmean(
        value for day, values in of_the_site("site-speed").items() if first <= day <= last for value in values
    ),
    "bounce-rate": lambda first, last: fmean(
        value for day, values in of_the_site("bounce-rate").items() if first <= day <= last for value in values
    ),
    "organic-visitors": lambda first, last: total(DAILY["organic-visitors"], first, last),
    "social-visitors": lambda first, last: total(DAILY["social-visitors"], first, last),
    "ad-impressions": lambda first, last: total(DAILY["ad-impressions"], first, last),
    "ad-clicks": lambda first, last: total(DAILY["ad-clicks"], first, last),
    "click-through": lambda first, last: (
        100 * total(DAILY["ad-clicks"], first, last) / total(DAILY["ad-impressions"], first, last)
    ),
    "carts": lambda first, last: total(DAILY["carts"], first, last),
    "abandoned-carts": lambda first, last: (
        100 - 100 * total(DAILY["orders"], first, last) / total(DAILY["carts"], first, last)
    ),
    "newsletter": lambda first, last: next(
        DAILY["newsletter"][day] for day in sorted(DAILY["newsletter"], reverse=True) if first <= day <= last
    ),
    "weekly-uniques": lambda _first, last: WEEKLY[last],
    "account": lambda _first, last: max((day, value) for day, value in ACCOUNT.items() if day <= last)[1],
}
"""Each KPI worked out over a period of days from the files."""


@pytest.mark.parametrize("key", FIGURES)
def test_the_figures_of_the_week_and_of_the_one_before(found: Review, key: str) -> None:
    """Sums, means, ratios of sums, the last level, and the stamped figure of its own week."""
    figure = next(each for each in found.figures if each.kpi.key == key)
    now, before = figure.compared.now, figure.compared.before
    assert now.value == pytest.approx(FIGURES[key](START, END))
    assert before.value == pytest.approx(FIGURES[key](*BEFORE))
    assert (now.at_least, figure.compared.bound) == (False, "exact")


def test_every_kpi_is_checked(found: Review) -> None:
    """A KPI that is added to the sample business needs its figure here."""
    assert {each.kpi.key for each in found.figures} == set(FIGURES)

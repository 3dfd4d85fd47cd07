"""Guards that a whole is the sum of its parts on the days that have all of them, and what parts and rest come to."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpitui.core.aggregation import KpiData, Source, aggregate
from kpitui.core.calendar import STANDARD, By, period_of, periods_between
from kpitui.core.errors import Refused
from kpitui.core.goal import Goal, Target
from kpitui.core.model import Kpi, Pause
from kpitui.core.pace import standing
from kpitui.core.parts import SplitPeriod, is_within, parts_of, refuse_part, refuse_whole, split_periods, with_sums
from kpitui.core.recurring import judged_periods
from kpitui.core.series import View
from tests.core.business import LATER, MONDAY, Entries, day, totals

WHOLE = Kpi(1, "visitors", "Visitors", "flow", created=MONDAY, split="computed")
ORGANIC = Kpi(2, "organic", "Organic", "flow", created=MONDAY, part_of=1)
SOCIAL = Kpi(3, "social", "Social", "flow", created=MONDAY, part_of=1)
DIRECT = Kpi(4, "direct", "Direct", "flow", created=MONDAY, part_of=1)
LAST = day(60)
YEAR = st.dates(date(2027, 12, 1), date(2028, 3, 31))
SIDES = st.dictionaries(YEAR, st.integers(0, 900), max_size=40)


def _sources(
    *pairs: tuple[Kpi, Entries],
    today: date = LATER,
    first: date = MONDAY,
    last: date = LAST,
    pauses: tuple[Pause, ...] = (),
) -> dict[str, Source]:
    sources = {kpi.key: Source(kpi, totals(kpi, entries)) for kpi, entries in pairs}
    every = [kpi for kpi, _entries in pairs]
    return with_sums(sources, every, dict.fromkeys(sources, first), last, View(today, STANDARD, pauses))


def _split(sources: dict[str, Source], by: By = "week", *, of: date = MONDAY, today: date = LATER) -> SplitPeriod:
    whole, *parts = sources.values()
    (split,) = split_periods(whole, parts, [period_of(by, of, STANDARD)], View(today, STANDARD, ()))
    return split


def test_a_whole_is_the_sum_of_its_parts() -> None:
    """Two days have all three parts and one lacks a part: shares are of the two, the week holds all that is there."""
    sources = _sources(
        (WHOLE, []),
        (ORGANIC, [(day(0), 10.0), (day(1), 20.0), (day(2), 30.0)]),
        (SOCIAL, [(day(0), 1.0), (day(1), 2.0), (day(2), 3.0)]),
        (DIRECT, [(day(0), 0.0), (day(2), 7.0)]),
    )
    assert sources["visitors"].totals[:2] == ((day(0), day(2)), (11.0, 40.0))
    split = _split(sources)
    assert (split.whole, [part.value for part in split.parts]) == (51.0, [40.0, 4.0, 7.0])
    assert [round(part.share or 0.0, 6) for part in split.parts] == [0.784314, 0.078431, 0.137255]
    assert (split.coverage.logged, split.coverage.expected, split.coverage.one_sided) == (2, 7, 1)
    (week,) = aggregate(WHOLE, sources, [period_of("week", MONDAY, STANDARD)], today=LATER, calendar=STANDARD)
    # 11 and 40 of the whole days, and 20 + 2 of the day that lacks a part.
    assert (week.value, week.at_least, week.coverage.missing) == (73.0, True, 5)
    data = KpiData(WHOLE, sources, MONDAY, LAST, today=LATER)
    assert (data.value(day(0), day(6)), data.logged_value(day(0), day(6))) == (51.0, 73.0)
    assert (data.logged_value(day(1), day(1)), data.value(day(1), day(1))) == (22.0, None)
    assert data.values(day(0), day(6)).values == (11.0, 40.0), "a forgotten part never looks like a fall"


def test_a_week_whose_logged_parts_reach_the_minimum_is_kept() -> None:
    """7 x 100 and 6 x 50 are 1,000; the missing 50 can only add to it, and at most 990 was passed all the same."""
    sources = _sources(
        (WHOLE, []),
        (ORGANIC, [(day(n), 100.0) for n in range(7)]),
        (SOCIAL, [(day(n), 50.0) for n in range(7) if n != 3]),
        today=day(8),
    )
    data = KpiData(WHOLE, sources, MONDAY, LAST, today=day(8))

    def week_of(target: Target) -> tuple[float | None, str]:
        goal = Goal(1, "", "", WHOLE.id, "recurring", day(0), day(13), (target,), per="week")
        first = judged_periods(goal, data)[0]
        return first.value, first.verdict

    assert week_of(Target(day(0), 1000.0, 1000.0)) == (1000.0, "kept")
    assert week_of(Target(day(0), 990.0, None, 990.0)) == (1000.0, "missed")
    total = Goal(1, "", "", WHOLE.id, "total", day(0), day(13), (Target(day(0), 3000.0),))
    assert standing(total, data).actual == 1000.0 and standing(total, data).at_least


def test_what_a_part_of_a_part_brought_is_in_the_whole() -> None:
    """12 of a part whose own parts are not all there are in the whole of the week too."""
    organic = ORGANIC._replace(split="computed")
    news, search = (
        Kpi(number, key, key.title(), "flow", created=MONDAY, part_of=2) for number, key in ((5, "news"), (6, "search"))
    )
    sources = _sources(
        (WHOLE, []),
        (organic, []),
        (SOCIAL, [(day(0), 1.0), (day(1), 2.0)]),
        (news, [(day(0), 5.0), (day(1), 10.0)]),
        (search, [(day(0), 4.0)]),
    )
    data = KpiData(WHOLE, sources, MONDAY, LAST, today=LATER)
    assert (data.value(day(0), day(6)), data.logged_value(day(0), day(6))) == (10.0, 22.0)


def test_what_was_logged_before_it_was_split_is_kept() -> None:
    """Days before the first parts keep the figure that was typed; a day with all parts is their sum."""
    sources = _sources(
        (WHOLE, [(day(0), 100.0), (day(1), 100.0), (day(2), 100.0)]),
        (ORGANIC, [(day(1), 60.0), (day(2), 60.0)]),
        (SOCIAL, [(day(1), 50.0)]),
    )
    assert sources["visitors"].totals.figures == (100.0, 110.0, 100.0)


def test_a_new_part_cuts_nothing_off_the_whole() -> None:
    """Before the first number of a part the whole keeps its own; what the others leave of it is the rest, not zero."""
    own = (WHOLE, [(day(n), 100.0) for n in range(5)])
    others = (ORGANIC, [(day(n), 60.0) for n in range(5)]), (SOCIAL, [(day(n), 10.0) for n in range(5)])
    new = DIRECT._replace(created=day(6))
    sources = _sources(own, *others, (new, []), today=day(6), last=day(6))
    assert sources["visitors"].totals.figures == (100.0,) * 5
    split = _split(sources, today=day(6))
    assert [part.value for part in split.parts] == [300.0, 50.0, None, 150.0]
    assert [part.share for part in split.parts] == [0.6, 0.1, None, 0.3]
    # From day 3 on it is logged: 60 + 10 + 20; day 4 lacks it and is its own again, and no day of the comparison.
    sources = _sources(own, *others, (new, [(day(3), 20.0)]), today=day(6), last=day(6))
    assert sources["visitors"].totals.figures == (100.0, 100.0, 100.0, 90.0, 100.0)
    assert sources["visitors"].own == (day(0), day(1), day(2), day(4))
    split = _split(sources, today=day(6))
    assert (split.whole, [part.value for part in split.parts]) == (390.0, [240.0, 40.0, 20.0, 90.0])
    assert (split.coverage.logged, split.coverage.one_sided) == (4, 1)
    # Without numbers of its own it is the sum of the parts that there were.
    sources = _sources((WHOLE, []), *others, (new, [(day(3), 20.0)]), today=day(6), last=day(6))
    assert sources["visitors"].totals.figures == (70.0, 70.0, 70.0, 90.0)
    assert [part.value for part in _split(sources, today=day(6)).parts] == [240.0, 40.0, 20.0]


def test_a_week_counts_its_own_number_or_its_sum() -> None:
    """A weekly 100 on Wednesday and parts of 60 and 50: 110 where both are there, 100 where one is not; never both."""
    whole, one, other = (kpi._replace(cadence="week") for kpi in (WHOLE, ORGANIC, SOCIAL))
    for on, value in ((day(3), 110.0), (day(10), 100.0)):
        sources = _sources((whole, [(day(2), 100.0)]), (one, [(day(1), 60.0)]), (other, [(on, 50.0)]))
        (week,) = aggregate(whole, sources, [period_of("week", MONDAY, STANDARD)], today=LATER, calendar=STANDARD)
        assert week.value == value
        assert KpiData(whole, sources, MONDAY, LAST, today=LATER).logged_value(day(0), day(6)) == value


def test_a_blank_that_is_zero_ends_where_the_parts_begin() -> None:
    """A whole whose blank days are zeros has them until its parts begin; then a day that lacks a part is no zero."""
    whole, organic = WHOLE._replace(blank="zero"), ORGANIC._replace(created=day(3))
    zero = SOCIAL._replace(blank="zero", created=day(3))
    sources = _sources(
        (whole, [(day(0), 9.0)]),
        (organic, [(day(3), 4.0), (day(5), 4.0)]),
        (zero, [(day(3), 1.0)]),
        today=day(7),
        last=day(7),
    )
    assert dict(zip(*sources["visitors"].totals[:2], strict=True)) == {day(0): 9.0, day(3): 5.0, day(5): 4.0} | {
        day(n): 0.0 for n in (1, 2)
    }


def test_today_waits_for_all_parts() -> None:
    """A day that runs has no sum before the last part is logged, for it would look like a fall."""
    parts = [(ORGANIC, [(day(0), 5.0), (day(1), 5.0)]), (SOCIAL, [(day(0), 5.0)])]
    assert _sources((WHOLE, []), *parts, today=day(1))["visitors"].totals.days == (day(0),)
    parts[1] = (SOCIAL, [(day(0), 5.0), (day(1), 6.0)])
    assert _sources((WHOLE, []), *parts, today=day(1))["visitors"].totals.figures == (10.0, 11.0)


def test_what_is_not_expected_is_not_missed() -> None:
    """A part of working days, one that is paused and one that was added later leave the sum of the others whole."""
    office = SOCIAL._replace(cadence="workday")
    later = DIRECT._replace(created=day(6))
    pause = Pause(1, ORGANIC.id, day(3), day(3), "")
    organic = [(day(n), 1.0) for n in (0, 1, 2, 4, 5, 6)]
    sources = _sources(
        (WHOLE, []),
        (ORGANIC, organic),
        (office, [(day(n), 10.0) for n in range(5)]),
        (later, [(day(6), 100.0)]),
        pauses=(pause,),
        today=day(8),
        last=day(8),
    )
    assert sources["visitors"].totals.figures == (11.0, 11.0, 11.0, 10.0, 11.0, 1.0, 101.0)


def test_parts_that_were_added_together_begin_together() -> None:
    """Of two parts of one day only one is logged at first: no sums; one put away is not waited for."""
    organic = (ORGANIC, [(day(n), 1.0) for n in range(4)])
    sources = _sources((WHOLE, []), organic, (SOCIAL, [(day(2), 1.0)]), today=day(4), last=day(4))
    assert sources["visitors"].totals.days == (day(2),)
    put_away = SOCIAL._replace(archived=True)
    sources = _sources((WHOLE, []), organic, (put_away, [(day(2), 1.0)]), today=day(4), last=day(4))
    assert sources["visitors"].totals.days == (day(2), day(3))


def test_what_parts_leave_is_the_rest() -> None:
    """Of a whole that is logged the rest is what its parts leave, over the days that have all; more than it is said."""
    whole = WHOLE._replace(split="logged")
    sources = _sources(
        (whole, [(day(0), 100.0), (day(1), 100.0), (day(2), 500.0)]),
        (ORGANIC, [(day(0), 60.0), (day(1), 50.0)]),
        (SOCIAL, [(day(0), 10.0), (day(1), 20.0), (day(2), 5.0)]),
    )
    split = _split(sources)
    assert [(part.kpi and part.kpi.key, part.value, part.share) for part in split.parts] == [
        ("organic", 110.0, 0.55), ("social", 30.0, 0.15), (None, 60.0, 0.3),
    ]  # fmt: skip
    assert (split.whole, split.coverage.logged, split.excess) == (200.0, 2, 0.0)
    sources = _sources((whole, [(day(0), 50.0)]), (ORGANIC, [(day(0), 60.0)]))
    split = _split(sources)
    assert (split.excess, [part.share for part in split.parts]) == (10.0, [None, None])
    tenths = _sources((whole, [(day(0), 0.3)]), (ORGANIC, [(day(0), 0.1)]), (SOCIAL, [(day(0), 0.2)]))
    assert _split(tenths).parts[-1].value == 0.0


def test_of_a_level_the_last_day_with_all_counts() -> None:
    """Three balances: the whole of a month is that of the last day on which all three are known."""
    whole, one, other = (kpi._replace(kind="level") for kpi in (WHOLE, ORGANIC, SOCIAL))
    sources = _sources(
        (whole, []), (one, [(day(0), 5.0), (day(1), 6.0), (day(2), 7.0)]), (other, [(day(0), 1.0), (day(1), 2.0)])
    )
    split = _split(sources)
    assert (split.whole, [part.value for part in split.parts]) == (8.0, [6.0, 2.0])


def test_weeks_meet_in_their_week() -> None:
    """Weekly parts logged on different days of their week are one sum; the 53rd week is a week of its own."""
    whole, one, other = (kpi._replace(cadence="week") for kpi in (WHOLE, ORGANIC, SOCIAL))
    monday = date(2026, 12, 28)
    sources = _sources((whole, []), (one, [(monday, 5.0)]), (other, [(date(2027, 1, 3), 6.0)]), last=date(2027, 1, 31))
    split = _split(sources, of=monday)
    assert (split.period.label, split.whole, split.coverage.expected) == ("2026-W53", 11.0, 1)


def test_parts_may_have_parts() -> None:
    """Social is itself the sum of two; and KPIs that would be parts of each other keep what was logged on them."""
    social = SOCIAL._replace(split="computed")
    facebook, mail = (
        Kpi(5, "f", "F", "flow", created=MONDAY, part_of=3),
        Kpi(6, "m", "M", "flow", created=MONDAY, part_of=3),
    )
    sources = _sources(
        (WHOLE, []), (ORGANIC, [(day(0), 1.0)]), (social, []), (facebook, [(day(0), 10.0)]), (mail, [(day(0), 100.0)])
    )
    assert sources["visitors"].totals.figures == (111.0,)
    circle = [(WHOLE._replace(part_of=3), [(day(0), 3.0)]), (social, [(day(0), 4.0)])]
    assert _sources(*circle)["social"].totals.days == (day(0),)
    assert is_within(facebook, WHOLE, [WHOLE, social, facebook])
    assert not is_within(WHOLE, social, [WHOLE, social])


def test_what_does_not_add_up_is_refused() -> None:
    """A part is of the kind, the unit and the rhythm of its whole, and of a kind that adds up."""
    others = {
        "kind": ORGANIC._replace(kind="level"),
        "added up": ORGANIC._replace(kind="sample"),
        "only one of": ORGANIC._replace(unit="EUR"),
        "often": ORGANIC._replace(cadence="week"),
    }
    for word, part in others.items():
        with pytest.raises(Refused) as refused:
            refuse_part(WHOLE, part)
        assert word in refused.value.message.format(**refused.value.params)
    refuse_part(WHOLE, ORGANIC._replace(cadence="workday"))
    for kind in ("sample", "ratio", "formula", "stamped"):
        with pytest.raises(Refused, match="can't be split"):
            refuse_whole(WHOLE._replace(kind=kind))
    assert parts_of(WHOLE, [WHOLE, SOCIAL._replace(archived=True), ORGANIC, MONEY]) == [
        ORGANIC,
        SOCIAL._replace(archived=True),
    ]


MONEY = Kpi(9, "money", "Money", "flow", "EUR", created=MONDAY)


@given(SIDES, SIDES, SIDES, st.sampled_from(("week", "month", "quarter", "year")), st.booleans())
def test_parts_and_rest_are_those_of_the_days_that_have_all(
    whole: dict[date, int], one: dict[date, int], other: dict[date, int], by: By, logged: bool
) -> None:
    """Recounted from the entries over a leap day and a turn of the year, period by period."""
    created, last, today = date(2027, 12, 1), date(2028, 3, 31), date(2028, 6, 1)
    top = WHOLE._replace(created=created, split="logged" if logged else "computed")
    parts = [(kpi._replace(created=created), entries) for kpi, entries in ((ORGANIC, one), (SOCIAL, other))]
    sources = _sources(
        (top, [(when, float(value)) for when, value in whole.items()]),
        *((kpi, [(when, float(value)) for when, value in entries.items()]) for kpi, entries in parts),
        today=today, first=created, last=last,
    )  # fmt: skip
    periods = periods_between(by, created, last, STANDARD)
    above, *below = sources.values()
    for split in split_periods(above, below, periods, View(today, STANDARD, ())):
        inside = [
            created + timedelta(days=n)
            for n in range(122)
            if split.period.start <= created + timedelta(days=n) <= split.period.end
        ]
        both = [when for when in inside if when in one and when in other and (when in whole or not logged)]
        sums = [sum(one[when] for when in both), sum(other[when] for when in both)]
        total = sum(whole[when] for when in both) if logged else sum(sums)
        if not both:
            assert split.whole is None and all(part.value is None for part in split.parts)
            continue
        expected = [*sums, total - sum(sums)] if logged else sums
        assert (split.whole, [part.value for part in split.parts]) == (total, expected)
        assert split.coverage.logged == len(both)
        if total and min(expected) >= 0:
            assert abs(sum(part.share or 0.0 for part in split.parts) - 1) < 1e-9

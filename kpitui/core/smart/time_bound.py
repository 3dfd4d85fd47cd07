"""T: a first and a last day, and enough periods between them to see a change."""

from __future__ import annotations

import re
from datetime import date

from kpitui.core.cadence import cadence_by, expected_count, slots
from kpitui.core.calendar import MEAN_DAYS, STANDARD, months_later, period_of, shifted
from kpitui.core.errors import mark
from kpitui.core.goal import MEASURED_DAYS, SUMS
from kpitui.core.kinds import KINDS
from kpitui.core.smart.draft import Check, Facts, Finding, Fix, GoalDraft, first_day, lack, length_of, start_of

MIN_REVIEWS = 6
"""Reviews that should fall within a goal."""

SIGNAL_VALUES = 8
"""Values in a row that a change of level takes to be seen: a run of eight on one side of the centre."""

DAYS_OF = {by: round(days) for by, days in MEAN_DAYS.items()}
"""About how many days a period has."""

LATE = 0.25
"""The share of the days of a goal that are over from which on it is told how many are left."""

HALF_A_YEAR = 184
"""Days that no half year is longer than."""

MONTH_DAYS = 31
"""Days that no month is longer than."""

SEASONS = (
    (re.compile(r"\b(spring|lente|voorjaar)\b", re.IGNORECASE), (3, 20)),
    (re.compile(r"\b(summer|zomer|zomervakantie)\b", re.IGNORECASE), (6, 20)),
    (re.compile(r"\b(autumn|fall|herfst|najaar)\b", re.IGNORECASE), (9, 22)),
    (re.compile(r"\b(winter|christmas|kerst|kerstmis|holidays|feestdagen)\b", re.IGNORECASE), (12, 20)),
)
"""Times of a year that have no last day, and the day before they begin in the north."""


def too_short(draft: GoalDraft, facts: Facts) -> Finding | None:
    """Find a time in which too few reviews or values fall for a change to be told from noise."""
    days = length_of(draft, facts)
    if days is None:
        return None
    start, needed = start_of(draft, facts), SIGNAL_VALUES
    cadence = facts.kpi.cadence if facts.kpi else "day"
    per = DAYS_OF[cadence_by(cadence)]
    later, values = shifted(start, per * SIGNAL_VALUES), days // per
    if per == 1:  # of a shop that opens at weekends four days of a week bring no value
        coming = slots(cadence, start, shifted(start, 7 * SIGNAL_VALUES), STANDARD)[SIGNAL_VALUES - 1 :]
        later = coming[0][1] if coming else later
        values = expected_count(cadence, start, shifted(start, days - 1), STANDARD)
    if values < SIGNAL_VALUES:
        return Finding(
            "T", "hint", "deadline",
            mark(
                "a real change only shows after {needed} values. By the deadline you will have {values}"
),
            {"values": values, "needed": needed},
            mark("take longer, or log more often"),
            (Fix(mark("until {later}"), {"later": later}, {"deadline": later}),),
        )  # fmt: skip
    if days >= MIN_REVIEWS * DAYS_OF.get(draft.review, 7):
        return None
    later = shifted(start, MIN_REVIEWS * DAYS_OF.get(draft.review, 7) - 1)
    fixes = [Fix(mark("until {later}"), {"later": later}, {"deadline": later})]
    if draft.review != "week" and days >= MIN_REVIEWS * DAYS_OF["week"]:
        fixes.insert(0, Fix(mark("review it every week"), {}, {"review": "week"}))
    return Finding(
        "T", "hint", "deadline", mark("the time is too short to tell a real change from normal ups and downs"), {},
        mark("allow at least six reviews, so take longer or review more often"), tuple(fixes),
    )  # fmt: skip


def is_a_month_ahead(first: date, deadline: date | None, today: date) -> bool:
    """Tell whether a period by whose end something is wanted is a month that has not begun yet.

    By the end of Q2 is said of that quarter; by the end of June, in March, of the time until then.
    """
    return deadline is not None and today < first and (deadline - first).days < MONTH_DAYS


def counted_from(draft: GoalDraft, facts: Facts) -> Finding | None:
    """Find a sum by the end of a period, which can be that of the period or of all days from today on."""
    first = facts.period_start
    if first is None or draft.deadline is None or "start" in draft.settled or draft.type not in SUMS:
        return None
    if start_of(draft, facts) == facts.today and is_a_month_ahead(first, draft.deadline, facts.today):
        return Finding(
            "T", "hint", "start",
            mark("every day from today to {deadline} counts, not only the days from {start} on"),
            {"start": first, "deadline": draft.deadline},
            mark("keep all days, or count only that month"),
            (
                Fix(mark("from today on"), {}, {"settled": (*draft.settled, "start")}),
                Fix(mark("from {start} on"), {}, {"start": first, "settled": (*draft.settled, "start")}),
            ),
        )  # fmt: skip
    if draft.start != first or first == facts.today or first_day(draft, facts.today) != first:
        return None
    return Finding(
        # By the end of a year that has not begun can be said of all days until then as well.
        "T", "required" if first > facts.today and (draft.deadline - first).days > HALF_A_YEAR else "hint", "start",
        mark("only the days from {start} to {deadline} count, not all days from today on")
        if first > facts.today
        else mark("all days from {start} to {deadline} count, not only the days from today on"),
        {"start": first, "deadline": draft.deadline},
        mark("keep that start day, or count from today"),
        (
            Fix(mark("this period"), {}, {"start": first, "settled": (*draft.settled, "start")}),
            Fix(mark("from today on"), {}, {"start": facts.today}),
        ),
    )  # fmt: skip


def first_period(draft: GoalDraft, facts: Facts) -> Finding | None:
    """Find that the first period of a recurring goal begins on another day than today, when nobody gave the start."""
    if draft.type != "recurring" or draft.first_period is None or draft.deadline is None:
        return None
    start, end, other = draft.first_period
    if start in (other, facts.today):
        return None
    return Finding(
        "T", "hint", "start",
        mark("the first period that counts is {start} to {end}"),
        {"start": start, "end": end},
        mark("keep this first period, or choose another start day"),
        (Fix(mark("from {start} on"), {"start": other}, {"start": other, "first_period": None}),),
    )  # fmt: skip


CUT = 0.1
"""The part of the time of a goal that a week or month which it cuts takes at the least, where that is told."""

_LAST = {
    "week": mark("the last week that counts ends on {last}. The next one ends after the deadline"),
    "month": mark("the last month that counts ends on {last}. The next one ends after the deadline"),
    "quarter": mark("the last quarter that counts ends on {last}. The next one ends after the deadline"),
}
_NONE = {
    "week": mark("no week ends between the start and the deadline, so nothing counts"),
    "month": mark("no month ends between the start and the deadline, so nothing counts"),
    "quarter": mark("no quarter ends between the start and the deadline, so nothing counts"),
}


def cut_by_deadline(draft: GoalDraft, facts: Facts) -> Finding | None:
    """Find a sum of weeks, months or quarters of which the deadline cuts one that takes a good part of its time."""
    days = length_of(draft, facts)
    if facts.cut is None or facts.kpi is None or draft.deadline is None or days is None:
        return None
    (last, end), by = facts.cut, facts.rhythm or cadence_by(facts.kpi.cadence)
    if by == "day" or (last is not None and (draft.deadline - last).days < CUT * days):
        return None
    return Finding(
        "T", "hint" if last else "required", "deadline", (_LAST if last else _NONE)[by], {"last": last},
        mark("keep this deadline, or choose the last day of the next period")
        if last
        else mark("choose the last day of a period as the deadline"),
        (Fix(mark("until {last}"), {"last": end}, {"deadline": end}),),
    )  # fmt: skip


def without_numbers(draft: GoalDraft, facts: Facts) -> Finding | None:
    """Find days on none of which a number is expected, such as Monday to Thursday for a shop that opens at weekends."""
    if facts.kpi is None or draft.deadline is None or draft.deadline < start_of(draft, facts):
        return None
    cadence = facts.kpi.cadence
    if cadence_by(cadence) != "day" or KINDS[facts.kpi.kind].derived or draft.deadline < facts.today:
        return None
    if expected_count(cadence, start_of(draft, facts), draft.deadline, STANDARD, facts.pauses):
        return None
    coming = slots(cadence, shifted(draft.deadline, 1), shifted(draft.deadline, MONTH_DAYS), STANDARD, facts.pauses)
    return Finding(
        "T", "required", "deadline",
        mark("you don't log {kpi} on any day between the start and the deadline"), {"kpi": facts.kpi.name},
        mark("choose days on which you log this KPI"),
        tuple(Fix(mark("until {last}"), {"last": day}, {"deadline": day}) for day, _end in coming[:1]),
    )  # fmt: skip


def which_year(draft: GoalDraft, facts: Facts) -> Finding | None:
    """Find days that a sentence names without a year, and that have begun: they may be those of the year to come."""
    first, last, today = draft.start, draft.deadline, facts.today
    if "year" not in facts.unsure or "year" in draft.settled or first is None or last is None:
        return None
    if first != facts.range_start or not first < today <= last:
        return None
    coming = months_later(first, 12), months_later(last, 12)
    left = _days_left(facts, last)
    return Finding(
        "T", "required", "start",
        mark("your sentence has no year, and {start} to {deadline} has already begun (days left: {left})"),
        {"start": first, "deadline": last, "left": left},
        mark("which year do you mean?"),
        (
            Fix(
                mark("{start} to {deadline}"), {"start": first, "deadline": last},
                {"start": first, "settled": (*draft.settled, "year")},
            ),
            Fix(
                mark("{first} to {last}"), {"first": coming[0], "last": coming[1]},
                {"start": coming[0], "deadline": coming[1]},
            ),
        ),
    )  # fmt: skip


def _days_left(facts: Facts, last: date) -> int:
    """Return the days of the calendar to *last*, without paused ones: from tomorrow where today is logged."""
    logged_today = facts.values.days[-1:] == (facts.today,)
    first = shifted(facts.today, 1) if logged_today else facts.today
    return expected_count("day", first, last, STANDARD, facts.pauses)


def before_the_first_number(draft: GoalDraft, facts: Facts) -> Finding | None:
    """Find a sum that begins before its KPI has any numbers: the days before them would count as nothing."""
    first, start = next(iter(facts.values.days), None), start_of(draft, facts)
    if facts.kpi is None or first is None or draft.type not in SUMS or "before" in draft.settled or draft.measure:
        return None
    if "year" in facts.unsure and "year" not in draft.settled:
        return None  # the days that are meant are asked for first
    over = draft.deadline is not None and draft.deadline < facts.today
    if over or start >= facts.today or (first - start).days <= DAYS_OF[cadence_by(facts.kpi.cadence)]:
        return None
    changes = draft.change_percent is not None or draft.change_points is not None
    fixes = (
        Fix(mark("from today on"), {}, {"start": facts.today}),
        Fix(mark("from {start} on"), {"start": first}, {"start": first}),
        Fix(mark("that's what I meant"), {}, {"settled": (*draft.settled, "before")}),
    )
    return Finding(
        "T", "required" if changes and draft.target is None else "warning", "start",
        mark(
            "{kpi} has no numbers before {first}, so the first {days} days of this goal, from {start}, would count "
            "as empty"
        ),
        {"kpi": facts.kpi.name, "first": first, "start": start, "days": (first - start).days},
        mark("choose a later first day, or log the missing numbers"), fixes,
    )  # fmt: skip


def set_late(draft: GoalDraft, facts: Facts) -> Finding | None:
    """Find a goal that is set when a good part of its days is over, and tell how many are left."""
    days = length_of(draft, facts)
    if days is None or draft.start is None or draft.deadline is None or draft.deadline < facts.today or draft.measure:
        return None
    left = _days_left(facts, draft.deadline)
    days = expected_count("day", draft.start, draft.deadline, STANDARD, facts.pauses)
    if (
        draft.start >= facts.today
        or days - left < LATE * days
        or draft.start != facts.range_start
        or "year" in facts.unsure
    ):
        return None
    return Finding(
        "T", "hint", "start",
        mark("this goal starts in the past, on {start} ({left} of {days} days left)"),
        {"start": draft.start, "left": left, "days": days},
        mark("keep that start day, or count from today"),
        (Fix(mark("from today on"), {}, {"start": facts.today}),),
    )  # fmt: skip


def more_days(draft: GoalDraft, facts: Facts) -> Finding | None:
    """Find that the sentence names more days than a start and an end."""
    if "days" not in facts.unsure or "days" in draft.settled or draft.deadline is None:
        return None
    params = {"start": start_of(draft, facts), "deadline": draft.deadline}
    return Finding(
        "T", "required", "deadline",
        mark("your sentence has more than two dates. It was read as {start} to {deadline}"), params,
        mark("keep those days, or make two goals"),
        (
            Fix(
                mark("{start} to {deadline}"), params,
                {"start": draft.start or facts.today, "deadline": draft.deadline, "settled": (*draft.settled, "days")},
            ),
        ),
    )  # fmt: skip


def middle_taken(draft: GoalDraft, facts: Facts) -> Finding | None:
    """Tell that the middle of a month was read as its fifteenth day."""
    if "middle" not in facts.assumed or draft.deadline is None:
        return None
    return Finding(
        "T", "hint", "deadline", mark("the middle of the month was read as {deadline}"), {"deadline": draft.deadline},
        mark("type the day itself if you mean another"),
    )  # fmt: skip


def after_measuring(draft: GoalDraft, facts: Facts) -> Finding | None:
    """Find a deadline so near that the measuring of a baseline leaves no time, or less than it takes itself."""
    if not draft.measure or draft.deadline is None or draft.deadline < facts.today:
        return None
    until = shifted(facts.today, MEASURED_DAYS - 1)
    left = (draft.deadline - max(until, shifted(start_of(draft, facts), -1))).days
    if left >= MEASURED_DAYS:
        return None
    later = period_of("quarter", shifted(until, 2 * MEASURED_DAYS), STANDARD).end
    return Finding(
        "T", "required" if left < 1 else "warning", "deadline",
        mark("the baseline is measured until {until} (days left after that: {left})"),
        {"until": until, "left": max(0, left)},
        mark("choose a later deadline, or a baseline that is already known"),
        (Fix(mark("until {later}"), {"later": later}, {"deadline": later}),),
    )  # fmt: skip


def last_days(draft: GoalDraft, facts: Facts) -> tuple[Fix, ...]:
    """Offer last days: the one the sentence hints at, then the ends of a quarter and of a year."""
    start = max(start_of(draft, facts), facts.today)
    earliest = shifted(start, MIN_REVIEWS * DAYS_OF["week"] - 1)
    if earliest.year >= date.max.year - 1:
        return ()
    hinted = [choice.value for choice in facts.choices if choice.part == "deadline" and isinstance(choice.value, date)]
    hinted += [_coming(start, *day) for words, day in SEASONS if words.search(draft.title)]
    usual = [period_of(by, earliest, STANDARD).end for by in ("quarter", "year")]
    return tuple(
        Fix(mark("until {last}"), {"last": last}, {"deadline": last}) for last in dict.fromkeys((*hinted, *usual))
    )


def _is_stretch_open(draft: GoalDraft, facts: Facts) -> bool:
    """Tell whether the sentence names a stretch without days of its own, of which nobody gave the first."""
    return "start" in facts.unsure and (draft.start is None or draft.first_period is not None)


def _stretches(draft: GoalDraft, facts: Facts) -> tuple[Fix, ...]:
    """Offer both ends of the stretch that the sentence names, else the usual last days."""
    ahead = [(first, last) for first, last in facts.spans if last > facts.today]
    if not ahead:
        return last_days(draft, facts)
    return tuple(
        Fix(mark("{start} to {deadline}"), {"start": first, "deadline": last}, {"start": first, "deadline": last})
        for first, last in ahead
    )


def _first_days(draft: GoalDraft, facts: Facts) -> tuple[Fix, ...]:
    """Offer the first days of the stretch that are before the last one, and today."""
    firsts = [first for first, _last in facts.spans if draft.deadline is not None and first < draft.deadline]
    return tuple(
        Fix(mark("from {start} on"), {"start": first}, {"start": first})
        for first in dict.fromkeys((*firsts, facts.today))
    )


def _coming(after: date, month: int, day: int) -> date:
    this_year = date(after.year, month, day)
    return this_year if this_year > after else this_year.replace(year=after.year + 1)


def _a_year_on(draft: GoalDraft, facts: Facts) -> tuple[Fix, ...]:
    """Offer the same day in a year that is still to come: a past one is mostly a slip of the year."""
    if draft.deadline is None or not 1 < draft.deadline.year < facts.today.year + 1 < date.max.year:
        return last_days(draft, facts)
    day = min(draft.deadline.day, 28) if draft.deadline.month == 2 else draft.deadline.day
    coming = _coming(facts.today, draft.deadline.month, day)
    return (Fix(mark("until {last}"), {"last": coming}, {"deadline": coming}),)


def _earlier_start(draft: GoalDraft, facts: Facts) -> tuple[Fix, ...]:
    if draft.deadline is not None and draft.deadline > facts.today:
        return (Fix(mark("start today"), {}, {"start": facts.today}),)
    return last_days(draft, facts)


CHECKS: tuple[Check, ...] = (
    lack(
        "T", "required", "deadline",
        when=lambda draft, facts: draft.deadline is None and "deadline" not in facts.unsure,
        message=mark("no deadline yet"),
        repair=mark("what is the last day that counts?"),
        fixes=last_days,
    ),
    lack(
        "T", "required", "deadline",
        when=lambda draft, facts: (
            draft.deadline is None and "deadline" in facts.unsure and not _is_stretch_open(draft, facts)
        ),
        message=mark("your sentence doesn't say which day is the last"),
        repair=mark("choose one, or type the day itself, such as 30 June"),
        fixes=last_days,
    ),
    lack(
        "T", "required", "deadline",
        when=lambda draft, facts: draft.deadline is None and _is_stretch_open(draft, facts),
        message=mark("your sentence doesn't say which day is the first and which is the last"),
        repair=mark("choose a period, or type both days"),
        fixes=_stretches,
    ),
    lack(
        "T", "required", "start",
        when=lambda draft, facts: draft.deadline is not None and _is_stretch_open(draft, facts),
        message=mark("your sentence doesn't say which day is the first"),
        repair=mark("choose one, or type the day itself, such as 30 June"),
        fixes=_first_days,
    ),
    lack(
        "T", "required", "deadline",
        when=lambda draft, facts: draft.deadline is not None and draft.deadline <= start_of(draft, facts),
        message=mark("the deadline {deadline} must be after the start {start}"),
        repair=mark("choose a later deadline or an earlier start"),
        fixes=_earlier_start,
    ),
    lack(
        "T", "required", "deadline",
        when=lambda draft, facts: draft.deadline is not None and draft.deadline < facts.today,
        message=mark("the deadline {deadline} has already passed"),
        repair=mark("choose a day in the future"),
        fixes=_a_year_on,
    ),
    Check("T", which_year),
    Check("T", before_the_first_number),
    Check("T", more_days),
    Check("T", set_late),
    Check("T", middle_taken),
    Check("T", after_measuring),
    Check("T", counted_from),
    Check("T", cut_by_deadline),
    Check("T", without_numbers),
    Check("T", first_period),
    Check("T", too_short),
)  # fmt: skip

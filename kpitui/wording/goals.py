"""What there is to know about a goal, as pairs of a name and a text; the shell and the goal page show the same."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from math import ceil, floor

from kpitui.core.cadence import Span, cadence_by
from kpitui.core.figures import NumberStyle, format_number, is_counted, on_the_safe_side
from kpitui.core.goal import SUMS, Goal, Target
from kpitui.core.kinds import KINDS
from kpitui.core.measure import as_a_whole
from kpitui.core.model import Kpi
from kpitui.core.pace import GOAL_KINDS, comes_down, kpi_of_goal
from kpitui.core.record import Record
from kpitui.core.recurring import by_of
from kpitui.core.series import Coverage
from kpitui.core.standing import Standing
from kpitui.i18n import _, plural
from kpitui.wording import Fact
from kpitui.wording.dates import day_text, ends_text, periods_text, span_text
from kpitui.wording.kpis import count_text, coverage_remarks, expected_text
from kpitui.wording.numbers import (
    difference,
    difference_as_written,
    estimates_together,
    typed,
    typed_together,
    value_and_typed,
    values_together,
    written,
)
from kpitui.wording.words import (
    carried_word,
    every_word,
    keep_text,
    kept_text,
    over_word,
    per_text,
    period_word,
    state_word,
    status_word,
    type_word,
    weeks_sentence,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kpitui.services.goals import GoalView


def lacking(goal: Goal) -> str:
    """Return what was not said when *goal* was saved; empty when it is agreed and has a reason."""
    if goal.agreed:
        return ""
    return _("not yet agreed") if not goal.acceptable.strip() else _("no reason yet")


class GoalBar(Record):
    """How far a goal is on its way, to be drawn as a bar."""

    start: str
    """The figure that the way begins with."""
    target: str
    share: float
    """How much of the way is behind it: below 0 when it moved away, above 1 beyond the target."""
    pace: float | None
    """How much of it should be by now; None where that is not defined."""


class GoalFacts:
    """Words the facts of one goal; *names* gives the names of KPIs by id."""

    def __init__(self, goal: Goal, kpi: Kpi, standing: Standing, names: Mapping[int, str], style: NumberStyle) -> None:
        self.goal = goal
        self.kpi = kpi_of_goal(goal, kpi, standing.actual)
        self.standing = standing
        self.names = names
        self.style = style

    def status(self) -> str:
        """Return how the goal stands in a word; of one that is over how it ended."""
        return status_word(self.standing.status) if self.goal.state == "open" else state_word(self.goal.state)

    def written(self, value: float | None) -> str:
        """Return a figure in the unit of the KPI; nothing when there is none."""
        return "" if value is None else written(self.kpi, value, self.style)

    def reached(self) -> str:
        """Return how far it is: ``2.8% of 6.8%``, ``7 of 8 weeks reached``; a dash while there is no figure."""
        now, goal = self.standing, self.goal
        if now.status == "measuring":
            return _("measured {count}").format(count=count_text(now.coverage))
        if goal.type == "recurring" and goal.per and now.judged and now.kept is not None:
            return kept_text(now.kept, now.judged, goal.per)
        if goal.type == "recurring" and now.actual is None:
            return self.target()
        if now.actual is None or now.target is None:
            return "-"
        if goal.type == "recurring":  # that it is at least so much is said where there is room, on its page
            return _("{actual}, {target}").format(actual=self.written(now.actual), target=self.target())
        actual, target = _together(self, now.actual, now.target)
        if now.at_least:
            actual = _("at least {value}").format(value=actual)
        return _("{actual} of {target}").format(actual=actual, target=_for_period(self, target))

    def in_list(self) -> str:
        """Return how far it is for a list, where a sum that nothing was logged of yet is told with its target."""
        now, reached = self.standing, self.reached()
        if reached != "-" or now.target is None or self.goal.type == "level":
            return reached
        return _("{actual} of {target}").format(actual=reached, target=self.written(now.target))

    def so_far(self) -> str:
        """Return how far it is with what is to be reached, where there is room: ``8.9%, at most 7%`` of a level."""
        now, goal = self.standing, self.goal
        if goal.type != "level" or now.status == "measuring" or now.actual is None or now.target is None:
            return self.reached()
        actual, target = _together(self, now.actual, now.target)
        return _beside(self, actual, _level_target(self, target))

    def bar(self) -> GoalBar | None:
        """Return the way from the baseline, or from 0, to the target; None of a goal that is closed or has none.

        A recurring goal has many short ones, a level to hold none, and a goal without a figure is nowhere on it.
        """
        now, goal = self.standing, self.goal
        first = 0.0 if goal.type in SUMS else goal.baseline.value if goal.baseline else None
        if goal.state != "open" or goal.type == "recurring" or first is None:
            return None
        if now.progress is None or now.actual is None or now.target is None or now.target == first:
            return None
        pace = None if now.expected is None else (now.expected - first) / (now.target - first)
        start, target = _together(self, first, now.target)
        return GoalBar(start, target, now.progress, pace)

    def days_left(self) -> str:
        """Return how many days are left, when it begins or that its last day is over; nothing for a closed goal."""
        if self.goal.state != "open":
            return ""
        if is_over(self.standing):
            text = _("ends {day}") if self.standing.early else _("ended {day}")
            return text.format(day=day_text(self.goal.deadline))
        if self.standing.status == "not started":
            return _("starts {day}").format(day=day_text(self.goal.start))
        now, cadence = self.standing, self.standing.cadence
        if now.days_left and cadence_by(cadence) == "day" and cadence not in ("day", "workday"):
            return plural("{n} entry left", "{n} entries left", now.days_left).format(n=now.days_left)
        text = plural("{n} day left", "{n} days left", now.days_ahead)
        if cadence == "workday":
            text = plural("{n} working day left", "{n} working days left", now.days_ahead)
        return text.format(n=now.days_ahead)

    def calendar_days_left(self, today: date) -> int:
        """Return how many days are left, closed ones too: what stands below others in a column headed by days."""
        now = self.standing
        if now.cadence != "workday" or not now.days_ahead:
            return now.days_ahead
        return (self.goal.deadline - today).days + 1

    def as_of(self) -> str:
        """Return as of which day it stands, where that is before yesterday, or when its first period ends."""
        day = self.standing.as_of
        if day is not None and self.standing.old:
            return _("as of {day}").format(day=day_text(day))
        return self.first_period()

    def first_period(self) -> str:
        """Return what a goal waits for of which nothing is missing yet: ``the first month ends on Fri 31 Jul``."""
        ends, goal = self.standing.first_ends, self.goal
        if ends is None:
            return ""
        per = by_of(goal.per) if goal.type == "recurring" and goal.per else cadence_by(self.standing.cadence)
        texts = {
            "day": _("the first number to log is for {day}"),
            "week": _("the first week ends on {day}"),
            "month": _("the first month ends on {day}"),
            "quarter": _("the first quarter ends on {day}"),
        }
        return texts[per].format(day=day_text(ends))

    def how_it_stands(self) -> list[Fact]:
        """Return the figures of today that its kind has; what does not apply is left out."""
        now = self.standing
        by_name: dict[str, Fact] = {
            "over": self._over(),
            "kept": self._kept(),
            "running": self._running(),
            "expected": (_("should be at"), self.expected_by_day()),
            "gap": (_("ahead by") if (now.gap or 0) >= 0 else _("behind by"), self.gap()),
            "needed": (needed_name(now), _with_missing(self, self.needed())),
            "left": (room_name(now), _with_missing(self, self.room())),
            "effort": (
                _("that is"),
                "" if now.effort is None else effort_text(now.effort, self.style),
            ),
            "safe": (
                _("stays on track"),
                on_track_for(now.safe_days) if now.safe_days else "",
            ),
            "days": (_("based on"), self._days() if now.days_elapsed else ""),
        }
        first = (_("so far"), self.so_far()) if self.goal.type != "recurring" else (_("so far"), "")
        return _told(
            first,
            *(by_name[name] for name in GOAL_KINDS[self.goal.type].facts),
            (_("data up to deadline"), _ending(now)),
            (_("as of"), _as_of(now)),
            (_("too early"), self.first_period()),
        )

    def _over(self) -> Fact:
        measured = self.standing.measured
        if measured is None or measured.expected < 2:
            return _("measured over"), ""
        days = ends_text(measured.first, measured.last)
        text = _("{first} to {last}").format(first=days[0], last=days[1])
        adds_up = KINDS[self.kpi.kind].rule == "sum" and self.goal.per is None
        if adds_up and self.goal.over and as_a_whole(self.goal.over, self.standing.cadence) != 1:
            month = self.goal.over == "month"
            text += "; " + (_("converted to an average month") if month else _("converted to an average quarter"))
        if measured.one_sided:
            left_out = periods_text(measured.one_sided, cadence_by(self.standing.cadence))
            text += "; " + _("not counted: {days} with only one of the two numbers").format(days=left_out)
        return _("measured over"), text

    def _kept(self) -> Fact:
        now = self.standing
        if not now.judged or now.kept is None or not self.goal.per:
            return _("so far"), ""
        text = kept_text(now.kept, now.judged, self.goal.per)
        unknown = sum(period.verdict == "unknown" for period in now.periods)
        if unknown:
            text += "; " + plural("{n} unknown", "{n} unknown", unknown).format(n=unknown)
        return _("so far"), text

    def _running(self) -> Fact:
        running = next((period for period in self.standing.periods if period.verdict == "running"), None)
        names = {
            "day": _("today"), "workday": _("today"), "week": _("this week"), "month": _("this month"),
            "quarter": _("this quarter"),
        }  # fmt: skip
        name = names[self.goal.per or "week"]
        if running is None or running.value is None:
            return name, ""
        return name, _beside(self, self.written(running.value), self.target(plain=True))

    def _days(self) -> str:
        coverage = self.standing.coverage
        text = ", ".join([count_text(coverage), *coverage_remarks(coverage._replace(one_sided=0))])
        rule = weeks_sentence(self.goal.per or "", coverage.cadence) if self.goal.type == "recurring" else ""
        return f"{text}. {rule}" if rule else text

    def expected(self) -> str:
        """Return where it should be by now; of what is counted the whole number that is enough."""
        value = self.standing.expected
        if value is None:
            return ""
        if not _is_counted(self):
            alone, beside = self.written(value), [value, *filter(None, [self.standing.actual, self.standing.target])]
            together = values_together(self.kpi, beside, self.style)[0]
            return max(alone, together, key=len)  # 4.0 beside 3.5, and € 10.73 beside € 1,000
        whole = floor(round(value, 9)) if _is_won_by_less(self.goal, self.kpi) else ceil(round(value, 9))
        return self.written(whole)

    def expected_by_day(self) -> str:
        """Return where it should be by now, with the day where that is the one of the last lump, such as an invoice."""
        day, value = self.standing.paced_until, self.expected()
        return _("{value} on {day}").format(value=value, day=day_text(day)) if day and value else value

    def room(self) -> str:
        """Return what each remaining day, week or month may use, rounded down; nothing where that is a part of one."""
        now = self.standing
        left = now.left_per_day if now.entries_left is None else now.left_per_period
        if left is None:
            return ""
        shown = _on_the_safe_side(self, left, up=False)
        # Room for a few in all is none a day only by rounding.
        return "" if shown == 0 < left else self.written(shown)

    def how_it_was_set(self) -> list[Fact]:
        """Return what was agreed, letter by letter."""
        goal, baseline = self.goal, self.goal.baseline
        return _told(
            ("KPI", f"{self.kpi.name} ({self.kpi.key}), {self.kind()}"),
            (_("Baseline"), self._baseline() if baseline else _measuring(self)),
            (_("Target"), self.target()),
            (_("Measured over"), over_word(goal.over) if goal.over else ""),
            (_("Measured before") if goal.carried == "share" else _("Previous type"), carried_word(goal.carried)),
            (_("days"), self._own_days()),
            (_("Review every"), period_word(goal.review)),
            (_("Acceptable"), goal.acceptable),
            (_("Why"), goal.why),
            (_("Drivers"), self._named(goal.drivers)),
            (_("Must not get worse"), self._named(goal.counters)),
            (_("Closed"), self._closed()),
            (_("Lesson"), goal.learning),
        )

    def _own_days(self) -> str:
        """Return its first and last day, and which weeks or months count in it, where it begins or ends within one."""
        text, counted = " – ".join(ends_text(self.goal.start, self.goal.deadline)), self.standing.counted
        if counted is None:
            return text
        texts = {
            "week": _("weeks that count: {first} – {last}"),
            "month": _("months that count: {first} – {last}"),
            "quarter": _("quarters that count: {first} – {last}"),
        }
        if counted[0] > counted[1]:
            texts = {
                "week": _("no week ends between those days, so nothing counts"),
                "month": _("no month ends between those days, so nothing counts"),
                "quarter": _("no quarter ends between those days, so nothing counts"),
            }
        rule = texts.get(cadence_by(self.standing.cadence), texts["week"])
        first, last = ends_text(*counted)
        return f"{text}; {rule.format(first=first, last=last)}"

    def kind(self) -> str:
        """Return how it is judged, in a few words: ``get to a level``, ``every week``."""
        goal = self.goal
        if goal.type != "recurring" or not goal.per:
            return type_word(goal.type)
        if goal.keep is None:
            return every_word(goal.per)
        return f"{every_word(goal.per)}, {keep_text(*goal.keep)}"

    def target(self, *, plain: bool = False) -> str:
        """Return the target that holds now, as it was typed: ``at least 60 a week``; *plain* leaves the period out."""
        if not self.goal.targets:
            until = self.goal.measure_until
            if until is None or _measuring_goes_on(self):
                return _("{change} compared with the baseline you measure first").format(change=self._change())
            return _("{change} compared with the baseline, measured up to {day}").format(
                change=self._change(), day=day_text(until)
            )
        return self._target(self.goal.targets[-1], plain=plain)

    def _target(self, target: Target, *, plain: bool = False) -> str:
        if self.goal.type != "recurring":
            figures = typed_together if self.goal.change is None else values_together
            text = figures(self.kpi, (target.value,), self.style)[0]
            return _level_target(self, text) if self.goal.type == "level" else text
        edges = [edge for edge in (target.low, target.high) if edge is not None]
        shown = typed_together(self.kpi, edges or [target.value], self.style)
        low = shown[0] if target.high is None or len(shown) == 2 else None
        text = band_text(low, None if target.high is None else shown[-1])
        return text if plain or not self.goal.per else each_period_text(text, self.goal.per, self.kpi)

    def _change(self) -> str:
        change = self.goal.change or 0.0
        sign = "+" if change > 0 else ""
        if self.goal.change_percent:
            return f"{sign}{format_number(change, 0 if change == round(change) else 1, self.style)}%"
        return f"{sign}{difference(self.kpi, change, self.style)}"

    def gap(self) -> str:
        """Return how far ahead or behind, also in days; between two percentages that is a number of points.

        Nothing where that is less than what is shown of it: nobody is ahead by 0.
        """
        gap, days = self.standing.gap, self.standing.days_behind
        if gap is None:
            return ""
        if _is_counted(self):
            gap = ceil(round(-gap, 9)) if gap < 0 else floor(round(gap, 9))
        now, due = self.standing.actual, self.standing.expected
        text = difference(self.kpi, abs(gap), self.style)
        if now is not None and due is not None and not _is_counted(self):
            beside = difference_as_written(self.kpi, min(now, due), max(now, due), self.style)
            text = beside if self.style.hidden or _says_something(beside) else text
        if not gap or (not self.style.hidden and not _says_something(text)):
            return ""
        return f"{text} ({periods_text(days, 'day')})" if days else text

    def targets(self) -> list[Fact]:
        """Return every version of the target since its first day, with the reason of each change."""
        return [
            (
                _("target since {day}").format(day=day_text(target.since)),
                f"{self._target(target)}{_keeping(target)}{f': {target.reason}' if target.reason else ''}",
            )
            for target in self.goal.targets
        ]

    def _baseline(self) -> str:
        from kpitui.core.baseline import other_length  # only the page of a goal needs it, not the status

        baseline = self.goal.baseline
        assert baseline is not None
        text = self.written(baseline.value)
        if baseline.low is not None and baseline.high is not None:
            edges = (baseline.value, baseline.low, baseline.high)
            value, low, high = estimates_together(self.kpi, edges, self.style)
            text = _("about {value}, an estimate: {low} to {high}").format(value=value, low=low, high=high)
        elif self.goal.type in SUMS and (baseline.days or 0) < (baseline.expected or 0):
            text = _("at least {value}").format(value=text)
        first, last = self.standing.counted or (self.goal.start, self.goal.deadline)
        length = (last - first).days + 1
        if self.goal.type in SUMS and baseline.days is None:
            text = _("{value} in {days} days, typed by you").format(value=text, days=length)
        elif (
            self.goal.type in SUMS
            and baseline.start
            and baseline.end
            and other_length(baseline.start, baseline.end, length)
        ):
            text = _("{value} in {days} days").format(value=text, days=length)
        if baseline.start and baseline.end and baseline.days is None:
            text += f" ({' – '.join(ends_text(baseline.start, baseline.end))})"
        elif baseline.end and baseline.start == baseline.end:
            text += f" ({day_text(baseline.end)})"  # of a stock: the day of its value
        elif baseline.start and baseline.end:
            count = baseline.days or 0
            days = plural("{n} day with data", "{n} days with data", count).format(n=count)
            if baseline.expected:
                days = count_text(Coverage(baseline.expected, count, cadence=self.standing.cadence))
            text += f" ({' – '.join(ends_text(baseline.start, baseline.end))}, {days})"
        return text

    def needed(self) -> str:
        """Return what each day must bring, and the next one where weekdays differ; of longer ones what each must."""
        per_period = self.standing.needed_per_period
        if per_period is not None:
            return self.written(_on_the_safe_side(self, per_period, up=True))
        needed = self.standing.needed_per_day
        if needed is None or self.standing.entries_left is not None:
            return ""
        following = self.standing.needed_next
        values = [needed] if following is None else [needed, following[1]]
        text = values_together(self.kpi, [_on_the_safe_side(self, value, up=True) for value in values], self.style)
        return text[0] if following is None else f"{text[0]}; {day_text(following[0])}: {text[1]}"

    def _named(self, kpis: tuple[int, ...]) -> str:
        return ", ".join(self.names.get(kpi, "?") for kpi in kpis)

    def _closed(self) -> str:
        if self.goal.closed is None:
            return ""
        text = f"{state_word(self.goal.state)}, {day_text(self.goal.closed)}"
        return f"{text}: {self.written(self.goal.verdict)}" if self.goal.verdict is not None else text


def is_over(now: Standing) -> bool:
    """Tell whether no day is left, so that a goal only waits to be closed."""
    return not now.days_left and now.status in ("reached", "missed", "undecided")


def _measuring_goes_on(facts: GoalFacts) -> bool:
    """Tell whether the agreed weeks of measuring are over with too few numbers."""
    measuring = facts.standing.measuring
    return measuring is not None and measuring[1] != facts.goal.measure_until


def _measuring(facts: GoalFacts) -> str:
    """Return on which days the baseline is measured, and when the goal starts after that."""
    if facts.standing.measuring is None:
        return ""
    if _measuring_goes_on(facts):
        return _(
            "the baseline is measured until you have logged half of what is expected in four weeks. The goal starts "
            "after that"
        )
    first, last = facts.standing.measuring
    start = max(facts.goal.start, last + timedelta(days=1))
    days = ends_text(first, last)
    text = _("baseline measured from {first} to {last}. The goal starts on {day}")
    return text.format(first=days[0], last=days[1], day=day_text(start))


def _beside(facts: GoalFacts, actual: str, target: str) -> str:
    """Return what there is with what it is to be, a text of its own; over gaps it is so much or more so far."""
    if facts.standing.at_least:  # not "at least": the target may begin with that, or with "at most"
        return _("{actual} or more so far, {target}").format(actual=actual, target=target)
    return _("{actual}, {target}").format(actual=actual, target=target)


def band_text(low: str | None, high: str | None) -> str:
    """Return what a figure is to be at least, at most, or between, from the written edges; one of them is there."""
    if low is None:
        return _("at most {value}").format(value=high)
    return _("at least {value}").format(value=low) if high is None else _("{low} to {high}").format(low=low, high=high)


def each_period_text(text: str, per: str, kpi: Kpi | None) -> str:
    """Return *text* as what is to be so of each period: ``at least 60 a week``, ``at least 5%, every week``."""
    summed = kpi is None or KINDS[kpi.kind].rule == "sum"
    return per_text(per, text) if summed else f"{text}, {every_word(per)}"


def shortly(facts: GoalFacts) -> str:
    """Return how far a goal is in the fewest cells: ``193,313``, ``6 of 7``; its title tells what is to be reached."""
    now = facts.standing
    if now.status == "measuring":
        return facts.in_list()
    if facts.goal.type == "recurring" and now.judged and now.kept is not None:
        return _("{actual} of {target}").format(actual=now.kept, target=now.judged)
    return facts.in_list() if now.actual is None else facts.written(now.actual)


def goal_facts(view: GoalView, style: NumberStyle, names: Mapping[int, str] | None = None) -> GoalFacts:
    """Return what words the facts of a goal as it stands."""
    return GoalFacts(view.goal, view.kpi, view.standing, names or {}, style)


def _keeping(target: Target) -> str:
    return "" if target.keep is None else f", {keep_text(*target.keep)}"


def _told(*facts: Fact) -> list[Fact]:
    return [(name, text) for name, text in facts if text.strip() not in ("", "-")]


def _is_won_by_less(goal: Goal, kpi: Kpi) -> bool:
    """Tell whether the goal is won by less than it should be at."""
    if goal.type == "recurring":
        return goal.targets[-1].low is None
    return goal.type == "cap" or (goal.type == "level" and comes_down(goal, kpi.direction))


def _ending(now: Standing) -> str:
    """Return of an undecided level how much is there of the stretch that it is judged by; else nothing."""
    if now.ending is None or not now.ending.at_least:
        return ""
    count = expected_text(now.ending.values, now.ending.expected, now.cadence)
    return f"{count} ({span_text(now.ending.first, now.ending.last)})"


def _as_of(now: Standing) -> str:
    return day_text(now.as_of) if now.as_of is not None and now.old else ""


def _together(facts: GoalFacts, actual: float, target: float) -> tuple[str, str]:
    """Return what there is and what is to be reached, alike; beside a whole count the target as it is."""
    if _is_counted(facts):
        return facts.written(actual), typed(facts.kpi, target, facts.style)
    figures = value_and_typed if facts.goal.change is None else values_together
    shown = figures(facts.kpi, (actual, target), facts.style)
    return shown[0], shown[1]


def _for_period(facts: GoalFacts, text: str) -> str:
    """Return a figure of a level with what it is for, where it adds up: ``300 a month``."""
    goal = facts.goal
    summed = goal.type == "level" and KINDS[facts.kpi.kind].rule == "sum"
    return per_text(goal.per or facts.standing.share_of or (goal.over if summed else None) or "", text)


def _level_target(facts: GoalFacts, text: str) -> str:
    """Return the target of a level as what it is to be at least, or at most."""
    text = _for_period(facts, text)
    return band_text(None, text) if comes_down(facts.goal, facts.kpi.direction) else band_text(text, None)


def _says_something(text: str) -> bool:
    """Tell whether a figure as it is written is more than nothing."""
    return any(sign in "123456789" for sign in text)


def _is_counted(facts: GoalFacts) -> bool:
    return is_counted(facts.kpi, facts.standing.actual)


def _on_the_safe_side(facts: GoalFacts, value: float, *, up: bool) -> float:
    return on_the_safe_side(facts.kpi, value, up=up, counted=_is_counted(facts))


def days_that_share(goal: Goal, now: Standing) -> int | None:
    """Return how many days share the room of a cap, where those that are missing do too; None where they do not."""
    if goal.type != "cap" or now.target is None or now.entries_left is not None or not (now.left_per_day or 0.0) > 0:
        return None
    sharing = round((now.target - (now.actual or 0.0)) / (now.left_per_day or 1.0))
    return sharing if sharing > now.days_left else None


def _with_missing(facts: GoalFacts, text: str) -> str:
    """Return what is needed, or left, with what that does to the numbers that are missing where they matter.

    The days after the last number share the room of a cap with those that are left.
    """
    now, sharing = facts.standing, days_that_share(facts.goal, facts.standing)
    if not text or facts.goal.type not in SUMS or not (now.gaps_decide or now.lacks_newest):
        return text
    if sharing is not None:
        return _("{value} (for the {n} days after the last number)").format(value=text, n=sharing)
    return _("{value} (without the missing numbers)").format(value=text)


def _needed_by(now: Standing) -> Span:
    """Return the period that what is needed, or left, is of: that of a number of the KPI, else a day."""
    return cadence_by(now.cadence) if now.entries_left is not None else "day"


def needed_name(now: Standing) -> str:
    """Return what is needed of what: a day, or what a number of the KPI is of."""
    names = {
        "day": _("needed per day"),
        "week": _("needed per week"),
        "month": _("needed per month"),
        "quarter": _("needed per quarter"),
    }
    return names[_needed_by(now)]


def room_name(now: Standing) -> str:
    """Return what a cap leaves room for: a day, or what a number of the KPI is of."""
    names = {
        "day": _("room left per day"),
        "week": _("room left per week"),
        "month": _("room left per month"),
        "quarter": _("room left per quarter"),
    }
    return names[_needed_by(now)]


def on_track_for(days: int) -> str:
    """Return for how many *days* a goal stays on track when no number comes in."""
    return _("{days}, even if nothing comes in").format(days=periods_text(days, "day"))


def effort_text(effort: float, style: NumberStyle) -> str:
    """Return how much more than lately each day must bring."""
    return _("{times} × your recent average").format(times=format_number(effort, 2, style))


def acceptable_text(typed: Mapping[str, str]) -> str:
    """Return what makes a goal acceptable as one text, from the fields that it is typed into part by part."""
    parts = {
        "acceptable": "{text}",
        "effort": _("time and money: {text}"),
        "hands": _("in your control: {text}"),
        "agreed": _("agreed with: {text}"),
    }
    texts = ((part, typed.get(field, "").strip()) for field, part in parts.items())
    return "; ".join(part.format(text=text) for part, text in texts if text)


def goal_set_text(goal: Goal) -> str:
    """Return that a goal was set."""
    return _("Goal saved: {title}").format(title=goal.title)


def target_set_text(view: GoalView, style: NumberStyle) -> str:
    """Return that the target of a goal was set once its baseline was measured, with both and the days it is for."""
    facts, goal = goal_facts(view, style), view.goal
    start, deadline = ends_text(goal.start, goal.deadline)
    return _("Baseline of '{goal}' measured: {baseline}. Target: {target}, from {start} to {deadline}").format(
        goal=goal.title,
        baseline=facts.written(goal.baseline.value if goal.baseline else None),
        target=facts.target(),
        start=start,
        deadline=deadline,
    )

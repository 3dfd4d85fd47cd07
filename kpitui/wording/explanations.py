"""Where figures of a KPI and of a goal come from: formula filled in, the rows it rests on and those left out, its n.

Of a goal: the days it rests on, the target that holds, and the formula of each figure. What they were worked out from
is gathered by `kpitui.services.insight.calculation`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from kpitui.core.cadence import cadence_by
from kpitui.core.elapsed import rate_from
from kpitui.core.errors import mark
from kpitui.core.figures import NumberStyle, format_number
from kpitui.core.goal import SUMS, Goal
from kpitui.core.insight.expected_value import TOLD
from kpitui.core.insight.forecast import PATHS
from kpitui.core.insight.shift import ALLOWANCE, BORDER
from kpitui.core.insight.xmr_limits import FEWEST, LIMITS, LOCKED, RANGE_LIMIT
from kpitui.core.kinds import KINDS, Rule
from kpitui.core.model import Entry, Kpi
from kpitui.core.pace import target_on
from kpitui.core.series import Coverage
from kpitui.core.standing import Status
from kpitui.i18n import _, plural
from kpitui.services.insight.calculation import DayCalculation, GoalCalculation, KpiCalculation
from kpitui.services.insight.comparisons import LinkView
from kpitui.services.insight.signals import Shifted, Surprise
from kpitui.wording.changes import moment_text
from kpitui.wording.dates import full_day_text, period_name, periods_text, some_days_text, weekdays
from kpitui.wording.forecasts import forecast_text, outlook_facts
from kpitui.wording.goals import (
    GoalFacts,
    days_that_share,
    effort_text,
    goal_facts,
    needed_name,
    on_track_for,
    room_name,
)
from kpitui.wording.kpis import column_word, count_text, coverage_remarks
from kpitui.wording.numbers import estimate, estimated_differences, estimates_together, typed, written
from kpitui.wording.signals import SignalWording, signal_text, summary_facts, trend_text
from kpitui.wording.words import blank_word, status_word

LISTED = 12
"""Entries that are written out; more are counted."""


WHOLE = mark("one number for a whole period, never added up or split")
COUNTED = mark("the number of entries, whatever their value")
OF_A_DAY: dict[Rule, str] = {
    "sum": mark("the sum of the numbers of the day"),
    "last": mark("the last number of the day"),
    "mean": mark("the average of the numbers of the day"),
    "min": mark("the lowest number of the day"),
    "max": mark("the highest number of the day"),
}
OF_A_PERIOD: dict[Rule, str] = {
    "sum": mark("the sum of its numbers"),
    "last": mark("the latest entry"),
    "mean": mark("the average of its numbers"),
    "min": mark("the lowest of its numbers"),
    "max": mark("the highest of its numbers"),
    "ratio": mark("one total divided by the other, not the average of the days"),
    "formula": mark("the formula, filled in with the numbers of the whole period, not the average of the days"),
}
"""How the figure of a day, and that of a period, comes from the entries, by the rule of the kind."""


class Explanation(NamedTuple):
    """One figure and where it comes from, in words."""

    name: str
    value: str
    how: str = ""
    """The formula, filled in."""
    rests: str = ""
    """The rows used and left out, the coverage, or the version that holds."""
    number: float | None = None
    """The figure itself, in the unit of its KPI."""
    n: int | None = None
    """On how many values it rests."""


def explain_kpi(calculation: KpiCalculation, style: NumberStyle) -> list[Explanation]:
    """Return where the figures of a KPI come from: of a day, of the period around it, and what is normal and new."""
    explainer = _KpiExplainer(calculation, style)
    explanations = [
        explainer.day(), explainer.earlier(), explainer.period(), explainer.usual(), explainer.expected(),
        explainer.limits(), explainer.signal(), explainer.trend(), explainer.forecast(),
    ]  # fmt: skip
    return [explanation for explanation in explanations if explanation is not None]


def explain_goal(calculation: GoalCalculation, style: NumberStyle) -> list[Explanation]:
    """Return where the figures of a goal come from, as far as it has them."""
    explainer = _GoalExplainer(calculation, style)
    explanations = [
        explainer.actual(), explainer.target(), explainer.expected(), explainer.gap(), explainer.status(),
        explainer.needed(), explainer.effort(), explainer.safe(),
    ]  # fmt: skip
    return [
        *(explanation for explanation in explanations if explanation is not None),
        *explainer.outlook(),
        *explainer.summary(),
    ]


class _KpiExplainer:
    """Explains one KPI."""

    def __init__(self, calculation: KpiCalculation, style: NumberStyle) -> None:
        self.calculation = calculation
        self.kpi = calculation.kpi
        self.kind = KINDS[calculation.kpi.kind]
        self.style = style

    def day(self) -> Explanation:
        day = self.calculation.day
        name, shown = full_day_text(day.day), self._written(day.value)
        if self.kind.derived or day.parts:
            how, count = self._computed(day)
            return Explanation(name, shown, how, "", day.value, count)
        if not day.rows:
            rests = _("nothing logged. An empty day counts as: {meaning}").format(meaning=blank_word(self.kpi.blank))
            return Explanation(name, shown, rests=rests, number=day.value, n=0)
        how = WHOLE if self.kind.whole else COUNTED if self.kind.counts else OF_A_DAY[self.kind.rule]
        return Explanation(name, shown, _(how), self._rows(day.rows), day.value, len(day.rows))

    def earlier(self) -> Explanation | None:
        """Tell what the entries of the day were before they were changed or deleted."""
        earlier, zone = self.calculation.earlier, self.calculation.zone
        if not earlier:
            return None
        texts = [
            _("{value}, until {moment}").format(value=self._row(was.entry), moment=moment_text(was.change, zone))
            for was in earlier
        ]
        name = _("{day}, before a change").format(day=full_day_text(self.calculation.day.day))
        return Explanation(name, "; ".join(texts[:LISTED]) + (" …" if len(texts) > LISTED else ""), n=len(texts))

    def _computed(self, day: DayCalculation) -> tuple[str, int | None]:
        """Return what it is computed from, and of a ratio the n below the line."""
        parts = [
            f"{part.kpi.name} {'-' if part.value is None else written(part.kpi, part.value, self.style)}"
            for part in day.parts
        ]
        if self.kpi.kind == "ratio" and len(parts) == 2:
            times = " × 100" if self.kpi.unit == "%" else ""
            count = day.parts[1].value
            return f"{parts[0]} / {parts[1]}{times}", None if count is None else round(count)
        if not self.kind.derived:
            return _("the sum of its parts: {parts}").format(parts=" + ".join(parts)), None
        return _("{formula}, with {parts}").format(formula=self.kpi.formula, parts=", ".join(parts)), None

    def _rows(self, rows: Sequence[Entry]) -> str:
        shown = [self._row(row) for row in rows[:LISTED]]
        counted = plural("{n} entry", "{n} entries", len(rows)).format(n=len(rows))
        return f"{counted}: {', '.join(shown)}{' …' if len(rows) > LISTED else ''}"

    def _row(self, row: Entry) -> str:
        return (
            typed(self.kpi, row.value, self.style)
            + (f" {row.time}" if row.time else "")
            + (f" ({row.note})" if row.note else "")
            + (f" [{row.source}]" if row.source not in ("", "app", "shell") else "")
        )

    def period(self) -> Explanation | None:
        figure = self.calculation.period
        if figure is None:
            return None
        how = WHOLE if self.kind.whole else COUNTED if self.kind.counts else OF_A_PERIOD[self.kind.rule]
        coverage = figure.coverage
        rests = plural(
            "{known} of {expected} number logged", "{known} of {expected} numbers logged", coverage.expected
        ).format(known=coverage.logged, expected=coverage.expected)
        rests = ", ".join([rests, *coverage_remarks(coverage)])
        rests += "; " + _("so far") if figure.partial else ""
        rests += "; " + _("numbers are missing, so the total is this much or more") if figure.at_least else ""
        name = period_name(figure.period)
        return Explanation(name, self._written(figure.value), _(how), rests, figure.value, figure.entries)

    def usual(self) -> Explanation | None:
        usual = self.calculation.usual
        if usual is None:
            return None
        low, high = estimates_together(self.kpi, (usual.low, usual.high), self.style)
        value = _("{low} to {high}").format(low=low, high=high)
        how = _("8 of 10 values in the 56 days before were in this range")
        return Explanation(
            _("usually"),
            value,
            how,
            plural("{n} value", "{n} values", usual.values).format(n=usual.values),
            n=usual.values,
        )

    def expected(self) -> Explanation | None:
        expected = self.calculation.expected
        if expected is None:
            return None
        value, usual = (
            written(self.kpi, self.calculation.day.value or 0.0, self.style),
            estimate(self.kpi, expected.usual, self.style),
        )
        if expected.silence or expected.sparse:
            text = _("about {usual} on a day with more than 0").format(usual=usual)
            how = _("the usual size of earlier values above 0")
        else:
            template = (
                _("about {usual}, so {value} is nothing unusual")
                if not expected.surprising
                else _("about {usual}, so {value} is unusually high")
                if expected.far > 0
                else _("about {usual}, so {value} is unusually low")
            )
            text = template.format(usual=usual, value=value)
            how = _(
                "the expected value follows from earlier values and the weekday or month. The difference is {far}"
                " times as large as normal. More than {times} times is unusual"
            ).format(far=format_number(abs(expected.far), 1, self.style), times=format_number(TOLD, 0, self.style))
        rests = _("{n} earlier values. KPITUI flags unusual values, and asks whether extreme values are right")
        return Explanation(_("expected"), text, how, rests.format(n=expected.values), expected.usual, expected.values)

    def limits(self) -> Explanation | None:
        basis, style = self.calculation.limits, self.style
        if basis is None:
            return None
        wording = SignalWording(self.kpi, style)
        segment, limits = basis.segment, basis.segment.limits_now
        if limits is None:
            return Explanation(_("normal range"), wording.limits(limits, segment.last - segment.first + 1, FEWEST))
        text = _("{range}, when nothing special happens ({basis})").format(
            range=wording.normal_range(limits), basis=wording.rests_on(limits)
        )
        mean_range = limits.range_limit / RANGE_LIMIT
        how = _(
            "the average of {n} values ({centre}), give or take {times} × the average difference between one "
            "value and the next ({range}, XmR chart)"
        ).format(
            centre=estimate(self.kpi, limits.centre, style), n=limits.values, times=format_number(LIMITS, 2, style),
            range=estimated_differences(self.kpi, (mean_range,), style)[0],
        )  # fmt: skip
        rests = [_("the values since {day}").format(day=full_day_text(basis.since))]
        rests += [_("fixed after the first {n} values").format(n=LOCKED)] if limits.values >= LOCKED else []
        rests += [_("adjusted for the weekday")] if basis.adjusted else []
        rests += [_("calculated per week: most days are empty")] if basis.by_week else []
        if basis.left_out:
            one_offs = plural("{n} excluded day", "{n} excluded days", basis.left_out)
            rests.append(one_offs.format(n=basis.left_out))
        rests += [_("follows the trend you accepted")] if limits.slope else []
        drifts = _("each value is close to the previous one, so several high ones in a row say little")
        rests += [drifts] if segment.drifts else []
        return Explanation(_("normal range"), text, how, "; ".join(rests), limits.centre, limits.values)

    def signal(self) -> Explanation:
        return _signal(self.kpi, self.calculation.signal, self.style)

    def trend(self) -> Explanation:
        view = self.calculation.trend
        text, direction = trend_text(self.kpi, view, self.style), view.direction
        span = periods_text(view.values, view.period)
        if view.values < view.needed:
            return Explanation(_("trend"), text, n=view.values)
        steps = (
            _("the averages of {span}, without the current one")
            if cadence_by(self.kpi.cadence) == "day"
            else _("{span}, without the current one")
        )
        rests = [steps.format(span=span)]
        if direction is None:
            how = _("a flat line fits about as well as a rising or falling one")
            return Explanation(_("trend"), text, how, rests[0], n=view.values)
        trend = direction.trend
        how = _("in {span}, a rising or falling line fits the newest values best. Without a trend you rarely see that")
        how = how.format(span=span)
        if direction.shape == "slope":
            size = (
                _("in {pairs} pairs of values, {score} more go up than down (Mann-Kendall)")
                if trend.score > 0
                else _("in {pairs} pairs of values, {score} more go down than up (Mann-Kendall)")
            )
            rests.append(size.format(score=abs(trend.score), pairs=trend.values * (trend.values - 1) // 2))
            rests.append(_("slope: the middle one of the slopes between all pairs of values (Theil-Sen)"))
        return Explanation(_("trend"), text, how, "; ".join(rests), trend.slope, trend.values)

    def forecast(self) -> Explanation | None:
        ahead = self.calculation.forecast
        if ahead is None:
            return None
        how = _("of {n} simulated scenarios, 8 in 10 end in this range").format(n=PATHS)
        counted = plural("{n} value", "{n} values", ahead.values).format(n=ahead.values)
        rests = _(
            "built from the level and the weekdays of your numbers so far, plus half of their trend. It is never "
            "certain"
        )
        return Explanation(
            _("forecast"), forecast_text(self.kpi, ahead.last, ahead.edges, self.style, summed=ahead.summed), how,
            f"{counted}; {rests}", ahead.edges[1], ahead.values,
        )  # fmt: skip

    def _written(self, value: float | None) -> str:
        return "-" if value is None else written(self.kpi, value, self.style)


def _signal(kpi: Kpi, signal: Surprise | Shifted | None, style: NumberStyle) -> Explanation:
    """Return what is new of a KPI, and how that is noticed."""
    if signal is None:
        how = _(
            "KPITUI looks for values far from what was expected, and for many small steps in one direction that add "
            "up (CUSUM)"
        )
        return Explanation(_("signal"), _("nothing unusual lately"), how)
    text = signal_text(kpi, signal, style)
    if isinstance(signal, Shifted):
        how = _(
            "KPITUI adds up how far the values are above or below the earlier level. Once that sum is too large, "
            "the level has shifted (CUSUM: limit {border}, allowance {allowance})"
        ).format(border=format_number(BORDER, 1, style), allowance=format_number(ALLOWANCE, 1, style))
        effect = signal.shift.effect
        low, high = SignalWording(kpi, style).range(effect)
        rests = _(
            "{before} values before the shift, {after} after it. More than 9 times in 10 the real difference is "
            "between {low} and {high}"
        ).format(before=effect.before, after=effect.after, low=low, high=high)
        return Explanation(_("signal"), text, how, rests, effect.difference, effect.before + effect.after)
    if signal.expected.silence:
        how = _("KPITUI flags a gap that is longer than ever before and rare for this KPI")
    elif signal.expected.sparse:
        how = _("this KPI is mostly 0, so KPITUI looks at the size of a value and the length of a gap separately")
    else:
        how = _(
            "KPITUI flags a value when its difference from the expected value is more than {times} times as large"
            " as normal"
        ).format(times=format_number(TOLD, 0, style))
    return Explanation(_("signal"), text, how, number=signal.value, n=signal.expected.values)


class _GoalExplainer:
    """Explains one goal."""

    def __init__(self, calculation: GoalCalculation, style: NumberStyle) -> None:
        self.calculation = calculation
        self.view = calculation.view
        self.goal: Goal = calculation.view.goal
        self.now = calculation.view.standing
        self.style = style

    def actual(self) -> Explanation:
        now, goal = self.now, self.goal
        as_of = now.summed_until or now.as_of or self.calculation.today
        missing = now.days_elapsed - now.days_logged
        rests = ", ".join([count_text(now.coverage), *coverage_remarks(now.coverage._replace(one_sided=0))])
        if goal.type in SUMS:
            first, last = now.counted or (goal.start, goal.deadline)
            how = _("the sum from {start} to {day}").format(
                start=full_day_text(first), day=full_day_text(min(as_of, last))
            )
            if as_of < first:
                how = _("the sum from {start} on").format(start=full_day_text(first))
            if missing > 0 and self.view.kpi.blank != "zero":
                rests += "; " + _("without the missing numbers ({n})").format(n=missing)
        elif goal.type == "recurring":
            how = _("each period counts on its own. The current one does not count yet")
            unknown = sum(period.verdict == "unknown" for period in now.periods)
            out = now.paused + sum(period.verdict == "left out" for period in now.periods)
            rests = _("reached {kept}, missed {missed}, unknown {unknown}, paused {out}").format(
                kept=now.kept or 0, missed=(now.judged or 0) - (now.kept or 0), unknown=unknown, out=out
            )
        else:
            how = self._measured()
            if now.measured is not None and now.measured.one_sided:
                rests += "; " + _("not counted: {n} × with only one of the two numbers").format(
                    n=now.measured.one_sided
                )
        return Explanation(_("so far"), self._facts().so_far(), how, rests, now.actual, now.days_logged)

    def _measured(self) -> str:
        """Return by which rule a level is measured, and over which days."""
        measured = self.now.measured
        rule = {
            "sum": _("the total"),
            "last": _("the latest number"),
            "mean": _("the average of all numbers"),
            "min": _("the lowest number"),
            "max": _("the highest number"),
            "ratio": _("one total divided by the other, over the {days} with both numbers"),
            "formula": _("the formula, filled in with the totals of the {days} that have all numbers"),
        }[KINDS[self.view.kpi.kind].rule].format(days=column_word(self.now.cadence))
        if measured is None:
            return rule
        days = full_day_text(measured.first), full_day_text(measured.last)
        return _("{rule}, from {first} to {last}").format(rule=rule, first=days[0], last=days[1])

    def _facts(self) -> GoalFacts:
        return goal_facts(self.view, self.style)

    def target(self) -> Explanation:
        if not self.goal.targets:
            return Explanation(_("target"), self._facts().target(), _("follows when the baseline has been measured"))
        held = target_on(self.goal, min(self.calculation.today, self.goal.deadline))
        count = len(self.goal.targets)
        rests = plural("not changed since it was set", "version {at} of {n}, since {day}", count).format(
            at=self.goal.targets.index(held) + 1, n=count, day=full_day_text(held.since)
        )
        rests += f": {held.reason}" if held.reason else ""
        baseline = self.goal.baseline
        how = self._facts().kind()
        if baseline is not None:
            how += "; " + _("measured from {value}").format(value=self._written(baseline.value))
            if baseline.start and baseline.end:
                days = full_day_text(baseline.start), full_day_text(baseline.end)
                count = baseline.days or 0
                counted = plural("{n} day with data", "{n} days with data", count).format(n=count)
                if baseline.expected:
                    counted = count_text(Coverage(baseline.expected, count, cadence=self.now.cadence))
                how += " " + _("({first} to {last}, {counted}, fixed)").format(
                    first=days[0], last=days[1], counted=counted
                )
        return Explanation(_("target"), self._facts().target(), how, rests, held.value)

    def expected(self) -> Explanation | None:
        if self.now.expected is None:
            return None
        how = _("a straight line from baseline to target")
        rests = ""
        if self.goal.type == "recurring":
            how = _("where the current period should be by now, with busy weekdays counting for more")
        if self.goal.type in SUMS:
            weights = self.calculation.weights
            how = _("the part of the target for the days up to {day}, with all days counting the same")
            if weights is not None:
                how = _("the part of the target for the days up to {day}, with busy weekdays counting for more")
                rests = self._weights(weights)
            until = self.now.paced_until or self.now.as_of or self.calculation.today
            how = how.format(day=full_day_text(max(until, self.goal.start)))
        return Explanation(_("should be at"), self._facts().expected_by_day(), how, rests, self.now.expected)

    def gap(self) -> Explanation | None:
        gap = self.now.gap
        if gap is None:
            return None
        name, text = _("ahead by") if gap >= 0 else _("behind by"), self._facts().gap()
        how = _("the number so far, minus what it should be by now")
        return Explanation(name, text, how, number=gap) if text else None

    def status(self) -> Explanation:
        status: Status = self.now.status
        how = {
            "reached": _("the target is reached"),
            "on track": _("the goal is where it should be, or better"),
            "at risk": _("up to 10% behind, or missed a little too often"),
            "off track": _("more than 10% behind, or no longer reachable"),
            "too early": _("you logged fewer than half of the numbers")
            if self.now.silent or (self.now.measured is not None and not self.now.measured.enough)
            else _("too few numbers since the start to tell"),
            "measuring": _("the baseline is still being measured. The target follows after that"),
            "no data": _("no data"),
            "not started": _("the goal starts later"),
            "missed": _("the deadline has passed, or the goal can no longer be reached"),
            "undecided": _("missing numbers decide how it ended: log them, or choose the outcome yourself"),
        }[status]
        if self.now.lost:
            how = self._lost()
        elif self.now.gaps_decide:
            how = _("missing numbers decide whether the goal can still be reached")
        elif self.now.slips:
            how = _("good so far, but the next numbers must be better than the latest ones")
        elif self.view.outlook is not None:
            how = _("the status follows from the chance: on track from 6 in 10, off track below 2 in 10")
        elif self.now.first_ends is not None:
            how = self._facts().first_period()
        elif self.now.at_target:
            how = _("the target is reached now. The outcome follows at the deadline")
        return Explanation(_("status"), status_word(status), how)

    def _lost(self) -> str:
        """Return why it can be reached no more."""
        if self.goal.type == "cap":
            return _("you passed the cap, so you can no longer stay under it")
        if self.goal.keep is None:
            return _("one period was missed, so you can no longer reach all of them")
        return _("too many periods were missed, so you can no longer reach the goal")

    def needed(self) -> Explanation | None:
        days = periods_text(self.now.days_left, "day")
        if self.goal.type == "recurring":  # of the period that runs: the days of the goal are another number
            days = _("the days left in the current period")
        if self.now.entries_left is not None:
            rests = periods_text(self.now.entries_left, cadence_by(self.now.cadence))
            if self.now.needed_per_period is not None:
                how = _("what is still to go, divided by the number of times you will still log, rounded up")
                value = self._facts().needed()
                return Explanation(needed_name(self.now), value, how, rests, self.now.needed_per_period)
            if self.now.left_per_period is not None:
                how = _("what you may still use, divided by the number of times you will still log, rounded down")
                value = self._facts().room() or self._written(0)
                return Explanation(room_name(self.now), value, how, rests, self.now.left_per_period)
            return None
        if self.now.needed_per_day is not None:
            value = self._facts().needed()
            how = _("what is still to go, divided by the days left, rounded up")
            return Explanation(_("needed per day"), value, how, days, self.now.needed_per_day)
        if self.now.left_per_day is not None:
            value = self._facts().room() or self._written(0)
            how = _("what you may still use, divided by the days left, rounded down")
            sharing = days_that_share(self.goal, self.now)
            if sharing is not None:
                days = periods_text(sharing, "day")
                how = _("what you may still use, divided by the days since the last number, rounded down")
            return Explanation(_("room left per day"), value, how, days, self.now.left_per_day)
        return None

    def effort(self) -> Explanation | None:
        if self.now.effort is None:
            return None
        value = effort_text(self.now.effort, self.style)
        how = _("what you need per day, divided by your recent average per day")
        if self.calculation.weights is not None:
            how = _(
                "what you need per day, divided by your recent average per day, with busy weekdays counting for more"
            )
        lately = {
            "day": _("the days logged in the last four weeks"),
            "week": _("the last four weeks, as far as there are numbers"),
            "month": _("the last three months, as far as there are numbers"),
            "quarter": _("the last three quarters, as far as there are numbers"),
        }[cadence_by(self.now.cadence)]
        if left_out := self._left_out():
            template = _("{lately}, without {days} (unusual or excluded)")
            lately = template.format(lately=lately, days=some_days_text(left_out))
        return Explanation(_("compared with recent numbers"), value, how, lately, self.now.effort)

    def _left_out(self) -> list[date]:
        """Return the days that the recent average is told without."""
        if self.now.as_of is None or cadence_by(self.now.cadence) != "day":
            return []
        as_of = min(self.now.as_of, self.goal.deadline)
        first = rate_from(self.goal.start, as_of, self.now.cadence)
        return sorted(day for day in self.calculation.unusual if first <= day <= as_of)

    def safe(self) -> Explanation | None:
        days = self.now.safe_days
        if not days:
            return None
        value = on_track_for(days)
        how = _("how many days you stay on track even if nothing comes in")
        return Explanation(_("stays on track"), value, how, number=float(days))

    def outlook(self) -> list[Explanation]:
        outlook = self.view.outlook
        hows = {
            _("chance"): _(
                "{share} of {n} simulated scenarios reach the target (rounded to 5%, never below 2% or above 98%)"
            ).format(n=PATHS, share=f"{100 * outlook.chance:.0f}%" if outlook else ""),
            _("reached around"): _(
                "by this day, half of the scenarios have reached the target for good. 8 in 10 reach it in the "
                "period in brackets"
            ),
        }
        rests = _(
            "built from the level and the weekdays of your numbers so far, plus half of their trend. It is never "
            "certain"
        )
        record = self.calculation.record
        if outlook is not None and record is not None and record.regular:
            hows[_("chance")] = _("reached in {kept} of the last {n} periods. The chance is rounded to 5%").format(
                kept=record.kept, n=record.judged
            )
            rests = _(
                "this assumes that every period brings in about the same, even if its days differ. It is never certain"
            )
        elif outlook is not None and record is not None and record.beside_paths:
            hows[_("chance")] = _(
                "the average of two chances: one from {paths} simulated scenarios, and one from the last {n} "
                "periods ({kept} reached), rounded to 5%"
            ).format(paths=PATHS, kept=record.kept, n=record.judged)
        count = outlook.values if outlook else None
        figures = {_("chance"): outlook.chance if outlook else None}
        return [
            Explanation(name, text, hows.get(name, ""), rests, figures.get(name), count)
            for name, text in outlook_facts(outlook, self.now.days_left, self.calculation.summary.basis)
        ]

    def summary(self) -> list[Explanation]:
        """Return what follows from signals and normal range as the goal page tells it, each with its method."""
        summary = self.calculation.summary
        methods: list[tuple[str, str, str]] = []
        if summary.signal is not None:
            signal = _signal(summary.kpi, summary.signal, self.style)
            methods.append((signal.name, signal.how, signal.rests))
        if summary.assurance is not None:
            how = _("KPITUI compares the target with the normal ups and downs of the numbers")
            methods.append((_("target"), how, ""))
        for link in summary.links:
            methods.append((_("driver"), self._linked(link.view), ""))
        if summary.advice is not None:
            methods.append(
                (
                    _("next step"),
                    _("KPITUI chooses it by fixed rules, from the status, the chance and what changed lately"),
                    "",
                )
            )
        facts = summary_facts(summary, self.style)
        return [
            Explanation(name, text, how, rests)
            for (name, text), (_name, how, rests) in zip(facts, methods, strict=True)
        ]

    def _linked(self, view: LinkView) -> str:
        link = view.link
        if link is None:
            return ""
        return _(
            "From both KPIs, KPITUI first removes the weekday pattern, the trend and what carries over from the "
            "day before. How closely the rest moves together, from 0 to 1: {strength}. Up to {bound} that says "
            "nothing (rank correlation)"
        ).format(
            strength=format_number(abs(link.correlation), 2, self.style), bound=format_number(link.bound, 2, self.style)
        )

    def _weights(self, weights: list[float]) -> str:
        pairs = zip(weekdays(), weights, strict=True)
        return ", ".join(f"{name} {format_number(weight, 2, self.style)}" for name, weight in pairs)

    def _written(self, value: float | None) -> str:
        return "-" if value is None else self._facts().written(value)

"""Where the figures of a goal come from: the formula of each filled in, the days it rests on, the target that holds.

The judging itself is the core's `pace`; what is explained here is what it did.
"""

from __future__ import annotations

from kpitui.core.figures import format_number
from kpitui.core.goal import SUMS, Goal
from kpitui.core.insight.forecast import PATHS
from kpitui.core.kinds import KINDS
from kpitui.core.pace import target_on
from kpitui.core.standing import Status
from kpitui.i18n import _, plural
from kpitui.services.goals import GoalView, record_of, weights_of
from kpitui.services.insight.explaining import Explanation
from kpitui.services.insight.summary import summary_of_goal
from kpitui.services.workspace import Workspace
from kpitui.wording.chances import outlook_facts
from kpitui.wording.coverage import count_text, coverage_remarks
from kpitui.wording.dates import day_text, weekdays
from kpitui.wording.goals import GoalFacts
from kpitui.wording.numbers import written
from kpitui.wording.signals import summary_facts
from kpitui.wording.words import status_word


def explain_goal(workspace: Workspace, view: GoalView) -> list[Explanation]:
    """Return where the figures of a goal come from, as far as it has them."""
    explainer = _Explainer(workspace, view)
    found = [
        explainer.actual(), explainer.target(), explainer.expected(), explainer.gap(), explainer.status(),
        explainer.needed(), explainer.effort(), explainer.safe(),
    ]  # fmt: skip
    return [*(each for each in found if each is not None), *explainer.outlook(), *explainer.told()]


class _Explainer:
    """Explains one goal."""

    def __init__(self, workspace: Workspace, view: GoalView) -> None:
        self.workspace = workspace
        self.view = view
        self.goal: Goal = view.goal
        self.now = view.standing
        self.style = workspace.settings.numbers

    def actual(self) -> Explanation:
        now, goal = self.now, self.goal
        until = day_text(now.as_of or self.workspace.today)
        missing = now.days_elapsed - now.days_logged
        rests = ", ".join([count_text(now.coverage), *coverage_remarks(now.coverage._replace(one_sided=0))])
        if goal.type in SUMS:
            how = _("the sum from {start} to {day}").format(start=day_text(goal.start), day=until)
            if missing > 0 and self.view.kpi.blank != "zero":
                rests += "; " + _("what the other {n} brought is not in it").format(n=missing)
        elif goal.type == "recurring":
            how = _("each period by its own figure; a period that runs is not judged yet")
            unknown = sum(each.verdict == "unknown" for each in now.periods)
            out = sum(each.verdict == "left out" for each in now.periods)
            rests = _("kept {kept}, missed {missed}, unknown {unknown}, left out for a pause {out}").format(
                kept=now.kept or 0, missed=(now.judged or 0) - (now.kept or 0), unknown=unknown, out=out
            )
        else:
            how = self._measured()
            if now.measured is not None and now.measured.one_sided:
                rests += "; " + _("{n} with one side only do not count").format(n=now.measured.one_sided)
        return Explanation(_("so far"), self._facts().reached(), how, rests, now.actual, now.days_logged)

    def _measured(self) -> str:
        """Return by which rule a level is measured, and over which days."""
        measured = self.now.measured
        rule = {
            "sum": _("the total"),
            "last": _("the latest number"),
            "mean": _("the mean of all entries"),
            "ratio": _("the sum above divided by the sum below, on the days that have both"),
            "formula": _("the formula over the totals of the days that have all its parts"),
        }[KINDS[self.view.kpi.kind].rule]
        if measured is None:
            return rule
        days = day_text(measured.first, year=False), day_text(measured.last, year=False)
        return _("{rule}, from {first} to {last}").format(rule=rule, first=days[0], last=days[1])

    def _facts(self) -> GoalFacts:
        return GoalFacts(self.goal, self.view.kpi, self.now, {}, self.style)

    def target(self) -> Explanation:
        if not self.goal.targets:
            return Explanation(_("target"), self._facts().target(), _("it is set once the baseline is measured"))
        held = target_on(self.goal, min(self.workspace.today, self.goal.deadline))
        count = len(self.goal.targets)
        rests = plural("the only version", "version {at} of {n}, since {day}", count).format(
            at=self.goal.targets.index(held) + 1, n=count, day=day_text(held.since)
        )
        rests += f": {held.reason}" if held.reason else ""
        baseline = self.goal.baseline
        how = self._facts().kind()
        if baseline is not None:
            how += "; " + _("measured from {value}").format(value=self._written(baseline.value))
            if baseline.start and baseline.end:
                days = day_text(baseline.start), day_text(baseline.end)
                how += " " + _("({first} to {last}, {n} days with data, frozen)").format(
                    first=days[0], last=days[1], n=baseline.days
                )
        return Explanation(_("target"), self._facts().target(), how, rests, held.value)

    def expected(self) -> Explanation | None:
        if self.now.expected is None:
            return None
        how = _("the way from the baseline to the target, evenly over the days")
        rests = ""
        if self.goal.type == "recurring":
            how = _("what the running period must have by now, by the weights of its weekdays")
        if self.goal.type in SUMS:
            weights = weights_of(self.workspace, self.view.kpi)
            how = _("the target times the share of the days up to {day}, all counting the same")
            if weights is not None:
                how = _("the target times the share of the days up to {day}, each by the weight of its weekday")
                rests = self._weights(weights)
            how = how.format(day=day_text(self.now.as_of or self.workspace.today))
        return Explanation(_("should be at"), self._facts().expected(), how, rests, self.now.expected)

    def gap(self) -> Explanation | None:
        gap = self.now.gap
        if gap is None:
            return None
        name = _("ahead by") if gap >= 0 else _("behind by")
        how = _("so far, less where it should be")
        return Explanation(name, self._facts().gap(), how, number=gap)

    def status(self) -> Explanation:
        status: Status = self.now.status
        how = {
            "reached": _("it is at or beyond the target"),
            "on track": _("it is at least where it should be by now"),
            "at risk": _("it is behind by no more than a tenth, or was missed a little too often"),
            "off track": _("it is behind by more than a tenth, or can be reached no more"),
            "too early": _("there is less than half of what is needed to say anything"),
            "measuring": _("its baseline is being measured; its target follows then"),
            "no data": _("there is no data"),
            "not started": _("its first day lies ahead"),
            "missed": _("its time is over, or it can be reached no more"),
            "undecided": _("its time is over, and less than half of what was expected is there: decide for yourself"),
        }[status]
        if self.view.outlook is not None:
            how = _("it follows from the chance: on track from 60 in 100, off track below 20 in 100")
        elif self.now.first_ends is not None:
            how = self._facts().first_period()
        elif self.now.at_target:
            how = _("it is at the target now; the verdict comes at the deadline")
        return Explanation(_("status"), status_word(status), how)

    def needed(self) -> Explanation | None:
        days = plural("{n} day left", "{n} days left", self.now.days_left).format(n=self.now.days_left)
        if self.now.needed_per_day is not None:
            value = self._facts().needed()
            how = _("what is missing over the days that are left, rounded up")
            return Explanation(_("needed per day"), value, how, days, self.now.needed_per_day)
        if self.now.left_per_day is not None:
            value = self._facts().room() or self._written(0)
            how = _("what may still be used over the days that are left, rounded down")
            return Explanation(_("room left per day"), value, how, days, self.now.left_per_day)
        return None

    def effort(self) -> Explanation | None:
        if self.now.effort is None:
            return None
        value = _("{times} × the recent pace").format(times=format_number(self.now.effort, 2, self.style))
        how = _("what is needed per day over what a day brought lately, weekdays weighed alike")
        return Explanation(_("effort"), value, how, _("the logged days of the last four weeks"), self.now.effort)

    def safe(self) -> Explanation | None:
        days = self.now.safe_days
        if not days:
            return None
        value = plural("{n} day", "{n} days", days).format(n=days)
        how = _("how long the pace line stays below what there is, if nothing more came in")
        return Explanation(_("safe for"), value, how, number=float(days))

    def outlook(self) -> list[Explanation]:
        found = self.view.outlook
        hows = {
            _("chance"): _(
                "the share of {n} simulated ways on that reach it, to the nearest 5 in 100; 2 and 98 are the ends"
            ).format(n=PATHS),
            _("arrives"): _("when they are there to stay: the middle one, and eight in ten of them"),
        }
        rests = _("level, rhythm and half the drift of the past; never certain")
        record = record_of(self.workspace, self.goal, self.view.kpi) if found else None
        if record is not None and record.regular:
            hows[_("chance")] = _("by {kept} of the latest {n} periods kept, to the nearest 5 in 100").format(
                kept=record.kept, n=record.judged
            )
            rests = _("what comes by the period is regular, whichever day it comes on; never certain")
        count = found.values if found else None
        figures = {_("chance"): found.chance if found else None}
        return [
            Explanation(name, text, hows.get(name, ""), rests, figures.get(name), count)
            for name, text in outlook_facts(found, self.now.days_left)
        ]

    def told(self) -> list[Explanation]:
        summary = summary_of_goal(self.workspace, self.view)
        return [Explanation(name, text) for name, text in summary_facts(summary, self.style)]

    def _weights(self, weights: list[float]) -> str:
        pairs = zip(weekdays(), weights, strict=True)
        return ", ".join(f"{name} {format_number(weight, 2, self.style)}" for name, weight in pairs)

    def _written(self, value: float | None) -> str:
        return "-" if value is None else written(self.view.kpi, value, self.style)

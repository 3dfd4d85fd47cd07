"""Where the figures of a goal come from: the formula of each filled in, the days it rests on, the target that holds.

The judging itself is the core's `pace`; what is explained here is what it did.
"""

from __future__ import annotations

from kpitui.core.figures import format_number, round_down, round_up
from kpitui.core.goal import SUMS, Goal
from kpitui.core.insight.forecast import PATHS
from kpitui.core.pace import target_on
from kpitui.core.standing import Status
from kpitui.i18n import _, plural
from kpitui.i18n.dates import day_text, weekdays
from kpitui.i18n.figures import difference, written
from kpitui.i18n.outlooks import outlook_facts
from kpitui.i18n.words import shape_word, status_word
from kpitui.services.goals import GoalView, weights_of
from kpitui.services.insight import outlook_of, slot_values
from kpitui.services.insight.explaining import Explanation
from kpitui.services.insight.telling import told_of_goal
from kpitui.services.workspace import Workspace


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
        until = day_text(now.as_of)
        how = _("the median of the latest values up to {day}").format(day=until)
        if goal.shape in SUMS:
            how = _("the sum from {start} to {day}").format(start=day_text(goal.start), day=until)
        missing = now.days_elapsed - now.days_logged
        rests = _("{known} of {expected} days").format(known=now.days_logged, expected=now.days_elapsed)
        if missing > 0 and goal.shape in SUMS and self.view.kpi.blank != "zero":
            rests += "; " + _("what the other {n} brought is not in it").format(n=missing)
        return Explanation(_("so far"), self._written(now.actual), how, rests, now.actual, now.days_logged)

    def target(self) -> Explanation:
        held = target_on(self.goal, min(self.workspace.today, self.goal.deadline))
        count = len(self.goal.targets)
        rests = plural("the only version", "version {at} of {n}, since {day}", count).format(
            at=self.goal.targets.index(held) + 1, n=count, day=day_text(held.since)
        )
        rests += f": {held.reason}" if held.reason else ""
        baseline = self.goal.baseline
        how = shape_word(self.goal.shape)
        if baseline is not None:
            how += "; " + _("measured from {value}").format(value=self._written(baseline.value))
            if baseline.start and baseline.end:
                days = day_text(baseline.start), day_text(baseline.end)
                how += " " + _("({first} to {last}, {n} days with data, frozen)").format(
                    first=days[0], last=days[1], n=baseline.days
                )
        value = self._written(held.value)
        if held.low is not None:
            value = _("{low} to {high}").format(low=self._written(held.low), high=value)
        return Explanation(_("target"), value, how, rests, held.value)

    def expected(self) -> Explanation | None:
        if self.now.expected is None:
            return None
        how = _("the way from the baseline to the target, evenly over the days")
        rests = ""
        if self.goal.shape in SUMS:
            weights = weights_of(self.workspace, self.view.kpi)
            how = _("the target times the share of the days up to {day}, all counting the same")
            if weights is not None:
                how = _("the target times the share of the days up to {day}, each by the weight of its weekday")
                rests = self._weights(weights)
            how = how.format(day=day_text(self.now.as_of))
        return Explanation(_("expected by now"), self._written(self.now.expected), how, rests, self.now.expected)

    def gap(self) -> Explanation | None:
        gap = self.now.gap
        if gap is None:
            return None
        name = _("ahead") if gap >= 0 else _("behind")
        how = _("the distance to the nearest edge of the band")
        if self.goal.shape != "band":
            how = _("so far, less what was expected by now")
        return Explanation(name, difference(self.view.kpi, abs(gap), self.style), how, number=gap)

    def status(self) -> Explanation:
        status: Status = self.now.status
        how = {
            "reached": _("it is at or beyond the target"),
            "on pace": _("it is at least where it was expected to be by now"),
            "at risk": _("it is behind by no more than a tenth: a convention, not statistics"),
            "off pace": _("it is behind by more than a tenth: a convention, not statistics"),
            "no data": _("too much is missing to say anything good or bad"),
            "not started": _("its first day is still to come"),
            "missed": _("its time is over, or it can be reached no more"),
        }[status]
        return Explanation(_("status"), status_word(status), how)

    def needed(self) -> Explanation | None:
        unit, decimals = self.view.kpi.unit, self.view.kpi.decimals
        days = plural("{n} day left", "{n} days left", self.now.days_left).format(n=self.now.days_left)
        if self.now.needed_per_day is not None:
            value = self._written(round_up(self.now.needed_per_day, unit, decimals))
            how = _("what is missing over the days that are left, rounded up")
            return Explanation(_("needed per day"), value, how, days, self.now.needed_per_day)
        if self.now.left_per_day is not None:
            value = self._written(round_down(self.now.left_per_day, unit, decimals))
            how = _("what may still be used over the days that are left, rounded down")
            return Explanation(_("left per day"), value, how, days, self.now.left_per_day)
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
        found = outlook_of(self.workspace, self.view)
        slots = slot_values(self.workspace, self.view.kpi).slots
        hows = {
            _("chance"): _("the share of {n} simulated ways on that reach it, in steps of 5 in 100").format(n=PATHS),
            _("arrives"): _("when they first reach it: the middle one, and eight in ten of them"),
        }
        rests = _("level, rhythm and half the drift of the past; never certain")
        count = found.values if found else None
        figures = {_("chance"): found.chance if found else None}
        return [
            Explanation(name, text, hows.get(name, ""), rests, figures.get(name), count)
            for name, text in outlook_facts(found, slots.last_day, self.now.days_left)
        ]

    def told(self) -> list[Explanation]:
        return [Explanation(name, text) for name, text in told_of_goal(self.workspace, self.view)]

    def _weights(self, weights: list[float]) -> str:
        pairs = zip(weekdays(), weights, strict=True)
        return ", ".join(f"{name} {format_number(weight, 2, self.style)}" for name, weight in pairs)

    def _written(self, value: float | None) -> str:
        return "-" if value is None else written(self.view.kpi, value, self.style)

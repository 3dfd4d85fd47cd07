"""What there is to know about a goal, as pairs of a name and a text; the shell and the goal page show the same."""

from __future__ import annotations

from collections.abc import Mapping

from kpitui.core.figures import NumberStyle, format_number, round_down, round_up
from kpitui.core.goal import Goal
from kpitui.core.model import Kpi
from kpitui.core.standing import Standing
from kpitui.i18n import _, plural
from kpitui.i18n.dates import day_text
from kpitui.i18n.figures import difference, written
from kpitui.i18n.words import period_word, shape_word, state_word

Fact = tuple[str, str]


class GoalFacts:
    """Words the facts of one goal; *names* gives the names of KPIs by id."""

    def __init__(self, goal: Goal, kpi: Kpi, standing: Standing, names: Mapping[int, str], style: NumberStyle) -> None:
        self.goal = goal
        self.kpi = kpi
        self.standing = standing
        self.names = names
        self.style = style

    def written(self, value: float | None) -> str:
        """Return a figure in the unit of the KPI; nothing when there is none."""
        return "" if value is None else written(self.kpi, value, self.style)

    def reached(self) -> str:
        """Return how far it is: ``2.8% of 6.8%``; a dash while there is no figure."""
        actual, target = self.standing.actual, self.standing.target
        if actual is None or target is None:
            return "-"
        return _("{actual} of {target}").format(actual=self.written(actual), target=self.written(target))

    def days_left(self) -> str:
        """Return how many days are left."""
        return plural("{n} day left", "{n} days left", self.standing.days_left).format(n=self.standing.days_left)

    def how_it_stands(self) -> list[Fact]:
        """Return the figures of today; what does not apply is left out."""
        standing, unit, decimals = self.standing, self.kpi.unit, self.kpi.decimals
        needed, left = standing.needed_per_day, standing.left_per_day
        days = _("{known} of {expected} days").format(known=standing.days_logged, expected=standing.days_elapsed)
        return _told(
            (_("so far"), self.reached()),
            (_("expected by now"), self.written(standing.expected)),
            (_("ahead") if (standing.gap or 0) >= 0 else _("behind"), self.gap()),
            (_("needed per day"), "" if needed is None else self._needed(needed)),
            (_("left per day"), "" if left is None else self.written(round_down(left, unit, decimals))),
            (_("effort"), self._effort()),
            (_("safe for"), self._safe()),
            (_("rests on"), days),
        )

    def how_it_was_set(self) -> list[Fact]:
        """Return what was agreed, letter by letter."""
        goal, baseline = self.goal, self.goal.baseline
        return _told(
            ("KPI", f"{self.kpi.name} ({self.kpi.key}), {shape_word(goal.shape)}"),
            (_("Baseline"), self._baseline() if baseline else ""),
            (_("Target"), self.target()),
            (_("days"), f"{day_text(goal.start)} – {day_text(goal.deadline)}"),
            (_("Looked at every"), period_word(goal.review)),
            (_("Acceptable"), goal.acceptable),
            (_("Why"), goal.why),
            (_("Driven by"), self._named(goal.drivers)),
            (_("Must not suffer"), self._named(goal.counters)),
            (_("Closed"), self._closed()),
            (_("Learning"), goal.learning),
        )

    def target(self) -> str:
        """Return the target that holds now; a band by both of its edges."""
        newest = self.goal.targets[-1]
        if newest.low is None:
            return self.written(newest.value)
        return _("{low} to {high}").format(low=self.written(newest.low), high=self.written(newest.value))

    def gap(self) -> str:
        """Return how far ahead or behind; between two percentages that is a number of points."""
        gap = self.standing.gap
        return "" if gap is None else difference(self.kpi, abs(gap), self.style)

    def targets(self) -> list[Fact]:
        """Return every version of the target since its first day, with the reason of each change."""
        return [
            (
                _("target since {day}").format(day=day_text(target.since)),
                f"{self.written(target.value)} {target.reason}".strip(),
            )
            for target in self.goal.targets
        ]

    def _baseline(self) -> str:
        baseline = self.goal.baseline
        assert baseline is not None
        said = self.written(baseline.value)
        if baseline.start and baseline.end:
            days = _("{days} days with data").format(days=baseline.days)
            said += f" ({day_text(baseline.start)} – {day_text(baseline.end)}, {days})"
        return said

    def _needed(self, needed: float) -> str:
        """Return what each day must bring; and the next one, where weekdays differ."""
        unit, decimals, following = self.kpi.unit, self.kpi.decimals, self.standing.needed_next
        said = self.written(round_up(needed, unit, decimals))
        if following is None:
            return said
        day, value = following
        return f"{said}; {day_text(day, year=False)}: {self.written(round_up(value, unit, decimals))}"

    def _safe(self) -> str:
        """Return how long it stays on pace by itself."""
        days = self.standing.safe_days
        return "" if not days else plural("{n} day", "{n} days", days).format(n=days)

    def _effort(self) -> str:
        effort = self.standing.effort
        if effort is None:
            return ""
        times = format_number(effort, 2, self.style)
        return _("{times} × the recent pace").format(times=times)

    def _named(self, kpis: tuple[int, ...]) -> str:
        return ", ".join(self.names.get(kpi, "?") for kpi in kpis)

    def _closed(self) -> str:
        if self.goal.closed is None:
            return ""
        said = f"{state_word(self.goal.state)}, {day_text(self.goal.closed)}"
        return f"{said}: {self.written(self.goal.verdict)}" if self.goal.verdict is not None else said


def _told(*facts: Fact) -> list[Fact]:
    return [(name, text) for name, text in facts if text.strip() not in ("", "-")]

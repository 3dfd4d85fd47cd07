"""What was found to be wrong or missing, in words: about a draft of a goal, and about the whole set of KPIs.

Of a draft also what is understood of it, and what a fix does; of KPIs what to do about it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from kpitui.core.calendar import shifted
from kpitui.core.figures import (
    NumberStyle,
    apart_decimals,
    decimals_together,
    format_number,
    format_value,
    own_decimals,
    unit_named,
)
from kpitui.core.goal import MEASURED_DAYS, SUMS
from kpitui.core.guard_rails import Caution
from kpitui.core.levers import Levers
from kpitui.core.model import Kpi
from kpitui.i18n import _
from kpitui.i18n.harmless import harmless
from kpitui.wording.dates import day_text, ends_text, weekdays_text
from kpitui.wording.goals import band_text, each_period_text
from kpitui.wording.levers import levers_in_short
from kpitui.wording.numbers import difference
from kpitui.wording.words import EVERY, cadence_word, every_word, keep_text, per_text, period_word, type_word

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from kpitui.core.smart import Finding, Fix, GoalDraft
    from kpitui.services.goals.fixes import FixResult


DECIMALS = 2
"""Of a percentage: what 4 percent more of 2 percent is, one decimal does not show."""

SMALL = 10
"""Percent below which the second decimal says something."""

PLAIN = ("percent", "ratio")
"""Figures that are not in the unit of the KPI."""

PRECISE = ("relative", "points")
"""Percentages that differ in their second decimal."""

ENDS = (("start", "deadline"), ("start", "end"), ("first", "last"))
"""Pairs of days that are the ends of one stretch."""


class DraftWording:
    """Words what is understood on *today* of a draft on *kpi*, which may not be known yet."""

    def __init__(self, draft: GoalDraft, kpi: Kpi | None, style: NumberStyle, today: date) -> None:
        self.today = today
        self.draft = draft
        self.kpi = kpi
        self.style = style

    def value(self, value: float) -> str:
        """Return a figure in the unit of the KPI."""
        unit, decimals = (self.kpi.unit, self.kpi.decimals) if self.kpi else ("", None)
        return format_value(value, unit, self.style, DECIMALS if unit == "%" else decimals)

    def understood(self) -> list[str]:
        """Return what is understood so far, part by part: KPI, change, figures and days."""
        draft = self.draft
        parts = [harmless(self.kpi.name, 40)] if self.kpi else []
        if draft.change_percent is not None and draft.target is None:
            parts.append(f"{format_number(draft.change_percent, 1 if draft.change_percent % 1 else 0, self.style)}%")
        from kpitui.core.smart.targets import target_of  # the tests of a draft are slow to load; who has one did

        target = target_of(draft)
        if draft.type == "recurring" and draft.per:
            parts.append(self._every())
        elif target is not None:
            parts.append(_("target {value}").format(value=per_text(draft.per, self.value(target))))
        if draft.measure:
            last = shifted(self.today, MEASURED_DAYS - 1)
            text = _("baseline measured first, from {first} to {last}")
            first, until = ends_text(self.today, last)
            parts.append(text.format(first=first, last=until))
        parts += self._measured_from()
        if draft.deadline and draft.start and draft.start > self.today:
            parts.append(" – ".join(ends_text(draft.start, draft.deadline)))
        elif draft.deadline:
            parts.append(_("by {day}").format(day=day_text(draft.deadline)))
        return parts

    def _measured_from(self) -> list[str]:
        """Return the baseline and the days that it is of; nothing while there is none."""
        draft = self.draft
        if draft.baseline is None:
            return []
        template = _("from {value}") if draft.baseline_low is None else _("from about {value}, an estimate")
        with_gaps = (draft.baseline_days or 0) < (draft.baseline_expected or 0)
        if draft.type in SUMS and draft.baseline_low is None and with_gaps:
            template = _("from at least {value}")
        parts = [template.format(value=self.value(draft.baseline))]
        days = goal_days(draft, self.today)
        if draft.type in SUMS and days is not None and draft.baseline_days is None:
            parts = [_("baseline {value} over {days} days").format(value=self.value(draft.baseline), days=days)]
        if draft.baseline_start is None or draft.baseline_end is None:
            return parts
        start, end = ends_text(draft.baseline_start, draft.baseline_end)
        if draft.baseline_days is None:
            days_of = _("{start} – {end}, typed by you").format(start=start, end=end)
            return [f"{parts[0]} ({days_of})"]
        expected = draft.baseline_expected or (draft.baseline_end - draft.baseline_start).days + 1
        logged = _("{days} of {all} days with data").format(days=draft.baseline_days, all=expected)
        return [f"{parts[0]} ({start} – {end}, {logged})"]

    def letters(self, names: Mapping[str, str], joined: Callable[[Sequence[str]], str]) -> list[tuple[str, str]]:
        """Return the goal letter by letter; *names* gives those of KPIs by key, *joined* puts parts side by side."""
        draft = self.draft
        drivers = ", ".join(harmless(names.get(key, key), 40) for key in draft.drivers) or "-"
        kind = type_word(draft.type) if draft.type and draft.type != "recurring" else ""
        from kpitui.core.smart.draft import first_day

        first = first_day(draft, self.today)
        start, end = ends_text(first, draft.deadline) if draft.deadline else (day_text(first), "?")
        start = start if draft.start or draft.measure else _("today")
        return [
            ("S", draft.title or "?"),
            ("M", joined([*self.understood(), *([kind] if kind else [])]) or "?"),
            ("A", draft.acceptable or "-"),
            ("R", joined([draft.why or "-", _("drivers: {kpis}").format(kpis=drivers)])),
            ("T", _("{start} to {end}").format(start=start, end=end)),
        ]

    def _every(self) -> str:
        """Return what a recurring goal asks of its periods: ``at least 60 a week``."""
        draft = self.draft
        if draft.low is None and draft.high is None:
            return every_word(draft.per)
        low, high = (None if edge is None else self.value(edge) for edge in (draft.low, draft.high))
        text = each_period_text(band_text(low, high), draft.per, self.kpi)
        return text if draft.keep is None else f"{text}, {keep_text(*draft.keep)}"


def goal_days(draft: GoalDraft, today: date) -> int | None:
    """Return the number of days of a goal, from its start or else *today*, both ends included; None without any."""
    start = draft.start or today
    if draft.deadline is None or draft.deadline < start:
        return None
    return (draft.deadline - start).days + 1


def typed_baseline_text(draft: GoalDraft, today: date) -> str:
    """Return what a baseline that is typed stands for; empty while its period is not known."""
    days = goal_days(draft, today)
    if draft.type in SUMS and days is not None:
        return _("type the total of an earlier period of {days} days, the length of this goal").format(days=days)
    return "" if draft.type in SUMS else _("type the number at the start of the goal")


def finding_text(finding: Finding, unit: str, style: NumberStyle) -> tuple[str, str]:
    """Return the sentence of *finding* and that of its repair; figures are in *unit*, that of the KPI."""
    params = _all_shown(finding.params, unit, style)
    return _(finding.message).format(**params), _(finding.repair).format(**params)


def remedy_text(fix: Fix, finding: Finding, unit: str, style: NumberStyle) -> str:
    """Return what *fix* does, in a few words, with its own figures and those of its finding."""
    params = {**finding.params, **fix.params}
    return _(fix.text).format(**_all_shown(params, unit, style))


def fix_text(result: FixResult) -> str:
    """Return what a fix did beyond the form; empty when that is nothing."""
    texts = {
        "added": _("Added: {names}"),
        "zero": _("From now on, an empty day of {kpi} counts as 0"),
        "days": _("From now on, {kpi} is only expected on the days of the week you log it"),
        "split": _("The other result is now a draft: {title}"),
        "noted": _("Saved as a note for today: {title}"),
    }
    names = ", ".join(result.names)
    return texts[result.did].format(names=names, kpi=names, title=names) if result.did else ""


def _all_shown(params: Mapping[str, object], unit: str, style: NumberStyle) -> dict[str, str]:
    """Return what fills a sentence: its figures with as many decimals as tell them apart, where each alone has less."""
    figures = [value for name, value in params.items() if isinstance(value, float) and name not in (*PLAIN, *PRECISE)]
    places = apart_decimals(figures, unit)
    if unit == "%" and any(own_decimals(value, DECIMALS) == DECIMALS and abs(value) < SMALL for value in figures):
        places = max(places or 0, DECIMALS)
    more = places is not None and places > decimals_together(figures, unit)
    shown = {name: _shown(name, value, unit, style, places if more else None) for name, value in params.items()}
    for names in ENDS:
        first, last = (params.get(name) for name in names)
        if isinstance(first, date) and isinstance(last, date):
            shown.update(zip(names, ends_text(first, last), strict=True))
    return shown


def _shown(name: str, value: object, unit: str, style: NumberStyle, places: int | None) -> str:
    if isinstance(value, date | Levers):
        return day_text(value) if isinstance(value, date) else levers_in_short(value, style)
    if isinstance(value, bool | int | tuple):
        return weekdays_text(value) if isinstance(value, tuple) else str(value)
    if isinstance(value, float):
        if name in PLAIN:
            return format_number(value, 0 if value == round(value) else 1, style)
        return format_value(value, unit, style, 2 if unit == "%" and name in PRECISE else places)
    return _named(name, str(value), style)


def _named(name: str, value: str, style: NumberStyle) -> str:
    """Return a word of a finding: how often, a length of period, a unit, or a name."""
    if name == "every":
        return every_word(value) if value in EVERY else _("every {days}").format(days=cadence_word(value))
    if name == "period":
        return period_word(value)
    return harmless(unit_named(_(value), style) if name in ("unit", "said") and value else value, 80)


def caution_text(caution: Caution, kpi: Kpi, style: NumberStyle) -> tuple[str, str]:
    """Return what is the matter with *kpi*, and what to do about it."""
    params = {name: _parameter(value, kpi, style) for name, value in caution.params.items()}
    return _(caution.message).format(**params), _(caution.repair).format(**params)


def rule_word(rule: str) -> str:
    """Return what a rule guards against, in a word or two."""
    return {
        "contradiction": _("goals that clash"),
        "stale": _("old numbers"),
        "closed": _("closed days"),
        "tunnel": _("tunnel vision"),
        "many": _("too many KPIs"),
        "undecided": _("not used"),
        "without goal": _("no goal"),
    }[rule]


def together_text(rule: str, names: Sequence[str]) -> str:
    """Return in one sentence that a rule found the same of several KPIs, called *names*."""
    template = {
        "undecided": _("you have made no decision with these KPIs for a quarter, and no goal uses them: {kpis}"),
        "without goal": _("no goal uses these KPIs: {kpis}"),
    }[rule]
    return template.format(kpis=", ".join(harmless(name, 60) for name in names))


def nothing_text() -> str:
    """Return that no rule found anything."""
    return _("All good: numbers up to date, not too many KPIs, each with a goal")


def _parameter(value: object, kpi: Kpi, style: NumberStyle) -> str:
    if isinstance(value, date):
        return day_text(value)
    if isinstance(value, float):
        return difference(kpi, value, style, signed=True)
    return weekdays_text(value) if isinstance(value, tuple) else harmless(str(value), 80)

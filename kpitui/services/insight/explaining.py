"""Where a figure of a KPI comes from: its formula filled in, the rows it rests on and those left out, its n.

What a goal stands at is explained by `explaining_goals`; saying it on a page or a terminal is the faces' work.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from kpitui.core.cadence import cadence_by
from kpitui.core.calendar import period_of
from kpitui.core.errors import mark
from kpitui.core.figures import format_number
from kpitui.core.formula import Formula
from kpitui.core.insight.cusum import ALLOWANCE, BORDER
from kpitui.core.insight.limits import LIMITS, RANGE_LIMIT
from kpitui.core.insight.limits_chart import FEWEST, LOCKED
from kpitui.core.kinds import KINDS, Rule
from kpitui.core.model import Entry, Kpi
from kpitui.i18n import _, plural
from kpitui.services.insight import expected_value, limits_of
from kpitui.services.insight.signals import Shifted, signal_of, trend_of_kpi
from kpitui.services.reading import figures, history_of
from kpitui.services.today import usual_of
from kpitui.services.workspace import Workspace
from kpitui.store import entries, kpis
from kpitui.store.insight import one_offs_of
from kpitui.wording.coverage import coverage_remarks
from kpitui.wording.dates import day_text, periods_text
from kpitui.wording.numbers import estimate, estimated_differences, estimates_together, typed, written
from kpitui.wording.signals import SignalWording, signal_text, trend_text
from kpitui.wording.words import blank_word, period_word

LISTED = 12
"""Entries that are written out; more are counted."""


WHOLE = mark("one figure for a whole period, which is neither summed nor split")
OF_A_DAY: dict[Rule, str] = {
    "sum": mark("the sum of the entries of the day"),
    "last": mark("the last entry of the day"),
    "mean": mark("the mean of the entries of the day"),
}
OF_A_PERIOD: dict[Rule, str] = {
    "sum": mark("the sum of its entries"),
    "last": mark("its last entry"),
    "mean": mark("the mean of its entries"),
    "ratio": mark("the sum above the line over the sum below it, never a mean of the days"),
    "formula": mark("the formula on the figures of the whole period, never a mean of the days"),
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


def explain_kpi(workspace: Workspace, kpi: Kpi, day: date) -> list[Explanation]:
    """Return where the figures of a KPI come from: of *day*, of the period around it, and what is normal and new."""
    found = [_day(workspace, kpi, day), *_period(workspace, kpi, day)]
    if not KINDS[kpi.kind].whole and cadence_by(kpi.cadence) == "day":
        found += _usual(workspace, kpi, day)
    found += [*_expected(workspace, kpi, day), *_limits(workspace, kpi)]
    return [*found, _signal(workspace, kpi), _trend(workspace, kpi)]


def _day(workspace: Workspace, kpi: Kpi, day: date) -> Explanation:
    name, kind = day_text(day), KINDS[kpi.kind]
    value = history_of(workspace, kpi, day, day).on(day)
    shown = _written(workspace, kpi, value)
    if kind.derived:
        how, count = _computed(workspace, kpi, day)
        return Explanation(name, shown, how, "", value, count)
    rows = list(reversed(entries.entries_between(workspace.store, kpi.id, day, day)))
    if not rows:
        rests = _("no entry; a day without one counts as: {meaning}").format(meaning=blank_word(kpi.blank))
        return Explanation(name, shown, rests=rests, number=value, n=0)
    how = WHOLE if kind.whole else OF_A_DAY[kind.rule]
    return Explanation(name, shown, _(how), _rows(workspace, kpi, rows), value, len(rows))


def _computed(workspace: Workspace, kpi: Kpi, day: date) -> tuple[str, int | None]:
    """Return what a computed KPI is computed from on *day*, and of a ratio the n below the line."""
    every = kpis.all_kpis(workspace.store, archived=True)
    by_id, by_key = {each.id: each for each in every}, {each.key: each for each in every}

    def figure(part: Kpi) -> str:
        return f"{part.name} {_written(workspace, part, history_of(workspace, part, day, day).on(day))}"

    if kpi.kind == "ratio" and kpi.numerator in by_id and kpi.denominator in by_id:
        above, below = by_id[kpi.numerator], by_id[kpi.denominator]
        times = " × 100" if kpi.unit == "%" else ""
        count = history_of(workspace, below, day, day).on(day)
        return f"{figure(above)} / {figure(below)}{times}", None if count is None else round(count)
    names = Formula.parse(kpi.formula).names if kpi.formula else ()
    parts = ", ".join(figure(by_key[name]) for name in sorted(names) if name in by_key)
    return _("{formula}, with {parts}").format(formula=kpi.formula, parts=parts), None


def _rows(workspace: Workspace, kpi: Kpi, rows: list[Entry]) -> str:
    style = workspace.settings.numbers
    shown = [
        typed(kpi, row.value, style)
        + (f" {row.time}" if row.time else "")
        + (f" ({row.note})" if row.note else "")
        + (f" [{row.source}]" if row.source not in ("", "app", "shell") else "")
        for row in rows[:LISTED]
    ]
    counted = plural("{n} entry", "{n} entries", len(rows)).format(n=len(rows))
    return f"{counted}: {', '.join(shown)}{' …' if len(rows) > LISTED else ''}"


def _period(workspace: Workspace, kpi: Kpi, day: date) -> list[Explanation]:
    by = cadence_by(kpi.cadence)
    if by == "day":
        if KINDS[kpi.kind].whole:
            return []
        by = "week"
    period = period_of(by, day, workspace.settings.calendar)
    back = (workspace.today - period.start).days // {"week": 7, "month": 28, "quarter": 89, "year": 365}[by] + 2
    found = next((each for each in figures(workspace, kpi, by, back) if each.period == period), None)
    if found is None:
        return []
    kind = KINDS[kpi.kind]
    how = WHOLE if kind.whole else OF_A_PERIOD[kind.rule]
    coverage = found.coverage
    rests = _("{known} of {expected} expected entries are there").format(
        known=coverage.logged, expected=coverage.expected
    )
    rests = ", ".join([rests, *coverage_remarks(coverage)])
    rests += "; " + _("so far") if found.partial else ""
    rests += "; " + _("so it is at least this much") if found.at_least else ""
    name = f"{period_word(by)} {period.label}"
    return [Explanation(name, _written(workspace, kpi, found.value), _(how), rests, found.value, found.entries)]


def _usual(workspace: Workspace, kpi: Kpi, day: date) -> list[Explanation]:
    usual = usual_of(workspace, kpi, day)
    if usual is None:
        return []
    low, high = estimates_together(kpi, (usual.low, usual.high), workspace.settings.numbers)
    value = _("{low} to {high}").format(low=low, high=high)
    how = _("eight in ten values of the 56 days before lie in it")
    return [Explanation(_("usual"), value, how, _("from {n} values").format(n=usual.values), n=usual.values)]


def _expected(workspace: Workspace, kpi: Kpi, day: date) -> list[Explanation]:
    value = history_of(workspace, kpi, day, day).on(day)
    found = None if value is None else expected_value(workspace, kpi, value, day)
    if found is None:
        return []
    style = workspace.settings.numbers
    how = (
        _("the usual size of earlier values above 0; the value is {far} usual errors off")
        if found.sparse
        else _("what the level and the weekday of earlier values led to expect; the value is {far} usual errors off")
    ).format(far=format_number(abs(found.far), 1, style))
    rests = _("from {n} values before; from 3 usual errors on it is told of, from 6 on asked about")
    usual = estimate(kpi, found.usual, style)
    return [Explanation(_("expected"), usual, how, rests.format(n=found.values), found.usual, found.values)]


def _limits(workspace: Workspace, kpi: Kpi) -> list[Explanation]:
    view, style = limits_of(workspace, kpi), workspace.settings.numbers
    if not view.chart.segments:
        return []
    segment = view.chart.segments[-1]
    limits, teller = segment.limits_now, SignalWording(kpi, style)
    told = teller.limits(limits, segment.last - segment.first + 1, FEWEST)
    if limits is None:
        return [Explanation(_("natural limits"), told)]
    mean_range = limits.range_limit / RANGE_LIMIT
    how = _("centre {centre}, the mean of {n} values; limits at {times} mean moving ranges of {range} from it").format(
        centre=estimate(kpi, limits.centre, style), n=limits.values, times=format_number(LIMITS, 2, style),
        range=estimated_differences(kpi, (mean_range,), style)[0],
    )  # fmt: skip
    since = view.series.slots.first_day(view.series.at[segment.first])
    rests = [_("the values since {day}").format(day=day_text(since))]
    rests += [_("locked after the first {n}").format(n=LOCKED)] if limits.values >= LOCKED else []
    rests += [_("adjusted for the weekday")] if view.season.length > 1 else []
    by_week = view.series.slots.period != cadence_by(kpi.cadence)
    rests += [_("by the week, for most days bring nothing")] if by_week else []
    left_out = len([day for day in one_offs_of(workspace.store, kpi.id) if day >= since])
    if left_out:
        rests.append(
            plural("{n} day left out as a one-off", "{n} days left out as one-offs", left_out).format(n=left_out)
        )
    rests += [_("around a trend that was agreed to")] if limits.slope else []
    rests += [_("neighbours resemble each other, so runs say nothing")] if segment.drifts else []
    return [Explanation(_("natural limits"), told, how, "; ".join(rests), limits.centre, limits.values)]


def _signal(workspace: Workspace, kpi: Kpi) -> Explanation:
    signal = signal_of(workspace, kpi)
    if signal is None:
        return Explanation(_("signal"), _("none: what changed lately is within what is usual"))
    told, style = signal_text(kpi, signal, workspace.settings.numbers), workspace.settings.numbers
    if isinstance(signal, Shifted):
        how = _(
            "what each value brings beyond the level and the value before it is added up, in standard deviations; "
            "a sum beyond {border} means that the level moved (CUSUM, allowance {allowance})"
        ).format(border=format_number(BORDER, 1, style), allowance=format_number(ALLOWANCE, 1, style))
        effect = signal.shift.effect
        rests = _("the range is that of 95 %: {before} values before, {after} after").format(
            before=effect.before, after=effect.after
        )
        return Explanation(_("signal"), told, how, rests, effect.difference, effect.before + effect.after)
    if signal.expected.silence:
        how = _("nothing is told once it lasts longer than ever before, and is rare at the usual share of zeros")
    elif signal.expected.sparse:
        how = _("a KPI that is mostly 0: how large a value is and how long nothing comes are judged apart")
    else:
        how = _("a value is told when it lies more than 3 usual errors from what was expected of it")
    return Explanation(_("signal"), told, how, number=signal.value, n=signal.expected.values)


def _trend(workspace: Workspace, kpi: Kpi) -> Explanation:
    view = trend_of_kpi(workspace, kpi)
    told, direction = trend_text(kpi, view, workspace.settings.numbers), view.direction
    if direction is None:
        return Explanation(_("trend"), told, n=view.values)
    trend = direction.trend
    how = _("a line that begins to rise or fall where that fits the ranks of {span} best; flat series seldom fit it")
    how = how.format(span=periods_text(view.values, view.period))
    pairs = trend.values * (trend.values - 1) // 2
    size = _("Mann-Kendall: {score} more rising than falling pairs of {pairs}; the median of all slopes between two")
    rests = [size.format(score=trend.score, pairs=pairs)] if direction.shape == "slope" else []
    rests.append(_("means of {span}, the running one left out").format(span=periods_text(view.values, view.period)))
    return Explanation(_("trend"), told, how, "; ".join(rests), trend.slope, trend.values)


def _written(workspace: Workspace, kpi: Kpi, value: float | None) -> str:
    return "-" if value is None else written(kpi, value, workspace.settings.numbers)

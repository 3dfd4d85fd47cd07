"""Plain sentences instead of tables, for a screen reader: what the reading commands say with ``--plain``.

One sentence a line, without columns, bars and signs that are spelled out. How signs become words is
`kpitui.i18n.plain`'s work, whether it is wanted is asked of the console.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpitui.i18n import _, plural
from kpitui.i18n.plain import sentence_of
from kpitui.wording.actions import due_actions_text
from kpitui.wording.comparisons import before_text, difference_text, period_text, to_date_sentence, with_shared_decimals
from kpitui.wording.dates import day_text, ends_text, full_day_text, period_name
from kpitui.wording.kpis import coverage_text, group_text, newest_text, stamps_text
from kpitui.wording.words import cadence_word, kind_word

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kpitui.charts.spec import ChartData
    from kpitui.cli.console import Console
    from kpitui.core.aggregation import PeriodValue
    from kpitui.core.calendar import Period
    from kpitui.core.comparison import Comparison
    from kpitui.core.goal import Action
    from kpitui.core.model import Kpi
    from kpitui.services.goals import GoalView
    from kpitui.services.today import Due, SheetLine, TodayView


def say(console: Console, texts: Iterable[str]) -> None:
    """Print each text as a sentence on a line of its own; what is empty is left out."""
    for text in texts:
        line = sentence_of(text)
        if line:
            console.say(line)


def print_status(console: Console, view: TodayView, *, wide: bool = False) -> None:
    """Tell the goals, what is due, the newest figure of every KPI, and with *wide* how it does against last year."""
    say(console, [full_day_text(console.workspace().today)])
    print_goals(console, view.goals)
    print_actions(console, view.actions)
    from kpitui.services.today import groups_of

    by_kpi = {line.kpi.id: line for line in view.sheet.lines}
    groups = groups_of(console.workspace(), [line.kpi for line in view.sheet.lines], view.goals)
    for group in groups:
        say(console, [group_text(group) + ":", *(_newest(console, by_kpi[kpi.id]) for kpi in group.kpis)])
    if not groups:
        say(console, (_newest(console, line) for line in view.sheet.lines))
    if wide:
        from kpitui.services.like_for_like import to_date
        from kpitui.wording.reviews import to_date_head

        workspace = console.workspace()
        figures = [(line.kpi, to_date(workspace, line.kpi)) for line in view.sheet.lines]
        sentences = (to_date_sentence(kpi, row, workspace.settings.numbers) for kpi, row in figures)
        say(console, [to_date_head(row for _kpi, row in figures) + ":", *sentences])


def print_goals(console: Console, views: Iterable[GoalView]) -> None:
    """Tell how each goal stands, its status first."""
    from kpitui.cli._goal_output import facts_of

    for view in views:
        goal, facts = view.goal, facts_of(console.workspace(), view)
        is_open = goal.state == "open"
        reached = _("no number yet") if facts.reached() == "-" else facts.reached()
        number = _("goal {number}").format(number=goal.id)
        days = [text for text in (facts.as_of(), facts.days_left()) if text] if is_open else []
        say(console, [f"{facts.status()}: {', '.join([goal.title, reached, *days, number])}"])


def print_goal(console: Console, view: GoalView, details: Iterable[tuple[str, str]]) -> None:
    """Tell a goal and what there is to know of it."""
    print_goals(console, [view])
    say(console, (f"{name}: {text}" for name, text in details))


def print_due(console: Console, kpis: Sequence[Due], actions: Sequence[Action]) -> None:
    """Tell what is due; silent when nothing is."""
    if kpis:
        say(console, [plural("{n} KPI to log:", "{n} KPIs to log:", len(kpis)).format(n=len(kpis))])
    for item in kpis:
        name = item.kpi.name if item.kpi.name.casefold() == item.kpi.key else f"{item.kpi.name} ({item.kpi.key})"
        say(console, [_("{name}, for {label}").format(name=name, label=period_name(item.period))])
    print_actions(console, actions)


def print_actions(console: Console, actions: Sequence[Action]) -> None:
    """Tell the actions that are due."""
    if not actions:
        return
    say(console, [due_actions_text(len(actions)) + ":"])
    for action in actions:
        day = ", " + _("due {day}").format(day=day_text(action.due)) if action.due else ""
        say(console, [_("action {number}: {what}").format(number=action.id, what=action.what) + day])


def print_figures(
    console: Console, kpi: Kpi, figures: Iterable[tuple[PeriodValue, Comparison | None]], remarks: Iterable[str]
) -> None:
    """Tell the figures of a KPI period by period, each with how it differs from an earlier one, and what else is so."""
    style = console.workspace().settings.numbers
    say(console, [f"{kpi.name}, {kind_word(kpi.kind)}, {cadence_word(kpi.cadence)}"])
    rows = list(figures)
    earlier = [beside.before for _figure, beside in rows if beside is not None]
    kpi = with_shared_decimals(
        kpi, [*(figure for figure, _beside in rows), *earlier], (beside for _figure, beside in rows)
    )
    for figure, beside in rows:
        parts = [
            period_text(kpi, figure, style),
            plural("{n} entry", "{n} entries", figure.entries).format(n=figure.entries),
            stamps_text(kpi, figure.entries, figure.coverage),
            coverage_text(kpi, figure.coverage),
            _("so far") if figure.partial else "",
        ]
        if beside is not None:
            when, value = _days(beside.before.period), before_text(kpi, beside, style)
            parts.append(_("compared with {days}: {value}").format(days=when, value=value))
            parts += [_("today is left out of the comparison")] if beside.without_today is not None else []
            parts.append(_("difference {difference}").format(difference=difference_text(kpi, beside, style)))
        say(console, [f"{_days(figure.period)}: {', '.join(part for part in parts if part)}"])
    say(console, remarks)


def _days(period: Period) -> str:
    start, end = ends_text(period.start, period.end)
    return end if period.start == period.end else f"{start} – {end}"


def print_chart(console: Console, name: str, data: ChartData, remarks: Iterable[str]) -> None:
    """Tell a chart in words, and what there is to say of its KPI."""
    from kpitui.wording.charts import spoken

    say(console, [*spoken(name, data), *remarks])


def _newest(console: Console, line: SheetLine) -> str:
    value, day = newest_text(line, console.workspace().settings.numbers)
    newest = _("{value} on {day}").format(value=value, day=day) if day else _("no data")
    parts = (newest, _("to log") if line.due else "", coverage_text(line.kpi, line.coverage))
    return f"{line.kpi.name}: {', '.join(part for part in parts if part)}"

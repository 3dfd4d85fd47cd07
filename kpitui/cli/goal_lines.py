"""Goals as lines for people: sign, title, how far, status in words, days left."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpitui.core.figures import format_value
from kpitui.i18n import _, ascii_only, plural
from kpitui.i18n.dates import day_text
from kpitui.i18n.words import STATUS_SIGNS, shape_word, status_word
from kpitui.store.kpis import all_kpis

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kpitui.cli.console import Console
    from kpitui.services.goals import GoalView
    from kpitui.services.workspace import Workspace


def draw_goals(console: Console, views: Iterable[GoalView]) -> None:
    """Print a line for each goal."""
    workspace = console.workspace()
    style, ascii = workspace.settings.numbers, ascii_only(workspace.environ)
    rows = []
    for view in views:
        kpi, standing = view.kpi, view.standing
        reached = "-"
        if standing.actual is not None and standing.target is not None:
            actual, target = (
                format_value(value, kpi.unit, style, kpi.decimals) for value in (standing.actual, standing.target)
            )
            reached = _("{actual} of {target}").format(actual=actual, target=target)
        left = plural("{n} day left", "{n} days left", standing.days_left).format(n=standing.days_left)
        rows.append(
            (
                f"{STATUS_SIGNS[standing.status][ascii]} {view.goal.id}",
                view.goal.title,
                reached,
                status_word(standing.status),
                left,
            )
        )
    console.table(rows, right=(2,))


def goal_details(workspace: Workspace, view: GoalView) -> list[tuple[str, str]]:
    """Return what there is to know about a goal besides its line, as pairs of a name and a text."""
    goal, kpi, standing = view.goal, view.kpi, view.standing
    names = {each.id: each.name for each in all_kpis(workspace.store, archived=True)}

    def written(value: float | None) -> str:
        return "-" if value is None else format_value(value, kpi.unit, workspace.settings.numbers, kpi.decimals)

    rows = [
        ("KPI", f"{kpi.name} ({kpi.key}), {shape_word(goal.shape)}"),
        (_("days"), f"{day_text(goal.start)} – {day_text(goal.deadline)}"),
        (_("expected by now"), written(standing.expected)),
        (_("ahead or behind"), written(standing.gap)),
        (_("needed per day"), written(standing.needed_per_day)),
        (_("Acceptable"), goal.acceptable),
        (_("Why"), goal.why),
        (_("Driven by"), ", ".join(names[each] for each in goal.drivers)),
        (_("Must not suffer"), ", ".join(names[each] for each in goal.counters)),
        (_("Learning"), goal.learning),
    ]
    if goal.baseline is not None:
        rows.insert(2, (_("Baseline"), written(goal.baseline.value)))
    for target in goal.targets:
        rows.append(
            (_("target since {day}").format(day=day_text(target.since)), f"{written(target.value)} {target.reason}")
        )
    return [(name, text) for name, text in rows if text.strip() not in ("", "-")]

"""The KPIs of Today in groups: groups of one's own, or those of each goal, and which of them are folded.

Without a group everything is one list, as if there were none.
"""

from __future__ import annotations

from kpitui.core.errors import Refused, mark
from kpitui.core.groups import KpiGroup, by_goal, own_groups
from kpitui.core.model import Kpi
from kpitui.core.text import replaced
from kpitui.services.settings import change_setting
from kpitui.services.workspace import Workspace
from kpitui.store import records

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from kpitui.services.goals import GoalView
    from kpitui.services.today import TodayView

LONGEST = 60
"""Signs of the name of a group."""


def groups_of(workspace: Workspace, shown: Sequence[Kpi], goals: Sequence[GoalView]) -> list[KpiGroup]:
    """Return the groups of the KPIs *shown*, in their order, by the setting ``groups``; empty where there is only one.

    The last group may have no name: that of the KPIs that are in none.
    """
    chosen = workspace.settings.text("groups")
    if chosen == "goals":
        linked = [(view.goal.title, {view.goal.kpi, *view.goal.drivers, *view.goal.counters}) for view in goals]
        groups = by_goal(shown, linked)
    else:
        groups = own_groups(shown) if chosen == "own" else []
    return groups if any(group.name for group in groups) else []


def with_groups(workspace: Workspace, view: TodayView) -> TodayView:
    """Return *view* with a line above the KPIs of each group, and without those of the groups that are folded."""
    lines = {line.kpi.id: line for line in view.sheet.lines}
    groups = groups_of(workspace, [line.kpi for line in view.sheet.lines], view.goals)
    if not groups:
        return view
    folded, grouped = folded_groups(workspace), []
    for group in groups:
        members = [lines[kpi.id] for kpi in group.kpis]
        nothing = (None,) * len(view.sheet.days)
        hidden = group.name in folded
        head = members[0]._replace(values=nothing, week=(None,) * 7, due=False, last=None, head_of=group, folded=hidden)
        grouped += [head, *([] if hidden else members)]
    return view._replace(sheet=view.sheet._replace(lines=tuple(grouped)))


def folded_groups(workspace: Workspace) -> set[str]:
    """Return the names of the groups that are folded; the empty name is that of the KPIs without a group."""
    text = workspace.settings.text("folded")
    return {name.strip() for name in text.split("|")} if text else set()


def fold(workspace: Workspace, name: str) -> bool:
    """Fold the group called *name*, or unfold it where it is folded, undoably; return whether it is folded now."""
    folded = folded_groups(workspace) ^ {name}
    change_setting(workspace, "folded", "|".join(sorted(folded)) or None if folded != {""} else "|")
    return name in folded


def group_name(text: str) -> str:
    """Return *text* as the name of a group; raise Refused for one that is too long or has the mark between groups."""
    name = " ".join(replaced(text).split())
    if len(name) > LONGEST or "|" in name:
        raise Refused(
            mark("A group can't be called {value}. Use at most {n} characters and no |"),
            field="group",
            value=name[:LONGEST],
            n=LONGEST,
        )
    return name


def put_in_group(workspace: Workspace, chosen: Sequence[Kpi], name: str) -> list[Kpi]:
    """Put KPIs into the group called *name*, with an empty one into none, as one change; return those that moved."""
    name = group_name(name)
    before = [kpi for kpi in chosen if kpi.group != name]
    moved = [kpi._replace(group=name) for kpi in before]
    if moved:
        what = "kpi.grouped" if name else "kpi.ungrouped"
        with workspace.store.write(what, kpi=", ".join(kpi.name for kpi in moved), group=name) as change:
            for kpi, grouped in zip(before, moved, strict=True):
                records.update_kpi(change, kpi, grouped)
    return moved


def rename_group(workspace: Workspace, old: str, new: str) -> int:
    """Call a group otherwise, or with an empty name take its KPIs out of it; return how many KPIs it has.

    Raises Refused for a group that there is not.
    """
    members = [
        kpi for kpi in records.all_kpis(workspace.store, archived=True) if kpi.group.casefold() == old.casefold()
    ]
    if not old or not members:
        names = dict.fromkeys(kpi.group for kpi in records.all_kpis(workspace.store) if kpi.group)
        raise Refused(
            mark("No group called {value}. Groups: {names}"), field="group", value=old, names=", ".join(names) or "-"
        )
    return len(put_in_group(workspace, members, new))

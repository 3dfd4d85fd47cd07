"""What is told of a KPI and of a goal: the few sentences that a page or a report may show, the most pressing first.

The findings come from `signals` and `insight`, the words from `kpitui.i18n`.
"""

from __future__ import annotations

from collections.abc import Iterable

from kpitui.core.insight.assurance import Assurance, assurance_of
from kpitui.core.insight.limits import Limits
from kpitui.core.insight.limits_chart import FEWEST
from kpitui.core.kinds import KINDS
from kpitui.core.model import Kpi
from kpitui.core.recurring import by_of
from kpitui.core.standing import OPEN
from kpitui.i18n import _
from kpitui.services.goals import GoalView
from kpitui.services.insight import limits_of
from kpitui.services.insight.comparing import EffectView, LinkView, link_between
from kpitui.services.insight.signals import (
    Shifted,
    Surprise,
    TrendView,
    has_left_limits,
    proposal_of,
    signal_of,
    step_of,
    trend_of_kpi,
)
from kpitui.services.workspace import Workspace
from kpitui.store.kpis import all_kpis
from kpitui.wording.dates import day_text
from kpitui.wording.signals import Teller, assurance_text, step_text


def signal_text(workspace: Workspace, kpi: Kpi, signal: Surprise | Shifted) -> str:
    """Return what is new of a KPI as a sentence."""
    teller = Teller(kpi, workspace.settings.numbers)
    if isinstance(signal, Surprise):
        return teller.surprise(signal.day, signal.value, signal.expected)
    return teller.shift(signal.since, signal.shift.effect)


def trend_text(workspace: Workspace, kpi: Kpi, view: TrendView) -> str:
    """Return which way a KPI goes as a sentence."""
    teller = Teller(kpi, workspace.settings.numbers)
    return teller.trend(view.direction, view.period, view.values, view.needed, view.level)


def told_of_kpi(workspace: Workspace, kpi: Kpi) -> list[str]:
    """Return what there is to say of a KPI: what is new, which way it goes, its normal range, and what is proposed."""
    teller = Teller(kpi, workspace.settings.numbers)
    said = []
    signal = signal_of(workspace, kpi)
    if signal is not None:
        said.append(signal_text(workspace, kpi, signal))
    view = trend_of_kpi(workspace, kpi)
    if view.told or not isinstance(signal, Shifted):
        said.append(trend_text(workspace, kpi, view))
    chart = limits_of(workspace, kpi).chart
    if chart.segments:
        segment = chart.segments[-1]
        said.append(teller.limits(segment.limits_now, segment.last - segment.first + 1, FEWEST))
    return said


def news_of(workspace: Workspace, kpis: Iterable[Kpi]) -> dict[int, str]:
    """Return what is new of each of *kpis*, as a sentence by its id; those without are left out."""
    signals = ((kpi, signal_of(workspace, kpi)) for kpi in kpis)
    return {kpi.id: signal_text(workspace, kpi, signal) for kpi, signal in signals if signal is not None}


def proposal_text(workspace: Workspace, kpi: Kpi) -> str:
    """Return what is proposed for the natural limits of a KPI; empty when nothing is."""
    proposal = proposal_of(workspace, kpi)
    if proposal is None:
        return ""
    if proposal.trend_until is not None:
        return _("The limits may follow the trend since {day}").format(day=day_text(proposal.day))
    return _("The limits may begin anew on {day}").format(day=day_text(proposal.day))


def told_of_goal(workspace: Workspace, view: GoalView) -> list[tuple[str, str]]:
    """Return what follows from the natural limits and signals of a goal's KPI, as pairs of a name and a text."""
    facts = []
    signal = signal_of(workspace, view.kpi) if view.goal.state == "open" else None
    if signal is not None:
        facts.append((_("signal"), signal_text(workspace, view.kpi, signal)))
    chart = limits_of(workspace, view.kpi).chart
    limits = chart.segments[-1].limits_now if chart.segments else None
    assurance = _assurance(workspace, view, limits) if limits else None
    if assurance is not None and view.goal.state == "open":
        facts.append((_("target"), assurance_text(assurance)))
    facts += _links(workspace, view)
    step = step_of(workspace, view)
    if step is not None:
        facts.append((_("next step"), step_text(step)))
    return facts


def _assurance(workspace: Workspace, view: GoalView, limits: Limits) -> Assurance | None:
    """Return how the target lies to the natural limits, where that agrees with the chance and the limits still hold.

    Of a goal for longer periods than those of the limits nothing is said: they are of other figures.
    """
    kpi, goal = view.kpi, view.goal
    per = by_of(goal.per) if goal.per and goal.type == "recurring" else None
    same = per is None or per == limits_of(workspace, kpi).series.slots.period
    summed = goal.type == "level" and KINDS[kpi.kind].rule == "sum" and goal.per is None
    if not same or summed or (view.outlook is None and view.standing.status in OPEN):
        return None
    left = has_left_limits(workspace, kpi)
    return assurance_of(goal, kpi.direction, limits, view.outlook.chance if view.outlook else None, left=left)


def effect_text(workspace: Workspace, kpi: Kpi, view: EffectView) -> list[str]:
    """Return how a KPI did after a day, in sentences."""
    teller = Teller(kpi, workspace.settings.numbers)
    if view.already:
        return [teller.already(view.day, view.already)]
    if view.effect is None:
        return [teller.too_early(view.day, view.period, view.before, view.after, view.needed_before, view.needed_after)]
    said = [teller.effect(view.day, view.effect)]
    return [*said, teller.unusual(view.day, view.unusual)] if view.unusual else said


def link_text(workspace: Workspace, leading: Kpi, following: Kpi, view: LinkView) -> str:
    """Return whether one KPI moves before another, as a sentence."""
    if view.arithmetic:
        said = _("{name} and {other}: the one is computed from the other")
        return said.format(name=leading.name, other=following.name)
    teller = Teller(leading, workspace.settings.numbers)
    return teller.link(following.name, view.link, view.period, view.common, view.needed)


def _links(workspace: Workspace, view: GoalView) -> list[tuple[str, str]]:
    """Return the links that are there between the drivers of a goal and its result; those that are not say nothing."""
    known = {kpi.id: kpi for kpi in all_kpis(workspace.store, archived=True)}
    found = []
    for driver in (known[number] for number in view.goal.drivers if number in known):
        link = link_between(workspace, driver, view.kpi)
        if link.link is not None and link.link.clear:
            found.append((_("driver"), link_text(workspace, driver, view.kpi, link)))
    return found

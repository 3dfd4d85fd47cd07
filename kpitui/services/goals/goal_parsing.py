"""From the sentence of a goal to what its other fields would say, and to the KPI, or the template, that it means.

Reading the sentence is `kpitui.core.goal_text`'s work. What is suggested here never takes the place of what somebody
typed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import NamedTuple

from kpitui.core.amount import Amount, in_unit
from kpitui.core.cadence import cadence_by
from kpitui.core.calendar import MEAN_DAYS
from kpitui.core.goal import OVERS, PERS
from kpitui.core.goal_text import Wish, read_wish
from kpitui.core.kinds import KINDS
from kpitui.core.kpi_names import meant
from kpitui.core.model import Kpi
from kpitui.core.smart.time_bound import is_a_month_ahead
from kpitui.services.workspace import Workspace
from kpitui.store import kpis


class Suggestion(NamedTuple):
    """What a sentence suggests."""

    wish: Wish
    kpis: tuple[str, ...]
    """The keys of the KPIs that its words mean: none, one, or several between which it does not decide."""
    template: str
    """The key of the template to add when no KPI is meant; empty when the library has none either."""
    words: frozenset[str]
    """Its words in small letters."""
    fields: dict[str, str]
    """Field to text, see `form.FIELDS`, as if they had been typed."""


def suggestion(workspace: Workspace, sentence: str) -> Suggestion:
    """Return what *sentence* suggests for the other fields of a goal; kept until the database changes."""
    return workspace.kept(("wish", sentence, workspace.settings.month_first), lambda: _suggestion(workspace, sentence))


def typed_figure(workspace: Workspace, value: float) -> str:
    """Return a figure as somebody would have typed it into a field: with their decimal mark, without groups."""
    return f"{value:.10g}".replace(".", workspace.settings.numbers.decimal)


def with_suggestions(typed: Mapping[str, str], suggested: Mapping[str, str]) -> dict[str, str]:
    """Return *typed* with what is suggested for the fields that nobody typed into.

    Target and change say the same in two ways: when one was typed, the other is not suggested.
    """
    kept = dict(suggested)
    for one, other in (
        ("target", "change"), ("change", "target"), ("compared", "baseline"), ("target", "at_least"),
        ("target", "at_most"), ("at_least", "target"), ("at_most", "target"),
    ):  # fmt: skip
        if typed.get(one, "").strip():
            kept.pop(other, None)
    if typed.get("type", "").strip() not in ("", kept.get("type", "")):
        # Another kind of goal takes the figure of the sentence, but not what only the sentence's kind has.
        figure = kept.pop("at_most", "") or kept.get("at_least", "")
        kept.pop("at_least", None)
        if figure and not kept.get("change"):
            kept.setdefault("target", figure)
        if typed["type"].strip() not in ("recurring", "level"):
            kept.pop("per", None)
        kept.pop("over", None)
    return {**kept, **{name: text for name, text in typed.items() if text.strip()}}


def _suggestion(workspace: Workspace, sentence: str) -> Suggestion:
    wish = read_wish(sentence, workspace.today, month_first=workspace.settings.month_first)
    words = frozenset(re.findall(r"[\w-]+", sentence.casefold()))
    if not wish.metric:
        # The library is slow to read the first time, and there is nothing to look up in it.
        return Suggestion(wish, (), "", words, _fields(wish, None, workspace))
    known = {kpi.key: kpi for kpi in kpis.all_kpis(workspace.store)}
    found = tuple(meant(wish.metric, {key: (kpi.name, key, *_aliases(kpi)) for key, kpi in known.items()}))
    template = ""
    if not found:
        from kpitui.services.templates import templates

        called = {key: (*each.names, key, *each.aliases) for key, each in templates().items()}
        template = next(iter(meant(wish.metric, called)), "")
    kpi = known[found[0]] if len(found) == 1 else None
    return Suggestion(wish, found, template, words, _fields(wish, kpi, workspace))


def _aliases(kpi: Kpi) -> tuple[str, ...]:
    """Return the other words for a KPI that was made from a template, or has the key of one."""
    from kpitui.services.templates import templates

    template = templates().get(kpi.template or kpi.key)
    return (*template.names, *template.aliases) if template else ()


def _fields(wish: Wish, kpi: Kpi | None, workspace: Workspace) -> dict[str, str]:
    # A unit that is not the KPI's stays beside the figure: it is converted or asked about like any other.
    beside = f" {wish.unit}" if kpi is not None and in_unit(Amount(1.0, wish.unit), kpi.unit) != 1.0 else ""

    def written(value: float) -> str:
        return typed_figure(workspace, round(value, 2)) + beside

    fields = {} if kpi is None else {"kpi": kpi.key}
    if wish.change_percent is not None:
        fields["change"] = f"{typed_figure(workspace, wish.change_percent)}%"
    elif wish.change_points is not None:
        fields["change"] = typed_figure(workspace, wish.change_points) + ("pp" if wish.unit == "%" else beside)
    fields |= _kind_fields(wish, kpi, written)
    if wish.baseline is not None:
        fields["baseline"] = written(wish.baseline)
    start = wish.start or _counted_from(wish, kpi, workspace.today)
    for name, day in (("start", start), ("deadline", wish.deadline)):
        if day is not None:
            fields[name] = day.isoformat()
    return fields


def _kind_fields(wish: Wish, kpi: Kpi | None, written: Callable[[float], str]) -> dict[str, str]:
    """Return how the goal is judged where the sentence tells, with its figure as it was typed.

    A figure for a period is for every one of them, unless it is what a change is to get to by then. A band is one that
    every period is to keep to.
    """
    target = wish.target if "target" not in wish.unsure else None
    per = wish.per if wish.per in PERS else ""
    adds_up = kpi is None or KINDS[kpi.kind].rule == "sum"
    falls = wish.limit or wish.direction == "less"
    if wish.low is not None and target is not None:
        rhythm = per or _rhythm(kpi)
        return {
            "type": "recurring", "per": rhythm, "at_least": written(wish.low), "at_most": written(target),
        }  # fmt: skip
    changes = wish.change_percent is not None or wish.change_points is not None
    if per and (changes or wish.towards):
        fields = {"type": "level", "over": per if per in OVERS else "28d", "per": "day" if per not in OVERS else ""}
        return {**fields, **({"target": written(target)} if target is not None and not changes else {})}
    if per and target is not None:
        edge = "at_most" if falls or (kpi is not None and kpi.direction == "lower") else "at_least"
        return {"type": "recurring", "per": per, edge: written(target)}
    if target is None:
        return {}
    if wish.per == "year" and wish.start is not None and wish.deadline is not None and adds_up:
        days = (wish.deadline - wish.start).days + 1
        target = round(target * days / MEAN_DAYS["year"], 2) if abs(days - MEAN_DAYS["year"]) > 1 else target
    kind = "cap" if wish.limit else ""
    if kpi is not None and not adds_up:
        kind = "level" if wish.limit else ""
    return {"target": written(target), **({"type": kind} if kind and kpi is not None else {})}


def _rhythm(kpi: Kpi | None) -> str:
    """Return the period of a band that names none: the rhythm of its KPI, a week for one of days."""
    own = cadence_by(kpi.cadence) if kpi is not None else "day"
    return "week" if own == "day" else own


def _counted_from(wish: Wish, kpi: Kpi | None, today: date) -> date | None:
    """Return the first day of a period by whose end a sum is to have grown: that period is what can be compared."""
    if kpi is None or KINDS[kpi.kind].rule != "sum" or wish.change_percent is None or wish.per:
        return None
    first = wish.period_start
    if first is not None and is_a_month_ahead(first, wish.deadline, today):
        return None  # "by the end of June", said in March, is until then, and not June alone
    return first

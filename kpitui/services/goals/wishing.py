"""From the sentence of a goal to what its other fields would say, and to the KPI, or the template, that it means.

Reading the sentence is `kpitui.core.wish`'s work. What is suggested here never takes the place of what somebody typed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from functools import partial
from typing import NamedTuple, cast

from kpitui.core.amount import Amount, in_unit
from kpitui.core.cadence import cadence_by
from kpitui.core.kinds import KINDS
from kpitui.core.kpi_names import meant
from kpitui.core.model import Kpi
from kpitui.core.wish import Wish, read_wish
from kpitui.services.workspace import Workspace
from kpitui.store import kpis

DAYS_OF = {"day": 1.0, "week": 7.0, "month": 365.25 / 12, "quarter": 365.25 / 4, "year": 365.25}


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
    found = workspace.kept(("wish", sentence), lambda: _suggestion(workspace, sentence))
    return cast("Suggestion", found)


def typed_figure(workspace: Workspace, value: float) -> str:
    """Return a figure as somebody would have typed it into a field: with their decimal mark, without groups."""
    return f"{value:.10g}".replace(".", workspace.settings.numbers.decimal)


def with_suggestions(typed: Mapping[str, str], suggested: Mapping[str, str]) -> dict[str, str]:
    """Return *typed* with what is suggested for the fields that nobody typed into.

    Target and change say the same in two ways: when one was typed, the other is not suggested.
    """
    kept = dict(suggested)
    for one, other in (("target", "change"), ("change", "target"), ("compared", "baseline")):
        if typed.get(one, "").strip():
            kept.pop(other, None)
    return {**kept, **{name: text for name, text in typed.items() if text.strip()}}


def _suggestion(workspace: Workspace, sentence: str) -> Suggestion:
    wish = read_wish(sentence, workspace.today)
    words = frozenset(re.findall(r"[\w-]+", sentence.casefold()))
    if not wish.metric:
        # The library is dear to read the first time, and there is nothing to look up in it.
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
    written = partial(typed_figure, workspace)
    # A unit that is not the KPI's stays beside the figure: it is converted or asked about like any other.
    beside = f" {wish.unit}" if kpi is not None and in_unit(Amount(1.0, wish.unit), kpi.unit) != 1.0 else ""
    factor, shape = _scaled(wish, kpi)
    fields: dict[str, str] = {}
    if kpi is not None:
        fields["kpi"] = kpi.key
    if wish.change_percent is not None:
        fields["change"] = f"{written(wish.change_percent)}%"
    elif wish.change_points is not None:
        fields["change"] = written(wish.change_points * factor) + ("pp" if wish.unit == "%" else beside)
    if wish.target is not None and "target" not in wish.unsure:
        fields["target"] = written(round(wish.target * factor, 2)) + beside
    for name, figure in (("low", wish.low), ("baseline", wish.baseline)):
        if figure is not None:
            fields[name] = written(round(figure * factor, 2)) + beside
    for name, day in (("start", wish.start or _counted_from(wish, kpi)), ("deadline", wish.deadline)):
        if day is not None:
            fields[name] = day.isoformat()
    if shape:
        fields["shape"] = shape
    return fields


def _counted_from(wish: Wish, kpi: Kpi | None) -> date | None:
    """Return the first day of a period by whose end a sum is to have grown: that period is what can be compared."""
    if kpi is None or KINDS[kpi.kind].rule != "sum" or wish.change_percent is None or wish.per:
        return None
    return wish.period_start


def _scaled(wish: Wish, kpi: Kpi | None) -> tuple[float, str]:
    """Return what a figure for a period is to be multiplied by, and how the goal is judged where the sentence tells.

    Of a KPI that adds up, 500 a week during a year is a total; 500 a week by a day is a level to be at by then.
    """
    if wish.low is not None:
        return 1.0, "band"
    if kpi is None:
        return 1.0, ""
    adds_up = KINDS[kpi.kind].rule == "sum"
    if not adds_up:
        return 1.0, "reduce" if wish.limit else ""
    if not wish.per or wish.change_percent is not None:
        return 1.0, "cap" if wish.limit else ""
    if wish.start is not None and wish.deadline is not None:
        days = (wish.deadline - wish.start).days + 1
        return days / DAYS_OF[wish.per], "cap" if wish.limit else "cumulative"
    return DAYS_OF[cadence_by(kpi.cadence)] / DAYS_OF[wish.per], "reduce" if wish.limit else "level"

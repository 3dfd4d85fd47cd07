"""The texts of the import page: what was found, how far it is, and what each figure may become."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from kpitui.core.figures import NumberStyle, format_number
from kpitui.i18n import _
from kpitui.wording.imports import (
    added_text,
    caution_text,
    column_label,
    conflict_text,
    counts_text,
    difference_text,
    lowered_text,
    more_text,
    nothing_new_text,
    refusal_text,
)

if TYPE_CHECKING:
    from kpitui.core.model import Kpi
    from kpitui.exchange import FileMetric
    from kpitui.services.imports import ImportPlan
    from kpitui.services.imports.matching import MetricMatch

NEW, LEFT_OUT = "+", "-"
"""What a figure can become besides a KPI: a new one, or nothing."""

BAR = 30
REFUSALS = 4
"""Refused rows that are told one by one."""


class ImportRow(NamedTuple):
    """A figure of the file on the page: what it is called in a mapping, its label, and what it may become."""

    origin: str
    label: str
    options: tuple[tuple[str, str], ...]
    value: str


def rows_of(plan: ImportPlan, kpis: Sequence[Kpi]) -> list[ImportRow]:
    """Return a row for each figure of a file that was read without a mapping of the page.

    Where the file has figures of KPIs that are there, others are left out unless the person adds them.
    """
    some = any(match.kpi is not None for match in plan.becomes)
    there = tuple((kpi.key, f"{kpi.name} ({kpi.unit})" if kpi.unit else kpi.name) for kpi in kpis)
    rows = [
        ImportRow(match.figure.origin, column_label(match.figure), _options(match.figure, there), _value(match, some))
        for match in plan.becomes
        if not (match.figure.parts and match.kpi)
    ]
    origins = {row.origin for row in rows}
    remembered = plan.remembered.mapping if plan.remembered else {}
    left = [name for name, key in remembered.items() if key == LEFT_OUT and name not in origins]
    options = ((LEFT_OUT, _("leave out")), *there)
    return rows + [ImportRow(name, name, (*options, (NEW, _("new KPI"))), LEFT_OUT) for name in left]


def found_text(plan: ImportPlan, style: NumberStyle) -> str:
    """Return what was found in a file, in a few lines."""
    lines = [_counts(plan, style)]
    if plan.remembered is not None:
        lines.append(_("like your last file with these columns"))
    lines += map(caution_text, plan.cautions)
    for conflict in plan.clashes[:1]:
        text = conflict_text(conflict, conflict.kpi.name, style)
        lines.append(f"{text} {more_text(plan.conflicts - 1)}" if plan.conflicts > 1 else text)
    lines += (difference_text(change, change.kpi.name, style) for change in plan.differences[:1])
    lines += (lowered_text(day, day.kpi.name, style) for day in plan.lowered[:REFUSALS])
    lines += map(refusal_text, plan.refusals[:REFUSALS])
    if plan.refused > REFUSALS:
        lines.append(more_text(plan.refused - REFUSALS))
    return "\n".join(lines)


def done_text(plan: ImportPlan, style: NumberStyle, undo: str) -> str:
    """Return what an import did, and that the key *undo* takes it back."""
    lines = [_counts(plan, style)]
    if plan.added:
        lines.append(added_text(plan.added))
    if plan.batch is None and not plan.added:
        lines.append(nothing_new_text())
    else:
        lines.append(_("Saved as one change ({key} to undo, here or on any page)").format(key=undo))
    return "\n".join(lines)


def progress_text(done: int, total: int, *, ascii: bool, style: NumberStyle) -> str:
    """Return how far an import is, as a bar where the number of rows is known."""
    rows = format_number(done, 0, style)
    if not total:
        return _("reading the file") if not done else _("{done} rows").format(done=rows)
    full = min(BAR, BAR * done // total)
    signs = "=-" if ascii else "━─"
    of = _("{done} of {total} rows").format(done=rows, total=format_number(total, 0, style))
    return f"{signs[0] * full}{signs[1] * (BAR - full)} {of}"


def _counts(plan: ImportPlan, style: NumberStyle) -> str:
    from kpitui.exchange import formats

    return f"{_(formats()[plan.format].title)}: {counts_text(plan, style)}"


def _options(figure: FileMetric, there: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
    if figure.aside:
        # It numbers things: it is left out, or a KPI that is there.
        return ((LEFT_OUT, _("leave out")), *there)
    new = (NEW, _("new KPI: {name}").format(name=figure.own_name))
    return (new, (LEFT_OUT, _("leave out")), *(() if figure.parts else there))


def _value(match: MetricMatch, some: bool) -> str:
    if match.kpi is not None:
        return match.kpi.key
    return LEFT_OUT if some or not match.can_be_added else NEW

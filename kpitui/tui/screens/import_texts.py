"""The texts of the import page: what was found, how far it is, and what each figure may become."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from kpitui.core.errors import Refused
from kpitui.core.figures import NumberStyle, format_exact, format_number
from kpitui.i18n import _, plural
from kpitui.i18n.harmless import harmless
from kpitui.wording.errors import sentence
from kpitui.wording.words import kind_word

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
    some = any(one.kpi is not None for one in plan.becomes)
    there = tuple((kpi.key, f"{kpi.name} ({kpi.unit})" if kpi.unit else kpi.name) for kpi in kpis)
    found = [
        ImportRow(one.figure.origin, label_of(one.figure), _options(one.figure, there), _value(one, some))
        for one in plan.becomes
        if not (one.figure.parts and one.kpi)
    ]
    known = {row.origin for row in found}
    remembered = plan.remembered.mapping if plan.remembered else {}
    left = [name for name, key in remembered.items() if key == LEFT_OUT and name not in known]
    options = ((LEFT_OUT, _("leave out")), *there)
    return found + [ImportRow(name, name, (*options, (NEW, _("new KPI"))), LEFT_OUT) for name in left]


def label_of(figure: FileMetric) -> str:
    """Return what a figure is called on the page."""
    title = _(figure.title) if figure.title else ""
    if figure.column and title and title.casefold() != figure.column.casefold():
        return f"{figure.column}: {title}"
    return title or figure.column or figure.name


def found_text(plan: ImportPlan, style: NumberStyle) -> str:
    """Return what was found in a file, in a few lines."""
    lines = [_counts(plan, style)]
    if plan.remembered is not None:
        lines.append(_("as you said of the last file with these columns"))
    lines += [_said(*caution) for caution in plan.cautions]
    for clash in plan.clashes[:1]:
        more = plan.conflicts - 1
        text = _("line {line}: {kpi} is yours on that day and is kept").format(line=clash.line, kpi=clash.kpi.name)
        lines.append(text + (" " + plural("and {n} more", "and {n} more", more).format(n=more) if more else ""))
    for one in plan.differences[:1]:
        before, after = (
            format_exact(each.value, one.kpi.unit, style, one.kpi.decimals) for each in (one.entry, one.as_in_file)
        )
        lines.append(
            _("line {line}: {kpi} was {before} and is {after} in the file").format(
                line=one.line, kpi=one.kpi.name, before=before, after=after
            )
        )
    for row in plan.refusals[:REFUSALS]:
        lines.append(_("line {line}: {reason}").format(line=row.line, reason=_said(row.reason, row.params)))
    more = plan.refused - REFUSALS
    if more > 0:
        lines.append(plural("and {n} more", "and {n} more", more).format(n=more))
    return "\n".join(lines)


def done_text(plan: ImportPlan, style: NumberStyle, undo: str) -> str:
    """Return what an import did, and that the key *undo* takes it back."""
    lines = [_counts(plan, style)]
    if plan.added:
        lines.append(
            _("Added: {kpis}").format(
                kpis=", ".join(f"{harmless(kpi.name)} ({kind_word(kpi.kind)})" for kpi in plan.added)
            )
        )
    if plan.batch is None and not plan.added:
        lines.append(_("There was nothing new to save"))
    else:
        lines.append(_("Saved as one change: {key} takes it back, here or on any page").format(key=undo))
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

    said = _("{new} new, {same} the same, {changed} changed, {conflicts} in conflict, {refused} refused")
    names = ("new", "same", "changed", "conflicts", "refused")
    counts = {name: format_number(getattr(plan, name), 0, style) for name in names}
    return f"{_(formats()[plan.format].title)}: {said.format(**counts)}"


def _said(message: str, params: dict[str, object]) -> str:
    given = {name: value for name, value in params.items() if name not in ("message", "field")}
    return sentence(Refused(message, field=None, **given))


def _options(figure: FileMetric, there: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
    new = (NEW, _("new KPI: {name}").format(name=figure.own_name))
    return (new, (LEFT_OUT, _("leave out")), *(() if figure.parts else there))


def _value(one: MetricMatch, some: bool) -> str:
    if one.kpi is not None:
        return one.kpi.key
    return LEFT_OUT if some or not one.can_be_added else NEW

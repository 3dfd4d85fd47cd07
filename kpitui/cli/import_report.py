"""What `kpitui import` tells: the presets, how far it is, and what an import did or would do, as text or JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from kpitui.core.errors import Refused
from kpitui.core.figures import format_exact
from kpitui.i18n import _, plural
from kpitui.wording.dates import day_text
from kpitui.wording.errors import sentence
from kpitui.wording.words import kind_word

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from kpitui.cli.console import Console
    from kpitui.core.model import Kpi
    from kpitui.exchange import FileMetric, RefusedRow
    from kpitui.services.imports import ImportPlan
    from kpitui.services.imports.matching import MetricMatch
    from kpitui.services.json_documents.files import BroughtJson, ImportedColumnJson, ImportedJson

SHOWN = 12
"""How many refused rows, conflicts and differences are told one by one."""


class Progress:
    """One line that says how far an import is, on a terminal only, and is wiped in the end."""

    def __init__(self, console: Console) -> None:
        self.stream = console.narration
        self.shown = self.stream.isatty()
        self.last = -1

    def __enter__(self) -> Self:
        """Begin without a line."""
        return self

    def __exit__(self, *error: object) -> None:
        """Wipe the line."""
        if self.last >= 0:
            self.stream.write("\r\x1b[K")
            self.stream.flush()

    def __call__(self, done: int, total: int) -> None:
        """Say that *done* of *total* rows were looked at; nothing is written when that would look the same."""
        percent = 100 * done // total if total else done // 100_000
        if not self.shown or percent == self.last:
            return
        self.last = percent
        text = _("{percent}% of {total} rows") if total else _("{done} rows")
        self.stream.write("\r" + text.format(percent=percent, total=total, done=done) + "\x1b[K")
        self.stream.flush()


def tell_presets(console: Console, *, as_json: bool) -> None:
    """List the formats, and the KPIs that each brings."""
    from kpitui.exchange import formats

    if as_json:
        console.json(
            [
                {"preset": one.name, "title": _(one.title), "brings": [_brought(figure) for figure in one.metrics]}
                for one in formats().values()
            ]
        )
        return
    width = max(map(len, formats()))
    for one in formats().values():
        brings = ", ".join(figure.name for figure in one.metrics)
        console.say(f"{one.name:<{width}}  {_(one.title)}{': ' + brings if brings else ''}")


def record_of(plan: ImportPlan) -> ImportedJson:
    """Return *plan* as the JSON document."""
    return {
        "file": plan.file,
        "format": plan.format,
        "batch": plan.batch,
        "new": plan.new,
        "same": plan.same,
        "changed": plan.changed,
        "conflicts": plan.conflicts,
        "refused": [{"line": row.line, "reason": reason_of(row)} for row in plan.refusals],
        "refused_count": plan.refused,
        "columns": [_column(one) for one in plan.becomes],
        "differences": [
            {
                "line": one.line,
                "kpi": one.kpi.key,
                "date": one.entry.date.isoformat(),
                "before": one.entry.value,
                "after": one.as_in_file.value,
            }
            for one in plan.differences
        ],
        "added": [kpi.key for kpi in plan.added],
        "cautions": [_said(caution) for caution in plan.cautions],
    }


def tell(console: Console, plan: ImportPlan, *, dry_run: bool, skipped: bool) -> None:
    """Tell what an import did or, in a *dry_run*, would do; *skipped* when refused rows were to be left out."""
    counts = {name: getattr(plan, name) for name in ("new", "same", "changed", "conflicts", "refused")}
    said = _("{new} new, {same} the same, {changed} changed, {conflicts} in conflict, {refused} refused")
    console.say(f"{plan.file} ({plan.format}): {said.format(**counts)}")
    if dry_run or plan.refused:
        for one in plan.becomes:
            console.say(f"  {_becomes(one)}")
    _each(
        console,
        [
            _difference(console, one.kpi, one.entry.date, one.entry.value, one.as_in_file.value, one.line)
            for one in plan.differences[:SHOWN]
        ],
        plan.changed,
    )
    _each(
        console,
        [_("line {line}: {reason}").format(line=row.line, reason=reason_of(row)) for row in plan.refusals[:SHOWN]],
        plan.refused,
    )
    _each(
        console,
        [_conflict(console, one.kpi, one.day, one.value, one.own, one.line) for one in plan.clashes[:SHOWN]],
        plan.conflicts,
    )
    for caution in plan.cautions:
        console.tell(_said(caution))
    if plan.added:
        console.tell(_("Added: {kpis}").format(kpis=", ".join(_as_what(kpi) for kpi in plan.added)))
    console.tell(_ending(plan, dry_run=dry_run, skipped=skipped))


def reason_of(row: RefusedRow) -> str:
    """Return why a row is refused, in the language in force."""
    return _said((row.reason, row.params))


def _said(caution: tuple[str, dict[str, object]]) -> str:
    message, params = caution
    given: dict[str, Any] = params
    return sentence(Refused(message, **given))


def _ending(plan: ImportPlan, *, dry_run: bool, skipped: bool) -> str:
    if dry_run:
        return _("A dry run: nothing was saved")
    if plan.batch is not None or plan.added:
        return _("Saved as one change; kpitui undo takes it back")
    if plan.refused and not skipped:
        missing = any(one.can_be_added and not one.figure.parts for one in plan.becomes)
        if missing:
            return _("Nothing was imported; correct the file, add the KPIs with --create, or add --skip-refused")
        return _("Nothing was imported; correct the file, or add --skip-refused")
    return _("There was nothing new to save")


def _becomes(one: MetricMatch) -> str:
    source = one.figure.column or (one.figure.own_name)
    if one.figure.parts:
        source = " / ".join(one.figure.parts)
    if one.kpi is not None:
        return _("{column} becomes {kpi}").format(column=source, kpi=f"{one.kpi.key} ({one.kpi.name})")
    if one.can_be_added:
        return _("{column} could become {kpi}, which --create adds").format(column=source, kpi=one.figure.name)
    return _("{column} is not imported").format(column=source)


def _column(one: MetricMatch) -> ImportedColumnJson:
    brought = _brought(one.figure)
    return {
        "column": one.figure.column or None,
        "figure": one.figure.name,
        "kpi": one.kpi.key if one.kpi else None,
        "name": brought["name"],
        "kind": brought["kind"],
        "unit": brought["unit"],
    }


def _as_what(kpi: Kpi) -> str:
    return f"{kpi.name} ({kind_word(kpi.kind)})"


def _brought(figure: FileMetric) -> BroughtJson:
    return {
        "key": figure.name,
        "name": figure.own_name,
        "kind": figure.kind or None,
        "unit": figure.unit or None,
    }


def _each(console: Console, lines: Sequence[str], count: int) -> None:
    for line in lines:
        console.tell(line)
    if count > len(lines):
        more = count - len(lines)
        console.tell(plural("and {n} more", "and {n} more", more).format(n=more))


def _difference(console: Console, kpi: Kpi, day: date, before: float, after: float, line: int) -> str:
    return _("line {line}: {kpi} on {day} was {before} and is {after} in the file").format(
        line=line,
        kpi=kpi.key,
        day=day_text(day),
        before=_figure(console, kpi, before),
        after=_figure(console, kpi, after),
    )


def _conflict(console: Console, kpi: Kpi, day: date, value: float, kept: float, line: int) -> str:
    return _("line {line}: {kpi} on {day} is {value} in the file; yours, {kept}, is kept").format(
        line=line, kpi=kpi.key, day=day_text(day), value=_figure(console, kpi, value), kept=_figure(console, kpi, kept)
    )


def _figure(console: Console, kpi: Kpi, value: float) -> str:
    return format_exact(value, kpi.unit, console.workspace().settings.numbers, kpi.decimals)

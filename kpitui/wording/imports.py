"""What an import found, would do or did, in sentences; a column of a file, and what becomes of it."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Iterable, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from kpitui.core.errors import Refused
from kpitui.core.figures import NumberStyle, format_number, is_currency
from kpitui.core.model import Kpi
from kpitui.i18n import _, plural
from kpitui.i18n.harmless import harmless
from kpitui.wording.dates import day_text
from kpitui.wording.errors import sentence
from kpitui.wording.numbers import typed
from kpitui.wording.words import kind_word

if TYPE_CHECKING:
    from kpitui.exchange import Caution, FileMetric, RefusedRow
    from kpitui.services.imports import Difference, ImportConflict, ImportPlan, Lowered
    from kpitui.services.imports.matching import MetricMatch


def counts_text(plan: ImportPlan, style: NumberStyle | None = None) -> str:
    """Return how many rows are new, the same, changed, in conflict and refused, those that are none left out.

    The numbers are written in *style* where it is given.
    """
    names = ("new", "same", "changed", "conflicts", "refused")
    counts = {name: getattr(plan, name) for name in names}
    shown = counts if style is None else {name: format_number(count, 0, style) for name, count in counts.items()}
    texts = {
        "new": _("{n} new"),
        "same": _("{n} already there"),
        "changed": _("{n} changed"),
        "conflicts": _("{n} to decide"),
        "refused": _("{n} rejected"),
    }
    named = [name for name in texts if counts[name]] or ["new"]
    return ", ".join(texts[name].format(n=shown[name]) for name in named)


def caution_text(caution: Caution, *, in_shell: bool = True) -> str:
    """Return what is to be known of the file as a whole; other than *in_shell* without flags."""
    message, params = caution
    given: dict[str, Any] = {name: value for name, value in params.items() if name not in ("message", "field")}
    return sentence(Refused(message, **given), in_shell=in_shell)


EXAMPLE_KPIS = 3
"""How many KPIs an example of a file has."""

EXAMPLE_AMOUNTS = (("512.30", "486.95", "1249.50"), ("498.75", "503.20", "1180.00"))
EXAMPLE_COUNTS = (("22", "21", "714"), ("18", "24", "698"))
"""The numbers of its days, for amounts of money and for all else."""


def example_lines(kpis: Sequence[Kpi], today: date, style: NumberStyle) -> list[str]:
    """Return how a file to import may look: a head with the names of the first of *kpis*, and the last two days."""
    shown = kpis[:EXAMPLE_KPIS]
    names = [harmless(kpi.name, 40) for kpi in shown] or [_("Revenue"), _("Orders")]
    money = [is_currency(kpi.unit) for kpi in shown] or [True, False]
    rows = [[_("date"), *names]]
    for days_ago in (2, 1):
        numbers = (
            (EXAMPLE_AMOUNTS if is_money else EXAMPLE_COUNTS)[days_ago - 1][place]
            for place, is_money in enumerate(money)
        )
        day = (today - timedelta(days=days_ago)).isoformat()
        rows.append([day, *(number.replace(".", style.decimal) for number in numbers)])
    written = io.StringIO()
    csv.writer(written, delimiter=";" if style.decimal == "," else ",", lineterminator="\n").writerows(rows)
    return written.getvalue().splitlines()


def reason_text(row: RefusedRow, *, in_shell: bool = True) -> str:
    """Return why a row is refused; other than *in_shell* without flags."""
    return caution_text((row.reason, row.params), in_shell=in_shell)


def refusal_text(row: RefusedRow, *, in_shell: bool = True) -> str:
    """Return which row is refused and why; other than *in_shell* without flags."""
    return _("line {line}: {reason}").format(line=row.line, reason=reason_text(row, in_shell=in_shell))


def difference_text(difference: Difference, called: str, style: NumberStyle) -> str:
    """Return what an earlier import brought and this file has otherwise; the KPI is named as *called*."""
    kpi = difference.kpi
    return _("line {line}: {kpi} on {day} was {before}, but the file has {after}").format(
        line=difference.line,
        kpi=called,
        day=day_text(difference.entry.date),
        before=typed(kpi, difference.entry.value, style),
        after=typed(kpi, difference.as_in_file.value, style),
    )


def lowered_text(lowered: Lowered, called: str, style: NumberStyle) -> str:
    """Return how much lower a day would become than an earlier import made it; the KPI is named as *called*."""
    kpi = lowered.kpi
    return _("line {line}: {kpi} on {day} would change from {before} to {after}").format(
        line=lowered.line,
        kpi=called,
        day=day_text(lowered.day),
        before=typed(kpi, lowered.before, style),
        after=typed(kpi, lowered.after, style),
    )


def conflict_text(conflict: ImportConflict, called: str, style: NumberStyle) -> str:
    """Return what a person filled in and a file has otherwise; the KPI is named as *called*."""
    return _("line {line}: the file has {value} for {kpi} on {day}. You logged {kept} yourself, and that stays").format(
        line=conflict.line,
        kpi=called,
        day=day_text(conflict.day),
        value=typed(conflict.kpi, conflict.value, style),
        kept=typed(conflict.kpi, conflict.own, style),
    )


def more_text(count: int) -> str:
    """Return that there are *count* more of what was told."""
    return plural("and {n} more", "and {n} more", count).format(n=count)


def added_text(kpis: Iterable[Kpi]) -> str:
    """Return which KPIs were added, and as what."""
    return _("Added: {kpis}").format(kpis=", ".join(f"{harmless(kpi.name)} ({kind_word(kpi.kind)})" for kpi in kpis))


def kind_text(figure: FileMetric, several: Collection[str] = ()) -> str:
    """Return how the new KPI for a column adds up, with that it has several numbers a day where *several* names it."""
    from kpitui.services.imports.matching import kind_to_add

    kind = kind_word(kind_to_add(figure))
    return _("{kind}, several numbers a day").format(kind=kind) if figure.name in several else kind


def becomes_text(match: MetricMatch, several: Collection[str], *, created: bool = False) -> str:
    """Return what becomes of a column of the file; *created* where KPIs that are not there are added.

    A new KPI has its kind with it: see `kind_text`.
    """
    figure = match.figure
    column = " / ".join(figure.parts) or figure.column or figure.own_name
    if match.kpi is not None:
        return _("{column} → {kpi}").format(column=column, kpi=f"{match.kpi.key} ({match.kpi.name})")
    if match.can_be_added:
        kind = kind_text(figure, several)
        template = (
            _("{column} → new KPI {kpi} ({kind})")
            if created
            else _("{column} → new KPI {kpi} ({kind}, add it with --create)")
        )
        return template.format(column=column, kpi=figure.name, kind=kind)
    return _("{column} is not imported").format(column=column)


def column_label(figure: FileMetric) -> str:
    """Return what a column is called: as in the file, and what it is where the format knows more."""
    title = figure.own_name if figure.title else ""
    if figure.column and title and title.casefold() != figure.column.casefold():
        return f"{figure.column}: {title}"
    return title or figure.column or figure.name


def outcome_text(*, dry_run: bool, saved: bool) -> str:
    """Return whether anything was saved, for who can take it back in the shell."""
    if dry_run:
        return _("Preview only: nothing was saved")
    return _("Saved as one change (to undo: kpitui undo)") if saved else nothing_new_text()


def nothing_new_text() -> str:
    """Return that a file brought nothing that was not there."""
    return _("Nothing new to save")

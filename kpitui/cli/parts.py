"""The parts of a KPI in the shell: splitting it with `kpi split`, and `show --parts`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpitui.cli.kpi_record import kpi_record
from kpitui.core.cadence import cadence_by
from kpitui.i18n import _
from kpitui.services.entries import find_kpi
from kpitui.services.parts import parts_of_kpi, split_figures, split_kpi, take_out
from kpitui.wording.coverage import column_word
from kpitui.wording.numbers import written
from kpitui.wording.parts import part_cell, part_name, split_remarks, split_text
from kpitui.wording.words import kind_word

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kpitui.cli.console import Console
    from kpitui.core.calendar import By
    from kpitui.core.model import Kpi, Split
    from kpitui.core.parts import SplitPeriod
    from kpitui.services.json_documents.kpis import SplitPeriodJson


def split(
    console: Console, name: str, parts: Sequence[str], *, way: Split | None, leaving: Sequence[str] | None
) -> None:
    """Make *parts* parts of the KPI called *name*, or take those *leaving* out again, and say how it is split now.

    Without any of these it is only said; where *leaving* is empty all of its parts are taken out.
    """
    workspace = console.workspace()
    whole = find_kpi(workspace, name)
    if not parts and way is None and leaving is None and (existing := parts_of_kpi(workspace, whole)):
        console.say(split_text(whole, existing))
        return
    result = take_out(workspace, whole, leaving) if leaving is not None else split_kpi(workspace, whole, parts, way=way)
    console.say(split_text(result.whole, result.parts))
    if result.added:
        values = " ".join(f"{part.key}=..." for part in result.parts)
        console.say(_("Log them: kpitui log {values}").format(values=values))


def print_parts(console: Console, kpi: Kpi, *, by: By | None, last: int | None, json: bool, plain: bool) -> None:
    """Print what a KPI and its parts came to in each period, with shares."""
    workspace = console.workspace()
    own = cadence_by(kpi.cadence)
    length: By = by or ("month" if own in ("day", "week") else own)
    splits = split_figures(workspace, kpi, length, last)
    if json:
        periods = [_record(split) for split in splits]
        console.json({"kpi": kpi_record(kpi), "split": kpi.split, "by": length, "periods": periods})
        return
    style = workspace.settings.numbers
    if console.is_plain(plain):
        from kpitui.cli.plain import say

        say(console, [split_text(kpi, parts_of_kpi(workspace, kpi))])
        for split in splits:
            parts = [
                f"{part_name(part)} {part_cell(kpi, part, style)}" for part in split.parts if part.value is not None
            ]
            text = ", ".join([*parts, *split_remarks(kpi, split, style)]) if parts else _("no data")
            say(console, [f"{split.period.label}: {text}"])
        return
    console.say(f"{kpi.name} ({kpi.key}) · {kind_word(kpi.kind)}")
    filled = [index for index, split in enumerate(splits) if split.coverage.expected]
    splits = splits[filled[0] if filled else -1 :]
    names = [part_name(part) for part in splits[0].parts]
    rows = [("", kpi.name, *names, column_word(kpi.cadence), "")]
    for split in splits:
        whole = "-" if split.whole is None else written(kpi, split.whole, style)
        cells = [part_cell(kpi, part, style) for part in split.parts]
        days = f"{split.coverage.logged}/{split.coverage.expected}" if split.coverage.expected else "-"
        remarks = ", ".join(split_remarks(kpi, split, style))
        rows.append((split.period.label, whole, *cells, days, remarks))
    console.table(rows, right=tuple(range(1, len(names) + 3)))


def _record(split: SplitPeriod) -> SplitPeriodJson:
    return {
        "period": split.period.label,
        "start": split.period.start.isoformat(),
        "end": split.period.end.isoformat(),
        "whole": split.whole,
        "parts": [
            {
                "key": part.kpi.key if part.kpi else None,
                "name": part.kpi.name if part.kpi else None,
                "value": part.value,
                "share": part.share,
            }
            for part in split.parts
        ],
        "days_with_data": split.coverage.logged,
        "days_expected": split.coverage.expected,
        "one_sided": split.coverage.one_sided,
        "partial": split.partial,
    }

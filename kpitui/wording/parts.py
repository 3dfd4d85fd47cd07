"""The parts of a KPI in words: how it is split, what each part brought, and what the parts leave of the whole."""

from __future__ import annotations

from collections.abc import Sequence

from kpitui.core.figures import NumberStyle
from kpitui.core.model import Kpi
from kpitui.core.parts import PartShare, SplitPeriod
from kpitui.core.series import Coverage
from kpitui.i18n import _
from kpitui.wording.coverage import coverage_remarks
from kpitui.wording.numbers import written


def split_text(whole: Kpi, parts: Sequence[Kpi]) -> str:
    """Return how *whole* is split: as the sum of *parts*, or logged with a rest; that it has no parts."""
    names = ", ".join(part.name for part in parts)
    if not parts:
        return _("{whole} has no parts any more").format(whole=whole.name)
    if whole.split == "computed":
        return _("{whole} is the sum of its parts: {parts}").format(whole=whole.name, parts=names)
    return _("{whole} keeps its own numbers. What is not in its parts is the rest: {parts}").format(
        whole=whole.name, parts=names
    )


def part_name(part: PartShare) -> str:
    """Return what a part is called: the name of its KPI, or that it is the rest."""
    return part.kpi.name if part.kpi is not None else _("the rest")


def part_cell(whole: Kpi, part: PartShare, style: NumberStyle) -> str:
    """Return the figure of a part with its share, as in ``420 (52%)``; a dash without data."""
    if part.value is None:
        return "-"
    figure = written(whole, part.value, style)
    return figure if part.share is None else f"{figure} ({share_text(part.share, style)})"


def share_text(share: float, style: NumberStyle) -> str:
    """Return a share of 0 to 1 in whole percents; a small one is never said to be nothing, nor a large one all."""
    if style.hidden:
        return f"{style.hidden}%"
    percent = round(100 * share)
    if percent == 0 and share > 0:
        return "<1%"
    if percent == 100 and share < 1:
        return ">99%"
    return f"{percent}%"


def split_remarks(whole: Kpi, split: SplitPeriod, style: NumberStyle) -> list[str]:
    """Return what there is to say beside a whole and its parts in one period."""
    remarks = [_("so far")] if split.partial else []
    if split.excess:
        remarks.append(
            _("the parts are {excess} more than the whole").format(excess=written(whole, split.excess, style))
        )
    return [*remarks, *coverage_remarks(split.coverage._replace(one_sided=0)), *_one_sided(split.coverage)]


def shares_sentence(whole: Kpi, split: SplitPeriod, period: str, style: NumberStyle) -> str:
    """Return the parts of *whole* in a *period* that is named, the largest first, as one line; empty without data."""
    if split.whole is None:
        return ""
    ordered = sorted(split.parts, key=lambda part: -(part.value or 0.0))
    shares = ", ".join(
        f"{part_name(part)} {share_text(part.share, style)}"
        if part.share is not None
        else f"{part_name(part)} {part_cell(whole, part, style)}"
        for part in ordered
        if part.value is not None
    )
    return f"{period}: {shares}"


def _one_sided(coverage: Coverage) -> list[str]:
    if not coverage.one_sided:
        return []
    return [_("{n} without all parts").format(n=coverage.one_sided)]

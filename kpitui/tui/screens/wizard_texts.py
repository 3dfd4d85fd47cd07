"""The texts of the goal wizard: the row of steps, what is understood so far, the findings, the summary."""

from __future__ import annotations

from collections.abc import Sequence

from kpitui.core.figures import NumberStyle, format_number, format_value
from kpitui.core.model import Kpi
from kpitui.core.smart import Finding, GoalDraft, target_of
from kpitui.i18n import _
from kpitui.i18n.dates import day_text
from kpitui.i18n.findings import finding_text
from kpitui.i18n.harmless import harmless
from kpitui.i18n.words import letter_word, shape_word
from kpitui.tui.pairs import paired
from kpitui.tui.screens.wizard_steps import STEPS

SIGNS = {"required": ("✘", "x"), "warning": ("▲", "!"), "hint": ("·", ".")}
"""Each severity with its sign, and the sign where only ASCII can be shown."""


class Texts:
    """Makes the texts of one draft."""

    def __init__(self, draft: GoalDraft, kpi: Kpi | None, style: NumberStyle, *, ascii: bool) -> None:
        self.draft = draft
        self.kpi = kpi
        self.style = style
        self.ascii = ascii

    def value(self, value: float) -> str:
        """Return a figure in the unit of the KPI."""
        unit, decimals = (self.kpi.unit, self.kpi.decimals) if self.kpi else ("", None)
        return format_value(value, unit, self.style, decimals)

    def steps(self, step: int, found: Sequence[Finding], width: int) -> str:
        """Return the row of steps: the one that is open in brackets, a tick where nothing required is missing."""
        lacking = {finding.letter for finding in found if finding.severity == "required"}
        done, open_ = ("+", "-") if self.ascii else ("✔", "○")
        words = []
        for at, row in enumerate(STEPS):
            name = f"{row.letter} {letter_word(row.letter)}" if width >= 100 or at == step else row.letter
            sign = open_ if row.letter in lacking else done
            words.append(f"[{name}]" if at == step else f" {name} {sign}")
        summary = _("Summary")
        words.append(f"[{summary}]" if step == len(STEPS) else f" {summary}")
        return "  ".join(words)

    def understood(self) -> str:
        """Return in one line what is understood so far: KPI, change, figures and days; empty while nothing is."""
        draft = self.draft
        parts = [harmless(self.kpi.name, 40)] if self.kpi else []
        if draft.change_percent is not None and draft.target is None:
            parts.append(f"{format_number(draft.change_percent, 1 if draft.change_percent % 1 else 0, self.style)}%")
        target = target_of(draft)
        if target is not None:
            parts.append(_("target {value}").format(value=self._band(target)))
        if draft.baseline is not None:
            parts.append(_("from {value}").format(value=self.value(draft.baseline)))
        if draft.baseline_start and draft.baseline_end:
            days = _("{days} days with data").format(days=draft.baseline_days)
            parts.append(f"{draft.baseline_start.isoformat()} – {draft.baseline_end.isoformat()}, {days}")
        if draft.deadline:
            parts.append(_("by {day}").format(day=day_text(draft.deadline)))
        return self._joined(parts)

    def findings(self, found: Sequence[Finding], letter: str | None, width: int) -> str:
        """Return the findings of one letter, or of all when *letter* is None, each with its repair."""
        lines = []
        for finding in found:
            if letter is None or finding.letter == letter or (letter == "S" and _unmeasured(finding)):
                text, repair = finding_text(finding, self.kpi.unit if self.kpi else "", self.style)
                sign = SIGNS[finding.severity][self.ascii]
                lead = f" {sign} " if letter else f" {sign} {finding.letter} "
                line = f"{lead}{text}: {repair}" if letter is None or len(text) + len(repair) + 6 <= width else None
                lines += [line] if line else [f"{lead}{text}", f"     {repair}"]
        return "\n".join(lines)

    def summary(self, names: dict[str, str], width: int) -> str:
        """Return the goal letter by letter over *width* cells; *names* gives the names of KPIs by their keys."""
        draft = self.draft

        def named(keys: Sequence[str]) -> str:
            return ", ".join(harmless(names.get(key, key), 40) for key in keys) or "-"

        shape = shape_word(draft.shape) if draft.shape else ""
        start = day_text(draft.start) if draft.start else _("today")
        end = day_text(draft.deadline) if draft.deadline else "?"
        rows = (
            ("S", draft.title or "?"),
            ("M", self._joined([part for part in (self.understood(), shape) if part]) or "?"),
            ("A", draft.acceptable or "-"),
            ("R", self._joined([draft.why or "-", _("driven by {kpis}").format(kpis=named(draft.drivers))])),
            ("T", _("{start} to {end}").format(start=start, end=end)),
        )
        pairs = [(f"{letter}  {letter_word(letter)}", harmless(text, 400)) for letter, text in rows]
        return "\n".join(paired(pairs, width - 2))

    def _band(self, target: float) -> str:
        if self.draft.low is None:
            return self.value(target)
        return _("{low} to {high}").format(low=self.value(self.draft.low), high=self.value(target))

    def _joined(self, parts: Sequence[str]) -> str:
        return (" - " if self.ascii else " · ").join(parts)


def _unmeasured(finding: Finding) -> bool:
    """Tell whether it is about a KPI that is missing, which the sentence itself can help to find."""
    return finding.field == "kpi" and finding.severity == "required"

"""The texts of the goal wizard: the row of steps, what is understood so far, the findings, the summary."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from rich.cells import cell_len
from textual.content import Content
from textual.geometry import Size

from kpitui.core.figures import NumberStyle
from kpitui.core.model import Kpi
from kpitui.core.smart import Finding, Fix, GoalDraft, Severity
from kpitui.i18n import _
from kpitui.i18n.harmless import harmless
from kpitui.tui.screens.wizard._steps import STEPS
from kpitui.tui.widgets.columns import labelled_lines
from kpitui.tui.widgets.plain import harmless_lines
from kpitui.wording.findings import DraftWording, finding_text, remedy_text
from kpitui.wording.words import letter_word, type_word

SIGNS: dict[Severity, tuple[str, str]] = {"required": ("✘", "x"), "warning": ("▲", "!"), "hint": ("·", ".")}
"""Each severity with its sign, and the sign where only ASCII can be shown."""

STEP_SIGNS: dict[Severity, tuple[str, str]] = {"required": ("○", "-"), "warning": ("▲", "!"), "hint": ("✔", "+")}
"""What stands beside a step whose gravest finding is of this severity; the tick also where nothing was found."""

KEYS = ("f2", "f3", "f4", "f5", "f6", "f7", "f8", "f9")
"""The keys that take what is offered, in the order in which it is."""

COLOURS = {"required": "bold $error", "warning": "bold $warning", "hint": "$foreground-muted"}

BESIDE = 4
"""Cells that the text has not got: the margins, and the scroll bar where there is one."""

TALL = 32
"""Lines of a window from which on every finding is told with its repair, also where a key stands for it."""

UNBROKEN = "\u00a0"


class FixOffer(NamedTuple):
    """What one key does about a finding."""

    finding: Finding
    fix: Fix | None
    """None leads to the field it is about."""


class WizardTexts:
    """Makes the texts of one draft."""

    def __init__(self, draft: GoalDraft, kpi: Kpi | None, style: NumberStyle, today: date, *, ascii: bool) -> None:
        self.wording = DraftWording(draft, kpi, style, today)
        self.kpi = kpi
        self.style = style
        self.ascii = ascii

    def steps(self, step: int, findings: Sequence[Finding], width: int) -> str:
        """Return the row of steps: the open one in brackets, the others with what is gravest there, or a tick.

        Where there is no room for the summary, which comes last, it is not named until it is open.
        """
        gravest = {finding.letter: finding.severity for finding in reversed(findings) if finding.severity != "hint"}
        words = []
        for index, row in enumerate(STEPS):
            name = f"{row.letter} {letter_word(row.letter)}" if width >= 100 or index == step else row.letter
            sign = STEP_SIGNS[gravest.get(row.letter, "hint")][self.ascii]
            words.append(f"[{name}]" if index == step else f" {name} {sign}")
        summary = _("Summary")
        words.append(f"[{summary}]" if step == len(STEPS) else f" {summary}")
        shorter = words if step == len(STEPS) else words[:-1]
        rows = ("  ".join(words), "  ".join(shorter), " ".join(word.strip() for word in shorter))
        return next((row for row in rows if cell_len(row) <= width - 2), rows[-1])

    def understood(self) -> str:
        """Return in one line what is understood so far: KPI, change, figures and days; empty while nothing is."""
        kind = self.wording.draft.type
        # That it is for every period its figure tells already.
        kinds = [type_word(kind)] if kind and kind != "recurring" else []
        return self._joined([*self.wording.understood(), *kinds])

    def offers(self, findings: Sequence[Finding], letter: str | None) -> list[FixOffer]:
        """Return what the keys `KEYS` do about the findings that are shown; of all when *letter* is None.

        On the summary a finding that only a person can mend offers the way to its field.
        """
        offers = []
        for finding in findings:
            if _is_shown(finding, letter):
                fixes: tuple[Fix | None, ...] = finding.fixes or ((None,) if letter is None else ())
                offers += [FixOffer(finding, fix) for fix in fixes]
        return offers[: len(KEYS)]

    def findings(self, findings: Sequence[Finding], letter: str | None, size: Size) -> Content:
        """Return the findings of one letter, or of all when *letter* is None, each with its repair and its keys.

        In a window of few lines the keys of a finding say what to do, and its repair is left out.
        """
        lines: list[str] = []
        offers = self.offers(findings, letter)
        unit = self.kpi.unit if self.kpi else ""
        for finding in findings:
            if not _is_shown(finding, letter):
                continue
            text, repair = finding_text(finding, unit, self.style)
            sign = SIGNS[finding.severity][self.ascii]
            lead = f" {sign}" if letter else f" {sign} {finding.letter}"
            room = size.width - BESIDE - len(lead) - 1
            keys = [
                f"{KEYS[index].upper()} {self._offered(offer)}"
                for index, offer in enumerate(offers)
                if offer.finding is finding
            ]
            if not keys or size.height >= TALL:
                text += (" " if text.endswith("?") else ": ") + repair
            # each on a line of its own where one does not fit beside others: a key stands before what it does
            apart = any(cell_len(key) > room for key in keys)
            key_lines = keys if apart else ["   ".join(key.replace(" ", UNBROKEN) for key in keys)] if keys else []
            pairs = [(lead, text), *(("", line) for line in key_lines)]
            lines += labelled_lines(pairs, size.width - BESIDE, name_width=len(lead) + 1)
        return _coloured(harmless_lines("\n".join(lines).replace(UNBROKEN, " ")))

    def _offered(self, offer: FixOffer) -> str:
        if offer.fix is None:
            return _("go to it")
        return remedy_text(offer.fix, offer.finding, self.kpi.unit if self.kpi else "", self.style)

    def summary(self, names: dict[str, str], width: int) -> str:
        """Return the goal letter by letter over *width* cells; *names* gives the names of KPIs by their keys."""
        rows = self.wording.letters(names, self._joined)
        pairs = [(f"{letter}  {letter_word(letter)}", harmless(text, 400)) for letter, text in rows]
        return "\n".join(labelled_lines(pairs, width - BESIDE))

    def _joined(self, parts: Sequence[str]) -> str:
        return (" - " if self.ascii else " · ").join(parts)


def _coloured(text: str) -> Content:
    """Return *text* with the signs in the colour of their severity, which they do not rest on, and the keys set off."""
    content = Content(text)
    for severity, signs in SIGNS.items():
        content = content.highlight_regex(rf"(?m)^ [{''.join(signs)}](?: [SMART])?(?= )", style=COLOURS[severity])
    return content.highlight_regex(r"(?<!\S)F[2-9](?= )", style="bold $accent")


def _is_shown(finding: Finding, letter: str | None) -> bool:
    """Tell whether a finding is shown at the step of *letter*: its own ones; at S what the sentence leaves open.

    That is the KPI, and the year of its days: all that follows depends on them.
    """
    left_open = finding.field in ("kpi", "start") and finding.severity == "required"
    return letter is None or finding.letter == letter or (letter == "S" and left_open)

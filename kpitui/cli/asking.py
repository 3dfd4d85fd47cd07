"""`kpitui log` without words, and `log --gaps`: asks for one number after the other, a plain line each.

Made for screen readers and phones: no cursor is moved and nothing is painted over. Each number is saved at once.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from kpitui.core.errors import KpituiError
from kpitui.core.figures import format_exact, unit_sign
from kpitui.i18n import _, plural
from kpitui.services.entries import EntryInput, find_kpi, log
from kpitui.services.today import due, gaps, usual_of
from kpitui.wording.dates import period_name
from kpitui.wording.errors import sentence
from kpitui.wording.numbers import estimates_together

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kpitui.cli.console import Console
    from kpitui.core.calendar import Period
    from kpitui.core.model import Kpi

SKIP = ("s", "skip", "overslaan")
STOP = ("q", "quit", "stop")


def ask_what_is_due(console: Console) -> int:
    """Ask for what is due today, in the order of Today."""
    workspace = console.workspace()
    today = workspace.today
    asked = [(item.kpi, min(item.slot[1], today), item.period) for item in due(workspace)]
    if not asked:
        console.say(_("All done for today"))
        return 0
    return _ask(console, asked)


def ask_gaps(console: Console, names: Sequence[str], since: str) -> int:
    """Ask for every number that is missing of the KPIs that *names* call, of all without any, from *since* on."""
    workspace = console.workspace()
    kpis = [find_kpi(workspace, name) for name in names]
    first = workspace.read_day(since) if since else None
    asked = [(gap.kpi, gap.day, gap.period) for gap in gaps(workspace, kpis, since=first)]
    if not asked:
        console.say(_("Nothing is missing"))
        return 0
    return _ask(console, asked)


def _ask(console: Console, asked: Sequence[tuple[Kpi, date, Period]]) -> int:
    count = plural("{n} number to log", "{n} numbers to log", len(asked)).format(n=len(asked))
    console.tell(count + ". " + _("Enter: later, s: skip this KPI, q: stop"))
    saved, skipped = 0, set[int]()
    for kpi, day, period in asked:
        if kpi.id in skipped:
            continue
        answer = _answer(console, kpi, day, period)
        if answer == "stop":
            break
        if answer == "skip":
            skipped.add(kpi.id)
        saved += answer == "saved"
    console.say(plural("{n} number logged", "{n} numbers logged", saved).format(n=saved))
    return 0


def _answer(console: Console, kpi: Kpi, day: date, period: Period) -> str:
    """Ask for one number until it is understood; return saved, later, skip or stop."""
    workspace = console.workspace()
    console.say(_question(console, kpi, day, period))
    while True:
        console.output.flush()
        line = console.input.readline()
        text = line.strip()
        if not line or text.casefold() in STOP:
            return "stop"
        if not text:
            return "later"
        if text.casefold() in SKIP:
            return "skip"
        try:
            (logged,) = log(workspace, [EntryInput(kpi.key, text, day)])
        except KpituiError as error:
            console.tell(sentence(error))
            continue
        style = workspace.settings.numbers
        console.say("  " + format_exact(logged.value, kpi.unit, style, kpi.decimals))
        return "saved"


def _question(console: Console, kpi: Kpi, day: date, period: Period) -> str:
    workspace = console.workspace()
    sign = unit_sign(kpi.unit)
    name = f"{kpi.name} ({sign})" if sign else kpi.name
    parts: Iterable[str] = (name, period_name(period, workspace.today))
    usual = usual_of(workspace, kpi, day) if period.by == "day" else None
    if usual is not None:
        low, high = estimates_together(kpi, (usual.low, usual.high), workspace.settings.numbers)
        parts = (*parts, _("usually {low} to {high}").format(low=low, high=high))
    return ", ".join(parts) + ":"

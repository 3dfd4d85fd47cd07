"""`show --by hour`: the figures of a KPI hour by hour."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpitui.cli.kpi_record import kpi_record
from kpitui.i18n import _
from kpitui.services.charts import hour_figures
from kpitui.wording.dates import day_text
from kpitui.wording.numbers import values_together
from kpitui.wording.words import cadence_word, kind_word

if TYPE_CHECKING:
    from kpitui.cli.console import Console
    from kpitui.core.model import Kpi
    from kpitui.services.json_documents.kpis import HourJson, HoursJson


def print_hours(console: Console, kpi: Kpi, *, last: int | None, json: bool, plain: bool) -> None:
    """Print the latest hours of a KPI, oldest first, up to the newest with a number."""
    workspace = console.workspace()
    hours = hour_figures(workspace, kpi, last)
    if json:
        listed: list[HourJson] = [
            {"hour": f"{hour.day.isoformat()}T{hour.hour:02d}:00", "value": hour.value, "entries": hour.entries}
            for hour in hours
        ]
        document: HoursJson = {"kpi": kpi_record(kpi), "by": "hour", "hours": listed}
        console.json(document)
        return
    values = [hour.value for hour in hours if hour.value is not None]
    written = iter(values_together(kpi, values, workspace.settings.numbers))
    texts = ["" if hour.value is None else next(written) for hour in hours]
    names = [f"{day_text(hour.day)} {hour.hour:02d}:00" for hour in hours]
    if console.is_plain(plain):
        from kpitui.cli.plain import say

        say(console, (f"{name}: {text or _('no data')}" for name, text in zip(names, texts, strict=True)))
        return
    console.say(f"{kpi.name} ({kpi.key}) · {kind_word(kpi.kind)} · {cadence_word(kpi.cadence)}")
    rows = [("", _("value"), _("entries"))]
    rows += [(name, text or "-", str(hour.entries)) for name, text, hour in zip(names, texts, hours, strict=True)]
    console.table(rows, right=(1, 2))

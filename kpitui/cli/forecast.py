"""`kpitui forecast`: where a KPI is likely to go until a day, as a range for each period and for their sum."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpitui.core.errors import Refused, mark
from kpitui.core.insight.forecast import quantiles
from kpitui.i18n import _
from kpitui.services.entries import find_kpi
from kpitui.services.insight import slot_values
from kpitui.services.insight.forecasting import forecast_of
from kpitui.services.reading import adds_up
from kpitui.wording.dates import day_text, named
from kpitui.wording.forecasts import forecast_text, outcomes_text, runway_sentence
from kpitui.wording.numbers import estimates_together

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Sequence
    from datetime import date

    from kpitui.cli.console import Console
    from kpitui.core.insight.forecast import Forecast
    from kpitui.core.model import Kpi
    from kpitui.services.json_documents.kpis import (
        BasisJson,
        ForecastJson,
        ForecastPeriodJson,
        ForecastRunwayJson,
        TotalJson,
    )
    from kpitui.services.runway import RunwayView

    Edges = tuple[float, float, float]
    Range = tuple[date, float, float, float]

LEAST, MOST = 0.5, 0.95


def configure(parser: ArgumentParser) -> None:
    """Declare the KPI, the last day and how much of what may come the range must hold."""
    parser.add_argument("kpi", metavar="KPI", help=_("the name or short name of the KPI"))
    parser.add_argument("--until", required=True, metavar=_("DATE"), help=_("the last day, such as end of Q1"))
    parser.add_argument(
        "--range",
        dest="coverage",
        type=float,
        default=0.8,
        metavar="N",
        help=_("the chance of ending between low and high: 0.5 to 0.95"),
    )
    parser.add_argument("--plain", action="store_true", help=_("in plain sentences, for a screen reader"))
    parser.add_argument("--json", action="store_true", help=_("print one JSON document"))


def run(arguments: Namespace, console: Console) -> int:
    """Print the forecast as a table or JSON."""
    coverage = arguments.coverage
    if not LEAST <= coverage <= MOST:
        raise Refused(mark("Choose how sure the range should be: 0.5 to 0.95"), field="coverage", value=str(coverage))
    workspace = console.workspace()
    kpi = find_kpi(workspace, arguments.kpi)
    forecast = forecast_of(workspace, kpi, workspace.read_day(arguments.until, future=True))
    slots = slot_values(workspace, kpi).slots
    ranges = [(slots.last_day(slot), *forecast.range_at(index, coverage)) for index, slot in enumerate(forecast.slots)]
    total = quantiles(forecast.sums(), coverage) if adds_up(workspace, kpi) else None
    lasting = _runway(console, kpi)
    if arguments.json:
        console.json(_record(kpi, coverage, forecast, ranges, total, lasting))
    else:
        console.is_plain(arguments.plain)
        edges = total or (ranges[-1][1], ranges[-1][2], ranges[-1][3])
        style = workspace.settings.numbers
        text = forecast_text(kpi, ranges[-1][0], edges, style, coverage, summed=total is not None)
        console.tell(named(kpi.name, text))
        _print(console, kpi, ranges, total)
        template = _("Based on {n} values. Expect {outcomes} to be between low and high")
        console.tell(template.format(n=forecast.values, outcomes=outcomes_text(coverage)))
        if lasting is not None:
            console.tell(runway_sentence(lasting, workspace.settings.numbers))
    return 0


def _runway(console: Console, kpi: Kpi) -> RunwayView | None:
    """Return how long a balance lasts; None for another KPI."""
    from kpitui.services.runway import is_balance, runway_view

    return runway_view(console.workspace(), kpi) if is_balance(console.workspace(), kpi) else None


def _record(
    kpi: Kpi,
    coverage: float,
    forecast: Forecast,
    ranges: Sequence[Range],
    total: Edges | None,
    lasting: RunwayView | None,
) -> ForecastJson:
    basis: BasisJson = {
        "values": forecast.values,
        "season": forecast.season.length if forecast.season.length > 1 else None,
    }
    periods: list[ForecastPeriodJson] = [
        {"date": day.isoformat(), "median": middle, "low": low, "high": high} for day, low, middle, high in ranges
    ]
    summed: TotalJson | None = {"low": total[0], "median": total[1], "high": total[2]} if total else None
    return {
        "kpi": kpi.key,
        "coverage": coverage,
        "basis": basis,
        "periods": periods,
        "sum": summed,
        "runway": _lasting(lasting),
    }


def _lasting(view: RunwayView | None) -> ForecastRunwayJson | None:
    if view is None or view.runway is None:
        return None
    runway = view.runway
    early, likely, late = (day.isoformat() if day else None for day in (runway.early, runway.likely, runway.late))
    return {"floor": runway.floor, "below": runway.is_below, "early": early, "likely": likely, "late": late}


def _print(console: Console, kpi: Kpi, ranges: Sequence[Range], total: Edges | None) -> None:
    style = console.workspace().settings.numbers
    figures = estimates_together(kpi, [figure for _day, *edges in ranges for figure in edges], style)
    rows: list[tuple[str, ...]] = [("", _("low"), _("middle"), _("high"))]
    rows += [(day_text(day), *figures[3 * index : 3 * index + 3]) for index, (day, *_edges) in enumerate(ranges)]
    if total:
        rows.append((_("together"), *estimates_together(kpi, total, style)))
    console.table(rows, right=(1, 2, 3), head=True)

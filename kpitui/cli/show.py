"""`kpitui show`: the figures of one KPI by period, hour or part, where they come from, or its chart."""

from __future__ import annotations

import re
from datetime import timedelta
from shutil import get_terminal_size
from typing import TYPE_CHECKING

from kpitui.charts import CHARTS, ChartNames, draw, to_text
from kpitui.cli._argparse_words import count
from kpitui.cli._kpi_output import compared_record, coverage_record, kpi_record, print_effect, print_explanations
from kpitui.cli.console import UsageError
from kpitui.core.cadence import cadence_by
from kpitui.core.calendar import BYS, LONGEST_DAYS
from kpitui.core.errors import Refused, mark
from kpitui.i18n import _, lacks_signs
from kpitui.services.entries import find_kpi
from kpitui.services.reading import figures, latest_periods, rhythm_of
from kpitui.wording.charts import chart_words, gap_sentences, together_sentence
from kpitui.wording.comparisons import before_text, difference_text, with_shared_decimals
from kpitui.wording.dates import day_text, period_name, period_title
from kpitui.wording.kpis import (
    column_word,
    coverage_remarks,
    part_cell,
    part_name,
    split_remarks,
    split_text,
    stamps_text,
)
from kpitui.wording.numbers import values_together, written
from kpitui.wording.words import cadence_word, kind_word, weeks_sentence

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from kpitui.charts.spec import ChartData
    from kpitui.cli.console import Console
    from kpitui.core.aggregation import PeriodValue
    from kpitui.core.calendar import By
    from kpitui.core.comparison import Against, Comparison
    from kpitui.core.figures import NumberStyle
    from kpitui.core.insight.xmr_limits import Segment, Signal
    from kpitui.core.model import Kpi
    from kpitui.core.parts import SplitPeriod
    from kpitui.services.insight import LimitsView
    from kpitui.services.json_documents.kpis import (
        DualJson,
        DualPointJson,
        HourJson,
        HourPeriodJson,
        HoursJson,
        LimitSegmentJson,
        LimitSignalJson,
        LimitsJson,
        PeriodJson,
        SplitPeriodJson,
    )
    from kpitui.services.workspace import Workspace


def configure(parser: ArgumentParser) -> None:
    """Declare the KPI, the length of period, how many, and the chart."""
    parser.add_argument("kpi", metavar="KPI", help=_("the name or short name of the KPI"))
    parser.add_argument(
        "--by", choices=("hour", *BYS), help=_("the length of each period (default: how often you log the KPI)")
    )
    parser.add_argument("--last", type=count, metavar="N", help=_("how many periods"))
    parser.add_argument(
        "--compare",
        choices=("previous", "last-year"),
        help=_("compare each period with the previous one, or with the same part of last year"),
    )
    parser.add_argument("--chart", choices=ChartNames(), help=_("draw this chart instead of listing numbers"))
    parser.add_argument(
        "--with", dest="other", metavar="KPI", help=_("draw another KPI in the same chart, on its own scale")
    )
    parser.add_argument(
        "--lag", type=int, metavar="N", help=_("with --with: the numbers of the other KPI from N periods earlier")
    )
    parser.add_argument("--size", metavar=_("WxH"), help=_("columns and lines of the chart, such as 100x20"))
    parser.add_argument("--ascii", action="store_true", help=_("plain characters (ASCII)"))
    parser.add_argument("--parts", action="store_true", help=_("the number and the share of each part"))
    parser.add_argument("--runway", action="store_true", help=_("how long the balance will last"))
    parser.add_argument(
        "--entries", action="store_true", help=_("the entries of the KPI, newest first, with their IDs")
    )
    parser.add_argument("--since", metavar=_("DATE"), help=_("compare the values since this day with those before"))
    parser.add_argument("--explain", action="store_true", help=_("how the numbers of the goal are calculated"))
    parser.add_argument("--plain", action="store_true", help=_("in plain sentences, for a screen reader"))
    parser.add_argument("--json", action="store_true", help=_("print one JSON document"))


def run(arguments: Namespace, console: Console) -> int:
    """Print the periods of a KPI as a table or JSON, or draw its chart."""
    workspace = console.workspace()
    kpi = find_kpi(workspace, arguments.kpi)
    if arguments.entries:
        from kpitui.cli.entry import print_entries

        print_entries(console, kpi, last=arguments.last, json=arguments.json, plain=arguments.plain)
        return 0
    if arguments.parts:
        _print_parts(
            console,
            kpi,
            by=arguments.by if arguments.by in BYS else None,
            last=arguments.last,
            json=arguments.json,
            plain=arguments.plain,
        )
        return 0
    if arguments.explain or arguments.since or arguments.runway:
        _print_origin(arguments, console, kpi)
        return 0
    if arguments.by == "hour" and not arguments.chart:
        _print_hours(console, kpi, last=arguments.last, json=arguments.json, plain=arguments.plain)
        return 0
    if arguments.other is not None or arguments.lag is not None or arguments.chart == "dual":
        _print_dual(arguments, console, kpi)
    elif arguments.chart == "limits" and arguments.json:
        console.json(_limits_record(workspace, kpi))
    elif arguments.chart:
        _print_chart(arguments, console, kpi)
    else:
        _print_figures(arguments, console, kpi)
    return 0


def _print_origin(arguments: Namespace, console: Console, kpi: Kpi) -> None:
    """Print how long a balance lasts, how the KPI did since a day, or where its figures come from."""
    if arguments.runway:
        from kpitui.cli.runway import print_runway

        print_runway(console, kpi, json=arguments.json, plain=arguments.plain)
    elif arguments.since:
        print_effect(console, kpi, arguments.since, json=arguments.json)
    else:
        print_explanations(console, kpi, json=arguments.json)


def _print_chart(arguments: Namespace, console: Console, kpi: Kpi) -> None:
    """Draw the chart that is asked for, tell it in words, or give what it is drawn from."""
    chart, draws = arguments.chart, CHARTS[arguments.chart].draws
    _refuse_chart(arguments, console, kpi)
    plain = console.is_plain(arguments.plain)
    days = (arguments.last or 0) * LONGEST_DAYS[arguments.by or "day"]
    if not days:
        from kpitui.services.charts import OWN_DAYS

        usual = 60 if plain or arguments.json else max(60, _size(arguments.size)[0])
        days = OWN_DAYS.get(draws, usual)
    by: By | None = arguments.by if draws in BY_PERIOD else None
    data = _chart_data(console, kpi, chart, days, by, arguments.last)
    if draws in ("total", "years"):
        from kpitui.services.charts import with_bounds

        data = with_bounds(console.workspace(), kpi, data)
    if arguments.json:
        _print_chart_json(console, kpi, chart, data)
    elif plain:
        from kpitui.cli._plain import print_chart

        print_chart(console, chart, data, _told(console, kpi))
    else:
        drawn = data._replace(bounds=())  # told below
        _draw(console, chart, drawn, size=arguments.size, ascii=arguments.ascii)
        for sentence in gap_sentences(chart, data):
            console.say(sentence)


def _refuse_chart(arguments: Namespace, console: Console, kpi: Kpi) -> None:
    """Raise Refused for a chart that a KPI has not, UsageError for periods that a chart is not by."""
    draws = CHARTS[arguments.chart].draws
    if draws == "parts":
        from kpitui.services.parts import refuse_unsplit

        refuse_unsplit(console.workspace(), kpi)
    if draws in ("hours", "heat"):
        from kpitui.services.charts import refuse_without_times

        refuse_without_times(console.workspace(), kpi)
    if arguments.by == "hour" or (arguments.by and draws not in BY_PERIOD and not arguments.last):
        option, other = f"--by {arguments.by}", f"--chart {arguments.chart}"
        raise UsageError(mark("{option} can't be used with {other}"), option=option, other=other)


def _print_chart_json(console: Console, kpi: Kpi, chart: str, data: ChartData) -> None:
    """Print what a chart is drawn from; periods and parts as they are without a chart."""
    draws = CHARTS[chart].draws
    if draws == "parts":
        _print_parts(console, kpi, by=data.by, last=len(data.stacks), json=True, plain=False)
    elif draws == "periods":
        periods = figures(console.workspace(), kpi, data.by, max(1, len(data.bars)))
        console.json({"kpi": kpi_record(kpi), "by": data.by, "periods": [_record(period, None) for period in periods]})
    else:
        from kpitui.cli._chart_json import chart_record

        console.json(chart_record(kpi, chart, data))


BY_PERIOD = ("periods", "parts")
"""What charts draw that have a bar a period."""


def _print_dual(arguments: Namespace, console: Console, kpi: Kpi) -> None:
    """Draw two KPIs in one chart, tell them in words, or give their figures beside each other."""
    from kpitui.services.charts import OWN_DAYS, dual_data

    if arguments.other is None:
        option = "--lag" if arguments.lag is not None else "--chart dual"
        raise UsageError(mark("{option} needs another KPI: --with KPI"), option=option)
    if arguments.chart not in (None, "dual"):
        raise UsageError(
            mark("{option} can't be used with {other}"), option="--with", other=f"--chart {arguments.chart}"
        )
    if arguments.by == "hour":
        raise UsageError(mark("{option} can't be used with {other}"), option="--with", other="--by hour")
    workspace = console.workspace()
    other, today, lag = find_kpi(workspace, arguments.other), workspace.today, arguments.lag or 0
    days = (arguments.last or 0) * LONGEST_DAYS[arguments.by or "day"] or OWN_DAYS["dual"]
    first = today - timedelta(days=min(days, today.toordinal() - 1))
    data = dual_data(workspace, kpi, other, first, today, by=arguments.by, lag=lag)
    if arguments.json:
        figures, others = dict(data.points), dict(data.other_points)
        points: list[DualPointJson] = [
            {"start": day.isoformat(), "value": figures.get(day), "other": others.get(day)}
            for day in sorted(figures.keys() | others.keys())
        ]
        document: DualJson = {
            "kpi": kpi_record(kpi), "with": kpi_record(other), "by": data.by, "lag": lag, "points": points
        }  # fmt: skip
        console.json(document)
    elif console.is_plain(arguments.plain):
        from kpitui.cli._plain import print_chart

        print_chart(console, "dual", data, ())
    else:
        _draw(console, "dual", data, size=arguments.size, ascii=arguments.ascii)
        sentence = together_sentence(data)
        if sentence:
            console.say(sentence)


def _print_figures(arguments: Namespace, console: Console, kpi: Kpi) -> None:
    """Print the periods that are asked for."""
    by: By = arguments.by or rhythm_of(console.workspace(), kpi)
    periods = figures(console.workspace(), kpi, by, arguments.last)
    beside = _beside(console, kpi, periods, arguments.compare)
    remarks = [*filter(None, [weeks_sentence(by, periods[0].coverage.cadence)]), *_told(console, kpi)]
    if arguments.json:
        console.json({"kpi": kpi_record(kpi), "by": by, "periods": list(map(_record, periods, beside))})
    elif console.is_plain(arguments.plain):
        from kpitui.cli._plain import print_figures

        print_figures(console, kpi, zip(periods, beside, strict=True), remarks)
    else:
        _print_table(console, kpi, periods, beside)
        console.say()
        for sentence in remarks:
            console.say(sentence)


def _beside(
    console: Console, kpi: Kpi, periods: list[PeriodValue], against: Against | None
) -> list[Comparison] | list[None]:
    """Return each period beside the one it is compared with; nothing where that is not asked for."""
    if against is None:
        return [None] * len(periods)
    from kpitui.services.like_for_like import compared

    return [compared(console.workspace(), kpi, figure.period, against) for figure in periods]


def _record(figure: PeriodValue, beside: Comparison | None) -> PeriodJson:
    return {
        "period": figure.period.label,
        "start": figure.period.start.isoformat(),
        "end": figure.period.end.isoformat(),
        "value": figure.value,
        "entries": figure.entries,
        **coverage_record(figure.coverage),
        "partial": figure.partial,
        "at_least": figure.at_least,
        "compared": compared_record(beside) if beside else None,
    }


def _print_table(console: Console, kpi: Kpi, periods: list[PeriodValue], beside: list[Comparison] | list[None]) -> None:
    style = console.workspace().settings.numbers
    console.say(f"{kpi.name} ({kpi.key}) · {kind_word(kpi.kind)} · {cadence_word(periods[0].coverage.cadence)}")
    compares = beside[0] is not None
    heads = [_("compared with"), "", _("difference")] if compares else []
    rows = [("", _("value"), _("entries"), column_word(periods[0].coverage.cadence), *heads, "")]
    kpi = with_shared_decimals(kpi, [*periods, *(figure.before for figure in beside if figure)], beside)
    for figure, earlier in zip(periods, beside, strict=True):
        value = "-" if figure.value is None else written(kpi, figure.value, style)
        remarks = [_("at least")] if figure.at_least else [_("incomplete")] if figure.incomplete else []
        remarks += [_("so far")] if figure.partial else []
        remarks += [stamps_text(kpi, figure.entries, figure.coverage), *coverage_remarks(figure.coverage)]
        remarks += [_("today is left out of the comparison")] if earlier and earlier.without_today is not None else []
        days = f"{figure.coverage.logged}/{figure.coverage.expected}" if figure.coverage.expected else "-"
        other = _compared_cells(kpi, earlier, style) if earlier else ()
        name = period_name(figure.period)
        rows.append((name, value, str(figure.entries), days, *other, ", ".join(filter(None, remarks))))
    console.table(rows, right=(1, 2, 3, 5, 6) if compares else (1, 2, 3))


def _compared_cells(kpi: Kpi, beside: Comparison, style: NumberStyle) -> tuple[str, str, str]:
    """Return the earlier period, with its last day where it was cut off, its value, and the difference."""
    before = beside.before
    name = period_name(before.period)
    if beside.now.partial:
        name = _("{period} up to {day}").format(period=period_title(before.period), day=day_text(before.period.end))
    return name, before_text(kpi, beside, style), difference_text(kpi, beside, style)


def _told(console: Console, kpi: Kpi) -> list[str]:
    """Return what there is to say of a KPI in sentences."""
    from kpitui.services.insight.comparisons import summary_of_kpi
    from kpitui.services.runway import balances, runway_view
    from kpitui.wording.forecasts import runway_sentence
    from kpitui.wording.signals import summary_sentences

    workspace = console.workspace()
    style = workspace.settings.numbers
    lasting = [runway_sentence(runway_view(workspace, kpi), style)] if kpi in balances(workspace) else []
    return [*lasting, *summary_sentences(summary_of_kpi(workspace, kpi), style)]


def draw_chart(console: Console, kpi: Kpi, chart: str, *, days: int, size: str | None, ascii: bool) -> None:
    """Draw a chart of *kpi* over the last *days* days (0: as many as there is room for), as large as *size* says."""
    width, _height = _size(size)
    _draw(console, chart, _chart_data(console, kpi, chart, days or max(60, width)), size=size, ascii=ascii)


def _draw(console: Console, chart: str, data: ChartData, *, size: str | None, ascii: bool) -> None:
    width, height = _size(size)
    ascii = ascii or console.workspace().ascii or lacks_signs(console.output)
    rows = draw(chart, data, chart_words(), width, height, ascii=ascii)
    console.draw(to_text(rows, colour=console.colour))


def _chart_data(
    console: Console, kpi: Kpi, chart: str, days: int, by: By | None = None, last: int | None = None
) -> ChartData:
    """Return what *chart* shows of the last *days* days, or of the *last* periods of *by*."""
    from kpitui.services.charts import chart_data

    workspace = console.workspace()
    today = workspace.today
    first = today - timedelta(days=min(days, today.toordinal() - 1))
    if by is not None:
        first = latest_periods(workspace, by, last)[0].start
    return chart_data(workspace, kpi, chart, first, today, by=by)


def _size(text: str | None) -> tuple[int, int]:
    """Return columns and lines as asked for, else those of the terminal, leaving room for the prompt."""
    if text is None:
        columns, lines = get_terminal_size((80, 24))
        return max(20, min(1000, columns)), max(6, min(lines - 2, 24))
    match = re.fullmatch(r"([0-9]{1,4})x([0-9]{1,4})", text)
    if not match:
        raise Refused(mark("Not a size: {value}. Try columns and lines, such as 100x20"), field="size", value=text)
    return max(1, min(1000, int(match[1]))), max(1, min(500, int(match[2])))


def _limits_record(workspace: Workspace, kpi: Kpi) -> LimitsJson:
    """Return values, segments and signals of a KPI; days are ISO text, the last day of each period."""
    from kpitui.services.insight import limits_of
    from kpitui.services.insight.signals import proposal_of

    view = limits_of(workspace, kpi)
    proposed = proposal_of(workspace, kpi)
    values = zip(range(len(view.values)), view.values, view.series.values, strict=True)
    return {
        "kpi": kpi_record(kpi),
        "adjusted_for_weekday": view.season.length > 1,
        "points": [{"date": _day(view, index), "value": value, "raw": raw} for index, value, raw in values],
        "segments": [_segment(view, segment) for segment in view.chart.segments],
        "signals": [_signal(view, signal) for signal in view.chart.signals],
        "proposed_base": proposed.day.isoformat() if proposed else None,
        "proposed_trend": proposed is not None and proposed.trend_until is not None,
    }


def _segment(view: LimitsView, segment: Segment) -> LimitSegmentJson:
    limits = segment.limits
    return {
        "start": _day(view, segment.first),
        "end": _day(view, segment.last),
        "centre": limits.centre if limits else None,
        "lower": limits.lower if limits else None,
        "upper": limits.upper if limits else None,
        "range_limit": limits.range_limit if limits else None,
        "slope": limits.slope if limits else None,
        "provisional": limits is None or limits.provisional,
        "values": limits.values if limits else segment.last - segment.first + 1,
    }


def _signal(view: LimitsView, signal: Signal) -> LimitSignalJson:
    return {
        "rule": signal.rule,
        "points": [_day(view, point) for point in signal.points],
        "completed": _day(view, signal.completed),
        "above": signal.above,
    }


def _day(view: LimitsView, index: int) -> str:
    return view.series.slots.last_day(view.series.numbers[index]).isoformat()


def _print_hours(console: Console, kpi: Kpi, *, last: int | None, json: bool, plain: bool) -> None:
    """Print the latest hours of a KPI, oldest first, up to the newest with a number."""
    from kpitui.services.charts import hour_figures

    workspace = console.workspace()
    hours = hour_figures(workspace, kpi, last)
    if json:
        names = [f"{hour.day.isoformat()}T{hour.hour:02d}:00" for hour in hours]
        named = list(zip(names, hours, strict=True))
        listed: list[HourJson] = [{"hour": name, "value": hour.value, "entries": hour.entries} for name, hour in named]
        periods: list[HourPeriodJson] = [
            {"period": name, "start": name, "end": name[:-2] + "59", "value": hour.value, "entries": hour.entries}
            for name, hour in named
        ]
        document: HoursJson = {"kpi": kpi_record(kpi), "by": "hour", "hours": listed, "periods": periods}
        console.json(document)
        return
    values = [hour.value for hour in hours if hour.value is not None]
    written = iter(values_together(kpi, values, workspace.settings.numbers))
    texts = ["" if hour.value is None else next(written) for hour in hours]
    names = [f"{day_text(hour.day)} {hour.hour:02d}:00" for hour in hours]
    if console.is_plain(plain):
        from kpitui.cli._plain import say

        say(console, (f"{name}: {text or _('no data')}" for name, text in zip(names, texts, strict=True)))
        return
    console.say(f"{kpi.name} ({kpi.key}) · {kind_word(kpi.kind)} · {cadence_word(kpi.cadence)}")
    rows = [("", _("value"), _("entries"))]
    rows += [(name, text or "-", str(hour.entries)) for name, text, hour in zip(names, texts, hours, strict=True)]
    console.table(rows, right=(1, 2))


def _print_parts(console: Console, kpi: Kpi, *, by: By | None, last: int | None, json: bool, plain: bool) -> None:
    """Print what a KPI and its parts came to in each period, with shares."""
    from kpitui.services.parts import parts_of_kpi, split_figures

    workspace = console.workspace()
    own = cadence_by(kpi.cadence)
    length: By = by or ("month" if own in ("day", "week") else own)
    splits = split_figures(workspace, kpi, length, last)
    if json:
        periods = [_split_record(split) for split in splits]
        console.json({"kpi": kpi_record(kpi), "split": kpi.split, "by": length, "periods": periods})
        return
    style = workspace.settings.numbers
    if console.is_plain(plain):
        from kpitui.cli._plain import say

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


def _split_record(split: SplitPeriod) -> SplitPeriodJson:
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

"""The words in charts, and charts in words for people who cannot see them.

Told is what is drawn: first, last, highest, lowest, halves, gaps, target, limits, notes. What is a change and what is
noise is told by `signals`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise

from kpitui.charts import CHARTS
from kpitui.charts.spec import ChartData, ChartWords, Point, TargetIs, titled
from kpitui.core.calendar import By
from kpitui.core.figures import rounded
from kpitui.core.model import Kpi
from kpitui.core.profiles import ProfileCell
from kpitui.i18n import _, month_first, plural
from kpitui.wording.comparisons import bound_text
from kpitui.wording.dates import day_text, ends_text, periods_text, short_months, weekdays
from kpitui.wording.kpis import count_text
from kpitui.wording.numbers import estimates_together, typed_together, written

FEWEST = 4
"""Values from which two halves are compared."""


def chart_words() -> ChartWords:
    """Return the words that are drawn in a chart."""
    levels: dict[TargetIs, str] = {
        "target": _("target"),
        "needed": _("needed per day"),
        "needed per week": _("needed per week"),
        "needed per month": _("needed per month"),
        "needed per quarter": _("needed per quarter"),
        "room": _("room left per day"),
    }
    return ChartWords(
        levels=levels,
        pace=_("pace line"),
        last_year=_("last year"),
        so_far=_("so far"),
        nothing=_("Nothing to draw yet"),
        too_small=_("No room for the chart here"),
        forecast=_("forecast"),
        centre=_("average"),
        limits=_("normal range"),
        signal=_("signal"),
        months=short_months(),
        day="{month} {day}" if month_first() else "{day} {month}",
        adjusted=_("{name}, adjusted for the weekday"),
        by_week=_("{name} per week"),
        wide_step=_("{name}. R marks a bigger jump than normal"),
        profiles={
            "weekday": _("{name} per weekday: average, where half of the values lie, number of days"),
            "hours": _("{name}: average per hour of the day"),
            "heat": _("{name}: average per hour, for each weekday"),
        },
        weekdays=weekdays(),
        rest=_("the rest"),
        covered=count_text,
        others=_("{n} others"),
        started=_("started: {what}"),
        paused=_("paused until {day}: {what}"),
        bound=bound_text,
        over_gaps=_over_gaps,
        earlier=_earlier,
    )


MOST_NAMED = 3
"""How many bars over gaps are named."""


def _over_gaps(labels: Sequence[str], bars: int) -> str:
    """Return which bars numbers are missing from, such as ``numbers missing: W46, W48``; of many how many."""
    if len(labels) <= MOST_NAMED:
        return _("numbers missing: {periods}").format(periods=", ".join(labels))
    return _("numbers missing in {n} of {of} bars").format(n=len(labels), of=bars)


def _earlier(name: str, by: By, lag: int) -> str:
    """Return a KPI with by how many periods its values are earlier: ``Visitors, 2 weeks earlier``."""
    if not lag:
        return name
    template = _("{name}, {span} earlier") if lag > 0 else _("{name}, {span} later")
    return template.format(name=name, span=periods_text(abs(lag), by))


def spoken(name: str, data: ChartData) -> list[str]:
    """Return the chart *name* (a key of `CHARTS`) of *data* as sentences, each without its end."""
    draws, data = CHARTS[name].draws, titled(data, chart_words())
    sentences_of = {
        "periods": _periods,
        "total": _total,
        "years": _years,
        "parts": _parts,
        "weekday": _weekdays,
        "hours": _hours,
        "heat": _heat,
        "dual": _dual,
    }.get(draws, _days)
    sentences = list(sentences_of(data))
    sentences += (
        _("note {number} on {day}: {text}").format(number=mark.number, day=day_text(mark.day), text=mark.text)
        for mark in data.marks
    )
    return sentences


def _days(data: ChartData) -> Iterator[str]:
    """Tell the values of days."""
    points = [point for point in data.points if data.first <= point[0] <= data.last]
    yield _what(data, len(points))
    yield from _extremes(data, points)
    if points:
        yield _gaps(data, points)
    if data.target is not None:
        words = {
            "target": _("target: {value}"),
            "needed": _("needed per day: {value}"),
            "needed per week": _("needed per week: {value}"),
            "needed per month": _("needed per month: {value}"),
            "needed per quarter": _("needed per quarter: {value}"),
            "room": _("room left per day: {value}"),
        }
        value = _written(data, data.level())
        if data.target_other is not None:
            value = _between(data, data.target_other, data.level())
        yield words[data.target_is].format(value=value)
    if data.bands:
        yield from _limits(data)


def _dual(data: ChartData) -> Iterator[str]:
    """Tell both KPIs by their ends and extremes, and how often they rose and fell together."""
    yield _what(data, len(data.points))
    yield from _extremes(data, data.points)
    if data.other is None:
        return
    other = data._replace(title=data.other_name, kpi=data.other, unit=data.other.unit)
    yield _what(other, len(data.other_points))
    yield from _extremes(other, data.other_points)
    sentence = together_sentence(data)
    if sentence:
        yield sentence


def together_sentence(data: ChartData) -> str:
    """Return in how many of the steps two KPIs rose or fell together; empty where there are too few to count."""
    others = dict(data.other_points)
    pairs = [(value, others[day]) for day, value in data.points if day in others]
    steps = [(later[0] - earlier[0]) * (later[1] - earlier[1]) for earlier, later in pairwise(pairs)]
    if len(steps) < FEWEST_STEPS:
        return ""
    return _(
        "The two KPIs rose or fell together {n} out of {of} times. That does not say which moves the other"
    ).format(n=sum(step > 0 for step in steps), of=len(steps))


FEWEST_STEPS = 6
"""Steps from which it is counted how often two KPIs moved together."""


def _extremes(data: ChartData, points: Sequence[Point]) -> Iterator[str]:
    """Tell the first, the last, the highest and the lowest value, and the means of both halves."""
    if not points:
        return
    highest, lowest = max(points, key=lambda point: point[1]), min(points, key=lambda point: point[1])
    for text, (day, value) in (
        (_("first: {value} on {day}"), points[0]),
        (_("last: {value} on {day}"), points[-1]),
        (_("highest: {value} on {day}"), highest),
        (_("lowest: {value} on {day}"), lowest),
    ):
        yield text.format(value=_written(data, value), day=day_text(day))
    if len(points) >= FEWEST:
        middle = len(points) // 2
        halves = (_mean(points[:middle]), _mean(points[middle:]))
        early, late = estimates_together(_kpi(data), halves, data.style)
        yield _("the earlier half averages {early}, the later half {late}").format(early=early, late=late)


def _gaps(data: ChartData, points: Sequence[Point]) -> str:
    """Tell where values are missing."""
    days = [day for day, _value in points]
    between = [(later - day).days - 1 for day, later in pairwise(days)]
    gaps = [index for index, missing in enumerate(between) if missing >= data.bridge]
    if not gaps:
        return _("no gaps")
    longest = max(gaps, key=lambda index: between[index])
    template = plural("{n} gap of {span}, after {day}", "{n} gaps, the longest of {span}, after {day}", len(gaps))
    return template.format(n=len(gaps), day=day_text(days[longest]), span=periods_text(between[longest], "day"))


def _limits(data: ChartData) -> Iterator[str]:
    """Tell the natural limits that hold now, and how many values were signals."""
    band = data.bands[-1]
    if band.lower is not None and band.upper is not None:
        template = _("normal range since {day}: {low} to {high}")
        low, high = estimates_together(_kpi(data), (band.lower, band.upper), data.style)
        yield template.format(day=day_text(band.first), low=low, high=high)
    seen = sorted(data.signals)
    if not seen:
        yield _("no unusual values")
    else:
        template = plural("{n} unusual value, on {day}", "{n} unusual values, the last on {day}", len(seen))
        yield template.format(n=len(seen), day=day_text(seen[-1]))
    if data.jumps:
        template = plural(
            "{n} jump from one value to the next was bigger than normal, on {day}",
            "{n} jumps from one value to the next were bigger than normal, the last on {day}",
            len(data.jumps),
        )
        yield template.format(n=len(data.jumps), day=day_text(max(data.jumps)))


def _periods(data: ChartData) -> Iterator[str]:
    """Tell the periods: what each brought, the running one as such."""
    yield _what(data, sum(bar.value is not None for bar in data.bars))
    for bar in data.bars:
        value = _("no data") if bar.value is None else _written(data, bar.value)
        value = value if bar.value is None else bound_text(bar.bound, value)
        so_far = ", " + _("so far") if bar.partial else ""
        yield _("from {day}: {value}").format(day=day_text(bar.start), value=value) + so_far
    if data.bar_target is not None:
        value = _written(data, data.bar_target)
        if data.bar_other is not None:
            value = _between(data, data.bar_other, data.bar_target)
        yield _("target: {value}").format(value=value)


def _years(data: ChartData) -> Iterator[str]:
    """Tell how far the running total is, and how far it was on the same day of last year and in all of it."""
    yield _what(data, len(data.total))
    if not data.total:
        return
    day, value = data.total[-1]
    yield _("running total on {day}: {value}").format(day=day_text(day), value=_bounded(data, 0, value))
    before = [earlier for when, earlier in data.total_before if when <= day]
    if before:
        yield _("on that day last year: {value}").format(value=_bounded(data, 1, before[-1]))
        whole = data.total_before[-1][1]
        yield _("all of last year: {value}").format(value=_bounded(data, 2, whole))


def gap_sentences(name: str, data: ChartData) -> list[str]:
    """Return the running totals of the chart *name* in words where days are missing from one; none where none are."""
    if all(bound == "exact" for bound in data.bounds):
        return []
    return list((_years if CHARTS[name].draws == "years" else _total)(data))[1:]


def _bounded(data: ChartData, place: int, value: float) -> str:
    """Return the running total at *place* in `ChartData.bounds`: ``at least € 519`` where days are missing from it."""
    bound = data.bounds[place] if place < len(data.bounds) else "exact"
    return bound_text(bound, _written(data, value))


def _weekdays(data: ChartData) -> Iterator[str]:
    """Tell what each weekday usually brings."""
    yield _what(data, sum(cell.value is not None for cell in data.profile))
    for name, cell in zip(weekdays(), data.profile, strict=False):
        yield _usually(data, name, cell)


def _hours(data: ChartData) -> Iterator[str]:
    """Tell what each hour that was measured usually brings."""
    yield _what(data, sum(cell.value is not None for cell in data.profile))
    for hour, cell in enumerate(data.profile):
        if cell.value is not None:
            yield _usually(data, f"{hour:02d}:00", cell)


def _heat(data: ChartData) -> Iterator[str]:
    """Tell for each weekday its highest and its lowest hour."""
    yield _what(data, sum(cell.value is not None for cell in data.profile))
    for weekday, name in enumerate(weekdays()):
        cells = data.profile[weekday * 24 : weekday * 24 + 24]
        with_value = [(cell.value, hour) for hour, cell in enumerate(cells) if cell.value is not None]
        if with_value:
            (low, quiet), (high, busy) = min(with_value), max(with_value)
            if low == high:
                template = _("{day}: {value} at every hour with numbers")
                yield template.format(day=name, value=_written(data, high))
                continue
            template = _("{day}: most at {busy} ({high}), least at {quiet} ({low})")
            yield template.format(
                day=name,
                busy=f"{busy:02d}:00",
                high=_written(data, high),
                quiet=f"{quiet:02d}:00",
                low=_written(data, low),
            )


def _usually(data: ChartData, name: str, cell: ProfileCell) -> str:
    if cell.value is None:
        return f"{name}: {_('no data')}"
    text = plural("{value} on average, over {n} day", "{value} on average, over {n} days", cell.n).format(
        value=_written(data, cell.value), n=cell.n
    )
    if cell.low is not None and cell.high is not None:
        text += ", " + _("half of them {between}").format(between=_between(data, cell.low, cell.high))
    return f"{name}: {text}"


def _parts(data: ChartData) -> Iterator[str]:
    """Tell what each part brought in each period, with its share of the whole."""
    yield _what(data, sum(stack.whole is not None for stack in data.stacks))
    for stack in data.stacks:
        if stack.whole is None:
            text = _("no data")
        else:
            shares = part_shares(stack.whole, stack.values)
            text = ", ".join(
                part_text(name, _written(data, value), share)
                for name, value, share in zip(data.part_names, stack.values, shares, strict=True)
                if value is not None
            )
        remarks = [_("so far")] if stack.partial else []
        remarks += [count_text(stack.coverage)] if stack.coverage.missing else []
        yield ", ".join([_("from {day}: {value}").format(day=day_text(stack.start), value=text), *remarks])


def part_shares(whole: float, values: Sequence[float | None]) -> list[float | None]:
    """Return the share of each of *values* in *whole*, 0 to 1; None where one is below zero or the whole is 0."""
    divisible = whole > 0 and all(value is None or value >= 0 for value in values)
    return [value / whole if divisible and value is not None else None for value in values]


def part_text(name: str, value: str, share: float | None) -> str:
    """Return a part with its figure and its share, as in ``organic 420 (52%)``."""
    return f"{name} {value}" if share is None else f"{name} {value} ({rounded(100 * share):.0f}%)"


def _total(data: ChartData) -> Iterator[str]:
    """Tell how far the running total is, and where it should be on that day."""
    yield _what(data, len(data.total))
    if not data.total:
        return
    day, value = data.total[-1]
    yield _("running total on {day}: {value}").format(day=day_text(day), value=_bounded(data, 0, value))
    expected = _on_line(data.total_pace, day)
    if expected is not None:
        yield _("the pace line is at {value} on that day").format(value=_written(data, expected))


def _on_line(line: Sequence[Point], day: date) -> float | None:
    """Return the height of a line of corners on *day*; None beside it."""
    for (first, low), (last, high) in pairwise(line):
        if first <= day <= last:
            return low + (high - low) * (day - first).days / max(1, (last - first).days)
    return None


def _between(data: ChartData, low: float, high: float) -> str:
    """Return both edges that something is to stay between."""
    edges = typed_together(_kpi(data), (low, high), data.style)
    return _("between {low} and {high}").format(low=edges[0], high=edges[1])


def _what(data: ChartData, count: int) -> str:
    template = plural("{title} from {first} to {last}: {n} value", "{title} from {first} to {last}: {n} values", count)
    first, last = ends_text(data.first, data.last)
    return template.format(title=data.title, first=first, last=last, n=count)


def _mean(points: Sequence[Point]) -> float:
    return sum(value for _day, value in points) / len(points)


def _written(data: ChartData, value: float) -> str:
    return written(_kpi(data), value, data.style)


def _kpi(data: ChartData) -> Kpi:
    return data.kpi or Kpi(0, "", data.title, "sample", data.unit)

"""A change that is taken apart, in words: its parts with their figures, and which moved more than they usually do.

Parts account for a change; what moved them is not known here, so no sentence names a cause.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import date
from math import isclose

from kpitui.core.change_parts import FEWEST_LONG_PAIRS, FEWEST_PAIRS, QUARTER_DAYS, Aim, ChangePart, ChangeTaken
from kpitui.core.decomposition import rounded_parts
from kpitui.core.figures import (
    NumberStyle,
    decimals_together,
    estimate_decimals,
    format_number,
    format_together,
    format_value,
    is_counted,
    is_currency,
    is_hours,
    rounded,
)
from kpitui.core.metric_tree import Branch, branches
from kpitui.core.model import Kpi
from kpitui.core.record import Record
from kpitui.i18n import _, plural
from kpitui.wording.actions import action_state_word
from kpitui.wording.comparisons import before_text, difference_text, period_text, with_shared_decimals
from kpitui.wording.dates import day_text, ends_text, period_name, periods_text, span_text
from kpitui.wording.kpis import coverage_text, expected_text, part_cell
from kpitui.wording.numbers import arrow_in_words, difference_as_written, written

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kpitui.core.calendar import Period
    from kpitui.core.comparison import Comparison
    from kpitui.core.parts import SplitPeriod
    from kpitui.services.why import WhyView

NARROWEST = 60
"""Columns below which the bars are left out."""
FEWEST_CELLS, MOST_CELLS = 8, 60
"""Names are cut so that bars have as much room, and bars that would have less are left out; wider ones say no more."""
SHORTEST_NAME = 14
"""To how many columns a name is cut at most."""
WATERFALL_RIGHT = (1, 2, 3)
"""Which cells of the rows of a waterfall are aligned to the right."""
MOST_PLACES = 6
"""Decimals of a KPI that hardly differs from 0."""
MOST_BELOW = 8
"""How many parts of a part have a line of their own; the smallest of more are one line together."""


class WhyLine(Record):
    """A line of a change that is taken apart: a total, a part, or a part of a part."""

    name: str
    own: str
    """What the part itself was and is: ``5,579 → 5,379``; of a total its figure."""
    amount: str = ""
    """What it adds to the change, with its sign; the lines of parts add up as they are written."""
    percent: str = ""
    """The same in percent of the KPI before."""
    mark: str = ""
    """"news", "usual", "unknown", or empty for what is not marked."""
    step: float = 0.0
    """What it adds, for a drawing; 0 for what is none of the parts that are shown first."""
    level: int = 0
    """0 for a total or a part, 1 and more for parts of a part."""
    is_total: bool = False


def why_title(view: WhyView) -> str:
    """Return which periods of which KPI are compared: ``Revenue · week 47 (16–22 Nov) against week 46 (9–15 Nov)``."""
    if view.goal is not None:
        template = _("{kpi} · {period} compared with the target of '{goal}'")
        return template.format(kpi=view.kpi.name, period=stretch_name(view.taken.after), goal=view.goal.title)
    template = _("{kpi} · {period} compared with {before}")
    return template.format(
        kpi=view.kpi.name, period=stretch_name(view.taken.after), before=stretch_name(view.taken.before)
    )


def stretch_name(period: Period) -> str:
    """Return the name of a period, of one that is cut off its days."""
    from kpitui.core.calendar import is_whole

    return period_name(period) if is_whole(period) else span_text(period.start, period.end)


def change_sentence(view: WhyView, style: NumberStyle) -> str:
    """Return from what to what the KPI went, and by how much: ``€ 3,425 instead of € 3,895: € 470 less (-12.1%)``."""
    taken, kpi = view.taken, view.kpi
    root = taken.parts[0]
    if root.before is None or root.after is None:
        return ""
    places = _places(kpi, taken)
    before, after = _figures(kpi, (root.before, root.after), places, style)
    change = _printed_change(kpi, taken, places)
    if not change and taken.aim is not None:
        return _("{after}, exactly the target").format(after=after)
    if not change:
        return _("{after}, as before").format(after=after)
    size = _amount(kpi, abs(change), 0 if _are_whole(kpi, (change,)) else places, style, signed=False)
    percent = taken.percent(root.contribution)
    by = "" if percent is None or kpi.unit == "%" else f" ({format_number(percent, 1, style, signed=True)}%)"
    if taken.aim is not None:
        template = (
            _("{after}: {size} less than the target of {before}")
            if change < 0
            else _("{after}: {size} more than the target of {before}")
        )
    elif change < 0:
        template = _("{after} instead of {before}: {size} less")
    else:
        template = _("{after} instead of {before}: {size} more")
    return template.format(after=after, before=before, size=size) + by


def headline(view: WhyView) -> str:
    """Return which parts moved more than they usually do; that none did, or that it is too early to tell."""
    taken = view.taken
    shown = [part for part in taken.shown if part.branch.kind != "calendar" and not part.untold]
    if any(part.mark == "unknown" for part in shown):
        fewest = FEWEST_LONG_PAIRS if taken.after.days >= QUARTER_DAYS else FEWEST_PAIRS
        template = _("Too early to tell what is usual. That takes {needed} earlier comparisons. So far: {known}")
        return template.format(known=min(int(taken.history), fewest), needed=fewest)
    unusual = sorted(_unusual(taken), key=lambda part: -abs(part.contribution))
    if not unusual:
        if taken.aim is not None:
            return _("No part stands out: each stayed within its normal ups and downs")
        return _("No part stands out: each changed as usual")
    names = [part_name(part.branch, taken) for part in unusual]
    if taken.aim is not None:
        return _("Outside their normal ups and downs: {parts}").format(parts=", ".join(names))
    if all(part.mark == "news" for part in shown):
        return _("Every part changed more than usual")
    return _("Changed more than usual: {parts}. The others changed as usual").format(parts=", ".join(names))


def _unusual(taken: ChangeTaken) -> list[ChangePart]:
    """Return the parts that are news: those shown first, and of one that is none those below it that are."""
    unusual: list[ChangePart] = []
    shown, above = -1, -1  # how deep the part is that is shown first, and the one that is news already
    for part in taken.parts:
        shown = part.depth if part.shown else shown if part.depth > shown else -1
        above = -1 if part.depth <= above else above
        if shown >= 0 and above < 0 and part.mark == "news" and part.branch.kind != "calendar" and not part.untold:
            unusual.append(part)
            above = part.depth
    return unusual


def parts_sentence(view: WhyView, style: NumberStyle) -> str:
    """Return a change with its one or two largest parts: ``Against week 46 -€ 470 (-12.1%): Order value -€ 199, ...``.

    Of one that moved more than it usually does that is said.
    """
    lines = why_lines(view, style)
    end, steps = lines[-1], [line for line in lines if not line.level and not line.is_total]
    texts = []
    for part in view.taken.largest:
        line = steps[view.taken.shown.index(part)]
        word = f" ({mark_word(line.mark)})" if line.mark == "news" else ""
        texts.append(f"{line.name} {line.amount}{word}")
    change = f"{end.amount} ({end.percent})" if end.percent else end.amount
    template = _("{change} compared with {before}: {parts}")
    if any(due for _there, due in view.taken.days):
        template = _("{change} compared with {before}, missing days filled in with the average: {parts}")
    if view.taken.covered != view.taken.expected:
        template = {
            "day": _("{change} compared with {before}, using only days with numbers for all parts: {parts}"),
            "week": _("{change} compared with {before}, using only weeks with numbers for all parts: {parts}"),
            "month": _("{change} compared with {before}, using only months with numbers for all parts: {parts}"),
            "quarter": _("{change} compared with {before}, using only quarters with numbers for all parts: {parts}"),
        }[view.taken.step]
    return template.format(before=stretch_name(view.taken.before), change=change, parts=", ".join(texts))


def why_lines(view: WhyView, style: NumberStyle) -> list[WhyLine]:
    """Return the total before, each part with the parts that add up to it below, and the total after.

    Amounts are rounded so that they add up to the totals as they are written, and parts of a part to that part.
    """
    taken, kpi = view.taken, view.kpi
    root, places = taken.parts[0], _places(view.kpi, view.taken)
    ends = _figures(kpi, (root.before or 0.0, root.after or 0.0), places, style)
    shown = [index for index, part in enumerate(taken.parts) if part.shown]
    amounts = _rounded(kpi, [taken.parts[i].contribution for i in shown], _printed_change(kpi, taken, places), places)
    total = taken.percent(root.contribution)
    percents = [taken.percent(taken.parts[i].contribution) for i in shown]
    if total is not None:
        exact = [percent or 0.0 for percent in percents]
        percents = list(rounded_parts(exact, rounded(total, 1), 0.1))
    start = _("target") if taken.aim is not None else stretch_name(taken.before)
    lines = [WhyLine(start, ends[0], is_total=True)]
    for index, amount, percent in zip(shown, amounts, percents, strict=True):
        part = taken.parts[index]
        lines.append(_line(view, part, amount, percent, places, style, level=0))
        lines += _below(view, index, amount, places, style, level=1)
    after, whole = taken.percent(root.contribution), _printed_change(kpi, taken, places)
    lines.append(
        WhyLine(
            stretch_name(taken.after),
            ends[1],
            _amount(kpi, whole, 0 if _are_whole(kpi, (whole,)) else places, style, signed=True),
            _percent(kpi, after, style),
            is_total=True,
        )
    )
    return lines


def waterfall_rows(
    view: WhyView, style: NumberStyle, columns: int, cells: Callable[[str], int], *, ascii: bool
) -> tuple[list[tuple[str, ...]], list[str]]:
    """Return the rows of a change taken apart, and the lines that explain the bars, for so many *columns*.

    *cells* tells how many columns a text takes. Where there is no room for bars, or numbers are hidden, there are none.
    """
    from kpitui.charts.inline import waterfall

    lines = why_lines(view, style)
    rows: list[tuple[str, ...]] = [
        ("  " * line.level + line.name, line.own, line.amount, line.percent, "!" if line.mark == "news" else "")
        for line in lines
    ]
    widths = [max(map(cells, column)) for column in zip(*rows, strict=True)]
    room = min(MOST_CELLS, columns - sum(widths) - 2 * len(widths) - 1)
    longest = max(SHORTEST_NAME, widths[0] + min(0, room - FEWEST_CELLS))
    if room < FEWEST_CELLS and columns >= NARROWEST and longest < widths[0]:
        rows = [(shortened(row[0], longest, cells), *row[1:]) for row in rows]
        room += widths[0] - longest
    if columns < NARROWEST or room < FEWEST_CELLS or style.hidden:
        return _without_bars(rows, columns, cells), []
    steps = [line for line in lines if not line.is_total and not line.level]
    news = [line.mark == "news" for line in steps]
    fall = waterfall(view.taken.parts[0].before or 0.0, [line.step for line in steps], news, room, ascii=ascii)
    bars = iter(fall.bars)
    rows = [(*row, "" if line.level else next(bars)) for row, line in zip(rows, lines, strict=True)]
    texts = _legend(view, fall.base, style, ascii=ascii)
    whole = "   ".join(texts)
    return rows, [whole] if cells(whole) <= columns else ["   ".join(texts[:-1]), texts[-1]]


def _without_bars(rows: list[tuple[str, ...]], columns: int, cells: Callable[[str], int]) -> list[tuple[str, ...]]:
    """Return the rows so that they fit: without percents, then without what the parts themselves were and are."""
    for columns_kept in ((0, 1, 2, 3, 4), (0, 1, 2, 4), (0, 2, 4)):
        fitting = [tuple(row[place] for place in columns_kept) for row in rows]
        if (
            sum(max(map(cells, column)) for column in zip(*fitting, strict=True)) + 2 * (len(columns_kept) - 1)
            <= columns
        ):
            return fitting
    return fitting


def shortened(name: str, width: int, cells: Callable[[str], int]) -> str:
    """Return a name in at most *width* columns: a week without its days but for their year, else with an ellipsis."""
    if cells(name) <= width:
        return name
    week, _bracket, days = name.partition(" (")
    year = days.rstrip(")")[-4:]
    brief = f"{week}, {year}" if year.isdecimal() else week
    if "–" in days and days.endswith(")") and cells(brief) <= width:
        return brief
    while name and cells(name) > width - 1:
        name = name[:-1]
    return name.rstrip() + "…"


def _legend(view: WhyView, base: float, style: NumberStyle, *, ascii: bool) -> list[str]:
    marks = {part.mark for part in (*view.taken.shown, *_unusual(view.taken)) if not part.untold}
    texts = [_("# total   - down   + up")] if ascii else [_("█ total")]
    if "usual" in marks and not ascii:
        texts.insert(0, _("▒ as usual"))
    if "news" in marks:
        texts.append(_("! more than usual"))
    if base > 0:
        texts.append(_("bars start at {value}").format(value=written(view.kpi, base, style)))
    return texts


def part_name(branch: Branch, taken: ChangeTaken) -> str:
    """Return what a part is called: the name of its KPI, the rest, the days, or what a mix is about."""
    fraction = taken.tree.fraction
    if branch.kind == "calendar":
        words = {"week": _("number of weeks"), "month": _("number of months"), "quarter": _("number of quarters")}
        return words.get(taken.step, _("number of days"))
    if branch.kpi is not None:
        return branch.kpi.name
    if branch.kind == "rate" and branch.parts and taken.tree.kpi is not None:
        return _("{kpi} of each part").format(kpi=taken.tree.kpi.name)
    if branch.kind == "mix" and branch.parts and fraction is not None:
        return _("shares of {kpi}").format(kpi=fraction.denominator.name)
    return _("the rest")


def untold_text(kpi: Kpi | None, since: date | None, until: date | None) -> str:
    """Return of a part since or until when it has numbers, and where what it brings is counted."""
    name = kpi.name if kpi is not None else _("the rest")
    if since is not None and until is not None:
        template = _("{part}: no numbers before {first} or after {last}. It is counted in the rest")
        return template.format(part=name, first=day_text(since), last=day_text(until))
    if until is not None:
        return _("{part}: no numbers after {day}. It is counted in the rest").format(part=name, day=day_text(until))
    if since is not None:
        return _("{part}: no numbers before {day}. It is counted in the rest").format(part=name, day=day_text(since))
    return _("{part}: no numbers yet. It is counted in the rest").format(part=name)


def mark_word(mark: str) -> str:
    """Return what a mark says: more than usual, or as usual; empty where it is not known."""
    return {"news": _("more than usual"), "usual": _("as usual")}.get(mark, "")


def why_remarks(view: WhyView, style: NumberStyle) -> list[str]:
    """Return what there is to know beside the parts: days that do not count, scaling, other ways to take it apart."""
    taken = view.taken
    remarks = [untold_text(part.branch.kpi, part.since, part.until) for part in taken.parts if part.untold]
    cadence = taken.step
    if view.goal is not None:
        remarks += _target_remarks(view)
    elif taken.covered != taken.expected:
        before, after = (
            expected_text(covered, expected, cadence)
            for covered, expected in zip(taken.covered, taken.expected, strict=True)
        )
        template = (
            _("A day counts only if all parts have numbers in both periods: {after} now, {before} before")
            if taken.paired
            else _("A day counts only if all parts have numbers: {after} now, {before} before")
        )
        remarks.append(template.format(after=after, before=before))
        if view.now.value is not None and view.before.value is not None:
            kpi = with_shared_decimals(view.kpi, (view.before, view.now))
            before, after = (period_text(kpi, figure, style) for figure in (view.before, view.now))
            remarks.append(_("With all days counted: {after} now, {before} before").format(after=after, before=before))
    if any(due for _there, due in taken.days):
        remarks += _filled_remarks(view, style)
    if taken.scaled:
        days = periods_text(taken.covered[1], taken.step)
        remarks.append(_("For a fair comparison, the earlier totals are scaled to {days}").format(days=days))
    if taken.averaged:
        averages = {
            "day": _("Totals are shown as an average per day, like {kpi} itself"),
            "week": _("Totals are shown as an average per week, like {kpi} itself"),
            "month": _("Totals are shown as an average per month, like {kpi} itself"),
            "quarter": _("Totals are shown as an average per quarter, like {kpi} itself"),
        }
        remarks.append(averages[taken.step].format(kpi=view.kpi.name))
    ways = [way for _depth, branch in branches(taken.tree) if branch.kpi == view.kpi for way in branch.others]
    if ways:
        listed = "; ".join(", ".join(kpi.name for kpi in way) for way in ways)
        remarks.append(_("Other ways to split this KPI: {ways}").format(ways=listed))
    return remarks


def events_heading(view: WhyView) -> str:
    """Return the heading above what happened in the periods that are compared."""
    return _("In this period:") if view.goal is not None else _("In these two periods:")


def _target_remarks(view: WhyView) -> list[str]:
    """Return how a target is divided over the parts, and on how many days it is held against what came."""
    taken, remarks = view.taken, []
    first, last = ends_text(taken.before.start, taken.before.end)
    span = _("{first} to {last}").format(first=first, last=last)
    aim = taken.aim or Aim(0.0)
    all_names = {branch.kpi.key: branch.kpi.name for _depth, branch in branches(taken.tree) if branch.kpi is not None}

    def named(keys: Collection[str]) -> str:
        return ", ".join(name for key, name in all_names.items() if key in keys)

    if taken.tree.way == "ratio":
        below = taken.tree.parts[1].kpi
        remarks.append(
            _("For the target, {part} is taken as it was in this period").format(part=below.name if below else "")
        )
        if aim.left_out:
            remarks.append(_("The goals for these parts don't count here: {parts}").format(parts=named(aim.left_out)))
    elif aim.own:
        remarks.append(_("Compared with their own target: {parts}").format(parts=named(aim.own)))
        for top in dict.fromkeys(aim.below.values()):
            template = _("With a target for {whole}, the goals for these parts don't count: {parts}")
            parts = named([key for key, above in aim.below.items() if above == top])
            remarks.append(template.format(whole=all_names[top], parts=parts))
        remarks.append(
            _(
                "The targets of the other parts are their numbers from {span}, all changed by the same percentage"
            ).format(span=span)
        )
    else:
        remarks.append(
            _("The target of each part is its number from {span}, changed by the same percentage for all parts").format(
                span=span
            )
        )
        if aim.left_out:
            template = _(
                "The targets of these parts don't add up to the target of the whole, so they don't count: {parts}"
            )
            remarks.append(template.format(parts=named(aim.left_out)))
    if taken.covered != taken.expected:
        count = expected_text(taken.covered[1], taken.expected[1], taken.step)
        remarks.append(_("A day counts only if all parts have numbers: {after}").format(after=count))
    return remarks


def _filled_remarks(view: WhyView, style: NumberStyle) -> list[str]:
    """Return which days are missing that count as the mean of the others, and what there is without them."""
    before, after = view.taken.before, view.taken.after
    # What a target is divided by is any days, such as the three months of a baseline.
    base = span_text(before.start, before.end) if view.goal is not None else stretch_name(before)
    spans = (base, stretch_name(after))
    counts = [
        _("{days} in {period}").format(days=expected_text(there, due, "day"), period=span)
        for span, (there, due) in zip(spans, view.taken.days, strict=True)
        if due
    ]
    remarks = [
        _("Missing days count as the average of the other days. Logged: {counts}").format(counts=", ".join(counts))
    ]
    if view.goal is None and view.now.value is not None and view.before.value is not None:
        kpi = with_shared_decimals(view.kpi, (view.before, view.now))
        then, now = (period_text(kpi, figure, style) for figure in (view.before, view.now))
        remarks.append(_("Without those days: {after} now, {before} before").format(after=now, before=then))
    return remarks


def obstacle_sentence(view: WhyView) -> str:
    """Return why a change can't be taken apart."""
    taken = view.taken
    covered, expected = min(zip(taken.covered, taken.expected, strict=True), key=lambda pair: pair[0])
    if taken.obstacle == "early":
        count = expected_text(covered, expected, taken.step)
        return _("Too early to tell: {count} with numbers for all parts").format(count=count)
    if taken.empty is not None:
        return _empty_sentence(view, taken.empty)
    sentences = {
        "division": _("The change can't be split into parts: one of the parts is zero in one of the periods"),
        "fixed": _("One of the parts has a single number for a whole period. Compare whole periods with each other"),
    }
    return sentences[taken.obstacle or "fixed"]


def _empty_sentence(view: WhyView, empty: Period) -> str:
    """Return which period has no numbers, and the pause for which it has none."""
    runs = empty == view.taken.after and view.now.partial
    period = stretch_name(view.now.period if runs else empty)
    if view.paused is not None:
        pause, kpi = view.paused
        whose = kpi.name if kpi is not None else _("all KPIs")
        text = _("Nothing to compare in {period}. Paused: {kpi}").format(period=period, kpi=whose)
        return f"{text} ({pause.reason})" if pause.reason else text
    if runs and view.taken.step == "day":
        return _("No day in {period} has numbers for all parts yet").format(period=period)
    sentences = {
        "week": _("No full week in {period} has numbers for all parts"),
        "month": _("No full month in {period} has numbers for all parts"),
        "quarter": _("No full quarter in {period} has numbers for all parts"),
    }
    return sentences.get(view.taken.step, _("No day in {period} has numbers for all parts")).format(period=period)


def event_rows(view: WhyView) -> list[tuple[str, str]]:
    """Return what happened in the two periods, a day and what it was, the earliest first: notes and actions."""
    names = {branch.kpi.id: branch.kpi.name for _depth, branch in branches(view.taken.tree) if branch.kpi is not None}
    rows = [
        (note.date, f"{names[note.kpi]}: {note.text}" if note.kpi in names and note.kpi != view.kpi.id else note.text)
        for note in view.notes
    ]
    for day, action in view.actions:
        state = "started" if day == action.started else action.state
        rows.append((day, f"{action_state_word(state)}: {action.what}"))
    return [(day_text(day), text) for day, text in sorted(rows, key=lambda row: row[0])]


def tree_rows(tree: Branch) -> list[tuple[int, str, Kpi | None]]:
    """Return a tree as lines, each with its depth and KPI, None for a rest: ``Revenue = Orders × Order value``."""
    rows = []
    for depth, branch in branches(tree):
        if branch.kind in ("rate", "mix") or (branch.kpi is None and branch.kind != "rest"):
            continue
        rows.append((depth, _tree_text(branch), branch.kpi))
    return rows


def part_facts(kpi: Kpi, compared: Comparison, style: NumberStyle) -> list[tuple[str, str]]:
    """Return the figures of a KPI in two stretches, its change, and how much of the later one is there."""
    now, before = compared.now, compared.before
    kpi_alike = with_shared_decimals(kpi, [now, before], [compared])
    rows = [
        (stretch_name(before.period), before_text(kpi_alike, compared, style)),
        (stretch_name(now.period), period_text(kpi_alike, now, style)),
    ]
    if compared.difference is not None:
        shown = difference_text(kpi_alike, compared, style)
        if compared.change is not None and kpi.unit != "%":
            shown += f" ({format_number(100 * compared.change, 1, style, signed=True)}%)"
        rows.append((_("difference"), shown))
    rests = coverage_text(kpi, now.coverage)
    return [*rows, (_("based on"), rests)] if rests else rows


def rest_facts(whole: Kpi, splits: Sequence[SplitPeriod], style: NumberStyle) -> list[tuple[str, str]]:
    """Return what the parts leave of *whole* in two stretches, with its share, and its change: ``1,884 (35%)``."""
    rests = [next((part for part in split.parts if part.kpi is None), None) for split in splits]
    values = [rest.value for rest in rests if rest is not None and rest.value is not None]
    if not is_hours(whole.unit):
        whole = whole._replace(decimals=decimals_together(values, whole.unit, whole.decimals))
    rows = [
        (stretch_name(split.period), _("no data") if rest is None else part_cell(whole, rest, style))
        for split, rest in zip(splits, rests, strict=True)
    ]
    before, now = (rest.value if rest is not None else None for rest in rests)
    if before is not None and now is not None:
        rows.append((_("difference"), difference_as_written(whole, before, now, style, signed=True)))
    return rows


def plain_lines(view: WhyView, style: NumberStyle) -> list[str]:
    """Return the parts as sentences, for a screen reader."""
    sentences = []
    for line in why_lines(view, style):
        if line.is_total:
            sentences.append(f"{line.name}: {line.own}")
            continue
        amount = f"{line.amount} ({line.percent})" if line.percent else line.amount
        text = _("{part}: {amount}").format(part=line.name, amount=amount)
        if line.level:
            text = _("part of that: {part}").format(part=f"{line.name} {amount}")
        word = mark_word(line.mark)
        sentences.append(", ".join(part for part in (text, arrow_in_words(line.own), word) if part))
    return sentences


def _tree_text(branch: Branch) -> str:
    if branch.kpi is None:
        return _("the rest")
    name = branch.kpi.name
    parts = [part.kpi.name if part.kpi is not None else _("the rest") for part in branch.parts]
    if branch.way == "mix" and branch.fraction is not None:
        groups = [below.name if below is not None else _("the rest") for _above, below in branch.pairs]
        text = f"{name} = {branch.fraction.numerator.name} / {branch.fraction.denominator.name}"
        text = _("{ratio}, split into {groups}").format(ratio=text, groups=", ".join(groups))
    elif branch.way == "formula":
        text = f"{name} = {branch.kpi.formula}"
    else:
        signs = {"product": " × ", "ratio": " / ", "sum": " + "}
        text = f"{name} = {signs[branch.way].join(parts)}" if branch.way in signs else name
    if branch.others:
        ways = "; ".join(", ".join(kpi.name for kpi in way) for way in branch.others)
        text = _("{text} (or calculated from: {ways})").format(text=text, ways=ways)
    return text


def _below(
    view: WhyView, index: int, amount: float, places: int | None, style: NumberStyle, *, level: int
) -> list[WhyLine]:
    """Return the lines of the parts of the part at *index*, which is written as *amount*."""
    parts = view.taken.parts
    depth = parts[index].depth
    children = []
    for place in range(index + 1, len(parts)):
        if parts[place].depth <= depth:
            break
        if parts[place].depth == depth + 1:
            children.append(place)
    amounts = _rounded(view.kpi, [parts[child].contribution for child in children], amount, places)
    order = sorted(range(len(children)), key=lambda i: -abs(parts[children[i]].contribution))
    single = set(order if len(order) <= MOST_BELOW else order[: MOST_BELOW - 1])
    lines = []
    for place, (child, part_amount) in enumerate(zip(children, amounts, strict=True)):
        if place in single:
            lines.append(_line(view, parts[child], part_amount, None, places, style, level=level))
            lines += _below(view, child, part_amount, places, style, level=level + 1)
    others = [amounts[place] for place in range(len(children)) if place not in single]
    if others:
        name = plural("{n} other part", "{n} other parts", len(others)).format(n=len(others))
        lines.append(WhyLine(name, "", _amount(view.kpi, sum(others), places, style, signed=True), level=level))
    return lines


def _line(
    view: WhyView,
    part: ChangePart,
    amount: float,
    percent: float | None,
    places: int | None,
    style: NumberStyle,
    *,
    level: int,
) -> WhyLine:
    if part.untold:
        return WhyLine(part_name(part.branch, view.taken), _own(view, part, style), "-", level=level)
    return WhyLine(
        part_name(part.branch, view.taken),
        _own(view, part, style),
        _amount(view.kpi, amount, places, style, signed=True),
        _percent(view.kpi, percent, style),
        "" if part.branch.kind == "calendar" else part.mark,
        part.contribution if part.shown else 0.0,
        level,
    )


def _own(view: WhyView, part: ChangePart, style: NumberStyle) -> str:
    """Return what a part itself was and is; one figure where it is the same."""
    branch = part.branch
    if part.untold and branch.kpi is not None and (part.before, part.after) != (None, None):
        return " → ".join(
            "-" if value is None else written(branch.kpi, value, style) for value in (part.before, part.after)
        )
    if part.before is None or part.after is None:
        return "-" if branch.kind == "kpi" else ""
    if branch.kind == "calendar":
        texts = [format_number(value, 0, style) for value in (part.before, part.after)]
    elif branch.kind == "mix":
        texts = [f"{format_number(value, 0, style)}%" for value in (part.before, part.after)]
    else:
        kpi = branch.kpi if branch.kpi is not None and branch.kind == "kpi" else _owner(view.taken.tree, branch)
        places = _own_places(kpi, part.before, part.after, scaled=view.taken.scaled)
        texts = _figures(kpi, (part.before, part.after), places, style)
    return texts[0] if texts[0] == texts[1] else " → ".join(texts)


def _own_places(kpi: Kpi, before: float, after: float, *, scaled: bool) -> int | None:
    """Return the decimals of two figures, more where they would hardly differ; None for hours and minutes."""
    if is_hours(kpi.unit) and kpi.decimals is None:
        return None
    if scaled and kpi.decimals is None:
        return estimate_decimals(kpi, (before, after))
    if kpi.unit == "%" and kpi.decimals is None and abs(before - after) < 1:
        return 2
    places = decimals_together((before, after), kpi.unit, kpi.decimals)
    if before != after and rounded(before, places) == rounded(after, places) and kpi.decimals is None:
        return min(places + 1, 3)
    return places


def _owner(tree: Branch, part: Branch) -> Kpi:
    """Return the KPI in whose unit the figures of a rest or of a group are."""
    for _depth, branch in branches(tree):
        if branch.kpi is not None and branch.kind == "kpi" and any(child is part for child in branch.parts):
            return branch.kpi
    assert tree.kpi is not None
    return tree.kpi


def _places(kpi: Kpi, taken: ChangeTaken) -> int | None:
    """Return how many decimals totals and amounts have; None for hours and minutes."""
    if is_hours(kpi.unit) and kpi.decimals is None:
        return None
    root = taken.parts[0]
    places = decimals_together((root.before or 0.0, root.after or 0.0), kpi.unit, kpi.decimals)
    if kpi.decimals is not None:
        return places
    sizes = [abs(part.contribution) for part in taken.shown if part.contribution]
    while places < MOST_PLACES and sizes and max(sizes) < 10 ** (1 - places):
        places += 1
    return 2 if places == 1 and is_currency(kpi.unit) else places


def _unit(places: int | None) -> float:
    return 1 / 60 if places is None else 10.0**-places


def _to_unit(value: float, places: int | None) -> float:
    return rounded(value * 60) / 60 if places is None else rounded(value, places)


def _printed_change(kpi: Kpi, taken: ChangeTaken, places: int | None) -> float:
    """Return the difference of the totals as they are written."""
    root = taken.parts[0]
    return _to_unit(root.after or 0.0, places) - _to_unit(root.before or 0.0, places)


def _rounded(kpi: Kpi, amounts: Sequence[float], total: float, places: int | None) -> list[float]:
    return rounded_parts(amounts, total, _unit(places))


def _figures(kpi: Kpi, values: Sequence[float], places: int | None, style: NumberStyle) -> list[str]:
    if _are_whole(kpi, values):  # "168 instead of 156", also where parts of the change have decimals
        places = 0
    return format_together(values, kpi.unit, style, places)


def _are_whole(kpi: Kpi, values: Sequence[float]) -> bool:
    return is_counted(kpi) and all(isclose(value, round(value), abs_tol=1e-9) for value in values)


def _amount(kpi: Kpi, value: float, places: int | None, style: NumberStyle, *, signed: bool) -> str:
    if kpi.unit == "%":
        return _("{n} pp").format(n=format_number(value, places or 0, style, signed=signed))
    return format_value(value, kpi.unit, style, places, signed=signed)


def _percent(kpi: Kpi, percent: float | None, style: NumberStyle) -> str:
    if percent is None or kpi.unit == "%":
        return ""
    return f"{format_number(percent, 1, style, signed=True)}%"

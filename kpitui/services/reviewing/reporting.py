"""A review as a report: its sections in the language in force, ready for a writer of `kpitui.exchange.report`.

What is told comes from `reviewing` and `telling`; how it looks is decided by the writer.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from kpitui.charts import picture
from kpitui.charts.spec import ChartData, titled
from kpitui.core.coverage import Coverage
from kpitui.core.goal import SUMS
from kpitui.core.recurring import by_of
from kpitui.core.review import Matter
from kpitui.exchange.report_blocks import Block, Item, Listing, Paragraph, Picture, Report, ReportTable, Section
from kpitui.i18n import _, language, plural
from kpitui.services.charts import chart_data, level_chart
from kpitui.services.reviewing import Review, ReviewFigure, ReviewGoal
from kpitui.services.reviewing.telling import ReviewTeller
from kpitui.services.workspace import Workspace
from kpitui.wording.charts import chart_words
from kpitui.wording.comparisons import alike, difference_text, period_text
from kpitui.wording.coverage import count_text, coverage_remarks
from kpitui.wording.dates import day_text

DAYS_BEFORE = 91
"""How far before the end of the period a picture reaches back at the least."""


def report_of(workspace: Workspace, review: Review) -> Report:
    """Return the whole report of a review, with a picture for every goal."""
    teller = ReviewTeller(workspace, review)
    business = workspace.settings.values["business"] or "KPITUI"
    today = day_text(workspace.today)
    return Report(
        title=_("{business}: review").format(business=business),
        subtitle=teller.heading(),
        language=language(),
        sections=(
            _goals(workspace, review, teller),
            _to_act(review, teller),
            *_actions(teller),
            Section(
                _("What are the strong and the weak points?"),
                (_points(review, teller, strong=True), _points(review, teller, strong=False)),
            ),
            Section(_("What changed since the last review"), (_listing(teller.changed(), ""),)),
            Section(_("The figures"), (_figures(workspace, review),)),
        ),
        closing=_("Made by KPITUI on {day}; every figure can be asked where it comes from.").format(day=today),
    )


def _goals(workspace: Workspace, review: Review, teller: ReviewTeller) -> Section:
    blocks: list[Block] = [Paragraph(teller.answer() + ".")]
    if review.goals:
        blocks.append(_listing([teller.goal(line) for line in review.goals], ""))
    blocks += _pictures(workspace, review, teller)
    return Section(_("Are the goals being reached?"), tuple(blocks))


def _pictures(workspace: Workspace, review: Review, teller: ReviewTeller) -> Iterator[Block]:
    """Yield a picture for every goal with figures, and below them the notes in them, each once.

    A note has one number in the whole report, for one on all KPIs is in every picture.
    """
    words = chart_words()
    drawn = [(line, titled(_drawn(workspace, review, line), words)) for line in review.goals]
    noted = dict.fromkeys((mark.day, mark.text) for _line, data in drawn for mark in data.marks if data.points)
    numbers = {note: number for number, note in enumerate(sorted(noted), start=1)}
    for line, data in drawn:
        described = _lines_told(data)
        marks = tuple(mark._replace(number=numbers.get((mark.day, mark.text), 0)) for mark in data.marks)
        svg = picture(data._replace(marks=marks), words, f"{described}; {teller.goal(line)}")
        if svg:
            yield Picture(svg, line.view.goal.title, described)
    if numbers:
        yield Paragraph(_("Notes:"))
        yield _listing([f"{number}: {day_text(day)}, {text}" for (day, text), number in numbers.items()], "")


def _drawn(workspace: Workspace, review: Review, line: ReviewGoal) -> ChartData:
    """Return what the picture of a goal shows: a total adds up, a level is a line, a recurring one its periods."""
    goal, stretch = line.view.goal, review.stretch
    then = workspace.on(stretch.as_of)
    if goal.type == "recurring":
        data = chart_data(then, line.view.kpi, "periods", goal.start, goal.deadline, goal=goal)
        points = tuple((bar.start, bar.value) for bar in data.bars if bar.value is not None and not bar.partial)
        bridge = {"day": 7, "week": 7, "month": 31, "quarter": 92}[by_of(goal.per or "week")]
        data = data._replace(points=points, target=data.bar_target, bridge=bridge, last=max(stretch.as_of, data.first))
    elif goal.type in SUMS:
        data = chart_data(then, line.view.kpi, "cumulative", goal.start, goal.deadline, goal=goal)
        return data._replace(points=data.total, pace=data.total_pace, target=line.view.standing.target, bridge=10_000)
    else:
        first = min(max(goal.start, stretch.as_of - timedelta(days=DAYS_BEFORE)), stretch.start)
        data = chart_data(then, line.view.kpi, "trend", first, stretch.as_of, goal=goal)
        data = level_chart(then, line.view.kpi, goal, data)
    return data


def _lines_told(data: ChartData) -> str:
    told = [_("solid: the figures")]
    if data.target is not None:
        told.append(_("dashed: the target"))
    if data.pace:
        told.append(_("dotted: the pace"))
    return ", ".join(told)


def _to_act(review: Review, teller: ReviewTeller) -> Section:
    matters = review.matters
    items = [Item(told.text, told.step) for told in (teller.matter(each.key) for each in matters.open)]
    items += [Item(teller.matter(each.key).text, _decided(review, each, teller)) for each in matters.decided]
    blocks: list[Block] = [Listing(tuple(items), _("Nothing asks for action."))]
    rest = []
    if matters.put_off:
        rest.append(
            plural("{n} matter is put off", "{n} matters are put off", len(matters.put_off)).format(
                n=len(matters.put_off)
            )
        )
    if matters.untold:
        rest.append(
            plural(
                "{n} more signal is on the page of its KPI",
                "{n} more signals are on the pages of the KPIs",
                matters.untold,
            ).format(n=matters.untold)
        )
    if rest:
        blocks.append(Paragraph("; ".join(rest) + "."))
    return Section(_("Where must action be taken?"), tuple(blocks))


def _actions(teller: ReviewTeller) -> list[Section]:
    said = teller.actions()
    return [Section(_("What became of the actions"), (_listing(said, ""),))] if said else []


def _decided(review: Review, matter: Matter, teller: ReviewTeller) -> str:
    decision = review.decided_last(matter)
    return teller.choice(decision) if decision else ""


def _points(review: Review, teller: ReviewTeller, *, strong: bool) -> Listing:
    points = review.strong if strong else review.weak
    lead = _("Strong: {said}") if strong else _("Weak: {said}")
    empty = _("No strong point stands out.") if strong else _("No weak point stands out.")
    return _listing([lead.format(said=teller.point(point)) for point in points], empty)


def _figures(workspace: Workspace, review: Review) -> ReportTable:
    running = review.stretch.as_of == workspace.today
    before = _("same days of the previous period") if running else _("previous period")
    heading = ("KPI", _("this period"), before, _("difference"), _("days with data"))
    return ReportTable(heading, tuple(_figure_row(workspace, figure) for figure in review.figures))


def _figure_row(workspace: Workspace, figure: ReviewFigure) -> tuple[str, ...]:
    style, compared = workspace.settings.numbers, figure.compared
    kpi = alike(figure.kpi, (compared.now, compared.before))
    now, before = (period_text(kpi, each, style) for each in (compared.now, compared.before))
    return (kpi.name, now, before, difference_text(kpi, compared, style), _coverage(compared.now.coverage))


def _coverage(coverage: Coverage) -> str:
    """Return how much of what was expected in the period is there."""
    if not coverage.expected:
        return ", ".join(coverage_remarks(coverage))
    return ", ".join([count_text(coverage), *coverage_remarks(coverage)])


def _listing(sentences: list[str], empty: str) -> Listing:
    return Listing(tuple(Item(each) for each in sentences), empty)

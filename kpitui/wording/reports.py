"""A review as a report: its sections in the language in force, ready for a writer of `kpitui.exchange.report`.

What it is made of comes from `kpitui.services.reviews`, its sentences from `reviews`; how it looks is decided by the
writer.
"""

from __future__ import annotations

from collections.abc import Iterator

from kpitui.charts import picture
from kpitui.charts.spec import ChartData, titled
from kpitui.core.figures import NumberStyle
from kpitui.core.review import ReviewItem
from kpitui.core.series import Coverage
from kpitui.exchange.report import Block, Item, Listing, Paragraph, Picture, Report, ReportTable, Section
from kpitui.i18n import _, language
from kpitui.services.reviews import Review, ReviewFigure, ReviewReport
from kpitui.wording.charts import chart_words
from kpitui.wording.comparisons import alike, before_text, difference_text, period_text, to_date_rows
from kpitui.wording.coverage import count_text, coverage_remarks
from kpitui.wording.dates import day_text, period_name
from kpitui.wording.reviews import ReviewWording, review_heads, to_date_head


def report_of(made: ReviewReport, style: NumberStyle) -> Report:
    """Return the whole report of a review, with a picture for every goal."""
    review = made.review
    wording = ReviewWording(review, style)
    return Report(
        title=_("{business}: review").format(business=made.business or "KPITUI"),
        subtitle=wording.heading(),
        language=language(),
        sections=(
            _goals(made, wording),
            _to_act(review, wording),
            *_actions(wording),
            *_runways(wording),
            Section(
                review_heads().points,
                (_points(review, wording, strong=True), _points(review, wording, strong=False)),
            ),
            Section(review_heads().changed, (_listing(wording.changed(), ""),)),
            Section(_("The numbers"), (_figures(made, style),)),
            *_to_date(review, style),
        ),
        closing=_("Made with KPITUI on {day}. In the app, w shows how a number is calculated").format(
            day=day_text(made.made)
        ),
    )


def _goals(made: ReviewReport, wording: ReviewWording) -> Section:
    blocks: list[Block] = [Paragraph(wording.answer() + ".")]
    if made.review.goals:
        blocks.append(_listing([wording.goal(line) for line in made.review.goals], ""))
    blocks += _pictures(made, wording)
    return Section(review_heads().goals, tuple(blocks))


def _pictures(made: ReviewReport, wording: ReviewWording) -> Iterator[Block]:
    """Yield a picture for every goal with figures, and below them the notes in them, each once.

    A note has one number in the whole report, for one on all KPIs is in every picture.
    """
    words = chart_words()
    drawn = [(line, titled(data, words)) for line, data in zip(made.review.goals, made.pictures, strict=True)]
    noted = dict.fromkeys((mark.day, mark.text) for _line, data in drawn for mark in data.marks if data.points)
    numbers = {note: number for number, note in enumerate(sorted(noted), start=1)}
    for line, data in drawn:
        described = _lines_told(data)
        marks = tuple(mark._replace(number=numbers.get((mark.day, mark.text), 0)) for mark in data.marks)
        svg = picture(data._replace(marks=marks), words, f"{described}; {wording.goal(line)}")
        if svg:
            yield Picture(svg, line.view.goal.title, described)
    if numbers:
        yield Paragraph(_("Notes:"))
        yield _listing([f"{number}: {day_text(day)}, {text}" for (day, text), number in numbers.items()], "")


def _lines_told(data: ChartData) -> str:
    lines = [_("line: your numbers")]
    if data.target is not None:
        lines.append(_("dashes: target"))
    if data.pace:
        lines.append(_("dots: where you should be"))
    return ", ".join(lines)


def _to_act(review: Review, wording: ReviewWording) -> Section:
    matters = review.matters
    items = [_matter(matter, wording) for matter in matters.open]
    items += [Item(wording.matter(matter.key).text, _decided(review, matter, wording)) for matter in matters.decided]
    blocks: list[Block] = [Listing(tuple(items), review_heads().nothing)]
    rest = wording.left_out()
    if rest:
        blocks.append(Paragraph("; ".join(rest) + "."))
    return Section(review_heads().to_act, tuple(blocks))


def _matter(matter: ReviewItem, wording: ReviewWording) -> Item:
    worded = wording.matter(matter.key)
    parts = wording.parts(matter)
    return Item(f"{worded.text}. {parts}" if parts else worded.text, worded.step)


def _actions(wording: ReviewWording) -> list[Section]:
    text = wording.actions()
    return [Section(review_heads().actions, (_listing(text, ""),))] if text else []


def _runways(wording: ReviewWording) -> list[Section]:
    text = wording.runways()
    return [Section(review_heads().lasts, (_listing(text, ""),))] if text else []


def _decided(review: Review, matter: ReviewItem, wording: ReviewWording) -> str:
    decision = review.decided_last(matter)
    return wording.choice(decision) if decision else ""


def _points(review: Review, wording: ReviewWording, *, strong: bool) -> Listing:
    points = review.strong if strong else review.weak
    lead = _("Strong: {said}") if strong else _("Weak: {said}")
    empty = _("Nothing stands out as strong.") if strong else _("Nothing stands out as weak.")
    items = tuple(Item(lead.format(said=wording.point(point)), wording.parts(point)) for point in points)
    return Listing(items, empty)


def _figures(made: ReviewReport, style: NumberStyle) -> ReportTable:
    running = made.review.period.as_of == made.made
    before = _("same days of the previous period") if running else _("previous period")
    heading = ("KPI", _("this period"), before, _("difference"), _("days with data"))
    return ReportTable(heading, tuple(_figure_row(made, figure, style) for figure in made.review.figures))


def _to_date(review: Review, style: NumberStyle) -> list[Section]:
    heading, rows = to_date_rows([(figure.kpi, figure.to_date) for figure in review.figures], style)
    return [Section(to_date_head(), (ReportTable(heading, tuple(rows)),))] if rows else []


def _figure_row(made: ReviewReport, figure: ReviewFigure, style: NumberStyle) -> tuple[str, ...]:
    compared, reviewed = figure.compared, made.review.period
    kpi = alike(figure.kpi, (compared.now, compared.before))
    now, before = period_text(kpi, compared.now, style), before_text(kpi, compared, style)
    name = kpi.name
    if reviewed.by is not None and compared.now.period.by != reviewed.by:  # a KPI of months in the review of a week
        name = f"{name} ({period_name(compared.now.period, made.made)})"
    return (name, now, before, difference_text(kpi, compared, style), _coverage(compared.now.coverage))


def _coverage(coverage: Coverage) -> str:
    """Return how much of what was expected in the period is there."""
    if not coverage.expected:
        return ", ".join(coverage_remarks(coverage))
    return ", ".join([count_text(coverage), *coverage_remarks(coverage)])


def _listing(sentences: list[str], empty: str) -> Listing:
    return Listing(tuple(Item(sentence) for sentence in sentences), empty)

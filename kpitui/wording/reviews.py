"""The sentences of a review: of goals, of what asks for a decision, of strong and weak points, of what changed since.

What they are about is found by `kpitui.services.reviews`. The report of a review and the days of a calendar file are
made of the same sentences.
"""

from __future__ import annotations

from typing import NamedTuple

from kpitui.core.calendar import Period
from kpitui.core.figures import NumberStyle, format_number
from kpitui.core.insight.next_step import Advice
from kpitui.core.model import Kpi
from kpitui.core.review import Decision, Point, ReviewItem
from kpitui.i18n import _, language, plural
from kpitui.services.actions import ActionView
from kpitui.services.goals import GoalView
from kpitui.services.insight.signals import Shifted, Surprise, TrendView
from kpitui.services.reviews import Review, ReviewGoal, ReviewPeriod
from kpitui.services.reviews.findings import Missing, Moved, ReviewFinding
from kpitui.wording.actions import action_facts, effect_words
from kpitui.wording.comparisons import (
    before_text,
    difference_text,
    period_text,
    to_date_rows,
    to_date_sentence,
    with_shared_decimals,
)
from kpitui.wording.dates import day_text, ends_text, full_day_text, named, period_name, period_title
from kpitui.wording.forecasts import chance_text, runway_sentence
from kpitui.wording.goals import goal_facts, is_over
from kpitui.wording.signals import SignalWording, advice_text, trend_text
from kpitui.wording.why import parts_sentence
from kpitui.wording.words import state_word, status_word

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kpitui.charts.spec import ChartData
    from kpitui.core.comparison import Comparison
    from kpitui.core.series import Coverage
    from kpitui.exchange.calendar_file import Event
    from kpitui.exchange.report import Block, Item, Listing, Report, ReportTable, Section
    from kpitui.services.exports import CalendarDay
    from kpitui.services.reviews import ReviewFigure, ReviewReport


NAMED = 3
"""Missing days that are named; the others are counted."""


class ReviewHeads(NamedTuple):
    """The headings of a review."""

    goals: str
    to_act: str
    nothing: str
    """What is said where nothing asks for a decision."""
    actions: str
    points: str
    changed: str
    lasts: str


def review_heads() -> ReviewHeads:
    """Return the headings of a review, its three questions first of all."""
    return ReviewHeads(
        goals=_("Are you reaching your goals?"),
        to_act=_("Where do you need to act?"),
        nothing=_("Nothing needs action right now."),
        actions=_("What happened after your actions?"),
        points=_("What is going well, and what isn't?"),
        changed=_("What changed since your last review"),
        lasts=_("How long will it last?"),
    )


def to_date_head(figures: Iterable[Sequence[Comparison]]) -> str:
    """Return the heading of *figures* of a month, quarter and year so far, beside last year's where there are any."""
    if any(compared.before.value is not None for row in figures for compared in row):
        return _("So far, compared with the same days of last year")
    return _("So far")


class MatterWording(NamedTuple):
    """A matter in words."""

    text: str
    """What is the matter, with its figures."""
    step: str
    """What to do next."""


def review_title(period: ReviewPeriod) -> str:
    """Return the name of what is reviewed without its days; of days that make no period the days."""
    if period.by is None:
        return " – ".join(ends_text(period.start, period.end))
    return period_title(Period(period.by, period.start, period.end, period.label))


def review_heading(period: ReviewPeriod) -> str:
    """Return which days the review is of, and from which day they are seen."""
    start = ends_text(period.start, period.end)[0]
    days = _("{start} to {end}").format(start=start, end=full_day_text(period.end))
    # A week that is named by its first day has its name in its days.
    name = f"{review_title(period)}, {days}" if period.by and period.label != period.start.isoformat() else days
    if period.as_of < period.end:
        return _("{name}, so far (up to {day})").format(name=name, day=day_text(period.as_of))
    return name


def reviewed_goal(line: ReviewGoal, style: NumberStyle) -> str:
    """Return how a goal stood at the end of the period."""
    view = line.view
    facts = goal_facts(view, style)
    text = _("{title}: {reached}, {status}").format(
        title=view.goal.title, reached=facts.in_list(), status=facts.status()
    )
    if view.goal.state == "open" and facts.as_of():
        text += ", " + facts.as_of()
    if view.goal.state == "open" and is_over(view.standing):
        text += ", " + facts.days_left()
    if line.outlook is not None and view.goal.state == "open":
        text += "; " + chance_text(line.outlook.chance)
    if not line.ended:
        return text
    if view.standing.status == "undecided" and not view.standing.no_total:
        return f"{text}; " + _("log the missing numbers, or choose the outcome and close the goal")
    return f"{text}; " + _("close the goal, and type your lesson in one sentence")


class ReviewWording:
    """Words one review."""

    def __init__(self, review: Review, style: NumberStyle) -> None:
        self.review = review
        self.style = style

    def heading(self) -> str:
        """Return which days the review is of, and from which day they are seen."""
        return review_heading(self.review.period)

    def answer(self) -> str:
        """Return the first question answered in one sentence: how many of the goals are where they should be."""
        views = [line.view for line in self.review.goals if line.view.goal.state == "open" and not line.ended]
        if not views:
            return _("No goals were running in this period")
        well = sum(view.standing.status in ("reached", "on track", "not started") for view in views)
        return _("On track or reached: {well} of {n}").format(well=well, n=len(views))

    def goal(self, line: ReviewGoal) -> str:
        """Return how a goal stood at the end of the period."""
        return reviewed_goal(line, self.style)

    def matter(self, key: str) -> MatterWording:
        """Return the sentence of the matter with this key, and what to do next."""
        finding = self.review.findings[key]
        evidence = finding.evidence
        if isinstance(evidence, Missing):
            return MatterWording(
                self._missing(finding, evidence), _("log the missing numbers, or pause the KPI for those days")
            )
        if isinstance(evidence, GoalView):
            return self._behind(evidence, finding.advice)
        if isinstance(evidence, ActionView):
            return self._due(evidence)
        return MatterWording(
            self._signal(finding), _("find out what is different and note it. Plan an action if it stays that way")
        )

    def point(self, point: Point) -> str:
        """Return a strong or weak point in one sentence."""
        if point.goal is not None:
            line = next(line for line in self.review.goals if line.view.goal.id == point.goal)
            open_ = line.view.goal.state == "open"
            word = status_word(line.view.standing.status) if open_ else state_word(line.view.goal.state)
            return f"{line.view.goal.title}: {chance_text(line.outlook.chance) if open_ and line.outlook else word}"
        kpi = self.review.kpis[point.kpi]
        times = _("{n} times its normal ups and downs").format(n=format_number(point.size, 1, self.style))
        return named(kpi.name, f"{self._moved(self.review.moves[point.kpi])}; {times}")

    def parts(self, about: ReviewItem | Point) -> str:
        """Return how the KPI of a matter or point changed, with its one or two largest parts; empty without any."""
        view = self.review.why_of(about)
        return "" if view is None else parts_sentence(view, self.style)

    def actions(self) -> list[str]:
        """Return what is under way, and what was ended lately, with what was seen since it started."""
        sentences = []
        for action, effect in self.review.actions:
            assert action.started is not None
            seen = (
                effect_words(effect, self.style) if effect else _("not linked to a KPI, so its effect can't be shown")
            )
            text = _("{what}, since {day}: {seen}")
            sentences.append(text.format(what=action.what, day=day_text(action.started), seen=seen))
        return sentences

    def runways(self) -> list[str]:
        """Return how long each balance lasts."""
        return [named(view.kpi.name, runway_sentence(view, self.style)) for view in self.review.runways]

    def to_date(self) -> list[tuple[Kpi, str]]:
        """Return each KPI that has figures of the month, quarter or year so far, with those beside last year's."""
        rows = [
            (figure.kpi, to_date_sentence(figure.kpi, figure.to_date, self.style)) for figure in self.review.figures
        ]
        return [(kpi, text) for kpi, text in rows if text]

    def left_out(self) -> list[str]:
        """Return how many matters are put off, and how many signals are not told here."""
        put_off, untold = len(self.review.matters.put_off), self.review.matters.untold
        sentences = []
        if put_off:
            text = plural("{n} item snoozed", "{n} items snoozed", put_off)
            sentences.append(text.format(n=put_off))
        if untold:
            text = plural("{n} more signal on a KPI page", "{n} more signals on the KPI pages", untold)
            sentences.append(text.format(n=untold))
        return sentences

    def changed(self) -> list[str]:
        """Return what became different since the last review: how goals stand, and what came of the decisions."""
        last = self.review.last
        if last is None:
            return [_("This is your first review")]
        text = []
        for line in self.review.goals:
            if line.before is None:
                text.append(_("{title}: new").format(title=line.view.goal.title))
            elif line.before.standing.status != line.view.standing.status:
                was, now = (status_word(view.standing.status) for view in (line.before, line.view))
                text.append(_("{title}: was {was}, now {now}").format(title=line.view.goal.title, was=was, now=now))
        text += [self.decided(decision) for decision in self.review.decisions if decision.day == last.day]
        return text or [_("Nothing changed since {day}").format(day=day_text(last.day))]

    def decided(self, decision: Decision) -> str:
        """Return what was decided about a matter, and on which day."""
        text, choice = decision.said, self.choice(decision)
        return _("{day}, {said}: {choice}").format(day=day_text(decision.day), said=text, choice=choice)

    def choice(self, decision: Decision) -> str:
        """Return what was decided, in a few words."""
        words = {
            "act": _("action planned: {remark}"),
            "note": _("note: {remark}"),
            "accept": _("accepted"),
            "snooze": _("snoozed until {until}"),
        }
        until = day_text(decision.until) if decision.until else ""
        return words[decision.choice].format(remark=decision.remark, until=until)

    def _missing(self, finding: ReviewFinding, missing: Missing) -> str:
        kpi = self.review.kpis[finding.matter.kpi or 0]
        days = ", ".join(day_text(day) for day in missing.days[:NAMED])
        if len(missing.days) > NAMED:
            more = len(missing.days) - NAMED
            days = _("{days} and {n} more").format(days=days, n=more)
        template = plural(
            "{kpi}: the number for {days} is missing",
            "{kpi}: {n} of {expected} numbers missing ({days})",
            missing.expected,
        )
        return template.format(kpi=kpi.name, n=len(missing.days), expected=missing.expected, days=days)

    def _behind(self, view: GoalView, advice: Advice | None) -> MatterWording:
        facts = goal_facts(view, self.style)
        text = _("{title}: {reached}, {status}").format(
            title=view.goal.title, reached=facts.in_list(), status=facts.status()
        )
        behind = facts.gap()
        if behind and (view.standing.gap or 0) < 0:
            text += ", " + _("{gap} behind").format(gap=behind)
        return MatterWording(text, _next(view, advice, self.style))

    def _due(self, view: ActionView) -> MatterWording:
        due = day_text(view.action.due) if view.action.due else ""
        text = _("Action due {day}: {what}").format(day=due, what=view.action.what)
        return MatterWording(text, _("start the action, tick it off, or cancel it"))

    def _signal(self, finding: ReviewFinding) -> str:
        kpi = self.review.kpis[finding.matter.kpi or 0]
        wording, evidence = SignalWording(kpi, self.style), finding.evidence
        if isinstance(evidence, Surprise):
            return named(kpi.name, wording.surprise(evidence.day, evidence.value, evidence.expected))
        if isinstance(evidence, Shifted):
            return named(kpi.name, wording.shift(evidence.since, evidence.shift.effect))
        assert isinstance(evidence, TrendView)
        return named(kpi.name, trend_text(kpi, evidence, self.style))

    def _moved(self, move: Moved) -> str:
        kpi = next(kpi for number, kpi in self.review.kpis.items() if self.review.moves.get(number) is move)
        wording = SignalWording(kpi, self.style)
        if move.trend is not None:
            return trend_text(kpi, move.trend, self.style)
        assert move.effect is not None
        assert move.since is not None
        return wording.effect(move.since, move.effect)


def _next(view: GoalView, advice: Advice | None, style: NumberStyle) -> str:
    return advice_text(view.kpi, advice, style) if advice else _("close the goal, and type your lesson in one sentence")


def report_of(made: ReviewReport, style: NumberStyle) -> Report:
    """Return the whole report of a review, with a picture for every goal."""
    from kpitui.exchange.report import Report, Section

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
            day=full_day_text(made.made)
        ),
    )


def _goals(made: ReviewReport, wording: ReviewWording) -> Section:
    from kpitui.exchange.report import Paragraph, Section

    blocks: list[Block] = [Paragraph(wording.answer() + ".")]
    if made.review.goals:
        blocks.append(_listing([wording.goal(line) for line in made.review.goals], ""))
    blocks += _pictures(made, wording)
    return Section(review_heads().goals, tuple(blocks))


def _pictures(made: ReviewReport, wording: ReviewWording) -> Iterator[Block]:
    """Yield a picture for every goal with figures, and below them the notes in them, each once.

    A note has one number in the whole report, for one on all KPIs is in every picture.
    """
    from kpitui.charts import picture
    from kpitui.charts.spec import titled
    from kpitui.exchange.report import Paragraph, Picture
    from kpitui.wording.charts import chart_words

    words = chart_words()
    drawn = [(line, titled(data, words)) for line, data in zip(made.review.goals, made.pictures, strict=True)]
    noted = dict.fromkeys((mark.day, mark.text) for _line, data in drawn for mark in data.marks if data.points)
    numbers = {note: number for number, note in enumerate(sorted(noted), start=1)}
    for line, data in drawn:
        described = _lines_text(data)
        marks = tuple(mark._replace(number=numbers.get((mark.day, mark.text), 0)) for mark in data.marks)
        svg = picture(data._replace(marks=marks), words, f"{described}; {wording.goal(line)}")
        if svg:
            yield Picture(svg, line.view.goal.title, described)
    if numbers:
        yield Paragraph(_("Notes:"))
        yield _listing([f"{number}: {day_text(day)}, {text}" for (day, text), number in numbers.items()], "")


def _lines_text(data: ChartData) -> str:
    lines = [_("line: your numbers")]
    if data.target is not None:
        lines.append(_("dashes: target"))
    if data.pace:
        lines.append(_("dots: where you should be"))
    return ", ".join(lines)


def _to_act(review: Review, wording: ReviewWording) -> Section:
    from kpitui.exchange.report import Item, Listing, Paragraph, Section

    matters = review.matters
    items = [_matter(matter, wording) for matter in matters.open]
    items += [Item(wording.matter(matter.key).text, _decided(review, matter, wording)) for matter in matters.decided]
    blocks: list[Block] = [Listing(tuple(items), review_heads().nothing)]
    rest = wording.left_out()
    if rest:
        blocks.append(Paragraph("; ".join(rest) + "."))
    return Section(review_heads().to_act, tuple(blocks))


def _matter(matter: ReviewItem, wording: ReviewWording) -> Item:
    from kpitui.exchange.report import Item

    worded = wording.matter(matter.key)
    parts = wording.parts(matter)
    return Item(f"{worded.text}. {parts}" if parts else worded.text, worded.step)


def _actions(wording: ReviewWording) -> list[Section]:
    from kpitui.exchange.report import Section

    text = wording.actions()
    return [Section(review_heads().actions, (_listing(text, ""),))] if text else []


def _runways(wording: ReviewWording) -> list[Section]:
    from kpitui.exchange.report import Section

    text = wording.runways()
    return [Section(review_heads().lasts, (_listing(text, ""),))] if text else []


def _decided(review: Review, matter: ReviewItem, wording: ReviewWording) -> str:
    decision = review.decided_last(matter)
    return wording.choice(decision) if decision else ""


def _points(review: Review, wording: ReviewWording, *, strong: bool) -> Listing:
    from kpitui.exchange.report import Item, Listing

    points = review.strong if strong else review.weak
    lead = _("Strong: {said}") if strong else _("Weak: {said}")
    empty = _("Nothing stands out as strong.") if strong else _("Nothing stands out as weak.")
    items = tuple(Item(lead.format(said=wording.point(point)), wording.parts(point)) for point in points)
    return Listing(items, empty)


def _figures(made: ReviewReport, style: NumberStyle) -> ReportTable:
    from kpitui.exchange.report import ReportTable

    running = made.review.period.as_of == made.made
    before = _("same days of the previous period") if running else _("previous period")
    heading = ("KPI", _("this period"), before, _("difference"), _("days with data"))
    return ReportTable(heading, tuple(_figure_row(made, figure, style) for figure in made.review.figures))


def _to_date(review: Review, style: NumberStyle) -> list[Section]:
    from kpitui.exchange.report import ReportTable, Section

    heading, rows = to_date_rows([(figure.kpi, figure.to_date) for figure in review.figures], style)
    head = to_date_head(figure.to_date for figure in review.figures)
    return [Section(head, (ReportTable(heading, tuple(rows)),))] if rows else []


def _figure_row(made: ReviewReport, figure: ReviewFigure, style: NumberStyle) -> tuple[str, ...]:

    compared, reviewed = figure.compared, made.review.period
    kpi = with_shared_decimals(figure.kpi, (compared.now, compared.before), (compared,))
    now, before = period_text(kpi, compared.now, style), before_text(kpi, compared, style)
    name = kpi.name
    if reviewed.by is not None and compared.now.period.by != reviewed.by:  # a KPI of months in the review of a week
        name = f"{name} ({period_name(compared.now.period)})"
    return (name, now, before, difference_text(kpi, compared, style), _coverage_cell(compared.now.coverage))


def _coverage_cell(coverage: Coverage) -> str:
    """Return how much of what was expected in the period is there."""
    from kpitui.wording.kpis import count_text, coverage_remarks

    if not coverage.expected:
        return ", ".join(coverage_remarks(coverage))
    return ", ".join([count_text(coverage), *coverage_remarks(coverage)])


def _listing(sentences: list[str], empty: str) -> Listing:
    from kpitui.exchange.report import Item, Listing

    return Listing(tuple(Item(sentence) for sentence in sentences), empty)


def calendar_events(days: Iterable[CalendarDay], style: NumberStyle) -> list[Event]:
    """Return *days* as the events of a calendar file."""
    from kpitui.exchange.calendar_file import Event

    return [Event(day.uid, day.day, *_event_text(day, style), day.rule) for day in days]


def _event_text(day: CalendarDay, style: NumberStyle) -> tuple[str, tuple[str, ...]]:
    from kpitui.services.exports import ReviewRhythm

    subject = day.subject
    if isinstance(subject, ReviewRhythm):
        titles = {"week": _("Weekly review"), "month": _("Monthly review"), "quarter": _("Quarterly review")}
        return titles[subject.rhythm], tuple(f"- {goal.title}" for goal in subject.goals)
    if isinstance(subject, GoalView):
        target = goal_facts(subject, style).target()
        lines = (f"KPI: {subject.kpi.name}", f"{_('Target')}: {target}")
        return _("Deadline: {goal}").format(goal=subject.goal.title), lines
    facts = action_facts(subject.action, subject.kpi, subject.goal, style)
    return _("Due: {what}").format(what=subject.action.what), tuple(f"{name}: {text}" for name, text in facts)

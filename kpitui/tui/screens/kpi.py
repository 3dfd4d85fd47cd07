"""The page of one KPI: its charts, its entries to change, note or delete, and how it is set up.

Its chart data and entries come from the services and the store; setting it up is the form's work.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.content import Content

from kpitui.core.cadence import cadence_by
from kpitui.core.calendar import BYS
from kpitui.core.errors import KpituiError, mark
from kpitui.core.figures import format_exact, unit_sign
from kpitui.core.kinds import is_computed
from kpitui.core.model import Entry, Kpi
from kpitui.i18n import _
from kpitui.i18n.harmless import harmless
from kpitui.i18n.wrapping import wrap
from kpitui.services import entries
from kpitui.services.charts import OWN_DAYS, dual_data, lag_typed
from kpitui.services.entries import files_of, find_kpi, logged_at, newest_of
from kpitui.services.insight.signals import begin_base, one_offs_of, proposal_of, set_one_off
from kpitui.services.kpis import archive_kpi
from kpitui.services.reading import all_kpis, figures, history_of, rhythm_of, shown_kpis
from kpitui.tui.dialogs import Dialog, EntryDialog, NoteDialog
from kpitui.tui.page import EXPLAIN, UNDO, ListPage
from kpitui.tui.widgets.chart_view import Beside, ChartRequest, KpiChart
from kpitui.tui.widgets.columns import at_right
from kpitui.tui.widgets.form import ChoiceField, Field, TextField
from kpitui.tui.widgets.hidden_line import FindLine
from kpitui.tui.widgets.key_bar import KeyBar
from kpitui.tui.widgets.plain import Heading, Plain
from kpitui.tui.widgets.rows import Columns, Line, Lines, WholeLine
from kpitui.wording.changes import moment_in_words
from kpitui.wording.comparisons import lately_rows, paused_text, period_text, plain_change
from kpitui.wording.dates import day_text, period_name
from kpitui.wording.kpis import archived_text, shares_sentence, split_remarks, split_text
from kpitui.wording.numbers import values_together
from kpitui.wording.words import cadence_word, direction_word, kind_word

if TYPE_CHECKING:
    from kpitui.services.workspace import Workspace


SHOWN = 500
"""How many of the newest entries are listed."""

SPANS = (28, 91, 182, 365, 730, 1826)
"""How many days a chart may cover."""

WIDE = 110
"""From this many columns on, the entries stand beside the chart."""

WITH_SOURCE = 70
"""Cells of the list of entries from which it has room for where they came from."""

WITH_MOMENT = 60
"""Columns of a page from which it has room for when they were logged."""

HIGH = 34
"""From this many lines on, where it is wide, the figures are drawn large."""

CHART_ROWS, LIST_ROWS = 8, 4
"""Rows that the chart and the list of entries have at least; the texts above them make room."""


class KpiPage(ListPage):
    """The KPI called *key*."""

    CSS_PATH = "kpi.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "add", mark("new entry"), id="kpi.add"),
        Binding("m", "note", mark("note"), id="kpi.note"),
        Binding("y", "why", mark("why"), id="kpi.why"),
        Binding("a", "act", mark("plan an action"), id="kpi.act"),
        Binding("c", "next_chart", mark("chart"), id="kpi.chart"),
        Binding("v", "beside", mark("with another KPI"), id="kpi.beside"),
        Binding("z,plus", "span(1)", mark("longer"), key_display="z", id="kpi.longer"),
        Binding("Z,minus", "span(-1)", mark("shorter"), key_display="Z", id="kpi.shorter"),
        Binding("e", "edit", mark("edit the KPI"), id="kpi.edit"),
        Binding("x", "archive", mark("archive"), id="kpi.archive"),
        Binding("delete", "delete", mark("delete"), id="kpi.delete"),
        Binding("R", "runway", mark("how long will it last"), id="kpi.runway"),
        Binding("i", "parts", mark("parts"), id="kpi.parts"),
        Binding("b", "base", mark("recalculate range"), id="kpi.base"),
        Binding("o", "one_off", mark("exclude this day"), id="kpi.one_off"),
        *EXPLAIN,
        *UNDO,
    ]

    def __init__(self, key: str) -> None:
        super().__init__()
        self.key = key
        self.kpi: Kpi | None = None
        self.entries: list[Entry] = []
        self.left_out: set[date] = set()
        """The days that statistics leave out."""
        self.span = SPANS[1]
        self.is_span_chosen = False
        self.beside: Beside | None = None
        """The KPI that is drawn with this one, once one was chosen."""
        self._tiles: list[Tile] = []
        """What was measured last, and this week, month and year."""
        self._about: tuple[str, ...] = ()
        """What the KPI is, in a line; the same in fewer words."""
        self._details: list[str] = []
        """What there is to say of it, the most important first."""
        self._left_out: list[str] = []
        """Which of these texts have no room on the page."""

    def compose(self) -> ComposeResult:
        """Lay out the page."""
        yield Heading(id="heading")
        yield Plain(id="about", classes="hint")
        yield Plain(id="lately")
        yield Plain(id="details")
        with Container(id="body"):
            yield KpiChart(self, self.chart_request)
            yield Lines()
        yield WholeLine()
        yield FindLine(_("find an entry: a day, or a word in its note"))
        yield KeyBar()

    def reload(self) -> None:
        """Load the KPI and its newest entries; the chart follows after."""
        kpi = self.kpi = find_kpi(self.workspace, self.key)
        self.entries = []
        if not is_computed(kpi):
            self.entries = newest_of(self.workspace, kpi, SHOWN)
        joint = " - " if self.app.ascii else " · "
        unit = f" {harmless(unit_sign(kpi.unit, self.workspace.settings.numbers), 20)}" if kpi.unit else ""
        archived = f"  ({_('archived')})" if kpi.archived else ""
        self.query_one("#heading", Plain).update(f"{harmless(kpi.name, 60)}{unit}  [{kpi.key}]{archived}")
        words = [kind_word(kpi.kind), cadence_word(kpi.cadence), direction_word(kpi.direction)]
        more = [kpi.formula or "", self._part_of(kpi), harmless(kpi.description, 200)]
        self._about = tuple(joint.join(filter(None, some)) for some in ((*words, *more), (*words, *more[:-1]), words))
        self.left_out = one_offs_of(self.workspace, kpi)
        self._list(kpi)
        self.query_one(KpiChart).draw_soon()
        base, runway = self.key_for("base"), self.key_for("runway")
        self.run_in_background(
            lambda workspace: _sentences(workspace, kpi, base, runway), self._show_details, group="told"
        )
        self.run_in_background(lambda workspace: _lately(workspace, kpi), self._show_lately, group="lately")

    def _part_of(self, kpi: Kpi) -> str:
        whole = next((other for other in all_kpis(self.workspace) if other.id == kpi.part_of), None)
        return "" if whole is None else _("part of {kpi}").format(kpi=harmless(whole.name, 60))

    @property
    def step_name(self) -> str:
        """The name of the KPI."""
        return harmless(self.kpi.name, 60) if self.kpi else super().step_name

    def chart_request(self) -> ChartRequest | None:
        """Return the KPI with the days that are chosen."""
        today = self.workspace.today
        if self.kpi is None:
            return None
        first = today - timedelta(days=self.span)
        return ChartRequest(self.kpi, first, today, beside=self.beside, chosen=self.is_span_chosen)

    def _show_details(self, sentences: list[str]) -> None:
        self._details = sentences
        self._paint_texts()

    def clear_figures(self) -> None:
        """Take away what is told of the KPI too."""
        super().clear_figures()
        self._details = []
        self._show_lately([])

    def on_resize(self) -> None:
        """Put the entries beside the chart where there is room, and draw the figures as large as there is."""
        self.set_class(self.size.width >= WIDE, "-wide")
        self._show_lately(self._tiles)
        if self.kpi is not None:
            self._list(self.kpi)

    def _show_lately(self, tiles: list[Tile]) -> None:
        self._tiles = tiles
        self._paint_texts()

    def _paint_texts(self) -> None:
        """Paint the newest figures, and as much of what else there is to say as leaves room for chart and list.

        What has no room stands where the figures are explained.
        """
        width = self.size.width - 2
        is_wide = self.size.width >= WIDE
        is_large = is_wide and self.size.height >= HIGH and not self.app.ascii and tiles_fit(self._tiles, width)
        lines, cut = ([], []) if is_large else figure_lines(self._tiles, width)
        newest = tile_lines(self._tiles, width) if is_large else Content("\n".join(lines))
        rest = self.size.height - 2 - CHART_ROWS - (0 if is_wide else LIST_ROWS)
        rest -= len(newest.plain.split("\n"))
        about, sentences, left_out = fitting(self._about, self._details, width, rest)
        self._left_out = [*left_out, *cut]
        for place, text in (("#about", Content("\n".join(about))), ("#lately", newest)):
            self.query_one(place, Plain).update(text)
        details = self.query_one("#details", Plain)
        details.update("\n".join(sentences))
        details.display = bool(sentences)

    def _list(self, kpi: Kpi) -> None:
        style = self.workspace.settings.numbers
        lines = self.query_one(Lines)
        if is_computed(kpi):
            today = self.workspace.today
            values = history_of(self.workspace, kpi, today - timedelta(days=SPANS[2]), today)
            shown = values_together(kpi, values.values, style)
            computed = [
                Line((day_text(day), text, ""))
                for day, text in zip(reversed(values.days), reversed(shown), strict=True)
            ]
            lines.show(
                computed,
                Columns((_("day"), _("calculated"), ""), frozenset({1}), 2),
                _("nothing to calculate yet"),
                values.days[::-1],
            )
            return
        batches = {entry.batch for entry in self.entries if entry.batch is not None}
        wide = self.size.width * (0.4 if self.size.width >= WIDE else 1) >= WITH_SOURCE
        files = files_of(self.workspace, batches)
        cells = [
            (
                day_text(entry.date) + (f" {entry.time}" if entry.time else ""),
                format_exact(entry.value, kpi.unit, style, kpi.decimals),
                self._remark(entry),
            )
            for entry in self.entries
        ]
        zone, count = self.workspace.settings.text("timezone"), 4 if self.size.width >= WITH_MOMENT else 3
        columns = Columns(
            (_("day"), _("value"), _("note"), _("logged"))[:count], frozenset({1}), 2, spare=(3,) * (count > 3)
        )

        def with_origin(*, source: bool) -> list[Line]:
            rows = zip(cells, self.entries, strict=True)
            return [Line((*row, _origin(entry, files, zone, with_source=source))[:count]) for row, entry in rows]

        rows = with_origin(source=wide)
        if wide and not lines.leaves_room(rows, columns):
            rows = with_origin(source=False)  # what a person wrote goes before where a figure came from
        empty = _("No entries yet. Press {key} to add one").format(key=self.key_for("add"))
        lines.show(rows, columns, empty, [entry.id for entry in self.entries])

    def _remark(self, entry: Entry) -> str:
        """Return the note of an entry, and whether its day is left out of statistics."""
        one_off = _("[excluded]") if entry.date in self.left_out else ""
        return " ".join(part for part in (one_off, harmless(entry.note, 200)) if part)

    def on_lines_opened(self, _message: Lines.Opened) -> None:
        """Change the entry under the cursor."""
        entry = self.under_cursor(self.entries)
        if self.kpi is not None and entry is not None:
            self.app.push_screen(EntryDialog(self.kpi, entry))

    def action_next_chart(self) -> None:
        """Show the next kind of chart."""
        self.query_one(KpiChart).next_kind()

    def action_beside(self) -> None:
        """Ask which KPI is drawn with this one, by which periods, and how much earlier."""
        if self.kpi is not None:
            self.app.push_screen(BesideDialog(self, self.kpi))

    def action_add(self) -> None:
        """Ask for a new entry."""
        if self.kpi is not None:
            self.app.push_screen(EntryDialog(self.kpi, None))

    def action_delete(self) -> None:
        """Delete the entry under the cursor, undoably."""
        entry = self.under_cursor(self.entries)
        if self.kpi is not None and entry is not None:
            entries.delete_entry(self.workspace, self.kpi, entry)
            self.deleted()

    def action_note(self) -> None:
        """Ask for a note on the day under the cursor."""
        entry = self.under_cursor(self.entries)
        if self.kpi is not None:
            self.app.push_screen(NoteDialog(self.kpi, entry.date if entry else self.workspace.today))

    def action_act(self) -> None:
        """Plan an action to move the KPI."""
        self.plan_action(kpi=self.key)

    def action_edit(self) -> None:
        """Open the form with how the KPI is set up."""
        from kpitui.tui.screens.kpi_form import KpiFormPage

        self.app.push_screen(KpiFormPage(self.key))

    def action_parts(self) -> None:
        """Ask which parts the KPI is split into."""
        from kpitui.tui.screens.kpi_form import PartsDialog

        if self.kpi is not None:
            self.app.push_screen(PartsDialog(self.kpi))

    def action_archive(self) -> None:
        """Take the KPI off Today, or bring it back."""
        if self.kpi is not None:
            self.saved(archived_text(archive_kpi(self.workspace, self.kpi, archived=not self.kpi.archived)))

    def action_base(self) -> None:
        """Let the natural limits begin anew, or follow a trend, where that is proposed."""
        if self.kpi is None:
            return
        proposal = proposal_of(self.workspace, self.kpi)
        if proposal is None:
            self.app.inform(_("No lasting change, so the normal range stays as it is"))
            return
        begin_base(self.workspace, self.kpi, proposal)
        self.query_one(KpiChart).kind = "limits"
        message = _("Normal range recalculated from {day} ({key} to undo)")
        if proposal.trend_until is not None:
            message = _("From {day} on, the normal range follows the trend ({key} to undo)")
        self.saved(message.format(day=day_text(proposal.day), key=self.key_for("undo")))

    def action_one_off(self) -> None:
        """Leave the day under the cursor out of limits, trends and forecasts, or take it in again."""
        entry = self.under_cursor(self.entries)
        if self.kpi is None or entry is None:
            return
        left_out = entry.date not in self.left_out
        set_one_off(self.workspace, self.kpi, entry.date, left_out=left_out)
        message = (
            _("{day} no longer counts for the normal range and trend. It still counts for the totals")
            if left_out
            else _("{day} counts again for the normal range and trend")
        )
        self.saved(message.format(day=day_text(entry.date)))

    def action_runway(self) -> None:
        """Show how long a balance lasts, with its planned amounts."""
        from kpitui.services.planned import refuse_other_kinds
        from kpitui.tui.screens.runway import RunwayPage

        if self.kpi is None:
            return
        try:
            refuse_other_kinds(self.kpi)
        except KpituiError as error:
            self.app.report(error)
        else:
            self.app.push_screen(RunwayPage(self.kpi))

    def action_why(self) -> None:
        """Take the last change of the KPI apart into its parts, where it has any."""
        from kpitui.tui.screens.why import open_why

        if self.kpi is not None:
            open_why(self, self.kpi)

    def action_explain(self) -> None:
        """Tell where the figures come from, those of the day under the cursor first."""
        from kpitui.tui.screens.explain import explain_kpi_page

        entry = self.under_cursor(self.entries)
        if self.kpi is not None:
            day = entry.date if entry else self.workspace.today
            self.app.push_screen(explain_kpi_page(self.kpi, day, self._left_out))

    def action_span(self, step: int) -> None:
        """Show more days, or fewer."""
        shown = self.span if self.is_span_chosen else OWN_DAYS.get(self.query_one(KpiChart).kind, self.span)
        index = max(0, min(len(SPANS) - 1, SPANS.index(shown) + step))
        self.span, self.is_span_chosen = SPANS[index], True
        self.query_one(KpiChart).draw_soon()


class BesideDialog(Dialog):
    """The KPI that is drawn with *kpi* on its *page*, each on a scale of its own."""

    def __init__(self, page: KpiPage, kpi: Kpi) -> None:
        super().__init__()
        self.page = page
        self.kpi = kpi

    def heading(self) -> str:
        """Return what the other KPI is drawn with."""
        return _("Draw {kpi} with another KPI").format(kpi=self.kpi.name)

    def fields(self) -> Sequence[Field]:
        """Return the KPI, the length of the periods, and by how many of them it is earlier."""
        before = self.page.beside
        others = [(kpi.key, harmless(kpi.name, 40)) for kpi in shown_kpis(self.workspace) if kpi.id != self.kpi.id]
        lengths = [
            ("", _("as logged")), ("day", _("days")), ("week", _("weeks")), ("month", _("months")),
            ("quarter", _("quarters")),
        ]  # fmt: skip
        return (
            ChoiceField("other", _("KPI"), others, before.other.key if before else ""),
            ChoiceField("by", _("Periods"), lengths, (before.by or "") if before else ""),
            TextField(
                "lag", _("How much earlier"), str(before.lag) if before else "0",
                hint=_("2 draws the numbers of the other KPI from two periods earlier. 0 draws the same period"),
            ),
        )  # fmt: skip

    def save(self, values: Mapping[str, str]) -> str:
        """Draw it."""
        other, by = find_kpi(self.workspace, values["other"]), next((by for by in BYS if by == values["by"]), None)
        lag = lag_typed(values["lag"])
        request = self.page.chart_request()
        assert request is not None
        dual_data(self.workspace, self.kpi, other, request.first, request.last, by=by, lag=lag)
        self.page.beside = Beside(other, by, lag)
        self.page.query_one(KpiChart).kind = "dual"
        return _("Each KPI has its own scale: compare when they rise and fall, not how high they are")


def _origin(entry: Entry, files: Mapping[int, str], zone: str, *, with_source: bool) -> str:
    """Return when an entry was logged, and *with_source* where it came from when that was not typed."""
    logged = logged_at(entry)
    moment = moment_in_words(logged, zone) if logged else ""
    source = files.get(entry.batch or 0, "") or ("" if entry.source in ("app", "shell") else entry.source)
    source = source if with_source else ""
    return " ".join(part for part in (moment, harmless(source, 40)) if part)


def _lately(workspace: Workspace, kpi: Kpi) -> list[Tile]:
    """Return the newest figure, then this week, month and year beside the same part of the earlier ones."""
    from kpitui.services.like_for_like import lately

    style, today = workspace.settings.numbers, workspace.today
    newest = next(
        (figure for figure in reversed(figures(workspace, kpi, rhythm_of(workspace, kpi))) if figure.entries), None
    )
    tiles = [Tile("", "")]
    if newest is not None:
        when = newest.period.start
        name = _("today") if when == today else _("yesterday") if when == today - timedelta(days=1) else ""
        is_day = newest.period.start == newest.period.end
        tiles = [Tile(name if is_day and name else period_name(newest.period), period_text(kpi, newest, style))]
    periods = lately(workspace, kpi)
    rows = zip(lately_rows(kpi, periods, style), periods, strict=True)
    return [
        *tiles,
        *(
            Tile(name, value, remarks, paused_text(row), plain_change(kpi, row.before, style))
            for (name, value, *remarks), row in rows
        ),
    ]


def figure_lines(tiles: Sequence[Tile], width: int) -> tuple[list[str], list[str]]:
    """Return a row for each period of *tiles* in *width* cells, its name, its figure, and how it differs; what is cut.

    Where that is too wide, how it differs from last year is left out; then all but the change itself, and that too
    where it would have to be said what makes it other than it looks.
    """
    rows = [(tile.name, tile.figure, *tile.remarks, "", "")[:4] for tile in tiles[1:]]
    brief = [(tile.name, tile.figure, "" if tile.caution else tile.change) for tile in tiles[1:]]
    for some in (rows, [row[:3] for row in rows], brief):
        widths = [max((cell_len(row[column]) for row in some), default=0) for column in range(3)]
        lines = []
        for name, value, before, *last_year in some:
            cells = [name.ljust(widths[0]), at_right(value, widths[1], ascii=False), before.ljust(widths[2])]
            lines.append("  ".join((*cells, *last_year)).rstrip())
        if all(cell_len(line) <= width for line in lines):
            break
    cautions = [tile.caution for tile in tiles if tile.caution]
    whole = [", ".join(filter(None, (f"{name} {value}", *remarks))) for name, value, *remarks in rows]
    if some is brief:
        return lines, [*whole, *cautions]
    return [*lines, *cautions], [] if some is rows else whole


def fitting(
    about: Sequence[str], sentences: Sequence[str], width: int, rows: int
) -> tuple[list[str], list[str], list[str]]:
    """Return what of some texts fits in *rows* of *width* cells, in lines, and what does not.

    *about* is one text in fewer and fewer words, the first of which that takes one row stands before the *sentences*,
    of which each fits whole or not at all.
    """

    def broken(text: str) -> list[str]:
        return wrap(text, max(1, width))

    room = max(1, rows - sum(len(broken(text)) for text in sentences))
    fits = (text for text in about if len(broken(text)) <= min(rows, room))
    chosen = next(fits, "")
    first, shown = broken(chosen), list[str]()
    left_out = [text for text in about[:1] if text != chosen]
    for text in sentences:
        lines = broken(text)
        if len(first) + len(shown) + len(lines) <= rows:
            shown += lines
        else:
            left_out.append(text)
    return first, shown, left_out


def _sentences(workspace: Workspace, kpi: Kpi, base: str, runway: str) -> list[str]:
    """Return what there is to say of a KPI; *base* is the key for what is proposed, *runway* that of its page."""
    from kpitui.services.actions.effects import recent_effects
    from kpitui.services.insight.comparisons import summary_of_kpi
    from kpitui.services.runway import balances, runway_view
    from kpitui.wording.actions import seen_sentences
    from kpitui.wording.forecasts import runway_sentence
    from kpitui.wording.signals import proposal_text, summary_sentences

    style, proposal = workspace.settings.numbers, proposal_of(workspace, kpi)
    sentences = summary_sentences(summary_of_kpi(workspace, kpi), style)
    if proposal is not None:
        sentences.append(f"{proposal_text(proposal.day, follows_trend=proposal.trend_until is not None)} ({base})")
    if any(part.part_of == kpi.id for part in all_kpis(workspace)):
        sentences[:0] = _shares(workspace, kpi)
    if kpi in balances(workspace):
        lasting = runway_sentence(runway_view(workspace, kpi), style)
        sentences.insert(0, f"{lasting} ({runway})")
    return [*sentences, *(harmless(text, 200) for text in seen_sentences(recent_effects(workspace, kpi), style))]


def _shares(workspace: Workspace, kpi: Kpi) -> list[str]:
    """Return how a KPI is split, and the shares of its parts in the newest month that has data of all of them."""
    from kpitui.services.parts import parts_of_kpi, split_figures

    own = cadence_by(kpi.cadence)
    splits = split_figures(workspace, kpi, "month" if own in ("day", "week") else own, 3)
    newest = next((split for split in reversed(splits) if split.whole is not None), None)
    if newest is None:
        return [harmless(split_text(kpi, parts_of_kpi(workspace, kpi)), 200)]
    style = workspace.settings.numbers
    sentence = shares_sentence(kpi, newest, period_name(newest.period), style)
    remarks = split_remarks(kpi, newest, style)
    return [harmless(sentence + (f" ({', '.join(remarks)})" if remarks else ""), 300)]


# Figures three rows high, drawn in half blocks; signs that have no such form stand on the middle row as they are.

ROWS = 3

_FORMS = {
    "0": ("█▀█", "█ █", "▀▀▀"),
    "1": ("▀█ ", " █ ", "▀▀▀"),
    "2": ("▀▀█", "█▀▀", "▀▀▀"),
    "3": ("▀▀█", " ▀█", "▀▀▀"),
    "4": ("█ █", "▀▀█", "  ▀"),
    "5": ("█▀▀", "▀▀█", "▀▀▀"),
    "6": ("█▀▀", "█▀█", "▀▀▀"),
    "7": ("▀▀█", "  █", "  ▀"),
    "8": ("█▀█", "█▀█", "▀▀▀"),
    "9": ("█▀█", "▀▀█", "▀▀▀"),
    ".": (" ", " ", "▀"),
    ",": (" ", " ", "▞"),
    ":": ("▄", "▄", " "),
    "-": ("  ", "▀▀", "  "),
    "−": ("  ", "▀▀", "  "),
}


class Tile(NamedTuple):
    """One figure with what it is of above it and what it is compared with below it."""

    name: str
    figure: str
    remarks: Sequence[str] = ()
    caution: str = ""
    """What makes the figure before it lower."""
    change: str = ""
    """By how much it differs from the figure before it, where nothing else has to be said of that."""


def large(text: str) -> tuple[str, str, str]:
    """Return the three rows of a figure, all equally wide."""
    rows = ["", "", ""]
    for index, sign in enumerate(text):
        form = _FORMS.get(sign, (" " * cell_len(sign), sign, " " * cell_len(sign)))
        between = " " if index and (sign in _FORMS or text[index - 1] in _FORMS) and sign != " " else ""
        rows = [row + between + part for row, part in zip(rows, form, strict=True)]
    return rows[0], rows[1], rows[2]


def tiles_fit(tiles: list[Tile], width: int) -> bool:
    """Tell whether the large figures of *tiles* fit beside each other in *width* cells."""
    return bool(tiles) and all(cell_len(large(tile.figure)[0]) < width // len(tiles) for tile in tiles)


def tile_lines(tiles: list[Tile], width: int) -> Content:
    """Return *tiles* beside each other in *width* cells: names, large figures in bold, and the remarks below them."""
    tile_width = max(1, width // max(1, len(tiles)))
    below = [
        [line for text in (*tile.remarks, tile.caution) if text for line in wrap(text, max(1, tile_width - 2))]
        for tile in tiles
    ]
    most = max(map(len, below), default=0)

    def row(texts: list[str]) -> str:
        return "".join(text + " " * (tile_width - cell_len(text)) for text in texts).rstrip()

    head = row([tile.name for tile in tiles])
    figures = [row([large(tile.figure)[index] for tile in tiles]) for index in range(ROWS)]
    lines = [row([remarks[index] if index < len(remarks) else "" for remarks in below]) for index in range(most)]
    return Content("\n").join(
        [Content(head), *(Content.styled(figure, "bold") for figure in figures), *map(Content, lines)]
    )

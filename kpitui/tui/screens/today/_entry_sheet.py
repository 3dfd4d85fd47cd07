"""The sheet of Today with the line below it: what a cell holds, what is understood while it is typed, saving, clearing.

What waits in cells since the app was left is in `CellDrafts`, what one held before typing in `OverwriteGuard`; saving
itself is the services'.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Literal

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.containers import Vertical

from kpitui.core.amount import OtherUnit
from kpitui.core.errors import Busy, DatabaseUnusable, KpituiError
from kpitui.core.kinds import KINDS, is_computed
from kpitui.core.model import Draft, Kpi
from kpitui.i18n import _
from kpitui.i18n.harmless import harmless
from kpitui.services import entries
from kpitui.services.drafts import drafted_forms, drafts_of, drop_draft
from kpitui.services.today import TodayView, preview
from kpitui.tui.base_app import RefusalGuard
from kpitui.tui.page import Page
from kpitui.tui.screen import Unsaved
from kpitui.tui.screens.today.texts import TodayTexts
from kpitui.tui.screens.today.view import PastePlan, next_row, paste_plan, row_of
from kpitui.tui.widgets.cell_text import CellText
from kpitui.tui.widgets.plain import Plain
from kpitui.tui.widgets.sheet import Sheet
from kpitui.wording.errors import sentence

if TYPE_CHECKING:
    from kpitui.core.insight.expected_value import Expected
    from kpitui.core.planned import Occurrence
    from kpitui.services.workspace import Workspace
    from kpitui.tui.work import PendingWrites


Cell = tuple[str, str]
"""The key of a KPI and an ISO day."""

CELL_DRAFT = "cell"
"""What a figure is kept under that was being typed when the app was left."""


def cell_of(kpi: Kpi, day: date) -> Cell:
    """Return the cell of a KPI on a day."""
    return kpi.key, day.isoformat()


class CellDrafts:
    """What was being typed when the app was left, by its cell, until it is saved or thrown away there."""

    def __init__(self, workspace: Workspace, pending_writes: PendingWrites) -> None:
        self._workspace = workspace
        self._pending_writes = pending_writes
        self._drafts: dict[Cell, Draft] = {}
        self.resumed: Cell | None = None
        """The cell in which such a text stands now."""

    def load(self) -> dict[Cell, str]:
        """Read the texts there are, and return them."""
        for draft in drafts_of(self._workspace, CELL_DRAFT):
            self._drafts.setdefault((draft.fields.get("kpi", ""), draft.fields.get("day", "")), draft)
        return {cell: draft.fields.get("text", "") for cell, draft in self._drafts.items()}

    def text(self, cell: Cell) -> str | None:
        """Return what waits in *cell*; None for nothing."""
        draft = self._drafts.get(cell)
        return None if draft is None else draft.fields.get("text", "")

    def draft_id(self, cell: Cell) -> int | None:
        """Return the number of the draft of *cell*, None when there is none."""
        draft = self._drafts.get(cell)
        return None if draft is None else draft.id

    def let_go(self, cell: Cell) -> None:
        """Forget what waits in *cell*: it was saved, or thrown away."""
        self.resumed = None
        draft = self._drafts.pop(cell, None)
        if draft is not None:
            self._pending_writes.write_when_free(f"left cell {draft.id}", lambda: drop_draft(self._workspace, draft.id))


class OverwriteGuard:
    """What the cell that is typed into held when that was begun: another program may put something else there."""

    def __init__(self) -> None:
        self._begun: tuple[Cell, float | None] | None = None
        self._agreed: tuple[Cell, float] | None = None
        """What was put into a cell meanwhile, once the person was asked about it."""

    def begin(self, cell: Cell, value: float | None) -> None:
        """Take note of what *cell* holds as typing into it begins; nothing changes while it goes on."""
        if self._begun is None or self._begun[0] != cell:
            self._begun = cell, value

    def end(self) -> None:
        """Forget it: nothing is typed any more."""
        self._begun = self._agreed = None

    def asks(self, cell: Cell, value: float | None) -> bool:
        """Tell whether the person is to be asked before something takes the place of *value*: once for each of them."""
        if value is None or self._begun is None or self._begun[0] != cell:
            return False
        if self._begun[1] == value or self._agreed == (cell, value):
            return False
        self._agreed = cell, value
        return True


EchoOf = Literal["", "cell", "typed"]
"""The cell under the cursor, what is typed into it, or something that was done."""

MOST_TOLD = 5
"""How many cells of last time are told one by one."""

PORTION = 20
"""KPIs that are looked through for news at a time."""


class EntrySheet(RefusalGuard, Vertical):
    """The sheet, and a line called ``echo`` below it, of *page*; *moved_on* is called when saving moved the cursor."""

    DEFAULT_CSS = """
    EntrySheet { height: auto; }
    """

    def __init__(self, page: Page, moved_on: Callable[[], object]) -> None:
        super().__init__()
        self.page = page
        self._moved_on = moved_on
        self.view: TodayView | None = None
        self._echo_is_of: EchoOf = ""
        """What the line below the sheet is of, so that it can be made anew once the figures changed."""
        self.news: Mapping[int, str] = {}
        """What is new of a KPI, by its id; worked out in the background."""
        self._looked_at: set[int] = set()
        """The ids of the KPIs that were looked through for news, for the data as they are."""
        self._looks = False
        """Whether some are being looked through."""
        self._expected: tuple[str, Expected | None] = ("", None)
        """What was typed last, and what was expected of it."""
        self._asked_about: entries.EntryInput | None = None
        """What was typed in another unit than its KPI's, once the person was asked about that."""
        self._cell_lost: tuple[Kpi, date] | None = None
        """The KPI and the day of what is typed, while they are not in the table."""
        self._left = CellDrafts(page.workspace, page.pending_writes)
        self._typed_over = OverwriteGuard()
        self._pasted: PastePlan | None = None
        """A paste that waits for another program that writes."""

    def compose(self) -> ComposeResult:
        """Lay out the sheet and the line."""
        yield Sheet()
        yield Plain(id="echo")

    def report(self, error: KpituiError) -> None:
        """Show a refusal as the page does."""
        self.page.report(error)

    def show(self, view: TodayView, news: Mapping[int, str]) -> None:
        """Paint *view*; the KPIs there is *news* of, by their ids, are marked.

        The cursor stays with its KPI, and what is being typed with the KPI and the day that it was begun for.
        """
        kpi, typed_for = self.kpi, self.typed_for
        self.view, self.news = view, news
        self.sheet.show(self.texts.sheet_view(view, news))
        if typed_for is not None:
            self._hold(*typed_for)
        elif kpi is not None and (row := row_of(view, kpi)) is not None and row != self.sheet.row:
            self.sheet.place(row)

    @property
    def typed_for(self) -> tuple[Kpi, date] | None:
        """The KPI and the day that the text being typed was begun for; None when nothing is typed."""
        if self.sheet.typing is None and not self.sheet.entering:
            return None
        if self.sheet.detached:
            return self._cell_lost
        return (self.kpi, self.day) if self.kpi is not None else None

    def _hold(self, kpi: Kpi, day: date) -> None:
        """Keep what is typed for *kpi* on *day* in that cell, or in none when it is gone or takes no entries now."""
        assert self.view is not None
        lines, days = self.view.sheet.lines, self.view.sheet.days
        row = row_of(self.view, kpi)
        if row is not None and day in days and (is_computed(kpi) or not is_computed(lines[row].kpi)):
            self.sheet.hold(row, days.index(day))
            return
        self._cell_lost = kpi, day
        self.sheet.detach()
        if row is not None:
            self.sheet.put_on(row)
        typing = self.sheet.typing
        if typing is None:
            return  # about to be answered, in `on_sheet_entered`
        if lines:
            self._echo_typed(kpi, typing.text)
            return
        self.sheet.place(0)  # there is no table that could take the keys
        self.page.app.warn_longer(self.texts.not_saved(kpi, day, typing.text))

    def renew_news(self) -> None:
        """Ask what is new of the KPIs in sight, for the data as they are now."""
        self._looked_at.clear()
        self._looks = False
        self.ask_news()

    def ask_news(self) -> None:
        """Ask what is new of the KPIs in sight that was not asked yet, a few at a time: a chart may be wanted between.

        The others are asked when they come in sight: of a thousand nobody looks at all.
        """
        if self._looks or not (kpis := self._not_looked_at()):
            return
        self._looks = True

        def show_news(loaded: tuple[dict[int, str], bool]) -> None:
            news, wrote = loaded
            if wrote:
                self.page.app.ignore_own_write()
            asked = {kpi.id for kpi in kpis}
            self._looked_at |= asked
            self._looks = False
            others = {number: text for number, text in self.news.items() if number not in asked}
            if self.news != {**others, **news} and self.view is not None:
                self.show(self.view, {**others, **news})
                self.renew_echo()
            self.call_later(self.ask_news)

        self.page.run_in_background(lambda workspace: _news(workspace, kpis), show_news, group="news")

    def _not_looked_at(self) -> list[Kpi]:
        """Return the first KPIs in sight, and then of the next rows, that were not asked for news."""
        lines = self.view.sheet.lines if self.view else ()
        height = max(1, self.sheet.size.height - self.sheet.heading)
        top = self.sheet.top
        rows = (*lines[top : top + 2 * height], *lines[max(0, top - height) : top])
        kpis = [line.kpi for line in rows if line.head_of is None and line.kpi.id not in self._looked_at]
        return kpis[:PORTION]

    def clear_news(self) -> None:
        """Take away what is new of the KPIs."""
        self.news = {}
        self.explain_cell()

    @property
    def sheet(self) -> Sheet:
        """The sheet."""
        return self.query_one(Sheet)

    @property
    def texts(self) -> TodayTexts:
        """What makes the texts of this page, with the settings in force."""
        return TodayTexts(self.page.workspace, ascii=self.page.app.ascii, moved=self.page.app.moved)

    @property
    def kpi(self) -> Kpi | None:
        """The KPI under the cursor, None on an empty sheet and on the head of a group."""
        lines = self.view.sheet.lines if self.view else ()
        return lines[self.sheet.row].kpi if lines and lines[self.sheet.row].head_of is None else None

    @property
    def day(self) -> date:
        """The day under the cursor."""
        days = self.view.sheet.days if self.view else ()
        return days[self.sheet.column] if days else self.page.workspace.today

    def unsaved(self) -> list[Unsaved]:
        """Return what is typed into the cell under the cursor, and what was pasted and is not saved yet."""
        figures = self._pasted.figures if self._pasted is not None else ()
        cells: dict[Cell, str] = {(figure.kpi, figure.day.isoformat()): figure.text for figure in figures}
        typing, typed_for = self.sheet.typing, self.typed_for
        if typing is not None and typed_for is not None and typing.text.strip():
            cells[cell_of(*typed_for)] = typing.text
        return [
            Unsaved(CELL_DRAFT, {"kpi": cell[0], "day": cell[1], "text": text}, self._left.draft_id(cell))
            for cell, text in cells.items()
        ]

    def resume_cells(self) -> None:
        """Take up what was being typed when the app was left: each text is in its cell again once the cursor is there.

        Those of other cells are told, and so is what waits in a form. What is typed next takes the place of such a
        text, for who types ahead sees nothing of it.
        """
        from kpitui.wording.entries import waiting_text

        forms = drafted_forms(self.page.workspace)
        if waiting := waiting_text(forms):
            self.page.app.warn_longer(waiting)
        if drafts := self.texts.new_drafts([form for form, is_fresh in forms.items() if is_fresh]):
            self.page.app.warn_longer(drafts)
        texts = self._left.load()
        if self._resume_here():
            self.page.app.warn_longer(_("What you typed last time is back, but not saved yet"))
        lines = self.view.sheet.lines if self.view else ()
        names = {line.kpi.key: line.kpi.name for line in lines}
        left = [
            self.texts.left_cell(text, names.get(key, key), day)
            for (key, day), text in texts.items()
            if (key, day) != self._left.resumed
        ]
        if left:
            where = _("Not saved last time: {cells}. Go to a cell to save what you typed there")
            more = [f"+{len(left) - MOST_TOLD}"] if len(left) > MOST_TOLD else []
            self.page.app.warn_longer(where.format(cells="; ".join([*left[:MOST_TOLD], *more])))

    def _resume_here(self, *, quietly: bool = False) -> bool:
        """Put what was typed last time into the cell under the cursor back into it; return whether there is anything.

        When it is done *quietly*, the line below the sheet stays.
        """
        if self.kpi is None or self.sheet.typing is not None or self.sheet.entering:
            return False
        if self.page.workspace.seen_from is not None:
            return False  # nothing can be saved as of an earlier day
        cell = cell_of(self.kpi, self.day)
        text = self._left.text(cell)
        if text is None or (self.view is not None and self.view.sheet.lines[self.sheet.row].head_of is not None):
            return False
        self._left.resumed = cell
        self._typed_over.begin(cell, _value_in(self.view, self.sheet))
        self.sheet.resume(CellText(text, len(text), untouched=True))
        if not quietly:
            self._echo_typed(self.kpi, text)
        return True

    def on_sheet_typed(self, message: Sheet.Typed) -> None:
        """Say how the text being typed is understood; what was to be saved before is thought over."""
        self.page.pending_writes.cancel("cell")
        here = cell_of(self.kpi, self.day) if self.kpi is not None else None
        if message.text is None:
            if here is not None and self._left.resumed == here:
                self._left.let_go(here)
            self._left.resumed = None
            self._typed_over.end()
            self.explain_cell()
        elif self.kpi is not None:
            self._typed_over.begin(cell_of(self.kpi, self.day), _value_in(self.view, self.sheet))
            self._echo_typed(self.kpi, message.text)
        self.sheet.repaint(self.sheet.row)

    def on_sheet_entered(self, message: Sheet.Entered) -> None:
        """Save what was typed; when it is refused, it stays in its cell."""
        if self.page.app.watch_database():
            self.page.reload()
        typed_for, text = self.typed_for, message.text.strip()
        lost, self.sheet.entering, self.sheet.detached = self.sheet.detached, False, False
        if typed_for is None or not text:
            self.explain_cell()
            return
        kpi, day = typed_for
        if lost:
            self.page.pending_writes.cancel("cell")
            self.page.app.warn_longer(self.texts.not_saved(kpi, day, text))
            self.explain_cell()
            return
        value = _value_in(self.view, self.sheet)
        # One more number to be counted leaves the others.
        replaces = value is not None and not text.startswith("+") and not KINDS[kpi.kind].counts
        if replaces and self._typed_over.asks(cell_of(kpi, day), value):
            self.sheet.resume(CellText(message.text, len(message.text)))
            self.say(self.texts.changed_meanwhile(kpi, value), problem=True)
            return
        wish = entries.EntryInput(kpi.key, text, day, replace=replaces)
        if wish == self._asked_about:
            wish = wish._replace(unit_agreed=True)
        typed = CellText(message.text, len(message.text))
        if not self.page.pending_writes.write_when_free("cell", lambda: self._save(wish, kpi, typed, message.step)):
            self.sheet.resume(typed)
            self.say(_("Another program is using the database. When it is free, your number is saved"), problem=True)

    def _save(self, wish: entries.EntryInput, kpi: Kpi, typed: CellText, step: int) -> None:
        """Save what was typed and go on; when it is refused, say why and leave it in its cell. Raises Busy."""
        try:
            (logged,) = entries.log(self.page.workspace, [wish], source="app")
        except Busy:
            raise
        except KpituiError as error:
            self.sheet.resume(typed)
            if wish.day is not None:
                self._hold(kpi, wish.day)
            if isinstance(error, OtherUnit):
                self._asked_about = wish
                self.say(sentence(error.question()), problem=True)
            elif isinstance(error, DatabaseUnusable):
                self.page.app.report(error)  # names the file, which takes more than the one line below the sheet
            else:
                self.say(sentence(error, of_several=False), problem=True)
            return
        self._asked_about = None
        self._typed_over.end()
        self._left.let_go(cell_of(kpi, wish.day))
        text, expected = self._expected
        doubt = expected if expected is not None and expected.doubtful and text == typed.text else None
        saved = self.texts.saved(logged, self.page.key_for("undo"), doubt, width=self._echo_width)
        self.page.app.publish_change()
        self._move_on(step)
        self.say(saved, problem=doubt is not None)
        self._resume_here(quietly=True)
        _ask_about_arrivals(self.page, logged.kpi, logged.day)

    def on_sheet_pasted(self, message: Sheet.Pasted) -> None:
        """Fill the cells from the cursor on with what was pasted, as one change, and say what did not fit."""
        if self.view is None:
            return
        if message.into_text:
            self.page.app.warn_longer(
                _("Only the first number was used. To fill the cells below, press Esc before you paste")
            )
            return
        plan = paste_plan(self.view, message.rows, self.sheet.row, self.sheet.column, self.page.workspace.today)
        self._pasted = plan
        if not self.page.pending_writes.write_when_free("paste", lambda: self._save_paste(plan)):
            self.say(_("Another program is using the database. When it is free, your number is saved"), problem=True)

    def _save_paste(self, plan: PastePlan) -> None:
        """Save what can be of a paste, and say so. Raises Busy."""
        logged, refused = entries.log_what_can_be(self.page.workspace, plan.figures, source="app")
        self._pasted = None
        lines = self.view.sheet.lines if self.view else ()
        names = {line.kpi.key: harmless(line.kpi.name, 20) for line in lines}
        left_out = self.texts.left_out(plan, refused, names)
        if logged:
            saved = self.texts.saved_together(logged, self.page.key_for("undo"))
            self.page.app.publish_change()
            self._move_on(0)
            self.say(saved)
        else:
            self.say(_("Nothing you pasted was saved"), problem=True)
        if left_out:
            self.page.app.warn_longer(left_out)

    def on_sheet_cleared(self, _message: Sheet.Cleared) -> None:
        """Empty the cell under the cursor."""
        kpi = self.kpi
        if kpi is not None and not is_computed(kpi) and entries.clear(self.page.workspace, kpi, self.day):
            self.page.app.publish_change()
            self.say(_("Cleared ({key} to undo)").format(key=self.page.key_for("undo")))

    def _move_on(self, step: int) -> None:
        assert self.view is not None
        row, column = self.sheet.row, self.sheet.column
        self.sheet.place(row + step if step else next_row(self.view, row, column, self.page.workspace.today), column)
        self._moved_on()

    def renew_echo(self) -> None:
        """Make the line below the sheet anew where it is of figures: they may have changed."""
        typing = self.sheet.typing
        if self._echo_is_of == "cell":
            self.explain_cell()
        elif self._echo_is_of == "typed" and typing is not None and self.kpi is not None:
            self._echo_typed(self.kpi, typing.text)

    def _echo_typed(self, kpi: Kpi, text: str) -> None:
        if self.sheet.detached and self._cell_lost is not None:
            # It is in no cell: this line is the only place where it is to be seen.
            self.say(self.texts.not_saved(*self._cell_lost, text), problem=True)
            self._echo_is_of = "typed"
            return
        if is_computed(kpi):
            self.say(_("{kpi} is calculated from other KPIs. Log those instead").format(kpi=kpi.name), problem=True)
            return
        from kpitui.services.insight import expected_value

        try:
            seen = preview(self.page.workspace, kpi, text, self.day)
            expected = expected_value(self.page.workspace, kpi, seen.value, self.day)
            self._expected = text, expected
            self.say(self.texts.understood(kpi, seen, self.day, expected, width=self._echo_width))
        except KpituiError as error:
            self.say(sentence(error) if len(text) > 1 else "", problem=True)
        self._echo_is_of = "typed"

    @property
    def _echo_width(self) -> int:
        """How many cells the line below the sheet has for a text; 0 as long as the page has no size."""
        return max(0, (self.size.width or self.page.size.width) - 2)

    def explain_cell(self) -> None:
        """Say below the sheet what stands in the cell under the cursor, or put back there what was typed last time."""
        if self._resume_here():
            return
        if self.view and self.view.sheet.lines:
            line = self.view.sheet.lines[self.sheet.row]
            if line.head_of is not None:
                self.say(self.texts.group(line, self.view))
                self._echo_is_of = "cell"
                return
            newest = line.last is not None and self.day == line.last[0]
            news = self.news.get(line.kpi.id, "") if newest else ""
            self.say(self.texts.cell(line, self.day, _value_in(self.view, self.sheet), news, width=self._echo_width))
            self._echo_is_of = "cell"
        else:
            self.say("")  # its cell is gone, on a day before the first KPI, or still to come
            self._echo_is_of = "cell"

    def say(self, text: str, *, problem: bool = False) -> None:
        """Say something below the sheet, in two lines where it needs them and the chart can spare one."""
        echo, width = self.query_one("#echo", Plain), self._echo_width
        echo.set_class(problem, "-problem")
        echo.set_class(0 < width < cell_len(text) and not self.page.has_class("-short"), "-tall")
        echo.update(text, layout=False)
        self._echo_is_of = ""


def _value_in(view: TodayView | None, sheet: Sheet) -> float | None:
    """Return what the cell under the cursor of *sheet* holds; None where it holds nothing."""
    lines = view.sheet.lines if view else ()
    return lines[sheet.row].values[sheet.column] if lines else None


def _news(workspace: Workspace, kpis: list[Kpi]) -> tuple[dict[int, str], bool]:
    """Return what is new of *kpis*, and whether that or what is usual was kept anew; imported after the paint."""
    from kpitui.services.insight import keep_usual
    from kpitui.services.insight.comparisons import signals_of
    from kpitui.wording.signals import signal_text

    style = workspace.settings.numbers
    signals, wrote = signals_of(workspace, kpis)
    news = {kpi.id: signal_text(kpi, signal, style) for kpi, signal in signals}
    return news, keep_usual(workspace, kpis) or wrote


def _ask_about_arrivals(page: Page, kpi: Kpi, day: date) -> None:
    """Ask about planned amounts that a balance shows now for the first time."""
    from kpitui.services.planned import has_kind, to_confirm

    if not has_kind(kpi):
        return

    def ask(arrivals: list[Occurrence]) -> None:
        from kpitui.wording.forecasts import arrival_text

        for occurrence in arrivals:
            page.app.warn_longer(arrival_text(kpi, occurrence, page.workspace.settings.numbers))

    page.run_in_background(lambda workspace: to_confirm(workspace, kpi, by=day), ask, group="arrivals")

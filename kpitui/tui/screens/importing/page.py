"""Importing a file: its path, what each of its figures becomes, what that comes to, and then the import itself.

Reading and saving are done in the background and can be stopped at any moment; what is found is told by the services,
in `texts`. Until Enter is pressed below a preview, nothing is written.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from threading import Event
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.message import Message
from textual.timer import Timer
from textual.widgets import Input

from kpitui.core.errors import KpituiError, mark
from kpitui.i18n import _
from kpitui.services.reading import shown_kpis
from kpitui.tui.page import Page
from kpitui.tui.screens.importing._path_completion import complete
from kpitui.tui.screens.importing._texts import LEFT_OUT, NEW, ImportRow, done_text, found_text, progress_text, rows_of
from kpitui.tui.widgets.form import FIELDS, ChoiceField, Field, FieldChanged, FieldLeft, Form, TextField, TextLine
from kpitui.tui.widgets.key_bar import KeyBar
from kpitui.tui.widgets.plain import Heading, Plain
from kpitui.wording.errors import sentence

if TYPE_CHECKING:
    from kpitui.exchange.content import FileContent
    from kpitui.services.imports import ImportChoices, ImportPlan
    from kpitui.services.workspace import Workspace

TICK = 0.25
"""Seconds between two looks at how far it is."""


ASKED = ("decimal", "dates", "day", "count")
"""What is asked only when a file leaves it in doubt."""
NOTHING_ASKED = dict.fromkeys(("decimal", "dates", "day", "count", "currency", "refused", "lower"), "")


class _Stopped(Exception):  # it leaves no further than the background
    """The person, or the end of the app, stopped it."""


class ImportForm(Form):
    """A form in which Enter means go on with the file, not go to the next field."""

    class Entered(Message):
        """Enter was pressed in a field."""

    def on_field_left(self, message: FieldLeft) -> None:
        """Tell of Enter; the arrows are the form's."""
        if message.entered:
            message.stop()
            message.prevent_default()
            self.post_message(self.Entered())


class ImportPage(Page):
    """The import of one file."""

    CSS_PATH = "page.tcss"
    KEYED = FIELDS
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "go_on", mark("preview first, then import"), key_display="enter", id="importing.go_on"),
        Binding("tab", "complete", mark("complete the path"), id="importing.complete"),
        Binding("u", "undo", mark("undo"), id="page.undo"),
        Binding("U,ctrl+r", "redo", mark("redo"), show=False, id="page.redo"),
        Binding("escape", "back", mark("stop, or back"), id="importing.back"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.typed: dict[str, str] = {"file": "", "preset": "", **NOTHING_ASKED}
        self.pasted: tuple[str, str] | None = None
        """A table that was pasted: what stands for it in the field of the file, and its text."""
        self.day_columns: tuple[str, ...] = ()
        """The columns of a file that hold days, where several do."""
        self.rows: list[ImportRow] = []
        self.asked: set[str] = set()
        self.plan: ImportPlan | None = None
        self.done = False
        self._stop: Event | None = None
        self._progress = (0, 0)
        self._timer: Timer | None = None

    def compose(self) -> ComposeResult:
        """Lay out the page."""
        yield Heading(_("Import a file"))
        with VerticalScroll(can_focus=False):
            yield ImportForm(*self._fields())
        yield Plain(id="message")
        yield KeyBar()

    def on_mount(self) -> None:
        """Say which files are read."""
        self.say(
            _("CSV, JSON or zip, from a till, shop, bank or web statistics; Tab completes the path. Or paste a table")
        )

    def on_unmount(self) -> None:
        """Stop what is under way: an import that is not complete leaves nothing."""
        self._give_up()

    async def on_field_changed(self, message: FieldChanged) -> None:
        """Keep what was chosen; another file is another preview, and another choice is counted again."""
        if message.name.startswith("figure "):
            index = int(message.name.removeprefix("figure "))
            self.rows[index] = self.rows[index]._replace(value=message.value)
        else:
            self.typed[message.name] = message.value
        if message.name == "file":
            await self._forget()
        elif message.name in ("refused", "lower"):
            return
        elif message.name == "preset":
            await self._forget()
            self._read()
        elif self.plan is not None or message.name in ASKED:
            self._read()

    async def on_text_line_lines_pasted(self, message: TextLine.LinesPasted) -> None:
        """Read a table that was pasted, as a file is read."""
        message.stop()
        label = _("pasted table")
        self.pasted = (label, message.text)
        await self._forget()
        self.typed["file"] = label
        await self._put(focus="file")
        self._read()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer undo once something was imported, and before that what leads there."""
        if action in ("undo", "redo"):
            return self.done
        if action == "complete":
            return not self.done and isinstance(self.focused, Input)
        return not self.done if action == "go_on" else True

    def on_import_form_entered(self, message: ImportForm.Entered) -> None:
        """Read the file, or import it when what it holds is on the page."""
        self.action_go_on()

    def action_go_on(self) -> None:
        """Read the file, or import it when what it holds is on the page."""
        if self.done or self._stop is not None:
            return
        if self.plan is None:
            self._read()
        else:
            self._work(saving=True)

    def action_complete(self) -> None:
        """Complete the path as far as it is certain, and show how it could go on."""
        if not isinstance(self.focused, Input):
            return
        completion = complete(self.focused.value)
        if completion.path != self.focused.value:
            self.focused.value = completion.path
            self.focused.cursor_position = len(completion.path)
        self.say("  ".join(completion.names[:40]) if len(completion.names) != 1 else "")
        if not completion.names:
            self.say(_("No file or folder starts like that"))

    def action_back(self) -> None:
        """Stop what is under way; when nothing is, return to the page before this one."""
        if self._stop is not None:
            self._give_up()
            self._ended(_("Stopped: nothing was saved"))
        else:
            self.app.pop_screen()

    def _read(self) -> None:
        if self.typed["file"].strip():
            self._work(saving=False)

    def _work(self, *, saving: bool) -> None:
        """Read the file in the background, and with *saving* import it."""
        self._give_up()
        stop = self._stop = Event()
        self._progress = (0, 0)
        content, choices = self._content(), self._choices()
        skip, lower = self.typed["refused"] == "skip", self.typed["lower"] == "take"

        def watch(done: int, total: int) -> None:
            if stop.is_set() or self.app.background.leaving.is_set():
                raise _Stopped
            self._progress = (done, total)

        def work(workspace: Workspace) -> ImportPlan | KpituiError | None:
            from kpitui.services.imports import carry_out, plan_import

            try:
                if saving:
                    return carry_out(workspace, content(), choices, skip_refused=skip, lower=lower, watch=watch)
                return plan_import(workspace, content(), choices, watch)
            except KpituiError as error:
                return error
            except _Stopped:
                return None

        async def then(outcome: ImportPlan | KpituiError | None) -> None:
            if stop is self._stop:
                self._ended("")
                await self._take(outcome, saving=saving)

        self._tick()
        self._timer = self.set_interval(TICK, self._tick)
        self.run_in_background(work, lambda outcome: self.call_next(then, outcome), group="import")

    def _content(self) -> Callable[[], FileContent]:
        """Return what gives the content of the file that is named, or of the table that was pasted."""
        path, pasted = self.typed["file"].strip().strip("'\""), self.pasted

        def content() -> FileContent:
            from kpitui.exchange.content import FileContent, on_disk

            if pasted is not None and pasted[0] == path:
                return FileContent(pasted[1].encode(), pasted[0])
            return on_disk(path)

        return content

    async def _take(self, outcome: ImportPlan | KpituiError | None, *, saving: bool) -> None:
        """Show what the background found."""
        if isinstance(outcome, KpituiError):
            await self._refuse(outcome)
        elif outcome is not None:
            style = self.workspace.settings.numbers
            if saving and not outcome.asks:
                self.done = True
                self.set_class(True, "-done")
                self.set_focus(None)
                self.refresh_bindings()
                self.say(done_text(outcome, style, self.key_for("undo")))
                self.app.publish_change()
                return
            first, self.plan = self.plan is None, outcome
            if first and not self.rows:
                self.rows = rows_of(outcome, [kpi for kpi in shown_kpis(self.workspace) if not kpi.numerator])
                await self._put(focus="figure 0" if self.rows else "file")
                if any(row.value in (NEW, LEFT_OUT) for row in self.rows):
                    self._read()
                    return
            form = self.query_one(ImportForm)
            needed = (bool(outcome.refused), bool(outcome.lowered), self._asks_currency())
            if needed != (form.has("refused"), form.has("lower"), form.has("currency")):
                await self._put()
            hint = _("Enter to import; arrows choose the KPI of each column")
            if outcome.refused and self.typed["refused"] != "skip":
                hint = _("Nothing is imported while rows are rejected. Correct the file, or leave those rows out")
            elif outcome.lowered and self.typed["lower"] != "take":
                hint = _(
                    "Some days would get a lower number. Export the whole period again, or allow lower numbers below"
                )
            self.say(found_text(outcome, style) + "\n" + hint)

    async def _refuse(self, error: KpituiError) -> None:
        """Show why a file cannot be read, and ask what it leaves in doubt."""
        self.say("")
        field = error.field or "file"
        if field in ASKED:
            self.asked.add(field)
            choices = error.params.get("choices")
            self.day_columns = choices if isinstance(choices, tuple) else self.day_columns
            await self._put(focus=field)
        form = self.query_one(ImportForm)
        name = {"format": "preset"}.get(field, field)
        for form_field in form.fields:
            form_field.problem(sentence(error) if form_field.name == (name if form.has(name) else "file") else None)

    def _choices(self) -> ImportChoices:
        from kpitui.exchange.reading import ROWS
        from kpitui.services.imports import ImportChoices

        mapping = {row.origin: row.value for row in self.rows if row.value != NEW}
        if self.typed["day"]:
            mapping[self.typed["day"]] = "date"
        if self.typed["count"]:
            mapping[ROWS] = self.typed["count"]
        currency = self.typed["currency"].strip().upper()
        return ImportChoices(
            self.typed["preset"] or None,
            mapping,
            self.typed["decimal"] or None,
            self.typed["dates"] or None,
            create=any(row.value == NEW for row in self.rows),
            currency=currency if len(currency) == 3 and currency.isalpha() and currency.isascii() else "",
        )

    def _asks_currency(self) -> bool:
        """Tell whether new KPIs would be amounts of which nobody has said the currency, or it was said here."""
        from kpitui.services.imports import NO_CURRENCY

        cautions = self.plan.cautions if self.plan is not None else []
        return bool(self.typed["currency"]) or any(message == NO_CURRENCY for message, _params in cautions)

    async def _forget(self) -> None:
        """Forget what was found, for it was found in another file or in another way."""
        self._give_up()
        shown = bool(self.rows or self.asked)
        self.plan, self.rows, self.asked = None, [], set()
        self.typed |= NOTHING_ASKED
        self.say("")
        for field in self.query_one(ImportForm).fields:
            field.problem(None)
        if shown:
            await self._put()

    async def _put(self, focus: str | None = None) -> None:
        """Put up the fields that there are now."""
        await self.query_one(ImportForm).put(self._fields(), focus)

    def _fields(self) -> list[Field]:
        plan = self.plan
        fields = import_fields(
            self.typed,
            self.rows,
            self.asked,
            refused=bool(plan and plan.refused),
            lowered=bool(plan and plan.lowered),
            days=self.day_columns,
        )
        if self._asks_currency():
            fields.append(TextField("currency", _("Currency"), self.typed["currency"], placeholder="EUR"))
        asks = "count" in self.asked
        if asks or (plan is not None and plan.format == "csv-wide"):
            kpis = [(kpi.key, kpi.name) for kpi in shown_kpis(self.workspace) if not kpi.numerator]
            options = [("", _("choose") if asks else _("nothing")), *kpis]
            field = ChoiceField("count", _("Log the number of rows per day as"), options, self.typed["count"])
            fields.insert(2 if asks else len(fields), field)
        return fields

    def _give_up(self) -> None:
        if self._stop is not None:
            self._stop.set()
            self._stop = None
        if self._timer is not None:
            self._timer.stop()
            self._timer = None

    def _ended(self, text: str) -> None:
        self._give_up()
        self.say(text)

    def _tick(self) -> None:
        if not self.is_there:
            return
        style = self.workspace.settings.numbers
        self.say(progress_text(*self._progress, ascii=self.app.ascii, style=style))

    def say(self, text: str) -> None:
        """Say something below the form."""
        self.query_one("#message", Plain).update(text)


def import_fields(
    typed: Mapping[str, str],
    rows: Sequence[ImportRow],
    asked: Collection[str],
    *,
    refused: bool,
    lowered: bool = False,
    days: Sequence[str] = (),
) -> list[Field]:
    """Return the fields that there are now; *asked* names what a file left in doubt, *days* its columns of days."""
    from kpitui.exchange import formats

    choices = [("", _("automatic")), *((format.name, _(format.title)) for format in formats().values())]
    fields: list[Field] = [
        TextField("file", _("File"), typed["file"], takes_lines=True),
        ChoiceField("preset", _("Comes from"), choices, typed["preset"]),
    ]
    if "decimal" in asked:
        marks = [("", _("choose")), ("point", "1,249.50"), ("comma", "1.249,50")]
        fields.append(ChoiceField("decimal", _("Numbers"), marks, typed["decimal"]))
    if "dates" in asked:
        orders = [("", _("choose")), ("dmy", _("day first")), ("mdy", _("month first"))]
        fields.append(ChoiceField("dates", _("Days"), orders, typed["dates"]))
    if "day" in asked:
        columns = [("", _("choose")), *((name, name) for name in days)]
        fields.append(ChoiceField("day", _("Column of days"), columns, typed["day"]))
    fields += [ChoiceField(f"figure {index}", row.label, row.options, row.value) for index, row in enumerate(rows)]
    if refused:
        skip = [("", _("nothing is imported")), ("skip", _("the others are imported"))]
        fields.append(ChoiceField("refused", _("Rejected rows"), skip, typed["refused"]))
    if lowered:
        take = [("", _("nothing is imported")), ("take", _("the numbers of the file are used"))]
        fields.append(ChoiceField("lower", _("Lower numbers"), take, typed["lower"]))
    return fields

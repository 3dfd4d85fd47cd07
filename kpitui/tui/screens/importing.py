"""Importing a file: its path, what each of its figures becomes, what that comes to, and then the import itself.

Reading and saving are done in the background and can be stopped at any moment; what is in a file is told by the
services. Until Enter is pressed below a preview, nothing is written. A path is completed as a shell does.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.message import Message
from textual.timer import Timer
from textual.widgets import Input

from kpitui.core.errors import KpituiError, mark
from kpitui.core.figures import NumberStyle, format_number, unit_sign
from kpitui.core.keyboard import shown_key
from kpitui.core.kinds import is_computed
from kpitui.i18n import _
from kpitui.i18n.harmless import harmless
from kpitui.i18n.wrapping import wrap
from kpitui.services.reading import shown_kpis
from kpitui.tui.page import Page
from kpitui.tui.widgets.columns import aligned, fitted
from kpitui.tui.widgets.form import FIELDS, ChoiceField, Field, FieldChanged, FieldLeft, Form, TextField, TextLine
from kpitui.tui.widgets.key_bar import KeyBar
from kpitui.tui.widgets.plain import Heading, Plain
from kpitui.tui.widgets.region import FirstLines, PageRegion
from kpitui.wording.changes import moment_in_words
from kpitui.wording.dates import day_text
from kpitui.wording.errors import sentence
from kpitui.wording.imports import (
    added_text,
    caution_text,
    column_label,
    conflict_text,
    counts_text,
    difference_text,
    example_lines,
    kind_text,
    lowered_text,
    more_text,
    nothing_new_text,
    refusal_text,
)

if TYPE_CHECKING:
    from kpitui.core.model import Kpi
    from kpitui.exchange import Caution, FileMetric
    from kpitui.exchange.content import FileContent
    from kpitui.services.imports import ImportChoices, ImportPlan
    from kpitui.services.imports.matching import MetricMatch
    from kpitui.services.imports.waiting import ImportedFile, WaitingFile
    from kpitui.services.workspace import Workspace


KEYS = ("f2", "f3", "f4", "f5", "f6", "f7", "f8", "f9")
"""The keys that take the files that wait, in the order in which they are listed."""

ABOVE_FILES = 15
"""Lines of a page that the files that wait leave to what is asked and told."""

AROUND_REGIONS = 10
"""Lines of a page that the regions on it leave to the form, the message and the keys."""

MOST_BEFORE = 8
"""How many files that were imported are listed."""

FEWEST_LINES, MOST_LINES = 3, 30
"""How many first lines of a file are shown: at least, the names of its columns and two rows, and at most."""

WIDEST = 100
"""Cells of a line of names at most."""

TICK = 0.25
"""Seconds between two looks at how far it is."""


ASKED = ("decimal", "dates", "day", "count", "only")
"""What is asked only when a file leaves it in doubt."""
NOTHING_ASKED = dict.fromkeys(("decimal", "dates", "day", "count", "only", "currency", "refused", "lower"), "")


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

    CSS_PATH = "importing.tcss"
    KEYED = FIELDS
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "go_on", mark("preview, then import"), key_display="enter", id="importing.go_on"),
        Binding("tab", "complete", mark("complete the path"), id="importing.complete"),
        Binding("u", "undo", mark("undo"), id="page.undo"),
        Binding("U,ctrl+r", "redo", mark("redo"), show=False, id="page.redo"),
        *(
            Binding(key, f"take({index})", mark("take the file"), show=False, id=f"importing.take{index}")
            for index, key in enumerate(KEYS)
        ),
        Binding("escape", "back", mark("stop or go back"), id="importing.back"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.typed: dict[str, str] = {"file": "", "preset": "", **NOTHING_ASKED}
        self.pasted: tuple[str, str] | None = None
        """A table that was pasted: what stands for it in the field of the file, and its text."""
        self.day_columns: tuple[str, ...] = ()
        """The columns of a file that hold days, where several do, or all of them where none was found to."""
        self.rows: list[ImportRow] = []
        self.asked: set[str] = set()
        self.plan: ImportPlan | None = None
        self.done = False
        self._stop: Event | None = None
        self._progress = (0, 0)
        self._timer: Timer | None = None
        self.waiting: list[WaitingFile] = []
        """The newest files where browsers save them."""
        self.imported: list[ImportedFile] = []
        """The files that were imported last."""
        self.looked = False
        """Whether both are read, so that the room that they leave can be filled."""
        self.first_lines: list[str] = []
        """How the file begins that was read."""

    def compose(self) -> ComposeResult:
        """Lay out the page."""
        yield Heading(_("Import a file"))
        with VerticalScroll(can_focus=False):
            yield ImportForm(*self._fields())
            for name in ("waiting", "example", "before", "programs"):
                yield PageRegion(id=name)
            yield FirstLines()
        yield Plain(id="message")
        yield KeyBar()

    def on_mount(self) -> None:
        """Say which files are read."""
        self.say(
            _("CSV, JSON or zip, from a till, shop, bank or web statistics. Tab completes the path. Or paste a table")
        )

        self._tell_what_can_be_read()
        left = self.app.background.leaving

        def work(workspace: Workspace) -> tuple[list[WaitingFile], list[ImportedFile]]:
            from kpitui.services.imports.waiting import imported_files, waiting_files

            return waiting_files(len(KEYS), left.is_set), imported_files(workspace, MOST_BEFORE)

        self.run_in_background(work, self._show_files, group="waiting")

    def on_resize(self) -> None:
        """Tell as much as there is room for now."""
        self._tell_what_can_be_read()

    def _show_files(self, files: tuple[list[WaitingFile], list[ImportedFile]]) -> None:
        self.waiting, self.imported = files
        self.looked = True
        self._tell_what_can_be_read()

    @property
    def is_asking(self) -> bool:
        """Whether it is still asked which file is to be read."""
        return self.plan is None and not self.rows and not self.asked and not self.done

    def _tell_what_can_be_read(self) -> None:
        """Until a file is chosen, tell which ones wait, each with its key, and as far as there is room what is read.

        Of one that was read, show its first lines.
        """
        width, now = self.size.width - 4, self.is_asking
        files = waiting_lines(self.waiting[: max(3, self.size.height - ABOVE_FILES)], width)
        folder = _("In {folder}").format(folder=self.waiting[0].path.rpartition("/")[0]) if self.waiting else ""
        kpis = [kpi for kpi in shown_kpis(self.workspace) if not is_computed(kpi)]
        example = example_lines(kpis, self.workspace.today, self.workspace.settings.typed_numbers)
        zone = self.workspace.settings.text("timezone")
        before = [f"{moment_in_words(moment, zone)}  {harmless(name, 60)}" for moment, name in self.imported]
        programs = wrap(", ".join(program_names()), min(width, WIDEST))
        regions = (
            ("#waiting", folder, files, _("newest first")),
            ("#example", _("How a file may look"), example, _("a column for each KPI")),
            ("#before", _("Imported before"), before, ""),
            ("#programs", _("Exports that KPITUI recognises"), programs if self.looked else [], ""),
        )
        room = self.size.height - AROUND_REGIONS if now else 0
        for place, title, lines, end in regions:
            needed = len(lines) + 2
            fits = now and (needed <= room or place == "#waiting") and all(cell_len(line) <= width for line in lines)
            self.query_one(place, PageRegion).tell(title, lines if fits else [], end)
            room -= needed if fits and lines else 0
        room = self.size.height - AROUND_REGIONS - len(self.query_one(ImportForm).fields) - 2
        begun = self.plan is not None and not self.done and room >= FEWEST_LINES
        self.query_one(FirstLines).show_file(self.first_lines if begun else [], room)

    async def action_take(self, index: int) -> None:
        """Read one of the files that wait."""
        if index < len(self.waiting) and self.is_asking:
            self.pasted = None
            await self._forget()
            self.typed["file"] = self.waiting[index].path
            await self._put(focus="file")
            self._read()

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
        if action == "take":
            return self.is_asking and parameters[0] in range(len(self.waiting))
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
        completion = complete_path(self.focused.value)
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

        hidden = self.workspace.settings.numbers.hidden

        def work(workspace: Workspace) -> ImportPlan | KpituiError | None:
            from kpitui.services.imports import carry_out, plan_import

            try:
                if saving:
                    return carry_out(workspace, content(), choices, skip_refused=skip, lower=lower, watch=watch)
                read = content()
                plan = plan_import(workspace, read, choices, watch)
                if stop is self._stop:
                    self.first_lines = [] if hidden else read.first_lines(MOST_LINES)
                return plan
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
                self._tell_what_can_be_read()
                self.refresh_bindings()
                self.say(done_text(outcome, style, self.key_for("undo")))
                self.app.publish_change()
                return
            first, self.plan = self.plan is None, outcome
            if first and not self.rows:
                self.rows = import_rows(
                    outcome,
                    [kpi for kpi in shown_kpis(self.workspace) if not kpi.numerator],
                    self.workspace.settings.numbers,
                )
                await self._put(focus="figure 0" if self.rows else "file")
                if any(row.value in (NEW, LEFT_OUT) for row in self.rows):
                    self._read()
                    return
            form = self.query_one(ImportForm)
            if outcome.question is not None:
                self.asked.add("only")
            needed = (bool(outcome.refused), bool(outcome.lowered), self._asks_currency(), "only" in self.asked)
            if needed != (form.has("refused"), form.has("lower"), form.has("currency"), form.has("only")):
                await self._put()
            self._tell_what_can_be_read()
            self.say(found_text(outcome, style) + "\n" + self._hint(outcome))

    def _hint(self, plan: ImportPlan) -> str:
        """Return what is to be done next about a file that was read."""
        if plan.question is not None:
            return which_rows_text(plan.question)
        if plan.refused and self.typed["refused"] != "skip":
            return _("Nothing is imported while rows are rejected. Correct the file, or leave those rows out")
        if plan.lowered and self.typed["lower"] != "take":
            return _("Some days would get a lower number. Export the whole period again, or allow that below")
        return _("Enter to import. Arrows choose the KPI of each column")

    async def _refuse(self, error: KpituiError) -> None:
        """Show why a file cannot be read, and ask what it leaves in doubt."""
        self.say("")
        field = {"columns": "day"}.get(error.field or "file", error.field or "file")
        if field in ASKED:
            self.asked.add(field)
            choices = error.params.get("choices")
            self.day_columns = choices if isinstance(choices, tuple) else self.day_columns
            await self._put(focus=field)
        form = self.query_one(ImportForm)
        name = {"format": "preset"}.get(field, field)
        for form_field in form.fields:
            text = sentence(error, in_shell=False)
            form_field.problem(text if form_field.name == (name if form.has(name) else "file") else None)

    def _choices(self) -> ImportChoices:
        from kpitui.exchange.reading import ROWS
        from kpitui.services.imports import ImportChoices

        mapping = {row.origin: row.value for row in self.rows if row.value != NEW}
        if self.typed["day"]:
            mapping[self.typed["day"]] = "date"
        if self.typed["count"]:
            mapping[ROWS] = self.typed["count"]
        column, _equals, texts = self.typed["only"].partition("=")
        if column.strip() and texts.strip() == LEFT_OUT:
            mapping[column.strip()] = LEFT_OUT
        currency = self.typed["currency"].strip().upper()
        return ImportChoices(
            self.typed["preset"] or None,
            mapping,
            self.typed["decimal"] or None,
            self.typed["dates"] or None,
            create=any(row.value == NEW for row in self.rows),
            currency=currency if len(currency) == 3 and currency.isalpha() and currency.isascii() else "",
            only={column.strip(): texts} if texts.strip() and column.strip() not in mapping else {},
        )

    def _asks_currency(self) -> bool:
        """Tell whether there are amounts of which nobody has said the currency, or it was said here."""
        return bool(self.typed["currency"]) or currency_taken(self.plan) is not None

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
        self._tell_what_can_be_read()

    async def _put(self, focus: str | None = None) -> None:
        """Put up the fields that there are now."""
        await self.query_one(ImportForm).put(self._fields(), focus)
        self._tell_what_can_be_read()

    def _fields(self) -> list[Field]:
        plan = self.plan
        fields = import_fields(
            self.typed,
            self.rows,
            self.asked,
            refused=bool(plan and plan.refused),
            lowered=bool(plan and plan.lowered),
            days=self.day_columns,
            rows_example=str(plan.question[1].get("answer", "")) if plan and plan.question else "",
        )
        if self._asks_currency():
            taken = currency_taken(plan) or "EUR"
            fields.append(TextField("currency", _("Currency"), self.typed["currency"], placeholder=taken))
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
        self.say(import_progress_text(*self._progress, ascii=self.app.ascii, style=style))

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
    rows_example: str = "",
) -> list[Field]:
    """Return the fields that there are now; *asked* names what a file left in doubt, *days* its columns of days.

    *rows_example* is how rows that count can be named by a column of the file.
    """
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
        fields.append(ChoiceField("day", _("Column with days"), columns, typed["day"]))
    if "only" in asked:
        fields.append(TextField("only", _("Only rows with"), typed["only"], placeholder=rows_example))
    fields += [ChoiceField(f"figure {index}", row.label, row.options, row.value) for index, row in enumerate(rows)]
    if refused:
        skip = [("", _("nothing is imported")), ("skip", _("the others are imported"))]
        fields.append(ChoiceField("refused", _("Rejected rows"), skip, typed["refused"]))
    if lowered:
        take = [("", _("nothing is imported")), ("take", _("the numbers of the file are used"))]
        fields.append(ChoiceField("lower", _("Lower numbers"), take, typed["lower"]))
    return fields


# Completing the path of a file as a shell does: as far as it is certain, with what could follow.

MOST_OFFERED = 500
"""Names in a folder that are looked at."""


class PathCompletion(NamedTuple):
    """A path as far as it is certain, and the names that could follow; none when nothing begins so."""

    path: str
    names: tuple[str, ...]


def complete_path(typed: str) -> PathCompletion:
    """Return how the path that was *typed* goes on; a folder ends with a slash, hidden names only when asked for."""
    folder, slash, begin = typed.rpartition("/")
    try:
        names = _names(Path(folder + slash or ".").expanduser(), begin)
    except (OSError, ValueError, RuntimeError):
        return PathCompletion(typed, ())
    if not names:
        return PathCompletion(typed, ())
    return PathCompletion(folder + slash + _shared(names), tuple(names))


def _shared(names: list[str]) -> str:
    """Return what all *names*, which are sorted, begin with."""
    first, last = names[0], names[-1]
    same = next(
        (index for index, (ours, other) in enumerate(zip(first, last, strict=False)) if ours != other), len(first)
    )
    return first[: min(same, len(last))]


def _names(folder: Path, begin: str) -> list[str]:
    names = []
    with os.scandir(folder) as entries:
        for _index, entry in zip(range(MOST_OFFERED), entries, strict=False):
            if entry.name.startswith(begin) and (begin or not entry.name.startswith(".")):
                names.append(entry.name + ("/" if entry.is_dir() else ""))
    return sorted(names)


# What can be read: the files that wait, and the programs of which a file is known by its columns.


def waiting_lines(waiting: Sequence[WaitingFile], width: int) -> list[str]:
    """Return a line for each file with the key that takes it: what it is, and its day where there is room for that."""
    rows = [
        (shown_key(key), harmless(file.name, 60), _(file.title) if file.title else "", day_text(file.saved))
        for key, file in zip(KEYS, waiting, strict=False)
    ]
    for count in (4, 3, 2):
        lines = aligned([row[:count] for row in rows])
        if all(cell_len(line) <= width for line in lines):
            return lines
    return [fitted(line, width) for line in lines]


def program_names() -> list[str]:
    """Return the programs whose exports are known by their columns, in the order of their names."""
    from kpitui.exchange import formats

    titles = (_(row.title) for row in formats().values() if row.needed is not None)
    return sorted({title.partition(",")[0].partition(" (")[0] for title in titles}, key=str.casefold)


# The texts of the import page: what was found, how far it is, and what each figure may become.

NEW, LEFT_OUT = "+", "-"
"""What a figure can become besides a KPI: a new one, or nothing."""

BAR = 30
REFUSALS = 4
"""Refused rows that are told one by one."""


class ImportRow(NamedTuple):
    """A figure of the file on the page: what it is called in a mapping, its label, and what it may become."""

    origin: str
    label: str
    options: tuple[tuple[str, str], ...]
    value: str


def import_rows(plan: ImportPlan, kpis: Sequence[Kpi], style: NumberStyle) -> list[ImportRow]:
    """Return a row for each figure of a file that was read without a mapping of the page.

    What is no KPI yet becomes one unless the person leaves it out, as on the command line.
    """
    there = tuple((kpi.key, f"{kpi.name} ({unit_sign(kpi.unit, style)})" if kpi.unit else kpi.name) for kpi in kpis)
    rows = [
        ImportRow(
            match.figure.origin,
            column_label(match.figure),
            _options(match.figure, there),
            _value(match),
        )
        for match in plan.becomes
        if not (match.figure.parts and match.kpi)
    ]
    origins = {row.origin for row in rows}
    remembered = plan.remembered.mapping if plan.remembered else {}
    left = [name for name, key in remembered.items() if key == LEFT_OUT and name not in origins]
    options = ((LEFT_OUT, _("leave out")), *there)
    return rows + [ImportRow(name, name, (*options, (NEW, _("new KPI"))), LEFT_OUT) for name in left]


def currency_taken(plan: ImportPlan | None) -> str | None:
    """Return the currency that amounts without one are read in, empty where in none; None without such amounts."""
    from kpitui.services.imports import ASSUMED_CURRENCY, NO_CURRENCY

    for message, params in plan.cautions if plan is not None else []:
        if message in (ASSUMED_CURRENCY, NO_CURRENCY):
            return str(params.get("currency", ""))
    return None


def which_rows_text(question: Caution) -> str:
    """Return how the question which rows count is answered in its field."""
    params = question[1]
    if "answer" not in params:
        return _("Nothing is imported before you choose: leave out {column}, or choose its KPI").format(
            column=harmless(str(params.get("column", "")))
        )
    return _('Say which rows count, under "Only rows with": {answer}. To count all: {every}').format(
        answer=harmless(str(params["answer"])), every=harmless(str(params["every"]))
    )


def found_text(plan: ImportPlan, style: NumberStyle) -> str:
    """Return what was found in a file, in a few lines."""
    lines = [_counts(plan, style)]
    if plan.remembered is not None:
        lines.append(_("read like your last file with these columns"))
    several = [match.figure.own_name for match in plan.becomes if match.figure.name in plan.several]
    if several:
        lines.append(_("Several numbers a day: {columns}").format(columns=harmless(", ".join(several), 200)))
    lines += (caution_text(caution, in_shell=False) for caution in plan.cautions)
    for conflict in plan.clashes[:1]:
        text = conflict_text(conflict, conflict.kpi.name, style)
        lines.append(f"{text} {more_text(plan.conflicts - 1)}" if plan.conflicts > 1 else text)
    lines += (difference_text(change, change.kpi.name, style) for change in plan.differences[:1])
    lines += (lowered_text(day, day.kpi.name, style) for day in plan.lowered[:REFUSALS])
    lines += (refusal_text(row, in_shell=False) for row in plan.refusals[:REFUSALS])
    if plan.refused > REFUSALS:
        lines.append(more_text(plan.refused - REFUSALS))
    return "\n".join(lines)


def done_text(plan: ImportPlan, style: NumberStyle, undo: str) -> str:
    """Return what an import did, and that the key *undo* takes it back."""
    lines = [_counts(plan, style)]
    if plan.added:
        lines.append(added_text(plan.added))
    if plan.batch is None and not plan.added:
        lines.append(nothing_new_text())
    else:
        lines.append(_("Saved as one change ({key} to undo, here or on any page)").format(key=undo))
    return "\n".join(lines)


def import_progress_text(done: int, total: int, *, ascii: bool, style: NumberStyle) -> str:
    """Return how far an import is, as a bar where the number of rows is known."""
    rows = format_number(done, 0, style)
    if not total:
        return _("reading the file") if not done else _("{done} rows").format(done=rows)
    full = min(BAR, BAR * done // total)
    signs = "=-" if ascii else "━─"
    of = _("{done} of {total} rows").format(done=rows, total=format_number(total, 0, style))
    return f"{signs[0] * full}{signs[1] * (BAR - full)} {of}"


def _counts(plan: ImportPlan, style: NumberStyle) -> str:
    from kpitui.exchange import formats

    return f"{_(formats()[plan.format].title)}: {counts_text(plan, style)}"


def _options(figure: FileMetric, there: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
    if figure.aside:
        # It numbers things: it is left out, or a KPI that is there.
        return ((LEFT_OUT, _("leave out")), *there)
    new = (NEW, _("new KPI: {name} ({kind})").format(name=figure.own_name, kind=kind_text(figure)))
    return (new, (LEFT_OUT, _("leave out")), *(() if figure.parts else there))


def _value(match: MetricMatch) -> str:
    if match.kpi is not None:
        return match.kpi.key
    return NEW if match.can_be_added else LEFT_OUT

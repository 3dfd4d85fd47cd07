"""Writing a file: which KPIs and days, in which format, where to; its first lines are shown before it is written."""

from __future__ import annotations

from itertools import islice
from pathlib import Path
from shlex import quote
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll

from kpitui.core.errors import KpituiError, Refused, mark
from kpitui.core.kinds import is_computed
from kpitui.exchange.writing import EXPORT_ENDINGS, WRITERS, ending_of
from kpitui.files.target import write_text
from kpitui.i18n import _
from kpitui.i18n.harmless import harmless
from kpitui.services.exports import Selection, exported, selection
from kpitui.services.reading import shown_kpis
from kpitui.services.workspace import Workspace
from kpitui.tui.page import Page
from kpitui.tui.widgets.form import FIELDS, ChoiceField, Field, FieldChanged, Form, TextField
from kpitui.tui.widgets.key_bar import KeyBar
from kpitui.tui.widgets.plain import Heading, Plain
from kpitui.tui.widgets.region import FirstLines
from kpitui.wording.errors import sentence

FIRST_LINES, WIDEST = 8, 200
"""How much of the file is shown before it is written: so many lines, more where the screen is tall."""

OTHER_LINES = 16
"""Lines of the page that are not those of the file."""


class ExportPage(Page):
    """The form of an export."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+s", "save", mark("write the file"), id="export.save")]
    KEYED = FIELDS
    DEFAULT_CSS = """
    ExportPage {
        & > VerticalScroll { height: 1fr; padding: 1 1 0 1; }
        & Form { height: auto; margin-bottom: 1; }
        & FirstLines { padding: 0; }
        & #command { height: auto; margin-top: 1; }
    }
    """

    def compose(self) -> ComposeResult:
        """Lay out the page."""
        yield Heading(_("Export"))
        with VerticalScroll(can_focus=False):
            yield Form(*self._fields())
            yield FirstLines()
            yield Plain(id="command")
        yield KeyBar()

    def _fields(self) -> list[Field]:
        formats = [(writer.name, f"{writer.name}: {_(writer.title)}") for writer in WRITERS.values()]
        logged = [kpi for kpi in shown_kpis(self.workspace) if not is_computed(kpi)]
        kpis = [("", _("all KPIs")), *((kpi.key, harmless(kpi.name, 40)) for kpi in logged)]
        place = f"~/kpitui-export-{self.workspace.today.isoformat()}"
        return [
            ChoiceField("format", _("Format"), formats, "csv"),
            ChoiceField("kpi", "KPI", kpis, ""),
            TextField("since", _("From"), hint=_("the first day. Leave empty for all")),
            TextField("until", _("Up to"), hint=_("the last day. Leave empty for all")),
            TextField("file", _("File"), place, hint=_("without an extension, KPITUI adds the right one")),
        ]

    def reload(self) -> None:
        """Show the first lines and the command anew."""
        self._show()

    def on_field_changed(self, message: FieldChanged) -> None:
        """Take a problem away once its field is worked on, and show what the file will be."""
        self.query_one(Form).clear_problem(message.name)
        self._show()

    def _show(self) -> None:
        values = self.query_one(Form).values()
        self.query_one("#command", Plain).update(_("On the command line: {command}").format(command=_command(values)))

        count = max(FIRST_LINES, self.size.height - OTHER_LINES)

        def then(lines: list[str]) -> None:
            self.query_one(FirstLines).show_file(lines, count)

        self.run_in_background(lambda workspace: _first_lines(workspace, values, count), then, group="first")

    def on_resize(self) -> None:
        """Show as much of the file as there is room for."""
        self._show()

    def on_form_finished(self) -> None:
        """Write after the last field."""
        self.action_save()

    def action_save(self) -> None:
        """Write the file and leave; when it is refused, say so at its field and stay."""
        form = self.query_one(Form)
        try:
            path = _written(self.workspace, form.values())
        except KpituiError as error:
            if not form.refuse({"output": "file"}.get(error.field or "", error.field or ""), sentence(error)):
                self.app.report(error)
            return
        self.app.pop_screen()
        self.app.inform(_("Written to {path}").format(path=path))


def _first_lines(workspace: Workspace, values: dict[str, str], count: int) -> list[str]:
    """Return the first *count* lines of the file; a sentence where it cannot be written."""
    try:
        with exported(workspace, values["format"], _selection(workspace, values)) as parts:
            text = "".join(islice(parts, 4 * count))
    except KpituiError as error:
        return [sentence(error)]
    return [harmless(line, WIDEST) for line in text.splitlines()[:count]]


def _written(workspace: Workspace, values: dict[str, str]) -> str:
    """Write the file and return where it is."""
    if not values["file"].strip():
        raise Refused(mark("Which file?"), field="file")
    ending = WRITERS[values["format"]].ending
    place = Path(values["file"].strip()).expanduser().absolute()
    ending_of(str(place), EXPORT_ENDINGS)  # refuses what only other programs write
    if not place.suffix and not place.exists():
        place = place.with_name(f"{place.name}.{ending}")
    inside = f"kpitui-export-{workspace.today.isoformat()}.{ending}"
    with exported(workspace.openly(), values["format"], _selection(workspace, values)) as parts:
        return write_text(str(place), parts, inside=inside, database=workspace.path, streams=False)


def _selection(workspace: Workspace, values: dict[str, str]) -> Selection:
    return selection(workspace, [values["kpi"]] if values["kpi"] else [], values["since"], values["until"])


def _command(values: dict[str, str]) -> str:
    """Return the command that writes the same file."""
    flags = [
        ("--kpi", values["kpi"]),
        ("--since", values["since"]),
        ("--until", values["until"]),
        ("-o", values["file"]),
    ]
    shown = [
        f"{flag} {value if value.startswith('~') and ' ' not in value else quote(value)}"
        for flag, value in flags
        if value.strip()
    ]
    return harmless(" ".join(["kpitui export", f"--format {values['format']}", *shown]), 300)

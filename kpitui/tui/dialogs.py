"""Small forms over the page: a few fields, saved with Enter in the last one; Esc leaves everything as it was.

`Dialog` is what all have in common. What is saved, and what is refused, is decided by the services that a dialog calls.
Dialogs that only one page opens, and that need more, stand beside that page.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen

from kpitui.core.amount import OtherUnit
from kpitui.core.errors import GONE, KpituiError, NotFound, Refused, mark
from kpitui.core.figures import format_typed
from kpitui.core.goal import Action
from kpitui.core.model import Entry, Kpi, Note
from kpitui.i18n import _
from kpitui.i18n.harmless import harmless
from kpitui.services.actions import drop_action, find_action
from kpitui.services.drafts import drop_draft, newest_draft
from kpitui.services.entries import EntryInput, edit_entry, entry_of, log, moment_typed
from kpitui.services.history import day_typed
from kpitui.services.notes import add_note, edit_note, find_note
from kpitui.services.reading import all_kpis, shown_kpis
from kpitui.tui.form_merge import Reconciliation
from kpitui.tui.screen import KpituiScreen, Unsaved, begun_in, draft_fields
from kpitui.tui.widgets.form import FIELDS, ChoiceField, Field, FieldChanged, Form, TextField
from kpitui.tui.widgets.key_bar import KeyBar
from kpitui.tui.widgets.plain import Plain
from kpitui.wording.dates import as_of_text, day_text, full_day_text
from kpitui.wording.errors import sentence


class Dialog(KpituiScreen, ModalScreen[None]):
    """The base of all dialogs; a dialog says what its fields are and saves them."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "save", mark("save"), id="dialog.save"),
        Binding("escape", "leave", mark("close without saving"), id="dialog.leave"),
        Binding("f1", "app.open('help')", mark("help"), id="dialog.help"),
    ]
    KEYED = FIELDS
    DEFAULT_CSS = """
    Dialog {
        align: center middle;
        & #box {
            width: 76; max-width: 100%; height: auto; max-height: 100%;
            padding: 1 2; background: $surface; border: round $primary;
        }
        & #title { text-style: bold; color: $primary; margin-bottom: 1; height: auto; }
    }
    """

    _begun_with: Mapping[str, str] = {}
    """What was in the fields when they were put up, or as the thing is that is changed."""
    _draft: int | None = None
    """The draft that the fields were filled in from."""
    changed_fields: frozenset[str] = frozenset()
    """The names of the fields that the person changed, once they are saved."""

    def heading(self) -> str:
        """Return what the dialog is about, in the language in force."""
        raise NotImplementedError

    def fields(self) -> Sequence[Field]:
        """Return the fields, filled in."""
        raise NotImplementedError

    def save(self, values: Mapping[str, str]) -> str:
        """Save what is in the fields and return a sentence that says so; raise KpituiError to refuse it."""
        raise NotImplementedError

    def draft_name(self) -> str:
        """Return what is kept under that name when the app ends meanwhile; empty where nothing is worth it."""
        return ""

    def reload(self) -> bool:
        """Read again what is changed, as it is now; return whether `fields` shows what is stored, to be written back.

        Raises NotFound when it is gone.
        """
        return False

    @cached_property
    def _reconciliation(self) -> Reconciliation:
        return Reconciliation(self.query_one(Form).shown)

    def compose(self) -> ComposeResult:
        """Lay out heading and fields in a box, with what was typed when the app was left."""
        fields = self.fields()
        self._begun_with = {field.name or "": field.value for field in fields}
        self._draft = self._resume_draft(fields)
        with Vertical(id="box"):
            yield Plain(harmless(self.heading(), 200), id="title")
            yield Form(*fields)
        yield KeyBar()

    def unsaved(self) -> list[Unsaved]:
        """Return what is in the fields when that is not what they began with."""
        form, name = next(iter(self.query(Form)), None), self.draft_name()
        values = form.values() if form else self._begun_with
        if not name or values == self._begun_with:
            return []
        return [Unsaved(name, draft_fields(self._begun_with, values), self._draft)]

    def _resume_draft(self, fields: Sequence[Field]) -> int | None:
        name = self.draft_name()
        draft = newest_draft(self.workspace, name) if name else None
        if draft is None:
            return None
        for field in fields:
            field.begin_with(draft.fields.get(field.name or "", field.value))
        self._begun_with = {**self._begun_with, **begun_in(draft.fields)}
        message = _("Picking up what you typed last time. {key} to discard it")
        self.app.inform(message.format(key=self.key_for("leave")))
        return draft.id

    def _drop_draft(self) -> None:
        if self._draft is not None:
            drop_draft(self.workspace, self._draft)

    def on_field_changed(self, message: FieldChanged) -> None:
        """Take a problem away once its field is worked on."""
        self.query_one(Form).clear_problem(message.name)

    def on_form_finished(self) -> None:
        """Save after the last field."""
        self.action_save()

    def action_save(self) -> None:
        """Save and close; when it is refused, say so at the field and stay open."""
        form = self.query_one(Form)
        try:
            message = self.save(self._merged(form.values()))
        except KpituiError as error:
            if not form.refuse(error.field or "", sentence(error)):
                self.app.report(error)
            return
        self._drop_draft()
        self.app.pop_screen()
        self.app.publish_change()
        self.app.inform(" · ".join([message, *self.take_date_doubts()]))

    def _merged(self, typed: Mapping[str, str]) -> Mapping[str, str]:
        """Return what is to be saved: what was typed, and else what is stored now; raise Refused as it has to be asked.

        What is gone cannot be changed; what was typed stays in the form.
        """
        try:
            is_stored = self.reload()
        except NotFound as error:
            raise Refused(GONE) from error
        current = {field.name or "": field.value for field in self.fields()} if is_stored else self._begun_with
        merge = self._reconciliation.merged(self._begun_with, typed, current, self.key_for("save"))
        self.changed_fields = merge.changed
        return merge.fields

    def action_leave(self) -> None:
        """Close without saving."""
        self._drop_draft()
        self.app.pop_screen()


class DropDialog(Dialog):
    """Why *action* is given up."""

    def __init__(self, action: Action) -> None:
        super().__init__()
        self.dropped = action

    def heading(self) -> str:
        """Return which action it is about."""
        return _("Cancel: {what}").format(what=self.dropped.what)

    def draft_name(self) -> str:
        """Return of which action the reason is kept."""
        return f"drop {self.dropped.id}"

    def reload(self) -> bool:
        """Read the action again: it may be done by now."""
        self.dropped = find_action(self.workspace, str(self.dropped.id))
        return False

    def fields(self) -> Sequence[Field]:
        """Return the reason."""
        return (TextField("reason", _("Reason"), hint=_("why you cancel it (it stays in the list)")),)

    def save(self, values: Mapping[str, str]) -> str:
        """Drop the action."""
        drop_action(self.workspace, self.dropped, values["reason"])
        return _("Cancelled ({key} to undo)").format(key=self.key_for("undo"))


class NoteDialog(Dialog):
    """A note on *day* of *kpi*, or of all when that is None; a new one when *note* is None."""

    def __init__(self, kpi: Kpi | None, day: date, note: Note | None = None) -> None:
        super().__init__()
        self.kpi = kpi
        self.day = day
        self.note = note

    def heading(self) -> str:
        """Return what the note is about."""
        return _("Note on {day}").format(day=day_text(self.day))

    def draft_name(self) -> str:
        """Return which note is kept: a new one, or the one that is changed."""
        return f"note {self.note.id}" if self.note else "note"

    def reload(self) -> bool:
        """Read the note again."""
        if self.note is None:
            return False
        self.note = find_note(self.workspace, str(self.note.id))
        self.kpi = next((kpi for kpi in all_kpis(self.workspace) if kpi.id == self.note.kpi), None)
        self.day = self.note.date
        return True

    def fields(self) -> Sequence[Field]:
        """Return the text, whose it is, and the day; the KPI it began with comes first, then all of them together."""
        others = [(kpi.key, harmless(kpi.name, 40)) for kpi in shown_kpis(self.workspace)]
        first = [(self.kpi.key, harmless(self.kpi.name, 40))] if self.kpi else []
        whose = [*first, ("", _("all KPIs")), *(option for option in others if option not in first)]
        hint = _("what happened: a campaign, a trade fair, the site was down")
        return (
            TextField("note", _("Note"), self.note.text if self.note else "", hint=hint),
            ChoiceField("whose", _("On the charts of"), whose, self.kpi.key if self.kpi else ""),
            TextField("date", _("Day"), full_day_text(self.day)),
        )

    def save(self, values: Mapping[str, str]) -> str:
        """Save the note."""
        day = self.workspace.read_day(values["date"])
        kpis = {kpi.key: kpi for kpi in all_kpis(self.workspace)}
        kpi = kpis.get(values["whose"])
        if self.note is not None:
            edit_note(self.workspace, self.note, kpi, day, values["note"])
        else:
            add_note(self.workspace, kpi, day, values["note"])
        return _("Note saved on {day}").format(day=day_text(day))


class EntryDialog(Dialog):
    """An entry of *kpi*; a new one when *entry* is None."""

    def __init__(self, kpi: Kpi, entry: Entry | None) -> None:
        super().__init__()
        self.kpi = kpi
        self.entry = entry
        self.asked_about: str | None = None
        """The value in another unit than the KPI's that the person was asked about."""

    def heading(self) -> str:
        """Return whose entry it is."""
        if self.entry is None:
            return _("New entry for {kpi}").format(kpi=self.kpi.name)
        return _("Entry for {kpi}").format(kpi=self.kpi.name)

    def draft_name(self) -> str:
        """Return which entry is kept: a new one of its KPI, or the one that is changed."""
        return f"entry {self.entry.id}" if self.entry else f"entry of {self.kpi.key}"

    def reload(self) -> bool:
        """Read the entry again."""
        if self.entry is None:
            return False
        self.entry = entry_of(self.workspace, self.kpi, self.entry.id)
        return True

    def fields(self) -> Sequence[Field]:
        """Return value, day and note."""
        value, day, time, note = "", self.workspace.today, "", ""
        if self.entry is not None:
            value = format_typed(self.entry.value, self.workspace.settings.typed_numbers, self.kpi.decimals)
            day, time, note = self.entry.date, self.entry.time or "", self.entry.note
        return (
            TextField("value", _("Value"), value, hint=_("such as 1249.50, 3*45+12 or 1h30")),
            TextField("date", _("Day"), f"{day} {time}".strip(), hint=_("such as yesterday, mon or 2026-11-20 14:00")),
            TextField("note", _("Note"), note),
        )

    def save(self, values: Mapping[str, str]) -> str:
        """Save the entry."""
        day, time = moment_typed(self.workspace, self.kpi.key, values["date"])
        value, note = values["value"], values["note"]
        agreed = value == self.asked_about
        changed = True
        try:
            if self.entry is None:
                log(
                    self.workspace,
                    [EntryInput(self.kpi.key, value, day, note, time=time, unit_agreed=agreed)],
                    source="app",
                )
            else:
                if "date" not in self.changed_fields:
                    day, time = self.entry.date, self.entry.time
                text = value if "value" in self.changed_fields else None
                changed = edit_entry(
                    self.workspace, self.kpi, self.entry, text=text, note=note, day=day, time=time, unit_agreed=agreed
                )
        except OtherUnit as error:
            self.asked_about = value
            raise error.question() from error
        return _("Saved ({key} to undo)").format(key=self.key_for("undo")) if changed else _("Nothing was changed")


# Which day to look back to, and whether by what was known then.


class AsOfDialog(Dialog):
    """The day that every page is shown as of."""

    def heading(self) -> str:
        """Return what is asked."""
        return _("How things stood on an earlier day (view only)")

    def fields(self) -> Sequence[Field]:
        """Return the day, and what counts."""
        ways = [
            ("", _("the numbers up to that day, with later corrections")),
            ("known", _("only what had been logged by that day")),
        ]
        hint = _("such as june, last week, last friday or 2026-06-30")
        return TextField("date", _("Day"), "", hint=hint), ChoiceField("known", _("Which numbers"), ways, "")

    def save(self, values: Mapping[str, str]) -> str:
        """Show the pages as of that day."""
        self.app.look_back(day_typed(self.workspace, values["date"]), as_known=bool(values["known"]))
        return as_of_text(self.workspace.today, as_known=self.workspace.as_known)

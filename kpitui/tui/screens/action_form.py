"""The form for an action: a new one, kept as a draft while it is typed, or one that is there.

What its fields mean is read by `kpitui.services.action_form`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll

from kpitui.core.errors import KpituiError, mark
from kpitui.core.goal import Action
from kpitui.i18n import _
from kpitui.i18n.errors import sentence
from kpitui.i18n.harmless import harmless
from kpitui.services.acting import find_action
from kpitui.services.action_form import add_typed, edit_typed, fields_of
from kpitui.store import drafts
from kpitui.store.goals import all_goals
from kpitui.store.kpis import all_kpis
from kpitui.tui.page import Page
from kpitui.tui.widgets.fields import ChoiceField, Field, FieldChanged, TextField
from kpitui.tui.widgets.form import Form
from kpitui.tui.widgets.key_bar import KeyBar
from kpitui.tui.widgets.plain import Plain

DRAFT = "action"


class ActionFormPage(Page):
    """The action with the number *number*, or a new one, with *about* filled in (field to text) when it is new."""

    CSS_PATH = "action_form.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "save", mark("save the action"), id="action_form.save"),
        Binding("ctrl+d", "discard", mark("throw the draft away"), id="action_form.discard", priority=True, show=False),
        Binding("escape", "back", mark("leave"), id="action_form.back"),
    ]

    def __init__(self, number: int | None = None, about: Mapping[str, str] | None = None) -> None:
        super().__init__()
        self.number = number
        self.known: Action | None = None
        self.typed: dict[str, str] = dict(about or {})
        self.draft: int | None = None

    def compose(self) -> ComposeResult:
        """Lay out the page."""
        yield Plain(id="heading", classes="heading")
        with VerticalScroll(can_focus=False):
            yield Form()
        yield KeyBar()

    def on_mount(self) -> None:
        """Take up what is there: the action, or the draft that was typed into last."""
        if self.number is not None:
            self.known = find_action(self.workspace, str(self.number))
            self.typed = fields_of(self.workspace, self.known)
        elif not self.typed:
            kept = drafts.drafts_of(self.workspace.store, DRAFT)
            if kept:
                self.draft, self.typed = kept[0].id, dict(kept[0].fields)
                self.desk.inform(_("Your draft of {day} goes on; ^d throws it away").format(day=kept[0].updated[:10]))
        heading = _("New action") if self.known is None else _("Change an action")
        self.query_one("#heading", Plain).update(heading)
        self.call_after_refresh(self._show_fields)

    async def _show_fields(self) -> None:
        await self.query_one(Form).put(self._fields())

    def _fields(self) -> list[Field]:
        typed = self.typed.get
        kpis = [(kpi.key, harmless(kpi.name, 60)) for kpi in all_kpis(self.workspace.store)]
        goals = [(str(goal.id), harmless(goal.title, 60)) for goal in all_goals(self.workspace.store)]
        return [
            TextField("what", _("What"), typed("what", ""), hint=_("what you are going to do, in a few words")),
            ChoiceField("kpi", "KPI", _with_none(kpis, typed("kpi", "")), typed("kpi", ""), hint=_("the one to move")),
            ChoiceField("goal", _("Goal"), _with_none(goals, typed("goal", "")), typed("goal", "")),
            TextField("due", _("Due"), typed("due", ""), hint=_("such as fri, 31/12 or end of Q1; may stay empty")),
            TextField(
                "effect",
                _("Expected effect"),
                typed("effect", ""),
                hint=_("such as +10%, -0.5 or, of a percentage, 4pp; later it is compared with what was seen"),
            ),
            TextField("by", _("To be seen by"), typed("by", ""), hint=_("the day by which the effect should show")),
            TextField("start", _("Started on"), typed("start", ""), hint=self._start_hint()),
        ]

    def _start_hint(self) -> str:
        if self.known is not None and self.known.started is not None:
            return _("the first day on which it could have an effect")
        return _("only when it has begun already, such as today")

    def on_field_changed(self, message: FieldChanged) -> None:
        """Keep what was typed, and take a problem away once its field is worked on."""
        self.typed[message.name] = message.value
        if self.known is None:
            self.draft = drafts.save_draft(self.workspace.store, DRAFT, self.typed, self.draft)
        for field in self.query_one(Form).fields:
            if field.name == message.name:
                field.problem(None)

    def on_form_finished(self) -> None:
        """Save after the last field."""
        self.action_save()

    def action_save(self) -> None:
        """Save the action; when it is refused, say so at the field and stay."""
        try:
            if self.known is None:
                said = _("Planned: {what}").format(what=add_typed(self.workspace, self.typed).what)
            else:
                said = _("Changed {name}").format(name=edit_typed(self.workspace, self.known, self.typed).what)
        except KpituiError as error:
            self._refuse(error)
            return
        if self.draft is not None:
            drafts.drop_draft(self.workspace.store, self.draft)
        self.app.pop_screen()
        self.desk.announce()
        self.desk.inform(said)

    def _refuse(self, error: KpituiError) -> None:
        form = self.query_one(Form)
        for field in form.fields:
            field.problem(sentence(error) if field.name == error.field else None)
        if form.has(error.field or ""):
            form.focus_field(error.field or "")
        else:
            self.desk.report(error)

    def action_discard(self) -> None:
        """Throw the draft away and leave."""
        if self.draft is not None:
            drafts.drop_draft(self.workspace.store, self.draft)
        self.app.pop_screen()


def _with_none(options: list[tuple[str, str]], chosen: str) -> list[tuple[str, str]]:
    """Return *options* with none in front, and the one that is chosen also when it is archived or closed."""
    known = {value for value, _title in options}
    return [("", _("none")), *options, *([(chosen, chosen)] if chosen and chosen not in known else [])]

"""The corrective actions: what is open, what became of each, the one under the cursor told in full below.

What was seen since an action started is worked out in the background.
"""

from __future__ import annotations

from datetime import timedelta
from typing import ClassVar

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from kpitui.core.errors import Refused, mark
from kpitui.i18n import _
from kpitui.i18n.harmless import harmless
from kpitui.services.actions import ActionView, actions, finish_action, start_action
from kpitui.services.reading import all_kpis
from kpitui.services.workspace import Workspace
from kpitui.tui.page import UNDO, DetailPage
from kpitui.tui.widgets.chart_view import ChartRequest
from kpitui.tui.widgets.columns import FACT, GAP, in_two_columns, labelled_lines
from kpitui.tui.widgets.hidden_line import FindLine
from kpitui.tui.widgets.key_bar import KeyBar
from kpitui.tui.widgets.plain import Heading, Plain
from kpitui.tui.widgets.rows import Columns, Line, Lines
from kpitui.wording.actions import (
    SIGNS,
    action_facts,
    effect_sentences,
    effect_words,
    progress_text,
    seen_sentence,
    subject,
)

WIDE = 110
"""Columns of the list from which it says itself what was seen."""

NARROW = 60
"""Columns below which the names of facts take no more room than the longest of them."""

EffectTexts = dict[int, tuple[str, list[str]]]
"""By the id of an action what was seen since it started: in a few words, and in sentences."""


class ActionsPage(DetailPage):
    """The list of actions."""

    CSS_PATH = "actions.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "app.open('action_form')", mark("new action"), id="actions.new"),
        Binding("s", "start", mark("start"), id="actions.start"),
        Binding("d", "done", mark("tick off"), id="actions.done"),
        Binding("x", "drop", mark("cancel"), id="actions.drop"),
        Binding("e", "edit", mark("edit"), id="actions.edit"),
        Binding("f", "all", mark("finished too"), id="actions.all"),
        *UNDO,
    ]

    def __init__(self) -> None:
        super().__init__()
        self.views: list[ActionView] = []
        self.effects: EffectTexts = {}
        self.closed = False
        """Whether those that are over are listed too."""

    def compose(self) -> ComposeResult:
        """Lay out the page."""
        yield Heading(id="heading")
        yield self.beside(Lines(wraps=True), Plain(id="details"))
        yield FindLine(_("find an action, a KPI or a goal"))
        yield KeyBar()

    def reload(self) -> None:
        """Load the actions; what was seen since they started follows after."""
        self.views = actions(self.workspace, closed=self.closed)
        self._paint()
        if any(view.action.started for view in self.views):
            closed = self.closed
            self.run_in_background(
                lambda workspace: _effect_texts(workspace, closed=closed), self._show_effects, group="seen"
            )

    def clear_figures(self) -> None:
        """Take away what was seen too."""
        super().clear_figures()
        self.effects = {}

    def on_resize(self) -> None:
        """Fit the columns to the width."""
        self._paint()

    def _show_effects(self, seen: EffectTexts) -> None:
        self.effects = seen
        self._paint()

    def _paint(self) -> None:
        wide = self.list_width >= WIDE
        self.query_one("#heading", Plain).update(_("All actions") if self.closed else _("Actions"))
        titles = ("", _("action"), _("for"), _("status"), *([_("since then")] if wide else []))
        lines = [self._line(view, wide=wide) for view in self.views]
        teaching = self._explain()
        self.set_class(teaching, "-teaching")
        columns = Columns() if teaching else Columns(titles, wide=1, coloured=frozenset({0, 3}), spare=(2,))
        self.query_one(Lines).show(
            lines, columns, "" if teaching else _("nothing open"), [view.action.id for view in self.views]
        )
        self._paint_details()

    def _line(self, view: ActionView, *, wide: bool) -> Line:
        action, today = view.action, self.workspace.today
        cells = [
            SIGNS[action.state][self.app.ascii],
            harmless(action.what, 200),
            harmless(subject(action, view.kpi, view.goal), 22),
            progress_text(action, today),
        ]
        if wide:
            cells.append(self.effects.get(action.id, ("", []))[0])
        over = action.finished is not None
        return Line(tuple(cells), "quiet" if over else "warn" if view.due else "plain")

    def _explain(self) -> bool:
        """Teach what actions are when there is not one; return whether that was done."""
        if self.views or (not self.closed and actions(self.workspace, closed=True)):
            return False
        new, start = self.key_for("app.open('action_form')"), self.key_for("start")
        lines = (
            _("No actions yet. An action is what you do when a goal or KPI is not going well."),
            "",
            f"  {new:<4}" + _("plan one: what, for which KPI or goal, by when, with what effect"),
            f"  {start:<4}" + _("start it: the charts mark that day"),
            "",
            _("After some days KPITUI shows whether your number shifted, and by how much."),
        )
        self.query_one("#details", Plain).update("\n".join(lines))
        return True

    def _paint_details(self) -> None:
        """Tell the action under the cursor in full."""
        view = self.view
        if view is None:
            if not self._explain():
                others = _("{key} to show finished ones").format(key=self.key_for("all"))
                self.query_one("#details", Plain).update(others)
            return
        facts = action_facts(view.action, view.kpi, view.goal, self.workspace.settings.numbers)
        width = self.detail_width
        own = (_("action"), self._since(view), *(name for name, _text in facts))
        names = FACT if width >= NARROW else max(map(cell_len, own)) + GAP
        lines = in_two_columns(
            labelled_lines([(name, harmless(text, 300)) for name, text in facts], width, name_width=names), width
        )
        effect = self.effects.get(view.action.id, ("", []))[1]
        sentences = labelled_lines(
            [("" if index else self._since(view), text) for index, text in enumerate(effect)], width, name_width=names
        )
        head = labelled_lines([(_("action"), harmless(view.action.what, 300))], width, name_width=names)
        self.query_one("#details", Plain).update("\n".join([*head, *lines, *sentences]))
        self.draw_beside()

    def chart_request(self) -> ChartRequest | None:
        """Return the KPI of the action under the cursor over the last three months, its goal's where it has none."""
        view, today = self.view, self.workspace.today
        if view is None:
            return None
        kpis = {kpi.id: kpi for kpi in all_kpis(self.workspace)}
        kpi = view.kpi or (kpis.get(view.goal.kpi) if view.goal else None)
        return ChartRequest(kpi, today - timedelta(days=91), today) if kpi else None

    @staticmethod
    def _since(view: ActionView) -> str:
        return _("since then") if view.action.started is not None else _("expected")

    @property
    def view(self) -> ActionView | None:
        """The action under the cursor."""
        return self.under_cursor(self.views)

    def on_lines_pointed(self, _message: Lines.Pointed) -> None:
        """Tell the action the cursor came to."""
        self._paint_details()

    def on_lines_opened(self, _message: Lines.Opened) -> None:
        """Open the KPI of the action, with its chart; where it has none, the action itself."""
        if self.view is not None and self.view.kpi is not None:
            self.open_kpi(self.view.kpi.key)
        else:
            self.action_edit()

    def action_start(self) -> None:
        """Start the action under the cursor today."""
        if self.view is not None:
            start_action(self.workspace, self.view.action)
            self.saved(
                _("Started today ({edit} to change the day, {key} to undo)").format(
                    edit=self.key_for("edit"), key=self.key_for("undo")
                )
            )

    def action_done(self) -> None:
        """Call the action under the cursor done today."""
        if self.view is not None:
            finish_action(self.workspace, self.view.action)
            self.saved(_("Done today ({key} to undo)").format(key=self.key_for("undo")))

    def action_drop(self) -> None:
        """Ask why the action under the cursor is dropped."""
        from kpitui.tui.dialogs import DropDialog

        if self.view is None:
            return
        if self.view.action.finished is not None:
            raise Refused(
                mark("Action '{value}' is already done or cancelled"), field="action", value=self.view.action.what
            )
        self.app.push_screen(DropDialog(self.view.action))

    def action_edit(self) -> None:
        """Open the form with the action under the cursor."""
        from kpitui.tui.screens.action_form import ActionFormPage

        if self.view is not None:
            self.app.push_screen(ActionFormPage(self.view.action.id))

    def action_all(self) -> None:
        """List those that are over too, or only those that are open."""
        self.closed = not self.closed
        self.reload()


def _effect_texts(workspace: Workspace, *, closed: bool) -> EffectTexts:
    """Return what was seen since each action started; imported once the page is painted."""
    from kpitui.services.actions.effects import day_of_view, effect_of

    style, today = workspace.settings.numbers, workspace.today
    texts: EffectTexts = {}
    for view in actions(workspace, closed=closed):
        action, effect, seen = view.action, effect_of(workspace, view.action), day_of_view(workspace, view)
        words = effect_words(effect, style) if effect is not None else ""
        sentences = effect_sentences(action, effect, style, today) if effect is not None else []
        if seen is not None and view.kpi is not None and action.expected is not None and action.finished is None:
            sentences = [*sentences, seen_sentence(view.kpi, action.expected, seen, style)]
        if words or sentences:
            texts[action.id] = words, sentences
    return texts

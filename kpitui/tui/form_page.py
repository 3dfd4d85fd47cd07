"""A page that is a form: a new thing with a draft that survives a dropped line, or one that is there and is changed.

What the fields are, and what saving means, is told by the page that derives from it; what is refused by the services.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import VerticalScroll

from kpitui.core.errors import GONE, KpituiError, NotFound, Refused
from kpitui.services.drafts import drop_draft, save_draft
from kpitui.tui.form_merge import Reconciliation
from kpitui.tui.page import Page
from kpitui.tui.screen import Unsaved, begun_in, draft_fields, typed_in
from kpitui.tui.widgets.chart_view import TALL, ChartRequest, KpiChart
from kpitui.tui.widgets.form import FIELDS, Field, FieldChanged, Form
from kpitui.tui.widgets.key_bar import KeyBar
from kpitui.tui.widgets.plain import Heading
from kpitui.tui.widgets.region import PageRegion
from kpitui.wording.errors import sentence


class FormPage(Page):
    """The base of pages with a form."""

    DRAFT: ClassVar[str] = ""
    """What its drafts are kept under."""
    DRAWN_BY: ClassVar[tuple[str, ...]] = ()
    """The names of the fields that say which KPI is drawn below the form."""
    WITHOUT_OUTCOME: ClassVar[tuple[str, ...]] = ()
    """The names of the fields on which what the form will lead to does not rest: their letters work nothing out."""
    KEYED = FIELDS
    DEFAULT_CSS = """
    FormPage {
        & > VerticalScroll { height: 1fr; padding: 1 1 0 1; }
        & Form { height: auto; }
        & > KpiChart { display: none; height: 1fr; min-height: 8; margin: 1 1 0 1; }
        &.-tall > KpiChart { display: block; }
        &.-tall > VerticalScroll.-beside-chart { height: auto; max-height: 60%; }
    }
    """
    VERTICAL_BREAKPOINTS = [(0, "-short"), (TALL, "-tall")]  # noqa: RUF012

    def __init__(self, first: str = "") -> None:
        super().__init__()
        self.first_field = first
        """The name of the field to begin in; empty for the first one."""
        self.typed: dict[str, str] = {}
        self.draft: int | None = None
        self.is_new = True
        """Whether something new is made; its draft is saved key by key, that of another thing when the app ends."""
        self.changed_fields: frozenset[str] = frozenset()
        """The names of the fields that the person changed, once they are saved."""
        self._begun_with: dict[str, str] = {}
        """What is changed as it was when the form was opened."""

    def existing_fields(self) -> dict[str, str] | None:
        """Return what is there now as it would have been typed; None when something new is made.

        Raises NotFound when it is gone.
        """
        raise NotImplementedError

    def existing_id(self) -> int:
        """Return the number of what is changed."""
        raise NotImplementedError

    def draft_name(self) -> str:
        """Return what the draft is kept under: that of something new, or of the one thing that is changed."""
        return self.DRAFT if self.is_new else f"{self.DRAFT} {self.existing_id()}"

    @cached_property
    def _reconciliation(self) -> Reconciliation:
        return Reconciliation(self.query_one(Form).shown)

    def heading(self) -> str:
        """Return what the form is about."""
        raise NotImplementedError

    def fields(self) -> Sequence[Field]:
        """Return the fields that what is typed so far asks for."""
        raise NotImplementedError

    def save(self) -> str:
        """Save what is typed and return a sentence that says so; raise KpituiError to refuse it."""
        raise NotImplementedError

    def compose(self) -> ComposeResult:
        """Lay out the page, with what is there, or the draft that was typed into last, in its fields."""
        self._load_typed()
        drawn = self.chart_request() is not None or bool(self.DRAWN_BY)
        yield Heading(self.heading())
        with VerticalScroll(can_focus=False, classes="-beside-chart" if drawn else ""):
            yield Form(*self.fields(), first=self.first_field, filled=self._filled_in_draft())
            yield from self.regions()
        if drawn:
            yield KpiChart(self, self.chart_request)
        yield KeyBar()

    def regions(self) -> Sequence[PageRegion]:
        """Return the regions below the form, in which `show_outcome` tells what it will lead to."""
        return ()

    def show_outcome(self) -> None:
        """Tell below the form what it will lead to as it is filled in now."""

    def reload(self) -> None:
        """Tell what the form will lead to, by what is there now; nothing where the page could not be put up."""
        if self.query(Form):
            self.show_outcome()

    def chart_request(self) -> ChartRequest | None:
        """Return what the form is about, to be drawn below it where there is room; None where that is no KPI."""
        return None

    def draw_chart(self) -> None:
        """Draw what the form is about, where there is room for it."""
        for chart in self.query(KpiChart):
            if self.size.height >= TALL:
                chart.draw_soon()

    def on_resize(self) -> None:
        """Draw and tell what is seen only now that there is room."""
        self.draw_chart()
        self.reload()

    @property
    def is_drafted(self) -> bool:
        """Whether what is typed on it is kept already, key by key."""
        return self.draft is not None

    def unsaved(self) -> list[Unsaved]:
        """Return what is typed and not kept: of something new what no draft has yet, or was typed this moment."""
        form = next(iter(self.query(Form)), None)
        typed = {**self.typed, **(form.being_typed() if form else {})}
        if self.is_new:
            is_kept = typed == self.typed and not self.is_draft_behind
            fields = typed if not is_kept and any(typed.values()) else {}
        else:
            fields = draft_fields(self._begun_with, typed)
        return [Unsaved(self.draft_name(), fields, self.draft)] if fields else []

    def _filled_in_draft(self) -> list[str]:
        """Return the fields the draft has other texts in than what is there: they are shown, folded or not."""
        if self.draft is None:
            return []
        return [name for name, text in self.typed.items() if text != self._begun_with.get(name, "")]

    def _load_typed(self) -> None:
        existing = self.existing_fields()
        self.is_new = existing is None
        if existing is not None:
            self._begun_with, self.typed = existing, dict(existing)
        draft = self.resume_draft(self.draft_name(), None if existing is not None else self.typed)
        if draft:
            self.draft = draft.id
            self._begun_with.update(begun_in(draft.fields))
            self.typed.update(typed_in(draft.fields))

    async def show_fields(self) -> None:
        """Put up other fields, because something that was typed asks for them."""
        await self.query_one(Form).put(self.fields())

    async def on_field_changed(self, message: FieldChanged) -> None:
        """Keep what was typed, and take a problem away once its field is worked on."""
        self.typed[message.name] = message.value
        if self.is_new:
            self.keep_draft(self._keep)  # before anything that takes time: the app may be ended meanwhile
        typed = dict(self.typed)
        await self.changed(message.name)
        if message.name in self.DRAWN_BY:
            self.draw_chart()
        if self.is_new and typed != self.typed:
            self.keep_draft(self._keep)
        self.query_one(Form).clear_problem(message.name)
        if message.name not in self.WITHOUT_OUTCOME:
            self.show_outcome()

    def _keep(self) -> None:
        self.draft = save_draft(self.workspace, self.DRAFT, self.typed, self.draft)

    async def changed(self, name: str) -> None:
        """Do what follows from a change of the field called *name*, before it is kept."""

    def on_form_unfolded(self) -> None:
        """Tell as much as there is room for below the fields that are there now."""
        self.show_outcome()

    def on_form_finished(self) -> None:
        """Save after the last field."""
        self.action_save()

    def action_save(self) -> None:
        """Save and leave; when it is refused, say so at the field and stay."""
        try:
            message = self._saved()
        except KpituiError as error:
            if not self.query_one(Form).refuse(error.field or "", sentence(error)):
                self.app.report(error)
            return
        self._drop_draft()
        self.app.pop_screen()
        self.app.publish_change()
        self.app.inform(message)

    def _saved(self) -> str:
        """Save what was typed, of something that is there on top of what others saved meanwhile; see `save`."""
        if self.is_new:
            return self.save()
        try:
            current = self.existing_fields() or {}
        except NotFound as error:
            raise Refused(GONE) from error
        merge = self._reconciliation.merged(self._begun_with, self.typed, current, self.key_for("save"))
        typed, self.typed, self.changed_fields = self.typed, merge.fields, merge.changed
        try:
            return self.save()
        except KpituiError:
            self.typed = typed
            raise

    def action_back(self) -> None:
        """Leave; what is there stays as it is, and only the draft of something new is kept."""
        if not self.is_new:
            self._drop_draft()
        super().action_back()

    def action_discard(self) -> None:
        """Throw the draft away and leave."""
        self._drop_draft()
        self.app.pop_screen()

    def _drop_draft(self) -> None:
        self.pending_writes.cancel("draft")
        if self.draft is not None:
            drop_draft(self.workspace, self.draft)

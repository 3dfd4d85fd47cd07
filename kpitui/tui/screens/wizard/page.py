"""The SMART goal wizard: five steps and a summary; the goal is checked against the facts while it is typed.

Every key typed is saved as a draft before anything else happens, so that a dropped line loses nothing.
Its steps are rows in `steps`, its texts are made by `texts`; reading and testing are the services'.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, ClassVar, cast

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.timer import Timer

from kpitui.core.errors import KpituiError, mark
from kpitui.core.smart import Finding
from kpitui.i18n import _, plural
from kpitui.services.drafts import drop_draft, save_draft
from kpitui.services.goals.fixes import mend
from kpitui.services.goals.form import DraftReading, read_draft
from kpitui.services.goals.goal_parsing import prepare_reading, still_released, still_settled, suggestion
from kpitui.services.goals.saving import check, save_goal
from kpitui.services.reading import all_kpis, kpi_by_key
from kpitui.tui.page import NARROW, Page
from kpitui.tui.pages import page_class
from kpitui.tui.screen import Unsaved
from kpitui.tui.screens.wizard._marked import MarkedSentence, SentenceForm
from kpitui.tui.screens.wizard._steps import FIRST_OF, STEPS, hints, step_context
from kpitui.tui.screens.wizard._texts import KEYS, FixOffer, WizardTexts
from kpitui.tui.widgets.chart_view import LAST_MONTHS, TALL, ChartRequest, KpiChart
from kpitui.tui.widgets.form import FIELDS, Field, FieldChanged, Form
from kpitui.tui.widgets.key_bar import KeyBar
from kpitui.tui.widgets.plain import Heading, Plain
from kpitui.wording.errors import sentence
from kpitui.wording.findings import fix_text
from kpitui.wording.goals import acceptable_text, goal_set_text

CHECK_DELAY = 0.3
"""Seconds without a key after which what was typed is checked; saving does not wait."""

SUMMARY = len(STEPS)

FORM_FIELDS = {"describe": "source", "better": "better"}
"""The field of the KPI's form that a fix opens it at."""


class WizardPage(Page):
    """A new goal."""

    CSS_PATH = "page.tcss"
    KEYED = (*FIELDS, MarkedSentence)
    VERTICAL_BREAKPOINTS = [(0, "-short"), (TALL, "-tall")]  # noqa: RUF012
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (NARROW, "-roomy")]  # noqa: RUF012
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("pagedown,ctrl+down", "step(1)", mark("next"), key_display="PgDn", id="wizard.next"),
        Binding("pageup,ctrl+up", "step(-1)", mark("back"), key_display="PgUp", id="wizard.previous"),
        Binding("ctrl+s", "save", mark("save"), id="wizard.save"),
        Binding("enter", "save", mark("save"), show=False, id="wizard.enter"),
        *(
            Binding(
                f"{key},ctrl+t" if index == 0 else key,
                f"mend({index})",
                mark("take the suggestion"),
                show=False,
                id=f"wizard.mend{index}",
            )
            for index, key in enumerate(KEYS)
        ),
        Binding("down", "scroll(1)", mark("down"), show=False, id="wizard.down"),
        Binding("up", "scroll(-1)", mark("up"), show=False, id="wizard.up"),
        Binding("ctrl+d", "discard", mark("discard draft"), id="wizard.discard", priority=True),
        Binding("escape", "back", mark("close (draft kept)"), id="wizard.back"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.typed: dict[str, str] = {}
        self.step = 0
        self.draft: int | None = None
        self.reading: DraftReading | None = None
        self.offers: list[FixOffer] = []
        self.findings: list[Finding] = []
        self._step_shown = -1
        """The step whose fields are put up."""
        self._drawn: str | None = None
        """The key of the KPI that is drawn below, where there is room."""
        self._check_timer: Timer | None = None

    def compose(self) -> ComposeResult:
        """Lay out the page from top to bottom, on the step of the draft that was typed into last."""
        self._load_typed()
        yield Heading(id="steps", classes="")
        yield Plain(self._question(), id="question")
        yield SentenceForm(Form(*self._fields(), id="form"))
        yield Plain(id="understood")
        with VerticalScroll(id="scroll", can_focus=False):
            yield Plain(id="summary")
            yield Plain(id="findings")
        yield KpiChart(self, self.chart_request)
        yield KeyBar()

    def chart_request(self) -> ChartRequest | None:
        """Return the KPI of the goal over the last three months."""
        key, today = self.reading.draft.kpi if self.reading else "", self.workspace.today
        kpi = kpi_by_key(self.workspace, key) if key else None
        return ChartRequest(kpi, today - timedelta(days=LAST_MONTHS), today) if kpi else None

    def _load_typed(self) -> None:
        draft = self.resume_draft("goal")
        if draft:
            self.draft, self.typed = draft.id, dict(draft.fields)
            self.step = max(0, min(SUMMARY, int(self.typed.pop("step", "0"))))
        self.reading = self._read()

    def _read(self) -> DraftReading:
        return read_draft(self.workspace, {**self.typed, "acceptable": acceptable_text(self.typed)})

    def on_mount(self) -> None:
        """Show what is found about what is typed already, as soon as the step is painted."""
        if self.reading is not None:
            self.call_after_refresh(self._show_checked)
        # The library is slow to read the first time; once it is known here, no key waits for it.
        self.run_in_background(prepare_reading, lambda _nothing: None)

    def on_resize(self) -> None:
        """Fit the findings to the width."""
        if self.reading is not None:
            self.check_draft()

    def on_screen_resume(self) -> None:
        """Test the draft again after the form of a KPI was opened from here."""
        if self.is_mounted and self._was_on_top:
            self.call_later(self.show_step)

    async def show_step(self) -> None:
        """Put up the fields of the step that is open."""
        self.check_draft()
        self.query_one("#question", Plain).update(self._question())
        fields = self._fields()
        await self.query_one(Form).put(fields, self._missing(fields))
        self.show_problems()

    def _missing(self, fields: Sequence[Field]) -> str | None:
        """Return the first field of a step that something required is missing of, when the step is put up."""
        if self._step_shown == self.step:
            return None  # the keys stay where they are
        self._step_shown = self.step
        names = {field.name for field in fields}
        required = [finding.field for finding in self.findings if finding.severity == "required"]
        return next((name for field in required if (name := FIRST_OF.get(field, field)) in names), None)

    def _question(self) -> str:
        if self.step == SUMMARY:
            missing = sum(finding.severity == "required" for finding in self.findings)
            if missing:
                text = plural(
                    "Not complete yet: {n} thing is missing", "Not complete yet: {n} things are missing", missing
                )
                return text.format(n=missing)
            return _("This is your goal. {key} to save").format(key=self.key_for("save"))
        return _(STEPS[self.step].question)

    def _fields(self) -> list[Field]:
        return (
            []
            if self.step == SUMMARY
            else STEPS[self.step].fields(step_context(self.workspace, self.typed, self.reading))
        )

    def _show_checked(self) -> None:
        if not self.is_there:
            return
        self.check_draft()
        self.show_problems()

    def on_field_changed(self, message: FieldChanged) -> None:
        """Save what was typed at once, and check it when the typing pauses."""
        if message.name == "title":
            self.typed["released"] = still_released(self.workspace, self.typed, message.value)
            self.typed["settled"] = still_settled(self.workspace, self.typed, message.value)
        self.typed[message.name] = message.value
        self.save_draft()
        if self._check_timer is not None:
            self._check_timer.stop()
        self._check_timer = self.set_timer(CHECK_DELAY, self.check_typed)

    async def on_form_finished(self) -> None:
        """Go on to the next step after the last field."""
        await self.action_step(1)

    def save_draft(self) -> None:
        """Save everything typed so far, and the step, outside of the journal."""
        if any(self.typed.values()):
            self.keep_draft(self._keep)

    @property
    def is_drafted(self) -> bool:
        """Whether what is typed on it is kept already, key by key."""
        return self.draft is not None

    def unsaved(self) -> list[Unsaved]:
        """Return what no draft has yet, or was typed this moment; else it is kept already."""
        form = next(iter(self.query(Form)), None)
        typed = form.being_typed() if form else {}
        fields = {**self._typed_and_step(), **typed}
        is_new = any(text != self.typed.get(name, "") for name, text in typed.items())
        return [Unsaved("goal", fields, self.draft)] if self.is_draft_behind or is_new else []

    def _keep(self) -> None:
        self.draft = save_draft(self.workspace, "goal", self._typed_and_step(), self.draft)

    def _typed_and_step(self) -> dict[str, str]:
        return {**self.typed, "step": str(self.step)}

    async def check_typed(self) -> None:
        """Test what was typed; a field that makes others appear or go puts the step up again."""
        if not self.is_there:
            return
        form, kind = self.query_one(Form), self.typed.get("type")
        other = (kind == "recurring") != form.has("per") or (kind == "level") != form.has("over")
        if self.step == 1 and other:
            await self.show_step()
        else:
            self._show_checked()

    def check_draft(self) -> None:
        """Read the whole draft, check it, and show what was understood and what was found."""
        self.reading = self._read()
        draft = self.reading.draft
        findings = self.findings = check(self.workspace, draft)
        kpi = kpi_by_key(self.workspace, draft.kpi) if draft.kpi else None
        style, today = self.workspace.settings.numbers, self.workspace.today
        texts = WizardTexts(draft, kpi, style, today, ascii=self.app.ascii)
        width = self.size.width
        self.set_class(self.step == SUMMARY, "-summary")
        self.query_one("#steps", Plain).update(texts.steps(self.step, findings, width))
        self.query_one("#understood", Plain).update("\n".join([texts.understood(), *self.take_date_doubts()]).strip())
        title = self.typed.get("title", "") if self.step == 0 else ""
        marks = suggestion(self.workspace, title, self.typed.get("kpi", "")).wish.marks if title.strip() else ()
        self.query_one(MarkedSentence).show(title, marks, self.typed.get("released", "").split())
        if self.step != SUMMARY:
            self.query_one(Form).show_hints(hints(step_context(self.workspace, self.typed, self.reading)))
        if self.size.height >= TALL and draft.kpi != self._drawn:
            self._drawn = draft.kpi
            self.query_one(KpiChart).draw_soon()
        letter = None if self.step == SUMMARY else STEPS[self.step].letter
        # Who has typed nothing yet is asked, and not told what is wrong.
        shown: Sequence[Finding] = findings if self.step or any(self.typed.values()) else []
        if self.step == SUMMARY:  # what keeps it from being saved stands first
            shown = sorted(shown, key=lambda finding: finding.severity != "required")
        self.offers = texts.offers(shown, letter)
        self.query_one("#findings", Plain).update(texts.findings(shown, letter, self.size))
        if self.step == SUMMARY:
            names = {kpi.key: kpi.name for kpi in all_kpis(self.workspace)}
            self.query_one("#summary", Plain).update(texts.summary(names, width) + "\n")
            self.query_one("#question", Plain).update(self._question())

    def show_problems(self) -> None:
        """Show at each field what could not be read."""
        problems = self.reading.problems if self.reading else {}
        for field in self.query_one(Form).fields:
            problem = problems.get(field.name or "")
            field.problem(sentence(problem) if problem else None)

    async def action_step(self, by: int) -> None:
        """Go to another step; nothing typed is lost by it."""
        step = max(0, min(SUMMARY, self.step + by))
        if step != self.step:
            self.step = step
            self.save_draft()
            await self.show_step()

    def action_scroll(self, by: int) -> None:
        """Move through the findings, where they take more lines than there are; fields have the arrows themselves."""
        self.query_one("#scroll", VerticalScroll).scroll_relative(y=2 * by, animate=False)

    async def action_save(self) -> None:
        """Save the goal when it is complete, else go to the step where the first part is missing."""
        reading = self._read()
        try:
            if reading.problems:
                raise next(iter(reading.problems.values()))
            saved = save_goal(self.workspace, reading.draft, replaces=self.draft)
        except KpituiError as error:
            self.app.report(error)
            await self._open_step_of(error.field)
            return
        self.draft = None
        self.app.publish_change()
        self.app.pop_screen()
        self.app.inform(" · ".join([goal_set_text(saved), *self.take_date_doubts()]))

    async def action_mend(self, index: int) -> None:
        """Take what is offered about a finding; the key beside it says which."""
        if index >= len(self.offers) or self.reading is None:
            return
        offer = self.offers[index]
        if offer.finding.field == "kpi":
            self._step_shown = -1  # with a KPI the keys go on to what is missing next
        if offer.fix is None:
            await self._open_step_of(offer.finding.field)
        elif offer.fix.does == "ask":
            await self._open_step_of(offer.fix.subject)
        elif offer.fix.does in FORM_FIELDS:
            self.app.push_screen(page_class("kpi_form")(offer.fix.subject, FORM_FIELDS[offer.fix.does]))
        elif offer.fix.does == "new":
            self.app.push_screen(cast(Any, page_class("kpi_form"))(proposed=offer.fix.params))
        else:
            kpi = kpi_by_key(self.workspace, self.reading.draft.kpi)
            mended = mend(self.workspace, self.typed, offer.fix, kpi)
            self.typed = mended.typed
            self.save_draft()
            self.app.publish_change()
            if mended.over:
                self.action_discard()
            else:
                await self.show_step()
            if text := fix_text(mended):
                self.app.inform(text)

    async def _open_step_of(self, field: str | None) -> None:
        context = step_context(self.workspace, self.typed, self.reading)
        for index, step in enumerate(STEPS):
            if FIRST_OF.get(field or "", field) in {form_field.name for form_field in step.fields(context)}:
                self.step = index
                await self.show_step()
                self.query_one(Form).focus_field(FIRST_OF.get(field or "", field or ""))
                return

    def action_discard(self) -> None:
        """Throw the draft away and leave."""
        self.pending_writes.cancel("draft")
        if self.draft is not None:
            drop_draft(self.workspace, self.draft)
            self.draft = None
        self.app.pop_screen()

"""What pages and dialogs share: the app they are part of, the database that is open on it, and what is typed in them.

What is being typed when the app ends is kept as drafts, whatever ends it, and put back where it was typed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import cached_property
from time import monotonic
from typing import TYPE_CHECKING, ClassVar, NamedTuple, cast

from textual.binding import Binding, BindingType
from textual.screen import Screen
from textual.widget import Widget

from kpitui.core.errors import mark
from kpitui.i18n import _
from kpitui.tui.base_app import BaseApp, RefusalGuard
from kpitui.tui.widgets.form import Form
from kpitui.tui.widgets.key_bar import sign_of
from kpitui.tui.work import PendingWrites
from kpitui.wording.dates import day_text, doubt_text

if TYPE_CHECKING:
    from kpitui.core.errors import KpituiError
    from kpitui.core.model import Draft
    from kpitui.services.workspace import Workspace

PATIENCE, ALONE_PATIENCE = 5.0, 60.0
"""Seconds that an app which ends waits for another program that writes, with all that is to be kept.

Longer where the terminal is gone: nobody waits there for a prompt, and nobody would read what was lost.
"""


class Unsaved(NamedTuple):
    """What is typed into a form and not saved yet."""

    form: str
    """What its draft is kept under."""
    fields: dict[str, str]
    draft: int | None = None
    """The draft that it goes on from."""


BEGUN = "begun with "
"""What a draft has in front of the name of a field, to keep what the thing that is changed had there."""


def draft_fields(begun: Mapping[str, str], typed: Mapping[str, str]) -> dict[str, str]:
    """Return what a draft keeps of a form: the fields that differ from what it began with, and what that was."""
    changed = {name: text for name, text in typed.items() if text != begun.get(name, "")}
    return {**changed, **{f"{BEGUN}{name}": begun.get(name, "") for name in changed}}


def begun_in(draft: Mapping[str, str]) -> dict[str, str]:
    """Return what the form of a draft had in its fields before they were changed."""
    return {name.removeprefix(BEGUN): text for name, text in draft.items() if name.startswith(BEGUN)}


def typed_in(draft: Mapping[str, str]) -> dict[str, str]:
    """Return what was typed into the form of a draft."""
    return {name: text for name, text in draft.items() if not name.startswith(BEGUN)}


def keep(workspace: Workspace, forms: Iterable[Unsaved], patience: float = PATIENCE) -> list[Unsaved]:
    """Save each of *forms* as a draft; return those that could not be: nothing may stand in the way of an ending.

    *patience* is how many seconds it may wait, with all of them, for another program that writes.
    """
    from kpitui.services.drafts import save_draft

    lost: list[Unsaved] = []
    until = monotonic() + patience
    for unsaved in forms:
        try:
            with workspace.patient(max(0.0, until - monotonic())):
                save_draft(workspace, unsaved.form, unsaved.fields, unsaved.draft)
        except Exception:
            lost.append(unsaved)
    return lost


class KpituiScreen(RefusalGuard, Screen[None]):
    """A screen of KPITUI."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+o,semicolon", "jump", mark("jump to"), show=False, id="page.jump")
    ]
    KEYED: ClassVar[tuple[type[Widget], ...]] = ()
    """The widgets on it that have keys of their own; help, manual and the check of moved keys are made from these."""

    is_draft_behind = False
    """Whether what was typed last is not in its draft: another program writes, or the disk is full."""

    @property
    def app(self) -> BaseApp:  # type: ignore[override]  # an app that returns nothing is one that returns an object
        """The app this is part of."""
        return cast("BaseApp", super().app)

    @property
    def workspace(self) -> Workspace:
        """The open database with its settings and today's date."""
        return self.app.workspace

    @cached_property
    def pending_writes(self) -> PendingWrites:
        """What waits for another program that writes."""
        return PendingWrites(self)

    def take_date_doubts(self) -> list[str]:
        """Return how days were read that could have been others, once."""
        workspace = self.workspace
        settings, doubts = workspace.settings, workspace.doubts
        workspace.doubts = {}
        return [
            doubt_text(text, day, by_month=settings.month_first, region=settings.region_code)
            for text, day in doubts.items()
        ]

    @property
    def takes_keys(self) -> bool:
        """Whether keys have somewhere to go; False while the fields of a form are being put up."""
        return all(form.takes_keys for form in self.query(Form))

    def awaits(self, _action: str) -> bool:
        """Tell whether a key that does *action* waits for what is still being worked out; other keys go on."""
        return False

    @property
    def is_drafted(self) -> bool:
        """Whether what is typed on it is kept already, key by key."""
        return False

    def unsaved(self) -> list[Unsaved]:
        """Return what is typed and would be lost if the app ended now; called in any thread."""
        return []

    def resume_draft(self, form: str, about: Mapping[str, str] | None = None) -> Draft | None:
        """Return the draft of *form* that was typed into last and say that it goes on; None when there is none.

        With *about* it is one that has these fields.
        """
        from kpitui.services.drafts import drafts_of

        fields = (about or {}).items()
        drafts = drafts_of(self.workspace, form)
        draft = next((draft for draft in drafts if fields <= draft.fields.items()), None)
        if draft is None:
            return None
        going_on = _("Picking up your draft of {day}. {key} to discard it")
        day = day_text(date.fromisoformat(draft.updated[:10]))
        self.app.inform(going_on.format(day=day, key=self.key_for("discard")))
        return draft

    def keep_draft(self, keep: Callable[[], None]) -> None:
        """Save what was typed so far, as soon as it can be; keys do not wait for it."""
        if self.app.typed_is_kept:
            return
        self.is_draft_behind = True

        def keep_all() -> None:
            keep()
            self.is_draft_behind = False

        if not self.pending_writes.write_when_free("draft", keep_all):
            self.app.inform_once(
                _("Another program is using the database. Keep typing: your numbers are saved as soon as it is free")
            )

    def report(self, error: KpituiError) -> None:
        """Show a refusal as a short message."""
        self.app.report(error)

    def key_for(self, action: str) -> str:
        """Return how the key is written that does *action* here, or on the screen below; empty when there is none."""
        for screen in (self, *reversed(self.app.screen_stack)):
            for active in screen.active_bindings.values():
                if active.binding.action == action:
                    return sign_of(active.binding.key, active.binding.key_display)
        return ""

    def action_jump(self) -> None:
        """Put a label on everything that can be gone to."""
        from kpitui.tui.jump import JumpOverlay, targets_on

        targets = targets_on(self)
        if targets:
            self.app.push_screen(JumpOverlay(targets))

"""The dialogs in which a matter of a review is decided: an action, a note, or a day to look again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kpitui.core.errors import Refused
from kpitui.core.review import Matter
from kpitui.i18n import _
from kpitui.services.reviewing.deciding import act, note, snooze
from kpitui.tui.dialog import Dialog
from kpitui.tui.widgets.fields import Field, TextField
from kpitui.wording.dates import day_text


class DecisionDialog(Dialog):
    """What the three have in common: the matter, the sentence that is kept of it, and the one that is shown."""

    def __init__(self, matter: Matter, text: str, shown: str) -> None:
        super().__init__()
        self.matter = matter
        self.text = text
        self.shown = shown

    def heading(self) -> str:
        """Return the sentence of the matter."""
        return self.shown

    def draft_name(self) -> str:
        """Return of which matter what is kept."""
        return f"{type(self).__name__} {self.matter.key}"


class ActDialog(DecisionDialog):
    """A corrective action against it."""

    def fields(self) -> Sequence[Field]:
        """Return what will be done, by when, and what is expected of it."""
        return (
            TextField("what", _("Action"), hint=_("what you are going to do about it")),
            TextField("due", _("Due"), hint=_("the day on which it is to be done: fri, 1/12, next week")),
            TextField(
                "effect", _("Effect"), hint=_("the change you expect: +10%, -0.5, 4pp; it is held against it later")
            ),
            TextField("by", _("By"), hint=_("the day by which the effect is to be seen")),
        )

    def save(self, values: Mapping[str, str]) -> str:
        """Plan the action."""
        act(self.workspace, self.matter, self.text, values)
        return _("An action is planned; {key} takes it back").format(key=self.key_for("undo"))


class RemarkDialog(DecisionDialog):
    """A note about it, which shows on the chart."""

    def fields(self) -> Sequence[Field]:
        """Return the text."""
        return (TextField("note", _("Note"), hint=_("what happened, or what you found out")),)

    def save(self, values: Mapping[str, str]) -> str:
        """Save the note."""
        note(self.workspace, self.matter, self.text, values["note"])
        return _("Noted; {key} takes it back").format(key=self.key_for("undo"))


class LaterDialog(DecisionDialog):
    """The day on which to look at it again."""

    def fields(self) -> Sequence[Field]:
        """Return the day."""
        return (TextField("until", _("Look again on"), hint=_("mon, 1/12, next week; until then it is left out")),)

    def save(self, values: Mapping[str, str]) -> str:
        """Put it off."""
        try:
            until = self.workspace.read_day(values["until"], future=True)
        except Refused as error:
            error.field = "until"
            raise
        snooze(self.workspace, self.matter, self.text, until)
        return _("Put off until {day}").format(day=day_text(until))

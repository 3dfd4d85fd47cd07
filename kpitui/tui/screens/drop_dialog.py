"""The dialog that asks why an action is dropped."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kpitui.core.goal import Action
from kpitui.i18n import _
from kpitui.services.acting import drop_action
from kpitui.tui.dialog import Dialog
from kpitui.tui.widgets.fields import Field, TextField


class DropDialog(Dialog):
    """Why *action* is given up."""

    def __init__(self, action: Action) -> None:
        super().__init__()
        self.dropped = action

    def heading(self) -> str:
        """Return which action it is about."""
        return _("Drop: {what}").format(what=self.dropped.what)

    def draft_name(self) -> str:
        """Return of which action the reason is kept."""
        return f"drop {self.dropped.id}"

    def fields(self) -> Sequence[Field]:
        """Return the reason."""
        return (TextField("reason", _("Reason"), hint=_("why it is not done after all; it stays in the list")),)

    def save(self, values: Mapping[str, str]) -> str:
        """Drop the action."""
        drop_action(self.workspace, self.dropped, values["reason"])
        return _("Dropped; {key} takes it back").format(key=self.key_for("undo"))

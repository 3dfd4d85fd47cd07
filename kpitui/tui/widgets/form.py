"""A form: fields below each other, moving between them, and one line for the hint of the field that has the keys."""

from __future__ import annotations

from asyncio import Lock
from collections.abc import Mapping, Sequence

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message

from kpitui.i18n.harmless import harmless
from kpitui.tui.widgets.fields import ChoiceField, Field, FieldLeft
from kpitui.tui.widgets.plain import Plain


class Form(Vertical):
    """Fields below each other. Enter and down lead to the next one, up to the one before."""

    DEFAULT_CSS = """
    Form {
        height: auto; overflow-y: auto;
        & .form-hint { height: 2; margin-left: 18; color: $foreground-muted; }
    }
    """

    class Finished(Message):
        """Enter was pressed in the last field."""

    class LeftBelow(Message):
        """The last field was left by the arrow that leads down."""

    def __init__(self, *fields: Field, id: str | None = None, first: str = "") -> None:
        super().__init__(id=id)
        self.fields: list[Field] = list(fields)
        self._first = first
        """The name of the field to begin in; empty for the first one."""
        self._under_way = 1
        """How often fields are being put up; the first time is when the form itself is."""
        self._one_by_one = Lock()

    def compose(self) -> ComposeResult:
        """Show the fields the form was made with, and the line for hints."""
        yield from self.fields
        yield Plain(classes="form-hint")

    def on_mount(self) -> None:
        """Begin in the first field, or in the one that was asked for."""
        if self.has(self._first):
            self.focus_field(self._first)
        elif self.fields:
            self.fields[0].take_focus()
        self.app.call_later(self._put_up)  # comes after the focus

    @property
    def takes_keys(self) -> bool:
        """Whether the field that is to have the keys has them; False while fields are being put up."""
        return not self._under_way

    def _put_up(self) -> None:
        self._under_way -= 1

    async def put(self, fields: Sequence[Field], focus: str | None = None) -> None:
        """Show other fields; the keys go to the one called *focus*, else stay where they are, else go to the first.

        A choice in which somebody is looking for a value by its letters goes on with them.
        """
        self._under_way += 1
        try:
            async with self._one_by_one:
                await self._put(list(fields), focus)
        finally:
            self.app.call_later(self._put_up)

    async def _put(self, fields: list[Field], focus: str | None) -> None:
        letters = {
            field.name: (field.choice.letters, field.choice.before_letters)
            for field in self.fields
            if isinstance(field, ChoiceField)
        }
        target = focus or self.field_with_keys()
        self.fields = fields
        for field in fields:
            if isinstance(field, ChoiceField):
                field.choice.letters, field.choice.before_letters = letters.get(field.name, ("", 0))
        hint = self.query_one(".form-hint")
        await self.remove_children(Field)
        await self.mount_all(fields, before=hint)
        if fields:
            self.focus_field(target if self.has(target) else fields[0].name or "")

    def field_with_keys(self) -> str:
        """Return the name of the field that has the keys; empty when none has."""
        focused = self.screen.focused
        return next((field.name or "" for field in self.fields if focused and field in focused.ancestors), "")

    def has(self, name: str) -> bool:
        """Tell whether the field called *name* is shown."""
        return any(field.name == name for field in self.fields)

    def focus_field(self, name: str) -> None:
        """Give the keys to the field called *name*, when it is shown."""
        for field in self.fields:
            if field.name == name:
                field.take_focus()

    def show_hints(self, hints: Mapping[str, str]) -> None:
        """Let the fields that are named have other hints, and show that of the field that has the keys."""
        here = self.field_with_keys()
        for field in self.fields:
            name = field.name or ""
            if name in hints and field.hint != hints[name]:
                field.hint = hints[name]
                if name == here:
                    self._show_hint(field)

    def _show_hint(self, field: Field | None) -> None:
        self.query_one(".form-hint", Plain).update(harmless(field.hint, 300) if field else "")

    def refuse(self, name: str, why: str) -> bool:
        """Show at the field called *name*, and at no other, why it is refused; return whether there is such a field."""
        for field in self.fields:
            field.problem(why if field.name == name else None)
        self.focus_field(name)
        return self.has(name)

    def shown(self, name: str, value: str) -> str:
        """Return how the field called *name* shows *value*."""
        return next((field.shown(value) for field in self.fields if field.name == name), value)

    def clear_problem(self, name: str) -> None:
        """Take the problem of the field called *name* away."""
        for field in self.fields:
            if field.name == name:
                field.problem(None)

    def values(self) -> dict[str, str]:
        """Return what is in each field, by name."""
        return {field.name or "": field.value for field in self.fields}

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Show the hint of the field that got the keys."""
        field = next((field for field in self.fields if field in event.widget.ancestors), None)
        self._show_hint(field)

    def on_field_left(self, message: FieldLeft) -> None:
        """Move to the field that is wanted."""
        message.stop()
        here = self.field_with_keys()
        index = next((index for index, field in enumerate(self.fields) if field.name == here), 0)
        if message.entered and index == len(self.fields) - 1:
            self.post_message(self.Finished())
        elif message.step > 0 and index == len(self.fields) - 1:
            self.post_message(self.LeftBelow())
        else:
            self.fields[max(0, min(len(self.fields) - 1, index + message.step))].take_focus()

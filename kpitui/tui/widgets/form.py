"""A form and its fields: a line of text or a choice, each with its label and, when it is refused, its problem.

What a field accepts is decided by the services, where it is saved by the page.
"""

from __future__ import annotations

from asyncio import Lock
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget
from textual.widgets import Input

from kpitui.core.errors import mark
from kpitui.i18n import _, plural
from kpitui.i18n.harmless import harmless
from kpitui.tui.jump import JumpPlace
from kpitui.tui.widgets.columns import fitted
from kpitui.tui.widgets.plain import Plain
from kpitui.tui.widgets.region import RegionTitle

LABEL = 25
"""Cells for the label in front of a field."""

NARROW = 56
"""Cells of a form below which the labels stand above the fields."""

LONGEST = 300
EMPTY = "_" * 24


@dataclass
class FieldChanged(Message):
    """A person changed the field called *name*."""

    name: str
    value: str


@dataclass
class FieldLeft(Message):
    """A person is done with a field and wants the next one (1) or the one before (-1)."""

    step: int
    entered: bool
    """Whether it was left with Enter."""


class TextLine(Input):
    """The line of text in a field: no border, no blinking, arrows lead to the other fields."""

    # Textual's own cursor is black on white in the themes of the terminal's colours, and reversed on top of that.
    DEFAULT_CSS = """
    TextLine:ansi > .input--cursor { background: ansi_default; color: ansi_default; text-style: reverse; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "leave(1)", mark("next field"), show=False, id="field.next"),
        Binding("up", "leave(-1)", mark("previous field"), show=False, id="field.previous"),
    ]

    class LinesPasted(Message):
        """Several lines were pasted into a field that takes them as a whole."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    def __init__(self, value: str, placeholder: str, *, takes_lines: bool = False) -> None:
        super().__init__(value, placeholder=placeholder, compact=True, max_length=LONGEST)
        self.cursor_blink = False
        self.takes_lines = takes_lines

    def on_mount(self) -> None:
        """Show where an empty field is on a screen without colours, where no ground sets it off."""
        if self.app.theme == "mono" and not self.placeholder:
            self.placeholder = EMPTY

    def replace(self, text: str, start: int, end: int) -> None:
        """Put text in, as typing and pasting do, without control characters and as far as there is room."""
        clean = harmless(text, len(text))
        room = LONGEST - (len(self.value) - abs(end - start))
        super().replace(clean[: max(0, room)], start, end)

    def on_paste(self, event: events.Paste) -> None:
        """Take a paste as one line, without white space around it, in place of what is selected."""
        event.stop()
        event.prevent_default()
        if self.takes_lines and len(event.text.strip().splitlines()) > 1:
            self.post_message(self.LinesPasted(event.text))
            return
        self.replace(" ".join(event.text.split()), *sorted(self.selection))

    def action_leave(self, step: int) -> None:
        """Go to a neighbouring field."""
        self.post_message(FieldLeft(step, entered=False))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Go to the next field."""
        event.stop()
        self.post_message(FieldLeft(1, entered=True))


class Field(Vertical):
    """What a text and a choice have in common: a label in front, a problem below."""

    DEFAULT_CSS = """
    Field {
        height: auto;
        & .field-label { dock: left; width: 25; height: 1; color: $foreground-muted; }
        & .field-below { height: auto; color: $foreground-muted; display: none; }
        & Input { width: 1fr; background: $surface; }
        & Input:focus { background: $panel; }
        &.-here .field-label { color: $primary; text-style: bold; }
        &.-refused .field-below { display: block; color: $error; }
    }
    """

    def __init__(self, name: str, label: str, hint: str = "") -> None:
        super().__init__(name=name)
        self.label = label
        self.hint = hint
        self.is_folded = False
        """Whether it stands in the fold of its form: it is filled in already and few have to change it."""
        self.begins = ""
        """The title of the group of fields that it is the first of; empty where it begins none."""
        self._problem = ""
        self._below: Plain | None = None
        """Where the problem stands; None before the first one."""

    @property
    def value(self) -> str:
        """What is in the field."""
        raise NotImplementedError

    def shown(self, value: str) -> str:
        """Return how the field shows *value*."""
        return value

    def take_focus(self) -> None:
        """Take the keys."""
        raise NotImplementedError

    def begin_with(self, value: str) -> None:
        """Let *value* be in the field when it is put up."""
        raise NotImplementedError

    def jump_places(self) -> list[JumpPlace]:
        """Return the field itself, labelled at the end of its name."""
        inner = next((widget.region.x for widget in self.query("TextLine, Choice")), self.region.x + LABEL)
        return [JumpPlace(max(0, inner - self.region.x - 3), 0, self.take_focus)]

    def inner(self) -> Widget:
        """Return what takes the keys in the field."""
        raise NotImplementedError

    def compose(self) -> ComposeResult:
        """Lay out the label and what takes the keys; the problem comes with the first one, most fields never have any.

        A page of fields opens by the number of its widgets.
        """
        yield Plain(self.label, classes="field-label")
        yield self.inner()

    def on_mount(self) -> None:
        """Show the problem that came before there was a place for it."""
        self._show_problem()

    def on_descendant_focus(self) -> None:
        """Stand out."""
        self.add_class("-here")

    def on_descendant_blur(self) -> None:
        """Stand back."""
        self.remove_class("-here")

    def problem(self, text: str | None) -> None:
        """Show why the field is refused; nothing when *text* is None."""
        problem = harmless(text or "", 400)
        if problem == self._problem:
            return
        self._problem = problem
        self.set_class(bool(text), "-refused")
        if self.is_mounted:  # else once it is
            self._show_problem()

    def _show_problem(self) -> None:
        if self._below is not None:
            self._below.update(self._problem)
        elif self._problem:
            self._below = Plain(self._problem, classes="field-below")
            self.mount(self._below)


class TextField(Field):
    """A line of text."""

    def __init__(
        self,
        name: str,
        label: str,
        value: str = "",
        *,
        hint: str = "",
        placeholder: str = "",
        takes_lines: bool = False,
    ) -> None:
        super().__init__(name, label, hint)
        self._takes_lines = takes_lines
        self._first = harmless(value, LONGEST)
        self.placeholder = placeholder

    def inner(self) -> TextLine:
        """Return the line that the text is typed in."""
        return TextLine(self._first, self.placeholder, takes_lines=self._takes_lines)

    @property
    def value(self) -> str:
        """The text in the line."""
        return self.query_one(TextLine).value if self.is_mounted else self._first

    def begin_with(self, value: str) -> None:
        """Let *value* be in the line when it is put up."""
        self._first = harmless(value, LONGEST)

    def take_focus(self) -> None:
        """Put the caret into the line."""
        self.query_one(TextLine).focus()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Pass on what was typed; the text the field began with was not."""
        event.stop()
        if event.value != self._first:
            self._first = event.value
            self.post_message(FieldChanged(self.name or "", event.value))


class Choice(Widget, can_focus=True):
    """One of several values, changed with left and right or by typing how it begins."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "turn(-1)", mark("choose"), key_display="←→", id="choice.previous"),
        Binding("right,space", "turn(1)", mark("next choice"), show=False, id="choice.next"),
        Binding("down", "leave(1)", mark("next field"), show=False, id="choice.down"),
        Binding("up", "leave(-1)", mark("previous field"), show=False, id="choice.up"),
        Binding("enter", "enter", mark("next field"), show=False, id="choice.enter"),
    ]
    DEFAULT_CSS = """
    Choice { width: 1fr; height: 1; background: $surface; }
    Choice:focus { background: $panel; text-style: bold; }
    """
    index: reactive[int] = reactive(0)

    def __init__(self, options: Sequence[tuple[str, str]], value: str) -> None:
        super().__init__()
        self.options = tuple(options)
        self.letters = ""
        """What was typed of the value that is looked for, in small letters."""
        self.before_letters = 0
        """The index that was chosen before the first of them."""
        values = [option for option, _title in self.options]
        self.set_reactive(Choice.index, values.index(value) if value in values else 0)

    def render(self) -> Content:
        """Show the title of the value between two signs that say there are others."""
        title = harmless(self.options[self.index][1], 120) if self.options else ""
        left, right = ("<", ">") if self.app.has_class("-ascii") else ("‹", "›")
        return Content(f"{left} {fitted(title, max(1, self.size.width - 4)).rstrip()} {right}")

    def action_turn(self, step: int) -> None:
        """Take a neighbouring value; after the last comes the first."""
        if self.options:
            self._take((self.index + step) % len(self.options))

    def action_leave(self, step: int) -> None:
        """Go to a neighbouring field."""
        self.post_message(FieldLeft(step, entered=False))

    def action_enter(self) -> None:
        """Go to the next field."""
        self.post_message(FieldLeft(1, entered=True))

    def on_key(self, event: events.Key) -> None:
        """Take the value that begins with the letters typed, or that has a word that does; or else the one before them.

        One letter again and again goes through its values.
        """
        letter = (event.character or "").casefold()
        # A space goes on with a name of several words; where none was begun it takes the next value.
        if len(letter) != 1 or not (letter.isalnum() or (letter == " " and self.letters)):
            self.letters = ""
            return
        if not self.letters:
            self.before_letters = self.index
        self.letters = letter if self.letters in ("", letter) else self.letters + letter
        first = 1 if len(self.letters) == 1 else 0
        order = [(self.index + step) % len(self.options) for step in range(first, len(self.options) + first)]
        titles = [self.options[index][1].casefold() for index in order]
        begins = (index for index, title in zip(order, titles, strict=True) if title.startswith(self.letters))
        inside = (index for index, title in zip(order, titles, strict=True) if f" {self.letters}" in title)
        event.stop()
        event.prevent_default()
        match = next(begins, next(inside, None))
        if match is not None:
            self._take(match)
        elif len(self.letters) > 1:  # "cups": what "cu" fits is not what is meant
            self._take(self.before_letters)

    def on_blur(self) -> None:
        """Begin anew with the letters when the field is left."""
        self.letters = ""

    def _take(self, index: int) -> None:
        if index != self.index:
            self.index = index
            field = self.query_ancestor(Field)
            field.post_message(FieldChanged(field.name or "", self.options[index][0]))


class ChoiceField(Field):
    """One of several values."""

    def __init__(
        self, name: str, label: str, options: Sequence[tuple[str, str]], value: str = "", *, hint: str = ""
    ) -> None:
        super().__init__(name, label, hint)
        self.choice = Choice(options, value)

    def shown(self, value: str) -> str:
        """Return the title of *value*."""
        return next((title for option, title in self.choice.options if option == value), value)

    def begin_with(self, value: str) -> None:
        """Let *value* be chosen when the field is put up, where it can be."""
        self.choice = Choice(self.choice.options, value)

    def inner(self) -> Choice:
        """Return the choice."""
        return self.choice

    @property
    def value(self) -> str:
        """The value that is chosen; empty when there is nothing to choose from."""
        return self.choice.options[self.choice.index][0] if self.choice.options else ""

    def take_focus(self) -> None:
        """Take the keys."""
        self.choice.focus()


class Several(Choice):
    """Any number of values: left, right or a letter shows another one, space picks it or drops it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right", "turn(1)", mark("next choice"), show=False, id="several.next"),
        Binding("space", "pick", mark("pick"), id="several.pick"),
    ]

    def __init__(self, options: Sequence[tuple[str, str]], picked: Sequence[str]) -> None:
        super().__init__(options, picked[0] if picked else "")
        self.picked = list(picked)
        """The values that were picked, and what was typed elsewhere that is none of them."""

    def render(self) -> Content:
        """Show the title that may be picked with a mark that says whether it is, and all that are."""
        titles = dict(self.options)
        names = ", ".join(harmless(titles.get(value, value), 120) for value in self.picked)
        if not self.options:
            return Content(names or "-")
        value, title = self.options[self.index]
        left, right = ("<", ">") if self.app.has_class("-ascii") else ("‹", "›")
        shown = f"{left} [{'x' if value in self.picked else ' '}] {harmless(title, 120)} {right}"
        return Content(fitted(f"{shown}  {names}".rstrip(), max(1, self.size.width)))

    def action_pick(self) -> None:
        """Pick the value that is shown, or drop it where it was picked."""
        if not self.options:
            return
        value = self.options[self.index][0]
        if value in self.picked:
            self.picked.remove(value)
        else:
            self.picked.append(value)
        self.refresh()
        field = self.query_ancestor(Field)
        field.post_message(FieldChanged(field.name or "", ", ".join(self.picked)))

    def on_key(self, event: events.Key) -> None:
        """Let a space pick what letters led to, and not go on with them."""
        if event.character == " ":
            self.letters = ""

    def _take(self, index: int) -> None:
        self.index = index


class SeveralField(ChoiceField):
    """Any number of values; its own is their keys with commas between them."""

    choice: Several

    def __init__(
        self, name: str, label: str, options: Sequence[tuple[str, str]], value: str = "", *, hint: str = ""
    ) -> None:
        super().__init__(name, label, options, hint=hint)
        self.begin_with(value)

    def shown(self, value: str) -> str:
        """Return the titles of the keys in *value*."""
        titles = dict(self.choice.options)
        return ", ".join(titles.get(part, part) for part in _parts(value))

    def begin_with(self, value: str) -> None:
        """Let the values be picked that *value* names by their keys or titles, with commas between them."""
        keys = {title.casefold(): option for option, title in self.choice.options}
        self.choice = Several(self.choice.options, [keys.get(part.casefold(), part) for part in _parts(value)])

    @property
    def value(self) -> str:
        """The keys that are picked, with commas between them."""
        return ", ".join(self.choice.picked)


def _parts(text: str) -> list[str]:
    return list(dict.fromkeys(part.strip() for part in text.split(",") if part.strip()))


FIELDS = (TextLine, Choice)
"""What has the focus in a form."""


class Form(Vertical):
    """Fields below each other. Enter and down lead to the next one, up to the one before.

    Those that are folded come last. They are put up once the last one before them is left downwards, or when one of
    them is refused, asked for or filled in by a draft.
    """

    DEFAULT_CSS = """
    Form {
        height: auto; overflow-y: auto;
        & .form-hint { height: auto; min-height: 2; margin-left: 25; color: $foreground-muted; }
        & .form-fold, & .form-group { padding: 0; }
        &.-narrow .field-label { dock: none; width: 1fr; height: auto; }
        &.-narrow TextLine, &.-narrow Choice { margin-left: 2; }
        &.-narrow .form-hint { margin-left: 2; }
    }
    """

    class Finished(Message):
        """Enter was pressed in the last field."""

    class Unfolded(Message):
        """What was folded is put up."""

    class LeftBelow(Message):
        """The last field was left by the arrow that leads down."""

    def __init__(self, *fields: Field, id: str | None = None, first: str = "", filled: Collection[str] = ()) -> None:
        super().__init__(id=id)
        self.fields: list[Field] = list(fields)
        self.is_open = any(field.is_folded and field.name in {first, *filled} for field in fields)
        """Whether what is folded is shown."""
        self._first = first
        """The name of the field to begin in; empty for the first one."""
        self._under_way = 1
        """How often fields are being put up; the first time is when the form itself is."""
        self._one_by_one = Lock()

    def compose(self) -> ComposeResult:
        """Show the fields the form was made with, and the line for hints."""
        yield from self._rows()
        yield Plain(classes="form-hint")

    @property
    def reachable(self) -> list[Field]:
        """The fields that are put up: all of them, or those above a fold that is closed."""
        return [field for field in self.fields if self.is_open or not field.is_folded]

    @property
    def lines(self) -> int:
        """How many lines the fields that are put up take, hints and problems aside."""
        return len(self.reachable) * (2 if self.has_class("-narrow") else 1)

    def _rows(self) -> Iterator[Widget]:
        """Yield the fields that are put up, with the titles of groups and of those that are folded between them."""
        folded = [field for field in self.fields if field.is_folded]
        for field in self.fields:
            if field.begins:
                yield RegionTitle(field.begins, classes="form-group")
            if not field.is_folded:
                yield field
        if folded:
            yield self._fold_title(len(folded))
            yield from folded if self.is_open else ()

    def _fold_title(self, count: int) -> RegionTitle:
        title = plural("More: {n} field you can leave as it is", "More: {n} fields you can leave as they are", count)
        end = "" if self.is_open else _("Enter shows them")
        return RegionTitle(title.format(n=count), end, short=_("More: {n}").format(n=count), classes="form-fold")

    def open_fold(self, focus: str = "") -> None:
        """Put up the fields that are folded, and give the keys to the one called *focus*, else to the first of them."""
        if self.is_open:
            return
        self.is_open = True
        self._under_way += 1
        folded = [field for field in self.fields if field.is_folded]
        self.app.call_later(self._mount_folded, folded, focus or folded[0].name or "")

    async def _mount_folded(self, folded: list[Field], focus: str) -> None:
        try:
            async with self._one_by_one:
                if folded[0] in self.fields and not folded[0].is_mounted:  # nothing else was put up meanwhile
                    self.query_one(RegionTitle).show_end("")
                    await self.mount_all(folded, before=self.query_one(".form-hint"))
                self.focus_field(focus)
        finally:
            self.app.call_later(self._put_up)
        self.post_message(self.Unfolded())

    def on_mount(self) -> None:
        """Begin in the first field, or in the one that was asked for."""
        if self.has(self._first):
            self.focus_field(self._first)
        elif self.fields:
            self.fields[0].take_focus()
        self.app.call_later(self._put_up)  # comes after the focus

    def on_resize(self, event: events.Resize) -> None:
        """Put labels above their fields where both have no room beside each other."""
        self.set_class(event.size.width < NARROW, "-narrow")

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
        await self.remove_children("Field, RegionTitle")
        await self.mount_all(self._rows(), before=hint)
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
            if field.name != name:
                continue
            if field in self.reachable:
                field.take_focus()
            else:
                self.open_fold(name)

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

    def being_typed(self) -> dict[str, str]:
        """Return what is in the field that has the keys, by its name, where it is a text: nothing is told of it yet."""
        here = self.field_with_keys()
        fields = [field for field in self.fields if field.name == here and not isinstance(field, ChoiceField)]
        return {field.name or "": field.value for field in fields}

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Show the hint of the field that got the keys."""
        field = next((field for field in self.fields if field in event.widget.ancestors), None)
        self._show_hint(field)

    def on_field_left(self, message: FieldLeft) -> None:
        """Move to the field that is wanted."""
        message.stop()
        here, fields = self.field_with_keys(), self.reachable
        last = len(fields) - 1
        index = next((index for index, field in enumerate(fields) if field.name == here), 0)
        if message.step > 0 and index == last and len(fields) < len(self.fields):
            self.open_fold()
        elif message.entered and index == last:
            self.post_message(self.Finished())
        elif message.step > 0 and index == last:
            self.post_message(self.LeftBelow())
        else:
            fields[max(0, min(last, index + message.step))].take_focus()

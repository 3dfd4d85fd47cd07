"""The sentence of a goal with the words that gave each part marked; one key releases a part that was read wrong.

A number stands below the words of a part, a question mark below those that nothing was read from. Which words gave
what is told by `goal_text`, what is released by `goal_parsing`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar, NamedTuple

from rich.cells import cell_len
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.geometry import Offset
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from kpitui.core.errors import mark
from kpitui.core.goal_text import SentenceMark
from kpitui.i18n import _
from kpitui.i18n.harmless import harmless
from kpitui.services.goals.goal_parsing import RELEASED
from kpitui.tui.widgets.form import FieldChanged, Form, TextField, TextLine

PARTS = {
    "metric": mark("what"),
    "change": mark("how much"),
    "target": mark("how much"),
    "low": mark("how much"),
    "baseline": mark("earlier number"),
    "per": mark("how often"),
    "keep": mark("how often reached"),
    "compared": mark("compared with"),
    "over": mark("measured over"),
    "start": mark("from when"),
    "deadline": mark("until when"),
    "period": mark("when"),
}
"""The parts of a goal that words can give, each by its label."""

UNUSED = frozenset(("unused", "condition"))
"""What no part was read from, although it is about the goal."""


class Reading(NamedTuple):
    """One part that was read, under its number."""

    number: int
    label: str
    parts: tuple[str, ...]
    """The parts of `goal_text.Wish.marks` that stand under this number."""


def readings(marks: Sequence[SentenceMark]) -> tuple[Reading, ...]:
    """Return what was read, numbered in the order in which it stands in the sentence."""
    by_label: dict[str, list[str]] = {}
    for span in marks:
        if span.part in PARTS:
            parts = by_label.setdefault(PARTS[span.part], [])
            if span.part not in parts:
                parts.append(span.part)
    return tuple(Reading(number, label, tuple(parts)) for number, (label, parts) in enumerate(by_label.items(), 1))


def wrapped(sentence: str, width: int) -> list[tuple[int, int]]:
    """Return the lines of *sentence* over *width* cells, each by its first letter and the one after its last."""
    lines, start = list[tuple[int, int]](), 0
    while start < len(sentence):
        end = start
        while end < len(sentence) and cell_len(sentence[start : end + 1]) <= width:
            end += 1
        if end < len(sentence):
            space = sentence.rfind(" ", start, end + 1)
            end = space if space > start else max(end, start + 1)
        lines.append((start, end))
        start = end + 1 if sentence[end : end + 1] == " " else end
    return lines


def marked(
    sentence: str, marks: Sequence[SentenceMark], width: int, *, released: Iterable[str] = (), ascii: bool = False
) -> Content:
    """Return *sentence* over *width* cells with its words in colour, and under each line the numbers of its parts."""
    numbers = {part: reading.number for reading in readings(marks) for part in reading.parts}
    gone = set(released)
    pieces: list[str | tuple[str, str]] = []
    for start, end in wrapped(sentence, width):
        below, place = "", start
        for span in marks:
            first, after = max(span.start, place), min(span.end, end)
            sign = "?" if span.part in UNUSED or span.part in gone else str(numbers.get(span.part, ""))
            if first >= after or not sign:
                continue
            style = "$warning" if sign == "?" else "bold $primary"
            pieces += [sentence[place:first], (sentence[first:after], style)]
            below += " " * (cell_len(sentence[start:first]) - cell_len(below))
            below += (sign if first == span.start else "").ljust(cell_len(sentence[first:after]), "-" if ascii else "─")
            place = after
        pieces += [sentence[place:end], "\n", (below, "$foreground-muted"), "\n"]
    return Content.assemble(*pieces)


class SentenceLine(TextLine):
    """The line in which the sentence is typed: it goes on below where it is longer than the line, and is never cut."""

    def __init__(self, value: str, placeholder: str) -> None:
        super().__init__(value, placeholder)
        self._clicked_line = 0
        self._height = 1

    @property
    def content_width(self) -> int:
        """The width of the line itself: nothing of it is out of sight."""
        return self.size.width

    def watch_value(self) -> None:
        """Be as high as the sentence is now."""
        self._fit()

    def on_resize(self) -> None:
        """Be as high as the sentence is over another width."""
        self._fit()

    def _fit(self) -> None:
        """Take as many lines as the sentence does; the page is laid out anew when these are others than before."""
        if self.size.width and len(self._lines()) != self._height:
            self._height = len(self._lines())
            self.styles.height = self._height

    def _lines(self) -> list[tuple[int, int]]:
        """Return each line by its first letter and the one after its last, with room for the cursor behind the last."""
        return wrapped(self.value, max(1, self.size.width - 1)) or [(0, 0)]

    def _line_of(self, position: int) -> int:
        lines = self._lines()
        return next((index for index, (_start, end) in enumerate(lines) if position <= end), len(lines) - 1)

    def render_line(self, y: int) -> Strip:
        """Show one line of the sentence, with the cursor and what is selected."""
        lines = self._lines()
        if not self.value or y >= len(lines):
            return super().render_line(y)
        text, (start, end) = self._value, lines[y]
        if self.has_focus:
            first, last = sorted(self.selection)
            text.stylize_before(self.get_component_rich_style("input--selection"), first, last)
            text.pad_right(1)
            if self._line_of(self.cursor_position) == y:
                style = self.get_component_rich_style("input--cursor")
                text.stylize(style, self.cursor_position, self.cursor_position + 1)
                end = max(end, self.cursor_position + 1)
        segments = self.app.console.render(text[start:end], self.app.console_options.update_width(self.size.width))
        return Strip(segments).extend_cell_length(self.size.width).apply_style(self.rich_style)

    @property
    def cursor_screen_offset(self) -> Offset:
        """Where the cursor is on the screen."""
        line = self._line_of(self.cursor_position)
        start = self._lines()[line][0]
        x, y, _width, _height = self.content_region
        return Offset(x + cell_len(self.value[start : self.cursor_position]), y + line)

    def action_leave(self, step: int) -> None:
        """Go to the line above or below, and from the first or the last one to a neighbouring field."""
        lines, here = self._lines(), self._line_of(self.cursor_position)
        if not 0 <= here + step < len(lines):
            super().action_leave(step)
            return
        start, end = lines[here + step]
        self.cursor_position = min(end, start + self.cursor_position - lines[here][0])

    async def _on_mouse_down(self, event: events.MouseDown) -> None:
        self._clicked_line = event.get_content_offset_capture(self).y
        await super()._on_mouse_down(event)

    async def _on_mouse_move(self, event: events.MouseMove) -> None:
        self._clicked_line = event.get_content_offset_capture(self).y
        await super()._on_mouse_move(event)

    def _cell_offset_to_index(self, offset: int) -> int:
        lines = self._lines()
        start, end = lines[max(0, min(self._clicked_line, len(lines) - 1))]
        return next((index for index in range(start, end) if cell_len(self.value[start : index + 1]) > offset), end)


class SentenceField(TextField):
    """The field of the sentence."""

    def inner(self) -> TextLine:
        """Return a line that goes on below."""
        return SentenceLine(self._first, self.placeholder)


class MarkedSentence(Widget, can_focus=True):
    """The sentence with its marks and what each number stands for; Delete releases the one that is chosen."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "choose(-1)", mark("choose"), key_display="←→", id="marked.previous"),
        Binding("right", "choose(1)", mark("next choice"), show=False, id="marked.next"),
        Binding("delete,backspace", "release", mark("not this"), key_display="Del", id="marked.release"),
        Binding("up", "leave", mark("previous field"), show=False, id="marked.leave"),
    ]
    DEFAULT_CSS = """
    MarkedSentence { height: auto; max-height: 9; padding: 0 1; display: none; }
    """

    class Left(Message):
        """A person is done here and goes back to the sentence."""

    def __init__(self) -> None:
        super().__init__(id="marked")
        self._sentence = ""
        self._marks: tuple[SentenceMark, ...] = ()
        self._released: frozenset[str] = frozenset()
        self._chosen = 0

    def show(self, sentence: str, marks: Sequence[SentenceMark], released: Iterable[str]) -> None:
        """Show *sentence* with its *marks*; nothing while nothing was read, or where its letters can't be shown."""
        plain = harmless(sentence, len(sentence) + 1) == sentence
        lines = self._line_count()
        self._sentence, self._marks = (sentence, tuple(marks)) if plain else ("", ())
        self._released = frozenset(released)
        self._chosen = min(self._chosen, max(0, len(self.readings) - 1))
        self.display = bool(self._marks)
        self.refresh(layout=self._line_count() != lines)

    def _line_count(self) -> int:
        """Return how many lines it takes."""
        width = self.size.width
        return self.render().get_height(self.styles.get_rules(), width) if self._marks and width else 0

    @property
    def readings(self) -> tuple[Reading, ...]:
        """What was read."""
        return readings(self._marks)

    def render(self) -> Content:
        """Show the sentence, and one line that tells what its numbers stand for."""
        width = max(20, self.size.width or self.app.size.width - 2)
        ascii = self.app.has_class("-ascii")
        sentence = marked(self._sentence, self._marks, width, released=self._released, ascii=ascii)
        return Content.assemble(sentence, self._legend())

    def _legend(self) -> Content:
        pieces: list[str | tuple[str, str]] = []
        for index, reading in enumerate(self.readings):
            label = _(reading.label)
            text = f"{reading.number} {label}"
            if self._released.intersection(reading.parts):
                text = "? " + _("{part}: left out").format(part=label)
            if self.has_focus and index == self._chosen:
                text = f"[{text}]"
            pieces += [(text, "reverse" if self.has_focus and index == self._chosen else ""), "  "]
        if any(span.part in UNUSED for span in self._marks):
            pieces += [("? " + _("not used"), "$warning"), "  "]
        if not self.has_focus:
            pieces.append((_("↓ to correct"), "$foreground-muted"))
        return Content.assemble(*pieces)

    def on_focus(self) -> None:
        """Show which part is chosen."""
        self.refresh()

    def on_blur(self) -> None:
        """Show none as chosen."""
        self.refresh()

    def action_choose(self, step: int) -> None:
        """Choose a neighbouring part."""
        if self.readings:
            self._chosen = (self._chosen + step) % len(self.readings)
            self.refresh()

    def action_release(self) -> None:
        """Release what was read wrong, or let it count again, as a change of the field that names what is released."""
        parts = [part for part in self.readings[self._chosen].parts if part in RELEASED] if self.readings else []
        if parts:
            self.post_message(FieldChanged("released", " ".join(sorted(self._released.symmetric_difference(parts)))))

    def action_leave(self) -> None:
        """Go back to the sentence."""
        self.post_message(self.Left())


class SentenceForm(Vertical):
    """The form of a step with the marked sentence below it; the arrows lead from the one to the other."""

    DEFAULT_CSS = """
    SentenceForm { height: auto; }
    """

    def __init__(self, form: Form) -> None:
        super().__init__()
        self.form = form

    def compose(self) -> ComposeResult:
        """Lay out the form and the sentence."""
        yield self.form
        yield MarkedSentence()

    def on_form_left_below(self) -> None:
        """Go on from the sentence to what was read from it."""
        sentence = self.query_one(MarkedSentence)
        if sentence.display:
            sentence.focus()

    def on_marked_sentence_left(self) -> None:
        """Go back to the sentence, behind its last letter: what is typed there goes on with it."""
        line = self.query_one(SentenceLine)
        line.select_on_focus = False
        line.action_end()
        self.form.focus_field("title")

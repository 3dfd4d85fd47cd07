"""Rows of one line each with a cursor: the base of sheet, goal board and list, and the list itself.

A row is a few runs of text, each with the name of a style, made by pure functions that the prepaint uses too. A list
(`Lines`) paints the texts of a page in columns, and `WholeLine` tells in full what it had to cut.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import ClassVar, NamedTuple

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.app import App
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from kpitui.core.errors import mark
from kpitui.core.text import holds
from kpitui.i18n.harmless import harmless
from kpitui.i18n.wrapping import wrap
from kpitui.tui.jump import JumpPlace
from kpitui.tui.widgets.columns import at_right, fitted
from kpitui.tui.widgets.goal_bar import bar_signs
from kpitui.tui.widgets.plain import Plain
from kpitui.tui.widgets.runs import Run, top_row
from kpitui.wording.goals import GoalBar


class RowWidget(Widget, can_focus=True):
    """Rows below each other. Its cursor is in `row`, the first row in sight is `top`."""

    STYLE: ClassVar[str] = ""
    """What the names of its styles begin with: ``lines`` for ``lines--plain``."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.row = self.top = 0

    @property
    def count(self) -> int:
        """How many rows there are."""
        raise NotImplementedError

    @property
    def heading(self) -> int:
        """How many lines stand above the rows."""
        return 0

    @property
    def takes_text(self) -> bool:
        """Whether letters are text now, and no commands."""
        return False

    @property
    def room(self) -> int:
        """How many rows are in sight at once."""
        return max(1, self.size.height - self.heading)

    def runs(self, y: int) -> Sequence[Run]:
        """Return the line at *y*, the heading's or a row's, over the whole width; nothing where there is no row."""
        raise NotImplementedError

    def row_at(self, y: int) -> int:
        """Return the row that the line at *y* shows, or would show if there were so many."""
        return self.top + y - self.heading

    def line_of(self, row: int) -> int:
        """Return the line that shows *row*."""
        return self.heading + row - self.top

    def render_line(self, y: int) -> Strip:
        """Paint the heading or one row."""
        base = self.visual_style.rich_style
        segments = [Segment(text, base + self._style(style)) for text, style in self.runs(y)]
        return Strip(segments).adjust_cell_length(self.size.width, base)

    def jump_places(self) -> list[JumpPlace]:
        """Return the rows that are in sight."""
        rows = range(self.top, min(self.count, self.top + self.room))
        return [JumpPlace(0, self.line_of(row), partial(self.jump_to, row)) for row in rows]

    def jump_to(self, row: int) -> None:
        """Take the keys and put the cursor on *row*."""
        self.focus()
        self.place(row)

    def on_click(self, event: events.Click) -> None:
        """Select the row that is clicked; a second click opens it. What is being typed is not left by a click."""
        row = self.row_clicked(event.y)
        event.stop()
        if row is None or self.takes_text:
            return
        self.focus()
        if event.chain > 1 and row == self.row:
            self.open_clicked()
        else:
            self.click(row, event.x)

    def row_clicked(self, y: int) -> int | None:
        """Return the row whose line is at *y*; None on the heading and below the last row."""
        row = self.row_at(y)
        return row if y >= self.heading and 0 <= row < self.count else None

    def click(self, row: int, x: int) -> None:
        """Put the cursor on a row that was clicked at cell *x*."""
        self.place(row)

    def open_clicked(self) -> None:
        """Open the row under the cursor, where there is something behind it."""

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Move the cursor down with the wheel."""
        self._scroll(event, 1)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Move the cursor up with the wheel."""
        self._scroll(event, -1)

    def _scroll(self, event: events.MouseEvent, step: int) -> None:
        event.stop()
        if not self.takes_text:
            self.focus()
            self.scroll_by(step)

    def scroll_by(self, step: int) -> None:
        """Move the cursor by *step* rows, within them."""
        self.place(self.row + step)

    def place(self, row: int) -> None:
        """Put the cursor on *row*, or the nearest there is."""
        self.put_on(row)
        self.refresh()

    def put_on(self, row: int) -> None:
        """Put the cursor on *row*, or the nearest there is, and keep it in sight; who calls it paints."""
        self.row = max(0, min(row, self.count - 1))
        self.keep_in_sight()

    def keep_in_sight(self) -> None:
        """Let the row under the cursor be in sight."""
        self.top = top_row(self.top, self.row, self.count, self.room)

    def on_resize(self) -> None:
        """Keep the cursor in sight; what was painted before the size was known may begin with another row."""
        before = self.top
        self.keep_in_sight()
        if before != self.top:
            self.refresh()

    def _style(self, names: str) -> Style:
        """Return a style by its name, or several put together that have spaces between."""
        return Style.combine(
            self.get_component_rich_style(f"{self.STYLE}--{name}", partial=True) for name in names.split()
        )


# A list of lines in columns, with a cursor: entries, goals, changes, the KPIs of a goal; and the line below it.
#
# It paints texts it is given and posts what the person does; what a line stands for is the page's business. `WholeLine`
# tells in full what the list had to cut (`Lines.Shortened`); a page with a list only has to hold one of these.

GAP = 2
MOST_LINES = 3
"""Lines that a row takes at most where texts that are too long go on in the next line."""
STATUS_STYLES = ("good", "warn", "bad")
"""The styles that only a sign and its word have."""


class Line(NamedTuple):
    """One line as texts."""

    cells: tuple[str, ...]
    style: str = "plain"
    """plain, quiet, head, good, warn or bad; a colour that never means anything alone."""
    bar: GoalBar | None = None
    """What is drawn below its long text, in a list that wraps."""


LEAST_WIDE = 16
"""Cells that a column of titles has at least, where others can fall away for it."""

FALLEN = -1
"""The width of a column that fell away."""


class Columns(NamedTuple):
    """How the cells stand under each other."""

    titles: tuple[str, ...] = ()
    """The heading; no heading when empty."""
    right: frozenset[int] = frozenset()
    """The columns that stand to the right, as figures do."""
    wide: int = 0
    """The column that takes the cells that are left, and gives way when there are too few."""
    coloured: frozenset[int] = frozenset({0})
    """The columns, of a sign or the word for it, that have the colour of a line that is good, a warning or bad."""
    spare: tuple[int, ...] = ()
    """The columns that fall away, in this order, while the wide one has less than `LEAST_WIDE` cells."""


def natural_widths(lines: Sequence[Line], columns: Columns) -> list[int]:
    """Return how many cells each column of *lines* would take, its title among them."""
    rows = [*([columns.titles] if columns.titles else []), *(line.cells for line in lines)]
    return [max(map(cell_len, column)) for column in zip(*rows, strict=True)]


def column_widths(columns: Columns, natural: Sequence[int], width: int) -> list[int]:
    """Return how wide each column is in a list of so many cells, by what it would take; `FALLEN` for one that isn't."""
    widths, wide = list(natural), columns.wide
    least = min(LEAST_WIDE, widths[wide])
    for spare in (*columns.spare, None):
        others = [cells for index, cells in enumerate(widths) if index != wide and cells != FALLEN]
        room = width - sum(others) - GAP * len(others) - 2
        if room >= least or spare is None:
            break
        widths[spare] = FALLEN
    widths[wide] = max(4, room)
    return widths


def _in_lines(text: str, width: int) -> list[str]:
    """Return *text* in lines of so many cells, `MOST_LINES` at most; the last one may be longer."""
    if cell_len(text) <= width:
        return [text]
    indent = " " * min(len(text) - len(text.lstrip(" ")), width // 2)
    parts = wrap(text.strip(), width - len(indent), break_long_words=True)
    parts = [*parts[: MOST_LINES - 1], " ".join(parts[MOST_LINES - 1 :])][:MOST_LINES]
    return [indent + part for part in parts if part]


def is_past(app: App[object]) -> bool:
    """Tell whether an app shows a day that has passed, as it was."""
    workspace = getattr(app, "workspace", None)
    return workspace is not None and workspace.seen_from is not None


class Lines(RowWidget):
    """The list."""

    STYLE = "lines"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "move(-1)", mark("up"), show=False, id="lines.up"),
        Binding("down,j", "move(1)", mark("down"), show=False, id="lines.down"),
        Binding("pageup", "page(-1)", mark("a page up"), show=False, id="lines.page_up"),
        Binding("pagedown", "page(1)", mark("a page down"), show=False, id="lines.page_down"),
        Binding("home", "move(-1000000)", mark("first"), show=False, id="lines.first"),
        Binding("end", "move(1000000)", mark("last"), show=False, id="lines.last"),
        Binding("enter", "open", mark("open"), id="lines.open"),
    ]
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "lines--head",
        "lines--plain",
        "lines--quiet",
        "lines--good",
        "lines--warn",
        "lines--bad",
        "lines--cursor",
    }
    DEFAULT_CSS = """
    Lines {
        height: 1fr;
        & .lines--head { color: $foreground-muted; text-style: underline; }
        & .lines--plain { color: $foreground; }
        & .lines--quiet { color: $foreground-muted; }
        & .lines--good { color: $success; }
        & .lines--warn { color: $warning; }
        & .lines--bad { color: $error; }
        & .lines--cursor { text-style: reverse; }
    }
    """

    @dataclass
    class Opened(Message):
        """A line is asked for, by its place."""

        row: int

    class Pointed(Message):
        """The cursor came to another line."""

    @dataclass
    class Shortened(Message):
        """What had to be cut of the line under the cursor is another text now; empty when nothing is cut."""

        text: str

    def __init__(self, *, id: str | None = None, opens: bool = True, wraps: bool = False) -> None:
        super().__init__(id=id)
        self.wraps = wraps
        """Whether a text that would be cut goes on in the next lines."""
        self.opens = opens
        """Whether Enter opens the line under the cursor."""
        self.lines: tuple[Line, ...] = ()
        self.columns = Columns()
        self._natural_widths: list[int] = []
        """How many cells each column would take."""
        self._texts: dict[int, list[str]] = {}
        """The lines of each row that takes several, by its place, where `wraps` is set; its bar is the last."""
        self._texts_width = 0
        """The width that these were made for."""
        self.keys: tuple[Hashable, ...] = ()
        """What each line stands for, where its page says so."""
        self._gone: Hashable | None = None
        """What the cursor was on when its line went, until it is moved: it is there again when that comes back."""
        self.empty = ""
        self.cut = ""
        """The texts that are cut in the line under the cursor, in full."""

    @property
    def count(self) -> int:
        """How many lines there are."""
        return len(self.lines)

    @property
    def heading(self) -> int:
        """One line where the columns have titles."""
        return int(bool(self.columns.titles))

    def show(self, lines: Sequence[Line], columns: Columns, empty: str = "", keys: Sequence[Hashable] = ()) -> None:
        """Paint *lines*, or the text *empty* when there are none; nothing happens when they are the same.

        With *keys*, what each line stands for, the cursor stays on its own when lines come or go above it: a key that
        removes or closes something acts on what is seen. When its own is taken away, and back again by an undo, it is
        there again. Of a day that has passed only the first sentence of *empty* is told: nothing can be added to it.
        """
        if is_past(self.app):
            empty = empty.partition(". ")[0]
        pointed, gone = (self.keys[self.row] if self.row < len(self.keys) else None), self._gone
        row = next((keys.index(key) for key in (gone, pointed) if key is not None and key in keys), self.row)
        gone = next((key for key in (gone, pointed) if key is not None and key not in keys), None)
        self.keys, self._gone = tuple(keys), gone
        if (tuple(lines), columns, empty, row) == (self.lines, self.columns, self.empty, self.row):
            return
        other_height = len(lines) != len(self.lines)
        self.lines, self.columns, self.empty = tuple(lines), columns, empty
        self._natural_widths = natural_widths(lines, columns)
        self._texts_width = 0
        self.place(row)
        self._gone = gone
        if other_height:
            self.refresh(layout=True)

    def leaves_room(self, lines: Sequence[Line], columns: Columns) -> bool:
        """Tell whether the wide column of *lines* could be read here; True as long as there is no width."""
        natural, width = natural_widths(lines, columns), self.size.width
        if not natural or not width:
            return True
        return column_widths(columns, natural, width)[columns.wide] >= min(LEAST_WIDE, natural[columns.wide])

    def place(self, row: int) -> None:
        """Put the cursor on a line, or the nearest there is."""
        before, self._gone = self.row, None
        self.put_on(row)
        if before != self.row:
            self.post_message(self.Pointed())
        self._post_cut()
        self.refresh()

    def seek(self, text: str) -> None:
        """Put the cursor on the first line that holds *text*; a hashtag is looked for as a whole one."""
        for row, line in enumerate(self.lines):
            if any(holds(cell, text) for cell in line.cells):
                self.place(row)
                return

    def action_move(self, step: int) -> None:
        """Move the cursor."""
        self.place(self.row + step)

    def action_page(self, step: int) -> None:
        """Move the cursor by what is shown."""
        self.place(self.row + step * self.room)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer to open a line only where there is something behind it."""
        return action != "open" or self.opens

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return what all lines take, and the heading."""
        return self.needed if self.lines else len(self._nothing(width)) + self.heading

    @property
    def needed(self) -> int:
        """How many lines the whole list takes with its heading, by the width that it has now."""
        width = self.size.width
        return (self._height(0, len(self.lines)) if self.lines else len(self._nothing(width))) + self.heading

    def _nothing(self, width: int) -> list[str]:
        """Return what is said where there are no lines, in lines; one of no known width is not broken."""
        return wrap(self.empty, width - 2) or [""] if width > 2 else [self.empty]

    def action_open(self) -> None:
        """Ask for the line under the cursor."""
        if self.lines:
            self.post_message(self.Opened(self.row))

    def row_at(self, y: int) -> int:
        """Return the row whose line, one of several where its text is long, is at *y*."""
        return self._place_at(y)[0]

    def line_of(self, row: int) -> int:
        """Return the line that shows *row*, or that it begins in."""
        return self.heading + self._height(self.top, row)

    def keep_in_sight(self) -> None:
        """Let all lines of the row under the cursor be in sight, and no line be empty that a row could fill."""
        if not self._taller:
            super().keep_in_sight()
            return
        top = min(self.top, self.row)
        while top < self.row and self._height(top, self.row + 1) > self.room:
            top += 1
        while top and self._height(top - 1, self.count) <= self.room:
            top -= 1
        self.top = top

    def jump_places(self) -> list[JumpPlace]:
        """Return the rows that are in sight, by the first line of each."""
        return [place for place in super().jump_places() if place.y < self.size.height]

    def open_clicked(self) -> None:
        """Open the line that was clicked twice."""
        if self.opens:
            self.action_open()

    def on_resize(self) -> None:
        """Another width cuts other texts."""
        self._post_cut()

    def runs(self, y: int) -> list[Run]:
        """Return the heading, one line, or what is said where there is none."""
        if y < self.heading:
            return [(self._text(self.columns.titles), "head")]
        row, part = self._place_at(y)
        if row >= len(self.lines):
            below = () if self.lines else self._nothing(self.size.width)[y - self.heading :]
            return [(f" {below[0]}", "quiet")] if below else []
        cells = self.lines[row].cells
        if row in self._taller:
            text, wide = self._taller[row][part], self.columns.wide
            cells = tuple(text if index == wide else "" if part else cell for index, cell in enumerate(cells))
            if self.lines[row].bar is not None and part == len(self._taller[row]) - 1:
                return [(self._text(cells), "plain")]  # a bar stays one beside others, also below the cursor
        return self._laid_out(row, cells, first=not part)

    @property
    def _taller(self) -> dict[int, list[str]]:
        """The lines of the long text of each row that does not fit into one, by its place."""
        width = self._widths()[self.columns.wide] if self.wraps and self.lines and self.size.width else 0
        if width != self._texts_width:
            self._texts_width, self._texts = width, {}
            for row, line in enumerate(self.lines if width else ()):
                parts = _in_lines(harmless(line.cells[self.columns.wide], 400), width)
                if line.bar is not None:
                    parts = [
                        *parts,
                        bar_signs(line.bar.share, line.bar.pace, width, ascii=self.app.has_class("-ascii")),
                    ]
                if len(parts) > 1:
                    self._texts[row] = parts
        return self._texts

    def _height(self, first: int, last: int) -> int:
        """Return how many lines the rows from *first* up to *last*, that one not included, take."""
        taller = self._taller
        return sum(len(taller.get(row, "1")) for row in range(first, last))

    def _place_at(self, y: int) -> tuple[int, int]:
        """Return the row that the line at *y* shows, or would show if there were so many, and which of its lines."""
        row, left = self.top, y - self.heading
        taller = self._taller
        if not taller or left < 0:
            return row + left, 0
        while left >= len(taller.get(row, "1")):
            left -= len(taller.get(row, "1"))
            row += 1
        return row, left

    def _laid_out(self, row: int, cells: Sequence[str], *, first: bool = True) -> list[Run]:
        """Return a line, sign and word in colour; the selected one is reversed but for these, with a margin sign."""
        style, is_selected = self.lines[row].style, row == self.row and self.has_focus
        margin = (">" if self.app.has_class("-ascii") else "›") if is_selected and first else " "
        if style not in STATUS_STYLES:
            return [(margin + self._text(cells)[1:], "plain cursor" if is_selected else style)]
        plain = "plain cursor" if is_selected else "plain"
        runs: list[Run] = []
        for index, text in self._parts(cells):
            gap = " " * GAP if index else margin
            runs.append((gap + text, style if index in self.columns.coloured and text.strip() else plain))
        return runs

    def _text(self, cells: Sequence[str]) -> str:
        return " " + (" " * GAP).join(text for _index, text in self._parts(cells))

    def _parts(self, cells: Sequence[str]) -> list[tuple[int, str]]:
        """Return the columns that are shown, by their places, as wide as they are."""
        ascii = self.app.has_class("-ascii")
        return [
            (index, (at_right if index in self.columns.right else fitted)(harmless(cell, 400), width, ascii=ascii))
            for index, (cell, width) in enumerate(zip(cells, self._widths(), strict=True))
            if width != FALLEN
        ]

    def _widths(self) -> list[int]:
        return column_widths(self.columns, self._natural_widths, self.size.width)

    def _post_cut(self) -> None:
        text = ""
        if self.lines and self.size.width:
            cells = zip(self.lines[self.row].cells, self._widths(), strict=True)
            taller = self._taller.get(self.row, [])
            whole = bool(taller) and all(cell_len(part) <= self._texts_width for part in taller)
            text = "\n".join(
                self._named(index, cell)
                for index, (cell, width) in enumerate(cells)
                if cell_len(cell) > width and not (whole and index == self.columns.wide)
            )
        if text != self.cut:
            self.cut = text
            self.post_message(self.Shortened(text))

    def _named(self, index: int, cell: str) -> str:
        """Return a cell that is told below the list with the title of its column, of which nobody sees it there."""
        title = self.columns.titles[index] if self.columns.titles and index != self.columns.wide else ""
        return f"{title}: {cell}" if title else cell


class WholeLine(Plain):
    """The cut texts of the line under the cursor."""

    DEFAULT_CSS = """
    WholeLine { height: auto; max-height: 6; padding: 0 1; display: none; }
    """

    def show_text(self, text: str) -> None:
        """Show *text*, or nothing when it is empty."""
        self.update(text)
        self.display = bool(text)

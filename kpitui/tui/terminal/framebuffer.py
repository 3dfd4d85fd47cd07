"""The screen as cells: what the app wants on it, what the terminal shows, and the shortest way from one to the other.

It knows neither Textual nor a terminal; `diff_driver` feeds it what Textual writes and sends what it gives.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from rich.cells import split_graphemes


class Cell(NamedTuple):
    """What one cell shows: its sign, empty for the second half of a wide one, and its style as Textual wrote it.

    Of the style of a blank only what can be seen is kept.
    """

    sign: str
    style: str


Row = list[Cell]
BLANK = Cell(" ", "")
UNSEEN = Cell("", "unseen")
"""A cell of which nobody knows what the terminal shows."""
ERASE = 4
"""Blanks from which erasing to the end of the line is shorter than writing them."""
FEW = 4
"""Cells or lines up to which going over them one by one may be shorter than naming the place."""
Place = tuple[int, int]
UNSURE = -1
"""The column after a sign whose width terminals do not agree on, and after the last one; the line is known."""
NOWHERE: Place = (-2, UNSURE)


class Pen(NamedTuple):
    """A style, split into what can be changed apart."""

    attributes: frozenset[str]
    foreground: str
    background: str


@lru_cache(4096)
def pen_of(style: str) -> Pen:
    """Split the parameters of an SGR sequence; raise ValueError for one that turns styles off in its middle."""
    attributes: list[str] = []
    foreground = background = ""
    parts = style.split(";") if style else []
    while parts:
        part = parts.pop(0)
        if part in ("38", "48"):
            size = 4 if parts[:1] == ["2"] else 2
            colour = ";".join((part, *parts[:size]))
            del parts[:size]
        else:
            colour = part
        number = int(part)
        if number == 38 or 30 <= number <= 37 or 90 <= number <= 97:
            foreground = colour
        elif number == 48 or 40 <= number <= 47 or 100 <= number <= 107:
            background = colour
        elif number not in (39, 49):
            attributes.append(part)
    if "0" in attributes:
        raise ValueError(style)
    return Pen(frozenset(attributes), foreground, background)


@lru_cache(4096)
def without_own(style: str) -> str:
    """Return *style* without the words for the terminal's own colours, which are in force where none is named."""
    pen = pen_of(style)
    return ";".join(part for part in (*sorted(pen.attributes), pen.foreground, pen.background) if part)


ENDS = {"1": "22", "2": "22", "3": "23", "4": "24", "7": "27", "9": "29"}
"""What ends an attribute alone."""
FAINT = {"1", "2"}
"""Bold and faint end together."""

SEEN_ON_BLANKS = frozenset({"4", "7", "9", "21", "53"})
"""Lines under, over and through a blank, and colours that changed places."""


@lru_cache(4096)
def on_blank(style: str) -> str:
    """Return what of a style is to be seen on a blank."""
    pen = pen_of(style)
    return style if pen.attributes & SEEN_ON_BLANKS else pen.background


@lru_cache(4096)
def turn(old: str | None, new: str) -> str:
    """Return the shortest sequence that leads from one style to another; from None whatever was in force."""
    now = pen_of(new)
    looks = [*sorted(now.attributes), *filter(None, (now.foreground, now.background))]
    full = f"\x1b[0;{';'.join(looks)}m" if looks else "\x1b[m"
    if old is None:
        return full
    was = pen_of(old)
    ended = was.attributes - now.attributes
    if not ended <= ENDS.keys() or (now.attributes & FAINT and ended & FAINT):
        return full
    parts = sorted({ENDS[attribute] for attribute in ended}) + sorted(now.attributes - was.attributes)
    if now.foreground != was.foreground:
        parts.append(now.foreground or "39")
    if now.background != was.background:
        parts.append(now.background or "49")
    delta = f"\x1b[{';'.join(parts)}m" if parts else ""
    return min(full, delta, key=len)


@lru_cache(4096)
def cells_of(text: str, style: str) -> tuple[Cell, ...]:
    """Return *text* as cells; what has no width belongs to the sign before it."""
    blank = Cell(" ", on_blank(style))
    if text.isascii():
        return tuple([blank if sign == " " else Cell(sign, style) for sign in text])
    cells: list[Cell] = []
    for start, end, width in split_graphemes(text)[0]:
        sign = text[start:end]
        if width:
            cells += (blank if sign == " " else Cell(sign, style), Cell("", style))[:width]
    return tuple(cells)


class FrameBuffer:
    """What the app wants on the screen, and what the terminal shows; the difference as text for the terminal."""

    def __init__(self, columns: int, lines: int, *, erases: bool = False) -> None:
        self.erases = erases
        """Whether the terminal erases to the end of a line in the background that is in force."""
        self.columns, self.lines = columns, lines
        self.next: list[Row] = [[BLANK] * columns for _line in range(lines)]
        self.shown: list[Row] = [row[:] for row in self.next]
        self.changed: set[int] = set()
        self.line = self.column = 0
        """Where Textual writes next; at the end of a frame that is where it wants the cursor."""
        self.style = ""
        self._cursor = NOWHERE
        self._was: str | None = None
        """The style the terminal is in; None when nobody knows."""

    def resize(self, columns: int, lines: int) -> None:
        """Take another size; nothing is known of what the terminal shows now."""
        overlap = [(row + [BLANK] * columns)[:columns] for row in self.next[:lines]]
        self.next = overlap + [[BLANK] * columns for _line in range(lines - len(overlap))]
        self.columns, self.lines = columns, lines
        self.forget()

    def forget(self, cell: Cell = UNSEEN) -> None:
        """Take every cell of the terminal for *cell*, so that the whole picture is sent next."""
        self.shown = [[cell] * self.columns for _line in range(self.lines)]
        self.changed = set(range(self.lines))
        self._cursor, self._was = NOWHERE, None

    def turn_to(self, style: str) -> None:
        """Go on writing in a style, the parameters of an SGR sequence; raise ValueError for one that is none."""
        self.style = "" if style == "0" else without_own(style)

    def move(self, line: int, column: int) -> None:
        """Go on writing at a place, both counted from 0."""
        self.line, self.column = line, column

    def write(self, text: str) -> None:
        """Take in *text* at the place and in the style in force."""
        cells = cells_of(text, self.style)
        start, end = self.column, self.column + len(cells)
        if 0 <= self.line < self.lines and start < self.columns:
            row = self.next[self.line]
            fitting = cells[: self.columns - start]
            if tuple(row[start:end]) != fitting:
                if not row[start].sign and start:
                    row[start - 1] = row[start - 1]._replace(sign=" ")
                if end < self.columns and not row[end].sign:
                    row[end] = row[end]._replace(sign=" ")
                row[start:end] = fitting
                self.changed.add(self.line)
        self.column = end

    def difference(self) -> str:
        """Return what to send so that the terminal shows what is wanted, and take it for sent."""
        out: list[str] = []
        for y in sorted(self.changed):
            self._row(y, out)
            self.shown[y] = self.next[y][:]
        self.changed.clear()
        return "".join(out)

    def cursor_to(self, line: int, column: int) -> str:
        """Return what moves the cursor there; nothing when it is there."""
        if self._cursor == (line, column):
            return ""
        self._cursor = (line, column)
        return f"\x1b[{line + 1};{column + 1}H"

    def _row(self, y: int, out: list[str]) -> None:
        target, shown = self.next[y], self.shown[y]
        x, tail = 0, self._tail(target)
        while x < self.columns:
            if target[x] == shown[x]:
                x += 1
                continue
            if tail <= x < self.columns - ERASE:
                x = self._where_to_erase(y, tail, x)
                out += (self._way(y, x), self._style_for(y, x), "\x1b[K")
                return
            out.append(self._way(y, x))
            while x < self.columns and target[x] != shown[x] and not tail <= x < self.columns - ERASE:
                sign = target[x].sign
                out += (self._style_for(y, x), sign)
                x += 1
                wide = x < self.columns and not target[x].sign
                if wide or len(sign) > 1:
                    self._cursor = (y, UNSURE)
                    x += wide
                    break
                self._cursor = (y, x if x < self.columns else UNSURE)

    def _tail(self, row: Row) -> int:
        """Return from where on *row* is blank and could be erased; its length when it is not."""
        last, x = row[-1], self.columns
        if self.erases and last.sign == " " and not pen_of(last.style).attributes:
            while x and row[x - 1] == last:
                x -= 1
        return x

    def _style_for(self, y: int, x: int) -> str:
        """Return what brings the terminal into a style that a cell can be written in; nothing when it is."""
        if self._suits(self.next[y][x]):
            return ""
        was, self._was = self._was, self._next_style(y, x)
        return turn(was, self._was)

    def _suits(self, cell: Cell) -> bool:
        """Tell whether *cell* can be written in the style that the terminal is in."""
        if self._was is None or cell.style == self._was:
            return self._was is not None
        return cell.sign == " " and on_blank(self._was) == cell.style

    def _next_style(self, y: int, x: int) -> str:
        """Return the style for a cell: for blanks that of the sign behind them, where nobody sees the difference."""
        target, shown = self.next[y], self.shown[y]
        style = target[x].style
        while x < self.columns and target[x].sign == " " and target[x].style == style and target[x] != shown[x]:
            x += 1
        if x < self.columns and target[x] != shown[x] and on_blank(target[x].style) == style:
            return target[x].style
        return style

    def _where_to_erase(self, y: int, tail: int, x: int) -> int:
        """Return the column between *tail* and *x*, from where on all is blank, that is nearest to the cursor."""
        line, column = self._cursor
        places = {tail, x} | ({column} if line == y and tail <= column <= x else set())
        return min(sorted(places), key=lambda place: len(self._path(y, place)))

    def _way(self, y: int, x: int) -> str:
        """Take the cursor to a cell and return what leads it there."""
        path = self._path(y, x)
        self._cursor = (y, x)
        return path

    def _path(self, y: int, x: int) -> str:
        """Return the shortest way for the cursor to a cell: the cells between once more, a step, or its place."""
        line, column = self._cursor
        if (line, column) == (y, x):
            return ""
        paths = [f"\x1b[{y + 1};{x + 1}H" if x else f"\x1b[{y + 1}H"]
        if line == y and UNSURE < column < x:
            paths.append(self._step(y, column, x))
        if 0 <= line < y <= line + FEW:
            paths.append("\r" + "\n" * (y - line) + self._step(y, 0, x))
        return min(paths, key=len)

    def _step(self, y: int, start: int, x: int) -> str:
        """Return what leads from the column *start* to *x* of a line: its cells once more where that is shorter."""
        between = self.next[y][start:x]
        if len(between) <= FEW and all(self._suits(cell) and "" < cell.sign < "\x7f" for cell in between):
            return "".join(cell.sign for cell in between)
        return f"\x1b[{x - start}C" if x - start > 1 else "\x1b[C"

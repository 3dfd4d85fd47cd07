"""What is typed or pasted into the cells of the sheet: which keys begin a value, what each key does to its text.

It knows no screen: `sheet.Sheet` asks it for every key, what the text means is read by `kpitui.core.amount`.
"""

from __future__ import annotations

from kpitui.core.record import Record

LONGEST_CELL_TEXT = 60
STARTERS = frozenset("0123456789+-−=.,(€$£")
"""What begins a value, as in a spreadsheet; letters are commands until then."""


class CellText(Record):
    """The text of a cell being typed, and the caret's place in it."""

    text: str
    caret: int
    untouched: bool = False
    """Whether it was typed before the app was left: what is typed now takes its place."""

    def typed(self, text: str) -> CellText:
        """Return it with *text* put in at the caret; what does not fit or cannot be seen is left out."""
        if self.untouched:
            return EMPTY_CELL.typed(text)
        clean = "".join(sign for sign in text if sign.isprintable())[: LONGEST_CELL_TEXT - len(self.text)]
        return CellText(self.text[: self.caret] + clean + self.text[self.caret :], self.caret + len(clean))

    def key(self, key: str) -> CellText:
        """Return it after an editing key: backspace, delete, left, right, home or end."""
        text, caret, untouched = self
        if untouched and key in ("backspace", "delete"):
            return EMPTY_CELL
        if key == "backspace" and caret:
            return CellText(text[: caret - 1] + text[caret:], caret - 1)
        if key == "delete":
            return CellText(text[:caret] + text[caret + 1 :], caret)
        places = {"left": caret - 1, "right": caret + 1, "home": 0, "end": len(text)}
        return CellText(text, max(0, min(len(text), places.get(key, caret))))

    def shown(self, width: int) -> str:
        """Return *width* characters of it, with a mark at the caret, so that the caret is in sight."""
        whole = self.text[: self.caret] + "_" + self.text[self.caret :]
        first = max(0, min(self.caret - width + 1, len(whole) - width))
        return whole[first : first + width].rjust(width)


EMPTY_CELL = CellText("", 0)


def starts_value(character: str | None) -> bool:
    """Return whether a key that gives *character* begins typing a value."""
    return character is not None and character in STARTERS


def pasted(text: str) -> list[list[str]]:
    """Return pasted *text* as a spreadsheet copies cells: a row a line, with tabs between its cells.

    White space around a cell is left out, and so are empty cells at the end of a row and empty rows at the end.
    """
    rows = [[cell.strip() for cell in line.split("\t")] for line in text.split("\n")]
    for row in rows:
        while row and not row[-1]:
            row.pop()
    while rows and not rows[-1]:
        rows.pop()
    return rows

"""The picture of the screen: what it sends leads any terminal to the same cells as writing everything would."""

from __future__ import annotations

from collections.abc import Sequence

import pyte
from hypothesis import given
from hypothesis import strategies as st

from kpitui.tui.terminal.framebuffer import BLANK, FrameBuffer, turn

COLUMNS, LINES = 12, 4
STYLES = (
    "",
    "1",
    "4",
    "7",
    "38;2;1;2;3",
    "1;38;2;9;9;9;48;2;5;5;5",
    "38;2;1;2;3;48;2;5;5;5",
    "31",
    "4;48;5;7",
    "92;44",
)
TEXTS = st.text(st.sampled_from("a b─⣿€"), min_size=1, max_size=COLUMNS)
WRITES = st.lists(
    st.tuples(st.integers(0, LINES - 1), st.integers(0, COLUMNS - 1), st.sampled_from(STYLES), TEXTS), max_size=12
)


class Seen:
    """A terminal without wrapping at its edge, as the app uses it."""

    def __init__(self) -> None:
        self.screen = pyte.Screen(COLUMNS, LINES)
        self.screen.reset_mode(7, private=True)
        self._stream = pyte.Stream(self.screen)

    def feed(self, data: str) -> None:
        """Take in what is sent."""
        self._stream.feed(data)

    def cells(self) -> list[list[object]]:
        """Return what can be seen of every cell; nobody sees the colour of a blank's letter."""
        return [[visible(self.screen.buffer[y][x]) for x in range(COLUMNS)] for y in range(LINES)]


def visible(cell: pyte.screens.Char) -> object:
    """Return what can be seen of a cell."""
    if cell.data == " " and not (cell.reverse or cell.underscore or cell.strikethrough):
        return cell._replace(fg="", bold=False, italics=False, blink=False)
    return cell


def write(picture: FrameBuffer, plain: Seen, writes: Sequence[tuple[int, int, str, str]]) -> None:
    """Write the same texts into the picture and, the way Textual does it, onto a terminal."""
    for line, column, style, text in writes:
        fitting = text[: COLUMNS - column]
        picture.move(line, column)
        picture.turn_to(style)
        picture.write(fitting)
        plain.feed(f"\x1b[{line + 1};{column + 1}H\x1b[{style}m{fitting}\x1b[0m")


@given(st.lists(WRITES, max_size=4), st.booleans())
def test_the_difference_leads_to_the_same_screen(frames: list[list[tuple[int, int, str, str]]], erases: bool) -> None:
    """Frame after frame, a terminal that gets the differences shows what one shows that gets everything."""
    picture, thrifty, plain = FrameBuffer(COLUMNS, LINES, erases=erases), Seen(), Seen()
    for frame in frames:
        write(picture, plain, frame)
        thrifty.feed(picture.difference())
        assert plain.cells() == thrifty.cells()
        assert "" == picture.difference()


@given(WRITES, WRITES)
def test_what_was_forgotten_is_sent_again(
    before: list[tuple[int, int, str, str]], noise: list[tuple[int, int, str, str]]
) -> None:
    """After noise on the terminal the whole picture is sent, whatever stands there."""
    picture, thrifty, plain = FrameBuffer(COLUMNS, LINES), Seen(), Seen()
    write(picture, plain, before)
    thrifty.feed(picture.difference())
    write(FrameBuffer(COLUMNS, LINES), thrifty, noise)
    picture.forget()
    thrifty.feed(picture.difference())
    assert plain.cells() == thrifty.cells()


def test_wide_signs_keep_their_two_cells() -> None:
    """After a sign of two cells the place of the next one is said: terminals differ in how wide they draw it."""
    picture, thrifty, plain = FrameBuffer(COLUMNS, LINES), Seen(), Seen()
    for text in ("日本 okay", "日x本okay", "x日本okay", "e\u0301a日    ", "  日本kay"):
        write(picture, plain, [(1, 2, "1", text)])
        sent = picture.difference()
        thrifty.feed(sent)
        assert plain.cells() == thrifty.cells(), text
        assert "日本" not in sent


def test_half_a_wide_sign_is_a_blank() -> None:
    """When one half of a wide sign is overwritten, the other half does not stay."""
    picture = FrameBuffer(COLUMNS, LINES)
    picture.write("日本")
    picture.move(0, 1)
    picture.write("xy")
    assert " xy " == "".join(cell.sign for cell in picture.next[0][:4])


def test_one_typed_sign_costs_one_byte() -> None:
    """Beside the cursor and in the same style, a sign is all that is sent."""
    picture = FrameBuffer(COLUMNS, LINES)
    picture.turn_to("1;38;2;1;2;3")
    picture.write("[4")
    picture.difference()
    picture.write("5")
    assert "5" == picture.difference()


def test_blanks_take_the_colour_of_their_neighbours() -> None:
    """Between signs of one colour a blank of another costs no change of colour, for nobody would see it."""
    picture = FrameBuffer(COLUMNS, LINES)
    for style, text in (("31", "a"), ("32", "  "), ("31", "b")):
        picture.turn_to(style)
        picture.write(text)
    assert "\x1b[1H\x1b[0;31ma  b" == picture.difference()


def test_the_end_of_a_line_is_erased() -> None:
    """Blanks up to the end of a line are erased where the terminal does so in colour, and written where it does not."""
    for erases, sent in ((True, "\x1b[1H\x1b[0;44ma\x1b[K"), (False, "\x1b[1H\x1b[0;44ma" + 11 * " ")):
        picture = FrameBuffer(COLUMNS, LINES, erases=erases)
        picture.turn_to("44")
        picture.write("a".ljust(COLUMNS))
        assert sent == picture.difference()


def test_the_way_down_a_page_is_short() -> None:
    """The next line begins after two signs; what is blank on it is written once more where that is shorter."""
    picture = FrameBuffer(COLUMNS, LINES, erases=True)
    for line in range(3):
        picture.move(line, 1)
        picture.write("ab")
    assert "\x1b[1;2H\x1b[mab\r\n ab\r\n ab" == picture.difference()


def test_lines_that_become_blank_are_erased_from_where_the_cursor_is() -> None:
    """No place is named for them, nor what is blank already gone over."""
    picture = FrameBuffer(COLUMNS, LINES, erases=True)
    for line in range(3):
        picture.move(line, 0)
        picture.write("  ab  cd")
    picture.difference()
    for line, text in enumerate(("  ab    ", " " * 8, " " * 8)):
        picture.move(line, 0)
        picture.write(text)
    assert "\x1b[1;5H\x1b[K\r\n\x1b[K\r\n\x1b[K" == picture.difference()


def test_another_size_begins_anew() -> None:
    """What fits is kept, the rest is blank, and everything is sent."""
    picture = FrameBuffer(COLUMNS, LINES)
    picture.write("abcdef")
    picture.difference()
    picture.resize(3, 2)
    assert ["a", "b", "c"] == [cell.sign for cell in picture.next[0]]
    assert [BLANK] * 3 == picture.next[1]
    assert "abc" in picture.difference()


def test_the_shortest_turn() -> None:
    """Only what differs between two styles is sent; what ends is ended alone, where that is shorter and possible."""
    assert "\x1b[38;2;4;5;6m" == turn("1;38;2;1;2;3;44", "1;38;2;4;5;6;44")
    assert "\x1b[m" == turn("31", "")
    assert "\x1b[22m" == turn("1;31", "31")
    assert "\x1b[0;1;31m" == turn("1;2;31", "1;31")
    assert "\x1b[0;31m" == turn("6;31", "31")
    assert "\x1b[24;1m" == turn("4;31", "1;31")
    assert "" == turn("1;31", "31;1")

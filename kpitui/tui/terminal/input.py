"""Bytes of a terminal in, events out: the one guarded way for whatever a terminal sends.

What is typed in one go is one `TypedText`; a paste is one `Paste`, whatever is in it, also where the terminal does not
mark it: then it is told by what no keys could be (`is_unmarked_paste`). Answers of the terminal that nobody asked for
are swallowed whole, also in pieces; what never ends is given up after a while, or once somebody types, and whatever
cannot be read is dropped. Time is passed in, in seconds of any clock that only goes forward.

A sequence may be cut anywhere between two reads. Its rest is waited for until `TerminalInput.deadline`, and longer on a
line that still brings bytes faster than anybody types.
"""

from __future__ import annotations

import re
from codecs import getincrementaldecoder
from collections.abc import Callable

from textual import constants, events
from textual.message import Message

from kpitui.tui.terminal.keys import ESCAPE, EscapedKey, KeyTables, key_of

PASTE_BEGINS, PASTE_ENDS = "\x1b[200~", "\x1b[201~"
LONGEST_PASTE = 1_000_000
"""Characters of a paste; what is beyond is dropped."""
LONGEST_SEQUENCE = 64
"""Characters of an escape sequence; a longer one means nothing."""
LONGEST_TYPED = 200
"""Characters in one read from which a text was pasted, by a terminal that does not mark its pastes."""
FEWEST_DIFFERENT = 8
"""How many different characters such a text has at least: a key that is held down is no paste."""
SHORT_LINES, SHORT_SENTENCE, FEWEST_WORDS = 24, 40, 5
"""Characters of the shortest lines, and of the shortest sentence of so many words, that are such a text."""

PATIENCE, PASTE_PATIENCE, UNMARKED_PATIENCE = 1.0, 5.0, 0.1
"""Seconds that is waited for the rest of a sequence, of a paste, and of a paste without marks."""
SLOWEST = 100
"""Bytes a second that a line brings at least, and that nobody types."""
TYPED_SECONDS, MOST_TYPED = 3 / SLOWEST, 2
"""After such a pause so few characters alone are typed: they are no part of an answer, which a terminal sends whole."""

RUN = re.compile(r"[^\x00-\x1f\x7f]+")
LINES = re.compile(r"[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]+")
WORD = re.compile(r"(?<!\S)\S*?[^\W\d_]{2}")
"""Something between spaces that has letters."""
SEQUENCE = re.compile(
    r"\x1b(?:\[(?:\[[ -~]|M[^\x00-\x1f]{3}|\d{1,2}\$|(?!\[|M)[ -?]*[@-~])|O\d{0,3}[A-Za-z ]|[bf\x7f\t])"
)
"""A whole one: of the Linux console, of a mouse in the oldest way, of rxvt, of all others; then keys with two bytes."""
UNFINISHED = re.compile(r"\x1b(?:\[(?:\[|M[^\x00-\x1f]{0,2}|[ -?]*)|O\d{0,3}|)")
STRING_BEGINS = re.compile(r"\x1b[\]PX^_]")
"""OSC, DCS, SOS, PM and APC: a string follows."""
STRING_ENDS = re.compile(r"\x07|\x1b(?:[\\\[O\]PX^_]|\Z)")
"""Its end, or the beginning of something else; BEL ends an OSC only."""
OVERLONG_ENDS = re.compile(r"[^ -?]")
REST_OF_CUT = re.compile(r"\](?:\d|[lL]|\Z)|P[0-9>!|]|_G|\[\[?[ -?]*(?:[@-~]|\Z)")
"""How the rest of a sequence begins whose escape came alone; nobody types that within a moment of Escape."""

INVALID = 0xDC00
"""Where Python's surrogateescape puts bytes that are no UTF-8."""
EIGHT_BIT = {0x8F: "O", 0x90: "P", 0x98: "X", 0x9B: "[", 0x9C: "\\", 0x9D: "]", 0x9E: "^", 0x9F: "_"}
NO_TEXT = "\ufffd"
"""What a paste has in place of such bytes; nobody types it."""
SEVEN_BIT = {
    **dict.fromkeys(range(0x80, 0xA0), ""),
    **dict.fromkeys(range(INVALID + 0x80, INVALID + 0x100), NO_TEXT),
    **{base + code: ESCAPE + letter for code, letter in EIGHT_BIT.items() for base in (0, INVALID)},
}
"""Control characters of eight bits as those of seven; other bytes are no text."""
NOT_PASTED = re.compile(
    r"\x1b(?:\[[ -?]*[@-~]|[\]PX^_][^\x07\x1b\n]{0,4096}(?:\x07|\x1b\\)|[()*+][0-~])|[\x00-\x08\x0b-\x1f\x7f]"
)
"""Escape sequences and control characters, but for the ends of lines and tabs."""


Reader = Callable[[str, int, list[Message]], int]
"""Takes a text from a position on, adds what it means to a list, and returns the position of what comes next."""


def is_unmarked_paste(text: str, *, alone: bool) -> bool:
    """Tell whether printable characters, tabs and ends of lines, read in one go, were pasted and not typed ahead.

    Numbers and Enter, commands, a line of words are what people type faster than a slow line brings it. Long text is
    no such thing; nor is, where nothing else was read with it (*alone*), a sentence, lines of words, or rows of cells.
    """
    if len(text) >= LONGEST_TYPED:
        return len(set(text)) >= FEWEST_DIFFERENT
    if not alone or len(text) < SHORT_LINES:
        return False
    lines = [line.strip() for line in re.split(r"[\r\n]+", text) if line.strip()]
    if len(lines) == 1:
        return len(lines[0]) >= SHORT_SENTENCE and len(WORD.findall(lines[0])) >= FEWEST_WORDS
    return sum("\t" in line for line in lines) > 1 or sum(len(WORD.findall(line)) > 1 for line in lines) > 1


class TypedText(events.Event, bubble=False):
    """Several printable characters that came in one go: for a text, or else keys one after the other."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text


class TerminalInput:
    """Reads one terminal; with *mouse* False nothing of a mouse is passed on."""

    def __init__(self, *, mouse: bool = True) -> None:
        self._mouse = mouse
        self._patience: dict[Reader, float] = {
            self._keys: PATIENCE,
            self._string: PATIENCE,
            self._overlong: PATIENCE,
            self._pasted: PASTE_PATIENCE,
            self._unmarked: UNMARKED_PATIENCE,
        }
        self._start_anew()

    def feed(self, data: bytes, now: float) -> list[Message]:
        """Return what *data*, which was read at *now*, means as far as it is whole."""
        out: list[Message] = []
        try:
            text = self._decoder.decode(data)
            seven_bit = text if text.isascii() else text.translate(SEVEN_BIT)
            self._is_eight_bit = len(seven_bit) != len(text)
            self._take(seven_bit, now, len(data), out)
            self._read_last = now
        except Exception:
            self._start_anew()
        return out

    def tick(self, now: float) -> list[Message]:
        """Return what is left when nothing came until `deadline`: Escape, a paste without its end, or nothing."""
        if self.deadline is None or now < self.deadline:
            return []
        read, unread, paste = self._read, self._unread, self._paste
        self._decoder.reset()
        if read == self._string:
            return self._given_up_string()
        self._expect_keys()
        if read in (self._pasted, self._unmarked):
            return _paste("".join(paste))
        if read == self._keys and unread in (f"{ESCAPE}[", f"{ESCAPE}O"):
            return [EscapedKey(unread[1])]
        if read == self._keys and unread == ESCAPE:
            self._escaped_until = now + PATIENCE
            return [key_of(ESCAPE)]
        return []

    def _start_anew(self) -> None:
        self._decoder = getincrementaldecoder("utf-8")("surrogateescape")
        self._read_last = 0.0
        """When something was read last."""
        self._is_eight_bit = False
        """Whether control characters of eight bits were read last, which are no keys."""
        self._tables = KeyTables(mouse=self._mouse)
        self._expect_keys()

    def _expect_keys(self) -> None:
        self.deadline: float | None = None
        """When `tick` is to be called if nothing comes before; None while nothing is waited for."""
        self._read: Reader = self._keys
        """What reads on: keys, or the inside of a string, a paste or an overlong sequence."""
        self._unread = ""
        """The beginning of something whose rest has not come."""
        self._begun_string = ""
        """What began a string, while so little came of it that it may be a key with Alt; no key where it was a byte."""
        self._string_text = ""
        """What came of such a string."""
        self._ends_with_bell = False
        self._paste: list[str] = []
        self._pasted_characters = 0
        self._escaped_until = 0.0
        """Until when an escape that came alone may turn out to have begun a sequence."""

    def _take(self, text: str, now: float, count: int, out: list[Message]) -> None:
        is_rest = self._read == self._keys and self._unread in ("", ESCAPE) and REST_OF_CUT.match(text)
        if not (self._unread == ESCAPE and is_rest):  # what comes late on a busy machine did not come late
            out += self.tick(now)
        if is_rest and not self._unread and now < self._escaped_until:
            text = ESCAPE + text
        self._escaped_until = 0.0
        self._give_up_for_typing(text, now, out)
        before = self._read, self._unread
        text, self._unread = self._unread + text, ""
        position = self._checked = 0
        while position < len(text):
            position = self._read(text, position, out)
        self._wait(now, count, before)

    def _give_up_for_typing(self, text: str, now: float, out: list[Message]) -> None:
        """Give up a string, or the beginning of a sequence, where *text* after it is what somebody types."""
        pause, is_short = now - self._read_last, len(text) <= MOST_TYPED and not set(text) & {ESCAPE, "\x07"}
        if self._read == self._string and not self._unread and pause >= TYPED_SECONDS and is_short:
            out += self._given_up_string()
        is_begun = self._read == self._keys and self._unread in (f"{ESCAPE}[", f"{ESCAPE}O")
        if is_begun and pause >= constants.ESCAPE_DELAY and len(text) == 1 and text.isdigit():
            out.append(EscapedKey(self._unread[1]))
            self._expect_keys()

    def _given_up_string(self) -> list[Message]:
        """Return the keys that a string without its end was, nothing where it is long; expect keys."""
        begun, text = self._begun_string, self._string_text
        self._expect_keys()
        if not begun:
            return []
        out: list[Message] = [EscapedKey(begun[1])] if begun[0] == ESCAPE else []
        position, text = 0, text.replace(ESCAPE, "")
        while position < len(text):
            position = self._typed(text, position, out)
        return out

    def _wait(self, now: float, count: int, before: tuple[Reader, str]) -> None:
        """Set the deadline after *count* bytes; *before* is what was waited for when they came."""
        half_a_character = self._decoder.getstate()[0]
        if self._read == self._keys and not self._unread and not half_a_character:
            self.deadline = None
            return
        alone = self._read == self._keys and self._unread == ESCAPE
        patience = constants.ESCAPE_DELAY if alone else self._patience[self._read]
        goes_on = self._read == before[0] and (self._read != self._keys or bool(before[1]))
        latest = now + patience
        self.deadline = min(self.deadline + count / SLOWEST, latest) if goes_on and self.deadline else latest

    def _keys(self, text: str, position: int, out: list[Message]) -> int:
        """Take a key, a text or a sequence, or begin a string or a paste; return where the next one begins."""
        if text[position] != ESCAPE:
            return self._typed(text, position, out)
        if text.startswith(PASTE_BEGINS, position):
            self._begin_paste(self._pasted)
            return position + len(PASTE_BEGINS)
        if string := STRING_BEGINS.match(text, position):
            self._read, self._ends_with_bell = self._string, string[0][1] == "]"
            self._begun_string, self._string_text = "8-bit" if self._is_eight_bit else string[0], ""
            return string.end()
        if sequence := SEQUENCE.match(text, position):
            if len(sequence[0]) <= LONGEST_SEQUENCE:
                self._translate(sequence[0], out)
            return sequence.end()
        unfinished = UNFINISHED.match(text, position)
        assert unfinished is not None, "an escape alone is one"
        if unfinished.end() < len(text):
            return self._broken(text, unfinished, out)
        if len(unfinished[0]) > LONGEST_SEQUENCE:
            self._read = self._overlong
        else:
            self._unread = unfinished[0]
        return len(text)

    def _typed(self, text: str, position: int, out: list[Message]) -> int:
        """Take characters that begin with no escape."""
        lines = LINES.match(text, position) if position >= self._checked else None
        if lines:
            self._checked = lines.end()
            if is_unmarked_paste(lines[0], alone=len(lines[0]) == len(text)):
                self._begin_paste(self._unmarked)
                return position
        run = RUN.match(text, position)
        if run is None:
            ends_line = text[position] == "\n"
            if not (ends_line and text[:position].endswith("\r")):
                # A line typed while the terminal was the shell's ends in a line feed; it was Enter all the same.
                out.append(key_of("\r" if ends_line else text[position]))
            return position + 1
        typed = run[0].replace(NO_TEXT, "")
        if typed:
            out.append(TypedText(typed) if len(typed) > 1 else key_of(typed))
        return run.end()

    def _broken(self, text: str, begun: re.Match[str], out: list[Message]) -> int:
        """Take an escape after which no sequence came: nothing, Escape, or a key after Escape or with Alt."""
        following = text[begun.start() + 1]
        if following == "[":
            return begun.end()
        if following == "\\":
            return begun.start() + 2  # the end of a string that was given up
        if following.isprintable():
            out.append(EscapedKey(following))
            return begun.start() + 2
        out.append(key_of(ESCAPE))
        return begun.start() + 1

    def _string(self, text: str, position: int, _out: list[Message]) -> int:
        """Drop what is in a string, its end, and what began it."""
        self._string_text += text[position : position + MOST_TYPED + 1]
        if len(self._string_text) > MOST_TYPED:
            self._begun_string = ""
        for end in STRING_ENDS.finditer(text, position):
            if end[0] == ESCAPE:
                self._unread = ESCAPE
                return len(text)
            if end[0] != "\x07" or self._ends_with_bell:
                self._read = self._keys
                return end.end() if end[0] in ("\x07", f"{ESCAPE}\\") else end.start()
        return len(text)

    def _overlong(self, text: str, position: int, _out: list[Message]) -> int:
        """Drop the rest of a sequence that is too long to mean anything."""
        end = OVERLONG_ENDS.search(text, position)
        if end is None:
            return len(text)
        self._read = self._keys
        return end.end() if "@" <= end[0] <= "~" else end.start()

    def _pasted(self, text: str, position: int, out: list[Message]) -> int:
        """Collect what is pasted, up to the end mark, of which a copied text may have more."""
        end = text.find(PASTE_ENDS, position)
        while end >= 0:
            another = text.find(PASTE_ENDS, end + 1)
            if another < 0 or PASTE_BEGINS in text[end:another]:
                break
            end = another
        if end < 0:
            self._unread = next((part for part in PARTS_OF_END if text.endswith(part, position)), "")
            self._keep(text[position : len(text) - len(self._unread)])
            return len(text)
        self._keep(text[position:end])
        self._end_paste(out)
        return end + len(PASTE_ENDS)

    def _unmarked(self, text: str, position: int, out: list[Message]) -> int:
        """Collect what is pasted without marks, up to a key or a pause."""
        lines = LINES.match(text, position)
        end = lines.end() if lines else position
        self._keep(text[position:end])
        if end < len(text):
            self._end_paste(out)
        return end

    def _begin_paste(self, read: Reader) -> None:
        self._read, self._paste, self._pasted_characters = read, [], 0

    def _end_paste(self, out: list[Message]) -> None:
        self._read = self._keys
        out += _paste("".join(self._paste))

    def _keep(self, text: str) -> None:
        self._paste.append(text[: LONGEST_PASTE - self._pasted_characters])
        self._pasted_characters += len(self._paste[-1])

    def _translate(self, sequence: str, out: list[Message]) -> None:
        try:
            out += self._tables.events_of(sequence)
        except Exception:
            self._tables = KeyTables(mouse=self._mouse)


PARTS_OF_END = tuple(PASTE_ENDS[:length] for length in range(len(PASTE_ENDS) - 1, 0, -1))
"""How the end mark of a paste begins, the longest first."""


def _paste(text: str) -> list[Message]:
    """Return the paste of *text*, without what is no text in it; nothing when nothing is left."""
    clean = NOT_PASTED.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    return [events.Paste(clean)] if clean else []

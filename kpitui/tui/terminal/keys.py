"""What a whole escape sequence or a character of a terminal means: keys, mouse, focus; other answers are nothing.

Textual's own tables name the keys, so that they are called the same for every terminal. Where the sequence ends, and
what is text or a paste, is decided by `input`.
"""

from __future__ import annotations

import re
from functools import lru_cache

from textual import events
from textual._ansi_sequences import ANSI_SEQUENCES_KEYS
from textual._keyboard_protocol import FUNCTIONAL_KEYS
from textual._xterm_parser import XTermParser
from textual.keys import Keys
from textual.message import Message
from textual.messages import TerminalSupportsSynchronizedOutput

ESCAPE = "\x1b"
FOCUS: dict[str, type[events.Event]] = {"\x1b[I": events.AppFocus, "\x1b[O": events.AppBlur}
MOUSE = re.compile(r"\x1b\[<\d{1,5};\d{1,5};\d{1,5}[Mm]")
SYNCHRONIZED = re.compile(r"\x1b\[\?2026;[1-4]\$y")
EXTENDED = re.compile(r"\x1b\[(?P<fields>[\d:;]*)(?P<final>[u~ABCDEFHPQRS])")
"""Keys with modifiers, in the ways of xterm and of the kitty keyboard protocol."""
CURSOR_POSITION = re.compile(r"\x1b\[\d+;\d+R")
APPLICATION = re.compile(r"\x1bO(?P<modifiers>\d*)(?P<final>[A-Za-z ])")
"""Keys of the keypad and the arrows in application mode."""

KEYPAD = dict(zip("pqrstuvwxyjklmnoX ", "0123456789*+,-./= ", strict=True))
"""Final letters of the application keypad, and the characters printed on its keys."""
KITTY_KEYPAD = dict(zip((*range(57399, 57414), 57415, 57416), map(ord, "0123456789./*-+=,"), strict=True))
"""Keys of the keypad in the kitty keyboard protocol, and the characters printed on them."""
OTHER_KEYS = 27
"""What xterm puts in front of a key with modifiers that has no sequence of its own: ``CSI 27 ; modifiers ; code ~``."""
RELEASED = 3
"""The kitty keyboard protocol's event of a key that is let go."""
LOCKS = 64 | 128
"""Caps lock and num lock, which are modifiers in the kitty keyboard protocol."""
SHIFT, ALT = 1, 2


class EscapedKey(events.Key):
    """A key that came in one piece with an escape before it: it was pressed with Alt, or after Escape.

    Its name is that with Alt; *character* is what the key alone gives.
    """

    def __init__(self, character: str) -> None:
        self.alone = key_of(character)
        super().__init__(f"alt+{self.alone.key}", None)


class KeyTables:
    """Textual's reading of one sequence after the other; it remembers where the mouse was."""

    def __init__(self, *, mouse: bool = True) -> None:
        self._mouse = mouse
        self._textual = XTermParser()

    def events_of(self, sequence: str) -> list[Message]:
        """Return what a whole escape sequence or control character means; nothing when it has no meaning here.

        May raise whatever Textual raises for a sequence that it does not foresee.
        """
        if sequence in FOCUS:
            return [FOCUS[sequence]()]
        if MOUSE.fullmatch(sequence):
            event = self._textual.parse_mouse_code(sequence) if self._mouse else None
            return [event] if event is not None else []
        if SYNCHRONIZED.fullmatch(sequence):
            return [TerminalSupportsSynchronizedOutput()]
        return [] if CURSOR_POSITION.fullmatch(sequence) else self._pressed(sequence)

    def _pressed(self, sequence: str) -> list[Message]:
        if application := APPLICATION.fullmatch(sequence):
            return self._application_key(application["modifiers"], application["final"])
        if sequence in ANSI_SEQUENCES_KEYS:
            return self._keys(sequence)
        extended = EXTENDED.fullmatch(sequence)
        return self._extended_key(extended["fields"], extended["final"]) if extended else []

    def _keys(self, sequence: str) -> list[Message]:
        return [key for key in self._textual._sequence_to_key_events(sequence) if key.key != Keys.Ignore]

    def _application_key(self, modifiers: str, final: str) -> list[Message]:
        if modifiers:
            return self._pressed(f"{ESCAPE}[1;{modifiers}{final}")
        if final in KEYPAD:
            return [key_of(KEYPAD[final])]
        return self._keys("\t" if final == "I" else f"{ESCAPE}O{final}")

    def _extended_key(self, fields: str, final: str) -> list[Message]:
        """Return the key of ``CSI code:other ; modifiers:event ; text:text final``; every field may be missing."""
        code, modifiers, text = ([*fields.split(";"), "", "", ""])[:3]
        modifier, _colon, event = modifiers.partition(":")
        number, held = int(code.partition(":")[0] or 1), int(modifier or 1) - 1
        if event.startswith(str(RELEASED)):
            return []
        if final == "~" and number == OTHER_KEYS:
            number, text, final = int(text or 0), "", "u"
        number = KITTY_KEYPAD.get(number, number) if final == "u" else number
        characters = [int(part) for part in text.split(":") if part]
        types = final == "u" and f"{number}u" not in FUNCTIONAL_KEYS
        if not all(map(is_character, (*characters, *([number] if types else [])))):
            return []
        if types and not held & ~(LOCKS | SHIFT | (ALT if characters else 0)):
            shifted = chr(number).upper() if held & SHIFT else chr(number)
            return [key_of(character) for character in (map(chr, characters) if characters else shifted[:1])]
        if not types and f"{number}{final}" not in FUNCTIONAL_KEYS:
            return []
        return self._keys(f"{ESCAPE}[{number};{held + 1}{final}")


def key_of(character: str) -> events.Key:
    """Return the key that types *character*."""
    return events.Key(_name_of(character), character)


@lru_cache(1024)
def _name_of(character: str) -> str:
    (key,) = XTermParser()._sequence_to_key_events(character)
    return key.key


def is_character(code: int) -> bool:
    """Tell whether *code* is a character of Unicode that can stand in a text: no control, and no half of one."""
    return 0x20 <= code <= 0x10FFFF and not (0x7F <= code <= 0x9F or 0xD800 <= code <= 0xDFFF)

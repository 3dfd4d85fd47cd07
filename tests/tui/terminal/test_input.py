"""What a terminal sends, as bytes, and what it means: keys are keys, a paste is one paste, an answer is nothing."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from textual import constants, events
from textual.message import Message

from kpitui.tui.terminal.input import LONGEST_PASTE, PASTE_PATIENCE, PATIENCE, TerminalInput, TypedText

PRINTED = "0123456789*+,-./="
SOON, LATE = constants.ESCAPE_DELAY / 2, constants.ESCAPE_DELAY * 2
SLOW = 3 * constants.ESCAPE_DELAY
"""Seconds between two keys of somebody who types slowly."""


def meaning(*parts: bytes | float, mouse: bool = True) -> list[str]:
    """Return what the *parts* mean in a few letters each: bytes of a read, or seconds in which nothing comes."""
    return [in_letters(event) for event in events_of(parts, mouse=mouse)]


def events_of(parts: Sequence[bytes | float], *, mouse: bool = True) -> list[Message]:
    """Return the events of *parts*, and after them those of a terminal that stays silent."""
    terminal, now, out = TerminalInput(mouse=mouse), 100.0, []
    for part in (*parts, 60.0):
        if isinstance(part, bytes):
            out += terminal.feed(part, now)
            continue
        until = now + part
        while terminal.deadline is not None and terminal.deadline <= until:
            now = terminal.deadline
            out += terminal.tick(now)
        now = until
    assert terminal.deadline is None
    return out


def in_letters(event: Message) -> str:
    """Return an event as the text that it types, in quotes for a paste, or as the name of its key or class."""
    if isinstance(event, events.Paste):
        return repr(event.text)
    if isinstance(event, TypedText):
        return event.text
    return event.key if isinstance(event, events.Key) else type(event).__name__


@pytest.mark.parametrize(
    ("sent", "keys"),
    [
        (b"450\r18\r", ["450", "enter", "18", "enter"]),
        (b"\x1b[A\x1bOB\x1b[1;5C\x1b[3~\x1b[Z", ["up", "down", "ctrl+right", "delete", "shift+tab"]),
        (b"\x1b[[A\x1bOP\x1b[11~\x1b[1P", ["f1", "f1", "f1", "f1"]),
        (b"\x11\x1a\x00\x7f\t", ["ctrl+q", "ctrl+z", "ctrl+@", "backspace", "tab"]),
        (b"\x1b[113;5u\x1b[27;5;113~\x1b[27u\x1b[13u\x1b[97;;97u", ["ctrl+q", "ctrl+q", "escape", "enter", "a"]),
        (b"\x1b[97u\x1b[97;2u\x1b[97:65;2;65u\x1b[46u", ["a", "A", "A", "full_stop"]),
        (b"\x1b[97;1:1u\x1b[97;1:2u\x1b[97;1:3u", ["a", "a"]),
        ("é日".encode(), ["é日"]),
        (b"\x1b[3$a\x1b[5^", ["shift+delete", "a", "ctrl+pageup"]),
        (b"\x1b\x1b[A", ["escape", "up"]),
        (b"\x1b\r", ["escape", "enter"]),
        (b"\x1bu", ["alt+u"]),
        (b"\x1b[117;3u", ["alt+u"]),
        (b"\x1b[<0;10;5M\x1b[<0;10;5m\x1b[<64;1;1M", ["MouseDown", "MouseUp", "MouseScrollUp"]),
        (b"\x1b[I\x1b[O", ["AppFocus", "AppBlur"]),
        (b"\x1b[?2026;2$y", ["TerminalSupportsSynchronizedOutput"]),
    ],
)
def test_keys_are_the_same_for_every_terminal(sent: bytes, keys: list[str]) -> None:
    """Whatever protocol a terminal speaks, a key has one name."""
    assert keys == meaning(sent)


@pytest.mark.parametrize(
    ("sent", "character"),
    [
        *((f"\x1bO{final}".encode(), printed) for final, printed in zip("pqrstuvwxyjklmnoX", PRINTED, strict=True)),
        *((f"\x1b[{57399 + digit}u".encode(), str(digit)) for digit in range(10)),
        (b"\x1b[57409u", "."),
        (b"\x1b[57409;;44u", ","),
        (b"\x1b[57409;129;46u", "."),
        (b"\x1b[57410u", "/"),
        (b"\x1b[57412u", "-"),
        (b"\x1b[57416u", ","),
    ],
)  # fmt: skip
def test_the_keypad_types_what_is_printed_on_it(sent: bytes, character: str) -> None:
    """In application mode, and in the kitty keyboard protocol with or without text; its name is the character's."""
    (key,) = events_of([sent])
    (typed,) = events_of([character.encode()])
    assert isinstance(key, events.Key) and isinstance(typed, events.Key)
    assert (typed.key, character) == (key.key, key.character)


NOTHING = [
    b"\x1b[1114112u",
    b"\x1b[99999999999u",
    b"\x1b[55296u",
    b"\x1b[0u",
    b"\x1b[97;;1114112u",
    b"\x1b[97;;27u",
    b"\x1b[128u",
    b"\x1b[233~",
    b"\x1b[;;;;u",
    b"\x1b[97;9999999999999999999999:3u",
    b"\x1b[" + b"9" * 5000 + b"u",
    b"\x1b[1;1;1;1;1~",
    b"\x1b]11;rgb:1234/5678/9999\x07",
    b"\x1b]11;rgb:1234/5678/9999\x1b\\",
    b"\x1b]52;c;dXVy\x07",
    b"\x1b]lu\x1b\\",
    b"\x1b]0;\xc3\xa9 u\ru\x11u\x07",
    b"\x1bP>|XTerm(370)12\x1b\\",
    b"\x1bP1+r544e=787465726d\x1b\\",
    b"\x1bPu\x07u\x1buu\x1b\\",
    b"\x1b_Gi=31;OK\x1b\\",
    b"\x1b^uuu\x1b\\",
    b"\x1bXuuu\x1b\\",
    b"\x1b\\",
    b"\x1b[?62;22c",
    b"\x1b[>41;370;0c",
    b"\x1b[=1;2c",
    b"\x1b[?1u",
    b"\x1b[24;80R",
    b"\x1b[1;2R",
    b"\x1b[?24;80;1R",
    b"\x1b[0n",
    b"\x1b[?997;1n",
    b"\x1b[8;24;80t",
    b"\x1b[4;600;800t",
    b"\x1b[48;1;1;0;0t",
    b"\x1b[?2048;2$y",
    b"\x1b[?2026;0$y",
    b"\x1b[12;2$y",
    b"\x1b[201~",
    b"\x1b[M !!",
    b"\x1b[M\xff\xfe!",
    b"\x1b[32;10;20M",
    b"\x1b[<0;999999999999;1M",
    b"\x1b[<0;0;1M",
    b"\x1b[<-1;-1;1M",
    b"\xff\xfe\xe9",
    b"\x80\x81",
    b"\x9b?62;22c",
    b"\x9d11;rgb:1/2/3\x9c",
    b"\x90>|uu\x9c",
    b"\xc2\x9b?62c",
    b"\xc2\x9d0;u\xc2\x9c",
]
"""Keys that are none, and answers that nobody asked for."""


@pytest.mark.parametrize("sent", NOTHING)
def test_what_means_nothing_is_swallowed_whole(sent: bytes) -> None:
    """Also in two pieces or byte by byte, and what is typed after it is typed."""
    assert ["45", "enter"] == meaning(sent + b"45\r")
    for cut in range(1, len(sent)) if len(sent) < 100 else (1, 2, 60, 70, len(sent) - 1):
        assert ["45", "enter"] == meaning(sent[:cut], sent[cut:] + b"45\r")
    assert ["45", "enter"] == meaning(*(sent[index : index + 1] for index in range(len(sent))), b"45\r")


@pytest.mark.parametrize(
    "sent", [each for each in NOTHING if each[0] == 0x1B and each[1:2] in (b"]", b"P", b"_", b"[")]
)
def test_the_rest_of_an_answer_may_come_late(sent: bytes) -> None:
    """A pause in the middle of it, long enough for an Escape, changes nothing."""
    for cut in range(2, min(len(sent), 40)):
        assert ["4"] == meaning(sent[:cut], LATE, sent[cut:], b"4")


def test_an_escape_that_came_alone() -> None:
    """It is Escape once nothing follows; what then comes as nobody types it was cut off."""
    assert ["escape"] == meaning(b"\x1b")
    assert ["escape", "u"] == meaning(b"\x1b", LATE, b"u")
    assert ["escape", "up"] == meaning(b"\x1b", LATE, b"[A")
    assert ["escape", "up"] == meaning(b"\x1b", LATE, b"[", LATE, b"A")
    assert ["escape"] == meaning(b"\x1b", LATE, b"]11;rgb:1/2/3\x07")
    assert ["escape", "'u\\n'", "4"] == meaning(b"\x1b", LATE, b"[200~u\r\x1b[201~4")
    assert ["escape", "P", "1"] == meaning(b"\x1b", LATE, b"P", LATE, b"1")
    assert ["up"] == meaning(b"\x1b", SOON, b"[A")


def test_a_line_feed_is_enter() -> None:
    """A line that was typed while the terminal was the shell's ends in a line feed; with a return it is one key."""
    assert ["450", "enter", "18", "enter"] == meaning(b"450\n18\n")
    assert ["450", "enter", "18"] == meaning(b"450\r\n18")
    assert ["enter", "enter"] == meaning(b"\n\n")


def test_read_late_is_not_come_late() -> None:
    """On a machine that had no time to read, a whole sequence waits in the terminal, and no pause is made of that."""
    terminal = TerminalInput()
    assert [] == terminal.feed(b"\x1b", 0.0)
    assert ["up"] == [in_letters(event) for event in terminal.feed(b"[A", 30.0)]


@pytest.mark.parametrize(
    "begun", [b"\x1b]0;a", b"\x1bP>|a", b"\x1b_Gi=3", b"\x1b[1;2", b"\x1b[" + b"1" * 200, b"\x1bO1", b"\x1b[M "]
)
def test_what_never_ends_is_given_up(begun: bytes) -> None:
    """After a moment keys act again, also when somebody typed all the time."""
    assert ["4"] == meaning(begun, PATIENCE, b"4")
    typed = meaning(begun, *(part for _key in range(40) for part in (b"\xc3\xa9" if begun[1:2] == b"[" else b"4", 0.2)))
    assert len(typed) >= 30


def test_a_long_answer_on_a_slow_line() -> None:
    """Hundreds of seconds of it are swallowed as long as bytes come faster than anybody types."""
    parts = [part for _read in range(2000) for part in (b"u" * 100, 0.1)]
    assert ["4"] == meaning(b"\x1b]52;c;", *parts, b"\x07", b"4")


def test_half_a_character_is_waited_for_and_given_up() -> None:
    """Its rest may come in the next read; what is typed much later has nothing to do with it."""
    assert ["é"] == meaning(b"\xc3", b"\xa9")
    assert ["4"] == meaning(b"\xc3", PATIENCE, b"4")


def test_keys_that_begin_like_an_answer() -> None:
    """Escape and P, or Alt with it, typed in one go and followed by nothing are keys."""
    assert ["alt+P"] == meaning(b"\x1bP")
    assert ["alt+left_square_bracket"] == meaning(b"\x1b[")
    assert ["alt+O", "4"] == meaning(b"\x1bO", PATIENCE, b"4")


@pytest.mark.parametrize(("sent", "key"), [(b"\x1bP", "alt+P"), (b"\x1b]", "alt+right_square_bracket"), (b"\x90", "")])
def test_a_stray_beginning_of_an_answer_costs_nothing_else(sent: bytes, key: str) -> None:
    """Alt with a key, or a byte of noise, that begins an answer of which nothing comes: what is typed next is typed."""
    stray = [key] if key else []
    assert [*stray, "4", "5", "enter"] == meaning(sent, 0.1, b"4", 0.1, b"5", 0.1, b"\r")
    assert [*stray, "4", "5", "0"] == meaning(sent, 0.05, b"4", 0.05, b"5", 0.05, b"0")
    assert [*stray, "4"] == meaning(sent + b"4")
    assert [*stray, "4", "5"] == meaning(sent, 0.01, b"4", 0.05, b"5")
    assert [*stray, "é"] == meaning(sent, 0.1, "é".encode())
    assert [*stray, "é"] == meaning(sent, 0.1, b"\xc3", 0.1, b"\xa9")
    assert ["up", "4"] == meaning(sent, 0.1, b"\x1b[A", b"4")


def test_a_stray_alt_and_bracket() -> None:
    """The beginning of a sequence, too, gives way to a digit that is typed."""
    assert ["alt+left_square_bracket", "4", "5"] == meaning(b"\x1b[", SLOW, b"4", SLOW, b"5")
    assert ["alt+O", "4"] == meaning(b"\x1bO", SLOW, b"4")


PASTED = [
    (b"12", "12"),
    (b"12 \x1buu", "12 uu"),
    (b"a\x1buu\x13\x11b", "auub"),
    (b"a\x1b", "a"),
    (b"\x1b[31mred\x1b[m \x1b]8;;http://x\x07link\x1b]8;;\x07", "red link"),
    (b"450\r18\r\n620\n", "450\n18\n620\n"),
    (b"1\t2\x08\x7f\x03", "1\t2"),
    (b"a\x1b]0;no end\rb", "a]0;no end\nb"),
    ("\x9b31m€\u2028é".encode(), "€\u2028é"),
    (b"\xff\xe2\x82", "\ufffd\ufffd\ufffd"),
    (b"\x1b[200~a", "a"),
    (b"\x1b[1114112u\x1b[A\x1bOP\x00", "OP"),
]  # fmt: skip


@pytest.mark.parametrize(("sent", "text"), PASTED)
def test_a_paste_is_one_paste_whatever_is_in_it(sent: bytes, text: str) -> None:
    """No key, no control character, in the order in which it was copied, cut or not."""
    whole = b"\x1b[200~" + sent + b"\x1b[201~"
    assert [repr(text), "4"] == meaning(whole + b"4")
    for cut in range(1, len(whole)):
        assert [repr(text), "4"] == meaning(whole[:cut], whole[cut:] + b"4")
    assert [repr(text), "4"] == meaning(*(whole[index : index + 1] for index in range(len(whole))), b"4")


def test_a_paste_with_the_end_mark_in_it() -> None:
    """What was copied with an end mark in it does not end its paste, and two pastes are two."""
    assert ["'auu'", "x"] == meaning(b"\x1b[200~a\x1b[201~uu\x1b[201~x")
    assert ["'a'", "'b'"] == meaning(b"\x1b[200~a\x1b[201~\x1b[200~b\x1b[201~")


def test_a_paste_without_its_end() -> None:
    """It is taken for what it is after a while, and keys act again, also when somebody typed all the time."""
    assert ["'ab'", "u"] == meaning(b"\x1b[200~a", PASTE_PATIENCE / 2, b"b", PASTE_PATIENCE, b"u")
    typed = meaning(b"\x1b[200~" + b"a" * 100_000, *(part for _key in range(100) for part in (b"u", 0.2)))
    assert len(typed) >= 60


def test_a_paste_is_bounded() -> None:
    """What is beyond the bound is dropped, and no key."""
    (paste,) = events_of([b"\x1b[200~", *([b"a" * 4096] * (LONGEST_PASTE // 4096 + 10)), b"\x1b[201~"])
    assert isinstance(paste, events.Paste) and len(paste.text) == LONGEST_PASTE


def test_a_paste_without_marks() -> None:
    """Much text in one read was not typed: it is a paste, over several reads, up to a key or a pause."""
    lines = b"The quick brown fox\rjumps over 450 lazy dogs.\r" * 300
    text = repr(lines.decode().replace("\r", "\n"))
    assert [text] == meaning(lines[:4096], 0.01, lines[4096:8192], 0.01, lines[8192:])
    assert [text, "ctrl+q"] == meaning(lines[:4096], lines[4096:] + b"\x11")
    assert [text, "45"] == meaning(lines, 1.0, b"45")


@pytest.mark.parametrize(
    "pasted",
    [
        "Sold out of blue shoes until Tuesday, restocked then",
        "Uitverkocht tot dinsdag,\rdaarna weer op voorraad\r",
        "2026-11-21\t450\t18\r2026-11-22\t620\t20\r",
        "kpitui undo 99\nrm -rf / u\nyes please\n",
        "date,value of it\r\n2026-11-21,quite a lot\r\n2026-11-22,rather less\r\n",
    ],
)
def test_a_short_paste_without_marks(pasted: str) -> None:
    """A sentence, lines of words, rows of cells: no keys could be that, also in two reads."""
    text = repr(pasted.replace("\r\n", "\n").replace("\r", "\n"))
    assert [text] == meaning(pasted.encode())
    assert [text, "4"] == meaning(pasted.encode(), 0.2, b"4")
    assert [text, "ctrl+s"] == meaning(pasted.encode(), 0.01, b"\x13")


@pytest.mark.parametrize(
    ("sent", "keys"),
    [
        (b"450\r18\r1249,50\r3*45 + 12\r0\r", "450 enter 18 enter 1249,50 enter 3*45_+_12 enter 0 enter"),
        (b"1 249\r1 318\r2 004\r1 100\r", "1_249 enter 1_318 enter 2_004 enter 1_100 enter"),
        (b"450\t18\t620\t2026-11-20\r", "450 tab 18 tab 620 tab 2026-11-20 enter"),
        (b"mSold out of blue shoes until Tuesday\x13", "mSold_out_of_blue_shoes_until_Tuesday ctrl+s"),
        (b"m\x1b[BSold out of blue shoes until Tuesday", "m down Sold_out_of_blue_shoes_until_Tuesday"),
        (b"15% more revenue by June\r", "15%_more_revenue_by_June enter"),
        (b"nProfit\tprofit\r", "nProfit tab profit enter"),
        (b"jjjjjjjjjjllllllllllkkkkkkkkkkhhhhhhhhhhuq\r", "jjjjjjjjjjllllllllllkkkkkkkkkkhhhhhhhhhhuq enter"),
    ],
)  # fmt: skip
def test_what_is_typed_ahead_is_keys(sent: bytes, keys: str) -> None:
    """Numbers, commands and words with the keys between them, as a slow line brings them at once."""
    assert keys.split() == [key.replace(" ", "_") for key in meaning(sent)]


def test_keys_in_floods_are_keys() -> None:
    """A key that is held down, or numbers typed ahead on a slow line, are no paste."""
    assert ["j" * 4000] == meaning(b"j" * 4000)
    assert ["450", "enter"] * 100 == meaning(b"450\r" * 100)
    assert ["escape"] * 1000 == meaning(b"\x1b" * 1000)


def test_a_mouse_that_was_turned_off() -> None:
    """Nothing of it is passed on."""
    assert ["4"] == meaning(b"\x1b[<0;10;5M\x1b[<64;1;1M4", mouse=False)


def test_whatever_fails_is_dropped(monkeypatch: pytest.MonkeyPatch) -> None:
    """A mistake in reading costs what was being read, and the next bytes mean what they mean."""
    terminal = TerminalInput()
    monkeypatch.setattr(TerminalInput, "_typed", lambda *_arguments: 1 // 0)
    assert [] == terminal.feed(b"4\x1b[200~", 0.0)
    monkeypatch.undo()
    assert ["45"] == [in_letters(event) for event in terminal.feed(b"45", 0.0)]

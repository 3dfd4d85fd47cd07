"""What a terminal may send, thought up without a look at the reader: answers are nothing, a paste is text."""

from __future__ import annotations

import pytest

from tests.tui.terminal.test_input import meaning

ANSWERS = {
    "primary attributes": b"\x1b[?64;1;2;6;9;15;22c",
    "secondary attributes": b"\x1b[>0;276;0c",
    "tertiary attributes": b"\x1bP!|7E565445\x1b\\",
    "cursor position": b"\x1b[12;40R",
    "extended cursor position": b"\x1b[?12;40;1R",
    "status": b"\x1b[0n",
    "mode is not known": b"\x1b[?2026;0$y",
    "ansi mode": b"\x1b[4;2$y",
    "size in pixels": b"\x1b[4;600;800t",
    "size in cells": b"\x1b[8;24;80t",
    "title": b"\x1b]lKPITUI u q 12\x1b\\",
    "foreground": b"\x1b]10;rgb:ffff/ffff/ffff\x1b\\",
    "palette": b"\x1b]4;1;rgb:cdcd/0000/0000\x07",
    "clipboard": b"\x1b]52;c;dXV1cQ==\x07",
    "kitty keyboard flags": b"\x1b[?31u",
    "kitty graphics": b"\x1b_Gi=31;OK\x1b\\",
    "termcap": b"\x1bP1+r544e=787465726d\x1b\\",
    "not in termcap": b"\x1bP0+r\x1b\\",
    "status string": b"\x1bP1$r0m\x1b\\",
    "privacy message": b"\x1b^u q 9\x1b\\",
    "start of string": b"\x1bXu q 9\x1b\\",
    "locator": b"\x1b[0&w",
}


@pytest.mark.parametrize("name", ANSWERS)
def test_an_answer_is_nothing_wherever_it_is_cut(name: str) -> None:
    answer = ANSWERS[name]
    for cut in range(1, len(answer)):
        if cut > 1:  # an escape that stays alone may be the key
            assert meaning(b"7", answer[:cut], answer[cut:], b"8") == ["7", "8"], cut
    assert meaning(b"7" + answer + b"8") == ["7", "8"]
    assert meaning(answer * 3) == []


@pytest.mark.parametrize(
    ("inside", "text"),
    [
        (b"\x1b", ""),
        (b"12\x1b", "12"),
        (b"\x1b[A\x1b[B", ""),
        (b"\x1b[31m450\x1b[0m", "450"),
        (b"\x1b]0;title\x07450", "450"),
        (b"\x1bPq\x1b\\450", "450"),
        (b"a\x00b\x07c\x7fd", "abcd"),
        (b"\x1b[200~450", "450"),
        (b"\x11\x03\x1a450", "450"),
        (b"\x9b31m450".replace(b"\x9b", b"\xc2\x9b"), "450"),
        ("é\u202e1".encode(), "é\u202e1"),
        (b"450\r\n18\r\n", None),
        (b"450\t18", None),
        (b"\xff\xfe450", None),
        (b"\x1b[19~450", "450"),
        (b"1;2u450", "1;2u450"),
        (b"\x1b[27u450", "450"),
        (b"\x1b(B450", "450"),
        (b"uu qq", "uu qq"),
        (b"\x1b\x1b\x1b450", "450"),
    ],
)
def test_a_paste_is_one_text_and_no_key(inside: bytes, text: str | None) -> None:
    events = meaning(b"\x1b[200~" + inside + b"\x1b[201~")
    assert len(events) <= 1
    assert all(event.startswith("'") for event in events)
    if text is not None:
        assert events in ([repr(text)], [] if not text else None)
    whole = b"\x1b[200~" + inside + b"\x1b[201~"
    assert meaning(*(whole[place : place + 1] for place in range(len(whole)))) == events


@pytest.mark.parametrize(
    ("sent", "keys"),
    [
        (b"\x1bOn", [["full_stop"], ["decimal"], ["."], [","]]),
        (b"\x1bOl", [["comma"], [","], ["."]]),
        (b"\x1bOt\x1bOu", [["45"], ["4", "5"]]),
        (b"\x1bOM", [["enter"]]),
        (b"\x1b[57409u", [["full_stop"], ["."], ["decimal"], [","]]),
        (b"\x1b[1114111u", [[], ["\U0010ffff"]]),
        (b"\x1b[0u", [[], ["ctrl+@"]]),
        (b"\x1b[55296u", [[]]),
        (b"\x1b[-1u", [[]]),
        (b"\x1b[1;99999A", [[], ["up"], ["alt+ctrl+hyper+super+up"]]),
        (b"\x1b[" + b"1;" * 4000 + b"A", [[]]),
        (b"\x1b[<0;10;10M", [[], ["MouseDown"]]),
        (b"\x1b[I\x1b[O", [[], ["AppFocus", "AppBlur"]]),
        (b"\xc3", [[]]),
        (b"\xe2\x82", [[]]),
        (b"\xf8\x88\x80\x80\x80", [[]]),
        (b"\xed\xa0\x80", [[]]),
        (b"\xc0\xaf", [[]]),
        (b"\x1b[200~\x1b[201~", [[], ["''"]]),
        (b"\x1b[201~", [[]]),
    ],
)
def test_odd_keys_are_what_they_say_or_nothing(sent: bytes, keys: list[list[str]]) -> None:
    assert meaning(sent) in keys
    assert meaning(sent, b"7")[-1:] == ["7"]


FLOODS: dict[str, tuple[bytes, list[str]]] = {
    "a sentence": (b"The quick brown fox", ["The quick brown fox"]),
    "a word that would quit": (b"quit", ["quit"]),
    "a key held down": (b"u" * 300, ["u" * 300]),
    "two keys by turns": (b"jk" * 2000, ["jk" * 2000]),
    "numbers typed ahead": (b"450\r18\r", ["450", "enter", "18", "enter"]),
    "a column": (b"450\n18\n620\n" * 50, [repr("450\n18\n620\n" * 50)]),
    "a column of Windows": (b"450\r\n18\r\n620\r\n" * 50, [repr("450\n18\n620\n" * 50)]),
    "a table": (b"450\t18\t620\n" * 50, [repr("450\t18\t620\n" * 50)]),
    "commands": (b"rm -rf / ; kpitui undo 99\n" * 20, [repr("rm -rf / ; kpitui undo 99\n" * 20)]),
    "JSON": (b'{"date": "2026-11-20", "u": 5}' * 20, [repr('{"date": "2026-11-20", "u": 5}' * 20)]),
    "more digits than a number has": (b"1234567890" * 100, [repr("1234567890" * 100)]),
    "letters of two bytes": ("é€ü".encode() * 60, ["é€ü" * 60]),
    "half a letter at its end": ("é".encode() * 300 + b"\xc3", ["é" * 300]),
    "arrows": (b"\x1b[B" * 500, ["down"] * 500),
    "a text and arrows": (b"hello\x1b[B\x1b[Buqu", ["hello", "down", "down", "uqu"]),
    "a text and the key that leaves": (b"The quick brown fox\x11", ["The quick brown fox", "ctrl+q"]),
    "a long text and the key that leaves": (b"The quick brown fox\n" * 50 + b"\x11", [
        repr("The quick brown fox\n" * 50), "ctrl+q",
    ]),
    "Enter held down": (b"\r" * 500, ["enter"] * 500),
    "wheels of a mouse": (b"\x1b[<65;10;10M" * 500, ["MouseScrollDown"] * 500),
    "bytes of no letter": (b"\xff" * 5000, []),
    "answers": (b"\x1b]11;rgb:0000/0000/0000\x07\x1b[?62;22c" * 200, []),
    "a paste in a paste in a paste": (b"\x1b[200~u" * 300 + b"\x1b[201~", [repr("u" * 300)]),
}  # fmt: skip


@pytest.mark.parametrize("name", FLOODS)
def test_much_in_one_go_is_one_text_or_keys(name: str) -> None:
    """A text is one text and acts as no key; keys stay keys; and what is typed after it is what is typed."""
    sent, keys = FLOODS[name]
    assert meaning(sent) == keys
    assert meaning(sent, 1.0, b"7") == [*keys, "7"]


NOISE: dict[str, bytes] = {
    "a sequence of eight bits": b"\x9b31m",
    "a key of twenty digits": b"\x1b[99999999999999999999u",
    "a key below nothing": b"\x1b[-5;-3u",
    "halves of characters as keys": b"\x1b[55296u\x1b[57343;1;55296u",
    "an answer that is no clipboard": b"\x1b]52;c;bG9nIHJldmVudWUgNQ==\x07",
    "two answers about keys": b"\x1b[?1u\x1b[?0;1u",
    "focus that flickers": b"\x1b[I\x1b[O" * 50,
    "places of the cursor": b"\x1b[24;80R\x1b[1;1R",
    "three kinds of attributes": b"\x1b[?1;2c\x1b[>41;354;0c\x1bP!|00000000\x1b\\",
    "two modes": b"\x1b[?2027;2$y\x1b[?2048;0$y",
    "sizes beyond all windows": b"\x1b[8;999999999999;1t\x1b[4;0;0t",
    "five thousand semicolons": b"\x1b[" + b";" * 5000 + b"m",
    "twenty thousand digits": b"\x1b[" + b"1" * 20000 + b"m",
    "letters longer than they may be": b"\xc0\x80\xe0\x80\x80",
    "half a letter": b"\xe2\x82",
    "attributes again and again": b"\x1b[>1;1;1c" * 200,
    "two names of the window": b"\x1b]0;q\x07\x1b]lq\x1b\\",
    "a name of the program": b"\x1bP>|q(1)\x1b\\",
    "a message of privacy": b"\x1b^q\x1b\\",
    "a start of nothing": b"\x1bXq\x1b\\",
    "an answer of graphics": b"\x1b_Gi=1;OK\x1b\\",
    "a colour": b"\x1b]11;rgb:0000/0000/0000\x1b\\",
    "an end of a paste": b"\x1b[201~",
    "an end of a string": b"\x1b\\",
}


def without_focus(keys: list[str]) -> list[str]:
    return [key for key in keys if not key.startswith("App")]


@pytest.mark.parametrize("name", NOISE)
def test_noise_is_nothing_and_what_is_typed_around_it_is_typed(name: str) -> None:
    noise = NOISE[name]
    assert without_focus(meaning(b"4", noise, b"2", b"\r")) == ["4", "2", "enter"]
    assert without_focus(meaning(b"4", 3.0, noise, 3.0, b"2", 3.0, b"\r")) == ["4", "2", "enter"]
    assert without_focus(meaning(noise * 3)) == []

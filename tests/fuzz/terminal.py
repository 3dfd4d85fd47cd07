"""Fuzz targets for what a terminal sends: bytes, pastes and answers, cut anywhere between two reads."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from random import Random

from textual.events import Paste
from textual.message import Message

from kpitui.tui.terminal.input import TerminalInput, TypedText

ANSWERS = (
    b"\x1b]11;rgb:1234/5678/9999\x07",
    b"\x1b]52;c;dXVy\x1b\\",
    b"\x1bP>|XTerm(370)12\x1b\\",
    b"\x1b_Gi=31;OK\x1b\\",
    b"\x1b[?62;22c",
    b"\x1b[24;80R",
    b"\x1b[8;24;80t",
    b"\x1b[?997;1n",
    b"\x1b[?5u",
    b"\x9b?62c",
    b"\x1b[1114112u",
    b"\x1b[99999999999u",
)
KEYS = (b"4", b"u", b"\r", b"\x1b[A", b"\x1bOB", b"\x1b[3~", b"\x1b[97;5u", b"\x1b[<0;3;3M", b"\x11", "é".encode())


def terminal_bytes(chance: Random, _folder: Path) -> None:
    """Whatever bytes a terminal sends, cut anywhere: nothing fails or is left hanging, and keys act afterwards."""
    terminal, now = TerminalInput(), 0.0
    seeds = (*ANSWERS, *KEYS, b"\x1b[200~", b"\x1b[201~", b"\x1b", b"\x1b[", b"\x1b]", b"\x1bP", b"\x1b[M")
    sent = b"".join(chance.choices(seeds, k=chance.randint(1, 12)))
    for _time in range(chance.randint(0, 6)):
        cut = chance.randint(0, len(sent))
        noise = bytes(chance.choices(range(256), k=chance.randint(0, 4)))
        sent = sent[:cut] + noise + sent[cut + chance.randint(0, 3) :]
    for part in _cut(chance, sent):
        _harmless_events(terminal.feed(part, now))
        now += chance.choice((0.0, 0.01, 0.2, 3.0))
        _harmless_events(terminal.tick(now))
    for _time in range(3):
        _harmless_events(terminal.tick(now := now + 60))
    assert terminal.deadline is None, sent
    assert [type(event).__name__ for event in terminal.feed(b"45\r", now)] == ["TypedText", "Key"], sent


def terminal_pieces(chance: Random, _folder: Path) -> None:
    """Keys, answers and pastes with anything in them mean the same however they are cut, and answers nothing."""
    pieces, pastes, keys = [], 0, 0
    for _piece in range(chance.randint(1, 8)):
        kind = chance.randrange(3)
        if kind == 0:
            pieces.append(chance.choice(KEYS))
            keys += 1
        elif kind == 1:
            pieces.append(chance.choice(ANSWERS))
        else:
            inside = b"".join(
                chance.choices((*ANSWERS, *KEYS, b"\x1b", b"a\r\nb", b"\x00\xff"), k=chance.randint(1, 6))
            )
            pieces.append(b"\x1b[200~x" + inside + b"\x1b[201~")
            pastes += 1
    sent = b"".join(pieces)
    whole = _harmless_events(TerminalInput().feed(sent, 0.0))
    terminal = TerminalInput()
    cut = [letter for part in _cut(chance, sent) for letter in _harmless_events(terminal.feed(part, 0.0))]
    assert whole == cut, sent
    assert (pastes, keys) == (whole.count("paste"), len(whole) - whole.count("paste")), sent


def _cut(chance: Random, sent: bytes) -> list[bytes]:
    """Return *sent* in pieces, as a terminal may be read."""
    cuts = sorted(chance.choices(range(len(sent) + 1), k=chance.randint(0, 8)))
    return [sent[start:end] for start, end in zip([0, *cuts], [*cuts, len(sent)], strict=True) if start < end]


def _harmless_events(found: Sequence[Message]) -> list[str]:
    """Return the events, a text as its characters; fail for one with a text that is none."""
    letters: list[str] = []
    for event in found:
        text = getattr(event, "text", None)
        if text is not None:
            assert not any((sign < " " and sign not in "\n\t") or "\x7f" <= sign <= "\x9f" for sign in text), event
            text.encode()
        if isinstance(event, Paste):
            letters.append("paste")
        elif isinstance(event, TypedText):
            letters += event.text
        else:
            letters.append(getattr(event, "key", type(event).__name__))
    return letters

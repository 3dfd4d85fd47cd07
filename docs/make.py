"""Writes what is made from the program: the lists of keys and commands, the JSON, the pictures, the manual page.

    python docs/make.py [NAME ...]          write all of it, or what is named, as keys.md pictures/today.svg
    python docs/make.py --check [NAME ...]  name what differs from what would be written
    python docs/make.py --look FOLDER       every page in every language, size and theme, to look at: pictures, text

Tests compare each of them, the pictures in the slow run, so that none falls behind. The others are written by hand.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

from made_pages import commands, json_documents, keys, man_page
from made_pictures import PICTURES, dutch_tour, every_look, moving_picture, picture, recording, tour

HERE = Path(__file__).parent

LISTS: dict[str, Callable[[], str]] = {
    "keys.md": keys,
    "commands.md": commands,
    "json.md": json_documents,
    "kpitui.1": man_page,
    "tour.md": tour,
    "nl/rondleiding.md": dutch_tour,
}
"""What is made without opening the app."""

DOCUMENTS: dict[str, Callable[[], str]] = {
    **LISTS,
    "pictures/daily-minute.cast": recording,
    "pictures/daily-minute.svg": moving_picture,
    **{f"pictures/{name}": partial(picture, name) for name in PICTURES},
}
"""What makes each document, by its path below this folder."""


def write(names: Iterable[str]) -> int:
    """Write the documents."""
    for name in names:
        path = HERE / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(DOCUMENTS[name](), encoding="utf-8")
    return 0


def check(names: Iterable[str]) -> int:
    """Name the documents that differ from what would be written; return 1 when there are any."""
    drifted = [name for name in names if _text(HERE / name) != DOCUMENTS[name]()]
    for name in drifted:
        sys.stderr.write(f"docs/{name} has fallen behind: run python docs/make.py\n")
    return 1 if drifted else 0


def _text(path: Path) -> str | None:
    return path.read_text(encoding="utf-8") if path.exists() else None


def main(words: list[str]) -> int:
    """Do what the words of the command line ask for, and return the exit status."""
    if words[:1] == ["--look"] and len(words) == 2:
        folder = Path(words[1]).resolve()
        folder.mkdir(exist_ok=True)
        return every_look(folder)
    act = check if words[:1] == ["--check"] else write
    names = words[1:] if act is check else words
    if unknown := [name for name in names if name not in DOCUMENTS]:
        sys.stderr.write(f"{', '.join(unknown)}: not made here; what is: {', '.join(DOCUMENTS)}\n")
        return 2
    return act(names or DOCUMENTS)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

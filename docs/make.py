"""Writes what is made from the program: the lists of keys and commands, the JSON, the pictures, the manual page.

    python docs/make.py                  write all of it
    python docs/make.py --check          name what differs from what would be written, pictures in the first theme only
    python docs/make.py --check --all    pictures in all themes too
    python docs/make.py --look FOLDER    every page in every language, size and theme, to look at: pictures, text

A test runs the check, so that no document falls behind. The others are written by hand.
"""

from __future__ import annotations

import sys
from pathlib import Path

from made_pages import commands, json_shapes, keys, man_page
from made_pictures import FOLDERS, every_look, pictures, recording, tour

HERE = Path(__file__).parent


def documents(*, all_themes: bool) -> dict[str, str]:
    """Return what every made document must hold, by its path below this folder."""
    made = {"keys.md": keys(), "commands.md": commands(), "json.md": json_shapes(), "kpitui.1": man_page()}
    made["tour.md"] = tour()
    made["pictures/daily-minute.cast"] = recording()
    for theme in list(FOLDERS) if all_themes else list(FOLDERS)[:1]:
        made |= {f"pictures/{name}": picture for name, picture in pictures(theme).items()}
    return made


def write() -> int:
    """Write the documents."""
    for name, text in documents(all_themes=True).items():
        path = HERE / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return 0


def check(*, all_themes: bool) -> int:
    """Name the documents that differ from what would be written; return 1 when there are any."""
    drifted = [name for name, text in documents(all_themes=all_themes).items() if _text(HERE / name) != text]
    for name in drifted:
        sys.stderr.write(f"docs/{name} has fallen behind: run python docs/make.py\n")
    return 1 if drifted else 0


def _text(path: Path) -> str | None:
    return path.read_text(encoding="utf-8") if path.exists() else None


if __name__ == "__main__":
    words = sys.argv[1:]
    if words[:1] == ["--look"] and len(words) == 2:
        folder = Path(words[1]).resolve()
        folder.mkdir(exist_ok=True)
        sys.exit(every_look(folder))
    if words and words not in (["--check"], ["--check", "--all"]):
        sys.exit("usage: python docs/make.py [--check [--all] | --look FOLDER]")
    sys.exit(check(all_themes="--all" in words) if words else write())

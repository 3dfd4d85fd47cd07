"""The folders of a person's own files: where they lie, and made so that only their owner can look into them.

The database lies in a data folder; presets, hooks and sources in a configuration folder.

On Linux and other Unixes the XDG base directories say so (https://specifications.freedesktop.org/basedir-spec/latest/);
on macOS and Windows ``platformdirs`` knows the system's own places. ``$XDG_DATA_HOME`` and ``$XDG_CONFIG_HOME`` count
everywhere.
"""

from __future__ import annotations

import os
import sys

NAME = "kpitui"
UNIX = {"data": (".local", "share"), "config": (".config",)}
"""The usual places below the home folder, which people on macOS may have from other programs of the terminal."""


def own_folder_of(kind: str, base: str) -> str | None:
    """Return the folder of a person's files of a *kind*, ``data`` or ``config``; None when no home folder is known.

    *base* is what the XDG variable of that kind says: an absolute path wins, a relative one is ignored, as XDG asks.
    """
    if os.path.isabs(base):
        return os.path.join(base, NAME)
    home = os.path.expanduser("~")
    if not os.path.isabs(home):
        return None
    usual = os.path.join(home, *UNIX[kind], NAME)
    if sys.platform not in ("darwin", "win32") or (sys.platform == "darwin" and os.path.isdir(usual)):
        return usual
    return _of_the_system(kind)


def _of_the_system(kind: str) -> str:
    import platformdirs

    folder = platformdirs.user_data_dir if kind == "data" else platformdirs.user_config_dir
    return str(folder(NAME, appauthor=False))


def create_folder(folder: str) -> None:
    """Create *folder*, and every folder above it that is missing, private to its owner; raises OSError.

    Folders that are there are left as they are.
    """
    missing: list[str] = []
    while folder and not os.path.isdir(folder):
        missing.append(folder)
        folder = os.path.dirname(folder)
    for path in reversed(missing):
        try:
            os.mkdir(path, 0o700)
        except FileExistsError:
            if not os.path.isdir(path):
                raise
        else:
            os.chmod(path, 0o700)

"""The folders of a person's own files, for data and for what is configured, and the files of one kind in these.

On Linux and other Unixes the XDG base directories say where they lie
(https://specifications.freedesktop.org/basedir-spec/latest/); on macOS and Windows ``platformdirs`` knows the system's
own places. ``$XDG_DATA_HOME`` and ``$XDG_CONFIG_HOME`` count everywhere. They are made so that only their owner can
look into them. Whoever writes a file with presets, hooks or sources decides what figures become or what is run, so it
is used only when nobody else could have written it.
"""

from __future__ import annotations

import os
import sys

from kpitui.core.errors import Refused, mark
from kpitui.core.system_reasons import system_reason

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from typing import Any, TypeAlias

    Described: TypeAlias = "dict[str, Any] | Refused"


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


LARGEST = 1 << 20
"""Bytes of one file."""
MOST_FILES = 500


def config_folder(environ: Mapping[str, str]) -> str:
    """Return the folder of what a person configures in files: ``$XDG_CONFIG_HOME/kpitui``, or the system's own."""
    folder = own_folder_of("config", environ.get("XDG_CONFIG_HOME", ""))
    return folder or os.path.join(os.path.expanduser("~"), ".config", "kpitui")


def own_folder(environ: Mapping[str, str], kind: str) -> str:
    """Return the folder of a person's own files of a *kind*, such as ``presets``; it need not be there."""
    return os.path.join(config_folder(environ), kind)


def own_paths(environ: Mapping[str, str], kind: str) -> tuple[tuple[str, int], ...]:
    """Return the paths of a person's own files of a *kind* by name, each with when it was changed."""
    try:
        with os.scandir(own_folder(environ, kind)) as entries:
            paths = [(entry.path, entry.stat().st_mtime_ns) for entry in entries if entry.name.endswith(".toml")]
    except OSError:
        return ()
    return tuple(sorted(paths)[:MOST_FILES])


def read_toml_files(paths: Iterable[str]) -> Iterator[tuple[str, Described]]:
    """Yield each of *paths* with what its TOML says, or why it is not used."""
    for path in paths:
        try:
            yield path, read_toml(path)
        except Refused as refused:
            yield path, refused


def read_toml(path: str, *, stream: bool = False) -> dict[str, Any]:
    """Return what the TOML at *path* says, with *stream* a FIFO or a pipe of the shell as well.

    Raises Refused when it cannot be read or others could have written it.
    """
    import tomllib
    from contextlib import closing

    from kpitui.core.parser_reasons import parser_reason
    from kpitui.files.opening import content_of
    from kpitui.files.trust import open_trusted

    try:
        handle = open_trusted(path, stream=stream)
        with closing(os.fdopen(handle, "rb", buffering=0)):
            return tomllib.loads(content_of(handle, path, LARGEST).decode("utf-8-sig"))
    except (OSError, UnicodeDecodeError, RecursionError, tomllib.TOMLDecodeError) as error:
        reason = mark("{path} can't be read: {reason}")
        why = system_reason(error) if isinstance(error, OSError) else parser_reason(error)
        raise Refused(reason, field="file", path=path, reason=why) from error


def write_own(environ: Mapping[str, str], kind: str, name: str, text: str, *, replace: bool = False) -> str:
    """Write a person's own file *name* of a *kind*, private to them, and return its path.

    Raises Refused when there is one already and it is not to be replaced, when it cannot be written, and when others
    could change it there.
    """
    from contextlib import suppress

    from kpitui.files.trust import trusted_path

    folder = own_folder(environ, kind)
    path = os.path.join(folder, f"{name}.toml")
    beside = f"{path}.{os.getpid()}.new"
    try:
        create_folder(folder)
        if not replace and os.path.lexists(path):
            raise Refused(mark("{path} already exists. Change it in an editor, or remove it"), field="file", path=path)
        handle = os.open(beside, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        with open(handle, "w", encoding="utf-8") as file:
            file.write(text)
        try:
            trusted_path(beside)  # what would not be used is not written either
            os.replace(beside, path)
        finally:
            with suppress(FileNotFoundError):
                os.unlink(beside)
    except OSError as error:
        reason = mark("{path} can't be written: {reason}")
        raise Refused(reason, field="file", path=path, reason=system_reason(error)) from error
    return path

"""What a disk may hold when the power goes: a model of it, fed with the system calls that a program really made.

What was synced is there: the content of a file after ``fsync`` of the file, its name after ``fsync`` of its folder.
Of all that was written since, any sectors may be there and any not, and of the changes of names in a folder any first
ones. Shared memory of SQLite (``-shm``) is left out: it is made anew after a crash. Needs ``strace``.
"""

from __future__ import annotations

import re
import subprocess
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from random import Random
from typing import NamedTuple

from tests.killing import STRACE
from tests.safety import SAFETY_SECONDS

SECTOR = 512
CALLS = (
    "openat", "pwrite64", "write", "writev", "pwritev", "pwritev2", "lseek", "ftruncate", "fallocate", "fsync",
    "fdatasync", "rename", "renameat", "renameat2", "unlink", "unlinkat", "rmdir", "mkdir", "mkdirat", "link", "linkat",
    "sendfile", "copy_file_range",
)  # fmt: skip
HEX = re.compile(r"(?:\\x[0-9a-f]{2})+")
LINE = re.compile(r"(\d+) +(\w+)\((.*)\) += (-?\d+)(?:<(.*)>)?(?: .*)?", re.DOTALL)
ARGUMENT = re.compile(r'"[^"]*"(?:\.\.\.)?|[^,<"]*(?:<[^>]*>)?[^,<"]*')
UNFINISHED, RESUMED = " <unfinished ...>", re.compile(r"(\d+) +<\.\.\. \w+ resumed>(.*)", re.DOTALL)


class Call(NamedTuple):
    """One system call that did what it should."""

    process: int
    name: str
    arguments: list[str]
    result: int
    opened: str
    """The path of the descriptor that it returned."""


class Write(NamedTuple):
    """Bytes on their way to a file; None for a new size, which is the place then."""

    place: int
    data: bytes | None


class Node:
    """A file: what of it is on the disk for sure, and what is on its way."""

    def __init__(self, content: bytes = b"") -> None:
        self.synced = content
        self.pending: list[Write] = []

    def sync(self) -> None:
        """Bring all of it to the disk."""
        self.synced, self.pending = self.content(None), []

    def content(self, chance: Random | None, *, share: float = 1.0) -> bytes:
        """Return what is read after the power went, if this *share* of the sectors got there by chance."""
        data = bytearray(self.synced)
        for place, written in self.pending:
            if written is None:
                if chance is None or chance.random() < share:
                    data[place:] = bytes(max(0, place - len(data)))
                continue
            for first, part in _sectors(place, written):
                if chance is None or chance.random() < share:
                    data.extend(bytes(max(0, first - len(data))))
                    data[first : first + len(part)] = part
        return bytes(data)


def _sectors(place: int, data: bytes) -> Iterator[tuple[int, bytes]]:
    end = place + len(data)
    while place < end:
        after = min(end, (place // SECTOR + 1) * SECTOR)
        yield place, data[len(data) - (end - place) : len(data) - (end - after)]
        place = after


class Disk:
    """A folder on a disk: names that lead to files, and changes of names that are on their way."""

    def __init__(self, folder: Path) -> None:
        self.folder = str(folder)
        self.synced: dict[str, Node | None] = {
            str(path): Node(path.read_bytes()) if path.is_file() else None for path in sorted(folder.rglob("*"))
        }
        """By path the file, None for a folder."""
        self.names = dict(self.synced)
        self.pending: dict[str, list[Mapping[str, Node | bool | None]]] = {}
        """By folder, what each change makes of which paths; False is none."""
        self.opened: dict[tuple[int, int], tuple[Node, int]] = {}
        self.ran: dict[str, bytes] = {}
        """By name what the program left in the folder, where no power was lost."""
        self.process = 0
        """The number of the program itself; others are what it starts."""
        self.acknowledged = False
        """Whether it has printed anything to standard output."""

    def happen(self, call: Call) -> bool:
        """Take one system call in; return whether what a loss of power leaves may be different from now on."""
        self.process = self.process or call.process
        handler = getattr(self, f"_{ALIASES.get(call.name, call.name)}", None)
        if handler is None:
            raise AssertionError(f"the model does not know {call.name}")
        return bool(handler(call))

    def states(self, chance: Random) -> Iterator[tuple[str, dict[str, bytes | None]]]:
        """Yield what may be found afterwards: the paths and their content, None for a folder."""
        yield "nothing on its way arrived", self._state(chance, 0, 0)
        yield "everything arrived", self._state(None, 1, 1)
        yield "names arrived, content did not", self._state(chance, 0, 1)
        yield "content arrived, names did not", self._state(chance, 1, 0)
        for share in (0.5, 0.9):
            yield f"{share} of it arrived", self._state(chance, share, None)

    def _state(self, chance: Random | None, share: float, named: float | None) -> dict[str, bytes | None]:
        names: dict[str, Node | None] = dict(self.synced)
        for changes in self.pending.values():
            if named is None:
                many = chance.randint(0, len(changes)) if chance else len(changes)
            else:
                many = round(len(changes) * named)
            for change in changes[:many]:
                _change(names, change)
        return {
            path: None if node is None else node.content(chance, share=share)
            for path, node in sorted(names.items())
            if not path.endswith("-shm") and self._has_folder(path, names)
        }

    def _has_folder(self, path: str, names: Mapping[str, Node | None]) -> bool:
        folder = path.rpartition("/")[0]
        return folder == self.folder or (folder in names and self._has_folder(folder, names))

    def _renamed(self, changes: Mapping[str, Node | bool | None]) -> bool:
        inside = {path: node for path, node in changes.items() if path.startswith(f"{self.folder}/")}
        for path, node in inside.items():
            _change(self.names, {path: node})
        for folder in {path.rpartition("/")[0] for path in inside}:
            self.pending.setdefault(folder, []).append(inside)
        return bool(inside)

    def _openat(self, call: Call) -> bool:
        path, flags = call.opened, call.arguments[2]
        self.opened.pop((call.process, call.result), None)
        if not path.startswith(f"{self.folder}/") or "O_DIRECTORY" in flags or "O_TMPFILE" in flags:
            return False
        made = "O_CREAT" in flags and path not in self.names
        if made:
            self._renamed({path: Node()})
        node = self.names.get(path)
        if node is None:
            return False
        if "O_TRUNC" in flags and not made:
            node.pending.append(Write(0, None))
        self.opened[call.process, call.result] = node, 0
        return made or "O_TRUNC" in flags

    def _pwrite64(self, call: Call) -> bool:
        return self._written(call, int(call.arguments[3]), _bytes(call.arguments[1])[: call.result])

    def _write(self, call: Call) -> bool:
        number, _path = _descriptor(call.arguments[0])
        if number == 1 and call.process == self.process:
            self.acknowledged = True
            return True
        node, place = self.opened.get((call.process, number), (None, 0))
        if node is not None:
            self.opened[call.process, number] = node, place + call.result
        return self._written(call, place, _bytes(call.arguments[1])[: call.result])

    def _sendfile(self, call: Call) -> bool:
        target, source = (
            self.opened.get((call.process, _descriptor(text)[0]), (None, 0)) for text in call.arguments[:2]
        )
        if target[0] is None or not call.result:
            return False
        assert source[0] is not None, "copied from a file outside"
        data = source[0].content(None)[source[1] : source[1] + call.result]
        for text, (node, place) in zip(call.arguments, (target, source), strict=False):
            self.opened[call.process, _descriptor(text)[0]] = node, place + call.result
        return self._written(call, target[1], data)

    def _written(self, call: Call, place: int, data: bytes) -> bool:
        number, _path = _descriptor(call.arguments[0])
        node, _place = self.opened.get((call.process, number), (None, 0))
        if node is None or not data:
            return False
        node.pending.append(Write(place, data))
        return True

    def _lseek(self, call: Call) -> bool:
        number, _path = _descriptor(call.arguments[0])
        if (call.process, number) in self.opened:
            self.opened[call.process, number] = self.opened[call.process, number][0], call.result
        return False

    def _ftruncate(self, call: Call) -> bool:
        return self._sized(call, int(call.arguments[1]))

    def _fallocate(self, call: Call) -> bool:
        assert call.arguments[1] == "0", "a fallocate of another kind"
        number, _path = _descriptor(call.arguments[0])
        node, _place = self.opened.get((call.process, number), (None, 0))
        size = int(call.arguments[2]) + int(call.arguments[3])
        return node is not None and self._sized(call, max(size, len(node.content(None))))

    def _sized(self, call: Call, size: int) -> bool:
        number, _path = _descriptor(call.arguments[0])
        node, _place = self.opened.get((call.process, number), (None, 0))
        if node is None:
            return False
        node.pending.append(Write(size, None))
        return True

    def _fsync(self, call: Call) -> bool:
        number, path = _descriptor(call.arguments[0])
        if (call.process, number) in self.opened:
            self.opened[call.process, number][0].sync()
            return True
        changes = self.pending.pop(path, [])
        for change in changes:
            _change(self.synced, change)
        return bool(changes)

    def _rename(self, call: Call) -> bool:
        old, new = _paths(call.arguments)
        if old not in self.names:
            return False
        moved: dict[str, Node | bool | None] = {old: False, new: self.names[old]}
        if self.names[old] is None:
            for path, node in self.names.items():
                if path.startswith(f"{old}/"):
                    moved |= {path: False, new + path[len(old) :]: node}
        return self._renamed(moved)

    def _unlink(self, call: Call) -> bool:
        (path,) = _paths(call.arguments)
        return path in self.names and self._renamed({path: False})

    def _mkdir(self, call: Call) -> bool:
        (path,) = _paths(call.arguments)
        return self._renamed({path: None})

    def _link(self, call: Call) -> bool:
        old, new = _paths(call.arguments)
        return old in self.names and self._renamed({new: self.names[old]})


ALIASES = {
    "fdatasync": "fsync", "renameat": "rename", "renameat2": "rename", "unlinkat": "unlink", "rmdir": "unlink",
    "mkdirat": "mkdir", "linkat": "link", "copy_file_range": "sendfile",
}  # fmt: skip


def _change(names: dict[str, Node | None], change: Mapping[str, Node | bool | None]) -> None:
    for path, node in change.items():
        if isinstance(node, bool):
            names.pop(path, None)
        else:
            names[path] = node


def _bytes(text: str) -> bytes:
    """Return what stands between the quotes of a string that strace shows in hexadecimal."""
    assert not text.endswith("..."), "strace has cut a string off"
    return bytes.fromhex(text.strip('"').replace("\\x", ""))


def _path(text: str) -> str:
    return HEX.sub(lambda match: bytes.fromhex(match[0].replace("\\x", "")).decode(), text)


def _descriptor(text: str) -> tuple[int, str]:
    number, _sign, path = text.partition("<")
    return int(number), _path(path.rstrip(">"))


def _paths(arguments: Sequence[str]) -> list[str]:
    """Return the absolute paths among *arguments*; one that is relative begins at the folder before it."""
    paths, folder = [], ""
    for argument in arguments:
        if argument.startswith('"'):
            paths.append(str(Path(folder, _path(argument.strip('"')))))
            folder = ""
        elif "<" in argument:
            folder = _path(argument.partition("<")[2].rstrip(">"))
    return paths


def recorded(command: Sequence[str], environ: Mapping[str, str], cwd: Path) -> list[Call]:
    """Run *command*, which must end well, and return what it wrote, synced and renamed, in order."""
    assert STRACE
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "calls"
        traced = ",".join(f"?{name}" for name in CALLS)
        words = [STRACE, "-f", "-y", "-qq", "-xx", "-s", "100000000", "-o", str(log), "-e", f"trace={traced}", *command]
        done = subprocess.run(
            words, env=environ, cwd=cwd, capture_output=True, text=True, check=False, timeout=SAFETY_SECONDS
        )
        assert done.returncode == 0, done.stderr
        return [call for call in _calls(log.read_text().splitlines()) if call.result >= 0]


def _calls(lines: Sequence[str]) -> Iterator[Call]:
    begun: dict[str, str] = {}
    for line in lines:
        if line.endswith(UNFINISHED):
            begun[line.split()[0]] = line.removesuffix(UNFINISHED)
            continue
        if resumed := RESUMED.fullmatch(line):
            line = begun.pop(resumed[1]) + resumed[2]  # noqa: PLW2901
        match = LINE.fullmatch(line)
        if match:
            arguments = [part.strip() for part in ARGUMENT.findall(match[3]) if part.strip()]
            yield Call(int(match[1]), match[2], arguments, int(match[4]), _path(match[5] or ""))

"""What an error comes from that nobody foresaw: what the system would not give is no mistake of the program."""

from __future__ import annotations

import errno

import pytest

from kpitui.core.errors import lacks_files, lacks_memory


class _OfAWorker(Exception):
    def __init__(self, error: Exception) -> None:
        super().__init__("Worker raised exception")
        self.error = error


def _during(error: Exception) -> Exception:
    try:
        try:
            raise error
        except Exception:
            raise KeyError("while that was told")  # noqa: B904  what it came from is not named
    except KeyError as later:
        return later


@pytest.mark.parametrize(
    "error",
    [
        MemoryError(),
        OSError(errno.ENOMEM, "Cannot allocate memory"),
        RuntimeError("can't start new thread"),
        ImportError("libsqlite3.so.0: failed to map segment from shared object"),
        SystemError("error return without exception set"),
        _during(MemoryError()),
        _OfAWorker(MemoryError()),
    ],
)
def test_what_comes_from_too_little_memory(error: Exception) -> None:
    assert lacks_memory(error)
    assert not lacks_files(error)


@pytest.mark.parametrize(
    "error", [OSError(errno.EMFILE, "x"), OSError(errno.ENFILE, "x"), _during(OSError(errno.EMFILE, "x"))]
)
def test_what_comes_from_too_many_open_files(error: Exception) -> None:
    assert lacks_files(error)
    assert not lacks_memory(error)


@pytest.mark.parametrize(
    "error", [ValueError("memory"), RuntimeError("set changed size"), OSError(errno.ENOENT, "x"), ImportError("gone")]
)
def test_a_mistake_stays_one(error: Exception) -> None:
    assert not lacks_memory(error)
    assert not lacks_files(error)

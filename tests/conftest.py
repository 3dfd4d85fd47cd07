"""What every test stands on: a home of its own, English, and property tests that give the same result every time."""

from __future__ import annotations

import signal
import sqlite3
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from kpitui.i18n import use
from kpitui.store.connection import Store

settings.register_profile(
    "kpitui", derandomize=True, deadline=None, max_examples=100, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("kpitui")

for _number in (signal.SIGINT, signal.SIGTERM):
    if signal.getsignal(_number) is signal.SIG_IGN:
        # A shell starts what runs in its background with these ignored, and every program that a test starts inherits
        # that: an interruption would then not interrupt. A handler is not inherited.
        signal.signal(_number, signal.default_int_handler if _number == signal.SIGINT else signal.SIG_DFL)

collect_ignore = ["terminal.py", "test_terminal.py"] if sys.platform == "win32" else []
"""A real terminal is one of POSIX."""


@pytest.fixture(autouse=True)
def _own_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the person's database, language and clock out of the tests, and the tests out of the person's home."""
    home: Path = tmp_path_factory.mktemp("home")
    for name in ("KPITUI_DB", "KPITUI_TODAY", "NO_COLOR", "COLORTERM", "LC_ALL", "LC_MESSAGES", "LC_CTYPE"):
        monkeypatch.delenv(name, raising=False)
    for name, value in (
        ("HOME", str(home)),
        ("XDG_DATA_HOME", str(home / "data")),
        ("XDG_CONFIG_HOME", str(home / "config")),
        ("LANG", "C.UTF-8"),
        ("TERM", "xterm-256color"),
    ):
        monkeypatch.setenv(name, value)
    use("en")


@pytest.fixture(autouse=True)
def _nothing_left_open(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Close what a test opened and left open: newer Pythons complain of a connection that is simply dropped."""
    opened: list[Store] = []
    begin = Store.__init__

    def noted(store: Store, connection: sqlite3.Connection, path: str) -> None:
        begin(store, connection, path)
        if threading.current_thread() is threading.main_thread():
            opened.append(store)

    monkeypatch.setattr(Store, "__init__", noted)
    yield
    for store in opened:
        store.close()

"""What every test stands on: a home that is not the person's, English, a fast disk, property tests that repeat."""

from __future__ import annotations

import gc
import os
import random
import shutil
import signal
import sqlite3
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from kpitui.i18n import use
from kpitui.store import connection
from kpitui.store.connection import Store

settings.register_profile("ci", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("dev", settings.get_profile("ci"), max_examples=8)
settings.load_profile("dev")
"""A few examples while working and in the ordinary run, a hundred in the slow one; always the same ones."""

signal.signal(signal.SIGINT, signal.default_int_handler)
for _name in ("SIGHUP", "SIGQUIT"):
    if hasattr(signal, _name):
        signal.signal(getattr(signal, _name), signal.SIG_DFL)
"""A shell that starts tests in the background, or `nohup`, has them ignore Ctrl+C or a dropped line, and with them
every program that they start."""

os.umask(0o022)
"""What a test makes is not written by others, whatever the person's own umask says."""

collect_ignore = ["terminal.py", "test_terminal.py"] if sys.platform == "win32" else []
"""A real terminal is one of POSIX."""


SYNCHRONOUS = connection.SYNCHRONOUS
"""What people have."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """Offer another order of the tests: what one leaves behind, another may stand on."""
    parser.addoption("--shuffle", type=int, metavar="SEED", help="run the tests in the random order that SEED gives")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark the tests of modules that open the app as stories, and put all tests in the order that was asked for.

    The quick run takes only those stories that are marked quick, too, and the ordinary run a sample of the cases of a
    test that is marked sampled.
    """
    _leave_to_slow_run(items)
    for item in items:
        if isinstance(item, pytest.Function) and hasattr(item.module, "play"):
            item.add_marker("story")
    seed = config.getoption("--shuffle")
    if seed is not None:
        random.Random(seed).shuffle(items)


def pytest_collection_finish() -> None:
    """Keep eleven thousand tests and all modules from being gone through again at each collection of garbage.

    Collecting less often besides, that is a quarter of every story of the app.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


def _leave_to_slow_run(items: list[pytest.Item]) -> None:
    """Mark as slow what a test marked ``sampled(count)`` has above *count* cases: those between evenly spread ones."""
    cases: dict[str, list[pytest.Item]] = {}
    for item in items:
        if item.get_closest_marker("sampled"):
            cases.setdefault(item.nodeid.partition("[")[0], []).append(item)
    for items_of_test in cases.values():
        mark = items_of_test[0].get_closest_marker("sampled")
        assert mark is not None
        count = mark.args[0]
        last = len(items_of_test) - 1
        sample = {round(place * last / max(1, count - 1)) for place in range(count)}
        for place, item in enumerate(items_of_test):
            if place not in sample:
                item.add_marker("slow")


@pytest.fixture(scope="session", autouse=True)
def _home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Keep the person's database, language and clock out of the tests, and the tests out of the person's home."""
    home = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        for name in (
            "KPITUI_DB",
            "KPITUI_TODAY",
            "NO_COLOR",
            "COLORTERM",
            "LC_ALL",
            "LC_MESSAGES",
            "LC_CTYPE",
            "LC_TIME",
        ):
            patch.delenv(name, raising=False)
        for name, value in (
            ("HOME", str(home)),
            ("XDG_DATA_HOME", str(home / "data")),
            ("XDG_CONFIG_HOME", str(home / "config")),
            ("LANG", "C.UTF-8"),
            ("TZ", "UTC"),
            ("TERM", "xterm-256color"),
        ):
            patch.setenv(name, value)
        yield home


@pytest.fixture(scope="session", autouse=True)
def _fast_disk() -> Iterator[None]:
    """Let SQLite not wait for the disk in this process; a program that a test starts does, as a person's does."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(connection, "SYNCHRONOUS", "OFF")
        yield


@pytest.fixture
def durable(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let SQLite wait for the disk, as it does for people."""
    monkeypatch.setattr(connection, "SYNCHRONOUS", SYNCHRONOUS)


@pytest.fixture(scope="session", autouse=True)
def _opened() -> Iterator[list[Store]]:
    """The databases that were opened since the test began."""
    opened: list[Store] = []
    begin = Store.__init__

    def noted(store: Store, connection: sqlite3.Connection, path: str) -> None:
        begin(store, connection, path)
        if threading.current_thread() is threading.main_thread():
            opened.append(store)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Store, "__init__", noted)
        yield opened


@pytest.fixture(autouse=True)
def _alone(_home: Path, _opened: list[Store]) -> Iterator[None]:
    """Begin in English, and leave nothing for the next test: no language, no open database, nothing in the home."""
    use("en")
    _opened.clear()  # what a fixture of the module opened is still wanted
    yield
    # Newer Pythons complain of a connection that is simply dropped.
    for store in _opened:
        store.close()
    for left in _home.iterdir():
        shutil.rmtree(left) if left.is_dir() else left.unlink()

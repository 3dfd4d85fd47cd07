"""The driver that sends only changes shows what Textual's own would, cell by cell, in every story and at every size."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pyte
import pytest
from textual import events
from textual.driver import Driver
from textual.drivers import headless_driver
from textual.drivers.headless_driver import HeadlessDriver
from textual.geometry import Size

from kpitui.services.settings import change_setting
from kpitui.services.workspace import Workspace
from kpitui.tui.app import KpituiApp
from kpitui.tui.prepaint import sends_changes
from kpitui.tui.terminal import WEB_DRIVER, driver_class
from kpitui.tui.terminal.browser_driver import BrowserDriver
from kpitui.tui.terminal.diff_driver import DiffDriver, DiffWriter
from kpitui.tui.terminal.framebuffer import FrameBuffer
from kpitui.tui.terminal.prepaint import forget_stale_size
from kpitui.tui.terminal.unix_driver import UnixDriver
from tests.tui.pilot import Pilot, run
from tests.tui.stage import NOW, on_stage, settle, shop, workspace_at
from tests.tui.terminal.test_framebuffer import visible


class Screen:
    """A terminal of some size that does not wrap at its edge."""

    def __init__(self, columns: int, lines: int) -> None:
        self.screen = pyte.Screen(columns, lines)
        self.screen.reset_mode(7, private=True)
        self._stream = pyte.Stream(self.screen)
        self.received = 0

    def feed(self, data: str) -> None:
        """Take in what is sent."""
        self.received += len(data.encode())
        self._stream.feed(data)

    def cells(self) -> list[list[object]]:
        """Return what can be seen of every cell."""
        return [
            [visible(self.screen.buffer[y][x]) for x in range(self.screen.columns)] for y in range(self.screen.lines)
        ]


class BothDriver(DiffWriter, HeadlessDriver):
    """Sends everything to one terminal and only changes to another, and compares them after every frame."""

    plain: Screen
    thrifty: Screen
    running: BothDriver

    @property
    def is_headless(self) -> bool:
        """Pretend that there is a terminal, so that pages are sent to it."""
        return False

    def start_application_mode(self) -> None:
        """Begin on two blank terminals."""
        self.take_size(*self._get_terminal_size())
        self.costs: dict[str, int] = {}
        """What each key cost that was pressed, in bytes."""
        BothDriver.running = self
        super().start_application_mode()

    def take_size(self, columns: int, lines: int) -> None:
        """Take another size, with noise on both terminals, which anything may do to its cells meanwhile."""
        self._size = columns, lines
        self.plain, self.thrifty = Screen(columns, lines), Screen(columns, lines)
        self.frame = self.frame or FrameBuffer(columns, lines, erases=lines % 2 == 0)
        self.lost = True

    def terminal_size(self) -> tuple[int, int]:
        """Return the size that was taken last."""
        return self._get_terminal_size()

    def write(self, data: str) -> None:
        """Send it as it is to one, and take it in for the other."""
        self.plain.feed(data)
        super().write(data)

    def send(self, data: str) -> None:
        """Send to the thrifty one."""
        self.thrifty.feed(data)


@pytest.fixture(autouse=True)
def both(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Have the stories played on two terminals."""
    monkeypatch.setattr(headless_driver, "HeadlessDriver", BothDriver)
    yield


def play(path: Path, keys: Sequence[str | tuple[int, int]], size: tuple[int, int], **settings: str) -> BothDriver:
    """Press *keys*, a pair being another size of the window, and compare the terminals after each."""

    async def story() -> BothDriver:
        workspace = workspace_at(path)
        try:
            for name, value in settings.items():
                change_setting(workspace, name, value)
            app = KpituiApp(workspace, clock=lambda: NOW)
            async with on_stage(app, size) as pilot:
                driver = BothDriver.running
                compare(driver)
                for key in keys:
                    before = driver.thrifty.received
                    await (resize(pilot, driver, key) if isinstance(key, tuple) else pilot.press(key))
                    compare(driver, key)
                    driver.costs[str(key)] = driver.thrifty.received - before
                assert not driver.given_up
                return driver
        finally:
            workspace.close()

    return run(story)


async def resize(pilot: Pilot, driver: BothDriver, size: tuple[int, int]) -> None:
    """Give the window another size, and the app the news."""
    driver.take_size(*size)
    pilot.app.post_message(events.Resize(Size(*size), Size(*size)))
    await settle(pilot)


def compare(driver: BothDriver, after: object = "start") -> None:
    """Fail where one terminal shows another cell than the other."""
    for y, (plain, thrifty) in enumerate(zip(driver.plain.cells(), driver.thrifty.cells(), strict=True)):
        for x, (wanted, shown) in enumerate(zip(plain, thrifty, strict=True)):
            assert wanted == shown, f"line {y}, column {x} after {after}"


TODAY = (
    "4",
    "5",
    "0",
    "enter",
    "down",
    "up",
    "7",
    "escape",
    "left",
    "left",
    "c",
    "c",
    "m",
    "x",
    "escape",
    "u",
    "slash",
    "v",
)
PAGES = (
    "S",
    "down",
    "enter",
    "escape",
    "g",
    "escape",
    "question_mark",
    "pagedown",
    "escape",
    "H",
    "escape",
    "r",
    "escape",
)
WIZARD = ("ctrl+n", *"15% more revenue", "pagedown", "escape", "A", "escape", "ctrl+p", "q", "escape", "n", "N", "tab")


@pytest.mark.sampled(1)
@pytest.mark.parametrize(
    "size", [(80, 24), *(pytest.param(size, marks=pytest.mark.slow) for size in ((120, 40), (44, 11)))], ids=str
)
@pytest.mark.parametrize("keys", [TODAY, PAGES, WIZARD], ids=["today", "pages", "wizard"])
def test_the_same_story_gives_the_same_screen(tmp_path: Path, keys: tuple[str, ...], size: tuple[int, int]) -> None:
    """After every key both terminals show the same in every cell."""
    play(shop(tmp_path / "shop.db", days=30), keys, size)


@pytest.mark.sampled(1)
@pytest.mark.parametrize("theme", ["kpitui-light", "mono"])
def test_every_theme(tmp_path: Path, theme: str) -> None:
    """Also in other colours, and in none."""
    play(shop(tmp_path / "shop.db", days=30), TODAY[:8], (80, 24), theme=theme)


@pytest.mark.slow
def test_every_size_of_the_window(tmp_path: Path) -> None:
    """Whatever the terminal did to its cells while its size changed, all is painted again."""
    sizes = [(100, 30), (20, 5), (1, 1), (80, 24), (80, 24), (200, 60), (79, 23)]
    play(shop(tmp_path / "shop.db", days=30), [*sizes, "4", (80, 24), "escape"], (80, 24))


def test_wide_names(tmp_path: Path) -> None:
    """Names in wide signs, with accents of their own and with pictures stand where Textual puts them."""
    from kpitui.services.kpis import add_kpi

    path = shop(tmp_path / "shop.db", days=3)
    workspace = workspace_at(path)
    for name in ("日本 sales", "e\u0301te\u0301", "☕ coffee 🍰 cakes"):
        add_kpi(workspace, {"name": name})
    workspace.close()
    play(path, ("down", "down", "down", "down", "down", "4", "2", "enter", "H", "escape"), (80, 24))


def test_it_sends_far_less(tmp_path: Path) -> None:
    """A typed digit costs at most 170 bytes, and everything together a third of what Textual sends."""
    driver = play(shop(tmp_path / "shop.db", days=30), ("4", "5", "0", "1", "2", "escape", "down", "up"), (80, 24))
    assert max(driver.costs[digit] for digit in "5012") <= 170
    assert driver.thrifty.received < driver.plain.received / 3 + 1000


def test_what_is_not_understood_is_sent_as_it_is(tmp_path: Path) -> None:
    """A sequence that nobody foresaw ends the thrift, not the picture: all is painted again, and the app goes on."""

    async def story() -> None:
        workspace = workspace_at(shop(tmp_path / "shop.db", days=3))
        app = KpituiApp(workspace, clock=lambda: NOW)
        async with on_stage(app) as pilot:
            driver = BothDriver.running
            driver.write("\x1b[3 q\x1b[5;5H\x1b[2K")
            await settle(pilot)
            assert driver.given_up
            compare(driver)
            await pilot.press("4", "5")
            compare(driver)
            assert "45_]" in "\n".join(driver.thrifty.screen.display)
        workspace.close()

    run(story)


def test_noise_goes_away(tmp_path: Path) -> None:
    """What another program wrote over the screen is gone after ctrl+l."""

    async def story() -> None:
        workspace = workspace_at(shop(tmp_path / "shop.db", days=3))
        app = KpituiApp(workspace, clock=lambda: NOW)
        async with on_stage(app) as pilot:
            driver = BothDriver.running
            driver.send("\x1b[3;3H\x1b[41mBroadcast message from root\x1b[m")
            await pilot.press("ctrl+l")
            compare(driver)
        workspace.close()

    run(story)


def driver_for(workspace: Workspace) -> type[Driver] | None:
    """Return the driver of an app on *workspace*."""
    return driver_class(workspace.environ.get("TEXTUAL_DRIVER"), differences=sends_changes(workspace))


def test_a_size_that_was_left_in_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is forgotten where the terminal knows its own, and believed where there is none, or one without a size."""
    left = {"COLUMNS": "3", "LINES": "2", "TERM": "xterm"}
    for size in (os.terminal_size((0, 0)), OSError("no terminal")):
        monkeypatch.setattr(os, "get_terminal_size", raising_or_returning(size))
        forget_stale_size(environ := dict(left))
        assert left == environ
    monkeypatch.setattr(os, "get_terminal_size", raising_or_returning(os.terminal_size((80, 24))))
    forget_stale_size(environ := dict(left))
    assert {"TERM": "xterm"} == environ


def raising_or_returning(result: object) -> Callable[[int], object]:
    """Return a function that gives *result*, or raises it."""

    def function(_descriptor: int) -> object:
        if isinstance(result, Exception):
            raise result
        return result

    return function


def test_the_driver_fits_the_settings_and_the_terminal(tmp_path: Path) -> None:
    """The environment goes before the setting, and the setting before what is usual; every one reads guardedly."""
    workspace = workspace_at(tmp_path / "kpitui.db")
    assert DiffDriver is driver_for(workspace)
    change_setting(workspace, "changes-only", "no")
    assert UnixDriver is driver_for(workspace_at(tmp_path / "kpitui.db"))
    workspace = workspace_at(tmp_path / "kpitui.db")
    workspace.environ = {"KPITUI_CHANGES_ONLY": "yes"}
    assert DiffDriver is driver_for(workspace)
    workspace.environ = {"KPITUI_CHANGES_ONLY": "yes", "TEXTUAL_DRIVER": "some.module:Driver"}
    assert driver_for(workspace) is None
    workspace.environ = {"TEXTUAL_DRIVER": WEB_DRIVER}
    assert BrowserDriver is driver_for(workspace)

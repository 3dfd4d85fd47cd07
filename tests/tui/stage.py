"""A stage for stories about the app: a database with a few KPIs, the app on it, and its screen as text."""

from __future__ import annotations

import inspect
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, cast
from weakref import WeakKeyDictionary

from textual.app import App

from kpitui.services.entries import EntryInput, log
from kpitui.services.kpis import add_kpi
from kpitui.services.workspace import Workspace, open_workspace
from kpitui.tui.app import KpituiApp
from tests.databases import copied, empty
from tests.tui.pilot import Pilot, run, screen_text

NOW = datetime(2026, 11, 23, 9, 30)  # noqa: DTZ001  the clock of the app is the one on the wall
"""A Monday."""

SHOP: tuple[Mapping[str, Any], ...] = (
    {"name": "Revenue", "unit": "EUR"},
    {"name": "Orders"},
    {"name": "Visitors"},
    {"name": "Conversion", "kind": "ratio", "unit": "%", "numerator": "orders", "denominator": "visitors"},
)

Story = Callable[[Pilot, KpituiApp], Awaitable[None]]


def workspace_at(path: Path, *, language: str = "en") -> Workspace:
    """Open the database at *path*, a new one where there is none, on the Monday of the stories."""
    if not path.exists():
        empty(path)
    return open_workspace({}, NOW, database=str(path), language=language)


def shop(path: Path, *, days: int = 0) -> Path:
    """Put a shop with *days* days of figures up to yesterday at *path*, and return *path*."""
    return copied(path, _make_shop, days)


def _make_shop(path: Path, days: int) -> None:
    workspace = workspace_at(path)
    for fields in SHOP:
        add_kpi(workspace, fields)
    for back in range(days, 0, -1):
        day = workspace.today.fromordinal(workspace.today.toordinal() - back)
        log(
            workspace,
            [
                EntryInput("revenue", str(400 + 7 * (back % 13)), day),
                EntryInput("orders", str(10 + back % 9), day),
                EntryInput("visitors", str(500 + 11 * (back % 17)), day),
            ],
        )
    workspace.close()


def play(path: Path, story: Story, *, size: tuple[int, int] = (80, 24), language: str = "en") -> None:
    """Run the app on the database at *path* and let *story* press its keys."""

    async def whole() -> None:
        workspace = workspace_at(path, language=language)
        try:
            async with on_stage(KpituiApp(workspace, clock=lambda: NOW), size) as pilot:
                result = story(pilot, cast(KpituiApp, pilot.app))
                if inspect.isawaitable(result):
                    await result
        finally:
            workspace.close()

    run(whole)


def painted(path: Path, *keys: str, size: tuple[int, int] = (80, 24)) -> str:
    """Return what is on the screen after *keys*, when nothing is under way any more."""
    screens: list[str] = []

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        await pilot.press(*keys)
        screens.append(screen_text(app))

    play(path, story, size=size)
    return screens[0]


@asynccontextmanager
async def on_stage(app: KpituiApp, size: tuple[int, int] = (80, 24)) -> AsyncIterator[Pilot]:
    """Run *app* without a terminal and give the pilot that presses its keys, once nothing is under way."""
    note_notifications(app)
    async with app.run_test(size=size):
        pilot = Pilot(app)
        await pilot.pause()
        yield pilot


async def settle(pilot: Pilot) -> None:
    """Let everything that is under way reach the screen; after `Pilot.press` it has already."""
    await pilot.pause()


async def type_ahead(pilot: Pilot, *keys: str) -> None:
    """Deliver *keys* all at once, as a slow line does, and let them act."""
    await pilot.type_ahead(*keys)


_TOLD: WeakKeyDictionary[App[None], list[str]] = WeakKeyDictionary()
"""What each app on a stage told in short messages, from the first on."""


def note_notifications(app: App[None]) -> None:
    """Note every short message of *app* when it is given, for `told`; the app forgets those that are over."""
    messages = _TOLD[app] = []
    notify = app.notify

    def noted(message: str, **options: Any) -> None:
        messages.append(message)
        notify(message, **options)

    app.notify = noted  # type: ignore[method-assign]


def told(app: App[None]) -> str:
    """Return all that the short messages said since the app began, a line each."""
    return "\n".join(_TOLD[app])

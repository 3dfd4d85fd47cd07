"""A stage for stories about the app: a database with a few KPIs, the app on it, and its screen as text."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from textual import events
from textual.pilot import Pilot

from kpitui.services.entering import Typed, log
from kpitui.services.planning import add_kpi
from kpitui.services.workspace import Workspace, open_workspace
from kpitui.tui.app import KpituiApp
from kpitui.tui.key_order import OrderedKeys
from tests.databases import copied, empty

NOW = datetime(2026, 11, 23, 9, 30)  # noqa: DTZ001  the clock of the app is the one on the wall
"""A Monday."""

SHOP: tuple[Mapping[str, Any], ...] = (
    {"name": "Revenue", "unit": "EUR"},
    {"name": "Orders"},
    {"name": "Visitors"},
    {"name": "Conversion", "kind": "ratio", "unit": "%", "numerator": "orders", "denominator": "visitors"},
)

Story = Callable[[Pilot[None], KpituiApp], Awaitable[None]]


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
                Typed("revenue", str(400 + 7 * (back % 13)), day),
                Typed("orders", str(10 + back % 9), day),
                Typed("visitors", str(500 + 11 * (back % 17)), day),
            ],
        )
    workspace.close()


def play(path: Path, story: Story, *, size: tuple[int, int] = (80, 24), language: str = "en") -> None:
    """Run the app on the database at *path* and let *story* press its keys."""

    async def run() -> None:
        workspace = workspace_at(path, language=language)
        try:
            app = KpituiApp(workspace, clock=lambda: NOW)
            async with app.run_test(size=size) as pilot:
                await settle(pilot)
                result = story(pilot, app)
                if inspect.isawaitable(result):
                    await result
        finally:
            workspace.close()

    asyncio.run(run())


ROUNDS = 500
"""How often it is looked whether a key still waits for its turn before the story goes on all the same."""


async def settle(pilot: Pilot[None]) -> None:
    """Let everything that is under way reach the screen, and every key that waits for it act."""
    app = pilot.app
    for _round in range(ROUNDS):
        for _turn in range(3):
            await pilot.pause()
            await app.workers.wait_for_complete()
        if not (isinstance(app, OrderedKeys) and app.keys_wait):
            return


async def type_ahead(pilot: Pilot[None], *keys: str) -> None:
    """Deliver *keys* all at once, as a slow line does, and let them act."""
    for key in keys:
        sign = key if len(key) == 1 else None
        pilot.app.post_message(events.Key("space" if key == " " else key, sign))
    await settle(pilot)


def screen_text(app: KpituiApp) -> str:
    """Return what is on the screen, a line each, without colours and without space at the ends."""
    strips = app.screen._compositor.render_strips()
    return "\n".join("".join(segment.text for segment in strip).rstrip() for strip in strips)


def told(app: KpituiApp) -> str:
    """Return what the short messages said so far, a line each."""
    return "\n".join(notification.message for notification in app._notifications)

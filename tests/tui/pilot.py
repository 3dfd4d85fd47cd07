"""A pilot for stories of the app: it waits until nothing is under way, never for seconds or an idle processor.

The app runs on an event loop with a clock of its own. The clock stands still as long as anything can run: a message in
a queue, a worker, a callback, a thread that works something out. Only when everything waits does it jump to the next
timer. So a timer never comes too early on a slow machine, and none is waited for on a fast one.
"""

from __future__ import annotations

import asyncio
import selectors
import unicodedata
from collections.abc import Callable, Coroutine
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from typing import Any, TypeVar
from unittest.mock import patch

from textual import events
from textual.app import App
from textual.keys import REPLACED_KEYS, _character_to_key, _get_unicode_name_from_key
from textual.pilot import Pilot as TextualPilot

from kpitui.tui._key_order import OrderedKeys

Result = TypeVar("Result")

SAFETY_SECONDS = 600.0
"""Real seconds without a sign from a thread or a file, after which a story fails in place of hanging for ever."""

FRAME = 1 / 60
"""Seconds of the app's clock between two paints."""

MOMENT = 0.4
"""Seconds of the app's clock in which it does what it leaves until the keys rest."""

MOST_TURNS_WITHOUT_LOOKING = 20
"""Turns of the loop, while callbacks are ready, in which files and threads are not asked whether they have something:
to ask costs a tenth of a story. A callback that a thread hands over is among those that are ready."""

MINUTE = 60.0
"""Seconds of the app's clock after which something that was to come has not come."""


class StandingClockLoop(asyncio.SelectorEventLoop):
    """An event loop whose clock moves only when nothing can run, and then at once to the next timer."""

    def __init__(self) -> None:
        self._now = 0.0
        self._at_work = 0
        self._watchers: list[asyncio.Future[None]] = []
        super().__init__(_Selector(self._all_wait))
        self._pool = ThreadPoolExecutor()
        self.set_default_executor(self._pool)

    def time(self) -> float:
        """Return the seconds that have passed on this clock."""
        return self._now

    def run_in_executor(self, executor: Executor | None, func: Callable[..., Any], *args: Any) -> asyncio.Future[Any]:  # type: ignore[override]
        """Do work in a thread; the clock stands still meanwhile."""
        work = (executor or self._pool).submit(func, *args)
        result = asyncio.wrap_future(work, loop=self)
        self._at_work += 1
        work.add_done_callback(self._work_ended)  # after wrap_future, so that the result is there when the work ends
        return result

    async def everything_waits(self) -> None:
        """Return as soon as nothing can run but what calls this, and no thread works something out."""
        watcher = self.create_future()
        self._watchers.append(watcher)
        await watcher

    def _work_ended(self, _work: Future[Any]) -> None:
        self.call_soon_threadsafe(self._count_work, -1)

    def _count_work(self, change: int) -> None:
        self._at_work += change

    def _all_wait(self, seconds: float | None) -> bool:
        """Wake who watches, or else let the clock jump by *seconds*; return False when only a thread can go on."""
        if self._at_work:
            return False
        watchers, self._watchers = self._watchers, []
        for watcher in watchers:
            if not watcher.done():
                watcher.set_result(None)
        if not watchers and seconds is not None:
            self._now += seconds
        return bool(watchers) or seconds is not None


class _Selector(selectors.SelectSelector):
    """Asks *all_wait* what to do when the loop would wait."""

    def __init__(self, all_wait: Callable[[float | None], bool]) -> None:
        super().__init__()
        self._all_wait = all_wait
        self._turns_without_looking = 0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        if timeout is not None and timeout <= 0 and self._turns_without_looking < MOST_TURNS_WITHOUT_LOOKING:
            self._turns_without_looking += 1
            return []
        self._turns_without_looking = 0
        ready = super().select(0)
        if ready or (timeout is not None and timeout <= 0) or self._all_wait(timeout):
            return ready
        ready = super().select(SAFETY_SECONDS)
        if not ready:
            raise TimeoutError(f"no thread gave a sign within {SAFETY_SECONDS} seconds")
        return ready


def run(story: Callable[[], Coroutine[Any, Any, Result]]) -> Result:
    """Run *story* on an event loop with a clock of its own, and return what it returns."""
    with asyncio.Runner(loop_factory=StandingClockLoop) as runner:
        loop = runner.get_loop()
        with patch("textual._time.get_time", loop.time), patch("textual.timer.sleep", asyncio.sleep):
            return runner.run(story())


class Pilot(TextualPilot[None]):
    """Presses keys as a person does who waits for what they lead to."""

    async def press(self, *keys: str) -> None:
        """Press *keys*, each when the one before has acted, before that is painted; wait until nothing is under way."""
        for key in keys:
            self._deliver(key)
            await self.until(self._has_acted, f"the key {key} to act")
        await self.pause()

    async def type_ahead(self, *keys: str) -> None:
        """Deliver *keys* all at once, as a slow line does, and wait until nothing is under way."""
        for key in keys:
            self._deliver(key)
        await self.pause()

    async def pause(self, delay: float | None = None) -> None:
        """Wait until nothing is under way; *delay* is how many seconds of the app's clock pass meanwhile."""
        loop = asyncio.get_running_loop()
        assert isinstance(loop, StandingClockLoop)
        await loop.everything_waits()
        await asyncio.sleep(MOMENT if delay is None else delay)
        await loop.everything_waits()
        if delay is None:
            await self._let_threads_end(loop)
            await self.until(self._is_painted, "the screen to be painted")

    async def until(self, comes: Callable[[], bool], what: str) -> None:
        """Wait until *comes* returns True; fail with the screen when it does not within a minute of the app's clock."""
        loop = asyncio.get_running_loop()
        assert isinstance(loop, StandingClockLoop)
        last = loop.time() + MINUTE
        await loop.everything_waits()
        while not comes():
            if loop.time() > last:
                raise AssertionError(f"waited in vain for {what}\n{screen_text(self.app)}")
            await asyncio.sleep(FRAME)
            await loop.everything_waits()

    def _deliver(self, key: str) -> None:
        event = key_event(key)
        event.set_sender(self.app)
        self.app.post_message(event)

    def _is_painted(self) -> bool:
        """Tell whether no key waits for its turn, and the screen on top shows what its widgets have to show."""
        return self._has_acted() and not (self.app.is_running and self.app.screen._update_timer._active.is_set())

    def _has_acted(self) -> bool:
        """Tell whether no key waits for its turn; none does that ended the app."""
        return not (isinstance(self.app, OrderedKeys) and self.app.keys_wait and self.app.is_running)

    async def _let_threads_end(self, loop: StandingClockLoop) -> None:
        """Wait for a hook that runs beside the app."""
        hook_runner = getattr(self.app, "hook_runner", None)
        if hook_runner is not None and hook_runner.thread is not None:
            await loop.run_in_executor(None, hook_runner.thread.join)


def key_event(key: str) -> events.Key:
    """Return the event of *key*, the name of a key or a character, as a terminal gives it."""
    name = _character_to_key(key) if len(key) == 1 and not key.isalnum() else key
    character: str | None
    try:
        character = unicodedata.lookup(_get_unicode_name_from_key(REPLACED_KEYS.get(name, name)))
    except KeyError:
        character = name if len(name) == 1 else None
    return events.Key(name, character)


def screen_text(app: App[Any]) -> str:
    """Return what is on the screen, a line each, without colours and without space at the ends."""
    strips = app.screen._compositor.render_strips()
    return "\n".join("".join(segment.text for segment in strip).rstrip() for strip in strips)

"""The person's hooks, run by an app that stays open: in a thread of its own, so that no key ever waits for one.

What goes wrong is kept until the app looks, once a second; the thread never calls into the app, which may be ending.
Steps that were not begun when the app is left are run by the command line, as those of any command are.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import closing
from threading import Event, Thread

from kpitui.core.errors import KpituiError
from kpitui.core.model import Step
from kpitui.extras.hooks import are_wanted
from kpitui.extras.hooks._running import run_next
from kpitui.extras.hooks.wording import sentence
from kpitui.services.workspace import Workspace


class HookRunner:
    """Runs the hooks for *steps*, the list to which every step of this app is added, the oldest first."""

    def __init__(self, open_workspace: Callable[[], Workspace], environ: Mapping[str, str], steps: list[Step]) -> None:
        self._open = open_workspace
        self._environ = environ
        self._steps = steps
        self._leaving = Event()
        self._messages: list[str] = []
        self._shown: set[str] = set()
        """What was told before; a hook that always fails says so once."""
        self.thread: Thread | None = None
        """The thread that runs hooks, or ran them last."""

    def look(self) -> list[str]:
        """Begin with the steps that there are, and return what is to be told of those before."""
        if self._steps and not are_wanted(self._environ):
            self._steps.clear()
        if self._steps and (self.thread is None or not self.thread.is_alive()):
            self.thread = Thread(target=self._run, name="kpitui-hooks", daemon=True)
            self.thread.start()
        return self._news()

    def leave(self) -> None:
        """Begin no other step."""
        self._leaving.set()

    def finish(self) -> list[str]:
        """Wait for the hook that is running, begin no other, and return what is to be told."""
        self.leave()
        if self.thread is not None:
            self.thread.join()
        return self._news()

    def _run(self) -> None:
        try:
            with closing(self._open()) as workspace:
                while self._steps and not self._leaving.is_set():
                    self._messages += map(sentence, run_next(workspace, self._steps))
        except KpituiError as error:
            self._messages.append(sentence(error))

    def _news(self) -> list[str]:
        messages, self._messages = self._messages, []
        new = [message for message in dict.fromkeys(messages) if message not in self._shown]
        self._shown.update(new)
        return new

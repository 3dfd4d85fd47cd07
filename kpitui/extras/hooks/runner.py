"""Running the person's hooks for what was committed: what changed is told to each, one step after the other.

The faces decide when: the command line once its answer is on the screen, an app that stays open in a thread of its own,
so that no key ever waits for one. What goes wrong in that thread is kept until the app looks, once a second; the thread
never calls into the app, which may be ending. Steps that were not begun when the app is left are run by the command
line. What goes wrong here is told and changes nothing: the figures are saved by then. Only what nobody but the person
can have written is run, by the rule of `kpitui.files.trust`; what runs and what may not is said to the doctor as well.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, suppress
from importlib import import_module
from pathlib import Path
from threading import Event, Thread
from typing import TYPE_CHECKING, Any, NamedTuple

from kpitui.core.errors import KpituiError, Refused, mark
from kpitui.core.model import Change, Step
from kpitui.core.system_reasons import system_reason
from kpitui.extras.hooks import HOOKS, Hook, are_off, are_wanted, hooks_folder
from kpitui.extras.hooks.wording import sentence, step_text, waiting_text
from kpitui.files.programs import PATIENCE, end_all, ended_by_signals, run_with_document
from kpitui.files.trust import trusted_program
from kpitui.services.workspace import Workspace
from kpitui.store.journal import change_of, reverse
from kpitui.store.time_travel import Touched, copied, touched_days

if TYPE_CHECKING:
    from kpitui.services.health.checks import ExaminedDatabase, HealthFinding


class HookFile(NamedTuple):
    """The program of one hook."""

    hook: Hook
    path: Path
    there: bool
    refusal: KpituiError | None
    """Why it is not run although it is there."""


def hook_files(environ: Mapping[str, str]) -> list[HookFile]:
    """Return every hook with its program, in the order of the table."""
    folder = Path(hooks_folder(environ))
    files = []
    for hook in HOOKS.values():
        path = folder / hook.name
        there = os.path.lexists(path)
        files.append(HookFile(hook, path, there, _refusal(str(path)) if there else None))
    return files


def _refusal(path: str) -> KpituiError | None:
    try:
        with trusted_program(path):
            return None
    except KpituiError as error:
        return error
    except OSError as error:
        return Refused(mark("The hook {path} was not run: {reason}"), path=path, reason=system_reason(error))


Document = dict[str, Any]

QUIET_SECONDS, AGAIN_SECONDS = 1.0, 0.05
"""How long the end of a hook is waited for before that is told, and between two times that all are ended."""


class CommittedStep(NamedTuple):
    """A step that touched entries."""

    step: Step
    change: Change
    touched: Touched

    def head(self, workspace: Workspace, hook: str) -> Document:
        """Return what every document begins with."""
        return {
            "hook": hook,
            "change": self.change.id,
            "what": self.change.what,
            "step": self.step.how,
            "said": step_text(self.change, self.step.how),
            "today": workspace.today.isoformat(),
        }


def run_next(workspace: Workspace, steps: list[Step], patience: float = PATIENCE) -> list[KpituiError]:
    """Run the hooks for the oldest of *steps*, which is taken off the list then, and return what went wrong.

    A hook may take *patience* seconds. Never raises: whatever it was, what was changed is
    saved.
    """
    wrong: list[KpituiError] = []
    try:
        files = [file for file in hook_files(workspace.environ) if file.there]
        wrong = [file.refusal for file in files if file.refusal is not None]
        allowed = [file for file in files if file.refusal is None]
        if allowed and not are_off(workspace.environ):
            for file, document in _documents(workspace, steps[0], steps[1:], allowed):
                try:
                    run_hook(workspace, file, document, patience)
                except KpituiError as error:
                    wrong.append(error)
    except KpituiError as error:
        wrong.append(error)
    except Exception as error:  # a mistake of our own must not end the app or make a saved figure look refused
        reason = f"{type(error).__name__}: {error}"
        wrong.append(Refused(mark("The hooks were not run: KPITUI hit a bug ({reason})"), reason=reason))
    finally:
        del steps[:1]
    return wrong


def run_hook(workspace: Workspace, file: HookFile, document: Document, patience: float = PATIENCE) -> None:
    """Run one hook with *document* to read, as one line of JSON; raise Refused when it may not run, or fails."""
    if file.refusal is not None:
        raise file.refusal
    environ = environment(workspace.environ, workspace.store.path)
    run_with_document(file.path, json.dumps(document, ensure_ascii=False, allow_nan=False), environ, patience)


def environment(environ: Mapping[str, str], database: str) -> dict[str, str]:
    """Return what a hook finds in its environment: ours, this database, and no hooks, so that it cannot loop."""
    return {**environ, "KPITUI_DB": database, "KPITUI_HOOKS": "no"}


def example(workspace: Workspace, hook: str) -> Document:
    """Return a made-up document of the kind that *hook* gets."""
    return _module(hook).example(workspace)  # type: ignore[no-any-return]


def _documents(
    workspace: Workspace, step: Step, later: list[Step], files: list[HookFile]
) -> list[tuple[HookFile, Document]]:
    """Return what each hook is told of *step*, all that was committed *later* left out."""
    with copied(workspace.store) as copy:
        there = workspace.over(copy)
        with suppress(Refused):  # where others changed the same rows meanwhile, what is now has to do
            for newer in reversed(later):
                reverse(copy, newer)
        change, touched = change_of(copy, step.change), touched_days(copy, step.change)
        if change is None or not touched:
            return []
        happened = CommittedStep(step, change, touched)
        modules = [_module(file.hook.name) for file in files]
        after = [module.after(there, touched) for module in modules]
        before: list[Any] = [None] * len(modules)
        if any(after):
            with suppress(Refused):
                reverse(copy, step)
                before = [module.before(there, touched) for module in modules]
        documents = [
            module.document(there, happened, was, now) for module, was, now in zip(modules, before, after, strict=True)
        ]
    return [(file, document) for file, document in zip(files, documents, strict=True) if document is not None]


def _module(hook: str) -> Any:
    return import_module(HOOKS[hook].module)


class HookRunner:
    """Runs the hooks for *steps*, the list to which every step of this app is added, the oldest first."""

    def __init__(self, open_workspace: Callable[[], Workspace], environ: Mapping[str, str], steps: list[Step]) -> None:
        self._open = open_workspace
        self._environ = environ
        self._steps = steps
        self._leaving = Event()
        self._idle = Event()
        self._idle.set()
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
            self._idle.clear()
            self.thread = Thread(target=self._run, name="kpitui-hooks", daemon=True)
            self.thread.start()
        return self._news()

    def leave(self) -> None:
        """Begin no other step."""
        self._leaving.set()

    def finish(
        self, patience: float | None = None, tell: Callable[[str], object] = lambda _sentence: None
    ) -> list[str]:
        """Wait for the hook that is running, begin no other, and return what is to be told.

        After *patience* seconds, by themselves those that a hook may take, or at Ctrl+C it is ended. *tell* is called
        when it takes a while.
        """
        self.leave()
        with ended_by_signals():
            try:
                # Not by joining the thread: one whose join was interrupted counts as ended.
                self._idle.wait(QUIET_SECONDS if patience is None else patience)
                if patience is None and not self._idle.is_set():
                    tell(waiting_text())
                    self._idle.wait()
            except KeyboardInterrupt:
                pass
            while not self._idle.is_set():  # one that is ended may be followed by another for the same step
                end_all()
                self._idle.wait(AGAIN_SECONDS)
        return self._news()

    def _run(self) -> None:
        try:
            with closing(self._open()) as workspace:
                while self._steps and not self._leaving.is_set():
                    self._messages += map(sentence, run_next(workspace, self._steps))
        except KpituiError as error:
            self._messages.append(sentence(error))
        finally:
            self._idle.set()

    def _news(self) -> list[str]:
        messages, self._messages = self._messages, []
        new = [message for message in dict.fromkeys(messages) if message not in self._shown]
        self._shown.update(new)
        return new


def hook_findings(database: ExaminedDatabase) -> Iterator[HealthFinding]:
    """Which programs run after a change, and which may not."""
    from kpitui.services.health.checks import HINT, WRONG, HealthFinding

    off = are_off(database.environ)
    for file in hook_files(database.environ):
        if file.there and off:
            message = mark("{path} does not run: KPITUI_HOOKS turns hooks off")
            yield HealthFinding(HINT, message, mark("To run hooks again: unset KPITUI_HOOKS"), {"path": str(file.path)})
        elif file.refusal is not None:
            advice = mark("Fix that, or remove the hook. Then check again: kpitui hooks")
            yield HealthFinding(WRONG, file.refusal.message, advice, file.refusal.params)
        elif file.there:
            message = mark("{path} runs {when}")
            advice = mark("Don't want that? Remove the file, or set KPITUI_HOOKS=no")
            yield HealthFinding(HINT, message, advice, {"path": str(file.path), "when": file.hook.title})

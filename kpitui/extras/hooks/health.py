"""What the doctor says of hooks: which programs run after a change, and which may not."""

from __future__ import annotations

from collections.abc import Iterator

from kpitui.core.errors import mark
from kpitui.extras.hooks import are_off
from kpitui.extras.hooks._running import hook_files
from kpitui.services.health.checks import HINT, WRONG, ExaminedDatabase, HealthFinding


def hooks(database: ExaminedDatabase) -> Iterator[HealthFinding]:
    """Which programs run after a change, and which may not."""
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

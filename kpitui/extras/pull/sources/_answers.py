"""Finding one's way in the JSON that a server answered with: a dotted path, a list of rows."""

from __future__ import annotations

from typing import Any

from kpitui.core.errors import Refused, mark
from kpitui.extras.pull.sources._place import MOST_FIGURES

ODD_ROW = mark("A row of the answer is not as it should be")
"""Why an answer is refused whose rows are not built as those of its program."""


def at(answer: Any, path: str) -> Any:
    """Return what stands in *answer* at a dotted path such as ``data.0.total``; the empty path is the answer itself.

    Raises Refused, naming the path, when there is nothing of that name.
    """
    part = answer
    for step in path.split(".") if path else ():
        if isinstance(part, dict) and step in part:
            part = part[step]
        elif isinstance(part, list) and step.isdecimal() and int(step) < len(part):
            part = part[int(step)]
        else:
            raise Refused(mark("The answer has no {path}"), field="path", path=path)
    return part


def rows_at(answer: Any, path: str) -> list[Any]:
    """Return the list at a dotted path; raise Refused when there is none, or one that is too long."""
    rows = at(answer, path)
    if not isinstance(rows, list):
        raise Refused(mark("The answer has no list at {path}"), field="path", path=path or ".")
    if len(rows) > MOST_FIGURES:
        raise Refused(mark("The answer has more than {limit} rows"), field="path", limit=MOST_FIGURES)
    return rows


def objects_at(answer: Any, path: str) -> list[dict[str, Any]]:
    """Return the list of objects at a dotted path; raise Refused when there is none or it holds anything else."""
    rows = rows_at(answer, path)
    if not all(isinstance(row, dict) for row in rows):
        raise Refused(ODD_ROW, field="url")
    return rows

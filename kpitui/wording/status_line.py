"""One line for a status bar or a prompt: in words, or in the form that the person gives it."""

from __future__ import annotations

from kpitui.core.errors import Refused, mark
from kpitui.core.standing import URGENCY, Status
from kpitui.i18n import _, plural
from kpitui.wording.actions import due_actions_text
from kpitui.wording.forecasts import short_runway
from kpitui.wording.words import status_word

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kpitui.services.today import StatusLine

FIRST: tuple[Status, ...] = ("on track", "at risk", "off track")
"""The words of goals that come first in the line; the others follow by how pressing they are."""


def line_text(line: StatusLine) -> str:
    """Return it in words, what is 0 left out: ``2 to log · 3 on track, 1 at risk``; empty without any KPI."""
    if not line.kpis:
        return ""
    parts = [plural("{n} to log", "{n} to log", line.due).format(n=line.due) if line.due else _("all logged")]
    if line.actions:
        parts.append(due_actions_text(line.actions))
    words: list[Status] = [*FIRST, *(status for status in URGENCY if status not in FIRST)]
    counts = [f"{line.goals[status]} {status_word(status)}" for status in words if status in line.goals]
    if counts:
        parts.append(", ".join(counts))
    runway = short_runway(line.runways)
    if runway:
        parts.append(runway)
    return " · ".join(parts)


def line_fields(line: StatusLine) -> dict[str, str]:
    """Return what may stand between braces in a form of one's own, by name, with its text; a count may be 0.

    ``runway`` is the balance that may run out first, empty where none does within a year.
    """
    counts = {status.replace(" ", "_"): line.goals.get(status, 0) for status in (*FIRST, *URGENCY)}
    numbers = {"due": line.due, "actions": line.actions, "goals": sum(line.goals.values()), **counts}
    return {**{name: str(number) for name, number in numbers.items()}, "runway": short_runway(line.runways)}


def filled(form: str, fields: dict[str, str]) -> str:
    """Return *form* with each ``{name}`` replaced by its field; ``{{`` and ``}}`` are braces.

    What stands in ``%{...}`` and is no field stays as it is: polybar and zsh write colours so. Raises Refused for
    another name that is not a field, and for a brace that is not closed.
    """
    result, place = "", 0
    while place < len(form):
        sign = form[place]
        if sign not in "{}":
            result += sign
        elif form[place + 1 : place + 2] == sign:
            result += sign
            place += 1
        elif sign == "}":
            result += sign
        else:
            end = form.find("}", place)
            name = form[place + 1 : end] if end > 0 else None
            if name is not None and name not in fields and form[place - 1 : place] == "%":
                result += form[place : end + 1]
                place = end + 1
                continue
            if name not in fields:
                message = mark("No field called {value}. Choose: {known}")
                value = form[place : end + 1] if end > 0 else form[place:]
                raise Refused(message, field="line", value=value, known=", ".join(fields))
            result += fields[name]
            place = end
        place += 1
    return result

"""A refusal as a sentence in the language in force, with everything that came from outside made harmless."""

from __future__ import annotations

import re
from datetime import date, datetime

from kpitui import HOME_PAGE
from kpitui.core.errors import KpituiError, Marked, lacks_files, lacks_memory
from kpitui.i18n import _
from kpitui.i18n.harmless import harmless
from kpitui.wording.dates import day_text, named

REPORT_TO = f"{HOME_PAGE}/issues" if HOME_PAGE else ""
"""The address where mistakes of the program are reported; nothing is said of it while there is none."""


_FLAG = "--(?:map|only|count|dates|decimal|currency|presets?|skip-refused|create|lower|kind|unit|parts-of)"
_IN_BRACKETS = re.compile(rf" \([^()]*{_FLAG}[^()]*\)")
_WITH_FLAG = re.compile(_FLAG)
_SENTENCES = re.compile(r"(?<=[.?!]) ")


def without_flags(template: str) -> str:
    """Return a sentence with its placeholders, without what of it can only be typed behind a command.

    Its parts in brackets go, then its sentences, with a question to which one of them is the answer; of a single
    sentence the beginning stays.
    """
    parts: list[str] = []
    for part in _SENTENCES.split(_IN_BRACKETS.sub("", template)):
        if not _WITH_FLAG.search(part):
            parts.append(part)
        elif parts and parts[-1].endswith("?"):
            parts.pop()
    if not parts:
        return template.partition(": ")[0]
    return " ".join(parts).removesuffix(".")


def sentence(error: KpituiError, *, of_several: bool = True, in_shell: bool = True) -> str:
    """Return what *error* says, in the language in force; other than *in_shell* without flags.

    A parameter that is a marked message or a refusal is translated too, a day is written as a page has it; several in
    a tuple get commas between them.

    An error about the value or day of one KPI among several names that KPI in front; where only one is in sight that is
    not needed.
    """
    params = {name: _shown(value) for name, value in error.params.items()}
    template = _(error.message)
    text = (template if in_shell else without_flags(template)).format(**params)
    names_kpi = error.field in ("value", "date") and "kpi" in params and "{kpi}" not in error.message
    return named(str(params["kpi"]), text) if names_kpi and of_several else text


def mistake(error: BaseException) -> str:
    """Return the sentence about an error that nobody foresaw, and where to report it, in the language in force.

    What the system would not give is no mistake of the program: that has a sentence of its own.
    """
    if lacks_memory(error):
        return _("There is not enough memory to go on. What you saved is safe. Close other programs and try again")
    if lacks_files(error):
        return _("KPITUI can't open enough files to go on. What you saved is safe. Raise the limit: ulimit -n 64")
    template = _(
        "KPITUI hit a bug ({kind}: {reason}). What you saved is safe. Put KPITUI_TRACEBACK=1 before "
        "the command to see where"
    )
    where = "; " + _("report it at {address}").format(address=REPORT_TO) if REPORT_TO else ""
    return template.format(kind=type(error).__name__, reason=harmless(str(error))) + where


def _shown(value: object) -> object:
    if isinstance(value, KpituiError):
        return sentence(value)
    if isinstance(value, tuple):
        return ", ".join(str(_shown(part)) for part in value)
    if isinstance(value, datetime):
        return f"{day_text(value.date())} {value:%H:%M}"
    if isinstance(value, date):
        return day_text(value)
    if not isinstance(value, str) or not value:
        return value
    # A column that a file calls Orders keeps that name, though the word is also one of ours.
    return harmless(_(value) if isinstance(value, Marked) else value)

"""A preset of one's own, made from an example file: what each column is, as TOML that a person goes on with.

It says of the file what an import of it would do: the column of days, the measures with their kinds and units, and
which columns tell it from other files.
"""

from __future__ import annotations

import json
import re

from kpitui.core.errors import Refused, mark
from kpitui.core.kinds import KINDS
from kpitui.core.kpi_names import key_of
from kpitui.exchange import FileContent, formats
from kpitui.exchange.reading import FileMetric
from kpitui.files.folders import write_own
from kpitui.services.imports import ImportChoices, reading_of
from kpitui.services.imports.matching import fields_for
from kpitui.services.workspace import Workspace

_NAME = re.compile(r"[a-z][a-z0-9-]{0,59}")
_HOW = {"sum": "sum", "mean": "each", "min": "each", "max": "each", "last": "last", "whole": "only"}
"""How the rows of a day become one figure, by the rule of its kind."""


def write_preset(workspace: Workspace, content: FileContent, choices: ImportChoices, name: str) -> str:
    """Write a preset called *name* for files such as *content* into the configuration folder, and return its path.

    Raises Refused for a name that is taken or no name, for a file that cannot be read, and when it cannot be written.
    """
    if not _NAME.fullmatch(name):
        reason = mark(
            "'{value}' can't be the name of a file format. Use small letters, digits and hyphens, such as my-shop"
        )
        raise Refused(reason, field="new-preset", value=name)
    if name in formats():
        raise Refused(mark("There is already a file format {value}"), field="new-preset", value=name)
    text = preset_text(workspace, content, choices, name)
    return write_own(workspace.environ, "presets", name, text)


def preset_text(workspace: Workspace, content: FileContent, choices: ImportChoices, name: str) -> str:
    """Return the preset of files such as *content*, as TOML; raises Refused when the file cannot be read."""
    reading = reading_of(workspace, content, choices._replace(format="csv-wide"))
    measures = [figure for figure in reading.figures if figure.column and not figure.aside]
    day = reading.day_column
    lines = [
        f"[{name}]",
        f"brand = {_text(name)}",
        f"date = {_text(day)}",
        "# The columns that tell such a file from others, in small letters.",
        f"needs = {_list([day, *(figure.column for figure in measures)])}",
    ]
    if reading.currency_column:
        lines.append(f"currency = {_text(reading.currency_column)}")
    lines += ["", f"[{name}.metrics]"]
    lines += map(_metric, measures)
    return "\n".join(lines) + "\n"


def _metric(figure: FileMetric) -> str:
    fields = fields_for(figure, {}, "currency")
    kind = KINDS[str(fields.get("kind", "flow"))]
    how = "only" if kind.whole else "each" if kind.counts else _HOW.get(kind.rule, "sum")
    said = {"title": figure.name, "of": figure.column.casefold(), "how": how, "kind": kind.name}
    said["unit"] = "currency" if figure.money else str(fields.get("unit", ""))
    said["better"] = str(fields.get("better", ""))
    usual = {"how": "sum", "kind": "flow", "unit": "", "better": ""}
    differing = {field: value for field, value in said.items() if usual.get(field) != value}
    shown = ", ".join(f"{field} = {json.dumps(value, ensure_ascii=False)}" for field, value in differing.items())
    return f"{key_of(figure.name)} = {{ {shown} }}"


def _text(value: str) -> str:
    return json.dumps(value.casefold(), ensure_ascii=False)


def _list(values: list[str]) -> str:
    return "[" + ", ".join(map(_text, dict.fromkeys(values))) + "]"

"""Presets that are not of this program: of a person, as TOML in the configuration folder, and of installed packages.

They are described in the same words as those of `presets.toml`, checked here, and go before them where both fit a file.
One that is not right is named and left out, and stops no other.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Iterator, Mapping
from functools import lru_cache, partial
from importlib.metadata import EntryPoint, entry_points
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, FiniteFloat, ValidationError

from kpitui.core.errors import Refused, mark
from kpitui.core.kinds import KINDS
from kpitui.exchange.presets import Preset, preset_of
from kpitui.files.folders import own_paths, read_toml_files
from kpitui.files.packages import package_of, run_package_code

KIND = "presets"
"""The folder of presets of one's own, in the configuration folder."""
GROUP = "kpitui.presets"
"""The entry points under which packages name theirs: a text of TOML, or a function that returns one."""

Names = str | list[str]
Problem = tuple[str, dict[str, object]]
"""An untranslated sentence with its parameters: what is left out, and why."""

_LEFT_OUT = mark("The file format {name} in {value} is not used: {reason}")
_UNUSED = mark("{value} is left out: {reason}")


class _Checked(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class RowsRow(_Checked):
    """Rows by what stands in a column."""

    column: Names
    is_: list[str]


class MetricRow(_Checked):
    """A KPI of a preset."""

    title: str
    of: Names = ""
    how: Literal["sum", "count", "distinct", "last", "mean", "only", "each"] = "sum"
    kind: str = "flow"
    unit: str = ""
    where: list[str] = []
    back: list[str] = []
    sign: Literal["", "in", "out"] = ""
    times: FiniteFloat = 1.0
    less: Names = ""
    parts: list[str] = []
    better: Literal["higher", "lower"] = "higher"


class StatementRow(_Checked):
    """A bank statement, whose KPIs are known."""

    amount: Names
    balance: Names = ""
    unit: str = "currency"


class PresetRow(_Checked):
    """A preset as a file describes it; `kpitui.exchange.presets` says what each field means."""

    brand: str = ""
    title: str = ""
    date: Names
    needs: list[Names]
    metrics: dict[str, MetricRow] = {}
    statement: StatementRow | None = None
    rows: dict[str, RowsRow] = {}
    only: list[str] = []
    minus: str = ""
    currency: Names = ""
    account: Names = ""
    note: Names = ""
    order: Literal["dmy", "mdy"] | None = None
    decimal: Literal[".", ","] | None = None
    days: Literal["", "utc", "nth"] = ""
    commented: bool = False
    lacks: list[str] = []
    compares: list[str] = []
    headerless: list[str] = []
    pattern: list[str] = []


def own_presets() -> tuple[tuple[Preset, ...], tuple[Problem, ...]]:
    """Return the presets of the person and of installed packages, and what is left out of them and why."""
    return _own_presets(own_paths(os.environ, KIND))


@lru_cache(1)
def _own_presets(paths: tuple[tuple[str, int], ...]) -> tuple[tuple[Preset, ...], tuple[Problem, ...]]:
    presets: dict[str, Preset] = {}
    problems: list[Problem] = []
    for place, described in (*read_toml_files(path for path, _changed in paths), *_of_packages()):
        if isinstance(described, Refused):
            problems.append((_UNUSED, {"value": place, "reason": described}))
            continue
        for name, fields in described.items():
            try:
                presets.setdefault(name, checked_preset(name, fields))
            except Refused as refused:
                problems.append((_LEFT_OUT, {"name": name, "value": place, "reason": refused}))
    return tuple(presets.values()), tuple(problems)


def _of_packages() -> Iterator[tuple[str, dict[str, Any] | Refused]]:
    """Yield what each package that is installed names as its presets; its code is run, as of any package."""
    for entry in entry_points(group=GROUP):
        place = f"{package_of(entry)} ({entry.value})"
        try:
            yield place, run_package_code(partial(_described_by, entry), mark("{reason}"), package=package_of(entry))
        except Refused as refused:
            yield place, refused


def _described_by(entry: EntryPoint) -> dict[str, Any]:
    """Return the presets that an entry point names; raises whatever the package does, TypeError for no text."""
    text = entry.load()
    text = text() if callable(text) else text
    if not isinstance(text, str):
        raise TypeError("it is not a text")
    return tomllib.loads(text)


def checked_preset(name: str, fields: Any) -> Preset:
    """Return the preset *name* with *fields*; raises Refused with the first that is not right."""
    try:
        row = PresetRow.model_validate(_with_plain_names(fields))
        if not row.metrics and row.statement is None:
            raise Refused(mark("it needs a part called metrics or statement"))
        for key, metric in row.metrics.items():
            if metric.kind not in KINDS or bool(metric.parts) != (metric.kind == "ratio"):
                raise Refused(mark("the kind of {value} can't be {kind}"), value=key, kind=metric.kind)
        return preset_of(name, {"brand": name, **fields})
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = ".".join(map(str, first["loc"])).replace("is_", "is")
        raise Refused(mark("{field_name}: {reason}"), field_name=place, reason=_reason(first["type"])) from error
    except (KeyError, TypeError, AttributeError) as error:
        raise Refused(mark("it mentions {value}, but doesn't describe it"), value=str(error)) from error


def _reason(kind: str) -> str:
    """Return why pydantic refuses a field, by what it calls the *kind* of mistake."""
    kinds = {
        "missing": mark("this is missing"),
        "extra_forbidden": mark("this is not a part of a file format"),
        "literal_error": mark("this word is not possible here"),
    }
    if kind.startswith(("float", "int", "finite")):
        return mark("this must be a number")
    if kind.startswith("bool"):
        return mark("this must be true or false")
    if kind.startswith("string"):
        return mark("this must be a text")
    if kind.startswith(("list", "tuple")):
        return mark("this must be a list")
    return kinds.get(kind, mark("this can't be used here"))


def _with_plain_names(fields: Any) -> Any:
    """Return *fields* with names that Python allows: rows say what they hold with ``is``."""
    if not isinstance(fields, Mapping) or not isinstance(fields.get("rows"), Mapping):
        return fields
    rows = {
        name: {("is_" if field == "is" else field): value for field, value in row.items()}
        if isinstance(row, Mapping)
        else row
        for name, row in fields["rows"].items()
    }
    return {**fields, "rows": rows}

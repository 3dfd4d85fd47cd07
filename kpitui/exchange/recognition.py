"""Which formats of files there are, which of them a file is in, and `read`, which makes rows and refusals of it."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import tzinfo
from functools import cache
from importlib.metadata import entry_points

from kpitui.core.calendar import STANDARD, Calendar
from kpitui.core.errors import Refused, mark
from kpitui.exchange import json_export
from kpitui.exchange._encodings import ENCODING_NAMES
from kpitui.exchange.content import FileContent, refuse_what_is_no_table
from kpitui.exchange.numerals import MARKS
from kpitui.exchange.plain_tables import PLAIN_FORMATS
from kpitui.exchange.presets import Preset, format_of, preset_formats
from kpitui.exchange.reading import DAYLESS, Caution, FileReading, FileSource, Format, ReadingChoices
from kpitui.exchange.table import excerpt, excerpts, folded_name, without_empty_end
from kpitui.files.folders import own_paths
from kpitui.i18n import _


def formats() -> dict[str, Format]:
    """Return the formats in the order they are tried: those of the person and of packages, then the others.

    Of the others the one that asks most of a file comes first.
    """
    own = _presets_of_others()
    return {**{preset.name: _own_format(preset) for preset in own}, **_formats()} if own else _formats()


@cache
def _formats() -> dict[str, Format]:
    return {row.name: row for row in (*preset_formats(), *PLAIN_FORMATS)}


@cache
def _own_format(preset: Preset) -> Format:
    return format_of(preset)._replace(own=True)


def _presets_of_others() -> tuple[Preset, ...]:
    # pydantic, which checks them, is slow to import: it is needed only where there is something to check.
    if not own_paths(os.environ, PRESETS) and not entry_points(group=PRESET_GROUP):
        return ()
    from kpitui.exchange._own_presets import own_presets

    built_in = _formats()
    return tuple(preset for preset in own_presets()[0] if preset.name not in built_in)


def preset_problems() -> tuple[Caution, ...]:
    """Return which presets of the person and of packages are left out, and why."""
    if not own_paths(os.environ, PRESETS) and not entry_points(group=PRESET_GROUP):
        return ()
    from kpitui.exchange._own_presets import own_presets

    taken = mark("The file format {value} is left out: KPITUI already has one with that name")
    built_in = _formats()
    presets, problems = own_presets()
    cautions: list[Caution] = [
        (message, {name: _sentence(value) if isinstance(value, Refused) else value for name, value in params.items()})
        for message, params in problems
    ]
    cautions += [(taken, {"value": preset.name}) for preset in presets if preset.name in built_in]
    return tuple(cautions)


def _sentence(refused: Refused) -> str:
    return _(refused.message).format(**refused.params)


PRESETS = "presets"
"""The folder of presets of one's own."""
PRESET_GROUP = "kpitui.presets"
"""The entry points under which packages name presets."""


_ORDERS = ("dmy", "mdy")


def read(
    data: bytes | FileContent,
    *,
    name: str = "",
    format: str | None = None,
    mapping: Mapping[str, str] | None = None,
    decimal: str | None = None,
    dates: str | None = None,
    usual_dates: str | None = None,
    zone: tzinfo | None = None,
    remembered: Collection[str] = (),
    calendar: Calendar = STANDARD,
    only: Mapping[str, str] | None = None,
) -> FileReading:
    """Read a file, or the file *name* with the content *data*, in *format*, or in the first one that recognises it.

    *mapping* turns names of columns or KPIs in the file, in any case, into keys or roles (``date``, ``kpi``,
    ``value``, ``time``, ``note``), or into ``-`` to leave them out. *decimal* is ``point`` or ``comma`` (or the
    sign itself), *dates* is ``dmy`` or ``mdy``; both are needed only where the file leaves doubt, and dates
    not where *usual_dates* is the order of the region. In *zone* moments in UTC have their day, in *calendar* weeks and
    quarters theirs. *only* gives, by column, the texts of which the rows count, separated by commas. Names in
    *remembered* may be in the mapping without being in the file. A row that cannot be read is reported and changes
    nothing for the others. Raises Refused when the file as a whole cannot be read, and for a choice that does not
    exist.
    """
    content = data if isinstance(data, FileContent) else FileContent(data, name)
    json_export.refuse_database(content.head)
    refuse_what_is_no_table(content)
    choices = _choices(mapping or {}, decimal, (dates, usual_dates), remembered)
    counted = {folded_name(name): frozenset(map(folded_name, texts.split(","))) for name, texts in (only or {}).items()}
    source = FileSource(content, choices._replace(zone=zone, calendar=calendar, only=counted))
    chosen = _format_of(source, format)
    reading = chosen.read(source)
    reading.cautions = (*_cautions_of(source, named_program=chosen not in PLAIN_FORMATS), *reading.cautions)
    return reading


def recognised(content: FileContent) -> Format | None:
    """Return the one format that a file is in; None where none fits, several do, or it is no table. Raises nothing."""
    try:
        json_export.refuse_database(content.head)
        refuse_what_is_no_table(content)
        return _format_of(FileSource(content), None)
    except Refused:
        return None


def headers_of(content: FileContent) -> Iterator[tuple[str, ...]]:
    """Yield the rows of a file that could be its header; nothing for what is no text. Raises nothing."""
    source = FileSource(content)
    try:
        yield from (table.names for table in source.json)
        heads = [head for part in source.parts for head in part.heads.values()]
    except Refused:
        return
    for head in heads:
        yield from (tuple(without_empty_end([cell.strip() for cell in cells])) for _line, cells in head)


def _cautions_of(source: FileSource, *, named_program: bool) -> Iterator[Caution]:
    """Yield what is to be said of tables that are not read, and of the encoding; of a known program only the damage."""
    if source.range is not None:
        reason = mark("Each row is for several days, such as {value}, and is logged on the day in '{column}'")
        yield reason, {"value": excerpt(source.range.example), "column": excerpt(source.range.day)}
    if not named_program and source.carried:
        yield (
            mark("Rows without a day were logged on the day of the row above them: {count}"),
            {"count": source.carried},
        )
    if not named_program and source.totals:
        yield DAYLESS, {"count": source.totals}
    if not named_program and source.left_out:
        reason = mark(
            "Not every table was read. Left out: {names}. To import one of those, save it as a file of its own"
        )
        yield reason, {"names": excerpts(source.left_out)}
    for member in source.read_members:
        params: dict[str, object] = {"line": member.odd_line, "value": excerpt(member.name) or "-"}
        if member.is_mended:
            yield mark("Line {line} of {value} is damaged. Where a character was lost, you see �"), params
        elif member.odd_line is not None and not named_program:
            params["encoding"] = ENCODING_NAMES[member.encoding]
            yield mark("Line {line} of {value} is not UTF-8, so the file was read as {encoding}"), params


def _choices(
    mapping: Mapping[str, str],
    decimal: str | None,
    orders: tuple[str | None, str | None],
    remembered: Collection[str],
) -> ReadingChoices:
    """Return the choices as the formats want them; *orders* are that of the dates and the usual one."""
    dates, usual = orders
    if decimal is not None and decimal not in MARKS:
        raise Refused(mark("The decimal mark can't be '{value}'. Choose: point, comma"), field="decimal", value=decimal)
    if dates is not None and dates not in _ORDERS:
        raise Refused(mark("The order of dates can't be '{value}'. Choose: dmy, mdy"), field="dates", value=dates)
    renamed = {folded_name(old): new.strip() for old, new in mapping.items()}
    folded_names = frozenset(map(folded_name, remembered))
    return ReadingChoices(renamed, None if decimal is None else MARKS[decimal], dates, usual, folded_names)


def _format_of(source: FileSource, name: str | None) -> Format:
    all_formats = formats()
    if name is not None and name not in all_formats:
        reason = mark("The file format can't be '{value}'. Choose: {known}")
        raise Refused(reason, field="format", value=name, known=", ".join(all_formats))
    tried = (
        [all_formats[name]]
        if name is not None
        else [candidate for candidate in all_formats.values() if not candidate.asked]
    )
    fitting = _fitting(tried, source)
    if len(fitting) > 1:
        reason = mark("The file could be from {names}. Say which one, such as --preset {value}")
        titles = ", ".join(candidate.title for candidate in fitting)
        raise Refused(reason, field="preset", names=titles, value=fitting[0].name)
    if fitting:
        return fitting[0]
    table = source.table if name is None else source.dated_table
    names = table.names if table is not None else _first_names(source)
    reason = mark("The file doesn't fit {format}: its columns are {columns}. Choose another file format: --preset")
    if name is None:
        reason = mark("No file format fits: the columns are {columns}. See kpitui import --presets")
    columns = excerpt(", ".join(excerpt(column) for column in names))
    raise Refused(reason, field="format", columns=columns, format=name or "")


def _fitting(tried: Sequence[Format], source: FileSource) -> list[Format]:
    """Return the programs of which a file can be the export, or the first other format that fits.

    One that needs the columns of another and more is that much more certain; those of one family are one program, of
    which the first in the table counts.
    """
    needed: dict[str, frozenset[str]] = {}
    for candidate in tried:
        # A format without columns of its own fits where no program does.
        if (needed and candidate.needed is None) or not candidate.sniff(source):
            continue
        if candidate.needed is None:
            return [candidate]
        needed[candidate.name] = candidate.needed(source)
    own = {candidate.name for candidate in tried if candidate.own}
    if not own.isdisjoint(needed):
        # What somebody described is what they mean.
        needed = {name: columns for name, columns in needed.items() if name in own}
    best = [name for name in needed if not any(needed[name] < other for other in needed.values())]
    families: dict[str, str] = {}
    for name in best:
        families.setdefault(name.partition("-")[0], name)
    return [candidate for candidate in tried if candidate.name in families.values()]


def _first_names(source: FileSource) -> list[str]:
    """Return what stands in the first row of a file without a table that is known, for the refusal."""
    if source.json:
        return list(source.json[0].names)
    heads = [
        max((cells for _line, cells in head), key=len) for part in source.parts for head in part.heads.values() if head
    ]
    return [cell.strip() for cell in max(heads, key=len, default=[])]

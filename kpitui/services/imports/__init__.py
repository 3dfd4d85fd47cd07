"""Importing a file: what in it is new, the same, changed or in conflict, and saving it all or not at all.

Finding the KPIs is the work of `matching`, looking at one figure that of `_comparing`. Importing a file again adds
nothing and a corrected file corrects. What a person logged or corrected by hand is theirs: a file never changes it.

What a person said of a file is remembered by the names of its columns for the next file that has the same. It is kept
as a setting, in the same change as the import it was said for: undoing an import that was mapped wrongly forgets the
mapping too, and a second machine that merges or copies the database knows what this one does.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from hashlib import sha256
from itertools import chain
from typing import Literal, NamedTuple

from kpitui.core.amount import is_comparable
from kpitui.core.errors import Refused, mark
from kpitui.core.kinds import KINDS
from kpitui.core.kpi_names import key_from_name
from kpitui.core.model import Kpi
from kpitui.core.text import replaced
from kpitui.exchange import Caution, FileContent, FileReading, ImportedRow, RefusedRow, formats, headers_of, read
from kpitui.exchange.reading import FileMetric
from kpitui.files.folders import write_own
from kpitui.services.imports._comparing import KNOWN, Known, MomentCounts, RowComparison, Same
from kpitui.services.imports._comparing import Difference as Difference
from kpitui.services.imports._comparing import ImportConflict as ImportConflict
from kpitui.services.imports._comparing import Lowered as Lowered
from kpitui.services.imports.matching import ASSUMED_CURRENCY as ASSUMED_CURRENCY
from kpitui.services.imports.matching import (
    MetricMatch,
    add_missing,
    cautions_of,
    fields_for,
    kind_to_add,
    matched,
    with_assumed_currency,
    without_currency,
)
from kpitui.services.time_zones import zone_of_moments
from kpitui.services.workspace import Workspace
from kpitui.store import entries
from kpitui.store.entries import NewEntry
from kpitui.store.records import read_settings, write_setting
from kpitui.store.transaction import Transaction

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kpitui.services.parts import SplitResult

PREFIX = "import."
"""What the key of such a setting begins with; the table of settings knows none that does."""


class Remembered(NamedTuple):
    """What was said about a file with the same columns."""

    mapping: dict[str, str]
    decimal: str | None = None
    dates: str | None = None
    format: str | None = None
    only: Mapping[str, str] = {}


def recall(workspace: Workspace, content: FileContent) -> Remembered | None:
    """Return what was said of the latest file with the same columns, or None when nothing was."""
    stored = {key: text for key, text in read_settings(workspace.store).items() if key.startswith(PREFIX)}
    if not stored:
        return None
    for names in headers_of(content):
        stored_text = stored.get(key_for(names))
        if stored_text is not None:
            return _read(stored_text)
    return None


def remember(change: Transaction, names: Iterable[str], choices: Remembered) -> None:
    """Keep what was said of a file with these columns, within *change*; nothing said is nothing kept."""
    if any(choices):
        write_setting(change, key_for(names), json.dumps(choices._asdict(), ensure_ascii=False))


def key_for(names: Iterable[str]) -> str:
    """Return the key under which a file with these columns is remembered."""
    text = "\n".join(name.strip().casefold() for name in names)
    return PREFIX + sha256(text.encode("utf-8", "replace")).hexdigest()[:16]


def _read(text: str) -> Remembered | None:
    try:
        fields = json.loads(text)
        mapping = {str(old): str(new) for old, new in fields["mapping"].items()}
        only = {str(column): str(texts) for column, texts in fields.get("only", {}).items()}
        return Remembered(mapping, fields["decimal"], fields["dates"], fields["format"], only)
    except (ValueError, KeyError, TypeError, AttributeError):
        # A setting that somebody else wrote is no reason to refuse a file.
        return None


NO_CURRENCY = mark("No currency in the file for {names}. Add it: --currency EUR")

MOST_TOLD = 1_000
"""How many refused rows, conflicts and differences are kept one by one; all of them are counted."""

STEP = 10_000
"""Rows that are written together."""


class ImportPlan(NamedTuple):
    """What an import would do, or did."""

    file: str
    format: str
    becomes: list[MetricMatch]
    """What each figure of the file becomes."""
    cautions: list[Caution]
    new: int = 0
    same: int = 0
    changed: int = 0
    conflicts: int = 0
    refused: int = 0
    differences: tuple[Difference, ...] = ()
    clashes: tuple[ImportConflict, ...] = ()
    refusals: tuple[RefusedRow, ...] = ()
    """The first of each, by line."""
    lowered: tuple[Lowered, ...] = ()
    """Days of which the file has less than was imported before, by line."""
    added: tuple[Kpi, ...] = ()
    """KPIs that were added for it."""
    remembered: Remembered | None = None
    """What was said of an earlier file with the same columns, and holds for this one."""
    batch: int | None = None
    """The number of the import; None when nothing was saved."""
    asks: tuple[Asks, ...] = ()
    """Why nothing was saved that could be."""
    split: SplitResult | None = None
    """The KPI whose parts its KPIs became."""
    question: Caution | None = None
    """Which rows count, where a person has to say it before anything is saved."""
    several: frozenset[str] = frozenset()
    """The figures without a KPI, by name, that have more than one number on a day."""

    @property
    def taken(self) -> int:
        """How many figures of the file are in the database, or would be."""
        return self.new + self.same + self.changed + self.conflicts


Asks = Literal["refused", "lowered"]
"""What a person has to decide first: rows that are left out, days that become lower."""


class Tally:
    """Counts what comes along and keeps the first of each."""

    def __init__(self) -> None:
        self.new = self.same = self.changed = self.conflicts = self.refused = 0
        self.differences: list[Difference] = []
        self.clashes: list[ImportConflict] = []
        self.refusals: list[RefusedRow] = []
        self.lowered: list[Lowered] = []
        self.days = dict[str, set[date]]()
        """By figure without a KPI, the days of its numbers."""
        self.several = set[str]()
        """Those of them that have more than one number on a day."""

    def put_on_day(self, item: ImportedRow) -> None:
        """Note the day of a figure without a KPI."""
        days = self.days.setdefault(item.kpi, set())
        if item.date in days:
            self.several.add(item.kpi)
        days.add(item.date)

    def changed_by(self, difference: Difference) -> None:
        """Count a figure that differs."""
        self.changed += 1
        if self.changed <= MOST_TOLD:
            self.differences.append(difference)

    def conflict(self, conflict: ImportConflict) -> None:
        """Count a figure that a person filled in otherwise."""
        self.conflicts += 1
        if self.conflicts <= MOST_TOLD:
            self.clashes.append(conflict)

    def refuse(self, row: RefusedRow) -> None:
        """Count a row that cannot be imported."""
        self.refused += 1
        if self.refused <= MOST_TOLD:
            self.refusals.append(row)

    def with_counts(self, plan: ImportPlan) -> ImportPlan:
        """Return *plan* with what was counted, and the first of each."""
        return plan._replace(
            new=self.new,
            same=self.same,
            changed=self.changed,
            conflicts=self.conflicts,
            refused=self.refused,
            differences=tuple(self.differences),
            clashes=tuple(self.clashes),
            refusals=tuple(sorted(self.refusals, key=lambda row: row.line)),
            lowered=tuple(sorted(self.lowered, key=lambda day: day.line)),
            several=frozenset(self.several),
        )


class Saving:
    """Writes what is new and changed, within one change; the import gets its number with the first of them."""

    def __init__(self, change: Transaction, file: str, format: str) -> None:
        self.change = change
        self.file = file
        self.format = format
        self.batch: int | None = None
        self.held: list[NewEntry] = []

    def add(self, entry: NewEntry) -> None:
        """Add an entry, sooner or later."""
        self.held.append(entry)
        if len(self.held) >= STEP:
            self.flush()

    def flush(self) -> None:
        """Write what is held."""
        if self.held:
            entries.add_imported(self.change, self.number(), self.held)
            self.held.clear()

    def correct(self, difference: Difference) -> None:
        """Give an entry the figure of the file."""
        entries.update_entry(self.change, difference.entry, difference.as_in_file._replace(batch=self.number()))

    def number(self) -> int:
        """Return the number of the import."""
        if self.batch is None:
            moment = datetime.now(UTC).isoformat(timespec="milliseconds")
            self.batch = entries.add_batch(self.change, moment, self.format, replaced(self.file)[:300])
        return self.batch


Watch = Callable[[int, int], None]
"""Is told how many rows are done and how many there are (0 when that is not known); what it raises ends the import."""


class ImportChoices(NamedTuple):
    """What the person said about a file; see `kpitui.exchange.read`."""

    format: str | None = None
    mapping: Mapping[str, str] = {}
    decimal: str | None = None
    dates: str | None = None
    create: bool = False
    """Whether KPIs that are not there yet are added."""
    currency: str = ""
    """The currency of amounts in KPIs that are added, where the file names none."""
    only: Mapping[str, str] = {}
    """By column, the texts of which the rows count, separated by commas."""
    by_person: bool = True
    """Whether a person chose: only that is remembered for files with the same columns, and helped by what was."""


class _Outline(NamedTuple):
    """A file that was read as far as its columns."""

    file: str
    reading: FileReading
    choices: ImportChoices
    remembered: Remembered | None


class _Refused(Exception):
    """Rows were refused, so that what was written has to go again."""


def plan_import(
    workspace: Workspace, content: FileContent, choices: ImportChoices | None = None, watch: Watch | None = None
) -> ImportPlan:
    """Read a file and return what importing it would do; nothing is written.

    Rows that cannot be read, name a KPI that is not there, or lie in the future are refused. Raises Refused when
    the file as a whole cannot be read.
    """
    outline = _outline(workspace, content, choices or ImportChoices(), watch)
    plan = _begun(workspace, outline)
    return _go_through(workspace, outline, plan.becomes, None, watch).with_counts(plan)


def carry_out(
    workspace: Workspace,
    content: FileContent,
    choices: ImportChoices | None = None,
    *,
    skip_refused: bool = False,
    lower: bool = False,
    watch: Watch | None = None,
    parts_of: Kpi | None = None,
) -> ImportPlan:
    """Import a file as one undoable change and return what was done; its batch is None when nothing was saved.

    Its KPIs become parts of *parts_of*, as part of that change; Refused is raised where it has none that can be.
    Nothing is saved, and the batch is None, when rows were refused and *skip_refused* does not say to go on without
    them, when they were all refused, or when days would become lower and *lower* does not say so (of what no person
    imports they may). When *watch* raises, the database is as it was. Raises Refused when the file cannot be read.
    """
    outline = _outline(workspace, content, choices or ImportChoices(), watch)
    if outline.reading.question is not None and outline.choices.by_person:
        message, params = outline.reading.question
        raise Refused(message, field="only", **params)
    plan = _begun(workspace, outline)
    try:
        with workspace.store.write("entries.imported", file=plan.file, format=plan.format, count=0) as change:
            saving = Saving(change, plan.file, plan.format)
            matches = plan.becomes
            if outline.choices.create:
                plan = plan._replace(added=tuple(add_missing(workspace, change, matches, outline.choices.currency)))
                matches = matched(workspace, outline.reading.figures, outline.choices.currency)
            tally = _go_through(workspace, outline, matches, saving, watch)
            plan = tally.with_counts(plan._replace(becomes=matches))
            plan = plan._replace(asks=_asks(plan, outline, skip_refused=skip_refused, lower=lower))
            if plan.asks:
                raise _Refused
            plan = plan._replace(added=_kept(change, plan.added))
            if saving.batch is not None and outline.choices.by_person:
                remember(change, outline.reading.names, _said(outline))
            change.details["count"] = tally.new + tally.changed
            if parts_of is not None:
                plan = plan._replace(split=_made_parts(workspace, parts_of, plan, outline.reading))
    except _Refused:
        return plan._replace(added=())
    return plan._replace(batch=saving.batch)


def _made_parts(workspace: Workspace, whole: Kpi, plan: ImportPlan, reading: FileReading) -> SplitResult:
    """Make the KPIs of a file parts of *whole*; those that are parts already stay.

    Raises Refused where they would not add up, and where the file has none but *whole* itself.
    """
    from kpitui.services.parts import split_kpi

    matches = [match for match in plan.becomes if match.kpi is not None and not match.figure.parts]
    keys = [match.kpi.key for match in matches if match.kpi is not None and match.kpi.id != whole.id]
    if not keys:
        value = matches[0].figure.column or matches[0].figure.name if matches else "…"
        taken = {value, reading.day_column, reading.currency_column}
        column = next((name for name in reading.names if name not in taken), "…")
        reason = mark(
            "The file has no KPI that can be a part of {whole}. If a column names the parts: "
            "--map {column}=kpi --map {value}=value"
        )
        raise Refused(reason, field="parts-of", whole=whole.name, column=column, value=value)
    return split_kpi(workspace, whole, keys)


def reading_of(workspace: Workspace, content: FileContent, choices: ImportChoices) -> FileReading:
    """Return what a file holds, as an import with *choices* would read it; raises Refused when it cannot be read."""
    return _outline(workspace, content, choices, None).reading


def _asks(plan: ImportPlan, outline: _Outline, *, skip_refused: bool, lower: bool) -> tuple[Asks, ...]:
    asks: list[Asks] = []
    if plan.refused and (not skip_refused or not plan.taken):
        asks.append("refused")
    if plan.lowered and not lower and outline.choices.by_person:
        asks.append("lowered")
    return tuple(asks)


def _kept(change: Transaction, added: Iterable[Kpi]) -> tuple[Kpi, ...]:
    """Return the KPIs that were *added* and got a figure, or are computed from others; take the rest away again."""
    remaining = []
    for kpi in added:
        if KINDS[kpi.kind].derived or change.rows("SELECT 1 FROM entry WHERE kpi = ? LIMIT 1", (kpi.id,)):
            remaining.append(kpi)
        else:
            change.delete("kpi", {"id": kpi.id})
    return tuple(remaining)


def _outline(workspace: Workspace, content: FileContent, choices: ImportChoices, watch: Watch | None) -> _Outline:
    if watch is not None:
        content.on_block = lambda: watch(0, 0)
    remembered = recall(workspace, content) if choices.by_person else None
    if remembered is not None:
        given = {name.strip().casefold() for name in choices.mapping}
        older = {name: key for name, key in remembered.mapping.items() if name.strip().casefold() not in given}
        merged = choices._replace(
            mapping={**older, **choices.mapping},
            decimal=choices.decimal or remembered.decimal,
            dates=choices.dates or remembered.dates,
            format=choices.format or remembered.format,
            only=choices.only or remembered.only,
        )
    else:
        older, merged = {}, choices
    reading = read(
        content,
        format=merged.format,
        mapping=merged.mapping,
        only=merged.only,
        decimal=merged.decimal,
        dates=merged.dates,
        zone=zone_of_moments(workspace.environ, workspace.settings.text("timezone")),
        usual_dates=None if workspace.settings.region is None else "mdy" if workspace.settings.month_first else "dmy",
        remembered=older,
        calendar=workspace.settings.calendar,
    )
    content.on_block = _quiet
    return _Outline(content.name, reading, merged, remembered)


def _quiet() -> None:
    """Say nothing: from here on rows are counted."""


def _begun(workspace: Workspace, outline: _Outline) -> ImportPlan:
    matches = matched(workspace, outline.reading.figures, outline.choices.currency)
    asked = outline.reading.question if outline.choices.by_person else None
    cautions = [*([asked] if asked else []), *outline.reading.cautions, *cautions_of(matches)]
    if outline.choices.create and (money := without_currency(workspace, matches, outline.choices.currency)):
        cautions.append((NO_CURRENCY, {"names": ", ".join(money)}))
    adding = matches if outline.choices.create else [match for match in matches if match.kpi is not None]
    cautions += with_assumed_currency(workspace, adding, outline.choices.currency)
    return ImportPlan(
        outline.file, outline.reading.format, matches, cautions, remembered=outline.remembered, question=asked
    )


def _said(outline: _Outline) -> Remembered:
    choices = outline.choices
    return Remembered(dict(choices.mapping), choices.decimal, choices.dates, choices.format, dict(choices.only))


def _go_through(
    workspace: Workspace,
    outline: _Outline,
    matches: list[MetricMatch],
    saving: Saving | None,
    watch: Watch | None,
) -> Tally:
    """Look at every figure; with *saving* write what is new and changed."""
    tally = Tally()
    create = outline.choices.create and saving is None
    refusals = {
        match.figure.name: match for match in matches if match.kpi is None and not (create and match.can_be_added)
    }
    kpis = {match.kpi.id: match.kpi for match in matches if match.kpi is not None and not match.figure.parts}
    clocks: set[tuple[date, str]] = set()
    by_kpi = {ident: RowComparison(workspace, kpi, outline.reading, clocks) for ident, kpi in kpis.items()}
    # Two figures may be the same KPI, which then counts the moments of both.
    comparisons = {match.figure.name: by_kpi[match.kpi.id] for match in matches if match.kpi and match.kpi.id in by_kpi}
    stated = _stated_units(matches)
    computed = {match.figure.name for match in matches if match.figure.parts}
    latest = _latest_of_days(matches) if outline.reading.newest_first else {}
    for item in _watched(outline.reading, watch):
        if isinstance(item, RefusedRow):
            tally.refuse(item)
            continue
        comparison = comparisons.get(item.kpi)
        if comparison is None:
            if item.kpi in computed:
                continue
            tally.put_on_day(item)
            if item.kpi in latest and latest[item.kpi].add(item.date, item.time) > 1:
                continue  # the first of a day is the latest one
            _without_kpi(item, refusals, tally)
            continue
        row = item._replace(unit=item.unit or stated[item.kpi]) if stated and item.kpi in stated else item
        outcome = comparison.look_at(row)
        if isinstance(outcome, KNOWN):
            _take(outcome, comparison, tally, saving)
            continue
        tally.new += 1
        if saving is not None:
            saving.add(outcome)
    for comparison in by_kpi.values():
        _lower(comparison, tally, saving)
    if saving is not None:
        saving.flush()
    return tally


def _latest_of_days(matches: Sequence[MetricMatch]) -> dict[str, MomentCounts]:
    """Return what counts the moments of each new KPI of which the latest number of a day is the one that is kept."""
    return {
        match.figure.name: MomentCounts()
        for match in matches
        if match.can_be_added and KINDS[kind_to_add(match.figure)].rule == "last"
    }


def _lower(comparison: RowComparison, tally: Tally, saving: Saving | None) -> None:
    """Count the days of which the file has fewer rows, and with *saving* delete the entries that it does not have."""
    for lowered in comparison.narrower_days():
        tally.lowered.append(lowered)
        if saving is not None:
            for entry in lowered.leftover:
                entries.delete_entry(saving.change, entry)


def _stated_units(matches: Sequence[MetricMatch]) -> dict[str, str]:
    """Return, by figure, the unit that its format has it in, where the KPI it becomes is kept in another one."""
    return {
        match.figure.name: match.figure.unit
        for match in matches
        if match.kpi is not None
        and match.figure.kind
        and is_comparable(match.figure.unit)
        and is_comparable(match.kpi.unit)
        and match.figure.unit != match.kpi.unit
    }


def _take(outcome: Known, comparison: RowComparison, tally: Tally, saving: Saving | None) -> None:
    """Count what a figure that is not new is, and with *saving* write it when it is changed."""
    if isinstance(outcome, Same):
        tally.same += 1
    elif isinstance(outcome, Difference):
        if (lowered := comparison.lowered_by(outcome)) is not None:
            tally.lowered.append(lowered)
        tally.changed_by(outcome)
        if saving is not None:
            saving.correct(outcome)
    elif isinstance(outcome, ImportConflict):
        tally.conflict(outcome)
    elif isinstance(outcome, RefusedRow):
        tally.refuse(outcome)


def _without_kpi(item: ImportedRow, refusals: dict[str, MetricMatch], tally: Tally) -> None:
    """Refuse the first figure of a KPI that is not there, so that it does not fill the report."""
    if item.kpi not in refusals:
        tally.new += 1
        return
    match = refusals.pop(item.kpi)
    refusals[item.kpi] = match._replace(refusal=None)
    if match.refusal is not None:
        tally.refuse(RefusedRow(item.line, *match.refusal))


def _watched(reading: FileReading, watch: Watch | None) -> Iterator[ImportedRow | RefusedRow]:
    items = reading.items()
    if watch is None:
        return items
    return chain.from_iterable(_steps(items, reading.total, watch))


def _steps(
    items: Iterator[ImportedRow | RefusedRow], total: int, watch: Watch
) -> Iterator[list[ImportedRow | RefusedRow]]:
    done = 0
    line = -1
    watch(0, total)
    block: list[ImportedRow | RefusedRow] = []
    for item in items:
        if item.line != line:  # a row of a table with several KPIs is several items
            done, line = done + 1, item.line
        block.append(item)
        if len(block) == STEP:
            yield block
            watch(done, total)
            block = []
    yield block
    watch(done, total)


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
        raise Refused(
            mark("There is already a file format called {value}. Choose another name"), field="new-preset", value=name
        )
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
    stated = {"title": figure.name, "of": figure.column.casefold(), "how": how, "kind": kind.name}
    stated["unit"] = "currency" if figure.money else str(fields.get("unit", ""))
    stated["better"] = str(fields.get("better", ""))
    usual = {"how": "sum", "kind": "flow", "unit": "", "better": ""}
    differing = {field: value for field, value in stated.items() if usual.get(field) != value}
    shown = ", ".join(f"{field} = {json.dumps(value, ensure_ascii=False)}" for field, value in differing.items())
    return f"{key_from_name(figure.name)} = {{ {shown} }}"


def _text(value: str) -> str:
    return json.dumps(value.casefold(), ensure_ascii=False)


def _list(values: list[str]) -> str:
    return "[" + ", ".join(map(_text, dict.fromkeys(values))) + "]"

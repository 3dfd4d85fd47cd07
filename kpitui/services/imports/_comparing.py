"""One figure of a file after the other: is it new, the same, changed, or in conflict with what a person logged?

An imported figure is known by its KPI, its day and time, where it comes from, and its place among those of the same
moment. Nothing is held of the rows but how often each moment was seen, so that a file of any length fits in memory.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from kpitui.core.amount import LARGEST, Amount, in_unit, refuse_beyond
from kpitui.core.calendar import FIRST_DAY, Period, period_of, refuse_unlikely
from kpitui.core.errors import Refused, mark
from kpitui.core.kinds import KINDS
from kpitui.core.model import Entry, Kpi
from kpitui.core.text import LONGEST_TEXT, TOO_LONG, in_single_quotes, storable
from kpitui.exchange import FileReading, ImportedRow, RefusedRow
from kpitui.services.time_zones import refuse_skipped
from kpitui.services.workspace import Workspace
from kpitui.store import entries
from kpitui.store.entries import NewEntry

SOURCE = "import"
"""What the source of an imported entry says."""


OTHER_UNIT = mark(
    "{kpi} is in {unit}, but the file has {value}. Change the file, or the unit: kpitui kpi edit {key} --unit {other}"
)
NO_UNIT = mark("{kpi} has no unit, but the file has {value}. Set one: kpitui kpi edit {key} --unit {other}")


BY_HOUR_TWICE = mark(
    "{kpi}: an earlier import has one number for all of {value}, so these hours would count twice. Undo that import "
    "first"
)
BY_DAY_TWICE = mark(
    "{kpi}: an earlier import has the hours of {value}, so the whole day would count twice. Undo that import first"
)
SEVERAL_HOURS = mark(
    "{kpi} has several rows for {value}, one for each hour, and one person can be in several of them. Leave it out "
    "with --map '{quoted}=-'. To add the hours up anyway: kpitui kpi add NAME --kind sum, then --map '{quoted}=NAME'"
)
SEVERAL_A_DAY = mark(
    "{kpi} has several rows for {value}. They can count the same person, so they can't be added up. Export by day "
    "only, without another dimension, or leave it out: --map '{quoted}=-'"
)


class ImportConflict(NamedTuple):
    """A figure from the file for a day that a person filled in otherwise; theirs is kept."""

    line: int
    kpi: Kpi
    day: date
    value: float
    """What the file says."""
    own: float
    """What the person logged last."""


class Difference(NamedTuple):
    """A figure that was imported before and is another one in this file."""

    line: int
    kpi: Kpi
    entry: Entry
    as_in_file: Entry


class Lowered(NamedTuple):
    """A day of which a file has less than was imported before, as a filter or a shorter range makes of it."""

    line: int
    kpi: Kpi
    day: date
    before: float
    after: float
    """What the day would come to."""
    leftover: tuple[Entry, ...] = ()
    """Entries of that day that the file does not have."""


class Same(NamedTuple):
    """A figure that is there already."""


SAME = Same()


class Superseded(NamedTuple):
    """A figure of a day that has a later one in the same file."""


SUPERSEDED = Superseded()

Known = Difference | ImportConflict | RefusedRow | Same | Superseded
KNOWN = (Difference, ImportConflict, RefusedRow, Same, Superseded)
"""What a figure of a file can be but new."""

Found = NewEntry | Known
"""What a figure of a file is to its KPI."""


MOST_CLOCKS = 5_000
"""Days with times that are remembered."""


class MomentCounts:
    """How many rows each day and time had, in about a byte for each of them: a file may have a million.

    Of each time the days lie in blocks of `DAYS` bytes; a moment with more rows than a byte counts has its own count.
    """

    DAYS = 64
    MOST = 255

    def __init__(self) -> None:
        self._blocks: dict[str | None, dict[int, bytearray]] = {}
        self._many: dict[tuple[str | None, int], int] = {}

    def add(self, day: date, time: str | None) -> int:
        """Count a row and return how many its moment has now."""
        ordinal = day.toordinal()
        blocks = self._blocks.get(time)
        if blocks is None:
            blocks = self._blocks[time] = {}
        block = blocks.get(ordinal >> 6)
        if block is None:
            block = blocks[ordinal >> 6] = bytearray(self.DAYS)
        count = block[ordinal & 63] + 1
        if count <= self.MOST:
            block[ordinal & 63] = count
            return count
        many = self._many[time, ordinal] = self._many.get((time, ordinal), self.MOST) + 1
        return many

    def on(self, day: date) -> dict[str | None, int]:
        """Return how many rows each time of *day* had; times without any are left out."""
        ordinal = day.toordinal()
        counts = {
            time: block[ordinal & 63] for time, blocks in self._blocks.items() if (block := blocks.get(ordinal >> 6))
        }
        return {time: self._many.get((time, ordinal), count) for time, count in counts.items() if count}


class RowComparison:
    """The figures of one KPI in a file against those in the database as it was when the file was begun."""

    def __init__(self, workspace: Workspace, kpi: Kpi, reading: FileReading, clocks: set[tuple[date, str]]) -> None:
        scope = reading.scope
        self.by_day = reading.by_day
        self.newest_first = reading.newest_first and KINDS[kpi.kind].rule == "last"
        self.one_a_day = KINDS[kpi.kind].whole
        self.kpi = kpi
        self.store = workspace.store
        self.today, self.clock_before = workspace.today, workspace.clock_before
        self.zone = workspace.settings.text("timezone")
        self.day_starts = int(workspace.settings.text("day-starts"))
        self.bounded = kpi.floor is not None or kpi.ceiling is not None
        self.clocks = clocks
        """Days with times that the clock here has; those of a file have many in common."""
        # Sales of two programs add up; a balance or a rate from another source takes the place of the first.
        self.scope = f"@{scope}" if scope and KINDS[kpi.kind].rule == "sum" else ""
        self.every = next((figure.every for figure in reading.figures if figure.every), "")
        self.origins = {figure.name: figure.origin for figure in reading.figures}
        """What each figure is called in a mapping."""
        self.calendar = workspace.settings.calendar
        self.again = entries.has_imported(self.store, kpi.id)
        self.other_way = frozenset[str]()
        """The ISO days that an earlier file of the same source had by the hour, of one by the day; or the reverse."""
        self.by_hour = reading.by_hour
        if self.again and self.scope and self.by_day:
            self.other_way = entries.imported_days(self.store, kpi.id, self.scope, timed=not self.by_hour)
        self.own = entries.days_not_from(self.store, kpi.id, SOURCE)
        if self.every:
            self.own = self._by_period(self.own)
        self.seen = MomentCounts()
        self.lines: dict[date, int] = {}
        """The line of each day that was imported before, where days are made of rows."""

    def _period(self, day: date) -> Period:
        return period_of(self.every, day, self.calendar)  # type: ignore[arg-type]

    def _by_period(self, days: dict[str, float]) -> dict[str, float]:
        """Return the figures of days as those of their periods, by the last day of each."""
        periods: dict[str, float] = {}
        for iso in sorted(days):
            end = self._period(date.fromisoformat(iso)).end.isoformat()
            periods[end] = days[iso] + (periods.get(end, 0.0) if KINDS[self.kpi.kind].rule == "sum" else 0.0)
        return periods

    def look_at(self, row: ImportedRow) -> Found:
        """Return what *row* is to the KPI."""
        line, _name, day, value, time, note, unit = row
        if unit:
            converted = in_unit(Amount(value, unit), self.kpi.unit)
            if converted is None:
                return self._other_unit(row)
            value = converted
            row = row._replace(value=value)
        iso = stored_day = day.isoformat()
        if self.every and day > self.today >= self._period(day).start:
            # What is not over is of today, as it is when it is logged; it keeps the key of its period.
            day = self.today
            stored_day = day.isoformat()
            row = row._replace(date=day)
        unusual = not FIRST_DAY <= day <= self.today or not -LARGEST <= value <= LARGEST or len(note) > LONGEST_TEXT
        unusual = unusual or iso in self.other_way
        if unusual or self.bounded or (time is not None and (day, time) not in self.clocks):
            refused = self._unacceptable(row)
            if refused is not None:
                return refused
        if self.one_a_day:
            # Two rows of a day are two, whatever their times.
            count = 1 + sum(self.seen.on(day).values())
            self.seen.add(day, time)
        else:
            count = self.seen.add(day, time)
        if count > 1 and (self.one_a_day or self.newest_first):
            return self._another_of_a_day(row)
        key = f"{iso}T{time or ''}{self.scope}#{count}"
        if self.again and (outcome := self._imported_before(row._replace(value=value), key)) is not None:
            return outcome
        if self.own and iso in self.own:
            own = self.own[iso]
            return SAME if own == value else ImportConflict(line, self.kpi, day, value, own)
        return self.kpi.id, stored_day, time, value, storable(note) if note else "", key

    def _another_of_a_day(self, row: ImportedRow) -> Found:
        """Return what a second row of a day is: of people it cannot be added, else the latest of the day came first."""
        if not self.one_a_day:
            return SUPERSEDED
        quoted = in_single_quotes(self.origins.get(row.kpi) or row.kpi)
        params: dict[str, object] = {"kpi": self.kpi.name, "value": row.date, "quoted": quoted}
        return RefusedRow(row.line, SEVERAL_A_DAY if row.time is None else SEVERAL_HOURS, params)

    def _imported_before(self, row: ImportedRow, key: str) -> Found | None:
        """Return what a row is to the entry that was imported under its key, None where there is none."""
        self.lines.setdefault(row.date, row.line)
        entry = entries.imported(self.store, self.kpi.id, key)
        if entry is None:
            return None
        if entry.source == SOURCE:
            if self.every and self._period(entry.date) == self._period(row.date):
                # It was logged when its period was not over, and is that period's still.
                row = row._replace(date=entry.date) if entry.value == row.value else row
            as_in_file = entry._replace(date=row.date, value=row.value, note=storable(row.note))
            return SAME if as_in_file == entry else Difference(row.line, self.kpi, entry, as_in_file)
        # A person corrected it, perhaps to another day: it is theirs, and there is no second one of it.
        same = entry.value == row.value
        return SAME if same else ImportConflict(row.line, self.kpi, row.date, row.value, entry.value)

    def lowered_by(self, difference: Difference) -> Lowered | None:
        """Return what a figure lowers, where it is what the rows of its day come to; None where it is a correction."""
        before, after = difference.entry.value, difference.as_in_file.value
        if not self.by_day or KINDS[self.kpi.kind].rule != "sum" or after >= before:
            return None
        return Lowered(difference.line, self.kpi, difference.entry.date, before, after)

    def narrower_days(self) -> Iterator[Lowered]:
        """Yield the days of which the file has fewer rows than were imported before."""
        if self.by_day or not self.lines or KINDS[self.kpi.kind].rule == "last":
            return
        before = entries.imported_counts(self.store, self.kpi.id, self.scope)
        for day, line in self.lines.items():
            left = self.seen.on(day)
            if before.get(day.isoformat(), 0) <= sum(left.values()):
                continue
            were = entries.imported_on(self.store, self.kpi.id, self.scope, day)
            leftover = []
            for entry in were:
                left[entry.time] = left.get(entry.time, 0) - 1
                if left[entry.time] < 0:
                    leftover.append(entry)
            remaining = [entry.value for entry in were if entry not in leftover]
            yield Lowered(
                line,
                self.kpi,
                day,
                self._figure([entry.value for entry in were]),
                self._figure(remaining),
                tuple(leftover),
            )

    def _figure(self, values: Sequence[float]) -> float:
        """Return what *values* of a day come to by the rule of the KPI: their sum or their mean; 0 without any."""
        return sum(values) / (max(1, len(values)) if KINDS[self.kpi.kind].rule == "mean" else 1)

    def _other_unit(self, row: ImportedRow) -> RefusedRow:
        reason = OTHER_UNIT if self.kpi.unit else NO_UNIT
        value = f"{row.value:.15g} {row.unit}"
        kpi = self.kpi
        params = {"kpi": kpi.name, "key": kpi.key, "unit": kpi.unit, "value": value, "other": row.unit}
        return RefusedRow(row.line, reason, dict(params))

    def _to_come(self, row: ImportedRow) -> RefusedRow:
        """Return the refusal of a row whose day, or hour of today, is still to come."""
        if row.date > self.today:
            reason = mark("{kpi}: {value} is in the future. You can import days up to today")
            return RefusedRow(row.line, reason, {"kpi": row.kpi[:60], "value": row.date})
        reason = mark("{kpi}: {value} on {day} is in the future. You can import hours up to now")
        return RefusedRow(row.line, reason, {"kpi": row.kpi[:60], "value": row.time, "day": row.date})

    def _unacceptable(self, row: ImportedRow) -> RefusedRow | None:
        if row.date.isoformat() in self.other_way and (row.time is not None) == self.by_hour:
            reason = BY_HOUR_TWICE if self.by_hour else BY_DAY_TWICE
            return RefusedRow(row.line, reason, {"kpi": self.kpi.name, "value": row.date})
        try:
            refuse_beyond(self.kpi, row.value)
            if row.time is not None:
                refuse_skipped(row.date, row.time, self.zone, self.day_starts)
            refuse_unlikely(min(row.date, self.today), self.today)
        except Refused as refused:
            return RefusedRow(row.line, refused.message, dict(refused.params))
        is_to_come = row.date > self.today
        if row.time is not None and not is_to_come:
            is_to_come = row.date == self.today and bool(self.clock_before(row.date, row.time))
            if len(self.clocks) >= MOST_CLOCKS:
                self.clocks.clear()
            if not is_to_come:
                self.clocks.add((row.date, row.time))
        if is_to_come:
            return self._to_come(row)
        if len(row.note.strip()) > LONGEST_TEXT:
            count = len(row.note.strip())
            return RefusedRow(row.line, TOO_LONG, {"what": mark("a note"), "count": count, "most": LONGEST_TEXT})
        if abs(row.value) > LARGEST:
            reason = mark("{value} is too large: at most 1,000,000,000,000,000")
            return RefusedRow(row.line, reason, {"value": f"{row.value:g}"})
        return None

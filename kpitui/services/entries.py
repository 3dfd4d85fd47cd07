"""Logging numbers, and listing, changing and deleting what was logged.

What was typed, for which KPI and day, is understood as a whole and saved as a whole. The hot path of the command line
and of Today: what only lists entries imports inside its functions. How a number is read is decided by
`kpitui.core.amount`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from kpitui.core.amount import Amount, OtherUnit, parse_value, refuse_beyond
from kpitui.core.cadence import cadence_by, slots_of
from kpitui.core.calendar import PERIOD_NAMES, period_of, refuse_unlikely
from kpitui.core.errors import GONE, KpituiError, NotFound, Refused, mark
from kpitui.core.kinds import KINDS, is_computed
from kpitui.core.model import Entry, Kpi
from kpitui.core.record import Record
from kpitui.core.series import DayTotals
from kpitui.core.text import replaced, storable
from kpitui.services.by_hour import GROWS, comes_by_hour
from kpitui.services.workspace import Workspace
from kpitui.store import entries, journal, records
from kpitui.store.transaction import Transaction, made_at

TYPE_CHECKING = False
if TYPE_CHECKING:
    from datetime import datetime

    from kpitui.core.calendar import Calendar
    from kpitui.core.insight.expected_value import Expected


class EntryInput(Record):
    """One value that somebody wants to log, as typed."""

    kpi: str
    """The key of the KPI, or its name."""
    text: str
    day: date
    note: str = ""
    replace: bool = False
    """Whether it takes the place of what that day already has, as ``=3`` does."""
    time: str | None = None
    unit_agreed: bool = False
    """Whether the person was asked about a unit that is not the KPI's, and wants the number alone."""


class NotLogged(Record):
    """One value that could not be logged."""

    typed: EntryInput
    why: KpituiError


class Stamp(Record):
    """Another entry of the period that a figure for a whole period was logged for."""

    day: date
    value: float
    stands: bool
    """Whether it is the one that counts, for its day is later; else it is the one that counted until now."""


class LogResult(Record):
    """What was understood and saved."""

    kpi: Kpi
    day: date
    value: float
    """The value that was entered, in the unit of the KPI."""
    total: float
    """What the day is worth now."""
    replaced: int
    """How many entries of that day it took the place of."""
    amount: Amount
    other: Stamp | None = None
    """Of a figure for a whole period: the other entry that counts, or counted; None when there is none."""
    time: str | None = None
    """The time of day of the entry as ``HH:MM``, where one was given."""
    typed: str = ""
    """The value as it was typed."""


def log(
    workspace: Workspace, figures: Sequence[EntryInput], *, key: str | None = None, source: str = "shell"
) -> list[LogResult]:
    """Log every figure or, when one of them is refused, none, and return what was understood.

    With a *key*, an action that was already logged under that key is skipped and an empty list returned. Raises
    Refused or NotFound, naming KPI, field and value, with its place among *figures* in `params["at"]`.
    """
    understood = [_understood(workspace, typed, index) for index, typed in enumerate(figures)]
    if key is not None:  # what cannot be stored is written in another way, and not left out: keys have to differ
        key = key.encode("utf-8", "backslashreplace").decode()
    if not figures or (key is not None and journal.stands(workspace.store, key)):
        return []
    what = "entry.logged" if len(figures) == 1 else "entries.logged"
    first_kpi, first, _amount_of_first = understood[0]
    details = {"kpi": first_kpi.name, "date": first.day.isoformat(), "text": first.text}
    with workspace.store.write(what, key=key, count=len(figures), **details) as change:
        if key is not None and change.rows("SELECT 1 FROM change WHERE key = ? AND undone = 0", (key,)):
            return []
        calendar = workspace.settings.calendar
        return [_save(change, kpi, typed, amount, source, calendar) for kpi, typed, amount in understood]


def log_what_can_be(
    workspace: Workspace, figures: Sequence[EntryInput], *, source: str
) -> tuple[list[LogResult], list[NotLogged]]:
    """Log those of *figures* that can be, together, and return what was understood and which were refused."""
    good: list[EntryInput] = []
    refused: list[NotLogged] = []
    for index, typed in enumerate(figures):
        try:
            _understood(workspace, typed, index)
        except Refused as error:
            refused.append(NotLogged(typed, error))
        else:
            good.append(typed)
    return log(workspace, good, source=source), refused


def moment_typed(workspace: Workspace, kpi: str, text: str) -> tuple[date, str | None]:
    """Return the day and the time of day (``HH:MM``, or None) that *text* means for an entry of a KPI.

    A time alone is one of today; a moment with an offset from UTC is one of the clock here. Raises as `day_typed`, and
    Refused for a time that the clock skips on that day, or a moment that is in no year of the clock here.
    """
    if not text:
        return workspace.today, None
    from kpitui.core.day import NO_SUCH_MOMENT, may_end_in_time, moment_with_zone, split_time

    if not may_end_in_time(text):
        return day_typed(workspace, kpi, text), None
    from kpitui.services.time_zones import local_time, refuse_skipped

    zone, starts = workspace.settings.text("timezone"), int(workspace.settings.text("day-starts"))
    if (moment := moment_with_zone(text)) is not None:
        try:
            here = local_time(moment.astimezone(), zone).replace(tzinfo=None)
            return (here - timedelta(hours=starts)).date(), f"{here:%H:%M}"
        except (OverflowError, ValueError, OSError) as error:
            raise Refused(NO_SUCH_MOMENT, field="date", value=text.strip()) from error
    named, time = split_time(text)
    day = day_typed(workspace, kpi, named)
    if time is not None:
        refuse_skipped(day, time, zone, starts)
    return day, time


def day_typed(workspace: Workspace, kpi: str, text: str) -> date:
    """Return the day that *text* means for an entry of the KPI with that key or name; today when it is empty.

    A KPI that is logged by week, month or quarter takes such a period as well (``last week``, ``2026-W16``, ``april``):
    its last day, or today where it is not over. Raises NotFound, and Refused for what is no day of that KPI.
    """
    if not text:
        return workspace.today
    from kpitui.core.day import parse_period

    period = parse_period(text, workspace.today, workspace.settings.calendar)
    if period is None:
        return workspace.read_day(text)
    logged = find_kpi(workspace, kpi)
    by = cadence_by(logged.cadence)
    if period.by != by:
        raise Refused(
            mark("You log {kpi} per {own}, but {value} is a {other}. Type a {own}, such as {example}"),
            field="date",
            kpi=logged.key,
            own=PERIOD_NAMES[by],
            other=PERIOD_NAMES[period.by],
            value=text.strip(),
            example=period_of(by, workspace.today, workspace.settings.calendar).label,
        )
    return workspace.today if period.start <= workspace.today < period.end else period.end


def expected_of(workspace: Workspace, logged: LogResult) -> Expected | None:
    """Return what was expected of what the day of an entry is worth now, by what is kept of what is usual for its KPI.

    Where nothing is kept, for the app was never open on this database, by its entries of the last weeks. None with too
    few of them, where the entry is for a day on which nothing is expected, and where it is one of several of a day that
    are still to come.
    """
    expected = _expected_of_day(workspace, logged)
    if expected is None or is_part_of_day(workspace, logged.kpi, logged.day, expected.far, timed=bool(logged.time)):
        return None
    return expected


def is_part_of_day(workspace: Workspace, kpi: Kpi, day: date, far: float, *, timed: bool = False) -> bool:
    """Tell whether what a day is worth, so *far* from what is usual, may be only some of its hours.

    It may be where the others can still bring it nearer, and an entry is *timed*, or those of the last weeks are.
    """
    grows = GROWS.get(KINDS[kpi.kind].rule, 0)
    return grows * far > 0 and (timed or comes_by_hour(workspace, kpi, day))


def _expected_of_day(workspace: Workspace, logged: LogResult) -> Expected | None:
    """Return what was expected of the whole day of an entry."""
    usual = entries.usual_of(workspace.store, logged.kpi.id)
    if not usual:
        return _expected_by_recent(workspace, logged)
    from kpitui.core.insight.expected_value import ReferenceDistribution

    slots = slots_of(logged.kpi.cadence, workspace.settings.calendar)
    slot = slots.of(logged.day)
    if slot is None:
        return None
    value = logged.value if KINDS[logged.kpi.kind].rule == "mean" else logged.total
    rows = [row for row in usual if row["place"] == slot % slots.season]
    # Where the sign makes no difference there is one row.
    row = next((row for row in rows if bool(row["positive"]) == (value > 0)), rows[0] if rows else None)
    if row is None or (row["logarithmic"] and value <= 0):
        return None
    # Logarithms without a row for zeros are sizes: nothing is remarkable in a KPI that is mostly nothing.
    sparse = bool(row["logarithmic"]) and all(row["positive"] for row in rows)
    return ReferenceDistribution(row["centre"], row["spread"], bool(row["logarithmic"]), row["n"], sparse).expected(
        value
    )


def _expected_by_recent(workspace: Workspace, logged: LogResult) -> Expected | None:
    """Return what was expected of the day of an entry by the middle of its last eight weeks.

    Only sizes are compared, as most typing errors shift the decimal mark: what lies beyond every earlier value is far
    from it, and the factor decides. None where values are not all above 0, or fewer than six.
    """
    from kpitui.core.insight.expected_value import ASKED, TOLD, Expected
    from kpitui.core.quantiles import FEWEST_USUAL, USUAL_DAYS, median

    kpi, day = logged.kpi, logged.day
    earlier = entries.day_totals(workspace.store, kpi, day - timedelta(days=min(USUAL_DAYS, day.toordinal() - 1)), day)
    averaged = KINDS[kpi.kind].rule == "mean"
    values = [
        figure / count if averaged else figure
        for when, figure, count in zip(earlier.days, earlier.figures, earlier.counts, strict=True)
        if when < day
    ]
    value = logged.value if averaged else logged.total
    if len(values) < FEWEST_USUAL or min(values) <= 0 or value <= 0:
        return None
    usual, far = median(values), (TOLD + ASKED) / 2
    if min(values) <= value <= max(values):
        return None
    return Expected(usual, far if value > usual else -far, value / usual, len(values), sparse=True)


def clear(workspace: Workspace, kpi: Kpi, day: date) -> int:
    """Delete every entry of a KPI on one day, undoably, and return how many there were."""
    with workspace.store.write("day.cleared", kpi=kpi.name, date=day.isoformat()) as change:
        return entries.clear_day(change, kpi.id, day)


def edit_entry(
    workspace: Workspace,
    kpi: Kpi,
    entry: Entry,
    *,
    text: str | None,
    note: str,
    day: date,
    time: str | None = None,
    source: str = "app",
    unit_agreed: bool = False,
) -> bool:
    """Give an entry another value (as typed; None leaves it), note, day or time; return whether anything differs.

    What was logged on a sum of parts itself counts on days that these lack, and can be put right there.
    """
    own = kpi._replace(split=None) if entry.date == day else kpi
    _refuse_day(workspace, own, day)
    if (day, time) != (entry.date, entry.time):
        _refuse_time(workspace, day, time)
    value = entry.value
    if text is not None:
        value = _amount(workspace, own, EntryInput(kpi.key, text, day, unit_agreed=unit_agreed)).value
    typed = f"{value:.15g}" if text is None else text
    note = storable(note, what=mark("a note"), field="note")
    with workspace.store.write("entry.edited", kpi=kpi.name, date=day.isoformat(), text=typed) as change:
        # An entry that was corrected by hand is the person's own: an import of the same file leaves it alone.
        changed = entry._replace(value=value, note=note, date=day, time=time, source=source)
        return entries.update_entry(change, entry, changed)


def entry_of(workspace: Workspace, kpi: Kpi, ident: str) -> Entry:
    """Return the entry of a KPI with this id as it is now; raise NotFound when it is gone."""
    entry = entries.entry_called(workspace.store, kpi.id, ident)
    if entry is None:
        raise NotFound(GONE)
    return entry


def delete_entry(workspace: Workspace, kpi: Kpi, entry: Entry) -> bool:
    """Delete one entry, undoably; return whether it was there."""
    with workspace.store.write("entry.deleted", kpi=kpi.name, date=entry.date.isoformat()) as change:
        return entries.delete_entry(change, entry)


SEVERAL_CALLED = mark("Several KPIs are called {value}. Use a short name: {known}")


def find_kpi(workspace: Workspace, name: str) -> Kpi:
    """Return the KPI with this key, or else with this whole name, whatever the case of either.

    Raises NotFound with the nearest keys in `params["near"]` when there is none, Refused when several have the name.
    """
    name = replaced(name.strip())
    by_key = records.kpi_by_key(workspace.store, name)
    if by_key:
        return by_key
    every = records.all_kpis(workspace.store, archived=True)
    from kpitui.core.kpi_names import comparable_name

    folded_name = comparable_name(name)
    called = [kpi for kpi in every if kpi.key == folded_name] or [
        kpi for kpi in every if comparable_name(kpi.name) == folded_name
    ]
    if len(called) == 1:
        return called[0]
    if called:
        keys = ", ".join(kpi.key for kpi in called)
        raise Refused(SEVERAL_CALLED, field="kpi", value=name, known=keys)
    raise _unknown(name, every, looks_back=workspace.seen_from is not None)


def _understood(workspace: Workspace, typed: EntryInput, index: int) -> tuple[Kpi, EntryInput, Amount]:
    try:
        kpi = find_kpi(workspace, typed.kpi)
        amount = _amount(workspace, kpi, typed)
        if typed.note:
            typed = typed._replace(note=storable(typed.note, what=mark("a note"), field="note"))
        return kpi, typed, amount
    except KpituiError as error:
        error.params["at"] = index
        raise


def _unknown(name: str, every: Sequence[Kpi], *, looks_back: bool) -> NotFound:
    if not every:
        message = (
            mark("No KPI called {value}: there were none on that day")
            if looks_back
            else mark("No KPI called {value}: you have none yet. Add one: kpitui kpi add NAME")
        )
        return NotFound(message, field="kpi", value=name)
    from difflib import get_close_matches

    keys = [kpi.key for kpi in every if not kpi.archived]
    near = get_close_matches(name.lower(), keys, n=3, cutoff=0.5)
    message = (
        mark("No KPI called {value}. Did you mean {near}?") if near else mark("No KPI called {value}. You have: {near}")
    )
    return NotFound(message, field="kpi", value=name, near=", ".join(near or keys[:12]))


def _refuse_day(workspace: Workspace, kpi: Kpi, day: date) -> None:
    """Raise Refused where nothing can be logged: on a computed KPI, and for a day that is still to come."""
    if is_computed(kpi):
        raise Refused(mark("{kpi} is calculated from other KPIs. Log those instead"), field="kpi", kpi=kpi.name)
    if day > workspace.today:
        raise Refused(
            mark("{value} is in the future. Log {kpi} when that day comes"),
            field="date",
            kpi=kpi.name,
            value=day,
        )
    refuse_unlikely(day, workspace.today, kpi=kpi.name)


def _refuse_time(workspace: Workspace, day: date, time: str | None) -> None:
    """Raise Refused for a time of day that is still to come."""
    now = workspace.clock_before(day, time) if time is not None else ""
    if now:
        message = mark("{value} is in the future: it is {now} now. Type an earlier time")
        raise Refused(message, field="time", value=time, now=now)


def _amount(workspace: Workspace, kpi: Kpi, typed: EntryInput) -> Amount:
    _refuse_day(workspace, kpi, typed.day)
    _refuse_time(workspace, typed.day, typed.time)
    try:
        style = workspace.settings.numbers
        amount = parse_value(typed.text, kpi.unit, kpi=kpi.name, style=style, unit_agreed=typed.unit_agreed)
        if amount.mode != "add":
            refuse_beyond(kpi, amount.value)
        return amount
    except OtherUnit:
        raise
    except Refused as error:
        error.params["kpi"] = kpi.name
        raise


def _save(
    change: Transaction, kpi: Kpi, typed: EntryInput, amount: Amount, source: str, calendar: Calendar
) -> LogResult:
    value = amount.value
    replaced = 0
    if typed.replace or amount.mode == "replace":
        replaced = entries.clear_day(change, kpi.id, typed.day)
    elif amount.mode == "add" and KINDS[kpi.kind].rule == "last":
        value += entries.last_figure(change, kpi.id, typed.day)
    if amount.mode == "add":
        refuse_beyond(kpi, value)
    other = _other_stamp(change, kpi, typed.day, calendar) if KINDS[kpi.kind].whole else None
    entries.add_entry(change, kpi.id, typed.day, value, note=typed.note, source=source, time=typed.time)
    return LogResult(
        kpi, typed.day, value, _total(change, kpi, typed.day), replaced, amount, other, typed.time, typed.text
    )


def _other_stamp(change: Transaction, kpi: Kpi, day: date, calendar: Calendar) -> Stamp | None:
    """Return the entry that counts for the whole period around *day* before another is logged; None without any."""
    period = period_of(cadence_by(kpi.cadence), day, calendar)
    last_entry = entries.last_between(change, kpi.id, period.start, period.end)
    return None if last_entry is None else Stamp(last_entry.date, last_entry.value, stands=last_entry.date > day)


def _total(change: Transaction, kpi: Kpi, day: date) -> float:
    totals: DayTotals = entries.totals_in(change, kpi, day)
    (figure,), (count,) = totals.figures, totals.counts
    return figure / count if KINDS[kpi.kind].rule == "mean" else figure


SHORT_ID = 8
"""The last letters of an id, which tell one entry from another; fewer do where they are of one entry only."""

LISTED = 20
"""Entries that are listed when nobody says how many."""


class ListedEntry(Record):
    """An entry with what there is to know of it."""

    kpi: Kpi
    entry: Entry
    short: str
    """The end of its id, to be typed."""
    file: str
    """The file it was imported from; empty where it was not."""
    logged: datetime | None
    """When it was logged, by its id."""


def listed_entries(
    workspace: Workspace, kpi: Kpi | None = None, *, text: str = "", tag: str = "", limit: int | None = None
) -> list[ListedEntry]:
    """Return the newest entries, by their days, of *kpi* or of all; with *text* those whose note holds it.

    With *tag* those whose note has that hashtag, as `kpitui.core.text` has it.
    """
    number = kpi.id if kpi else None
    newest = entries.newest_entries(workspace.store, kpi=number, text=text, tag=tag, limit=max(1, limit or LISTED))
    return _listed(workspace, newest)


def newest_of(workspace: Workspace, kpi: Kpi, most: int) -> list[Entry]:
    """Return the newest entries of *kpi* up to today, at most so many, the newest first."""
    today = workspace.today
    return entries.entries_between(workspace.store, kpi.id, today.min, today, limit=most)


def files_of(workspace: Workspace, batches: set[int]) -> dict[int, str]:
    """Return the files of imports, by the numbers of the imports."""
    return entries.files_of(workspace.store, batches)


def find_entry(workspace: Workspace, called: str) -> ListedEntry:
    """Return the entry whose id is, or ends with, *called*; raise NotFound, or Refused where it is of several."""
    tail = called.strip().upper()
    matching = entries.entries_called(workspace.store, tail, limit=2) if tail else []
    if not matching:
        message = mark("No entry {value}. kpitui show KPI --entries lists them with their IDs")
        raise NotFound(message, field="entry", value=called)
    if len(matching) > 1:
        raise Refused(
            mark("Several entries have an ID that ends in {value}. Type more characters of it"),
            field="entry",
            value=called,
        )
    return _listed(workspace, matching)[0]


def _listed(workspace: Workspace, chosen: list[Entry]) -> list[ListedEntry]:
    from kpitui.services.reading import all_kpis

    by_id = {kpi.id: kpi for kpi in all_kpis(workspace)}
    files = entries.files_of(workspace.store, {entry.batch for entry in chosen if entry.batch is not None})
    return [
        ListedEntry(by_id[entry.kpi], entry, entry.id[-SHORT_ID:], files.get(entry.batch or 0, ""), logged_at(entry))
        for entry in chosen
        if entry.kpi in by_id  # else it is of a KPI that is gone from a damaged database
    ]


def logged_at(entry: Entry) -> datetime | None:
    """Return when an entry was logged, by its id; None where that does not tell."""
    from datetime import UTC, datetime

    seconds = made_at(entry.id)
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)

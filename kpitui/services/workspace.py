"""What every use case needs: the open database, the settings in force, what day it is, and what was worked out before.

The clock is read here and nowhere else below the faces.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from contextlib import closing
from datetime import date, datetime, timedelta

from kpitui.core.errors import DatabaseUnusable, mark
from kpitui.core.languages import preferred
from kpitui.core.model import Step
from kpitui.services.character_set import ascii_only
from kpitui.services.settings import Settings, load_settings, region_of
from kpitui.store.connection import Store, open_store
from kpitui.store.location import database_path as _database_path

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Hashable
    from contextlib import AbstractContextManager
    from typing import Any, TypeVar

    Value = TypeVar("Value")


FIRST_YEAR, LAST_YEAR = 1900, 9900
"""Of what the clock may say; entries and deadlines may lie in any year from 1 to 9999."""

ROUNDED = timedelta(minutes=15)
"""How far ahead of the clock a time may be that somebody rounded, or that another clock told."""

MOST_DAYS = 4
"""Other days of which something is kept beyond one state of the database: a review looks at two or three."""


class Workspace:
    """One open database with its settings, as of one day. Belongs to the thread that opened it."""

    def __init__(
        self,
        store: Store,
        environ: Mapping[str, str],
        now: datetime,
        language: str | None = None,
    ) -> None:
        self.store = store
        self.environ = environ
        self.flag = language
        """The language that a flag asked for; it goes before the setting."""
        self.hidden = ""
        """What is shown instead of every figure; empty when figures are shown."""
        self.is_now = True
        """Whether it is seen as of today; what is worked out as of another day is not kept in the database."""
        self.as_known = False
        """Whether it is the business as it was known on a day: without what was entered later."""
        self.seen_from: Workspace | None = None
        """The business of today, where this is a copy of it as of another day, to be looked at only."""
        self.is_demo = False
        """Whether it is the sample business, which is thrown away when it is left."""
        self.steps: list[Step] = []
        """What was committed here and has not been looked at yet by whoever runs the hooks, oldest first."""
        self.doubts: dict[str, date] = {}
        """Days as they were typed that could have been another one, each with what it was read as."""
        store.listener = self.steps.append
        self._cache = Cache()
        self.refresh(now)

    def refresh(self, now: datetime) -> None:
        """Read the settings again, and move to the day it is at *now* (local time)."""
        values = load_settings(self.store)
        language = preferred(self.environ, values["language"], self.flag)
        self.settings = Settings(values, language, self.hidden, region=region_of(self.environ, values, language))
        self.today, self._now = local_day(now, values, self.environ), now
        self.store.pinned_day = self.today.isoformat() if self.environ.get("KPITUI_TODAY") else None

    def refresh_day(self, now: datetime) -> None:
        """Move to the day that it is at *now* (local time), with the settings as they were read last."""
        self.today, self._now = local_day(now, self.settings.values, self.environ), now

    def clock_before(self, day: date, time: str) -> str:
        """Return what the clock shows here, as ``HH:MM``, where *time* (``HH:MM``) of *day* is still to come; else "".

        A time that somebody rounded, or another clock told, may be a quarter of an hour ahead. Where ``$KPITUI_TODAY``
        sets the day no hour of it is to come.
        """
        if day < self.today or self.environ.get("KPITUI_TODAY"):
            return ""
        from kpitui.services.time_zones import local_time

        moment = datetime.fromisoformat(f"{day.isoformat()}T{time}")
        moment += timedelta(days=int(time[:2]) < int(self.settings.text("day-starts")))
        here = local_time(self._now, self.settings.text("timezone"))
        return f"{here:%H:%M}" if moment > here + ROUNDED else ""

    def read_day(self, text: str, *, today: date | None = None, future: bool = False) -> date:
        """Return the day that somebody typed, in the order of the region; seen from *today*, which is that of now.

        Where only the region tells whether the day or the month comes first, and nobody set it, the text is put down
        in `doubts`. Raises Refused as `kpitui.core.day.parse_day`, and for a day whose year can only be a slip.
        """
        from kpitui.core.calendar import refuse_unlikely
        from kpitui.core.day import is_in_doubt, parse_day

        month_first = self.settings.month_first
        day = parse_day(text, today or self.today, future=future, month_first=month_first)
        refuse_unlikely(day, self.today)
        if self.settings.values["region"] == "auto" and is_in_doubt(text):
            self.doubts = {**self.doubts, text.strip(): day}
        return day

    def hide(self, sign: str) -> None:
        """Show *sign* instead of every figure from now on; show them again when it is empty."""
        if sign != self.hidden:
            self.hidden = sign
            self.settings = self.settings._replace(hidden=sign)
            self._forget()

    def switch(self, name: str) -> bool:
        """Return whether a setting that is yes or no is on; before ``paint-ahead`` goes ``$KPITUI_PAINT_AHEAD``."""
        return (self.environ.get(f"KPITUI_{name.upper().replace('-', '_')}") or self.settings.text(name)) == "yes"

    def openly(self) -> Workspace:
        """Return the same open database with its figures shown, to be read only: for what is written down."""
        if not self.hidden:
            return self
        other = self._another()
        other.hidden, other.settings = "", self.settings._replace(hidden="")
        return other

    def over(self, store: Store) -> Workspace:
        """Return the same day and settings over another open database, with its figures shown."""
        other = self._another()
        other.store, other.steps = store, []
        other.hidden, other.settings = "", self.settings._replace(hidden="")
        return other

    def on(self, day: date) -> Workspace:
        """Return the same open database as it is seen on *day*, to be read only; what it works out is kept beside ours.

        Figures of later days are left out by everything that looks up to today.
        """
        if day == self.today:
            return self

        def seen() -> Workspace:
            other = self._another()
            other.today, other.is_now, other._cache = day, False, self._cache.of_day(day)
            return other

        other_day: Workspace = self.cached(("on", day), seen)
        return other_day

    def cached(self, key: Hashable, work_out: Callable[[], Value]) -> Value:
        """Return what *work_out* gave for *key* on this day and this state of the database, working it out once.

        In the middle of a change nothing is kept: it may be taken back, and nothing would show that.
        """
        if self.store.connection.in_transaction:
            return work_out()
        return self._cache.of_state((self.store.stamp(), self.today), key, work_out)

    def cached_while(self, key: Hashable, basis: object, work_out: Callable[[], Value]) -> Value:
        """Return what *work_out* gave for *key* when it was last worked out, as long as *basis* is equal to then.

        For what is slow and rests on one KPI only: another KPI that is logged does not make it stale.
        """
        return self._cache.of_basis(basis, key, work_out)

    def _forget(self) -> None:
        """Keep nothing any more of what was worked out; what others kept of it is left to them."""
        self._cache = Cache()

    def _another(self) -> Workspace:
        """Return the same workspace, to be made a little different: what it works out is kept apart from ours."""
        from copy import copy

        other = copy(self)
        other._forget()
        return other

    @property
    def ascii(self) -> bool:
        """Whether people are shown plain ASCII only."""
        return ascii_only(self.environ, self.settings.text("ascii"))

    @property
    def path(self) -> str:
        """The file of the database."""
        return self.store.path

    @property
    def made_private(self) -> bool:
        """Whether others could read the file before it was opened here."""
        return self.store.made_private

    @property
    def has_written(self) -> bool:
        """Whether anything was written to the database here."""
        return self.store.connection.total_changes > 0

    @property
    def has_saved(self) -> bool:
        """Whether a change was committed here."""
        return self.store.commits > 0

    def stamp(self) -> object:
        """Return what differs whenever anything was written, here or by another program."""
        return self.store.stamp()

    def be_patient(self, seconds: float) -> None:
        """Wait so long, from now on, for another program that writes."""
        self.store.be_patient(seconds)

    def patient(self, seconds: float) -> AbstractContextManager[None]:
        """Wait so long, meanwhile, for another program that writes."""
        return self.store.patient(seconds)

    def opened_again(self, now: datetime) -> Workspace:
        """Return the same database opened once more, for another thread; *now* is local time.

        What is written there is told to whoever is told of what is written here. Raises DatabaseUnusable.
        """
        if self.seen_from is not None:
            from kpitui.services.history import as_of

            with closing(self.seen_from.opened_again(now)) as business:
                return as_of(business, self.today, as_known=self.as_known)
        other = Workspace(open_store(self.path, create=False), self.environ, now, self.flag)
        other.store.listener = self.store.listener
        return other

    def close(self) -> None:
        """Close the database."""
        self.store.close()


def database_path(environ: Mapping[str, str], named: str | None = None) -> str:
    """Return the path of the database that *named*, or else the environment, says. Raises DatabaseUnusable."""
    return _database_path(environ, named)


def open_workspace(
    environ: Mapping[str, str],
    now: datetime,
    *,
    database: str | None = None,
    language: str | None = None,
    create: bool = True,
) -> Workspace:
    """Open the database that flag or environment names.

    *now* is local time. With *create* a missing database is made. Raises DatabaseUnusable.
    """
    store = open_store(database_path(environ, database), create=create)
    try:
        return Workspace(store, environ, now, language)
    except BaseException:
        store.close()
        raise


def local_day(now: datetime, settings: Mapping[str, str], environ: Mapping[str, str]) -> date:
    """Return the day that *now*, local to the system, belongs to in the time zone of the settings.

    It is that of people whose day starts later than midnight.

    ``$KPITUI_TODAY`` (an ISO day) puts the clock on another day: for the demo, for reports of the past, for tests.
    Raises DatabaseUnusable when the clock stands where there would be no year before or after.
    """
    pinned = environ.get("KPITUI_TODAY")
    if pinned:
        try:
            day = date.fromisoformat(pinned)
        except ValueError:
            from kpitui.core.day import parse_day

            day = parse_day(pinned, now.date())
    else:
        if settings["timezone"] != "auto":
            from kpitui.services.time_zones import local_time

            now = local_time(now, settings["timezone"])
        day = (now - timedelta(hours=int(settings["day-starts"]))).date() if now.year > 1 else now.date()
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise DatabaseUnusable(
            mark("The clock says {date}. KPITUI works from {first} to {last}. Set the clock right"),
            date=day.isoformat(),
            first=FIRST_YEAR,
            last=LAST_YEAR,
        )
    return day


class Cache:
    """Values by a key: of one state of everything, or each of a basis of its own."""

    def __init__(self) -> None:
        self._of_state: dict[Hashable, Any] = {}
        self._state: object = None
        self._of_basis: dict[Hashable, tuple[object, Any]] = {}
        self._of_days: dict[date, dict[Hashable, tuple[object, Any]]] = {}
        """What was worked out by its basis as of other days, those asked for last at the end."""

    def of_day(self, day: date) -> Cache:
        """Return a cache for what is seen as of *day*: it has what was kept there by its basis in earlier states.

        So a review does not begin from nothing after each decision in it.
        """
        other = Cache()
        other._of_basis = self._of_days.pop(day, other._of_basis)
        self._of_days[day] = other._of_basis
        for oldest in list(self._of_days)[:-MOST_DAYS]:
            del self._of_days[oldest]
        return other

    def of_state(self, state: object, key: Hashable, work_out: Callable[[], Value]) -> Value:
        """Return what *work_out* gave for *key* in this *state*; what is kept of another one is let go."""
        if state != self._state:
            self._of_state, self._state = {}, state
        values = self._of_state
        if key not in values:
            values[key] = work_out()  # of this state, also where another one has begun meanwhile
        value: Value = values[key]
        return value

    def of_basis(self, basis: object, key: Hashable, work_out: Callable[[], Value]) -> Value:
        """Return what *work_out* gave for *key* when it was last worked out, as long as *basis* is equal to then."""
        entry = self._of_basis.get(key)
        if entry is None or entry[0] != basis:
            entry = self._of_basis[key] = (basis, work_out())
        value: Value = entry[1]
        return value


def are_measured(workspace: Workspace) -> bool:
    """Return whether goals have measured their baseline by today, so that their targets can be set."""
    from kpitui.store import goals

    return bool(goals.measured_by(workspace.store, workspace.today))

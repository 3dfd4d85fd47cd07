"""What insight remembers: where natural limits begin anew, which days it leaves out, stated chances.

Stated chances are not journalled: nobody does them, and undo must not make the program forget what it promised. They
go with their goal when its setting is taken back.
"""

from __future__ import annotations

from datetime import date

from kpitui.core.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

    from kpitui.core.insight.expected_value import ReferenceDistribution
    from kpitui.store.connection import Store
    from kpitui.store.transaction import Transaction


class AgreedBase(Record):
    """A day on which the natural limits of a KPI begin anew."""

    day: date
    trend_until: date | None = None
    """When they follow a trend: the last day that the trend rests on."""


def bases_of(store: Store, kpi: int) -> list[AgreedBase]:
    """Return the baselines of a KPI that a person agreed to, ascending."""
    rows = store.rows("SELECT date, trend_until FROM base WHERE kpi = ? ORDER BY date", (kpi,))
    return [AgreedBase(date.fromisoformat(row[0]), date.fromisoformat(row[1]) if row[1] else None) for row in rows]


def add_base(change: Transaction, kpi: int, base: AgreedBase) -> None:
    """Begin a new baseline of a KPI, in place of the one that begins on the same day."""
    until = base.trend_until.isoformat() if base.trend_until else None
    rows = change.rows("SELECT id FROM base WHERE kpi = ? AND date = ?", (kpi, base.day.isoformat()))
    if rows:
        change.update("base", {"id": rows[0][0]}, {"trend_until": until})
    else:
        change.insert("base", {"kpi": kpi, "date": base.day.isoformat(), "trend_until": until})


def one_offs_of(store: Store, kpi: int) -> set[date]:
    """Return the days of a KPI that are left out of statistics."""
    return {date.fromisoformat(row[0]) for row in store.rows("SELECT date FROM one_off WHERE kpi = ?", (kpi,))}


def set_one_off(change: Transaction, kpi: int, day: date, *, left_out: bool) -> None:
    """Leave a day of a KPI out of statistics, or take it in again; nothing happens when it is so already."""
    row = {"kpi": kpi, "date": day.isoformat()}
    if not left_out:
        change.delete("one_off", row)
    elif not change.rows("SELECT 1 FROM one_off WHERE kpi = ? AND date = ?", tuple(row.values())):
        change.insert("one_off", row)


class KeptOutlook(Record):
    """The chance of a goal as it was worked out for a day and a state of the data."""

    goal: int
    day: date
    state: str
    chance: float | None
    """None where there was none to speak of."""
    arrival: tuple[date, date, date | None] | None
    """The earliest, middle and latest day of arrival."""
    values: int


def journal_state(store: Store) -> str:
    """Return what differs after all that is done, undone or redone: the newest change, and how many are undone."""
    (newest,), (undone,) = (
        store.rows("SELECT max(id) FROM change WHERE undone = 0")[0],
        store.rows("SELECT count(*) FROM change WHERE undone = 1")[0],
    )
    return f"{newest or 0}.{undone}"


WITHOUT_FIGURES = frozenset(("note", "action", "review", "decision"))
"""Tables that no chance, range or runway rests on."""

MOST_ROWS, MOST_CHARACTERS = 200, 20_000
"""What is looked through at most for what was logged since, and of one image its characters: an import is more."""

SINCE = f"""
SELECT "table", before, after, coalesce(length(before), 0) + coalesce(length(after), 0)
FROM change_row WHERE change IN (SELECT id FROM change WHERE id > ? AND undone = 0) LIMIT {MOST_ROWS + 1}
"""


def logged_since(store: Store, state: str) -> frozenset[int] | None:
    """Return the ids of the KPIs that entries were written of since the journal was in *state*; None for anything else.

    That is: when something was taken back or done again, when what figures rest on was changed besides entries, or when
    it is too much to look through.
    """
    from kpitui.store.journal import Images, NotOurs

    newest, _, undone = state.partition(".")
    if not newest.isdigit() or undone != journal_state(store).partition(".")[2]:
        return None
    kpis: set[int] = set()
    rows, reader = store.rows(SINCE, (int(newest),)), Images(store.connection)
    if len(rows) > MOST_ROWS:
        return None
    for table, before, after, length in rows:
        if table in WITHOUT_FIGURES:
            continue
        if table != "entry" or length > MOST_CHARACTERS:
            return None
        try:
            image = reader.read(table, before, after)
        except NotOurs:
            return None
        written: list[object] = [row["kpi"] for row in (image.before, image.after) if row]
        written += [row[image.columns.index("kpi")] for row in image.rows]
        kpis.update(kpi for kpi in written if isinstance(kpi, int))
    return frozenset(kpis)


def kept_outlooks(store: Store) -> dict[int, KeptOutlook]:
    """Return the chances that are kept, by goal."""
    rows = store.rows("SELECT goal, date, state, chance, early, middle, late, n FROM outlook")
    return {row["goal"]: _outlook(row) for row in rows}


def keep_outlooks(store: Store, outlooks: Iterable[KeptOutlook]) -> None:
    """Keep chances in place of those kept before, and as stated on their day, for what came of them to be counted."""
    with store.transaction():
        for goal, day, state, chance, arrival, values in outlooks:
            early, middle, late = (day and day.isoformat() for day in arrival or (None, None, None))
            store.connection.execute(
                "INSERT INTO outlook (goal, date, state, chance, early, middle, late, n)"
                " SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8 WHERE EXISTS (SELECT 1 FROM goal WHERE id = ?1)"
                " ON CONFLICT (goal) DO UPDATE SET date = excluded.date, state = excluded.state,"
                " chance = excluded.chance, early = excluded.early, middle = excluded.middle, late = excluded.late,"
                " n = excluded.n",
                (goal, day.isoformat(), state, chance, early, middle, late, values),
            )
            if chance is not None:
                state_chance(store, goal, day, chance)


def _outlook(row: sqlite3.Row) -> KeptOutlook:
    arrival = None
    if row["early"] is not None:
        late = date.fromisoformat(row["late"]) if row["late"] else None
        arrival = (date.fromisoformat(row["early"]), date.fromisoformat(row["middle"]), late)
    return KeptOutlook(
        row["goal"], date.fromisoformat(row["date"]), row["state"], row["chance"], arrival, row["n"]
    )  # fmt: skip


def state_chance(store: Store, goal: int, day: date, chance: float) -> None:
    """Remember the chance that was stated of a goal on a day; a later one of the same day takes its place."""
    store.connection.execute(
        "INSERT INTO chance (goal, date, chance) SELECT ?, ?, ? WHERE EXISTS (SELECT 1 FROM goal WHERE id = ?)"
        " ON CONFLICT (goal, date) DO UPDATE SET chance = excluded.chance",
        (goal, day.isoformat(), chance, goal),
    )


def stated_chances(store: Store) -> list[tuple[int, date, float]]:
    """Return every chance stated: goal, day and chance, by goal and day."""
    rows = store.rows("SELECT goal, date, chance FROM chance ORDER BY goal, date")
    return [(row["goal"], date.fromisoformat(row["date"]), row["chance"]) for row in rows]


class KeptUsual(Record):
    """What a value of a KPI is held against at one place in its season."""

    kpi: int
    place: int
    """The slot by the length of the season: of days the weekday, of months the month."""
    positive: bool
    """Whether it holds for values above 0."""
    reference: ReferenceDistribution


def kept_usual_days(store: Store) -> dict[int, date]:
    """Return, by KPI, the day on which what is usual for it was worked out last; those without are left out."""
    rows = store.rows("SELECT kpi, max(date) FROM usual GROUP BY kpi")
    return {row[0]: date.fromisoformat(row[1]) for row in rows}


def keep_usual(store: Store, day: date, usual: Iterable[KeptUsual]) -> None:
    """Keep what is usual, as worked out on *day*, in place of what was kept of the same KPIs."""
    rows = list(usual)
    with store.transaction():
        for kpi in {row.kpi for row in rows}:
            store.connection.execute("DELETE FROM usual WHERE kpi = ?", (kpi,))
        store.connection.executemany(
            "INSERT INTO usual (kpi, place, positive, centre, spread, logarithmic, n, date)"
            " SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8 WHERE EXISTS (SELECT 1 FROM kpi WHERE id = ?1)",
            [
                (kpi, place, positive, now.centre, now.spread, now.logarithmic, now.values, day.isoformat())
                for kpi, place, positive, now in rows
            ],
        )


class KeptSummary(Record):
    """What was worked out of a KPI for some purpose."""

    kpi: int
    what: str
    state: str
    """The state of the data it is of."""
    value: str
    """As JSON."""


def kept_summaries(store: Store, scope: str, day: date) -> list[KeptSummary]:
    """Return what was worked out on *day* for a *scope*, such as the review of a period."""
    rows = store.rows(
        "SELECT kpi, what, state, value FROM summary WHERE scope = ? AND date = ?", (scope, day.isoformat())
    )
    return [KeptSummary(*row) for row in rows]


def keep_summaries(
    store: Store, scope: str, day: date, new: Iterable[KeptSummary], state: str, still: Iterable[tuple[int, str]]
) -> None:
    """Keep *new* summaries, worked out on *day* for a *scope*, in place of those before; those of other days go.

    What is kept already of the KPI and the purpose in *still* is of *state* from now on.
    """
    with store.unseen_transaction():
        store.connection.execute("DELETE FROM summary WHERE date <> ?", (day.isoformat(),))
        store.connection.executemany(
            "INSERT OR REPLACE INTO summary (scope, kpi, what, date, state, value)"
            " SELECT ?1, ?2, ?3, ?4, ?5, ?6 WHERE EXISTS (SELECT 1 FROM kpi WHERE id = ?2)",
            [(scope, row.kpi, row.what, day.isoformat(), row.state, row.value) for row in new],
        )
        store.connection.executemany(
            "UPDATE summary SET state = ? WHERE scope = ? AND kpi = ? AND what = ?",
            [(state, scope, *key) for key in still],
        )

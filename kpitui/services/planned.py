"""Planned amounts of a balance: entered, changed, removed, and matched with the balance when they arrive."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from kpitui.core.calendar import PERIOD_NAMES
from kpitui.core.errors import Refused, mark
from kpitui.core.model import Kpi
from kpitui.core.planned import (
    EARLY,
    EVERY,
    BalanceChange,
    Every,
    Matching,
    Occurrence,
    Planned,
    Settled,
    Settlement,
    changes_of,
    coming,
    match_planned,
    planned_days,
)
from kpitui.core.record import Record
from kpitui.core.text import LONGEST_TITLE, storable
from kpitui.services.reading import all_kpis, days_before, find, history_of
from kpitui.services.workspace import Workspace
from kpitui.store import insight, planned

HISTORY: dict[str, int] = {"month": 26 * 31, "quarter": 3 * 366}
"""Days of a balance that are looked at, by how often it is logged; of others see `WEEKS`."""

WEEKS = 26
"""Weeks of a balance that is logged by the day or the week."""

AHEAD = 365
"""Days after today of which planned amounts are told."""

LATELY = 31
"""Days back in which a day without a year is looked for before it is taken to be the next one."""

EVERY_WORDS: dict[str, Every | None] = {
    "week": "week", "weekly": "week", "wekelijks": "week",
    "month": "month", "monthly": "month", "maand": "month", "maandelijks": "month",
    "quarter": "quarter", "quarterly": "quarter", "kwartaal": "quarter",
    "year": "year", "yearly": "year", "jaar": "year", "jaarlijks": "year",
    "once": None, "eenmalig": None, "": None,
}  # fmt: skip
"""How often an amount comes, as it is typed in either language."""


class Balance(Record):
    """A balance with its changes, and what its planned amounts are in them and after them."""

    kpi: Kpi
    as_of: date | None
    """The day of the last entry; None where there is none in the days that are looked at."""
    value: float | None
    changes: tuple[BalanceChange, ...]
    matching: Matching
    coming: tuple[Occurrence, ...]
    """What is still to come within a year, each counted on its `arrived`; what is open first."""


def has_kind(kpi: Kpi) -> bool:
    """Tell whether a KPI is of the kind of a balance: the latest number counts, and it is logged."""
    return kpi.kind == "level"


def refuse_other_kinds(kpi: Kpi) -> None:
    """Raise Refused for a KPI that is no balance."""
    if not has_kind(kpi):
        raise Refused(
            mark("{kpi} is not a balance. Choose a balance, such as money in the bank"),
            field="kpi",
            kpi=kpi.name,
        )


def balance_of(workspace: Workspace, kpi: Kpi) -> Balance:
    """Return a balance as of today with its planned amounts. Raises Refused for a KPI that is none."""
    refuse_other_kinds(kpi)
    return workspace.cached(("balance", kpi.id), lambda: _balance(workspace, kpi))


def _balance(workspace: Workspace, kpi: Kpi) -> Balance:
    today = workspace.today
    history = history_of(workspace, kpi, days_before(today, HISTORY.get(kpi.cadence, 7 * WEEKS + 7)), today)
    one_offs = insight.one_offs_of(workspace.store, kpi.id)
    changes = changes_of(history.days, history.values, one_offs)
    plans, settlements = planned.all_planned(workspace.store, kpi.id), planned.settlements(workspace.store)
    matching = match_planned(plans, settlements, changes)
    as_of = history.days[-1] if history.days else None
    balance = Balance(kpi, as_of, history.values[-1] if as_of else None, tuple(changes), matching, ())
    return balance._replace(coming=coming_until(workspace, balance, today + timedelta(days=AHEAD)))


def coming_until(workspace: Workspace, balance: Balance, until: date) -> tuple[Occurrence, ...]:
    """Return the planned amounts of a balance that are still to come up to *until*, what is open first."""
    plans = planned.all_planned(workspace.store, balance.kpi.id)
    settlements = planned.settlements(workspace.store)
    since = balance.as_of or days_before(workspace.today, 1)
    return tuple(coming(plans, settlements, balance.matching, since, workspace.today, until))


def all_planned(workspace: Workspace, kpi: Kpi | None = None) -> list[Planned]:
    """Return the planned amounts, of one KPI when it is given, those that come first first."""
    return planned.all_planned(workspace.store, kpi.id if kpi else None)


def find_planned(workspace: Workspace, typed: str) -> Planned:
    """Return the planned amount with this number, or the only one with these words in its text; raise NotFound."""
    return find(
        all_planned(workspace),
        typed.strip(),
        lambda plan: plan.text,
        field="planned",
        several=mark("Several planned amounts match {value}. Which number? {known}"),
        unknown=mark("No planned amount {value}. You have: {known}"),
        most=10,
    )


def kpi_of(workspace: Workspace, plan: Planned) -> Kpi:
    """Return the balance that a planned amount belongs to."""
    return next(kpi for kpi in all_kpis(workspace) if kpi.id == plan.kpi)


def read_planned(workspace: Workspace, kpi: Kpi, typed: Mapping[str, str]) -> Planned:
    """Return the planned amount that *typed* describes: amount, first, every, until, text and new, as text.

    Raises Refused, naming the field, for a KPI that is no balance, and for what cannot be read.
    """
    refuse_other_kinds(kpi)
    amount = _amount(workspace, kpi, typed.get("amount", ""))
    if not typed.get("first", "").strip():
        raise Refused(mark("On which day does the amount come? Type a date, such as 1 Dec"), field="first")
    first = _day(workspace, typed["first"], "first")
    every = _every(typed.get("every", ""))
    until = _day(workspace, typed["until"], "until", since=first) if typed.get("until", "").strip() else None
    if until is not None and every is None:
        raise Refused(mark("An amount that comes once has no last day. Type how often it comes"), field="until")
    if until is not None and until < first:
        raise Refused(mark("The last day comes before the first"), field="until")
    text = storable(typed.get("text", ""), LONGEST_TITLE, what=mark("a description"), field="text")
    return Planned(0, "", kpi.id, amount, first, every, until, text, typed.get("new") == "yes", workspace.today)


def add_planned(workspace: Workspace, kpi: Kpi, typed: Mapping[str, str]) -> Planned:
    """Add the planned amount that *typed* describes and return it; raises as `read_planned`."""
    new = read_planned(workspace, kpi, typed)
    with workspace.store.write("planned.added", kpi=kpi.name, named=_named(new)) as change:
        number = planned.add_planned(change, new)
    return next(plan for plan in all_planned(workspace, kpi) if plan.id == number)


def edit_planned(
    workspace: Workspace, plan: Planned, typed: Mapping[str, str], *, since: date | None = None
) -> Planned:
    """Make a planned amount what *typed* describes and return it; fields that are left out stay.

    With *since* only from its first day on or after that: the days before it stay as they are, and what is returned is
    a new planned amount. Raises as `read_planned`, and Refused where nothing lies on one side of *since*.
    """
    kpi = kpi_of(workspace, plan)
    fields = {**fields_of(workspace, plan), **typed}
    if since is not None:
        fields["first"] = typed.get("first") or _split_day(plan, since).isoformat()
    changed = read_planned(workspace, kpi, fields)
    with workspace.store.write("planned.edited", kpi=kpi.name, named=_named(changed)) as change:
        if since is None:
            planned.update_planned(change, changed._replace(id=plan.id, uid=plan.uid, created=plan.created))
            number = plan.id
        else:
            planned.update_planned(change, plan._replace(until=since - timedelta(days=1)))
            number = planned.add_planned(change, changed._replace(is_new=True))
    return next(other for other in all_planned(workspace) if other.id == number)


def _split_day(plan: Planned, since: date) -> date:
    """Return the first day of a planned amount on or after *since*, where there are others before it."""
    day = next(planned_days(plan, since, date.max), None)
    if plan.every is None or day is None or since <= plan.first:
        message = mark("{value} is not after the first day, {first}. Choose a later day")
        raise Refused(message, field="from", value=since, first=plan.first)
    return day


def remove_planned(workspace: Workspace, plan: Planned) -> None:
    """Remove a planned amount with all its days, undoably."""
    with workspace.store.write("planned.removed", kpi=kpi_of(workspace, plan).name, named=_named(plan)) as change:
        planned.delete_planned(change, plan)


def settle(
    workspace: Workspace, plan: Planned, state: Settled, *, day: date | None = None, arrived: date | None = None
) -> Settlement:
    """Say that the amount of *day* has come (on *arrived*), has not come yet, or will not come, and return that.

    Without *day* it is the one that asks for it most. Raises Refused for a day that the amount does not fall on, and
    for one that is still to come where it is said to be open.
    """
    kpi = kpi_of(workspace, plan)
    if day is None:
        day = _day_in_question(balance_of(workspace, kpi), plan, state, workspace.today)
    elif next(planned_days(plan, day, day), None) is None:
        near = next(planned_days(plan, day, date.max), None) or max(
            planned_days(plan, plan.first, day), default=plan.first
        )
        message = mark("This amount is not planned for {value}. It is planned for {near}")
        raise Refused(message, field="date", value=day, near=near)
    if state == "arrived" and arrived is None and not _is_seen(balance_of(workspace, kpi), plan, day):
        arrived = workspace.today
    settlement = Settlement(plan.id, day, state, arrived if state == "arrived" else None)
    with workspace.store.write(f"planned.{state}", kpi=kpi.name, named=_named(plan), date=day.isoformat()) as change:
        planned.settle(change, settlement)
    return settlement


def _is_seen(balance: Balance, plan: Planned, day: date) -> bool:
    """Tell whether the balance shows the amount of *day*."""
    return any(
        seen.planned.id == plan.id and seen.day == day and seen.state == "matched"
        for seen in balance.matching.occurrences
    )


def _day_in_question(balance: Balance, plan: Planned, state: Settled, today: date) -> date:
    """Return the day of a planned amount that a person means who says what became of it.

    It is the first that is open, else the newest that was seen and not confirmed, else the next one.
    """
    own = [seen for seen in balance.matching.occurrences if seen.planned.id == plan.id and not seen.is_stated]
    waiting = [seen.day for seen in own if seen.state == "open"]
    seen_days = [seen.day for seen in own if seen.state == "matched"]
    next_days = [seen.day for seen in balance.coming if seen.planned.id == plan.id]
    choices = (
        (seen_days[-1:], waiting[:1], next_days[:1])
        if state == "open"
        else (waiting[:1], seen_days[-1:], next_days[:1])
    )
    for days in choices:
        if days:
            return days[0]
    raise Refused(
        mark("This amount is not planned around {value}. Name its day: --day DATE"),
        field="date",
        value=today,
    )


def fields_of(workspace: Workspace, plan: Planned) -> dict[str, str]:
    """Return a planned amount as the fields that describe it, as `read_planned` reads them."""
    from kpitui.core.figures import format_typed

    kpi = kpi_of(workspace, plan)
    return {
        "amount": format_typed(plan.amount, workspace.settings.typed_numbers, kpi.decimals),
        "first": plan.first.isoformat(),
        "every": plan.every or "",
        "until": plan.until.isoformat() if plan.until else "",
        "text": plan.text,
        "new": "yes" if plan.is_new else "",
    }


def to_confirm(workspace: Workspace, kpi: Kpi, *, by: date | None = None) -> list[Occurrence]:
    """Return the newest days of planned amounts that the balance shows and nobody confirmed, ascending.

    They are those of the last weeks; with *by* those that were there by that logged day.
    """
    if not has_kind(kpi) or not planned.has_planned(workspace.store, kpi.id):
        return []
    balance = balance_of(workspace, kpi)
    if balance.as_of is None:
        return []
    since = balance.as_of - timedelta(days=5 * EARLY)
    return [
        seen
        for seen in balance.matching.occurrences
        if seen.state == "matched"
        and not seen.is_stated
        and max(seen.day, seen.arrived or seen.day) >= max(since, seen.planned.created - timedelta(days=EARLY))
        and (by is None or seen.arrived == by)
    ]


def _named(plan: Planned) -> str:
    """Return what the history calls a planned amount."""
    return plan.text or plan.first.isoformat()


def _amount(workspace: Workspace, kpi: Kpi, text: str) -> float:
    if not text.strip():
        raise Refused(mark("Which amount? Negative is money going out, positive is money coming in"), field="amount")
    from kpitui.core.amount import parse_value

    amount = parse_value(text, kpi.unit, kpi=kpi.name, style=workspace.settings.numbers).value
    if not amount:
        raise Refused(
            mark("A planned amount of 0 changes nothing. Negative is money going out, positive is money coming in"),
            field="amount",
        )
    return amount


def _day(workspace: Workspace, text: str, field: str, *, since: date | None = None) -> date:
    """Return the day that *text* names: the next one, or one of the last weeks, as of an invoice that is overdue."""
    try:
        if since is None:
            past = workspace.read_day(text)
            if timedelta(0) <= workspace.today - past <= timedelta(days=LATELY):
                return past
        return workspace.read_day(text, today=since, future=True)
    except Refused as error:
        raise Refused(error.message, field=field, **error.params) from error


def _every(text: str) -> Every | None:
    word = text.strip().casefold()
    if word not in EVERY_WORDS:
        message = mark("A planned amount can't come every {value}. Choose: {known}")
        raise Refused(message, field="every", value=text, known=tuple(PERIOD_NAMES[length] for length in EVERY))
    return EVERY_WORDS[word]

"""What there is to read of KPIs: their entries and all they are computed from, day by day and by period.

Each function reads just the days it is asked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from kpitui.core.aggregation import KpiData, PeriodValue, Source, aggregate, day_values, pairing_step, refusal
from kpitui.core.cadence import Span, cadence_by
from kpitui.core.calendar import LONGEST_DAYS, By, Period, period_of, periods_between
from kpitui.core.errors import GONE, NotFound, Refused, mark
from kpitui.core.groups import in_groups
from kpitui.core.kinds import KINDS, is_computed
from kpitui.core.model import Kpi, Pause
from kpitui.core.series import DayTotals, DayValues, View
from kpitui.services.workspace import Workspace
from kpitui.store import entries, records

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Protocol, TypeVar

    from kpitui.core.goal import Goal

    class Numbered(Protocol):
        """What has a number of its own."""

        @property
        def id(self) -> int:
            """Return the number."""

    Thing = TypeVar("Thing", bound=Numbered)


LAST: dict[By, int] = {"day": 14, "week": 13, "month": 13, "quarter": 9, "year": 5}
"""How many periods are shown when nobody says how many."""

LOOK_BACK = 280
"""Days before a goal that are loaded with it: the longest stretch that a level is measured over, and its slots."""


def all_kpis(workspace: Workspace) -> tuple[Kpi, ...]:
    """Return every KPI, the archived ones last, read once for each state of the database."""
    every: tuple[Kpi, ...] = workspace.cached(
        "every KPI", lambda: tuple(records.all_kpis(workspace.store, archived=True))
    )
    return every


def _by_name(workspace: Workspace) -> tuple[dict[int, Kpi], dict[str, Kpi]]:
    """Return every KPI by its id and by its key, put together once for each state of the database."""

    def worked_out() -> tuple[dict[int, Kpi], dict[str, Kpi]]:
        every = all_kpis(workspace)
        return {kpi.id: kpi for kpi in every}, {kpi.key: kpi for kpi in every}

    by_name: tuple[dict[int, Kpi], dict[str, Kpi]] = workspace.cached("every KPI by name", worked_out)
    return by_name


def kpi_with(workspace: Workspace, number: int) -> Kpi:
    """Return the KPI with this id as it is now, archived or not; raise NotFound when it is gone."""
    kpi = next((kpi for kpi in records.all_kpis(workspace.store, archived=True) if kpi.id == number), None)
    if kpi is None:
        raise NotFound(GONE)
    return kpi


def all_pauses(workspace: Workspace) -> list[Pause]:
    """Return every pause, of KPIs and of all of them, the earliest first."""
    return records.all_pauses(workspace.store)


def shown_kpis(workspace: Workspace) -> tuple[Kpi, ...]:
    """Return the KPIs that are not archived, in the order of Today."""
    kpis = tuple(kpi for kpi in all_kpis(workspace) if not kpi.archived)
    return in_groups(kpis) if workspace.settings.text("groups") == "own" else kpis


def kpi_by_key(workspace: Workspace, key: str) -> Kpi | None:
    """Return the KPI with exactly this key; None when there is none."""
    return _by_name(workspace)[1].get(key)


def sources_of(workspace: Workspace, chosen: Iterable[Kpi], first: date, last: date) -> dict[str, Source]:
    """Return the *chosen* KPIs and all they are computed from, each with its data from *first* to *last* inclusive.

    The data of a KPI that is logged by the week, month or quarter begins with the period that *first* falls in.
    """
    every, began, calendar = all_kpis(workspace), first_days(workspace), workspace.settings.calendar
    needed = _computed_from(workspace, chosen)
    # The first week or month that parts are paired by may have begun before the first day.
    derived = any(KINDS[kpi.kind].derived for kpi in needed.values())
    longest = pairing_step(needed)
    sources, begins = {}, {}
    for key, kpi in needed.items():
        begin = period_of(longest if derived else cadence_by(kpi.cadence), first, calendar).start
        own = not KINDS[kpi.kind].derived
        totals = entries.day_totals(workspace.store, kpi, begin, last) if own else DayTotals()
        sources[key] = Source(kpi, totals, began.get(kpi.id))
        begins[key] = begin
    if any(kpi.split == "computed" for kpi in needed.values()):
        from kpitui.core.parts import with_sums

        return with_sums(sources, every, begins, last, View(workspace.today, calendar, all_pauses(workspace)))
    return sources


def _computed_from(workspace: Workspace, chosen: Iterable[Kpi], *, parts_of_logged: bool = False) -> dict[str, Kpi]:
    """Return the *chosen* KPIs and all they are computed from, by their keys.

    The parts of a whole that is logged itself are not among them, unless *parts_of_logged*.
    """
    every = all_kpis(workspace)
    by_id, by_key = _by_name(workspace)
    needed: dict[str, Kpi] = {}
    waiting = list(chosen)
    while waiting:
        kpi = waiting.pop()
        if kpi.key in needed:
            continue
        needed[kpi.key] = kpi
        if KINDS[kpi.kind].derived:
            if kpi.kind == "ratio":
                waiting += [by_id.get(part or 0) or _gone(part or 0) for part in (kpi.numerator, kpi.denominator)]
            waiting += [by_key.get(name) or _gone(0, name) for name in _named_by(kpi)]
        elif kpi.split == "computed" or parts_of_logged:
            waiting += [part for part in every if part.part_of == kpi.id]
    return needed


def rests_on(workspace: Workspace, kpi: Kpi) -> frozenset[int]:
    """Return the ids of the KPIs that a figure of *kpi* may rest on: its own, what it is computed from, all parts."""
    return frozenset(needed.id for needed in _computed_from(workspace, [kpi], parts_of_logged=True).values())


def _gone(number: int, key: str = "") -> Kpi:
    """Return what stands for a part that is gone from a damaged database: without data, so that the rest is shown."""
    return Kpi(number, key or f"#{number}", key or f"#{number}", "flow")


def first_days(workspace: Workspace) -> dict[int, date]:
    """Return the day of the first entry of every KPI that has any, by its id, read once for each state."""
    first: dict[int, date] = workspace.cached("first days", lambda: _first_days(workspace))
    return first


def _first_days(workspace: Workspace) -> dict[int, date]:
    """Return the first days of what was logged; of a sum of parts that of the earliest, its own among them."""
    first = entries.first_days(workspace.store)
    every = all_kpis(workspace)
    for whole in every:
        if whole.split == "computed":
            from kpitui.core.parts import is_within

            days = [day for kpi in every if is_within(kpi, whole, every) and (day := first.get(kpi.id))]
            if days:
                first[whole.id] = min(days)
    return first


def _named_by(kpi: Kpi) -> Iterable[str]:
    """Return the keys that the formula of *kpi* speaks of."""
    if kpi.kind != "formula" or not kpi.formula:
        return ()
    from kpitui.core.formula import Formula

    return Formula.parse(kpi.formula).names


def latest_periods(workspace: Workspace, by: By, last: int | None = None) -> list[Period]:
    """Return the *last* periods of *by*, oldest first, up to the one that runs; a usual number where that is None."""
    count, today = max(1, last or LAST[by]), workspace.today
    first = days_before(today, count * LONGEST_DAYS[by])
    return periods_between(by, first, today, workspace.settings.calendar)[-count:]


def figures(workspace: Workspace, kpi: Kpi, by: By, last: int | None = None) -> list[PeriodValue]:
    """Return the value of the latest periods of a KPI, the running one included, oldest first.

    They begin with the one in which the KPI began: of days before there is nothing to tell.

    Raises Refused for a stamped KPI by another period than its own.
    """
    calendar, today = workspace.settings.calendar, workspace.today
    periods = latest_periods(workspace, by, last)
    sources = sources_of(workspace, [kpi], periods[0].start, today)
    began = min([kpi.created, *(source.began for source in sources.values() if source.began)])
    periods = [period for period in periods if period.end >= began] or periods[-1:]
    refused = next((text for source in sources.values() if (text := refusal(source.kpi, by, of=kpi))), None)
    if refused:
        raise Refused(refused, field="by")
    return aggregate(
        kpi,
        sources,
        periods,
        today=today,
        calendar=calendar,
        pauses=records.all_pauses(workspace.store),
        day_is_over=not workspace.is_now,
    )


def history_of(workspace: Workspace, kpi: Kpi, first: date, last: date) -> DayValues:
    """Return the value of a KPI on every day that has one, from *first* to *last* inclusive, ascending."""
    sources = sources_of(workspace, [kpi], first, last)
    return day_values(
        kpi,
        sources,
        first,
        last,
        today=workspace.today,
        calendar=workspace.settings.calendar,
        pauses=records.all_pauses(workspace.store),
    )


def whole_history(workspace: Workspace, kpi: Kpi) -> DayValues:
    """Return the value of a KPI on every day up to today that has one; read once for each state of the database."""
    return workspace.cached(("whole history", kpi.id), lambda: history_of(workspace, kpi, date.min, workspace.today))


def data_of(workspace: Workspace, kpi: Kpi, first: date, last: date) -> KpiData:
    """Return a KPI from *first* to *last* inclusive, as goals are judged by it."""
    return KpiData(
        kpi,
        sources_of(workspace, [kpi], first, last),
        first,
        last,
        today=workspace.today,
        calendar=workspace.settings.calendar,
        pauses=records.all_pauses(workspace.store),
        day_is_over=not workspace.is_now,
    )


def data_from(workspace: Workspace, kpi: Kpi, first: date) -> KpiData:
    """Return a KPI from *first* to today, as for `data_of`; read once for each state of the database."""
    return workspace.cached(("data from", kpi.id, first), lambda: data_of(workspace, kpi, first, workspace.today))


def adds_up(workspace: Workspace, kpi: Kpi) -> bool:
    """Tell whether figures of a KPI may be added up: what adds up, and formulas such as revenue less costs."""
    if not KINDS[kpi.kind].derived:
        return KINDS[kpi.kind].rule == "sum"

    def worked_out() -> bool:
        return data_of(workspace, kpi, workspace.today, workspace.today).rule == "sum"

    may_be: bool = workspace.cached(("adds up", kpi.id), worked_out)
    return may_be


def is_share_of_stock(workspace: Workspace, kpi: Kpi) -> bool:
    """Tell whether a KPI is the share of a stock, of which a longer time has more: customers lost, visits a member."""
    if not KINDS[kpi.kind].derived:
        return False

    def worked_out() -> bool:
        return data_of(workspace, kpi, workspace.today, workspace.today).is_share_of_stock

    may_be: bool = workspace.cached(("share of a stock", kpi.id), worked_out)
    return may_be


def is_over_longer(workspace: Workspace, goal: Goal, kpi: Kpi) -> bool:
    """Tell whether the target of *goal* is of a longer time than one entry of *kpi*, so that it is no line for each."""
    from kpitui.core.pace import is_summed_over_longer

    if goal.type != "level":
        return False
    return is_summed_over_longer(goal, kpi, summed=adds_up(workspace, kpi), share=is_share_of_stock(workspace, kpi))


def rhythm_of(workspace: Workspace, kpi: Kpi) -> Span:
    """Return by what a KPI is logged: day, week, month or quarter; a derived one by what its scarcest part is."""
    from kpitui.core.measure import cadence_of

    derived = KINDS[kpi.kind].derived
    return cadence_by(cadence_of(data_of(workspace, kpi, workspace.today, workspace.today)) if derived else kpi.cadence)


def newest_day(workspace: Workspace, kpi: Kpi) -> date | None:
    """Return the last day of the last year on which a KPI has a value; None when there is none."""
    since = days_before(workspace.today, 365)
    if _has_values_where_logged(kpi):
        return entries.last_day(workspace.store, kpi.id, since, workspace.today)
    days = history_of(workspace, kpi, since, workspace.today).days
    return days[-1] if days else None


def days_with_values(workspace: Workspace, kpi: Kpi, first: date, last: date) -> Sequence[date]:
    """Return the days from *first* to *last*, both inclusive, on which a KPI has a value, ascending."""
    if _has_values_where_logged(kpi):
        return entries.days_of(workspace.store, kpi.id, first, last)
    return history_of(workspace, kpi, first, last).days


def _has_values_where_logged(kpi: Kpi) -> bool:
    """Tell whether a KPI has a value on the days of its entries and on no other: nothing is to be worked out then."""
    return not is_computed(kpi) and kpi.blank != "zero" and not KINDS[kpi.kind].whole


def days_before(day: date, days: int) -> date:
    """Return the day that lies *days* before *day*, or the first that there is."""
    return day - timedelta(days=min(days, day.toordinal() - 1))


def find(
    every: Sequence[Thing],
    typed: str,
    words: Callable[[Thing], str],
    *,
    field: str,
    several: str,
    unknown: str,
    most: int | None = None,
) -> Thing:
    """Return the one of *every* with the number *typed*, or the only one whose *words* hold that text in any case.

    Digits alone are a number and no text: goal 6 that is not there is not the one "in 2026".
    Raises NotFound for *field* with the message *several* or *unknown*, and at most *most* of those there are.
    """
    matching = [thing for thing in every if str(thing.id) == typed]
    if not matching and not typed.isdecimal():
        matching = [thing for thing in every if typed.casefold() in words(thing).casefold()]
    if len(matching) == 1:
        return matching[0]
    listed = ", ".join(f"{thing.id} ({words(thing)})" for thing in (matching or every)[:most])
    raise NotFound(several if matching else unknown, field=field, value=typed, known=listed or mark("none"))

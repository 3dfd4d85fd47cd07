"""Parts of a KPI in the database: made, changed and taken out as one change, undone, merged, explained and charted."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from kpitui.core.calendar import STANDARD, period_of
from kpitui.core.errors import Refused
from kpitui.core.levers import Levers
from kpitui.core.measure import measure
from kpitui.services import kpis, parts
from kpitui.services.charts import by_hour, chart_data, charts_of, has_times
from kpitui.services.entries import EntryInput, edit_entry, find_kpi, log
from kpitui.services.goals.form import read_draft
from kpitui.services.goals.saving import save_goal
from kpitui.services.insight.calculation import calculation_of_kpi
from kpitui.services.levers import levers_of, tried
from kpitui.services.reading import all_kpis, data_of, figures, first_days, shown_kpis
from kpitui.services.today import due, sheet
from kpitui.services.why import why
from kpitui.services.workspace import Workspace, open_workspace
from kpitui.store import journal, records
from kpitui.store.entries import entries_between
from kpitui.wording.changes import changed_text
from kpitui.wording.kpis import split_sentences
from kpitui.wording.levers import other_ways
from kpitui.wording.why import parts_sentence, why_lines, why_remarks
from tests.databases import empty
from tests.services.conftest import NOW

TODAY = date(2026, 11, 23)


def _log(workspace: Workspace, day: date, **values: int) -> None:
    log(workspace, [EntryInput(key.replace("_", "-"), str(value), day) for key, value in values.items()])


def _keys(workspace: Workspace) -> list[str]:
    return [kpi.key for kpi in shown_kpis(workspace)]


def test_a_kpi_is_split_and_undone_as_one_change(workspace: Workspace) -> None:
    """New parts are logged as the whole is and stand behind it; undo leaves nothing of them, redo brings them back."""
    whole = kpis.add_kpi(workspace, {"name": "Turnover", "unit": "EUR", "every": "workday", "floor": 0})
    kpis.add_kpi(workspace, {"name": "Last"})
    result = parts.split_kpi(workspace, whole, ["Shop", "fair", "Shop "])
    assert _keys(workspace) == ["turnover", "shop", "fair", "last"]
    assert result.whole.split == "computed"
    assert [(part.kind, part.unit, part.cadence, part.floor) for part in result.parts] == [
        ("flow", "EUR", "workday", 0.0)
    ] * 2
    journal.undo(workspace.store)
    assert _keys(workspace) == ["turnover", "last"]
    assert find_kpi(workspace, "turnover").split is None
    journal.redo(workspace.store)
    assert _keys(workspace) == ["turnover", "shop", "fair", "last"]


def test_a_kpi_with_entries_stays_logged(workspace: Workspace) -> None:
    """What was measured is the whole, and the parts leave a rest; made their sum, it keeps what it had before them."""
    whole = kpis.add_kpi(workspace, {"name": "Visitors"})
    _log(workspace, TODAY - timedelta(days=1), visitors=100)
    assert parts.split_kpi(workspace, whole, ["organic", "social"]).whole.split == "logged"
    _log(workspace, TODAY, visitors=100, organic=60, social=10)
    (month,) = parts.split_figures(workspace, find_kpi(workspace, "visitors"), "month", 1)
    assert [part.value for part in month.parts] == [60.0, 10.0, 30.0]
    computed = parts.split_kpi(workspace, find_kpi(workspace, "visitors"), [], way="computed").whole
    assert [figure.value for figure in figures(workspace, computed, "day", 2)] == [100.0, 70.0]
    assert [item.kpi.key for item in due(workspace)] == []
    with pytest.raises(Refused, match="calculated"):
        _log(workspace, TODAY, visitors=1)
    assert first_days(workspace)[whole.id] == TODAY - timedelta(days=1)
    # A number from before the split still counts, so it can be put right.
    (entry,) = entries_between(workspace.store, whole.id, TODAY - timedelta(days=1), TODAY - timedelta(days=1))
    assert edit_entry(workspace, computed, entry, text="90", note="", day=entry.date)
    assert [figure.value for figure in figures(workspace, computed, "day", 2)] == [90.0, 70.0]
    with pytest.raises(Refused, match="calculated"):
        edit_entry(workspace, computed, entry, text="90", note="", day=TODAY)


def test_a_split_tells_what_becomes_of_own_numbers(workspace: Workspace) -> None:
    """Of 14 days of 100 with two parts of 60 and 10, a third part without numbers changes none; then one; undo all."""
    for name in ("Visitors", "Organic", "Social"):
        kpis.add_kpi(workspace, {"name": name})
    for number in range(1, 15):
        _log(workspace, TODAY - timedelta(days=number), visitors=100, organic=60, social=10)
    with workspace.store.write("kpi.changed") as change:  # a part that is new did not begin with the others
        for kpi in all_kpis(workspace):
            records.update_kpi(change, kpi, kpi._replace(created=TODAY - timedelta(days=14)))
    whole = find_kpi(workspace, "visitors")
    result = parts.split_kpi(workspace, whole, ["organic", "social", "direct"], way="computed")
    assert (result.changed, result.gone, result.has_own, [part.key for part in result.empty]) == (
        0,
        0,
        True,
        ["direct"],
    )
    assert split_sentences(result)[1:] == [
        "direct has no numbers yet. Until then, what you logged for Visitors itself counts"
    ]
    yesterday = TODAY - timedelta(days=1)
    last = why(workspace, find_kpi(workspace, "visitors"), period_of("week", yesterday, STANDARD))
    assert [line.own for line in why_lines(last, workspace.settings.numbers)[1:-1]] == ["420", "70", "-", "210"]
    _log(workspace, yesterday, direct=20)
    whole = find_kpi(workspace, "visitors")
    assert [figure.value for figure in figures(workspace, whole, "day", 3)] == [100.0, 90.0, None]
    week = why(workspace, whole, period_of("week", yesterday, STANDARD)).taken
    assert [(part.branch.kind, part.contribution) for part in week.parts[1:]] == [
        ("kpi", 0.0), ("kpi", 0.0), ("kpi", 0.0), ("rest", -10.0),
    ]  # fmt: skip
    rows = {day: calculation_of_kpi(workspace, whole, day).day for day in (yesterday, yesterday - timedelta(days=1))}
    assert [(len(day.parts), [row.value for row in day.rows]) for day in rows.values()] == [(3, []), (0, [100.0])]
    result = parts.take_out(workspace, whole, ["direct"])
    assert (result.changed, result.gone, result.has_own) == (14, 0, False), "14 x 70: all days have all parts"
    assert "14 numbers of Visitors have changed: they are now the sums of the parts" in split_sentences(result)
    result = parts.take_out(workspace, find_kpi(workspace, "visitors"))
    assert (
        "14 numbers of Visitors have changed: they are now what you logged for Visitors itself"
        in split_sentences(result)[1]
    )
    _log(workspace, TODAY, organic=60, social=10)
    result = parts.split_kpi(workspace, find_kpi(workspace, "visitors"), ["organic", "social"], way="computed")
    assert (result.changed, result.has_own) == (14, False)
    result = parts.split_kpi(workspace, find_kpi(workspace, "visitors"), [], way="logged")
    assert (result.changed, result.gone) == (14, 1)
    assert "1 number of Visitors is gone: you logged nothing for Visitors itself at that time" in split_sentences(
        result
    )
    for _time in range(7):
        journal.undo(workspace.store)
    assert [figure.value for figure in figures(workspace, find_kpi(workspace, "visitors"), "day", 3)] == [
        100.0,
        100.0,
        None,
    ]


def test_own_hours_of_a_sum_are_kept(workspace: Workspace) -> None:
    """An hour of a day before a part began is the whole's own; one of a day that all have is their sum: 40 and 30."""
    for name in ("Visitors", "Organic"):
        kpis.add_kpi(workspace, {"name": name})
    earlier, yesterday = TODAY - timedelta(days=2), TODAY - timedelta(days=1)
    inputs = [EntryInput("visitors", "40", earlier, time="09:00"), EntryInput("organic", "10", yesterday, time="09:00")]
    log(workspace, inputs)
    whole = parts.split_kpi(workspace, find_kpi(workspace, "visitors"), ["organic", "direct"], way="computed").whole
    assert has_times(workspace, whole)
    log(workspace, [EntryInput("direct", "20", yesterday, time="09:00")])
    assert by_hour(workspace, whole, earlier, TODAY)[9][::3] == (35.0, 2)


def test_existing_kpis_become_parts(workspace: Workspace) -> None:
    """A KPI with its history is a part from then on; it stands behind the whole, and can be taken out again."""
    for name in ("Mail", "Between", "Visitors"):
        kpis.add_kpi(workspace, {"name": name})
    _log(workspace, TODAY, mail=5)
    whole = parts.split_kpi(workspace, find_kpi(workspace, "visitors"), ["mail", "walk in"]).whole
    assert _keys(workspace) == ["between", "visitors", "mail", "walk-in"]
    assert parts.take_out(workspace, whole, ["mail"]).whole.split == "computed"
    assert find_kpi(workspace, "mail").part_of is None
    gone = parts.take_out(workspace, find_kpi(workspace, "visitors"))
    assert (gone.whole.split, gone.parts) == (None, ())
    with pytest.raises(Refused, match="has no parts"):
        parts.take_out(workspace, gone.whole)


def test_only_those_named_stay(workspace: Workspace) -> None:
    """As in the form: who is no longer named is taken out, in the same change; without any nothing is split."""
    whole = kpis.add_kpi(workspace, {"name": "Visitors"})
    whole = parts.split_kpi(workspace, whole, ["a1", "b1"]).whole
    count = len(journal.history(workspace.store, 50))
    result = parts.split_kpi(workspace, whole, ["b1", "c1"], only=True)
    assert [part.key for part in result.parts] == ["b1", "c1"]
    assert len(journal.history(workspace.store, 50)) == count + 1
    assert parts.split_kpi(workspace, result.whole, [], only=True).parts == ()


def test_what_cannot_be_a_part_is_refused(workspace: Workspace) -> None:
    """Itself, a whole of which it is a part, a part of another, one that does not add up; and nothing is changed."""
    visitors = kpis.add_kpi(workspace, {"name": "Visitors"})
    kpis.add_kpi(workspace, {"name": "Sales", "unit": "EUR"})
    kpis.add_kpi(workspace, {"name": "Rating", "kind": "sample"})
    whole = parts.split_kpi(workspace, visitors, ["social"]).whole
    social = find_kpi(workspace, "social")
    before = all_kpis(workspace)
    for kpi, names in (
        (whole, ["visitors"]), (social, ["visitors"]), (whole, ["new", "sales"]), (whole, ["rating"]),
        (find_kpi(workspace, "rating"), ["x1"]), (kpis.add_kpi(workspace, {"name": "Other"}), ["social"]),
        (find_kpi(workspace, "other"), []),
    ):  # fmt: skip
        with pytest.raises(Refused):
            parts.split_kpi(workspace, kpi, names)
    with pytest.raises(Refused, match="has no part "):
        parts.take_out(workspace, whole, ["sales"])
    assert [kpi for kpi in all_kpis(workspace) if kpi.key != "other"] == list(before)


def test_parts_follow_their_whole(workspace: Workspace) -> None:
    """The unit and the rhythm of a whole are those of its parts; a part alone cannot leave them."""
    whole = parts.split_kpi(workspace, kpis.add_kpi(workspace, {"name": "Sold"}), ["web"]).whole
    fields = kpis.fields_of(workspace, whole)
    before = all_kpis(workspace)
    kpis.edit_kpi(workspace, whole, {**fields, "unit": "EUR", "every": "week"})
    named = kpis.changed_beside(workspace, whole, before)
    assert changed_text(whole.name, named) == "Changed Sold, and with it: web"
    web = find_kpi(workspace, "web")
    assert (web.unit, web.cadence, web.part_of) == ("EUR", "week", whole.id)
    with pytest.raises(Refused, match="EUR"):
        kpis.edit_kpi(workspace, web, {**kpis.fields_of(workspace, web), "unit": "h"})
    with pytest.raises(Refused, match="can't be split"):
        kpis.edit_kpi(workspace, find_kpi(workspace, "sold"), {**fields, "kind": "sample"})


def test_a_ratio_of_a_whole_rests_on_its_parts(workspace: Workspace) -> None:
    """Conversion divides by visitors, which are the sum of two sources: over the days that have both."""
    visitors = kpis.add_kpi(workspace, {"name": "Visitors"})
    kpis.add_kpi(workspace, {"name": "Orders"})
    fields = {"name": "Rate", "kind": "ratio", "unit": "%", "numerator": "orders", "denominator": "visitors"}
    rate = kpis.add_kpi(workspace, fields)
    parts.split_kpi(workspace, visitors, ["organic", "social"])
    yesterday = TODAY - timedelta(days=1)
    _log(workspace, yesterday, orders=5, organic=60, social=40)
    _log(workspace, TODAY, orders=7, organic=60)
    (month,) = figures(workspace, rate, "month", 1)
    assert (month.value, month.coverage.one_sided) == (5.0, 1)
    calculation = calculation_of_kpi(workspace, find_kpi(workspace, "visitors"), yesterday)
    assert [(part.kpi.key, part.value) for part in calculation.day.parts] == [("organic", 60.0), ("social", 40.0)]
    lines = {line.kpi.key: line.values for line in sheet(workspace, TODAY, 2).lines}
    assert lines["visitors"] == (100.0, None)


def test_the_chart_of_parts_is_there_where_there_are_parts(workspace: Workspace) -> None:
    """It has a bar a week with every part, and the rest last; a KPI without parts has no such chart."""
    whole = kpis.add_kpi(workspace, {"name": "Visitors"})
    assert "parts" not in charts_of(workspace, whole)
    _log(workspace, TODAY, visitors=100)
    whole = parts.split_kpi(workspace, whole, ["organic"]).whole
    _log(workspace, TODAY, organic=60)
    assert charts_of(workspace, whole)[-1] == "parts"
    data = chart_data(workspace, whole, "parts", TODAY - timedelta(days=20), TODAY)
    assert (data.part_names, data.has_rest) == (("organic", ""), True)
    assert [(stack.whole, stack.values) for stack in data.stacks] == [(100.0, (60.0, 40.0))]
    assert chart_data(workspace, find_kpi(workspace, "organic"), "parts", TODAY, TODAY).stacks == ()


def test_parts_go_along_when_databases_are_joined(workspace: Workspace, tmp_path: Path) -> None:
    """The relation is carried to another machine, where the KPIs have other numbers, once and no more."""
    from kpitui.extras.merge import merge

    other = open_workspace({}, NOW, database=str(empty(tmp_path / "other.db")), language="en")
    try:
        for name in ("Zero", "Visitors"):
            kpis.add_kpi(other, {"name": name})
        parts.split_kpi(other, find_kpi(other, "visitors"), ["organic", "social"])
        _log(other, TODAY, organic=6, social=4)
    finally:
        other.close()
    kpis.add_kpi(workspace, {"name": "Own"})
    for _time in range(2):
        merge(workspace, str(tmp_path / "other.db"))
        whole = find_kpi(workspace, "visitors")
        assert [part.key for part in parts.parts_of_kpi(workspace, whole)] == ["organic", "social"]
        assert [figure.value for figure in figures(workspace, whole, "month", 1)] == [10.0]


def test_each_part_counts_from_its_own_first_number(workspace: Workspace) -> None:
    """Parts added on one day, with numbers from before: 10 + 4 a day for three days, and of a third only on the last.

    A fourth without numbers changes none of that. A week in which the sum is nowhere whole is at least what was logged.
    """
    whole = parts.split_kpi(workspace, kpis.add_kpi(workspace, {"name": "Visitors"}), ["organic", "paid"]).whole
    start = date(2026, 11, 10)
    for number in range(3):
        _log(workspace, start + timedelta(days=number), organic=10, paid=4)
    result = parts.split_kpi(workspace, whole, ["mail"])
    _log(workspace, start + timedelta(days=2), mail=1)
    assert (result.changed, result.gone) == (0, 0)
    result = parts.split_kpi(workspace, result.whole, ["shop"])
    assert (result.changed, result.gone) == (0, 0)
    _log(workspace, date(2026, 11, 17), organic=7)
    week, after, _running = figures(workspace, result.whole, "week", 3)
    assert (week.value, week.coverage.logged) == (43.0, 3)
    assert (after.value, after.at_least, after.coverage.logged) == (7.0, True, 0)
    split = parts.split_figures(workspace, result.whole, "month", 1)[0]
    assert [part.value for part in split.parts] == [30.0, 12.0, 1.0, None]


def test_a_part_that_began_or_ended_is_told_in_the_rest(workspace: Workspace) -> None:
    """Of 150 a day and 20 more since Thursday the week has 80 more: not told apart, for nothing before is no zero."""
    whole = parts.split_kpi(workspace, kpis.add_kpi(workspace, {"name": "Sales"}), ["web", "shop"]).whole
    start = TODAY - timedelta(days=14)
    with workspace.store.write("kpi.changed") as change:
        for kpi in all_kpis(workspace):
            records.update_kpi(change, kpi, kpi._replace(created=start))
    for number in range(14):
        _log(workspace, start + timedelta(days=number), web=100, shop=50)
    whole = parts.split_kpi(workspace, find_kpi(workspace, "sales"), ["market"]).whole
    begun = TODAY - timedelta(days=4)
    for number in range(4):
        _log(workspace, begun + timedelta(days=number), market=20)
    week, style = period_of("week", begun, STANDARD), workspace.settings.numbers
    view = why(workspace, whole, week)
    assert [(line.name, line.own, line.amount) for line in why_lines(view, style)[1:-1]] == [
        ("web", "700", "0"), ("shop", "350", "0"), ("market", "- → 80", "-"),
        ("the rest", "0 → 80", "+80"),
    ]  # fmt: skip
    assert why_remarks(view, style) == ["market: no numbers before Thu 19 Nov 2026. It is counted in the rest"]
    assert parts_sentence(view, style).endswith(": the rest +80")
    draft = {
        "title": "1400 sales per week by 31 december 2026",
        "kpi": "sales",
        "baseline": "1050",
        "type": "recurring",
        "per": "week",
    }
    goal = save_goal(workspace, read_draft(workspace, draft).draft)
    levers = levers_of(workspace, goal)
    assert isinstance(levers.result, Levers)
    assert [(lever.kpi.key, lever.now) for lever in levers.result.levers] == [("web", 700.0), ("shop", 350.0)]
    assert other_ways(levers, style)[0] == why_remarks(view, style)[0]
    with pytest.raises(Refused, match="can't try other numbers"):
        tried(workspace, goal, {"market": "30"})


def test_a_level_and_why_count_days_that_lack_a_part(workspace: Workspace) -> None:
    """20 days of 100 + 50 and one of 100 alone are a month of at least 3,100; a whole day brought 150."""
    whole = parts.split_kpi(workspace, kpis.add_kpi(workspace, {"name": "Sales", "unit": "EUR"}), ["web", "shop"]).whole
    for number in range(21):
        values = {"web": 100} if number == 10 else {"web": 100, "shop": 50}
        _log(workspace, TODAY - timedelta(days=21 - number), **values)
    data = data_of(workspace, whole, date(2026, 11, 1), TODAY)
    level = measure(data, "month", TODAY)
    assert level is not None
    assert (level.value, level.values, level.expected) == (3100.0, 20, 31)
    assert level.value == figures(workspace, whole, "month", 1)[0].value
    a_day = measure(data, "month", TODAY, per="day")
    assert a_day is not None
    assert a_day.value == 150.0
    view = why(workspace, whole, period_of("week", TODAY - timedelta(days=7), STANDARD))
    style = workspace.settings.numbers
    # The week before has the day that lacks a part: 6 x 150 + 100, which is at least 1,000.
    assert why_remarks(view, style)[:2] == [
        "A day counts only if all parts have numbers in both periods: 6 of 7 days now, 6 of 7 days before",
        "With all days counted: € 1,050 now, at least € 1,000 before",
    ]
    assert ", using only days with numbers for all parts: " in parts_sentence(view, style)

"""Guards that what is kept of a review is what would come out anew, after any history of changes."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random

import pytest

from kpitui.core.errors import DatabaseUnusable
from kpitui.core.insight.expected_value import Expected
from kpitui.core.model import Kpi
from kpitui.extras.merge import merge
from kpitui.services import reviews
from kpitui.services.actions import add_action, edit_action
from kpitui.services.demo import TODAY as DEMO_DAY
from kpitui.services.entries import EntryInput, find_kpi, log
from kpitui.services.goals.form import read_draft
from kpitui.services.goals.saving import save_goal
from kpitui.services.insight import comparisons, signals
from kpitui.services.insight.comparisons import signals_of
from kpitui.services.insight.signals import Shifted, Surprise, set_one_off
from kpitui.services.kpis import add_kpi, edit_kpi
from kpitui.services.notes import add_note
from kpitui.services.pauses import add_pause
from kpitui.services.reading import all_kpis
from kpitui.services.record_json import from_json, to_json
from kpitui.services.reviews import Review, findings, review, review_period
from kpitui.services.reviews.findings import Moved, ReviewedState
from kpitui.services.settings import change_setting
from kpitui.services.workspace import Workspace, open_workspace
from kpitui.store import insight, journal, records
from tests.databases import sample_business
from tests.services.conftest import NOW

TODAY = date(2026, 11, 23)
RATE = {"name": "Rate", "kind": "ratio", "numerator": "orders", "denominator": "visitors"}
LOGGED = ("orders", "visitors", "calls")
GOAL = {
    "why": "w", "acceptable": "a", "settled": "there worse negative estimate percent", "title": "G", "kpi": "orders",
    "type": "total", "target": "2500", "start": "2026-11-01", "deadline": "2026-12-31",
}  # fmt: skip


@pytest.fixture
def small(workspace: Workspace) -> Workspace:
    """A business with three KPIs, a rate that orders are taken apart by, and a goal; its rhythms make findings."""
    workspace.today = TODAY
    for place, key in enumerate(LOGGED):
        add_kpi(workspace, {"name": key.title(), "key": key, "kind": "flow"})
        for back in range(45, 0, -1):
            value = 30 * (place + 1) + back % 7 - (20 if back < 12 and key == "orders" else 0)
            log(workspace, [EntryInput(key, str(value), TODAY - timedelta(days=back))])
    add_kpi(workspace, RATE)
    reading = read_draft(workspace, GOAL)
    assert reading.problems == {}
    save_goal(workspace, reading.draft)
    return workspace


def last_week(workspace: Workspace) -> Review:
    """Review the last full week, as a command does that was just started."""
    with closing(workspace.opened_again(NOW)) as other:
        return review(other, review_period(other, "week"))


def new_today(workspace: Workspace) -> list[tuple[Kpi, object]]:
    """Return what is new of each KPI, as the app does that was just started."""
    with closing(workspace.opened_again(NOW)) as other:
        return list(signals_of(other, all_kpis(other))[0])


@contextmanager
def nothing_kept() -> Iterator[None]:
    """Meanwhile nothing is read of what is kept, and nothing is kept."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(insight, "kept_summaries", lambda _store, _scope, _day: [])
        patch.setattr(insight, "keep_summaries", lambda *_all: None)
        yield


def logging(key: str) -> Callable[[Workspace, Random], object]:
    """Return what logs some value of the last month for a KPI."""

    def change(business: Workspace, dice: Random) -> object:
        return log(business, [EntryInput(key, str(dice.randint(1, 90)), TODAY - timedelta(days=dice.randint(0, 30)))])

    return change


def merging(business: Workspace, dice: Random) -> object:
    """Log a number on a copy of the database, as another computer does, and merge that."""
    business.store.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    copy = Path(business.path).with_name("other.db")
    shutil.copy(business.path, copy)
    with closing(open_workspace({}, NOW, database=str(copy), language="en")) as other:
        logging(dice.choice(LOGGED))(other, dice)
    return merge(business, str(copy))


CHANGES: dict[str, Callable[[Workspace, Random], object]] = {
    **{f"log {key}": logging(key) for key in LOGGED},
    "undo": lambda business, dice: journal.undo_many(business.store, dice.randint(1, 3)),
    "redo": lambda business, dice: journal.redo(business.store) if journal.history(business.store)[0].undone else None,
    "merge": merging,
    "note": lambda business, dice: add_note(business, find_kpi(business, "orders"), TODAY - timedelta(days=3), "Rain"),
    "action": lambda business, dice: add_action(
        business, "Call them", kpi=find_kpi(business, "orders"), started=TODAY - timedelta(days=dice.randint(2, 6))
    ),
    "another start": lambda business, dice: [
        edit_action(business, action, started=TODAY - timedelta(days=dice.randint(7, 25)))
        for action in records.all_actions(business.store)[-1:]
    ],
    "pause": lambda business, dice: add_pause(business, None, TODAY - timedelta(days=dice.randint(9, 30)), TODAY, ""),
    "one-off": lambda business, dice: set_one_off(
        business, find_kpi(business, "orders"), TODAY - timedelta(days=dice.randint(1, 30)), left_out=True
    ),
    "another denominator": lambda business, dice: edit_kpi(
        business, find_kpi(business, "rate"), {**RATE, "denominator": dice.choice(("calls", "visitors"))}
    ),
    "week": lambda business, dice: change_setting(business, "week-start", dice.choice(("monday", "sunday"))),
}


@pytest.mark.sampled(1)
@pytest.mark.parametrize("seed", range(12))
def test_a_kept_review_is_what_would_come_out_anew(small: Workspace, seed: int) -> None:
    """Whatever was written in between, and by whom, both are equal to the last figure."""
    dice = Random(seed)
    for step in range(10):
        change = dice.choice(sorted(CHANGES))
        CHANGES[change](small, dice)
        with nothing_kept():
            anew, new = last_week(small), new_today(small)
        assert last_week(small) == anew, f"after {change}, step {step}"
        assert new_today(small) == new, f"today after {change}, step {step}"
        assert last_week(small) == anew, f"read again after {change}, step {step}"


@pytest.mark.slow
def test_a_second_review_works_nothing_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """All that a review of the sample business finds can be kept; only a day or a number of the KPI makes it anew."""
    path = str(sample_business(tmp_path / "kpitui.db"))

    def again(day: str = DEMO_DAY) -> Review:
        now = datetime.fromisoformat(f"{day}T09:30:00")
        with closing(open_workspace({"KPITUI_TODAY": day}, now, database=path, language="en")) as workspace:
            return review(workspace, review_period(workspace, "week", date(2026, 11, 18)))

    looked_at: list[str] = []
    worked_out = findings.moved

    def moved(seen: ReviewedState) -> Moved | None:
        looked_at.append(seen.kpi.key)
        return worked_out(seen)

    for name in ("view_of", "advice_for", "why", "effect_of"):
        monkeypatch.setattr(reviews, name, _counted(looked_at, name))
    monkeypatch.setattr(reviews, "moved", moved)
    first = again()
    assert {"view_of", "advice_for", "why", "effect_of", "revenue"} <= set(looked_at)
    looked_at.clear()
    assert again() == first
    assert looked_at == []
    with closing(open_workspace({"KPITUI_TODAY": DEMO_DAY}, NOW, database=path)) as workspace:
        log(workspace, [EntryInput("newsletter", "3", date(2026, 11, 18))])
    again()
    assert "newsletter" in looked_at
    assert "revenue" not in looked_at
    looked_at.clear()
    again("2026-11-24")
    assert "revenue" in looked_at


def _counted(calls: list[str], name: str) -> Callable[..., object]:
    work_out = getattr(reviews, name)

    def counted(*words: object, **named: object) -> object:
        calls.append(name)
        return work_out(*words, **named)

    return counted


def test_what_is_new_today_is_read_the_second_time(small: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a KPI that was logged since it is worked out again; that it is kept is told once."""
    looked_at: list[str] = []
    worked_out = signals.signal_of

    def signal_of(workspace: Workspace, kpi: Kpi) -> object:
        looked_at.append(kpi.key)
        return worked_out(workspace, kpi)

    monkeypatch.setattr(comparisons, "signal_of", signal_of)
    first, wrote = signals_of(small, all_kpis(small))
    assert wrote
    assert [(kpi.key, signal.since) for kpi, signal in first if isinstance(signal, Shifted)] == [
        ("orders", date(2026, 11, 12)),
        ("rate", date(2026, 11, 12)),
    ]
    assert sorted(looked_at) == ["calls", "orders", "rate", "visitors"]
    looked_at.clear()
    assert signals_of(small, all_kpis(small)) == (first, False)
    assert looked_at == []
    log(small, [EntryInput("visitors", "61", TODAY)])
    signals_of(small, all_kpis(small))
    assert sorted(looked_at) == ["rate", "visitors"]


def test_what_was_changed_by_hand_is_worked_out_again(small: Workspace) -> None:
    first = last_week(small)
    small.store.connection.execute('UPDATE summary SET value = \'{"os:system":["true"]}\'')
    assert last_week(small) == first
    small.store.connection.execute("DELETE FROM summary")
    assert last_week(small) == first


def test_a_file_that_cannot_be_written_is_reviewed_all_the_same(
    small: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    with nothing_kept():
        anew = last_week(small)

    def full(*_all: object) -> None:
        raise DatabaseUnusable("The disk is full")

    monkeypatch.setattr(insight, "keep_summaries", full)
    assert last_week(small) == anew
    assert small.store.rows("SELECT * FROM summary") == []


def test_records_come_back_as_they_were() -> None:
    kpi = Kpi(3, "orders", "Orders", "flow")
    value = {1: (Surprise(TODAY, 4.5, Expected(3.0, 2.0, 1.5, 7)), kpi), 2: [frozenset((TODAY,)), {None}, -0.0]}
    text = to_json(value, {3: kpi})
    assert from_json(text, {3: kpi}) == value
    assert repr(from_json(text, {3: kpi})) == repr(value)
    renamed = kpi._replace(name="Sales")
    assert from_json(to_json(renamed, {3: kpi}), {3: kpi}) == renamed


@pytest.mark.parametrize(
    "text",
    ['{"os:system":["true"]}', '{"kpitui.core.model:mark":["a"]}', '{"kpitui.core.nothing:Kpi":[]}', '{"k":9}', "{}",
     '{"kpitui.core.model:Kpi":[1]}', '{"d":"today"}', '{"t":3}', '{"a":1,"b":2}', "[", '{"t":[[1],{"m":[1]}]}'],
)  # fmt: skip
def test_nothing_else_is_read(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        from_json(text, {})


def test_what_is_no_record_is_not_kept() -> None:
    with pytest.raises(TypeError):
        to_json([object()], {})

"""What on-signal is told: each signal once, of the KPI and of what is computed from it, and none that was there."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from kpitui.extras.hooks.runner import run_next
from kpitui.i18n import use
from kpitui.services.entries import EntryInput, log
from kpitui.services.kpis import add_kpi
from kpitui.services.settings import change_setting
from kpitui.services.workspace import Workspace
from kpitui.store import journal
from tests.hooks import HookShelf
from tests.services.conftest import NOW
from tests.services.insight.scenes import MONDAY, fill, noisy


@pytest.fixture
def shelf(tmp_path: Path, shop: Workspace) -> HookShelf:
    """A shop with a hook on signals."""
    shelf = HookShelf(tmp_path / "config")
    shelf.put("on-signal")
    shop.environ = shelf.environ
    return shelf


def heard(workspace: Workspace, shelf: HookShelf) -> list[list[dict[str, Any]]]:
    """Run the hook for all that waits, and return the signals of each document so far."""
    while workspace.steps:
        assert run_next(workspace, workspace.steps) == []
    return [document["signals"] for document in shelf.heard("on-signal")]


def test_a_surprise_is_told_once(shop: Workspace, shelf: HookShelf) -> None:
    """With its sentence and limits; not again when it is corrected to another surprise, nor on the next day."""
    fill(shop, noisy(60))
    assert heard(shop, shelf) == []
    log(shop, [EntryInput("orders", "90", MONDAY)])
    ((signal,),) = heard(shop, shelf)
    assert ("orders", "above", "surprise", "2026-11-23", 90.0) == tuple(
        signal[name] for name in ("key", "signal", "kind", "day", "value")
    )
    assert signal["text"].startswith("Mon 23 Nov 2026: 90, unusually high")
    assert signal["limits"]["lower"] < 50 < signal["limits"]["upper"] < 90
    log(shop, [EntryInput("orders", "=95", MONDAY)])
    shop.today = MONDAY + timedelta(days=1)
    log(shop, [EntryInput("orders", "51", shop.today)])
    assert len(heard(shop, shelf)) == 1


def test_what_is_computed_from_it_is_told_with_it(shop: Workspace, shelf: HookShelf) -> None:
    """Orders are as ever, but of a tenth of the visitors: the conversion is told, of which nothing was logged."""
    fill(shop, noisy(60))
    fill(shop, [value * 10 for value in noisy(60)], "visitors")
    log(shop, [EntryInput("orders", "50", MONDAY)])
    assert heard(shop, shelf) == []
    log(shop, [EntryInput("visitors", "50", MONDAY)])
    assert [["visitors", "conversion"]] == [[each["key"] for each in signals] for signals in heard(shop, shelf)]


def test_a_level_that_moved_is_told_once(shop: Workspace, shelf: HookShelf) -> None:
    """On the day that completes it, and on none of those after it."""
    fill(shop, [*noisy(39), 45.0, *[value + 12 for value in noisy(1)]])
    heard(shop, shelf)
    first = MONDAY - timedelta(days=1)
    told_on = []
    for at, value in enumerate([value + 12 for value in noisy(12)][1:]):
        shop.today = MONDAY + timedelta(days=at)
        before = len(heard(shop, shelf))
        log(shop, [EntryInput("orders", f"{value:.2f}", shop.today)])
        told_on += [shop.today] * (len(heard(shop, shelf)) - before)
    shifts = [signal for signals in heard(shop, shelf) for signal in signals if signal["kind"] == "shift"]
    assert [("above", first.isoformat(), None)] == [(each["signal"], each["day"], each["value"]) for each in shifts]
    assert len(told_on) == 1


def test_a_week_that_is_over_speaks_with_the_next_figure(shop: Workspace, shelf: HookShelf) -> None:
    """While it ran its figure was no value yet; nobody logs at midnight, so the first figure after it brings it out."""
    add_kpi(shop, {"name": "Parcels", "every": "week"})
    last = MONDAY - timedelta(days=1)
    log(
        shop,
        [EntryInput("parcels", f"{value:.0f}", last - timedelta(weeks=30 - at)) for at, value in enumerate(noisy(30))],
    )
    shop.today = last - timedelta(days=1)
    log(shop, [EntryInput("parcels", "90", shop.today)])
    assert heard(shop, shelf) == []
    shop.today = MONDAY
    log(shop, [EntryInput("parcels", "5", MONDAY)])
    log(shop, [EntryInput("parcels", "+5", MONDAY)])
    assert [[("parcels", "2026-11-22")]] == [
        [(each["key"], each["day"]) for each in signals] for signals in heard(shop, shelf)
    ]


def test_a_week_speaks_on_its_last_day_once_that_is_logged(shop: Workspace, shelf: HookShelf) -> None:
    add_kpi(shop, {"name": "Parcels", "every": "week"})
    last = MONDAY - timedelta(days=1)
    weeks = [
        EntryInput("parcels", f"{value:.0f}", last - timedelta(weeks=30 - at)) for at, value in enumerate(noisy(30))
    ]
    log(shop, weeks)
    shop.today = last
    log(shop, [EntryInput("parcels", "90", last)])
    assert [[signal["day"] for signal in signals] for signals in heard(shop, shelf)] == [["2026-11-22"]]


def test_undo_may_make_a_signal_too(shop: Workspace, shelf: HookShelf) -> None:
    """Taking back the figure that explained it away brings it out; taking back the signal itself says nothing."""
    fill(shop, noisy(60))
    log(shop, [EntryInput("orders", "90", MONDAY)])
    journal.undo(shop.store)
    assert len(heard(shop, shelf)) == 1
    journal.redo(shop.store)
    assert len(heard(shop, shelf)) == 2
    assert ["done", "redone"] == [document["step"] for document in shelf.heard("on-signal")]


def test_what_is_read_out_is_harmless(shop: Workspace, shelf: HookShelf) -> None:
    """A name with an escape sequence stays data; in the text, which a hook may print, it is made visible."""
    add_kpi(shop, {"name": "\x1b[31mRed", "key": "red"})
    fill(shop, noisy(60), "red")
    log(shop, [EntryInput("red", "90", MONDAY)])
    heard(shop, shelf)
    (document,) = shelf.heard("on-signal")
    assert document["text"].startswith("␛[31mRed: Mon 23 Nov 2026: 90")


def test_the_sentence_is_in_the_language_of_the_person(shop: Workspace, shelf: HookShelf) -> None:
    """Every signal is a line of the text, with the name of its KPI; figures are shown even where pages hide them."""
    fill(shop, noisy(60))
    change_setting(shop, "language", "nl")
    shop.flag = None
    shop.refresh(NOW)
    use(shop.settings.language)
    shop.hide("•••")
    log(shop, [EntryInput("orders", "90,5", MONDAY)])
    heard(shop, shelf)
    (document,) = shelf.heard("on-signal")
    assert document["text"] == f"Orders: {document['signals'][0]['text']}"
    assert document["signals"][0]["text"].startswith("ma 23 nov 2026: 90,5, opvallend hoog")

"""Stories of the KPI page: charts, and entries that are added, changed, noted and deleted."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from kpitui.charts import CHARTS
from kpitui.core.calendar import STANDARD, period_of
from kpitui.services.charts import charts_of
from kpitui.services.entries import EntryInput, find_kpi, log
from kpitui.store import entries, records
from kpitui.tui.app import KpituiApp
from kpitui.tui.screens.explain import ExplainPage
from kpitui.tui.screens.kpi import CHART_ROWS, SPANS, KpiPage, Tile, figure_lines, fitting, large, tile_lines, tiles_fit
from kpitui.tui.screens.tree import TreePage
from kpitui.tui.screens.why import WhyPage
from kpitui.tui.widgets.chart_view import ChartRequest, ChartView, KpiChart, request_data
from kpitui.tui.widgets.hidden_line import FigureLine
from tests.databases import sample_business
from tests.tui.pilot import Pilot, screen_text
from tests.tui.stage import play, settle, shop, told, workspace_at


def orders(path: Path) -> list[tuple[str, float, str]]:
    """Return the entries of orders as day, value and note, newest first."""
    workspace = workspace_at(path)
    kpi = find_kpi(workspace, "orders")
    found = entries.entries_between(workspace.store, kpi.id, workspace.today.min, workspace.today)
    workspace.close()
    return [(entry.date.isoformat(), entry.value, entry.note) for entry in found]


async def open_orders(pilot: Pilot) -> None:
    """Go down to orders and open its page."""
    await pilot.press("down", "enter")


def test_enter_opens_the_page_and_esc_leads_back(tmp_path: Path) -> None:
    """The page shows what the KPI is and its entries, newest first."""

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        await open_orders(pilot)
        text = screen_text(app)
        assert isinstance(app.screen, KpiPage)
        assert "Orders  [orders]" in text
        assert text.index("Sun 22 Nov ") < text.index("Sat 21 Nov ")
        await pilot.press("escape")
        assert "3 to log" in screen_text(app)

    play(shop(tmp_path / "shop.db", days=10), story)


@pytest.mark.quick
def test_an_entry_is_changed_with_its_note(tmp_path: Path) -> None:
    """Enter opens the newest entry; value, day and note can be typed over."""
    path = shop(tmp_path / "shop.db", days=3)

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        await open_orders(pilot)
        await pilot.press("enter")
        await pilot.press("ctrl+u", *"3*5", "down", "down", *"fair", "ctrl+s")
        assert "Saved (u to undo)" in told(app)

    play(path, story)
    assert orders(path)[0] == ("2026-11-22", 15.0, "fair")


def test_a_refused_value_stays_and_says_why(tmp_path: Path) -> None:
    """What is no number is refused at its field, and nothing is changed."""
    path = shop(tmp_path / "shop.db", days=3)
    before = orders(path)

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        await open_orders(pilot)
        await pilot.press("enter")
        await pilot.press(*"abc", "ctrl+s")
        assert "not a number: " in screen_text(app)
        await pilot.press("escape")

    play(path, story)
    assert orders(path) == before


def test_an_entry_is_added_deleted_and_brought_back(tmp_path: Path) -> None:
    """N adds an entry on any day, d deletes the one under the cursor, u brings it back."""
    path = shop(tmp_path / "shop.db", days=2)

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        await open_orders(pilot)
        await pilot.press("n", *"7", "enter", "ctrl+u", *"yesterday", "ctrl+s")
        assert len(orders(path)) == 3
        await pilot.press("delete", "delete")
        assert len(orders(path)) == 1
        await pilot.press("u")
        assert len(orders(path)) == 2

    play(path, story)


def test_a_note_is_put_on_the_day_under_the_cursor(tmp_path: Path) -> None:
    """M asks for a text; it stands on that day, for the KPI or, when chosen, for all."""
    path = shop(tmp_path / "shop.db", days=3)

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        await open_orders(pilot)
        await pilot.press("down", "m", *"fair", "down", "right", "ctrl+s")
        assert "Note saved on Sat 21 Nov" in told(app)

    play(path, story)
    workspace = workspace_at(path)
    (note,) = records.notes_of(workspace.store, find_kpi(workspace, "orders").id)
    workspace.close()
    assert (note.kpi, note.date.isoformat(), note.text) == (None, "2026-11-21", "fair")


def test_every_chart_and_every_span_can_be_shown(tmp_path: Path) -> None:
    """C shows the next kind of chart, minus more days, plus fewer."""

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        await open_orders(pilot)
        page = app.screen
        assert isinstance(page, KpiPage)
        seen = {page.query_one(KpiChart).kind}
        for _turn in CHARTS:
            await pilot.press("c")
            seen.add(page.query_one(ChartView).chart)
        assert seen == set(CHARTS) - {"parts", "hours", "heat", "dual"}
        await pilot.press("v", "down", "down", *"1", "ctrl+s")
        await pilot.pause()
        assert "Revenue €, 1 week earlier" in screen_text(app)
        assert page.query_one(ChartView).chart == "dual"
        await pilot.press("c")
        assert page.query_one(ChartView).chart == "trend"
        await pilot.press(*["z"] * 9)
        assert page.span == SPANS[-1]
        await pilot.press(*["Z"] * 9)
        assert page.span == SPANS[0]

    play(shop(tmp_path / "shop.db", days=40), story)


def test_what_is_usual_is_of_the_same_days_everywhere(tmp_path: Path) -> None:
    """A weekday is of 26 weeks on Today, on the page of the KPI and in the shell; of 13 where somebody chose that."""
    workspace = workspace_at(sample_business(tmp_path / "sample.db"))
    kpi, today = find_kpi(workspace, "visitors"), workspace.today
    requests = [ChartRequest(kpi, today - timedelta(days=days), today) for days in (28, 91)]
    numbers = [
        {cell.n for cell in request_data(workspace, request, "weekday").profile}
        for request in (*requests, requests[1]._replace(chosen=True))
    ]
    workspace.close()
    assert numbers[0] == numbers[1] and max(numbers[0]) >= 24 and numbers[2] == {13}


def test_slash_finds_an_entry(tmp_path: Path) -> None:
    """The cursor goes to the first entry that holds what is typed."""

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        await open_orders(pilot)
        await pilot.press("slash", *"19 nov", "enter", "m")
        assert "Note on Thu 19 Nov" in screen_text(app)

    play(shop(tmp_path / "shop.db", days=10), story)


def test_a_computed_kpi_lists_what_was_computed(tmp_path: Path) -> None:
    """The page of a ratio shows its figures and takes no entries."""

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        await pilot.press("down", "down", "down", "enter")
        assert "calculated" in screen_text(app)
        await pilot.press("delete", "enter")
        assert isinstance(app.screen, KpiPage)

    play(shop(tmp_path / "shop.db", days=10), story)


def test_archiving_takes_it_off_today(tmp_path: Path) -> None:
    """X archives the KPI and keeps its entries; x again brings it back."""
    path = shop(tmp_path / "shop.db", days=3)

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        await open_orders(pilot)
        await pilot.press("x")
        assert "(archived)" in screen_text(app)
        await pilot.press("x")
        assert "(archived)" not in screen_text(app)

    play(path, story)
    assert len(orders(path)) == 3


@pytest.mark.sampled(2)
@pytest.mark.parametrize("size", [(40, 20), (120, 40), (40, 10), (1, 1), (80, 24)])
def test_any_window(tmp_path: Path, size: tuple[int, int]) -> None:
    """The page is shown in any window without falling over, in one of 40 by 20 with its chart."""

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        await open_orders(pilot)
        assert isinstance(app.screen, KpiPage)
        if size[1] >= 20:
            assert app.screen.query_one(KpiChart).size.height >= CHART_ROWS
            assert "└" in screen_text(app)
        if size == (40, 20):
            assert "Normal range" not in screen_text(app)
            await pilot.press("w")
            assert "Normal range" in screen_text(app)

    play(shop(tmp_path / "shop.db", days=40), story, size=size)


def test_a_new_baseline_is_only_begun_when_asked_for(tmp_path: Path) -> None:
    """B begins the limits anew where the level moved, says so, and u takes it back; without a change it says that."""
    path = shop(tmp_path / "shop.db")
    workspace = workspace_at(path)
    for back in range(40, 0, -1):
        day = workspace.today.fromordinal(workspace.today.toordinal() - back)
        log(workspace, [EntryInput("orders", str(20 + (back + 1) % 2 + 30 * (back <= 10)), day)])
    workspace.close()

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        await open_orders(pilot)
        await pilot.press("b")
        assert "Normal range recalculated from Fri 13 Nov" in told(app)
        await pilot.press("b")
        assert "No lasting change, so the normal range stays" in told(app)

    play(path, story)


def test_what_there_is_to_say_stands_above_the_chart(tmp_path: Path) -> None:
    """Trend and normal range, worked out after the page was painted."""

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        await open_orders(pilot)
        assert "Normal range" in screen_text(app)

    play(shop(tmp_path / "shop.db", days=40), story)


@pytest.mark.slow
def test_a_kpi_without_a_goal_is_told_what_it_takes_again(tmp_path: Path) -> None:
    """3,895.20 / 168 x 158.5 orders a week is € 3,674.96, now € 3,526.58; fewer orders are no way to it."""

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        app.push_screen(KpiPage("order-value"))
        await settle(pilot)
        await pilot.press("y")
        await settle(pilot)
        text = screen_text(app)
        assert "What it would take to get back to € 23.19" in text and "€ 22.25 now (up to Sun 22 Nov)" in text
        assert "€ 3,527 → € 3,675" in text and "→ 15" not in text.partition("What it would take")[2]

    play(sample_business(tmp_path / "sample.db"), story)


@pytest.mark.slow
def test_y_takes_the_last_change_apart(tmp_path: Path) -> None:
    """By week, with p by month and with v beside last year; P hides every number of it, and Esc leads back."""
    path = sample_business(tmp_path / "sample.db")

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        app.push_screen(KpiPage("revenue"))
        await settle(pilot)
        await pilot.press("y")
        await settle(pilot)
        assert isinstance(app.screen, WhyPage)
        text = screen_text(app)
        assert "€ 3,425 instead of € 3,895: € 470 less (-12.1%)" in text
        assert "No part stands out" in text and "Show shipping costs before the checkout" in text
        assert "▒▒▒" in text and "bars start at € 3,300" in text
        assert "€ 3,130 a week needed" in text, "an amount stays on one line"
        await pilot.resize_terminal(130, 40)
        await settle(pilot)
        assert app.screen.query_one(KpiChart).data is not None and "│ In these two periods" in screen_text(app)
        assert "│  Order value €" in screen_text(app), "the part that moved most has a chart too"
        await pilot.press("v")
        await settle(pilot)
        await pilot.press("v")
        await settle(pilot)
        text = screen_text(app)
        assert "│  Visitors  ── target 4,800" in text and "Visitors                 4,800 → 5,379" in text
        await pilot.press("v")
        await settle(pilot)
        await pilot.resize_terminal(80, 24)
        await pilot.press("p")
        await settle(pilot)
        assert "Changed more than usual: Order value" in screen_text(app)
        await pilot.press("v")
        await settle(pilot)
        assert "Oct 2026 compared with Oct 2025" in screen_text(app)
        await pilot.press("P")
        await settle(pilot)
        assert "€ 13" not in screen_text(app) and "█" not in screen_text(app)
        await pilot.press("P", "enter")
        assert isinstance(app.screen, TreePage) and "›Revenue = Orders × Order value" in screen_text(app)
        assert "     Visitors = Organic visitors + Social visitors + the rest" in screen_text(app)
        await pilot.press("down", "enter")
        await settle(pilot)
        assert isinstance(app.screen, WhyPage) and "Orders · Oct 2026 compared with Sep 2026" in screen_text(app)
        await pilot.press("escape", "down", "down", "enter")
        assert "Organic visitors  [organic-visitors]" in screen_text(app)
        await pilot.press("escape", "home", "enter", "escape")
        assert isinstance(app.screen, KpiPage) and "[revenue]" in screen_text(app)

    play(path, story)


@pytest.mark.slow
def test_the_tree_tells_what_the_part_under_the_cursor_was_and_is(tmp_path: Path) -> None:
    """Below it or beside it with its chart: by the entries 18,915 and 22,535, of which the rest 6,699 and 7,900."""

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        kpi = find_kpi(app.workspace, "revenue")
        october = period_of("month", app.workspace.today.replace(month=10), STANDARD)
        app.push_screen(TreePage(kpi, october, "last-year"))
        await settle(pilot)
        await pilot.press("down", "down")
        assert "18,915" in screen_text(app) and "22,535" in screen_text(app)
        await settle(pilot)
        assert "W48  -" in screen_text(app), "the room below has the chart"
        await pilot.resize_terminal(120, 40)
        await settle(pilot)
        text = screen_text(app)
        assert "+3,620 (+19.1%)" in text and "│ based on    31 of 31 days logged" in text
        assert "▞ the rest" in text, "the chart of what is split is that of its parts"
        await pilot.press("down", "down", "down")
        text = screen_text(app)
        assert "6,699 (35%)" in text and "7,900 (35%)" in text and "+1,201" in text
        await pilot.press("P")
        await settle(pilot)
        assert not any(figure in screen_text(app) for figure in ("7,900", "(35%)", "1,201"))
        await pilot.resize_terminal(50, 24)
        lines = [line.rstrip() for line in screen_text(app).splitlines()]
        assert "     visitors + the rest" in lines, "what is long goes on below its first word"

    play(sample_business(tmp_path / "sample.db"), story)


def test_y_on_a_kpi_without_parts_says_how_to_get_them(tmp_path: Path) -> None:
    """On its page, which takes the letters that were typed on: none of them acts, nor gets into a cell of Today."""

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        app.push_screen(KpiPage("site-speed"))
        await settle(pilot)
        await pilot.press("y", "=", *"visitors=+10%")
        await settle(pilot)
        assert isinstance(app.screen, WhyPage)
        assert app.screen.query_one(FigureLine).value == "visitors=+10%"
        assert "has no parts to compare" in screen_text(app)
        await pilot.press("enter")
        assert "only for a KPI with a goal" in told(app)

    play(sample_business(tmp_path / "sample.db"), story)


def test_w_tells_where_the_figure_of_the_day_comes_from(tmp_path: Path) -> None:
    """Formula and rows of the entry under the cursor; Esc leads back."""

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        await open_orders(pilot)
        await pilot.press("down", "w")
        text = screen_text(app)
        assert isinstance(app.screen, ExplainPage)
        assert "Orders: how it's calculated" in text
        assert "Sat 21 Nov 2026: 12" in text
        assert "= the sum of the numbers of the day" in text
        await pilot.press("escape")
        assert isinstance(app.screen, KpiPage)

    play(shop(tmp_path / "shop.db", days=10), story)


def test_o_leaves_a_day_out_and_takes_it_in(tmp_path: Path) -> None:
    """The day is marked in the list; a second time, or undo, takes it in again."""

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        await open_orders(pilot)
        await pilot.press("o")
        assert "[excluded]" in screen_text(app)
        assert "no longer counts for the normal range" in told(app)
        await pilot.press("o")
        assert "[excluded]" not in screen_text(app)

    play(shop(tmp_path / "shop.db", days=10), story)


def test_b_lets_the_limits_follow_a_trend(tmp_path: Path) -> None:
    """Only when its owner agrees; the limits chart is shown, and u takes it back."""
    path = tmp_path / "shop.db"
    shop(path)
    workspace = workspace_at(path)
    today = workspace.today.toordinal()
    days = [(workspace.today.fromordinal(today - back), 100 - back) for back in range(90, 0, -1)]
    log(workspace, [EntryInput("orders", str(value + value % 3), day) for day, value in days])
    workspace.close()

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        await open_orders(pilot)
        assert "Let the normal range follow it?" in screen_text(app)
        await pilot.press("b")
        assert "on, the normal range follows the trend" in told(app)
        assert "Let the normal range follow it?" not in screen_text(app)
        await pilot.press("u")
        assert "Let the normal range follow it?" in screen_text(app)

    play(path, story)


def test_another_unit_in_the_form_is_asked_about(tmp_path: Path) -> None:
    """A percentage on a KPI that is a count is a question at the field; saving again takes the number alone."""
    path = shop(tmp_path / "shop.db", days=2)

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        await open_orders(pilot)
        await pilot.press("n", *"7%", "enter", "ctrl+u", *"yesterday", "ctrl+s")
        assert "Orders has no unit. Press Enter again to save 7% as 7" in " ".join(
            screen_text(app).replace("│", "").split()
        )
        assert len(orders(path)) == 2
        await pilot.press("ctrl+s")

    play(path, story)
    assert sorted(value for _day, value, _note in orders(path))[0] == 7.0
    assert len(orders(path)) == 3


def test_a_kpi_is_split_into_parts(tmp_path: Path) -> None:
    """One key asks for the parts; they stand below the whole on Today, and one key undoes it."""

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        await open_orders(pilot)
        await pilot.press("i")
        await pilot.press(*"web, fair", "ctrl+s")
        assert "You log Orders itself. Its parts: web, fair. Whatever they leave over is shown as the rest" in told(app)
        assert "parts" in charts_of(app.workspace, find_kpi(app.workspace, "orders"))
        await pilot.press("escape")
        lines = screen_text(app).split("\n")
        place = next(index for index, line in enumerate(lines) if "Orders" in line)
        assert "  web" in lines[place + 1] and "  fair" in lines[place + 2]
        await pilot.press("u")
        assert "  fair" not in screen_text(app)

    play(shop(tmp_path / "shop.db", days=3), story)


@pytest.mark.parametrize("text", ["€ 11,253", "0", "-1.5%", "12:30", "•••", "$1,234,567,890"])
def test_the_rows_of_a_figure_are_equally_wide(text: str) -> None:
    rows = large(text)
    assert 1 == len({len(row) for row in rows})
    assert any(row.strip() for row in rows)


def test_every_digit_looks_different() -> None:
    assert 10 == len({large(digit) for digit in "0123456789"})


def test_the_figures_of_periods_say_less_on_a_narrow_screen() -> None:
    """First what is beside last year goes, then all but the change; one that is other than it looks goes with it."""
    tiles = [
        Tile("", ""),
        Tile("this month", "€ 11,253", ("+19% compared with 1–22 Oct", "+14% on last year"), "", "+19%"),
        Tile(
            "this quarter", "€ 25,132", ("+82% compared with 1 Jul – 22 Aug", ""), "1 Jul – 22 Aug: 14 paused", "+82%"
        ),
    ]
    month, quarter = "this month    € 11,253  +19% compared with 1–22 Oct", "this quarter  € 25,132  +82% compared with"
    lines, cut = figure_lines(tiles, 78)
    assert lines[0] == f"{month}        +14% on last year" and lines[2] == "1 Jul – 22 Aug: 14 paused" and not cut
    lines, cut = figure_lines(tiles, 58)
    assert lines == [month, f"{quarter} 1 Jul – 22 Aug", "1 Jul – 22 Aug: 14 paused"]
    assert cut[0] == "this month € 11,253, +19% compared with 1–22 Oct, +14% on last year"
    lines, cut = figure_lines(tiles, 38)
    assert lines == ["this month    € 11,253  +19%", "this quarter  € 25,132"] and cut[2] == "1 Jul – 22 Aug: 14 paused"


@pytest.mark.parametrize(
    ("rows", "about", "sentences", "left_out"),
    [
        (6, ["sum · every day · what", "was paid"], ["It rose a lot since the", "summer", "Normal"], []),
        (4, ["sum · every day"], ["It rose a lot since the", "summer", "Normal"], ["sum · every day · what was paid"]),
        (3, ["sum · every day"], ["It rose a lot since the", "summer"], ["sum · every day · what was paid", "Normal"]),
        (0, [], [], ["sum · every day · what was paid", "It rose a lot since the summer", "Normal"]),
    ],
)
def test_texts_make_room_for_the_chart(rows: int, about: list[str], sentences: list[str], left_out: list[str]) -> None:
    """What a KPI is says so in fewer words; a sentence is there whole or not at all."""
    texts = ("sum · every day · what was paid", "sum · every day"), ["It rose a lot since the summer", "Normal"]
    assert fitting(*texts, 24, rows) == (about, sentences, left_out)


def test_no_remark_is_cut_and_names_stand_above_their_figures() -> None:
    tiles = [Tile("yesterday", "12"), Tile("this year", "345", ("+30% on last year, incomplete",))]
    lines = tile_lines(tiles, 60).plain.splitlines()
    assert lines[0].index("this year") == 30
    assert "+30% on last year," in lines[4]
    assert "incomplete" in " ".join(lines[4:])
    assert tiles_fit(tiles, 60)
    assert not tiles_fit(tiles, 20)

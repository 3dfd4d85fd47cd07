"""Stories of the goal wizard: a goal from wish to saved, findings while typing, drafts that go on, bands, Dutch."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from rich.cells import cell_len

from kpitui.core.figures import NUMBER_STYLES
from kpitui.core.smart import GoalDraft
from kpitui.i18n import use
from kpitui.store import goals, records
from kpitui.store.records import all_kpis
from kpitui.tui.app import KpituiApp
from kpitui.tui.screens.today.page import TodayPage
from kpitui.tui.screens.wizard._texts import WizardTexts
from kpitui.tui.screens.wizard.page import WizardPage
from kpitui.tui.widgets.form import Form
from tests.tui.pilot import Pilot, screen_text
from tests.tui.stage import play, shop, told, workspace_at


async def fill_in(pilot: Pilot) -> None:
    """Type a complete goal on revenue, from the first step to the last."""
    await pilot.press("ctrl+n")
    await pilot.press(*"10% more revenue", "enter")
    # The KPI and the change stand in the sentence; the cursor is on what it is measured from, which is left to say.
    await pilot.press(*"9000")
    await pilot.press("pagedown")
    await pilot.press("down", "down", *"my own decision", "enter")
    await pilot.press(*"a salary", "down", *"orders", "space", "down", *"visitors", "space", "enter")
    await pilot.press(*"31 december", "enter", "enter")


@pytest.mark.parametrize("language", ["en", "nl"])
def test_the_row_of_steps_fits_on_a_telephone(language: str) -> None:
    """All letters with the open one's word at each step, and the summary, in the 38 cells of 40 columns."""
    use(language)
    texts = WizardTexts(GoalDraft(), None, NUMBER_STYLES["en"], date(2026, 11, 23), ascii=False)
    rows = [texts.steps(step, [], 40) for step in range(6)]
    assert max(map(cell_len, rows)) <= 38
    assert all(letter in row for row in rows for letter in "SMART")
    assert f"[{'Summary' if language == 'en' else 'Samenvatting'}]" in rows[-1]


@pytest.mark.quick
def test_from_a_wish_to_a_goal(tmp_path: Path) -> None:
    """Five steps and a summary; what was typed is what is saved, and the draft is gone."""
    path = shop(tmp_path / "shop.db", days=20)

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        await fill_in(pilot)
        text = screen_text(app)
        assert "[Summary]" in text
        assert "€ 9,900" in text
        await pilot.press("ctrl+s")
        assert isinstance(app.screen, TodayPage)
        assert "10% more revenue" in screen_text(app)

    play(path, story)
    workspace = workspace_at(path)
    (goal,) = goals.all_goals(workspace.store)
    assert records.drafts_of(workspace.store, "goal") == []
    workspace.close()
    assert (goal.title, goal.targets[0].value, goal.deadline.isoformat()) == ("10% more revenue", 9900.0, "2026-12-31")
    assert (goal.why, goal.acceptable, goal.drivers, goal.counters) == (
        "a salary",
        "agreed with: my own decision",
        (2,),
        (3,),
    )
    assert goal.baseline is not None
    assert goal.baseline.value == 9000.0


@pytest.mark.parametrize(("size", "drawn"), [((120, 40), True), pytest.param((80, 24), False, marks=pytest.mark.slow)])
def test_a_tall_screen_draws_the_kpi_of_the_goal(tmp_path: Path, size: tuple[int, int], *, drawn: bool) -> None:
    """Below the findings stands the KPI that the sentence names, and another one once another is named."""

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        await pilot.press("ctrl+n")
        assert "┤" not in screen_text(app)
        await pilot.press(*"10% more orders")
        await pilot.pause(1.0)
        assert ("┤" in screen_text(app)) is drawn
        assert ("\n  Orders" in screen_text(app)) is drawn
        await pilot.press("ctrl+u", *"10% more revenue")
        await pilot.pause(1.0)
        assert ("\n  Revenue" in screen_text(app)) is drawn

    play(shop(tmp_path / "shop.db", days=20), story, size=size)


def test_a_goal_that_is_not_complete_leads_to_what_is_missing(tmp_path: Path) -> None:
    """Saving too early says what is missing, opens that step, and saves nothing."""
    path = shop(tmp_path / "shop.db")

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        await pilot.press("ctrl+n")
        await pilot.press(*"More", "ctrl+s")
        assert "no KPI chosen yet" in told(app)
        assert "[M Measurable]" in screen_text(app)

    play(path, story)
    workspace = workspace_at(path)
    assert goals.all_goals(workspace.store) == []
    workspace.close()


def test_the_summary_says_first_what_is_missing(tmp_path: Path) -> None:
    """A goal that cannot be saved yet is not called one, and what it lacks stands above advice."""

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        await pilot.press("ctrl+n", *"at least 5 orders every week", *["pagedown"] * 5)
        text = screen_text(app)
        assert "Not complete yet: 1 thing is missing" in text and "This is your goal" not in text
        lines = [line for line in text.splitlines() if line[2:5] in ("✘ T", "▲ A", "▲ R", "· M", "· R")]
        assert lines[0].startswith("  ✘ T")
        await pilot.press("f2")
        await pilot.press("pagedown")
        assert "This is your goal" in screen_text(app)

    play(shop(tmp_path / "shop.db"), story)


def test_a_text_that_cannot_be_read_is_told_at_its_field(tmp_path: Path) -> None:
    """A target that is no number and a day that does not exist keep their text and get their sentence."""

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        await pilot.press("ctrl+n", "pagedown")
        await pilot.press("right", "down", "down", "down", *"many")
        assert "Not a number: many" in screen_text(app)
        await pilot.press("pagedown", "pagedown", "pagedown")
        await pilot.press(*"2026-02-30")
        assert "2026-02-30 does not exist. Check the date" in screen_text(app)

    play(shop(tmp_path / "shop.db"), story)


def test_a_draft_goes_on_where_it_was_left(tmp_path: Path) -> None:
    """Esc leaves the wizard, the next time it is at the same step with everything typed; ^d throws it away."""
    path = shop(tmp_path / "shop.db")

    async def leave(pilot: Pilot, app: KpituiApp) -> None:
        await pilot.press("ctrl+n")
        await pilot.press(*"More orders", "enter")
        await pilot.press("pagedown")
        await pilot.press(*"an hour a week", "escape")
        assert isinstance(app.screen, TodayPage)

    async def go_on(pilot: Pilot, app: KpituiApp) -> None:
        await pilot.press("ctrl+n")
        assert "an hour a week" in screen_text(app)
        await pilot.press("pageup", "pageup")
        assert "More orders" in screen_text(app)
        await pilot.press("ctrl+d")
        await pilot.press("ctrl+n")
        assert "More orders" not in screen_text(app)

    play(path, leave)
    play(path, go_on)


def test_a_goal_for_every_period_asks_for_its_edges(tmp_path: Path) -> None:
    """Judged period by period, fields for the period and both edges appear, and what was typed stays."""

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        await pilot.press("ctrl+n", "pagedown")
        await pilot.press("right", "down", "left")
        assert isinstance(app.screen, WizardPage)
        assert all(label in screen_text(app) for label in ("Period", "At least", "At most", "How often"))

    play(shop(tmp_path / "shop.db"), story)


def test_in_dutch(tmp_path: Path) -> None:
    """Steps, questions and findings are in Dutch, and so may be the days that are typed."""

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        await pilot.press("ctrl+n")
        assert "[S Specifiek]" in screen_text(app)
        assert "Welk resultaat wil je bereiken?" in screen_text(app)
        await pilot.press(*["pagedown"] * 4)
        await pilot.press(*"einde tweede kwartaal")
        assert "30 jun 2027" in screen_text(app)

    play(shop(tmp_path / "shop.db"), story, language="nl")


TYPED = ("20% more orders by 31 march", "", "4 hours a week", "a salary", "")
"""What is typed into the first field of each step; a choice and a day that may stay empty get nothing."""


async def fill_in_up_to(pilot: Pilot, step: int) -> None:
    """Open the wizard and type into every step up to the one numbered *step*."""
    await pilot.press("ctrl+n")
    for at in range(step + 1):
        if at:
            await pilot.press("pagedown")
        if at < len(TYPED):
            await pilot.press(*TYPED[at])


@pytest.mark.sampled(1)
@pytest.mark.parametrize("step", range(6))
def test_no_letter_is_lost_at_any_step(tmp_path: Path, step: int) -> None:
    """Windows of other sizes, going back and forth, leaving, another language and a lost process, at every step."""
    path = shop(tmp_path / "shop.db", days=20)
    typed: dict[str, str] = {}

    async def fill(pilot: Pilot, app: KpituiApp) -> None:
        await fill_in_up_to(pilot, step)
        page = app.screen
        assert isinstance(page, WizardPage)
        typed.update(page.typed)
        for size in ((40, 10), (1, 1), (120, 40), (80, 24)):
            await pilot.resize_terminal(*size)
        await pilot.press("pageup", "pagedown", "pageup", *["pagedown"] * (1 if step else 0))
        assert (page.typed, page.step) == (typed, step)
        # What another process would find now is all of it: nothing waits to be saved.
        other = workspace_at(path)
        (kept,) = records.drafts_of(other.store, "goal")
        other.close()
        assert {name: text for name, text in kept.fields.items() if name != "step"} == typed

    async def go_on_in_dutch(pilot: Pilot, app: KpituiApp) -> None:
        await pilot.press("ctrl+n")
        page = app.screen
        assert isinstance(page, WizardPage)
        assert page.typed == typed
        assert "Samenvatting" in screen_text(app)

    play(path, fill)
    play(path, go_on_in_dutch, language="nl")


@pytest.mark.parametrize(
    ("language", "sentence", "deadline"),
    [
        ("en", "15% more revenue by the end of Q2", "2027-06-30"),
        ("nl", "15 procent meer omzet aan het einde van het tweede kwartaal", "2027-06-30"),
    ],
)
def test_from_an_empty_database_to_the_first_goal_of_the_article(
    tmp_path: Path, language: str, sentence: str, deadline: str
) -> None:
    """A sentence, the KPI from the library, the figure it is measured from: five key presses, and one KPI."""
    path = tmp_path / "new.db"
    workspace_at(path).close()

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        await pilot.press("ctrl+n")
        await pilot.press(*sentence)
        assert "F2" in screen_text(app)
        await pilot.press("f2")
        await pilot.press("ctrl+s")
        await pilot.press(*"49870", "ctrl+s")
        assert isinstance(app.screen, TodayPage)

    play(path, story, language=language)
    workspace = workspace_at(path)
    (goal,) = goals.all_goals(workspace.store)
    keys = {kpi.id: kpi.key for kpi in all_kpis(workspace.store)}
    workspace.close()
    assert (goal.title, goal.start.isoformat(), goal.deadline.isoformat()) == (sentence, "2027-04-01", deadline)
    assert goal.targets[0].value == pytest.approx(1.15 * 49870)
    assert (keys[goal.kpi], goal.drivers, len(keys)) == ("revenue", (), 1)


def test_what_the_sentence_says_is_filled_in_and_can_be_changed(tmp_path: Path) -> None:
    """KPI and change stand in the second step, the deadline in the last; what is typed over them stays."""

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        await pilot.press("ctrl+n")
        await pilot.press(*"20% more visitors by 31 march", "enter")
        assert "Visitors" in screen_text(app)
        assert "20%" in screen_text(app)
        await pilot.press("up", "up", "ctrl+u", *"25%", "pagedown", "pageup")
        assert "25%" in screen_text(app)
        await pilot.press("pagedown", "pagedown", "pagedown")
        assert "Wed 31 Mar 2027" in screen_text(app)

    play(shop(tmp_path / "shop.db"), story)


@pytest.mark.sampled(1)
@pytest.mark.parametrize(("size", "told_twice"), [((80, 24), False), ((120, 40), True)])
def test_a_key_stands_for_its_repair_where_lines_are_few(
    tmp_path: Path, size: tuple[int, int], told_twice: bool
) -> None:
    """In a small window every finding with its key is in sight; in a large one the repair is told too."""

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        await pilot.press("ctrl+n")
        await pilot.press(*"20% more visitors in 2027", *["pagedown"] * 3)
        text = screen_text(app)
        assert "F2 add" in text
        assert "keep an eye on Conversion" in text
        assert ("pick a KPI that must not get worse" in " ".join(text.split())) is told_twice

    play(shop(tmp_path / "shop.db"), story, size=size)


@pytest.mark.parametrize("language", ["en", "nl"])
def test_an_empty_wizard_finds_no_fault(tmp_path: Path, language: str) -> None:
    """Who has typed nothing is asked for a result; what is missing is told from the first letter on."""

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        await pilot.press("ctrl+n")
        assert "✘" not in screen_text(app)
        await pilot.press("b")
        assert "✘" in screen_text(app)

    play(shop(tmp_path / "shop.db"), story, language=language)


def test_the_key_that_asks_for_the_source_opens_the_form_there(tmp_path: Path) -> None:
    """The form of the KPI begins in the field that the key names; once it is saved, the question is gone."""

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        await pilot.press("ctrl+n")
        await pilot.press(*"9000 euro revenue in 2027", "enter")
        assert "type the source of Revenue" in screen_text(app)
        key = next(line for line in screen_text(app).splitlines() if "type the source of" in line).split()[0]
        await pilot.press(key.lower())
        assert app.screen.query_one(Form).field_with_keys() == "source"
        await pilot.press(*"the till", "ctrl+s")
        assert isinstance(app.screen, WizardPage)
        assert "type the source of Revenue" not in screen_text(app)

    play(shop(tmp_path / "shop.db", days=20), story)


def test_a_question_that_waits_for_the_deadline_leads_there(tmp_path: Path) -> None:
    """4% more conversion is compared with a period that the deadline decides: the key asks for that day first."""

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        await pilot.press("ctrl+n")
        await pilot.press(*"4% more conversion", "enter")
        assert "the period to compare with depends on the deadline" in screen_text(app)
        await pilot.press("f2")
        assert app.screen.query_one(Form).field_with_keys() == "deadline"
        await pilot.press(*"31 march", "pageup", "pageup", "pageup")
        text = " ".join(screen_text(app).split())
        assert "depends on the deadline" not in text
        assert "Compared with" in text

    play(shop(tmp_path / "shop.db", days=60), story)


def hint_at(app: KpituiApp) -> str:
    """Return the hint of the field that has the keys, as one line."""
    form = app.screen.query_one(Form)
    return next(field.hint for field in form.fields if field.name == form.field_with_keys())


async def hints_of_baseline_and_days(pilot: Pilot, app: KpituiApp, sentence: str) -> tuple[str, str, str]:
    """Return what the wizard says of an empty baseline, start and deadline once *sentence* was typed."""
    await pilot.press("ctrl+n")
    await pilot.press(*sentence, "enter")
    form = app.screen.query_one(Form)
    form.focus_field("baseline")
    await pilot.pause()
    baseline = hint_at(app)
    await pilot.press(*["pagedown"] * 3)
    form.focus_field("start")
    await pilot.pause()
    start = hint_at(app)
    await pilot.press("down")
    return baseline, start, hint_at(app)


@pytest.mark.sampled(1)
@pytest.mark.parametrize(
    ("days", "sentence", "baseline", "start", "deadline"),
    [
        (
            0, "10% more revenue by 31 march",
            "there are no numbers to compare with yet; type the total of an earlier period of 129 days, the length "
            "of this goal",
            "leave empty for today", "leave empty for Wed 31 Mar 2027, as in your sentence",
        ),
        (
            0, "10% more revenue", "there are no numbers to compare with yet", "leave empty for today",
            "the last day that counts: 31 December, end of Q2, 2027-06-30",
        ),
        (
            0, "10% more conversion by 31 march",
            "there are no numbers to compare with yet; type the number at the start of the goal",
            "leave empty for today", "leave empty for Wed 31 Mar 2027, as in your sentence",
        ),
        (
            20, "10% more revenue", "choose the deadline first. Leave this empty to use your own numbers",
            "leave empty for today", "the last day that counts: 31 December, end of Q2, 2027-06-30",
        ),
        (
            20, "10% more revenue by the end of Q2",
            "your own numbers are not enough: choose below what to do, or type the baseline",
            "leave empty for Thu 1 Apr 2027, as in your sentence",
            "leave empty for Wed 30 Jun 2027, as in your sentence",
        ),
        (
            60, "10% more revenue by 31 december", "leave empty to use your own numbers: € 17,238",
            "leave empty for today", "leave empty for Thu 31 Dec, as in your sentence",
        ),
        (20, "10% more", "the number to compare with. Choose the KPI first", "leave empty for today",
         "the last day that counts: 31 December, end of Q2, 2027-06-30"),
    ],
)  # fmt: skip
def test_what_an_empty_field_means_is_true(
    tmp_path: Path, days: int, sentence: str, baseline: str, start: str, deadline: str
) -> None:
    """With and without a KPI, numbers, gaps and a deadline, the hints say what leaving the field empty does."""

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        assert await hints_of_baseline_and_days(pilot, app, sentence) == (baseline, start, deadline)

    play(shop(tmp_path / "shop.db", days=days), story)


@pytest.mark.sampled(1)
@pytest.mark.parametrize(
    ("language", "sentence", "offers"),
    [
        ("en", "15% more revenue by the end of Q2",
         ("add Revenue (new KPI, logged every day)", "add Conversion (new KPIs: Orders, Visitors, Conversion)")),
        ("nl", "15% meer omzet eind Q2",
         ("Omzet toevoegen (nieuwe KPI, elke dag invoeren)",
          "Conversie toevoegen (nieuwe KPI's: Bestellingen, Bezoekers, Conversie)")),
    ],
)  # fmt: skip
def test_a_key_adds_what_it_names_and_one_undo_takes_it_back(
    tmp_path: Path, language: str, sentence: str, offers: tuple[str, str]
) -> None:
    """The KPI of the sentence, then a driver with what it is calculated from: named before, said after, one change."""
    path = tmp_path / "new.db"
    workspace_at(path).close()
    counts: list[int] = []

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        await pilot.press("ctrl+n")
        await pilot.press(*sentence)
        assert f"F2 {offers[0]}" in screen_text(app)
        await pilot.press("f2")
        counts.append(len(all_kpis(app.workspace.store)))
        await pilot.press(*["pagedown"] * 3)
        assert f"F3 {offers[1]}" in screen_text(app)
        await pilot.press("f3")
        counts.append(len(all_kpis(app.workspace.store)))
        for name in offers[1].split(": ")[1].rstrip(")").split(", "):
            assert name in told(app).splitlines()[-1]
        await pilot.press("escape", "u")
        counts.append(len(all_kpis(app.workspace.store)))

    play(path, story, language=language)
    assert counts == [1, 4, 1]


def test_a_kpi_that_is_not_there_is_begun_from_the_sentence(tmp_path: Path) -> None:
    """Its name and the unit of the figure stand in the form of a new KPI; once saved, the goal is measured by it."""

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        await pilot.press("ctrl+n")
        await pilot.press(*"sleep between 7 and 8 hours", "pagedown", "f2")
        values = app.screen.query_one(Form).values()
        assert (values["name"], values["unit"]) == ("Sleep", "h")
        await pilot.press("ctrl+s")
        assert isinstance(app.screen, WizardPage)
        assert "‹ Sleep ›" in screen_text(app)

    play(shop(tmp_path / "shop.db"), story)

"""Stories of the KPI form: from a template, a ratio, a refusal, a draft that goes on, a KPI that is changed."""

from __future__ import annotations

from pathlib import Path

import pytest

from kpitui.core.cadence import parse_cadence
from kpitui.services.templates import templates
from kpitui.store import records
from kpitui.store.records import all_kpis, kpi_by_key
from kpitui.tui.app import KpituiApp
from kpitui.tui.screens.kpi_form import KpiFormPage, from_template, kpi_fields, read_fields
from kpitui.tui.widgets.form import ChoiceField
from tests.tui.pilot import Pilot, screen_text
from tests.tui.stage import play, shop, told, workspace_at


@pytest.mark.quick
def test_a_kpi_from_a_template(tmp_path: Path) -> None:
    """On an empty database, a and one choice make a KPI that can be logged at once."""
    path = tmp_path / "new.db"

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        assert "Three numbers, twenty seconds a day" in screen_text(app)
        await pilot.press("n", "down", "right")
        assert "Revenue" in screen_text(app)
        await pilot.press("ctrl+s")
        await pilot.press(*"450", "enter")
        assert "All done for today" in screen_text(app)

    play(path, story)


def test_a_ratio_asks_for_its_parts(tmp_path: Path) -> None:
    """Another kind puts up other fields and keeps what was typed; a part that is missing is refused at its field."""
    path = shop(tmp_path / "shop.db")

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        await pilot.press("n", *"Orders per visit", "down", "down", "r")
        assert "Divided by" in screen_text(app)
        assert "Orders per visit" in screen_text(app)
        await pilot.press("ctrl+s")
        assert "A ratio needs two KPIs" in screen_text(app)
        await pilot.press("right", "right", "down", "right", "right", "right", "ctrl+s")
        assert "Added Orders per visit" in told(app)

    play(path, story)
    workspace = workspace_at(path)
    kpi = kpi_by_key(workspace.store, "orders-per-visit")
    workspace.close()
    assert kpi is not None
    assert (kpi.kind, kpi.numerator, kpi.denominator) == ("ratio", 2, 3)


def test_a_draft_goes_on_and_can_be_thrown_away(tmp_path: Path) -> None:
    """What was typed is there again after leaving the form, and after leaving the program; ^d throws it away."""
    path = shop(tmp_path / "shop.db")

    async def type_and_leave(pilot: Pilot, app: KpituiApp) -> None:
        await pilot.press("n", *"Leads", "escape", "q")

    async def go_on(pilot: Pilot, app: KpituiApp) -> None:
        await pilot.press("n")
        assert "Leads" in screen_text(app)
        await pilot.press("ctrl+d")

    play(path, type_and_leave)
    play(path, go_on)
    workspace = workspace_at(path)
    assert records.drafts_of(workspace.store, "kpi") == []
    workspace.close()


def test_a_kpi_is_changed(tmp_path: Path) -> None:
    """E on the KPI page opens the form with what is there; only what is changed changes."""
    path = shop(tmp_path / "shop.db", days=3)

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        await pilot.press("enter", "e")
        assert isinstance(app.screen, KpiFormPage)
        await pilot.press("ctrl+u", *"Turnover", "ctrl+s")
        assert "Turnover" in screen_text(app)

    play(path, story)
    workspace = workspace_at(path)
    kpi = kpi_by_key(workspace.store, "revenue")
    workspace.close()
    assert kpi is not None
    assert (kpi.name, kpi.unit, kpi.kind) == ("Turnover", "EUR", "flow")


@pytest.mark.slow
def test_a_key_that_is_taken_is_refused(tmp_path: Path) -> None:
    """The refusal stands at the key, which was folded away, and nothing is added; Enter goes on to all the others."""

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        await pilot.press("n", *"Orders")
        assert "More: 8 fields you can leave as they are" in screen_text(app)
        assert "Short name" not in screen_text(app)
        assert "and the week is 60" in screen_text(app)
        assert "daily and weekly sales" in screen_text(app)
        await pilot.press("ctrl+s")
        assert "The short name orders is taken" in screen_text(app)
        await pilot.press("ctrl+d", "n", *"Leads", *["enter"] * 6)
        assert "what an empty day means" in screen_text(app)
        await pilot.press("up", "down", *["enter"] * 8)
        assert "Added Leads" in told(app)

    play(shop(tmp_path / "shop.db"), story)


@pytest.mark.sampled(20)
@pytest.mark.parametrize("language", ["en", "nl"])
@pytest.mark.parametrize("key", templates())
def test_every_template_fills_the_form(tmp_path: Path, key: str, language: str) -> None:
    """What a template fills in are fields of the form, and they are read back as what the template says."""
    workspace = workspace_at(tmp_path / "kpitui.db", language=language)
    typed = from_template(key, workspace)
    names = {field.name for field in kpi_fields({**typed, "template": key}, [], new=True)}
    fields = read_fields(workspace, {**typed, "template": key})
    if "every" in fields:
        fields["every"] = parse_cadence(fields["every"])
    workspace.close()
    said = templates()[key].fields
    assert {name: fields[name] for name in said} == said
    assert set(said) <= names | {"every"}


@pytest.mark.slow
def test_letters_find_a_template_although_each_of_them_fills_the_form(tmp_path: Path) -> None:
    """The form is put up again at every letter; what was typed of the name goes on, and any word of it is found."""

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        await pilot.press("n", "down", *"profit")
        assert app.screen.query(ChoiceField).first().value == "profit"
        await pilot.press("down", "up", *"costs")
        assert app.screen.query(ChoiceField).first().value == "costs"
        await pilot.press("down", "up", *"cups")
        assert app.screen.query(ChoiceField).first().value == "costs"
        await pilot.press("down", "up", *"site speed")
        assert app.screen.query(ChoiceField).first().value == "site-speed"

    play(shop(tmp_path / "shop.db"), story)


def test_the_name_proposes_what_the_kpi_is(tmp_path: Path) -> None:
    """A balance is a latest number in money: filled in once the name is left, said when it is saved."""
    path = shop(tmp_path / "shop.db")

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        await pilot.press("n", *"Cash balance", "down", "down")
        assert "‹ latest ›" in screen_text(app)
        assert "the latest number counts" in screen_text(app)
        assert "EUR" in screen_text(app)
        assert "suggested by its name" in screen_text(app)
        await pilot.press("ctrl+s")
        assert "Added Cash balance as the latest number" in told(app)

    play(path, story)
    workspace = workspace_at(path)
    kpi = kpi_by_key(workspace.store, "cash-balance")
    workspace.close()
    assert kpi is not None
    assert (kpi.kind, kpi.unit) == ("level", "EUR")


def test_what_a_person_chose_stays(tmp_path: Path) -> None:
    """A kind that was chosen is not proposed away by the name; saved at once, the name still speaks."""
    path = shop(tmp_path / "shop.db")

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        await pilot.press("n", "down", "down", "right", "right", "up", "up", *"Bank balance", "ctrl+s")
        await pilot.press("n", *"Likes", "ctrl+s")
        assert "Likes can grow without earning you anything" in told(app)

    play(path, story)
    workspace = workspace_at(path)
    bank, likes = (kpi_by_key(workspace.store, key) for key in ("bank-balance", "likes"))
    workspace.close()
    assert bank is not None
    assert likes is not None
    assert (bank.kind, bank.unit, likes.kind) == ("sample", "EUR", "flow")


@pytest.mark.sampled(1)
@pytest.mark.parametrize(
    ("language", "name", "kind", "unit"),
    [
        ("en", "Orders by phone", "flow", ""),
        ("en", "Bounce rate", "sample", "%"),
        ("nl", "Bestellingen per telefoon", "flow", ""),
    ],
)
def test_the_first_thing_that_is_typed_is_the_name(
    tmp_path: Path, language: str, name: str, kind: str, unit: str
) -> None:
    """Whoever types what to measure gets that, in so many words, and no template that shares a letter with it."""
    path = tmp_path / "new.db"

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        await pilot.press("n", *name, "ctrl+s")

    play(path, story, language=language)
    workspace = workspace_at(path)
    (kpi,) = all_kpis(workspace.store)
    workspace.close()
    assert (kpi.name, kpi.kind, kpi.unit) == (name, kind, unit)


@pytest.mark.sampled(1)
@pytest.mark.parametrize(
    ("language", "names"),
    [
        ("en", ("Revenue", "Orders", "Visitors", "Conversion rate")),
        ("nl", ("Omzet", "Bestellingen", "Bezoekers", "Conversiepercentage")),
    ],
)
def test_a_name_of_the_library_makes_the_kpi_of_the_library(
    tmp_path: Path, language: str, names: tuple[str, ...]
) -> None:
    """By its name in either language it is known to the wizard, the review and other KPIs for what it is."""
    path = tmp_path / "new.db"

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        for name in names:
            await pilot.press("n", *name, "ctrl+s")

    play(path, story, language=language)
    workspace = workspace_at(path)
    kpis = all_kpis(workspace.store)
    workspace.close()
    assert [kpi.template for kpi in kpis] == ["revenue", "orders", "visitors", "conversion"]
    assert (kpis[3].numerator, kpis[3].denominator) == (kpis[1].id, kpis[2].id)

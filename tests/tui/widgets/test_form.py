"""The fields of every form: no label is cut, whatever the language."""

from __future__ import annotations

from pathlib import Path

import pytest
from rich.cells import cell_len

from kpitui.tui.app import KpituiApp
from kpitui.tui.widgets.form import EMPTY, Field, Form, SeveralField, TextField
from tests.tui.pilot import Pilot, screen_text
from tests.tui.stage import play, shop

FORMS = {
    "kpi": ("n", *["down"] * 6),
    "action": ("A", "n"),
    "import": ("I",),
    "settings": ("S",),
    "wizard S": ("ctrl+n", *"more orders", "enter"),
    **{f"wizard {at}": ("ctrl+n", *"more orders", "enter", *["pagedown"] * at) for at in range(1, 6)},
}


@pytest.mark.sampled(3)
@pytest.mark.parametrize("language", [pytest.param("en", marks=pytest.mark.slow), "nl"])
@pytest.mark.parametrize("form", FORMS)
def test_no_label_is_cut(tmp_path: Path, form: str, language: str) -> None:
    """The name of a field stands in its column in one piece, with a cell between it and the field."""

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        await pilot.press(*FORMS[form])
        for field in app.screen.query(Field):
            (label,) = field.query(".field-label")
            assert cell_len(field.label) < label.size.width, field.label

    play(shop(tmp_path / "shop.db", days=30), story, language=language)


def test_a_field_is_two_widgets_and_a_problem_where_it_has_one(tmp_path: Path) -> None:
    """What a page of fields costs to open is their number; a problem that comes before its field is shown too."""

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        await pilot.press("n")
        form = app.screen.query_one(Form)
        assert {len(list(field.walk_children())) for field in form.reachable} == {2}
        await pilot.press("ctrl+s")
        assert "A KPI needs a name" in screen_text(app)
        assert [len(list(field.walk_children())) for field in form.fields][:2] == [3, 2]
        fields = [TextField("name", "Name"), TextField("other", "Other")]
        fields[1].problem("not this one")
        await form.put(fields)
        await pilot.pause()
        assert "not this one" in screen_text(app)
        fields[1].problem(None)
        await pilot.pause()
        assert "not this one" not in screen_text(app)

    play(shop(tmp_path / "shop.db"), story)


@pytest.mark.parametrize("key", ["S", "n"])
def test_on_a_narrow_terminal_fields_stand_below_their_labels(tmp_path: Path, key: str) -> None:
    """Beside them there was no room: the settings showed no value at all on 40 columns."""

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        await pilot.press(key)
        for field in app.screen.query(Field):
            inner = field.query("TextLine, Choice").first()
            assert inner.size.width >= 30, field.label
            assert inner.region.y > field.region.y

    play(shop(tmp_path / "shop.db"), story, size=(40, 20))


def test_an_empty_field_is_seen_without_colours(tmp_path: Path) -> None:
    """No ground sets it off in the monochrome theme, so a line does; typing takes its place."""

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        app.theme = "mono"
        await pilot.press("A", "n")
        assert EMPTY in screen_text(app)
        await pilot.press("C")
        assert f"C{EMPTY[1:]}" not in screen_text(app)

    play(shop(tmp_path / "shop.db"), story)


def test_several_values_are_told_by_key_or_title_and_what_is_none_of_them_is_kept() -> None:
    """A draft may name a KPI in another way, or one that has gone: it is shown, and refused where it is read."""
    options = [("orders", "Bestellingen"), ("visitors", "Bezoekers")]
    field = SeveralField("drivers", "Stuur-KPI's", options, "bezoekers, orders,, orders, gone")
    assert field.value == "visitors, orders, gone"
    assert field.shown(field.value) == "Bezoekers, Bestellingen, gone"
    assert SeveralField("drivers", "Stuur-KPI's", options).value == ""


def test_space_picks_what_letters_led_to_and_drops_it(tmp_path: Path) -> None:
    """A letter or an arrow only shows another value."""

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        await pilot.press("ctrl+n", *"more revenue", "enter", "pagedown", "pagedown")
        (field,) = [field for field in app.screen.query(SeveralField) if field.name == "drivers"]
        field.take_focus()
        await pilot.press("v", "space", *"ord", "space", "right", "left")
        assert field.value == "visitors, orders"
        await pilot.press("v", "space")
        assert field.value == "orders"
        assert "[ ] Visitors" in screen_text(app)

    play(shop(tmp_path / "shop.db"), story)

"""Settings: defaults, what each accepts, and what follows from them."""

from __future__ import annotations

import pytest

from kpitui.core.errors import NotFound, Refused
from kpitui.core.figures import format_number
from kpitui.core.keyboard import Bound, Layout
from kpitui.services.settings import (
    SETTINGS,
    Settings,
    change_setting,
    choose_keys,
    chosen_keys,
    forget_keys,
    load_settings,
    region_of,
    usable_keys,
)
from kpitui.services.workspace import Workspace
from kpitui.store import journal
from tests.services.conftest import NOW


@pytest.mark.parametrize("key", SETTINGS)
def test_every_setting_has_a_default_that_it_accepts(workspace: Workspace, key: str) -> None:
    """Contract of the table: default accepted, title told, every accepted value can be set and undone."""
    setting = SETTINGS[key]
    assert setting.title
    assert not setting.accepts or setting.default in setting.accepts
    for value in setting.accepts or ("Europe/Amsterdam",):
        change_setting(workspace, key, value)
        assert value == load_settings(workspace.store)[key]
    journal.undo(workspace.store)
    assert change_setting(workspace, key, None) or load_settings(workspace.store)[key] == setting.default
    assert setting.default == load_settings(workspace.store)[key]


@pytest.mark.parametrize(("key", "value"), [("colour", "red"), ("language", "fr"), ("day-starts", "25")])
def test_what_is_not_accepted_is_refused(workspace: Workspace, key: str, value: str) -> None:
    """An unknown setting or value is refused and nothing is changed."""
    before = load_settings(workspace.store)
    with pytest.raises(Refused):
        change_setting(workspace, key, value)
    assert before == load_settings(workspace.store)


def test_numbers_follow_the_language_unless_chosen(workspace: Workspace) -> None:
    """English writes a decimal dot, Dutch a comma, and either can be had with the other language."""
    assert "." == workspace.settings.numbers.decimal
    change_setting(workspace, "numbers", "nl")
    workspace.refresh(NOW)
    assert "," == workspace.settings.numbers.decimal
    change_setting(workspace, "week-start", "sunday")
    workspace.refresh(NOW)
    assert 6 == workspace.settings.calendar.week_start


@pytest.mark.parametrize(
    ("environ", "language", "code", "first", "number"),
    [
        ({"LANG": "en_US.UTF-8"}, "en", "US", 6, "1,234.50"),
        ({"LANG": "nl_NL.UTF-8"}, "nl", "NL", 0, "1.234,50"),
        ({"LANG": "en_US.UTF-8", "LC_TIME": "nl_NL.UTF-8"}, "en", "NL", 0, "1.234,50"),
        ({"LANG": "nl_NL.UTF-8", "LC_ALL": "en_GB.UTF-8"}, "en", "GB", 0, "1,234.50"),
        ({"LANG": "en_US.UTF-8"}, "nl", "NL", 0, "1.234,50"),
        ({"LANG": "nl_BE.UTF-8"}, "nl", "BE", 0, "1.234,50"),
        ({"LANG": "C.UTF-8"}, "en", "", 0, "1,234.50"),
        ({}, "nl", "NL", 0, "1.234,50"),
    ],
)
def test_the_locale_says_which_region_it_is(
    workspace: Workspace, environ: dict[str, str], language: str, code: str, first: int, number: str
) -> None:
    """Order of dates, week and numbers follow from it; who chose Dutch on a server in English is not in the US."""
    region = region_of(environ, {"region": "auto"}, language)
    settings = Settings(load_settings(workspace.store), language, region=region)
    assert settings.region_code == code
    assert settings.calendar.week_start == first
    assert settings.month_first == (code == "US")
    assert settings.numbers.gap == ("" if code == "US" else " ")
    assert format_number(1234.5, 2, settings.numbers) == number


def test_settings_go_before_the_region(workspace: Workspace) -> None:
    """A week start and a number style of one's own stay as they are, whatever the region."""
    change_setting(workspace, "region", "us")
    workspace.refresh(NOW)
    assert (workspace.settings.region_code, workspace.settings.calendar.week_start) == ("US", 6)
    change_setting(workspace, "week-start", "monday")
    change_setting(workspace, "numbers", "nl")
    workspace.refresh(NOW)
    assert workspace.settings.calendar.week_start == 0
    assert workspace.settings.numbers.decimal == ","
    with pytest.raises(Refused, match="region can't be Mars"):
        change_setting(workspace, "region", "Mars")


def test_hours_are_written_in_the_language_and_not_in_the_region() -> None:
    """Somebody who reads English in the Netherlands reads 1 h 30, in figures with a comma."""
    region = region_of({"LANG": "nl_NL.UTF-8"}, {"region": "auto"}, "en")
    values = {"numbers": "auto"}
    assert (Settings(values, "en", region=region).numbers.hour, Settings(values, "nl").numbers.hour) == ("h", "u")


PAGES = (Layout("List", (Bound("page.new", ("n",)), Bound("page.edit", ("e",)))),)


def test_a_choice_is_kept_and_taken_back(workspace: Workspace) -> None:
    """A moved key is there for every session, and undo takes it back."""
    assert choose_keys(workspace, "page.new", "x, ctrl+x", PAGES)
    assert {"page.new": ("x", "ctrl+x")} == chosen_keys(workspace)
    journal.undo(workspace.store)
    assert {} == chosen_keys(workspace)


@pytest.mark.parametrize(("wanted", "keys"), [("page.new", "e"), ("page.new", "nonsense"), ("page.old", "x")])
def test_what_is_refused_changes_nothing(workspace: Workspace, wanted: str, keys: str) -> None:
    """A key that is taken, no key at all, or an unknown action: nothing is written."""
    choose_keys(workspace, "page.new", "y", PAGES)
    with pytest.raises(Refused):
        choose_keys(workspace, wanted, keys, PAGES)
    assert {"page.new": ("y",)} == chosen_keys(workspace)


def test_an_own_key_that_is_taken_meanwhile_does_not_come_back(workspace: Workspace) -> None:
    """Bringing a default back is refused while another action has it; all can be brought back at once."""
    choose_keys(workspace, "page.new", "x", PAGES)
    choose_keys(workspace, "page.edit", "n", PAGES)
    with pytest.raises(Refused):
        choose_keys(workspace, "page.new", None, PAGES)
    assert forget_keys(workspace)
    assert {} == chosen_keys(workspace)
    assert not forget_keys(workspace)
    with pytest.raises(NotFound):
        choose_keys(workspace, "page.old", None, PAGES)


def test_what_cannot_be_had_any_more_keeps_its_own() -> None:
    """Of stored keys that no longer fit the program, each is told once, and the others stay."""
    kept, refused = usable_keys({"page.new": ("e",), "page.old": ("x",), "page.edit": ("z", "ctrl+z")}, PAGES)
    assert {"page.new": ("e",), "page.edit": ("z", "ctrl+z")} == kept
    assert ["No key for page.old. Did you mean page.edit, page.new?"] == [str(each) for each in refused]

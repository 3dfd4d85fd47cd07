"""Settings: defaults, what each accepts, and what follows from them."""

from __future__ import annotations

import pytest

from kpitui.core.errors import Refused
from kpitui.services.settings import SETTINGS, change_setting, load_settings
from kpitui.services.workspace import Workspace
from kpitui.store import journal
from tests.services.conftest import NOW


@pytest.mark.parametrize("key", SETTINGS)
def test_every_setting_has_a_default_that_it_accepts(workspace: Workspace, key: str) -> None:
    """Contract of the table: default accepted, title told, every accepted value can be set and undone."""
    setting = SETTINGS[key]
    assert setting.title
    assert not setting.accepts or setting.default in setting.accepts
    for value in setting.accepts or ("Studio Noord",):
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

"""Moved keys: kept in the database, undoable, refused as a whole when two actions would share one."""

from __future__ import annotations

import pytest

from kpitui.core.errors import NotFound, Refused
from kpitui.core.keyboard import Bound, Layout
from kpitui.services.key_choices import choose_keys, chosen_keys, forget_keys, usable
from kpitui.services.workspace import Workspace
from kpitui.store import journal

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
    kept, refused = usable({"page.new": ("e",), "page.old": ("x",), "page.edit": ("z", "ctrl+z")}, PAGES)
    assert {"page.new": ("e",), "page.edit": ("z", "ctrl+z")} == kept
    assert ["No key for page.old. Did you mean page.edit, page.new?"] == [str(each) for each in refused]

"""Which hooks there are and whether any is wanted: off by default, and in a moment."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import pytest

from kpitui.extras.hooks import HOOKS, are_off, are_wanted, hooks_folder


@pytest.mark.parametrize("name", HOOKS)
def test_every_hook_has_what_the_family_asks_for(name: str) -> None:
    """A member names its module, and that has the four functions."""
    module = import_module(HOOKS[name].module)
    assert HOOKS[name].name == name
    assert HOOKS[name].title
    assert all(callable(getattr(module, each)) for each in ("after", "before", "document", "example"))


def test_without_the_folder_nothing_is_wanted(tmp_path: Path) -> None:
    """Off by default; on when the folder is there, in the configuration folder or else in the usual one."""
    environ = {"XDG_CONFIG_HOME": str(tmp_path)}
    assert not are_wanted(environ)
    (tmp_path / "kpitui" / "hooks").mkdir(parents=True)
    assert are_wanted(environ)
    assert not are_wanted({"XDG_CONFIG_HOME": "not/absolute"})
    assert hooks_folder({}) == str(Path.home() / ".config" / "kpitui" / "hooks")


@pytest.mark.parametrize(("value", "off"), [("", False), ("yes", False), ("1", False), ("no", True), ("0", True)])
def test_the_environment_turns_them_off(tmp_path: Path, value: str, off: bool) -> None:
    """Anything that does not say yes is a no."""
    (tmp_path / "kpitui" / "hooks").mkdir(parents=True)
    environ = {"XDG_CONFIG_HOME": str(tmp_path), "KPITUI_HOOKS": value}
    assert (off, not off) == (are_off(environ), are_wanted(environ))

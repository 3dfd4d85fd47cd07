"""What every story of the app stands on, and guards besides its own: the keys of whatever has the focus are in help."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet
from textual.widget import Widget

from kpitui.tui.screen import KpituiScreen
from kpitui.tui.widgets.hidden_line import FigureLine, FindLine


@pytest.fixture(autouse=True)
def _keys_are_declared(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Refuse a screen on which a widget takes the keys that is not among the `KEYED` ones of the screen.

    Help, the manual and the check of moved keys would not know its keys. The lines in which something is looked for
    or figures are tried are the exception: while they are open they take every key for text.
    """
    forgotten: set[str] = set()
    set_focus = KpituiScreen.set_focus

    def noted(screen: KpituiScreen, widget: Widget | None, *args: Any, **kwargs: Any) -> None:
        if widget is not None and not isinstance(widget, (*screen.KEYED, FindLine, FigureLine)):
            forgotten.add(f"{type(screen).__name__}.KEYED has no {type(widget).__name__}")
        set_focus(screen, widget, *args, **kwargs)

    monkeypatch.setattr(KpituiScreen, "set_focus", noted)
    yield
    assert not forgotten


@pytest.fixture(scope="session", autouse=True)
def _style_sheets_are_parsed_once() -> Iterator[None]:
    """Let the apps of this process share the rules of a sheet for the same colours: a tenth of every story."""
    parsed: dict[object, list[RuleSet]] = {}
    parse = Stylesheet._parse_rules

    def shared(sheet: Stylesheet, css: str, *args: Any, **kwargs: Any) -> list[RuleSet]:
        key = (css, args, tuple(kwargs.items()), tuple(sheet._variables.items()))
        if key not in parsed:
            parsed[key] = parse(sheet, css, *args, **kwargs)
        return parsed[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Stylesheet, "_parse_rules", shared)
        yield

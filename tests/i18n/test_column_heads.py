"""The head of a narrow column fits it in every language: a word that is cut off runs into its neighbour."""

from __future__ import annotations

import pytest

from kpitui.i18n import use
from kpitui.tui.screens.today.texts import _needs_head
from kpitui.tui.widgets.runs import TARGET


@pytest.mark.parametrize("language", ["en", "nl"])
def test_the_last_column_of_today_has_a_head_that_fits(language: str) -> None:
    use(language)
    try:
        heads = [_needs_head({kind}) for kind in ("needed", "room", "target")]
    finally:
        use("en")
    assert all(0 < len(head) < TARGET for head in heads), heads
    assert len(set(heads)) == 3

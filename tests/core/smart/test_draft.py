"""What a draft says by itself: from when, for how long, which way; and a check that says one sentence."""

from __future__ import annotations

from datetime import date

import pytest

from kpitui.core.smart.draft import GoalDraft, instead, lack, length_of, start_of, wants_less
from tests.core.smart.drafts import BOUNCE, FACTS, REVENUE, TODAY


def test_from_when_and_for_how_long() -> None:
    """From today unless it is said, both days inclusive, and no length without a deadline after the start."""
    draft = GoalDraft(deadline=date(2026, 4, 30))
    assert (start_of(draft, FACTS), length_of(draft, FACTS)) == (TODAY, 30)
    later = draft._replace(start=date(2026, 4, 29))
    assert (start_of(later, FACTS), length_of(later, FACTS)) == (date(2026, 4, 29), 2)
    assert length_of(draft._replace(start=date(2026, 4, 30)), FACTS) is None
    assert length_of(GoalDraft(), FACTS) is None


@pytest.mark.parametrize(("shape", "less"), [("level", False), ("reduce", True), ("cap", True), ("cumulative", False)])
def test_which_way_it_is_won(shape: str, less: bool) -> None:
    """The shape tells, and a KPI that is better low wants less in any shape."""
    assert wants_less(GoalDraft(shape=shape), REVENUE) is less
    assert wants_less(GoalDraft(shape=shape), BOUNCE)


def test_a_target_takes_the_place_of_what_it_followed_from() -> None:
    """Neither a change nor a rate speaks against it afterwards."""
    draft = GoalDraft(change_percent=15.0, change_points=4.0, rate=1.0)
    assert draft._replace(**instead(7.0)) == GoalDraft(target=7.0)


def test_a_lack_is_found_while_it_holds() -> None:
    """One sentence about the draft, with its KPI and its days, and nothing once it is mended."""
    check = lack("S", "hint", "title", when=lambda draft, facts: not draft.title, message="{kpi}", repair="{start}")
    finding = check.find(GoalDraft(), FACTS)
    assert finding is not None
    assert finding[:4] == ("S", "hint", "title", "{kpi}")
    assert (finding.params["kpi"], finding.params["start"], finding.remedies) == ("Revenue", TODAY, ())
    assert check.find(GoalDraft(title="more"), FACTS) is None

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


@pytest.mark.parametrize(
    ("draft", "less", "of_bounce"),
    [
        (GoalDraft(type="level"), False, True),
        (GoalDraft(type="level", down=True), True, True),
        (GoalDraft(type="level", down=False), False, False),
        (GoalDraft(type="cap"), True, True),
        (GoalDraft(type="total"), False, True),
        (GoalDraft(type="recurring", high=4.0), True, True),
        (GoalDraft(type="recurring", low=4.0), False, False),
    ],
)
def test_which_way_it_is_won(draft: GoalDraft, less: bool, of_bounce: bool) -> None:
    """The kind and the words tell, else the direction of the KPI."""
    assert (wants_less(draft, REVENUE), wants_less(draft, BOUNCE)) == (less, of_bounce)


def test_a_target_takes_the_place_of_what_it_followed_from() -> None:
    """No change speaks against it afterwards."""
    draft = GoalDraft(change_percent=15.0, change_points=4.0)
    assert draft._replace(**instead(7.0)) == GoalDraft(target=7.0)


def test_a_lack_is_found_while_it_holds() -> None:
    """One sentence about the draft, with its KPI and its days, and nothing once it is mended."""
    check = lack("S", "hint", "title", when=lambda draft, facts: not draft.title, message="{kpi}", repair="{start}")
    finding = check.find(GoalDraft(), FACTS)
    assert finding is not None
    assert finding[:4] == ("S", "hint", "title", "{kpi}")
    assert (finding.params["kpi"], finding.params["start"], finding.fixes) == ("Revenue", TODAY, ())
    assert check.find(GoalDraft(title="more"), FACTS) is None

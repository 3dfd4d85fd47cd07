"""The last column of Today: what each figure is, and rounding to the safe side."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from kpitui.services.entries import EntryInput, log
from kpitui.services.goals.form import read_draft
from kpitui.services.goals.saving import save_goal
from kpitui.services.today import today_view
from kpitui.services.workspace import Workspace
from kpitui.tui.screens.today.texts import TodayTexts
from tests.services.conftest import shop, workspace

__all__ = ["shop", "workspace"]

TODAY = date(2026, 11, 23)
TOTAL = {"title": "T", "kpi": "orders", "target": "100", "start": "2026-11-01", "deadline": "2026-12-01"}
CAP = {**TOTAL, "title": "C", "kpi": "visitors", "type": "cap"}
LEVEL = {
    **TOTAL, "title": "L", "kpi": "site-speed", "type": "level", "target": "1.75", "baseline": "2.5", "over": "28d",
}  # fmt: skip


def column(workspace: Workspace, *, ascii: bool = False) -> tuple[str, list[str]]:
    """Return the heading and the figures of the last column that are not empty."""
    seen = TodayTexts(workspace, ascii=ascii, moved={}).sheet_view(today_view(workspace, TODAY, 3), {})
    return seen.target_title, [row.target for row in seen.rows if row.target]


@pytest.mark.parametrize(
    ("goals", "head", "figures"),
    [
        ((TOTAL,), "needed", ["8"]),
        ((CAP,), "at most", ["≤7"]),
        ((LEVEL,), "target", ["→1.75"]),
        ((TOTAL, CAP, LEVEL), "needed", ["8", "≤7", "→1.75"]),
        ((), "", []),
    ],
)
def test_the_last_column_is_headed_by_what_it_is(
    shop: Workspace, goals: tuple[dict[str, str], ...], head: str, figures: list[str]
) -> None:
    """With 36 of 100 in 22 days, 64 on 9 days are 7.1 a day: 8 are needed, 7 are allowed; a level has its target."""
    for back in range(1, 19):
        for key, text in (("orders", "2"), ("visitors", "2"), ("site-speed", "2.25")):
            log(shop, [EntryInput(key, text, TODAY - timedelta(days=back))])
    for typed in goals:
        save_goal(shop, read_draft(shop, typed).draft)
    assert column(shop) == (head, figures)
    plain = [figure.replace("≤", "<").replace("→", ">") for figure in figures]
    assert column(shop, ascii=True) == (head, plain)

"""GoatCounter's totals."""

from __future__ import annotations

from datetime import date

import pytest

from kpitui.core.errors import Refused
from kpitui.extras.pull.sources._place import Patience, SourceMetric
from kpitui.extras.pull.sources.goatcounter import fetch
from tests.extras.pull.sources.conftest import SPAN, place
from tests.extras.pull.sources.server import Web


def test_figures_per_day(web: Web, patience: Patience) -> None:
    """A day with 0 visits is 0, and said so."""
    web.says(
        {
            "total": 9,
            "stats": [{"day": "2026-11-20", "hourly": [0] * 24, "daily": 9}, {"day": "2026-11-21", "daily": 0}],
        }
    )
    assert fetch(place("goatcounter", {"daily": "visits"}, url=web.url), SPAN, patience) == [
        SourceMetric("visits", date(2026, 11, 20), 9.0),
        SourceMetric("visits", date(2026, 11, 21), 0.0),
    ]
    assert (web.asked[0].path, web.asked[0].query) == (
        "/api/v0/stats/total",
        {"start": ["2026-11-20"], "end": ["2026-11-22"]},
    )


@pytest.mark.parametrize("answer", [{}, {"stats": None}, {"stats": ["x"]}, {"stats": [{"daily": 3}]}])
def test_another_answer(web: Web, patience: Patience, answer: object) -> None:
    """What has another shape is refused in one sentence."""
    web.says(answer)
    with pytest.raises(Refused):
        fetch(place("goatcounter", {"daily": "visits"}, url=web.url), SPAN, patience)

"""Any address with JSON: a figure of today, or rows."""

from __future__ import annotations

from datetime import date

import pytest

from kpitui.core.errors import Refused
from kpitui.extras.pull.sources._place import Patience, SourceMetric
from kpitui.extras.pull.sources.web_json import fetch
from tests.extras.pull.sources.conftest import SPAN, place
from tests.extras.pull.sources.server import Web


def test_a_figure_of_today(web: Web, patience: Patience) -> None:
    """Without rows, what stands at the path is of today."""
    web.says({"data": {"total": 41, "none": None}})
    here = place(
        "json", {"data.total": "members", "data.none": "other"}, url=web.url, rows=None, date="date", headers={}
    )
    assert fetch(here, SPAN, patience) == [SourceMetric("members", SPAN.today, 41.0)]


def test_rows_with_days(web: Web, patience: Patience) -> None:
    """The days asked for stand in the address; a row may leave a figure out."""
    web.says({"rows": [{"d": "2026-11-20", "n": 3}, {"d": "2026-11-21"}]})
    here = place(
        "json",
        {"n": "orders"},
        url=f"{web.url}/x?from={{since}}&to={{until}}",
        rows="rows",
        date="d",
        headers={"X-A": "b"},
    )
    assert fetch(here, SPAN, patience) == [SourceMetric("orders", date(2026, 11, 20), 3.0)]
    assert web.asked[0].query == {"from": ["2026-11-20"], "to": ["2026-11-22"]}
    assert web.asked[0].headers["x-a"] == "b"


@pytest.mark.parametrize("answer", [{}, {"rows": 5}, {"rows": [5]}, {"rows": [{"d": "soon", "n": 1}]}, []])
def test_another_answer(web: Web, patience: Patience, answer: object) -> None:
    """What has another shape is refused in one sentence."""
    web.says(answer)
    with pytest.raises(Refused):
        fetch(place("json", {"n": "orders"}, url=web.url, rows="rows", date="d", headers={}), SPAN, patience)

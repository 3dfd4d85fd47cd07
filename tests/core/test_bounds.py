"""Natural bounds: what is refused, and what is taken for granted where nothing was said."""

from __future__ import annotations

import pytest

from kpitui.core.bounds import bounds_of, refuse_beyond
from kpitui.core.errors import Refused
from kpitui.core.model import Kpi

SHARE = Kpi(1, "share", "Share", "sample", "%", floor=0.0, ceiling=100.0)


@pytest.mark.parametrize(("value", "said"), [(-0.5, "below 0"), (100.5, "above 100")])
def test_a_value_beyond_is_refused(value: float, said: str) -> None:
    """The sentence names the KPI and the bound."""
    with pytest.raises(Refused) as refused:
        refuse_beyond(SHARE, value)
    assert said in refused.value.message.format(**refused.value.params)
    refuse_beyond(SHARE, 0.0)
    refuse_beyond(SHARE, 100.0)


def test_bounds_that_nobody_set() -> None:
    """Where nothing was ever negative nothing will be; what was set is what holds."""
    free = Kpi(1, "sum", "Sum", "flow")
    assert bounds_of(free, [3.0, 0.0]) == (0.0, None)
    assert bounds_of(free, [3.0, -1.0]) == (None, None)
    assert bounds_of(free, []) == (None, None)
    assert bounds_of(SHARE._replace(floor=-5.0), [1.0]) == (-5.0, 100.0)

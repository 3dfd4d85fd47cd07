"""Fields from outside: unknown ones refused, the check's own refusal kept, numbers finite."""

from __future__ import annotations

import pytest

from kpitui.core.errors import Refused
from kpitui.services.schema import KpiFields, checked


def test_unknown_and_missing_fields_are_named() -> None:
    """A field that does not exist and one that is missing are refused by name."""
    with pytest.raises(Refused) as unknown:
        checked(KpiFields, {"name": "x", "flavour": "y"})
    with pytest.raises(Refused) as missing:
        checked(KpiFields, {"kind": "flow"})
    assert ("flavour", "name") == (unknown.value.field, missing.value.field)


def test_a_refusal_of_the_core_keeps_its_sentence() -> None:
    """The core's own sentence about a cadence arrives, with the field it belongs to."""
    with pytest.raises(Refused) as refused:
        checked(KpiFields, {"name": "x", "every": "fortnight"})
    assert ("every", True) == (refused.value.field, "fortnight" in str(refused.value))


def test_infinity_is_no_edge() -> None:
    """Edges of a band are finite numbers."""
    with pytest.raises(Refused):
        checked(KpiFields, {"name": "x", "better": "band", "band_low": float("-inf"), "band_high": 2})

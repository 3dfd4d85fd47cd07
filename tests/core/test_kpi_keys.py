"""Keys of KPIs, made from names and checked."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpitui.core.errors import Refused
from kpitui.core.kpi_keys import checked_key, key_of


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Revenue", "revenue"),
        ("Ad clicks", "ad-clicks"),
        ("  Café-omzet (EUR) ", "cafe-omzet-eur"),
        ("3D prints", "kpi-3d-prints"),
        ("[red]x\x1b[31m", "red-x-31m"),
    ],
)
def test_a_key_is_made_from_a_name(name: str, key: str) -> None:
    """Keys are what a shell and a formula can take."""
    assert key == key_of(name)


@given(name=st.text(max_size=300))
def test_every_key_that_is_made_is_accepted(name: str) -> None:
    """A name gives a key that passes the check, or a sentence."""
    try:
        key = key_of(name)
    except Refused:
        return
    assert key == checked_key(key)


@pytest.mark.parametrize("key", ["", "Revenue", "a b", "a--b", "-a", "a-", "1a", "a_b", "é", "a" * 61, "a;b"])
def test_a_key_that_is_trouble_is_refused(key: str) -> None:
    """What a shell, a formula or a file would trip over is no key."""
    with pytest.raises(Refused, match="cannot be a key"):
        checked_key(key)

"""Text as it may be stored, and keys made from names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpitui.core.errors import Refused
from kpitui.core.text import checked_key, key_of, storable


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


def test_what_cannot_be_stored_is_replaced() -> None:
    """Half characters and NUL become a visible sign, the rest stays."""
    assert "a�b�c é" == storable("  a\udc80b\x00c é \n")


@given(text=st.text(max_size=50))
def test_stored_text_can_be_encoded(text: str) -> None:
    """Whatever is stored can be written as UTF-8."""
    assert storable(text) == storable(text).encode().decode()

"""Text as it may be stored."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kpitui.core.text import storable


def test_what_cannot_be_stored_is_replaced() -> None:
    """Half characters and NUL become a visible sign, the rest stays."""
    assert "a�b�c é" == storable("  a\udc80b\x00c é \n")


@given(text=st.text(max_size=50))
def test_stored_text_can_be_encoded(text: str) -> None:
    """Whatever is stored can be written as UTF-8."""
    assert storable(text) == storable(text).encode().decode()

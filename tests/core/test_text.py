"""Text as it may be stored."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpitui.core.errors import Refused
from kpitui.core.text import storable


def test_what_cannot_be_stored_is_replaced() -> None:
    """Half characters and NUL become a visible sign, the rest stays."""
    assert "a�b�c é" == storable("  a\udc80b\x00c é \n")


def test_nothing_is_cut_without_a_word() -> None:
    """What is longer than there is room for is refused, with how long it is and what fits."""
    assert "x" * 2000 == storable(f"  {'x' * 2000}  ")
    with pytest.raises(Refused, match=r"Too long for a note: 2001 characters\. Use at most 2000") as refused:
        storable("x" * 2001, what="a note", field="note")
    assert "note" == refused.value.field


@given(text=st.text(max_size=50))
def test_stored_text_can_be_encoded(text: str) -> None:
    """Whatever is stored can be written as UTF-8."""
    assert storable(text) == storable(text).encode().decode()

"""How much two names are alike, from not at all to the same."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpitui.cli.commands import COMMANDS
from kpitui.core.errors import Refused
from kpitui.core.kpi_names import RESERVED, checked_key, key_from_name, name_similarity, refuse_reserved


@pytest.mark.parametrize(
    ("one", "other", "near"),
    [
        ("order", "Orders", True),
        ("conversion rate", "Conversion", True),
        ("websitebezoekers", "Bezoekers", True),
        ("convresion", "Conversion", True),
        ("weather", "Revenue", False),
        ("", "Revenue", False),
    ],
)
def test_plurals_compounds_and_slips_are_near(one: str, other: str, near: bool) -> None:
    assert (name_similarity(one, other) >= 0.5) is near


@given(st.text(max_size=30), st.text(max_size=30))
def test_likeness_lies_between_none_and_the_same(one: str, other: str) -> None:
    """Whatever is compared, and the same is the same."""
    assert 0.0 <= name_similarity(one, other) <= 1.0
    assert name_similarity(one, one) in (0.0, 1.0)


# Keys of KPIs, made from names and checked.


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Revenue", "revenue"),
        ("Ad clicks", "ad-clicks"),
        ("  Café-omzet (EUR) ", "cafe-omzet-eur"),
        ("Oppgjørssum Łódź", "oppgjorssum-lodz"),
        ("Straße", "strasse"),
        ("3D prints", "kpi-3d-prints"),
        ("Review", "kpi-review"),
        ("Log", "kpi-log"),
        ("[red]x\x1b[31m", "red-x-31m"),
    ],
)
def test_a_key_is_made_from_a_name(name: str, key: str) -> None:
    """Keys are what a shell and a formula can take."""
    assert key == key_from_name(name)


def test_no_new_key_is_a_word_of_a_command() -> None:
    """Every command is reserved, so that `kpitui log log 5` never has to be thought about."""
    assert set(COMMANDS) <= RESERVED
    with pytest.raises(Refused, match="kpi-log"):
        refuse_reserved("log")
    refuse_reserved("orders")


@given(name=st.text(max_size=300))
def test_every_key_that_is_made_is_accepted(name: str) -> None:
    """A name gives a key that passes the check, or a sentence."""
    try:
        key = key_from_name(name)
    except Refused:
        return
    assert key == checked_key(key)


@pytest.mark.parametrize("key", ["", "Revenue", "a b", "a--b", "-a", "a-", "1a", "a_b", "é", "a" * 61, "a;b"])
def test_a_key_that_is_trouble_is_refused(key: str) -> None:
    """What a shell, a formula or a file would trip over is no key."""
    with pytest.raises(Refused, match="can't be a short name"):
        checked_key(key)

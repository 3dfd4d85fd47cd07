"""What may be typed for a number, what it is taken for, and what is refused."""

from __future__ import annotations

from math import isclose

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpitui.core.amount import LARGEST, Amount, in_unit, parse_amount
from kpitui.core.errors import Refused
from kpitui.core.figures import NUMBER_STYLES, format_exact

ACCEPTED = [
    ("1249,50", 1249.5, "", "plain"),
    ("1249.50", 1249.5, "", "plain"),
    ("1.249,50", 1249.5, "", "plain"),
    ("1,249.50", 1249.5, "", "plain"),
    ("1.250.000", 1250000, "", "plain"),
    ("1 250,5", 1250.5, "", "plain"),
    ("1'250.5", 1250.5, "", "plain"),
    ("€ 12", 12, "EUR", "plain"),
    ("12 euro", 12, "EUR", "plain"),
    ("-€ 3", -3, "EUR", "plain"),
    ("$1.50", 1.5, "USD", "plain"),
    ("12,-", 12, "", "plain"),
    ("4,2%", 4.2, "%", "plain"),
    ("1.2k", 1200, "", "plain"),
    ("2 mln", 2_000_000, "", "plain"),
    ("1,5h", 1.5, "h", "plain"),
    ("1h30", 1.5, "h", "plain"),
    ("1u30", 1.5, "h", "plain"),
    ("1:30", 1.5, "h", "plain"),
    ("90 min", 90, "min", "plain"),
    ("3*45+12", 147, "", "plain"),
    ("(2+3)*4", 20, "", "plain"),
    ("10/4", 2.5, "", "plain"),
    ("+3", 3, "", "add"),
    ("=3", 3, "", "replace"),
    ("=3*2", 6, "", "replace"),
    ("-3,5", -3.5, "", "plain"),
    ("\u22123", -3, "", "plain"),
    ("0", 0, "", "plain"),
    (",5", 0.5, "", "plain"),
]  # fmt: skip

REFUSED = [
    "", "   ", "abc", "1e999", "nan", "inf", "-inf", "2026-02-30", "23-11-2026", "0x10", "1_000", "--3", "=", "+",
    "4.5.0", "1,2,3", "12abc", "€", "%", "1h99", "3**4", "3*", "(3", "10/0", "__import__('os')", "1;2", "٣", "1" * 61,
    "1e3", "99999999999999999999", "3 %%", "€ 3 €", "1..2",
]  # fmt: skip


@pytest.mark.parametrize(("text", "value", "unit", "mode"), ACCEPTED)
@pytest.mark.parametrize("decimal", [",", "."])
def test_what_is_understood(text: str, value: float, unit: str, mode: str, decimal: str) -> None:
    """Each accepted form means one thing, whatever the number style."""
    found = parse_amount(text, decimal=decimal)
    assert isclose(value, found.value)
    assert (unit, mode, False) == (found.unit, found.mode, found.ambiguous)


@pytest.mark.parametrize("text", REFUSED)
def test_what_is_refused(text: str) -> None:
    """What is no number is refused with the text in the sentence; it is never taken for 0."""
    with pytest.raises(Refused) as refused:
        parse_amount(text)
    assert refused.value.field == "value"
    assert "{" not in str(refused.value)


@pytest.mark.parametrize(("decimal", "value"), [(",", 1234.0), (".", 1.234)])
def test_an_ambiguous_number_follows_the_style_and_says_so(decimal: str, value: float) -> None:
    """1.234 is a thousand to a Dutch reader and little more than one to an English one: both are told."""
    assert Amount(value, ambiguous=True) == parse_amount("1.234", decimal=decimal)


@pytest.mark.parametrize(
    ("text", "unit", "value"), [("90 min", "h", 1.5), ("1h30", "min", 90), ("1h", "s", 3600), ("3", "h", 3)]
)
def test_time_arrives_in_the_unit_of_the_kpi(text: str, unit: str, value: float) -> None:
    """Minutes typed for a KPI in hours are hours."""
    assert isclose(value, in_unit(parse_amount(text), unit))


@given(st.text(max_size=80))
def test_any_text_is_a_finite_number_or_refused(text: str) -> None:
    """Nothing that can be typed makes anything but a number within bounds or a refusal."""
    try:
        found = parse_amount(text)
    except Refused:
        return
    assert abs(found.value) <= LARGEST


@given(st.decimals(-(10**9), 10**9, places=2, allow_nan=False), st.sampled_from(["en", "nl"]))
def test_what_is_shown_can_be_typed_again(number: object, name: str) -> None:
    """A figure shown in full, typed as it is shown, is the same figure."""
    style = NUMBER_STYLES[name]
    value = float(str(number))
    assert isclose(value, parse_amount(format_exact(value, "EUR", style), decimal=style.decimal).value, abs_tol=1e-9)

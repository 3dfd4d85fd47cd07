"""What may be typed for a number, what it is taken for, and what is refused."""

from __future__ import annotations

from decimal import Decimal
from math import isclose

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpitui.core.amount import (
    LARGEST,
    Amount,
    OtherUnit,
    bounds_of,
    compute,
    parse_amount,
    parse_points,
    parse_value,
    refuse_beyond,
)
from kpitui.core.errors import Refused
from kpitui.core.figures import NUMBER_STYLES, format_exact
from kpitui.core.model import Kpi

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
    ("text", "unit", "value"),
    [
        ("90 min", "h", 1.5),
        ("90m", "h", 1.5),
        ("1h30", "h", 1.5),
        ("1:30", "uren", 1.5),
        ("1h30", "min", 90),
        ("90m", "minuten", 90),
        ("1h", "s", 3600),
        ("3m20", "s", 200),
        ("850 ms", "s", 0.85),
        ("0,1h", "h", 0.1),
        ("3", "h", 3),
        ("1u30", "h/week", 1.5),
    ],
)
def test_time_arrives_in_the_unit_of_the_kpi(text: str, unit: str, value: float) -> None:
    """Minutes typed for a KPI in hours are hours, and the other way round."""
    assert isclose(value, parse_value(text, unit, kpi="Worked", style=NUMBER_STYLES["en"]).value)


UNITS = {
    "": "", "EUR": "EUR", "€": "EUR", "USD": "USD", "GBP": "GBP", "CHF": "CHF", "%": "%", "h": "time", "min": "time",
    "s": "time", "uren": "time", "kg": "", "points": "", "EUR/h": "EUR",
}  # fmt: skip
"""Units of KPIs, each with what it measures."""

FORMS = {
    "{}": "", "{}k": "", "+{}": "", "={}": "", "{}*2": "", "€ {}": "EUR", "{} euro": "EUR", "$ {}": "USD",
    "-$ {}": "USD", "{} usd": "USD", "£{}": "GBP", "CHF {}": "CHF", "{} SEK": "SEK", "{}%": "%", "+{} %": "%",
    "{}h": "time", "{} min": "time", "={} min": "time", "{} sec": "time", "{} uur": "time",
    "{}h30": "time", "{}u05": "time", "{}min20": "time",
}  # fmt: skip
"""Forms of numbers, each with what it measures; empty for a number alone."""


@pytest.mark.parametrize("form", FORMS)
@given(unit=st.sampled_from(sorted(UNITS)), number=st.integers(1, 9999))
def test_a_unit_is_never_left_out_in_silence(form: str, unit: str, number: int) -> None:
    """Every form on a KPI of every unit means what was typed, or is asked about with what to type instead."""
    text, style = form.format(number), NUMBER_STYLES["en"]
    may = FORMS[form] in ("", UNITS[unit])
    try:
        amount = parse_value(text, unit, kpi="Revenue", style=style)
    except OtherUnit as error:
        assert not may
        assert text in str(error)
        assert text in str(error.question())
        advised = parse_value(str(error.params["typed"]), unit, kpi="Revenue", style=style)
        agreed = parse_value(text, unit, kpi="Revenue", style=style, unit_agreed=True)
        assert (advised.value, advised.mode) == (agreed.value, agreed.mode)
        return
    assert may
    if FORMS[form] != "time":
        assert amount.value == parse_amount(text).value
    else:
        seconds = {"h": 3600, "min": 60, "s": 1, "uren": 3600}[unit]
        parts = {
            "{}h": 3600, "{} uur": 3600, "{} min": 60, "={} min": 60, "{} sec": 1,
        }  # fmt: skip
        extra = {"{}h30": (3600, 1800), "{}u05": (3600, 300), "{}min20": (60, 20)}
        size, more = extra.get(form, (parts.get(form, 0), 0))
        assert isclose(number * size + more, amount.value * seconds)


@pytest.mark.parametrize("unit", ["kg", "m", "bezoekers", "NPS", "m2", "CHF"])
def test_the_unit_of_the_kpi_may_stand_beside_its_number(unit: str) -> None:
    """Whatever the unit is, its own KPI takes it: 12 m is not twelve million there."""
    for text in (f"12 {unit}", f"12{unit}"):
        assert parse_value(text, unit, kpi="Weight", style=NUMBER_STYLES["nl"]).value == 12


@pytest.mark.parametrize("unit", ["min", "s"])
def test_a_clock_is_asked_about_where_it_can_mean_two_things(unit: str) -> None:
    """1:30 on a KPI in minutes can be ninety of them, or one and a half; both can be typed as the refusal says."""
    with pytest.raises(Refused) as refused:
        parse_value("1:30", unit, kpi="Call", style=NUMBER_STYLES["en"], unit_agreed=True)
    hours, minutes = (
        parse_value(text, unit, kpi="Call", style=NUMBER_STYLES["en"]).value
        for text in str(refused.value).rpartition("Type ")[2].split(" or ")
    )
    assert isclose(hours, 60 * minutes)


def test_percentage_points_are_those_of_a_percentage() -> None:
    """Four percentage points of an amount in euros are asked about."""
    assert parse_points("4", "%", kpi="Conversion", style=NUMBER_STYLES["en"]) == 4
    with pytest.raises(OtherUnit, match="4 pp"):
        parse_points("4", "EUR", kpi="Revenue", style=NUMBER_STYLES["en"])


@given(st.from_regex(r"-?[0-9]{0,6}[.,]?[0-9]{0,5}", fullmatch=True), st.sampled_from(".,"))
def test_plain_digits_are_read_as_the_whole_grammar_reads_them(text: str, decimal: str) -> None:
    """The short way for digits with a mark gives what the long way gives, which a currency takes."""
    try:
        short: Amount | str = parse_amount(text, decimal=decimal)
    except Refused as refused:
        short = str(refused)
    try:
        long: Amount | str = parse_amount(f"{text} €", decimal=decimal)._replace(unit="")
    except Refused as refused:
        long = str(refused).replace(f"{text} €", text)
    if text.strip():
        assert short == long


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


# Sums in a cell: worked out exactly, in the order of school, and never as Python.


@pytest.mark.parametrize(
    ("text", "value"),
    [("3*45+12", 147), ("12+3*45", 147), ("(12+3)*45", 675), ("10-2-3", 5), ("8/2/2", 2), ("-(2+3)", -5), ("2*-3", -6)],
)
def test_the_order_of_operations(text: str, value: int) -> None:
    """Times and divided by go before plus and minus, equal ones from left to right, brackets first."""
    assert Decimal(value) == compute(text, Decimal)


def test_cents_stay_cents() -> None:
    """A sum of cents is exact: 0.1 + 0.2 is 0.3."""
    assert Decimal("0.3") == compute("0.1+0.2", Decimal)


@pytest.mark.parametrize("text", ["1+", "(1", "1)", "*3", "1 2", "1//0", "10/0", "(" * 50 + "1" + ")" * 50, "1+a"])
def test_what_cannot_be_worked_out_is_refused(text: str) -> None:
    """A sum that is not complete, too deep, or divides by zero is refused, with the text in the sentence."""
    with pytest.raises(Refused) as refused:
        compute(text, Decimal)
    assert text[:10] in str(refused.value)


@given(st.lists(st.integers(0, 999), min_size=1, max_size=12), st.data())
def test_it_agrees_with_exact_arithmetic(numbers: list[int], data: st.DataObject) -> None:
    """Any chain of plus, minus and times comes to what it should."""
    signs = [data.draw(st.sampled_from("+-*")) for _ in numbers[1:]]
    text = str(numbers[0]) + "".join(f"{sign}{number}" for sign, number in zip(signs, numbers[1:], strict=True))
    terms, sign = [Decimal(numbers[0])], []
    for each, number in zip(signs, numbers[1:], strict=True):
        if each == "*":
            terms[-1] *= number
        else:
            sign.append(each)
            terms.append(Decimal(number))
    total = terms[0]
    for each, term in zip(sign, terms[1:], strict=True):
        total = total + term if each == "+" else total - term
    assert total == compute(text, Decimal)


# Natural bounds: what is refused, and what is taken for granted where nothing was said.

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

"""Reading a number the way a Dutch or English speaker types it: ``1.249,50``, ``€ 12``, ``4,2%``, ``1.2k``, ``1h30``.

Never guesses silently: what two readers could read differently is marked as ambiguous, what is no number is refused
and never taken for 0, and a unit that was typed is compared with that of the KPI: hours become minutes, dollars never
euros. Sums such as ``3*45+12`` are worked out without ever being evaluated as Python, and what a KPI can never be is
refused. Adding it to a day or replacing one is `kpitui.services.entries`'s work, days are read by `day`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from kpitui.core.errors import Refused, mark
from kpitui.core.model import Kpi
from kpitui.core.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from decimal import Decimal
    from typing import Literal, TypeAlias

    from kpitui.core.figures import NumberStyle


Form: TypeAlias = 'Literal["", "million", "clock"]'
Mode: TypeAlias = 'Literal["plain", "add", "replace"]'

LONGEST = 60
"""Characters; longer is no number that somebody typed."""

LARGEST = 1e15
"""Up to here a float holds every whole number and one decimal."""

_CURRENCIES = {"€": "EUR", "eur": "EUR", "euro": "EUR", "$": "USD", "usd": "USD", "£": "GBP", "gbp": "GBP"}
_PERCENT = frozenset({"%", "percent", "procent", "pct"})
_SCALES = {"k": 3, "dzd": 3, "m": 6, "mln": 6, "mio": 6, "mrd": 9, "bn": 9}
_SECONDS = {
    unit: seconds
    for seconds, units in (
        (3600.0, "h hour hours hr hrs u uur uren"),
        (60.0, "min mins minute minutes minuut minuten"),
        (1.0, "s sec secs second seconds seconde seconden"),
        (0.001, "ms"),
    )
    for unit in units.split()
}
"""What units of time last, by every name that a KPI may have them under."""
_TIMES = {3600.0: "h", 60.0: "min", 1.0: "s", 0.001: "ms"}
_GROUPS = "'’ \u00a0\u202f"
_DIGITS = rf"[0-9][0-9.,{_GROUPS}]*|[.,][0-9]+"
_SIGN = "[-\u2212]"
_NUMBER = (
    rf"(?P<sign>{_SIGN})?\s*(?P<before>[€$£]|eur|usd|gbp)?\s*(?P<inner>{_SIGN})?\s*(?P<digits>{_DIGITS})\s*"
    r"(?P<scale>k|dzd|mln|mio|mrd|bn|m(?!in|s))?\s*"
    r"(?P<after>%|€|\$|£|euro|eur|usd|gbp|hours?|hrs?|h|uur|uren|u|minutes?|minuten|minuut|min|sec|ms|s)?(?:[.,]-)?"
)
_CLOCK = rf"(?P<sign>{_SIGN})?\s*(?P<hours>[0-9]{{1,6}})\s*(?:h|u|uur|:)\s*(?P<minutes>[0-5]?[0-9])\s*(?:m|min)?"
"""Like the others, compiled only when a text is not just digits and a mark: every millisecond of a start counts."""
_MINUTES = rf"(?P<sign>{_SIGN})?\s*(?P<minutes>[0-9]{{1,6}})\s*(?:m|min)\s*(?P<seconds>[0-5]?[0-9])\s*(?:s|sec)?"
_FOREIGN = r"(?:(?P<before>[A-Z]{3}) ?)?(?P<number>[^A-Za-z]*[0-9][^A-Za-z]*?)(?: ?(?P<after>[A-Z]{3}))?"
"""An amount in a currency without a sign of its own here, such as ``CHF 12``."""
_DATE = r"[0-9]{4}[-/.][0-9]{1,2}[-/.][0-9]{1,2}|[0-9]{1,2}[-/.][0-9]{1,2}[-/.](?:[0-9]{4})"
_SUM = r"[-+*/()0-9.,\s]*[0-9)][-+*/(\s]+[-+*/()0-9.,\s]*"
_WHOLE = r"[0-9]{1,3}(?:[.,][0-9]{3})+"


class Amount(Record):
    """A number as it was understood."""

    value: float
    unit: str = ""
    """A currency code, ``%``, ``h``, ``min``, ``s``, ``ms``, or empty when none was typed."""
    mode: Mode = "plain"
    """Whether it was typed to be added (``+3``), to replace (``=3``), or neither."""
    ambiguous: bool = False
    """Whether the decimal mark had to be decided by the number style, as in ``1.234``."""
    form: Form = ""
    """``million`` for ``90m``, which is minutes where time is measured; ``clock`` for ``1:30``."""


class OtherUnit(Refused):
    """A number that was typed in another unit than that of its KPI; `params` has what to type instead."""

    def question(self) -> Refused:
        """Return what is asked where the person can answer at once, by entering the same text again."""
        asked = (
            mark("{kpi} is in {unit}. Press Enter again to save {value} as {meant}")
            if self.params["unit"]
            else mark("{kpi} has no unit. Press Enter again to save {value} as {meant}")
        )
        return Refused(asked, field=self.field, **self.params)


def parse_amount(text: str, *, decimal: str = ",") -> Amount:
    """Return the number in *text*; *decimal* is the decimal mark where the text alone does not tell.

    Raises Refused when it is empty, no number, a date, longer than 60 characters, or beyond 1e15 either way.
    """
    typed = text.strip()
    if not typed:
        raise Refused(mark("Type a number, such as 1249.50"), field="value", value=text)
    mode: Mode = "plain"
    if typed[0] in "=+":
        mode = "replace" if typed[0] == "=" else "add"
        typed = typed[1:].strip()
    if len(typed) > LONGEST:
        raise _refused(text)
    amount = _read(text, typed, decimal)
    if abs(amount.value) > LARGEST:
        raise Refused(mark("{value} is too large: at most 1,000,000,000,000,000"), field="value", value=text)
    return amount._replace(mode=mode)


def parse_value(text: str, unit: str, *, kpi: str, style: NumberStyle, unit_agreed: bool = False) -> Amount:
    """Return the number in *text* with its value in *unit*, that of the KPI called *kpi*.

    Hours, minutes and seconds are turned into one another. The unit of the KPI itself may stand beside the number,
    whatever it is. Raises OtherUnit for a duration, a percentage or an amount of money on a KPI of another unit, unless
    *unit_agreed*: then the number alone counts. Raises Refused as `parse_amount`, and for ``1:30`` where that can be
    hours and minutes or minutes and seconds.
    """
    amount = parse_amount(_without_own_unit(text, unit), decimal=style.decimal)
    value = in_unit(amount, unit)
    if value is not None:
        if amount.form == "clock" and _family(unit)[1] != "h":
            first, _colon, second = text.strip().partition(":")
            raise Refused(
                mark(
                    "{value} can be hours and minutes, or minutes and seconds. "
                    "Type {first}h{second} or {first}min{second}"
                ),
                field="value",
                value=text.strip(),
                first=first,
                second=second,
            )
        return amount._replace(value=value)
    if amount.unit in _SECONDS:
        amount = amount._replace(value=round(amount.value, 2))
    return amount if unit_agreed else _refuse_unit(amount, text, unit, kpi, style)


def parse_points(text: str, unit: str, *, kpi: str, style: NumberStyle) -> float:
    """Return how many percentage points *text* (a number alone) is, on a KPI of *unit*; raises OtherUnit as above."""
    percent = f"{text.strip()}%"
    try:
        return parse_value(percent, unit, kpi=kpi, style=style).value
    except OtherUnit as error:
        error.params["value"] = f"{text.strip()} pp"
        raise


def in_unit(amount: Amount, unit: str) -> float | None:
    """Return the value of *amount* in *unit*; None where it was typed in one that is no other size of it."""
    family, own = _family(unit)
    if family == "time" and amount.form == "million":
        return amount.value / 1e6 * 60 / _SECONDS[own]
    if not amount.unit:
        return amount.value
    if amount.unit in _SECONDS:
        # A unit to the same is exact: 0.1 h is not to become 0.09999999999999999.
        same = amount.unit == own
        return (amount.value if same else _rescaled(amount.value, amount.unit, own)) if family == "time" else None
    # What is of no family, such as kg, is only compared with itself.
    same = amount.unit == own if family else amount.unit.casefold() == unit.strip().casefold()
    return amount.value if same else None


def is_comparable(unit: str) -> bool:
    """Tell whether *unit* is one that a typed or imported unit is compared with: time, percent, or money."""
    return bool(_family(unit)[0])


def _rescaled(value: float, unit: str, other: str) -> float:
    have, want = _SECONDS[unit], _SECONDS[other]
    # By whole factors, and in one step: 90 min is 1.5 h and 1 s is 1000 ms, without a trace of binary fractions.
    return value * round(have / want) if have >= want else value / round(want / have)


def _family(unit: str) -> tuple[str, str]:
    """Return what *unit* measures (time, percent, money or empty) and its name among the units of `Amount`.

    Of a rate, such as ``EUR/h``, the unit above the line counts.
    """
    above = unit.partition("/")[0].strip()
    low = above.lower()
    if low in _SECONDS:
        return "time", _TIMES[_SECONDS[low]]
    if low in _PERCENT:
        return "percent", "%"
    if low in _CURRENCIES:
        return "money", _CURRENCIES[low]
    if len(above) == 3 and above.isascii() and above.isalpha() and above.isupper():
        return "money", above
    return "", ""


def _without_own_unit(text: str, unit: str) -> str:
    """Return *text* without *unit* behind it, for units that only their KPI knows: ``12 kg``, ``45 m``."""
    typed = text.strip()
    if not unit or _family(unit)[0] or len(typed) <= len(unit) or unit[0] in "0123456789.,+-*/()=% \u00a0":
        return text
    if typed[-len(unit) :].lower() != unit.lower() or not typed[: -len(unit)].rstrip()[-1:].isdigit():
        return text
    return typed[: -len(unit)]


def _refuse_unit(amount: Amount, text: str, unit: str, kpi: str, style: NumberStyle) -> Amount:
    from kpitui.core.figures import format_exact, format_typed, unit_named

    if amount.unit in _SECONDS:
        message = (
            mark("{kpi} is in {unit}, but {value} is a duration. Type {typed} if you mean {meant}")
            if unit
            else mark("{kpi} has no unit, but {value} is a duration. Type {typed} if you mean {meant}")
        )
    elif amount.unit == "%":
        message = (
            mark("{kpi} is in {unit}, but {value} is a percentage. Type {typed} if you mean {meant}")
            if unit
            else mark("{kpi} has no unit, but {value} is a percentage. Type {typed} if you mean {meant}")
        )
    else:
        message = (
            mark("{kpi} is in {unit}, but {value} is an amount in {currency}. Type {typed} if you mean {meant}")
            if unit
            else mark("{kpi} has no unit, but {value} is an amount in {currency}. Type {typed} if you mean {meant}")
        )
    sign = {"add": "+", "replace": "="}.get(amount.mode, "")
    raise OtherUnit(
        message,
        field="value",
        kpi=kpi,
        unit=unit_named(unit, style),
        value=text.strip(),
        currency=amount.unit,
        typed=sign + format_typed(amount.value, style),
        meant=format_exact(amount.value, unit, style._replace(hidden="")),
    )


def _just_digits(typed: str) -> float | None:
    """Return the number in digits with at most one mark that can be read in one way only; None for all else.

    Most numbers are typed like that, and for them no pattern need be compiled.
    """
    digits = typed.removeprefix("-")
    whole, point, fraction = digits.partition("," if "," in digits else ".")
    if not digits.isascii() or not whole.isdigit() or (point and (not fraction.isdigit() or len(fraction) == 3)):
        return None
    value = float(f"{whole}.{fraction or '0'}")
    return -value if value and digits is not typed else value


def _read(text: str, typed: str, decimal: str) -> Amount:
    value = _just_digits(typed)
    if value is not None:
        return Amount(value)
    number = re.fullmatch(_NUMBER, typed, re.IGNORECASE)
    if number:
        return _plain(text, number, decimal)
    if clock := re.fullmatch(_CLOCK, typed, re.IGNORECASE):
        hours = int(clock["hours"]) + int(clock["minutes"]) / 60
        return Amount(-hours if clock["sign"] else hours, "h", form="clock" if ":" in typed else "")
    if clock := re.fullmatch(_MINUTES, typed, re.IGNORECASE):
        minutes = int(clock["minutes"]) + int(clock["seconds"]) / 60
        return Amount(-minutes if clock["sign"] else minutes, "min")
    if re.fullmatch(_SUM, typed) and not re.fullmatch(_DATE, typed):
        return _sum(text, typed, decimal)
    foreign = re.fullmatch(_FOREIGN, typed)
    if foreign and bool(foreign["before"]) != bool(foreign["after"]):
        amount = re.fullmatch(_NUMBER, foreign["number"].strip(), re.IGNORECASE)
        if amount and not (amount["before"] or amount["after"] or amount["scale"]):
            return _plain(text, amount, decimal)._replace(unit=foreign["before"] or foreign["after"])
    raise _refused(text)


def _plain(text: str, match: re.Match[str], decimal: str) -> Amount:
    if (match["sign"] and match["inner"]) or (match["before"] and match["after"]):
        raise _refused(text)
    digits, ambiguous = _normal(text, match["digits"], decimal, scaled=bool(match["scale"]))
    value = float(f"{digits}e{_SCALES[match['scale'].lower()]}" if match["scale"] else digits)
    unit = (match["before"] or match["after"] or "").lower()
    seconds = _SECONDS.get(unit)
    if seconds and match["scale"]:
        raise _refused(text)
    name = _TIMES[seconds] if seconds else _CURRENCIES.get(unit, unit)
    negative = match["sign"] or match["inner"]
    form: Form = "million" if not unit and (match["scale"] or "").lower() == "m" else ""
    return Amount(-value if negative and value else value, name, ambiguous=ambiguous, form=form)


def _sum(text: str, typed: str, decimal: str) -> Amount:
    from decimal import Decimal

    doubts = []

    def number(operand: str) -> Decimal:
        digits, ambiguous = _normal(text, operand, decimal)
        doubts.append(ambiguous)
        return Decimal(digits)

    return Amount(float(compute(typed, number)), ambiguous=any(doubts))


def _normal(text: str, digits: str, decimal: str, *, scaled: bool = False) -> tuple[str, bool]:
    """Return *digits* without grouping and with a dot as decimal mark, and whether *decimal* had to decide."""
    plain = _ungrouped(text, digits)
    marks = [sign for sign in plain if sign in ".,"]
    point, ambiguous = "", False
    if len(set(marks)) == 2:
        point = marks[-1]
    elif len(marks) == 1:
        whole, _mark, fraction = plain.partition(marks[0])
        ambiguous = not scaled and len(fraction) == 3 and 1 <= len(whole) <= 3 and whole[0] != "0"
        point = marks[0] if not ambiguous or marks[0] == decimal else ""
    whole, _mark, fraction = plain.partition(point) if point else (plain, "", "")
    if (point and marks.count(point) > 1) or not ((whole or "0").isdecimal() or re.fullmatch(_WHOLE, whole)):
        raise _refused(text)
    return f"{whole.replace('.', '').replace(',', '') or '0'}.{fraction or '0'}", ambiguous


def _ungrouped(text: str, digits: str) -> str:
    """Drop spaces and apostrophes that stand between groups of three digits; refuse them anywhere else."""
    digits = digits.strip()
    if not any(sign in digits for sign in _GROUPS):
        return digits
    if not re.fullmatch(rf"[0-9]{{1,3}}(?:[{_GROUPS}][0-9]{{3}})+(?:[.,][0-9]*)?", digits):
        raise _refused(text)
    return re.sub(f"[{_GROUPS}]", "", digits)


def _refused(text: str) -> Refused:
    shown = text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
    return Refused(
        mark("Not a number: {value}. Try 1249.50; 1,249.50; 4.2%; 1.2k; 1h30; or 3*45+12"),
        field="value",
        value=shown,
    )


# Sums typed into a cell, such as ``3*45+12``: plus, minus, times, divided by and brackets over plain numbers.
#
# Nothing is ever evaluated as Python.

_SUM_TOKEN = r"\s*([0-9.,'\u00a0\u202f]+|[-+*/()])\s*"
_DEEPEST_BRACKETS = 20
"""Brackets within brackets; nobody needs more, and the stack stays shallow."""


def compute(text: str, number: Callable[[str], Decimal]) -> Decimal:
    """Return what the sum *text* comes to; *number* reads one operand and raises Refused when it is none.

    Raises Refused for a sum that is not complete or that divides by zero.
    """
    from decimal import DivisionByZero, InvalidOperation, Overflow

    tokens = _sum_tokens(text)
    try:
        reader = _Sum(text, tokens, number)
        result = reader.terms(0)
    except (DivisionByZero, InvalidOperation, Overflow) as error:
        raise Refused(mark("Can't divide by zero: {value}"), field="value", value=text) from error
    if reader.rest:
        raise _incomplete_sum(text)
    return result


def _sum_tokens(text: str) -> list[str]:
    pattern = re.compile(_SUM_TOKEN)
    tokens, position = [], 0
    while position < len(text):
        token = pattern.match(text, position)
        if not token:
            raise _incomplete_sum(text)
        tokens.append(token[1])
        position = token.end()
    return tokens


class _Sum:
    """Reads tokens from left to right: a sum of products of factors."""

    def __init__(self, text: str, tokens: list[str], number: Callable[[str], Decimal]) -> None:
        self.text = text
        self.rest = tokens[::-1]
        self.number = number

    def terms(self, depth: int) -> Decimal:
        total = self.product(depth)
        while self.rest and self.rest[-1] in "+-":
            sign = 1 if self.rest.pop() == "+" else -1
            total += sign * self.product(depth)
        return total

    def product(self, depth: int) -> Decimal:
        total = self.factor(depth)
        while self.rest and self.rest[-1] in "*/":
            if self.rest.pop() == "*":
                total *= self.factor(depth)
            else:
                total /= self.factor(depth)
        return total

    def factor(self, depth: int) -> Decimal:
        if not self.rest or depth > _DEEPEST_BRACKETS:
            raise _incomplete_sum(self.text)
        token = self.rest.pop()
        if token in "+-":
            factor = self.factor(depth + 1)
            return -factor if token == "-" else factor
        if token == "(":
            total = self.terms(depth + 1)
            if not self.rest or self.rest.pop() != ")":
                raise _incomplete_sum(self.text)
            return total
        if token in "*/)":
            raise _incomplete_sum(self.text)
        return self.number(token)


def _incomplete_sum(text: str) -> Refused:
    return Refused(
        mark("Can't calculate {value}. Use + - * / and brackets, as in 3*45+12"),
        field="value",
        value=text,
    )


# Natural bounds: what a KPI can never be below or above, which keeps slips of the finger and impossible limits out.


def refuse_beyond(kpi: Kpi, value: float) -> None:
    """Raise Refused when *value*, in the unit of *kpi*, is one that it cannot have."""
    if kpi.floor is not None and value < kpi.floor:
        raise Refused(mark("{kpi} can't be below {bound}"), field="value", kpi=kpi.name, bound=f"{kpi.floor:g}")
    if kpi.ceiling is not None and value > kpi.ceiling:
        raise Refused(mark("{kpi} can't be above {bound}"), field="value", kpi=kpi.name, bound=f"{kpi.ceiling:g}")


def bounds_of(kpi: Kpi, values: Sequence[float]) -> tuple[float | None, float | None]:
    """Return floor and ceiling of *kpi*; where no floor was set it is 0 as long as none of *values* was negative."""
    floor = kpi.floor
    if floor is None and values and min(values) >= 0:
        floor = 0.0
    return floor, kpi.ceiling

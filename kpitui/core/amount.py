"""Reading a number the way a Dutch or English speaker types it: ``1.249,50``, ``€ 12``, ``4,2%``, ``1.2k``, ``1h30``.

Never guesses silently: what two readers could read differently is marked as ambiguous, and what is no number is
refused, never taken for 0. Adding it to a day or replacing one is `kpitui.services.entering`'s work, sums are
worked out by `arithmetic`, days are read by `day`.
"""

from __future__ import annotations

import re

from kpitui.core.errors import Refused, mark
from kpitui.core.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from decimal import Decimal
    from typing import Literal, TypeAlias

Mode: TypeAlias = 'Literal["plain", "add", "replace"]'

LONGEST = 60
"""Characters; longer is no number that somebody typed."""

LARGEST = 1e15
"""Up to here a float holds every whole number and one decimal."""

_CURRENCIES = {"€": "EUR", "eur": "EUR", "euro": "EUR", "$": "USD", "usd": "USD", "£": "GBP", "gbp": "GBP"}
_SCALES = {"k": 3, "dzd": 3, "m": 6, "mln": 6, "mio": 6, "mrd": 9, "bn": 9}
_SECONDS = {
    unit: seconds
    for seconds, units in ((3600, "h hour hours u uur uren"), (60, "min minute minutes minuut minuten"), (1, "s sec"))
    for unit in units.split()
}
_GROUPS = "'’ \u00a0\u202f"
_DIGITS = rf"[0-9][0-9.,{_GROUPS}]*|[.,][0-9]+"
_SIGN = "[-\u2212]"
_NUMBER = re.compile(
    rf"(?P<sign>{_SIGN})?\s*(?P<before>[€$£]|eur|usd|gbp)?\s*(?P<inner>{_SIGN})?\s*(?P<digits>{_DIGITS})\s*"
    r"(?P<scale>k|dzd|mln|mio|mrd|bn|m)?\s*(?P<after>%|€|\$|£|euro|eur|usd|gbp|hours?|h|uur|uren|u|min|sec|s)?(?:[.,]-)?",
    re.IGNORECASE,
)
_CLOCK = rf"(?P<sign>{_SIGN})?\s*(?P<hours>[0-9]{{1,6}})\s*(?:h|u|uur|:)\s*(?P<minutes>[0-5]?[0-9])\s*(?:m|min)?"
"""Like the next two, compiled only when a text is no plain number: every millisecond of a start counts."""
_DATE = r"[0-9]{4}[-/.][0-9]{1,2}[-/.][0-9]{1,2}|[0-9]{1,2}[-/.][0-9]{1,2}[-/.](?:[0-9]{4})"
_SUM = r"[-+*/()0-9.,\s]*[0-9)][-+*/(\s]+[-+*/()0-9.,\s]*"
_WHOLE = r"[0-9]{1,3}(?:[.,][0-9]{3})+"


class Amount(Record):
    """A number as it was understood."""

    value: float
    unit: str = ""
    """``EUR``, ``USD``, ``GBP``, ``%``, ``h``, ``min``, ``s``, or empty when none was typed."""
    mode: Mode = "plain"
    """Whether it was typed to be added (``+3``), to replace (``=3``), or neither."""
    ambiguous: bool = False
    """Whether the decimal mark had to be decided by the number style, as in ``1.234``."""


def parse_amount(text: str, *, decimal: str = ",") -> Amount:
    """Return the number in *text*; *decimal* is the decimal mark where the text alone does not tell.

    Raises Refused when it is empty, no number, a date, longer than 60 characters, or beyond 1e15 either way.
    """
    typed = text.strip()
    if not typed:
        raise Refused(mark("There is no value; give a number, such as 1249.50 or 1249,50"), field="value", value=text)
    mode: Mode = "plain"
    if typed[0] in "=+":
        mode = "replace" if typed[0] == "=" else "add"
        typed = typed[1:].strip()
    if len(typed) > LONGEST:
        raise _refused(text)
    found = _NUMBER.fullmatch(typed)
    if found:
        amount = _plain(text, found, decimal)
    elif clock := re.fullmatch(_CLOCK, typed, re.IGNORECASE):
        hours = int(clock["hours"]) + int(clock["minutes"]) / 60
        amount = Amount(-hours if clock["sign"] else hours, "h")
    elif re.fullmatch(_SUM, typed) and not re.fullmatch(_DATE, typed):
        amount = _sum(text, typed, decimal)
    else:
        raise _refused(text)
    if abs(amount.value) > LARGEST:
        raise Refused(mark("{value} is too large; at most 1,000,000,000,000,000"), field="value", value=text)
    return amount._replace(mode=mode)


def in_unit(amount: Amount, unit: str) -> float:
    """Return the value of *amount* in the unit of its KPI: hours become minutes or seconds, and the other way round."""
    have, want = _SECONDS.get(amount.unit), _SECONDS.get(unit.lower())
    return amount.value * have / want if have and want and have != want else amount.value


def _plain(text: str, found: re.Match[str], decimal: str) -> Amount:
    if (found["sign"] and found["inner"]) or (found["before"] and found["after"]):
        raise _refused(text)
    digits, ambiguous = _normal(text, found["digits"], decimal, scaled=bool(found["scale"]))
    value = float(f"{digits}e{_SCALES[found['scale'].lower()]}" if found["scale"] else digits)
    unit = (found["before"] or found["after"] or "").lower()
    seconds = _SECONDS.get(unit)
    name = {3600: "h", 60: "min", 1: "s"}[seconds] if seconds else _CURRENCIES.get(unit, unit)
    negative = found["sign"] or found["inner"]
    return Amount(-value if negative and value else value, name, ambiguous=ambiguous)


def _sum(text: str, typed: str, decimal: str) -> Amount:
    from decimal import Decimal

    from kpitui.core.arithmetic import compute

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
        mark("{value} is not a number; accepted are forms such as 1249,50  1,249.50  € 12  4.2%  1.2k  1h30  3*45+12"),
        field="value",
        value=shown,
    )

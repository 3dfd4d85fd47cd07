"""Sums typed into a cell, such as ``3*45+12``: plus, minus, times, divided by and brackets over plain numbers.

Nothing is ever evaluated as Python. How a single number is written is decided by `amount`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal, DivisionByZero, InvalidOperation, Overflow

from kpitui.core.errors import Refused, mark

_TOKEN = re.compile(r"\s*([0-9.,'\u00a0\u202f]+|[-+*/()])\s*")
_DEEPEST = 20
"""Brackets within brackets; nobody needs more, and the stack stays shallow."""


def compute(text: str, number: Callable[[str], Decimal]) -> Decimal:
    """Return what the sum *text* comes to; *number* reads one operand and raises Refused when it is none.

    Raises Refused for a sum that is not complete or that divides by zero.
    """
    tokens = _tokens(text)
    try:
        reader = _Sum(text, tokens, number)
        result = reader.terms(0)
    except (DivisionByZero, InvalidOperation, Overflow) as error:
        raise Refused(mark("{value} divides by zero"), field="value", value=text) from error
    if reader.rest:
        raise _incomplete(text)
    return result


def _tokens(text: str) -> list[str]:
    tokens, position = [], 0
    while position < len(text):
        token = _TOKEN.match(text, position)
        if not token:
            raise _incomplete(text)
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
        if not self.rest or depth > _DEEPEST:
            raise _incomplete(self.text)
        token = self.rest.pop()
        if token in "+-":
            factor = self.factor(depth + 1)
            return -factor if token == "-" else factor
        if token == "(":
            total = self.terms(depth + 1)
            if not self.rest or self.rest.pop() != ")":
                raise _incomplete(self.text)
            return total
        if token in "*/)":
            raise _incomplete(self.text)
        return self.number(token)


def _incomplete(text: str) -> Refused:
    return Refused(
        mark("Can't calculate {value}. Use + - * / and brackets, as in 3*45+12"),
        field="value",
        value=text,
    )

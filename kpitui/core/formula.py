"""Formula KPIs: arithmetic over the keys of other KPIs, by an allow-list of syntax; nothing else is let in.

Keys hold hyphens, so a minus sign between two keys has spaces around it: ``revenue - ad-costs``. A formula is
evaluated on the figures of a whole period, by `aggregation`; it never sees single entries. Every command loads this
module, few need a formula: `ast` is imported where it is used.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from math import isfinite

from kpitui.core.errors import Refused, mark
from kpitui.core.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    import ast

LONGEST = 200
"""Characters of a formula."""

_CALLS: dict[str, Callable[..., float]] = {"min": min, "max": max, "abs": abs}
_NO_FORMULA = mark("Not a formula: {value}. Use + - * / ( ) min max abs, as in orders / visitors * 100")
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*(?:-[A-Za-z0-9]+)*")
_DIMENSIONLESS = ("", "%")


class Formula(Record):
    """A formula that was found sound."""

    text: str
    names: frozenset[str]
    """The keys it speaks of."""
    body: ast.expr
    aliases: Mapping[str, str]
    """From the stand-ins in `body` to the keys, which Python would take apart at their hyphens."""

    @classmethod
    @lru_cache(256)
    def parse(cls, text: str) -> Formula:
        """Return the formula in *text*, read once; raise Refused when it is too long or is more than arithmetic."""
        import ast
        from warnings import catch_warnings, simplefilter

        if len(text) > LONGEST:
            raise _refused(mark("A formula can have at most {limit} characters"), text, limit=LONGEST)
        aliases: dict[str, str] = {}
        try:
            if not text.isascii():
                raise ValueError("no key has other signs, and Python reads some of them as others")
            with catch_warnings():
                simplefilter("ignore")  # Python would tell the terminal of what it finds odd in "1if"
                body = ast.parse(_aliased(text.strip(), aliases), mode="eval").body
        except (SyntaxError, ValueError, MemoryError, RecursionError) as error:
            raise _refused(_NO_FORMULA, text) from error
        for node in ast.walk(body):
            _check(node, text)
            if isinstance(node, ast.Name) and node.id not in aliases and node.id not in _CALLS:
                raise _refused(_NO_FORMULA, text)  # a name right behind a number, such as the b of "0b"
        return cls(text, frozenset(aliases.values()), body, aliases)

    def evaluate(self, values: Mapping[str, float | None]) -> float | None:
        """Return what it comes to, or None when a value is missing or the result is not finite."""
        by_alias: dict[str, float] = {}
        for alias, name in self.aliases.items():
            value = values.get(name)
            if value is None:
                return None
            by_alias[alias] = value
        try:
            result = float(_value(self.body, by_alias))
        except (ZeroDivisionError, OverflowError):
            return None
        return result if isfinite(result) else None

    def division(self) -> tuple[float, str, str] | None:
        """Return factor, numerator and denominator where it is one division of two KPIs: ``a / b``, ``100 * a / b``.

        None for any other formula.
        """
        numbers, above, below = _factors(self.body)
        if len(above) != 1 or len(below) != 1 or above == below or not numbers:
            return None
        return numbers, self.aliases[above[0]], self.aliases[below[0]]

    def divisions(self) -> list[tuple[set[str], set[str]]]:
        """Return the keys above and below the line of every division in it."""
        import ast

        return [
            (self._names_in(node.left), self._names_in(node.right))
            for node in ast.walk(self.body)
            if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div)
        ]

    def _names_in(self, part: ast.expr) -> set[str]:
        import ast

        names = {node.id for node in ast.walk(part) if isinstance(node, ast.Name)}
        return {self.aliases[name] for name in names if name in self.aliases}

    def straight_names(self) -> frozenset[str]:
        """Return the keys in each of which it is a straight line while the others stay: added or a factor, once."""
        return frozenset(name for alias, name in self.aliases.items() if _degree(self.body, alias) == 1)

    def divisors(self) -> list[Formula]:
        """Return what it divides by, each as a formula of its own."""
        import ast

        divisions = [
            node for node in ast.walk(self.body) if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div)
        ]
        return [self._replace(body=node.right) for node in divisions if not isinstance(node.right, ast.Constant)]


def unit_of(formula: Formula, units: Mapping[str, str]) -> str:
    """Return the unit that *formula* comes to, *units* giving that of each key: EUR / orders is EUR, EUR / EUR nothing.

    Raises Refused when figures of different units are added, subtracted or compared.
    """
    return _unit(formula.body, {alias: units.get(name, "") for alias, name in formula.aliases.items()}, formula.text)


def evaluation_order(formulas: Mapping[str, Formula]) -> list[str]:
    """Return the keys of *formulas* so that each comes after those it is computed from; raise Refused for a circle."""
    order: list[str] = []
    path: list[str] = []

    def visit(key: str) -> None:
        if key in path:
            raise in_a_circle(path, key)
        if key in order or key not in formulas:
            return
        path.append(key)
        for name in sorted(formulas[key].names):
            visit(name)
        path.pop()
        order.append(key)

    for key in formulas:
        visit(key)
    return order


def in_a_circle(path: Sequence[str], key: str) -> Refused:
    """Return the refusal of KPIs that are computed from each other: *key* is asked for again at the end of *path*."""
    circle = " > ".join((*path[path.index(key) :], key))
    return Refused(
        mark("These KPIs are calculated from each other: {circle}. Change one of the formulas"),
        field="formula",
        circle=circle,
    )


def renamed(text: str, old: str, new: str) -> str:
    """Return the formula *text* with the key *old* called *new*."""
    return _with_names(text, lambda name: new if name == old else name)


def _aliased(text: str, aliases: dict[str, str]) -> str:
    """Put a stand-in in the place of every key, so that none is a word of Python."""
    stand_ins: dict[str, str] = {}

    def stand_in(name: str) -> str:
        alias = stand_ins.setdefault(name, f"kpi_{len(stand_ins)}")
        aliases[alias] = name
        return alias

    return _with_names(text, stand_in)


def _with_names(text: str, name_of: Callable[[str], str]) -> str:
    """Return *text* with every key as *name_of* calls it."""

    def replaced(match: re.Match[str]) -> str:
        name = match[0]
        if name in _CALLS and text[match.end() :].lstrip().startswith("("):
            return name
        if match.start() and text[match.start() - 1].isalnum():
            return name
        return name_of(name)

    return _NAME.sub(replaced, text)


def _check(node: ast.AST, text: str) -> None:
    import ast

    match node:
        case ast.Constant(value=bool()):
            pass
        case ast.Constant(value=int() | float() as value) if abs(value) <= 1e15:
            return
        case ast.Call(func=ast.Name(id="abs"), args=[_], keywords=[]):
            return
        case ast.Call(func=ast.Name(id="min" | "max"), args=[_, _, *_], keywords=[]):
            return
        case ast.BinOp(op=ast.Add() | ast.Sub() | ast.Mult() | ast.Div()) | ast.UnaryOp(op=ast.USub() | ast.UAdd()):
            return
        case ast.Name() | ast.Load() | ast.Add() | ast.Sub() | ast.Mult() | ast.Div() | ast.USub() | ast.UAdd():
            return
    raise _refused(_NO_FORMULA, text)


def _value(node: ast.expr, values: Mapping[str, float]) -> float:
    import ast

    match node:
        case ast.Constant(value=int() | float() as value):
            return value
        case ast.Name(id=name):
            return values[name]
        case ast.UnaryOp(op=op, operand=operand):
            return -_value(operand, values) if isinstance(op, ast.USub) else _value(operand, values)
        case ast.BinOp(left=left, op=op, right=right):
            return _combined(op, _value(left, values), _value(right, values))
        case ast.Call(func=ast.Name(id=name), args=arguments):
            return _CALLS[name](*(_value(argument, values) for argument in arguments))
    raise AssertionError("Formula.parse lets no other node in")


def _degree(node: ast.expr, alias: str) -> int:
    """Return 0 for what does not hold *alias*, 1 for what is a straight line in it, else 2."""
    import ast

    match node:
        case ast.Name(id=name):
            return int(name == alias)
        case ast.UnaryOp(operand=operand):
            return _degree(operand, alias)
        case ast.BinOp(left=left, op=ast.Div(), right=right):
            return 2 if _degree(right, alias) else _degree(left, alias)
        case ast.BinOp(left=left, op=ast.Mult(), right=right):
            return min(2, _degree(left, alias) + _degree(right, alias))
        case ast.BinOp(left=left, right=right):
            return max(_degree(left, alias), _degree(right, alias))
    arguments = node.args if isinstance(node, ast.Call) else []
    return 2 if any(_degree(argument, alias) for argument in arguments) else 0


def _combined(op: ast.operator, left: float, right: float) -> float:
    import ast

    if isinstance(op, ast.Add):
        return left + right
    if isinstance(op, ast.Sub):
        return left - right
    return left * right if isinstance(op, ast.Mult) else left / right


def _factors(node: ast.expr) -> tuple[float, list[str], list[str]]:
    """Return the product of its numbers and the names above and below the line; 0 for what is no product."""
    import ast

    match node:
        case ast.Constant(value=int() | float() as value):
            return float(value), [], []
        case ast.Name(id=name):
            return 1.0, [name], []
        case ast.BinOp(left=left, op=ast.Mult() | ast.Div() as op, right=right):
            numbers, above, below = _factors(left)
            others, above_right, below_right = _factors(right)
            if isinstance(op, ast.Mult):
                return numbers * others, above + above_right, below + below_right
            return numbers / others if others else 0.0, above + below_right, below + above_right
    return 0.0, [], []


def _unit(node: ast.expr, units: Mapping[str, str], text: str) -> str:
    import ast

    match node:
        case ast.Name(id=name):
            return units[name]
        case ast.UnaryOp(operand=operand):
            return _unit(operand, units, text)
        case ast.BinOp(left=left, op=ast.Mult() | ast.Div() as op, right=right):
            scale = _product if isinstance(op, ast.Mult) else _quotient
            return scale(_unit(left, units, text), _unit(right, units, text))
        case ast.BinOp(left=left, right=right):
            return _same_unit((left, right), units, text)
        case ast.Call(args=arguments):
            return _same_unit(arguments, units, text)
    return ""


def _same_unit(parts: Iterable[ast.expr], units: Mapping[str, str], text: str) -> str:
    """Return the unit that all *parts* have; a plain number goes with any."""
    import ast

    part_units = {_unit(part, units, text) for part in parts if not isinstance(part, ast.Constant)}
    if len(part_units) > 1:
        named = ", ".join(sorted(unit or "-" for unit in part_units))
        raise _refused(mark("You can't add or compare different units: {value} ({units})"), text, units=named)
    return part_units.pop() if part_units else ""


def _product(left: str, right: str) -> str:
    if left in _DIMENSIONLESS:
        return "" if right in _DIMENSIONLESS else right
    return left if right in _DIMENSIONLESS else f"{left}·{right}"


def _quotient(left: str, right: str) -> str:
    if left == right:
        return ""
    if right in _DIMENSIONLESS:
        return "" if left in _DIMENSIONLESS else left
    return f"{left}/{right}" if left else f"1/{right}"


def _refused(message: str, text: str, **params: object) -> Refused:
    return Refused(message, field="formula", value=text[:LONGEST], **params)

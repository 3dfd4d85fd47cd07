"""What the first rows of a plain table show beyond what its columns are called.

Amounts of a whole order that stand on each of its lines, codes that go with a word, balances of several accounts on
one day: what would be added up, or kept as the latest, without being what a day came to.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from itertools import groupby

from kpitui.exchange.numerals import figure_of

_ORDERS = re.compile(
    r"\b(order|invoice|receipt|sale|booking|reservation|transaction|ticket|cart|checkout|bestelling|bestel|factuur|bon"
    r"|bestellung|rechnung|beleg|commande|facture|pedido|factura|ordine|fattura)(?:\b|(?=s?(?:nummer|nr\b|id\b)))",
    re.IGNORECASE,
)
_NUMBERS = re.compile(
    r"\b(?:id|number|no\.?|nr\.?|#|name|ref(?:erence)?|code|num[ée]ro|numero)\b|nummer\b|nr\.?$|#$|^order$"
    r"|^invoice$|^receipt$",
    re.IGNORECASE,
)
_OF_LINES = re.compile(
    r"\b(?:line|item|unit|product|each|sku|price|qty|quantity|aantal|stuks?|artikel|regel|position|stück|menge)\b"
    r"|line ?item|prijs\b|preis\b",
    re.IGNORECASE,
)
_OF_ORDERS = re.compile(
    r"\b(?:grand ?total|shipping|postage|delivery|handling|tips?|order|invoice|receipt|cart|checkout"
    r"|eindtotaal|verzendkosten|verzending|bezorgkosten|fooi|versand|versandkosten"
    r"|frais de port|livraison|envío)\b",
    re.IGNORECASE,
)
"""What an order has once, however many lines it has."""

MOST_CODES = 12
"""Different codes that go with as many words; prices of more things are no codes."""


def orders_at(names: Sequence[str], begin: Mapping[int, Sequence[str]]) -> int | None:
    """Return the column that says of which order each row is a line; None where no order has several."""
    for index, cells in begin.items():
        name = names[index]
        if not (_ORDERS.search(name) and _NUMBERS.search(name)):
            continue
        groups = [sum(1 for _cell in group) for cell, group in groupby(cells) if cell]
        if 1 < len(groups) < sum(groups) and len(groups) == len(set(filter(None, cells))):
            return index
    return None


def repeated_in_orders(
    names: Sequence[str], begin: Mapping[int, Sequence[str]], at: int, amounts: Mapping[int, str]
) -> set[int]:
    """Return which *amounts*, by their decimal marks, are of a whole order and stand on each of its lines.

    They are called so, are what the lines of an order come to, or are the same on all lines of at least two orders that
    differ; the amounts of the lines of one order may be the same by chance.
    """
    repeated: set[int] = set()
    for index, decimal in amounts.items():
        name = names[index]
        if _OF_LINES.search(name):
            continue
        lines = [
            [figure_of(cell, decimal) for _order, cell in group]
            for order, group in groupby(zip(begin[at], begin[index], strict=True), key=lambda row: row[0])
            if order
        ]
        several = [figures for figures in lines if len(figures) > 1]
        if None in [figure for figures in several for figure in figures] or any(
            len(set(figures)) > 1 for figures in several
        ):
            continue
        alike = {figures[0] for figures in several if figures[0]}
        if several and (_OF_ORDERS.search(name) or len(alike) > 1 or _is_sum_of_lines(begin, at, index, amounts)):
            repeated.add(index)
    return repeated


def _is_sum_of_lines(begin: Mapping[int, Sequence[str]], at: int, index: int, amounts: Mapping[int, str]) -> bool:
    """Tell whether another amount comes, over the lines of every order that has several, to what *index* has."""
    others = [other for other in amounts if other != index]
    sums: dict[str, dict[int, float]] = {}
    counts = Counter(begin[at])
    for row, order in enumerate(begin[at]):
        if order and counts[order] > 1:
            own = sums.setdefault(order, dict.fromkeys(amounts, 0.0))
            for other in others:
                own[other] += figure_of(begin[other][row], amounts[other]) or 0.0
            own[index] = figure_of(begin[index][row], amounts[index]) or 0.0
    return any(all(own[index] and abs(own[other] - own[index]) < 0.005 for own in sums.values()) for other in others)


def is_code(cells: Sequence[str], texts: Sequence[Sequence[str]]) -> bool:
    """Tell whether *cells* are numbers of three digits or more that each go with one word of a column of *texts*."""
    codes = {cell for cell in cells if cell}
    if not 1 < len(codes) <= MOST_CODES or not all(code.isascii() and code.isdigit() for code in codes):
        return False
    if len({len(code) for code in codes}) > 1 or len(next(iter(codes))) < 3 or len(codes) == sum(map(bool, cells)):
        return False
    for words in texts:
        pairs = {(code, word) for code, word in zip(cells, words, strict=True) if code}
        if len(pairs) == len(codes) == len({word for _code, word in pairs}):
            return True
    return False


def are_both_sides(debit: Sequence[str], credit: Sequence[str], days: Sequence[date | None]) -> bool:
    """Tell whether two columns are the sides of entries: a row has one of them, and every day has both alike."""
    sums: dict[date, list[float]] = {}
    for row, day in zip(zip(debit, credit, strict=True), days, strict=True):
        figures = [figure_of(cell, ".") or figure_of(cell, ",") or 0.0 for cell in row]
        if day is None or not any(figures):
            continue
        if all(figures):
            return False
        both = sums.setdefault(day, [0.0, 0.0])
        both[0] += figures[0]
        both[1] += figures[1]
    return len(sums) > 1 and all(abs(one - other) < 0.005 for one, other in sums.values())


def split_by(cells: Sequence[str], texts: Mapping[int, Sequence[str]], days: Sequence[date | None]) -> int | None:
    """Return which column of *texts* tells apart the several figures of a day, such as accounts; None for none.

    Its words come once a day each, the same ones on at least two days, and some day has different figures.
    """
    by_day: dict[date, set[str]] = {}
    for cell, day in zip(cells, days, strict=True):
        if cell and day is not None:
            by_day.setdefault(day, set()).add(cell)
    if all(len(figures) == 1 for figures in by_day.values()):
        return None
    for index, words in texts.items():
        rows = [(day, word) for day, word, cell in zip(days, words, cells, strict=True) if day is not None and cell]
        if len(rows) != len(set(rows)) or not all(word for _day, word in rows):
            continue
        of_days: dict[date, frozenset[str]] = {}
        for day, word in rows:
            of_days[day] = of_days.get(day, frozenset()) | {word}
        together = Counter(words_of_day for words_of_day in of_days.values() if len(words_of_day) > 1)
        if together and 2 * max(together.values()) >= max(4, len(of_days)):
            return index
    return None

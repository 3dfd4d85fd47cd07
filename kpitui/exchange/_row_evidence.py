"""What the first rows of a plain table show beyond what its columns are called.

Amounts of a whole order that stand on each of its lines, codes that go with a word, balances of several accounts on
one day: what would be added up, or kept as the latest, without being what a day came to.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from itertools import combinations, groupby

from kpitui.exchange.numerals import figure_of
from kpitui.exchange.table import spaced

_ORDERS = re.compile(
    r"\b(order|invoice|receipt|sale|booking|reservation|transaction|ticket|cart|checkout|bestelling|bestel|factuur|bon"
    r"|bestellung|rechnung|beleg|commande|facture|pedido|factura|ordine|fattura)(?:\b|(?=s?(?:nummer|nr\b|id\b)))",
    re.IGNORECASE,
)
_STAYS = re.compile(r"\b(?:confirmation|reservation|booking|buchungs?|bestätigungs|confirma[çc]\w+|reserva)\b", re.I)
"""Columns that say of which stay a row is, whatever it is about: what was paid, a tax, an adjustment."""
_OF_STAYS = re.compile(
    r"(?:# ?of |number of |no\. of |aantal )?(?:nights|guests|adults|children|infants|pax|persons|people|rooms|nachten"
    r"|overnachtingen|gasten|volwassenen|kinderen|nächte|gäste|erwachsene|kinder|noites|hóspedes|noches|huéspedes|nuits"
    r"|voyageurs|notti|ospiti)|duration \(nights\)",
    re.IGNORECASE,
)
"""What a stay has once, however many rows are about it."""
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
    r"\b(?:grand ?total|shipping|postage|delivery|handling|tips?|adjustment|rounding|round ?off|order|invoice|receipt"
    r"|cart|checkout|eindtotaal|verzendkosten|verzending|bezorgkosten|fooi|versand|versandkosten"
    r"|frais de port|livraison|envío)\b",
    re.IGNORECASE,
)
"""What an order has once, however many lines it has."""

Figures = Sequence[float | None]

MOST_CODES = 12
"""Different codes that go with as many words; prices of more things are no codes."""


def orders_at(names: Sequence[str], begin: Mapping[int, Sequence[str]]) -> int | None:
    """Return the column that says of which order each row is a line; None where no order has several."""
    for index, cells in begin.items():
        name = spaced(names[index])
        if not (_ORDERS.search(name) and _NUMBERS.search(name)):
            continue
        groups = [sum(1 for _cell in group) for cell, group in groupby(cells) if cell]
        if 1 < len(groups) < sum(groups) and len(groups) == len(set(filter(None, cells))):
            return index
    return None


BESIDE_STAY = re.compile(
    r"(?:.*[ _-])?(?:adjustments?|resolution(?: payout)?|pass[ -]through(?: .*)?|cancell?ation(?: fee)?|tax(?:es)?"
    r"|correction|ajuste|anpassung|aanpassing|ajustement|rettifica)",
    re.IGNORECASE,
)
"""Kinds of rows about a stay that is in another row, perhaps of another file, too."""


def stays_at(names: Sequence[str], begin: Mapping[int, Sequence[str]], counted: Mapping[int, str]) -> int | None:
    """Return the column that says of which stay each row is, where some of the *counted* columns tell its nights twice.

    None where no stay has several rows with nights or guests, and no row is about one that may be elsewhere.
    """
    beside = any(BESIDE_STAY.fullmatch(cell) for cells in begin.values() for cell in cells)
    for index, cells in begin.items():
        named = spaced(names[index])
        if not (_STAYS.search(named) and re.search(_NUMBERS.pattern + r"|código|codice", named, re.I)):
            continue
        for column, name in counted.items():
            rows = [code for code, cell in zip(cells, begin[column], strict=True) if code and cell.strip("0-")]
            if is_of_stay(name) and (len(rows) > len(set(rows)) > 0 or (rows and beside)):
                return index
    return None


def is_of_stay(name: str) -> bool:
    """Tell whether a column called *name* has the nights or the guests of a stay."""
    return _OF_STAYS.fullmatch(name.strip().replace("_", " ")) is not None


def repeated_in_orders(
    names: Sequence[str], begin: Mapping[int, Sequence[str]], at: int, amounts: Mapping[int, str]
) -> set[int]:
    """Return which *amounts*, by their decimal marks, are of a whole order and stand on each of its lines.

    They are called so, are what the lines of an order come to, or are the same on all lines of at least two orders that
    differ; the amounts of the lines of one order may be the same by chance.
    """
    repeated: set[int] = set()
    taxes: set[int] = set()
    lines_differ = False
    for index, decimal in amounts.items():
        name = spaced(names[index])
        lines = [
            [figure_of(cell, decimal) for _order, cell in group]
            for order, group in groupby(zip(begin[at], begin[index], strict=True), key=lambda row: row[0])
            if order
        ]
        several = [figures for figures in lines if len(figures) > 1]
        if several and all(len(set(figures)) > 1 for figures in several):
            lines_differ = True
        if _OF_LINES.search(name) or None in [figure for figures in several for figure in figures]:
            continue
        if any(len(set(figures)) > 1 for figures in several):
            continue
        alike = {figures[0] for figures in several if figures[0]}
        if alike and _TAX.search(name):
            taxes.add(index)
        if several and (_OF_ORDERS.search(name) or len(alike) > 1 or _is_sum_of_lines(begin, at, index, amounts)):
            repeated.add(index)
    # A tax that is the same on lines of different amounts is that of the whole order.
    return repeated | (taxes if lines_differ else set())


def totals_of_groups(begin: Mapping[int, Sequence[str]], amounts: Mapping[int, str]) -> tuple[int | None, set[int]]:
    """Return a column that says of which group each row is, and which *amounts* are the total of it on all its rows.

    By their figures, whatever they are called: what a settlement or a payout came to is the sum of another amount over
    its rows, of which some are not alike. None and nothing where no rows have such a total.
    """
    groups_of: dict[int, list[list[int]]] = {}
    for at, cells in begin.items():
        groups = [[row for row, _cell in group] for cell, group in groupby(enumerate(cells), key=_second) if cell]
        if at not in amounts and len(groups) < len(cells) and len(groups) == len({cells[rows[0]] for rows in groups}):
            groups_of[at] = groups
    figures = {index: [figure_of(cell, decimal) for cell in begin[index]] for index, decimal in amounts.items()}
    for at, groups in groups_of.items():
        repeated = {
            index
            for index, own in figures.items()
            if any(_are_totals(own, parts, groups) for other, parts in figures.items() if other != index)
        }
        if repeated:
            return at, repeated
    return None, set()


def _second(pair: tuple[int, str]) -> str:
    return pair[1]


def _are_totals(own: Figures, parts: Figures, groups: Sequence[Sequence[int]]) -> bool:
    """Tell whether *own* is, on each row of every group, what the *parts* of its rows come to."""
    apart = 0
    for rows in groups:
        of_group = [parts[row] for row in rows]
        first = own[rows[0]]
        if first is None or any(own[row] != first for row in rows) or None in of_group:
            return False
        if abs(sum(part or 0.0 for part in of_group) - first) > 0.005:
            return False
        apart += len(rows) > 1 and sum(map(bool, of_group)) > 1
    return apart > 0


_TAX = re.compile(r"\b(?:vat|tax|btw|gst|mwst|ust|iva|tva|moms|steuer)\b", re.IGNORECASE)


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


def have_both_sides(columns: Sequence[Figures], days: Sequence[date | None]) -> bool:
    """Tell whether two of *columns* are the sides of entries: a row has one of them, and every day has both alike.

    Columns are put by what their days come to, and only those that come to the same are compared by their rows.
    """
    by_sums: dict[frozenset[tuple[date, int]], set[frozenset[int]]] = {}
    for figures in columns:
        sums: dict[date, float] = {}
        rows = set()
        for row, (figure, day) in enumerate(zip(figures, days, strict=True)):
            if figure and day is not None:
                sums[day] = sums.get(day, 0.0) + figure
                rows.add(row)
        if len(sums) > 1:
            cents = frozenset((day, round(value * 100)) for day, value in sums.items())
            by_sums.setdefault(cents, set()).add(frozenset(rows))
    return any(one.isdisjoint(other) for alike in by_sums.values() for one, other in combinations(alike, 2))


def wholes(labels: Sequence[str], columns: Sequence[Figures], days: Sequence[date | None]) -> list[str]:
    """Return the *labels* of rows that are what the other rows of their day come to, in each of *columns*.

    They are on every day with at least two other rows, on two days or more, or beside many rows on one.
    """
    by_day: dict[date, list[int]] = {}
    for row, day in enumerate(days):
        if day is not None:
            by_day.setdefault(day, []).append(row)
    several = [rows for rows in by_day.values() if len(rows) > 2]
    if len(several) < 2 and not any(len(rows) >= MIN_PARTS for rows in several):
        return []
    on_all = set.intersection(*({labels[row] for row in rows} for rows in several))
    return [label for label in sorted(on_all) if all(_is_whole(label, rows, labels, columns) for rows in several)]


MIN_PARTS = 6
"""Rows of one day from which one that is the sum of the others is so by no chance."""


def _is_whole(label: str, rows: Sequence[int], labels: Sequence[str], columns: Sequence[Figures]) -> bool:
    own = [row for row in rows if labels[row] == label]
    if len(own) != 1:
        return False
    compared = 0
    for values in columns:
        whole, parts = values[own[0]], [values[row] for row in rows if row != own[0]]
        if whole is None:
            continue
        moved = [part for part in parts if part]
        if abs(whole - sum(moved)) > 0.005 * max(1, len(moved)):
            return False
        compared += len(moved) > 1
    return compared > 0


def sides_at(texts: Mapping[int, Sequence[str]], figures: Figures) -> int | None:
    """Return which column of *texts* tells what goes out from what comes in; None where none does.

    Each of its words has figures of one sign only, and they have both signs.
    """
    for index, words in texts.items():
        signs: dict[str, set[bool]] = {}
        for word, figure in zip(words, figures, strict=True):
            if figure:
                signs.setdefault(word, set()).add(figure > 0)
        if len(signs) > 1 and all(len(of_word) == 1 for of_word in signs.values()):
            return index
    return None


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

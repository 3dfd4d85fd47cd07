"""Text that is neither CSV nor JSON, as tables: bank statements, and the annotated CSV of InfluxDB.

Banks share CAMT (ISO 20022, XML), MT940 (SWIFT), OFX and QIF. Each is turned into the same columns: day of booking,
signed amount, currency, account and the balance at the end of a day. What is pending is no money yet and is left out.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from kpitui.core.errors import Refused, mark
from kpitui.core.parser_reasons import parser_reason
from kpitui.exchange.content import FileContent
from kpitui.exchange.table import MANY_KPIS, MOST_COLUMNS, Row, Table, excerpt

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element


STATEMENT_COLUMNS = (
    "statement day",
    "statement amount",
    "statement currency",
    "statement account",
    "statement balance",
)
LARGEST = 32 << 20
"""Characters of a statement, which is held as a whole."""

Rows = list[Sequence[str]]

_BROKEN = mark("This bank statement ({format}) can't be read: {reason}")


def statement_table(content: FileContent) -> Table | None:
    """Return the entries and balances of a bank statement as a table, None when the file is none.

    Raises Refused when it is one and cannot be read.
    """
    begin = content.head.decode("latin-1").lstrip("\ufeff\xef\xbb\xbf \t\r\n")
    for name, pattern, read in _FORMATS:
        if re.search(pattern, begin):
            text = content.whole(LARGEST)
            if len(text) > LARGEST:
                raise Refused(_BROKEN, field="file", format=name, reason=mark("it is larger than 32 MB"))
            return _table(read(text), decimal=None if name == "QIF" else ".")
    return None


def _table(rows: Rows, decimal: str | None) -> Table:
    balances = any(row[-1] for row in rows)
    names = STATEMENT_COLUMNS if balances else STATEMENT_COLUMNS[:-1]

    def cells() -> Iterator[Row]:
        return ((number, list(row[: len(names)])) for number, row in enumerate(rows, start=1))

    return Table(names, 0, cells, decimal=decimal)


def _camt(text: str) -> Rows:
    """Return what a CAMT.052, 053 or 054 message holds; one with a document type or entities is not opened."""
    from xml.etree import ElementTree

    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise Refused(
            _BROKEN, field="file", format="CAMT", reason=mark("it has XML definitions of its own (DOCTYPE or ENTITY)")
        )
    try:
        _check_encoding(text)
        # Text is parsed as it was decoded, whatever encoding its first line names.
        root = ElementTree.fromstring(text)
    except (ElementTree.ParseError, ValueError, LookupError) as error:
        raise Refused(_BROKEN, field="file", format="CAMT", reason=parser_reason(error)) from error
    rows: Rows = []
    for statement in _elements(root, "Stmt", "Rpt", "Ntfctn"):
        account = _text(statement, "Acct", "Id", "IBAN") or _text(statement, "Acct", "Id", "Othr", "Id")
        for entry in _elements(statement, "Ntry"):
            status = _text(entry, "Sts", "Cd") or _text(entry, "Sts")
            if status in ("", "BOOK"):
                rows.append([_day(entry, "BookgDt"), *_amount(entry), account, ""])
        for balance in _elements(statement, "Bal"):
            if _text(balance, "Tp", "CdOrPrtry", "Cd") == "CLBD":
                value, currency = _amount(balance)
                rows.append([_day(balance, "Dt"), "", currency, account, value])
    return rows


def _check_encoding(text: str) -> None:
    """Raise LookupError when the XML declaration of *text* names an encoding in which ASCII means something else."""
    declared = re.match(r"""\s*<\?xml[^>]*?encoding\s*=\s*["']([^"'>]*)""", text.lstrip("\ufeff"))
    name = declared[1].lower() if declared else "utf-8"
    probe = "+AC0-<a>~{"
    if not name.startswith(("utf-16", "ucs-2", "iso-10646-ucs-2")) and probe.encode(name) != probe.encode():
        raise LookupError(name)


def _elements(element: Element, *names: str) -> Iterator[Element]:
    """Yield the elements below *element* with one of *names*, whatever their namespace."""
    return (child for child in element.iter() if child.tag.rpartition("}")[2] in names)


def _text(element: Element, *path: str) -> str:
    """Return the text of the element at *path*, empty where there is none."""
    for name in path:
        below = next((child for child in element if child.tag.rpartition("}")[2] == name), None)
        if below is None:
            return ""
        element = below
    return (element.text or "").strip()


def _day(element: Element, name: str) -> str:
    return (_text(element, name, "Dt") or _text(element, name, "DtTm"))[:10]


def _amount(element: Element) -> tuple[str, str]:
    """Return the signed amount of an entry or a balance, and its currency."""
    amount = next((child for child in element if child.tag.rpartition("}")[2] == "Amt"), None)
    if amount is None:
        raise Refused(_BROKEN, field="file", format="CAMT", reason=mark("an amount is missing"))
    sign = "-" if _text(element, "CdtDbtInd") == "DBIT" else ""
    return sign + (amount.text or "").strip(), amount.get("Ccy", "")


_ENTRY = re.compile(r":61:(?P<day>[0-9]{6})(?P<booked>[0-9]{4})?(?P<side>R?[CD])[A-Z]?(?P<amount>[0-9]+,[0-9]*)")
_BALANCE = re.compile(r":6[02]F:(?P<side>[CD])(?P<day>[0-9]{6})(?P<currency>[A-Z]{3})(?P<amount>[0-9]+,[0-9]*)")


def _mt940(text: str) -> Rows:
    """Return what an MT940 message holds; a reversal of a credit goes out, one of a debit comes in."""
    rows: Rows = []
    account = currency = ""
    for line in text.splitlines():
        if line.startswith(":25:"):
            account = line[4:].strip()
        elif (balance := _BALANCE.match(line)) is not None:
            currency = balance["currency"]
            if line.startswith(":62F:"):
                sign = "-" if balance["side"] == "D" else ""
                rows.append([_swift_day(balance["day"]), "", currency, account, sign + _point(balance["amount"])])
        elif (entry := _ENTRY.match(line)) is not None:
            sign = "-" if entry["side"] in ("D", "RC") else ""
            day = _booked(entry["day"], entry["booked"])
            rows.append([day, sign + _point(entry["amount"]), currency, account, ""])
    return rows


def _swift_day(digits: str) -> str:
    return f"20{digits[:2]}-{digits[2:4]}-{digits[4:]}"


def _booked(value_day: str, booked: str | None) -> str:
    """Return the day of booking, whose year is that of the day of value, or the one before or after it at its ends."""
    if not booked:
        return _swift_day(value_day)
    year = int(value_day[:2])
    months = int(booked[:2]) - int(value_day[2:4])
    year += -1 if months > 6 else 1 if months < -6 else 0
    return f"20{year:02}-{booked[:2]}-{booked[2:]}"


def _point(amount: str) -> str:
    return f"{amount.replace(',', '.')}0" if amount.endswith(",") else amount.replace(",", ".")


def _ofx(text: str) -> Rows:
    """Return what an OFX or QFX file holds, whether its elements are closed or not."""
    rows: Rows = []
    for statement in re.split(r"<(?:CC)?STMTRS>", text, flags=re.IGNORECASE)[1:]:
        account, currency = _value(statement, "ACCTID"), _value(statement, "CURDEF").upper()
        body, _ledger, balance = statement.partition("<LEDGERBAL>")
        for entry in re.split(r"<STMTTRN>", body, flags=re.IGNORECASE)[1:]:
            amount = _value(entry, "TRNAMT").replace(",", ".")
            rows.append([_ofx_day(_value(entry, "DTPOSTED")), amount, currency, account, ""])
        if balance:
            amount = _value(balance, "BALAMT").replace(",", ".")
            rows.append([_ofx_day(_value(balance, "DTASOF")), "", currency, account, amount])
    return rows


def _value(text: str, name: str) -> str:
    match = re.search(rf"<{name}>([^<\r\n]*)", text, re.IGNORECASE)
    return match[1].strip() if match else ""


def _ofx_day(moment: str) -> str:
    return f"{moment[:4]}-{moment[4:6]}-{moment[6:8]}"


def _qif(text: str) -> Rows:
    """Return what a QIF file holds of accounts with money; lists of categories and of shares are passed over."""
    rows: Rows = []
    account = name = day = amount = ""
    in_account = money = False
    for line in text.splitlines():
        code, rest = line[:1], line[1:].strip()
        if code == "!":
            in_account = rest.lower() == "account"
            money = rest.lower() in ("type:bank", "type:ccard", "type:cash", "type:oth a", "type:oth l")
        elif code == "N" and in_account:
            name = rest
        elif code == "^":
            if in_account:
                account = name
            elif money and day:
                rows.append([day, amount, "", account or "QIF", ""])
            day = amount = ""
        elif money and code == "D":
            day = rest.replace("'", "/").replace(" ", "")
        elif money and code == "T":
            amount = rest
    return rows


_FORMATS: tuple[tuple[str, str, Callable[[str], Rows]], ...] = (
    ("CAMT", r"^<\?xml[^>]*>\s*(?:<!--.*?-->\s*)*<(?:\w+:)?Document[^>]*camt\.05[234]|<(?:\w+:)?BkToCstmr", _camt),
    ("MT940", r"(?m)^:20:[\s\S]*^:(?:25|60F|61):", _mt940),
    ("OFX", r"(?i)^(?:OFXHEADER|<\?xml[^>]*>\s*(?:<\?OFX[^>]*>\s*)?<OFX>|<OFX>)", _ofx),
    ("QIF", r"(?i)^!(?:Type|Account|Option|Clear)", _qif),
)
"""The name of each format, what its file begins with, and what reads it."""


SERIES_COLUMNS = ("influx time", "influx series", "influx value")
LEFT_OUT_SERIES = "left out"
"""The note of the table that names the series without figures or times."""

_ANNOTATION = re.compile(r"#(?:group|datatype|default)\b", re.IGNORECASE)
_OWN_COLUMNS = frozenset({"", "result", "table", "_start", "_stop", "_time", "_value", "_field", "_measurement"})
_FIGURES = frozenset({"double", "long", "unsignedlong", "duration"})

Labels = tuple[tuple[str, str], ...]
"""Measurement, field and tags of one series, each with its name."""


class _InfluxBlock(NamedTuple):
    """A stretch under one header."""

    names: Sequence[str]
    kinds: Mapping[str, str]
    """The data types by column; none where they are not told."""
    defaults: Mapping[str, str]

    @property
    def values(self) -> list[str]:
        """The columns of figures: the one of values, or, in a table turned by field, one for each field."""
        if "_value" in self.names:
            return ["_value"] if self.kinds.get("_value", "double") in _FIGURES else []
        return [name for name in self.names if name not in _OWN_COLUMNS and self.kinds.get(name) in _FIGURES]

    def cells(self, row: Sequence[str]) -> dict[str, str]:
        """Return the cells of a row by column, those that are empty as the file says that they are."""
        return {name: cell.strip() or self.defaults.get(name, "") for name, cell in zip(self.names, row, strict=False)}

    def labels(self, cells: Mapping[str, str], value: str) -> Labels:
        """Return what tells the series of *cells* from others."""
        field = cells.get("_field", "") if value == "_value" else value
        tags = sorted(name for name in cells if name not in _OWN_COLUMNS and self.kinds.get(name, "string") == "string")
        return (
            ("_measurement", cells.get("_measurement", "")),
            ("_field", field),
            *((tag, cells[tag]) for tag in tags),
        )


def influx_table(content: FileContent) -> Table | None:
    """Return the samples of annotated CSV, or of the same without annotations, None when the file is neither.

    Raises Refused when it is no text or holds too many tables.
    """
    begin = content.head.decode("utf-8", "replace").lstrip("\ufeff \t\r\n")
    names = [name.strip() for name in begin.partition("\n")[0].split(",")]
    if not (_ANNOTATION.match(begin) or ({"_time", "_value"} <= set(names) and "table" in names)):
        return None
    every: dict[Labels, None] = {}
    left_out: dict[str, None] = {}
    dated = False
    for _line, block, row in _influx_rows(content):
        cells = block.cells(row)
        if "_time" not in block.names or not block.values:
            left_out[cells.get("_field") or cells.get("_measurement") or cells.get("result") or "-"] = None
            continue
        dated = True
        every.update(dict.fromkeys(block.labels(cells, value) for value in block.values))
        if len(every) > MOST_COLUMNS:
            raise Refused(MANY_KPIS, field="file", limit=MOST_COLUMNS)
    if not dated:
        return None
    called = _names_of(list(every))

    def rows() -> Iterator[Row]:
        for line, block, row in _influx_rows(content):
            if "_time" in block.names:
                cells = block.cells(row)
                for value in block.values:
                    yield line, [cells.get("_time", ""), called[block.labels(cells, value)], cells.get(value, "")]

    notes = {LEFT_OUT_SERIES: excerpt(", ".join(left_out))} if left_out else {}
    return Table(SERIES_COLUMNS, 0, rows, notes, decimal=".")


def _influx_rows(content: FileContent) -> Iterator[tuple[int, _InfluxBlock, list[str]]]:
    """Yield the rows with their line and the block that they are in."""
    kinds: list[str] = []
    defaults: list[str] = []
    block: _InfluxBlock | None = None
    reader = csv.reader(content.lines())
    for row in reader:
        if not any(cell.strip() for cell in row):
            block, kinds, defaults = None, [], []
        elif row[0].startswith("#"):
            if block is not None:
                block, kinds, defaults = None, [], []
            if row[0].lower().startswith("#datatype"):
                kinds = [cell.partition(":")[0].strip().lower() for cell in row]
            elif row[0].lower().startswith("#default"):
                defaults = ["", *row[1:]]
        elif block is None:
            names = [cell.strip() for cell in row]
            block = _InfluxBlock(names, dict(zip(names, kinds, strict=False)), dict(zip(names, defaults, strict=False)))
        else:
            yield reader.line_num, block, row


def _names_of(every: Sequence[Labels]) -> dict[Labels, str]:
    """Return what each series is called: its field, its measurement where there are several, and tags that differ."""
    labels = [dict(series) for series in every]
    names = list(dict.fromkeys(name for series in labels for name in series))
    differing = [name for name in names if len({series.get(name, "") for series in labels}) > 1]
    called = {}
    for series, by_name in zip(every, labels, strict=True):
        measurement, field = by_name["_measurement"], by_name["_field"]
        parts = [measurement if "_measurement" in differing or not field else "", field]
        parts += [f"{name}={by_name[name]}" for name in differing if name[0] != "_" and by_name.get(name)]
        called[series] = " ".join(filter(None, parts)) or "value"
    return called

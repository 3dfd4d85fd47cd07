"""Bank statements in the formats that banks share: CAMT (ISO 20022, XML), MT940 (SWIFT), OFX and QIF, as tables.

Each is turned into the same columns: day of booking, signed amount, currency, account and the balance at the end of a
day. What is pending is no money yet and is left out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from kpitui.core.errors import Refused, mark
from kpitui.exchange.content import FileContent
from kpitui.exchange.table import Row, Table

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

COLUMNS = ("statement day", "statement amount", "statement currency", "statement account", "statement balance")
LARGEST = 32 << 20
"""Characters of a statement, which is held as a whole."""

Rows = list[Sequence[str]]

_BROKEN = mark("This bank statement ({format}) cannot be read: {reason}")


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
    def cells() -> Iterator[Row]:
        return ((number, list(row)) for number, row in enumerate(rows, start=1))

    return Table(COLUMNS, 0, cells, decimal=decimal)


def _camt(text: str) -> Rows:
    """Return what a CAMT.052, 053 or 054 message holds; one with a document type or entities is not opened."""
    from xml.etree import ElementTree

    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise Refused(_BROKEN, field="file", format="CAMT", reason=mark("it defines entities"))
    try:
        _check_encoding(text)
        # Text is parsed as it was decoded, whatever encoding its first line names.
        root = ElementTree.fromstring(text)
    except (ElementTree.ParseError, ValueError, LookupError) as error:
        raise Refused(_BROKEN, field="file", format="CAMT", reason=str(error)) from error
    rows: Rows = []
    for statement in _each(root, "Stmt", "Rpt", "Ntfctn"):
        account = _text(statement, "Acct", "Id", "IBAN") or _text(statement, "Acct", "Id", "Othr", "Id")
        for entry in _each(statement, "Ntry"):
            status = _text(entry, "Sts", "Cd") or _text(entry, "Sts")
            if status in ("", "BOOK"):
                rows.append([_day(entry, "BookgDt"), *_amount(entry), account, ""])
        for balance in _each(statement, "Bal"):
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


def _each(element: Element, *names: str) -> Iterator[Element]:
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

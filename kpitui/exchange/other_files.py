"""Files that are no tables at all: what they are, and the way out, before anything is looked for in them."""

from __future__ import annotations

import re

from kpitui.core.errors import Refused, mark

_KINDS: tuple[tuple[re.Pattern[bytes], str], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), reason)
    for pattern, reason in (
        (rb"%PDF-", mark("{value} is a PDF: no numbers can be read from it. Export the same as CSV or XLSX")),
        (
            rb"\s*<(?:!doctype html|html|head|body|table)\b",
            mark("{value} is a web page, not an export. Download the file itself, perhaps after signing in"),
        ),
        (
            rb"BEGIN:VCALENDAR",
            mark("{value} is a calendar file. Export hours from a time tracker as CSV, or log them by hand"),
        ),
        (
            rb"SQLite format 3\0",
            mark("{value} is a database. If it is KPITUI's: kpitui merge FILE. Otherwise export a table as CSV"),
        ),
        (rb"\x89PNG|\xff\xd8\xff|GIF8", mark("{value} is a picture. Export the numbers behind it as CSV")),
        (
            rb"(?:;[^\n]*\n|[ \t]*\n)*[0-9]{4}[-/][0-9]{1,2}[-/][0-9]{1,2} [^\n,;\t]*\n(?: {2,}|\t)\S[^\n]*\n"
            rb"(?: {2,}|\t)\S",
            mark("{value} is a ledger journal. Write its totals by day: hledger balance --daily --transpose -O csv"),
        ),
    )
)


def refuse_other_kinds(head: bytes, name: str) -> None:
    """Raise Refused, with what it is and the way out, when *head* is how a file begins that holds no table."""
    for pattern, reason in _KINDS:
        if pattern.match(head):
            raise Refused(reason, field="file", value=name or "-")

"""Why a parser could not read a text, in words that are translated: JSON, TOML, XML, and a query of SQLite.

What has no words here is told in those of the parser, which are English; where they hold the line, it is told too.
"""

from __future__ import annotations

import re

from kpitui.core.errors import Refused, mark

TOO_DEEP = mark("it has too many lists inside lists")
NOT_UTF8 = mark("it is not UTF-8")
_AFTER_THE_END = mark("something follows after the end")
_NO_QUOTE = mark("a quotation mark is missing")
_NO_VALUE = mark("a value is missing or not written as it should be")
_NO_BRACKET = mark("a closing bracket is missing")

_BEGINNINGS = {
    # JSON
    "Expecting value": _NO_VALUE,
    "Expecting ',' delimiter": mark("a comma or a closing bracket is missing"),
    "Expecting property name": mark("a name between double quotes is missing"),
    "Expecting ':' delimiter": mark("a colon is missing after a name"),
    "Extra data": _AFTER_THE_END,
    "Unterminated string": _NO_QUOTE,
    "Invalid control character": mark("a text goes on in the next line"),
    "Invalid \\": mark("a backslash is in the wrong place"),
    "Unescaped '\\'": mark("a backslash is in the wrong place"),
    # TOML
    "Expected '='": mark("an equals sign is missing after a name"),
    "Expected ']'": _NO_BRACKET,
    "Unclosed array": _NO_BRACKET,
    "Unclosed inline table": _NO_BRACKET,
    "Expected newline or end": mark("something follows after a value"),
    "Invalid value": _NO_VALUE,
    "Invalid statement": mark("a line does not begin with a name"),
    "Invalid initial character": mark("a name is missing"),
    "Cannot overwrite": mark("a name is used twice"),
    "Cannot declare": mark("a name is used twice"),
    "Illegal character": mark("a character does not belong there"),
    # XML
    "no element found": mark("it ends too early"),
    "mismatched tag": mark("the XML is damaged"),
    "not well-formed": mark("the XML is damaged"),
    "undefined entity": mark("the XML is damaged"),
    "syntax error": mark("it does not begin with XML"),
    # SQLite
    "incomplete input": mark("the query is not complete"),
    "You can only execute one": mark("there is more than one query"),
}
"""By how the words of a parser begin, which hold a name or a place after that."""

_NAMED = {
    r"no such table: (.+)": mark("table {name} does not exist"),
    r"no such column: (.+)": mark("column {name} does not exist"),
    r'near "(.+)": syntax error': mark("the query goes wrong at {name}"),
}
"""By the words of SQLite that name something."""

_PLACE = re.compile(r"line (\d+),? column \d+")


def parser_reason(error: BaseException, *, with_line: bool = True) -> object:
    """Return why the parser gave up, a message or a refusal that a sentence takes as its reason.

    The line is in it where the parser names one, unless the sentence has it already.
    """
    if isinstance(error, RecursionError):
        return TOO_DEEP
    if isinstance(error, UnicodeDecodeError):
        return NOT_UTF8
    text = str(error)
    for pattern, message in _NAMED.items():
        if match := re.fullmatch(pattern, text):
            return Refused(message, name=match[1][:60])
    what = next((words for begin, words in _BEGINNINGS.items() if text.startswith(begin)), None)
    if what is None:
        return text[:200] or type(error).__name__
    place = _PLACE.search(text)
    return Refused(mark("line {line}: {reason}"), line=int(place[1]), reason=what) if place and with_line else what

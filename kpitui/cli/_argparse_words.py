"""argparse in the language in force: its own sentences are looked up in our catalogue.

argparse asks the function `_` of its own module for each of them when it is needed. Those that a newer Python words
differently are shown in English; a test says which.
"""

from __future__ import annotations

import argparse
from typing import NoReturn

from kpitui import i18n
from kpitui.core.errors import mark
from kpitui.i18n.harmless import harmless

SENTENCES = (
    mark("usage: "),
    mark("positional arguments"),
    mark("options"),
    mark("show this help message and exit"),
    mark("%(prog)s: error: %(message)s\n"),
    mark("argument %(argument_name)s: %(message)s"),
    mark("the following arguments are required: %s"),
    mark("one of the arguments %s is required"),
    mark("not allowed with argument %s"),
    mark("unrecognized arguments: %s"),
    mark("invalid choice: %(value)r (choose from %(choices)s)"),
    mark("invalid %(type)s value: %(value)r"),
    mark("expected one argument"),
    mark("expected at most one argument"),
    mark("expected at least one argument"),
    mark("ignored explicit argument %r"),
    mark("unexpected option string: %s"),
)
"""What people can come to see of argparse."""


class HarmlessParser(argparse.ArgumentParser):
    """A parser that repeats no control characters of the words that it refuses."""

    def error(self, message: str) -> NoReturn:
        """Say what is wrong and end with status 2."""
        super().error(harmless(message, 1000))


MOST = 1_000_000
"""What is counted in words of the command line: periods, changes, places."""


def count(text: str) -> int:
    """Return the whole number from 1 to `MOST` that *text* is; argparse says what is accepted in place of another."""
    try:
        number = int(text)
    except ValueError:
        number = 0
    if not 1 <= number <= MOST:
        accepted = i18n._("{value} is not accepted: give a whole number from 1 to {most}")
        raise argparse.ArgumentTypeError(accepted.format(value=harmless(text, 40), most=MOST))
    return number


def speak() -> None:
    """Let argparse say its sentences in the language in force from now on."""
    argparse.__dict__["_"] = i18n._

"""argparse in our words, in the language in force.

argparse asks the function `_` of its own module for each of its sentences when it is needed. Those that a newer Python
words differently are shown as argparse has them; a test says which.
"""

from __future__ import annotations

import argparse
import re
from typing import Any, NoReturn

from kpitui import i18n
from kpitui.core.errors import mark
from kpitui.i18n.harmless import harmless

SENTENCES = {
    "usage: ": mark("usage: "),
    "positional arguments": mark("what to type"),
    "options": mark("options"),
    "show this help message and exit": mark("show this help and stop"),
    "%(prog)s: error: %(message)s\n": mark("%(prog)s: %(message)s\n"),
    "argument %(argument_name)s: %(message)s": mark("%(argument_name)s: %(message)s"),
    "the following arguments are required: %s": mark("still missing: %s"),
    "one of the arguments %s is required": mark("one of these is needed: %s"),
    "not allowed with argument %s": mark("can't be used with %s"),
    "unrecognized arguments: %s": mark("unknown: %s"),
    "invalid choice: %(value)r (choose from %(choices)s)": mark("%(value)r is not possible here. Choose: %(choices)s"),
    "invalid %(type)s value: %(value)r": mark("%(value)r is not possible here. Type a number, such as 12"),
    "expected one argument": mark("type a value after it"),
    "expected at most one argument": mark("type at most one value after it"),
    "expected at least one argument": mark("type at least one value after it"),
    "ignored explicit argument %r": mark("%r doesn't belong here"),
    "unexpected option string: %s": mark("unknown option: %s"),
}
"""What people can come to see of argparse, and what is said instead."""


class HarmlessParser(argparse.ArgumentParser):
    """A parser that takes ``-10%`` and ``-€200`` as values, and repeats no control characters of what it refuses."""

    def __init__(self, *words: Any, **named: Any) -> None:
        super().__init__(*words, **named)
        # argparse knows -10 as a number and takes -10% for an option; none of ours looks like a figure.
        self._negative_number_matcher = re.compile(r"-\s?[€$£]?\s?[.,]?[0-9]")

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
        accepted = i18n._("{value} is not possible here. Choose a whole number from 1 to {most}")
        raise argparse.ArgumentTypeError(accepted.format(value=harmless(text, 40), most=MOST))
    return number


def speak() -> None:
    """Let argparse say its sentences in our words, in the language in force, from now on."""
    argparse.__dict__["_"] = _in_our_words


def _in_our_words(sentence: str) -> str:
    return i18n._(SENTENCES.get(sentence, sentence))

"""argparse in the language in force: its own sentences are looked up in our catalogue.

argparse asks the function `_` of its own module for each of them when it is needed. Those that a newer Python words
differently are shown in English; a test says which.
"""

from __future__ import annotations

import argparse

from kpitui import i18n
from kpitui.core.errors import mark

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


def speak() -> None:
    """Let argparse say its sentences in the language in force from now on."""
    argparse.__dict__["_"] = i18n._

"""What argparse itself says, in the language in force."""

from __future__ import annotations

import argparse
import inspect

import pytest

from kpitui.cli._argparse_words import SENTENCES
from tests.cli.conftest import Shell


@pytest.mark.parametrize("sentence", SENTENCES)
def test_argparse_says_it_in_these_words(sentence: str) -> None:
    """A sentence that this Python words differently would not be found, and is named here."""
    assert sentence.replace("\n", "\\n") in inspect.getsource(argparse)


@pytest.mark.parametrize(
    ("words", "dutch", "english"),
    [
        (("show",), "dit ontbreekt nog: KPI", "still missing: KPI"),
        (("show", "x", "--by", "minute"), "Kies: ", "Choose: "),
        (("show", "x", "--later"), "onbekend: --later", "unknown: --later"),
        (("show", "x", "--by"), "typ er een waarde achter", "type a value after it"),
    ],
)
def test_wrong_usage_is_told_in_both_languages(shell: Shell, words: tuple[str, ...], dutch: str, english: str) -> None:
    """With status 2, and in the language that was asked for last."""
    told = shell("--lang", "nl", *words)
    assert (told.status, told.out) == (2, "")
    assert dutch in told.err
    assert "gebruik:" in told.err
    assert english in shell("--lang", "en", *words).err


def test_the_help_of_a_command_is_dutch_too(shell: Shell) -> None:
    """Headings and the flag that argparse adds by itself."""
    told = shell.ok("--lang", "nl", "undo", "--help").out
    assert "opties:" in told
    assert "toon deze hulp en stop" in told

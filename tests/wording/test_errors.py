"""A refusal is told in the language in force, and nothing in it can harm a terminal."""

from __future__ import annotations

import pytest

from kpitui.core.errors import NotFound, Refused, mark
from kpitui.i18n import use
from kpitui.wording import errors
from kpitui.wording.errors import mistake, sentence, without_flags
from tests.i18n.catalogue import translated

NO_KPI = NotFound("No KPI called {value}. Did you mean {near}?", field="kpi", value="ordrs", near="orders")


def test_a_refusal_in_english() -> None:
    """The placeholders are filled from the parameters."""
    assert "No KPI called ordrs. Did you mean orders?" == sentence(NO_KPI)


def test_a_refusal_in_dutch() -> None:
    """The message is translated before its placeholders are filled."""
    use("nl")
    assert "Geen KPI met de naam ordrs. Bedoelde je orders?" == sentence(NO_KPI)


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("No KPI called {value}. Add it (--map '{quoted}=KPI')", "No KPI called {value}. Add it"),
        ("Columns left out: {names}. To import one anyway: --map '{quoted}=KPI'", "Columns left out: {names}"),
        ("Read as {currency}. Wrong? Undo, and add --currency {other}", "Read as {currency}"),
        ("{kpi} is in {unit}: change the file, or kpitui kpi edit {key} --unit {other}", "{kpi} is in {unit}"),
        (
            "'{value}' (in --only) is not in the file. The file has: {names}",
            "'{value}' is not in the file. The file has: {names}",
        ),
        ("A ledger. Write it: hledger balance --daily", "A ledger. Write it: hledger balance --daily"),
    ],
)
def test_what_only_a_shell_understands_is_left_out(said: str, left: str) -> None:
    assert without_flags(said) == left


def test_every_sentence_about_flags_says_something_without_them() -> None:
    """In both languages; nothing is left that begins or ends in the middle."""
    messages = [message for message in translated() if "--map" in str(message.id)]
    for text in (str(text) for message in messages for text in (message.id, message.string)):
        rest = without_flags(text)
        assert rest and "--" not in rest and rest.count("(") == rest.count(")"), text
    assert len(messages) > 20


def test_parameters_are_made_harmless() -> None:
    """What was typed comes back in the refusal, but never as control characters."""
    assert "No KPI called '␛[2J x'" == sentence(Refused("No KPI called '{value}'", value="\x1b[2J\nx"))


def test_braces_in_a_parameter_are_plain_text() -> None:
    """Text that was typed is no format."""
    assert "No KPI called '{near}'" == sentence(Refused("No KPI called '{value}'", value="{near}"))


def test_a_marked_parameter_is_translated() -> None:
    """A parameter that is a message itself comes in the same language."""
    use("nl")
    assert "vandaag ontbreekt" == sentence(Refused("{name} is missing", name=mark("today")))
    assert "today ontbreekt" == sentence(Refused("{name} is missing", name="today"))


def test_an_empty_parameter_stays_empty() -> None:
    """Gettext answers an empty message with its own header; a person does not want to read that."""
    use("nl")
    assert " ontbreekt" == sentence(Refused("{name} is missing", name=""))


def test_numbers_can_be_formatted() -> None:
    """A parameter that is no text keeps its type for the format."""
    assert "007" == sentence(Refused("{n:03d}", n=7))


def test_the_kpi_stands_in_front_when_the_message_does_not_name_it() -> None:
    """Among several values the one at fault is named."""
    assert "Orders: it is empty" == sentence(Refused("It is empty", field="value", kpi="Orders"))
    assert "It is empty" == sentence(Refused("It is empty", field="value", kpi="Orders"), of_several=False)
    assert "It is empty" == sentence(Refused("It is empty", field="target", kpi="orders"))
    assert "no orders" == sentence(Refused("no {kpi}", kpi="orders"))


def test_a_mistake_is_told_with_where_to_report_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """As long as there is no address, nothing is said of one."""
    assert mistake(ValueError("\x1bx")).endswith(
        "(ValueError: ␛x). What you saved is safe. Put KPITUI_TRACEBACK=1 before the command to see where"
    )
    monkeypatch.setattr(errors, "REPORT_TO", "https://example.org/issues")
    assert mistake(ValueError("x")).endswith("to see where; report it at https://example.org/issues")

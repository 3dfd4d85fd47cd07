"""The three goals that everybody begins with, on ten days of figures: no question that cannot be answered."""

from __future__ import annotations

import math
import re
from datetime import date, timedelta

import pytest

from tests.cli.conftest import Shell
from tests.first_goals import NAMES, SENTENCES

pytestmark = pytest.mark.thorough

WHY = ("--why", "a salary", "--acceptable", "an hour a week")


@pytest.fixture(params=["en", "nl"])
def newcomer(shell: Shell, request: pytest.FixtureRequest) -> tuple[Shell, str]:
    """A shell with four KPIs and ten days of figures, in each language."""
    language: str = request.param
    for name in NAMES[language]:
        shell.ok("--lang", language, "kpi", "add", name)
    keys = shell.ok("kpi", "list", "--keys").out.split()
    for number in range(10):
        figures = (f"{100 + number}", "3", "100")
        words = [f"{key}={value}" for key, value in zip(keys, figures, strict=False)]
        shell.ok("log", *words, "--on", f"2026-11-{13 + number}")
    return shell, language


def test_each_question_has_an_answer_that_is_given_with_it(newcomer: tuple[Shell, str]) -> None:
    """Taking the first answer of each question in turn, as it is printed, leads to a saved goal."""
    shell, language = newcomer
    for sentence in SENTENCES[language]:
        flags: list[str] = [*WHY]
        for _question in range(4):
            done = shell("--lang", language, "goal", "add", sentence, *flags, "--json").json
            if done["saved"]:
                break
            required = [each for each in done["findings"] if each["severity"] == "required"]
            assert all(each["remedies"] for each in required), required
            flags += required[0]["remedies"][0]["command"].split()
        assert done["saved"], flags


def test_ten_days_are_not_a_quarter(newcomer: tuple[Shell, str]) -> None:
    """15 % more by the end of Q2 has nothing to compare with: the coming four weeks are measured, for all of Q2."""
    shell, language = newcomer
    title = SENTENCES[language][0]
    goal = shell.ok("goal", "add", title, *WHY, "--measure-first", "--json").json["goal"]
    assert (goal["status"], goal["baseline"], goal["target"]) == ("measuring", None, None)
    assert (goal["start"], goal["deadline"]) == ("2027-04-01", "2027-06-30")


def test_the_year_is_asked_for(newcomer: tuple[Shell, str]) -> None:
    """Between 1 January and 31 December, on 23 November, is this year or the next one."""
    shell, language = newcomer
    title = SENTENCES[language][1]
    done = shell("goal", "add", title, *WHY, "--measure-first", "--json").json
    (year,) = [each for each in done["findings"] if each["field"] == "start"]
    assert [each["command"] for each in year["remedies"]] == [
        "--start 2026-01-01", "--start 2027-01-01 --deadline 2027-12-31",
    ]  # fmt: skip


def test_four_percent_of_a_percentage_is_asked_about(newcomer: tuple[Shell, str]) -> None:
    """30 orders of 1,000 visitors are 3 %: 3.12 % or 7 %."""
    shell, language = newcomer
    title = SENTENCES[language][2]
    done = shell("goal", "add", title, *WHY, "--baseline", "estimate", "--json").json
    (which,) = [each for each in done["findings"] if each["severity"] == "required"]
    assert [each["command"] for each in which["remedies"]] == ["--change 4%", "--change 4pp"]
    goal = shell.ok("goal", "add", title, *WHY, "--baseline", "estimate", "--change", "4pp", "--json").json["goal"]
    assert goal["baseline"] == pytest.approx(3.0)
    assert goal["target"] == pytest.approx(7.0)
    assert goal["status"] == "too early"


def test_drivers_that_are_templates_come_with_what_adds_them(newcomer: tuple[Shell, str]) -> None:
    shell, language = newcomer
    title = SENTENCES[language][0]
    done = shell("goal", "add", title, *WHY, "--json").json
    commands = [fix["command"] for each in done["findings"] for fix in each["remedies"]]
    assert any("kpi add --template site-speed, then --driver" in command for command in commands)


def test_a_period_is_named_by_its_words(newcomer: tuple[Shell, str]) -> None:
    """What they mean depends on the deadline, and a period without numbers is called that."""
    shell, _language = newcomer
    key = shell.ok("kpi", "list", "--keys").out.split()[0]
    words = ("goal", "add", "10% more", "--kpi", key, *WHY, "--compared")
    assert "last-year depends on the deadline" in shell(*words, "last-year").err
    done = shell(*words, "last-year", "--deadline", "2026-12-02", "--json").json
    (lack,) = [each for each in done["findings"] if each["severity"] == "required"]
    assert "has no numbers from Sun 23 Nov to Tue 2 Dec 2025 to compare with" in lack["text"]
    goal = shell.ok(*words, "previous", "--deadline", "2026-12-02", "--json").json["goal"]
    assert goal["baseline"] == sum(range(100, 110))


def test_a_total_that_is_typed_is_of_as_many_days_as_the_goal(newcomer: tuple[Shell, str]) -> None:
    """Or of the period that is named with it: one of another length is asked about, with what it comes to."""
    shell, _language = newcomer
    key = shell.ok("kpi", "list", "--keys").out.split()[0]
    words = ("goal", "add", "10% more", "--kpi", key, *WHY, "--deadline", "2027-02-03", "--baseline")
    done = shell(*words, "36500", "--compared", "2025", "--json").json
    (question,) = [each for each in done["findings"] if each["severity"] == "required"]
    assert [each["command"] for each in question["remedies"]] == ["--baseline 7300"]
    text = shell.ok(*words, "7300").out
    assert "7,300 in 73 days, typed" in text


def test_a_target_is_shown_as_it_was_typed(newcomer: tuple[Shell, str]) -> None:
    """With its cents, however large it is; what was worked out has none."""
    shell, _language = newcomer
    key = shell.ok("kpi", "list", "--keys").out.split()[0]
    money = ("--kpi", key, *WHY, "--deadline", "2027-03-31")
    assert "at least € 1,249.50 a day" in shell.ok("goal", "add", "1249,50 every day", *money).out
    assert re.search(r"Target +€ 12,499\.50\n", shell.ok("goal", "add", "12499,50 in total", *money).out)
    computed = shell.ok("goal", "add", "15% more", *money, "--baseline", "12345").out
    assert re.search(r"Target +€ 14,197\n", computed)


def test_what_is_measured_first_is_set_by_the_next_command_and_can_be_undone(
    newcomer: tuple[Shell, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """28 to 55 orders a day, in as many days as Q2 has, and 15 % more in whole orders; undo goes on from there."""
    shell, _language = newcomer
    key = shell.ok("kpi", "list", "--keys").out.split()[1]
    days = ("--start", "2027-04-01", "--deadline", "2027-06-30")
    shell.ok("goal", "add", "15% more", "--kpi", key, *WHY, *days, "--measure-first")
    monkeypatch.setenv("KPITUI_TODAY", "2026-12-20")
    lines = [f"{key} {28 + number} {date(2026, 11, 23) + timedelta(days=number)}" for number in range(28)]
    shell.ok("log", "-", given="\n".join(lines).encode())
    assert shell.ok("goal", "list", "--json").json[0]["status"] == "measuring"
    monkeypatch.setenv("KPITUI_TODAY", "2026-12-21")
    shell.ok("log", key, "30")
    goal = shell.ok("goal", "list", "--json").json[0]
    assert goal["baseline"] == pytest.approx(sum(range(28, 56)) / 28 * 91)
    assert goal["target"] == pytest.approx(math.ceil(1.15 * sum(range(28, 56)) / 28 * 91))
    shell.ok("undo")
    assert shell.ok("goal", "list", "--json").json[0]["status"] == "measuring"
    shell.ok("undo")
    assert shell.ok("show", key, "--last", "1", "--json").json["periods"][0]["value"] is None


def test_a_wish_for_less_is_offered_as_less_in_a_command_that_works(newcomer: tuple[Shell, str]) -> None:
    shell, _language = newcomer
    key = shell.ok("kpi", "list", "--keys").out.split()[0]
    words = ("goal", "add", "fewer until 31 March", "--kpi", key, *WHY, "--baseline", "10000", "--json")
    (lack,) = [each for each in shell(*words).json["findings"] if each["severity"] == "required"]
    (command,) = [remedy["command"] for remedy in lack["remedies"]]
    assert command == "--change=-10%"
    assert shell.ok(*words, command).json["goal"]["target"] == 9000

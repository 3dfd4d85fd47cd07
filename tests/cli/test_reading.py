"""The commands that read: what they print in both languages, and the JSON that programs rely on."""

from __future__ import annotations

import re

import pytest

from tests.cli.conftest import Shell, check_golden
from tests.databases import sample_business

GOAL = (
    "goal", "add", "More revenue this year", "--kpi", "revenue", "--target", "20000", "--baseline", "18000",
    "--start", "2026-11-20", "--deadline", "2026-12-31", "--why", "a salary", "--acceptable", "my own decision",
    "--driver", "orders", "--counter", "visitors",
)  # fmt: skip

DIARY = (
    ("action", "add", "Call ten customers", "--kpi", "orders", "--due", "today", "--effect", "+10%", "--by", "31/12"),
    ("action", "add", "New photos", "--goal", "1", "--start", "2026-11-21", "--effect", "50"),
    ("action", "add", "Flyers"),
    ("action", "drop", "flyers", "--why", "too dear"),
    ("note", "orders", "market day", "2026-11-21"),
    ("note", "--all", "site was down", "2026-11-22"),
)

READING = {
    "status": ("status",),
    "due": ("due",),
    "show": ("show", "revenue", "--last", "5"),
    "show-weeks": ("show", "conversion", "--by", "week", "--last", "2"),
    "trend": ("show", "revenue", "--chart", "trend", "--size", "60x12", "--last", "10"),
    "trend-ascii": ("show", "revenue", "--chart", "trend", "--size", "60x12", "--last", "10", "--ascii"),
    "periods": ("show", "orders", "--chart", "periods", "--size", "60x12"),
    "cumulative": ("show", "revenue", "--chart", "cumulative", "--size", "60x12"),
    "goals": ("goal", "list"),
    "goal": ("goal", "show", "1"),
    "actions": ("action", "list", "--all"),
    "action": ("action", "show", "1"),
    "notes": ("note", "list"),
    "kpis": ("kpi", "list"),
    "kpi": ("kpi", "show", "conversion"),
    "check": ("check",),
    "config": ("config",),
    "help": ("--help",),
    "templates": ("kpi", "templates"),
    "status-line": ("status", "--line"),
    "status-wide": ("status", "--wide"),
    "plain-status-wide": ("status", "--wide", "--plain"),
    "plain-status": ("status", "--plain"),
    "plain-due": ("due", "--plain"),
    "plain-show": ("show", "conversion", "--by", "week", "--last", "2", "--plain"),
    "plain-trend": ("show", "revenue", "--chart", "trend", "--plain"),
    "plain-periods": ("show", "orders", "--chart", "periods", "--plain"),
    "plain-goals": ("goal", "list", "--plain"),
    "plain-goal": ("goal", "show", "1", "--plain"),
    "plain-review": ("review", "--on", "2026-11-23", "--plain"),
}


@pytest.mark.parametrize(
    ("form", "text"),
    [
        ("{due}/{actions}", "3/0"),
        ("#[fg=red]{off_track}#[default] {{{goals}}}", "#[fg=red]0#[default] {1}"),
        ("", "3 to log · 1 too early"),
        ("}} {{due}}", "} {due}"),
        ("%{F#f00}{due}%{F-} %{due}", "%{F#f00}3%{F-} %3"),
    ],
)
def test_a_status_bar_has_a_form_of_its_own(shop: Shell, form: str, text: str) -> None:
    """Counts stand where their names stand, 0 as a number; what else is in the form is printed as it is."""
    shop.ok(*GOAL)
    assert shop.ok("status", "--line", form).out == text + "\n"
    assert shop.ok("status", f"--line={form}").out == text + "\n"


@pytest.mark.parametrize(
    ("words", "status", "reason"),
    [
        (("--line", "{duo}"), 1, "No field called {duo}. Choose: due, actions"),
        ("--line={due", 1, "No field called {due. Choose"),
        (("--line", "--json"), 2, "--line can't be used with --json"),
        (("--line", "a", "b"), 2, "doesn't know b"),
    ],
)
def test_a_form_of_a_status_bar_that_is_none_is_refused(
    shop: Shell, words: tuple[str, ...] | str, status: int, reason: str
) -> None:
    """A name that is no field, a brace without its end, and a line as JSON are answered with what can be had."""
    done = shop("status", *((words,) if isinstance(words, str) else words))
    assert (done.status, done.out) == (status, "")
    assert reason in done.err


def test_a_status_bar_is_quiet_until_there_is_something(shell: Shell, new_shell: Shell) -> None:
    """Without a database, and without a KPI, the line is empty, and no database is made."""
    assert new_shell.ok("status", "--line") == (0, "", "")
    assert not new_shell.database.exists()
    assert shell.ok("status", "--line") == (0, "", "")
    shell.ok("kpi", "add", "Orders")
    shell.ok("log", "orders", "3")
    assert shell.ok("status", "--line").out == "all logged\n"


@pytest.mark.parametrize("language", ["en", "nl"])
@pytest.mark.parametrize("name", READING)
def test_what_is_printed(shop: Shell, name: str, language: str) -> None:
    """The text of every reading command is as it was agreed, in both languages."""
    shop.ok(*GOAL)
    for words in DIARY:
        shop.ok(*words)
    done = shop.ok("--lang", language, *READING[name])
    assert done.err == ""
    check_golden(f"{name}.{language}.txt", done.out)


EYES_ONLY = re.compile(r"  |[─━│┤└▁▂▃▄▅▆▇█●▲▼✔✘○·…×–⠀-⣿]|^[-*=] |--", re.MULTILINE)
"""Columns, bars, boxes and signs that a screen reader skips or spells out."""


@pytest.mark.parametrize("language", ["en", "nl"])
@pytest.mark.parametrize("name", [name for name in READING if name.startswith("plain-")])
def test_plain_text_needs_no_eyes(shop: Shell, name: str, language: str) -> None:
    """Every line of plain text is one sentence that ends as one, without anything that only eyes understand."""
    shop.ok(*GOAL)
    lines = [line for line in shop.ok("--lang", language, *READING[name]).out.splitlines() if line]
    assert lines
    for line in lines:
        assert not EYES_ONLY.search(line), line
        assert line[-1] in ".?!:", line


def test_plain_is_asked_for_by_flag_environment_or_setting(shop: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    """The environment goes before the setting; a table is printed when neither asks for sentences."""
    table, sentences = shop.ok("status").out, shop.ok("status", "--plain").out
    assert table != sentences
    shop.ok("config", "plain", "yes")
    assert shop.ok("status").out == sentences
    monkeypatch.setenv("KPITUI_PLAIN", "0")
    assert shop.ok("status").out == table
    shop.ok("config", "plain", "no")
    monkeypatch.setenv("KPITUI_PLAIN", "1")
    assert shop.ok("status").out == sentences
    assert shop.ok("review").out == shop.ok("review", "--format", "plain").out
    assert shop.ok("review", "--format", "md").out.startswith("#")
    assert shop.ok("due", "--count").out == "3\n"


def test_show_as_json(shop: Shell) -> None:
    """Periods with their value, coverage and whether they are over; a missing figure is null."""
    found = shop.ok("show", "revenue", "--by", "week", "--last", "2", "--json").json
    assert found["kpi"] == {
        "key": "revenue", "name": "Revenue", "kind": "flow", "unit": "EUR", "direction": "higher", "cadence": "day",
    }  # fmt: skip
    assert found["by"] == "week"
    last, this = found["periods"]
    assert (last["period"], last["start"], last["end"], last["value"]) == (
        "2026-W47",
        "2026-11-16",
        "2026-11-22",
        1200.5,
    )
    assert (last["days_with_data"], last["entries"], last["partial"]) == (3, 3, False)
    assert (this["value"], this["partial"]) == (None, True)


def test_a_ratio_is_a_ratio_of_sums(shop: Shell) -> None:
    """31 orders of 1,500 visitors, not the mean of three percentages."""
    (week, _this) = shop.ok("show", "conversion", "--by", "week", "--last", "2", "--json").json["periods"]
    assert week["value"] == pytest.approx(100 * 31 / 1500)


def test_status_as_json(shop: Shell) -> None:
    """Goals and KPIs with every field that was agreed."""
    shop.ok(*GOAL)
    found = shop.ok("status", "--json").json
    assert found["today"] == "2026-11-23"
    (goal,) = found["goals"]
    expected = {
        "id", "title", "kpi", "baseline", "target", "actual", "progress", "expected", "gap", "status", "chance",
        "arrival", "needed_per_day", "start", "deadline",
    }  # fmt: skip
    assert expected <= goal.keys()
    assert (goal["actual"], goal["target"], goal["status"]) == (1200.5, 20000, "too early")
    assert [kpi["key"] for kpi in found["kpis"]] == ["revenue", "orders", "visitors", "conversion"]
    assert {"key", "name", "unit", "last", "due", "coverage", "signal"} <= found["kpis"][0].keys()
    assert found["kpis"][0]["last"] == {"date": "2026-11-22", "value": 390}
    assert found["groups"] == []
    shop.ok("kpi", "group", "Shop", "visitors", "orders")
    assert shop.ok("status", "--json").json["groups"] == [
        {"name": "Shop", "kpis": ["orders", "visitors"]},
        {"name": "", "kpis": ["revenue", "conversion"]},
    ]


def test_due_as_json_and_as_a_number(shop: Shell) -> None:
    """What is due, for which day; silent when nothing is."""
    assert shop.ok("due", "--json").json[0] == {
        "key": "revenue", "name": "Revenue", "for": "2026-11-23", "action": None, "runway": False,
    }  # fmt: skip
    assert shop.ok("due", "--count").out == "3\n"
    shop.ok("log", "revenue=1", "orders=1", "visitors=1")
    assert shop.ok("due").out == ""


def test_due_makes_no_database_and_never_fails_a_login(new_shell: Shell) -> None:
    """Before there is a database, and when it is no database, it is silent with status 0."""
    assert new_shell.ok("due").out == ""
    assert not new_shell.database.exists()
    new_shell.database.parent.mkdir()
    new_shell.database.write_text("no database")
    assert new_shell("due").status == 0


def test_history_as_json(shop: Shell) -> None:
    """Newest first, with what was undone."""
    shop.ok("undo")
    newest, *_older = shop.ok("history", "--json").json
    assert {"id", "at", "what", "undone"} <= newest.keys()
    assert newest["undone"] is True


def test_a_stamped_figure_is_never_summed(shell: Shell) -> None:
    """Unique visitors per week cannot be asked for by month."""
    shell.ok("kpi", "add", "Uniques", "--kind", "stamped", "--every", "week")
    done = shell("show", "uniques", "--by", "month")
    assert (done.status, done.out) == (1, "")
    assert shell.ok("show", "uniques", "--json").json["by"] == "week"


def test_periods_stand_beside_those_they_are_compared_with(shop: Shell) -> None:
    """The running week meets the days of the week before that are as far as it has been logged, and says how far."""
    for day, value in (("2026-11-16", "100"), ("2026-11-17", "200"), ("2026-11-18", "50"), ("2026-11-19", "50")):
        shop.ok("log", "revenue", value, day)
    shop.ok("log", "revenue", "150", "2026-11-23")
    shown = shop.ok("show", "revenue", "--by", "week", "--last", "2", "--compare", "previous", "--json").json
    last, running = shown["periods"]
    assert running["compared"] == {
        "period": "2026-W47", "start": "2026-11-16", "end": "2026-11-16", "value": 100.0, "difference": 50.0,
        "change": 0.5, "bound": "exact", "without_today": False,
    }  # fmt: skip
    assert (last["compared"]["value"], last["compared"]["difference"], last["compared"]["bound"]) == (None, None, None)
    text = shop.ok("show", "revenue", "--by", "week", "--last", "1", "--compare", "previous").out
    assert "week 47 up to Mon 16 Nov" in text
    assert "+€ 50" in text
    plain = shop.ok("show", "revenue", "--by", "week", "--last", "1", "--compare", "last-year", "--plain").out
    assert "compared with Mon 24 Nov 2025: no data, difference -" in plain


def test_what_reads_can_look_back(shop: Shell) -> None:
    """--as-of makes that day today for a command that reads, says so beside the answer, and is refused elsewhere."""
    whole = shop.ok("show", "orders", "--by", "month", "--last", "1", "--json").json["periods"][0]
    done = shop.ok("show", "orders", "--by", "month", "--last", "1", "--json", "--as-of", "2026-11-21")
    period = done.json["periods"][0]
    assert done.err == "As it stood on Sat 21 Nov 2026\n"
    assert (period["end"], period["value"] < whole["value"], period["days_with_data"]) == (whole["end"], True, 2)
    assert shop.ok("status", "--json", "--as-of=yesterday").json["today"] == "2026-11-22"
    assert shop.ok("--as-of", "2026-11-21", "goal", "list").err == "As it stood on Sat 21 Nov 2026\n"
    assert shop.ok("history", "--as-of", "2026-11-21", "--json").json == [], "all of it was typed on Monday"
    assert len(shop.ok("history", "--as-of", "today", "--json").json) == len(shop.ok("history", "--json").json) > 0
    assert shop.ok("pause", "--as-of", "2026-11-21", "--json").json == []
    unknown = shop("status", "--as-of", "2026-11-21", "--as-known")
    assert unknown.err.startswith("What was known on Sat 21 Nov 2026\n")
    assert unknown.out == "No KPIs yet\n", "the shop was entered later, and nothing can be added to that day"
    unknown = shop("show", "orders", "--as-of", "2026-11-21", "--as-known")
    assert (unknown.status, "there were none on that day" in unknown.err) == (1, True)
    for words, status, sentence in (
        (("show", "orders", "--as-known"), 2, "--as-known needs a day"),
        (("show", "orders", "--as-of"), 2, "Something is missing after --as-of."),
        (("--as-of", "yesterday", "log", "orders", "3"), 2, "only looks back"),
        (("--as-of", "yesterday", "kpi", "archive", "orders"), 2, "only looks back"),
        (("status", "--as-of", "tomorrow"), 1, "in the future"),
        (("status", "--as-of", "soon"), 1, "Not a date: soon"),
    ):
        done = shop(*words)
        assert (done.status, done.out) == (status, ""), words
        assert sentence in done.err
    assert shop.ok("show", "orders", "--by", "month", "--last", "1", "--json").json["periods"][0] == whole
    assert "--as-of DATE" in shop.ok("goal", "list", "--help").out
    assert "--as-of" not in shop.ok("log", "--help").out


LISTS = {
    "check": ("check",),
    "actions": ("action", "list"),
    "action": ("action", "show", "1"),
    "notes": ("note", "list"),
    "history": ("history", "--last", "3"),
    "kpis": ("kpi", "list"),
    "kpi": ("kpi", "show", "orders"),
    "entries": ("show", "orders", "--entries", "--last", "2"),
    "entry list": ("entry", "list", "--last", "2"),
    "forecast": ("forecast", "revenue", "--until", "30 Nov"),
    "templates": ("kpi", "templates", "revenue"),
    "pauses": ("pause",),
}
"""Commands that print a table or a list, and sentences in place of it."""


@pytest.fixture
def sample(shell: Shell) -> Shell:
    """The shell on the sample business."""
    sample_business(shell.database)
    return shell


@pytest.mark.parametrize("name", LISTS)
def test_every_list_is_read_out_as_sentences(sample: Shell, name: str) -> None:
    """No columns: a sentence a line, and what is a command stands on a line of its own."""
    lines = sample.ok(*LISTS[name], "--plain").out.splitlines()
    assert lines
    for line in lines:
        assert "   " not in line.strip()
        assert line[-1] in ".?!:" or "kpitui " in line, line


def test_a_sentence_of_a_table_names_what_its_columns_are(sample: Shell) -> None:
    assert "low € " in sample.ok("forecast", "revenue", "--until", "30 Nov", "--plain").out
    assert ", value " in sample.ok("show", "orders", "--entries", "--last", "1", "--plain").out


def test_nothing_is_told_of_the_days_before_a_kpi_began(shell: Shell) -> None:
    shell.ok("kpi", "add", "Orders")
    shell.ok("log", "orders", "3", "yesterday")
    lines = shell.ok("show", "orders").out.splitlines()
    assert ["Sun 22 Nov", "Mon 23 Nov"] == [line[:10] for line in lines if line[4:6].isdigit()]


def test_a_currency_is_written_before_its_figure_however_its_unit_was_typed(shell: Shell) -> None:
    for name, unit in (("Fees x", "$"), ("Fees y", "usd"), ("Fees z", "USD")):
        shell.ok("kpi", "add", name, "--unit", unit)
    shell.ok("log", "fees-x", "5")
    assert "$ 5" in shell.ok("show", "fees-x").out
    assert {"USD"} == {kpi["unit"] for kpi in shell.ok("kpi", "list", "--json").json}

"""The commands that change something: KPIs, goals, notes, pauses, settings, undo, backups, imports, the demo."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.cli.conftest import Shell, check_golden
from tests.cli.test_reading import GOAL

pytestmark = pytest.mark.thorough


def test_a_kpi_is_added_changed_archived_and_brought_back(shell: Shell) -> None:
    """Every flag of a KPI arrives; an archived one is off the list until it is brought back."""
    shell.ok("kpi", "add", "Stock", "--kind", "level", "--unit", "pcs", "--every", "mon,thu", "--band", "10", "50,5")
    shown = shell.ok("kpi", "show", "stock", "--json").json
    assert (shown["kind"], shown["every"], shown["better"], shown["band_low"], shown["band_high"]) == (
        "level", "mon,thu", "band", 10, 50.5,
    )  # fmt: skip
    shell.ok("kpi", "edit", "stock", "--name", "Voorraad", "--better", "higher")
    assert shell.ok("kpi", "show", "stock", "--json").json["name"] == "Voorraad"
    shell.ok("kpi", "archive", "stock")
    assert shell.ok("kpi", "list", "--keys").out == ""
    shell.ok("kpi", "archive", "stock", "--undo")
    assert shell.ok("kpi", "list", "--keys").out == "stock\n"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("add", "Orders"), "short name orders is taken"),
        (("add", "x", "--key", "No Good"), "can't be a short name"),
        (("add", "!!!"), "can't become a short name"),
        (("add",), "name is missing"),
        (("add", "Z", "--key", "log"), "already means something on the command line"),
        (("add", "x", "--kind", "ratio"), "two KPIs"),
        (("add", "x", "--kind", "formula", "--formula", "orders +"), "Not a formula"),
        (("add", "x", "--kind", "formula", "--formula", "nothing * 2"), "no KPI has that short name"),
        (("add", "x", "--kind", "formula", "--formula", "revenue + orders"), "different units"),
        (("edit", "orders", "--kind", "formula", "--formula", "visitors * 2"), "has numbers of its own"),
        (
            ("edit", "orders", "--formula", "visitors * 2"),
            "--formula is only for KPIs of the kind formula. Orders is of the kind sum",
        ),
        (
            ("add", "x", "--kind", "sum", "--numerator", "orders"),
            "--numerator is only for KPIs of the kind ratio. x is of the kind sum",
        ),
        (("add", "x", "--every", "fortnight"), "fortnight"),
        (("add", "--template", "weather"), "No template weather"),
        (("show", "nothing"), "No KPI called nothing"),
    ],
)
def test_what_a_kpi_cannot_be(shop: Shell, words: tuple[str, ...], said: str) -> None:
    """Each refusal is one sentence, and there are as many KPIs as before."""
    done = shop("kpi", *words)
    assert (done.status, done.out) == (1, "")
    assert said in done.err
    assert len(shop.ok("kpi", "list", "--keys").out.split()) == 4


@pytest.mark.parametrize(
    ("words", "kind", "unit", "better", "said"),
    [
        (("Cash balance",), "level", "EUR", "higher", "as the latest number: the last day counts, in €"),
        (("Conversion rate",), "ratio", "%", "higher", "as a ratio"),
        (("Conversiepercentage",), "ratio", "%", "higher", "as a ratio"),
        (("Open rate",), "sample", "%", "higher", "as an average"),
        (("Churn rate", "--unit", "%"), "sample", "%", "lower", "lower is better"),
        (("Foo", "--unit", "%"), "sample", "%", "higher", "as an average"),
        (("Work atmosphere",), "sample", "", "higher", "No single number shows Work atmosphere"),
        (("Instagram likes",), "flow", "", "higher", "can grow without earning you anything"),
        (("Travel costs", "--better", "higher"), "flow", "EUR", "higher", "--kind ... --unit ...\n"),
        (("Savings", "--kind", "sample"), "sample", "EUR", "higher", "--unit ...\n"),
        (("Costs",), "flow", "EUR", "lower", "as a sum: days add up, in €, lower is better. Log it"),
        (("Cost share", "--formula", "orders / visitors"), "formula", "", "higher", "as a formula"),
        (("Parcels",), "flow", "", "higher", "Wrong? kpitui kpi edit parcels --kind ...\n"),
    ],
)
def test_a_kpi_is_what_its_name_says(
    shop: Shell, words: tuple[str, ...], kind: str, unit: str, better: str, said: str
) -> None:
    """Kind, unit and direction that were left open are proposed by name and said; what was given stands."""
    done = shop.ok("kpi", "add", *words)
    assert said in done.out + done.err
    shown = shop.ok("kpi", "show", "-".join(words[0].lower().split()), "--json").json
    assert (shown["kind"], shown["unit"], shown["better"]) == (kind, unit, better)


def test_a_balance_is_not_added_up(shell: Shell) -> None:
    """5,000 and then 5,200 is 5,200 at the end of the week, and never 10,200."""
    shell.ok("kpi", "add", "Cash balance")
    shell.ok("log", "cash-balance", "5000", "2026-11-16")
    shell.ok("log", "cash-balance", "5200", "2026-11-18")
    (week, _running) = shell.ok("show", "cash-balance", "--by", "week", "--last", "2", "--json").json["periods"]
    assert week["value"] == 5200


def test_a_circle_of_formulas_is_refused(shop: Shell) -> None:
    """A KPI is never computed from itself, however long the way round."""
    shop.ok("kpi", "add", "A", "--kind", "formula", "--formula", "orders * 2")
    shop.ok("kpi", "add", "B", "--kind", "formula", "--formula", "a + 1")
    done = shop("kpi", "edit", "a", "--formula", "b + 1")
    assert (done.status, "a > b > a" in done.err) == (1, True)


def test_a_template_makes_a_kpi(shell: Shell) -> None:
    """A template can be taken as it is, or under another name."""
    shell.ok("kpi", "add", "--template", "revenue")
    shell.ok("kpi", "add", "Turnover", "--template", "revenue")
    assert shell.ok("kpi", "list", "--keys").out.split() == ["revenue", "turnover"]


@pytest.mark.parametrize(
    ("name", "kind", "unit"),
    [("Margin €", "flow", "EUR"), ("Margin", "sample", "%"), ("Revenue %", "sample", "%"), ("Churn $", "flow", "USD")],
)
def test_a_unit_in_the_name_is_the_unit(shell: Shell, name: str, kind: str, unit: str) -> None:
    """What else the name would be is left out where its unit says that it is not."""
    shell.ok("kpi", "add", name)
    (kpi,) = shell.ok("kpi", "list", "--json").json
    assert (kpi["kind"], kpi["unit"]) == (kind, unit)


def test_a_goal_that_is_not_smart_says_what_it_lacks(shop: Shell) -> None:
    """Nothing is saved; every missing part is named with the flag that repairs it, and with no other."""
    done = shop("goal", "add", "More revenue")
    assert (done.status, done.out) == (1, "")
    for flag in ("--driver", "--deadline", "--target"):
        assert flag in done.err
    assert "--kpi" not in done.err, "which KPI it is stands in the sentence"
    assert "--kpi" in shop("goal", "add", "More joy").err
    found = shop("goal", "add", "More revenue", "--json")
    assert (found.status, found.json["saved"], found.json["goal"]) == (1, False, None)
    assert {"letter", "severity", "field", "text", "repair"} <= found.json["findings"][0].keys()
    assert shop.ok("goal", "list", "--json").json == []


def test_a_goal_from_beginning_to_end(shop: Shell) -> None:
    """Set, changed with a reason, closed with what was learned; undo opens it again."""
    saved = shop.ok(*GOAL, "--json").json
    assert (saved["saved"], saved["goal"]["target"]) == (True, 20000)
    assert shop("goal", "edit", "1", "--target", "25000").status == 1
    shop.ok("goal", "edit", "1", "--target", "25000", "--reason", "a new shop")
    asked = shop("goal", "edit", "1", "--target", "1", "--reason", "less", "--title", "Less")
    assert (asked.status, asked.out) == (1, "")
    assert "is worse than the baseline" in asked.err and "what I meant: --as-meant" in asked.err
    assert shop.ok("goal", "show", "more revenue", "--json").json["target"] == 25000
    assert "a new shop" in shop.ok("goal", "show", "1").out
    shop.ok("goal", "close", "1", "--as", "dropped", "--learning", "too soon")
    assert shop.ok("goal", "list", "--json").json == []
    assert shop("goal", "edit", "1", "--title", "x").status == 1
    shop.ok("undo")
    assert len(shop.ok("goal", "list", "--json").json) == 1


def test_closed_goals_with_what_was_learned(shop: Shell) -> None:
    """Closing asks for a learning, which can be told later; the list shows verdict, learning and how chances did."""
    assert "No closed goals yet" in shop.ok("goal", "list", "--closed").out
    shop.ok(*GOAL)
    assert shop("goal", "edit", "1", "--learning", "too soon").status == 1
    assert "kpitui goal edit 1 --lesson TEXT" in shop.ok("goal", "close", "1").err
    shop.ok("goal", "edit", "1", "--learning", "begin earlier")
    shown = shop.ok("goal", "list", "--closed").out
    for said in (
        "More revenue this year",
        "1,201 of",
        "missed",
        "Mon 23 Nov",
        "begin earlier",
        "known for 0 closed goals",
    ):
        assert said in shown
    found = shop.ok("goal", "list", "--closed", "--json").json
    assert (found["goals"][0]["verdict"], found["goals"][0]["learning"]) == (1200.5, "begin earlier")
    assert found["calibration"]["goals"] == 0


def test_notes_pauses_and_settings(shop: Shell) -> None:
    """A note and a pause are said back with their days; a setting is refused with what it accepts."""
    assert shop.ok("note", "orders", "fair", "sun").out == "Note on Sun 22 Nov saved for Orders\n"
    assert shop("note", "--all", " ").status == 1
    shop.ok("pause", "24/12", "2/1", "holiday")
    assert shop.ok("pause", "--json").json == [
        {"id": 1, "start": "2026-12-24", "end": "2027-01-02", "kpi": None, "reason": "holiday"}
    ]
    assert shop("pause", "24/12").status == 2
    assert (shop("pause", "--remove", "7").status, shop("pause", "1/12", "2/12", "--remove", "1").status) == (1, 2)
    removed = "Removed the pause from Thu 24 Dec to Sat 2 Jan 2027. Those days count again\n"
    assert shop.ok("pause", "--remove", "1").out == removed
    assert shop.ok("pause", "--json").json == []
    assert shop.ok("undo").out == "Undone: removed the pause from Thu 24 Dec to Sat 2 Jan 2027\n"
    assert len(shop.ok("pause", "--json").json) == 1
    shop.ok("config", "business", "Noord")
    assert shop.ok("config", "business").out == "Noord\n"
    assert shop.ok("config", "--json").json["business"] == "Noord"
    refused = shop("config", "language", "fr")
    assert (refused.status, "auto, en, nl" in refused.err) == (1, True)
    assert shop("config", "colour").status == 1
    assert shop.ok("config", "business", "--unset").out == "\n"


def test_redo_brings_back_what_was_undone_last(shop: Shell) -> None:
    """A typing error that was taken back, and passed over by what was logged then, never comes back."""
    shop.ok("log", "revenue", "99999", "2026-10-15")
    shop.ok("undo")
    shop.ok("log", "revenue", "2")
    shop.ok("undo")
    assert "logged 2 for Revenue" in shop.ok("redo").out
    done = shop("redo")
    assert (done.status, "Nothing to redo" in done.err) == (1, True)


def test_a_history_that_somebody_forged_is_shown(shop: Shell) -> None:
    """Details and moments that are none are left out or shown as they are, never a mistake of ours."""
    with closing(sqlite3.connect(shop.database)) as other:
        other.execute("""UPDATE change SET details = '[1]', at = 'long ago \x1b[2J' WHERE id = 1""")
        other.execute("""UPDATE change SET details = '{"kpi": {"a": 1}}' WHERE id = 2""")
        other.commit()
    out = shop.ok("history", "--last", "99").out
    assert "long ago" in out and "\x1b" not in out
    assert shop.ok("history", "--last", "99", "--json").json[-1]["details"] == {}
    assert "can't be undone" in shop("doctor").out


def test_code_in_a_backup_is_not_put_back(shop: Shell, tmp_path: Path) -> None:
    """A trigger that would take away what is logged: refused by name before anything is touched, also as the latest."""
    copy = shop.ok("backup").out.split(": ")[1].strip()
    with closing(sqlite3.connect(copy)) as other:
        other.execute("CREATE TRIGGER e AFTER INSERT ON entry BEGIN DELETE FROM entry WHERE value = NEW.value; END")
    files = sorted(shop.database.parent.rglob("*"))
    for words in ((copy,), ("--latest",)):
        done = shop("restore", *words)
        assert (done.status, "holds a trigger e that KPITUI did not make" in done.err) == (3, True)
    assert files == sorted(shop.database.parent.rglob("*"))
    assert "the day is now" not in shop.ok("log", "revenue", "7").out


def test_a_database_that_runs_code_is_mended(shop: Shell) -> None:
    """Nothing is written to it; the doctor takes over the rows alone, and keeps the file as it was."""
    with closing(sqlite3.connect(shop.database)) as other:
        other.execute("CREATE TRIGGER e AFTER INSERT ON entry BEGIN UPDATE entry SET value = 1000 * value; END")
        before = other.execute("SELECT count(*) FROM entry").fetchone()
    for words in (("log", "revenue", "7"), ("status",), ("undo",)):
        done = shop(*words)
        assert (done.status, "holds a trigger e that KPITUI did not make" in done.err) == (3, True)
    assert shop("doctor").status == 3
    shop("doctor", "--fix")
    assert shop.ok("log", "revenue", "7").out
    with closing(sqlite3.connect(shop.database)) as other:
        assert other.execute("SELECT count(*) FROM entry").fetchone()[0] == before[0] + 1
    assert list(shop.database.parent.glob("backups*/damaged-*"))


LONG = "x" * 2001


@pytest.mark.parametrize(
    "words",
    [
        ("log", "revenue", "7", "-m", LONG),
        ("log", "-"),
        ("note", "--all", LONG),
        ("action", "add", "x" * 301, "--kpi", "revenue"),
        ("goal", "add", "50 orders by 31 december 2026", "--kpi", "orders", "--why", LONG, "--acceptable", "yes"),
        ("goal", "add", f"50 orders by 31 december 2026 {LONG}", "--kpi", "orders"),
        ("pause", "2026-12-24", "2026-12-26", LONG),
        ("kpi", "edit", "orders", "--description", LONG),
        ("config", "business", LONG),
        ("import", "-"),
    ],
    ids=lambda words: " ".join(words[:2]),
)
def test_too_long_a_text_is_refused_at_every_door(shop: Shell, words: tuple[str, ...]) -> None:
    """Nothing is cut, and nothing is saved: it is said how long it is and what fits."""
    given = (
        f"date,revenue,note\n2026-11-01,5,{LONG}\n"
        if words[0] == "import"
        else json.dumps({"kpi": "revenue", "value": 7, "note": LONG})
    )
    before = shop.ok("export", "--format", "json").json
    done = shop(*words, given=given.encode())
    assert done.status == 1
    assert "Too long for" in done.err + done.out or "at most 2000 characters" in done.err, done
    after = shop.ok("export", "--format", "json").json
    assert {**before, "kpitui": None} == {**after, "kpitui": None}


def test_undo_and_redo_of_everything(shop: Shell) -> None:
    """Steps back to an empty database and forth again; one step too many is refused."""
    count = len(shop.ok("history", "--last", "99", "--json").json)
    shop.ok("undo", str(count))
    assert shop.ok("kpi", "list", "--json").json == []
    assert shop("undo").status == 1
    shop.ok("redo", str(count))
    assert len(shop.ok("kpi", "list", "--json").json) == 4
    assert shop("redo").status == 1


def test_more_steps_than_there_are_take_what_there_is(shop: Shell) -> None:
    """Going back as far as it goes is what was asked for; that there were fewer is said, and only none is refused."""
    count = len(shop.ok("history", "--last", "99", "--json").json)
    done = shop.ok("undo", "99")
    assert len(done.out.splitlines()) == count
    assert done.err == f"There were only {count} changes to undo\n"
    refused = shop("undo", "99")
    assert (refused.status, refused.out, refused.err) == (1, "", "Nothing to undo\n")
    assert shop.ok("redo").err == ""
    assert shop.ok("redo", "99").err == f"There were only {count - 1} changes to redo\n"
    assert shop("redo", "99").status == 1


@pytest.mark.parametrize("words", ["undo", "redo"])
def test_several_steps_are_taken_all_or_none(shop: Shell, words: str) -> None:
    """Where one of them does not fit the database any more, nothing is changed and nothing is called undone."""
    shop.ok("log", "orders", "11")
    shop.ok("log", "orders", "12")
    if words == "redo":
        shop.ok("undo", "2")
    with closing(sqlite3.connect(shop.database)) as other:
        if words == "undo":
            other.execute("UPDATE entry SET value = 99 WHERE value = 11")
        else:
            other.execute("INSERT INTO kpi (id, key, name, kind, created) VALUES (90, 'x', 'x', 'flow', '2026-01-01')")
            other.execute("""UPDATE change_row SET after = replace(after, '"kpi": ', '"kpi": 77')
                WHERE change = (SELECT max(id) FROM change)""")
        other.commit()
    before = shop.exported(), shop.ok("history", "--json").out
    done = shop(words, "2")
    assert (done.status, done.out, len(done.err.splitlines())) == (1, "", 1)
    assert before == (shop.exported(), shop.ok("history", "--json").out)


def test_a_backup_is_put_back(shop: Shell, tmp_path: Path) -> None:
    """What was logged after the backup is gone after the restore, and kept in a backup of its own."""
    copy = tmp_path / "copies" / "copy.db"
    assert str(copy) in shop.ok("backup", str(copy)).out
    shop.ok("log", "orders", "99")
    done = shop.ok("restore", str(copy))
    assert "kept at" in done.err
    assert "logged 99" not in shop.ok("history").out
    shop.ok("restore", done.err.strip().rpartition(" ")[2])
    assert "logged 99" in shop.ok("history").out


def test_two_backups_of_one_moment_are_two_files(shop: Shell) -> None:
    """A backup never takes the place of another one, however fast they follow each other."""
    made = {shop.ok("backup", "--json").json["file"] for _time in range(3)}
    assert len(made) == 3
    found = shop.ok("backup", "--list", "--json").json
    assert made == {each["file"] for each in found if each["kind"] == "manual"}


@pytest.mark.parametrize("file", ["nothing.db", "text.db"])
def test_what_is_no_backup_is_refused(shop: Shell, tmp_path: Path, file: str) -> None:
    """A file that is missing, or no database, leaves everything as it is, with status 3."""
    (tmp_path / "text.db").write_text("no database")
    before = shop.ok("history").out
    assert shop("restore", str(tmp_path / file)).status == 3
    assert shop("restore").status == 1
    assert shop.ok("history").out == before


def test_an_import_says_what_it_did(shop: Shell, tmp_path: Path) -> None:
    """Counts first; conflicts and refused rows by their lines; the JSON as it was agreed."""
    file = tmp_path / "figures.csv"
    file.write_text("date,Orders,Weather\n2026-11-18,5,1\n2026-11-22,8,2\n")
    assert shop("import", str(file)).status == 1
    dry = shop.ok("import", str(file), "--map", "weather=-", "--dry-run", "--json").json
    agreed = ("format", "batch", "new", "same", "changed", "conflicts", "refused")
    assert [dry[name] for name in agreed] == ["csv-wide", None, 1, 0, 0, 1, []]
    done = shop.ok("import", str(file), "--map", "weather=-")
    assert done.out == "figures.csv (csv-wide): 1 new, 1 to decide\n"
    assert "line 3: the file has 8 for orders on Sun 22 Nov. You logged 9 yourself, and that stays" in done.err
    assert shop.ok("import", "-", "--map", "Weather=-", "--json", given=file.read_bytes()).json["same"] == 1
    shop.ok("undo")
    periods = shop.ok("show", "orders", "--last", "6", "--json").json["periods"]
    assert "2026-11-20" == periods[0]["start"], "what began with the import is gone with it"


@pytest.mark.parametrize(
    ("words", "status"),
    [(("nothing.csv",), 1), ((".",), 1), (("x", "--map", "a"), 1), ((), 2), (("x", "--format", "y"), 2)],
)
def test_what_cannot_be_imported(shop: Shell, words: tuple[str, ...], status: int) -> None:
    """A file that is not there, a folder, a mapping that is none, and wrong usage."""
    done = shop("import", *words)
    assert (done.status, done.out) == (status, "")
    assert "Traceback" not in done.err


@pytest.mark.sampled(1)
@pytest.mark.parametrize("language", ["en", "nl"])
def test_the_demo_printed(new_shell: Shell, language: str) -> None:
    """The dashboard of the sample business and a chart, without touching the person's own database."""
    done = new_shell.ok("demo", "--print", "--size", "80x14", "--lang", language)
    check_golden(f"demo.{language}.txt", done.out)
    assert not new_shell.database.exists()


def test_an_entry_is_listed_changed_and_deleted(shop: Shell) -> None:
    """By its id or how that ends: a wrong number is corrected without touching what came after, undoably."""
    shop.ok("log", "revenue", "5107,20", "yesterday", "-m", "typed too fast")
    text = shop.ok("show", "revenue", "--entries").out
    assert text.splitlines()[1].split()[1:4] == ["Sun", "22", "Nov"]
    newest = shop.ok("show", "revenue", "--entries", "--json").json[0]
    assert (newest["value"], newest["note"], newest["source"], newest["file"]) == (
        5107.2,
        "typed too fast",
        "shell",
        None,
    )
    assert newest["id"][-8:] in text
    done = shop.ok("entry", "edit", newest["id"][-8:].lower(), "--value", "510,72", "-m", "")
    assert done.out == (
        "Changed: Revenue, Sun 22 Nov: € 510.72 (was Revenue, Sun 22 Nov: € 5,107.20 (typed too fast))\n"
    )
    shop.ok("entry", "edit", newest["id"], "--on", "2026-11-21")
    moved = shop.ok("entry", "list", "revenue", "--last", "1", "--json").json
    assert [each["date"] for each in moved] == ["2026-11-22"]
    assert shop.ok("entry", "delete", newest["id"]).out == "Entry deleted: Revenue, Sat 21 Nov: € 510.72\n"
    assert newest["id"] not in [each["id"] for each in shop.ok("entry", "list", "--json").json]
    shop.ok("undo")
    shop.ok("undo")
    shop.ok("undo")
    again = shop.ok("show", "revenue", "--entries", "--json").json[0]
    assert {**again, "source": ""} == {**newest, "source": ""}


def test_entries_are_searched_by_their_notes(shop: Shell) -> None:
    """Of one KPI or of all, in any case."""
    shop.ok("log", "orders", "3", "-m", "Market day")
    shop.ok("log", "visitors", "300", "-m", "market")
    assert [each["kpi"] for each in shop.ok("entry", "list", "--find", "MARKET", "--json").json] == [
        "visitors",
        "orders",
    ]
    assert [each["kpi"] for each in shop.ok("entry", "list", "orders", "--find", "market", "--json").json] == ["orders"]
    assert "no entry with fair in its note" in shop.ok("entry", "list", "--find", "fair").out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("edit", "ZZZZZZZZ", "--value", "3"), "No entry ZZZZZZZZ"),
        (("delete", ""), "No entry"),
        (("edit", "{id}"), "Nothing to change"),
        (("edit", "{id}", "--value", "many"), "not a number: many"),
        (("edit", "{id}", "--on", "tomorrow"), "in the future"),
        (("delete", "{last}"), "Several entries"),
    ],
)
def test_what_cannot_be_done_to_an_entry(shop: Shell, words: tuple[str, ...], said: str) -> None:
    """Each refusal is one sentence, and every entry is as it was."""
    # With more entries than there are letters, two of them end alike.
    shop.ok("log", "-", given=b"visitors 5 yesterday\n" * 33)
    before = shop.ok("entry", "list", "--last", "50", "--json").json
    ids = [each["id"] for each in before]
    twice = next(one[-1:] for one in ids if sum(other.endswith(one[-1:]) for other in ids) > 1)
    done = shop("entry", *(word.format(id=ids[0], last=twice) for word in words))
    assert (done.status, done.out) == (1, "")
    assert said in done.err
    assert shop.ok("entry", "list", "--last", "50", "--json").json == before


def test_a_change_of_a_sum_is_compared_with_as_many_days(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ten days of 410.50 on average are 37,355.50 in the 91 days of the second quarter, whatever they are part of."""
    monkeypatch.setenv("KPITUI_TODAY", "2026-03-16")
    shell.ok("kpi", "add", "Revenue", "--unit", "EUR")
    shell.ok("log", "-", given="".join(f"revenue {400 + day} 2026-03-{day:02}\n" for day in range(6, 16)).encode())
    wish = ("goal", "add", "15% more revenue by the end of Q2", "--json")
    week = shell.ok(*wish, "--compared", "2026-W11").json["goal"]
    assert (week["baseline"], week["target"]) == (pytest.approx(412 * 91), pytest.approx(412 * 91 * 1.15))
    quarter = shell.ok(*wish, "--compared", "2026-Q1", "--baseline", "estimate").json["goal"]
    assert quarter["target"] == pytest.approx(410.5 * 91 * 1.15)
    findings = shell(*wish, "--compared", "2026-Q1").json["findings"]
    missing = next(finding["text"] for finding in findings if finding["field"] == "baseline")
    assert "you logged only 10 of 74 numbers" in missing, "today is not missing yet"


def test_a_kpi_is_moved_on_today(shop: Shell) -> None:
    """To a place, before or after another; what is not on Today has none."""
    order = ["revenue", "orders", "visitors", "conversion"]
    assert shop.ok("kpi", "list", "--keys").out.split() == order
    assert "number 1 of 4" in shop.ok("kpi", "move", "conversion", "--to", "1").out
    shop.ok("kpi", "move", "revenue", "--after", "visitors")
    assert shop.ok("kpi", "list", "--keys").out.split() == ["conversion", "orders", "visitors", "revenue"]
    shop.ok("kpi", "move", "revenue", "--before", "orders")
    assert shop.ok("kpi", "list", "--keys").out.split() == ["conversion", "revenue", "orders", "visitors"]
    shop.ok("undo")
    assert shop.ok("kpi", "move", "conversion", "--to", "99").out == "Conversion is number 4 of 4 on Today\n"
    shop.ok("kpi", "group", "Shop", "visitors", "orders")
    stays = shop.ok("kpi", "move", "orders", "--to", "99").out
    assert (
        "That is the nearest place in its group, Shop. To put it in another group: kpitui kpi group GROUP orders"
        in stays
    )
    assert "without a group" in shop.ok("kpi", "move", "revenue", "--to", "1").out
    shop.ok("kpi", "archive", "orders")
    assert shop("kpi", "move", "orders", "--to", "1").status == 1
    assert shop("kpi", "move", "revenue", "--before", "orders").status == 1


def test_two_figures_for_one_week_say_which_counts(shell: Shell) -> None:
    """The later day counts, whichever was typed last; both are kept, and the table says how many there are."""
    shell.ok("kpi", "add", "Uniques", "--kind", "stamped", "--every", "week")
    assert "counts" not in shell.ok("log", "uniques", "400", "2026-11-18").out
    assert "replaces 400 of Wed 18 Nov" in shell.ok("log", "uniques", "500", "2026-11-20").out
    assert "the number of Fri 20 Nov still counts: 500" in shell.ok("log", "uniques", "450", "2026-11-19").out
    last = shell.ok("show", "uniques", "--last", "2").out.splitlines()[2]
    assert last.split()[4:] == ["500", "3", "1/1", "the", "last", "of", "3", "numbers", "counts"]
    assert shell.ok("log", "uniques", "430", "2026-11-23").out.endswith("430\n")


def test_the_same_of_many_kpis_is_said_once(shell: Shell) -> None:
    """What matters more stands first, and KPIs without a goal share one line; programs still get each."""
    for name in ("Calls", "Parcels", "Letters"):
        shell.ok("kpi", "add", name)
    lines = shell.ok("check").out.splitlines()
    assert lines[0] == "no goal: no goal uses these KPIs: Calls, Parcels, Letters"
    assert len(lines) == 3
    assert [each["kpi"] for each in shell.ok("check", "--json").json] == ["calls", "parcels", "letters"]


def test_templates_that_are_not_there_are_said_to_be_none(shell: Shell) -> None:
    """With the trades that there are; a program gets an empty list."""
    assert shell.ok("kpi", "templates", "restaurant").out.startswith("No template matches restaurant. Try a trade: web")
    assert shell.ok("kpi", "templates", "restaurant", "--json").json == []


def test_kpis_are_grouped_moved_and_taken_out_as_one_change_each(shop: Shell) -> None:
    """A group is one undoable change; a KPI that is moved beside another joins its group; JSON and the list have it."""
    assert shop.ok("kpi", "group", "Money", "revenue", "orders").out == "In the group Money: Revenue, Orders\n"
    listed = {kpi["key"]: kpi["group"] for kpi in shop.ok("kpi", "list", "--json").json}
    assert (listed["revenue"], listed["orders"], listed["visitors"]) == ("Money", "Money", "")
    shop.ok("kpi", "move", "visitors", "--before", "orders")
    assert [kpi["key"] for kpi in shop.ok("kpi", "list", "--json").json][:3] == ["revenue", "visitors", "orders"]
    assert shop.ok("kpi", "show", "visitors", "--json").json["group"] == "Money"
    assert shop.ok("kpi", "group", "Money", "--rename", "Shop").out == "The group is now called Shop and has 3 KPIs\n"
    assert shop.ok("undo").out == "Undone: put Revenue, Visitors, Orders into the group Shop\n"
    shop.ok("kpi", "group", "--remove", "orders")
    assert "took Orders out of its group" in shop.ok("history").out
    assert shop.ok("kpi", "group", "--json").json[0] == {"group": "Money", "kpis": ["revenue", "visitors"]}
    refused = shop("kpi", "group", "None", "--rename", "X")
    assert (refused.status, refused.err) == (1, "No group called None. Groups: Money\n")
    assert shop("kpi", "group", "a|b", "orders").status == 1
    shown = shop.ok("status").out.splitlines()
    assert ["Money", "other KPIs"] == [line.strip() for line in shown if line.startswith(("Money", "other"))]
    assert "Money:" in shop.ok("status", "--plain").out

"""`kpitui import` as people run it: what it tells, hostile files, interruptions at any moment, presets, memory."""

from __future__ import annotations

import io
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from kpitui.cli.console import Console
from kpitui.cli.importing import Progress
from kpitui.exchange import formats
from tests.cli.conftest import Done, Shell
from tests.safety import SAFETY_SECONDS

pytestmark = pytest.mark.thorough

FIXTURES = Path(__file__).parent.parent / "exchange" / "fixtures"


def everything(shell: Shell) -> list[str]:
    """Return the whole content of the database."""
    connection = sqlite3.connect(shell.database)
    try:
        return list(connection.iterdump())
    finally:
        connection.close()


def figures(shell: Shell) -> list[str]:
    """Return the entries of the database."""
    return [line for line in everything(shell) if line.startswith('INSERT INTO "entry"')]


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("empty.csv", b"", "is empty"),
        ("blank.csv", b" \n\n", "is empty"),
        ("nul.csv", b"date,orders\n2026-11-01,5\0\n", "No table can be read from this file"),
        ("binary.csv", bytes(range(256)) * 40, "No table can be read from this file"),
        ("twins.csv", b"date,orders,Orders\n2026-11-01,5,6\n", "Orders (2)"),
        ("ragged.csv", b"date,orders\n2026-11-01,5\n2026-11-02,1,2\n", "line 3: 3 values, but only 2 columns"),
        ("short.csv", b"date,orders,visitors\n2026-11-01,5,6\n2026-11-02\n", "line 3: 1 of 3 values"),
        ("quote.csv", b'date,orders\n2026-11-01,"5\n2026-11-02,6\n', "a quotation mark is missing"),
        ("huge.csv", b"date,orders\n2026-11-01,1e400\n2026-11-02,5\n", "line 2: Not a number under 'orders': '1e400'"),
        ("nan.csv", b"date,orders\n2026-11-01,nan\n2026-11-02,5\n", "line 2: Not a number under 'orders': 'nan'"),
        ("inf.csv", b"date,orders\n2026-11-01,-inf\n2026-11-02,5\n", "line 2: Not a number under 'orders': '-inf'"),
        ("large.csv", b"date,orders\n2026-11-01,-99999999999999999999\n", "line 2: -1e+20 is too large"),
        ("header.csv", b"date,orders\n", "but no rows"),
        ("words.csv", b"all about my shop\nand more\n", "no dates in the file"),
        ("cut.zip", (FIXTURES / "plausible.zip").read_bytes()[:-30], "damaged or was cut short"),
        ("cut.csv.gz", (FIXTURES / "goatcounter-hits.csv.gz").read_bytes()[:-12], "damaged or was cut short"),
        ("cut.json", (FIXTURES / "json.json").read_bytes()[:-9], "can't be read"),
        ("later.csv", b"date,orders\n2030-01-01,5\n", "in the future"),
        ("doubt.csv", b"date,orders\n01/02/2026,5\n", "--dates"),
        ("unclear.csv", b"date;orders\n2026-11-01;1.234\n", "--decimal"),
        ("escape.csv", b"date,\x1b[31morders\n2026-11-01,5\n", "No KPI called"),
    ],
)
def test_a_hostile_file_is_refused_in_one_sentence(
    shop: Shell, tmp_path: Path, name: str, data: bytes, said: str
) -> None:
    """Whatever a file holds, it is refused with what is wrong and where, and nothing has changed."""
    (tmp_path / name).write_bytes(data)
    before = everything(shop)
    done = shop("import", str(tmp_path / name))
    assert done.status == 1
    assert said in done.err
    assert len([line for line in done.err.splitlines() if said in line]) == 1
    assert "Traceback" not in done.err
    assert "\x1b" not in done.err + done.out
    assert everything(shop) == before


def test_what_is_no_file_or_another_preset_is_refused(shop: Shell, tmp_path: Path) -> None:
    """A folder, a device, a file that is not there, and a preset of another program."""
    before = everything(shop)
    for words, said in (
        ((str(tmp_path),), "is a folder"),
        (("/dev/null",), "is a device"),
        ((str(tmp_path / "no.csv"),), "can't be read"),
        ((str(FIXTURES / "ing.csv"), "--preset", "rabobank"), "doesn't fit rabobank"),
    ):
        done = shop("import", *words)
        assert (done.status, done.out, len(done.err.splitlines())) == (1, "", 1)
        assert said in done.err
    assert everything(shop) == before


@pytest.mark.skipif(sys.platform == "win32", reason="sparse files of Unix")
def test_two_gigabytes_cut_short_fit_in_memory(shop: Shell, tmp_path: Path) -> None:
    """A file of two gigabytes that ends in nothing but NUL is refused after a look at its beginning."""
    file = tmp_path / "large.csv"
    file.write_bytes(b"date,orders\n2026-11-01,5\n")
    os.truncate(file, 2 << 30)
    done = shop("import", str(file))
    assert (done.status, "No table can be read from this file" in done.err) == (1, True)


def test_a_preview_says_how_the_days_of_a_new_kpi_come_together(shell: Shell, tmp_path: Path) -> None:
    """A new KPI has its kind with it, and that a day has several numbers: those add up, or their average counts."""
    file = tmp_path / "sold.csv"
    file.write_text("date,orders,speed\n2026-11-18,3,1.2\n2026-11-18,4,\n2026-11-19,5,1.1\n")
    preview = shell.ok("import", str(file), "--dry-run", "--create").out
    assert "orders → new KPI orders (sum, several numbers a day)\n  speed → new KPI speed (average)\n" in preview
    preview = shell.ok("import", str(file), "--dry-run", "--lang", "nl").out
    assert "orders → nieuwe KPI orders (som, meerdere cijfers per dag, toevoegen met --create)" in preview


def test_the_figures_of_a_preset_with_their_kpis(shell: Shell) -> None:
    """Nothing is there yet: the file says what it could bring, and --create brings it, as one change."""
    file = str(FIXTURES / "plausible-export.csv")
    refused = shell("import", file)
    assert (refused.status, "--create" in refused.err) == (1, True)
    assert "visitors → new KPI visitors" in refused.out
    done = shell.ok("import", file, "--create", "--json").json
    assert (done["new"], done["refused"], done["refused_count"]) == (10, [], 0)
    assert done["columns"][0] == {
        "column": "visitors",
        "figure": "visitors",
        "kpi": "visitors",
        "name": "Visitors",
        "kind": "stamped",
        "unit": None,
    }
    assert (
        shell.ok("show", "bounce-rate", "--by", "day", "--last", "23", "--json").json["periods"][0]["value"]
        == 100 * 38 / 70
    )
    again = shell.ok("import", file, "--create")
    assert ": 10 already there" in again.out
    shell.ok("undo")
    assert shell.ok("kpi", "list", "--keys").out == ""


def test_a_corrected_file_tells_its_differences(shop: Shell, tmp_path: Path) -> None:
    """What was and what is now stand beside each other, with the line, before it is saved."""
    file = tmp_path / "figures.csv"
    file.write_text("date,Orders\n2026-11-18,5\n")
    shop.ok("import", str(file))
    file.write_text("date,Orders\n2026-11-18,6\n")
    dry = shop.ok("import", str(file), "--dry-run", "--json").json
    assert dry["differences"] == [{"line": 2, "kpi": "orders", "date": "2026-11-18", "before": 5.0, "after": 6.0}]
    done = shop.ok("import", str(file))
    assert "line 2: orders on Wed 18 Nov was 5, but the file has 6" in done.err


def test_the_presets_are_listed(new_shell: Shell) -> None:
    """Each with its title and what it brings, in the language asked for; no database is made for it."""
    out = new_shell.ok("--lang", "nl", "import", "--presets").out
    assert all(name in out for name in formats())
    assert "Stripe, gespecificeerd saldo: revenue, payments, refunds, payment-fees" in out
    listed = new_shell.ok("import", "--presets", "--json").json
    assert [one["preset"] for one in listed] == list(formats())
    assert not new_shell.database.exists()


def test_progress_is_for_terminals() -> None:
    """A terminal sees one line that is wiped in the end, anything else sees nothing."""

    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    for stream, expected in (
        (Terminal(), "\r0% of 400 rows\x1b[K\r50% of 400 rows\x1b[K\r\x1b[K"),
        (io.StringIO(), ""),
    ):
        console = Console({})
        console.narration = stream
        with Progress(console) as progress:
            for done in (0, 1, 200):
                progress(done, 400)
        assert stream.getvalue() == expected


SCRIPT = """
import os, resource, signal, sys
from kpitui.cli import importing
from kpitui.cli.main import main

def watch(self, done, total):
    if done >= 10_000:
        if sys.argv[1] == "full":
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))
        else:
            os.kill(os.getpid(), getattr(signal, sys.argv[1]))

importing.Progress.__call__ = watch
sys.exit(main(["import", sys.argv[2]]))
"""


def interrupted(shell: Shell, how: str, file: Path) -> Done:
    """Import *file* in a process of its own that is interrupted after ten thousand rows."""
    environ = {**os.environ, "KPITUI_DB": str(shell.database), "LANG": "C.UTF-8"}
    command = [sys.executable, "-c", SCRIPT, how, str(file)]
    done = subprocess.run(command, env=environ, capture_output=True, text=True, check=False, timeout=SAFETY_SECONDS)
    return Done(done.returncode, done.stdout, done.stderr)


@pytest.mark.sampled(1)
@pytest.mark.process
@pytest.mark.skipif(sys.platform == "win32", reason="signals of Unix")
@pytest.mark.parametrize(
    ("how", "status", "said"),
    [("SIGINT", 130, ""), ("SIGKILL", -9, ""), ("SIGTERM", -15, ""), ("SIGHUP", -1, ""), ("full", 3, "The disk")],
)
def test_an_interrupted_import_leaves_nothing(shop: Shell, tmp_path: Path, how: str, status: int, said: str) -> None:
    """Stopped by ctrl+c, killed, ended, or out of disk in the middle: the database is as it was, and works."""
    file = tmp_path / "large.csv"
    lines = (f"20{at % 20 + 1:02}-{at // 20 % 12 + 1:02}-{at // 240 % 28 + 1:02},{at % 977}" for at in range(30_000))
    file.write_text("date,orders\n" + "\n".join(lines))
    before = everything(shop)
    done = interrupted(shop, how, file)
    assert (done.status, "Traceback" in done.err) == (status, False)
    assert said in done.err
    assert everything(shop) == before
    shop.ok("import", str(file), "--json")
    shop.ok("undo")
    assert figures(shop) == [line for line in before if line.startswith('INSERT INTO "entry"')]


MEASURED = """
import sys
from kpitui.cli.main import main
status = main(sys.argv[1:])
(peak,) = [line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM")]
print(int(peak) // 1024)
sys.exit(status)
"""
"""The peak of the program alone: that of `getrusage` begins with what the process that started it holds."""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="kilobytes of Linux")
def test_a_million_rows_fit_in_memory(shop: Shell, tmp_path: Path) -> None:
    """Import, the same file again, and undo of a million rows each stay below 300 MB, and undo leaves nothing."""
    file = tmp_path / "large.csv"
    with file.open("w") as out:
        out.write("date,time,kpi,value\n")
        for at in range(1_000_000):
            day, key = at // 3 // 24, ("orders", "visitors", "revenue")[at % 3]
            out.write(
                f"{1980 + day // 336}-{day // 28 % 12 + 1:02}-{day % 28 + 1:02},{at // 3 % 24:02}:00,{key},{at % 977}\n"
            )
    before = figures(shop)
    environ = {**os.environ, "KPITUI_DB": str(shop.database), "LANG": "C.UTF-8"}
    for words, said in (
        (["import", str(file)], "1000000 new"),
        (["import", str(file)], "1000000 already there"),
        (["undo"], ""),
    ):
        command = [sys.executable, "-c", MEASURED, *words]
        done = subprocess.run(command, env=environ, capture_output=True, text=True, check=True, timeout=SAFETY_SECONDS)
        assert said in done.stdout
        assert int(done.stdout.split()[-1]) < 300
    assert figures(shop) == before


def test_units_in_a_file_are_compared_with_those_of_the_kpis(shop: Shell, tmp_path: Path) -> None:
    """A figure in another unit is refused with its line and what to do; hours and minutes are converted."""
    shop.ok("kpi", "add", "Worked", "--unit", "h")
    wide = tmp_path / "wide.csv"
    wide.write_text(
        'date,revenue,orders,worked\n2026-11-01,€ 12.50,3,90 min\n2026-11-02,"€ 1,250.00",4,1h30\n'
        "2026-11-03,4.2%,5 h,01:45:00\n2026-11-04,12 USD,6,2\n"
    )
    done = shop("import", str(wide))
    assert done.status == 1
    assert "line 4: Revenue is in EUR, but the file has 4.2 %. Change the file" in done.out + done.err
    assert "kpitui kpi edit orders --unit h" in done.out + done.err
    assert "line 5: Revenue is in EUR, but the file has 12 USD" in done.out + done.err
    shop.ok("import", str(wide), "--skip-refused")
    periods = shop.ok("show", "worked", "--last", "30", "--json").json["periods"]
    assert [each["value"] for each in periods if each["value"]] == [1.5, 1.5, 1.75, 2.0]
    long = tmp_path / "long.csv"
    long.write_text("date,kpi,value\n2026-11-05,revenue,$ 12\n2026-11-05,worked,30 min\n")
    done = shop("import", str(long))
    assert "revenue is in EUR, but the file is in USD" in done.out + done.err
    assert done.status == 1


def test_kpis_that_a_file_adds_have_the_unit_of_its_figures(shell: Shell, tmp_path: Path) -> None:
    """What stands beside every figure of a column is the unit of the KPI that is added for it."""
    file = tmp_path / "new.csv"
    file.write_text("date,takings,answer time,returns\n2026-11-01,£ 12,90 s,3%\n2026-11-02,£ 15,85 s,4%\n")
    shell.ok("import", str(file), "--create")
    units = {kpi["key"]: kpi["unit"] for kpi in shell.ok("kpi", "list", "--json").json}
    assert units == {"takings": "GBP", "answer-time": "s", "returns": "%"}
    long = tmp_path / "long.csv"
    long.write_text("date,kpi,value\n2026-11-01,Rent,$ 700\n2026-11-01,Calls,12\n")
    shell.ok("import", str(long), "--create")
    units = {kpi["key"]: kpi["unit"] for kpi in shell.ok("kpi", "list", "--json").json}
    assert (units["rent"], units["calls"]) == ("USD", "")


def test_the_region_reads_dates_that_the_file_leaves_open(
    shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """11/01 is 1 November in the US, and it is said; a file that says otherwise, or that contradicts itself, wins."""
    monkeypatch.setenv("LANG", "en_US.UTF-8")
    monkeypatch.setenv("KPITUI_TODAY", "2026-11-23")
    assert "in $" in shell.ok("kpi", "add", "Revenue").out

    def preview(text: str) -> Done:
        file = tmp_path / "days.csv"
        file.write_text("Date,Revenue\n" + text)
        return shell("import", str(file), "--dry-run")

    open_order = preview("11/01/2026,5\n11/02/2026,6\n")
    assert open_order.status == 0
    assert "11/01/2026" in open_order.err + open_order.out
    assert "month first" in open_order.err + open_order.out
    assert "month first" not in preview("13/01/2026,5\n11/02/2026,6\n").err
    assert "--dates" in preview("13/01/2026,5\n11/22/2026,6\n").err
    (tmp_path / "days.csv").write_text("Date,Revenue\n11/01/2026,1249.5\n")
    shell.ok("import", str(tmp_path / "days.csv"))
    line = next(line for line in shell.ok("show", "revenue", "--entries").out.splitlines() if "1,249" in line)
    assert "Sun Nov 1 " in line
    assert "$1,249.50" in line


@pytest.mark.parametrize("name", [".", "/", "'" * 3, "..", "=", "?!"])
def test_a_column_without_a_name_to_call_a_kpi_by(shop: Shell, tmp_path: Path, name: str) -> None:
    """The sentence names the column and what can be done about it in an import."""
    (tmp_path / "c.csv").write_text(f"date,{name}\n2026-11-02,5\n")
    done = shop("import", str(tmp_path / "c.csv"), "--create")
    assert (done.status, f"the column {name}: a name needs a letter from a to z" in done.err) == (1, True)
    assert "--map" in done.err and "--key" not in done.err
    shop.ok("import", str(tmp_path / "c.csv"), "--map", f"{name}=orders")


def test_a_format_without_a_name_is_refused(shop: Shell, tmp_path: Path) -> None:
    """An empty name, as of a variable that is not set, imports nothing."""
    (tmp_path / "c.csv").write_text("date,orders\n2026-11-02,5\n")
    done = shop("import", str(tmp_path / "c.csv"), "--new-preset", "")
    assert (done.status, "'' can't be the name of a file format" in done.err) == (1, True)
    assert "c.csv" not in shop.ok("history").out


def test_an_average_of_fewer_rows_is_an_average(shop: Shell, tmp_path: Path) -> None:
    """What a day would become is the mean of what is left, and not a sum."""
    shop.ok("kpi", "add", "Rating", "--kind", "sample")
    rows = "date,rating\n" + "".join(f"2026-11-02,{value}\n" for value in (3, 4, 5))
    (tmp_path / "r.csv").write_text(rows)
    shop.ok("import", str(tmp_path / "r.csv"))
    (tmp_path / "r.csv").write_text("date,rating\n2026-11-02,3\n2026-11-02,4\n")
    done = shop("import", str(tmp_path / "r.csv"))
    assert (done.status, "would change from 4 to 3.5" in done.err) == (1, True)


@pytest.mark.parametrize("moment", ["2026-11-02 23:59:60", "2026-11-02T10:00:59.5"])
def test_a_leap_second_is_of_its_minute(shop: Shell, tmp_path: Path, moment: str) -> None:
    """In a file, as in a command."""
    (tmp_path / "c.csv").write_text(f"date,orders\n{moment},5\n")
    assert "1 new" in shop.ok("import", str(tmp_path / "c.csv")).out
    shop.ok("log", "orders", "5", moment)
    wrong = moment[:17] + "75"
    (tmp_path / "c.csv").write_text(f"date,orders\n{wrong},6\n")
    assert shop("import", str(tmp_path / "c.csv")).status == 1
    assert (shop("log", "orders", "5", wrong).status, "Not a time" in shop("log", "orders", "5", wrong).err) == (
        1,
        True,
    )


def test_a_column_of_sources_becomes_parts(shell: Shell, tmp_path: Path) -> None:
    """Each text of it is a KPI and a part of the one that was named; what would not add up is not imported either."""
    shell.ok("kpi", "add", "Visitors")
    file = tmp_path / "sources.csv"
    file.write_text("date,source,sessions\n2026-11-20,organic,40\n2026-11-20,social,12\n2026-11-21,organic,44\n")
    none = shell("import", str(file), "--create", "--map", "sessions=visitors", "--parts-of", "visitors")
    assert none.status == 1 and "--map source=kpi --map sessions=value" in none.err
    assert shell.ok("entry", "list", "--json").json == []
    file.write_text("date,name,value\n2026-11-20,organic,40\n2026-11-20,social,12\n2026-11-21,organic,44\n")
    assert (
        "If 'name' says which KPI each number belongs to: --map 'name=kpi' --map 'value=value'."
        in shell("import", str(file)).err
    )
    file.write_text("date,note it,value\n2026-11-20,organic,40\n2026-11-21,organic,44\n2026-11-21,organic,4\n")
    assert "or leave it out (--map 'value=-')" in shell("import", str(file)).err, "no names of one day differ"
    file.write_text("date,source,sessions\n2026-11-20,organic,40\n2026-11-20,social,12\n2026-11-21,organic,44\n")
    words = ("import", str(file), "--map", "source=kpi", "--map", "sessions=value", "--create")
    shell.ok(*words, "--parts-of", "visitors")
    shell.ok("undo")
    assert [kpi["key"] for kpi in shell.ok("kpi", "list", "--json").json] == ["visitors"]
    done = shell.ok(*words, "--parts-of", "visitors")
    assert "3 new" in done.out and "Visitors is the sum of its parts: organic, social" in done.err
    assert shell.ok("show", "visitors", "--by", "month", "--last", "1", "--json").json["periods"][0]["value"] == 96
    before = shell.ok("history", "--json").json
    assert "3 already there" in shell.ok(*words, "--parts-of", "visitors").out
    assert shell.ok("history", "--json").json == before
    shell.ok("kpi", "add", "Rating", "--kind", "sample")
    file.write_text("date,source,sessions\n2026-11-20,mail,4\n")
    refused = shell(*words, "--parts-of", "rating")
    assert refused.status == 1 and "mail" not in shell.ok("kpi", "list").out
    assert shell(*words, "--parts-of", "nobody").status == 1

"""The family of commands: each has its help, its place in the completion scripts, and never ends in a traceback."""

from __future__ import annotations

import argparse
import errno
import inspect
import io
import re
import shutil
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

from kpitui.cli._argparse_words import SENTENCES, HarmlessParser
from kpitui.cli.commands import COMMANDS, DUTCH, GROUPS
from kpitui.cli.kpi import KIND_WORDS
from kpitui.cli.main import main, parser_of
from kpitui.core.languages import LANGUAGES
from kpitui.i18n import use
from tests.cli.conftest import Shell
from tests.safety import SAFETY_SECONDS


@pytest.mark.parametrize("name", COMMANDS)
@pytest.mark.parametrize("language", ["en", "nl"])
def test_help_says_what_a_command_does(new_shell: Shell, name: str, language: str) -> None:
    """Every command prints its help with status 0, in both languages, and makes no database for it."""
    done = new_shell("--lang", language, name, "--help")
    assert (done.status, done.err) == (0, "")
    assert done.out.startswith(f"{'gebruik' if language == 'nl' else 'usage'}: kpitui {name}")
    assert not new_shell.database.exists()


@pytest.mark.parametrize("name", COMMANDS)
def test_every_word_of_a_command_is_explained(name: str) -> None:
    """A parser can be made from the table, and what it declares has a help or choices."""
    command = COMMANDS[name]
    parser = parser_of(command, import_module(command.module))
    assert parser.prog == f"kpitui {name}"
    assert command.summary


@pytest.mark.parametrize("name", COMMANDS)
def test_a_word_that_is_unknown_is_wrong_usage(shell: Shell, name: str) -> None:
    """An unknown flag is status 2 with a sentence, never a traceback, and nothing is written."""
    done = shell(name, "--no-such-flag")
    assert (done.status, done.out) == (2, "")
    assert "Traceback" not in done.err


@pytest.mark.sampled(12)
@pytest.mark.parametrize(
    "name", [name for name in COMMANDS if name not in ("due", "help", "version", "completion", "app")]
)
def test_a_file_that_is_no_database_is_status_3(shell: Shell, name: str) -> None:
    """Every command that needs the database says so in one sentence, and leaves the file as it was."""
    shell.database.write_bytes(b"no database at all" * 100)
    words = {
        "log": ("orders", "5"),
        "show": ("orders",),
        "forecast": ("x", "--until", "tomorrow"),
        "why": ("x",),
        "kpi": ("list",),
        "goal": ("list",),
        "action": ("list",),
        "note": ("--all", "x"),
        "entry": ("list",),
        "import": ("-",),
        "planned": ("list", "x"),
        "runway": ("x",),
        "restore": (str(shell.database.with_name("none.db")),),
        "merge": (str(shell.database.with_name("none.db")),),
        "demo": ("--print",),
    }.get(name, ())
    done = shell(name, *words, given=b"date,orders\n2026-11-01,5\n")
    if name == "demo":
        assert done.status == 0
    elif name == "doctor":
        assert (done.status, done.err) == (3, "")
        assert "damaged" in done.out
    else:
        assert (done.status, done.out, len(done.err.splitlines())) == (3, "", 1)
    assert shell.database.read_bytes() == b"no database at all" * 100


READING = (
    ("status",), ("due",), ("show", "x"), ("forecast", "x", "--until", "2026-12-31"), ("log", "x", "1"), ("check",),
    ("why", "x"), ("review",), ("history",), ("undo",), ("redo",), ("kpi", "list"), ("kpi", "show", "x"),
    ("kpi", "templates"), ("kpi", "edit", "x", "--name", "y"), ("goal", "list"), ("goal", "show", "1"),
    ("goal", "add", "10 x by Friday"), ("action", "list"), ("action", "done", "1"), ("note", "list"),
    ("note", "--all", "x"), ("pause",), ("config",),
    ("config", "theme"), ("config", "keys"), ("export",), ("calendar",), ("backup",), ("backup", "--list"), ("doctor",),
    ("restore", "--latest"), ("merge", "none.db"), ("merge", "--dry-run", "none.db"), ("import", "none.csv"),
    ("import", "--dry-run", "-"), ("import", "-"), ("pull",), ("hooks",), ("serve",), ("completion", "bash"), ("help",),
)  # fmt: skip


@pytest.mark.parametrize("words", READING, ids=" ".join)
def test_a_mistyped_database_is_not_made(
    new_shell: Shell, words: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only what begins something makes a database, or even its folder; the rest says that there is none."""
    # Where the server is installed, serve would begin to serve, and this would wait for it for ever.
    monkeypatch.setitem(sys.modules, "textual_serve", None)
    monkeypatch.delitem(sys.modules, "kpitui.extras.serve._server", raising=False)
    done = new_shell(*words, given=b"date,orders\n2026-11-01,5\n")
    assert not new_shell.database.parent.exists()
    assert done.status != 3 or "No database at" in done.out + done.err


@pytest.mark.parametrize(
    "words",
    [("kpi", "add", "Orders"), ("config", "theme", "mono"), ("import", "-", "--create")],
    ids=" ".join,
)
def test_what_begins_something_makes_the_database(new_shell: Shell, words: tuple[str, ...]) -> None:
    """A first KPI, a setting, and figures that bring their KPIs."""
    new_shell.ok(*words, given=b"date,orders\n2026-11-01,5\n")
    assert new_shell.database.exists()


@pytest.mark.parametrize(
    "words",
    [
        ("frobnicate",),
        ("--frob",),
        ("--db",),
        ("--lang", "fr", "status"),
        ("status", "--lang", "fr"),
        ("demo", "--print", "--lang"),
        ("lgo", "x"),
        ("--db", "", "due"),
        ("--db= ",),
    ],
)
def test_wrong_usage_of_the_program_itself(shell: Shell, words: tuple[str, ...]) -> None:
    """An unknown command or flag is status 2; a near one is named."""
    done = shell(*words)
    assert (done.status, done.out) == (2, "")
    assert ("Did you mean log?" in done.err) == (words[0] == "lgo")


def offered(shell: Shell, *words: str, of: str = "zsh") -> list[str]:
    """Return what can stand in the place of the last of *words*, without what each is for."""
    return [line.partition("\t")[0] for line in shell.ok("completion", "--next", of, *words).out.splitlines()]


@pytest.mark.skipif(not shutil.which("bash"), reason="bash is not there")
def test_the_script_for_bash_is_bash(shell: Shell) -> None:
    script = shell.ok("completion", "bash").out
    words = "kpitui() { printf 'import\\tread a file\\n'; }; COMP_WORDS=(kpitui im); COMP_CWORD=1; _kpitui"
    done = subprocess.run(
        ["bash", "-c", f"{script}\n{words}; echo ${{COMPREPLY[@]}}"], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "import"


def test_completion_offers_commands_and_says_what_they_do(new_shell: Shell) -> None:
    lines = new_shell.ok("--lang", "nl", "completion", "--next", "fish", "").out.splitlines()
    assert [line.partition("\t")[0] for line in lines] == list(COMMANDS)
    assert "pause\tinvoeren pauzeren: vakantie, ziekte" in lines
    assert not new_shell.database.exists()


COMPLETED = [
    ("show orders --by", "", "hour day week month quarter year"),
    ("kpi", "", "add list show edit move group split archive templates"),
    ("kpi add Visits --every", "", "day workday week month quarter"),
    ("config theme", "", "kpitui-dark kpitui-light okabe-ito blue-orange high-contrast terminal mono"),
    ("config mouse", "", "no yes"),
    ("restore", "", ":files"),
    ("review --output", "", ":files"),
    ("backup --list", "", ":files"),
    ("undo 2", "", "--help"),
    ("--lang", "", " ".join(LANGUAGES)),
    ("status --lang", "", " ".join(LANGUAGES)),
    ("--lang nl kpi --db x", "", "add list show edit move group split archive templates"),
    ("planned add bank -100 today --every", "", "week month quarter year"),
    ("nonsense", "", ""),
]


@pytest.mark.parametrize(("before", "typed", "expected"), COMPLETED, ids=[row[0] for row in COMPLETED])
def test_completion_offers_the_values_of_flags_and_words(
    new_shell: Shell, before: str, typed: str, expected: str
) -> None:
    """Values come from the parser, a setting's from the settings; without a database nothing of one is offered."""
    assert offered(new_shell, *before.split(), typed) == expected.split()


def test_completion_offers_flags_of_the_sub_command_alone(new_shell: Shell) -> None:
    assert "--keys" in offered(new_shell, "kpi", "list", "-")
    assert "--formula" not in offered(new_shell, "kpi", "list", "-")
    assert "--formula" in offered(new_shell, "kpi", "edit", "orders", "--name", "Sold", "-")
    assert offered(new_shell, "show", "--by=q") == [
        f"--by={by}" for by in ("hour", "day", "week", "month", "quarter", "year")
    ]
    assert offered(new_shell, "show", "--by", "=", "q", of="bash") == ["quarter"]


def test_completion_offers_what_is_in_the_database(shop: Shell) -> None:
    keys = shop.ok("kpi", "list", "--keys").out.split()
    for words in ("show", "log", "note add", "kpi edit", "goal add x --kpi", "goal add x --driver", "export --kpi"):
        assert offered(shop, *words.split(), "") == keys
    assert "--note" in offered(shop, "log", "orders", "")
    joined = [f"{key}=" for key in keys]
    assert offered(shop, "log", "orders=5", "") == joined
    assert offered(shop, "log", "orders", "=", "5", "rev", of="bash") == ["revenue="]
    shop.ok("action", "add", "Call five shops")
    assert shop.ok("completion", "--next", "zsh", "action", "done", "").out == "1\tCall five shops\n"
    elsewhere = str(shop.database)
    assert offered(shop, "--db", elsewhere, "show", "") == keys
    assert offered(shop, "--db", f"{elsewhere}.none", "show", "") == []


def test_help_in_dutch_has_dutch_placeholders() -> None:
    """Only the words of the shell itself are the same in both languages."""
    english, dutch = (placeholders(language) for language in ("en", "nl"))
    assert english & dutch == {"CODE", "HOST", "ID", "KPI", "N"}


def placeholders(language: str) -> set[str]:
    """Return the words in capitals that stand for values in the usage of every command."""
    use(language)
    try:
        parsers = [parser_of(command, import_module(command.module)) for command in COMMANDS.values()]
        usages = [parser.format_usage() for parser in parsers]
        for parser in parsers:
            for action in parser._actions:
                if isinstance(action.choices, dict):
                    usages += [inner.format_usage() for inner in action.choices.values()]
    finally:
        use("en")
    return set(re.findall(r"\b[A-Z]+\b", " ".join(usages)))


def test_a_mistake_of_our_own_is_a_sentence(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    """What nobody foresaw ends with one sentence and status 1, and with a traceback only when it is asked for."""

    def broken(*_words: object) -> None:
        raise RuntimeError("\x1b[31mboom")

    monkeypatch.setattr("kpitui.cli.status.run", broken)
    done = shell("status")
    assert (done.status, done.out) == (1, "")
    assert "RuntimeError: ␛[31mboom" in done.err
    monkeypatch.setenv("KPITUI_TRACEBACK", "1")
    with pytest.raises(RuntimeError):
        shell("status")


class Full(io.StringIO):
    """A standard output that is a file on a full disk."""

    def write(self, _text: str) -> int:
        """Take nothing."""
        raise OSError(errno.ENOSPC, "No space left on device")


def test_an_answer_that_cannot_be_written(shop: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was saved is said to be saved, with status 0, so that nobody does it twice; a lost answer is status 1."""

    def unread(*words: str) -> tuple[int, str]:
        with monkeypatch.context() as patch:
            patch.setattr(sys, "stdout", Full())
            patch.setattr(sys, "stderr", err := io.StringIO())
            patch.setenv("KPITUI_DB", str(shop.database))
            status = main(words)
            sys.stdout.close()
            return status, err.getvalue()

    copy = str(shop.database.with_name("copy.db"))
    changes = (("log", "revenue=7"), ("undo", "2"), ("redo",), ("backup", copy), ("restore", copy), ("doctor", "--fix"))
    for words in (*changes, ("note", "--all", "market day")):
        shop.database.chmod(0o644)  # for the doctor to mend
        status, said = unread(*words)
        assert (status, "Saved, but the output could not be shown: the disk is full" in said) == (0, True), said
    assert shop.ok("history", "--json").json[0]["action"] == "note.added"
    for words in (("status",), ("history", "--json"), ("export",)):
        status, said = unread(*words)
        assert (status, "The output could not be written: the disk is full" in said) == (1, True), said


@pytest.mark.process
def test_real_processes(tmp_path: Path) -> None:
    """The program as it is started by people: status and streams of the process itself, and a reader that goes away."""
    database = str(tmp_path / "kpitui.db")

    def run(*words: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "kpitui", "--db", database, *words]
        return subprocess.run(command, capture_output=True, text=True, check=False, timeout=SAFETY_SECONDS)

    assert (
        run("kpi", "add", "Orders").returncode,
        run("log", "orders", "x").returncode,
        run("log", "-m", "x").returncode,
    ) == (
        0,
        1,
        2,
    )
    assert run("log", "orders=5").stdout.startswith("Orders")
    assert oct((tmp_path / "kpitui.db").stat().st_mode)[-3:] == "600"
    gone = f"{sys.executable} -m kpitui --db {database} kpi templates | head -1"
    done = subprocess.run(
        ["bash", "-c", f"set -o pipefail; {gone}"], capture_output=True, text=True, check=False, timeout=SAFETY_SECONDS
    )
    assert (done.returncode, done.stderr, len(done.stdout.splitlines())) == (0, "", 1)
    closed = subprocess.run(
        ["bash", "-c", f"{sys.executable} -m kpitui --db {database} status >&-"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert "Traceback" not in closed.stderr


@pytest.mark.parametrize("language", ["en", "nl"])
def test_the_help_is_in_groups_of_lines_that_fit(shell: Shell, language: str) -> None:
    """Every command with a group stands under it, in lines of at most 80 columns; examples and exit codes follow."""
    shown = shell.ok("--lang", language, "--help").out.splitlines()
    assert max(map(len, shown)) <= 80
    listed = [line.split()[0] for line in shown if line.startswith("  ") and not line.startswith("  kpitui ")]
    assert listed == [command.name for group in GROUPS for command in COMMANDS.values() if command.group == group]
    assert any(line.startswith("  kpitui log ") for line in shown)


def test_a_dutch_word_stands_for_its_command(shell: Shell) -> None:
    """The words that Dutch screens use are understood as commands, whichever language is spoken."""
    shell.ok("kpi", "add", "Omzet", "--kind", "som")
    shell.ok("invoeren", "omzet=5")
    shell.ok("notitie", "omzet", "markt")
    assert set(DUTCH.values()) <= set(COMMANDS)
    assert not set(DUTCH) & set(COMMANDS)
    assert shell.ok("doel", "list").out == shell.ok("goal", "list").out
    assert shell.ok("evaluatie").out == shell.ok("review").out
    assert shell.ok("waarom", "omzet", "--tree").out == shell.ok("why", "omzet", "--tree").out


@pytest.mark.sampled(6)
@pytest.mark.parametrize(("word", "kind"), KIND_WORDS.items())
def test_the_words_of_the_screen_are_kinds(shell: Shell, word: str, kind: str) -> None:
    """`--kind` takes the words that forms show, in both languages."""
    shell.ok("kpi", "add", "Orders")
    shell.ok("kpi", "add", "Visitors")
    more = {
        "ratio": ("--numerator", "orders", "--denominator", "visitors"), "formula": ("--formula", "orders * 2"),
        "stamped": ("--every", "week"),
    }  # fmt: skip
    shell.ok("kpi", "add", "New", "--kind", word, *more.get(kind, ()))
    assert shell.ok("kpi", "show", "new", "--json").json["kind"] == kind


@pytest.mark.parametrize("words", [("kpi",), ("completion",)])
def test_a_command_that_needs_words_shows_its_help(shell: Shell, words: tuple[str, ...]) -> None:
    """Without words it is asked what there is, which is no mistake."""
    assert shell(*words).out == shell(*words, "--help").out != ""


def test_the_version_has_a_short_flag(shell: Shell) -> None:
    """`-V` is `--version`."""
    assert shell.ok("-V").out == shell.ok("--version").out


@pytest.mark.parametrize("figure", ["-10%", "-10", "-€200", "-1.250,50", "-.5", "-5 degrees"])
def test_a_value_below_zero_is_no_option(figure: str) -> None:
    parser = HarmlessParser()
    parser.add_argument("sentence")
    parser.add_argument("--change")
    assert parser.parse_args(["less", "--change", figure]).change == figure


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
    assert "deze hulp tonen en stoppen" in told

"""From the words on the command line to an exit status: which command, with which database and language.

Only the module of the one command that is asked for is imported, and argparse only when that command has no quicker
way to read its words. Exit statuses: 0 done, 1 refused, 2 wrong usage, 3 the database cannot be used.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from types import ModuleType

from kpitui import __version__
from kpitui.cli.commands import ANYWHERE, COMMANDS, DUTCH, GROUPS, NEXT, Command
from kpitui.cli.console import Console, Unwritten, UsageError
from kpitui.core.errors import DatabaseUnusable, KpituiError, lacks_files, lacks_memory, mark
from kpitui.core.languages import LANGUAGES, preferred
from kpitui.i18n import _, lacks_signs, use
from kpitui.services.character_set import ascii_only

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from typing import IO, Any

DONE, REFUSED, WRONG_USAGE, DATABASE_UNUSABLE = 0, 1, 2, 3
INTERRUPTED = 130


def main(words: Sequence[str]) -> int:
    """Run the command that *words* (without the program's name) ask for and return the exit status."""
    for name in ("stdin", "stdout", "stderr"):
        _forgiving(name)
    console = Console(os.environ)
    status = DONE
    try:
        if lacks_signs(console.output) or ascii_only(os.environ):
            console.fit_streams(ascii=ascii_only(os.environ))
        use(preferred(os.environ, None, None))
        name, rest = _options(console, list(words))
        use(preferred(os.environ, None, console.language))
        try:
            status = _run(console, name, rest)
            console.tell_doubts()
        finally:  # also where one of several changes was refused
            console.set_measured_targets()
            console.run_hooks()
        console.keep_daily()
        console.output.flush()
        return status
    except (Exception, KeyboardInterrupt) as error:
        failure = _status_of(console, error)
        return status or failure  # what the command itself came to is not undone by what comes after it
    finally:
        console.close()


def _status_of(console: Console, error: BaseException) -> int:
    """Say what ended a command and return its exit status."""
    status = REFUSED
    if isinstance(error, UsageError):
        console.tell(_(error.message).format(**error.params))
        status = WRONG_USAGE
    elif isinstance(error, KpituiError):
        from kpitui.wording.errors import sentence

        console.tell(sentence(error))
        status = DATABASE_UNUSABLE if isinstance(error, DatabaseUnusable) else REFUSED
    elif isinstance(error, BrokenPipeError):
        sys.stdout = open(os.devnull, "w")  # noqa: SIM115  nobody reads on; a later flush must not fail
        status = DONE
    elif isinstance(error, Unwritten):
        status = _unwritten(console, str(error))
    elif isinstance(error, KeyboardInterrupt):
        status = INTERRUPTED
    elif lacks_files(error):
        status = _too_few_files(console)
    elif lacks_memory(error) and not os.environ.get("KPITUI_TRACEBACK"):
        status = _too_little_memory(console)
    elif isinstance(error, FileNotFoundError) and not _stands_somewhere():
        console.tell(_("The folder you are in no longer exists. Go to another one: cd"))
    else:
        if os.environ.get("KPITUI_TRACEBACK"):
            raise error
        from kpitui.wording.errors import mistake, sentence

        damage = console.damage()
        console.tell(sentence(damage) if damage else mistake(error))
        status = DATABASE_UNUSABLE if damage else REFUSED
    return status


def _too_few_files(console: Console) -> int:
    """Say that no more files may be opened, once some are free to find the words."""
    saved = console.saved
    console.close()
    console.tell(
        _("Saved, but KPITUI can't open enough files to go on. Raise the limit: ulimit -n 64")
        if saved
        else _("KPITUI can't open enough files. Nothing was saved. Raise the limit (ulimit -n 64) and try again")
    )
    return DONE if saved else DATABASE_UNUSABLE


def _too_little_memory(console: Console) -> int:
    """Say that there is not enough memory, once the database has let go of its own."""
    saved = console.saved
    console.close()
    console.tell(
        _("Saved, but there is not enough memory to go on")
        if saved
        else _("There is not enough memory. Nothing was saved. Close other programs and try again")
    )
    return DONE if saved else REFUSED


def _stands_somewhere() -> bool:
    """Return whether the current folder, which paths begin at, is there."""
    try:
        os.getcwd()
    except OSError:
        return False
    return True


def _unwritten(console: Console, reason: str) -> int:
    """Say that standard output did not take the answer; what was saved is saved, and must not be done again."""
    sys.stdout = open(os.devnull, "w")  # noqa: SIM115  a later flush must not fail
    message = (
        _("Saved, but the output could not be shown: {reason}")
        if console.saved
        else _("The output could not be written: {reason}")
    )
    console.tell(message.format(reason=reason))
    return DONE if console.saved else REFUSED


def _run(console: Console, name: str, words: list[str]) -> int:
    command = COMMANDS.get(DUTCH.get(name, name) or "app")
    if command is None:
        raise _unknown_command(name)
    __import__(command.module)  # as import_module does it, without the package importlib
    module = sys.modules[command.module]
    words = _look_back(console, command, words)
    arguments = _arguments(command, module, words)
    status: int = getattr(module, command.run)(arguments, console)
    return status


def _look_back(console: Console, command: Command, words: list[str]) -> list[str]:
    """Take ``--as-of DATE`` and ``--as-known`` out of the words of a command that only reads, and return the others."""
    reads = command.name == "app" or "" in command.looks_back or (words[:1] and words[0] in command.looks_back)
    if not reads:
        if console.as_of:
            raise UsageError(mark("--as-of only looks back. It can't be used with {name}"), name=command.name)
        return words
    rest, upcoming = [], iter(words)
    for word in upcoming:
        name, equals, value = word.partition("=")
        if name == "--as-known" and not equals:
            console.as_known = True
        elif name == "--as-of":
            console.as_of = value if equals else next(upcoming, "")
            if not console.as_of.strip():
                raise UsageError(mark("Something is missing after {word}. See kpitui --help"), word=name)
        else:
            rest.append(word)
    if console.as_known and not console.as_of:
        raise UsageError(mark("--as-known needs a day: --as-of DATE --as-known"))
    return rest


def _arguments(command: Command, module: ModuleType, words: list[str]) -> Any:
    if command.parses_itself and (words[:1] == [NEXT] or not {"-h", "--help"}.intersection(words)):
        return module.parse_words(words)
    return parser_of(command, module).parse_args(words or ["--help"] if command.helps else words)


def parser_of(command: Command, module: ModuleType) -> ArgumentParser:
    """Return the argparse parser of one command, for its words, its help, the manual and shell completion."""
    from argparse import RawDescriptionHelpFormatter

    from kpitui.cli._argparse_words import HarmlessParser, speak

    speak()
    parser = HarmlessParser(
        prog=f"kpitui {command.name}",
        description=_(command.summary),
        formatter_class=RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    if hasattr(module, "configure"):
        module.configure(parser)
    for part in _looking_back(command, parser):
        part.add_argument(
            "--as-of", metavar=_("DATE"), help=_("show how things stood on that day, with the numbers up to then")
        )
        part.add_argument(
            "--as-known", action="store_true", help=_("use only the numbers that had been logged by that day")
        )
    return parser


def _looking_back(command: Command, parser: ArgumentParser) -> list[ArgumentParser]:
    """Return the parsers of what only reads: that of the command, or those of some of its sub-commands."""
    if "" in command.looks_back:
        return [parser]
    choices = next((action.choices for action in parser._actions if isinstance(action.choices, dict)), {})
    return [part for name, part in choices.items() if name in command.looks_back]


def _options(console: Console, words: list[str]) -> tuple[str, list[str]]:
    """Read the flags before the command's name into *console*; return the name ("" for none) and its words."""
    while words and words[0].startswith("-"):
        word, _equals, value = words.pop(0).partition("=")
        if word in ("-V", "--version"):
            return "version", []
        if word in ("-h", "--help"):
            return "help", []
        if word == "--as-known":
            console.as_known = True
            continue
        if word not in (*ANYWHERE, "--as-of"):
            raise UsageError(mark("kpitui doesn't know {word}. See kpitui --help"), word=word)
        if not _equals:
            value = words.pop(0) if words else ""
        _set_option(console, word, value)
    return (words[0], _behind(console, words[1:])) if words else ("", [])


def _behind(console: Console, words: list[str]) -> list[str]:
    """Read the flags of every command among the *words* behind its name; return the others."""
    if words[:1] == [NEXT]:
        return words  # a line that is being typed
    rest, upcoming = [], iter(words)
    for word in upcoming:
        name, equals, value = word.partition("=")
        if name in ANYWHERE:
            _set_option(console, name, value if equals else next(upcoming, ""))
            continue
        rest.append(word)
        if word == "--":
            break
    return [*rest, *upcoming]


def _set_option(console: Console, word: str, value: str) -> None:
    if not value.strip():  # as a script gives it whose variable is not set
        raise UsageError(mark("Something is missing after {word}. See kpitui --help"), word=word)
    if word == "--as-of":
        console.as_of = value
    elif word == "--db":
        console.database = value
    elif value in LANGUAGES:
        console.language = value
    else:
        languages = ", ".join(LANGUAGES)
        raise UsageError(mark("KPITUI doesn't speak {word}. Choose: {known}"), word=value, known=languages)


def _unknown_command(name: str) -> UsageError:
    from difflib import get_close_matches

    near = get_close_matches(name, COMMANDS, n=1)
    if near:
        return UsageError(mark("No command called {name}. Did you mean {near}?"), name=name, near=near[0])
    return UsageError(mark("No command called {name}. See kpitui --help"), name=name)


def _forgiving(name: str) -> None:
    """Make a sign that a standard stream cannot show or read a question mark, and have one where it is closed."""
    stream: IO[str] | None = getattr(sys, name)
    if stream is None:
        from kpitui.files.descriptors import closed_stream

        setattr(sys, name, closed_stream(name))
    elif hasattr(stream, "reconfigure"):
        stream.reconfigure(errors="replace")


def print_help(_arguments: Namespace, console: Console) -> int:
    """Print how kpitui is called and what its commands do."""
    _say_lines(console, _(HELP_BEGIN))
    for group in GROUPS:
        console.say()
        console.say(_(group))
        for command in COMMANDS.values():
            if command.group == group:
                console.say(f"  {command.name:<12}{_(command.summary)}")
    console.say()
    _say_lines(console, _(HELP_END))
    return 0


def _say_lines(console: Console, text: str) -> None:
    for line in text.splitlines():
        console.say(line)


HELP_BEGIN = mark(
    "KPITUI: KPIs and goals for a business of one, in your terminal\n\n"
    "Usage: kpitui [--db FILE] [--lang en|nl] [--as-of DATE] [COMMAND]\n"
    "Without a command it opens Today."
)
HELP_END = mark(
    "Examples\n"
    "  kpitui log revenue=1249.50 orders=18\n"
    "  kpitui log revenue 980 yesterday -m 'market day'\n"
    "  kpitui goal add '15% more revenue by the end of Q2'\n"
    "  kpitui import sales.csv --dry-run\n"
    "  kpitui review -o week.html\n\n"
    "More: kpitui COMMAND --help, man kpitui\n"
    "Database: --db FILE, else $KPITUI_DB, else your data folder\n"
    "Exit status: 0 done, 1 refused, 2 wrong usage, 3 database unusable"
)


def print_version(_arguments: Namespace, console: Console) -> int:
    """Print the name of the program and its version."""
    console.say(f"kpitui {__version__}")
    return 0

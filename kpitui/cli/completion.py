"""`kpitui completion`: a script that completes commands, flags and KPI keys in bash, zsh and fish.

The words come from the table of commands and from each command's own parser, so the script is never behind.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from kpitui.cli.commands import COMMANDS, Command
from kpitui.i18n import _

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from kpitui.cli.console import Console

SHELLS = ("bash", "zsh", "fish")
BASH = """\
_kpitui() {{
  local word="${{COMP_WORDS[COMP_CWORD]}}" command="" at
  for ((at = 1; at < COMP_CWORD; at++)); do
    case "${{COMP_WORDS[at]}}" in --db|--lang) ((at++)) ;; -*) ;; *) command="${{COMP_WORDS[at]}}"; break ;; esac
  done
  local words=""
  case "$command" in
    "") words="{commands} --db --lang --help --version" ;;
{cases}
  esac
  case "$command" in {keyed}) words="$words $(kpitui kpi list --keys 2>/dev/null)" ;; esac
  case "${{COMP_WORDS[COMP_CWORD-1]}}" in --tag) words="$(kpitui note tags --names 2>/dev/null)" ;; esac
  COMPREPLY=($(compgen -W "$words" -- "$word"))
}}
complete -o default -F _kpitui kpitui
"""

ZSH = "autoload -U +X bashcompinit && bashcompinit\n"

FISH_HEAD = """\
complete -c kpitui -f
complete -c kpitui -l db -r -F
complete -c kpitui -l lang -x -a 'en nl'
"""


def configure(parser: ArgumentParser) -> None:
    """Declare the shell."""
    parser.add_argument("shell", choices=SHELLS)
    parser.epilog = _(
        "bash: kpitui completion bash > ~/.local/share/bash-completion/completions/kpitui\n"
        "zsh:  kpitui completion zsh >> ~/.zshrc\n"
        "fish: kpitui completion fish > ~/.config/fish/completions/kpitui.fish"
    )


def run(arguments: Namespace, console: Console) -> int:
    """Print the script."""
    parsers = {command.name: _parser(command) for command in COMMANDS.values()}
    words = {name: sorted(set(_words_of(parser))) for name, parser in parsers.items()}
    keyed = [name for name, parser in parsers.items() if _takes_keys(parser)]
    if arguments.shell == "fish":
        console.draw(FISH_HEAD + "\n".join(_fish(words, keyed)))
    else:
        console.draw((ZSH if arguments.shell == "zsh" else "") + _bash(words, keyed))
    return 0


def _parser(command: Command) -> ArgumentParser:
    from kpitui.cli.main import parser_of

    return parser_of(command, import_module(command.module))


def _takes_keys(parser: ArgumentParser) -> bool:
    """Return whether the key of a KPI may come after a command, by what its own parser declares."""
    return any(
        action.dest == "kpi"
        or "KPI" in str(action.metavar)
        or (isinstance(action.choices, dict) and any(map(_takes_keys, action.choices.values())))
        for action in parser._actions
    )


def _words_of(parser: ArgumentParser) -> list[str]:
    """Return the sub-commands and flags of a command, as its own parser declares them."""
    words: list[str] = []
    for action in parser._actions:
        words += [flag for flag in action.option_strings if flag.startswith("--")]
        choices = action.choices
        if isinstance(choices, dict):
            words += [*choices, *(word for inner in choices.values() for word in _words_of(inner))]
        elif choices and not action.option_strings:
            words += [str(choice) for choice in choices]
    return words


def _bash(words: dict[str, list[str]], keyed: list[str]) -> str:
    cases = "\n".join(f'    {name}) words="{" ".join(options)}" ;;' for name, options in words.items())
    return BASH.format(commands=" ".join(words), cases=cases, keyed="|".join(keyed))


def _fish(words: dict[str, list[str]], keyed: list[str]) -> list[str]:
    lines = [
        f"complete -c kpitui -n __fish_use_subcommand -a {name} -d {_quoted(_(COMMANDS[name].summary))}"
        for name in words
    ]
    for name, options in words.items():
        seen = f"-n '__fish_seen_subcommand_from {name}'"
        plain = " ".join(word for word in options if not word.startswith("--"))
        lines += [
            f"complete -c kpitui {seen} -l {word.removeprefix('--')}" for word in options if word.startswith("--")
        ]
        lines += [f"complete -c kpitui {seen} -a '{plain}'"] if plain else []
    seen = f"-n '__fish_seen_subcommand_from {' '.join(keyed)}'"
    lines.append(f"complete -c kpitui {seen} -a '(kpitui kpi list --keys)'")
    lines.append(
        "complete -c kpitui -n '__fish_seen_subcommand_from note entry' -l tag -x -a '(kpitui note tags --names)'"
    )
    return lines


def _quoted(text: str) -> str:
    """Return *text* as one word of fish, in which a backslash keeps a quote within quotes."""
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"

"""`kpitui completion`: a script for bash, zsh or fish that asks KPITUI itself what can stand next.

The script calls ``kpitui completion --next SHELL WORD...`` at each Tab, which prints a candidate a line with what it is
for behind a tab stop, or ``:files``. So it is never behind: it knows new commands, and the KPIs there are.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from kpitui.cli._candidates import FILES, candidates
from kpitui.cli.commands import COMMANDS, NEXT
from kpitui.i18n import _
from kpitui.i18n.harmless import harmless

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Sequence

    from kpitui.cli._candidates import Candidate
    from kpitui.cli.console import Console

SHELLS = ("bash", "zsh", "fish")

LONGEST = 100
"""Cells of what a candidate is for: what stands beside it on the narrowest line that still shows it."""

BASH = r"""_kpitui() {
  local line
  COMPREPLY=()
  while IFS= read -r line; do
    line="${line%%$'\t'*}"
    if [[ $line == :files ]]; then
      compopt -o default 2>/dev/null
    else
      [[ -z $line ]] && continue
      [[ $line == *= ]] && compopt -o nospace 2>/dev/null
      COMPREPLY+=("$(printf '%q' "$line")")
    fi
  done < <(kpitui completion --next bash "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
}
complete -F _kpitui kpitui
"""

ZSH = r"""#compdef kpitui
_kpitui() {
  local line word
  local -a candidates joined
  for line in "${(@f)$(kpitui completion --next zsh "${(@Q)words[2,CURRENT]}" 2>/dev/null)}"; do
    word="${line%%$'\t'*}"
    if [[ -z $word ]]; then
      continue
    elif [[ $word == :files ]]; then
      if [[ $PREFIX == --*=* ]]; then compset -P '*='; fi
      _files
    elif [[ $word == *= ]]; then
      joined+=("${word//:/\\:}:${line#*$'\t'}")
    else
      candidates+=("${word//:/\\:}:${line#*$'\t'}")
    fi
  done
  (( $#candidates )) && _describe kpitui candidates
  (( $#joined )) && _describe kpitui joined -S ''
  return 0
}
(( $+functions[compdef] )) || { autoload -U compinit && compinit }
if [[ ${funcstack[1]} == _kpitui ]]; then _kpitui "$@"; else compdef _kpitui kpitui; fi
"""

FISH = r"""function __kpitui_next
    set -l words (commandline -opc)
    set -l current (commandline -ct)
    for line in (kpitui completion --next fish $words[2..] "$current" 2>/dev/null)
        if string match -q ':files*' -- "$line"
            set -l flag (string match -r '^--[^=]*=' -- "$current")
            for path in (__fish_complete_path (string replace -r '^--[^=]*=' '' -- "$current"))
                printf '%s\n' "$flag$path"
            end
        else
            printf '%s\n' "$line"
        end
    end
end
complete -c kpitui -f -a '(__kpitui_next)'
"""

SCRIPTS = {"bash": BASH, "zsh": ZSH, "fish": FISH}


def configure(parser: ArgumentParser) -> None:
    """Declare the shell."""
    parser.add_argument("shell", choices=SHELLS, help=_("the shell you use"))
    parser.epilog = _(
        "bash: kpitui completion bash > ~/.local/share/bash-completion/completions/kpitui\n"
        "zsh:  kpitui completion zsh >> ~/.zshrc\n"
        "fish: kpitui completion fish > ~/.config/fish/completions/kpitui.fish"
    )


def parse_words(words: Sequence[str]) -> Namespace:
    """Read the words of a script, which are those of any command line after ``--next SHELL``."""
    from argparse import Namespace

    from kpitui.cli.main import parser_of

    if words[:1] == [NEXT] and len(words) > 1:
        return Namespace(shell=words[1], words=list(words[2:]))
    given = list(words) or ["--help"]
    return parser_of(COMMANDS["completion"], sys.modules[__name__]).parse_args(given, Namespace(words=None))


def run(arguments: Namespace, console: Console) -> int:
    """Print the script, or what can stand next."""
    if arguments.words is None:
        console.draw(SCRIPTS[arguments.shell].rstrip())
        return 0
    words = _joined(arguments.words) if arguments.shell == "bash" else arguments.words
    offered = candidates(console, words)
    if arguments.shell == "bash":
        offered = _of_bash(offered, words[-1] if words else "")
    for candidate in offered:
        console.draw(f"{harmless(candidate.word, 1000)}\t{harmless(candidate.about, LONGEST)}")
    return 0


def _joined(words: Sequence[str]) -> list[str]:
    """Return the words as they were typed: bash takes ``--by=day`` and ``orders=5`` for three words each."""
    whole: list[str] = []
    for word in words:
        if whole and (word == "=" or whole[-1].endswith("=")):
            whole[-1] += word
        else:
            whole.append(word)
    return whole


def _of_bash(offered: Sequence[Candidate], typed: str) -> list[Candidate]:
    """Return the candidates that begin with what was typed, without what stands before its ``=``."""
    start = typed.strip("'\"")
    taken = start.rpartition("=")[0] + "=" if "=" in start else ""
    return [
        candidate._replace(word=candidate.word.removeprefix(taken))
        for candidate in offered
        if candidate == FILES or candidate.word.startswith(start)
    ]

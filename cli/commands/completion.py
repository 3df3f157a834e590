# pyright: standard
"""What a shell completes: a script for it, and what may follow the words that somebody has typed."""

from __future__ import annotations

import argparse

from onespec.cli.completed import following
from onespec.cli.places import say

EXAMPLE = "onespec completion bash > ~/.local/share/bash-completion/completions/onespec"

BASH = """\
_onespec() {
    local IFS=$'\\n'
    COMPREPLY=($(onespec completion words -- "${COMP_WORDS[@]:0:$((COMP_CWORD + 1))}" 2>/dev/null))
}
complete -o default -F _onespec onespec"""
SCRIPTS = {"bash": BASH, "zsh": f"autoload -U +X bashcompinit && bashcompinit\n{BASH}"}


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "shell",
        choices=[*SCRIPTS, "words"],
        help="the script for this shell; words: what the last of the words after -- may be",
    )
    parser.add_argument("typed", nargs="*", metavar="WORD", help="onespec and what is typed behind it")


def run(arguments: argparse.Namespace) -> int:
    if arguments.shell in SCRIPTS:
        say(SCRIPTS[arguments.shell])
    else:
        for word in following(arguments.typed):
            say(word)
    return 0

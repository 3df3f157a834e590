# pyright: standard
"""What may follow the words of a command line: commands, options, their choices, names of the study."""

from __future__ import annotations

import argparse
import importlib
from collections.abc import Callable, Iterable, Sequence

import onespec
from onespec.cli.main import COMMANDS

_COMMON = ("--help", "--debug")


def following(typed: Sequence[str]) -> list[str]:
    """What the last of the words may be; ``typed`` begins with the program's name.

    Nothing where it is a file, or where the study cannot be read: the shell then completes files.
    """
    *before, last = typed[1:] or [""]
    try:
        found = [*COMMANDS, *_COMMON] if not before else _behind(before[0], before[1:], last)
    except (OSError, onespec.Stopped):
        return []
    return sorted({word for word in found if word.casefold().startswith(last.casefold())})


def _behind(command: str, before: Sequence[str], last: str) -> Iterable[str]:
    """What may stand behind a command and the words after it."""
    if command not in COMMANDS:
        return []
    parser = argparse.ArgumentParser()
    importlib.import_module(f"onespec.cli.commands.{command.replace('-', '_')}").arguments(parser)
    kinds = next((a for a in parser._actions if isinstance(a, argparse._SubParsersAction)), None)
    if kinds is not None:
        if not before:
            return [*kinds.choices, *_COMMON]
        command, parser, before = f"{command} {before[0]}", kinds.choices.get(before[0], parser), before[1:]
    options = {name: action for action in parser._actions for name in action.option_strings}
    if before and before[-1] in options and options[before[-1]].nargs != 0:
        return _values(options[before[-1]], command, before, last)
    if last.startswith("-"):
        return [*options, *_COMMON]
    places = [action for action in parser._actions if not action.option_strings]
    filled = len(_standing(before, options))
    return _values(places[filled], command, before, last) if filled < len(places) else []


def _standing(before: Sequence[str], options: dict[str, argparse.Action]) -> list[str]:
    """The words that belong to no option."""
    valued = [name for name, action in options.items() if action.nargs != 0]
    pairs = zip(["", *before], before, strict=False)
    return [word for previous, word in pairs if not word.startswith("-") and previous not in valued]


def _values(action: argparse.Action, command: str, before: Sequence[str], last: str) -> Iterable[str]:
    """What an option, or a word at its place, may be."""
    if action.choices is not None:
        return map(str, action.choices)
    asked: dict[str, Callable[[], Iterable[str]]] = {
        "study": onespec.known_studies,
        "explain dataset": lambda: _variables(before, last),
        "explain variable": lambda: _names(before).get(next(iter(before), "").upper(), ()),
        "impact target": lambda: _variables(before, last),
        "show dataset": lambda: _names(before),
        "qc only": lambda: _names(before),
        "new dataset form": lambda: _study(before).forms(),
        "list group": lambda: (*onespec.list_operations(), onespec.EDIT_CHECKS),
        "list name": lambda: _listed(next(iter(before))),
    }
    found = asked.get(action.dest) or asked.get(f"{command} {action.dest}")
    return found() if found else []


def _listed(group: str) -> Iterable[str]:
    if group == onespec.EDIT_CHECKS:
        return (f["id"] for f in onespec.list_edit_checks())
    return (f["name"] for f in onespec.list_operations(group)[group])


def _study(before: Sequence[str]) -> onespec.Study:
    """The study that is typed, or the only one."""
    named = [value for option, value in zip(before, before[1:], strict=False) if option == "--study"]
    return onespec.open(named[0] if named else None)


def _names(before: Sequence[str]) -> dict[str, list[str]]:
    return _study(before).names()


def _variables(before: Sequence[str], last: str) -> Iterable[str]:
    """The datasets; behind a dataset and a point, its variables."""
    dataset, point, _ = last.upper().partition(".")
    known = _names(before)
    return [f"{dataset}.{name}" for name in known.get(dataset, ())] if point else known

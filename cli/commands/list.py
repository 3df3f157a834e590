# pyright: standard
"""What a specification may name, operations and edit checks: how many, all of a kind in a line each, or one in full."""

from __future__ import annotations

import argparse

import onespec
from onespec.cli.places import add_json, say, say_json

EXAMPLE = "onespec list methods study_day"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "group", nargs="?", default="", metavar="methods|records|checks|edit-checks", help="which of them"
    )
    parser.add_argument("name", nargs="?", default="", metavar="NAME", help="this one in full")
    parser.add_argument(
        "--study",
        metavar="NAME|FOLDER",
        help="a study whose own methods count too, and whose edit checks are told on or off",
    )
    add_json(parser, "all that is known of them")


def run(arguments: argparse.Namespace) -> int:
    if arguments.group == onespec.EDIT_CHECKS:
        checks = onespec.list_edit_checks(arguments.name, arguments.study)
        if arguments.json:
            say_json({onespec.EDIT_CHECKS: checks})
        else:
            say(onespec.edit_checks_text(checks, arguments.name))
        return 0
    found = onespec.list_operations(arguments.group, arguments.name, arguments.study)
    if arguments.json:
        say_json(found)
    else:
        say(onespec.operations_text(found, arguments.group, arguments.name))
    return 0

# pyright: standard
"""The operations that a specification may name: how many, all of a kind with one line each, or one in full."""

from __future__ import annotations

import argparse

import onespec
from onespec.cli.places import add_json, say, say_json

EXAMPLE = "onespec list methods study_day"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("group", nargs="?", default="", metavar="methods|records|checks", help="which operations")
    parser.add_argument("name", nargs="?", default="", metavar="NAME", help="this one in full")
    parser.add_argument("--study", metavar="NAME|FOLDER", help="a study whose own methods count too")
    add_json(parser, "all that is known of them")


def run(arguments: argparse.Namespace) -> int:
    found = onespec.list_operations(arguments.group, arguments.name, arguments.study)
    if arguments.json:
        say_json(found)
    else:
        say(onespec.operations_text(found, arguments.group, arguments.name))
    return 0

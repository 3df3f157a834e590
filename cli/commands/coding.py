# pyright: standard
"""Terms without a code and texts without a translation: a list for the coder, and the filled list read back."""

from __future__ import annotations

import argparse
from pathlib import Path

from onespec.cli.places import add_json, add_places, study_of, tell

EXAMPLE = "onespec coding --output terms.xlsx"


def arguments(parser: argparse.ArgumentParser) -> None:
    ways = parser.add_mutually_exclusive_group()
    ways.add_argument("--output", type=Path, metavar="FILE", help="write the list: an XLSX file that does not exist")
    ways.add_argument(
        "--read",
        type=Path,
        metavar="FILE",
        help="read the filled list into the tables of codes and translations that study.yaml names",
    )
    parser.add_argument("--all", action="store_true", help="list the terms that have their code, too")
    add_json(parser, "the terms, or what was read")
    add_places(parser)


def run(arguments: argparse.Namespace) -> int:
    study = study_of(arguments)
    if arguments.read:
        tell(study.read_coding(arguments.read), arguments.json)
        return 0
    waiting = study.coding()
    tell(waiting.write(arguments.output, arguments.all) if arguments.output else waiting, arguments.json)
    return 0

# pyright: standard
"""The guesses of a drafted study as a list to fill in, and the filled list read back."""

from __future__ import annotations

import argparse
from pathlib import Path

from onespec.cli.places import add_json, add_places, study_of, tell

EXAMPLE = "onespec review --study my_study --output guesses.xlsx"


def arguments(parser: argparse.ArgumentParser) -> None:
    ways = parser.add_mutually_exclusive_group(required=True)
    ways.add_argument("--output", type=Path, metavar="FILE", help="write the list: an XLSX file that does not exist")
    ways.add_argument(
        "--read",
        type=Path,
        metavar="FILE",
        help="read the filled list: accepted guesses lose their mark, rejected ones are queries",
    )
    add_json(parser, "what was read")
    add_places(parser, raw=False, out=False)


def run(arguments: argparse.Namespace) -> int:
    study = study_of(arguments)
    done = study.read_review(arguments.read) if arguments.read else study.write_review(arguments.output)
    tell(done, arguments.json)
    return 0

# pyright: standard
"""The archive: outputs, verdicts, packages, raw export, specification and program in one file."""

from __future__ import annotations

import argparse

from onespec.cli.places import add_json, add_places, study_of, tell

EXAMPLE = "onespec archive --study specs/ChiCTR2600126870 --wheels"


def arguments(parser: argparse.ArgumentParser) -> None:
    add_places(parser)
    parser.add_argument(
        "--wheels",
        action="store_true",
        help="put the libraries of the lock file into it, too, fetched as pip is set up here; "
        "a reproduction on this version of Python and this platform then needs no network",
    )
    add_json(parser, "the archive, its digest and its parts")


def run(arguments: argparse.Namespace) -> int:
    tell(study_of(arguments).archive(arguments.wheels), arguments.json)
    return 0

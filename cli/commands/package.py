# pyright: standard
"""Packages for agencies: the tree m5 of each profile, with programs, verdicts and a record of every file."""

from __future__ import annotations

import argparse

from onespec.cli.places import add_json, add_places, study_of, tell
from onespec.cli.progress import Progress

EXAMPLE = "onespec package --study specs/ChiCTR2600126870 --profile fda nmpa"


def arguments(parser: argparse.ArgumentParser) -> None:
    add_places(parser, edition=False)
    parser.add_argument(
        "--profile",
        nargs="+",
        default=[],
        metavar="NAME",
        help="fda, nmpa, pmda: each is packed of the edition in its language (default: fda nmpa)",
    )
    parser.add_argument(
        "--build", action="store_true", help="build, document and judge each edition first, as far as it is not done"
    )
    parser.add_argument(
        "--split-bytes", type=int, metavar="N", help="split datasets above N bytes, in the place of the profile's limit"
    )
    add_json(parser, "the packages")


def run(arguments: argparse.Namespace) -> int:
    progress = Progress(arguments.json)
    try:
        done = study_of(arguments).package(arguments.profile, arguments.split_bytes, arguments.build, progress=progress)
    finally:
        progress.end()
    tell(done, arguments.json)
    return 0

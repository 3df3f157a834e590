# pyright: standard
"""Packages for agencies: the tree m5 of each profile, with programs, verdicts and a record of every file."""

from __future__ import annotations

import argparse
import os

import onespec
from onespec.cli.places import add_json, add_places, names, study_of, tell
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
        "--build",
        action="store_true",
        help="build each edition and its documents first, as far as that is not done, and judge it",
    )
    parser.add_argument(
        "--split-bytes", type=int, metavar="N", help="split datasets above N bytes, in the place of the profile's limit"
    )
    parser.add_argument(
        "--formats",
        default="",
        metavar="A,B",
        help="put the datasets beside the tree in these forms, too: dataset-json, ndjson, dsjc, parquet",
    )
    add_json(parser, "the packages")


def run(arguments: argparse.Namespace) -> int:
    progress = Progress(arguments.json)
    split, formats = arguments.split_bytes, names(arguments.formats)
    settings = onespec.PackageSettings(arguments.build, split, formats, min(2, os.cpu_count() or 1))
    try:
        done = study_of(arguments).package(arguments.profile, settings, progress)
    finally:
        progress.end()
    tell(done, arguments.json)
    return 0

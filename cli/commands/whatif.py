# pyright: standard
"""What would be otherwise with another value of the specification: cells, subjects, endpoints, numbers."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from onespec.cli.places import add_json, add_milestone, add_places, study_of, tell
from onespec.cli.progress import Progress

EXAMPLE = "onespec whatif --set adam/adrs.yaml:defaults.confirmed_response.confirmation_days=35"


def arguments(parser: argparse.ArgumentParser) -> None:
    add_places(parser)
    add_milestone(parser)
    parser.add_argument(
        "--set",
        action="append",
        default=[],
        metavar="FILE:PATH=VALUE",
        help="another value in a file of the specification; entries of a list by number, from 1; may be repeated",
    )
    parser.add_argument("--spec", type=Path, metavar="FOLDER", help="another specification in the place of the study's")
    parser.add_argument("--cut", dest="other_cut", default="", metavar="YYYY-MM-DD|none", help="another data cut")
    parser.add_argument("--html", type=Path, metavar="FILE", help="write a page to read and print")
    parser.add_argument("--csv", type=Path, metavar="FILE", help="write all differences, one a row")
    add_json(parser, "counts and all differences")


def run(arguments: argparse.Namespace) -> int:
    progress = Progress(quiet=arguments.json)
    study, workers = study_of(arguments), min(2, os.cpu_count() or 1)
    done = study.whatif(arguments.set, arguments.spec, arguments.other_cut, workers, progress)
    progress.end()
    done.write_files(arguments.html, arguments.csv)
    tell(done, arguments.json)
    return 0

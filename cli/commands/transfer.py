# pyright: standard
"""What changed from one export to the next, and what that reaches."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from onespec.cli.places import add_json, add_milestone, add_places, study_of, tell
from onespec.cli.progress import Progress

EXAMPLE = "onespec transfer transfers/1 transfers/2 --html transfer.html --csv transfer.csv"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("old", metavar="OLD_RAW", type=Path, help="the folder of the earlier export")
    parser.add_argument("new", metavar="NEW_RAW", type=Path, help="the folder of the later one")
    add_places(parser, raw=False)
    add_milestone(parser)
    parser.add_argument(
        "--no-reach", action="store_true", help="compare the exports alone; build neither, so datasets are not compared"
    )
    parser.add_argument("--html", type=Path, metavar="FILE", help="write a page to read and print")
    parser.add_argument("--csv", type=Path, metavar="FILE", help="write all differences, one a row")
    add_json(parser, "counts and all differences")


def run(arguments: argparse.Namespace) -> int:
    progress = Progress(quiet=arguments.json)
    study, workers = study_of(arguments), min(2, os.cpu_count() or 1)
    done = study.transfer(arguments.old, arguments.new, not arguments.no_reach, workers, progress)
    progress.end()
    done.write_files(arguments.html, arguments.csv)
    tell(done, arguments.json)
    return 0 if done.complete else 1

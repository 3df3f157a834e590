# pyright: standard
"""Build a study, incrementally; say what was built, why, and where it lies."""

from __future__ import annotations

import argparse
import os
from contextlib import nullcontext

import onespec
from onespec.cli.places import add_cut, add_json, add_milestone, add_places, say_json, study_of, tell, warn
from onespec.cli.progress import Progress

EXAMPLE = "onespec build --study specs/ChiCTR2600126870 --workers 2"


def arguments(parser: argparse.ArgumentParser) -> None:
    add_places(parser)
    add_cut(parser)
    add_milestone(parser)
    parser.add_argument(
        "--workers",
        type=int,
        default=min(2, os.cpu_count() or 1),
        metavar="N",
        help="parts worked on side by side (default: 2)",
    )
    parser.add_argument(
        "--scheduler",
        default="",
        metavar="ADDRESS",
        help="of a dask.distributed cluster that takes the parts instead (tcp://host:8786); docs/scale.md",
    )
    parser.add_argument(
        "--part-rows",
        type=int,
        metavar="N",
        help="raw rows a part, about, and one subject at least; never changes the outputs",
    )
    parser.add_argument(
        "--only", choices=["sdtm"], help="stop after SDTM; ADaM outputs, now older than their source, go"
    )
    parser.add_argument("--if-absent", action="store_true", help="leave outputs that are there as they are")
    add_json(parser, "findings, datasets and cells")
    parser.add_argument("--quiet", action="store_true", help="no progress, no table")


def run(arguments: argparse.Namespace) -> int:
    study = study_of(arguments)
    if arguments.if_absent and study.built:
        if arguments.json:
            say_json({"complete": True, "findings": [], "left_as_it_is": str(study.out)})
        return 0
    progress = Progress(arguments.quiet)
    try:
        with onespec.cluster(arguments.scheduler, study.out) if arguments.scheduler else nullcontext() as executor:
            workers, parts = max(1, arguments.workers), arguments.part_rows
            done = study.build(arguments.only, workers, parts, executor, progress)
    except onespec.Stopped as stopped:
        progress.end()
        if arguments.json:
            say_json(onespec.findings_facts(stopped.findings) | {"findings_file": str(study.findings_file)})
            return 1
        warn(onespec.stops_text(stopped.findings))
        warn(f"All findings: {study.findings_file}")
        return 1
    progress.end()
    if isinstance(done, onespec.UpToDate) or arguments.json or not arguments.quiet:
        tell(done, arguments.json)
    return 0

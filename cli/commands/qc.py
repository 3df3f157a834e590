# pyright: standard
"""Double programming: run the second programs, compare, apply waivers, write the report to sign."""

from __future__ import annotations

import argparse
import time

import onespec
from onespec.cli.places import add_places, listed, say, study_of, warn

EXAMPLE = "onespec qc --study specs/ChiCTR2600126870"


def arguments(parser: argparse.ArgumentParser) -> None:
    add_places(parser)
    parser.add_argument(
        "--only", default="", metavar="AE,DM", help="only these datasets; prints, and leaves the report as it was"
    )
    parser.add_argument(
        "--show", type=int, default=20, metavar="N", help="list the values of so many differing rows (default: 20)"
    )
    parser.add_argument(
        "--memory",
        type=int,
        default=0,
        metavar="MB",
        help="memory that DuckDB may use at most for a second program; it begins with 200 MB, and puts what is more "
        "into a folder beside the outputs (default: 3200)",
    )
    parser.add_argument(
        "--clock",
        action="store_true",
        help="put the time into the report; without it the same inputs give the same report",
    )


def run(arguments: argparse.Namespace) -> int:
    begun, only = time.perf_counter(), listed(arguments.only)
    try:
        compared = study_of(arguments).qc(only, max(arguments.show, 0), arguments.clock, max(arguments.memory, 0))
    except onespec.Stopped as stopped:
        warn("\n".join(f.text() for f in stopped.findings.stops))
        return 2
    except onespec.ProgramFailed as error:
        warn(f"onespec qc: {error}")
        return 2
    say(compared.text())
    if not only:
        folder = compared.write()
        say(f"Report to read and sign: {folder / 'report.html'} ({time.perf_counter() - begun:.1f} s)")
    return 0 if compared.good else 1

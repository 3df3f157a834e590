# pyright: standard
"""Seed errors one at a time, and count which of them the comparison catches."""

from __future__ import annotations

import argparse
import os

import onespec
from onespec.cli.places import add_places, say, study_of, warn
from onespec.cli.progress import Progress

EXAMPLE = "onespec qc-power --study specs/ChiCTR2600126870 --subjects 1000"


def arguments(parser: argparse.ArgumentParser) -> None:
    add_places(parser)
    parser.add_argument(
        "--subjects",
        type=int,
        default=200,
        metavar="N",
        help="simulate so many subjects for errors of the specification and the program, "
        "where the study has a simulator (default: 200)",
    )
    parser.add_argument(
        "--only",
        choices=["outputs", "sources"],
        help="errors of outputs, or of the specification and the program, alone",
    )
    parser.add_argument(
        "--workers", type=int, default=min(2, os.cpu_count() or 1), metavar="N", help="builds side by side (default: 2)"
    )


def run(arguments: argparse.Namespace) -> int:
    progress = Progress()
    try:
        seeded = study_of(arguments).qc_power(arguments.only, arguments.subjects, max(arguments.workers, 1), progress)
    except onespec.Stopped as stopped:
        warn("\n".join(f.text() for f in stopped.findings.stops))
        return 2
    finally:
        progress.end()
    say(f"{seeded.text()} Each one: {seeded.write()}")
    return 0 if seeded.good else 1

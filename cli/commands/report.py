# pyright: standard
"""The report: tables, figures and listings from the built datasets, each number with its records behind it."""

from __future__ import annotations

import argparse
import time
from pathlib import Path

from onespec.cli.places import add_cut, add_places, say, study_of

EXAMPLE = "onespec report --study specs/ChiCTR2600126870"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("displays", nargs="*", metavar="DISPLAY", help="displays by name (default: all)")
    parser.add_argument(
        "--output", type=Path, metavar="FOLDER", help="the report (default: build/<study>.report, beside the outputs)"
    )
    add_places(parser)
    add_cut(parser)


def run(arguments: argparse.Namespace) -> int:
    begun = time.perf_counter()
    reported = study_of(arguments).report(arguments.displays)
    folder = reported.write(arguments.output)
    say(reported.text())
    say(f"Report: {folder / 'report.html'} ({time.perf_counter() - begun:.1f} s)")
    return 0

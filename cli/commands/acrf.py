# pyright: standard
"""The annotated CRF of a study, as PDF."""

from __future__ import annotations

import argparse
import time
from pathlib import Path

from onespec.cli.places import add_places, say, study_of

EXAMPLE = "onespec acrf --study specs/ChiCTR2600126870"


def arguments(parser: argparse.ArgumentParser) -> None:
    add_places(parser, raw=False, out=False)
    parser.add_argument(
        "--output", type=Path, metavar="FILE", help="the PDF (default: build/<study>.acrf.pdf, beside the outputs)"
    )


def run(arguments: argparse.Namespace) -> int:
    begun = time.perf_counter()
    made = study_of(arguments).acrf()
    file = made.write(arguments.output)
    if made.notes:
        say(made.text())
    say(f"Annotated CRF: {file} ({made.annotations:,} annotations, {time.perf_counter() - begun:.1f} s)")
    return 0

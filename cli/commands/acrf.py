# pyright: standard
"""The annotated CRF of a study, as PDF."""

from __future__ import annotations

import argparse
import time
from pathlib import Path

from onespec.cli.places import add_places, say, study_of, warn

EXAMPLE = "onespec acrf --study specs/ChiCTR2600126870"


def arguments(parser: argparse.ArgumentParser) -> None:
    add_places(parser, raw=False, out=False)
    parser.add_argument(
        "--output", type=Path, metavar="FILE", help="the PDF (default: build/<study>.acrf.pdf, beside the outputs)"
    )
    parser.add_argument("--blank", type=Path, metavar="PDF", help="annotate the study's own blank CRF")
    parser.add_argument(
        "--map",
        type=Path,
        metavar="YAML",
        help="the pages of its forms, as ae: [12, 13] (default: found by their labels)",
    )
    parser.add_argument(
        "--pages", type=Path, metavar="CSV", help="write the page of each field, for crf_pages: of study.yaml"
    )


def run(arguments: argparse.Namespace) -> int:
    begun = time.perf_counter()
    if arguments.blank is None and (arguments.map or arguments.pages):
        warn("--map and --pages are of a blank CRF; name it with --blank.")
        return 2
    made = study_of(arguments).acrf(arguments.blank, arguments.map)
    file = made.write(arguments.output, arguments.pages)
    if made.notes:
        say(made.text())
    say(f"Annotated CRF: {file} ({made.annotations:,} annotations, {time.perf_counter() - begun:.1f} s)")
    return 0

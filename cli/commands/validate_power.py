# pyright: standard
"""Seed defects into the built packages one at a time, and say which check of which engine catches each."""

from __future__ import annotations

import argparse

import onespec
from onespec.cli.places import add_places, say, study_of, warn
from onespec.cli.progress import Progress

EXAMPLE = "onespec validate-power --study specs/ChiCTR2600126870"


def arguments(parser: argparse.ArgumentParser) -> None:
    add_places(parser, raw=False)
    parser.add_argument(
        "--own",
        action="store_true",
        help="our own checks alone (some seconds); without it pointblank is asked, too, where it is installed",
    )
    parser.add_argument(
        "--markdown", action="store_true", help="print the table as Markdown, as docs/conformance.md has it"
    )


def run(arguments: argparse.Namespace) -> int:
    progress = Progress()
    try:
        seeded = study_of(arguments).validate_power(arguments.own, progress)
    except onespec.Stopped as stopped:
        warn(onespec.stops_text(stopped.findings))
        return 2
    finally:
        progress.end()
    say(seeded.markdown() if arguments.markdown else seeded.text())
    return 0 if seeded.good else 1

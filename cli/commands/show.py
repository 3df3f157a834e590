# pyright: standard
"""A dataset of the specification in full, each entry with the line that says it."""

from __future__ import annotations

import argparse

from onespec.cli.places import add_places, say, study_of

EXAMPLE = "onespec show LB --study specs/ChiCTR2600126870"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("dataset", metavar="DATASET", help="a dataset of the specification: LB")
    add_places(parser, raw=False, out=False)


def run(arguments: argparse.Namespace) -> int:
    say(study_of(arguments).show(arguments.dataset))
    return 0

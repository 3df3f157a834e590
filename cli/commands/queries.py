# pyright: standard
"""The register of queries: brought up to what is built."""

from __future__ import annotations

import argparse

from onespec.cli.places import add_json, add_places, study_of, tell

EXAMPLE = "onespec queries --study specs/ChiCTR2600126870 --update --transfer 2027-12"


def arguments(parser: argparse.ArgumentParser) -> None:
    ways = parser.add_mutually_exclusive_group(required=True)
    ways.add_argument(
        "--update", action="store_true", help="bring the register (queries.yaml) up to what the last build asks"
    )
    parser.add_argument(
        "--transfer", default="", metavar="NAME", help="what the export is called (default: its digest's beginning)"
    )
    add_json(parser, "what was done")
    add_places(parser)


def run(arguments: argparse.Namespace) -> int:
    study = study_of(arguments)
    tell(study.update_queries(arguments.transfer), arguments.json)
    return 0

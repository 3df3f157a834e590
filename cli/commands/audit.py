# pyright: standard
"""The audit trail of a study: its entries, and whether one was rewritten, removed, inserted or moved."""

from __future__ import annotations

import argparse

from onespec.cli.places import add_json, add_places, study_of, tell

EXAMPLE = "onespec audit --study specs/ChiCTR2600126870"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--archive", default="", metavar="SHA-256", help="an archive that one of the entries must name")
    add_places(parser, raw=False)
    add_json(parser, "the entries and the faults")


def run(arguments: argparse.Namespace) -> int:
    audited = study_of(arguments).audit(arguments.archive)
    tell(audited, arguments.json)
    return 1 if audited.faults else 0

# pyright: standard
"""The archive: outputs, verdicts, packages, raw export, specification and program in one file."""

from __future__ import annotations

import argparse

from onespec.cli.places import add_json, add_places, study_of, tell

EXAMPLE = "onespec archive --study specs/ChiCTR2600126870"


def arguments(parser: argparse.ArgumentParser) -> None:
    add_places(parser)
    add_json(parser, "the archive, its digest and its parts")


def run(arguments: argparse.Namespace) -> int:
    tell(study_of(arguments).archive(), arguments.json)
    return 0

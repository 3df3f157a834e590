# pyright: standard
"""Write define.html, define.pdf and the annotated CRF beside the define.xml of the built datasets."""

from __future__ import annotations

import argparse

from onespec.cli.places import add_json, add_places, study_of, tell

EXAMPLE = "onespec document --study specs/ChiCTR2600126870"


def arguments(parser: argparse.ArgumentParser) -> None:
    add_places(parser)
    add_json(parser, "the documents")


def run(arguments: argparse.Namespace) -> int:
    tell(study_of(arguments).document(), arguments.json)
    return 0

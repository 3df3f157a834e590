# pyright: standard
"""The edition for sharing: the built data without anybody's identity."""

from __future__ import annotations

import argparse

from onespec.cli.places import add_json, add_places, study_of, tell

EXAMPLE = "onespec share --study specs/ChiCTR2600126870 --key /safe/place/share-key"


def arguments(parser: argparse.ArgumentParser) -> None:
    add_places(parser)
    parser.add_argument(
        "--key", metavar="FILE", help="the secret key, made where there is none (default: build/<study>.share-key)"
    )
    add_json(parser, "the edition")


def run(arguments: argparse.Namespace) -> int:
    tell(study_of(arguments).share(arguments.key or None), arguments.json)
    return 0

# pyright: standard
"""Write the JSON Schema of the specification's files, for editors."""

from __future__ import annotations

import argparse
from pathlib import Path

import onespec
from onespec.cli.places import say

EXAMPLE = "onespec schema --study specs/ChiCTR2600126870"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--study", metavar="NAME|FOLDER", help="a study whose own methods count too")
    parser.add_argument(
        "--out", type=Path, default="specs/schema", metavar="FOLDER", help="the schemas (default: specs/schema)"
    )


def run(arguments: argparse.Namespace) -> int:
    written = onespec.write_schemas(arguments.out, arguments.study)
    say(f"{len(written)} schemas in {arguments.out}.")
    return 0

# pyright: standard
"""The built datasets as Dataset-JSON 1.1 (JSON, NDJSON, compressed) and Parquet, with what define.xml says of them."""

from __future__ import annotations

import argparse
from pathlib import Path

from onespec.cli.places import add_json, add_places, names, study_of, tell

EXAMPLE = "onespec export --study specs/ChiCTR2600126870 --formats dataset-json,parquet"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--formats", type=names, default=[], metavar="A,B", help="dataset-json, ndjson, dsjc, parquet (default: all)"
    )
    parser.add_argument(
        "--output", type=Path, metavar="FOLDER", help="the files (default: build/<study>.exchange, beside the outputs)"
    )
    add_places(parser)
    add_json(parser, "the files and their records")


def run(arguments: argparse.Namespace) -> int:
    tell(study_of(arguments).export(arguments.formats, arguments.output), arguments.json)
    return 0

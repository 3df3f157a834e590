# pyright: standard
"""What changed in meaning between two specifications, and what it reaches."""

from __future__ import annotations

import argparse
from pathlib import Path

import onespec
from onespec.cli.places import add_json, say_json, tell, warn

EXAMPLE = "onespec diff old/specs/ChiCTR2600126870 specs/ChiCTR2600126870"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("old", metavar="OLD_SPEC", type=Path, help="a folder with study.yaml")
    parser.add_argument("new", metavar="NEW_SPEC", type=Path, help="the other one")
    add_json(parser, "the same")
    parser.add_argument(
        "--out",
        type=Path,
        metavar="FOLDER",
        help="outputs whose records are counted (default: build/<study> of NEW_SPEC, where there are any)",
    )


def run(arguments: argparse.Namespace) -> int:
    for folder in (arguments.old, arguments.new):
        if not (folder / "study.yaml").exists():
            raise onespec.NoStudy(f"there is no study.yaml in {folder}.")
    try:
        tell(onespec.open(arguments.new, out=arguments.out).diff(arguments.old), arguments.json)
    except onespec.StoppedIn as stopped:
        if arguments.json:
            say_json(onespec.findings_facts(stopped.findings) | {"specification": str(stopped.folder)})
            return 1
        warn(f"{stopped.folder}:\n{onespec.stops_text(stopped.findings)}")
        return 1
    return 0

# pyright: standard
"""The queries over the transfers: the register, the list to send, and the answered list read back."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

import onespec
from onespec.cli.places import add_json, add_places, say_json, study_of, tell

EXAMPLE = "onespec queries --study specs/ChiCTR2600126870 --update --transfer 2027-12 --output queries.xlsx"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--update", action="store_true", help="bring the register (queries.yaml) up to what the last build asks"
    )
    parser.add_argument(
        "--transfer", default="", metavar="NAME", help="what the export is called (default: its digest's beginning)"
    )
    ways = parser.add_mutually_exclusive_group()
    ways.add_argument(
        "--output",
        type=Path,
        nargs="?",
        const=Path(),
        metavar="FILE",
        help="write the open and answered queries: an XLSX file (default: build/<study>.queries/queries.xlsx)",
    )
    ways.add_argument("--read", type=Path, metavar="FILE", help="read the answered file into the register")
    add_json(parser, "what was done")
    add_places(parser)


def run(arguments: argparse.Namespace) -> int:
    """Answers are read before the register is brought up, and the list is written last."""
    study, output = study_of(arguments), arguments.output
    steps: list[tuple[str, Callable[[], onespec.Told]]] = []
    if arguments.read:
        steps.append(("read", lambda: study.read_queries(arguments.read)))
    if arguments.update:
        steps.append(("update", lambda: study.update_queries(arguments.transfer)))
    if output is not None:
        steps.append(("list", lambda: study.write_queries(output if output.name else None)))
    facts = {}
    for name, step in steps or [("asked", study.asked_queries)]:
        done = step()
        facts[name] = done.facts()
        if not arguments.json:
            tell(done, False)
    if arguments.json:
        say_json(facts)
    return 0

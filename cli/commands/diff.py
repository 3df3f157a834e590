"""What changed in meaning between two specifications, and what it reaches."""

from __future__ import annotations

import argparse
from pathlib import Path

from onespec.cli.places import NoStudy, packages, say, warn

EXAMPLE = "onespec diff old/specs/ChiCTR2600126870 specs/ChiCTR2600126870"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("old", metavar="OLD_SPEC", type=Path, help="a folder with study.yaml")
    parser.add_argument("new", metavar="NEW_SPEC", type=Path, help="the other one")
    parser.add_argument(
        "--out",
        type=Path,
        metavar="FOLDER",
        help="outputs whose records are counted (default: build/<name of NEW_SPEC>, where there are any)",
    )


def run(arguments: argparse.Namespace) -> int:
    from onespec.cli.findings_text import stops_text
    from onespec.engine.build.build import specification
    from onespec.engine.findings import Findings, Stopped
    from onespec.engine.trace.impact_rows import counted
    from onespec.engine.trace.spec_diff import diff_text

    plans = []
    for folder in (arguments.old, arguments.new):
        if not (folder / "study.yaml").exists():
            raise NoStudy(f"there is no study.yaml in {folder}.")
        try:
            plans.append(specification(folder, packages(), Findings()))
        except Stopped as stopped:
            warn(f"{folder}:\n{stops_text(stopped.findings)}")
            return 1
    out = arguments.out or Path("build") / arguments.new.name
    say(diff_text(*plans, lambda reached: counted(plans[1].study, reached, out)))
    return 0

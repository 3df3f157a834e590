"""Write a study's simulated raw export with the program that the study ships."""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

from onespec.cli.places import NoStudy, add_places, find_places

EXAMPLE = "onespec simulate --study ChiCTR2600126870 --subjects 1000 --raw /tmp/raw1000"


def arguments(parser: argparse.ArgumentParser) -> None:
    add_places(parser, out=False)
    parser.add_argument("--subjects", type=int, metavar="N", help="number of subjects (default: the study's own)")


def run(arguments: argparse.Namespace) -> int:
    places = find_places(arguments)
    program = Path("raw_samples") / places.study.name / "simulate.py"
    if not program.exists():
        raise NoStudy(f"the study has no simulator: {program} does not exist.")
    size = ["--subjects", str(arguments.subjects)] if arguments.subjects else []
    return subprocess.run([sys.executable, str(program), "--out", str(places.raw), *size], check=False).returncode

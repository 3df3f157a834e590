# pyright: standard
"""Write a study's simulated raw export with the program that the study ships."""

from __future__ import annotations

import argparse
import subprocess

from onespec.cli.places import add_places, study_of

EXAMPLE = "onespec simulate --study ChiCTR2600126870 --subjects 1000 --raw /tmp/raw1000"


def arguments(parser: argparse.ArgumentParser) -> None:
    add_places(parser, out=False)
    parser.add_argument("--subjects", type=int, metavar="N", help="number of subjects (default: the study's own)")
    parser.add_argument(
        "--if-absent", action="store_true", help="only where there is no export yet, and the study has a simulator"
    )


def run(arguments: argparse.Namespace) -> int:
    study = study_of(arguments)
    if arguments.if_absent and (study.raw.is_dir() or not study.simulator.exists()):
        return 0
    try:
        study.simulate(arguments.subjects)
    except subprocess.CalledProcessError as error:
        return error.returncode
    return 0

# pyright: standard
"""What the data cut does: before and after."""

from __future__ import annotations

import argparse
import os

from onespec.cli.places import add_cut, add_json, add_milestone, add_places, study_of, tell
from onespec.cli.progress import Progress

EXAMPLE = "onespec cut --study specs/ChiCTR2600126870 --cut 2026-12-31"


def arguments(parser: argparse.ArgumentParser) -> None:
    add_places(parser)
    add_cut(parser)
    add_milestone(parser)
    add_json(parser, "what differs")


def run(arguments: argparse.Namespace) -> int:
    progress = Progress(quiet=arguments.json)
    done = study_of(arguments).cut(min(2, os.cpu_count() or 1), progress)
    progress.end()
    tell(done, arguments.json)
    return 0

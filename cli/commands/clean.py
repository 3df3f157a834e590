# pyright: standard
"""Remove what builds of a study, and the reports on them, left."""

from __future__ import annotations

import argparse

from onespec.cli.places import add_places, say, study_of

EXAMPLE = "onespec clean --study specs/ChiCTR2600126870"


def arguments(parser: argparse.ArgumentParser) -> None:
    add_places(parser, raw=False)


def run(arguments: argparse.Namespace) -> int:
    study = study_of(arguments)
    removed = study.clean()
    say(f"Removed {', '.join(map(str, removed))}." if removed else f"Nothing to remove: {study.out} does not exist.")
    return 0

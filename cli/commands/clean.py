# pyright: standard
"""Remove what builds of a study, and the reports on them, left: listed before it goes."""

from __future__ import annotations

import argparse

from onespec.cli.places import add_places, say, study_of

EXAMPLE = "onespec clean --study specs/ChiCTR2600126870"


def arguments(parser: argparse.ArgumentParser) -> None:
    add_places(parser, raw=False)


def run(arguments: argparse.Namespace) -> int:
    study = study_of(arguments)
    folders = study.removable()
    for folder in folders:
        say(f"Removing {folder} ({sum(path.is_file() for path in folder.rglob('*')):,} files)")
    study.clean()
    say("Removed." if folders else f"Nothing to remove: no build has left anything in {study.out} or beside it.")
    if study.trail.exists():
        say(f"The audit trail stays: {study.trail}")
    return 0

# pyright: standard
"""Check the specification: all findings at once, nothing built."""

from __future__ import annotations

import argparse

from onespec.cli.places import add_places, say, study_of

EXAMPLE = "onespec check --study specs/ChiCTR2600126870"


def arguments(parser: argparse.ArgumentParser) -> None:
    add_places(parser, raw=False, out=False)


def run(arguments: argparse.Namespace) -> int:
    say(study_of(arguments).check().text())
    return 0

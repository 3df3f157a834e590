# pyright: standard
"""Hold the two editions of a study against each other."""

from __future__ import annotations

import argparse

from onespec.cli.places import add_json, add_places, study_of, tell

EXAMPLE = "onespec editions --study specs/ChiCTR2600126870"


def arguments(parser: argparse.ArgumentParser) -> None:
    add_places(parser)
    add_json(parser, "what differs")


def run(arguments: argparse.Namespace) -> int:
    done = study_of(arguments).compare_editions()
    tell(done, arguments.json)
    return 0 if done.good else 1

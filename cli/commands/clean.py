"""Remove what builds of a study, and the reports on them, left."""

from __future__ import annotations

import argparse
import shutil

from onespec.cli.places import BESIDE, add_places, find_places, say
from onespec.engine.build.freshness import cache_folder

EXAMPLE = "onespec clean --study specs/ChiCTR2600126870"


def arguments(parser: argparse.ArgumentParser) -> None:
    add_places(parser, raw=False)


def run(arguments: argparse.Namespace) -> int:
    places = find_places(arguments)
    removed = [p for p in (places.out, cache_folder(places.out), *map(places.beside, BESIDE)) if p.exists()]
    for path in removed:
        shutil.rmtree(path)
    say(f"Removed {', '.join(map(str, removed))}." if removed else f"Nothing to remove: {places.out} does not exist.")
    return 0

"""Check the specification: all findings at once, nothing built."""

from __future__ import annotations

import argparse

from onespec.cli.places import add_places, find_places, packages, say

EXAMPLE = "onespec check --study specs/ChiCTR2600126870"


def arguments(parser: argparse.ArgumentParser) -> None:
    add_places(parser, raw=False, out=False)


def run(arguments: argparse.Namespace) -> int:
    places = find_places(arguments)
    from onespec.engine.build.build import specification
    from onespec.engine.findings import Findings

    study = specification(places.study, packages(), Findings()).study
    variables = sum(len(d.columns) for d in study.datasets.values())
    fields = sum(len(f.fields) for f in study.forms.values())
    say(
        f"{study.id}: {len(study.datasets)} datasets, {variables} variables, {len(study.forms)} forms, {fields} fields, "
        f"{len(study.codelists)} codelists. The specification is complete; no findings."
    )
    return 0

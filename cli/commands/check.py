# pyright: standard
"""Check the specification: all findings at once, nothing built."""

from __future__ import annotations

import argparse

import onespec
from onespec.cli.places import add_cut, add_edition, add_json, add_milestone, add_places, say, say_json, study_of

EXAMPLE = "onespec check --study specs/ChiCTR2600126870"


def arguments(parser: argparse.ArgumentParser) -> None:
    add_places(parser, raw=False, out=False)
    add_cut(parser)
    add_edition(parser)
    add_milestone(parser)
    parser.add_argument("--guesses", action="store_true", help="list what a drafted study guesses, too")
    add_json(parser, "all findings")


def run(arguments: argparse.Namespace) -> int:
    study = study_of(arguments)
    if arguments.json:
        return _as_json(study, arguments.guesses)
    if arguments.guesses:  # before the check: they are to be read where it stops, too
        say(onespec.guesses_text(onespec.guesses(study.folder)))
    say(study.check().text())
    return 0


def _as_json(study: onespec.Study, with_guesses: bool) -> int:
    guessed = onespec.guesses(study.folder) if with_guesses else []
    try:
        findings = study.check().findings
    except onespec.Stopped as stopped:
        findings = stopped.findings
    say_json(onespec.findings_facts(findings) | {"guesses": [guess._asdict() for guess in guessed]})
    return 1 if findings.stops else 0

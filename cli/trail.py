"""What a command line was about, for the audit trail: a study, a file, or neither."""

from __future__ import annotations

import argparse
from pathlib import Path

import onespec
from onespec.cli.places import study_of


def about(arguments: argparse.Namespace) -> tuple[onespec.Study | None, Path | None]:
    """The study that the command was about, or else the file; neither for a command that only looks.

    Raises `OSError` and `onespec.NotThere` where the command line names no study.
    """
    kind = onespec.AUDITED.get(arguments.command)
    if kind is None or arguments.command == "queries" and not _writes(arguments):
        return None, None
    if kind.file and (file := getattr(arguments, kind.file, None)):
        return None, Path(file)
    if not hasattr(arguments, "study"):
        return None, None
    study = study_of(arguments)
    return (None, study.newest_archive()) if kind.file else (study, None)  # what `verify` takes of itself


def _writes(arguments: argparse.Namespace) -> bool:
    return bool(arguments.update or arguments.read or arguments.output is not None)

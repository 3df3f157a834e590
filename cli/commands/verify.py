# pyright: standard
"""The verification of an archive: every byte, what belongs together, and the data built again."""

from __future__ import annotations

import argparse
from pathlib import Path

import onespec
from onespec.cli.places import add_json, add_places, study_of, tell

EXAMPLE = "onespec verify build/ChiCTR2600126870.archive/ChiCTR2600126870-0123456789ab.zip"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "archive",
        nargs="?",
        default="",
        metavar="ARCHIVE",
        help="the file, or the folder that it was unpacked into (default: the newest archive of the study)",
    )
    add_places(parser)
    parser.add_argument(
        "--depth",
        default="consistency",
        choices=onespec.DEPTHS,
        help="how deep (default: consistency); reproduction runs the program and the methods.py of the archive",
    )
    parser.add_argument(
        "--environment",
        default="lock",
        choices=("lock", "here"),
        help="of a reproduction: a clean one by the archive's lock file (default), or the libraries that run this",
    )
    parser.add_argument(
        "--signers",
        type=Path,
        metavar="FILE",
        help="whose signature must lie beside it: the file of allowed signers of ssh-keygen, or minisign's public key",
    )
    parser.add_argument("--html", type=Path, metavar="FILE", help="write the report as a page")
    parser.add_argument("--language", default="en", choices=("en", "zh"), help="of the page (default: en)")
    parser.add_argument("--report", type=Path, metavar="FILE", help="write the report as JSON")
    add_json(parser, "the verdict and all findings")


def run(arguments: argparse.Namespace) -> int:
    found = onespec.verify(_archive(arguments), arguments.depth, arguments.environment, arguments.signers)
    tell(found, arguments.json)
    found.write(arguments.html, arguments.report, arguments.language)
    return 0 if found.good else 1


def _archive(arguments: argparse.Namespace) -> Path:
    if arguments.archive:
        return Path(arguments.archive)
    study = study_of(arguments)
    newest = study.newest_archive()
    if newest is None:
        raise onespec.NotBuilt(f"there is no archive in {study.archives}; make archive writes one.")
    return newest

# pyright: standard
"""Controlled terminology: hold the study's codelists against a package from NCI EVS; find terms that ship."""

from __future__ import annotations

import argparse
from pathlib import Path

from onespec import find_terms
from onespec.cli.places import add_places, say, study_of

EXAMPLE = 'onespec ct check "SDTM Terminology.odm.xml"'


def arguments(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", metavar="action", required=True)
    check = actions.add_parser(
        "check",
        help="hold the study's codelists against a package",
        epilog=f"example: {EXAMPLE}",
        description="Hold the study's codelists, and the variables that use them, "
        "against a full package of CDISC controlled terminology.",
    )
    check.add_argument(
        "file",
        metavar="FILE",
        type=Path,
        help="SDTM or ADaM Terminology from NCI EVS: .odm.xml, .txt, .xls (also .xlsx, and .csv of CDISC Library)",
    )
    check.add_argument(
        "--notes",
        action="store_true",
        help="list the notes, too: decodes worded otherwise, names of subsets, the sponsor's own values",
    )
    add_places(check, raw=False, out=False)
    find = actions.add_parser(
        "find",
        help="find a term or codelist in the terminology that ships",
        epilog='example: onespec ct find "recovered"',
        description="Find codelists by NCI code or name, and terms by value, NCI code or meaning, "
        "in the controlled terminology that ships with the program.",
    )
    find.add_argument("text", metavar="TERM", help="a whole value or code, or a part of a name")
    find.add_argument("--standard", default="", help="sdtm or adam; both when left out")


def run(arguments: argparse.Namespace) -> int:
    if arguments.action == "find":
        say(find_terms(arguments.text, arguments.standard))
        return 0
    held = study_of(arguments).ct_check(arguments.file)
    say(held.text(arguments.notes))
    return 0 if held.good else 1

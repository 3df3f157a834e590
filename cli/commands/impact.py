# pyright: standard
"""What a line of the specification or a raw field reaches."""

from __future__ import annotations

import argparse

from onespec.cli.places import add_json, add_places, study_of, tell

EXAMPLE = "onespec impact specs/ChiCTR2600126870/sdtm/lb.yaml:LBSTRESN"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "target",
        metavar="TARGET",
        help="LB.LBSTRESN, lb.yaml:LBSTRESN, LB (its records), raw:form.FIELD, raw:form, "
        "or the name of a codelist, table or operation",
    )
    add_json(parser, "the same")
    add_places(parser, raw=False)


def run(arguments: argparse.Namespace) -> int:
    tell(study_of(arguments).impact(arguments.target), arguments.json)
    return 0

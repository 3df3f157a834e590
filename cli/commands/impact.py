# pyright: standard
"""What a line of the specification or a raw field reaches."""

from __future__ import annotations

import argparse

from onespec.cli.places import add_places, say, study_of

EXAMPLE = "onespec impact specs/ChiCTR2600126870/sdtm/lb.yaml:LBSTRESN"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "target",
        metavar="TARGET",
        help="LB.LBSTRESN, lb.yaml:LBSTRESN, LB (its records), raw:form.FIELD, raw:form, "
        "or the name of a codelist, table or operation",
    )
    add_places(parser, raw=False)


def run(arguments: argparse.Namespace) -> int:
    say(study_of(arguments).impact(arguments.target).text())
    return 0

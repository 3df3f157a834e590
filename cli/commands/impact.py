"""What a line of the specification or a raw field reaches."""

from __future__ import annotations

import argparse

from onespec.cli.places import add_places, find_places, packages, say

EXAMPLE = "onespec impact specs/ChiCTR2600126870/sdtm/lb.yaml:LBSTRESN"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "target",
        metavar="TARGET",
        help="LB.LBSTRESN, lb.yaml:LBSTRESN, LB (its records), raw:form.FIELD, raw:form, or the name of a codelist, table or operation",
    )
    add_places(parser, raw=False)


def run(arguments: argparse.Namespace) -> int:
    places = find_places(arguments)
    from onespec.engine.build.build import specification
    from onespec.engine.findings import Findings
    from onespec.engine.trace.impact import impact, impact_text
    from onespec.engine.trace.impact_rows import cells, counted

    plan = specification(places.study, packages(), Findings())
    found = impact(plan, arguments.target)
    say(impact_text(found, counted(plan.study, found.reached, places.out), cells(arguments.target, places.out)))
    return 0

"""What a line of the specification or a raw field reaches."""

from __future__ import annotations

import argparse

from onespec.cli.places import add_places, find_places, packages, say, warn

EXAMPLE = "onespec impact specs/ChiCTR2600126870/sdtm/lb.yaml:LBSTRESN"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("target", metavar="TARGET",
                        help="LB.LBSTRESN, lb.yaml:LBSTRESN, LB (its records), raw:form.FIELD, raw:form, or the name of a codelist, table or operation")
    add_places(parser, raw=False)


def run(arguments: argparse.Namespace) -> int:
    places = find_places(arguments)
    from onespec.cli.findings_text import stops_text
    from onespec.engine.build import specification
    from onespec.engine.findings import Findings, Stopped
    from onespec.engine.impact import NoSuchThing, impact, impact_text
    from onespec.engine.impact_rows import cells, counted
    try:
        plan = specification(places.study, packages(), Findings())
        found = impact(plan, arguments.target)
        say(impact_text(found, counted(plan.study, found.reached, places.out), cells(arguments.target, places.out)))
    except Stopped as stopped:
        warn(stops_text(stopped.findings))
        return 1
    except NoSuchThing as error:
        warn(f"onespec impact: {error}")
        return 1
    return 0

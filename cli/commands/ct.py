"""Controlled terminology: hold the study's codelists against a package downloaded from NCI EVS."""

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path

from onespec.cli.places import add_places, find_places, packages, say

SHOWN = 20  # damaged rows of a package; more say no more
EXAMPLE = 'onespec ct check "SDTM Terminology.odm.xml"'


def arguments(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", metavar="action", required=True)
    check = actions.add_parser(
        "check",
        help="hold the study's codelists against a package",
        epilog=f"example: {EXAMPLE}",
        description="Hold the study's codelists, and the variables that use them, against a full package of CDISC controlled terminology.",
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


def run(arguments: argparse.Namespace) -> int:
    places = find_places(arguments)
    from onespec.conformance.terminology.check import check_terminology
    from onespec.conformance.terminology.read import read_terminology
    from onespec.engine.build.build import specification
    from onespec.engine.findings import Findings, finding_order

    findings = Findings()
    package = read_terminology(arguments.file, findings)
    study = specification(places.study, packages(), findings).study
    checked = check_terminology(study, package)
    damage = sorted((f for f in findings if f.file == package.file), key=finding_order)
    for finding in damage[:SHOWN]:
        say(finding.text())
    if len(damage) > SHOWN:
        say(f"... and {len(damage) - SHOWN} more of the package itself.")
    for finding in sorted(checked.findings if arguments.notes else checked.findings.stops, key=finding_order):
        say(finding.text())
    say(_summary(checked, arguments.notes))
    return 1 if checked.findings.stops else 0


def _summary(checked, listed: bool) -> str:
    date = [f.message for f in checked.notes if f.rule == "CT-DATE"]
    rest = Counter(f.rule for f in checked.notes if f.rule != "CT-DATE")
    apart = [
        f"{checked.apart} of another standard" if checked.apart else "",
        f"{checked.own} the sponsor's own" if checked.own else "",
    ]
    lines = [
        f"{checked.codelists} codelists, {checked.terms} terms held against {checked.package.name}; not held: "
        f"{', '.join(t for t in apart if t) or 'none'}. {_many(len(checked.findings.stops), 'fault')}."
    ]
    if rest:
        kinds = ", ".join(f"{n} {rule}" for rule, n in sorted(rest.items()))
        lines.append(f"{_many(sum(rest.values()), 'note')} ({kinds}){'' if listed else '; --notes lists them'}.")
    return "\n".join(lines + date)


def _many(count: int, what: str) -> str:
    return f"{count} {what}{'s' * (count != 1)}"

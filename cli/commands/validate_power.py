"""Seed defects into the built package one at a time, and say which check of which engine catches each."""

from __future__ import annotations

import argparse
import time

from onespec.cli.places import NoStudy, Places, add_places, find_places, packages, say, warn
from onespec.cli.progress import Progress

EXAMPLE = "onespec validate-power --study specs/ChiCTR2600126870"


def arguments(parser: argparse.ArgumentParser) -> None:
    add_places(parser, raw=False)
    parser.add_argument(
        "--own",
        action="store_true",
        help="our own checks alone (some seconds); without it pointblank is asked, too, where it is installed",
    )
    parser.add_argument(
        "--markdown", action="store_true", help="print the table as Markdown, as docs/conformance.md has it"
    )


def run(arguments: argparse.Namespace) -> int:
    begun = time.perf_counter()
    from onespec.cli.findings_text import stops_text
    from onespec.conformance.power.measure import lines
    from onespec.engine.findings import Stopped
    from onespec.engine.text_table import text_table

    progress = Progress()
    try:
        outcomes, engines, notes = measured(find_places(arguments), arguments.own, progress)
    except Stopped as stopped:
        warn(stops_text(stopped.findings))
        return 2
    finally:
        progress.end()
    if arguments.markdown:
        say("\n".join(lines(outcomes, engines)))
    else:
        rows = [
            (
                o.defect.id,
                o.defect.text,
                o.defect.dataset,
                *([o.reason] * len(engines) if o.reason else _cells(o, engines)),
            )
            for o in outcomes
        ]
        say("\n".join(text_table(("", "defect", "in", *engines), rows)))
    missed = [o for o in outcomes if o.missed]
    seeded = sum(not o.reason for o in outcomes)
    for note in notes:
        say(note)
    say(
        f"{seeded - len(missed)} of {seeded} seeded defects are caught: "
        + ", ".join(f"{sum(bool(o.by.get(e)) for o in outcomes)} by {e}" for e in engines)
        + f"; {len(outcomes) - seeded} have no place in these data ({time.perf_counter() - begun:.0f} s)."
    )
    return 1 if missed else 0


def _cells(outcome, engines) -> list[str]:
    """Up to three rules of an engine, and how many more."""
    return [
        ", ".join(rules[:3]) + (f" and {len(rules) - 3} more" if len(rules) > 3 else "") or "-"
        for rules in (outcome.by[e] for e in engines)
    ]


def measured(places: Places, own_alone: bool, progress):
    """Outcomes, the engines that were asked, and notes on those that were not."""
    from onespec.conformance.breach import ONESPEC, POINTBLANK
    from onespec.conformance.data import World
    from onespec.conformance.own import own_checks
    from onespec.conformance.package import read_package
    from onespec.conformance.pointblank import run_pointblank
    from onespec.conformance.power.defects import DEFECTS
    from onespec.conformance.power.measure import Own, measure
    from onespec.engine.build.build import specification
    from onespec.engine.findings import Findings
    from onespec.engine.spec.define_reader import FILE, read_define

    package = read_package(places.out / "sdtm")
    define = read_define(package.folder / FILE)
    if not package.tables or define is None:
        raise NoStudy(f"there are no datasets with their define.xml in {package.folder}; build them first (make all).")
    study = specification(places.study, packages(), Findings()).study
    notes, engines = [], {}
    if not own_alone:
        outside = run_pointblank(package, study)
        if outside.done:
            engines[POINTBLANK] = lambda p: run_pointblank(p, study).breaches
            notes.append(
                f"pointblank {outside.judges}; it reads define.xml from its file, where a defect of define.xml is not seeded."
            )
        else:
            notes.append(f"pointblank: {outside.judges}.")
    progress.step("running all checks")
    own = Own(own_checks(), World(package, study, define))
    return (
        list(measure(DEFECTS, own, engines, lambda done: progress.parts(done, len(DEFECTS)))),
        [ONESPEC, *engines],
        notes,
    )

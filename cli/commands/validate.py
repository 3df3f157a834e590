"""Conformance: our own checks, CDISC's rules in pointblank, and CDISC's CORE where the user has it; one list, one report."""

from __future__ import annotations

import argparse
import os
import time
from pathlib import Path

from onespec.cli.built import notes_of_build
from onespec.cli.places import NoStudy, Places, add_places, find_places, packages, say, warn

EXAMPLE = "onespec validate --study specs/ChiCTR2600126870 --core /opt/core/core"


def arguments(parser: argparse.ArgumentParser) -> None:
    add_places(parser)
    parser.add_argument(
        "--core",
        default=os.environ.get("ONESPEC_CORE", ""),
        metavar="PATH",
        help="CORE's executable, or the command that starts it (default: the environment variable ONESPEC_CORE; without it CORE is left out)",
    )
    parser.add_argument(
        "--core-report", type=Path, metavar="FILE", help="merge this JSON report, which CORE has made of these datasets"
    )
    parser.add_argument(
        "--show",
        type=int,
        default=10,
        metavar="N",
        help="records of a group in the HTML report (default: 10); JSON and CSV hold all",
    )


def run(arguments: argparse.Namespace) -> int:
    begun = time.perf_counter()
    places = find_places(arguments)
    from onespec.cli.findings_text import stops_text
    from onespec.conformance.report_text import report_text
    from onespec.engine.findings import Stopped

    try:
        validation = validated(places, arguments.core, arguments.core_report)
    except Stopped as stopped:
        warn(stops_text(stopped.findings))
        return 2
    say(report_text(validation))
    folder = write_report(validation, places.beside("conformance"), max(arguments.show, 1))
    say(f"Report: {folder / 'report.html'} ({time.perf_counter() - begun:.1f} s)")
    return 0 if validation.good else 1


def validated(places: Places, core: str = "", core_report: Path | None = None):
    """The merged list of a study's built package; raises `Stopped` with all that kept it from being made."""
    from onespec.conformance.core import not_run, read_core, run_core
    from onespec.conformance.explained import read_explanations
    from onespec.conformance.package import read_package
    from onespec.conformance.pointblank import run_pointblank
    from onespec.conformance.validate import run_own, validate
    from onespec.engine.build.build import specification
    from onespec.engine.findings import Findings, Stopped

    package = read_package(places.out / "sdtm")
    if not package.tables:
        raise NoStudy(f"there are no datasets in {places.out / 'sdtm'}; build them first (make all).")
    findings = Findings()
    study = specification(places.study, packages(), findings).study
    explanations = read_explanations(places.study, findings)
    runs = [run_own(package, study), run_pointblank(package, study)]
    if core and not core_report:
        warn("CORE is running its rules; this takes minutes.")
    if core_report:
        runs.append(read_core(core_report, package, findings))
    else:
        runs.append(run_core(package, core, study.standards["sdtm"], findings) if core else not_run())
    validation = validate(study, package, runs, explanations, findings)
    if findings.stops:
        raise Stopped(findings)
    validation.notes[:0] = notes_of_build(places)
    return validation


def write_report(validation, folder: Path, shown: int) -> Path:
    from onespec.conformance.report_html import report_html
    from onespec.conformance.report_json import report_csv, report_json
    from onespec.engine.build.stage import staged

    with staged(folder) as fresh:
        (fresh / "report.html").write_text(report_html(validation, shown), encoding="utf-8")
        (fresh / "report.json").write_text(report_json(validation), encoding="utf-8")
        (fresh / "report.csv").write_text(report_csv(validation), encoding="utf-8-sig", newline="")
    return folder

"""Double programming: run the second programs, compare, apply waivers, write the report to sign."""

from __future__ import annotations

import argparse
import time
from pathlib import Path

from onespec.cli.built import notes_of_build
from onespec.cli.commands.compare import now, write_reports
from onespec.cli.places import NoStudy, Places, add_places, find_places, say, warn

EXAMPLE = "onespec qc --study specs/ChiCTR2600126870"


def arguments(parser: argparse.ArgumentParser) -> None:
    add_places(parser)
    parser.add_argument(
        "--only", default="", metavar="AE,DM", help="only these datasets; prints, and leaves the report as it was"
    )
    parser.add_argument(
        "--show", type=int, default=20, metavar="N", help="list the values of so many differing rows (default: 20)"
    )
    parser.add_argument(
        "--clock",
        action="store_true",
        help="put the time into the report; without it the same inputs give the same report",
    )


def run(arguments: argparse.Namespace) -> int:
    begun = time.perf_counter()
    places = find_places(arguments)
    from onespec.engine.findings import Stopped
    from onespec.qc.report_text import report_text
    from onespec.qc.run import ProgramFailed

    try:
        only = [n.strip().upper() for n in arguments.only.split(",") if n.strip()]
        report = compared(places, only, max(arguments.show, 0), now() if arguments.clock else "")
    except Stopped as stopped:
        warn("\n".join(f.text() for f in stopped.findings.stops))
        return 2
    except ProgramFailed as error:
        warn(f"onespec qc: {error}")
        return 2
    say(report_text(report))
    if not only:
        say(
            f"Report to read and sign: {write_report(report, places.beside('qc')) / 'report.html'} ({time.perf_counter() - begun:.1f} s)"
        )
    return 0 if report.good else 1


def compared(places: Places, only: list[str], show: int, made: str = ""):
    """The report of a study's double programming."""
    from onespec.engine.findings import STOP, Findings, Stopped, unknown
    from onespec.qc.double import Double, production_files, program_sources, shared_files, shared_tables
    from onespec.qc.run import PROGRAMS, run_programs
    from onespec.qc.waivers import read_waivers

    production = production_files(places.out)
    if not production:
        raise NoStudy(f"there are no datasets in {places.out}; build them first (make all).")
    findings = Findings()
    waivers = read_waivers(places.study, findings)
    programs = program_sources(PROGRAMS / places.study.name)
    tables = {} if only else shared_tables(places.study, PROGRAMS / places.study.name)
    for name in only:
        if name not in production.keys() | programs.keys():
            findings.add("QC-DATASET", STOP, *unknown("dataset", name, production.keys() | programs.keys()))
    if findings.stops:
        raise Stopped(findings)
    second = run_programs(places.study, places.raw, places.out, only or None)
    if only:
        production = {n: p for n, p in production.items() if n in only}
        waivers = [w for w in waivers if set(w.datasets) & set(only)]
    report = Double(places.study, production, second, programs, waivers, show, tables).report(
        f"Double programming of {places.study.name}"
    )
    report.notes, report.made = notes_of_build(places), made
    report.shared = shared_files(PROGRAMS / places.study.name)
    return report


def write_report(report, folder: Path) -> Path:
    from onespec.engine.build.stage import staged

    with staged(folder) as fresh:
        write_reports(report, fresh / "report.html", fresh / "report.json", fresh / "report.xlsx")
    return folder

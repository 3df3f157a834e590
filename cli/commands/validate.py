# pyright: standard
"""Conformance: our own checks of SDTM and ADaM, CDISC's rules in pointblank, CDISC's CORE; one list, one report."""

from __future__ import annotations

import argparse
import os
import time
from pathlib import Path

import onespec
from onespec.cli.places import add_places, say, study_of, warn

EXAMPLE = "onespec validate --study specs/ChiCTR2600126870 --core /opt/core/core"


def arguments(parser: argparse.ArgumentParser) -> None:
    add_places(parser)
    parser.add_argument(
        "--core",
        default=os.environ.get("ONESPEC_CORE", ""),
        metavar="PATH",
        help="CORE's executable, or the command that starts it "
        "(default: the environment variable ONESPEC_CORE; without it CORE is left out)",
    )
    parser.add_argument(
        "--core-report", type=Path, metavar="FILE", help="merge this JSON report, which CORE has made of these datasets"
    )
    parser.add_argument(
        "--encoding",
        default="",
        metavar="NAME",
        help="of the texts of the datasets: cp1252, gbk, shift_jis, ... (default: as the build has written them)",
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
    study = study_of(arguments)
    if arguments.core and not arguments.core_report:
        warn("CORE is running its rules; this takes minutes.")
    try:
        validated = study.validate(arguments.core, arguments.core_report, arguments.encoding)
    except onespec.Stopped as stopped:
        warn(onespec.stops_text(stopped.findings))
        return 2
    except onespec.WrongSetting as error:
        warn(f"onespec validate: --encoding {error}")
        return 2
    say(validated.text())
    folder = validated.write(shown=max(arguments.show, 1))
    say(f"Report: {folder / 'report.html'} ({time.perf_counter() - begun:.1f} s)")
    return 0 if validated.good else 1

# pyright: standard
"""Time the parts of the work at several sizes, each beside the plain way to do the same."""

from __future__ import annotations

import argparse
from importlib.util import find_spec
from pathlib import Path

from onespec.cli.bench.process import Place, Sample, measured
from onespec.cli.bench.samples import simulated
from onespec.cli.bench.table import HEAD, line
from onespec.cli.places import add_places, say, study_of, warn

EXAMPLE = "onespec bench --sizes 35,1000 --only xpt"

# The work, the function that does it, and the plain way to do the same; each is run in a process of its own.
WORKS = (
    ("whole build, 1 worker", "whole_build.one_worker", "", ""),
    ("whole build, 2 workers", "whole_build.two_workers", "", ""),
    ("lineage and accounting in a build", "lineage.share", "the whole build, 1 worker", "whole_build.one_worker"),
    ("second build, nothing changed", "whole_build.again", "", ""),
    ("second build, one raw row more", "whole_build.after_change", "", ""),
    ("read raw CSV", "read_raw.checked", "pandas.read_csv(dtype=str)", "read_raw.plain"),
    ("SDTM LB", "build_datasets.laboratory", "", ""),
    ("ADRS + ADTTE + ADTR", "build_datasets.response_and_time", "", ""),
    ("study day of LB", "study_day.columns", "DataFrame.apply by row", "study_day.rows"),
    ("XPT write LB", "write_xpt.columns", "pyreadstat.write_xport", "write_xpt.plain"),
    ("XPT read LB", "read_xpt.columns", "pyreadstat.read_xport", "read_xpt.plain"),
    ("explain one value", "explanations.value", "", ""),
    ("subject page, all chains", "explanations.page", "", ""),
    ("define.html of ADaM", "documents.html", "", ""),
    ("define.pdf of ADaM", "documents.pdf", "", ""),
    ("annotated CRF", "documents.annotated", "", ""),
    ("define-check of SDTM, with data", "documents.checked", "", ""),
    ("workbook of ADaM", "documents.workbook", "", ""),
    ("specification from define.xml", "documents.taken_over", "", ""),
)
# What follows a build, with --after-build.
AFTER = (
    ("validate: all checks", "after_build.validated", "", ""),
    ("qc: second programs and comparison", "after_build.doubled", "", ""),
    ("report: every display and form", "after_build.reported", "", ""),
    ("package fda", "after_build.packed", "", ""),
    ("archive", "after_build.archived", "", ""),
    ("verify, integrity and consistency", "after_build.verified", "", ""),
    ("share, searched", "after_build.shared", "", ""),
)
# Work on documents that people read, and on files of everything, is not timed beyond so many subjects.
LARGEST = 1000
SMALLER = ("reported", "packed", "archived", "verified", "shared")
# Work whose size is its own.
FIXED = (
    ("compare 100,000 x 20, identical", "compare_tables.identical", "pandas.merge", "compare_tables.identical_merge"),
    (
        "compare 100,000 x 20, identical",
        "compare_tables.identical",
        "pointblank.compare",
        "compare_tables.identical_pointblank",
    ),
    ("compare 100,000 x 20, 100 rows", "compare_tables.few", "pandas.merge", "compare_tables.few_merge"),
    ("compare 100,000 x 20, 100 rows", "compare_tables.few", "pointblank.compare", "compare_tables.few_pointblank"),
    ("compare 100,000 x 20, 50,000 rows", "compare_tables.half", "pandas.merge", "compare_tables.half_merge"),
    (
        "compare 100,000 x 20, 50,000 rows",
        "compare_tables.half",
        "pointblank.compare",
        "compare_tables.half_pointblank",
    ),
    ("compare files of 100,000 x 20", "compare_tables.files", "", ""),
    ("compare files of 5 million x 20", "compare_tables.in_parts", "", ""),
)


def arguments(parser: argparse.ArgumentParser) -> None:
    add_places(parser, raw=False, out=False)
    parser.add_argument(
        "--sizes", default="35,1000,10000", metavar="N,N", help="numbers of subjects (default: 35,1000,10000)"
    )
    parser.add_argument(
        "--after-build", action="store_true", help="also validate, qc, report, package, archive, verify and share"
    )
    parser.add_argument("--only", default="", metavar="TEXT", help="only works whose name holds the text")
    parser.add_argument(
        "--folder",
        type=Path,
        default=Path("build/bench"),
        help="where simulated exports and builds are kept (default: build/bench)",
    )


def run(arguments: argparse.Namespace) -> int:
    study = study_of(arguments)
    groups = (WORKS + AFTER, ()) if arguments.after_build else (WORKS, FIXED)
    works, fixed = ([w for w in group if arguments.only.lower() in w[0].lower()] for group in groups)
    if not works and not fixed:
        warn(
            f"no work's name holds '{arguments.only}'. "
            f"The works: {', '.join(dict.fromkeys(w[0] for w in WORKS + AFTER + FIXED))}."
        )
        return 2
    say(HEAD)
    unit = measured("process.unit", Place(study.folder, arguments.folder)).cpu
    before: dict[str, Sample] = {}
    for name, ours, plain_name, plain in fixed:
        if "pointblank" not in plain or find_spec("pointblank"):
            place = Place(study.folder, arguments.folder / "compare")
            say(line(name, 0, measured(ours, place), _beside(plain_name, plain, place), unit))
    for size in map(int, arguments.sizes.split(",")) if works else ():
        place = simulated(study.folder, size, arguments.folder / str(size))
        for name, ours, plain_name, plain in works:
            if not timed(ours, size):
                continue
            found = measured(ours, place)
            say(line(name, size, found, _beside(plain_name, plain, place), unit, before.get(name)))
            before[name] = found
    return 0


def timed(function: str, size: int) -> bool:
    """Is the work of a function timed at so many subjects?"""
    return size <= LARGEST or function.partition(".")[2] not in SMALLER


def _beside(name: str, function: str, place: Place) -> tuple[str, Sample] | None:
    """The plain way and its measurement, where there is one."""
    return (name, measured(function, place)) if function else None

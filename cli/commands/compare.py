"""Compare two datasets, or two folders of datasets."""

from __future__ import annotations

import argparse
from pathlib import Path

from onespec.cli.places import NoStudy, find_places, say, warn

EXAMPLE = "onespec compare old/ae.xpt new/ae.xpt --by USUBJID,AESEQ --var AESTDY=1 --html ae.html"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "base",
        metavar="BASE",
        type=Path,
        help="a file (XPT, CSV, XLSX, Parquet, Dataset-JSON, sas7bdat) or a folder of them",
    )
    parser.add_argument("compare", metavar="COMPARE", type=Path, help="the other one")
    parser.add_argument(
        "--by", default="", metavar="A,B", help="variables that identify a row (default: the keys of the specification)"
    )
    parser.add_argument(
        "--study", metavar="NAME|FOLDER", help="whose specification knows the keys (default: the only one in specs/)"
    )
    parser.add_argument("--abs", metavar="LIMIT", type=float, help="numbers differ when they are more than this apart")
    parser.add_argument("--rel", metavar="LIMIT", type=float, help="... more than this share of their mean size apart")
    parser.add_argument(
        "--pct", metavar="LIMIT", type=float, help="... more than this per cent of the base's value apart"
    )
    parser.add_argument(
        "--var",
        metavar="NAME=LIMIT",
        action="append",
        default=[],
        help="one variable's limit: AVAL=1e-6, AVAL=rel:1e-6, AVAL=pct:0.1, AVAL=exact",
    )
    parser.add_argument(
        "--ignore",
        default="",
        metavar="LEVEL,...",
        help="levels that do not count: label, length, format, informat, variable order, "
        "row order, dataset label, base variable, compare variable, blanks (trailing), case",
    )
    parser.add_argument(
        "--show", type=int, default=20, metavar="N", help="list the values of so many differing rows (default: 20)"
    )
    parser.add_argument("--html", type=Path, metavar="FILE", help="write the report to read and sign")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the report for machines")
    parser.add_argument("--xlsx", type=Path, metavar="FILE", help="write the report as a spreadsheet")
    parser.add_argument(
        "--clock",
        action="store_true",
        help="put the time into the reports; without it the same files give the same reports",
    )


def run(arguments: argparse.Namespace) -> int:
    from onespec.qc.compare import compare_paths
    from onespec.qc.report import Report, plain_entry
    from onespec.qc.report_text import report_text

    settings = _settings(arguments)
    if isinstance(settings, str):
        warn(f"onespec compare: {settings}")
        return 2
    entries = [plain_entry(c) for c in compare_paths(arguments.base, arguments.compare, settings)]
    report = Report(
        f"Comparison of {arguments.base} with {arguments.compare}", entries, made=now() if arguments.clock else ""
    )
    say(report_text(report))
    write_reports(report, arguments.html, arguments.json, arguments.xlsx)
    return 2 if any(e.comparison.error for e in entries) else 0 if report.good else 1


def write_reports(report, html: Path | None, json: Path | None, xlsx: Path | None) -> None:
    from onespec.qc.report_html import report_html
    from onespec.qc.report_json import report_json
    from onespec.qc.report_xlsx import write_xlsx

    if html:
        html.write_text(report_html(report), encoding="utf-8")
    if json:
        json.write_text(report_json(report), encoding="utf-8")
    if xlsx:
        write_xlsx(report, xlsx)


def now() -> str:
    from datetime import UTC, datetime

    return f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S} UTC"


def _settings(arguments: argparse.Namespace):
    """The settings, or what is wrong with the arguments."""
    from onespec.qc.compare import IGNORABLE, Settings
    from onespec.qc.values import EXACT, Method

    given = [
        Method(kind, limit)
        for kind, limit in (("absolute", arguments.abs), ("relative", arguments.rel), ("percent", arguments.pct))
        if limit is not None
    ]
    if len(given) > 1:
        return "give one of --abs, --rel and --pct; --var sets another method for a variable."
    methods = {}
    for text in arguments.var:
        name, _, rule = text.partition("=")
        method = _method(rule)
        if not name or method is None:
            return f"--var {text}: write NAME=LIMIT, NAME=rel:LIMIT, NAME=pct:LIMIT or NAME=exact."
        methods[name.upper()] = method
    ignore = frozenset(_listed(arguments.ignore))
    for level in sorted(ignore - set(IGNORABLE)):
        return f"--ignore {level}: there is no such level. Known: {', '.join(IGNORABLE)}."
    return Settings(
        tuple(n.upper() for n in _listed(arguments.by)),
        spec_keys=_spec_keys(arguments),
        method=given[0] if given else EXACT,
        methods=methods,
        ignore=ignore,
        show=max(arguments.show, 0),
    )


def _listed(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]


def _method(rule: str):
    from onespec.qc.values import EXACT, Method

    kind, _, limit = rule.rpartition(":")
    try:
        return (
            EXACT
            if rule == "exact"
            else Method({"": "absolute", "abs": "absolute", "rel": "relative", "pct": "percent"}[kind], float(limit))
        )
    except (KeyError, ValueError):
        return None


def _spec_keys(arguments: argparse.Namespace):
    """Keys by dataset; none where there is no study, unless one was named."""
    from onespec.qc.keys import spec_keys

    try:
        keys = spec_keys(find_places(arguments).study)
    except NoStudy:
        if arguments.study:
            raise
        keys = {}
    return lambda name: keys.get(name.upper(), ())

# pyright: standard
"""Compare two datasets, or two folders of datasets."""

from __future__ import annotations

import argparse
from pathlib import Path

import onespec
from onespec.cli.places import listed, say, warn

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
    parser.add_argument(
        "--encoding",
        default="",
        metavar="NAME",
        help="of the texts of XPT, CSV and sas7bdat files: cp1252, gbk, shift_jis (default: UTF-8)",
    )
    parser.add_argument("--html", type=Path, metavar="FILE", help="write the report to read and sign")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the report for machines")
    parser.add_argument("--xlsx", type=Path, metavar="FILE", help="write the report as a spreadsheet")
    parser.add_argument(
        "--clock",
        action="store_true",
        help="put the time into the reports; without it the same files give the same reports",
    )


VAR = "write NAME=LIMIT, NAME=rel:LIMIT, NAME=pct:LIMIT or NAME=exact."
OPTIONS = {"limits": "--var", "ignore": "--ignore", "encoding": "--encoding"}


def run(arguments: argparse.Namespace) -> int:
    try:
        compared = onespec.compare(
            arguments.base, arguments.compare, settings(arguments), arguments.study or None, arguments.clock
        )
    except Unclear as error:
        warn(f"onespec compare: {error}")
        return 2
    except onespec.WrongSetting as error:
        warn(f"onespec compare: {OPTIONS[error.setting]} {error}")
        return 2
    say(compared.text())
    compared.write_files(arguments.html, arguments.json, arguments.xlsx)
    return 2 if compared.not_compared else 0 if compared.good else 1


class Unclear(ValueError):
    """Options that contradict one another, or are none."""


def settings(arguments: argparse.Namespace) -> onespec.CompareSettings:
    limits = {kind: getattr(arguments, kind) for kind in ("abs", "rel", "pct")}
    given = [f"{kind}:{limit}" for kind, limit in limits.items() if limit is not None]
    if len(given) > 1:
        raise Unclear("give one of --abs, --rel and --pct; --var sets another method for a variable.")
    pairs = [(text, *text.partition("=")) for text in arguments.var]
    for text, name, equals, _ in pairs:
        if not (name and equals):
            raise Unclear(f"--var {text}: {VAR}")
    return onespec.CompareSettings(
        listed(arguments.by),
        given[0] if given else "exact",
        {name: rule for _, name, _, rule in pairs},
        [level.strip() for level in arguments.ignore.split(",") if level.strip()],
        arguments.show,
        arguments.encoding,
    )

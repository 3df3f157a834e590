# pyright: standard
"""Explain values: from a cell of a dataset back to the raw cells."""

from __future__ import annotations

import argparse
import re

import onespec
from onespec.cli.places import add_cut, add_json, add_places, names, study_of, tell

EXAMPLE = "onespec explain ADTTE --where PARAMCD=PFS,SUBJID=01001 --variable AVAL"

ABOUT = "a dataset; DATASET.VARIABLE alone: what the standard says of the variable, and how the study makes it"


def arguments(parser: argparse.ArgumentParser) -> None:
    depth, rows = onespec.Explanation.DEPTH, onespec.Explanation.ROWS
    parser.add_argument("dataset", metavar="DATASET[.VARIABLE]", help=ABOUT)
    parser.add_argument(
        "--where", action="append", default=[], metavar="VAR=VALUE,...", help="which record; dates as YYYY-MM-DD"
    )
    parser.add_argument(
        "--variable",
        default="",
        metavar="VAR,...",
        help="these variables, with everything behind them "
        "(default: how the record came about, and every value with its origin)",
    )
    parser.add_argument(
        "--most", type=int, default=3, metavar="N", help="explain so many of the records that match (default: 3)"
    )
    parser.add_argument(
        "--full",
        action="store_true",
        help=f"everything, however deep and long (default: {depth} deep, {rows} of many rows; ... is more)",
    )
    add_json(parser, "the same")
    add_places(parser)
    add_cut(parser)


def run(arguments: argparse.Namespace) -> int:
    where, variables = conditions(arguments.where), names(arguments.variable)
    dataset, dot, variable = arguments.dataset.partition(".")
    study = study_of(arguments)
    if dot and not where and not variables:
        tell(study.about(arguments.dataset), arguments.json)
        return 0
    asked = [variable, *variables] if dot else variables
    tell(study.explain(dataset, where, asked, max(arguments.most, 1), arguments.full), arguments.json)
    return 0


def conditions(given: list[str]) -> dict[str, str]:
    """``VAR=VALUE`` pairs; a comma parts two of them only where a name and = follow, so that a value may hold one.

    >>> conditions(["PARAMCD=PFS,SUBJID=101", "BODSYS=Eye, ear"])
    {'PARAMCD': 'PFS', 'SUBJID': '101', 'BODSYS': 'Eye, ear'}
    """
    out = {}
    for text in (t for g in given for t in re.split(r",(?=\s*\w+=)", g)):
        name, equals, value = text.partition("=")
        if not equals:
            raise onespec.NotThere(f"'{text}' is no condition. Write VAR=VALUE.")
        out[name.strip()] = value.strip()
    return out

"""Explain values: from a cell of a dataset back to the raw cells."""

from __future__ import annotations

import argparse
import re
from datetime import date

from onespec.cli.places import Places, add_places, find_places, packages, say

EXAMPLE = "onespec explain ADTTE --where PARAMCD=PFS,SUBJID=01001 --variable AVAL"

DEPTH, ROWS = 5, 6


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("dataset", metavar="DATASET")
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
        help=f"everything, however deep and long (default: {DEPTH} deep, {ROWS} of many rows; ... is more)",
    )
    add_places(parser)


def run(arguments: argparse.Namespace) -> int:
    places = find_places(arguments)
    say(
        explanation(
            places,
            arguments.dataset.upper(),
            conditions(arguments.where),
            names(arguments.variable),
            max(arguments.most, 1),
            arguments.full,
        )
    )
    return 0


def explanation(places: Places, name: str, where: dict[str, str], variables: list[str], most: int, full: bool) -> str:
    """The explanation of the records of a dataset that meet the conditions; of whole records, or of some variables."""
    from onespec.define.wording import Words
    from onespec.engine.build.build import specification
    from onespec.engine.findings import Findings
    from onespec.engine.trace.explain import Explainer
    from onespec.engine.trace.explain_text import explanation_text, record_text
    from onespec.engine.trace.one_subject import behind, matching_rows, open_subjects

    plan = specification(places.study, packages(), Findings())
    dataset = known(plan.study.datasets, name, "dataset")
    for variable in (*where, *variables):
        known(dataset.variables, variable, f"variable of {name}")
    asked = tuple(condition(dataset.variables[n], v) for n, v in where.items())
    texts: list[str] = []
    with open_subjects(plan, places.raw, places.out) as subjects:
        found = subjects.matching(dataset, asked)
        for subject in found.subjects:
            if len(texts) >= most:
                break
            part = subjects.part([subject] if subject else [], behind(plan, dataset))
            for row in matching_rows(part, dataset, asked)[: most - len(texts)]:
                explainer = Explainer(part, Words(plan.study), *(() if full else (DEPTH, ROWS)))
                if variables:
                    texts.append(
                        explanation_text(
                            [
                                explainer.record(name, row, every_key=True),
                                *(explainer.value(name, v, row) for v in variables),
                            ]
                        )
                    )
                else:
                    texts.append(record_text(explainer, name, row))
    if found.count > len(texts):
        texts.append(
            f"{found.count - len(texts)} more records match; add conditions to --where, or --most {found.count}."
        )
    return "\n\n".join(texts)


def names(text: str) -> list[str]:
    return [n.strip().upper() for n in text.split(",") if n.strip()]


def conditions(given: list[str]) -> dict[str, str]:
    """``VAR=VALUE`` pairs; a comma parts two of them only where a name and = follow, so that a value may hold one.

    >>> conditions(["PARAMCD=PFS,SUBJID=101", "BODSYS=Eye, ear"])
    {'PARAMCD': 'PFS', 'SUBJID': '101', 'BODSYS': 'Eye, ear'}
    """
    from onespec.engine.findings import NotThere

    out = {}
    for text in (t for g in given for t in re.split(r",(?=\s*\w+=)", g)):
        name, equals, value = text.partition("=")
        if not equals:
            raise NotThere(f"'{text}' is no condition. Write VAR=VALUE.")
        out[name.strip().upper()] = value.strip()
    return out


def condition(variable, value: str):
    """VAR=VALUE as a condition; a date for a numeric date variable as YYYY-MM-DD."""
    from onespec.engine.spec.conditions import Condition

    if variable.type == "sasdate" and re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        value = str((date.fromisoformat(value) - date(1960, 1, 1)).days)
    return Condition(variable.name, "EQ", (value,))


def known(entries, name: str, what: str):
    from onespec.engine.findings import NotThere, unknown

    if name not in entries:
        raise NotThere(" ".join(unknown(what, name, entries)))
    return entries[name]

"""pointblank asked about a package that stays on disk: some records at a time, what it says put together.

Its rules look at a record, at the records of a subject, at variables, at the datasets that there are, or at the most
frequent value of STUDYID and DOMAIN in a dataset.  So the first round has records of all datasets and gives all that
is about variables and datasets; the others add records.  A dataset with several values of STUDYID or DOMAIN is given
whole, and so is every dataset to a version of pointblank that has not been looked at.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib import metadata
from typing import Any

import numpy as np
import pandas as pd

from onespec.conformance.package import Package, Table
from onespec.conformance.run import cell_text
from onespec.engine.memory import give_back

STANDARD, VERSION = "SDTMIG", "3.4"  # the only rules that pointblank has
_KNOWN = ("1.1.1",)  # versions whose rules are as said above
_FREQUENT = ("STUDYID", "DOMAIN")
_LISTED = 100  # records of a rule that pointblank lists, of a dataset


@dataclass(frozen=True)
class Listed:
    """A record that a rule does not let pass; ``row`` from 1 in the transport file."""

    dataset: str
    row: int | None
    variable: str
    value: str
    subject: str
    message: str


@dataclass
class Said:
    """What pointblank says of a rule: the fields of its own results, and the records that it lists."""

    rule_id: str
    status: str
    dataset: str
    message: str
    description: str
    n_issues: int
    records: list[Listed] = field(default_factory=list)


def ask(package: Package) -> tuple[list[Said], str]:
    """Every rule, and the packages of terminology that pointblank carries.

    Raises ImportError where it is not installed.
    """
    try:
        known = metadata.version("pointblank") in _KNOWN
    except metadata.PackageNotFoundError as error:
        raise ImportError("pointblank") from error
    if package.source is None or not known:
        return _asked(package, iter([package.tables]))[0]
    answer, several = _asked(package, package.source.rounds())
    return _asked(package, _rounds(package, several))[0] if several else answer


def _rounds(package: Package, whole: set[str]) -> Iterator[dict[str, Table]]:
    """The rounds, some datasets whole in the first."""
    assert package.source is not None
    for number, tables in enumerate(package.source.rounds()):
        now = {n: package.tables[n] for n in tables if n in whole} if number == 0 else {}
        yield {n: t for n, t in tables.items() if n not in whole} | now


def _asked(package: Package, rounds: Iterator[dict[str, Table]]) -> tuple[tuple[list[Said], str], set[str]]:
    """What is said, the packages of terminology, and the datasets with several values where one is expected."""
    import pointblank

    path = package.folder / "define.xml"
    define: Any = path if path.exists() else None
    out: dict[str, Said] = {}
    values: dict[tuple[str, str], set] = defaultdict(set)
    terminology, first = "", True
    give_back()  # what other checks have used
    for tables in rounds:
        frames = {n: _frame(t) for n, t in tables.items()}
        for name, frame in frames.items():
            for variable in _FREQUENT:
                if variable in frame:
                    values[name, variable] |= set(frame[variable].unique()) - {""}
        report: Any = pointblank.validate_sdtmig(frames, version=VERSION, define_xml=define)
        listed = _records(report, frames, tables)
        for rule in report.rules():
            if first:
                out[rule.rule_id] = _said(rule, listed[rule.rule_id])
            elif listed[rule.rule_id] or rule.status == "error":
                _add(out[rule.rule_id], _said(rule, listed[rule.rule_id]))
        if first:
            terminology, first = ", ".join(report.summary()["ct_packages"]), False
            define = define and pointblank.import_metadata(path, format="cdisc_define")
        del report, frames, tables
        give_back()
    for said in out.values():
        said.records = _first(said.records)
    return (list(out.values()), terminology), {name for (name, _), found in values.items() if len(found) > 1}


def _frame(table: Table) -> pd.DataFrame:
    frame = table.frame
    if isinstance(frame, pd.DataFrame):
        return frame
    out = frame[frame.columns]
    frame.forget()
    return out


def _said(rule: Any, records: list[Listed]) -> Said:
    return Said(rule.rule_id, rule.status, rule.dataset, rule.message, rule.description, rule.n_issues, records)


def _add(said: Said, more: Said) -> None:
    """What a later round says of records."""
    if said.status != "error":
        said.status, said.message = more.status, more.message
    said.n_issues += more.n_issues
    said.records += more.records


def _first(records: list[Listed]) -> list[Listed]:
    """Of each dataset as many as pointblank lists, in the order of the file."""
    by: dict[str, list[Listed]] = defaultdict(list)
    for record in records:
        by[record.dataset].append(record)
    return [r for found in by.values() for r in sorted(found, key=lambda r: r.row or 0)[:_LISTED]]


def _records(report: Any, frames: dict[str, pd.DataFrame], tables: dict[str, Table]) -> dict[str, list[Listed]]:
    """The records that pointblank lists, by rule."""
    out = defaultdict(list)
    for finding in report.findings():
        name, row, variable = finding.dataset, finding.row, finding.checked_column or ""
        value = cell_text(frames[name], None if row is None else row + 1, variable) if variable else ""
        place = None if row is None else _place(tables[name].position, row) + 1
        out[finding.rule_id].append(Listed(name, place, variable, value, finding.usubjid or "", finding.message or ""))
    return out


def _place(position: np.ndarray | None, row: int) -> int:
    return row if position is None else int(position[row])

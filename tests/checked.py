"""Packages from literals, and what a check finds in them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import numpy as np
import pandas as pd

from onespec.conformance.check_list import functions
from onespec.conformance.data import Data, World
from onespec.conformance.guides import ADAM, SDTM
from onespec.conformance.package import Package, Table
from onespec.conformance.series import TEXT, as_text, is_number
from onespec.engine.contract import Codelist, Term
from onespec.engine.registry import CHECK
from onespec.engine.spec.define_reader import Define, Group, Item
from onespec.engine.spec.model import Dataset, Study, Variable
from onespec.engine.spec.standards import dataset_fact, facts
from onespec.engine.xpt.layout import XptVariable
from onespec.engine.xpt.reader import XptHeader

FUNCTIONS = functions()


def dataset(
    name: str, label: str | None = None, variables: dict[str, dict] | None = None, **columns: Sequence
) -> Table:
    """A dataset whose labels are the standard's.

    A list of texts makes a character variable, numbers and None a numeric one.
    ``variables`` changes what the header says (label, type, length).
    """
    frame = pd.DataFrame(
        {n: pd.Series(v, dtype=TEXT if all(isinstance(x, str) for x in v) else "float64") for n, v in columns.items()}
    )
    fact = dataset_fact(name)
    known = facts("sdtm", name, fact.cls) if fact else {}
    header = [
        XptVariable(
            **{
                "name": n,
                "label": known[n].label if n in known else n,
                "type": "Num" if is_number(c) else "Char",
                "length": 8 if is_number(c) else max([1, *c.str.len()]),
            }
            | (variables or {}).get(n, {})
        )
        for n, c in frame.items()
    ]
    return Table(XptHeader(name, fact.label if fact and label is None else label or "", tuple(header), None), frame)


def package(folder: Path = Path("sdtm"), **datasets: dict) -> Package:
    """``package(DM={"USUBJID": [...]}, AE={...})``."""
    return Package(folder, {n: v if isinstance(v, Table) else dataset(n, **v) for n, v in datasets.items()})


def define(**datasets: Group) -> Define:
    """``define(AE=group(...))``."""
    return Define(datasets)


def group(name: str, label: str = "", keys: Sequence[str] = (), values: dict | None = None, **items: dict) -> Group:
    """``group("AE", AETERM={"length": 20})``: what is not given is what a text of 10 would have."""
    return Group(
        name,
        label,
        {n: item(n, **i) for n, i in items.items()},
        tuple(keys),
        {n: tuple(i) for n, i in (values or {}).items()},
    )


def item(
    name: str,
    label: str = "",
    type: str = "text",
    length: int | None = 10,
    terms: Sequence[str] | None = None,
    where: tuple = (),
) -> Item:
    return Item(name, label, type, length, None if terms is None else frozenset(terms), where)


def codelist(name: str, extensible: bool = True, standard: str = "sdtm", **terms: str) -> Codelist:
    """``codelist("SEX", M="C20197")``: the NCI code of each term, "" for the sponsor's own."""
    return Codelist(
        name,
        name,
        "C1",
        standard,
        extensible,
        "text",
        {v: Term(v, v, nci, (), i) for i, (v, nci) in enumerate(terms.items())},
    )


def study(codelists: Sequence[Codelist], **datasets: dict) -> Study:
    """``study([codelist(...)], AE={"AEOUT": "OUT"})``: the codelist of each variable; a mapping instead of a name gives
    ``{variable whose value decides: {value: codelist}}``."""
    made = {}
    for name, variables in datasets.items():
        by_value = {v: c for v, c in variables.items() if isinstance(c, dict)}
        columns = {v: Variable(v, v, "text", codelist="" if v in by_value else c) for v, c in variables.items()}
        made[name] = Dataset(
            name,
            name,
            "sdtm",
            "",
            "",
            (),
            (),
            columns,
            value_level={v: tuple(c) for v, c in by_value.items()},
            value_codelists={v: next(iter(c.values())) for v, c in by_value.items()},
        )
    return Study(
        Path(),
        "S",
        "S",
        "",
        "S",
        datetime(2026, 1, 1),
        "en",
        "",
        {},
        {},
        {},
        {},
        {},
        {},
        {c.name: c for c in codelists},
        {},
        made,
    )


def found(
    check: str,
    name: str,
    package_: Package,
    /,
    *,
    define: Define | None = None,
    study: Study | None = None,
    beside: Package | None = None,
    **parameters: object,
) -> list[tuple]:
    """What a check finds in a dataset, in the order of records; a dataset AD... is judged as one of ADaM.

    That is (record from 1 or None, values of the variables at odds, detail).
    """
    world = World(package_, study, define, ADAM if name.startswith("AD") or beside else SDTM, beside)
    data = Data(world, package_.tables.get(name))
    operation = FUNCTIONS[CHECK, check]
    given = {
        p.argument: {"Data": data, "Define": define, "Study": study}[p.kind]
        for p in operation.parameters.values()
        if p.kind in ("Data", "Define", "Study")
    }
    out = []
    for fault in operation.function(**given, **parameters):
        if fault.rows is None:
            out.append((None, tuple(fault.variables) + tuple(fault.values), fault.detail))
            continue
        shown = [*(data.text(v) for v in fault.variables), *(as_text(s) for s in fault.others.values())]
        rows = np.asarray(fault.rows)
        for row in np.flatnonzero(rows) if rows.dtype.kind == "b" else rows:
            detail = fault.details(np.array([row]))[0]
            out.append((int(row) + 1, tuple(s.iloc[row] for s in shown), detail))
    return sorted(out, key=lambda f: f[0] or 0)

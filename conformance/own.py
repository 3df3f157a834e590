"""Our own checks: the functions of ``conformance/checks``, as ``checks.yaml`` sets them to work on a package."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources.abc import Traversable

import numpy as np
import pandas as pd

from onespec.conformance.breach import ONESPEC, Breach, breach_order
from onespec.conformance.check_list import Check, read_checks, standards_folder
from onespec.conformance.data import PACKAGE, Data, Fault, Lacking, World
from onespec.conformance.guides import SDTM, Guide
from onespec.conformance.package import Package
from onespec.conformance.series import as_text, text
from onespec.engine.findings import Findings, Stopped
from onespec.engine.spec.define_reader import FILE, Define, read_define
from onespec.engine.spec.model import Study


def own_breaches(
    package: Package, study: Study | None = None, standards: Traversable | None = None, define: Define | None = None
) -> list[Breach]:
    """The breaches of all checks, in order.

    study      the specification's model; checks that need it are skipped without it
    standards  the folder that holds checks.yaml and its tables; by default that of the program
    define     what define.xml says; by default it is read from the package's folder

    Raises `Stopped` when checks.yaml is faulty.
    """
    return run_checks(own_checks(standards), World(package, study, define or read_define(package.folder / FILE)))


def own_checks(standards: Traversable | None = None, guide: Guide = SDTM) -> list[Check]:
    """The checks of a guide.  Raises `Stopped` when their file is faulty."""
    findings = Findings()
    checks = read_checks(standards or standards_folder(), findings, guide)
    if findings.stops:
        raise Stopped(findings)
    return checks


def run_checks(checks: list[Check], world: World) -> list[Breach]:
    return sorted(
        (
            b
            for name in (PACKAGE, *world.package.tables)
            for c in checks
            if c.looks_at(world.called(name))
            for b in of_check(c, Data(world, world.package.tables.get(name)))
        ),
        key=breach_order,
    )


def of_check(check: Check, whole: Data) -> Iterator[Breach]:
    """The breaches of one check in one dataset."""
    data = whole.where(check.conditions(whole.prefix))
    given = check.arguments(data)
    if given is not None:
        try:
            for fault in check.operation.function(**given):
                yield from _breaches(check, data, fault)
        except Lacking:
            return


def _breaches(check: Check, data: Data, fault: Fault) -> Iterator[Breach]:
    if fault.rows is None:
        yield Breach(
            ONESPEC,
            check.id,
            data.name,
            None,
            tuple(fault.variables),
            tuple(fault.values),
            check.text(data.prefix, str(fault.detail)),
            check.fix,
            standard=data.world.guide.standard,
        )
        return
    rows = np.asarray(fault.rows)
    rows = np.flatnonzero(rows) if rows.dtype == bool else rows
    if not len(rows):
        return
    shown = {v: data.text(v) for v in fault.variables} | {n: as_text(s) for n, s in fault.others.items()}
    values = list(zip(*(s.iloc[rows].tolist() for s in shown.values()), strict=True)) or [()] * len(rows)
    details = (
        fault.detail.iloc[rows].tolist() if isinstance(fault.detail, pd.Series) else [str(fault.detail)] * len(rows)
    )
    subjects = data["USUBJID"] if "USUBJID" in data else text("", len(data))
    for row, subject, value, detail in zip(
        data.position[rows].tolist(), subjects.iloc[rows].tolist(), values, details, strict=True
    ):
        yield Breach(
            ONESPEC,
            check.id,
            data.name,
            row + 1,
            tuple(shown),
            value,
            check.text(data.prefix, detail),
            check.fix,
            subject,
            standard=data.world.guide.standard,
        )

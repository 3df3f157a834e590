"""All engines on one package: our own checks, pointblank's rules, CORE's where there is one."""

from __future__ import annotations

from pathlib import Path

from onespec.conformance.core import not_run, read_core, run_core
from onespec.conformance.package import Package
from onespec.conformance.pointblank import run_pointblank
from onespec.conformance.run import Run
from onespec.conformance.validate import run_own
from onespec.engine.findings import Findings
from onespec.engine.spec.model import Study


def run_engines(package: Package, study: Study, core: str, core_report: Path | None, findings: Findings) -> list[Run]:
    """What each engine says of the package.

    core         CORE's executable, or the command that starts it; "" leaves CORE out
    core_report  a JSON report that CORE has made of these datasets; CORE is not started then

    What keeps CORE from giving a report is a finding.
    """
    runs = [run_own(package, study), run_pointblank(package, study)]
    if core_report:
        return [*runs, read_core(core_report, package, findings)]
    return [*runs, run_core(package, core, study.standards["sdtm"], findings) if core else not_run()]

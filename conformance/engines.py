"""All engines on one package: our own checks, pointblank's rules, CORE's where there is one."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from onespec.conformance.core import not_run, read_core, run_core
from onespec.conformance.guides import ADAM
from onespec.conformance.package import Package
from onespec.conformance.pointblank import run_pointblank
from onespec.conformance.run import Run
from onespec.conformance.validate import run_own
from onespec.engine.findings import Findings
from onespec.engine.spec.model import Study


@dataclass(frozen=True)
class Core:
    """CORE, where there is one.

    command  its executable, or the command that starts it; "" leaves CORE out
    report   a JSON report that it has made of the datasets of SDTM; CORE is not started then
    """

    command: str = ""
    report: Path | None = None


def run_engines(package: Package, analysis: Package, study: Study, core: Core, findings: Findings) -> list[Run]:
    """What each engine says of the packages of SDTM and of ADaM; the outside engines have rules for SDTM only.

    What keeps CORE from giving a report is a finding.
    """
    runs = [run_own(package, study), run_own(analysis, study, ADAM, package), run_pointblank(package, study)]
    if core.report:
        return [*runs, read_core(core.report, package, findings)]
    return [*runs, run_core(package, core.command, study.standards["sdtm"], findings) if core.command else not_run()]

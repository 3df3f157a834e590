"""Our own checks: the functions of ``conformance/checks``, as ``checks.yaml`` sets them to work on a package."""

from __future__ import annotations

from importlib.resources.abc import Traversable

from onespec.conformance.breach import Breach, breach_order
from onespec.conformance.check_list import Check, read_checks, standards_folder
from onespec.conformance.data import PACKAGE, Data, World
from onespec.conformance.guides import SDTM, Guide
from onespec.conformance.listing import Listing
from onespec.conformance.package import Package
from onespec.conformance.parts import breaches_in_parts, in_parts, of_check
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
    """All breaches, in order."""
    found: list[Breach] = []
    listing = Listing()
    for name in (PACKAGE, *world.package.tables):
        data, called = Data(world, world.package.tables.get(name)), world.called(name)
        mine = [c for c in checks if c.looks_at(called)]
        apart = [c for c in mine if in_parts(c, data)] if world.spans(name) else []
        for c in mine:
            if c not in apart:
                found += of_check(c, data, listing)
                world.forget()
        if apart:
            found += breaches_in_parts(apart, world, name, listing)
    return sorted(found + listing.breaches(), key=breach_order)

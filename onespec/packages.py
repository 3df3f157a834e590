# pyright: standard
"""The packages that a build is made with: this program's own, and operations that other distributions offer.

A distribution offers a package of operations by an entry point of the group ``onespec.operations``::

    [project.entry-points."onespec.operations"]
    acme = "acme_operations"
"""

from __future__ import annotations

from importlib.metadata import entry_points

GROUP = "onespec.operations"
OWN = ("onespec.sdtm", "onespec.adam", "onespec.results.methods")


def operation_packages() -> tuple[str, ...]:
    """Where operations are found, in an order that does not depend on how they were installed."""
    offered = {point.module for point in entry_points(group=GROUP)}
    return (*OWN, *sorted(offered - set(OWN)))


def build_packages() -> tuple[str, ...]:
    """All whose code and facts decide what a build gives; the others judge it, or show it."""
    return ("onespec.engine", *operation_packages(), "onespec.define", "onespec.standards")

# pyright: standard
"""The operations that a specification may name, with what there is to know of each."""

from __future__ import annotations

from onespec.engine.findings import Findings, NotThere, Stopped, unknown
from onespec.engine.registry import Registry, discover
from onespec.engine.spec.edit_checks import library
from onespec.engine.spec.extends import methods_file
from onespec.engine.spec.operations import ROLES, Facts, facts_text, operations
from onespec.listing_edit_checks import EDIT_CHECKS
from onespec.packages import operation_packages
from onespec.places import Folder, find_study


def list_operations(group: str = "", name: str = "", study: Folder | None = None) -> dict[str, list[Facts]]:
    """Group (methods, records, checks) -> the facts of its operations; all when ``group`` and ``name`` are blank.

    ``study`` adds the operations of its methods.py.  Raises `Stopped`, and `NotThere` with the nearest name.
    """
    if group and group not in ROLES:
        raise NotThere(" ".join(unknown("group of operations", group, (*ROLES, EDIT_CHECKS))))
    registry = _registry(study)
    found = {g: operations(registry, g) for g in ([group] if group else ROLES)}
    if not name:
        return found
    chosen = {g: [f for f in listed if f["name"] == name] for g, listed in found.items()}
    if not any(chosen.values()):
        names = {f["name"] for listed in found.values() for f in listed}
        raise NotThere(" ".join(unknown(ROLES[group] if group else "operation", name, names)))
    return {g: listed for g, listed in chosen.items() if listed}


def operations_text(found: dict[str, list[Facts]], group: str = "", name: str = "") -> str:
    """What `list_operations` found: how many, each with one line, or one in full."""
    if name:
        return "\n\n".join(facts_text(f) for listed in found.values() for f in listed)
    if group:
        wide = max((len(f["name"]) for f in found[group]), default=0)
        return "\n".join(f"{f['name']:{wide}}  {_first(f['text'])}" for f in found[group])
    counted = {g: len(listed) for g, listed in found.items()} | {EDIT_CHECKS: len(library().checks)}
    return "\n".join(f"{n:4} {g:11} onespec list {g}" for g, n in counted.items())


def _first(text: str) -> str:
    """The first sentence."""
    return text.partition(". ")[0].removesuffix(".") + "."


def _registry(study: Folder | None) -> Registry:
    findings = Findings()
    registry = discover(operation_packages(), methods_file(find_study(study)) if study else None, findings)
    if findings.stops:
        raise Stopped(findings)
    return registry

"""What a reviewer reads as programs: the specification, the methods that it uses, and the second programs.

All of it is found by the plan and the folder of the study; which file it came from is told with each.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from types import FunctionType
from typing import Any

from onespec.engine.build.freshness import specification_files
from onespec.engine.plan.references import LookUp, Plan, Single, StepPlan, TableOf
from onespec.engine.registry import METHOD, RECORDS, Operation
from onespec.engine.sources import files_of
from onespec.qc.run import programs_of

SDTM, ADAM = STANDARDS = ("sdtm", "adam")
GENERAL, DATASETS, TABLES, DISPLAYS, METHODS, HELPERS, SHARED, SECOND, SECOND_TABLES = (
    10,
    20,
    30,
    40,
    50,
    60,
    70,
    71,
    72,
)
_ORDER = ("study", "common", "codelists", "crf", "checks", "methods")  # of the general files
_ONLY = {"crf.yaml": SDTM, "checks.yaml": SDTM, "displays": ADAM}
_KINDS = {
    GENERAL: "spec",
    DATASETS: "dataset",
    TABLES: "table",
    DISPLAYS: "display",
    HELPERS: "helper",
    SHARED: "second-shared",
    SECOND: "second-program",
    SECOND_TABLES: "second-table",
}


@dataclass(frozen=True)
class Program:
    """One text for a reviewer.

    group   where it stands in the order of reading: one of the numbers above
    name    of its file, without the ending
    origin  the file that it came from, as the study or the program calls it
    """

    group: int
    name: str
    origin: str
    content: bytes


def programs(plan: Plan, folder: Path, standard: str) -> list[Program]:
    """The programs of one standard, in the order of reading; ``folder`` is that of the specification."""
    used = dict(_operations(plan, standard))
    found = [*_specification(plan, folder, standard), *_methods(used.values()), *_second(programs_of(folder), standard)]
    return _named_apart(sorted(found, key=lambda p: (p.group, p.name, p.origin)))


# -- the specification -----------------------------------------------------------------------------


def _specification(plan: Plan, folder: Path, standard: str) -> Iterator[Program]:
    other = {name for each in STANDARDS if each != standard for name in _tables(plan, each)}
    elsewhere = other - _tables(plan, standard)
    for name, path in specification_files(folder).items():
        place = PurePosixPath(name)
        inside = [part for part in place.parts if part != ".."]
        kind = place.parent.name if place.parent.name in (*STANDARDS, "tables", "displays") else ""
        group = {**dict.fromkeys(STANDARDS, DATASETS), "tables": TABLES, "displays": DISPLAYS}.get(kind, GENERAL)
        only = _ONLY.get(kind or place.name, kind if kind in STANDARDS else standard)
        if only == standard and not (kind == "tables" and place.stem in elsewhere):
            own = [*inside[: -2 if kind else -1], place.stem]
            order = f"{_ORDER.index(place.stem) + 1}-" if group == GENERAL and place.stem in _ORDER else ""
            yield _program(group, order + "-".join(own), name, path.read_bytes())


def _tables(plan: Plan, standard: str) -> set[str]:
    """The long tables that one standard uses; those of checks count as SDTM's."""
    datasets = plan.study.datasets
    found: set[str] = set()
    for (dataset, _), each in plan.variables.items():
        if datasets[dataset].standard == standard:
            found |= _named(each.references) | ({each.how.table} if isinstance(each.how, LookUp) else set())
    for step in _steps(plan, standard):
        found |= _named(step.references)
    return found | {d.table for d in plan.study.documents.values() if d.table and d.standard == standard}


def _named(references: Iterable[Single]) -> set[str]:
    return {r.name for r in references if isinstance(r, TableOf) and r.name}


def _steps(plan: Plan, standard: str) -> Iterator[StepPlan]:
    for name, steps in plan.steps.items():
        if plan.study.datasets[name].standard == standard:
            yield from steps
    if standard == SDTM:
        yield from plan.checks
    else:
        yield from (analysis.plan for display in plan.displays for analysis in display.analyses)


# -- methods ---------------------------------------------------------------------------------------


def _operations(plan: Plan, standard: str) -> Iterator[tuple[tuple[str, str], Operation]]:
    """The operations that one standard uses, by role and name."""
    datasets = plan.study.datasets
    used = [v.operation for (d, _), v in plan.variables.items() if datasets[d].standard == standard]
    for operation in (*used, *(step.operation for step in _steps(plan, standard))):
        if operation is not None:
            yield (operation.role, operation.name), operation


def _methods(operations: Iterable[Operation]) -> Iterator[Program]:
    """One file an operation, and those that they share; a study's own methods.py is a part of its specification."""
    shared: dict[str, bytes] = {}
    own: dict[str, tuple[str, bytes]] = {}
    for operation in operations:
        function = _function(operation.function)
        root, source = function.__module__.partition(".")[0], function.__globals__.get("__source__")
        role = {METHOD: "method", RECORDS: "records"}.get(operation.role, operation.role)
        for path, content in files_of(operation.file, source, root).items():
            if path != operation.file:
                shared[_origin(path, root)] = content
            elif source is None:
                own[_origin(path, root)] = role, content
    for origin, (role, content) in own.items():
        yield Program(METHODS, f"{METHODS}-{_plain(f'{role}-{PurePosixPath(origin).stem}')}", origin, content)
    for origin, content in shared.items():
        if origin not in own and content.strip():
            stem = "-".join(part.strip("_") for part in PurePosixPath(origin).with_suffix("").parts)
            yield _program(HELPERS, stem, origin, content)


def _function(function: Any) -> FunctionType:
    """The function that an operation was written as, without what the registry has put around it."""
    while not isinstance(function, FunctionType):
        function = getattr(function, "function", None) or function.check
    return function


def _origin(path: str, root: str) -> str:
    """A file as its package calls it: sdtm/methods/study_day.py, without the machine's folders."""
    for name in dict.fromkeys((root, __name__.partition(".")[0])):
        init = getattr(sys.modules.get(name), "__file__", None)
        if init and Path(path).is_relative_to(Path(init).parent):
            return Path(path).relative_to(Path(init).parent).as_posix()
    return Path(path).name


# -- second programs -------------------------------------------------------------------------------


def _second(folder: Path, standard: str) -> Iterator[Program]:
    """The second programs of a standard, what they share, and the second programmer's own tables."""
    for path in sorted(folder.rglob("*")) if folder.is_dir() else ():
        place = PurePosixPath(path.relative_to(folder).as_posix())
        stage = place.parts[0] if len(place.parts) > 1 else ""
        origin = f"{folder.name}/{place}"
        if path.suffix == ".sql" and stage in (standard, ""):
            shared = not stage or place.stem.startswith("_") or place.stem == "macros"
            name = "-".join([*([] if stage else ["all"]), place.stem.strip("_")])
            yield _program(SHARED if shared else SECOND, name, origin, path.read_bytes())
        elif path.suffix == ".csv" and stage not in STANDARDS:
            yield _program(SECOND_TABLES, place.stem, origin, path.read_bytes())


# -- names -----------------------------------------------------------------------------------------


def _program(group: int, name: str, origin: str, content: bytes) -> Program:
    return Program(group, f"{group}-{_plain(f'{_KINDS[group]}-{name}')}", origin, content)


def _plain(text: str) -> str:
    """A name of lower-case letters, digits and hyphens."""
    return re.sub("[^a-z0-9]+", "-", text.lower()).strip("-")


def _named_apart(found: list[Program]) -> list[Program]:
    """The same, each with a name of its own: a second of one name gets a number."""
    taken: dict[str, int] = {}
    out = []
    for each in found:
        taken[each.name] = number = taken.get(each.name, 0) + 1
        name = each.name if number == 1 else f"{each.name}-{number}"
        out.append(Program(each.group, name, each.origin, each.content))
    return out

"""Each check of the library asks about what it is there for, and about nothing else: a case each, in cases.txt."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml
from worked import EXPECTED, Example, dump, typed_forms

from onespec.engine.findings import Finding, Findings
from onespec.engine.plan.make import make_plan
from onespec.engine.registry import CHECK, discover
from onespec.engine.run.checks import run_checks
from onespec.engine.run.evaluate import evaluate
from onespec.engine.run.part import Part
from onespec.engine.spec.edit_checks import library
from onespec.engine.spec.worked import Rows, Worked
from onespec.listing_edit_checks import list_edit_checks
from onespec.packages import operation_packages

REGISTRY = discover(operation_packages())
CHECKS = library().checks


@dataclass(frozen=True)
class Case:
    """What a study adds to a check, small tables, and the subjects who are asked about."""

    id: str
    adds: dict[str, Any]
    tables: tuple[Rows, ...]
    asked: tuple[str, ...]

    @property
    def subjects(self) -> set[str]:
        """All subjects of the datasets."""
        return {
            row[table.columns.index("USUBJID")] if "USUBJID" in table.columns else str(n)
            for table in self.tables
            if table.name.isupper()
            for n, row in enumerate(table.rows, 1)
        }


def read_cases() -> Iterator[Case]:
    blocks = (Path(__file__).parent / "cases.txt").read_text(encoding="utf-8").split("\n\n")
    for block in blocks:
        id_, *lines = [line for line in block.splitlines() if not line.startswith("#")] or [""]
        if id_:
            adds = yaml.load("\n".join(line for line in lines if line.startswith("with:")), yaml.BaseLoader) or {}
            (asked,) = [line.removeprefix("->").split() for line in lines if line.startswith("->")]
            yield Case(id_, adds.get("with", {}), tuple(_tables(lines)), tuple(asked))


def _tables(lines: list[str]) -> Iterator[Rows]:
    drawn = [[cell.strip() for cell in line.split("|")] for line in lines if "|" in line and "with:" not in line]
    heads = [n for n, cells in enumerate(drawn) if cells[0]]
    for head, end in zip(heads, [*heads[1:], len(drawn)], strict=True):
        name, *columns = drawn[head]
        rows = tuple(tuple(cells[1:]) for cells in drawn[head + 1 : end])
        assert all(len(row) == len(columns) for row in rows), (name, rows)
        yield Rows(name, tuple(columns), rows)


CASES = {case.id: case for case in read_cases()}


class Written(Example):
    """A case as a study that takes the check: by its name, or with its group where it is asked of several datasets."""

    def __init__(self, case: Case):
        (facts,) = list_edit_checks(case.id)
        step = {facts["check"]: facts["with"] | case.adds}
        super().__init__(REGISTRY[CHECK, facts["check"]], Worked(yaml.safe_dump([step]), case.tables, ()))
        one = isinstance(facts["with"]["from"], str)
        self.library: dict[str, Any] = {"take": case.id if one else facts["group"]}
        if case.adds:
            self.library["with"] = {case.id: case.adds}

    def write(self, folder: Path) -> None:
        super().write(folder)
        dump(folder / "spec" / "checks.yaml", {"library": self.library})

    def _dataset(self, spec: Path, name: str, body: dict[str, Any], variables: dict[str, Any]) -> None:
        super()._dataset(spec, name, body, {"STUDYID": {"assigned": "EXAMPLE"}} | variables)

    def found(self, folder: Path) -> list[Finding]:
        self.write(folder)
        findings = Findings()
        plan = make_plan(folder / "spec", REGISTRY, findings)
        wrong = [f.text() for f in findings.stops if f.rule not in EXPECTED]
        assert plan is not None and not wrong, "\n".join(wrong)
        part = Part(plan, dict(typed_forms(plan, folder / "raw")))
        for node in plan.order:
            evaluate(part, node)
        return run_checks(part)


@pytest.mark.parametrize("id_", CHECKS)
def test_the_check_asks_about_the_subjects_of_its_case_and_no_other(id_, tmp_path):
    case = CASES[id_]
    found = [f for f in Written(case).found(tmp_path) if f.check == id_]
    assert sorted({f.subject for f in found}) == sorted(case.asked)
    assert {f.level for f in found} == {"query"}


def test_every_check_has_a_case_with_subjects_who_are_asked_about_and_who_are_not():
    assert list(CASES) == list(CHECKS)
    for case in CASES.values():
        assert case.asked and set(case.asked) < case.subjects, case.id


@pytest.mark.parametrize("id_", CHECKS)
def test_the_message_of_the_library_is_the_one_that_is_asked(id_, tmp_path):
    """Where the library words it; elsewhere the operation does, with its dates and numbers."""
    wanted = CHECKS[id_].message.get("en")
    messages = {f.message for f in Written(CASES[id_]).found(tmp_path) if f.check == id_}
    takes = "message" in REGISTRY[CHECK, CHECKS[id_].operation].yaml_parameters
    assert bool(wanted) <= takes
    assert messages == {wanted} if wanted else all(messages)

"""Worked examples of operations, computed: the small study that an example tells of is written, read and evaluated."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from onespec.define.wording import Words
from onespec.engine.column import Column
from onespec.engine.columns import as_text
from onespec.engine.days import iso_date
from onespec.engine.findings import Finding, Findings
from onespec.engine.plan.make import make_plan
from onespec.engine.plan.references import Plan
from onespec.engine.raw.fields import type_form
from onespec.engine.raw.files import read_form
from onespec.engine.registry import CHECK, METHOD, Operation, Registry
from onespec.engine.run.checks import run_checks
from onespec.engine.run.evaluate import evaluate
from onespec.engine.run.part import Part
from onespec.engine.spec.standards import Fact, dataset_fact, find
from onespec.engine.spec.worked import Rows, Worked

SUBJECT, ROW, REGISTER = "USUBJID", "ROW", "register"
NUMBER, ISO = re.compile(r"-?\d+(\.\d+)?"), re.compile(r"\d{4}-\d\d-\d\d")
# An example holds no more of a dataset than it tells, and its forms hold dates as texts of ISO 8601.
EXPECTED = {"SPEC-CORE", "SPEC-UNUSED", "SPEC-SOURCE"}
STUDY = {
    **dict.fromkeys(("study", "name", "description", "protocol"), "EXAMPLE"),
    "created": "2026-01-01T00:00:00",
    "language": "en",
    "subjects": REGISTER,
}
STANDARDS = {
    "sdtm": {"name": "SDTMIG", "version": "3.4", "ct": "2025-03-28"},
    "adam": {"name": "ADaMIG", "version": "1.3", "ct": "2026-03-27"},
}


@dataclass(frozen=True)
class Done:
    """What an example gives: the rows of its last table, what is reported, and the text in define.xml."""

    rows: list[tuple[str, ...]]
    reported: list[str]
    told: str


class Example:
    """An example as a study.

    Behind each dataset stands a form with its rows: that of its columns ``form.FIELD``, or ``<dataset>_rows``.
    Other datasets with one record a subject (a column ``DM.RFSTDTC``) read the register of subjects.
    """

    def __init__(self, operation: Operation, worked: Worked):
        self.operation = operation
        self.written = yaml.load(worked.written, yaml.BaseLoader)  # texts, as the specification is read
        takes = {p.name for p in operation.yaml_parameters.values() if p.kind == "table"}
        tables = {value for name, value in _pairs(self.written) if name in takes and isinstance(value, str)}
        given = worked.tables if operation.role in (METHOD, CHECK) else worked.tables[:-1]
        self.tables = {t.name: t for t in given if t.name in tables}
        self.datasets = {t.name: t for t in given if t.name.isupper()}
        self.forms = {t.name: t for t in given if not t.name.isupper() and t.name not in tables}
        self.variable = next(iter(self.written)) if operation.role == METHOD else ""
        made = (t for t in self.datasets.values() if t.columns[-1] == self.variable)
        self.made = next(made) if self.variable else worked.tables[-1]
        self.others = dict(self._others())

    def _others(self) -> Iterator[tuple[tuple[str, str], dict[str, str]]]:
        """The columns of other datasets with one record a subject: (dataset, variable), and value by subject."""
        for table in self.datasets.values():
            for at, column in enumerate(table.columns):
                target, _, name = column.rpartition(".")
                if target.isupper():
                    yield (target, name), dict(zip(_subjects(table), (row[at] for row in table.rows), strict=True))

    def behind(self, dataset: str) -> str:
        """The form of a dataset's rows."""
        targets = (column.rpartition(".")[0] for column in self.datasets[dataset].columns)
        return next((target for target in targets if target.islower()), f"{dataset.lower()}_rows")

    def collected(self, table: Rows) -> dict[str, list[str]]:
        """The columns of a table that stand in a form, by the field's name."""
        made = self.variable if table is self.made else ""
        names = {c: c.rpartition(".") for c in table.columns if c not in (SUBJECT, made)}
        own = {c: name for c, (target, _, name) in names.items() if not target.isupper()}
        return {name: [row[table.columns.index(c)] for row in table.rows] for c, name in own.items()}

    # -- the study's files --------------------------------------------------------------------------

    def write(self, folder: Path) -> None:
        """The specification and the export."""
        spec, raw = folder / "spec", folder / "raw"
        for each in (spec / "sdtm", spec / "adam", spec / "tables", raw):
            each.mkdir(parents=True)
        standing = {name: ("", table) for name, table in self.forms.items()}
        standing |= {self.behind(name): (name, table) for name, table in self.datasets.items()}
        subjects = list(dict.fromkeys(s for _, table in standing.values() for s in _subjects(table)))
        forms = {}
        register = {f"{d}_{v}": [by.get(s, "") for s in subjects] for (d, v), by in self.others.items()}
        kinds = {f"{d}_{v}": kind_of(d, v, by.values()) for (d, v), by in self.others.items()}
        forms[REGISTER] = _form(raw / f"{REGISTER}.csv", subjects, register, kinds)
        for name, (dataset, table) in standing.items():
            fields = self.collected(table)
            kinds = {n: kind_of(dataset, n, v) if dataset else _field_kind(v) for n, v in fields.items()}
            numbered = {ROW: [str(n) for n in range(1, len(table.rows) + 1)], **fields}
            forms[name] = _form(raw / f"{name}.csv", _subjects(table), numbered, {ROW: "float", **kinds})
            forms[name]["key"] = [SUBJECT, ROW]
        dump(spec / "crf.yaml", {"forms": forms})
        dump(spec / "codelists.yaml", {})
        self._datasets(spec)
        for name, table in self.tables.items():
            _csv(spec / "tables" / f"{name}.csv", [table.columns, *table.rows])
        used = {name: said for name, said in STANDARDS.items() if any((spec / name).iterdir())}
        dump(spec / "study.yaml", {**STUDY, "standards": used})

    def _datasets(self, spec: Path) -> None:
        """The datasets that are given, and what the example says."""
        for name, table in self.datasets.items():
            form, fields = self.behind(name), self.collected(table)
            own = {n: {"collected": f"{form}.{n}"} for n in fields if n in table.columns}
            own |= self.written if self.variable and table is self.made else {}
            more = self.written if self.operation.qualifiers else {}
            own |= {"STUDYID": {"assigned": STUDY["study"]}} if more else {}
            self._dataset(spec, name, {"records": [{"read": {"from": form}}], **more}, own)
        for dataset in (
            dict.fromkeys(d for d, _ in self.others) if self.datasets else ("DM",)
        ):  # no study is without one
            own = {v: {"collected": f"{REGISTER}.{d}_{v}"} for d, v in self.others if d == dataset}
            self._dataset(spec, dataset, {"records": [{"read": {"from": REGISTER}}]}, own)
        if self.operation.role == CHECK:
            dump(spec / "checks.yaml", {"checks": self.written})
        elif not self.variable and not self.operation.qualifiers:
            made = dict.fromkeys(self.operation.produces, {})
            earlier: list[Any] = []
            if own := self.datasets.get(self.made.name):  # the step reads the dataset's own earlier records
                form = self.behind(self.made.name)
                earlier, made = (
                    [{"read": {"from": form}}],
                    {n: {"collected": f"{form}.{n}"} for n in self.collected(own)},
                )
            self._dataset(spec, self.made.name, {"records": [*earlier, *self.written]}, made)

    def _dataset(self, spec: Path, name: str, body: dict[str, Any], variables: dict[str, Any]) -> None:
        standard, own = "adam" if name.startswith("AD") else "sdtm", {}
        head = {"dataset": name, "keys": [SUBJECT]}
        if standard == "adam" or dataset_fact(name) is None:
            head |= {"label": name, "class": _adam_class(name), "structure": "An example"}
        form = body["records"][0].get("read", {}).get("from", "")
        identified = {"collected": f"{form}.{SUBJECT}"} if form.islower() else {"not_available": "an example"}
        for variable, verb in ({SUBJECT: identified} | variables).items():
            fact = _fact(name, variable)
            said = {} if fact and fact.label else {"label": variable}
            if standard == "adam" or not fact or not fact.type:
                said["type"] = kind_of(name, variable, self._values(name, variable))
            own[variable] = said | verb | ({"codelist": "none"} if fact and fact.codelists else {})
        dump(spec / standard / f"{name.lower()}.yaml", {**head, **body, "variables": own})

    def _values(self, dataset: str, variable: str) -> Iterable[str]:
        """What an example says of a variable, to see its type."""
        for table in (*self.datasets.values(), self.made):
            if table.name == dataset and variable in table.columns:
                return [row[table.columns.index(variable)] for row in table.rows]
        return self.others.get((dataset, variable), {}).values()

    # -- what it gives ------------------------------------------------------------------------------

    def run(self, folder: Path, registry: Registry) -> Done:
        """Write it, read it, compute it."""
        self.write(folder)
        findings = Findings()
        plan = make_plan(folder / "spec", registry, findings)
        wrong = [f.text() for f in findings.stops if f.rule not in EXPECTED]
        assert plan is not None and not wrong, "\n".join(wrong)
        part = Part(plan, dict(typed_forms(plan, folder / "raw")))
        for node in plan.order:
            evaluate(part, node)
        if self.operation.role == CHECK:
            return Done([], _reported(run_checks(part)), "")
        name, words = self.made.name, Words(plan)
        reported = _reported(part.ledger(name).findings)
        if self.variable:
            given = self._texts(name, self.variable, part.column(name, self.variable))
            rows = [(*row[:-1], value) for row, value in zip(self.made.rows, given, strict=True)]
            return Done(rows, reported, words.method(plan.variables[name, self.variable]))
        columns = [self._made(part, column) for column in self.made.columns]
        step = plan.steps[name][-1]
        return Done(list(zip(*columns, strict=True)), reported, words.records(step))

    def _made(self, part: Part, column: str) -> list[str]:
        """A column of the records made: the subject, a produced one, or that of the row on which each record stands."""
        if self.made.name in self.datasets:
            return self._of_all(part, column)
        (block,) = part.phase_blocks(self.made.name)
        (piece,) = block.pieces
        target, _, name = column.rpartition(".")
        if column == SUBJECT:
            return list(block.subject)
        if target in self.tables:
            return list(part.tables[target][name].take(piece.table_position))
        if target:
            return self._texts(target, name, part.column(target, name).take(piece.position))
        return self._texts(self.made.name, name, piece.produced[name])

    def _of_all(self, part: Part, column: str) -> list[str]:
        """The same of all records of a dataset whose own earlier records the step reads."""
        name, (target, _, field) = self.made.name, column.rpartition(".")
        if not target:
            return list(part.subjects(name) if column == SUBJECT else as_text(part.column(name, column)))
        rows = np.concatenate([block.along(target) for block in part.phase_blocks(name)])
        return list(as_text(part.column(target, field).take(rows)))

    def _texts(self, dataset: str, variable: str, column: Column) -> list[str]:
        """A column as the example writes it: dates as ISO 8601."""
        dates = column.is_number and kind_of(dataset, variable, self._values(dataset, variable)) == "sasdate"
        return [iso_date(float(t)) if t and dates else t for t in as_text(column)]


def kind_of(dataset: str, variable: str, values: Iterable[str]) -> str:
    """text, float or sasdate: what the standard says of a variable, or what all values are."""
    fact, filled = _fact(dataset, variable), [v for v in values if v]
    if fact and fact.type:
        return fact.type if fact.type in ("float", "sasdate") else "text"
    if dataset.startswith("AD") and variable.endswith("DT") and filled and all(map(ISO.fullmatch, filled)):
        return "sasdate"
    return "float" if filled and all(map(NUMBER.fullmatch, filled)) else "text"


def _fact(dataset: str, variable: str) -> Fact | None:
    standard = "adam" if dataset.startswith("AD") else "sdtm"
    return find(standard, dataset, _adam_class(dataset) if standard == "adam" else "", variable)


def _adam_class(dataset: str) -> str:
    return "ADSL" if dataset == "ADSL" else "BDS"


def typed_forms(plan: Plan, raw: Path) -> Iterator[tuple[str, Any]]:
    """The forms, read and typed."""
    for name, form in plan.study.forms.items():
        findings = Findings()
        rows = read_form(form, raw, findings)
        assert rows is not None, [f.text() for f in findings]
        typed = type_form(form, rows.cells, rows.numbers, plan.study.codelists, "en")
        assert not typed.findings, [f.text() for f in typed.findings]
        yield name, typed


def _form(path: Path, subjects: list[str], columns: dict[str, list[str]], kinds: dict[str, str]) -> dict[str, Any]:
    """A form of crf.yaml, its file written; what a dataset holds as a SAS date is a number there, too."""
    columns = {n: list(map(_sas, v)) if kinds[n] == "sasdate" else v for n, v in columns.items()}
    _csv(path, [[SUBJECT, *columns], *zip(subjects, *columns.values(), strict=True)])
    types = {SUBJECT: "text"} | {n: {"float": "number", "sasdate": "number"}.get(k, k) for n, k in kinds.items()}
    dates = {n: {"format": ["YYYY-MM-DD"]} for n, kind in types.items() if kind == "date"}
    return {
        "label": {"en": path.stem},
        "file": path.name,
        "encoding": "utf-8",
        "subject": SUBJECT,
        "key": [SUBJECT],
        "not_submitted": "an example",
        "fields": {n: {"label": {"en": n}, "type": kind, **dates.get(n, {})} for n, kind in types.items()},
    }


def _field_kind(values: list[str]) -> str:
    filled = [v for v in values if v]
    if filled and all(map(ISO.fullmatch, filled)):
        return "date"
    return "number" if filled and all(map(NUMBER.fullmatch, filled)) else "text"


def _reported(findings: Iterable[Finding]) -> list[str]:
    return [f"{f.level.upper()} {f.rule}, subject {f.subject}, {f.value or 'no value'}: {f.message}" for f in findings]


def _subjects(table: Rows) -> list[str]:
    """The subject of each row; without a column of them each row is one."""
    if SUBJECT in table.columns:
        return [row[table.columns.index(SUBJECT)] for row in table.rows]
    return [str(n) for n in range(1, len(table.rows) + 1)]


def _sas(iso: str) -> str:
    return str((date.fromisoformat(iso) - date(1960, 1, 1)).days) if iso else ""


def _pairs(written: Any) -> Iterator[tuple[str, Any]]:
    """Every key with its value, however deep."""
    if isinstance(written, dict):
        yield from written.items()
    for each in written.values() if isinstance(written, dict) else written if isinstance(written, list) else ():
        yield from _pairs(each)


def _csv(path: Path, rows: Iterable[Iterable[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)


def dump(path: Path, written: Any) -> None:
    path.write_text(yaml.safe_dump(written, sort_keys=False, allow_unicode=True), encoding="utf-8")

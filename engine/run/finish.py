"""Finishing one part of a dataset: order of records, checks of what stands in it, measures."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from onespec.engine.column import Column
from onespec.engine.columns import number_text, text
from onespec.engine.contract import Codelist
from onespec.engine.findings import QUERY, STOP, Problem
from onespec.engine.frames import Frame
from onespec.engine.limits import MAX_TEXT
from onespec.engine.run.blocks import Ledger
from onespec.engine.run.kept import Read, Written, keep, kept, ledger_read, ledger_said, measure_read, measure_said
from onespec.engine.run.measure import DatasetMeasure, Values, measure, values_of
from onespec.engine.run.part import Part
from onespec.engine.run.work import Work
from onespec.engine.spec.model import Dataset, Variable
from onespec.engine.spec.verbs import NotAvailable

PieceKept = tuple[int, int, int, int, str, np.ndarray | None]


@dataclass
class Entry:
    """One part of a dataset as it is kept: records in the order they arose, and how to sort them.

    frame     every variable, also supplemental ones, and SUBJECT
    pieces    (step number, phase, start, stop, source, row of the source or None)
    order     positions of the records in the order of subjects, and of the dataset's keys within a subject
    """

    frame: Frame
    pieces: list[PieceKept]
    order: np.ndarray
    ledger: Ledger
    measure: DatasetMeasure

    def sorted(self, columns: list[str]) -> Frame:
        """The records of the part as the dataset holds them."""
        return self.frame.only(columns).take(self.order)

    def keep(self, path: Path) -> None:
        """Write it into a file."""
        written = Written()
        said = {
            "frame": written.frame(self.frame),
            "pieces": [[*p[:5], None if p[5] is None else written.array("positions", p[5])] for p in self.pieces],
            "order": written.array("positions", self.order),
            "ledger": ledger_said(self.ledger, written),
            "measure": measure_said(self.measure),
        }
        keep(path, said, written.arrays())

    @classmethod
    def kept(cls, path: Path, texts: bool = True) -> Entry:
        """What a file holds, without its columns where ``texts`` are not wanted; raises `Damaged`."""
        said, arrays = kept(path)
        read = Read(arrays)
        frame = read.frame(said["frame"]) if texts else Frame({}, said["measure"]["rows"])
        pieces = [(*p[:5], None if p[5] is None else read.array("positions", p[5])) for p in said["pieces"]]
        order = read.array("positions", said["order"])
        return cls(frame, pieces, order, ledger_read(said["ledger"], read), measure_read(said["measure"]))


def finish(part: Part, dataset: Dataset) -> Entry:
    """Sort, check and measure a dataset that is computed."""
    work = Work(part, dataset, part.ledger(dataset.name))
    columns = {"SUBJECT": part.subjects(dataset.name), **{v: part.column(dataset.name, v) for v in dataset.variables}}
    frame = Frame(columns)
    pieces, start, steps = [], 0, []
    for phase in range(dataset.phases):
        block = part.blocks[dataset.name, phase]
        pieces += [(p.step.number, phase, start + p.start, start + p.stop, p.source, p.position) for p in block.pieces]
        start += len(block)
        steps.append(block.step)
    levels = sort_levels([frame[k] for k in ("SUBJECT", *dataset.keys)])  # by subject first: parts are ranges of them
    order = np.lexsort(levels[::-1])  # equal records keep their order
    values = values_of(frame)
    for variable in dataset.variables.values():
        _check(Checked(work, variable, frame[variable.name], values[variable.name]), frame)
    _check_keys(work, frame, levels, order)
    step = np.concatenate(steps) if steps else np.empty(0, np.int32)
    return Entry(frame, pieces, order, work.ledger, measure(dataset, frame, step, values))


def sort_levels(keys: list[Column]) -> list[np.ndarray]:
    """Of each key, numbers that sort as its values do, blanks first."""
    return [key.order() for key in keys]


@dataclass(frozen=True)
class Checked:
    """One variable of a computed dataset, whose values are held against what they may be."""

    work: Work
    variable: Variable
    column: Column
    values: Values

    def stop(self, mask: np.ndarray, rule: str, message: str, fix: str) -> None:
        """A stop for each record of ``mask``."""
        if mask.any():
            problem = Problem(rule, STOP, message, fix)
            self.work.report(problem, self.variable.name, np.flatnonzero(mask), self.column[mask])


def _check(checked: Checked, frame: Frame) -> None:
    dataset, variable, values = checked.work.dataset, checked.variable, checked.values
    codelists = checked.work.part.plan.study.codelists
    if variable.codelist:
        _check_codes(checked, codelists[variable.codelist])
    for value, codelist in dataset.value_codelists.get(variable.name, {}).items():
        mine = frame[dataset.value_level[variable.name][0]] == value
        _check_codes(checked, codelists[codelist], mine)
    if variable.core == "Req" and dataset.standard == "sdtm" and not isinstance(variable.verb, NotAvailable):
        blank = ~values.filled[values.codes]
        message = f"{variable.name} is required and blank."
        checked.stop(blank, "VALUE-REQUIRED", message, "Correct the source, or what derives it.")
    if not values.is_number:
        _check_text(checked)


def _check_codes(checked: Checked, codelist: Codelist, mine: np.ndarray | bool = True) -> None:
    """Values without a term, of the records ``mine``."""
    values = checked.values
    terms = {number_text(float(t)) for t in codelist.terms} if values.is_number else codelist.terms
    unknown = values.filled & np.array([text not in terms for text in values.distinct.texts], bool)
    kind = "extensible" if codelist.extensible else "complete in the terminology"
    fix = f"Correct the value; if it is right and the codelist is {kind}, add the term to codelists.yaml."
    checked.stop(unknown[values.codes] & mine, "VALUE-CODE", f"The value is no term of codelist {codelist.name}.", fix)


def _check_text(checked: Checked) -> None:
    values = checked.values
    checked.stop(
        (values.size > MAX_TEXT)[values.codes],
        "VALUE-LENGTH",
        f"The text is longer than {MAX_TEXT} bytes, the most that a transport file holds.",
        "Shorten the translation, or split the text between two variables.",
    )
    if checked.work.part.plan.study.language == "en":
        checked.stop(
            ~checked.column.str.isascii(),
            "VALUE-ASCII",
            "The English edition holds plain ASCII only.",
            "Have the text translated, or map the answer in codelists.yaml.",
        )


def _check_keys(work: Work, frame: Frame, levels: list[np.ndarray], order: np.ndarray) -> None:
    dataset = work.dataset
    twice = np.zeros(len(frame), bool)  # in order, records of equal keys stand together
    twice[order[1:]] = np.logical_and.reduce([level[order[1:]] == level[order[:-1]] for level in levels])
    if twice.any():
        keys = frame.only(dataset.keys).take(twice)
        shown = text([" / ".join(map(str, row)) for row in keys.rows()])
        problem = Problem(
            "KEY-DUPLICATE",
            QUERY,
            f"A second record of {dataset.name} has the same keys; both are carried.",
            "Ask the site which record is right, or complete the keys in the specification.",
        )
        work.report(problem, dataset.keys[-1], np.flatnonzero(twice), shown)

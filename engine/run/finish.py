"""Finishing one part of a dataset: order of records, checks of what stands in it, measures."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np

from onespec.engine.column import Column
from onespec.engine.columns import concat, text
from onespec.engine.findings import QUERY, STOP, Problem
from onespec.engine.frames import Frame
from onespec.engine.run.blocks import Ledger
from onespec.engine.run.coding import verbatims
from onespec.engine.run.held import faults, no_term
from onespec.engine.run.kept import Read, Written, keep, kept, ledger_read, ledger_said, measure_read, measure_said
from onespec.engine.run.measure import DatasetMeasure, Values, measure, values_of
from onespec.engine.run.part import Part
from onespec.engine.run.standing import standings
from onespec.engine.run.work import Work
from onespec.engine.spec.model import Dataset, Variable
from onespec.engine.spec.verbs import NotAvailable


class PieceKept(NamedTuple):
    """What is kept of a piece.

    step      number of its record step; ``phase``, and the rows of the entry that it takes
    position  row of the source as the raw store has it, or None
    produced  the columns that its step makes or sets
    fields    produced column -> the raw field that each of its values was read from
    """

    step: int
    phase: int
    start: int
    stop: int
    source: str
    position: np.ndarray | None
    produced: tuple[str, ...]
    fields: Frame


@dataclass
class Entry:
    """One part of a dataset as it is kept: records in the order they arose, and how to sort them.

    frame     every variable, also supplemental ones, and SUBJECT
    pieces    how its records arose
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
            "pieces": [_piece_said(p, written) for p in self.pieces],
            "order": written.array("positions", self.order),
            "ledger": ledger_said(self.ledger, written),
            "measure": measure_said(self.measure),
        }
        keep(path, said, written.arrays())

    @classmethod
    def kept(cls, path: Path, texts: bool = True) -> Entry:
        """What a file holds, without any columns where ``texts`` are not wanted; raises `Damaged`."""
        said, arrays = kept(path)
        read = Read(arrays)
        frame = read.frame(said["frame"]) if texts else Frame({}, said["measure"]["rows"])
        pieces = [_piece_read(p, read, texts) for p in said["pieces"]]
        order = read.array("positions", said["order"])
        return cls(frame, pieces, order, ledger_read(said["ledger"], read), measure_read(said["measure"]))


def _piece_said(piece: PieceKept, written: Written) -> list:
    at = None if piece.position is None else written.array("positions", piece.position)
    return [*piece[:5], at, piece.produced, written.frame(piece.fields)]


def _piece_read(said: list, read: Read, texts: bool) -> PieceKept:
    step, phase, start, stop, source, at, produced, fields = said
    position = None if at is None else read.array("positions", at)
    return PieceKept(step, phase, start, stop, source, position, tuple(produced), read.frame(fields if texts else []))


def finish(part: Part, dataset: Dataset) -> Entry:
    """Sort, check and measure a dataset that is computed."""
    work = Work(part, dataset, part.ledger(dataset.name))
    columns = {"SUBJECT": part.subjects(dataset.name), **{v: part.column(dataset.name, v) for v in dataset.variables}}
    frame = Frame(columns)
    pieces, start, steps = [], 0, []
    for phase in range(dataset.phases):
        block = part.blocks[dataset.name, phase]
        pieces += [
            PieceKept(
                *(p.step.number, phase, start + p.start, start + p.stop, p.source),
                *(part.stored(p.source, p.position), tuple(p.produced), Frame(p.fields)),
            )
            for p in block.pieces
        ]
        start += len(block)
        steps.append(block.step)
    levels = sort_levels([frame[k] for k in ("SUBJECT", *dataset.keys)])  # by subject first: parts are ranges of them
    order = np.lexsort(levels[::-1])  # equal records keep their order
    values = values_of(frame.only([v.name for v in dataset.submitted]), part.plan.study.encoded)
    for variable in dataset.submitted:
        _check(Checked(work, variable, frame[variable.name], values[variable.name]), frame)
    _check_keys(work, frame, levels, order)
    step = np.concatenate(steps) if steps else np.empty(0, np.int32)
    measured = measure(dataset, frame, step, values)
    measured.texts = standings(part, dataset.name)
    return Entry(frame, pieces, order, work.ledger, measured)


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

    def tell(self, problem: Problem, mask: np.ndarray) -> None:
        """A finding for each record of ``mask``."""
        if mask.any():
            self.work.report(problem, self.variable.name, np.flatnonzero(mask), self.column[mask])


def _check(checked: Checked, frame: Frame) -> None:
    dataset, variable, values = checked.work.dataset, checked.variable, checked.values
    study = checked.work.part.plan.study
    for problem, wrong in faults(study, variable, values):
        checked.tell(problem, wrong)
    for value, codelist in dataset.value_codelists.get(variable.name, {}).items():
        mine = frame[dataset.value_level[variable.name][0]] == value
        problem, wrong = no_term(study.codelists[codelist], values)
        checked.tell(problem, wrong & mine)
    if variable.core == "Req" and dataset.standard == "sdtm" and not isinstance(variable.verb, NotAvailable):
        blank = ~values.filled[values.codes] & ~_to_be_coded(checked.work, variable)
        message = f"{variable.name} is required and blank."
        checked.tell(Problem("VALUE-REQUIRED", STOP, message, "Correct the source, or what derives it."), blank)


def _to_be_coded(work: Work, variable: Variable) -> np.ndarray:
    """The records whose text waits for its code: that is told of the text, once."""
    part, name = work.part, work.dataset.name
    coded = part.plan.coded.get(name)
    if coded is None or variable.name not in coded.columns:
        return np.zeros(len(part.subjects(name)), bool)
    return concat([verbatims(part, name, block) for block in part.phase_blocks(name)]).notna()


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

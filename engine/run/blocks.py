"""What a dataset is made of while it is computed: pieces of rows, blocks of a phase, and the ledger of raw cells."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np

from onespec.engine.column import Column
from onespec.engine.columns import as_text, blanks, concat
from onespec.engine.contract import Decision, Report, Selection
from onespec.engine.findings import Findings
from onespec.engine.kinds import Text
from onespec.engine.plan.references import StepPlan


@dataclass
class Piece:
    """The rows of one record step: they stand together in a block, from ``start`` to ``stop``."""

    step: StepPlan
    start: int
    stop: int
    source: str = ""
    position: np.ndarray | None = None  # row of the source (all its rows)
    produced: dict[str, Column] = field(default_factory=dict)  # produced and set columns
    fields: dict[str, Column] = field(default_factory=dict)
    table: str = ""
    table_position: np.ndarray | None = None
    told: tuple[Selection, Report] | None = None  # what the step reported on the rows that it selected
    replaces: np.ndarray | None = None  # the dataset's own earlier records in whose place these stand
    decision: Decision | None = None  # of one that replaces records: it cannot be asked again, as they are gone

    def kept(self, keep: np.ndarray, start: int) -> Piece:
        """The rows of a mask, which stand in their block from ``start``."""
        own = np.flatnonzero(keep)
        position, table = (a if a is None else a[own] for a in (self.position, self.table_position))
        produced, fields = ({n: c.take(own) for n, c in side.items()} for side in (self.produced, self.fields))
        stands = {"position": position, "table_position": table, "produced": produced, "fields": fields}
        return replace(self, start=start, stop=start + len(own), **stands)


@dataclass
class Block:
    """The records of one phase of a dataset."""

    subject: Text
    pieces: list[Piece]
    columns: dict[str, Column] = field(default_factory=dict)
    # Form or dataset with one row a subject -> its row of each record.
    joined: dict[str, np.ndarray] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.subject)

    @property
    def step(self) -> np.ndarray:
        return np.repeat([p.step.number for p in self.pieces], [p.stop - p.start for p in self.pieces]).astype(np.int32)

    def alone(self, piece: Piece) -> Block:
        """The rows of one piece as a block."""
        alone = replace(piece, start=0, stop=piece.stop - piece.start)
        return Block(self.subject.cut(piece.start, piece.stop), [alone])

    def kept(self, keep: np.ndarray) -> Block:
        """The records of a mask as a block."""
        pieces: list[Piece] = []
        for piece in self.pieces:
            pieces.append(piece.kept(keep[piece.start : piece.stop], pieces[-1].stop if pieces else 0))
        own = np.flatnonzero(keep)
        columns = {n: c.take(own) for n, c in self.columns.items()}
        return Block(self.subject.take(own), pieces, columns, {n: p[own] for n, p in self.joined.items()})

    def along(self, target: str) -> np.ndarray:
        """Each row's position in ``target`` where that is its source, -1 elsewhere."""
        out = np.full(len(self), -1, np.intp)
        for piece in self.pieces:
            if piece.source == target and piece.position is not None:
                out[piece.start : piece.stop] = piece.position
        return out

    def produced(self, name: str, source: str = "") -> tuple[Column | None, np.ndarray]:
        """A produced or set column over the block (blank where no step gives it), and where steps give it."""
        given = np.zeros(len(self), bool)
        parts = []
        for piece in self.pieces:
            column = piece.produced.get(name) if not source or piece.source == source else None
            given[piece.start : piece.stop] = column is not None
            parts.append((column, piece.stop - piece.start))
        if not given.any():
            return None, given
        numeric = next(c.is_number for c, _ in parts if c is not None)
        filled = [c if c is not None else blanks(n, numeric) for c, n in parts]
        filled = [as_text(c) for c in filled] if any(not c.is_number for c in filled) else filled
        return concat(filled), given


@dataclass
class Ledger:
    """What computing one dataset found, and what it did with raw cells: (form, field, by) -> status a row.

    ``by`` is the variable that looked at them ("" for the records themselves), or the rule that refused them.
    """

    findings: Findings = field(default_factory=Findings)
    marks: dict[tuple[str, str, str], np.ndarray] = field(default_factory=dict)

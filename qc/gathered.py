"""Results of second programs that came block by block, held against one another and put together."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

import numpy as np
import pyarrow as pa

from onespec.engine.compute import pc
from onespec.qc.base import MEMORY, Base, ProgramFailed
from onespec.qc.by_subject import SHARED, SUBJECT, WITNESSES
from onespec.qc.results import Results, dataset_rows, dataset_schema

_PLACE = "_place"  # of a row, while rows are sorted
_LINE = "Write a line '-- all subjects' into the program; it is then run on all subjects at once."
_LZ4 = pa.ipc.IpcWriteOptions(compression="lz4")


def write_piece(path: Path, schema: pa.Schema, batches: Iterator[pa.RecordBatch]) -> None:
    """Keep rows of a result as text and numbers; raises `NoDataset`."""
    with pa.OSFile(str(path), "wb") as file, pa.ipc.new_stream(file, dataset_schema(schema), options=_LZ4) as out:
        for batch in batches:
            out.write_batch(dataset_rows(batch))


def read_piece(path: Path) -> Iterator[pa.Table]:
    """What was kept, at least one part."""
    with pa.OSFile(str(path)) as file, pa.ipc.open_stream(file) as rows:
        yield rows.schema.empty_table()
        yield from (pa.table(batch) for batch in rows)


@dataclass
class _Piece:
    """Rows of one block (its file), or of a witness."""

    first: str
    last: str
    rows: Path | pa.Table


@dataclass
class _Result:
    program: Path
    witnessed: pa.Table  # the rows of the witnesses where they are alone
    pieces: list[_Piece] = field(default_factory=list)


class Gathered:
    """Results by the name of their program.

    The block of the witnesses comes first.  What a program gives for them must be the same in each other block: a
    program for which other subjects matter tells itself.
    """

    def __init__(self) -> None:
        self.results: dict[str, _Result] = {}
        self._witnesses = {""}  # rows of no subject are the same in each block, too
        self._homes: dict[str, int] = {}  # the block of each subject

    def add(self, program: Path, block: int, file: Path) -> None:
        """The rows that a program gave for a block and the witnesses.

        Raises `ProgramFailed` where they depend on which subjects a block has.
        """
        name = program.stem.upper()
        if block == WITNESSES:
            rows = pa.concat_tables(read_piece(file))
            self.results[name] = _Result(program, rows)
            self._witnesses |= set(pc.unique(rows[SUBJECT]).to_pylist())
            return
        result, witnesses = self.results[name], pa.array(sorted(self._witnesses), pa.large_string())
        is_sorted, last, own, of_witnesses = not name.startswith(SHARED), "", [], []
        for part in read_piece(file):
            of_witnesses.append(part.filter(pc.is_in(part[SUBJECT], value_set=witnesses)))
            subjects = _subjects(program, part[SUBJECT], last if is_sorted else None)
            last = subjects[-1] if subjects else last
            own += [subject for subject in subjects if subject not in self._witnesses]
        for subject in own:
            if self._homes.setdefault(subject, block) != block:
                raise ProgramFailed(f"{program}: it gives rows of {subject} for two blocks of subjects. {_LINE}")
        if is_sorted:
            self._compare(result, pa.concat_tables(of_witnesses))
        if own:
            result.pieces.append(_Piece(own[0], own[-1], file))

    def _compare(self, result: _Result, rows: pa.Table) -> None:
        alone = result.witnessed
        if rows.schema != alone.schema:
            raise ProgramFailed(f"{result.program}: its columns depend on the data. {_LINE}")
        if rows.equals(alone):
            return
        subjects = sorted({*alone[SUBJECT].to_pylist(), *rows[SUBJECT].to_pylist()})
        one = next(s for s in subjects if not _of(rows, s).equals(_of(alone, s)))
        said = f"what it gives for {one or 'no subject'} depends on which other subjects are there"
        if one and not len(_of(alone, one)):  # it is the other program that mixes subjects, or this one
            other = next(r.program.name for r in self.results.values() if len(_of(r.witnessed, one)))
            said = f"it gives rows of {one} in another block of subjects than {other}, of which one mixes subjects"
        raise ProgramFailed(f"{result.program}: {said}. {_LINE}")

    def write(self, results: Results, folder: Path, wanted: Callable[[str], bool]) -> None:
        """Put results together, their rows in the order of the program's result for all subjects at once."""
        witnesses = pa.array(sorted(self._witnesses), pa.large_string())
        for name, result in ((n, r) for n, r in self.results.items() if wanted(n)):
            alone = result.witnessed
            pieces = [_Piece(s, s, _of(alone, s)) for s in pc.unique(alone[SUBJECT]).to_pylist()]
            pieces = sorted([*pieces, *result.pieces], key=lambda piece: piece.first)
            if all(one.last < other.first for one, other in pairwise(pieces)) or name.startswith(SHARED):
                results.write(name, alone.schema, _rows(pieces, witnesses))
            else:
                _write_sorted(results, name, pieces, witnesses, folder)
            for piece in result.pieces:
                if isinstance(piece.rows, Path):
                    piece.rows.unlink()


def _subjects(program: Path, column: pa.ChunkedArray, before: str | None) -> list[str]:
    """Subjects as they come; raises `ProgramFailed` where ``before``, the one before, says that they must be sorted."""
    encoded = column.combine_chunks().dictionary_encode()
    subjects, codes = encoded.dictionary.to_pylist(), encoded.indices.to_numpy()
    if before is not None and ([before, *subjects] != sorted([before, *subjects]) or (np.diff(codes) < 0).any()):
        raise ProgramFailed(f"{program}: its rows are not sorted by {SUBJECT}. {_LINE}")
    return subjects


def _of(rows: pa.Table, subject: str) -> pa.Table:
    return rows.filter(pc.equal(rows[SUBJECT], subject))


def _rows(pieces: list[_Piece], witnesses: pa.Array) -> Iterator[pa.RecordBatch]:
    for piece in pieces:
        if isinstance(piece.rows, Path):
            for part in read_piece(piece.rows):
                yield from part.filter(pc.invert(pc.is_in(part[SUBJECT], value_set=witnesses))).to_batches()
        else:
            yield from piece.rows.to_batches()


# parameters: where the result goes and its name, its pieces, of whom each block has rows, a folder to sort in
def _write_sorted(results: Results, name: str, pieces: list[_Piece], witnesses: pa.Array, folder: Path) -> None:
    """Blocks whose subjects stand between one another: sorted by subject; the rows of one stay in their order."""

    def numbered() -> Iterator[pa.Table]:
        begin = 0
        for batch in _rows(pieces, witnesses):
            numbers = pa.array(range(begin, begin + len(batch)), pa.int64())
            yield pa.table(batch).append_column(_PLACE, numbers)
            begin += len(batch)

    with Base(folder / f"{name}.duckdb", MEMORY) as base:
        base.store("main", "rows", numbered)
        select = f"SELECT * EXCLUDE ({_PLACE}) FROM main.rows ORDER BY {SUBJECT}, {_PLACE}"
        base.select(select, lambda schema, rows: results.write(name, schema, rows))

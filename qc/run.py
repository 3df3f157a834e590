"""The second programming: one SQL program a dataset, run on DuckDB.

A program is one SELECT whose result is the dataset: its variables in order, its records sorted.
It stands with the study, in ``qc/sdtm/<dataset>.sql`` or ``qc/adam/<dataset>.sql`` of its folder, and sees

=======  ==========================================================  ============
schema   what                                                        for
=======  ==========================================================  ============
raw      each form of crf.yaml, as exported, and ``_row``            SDTM
sdtm     the production SDTM datasets                                ADaM
spec     ``answers``, ``terms``, ``study``, and each of tables/      both
qc       results of the programs of the same stage that it names     both
=======  ==========================================================  ============

Text is VARCHAR and blank is ``''``; a number is DOUBLE and missing is NULL.  The variable ``edition`` is the
language of the edition.  There is no production
ADaM here, and a program cannot open files.  Macros stand in ``macros.sql``, beside the stages or
inside one.  A program that names ``qc.<dataset>`` runs after that dataset's program.  One whose file's name begins
with an underscore is no dataset: it gives rows that several programs share, as ``qc._name``.

DuckDB works on a file in a temporary folder within a limit of memory, and puts there what is more.  Tables come to it
and results from it part by part.  Few statements cannot work so: one that fails for its memory is run again with half
as much more, up to what the place allows.  A study of many subjects is run by blocks of them (`onespec.qc.by_subject`).
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from graphlib import TopologicalSorter
from pathlib import Path

import pyarrow as pa

from onespec.engine.xpt.stream import read_xpt_parts
from onespec.qc.base import FEW, LITTLE, MEMORY, ROWS, Base, Parts, ProgramFailed, scratch
from onespec.qc.by_subject import SHARED, SUBJECT, Cut, cut, shares
from onespec.qc.gathered import Gathered, read_piece, write_piece
from onespec.qc.raw_tables import read_forms, subject_columns
from onespec.qc.results import Results
from onespec.qc.spec_tables import read_spec

PROGRAMS = "qc"  # in the study's folder: its second programs, what they share, and the errors that qc-power seeds
MACROS = "macros.sql"
Tables = Iterable[tuple[str, Parts]]
Subjects = dict[str, tuple[str, ...] | None]  # columns that make the subject, by table

__all__ = ["MACROS", "SHARED", "Place", "ProgramFailed", "programs_of", "run_programs"]


@dataclass(frozen=True)
class Place:
    """Where the two sides come from.

    study   the specification's folder, with the second programs in ``qc/``
    raw     the export, which the SDTM programs read
    built   the outputs of the production build
    language  of the edition that was built; ``encoding``: of its texts
    memory  MB that DuckDB may use at most for a statement of the second programs
    room    the folder for what does not stand in memory; the system's temporary folder when None
    """

    study: Path
    raw: Path
    built: Path
    language: str = "en"
    encoding: str = "utf-8"
    memory: int = MEMORY
    room: Path | None = None


def programs_of(study: Path) -> Path:
    """Where the second programs of the study in a folder stand."""
    return study / PROGRAMS


def run_programs(place: Place, names: list[str] | None = None) -> Results:
    """The result of each QC program of the study by dataset name.

    ``names`` keeps these datasets; one without a program is left out.  Programs know the language of the edition as
    ``getvariable('edition')``.

    Raises `ProgramFailed` naming the program, and what the readers of the export and of the built datasets raise.
    """
    home, results = programs_of(place.study), Results(place.room)
    for stage in ("sdtm", "adam"):
        if files := _wanted(home / stage, names):
            with scratch(place.room) as folder:
                macros = [path for path in (home / MACROS, home / stage / MACROS) if path.exists()]
                _Stage(place, folder, files, macros, results, read_spec(place.study)).run(stage)
    results.keep(n for n in results if not n.startswith(SHARED) and (names is None or n in names))
    return results


@dataclass(frozen=True)
class _Stage:
    """The programs of a stage, each after those that it names, with what they share and where their results go."""

    place: Place
    folder: Path
    files: list[Path]
    macros: list[Path]
    results: Results
    spec: dict[str, pa.Table]

    def run(self, stage: str) -> None:
        schema = "raw" if stage == "sdtm" else "sdtm"
        file, subjects = self.folder / "base.duckdb", dict[str, tuple[str, ...] | None]()
        with self._base(file) as base:
            self._begin(base, schema)
            for name, parts in _forms(self.place) if schema == "raw" else _sdtm(self.place):
                base.store(schema, name, parts)
                subjects[name] = () if schema == "raw" or SUBJECT not in _columns(base, schema, name) else (SUBJECT,)
            if schema == "raw":
                subjects = subject_columns(self.place.study, lambda name: _columns(base, schema, name))
            blocks = cut(base, file, schema, subjects)
            first, by_subject, last = shares(base, self.files, self._needs()) if blocks.blocks else ([], [], self.files)
            if not by_subject:
                self._begin_programs(base)
                self._run(base, self.files)
        if by_subject:
            self._by_blocks(blocks, first, by_subject, last)

    def _by_blocks(self, blocks: Cut, first: list[Path], by_subject: list[Path], last: list[Path]) -> None:
        """Programs that are run whole, in a file of their own; between them the others, block after block."""
        whole = self.folder / "whole.duckdb"
        if first or last:
            shutil.copyfile(blocks.file, whole)
            with self._base(whole) as base:
                self._begin_programs(base)
                self._run(base, first)
        gathered = Gathered()
        for block in range(blocks.blocks + 1):
            self._block(blocks, block, by_subject, gathered)
        kept = self._named(last)
        gathered.write(self.results, self.folder, lambda name: not name.startswith(SHARED) or name in kept)
        if last:
            with self._base(whole) as base:
                self._give(base, kept - set(map(_name, first)))
                self._run(base, last)

    def _block(self, blocks: Cut, block: int, files: list[Path], gathered: Gathered) -> None:
        file, named = self.folder / "block.duckdb", self._named(files)
        with self._base(file, LITTLE, FEW) as base:
            self._begin(base, blocks.schema)
            for name, parts in blocks.rows(block, self.place.memory):
                base.store(blocks.schema, name, parts)
            self._begin_programs(base)
            self._give(base, named)
            for path in files:
                piece = self.folder / f"{_name(path)}.{block}.arrow"
                base.program(path, partial(write_piece, piece))
                if _name(path) in named:
                    base.store("qc", _name(path).lower(), partial(read_piece, piece))
                gathered.add(path, block, piece)
        file.unlink()

    def _run(self, base: Base, files: list[Path]) -> None:
        for path in files:
            base.program(path, partial(self.results.write, _name(path)))
            if _name(path) in self._named(self.files):
                self._give(base, {_name(path)})

    def _give(self, base: Base, names: set[str]) -> None:
        """Results that are there already, to programs that name them."""
        for name in sorted(names & self.results.paths.keys()):
            base.store("qc", name.lower(), partial(self.results.read, name, ROWS))

    def _base(self, file: Path, least: int = 0, rows: int = ROWS) -> Base:
        return Base(file, self.place.memory, self.place.language, least, rows)

    def _begin(self, base: Base, schema: str) -> None:
        base.schemas("qc", schema, "spec")
        for name, table in self.spec.items():
            base.store("spec", name, lambda t=table: [t])

    def _begin_programs(self, base: Base) -> None:
        for path in self.macros:
            base.macros(path)

    def _named(self, files: list[Path]) -> set[str]:
        return set().union(*map(_named, files))

    def _needs(self) -> dict[Path, set[Path]]:
        by_name = {_name(path): path for path in self.files}
        return {path: {by_name[n] for n in _named(path) & by_name.keys() - {_name(path)}} for path in self.files}


def _name(path: Path) -> str:
    return path.stem.upper()


def _wanted(folder: Path, names: list[str] | None) -> list[Path]:
    """The programs asked for and those that they name, each after what it names."""
    files = {path.stem.upper(): path for path in sorted(folder.glob("*.sql")) if path.name != MACROS}
    needs = {name: _named(path) & files.keys() - {name} for name, path in files.items()}
    wanted = set(files if names is None else files.keys() & set(names))
    while more := set().union(*(needs[name] for name in wanted)) - wanted:
        wanted |= more
    order = TopologicalSorter({name: sorted(needs[name]) for name in sorted(wanted)}).static_order()
    return [files[name] for name in order]


def _named(path: Path) -> set[str]:
    code = re.sub(r"--.*", "", path.read_text(encoding="utf-8"))
    return {name.upper() for name in re.findall(r"\bqc\.(\w+)", code, re.IGNORECASE)}


def _columns(base: Base, schema: str, name: str) -> list[str]:
    """Of a table, those of text."""
    asked = (
        "SELECT column_name FROM duckdb_columns() WHERE schema_name = ? AND table_name = ? AND data_type = 'VARCHAR'"
    )
    return [column for (column,) in base.connection.execute(asked, [schema, name]).fetchall()]


def _forms(place: Place) -> Tables:
    return read_forms(place.study, place.raw, ROWS)


def _sdtm(place: Place) -> Tables:
    for path in sorted((place.built / "sdtm").glob("*.xpt")):
        yield path.stem, partial(_rows, path, place.encoding)


def _rows(path: Path, encoding: str) -> Iterator[pa.Table]:
    return (pa.Table.from_pandas(part, preserve_index=False) for part in read_xpt_parts(path, ROWS, encoding))

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
as much more, up to what the place allows.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from graphlib import TopologicalSorter
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from onespec.engine.xpt.stream import read_xpt_parts
from onespec.qc.raw_tables import read_forms
from onespec.qc.results import NoDataset, Results
from onespec.qc.spec_tables import read_spec

PROGRAMS = "qc"  # in the study's folder: its second programs, what they share, and the errors that qc-power seeds
MACROS = "macros.sql"
SHARED = "_"  # begins the name of a program whose result others name, and which is no dataset
# One thread: sums of floats do not depend on how the work was cut.
SETTINGS = {"threads": 1, "enable_external_access": False, "python_enable_replacements": False}
FIRST, MEMORY = 200, 3200  # MB that DuckDB has for a statement, and may have for one that cannot do with so much
_TOO_MUCH = "Out of Memory Error"  # how DuckDB's message begins
_ROWS = 20_000  # of a table or a result in memory
Parts = Callable[[], Iterable[pa.Table]]  # of a table, from its first row
Tables = Iterable[tuple[str, Parts]]


@dataclass(frozen=True)
class Place:
    """Where the two sides come from.

    study   the specification's folder, with the second programs in ``qc/``
    raw     the export, which the SDTM programs read
    built   the outputs of the production build
    language  of the edition that was built; ``encoding``: of its texts
    memory  MB that DuckDB may use at most for a statement of the second programs
    """

    study: Path
    raw: Path
    built: Path
    language: str = "en"
    encoding: str = "utf-8"
    memory: int = MEMORY


class _Unread(Exception):
    """The rest of a result cannot be had."""


class _TooLittle(Exception):
    """A statement gets no more memory; what it needs, and how to allow it."""


class ProgramFailed(Exception):
    """A QC program cannot be run, or its result is no dataset."""


def programs_of(study: Path) -> Path:
    """Where the second programs of the study in a folder stand."""
    return study / PROGRAMS


def run_programs(place: Place, names: list[str] | None = None) -> Results:
    """The result of each QC program of the study by dataset name.

    ``names`` keeps these datasets; one without a program is left out.  Programs know the language of the edition as
    ``getvariable('edition')``.

    Raises `ProgramFailed` naming the program, and what the readers of the export and of the built datasets raise.
    """
    home, results = programs_of(place.study), Results()
    stages: tuple[tuple[str, str, Callable[[], Tables]], ...] = (
        ("sdtm", "raw", lambda: read_forms(place.study, place.raw, _ROWS)),
        ("adam", "sdtm", lambda: _sdtm(place)),
    )
    for stage, schema, own in stages:
        files = _wanted(home / stage, names)
        if files:
            macros = [path for path in (home / MACROS, home / stage / MACROS) if path.exists()]
            with _opened(place, schema) as base:
                for name, parts in own():
                    with _naming(f"{schema}.{name}"):
                        _within(base, place.memory, lambda s=schema, n=name, p=parts: _store(base, s, n, p))
                _run(base, files, macros, results, place.memory)
    results.keep(n for n in results if not n.startswith(SHARED) and (names is None or n in names))
    return results


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


@contextmanager
def _opened(place: Place, schema: str) -> Iterator[duckdb.DuckDBPyConnection]:
    """A base with the facts of the specification, and a schema for the other tables; it goes away with its folder."""
    with tempfile.TemporaryDirectory(prefix="onespec-qc-") as folder:
        config = SETTINGS | {"memory_limit": f"{min(FIRST, place.memory)}MB", "temp_directory": f"{folder}/more"}
        with duckdb.connect(f"{folder}/base.duckdb", config=config) as base:
            base.execute("SET VARIABLE edition = ?", [place.language])
            for name in ("qc", schema, "spec"):
                base.execute(f"CREATE SCHEMA {name}")
            for name, table in read_spec(place.study).items():
                with _naming(f"spec.{name}"):
                    _within(base, place.memory, lambda n=name, t=table: _store(base, "spec", n, lambda: [t]))
            yield base


# parameters: the base, what is run, where results go, and the most memory
def _run(base: duckdb.DuckDBPyConnection, files: list[Path], macros: list[Path], results: Results, memory: int) -> None:
    """The programs, each after those that it names."""
    needed = set().union(*map(_named, files))
    for path in macros:
        with _naming(path):
            for statement in base.extract_statements(path.read_text(encoding="utf-8")):
                _within(base, memory, lambda s=statement: base.execute(s))
    for path in files:
        name = path.stem.upper()
        with _naming(path):
            _within(base, memory, lambda n=name, p=path: _write(base, n, p, results))
            if name in needed:
                _within(base, memory, lambda n=name: _store(base, "qc", n.lower(), lambda: _read(results.paths[n])))


def _within(base: duckdb.DuckDBPyConnection, most: int, do: Callable[[], object]) -> None:
    """Do it with little memory; with more where that is not enough.  Raises `_TooLittle` where no more is allowed."""
    limit = min(FIRST, most)
    while True:
        base.execute(f"SET memory_limit = '{limit}MB'")
        try:
            do()
            break
        except (duckdb.OutOfMemoryException, _Unread) as error:
            if isinstance(error, _Unread) and not str(error).startswith(_TOO_MUCH):
                raise
            if limit >= most:
                raise _TooLittle(_more(most)) from error
        limit = min(limit + limit // 2, most)
    if limit > FIRST:
        base.execute(f"SET memory_limit = '{FIRST}MB'")


def _write(base: duckdb.DuckDBPyConnection, name: str, path: Path, results: Results) -> None:
    with _select(base, path).to_arrow_reader(_ROWS) as rows:
        results.write(name, rows.schema, _batches(rows))


def _select(base: duckdb.DuckDBPyConnection, path: Path) -> duckdb.DuckDBPyRelation:
    statements = base.extract_statements(path.read_text(encoding="utf-8"))
    if [statement.type for statement in statements] != [duckdb.StatementType.SELECT]:
        raise ProgramFailed(f"{path}: the program is not one SELECT.")
    return base.sql(statements[0])


@contextmanager
def _naming(what: Path | str) -> Iterator[None]:
    """What DuckDB finds wrong carries the name of the program or table."""
    try:
        yield
    except (duckdb.Error, NoDataset, _Unread, _TooLittle) as error:
        raise ProgramFailed(f"{what}: {error}") from error


def _batches(rows: pa.RecordBatchReader) -> Iterator[pa.RecordBatch]:
    """What DuckDB finds wrong when the first rows are out comes by way of Arrow, with its own words."""
    try:
        yield from rows
    except (OSError, pa.ArrowException) as error:
        raise _Unread(str(error)) from error


def _more(memory: int) -> str:
    return (
        f"it needs more memory than the {memory} MB that DuckDB may use, or more room in the temporary folder "
        f"{tempfile.gettempdir()}. Allow more: onespec qc --memory {2 * memory}."
    )


def _store(base: duckdb.DuckDBPyConnection, schema: str, name: str, parts: Parts) -> None:
    """The table, of which each part is on disk before the next one comes: rows of one transaction stand in memory."""
    base.execute(f'DROP TABLE IF EXISTS {schema}."{name}"')
    do = f'CREATE TABLE {schema}."{name}" AS'
    for part in parts():
        base.register("arriving", part)
        base.execute(f"{do} SELECT * FROM arriving")
        base.unregister("arriving")
        do = f'INSERT INTO {schema}."{name}"'


def _read(path: Path) -> Iterator[pa.Table]:
    with pq.ParquetFile(path, pre_buffer=False) as file:
        yield from (pa.table(batch) for batch in file.iter_batches(_ROWS, use_threads=False))
        if not file.metadata.num_rows:
            yield file.schema_arrow.empty_table()


def _sdtm(place: Place) -> Tables:
    for path in sorted((place.built / "sdtm").glob("*.xpt")):
        yield path.stem, partial(_rows, path, place.encoding)


def _rows(path: Path, encoding: str) -> Iterator[pa.Table]:
    return (pa.Table.from_pandas(part, preserve_index=False) for part in read_xpt_parts(path, _ROWS, encoding))

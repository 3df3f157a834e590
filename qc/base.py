"""DuckDB on a file, within a limit of memory: what second programs are run in."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
import pyarrow as pa

from onespec.qc.results import NoDataset

# One thread: sums of floats do not depend on how the work was cut.
SETTINGS = {"threads": 1, "enable_external_access": False, "python_enable_replacements": False}
FIRST, MEMORY = 200, 3200  # MB that DuckDB has for a statement, and may have for one that cannot do with so much
LITTLE = 150  # MB with which statements on a block of subjects begin
ROWS, FEW = 10_000, 4_000  # of a table or a result in memory; of a result of a block
_TOO_MUCH = "Out of Memory Error"  # how DuckDB's message begins
Parts = Callable[[], Iterable[pa.Table]]  # of a table, from its first row
Keep = Callable[[pa.Schema, Iterator[pa.RecordBatch]], None]


class ProgramFailed(Exception):
    """A QC program cannot be run, or its result is no dataset."""


class _Unread(Exception):
    """The rest of a result cannot be had."""


class _TooLittle(Exception):
    """A statement gets no more memory; what it needs, and how to allow it."""


class Base:
    """Tables in a file, and what programs make of them; the file goes away with its folder.

    file      is made where it is not there
    most      MB that a statement may have at most
    language  of the edition, which programs know as ``getvariable('edition')``
    least     MB with which each statement begins, `FIRST` when 0
    rows      of a result at a time: Arrow's batches are no part of what DuckDB may use
    """

    def __init__(self, file: Path, most: int, language: str = "", least: int = 0, rows: int = ROWS):
        self.most, self.least, self._folder, self.rows = most, min(least or FIRST, most), file.parent, rows
        config = SETTINGS | {"memory_limit": f"{self.least}MB", "temp_directory": f"{file}.more"}
        self.connection = duckdb.connect(str(file), config=config)
        self.connection.execute("SET VARIABLE edition = ?", [language])

    def __enter__(self) -> Base:
        return self

    def __exit__(self, *_: object) -> None:
        self.connection.close()

    def schemas(self, *names: str) -> None:
        for name in names:
            self.connection.execute(f"CREATE SCHEMA {name}")

    def store(self, schema: str, name: str, parts: Parts) -> None:
        """A table, of which each part is on disk before the next one comes.  Raises `ProgramFailed`."""
        with naming(f"{schema}.{name}"):
            self._within(lambda: self._store(schema, name, parts))

    def _store(self, schema: str, name: str, parts: Parts) -> None:
        """Rows of one transaction stand in memory: each part is one."""
        self.connection.execute(f'DROP TABLE IF EXISTS {schema}."{name}"')
        do = f'CREATE TABLE {schema}."{name}" AS'
        for part in parts():
            self.connection.register("arriving", part)
            self.connection.execute(f"{do} SELECT * FROM arriving")
            self.connection.unregister("arriving")
            do = f'INSERT INTO {schema}."{name}"'

    def macros(self, path: Path) -> None:
        """Run all statements of a file.  Raises `ProgramFailed`."""
        with naming(path):
            for statement in self.connection.extract_statements(path.read_text(encoding="utf-8")):
                self._within(lambda s=statement: self.connection.execute(s))

    def program(self, path: Path, keep: Keep) -> None:
        """Hand the result of the one SELECT of a file to ``keep``, from its first row again where memory did not do.

        Raises `ProgramFailed`.
        """
        with naming(path):
            statements = self.connection.extract_statements(path.read_text(encoding="utf-8"))
            if [statement.type for statement in statements] != [duckdb.StatementType.SELECT]:
                raise ProgramFailed(f"{path}: the program is not one SELECT.")
            self.select(statements[0], keep)

    def select(self, statement: str | duckdb.Statement, keep: Keep) -> None:
        """Hand the rows of a statement to ``keep``, from the first one again where memory did not do."""

        def do() -> None:
            with self.connection.sql(statement).to_arrow_reader(self.rows) as rows:
                keep(rows.schema, _batches(rows))

        self._within(do)

    def stream(self, statement: str) -> Iterator[pa.Table]:
        """Rows of a statement, at least one part.  Where memory does not do it fails, and has more the next time."""
        try:
            with self.connection.sql(statement).to_arrow_reader(ROWS) as rows:
                yield rows.schema.empty_table()
                yield from (pa.table(batch) for batch in _batches(rows))
        except (duckdb.OutOfMemoryException, _Unread):
            self.least = min(self.least + self.least // 2, self.most)
            self.connection.execute(f"SET memory_limit = '{self.least}MB'")
            raise

    def _within(self, do: Callable[[], object]) -> None:
        """Do it with little memory, or with more where that is not enough.  Raises `_TooLittle`."""
        limit = self.least
        while True:
            self.connection.execute(f"SET memory_limit = '{limit}MB'")
            try:
                do()
                break
            except (duckdb.OutOfMemoryException, _Unread) as error:
                if isinstance(error, _Unread) and not str(error).startswith(_TOO_MUCH):
                    raise
                if limit >= self.most:
                    raise _TooLittle(self._more()) from error
            limit = min(limit + limit // 2, self.most)
        if limit > self.least:
            self.connection.execute(f"SET memory_limit = '{self.least}MB'")

    def _more(self) -> str:
        return (
            f"it needs more memory than the {self.most} MB that DuckDB may use, or more room in the temporary folder "
            f"{self._folder}. Allow more: onespec qc --memory {2 * self.most}."
        )


@contextmanager
def naming(what: Path | str) -> Iterator[None]:
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


@contextmanager
def scratch(room: Path | None) -> Iterator[Path]:
    """A folder for what does not stand in memory; it goes away."""
    with tempfile.TemporaryDirectory(prefix="onespec-qc-", dir=room) as folder:
        yield Path(folder)

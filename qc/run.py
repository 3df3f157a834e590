"""The second programming: one SQL program a dataset, run in memory on DuckDB.

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
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from graphlib import TopologicalSorter
from pathlib import Path

import duckdb
import pandas as pd
import pyarrow as pa

from onespec.engine.xpt.reader import read_xpt
from onespec.qc.raw_tables import read_forms
from onespec.qc.spec_tables import read_spec

PROGRAMS = "qc"  # in the study's folder: its second programs, what they share, and the errors that qc-power seeds
MACROS = "macros.sql"
SHARED = "_"  # begins the name of a program whose result others name, and which is no dataset
# One thread: sums of floats do not depend on how the work was cut.
SETTINGS = {"threads": 1, "enable_external_access": False, "python_enable_replacements": False}
Tables = dict[str, pa.Table]


class ProgramFailed(Exception):
    """A QC program cannot be run, or its result is no dataset."""


def programs_of(study: Path) -> Path:
    """Where the second programs of the study in a folder stand."""
    return study / PROGRAMS


# parameters: where the two sides come from, which programs, and what the edition's texts are
def run_programs(
    study: Path, raw: Path, built: Path, names: list[str] | None = None, language: str = "en", encoding: str = "utf-8"
) -> dict[str, pd.DataFrame]:
    """The result of each QC program of the study by dataset name, text as str (blank ``""``), numbers as float64.

    ``study`` is the specification's folder, ``raw`` the export, ``built`` the outputs of the
    production build.  ``names`` keeps these datasets; one without a program is left out.
    ``language`` is that of the edition, which programs know as ``getvariable('edition')``, and
    ``encoding`` that of the built datasets.

    Raises `ProgramFailed` naming the program, and what the readers of ``raw`` and ``built`` raise.
    """
    home = programs_of(study)
    results: dict[str, pd.DataFrame] = {}
    for stage, own in (
        ("sdtm", lambda: {"raw": read_forms(study, raw)}),
        ("adam", lambda: {"sdtm": _sdtm(built, encoding)}),
    ):
        files = _wanted(home / stage, names)
        if files:
            macros = [path for path in (home / MACROS, home / stage / MACROS) if path.exists()]
            results |= _run(files, macros, {**own(), "spec": read_spec(study)}, language)
    return {n: t for n, t in results.items() if not n.startswith(SHARED) and (names is None or n in names)}


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


def _run(files: list[Path], macros: list[Path], schemas: dict[str, Tables], edition: str) -> dict[str, pd.DataFrame]:
    with duckdb.connect(config=SETTINGS) as base:
        base.execute("SET VARIABLE edition = ?", [edition])
        base.execute("CREATE SCHEMA qc")
        for schema, tables in schemas.items():
            base.execute(f"CREATE SCHEMA {schema}")
            for name, table in tables.items():
                _store(base, schema, name, table)
        for path in macros:
            with _naming(path):
                base.execute(path.read_text(encoding="utf-8"))
        results = {}
        for path in files:
            name = path.stem.upper()
            with _naming(path):
                results[name] = _dataset(path, _select(base, path).to_arrow_table())
            _store(base, "qc", name.lower(), pa.Table.from_pandas(results[name], preserve_index=False))
        return results


def _select(base: duckdb.DuckDBPyConnection, path: Path) -> duckdb.DuckDBPyRelation:
    statements = base.extract_statements(path.read_text(encoding="utf-8"))
    if [statement.type for statement in statements] != [duckdb.StatementType.SELECT]:
        raise ProgramFailed(f"{path}: the program is not one SELECT.")
    return base.sql(statements[0])


@contextmanager
def _naming(path: Path) -> Iterator[None]:
    """What DuckDB finds wrong carries the program's name."""
    try:
        yield
    except duckdb.Error as error:
        raise ProgramFailed(f"{path}: {error}") from error


def _store(base: duckdb.DuckDBPyConnection, schema: str, name: str, table: pa.Table) -> None:
    base.register("arriving", table)
    base.execute(f'CREATE TABLE {schema}."{name}" AS SELECT * FROM arriving')
    base.unregister("arriving")


def _dataset(path: Path, table: pa.Table) -> pd.DataFrame:
    """Text and numbers, as a transport file holds them."""
    columns = {}
    for name, column in zip(table.column_names, table.columns, strict=True):
        if pa.types.is_string(column.type) or pa.types.is_null(column.type):
            columns[name] = pd.Series(column.to_pandas(), dtype="str").fillna("")
        elif pa.types.is_decimal(column.type):  # by way of text, which gives the nearest float
            columns[name] = column.cast(pa.string()).cast(pa.float64()).to_pandas().astype("float64")
        elif pa.types.is_integer(column.type) or pa.types.is_floating(column.type):
            columns[name] = column.cast(pa.float64()).to_pandas().astype("float64")
        else:
            raise ProgramFailed(f"{path}: {name} is {column.type}; make it text or a number.")
    return pd.DataFrame(columns)


def _sdtm(built: Path, encoding: str) -> Tables:
    files = sorted((built / "sdtm").glob("*.xpt"))
    return {path.stem: pa.Table.from_pandas(read_xpt(path, encoding)[1], preserve_index=False) for path in files}

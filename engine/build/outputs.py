# pyright: standard
"""Writing the outputs: transport files out of the kept parts, lineage, reports, the run's record."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from onespec.engine.arrow import array_of, texts_of
from onespec.engine.build.accounting_report import accounting_html, accounting_json
from onespec.engine.csv_text import write_csv
from onespec.engine.findings import Finding
from onespec.engine.frames import Frame
from onespec.engine.raw.account import Accounts, counts
from onespec.engine.raw.store import RawStore, raw_row_numbers
from onespec.engine.run.finish import Entry
from onespec.engine.run.measure import DatasetMeasure
from onespec.engine.run.tasks import read_entry
from onespec.engine.spec.folder import in_writing_order
from onespec.engine.spec.model import Dataset, Study, Variable
from onespec.engine.xpt.writer import XptVariable, write_xpt

_RELATIONS = "Relationship"  # the class of SUPP-- and RELREC
_IMPUTATION = ("C81223", "C81226")  # the codelists of flags of imputed dates and times
_ROW_GROUP = 1 << 18  # records a row group of the lineage
_FORMATS = {"sasdate": "DATE9.", "sasdatetime": "DATETIME20.", "sastime": "TIME8."}


def lengths(study: Study, measures: dict[str, DatasetMeasure]) -> dict[str, dict[str, int]]:
    """By dataset the bytes of each character variable: the longest value in any dataset that has it, at least 1.

    Analysis datasets also look at the SDTM datasets that they copy from, never the reverse.  A dataset of relationships
    (SUPP--, RELREC) holds values of many variables: it takes its own longest values, and gives no other a length (FDA,
    Study Data Technical Conformance Guide, for SUPP--).
    """
    own = {
        name: {v.name: max(1, m.variables[v.name].length) for v in study.datasets[name].columns if not v.is_number}
        for name, m in measures.items()
    }
    alike = {name: each for name, each in own.items() if study.datasets[name].cls != _RELATIONS}
    longest: dict[str, dict[str, int]] = {"sdtm": {}, "adam": {}}
    for standard, found in longest.items():
        for name, each in alike.items():
            if study.datasets[name].standard in (standard, "sdtm"):
                found |= {n: max(length, found.get(n, 1)) for n, length in each.items()}
    return {
        name: {n: longest[study.datasets[name].standard][n] for n in each} if name in alike else each
        for name, each in own.items()
    }


def written(study: Study, dataset: Dataset, measure: DatasetMeasure) -> list[Variable]:
    """The variables that a dataset's file holds.

    A flag of imputed dates or times stands there when a value is imputed (ADaMIG 1.3, 3.1.2: *DTF, *TMF are
    conditional): one that no record of the study fills is left out.
    """

    def idle(variable: Variable) -> bool:
        codelist = study.codelists.get(variable.codelist)
        return codelist is not None and codelist.nci in _IMPUTATION and not measure.variables[variable.name].count

    return [v for v in dataset.columns if not (measure.rows and v.name not in dataset.keys and idle(v))]


def display_format(variable: Variable) -> str:
    return variable.format or _FORMATS.get(variable.type, "")


def xpt_variables(variables: Iterable[Variable], length: dict[str, int]) -> list[XptVariable]:
    """What the transport file says of each variable."""
    return [
        XptVariable(
            v.name, v.written, "Num" if v.is_number else "Char", 8 if v.is_number else length[v.name], display_format(v)
        )
        for v in variables
    ]


def write_dataset(
    path: Path, study: Study, dataset: Dataset, variables: list[XptVariable], cache: Path, keys: list[str]
) -> int:
    """One transport file from the parts in order; returns the number of rows."""
    names = [v.name for v in variables]
    chunks: Iterator[Frame] = (read_entry(cache, key).sorted(names) for key in keys)
    return write_xpt(
        path,
        dataset.name,
        dataset.written,
        variables,
        chunks,
        created=study.created.replace(tzinfo=None),
        encoding=study.encoded,
    )


def write_lineage(path: Path, plan_dataset: Dataset, cache: Path, keys: dict[str, list[str]], raw_rows) -> None:
    """For each record: the record step that made it, and its source: a raw row, or a record of a dataset.

    Columns: record (1 is the first of the dataset), step (1 is the first), source, source_record.
    Row groups have a size of their own, so that the bytes do not depend on how the work was cut.
    """
    sources = sorted({"", *(s.source for s in plan_dataset.steps)})
    schema = pa.schema(
        [
            ("record", pa.int32()),
            ("step", pa.int16()),
            ("source", pa.dictionary(pa.int16(), pa.string())),
            ("source_record", pa.int32()),
        ]
    )
    start, waiting = 0, []
    with pq.ParquetWriter(path, schema, compression="zstd") as writer:
        for number, key in enumerate(keys[plan_dataset.name]):
            step, code, record = _lineage(read_entry(cache, key, texts=False), number, sources, raw_rows)
            source = pa.DictionaryArray.from_arrays(array_of(code), texts_of(sources, pa.string()))
            columns = [
                array_of(np.arange(start + 1, start + len(step) + 1, dtype=np.int32)),
                array_of(step),
                source,
                array_of(record),
            ]
            waiting.append(pa.table(columns, schema=schema))
            start += len(step)
            if sum(map(len, waiting)) >= _ROW_GROUP:
                table = pa.concat_tables(waiting)
                whole = len(table) // _ROW_GROUP * _ROW_GROUP
                writer.write_table(table.slice(0, whole).combine_chunks(), _ROW_GROUP)
                waiting = [table.slice(whole)]
        writer.write_table(pa.concat_tables(waiting).combine_chunks(), _ROW_GROUP)


def _lineage(entry: Entry, number: int, sources: list[str], raw_rows) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Step, source and source record of each record of a part, in the order of the dataset."""
    n = len(entry.frame)
    step, code, record = np.zeros(n, np.int16), np.zeros(n, np.int16), np.zeros(n, np.int32)
    for piece in entry.pieces:
        own = slice(piece.start, piece.stop)
        step[own], code[own] = piece.step + 1, sources.index(piece.source)
        if piece.position is not None:
            record[own] = raw_rows(piece.source, number, piece.position)
    return step[entry.order], code[entry.order], record[entry.order]


class SourceRecords:
    """Turns a position in a source's part into a raw row number or a record number of the dataset.

    The parts are asked for in their order: no more is remembered than a part of each source.
    """

    def __init__(self, store: RawStore, cache: Path, keys: dict[str, list[str]]):
        self.store, self.cache, self.keys = store, cache, keys
        self._ranks: dict[str, tuple[int, int, np.ndarray]] = {}  # of a source: part, records before it, rank of each

    def __call__(self, source: str, part: int, position: np.ndarray) -> np.ndarray:
        if source in self.store.forms:
            return raw_row_numbers(self.store.forms[source], part)[position]
        start, rank = self._rank(source, part)
        return start + rank[position] + 1

    def _rank(self, source: str, part: int) -> tuple[int, np.ndarray]:
        before = -1, 0, np.empty(0, np.int64)
        last, start, rank = self._ranks.get(source, before)
        if last > part:
            last, start, rank = before
        for number in range(last + 1, part + 1):
            order = read_entry(self.cache, self.keys[source][number], texts=False).order
            start += len(rank)
            rank = np.empty(len(order), np.int64)
            rank[order] = np.arange(len(order))
            self._ranks[source] = number, start, rank
        return start, rank


def write_documents(folder: Path, study: Study, standard: str) -> None:
    """The documents that hold long tables, beside the define.xml that names them: tab-delimited text, UTF-8."""
    for document in study.documents.values():
        if document.table and document.standard in ("", standard):
            rows = study.tables[document.table]
            lines = [list(rows[0]) if rows else [], *(list(row.values()) for row in rows)]
            text = "".join("\t".join(line) + "\n" for line in lines)
            (folder / document.href).write_text(text, encoding="utf-8", newline="\n")


def write_findings(path: Path, findings: Iterable[Finding]) -> None:
    """Findings as a table, one a line, in an order that does not depend on how the work was cut."""
    columns = ["rule", "level", "file", "line", "row", "dataset", "column", "subject", "value", "message", "fix"]
    columns += ["count", "reached", "check"]
    records = (f.record() for f in in_writing_order(findings))
    write_csv(path, columns, ([record[c] for c in columns] for record in records))


def write_accounting(folder: Path, study: Study, accounts: Accounts) -> None:
    """The balance by form and field: filled cells, and what became of them.

    As CSV; with their places, as a page and JSON.
    """
    names = (*counts(bool(study.cut.date)), "balance")
    head = ["form", "field", *names]
    rows = ([form, name, *(getattr(a, n) for n in names)] for (form, name), a in sorted(accounts.items()))
    write_csv(folder / "accounting.csv", head, rows)
    (folder / "accounting.html").write_text(accounting_html(study, accounts), encoding="utf-8", newline="\n")
    write_json(folder / "accounting.json", accounting_json(study, accounts))


def write_json(path: Path, value: object) -> None:
    path.write_text(json.dumps(value, indent=1, sort_keys=True, ensure_ascii=False) + "\n", encoding="utf-8")

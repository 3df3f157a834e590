"""The errors that `make qc-power` seeds: ``qc/errors.yaml`` in the study's folder.

    outputs:  # spoil one production dataset
      - {error: A row is dropped, dataset: AE, drop: yes}
      - {error: A start date lies a day later, dataset: AE, where: {AETERM: Fever}, shift_days: {AESTDTC: 1}}
    sources:  # spoil a file of the specification or of the program, and build again
      - {error: Response from 35 per cent, file: specs/adam/adrs.yaml, replace: "percent: 30", by: "percent: 35"}
      - {error: Study days have a day 0, file: sdtm/methods/study_day.py, replace: "day + 1", by: day}

    edges:  # cells of the raw export that are changed for the errors of sources, so that limits are reached
      - file: scans.csv
        where: {SUBJID: 0101, VISIT: V2}
        set: {SCANDAT: 2025-10-15}
        reason: 27 days after the first response

In the ``file`` of a source, ``specs/`` stands for the study's folder; everything else is a path in the program.
How the piece to ``replace`` is found: qc/power/sources.py.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from onespec.engine.findings import STOP, Findings, unknown
from onespec.engine.spec.conditions import Condition
from onespec.engine.spec.entries import EntryReader
from onespec.engine.spec.yamltext import Map, Seq, load_yaml
from onespec.qc.power.seeds import NEEDS_VALUE, OPERATIONS, CannotSeed, Dataset
from onespec.qc.power.sources import replaced
from onespec.qc.where import keeps

FILE = "errors.yaml"


@dataclass(frozen=True)
class OutputError:
    """An error of one dataset."""

    error: str
    dataset: str
    operation: str
    parameter: object
    where: tuple[Condition, ...]

    def seed(self, data: Dataset) -> Dataset:
        """The spoiled dataset.

        Raises `CannotSeed` where the data have no place for the error, or it would change nothing.
        """
        try:
            mask = keeps(self.where, data.frame)
            for name in self._names() if self.operation in NEEDS_VALUE else ():
                mask &= (data.frame[name].notna() & (data.frame[name].astype("str") != "")).to_numpy()
        except KeyError as error:
            raise CannotSeed(f"there is no variable {error}") from None
        rows = np.flatnonzero(mask)
        if not len(rows):
            raise CannotSeed("no row meets the conditions")
        spoiled = OPERATIONS[self.operation](data, rows, self.parameter)
        if spoiled.table == data.table and spoiled.frame.equals(data.frame) and self.operation != "special":
            raise CannotSeed("the value is what it was")
        return spoiled

    def _names(self) -> list[str]:
        """The variables that the operation changes."""
        return [str(n) for n in self.parameter] if isinstance(self.parameter, (dict, list)) else [str(self.parameter)]


@dataclass(frozen=True)
class SourceError:
    """An error of the specification or the program: a piece of a file replaced by another."""

    error: str
    file: str
    replace: str
    by: str

    def seed(self, text: str) -> str:
        """The file's text with the error; raises `CannotSeed` where it has no place for it."""
        return replaced(self.file, text, self.replace, self.by)


@dataclass(frozen=True)
class Edge:
    """A change of one row of a CSV file of the raw export."""

    file: str
    where: dict[str, str]
    set: dict[str, str]
    reason: str

    def apply(self, raw: Path) -> bool:
        """False when not exactly one row meets the conditions, or a column is not there."""
        path = raw / self.file
        data = path.read_bytes() if path.is_file() else b""
        encoding = "utf-8-sig" if data.startswith(b"\xef\xbb\xbf") else "gb18030" if not _is_utf8(data) else "utf-8"
        rows = list(csv.reader(io.StringIO(data.decode(encoding), newline="")))
        head = rows[0] if rows else []
        if not {*self.where, *self.set} <= {*head}:
            return False
        place = {name: head.index(name) for name in head}
        met = [
            row
            for row in rows[1:]
            if len(row) == len(head) and all(row[place[n]].strip() == v for n, v in self.where.items())
        ]
        for row in met if len(met) == 1 else ():
            for name, value in self.set.items():
                row[place[name]] = value
        out = io.StringIO(newline="")
        csv.writer(out, lineterminator="\r\n" if b"\r\n" in data else "\n").writerows(rows)
        path.write_bytes(out.getvalue().encode(encoding))
        return len(met) == 1


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def read_errors(folder: Path, findings: Findings) -> tuple[list[OutputError], list[SourceError], list[Edge]]:
    """The errors of a study, and the edges of its data; every fault of the list is a finding."""
    reader = EntryReader(FILE, findings)
    entry = load_yaml(folder / FILE, FILE, findings)
    reader.unknown_keys(entry, ("outputs", "sources", "edges"), FILE)
    outputs = [e for item, line in _items(reader, entry, "outputs") if (e := _output(reader, item, line))]
    sources = [
        SourceError(
            *(reader.text(item, n, required=n != "by", what="The error") for n in ("error", "file", "replace", "by"))
        )
        for item, _ in _items(reader, entry, "sources")
    ]
    edges = [
        Edge(
            reader.text(item, "file", required=True, what="The edge"),
            dict(reader.mapping(item, "where")),
            dict(reader.mapping(item, "set")),
            reader.text(item, "reason", required=True, what="The edge"),
        )
        for item, _ in _items(reader, entry, "edges")
    ]
    return outputs, sources, edges


def _items(reader: EntryReader, entry: Map, key: str) -> Iterator[tuple[Map, int]]:
    listed = entry.get(key) or Seq()
    if not isinstance(listed, Seq):
        reader.stop("QC-ERROR", f"'{key}' must be a list.", "Write '- {error: ..., ...}'.", entry.lines[key])
        return
    for item, line in zip(listed, listed.lines if listed else (), strict=True):
        if isinstance(item, Map):
            yield item, line
        else:
            reader.stop("QC-ERROR", "An error is a mapping.", "Write {error: ..., dataset: ..., drop: yes}.", line)


def _output(reader: EntryReader, item: Map, line: int) -> OutputError | None:
    operations = [k for k in item if k not in ("error", "dataset", "where")]
    if len(operations) != 1:
        reader.stop(
            "QC-ERROR",
            f"The error has {len(operations)} operations.",
            f"Give it one of: {', '.join(OPERATIONS)}.",
            line,
        )
        return None
    if operations[0] not in OPERATIONS:
        reader.findings.add("QC-ERROR", STOP, *unknown("operation", operations[0], OPERATIONS), file=FILE, line=line)
        return None
    return OutputError(
        reader.text(item, "error", required=True, what="The error"),
        reader.text(item, "dataset", required=True, what="The error"),
        operations[0],
        item[operations[0]],
        reader.where(item),
    )

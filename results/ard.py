"""Analysis results data (ARD): one row a statistic, named as the R package cards names its columns.

display, number, analysis, line   where it stands: the analysis of the display and its line, from 1; analysis 0 are the
                                  sizes of the columns
context, dataset, where           the operation, the dataset, and which records of it were chosen
population                        the flag of the subjects; "" for all
group1, group1_level              the group of the display and its value; both "" in a column of all subjects
group2, group2_level, ...         what the line stands under
variable, variable_level          what the statistic is about; "" for none, and for all values
column                            what stands above the cell
stat_name, stat_label             n, N, p, mean, ..., and in words
stat, stat_text, stat_fmt         the number, not rounded; the value that is no number; as it is printed
records                           the records that it stands on: ``ADSL 1-3, 7``, by their numbers in the transport file
"""

from __future__ import annotations

import io
import json
import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from onespec.engine.arrow import array_of, numbers_of, texts_of
from onespec.engine.csv_text import csv_text
from onespec.engine.plan.references import AnalysisPlan
from onespec.results.contract import Line, Standing, Stat
from onespec.results.heads import heads_of
from onespec.results.run import Computed

POPULATION = "population"  # the context of the sizes of the columns

Groups = tuple[tuple[str, str], ...]  # variables and their values


@dataclass(frozen=True)
class Row:
    """One statistic with everything that it is about."""

    display: str
    number: str
    analysis: int
    line: int
    context: str
    dataset: str
    where: str
    population: str
    group: tuple[str, str]
    within: Groups
    variable: str
    level: str
    column: str
    stat: Stat

    @property
    def value(self) -> float | None:
        """Its number; None where there is none, and where it is not finite."""
        value = self.stat.value
        return float(value) if not isinstance(value, str) and value is not None and math.isfinite(value) else None

    @property
    def text(self) -> str:
        """Its value where it is no number."""
        return self.stat.value if isinstance(self.stat.value, str) else ""

    def cells(self, depth: int) -> list[object]:
        """What stands in its columns, of ``depth`` groups beside the first."""
        groups = (self.group, *self.within, *[("", "")] * (depth - len(self.within)))
        stat = self.stat
        return [
            *(self.display, self.number, self.analysis, self.line),
            *(self.context, self.dataset, self.where, self.population),
            *(part for group in groups for part in group),
            *(self.variable, self.level, self.column),
            *(stat.name, stat.label, self.value, self.text, stat.text, standing_text(stat.on)),
        ]


def head(depth: int) -> list[str]:
    """The names of the columns, of ``depth`` groups beside the first."""
    groups = [name for n in range(1, depth + 2) for name in (f"group{n}", f"group{n}_level")]
    return [
        *("display", "number", "analysis", "line", "context", "dataset", "where", "population", *groups),
        *("variable", "variable_level", "column"),
        *("stat_name", "stat_label", "stat", "stat_text", "stat_fmt", "records"),
    ]


def rows_of(computed: Computed) -> Iterator[Row]:
    """The statistics of a display: the sizes of its columns, then analysis by analysis, line by line."""
    display, about = computed.plan.display, (computed.plan.display.name, computed.plan.display.number)
    columns = list(zip(computed.levels, computed.columns, strict=True))
    for (level, words), members in zip(columns, computed.members, strict=True):
        size = Stat("N", "Number of subjects", float(len(members.rows)), str(len(members.rows)), members)
        group = _group(display.group, level)
        yield Row(
            *about, 0, 1, POPULATION, computed.plan.subjects, "", display.population, group, (), "", "", words.en, size
        )
    for number, (analysis, result) in enumerate(computed.results, 1):
        heads = heads_of(computed, result)
        for at, line in enumerate(result.lines, 1):
            for (level, words), cell in zip(heads, line.cells, strict=False):
                group, within = _placed(display.group, level, line)
                for stat in cell.stats:
                    context = (*_context(analysis), display.population, group, within, line.variable, line.level)
                    yield Row(*about, number, at, *context, words.en, stat)


def ard_files(displays: Sequence[Computed]) -> dict[str, bytes]:
    """The analysis results data of displays by file name: all as Parquet and JSON, and each display as CSV.

    The same numbers give the same bytes.
    """
    rows = {computed.plan.display.name: list(rows_of(computed)) for computed in displays}
    everything = [row for own in rows.values() for row in own]
    files = {"ard.parquet": _parquet(everything), "ard.json": _json(everything)}
    for name, own in rows.items():
        depth = _depth(own)
        files[f"{name}.csv"] = csv_text(head(depth), (row.cells(depth) for row in own)).encode("utf-8-sig")
    return files


def standing_text(on: Standing) -> str:
    """Records as a text.

    >>> standing_text(Standing("ADSL", (1, 2, 3, 7)))
    'ADSL 1-3, 7'
    """
    if not on.rows:
        return on.dataset
    numbers = np.unique(np.asarray(on.rows, int))
    ends = np.flatnonzero(np.diff(numbers) != 1)
    first, last = numbers[[0, *(ends + 1)]], numbers[[*ends, -1]]
    ranges = (f"{a}-{b}" if b > a else f"{a}" for a, b in zip(first.tolist(), last.tolist(), strict=True))
    return f"{on.dataset} {', '.join(ranges)}"


def _context(analysis: AnalysisPlan) -> tuple[str, str, str]:
    """The operation, the dataset and the conditions of an analysis."""
    step = analysis.plan.step
    return step.operation, step.source, " and ".join(condition.text() for condition in step.where)


def _placed(variable: str, level: str, line: Line) -> tuple[tuple[str, str], Groups]:
    """The group of a cell, of its column or of a block of lines, and what else its line stands under."""
    block = next((value for name, value in line.within if not name), "")
    return _group(variable, level or block), tuple(w for w in line.within if w[0])


def _group(variable: str, level: str) -> tuple[str, str]:
    return (variable, level) if level else ("", "")


def _depth(rows: Iterable[Row]) -> int:
    """How many groups stand beside the first."""
    return max((len(row.within) for row in rows), default=0)


def _json(rows: list[Row]) -> bytes:
    """An array with one object a row, one a line of the file; only groups that a row has."""
    said = ",\n".join(
        json.dumps(dict(zip(head(len(row.within)), row.cells(len(row.within)), strict=True)), ensure_ascii=False)
        for row in rows
    )
    return f"[\n{said}\n]\n".encode()


def _parquet(rows: list[Row]) -> bytes:
    """One table; counts of lines are integers, ``stat`` is a number or null, everything else a text."""
    depth = _depth(rows)
    names = head(depth)
    columns = list(zip(*(row.cells(depth) for row in rows), strict=True)) or [()] * len(names)
    arrays = [_array(name, column) for name, column in zip(names, columns, strict=True)]
    out = io.BytesIO()
    pq.write_table(pa.table(arrays, names=names), out, compression="zstd")
    return out.getvalue()


def _array(name: str, column: Sequence[object]) -> pa.Array:
    if name in ("analysis", "line"):
        return array_of(np.array(column, np.int32))
    if name == "stat":
        return numbers_of(np.array([np.nan if v is None else v for v in column], float))
    return texts_of([str(v) for v in column], pa.string())

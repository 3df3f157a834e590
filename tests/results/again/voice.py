"""The transport files of a build as tables of DuckDB, and what is common to computing displays a second time.

Nothing in this folder knows how ``results/`` computes: pyreadstat reads the files, SQL and statsmodels compute, and the
YAML of the displays says what.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import duckdb
import pyarrow as pa
import pyreadstat

from .written import Selected, WrittenDisplay, WrittenStep


class Key(NamedTuple):
    """What a statistic is about.

    label  of a line that no value tells apart: "Missing", "Mean (SD)"
    place  of its column in the line, from 0
    """

    label: str
    within: tuple[tuple[str, str], ...]
    variable: str
    level: str
    place: int
    stat: str


Values = dict[Key, float | None]


@dataclass(frozen=True)
class Shown:
    """What a display shows beside numbers: the values of its columns ("" for all), heads of its own, its levels."""

    groups: tuple[str, ...]
    heads: tuple[str, ...]
    levels: tuple[str, ...]


class Voice:
    """The transport files of a build as tables, and the records of a step as views.

    everybody  USUBJID of the population
    col        the same by column: pos, usubjid
    size       pos, total
    own        the records of the step; rec the same by column
    """

    def __init__(self, out: Path, decodes: dict[str, set[str]]):
        self.db, self.out, self.decodes = duckdb.connect(), out, decodes
        self._types: dict[str, dict[str, str]] = {}
        self.db.execute(
            "create macro txt(x) as coalesce(regexp_replace(cast(x as varchar), '^(-?[0-9]+)[.]0$', '\\1'), '')"
        )

    def sql(self, query: str, *given: object) -> list[tuple]:
        return self.db.execute(query, list(given)).fetchall()

    def table(self, name: str) -> str:
        """A dataset, its supplemental qualifiers beside its records; dates are dates, ``recno`` counts from 1."""
        if name not in self._types:
            path = next(self.out.glob(f"*/{name.lower()}.xpt"))
            self._load(name, path)
            if (qualifiers := path.with_name(f"supp{path.name}")).exists():
                self._load(f"SUPP{name}", qualifiers)
                for (qualifier,) in self.sql(f"select distinct qnam from SUPP{name} order by 1"):
                    self._beside(name, qualifier)
            self._types[name] = {row[0].upper(): row[1] for row in self.sql(f"describe {name}")}
        return name

    def _load(self, name: str, path: Path) -> None:
        frame, _ = pyreadstat.read_xport(path)
        self.db.register("read", pa.Table.from_pandas(frame, preserve_index=False))
        self.db.execute(f"create table {name} as select row_number() over () recno, * from read")

    def _beside(self, name: str, qualifier: str) -> None:
        self.db.execute(
            f"""create or replace table {name} as select d.*, coalesce(q.qval, '') {qualifier}
            from {name} d left join SUPP{name} q on q.usubjid = d.usubjid and q.qnam = '{qualifier}'
            and (q.idvar = '' or q.idvarval = txt(d.{name}SEQ))"""
        )

    def choose(self, display: WrittenDisplay, groups: Sequence[str]) -> None:
        """The subjects of a display, by its columns."""
        flag = f"{display.population} = 'Y'" if display.population else "true"
        self.db.execute(f"create or replace table everybody as select * from {self.table('ADSL')} where {flag}")
        columns = [
            f"select {n} pos, usubjid from everybody" + (f" where txt({display.group}) = '{level}'" if level else "")
            for n, level in enumerate(groups)
        ]
        self.db.execute("create or replace table col as " + " union all ".join(columns))
        places = ", ".join(f"({n})" for n in range(len(groups)))
        self.db.execute(
            f"""create or replace table size as select p.pos, count(usubjid) total
            from (values {places}) p(pos) left join col using (pos) group by p.pos"""
        )

    def sizes(self) -> list[int]:
        return [total for _, total in self.sql("select * from size order by pos")]

    def records(self, of: Selected, name: str = "own") -> None:
        """The records of a selection, those of the population."""
        self.db.execute(f"create or replace temp table {name} as {self.chosen(of)}")

    def by_column(self, step: WrittenStep) -> None:
        self.records(step)
        self.db.execute("create or replace temp table rec as select col.pos, own.* from own join col using (usubjid)")

    def chosen(self, of: Selected) -> str:
        table = self.table(of.dataset)
        conditions = [self._condition(of.dataset, name, written) for name, written in of.where.items()]
        own = "d.usubjid in (select usubjid from everybody)"
        return f"select d.* from {table} d where {' and '.join([own, *conditions])} order by recno"

    def _condition(self, dataset: str, name: str, written: object) -> str:
        if isinstance(written, dict):
            return " and ".join(self._compared(dataset, name, *one) for one in written.items())
        return self._compared(dataset, name, "IN" if isinstance(written, list) else "EQ", written)

    def _compared(self, dataset: str, name: str, comparator: str, value: object) -> str:
        numeric = self._types[dataset][name] == "DOUBLE"
        if comparator in ("IN", "NOTIN"):
            listed = ", ".join(f"'{each}'" for each in value)
            return f"txt(d.{name}) {'not in' if comparator == 'NOTIN' else 'in'} ({listed})"
        sign = {"EQ": "=", "NE": "<>", "LT": "<", "LE": "<=", "GT": ">", "GE": ">="}[comparator]
        other, _, column = str(value).partition(".")
        if column and (other == dataset or any(self.out.glob(f"*/{other.lower()}.xpt"))):
            met = f"d.{column}" if other == dataset else self._of_subject(other, column)
            if comparator in ("EQ", "NE"):
                return f"d.{name} is {'not ' if comparator == 'EQ' else ''}distinct from {met}"
            return f"coalesce(d.{name} {sign} {met}, false)"
        if comparator in ("EQ", "NE"):
            return f"txt(d.{name}) {sign} '{value}'"
        return f"coalesce(d.{name} {sign} {value if numeric else repr(str(value))}, false)"

    def _of_subject(self, other: str, column: str) -> str:
        return f"(select o.{column} from {self.table(other)} o where o.usubjid = d.usubjid)"


def counted(label: str, within: tuple, about: tuple[str, str], place: int, n: int, of: int) -> Values:
    """A number of subjects, of how many, and its percentage."""
    stats = {"n": n, "N": of, "p": 100 * n / of if of else None}
    return {Key(label, within, *about, place, name): value for name, value in stats.items()}


def missing(level: str) -> str:
    return "" if level else "Missing"


def texts_of(voice: Voice, name: str) -> list[str]:
    """The values of a variable in the records of the step."""
    return [value for (value,) in voice.sql(f"select distinct txt({name}) from own order by 1")]

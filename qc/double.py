"""Double programming: every production dataset against the second program's result, and against what describes it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import pandas as pd

from onespec.engine.findings import STOP, Finding, Findings, Stopped, unknown
from onespec.qc.compare import Settings, compare_tables, failed
from onespec.qc.explained import Wanted
from onespec.qc.formats.open import files_of, open_table
from onespec.qc.keys import spec_keys
from onespec.qc.metadata import ENGLISH, Edition, statement_differences
from onespec.qc.report import Entry, Report
from onespec.qc.result import Comparison, Difference, Side
from onespec.qc.run import MACROS, SHARED, Place, programs_of, run_programs
from onespec.qc.spec_tables import read_spec
from onespec.qc.tables import Source, Table, from_frame
from onespec.qc.waivers import Register, Waiver, read_waivers

STAGES = ("sdtm", "adam")
ANSWERS = "ANSWERS"  # a table of the second programmer: CODELIST, ANSWER, TERM
BASE, COMPARE = "production", "second"
AT_ONCE = 1 << 23  # bytes of rows that are compared at once where they do not stand in the same order
_LOOKED_AT = 1 << 14  # rows that are looked at at once for a variable that none fills
SIGNATURES = ("Production programmer", "Second programmer", "Statistician")


@dataclass
class Double:
    """What `make qc` compares: production files and results of the second programs by dataset.

    production   the file of each production dataset
    programs     what proves which second program was run
    tables       tables of the study that both sides read: the specification's file, and the second programmer's own
    left_out     variables that production says no record fills, and so no file holds
    """

    study: Path
    production: dict[str, Path]
    second: Mapping[str, Table]
    programs: dict[str, Source]
    waivers: list[Waiver]
    show: int = 20
    tables: dict[str, tuple[Path, Path]] = field(default_factory=dict)
    left_out: dict[str, list[str]] = field(default_factory=dict)
    keys: dict[str, tuple[str, ...]] = field(default_factory=dict)
    edition: Edition = ENGLISH

    def __post_init__(self) -> None:
        self.keys = self.keys or spec_keys(self.study)

    def report(self, title: str) -> Report:
        """Compare everything; raises `Stopped` when a waiver cannot be understood."""
        register, findings = Register(self.waivers), Findings()
        entries = [
            self.entry(name, register, findings)
            for name in sorted(self.production.keys() | self.second.keys(), key=self._place)
        ]
        entries += [self.table_entry(name, register, findings) for name in sorted(self.tables)]
        if findings:
            raise Stopped(findings)
        shared = shared_files(programs_of(self.study))
        return Report(title, entries, BASE, COMPARE, register.lines(), shared=shared, signatures=SIGNATURES)

    def _place(self, name: str) -> tuple[bool, int, str]:
        """SDTM before ADaM, those with a second program before the others."""
        path = self.production.get(name)
        return name not in self.second, STAGES.index(path.parent.name) if path else len(STAGES), name

    def entry(self, name: str, register: Register, findings: Findings) -> Entry:
        """One dataset."""
        path = self.production.get(name)
        if path is None:
            message = "The second program has no production dataset."
            return Entry(_alone(name, message, "Add the dataset to the specification, or take the program out."), 1)
        try:
            table = open_table(path, self.edition.encoding)
            return self.compare(name, replace(table, source=_named(path, path.parent)), path, register, findings)
        except Stopped as stopped:
            return Entry(failed(name, stopped, path, None), 1)

    # parameters: what is compared, the file that describes it, and where waivers and their faults go
    def compare(self, name: str, table: Table, path: Path, register: Register, findings: Findings) -> Entry:
        """One dataset whose production table is given; ``path`` says where define.xml is.

        Raises `Stopped` where its rows cannot be read.
        """
        if name not in self.second:
            return self._without_program(name, table, path, register)
        second = replace(self.second[name], source=self.programs.get(name, Source(name)))
        second = second.without(_blank(second, [n for n in self.left_out.get(name, ()) if n not in table.attributes]))
        wanted = register.wanted(name, table.attributes, second.attributes)
        comparison = compare_tables(table, second, self._settings(table, wanted))
        entry = Entry(comparison, described="its description")
        usable = tuple(k for k in self.keys.get(name, ()) if k in table.attributes)
        again = comparison.base.again if usable == comparison.keys else self._again(table, usable)[0]
        entry.facts = self._facts(name, table, again, path)
        register.explain(entry, table.attributes, second.attributes, findings)
        return entry

    def _without_program(self, name: str, table: Table, path: Path, register: Register) -> Entry:
        again, rows = self._again(table, tuple(k for k in self.keys.get(name, ()) if k in table.attributes))
        side = Side(table.source, table.label, len(table.attributes), rows)
        entry = Entry(
            _alone(name, "no second program", "Write one, or explain it in waivers.yaml.", side),
            facts=self._facts(name, table, again, path),
            described="its description",
            absent=True,
        )
        register.no_program(entry)
        return entry

    def _settings(self, table: Table, wanted: tuple[Wanted, ...] = ()) -> Settings:
        """So many rows at once as are no more than ``AT_ONCE`` bytes of the file."""
        row = sum(a.length or 8 for a in table.attributes.values())
        return Settings(
            spec_keys=lambda n: self.keys.get(n, ()),
            show=self.show,
            large=max(AT_ONCE // max(row, 1), 1000),
            wanted=wanted,
        )

    def _again(self, table: Table, keys: tuple[str, ...]) -> tuple[int, int]:
        """How many rows have the keys of an earlier one, and how many rows there are: the table against itself."""
        settings = replace(self._settings(table), by=keys, spec_keys=lambda n: (), show=0)
        side = compare_tables(table, table, settings).base
        return side.again if keys else 0, side.rows

    def _facts(self, name: str, table: Table, again: int, path: Path) -> list[Difference]:
        return statement_differences(table, again, self.keys.get(name, ()), path.parent / "define.xml", self.edition)

    def table_entry(self, name: str, register: Register, findings: Findings) -> Entry:
        """One table that both sides read; a wrong number in it would make both wrong alike."""
        paths = self.tables[name]
        try:
            other = open_table(paths[1])
            other = replace(other, source=_named(paths[1], paths[1].parents[1]))
            base = _answers(self.study, other) if name == ANSWERS else open_table(paths[0])
            frames = base.frame(), other.frame()
            settings = Settings(
                by=_leading_keys(*frames),
                by_from="the first columns",
                ignore=frozenset({"row order"}),
                show=self.show,
                wanted=register.wanted(name, base.attributes, other.attributes),
            )
            comparison = compare_tables(base, other, settings)
        except Stopped as stopped:
            return Entry(failed(name, stopped, *paths), 1)
        entry = Entry(comparison)
        register.explain(entry, base.attributes, other.attributes, findings)
        return entry


def read_double(
    place: Place, only: Sequence[str] = (), show: int = 20, second: Mapping[str, Table] | None = None
) -> Double:
    """Both sides of a study's double programming; the second programs are run.

    only     these datasets, and no tables; all when empty
    show     of how many differing rows a dataset's values are listed
    second   what the second programs gave before; they are not run again

    Raises `Stopped` when a waiver cannot be understood or a dataset does not exist, and `ProgramFailed`.
    """
    findings = Findings()
    production, waivers = production_files(place.built), read_waivers(place.study, findings)
    home = programs_of(place.study)
    programs = program_sources(home)
    known = production.keys() | programs.keys()
    for name in only:
        if name not in known:
            findings.add("QC-DATASET", STOP, *unknown("dataset", name, known))
    if findings.stops:
        raise Stopped(findings)
    if second is None:
        second = run_programs(place, list(only) or None)
    if only:
        production = {n: p for n, p in production.items() if n in only}
        waivers = [w for w in waivers if set(w.datasets) & set(only)]
    tables = {} if only else shared_tables(place.study, home)
    left_out = left_out_of(place.built)
    edition = Edition(place.language, place.encoding)
    return Double(place.study, production, second, programs, waivers, show, tables, left_out, edition=edition)


def _answers(study: Path, second: Table) -> Table:
    """What raw answers mean, of the codelists that the second programmer wrote down; a term itself needs no line."""
    rows = read_spec(study)["answers"].to_pandas()
    rows = rows[rows["codelist"].isin(set(second.frame()["CODELIST"])) & (rows["answer"] != rows["term"])]
    return from_frame(rows, ANSWERS, Source.of(study / "codelists.yaml"), stated=False)


def _leading_keys(one: pd.DataFrame, other: pd.DataFrame) -> tuple[str, ...]:
    """The fewest first columns that tell rows apart; none where even all do not."""
    columns = [str(n) for n in one if n in other]
    for end in range(1, len(columns)):
        if not any(frame.duplicated(columns[:end]).any() for frame in (one, other)):
            return tuple(columns[:end])
    return ()


def _alone(name: str, message: str, fix: str, base: Side | None = None) -> Comparison:
    nothing = Side(Source(""), None, 0, 0)
    return Comparison(name, base or nothing, nothing, error=[Finding("QC-PROGRAM", STOP, message, fix, dataset=name)])


def production_files(built: Path) -> dict[str, Path]:
    """The production datasets of both stages."""
    out: dict[str, Path] = {}
    for stage in STAGES:
        if (built / stage).is_dir():
            out |= {n: p for n, p in files_of(built / stage).items() if p.suffix == ".xpt"}
    return out


def left_out_of(built: Path) -> dict[str, list[str]]:
    """Variables that the build left out as no record fills them, by dataset; the second program proves it."""
    try:
        said = json.loads((built / "run.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    datasets = said.get("datasets", {}) if isinstance(said, dict) else {}
    return {name: d["left_out"] for name, d in datasets.items() if d.get("left_out")}


def _blank(table: Table, names: Iterable[str]) -> list[str]:
    """Which of the variables no row of the table fills."""
    blank = [n for n in names if n in table.attributes]
    for part in table.parts(_LOOKED_AT) if blank else ():
        blank = [n for n in blank if not (part[n].notna() & (part[n].astype("str") != "")).any()]
    return blank


def program_sources(folder: Path) -> dict[str, Source]:
    """The second programs of a study by dataset; named from the study's folder, as it may lie anywhere."""
    return {
        p.stem.upper(): _named(p, folder)
        for stage in STAGES
        for p in sorted((folder / stage).glob("*.sql"))
        if p.name != MACROS and not p.stem.startswith(SHARED)
    }


def shared_tables(study: Path, folder: Path) -> dict[str, tuple[Path, Path]]:
    """Tables of which the second programmer has an own copy beside the programs."""
    return {
        p.stem.upper(): (study / "codelists.yaml" if p.stem.upper() == ANSWERS else study / "tables" / p.name, p)
        for p in sorted((folder / "tables").glob("*.csv"))
    }


def shared_files(folder: Path) -> list[Source]:
    """What the second programs use in common."""
    return [_named(p, folder) for p in sorted(folder.rglob("macros.sql"))]


def _named(path: Path, folder: Path) -> Source:
    return replace(Source.of(path), name=path.relative_to(folder.parent).as_posix())

# pyright: standard
"""What a define.xml says, in the workbook of the industry, and what differs in meaning."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from onespec.engine.findings import NotThere
from onespec.places import STUDY, Folder, NotBuilt
from onespec.told import Told

if TYPE_CHECKING:
    from onespec.define.meaning import Difference
    from onespec.engine.metadata.model import Metadata

DEFINE = "define.xml"
HEAD = ("standard", "dataset", "variable", "where", "attribute", "left", "right")
_SHOWN = 300  # characters of a value on a terminal


# -- export ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Workbook:
    """A workbook that was written: its file, the define.xml that it is of, and what of that has no place in it."""

    file: Path
    source: Path
    metadata: Metadata
    left: tuple[Difference, ...]

    def text(self) -> str:
        datasets = self.metadata.datasets
        variables = [v for d in datasets for v in d.variables]
        values = sum(len(v.values) for v in variables)
        lines = [
            f"{self.file}: {len(datasets)} datasets, {len(variables)} variables, {values} definitions at value level, "
            f"of {self.source}."
        ]
        if self.left:
            lines.append(f"What a workbook has no place for ({len(self.left)}):")
            lines += [f"  {_place(d)} {d.what}: {_short(d.left)}" for d in self.left]
        if self.metadata.unplaced:
            count = len(self.metadata.unplaced)
            lines.append(
                f"{count} elements or attributes of the file are no part of Define-XML and stand in no workbook."
            )
        return "\n".join(lines)


@dataclass(frozen=True)
class Exported(Told):
    """The workbooks that were written, and what a reader must know of the build behind them."""

    written: tuple[Workbook, ...]
    notes: tuple[str, ...] = ()

    def text(self) -> str:
        return "\n".join([*(each.text() for each in self.written), *self.notes])


def export_workbook(define: Folder, file: Folder) -> Exported:
    """Write what a define.xml says as a workbook.

    Raises `NotThere` for a file that is no such define.xml, and `CannotBuild` where a file would be replaced that this
    program has not written, or that somebody has edited.
    """
    return _export({Path(file): Path(define)})


def export_workbooks(out: Path, file: Folder, notes: Callable[[], list[str]]) -> Exported:
    """Write the define.xml of each standard of a built study as a workbook of its own; raises `NotBuilt`."""
    built = built_defines(out)
    file = Path(file)
    place = {file.with_name(f"{file.stem}-{standard}{file.suffix}"): path for standard, path in built.items()}
    return _export(place, tuple(notes()))


def _export(asked: Mapping[Path, Path], notes: tuple[str, ...] = ()) -> Exported:
    from onespec.define.workbook.writing import write_workbook
    from onespec.files import write_files

    models = {file: define_of(define) for file, define in asked.items()}
    contents = {file: write_workbook(metadata) for file, metadata in models.items()}
    write_files(contents)
    written = (Workbook(f, asked[f], models[f], _left_out(models[f], contents[f])) for f in asked)
    return Exported(tuple(written), notes)


def _left_out(metadata: Metadata, content: bytes) -> tuple[Difference, ...]:
    """What of a model its workbook does not hold: the workbook is read again, and compared."""
    from onespec.define.meaning import differences
    from onespec.define.workbook.reading import read_workbook

    with TemporaryDirectory(prefix="onespec-workbook-") as folder:
        path = Path(folder, "workbook.xlsx")
        path.write_bytes(content)
        return tuple(differences(metadata, read_workbook(path)[0]))


def built_defines(out: Path) -> dict[str, Path]:
    """The define.xml of each built standard; raises `NotBuilt`."""
    from onespec.engine.build.freshness import STANDARDS

    built = {s: out / s / DEFINE for s in STANDARDS if (out / s / DEFINE).exists()}
    if not built:
        raise NotBuilt(f"there is no {DEFINE} in {out}; build the study first (make all).")
    return built


# -- sources ---------------------------------------------------------------------------------------


def define_of(path: Path) -> Metadata:
    """What a define.xml says; raises `NotThere`."""
    from onespec.engine.metadata.read import NotDefine, read_define

    try:
        return read_define(path)
    except NotDefine as error:
        raise NotThere(f"{path}: {error}") from error


def workbook_of(path: Path) -> Metadata:
    """What a workbook says; raises `NotThere`."""
    from onespec.define.workbook.reading import read_workbook
    from onespec.engine.sheet_bounds import NotWorkbook

    try:
        return read_workbook(path)[0]
    except NotWorkbook as error:
        raise NotThere(f"{path}: {error}") from error


def metadata_of(source: Folder) -> dict[str, Metadata]:
    """What a source says, by standard: a define.xml or workbook ("" for its standard), or a study.

    A study is a folder with study.yaml, whose outputs are looked at, or a folder of outputs.
    """
    path = Path(source)
    if path.is_dir():
        if (path / STUDY).exists():
            from onespec.folders import Folders

            path = Folders(path).out
        if (path / DEFINE).exists():
            return {"": define_of(path / DEFINE)}
        return {standard: define_of(define) for standard, define in built_defines(path).items()}
    with path.open("rb") as opened:
        is_archive = opened.read(2) == b"PK"
    return {"": workbook_of(path) if is_archive or path.suffix.lower() in (".xlsx", ".xlsm") else define_of(path)}


# -- differences -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Differed(Told):
    """What differs in meaning between two sources, by standard ("" where only one is compared)."""

    left: str
    right: str
    found: tuple[tuple[str, Difference], ...]

    @property
    def same(self) -> bool:
        return not self.found

    def text(self) -> str:
        if self.same:
            return self.count
        lines, group, thing = [], None, None
        for standard, each in self.found:
            if (standard, each.group) != group:
                group, thing = (standard, each.group), None
                lines.append(f"{standard} {each.group}".strip())
            if (each.variable, each.where) != thing and (each.variable or each.where):
                lines.append(f"  {_thing(each)}")
            thing = each.variable, each.where
            indent = "    " if each.variable or each.where else "  "
            lines += [f"{indent}{each.what}", f"{indent}  - {_short(each.left)}", f"{indent}  + {_short(each.right)}"]
        return "\n".join([f"- {self.left}", f"+ {self.right}", "", *lines, self.count])

    @property
    def count(self) -> str:
        """How many they are, in words."""
        if self.same:
            return f"{self.left} and {self.right} say the same."
        groups = len({(standard, each.group) for standard, each in self.found})
        many = "1 difference" if len(self.found) == 1 else f"{len(self.found)} differences"
        return f"{many} in {groups} of the datasets, codelists and others."

    def facts(self) -> dict[str, Any]:
        from onespec.qc.report import program

        return {
            "program": program(),
            "left": self.left,
            "right": self.right,
            "same": self.same,
            "differences": [dict(zip(HEAD, _row(*each), strict=True)) for each in self.found],
        }

    def write(self, file: Path) -> None:
        """Write them as CSV or JSON, as the file's name ends; raises `NotThere` for another ending."""
        from onespec.engine.csv_text import csv_text
        from onespec.files import write_files

        kind = file.suffix.lower()
        if kind == ".json":
            content = json.dumps(self.facts(), indent=1, ensure_ascii=False) + "\n"
            write_files({file: content.encode("utf-8")})
        elif kind == ".csv":
            write_files({file: csv_text(HEAD, (_row(*each) for each in self.found)).encode("utf-8-sig")})
        else:
            raise NotThere(f"{file}: write a file that ends in .csv or .json.")


def spec_differences(left: Folder, right: Folder) -> Differed:
    """What differs in meaning between two of: workbook, define.xml, study.

    Of a study with SDTM and ADaM, that is compared which shares most datasets with the other source.
    Raises `NotThere` for what cannot be read, and `NotBuilt` for a study without outputs.
    """
    from onespec.define.meaning import differences

    ours, theirs = metadata_of(left), metadata_of(right)
    if "" in ours or "" in theirs:
        pairs = {"": (_nearest(ours, theirs), _nearest(theirs, ours))}
    else:
        from onespec.engine.metadata.model import Metadata as Nothing

        names = dict.fromkeys([*ours, *theirs])
        pairs = {name: (ours.get(name, Nothing()), theirs.get(name, Nothing())) for name in names}
    found = []
    for standard, (a, b) in pairs.items():
        beside = not a.version and not b.version  # both are workbooks
        found += [(standard, each) for each in differences(a, b, beside)]
    return Differed(str(left), str(right), tuple(found))


def _nearest(of: Mapping[str, Metadata], other: Mapping[str, Metadata]) -> Metadata:
    """Of several models, the one that shares most datasets with the others."""
    names = {dataset.name for model in other.values() for dataset in model.datasets}
    return max(of.values(), key=lambda model: len(names & {dataset.name for dataset in model.datasets}))


def _row(standard: str, each: Difference) -> tuple[str, ...]:
    return standard, each.group, each.variable, each.where, each.what, each.left, each.right


def _thing(each: Difference) -> str:
    return f"{each.variable} where {each.where}" if each.where else each.variable


def _place(each: Difference) -> str:
    return f"{each.group}.{_thing(each)}" if each.variable else each.group


def _short(text: str) -> str:
    said = text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
    return said or "(nothing)"

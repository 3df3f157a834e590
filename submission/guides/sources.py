"""What facts are read from: the files of built outputs, of a package, or of an archive."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from onespec.engine.columns import number_text
from onespec.engine.disk import bytes_of
from onespec.engine.metadata.model import Metadata
from onespec.engine.metadata.read import read_define

if TYPE_CHECKING:
    import pandas as pd

    from onespec.engine.plan.references import Plan

DEFINE, REPORT, SPLIT = "define.xml", "report.json", "split"


class NotGiven(Exception):
    """The source of a fact was not given: nothing can be said about the fact."""


class Absent(Exception):
    """The source was given, and what the fact is about is not in it."""


@dataclass(frozen=True)
class Sources:
    """Where facts are found; what is None was not given.

    data         a folder with transport files and define.xml files, at any depth
    run          run.json of the build
    reports      the folder of accounting.json, queries.json, coding.csv and cut.csv
    conformance  the folder of the report on conformance, and ``qc`` that of double programming
    plan         the plan of the specification
    splits       dataset -> file names of its parts, of those that the package splits
    language     of the edition: "en", "zh"
    encoding     of the texts of transport files
    """

    data: Path
    run: Path | None = None
    reports: Path | None = None
    conformance: Path | None = None
    qc: Path | None = None
    plan: Plan | None = None
    splits: Mapping[str, Sequence[str]] = field(default_factory=dict)
    language: str = "en"
    encoding: str = "utf-8"

    @cached_property
    def files(self) -> dict[str, tuple[Path, ...]]:
        """Dataset -> its transport file; its parts in order where a package holds those alone."""
        from onespec.engine.xpt.reader import read_columns

        found = sorted(self.data.rglob("*.xpt"))
        parts = [path for path in found if SPLIT in path.relative_to(self.data).parts]
        out = {path.stem.upper(): (path,) for path in found if path not in parts}
        split: dict[str, list[Path]] = {}
        for path in sorted(parts, key=lambda path: (len(path.stem), path.stem)):
            split.setdefault(read_columns(path, (), self.encoding)[0].name, []).append(path)  # that of the whole
        return {name: tuple(paths) for name, paths in split.items()} | out

    @cached_property
    def defines(self) -> dict[str, Metadata]:
        """Standard (sdtm, adam) -> what its define.xml says."""
        out = {}
        for path in sorted(self.data.rglob(DEFINE)):
            metadata = read_define(path)
            guides = [s.name for s in metadata.standards if s.type == "IG"]
            out["adam" if any(name.upper().startswith("ADAM") for name in guides) else "sdtm"] = metadata
        return out

    @cached_property
    def _frames(self) -> dict[str, pd.DataFrame]:
        return {}

    def frame(self, dataset: str) -> pd.DataFrame:
        """The records of a dataset, all as text: numbers in their shortest form, missing ones blank."""
        import pandas as pd

        from onespec.engine.xpt.reader import read_xpt

        if dataset not in self.files:
            raise Absent(f"there is no dataset {dataset}")
        if dataset not in self._frames:
            frames = [read_xpt(path, self.encoding)[1] for path in self.files[dataset]]
            self._frames[dataset] = pd.concat(frames, ignore_index=True).apply(_text)
        return self._frames[dataset]

    def define(self, standard: str) -> Metadata:
        if standard not in self.defines:
            raise Absent(f"there is no {DEFINE} of {standard}")
        return self.defines[standard]

    @property
    def planned(self) -> Plan:
        if self.plan is None:
            raise NotGiven("the specification")
        return self.plan

    @cached_property
    def run_record(self) -> dict[str, Any]:
        return _json(self.run)

    def report(self, name: str) -> dict[str, Any]:
        """A report in JSON: conformance, qc, accounting, queries."""
        if name in ("conformance", "qc"):
            folder = getattr(self, name)
            return _json(folder / REPORT if folder else None)
        return _json(self.reports / f"{name}.json" if self.reports else None)

    def listed(self, name: str) -> list[dict[str, str]]:
        """The rows of a report in CSV: coding, cut; none where the build had nothing to report."""
        if self.reports is None:
            raise NotGiven("the reports of the build")
        path = self.reports / f"{name}.csv"
        if not path.is_file():
            return []
        with path.open(encoding="utf-8-sig", newline="") as file:
            return list(csv.DictReader(file))


def _json(path: Path | None) -> dict[str, Any]:
    if path is None or not path.is_file():
        raise NotGiven(path.name if path else "a report")
    return json.loads(bytes_of(path))


def _text(column: pd.Series) -> pd.Series:
    if column.dtype.kind != "f":
        return column
    texts = {value: number_text(value) for value in column.dropna().unique()}
    return column.map(lambda value: texts.get(value, ""))

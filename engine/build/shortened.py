"""Labels that a transport file cannot hold whole: they are shortened, never inside a character, and listed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from onespec.engine.build.outputs import written
from onespec.engine.csv_text import write_csv
from onespec.engine.encodings import size_in
from onespec.engine.run.measure import DatasetMeasure
from onespec.engine.spec.model import Study

FILE = "shortened.csv"


class Shortened(NamedTuple):
    """A label that a transport file has in part.

    what   dataset label, variable label or qualifier label (QLABEL)
    full   as define.xml has it; ``written``: as the transport file has it
    bytes  of the whole one, in the encoding of the edition
    """

    dataset: str
    variable: str
    what: str
    full: str
    written: str
    bytes: int


def shortened(study: Study, measures: Mapping[str, DatasetMeasure]) -> list[Shortened]:
    """Every label that is shortened, in the order of the datasets."""
    return list(_labels(study, measures))


def _labels(study: Study, measures: Mapping[str, DatasetMeasure]) -> Iterator[Shortened]:
    for name, measure in measures.items():
        dataset, encoding = study.datasets[name], study.edition.counted
        if dataset.short:
            size = size_in(encoding, dataset.label)
            yield Shortened(name, "", "dataset label", dataset.label, dataset.short, size)
        listed = [("variable label", v) for v in written(study, dataset, measure)]
        listed += [("qualifier label", v) for v in dataset.supplemental]
        for what, v in listed:
            if v.short:
                yield Shortened(name, v.name, what, v.label, v.short, size_in(encoding, v.label))


def write_shortened(folder: Path, rows: Iterable[Shortened]) -> None:
    """The list, where there is anything to list."""
    if rows := list(rows):
        write_csv(folder / FILE, Shortened._fields, rows)

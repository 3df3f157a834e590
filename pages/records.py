"""The records of one subject's datasets, as texts."""

from __future__ import annotations

from collections.abc import Iterator

from onespec.engine.run.part import Part
from onespec.engine.trace.links import shown

Record = dict[str, str]  # the texts of a record by variable


class Records:
    """The records of a dataset of one subject with their numbers; none of a dataset that the study does not have."""

    def __init__(self, part: Part, dataset: str):
        self.part, self.name = part, dataset
        self.there = dataset in part.plan.study.datasets
        self.variables = part.plan.dataset(dataset).variables if self.there else {}

    def __iter__(self) -> Iterator[tuple[int, Record]]:
        columns = [
            [shown(variable, value) for value in self.part.column(self.name, name).tolist()]
            for name, variable in self.variables.items()
        ]
        for row, values in enumerate(zip(*columns, strict=True)):
            yield row, dict(zip(self.variables, values, strict=True))

    def first(self) -> Record:
        """The first record; an empty one without records."""
        return next((record for _, record in self), {})


def of_class(part: Part, cls: str) -> list[str]:
    """The names of the datasets of a class of the standard."""
    return [d.name for d in part.plan.study.datasets.values() if d.cls == cls]

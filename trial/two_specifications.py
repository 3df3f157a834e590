"""One model for the datasets of two specifications, so that builds of both are compared as those of one are."""

from __future__ import annotations

from dataclasses import replace

from onespec.engine.spec.model import Dataset, Study, Variable


def model_of_both(old: Study, new: Study) -> Study:
    """The new study with the datasets and variables that only the old one has, too, behind its own."""
    datasets = {name: _dataset(old.datasets.get(name), dataset) for name, dataset in new.datasets.items()}
    return replace(new, datasets=datasets | {n: d for n, d in old.datasets.items() if n not in datasets})


def _dataset(old: Dataset | None, new: Dataset) -> Dataset:
    if old is None:
        return new
    variables = {name: _variable(old.variables.get(name), variable) for name, variable in new.variables.items()}
    return replace(new, variables=variables | {n: v for n, v in old.variables.items() if n not in variables})


def _variable(old: Variable | None, new: Variable) -> Variable:
    """What either side holds is compared as held; a number on one side and a text on the other as texts."""
    if old is None:
        return new
    held = replace(new, supplemental=new.supplemental and old.supplemental, helper=new.helper and old.helper)
    return held if old.is_number == new.is_number else replace(held, type="text", format="")

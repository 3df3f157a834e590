"""Analysis results in pages (ARM 1.0): each display, and of each result what it looks at, why, and how."""

from __future__ import annotations

from collections.abc import Iterator

from onespec.define.print.lists import program_blocks
from onespec.define.print.places import Places
from onespec.define.print.setting import Block, Cell, Line
from onespec.define.print.where import conditions
from onespec.engine.metadata.model import Analysed, Analysis


def result_blocks(places: Places) -> Iterator[Block]:
    setting, displays = places.setting, places.metadata.displays
    if displays:
        yield setting.heading(1, setting["analyses"], "analyses", listed=True, fresh=True)
    for number, display in enumerate(displays):
        said = places.said(display.said)
        title = f"{display.name}  {said}" if said else display.name
        yield setting.heading(2, title, f"display-{number}", listed=True)
        if display.documents:
            yield setting.said(places.documents(display.documents), sticky=True)
        for n, analysis in enumerate(display.analyses):
            yield from _analysis(places, analysis, f"display-{number}-{n}")


def _analysis(places: Places, analysis: Analysis, name: str) -> Iterator[Block]:
    setting = places.setting
    yield setting.heading(4, places.said(analysis.said) or analysis.oid, name)
    comment = places.comments.get(analysis.comment)
    remark: Cell = []
    if analysis.comment:
        said = places.said(comment.said) if comment else ""
        remark = [[places.to("comment", analysis.comment, setting["comment"]), f": {said}" if said else ""]]
    yield setting.listed(
        [
            (setting["parameter"], [[places.variable(*_owner(places, analysis))]] if analysis.parameter else []),
            (setting["reason"], [[analysis.reason]]),
            (setting["purpose"], [[analysis.purpose]]),
            (setting["data"], [line for each in analysis.datasets for line in _analysed(places, each)]),
            (setting["comment"], remark),
            (setting["documentation"], [[places.said(analysis.documentation)], *places.documents(analysis.documents)]),
            (setting["programming"], places.documents(analysis.code_documents)),
        ]
    )
    if analysis.code is not None:
        yield from program_blocks(places, analysis.code, setting["programming"])


def _owner(places: Places, analysis: Analysis) -> tuple[str, str]:
    """The dataset and variable of the parameter, which the file names by its OID."""
    for dataset in places.metadata.datasets:
        for variable in dataset.variables:
            if variable.oid == analysis.parameter:
                return dataset.name, variable.name
    return "", analysis.parameter


def _analysed(places: Places, analysed: Analysed) -> Cell:
    """A dataset with the variables that are analysed, and the records that are looked at."""
    setting, name = places.setting, analysed.dataset
    first: Line = [places.dataset(name) if name else f"{analysed.item_group} ({setting['absent']})"]
    for number, variable in enumerate(analysed.variables):
        absent = f"{analysed.items[number]} ({setting['absent']})" if number < len(analysed.items) else ""
        first += [", " if number else ": ", places.variable(name, variable) if variable else absent]
    where = conditions(places, analysed.wheres, name)
    return [first, *([f"{setting['where']}: ", *line] for line in where)]

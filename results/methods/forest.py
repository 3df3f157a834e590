"""A proportion in subgroups, as a forest plot."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import numpy as np

from onespec.engine.contract import Name, Selection, TermOf, TextName
from onespec.engine.registry import FIGURE, analysis
from onespec.results.contract import NOBODY, Beside, Cell, Line, Result, Source, Words
from onespec.results.methods._stats import estimated, heading, one_a_subject, whole_number

if TYPE_CHECKING:
    from onespec.results.figures.picture import Picture

EVERYBODY = "All subjects"


@dataclass(kw_only=True)
class Subgroups(Selection):
    """Records that tell to which subgroups a subject belongs: one a subject."""

    told = "{by} of {source}"

    by: list[Name]


@analysis(
    """Percentage of subjects with {variable} equal to {wanted}, with the exact 95% confidence interval by Clopper and
Pearson, of all subjects of the population and in each subgroup by {subgroups.by}.""",
    shows=FIGURE,
)
def forest(
    source: Source, variable: TextName, wanted: Annotated[str, TermOf("variable")], subgroups: Subgroups, axis: str
) -> Result:
    """The lines are all subjects, then each subgroup below the label of its variable: n/N, and percentage with limits.

    Columns of the display are not told apart.  A subject without a value of a variable is in "Missing".
    """
    beside = subgroups
    assert isinstance(beside, Beside)
    one_a_subject(beside.source, "subgroups")
    has = source.with_record(source.text(variable) == wanted)
    names = beside.named["by"]
    assert isinstance(names, (list, tuple))
    lines = [_line(source, source.facts.said(EVERYBODY), has, np.ones(len(has), bool))]
    for name in map(str, names):
        lines.append(heading(beside.source.label(name), variable=name))
        values = np.full(len(source.subjects), "", object)
        values[beside.source.subject] = beside.source.text(name)
        for level in (*beside.source.levels(name), ""):
            members = values == level
            if members.any():
                said = beside.source.said(name, level) if level else source.facts.said("Missing")
                lines.append(_line(source, said, has, members, name, level))

    def picture(language: str) -> Picture:
        return _drawn(lines, axis, language, source)

    said = source.facts.said
    return Result(tuple(lines), (Words("n/N"), said("% (95% CI)")), picture)


# parameters: the population, and what the line is about
def _line(
    source: Source, said: Words, has: np.ndarray, members: np.ndarray, variable: str = "", level: str = ""
) -> Line:
    from onespec.results.statistics.clopper_pearson import clopper_pearson  # scipy is not loaded by a build

    count, total = int((has & members).sum()), int(members.sum())
    everybody, found = source.population(members), clopper_pearson(count, total)
    counts = (whole_number("n", "n", count, source.population(has & members)), whole_number("N", "N", total, everybody))
    if found is None:
        return Line(said, (Cell(counts, "{0}/{1}"), Cell((), NOBODY)), variable, level, indent=1 if variable else 0)
    values = (100 * count / total, 100 * found[0], 100 * found[1])
    share = Cell(estimated(("estimate", "conf.low", "conf.high"), values, 1, everybody), "{0} ({1}, {2})")
    return Line(said, (Cell(counts, "{0}/{1}"), share), variable, level, indent=1 if variable else 0)


def _drawn(lines: list[Line], axis: str, language: str, source: Source) -> Picture:
    from onespec.results.figures.axis import Axis
    from onespec.results.figures.forest import Heads, Row, Scale, forest_figure

    rows, said = [], source.facts.said
    for place, line in enumerate(lines):
        values = [float(s.value) for s in line.cells[1].stats if s.value is not None] if line.cells else []
        estimate = values if len(values) == 3 else [None] * 3
        texts = [cell.text for cell in line.cells]
        rows.append(Row(line.label[language], texts, *estimate, indent=line.indent > 0, strong=place == 0))
    heads = Heads(said("Subgroup")[language], ["n/N", said("% (95% CI)")[language]])
    return forest_figure(rows, heads, Scale(Axis(said(axis)[language], 20), rows[0].estimate, limits=(0, 100)))

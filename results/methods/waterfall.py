"""A bar a subject, the worst to the left."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from onespec.engine.contract import NumberName
from onespec.engine.registry import FIGURE, analysis
from onespec.results.contract import Cell, Line, Result, Source, Stat, Words, fixed
from onespec.results.methods._kinds import Kind, Kinds, kinds_of, short_names
from onespec.results.methods._stats import one_a_subject

if TYPE_CHECKING:
    from onespec.results.figures.picture import Picture


@analysis("""{value} of each subject as a bar, from the greatest to the least.""", shows=FIGURE)
def waterfall(
    source: Source,
    value: NumberName,
    axis: str,
    kind: Kind | None = None,
    thresholds: list[float] | None = None,
    most: float | None = None,
) -> Result:
    """The lines are the subjects with their values and kinds.

    Bars differ by ``kind``, a variable of other records with one a subject (a best response); without it by the
    columns of the display.  ``thresholds`` are lines across; a bar beyond ``most`` is cut and tells its value.
    Subjects without a value have no bar; a subject with several is refused.
    """
    shown = source.take(~np.isnan(source.number(value)))
    one_a_subject(shown, value)
    kinds, names = kinds_of(source, kind), short_names(source.subjects)
    values = shown.number(value)
    order = sorted(range(len(shown)), key=lambda n: (-values[n], names[shown.subject[n]]))
    lines = [_line(shown, n, value, names, kinds) for n in order]

    def picture(language: str) -> Picture:
        from onespec.results.figures.axis import Axis
        from onespec.results.figures.waterfall import Bar, Values, waterfall_figure

        words = kinds.said(language)
        bars = [Bar(names[s], float(v), words[kinds.of[s]]) for s, v in zip(shown.subject, values, strict=True)]
        return waterfall_figure(bars, words, Values(Axis(source.facts.said(axis)[language]), thresholds or (), most))

    return Result(tuple(lines), (source.label(value), source.facts.said("Kind")), picture)


def _line(shown: Source, record: int, variable: str, names: list[str], kinds: Kinds) -> Line:
    who, value = int(shown.subject[record]), float(shown.number(variable)[record])
    on = shown.on(np.arange(len(shown)) == record)
    kind = kinds.words[kinds.of[who]]
    value_cell = Cell((Stat("value", variable, value, fixed(value, 1), on),))
    cells = value_cell, Cell((Stat("kind", "Kind", kind.en, kind.en, on),))
    return Line(Words(names[who]), cells, variable, str(shown.subjects[who]))

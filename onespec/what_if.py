# pyright: standard
"""What would be otherwise: the study as it is, and with another value of its specification, both built."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from onespec.beside import built, folder_beside
from onespec.engine.build.progress import Progress
from onespec.engine.findings import NotThere
from onespec.engine.spec.altered import Setting, set_values
from onespec.engine.spec.extends import extend_from
from onespec.places import study_id
from onespec.reporting import LIBRARIES
from onespec.told import Told

if TYPE_CHECKING:
    from onespec.engine.paper.blocks import Block
    from onespec.engine.plan.references import Plan
    from onespec.results.moved import StatChange
    from onespec.study import Study
    from onespec.trial.endpoints import EndpointChange
    from onespec.trial.records import DatasetChange

FIRST = 2  # values of a dataset, and statistics of a display; more are counted
VALUES, STATS = 12, 24  # of all datasets, of all displays
WIDE = 44  # of the name of a record
NOT_COMPUTED = "The numbers of the displays are not compared without {0} (pip install 'onespec[report]')."


@dataclass(frozen=True)
class WhatIf(Told):
    """What differs between the study as it is and the study as it would be.

    settings  what would be otherwise, a line each
    numbers   statistics of displays that differ; ``unknown``: why they were not compared
    """

    study: str
    settings: list[str]
    datasets: list[DatasetChange] = field(default_factory=list)
    endpoints: list[EndpointChange] = field(default_factory=list)
    numbers: list[StatChange] = field(default_factory=list)
    displays: int = 0
    unknown: str = ""
    unreached: str = ""

    @property
    def title(self) -> str:
        return f"{self.study}, as it is -> what if {'; '.join(self.settings)}"

    @property
    def subjects(self) -> list[str]:
        """Everybody of whom a record, or a value, is another."""
        records = [r for d in self.datasets for r in (*d.gone, *d.added, *d.values)]
        return sorted({r.subject for r in records} | {e.subject for e in self.endpoints} - {""})

    def text(self) -> str:
        from onespec.trial.transfer_text import reach_lines

        what = (f"  {each}" for each in self.settings)
        parts = [
            [f"{self.study}, as it is -> what if", *what, self._affected()],
            reach_lines(self),
            self._values(),
            self._numbers(),
        ]
        return "\n\n".join("\n".join(lines) for lines in map(list, parts) if lines)

    def facts(self) -> dict[str, Any]:
        from onespec.trial.transfer import HEAD, reached_differences
        from onespec.trial.transfer_facts import dataset_facts, endpoint_facts

        return {
            "study": self.study,
            "settings": self.settings,
            "subjects": self.subjects,
            "datasets": dataset_facts(self.datasets),
            "endpoints": endpoint_facts(self.endpoints),
            "numbers": [each._asdict() for each in self.numbers],
            "numbers_not_compared": self.unknown,
            "differences": [dict(zip(HEAD, each, strict=True)) for each in reached_differences(self)],
        }

    def write_files(self, html: Path | None = None, csv: Path | None = None) -> None:
        """Write the page, and the table of all differences; raises `CannotBuild` as `onespec.files` does."""
        from onespec.engine.csv_text import csv_text
        from onespec.engine.paper.blocks import Heading, Line
        from onespec.files import write_files
        from onespec.trial.transfer import HEAD, reached_differences
        from onespec.trial.transfer_html import reach_html

        made = {}
        if html:
            more = [Heading(2, "Displays"), Line(self._counted()), *(self._table() if self.numbers else [])]
            made[html] = reach_html(self, self.title, self._affected(), more).encode()
        if csv:
            numbers = (
                ("number", "", "", "", None, None, "", f"{n.display}: {n.line} ({n.column})", n.stat, n.old, n.new)
                for n in self.numbers
            )
            made[csv] = csv_text(HEAD, (*reached_differences(self), *numbers)).encode("utf-8-sig")
        write_files(made)

    def _affected(self) -> str:
        from onespec.trial.transfer_text import few

        found = self.subjects
        return f"Subjects with a difference: {len(found):,}{f' ({few(found, 12)})' if found else ''}."

    def _values(self) -> Iterator[str]:
        """The first values that differ."""
        from onespec.engine.text_table import text_table

        rows = [
            (v.dataset, v.subject, _short(v.name), v.variable, f"{v.old or 'blank'} -> {v.new or 'blank'}")
            for d in self.datasets
            for v in d.values[:FIRST]
        ]
        if rows:
            yield f"Values: {sum(len(d.values) for d in self.datasets):,} differ; the first of each dataset:"
            head = ("dataset", "subject", "record", "variable", "value")
            yield from ("  " + line for line in text_table(head, rows[:VALUES]))

    def _numbers(self) -> Iterator[str]:
        from onespec.engine.text_table import text_table

        yield self._counted()
        seen: Counter[str] = Counter()
        rows = []
        for n in self.numbers:
            seen[n.display] += 1
            if seen[n.display] <= FIRST * 3 and len(rows) < STATS:
                rows.append((n.display, n.line, n.column, n.stat, f"{n.old} -> {n.new}"))
        head = ("display", "line", "column", "statistic", "number")
        yield from ("  " + line for line in text_table(head, rows) if rows)

    def _counted(self) -> str:
        if self.unknown:
            return self.unknown
        if not self.displays:
            return "Displays: the study has none."
        differ = len({n.display for n in self.numbers})
        return f"Displays: {differ} of {self.displays} differ, in {len(self.numbers):,} numbers."

    def _table(self) -> list[Block]:
        from onespec.trial.transfer_html import first_rows

        head = ("Display", "", "Line", "Column", "Statistic", "Before", "After")
        return first_rows(head, (list(each) for each in self.numbers))


def what_if(
    study: Study, settings: Sequence[str], spec: Path | None, cut: str, workers: int, progress: Progress
) -> WhatIf:
    """Build the study as it is and as it would be, beside its outputs, and compare; see `Study.whatif`."""
    from onespec.trial.endpoints import endpoint_changes
    from onespec.trial.records import BuiltSide, dataset_changes
    from onespec.trial.two_specifications import model_of_both

    if not settings and not spec and not cut:
        raise NotThere("Nothing would be otherwise. Name --set FILE:PATH=VALUE, --spec FOLDER or --cut YYYY-MM-DD.")
    if spec and study_id(spec) != study.id:
        raise NotThere(
            f"{spec} specifies the study {study_id(spec)}, not {study.id}. Name a specification of this one."
        )
    with folder_beside(study, "whatif") as folder:
        source, done = spec or study.folder, list[Setting]()
        if settings:
            shutil.copytree(source, folder / "spec")
            done = set_values(folder / "spec", settings)
            extend_from(folder / "spec", source)
        tried = study.tried._replace(cut=cut or study.tried.cut)
        other = type(study)(folder / "spec" if settings else source, study.raw, folder / "none", tried)
        plans = study.plan(), other.plan()
        old, new = (built(each, folder / name, workers, progress) for name, each in (("0", study), ("1", other)))
        model = model_of_both(plans[0].study, plans[1].study)
        sides = BuiltSide(model, old.out), BuiltSide(model, new.out)
        datasets, endpoints = list(dataset_changes(*sides)), list(endpoint_changes(*sides))
        numbers, unknown = _numbers(((plans[0], old.out), (plans[1], new.out)))
    now = plans[0].study.cut.date or "none"
    said = [*([f"the specification is that of {spec}"] if spec else []), *(each.said for each in done)]
    said += [f"the data cut is {cut} ({now})"] if cut else []
    return WhatIf(study.id, said, datasets, endpoints, numbers, len(plans[1].displays), unknown)


def _short(name: str) -> str:
    return name if len(name) <= WIDE else f"{name[: WIDE - 3]}..."


def _numbers(builds: Iterable[tuple[Plan, Path]]) -> tuple[list[StatChange], str]:
    """The statistics of the displays that differ, or why nobody knows."""
    builds = list(builds)
    if not any(plan.displays for plan, _ in builds):
        return [], ""
    if missing := [name for name in LIBRARIES if find_spec(name) is None]:
        return [], NOT_COMPUTED.format(", ".join(missing))
    from onespec.results.moved import moved
    from onespec.results.run import Built, compute

    old, new = (compute(Built(plan, out)) for plan, out in builds)
    return list(moved(old, new)), ""

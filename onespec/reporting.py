# pyright: standard
"""The report on a built study: its displays with their numbers, in every form."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from onespec.engine.findings import NotThere, unknown
from onespec.explaining import words
from onespec.told import Told

LIBRARIES = ("matplotlib", "polars", "rtflite", "scipy")  # of the extra report

if TYPE_CHECKING:
    from onespec.engine.plan.references import Plan


@dataclass(frozen=True)
class Reported(Told):
    """The report: its files, and how much of it there is.

    files     name in the folder of the report -> content
    displays  how many displays; ``statistics`` how many numbers, ``records`` how many records they stand on
    """

    files: dict[str, bytes]
    displays: int
    statistics: int
    records: int
    notes: tuple[str, ...]
    folder: Path  # when nobody says otherwise

    def text(self) -> str:
        told = f"{self.displays} displays, {self.statistics:,} statistics, {self.records:,} records behind them."
        return "\n".join([told, *self.notes])

    def write(self, folder: Path | None = None) -> Path:
        """Write all forms; returns their folder."""
        from onespec.engine.build.stage import staged_reports

        folder = folder or self.folder
        with staged_reports(folder) as fresh:
            for name, content in self.files.items():
                (fresh / name).parent.mkdir(parents=True, exist_ok=True)
                (fresh / name).write_bytes(content)
        return folder


class NoReport(OSError):
    """What a report needs is not installed."""


def make_report(plan: Plan, places: tuple[Path, Path, Path], names: Iterable[str], notes: tuple[str, ...]) -> Reported:
    """The report of a study: ``places`` are the raw export, the outputs, and the folder of the report.

    names  of the displays that are wanted; all when there are none

    Raises `NotThere` for a name that no display has, or a study without displays, `NoReport` without its libraries.
    """
    if missing := [name for name in LIBRARIES if find_spec(name) is None]:
        needs = f"the report needs {', '.join(missing)}; make report installs it, else pip install 'onespec[report]'."
        raise NoReport(needs)
    from onespec.engine.languages import LANGUAGES
    from onespec.engine.paper.fonts import chinese_fonts
    from onespec.results.ard import ard_files
    from onespec.results.ars import ars_files
    from onespec.results.contract import Words
    from onespec.results.report.html import Heading, report_html
    from onespec.results.report.pdf import report_pdf, unprintable
    from onespec.results.report.records import held_records
    from onespec.results.report.rtf import report_rtf
    from onespec.results.report.sheets import Standings, figures, sheets
    from onespec.results.run import Built, compute

    raw, out, folder = places
    known = [d.display.name for d in plan.displays]
    for name in names:
        if name not in known:
            raise NotThere(" ".join(unknown("display", name, known)))
    if not known:
        raise NotThere("The study has no displays. Describe them in displays/*.yaml.")
    built = Built(plan, out)
    computed, standings = compute(built, names), Standings()
    shown = sheets(computed, standings)
    held = held_records(built, standings, words(plan), raw)
    study = plan.study
    said = study.notice
    coded = {v.dictionary for d in study.datasets.values() if d.standard == "adam" for v in d.variables.values()}
    named = [*study.standards.values(), *(d for name, d in study.dictionaries.items() if name in coded)]
    versions = " · ".join(f"{each.name} {each.version}" for each in named)
    notice = Words(said.get("en", ""), said.get("zh", ""))
    heading = Heading(study.name, study.description, study.protocol, study.cut.date, versions, notice)
    files = {"report.html": report_html(heading, shown, standings, held, study.language).encode()}
    numbered = ard_files(computed) | ars_files(study, computed)
    files |= {f"numbers/{name}": content for name, content in numbered.items()}
    for language in LANGUAGES:
        files |= {f"figures/{name}": content for name, content in figures(shown, language).items()}
        files |= {f"rtf/{name}": content for name, content in report_rtf(heading, shown, language).items()}
        files[f"report-{language}.pdf"] = report_pdf(heading, shown, language, study.created)
    notes = (*notes, *chinese_fonts()[1])
    if letters := unprintable(heading, shown):
        notes = (*notes, f"The PDF lacks these characters, which its fonts do not have: {letters}")
    numbers = sum(len(c.stats) for each in computed for _, r in each.results for line in r.lines for c in line.cells)
    records = sum(len(h.rows) for h in held.values())
    return Reported(files, len(shown), numbers, records, notes, folder)

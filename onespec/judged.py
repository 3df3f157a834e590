# pyright: standard
"""What judges a study gives: conformance, comparison, terminology, seeded defects; the facts, and a text of them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from onespec.told import Told

if TYPE_CHECKING:
    from onespec.conformance.power.measure import Outcome as DefectOutcome
    from onespec.conformance.terminology.check import Checked as HeldTerminology
    from onespec.conformance.validate import Validation
    from onespec.engine.findings import Finding
    from onespec.qc.power.measure import Outcome as ErrorOutcome
    from onespec.qc.report import Report

SHOWN = 20  # damaged rows of a package of terminology; more say no more
RULES = 3  # of an engine that catch a defect; more are counted


@dataclass(frozen=True)
class Validated(Told):
    """Conformance of the built packages: one list of all engines (`conformance.validate.Validation`)."""

    validation: Validation
    folder: Path  # of the reports, when nobody says otherwise

    @property
    def good(self) -> bool:
        """Every breach is explained, and no explanation is stale."""
        return self.validation.good

    def text(self) -> str:
        from onespec.conformance.report_text import report_text

        return report_text(self.validation)

    def write(self, folder: Path | None = None, shown: int = 10) -> Path:
        """Write the reports (HTML with ``shown`` records of a group, JSON and CSV with all); returns their folder."""
        from onespec.conformance.report_html import report_html
        from onespec.conformance.report_json import report_csv, report_json
        from onespec.engine.build.stage import staged_reports

        folder = folder or self.folder
        with staged_reports(folder) as fresh:
            (fresh / "report.html").write_text(report_html(self.validation, shown), encoding="utf-8")
            (fresh / "report.json").write_text(report_json(self.validation), encoding="utf-8")
            (fresh / "report.csv").write_text(report_csv(self.validation), encoding="utf-8-sig", newline="")
        return folder


@dataclass(frozen=True)
class DefectsSeeded(Told):
    """Which check of which engine catches each seeded defect."""

    outcomes: list[DefectOutcome]
    engines: list[str]
    notes: list[str]
    seconds: float

    @property
    def good(self) -> bool:
        """No defect that was seeded is missed."""
        return not any(o.missed for o in self.outcomes)

    def text(self) -> str:
        from onespec.engine.text_table import text_table

        rows = [(o.defect.id, o.defect.text, o.defect.dataset, *self._cells(o)) for o in self.outcomes]
        return "\n".join([*text_table(("", "defect", "in", *self.engines), rows), *self._last()])

    def markdown(self) -> str:
        """The same with a table of Markdown, as the documentation has it."""
        from onespec.conformance.power.measure import lines

        return "\n".join([*lines(self.outcomes, self.engines), *self._last()])

    def _cells(self, outcome: DefectOutcome) -> list[str]:
        if outcome.reason:
            return [outcome.reason] * len(self.engines)
        each = (outcome.by.get(engine, ()) for engine in self.engines)
        return [", ".join(r[:RULES]) + (f" and {len(r) - RULES} more" if len(r) > RULES else "") or "-" for r in each]

    def _last(self) -> list[str]:
        seeded = sum(not o.reason for o in self.outcomes)
        by = ", ".join(f"{sum(bool(o.by.get(e)) for o in self.outcomes)} by {e}" for e in self.engines)
        caught = seeded - sum(o.missed for o in self.outcomes)
        return [
            *self.notes,
            f"{caught} of {seeded} seeded defects are caught: {by}; "
            f"{len(self.outcomes) - seeded} have no place in these data ({self.seconds:.0f} s).",
        ]


@dataclass(frozen=True)
class Compared(Told):
    """A comparison (`qc.report.Report`): of two files or folders, or of built datasets with the second programs'."""

    report: Report
    folder: Path | None = None  # of the reports of double programming, when nobody says otherwise

    @property
    def good(self) -> bool:
        """Everything is identical or explained."""
        return self.report.good

    @property
    def not_compared(self) -> bool:
        """Something could not be compared."""
        return any(e.comparison.error for e in self.report.entries)

    def text(self) -> str:
        from onespec.qc.report_text import report_text

        return report_text(self.report)

    def write(self, folder: Path | None = None) -> Path:
        """Write the report to read and sign, with its JSON and its spreadsheet; returns their folder."""
        from onespec.engine.build.stage import staged_reports

        folder = folder or self.folder
        if folder is None:
            raise ValueError("a comparison of two files has no folder of its own: name one")
        with staged_reports(folder) as fresh:
            self.write_files(fresh / "report.html", fresh / "report.json", fresh / "report.xlsx")
        return folder

    def write_files(self, html: Path | None = None, json: Path | None = None, xlsx: Path | None = None) -> None:
        """Write the report in each form for which a file is named.

        Raises `CannotBuild` where one would replace a file that is no such report: then none is written.
        """
        from onespec.files import write_forms
        from onespec.qc.report_files import write_reports

        asked = {kind: file for kind, file in (("html", html), ("json", json), ("xlsx", xlsx)) if file}
        write_forms(asked, lambda made: write_reports(self.report, *map(made.get, ("html", "json", "xlsx"))))


@dataclass(frozen=True)
class ErrorsSeeded(Told):
    """How many seeded errors the comparison with the second programs catches."""

    outcomes: list[ErrorOutcome]
    seconds: float
    folder: Path  # of power.csv, when nobody says otherwise

    @property
    def good(self) -> bool:
        """Every error that changes anything is caught."""
        return self._caught == self._tried

    @property
    def _caught(self) -> int:
        from onespec.qc.power.measure import CAUGHT, STOPPED

        return sum(o.verdict in (CAUGHT, STOPPED) for o in self.outcomes)

    @property
    def _tried(self) -> int:
        from onespec.qc.power.measure import NO_EFFECT

        return sum(o.verdict != NO_EFFECT for o in self.outcomes)

    def text(self) -> str:
        from onespec.qc.power.measure import CAUGHT, STOPPED, table

        others = [o for o in self.outcomes if o.verdict not in (CAUGHT, STOPPED)]
        lines = [f"{o.verdict.upper():10} {o.group}: {o.error}{f' ({o.by})' if o.by else ''}" for o in others]
        last = f"{self._caught} of {self._tried} errors that change anything are caught ({self.seconds:.0f} s)."
        return "\n".join([table(self.outcomes).to_string(), *lines, last])

    def write(self, folder: Path | None = None) -> Path:
        """Write power.csv, a line an error; returns the file."""
        from onespec.engine.build.stage import staged_reports
        from onespec.qc.power.measure import write_outcomes

        folder = folder or self.folder
        with staged_reports(folder) as fresh:
            write_outcomes(fresh / "power.csv", self.outcomes)
        return folder / "power.csv"


@dataclass(frozen=True)
class Terminology(Told):
    """The codelists, held against a package of controlled terminology.

    held    what was held, with its findings; ``damage``: what is wrong with the package itself
    """

    held: HeldTerminology
    damage: list[Finding]

    @property
    def good(self) -> bool:
        """No codelist is at fault."""
        return not self.held.findings.stops

    def text(self, notes: bool = False) -> str:
        """The faults, with ``notes`` those too, and what was held."""
        from onespec.engine.findings import finding_order

        lines = [finding.text() for finding in self.damage[:SHOWN]]
        if len(self.damage) > SHOWN:
            lines.append(f"... and {len(self.damage) - SHOWN} more of the package itself.")
        listed = self.held.findings if notes else self.held.findings.stops
        lines += [finding.text() for finding in sorted(listed, key=finding_order)]
        return "\n".join([*lines, *self._sum(notes)])

    def _sum(self, listed: bool) -> list[str]:
        held = self.held
        date = [f.message for f in held.notes if f.rule == "CT-DATE"]
        rest = Counter(f.rule for f in held.notes if f.rule != "CT-DATE")
        apart = [f"{held.apart} of another standard"] if held.apart else []
        apart += [f"{held.own} the sponsor's own"] if held.own else []
        lines = [
            f"{held.codelists} codelists, {held.terms} terms held against {held.package.name}; not held: "
            f"{', '.join(apart) or 'none'}. {_many(len(held.findings.stops), 'fault')}."
        ]
        if rest:
            kinds = ", ".join(f"{n} {rule}" for rule, n in sorted(rest.items()))
            lines.append(f"{_many(sum(rest.values()), 'note')} ({kinds}){'' if listed else '; --notes lists them'}.")
        return lines + date


def _many(count: int, what: str) -> str:
    return f"{count} {what}{'s' * (count != 1)}"

# pyright: standard
"""What the verbs of a study give: the facts, and a text of them for a terminal (``print(result)``)."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from onespec.engine.findings import finding_order
from onespec.engine.milestones import standing

if TYPE_CHECKING:
    from onespec.engine.build.build import Result
    from onespec.engine.findings import Finding, Findings
    from onespec.engine.spec.model import Study as Model
    from onespec.engine.trace.impact import Counts, Impact

COMPLETE = "The specification is complete; no findings."
REASONS = 6  # why something was built; more are counted


class Told:
    """A result that has a text of its own."""

    def text(self) -> str:
        raise NotImplementedError

    def __str__(self) -> str:
        return self.text()


@dataclass(frozen=True)
class Checked(Told):
    """A specification without stops; ``findings`` are its queries."""

    model: Model
    findings: Findings

    def text(self) -> str:
        from onespec.findings_text import queries_text

        stands, queries = standing(self.model.milestone), self.findings.queries
        lines = [f.text() for f in sorted(queries, key=finding_order)]
        many = "1 query" if len(queries) == 1 else f"{len(queries)} queries"
        said = f"Nothing stops; {many} ({queries_text(queries)})." if queries else COMPLETE
        return "\n".join([*lines, self._counts() + said, *([stands] if stands else [])])

    def _counts(self) -> str:
        study = self.model
        variables = sum(len(d.columns) for d in study.datasets.values())
        fields = sum(len(f.fields) for f in study.forms.values())
        return (
            f"{study.id}: {len(study.datasets)} datasets, {variables} variables, {len(study.forms)} forms, "
            f"{fields} fields, {len(study.codelists)} codelists. "
        )


@dataclass(frozen=True)
class UpToDate(Told):
    """A build that had nothing to do: so many ``files`` in ``out`` are as the inputs want them."""

    out: Path
    files: int
    seconds: float
    milestone: str = ""

    def text(self) -> str:
        stands = standing(self.milestone)
        said = f"Nothing to do: {self.files} files in {self.out} are up to date ({self.seconds:.2f} s)."
        return f"{said}\n{stands}" if stands else said


@dataclass(frozen=True)
class Built(Told):
    """A build: what it did (`engine.build.build.Result`), and the folder of the outputs."""

    out: Path
    result: Result

    @property
    def queries(self) -> list[Finding]:
        """What data management is to be asked."""
        return self.result.findings.queries

    def text(self) -> str:
        return "\n".join([*self._table(), "", self._sum(), self._cells(), *self._places()])

    def _table(self) -> list[str]:
        head = f"{'dataset':9}{'rows in':>9}{'rows out':>10}{'variables':>11}{'findings':>10}{'seconds':>9}"
        return [head] + [
            f"{d.name:9}{d.rows_in:>9,}{d.rows_out:>10,}{d.variables:>11}{d.findings:>10}"
            + (f"{d.seconds:>9.2f}" if d.rebuilt else f"{'kept':>9}")
            for d in self.result.datasets
        ]

    def _sum(self) -> str:
        datasets, reasons = self.result.datasets, self.result.reasons
        rest = f"; and {len(reasons) - REASONS} more reasons." if len(reasons) > REASONS else "."
        return (
            f"Built {sum(d.rebuilt for d in datasets)} of {len(datasets)} datasets in {self.result.seconds:.1f} s: "
            f"{'; '.join(reasons[:REASONS])}{rest}"
        )

    def _cells(self) -> str:
        names = ("filled", "carried", "used", "not_submitted", "refused", "balance")
        total = {n: sum(getattr(a, n) for a in self.result.accounts.values()) for n in names}
        return (
            f"Raw cells: {total['filled']:,} filled = {total['carried']:,} carried + {total['used']:,} used "
            f"+ {total['not_submitted']:,} not submitted + {total['refused']:,} refused; balance {total['balance']}."
        )

    def _places(self) -> list[str]:
        from onespec.findings_text import queries_text

        built = " and ".join(str(p) for p in (self.out / "sdtm", self.out / "adam") if p.exists())
        stands = standing(self.result.milestone)
        lines = [f"Datasets and define.xml: {built}", *([stands] if stands else [])]
        if self.queries:
            file = self.out / "reports" / "queries.csv"
            lines.insert(
                0, f"Queries for data management: {len(self.queries)} ({queries_text(self.queries)}), in {file}"
            )
        return lines


@dataclass(frozen=True)
class Explanation(Told):
    """How records, or values of them, came about.

    records  the text of each record that is told
    count    of records that match
    """

    DEPTH: ClassVar[int] = 5  # how deep a value is followed,
    ROWS: ClassVar[int] = 6  # and how many of many rows are told, where not everything is wanted

    records: list[str]
    count: int

    def text(self) -> str:
        more = self.count - len(self.records)
        last = [f"{more} more records match; add conditions to --where, or --most {self.count}."] if more else []
        return "\n\n".join([*self.records, *last])


@dataclass(frozen=True)
class Reached(Told):
    """What a line of the specification or a raw field reaches.

    impact  by dataset
    counts  records that are reached, and all records, of the datasets that are built
    cells   what a raw field holds, in words
    """

    impact: Impact
    counts: Counts
    cells: str = ""

    def text(self) -> str:
        from onespec.engine.trace.impact import impact_text

        return impact_text(self.impact, self.counts, self.cells)


@dataclass(frozen=True)
class Difference(Told):
    """What changed in meaning between two specifications, and what that reaches."""

    told: str

    def text(self) -> str:
        return self.told


@dataclass(frozen=True)
class Page(Told):
    """The page of one subject."""

    subject: str
    html: str
    file: Path  # where it is written when nobody says otherwise

    @property
    def chains(self) -> int:
        """How many marks have a chain back to the raw cells."""
        return self.html.count("<details ")

    def write(self, file: Path | None = None) -> Path:
        """Write the page; returns the file."""
        from onespec.files import write_files

        file = file or self.file
        write_files({file: self.html.encode()})
        return file

    def text(self) -> str:
        return f"Page of subject {self.subject} ({self.chains:,} chains)"

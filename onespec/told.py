# pyright: standard
"""What the verbs of a study give: the facts, and a text of them for a terminal (``print(result)``)."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from onespec.engine.findings import Findings
from onespec.engine.milestones import standing
from onespec.engine.raw.account import counts
from onespec.engine.spec.folder import in_writing_order

if TYPE_CHECKING:
    from onespec.engine.build.asking import Asked
    from onespec.engine.build.build import Result
    from onespec.engine.findings import Finding
    from onespec.engine.spec.model import Study as Model
    from onespec.engine.trace.impact import Counts, Impact
    from onespec.engine.trace.links import Link
    from onespec.engine.trace.spec_diff import Change

COMPLETE = "The specification is complete; no findings."
QUERIES = Path("reports", "queries.csv")
CODING = Path("reports", "coding.csv")  # there where something waits for a coder or translator
OPEN = Path("reports", "open.csv")  # there where a milestone leaves something of the specification open
SHORTENED = Path("reports", "shortened.csv")  # where labels are longer than a transport file holds
CUT = Path("reports", "cut.csv")  # where the study has a data cut, and something lies after it
REASONS = 6  # why something was built; more are counted


class Told:
    """A result that has a text of its own."""

    def text(self) -> str:
        raise NotImplementedError

    def facts(self) -> dict[str, Any]:
        """The same for programs: what `json.dumps` takes."""
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
        lines = [f.text() for f in in_writing_order(queries)]
        many = "1 query" if len(queries) == 1 else f"{len(queries)} queries"
        said = f"Nothing stops; {many} ({queries_text(queries)})." if queries else COMPLETE
        return "\n".join([*lines, self._counts() + said, *([stands] if stands else [])])

    def facts(self) -> dict[str, Any]:
        from onespec.findings_text import findings_facts

        return findings_facts(self.findings)

    def _counts(self) -> str:
        study = self.model
        variables = sum(len(d.columns) for d in study.datasets.values())
        fields = sum(len(f.columns) for f in study.forms.values())
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

    @property
    def findings(self) -> Findings:
        """The queries of the build that left the outputs."""
        from onespec.findings_text import read_queries

        files = (self.out / QUERIES, self.out / CODING, self.out / OPEN)
        return Findings([f for file in files if file.exists() for f in read_queries(file)])

    def facts(self) -> dict[str, Any]:
        """As those of `Built`, without what it would have done."""
        from onespec.findings_text import findings_facts

        return findings_facts(self.findings) | {"up_to_date": True, "out": str(self.out), "milestone": self.milestone}


@dataclass(frozen=True)
class Built(Told):
    """A build: what it did (`engine.build.build.Result`), and the folder of the outputs."""

    out: Path
    result: Result

    @cached_property
    def asked(self) -> Asked:
        """The queries: what data management is to be asked, what is accepted, what the specification leaves open."""
        from onespec.engine.build.asking import Asked

        return Asked.of(self.result.findings)

    @property
    def queries(self) -> list[Finding]:
        """What data management is to be asked."""
        return self.asked.to_ask

    def text(self) -> str:
        changed = [self.result.export_changed] if self.result.export_changed else []
        return "\n".join([*self._table(), "", self._sum(), *changed, self._cells(), *self._cut(), *self._places()])

    @property
    def findings(self) -> Findings:
        """What the build found, without the queries that are accepted; nothing of it stops."""
        accepted = set(map(id, self.asked.accepted))
        return Findings(f for f in self.result.findings if id(f) not in accepted)

    def facts(self) -> dict[str, Any]:
        from onespec.findings_text import findings_facts

        names = ("name", "rows_in", "rows_out", "variables", "findings", "rebuilt")
        return findings_facts(self.findings) | {
            "up_to_date": False,
            "out": str(self.out),
            "milestone": self.result.milestone,
            "reasons": self.result.reasons,
            "export_changed": self.result.export_changed,
            "datasets": [{n: getattr(d, n) for n in names} for d in self.result.datasets],
            "cells": self._totals(),
            **({"cut": self.result.cut._asdict()} if self.result.cut else {}),
            "coding": self.result.coding.facts(),
        }

    def _totals(self) -> dict[str, int]:
        names = (*counts(self.result.cut is not None), "balance")
        return {n: sum(getattr(a, n) for a in self.result.accounts.values()) for n in names}

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
        total = self._totals()
        after = f" + {total['after_cut']:,} after the cut" if "after_cut" in total else ""
        return (
            f"Raw cells: {total['filled']:,} filled = {total['carried']:,} carried + {total['used']:,} used "
            f"+ {total['not_submitted']:,} not submitted + {total['refused']:,} refused"
            f"{after}; balance {total['balance']}."
        )

    def _cut(self) -> list[str]:
        cut = self.result.cut
        listed = f", in {self.out / CUT}." if cut and any(cut[1:]) else ""
        return [f"{cut.said}{listed}"] if cut else []

    def _places(self) -> list[str]:
        from onespec.findings_text import queries_text

        built = " and ".join(str(p) for p in (self.out / "sdtm", self.out / "adam") if p.exists())
        stands = standing(self.result.milestone)
        lines = [f"Datasets and define.xml: {built}", *([stands] if stands else [])]
        listed = (
            ("Queries for data management", self.queries, QUERIES),
            ("For the coder", self.asked.for_coder, CODING),
            ("Open in the specification", self.asked.left_open, OPEN),
        )
        told = [
            f"{what}: {len(found)} ({queries_text(found)}), in {self.out / file}"
            for what, found, file in listed
            if found
        ]
        coding, short = self.result.coding.text(), self.result.shortened
        cut = [f"Labels shortened for transport files: {short}, in {self.out / SHORTENED}"] if short else []
        return [*told, *([coding] if coding else []), *cut, *self._register(), *lines]

    def _register(self) -> list[str]:
        """How the queries stand, where there is a register of them."""
        from onespec.engine.queries import STATUSES

        queries = [f.query for f in (*self.asked.to_ask, *self.asked.accepted) if f.query is not None]
        if not self.result.registered:
            return []
        by = Counter(query.status for query in queries)
        counted = ", ".join(f"{by[status]} {status}" for status in STATUSES if by[status])
        new = sum(query.is_new for query in queries)
        said = f"Queries: {len(queries)}{f' ({counted})' if queries else ''}, {new} new since the register"
        return [f"{said}; 'onespec queries --update' takes them in." if new else f"{said}."]


@dataclass(frozen=True)
class Explanation(Told):
    """How records, or values of them, came about.

    links  of each record that is told, what is told of it
    count  of records that match
    """

    DEPTH: ClassVar[int] = 5  # how deep a value is followed,
    ROWS: ClassVar[int] = 6  # and how many of many rows are told, where not everything is wanted

    links: list[list[Link]]
    count: int

    @property
    def records(self) -> list[str]:
        """The text of each record that is told."""
        from onespec.engine.trace.explain_text import explanation_text

        return [explanation_text(links) for links in self.links]

    def text(self) -> str:
        more = self.count - len(self.links)
        last = [f"{more} more records match; add conditions to --where, or --most {self.count}."] if more else []
        return "\n\n".join([*self.records, *last])

    def facts(self) -> dict[str, Any]:
        return {"count": self.count, "records": [[_chain(link) for link in links] for links in self.links]}


def _chain(link: Link) -> dict[str, Any]:
    """A link and what is behind it, without what it has not."""
    said = {"name": link.name, "value": link.value, "record": link.record, "lines": link.lines, "findings": link.notes}
    said |= {"again": link.again, "cut": link.cut, "behind": [_chain(each) for each in link.behind]}
    return {name: value for name, value in said.items() if value or name == "value" and value is not None}


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

    def facts(self) -> dict[str, Any]:
        reached = [
            {"dataset": r.dataset, "records": r.records, "variables": r.variables}
            | dict(zip(("reached", "all"), self.counts.get(r.dataset, ()), strict=False))
            for r in self.impact.reached
        ]
        return {"target": self.impact.label, "used_by": self.impact.direct, "reached": reached, "cells": self.cells}


@dataclass(frozen=True)
class Difference(Told):
    """What changed in meaning between two specifications, and what that reaches, in words."""

    changes: list[Change]
    told: str

    def text(self) -> str:
        return self.told

    def facts(self) -> dict[str, Any]:
        listed = [{"name": c.name, "kind": c.kind, "details": c.details} for c in self.changes]
        return {"changes": listed, "text": self.told}


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

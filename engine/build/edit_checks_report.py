"""The checks of the library in a build: which are on, why others are not, and what each of them found."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from onespec.engine.csv_text import write_csv
from onespec.engine.findings import Finding
from onespec.engine.plan.edit_checks import NOT_TAKEN, ON, standing
from onespec.engine.plan.references import Plan

HEAD = ("check", "title", "title_zh", "state", "why", "records", "subjects", "source")


def write_edit_checks(folder: Path, plan: Plan, findings: Iterable[Finding]) -> None:
    """``edit-checks.csv``, a line a check of the library; no file for a study that takes none.

    records   how many findings it has, before those of one cause are put together, and ``subjects``: of how many
    """
    stands = list(standing(plan))
    if all(s.state == NOT_TAKEN for s in stands):
        return
    found: dict[str, list[str]] = {}
    for one in (member for f in findings for member in (f.members or (f,)) if member.check):
        found.setdefault(one.check, []).append(one.subject)
    rows = (
        [
            s.check.id,
            s.check.title["en"],
            s.check.title["zh"],
            s.state,
            s.why,
            *((len(found.get(s.check.id, ())), len({*found.get(s.check.id, ())})) if s.state == ON else ("", "")),
            s.check.source,
        ]
        for s in stands
    )
    write_csv(folder / "edit-checks.csv", HEAD, rows)

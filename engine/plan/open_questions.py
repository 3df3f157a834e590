"""What a study that states a milestone has not answered: guesses with their mark, and what a draft leaves open."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from onespec.engine.findings import STOP, Findings
from onespec.engine.plan.references import Plan
from onespec.engine.spec.guessed import MARK, UNANSWERED, UNMAPPED, guesses
from onespec.engine.spec.inherited import Inherited
from onespec.engine.spec.verbs import NotAvailable

_ANSWER = "State an origin, or another reason."
_MAP = "Map it, or write why it is not submitted."


class _Open(NamedTuple):
    """A line that leaves something open, and what."""

    file: str
    line: int
    what: str
    fix: str
    dataset: str = ""


def report_open(plan: Plan, findings: Findings) -> None:
    """A finding for each line of a draft that leaves something open, and for each other guess with its mark."""
    told = set()
    for file, line, what, fix, dataset in (*_variables(plan), *_fields(plan), *_files(plan)):
        findings.add("SPEC-OPEN", STOP, f"{what}.", fix, file=file, line=line, dataset=dataset)
        told.add((findings[-1].file, findings[-1].line))
    for guess in guesses(plan.study.folder):
        if (guess.file, guess.line) not in told:
            message = f"'{guess.said}' is a guess ({guess.evidence}), and nobody has confirmed it."
            fix = f"Correct the line, or remove its '{MARK.strip()}'."
            findings.add("SPEC-GUESSED", STOP, message, fix, file=guess.file, line=guess.line)


def _variables(plan: Plan) -> Iterator[_Open]:
    """Variables that are not available because nobody has answered, those of one line together."""
    for dataset in plan.study.datasets.values():
        lines: dict[int, list[str]] = {}
        for v in dataset.variables.values():
            if isinstance(v.verb, NotAvailable) and v.verb.reason == UNANSWERED:
                lines.setdefault(v.line, []).append(v.name)
        for line, names in lines.items():
            what = f"{', '.join(names)} of {dataset.name}: {UNANSWERED}"
            yield _Open(dataset.file, line, what, _ANSWER, dataset.name)


def _fields(plan: Plan) -> Iterator[_Open]:
    """Fields that are not submitted because nobody has mapped them; those of a form's reason together."""
    for form in plan.study.forms.values():
        names = [f.name for f in form.fields.values() if f.not_submitted == UNMAPPED and f.name not in form.structural]
        own = [n for n in names if form.not_submitted != UNMAPPED]
        lines = {n: form.fields[n].line for n in own}
        if names and not own:
            lines = {", ".join(names): form.line}
        for what, line in lines.items():
            yield _Open("crf.yaml", line, f"{what} of form {form.name}: {UNMAPPED}", _MAP)


def _files(plan: Plan) -> Iterator[_Open]:
    """Files of the export that are left aside because nobody has mapped them."""
    wanted = [name for name, reason in plan.study.ignored.items() if reason == UNMAPPED]
    if wanted:
        lines = Inherited(plan.study.folder, Findings()).file("crf.yaml")["ignore"].lines
        for name in wanted:
            yield _Open("crf.yaml", lines[name], f"File {name}: {UNMAPPED}", "Add a form, or write why.")

# pyright: standard
"""Medical coding: what waits for a code or a translation, as a list to fill in, and the filled list read back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from onespec.engine.build.ownership import CannotBuild
from onespec.engine.disk import write_whole
from onespec.engine.findings import Findings
from onespec.places import Folder
from onespec.told import Told

if TYPE_CHECKING:
    from onespec.engine.plan.references import Plan
    from onespec.trial.coding import Terms

_SHOWN = 20  # terms that a terminal shows


@dataclass(frozen=True)
class Waiting(Told):
    """What waits for a coder and translator in an export."""

    terms: Terms

    def text(self) -> str:
        lines = list(self._lines())
        more = f"and {len(lines) - _SHOWN} more" if len(lines) > _SHOWN else ""
        said = self.terms.coding.text() or "No variable of the study holds terms of a dictionary."
        return "\n".join([*lines[:_SHOWN], *([more] if more else []), said])

    def _lines(self) -> Iterator[str]:
        from onespec.engine.run.terms import rows_text
        from onespec.trial.coding_list import stands_in

        for term in self.terms.terms:
            if term.open:
                name = self.terms.study.dictionaries[term.dictionary].name
                yield f"{name}: {term.verbatim}  ({stands_in(term.open)}; {'; '.join(rows_text(term.open))})"
        for text in self.terms.untranslated:
            rows = ", ".join(f"{file} row {row}" for _, _, file, row, _ in text.places)
            yield f"translation: {text.text}  ({rows})"

    def facts(self) -> dict[str, Any]:
        from onespec.engine.run.terms import most
        from onespec.trial.coding_list import nearby, stands_in

        listed = [
            {
                "dictionary": term.dictionary,
                "verbatim": term.verbatim,
                "language": self.terms.language(term.verbatim, term.fields),
                "translation": term.translation,
                "records": sum(s.standing.records for s in term.open),
                "stands_in": stands_in(term.open),
                "nearby": nearby(term.open),
            }
            for term in self.terms.terms
            if term.open
        ]
        texts = [{"text": t.text, "fields": most(t.fields), "records": t.records} for t in self.terms.untranslated]
        ways = [{"dictionary": t.dictionary, "verbatim": t.verbatim, "codes": _ways(t)} for t in self.terms.terms]
        several = [each for each in ways if each["codes"]]
        return self.terms.coding.facts() | {"terms": listed, "texts": texts, "several_ways": several}

    def write(self, file: Folder, everything: bool = False) -> Written:
        """Write the list as an XLSX file to fill in; ``everything``: terms that have their code, too.

        Raises `CannotBuild` where the file exists: it may be a filled list.
        """
        from onespec.trial.coding_list import coding_workbook

        path = Path(file)
        if path.exists():
            raise CannotBuild(f"{path} exists, and a list that somebody has filled is not replaced. Name another file.")
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, coding_workbook(self.terms, everything))
        return Written(path, self.terms)


def _ways(term: Any) -> dict[str, list[str]]:
    return {column: sorted(values) for column, values in term.ways.items()}


@dataclass(frozen=True)
class Written(Told):
    """A list that was written."""

    file: Path
    terms: Terms

    def text(self) -> str:
        asked = "Fill in codes and translations, who and when; 'onespec coding --read' takes the file back."
        return f"{self.file}: {self.terms.coding.text()} {asked}"

    def facts(self) -> dict[str, Any]:
        return {"file": str(self.file)} | self.terms.coding.facts()


@dataclass(frozen=True)
class CodesRead(Told):
    """A filled list that was read back: how many terms by dictionary, and texts, got what they waited for.

    files     the tables of the specification that were written
    findings  what the coder has sent back without a code
    """

    codes: dict[str, int]
    translations: int
    files: list[str]
    findings: Findings

    def text(self) -> str:
        said = [f"{name}: {n} term{'s' * (n != 1)}" for name, n in self.codes.items()]
        said += [f"translations: {self.translations}"] if self.translations else []
        written = (
            f"{'; '.join(said)}. Written: {', '.join(self.files)}." if said else "Nothing new; nothing is written."
        )
        return "\n".join([*(f.text() for f in self.findings), written])

    def facts(self) -> dict[str, Any]:
        from onespec.findings_text import findings_facts

        listed = {"codes": self.codes, "translations": self.translations, "files": self.files}
        return findings_facts(self.findings) | listed


def waiting(plan: Plan, raw: Path, out: Path) -> Waiting:
    """What waits in an export; the study need not be built."""
    from onespec.engine.trace.one_subject import open_subjects
    from onespec.trial.coding import collect

    with open_subjects(plan, raw, out) as subjects:
        return Waiting(collect(subjects))


def read_codes(plan: Plan, raw: Path, out: Path, file: Path) -> CodesRead:
    """Read a filled list into the tables of the specification; raises `Stopped`, and writes nothing then."""
    from onespec.trial.coding_answers import read_answers

    answers = read_answers(waiting(plan, raw, out).terms, file)
    files = answers.files()
    for name, data in files.items():
        path = plan.study.folder / name
        path.parent.mkdir(exist_ok=True)
        write_whole(path, data)
    return CodesRead(answers.codes, answers.translations, list(files), answers.findings)

"""The reviewer's guides of an edition, filled from its facts, as PDF and DOCX."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from onespec.engine.build.ownership import encoding_of
from onespec.engine.findings import Findings
from onespec.engine.plan.references import Plan
from onespec.engine.spec.model import Study
from onespec.submission.guides.answers import all_shown, read_answers
from onespec.submission.guides.cover import Cover
from onespec.submission.guides.facts import Facts
from onespec.submission.guides.fill import Place, fill
from onespec.submission.guides.outline import GUIDES, Outline, outline
from onespec.submission.guides.pdf import guide_pdf
from onespec.submission.guides.sources import Sources
from onespec.submission.guides.word import guide_docx
from onespec.submission.profiles import Profile

FACTS = "facts.json"


@dataclass(frozen=True)
class Given:
    """What guides are made from.

    plan         of the edition
    out          the outputs of its build: run.json, sdtm/, adam/, reports/
    conformance  the folder of the report on conformance, and ``qc`` that of double programming; without its report
                 a guide says that it has not been run
    profile      what the agency asks: the typography, and the language unless ``language`` says otherwise
    splits       dataset -> file names of its parts, where the package splits it
    """

    plan: Plan
    out: Path
    conformance: Path | None
    qc: Path | None
    profile: Profile
    language: str = ""
    splits: Mapping[str, Sequence[str]] = field(default_factory=dict)

    @property
    def sources(self) -> Sources:
        return Sources(
            self.out,
            run=self.out / "run.json",
            reports=self.out / "reports",
            conformance=self.conformance,
            qc=self.qc,
            plan=self.plan,
            splits=self.splits,
            language=self.language or self.profile.language,
            encoding=encoding_of(self.out),
        )


@dataclass(frozen=True)
class Guides:
    """files: csdrg.pdf, adrg.pdf, csdrg.docx, adrg.docx -> bytes; facts: facts.json; places: what is still open."""

    files: dict[str, bytes]
    facts: bytes
    places: tuple[Place, ...]


def make_guides(given: Given, findings: Findings) -> Guides:
    """The guides of the standards that the outputs hold, in the profile's language; the same inputs, the same bytes.

    A fault of the study's guides.yaml is a stop among the findings, and is left out of the guides.  So is an answer
    that no guide shows, where both guides are made.
    """
    study, sources = given.plan.study, given.sources
    answers = read_answers(study, findings)
    facts = Facts(sources)
    files: dict[str, bytes] = {}
    places, answered = list[Place](), set[str]()
    for key in (key for key, standard in GUIDES.items() if standard in sources.defines):
        described = outline(key)
        content = fill(described, facts, answers)
        cover = _cover(study, described, sources.language)
        name = given.profile.guides[described.standard].removesuffix(".pdf")
        files[f"{name}.pdf"] = guide_pdf(cover, content.filled, study.created, given.profile.typography)
        files[f"{name}.docx"] = guide_docx(cover, content.filled, study.created, given.profile.typography)
        places += content.places
        answered |= content.answered
    if set(GUIDES.values()) <= sources.defines.keys():
        all_shown(answers, answered, findings)
    return Guides(files, facts.text(), tuple(places))


def _cover(study: Study, described: Outline, language: str) -> Cover:
    title, name = described.title[language], study.name or study.id
    notice = study.notice.get(language, "")
    about = (f"{name}", study.created.date().isoformat(), *([notice] if notice else []))
    return Cover(language, title, name, about, notice or name)

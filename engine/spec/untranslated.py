"""What of the specification an edition in another language still says in English: labels, and decodes of codelists."""

from __future__ import annotations

from collections.abc import Iterable

from onespec.engine.findings import QUERY, Findings
from onespec.engine.languages import ENGLISH, LANGUAGES
from onespec.engine.spec.model import Study

RULE = "SPEC-TRANSLATION"
_SHOWN = 6


def untranslated(study: Study, findings: Findings) -> None:
    """A query for each dataset and codelist of which something is not known in the language of the edition."""
    language = study.language
    if language == ENGLISH or language not in LANGUAGES:  # what is no language is a stop of its own
        return
    for dataset in study.datasets.values():
        lacking = [v.name for v in dataset.submitted if v.label and language not in v.said]
        lacking += [] if language in dataset.said else [f"{dataset.name} itself"]
        if lacking:
            said = f"{dataset.name}: no label in the language of the edition: {_listed(lacking)}."
            fix = f"Write 'label: {{{language}: ...}}', or a row of the table that 'labels:' of study.yaml names."
            findings.add(RULE, QUERY, said, fix, file=dataset.file, line=dataset.line, dataset=dataset.name)
    used = {v.codelist for d in study.datasets.values() for v in d.submitted}
    used |= {c for d in study.datasets.values() for by in d.value_codelists.values() for c in by.values()}
    for codelist in (study.codelists[name] for name in study.codelists if name in used):
        lacking = [t.value for t in codelist.terms.values() if t.english and language not in t.said]
        if lacking:
            said = f"Codelist {codelist.name}: no decode in the language of the edition: {_listed(lacking)}."
            fix = f"Write 'decode: {{{language}: ...}}', or a row of the table that 'labels:' of study.yaml names."
            findings.add(RULE, QUERY, said, fix, file=codelist.file, line=codelist.line)


def _listed(names: Iterable[str]) -> str:
    names = list(names)
    return ", ".join(names[:_SHOWN]) + (f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else "")

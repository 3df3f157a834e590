"""What of the specification an edition in another language still says in English: labels, decodes, its own words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from onespec.engine.findings import QUERY, Findings
from onespec.engine.languages import ENGLISH, LANGUAGES
from onespec.engine.spec.labels import texts_in_chinese
from onespec.engine.spec.model import Dataset, Study
from onespec.engine.spec.supplemental import TOLD
from onespec.engine.spec.verbs import NotAvailable

RULE = "SPEC-TRANSLATION"
_SHOWN, _LONGEST = 6, 60
_FIX = "Write a row for each in the table that 'labels:' of study.yaml names, with the whole text as TEXT."


def untranslated(study: Study, findings: Findings) -> None:
    """A query for each dataset and codelist of which something is not known in the language of the edition."""
    language = study.language
    if language == ENGLISH or language not in LANGUAGES:  # what is no language is a stop of its own
        return
    known = {*study.texts, *texts_in_chinese()}
    for dataset in study.datasets.values():
        place = {"file": dataset.file, "line": dataset.line, "dataset": dataset.name}
        lacking = [v.name for v in dataset.submitted if v.label and language not in v.said]
        lacking += [] if language in dataset.said else [f"{dataset.name} itself"]
        if lacking:
            said = f"{dataset.name}: no label in the language of the edition: {_listed(lacking)}."
            fix = f"Write 'label: {{{language}: ...}}', or a row of the table that 'labels:' of study.yaml names."
            findings.add(RULE, QUERY, said, fix, **place)
        words = [text for text in dict.fromkeys(_words(dataset)) if text.isascii() and text not in known]
        if words:
            said = f"{dataset.name}: not in the language of the edition: {_listed(map(_beginning, words))}."
            findings.add(RULE, QUERY, said, _FIX, **place)
    fields = {field.not_submitted: None for form in study.forms.values() for field in form.fields.values()}
    if words := [text for text in fields if text and text.isascii() and text not in known]:
        said = f"Why fields are not submitted: not in the language of the edition: {_listed(map(_beginning, words))}."
        findings.add(RULE, QUERY, said, _FIX, file="crf.yaml")
    used = {v.codelist for d in study.datasets.values() for v in d.submitted}
    used |= {c for d in study.datasets.values() for by in d.value_codelists.values() for c in by.values()}
    for codelist in (study.codelists[name] for name in study.codelists if name in used):
        lacking = [t.value for t in codelist.terms.values() if t.english and language not in t.said]
        if lacking:
            said = f"Codelist {codelist.name}: no decode in the language of the edition: {_listed(lacking)}."
            fix = f"Write 'decode: {{{language}: ...}}', or a row of the table that 'labels:' of study.yaml names."
            findings.add(RULE, QUERY, said, fix, file=codelist.file, line=codelist.line)


def _words(dataset: Dataset) -> Iterator[str]:
    """What the specification says of a dataset in its own words, as define.xml will have it."""
    yield from filter(None, (dataset.structure, dataset.comment))
    yield from (step.reason for step in dataset.steps if step.reason)
    for variable in dataset.submitted:
        if variable.comment and not (dataset.parent and variable.name in TOLD):  # what the program says itself
            yield variable.comment
        if isinstance(variable.verb, NotAvailable) and variable.verb.reason:
            yield variable.verb.reason


def _beginning(text: str) -> str:
    return f"'{text}'" if len(text) <= _LONGEST else f"'{text[:_LONGEST].rstrip()}...'"


def _listed(names: Iterable[str]) -> str:
    names = list(names)
    return ", ".join(names[:_SHOWN]) + (f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else "")

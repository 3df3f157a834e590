# pyright: standard
"""A new study from its export: every guess is marked with its evidence, what cannot be seen is not said."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from onespec.drafted_columns import DraftCodelist, DraftColumn, draft_codelist
from onespec.drafted_datasets import new_adsl, new_dataset
from onespec.drafted_forms import DraftForm, draft_forms, draft_key, draft_subject, register
from onespec.engine.build.ownership import CannotBuild
from onespec.engine.disk import export_files, write_whole
from onespec.engine.spec.guessed import MARK, UNMAPPED
from onespec.engine.spec.terminology import shipped, shipped_dates

_WORD = re.compile(r"[^\W\d][\w ./-]*[\w.]|[^\W\d]|[0-9]+(?:\.[0-9]+)?")
_STANDARDS = {"sdtm": ("SDTMIG", "3.4"), "adam": ("ADaMIG", "1.3")}
_COMMON = """\
sdtm:
  STUDYID: {protocol: study.STUDYID}
  DOMAIN: {assigned: "--"}
  USUBJID: {predecessor: DM.USUBJID}
  --SEQ: {derived: sequence}
  --DY: {derived: study_day, with: {date: --DTC, reference: DM.RFSTDTC}}
  --STDY: {derived: study_day, with: {date: --STDTC, reference: DM.RFSTDTC}}
  --ENDY: {derived: study_day, with: {date: --ENDTC, reference: DM.RFSTDTC}}
"""


@dataclass(frozen=True)
class Asked:
    """What is said of a new study, and not seen in its export."""

    study: str = ""
    created: str = ""
    subject: str = ""
    standards: tuple[str, ...] = ("sdtm",)


def new_study(folder: Path, raw: Path, asked: Asked) -> list[Path]:
    """Write the specification of a study from its export; nothing that is there is replaced.

    Raises `Stopped` where the export cannot be read, `CannotBuild` where the folder holds something.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise CannotBuild(f"{folder} holds something, and would be written over. Name a new folder.")
    forms = draft_forms(raw)
    subjects, subject, evidence = register(forms, asked.subject)
    package = shipped("sdtm", shipped_dates()["sdtm"][-1])
    codelists: dict[str, DraftCodelist] = {}
    known = set(subjects.columns[subject].filled)
    for form in forms:
        draft_subject(form, subject, known)
        if not form.subject:
            continue
        draft_key(form, form is subjects)
        for column in form.columns.values():
            if column.name != form.subject and package and (made := draft_codelist(column, package)):
                column.type, column.codelist = "code", _joined(codelists, made)
    texts = {
        "study.yaml": _study(folder.name, asked, subjects.name),
        "crf.yaml": _crf(forms, export_files(raw), subject, evidence),
        "codelists.yaml": "".join(_codelist(c) for c in codelists.values()),
        "common.yaml": _COMMON,
    }
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        write_whole(folder / name, text.encode())
    demographics = new_dataset(folder, "DM", subjects.name)
    more = [new_adsl(folder)] if "adam" in asked.standards else []
    return [*(folder / name for name in texts), demographics, *more]


def _joined(codelists: dict[str, DraftCodelist], made: DraftCodelist) -> str:
    """The name of a codelist in the study: of one that is there the answers go together."""
    name = made.name
    while name in codelists and codelists[name].nci != made.nci:
        name += "_2"
    there = codelists.setdefault(name, DraftCodelist(name, made.nci))
    for term, answers in made.terms.items():
        known = there.terms.setdefault(term, [])
        known += [a for a in answers if a.casefold() not in {k.casefold() for k in known}]
    return name


def _study(name: str, asked: Asked, subjects: str) -> str:
    study, created = asked.study or name, asked.created or "1970-01-01T00:00:00"
    unsaid = f"  {MARK}the name of the folder; say it with --study-id" if not asked.study else ""
    lines = [f"{key}: {_text(study)}{unsaid}" for key in ("study", "name", "description", "protocol")]
    lines.append(f"created: {created}" + (f"  {MARK}a placeholder, no clock is read" if not asked.created else ""))
    lines += ["language: en", f"subjects: {subjects}", "standards:"]
    for standard in asked.standards:
        title, version = _STANDARDS[standard]
        date = shipped_dates()[standard][-1]
        lines.append(f'  {standard}: {{name: {title}, version: "{version}", ct: {date}}}')
    lines += ["values:", f"  STUDYID: {_text(study)}{unsaid}"]
    return "\n".join(lines) + "\n"


def _crf(forms: list[DraftForm], files: Iterable[str], subject: str, evidence: str) -> str:
    out = ["every_form:", f"  subject: {_text(subject)}  {MARK}{evidence}"]
    out += [
        "shared:",
        f"  {_text(subject)}: {{label: {_text(subject)}, type: text}}  {MARK}the label is the column's name",
    ]
    read = {form.file for form in forms if form.subject}
    if lost := [file for file in files if file not in read]:
        out.append("ignore:")
        out += [f"  {_text(file)}: {UNMAPPED}  {MARK}no table with a column of subject numbers" for file in lost]
    out.append("forms:")
    for form in forms:
        if not form.subject:
            continue
        out += [f"  {_text(form.name)}:", f"    label: {_text(form.name)}  {MARK}the name of the file"]
        out.append(f"    file: {_text(form.file)}")
        if form.delimiter != ",":
            out.append(f"    delimiter: {json.dumps(form.delimiter)}  {MARK}it stands in the header most often")
        if form.sheet:
            out.append(f"    sheet: {_text(form.sheet)}")
        if form.evidence:
            out.append(f"    encoding: {form.encoding}  {MARK}{form.evidence}")
        out.append(f"    key: {_list(form.key)}  {MARK}{form.key_evidence}")
        if form.subject != subject:
            out.append(f"    subject: {_text(form.subject)}  {MARK}{form.subject_evidence}")
        out.append(f"    not_submitted: {UNMAPPED}")
        out += [f"    takes: {_list([subject])}"] if form.subject == subject else []
        out.append("    fields:")
        out += [f"      {_field(c)}" for c in form.columns.values() if c.name != subject]
        if len(form.columns) == 1:
            out[-1] += " {}"
    return "\n".join(out) + "\n"


def _field(column: DraftColumn) -> str:
    said = [f"label: {_text(column.name)}", f"type: {column.type}"]
    said += [f"format: {_list(column.formats)}"] if column.formats else []
    said += [f"codelist: {_text(column.codelist)}"] if column.codelist else []
    return f"{_text(column.name)}: {{{', '.join(said)}}}  {MARK}{column.evidence}"


def _codelist(codelist: DraftCodelist) -> str:
    """A codelist with a term a line."""
    if codelist.nci:
        head = [f"  nci: {codelist.nci}  {MARK}it knows all answers"]
        terms = [f"    {_text(term)}: {_list(answers)}" for term, answers in codelist.terms.items()]
    else:
        head = [f"  name: {_text(codelist.name)}  {MARK}the name of the column; terms and decodes are the answers"]
        terms = [f"    {_text(term)}: {{decode: {_text(term)}}}" for term in codelist.terms]
    return "\n".join([f"{_text(codelist.name)}:", *head, "  terms:", *terms]) + "\n"


def _list(texts: Iterable[str]) -> str:
    return f"[{', '.join(map(_text, texts))}]"


def _text(text: str) -> str:
    """A scalar of YAML: plain where it cannot be anything else."""
    plain = _WORD.fullmatch(text) and text.casefold() not in {
        "yes",
        "no",
        "y",
        "n",
        "on",
        "off",
        "true",
        "false",
        "null",
    }
    return text if plain else json.dumps(text, ensure_ascii=False)

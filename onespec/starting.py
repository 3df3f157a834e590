# pyright: standard
"""A new study from its export: every guess is marked with its evidence, what cannot be seen is not said."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from onespec.drafted_columns import DraftCodelist, DraftColumn, decide_centuries, draft_codelist, joined
from onespec.drafted_datasets import new_adsl, new_dataset
from onespec.drafted_forms import Draft, DraftForm, draft_forms, draft_key, draft_subject, register
from onespec.drafted_odm import draft_odm
from onespec.drafted_text import yaml_text as _text
from onespec.engine.build.ownership import CannotBuild
from onespec.engine.disk import export_files, write_whole
from onespec.engine.spec.guessed import MARK, UNMAPPED
from onespec.engine.spec.standards import SHIPPED
from onespec.engine.spec.terminology import Package, shipped, shipped_dates

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

    ``raw`` is the folder of the export, or an ODM file.

    Raises `Stopped` where the export cannot be read, `CannotBuild` where the folder holds something.
    """
    free_folder(folder)
    package = shipped("sdtm", shipped_dates()["sdtm"][-1])
    draft = draft_odm(raw, package, asked.created) if raw.is_file() else _draft(raw, asked, package)
    texts = {
        "study.yaml": _study(folder.name, asked, draft),
        "crf.yaml": _crf(draft),
        "codelists.yaml": "".join(_codelist(c) for c in draft.codelists.values()),
        "common.yaml": _COMMON,
    }
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        write_whole(folder / name, text.encode())
    demographics = new_dataset(folder, "DM", draft.subjects.name)
    more = [new_adsl(folder)] if "adam" in asked.standards else []
    return [*(folder / name for name in texts), demographics, *more]


def _draft(raw: Path, asked: Asked, package: Package | None) -> Draft:
    """What the files of a folder show."""
    forms = draft_forms(raw)
    decide_centuries([column for form in forms for column in form.columns.values()], asked.created)
    subjects, subject, evidence = register(forms, asked.subject)
    codelists: dict[str, DraftCodelist] = {}
    known = set(subjects.columns[subject].filled)
    for form in forms:
        draft_subject(form, subject, known)
        if not form.subject:
            continue
        draft_key(form, form is subjects)
        for column in form.columns.values():
            if column.name != form.subject and package and (made := draft_codelist(column, package)):
                column.type, column.codelist = "code", joined(codelists, made)
    read = [form for form in forms if form.subject]
    files = {form.file for form in read}
    shared = {subject: DraftColumn(subject, (), evidence="the label is the column's name")}
    lost = tuple(file for file in export_files(raw) if file not in files)
    return Draft(read, subjects, shared, evidence, codelists, lost)


def _study(name: str, asked: Asked, draft: Draft) -> str:
    lines = head_lines(name, asked, draft.study)
    if draft.description:
        lines[2] = f"description: {_text(draft.description)}  {MARK}StudyDescription"
    lines += ["language: en", f"subjects: {draft.subjects.name}", "standards:"]
    for standard in asked.standards:
        title, version = SHIPPED[standard]
        date = shipped_dates()[standard][-1]
        lines.append(f'  {standard}: {{name: {title}, version: "{version}", ct: {date}}}')
    lines += ["values:", lines[0].replace("study:", "  STUDYID:", 1)]
    return "\n".join(lines) + "\n"


def head_lines(name: str, asked: Asked, said: str = "") -> list[str]:
    """The first lines of study.yaml: what the study is called, and the time stamp of its outputs.

    name  of the folder;  said: what the export calls the study
    """
    study, created = asked.study or said or name, asked.created or "1970-01-01T00:00:00"
    why = f"  {MARK}the name of the {'study in the file' if said else 'folder'}; say it with --study-id"
    lines = [f"{k}: {_text(study)}{'' if asked.study else why}" for k in ("study", "name", "description", "protocol")]
    return [*lines, f"created: {created}" + (f"  {MARK}a placeholder, no clock is read" if not asked.created else "")]


def free_folder(folder: Path) -> None:
    """Raises `CannotBuild` where a folder holds something."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise CannotBuild(f"{folder} holds something, and would be written over. Name a new folder.")


def _crf(draft: Draft) -> str:
    subject = next(iter(draft.shared))
    out = ["every_form:", f"  subject: {_text(subject)}  {MARK}{draft.evidence}"]
    out += ["shared:", *(f"  {_field(column)}" for column in draft.shared.values())]
    if draft.lost:
        out.append("ignore:")
        out += [f"  {_text(file)}: {UNMAPPED}  {MARK}no table with a column of subject numbers" for file in draft.lost]
    out.append("forms:")
    for form in draft.forms:
        out += [f"  {_text(form.name)}:", f"    label: {_label(form)}  {MARK}{form.label_evidence}"]
        out.append(f"    file: {_text(form.file)}")
        if form.delimiter != ",":
            out.append(f"    delimiter: {json.dumps(form.delimiter)}  {MARK}it stands in the header most often")
        if form.header > 1:
            out.append(f"    header: {form.header}  {MARK}the first row with all cells filled")
        if form.skip:
            rows = ", ".join(str(n) for n in range(1, form.skip + 1))
            out.append(f"    skip: [{rows}]  {MARK}words under the header that stand in no other row")
        if form.sheet:
            out.append(f"    sheet: {_text(form.sheet)}")
        if form.of_form:
            out.append(f"    rows: {{FormOID: {_text(form.of_form)}}}  {MARK}several forms have the item group")
        if form.unread:
            said = ", ".join(f"{_text(part)}: {UNMAPPED}" for part in form.unread)
            out.append(f"    unread_sheets: {{{said}}}  {MARK}no form reads them")
        if form.evidence:
            out.append(f"    encoding: {form.encoding}  {MARK}{form.evidence}")
        out.append(f"    key: {_list(form.key)}  {MARK}{form.key_evidence}")
        if form.subject != subject:
            out.append(f"    subject: {_text(form.subject)}  {MARK}{form.subject_evidence}")
        out.append(f"    not_submitted: {UNMAPPED}")
        takes = [name for name in draft.shared if name in form.columns]
        out += [f"    takes: {_list(takes)}"] if takes else []
        out.append("    fields:")
        out += [f"      {_field(c)}" for c in form.columns.values() if c.name not in takes]
        if len(form.columns) == len(takes):
            out[-1] += " {}"
    return "\n".join(out) + "\n"


def _field(column: DraftColumn) -> str:
    said = [f"label: {_label(column)}", f"type: {column.type}"]
    said += [f"format: {_list(column.formats)}"] if column.formats else []
    decimal, group = column.marks
    said += [f"decimal: {_text(decimal)}"] if decimal != "." else []
    said += [f"grouping: {_text(group)}"] if group else []
    said += [f"century: {column.century}"] if column.century else []
    said += [f"missing: {_list(column.missing)}"] if column.missing else []
    said += [f"prefix: {_text(column.prefix)}"] if column.prefix else []
    said += [f"codelist: {_text(column.codelist)}"] if column.codelist else []
    said += ["unknown: query"] if column.unknown else []
    return f"{_text(column.name)}: {{{', '.join(said)}}}  {MARK}{column.evidence}"


def _label(of: DraftColumn | DraftForm) -> str:
    """A text, or one a language."""
    labels = of.labels or {"en": of.name}
    listed = ", ".join(f"{language}: {_text(text)}" for language, text in labels.items())
    return _text(labels["en"]) if len(labels) == 1 else f"{{{listed}}}"


def _codelist(codelist: DraftCodelist) -> str:
    """A codelist with a term a line."""
    if codelist.nci:
        head = [f"  nci: {codelist.nci}  {MARK}{codelist.evidence or 'it knows all answers'}"]
        terms = [f"    {_text(term)}: {_list(answers)}" for term, answers in codelist.terms.items()]
    else:
        why = codelist.evidence or "the name of the column; terms and decodes are the answers"
        head, terms = [f"  name: {_text(codelist.title or codelist.name)}  {MARK}{why}"], []
        for term, answers in codelist.terms.items():
            raw = f", raw: {_list(answers)}" if answers and codelist.decodes else ""
            terms.append(f"    {_text(term)}: {{decode: {_text(codelist.decodes.get(term, term))}{raw}}}")
    return "\n".join([f"{_text(codelist.name)}:", *head, "  terms:", *terms]) + "\n"


def _list(texts: Iterable[str]) -> str:
    return f"[{', '.join(map(_text, texts))}]"

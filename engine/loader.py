"""From a study's folder to the model: study.yaml, crf.yaml, codelists.yaml, tables, datasets."""

from __future__ import annotations

import csv
from datetime import datetime
from pathlib import Path

from onespec.engine.datasets import read_checks, read_dataset
from onespec.engine.findings import STOP, Findings, nearest
from onespec.engine.model import FIELD_TYPES, Codelist, Dataset, Field, Form, Standard, Study, Term
from onespec.engine.reader import Reader
from onespec.engine.registry import Registry
from onespec.engine.yamltext import Map, load_yaml

_STUDY_KEYS = ("study", "name", "description", "protocol", "created", "language", "subjects", "standards",
               "dictionaries", "documents", "values", "levels")
_FORM_KEYS = ("label", "file", "encoding", "sheet", "subject", "key", "fields", "not_submitted")
_FIELD_KEYS = ("label", "type", "codelist", "format", "time", "translation", "min", "max", "page", "not_submitted", "unknown")
_CODELIST_KEYS = ("name", "nci", "standard", "extensible", "type", "terms")
ENCODINGS = ("utf-8", "utf-8-sig", "gb18030")


def load_study(folder: Path, registry: Registry, findings: Findings) -> Study | None:
    """The model of the study in ``folder``; every fault is a finding.

    None when study.yaml itself cannot be understood.
    """
    if not (folder / "study.yaml").exists():
        findings.add("SPEC-STUDY", STOP, f"There is no study.yaml in {folder}.", "Name a study's folder.", file=str(folder))
        return None
    before = len(findings.stops)
    head = Reader("study.yaml", findings)
    entry = load_yaml(folder / "study.yaml", "study.yaml", findings)
    if len(findings.stops) > before:
        return None
    values = {k: v for k, v in head.mapping(entry, "values").items() if isinstance(v, str)}
    standards = _standards(head, entry)
    forms = _forms(folder, findings)
    codelists = _codelists(folder, findings)
    tables = _tables(folder, findings)
    context = (folder, standards, registry, codelists, values)
    datasets = _datasets(*context, _datasets(*context, {}, Findings()), findings)
    checks = read_checks(folder / "checks.yaml", values, findings) if (folder / "checks.yaml").exists() else ()
    return _study(folder, head, entry, values, standards, forms, codelists, tables, datasets, checks)


def _datasets(folder, standards, registry, codelists, values, known: dict[str, Dataset], findings: Findings) -> dict[str, Dataset]:
    """All datasets; read twice, because a copied variable inherits from a dataset that may come later (``known``)."""
    datasets: dict[str, Dataset] = {}
    for standard in standards:
        for path in sorted((folder / standard).glob("*.yaml")):
            for dataset in read_dataset(path, standard, registry, codelists, known or datasets, values, findings):
                if dataset.name in datasets:
                    findings.add("SPEC-TWICE", STOP, f"Dataset {dataset.name} is described twice.", "Remove one.",
                                 file=dataset.file, line=dataset.line)
                datasets[dataset.name] = dataset
    return datasets


def _study(folder, head, entry, values, standards, forms, codelists, tables, datasets, checks) -> Study:
    head.unknown_keys(entry, _STUDY_KEYS, "study.yaml")
    text = lambda key, required=False: head.text(entry, key, required=required, what="study.yaml")  # noqa: E731
    created = text("created", True)
    try:
        stamp = datetime.fromisoformat(created)
    except ValueError:
        head.stop("SPEC-DATE", f"'created' is not a date and time: '{created}'.", "Write YYYY-MM-DDThh:mm:ss.", entry.lines.get("created"))
        stamp = datetime(1960, 1, 1)
    subjects = text("subjects", True)
    if subjects and subjects not in forms:
        close = nearest(subjects, forms)
        head.stop("SPEC-FORM", f"The register of subjects '{subjects}' is not a form of crf.yaml.",
                  f"Did you mean '{close}'?" if close else "Name a form.", entry.lines.get("subjects"))
    inner = lambda key: {k: dict(v) for k, v in head.mapping(entry, key).items() if isinstance(v, Map)}  # noqa: E731
    levels = {k: v for k, v in head.mapping(entry, "levels").items()}
    for rule, level in levels.items():
        if level not in ("stop", "query"):
            head.stop("SPEC-LEVEL", f"'{level}' is no level for {rule}.", "Write stop or query.", entry["levels"].lines[rule])
    return Study(folder, text("study", True), text("name") or text("study"), text("description"), text("protocol") or text("study"),
                 stamp, head.text(entry, "language", "en"), subjects, standards, inner("dictionaries"), inner("documents"),
                 values, levels, forms, codelists, tables, datasets, checks)


def _standards(reader: Reader, entry: Map) -> dict[str, Standard]:
    out = {}
    for key, value in reader.mapping(entry, "standards").items():
        if key not in ("sdtm", "adam"):
            reader.stop("SPEC-STANDARD", f"There is no standard '{key}'.", "Known: sdtm, adam.", entry["standards"].lines[key])
        elif isinstance(value, Map):
            reader.unknown_keys(value, ("name", "version", "ct"), "a standard")
            out[key] = Standard(key, *(reader.text(value, k, required=True, what=key) for k in ("name", "version", "ct")))
    if not out:
        reader.stop("SPEC-MISSING", "study.yaml declares no standards.", "Add 'standards:'.", 1)
    return out


def _labels(reader: Reader, entry: Map) -> dict[str, str]:
    label = entry.get("label", "")
    return {"en": label} if isinstance(label, str) else {k: v for k, v in label.items() if isinstance(v, str)}


def _forms(folder: Path, findings: Findings) -> dict[str, Form]:
    reader = Reader("crf.yaml", findings)
    entry = load_yaml(folder / "crf.yaml", "crf.yaml", findings)
    reader.unknown_keys(entry, ("forms",), "crf.yaml")
    forms = {}
    for name, form in reader.mapping(entry, "forms").items():
        if not isinstance(form, Map):
            reader.stop("SPEC-TYPE", f"Form '{name}' must be a mapping.", "Give file, subject, key and fields.", entry["forms"].lines[name])
            continue
        forms[name] = _form(reader, name, form)
    return forms


def _form(reader: Reader, name: str, form: Map) -> Form:
    reader.unknown_keys(form, _FORM_KEYS, "a form")
    fields = {}
    for field_name, field in reader.mapping(form, "fields").items():
        if isinstance(field, Map):
            fields[field_name] = _field(reader, field_name, field)
        else:
            reader.stop("SPEC-TYPE", f"Field {name}.{field_name} must be a mapping.", "Give label, type and page.", form["fields"].lines[field_name])
    file = reader.text(form, "file", required=True, what=f"Form '{name}'")
    encoding = reader.text(form, "encoding")
    if file.endswith(".csv") and encoding not in ENCODINGS:
        reader.stop("SPEC-ENCODING", f"Form '{name}' declares encoding '{encoding}'.", f"Known: {', '.join(ENCODINGS)}.", form.line)
    subject, key = reader.text(form, "subject", required=True, what=f"Form '{name}'"), reader.names(form, "key")
    mentioned = {subject, *key} | {f.time for f in fields.values()} | {f.translation for f in fields.values()}
    for used in sorted(mentioned - set(fields) - {""}):
        close = nearest(used, fields)
        reader.stop("SPEC-FIELD", f"Form '{name}' has no field '{used}'.", f"Did you mean '{close}'?" if close else "Add it under 'fields:'.", form.line)
    return Form(name, _labels(reader, form), file, encoding, reader.text(form, "sheet"), subject, key, fields,
                reader.text(form, "not_submitted"), form.line)


def _field(reader: Reader, name: str, field: Map) -> Field:
    reader.unknown_keys(field, _FIELD_KEYS, "a field")
    type_ = reader.text(field, "type", required=True, what=f"Field {name}")
    if type_ and type_ not in FIELD_TYPES:
        close = nearest(type_, FIELD_TYPES)
        reader.stop("SPEC-TYPE", f"Field {name} has type '{type_}'.",
                    f"Did you mean '{close}'?" if close else f"Known: {', '.join(FIELD_TYPES)}.", field.lines["type"])
    formats = reader.names(field, "format")
    if type_ == "date" and not formats:
        reader.stop("SPEC-MISSING", f"Date field {name} declares no format.", "Add 'format: [YYYY-MM-DD]'.", field.line)
    text = lambda key, default="": reader.text(field, key, default)  # noqa: E731
    return Field(name, _labels(reader, field), type_, text("codelist"), formats, text("time"), text("translation"),
                 text("min"), text("max"), text("page"), text("not_submitted"), text("unknown", "stop"), field.line)


def _codelists(folder: Path, findings: Findings) -> dict[str, Codelist]:
    reader = Reader("codelists.yaml", findings)
    out = {}
    for name, entry in load_yaml(folder / "codelists.yaml", "codelists.yaml", findings).items():
        if not isinstance(entry, Map):
            reader.stop("SPEC-TYPE", f"Codelist {name} must be a mapping.", "Give name and terms.")
            continue
        reader.unknown_keys(entry, _CODELIST_KEYS, "a codelist")
        terms = {}
        listed = reader.mapping(entry, "terms")
        for order, (value, term) in enumerate(listed.items(), 1):
            term = term if isinstance(term, Map) else _no_entries()
            reader.unknown_keys(term, ("decode", "nci", "raw"), "a term")
            terms[value] = Term(value, reader.text(term, "decode"), reader.text(term, "nci"), reader.names(term, "raw"), order)
        if not terms:
            reader.stop("SPEC-MISSING", f"Codelist {name} has no terms.", "Add 'terms:'.", entry.line)
        _ambiguous(reader, name, terms, listed)
        out[name] = Codelist(name, reader.text(entry, "name", name), reader.text(entry, "nci"), reader.text(entry, "standard"),
                             reader.text(entry, "extensible", "no").lower() in ("yes", "true"), reader.text(entry, "type", "text"), terms, entry.line)
    return out


def _no_entries() -> Map:
    empty = Map()
    empty.lines = {}
    return empty


def _ambiguous(reader: Reader, name: str, terms: dict[str, Term], listed: Map) -> None:
    """One answer must not mean two terms."""
    meaning: dict[str, str] = {}
    for term in terms.values():
        for answer in (term.value, *term.raw):
            known = meaning.setdefault(answer.casefold(), term.value)
            if known != term.value:
                reader.stop("SPEC-ANSWER", f"In codelist {name} the answer '{answer}' means both {known} and {term.value}.",
                            "Remove one.", listed.lines[term.value])


def _tables(folder: Path, findings: Findings) -> dict[str, list[dict[str, str]]]:
    out = {}
    for path in sorted((folder / "tables").glob("*.csv")):
        name = f"tables/{path.name}"
        try:
            lines = list(csv.reader(path.read_text(encoding="utf-8-sig").splitlines()))
        except UnicodeDecodeError as error:
            findings.add("SPEC-ENCODING", STOP, f"Byte {error.start} is not UTF-8.", "Save the table as UTF-8.", file=name)
            continue
        header = lines[0] if lines else []
        for line, row in enumerate(lines[1:], 2):
            if row and len(row) != len(header):
                findings.add("SPEC-TABLE", STOP, f"The row has {len(row)} cells, the header {len(header)}.", "Add or remove cells.", file=name, line=line)
        out[path.stem] = [dict(zip(header, (c.strip() for c in row))) for row in lines[1:] if any(row)]
    return out

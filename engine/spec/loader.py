"""From a study's folder to the model: study.yaml, crf.yaml, codelists.yaml, tables, datasets."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from onespec.engine.encodings import UTF_8
from onespec.engine.findings import QUERY, STOP, Findings, is_inherited, nearest, unknown
from onespec.engine.languages import ENGLISH
from onespec.engine.milestones import levels_at
from onespec.engine.registry import Registry
from onespec.engine.rules import LOWERED, QUERIES, RULES
from onespec.engine.spec.check_steps import read_checks
from onespec.engine.spec.codelists import Tables, inline_tables, read_codelists
from onespec.engine.spec.coding import with_translations
from onespec.engine.spec.crf import crf_of
from onespec.engine.spec.crf_pages import with_crf_pages
from onespec.engine.spec.cut_reader import dated, read_cut
from onespec.engine.spec.datasets import read_dataset
from onespec.engine.spec.displays import FOLDER as DISPLAYS
from onespec.engine.spec.displays_reader import read_displays
from onespec.engine.spec.edition_texts import take_columns, take_fields
from onespec.engine.spec.entries import EntryReader
from onespec.engine.spec.extends import extended
from onespec.engine.spec.folder import files_of, misnamed
from onespec.engine.spec.form_visits import visits_stand
from onespec.engine.spec.in_full import COMMON, Files, in_full
from onespec.engine.spec.inherited import Inherited
from onespec.engine.spec.labels import CHINESE_TEXT, TEXT, Edition, edition_of
from onespec.engine.spec.layers import without
from onespec.engine.spec.library import chinese_of, left_out_of, tables_of
from onespec.engine.spec.model import STANDARDS, Dataset, Standard, Study, Values
from onespec.engine.spec.published import Published
from onespec.engine.spec.questions import in_english
from onespec.engine.spec.replacements import with_replacements
from onespec.engine.spec.standards import SHIPPED, tables_of_dictionaries
from onespec.engine.spec.table_cells import name_values
from onespec.engine.spec.untranslated import untranslated
from onespec.engine.spec.variables import Known
from onespec.engine.spec.verbs import Collected, Predecessor
from onespec.engine.spec.yamltext import Map
from onespec.engine.tried import AS_STATED, NOTHING, Tried


def load_study(
    folder: Path, registry: Registry, findings: Findings, tried: Tried = AS_STATED, totals: Mapping[str, str] = NOTHING
) -> Study | None:
    """The model of the study in ``folder``; every fault is a finding.

    tried   what is tried in the place of what the study states
    totals  what was found over all subjects, by name; blank where that is not known

    None when a file cannot be read as what it is.
    """
    if not (folder / "study.yaml").exists():
        findings.add(
            "SPEC-STUDY", STOP, f"There is no study.yaml in {folder}.", "Name a study's folder.", file=str(folder)
        )
        return None
    before = len(findings.stops)
    inherited = Inherited(folder, findings)
    inherited.check()
    entry = inherited.file("study.yaml")
    head = EntryReader("study.yaml", findings, edition=_edition(entry, tried))
    if len(findings.stops) > before:
        return None
    _one_line(head, folder, entry)
    study = _head(head, folder, entry, tried, totals)
    values, standards = study.values, study.standards
    contract = inherited.file("crf.yaml")
    described = {standard: inherited.datasets(standard) for standard in standards}
    displayed = inherited.files(DISPLAYS)
    left_out = _left_out(head, entry, contract, _inherited_datasets(described))
    crf = crf_of(contract, findings, values)
    published, tables = Published(standards, findings), inherited.tables()
    name_values(tables, study, findings)
    edition = _labelled(head, study, entry, tables)
    codelists = read_codelists(inherited.file("codelists.yaml"), "codelists.yaml", findings, published, edition)
    misnamed(folder, findings)
    files = _dataset_files(described, left_out)
    _described(head, folder, standards, files, entry)
    asked, common = (inherited.file(name, needed=False) for name in ("checks.yaml", COMMON))
    questions = in_english(asked, findings)
    if any(f.rule in ("SPEC-YAML", "SPEC-ENCODING", "SPEC-FILE") for f in findings):
        return None  # a file that cannot be read hides what it defines: every reference to it would seem wrong
    for file, (_, dataset) in files.items():
        own = EntryReader(file, findings)
        listed, rows = own.mapping(dataset, "codelists"), own.mapping(dataset, "tables")
        _add(codelists, read_codelists(listed, file, findings, published, edition), "Codelist", own, listed.lines)
        inline = inline_tables(rows, file, findings)
        name_values(inline, study, findings, file)
        _add(tables, inline, "Table", own, rows.lines)
    take_fields(crf.forms, edition)
    said_columns = take_columns(tables, study.language, findings)
    with_replacements(crf.forms, tables, findings)
    with_crf_pages(crf.forms, study.crf_pages, tables, findings)
    with_translations(crf.forms, study, tables.get(study.translations, []), findings)
    published.hold(codelists)
    visits_stand(crf.forms, codelists, findings)
    left_out = left_out_of(asked)
    files, asked = in_full(files, asked, common, crf.forms, registry, findings)
    questions = chinese_of(asked) | questions | in_english(asked, findings)
    shipped = tables_of(asked) | tables_of_dictionaries({name: d.version for name, d in study.dictionaries.items()})
    tables |= {name: rows for name, rows in shipped.items() if name not in tables}
    datasets = _datasets(files, registry, values, Known(codelists, crf.forms, {}, edition), findings)
    checks = read_checks(asked, values, findings) if inherited.there("checks.yaml") else ()
    displays = read_displays(displayed, registry, values, findings)
    written = {str(entry.get("dataset")): entry for _, entry in files.values()}
    study = replace(
        study, forms=crf.forms, ignored=crf.ignore, codelists=codelists, tables=tables, datasets=datasets, checks=checks
    )
    study = replace(study, said_columns=said_columns)
    study = replace(study, in_full=written, questions=questions, left_out=left_out, displays=displays)
    _known(head, study, entry, registry)
    untranslated(study, findings)
    return _at(replace(study, cut=read_cut(head, study)), tried.milestone or study.milestone)


def _edition(entry: Map, tried: Tried) -> Edition:
    """The edition that is read, before study.yaml is."""
    said = [entry.get(key) for key in ("language", "encoding")]
    language, encoding = (text if isinstance(text, str) else "" for text in said)
    return edition_of(tried.language or language or ENGLISH, encoding or UTF_8)


def _labelled(head: EntryReader, study: Study, entry: Map, tables: Tables) -> Edition:
    """The edition with the study's table of labels, which study.yaml names."""
    rows = tables.get(study.labels, [])
    if study.labels and not (rows and {TEXT, CHINESE_TEXT} <= rows[0].keys()):
        named = f"The table {study.labels} has no columns {TEXT} and {CHINESE_TEXT}" if rows else "There is no table"
        problem = f"{named}, which 'labels' names." if rows else f"{named} {study.labels}, which 'labels' names."
        head.stop("SPEC-TABLE", problem, "Write tables/NAME.csv with TEXT,CHINESE,SHORTER.", entry.lines["labels"])
    return study.edition._replace(own=replace(study, tables=tables).texts)


def _at(study: Study, milestone: str) -> Study:
    """The study on a milestone: its levels, and in a draft the columns that its forms do not know are asked for."""
    levels = levels_at(milestone, study.levels)
    asked = levels.pop("RAW-EXTRA-COLUMN", "") == QUERY  # its reader says itself which columns cannot be left aside
    forms = {name: replace(form, asks=True) for name, form in study.forms.items()} if asked else study.forms
    return replace(study, milestone=milestone, levels=levels, forms=forms)


def _inherited_datasets(described: dict[str, dict[str, Map]]) -> set[object]:
    entries = (entry for files in described.values() for entry in files.values())
    return {str(entry.get("dataset")) for entry in entries if is_inherited(entry.line)}


def _one_line(head: EntryReader, folder: Path, entry: Map) -> None:
    """The folder that the study extends is found before YAML is read, so it stands as a plain text on one line."""
    if "extends" in entry and not is_inherited(entry.lines["extends"]) and entry["extends"] != extended(folder):
        line = entry.lines["extends"]
        head.stop("SPEC-FILE", "'extends' is no folder on one line.", "Write extends: ../folder at the margin.", line)


def _left_out(head: EntryReader, entry: Map, contract: Map, known: set[object]) -> set[str]:
    """The inherited datasets and forms that the study does not have; the forms are taken out."""
    forms = contract.get("forms")
    names = set(head.names(entry, "leave_out"))
    if isinstance(forms, Map):
        contract["forms"] = without(forms, [name for name in names if is_inherited(forms.lines.get(name))])
        for name in sorted(names - {n for n in forms if is_inherited(forms.lines[n])} - known):
            problem = f"The study inherits no form and no dataset {name}, so it need not be left out."
            head.stop("SPEC-UNUSED", problem, "Take it out of 'leave_out'.", entry.lines["leave_out"])
    return names


def _described(
    head: EntryReader, folder: Path, standards: dict[str, Standard], files: dict[str, tuple[str, Map]], entry: Map
) -> None:
    """A standard has datasets, and datasets have a standard."""
    line, described = entry.lines.get("standards", 1), {standard for standard, _ in files.values()}
    for key, standard in standards.items():
        name, version = SHIPPED[key]
        if standard.name and standard.version and (standard.name, standard.version) != (name, version):
            problem = f"study.yaml declares {standard.name} {standard.version}, and the program knows {name} {version}."
            fix = f'Write {{name: {name}, version: "{version}"}}: datasets and variables are held against it.'
            head.stop("SPEC-STANDARD", problem, fix, entry["standards"].lines[key])
    for key in STANDARDS:
        if key not in standards and files_of(folder / key, ".yaml", head.findings):
            head.stop(
                "SPEC-STANDARD",
                f"The folder {key} describes datasets, and study.yaml declares no standard '{key}'.",
                f"Add '{key}:' under 'standards:'.",
                line,
            )
        elif key in standards and key not in described:
            head.stop(
                "SPEC-STANDARD",
                f"study.yaml declares the standard '{key}', and no file of the folder {key} describes a dataset.",
                f"Add the datasets, or remove '{key}:' under 'standards:'.",
                line,
            )


def _dataset_files(described: dict[str, dict[str, Map]], left_out: set[str]) -> dict[str, tuple[str, Map]]:
    """Every dataset's file: name -> (standard, entries)."""
    return {
        file: (standard, entry)
        for standard, files in described.items()
        for file, entry in files.items()
        if not (is_inherited(entry.line) and str(entry.get("dataset")) in left_out)
    }


def _add(known: dict, more: dict, what: str, reader: EntryReader, lines: dict[str, int]) -> None:
    """The first definition of a name stays."""
    for name, definition in more.items():
        if known.setdefault(name, definition) is not definition:
            reader.stop("SPEC-TWICE", f"{what} {name} is defined twice.", "Remove one.", lines[name])


def _datasets(files: Files, registry: Registry, values: Values, known: Known, findings: Findings) -> dict[str, Dataset]:
    """All datasets; a copied variable inherits from a dataset that may come later, and then its own is read again."""

    def read(file: str) -> tuple[list[Dataset], EntryReader]:
        standard, entry = files[file]
        reader = EntryReader(file, Findings(), values)
        return list(read_dataset(reader, entry, standard, registry, known)), reader

    first = {}
    for file in files:
        first[file] = read(file)
        known.earlier.update({dataset.name: dataset for dataset in first[file][0]})
    datasets: dict[str, Dataset] = {}
    settled: set[str] = set()
    for file, (described, reader) in first.items():
        if all(not (_copied_from(dataset) & known.earlier.keys()) - settled for dataset in described[:1]):
            settled.update(dataset.name for dataset in described)
        else:
            described, reader = read(file)
        for dataset in described:
            if dataset.name in datasets:
                reader.stop("SPEC-TWICE", f"Dataset {dataset.name} is described twice.", "Remove one.", dataset.line)
            datasets[dataset.name] = dataset
        findings += reader.findings
    return datasets


def _copied_from(dataset: Dataset) -> set[str]:
    """The forms and datasets that variables have their values from as they are."""
    verbs = (v.verb for v in dataset.variables.values())
    references = (r for verb in verbs if isinstance(verb, (Collected, Predecessor)) for r in verb.references)
    return {reference.partition(".")[0] for reference in references}


def _head(head: EntryReader, folder: Path, entry: Map, tried: Tried, totals: Mapping[str, str]) -> Study:
    """What study.yaml says; forms, codelists, tables and datasets come later."""
    later: dict[str, object] = {name: {} for name in ("forms", "codelists", "tables", "datasets")}
    study = head.entry(Study, entry, {"folder": folder} | later)
    listed = entry.get("standards")
    stated = [key for key in STANDARDS if isinstance(listed, Map) and key in listed]
    if not stated:
        head.stop("SPEC-MISSING", "study.yaml declares no standards.", "Add 'standards:'.", 1)
    standards = {key: study.standards.get(key, Standard(key, "", "", "")) for key in stated}  # a faulty one is declared
    language = tried.language or study.language
    named = replace(study, name=study.name or study.id, protocol=study.protocol or study.id, language=language)
    facts = {"STUDYID": named.id, "name": named.name, "protocol": named.protocol, "description": named.description}
    for name in (n for n in facts if n in study.values):
        line = entry["values"].lines[name]
        if study.values[name] != facts[name] and not is_inherited(line):
            problem = f"'values' gives {name} another value than study.yaml says of the study itself."
            head.stop("SPEC-TWICE", problem, "Give the value another name.", line)
    for name in (n for n in study.totals if n in facts or n in study.values):
        problem = f"study.{name} is a value, and a total, too."
        head.stop("SPEC-TWICE", problem, "Give the total another name.", entry["totals"].lines[name])
    values = Values(study.values, facts, {name: totals.get(name, "") for name in study.totals})
    return replace(named, values=values, standards=standards, cut=dated(head, study.cut, values, entry, tried.cut))


def _known(head: EntryReader, study: Study, entry: Map, registry: Registry) -> None:
    """The register of subjects is a form with one row a subject; documents hold tables, and levels are of rules, that
    there are.
    """
    subjects, line = study.subjects, entry.lines.get("subjects")
    if subjects and subjects not in study.forms:
        close = nearest(subjects, study.forms)
        head.stop(
            "SPEC-FORM",
            f"The register of subjects '{subjects}' is not a form of crf.yaml.",
            f"Did you mean '{close}'?" if close else "Name a form.",
            line,
        )
    elif subjects and not study.forms[subjects].one_per_subject:
        key = ", ".join(study.forms[subjects].subjects)
        head.stop(
            "SPEC-FORM",
            f"The register of subjects '{subjects}' may have several rows a subject.",
            f"Write 'key: [{key}]' at the form in crf.yaml, or name another form.",
            line,
        )
    for name, document in study.documents.items():
        at = entry["documents"].lines[name]
        if document.table and document.table not in study.tables:
            head.stop("SPEC-TABLE", *unknown("table", document.table, study.tables), at)
        if document.table and not re.fullmatch(r"[A-Za-z0-9][\w-]*\.txt", document.href):
            head.stop(
                "SPEC-NAME",
                f"The document {name} cannot be written as '{document.href}'.",
                "Write a file name of letters, digits, hyphens and underscores that ends in .txt.",
                at,
            )
    known = RULES.keys() | registry.rules if study.levels else set()
    stops = {rule for operation in registry.values() for rule in operation.stops}
    queries = QUERIES | (registry.rules - stops)
    for rule, level in study.levels.items():
        line = entry["levels"].lines[rule]
        if rule not in known:
            head.stop("SPEC-LEVEL", *unknown("rule", rule, known), line)
        elif level == STOP and rule not in queries:
            head.stop("SPEC-LEVEL", f"{rule} cannot be raised: it is a stop.", "Remove the line.", line)
        elif level == QUERY and rule not in LOWERED | stops:
            said = "is a query" if rule in queries else "is about no value that can be left blank"
            head.stop("SPEC-LEVEL", f"{rule} cannot be lowered: it {said}.", "Remove the line.", line)

"""From a study's folder to the model: study.yaml, crf.yaml, codelists.yaml, tables, datasets."""

from __future__ import annotations

import os
import re
from dataclasses import replace
from pathlib import Path

from onespec.engine.findings import QUERY, STOP, Findings, nearest, unknown
from onespec.engine.registry import Registry
from onespec.engine.rules import LOWERED, QUERIES, RULES
from onespec.engine.spec.check_steps import read_checks
from onespec.engine.spec.codelists import inline_tables, read_codelists, read_tables
from onespec.engine.spec.crf import read_forms
from onespec.engine.spec.datasets import read_dataset
from onespec.engine.spec.entries import EntryReader
from onespec.engine.spec.folder import files_of, misnamed
from onespec.engine.spec.in_full import in_full
from onespec.engine.spec.model import STANDARDS, Dataset, Standard, Study, Values
from onespec.engine.spec.published import Published
from onespec.engine.spec.yamltext import Map, load_yaml, no_entries


def load_study(folder: Path, registry: Registry, findings: Findings) -> Study | None:
    """The model of the study in ``folder``; every fault is a finding.

    None when a file cannot be read as what it is.
    """
    if not (folder / "study.yaml").exists():
        findings.add(
            "SPEC-STUDY", STOP, f"There is no study.yaml in {folder}.", "Name a study's folder.", file=str(folder)
        )
        return None
    before = len(findings.stops)
    head = EntryReader("study.yaml", findings)
    entry = load_yaml(folder / "study.yaml", "study.yaml", findings)
    if len(findings.stops) > before:
        return None
    study = _head(head, folder, entry)
    values, standards = study.values, study.standards
    forms = read_forms(folder, findings)
    published = Published(standards, findings)
    codelists = read_codelists(
        load_yaml(folder / "codelists.yaml", "codelists.yaml", findings), "codelists.yaml", findings, published
    )
    tables = read_tables(folder, findings)
    misnamed(folder, findings)
    files = _dataset_files(folder, standards, findings)
    _described(head, folder, standards, files, entry)
    asked, common = (_when_there(folder, name, findings) for name in ("checks.yaml", "common.yaml"))
    if any(f.rule in ("SPEC-YAML", "SPEC-ENCODING", "SPEC-FILE") for f in findings):
        return None  # a file that cannot be read hides what it defines: every reference to it would seem wrong
    for file, (_, dataset) in files.items():
        own = EntryReader(file, findings)
        listed, rows = own.mapping(dataset, "codelists"), own.mapping(dataset, "tables")
        _add(codelists, read_codelists(listed, file, findings, published), "Codelist", own, listed.lines)
        _add(tables, inline_tables(rows, file, findings), "Table", own, rows.lines)
    published.hold(codelists)
    files, asked = in_full(files, asked, common, forms, registry, findings)
    context = (files, registry, codelists, values)
    datasets = _datasets(*context, _datasets(*context, {}, Findings()), findings)
    checks = read_checks(asked, values, findings) if os.path.lexists(folder / "checks.yaml") else ()
    written = {str(entry.get("dataset")): entry for _, entry in files.values()}
    study = replace(study, forms=forms, codelists=codelists, tables=tables, datasets=datasets, checks=checks)
    study = replace(study, in_full=written)
    _known(head, study, entry, registry)
    return study


def _when_there(folder: Path, name: str, findings: Findings) -> Map:
    """The entries of a file that a study may have."""
    return load_yaml(folder / name, name, findings) if os.path.lexists(folder / name) else no_entries()


def _described(
    head: EntryReader, folder: Path, standards: dict[str, Standard], files: dict[str, tuple[str, Map]], entry: Map
) -> None:
    """A standard has datasets, and datasets have a standard."""
    line, described = entry.lines.get("standards", 1), {standard for standard, _ in files.values()}
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


def _dataset_files(folder: Path, standards: dict[str, Standard], findings: Findings) -> dict[str, tuple[str, Map]]:
    """Every dataset's file: name -> (standard, entries)."""
    out = {}
    for standard in standards:
        for path in files_of(folder / standard, ".yaml", findings):
            file, before = f"{standard}/{path.name}", len(findings)
            entry = load_yaml(path, file, findings)
            if entry:
                out[file] = standard, entry
            elif len(findings) == before:
                findings.add(
                    "SPEC-MISSING",
                    STOP,
                    "The file is empty.",
                    "Describe a dataset, or remove the file.",
                    file=file,
                    line=1,
                )
    return out


def _add(known: dict, more: dict, what: str, reader: EntryReader, lines: dict[str, int]) -> None:
    """The first definition of a name stays."""
    for name, definition in more.items():
        if known.setdefault(name, definition) is not definition:
            reader.stop("SPEC-TWICE", f"{what} {name} is defined twice.", "Remove one.", lines[name])


def _datasets(files, registry, codelists, values, known: dict[str, Dataset], findings: Findings) -> dict[str, Dataset]:
    """All datasets; read twice, because a copied variable inherits from a dataset that may come later (``known``)."""
    datasets: dict[str, Dataset] = {}
    for file, (standard, entry) in files.items():
        reader = EntryReader(file, findings, values)
        for dataset in read_dataset(reader, entry, standard, registry, codelists, known or datasets):
            if dataset.name in datasets:
                reader.stop("SPEC-TWICE", f"Dataset {dataset.name} is described twice.", "Remove one.", dataset.line)
            datasets[dataset.name] = dataset
    return datasets


def _head(head: EntryReader, folder: Path, entry: Map) -> Study:
    """What study.yaml says; forms, codelists, tables and datasets come later."""
    later: dict[str, object] = {name: {} for name in ("forms", "codelists", "tables", "datasets")}
    study = head.entry(Study, entry, {"folder": folder} | later)
    listed = entry.get("standards")
    stated = [key for key in STANDARDS if isinstance(listed, Map) and key in listed]
    if not stated:
        head.stop("SPEC-MISSING", "study.yaml declares no standards.", "Add 'standards:'.", 1)
    standards = {key: study.standards.get(key, Standard(key, "", "", "")) for key in stated}  # a faulty one is declared
    named = replace(study, name=study.name or study.id, protocol=study.protocol or study.id)
    return replace(named, values=Values(study.values), standards=standards)


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
        head.stop(
            "SPEC-FORM",
            f"The register of subjects '{subjects}' may have several rows a subject.",
            f"Write 'key: [{study.forms[subjects].subject}]' at the form in crf.yaml, or name another form.",
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

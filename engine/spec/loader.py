"""From a study's folder to the model: study.yaml, crf.yaml, codelists.yaml, tables, datasets."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from onespec.engine.findings import QUERY, STOP, Findings, nearest, unknown
from onespec.engine.registry import Registry
from onespec.engine.rules import RULES
from onespec.engine.spec.check_steps import read_checks
from onespec.engine.spec.codelists import inline_tables, read_codelists, read_tables
from onespec.engine.spec.crf import read_forms
from onespec.engine.spec.datasets import read_dataset
from onespec.engine.spec.entries import EntryReader
from onespec.engine.spec.model import Dataset, Standard, Study, Values
from onespec.engine.spec.yamltext import Map, load_yaml

_STUDY_KEYS = (
    "study",
    "name",
    "description",
    "protocol",
    "created",
    "language",
    "subjects",
    "standards",
    "dictionaries",
    "documents",
    "values",
    "levels",
)
LANGUAGES = ("en", "zh")


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
    values = Values({k: v for k, v in head.mapping(entry, "values").items() if isinstance(v, str)})
    standards = _standards(head, entry)
    forms = read_forms(folder, findings)
    codelists = read_codelists(
        load_yaml(folder / "codelists.yaml", "codelists.yaml", findings), "codelists.yaml", findings
    )
    tables = read_tables(folder, findings)
    for key in ("sdtm", "adam"):
        if key not in standards and any((folder / key).glob("*.yaml")):
            head.stop(
                "SPEC-STANDARD",
                f"The folder {key} describes datasets, and study.yaml declares no standard '{key}'.",
                f"Add '{key}:' under 'standards:'.",
                entry.lines.get("standards", 1),
            )
    files = _dataset_files(folder, standards, findings)
    if any(f.rule in ("SPEC-YAML", "SPEC-ENCODING", "SPEC-FILE") for f in findings):
        return None  # a file that cannot be read hides what it defines: every reference to it would seem wrong
    for file, (_, dataset) in files.items():
        own = EntryReader(file, findings)
        listed, rows = own.mapping(dataset, "codelists"), own.mapping(dataset, "tables")
        _add(codelists, read_codelists(listed, file, findings), "Codelist", own, listed.lines)
        _add(tables, inline_tables(rows, file, findings), "Table", own, rows.lines)
    context = (files, registry, codelists, values)
    datasets = _datasets(*context, _datasets(*context, {}, Findings()), findings)
    checks = read_checks(folder / "checks.yaml", values, findings) if (folder / "checks.yaml").exists() else ()
    return _study(folder, registry, head, entry, values, standards, forms, codelists, tables, datasets, checks)


def _dataset_files(folder: Path, standards: dict[str, Standard], findings: Findings) -> dict[str, tuple[str, Map]]:
    """Every dataset's file: name -> (standard, entries)."""
    out = {}
    for standard in standards:
        for path in sorted((folder / standard).glob("*.yaml")):
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


def _study(folder, registry, head, entry, values, standards, forms, codelists, tables, datasets, checks) -> Study:
    head.unknown_keys(entry, _STUDY_KEYS, "study.yaml")
    text = lambda key, required=False: head.text(entry, key, required=required, what="study.yaml")  # noqa: E731
    created = text("created", True)
    try:
        stamp = datetime.fromisoformat(created or "1960-01-01")
    except ValueError:
        head.stop(
            "SPEC-DATE",
            f"'created' is not a date and time: '{created}'.",
            "Write YYYY-MM-DDThh:mm:ss.",
            entry.lines.get("created"),
        )
        stamp = datetime(1960, 1, 1)
    subjects = text("subjects", True)
    if subjects and subjects not in forms:
        close = nearest(subjects, forms)
        head.stop(
            "SPEC-FORM",
            f"The register of subjects '{subjects}' is not a form of crf.yaml.",
            f"Did you mean '{close}'?" if close else "Name a form.",
            entry.lines.get("subjects"),
        )
    elif subjects and not forms[subjects].one_per_subject:
        head.stop(
            "SPEC-FORM",
            f"The register of subjects '{subjects}' may have several rows a subject.",
            f"Write 'key: [{forms[subjects].subject}]' at the form in crf.yaml, or name another form.",
            entry.lines.get("subjects"),
        )
    language = head.text(entry, "language", "en")
    if language not in LANGUAGES:
        head.stop(
            "SPEC-LANGUAGE",
            f"There is no edition in language '{language}'.",
            f"Known: {', '.join(LANGUAGES)}.",
            entry.lines.get("language"),
        )
    inner = lambda key: {k: dict(v) for k, v in head.mapping(entry, key).items() if isinstance(v, Map)}  # noqa: E731
    levels = dict(head.mapping(entry, "levels"))
    known = _rules(registry) if levels else set()
    for rule, level in levels.items():
        line = entry["levels"].lines[rule]
        if level not in (STOP, QUERY):
            head.stop("SPEC-LEVEL", f"'{level}' is no level for {rule}.", "Write stop or query.", line)
        if rule not in known:
            head.stop("SPEC-LEVEL", *unknown("rule", rule, known), line)
    return Study(
        folder,
        text("study", True),
        text("name") or text("study"),
        text("description"),
        text("protocol") or text("study"),
        stamp,
        language,
        subjects,
        standards,
        inner("dictionaries"),
        inner("documents"),
        values,
        levels,
        forms,
        codelists,
        tables,
        datasets,
        checks,
    )


def _rules(registry: Registry) -> set[str]:
    """The rules of the engine, and those that operations declare."""
    return RULES.keys() | registry.rules


def _standards(reader: EntryReader, entry: Map) -> dict[str, Standard]:
    out = {}
    for key, value in reader.mapping(entry, "standards").items():
        if key not in ("sdtm", "adam"):
            reader.stop(
                "SPEC-STANDARD", f"There is no standard '{key}'.", "Known: sdtm, adam.", entry["standards"].lines[key]
            )
        elif isinstance(value, Map):
            reader.unknown_keys(value, ("name", "version", "ct"), "a standard")
            out[key] = Standard(
                key,
                *(reader.text(value, k, required=True, what=f"Standard '{key}'") for k in ("name", "version", "ct")),
            )
        else:
            reader.stop(
                "SPEC-TYPE",
                f"Standard '{key}' must be a mapping.",
                "Write {name: ..., version: ..., ct: ...}.",
                entry["standards"].lines[key],
            )
            out[key] = Standard(key, "", "", "")
    if not out:
        reader.stop("SPEC-MISSING", "study.yaml declares no standards.", "Add 'standards:'.", 1)
    return out

"""A package of one profile, made of an edition: the tree, what is at odds with the profile, and package.json."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from onespec.engine.build.freshness import STANDARDS
from onespec.engine.build.ownership import strange_outputs
from onespec.engine.build.stage import staged_reports
from onespec.engine.findings import QUERY, STOP, Finding, Findings, Stopped, finding_order
from onespec.engine.metadata.read import NotDefine, read_define
from onespec.submission.package.datasets import Datasets, add_dataset
from onespec.submission.package.edition import Edition
from onespec.submission.package.forms import add_formats, check_formats
from onespec.submission.package.guides import add_guides
from onespec.submission.package.linked import DEFINE, link_faults
from onespec.submission.package.names import DATASET, TOP, name_faults
from onespec.submission.package.read_me import program_files
from onespec.submission.package.tree import RECORD, Tree
from onespec.submission.package.verdicts import CONFORMANCE, QC, Verdict, read_verdict, verdict_faults
from onespec.submission.profiles import Profile

EXPECTED = ("define.pdf",)  # beside define.xml, and the guide


@dataclass(frozen=True)
class Options:
    """What a package is asked to be.

    split    bytes above which a dataset is split, in the place of the profile's own limit
    formats  in which datasets stand beside the tree, too: dataset-json, ndjson, dsjc, parquet
    """

    split: int | None = None
    formats: tuple[str, ...] = ()


@dataclass(frozen=True)
class Packed:
    """A package that was written: its folder, what package.json says, and what its reader must know."""

    folder: Path
    profile: Profile
    record: dict[str, Any]
    findings: Findings
    left_out: tuple[str, ...]
    notes: tuple[str, ...] = ()


def pack(edition: Edition, profile: Profile, folder: Path, options: Options) -> Packed:
    """Write the package into ``folder``, whole or not at all.

    Raises `NotThere` for a format that does not exist, `Stopped` with everything that the profile does not take, and
    `CannotBuild` where ``folder`` holds what this program has not left there.
    """
    check_formats(options.formats)
    findings = Findings(_edition_faults(edition, profile))
    with staged_reports(folder) as fresh:
        tree, made = Tree(fresh, profile, edition.name), Datasets()
        left_out = [name for each in STANDARDS for name in _add(tree, edition, each, options, made, findings)]
        places = add_guides(tree, edition, made, findings) if made.listed else []
        findings += name_faults(profile, tree.names())
        for standard in STANDARDS:
            findings += _define_faults(tree, standard, made)
        verdicts = {
            judge: read_verdict(judge, place, edition.digests())
            for judge, place in ((CONFORMANCE, edition.conformance), (QC, edition.qc))
        }
        findings += verdict_faults(verdicts)
        told = _levelled(findings, edition, profile)
        if told.stops:
            raise Stopped(told)
        record = _record(edition, tree, made, verdicts) | {"places": places}
        notes: list[str] = []
        if options.formats:
            record["formats"], notes = add_formats(tree, edition, made, options.formats)
        record["files"] = tree.digests()
        tree.write(RECORD, json_bytes(record))
    return Packed(folder, profile, record, told, tuple(left_out), tuple(notes))


def json_bytes(value: object) -> bytes:
    """A value as JSON, the same bytes for the same value."""
    return (json.dumps(value, indent=1, ensure_ascii=False, allow_nan=False) + "\n").encode()


def _add(
    tree: Tree, edition: Edition, standard: str, options: Options, made: Datasets, findings: Findings
) -> Iterator[str]:
    """Put the files of one standard into the tree; gives the names of those that are left out."""
    files = edition.files(standard)
    named = _named(files.get(DEFINE))
    limit = options.split or tree.profile.split
    for name, path in files.items():
        if not path.is_file():
            continue  # told as changed
        if path.suffix == DATASET:
            add_dataset(tree, edition, path, limit, made, findings)
        elif path.suffix.lstrip(".") in tree.profile.formats or name in named:
            tree.copy(f"{tree.place(standard)}/{name}", path)
        else:
            yield f"{standard}/{name}"
    if any(entry["standard"] == standard for entry in made.listed.values()):
        _add_programs(tree, edition, standard, findings)


def _add_programs(tree: Tree, edition: Edition, standard: str, findings: Findings) -> None:
    place = tree.place(f"{standard}_programs")
    try:
        made = program_files(edition, tree.profile, standard)
    except UnicodeDecodeError as error:
        message = f"A source of the programs is not UTF-8 ({error.reason}, byte {error.start})."
        findings.add("PACKAGE-ENCODING", STOP, message, "Write it in UTF-8.", file=place)
        return
    for name, content in made.items():
        tree.write(f"{place}/{name}", content)


def _named(define: Path | None) -> set[str]:
    """The files that a define.xml names."""
    try:
        return {leaf.href for leaf in read_define(define).leaves} if define else set()
    except (NotDefine, OSError):  # told when its links are followed
        return set()


def _edition_faults(edition: Edition, profile: Profile) -> Iterator[Finding]:
    """What is wrong before a file is looked at: changed outputs, the encoding, datasets that are missing."""
    for name in strange_outputs(edition.out):
        message = "The file is not as the build has left it."
        yield Finding("PACKAGE-CHANGED", STOP, message, "Build again.", file=name)
    if edition.encoding not in profile.encodings:
        taken = ", ".join(profile.encodings)
        message = f"The edition is in {edition.encoding}; the profile {profile.key} takes {taken}."
        yield Finding("PACKAGE-ENCODING", STOP, message, "Build it in an encoding that is taken.", file="run.json")
    for standard, names in profile.obligatory.items():
        for name in names:
            if f"{name.lower()}{DATASET}" not in edition.files(standard):
                message = f"There is no {name}, without which the profile {profile.key} refuses a package."
                fix = "Add it to the specification, and build again."
                yield Finding("PACKAGE-DATASET", STOP, message, fix, file=standard, dataset=name)


def _define_faults(tree: Tree, standard: str, made: Datasets) -> Iterator[Finding]:
    """What stands beside the datasets of a standard, and what its define.xml names."""
    files = {f"{entry['file']}" for entry in made.listed.values() if entry["standard"] == standard}
    if not files:
        return
    place = tree.place(standard)
    if not (tree.folder / place / DEFINE).is_file():
        yield Finding("PACKAGE-DEFINE", STOP, "There is no define.xml.", "Build again.", file=f"{place}/{DEFINE}")
        return
    yield from link_faults(tree.folder / place / DEFINE, f"{place}/{DEFINE}", made.in_parts, tree.folder)
    named = _named(tree.folder / place / DEFINE)
    for name in sorted(filter(None, files)):
        if named and name.rpartition("/")[2] not in named:
            message = "define.xml does not name this dataset."
            yield Finding("PACKAGE-DEFINE", STOP, message, "Build again.", file=name)
    for name in (*EXPECTED, tree.profile.guides[standard]):
        if not (tree.folder / place / name).is_file():
            message, fix = f"There is no {name}.", "Run onespec document, or onespec package --build."
            yield Finding("PACKAGE-DOCUMENT", QUERY, message, fix, file=f"{place}/{name}")
    if named and tree.profile.guides[standard] not in named:
        message = f"define.xml does not name the reviewer's guide {tree.profile.guides[standard]}."
        fix = "Declare it under 'documents:' of study.yaml, and build again."
        yield Finding("PACKAGE-DOCUMENT", QUERY, message, fix, file=f"{place}/{DEFINE}")


def _levelled(findings: Findings, edition: Edition, profile: Profile) -> Findings:
    """The findings in order, paths with their profile, queries as stops where the study says so (`levels:`)."""
    out, levels = Findings(), edition.plan.study.levels
    for f in sorted(findings, key=finding_order):
        file = f"{profile.key}/{f.file}" if f.file.startswith(f"{TOP}/") else f.file
        out.append(replace(f, file=file, level=STOP if levels.get(f.rule) == STOP else f.level))
    return out


def _record(edition: Edition, tree: Tree, made: Datasets, verdicts: dict[str, Verdict | None]) -> dict[str, Any]:
    return {
        "study": edition.plan.study.id,
        "profile": tree.profile.key,
        "language": edition.language,
        "encoding": edition.encoding,
        "root": tree.root,
        "edition": edition.digest,
        "milestone": edition.record.get("milestone", ""),
        "datasets": made.listed,
        "splits": made.splits,
        "verdicts": {judge: verdict.facts() if verdict else None for judge, verdict in verdicts.items()},
        "shortened": edition.record.get("shortened", []),
    }

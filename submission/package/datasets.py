"""The datasets of one standard put into a package, whole or in parts, each held against the profile."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from onespec.engine.disk import sha256
from onespec.engine.findings import QUERY, STOP, Findings, Stopped
from onespec.submission.package.edition import Edition
from onespec.submission.package.held import Held, held_faults, read_held
from onespec.submission.package.split import NotOneWhole, Part, least, part_name, parts_of, rejoined_sha256, write_part
from onespec.submission.package.tree import Tree
from onespec.submission.package.words import words


@dataclass
class Datasets:
    """What has been put into the package.

    listed    NAME -> standard, file, records, bytes, parts
    splits    of each split dataset: its parts with their counts, the rule, and the sentence for guide and define.xml
    in_parts  files of datasets that stand there in parts alone
    """

    listed: dict[str, dict[str, Any]] = field(default_factory=dict)
    splits: list[dict[str, Any]] = field(default_factory=list)
    in_parts: set[str] = field(default_factory=set)


def add_dataset(tree: Tree, edition: Edition, source: Path, limit: int, made: Datasets, findings: Findings) -> None:
    """Put one dataset into the tree; ``limit``: bytes above which it is split."""
    standard, profile = source.parent.name, tree.profile
    name = f"{tree.place(standard)}/{source.name}"
    try:
        held = read_held(source, edition.encoding)
    except Stopped as stopped:
        findings += stopped.findings
        return
    findings += held_faults(held, profile, edition.encoding, name)
    split = parts_of(held, limit) if limit >= least(held) else []
    if limit < least(held):
        message = f"A file of {limit:,} bytes holds no record of the dataset."
        findings.add("PACKAGE-SPLIT", STOP, message, f"Split at {least(held):,} bytes or more.", file=name)
    if profile.whole or not split:
        tree.copy(name, source)
    else:
        made.in_parts.add(source.name)
        message = f"define.xml names {source.name}, and the package holds its parts alone."
        findings.add("PACKAGE-PARTS", QUERY, message, "Say so in the comment of the dataset.", file=name)
    dataset = held.header.name
    parts = _add_parts(tree, held, split, name, findings)
    made.listed[dataset] = {
        "standard": standard,
        "file": name if profile.whole or not split else "",
        "records": held.records,
        "bytes": source.stat().st_size,
        "parts": parts,
    }
    if parts:
        made.splits.append(_told(tree, edition, dataset, made.listed[dataset], limit, split))


def _add_parts(tree: Tree, held: Held, split: list[Part], name: str, findings: Findings) -> list[dict[str, Any]]:
    """Write the parts, and put them together again: they must be the whole, byte for byte."""
    folder = f"{name.rpartition('/')[0]}/{tree.profile.parts}"
    out, paths = [], []
    for part in split:
        file = f"{folder}/{part_name(held.header.name, part.number, tree.profile.name['dataset'])}"
        path = tree.path(file)
        if path.exists():
            fix = "Give one of the datasets another name, or split it at another size."
            findings.add("PACKAGE-SPLIT", STOP, "Two parts would have this name.", fix, file=file)
            return out
        write_part(held, part, path)
        paths.append(path)
        out.append({"file": file, "records": part.records, "bytes": path.stat().st_size})
    if paths:
        try:
            same = rejoined_sha256(paths) == sha256(held.path)
        except (NotOneWhole, Stopped):
            same = False
        if not same:
            message = "The parts put together are not the whole dataset."
            findings.add("PACKAGE-SPLIT", STOP, message, "Split it at another size.", file=name)
    return out


def _told(
    tree: Tree, edition: Edition, dataset: str, entry: dict[str, Any], limit: int, split: list[Part]
) -> dict[str, Any]:
    """The split as data, with the sentence that guide and define.xml say of it, in each language."""
    at_subjects = all(part.at_subject for part in split)
    told = {}
    for language in ("en", "zh"):
        said = words(language)
        whole = said["whole" if tree.profile.whole else "parts_only"].format(folder=tree.profile.parts)
        told[language] = said["split"].format(
            dataset=dataset,
            bytes=f"{entry['bytes']:,}",
            limit=f"{limit:,}",
            count=len(split),
            subjects=said["at_subjects" if at_subjects else "at_records"],
            whole=whole,
        )
    return {
        "dataset": dataset,
        "standard": entry["standard"],
        "limit": limit,
        "cut": "subject" if at_subjects else "record",
        "whole": tree.profile.whole,
        "folder": f"{tree.place(entry['standard'])}/{tree.profile.parts}",
        "parts": entry["parts"],
        "sentence": told,
    }

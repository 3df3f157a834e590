"""A package against its package.json, and against the outputs that it was made of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

RECORD = "package.json"
_OF_THE_BUILD = (".xpt", "define.xml")  # what a package takes from the outputs as it is


def listed_files(record: Mapping[str, Any]) -> dict[str, str]:
    """The files that package.json names: name -> SHA-256; empty where it names none."""
    said = record.get("files")
    pairs = said.items() if isinstance(said, dict) else ((e.get("path"), e) for e in said or () if isinstance(e, dict))
    found = ((name, told.get("sha256") if isinstance(told, dict) else told) for name, told in pairs)
    return {name: digest for name, digest in found if isinstance(name, str) and isinstance(digest, str)}


def package_faults(
    record: Mapping[str, Any], files: Mapping[str, str], outputs: Mapping[str, Mapping[str, str]]
) -> Iterator[tuple[str, str]]:
    """What is wrong with a package, as (file, sentence).

    record   package.json
    files    the files of the package: name -> SHA-256
    outputs  of each edition by its language: name -> SHA-256
    """
    listed = listed_files(record)
    if not listed:
        yield RECORD, "package.json is missing or damaged: it names no file."
        return
    for name in sorted(listed.keys() | files.keys() - {RECORD}):
        if name not in files:
            yield name, "package.json names this file, and it is not there."
        elif name not in listed:
            yield name, "This file is none that package.json names."
        elif files[name] != listed[name]:
            yield name, "The file is another one than package.json says."
    language = str(record.get("language") or record.get("edition") or "")
    made_of = outputs.get(language)
    if made_of is None:
        yield RECORD, f"The package is of an edition ('{language}') that is not here."
        return
    known = set(made_of.values())
    for name, digest in sorted(listed.items()):
        whole = name.endswith(_OF_THE_BUILD) and "/split/" not in name
        if whole and digest not in known:
            yield name, "The file is none of the edition's outputs: the package was made of others."

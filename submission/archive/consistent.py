"""Do outputs, verdicts and packages belong together?  An archive of what does not is not written."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from onespec.engine.build.freshness import RECORD, Inputs
from onespec.engine.build.ownership import DOCUMENTS, record_of, strange_reports
from onespec.engine.disk import bytes_of, sha256
from onespec.engine.findings import STOP, Findings
from onespec.engine.program import versions
from onespec.submission.archive.bag import Digests
from onespec.submission.archive.sources import Edition, outputs_of, package_of, reports_of

VERDICTS = {"qc": "qc", "conformance": "validate"}  # kind -> the command that makes it
_NAMED = 5


def check_outputs(edition: Edition, inputs: Inputs, known: Mapping[str, Digests], findings: Findings) -> None:
    """The outputs are those that the build left, of the present inputs, program and libraries.

    known  name in the bag -> what its bytes are now
    """
    place, record = outputs_of(edition), record_of(edition.out)
    if not record:
        message = f"{RECORD} is missing or damaged: nothing is known of the build."
        findings.add("ARCHIVE-STALE", STOP, message, "Build again.", file=f"{place}/{RECORD}")
        return
    if changed := inputs.differing(record["inputs"]):
        message = f"The outputs were built from other inputs than those that are here now: {named(changed)}."
        findings.add("ARCHIVE-STALE", STOP, message, _again(edition, "build"), file=place)
    libraries = {n for n, v in versions().items() if record.get("versions", {}).get(n) != v}
    if libraries:
        message = f"The outputs were built with other versions of {named(libraries)}."
        findings.add("ARCHIVE-STALE", STOP, message, _again(edition, "build"), file=place)
    for name, why in faults(left_by(record), digests_below(known, place), (RECORD,)):
        findings.add("ARCHIVE-CHANGED", STOP, f"The file {why}.", _again(edition, "build"), file=f"{place}/{name}")


def check_verdicts(edition: Edition, findings: Findings) -> None:
    """What was said of the outputs was said of these outputs."""
    outputs = left_by(record_of(edition.out))
    for kind, folder in edition.reports.items():
        place = reports_of(edition, kind)
        for name in (n.removesuffix(" (changed since)") for n in strange_reports(folder)):
            message = "The file is not as the report was left there."
            fix = f"Make the report again (make {VERDICTS.get(kind, kind)})."
            findings.add("ARCHIVE-CHANGED", STOP, message, fix, file=f"{place}/{name}")
        if kind in VERDICTS:
            for why in verdict_faults(judged_by(read_json(folder / "report.json")), outputs):
                findings.add("ARCHIVE-VERDICT", STOP, why, _again(edition, VERDICTS[kind]), file=f"{place}/report.json")


def judged_by(report: Mapping[str, Any]) -> dict[str, str]:
    """The files that a report.json is about, by their names in the outputs -> SHA-256.

    Conformance lists them as ``files``; double programming says of each dataset what it compared.
    """
    if isinstance(files := report.get("files"), dict):
        return {str(name): str(digest) for name, digest in files.items()}
    out = {}
    for entry in report.get("datasets") or ():
        source = (entry.get("base") or {}).get("source") or {} if isinstance(entry, dict) else {}
        if str(source.get("name", "")).endswith(".xpt"):
            out["/".join(Path(str(source["name"])).parts[-2:])] = str(source.get("sha256", ""))
    return out


def verdict_faults(judged: Mapping[str, str], outputs: Mapping[str, str]) -> list[str]:
    """Why a verdict is not one of these outputs; ``outputs``: name -> SHA-256."""
    if not judged:
        return ["The verdict does not say which files it is about."]
    datasets = {name: digest for name, digest in outputs.items() if name.endswith(".xpt")}
    others = sorted(n for n, digest in judged.items() if outputs.get(n) != digest)
    out = [f"The verdict is about other files than the outputs: {named(others)}."] if others else []
    left = sorted(datasets.keys() - judged.keys())
    return [*out, *([f"The verdict is not about {named(left)}."] if left else [])]


def check_package(profile: str, folder: Path, editions: Iterable[Edition], findings: Findings) -> None:
    """The package is as it was left, and of the present outputs."""
    from onespec.submission.archive.packed import package_faults

    record = read_json(folder / "package.json")
    files = {p.relative_to(folder).as_posix(): sha256(p) for p in sorted(folder.rglob("*")) if p.is_file()}
    outputs = {e.language: left_by(record_of(e.out)) for e in editions}
    for name, why in package_faults(record, files, outputs):
        fix = f"Make the package again (make package PROFILE={profile})."
        findings.add("ARCHIVE-PACKAGE", STOP, why, fix, file=f"{package_of(profile)}/{name}")


def left_by(record: Mapping[str, Any]) -> dict[str, str]:
    """The files that a build, and the documents put beside it, left: name -> SHA-256."""
    return {**record.get("outputs", {}), **record.get(DOCUMENTS, {})}


def digests_below(known: Mapping[str, Digests], place: str) -> dict[str, str]:
    """Name below a folder of the bag -> SHA-256."""
    return {n.removeprefix(f"{place}/"): d.sha256 for n, d in known.items() if n.startswith(f"{place}/")}


def faults(expected: Mapping[str, str], found: Mapping[str, str], also: Iterable[str] = ()) -> list[tuple[str, str]]:
    """Files that are missing, changed or not expected: (name, why)."""
    out = []
    for name in sorted(expected.keys() | found.keys() - set(also)):
        if name not in found:
            out.append((name, "is missing"))
        elif name not in expected:
            out.append((name, "is none that the build left"))
        elif found[name] != expected[name]:
            out.append((name, "is not as the build left it"))
    return out


def read_json(path: Path) -> dict[str, Any]:
    """What a report says; empty where it is none."""
    try:
        said = json.loads(bytes_of(path))
    except (OSError, ValueError):
        return {}
    return said if isinstance(said, dict) else {}


def named(names: Iterable[str]) -> str:
    """The first of some names, and how many more there are."""
    names = sorted(names)
    more = len(names) - _NAMED
    return ", ".join(names[:_NAMED]) + (f" and {more} more" if more > 0 else "")


def _again(edition: Edition, command: str) -> str:
    option = "" if edition.own else f" --edition {edition.language}"
    return f"Run onespec {command}{option}, then archive again."

"""The archive of a study, made: what goes in, held together, written."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from onespec.engine.build.freshness import Inputs
from onespec.engine.findings import Findings, Stopped
from onespec.submission.archive.bag import Digests
from onespec.submission.archive.consistent import check_outputs, check_package, check_verdicts
from onespec.submission.archive.index import index, index_json, rebuild_text
from onespec.submission.archive.sources import DATA, INDEX, REBUILD, Edition, Sources, payload
from onespec.submission.archive.write import Content, Written, digested, write_archive


def make_archive(sources: Sources, inputs: Callable[[Edition], Inputs], folder: Path) -> tuple[Written, dict[str, int]]:
    """Write the archive of a study into a folder; returns it, and the bytes of each part of it.

    inputs  of an edition's build, as they are now, every file read

    Raises `Stopped` where outputs, verdicts, package and inputs do not belong together, or a file changes meanwhile.
    """
    findings = Findings()
    files: dict[str, Content] = payload(sources, findings)
    if findings.stops:
        raise Stopped(findings)
    said = index(sources, files)
    files |= {INDEX: index_json(said), REBUILD: rebuild_text(sources, said)}
    known = {name: digested(content) for name, content in files.items()}
    for edition in sources.editions:
        check_outputs(edition, inputs(edition), known, findings)
        check_verdicts(edition, findings)
    for profile, place in sources.packages.items():
        check_package(profile, place, sources.editions, findings)
    if findings.stops:
        raise Stopped(findings)
    info = {
        "Bag-Software-Agent": f"onespec {sources.version}",
        "External-Identifier": sources.study,
        "External-Description": f"Outputs, raw export, specification and program of study {sources.study}",
    }
    return write_archive(folder, sources.name, info, files, known), _parts(known)


def _parts(known: dict[str, Digests]) -> dict[str, int]:
    """Bytes by part of the bag: package/fda, outputs/en, raw."""
    out: dict[str, int] = {}
    for name, digests in known.items():
        parts = name.removeprefix(f"{DATA}/").split("/")
        part = "/".join(parts[:2]) if parts[0] in ("package", "outputs") else "/".join(parts[:-1][:1]) or parts[0]
        out[part] = out.get(part, 0) + digests.size
    return out

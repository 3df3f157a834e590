"""Integrity: has one byte changed since the archive was written?  Only hashes are made; nothing is unpacked."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field

from onespec.engine.findings import STOP, Findings
from onespec.submission.archive.bag import (
    ALGORITHMS,
    BAGIT,
    DECLARATION,
    INFO,
    LARGEST_TAG,
    PAYLOAD,
    Digests,
    Lines,
    info_of,
    manifest_of,
    read_manifest,
)
from onespec.submission.verify.opened import Opened

MANIFESTS = {algorithm: manifest_of(algorithm) for algorithm in ALGORITHMS}
TAG_MANIFESTS = {algorithm: manifest_of(algorithm, tags=True) for algorithm in ALGORITHMS}
TAGS = (BAGIT, INFO, *MANIFESTS.values())
_ANOTHER = "Take another copy of the archive."


@dataclass
class Held:
    """What integrity found: the digests of each member as it is, and what is wrong.

    changed  members of which it is told that they are others than they were
    """

    digests: dict[str, Digests]
    findings: Findings
    changed: set[str] = field(default_factory=set)
    expected: dict[str, str] = field(default_factory=dict)  # name -> SHA-256 by the manifests
    told: set[str] = field(default_factory=set)

    def tell(self, rule: str, name: str, message: str, fix: str = _ANOTHER) -> None:
        self.findings.add(f"VERIFY-{rule}", STOP, message, fix, file=name)
        self.told.add(name)


def integrity(archive: Opened) -> Held:
    """Every member against its checksum and both manifests, both ways; every tag file against both tag manifests."""
    out = Held({name: _digests(archive, name) for name in archive.sizes}, archive.findings)
    for name, digests in out.digests.items():
        if digests.size != archive.sizes[name]:
            out.tell("CHANGED", name, f"The file has {digests.size:,} of its {archive.sizes[name]:,} bytes.")
            out.changed.add(name)
        elif archive.crcs.get(name, digests.crc) != digests.crc:
            out.changed.add(name)
    if not archive.sizes:
        return out
    tags = {a: _lines(archive, out, TAG_MANIFESTS[a], a, tags=True) for a in ALGORITHMS}
    _tag_files(out, tags)
    lines = {a: _lines(archive, out, MANIFESTS[a], a, tags=False) for a in ALGORITHMS}
    _payload(out, lines)
    _declared(archive, out)
    for name in sorted(out.changed - out.told):
        out.tell("CHANGED", name, "The bytes of the file do not fit the checksum that the archive states of them.")
    return out


def _digests(archive: Opened, name: str) -> Digests:
    size, crc, one, other = 0, 0, hashlib.sha256(), hashlib.sha512()
    for piece in archive.pieces(name):
        size, crc = size + len(piece), zlib.crc32(piece, crc)
        one.update(piece)
        other.update(piece)
    return Digests(size, crc, one.hexdigest(), other.hexdigest())


def _lines(archive: Opened, out: Held, name: str, algorithm: str, tags: bool) -> Lines:
    """What a manifest says; nothing where it is not there, or larger than any that the program writes."""
    size = archive.sizes.get(name)
    if size is None:
        out.tell("MISSING", name, "The manifest is missing.")
        return Lines({}, [])
    if size > LARGEST_TAG:
        out.tell("LIMIT", name, f"The manifest has {size:,} bytes; {LARGEST_TAG:,} are read at most.")
        return Lines({}, [])
    lines = read_manifest(archive.read(name), algorithm, tags)
    for number, why in lines.faults[:5]:
        out.tell("MANIFEST", name, f"Line {number} cannot be taken: {why}.")
    if len(lines.faults) > 5:
        out.tell("MANIFEST", name, f"{len(lines.faults) - 5} more lines cannot be taken.")
    return lines


def _tag_files(out: Held, lines: Mapping[str, Lines]) -> None:
    """Tag files against both tag manifests; where only one of them disagrees, that one is at fault."""
    readable = [a for a in ALGORITHMS if lines[a].digests]
    for name in sorted({n for a in readable for n in lines[a].digests} | set(TAGS)):
        found = out.digests.get(name)
        if found is None:
            out.tell("MISSING", name, "The file is missing.")
            continue
        wrong = [a for a in readable if lines[a].digests.get(name) != found.of(a)]
        if wrong and (wrong == readable or name in out.changed):
            out.tell("CHANGED", name, "The file is not as it was written.")
            out.changed.add(name)
        else:
            for algorithm in wrong:
                message = f"What it says of {name} does not fit that file, and what the other tag manifest says does."
                out.tell("MANIFEST", TAG_MANIFESTS[algorithm], message)
    known = {*TAGS, *TAG_MANIFESTS.values(), *(n for a in readable for n in lines[a].digests)}
    for name in sorted(n for n in out.digests if not n.startswith(PAYLOAD) and n not in known):
        out.tell("ADDED", name, "The file is none of the archive's.", "Ask whom the archive comes from.")


def _payload(out: Held, lines: Mapping[str, Lines]) -> None:
    """The payload against the manifests, both ways; a manifest that is itself damaged accuses no file."""
    intact = [a for a in ALGORITHMS if MANIFESTS[a] not in out.changed and lines[a].digests] or list(ALGORITHMS)
    out.expected = {n: d for a in reversed(intact) for n, d in lines[a].digests.items() if a == "sha256"}
    listed = dict.fromkeys(n for a in intact for n in sorted(lines[a].digests))
    here = {n for n in out.digests if n.startswith(PAYLOAD)}
    for name in sorted(listed.keys() & here):
        wrong = [a for a in intact if lines[a].digests.get(name, "") != out.digests[name].of(a)]
        lacking = [a for a in wrong if name not in lines[a].digests]
        for algorithm in lacking:
            out.tell("MANIFEST", MANIFESTS[algorithm], f"It does not name {name}, which the other manifest names.")
        if set(wrong) - set(lacking):
            out.changed.add(name)
            if len(wrong) < len(intact) and not lacking:
                out.tell("MANIFEST", MANIFESTS[wrong[0]], f"What it says of {name} contradicts the other manifest.")
    for algorithm in set(ALGORITHMS) - set(intact):
        for name, digest in lines[algorithm].digests.items():
            if name in here and name not in out.changed and out.digests[name].of(algorithm) != digest:
                out.tell(
                    "MANIFEST", MANIFESTS[algorithm], f"What it says of {name} does not fit that file, which is right."
                )
    _moved(out, sorted(listed.keys() - here), sorted(here - listed.keys()), lines)


def _moved(out: Held, missing: list[str], added: list[str], lines: Mapping[str, Lines]) -> None:
    """Missing, added, renamed, changed and swapped files, each as what it is."""
    said = {a: lines[a].digests for a in ALGORITHMS}

    def expects(name: str, found: Digests) -> bool:
        told = [a for a in ALGORITHMS if name in said[a]]
        return bool(told) and all(said[a][name] == found.of(a) for a in told)

    left = set(added)
    for name in missing:
        other = next((n for n in sorted(left) if expects(name, out.digests[n])), "")
        if other:
            left.discard(other)
            out.told.add(other)
            out.tell("RENAMED", name, f"The file is here under another name: {other}.", "Give it back its name.")
        else:
            out.tell("MISSING", name, "The file is missing.")
    for name in sorted(left):
        out.tell("ADDED", name, "The file is none of the archive's.", "Ask whom the archive comes from.")
    changed = sorted(n for n in out.changed - out.told if n.startswith(PAYLOAD))
    by_digest = {digest: name for name, digest in sorted(said["sha256"].items(), reverse=True)}
    for name in changed:
        other = by_digest.get(out.digests[name].sha256, "")
        if other and other != name and other in out.changed and expects(name, out.digests[other]):
            out.tell("SWAPPED", name, f"The file holds what {other} should hold, and the other way round.")
        elif other and other != name:
            out.tell("CHANGED", name, f"The file is not as it was archived: it holds what {other} should hold.")
        else:
            out.tell("CHANGED", name, "The file is not as it was archived.")


def _declared(archive: Opened, out: Held) -> None:
    """What the bag says of itself."""
    if BAGIT in archive.sizes and BAGIT not in out.told:
        if archive.sizes[BAGIT] > LARGEST_TAG or archive.read(BAGIT) != DECLARATION:
            out.tell("BAG", BAGIT, "It declares no bag of BagIt 1.0 in UTF-8.")
    if INFO in archive.sizes and INFO not in out.told and archive.sizes[INFO] <= LARGEST_TAG:
        payload = [d for n, d in out.digests.items() if n.startswith(PAYLOAD)]
        oxum, said = f"{sum(d.size for d in payload)}.{len(payload)}", info_of(archive.read(INFO)).get("Payload-Oxum")
        if oxum != said and not any(name.startswith(PAYLOAD) for name in out.told):  # that says it by name
            out.tell("BAG", INFO, f"It states a payload of {said} (bytes.files), and there are {oxum}.")

"""The verification of an archive, in its depths."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from onespec.engine.disk import sha256
from onespec.engine.findings import STOP, Finding, Findings, finding_order
from onespec.engine.rules import RULES
from onespec.submission.archive.audit import trail_of
from onespec.submission.archive.chain import check_chain
from onespec.submission.archive.signature import ENDINGS, NoSignature, signature_for, signature_of, verify_signature
from onespec.submission.verify.consistency import Consistency, notes_of
from onespec.submission.verify.integrity import integrity
from onespec.submission.verify.opened import opened
from onespec.submission.verify.reproduction import reproduce
from onespec.submission.verify.words import Note

DEPTHS = INTEGRITY, CONSISTENCY, REPRODUCTION = "integrity", "consistency", "reproduction"
CONSISTENT = frozenset(
    ("VERIFY-DEFINE", "VERIFY-VERDICT", "VERIFY-PACKAGE", "VERIFY-INPUT", "VERIFY-FACT", "VERIFY-INDEX")
)
REPRODUCED = frozenset(("VERIFY-REBUILT",))
_NAMED = re.compile(r"-([0-9a-f]{12})\.zip")


@dataclass
class Verification:
    """What was verified, and what was found.

    archive  as it was named; ``sha256`` of the file, "" of a folder
    done     depth -> what was looked at, in numbers; a depth that could not be reached is not in it
    """

    archive: str
    sha256: str
    depth: str
    findings: Findings
    files: int = 0
    size: int = 0
    done: dict[str, Mapping[str, int]] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)

    @property
    def good(self) -> bool:
        return not self.findings.stops and self.depth in self.done

    @staticmethod
    def rules(depth: str) -> frozenset[str]:
        """The rules of a depth's findings."""
        others = CONSISTENT | REPRODUCED
        return {CONSISTENCY: CONSISTENT, REPRODUCTION: REPRODUCED}.get(depth) or frozenset(
            rule for rule in RULES if rule.startswith("VERIFY-") and rule not in others
        )

    @property
    def ordered(self) -> list[Finding]:
        return sorted(self.findings, key=finding_order)

    def facts(self) -> dict[str, Any]:
        """For programs: the same archive gives the same."""
        return {
            "archive": Path(self.archive).name,
            "sha256": self.sha256 or None,
            "depth": self.depth,
            "verified": self.good,
            "files": self.files,
            "bytes": self.size,
            "done": {depth: dict(said) for depth, said in self.done.items()},
            "notes": [note.said() for note in self.notes],
        }


def verify(path: Path, depth: str, environment: str = "", signers: Path | None = None) -> Verification:
    """All depths up to one; a deeper one is not begun on an archive that is damaged.

    environment  of the reproduction: lock or here
    signers      whose signature must lie beside the file (`archive.signature.verify_signature`); None: nobody's

    Raises OSError where there is no archive, and `NoEnvironment`.
    """
    digest = "" if path.is_dir() else sha256(path)
    with opened(path) as archive:
        held = integrity(archive)
        out = Verification(str(path), digest, depth, held.findings, len(held.digests))
        out.size = sum(d.size for d in held.digests.values())
        _name(out, path)
        _signature(out, path, signers)
        _trail(out, path)
        out.done[INTEGRITY] = {"files": out.files, "bytes": out.size}
        if depth != INTEGRITY and not out.findings.stops:
            checked = Consistency(archive, held.digests, out.findings).check()
            out.done[CONSISTENCY] = checked
            out.notes += notes_of(checked)
        if depth == REPRODUCTION and not out.findings.stops:
            out.done[REPRODUCTION] = reproduce(archive, held.digests, out.findings, environment)
    if depth not in out.done:
        out.notes.append(Note("not_begun", {"depth": depth}))
    return out


def _name(out: Verification, path: Path) -> None:
    """An archive is called by its digest."""
    named = _NAMED.search(path.name)
    if named and out.sha256 and not out.sha256.startswith(named[1]):
        message = f"The file is another one than its name says: its SHA-256 begins with {out.sha256[:12]}."
        out.findings.add("VERIFY-DIGEST", STOP, message, "Take another copy of the archive.", file=path.name)


def _signature(out: Verification, path: Path, signers: Path | None) -> None:
    """The signature beside the archive: good by the signers that were named, or told where nobody is."""
    there = [s for s in (signature_of(path, tool) for tool in ENDINGS) if s.is_file()]
    if signers is None:
        out.notes += [Note("signature", {"name": each.name}) for each in there]
        return
    try:
        good = verify_signature(path, signers, signature_for(path, signers))
        out.notes.append(Note("signed", {"name": good.signature.name, "by": good.by}))
    except NoSignature as error:
        fix = "Ask whom the archive comes from for its signature, or name the signers who may sign it."
        out.findings.add("VERIFY-SIGNATURE", STOP, _sentence(str(error)), fix, file=path.name)


def _sentence(said: str) -> str:
    return f"{said[0].upper()}{said[1:].rstrip('.')}."


def _trail(out: Verification, path: Path) -> None:
    """The copy of the audit trail beside an archive: whole, and with an entry that names this archive."""
    trail = trail_of(path)
    if not out.sha256:
        return  # of a folder
    if not trail.is_file() or trail.is_symlink():
        out.notes.append(Note("no_trail", {}))
        return
    faults = check_chain(trail, archive=out.sha256)
    for each in faults:
        out.findings.add("VERIFY-AUDIT", STOP, str(each), "Take another copy of the trail.", file=trail.name)
    if not faults:
        out.notes.append(Note("trail", {}))

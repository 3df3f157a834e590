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
from onespec.submission.verify.integrity import Held, integrity
from onespec.submission.verify.opened import opened

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
    notes: list[str] = field(default_factory=list)

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
            "notes": self.notes,
        }


def verify_integrity(path: Path) -> tuple[Verification, Held]:
    """The first depth; raises OSError where there is no archive."""
    named = _NAMED.search(path.name)
    digest = "" if path.is_dir() else sha256(path)
    with opened(path) as archive:
        held = integrity(archive)
    out = Verification(str(path), digest, INTEGRITY, held.findings, len(held.digests))
    out.size = sum(d.size for d in held.digests.values())
    if named and digest and not digest.startswith(named[1]):
        message = f"The file is another one than its name says: its SHA-256 begins with {digest[:12]}."
        held.findings.add("VERIFY-DIGEST", STOP, message, "Take another copy of the archive.", file=path.name)
    out.done[INTEGRITY] = {"files": out.files, "bytes": out.size}
    return out, held

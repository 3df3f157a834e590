"""What judges have said of an edition, and whether they have judged these very data."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from onespec.engine.disk import bytes_of
from onespec.engine.findings import QUERY, Finding

CONFORMANCE, QC = "conformance", "qc"
REPORT = "report.json"
_COMMANDS = {CONFORMANCE: "onespec validate", QC: "onespec qc"}


@dataclass(frozen=True)
class Verdict:
    """What a report says.

    sha256         of the report
    of_these_data  each dataset of the package is one that it has judged, by SHA-256
    """

    judge: str
    verdict: str
    good: bool
    sha256: str
    of_these_data: bool

    def facts(self) -> dict[str, object]:
        return {"verdict": self.verdict, "good": self.good, "sha256": self.sha256, "of_these_data": self.of_these_data}


def read_verdict(judge: str, folder: Path, datasets: Mapping[str, str]) -> Verdict | None:
    """The verdict of a judge whose reports lie in a folder; None where there is no report.

    datasets  file of each dataset among the outputs (``sdtm/ae.xpt``) -> SHA-256
    """
    try:
        content = bytes_of(folder / REPORT)
        said = json.loads(content)
        verdict, good, judged = str(said["verdict"]), said["good"] is True, _judged(judge, said)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):  # no report, or not as one is written
        return None
    same = all(judged.get(name) == digest for name, digest in datasets.items())
    return Verdict(judge, verdict, good, hashlib.sha256(content).hexdigest(), same)


def _judged(judge: str, said: Any) -> dict[str, str]:
    """The files that a report has judged, with their SHA-256."""
    if judge == CONFORMANCE:
        return dict(said.get("files", {}))
    sources = (entry["base"]["source"] for entry in said["datasets"])
    return {"/".join(Path(source["name"]).parts[-2:]): source["sha256"] for source in sources}


def verdict_faults(verdicts: Mapping[str, Verdict | None]) -> Iterator[Finding]:
    """What a reader of the package must know of its verdicts."""
    for judge, verdict in verdicts.items():
        fix = f"Run {_COMMANDS[judge]}, or onespec package --build."
        if verdict is None:
            yield Finding("PACKAGE-VERDICT", QUERY, f"There is no report of {judge}.", fix, file=judge)
        elif not verdict.of_these_data:
            yield Finding("PACKAGE-VERDICT", QUERY, f"The report of {judge} is of other data.", fix, file=judge)
        elif not verdict.good:
            message = f"The verdict of {judge} is not good: {verdict.verdict}"
            yield Finding("PACKAGE-VERDICT", QUERY, message, "Explain what is open, or correct it.", file=judge)

"""The edition that is packed: the outputs of a build, in one language and one encoding, and who has judged them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from onespec.engine.build.freshness import RECORD, STANDARDS
from onespec.engine.build.ownership import DOCUMENTS, record_of
from onespec.engine.disk import sha256
from onespec.engine.encodings import ASCII, UTF_8
from onespec.engine.languages import CHINESE
from onespec.engine.plan.references import Plan


@dataclass(frozen=True)
class Edition:
    """What a package is made of.

    name         the study, as its folders are called
    folder       of the specification; ``plan`` of that, in the edition's language
    out          the outputs
    conformance  the folder of the reports of conformance; ``qc`` of those of double programming
    """

    name: str
    folder: Path
    plan: Plan
    out: Path
    conformance: Path
    qc: Path

    @property
    def language(self) -> str:
        return self.plan.study.language

    @cached_property
    def record(self) -> dict[str, Any]:
        """What run.json says of the build."""
        return record_of(self.out)

    @cached_property
    def digest(self) -> str:
        """The SHA-256 of run.json, which names the edition."""
        return sha256(self.out / RECORD)

    @property
    def encoding(self) -> str:
        """Of the texts of the datasets, as run.json says; without a word of it UTF-8 in Chinese, else ASCII."""
        return str(self.record.get("encoding") or (UTF_8 if self.language == CHINESE else ASCII))

    def files(self, standard: str) -> dict[str, Path]:
        """What stands in the folder of a standard, by name: outputs of the build and documents beside them."""
        known = {**self.record.get("outputs", {}), **self.record.get(DOCUMENTS, {})}
        inside = sorted(name for name in known if name.startswith(f"{standard}/"))
        return {name.partition("/")[2]: self.out / name for name in inside}

    def digests(self) -> dict[str, str]:
        """The SHA-256 of each dataset, by the name of its output (``sdtm/ae.xpt``), as the build has left it."""
        known = self.record.get("outputs", {})
        return {n: known[n] for n in sorted(known) if n.endswith(".xpt") and n.partition("/")[0] in STANDARDS}

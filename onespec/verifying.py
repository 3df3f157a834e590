# pyright: standard
"""The verification of an archive, of this program's and of this study or another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from onespec.engine.findings import Findings, NotThere, unknown
from onespec.engine.languages import ENGLISH
from onespec.places import Folder, NotBuilt
from onespec.told import Told

if TYPE_CHECKING:
    from onespec.submission.verify.run import Verification

DEPTHS = ("integrity", "consistency", "reproduction")
ENVIRONMENTS = ("lock", "here")


@dataclass(frozen=True)
class Verified(Told):
    """What a verification found (`submission.verify.run.Verification`)."""

    verification: Verification

    @property
    def good(self) -> bool:
        """The archive is verified, to the depth that was asked for."""
        return self.verification.good

    @property
    def findings(self) -> Findings:
        return self.verification.findings

    def text(self) -> str:
        from onespec.submission.verify.report import report_text

        return report_text(self.verification)

    def facts(self) -> dict[str, Any]:
        from onespec.submission.verify.report import report_facts

        return report_facts(self.verification)

    def write(self, html: Path | None = None, json: Path | None = None, language: str = ENGLISH) -> None:
        """Write the report as a page in a language (en, zh), as JSON.

        Raises `CannotBuild` where one would replace a file that is no such report: then none is written.
        """
        from onespec.files import write_forms
        from onespec.submission.verify.report import report_html, report_json

        asked = {kind: file for kind, file in (("html", html), ("json", json)) if file}
        forms = {"html": lambda found: report_html(found, language), "json": report_json}

        def write(made: Mapping[str, Path]) -> None:
            for kind, path in made.items():
                path.write_text(forms[kind](self.verification), encoding="utf-8", newline="\n")

        write_forms(asked, write)


def verify(
    archive: Folder, depth: str = "consistency", environment: str = "lock", signers: Folder | None = None
) -> Verified:
    """Verify an archive, or the folder that one was unpacked into; nothing of it is changed.

    depth        integrity: has a byte changed since it was written
                 consistency: do its parts belong to one another
                 reproduction: do the data come out of it again; this depth alone **runs code of the archive**
    environment  of a reproduction. lock: a clean one by the lock file of the archive; here: the libraries that run this

    signers      whose signature of the file must lie beside it, good: the file of allowed signers of ssh-keygen, or the
                 public key of minisign; nobody's when None

    Raises `NotBuilt` where there is no archive, `NotThere` for another depth or environment, and OSError where the
    environment cannot be made.
    """
    from onespec.submission.verify.run import verify

    for what, value, known in (("depth", depth, DEPTHS), ("environment", environment, ENVIRONMENTS)):
        if value not in known:
            raise NotThere(" ".join(unknown(what, value, known)))
    path = Path(archive)
    if not path.is_file() and not path.is_dir():
        raise NotBuilt(f"there is no archive {path}.")
    return Verified(verify(path, depth, environment, Path(signers) if signers else None))

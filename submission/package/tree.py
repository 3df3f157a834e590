"""The files of a package while it is written: each under its path below the folder of the profile."""

from __future__ import annotations

import shutil
from pathlib import Path, PurePosixPath

from onespec.engine.disk import entries, sha256
from onespec.submission.package.names import TOP
from onespec.submission.profiles import Profile

RECORD = "package.json"


class Tree:
    """A folder that becomes a package of one profile.

    root   m5/datasets/<study>, in lower case as eCTD names are (ICH M2, eCTD specification 3.2.2, appendix 2)
    """

    def __init__(self, folder: Path, profile: Profile, study: str):
        self.folder, self.profile = folder, profile
        self.root = f"{TOP}/datasets/{study.lower()}"

    def place(self, kind: str) -> str:
        """The folder of a kind of files: sdtm, adam, sdtm_programs, adam_programs."""
        return f"{self.root}/{self.profile.places[kind]}"

    def path(self, name: str) -> Path:
        """Where a file of the package stands; its folder is made."""
        path = self.folder / PurePosixPath(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        return path

    def copy(self, name: str, source: Path) -> None:
        shutil.copyfile(source, self.path(name))

    def write(self, name: str, content: bytes) -> None:
        self.path(name).write_bytes(content)

    def names(self) -> list[str]:
        """All files so far, in order."""
        return sorted(name for name, _ in entries(self.folder) if name != RECORD)

    def digests(self) -> dict[str, dict[str, object]]:
        """Each file but package.json with its SHA-256 and bytes."""
        return {n: {"sha256": sha256(self.folder / n), "bytes": (self.folder / n).stat().st_size} for n in self.names()}

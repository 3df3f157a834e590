"""Reproduction: the data built again from what the archive holds, compared byte by byte.

This depth alone runs code of the archive: the program in it, and the methods.py of its specification.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from onespec.engine.build.freshness import OWN, RECORD
from onespec.engine.build.ownership import DOCUMENTS
from onespec.engine.disk import entries, sha256
from onespec.engine.findings import STOP, Findings
from onespec.submission.archive.bag import Digests
from onespec.submission.archive.consistent import digests_below
from onespec.submission.archive.sources import DATA, INDEX, PROGRAM, WHEELS
from onespec.submission.archive.wheels import wheels_for
from onespec.submission.verify.opened import Opened
from onespec.submission.verify.unpack import read_object, text_of, unpack

LOCK, HERE = "lock", "here"
ENVIRONMENTS = (LOCK, HERE)
_PARTS = ("program", "raw", "specification", "reports", "wheels")
_LAST = 3  # lines of what a command said that are shown
_FIX = "Compare the versions of the libraries and the system with those of the archive."


@dataclass
class Reproduction:
    """The rebuilding of one archive in a folder.

    python   of the environment; ``path``: where the program is looked for besides
    """

    archive: Opened
    held: Mapping[str, Digests]
    findings: Findings
    folder: Path
    python: Path
    path: str = ""

    def __post_init__(self) -> None:
        self.index = read_object(self.archive, INDEX)
        self.counts = {"outputs": 0, "editions": 0, "same": 0, "packaged": 0}
        self.name, self.module = str(self.index.get("name", "study")), _module(self.folder / PROGRAM)

    def tell(self, name: str, message: str) -> None:
        self.findings.add("VERIFY-REBUILT", STOP, message, _FIX, file=name)

    def run(self) -> dict[str, int]:
        """Every edition, then the packages; returns how many files were compared and how many are the same."""
        editions = self.index.get("editions") or {}
        for language, said in sorted(editions.items(), key=lambda pair: not pair[1].get("own")):
            self._edition(language, said)
        for profile, place in (self.index.get("packages") or {}).items():
            self._package(str(profile), str(place))
        return self.counts

    def _out(self, language: str, said: Mapping[str, Any]) -> Path:
        return self.folder / "rebuilt" / (self.name if said.get("own") else f"{self.name}-{language}")

    def _edition(self, language: str, said: Mapping[str, Any]) -> None:
        out, place = self._out(language, said), text_of(dict(said), "outputs")
        words = [*self._places(), "--out", str(out), "--edition", language]
        only = ["--only", "sdtm"] if said.get("standards") == ["sdtm"] else []
        if not self._command(place, "build", *words, *only, "--quiet", "--workers", "1"):
            return
        if read_object(self.archive, f"{place}/{RECORD}").get(DOCUMENTS):
            self._command(place, "document", *words)
        self.counts["editions"] += 1
        self._compare(place, out)
        for kind, at in (said.get("reports") or {}).items():  # a package tells their verdicts
            (self.folder / str(at)).rename(out.with_name(f"{out.name}.{kind}"))

    def _package(self, profile: str, place: str) -> None:
        own = self.folder / "rebuilt" / self.name
        if self._command(place, "package", *self._places(), "--out", str(own), "--profile", profile):
            self.counts["packaged"] += 1
            self._compare(place, own.with_name(f"{own.name}.package") / profile)

    def _places(self) -> list[str]:
        own, raw = text_of(self.index, "specification"), text_of(self.index, "raw")
        return ["--study", str(self.folder / own), "--raw", str(self.folder / raw)]

    def _compare(self, place: str, rebuilt: Path) -> None:
        archived, made = digests_below(self.held, place), {n: sha256(path) for n, path in entries(rebuilt)}
        for name in sorted(archived.keys() | made.keys()):
            self.counts["outputs"] += 1
            if name not in made:
                self.tell(f"{place}/{name}", "The file does not arise when the study is built again.")
            elif name not in archived:
                self.tell(f"{place}/{name}", "The file arises when the study is built again, and is not archived.")
            elif archived[name] != made[name]:
                self.tell(f"{place}/{name}", "The file is another one when the study is built again.")
            else:
                self.counts["same"] += 1

    def _command(self, place: str, *words: str) -> bool:
        """Run a command of the archive's program; what it says is told where it fails."""
        kept = {n: v for n, v in os.environ.items() if not n.startswith(("PYTHON", "ONESPEC")) and n != "STUDY"}
        kept |= {"PYTHONDONTWRITEBYTECODE": "1", "PYTHONUTF8": "1"} | ({"PYTHONPATH": self.path} if self.path else {})
        command = [str(self.python), "-P", "-m", self.module, *words]
        done = subprocess.run(
            command, cwd=self.folder, env=kept, stdin=subprocess.DEVNULL, capture_output=True, text=True,
            encoding="utf-8", errors="replace", check=False,
        )  # fmt: skip
        if done.returncode:
            said = " / ".join((done.stderr or done.stdout).strip().splitlines()[-_LAST:])
            self.tell(
                place, f"'onespec {words[0]}' of the archive's program failed (exit code {done.returncode}): {said}"
            )
        return not done.returncode


def _module(program: Path) -> str:
    """The module of the command ``onespec``, as the archive's own pyproject.toml says it.

    Raises `NoEnvironment` where it does not.
    """
    from onespec.submission.installer import NoEnvironment

    try:
        said = tomllib.loads((program / "pyproject.toml").read_text(encoding="utf-8"))
        return str(said["project"]["scripts"][OWN]).partition(":")[0]
    except (OSError, ValueError, KeyError, TypeError):
        raise NoEnvironment(
            "the archive's pyproject.toml is missing, or does not say how its program starts."
        ) from None


def carried_wheels(index: Mapping[str, Any]) -> str:
    """Where the wheels of an archive lie in it; "" where it carries none, or those of another Python or platform."""
    said = index.get("wheels")
    fits = isinstance(said, dict) and said.get("for") == wheels_for()
    return WHEELS if fits else ""


def reproduce(archive: Opened, held: Mapping[str, Digests], findings: Findings, where: str = LOCK) -> dict[str, int]:
    """Build what the archive holds again, in a temporary folder; returns what was compared.

    where  lock: in a clean environment by the lock file of the archive, from the wheels that it carries (then no
           network is used) or else from the index; here: with the libraries that run this

    Raises `NoEnvironment` where the environment cannot be made.
    """
    from onespec.submission.verify.environment import environment

    with TemporaryDirectory(prefix="onespec-verify-") as name:
        folder = Path(name).resolve()
        unpack(archive, [f"{DATA}/{part}" for part in _PARTS], folder)
        if where == LOCK:
            lock, wheels = folder / PROGRAM / "requirements.lock", carried_wheels(read_object(archive, INDEX))
            carried = folder / wheels if wheels else None
            python, path = environment(folder / "environment", lock, folder / PROGRAM, carried), ""
        else:
            python, path = Path(sys.executable), str(folder / PROGRAM)
        return Reproduction(archive, held, findings, folder, python, path).run()

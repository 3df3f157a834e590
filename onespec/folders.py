# pyright: standard
"""The folders of a study: where its specification, export, outputs and reports lie, and what they hold."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from functools import cached_property
from pathlib import Path

from onespec.engine.build.freshness import STANDARDS, cache_folder
from onespec.engine.build.ownership import is_cache, named, record_of, strange_outputs, strange_reports, sums_file
from onespec.engine.tried import AS_STATED, Tried
from onespec.places import (
    EXPORTS,
    OUTPUTS,
    Folder,
    NoStudy,
    NotBuilt,
    WrongPlace,
    carried,
    default_place,
    other_language,
    out_place,
    study_id,
    study_name,
)

_LEFT = r"\.{}\.({})-[a-z0-9_]{{8}}"  # as tempfile names a folder
_KINDS = ("transfer", "cut", "whatif", "qc")  # of folders that are removed in the end
BESIDE = (
    "qc",
    "share",
    "qc-power",
    "conformance",
    "pages",
    "queries",
    "report",
    "package",
    "exchange",
)  # reports on the outputs


class Folders:
    """Where a study lies.

    folder   the specification, with study.yaml
    raw      the raw export (default: raw_samples/<study>/export)
    out      the outputs (default: build/<study>, of another edition build/<study>-<language>); raises `WrongPlace`
             when they would lie inside the specification
    tried    what is tried in the place of what the study states
    """

    def __init__(self, folder: Folder, raw: Folder | None = None, out: Folder | None = None, tried: Tried = AS_STATED):
        self.folder = Path(folder)
        self.tried = tried._replace(language=tried.language and other_language(self.folder, tried.language))
        self._raw = Path(raw) if raw is not None else None
        self._out = out_place(out, self.folder) if out is not None else None

    def __repr__(self) -> str:
        return f"<Study {self.id} in {self.folder}>"

    @property
    def id(self) -> str:
        """What study.yaml calls the study."""
        return study_id(self.folder)

    @cached_property
    def name(self) -> str:
        """What the study's folders are called: its id; as its own folder is written, where only capitals differ."""
        return study_name(self.folder)

    @cached_property
    def raw(self) -> Path:
        return self._raw or default_place(self.folder, EXPORTS, self.name, "export")

    @cached_property
    def out(self) -> Path:
        edition = f"-{self.tried.language}" if self.tried.language else ""
        return self._out or default_place(self.folder, OUTPUTS, self.name + edition)

    def beside(self, kind: str) -> Path:
        """The folder of a kind of report (qc, share, qc-power, conformance, pages, queries, report, package, exchange).

        It lies next to the outputs, so that a build does not remove it.
        """
        assert kind in BESIDE, kind
        return self.out.with_name(f"{self.out.name}.{kind}")

    @property
    def trail(self) -> Path:
        """The audit trail, beside the outputs; no command removes it."""
        from onespec.submission.archive.audit import trail_of

        return trail_of(self.out)

    @property
    def simulator(self) -> Path:
        """The program that simulates the study's export; it need not be there."""
        here, root = default_place(self.folder, EXPORTS, self.name, "simulate.py"), carried()
        ships = root is not None and self.folder.resolve().is_relative_to(root)
        return root / EXPORTS / self.name / here.name if root and ships else here

    @property
    def findings_file(self) -> Path:
        """Where a build that was stopped lists all its findings."""
        return cache_folder(self.out) / "findings.csv"

    @property
    def built(self) -> bool:
        """True when there are outputs, of whatever inputs."""
        return (self.out / "sdtm").is_dir()

    def datasets(self) -> dict[str, Path]:
        """The transport file of each built dataset by name, SDTM before ADaM; none when nothing is built."""
        return {
            path.stem.upper(): path for standard in STANDARDS for path in sorted((self.out / standard).glob("*.xpt"))
        }

    def require_built(self, standard: str = "") -> None:
        """Raises `NotBuilt` when there are no datasets, of one standard or of any."""
        if not any(path.is_relative_to(self.out / standard) for path in self.datasets().values()):
            raise NotBuilt(f"there are no datasets in {self.out / standard}; build them first (make all).")

    def removable(self) -> list[Path]:
        """What `clean` would remove: outputs, kept parts and reports, as far as there are any.

        Raises `WrongPlace` where one of these folders holds anything that this program has not left there so.
        """
        from onespec.files import is_own, strange_pages
        from onespec.packages_left import strange_packages

        cache = cache_folder(self.out)
        strange = {self.out: strange_outputs(self.out), cache: [] if is_cache(cache) else strange_reports(cache)}
        strange[self.out] = [  # schemas and reports may have been written there, too
            name for name in strange[self.out] if not (self.out / name).is_file() or not is_own(self.out / name)
        ]
        strange |= {self.beside(kind): strange_reports(self.beside(kind)) for kind in BESIDE}
        strange[self.beside("pages")] = strange_pages(self.beside("pages"))
        strange[self.beside("package")] = strange_packages(self.beside("package"))
        for folder, names in strange.items():
            if names:
                raise WrongPlace(f"{folder} holds files that no build has written; nothing is removed: {named(names)}.")
        built = record_of(self.out) or is_cache(cache)
        return [p for p in strange if p.exists() and (p != self.out or built)] + self.left(*_KINDS)

    def left(self, *kinds: str) -> list[Path]:
        """Folders beside the outputs that are in use, or that a killed program did not remove: subjects' data."""
        parent, name = self.out.absolute().parent, re.compile(_LEFT.format(re.escape(self.out.name), "|".join(kinds)))
        found = parent.iterdir() if parent.is_dir() else ()
        return sorted(p for p in found if name.fullmatch(p.name) and p.is_dir() and not p.is_symlink())

    def clean(self) -> list[Path]:
        """Remove outputs, kept parts and reports; returns what there was.

        Raises `WrongPlace` as `removable` does: then nothing is removed.
        """
        removed = self.removable()
        for path in removed:
            shutil.rmtree(path)
        for sums in (sums_file(self.beside(kind)) for kind in BESIDE):
            if sums.is_file():
                sums.unlink()
        return removed

    def simulate(self, subjects: int | None = None, quiet: bool = False) -> Path:
        """Write a simulated export to ``raw`` with the study's own program; returns ``raw``.

        subjects  how many; the program's own number when None

        Raises `NoStudy` when the study has no such program, `WrongPlace` when ``raw`` holds anything (nothing of it
        is replaced), and `subprocess.CalledProcessError` when the program fails.
        """
        if not self.simulator.exists():
            raise NoStudy(f"the study has no simulator: {self.simulator} does not exist.")
        if self.raw.is_symlink() or (self.raw.exists() and (not self.raw.is_dir() or any(self.raw.iterdir()))):
            raise WrongPlace(
                f"{self.raw} is there already, and a simulation replaces no export. Remove it, or name another folder."
            )
        size = ["--subjects", str(subjects)] if subjects else []
        command = [sys.executable, str(self.simulator), "--out", str(self.raw), *size]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL if quiet else None)
        return self.raw

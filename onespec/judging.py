# pyright: standard
"""What judges the outputs of a study: conformance, seeded defects, double programming."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from onespec.beside import folder_beside
from onespec.comparing import check_encoding
from onespec.engine.build.freshness import Inputs, State, read_inputs, read_state
from onespec.engine.build.ownership import encoding_of, record_of
from onespec.engine.build.progress import SILENT, Progress
from onespec.engine.findings import Findings, Stopped
from onespec.engine.languages import ENGLISH
from onespec.engine.milestones import standing
from onespec.judged import Compared, DefectsSeeded, Validated
from onespec.packages import build_packages
from onespec.places import Folder, NotBuilt
from onespec.specified import Specified

if TYPE_CHECKING:
    from onespec.documenting import Documented
    from onespec.qc.double import Place
    from onespec.reporting import Reported
    from onespec.sharing import Shared


class Judging(Specified):
    """A study's outputs, and what says whether they are right."""

    @property
    def sides(self) -> Place:
        """What double programming compares; raises `NotBuilt`."""
        from onespec.qc.double import Place

        self.require_built()
        language = str(record_of(self.out).get("language", ENGLISH))
        return Place(self.folder, self.raw, self.out, language, encoding_of(self.out))

    def inputs(self, state: State | None = None) -> Inputs:
        """All that a build depends on, as it is now; ``state``: what the last build left."""
        state = read_state(self.out) if state is None else state
        return read_inputs(self.folder, self.raw, build_packages(), state, self.tried)

    def notes(self) -> list[str]:
        """What a reader of a report on the outputs must know of the build that made them.

        Nothing when they are of the present inputs, and stand on no draft.
        """
        state, out = read_state(self.out), []
        if not state:
            out = ["Nothing is known of the build that made these datasets."]
        elif changed := self.inputs(state).differing(state.get("inputs", {})):
            listed = ", ".join(changed[:5]) + (f" and {len(changed) - 5} more" if len(changed) > 5 else "")
            out = [
                f"The datasets were built from other inputs than those that stand here now ({listed}); "
                "build again before you judge this report."
            ]
        stands = standing(self._stands_on())
        return [*out, stands] if stands else out

    def _stands_on(self) -> str:
        """The milestone on which the outputs stand, where it is no lock."""
        return str(record_of(self.out).get("milestone", ""))

    def validate(self, core: str = "", core_report: Folder | None = None, encoding: str = "") -> Validated:
        """Conformance of the built packages: our own checks of SDTM and ADaM; for SDTM, pointblank's and CORE's rules.

        core         CORE's executable, or the command that starts it
        core_report  a JSON report that CORE has made of these datasets
        encoding     of the datasets' texts: cp1252, gbk, shift_jis; blank: as the build has written them

        Raises `NotBuilt`, `WrongSetting`, and `Stopped` with all that kept the list from being made.
        """
        from onespec.conformance.engines import Core, run_engines
        from onespec.conformance.explained import read_explanations
        from onespec.conformance.package import files_of
        from onespec.conformance.stored import as_read_whole, open_packages
        from onespec.conformance.validate import validate

        self.require_built("sdtm")
        encoding = encoding or encoding_of(self.out)
        check_encoding(encoding)
        findings = Findings()
        folders = [self.out / name for name in ("sdtm", "adam")]
        package, analysis = open_packages(folders, encoding)
        model = self.plan(findings).study
        said = model.edition._replace(own=model.texts)
        explanations = [replace(e, reason=said.in_words(e.reason)) for e in read_explanations(self.folder, findings)]
        both = package.with_those_of(analysis)
        engines = Core(core, Path(core_report) if core_report else None)
        with as_read_whole(folders, encoding):
            runs = run_engines(package, analysis, model, engines, findings)
            validation = validate(model, both, runs, explanations, findings)
        if findings.stops:
            raise Stopped(findings)
        validation.notes[:0] = [*self.notes(), *both.notes()]
        validation.files = {n: digest for name in ("sdtm", "adam") for n, digest in files_of(self.out / name).items()}
        return Validated(validation, self.beside("conformance"))

    def validate_power(self, own_alone: bool = False, progress: Progress = SILENT) -> DefectsSeeded:
        """Seed defects into the built packages one at a time: which check of which engine catches each.

        own_alone  ask our own checks alone; otherwise pointblank, too, where it is installed

        Raises `NotBuilt` and `Stopped`.
        """
        from onespec.conformance.package import read_package
        from onespec.conformance.power.run import Judged, measure_packages
        from onespec.engine.spec.define_reader import FILE, read_define

        begun = time.perf_counter()
        encoding = encoding_of(self.out)
        package, analysis = (read_package(self.out / name, encoding) for name in ("sdtm", "adam"))
        define = read_define(package.folder / FILE)
        if not package.tables or define is None:
            raise NotBuilt(
                f"there are no datasets with their define.xml in {package.folder}; build them first (make all)."
            )
        judged = Judged(package, define, analysis, read_define(analysis.folder / FILE))
        done = measure_packages(judged, self.plan().study, own_alone, progress)
        return DefectsSeeded(done.outcomes, done.engines, done.notes, time.perf_counter() - begun)

    def report(self, names: Sequence[str] = ()) -> Reported:
        """The report: the displays of ``displays/*.yaml`` with their numbers, from the built datasets.

        names  of displays; all when empty

        Raises `NotBuilt`, `NotThere`, `NoReport` where its libraries are not installed, and `Stopped`.
        """
        from onespec.reporting import make_report

        self.require_built("adam")
        return make_report(self.plan(), (self.raw, self.out, self.beside("report")), names, tuple(self.notes()))

    def document(self) -> Documented:
        """What a person reads of the define.xml files: HTML, PDF and the annotated CRF, put beside them.

        The next build that writes outputs leaves them out.

        Raises `NotBuilt`, `NoReport` where the libraries are not installed, `CannotBuild`, and `Stopped`.
        """
        from onespec.documenting import document

        self.require_built()
        return document(self.plan(), self.out, tuple(self.notes()))

    def share(self, key: Folder | None = None) -> Shared:
        """The edition for sharing: the built data without anybody's identity, by the rules of sharing.yaml.

        key  the file of the secret key, which is made where there is none; build/<study>.share-key when None

        It is searched for everything of the originals before it gets its name (build/<study>.share).

        Raises `NotBuilt`, `KeyRefused`, `CannotBuild`, and `Stopped`: then the edition that was there stays.
        """
        from onespec.sharing import KEY, share

        self.require_built("sdtm")
        file = Path(key) if key is not None else self.out.with_name(f"{self.out.name}.{KEY}")
        return share(self, (self.beside("share"), file), tuple(self.notes()))

    def qc(self, only: Sequence[str] = (), show: int = 20, clock: bool = False, memory: int = 0) -> Compared:
        """Double programming: run the second programs of the study's ``qc/``, compare the built datasets with theirs.

        only   these datasets; all, and the tables that both sides read, when empty
        show   of how many differing rows the values are listed
        clock  put the time into the report; without it the same inputs give the same report
        memory MB that DuckDB may use at most for a second program; 3200 when 0

        Raises `NotBuilt`, `ProgramFailed` (a second program), and `Stopped` (a waiver, or a name in ``only``).
        """
        from onespec.qc.double import read_double
        from onespec.qc.report import now

        sides = replace(self.sides, memory=memory) if memory else self.sides
        with folder_beside(self, "qc") as room:
            double = read_double(replace(sides, room=room), [name.upper() for name in only], show)
            report = double.report(f"Double programming of {self.name}")
        report.notes, report.made = self.notes(), now() if clock else ""
        return Compared(report, self.beside("qc"))

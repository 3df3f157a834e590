# pyright: standard
"""A study: its specification, its raw export, its outputs, and what can be done with them.

    import onespec
    study = onespec.open("specs/ChiCTR2600126870")
    study.build()
    study["ADRS"]

Every verb reads the specification as it is now.  What cannot go on is raised:

`Stopped`    the specification or the data have stops; it carries all findings
`NotThere`   what was asked for by name does not exist; it names the nearest
`NoStudy`, `NotBuilt`, `WrongPlace`, and other OSErrors: the program cannot run

This module imports no library of data until a verb needs one: whether there is anything to do is known at once.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from onespec.coded import WithTerms
from onespec.engine.build.freshness import STANDARDS, read_state, up_to_date
from onespec.engine.build.progress import SILENT, Progress
from onespec.engine.findings import Findings, NotThere, Stopped, unknown
from onespec.engine.languages import LANGUAGES
from onespec.engine.milestones import MILESTONES
from onespec.engine.tried import FULL_DAY, NO_CUT, Tried
from onespec.judged import ErrorsSeeded
from onespec.judging import Judging
from onespec.kept import Kept
from onespec.packages import operation_packages
from onespec.places import Folder, file_name, find_study, require_apart
from onespec.queried import Queried
from onespec.told import QUERIES, Built, Explanation, Page, UpToDate

if TYPE_CHECKING:
    from concurrent.futures import Executor

    import pandas as pd

    from onespec.auditing import Audited
    from onespec.cutting import CutEffect
    from onespec.editions import EditionsCompared
    from onespec.engine.plan.references import Plan
    from onespec.engine.run.measure import DatasetMeasure
    from onespec.exchanging import Exported
    from onespec.exporting import InFormats
    from onespec.packaging import Packaged, PackageSettings
    from onespec.querying import Brought
    from onespec.transferring import Transferred
    from onespec.what_if import WhatIf


def open(
    study: Folder | None = None,
    raw: Folder | None = None,
    out: Folder | None = None,
    milestone: str = "",
    cut: str = "",
    edition: str = "",
) -> Study:
    """The study in a folder.

    study  a folder that holds study.yaml, the name of a folder of specs/, or the id of a study there;
           the only study of specs/ when None
    raw    the raw export (default: raw_samples/<study>/export)
    out    the outputs (default: build/<study>)
    milestone  draft, dry-run or lock: try it in the place of the study's own
    cut    a day (YYYY-MM-DD), or none: try it in the place of the study's own data cut
    edition  en or zh: the edition in this language, in the place of the study's own; its outputs lie in
           build/<study>-<edition>

    Raises `NoStudy` when there is none, `NotThere` for another milestone or edition and for a cut that is no day,
    and `WrongPlace` when the outputs would lie inside the specification.
    """
    if milestone and milestone not in MILESTONES:
        raise NotThere(" ".join(unknown("milestone", milestone, MILESTONES)))
    if edition and edition not in LANGUAGES:
        raise NotThere(" ".join(unknown("edition", edition, LANGUAGES)))
    _require_day(cut)
    return Study(find_study(study), raw, out, Tried(milestone, cut, edition))


class Study(Queried, Judging, WithTerms, Kept):
    """One study, and its verbs: those of its specification (`onespec.specified`), of its terms, and of its data.

    ``folder`` holds its study.yaml, ``raw`` the export, ``out`` the outputs.
    """

    # -- the build ---------------------------------------------------------------------------------

    def up_to_date(self, only: Literal["sdtm"] | None = None) -> bool:
        """True when a build would have nothing to do."""
        state = read_state(self.out)
        return up_to_date(self.out, self.inputs(state).digests, _standards(only), state)

    def build(
        self,
        only: Literal["sdtm"] | None = None,
        workers: int = 1,
        part_rows: int | None = None,
        executor: Executor | None = None,
        progress: Progress = SILENT,
    ) -> Built | UpToDate:
        """Build datasets, transport files and define.xml; only what changed.

        only       stop after SDTM; ADaM outputs, now older than their source, go
        workers    processes side by side (a script that asks for several needs ``if __name__ == "__main__":``)
        part_rows  raw rows a part, about; it never changes the outputs
        executor   takes the parts instead, on machines that have this program and see the folder of the outputs

        Raises `Stopped`, and leaves the outputs as they were; ``findings_file`` lists all findings then.
        """
        require_apart(self.raw, self.out)
        begun, standards, state = time.perf_counter(), _standards(only), read_state(self.out)
        inputs = self.inputs(state)
        if up_to_date(self.out, inputs.digests, standards, state):
            seconds = time.perf_counter() - begun
            return UpToDate(self.out, len(state["outputs"]), seconds, self._stands_on())
        from onespec.engine.build.build import Options, build

        packages = operation_packages()
        taken = workers, executor, part_rows, standards, self.tried
        options = Options(self.folder, self.raw, self.out, packages, *taken)
        try:
            return Built(self.out, build(options, _define_files, inputs, progress))
        except Stopped as stopped:
            self._write_findings(stopped.findings)
            raise

    def transfer(
        self, old: Folder, new: Folder, reach: bool = True, workers: int = 1, progress: Progress = SILENT
    ) -> Transferred:
        """What changed from one export to the next: files, columns, rows and cells, found again by their keys.

        reach    build both, too: which records and values of the datasets are others, and which endpoints moved
        workers  processes side by side, of these builds

        ``raw`` is not looked at, and ``out`` stays as it is.  What of an export cannot be read is told in the result.
        Raises `Stopped` for the specification, and `WrongPlace` for a folder that is not there.
        """
        from onespec.transferring import transfer

        return transfer(self, (Path(old), Path(new)), reach, workers, progress)

    def cut(self, workers: int = 1, progress: Progress = SILENT) -> CutEffect:
        """What the data cut does: the study built without it and with it, beside ``out``, which stays as it is.

        Raises `Stopped`, and `NotThere` for a study without a cut.
        """
        from onespec.cutting import cut_effect

        return cut_effect(self, workers, progress)

    def whatif(
        self,
        settings: Sequence[str] = (),
        spec: Folder | None = None,
        cut: str = "",
        workers: int = 1,
        progress: Progress = SILENT,
    ) -> WhatIf:
        """What would be otherwise with another value of the specification: the study built as it is, and so.

        settings  ``FILE:PATH=VALUE``: ``adam/adrs.yaml:defaults.confirmed_response.confirmation_days=35``;
                  entries of a list by number, from 1: ``records[2].derived_response.increase_percent=25``
        spec      another specification in the place of the study's; the settings are made in it
        cut       another data cut: a day (YYYY-MM-DD), or none

        Neither the specification nor ``out`` is changed.  Raises `Stopped`, also where the study would have stops,
        and `NotThere` for a value that does not exist or is there already, and where nothing would be otherwise.
        """
        from onespec.what_if import what_if

        _require_day(cut)
        other = find_study(spec) if spec is not None else None
        return what_if(self, settings, other, cut, workers, progress)

    def _write_findings(self, findings: Findings) -> None:
        from onespec.engine.build.outputs import write_findings

        self.findings_file.parent.mkdir(parents=True, exist_ok=True)
        write_findings(self.findings_file, findings)

    # -- what is built -----------------------------------------------------------------------------

    def dataset(self, name: str) -> pd.DataFrame:
        """The records of a built dataset: texts with blank "", numbers as floats (dates as SAS has them).

        ``attrs`` holds the dataset's ``label`` and the ``labels`` of its variables.  Raises `NotBuilt` and `NotThere`.
        """
        from onespec.engine.build.ownership import encoding_of
        from onespec.engine.xpt.reader import read_xpt
        from onespec.explaining import named

        self.require_built()
        header, frame = read_xpt(named(self.datasets(), name.upper(), "dataset"), encoding_of(self.out))
        frame.attrs = {"label": header.label, "labels": {v.name: v.label for v in header.variables}}
        return frame

    def compare_editions(self) -> EditionsCompared:
        """The built edition against the one of the other language, cell by cell: what differs, and what may.

        What comes from a text that is translated may differ, and the labels of supplemental qualifiers (QLABEL).

        Raises `NotBuilt` where one of the two is not built, and `Stopped`.
        """
        from onespec.editions import compare_editions

        return compare_editions(self)

    def queries(self) -> pd.DataFrame:
        """What data management is to be asked, a row each, as the build has left it, and how each query stands.

        Raises `NotBuilt`.
        """
        from onespec.findings_text import queries_frame, read_queries

        self.require_built()
        return queries_frame(read_queries(self.out / QUERIES))

    def update_queries(self, transfer: str = "") -> Brought:
        """Bring the register of queries (queries.yaml) up to the built outputs.

        What is new is open, what no longer arises is closed, and open again when it returns.

        transfer  what the export is called; the beginning of its digest when left out

        Raises `NotBuilt` where the outputs are not of the present inputs, and `Stopped`.
        """
        from onespec.querying import update_register

        self.require_built()
        state = read_state(self.out)
        return update_register(self.folder, self.out, self.inputs(state), state.get("inputs", {}), transfer)

    def export_workbooks(self, file: Folder) -> Exported:
        """Write what the define.xml of each built standard says as the workbook of the industry, each its own file.

        Raises `NotBuilt`, and `CannotBuild` where a file would be replaced that this program has not written.
        """
        from onespec.exchanging import export_workbooks

        return export_workbooks(self.out, file, self.notes)

    def export(self, formats: Sequence[str] = (), folder: Folder | None = None) -> InFormats:
        """Write the built datasets in other forms, with what define.xml says of them.

        formats  dataset-json, ndjson, dsjc, parquet; all of them when empty
        folder   where to; beside the outputs when None

        Raises `NotBuilt`, `NotThere` for another form, and `CannotBuild` where the folder holds anything else.
        """
        from onespec.exporting import export_formats

        place = Path(folder) if folder is not None else self.beside("exchange")
        self.require_built()
        return export_formats(self.out, place, formats, tuple(self.notes()))

    def __getitem__(self, name: str) -> pd.DataFrame:
        return self.dataset(name)

    def explain(
        self,
        dataset: str,
        where: Mapping[str, str] | None = None,
        variables: str | Sequence[str] = (),
        most: int = 3,
        full: bool = False,
    ) -> Explanation:
        """How records, or values of them, came about: back to the raw cells.

        where      which records: variable -> value, dates as YYYY-MM-DD
        variables  these, with everything behind them; when empty, how each record came about, and all its values
        most       so many of the records that match
        full       everything, however deep and long

        The study need not be built.  Raises `Stopped`, and `NotThere` for a name or value that does not exist.
        """
        from onespec.explaining import Question, after_cut, explain

        names = [variables] if isinstance(variables, str) and variables else list(variables)
        question, plan = Question(dataset, where or {}, names, most, full), self.plan()
        with after_cut(plan.study.cut.date):
            return explain(plan, self.raw, self.out, question)

    def subject(self, number: str, language: str = "en") -> Page:
        """The page of one subject: its course on one time line, every mark with its chain.

        number    the subject's in the raw export
        language  en or zh: of the page's words, and of texts that the CRF has in it

        The study need not be built.  Raises `Stopped`, and `NotThere` when the export has no such subject.
        """
        from onespec.engine.trace.one_subject import open_subjects
        from onespec.explaining import require, words
        from onespec.pages.subject import subject_page

        plan = self.plan()
        with open_subjects(plan, self.raw, self.out) as subjects:
            require([each for part in subjects.store.parts for each in part], number, "subject")
            verbatim = subjects.read_in(language).part([number]) if language != plan.study.language else None
            part = subjects.part([number])
            if number not in part.register.tolist():
                said = f"Subject {number} gave informed consent after the data cut of {plan.study.cut.date}."
                raise NotThere(f"{said} Try --cut none.")
            html = subject_page(part, words(plan), language, verbatim)
        return Page(number, html, self.beside("pages") / f"subject-{file_name(number)}-{language}.html")

    def package(
        self, profiles: Sequence[str] = (), settings: PackageSettings | None = None, progress: Progress = SILENT
    ) -> Packaged:
        """The packages of some profiles (fda, nmpa, pmda; fda and nmpa when none is named), beside the outputs.

        Raises `NotBuilt`, `NotThere` for a profile or format that does not exist, `NoReport` without the libraries of
        guides, `CannotBuild`, and `Stopped` with everything that a profile does not take: its package is not written.
        """
        from onespec.packaging import PackageSettings, package

        return package(self, profiles, settings or PackageSettings(), progress)

    def audit(self, archive: str = "") -> Audited:
        """The audit trail of the outputs: its entries, and whether one was rewritten, removed, inserted or moved.

        archive  the SHA-256 of an archive that one of the entries must name; "" for none

        Raises `NotThere` where there is no trail.
        """
        from onespec.auditing import read_trail

        return read_trail(self.trail, archive)

    # -- what judges it ----------------------------------------------------------------------------

    def qc_power(
        self,
        only: Literal["outputs", "sources"] | None = None,
        subjects: int = 200,
        workers: int = 1,
        progress: Progress = SILENT,
    ) -> ErrorsSeeded:
        """Seed the errors of ``qc/errors.yaml`` one at a time: how many of them the comparison catches.

        only      errors of outputs, or of sources (the specification and the program), alone
        subjects  simulate so many for errors of sources, where the study has a simulator
        workers   builds side by side

        Raises `NotBuilt`, `ProgramFailed`, and `Stopped` when the list cannot be understood.
        """
        from onespec.power import seed_errors

        begun = time.perf_counter()
        outcomes = seed_errors(self, only, subjects, workers, progress)
        return ErrorsSeeded(outcomes, time.perf_counter() - begun, self.beside("qc-power"))


def _require_day(cut: str) -> None:
    if cut and cut != NO_CUT and not FULL_DAY.fullmatch(cut):
        raise NotThere(f"There is no day '{cut}'. Write YYYY-MM-DD, or none.")


def _standards(only: Literal["sdtm"] | None) -> tuple[str, ...]:
    return (only,) if only else STANDARDS


def _define_files(plan: Plan, standard: str, measures: dict[str, DatasetMeasure]) -> dict[str, bytes]:
    from onespec.define.build import define_files

    return define_files(plan, standard, measures)

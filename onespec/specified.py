# pyright: standard
"""What can be done with the specification of a study alone: checked, shown, compared, followed."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from onespec.engine.findings import Findings, Stopped
from onespec.engine.tried import NOTHING
from onespec.folders import Folders
from onespec.judged import Terminology
from onespec.packages import operation_packages
from onespec.places import Folder, find_study
from onespec.told import Checked, Difference, Reached

if TYPE_CHECKING:
    from onespec.about import About
    from onespec.annotating import AnnotatedCrf
    from onespec.engine.plan.references import Plan
    from onespec.engine.spec.model import Study as Model
    from onespec.review import Listed, Reviewed


class StoppedIn(Stopped):
    """`Stopped` by the specification in ``folder``, where several are read."""

    def __init__(self, folder: Path, findings: Findings):
        self.folder = folder
        super().__init__(findings)


class Specified(Folders):
    """A study's specification, and its verbs."""

    def plan(self, findings: Findings | None = None) -> Plan:
        """The checked plan of the specification, with the totals that the last build has found; raises `Stopped`."""
        from onespec.engine.build.ownership import totals_in

        return self._planned(Findings() if findings is None else findings, totals_in(self.out))

    def _planned(self, findings: Findings, totals: Mapping[str, str] = NOTHING) -> Plan:
        from onespec.engine.plan.make import specification

        return specification(self.folder, operation_packages(), findings, self.tried, totals)

    def check(self) -> Checked:
        """Check the specification, build nothing.  Raises `Stopped` with all that is wrong with it."""
        from onespec.engine.spec.query_register import read_register

        findings = Findings()
        read_register(self.folder, findings)
        return Checked(self.plan(findings).study, findings)

    def names(self) -> dict[str, list[str]]:
        """The datasets of the specification with their variables, faulty or not; raises `Stopped` as `show` does."""
        return {dataset.name: list(dataset.variables) for dataset in self._loaded().datasets.values()}

    def forms(self) -> list[str]:
        """The forms of the specification, faulty or not; raises `Stopped` as `show` does."""
        return list(self._loaded().forms)

    def acrf(self, blank: Folder | None = None, stated: Folder | None = None) -> AnnotatedCrf:
        """The annotated CRF, drawn from the specification, or on the study's own ``blank`` one.

        stated  a YAML file that tells the pages of forms on the blank one: ``ae: [12, 13]``

        Raises `Stopped`, `NotThere` where the study has a CRF of its own or the blank one cannot be taken, `NoReport`
        without the libraries.
        """
        from onespec.annotating import annotate_crf, draw_crf

        file = self.out.with_name(f"{self.out.name}.acrf.pdf")
        if blank is None:
            return draw_crf(self.plan(), file)
        return annotate_crf(self.plan(), Path(blank), Path(stated) if stated else None, file)

    def write_review(self, file: Folder) -> Listed:
        """Write the guesses of a drafted study into an XLSX file to fill in.

        Raises `CannotBuild` where the file exists.
        """
        from onespec.review import write_review

        return write_review(self.folder, Path(file))

    def read_review(self, file: Folder) -> Reviewed:
        """Read the filled file: accepted guesses lose their mark in the specification, rejected ones are queries.

        Raises `Stopped` where the file does not fit the specification, and writes nothing.
        """
        from onespec.review import read_review

        return read_review(self.folder, Path(file))

    def show(self, dataset: str) -> str:
        """A dataset of the specification in full, each entry with the line that says it; faulty ones, too.

        Raises `NotThere`, and `Stopped` where a file cannot be read.
        """
        from onespec.engine.trace.shown import shown

        return shown(self._loaded(), dataset)

    def _loaded(self) -> Model:
        """The specification as it is read; its faults are not told."""
        from onespec.engine.registry import discover
        from onespec.engine.spec.extends import methods_file
        from onespec.engine.spec.loader import load_study

        findings = Findings()
        study = load_study(self.folder, discover(operation_packages(), methods_file(self.folder), findings), findings)
        if study is None:
            raise Stopped(findings)
        return study

    def about(self, variable: str) -> About:
        """What the standard says of a variable (``AE.AESEV``), and how this study makes it.

        Raises `Stopped`, and `NotThere` for one that neither knows.
        """
        from onespec.about import about

        return about(self.plan(), variable, self.datasets())

    def impact(self, target: str) -> Reached:
        """What a line of the specification or a raw field reaches.

        target  ``LB.LBSTRESN``, ``lb.yaml:LBSTRESN``, ``LB`` (its records), ``raw:form.FIELD``, ``raw:form``,
                or the name of a codelist, table or operation

        Where the study is built, records and cells are counted.  Raises `Stopped` and `NotThere`.
        """
        from onespec.engine.trace.impact import impact
        from onespec.engine.trace.impact_rows import cells, counted
        from onespec.engine.trace.standing import standing

        plan = self.plan()
        found = impact(plan, target)
        counts = counted(plan.study, found.reached, self.out, standing(plan, target, self.out))
        return Reached(found, counts, cells(target, self.out))

    def diff(self, old: Specified | Folder) -> Difference:
        """What changed in meaning since an ``old`` specification, and what that reaches; raises `StoppedIn`."""
        from onespec.engine.trace.impact_rows import counted
        from onespec.engine.trace.spec_diff import changes, diff_text

        before = old if isinstance(old, Specified) else Specified(find_study(old))
        then, now = (study._plan_or_where() for study in (before, self))
        found = changes(then, now)
        return Difference(found, diff_text(then, now, lambda reached: counted(now.study, reached, self.out), found))

    def _plan_or_where(self) -> Plan:
        try:
            return self._planned(Findings())
        except Stopped as stopped:
            raise StoppedIn(self.folder, stopped.findings) from None

    def ct_check(self, file: Folder) -> Terminology:
        """Hold the codelists against a package of controlled terminology in a file of NCI EVS; raises `Stopped`."""
        from onespec.conformance.terminology.check import check_terminology
        from onespec.conformance.terminology.read import read_terminology
        from onespec.engine.findings import finding_order

        findings = Findings()
        package = read_terminology(Path(file), findings)
        model = self.plan(findings).study
        if package is None:  # its stops have been raised
            raise Stopped(findings)
        held = check_terminology(model, package)
        return Terminology(held, sorted((f for f in findings if f.file == package.file), key=finding_order))

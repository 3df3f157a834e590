# pyright: standard
"""What the data cut does to a study: both built, without it and with it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from onespec.beside import built, folder_beside
from onespec.engine.build.cut_report import CutTaken
from onespec.engine.build.ownership import record_of
from onespec.engine.build.progress import Progress
from onespec.engine.findings import NotThere
from onespec.engine.tried import NO_CUT
from onespec.told import Told

if TYPE_CHECKING:
    from onespec.study import Study
    from onespec.trial.endpoints import EndpointChange
    from onespec.trial.records import DatasetChange


@dataclass(frozen=True)
class CutEffect(Told):
    """Before and after: what the cut took of the export, and the records, values and endpoints that differ by it."""

    study: str
    taken: CutTaken
    datasets: list[DatasetChange] = field(default_factory=list)
    endpoints: list[EndpointChange] = field(default_factory=list)
    unreached: str = ""

    def text(self) -> str:
        from onespec.trial.transfer_text import reach_lines

        said = self.taken.said.removesuffix(".")
        return "\n".join([f"{self.study}, without a cut -> with it. {said}.", "", *reach_lines(self)])

    def facts(self) -> dict[str, Any]:
        from onespec.trial.transfer_facts import dataset_facts, endpoint_facts

        listed, moved = dataset_facts(self.datasets), endpoint_facts(self.endpoints)
        return {"study": self.study, "cut": self.taken._asdict(), "datasets": listed, "endpoints": moved}


def cut_effect(study: Study, workers: int, progress: Progress) -> CutEffect:
    """Build the study without its cut and with it, beside its outputs, and compare; see `Study.cut`."""
    from onespec.trial.endpoints import endpoint_changes
    from onespec.trial.records import BuiltSide, dataset_changes

    model = study.plan().study
    if not model.cut.date:
        raise NotThere("The study has no data cut. Write 'cut: {date: ...}' in study.yaml, or try --cut YYYY-MM-DD.")
    with folder_beside(study, "cut") as folder:
        uncut = type(study)(study.folder, study.raw, study.out, study.tried._replace(cut=NO_CUT))
        whole, cut = (built(each, folder / name, workers, progress) for name, each in (("0", uncut), ("1", study)))
        sides = [BuiltSide(each.plan().study, each.out) for each in (whole, cut)]
        taken = CutTaken(**record_of(cut.out)["cut"])
        datasets, endpoints = list(dataset_changes(*sides)), list(endpoint_changes(*sides))
    return CutEffect(study.id, taken, datasets, endpoints)

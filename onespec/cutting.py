# pyright: standard
"""What the data cut does to a study: both built, without it and with it."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

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
        listed = [
            {"dataset": d.dataset.name, "before": d.old, "after": d.new, "gone": len(d.gone), "added": len(d.added)}
            | {"changed": d.changed, "variables": d.variables()}
            for d in self.datasets
        ]
        moved = [
            {"kind": e.kind, "dataset": e.dataset, "parameter": e.parameter, "subject": e.subject}
            | {"before": e.old, "after": e.new}
            for e in self.endpoints
        ]
        return {"study": self.study, "cut": self.taken._asdict(), "datasets": listed, "endpoints": moved}


def cut_effect(study: Study, workers: int, progress: Progress) -> CutEffect:
    """Build the study without its cut and with it, beside its outputs, and compare; see `Study.cut`."""
    from onespec.trial.endpoints import endpoint_changes
    from onespec.trial.records import BuiltSide, dataset_changes

    model = study.plan().study
    if not model.cut.date:
        raise NotThere("The study has no data cut. Write 'cut: {date: ...}' in study.yaml, or try --cut YYYY-MM-DD.")
    beside = study.out.absolute().parent
    with TemporaryDirectory(prefix=f".{study.out.name}.cut-", dir=beside if beside.is_dir() else None) as folder:
        sides = []
        for name, tried in (("before", study.tried._replace(cut=NO_CUT)), ("after", study.tried)):
            side = type(study)(study.folder, study.raw, Path(folder, name), tried)
            side.build(workers=workers, progress=progress)
            sides.append(BuiltSide(side.plan().study, side.out))
        taken = CutTaken(**record_of(Path(folder, "after"))["cut"])
        datasets, endpoints = list(dataset_changes(*sides)), list(endpoint_changes(*sides))
    return CutEffect(study.id, taken, datasets, endpoints)

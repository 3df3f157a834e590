# pyright: standard
"""Two exports of a study compared, and both built, so that it is known what the change reaches."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from onespec.beside import built, folder_beside
from onespec.engine.build.progress import Progress
from onespec.engine.findings import Finding, Findings, Stopped, finding_order
from onespec.places import WrongPlace
from onespec.told import Told

if TYPE_CHECKING:
    from onespec.study import Study
    from onespec.trial.records import BuiltSide
    from onespec.trial.transfer import Transfer

NOT_ASKED = "What the change reaches was not asked for (--no-reach)."
NOT_BUILT = "What the change reaches is not known: an export has stops."


@dataclass(frozen=True)
class Transferred(Told):
    """What changed from one export to the next (`trial.transfer.Transfer`), and what that reaches."""

    transfer: Transfer

    @property
    def complete(self) -> bool:
        """Both exports can be read and built."""
        return not self.transfer.stops

    def text(self) -> str:
        from onespec.trial.transfer_text import transfer_text

        return transfer_text(self.transfer)

    def facts(self) -> dict[str, Any]:
        from onespec.findings_text import findings_facts
        from onespec.trial.transfer import HEAD, differences
        from onespec.trial.transfer_facts import transfer_facts

        listed = [dict(zip(HEAD, each, strict=True)) for each in differences(self.transfer)]
        return findings_facts(self.transfer.stops) | transfer_facts(self.transfer) | {"differences": listed}

    def write_files(self, html: Path | None = None, csv: Path | None = None) -> None:
        """Write the page, and the table of all differences; raises `CannotBuild` as `onespec.files` does."""
        from onespec.engine.csv_text import csv_text
        from onespec.files import write_files
        from onespec.trial.transfer import HEAD, differences
        from onespec.trial.transfer_html import transfer_html

        made = {}
        if html:
            made[html] = transfer_html(self.transfer).encode()
        if csv:
            made[csv] = csv_text(HEAD, differences(self.transfer)).encode("utf-8-sig")
        write_files(made)


def transfer(study: Study, exports: tuple[Path, Path], reach: bool, workers: int, progress: Progress) -> Transferred:
    """Compare two exports; see `Study.transfer`."""
    from onespec.trial.endpoints import endpoint_changes
    from onespec.trial.export_change import export_change
    from onespec.trial.records import dataset_changes
    from onespec.trial.side import Side
    from onespec.trial.transfer import Transfer

    for folder in exports:
        if not folder.is_dir():
            raise WrongPlace(f"there is no folder {folder}; name the folders of two exports.")
    plan = study.plan()
    old, new = (Side(plan.study, folder) for folder in exports)
    change = export_change(plan.study, old, new, progress.step)
    told = Transfer(plan.study, _export(exports[0]), _export(exports[1]), change)
    stops = [_of(side.folder, side.findings) for side in (old, new)]
    if not reach:
        return Transferred(replace(told, stops=[f for each in stops for f in each], unreached=NOT_ASKED))
    with _built(study, exports, workers, progress) as (sides, stopped):
        stops = [_of(folder, found) or before for folder, found, before in zip(exports, stopped, stops, strict=True)]
        if any(stops) or len(sides) < 2:
            return Transferred(replace(told, stops=[f for each in stops for f in each], unreached=NOT_BUILT))
        datasets, endpoints = list(dataset_changes(*sides)), list(endpoint_changes(*sides))
    return Transferred(replace(told, datasets=datasets, endpoints=endpoints))


def _export(folder: Path):
    from onespec.engine.disk import export_digest, export_files, sha256
    from onespec.trial.transfer import Export

    files = {name: sha256(path) for name, path in export_files(folder).items() if path.is_file()}
    return Export(str(folder), export_digest(files))


def _of(folder: Path, findings: Findings) -> list[Finding]:
    """The stops of an export, each file named with its folder."""
    stops = sorted(findings.stops, key=finding_order)
    return [replace(f, file=str(folder / f.file)) if f.file and f.line is None else f for f in stops]


@contextmanager
def _built(
    study: Study, exports: tuple[Path, Path], workers: int, progress: Progress
) -> Iterator[tuple[list[BuiltSide], list[Findings]]]:
    """Both exports built, and of each the findings of a build that was stopped.

    The study's own outputs stay as they are, and serve where they are those of an export.  Other builds are made beside
    them and removed.
    """
    from onespec.trial.records import BuiltSide

    model = study.plan().study
    with folder_beside(study, "transfer") as folder:
        sides: list[BuiltSide] = []
        stopped = [Findings(), Findings()]
        for number, raw in enumerate(exports):
            own = type(study)(study.folder, raw, study.out, study.tried)
            try:
                sides.append(BuiltSide(model, built(own, folder / str(number), workers, progress).out))
            except Stopped as stop:
                stopped[number] = stop.findings
        yield sides, stopped

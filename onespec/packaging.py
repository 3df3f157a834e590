# pyright: standard
"""Packages for agencies: made of the edition in each profile's language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from onespec.engine.build.progress import SILENT, Progress
from onespec.engine.findings import Findings, Stopped
from onespec.reporting import NoReport
from onespec.told import Told

if TYPE_CHECKING:
    from onespec.study import Study
    from onespec.submission.package.pack import Packed

LIBRARIES = ("docx", "pikepdf", "typst")  # of the extra report, for the guides
PROFILES = ("fda", "nmpa")  # that are packed when none is named


@dataclass(frozen=True)
class PackageSettings:
    """How packages are made.

    build    build the edition of each profile's language with its documents, as far as that is not done, and judge it
    split    bytes above which a dataset is split, in the place of the profile's limit
    formats  in which the datasets stand beside the tree m5, too: dataset-json, ndjson, dsjc, parquet
    workers  processes side by side, of a build
    """

    build: bool = False
    split: int | None = None
    formats: Sequence[str] = ()
    workers: int = 1


@dataclass(frozen=True)
class Packaged(Told):
    """The packages that were written, one a profile."""

    packages: tuple[Packed, ...]
    notes: tuple[str, ...] = ()

    def text(self) -> str:
        from onespec.submission.package.told import packed_text

        return "\n\n".join([*map(packed_text, self.packages), *self.notes])

    def facts(self) -> dict[str, Any]:
        from onespec.findings_text import findings_facts

        return {
            "packages": [
                {
                    "folder": str(each.folder),
                    "package": each.record,
                    "findings": findings_facts(each.findings)["findings"],
                    "left_out": list(each.left_out),
                }
                for each in self.packages
            ],
            "notes": list(self.notes),
        }


def package(study: Study, names: Sequence[str], settings: PackageSettings, progress: Progress = SILENT) -> Packaged:
    """Pack the edition of each profile; the stops of all of them are raised together.

    Raises `NotThere` for a profile or format that does not exist, `NotBuilt`, `NoReport` without the libraries of
    guides, `CannotBuild`, and `Stopped` with what a profile does not take.
    """
    from onespec.submission.package.forms import check_formats
    from onespec.submission.package.pack import Options, pack
    from onespec.submission.profiles import profile

    if missing := [name for name in LIBRARIES if find_spec(name) is None]:
        needs = f"reviewer's guides need {', '.join(missing)}; make package installs it"
        raise NoReport(f"{needs}, else pip install 'onespec[report]'.")
    check_formats(settings.formats)
    options = Options(settings.split, tuple(dict.fromkeys(settings.formats)))
    asked = [profile(name) for name in dict.fromkeys(names or PROFILES)]
    editions = {each.language: edition_of(study, each.language) for each in asked}
    notes: dict[str, None] = {}
    for language, edition in editions.items():
        if settings.build:
            make_edition(edition, settings.workers, progress)
        edition.require_built("sdtm")
        notes |= dict.fromkeys(f"Edition {language}: {note}" for note in edition.notes())
    packed, stops = [], Findings()
    for each in asked:
        progress.step(f"packing for {each.key}")
        folder = study.beside("package") / each.key
        try:
            packed.append(pack(_given(editions[each.language]), each, folder, options))
        except Stopped as stopped:
            stops += stopped.findings
    if stops:
        raise Stopped(stops)
    return Packaged(tuple(packed), tuple(notes))


def edition_of(study: Study, language: str) -> Study:
    """The study in a language; outputs of another than its own lie beside its own, named by the language."""
    from onespec.places import other_language

    other = other_language(study.folder, language)
    out = study.out.with_name(f"{study.out.name}-{other}") if other else study.out
    return type(study)(study.folder, study._raw, out, study.tried._replace(language=language))


def make_edition(edition: Study, workers: int, progress: Progress) -> None:
    """Build an edition and its documents, as far as that is not done, and judge it.

    It is judged each time: registers and second programs may have changed, and the data not.
    """
    from onespec.engine.build.ownership import DOCUMENTS, record_of

    edition.build(workers=workers, progress=progress)
    if not record_of(edition.out).get(DOCUMENTS):
        progress.step("writing documents")
        edition.document()
    progress.step("checking conformance")
    edition.validate().write()
    progress.step("comparing with the second programs")
    edition.qc().write()


def _given(edition: Study):
    from onespec.submission.package.edition import Edition

    places = edition.beside("conformance"), edition.beside("qc")
    return Edition(edition.name, edition.folder, edition.plan(), edition.out, *places)

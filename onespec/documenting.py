# pyright: standard
"""What a person reads of a built study's define.xml: pages of HTML and PDF, and the annotated CRF beside them."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from onespec.engine.languages import CHINESE
from onespec.reporting import NoReport
from onespec.told import Told

if TYPE_CHECKING:
    from onespec.engine.plan.references import Plan

LIBRARIES = ("pikepdf", "typst")  # of the extra report
DEFINE = "define.xml"
_PROFILES = {CHINESE: "nmpa"}  # how the pages of an edition look, where it is not as the house


@dataclass(frozen=True)
class Documented(Told):
    """The documents that were put beside the outputs.

    files  name in the folder of the outputs -> bytes
    """

    out: Path
    files: dict[str, int]
    notes: tuple[str, ...] = ()

    def text(self) -> str:
        width = max(map(len, self.files), default=0)
        lines = [f"{name:<{width}}  {size / 1024:9,.0f} KB" for name, size in self.files.items()]
        return "\n".join([*lines, *self.notes, f"Beside define.xml in {self.out}"])

    def facts(self) -> dict[str, object]:
        return {"out": str(self.out), "files": self.files, "notes": list(self.notes)}


def document(plan: Plan, out: Path, notes: tuple[str, ...] = ()) -> Documented:
    """Write define.html and define.pdf of each standard, and the annotated CRF, beside the outputs of a build.

    They are made from the define.xml files that stand there.  Raises `NoReport` without the libraries, `CannotBuild`
    where the outputs were changed since the build.
    """
    if missing := [name for name in LIBRARIES if find_spec(name) is None]:
        needs = f"documents need {', '.join(missing)}; make define installs it, else pip install 'onespec[report]'."
        raise NoReport(needs)
    from onespec.define.acrf.paged import is_drawn
    from onespec.define.acrf.pdf import drawn_pdf
    from onespec.define.documents import ACRF
    from onespec.define.html.page import define_html
    from onespec.define.print.pdf import define_pdf, unprintable
    from onespec.engine.build.adding import add_documents
    from onespec.engine.build.freshness import STANDARDS
    from onespec.engine.build.ownership import CannotBuild
    from onespec.engine.metadata.read import read_define

    study, files, lacking = plan.study, {}, ""
    for standard in STANDARDS:
        path = out / standard / DEFINE
        if not path.is_file():
            continue
        metadata = read_define(path)
        files[f"{standard}/define.html"] = define_html(metadata, study.language).encode()
        files[f"{standard}/define.pdf"] = define_pdf(
            metadata, study.language, study.created, _PROFILES.get(study.language, "")
        )
        lacking += unprintable(metadata)
    annotated = study.documents.get(ACRF)
    if annotated and not is_drawn(plan):
        notes = (*notes, f"{annotated.href} is the study's own CRF, whose pages crf.yaml states: it is not drawn.")
    elif annotated and (out / "sdtm").is_dir():
        name = f"sdtm/{annotated.href}"
        if name in files:
            raise CannotBuild(f"study.yaml calls the annotated CRF {annotated.href}, as another document is called.")
        files[name], letters = drawn_pdf(plan)
        lacking += letters
    if lacking:
        told = "".join(sorted(set(lacking)))
        notes = (*notes, f"The fonts of the PDF files lack these characters: {told}")
    add_documents(out, files)
    return Documented(out, {name: len(content) for name, content in files.items()}, notes)

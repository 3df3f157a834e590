# pyright: standard
"""The annotated CRF of a study."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from onespec.engine.findings import NotThere
from onespec.reporting import NoReport
from onespec.told import Told

if TYPE_CHECKING:
    from onespec.engine.plan.references import Plan
    from onespec.places import Folder

LIBRARIES = ("fontTools", "pikepdf")  # of the extra report
OF_ITS_OWN = (
    "crf.yaml states pages, so the study has a CRF of its own. Give it with --blank; or remove every 'page:', and the "
    "annotated CRF is drawn."
)
NOT_NAMED = "study.yaml names no document 'acrf', so define.xml cites no page of it."


@dataclass(frozen=True)
class AnnotatedCrf(Told):
    """The annotated CRF.

    content      the PDF
    annotations  how many stand in it
    file         where it is written when nobody says otherwise
    notes        what is to be told of it
    """

    content: bytes
    annotations: int
    file: Path
    notes: tuple[str, ...]

    def text(self) -> str:
        return "\n".join(self.notes)

    def write(self, file: Folder | None = None) -> Path:
        """Write the PDF; returns the file.  Raises `CannotBuild` for a file that is none of this program."""
        from onespec.files import write_files

        place = Path(file) if file else self.file
        write_files({place: self.content})
        return place


def draw_crf(plan: Plan, file: Path) -> AnnotatedCrf:
    """The annotated CRF as the specification alone tells it.

    Raises `NotThere` where crf.yaml states the pages of another CRF, `NoReport` without the libraries.
    """
    need(LIBRARIES)
    from onespec.define.acrf.layout import layout
    from onespec.define.acrf.paged import is_drawn, states_pages
    from onespec.define.acrf.pdf import drawn_pdf
    from onespec.engine.paper.fonts import chinese_fonts

    if states_pages(plan):
        raise NotThere(OF_ITS_OWN)
    content, absent = drawn_pdf(plan)
    count = sum(len(page.boxes) for page in layout(plan).pages)
    notes = [*chinese_fonts()[1], *([] if is_drawn(plan) else [NOT_NAMED])]
    if absent:
        notes.append(f"The font lacks {' '.join(f'U+{ord(c):04X}' for c in absent)}; 〓 stands in their place.")
    return AnnotatedCrf(content, count, file, tuple(notes))


def need(libraries: tuple[str, ...]) -> None:
    if missing := [name for name in libraries if find_spec(name) is None]:
        needs = f"acrf.pdf needs {', '.join(missing)}; make report installs it, else pip install 'onespec[report]'."
        raise NoReport(needs)

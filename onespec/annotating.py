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
CITED = (
    "For define.xml to cite these pages: --pages tables/crf_pages.csv in the folder of the specification, and "
    "'crf_pages: crf_pages' in study.yaml."
)
NOT_NAMED = "study.yaml names no document 'acrf', so define.xml cites no page of it."


@dataclass(frozen=True)
class AnnotatedCrf(Told):
    """The annotated CRF.

    content      the PDF
    annotations  how many stand in it
    file         where it is written when nobody says otherwise
    notes        what is to be told of it
    pages        of a CRF of the study's own: the table of pages that crf.yaml may take, as CSV
    """

    content: bytes
    annotations: int
    file: Path
    notes: tuple[str, ...]
    pages: str = ""

    def text(self) -> str:
        return "\n".join(self.notes)

    def write(self, file: Folder | None = None, pages: Folder | None = None) -> Path:
        """Write the PDF, and the table of pages where it is asked for; returns the file.

        Raises `CannotBuild` for a file that is none of this program, or that is no table of pages.
        """
        from onespec.engine.build.ownership import CannotBuild
        from onespec.files import write_files

        place, table = Path(file) if file else self.file, Path(pages) if pages else None
        head = self.pages.partition("\n")[0].encode()
        if table and table.exists() and not (table.is_file() and table.read_bytes().startswith(head)):
            raise CannotBuild(f"{table} exists and is no table of pages. Name another file.")
        write_files({place: self.content})
        if table:
            table.parent.mkdir(parents=True, exist_ok=True)
            table.write_text(self.pages, encoding="utf-8", newline="\n")
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
        notes.append(_absent_text(absent))
    return AnnotatedCrf(content, count, file, tuple(notes))


def annotate_crf(plan: Plan, blank: Path, stated: Path | None, file: Path) -> AnnotatedCrf:
    """The study's own blank CRF with annotations beside the words of its fields.

    stated  a YAML file, form -> its page or pages; of others they are found by the form's label

    Raises `NotThere` where the PDF or the map cannot be taken, `NoReport` without the libraries.
    """
    need((*LIBRARIES, "pdfminer"))
    from onespec.define.acrf.blank import annotate
    from onespec.define.acrf.found import NotBlank
    from onespec.engine.paper.fonts import chinese_fonts
    from onespec.engine.spec.crf_pages import COLUMNS, rows_of

    try:
        made = annotate(blank.read_bytes(), plan, _stated(stated, set(plan.study.forms)) if stated else {})
    except OSError as error:
        raise NotThere(f"{blank} cannot be read: {error.strerror}.") from None
    except NotBlank as error:
        raise NotThere(f"{blank}: {error}") from None
    notes = [*chinese_fonts()[1]]
    if made.near:
        notes.append(f"Placed by words that are not quite those of crf.yaml, to look at: {len(made.near)}.")
        notes += [f"  {near.text()}" for near in made.near]
    if made.missing:
        notes.append(f"Not placed: {len(made.missing)}.")
        notes += [f"  {missing.text()}" for missing in made.missing]
    if made.absent:
        notes.append(_absent_text(made.absent))
    if not plan.study.crf_pages:
        notes.append(CITED)
    pages = "".join(",".join(row) + "\n" for row in (COLUMNS, *rows_of(made.pages)))
    return AnnotatedCrf(made.content, made.annotations, file, tuple(notes), pages)


def _stated(file: Path, forms: set[str]) -> dict[str, tuple[int, ...]]:
    """The pages of forms that a person states; raises `NotThere` for anything else, a form that stands twice, too."""
    from onespec.engine.findings import Findings, unknown
    from onespec.engine.spec.yamltext import load_yaml

    findings, out = Findings(), {}
    read = load_yaml(file, str(file), findings)
    if findings.stops:
        wrong = findings.stops[0]
        raise NotThere(f"{file} cannot be read and states no pages: {wrong.message} {wrong.fix}")
    for form, pages in read.items():
        listed = pages if isinstance(pages, list) else [pages]
        if not listed or not all(isinstance(page, str) and page.isdecimal() and int(page) for page in listed):
            raise NotThere(f"{file}: the pages of '{form}' are no numbers. Write '{form}: [12, 13]'.")
        if form not in forms:
            raise NotThere(f"{file}: {' '.join(unknown('form', str(form), sorted(forms)))}")
        out[form] = tuple(map(int, listed))
    if not out:
        raise NotThere(f"{file} states no pages. Write a line a form: 'ae: [12, 13]'.")
    return out


def _absent_text(letters: str) -> str:
    return f"The font lacks {' '.join(f'U+{ord(c):04X}' for c in letters)}; 〓 stands in their place."


def need(libraries: tuple[str, ...]) -> None:
    if missing := [name for name in libraries if find_spec(name) is None]:
        needs = f"acrf.pdf needs {', '.join(missing)}; make report installs it, else pip install 'onespec[report]'."
        raise NoReport(needs)

# pyright: standard
"""What people read of a study that is built: from the command to its last byte."""

from __future__ import annotations

from pathlib import Path

from onespec.cli.bench.built import transport_file
from onespec.cli.bench.process import Clock, Place, command
from onespec.engine.metadata.model import Metadata
from onespec.engine.metadata.read import read_define


def html(place: Place, clock: Clock) -> int:
    """define.html of ADaM; returns its variables and definitions at value level."""
    command(clock, "define-html", str(_define(place, "adam")), "--output", str(place.folder / "define.html"))
    return _items(place, "adam")


def pdf(place: Place, clock: Clock) -> int:
    command(clock, "define-pdf", str(_define(place, "adam")), "--output", str(place.folder / "define.pdf"))
    return _items(place, "adam")


def annotated(place: Place, clock: Clock) -> int:
    """The annotated CRF; returns its fields."""
    command(clock, "acrf", "--study", str(place.study), "--output", str(place.folder / "acrf.pdf"))
    import onespec

    return sum(len(form.fields) for form in onespec.open(place.study).plan().study.forms.values())


def checked(place: Place, clock: Clock) -> int:
    """define.xml of SDTM against its data; returns the records.  The annotated CRF is laid beside it."""
    define = _define(place, "sdtm")
    if not (define.parent / "acrf.pdf").exists():
        command(Clock(), "document", "--study", str(place.study), "--raw", str(place.raw), "--out", str(place.out))
    command(clock, "define-check", str(define), "--data", str(define.parent))
    from onespec.engine.xpt.reader import read_header

    return sum(read_header(path).rows for path in define.parent.glob("*.xpt"))


def workbook(place: Place, clock: Clock) -> int:
    """The specification of ADaM as the workbook of the industry."""
    command(clock, "spec", "export", str(_define(place, "adam")), "--xlsx", str(place.folder / "spec.xlsx"))
    return _items(place, "adam")


def taken_over(place: Place, clock: Clock) -> int:
    """A specification out of the define.xml of ADaM."""
    import shutil

    into = place.folder / "imported"
    shutil.rmtree(into, ignore_errors=True)
    command(clock, "spec", "import", str(_define(place, "adam")), "--study", str(into))
    return _items(place, "adam")


def _define(place: Place, standard: str) -> Path:
    transport_file(place, "DM")
    return place.out / standard / "define.xml"


def _items(place: Place, standard: str) -> int:
    read: Metadata = read_define(_define(place, standard))
    return sum(1 + len(variable.values) for dataset in read.datasets for variable in dataset.variables)

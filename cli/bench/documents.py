# pyright: standard
"""What people read of a study that is built: from the command to its last byte."""

from __future__ import annotations

import shutil
from pathlib import Path

import onespec
from onespec.cli.bench.built import records, transport_file
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
    return sum(len(form.fields) for form in onespec.open(place.study).plan().study.forms.values())


def checked(place: Place, clock: Clock) -> int:
    """define.xml of SDTM against its data, the annotated CRF beside it; returns the records."""
    folder = place.folder / "checked"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(_define(place, "sdtm").parent, folder)
    command(Clock(), "acrf", "--study", str(place.study), "--output", str(folder / "acrf.pdf"))
    command(clock, "define-check", str(folder / "define.xml"), "--data", str(folder))
    return records(place, "sdtm")


def workbook(place: Place, clock: Clock) -> int:
    """The specification of ADaM as the workbook of the industry."""
    command(clock, "spec", "export", str(_define(place, "adam")), "--xlsx", str(place.folder / "spec.xlsx"))
    return _items(place, "adam")


def taken_over(place: Place, clock: Clock) -> int:
    """A specification out of the define.xml of ADaM."""
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

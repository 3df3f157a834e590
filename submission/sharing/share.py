"""The edition for sharing, made and proved: datasets, define.xml, and the search through all that was written."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import numpy as np

from onespec.define.stylesheet import NAME as STYLESHEET
from onespec.define.writing import write_define
from onespec.engine.build.ownership import encoding_of
from onespec.engine.findings import Findings, Stopped
from onespec.engine.metadata.model import Metadata
from onespec.engine.metadata.read import read_define
from onespec.engine.xpt.header import opened
from onespec.submission.sharing.actions import MASKED, Context
from onespec.submission.sharing.described import edition_metadata, known_variables
from onespec.submission.sharing.edition import STANDARDS, Measured, dataset_files, measure, write
from onespec.submission.sharing.facts import Facts, at_masked, searched_facts
from onespec.submission.sharing.key import Key
from onespec.submission.sharing.originals import begin
from onespec.submission.sharing.register import KEEP, Sharing
from onespec.submission.sharing.rules import Decision, decide
from onespec.submission.sharing.search import Originals, search, told
from onespec.submission.sharing.survey import survey

DEFINE = "define.xml"


@dataclass(frozen=True)
class Source:
    """What is shared: the built outputs, what their define.xml files say, in which language and encoding."""

    out: Path
    described: dict[str, Metadata]
    language: str
    created: datetime
    encoding: str


@dataclass(frozen=True)
class Made:
    """An edition that was written.

    rows  file -> of each record of the edition its position in the built dataset
    """

    context: Context
    measured: dict[str, Measured]
    rows: dict[str, np.ndarray]
    originals: Originals


def read_source(out: Path, language: str, created: datetime) -> Source:
    """The built outputs in a folder."""
    there = [s for s in STANDARDS if (out / s / DEFINE).is_file()]
    return Source(out, {s: read_define(out / s / DEFINE) for s in there}, language, created, encoding_of(out))


def decided(source: Source, sharing: Sharing, findings: Findings) -> dict[tuple[str, str], Decision]:
    """What is done with each variable of the built datasets; about which nobody says anything, a stop."""
    known = []
    for standard, metadata in source.described.items():
        held = {}
        for of, path in dataset_files(source.out):
            if of == standard:
                header = opened(path, source.encoding)[1]
                held[header.name] = [(v.name, v.type) for v in header.variables]
        known += known_variables(metadata, standard, held)
    return decide(known, sharing, findings)


def make(source: Source, sharing: Sharing, key: Key, folder: Path) -> Made:
    """Write the datasets and define.xml of the edition into a folder; raises `Stopped` with all that is undecided."""
    findings = Findings()
    decisions = decided(source, sharing, findings)
    files = [path for _, path in dataset_files(source.out)]
    if not findings.stops:
        found = survey(files, decisions, key, sharing, source.encoding, findings)
    if findings.stops:
        raise Stopped(findings)
    context = Context(key, sharing, found, decisions, source.encoding)
    if sharing.dates.on_masked != KEEP:
        found.left_out = at_masked(source.out, context)
    originals = begin(context, source.described.values())
    measured = measure(source.out, context, source.described, originals)
    originals.settle(int(sharing.search))
    rows = write(source.out, folder, context, measured, source.created)
    for standard, metadata in source.described.items():
        _describe(source, standard, metadata, folder, Made(context, measured, rows, originals))
    return Made(context, measured, rows, originals)


def _describe(source: Source, standard: str, metadata: Metadata, folder: Path, made: Made) -> None:
    """define.xml, its stylesheet, and the documents that are shared."""
    if not (folder / standard).is_dir():
        return
    there = [n for n in made.context.sharing.documents if (source.out / standard / n).is_file()]
    for name in (*there, STYLESHEET):
        if (source.out / standard / name).is_file():
            shutil.copyfile(source.out / standard / name, folder / standard / name)
    said = edition_metadata(metadata, made.context, made.measured, there, source.language)
    content = write_define(said)
    for day in made.context.survey.study_days:  # of methods and comments that tell them
        content = content.replace(day.encode(), MASKED.encode())
    (folder / standard / DEFINE).write_bytes(content)


def prove(source: Source, made: Made, folder: Path) -> None:
    """Search every file of an edition for the originals; raises `Stopped` with each leak."""
    cells = ((name, source.out / name, rows) for name, rows in made.rows.items())
    findings = Findings()
    told(search(folder, made.originals, made.context, cells), findings)
    if findings.stops:
        raise Stopped(findings)


def looked_for(made: Made, folder: Path, more: int) -> Facts:
    """What the search looks for, in how many files; ``more`` are still to be written."""
    return searched_facts(made.originals, more + sum(1 for path in folder.rglob("*") if path.is_file()))

"""The datasets of a package in the forms of exchange, beside the tree m5: Dataset-JSON and Parquet, on request."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePosixPath

from onespec.engine.build.freshness import STANDARDS
from onespec.engine.findings import NotThere, unknown
from onespec.submission.exchange.forms import FORMS
from onespec.submission.exchange.write import write_formats
from onespec.submission.package.datasets import Datasets
from onespec.submission.package.edition import Edition
from onespec.submission.package.held import codec_of
from onespec.submission.package.linked import DEFINE
from onespec.submission.package.tree import Tree

FOLDER = "formats"


def check_formats(formats: Sequence[str]) -> None:
    """Raises `NotThere` for a form that does not exist."""
    for each in formats:
        if each not in FORMS:
            raise NotThere(" ".join(unknown("format", each, list(FORMS))))


def add_formats(
    tree: Tree, edition: Edition, made: Datasets, formats: Sequence[str]
) -> tuple[dict[str, int], list[str]]:
    """Write the datasets of each standard in some forms, with its define.xml, which they name, beside them.

    Gives the records of each file, by its path, and what could not be carried over, a sentence each.
    """
    files: dict[str, int] = {}
    notes: list[str] = []
    for standard in STANDARDS:
        source = edition.out / standard
        if any(entry["standard"] == standard for entry in made.listed.values()) and (source / DEFINE).is_file():
            place = PurePosixPath(FOLDER, standard)
            tree.copy(f"{place}/{DEFINE}", source / DEFINE)
            to = tree.folder / place
            done = write_formats(source, source / DEFINE, to, formats, encoding=codec_of(edition.encoding))
            files |= {f"{place}/{name}": records for name, records in sorted(done.files.items())}
            notes += done.notes
    return files, notes

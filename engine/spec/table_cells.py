"""Cells of tables that name a value of the study: ``study.NAME`` and nothing else."""

from __future__ import annotations

import re

from onespec.engine.findings import Findings
from onespec.engine.spec.codelists import Tables
from onespec.engine.spec.entries import EntryReader
from onespec.engine.spec.model import CONSTANTS, Study

_NAMED = re.compile(rf"{CONSTANTS}\.\w+")


def name_values(tables: Tables, study: Study, findings: Findings, file: str = "") -> None:
    """Put the study's values in their place; a name that study.yaml does not have is a stop.

    ``file``: the file of the dataset in which the tables are written; without one each is a file of its own.  Tables
    of texts of others (translations, labels, codes) stay as they are.
    """
    others = {study.translations, study.labels, *(d.codes for d in study.dictionaries.values())}
    for name in (n for n in tables if n not in others):
        reader = EntryReader(file or f"tables/{name}.csv", findings, study.values)
        for line, row in enumerate(tables[name], 2):  # the header is the first
            for column, cell in row.items():
                if isinstance(cell, str) and _NAMED.fullmatch(cell):
                    row[column] = reader.constant(cell, None if file else line)

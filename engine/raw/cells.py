"""The text of a cell as the study calls it: markers of missing values, a part, a prefix, capitals.

What is read is declared field by field in crf.yaml; each different text is read once.
"""

from __future__ import annotations

import numpy as np

from onespec.engine.kinds import Text
from onespec.engine.spec.forms import Field


def missing_in(field: Field, column: Text) -> np.ndarray:
    """Where the field's markers of missing values stand."""
    return column.str.strip().isin(field.missing) if field.missing else np.zeros(len(column), bool)


def as_called(field: Field, column: Text) -> Text:
    """The cells as the study calls them: without markers of missing values, with the declared part of the others.

    A text that lacks the part becomes blank.
    """
    column = column.str.strip()
    if not (field.missing or field.part or field.prefix or field.suffix or field.case):
        return column
    return column.each(lambda written: called(field, written))


def called(field: Field, written: str) -> str:
    """One cell as the study calls it."""
    if not written or written in field.missing:
        return ""
    found = part_of(field.part, written)
    if not found:
        return ""
    found = found.upper() if field.case == "upper" else found.lower() if field.case == "lower" else found
    return f"{field.prefix}{found}{field.suffix}"


def part_of(part: dict[str, str], written: str) -> str:
    """The declared part of a text; blank where it has none.

    >>> part_of({"separator": "-", "number": "2"}, "CN-07-001"), part_of({"from": "4", "to": "5"}, "CN-07-001")
    ('07', '07')
    >>> part_of({"separator": "-", "number": "4"}, "CN-07-001"), part_of({"from": "8", "to": "12"}, "CN-07-001")
    ('', '')
    """
    if "separator" in part:
        pieces, number = written.split(part["separator"]), int(part["number"])
        return pieces[number - 1].strip() if number <= len(pieces) else ""
    if not part:
        return written
    first, last = int(part["from"]), int(part.get("to") or len(written))
    return written[first - 1 : last].strip() if last <= len(written) else ""

"""Did it happen, and when first: one record a subject."""

from __future__ import annotations

from onespec.adam.records._choose import SOURCE, Dated, earliest_or_latest
from onespec.engine.contract import Rows, Selection
from onespec.engine.registry import records


@records(
    """One record for each subject of {source}: Y with the earliest {of.date} of the subject's records of {of} (of
records with the same date the first, and the first of several that are listed); N without a date for a subject who has
no such record.""",
    produces={
        "AVALC": "Y when the subject has such a record, N otherwise.",
        "AVAL": "1 for Y, 0 for N.",
        "ADT": "Date of the earliest such record.",
        **SOURCE,
    },
)
def first_occurrence(source: Selection, of: list[Dated]) -> Rows:
    """One record a record of the source, in its order.

    Example::

        - first_occurrence: {from: ADSL, of: {from: ADAE, where: {AESER: "Y"}, date: ASTDT}}

        ADSL | USUBJID | TRTSDT
             | 1       | 2025-08-04
             | 2       | 2025-08-05

        ADAE | USUBJID | AESER | ASTDT
             | 1       | N     | 2025-08-06
             | 1       | Y     | 2025-08-20
             | 1       | Y     | 2025-09-01
             | 2       | N     | 2025-08-09

        ADXX | USUBJID | AVALC | AVAL | ADT        | SRCDOM | SRCVAR
             | 1       | Y     | 1    | 2025-08-20 | ADAE   | ASTDT
             | 2       | N     | 0    |            |        |
    """
    return earliest_or_latest(source, of, latest=False)

"""Check: forms that are missing at a visit that took place."""

from dataclasses import dataclass
from typing import Annotated

import numpy as np

from onespec.engine.columns import as_text, blanks, positions_in
from onespec.engine.contract import Layout, Name, Report, Selection, Table
from onespec.engine.registry import check


@dataclass
class Recorded(Selection):
    """The records that show that a form was filled: the columns of the visit, and of what CATEGORY says."""

    visit: Name = ""
    category: Name | None = None


@check(
    "Each {visit} of {source} has the records that the table {due} asks for: for each row with its VISIT, one of "
    "{records} in its DATASET (with its CATEGORY, where that is filled) of the same subject and visit.",
    reports=("CHECK-EXIST",),
)
def must_have_forms(
    source: Selection,
    visit: Name,
    due: Annotated[Table, Layout(("VISIT", "DATASET", "CATEGORY"))],
    records: list[Recorded],
    report: Report,
) -> None:
    """A query for each visit and row of the table without records.

    Example::

        - must_have_forms:
            from: SV
            where: {SVOCCUR: "Y"}
            visit: VISIT
            due: forms_due
            records:
              - {from: LB, visit: VISIT, category: LBCAT}
              - {from: VS, visit: VISIT}

        forms_due | VISIT  | DATASET | CATEGORY
                  | WEEK 1 | LB      | LIPIDS
                  | WEEK 1 | VS      |

        SV | USUBJID | VISIT  | SVOCCUR
           | 1       | WEEK 1 | Y
           | 2       | WEEK 1 | Y
           | 3       | WEEK 1 | N

        LB | USUBJID | VISIT  | LBCAT
           | 1       | WEEK 1 | LIPIDS
           | 2       | WEEK 1 | ENZYMES

        VS | USUBJID | VISIT
           | 1       | WEEK 1
           | 2       | WEEK 1

        QUERY CHECK-EXIST, subject 2, WEEK 1: The visit took place, and LB has no record of LIPIDS for it.
    """
    visits = as_text(source.frame[visit])
    for dataset, category in dict.fromkeys(zip(due["DATASET"], due["CATEGORY"], strict=True)):
        rows = np.flatnonzero(np.asarray(due["DATASET"] == dataset) & np.asarray(due["CATEGORY"] == category))
        wanted = positions_in([visits], [due["VISIT"].take(rows)]) >= 0
        for held in (each for each in records if each.name == dataset):
            of = blanks(len(held.frame)) if held.category is None else as_text(held.frame[held.category])
            fits = np.flatnonzero(np.asarray(of == category) | (not category))
            there = [held.subject.take(fits), as_text(held.frame[held.visit]).take(fits)]
            wanted &= positions_in([source.subject, visits], there) < 0
        of_what = f" of {category}" if category else ""
        report.query(
            "CHECK-EXIST",
            f"The visit took place, and {dataset} has no record{of_what} for it.",
            "Ask the site for the form.",
            wanted,
            source.frame[visit],
        )

"""Check: results that no living subject has, or that are in another unit than they say."""

from typing import Annotated

import numpy as np

from onespec.engine.columns import as_number, as_text, positions_in
from onespec.engine.contract import CellsOf, Layout, Name, Report, Selection, Table
from onespec.engine.registry import check


@check(
    "Each number {value} of {source} lies between LOW and HIGH of the row of the table {limits} that has its {test} as "
    "TEST and its {unit} as UNIT, and its {specimen} as SPECIMEN where the table has that column.",
    reports=("CHECK-PLAUSIBLE",),
)
def must_be_plausible(  # parameters: the columns of a result, its limits, and what it is of
    source: Selection,
    test: Name,
    value: Name,
    unit: Name,
    limits: Annotated[Table, Layout(("TEST", "UNIT", "LOW", "HIGH")), CellsOf((("TEST", "test"), ("UNIT", "unit")))],
    report: Report,
    specimen: Name | None = None,
) -> None:
    """A query for each number outside its limits; a test in a unit that the table does not have is not looked at.

    ``limits`` has the columns TEST, UNIT, LOW, HIGH, and maybe SPECIMEN; a blank limit is none.

    Example::

        - must_be_plausible: {from: VS, test: VSTESTCD, value: VSORRES, unit: VSORRESU, limits: plausible}

        plausible | TEST  | UNIT      | LOW | HIGH
                  | PULSE | beats/min | 20  | 250

        VS | VSTESTCD | VSORRES | VSORRESU
           | PULSE    | 72      | beats/min
           | PULSE    | 720     | beats/min

        QUERY CHECK-PLAUSIBLE, subject 2, 720: The result is not plausible: PULSE in beats/min has the limits 20 and
          250.
    """
    frame, x = source.frame, as_number(source.frame[value])
    named = {"TEST": test, "UNIT": unit} | ({"SPECIMEN": specimen} if specimen and "SPECIMEN" in limits else {})
    row = positions_in([as_text(frame[name]) for name in named.values()], [limits[column] for column in named])
    low, high = (as_number(limits[name]).take(row) for name in ("LOW", "HIGH"))
    outside = np.asarray(x < low) | np.asarray(x > high)
    for n in dict.fromkeys(row[outside].tolist()):
        wanted = " and ".join(limits[name][n] for name in ("LOW", "HIGH") if limits[name][n])
        report.query(
            "CHECK-PLAUSIBLE",
            f"The result is not plausible: {limits['TEST'][n]} in {limits['UNIT'][n]} has the limits {wanted}.",
            "Ask the site whether the result and its unit are right.",
            outside & (row == n),
            frame[value],
        )

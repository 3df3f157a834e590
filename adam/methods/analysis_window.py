"""The analysis window that a day lies in (ADaMIG 1.3: AVISIT, AWTARGET, AWLO, AWHI)."""

from __future__ import annotations

from onespec.adam.methods._windows import Windows, in_window
from onespec.engine.contract import Amount, Column
from onespec.engine.registry import method


@method("""{column} of the row of {windows} whose {keys} equal {values} (in this order; a blank there stands for
any value) and from whose FROM to whose TO {day} lies, both included (a blank is an open end); of several rows the
first. Blank when {day} lies in none, or is missing and no row is open at both ends.""")
def analysis_window(day: Amount, windows: Windows, column: str, keys: list[str], values: list[Column]) -> Column:
    """Character.  Rows for certain values stand before those for any value; other rows may not overlap.

    Example::

        AVISIT:
          derived: analysis_window
          with: {day: ADY, windows: windows, column: AVISIT, keys: [ABLFL], values: [ABLFL]}

        windows | ABLFL | AVISIT   | FROM | TO
                | Y     | Baseline |      |
                |       | Period 1 | 1    | 11
                |       | Period 2 | 12   | 32

        ADVS | ABLFL | ADY | AVISIT
             |       | -7  |
             | Y     | 1   | Baseline
             |       | 11  | Period 1
             |       | 12  | Period 2
             |       |     |
    """
    return in_window(day, windows, column, keys, values)

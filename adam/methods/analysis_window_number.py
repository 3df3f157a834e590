"""A number of the analysis window that a day lies in (ADaMIG 1.3: AVISITN, AWTARGET, AWLO, AWHI)."""

from __future__ import annotations

from onespec.adam.methods._windows import Windows, in_window
from onespec.engine.columns import as_number
from onespec.engine.contract import Amount, Column
from onespec.engine.registry import method


@method("""{column} of the row of {windows} whose {keys} equal {values} (in this order; a blank there stands for
any value) and from whose FROM to whose TO {day} lies, both included (a blank is an open end); of several rows the
first. Missing when {day} lies in none, or is missing and no row is open at both ends.""")
def analysis_window_number(day: Amount, windows: Windows, column: str, keys: list[str], values: list[Column]) -> Column:
    """Number; the parameters are those of `analysis_window`.

    Example::

        AWTARGET:
          derived: analysis_window_number
          with: {day: ADY, windows: windows, column: TARGET, keys: [ABLFL], values: [ABLFL]}

        windows | ABLFL | TARGET | FROM | TO
                | Y     |        |      |
                |       | 1      | 1    | 11
                |       | 22     | 12   | 32

        ADVS | ABLFL | ADY | AWTARGET
             | Y     | 1   |
             |       | 11  | 1
             |       | 12  | 22
    """
    return as_number(in_window(day, windows, column, keys, values))

"""Do values differ?"""

from __future__ import annotations

import numpy as np

from onespec.adam.methods._flags import yes_no
from onespec.engine.contract import Column
from onespec.engine.registry import method


@method("Y when one of {values} is another than that in the same place of {others}, N otherwise. Blanks are equal.")
def flag_differ(values: list[Column], others: list[Column]) -> Column:
    """Y or N.

    Example::

        PFSDFL: {derived: flag_differ, with: {values: [ADT, EVENT], others: [ENDDT, EVENT2]}}

        ADXX | ADT        | EVENT | ENDDT      | EVENT2 | PFSDFL
             | 2025-08-04 | Y     | 2025-08-04 | Y      | N
             | 2025-08-04 | Y     | 2025-08-04 | N      | Y
             | 2025-08-04 | Y     |            | Y      | Y
             |            |       |            |        | N
    """
    if len(values) != len(others):
        raise ValueError(f"{len(values)} values have {len(others)} others")
    return yes_no(
        np.any(
            [(one != other) & (one.notna() | other.notna()) for one, other in zip(values, others, strict=True)], axis=0
        )
    )

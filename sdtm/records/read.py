"""Long form: one record a row."""

import numpy as np

from onespec.engine.contract import Rows, Selection
from onespec.engine.registry import records


@records("One record for each row of {source}.")
def read(source: Selection) -> Rows:
    """Each selected row of a form or dataset becomes one record, in the order of the source.

    Example::

        - read: {from: events, where: {OCCURRED: Y}}

        events | EVENT    | OCCURRED
               | Cough    | Y
               | Headache | N
               | Nausea   | Y

        AE | USUBJID | events.EVENT
           | 1       | Cough
           | 3       | Nausea
    """
    n = len(source.frame)
    return Rows(subject=source.subject, source=source.name, position=np.arange(n))

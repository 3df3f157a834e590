"""What checks share that compare records with a value of their subject."""

import pandas as pd

from onespec.engine.columns import position_in, text
from onespec.engine.run.match import take


def of_subject(subject: pd.Series, values: pd.Series) -> pd.Series:
    """The value of each row's subject; blank without one."""
    return take(values.reset_index(drop=True), position_in(subject, text(values.index)))

"""Supplemental qualifiers: one record for each filled qualifier of a parent record."""

import numpy as np
import pandas as pd

from onespec.engine.columns import as_text, text
from onespec.engine.contract import Rows, Selection, Table
from onespec.engine.registry import records
from onespec.sdtm.records._melt import melt

QUALIFIER = ["IDVAR", "QNAM", "QLABEL", "QORIG", "QEVAL"]


@records(
    "One record for each record of {source} and each supplemental qualifier that is not blank in it "
    "(SDTMIG 3.4, section 8.4).",
    produces={
        "IDVAR": "the variable that identifies the parent record; blank for one record a subject",
        "IDVARVAL": "its value in the parent record, as text",
        "QNAM": "name of the qualifier",
        "QLABEL": "label of the qualifier",
        "QVAL": "value of the qualifier, as text",
        "QORIG": "origin of the qualifier",
        "QEVAL": "who evaluated the qualifier",
    },
    qualifiers=True,
)
def supplemental(source: Selection, qualifiers: Table) -> Rows:
    """Melt the parent's qualifiers.

    ``source`` holds a column for each QNAM of ``qualifiers`` and the columns that IDVAR names;
    ``qualifiers`` has QNAM, QLABEL, QORIG, QEVAL and IDVAR.  Records keep the order of the parent.
    """
    row, item, qval = melt([source.frame[name] for name in qualifiers["QNAM"]])
    values = qualifiers[QUALIFIER].take(item).reset_index(drop=True)
    values.insert(1, "IDVARVAL", _identifier(source, values["IDVAR"], row))
    values.insert(4, "QVAL", qval)
    return Rows(
        subject=source.subject.take(row).reset_index(drop=True),
        values=values,
        source=source.name,
        position=row,
        fields={"QVAL": values["QNAM"]},
    )


def _identifier(source: Selection, idvar: pd.Series, row: np.ndarray) -> pd.Series:
    """The value of each record's IDVAR in its parent row; blank without one."""
    out = text("", len(row))
    for name in idvar[idvar != ""].unique():
        chosen = (idvar == name).to_numpy()
        out[chosen] = as_text(source.frame[name]).take(row[chosen]).to_numpy()
    return out

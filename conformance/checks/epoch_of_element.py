"""Check: EPOCH."""

from collections.abc import Iterator

import numpy as np

from onespec.conformance.data import Data, Fault, Variable
from onespec.conformance.iso import day_number
from onespec.conformance.reach import OF_SUBJECT
from onespec.conformance.series import combinations
from onespec.engine.registry import check


@check("{epoch} is the epoch of an element of the subject in SE that holds the day of {date}.", reach=OF_SUBJECT)
def epoch_of_element(data: Data, epoch: Variable, date: Variable) -> Iterator[Fault]:
    """On a day on which one element ends and the next begins both epochs are right.  A blank EPOCH is not looked at."""
    elements = data.dataset("SE")
    if not {"USUBJID", "SESTDTC", "SEENDTC", "EPOCH"} <= set(elements):
        return
    codes, first = combinations([data["USUBJID"], data[epoch], data[date].str[:10]])
    few = (
        data.frame[["USUBJID", epoch, date]]
        .take(first)
        .set_axis(["USUBJID", "OWN", "DATE"], axis=1)
        .reset_index(drop=True)
    )
    few["DAY"], few["NUMBER"] = day_number(few["DATE"]), np.arange(len(few))
    held = few.merge(
        elements[["USUBJID", "EPOCH"]].assign(
            START=day_number(elements["SESTDTC"]), END=day_number(elements["SEENDTC"]).fillna(np.inf)
        ),
        on="USUBJID",
    )
    fits = held[(held["OWN"] == held["EPOCH"]) & (held["START"] <= held["DAY"]) & (held["DAY"] <= held["END"])]
    wrong = ((few["OWN"] != "") & few["DAY"].notna() & ~few["NUMBER"].isin(fits["NUMBER"])).to_numpy()
    yield Fault(wrong[codes], [epoch, date])

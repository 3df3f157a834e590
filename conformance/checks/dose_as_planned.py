"""Check: doses against the regimen."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from onespec.conformance.data import Data, Fault, Variable, Variables, known_in
from onespec.conformance.series import as_number, as_text, blanks, take
from onespec.engine.contract import Bundle
from onespec.engine.registry import check


@dataclass(frozen=True)
class Regimen(Bundle):
    """Where the plan stands: the mood of its records, and the qualifiers that hold weight (kg) and surface (m2)."""

    mood: str
    scheduled: str
    weight: str
    surface: str


@check(
    "{dose} is not above the planned dose, which stands in the record of the same {match} in which {mood} is "
    "{scheduled}, in the unit of {unit}: itself, times {weight} for a dose per kg, times {surface} for one per m2; by "
    "more than {tolerance} percent."
)
def dose_as_planned(
    data: Data, dose: Variable, unit: Variable, match: Variables, regimen: Regimen, tolerance: float
) -> Iterator[Fault]:
    """A weight or surface that stands on no record of this dose is the largest of the subject.

    A dose whose unit is not that of the plan is not looked at, nor is one without a planned dose.
    """
    everything = data.dataset(data.name)
    if regimen.mood not in everything:
        return
    planned = everything[everything[regimen.mood] == regimen.scheduled].reset_index(drop=True)
    at = known_in([data[n] for n in match], [planned[n] for n in match])
    plan, per = take(planned[dose], at), take(planned[unit], at)
    basis = pd.Series(np.ones(len(data)))
    for suffix, name in (("/kg", regimen.weight), ("/m2", regimen.surface)):
        own = as_number(_qualifier(data, name))
        basis = basis.where(~per.str.endswith(suffix), own.fillna(_largest(data, own)))
    comparable = per.str.replace("/kg", "").str.replace("/m2", "") == data[unit]
    limit = plan * basis
    above = (comparable & (data[dose] > limit * (1 + tolerance / 100))).to_numpy()
    yield Fault(above, [dose, unit], detail=as_text(limit.round(1)))


def _qualifier(data: Data, name: str) -> pd.Series:
    """The supplemental qualifier of each record; blank without one."""
    supp, sequence = data.dataset(f"SUPP{data.name}"), f"{data.prefix}SEQ"
    if not {"USUBJID", "QNAM", "QVAL", "IDVARVAL"} <= set(supp):
        return blanks(len(data))
    of_name = supp[supp["QNAM"] == name].reset_index(drop=True)
    return take(of_name["QVAL"], known_in([data["USUBJID"], data[sequence]], [of_name["USUBJID"], of_name["IDVARVAL"]]))


def _largest(data: Data, own: pd.Series) -> pd.Series:
    """The largest value known of the subject."""
    return own.groupby(data["USUBJID"].to_numpy()).transform("max")

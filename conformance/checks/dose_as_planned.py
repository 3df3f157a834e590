"""Check: doses against the regimen."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from onespec.conformance.data import Data, Fault, Variable, known_in
from onespec.conformance.series import as_number, as_text, blanks, take
from onespec.engine.contract import Bundle
from onespec.engine.registry import check


@dataclass(frozen=True)
class Regimen(Bundle):
    """The supplemental qualifiers that hold the planned dose: itself, its unit, weight (kg) and surface (m2)."""

    planned: str
    planned_unit: str
    weight: str
    surface: str


@check(
    "{dose} is not above the planned dose that SUPP-- gives in {planned}, in the unit of {unit}: itself, times "
    "{weight} for a dose per kg, times {surface} for one per m2; by more than {tolerance} percent."
)
def dose_as_planned(
    data: Data, dose: Variable, unit: Variable, sequence: Variable, regimen: Regimen, tolerance: float
) -> Iterator[Fault]:
    """A weight or surface that stands on no record of this dose is the last one of the subject known by file order.

    A dose whose unit is not that of the plan is not looked at.
    """
    supp = data.dataset(f"SUPP{data.name}")
    if not {"USUBJID", "QNAM", "QVAL", "IDVARVAL"} <= set(supp):
        return
    plan, per = (
        as_number(_qualifier(data, supp, regimen.planned, sequence)),
        _qualifier(data, supp, regimen.planned_unit, sequence),
    )
    basis = pd.Series(np.ones(len(data)))
    for suffix, name in (("/kg", regimen.weight), ("/m2", regimen.surface)):
        own = as_number(_qualifier(data, supp, name, sequence))
        basis = basis.where(~per.str.endswith(suffix), own.fillna(_largest(data, own)))
    comparable = per.str.replace("/kg", "").str.replace("/m2", "") == data[unit]
    limit = plan * basis
    above = (comparable & (data[dose] > limit * (1 + tolerance / 100))).to_numpy()
    yield Fault(above, [dose, unit], detail=as_text(limit.round(1)))


def _qualifier(data: Data, supp: pd.DataFrame, name: str, sequence: str) -> pd.Series:
    """The supplemental qualifier of each record; blank without one."""
    of_name = supp[supp["QNAM"] == name].reset_index(drop=True)
    if not len(of_name):
        return blanks(len(data))
    return take(of_name["QVAL"], known_in([data["USUBJID"], data[sequence]], [of_name["USUBJID"], of_name["IDVARVAL"]]))


def _largest(data: Data, own: pd.Series) -> pd.Series:
    """The largest value known of the subject."""
    return own.groupby(data["USUBJID"].to_numpy()).transform("max")

"""Check: doses against the regimen."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from onespec.conformance.data import Data, Fault, Variable, Variables, known_in
from onespec.conformance.reach import OfSubject
from onespec.conformance.series import blanks, take
from onespec.engine.contract import Bundle
from onespec.engine.registry import check


@dataclass(frozen=True)
class Regimen(Bundle):
    """Where the plan stands: the mood of its records, and the tests of VS that are weight (kg) and surface (m2)."""

    mood: str
    scheduled: str
    weight: str
    surface: str


@check(
    "{dose} is not above the planned dose, which stands in the record of the same {match} in which {mood} is "
    "{scheduled}, in the unit of {unit}: itself, times the test {weight} of VS for a dose per kg, times {surface} for "
    "one per m2; by more than {tolerance} percent.",
    reach=OfSubject(among=("match",)),
)
def dose_as_planned(
    data: Data, dose: Variable, unit: Variable, match: Variables, regimen: Regimen, tolerance: float
) -> Iterator[Fault]:
    """Of several weights or surfaces of the visit the largest counts; without one, the largest of the subject.

    A dose whose unit is not that of the plan is not looked at, nor is one without a planned dose.
    """
    everything = data.dataset(data.name)
    if regimen.mood not in everything:
        return
    there = everything[list(dict.fromkeys([regimen.mood, *match, dose, unit]))]
    planned = there[there[regimen.mood] == regimen.scheduled].reset_index(drop=True)
    at = known_in([data[n] for n in match], [planned[n] for n in match])
    plan, per = take(planned[dose], at), take(planned[unit], at)
    basis = pd.Series(np.ones(len(data)))
    for suffix, name in (("/kg", regimen.weight), ("/m2", regimen.surface)):
        basis = basis.where(~per.str.endswith(suffix), _measured(data, name))
    comparable = per.str.replace("/kg", "").str.replace("/m2", "") == data[unit]
    limit = plan * basis
    above = (comparable & (data[dose] > limit * (1 + tolerance / 100))).to_numpy()
    yield Fault(above, [dose, unit], detail=limit.round(1))


def _measured(data: Data, test: str) -> pd.Series:
    """The largest result of a test of VS at the visit of each record; of the subject, where the visit has none."""
    results = data.dataset("VS")
    if not {"USUBJID", "VISITNUM", "VSTESTCD", "VSSTRESN"} <= set(results):
        return blanks(len(data), like_number=True)
    results = results[["USUBJID", "VISITNUM", "VSTESTCD", "VSSTRESN"]]
    own = results[results["VSTESTCD"] == test]
    visit, subject = (own.groupby(by)["VSSTRESN"].max() for by in (["USUBJID", "VISITNUM"], "USUBJID"))
    at = pd.MultiIndex.from_arrays([data["USUBJID"], data["VISITNUM"]])
    anywhere = subject.reindex(data["USUBJID"]).reset_index(drop=True)
    return visit.reindex(at).reset_index(drop=True).fillna(anywhere)

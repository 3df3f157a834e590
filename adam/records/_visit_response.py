"""The decision of `derived_response`: the response of each visit, the rules that gave it, and the lesions behind it."""

from __future__ import annotations

import numpy as np
import pandas as pd

from onespec.adam.methods._flags import yes_no
from onespec.adam.records._lesions import LesionColumns, Lesions
from onespec.adam.records._recist import (
    NonTargetResponse,
    Pairs,
    TargetResponse,
    Terms,
    Thresholds,
    expected,
    overall_response,
)
from onespec.engine.columns import number, side_by_side, text
from onespec.engine.contract import Selection


class VisitResponse:
    """Responses of the target lesions, of the non-target lesions, and overall: one each a visit.

    new       new lesions of the visits, certain or not, with ``key`` of the visit
    certain   row of the first new lesion of each visit that is certain; -1 without one
    values    the produced columns
    """

    def __init__(self, source: Selection, lesions: Lesions, columns: LesionColumns, terms: Terms, limits: Thresholds):
        self.source, self.lesions, self.columns, self.terms, self.limits = source, lesions, columns, terms, limits
        visits = lesions.visits
        self.target = TargetResponse(visits, self._expected(terms.target), terms, limits)
        self.non_target = NonTargetResponse(visits, self._expected(terms.non_target), terms)
        self.new, self.certain = lesions.later(terms.new), np.full(len(visits), -1)
        first = self.new[(self.new["state"] == terms.certain) & (self.new["key"] >= 0)].drop_duplicates("key")
        self.certain[first["key"]] = first["row"]
        self.overall = overall_response(self.target.response, self.non_target.response, self.certain)
        self.values = self._produced()

    def _expected(self, kind: str) -> Pairs:
        return expected(self.lesions.visits, self.lesions.baseline(kind), self.lesions.later(kind))

    def _produced(self) -> pd.DataFrame:
        visits = self.lesions.visits
        imputed = (visits["exact"] != visits["date"]).map({True: "D", False: ""})
        return side_by_side(
            {
                "AVALC": text(self.overall.given()),
                "ADT": number(visits["date"]),
                "ADTF": text(imputed),
                "SRCSEQ": number(visits["sequence"]),
                "TRGRESP": text(self.target.response),
                "NTRGRESP": text(self.non_target.response),
                "NEWLFL": yes_no(self.certain >= 0),
                "SUMDIAM": number(self.target.total),
                "NADIR": number(self.target.nadir),
            }
        )

"""The decision of `derived_response`: the response of each visit, the rules that gave it, and the lesions behind it."""

from __future__ import annotations

from onespec.adam.methods._flags import day_imputed, yes_no
from onespec.adam.records._lesions import LesionColumns, Lesions
from onespec.adam.records._recist import (
    NonTargetResponse,
    TargetResponse,
    Terms,
    Thresholds,
    expected,
    overall_response,
)
from onespec.engine.columns import number, text
from onespec.engine.contract import Selection
from onespec.engine.frames import Frame
from onespec.engine.groups import first_of


class VisitResponse:
    """Responses of the target lesions, of the non-target lesions, and overall: one each a visit.

    new       True for new lesions of the visits, certain or not
    certain   row of the first new lesion of each visit that is certain; -1 without one
    values    the produced columns
    """

    def __init__(self, source: Selection, lesions: Lesions, columns: LesionColumns, terms: Terms, limits: Thresholds):
        self.source, self.lesions, self.columns, self.terms, self.limits = source, lesions, columns, terms, limits
        self.target = TargetResponse(expected(lesions, terms.target), terms, limits)
        self.non_target = NonTargetResponse(expected(lesions, terms.non_target), terms)
        self.new = lesions.later(terms.new)
        certain = self.new & (lesions.all["state"] == terms.certain)
        self.certain = first_of(lesions.key, len(lesions.visits), keep=certain)
        self.overall = overall_response(self.target.response, self.non_target.response, self.certain)
        self.values = self._produced()

    def _produced(self) -> Frame:
        visits = self.lesions.visits.values
        return Frame(
            {
                "AVALC": text(self.overall.given().tolist()),
                "ADT": visits["date"],
                "ADTF": day_imputed(visits["exact"] != visits["date"]),
                "SRCSEQ": visits["sequence"],
                "TRGRESP": text(self.target.response.tolist()),
                "NTRGRESP": text(self.non_target.response.tolist()),
                "NEWLFL": yes_no(self.certain >= 0),
                "SUMDIAM": number(self.target.total),
                "NADIR": number(self.target.nadir),
            }
        )

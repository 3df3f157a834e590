"""The decision of `derived_response`: the response of each visit, the rules that gave it, and the lesions behind it."""

from __future__ import annotations

import numpy as np

from onespec.adam.methods._flags import day_imputed, yes_no
from onespec.adam.records._lesions import LesionColumns, Lesions, Terms
from onespec.adam.records._recist import (
    NewLesions,
    NonTargetResponse,
    TargetResponse,
    Thresholds,
    after_one,
    complete_responses,
    expected,
    overall_response,
)
from onespec.engine.columns import number, text
from onespec.engine.contract import Selection
from onespec.engine.frames import Frame


class VisitResponse:
    """Responses of the target lesions, of the non-target lesions, and overall: one each a visit.

    new       the new lesions of the visits
    values    the produced columns
    """

    def __init__(self, source: Selection, lesions: Lesions, columns: LesionColumns, terms: Terms, limits: Thresholds):
        self.source, self.lesions, self.columns, self.terms, self.limits = source, lesions, columns, terms, limits
        self.target = TargetResponse(expected(lesions, terms.target), limits)
        self.non_target = NonTargetResponse(expected(lesions, terms.non_target), terms)
        self.new = NewLesions(lesions, terms, limits.until)
        complete = complete_responses(self.target, self.non_target, self.new)
        self.target.decide(after_one(lesions.visits.subject, complete))
        self.non_target.decide(complete)
        self.overall = overall_response(self.target.response, self.non_target.response, self.new)
        self.values = self._produced()

    def strangers(self, lacking: bool) -> np.ndarray:
        """The first record of each lesion that the baseline does not have.

        With ``lacking`` those of subjects without any baseline, one each; otherwise those of the others.
        """
        lesions = self.lesions
        rows = np.concatenate([self.target.measured.strangers, self.non_target.strangers])
        with_baseline = np.zeros(int(lesions.subject.max(initial=-1)) + 1, bool)
        with_baseline[lesions.subject[lesions.before]] = True
        rows = rows[with_baseline[lesions.subject[rows]] != lacking]
        rows = rows[np.lexsort([rows, lesions.key[rows]])]
        _, first = np.unique((lesions.subject if lacking else lesions.number)[rows], return_index=True)
        return np.sort(rows[first])

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
                "NEWLFL": yes_no(self.new.counts),
                "SUMDIAM": number(self.target.sum),
                "NADIR": number(self.target.nadir),
                "TRGRULE": text(self.target.rules.codes().tolist()),
                "NTRGRULE": text(self.non_target.rules.codes().tolist()),
                "TRGLSN": self.target.decides,
                "NTRGLSN": self.non_target.decides,
                "NEWLSN": self.new.decides,
            }
        )

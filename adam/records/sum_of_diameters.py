"""Sums of the diameters of the target lesions (RECIST 1.1, section 4.3)."""

from __future__ import annotations

import numpy as np

from onespec.adam.methods._flags import day_imputed, yes
from onespec.adam.records._lesions import LesionColumns, Terms, read_lesions
from onespec.adam.records._recist import TargetSums, expected
from onespec.adam.records._sums import Baseline, SumExplained
from onespec.engine.columns import concat, number
from onespec.engine.contract import NumberPerSubject, Rows, Selection
from onespec.engine.frames import Frame
from onespec.engine.registry import records


@records(
    """One record for each subject and {evaluator} with target lesions ({group} {target}) at the baseline, and one for
each {visit} after it. Baseline are the lesions dated up to {start}, a {date} without a day read as the first day of
its month; of several baseline records of a lesion the latest counts, of the same date the one with the highest
{sequence}. Other lesions are dated after it, a {date} without a day read as the last day of its month; of several
records at a visit the latest counts, of the same date the larger.""",
    produces={
        "AVAL": "Sum of diameters of the target lesions (mm), rounded to 3 decimals; missing when one was not "
        "assessed. Nodes are measured by {node_test}, other lesions by {long_test}. A node is a lesion for which "
        "{identified} says {node_location}; where nothing is said, the axis of the first measurement counts. A lesion "
        "that split is its fragments (T1.1, T1a), lesions that merged are the one (T1/T2).",
        "ABLFL": "Y for the sum of the baseline, blank otherwise.",
        "ADT": "Earliest {date} of the target lesions of the baseline, or of the lesions of the visit.",
        "ADTF": "D when that {date} lacks the day and no complete one is equal to it.",
        "SRCSEQ": "Lowest {sequence} of the target lesions of the baseline, or of the lesions of the visit.",
    },
)
def sum_of_diameters(source: Selection, start: NumberPerSubject, columns: LesionColumns, terms: Terms) -> Rows:
    """First the baselines, then the visits. What cannot be used of the lesions, `derived_response` reports.

    Example::

        - sum_of_diameters: {from: TR, start: ADSL.TRTSDT}

        ADSL | USUBJID | TRTSDT
             | 1       | 2025-08-04

        TR | USUBJID | VISITNUM | TRDTC      | TRSEQ | TRLNKID | TRGRPID | TRTESTCD | TRSTRESN | TRSTRESC | TREVAL
           | 1       | 1        | 2025-08-01 | 1     | T1      | TARGET  | LDIAM    | 30       | 30       | INVESTIGATOR
           | 1       | 1        | 2025-08-01 | 2     | T2      | TARGET  | LDIAM    | 20       | 20       | INVESTIGATOR
           | 1       | 2        | 2025-09-15 | 3     | T1      | TARGET  | LDIAM    | 20       | 20       | INVESTIGATOR
           | 1       | 2        | 2025-09-15 | 4     | T2      | TARGET  | LDIAM    | 10       | 10       | INVESTIGATOR
           | 1       | 3        | 2025-10-27 | 5     | T1      | TARGET  | LDIAM    | 25       | 25       | INVESTIGATOR

        ADTR | USUBJID | TR.VISITNUM | AVAL | ABLFL | ADT        | SRCSEQ
             | 1       | 1           | 50   | Y     | 2025-08-01 | 1
             | 1       | 2           | 30   |       | 2025-09-15 | 3
             | 1       | 3           |      |       | 2025-10-27 | 5
    """
    lesions = read_lesions(source, start, columns, terms)
    baseline, sums = Baseline(lesions, terms.target), TargetSums(expected(lesions, terms.target))
    visit = np.flatnonzero(sums.lesions > 0)
    row = np.append(baseline.first, lesions.visits.row[visit])
    found = (baseline.values, lesions.visits.values.take(visit))
    dates, exact, sequence = (concat([part[name] for part in found]) for name in ("date", "exact", "sequence"))
    values = {
        "AVAL": number(np.append(baseline.sum, sums.sum[visit])),
        "ABLFL": yes(np.arange(len(row)) < len(baseline)),
        "ADT": dates,
        "ADTF": day_imputed(exact != dates),
        "SRCSEQ": sequence,
    }
    decision = SumExplained(source, columns.size, sums, baseline, visit)
    return Rows(source.subject.take(row), Frame(values), source.name, row, decision=decision)

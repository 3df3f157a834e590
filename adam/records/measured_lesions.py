"""The measurements of target lesions that count in a sum of diameters (RECIST 1.1, section 4.3)."""

from __future__ import annotations

import numpy as np

from onespec.adam.methods._flags import day_imputed, yes
from onespec.adam.records._lesions import LesionColumns, Lesions, Terms, read_lesions
from onespec.adam.records._recist import expected, measured
from onespec.adam.records._sums import Baseline
from onespec.engine.columns import in_order, number, text
from onespec.engine.contract import NumberPerSubject, Rows, Selection
from onespec.engine.frames import Frame
from onespec.engine.groups import nth_of
from onespec.engine.kinds import Number
from onespec.engine.registry import records


@records(
    """One record for each target lesion ({group} {target}) of {source} at the baseline, and at each {visit} after it at
which it has a record: the one that counts in the sum of diameters. Baseline are the lesions dated up to {start}, a
{date} without a day read as the first day of its month; of several baseline records of a lesion the latest counts, of
the same date the one with the highest {sequence}. Other lesions are dated after it, a {date} without a day read as the
last day of its month; of several records at a visit the latest counts, of the same date the larger. A lesion without a
baseline record that is neither a fragment of one (T1.1, T1a) nor several merged (T1/T2) has no record.""",
    produces={
        "TRTESTCD": "{node_test} of a node, {long_test} of another lesion. A node is a lesion for which {identified} "
        "says {node_location}; where nothing is said, the axis of the first measurement counts.",
        "LSNNUM": "Number of the lesion among those of the subject and {evaluator}: first those with a baseline "
        "record, then the others, in ascending order of {lesion}.",
        "AVAL": "{size}; missing when the lesion was not assessed, or measured on another axis than that of its kind.",
        "ABLFL": "Y for the record of the baseline, blank otherwise.",
        "ADT": "{date} as a date.",
        "ADTF": "D when {date} lacks the day.",
        "SRCSEQ": "{sequence}.",
    },
)
def measured_lesions(source: Selection, start: NumberPerSubject, columns: LesionColumns, terms: Terms) -> Rows:
    """First those of the baseline, then those of the visits. What cannot be used, `derived_response` reports.

    Example::

        - measured_lesions: {from: TR, start: ADSL.TRTSDT}

        ADSL | USUBJID | TRTSDT
             | 1       | 2025-08-04

        TR | USUBJID | VISITNUM | TRDTC      | TRSEQ | TRLNKID | TRGRPID | TRTESTCD | TRSTRESN | TRSTRESC | TREVAL
           | 1       | 1        | 2025-08-01 | 1     | L1      | TARGET  | LPERP    | 18       | 18       | INVESTIGATOR
           | 1       | 1        | 2025-08-01 | 2     | T1      | TARGET  | LDIAM    | 30       | 30       | INVESTIGATOR
           | 1       | 2        | 2025-09-15 | 3     | L1      | TARGET  | LPERP    | 9        | 9        | INVESTIGATOR
           | 1       | 2        | 2025-09-15 | 4     | T1      | TARGET  | LDIAM    |          |          | INVESTIGATOR
           | 1       | 2        | 2025-09-15 | 5     | T2      | TARGET  | LDIAM    | 12       | 12       | INVESTIGATOR

        ADTR | USUBJID | TR.TRLNKID | TRTESTCD | LSNNUM | AVAL | ABLFL | ADT        | SRCSEQ
             | 1       | L1         | LPERP    | 1      | 18   | Y     | 2025-08-01 | 1
             | 1       | T1         | LDIAM    | 2      | 30   | Y     | 2025-08-01 | 2
             | 1       | L1         | LPERP    | 1      | 9    |       | 2025-09-15 | 3
             | 1       | T1         | LDIAM    | 2      |      |       | 2025-09-15 | 4
    """
    lesions = read_lesions(source, start, columns, terms)
    baseline, units = Baseline(lesions, terms.target), measured(expected(lesions, terms.target))
    there = units.now >= 0
    row = np.append(baseline.row, units.now[there])
    node = np.append(lesions.axes.node[lesions.number[baseline.row]], units.node[there])
    found = lesions.all.take(row)
    values = {
        "TRTESTCD": text([terms.long_test, terms.node_test]).take(node),
        "LSNNUM": _numbers(lesions, baseline.row, row),
        "AVAL": found["size"],
        "ABLFL": yes(np.arange(len(row)) < len(baseline.row)),
        "ADT": found["date"],
        "ADTF": day_imputed(found["exact"] != found["date"]),
        "SRCSEQ": found["sequence"],
    }
    return Rows(source.subject.take(row), Frame(values), source.name, row)


def _numbers(lesions: Lesions, base: np.ndarray, row: np.ndarray) -> Number:
    """Of each of some rows the number of its lesion: those with a baseline record first, by name."""
    found, first = np.unique(lesions.number[row], return_index=True)
    whose, name = lesions.subject[row[first]], lesions.all["lesion"].take(row[first])
    order = in_order(whose, ~np.isin(found, lesions.number[base]), name)
    nth = np.empty(len(found), np.int64)
    nth[order] = nth_of(whose[order]) + 1
    return number(nth[np.searchsorted(found, lesions.number[row])])

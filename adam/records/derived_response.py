"""Time-point response derived again from the lesions (RECIST 1.1, section 4.3)."""

from __future__ import annotations

from onespec.adam.records._explain_response import ResponseExplained
from onespec.adam.records._lesions import LesionColumns, Lesions, Terms, read_lesions
from onespec.adam.records._recist import Thresholds
from onespec.adam.records._visit_response import VisitResponse
from onespec.engine.contract import NumberPerSubject, Report, Rows, Selection
from onespec.engine.registry import records


@records(
    """One record for each subject, {evaluator} and {visit} with a lesion of {source} dated after the baseline.
Baseline are the lesions dated up to {start}, a {date} without a day read as the first day of its month; of several
baseline records of a lesion the latest counts, of the same date the one with the highest {sequence}. Other lesions
are dated after it, a {date} without a day read as the last day of its month; of several records at a visit the latest
counts, of the same date the larger.""",
    produces={
        "AVALC": "Overall response of the visit, the first that holds: PD when a new lesion counts (NEWLFL), or the "
        "response of the target or of the non-target lesions is PD; without target lesions the response of the "
        "non-target lesions, NE without either; PR when target lesions are CR and non-target lesions NON-CR/NON-PD or "
        "NE; otherwise the response of the target lesions.",
        "ADT": "Earliest {date} of the lesions of the visit, a missing day read as the last day of its month.",
        "ADTF": "D when the earliest {date} of the lesions of the visit lacks the day and no complete one is equal "
        "to it.",
        "SRCSEQ": "Lowest {sequence} of the lesions of the visit.",
        "TRGRESP": "Response of the target lesions ({group} {target}) with a baseline record, the first that holds: "
        "CR when every one is gone (size 0, or a short axis of a node below {node_normal_mm} mm); PD when one is "
        "there after an earlier overall CR; PD when the sum of the sizes measured at the visit is at least "
        "{increase_percent}% and at least {increase_mm} mm above NADIR; NE when one has no {size} at the visit or "
        "had none at the baseline; PR when the sum is at least {decrease_percent}% below the baseline; SD "
        "otherwise. Nodes are measured by {node_test}, other lesions by {long_test}. A node is a lesion for which "
        "{identified} says {node_location}; where nothing is said, the axis of the first measurement counts. A "
        "lesion that split is its fragments (T1.1, T1a), lesions that merged are the one (T1/T2).",
        "NTRGRESP": "Response of the non-target lesions ({group} {non_target}), those with a baseline record and all "
        "others with a {state} at the visit, the first that holds: PD when a {state} is {progressed}; PD when one is "
        "there again after an earlier overall CR; NE when a baseline lesion has no {state} at the visit, or "
        "{not_evaluable}; CR when every {state} is {gone}; NON-CR/NON-PD otherwise.",
        "NEWLFL": "Y when a lesion of {group} {new} is {certain}, or {uncertain} and {certain} at a later visit; N "
        "otherwise.",
        "SUMDIAM": "Sum of diameters of the target lesions (mm), rounded to 3 decimals; missing when one was not "
        "assessed.",
        "NADIR": "Lowest sum without a missing size at the baseline or an earlier visit, in order of date and {visit} "
        "(mm), rounded to 3 decimals.",
        "TRGRULE": "The rule that gave TRGRESP: ALL GONE, BACK AFTER CR, ABOVE NADIR, NOT ASSESSED, NO BASELINE, BELOW "
        "BASELINE, or NO OTHER RULE.",
        "NTRGRULE": "The rule that gave NTRGRESP: PROGRESSION, BACK AFTER CR, NOT ASSESSED, ALL GONE, or NO "
        "OTHER RULE.",
        "TRGLSN": "Of the rules BACK AFTER CR, NOT ASSESSED and NO BASELINE of TRGRULE the first lesion, by name, that "
        "is there, was not assessed, or has no size at the baseline.",
        "NTRGLSN": "Of the rules PROGRESSION, BACK AFTER CR and NOT ASSESSED of NTRGRULE the first lesion, by name, of "
        "which the rule tells.",
        "NEWLSN": "The new lesion that counts: one that is {certain} before one that is {uncertain}; of several the "
        "first record.",
    },
    reports=("ADAM-LESION-AXIS", "ADAM-LESION-BASELINE", "ADAM-LESION-DATE", "ADAM-LESION-TWICE"),
)
def derived_response(
    source: Selection,
    start: NumberPerSubject,
    columns: LesionColumns,
    terms: Terms,
    thresholds: Thresholds,
    report: Report,
) -> Rows:
    """One record a subject, evaluator and visit after the baseline.

    Example::

        - derived_response:
            from: TR
            start: ADSL.TRTSDT
            increase_percent: 20
            increase_mm: 5
            decrease_percent: 30
            node_normal_mm: 10

        ADSL | USUBJID | TRTSDT
             | 1       | 2025-08-04

        TR | USUBJID | VISITNUM | TRDTC      | TRSEQ | TRLNKID | TRGRPID | TRTESTCD | TRSTRESN | TRSTRESC | TREVAL
           | 1       | 1        | 2025-08-01 | 1     | T1      | TARGET  | LDIAM    | 30       | 30       | INVESTIGATOR
           | 1       | 1        | 2025-08-01 | 2     | T2      | TARGET  | LDIAM    | 20       | 20       | INVESTIGATOR
           | 1       | 2        | 2025-09-15 | 3     | T1      | TARGET  | LDIAM    | 20       | 20       | INVESTIGATOR
           | 1       | 2        | 2025-09-15 | 4     | T2      | TARGET  | LDIAM    | 10       | 10       | INVESTIGATOR
           | 1       | 3        | 2025-10-27 | 5     | T1      | TARGET  | LDIAM    | 25       | 25       | INVESTIGATOR
           | 1       | 3        | 2025-10-27 | 6     | T2      | TARGET  | LDIAM    | 12       | 12       | INVESTIGATOR

        ADRS | USUBJID | TR.VISITNUM | SUMDIAM | NADIR | TRGRESP | NEWLFL | AVALC | ADT
             | 1       | 2           | 30      | 50    | PR      | N      | PR    | 2025-09-15
             | 1       | 3           | 37      | 30    | PD      | N      | PD    | 2025-10-27
    """
    lesions = read_lesions(source, start, columns, terms)
    found = VisitResponse(source, lesions, columns, terms, thresholds)
    _report_lesions(report, source, columns, lesions)
    _report_strangers(report, source, columns, found)
    return Rows(
        source.subject.take(lesions.visits.row),
        found.values,
        source.name,
        lesions.visits.row,
        decision=ResponseExplained(found),
    )


def _report_lesions(report: Report, source: Selection, columns: LesionColumns, lesions: Lesions) -> None:
    """What cannot be used of the lesions as they are collected."""
    report.query(
        "ADAM-LESION-DATE",
        "The lesion has no date, so it has no part in the derived response.",
        "Complete the date.",
        lesions.undated,
    )
    report.query(
        "ADAM-LESION-AXIS",
        "The lesion is not measured on the axis of its kind, or nothing tells its kind; the size is not used.",
        "Correct the test of the measurement, or the location of the lesion where it is identified.",
        lesions.axes.asked,
        source.frame[columns.test],
        columns.test,
    )
    report.query(
        "ADAM-LESION-TWICE",
        "The lesion has several sizes on one day; this one is not used.",
        "Keep the right size; give fragments of a lesion that split names of their own.",
        lesions.axes.twice,
        source.frame[columns.size],
        columns.size,
    )


def _report_strangers(report: Report, source: Selection, columns: LesionColumns, found: VisitResponse) -> None:
    """Target and non-target lesions that the baseline does not have, each once; a course without baseline once."""
    lesions = found.lesions
    for lacks, message, fix in (
        (False, "The lesion is first recorded after the baseline; it does not count as new.", "Is it a new lesion?"),
        (True, "The subject has no lesions at the baseline.", "Look for the records of the baseline."),
    ):
        rows = found.strangers(lacks)
        report.query("ADAM-LESION-BASELINE", message, fix, rows, lesions.all["lesion"], columns.lesion)
    report.query(
        "ADAM-LESION-TWICE",
        "The lesion is measured beside its own fragments; this size is not used.",
        "Keep the lesion, or its fragments.",
        found.target.measured.whole,
        source.frame[columns.size],
        columns.size,
    )

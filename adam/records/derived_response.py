"""Time-point response derived again from the lesions (RECIST 1.1, section 4.3)."""

from __future__ import annotations

from onespec.adam.records._explain_response import ResponseExplained
from onespec.adam.records._lesions import LesionColumns, read_lesions
from onespec.adam.records._recist import Terms, Thresholds
from onespec.adam.records._visit_response import VisitResponse
from onespec.engine.contract import PerSubject, Report, Rows, Selection
from onespec.engine.registry import records


@records(
    """One record for each subject and {visit} with a lesion of {source} dated after the baseline. Baseline are the
lesions dated up to {start}, a {date} without a day read as the first day of its month; of several baseline records
of a lesion the latest counts, of the same date the one with the highest {sequence}. Other lesions are dated after
it, a {date} without a day read as the last day of its month.""",
    produces={
        "AVALC": "Overall response of the visit, the first that holds: PD when a lesion of {group} {new} is {certain}, "
        "or the response of the target or of the non-target lesions is PD; without target lesions the response of the "
        "non-target lesions, NE without either; PR when target lesions are CR and non-target lesions NON-CR/NON-PD or "
        "NE; otherwise the response of the target lesions.",
        "ADT": "Earliest {date} of the lesions of the visit, a missing day read as the last day of its month.",
        "ADTF": "D when the earliest {date} of the lesions of the visit lacks the day and no complete one is equal "
        "to it.",
        "SRCSEQ": "Lowest {sequence} of the lesions of the visit.",
        "TRGRESP": "Response of the target lesions ({group} {target}; those with a baseline record, sizes {size}, sums "
        "rounded to 3 decimals and then compared), the first that holds: CR when every baseline lesion is gone (size "
        "0, or with {test} {node_test} a short axis below {node_normal_mm} mm); PD when the sum of the visit is at "
        "least {increase_percent}% and at least {increase_mm} mm above the nadir (with nadir 0: above 0); NE when a "
        "baseline lesion has no size at the visit or had none at baseline; PR when the sum is at least "
        "{decrease_percent}% below the baseline; SD otherwise.",
        "NTRGRESP": "Response of the non-target lesions ({group} {non_target}; those with a baseline record and all "
        "others with a {state} at the visit), the first that holds: PD when a {state} is {progressed}; NE when a "
        "baseline lesion has no {state} at the visit; CR when every {state} is {gone}; NON-CR/NON-PD otherwise.",
        "NEWLFL": "Y when a new lesion is certain, N otherwise.",
        "SUMDIAM": "Sum of diameters of the target lesions that were assessed (mm), rounded to 3 decimals.",
        "NADIR": "Lowest sum without a missing size at the baseline or an earlier visit, in order of date and {visit} "
        "(mm), rounded to 3 decimals.",
    },
    reports=("ADAM-LESION-DATE",),
)
def derived_response(
    source: Selection, start: PerSubject, columns: LesionColumns, terms: Terms, thresholds: Thresholds, report: Report
) -> Rows:
    lesions = read_lesions(source, start, columns)
    report.query(
        "ADAM-LESION-DATE",
        "The lesion has no date, so it has no part in the derived response.",
        "Complete the date.",
        lesions.undated,
    )
    found = VisitResponse(source, lesions, columns, terms, thresholds)
    return Rows(
        source.subject.take(lesions.visits.row),
        found.values,
        source.name,
        lesions.visits.row,
        decision=ResponseExplained(found),
    )

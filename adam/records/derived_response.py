"""Time-point response derived again from the lesions (RECIST 1.1, section 4.3)."""

from __future__ import annotations

from onespec.adam.methods._flags import yes_no
from onespec.adam.records._explain_response import explain_response
from onespec.adam.records._lesions import read_lesions
from onespec.adam.records._recist import Limits, non_target_response, overall_response, target_response
from onespec.engine.columns import number, side_by_side, text
from onespec.engine.contract import Name, PerSubject, Report, Rows, Selection
from onespec.engine.registry import records


@records(
    """One record for each subject and {visit} with a lesion of {source} dated after the baseline. Baseline are the lesions
dated up to {start}, a {date} without a day read as the first day of its month; of several baseline records of a lesion the
latest counts, of the same date the one with the highest {sequence}. Other lesions are dated after it, a {date} without a day
read as the last day of its month. Target lesions ({group} {target}; those with a baseline record, sizes {size}, sums rounded
to 3 decimals and then compared), the first that holds: CR when every baseline lesion is gone (size 0, or with {test}
{node_test} a short axis below {node_normal_mm} mm); PD when the sum of the visit is at least {increase_percent}% and at least
{increase_mm} mm above the nadir, the lowest sum without a missing size at the baseline or an earlier visit, in order
of date and {visit} (with nadir 0: above 0); NE when a baseline lesion has no size at the visit or had none at baseline; PR when the sum is at least
{decrease_percent}% below the baseline; SD otherwise. Non-target lesions ({group} {non_target}; those with a baseline record
and all others with a {state} at the visit), the first that holds: PD when a {state} is {progressed}; NE when a baseline lesion
has no {state} at the visit; CR when every {state} is {gone}; NON-CR/NON-PD otherwise. Overall, the first that holds: PD when a
lesion of {group} {new} is {certain} or a response above is PD; without target lesions the response of the non-target lesions,
NE without either; PR when target lesions are CR and non-target lesions NON-CR/NON-PD or NE; otherwise the response of the
target lesions.""",
    produces={
        "AVALC": "Overall response of the visit.",
        "ADT": "Earliest {date} of the lesions of the visit, a missing day read as the last day of its month.",
        "ADTF": "D when the earliest {date} of the lesions of the visit lacks the day and no complete one is equal to it.",
        "SRCSEQ": "Lowest {sequence} of the lesions of the visit.",
        "TRGRESP": "Response of the target lesions.",
        "NTRGRESP": "Response of the non-target lesions.",
        "NEWLFL": "Y when a new lesion is certain, N otherwise.",
        "SUMDIAM": "Sum of diameters of the target lesions that were assessed (mm), rounded to 3 decimals.",
        "NADIR": "Lowest sum without a missing size at the baseline or an earlier visit (mm), rounded to 3 decimals.",
    },
    explain=explain_response,
    reports=("ADAM-LESION-DATE",),
)
def derived_response(
    source: Selection,
    start: PerSubject,
    visit: Name,
    date: Name,
    sequence: Name,
    lesion: Name,
    group: Name,
    test: Name,
    size: Name,
    state: Name,
    target: str,
    non_target: str,
    new: str,
    node_test: str,
    gone: str,
    progressed: str,
    certain: str,
    increase_percent: float,
    increase_mm: float,
    decrease_percent: float,
    node_normal_mm: float,
    report: Report,
) -> Rows:
    limits = Limits(increase_percent, increase_mm, decrease_percent, node_normal_mm)
    lesions = read_lesions(
        source, start, date, group, visit=visit, sequence=sequence, lesion=lesion, test=test, size=size, state=state
    )
    report.query(
        "ADAM-LESION-DATE",
        "The lesion has no date, so it has no part in the derived response.",
        "Complete the date.",
        lesions.undated,
    )
    visits = lesions.visits
    targets = target_response(visits, lesions.baseline(target), lesions.later(target), node_test, limits)
    others = non_target_response(visits, lesions.baseline(non_target), lesions.later(non_target), gone, progressed)
    found = lesions.later(new)
    found = found[found["state"] == certain]
    grown = visits.index.isin(found["key"])
    overall = overall_response(targets["response"].to_numpy(), others, grown)
    imputed = (visits["exact"] != visits["date"]).map({True: "D", False: ""})
    values = side_by_side(
        {
            "AVALC": text(overall),
            "ADT": number(visits["date"]),
            "ADTF": text(imputed),
            "SRCSEQ": number(visits["sequence"]),
            "TRGRESP": text(targets["response"]),
            "NTRGRESP": text(others),
            "NEWLFL": yes_no(grown),
            "SUMDIAM": number(targets["sum"]),
            "NADIR": number(targets["nadir"]),
        }
    )
    return Rows(text(lesions.subjects.take(visits["subject"])), values, source.name, visits["row"].to_numpy())

"""Check: lesions that were identified and never measured at baseline."""

from collections.abc import Iterator

from onespec.conformance.data import Data, Fault, Variable, known_in
from onespec.conformance.reach import OF_SUBJECT
from onespec.engine.registry import check


@check("Each lesion of {link} has a record in TR that is its last before exposure (TRLOBXFL).", reach=OF_SUBJECT)
def measured_at_baseline(data: Data, link: Variable) -> Iterator[Fault]:
    results = data.dataset("TR")
    if {"USUBJID", "TRLNKID", "TRLOBXFL"} <= set(results):
        results = results[["USUBJID", "TRLNKID", "TRLOBXFL"]]
        baseline = results[results["TRLOBXFL"] == "Y"]
        yield Fault(
            known_in([data["USUBJID"], data[link]], [baseline["USUBJID"], baseline["TRLNKID"]]) < 0, ["USUBJID", link]
        )

"""Check: dates within the subject's elements."""

from collections.abc import Iterator

from onespec.conformance.data import Data, Fault, Variable
from onespec.conformance.iso import after, sure
from onespec.conformance.reach import OF_SUBJECT
from onespec.conformance.series import position_in, take, text
from onespec.engine.registry import check


@check(
    "{date} is not before the start of the subject's first element in SE, nor after the end of the last, where "
    "that has one.",
    reach=OF_SUBJECT,
)
def within_elements(data: Data, date: Variable) -> Iterator[Fault]:
    elements = data.dataset("SE")
    if not {"USUBJID", "SESTDTC", "SEENDTC"} <= set(elements):
        return
    elements = elements[["USUBJID", "SESTDTC", "SEENDTC"]]
    elements = elements.assign(SESTDTC=sure(elements["SESTDTC"])).sort_values(["USUBJID", "SESTDTC"], kind="stable")
    first, last = elements.drop_duplicates("USUBJID"), elements.drop_duplicates("USUBJID", keep="last")
    start = text(take(first["SESTDTC"], position_in(data["USUBJID"], first["USUBJID"])))
    end = text(take(last["SEENDTC"], position_in(data["USUBJID"], last["USUBJID"])))
    yield Fault(after(start, data[date]), [date], others={"SE.SESTDTC": start})
    yield Fault(after(data[date], end), [date], others={"SE.SEENDTC": end})

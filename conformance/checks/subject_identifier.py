"""Check: USUBJID."""

from collections.abc import Iterator

from onespec.conformance.data import Data, Fault, Variable
from onespec.conformance.reach import Distinct
from onespec.conformance.series import on_unique
from onespec.engine.registry import check


@check(
    "{unique} ends with {subject}, where it does so for most subjects: a study may number persons otherwise.",
    reach=Distinct(("unique", "subject")),
)
def subject_identifier(data: Data, unique: Variable, subject: Variable) -> Iterator[Fault]:
    """The guide (SDTMIG 3.4, 4.2.3) asks for one value a person in all studies, not for a way to make it."""
    fits = on_unique(lambda u, n: float(u.endswith(n)), data[unique], data[subject]) == 1
    if (fits * data.count).sum() > 0.5 * data.count.sum():
        yield Fault(~fits, [unique, subject])

"""Check: terms of the study's codelists."""

from collections.abc import Iterator

from onespec.conformance.data import Data, Fault
from onespec.conformance.reach import OF_SUBJECT
from onespec.engine.registry import check
from onespec.engine.spec.model import Study


@check(
    "Each value of a variable with a codelist in the specification is one of its terms, written as there.",
    reach=OF_SUBJECT,
)
def codelist_terms(data: Data, study: Study) -> Iterator[Fault]:
    dataset = study.datasets.get(data.name)
    for v in dataset.columns if dataset else ():
        codelist = study.codelists.get(v.codelist)
        if codelist and v.name in data:
            value = data.text(v.name)
            yield Fault((value != "") & ~value.isin(codelist.terms), [v.name], detail=codelist.name)

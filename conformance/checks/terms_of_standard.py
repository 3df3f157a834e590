"""Check: terms in codelists that must not be extended."""

from collections.abc import Iterator

from onespec.conformance.data import Data, Fault
from onespec.conformance.reach import OF_SUBJECT
from onespec.engine.registry import check
from onespec.engine.spec.model import Study


@check(
    "A value of a codelist that is not extensible is a term of the standard, that is, has an NCI code.",
    reach=OF_SUBJECT,
)
def terms_of_standard(data: Data, study: Study) -> Iterator[Fault]:
    dataset = study.datasets.get(data.name)
    for v in dataset.columns if dataset else ():
        codelist = study.codelists.get(v.codelist)
        if codelist and codelist.standard and not codelist.extensible and v.name in data:
            own = [t.value for t in codelist.terms.values() if not t.nci]
            yield Fault(data.text(v.name).isin(own), [v.name], detail=codelist.name)

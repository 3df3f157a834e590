"""Check: terms of codelists that depend on another variable."""

from collections.abc import Iterator

from onespec.conformance.data import Data, Fault
from onespec.conformance.reach import OF_SUBJECT
from onespec.engine.registry import check
from onespec.engine.spec.model import Study


@check(
    "Where the codelist of a value depends on another variable's value (TSVAL, DSDECOD), each value is one of "
    "that codelist's terms.",
    reach=OF_SUBJECT,
)
def codelist_terms_by_value(data: Data, study: Study) -> Iterator[Fault]:
    dataset = study.datasets.get(data.name)
    if dataset is None:
        return
    for variable, named in dataset.value_codelists.items():
        by = dataset.value_level[variable][0]
        if variable not in data or by not in data:
            continue
        value = data.text(variable)
        for when, name in named.items():
            if name in study.codelists:
                yield Fault(
                    (data.text(by) == when) & (value != "") & ~value.isin(study.codelists[name].terms),
                    [variable, by],
                    detail=name,
                )

"""Check: a code and its name are the same term."""

from collections.abc import Iterator

from onespec.conformance.data import Data, Fault, Variable
from onespec.conformance.reach import OF_SUBJECT
from onespec.conformance.series import on_unique
from onespec.engine.contract import Codelist
from onespec.engine.registry import check
from onespec.engine.spec.model import Study


@check("{code} and {decode} have the same NCI code: they are the same term of two codelists.", reach=OF_SUBJECT)
def paired_terms(data: Data, study: Study, code: Variable, decode: Variable) -> Iterator[Fault]:
    dataset = study.datasets.get(data.name)
    lists = [_codelists(study, data, variable) for variable in (code, decode)] if dataset else [[], []]
    if not all(lists):
        return
    one, other = ({t.value: t.nci for c in found for t in c.terms.values() if t.nci} for found in lists)
    differ = (
        on_unique(
            lambda a, b: float(bool(one.get(a) and other.get(b) and one[a] != other[b])), data[code], data[decode]
        )
        == 1
    )
    yield Fault(differ, [code, decode])


def _codelists(study: Study, data: Data, variable: str) -> list[Codelist]:
    """The codelists of a variable: its own, or those that depend on another variable."""
    dataset = study.datasets[data.name]
    own = dataset.variables[variable].codelist if variable in dataset.variables else ""
    names = [own] if own in study.codelists else dataset.value_codelists.get(variable, {}).values()
    return [study.codelists[n] for n in names if n in study.codelists]

"""The SUPP-- dataset that the supplemental variables of a dataset make up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from onespec.engine.spec.model import Dataset, Step, Variable
from onespec.engine.spec.standards import dataset_fact, facts
from onespec.engine.spec.variables import Known
from onespec.engine.spec.verbs import Assigned, Collected, Derived, Predecessor, Produced, Protocol

TOLD = ("QORIG", "QEVAL")  # what a comment says of each qualifier
# What QORIG says (SDTMIG 3.4, 8.4.1).
_ORIGINS = {
    Collected: "CRF",
    Assigned: "Assigned",
    Protocol: "Protocol",
    Derived: "Derived",
    Predecessor: "Predecessor",
    Produced: "Assigned",  # by the steps that set it
}


def qualifiers_of(parent: Dataset) -> list[dict[str, str]]:
    """The supplemental qualifiers of a dataset, as the table from which their records are made."""
    sequence = f"{parent.name}SEQ"
    return [
        {
            "QNAM": v.name,
            "QLABEL": v.written,
            "QORIG": "Derived" if v.part_of and isinstance(v.verb, Produced) else _ORIGINS.get(type(v.verb), ""),
            "QEVAL": v.evaluator,
            "IDVAR": sequence if sequence in parent.variables else "",
        }
        for v in parent.supplemental
    ]


def values_of(column: str, qualifiers: Iterable[Mapping[str, str]]) -> dict[str, list[str]]:
    """What QORIG or QEVAL is, and of which qualifiers; of another column nothing."""
    by_value: dict[str, list[str]] = {}
    for qualifier in qualifiers if column in TOLD else ():
        by_value.setdefault(qualifier[column], []).append(qualifier["QNAM"])
    return by_value


def _which(column: str, qualifiers: list[dict[str, str]]) -> str:
    """Which qualifiers have which value: ``INVESTIGATOR where QNAM is LBCLSIG; blank where QNAM is NOTE.``"""
    by_value = values_of(column, qualifiers)
    told = "; ".join(f"{value or 'blank'} where QNAM is {', '.join(names)}" for value, names in by_value.items())
    return f"{told}." if any(by_value) else ""


def supplemental_dataset(parent: Dataset, known: Known, operation: str) -> Dataset:
    """The SUPP-- dataset of a parent: one record a non-blank supplemental value (SDTMIG 3.4, 8.4).

    ``operation`` is the record operation that makes its records.
    """
    name = f"SUPP{parent.name}"
    qualifiers = qualifiers_of(parent)
    columns = tuple(n for q in qualifiers for n in (q["QNAM"], q["IDVAR"]) if n)
    step = Step(operation, parent.name, (), {}, {"qualifiers": qualifiers}, line=parent.line, columns=columns)
    fact = dataset_fact(name)
    assert fact is not None, "the standard knows SUPP--"
    verbs = {
        "STUDYID": Predecessor((f"{parent.name}.STUDYID",)),
        "USUBJID": Predecessor((f"{parent.name}.USUBJID",)),
        "RDOMAIN": Assigned(parent.name),
        "IDVARVAL": Produced(),
        "QVAL": Produced(),
    }
    variables = {}
    for f in facts("sdtm", name, fact.cls).values():
        fitting = [c.name for c in known.codelists.values() if c.nci in f.codelists]
        codelist, verb = fitting[0] if len(fitting) == 1 else "", verbs.get(f.name, Assigned(""))
        label, said, short = known.edition.label(f.labels)
        of = f.type, f.role, f.core, codelist, verb
        variables[f.name] = Variable(f.name, label, *of, line=parent.line, said=said, short=short)
    for column in TOLD:
        variables[column] = replace(variables[column], comment=_which(column, qualifiers))
    label, said, short = known.edition.label(fact.said)
    keys = ("STUDYID", "RDOMAIN", "USUBJID", "IDVAR", "IDVARVAL", "QNAM")
    return Dataset(
        name,
        label,
        "sdtm",
        fact.cls,
        fact.structure,
        keys,
        (step,),
        variables,
        {"QVAL": ("QNAM",)},
        "",
        parent.name,
        parent.file,
        parent.line,
        said=said,
        short=short,
    )

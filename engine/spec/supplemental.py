"""The SUPP-- dataset that the supplemental variables of a dataset make up."""

from __future__ import annotations

from dataclasses import replace

from onespec.engine.contract import Codelist
from onespec.engine.spec.model import Dataset, Step, Variable
from onespec.engine.spec.standards import dataset_fact, facts


def _which(column: str, qualifiers: list[dict[str, str]]) -> str:
    """Which qualifiers have which value: ``INVESTIGATOR where QNAM is LBCLSIG; blank where QNAM is NOTE.``"""
    by_value: dict[str, list[str]] = {}
    for qualifier in qualifiers:
        by_value.setdefault(qualifier[column] or "blank", []).append(qualifier["QNAM"])
    told = "; ".join(f"{value} where QNAM is {', '.join(names)}" for value, names in by_value.items())
    return f"{told}." if list(by_value) != ["blank"] else ""


def supplemental_dataset(parent: Dataset, codelists: dict[str, Codelist], operation: str) -> Dataset:
    """The SUPP-- dataset of a parent: one record a non-blank supplemental value (SDTMIG 3.4, 8.4).

    ``operation`` is the record operation that makes its records.
    """
    name, sequence = f"SUPP{parent.name}", f"{parent.name}SEQ"
    id_variable = sequence if sequence in parent.variables else ""
    origins = {
        "collected": "CRF",
        "assigned": "Assigned",
        "protocol": "Protocol",
        "derived": "Derived",
        "predecessor": "Predecessor",
    }
    qualifiers = [
        {
            "QNAM": v.name,
            "QLABEL": v.label,
            "QORIG": origins.get(v.verb, ""),
            "QEVAL": v.evaluator,
            "IDVAR": id_variable,
        }
        for v in parent.supplemental
    ]
    step = Step(operation, parent.name, (), {}, {"qualifiers": qualifiers}, line=parent.line)
    fact = dataset_fact(name)
    origin = {
        "STUDYID": ("predecessor", (f"{parent.name}.STUDYID",)),
        "USUBJID": ("predecessor", (f"{parent.name}.USUBJID",)),
        "RDOMAIN": ("assigned", parent.name),
    }
    variables = {}
    for f in facts("sdtm", name, fact.cls).values():
        verb, value = origin.get(f.name, ("produced", "") if f.name in ("IDVARVAL", "QVAL") else ("assigned", ""))
        fitting = [c.name for c in codelists.values() if c.nci in f.codelists]
        variables[f.name] = Variable(
            f.name,
            f.label,
            f.type,
            f.role,
            f.core,
            fitting[0] if len(fitting) == 1 else "",
            verb,
            value,
            line=parent.line,
        )
    for column in ("QORIG", "QEVAL"):
        variables[column] = replace(variables[column], comment=_which(column, qualifiers))
    keys = ("STUDYID", "RDOMAIN", "USUBJID", "IDVAR", "IDVARVAL", "QNAM")
    return Dataset(
        name,
        fact.label,
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
    )

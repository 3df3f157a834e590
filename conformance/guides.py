"""The two guides by which packages are judged: what each calls a dataset, and what it says of the variables.

A package is one of SDTM or one of ADaM; its checks stand in a file of their own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from onespec.conformance.package import Table, split_domain
from onespec.engine.spec.model import Study
from onespec.engine.spec.standards import (
    ADAM_CLASSES,
    DatasetFact,
    Fact,
    dataset_fact,
    dataset_names,
    facts,
    find,
    own_structure,
)

PACKAGE = ""  # the name of the "dataset" that stands for the package as a whole
ALL, WHOLE, SUPP = "all", "package", "SUPP--"
_ADAM_NAME = re.compile(r"AD[A-Z0-9]{1,6}")
# By which further name of a class a check may name a dataset: what it is a kind of (ADaM BDS for TTE 1.0, OCCDS 1.1).
_KIND_OF = {"TTE": "BDS", "ADAE": "OCCDS"}
_OF_DOMAINS = ("--", "CM")  # variables of OCCDS that only a dataset of such a domain has


@dataclass(frozen=True)
class Guide:
    """A guide of SDTM: how its datasets are called, and its facts of them.

    standard  as the specification calls it
    title     as a report does
    file      the checks
    """

    standard: str
    title: str
    file: str

    def knows(self, name: str) -> bool:
        """Whether a check may name this: all, package, a dataset, a class."""
        classes = {fact.cls for n in dataset_names() if (fact := dataset_fact(n))}
        return name in {ALL, WHOLE, SUPP, *dataset_names(), *classes}

    def names(self) -> list[str]:
        """What `knows` knows, to show."""
        return sorted({ALL, WHOLE, SUPP, *dataset_names(), *(f.cls for n in dataset_names() if (f := dataset_fact(n)))})

    def called(self, table: Table | None, study: Study | None) -> frozenset[str]:
        """All by which a check may name the dataset; of the package as a whole one name."""
        if table is None:
            return frozenset([WHOLE])
        fact = dataset_fact(table.name)
        more = [SUPP] if table.name.startswith("SUPP") else []
        return frozenset([ALL, table.name, *more, *([fact.cls] if fact else [])])

    def prefix(self, table: Table) -> str:
        """What ``--`` stands for."""
        return split_domain(table.name) or table.name

    def fact(self, table: Table) -> DatasetFact | None:
        """What the guide says of the dataset; None for one that it does not know."""
        return dataset_fact(self.prefix(table))

    def facts(self, table: Table, study: Study | None) -> dict[str, Fact]:
        """The guide's variables of the dataset, in its order."""
        return self.facts_of(self.prefix(table))

    def facts_of(self, domain: str) -> dict[str, Fact]:
        fact = dataset_fact(domain)
        return facts(self.standard, domain, fact.cls) if fact else {}


class AnalysisGuide(Guide):
    """A guide of ADaM: a dataset has the name that the study gives it, and one of a few structures."""

    def knows(self, name: str) -> bool:
        return name in {ALL, WHOLE, *ADAM_CLASSES} or bool(_ADAM_NAME.fullmatch(name))

    def names(self) -> list[str]:
        return [ALL, WHOLE, *ADAM_CLASSES]

    def called(self, table: Table | None, study: Study | None) -> frozenset[str]:
        if table is None:
            return frozenset([WHOLE])
        structure = structure_of(table, study)
        return frozenset([ALL, table.name, structure, _KIND_OF.get(structure, structure)])

    def prefix(self, table: Table) -> str:
        """The domain that the dataset is named after: LB of ADLB; "--" of a dataset that is named after none."""
        domain = table.name[2:4]
        return domain if dataset_fact(domain) else "--"

    def fact(self, table: Table) -> DatasetFact | None:
        return None

    def facts(self, table: Table, study: Study | None) -> dict[str, Fact]:
        """What the guide says of the variables that are there, and of those of the structure that must be.

        A variable of ADSL in another dataset is known, and need not be there.  A name with placeholders (TRTxxP) stands
        for itself where the dataset has none of its variables.
        """
        return _analysis_facts(
            self.standard, structure_of(table, study), self.prefix(table), tuple(map(str, table.frame))
        )


@lru_cache
def _analysis_facts(standard: str, structure: str, prefix: str, columns: tuple[str, ...]) -> dict[str, Fact]:
    own = own_structure(structure)
    general = {name.replace("--", prefix): fact for name, fact in facts(standard, "", structure).items()}
    out: dict[str, Fact] = {}
    for name in columns:
        known = general.get(name) or find(standard, "", structure, name)
        if known:
            lent = general_name(general, known) not in own
            label, said = _label(known, name, prefix)
            out[name] = known._replace(name=name, label=label, filled=said, core="" if lent else known.core)
    there, of_domain = {fact.order for fact in out.values()}, SDTM.facts_of(prefix)
    for name, fact in general.items():
        applies = not fact.name.startswith(_OF_DOMAINS) or name in of_domain
        if fact.core == "Req" and fact.name in own and fact.order not in there and applies:
            out[name] = fact._replace(name=name)
    return out


def _label(known: Fact, name: str, prefix: str) -> tuple[str, dict[str, str]]:
    """The label that a variable has to have, in English and in other languages; "" where the guide gives a part only.

    Of a variable that is copied from a domain it is the domain's.
    """
    if known.name.startswith("--"):
        of_domain = SDTM.facts_of(prefix).get(name)
        return (of_domain.label, of_domain.said) if of_domain else ("", {})
    return ("", {}) if "..." in known.label else (known.label, known.said)


def general_name(general: dict[str, Fact], known: Fact) -> str:
    """The name that the guide gives a variable, with its placeholders."""
    return next(fact.name for fact in general.values() if fact.order == known.order)


def structure_of(table: Table, study: Study | None) -> str:
    """The structure that the specification gives the dataset; without one, what its variables tell."""
    described = study.datasets.get(table.name) if study else None
    if described:
        return described.cls
    if table.name in ("ADSL", "ADAE"):
        return table.name
    return "TTE" if "CNSR" in table.frame else "BDS" if "PARAMCD" in table.frame else "OCCDS"


SDTM = Guide("sdtm", "SDTM", "checks.yaml")
ADAM = AnalysisGuide("adam", "ADaM", "adam-checks.yaml")
GUIDES = (SDTM, ADAM)

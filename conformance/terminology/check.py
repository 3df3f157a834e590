"""The study's codelists, and the variables that use them, held against a package of controlled terminology."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace

from onespec.conformance.terminology.package import TerminologyPackage
from onespec.engine.contract import Codelist, Term
from onespec.engine.findings import NOTE, STOP, Finding, Findings, nearest
from onespec.engine.spec.held_terms import faults
from onespec.engine.spec.model import Study
from onespec.engine.spec.standards import find
from onespec.engine.spec.terminology import PublishedCodelist


@dataclass
class Checked:
    """What was held against the package.

    codelists, terms  held; ``extensions`` of the terms are the sponsor's own values of extensible codelists
    apart             codelists of another standard, which this package cannot answer for; ``own`` those of the sponsor
    """

    package: TerminologyPackage
    codelists: int = 0
    terms: int = 0
    extensions: int = 0
    apart: int = 0
    own: int = 0
    findings: Findings = field(default_factory=Findings)

    def add(self, rule: str, level: str, message: str, fix: str, codelist: Codelist, term: Term | None = None) -> None:
        """A finding about a codelist, or about one of its terms."""
        line, value = (term.line, term.value) if term else (codelist.line, "")
        self.findings.add(rule, level, message, fix, file=codelist.file, line=line, value=value)

    @property
    def notes(self) -> list[Finding]:
        return [f for f in self.findings if f.level == NOTE]


def check_terminology(study: Study, package: TerminologyPackage) -> Checked:
    """All codelists and variables of the study against one package; a *stop* is a fault, a *note* is worth a look."""
    done = Checked(package)
    standard = _standard(study, package, done.findings)
    if not standard:
        return done
    used = Counter(c.nci for c in study.codelists.values())
    for codelist in study.codelists.values():
        if not codelist.nci and not codelist.standard:
            done.own += 1
        elif codelist.standard != standard:
            done.apart += 1
            if not codelist.standard:
                done.add(
                    "CT-CODELIST",
                    STOP,
                    f"Codelist {codelist.name} has the NCI code {codelist.nci} and names no standard.",
                    f"Add 'standard: {standard}'.",
                    codelist,
                )
        else:
            done.codelists += 1
            _codelist(codelist, package, used[codelist.nci] > 1, done)
    _variables(study, standard, package, done.findings)
    return done


def _standard(study: Study, package: TerminologyPackage, findings: Findings) -> str:
    """Which of the study's standards the package serves: "" and a stop when none, a note when its date differs."""
    standard = package.standard.lower()
    if not standard:  # a text file under a name of the user's own: what it holds tells
        shared = {
            s: sum(c.standard == s and c.nci in package.codelists for c in study.codelists.values())
            for s in study.standards
        }
        standard = max(shared, key=shared.__getitem__) if any(shared.values()) else ""
    declared = study.standards.get(standard)
    if declared is None:
        findings.add(
            "CT-STANDARD",
            STOP,
            f"The package is of {package.standard or 'no standard that can be told'}; "
            f"the study declares {', '.join(s.upper() for s in study.standards)}.",
            "Name a package of one of them.",
            file=package.file,
        )
        return ""
    if package.date != declared.ct:
        findings.add(
            "CT-DATE",
            NOTE,
            f"Checked against {package.date or 'a package that does not say its date'}, declared {declared.ct}.",
            "Download that date from the archive, or declare this one in study.yaml.",
            file=package.file,
        )
    return standard


def _codelist(codelist: Codelist, package: TerminologyPackage, shared: bool, done: Checked) -> None:
    known = package.codelists.get(codelist.nci)
    if known is None:
        same = nearest(codelist.label, [c.name for c in package.codelists.values()])
        code = next((c.code for c in package.codelists.values() if c.name == same), "")
        done.add(
            "CT-CODELIST",
            STOP,
            f"Codelist {codelist.name}: the package has no codelist {codelist.nci}."
            if codelist.nci
            else f"Codelist {codelist.name} names a standard and no NCI code.",
            f"Is it {code} '{same}'?"
            if code
            else "Correct 'nci:', or remove 'standard:' and the codes if the list is the sponsor's own.",
            codelist,
        )
        return
    done.terms += len(codelist.terms)
    for fault in faults(codelist, replace(known, names=_paired(known, package)), shared):
        done.extensions += (fault.rule, fault.level) == ("CT-EXTENSION", NOTE)
        done.add(fault.rule, fault.level, fault.message, fault.fix, codelist, fault.term)


def _variables(study: Study, standard: str, package: TerminologyPackage, findings: Findings) -> None:
    """Variables that the standard gives a codelist: by it, or by value, they take their values from one of its code."""
    for dataset in study.datasets.values():
        if dataset.standard != standard or dataset.parent:
            continue
        for variable in dataset.columns:
            fact = find(standard, dataset.name, dataset.cls, variable.name)
            if not fact or not fact.codelists:
                continue
            where = {"file": dataset.file, "line": variable.line, "dataset": dataset.name, "column": variable.name}
            named = " or ".join(
                f"{c} '{package.codelists[c].name}'" if c in package.codelists else c for c in fact.codelists
            )
            used = {variable.codelist, *dataset.value_codelists.get(variable.name, {}).values()} - {""}
            if not used:
                findings.add(
                    "CT-VARIABLE",
                    NOTE,
                    f"The standard names codelist {named}, and the variable uses none.",
                    "Right where its values are free.",
                    **where,
                )
            elif not {study.codelists[c].nci for c in used} & set(fact.codelists):
                findings.add(
                    "CT-VARIABLE",
                    STOP,
                    f"The variable uses codelist {', '.join(sorted(used))}, the standard names {named}.",
                    "Use a subset of it.",
                    **where,
                )


def _paired(known: PublishedCodelist, package: TerminologyPackage) -> dict[str, str]:
    """Test names by submission value for a codelist of test codes; none for any other.

    Laboratory Test Name is the pair of Laboratory Test Code.
    """
    stem = known.name.removesuffix(" Code")
    named = (c for name in (f"{stem} Name", stem) for c in package.codelists.values() if c.name == name)
    pair = next(named, None) if stem != known.name else None
    names = {t.code: t.value for t in pair.terms.values()} if pair else {}
    return {t.value: names[t.code] for t in known.terms.values() if t.code in names}

"""The study's codelists held against a package of controlled terminology.

Sources: CDISC Controlled Terminology's rules of use (a codelist that is not extensible takes no further values; a value
that is added is no duplicate or synonym of a published term), Define-XML 2.1, 5.3.12 (aliases carry the NCI codes).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from onespec.conformance.terminology.package import PackageCodelist, TerminologyPackage
from onespec.engine.contract import Codelist, Term
from onespec.engine.findings import NOTE, STOP, Finding, Findings, nearest
from onespec.engine.spec.model import Study
from onespec.engine.spec.standards import find


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
    if codelist.label != known.name:
        level, fix = (
            (NOTE, "Right for a subset; its terms are held all the same.")
            if shared
            else (STOP, f"Write 'name: {known.name}', or another code.")
        )
        done.add(
            "CT-NAME",
            level,
            f"Codelist {codelist.name} is named '{codelist.label}', in the package '{known.name}'.",
            fix,
            codelist,
        )
    if codelist.extensible != known.extensible:
        right = "yes" if known.extensible else "no"
        done.add(
            "CT-EXTENSIBLE",
            STOP,
            f"Codelist {codelist.name} ({known.code}) is {'' if known.extensible else 'not '}extensible.",
            f"Write 'extensible: {right}'.",
            codelist,
        )
    names = _paired(known, package)
    for term in codelist.terms.values():
        done.terms += 1
        _term(codelist, term, known, names, done)


def _term(codelist: Codelist, term: Term, known: PackageCodelist, names: dict[str, str] | None, done: Checked) -> None:
    published, list_name = known.terms.get(term.value), f"{known.value or known.name} ({known.code})"
    if published is None:
        _absent(codelist, term, known, list_name, done)
        return
    if term.nci != published.code:
        stated = (
            f"has the code {published.code}, not {term.nci}"
            if term.nci
            else f"has the code {published.code}; none is stated, so that it would pass for an extension"
        )
        done.add(
            "CT-CODE",
            STOP,
            f"'{term.value}' of {list_name} {stated}.",
            f"Write 'nci: {published.code}'.",
            codelist,
            term,
        )
    if not term.decode:
        return
    name = names.get(published.code) if names is not None else None
    if name is not None and term.decode != name:
        done.add(
            "CT-DECODE",
            STOP,
            f"'{term.value}' is decoded '{term.decode}', its paired name in the package is '{name}'.",
            f"Write 'decode: {name}'.",
            codelist,
            term,
        )
    elif name is None and _plain(term.decode) not in {
        _plain(t) for t in (published.value, published.preferred, *published.synonyms)
    }:
        done.add(
            "CT-DECODE",
            NOTE,
            f"'{term.value}' is decoded '{term.decode}', its preferred term is '{published.preferred}'.",
            "Right if both mean the same to a reader of define.xml.",
            codelist,
            term,
        )


def _absent(codelist: Codelist, term: Term, known: PackageCodelist, list_name: str, done: Checked) -> None:
    """A value that the package does not have: written otherwise there, a synonym, retired, or the sponsor's own."""
    case = next((t for t in known.terms.values() if t.value.casefold() == term.value.casefold()), None)
    same_code = next((t for t in known.terms.values() if term.nci and t.code == term.nci), None)
    synonym = next(
        (t for t in known.terms.values() if term.value.casefold() in {s.casefold() for s in t.synonyms}), None
    )
    close = nearest(term.value, known.terms)
    use = f"Did you mean '{close}' ({known.terms[close].code})?" if close else ""
    if case:
        done.add(
            "CT-CASE",
            STOP,
            f"{list_name} writes '{term.value}' as '{case.value}'.",
            f"Write '{case.value}', 'nci: {case.code}'.",
            codelist,
            term,
        )
    elif same_code:
        done.add(
            "CT-TERM",
            STOP,
            f"The code {term.nci} is '{same_code.value}' in {list_name}, not '{term.value}'.",
            f"Write '{same_code.value}', or the code of '{term.value}'.",
            codelist,
            term,
        )
    elif synonym:
        done.add(
            "CT-SYNONYM",
            STOP,
            f"'{term.value}' is a synonym of '{synonym.value}' in {list_name}.",
            f"Write '{synonym.value}', 'nci: {synonym.code}'.",
            codelist,
            term,
        )
    elif term.nci:
        rest = "remove 'nci:' if it is the sponsor's own" if known.extensible else "use a published term"
        done.add(
            "CT-TERM",
            STOP,
            f"{list_name} has no '{term.value}', and no term with the code {term.nci}: retired, or never there.",
            f"{use} Otherwise {rest}." if use else f"{rest[0].upper()}{rest[1:]}.",
            codelist,
            term,
        )
    elif not known.extensible:
        done.add(
            "CT-EXTENSION",
            STOP,
            f"'{term.value}' is no term of {list_name}, which is not extensible.",
            use or f"Known: {_first(known)}.",
            codelist,
            term,
        )
    else:
        done.extensions += 1
        done.add(
            "CT-EXTENSION",
            NOTE,
            f"'{term.value}' is the sponsor's own value of {list_name}.",
            f"The nearest term is '{close}'." if close else "",
            codelist,
            term,
        )


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


def _paired(known: PackageCodelist, package: TerminologyPackage) -> dict[str, str] | None:
    """Test names by NCI code for a codelist of test codes; None for any other.

    Laboratory Test Name is the pair of Laboratory Test Code.
    """
    stem = known.name.removesuffix(" Code")
    if stem == known.name:
        return None
    pair = next((c for name in (f"{stem} Name", stem) for c in package.codelists.values() if c.name == name), None)
    return {t.code: t.value for t in pair.terms.values()} if pair else None


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def _first(known: PackageCodelist) -> str:
    more = len(known.terms) - 12
    return ", ".join(list(known.terms)[:12]) + (f" and {more} more" if more > 0 else "")

"""Codelists by reference: what the published codelist of an NCI code says, and the study does not say itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

from onespec.engine.contract import Codelist, Term
from onespec.engine.findings import STOP, Findings, nearest
from onespec.engine.languages import CHINESE, ENGLISH
from onespec.engine.spec.held_terms import faults
from onespec.engine.spec.labels import term_in_chinese
from onespec.engine.spec.model import Standard
from onespec.engine.spec.terminology import Package, PublishedCodelist, shipped, shipped_dates
from onespec.engine.spec.yamltext import Map


class Published:
    """The terminology of the standards that a study declares, at their dates, as far as it ships."""

    def __init__(self, standards: Mapping[str, Standard], findings: Findings):
        self._standards, self._findings = standards, findings

    def filled(self, codelist: Codelist, written: Map) -> Codelist:
        """A codelist with all that its published one says and ``written`` does not state."""
        if not codelist.nci:
            return codelist
        known, standard = self._known(codelist), codelist.standard or self._standard(codelist.nci)
        if known is None:
            if self._package(standard) or not ("name" in written and "standard" in written):
                self._unknown(codelist, written)
            return codelist
        return replace(
            codelist,
            standard=standard,
            label=codelist.label if "name" in written else known.name,
            extensible=codelist.extensible if "extensible" in written else known.extensible,
            terms={value: _filled(term, known) for value, term in codelist.terms.items()},
        )

    def hold(self, codelists: Mapping[str, Codelist]) -> None:
        """A finding for all that contradicts the published codelists."""
        used = Counter(codelist.nci for codelist in codelists.values())
        for codelist in codelists.values():
            known = self._known(codelist)
            for fault in faults(codelist, known, used[codelist.nci] > 1, notes=False) if known else ():
                at, value = (fault.term.line, fault.term.value) if fault.term else (codelist.line, "")
                where = {"file": codelist.file, "line": at, "value": value}
                self._findings.add(fault.rule, fault.level, fault.message, fault.fix, **where)

    def _package(self, standard: str) -> Package | None:
        declared = self._standards.get(standard)
        return shipped(standard, declared.ct) if declared else None

    def _standard(self, nci: str) -> str:
        """The first of the study's standards whose terminology has a codelist; "" when none has."""
        return next((key for key in self._standards if nci in (self._package(key) or ())), "")

    def _known(self, codelist: Codelist) -> PublishedCodelist | None:
        package = self._package(codelist.standard or self._standard(codelist.nci))
        return package[codelist.nci] if package and codelist.nci in package else None

    def _unknown(self, codelist: Codelist, written: Map) -> None:
        """A stop: the terminology has no such codelist, or does not ship."""
        asked = [codelist.standard] if codelist.standard else list(self._standards)
        absent = [key for key in asked if key in self._standards and not self._package(key)]
        line = written.lines["nci"]
        if not all(self._standards[key].ct for key in absent):
            return  # no date is declared, which is a finding of its own
        if absent:
            ships = ", ".join(f"{key} {date}" for key, dates in shipped_dates().items() for date in dates)
            declared = " and ".join(f"{key} {self._standards[key].ct}" for key in absent)
            message = f"Codelist {codelist.name} refers to {codelist.nci}; the terminology {declared} does not ship."
            fix = (
                f"Declare a date that ships ({ships}), or write the list in full: name, standard, extensible, "
                "and decode and nci of each term."
            )
        else:
            message = f"Codelist {codelist.name}: the terminology {' or '.join(asked)} has no codelist {codelist.nci}."
            fix = self._closest(codelist, asked)
        self._findings.add("CT-CODELIST", STOP, message, fix, file=codelist.file, line=line)

    def _closest(self, codelist: Codelist, asked: list[str]) -> str:
        """The fix that names the codelist that is called as the study's own is."""
        heads = [head for key in asked if (package := self._package(key)) for head in package.heads().items()]
        by_text = {text: (code, head.name) for code, head in heads for text in (head.value, head.name)}
        close = codelist.name if codelist.name in by_text else nearest(codelist.label, by_text)
        if close:
            code, name = by_text[close]
            return f"Is it {code} '{name}'?"
        return "Correct 'nci:', or remove it if the list is the sponsor's own."


def _filled(term: Term, known: PublishedCodelist) -> Term:
    """A term with its code and decode as published; in Chinese as the program translates the term of its code."""
    nci = term.nci or (known.terms[term.value].code if term.value in known.terms else "")
    said = {ENGLISH: known.decode(term.value), CHINESE: term_in_chinese(nci), **term.said}
    return replace(term, nci=nci, said={language: text for language, text in said.items() if text})

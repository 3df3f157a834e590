"""The XML form: "SDTM Terminology.odm.xml", ODM 1.3 with the attributes and elements of NCI EVS."""

from __future__ import annotations

import io

from lxml import etree

from onespec.conformance.terminology.package import TerminologyPackage, standard_and_date
from onespec.conformance.terminology.rows import add_codelist, add_term, left_out
from onespec.engine.findings import STOP, Findings
from onespec.engine.spec.terminology import PublishedCodelist, PublishedTerm

_ODM, _NCI = "{http://www.cdisc.org/ns/odm/v1.3}", "{http://ncicb.nci.nih.gov/xml/odm/EVS/CDISC}"


def read_odm(data: bytes, file: str, findings: Findings) -> TerminologyPackage | None:
    """The package; None, with a finding, when the XML is damaged or no ODM.

    One codelist is in memory at a time; entities of a document type are not resolved.
    """
    found: dict[str, PublishedCodelist] = {}
    stated: list[str] = []
    try:
        for event, node in etree.iterparse(
            io.BytesIO(data), events=("start", "end"), resolve_entities=False, no_network=True, huge_tree=True
        ):
            if event == "start" and not stated:
                stated = [
                    etree.QName(node).namespace or "",
                    node.get("FileOID", ""),
                    node.get("AsOfDateTime", ""),
                    node.get("SourceSystemVersion", ""),
                ]
                if node.tag != _ODM + "ODM":
                    findings.add(
                        "CT-FORM",
                        STOP,
                        f"The file is XML, but no ODM 1.3: its first element is <{etree.QName(node).localname}>.",
                        "Download 'SDTM Terminology.odm.xml' or the text or Excel form.",
                        file=file,
                        line=node.sourceline,
                    )
                    return None
            elif event == "start" and node.tag == _ODM + "Study":
                stated.insert(1, node.get("OID", ""))
            elif event == "end" and node.tag == _ODM + "CodeList":
                _codelist(node, found, file, findings)
                node.clear()
                while node.getprevious() is not None:
                    del node.getparent()[0]
    except etree.XMLSyntaxError as error:
        findings.add(
            "CT-XML", STOP, f"This is not XML: {error.msg}.", "Download the file again.", file=file, line=error.lineno
        )
        return None
    return TerminologyPackage(file, *standard_and_date(*stated[1:], file), found)


def _codelist(node: etree._Element, found: dict[str, PublishedCodelist], file: str, findings: Findings) -> None:
    code, extensible = node.get(_NCI + "ExtCodeID", ""), node.get(_NCI + "CodeListExtensible", "")
    if not code:
        left_out(f"The codelist '{node.get('Name', '')}' has no nciodm:ExtCodeID", file, node.sourceline, findings)
        return
    codelist = PublishedCodelist(
        code, node.get("Name", ""), node.findtext(_NCI + "CDISCSubmissionValue", ""), extensible == "Yes"
    )
    add_codelist(found, codelist, extensible, file, node.sourceline, findings)
    for item in node.iterchildren(_ODM + "EnumeratedItem", _ODM + "CodeListItem"):
        value, term_code = item.get("CodedValue", ""), item.get(_NCI + "ExtCodeID", "")
        if not value or not term_code:
            left_out(
                f"A term of codelist {code} has no {'nciodm:ExtCodeID' if value else 'CodedValue'}",
                file,
                item.sourceline,
                findings,
            )
            continue
        synonyms = tuple(s.text.strip() for s in item.iterchildren(_NCI + "CDISCSynonym") if s.text and s.text.strip())
        add_term(
            codelist,
            PublishedTerm(value, term_code, item.findtext(_NCI + "PreferredTerm", ""), synonyms),
            file,
            item.sourceline,
            findings,
        )

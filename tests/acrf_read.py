"""An annotated CRF and a define.xml read back, by other libraries than those that wrote them: which pages they name."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pypdf
from lxml import etree

Named = set[tuple[str, str, int]]  # dataset, variable (of SUPP-- the qualifier), page
_SUPP = re.compile(r'(SUPP\w+|\w+)\.QVAL when QNAM = "(\w+)"')
_OF = re.compile(r"(?:(\w+)\.)?([A-Z][A-Z0-9]*)(?: = | when |$)")
_HEAD = re.compile(r"(\w+)(?:, domain \w+)? \(")


def annotated_pages(pdf: bytes, forms: dict[int, int]) -> Named:
    """Each variable that an annotation names, by the text of the annotation.

    forms  page -> the first page of its form, on which the datasets of the form stand
    """
    texts: dict[int, list[str]] = {}
    for number, page in enumerate(pypdf.PdfReader(io.BytesIO(pdf)).pages, 1):
        notes = [a.get_object() for a in page.get("/Annots", [])]
        texts[number] = [str(a["/Contents"]) for a in notes if a["/Subtype"] == "/FreeText"]
    out: Named = set()
    for number, found in texts.items():
        heads = [m.group(1) for text in texts[forms.get(number, number)] if (m := _HEAD.match(text))]
        plain = [head for head in heads if not head.startswith("SUPP")]
        for text in found:
            if match := _SUPP.match(text):
                out.add((match.group(1), match.group(2), number))
            elif text.startswith("[") or _HEAD.match(text):
                continue
            elif match := _OF.match(text):
                dataset, variable = match.groups()
                own = [head for head in plain if variable.startswith(head[:2])] or plain
                out.add((dataset or own[0], variable, number))
    return out


def cited_pages(define: Path) -> Named:
    """Each variable for which a define.xml cites pages of the annotated CRF, of itself or of its values."""
    root = etree.parse(define).getroot()
    pages: dict[str, set[int]] = {}
    for item in root.iter("{*}ItemDef"):
        refs = [ref.get("PageRefs") for origin in item.findall("{*}Origin") for ref in origin.iter("{*}PDFPageRef")]
        pages[item.get("OID")] = {int(number) for ref in refs for number in ref.split()}
    names = {item.get("OID"): item.get("Name") for item in root.iter("{*}ItemDef")}
    lists = {
        each.get("OID"): [ref.get("ItemOID") for ref in each.findall("{*}ItemRef")]
        for each in root.iter("{*}ValueListDef")
    }
    below = {
        item.get("OID"): lists[ref.get("ValueListOID")]
        for item in root.iter("{*}ItemDef")
        for ref in item.findall("{*}ValueListRef")
    }
    out: Named = set()
    for group in root.iter("{*}ItemGroupDef"):
        for ref in group.findall("{*}ItemRef"):
            oid = ref.get("ItemOID")
            for each in (oid, *below.get(oid, ())):
                out |= {(group.get("Name"), names[each], page) for page in pages[each]}
    return out

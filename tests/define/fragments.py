"""Short ways to look at a define.xml: one element, written as a reviewer would write it."""

from functools import cache
from pathlib import Path

import odmlib
from lxml import etree

from .oids import ARM, DEF, ODM

HEAD = (
    '<x xmlns="http://www.cdisc.org/ns/odm/v1.3" xmlns:def="http://www.cdisc.org/ns/def/v2.1" '
    'xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:arm="http://www.cdisc.org/ns/arm/v1.0">'
)


def found(define: bytes, identifier: str) -> etree._Element:
    """The element with this OID or ID."""
    root = etree.fromstring(define)
    (out,) = [e for e in root.iter(etree.Element) if identifier in (e.get("OID"), e.get("ID"))]
    return out


def ref(define: bytes, identifier: str) -> dict[str, str]:
    """The attributes of the ItemRef to an item, without namespaces."""
    (out,) = [e for e in etree.fromstring(define).iter(f"{ODM}ItemRef") if e.get("ItemOID") == identifier]
    return {etree.QName(name).localname: value for name, value in out.attrib.items() if name != "ItemOID"}


def short(element: etree._Element) -> str:
    """An element as canonical XML without white space; the def prefix stays, a translated text stands bare."""
    text = etree.tostring(element, method="c14n").decode()
    return _bare(etree.fromstring(text))


def expected(text: str) -> str:
    """The same of an element written down by hand."""
    (only,) = etree.fromstring(HEAD + text + "</x>")
    return _bare(only)


def _bare(element: etree._Element) -> str:
    name = element.tag.replace(ODM, "").replace(DEF, "def:").replace(ARM, "arm:")
    attributes = "".join(f' {k.replace(DEF, "def:").rsplit("}")[-1]}="{v}"' for k, v in sorted(element.attrib.items()))
    if name == "TranslatedText":
        return element.text
    inside = "".join(_bare(child) for child in element) or (element.text or "").strip()
    return f"<{name}{attributes}>{inside}</{name}>"


@cache
def schema() -> etree.XMLSchema:
    """The schema of Define-XML 2.1 with ARM 1.0 that odmlib carries."""
    folder = Path(odmlib.__file__).parent / "schemas" / "arm" / "1.0-define2.1"
    return etree.XMLSchema(etree.parse(folder / "arm1-0-0.xsd"))


def schema_faults(define: bytes) -> list[str]:
    schema().validate(etree.fromstring(define))
    return [f"line {e.line}: {e.message}" for e in schema().error_log]

"""Every identifier of a define.xml is defined once, and every one is used."""

from collections import Counter

from lxml import etree

ODM, DEF = "{http://www.cdisc.org/ns/odm/v1.3}", "{http://www.cdisc.org/ns/def/v2.1}"
ARM = "{http://www.cdisc.org/ns/arm/v1.0}"
# What defines an identifier, and the attributes that refer to it.
KINDS = {
    f"{ODM}ItemDef": ("OID", {"ItemOID", "ParameterOID", f"{DEF}ItemOID"}),
    f"{ODM}MethodDef": ("OID", {"MethodOID"}),
    f"{ODM}CodeList": ("OID", {"CodeListOID"}),
    f"{DEF}CommentDef": ("OID", {f"{DEF}CommentOID"}),
    f"{DEF}ValueListDef": ("OID", {"ValueListOID"}),
    f"{DEF}WhereClauseDef": ("OID", {"WhereClauseOID"}),
    f"{DEF}Standard": ("OID", {f"{DEF}StandardOID"}),
    f"{DEF}leaf": ("ID", {"leafID", f"{DEF}ArchiveLocationID"}),
}


def faults(define: bytes) -> list[str]:
    """Identifiers that are used and not defined, defined and not used, or defined twice."""
    root = etree.fromstring(define)
    out = []
    for tag, (attribute, references) in KINDS.items():
        kind = etree.QName(tag).localname
        defined = Counter(e.get(attribute) for e in root.iter(tag))
        used = {v for e in root.iter(etree.Element) for a, v in e.attrib.items() if a in references}
        out += [f"{kind} {oid} is used and not defined" for oid in sorted(used - set(defined))]
        out += [f"{kind} {oid} is defined and not used" for oid in sorted(set(defined) - used)]
        out += [f"{kind} {oid} is defined {n} times" for oid, n in defined.items() if n > 1]
    groups = {e.get("OID") for e in root.iter(f"{ODM}ItemGroupDef")}
    analysed = {e.get("ItemGroupOID") for e in root.iter(f"{ARM}AnalysisDataset")}
    return out + [f"ItemGroupDef {oid} is used and not defined" for oid in sorted(analysed - groups)]

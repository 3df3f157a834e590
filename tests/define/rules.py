"""Business rules of Define-XML 2.1 that its schema cannot say: what breaks a rule, as XPath."""

from lxml import etree

SPACES = {"o": "http://www.cdisc.org/ns/odm/v1.3", "def": "http://www.cdisc.org/ns/def/v2.1"}
_SIZED = "(@DataType='text' or @DataType='integer' or @DataType='float')"
# rule, with the section of the specification -> elements that break it
RULES = {
    "5.3.11: a dataset has a key": "//o:ItemGroupDef[not(o:ItemRef/@KeySequence)]",
    "5.3.11: a dataset without data says why": "//o:ItemGroupDef[@def:HasNoData][not(@def:CommentOID)]",
    "5.3.11: reference data do not repeat": "//o:ItemGroupDef[@IsReferenceData='Yes'][@Repeating!='No']",
    "5.3.11: trial design is reference data": (
        "//o:ItemGroupDef[def:Class/@Name='TRIAL DESIGN'][not(@IsReferenceData='Yes')]"
    ),
    "5.3.11: a dataset has a class and a description": "//o:ItemGroupDef[not(def:Class) or not(o:Description)]",
    "5.3.11.1: part of a domain names the domain": (
        "//o:ItemGroupDef[@Domain!=@Name][not(o:Alias/@Context='DomainDescription')]"
    ),
    "5.3.11.2: a derived item has a method": (
        "//o:ItemRef[not(@MethodOID)][@ItemOID=//o:ItemDef[def:Origin/@Type='Derived']/@OID]"
    ),
    "5.3.11.2: an item without data says why": (
        "//o:ItemRef[@def:HasNoData][@ItemOID=//o:ItemDef[not(@def:CommentOID)]/@OID]"
    ),
    "5.3.11.2: a where clause is for value lists": "//o:ItemGroupDef/o:ItemRef[def:WhereClauseRef]",
    "5.3.9: a value list's item has a where clause": "//def:ValueListDef/o:ItemRef[not(def:WhereClauseRef)]",
    "5.3.9: QVAL has a value list": "//o:ItemDef[@Name='QVAL'][not(def:ValueListRef)]",
    "5.3.12: text, integer and float have a length": f"//o:ItemDef[{_SIZED}][not(@Length)]",
    "5.3.12: other types have none": f"//o:ItemDef[not{_SIZED}][@Length]",
    "5.3.12: float has significant digits": "//o:ItemDef[@DataType='float'][not(@SignificantDigits)]",
    "5.3.12: others have none": "//o:ItemDef[@DataType!='float'][@SignificantDigits]",
    "5.3.12: a variable has a description": "//o:ItemDef[@SASFieldName][not(o:Description)]",
    "5.3.12.3: an item has an origin, or its values have": "//o:ItemDef[not(def:Origin)][not(def:ValueListRef)]",
    "5.3.12.3: an origin stands once": (
        "//def:Origin[@Type=preceding-sibling::def:Origin/@Type][not(@Type='Collected' or @Type='Predecessor')]"
    ),
    "5.3.12.3: an origin has a source": "//def:Origin[not(@Source)][@Type!='Predecessor'][@Type!='Not Available']",
    "5.3.12.3: a predecessor is named": "//def:Origin[@Type='Predecessor'][not(o:Description)]",
    "5.3.12.3: what was collected cites the CRF, when there is one": (
        "//def:Origin[@Type='Collected'][not(def:DocumentRef/def:PDFPageRef)][//def:AnnotatedCRF]"
    ),
    "5.3.13: a codelist is of a standard, or not": (
        "//o:CodeList[not(o:ExternalCodeList)][boolean(@def:StandardOID)=boolean(@def:IsNonStandard)]"
    ),
    "5.3.13: a standard's codelist has its code": (
        "//o:CodeList[@def:StandardOID][count(o:Alias[@Context='nci:ExtCodeID'])!=1]"
    ),
    "5.3.13: names of codelists are unique": "//o:CodeList[@Name=preceding-sibling::o:CodeList/@Name]",
    "5.3.13: a term stands once": "//o:CodeList/*[@CodedValue=preceding-sibling::*/@CodedValue]",
    "5.3.13: a term of a standard has a code, or extends": (
        "//o:CodeList[@def:StandardOID]/*[@CodedValue][not(o:Alias)][not(@def:ExtendedValue)]"
    ),
    "5.3.13: a dictionary has a version": "//o:ExternalCodeList[not(@Version)]",
    "5.3.14: a method has a type and a text": "//o:MethodDef[not(@Type) or not(string(o:Description))]",
    "texts are filled": "//o:TranslatedText[contains(., '{') or contains(., '}')]",
}


def broken(define: bytes) -> list[str]:
    """Each breach as ``rule: element``."""
    root = etree.fromstring(define)
    out = [f"{rule}: {_shown(e)}" for rule, xpath in RULES.items() for e in root.xpath(xpath, namespaces=SPACES)]
    return out + _values_longer_than_their_variable(root) + _codelists_of_another_type(root)


def _shown(element: etree._Element) -> str:
    while element.get("OID") is None and element.get("ItemOID") is None and element.getparent() is not None:
        element = element.getparent()
    return f"{etree.QName(element).localname} {element.get('OID') or element.get('ItemOID')}"


def _values_longer_than_their_variable(root: etree._Element) -> list[str]:
    items = {i.get("OID"): i for i in root.iter("{*}ItemDef")}
    out = []
    for item in items.values():
        for reference in item.findall("def:ValueListRef", SPACES):
            (values,) = root.xpath(f"//def:ValueListDef[@OID='{reference.get('ValueListOID')}']", namespaces=SPACES)
            for ref in values:
                value = items[ref.get("ItemOID")]
                if int(value.get("Length") or 0) > int(item.get("Length") or 0) and item.get("Length"):
                    out.append(f"5.3.12: a value is not longer than its variable: {value.get('OID')}")
    return out


def _codelists_of_another_type(root: etree._Element) -> list[str]:
    types = {c.get("OID"): c.get("DataType") for c in root.iter("{*}CodeList")}
    return [
        f"5.3.13: an item has the type of its codelist: {i.get('OID')}"
        for i in root.iter("{*}ItemDef")
        for ref in i.findall("o:CodeListRef", SPACES)
        if types[ref.get("CodeListOID")] != i.get("DataType")
    ]

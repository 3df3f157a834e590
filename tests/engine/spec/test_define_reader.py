"""What is read of a define.xml."""

from __future__ import annotations

from onespec.engine.spec.conditions import Condition
from onespec.engine.spec.define_reader import Item, read_define

TEXT = """<ODM xmlns="http://www.cdisc.org/ns/odm/v1.3" xmlns:def="http://www.cdisc.org/ns/def/v2.1">
<Study OID="S"><MetaDataVersion OID="M" Name="M">
<def:ValueListDef OID="VL.TS">
  <ItemRef ItemOID="IT.TSVAL.1" Mandatory="No"><def:WhereClauseRef WhereClauseOID="WC.1"/></ItemRef>
</def:ValueListDef>
<def:WhereClauseDef OID="WC.1"><RangeCheck Comparator="IN" SoftHard="Soft" def:ItemOID="IT.TSPARMCD">
  <CheckValue>RANDOM</CheckValue><CheckValue>ADDON</CheckValue></RangeCheck></def:WhereClauseDef>
<ItemGroupDef OID="IG.TS" Name="TS">
  <Description><TranslatedText xml:lang="en">Trial Summary</TranslatedText></Description>
  <ItemRef ItemOID="IT.TSPARMCD" KeySequence="2"/><ItemRef ItemOID="IT.TSVAL" KeySequence="1"/>
  <ItemRef ItemOID="IT.TSVCDREF"/></ItemGroupDef>
<ItemDef OID="IT.TSPARMCD" Name="TSPARMCD" DataType="text" Length="8">
  <Description><TranslatedText xml:lang="en">Code</TranslatedText></Description></ItemDef>
<ItemDef OID="IT.TSVAL" Name="TSVAL" DataType="text" Length="200"><def:ValueListRef ValueListOID="VL.TS"/></ItemDef>
<ItemDef OID="IT.TSVAL.1" Name="TSVAL" DataType="text" Length="1"><CodeListRef CodeListOID="CL.NY"/></ItemDef>
<ItemDef OID="IT.TSVCDREF" Name="TSVCDREF" DataType="text" Length="9"><CodeListRef CodeListOID="CL.OUT"/></ItemDef>
<CodeList OID="CL.NY" Name="NY" DataType="text">
  <CodeListItem CodedValue="N"><Decode/></CodeListItem><EnumeratedItem CodedValue="Y"/></CodeList>
<CodeList OID="CL.OUT" Name="Out" DataType="text"><ExternalCodeList Dictionary="MedDRA" Version="28.0"/></CodeList>
</MetaDataVersion></Study></ODM>"""


def test_datasets_variables_keys_and_value_level(tmp_path):
    (tmp_path / "define.xml").write_text(TEXT, encoding="utf-8")
    group = read_define(tmp_path / "define.xml").groups["TS"]
    assert (group.label, group.keys) == ("Trial Summary", ("TSVAL", "TSPARMCD"))
    assert list(group.items.values()) == [
        Item("TSPARMCD", "Code", "text", 8, None),
        Item("TSVAL", "", "text", 200, None),
        Item("TSVCDREF", "", "text", 9, None),
    ]
    assert group.values == {
        "TSVAL": (Item("TSVAL", "", "text", 1, frozenset("NY"), (Condition("TSPARMCD", "IN", ("RANDOM", "ADDON")),)),)
    }


def test_no_file_and_no_xml(tmp_path):
    (tmp_path / "define.xml").write_text("<ODM", encoding="utf-8")
    assert read_define(tmp_path / "define.xml") is None
    assert read_define(tmp_path / "other.xml") is None

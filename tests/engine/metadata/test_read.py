"""Reading anybody's define.xml: what it says, what has no place, what is refused."""

import pytest

from onespec.engine.metadata.model import Check, Origin, Pages, Reference, Unplaced, said_in
from onespec.engine.metadata.read import NotDefine, parse_define, read_define

SMALL = """\
<ODM xmlns="http://www.cdisc.org/ns/odm/v1.3" xmlns:def="http://www.cdisc.org/ns/def/v2.1"
  xmlns:xlink="http://www.w3.org/1999/xlink" FileOID="F.1">
<Study OID="S.1"><GlobalVariables><StudyName>S1</StudyName><StudyDescription>A study</StudyDescription>
<ProtocolName>P1</ProtocolName></GlobalVariables>
<MetaDataVersion OID="MDV.1" Name="N" def:DefineVersion="2.1.0">
<def:Standards><def:Standard OID="STD.1" Name="SDTMIG" Type="IG" Version="3.4" Status="Final"/></def:Standards>
<def:AnnotatedCRF><def:DocumentRef leafID="LF.acrf"/></def:AnnotatedCRF>
<def:ValueListDef OID="VL.1"><ItemRef ItemOID="IT.VS.VSORRES.HR" Mandatory="No">
<def:WhereClauseRef WhereClauseOID="WC.1"/></ItemRef></def:ValueListDef>
<def:WhereClauseDef OID="WC.1"><RangeCheck Comparator="IN" SoftHard="Soft" def:ItemOID="IT.VS.VSTESTCD">
<CheckValue>HR</CheckValue><CheckValue> PR</CheckValue></RangeCheck></def:WhereClauseDef>
<ItemGroupDef OID="IG.VS" Name="VS" Repeating="Yes" Purpose="Tabulation" def:StandardOID="STD.1">
<Description><TranslatedText xml:lang="en">Vital Signs</TranslatedText>
<TranslatedText xml:lang="zh">生命体征</TranslatedText></Description>
<ItemRef ItemOID="IT.VS.VSTESTCD" Mandatory="Yes" KeySequence="2"/>
<ItemRef ItemOID="IT.VS.VSORRES" Mandatory="No" KeySequence="1"/><ItemRef ItemOID="IT.GONE"/>
<def:Class Name="FINDINGS"/><def:leaf ID="LF.VS" xlink:href="vs.xpt"><def:title>vs.xpt</def:title></def:leaf>
</ItemGroupDef>
<ItemDef OID="IT.VS.VSTESTCD" Name="VSTESTCD" DataType="text" Length="8"/>
<ItemDef OID="IT.VS.VSORRES" Name="VSORRES" DataType="text" Length="8"><def:ValueListRef ValueListOID="VL.1"/></ItemDef>
<ItemDef OID="IT.VS.VSORRES.HR" Name="VSORRES" DataType="integer" Length="3">
<def:Origin Type="Collected" Source="Investigator"><def:DocumentRef leafID="LF.acrf">
<def:PDFPageRef PageRefs="3 4" Type="PhysicalRef"/></def:DocumentRef></def:Origin></ItemDef>
<def:leaf ID="LF.acrf" xlink:href="acrf.pdf"><def:title>CRF</def:title></def:leaf>
</MetaDataVersion></Study></ODM>"""
OLD = SMALL.replace("def/v2.1", "def/v2.0")


def changed(old, new, text=SMALL):
    assert text.count(old) == 1
    return parse_define(text.replace(old, new).encode())


def test_what_it_says():
    read = parse_define(SMALL.encode())
    assert (read.study_name, read.study_description, read.protocol) == ("S1", "A study", "P1")
    assert (read.version, read.attributes["FileOID"]) == ("2.1.0", "F.1")
    (vs,) = read.datasets
    assert (vs.name, vs.cls, vs.keys) == ("VS", "FINDINGS", ("VSORRES", "VSTESTCD"))
    assert [said_in(vs.label, language) for language in ("en", "zh", "fr")] == [
        "Vital Signs",
        "生命体征",
        "Vital Signs",
    ]
    assert [(leaf.href, leaf.of) for leaf in read.leaves] == [("vs.xpt", "VS"), ("acrf.pdf", "")]
    assert read.annotated == (Reference(leaf="LF.acrf"),)
    assert read.unplaced == ()


def test_value_level_stands_at_its_variable():
    read = parse_define(SMALL.encode())
    value = read.datasets[0].variables[1].values[0]
    assert (value.name, value.type, value.wheres) == ("VSORRES", "integer", ("WC.1",))
    pages = Reference(leaf="LF.acrf", pages=(Pages(pages=("3", "4")),))
    assert value.origins == (Origin(type="Collected", source="Investigator", documents=(pages,)),)
    check = Check(dataset="VS", variable="VSTESTCD", comparator="IN", values=("HR", " PR"), item="IT.VS.VSTESTCD")
    assert read.wheres[0].checks == (check,)
    assert (value.line, read.wheres[0].line) == (8, 10)


def test_a_reference_that_leads_nowhere_says_so():
    lost = parse_define(SMALL.encode()).datasets[0].variables[2]
    assert (lost.oid, lost.name, lost.lost) == ("", "IT.GONE", "IT.GONE")


def test_a_value_list_within_itself_ends():
    read = changed('Length="3">', 'Length="3"><def:ValueListRef ValueListOID="VL.1"/>')
    depth, found = 0, read.datasets[0].variables[1]
    while found.values:
        depth, found = depth + 1, found.values[0]
    assert depth == 4


@pytest.mark.parametrize(
    ("old", "new", "place", "text"),
    [
        ('Name="N"', 'Name="N" Vendor="9"', "MetaDataVersion[MDV.1]/@Vendor", "9"),
        ('DataType="text" Length="8"/>', 'DataType="text" Length="8">x</ItemDef>', "ItemDef[IT.VS.VSTESTCD]", "x"),
        (
            "<ProtocolName>P1</ProtocolName>",
            "<ProtocolName>P1</ProtocolName><ProtocolName>P2</ProtocolName>",
            "GlobalVariables/ProtocolName",
            "P2",
        ),
        (
            "生命体征</TranslatedText>",
            '生命体征</TranslatedText><TranslatedText xml:lang="en">Again</TranslatedText>',
            "Description/TranslatedText[en]",
            "Again",
        ),
        (
            "</MetaDataVersion>",
            '<ItemDef OID="IT.X" Name="X" DataType="text"/></MetaDataVersion>',
            "MetaDataVersion[MDV.1]/ItemDef[IT.X]",
            'Name="X"',
        ),
        (
            "</MetaDataVersion>",
            '<ItemDef OID="IT.VS.VSORRES" Name="B"/></MetaDataVersion>',
            "MetaDataVersion[MDV.1]/ItemDef[IT.VS.VSORRES]",
            'Name="B"',
        ),
        (
            "</MetaDataVersion>",
            '<v:Own xmlns:v="urn:v">mine</v:Own></MetaDataVersion>',
            "MetaDataVersion[MDV.1]/{urn:v}Own",
            "mine",
        ),
    ],
)
def test_what_has_no_place_is_named(old, new, place, text):
    (left,) = changed(old, new).unplaced
    assert left.place.endswith(place) and text in left.text and left.line > 0


def test_of_2_0():
    """Its standard, class and pages stand elsewhere."""
    text = OLD.replace("<def:Standards>", "<!--").replace("</def:Standards>", "-->")
    text = text.replace('Name="N"', 'Name="N" def:StandardName="SDTM-IG" def:StandardVersion="3.1.2"')
    text = text.replace('<def:Class Name="FINDINGS"/>', "").replace('Purpose="T', 'def:Class="Findings" Purpose="T')
    text = text.replace("<!--", "<!-- ").replace('Type="Collected" Source="Investigator">', 'Type="CRF" Pages="7">', 1)
    import re

    read = parse_define(re.sub("<!--.*?-->", "", text, flags=re.DOTALL).encode())
    assert [(s.name, s.version) for s in read.standards] == [("SDTM-IG", "3.1.2")]
    assert read.datasets[0].cls == "Findings"
    origin = read.datasets[0].variables[1].values[0].origins[0]
    assert [[p.pages for p in d.pages] for d in origin.documents] == [[("3", "4")], [("7",)]]
    assert read.unplaced == ()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "no well-formed XML"),
        ("<ODM", "no well-formed XML"),
        ("<html/>", "its root is html"),
        ('<ODM xmlns="http://www.cdisc.org/ns/odm/v1.3"/>', "without the namespace of Define-XML"),
        (SMALL.replace("def/v2.1", "def/v1.0"), "Define-XML 1.0; 2.0 and 2.1 are read"),
        ('<!DOCTYPE x [<!ENTITY a "b">]>' + SMALL, "DOCTYPE"),
        ('<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + SMALL, "DOCTYPE"),
        (SMALL.replace("MetaDataVersion", "Other"), "no Study with a MetaDataVersion"),
    ],
)
def test_what_is_no_define_is_refused(content, said):
    with pytest.raises(NotDefine, match=said):
        parse_define(content.encode())


def test_a_file_and_the_largest(tmp_path, monkeypatch):
    path = tmp_path / "define.xml"
    path.write_text(SMALL, encoding="utf-8")
    assert read_define(path) == parse_define(SMALL.encode())
    monkeypatch.setattr("onespec.engine.metadata.read.LARGEST", 10)
    with pytest.raises(NotDefine, match="larger"):
        read_define(path)


def test_lines_make_no_difference():
    assert Unplaced(place="a", text="b", line=1) == Unplaced(place="a", text="b", line=2)

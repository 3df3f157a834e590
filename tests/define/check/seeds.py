"""Faults to seed into the small define.xml: each is a small edit, and breaks one rule."""

# ruff: noqa: E501  each fault is read on one line
from __future__ import annotations

import re
from typing import NamedTuple

from .small import SMALL

DM_REFS = "".join(re.findall(r' *<ItemRef ItemOID="IT\.DM\.[A-Z]+" .*\n', SMALL))


class Seed(NamedTuple):
    """rule -> what is written for what, once; ``also``: further edits that the first one needs."""

    rule: str
    old: str
    new: str
    also: tuple[tuple[str, str], ...] = ()

    def spoil(self, define: str) -> str:
        for old, new in ((self.old, self.new), *self.also):
            assert old in define, old
            define = define.replace(old, new, 1)
        return define


_LONG = "A label that says more than a label can hold"  # 44 characters
_VSSTRESN = 'Name="VSSTRESN" DataType="float" Length="5" SignificantDigits="1"'
_LEAF = '<def:leaf ID="LF.guide" xlink:href="guide.txt">'
_SITEID = '<TranslatedText xml:lang="en">Study Site Identifier</TranslatedText></Description>'
_COUNTRY = '<ItemRef ItemOID="IT.DM.COUNTRY" OrderNumber="11" Mandatory="Yes" Role="Record Qualifier"/>'
_GUIDE = '      <def:leaf ID="LF.guide" xlink:href="guide.txt"><def:title>Guide</def:title></def:leaf>\n'
_VSSEQ = """      <MethodDef OID="MT.VSSEQ" Name="Sequence" Type="Computation">
        <Description><TranslatedText xml:lang="en">Number of the record within its subject, from 1.</TranslatedText></Description>
      </MethodDef>
"""
_KEYS = """ KeySequence="1" Role="Identifier"/>
        <ItemRef ItemOID="IT.DM.DOMAIN" OrderNumber="2" Mandatory="Yes" Role="Identifier"/>
        <ItemRef ItemOID="IT.DM.USUBJID" OrderNumber="3" Mandatory="Yes" KeySequence="2\""""
_AGAIN = """<ItemGroupDef OID="IG.DM.2" Name="DM" Domain="DM" SASDatasetName="DM" Repeating="No" IsReferenceData="No" Purpose="Tabulation" def:Structure="One record per subject" def:StandardOID="STD.IG" def:HasNoData="Yes" def:CommentOID="COM.ETHNIC">
        <Description><TranslatedText xml:lang="en">Demographics</TranslatedText></Description>
"""
_VSU = '<EnumeratedItem CodedValue="Temperature" OrderNumber="2">'

SEEDS = [
    # the schema
    Seed("DX0001", ' FileType="Snapshot"', ""),
    Seed("DX0001", ' Repeating="No" IsReferenceData="No"', ' Repeating="Perhaps" IsReferenceData="No"'),
    Seed("DX0001", 'SoftHard="Soft" def:ItemOID="IT.VS.VISITNUM"', 'def:ItemOID="IT.VS.VISITNUM"'),
    # references
    Seed("DX0101", _COUNTRY, _COUNTRY + '<ItemRef ItemOID="IT.DM.RACE" OrderNumber="12" Mandatory="No"/>'),
    Seed("DX0102", _SITEID, _SITEID + '<CodeListRef CodeListOID="CL.SITE"/>'),
    Seed("DX0103", 'MethodOID="MT.USUBJID"', 'MethodOID="MT.USUBJIDS"'),
    Seed("DX0104", '<ItemDef OID="IT.DM.SITEID"', '<ItemDef OID="IT.DM.SITEID" def:CommentOID="COM.SITEID"'),
    Seed(
        "DX0105",
        '<def:Origin Type="Protocol" Source="Sponsor"/>',
        '<def:Origin Type="Protocol" Source="Sponsor"/><def:ValueListRef ValueListOID="VL.X"/>',
    ),
    Seed(
        "DX0106",
        '<def:WhereClauseRef WhereClauseOID="WC.VS.TEMP"/>',
        '<def:WhereClauseRef WhereClauseOID="WC.VS.TEMP"/><def:WhereClauseRef WhereClauseOID="WC.VS.TEMP2"/>',
    ),
    Seed("DX0107", 'def:ItemOID="IT.VS.VISITNUM"', 'def:ItemOID="IT.VS.VISIT"'),
    Seed(
        "DX0108",
        '<def:AnnotatedCRF>\n        <def:DocumentRef leafID="LF.acrf"/>',
        '<def:AnnotatedCRF>\n        <def:DocumentRef leafID="LF.crf"/>',
    ),
    Seed("DX0109", 'def:ArchiveLocationID="LF.VS"', 'def:ArchiveLocationID="LF.VSS"'),
    Seed("DX0110", 'DataType="text" def:StandardOID="STD.CT"', 'DataType="text" def:StandardOID="STD.CTS"'),
    Seed("DX0111", '<arm:AnalysisDataset ItemGroupOID="IG.VS">', '<arm:AnalysisDataset ItemGroupOID="IG.VT">'),
    Seed(
        "DX0112", '<arm:AnalysisVariable ItemOID="IT.VS.VSSTRESN"/>', '<arm:AnalysisVariable ItemOID="IT.VS.RESULT"/>'
    ),
    Seed("DX0113", '<arm:AnalysisResult OID="AR.1"', '<arm:AnalysisResult OID="AR.1" ParameterOID="IT.PARAMCD"'),
    Seed("DX0114", 'def:ItemOID="IT.VS.VISITNUM"', 'def:ItemOID="IT.VS.VSORRES.SYSBP"'),
    Seed("DX0115", '<arm:AnalysisVariable ItemOID="IT.VS.VSSTRESN"/>', '<arm:AnalysisVariable ItemOID="IT.DM.AGE"/>'),
    Seed("DX0116", 'def:ArchiveLocationID="LF.VS"', 'def:ArchiveLocationID="LF.guide"'),
    # nothing refers to it
    Seed(
        "DX0201",
        '      <ItemDef OID="IT.DM.DOMAIN"',
        '      <ItemDef OID="IT.SPARE" Name="SPARE" DataType="text" Length="1"/>\n      <ItemDef OID="IT.DM.DOMAIN"',
    ),
    Seed(
        "DX0202",
        '      <CodeList OID="CL.SEX"',
        '      <CodeList OID="CL.SPARE" Name="Spare" DataType="text" def:IsNonStandard="Yes"><EnumeratedItem CodedValue="A"/></CodeList>\n      <CodeList OID="CL.SEX"',
    ),
    Seed(
        "DX0203",
        '      <MethodDef OID="MT.VSSEQ"',
        '      <MethodDef OID="MT.SPARE" Name="Spare" Type="Computation"><Description><TranslatedText xml:lang="en">It is.</TranslatedText></Description></MethodDef>\n      <MethodDef OID="MT.VSSEQ"',
    ),
    Seed(
        "DX0204",
        '      <def:CommentDef OID="COM.ETHNIC"',
        '      <def:CommentDef OID="COM.SPARE"><Description><TranslatedText xml:lang="en">It is.</TranslatedText></Description></def:CommentDef>\n      <def:CommentDef OID="COM.ETHNIC"',
    ),
    Seed(
        "DX0205",
        '      <def:ValueListDef OID="VL.SUPPDM.QVAL"',
        '      <def:ValueListDef OID="VL.SPARE"><ItemRef ItemOID="IT.VS.VSORRES.SYSBP" Mandatory="No"><def:WhereClauseRef WhereClauseOID="WC.VS.SYSBP"/></ItemRef></def:ValueListDef>\n      <def:ValueListDef OID="VL.SUPPDM.QVAL"',
    ),
    Seed(
        "DX0206",
        '      <def:WhereClauseDef OID="WC.VS.VISIT1"',
        '      <def:WhereClauseDef OID="WC.SPARE"><RangeCheck Comparator="EQ" SoftHard="Soft" def:ItemOID="IT.VS.VISITNUM"><CheckValue>2</CheckValue></RangeCheck></def:WhereClauseDef>\n      <def:WhereClauseDef OID="WC.VS.VISIT1"',
    ),
    Seed("DX0207", '        <def:DocumentRef leafID="LF.guide"/>', '        <def:DocumentRef leafID="LF.acrf"/>'),
    Seed(
        "DX0208",
        "      </def:Standards>",
        '        <def:Standard OID="STD.ADAM" Name="ADaMIG" Type="IG" Version="1.3" Status="Final"/>\n      </def:Standards>',
    ),
    # twice
    Seed("DX0301", _VSSEQ, _VSSEQ + _VSSEQ.replace("Sequence", "Number")),
    Seed("DX0302", _GUIDE, _GUIDE + _GUIDE),
    Seed(
        "DX0303",
        '<ItemGroupDef OID="IG.VS"',
        _AGAIN + DM_REFS + '<def:Class Name="SPECIAL PURPOSE"/></ItemGroupDef>\n      <ItemGroupDef OID="IG.VS"',
    ),
    Seed(
        "DX0304", _COUNTRY, _COUNTRY + '<ItemRef ItemOID="IT.DM.SUBJID" OrderNumber="12" Mandatory="Yes" Role="Topic"/>'
    ),
    Seed("DX0305", 'OID="CL.AGEU" Name="Age Unit"', 'OID="CL.AGEU" Name="Sex"'),
    Seed(
        "DX0306",
        '<EnumeratedItem CodedValue="Temperature" OrderNumber="2"><Alias Context="nci:ExtCodeID" Name="C174446"/>',
        '<EnumeratedItem CodedValue="Systolic Blood Pressure" OrderNumber="2"><Alias Context="nci:ExtCodeID" Name="C25298"/>',
    ),
    Seed("DX0307", 'OID="MT.VSSEQ" Name="Sequence"', 'OID="MT.VSSEQ" Name="Unique subject"'),
    Seed(
        "DX0308", '<ItemRef ItemOID="IT.DM.SITEID" OrderNumber="6"', '<ItemRef ItemOID="IT.DM.SITEID" OrderNumber="5"'
    ),
    Seed(
        "DX0309",
        'ItemOID="IT.VS.VSTESTCD" OrderNumber="5" Mandatory="Yes" KeySequence="3"',
        'ItemOID="IT.VS.VSTESTCD" OrderNumber="5" Mandatory="Yes" KeySequence="2"',
    ),
    Seed(
        "DX0310",
        '<RangeCheck Comparator="EQ" SoftHard="Soft" def:ItemOID="IT.VS.VISITNUM"><CheckValue>1</CheckValue>',
        '<RangeCheck Comparator="EQ" SoftHard="Soft" def:ItemOID="IT.VS.VSTESTCD"><CheckValue>SYSBP</CheckValue>',
    ),
    Seed(
        "DX0311",
        '<def:WhereClauseRef WhereClauseOID="WC.VS.TEMP"/>',
        '<def:WhereClauseRef WhereClauseOID="WC.VS.TEMP"/>\n          <def:WhereClauseRef WhereClauseOID="WC.VS.SYSBP"/>',
    ),
    Seed(
        "DX0312",
        '<TranslatedText xml:lang="en">Age</TranslatedText>',
        '<TranslatedText xml:lang="en">Age</TranslatedText><TranslatedText xml:lang="en">Years</TranslatedText>',
    ),
    Seed("DX0313", 'xlink:href="vs.xpt"', 'xlink:href="dm.xpt"'),
    Seed("DX0314", _VSU, _VSU.replace('"2"', '"1"')),
    # the head
    Seed("DX0401", 'def:DefineVersion="2.1.0"', 'def:DefineVersion="2.0.0"'),
    Seed("DX0402", "<ProtocolName>SMALL-01</ProtocolName>", "<ProtocolName> </ProtocolName>"),
    Seed("DX0404", '<?xml-stylesheet type="text/xsl" href="define.xsl"?>\n', ""),
    Seed("DX0405", 'href="define.xsl"?>', 'href="define2-1.xsl"?>'),
    Seed(
        "DX0406",
        '<TranslatedText xml:lang="en">The date of the first visit.',
        "<TranslatedText>The date of the first visit.",
    ),
    Seed("DX0407", "The date of the first visit.", "[TODO] of the first visit."),
    Seed("DX0407", 'Name="VSDTC" DataType="date"', 'Name="VSDTC" DataType="__PLACEHOLDER__"'),
    Seed("DX0408", ' PublishingSet="SDTM"', ""),
    Seed("DX0409", 'Type="IG" Version="3.4"', 'Type="IG" Version=""'),
    Seed("DX0410", ' def:Context="Submission"', ""),
    Seed("DX0411", 'Version="2025-03-28"', 'Version="March 2025"'),
    # datasets
    Seed("DX0501", '<Description><TranslatedText xml:lang="en">Vital Signs</TranslatedText></Description>', ""),
    Seed(
        "DX0502",
        '<TranslatedText xml:lang="en">Vital Signs</TranslatedText>',
        f'<TranslatedText xml:lang="zh">{"生命体征" * 11}</TranslatedText>',
    ),
    Seed(
        "DX0503",
        '<TranslatedText xml:lang="en">Vital Signs</TranslatedText>',
        '<TranslatedText xml:lang="en">Vital Signs </TranslatedText>',
    ),
    Seed("DX0505", 'SASDatasetName="VS"', 'SASDatasetName="VITALS"'),
    Seed("DX0506", 'Name="VS" Domain="VS"', 'Name="VS"'),
    Seed("DX0507", ' def:Structure="One record per subject"', ""),
    Seed("DX0508", '<def:Class Name="FINDINGS"/>', ""),
    Seed("DX0509", _KEYS, _KEYS.replace(' KeySequence="1"', "").replace(' KeySequence="2"', "")),
    Seed("DX0510", 'Mandatory="Yes" KeySequence="4" Role="Timing"', 'Mandatory="Yes" KeySequence="6" Role="Timing"'),
    Seed("DX0511", ' def:ArchiveLocationID="LF.VS"', ""),
    Seed("DX0512", 'def:ArchiveLocationID="LF.VS"', 'def:ArchiveLocationID="LF.VS" def:HasNoData="Yes"'),
    Seed(
        "DX0513",
        'SASDatasetName="VS" Repeating="Yes" IsReferenceData="No"',
        'SASDatasetName="VS" Repeating="Yes" IsReferenceData="Yes"',
    ),
    Seed("DX0514", '" def:StandardOID="STD.IG" def:ArchiveLocationID="LF.VS"', '" def:ArchiveLocationID="LF.VS"'),
    Seed(
        "DX0515",
        'Purpose="Tabulation" def:Structure="One record per subject"',
        'Purpose="Analysis" def:Structure="One record per subject"',
    ),
    Seed("DX0516", 'ItemOID="IT.DM.SITEID" OrderNumber="6"', 'ItemOID="IT.DM.SITEID"'),
    Seed("DX0516", 'ItemOID="IT.DM.SITEID" OrderNumber="6"', 'ItemOID="IT.DM.SITEID" OrderNumber="12"'),
    Seed("DX0517", '        <Alias Context="DomainDescription" Name="Demographics"/>\n', ""),
    Seed("DX0521", 'def:ArchiveLocationID="LF.VS"', 'def:ArchiveLocationID="LF.DM"'),
    # variables
    Seed("DX0601", '<Description><TranslatedText xml:lang="en">Age</TranslatedText></Description>', ""),
    Seed(
        "DX0602",
        ">Study Site Identifier</TranslatedText>",
        f'>Study Site Identifier</TranslatedText><TranslatedText xml:lang="fr">{_LONG}</TranslatedText>',
    ),
    Seed("DX0606", 'Name="SITEID" DataType="text" Length="2"', 'Name="SITEID" DataType="text"'),
    Seed("DX0607", 'Name="VSDTC" DataType="date"', 'Name="VSDTC" DataType="date" Length="10"'),
    Seed("DX0608", 'Name="SITEID" DataType="text" Length="2"', 'Name="SITEID" DataType="text" Length="0"'),
    Seed("DX0609", _VSSTRESN, 'Name="VSSTRESN" DataType="float" Length="5"'),
    Seed(
        "DX0610",
        'Name="AGE" DataType="integer" Length="2"',
        'Name="AGE" DataType="integer" Length="2" SignificantDigits="1"',
    ),
    Seed("DX0611", _VSSTRESN, 'Name="VSSTRESN" DataType="float" Length="5" SignificantDigits="5"'),
    Seed("DX0612", 'Length="2" SASFieldName="AGE"', 'Length="2" SASFieldName="AGES"'),
    Seed("DX0613", 'Name="QLABEL" DataType="text" Length="10"', 'Name="QLABEL" DataType="text" Length="201"'),
    Seed("DX0615", 'Name="VSORRES" DataType="text" Length="4"', 'Name="VSORRES" DataType="text" Length="3"'),
    Seed(
        "DX0617",
        ">Age</TranslatedText></Description>",
        '>Age</TranslatedText></Description><CodeListRef CodeListOID="CL.SEX"/>',
    ),
    Seed(
        "DX0618",
        'ItemOID="IT.VS.VSDTC" OrderNumber="11" Mandatory="No"',
        'ItemOID="IT.VS.VSDTC" OrderNumber="11" Mandatory="No" def:HasNoData="Yes"',
    ),
    Seed(
        "DX0619",
        'ItemOID="IT.SUPPDM.QVAL" OrderNumber="6" Mandatory="Yes" Role="Result Qualifier"',
        'ItemOID="IT.SUPPDM.QVAL" OrderNumber="6" Mandatory="Yes" Role="Result"',
    ),
    Seed("DX0620", 'ItemOID="IT.DM.AGE" OrderNumber="7" Mandatory="No"', 'ItemOID="IT.DM.AGE" OrderNumber="7"'),
    Seed("DX0621", 'Name="VSDTC" DataType="date"', 'Name="VSDTC" DataType="day"'),
    # origins
    Seed("DX0701", '<def:Origin Type="Assigned" Source="Sponsor"/>', ""),
    Seed("DX0703", '<def:Origin Type="Protocol" Source="Sponsor"/>', '<def:Origin Type="Planned" Source="Sponsor"/>'),
    Seed("DX0704", '<def:Origin Type="Protocol" Source="Sponsor"/>', '<def:Origin Type="Protocol"/>'),
    Seed("DX0705", ' MethodOID="MT.USUBJID"', ""),
    Seed(
        "DX0706",
        'ItemOID="IT.DM.AGE" OrderNumber="7" Mandatory="No"',
        'ItemOID="IT.DM.AGE" OrderNumber="7" Mandatory="No" MethodOID="MT.USUBJID"',
    ),
    Seed(
        "DX0707",
        '<def:Origin Type="Predecessor"><Description><TranslatedText xml:lang="en">DM.SEX</TranslatedText></Description></def:Origin>',
        '<def:Origin Type="Predecessor"/>',
    ),
    Seed("DX0708", ">DM.SEX<", ">sex of DM<"),
    Seed("DX0709", ">DM.SEX<", ">DM.RACE<"),
    Seed(
        "DX0710",
        '<def:DocumentRef leafID="LF.acrf"><def:PDFPageRef Type="PhysicalRef" PageRefs="1"/></def:DocumentRef>',
        "",
    ),
    Seed("DX0711", 'Type="PhysicalRef" PageRefs="2 3"', 'Type="PhysicalRef" PageRefs="2,3"'),
    Seed("DX0711", 'Type="PhysicalRef" PageRefs="2 3"', 'Type="PhysicalRef" FirstPage="3" LastPage="2"'),
    Seed(
        "DX0712",
        '      <def:AnnotatedCRF>\n        <def:DocumentRef leafID="LF.acrf"/>\n      </def:AnnotatedCRF>\n',
        "",
    ),
    Seed(
        "DX0713",
        '<def:Origin Type="Protocol" Source="Sponsor"/>',
        '<def:Origin Type="Protocol" Source="Sponsor"/><def:Origin Type="Protocol" Source="Sponsor"/>',
    ),
    # value level
    Seed(
        "DX0801",
        '\n          <def:WhereClauseRef WhereClauseOID="WC.VS.TEMP"/>',
        "",
        (
            (
                '<def:WhereClauseRef WhereClauseOID="WC.VS.SYSBP"/>',
                '<def:WhereClauseRef WhereClauseOID="WC.VS.SYSBP"/><def:WhereClauseRef WhereClauseOID="WC.VS.TEMP"/>',
            ),
        ),
    ),
    Seed("DX0803", "<CheckValue>TEMP</CheckValue>", "<CheckValue>PULSE</CheckValue>"),
    Seed(
        "DX0804",
        "<CheckValue>1</CheckValue></RangeCheck>",
        '<CheckValue>1</CheckValue></RangeCheck><RangeCheck Comparator="GT" SoftHard="Soft" def:ItemOID="IT.VS.VISITNUM"><CheckValue>2</CheckValue></RangeCheck>',
    ),
    Seed("DX0805", "<CheckValue>SYSBP</CheckValue>", "<CheckValue>SYSBP</CheckValue><CheckValue>TEMP</CheckValue>"),
    Seed("DX0807", "<CheckValue>TEMP</CheckValue>", "<CheckValue>TEMP</CheckValue><CheckValue>SYSBP</CheckValue>"),
    Seed("DX0808", 'Comparator="IN"', 'Comparator="ONEOF"'),
    Seed("DX0812", 'def:ItemOID="IT.SUPPDM.QNAM"><CheckValue>RACEOTH', 'def:ItemOID="IT.VS.VSTESTCD"><CheckValue>TEMP'),
    Seed("DX0813", "<CheckValue>1</CheckValue></RangeCheck>", "<CheckValue>one</CheckValue></RangeCheck>"),
    Seed("DX0814", "<CheckValue>RACEOTH</CheckValue>", "<CheckValue>RACEOTHER</CheckValue>"),
    # codelists
    Seed("DX0902", 'Name="Sex" DataType="text" def:StandardOID="STD.CT"', 'Name="Sex" DataType="text"'),
    Seed(
        "DX0903",
        '        <CodeListItem CodedValue="YEARS" OrderNumber="1"><Decode><TranslatedText xml:lang="en">Year</TranslatedText></Decode><Alias Context="nci:ExtCodeID" Name="C29848"/></CodeListItem>\n',
        "",
    ),
    Seed(
        "DX0905",
        '<TranslatedText xml:lang="en">Male</TranslatedText>',
        '<TranslatedText xml:lang="en"> </TranslatedText>',
    ),
    Seed("DX0906", 'Name="AGEU" DataType="text" Length="5"', 'Name="AGEU" DataType="text" Length="4"'),
    Seed("DX0909", '        <Alias Context="nci:ExtCodeID" Name="C66731"/>\n', ""),
    Seed("DX0910", '<Alias Context="nci:ExtCodeID" Name="C20197"/>', ""),
    Seed("DX0913", 'Context="nci:ExtCodeID" Name="C66781"', 'Context="nci:ExtCodeID" Name="66781"'),
    Seed("DX0914", _VSU, _VSU.replace(' OrderNumber="2"', "")),
    Seed("DX0915", 'CodedValue="F" OrderNumber="1"', 'CodedValue="F" OrderNumber="1" Rank="1"'),
    # texts
    Seed("DX1001", "Number of the record within its subject, from 1.", ""),
    Seed("DX1002", "It was not collected.", " "),
    Seed("DX1003", 'Name="Sequence" Type="Computation"', 'Name="Sequence" Type="Other"'),
    Seed("DX1004", "float(VSORRES)", " "),
    Seed(
        "DX1007",
        '<TranslatedText xml:lang="en">The mean at visit 1.</TranslatedText>',
        '<TranslatedText xml:lang="en">The mean at visit 1.</TranslatedText><TranslatedText xml:lang="de"> </TranslatedText>',
    ),
    # documents
    Seed("DX1101", _LEAF, _LEAF.replace("guide.txt", "plan.pdf")),
    Seed("DX1102", _LEAF, _LEAF.replace("guide.txt", "file:///C:/guide.txt")),
    Seed("DX1103", "<def:title>Guide</def:title>", "<def:title></def:title>"),
    Seed("DX1104", 'Type="PhysicalRef" PageRefs="2 3"', 'Type="PhysicalRef" PageRefs="2 4"'),
    Seed("DX1105", 'PageRefs="vitals"', 'PageRefs="vital-signs"'),
    Seed(
        "DX1107",
        '<def:DocumentRef leafID="LF.guide"/>',
        '<def:DocumentRef leafID="LF.guide"><def:PDFPageRef Type="PhysicalRef" PageRefs="1"/></def:DocumentRef>',
    ),
    Seed("DX1108", _LEAF, _LEAF.replace("guide.txt", "csdrg.pdf")),
    # the standard
    Seed(
        "DX1203",
        'Name="AGEU" DataType="text" Length="5" SASFieldName="AGEU"',
        'Name="AGEUN" DataType="text" Length="5" SASFieldName="AGEUN"',
    ),
    Seed("DX1202", '<def:Class Name="FINDINGS"/>', '<def:Class Name="EVENTS"/>'),
    Seed(
        "DX1205",
        'ItemOID="IT.DM.SEX" OrderNumber="9" Mandatory="Yes"',
        'ItemOID="IT.DM.SEX" OrderNumber="9" Mandatory="No"',
    ),
    Seed("DX1206", ">Age Units<", ">Unit of Age<"),
    Seed("DX1207", 'Name="AGE" DataType="integer" Length="2"', 'Name="AGE" DataType="text" Length="2"'),
    Seed(
        "DX1208",
        '        <ItemRef ItemOID="IT.DM.AGEU" OrderNumber="8" Mandatory="No"',
        '        <ItemRef ItemOID="IT.DM.AGEU" OrderNumber="8" Mandatory="No" def:IsNonStandard="Yes"',
    ),
    Seed(
        "DX1209",
        '<CodeListRef CodeListOID="CL.VSU"/>',
        "",
        (('<ItemRef ItemOID="IT.DM.STUDYID"', '<ItemRef ItemOID="IT.DM.STUDYID" RoleCodeListOID="CL.VSU"'),),
    ),
    Seed(
        "DX1211",
        'OrderNumber="7" Mandatory="No" Role="Record Qualifier"',
        'OrderNumber="7" Mandatory="No" Role="Timing"',
    ),
    Seed(
        "DX1212",
        '<TranslatedText xml:lang="en">Vital Signs</TranslatedText>',
        '<TranslatedText xml:lang="en">Signs</TranslatedText>',
    ),
    # terminology
    Seed("DX1301", 'Name="C66781"', 'Name="C99999999"'),
    Seed("DX1302", 'CodedValue="M" OrderNumber="2"', 'CodedValue="m" OrderNumber="2"'),
    Seed("DX1303", 'CodedValue="mmHg"', 'CodedValue="mmhg"'),
    Seed("DX1305", 'Name="C16576"', 'Name="C16577"'),
    Seed(
        "DX1306",
        '<Decode><TranslatedText xml:lang="en">Temperature</TranslatedText>',
        '<Decode><TranslatedText xml:lang="en">Body Temperature</TranslatedText>',
    ),
    # analysis results
    Seed("DX1401", '<Description><TranslatedText xml:lang="en">Blood pressure</TranslatedText></Description>', ""),
    Seed("DX1402", ' AnalysisReason="SPECIFIED IN SAP"', ""),
    Seed("DX1404", "The mean at visit 1.", ""),
    Seed(
        "DX1405",
        "              </arm:AnalysisDataset>\n",
        '              </arm:AnalysisDataset>\n              <arm:AnalysisDataset ItemGroupOID="IG.DM"/>\n',
    ),
    Seed("DX1406", "mean(VSSTRESN)", ""),
]

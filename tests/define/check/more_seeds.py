# ruff: noqa: E501  each fault is read on one line
"""Faults that need more than one edit, so that they break one rule and no other."""

from __future__ import annotations

import re

from .seeds import DM_REFS, Seed
from .small import SMALL

_FREE = (
    'def:StandardOID="STD.IG" def:ArchiveLocationID="LF.VS"',
    'def:IsNonStandard="Yes" def:ArchiveLocationID="LF.VS"',
)
_VS = 'OID="IG.VS" Name="VS" Domain="VS" SASDatasetName="VS"'
_GROUP = '      <ItemGroupDef OID="IG.VS"'
_SITEID = '<TranslatedText xml:lang="en">Study Site Identifier</TranslatedText></Description>'
_CODELISTS = '      <CodeList OID="CL.AGEU"'
_NO_DATA = 'Repeating="No" IsReferenceData="No" Purpose="Tabulation" def:Structure="One record per subject" def:HasNoData="Yes" def:CommentOID="COM.ETHNIC"'
_LABEL = '<Description><TranslatedText xml:lang="en">Other</TranslatedText></Description>'
_CLASS = '<def:Class Name="EVENTS"/></ItemGroupDef>\n'
_DISPLAY = re.search(r" *<arm:ResultDisplay .*</arm:ResultDisplay>\n", SMALL, re.DOTALL)[0]  # pyright: ignore[reportOptionalSubscript]
_WHERE = re.search(r' *<def:WhereClauseDef OID="WC.VS.VISIT1".*?</def:WhereClauseDef>\n', SMALL, re.DOTALL)[0]  # pyright: ignore[reportOptionalSubscript]
_COUNTRY = re.search(r' *<ItemDef OID="IT.DM.COUNTRY".*?</ItemDef>\n', SMALL, re.DOTALL)[0]  # pyright: ignore[reportOptionalSubscript]
_REF = '<ItemRef ItemOID="IT.DM.COUNTRY" OrderNumber="11" Mandatory="Yes" Role="Record Qualifier"/>'
_VSDTC = 'Name="VSDTC" DataType="date" SASFieldName="VSDTC"'
_USUBJID = re.search(r'<ItemDef OID="IT.SUPPDM.USUBJID".*?Identifier', SMALL, re.DOTALL)[0]  # pyright: ignore[reportOptionalSubscript]
_ROLE = ('<ItemRef ItemOID="IT.DM.STUDYID"', '<ItemRef ItemOID="IT.DM.STUDYID" RoleCodeListOID="CL.AGEU"')
_DATASETS = re.search(r" *<arm:AnalysisDataset .*</arm:AnalysisDataset>\n", SMALL, re.DOTALL)[0]  # pyright: ignore[reportOptionalSubscript]


def of_site(rule: str, codelist: str) -> Seed:
    """A codelist of the sponsor's own, which one variable uses."""
    return Seed(
        rule, _SITEID, _SITEID + '<CodeListRef CodeListOID="CL.SITE"/>', ((_CODELISTS, f"{codelist}\n{_CODELISTS}"),)
    )


def own(terms: str, type_: str = "text") -> str:
    return f'<CodeList OID="CL.SITE" Name="Sites" DataType="{type_}" def:IsNonStandard="Yes">{terms}</CodeList>'


MORE_SEEDS = [
    Seed("DX0315", _DISPLAY, _DISPLAY + _DISPLAY.replace('"RD.1"', '"RD.2"').replace('"AR.1"', '"AR.2"')),
    Seed(
        "DX0403",
        'Name="SDTMIG" Type="IG" Version="3.4"',
        'Name="CDISC/NCI" Type="CT" PublishingSet="SDTM" Version="2025-03-28"',
    ),
    Seed("DX0504", _VS, 'OID="IG.VS" Name="Vs" Domain="Vs" SASDatasetName="Vs"', (_FREE,)),
    Seed(
        "DX0518",
        _GROUP,
        f'<ItemGroupDef OID="IG.XX" Name="XX" Domain="XX" SASDatasetName="XX" {_NO_DATA} def:IsNonStandard="Yes">{_LABEL}{_CLASS}{_GROUP}',
    ),
    Seed("DX0519", 'xlink:href="vs.xpt"', 'xlink:href="guide.txt"'),
    Seed("DX0520", '<def:Class Name="FINDINGS"/>', '<def:Class Name="TRIAL DESIGN"/>', (_FREE,)),
    Seed("DX0522", 'SASDatasetName="DM" Repeating="No"', 'SASDatasetName="DM" Repeating="Yes"'),
    Seed("DX0622", _VSDTC, _VSDTC.replace("VSDTC", "AGE"), (_FREE,)),
    Seed(
        "DX0623",
        _USUBJID,
        _USUBJID.replace("Unique Subject", "Subject"),
        (_FREE, tuple(text.replace("LF.VS", "LF.SUPPDM") for text in _FREE)),
    ),
    Seed(
        "DX1307",
        '<EnumeratedItem CodedValue="Temperature" OrderNumber="2"><Alias Context="nci:ExtCodeID" Name="C174446"/></EnumeratedItem>',
        "",
    ),
    Seed(
        "DX0604",
        'Name="AGE" DataType',
        'Name="AGEINYEARS" DataType',
        (('OrderNumber="7" Mandatory="No" Role', 'OrderNumber="7" Mandatory="No" def:IsNonStandard="Yes" Role'),),
    ),
    Seed(
        "DX0614",
        'Name="VISITNUM" DataType="integer" Length="1" SASFieldName="VISITNUM"',
        'Name="ADT" DataType="integer" Length="5" SASFieldName="ADT"',
        (
            _FREE,
            (
                'Purpose="Tabulation" def:Structure="One record per measurement',
                'Purpose="Analysis" def:Structure="One record per measurement',
            ),
        ),
    ),
    Seed("DX0616", 'Name="VSORRES" DataType="text"', 'Name="VSORRES" DataType="integer"', (_FREE,)),
    Seed("DX0802", _REF, f'{_REF[:-2]}><def:WhereClauseRef WhereClauseOID="WC.VS.VISIT1"/></ItemRef>'),
    Seed(
        "DX0810",
        'Name="VSORRESU" DataType="text" Length="4" SASFieldName="VSORRESU"',
        'Name="QVAL" DataType="text" Length="4" SASFieldName="QVAL"',
        (_FREE,),
    ),
    Seed(
        "DX0815",
        '        <RangeCheck Comparator="EQ" SoftHard="Soft" def:ItemOID="IT.VS.VISITNUM"><CheckValue>1</CheckValue></RangeCheck>\n',
        "",
    ),
    Seed("DX0901", 'OID="CL.SEX" Name="Sex"', 'OID="CL.SEX" Name=""'),
    Seed(
        "DX0904",
        '<EnumeratedItem CodedValue="Temperature" OrderNumber="2"><Alias Context="nci:ExtCodeID" Name="C174446"/></EnumeratedItem>',
        '<CodeListItem CodedValue="Temperature" OrderNumber="2"><Decode><TranslatedText xml:lang="en">T</TranslatedText></Decode><Alias Context="nci:ExtCodeID" Name="C174446"/></CodeListItem>',
    ),
    Seed(
        "DX0907",
        ">Age</TranslatedText></Description>",
        '>Age</TranslatedText></Description><CodeListRef CodeListOID="CL.SITE"/>',
        ((_CODELISTS, own('<EnumeratedItem CodedValue="old"/>', "integer") + "\n" + _CODELISTS),),
    ),
    of_site(
        "DX0908",
        '<CodeList OID="CL.SITE" Name="Sites" DataType="text"><ExternalCodeList Dictionary="Sites"/></CodeList>',
    ),
    of_site(
        "DX0911",
        own(
            '<EnumeratedItem CodedValue="S1" def:ExtendedValue="Yes"><Alias Context="nci:ExtCodeID" Name="C1"/></EnumeratedItem>'
        ),
    ),
    of_site("DX0912", own('<EnumeratedItem CodedValue="S "/>')),
    Seed("DX1008", 'OID="MT.VSSEQ" Name="Sequence"', 'OID="MT.VSSEQ" Name=""'),
    Seed(
        "DX1201",
        _GROUP,
        f'<ItemGroupDef OID="IG.XX" Name="XX" Domain="XX" SASDatasetName="XX" {_NO_DATA} def:StandardOID="STD.IG">{_LABEL}{DM_REFS}{_CLASS}{_GROUP}',
    ),
    Seed("DX1204", _COUNTRY, "", ((_REF, ""),)),
    Seed("DX1210", '<CodeListRef CodeListOID="CL.AGEU"/>', '<CodeListRef CodeListOID="CL.VSU"/>', (_ROLE,)),
    Seed(
        "DX1304",
        'CodedValue="mmHg" OrderNumber="2"',
        'CodedValue="mmHg" OrderNumber="2" def:ExtendedValue="Yes"',
        (('<Alias Context="nci:ExtCodeID" Name="C49670"/>', ""),),
    ),
    Seed("DX1403", _DATASETS, "", ((_WHERE, ""),)),
    Seed("DX1407", _DISPLAY, f'{_DISPLAY}<arm:ResultDisplay OID="RD.2" Name="Table 2">{_LABEL}</arm:ResultDisplay>'),
]

from dataclasses import replace
from datetime import datetime

import pytest
from lxml import etree
from odmlib.define_loader import XMLDefineLoader

from onespec.define.build import define_xml

from .define_study import EMPTY, MEASURES, STUDY, of, planned
from .fragments import expected, found, schema_faults, short
from .oids import faults
from .rules import broken


@pytest.fixture(params=["sdtm", "adam"])
def standard(request):
    return request.param


@pytest.fixture
def define(standard):
    return define_xml(planned(STUDY), standard, MEASURES)


def test_is_valid_against_the_schema(define):
    assert schema_faults(define) == []


def test_every_identifier_is_defined_once_and_used(define):
    assert faults(define) == []


def test_keeps_the_rules_that_the_schema_cannot_say(define):
    assert broken(define) == []


def test_same_bytes_twice(define, standard):
    assert define_xml(planned(STUDY), standard, MEASURES) == define


def test_measures_in_any_order_give_the_same_bytes(define, standard):
    backwards = dict(reversed(MEASURES.items()))
    assert define_xml(planned(STUDY), standard, backwards) == define


def test_the_only_time_stamp_is_the_study_s():
    study = replace(STUDY, created=datetime(2030, 1, 2, 3, 4, 5))
    root = etree.fromstring(define_xml(planned(study), "adam", MEASURES))
    assert (root.get("CreationDateTime"), root.get("AsOfDateTime")) == ("2030-01-02T03:04:05", "2030-01-02T03:04:05")


def test_head():
    root = etree.fromstring(define_xml(planned(STUDY), "sdtm", MEASURES))
    root[0].remove(root[0][1])
    assert short(root) == expected(
        '<ODM AsOfDateTime="2027-12-01T00:00:00" CreationDateTime="2027-12-01T00:00:00" FileOID="S1.SDTM.define" '
        'FileType="Snapshot"'
        ' ODMVersion="1.3.2" SourceSystem="onespec" def:Context="Submission"><Study OID="STUDY.S1"><GlobalVariables>'
        "<StudyName>S1</StudyName><StudyDescription>A study of nothing</StudyDescription>"
        "<ProtocolName>S1-PROT</ProtocolName>"
        "</GlobalVariables></Study></ODM>"
    )


def test_a_named_order_is_kept():
    define = define_xml(planned(STUDY), "sdtm", MEASURES, ["LB", "DM"])
    root = etree.fromstring(define)
    assert [g.get("Name") for g in root.iter("{*}ItemGroupDef")] == ["LB", "DM"]
    assert faults(define) == []


def test_without_records_it_is_valid(standard):
    define = define_xml(planned(STUDY), standard, EMPTY)
    assert schema_faults(define) == []
    assert faults(define) == []


def test_a_dataset_that_is_not_built_is_not_described():
    without = {name: m for name, m in MEASURES.items() if name != "SUPPLB"}
    define = define_xml(planned(STUDY), "sdtm", without)
    assert b"SUPPLB" not in define
    assert faults(define) == []


def test_a_text_is_as_long_as_in_the_dataset_that_needs_most():
    """The transport files give a variable one length in all datasets (engine.build.outputs.lengths)."""
    longest = {**MEASURES, "LB": replace(MEASURES["LB"], variables={**MEASURES["LB"].variables, "USUBJID": of(9)})}
    assert found(define_xml(planned(STUDY), "sdtm", longest), "IT.DM.USUBJID").get("Length") == "9"


def test_a_dataset_of_relationships_is_as_long_as_its_own_values():
    """SUPPLB holds subjects of four bytes, LB of nine; what SUPPLB holds lengthens no other dataset."""
    measures = {
        **MEASURES,
        "LB": replace(MEASURES["LB"], variables={**MEASURES["LB"].variables, "USUBJID": of(9)}),
        "SUPPLB": replace(MEASURES["SUPPLB"], variables={**MEASURES["SUPPLB"].variables, "STUDYID": of(12)}),
    }
    define = define_xml(planned(STUDY), "sdtm", measures)
    told = {i: found(define, i).get("Length") for i in ("IT.LB.USUBJID", "IT.SUPPLB.USUBJID", "IT.LB.STUDYID")}
    assert told == {"IT.LB.USUBJID": "9", "IT.SUPPLB.USUBJID": "4", "IT.LB.STUDYID": "2"}


def test_an_independent_reader_finds_the_model(define, standard):
    loader = XMLDefineLoader("define_2_1")
    loader.create_document_from_string(define.decode())
    version = loader.load_odm().Study.MetaDataVersion
    items = {item.OID: item for item in version.ItemDef}
    for dataset in version.ItemGroupDef:
        model = STUDY.datasets[dataset.Name]
        assert dataset.Description.TranslatedText[0]._content == model.label
        assert dataset.Structure == model.structure
        assert dataset.leaf.href == f"{model.name.lower()}.xpt"
        read = [
            (items[r.ItemOID].Name, items[r.ItemOID].Description.TranslatedText[0]._content, r.Role or "")
            for r in dataset.ItemRef
        ]
        assert read == [(v.name, v.label, v.role) for v in model.columns]
        keys = sorted((r.KeySequence, items[r.ItemOID].Name) for r in dataset.ItemRef if r.KeySequence)
        assert tuple(name for _, name in keys) == model.keys
    assert {d.Name for d in version.ItemGroupDef} == {d.name for d in STUDY.datasets.values() if d.standard == standard}


def test_standards_are_those_that_are_cited():
    sdtm = etree.fromstring(define_xml(planned(STUDY), "sdtm", MEASURES)).find(".//{*}Standards")
    assert short(sdtm) == expected(
        '<def:Standards><def:Standard Name="SDTMIG" OID="STD.SDTM" Status="Final" Type="IG" Version="3.4"/>'
        '<def:Standard Name="CDISC/NCI" OID="STD.CT.SDTM" PublishingSet="SDTM" Status="Final" Type="CT" '
        'Version="2025-03-28"/></def:Standards>'
    )
    adam = etree.fromstring(define_xml(planned(STUDY), "adam", MEASURES)).find(".//{*}Standards")
    assert [s.get("OID") for s in adam] == ["STD.ADAM", "STD.CT.SDTM"]


def test_documents_stand_where_they_are_cited():
    sdtm = define_xml(planned(STUDY), "sdtm", MEASURES)
    assert short(found(sdtm, "LF.acrf")) == expected(
        '<def:leaf ID="LF.acrf" href="acrf.pdf"><def:title>Annotated CRF</def:title></def:leaf>'
    )
    assert b"def:SupplementalDoc" in sdtm
    adam = define_xml(planned(STUDY), "adam", MEASURES)
    assert b"acrf.pdf" not in adam and b"csdrg.pdf" not in adam


def test_without_an_annotated_crf_no_page_is_cited():
    define = define_xml(planned(replace(STUDY, documents={})), "sdtm", MEASURES)
    assert b"DocumentRef" not in define
    assert schema_faults(define) == []

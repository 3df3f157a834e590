from dataclasses import replace

import pytest
from lxml import etree

from onespec.define.build import define_xml
from onespec.define.datasets import class_name, domain_of, in_order

from .define_study import ADTTE, DM, EMPTY, LB, MEASURES, STUDY, SUPPLB, planned
from .fragments import expected, found, short

SDTM = define_xml(planned(STUDY), "sdtm", MEASURES)
ADAM = define_xml(planned(STUDY), "adam", MEASURES)


def group(define, name):
    """The ItemGroupDef without its ItemRefs."""
    out = found(define, f"IG.{name}")
    for child in out.findall("{*}ItemRef"):
        out.remove(child)
    return short(out)


def comment(define, name):
    return found(define, f"COM.{name}")[0][0].text


def test_a_domain():
    assert group(SDTM, "LB") == expected(
        '<ItemGroupDef Domain="LB" IsReferenceData="No" Name="LB" OID="IG.LB" Purpose="Tabulation" Repeating="Yes" '
        'SASDatasetName="LB"'
        ' def:ArchiveLocationID="LF.LB" def:CommentOID="COM.LB" def:StandardOID="STD.SDTM"'
        ' def:Structure="One record per test">'
        '<Description>Laboratory Test Results</Description><def:Class Name="FINDINGS"/>'
        '<def:leaf ID="LF.LB" href="lb.xpt"><def:title>lb.xpt</def:title></def:leaf></ItemGroupDef>'
    )


def test_a_supplemental_dataset_has_its_parent_s_domain_and_label():
    assert group(SDTM, "SUPPLB") == expected(
        '<ItemGroupDef Domain="LB" IsReferenceData="No" Name="SUPPLB" OID="IG.SUPPLB" Purpose="Tabulation" '
        'Repeating="Yes"'
        ' SASDatasetName="SUPPLB" def:ArchiveLocationID="LF.SUPPLB" def:CommentOID="COM.SUPPLB" '
        'def:StandardOID="STD.SDTM"'
        ' def:Structure="One record per qualifier"><Description>Supplemental Qualifiers for LB</Description>'
        '<Alias Context="DomainDescription" Name="Laboratory Test Results"/><def:Class Name="RELATIONSHIP"/>'
        '<def:leaf ID="LF.SUPPLB" href="supplb.xpt"><def:title>supplb.xpt</def:title></def:leaf></ItemGroupDef>'
    )


def test_an_analysis_dataset_has_a_subclass_and_no_domain():
    assert group(ADAM, "ADTTE") == expected(
        '<ItemGroupDef IsReferenceData="No" Name="ADTTE" OID="IG.ADTTE" Purpose="Analysis" Repeating="Yes" '
        'SASDatasetName="ADTTE"'
        ' def:ArchiveLocationID="LF.ADTTE" def:CommentOID="COM.ADTTE" def:StandardOID="STD.ADAM"'
        ' def:Structure="One record per subject per parameter"><Description>Time to Event</Description>'
        '<def:Class Name="BASIC DATA STRUCTURE"><def:SubClass Name="TIME-TO-EVENT"/></def:Class>'
        '<def:leaf ID="LF.ADTTE" href="adtte.xpt"><def:title>adtte.xpt</def:title></def:leaf></ItemGroupDef>'
    )


def test_reference_data_without_records():
    ta = found(SDTM, "IG.TA")
    assert (ta.get("IsReferenceData"), ta.get("Repeating")) == ("Yes", "No")
    assert ta.get("{http://www.cdisc.org/ns/def/v2.1}HasNoData") == "Yes"
    assert comment(SDTM, "TA") == "The study has no records for this dataset."


def test_one_record_a_subject_does_not_repeat():
    assert found(SDTM, "IG.DM").get("Repeating") == "No"


def test_the_comment_tells_how_records_arise():
    assert comment(SDTM, "DM") == (
        'Screen failures are included. One record for each row of the CRF form "Demography" where CRF field "Sex" is '
        "not blank. Rows that make no record: no sex, no subject."
    )
    assert comment(ADAM, "ADTTE") == "The records are described at the value level of ADT."


def test_order_is_by_class_then_name():
    assert [g.get("Name") for g in etree.fromstring(SDTM).iter("{*}ItemGroupDef")] == ["TA", "DM", "LB", "SUPPLB"]
    assert [g.get("Name") for g in etree.fromstring(ADAM).iter("{*}ItemGroupDef")] == ["ADSL", "ADTTE"]
    assert [d.name for d in in_order([SUPPLB, LB, DM])] == ["DM", "LB", "SUPPLB"]


def test_a_split_dataset_keeps_its_domain():
    split = replace(LB, name="LBCH", label="Chemistry", variables={**LB.variables})
    study = replace(STUDY, datasets={"DM": DM, "LBCH": split}, dictionaries={})
    assert domain_of(study, split) == "LB"
    define = define_xml(planned(study), "sdtm", {"DM": EMPTY["DM"], "LBCH": EMPTY["LB"]})
    assert short(found(define, "IG.LBCH").find("{*}Alias")) == expected(
        '<Alias Context="DomainDescription" Name="Laboratory Test Results"/>'
    )


@pytest.mark.parametrize(
    "cls, name",
    [
        ("Special-Purpose", "SPECIAL PURPOSE"),
        ("Findings About", "FINDINGS ABOUT"),
        ("TTE", "BASIC DATA STRUCTURE"),
        ("OCCDS", "OCCURRENCE DATA STRUCTURE"),
    ],
)
def test_class_names_are_terms(cls, name):
    assert class_name(replace(ADTTE, cls=cls)) == name

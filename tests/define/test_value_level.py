from dataclasses import replace

from onespec.define.build import define_xml
from onespec.engine.spec.conditions import Condition

from .define_study import MEASURES, STUDY, planned
from .fragments import expected, found, ref, short

SDTM = define_xml(planned(STUDY), "sdtm", MEASURES)
ADAM = define_xml(planned(STUDY), "adam", MEASURES)


def test_one_definition_for_each_test_with_values():
    assert short(found(SDTM, "VL.LB.LBORRES")) == expected(
        '<def:ValueListDef OID="VL.LB.LBORRES">'
        '<ItemRef ItemOID="IT.LB.LBORRES.ALT" Mandatory="No" OrderNumber="1">'
        '<def:WhereClauseRef WhereClauseOID="WC.LB.LBTESTCD.ALT"/></ItemRef>'
        '<ItemRef ItemOID="IT.LB.LBORRES.UPRO" Mandatory="No" OrderNumber="2">'
        '<def:WhereClauseRef WhereClauseOID="WC.LB.LBTESTCD.UPRO"/></ItemRef>'
        "</def:ValueListDef>"
    )


def test_where_clause():
    assert short(found(SDTM, "WC.LB.LBTESTCD.ALT")) == expected(
        '<def:WhereClauseDef OID="WC.LB.LBTESTCD.ALT">'
        '<RangeCheck Comparator="EQ" SoftHard="Soft" def:ItemOID="IT.LB.LBTESTCD">'
        "<CheckValue>ALT</CheckValue></RangeCheck></def:WhereClauseDef>"
    )


def test_where_clauses_are_shared_by_variables():
    adt, aval = (found(ADAM, f"VL.ADTTE.{name}").findall(".//{*}WhereClauseRef") for name in ("ADT", "AVAL"))
    assert (
        [w.get("WhereClauseOID") for w in adt]
        == [w.get("WhereClauseOID") for w in aval]
        == ["WC.ADTTE.PARAMCD.OS", "WC.ADTTE.PARAMCD.PFS"]
    )


def test_a_gathered_test_cites_its_own_page_and_turns_out_a_number():
    assert short(found(SDTM, "IT.LB.LBORRES.ALT")) == expected(
        '<ItemDef DataType="float" Length="4" Name="LBORRES" OID="IT.LB.LBORRES.ALT" SignificantDigits="1">'
        '<Description>Alanine Aminotransferase</Description><def:Origin Source="Investigator" Type="Collected">'
        '<def:DocumentRef leafID="LF.acrf"><def:PDFPageRef PageRefs="7" Type="PhysicalRef"/></def:DocumentRef>'
        "</def:Origin></ItemDef>"
    )


def test_a_coded_field_gives_its_codelist():
    assert short(found(SDTM, "IT.LB.LBORRES.UPRO")) == expected(
        '<ItemDef DataType="text" Length="8" Name="LBORRES" OID="IT.LB.LBORRES.UPRO">'
        "<Description>Urine Protein</Description>"
        '<CodeListRef CodeListOID="CL.RESULT"/><def:Origin Source="Investigator" Type="Collected">'
        '<def:DocumentRef leafID="LF.acrf"><def:PDFPageRef PageRefs="9 10" Type="PhysicalRef"/></def:DocumentRef>'
        "</def:Origin></ItemDef>"
    )


def test_the_specification_may_give_each_value_its_codelist():
    lb = replace(STUDY.datasets["LB"], value_codelists={"LBORRES": {"ALT": "SEX"}})
    define = define_xml(planned(replace(STUDY, datasets={**STUDY.datasets, "LB": lb})), "sdtm", MEASURES)
    item = found(define, "IT.LB.LBORRES.ALT")
    assert item.get("DataType") == "text"
    assert item.find("{*}CodeListRef").get("CodeListOID") == "CL.SEX"


def test_the_variable_leaves_the_origin_to_its_values():
    assert short(found(SDTM, "IT.LB.LBORRES")) == expected(
        '<ItemDef DataType="text" Length="8" Name="LBORRES" OID="IT.LB.LBORRES" SASFieldName="LBORRES">'
        '<Description>Result in Original Units</Description><def:ValueListRef ValueListOID="VL.LB.LBORRES"/></ItemDef>'
    )


def test_an_origin_that_all_values_share_stands_at_the_variable_too():
    assert short(found(ADAM, "IT.ADTTE.AVAL")) == expected(
        '<ItemDef DataType="integer" Length="3" Name="AVAL" OID="IT.ADTTE.AVAL" SASFieldName="AVAL">'
        "<Description>Analysis Value</Description>"
        '<def:Origin Source="Sponsor" Type="Derived"/><def:ValueListRef ValueListOID="VL.ADTTE.AVAL"/></ItemDef>'
    )
    assert {ref(ADAM, f"IT.ADTTE.AVAL{of}")["MethodOID"] for of in ("", ".OS", ".PFS")} == {"MT.ADTTE.AVAL"}


def test_a_value_that_some_steps_set_is_collected_and_says_so():
    lb = STUDY.datasets["LB"]
    steps = (lb.steps[0], replace(lb.steps[0], set={"LBORRES": "NONE"}, where=(Condition("CS", "EQ", ("N",)),)))
    measured = MEASURES["LB"].value_level["LBORRES"]
    groups = {key: replace(m, steps={0, 1} if key == ("ALT",) else {0}) for key, m in measured.items()}
    measures = {**MEASURES, "LB": replace(MEASURES["LB"], value_level={"LBORRES": groups})}
    define = define_xml(
        planned(replace(STUDY, datasets={**STUDY.datasets, "LB": replace(lb, steps=steps)})), "sdtm", measures
    )
    item = found(define, "IT.LB.LBORRES.ALT")
    assert [o.get("Type") for o in item.findall("{*}Origin")] == ["Collected"]
    assert found(define, item.get("{http://www.cdisc.org/ns/def/v2.1}CommentOID"))[0][0].text == (
        'Assigned, not collected: "NONE" in records of the CRF form "Laboratory" where CRF field "Clinically '
        'significant" is "N".'
    )


def test_a_supplemental_value_takes_everything_from_its_variable():
    assert short(found(SDTM, "IT.SUPPLB.QVAL.LBCLSIG")) == expected(
        '<ItemDef DataType="text" Length="1" Name="LBCLSIG" OID="IT.SUPPLB.QVAL.LBCLSIG">'
        "<Description>Clinically Significant</Description>"
        '<def:Origin Source="Investigator" Type="Collected"><def:DocumentRef leafID="LF.acrf">'
        '<def:PDFPageRef PageRefs="8" Type="PhysicalRef"/>'
        "</def:DocumentRef></def:Origin></ItemDef>"
    )
    assert short(found(SDTM, "IT.SUPPLB.QVAL.LBGRADE")) == expected(
        '<ItemDef DataType="integer" Length="1" Name="LBGRADE" OID="IT.SUPPLB.QVAL.LBGRADE">'
        "<Description>Grade</Description>"
        '<def:Origin Source="Sponsor" Type="Derived"/></ItemDef>'
    )


def test_a_produced_value_tells_how_its_records_arise():
    assert found(ADAM, "MT.ADTTE.ADT.OS")[0][0].text == (
        'Date of DM where DTHFL is "Y". One record for each subject of ADSL, at the earliest date '
        'of DM where DTHFL is "Y", no later than 2027-10-31.'
    )

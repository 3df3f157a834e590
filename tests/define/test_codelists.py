from dataclasses import replace

from onespec.define.build import define_xml

from .define_study import CODELISTS, MEASURES, STUDY, planned
from .fragments import expected, found, short

SDTM = define_xml(planned(STUDY), "sdtm", MEASURES)


def test_a_list_of_the_standard_carries_codes_and_decodes():
    assert short(found(SDTM, "CL.SEX")) == expected(
        '<CodeList DataType="text" Name="Sex" OID="CL.SEX" def:StandardOID="STD.CT.SDTM">'
        '<CodeListItem CodedValue="F" OrderNumber="1"><Decode>Female</Decode>'
        '<Alias Context="nci:ExtCodeID" Name="C16576"/></CodeListItem>'
        '<CodeListItem CodedValue="M" OrderNumber="2"><Decode>Male</Decode>'
        '<Alias Context="nci:ExtCodeID" Name="C20197"/></CodeListItem>'
        '<Alias Context="nci:ExtCodeID" Name="C66731"/></CodeList>'
    )


def test_a_list_tells_its_sas_format():
    """Of its own type: a format of texts shows no numbers."""
    study = replace(STUDY, codelists=CODELISTS | {"SEX": replace(CODELISTS["SEX"], sas_format="$SEX")})
    assert found(define_xml(planned(study), "sdtm", MEASURES), "CL.SEX").get("SASFormatName") == "$SEX"


def test_a_term_without_a_code_extends_an_extensible_list():
    item = found(SDTM, "CL.TESTCD").findall("{*}CodeListItem")[2]
    assert short(item) == expected(
        '<CodeListItem CodedValue="XNEW" OrderNumber="3" def:ExtendedValue="Yes"><Decode>New Marker</Decode>'
        "</CodeListItem>"
    )


def test_the_sponsor_s_own_list_without_decodes_is_enumerated():
    assert short(found(SDTM, "CL.RESULT")) == expected(
        '<CodeList DataType="text" Name="Qualitative Result" OID="CL.RESULT" def:IsNonStandard="Yes">'
        '<EnumeratedItem CodedValue="NEGATIVE" OrderNumber="1"/>'
        '<EnumeratedItem CodedValue="POSITIVE" OrderNumber="2"/></CodeList>'
    )


def test_a_dictionary_is_listed_for_each_data_type():
    assert short(found(SDTM, "CL.MEDDRA")) == expected(
        '<CodeList DataType="text" Name="MedDRA" OID="CL.MEDDRA">'
        '<ExternalCodeList Dictionary="MedDRA" Version="28.0"/></CodeList>'
    )
    assert short(found(SDTM, "CL.MEDDRA.integer")) == expected(
        '<CodeList DataType="integer" Name="MedDRA, integer" OID="CL.MEDDRA.integer">'
        '<ExternalCodeList Dictionary="MedDRA" Version="28.0"/></CodeList>'
    )


def test_lists_that_nothing_uses_are_left_out():
    assert b"CL.UNUSED" not in SDTM
    assert b"CL.PARAMCD" not in SDTM


def test_two_lists_of_one_name_stay_apart():
    codelists = {**CODELISTS, "SEX2": replace(CODELISTS["SEX"], name="SEX2")}
    define = define_xml(planned(replace(STUDY, codelists=codelists)), "sdtm", MEASURES)
    assert found(define, "CL.SEX").get("Name") == "Sex (SEX)"

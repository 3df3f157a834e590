from dataclasses import replace

import pytest

from onespec.define.build import define_xml
from onespec.engine.registry import METHOD, Registry
from onespec.engine.spec.conditions import Condition
from onespec.engine.spec.verbs import Collected, Protocol

from .define_study import MEASURES, REGISTRY, STUDY, planned
from .fragments import expected, found, ref, short

SDTM = define_xml(planned(STUDY), "sdtm", MEASURES)
ADAM = define_xml(planned(STUDY), "adam", MEASURES)

ITEMS = [
    (
        "protocol",
        SDTM,
        "DM.STUDYID",
        '<ItemDef DataType="text" Length="2" Name="STUDYID" OID="IT.DM.STUDYID" SASFieldName="STUDYID">'
        "<Description>Study Identifier</Description>"
        '<def:Origin Source="Sponsor" Type="Protocol"/></ItemDef>',
    ),
    (
        "collected, with the page of the time beside the date",
        SDTM,
        "DM.RFICDTC",
        '<ItemDef DataType="date" Name="RFICDTC" OID="IT.DM.RFICDTC" SASFieldName="RFICDTC">'
        '<Description>Date/Time of Informed Consent</Description><def:Origin Source="Investigator" Type="Collected">'
        '<def:DocumentRef leafID="LF.acrf"><def:PDFPageRef PageRefs="1 2" Type="PhysicalRef"/></def:DocumentRef>'
        "</def:Origin></ItemDef>",
    ),
    (
        "coded",
        ADAM,
        "ADSL.SEX",
        '<ItemDef DataType="text" Length="1" Name="SEX" OID="IT.ADSL.SEX" SASFieldName="SEX">'
        "<Description>Sex</Description>"
        '<CodeListRef CodeListOID="CL.SEX"/><def:Origin Type="Predecessor"><Description>DM.SEX</Description>'
        "</def:Origin></ItemDef>",
    ),
    (
        "not available",
        SDTM,
        "DM.DTHFL",
        '<ItemDef DataType="text" Length="1" Name="DTHFL" OID="IT.DM.DTHFL" SASFieldName="DTHFL" '
        'def:CommentOID="COM.DM.DTHFL">'
        '<Description>Subject Death Flag</Description><def:Origin Type="Not Available"/></ItemDef>',
    ),
    (
        "a float",
        SDTM,
        "LB.LBSTRESN",
        '<ItemDef DataType="float" Length="4" Name="LBSTRESN" OID="IT.LB.LBSTRESN" SASFieldName="LBSTRESN" '
        'SignificantDigits="1"'
        ' def:DisplayFormat="8.1"><Description>Numeric Result</Description>'
        '<def:Origin Source="Sponsor" Type="Derived"/></ItemDef>',
    ),
    (
        "a SAS date",
        ADAM,
        "ADSL.TRTSDT",
        '<ItemDef DataType="integer" Length="5" Name="TRTSDT" OID="IT.ADSL.TRTSDT" SASFieldName="TRTSDT" '
        'def:DisplayFormat="DATE9.">'
        '<Description>Date of First Exposure</Description><def:Origin Source="Sponsor" Type="Derived"/></ItemDef>',
    ),
    (
        "set by record steps",
        ADAM,
        "ADTTE.PARAMCD",
        '<ItemDef DataType="text" Length="3" Name="PARAMCD" OID="IT.ADTTE.PARAMCD" SASFieldName="PARAMCD">'
        "<Description>Parameter Code</Description>"
        '<CodeListRef CodeListOID="CL.PARAMCD"/><def:Origin Source="Sponsor" Type="Assigned"/></ItemDef>',
    ),
    (
        "a dictionary for a number",
        SDTM,
        "TA.TAETORD",
        '<ItemDef DataType="integer" Length="8" Name="TAETORD" OID="IT.TA.TAETORD" SASFieldName="TAETORD">'
        "<Description>Order</Description>"
        '<CodeListRef CodeListOID="CL.MEDDRA.integer"/><def:Origin Source="Sponsor" Type="Protocol"/></ItemDef>',
    ),
]


@pytest.mark.parametrize("define, name, item", [case[1:] for case in ITEMS], ids=[case[0] for case in ITEMS])
def test_item(define, name, item):
    assert short(found(define, f"IT.{name}")) == expected(item)


REFS = [
    (
        "a key that the guide requires",
        SDTM,
        "DM.USUBJID",
        {"OrderNumber": "2", "Mandatory": "Yes", "KeySequence": "2", "Role": "Identifier"},
    ),
    ("derived", SDTM, "LB.LBDY", {"OrderNumber": "8", "Mandatory": "No", "MethodOID": "MT.LB.LBDY", "Role": "Timing"}),
    (
        "derived in the same way",
        SDTM,
        "LB.LBENDY",
        {"OrderNumber": "9", "Mandatory": "No", "MethodOID": "MT.LB.LBDY", "Role": "Timing"},
    ),
    (
        "without values",
        SDTM,
        "DM.DTHFL",
        {"OrderNumber": "5", "Mandatory": "No", "Role": "Record Qualifier", "HasNoData": "Yes"},
    ),
    ("not in the guide", SDTM, "LB.LBXTRA", {"OrderNumber": "10", "Mandatory": "No", "IsNonStandard": "Yes"}),
    ("produced", ADAM, "ADTTE.CNSR", {"OrderNumber": "7", "Mandatory": "No", "MethodOID": "MT.ADTTE.CNSR"}),
]


@pytest.mark.parametrize("define, name, attributes", [case[1:] for case in REFS], ids=[case[0] for case in REFS])
def test_ref(define, name, attributes):
    assert ref(define, f"IT.{name}") == attributes


def test_comments():
    said = {name: found(SDTM, f"COM.{name}")[0][0].text for name in ("DM.DTHFL", "DM.ARMNRS", "LB.LBXTRA")}
    assert said == {
        "DM.DTHFL": "Deaths were not collected.",
        "DM.ARMNRS": "The study has no values for this variable.",
        "LB.LBXTRA": "Not in the guide.",
    }


def test_a_variable_that_only_some_steps_set_has_both_origins():
    """Without value level, all origins stand side by side, and one method tells which records are derived."""
    tte = STUDY.datasets["ADTTE"]
    steps = (replace(tte.steps[0], set={**tte.steps[0].set, "CNSR": "0"}), tte.steps[1])
    study = replace(STUDY, datasets={**STUDY.datasets, "ADTTE": replace(tte, steps=steps)})
    define = define_xml(planned(study), "adam", MEASURES)
    origins = found(define, "IT.ADTTE.CNSR").findall("{*}Origin")
    assert [o.get("Type") for o in origins] == ["Assigned", "Derived"]
    assert found(define, "MT.ADTTE.CNSR")[0][0].text == 'Records where PARAMCD is "PFS": 0 for an event.'


def collected_and_assigned(**more):
    """LB where LBXTRA is collected by the first step and set by two more; ``more`` changes the dataset."""
    lb = STUDY.datasets["LB"]
    steps = (
        lb.steps[0],
        *(
            replace(lb.steps[0], set={"LBXTRA": text}, where=(Condition("尿蛋白", "EQ", (answer,)),))
            for text, answer in (("A", "1"), ("B", "2"), ("A", "3"))
        ),
    )
    variables = {**lb.variables, "LBXTRA": replace(lb.variables["LBXTRA"], verb=Collected(("labs.CS",)), comment="")}
    return replace(STUDY, datasets={**STUDY.datasets, "LB": replace(lb, steps=steps, variables=variables, **more)})


def test_collected_here_and_assigned_there_is_collected_and_the_comment_tells_where_not():
    define = define_xml(planned(collected_and_assigned()), "sdtm", MEASURES)
    assert short(found(define, "IT.LB.LBXTRA")) == expected(
        '<ItemDef DataType="text" Length="1" Name="LBXTRA" OID="IT.LB.LBXTRA" SASFieldName="LBXTRA" '
        'def:CommentOID="COM.LB.LBXTRA">'
        "<Description>Sponsor's Own</Description>"
        '<def:Origin Source="Investigator" Type="Collected"><def:DocumentRef leafID="LF.acrf">'
        '<def:PDFPageRef PageRefs="8" Type="PhysicalRef"/>'
        "</def:DocumentRef></def:Origin></ItemDef>"
    )
    assert found(define, "COM.LB.LBXTRA")[0][0].text == (
        'Assigned, not collected: "A" in records of the CRF form "Laboratory" where CRF field "Urine protein" is one '
        'of "1", "3"; "B" in records of the CRF form "Laboratory" where CRF field "Urine protein" is "2".'
    )


def translated_form():
    labs = STUDY.forms["labs"]
    fields = {
        **labs.fields,
        "CS": replace(labs.fields["CS"], translation="CS_EN"),
        "CS_EN": replace(labs.fields["CS"], name="CS_EN", label={"en": "Clinically significant (English)"}, page="9"),
    }
    return {**STUDY.forms, "labs": replace(labs, fields=fields)}


def test_a_comment_tells_where_the_verbatim_of_a_translation_stands():
    steps = (STUDY.datasets["LB"].steps[0],)
    study = replace(collected_and_assigned(), forms=translated_form())
    study = replace(study, datasets={**study.datasets, "LB": replace(study.datasets["LB"], steps=steps)})
    said = (
        'The English text of CRF field "Clinically significant (English)" (page 9); '
        'the verbatim stands in CRF field "Clinically significant" (page 8) '
        "of the raw data. A verbatim without a translation is taken as it is."
    )
    define = define_xml(planned(study), "sdtm", MEASURES)
    assert found(define, "COM.LB.LBXTRA")[0][0].text == said
    assert (
        found(define, "IT.SUPPLB.QVAL.LBCLSIG").get("{http://www.cdisc.org/ns/def/v2.1}CommentOID") == "COM.LB.LBXTRA"
    )
    assert said not in define_xml(planned(replace(study, language="zh")), "sdtm", MEASURES).decode()


def test_a_constant_that_is_blank_is_no_origin():
    lb = STUDY.datasets["LB"]
    steps = (replace(lb.steps[0], set={"LBORRES": ""}), *lb.steps)
    define = define_xml(
        planned(replace(STUDY, datasets={**STUDY.datasets, "LB": replace(lb, steps=steps, value_level={})})),
        "sdtm",
        MEASURES,
    )
    assert [o.get("Type") for o in found(define, "IT.LB.LBORRES").findall("{*}Origin")] == ["Collected"]


def test_an_answer_in_other_words_is_collected():
    """Steps that look at answers of the field.

    A step that excludes an answer, or looks at another field, says nothing about it.
    """
    lb = STUDY.datasets["LB"]
    xtra = replace(lb.variables["LBXTRA"], verb=Collected(("labs.CS",)), comment="")

    def origin(*where: Condition) -> list[str]:
        steps = (replace(lb.steps[0], where=where, set={"LBXTRA": "Y"}), replace(lb.steps[0], set={"LBXTRA": ""}))
        study = replace(
            STUDY,
            datasets={**STUDY.datasets, "LB": replace(lb, steps=steps, variables={**lb.variables, "LBXTRA": xtra})},
        )
        return [
            o.get("Type")
            for o in found(define_xml(planned(study), "sdtm", MEASURES), "IT.LB.LBXTRA").findall("{*}Origin")
        ]

    assert origin(Condition("CS", "EQ", ("yes",))) == origin(Condition("CS", "IN", ("yes", "perhaps"))) == ["Collected"]
    assert origin(Condition("CS", "NE", ("no",))) == origin(Condition("SUBJ", "EQ", ("1",))) == origin() == ["Assigned"]


def test_a_method_is_an_imputation_when_its_operation_says_so():
    """Whatever its name: the same one that does not say so is a computation."""
    operation = REGISTRY[METHOD, "impute_last"]
    silent = Registry(REGISTRY | {(METHOD, "impute_last"): replace(operation, imputes=False)})
    assert [
        found(define_xml(planned(STUDY, registry), "adam", MEASURES), "MT.ADSL.TRTSDT").get("Type")
        for registry in (REGISTRY, silent)
    ] == ["Imputation", "Computation"]
    assert found(SDTM, "MT.LB.LBDY").get("Type") == "Computation"


def test_a_column_of_a_table_of_the_protocol():
    """The verb decides the origin, also where the value stands in a long table."""
    dataset = STUDY.datasets["LB"]
    code = replace(dataset.variables["LBTESTCD"], verb=Protocol("lb_tests.LBTESTCD"))
    changed = replace(dataset, variables={**dataset.variables, "LBTESTCD": code})
    define = define_xml(planned(replace(STUDY, datasets={**STUDY.datasets, "LB": changed})), "sdtm", MEASURES)
    assert found(define, "IT.LB.LBTESTCD").find("{*}Origin").attrib == {"Type": "Protocol", "Source": "Sponsor"}

"""What differs in meaning; the models are small, and each test changes one thing."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings

from onespec.define.meaning import Difference, differences
from onespec.engine.metadata.model import (
    Check,
    Codelist,
    Comment,
    Dataset,
    Leaf,
    Metadata,
    Method,
    Origin,
    Pages,
    Reference,
    Term,
    Variable,
    Where,
)

from .generated import metadata

VALUE = Variable(oid="IT.3", name="VSORRES", label={"en": "Pressure"}, type="integer", wheres=("WC.1",))
RESULT = Variable(oid="IT.2", name="VSORRES", label={"en": "Result"}, type="text", value_list="VL.1", values=(VALUE,))
TEST = Variable(
    oid="IT.1",
    name="VSTESTCD",
    label={"en": "Test"},
    type="text",
    key="1",
    codelist="CL.1",
    method="MT.1",
    comment="COM.1",
    origins=(Origin(type="Collected", documents=(Reference(leaf="LF.1", pages=(Pages(pages=("7",)),)),)),),
)
UNIT = Variable(oid="IT.4", name="VSORRESU", label={"en": "Unit"}, type="text")
TERMS = (Term(value="SYSBP", decode={"en": "Systolic"}), Term(value="DIABP", decode={"en": "Diastolic"}))
CHECKS = (
    Check(dataset="VS", variable="VSTESTCD", comparator="IN", values=("SYSBP", "DIABP"), item="IT.1"),
    Check(dataset="VS", variable="VSORRESU", comparator="NE", values=("A, B",), item="IT.4"),
)
MODEL = Metadata(
    study_name="S1",
    datasets=(Dataset(oid="IG.1", name="VS", label={"en": "Vital Signs"}, variables=(TEST, RESULT, UNIT)),),
    wheres=(Where(oid="WC.1", checks=CHECKS),),
    codelists=(Codelist(oid="CL.1", name="Tests", type="text", terms=TERMS),),
    methods=(Method(oid="MT.1", name="M", said={"en": "As it is."}),),
    comments=(Comment(oid="COM.1", said={"en": "Sitting."}),),
    leaves=(Leaf(oid="LF.1", href="acrf.pdf", title="Annotated CRF"),),
)
WHERE = 'VSORRESU NE "A, B" AND VSTESTCD IN (DIABP, SYSBP)'


def with_variables(*variables: Variable, **others) -> Metadata:
    return replace(MODEL, datasets=(replace(MODEL.datasets[0], variables=variables, **others),))


def with_terms(*terms: Term) -> Metadata:
    return replace(MODEL, codelists=(replace(MODEL.codelists[0], terms=terms),))


def found(other: Metadata, beside: bool = False) -> list[tuple[str, ...]]:
    return [(d.group, d.variable, d.where, d.what, d.left, d.right) for d in differences(MODEL, other, beside)]


def renamed() -> Metadata:
    """The same with other OIDs, other lines, and other orders of what has none."""
    value = replace(VALUE, oid="x", wheres=("w",))
    test = replace(
        TEST,
        oid="y",
        codelist="c",
        method="m",
        comment="k",
        line=9,
        origins=(replace(TEST.origins[0], documents=(replace(TEST.origins[0].documents[0], leaf="f"),)),),
    )
    variables = (test, replace(RESULT, oid="z", value_list="v", values=(value,)), replace(UNIT, sas_name="VSORRESU"))
    checks = (CHECKS[1], replace(CHECKS[0], values=("DIABP", "SYSBP"), item="y"))
    return replace(
        MODEL,
        oid="other",
        version="2.1.0",
        datasets=(replace(MODEL.datasets[0], oid="i", domain="VS", no_data="No", variables=variables),),
        wheres=(Where(oid="w", checks=checks),),
        codelists=(replace(MODEL.codelists[0], oid="c"),),
        methods=(replace(MODEL.methods[0], oid="m", said={"": "As  it\nis."}),),
        comments=(replace(MODEL.comments[0], oid="k"),),
        leaves=(replace(MODEL.leaves[0], oid="f"), Leaf(oid="LF.VS", href="vs.xpt", of="VS")),
    )


def test_other_identifiers_and_orders_are_no_difference():
    assert renamed() != MODEL
    assert differences(MODEL, renamed()) == differences(renamed(), MODEL) == []


@pytest.mark.parametrize(
    ("other", "said"),
    [
        (
            with_variables(replace(TEST, label={"en": "Code"}), RESULT, UNIT),
            ("VS", "VSTESTCD", "", "label", "Test", "Code"),
        ),
        (
            with_variables(TEST, replace(RESULT, values=(replace(VALUE, type="float"),)), UNIT),
            ("VS", "VSORRES", WHERE, "type", "integer", "float"),
        ),
        (
            replace(MODEL, methods=(replace(MODEL.methods[0], said={"en": "Otherwise."}),)),
            ("VS", "VSTESTCD", "", "method", "As it is.", "Otherwise."),
        ),
        (
            replace(MODEL, comments=(replace(MODEL.comments[0], said={"en": "Sitting.", "zh": "坐位。"}),)),
            ("VS", "VSTESTCD", "", "comment (zh)", "", "坐位。"),
        ),
        (
            with_terms(replace(TERMS[0], decode={"en": "S"}), TERMS[1]),
            ("codelist Tests", "SYSBP", "", "decode", "Systolic", "S"),
        ),
        (
            with_terms(TERMS[0]),
            ("codelist Tests", "DIABP", "", "is there", "yes", ""),
        ),
        (
            replace(MODEL, codelists=(replace(MODEL.codelists[0], name="Tests of Vital Signs"),)),
            ("codelist Tests", "", "", "name", "Tests", "Tests of Vital Signs"),
        ),
        (with_variables(TEST, RESULT), ("VS", "VSORRESU", "", "is there", "yes", "")),
        (
            with_variables(TEST, UNIT, RESULT),
            ("VS", "", "", "order of variables", "VSORRESU behind VSORRES", "VSORRESU behind VSTESTCD"),
        ),
        (with_variables(TEST, RESULT, replace(UNIT, key="2")), ("VS", "", "", "key", "VSTESTCD", "VSTESTCD, VSORRESU")),
        (replace(MODEL, datasets=()), ("VS", "", "", "is there", "yes", "")),
        (replace(MODEL, study_name="S2"), ("study", "", "", "study name", "S1", "S2")),
    ],
    ids=lambda each: " ".join(each[:4]) if isinstance(each, tuple) else "",
)  # fmt: skip
def test_one_thing_is_one_difference(other, said):
    assert [each for each in found(other) if each[0] != "not used"] == [said]


def test_another_condition_is_another_definition():
    clause = Where(oid="WC.1", checks=CHECKS[:1])
    assert found(replace(MODEL, wheres=(clause,))) == [
        ("VS", "VSORRES", WHERE, "is there", "yes", ""),
        ("VS", "VSORRES", "VSTESTCD IN (DIABP, SYSBP)", "is there", "", "yes"),
    ]


def test_what_only_a_workbook_holds_is_compared_between_workbooks():
    other = with_variables(replace(TEST, beside={"Core": "Req"}), RESULT, UNIT)
    assert found(other) == []
    assert found(other, beside=True) == [("VS", "VSTESTCD", "", "Core", "", "Req")]


def test_what_nothing_uses_is_compared_too():
    assert found(replace(MODEL, methods=(*MODEL.methods, Method(oid="MT.2", name="N", said={"en": "Spare."})))) == [
        ("not used", "", "", "method Spare.", "", "1")
    ]


@settings(max_examples=15, deadline=None)
@given(data=metadata(("en", "zh")))
def test_a_model_says_what_it_says(data):
    assert differences(data, data) == []
    other = replace(data, study_name="another", study_description="", protocol="")
    named = replace(data, study_name="one", study_description="", protocol="")
    assert differences(named, other) == [Difference("study", "", "", "study name", "one", "another")]

"""A define.xml that is written from what it says."""

from dataclasses import replace

import pytest

from onespec.define.naming import named
from onespec.define.writing import write_define
from onespec.engine.metadata.model import Check, Codelist, Dataset, Metadata, Method, Term, Variable, Where
from onespec.engine.metadata.read import parse_define

from .fragments import schema_faults

SMALL = Metadata(
    study_name="S1",
    study_description="A study",
    protocol="P1",
    datasets=(
        Dataset(
            oid="",
            name="VS",
            label={"en": "Vital Signs"},
            variables=(
                Variable(oid="", name="VSTESTCD", type="text", length="8", mandatory="Yes"),
                Variable(
                    oid="",
                    name="VSORRES",
                    type="text",
                    length="3",
                    values=(Variable(oid="", name="VSORRES", type="integer", length="3", wheres=("WC.HR",)),),
                ),
            ),
        ),
    ),
    wheres=(Where(oid="WC.HR", checks=(Check(dataset="VS", variable="VSTESTCD", comparator="EQ", values=("HR",)),)),),
    codelists=(Codelist(oid="", name="Yes/No", type="text", terms=(Term(value="Y", decode={"en": "Yes"}),)),),
    methods=(Method(oid="", name="A day", said={"": "Dates < & >"}),),
)


@pytest.mark.parametrize("standard", ["sdtm", "adam"])
def test_what_a_build_has_written_is_that_file_again(built, standard):
    """Every element and attribute of it is read, and written in its place."""
    content = (built / standard / "define.xml").read_bytes()
    assert write_define(parse_define(content)) == content


def test_elements_get_identifiers_of_their_names():
    made = named(SMALL)
    assert (made.study_oid, made.oid, made.datasets[0].oid) == ("STUDY.S1", "MDV.S1", "IG.VS")
    code, result = made.datasets[0].variables
    assert (code.oid, result.oid, result.value_list) == ("IT.VS.VSTESTCD", "IT.VS.VSORRES", "VL.VS.VSORRES")
    assert result.values[0].oid == "IT.VS.VSORRES.1"
    assert made.wheres[0].checks[0].item == "IT.VS.VSTESTCD"
    assert (made.codelists[0].oid, made.methods[0].oid) == ("CL.Yes_No", "MT.A_day")
    assert named(made) == made


def test_written_and_read_it_is_the_same():
    made = parse_define(write_define(SMALL, created="2026-01-01T00:00:00"))
    assert replace(made, attributes={}, version="") == named(SMALL)
    assert made.attributes["CreationDateTime"] == "2026-01-01T00:00:00"


def test_one_definition_that_two_datasets_share_is_written_once():
    shared = Variable(oid="IT.STUDYID", name="STUDYID", type="text", length="4")
    datasets = tuple(
        Dataset(oid="", name=name, variables=(replace(shared, order=order),))
        for name, order in (("AE", "1"), ("DM", "2"))
    )
    content = write_define(replace(SMALL, datasets=datasets, wheres=()))
    assert content.count(b"<ItemDef ") == 1
    assert [d.variables[0].order for d in parse_define(content).datasets] == ["1", "2"]


def test_two_definitions_of_one_identifier_become_two():
    datasets = tuple(
        Dataset(oid="", name=name, variables=(Variable(oid="IT.X", name="X", type="text", length=length),))
        for name, length in (("AE", "1"), ("DM", "2"))
    )
    read = parse_define(write_define(replace(SMALL, datasets=datasets, wheres=())))
    assert [(d.variables[0].oid, d.variables[0].length) for d in read.datasets] == [("IT.X", "1"), ("IT.X.2", "2")]


def test_a_lost_reference_stays_lost():
    lost = Dataset(oid="", name="AE", variables=(Variable(oid="", name="IT.Z", lost="IT.Z"),))
    (variable,) = parse_define(write_define(replace(SMALL, datasets=(lost,), wheres=()))).datasets[0].variables
    assert (variable.lost, variable.oid) == ("IT.Z", "")


def test_of_2_0_it_is_2_0_again():
    """Class and standard are attributes there."""
    from onespec.engine.metadata.model import Standard

    old = replace(
        SMALL,
        version="2.0.0",
        standards=(Standard(oid="", name="SDTM-IG", version="3.1.2"),),
        datasets=(replace(SMALL.datasets[0], cls="FINDINGS"),),
    )
    content = write_define(old)
    assert b"def/v2.0" in content and b"def/v2.1" not in content
    assert b'def:StandardName="SDTM-IG" def:StandardVersion="3.1.2"' in content and b'def:Class="FINDINGS"' in content
    read = parse_define(content)
    assert (read.standards, read.datasets[0].cls, read.unplaced) == (old.standards, "FINDINGS", ())


def test_a_complete_one_is_valid():
    complete = replace(
        SMALL,
        attributes={},
        datasets=tuple(
            replace(
                d,
                repeating="Yes",
                reference="No",
                purpose="Tabulation",
                domain="VS",
                structure="One record per result",
                variables=tuple(
                    replace(v, mandatory="No", values=tuple(replace(r, mandatory="No") for r in v.values))
                    for v in d.variables
                ),
            )
            for d in SMALL.datasets
        ),
    )
    assert schema_faults(write_define(complete, created="2026-01-01T00:00:00")) == []

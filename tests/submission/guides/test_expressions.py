"""Expressions over small data: what they give can be counted by hand."""

import pytest
from guided import AE, write_data

from onespec.submission.guides.expressions import evaluate
from onespec.submission.guides.sources import Absent, NotGiven, Sources
from onespec.submission.guides.verbs import about, named


@pytest.fixture
def sources(tmp_path) -> Sources:
    write_data(tmp_path / "m5" / "sdtm", "AE", AE)
    return Sources(tmp_path)


@pytest.mark.parametrize(
    "expression, value",
    [
        ({"records": "AE"}, 4),
        ({"records": "AE", "where": {"AESER": "Y"}}, 2),
        ({"records": "AE", "where": {"AESER": ["Y", "N"]}}, 3),
        ({"records": "AE", "where": {"AESER": {"not": ""}}}, 3),
        ({"records": "AE", "where": {"AESER": {"not": ["Y", ""]}, "AETERM": "Fever"}}, 1),
        ({"subjects": "AE"}, 3),
        ({"subjects": "AE", "where": {"USUBJID": "1"}}, 1),
        ({"value": "AE.AETERM", "where": {"AESER": "Y"}}, "Rash"),
        ({"values": "AE.AETERM"}, ["Cough", "Fever", "Rash"]),
        ({"distinct": "AE.AESER"}, 2),
        ({"rows": "AE", "columns": ["AETERM", "NONE"], "where": {"AESER": "Y"}}, [{"AETERM": "Rash"}]),
        (
            {"counts": "AE", "by": ["AETERM"], "where": {"AETERM": {"not": "Cough"}}},
            [{"AETERM": "Fever", "records": 1, "subjects": 1}, {"AETERM": "Rash", "records": 2, "subjects": 2}],
        ),
        ({"number": {"values": "AE.AETERM"}}, 3),
        ({"part": ["AE", "CM"]}, ["AE"]),
        ({"part": ["AE", "CM"], "there": "no"}, ["CM"]),
    ],
)
def test_an_expression_counts_what_the_data_hold(sources, expression, value):
    assert evaluate(expression, sources) == value


@pytest.mark.parametrize(
    "expression",
    [
        {"records": "CM"},
        {"records": "AE", "where": {"AEREL": "Y"}},
        {"values": "AE.AEREL"},
        {"value": "AE.AETERM", "where": {"AETERM": "Itch"}},
        {"counts": "AE", "by": ["AEREL"]},
        {"define": "sdtm.protocol"},
    ],
)
def test_what_is_not_in_the_data_is_absent(sources, expression):
    with pytest.raises(Absent):
        evaluate(expression, sources)


@pytest.mark.parametrize(
    "expression", [{"conformance": "total", "standard": "sdtm"}, {"qc": "shared"}, {"study": "id"}, {"run": "study"}]
)
def test_without_its_source_nothing_is_said(sources, expression):
    with pytest.raises(NotGiven):
        evaluate(expression, sources)


def test_the_whole_of_a_split_dataset_is_read_where_it_is_there_and_else_its_parts(tmp_path):
    write_data(tmp_path / "split", "AE", {"USUBJID": ["1", "1"]}, "ae1")
    write_data(tmp_path / "split", "AE", {"USUBJID": ["2"]}, "ae2")
    write_data(tmp_path / "split", "AE", {"USUBJID": ["3"]}, "ae10")
    parts = Sources(tmp_path)
    assert [path.stem for path in parts.files["AE"]] == ["ae1", "ae2", "ae10"]
    assert evaluate({"records": "AE"}, parts) == evaluate({"records": "AE"}, parts) == 4
    write_data(tmp_path, "AE", {"USUBJID": ["1"]})
    assert evaluate({"records": "AE"}, Sources(tmp_path)) == 1


def test_a_fact_is_named_by_its_expression():
    assert named({"subjects": "AE", "where": {"AESER": "Y"}}) == 'subjects=AE where={"AESER":"Y"}'


def test_an_expression_is_about_an_item():
    items = {"it": {"name": "AE", "label": "Adverse Events"}}
    said = {"records": "$it.name", "where": {"DOMAIN": ["$it.name", "X$it.label"]}}
    assert about(said, items) == {"records": "AE", "where": {"DOMAIN": ["AE", "XAdverse Events"]}}

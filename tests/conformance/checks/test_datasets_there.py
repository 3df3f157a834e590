"""Datasets that must be there."""

from checked import found, package


def test_each_dataset_that_is_missing():
    p = package(DM={"USUBJID": ["1"]}, TS={"STUDYID": ["S"]})
    assert found("datasets_there", "", p, names=["DM", "DS", "TS", "TV"]) == [(None, (), "DS"), (None, (), "TV")]

"""Variables and define.xml."""

from checked import define, found, group, package

P = package(AE={"AESEQ": [1], "AETERM": ["a"], "AEOUT": ["a"]})


def test_variables_of_one_side():
    d = define(AE=group("AE", AESEQ={}, AETERM={}, AEACN={}))
    assert found("define_variables", "AE", P, define=d) == [
        (None, ("AEOUT",), "AEOUT is not in define.xml"),
        (None, ("AEACN",), "AEACN of define.xml is not in the data"),
    ]


def test_another_order():
    d = define(AE=group("AE", AESEQ={}, AEOUT={}, AETERM={}))
    assert found("define_variables", "AE", P, define=d) == [
        (None, ("AETERM",), "AETERM stands in another place than in define.xml")
    ]


def test_a_dataset_that_is_not_described_is_told_once_elsewhere():
    assert found("define_variables", "AE", P, define=define()) == []

"""Labels of datasets."""

from checked import dataset, found, package


def test_another_label_than_the_standards():
    p = package(AE=dataset("AE", label="Side Effects", USUBJID=["1"]), SUPPCM={"USUBJID": ["1"]})
    assert found("dataset_label", "AE", p) == [(None, (), "'Side Effects' instead of 'Adverse Events'")]
    assert p.tables["SUPPCM"].header.label == "Supplemental Qualifiers for CM"
    assert found("dataset_label", "SUPPCM", p) == []

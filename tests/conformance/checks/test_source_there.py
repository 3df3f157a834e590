"""Sources of records."""

from checked import found, package


def test_dataset_variable_and_record():
    p = package(
        ADSL={"USUBJID": ["1"], "DTHDT": [5]},
        ADRS={
            "USUBJID": ["1"] * 7,
            "SRCDOM": ["RS", "RS", "RS", "XX", "ADSL", "", "RS"],
            "SRCVAR": ["RSSTRESC", "RSSTRESC", "RSX", "A", "DTHDT", "RSSTRESC", "NOTE"],
            "SRCSEQ": [1, 9, 1, 1, None, None, 1],
        },
    )
    beside = package(
        RS={"USUBJID": ["1"], "RSSEQ": [1], "RSSTRESC": ["CR"]}, SUPPRS={"USUBJID": ["1"], "QNAM": ["NOTE"]}
    )
    given = {"domain": "SRCDOM", "variable": "SRCVAR", "sequence": "SRCSEQ"}
    assert found("source_there", "ADRS", p, beside=beside, **given) == [
        (2, ("RS", "9"), "there is no such record"),
        (3, ("RS", "RSX"), "the dataset has no such variable"),
        (4, ("XX", "A"), "there is no such dataset"),
        (6, ("", "RSSTRESC"), "a variable of no dataset"),
    ]

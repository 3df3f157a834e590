"""The last observation before exposure."""

from checked import found, package

DM = {"USUBJID": ["1", "2"], "RFXSTDTC": ["2025-08-10", ""]}
HOW = {"flag": "LBLOBXFL", "result": "LBORRES", "date": "LBDTC", "exposure": "DM.RFXSTDTC", "by": ["LBTESTCD"]}


def lb(*rows):
    return dict(
        zip(("USUBJID", "LBTESTCD", "LBDTC", "LBORRES", "LBLOBXFL"), map(list, zip(*rows, strict=True)), strict=True)
    )


def test_no_record_is_flagged():
    p = package(
        DM=DM,
        LB=lb(
            ("1", "ALT", "2025-08-01", "5", ""),
            ("1", "ALT", "2025-08-05", "6", ""),
            ("1", "AST", "2025-08-01", "", ""),
            ("2", "ALT", "2025-08-01", "5", ""),
        ),
    )
    assert found("baseline_there", "LB", p, **HOW) == [
        (1, ("1", "ALT", "2025-08-01", "", "2025-08-10"), "no record is flagged")
    ]


def test_a_later_record_is_not_flagged():
    p = package(
        DM=DM,
        LB=lb(
            ("1", "ALT", "2025-08-01", "5", "Y"),
            ("1", "ALT", "2025-08-05", "6", ""),
            ("1", "AST", "2025-08-05", "6", "Y"),
        ),
    )
    assert found("baseline_there", "LB", p, **HOW) == [
        (1, ("1", "ALT", "2025-08-01", "Y", "2025-08-10"), "a later record before exposure is not")
    ]


def test_the_day_of_exposure_may_be_flagged():
    p = package(DM=DM, LB=lb(("1", "ALT", "2025-08-01", "5", ""), ("1", "ALT", "2025-08-10", "6", "Y")))
    assert found("baseline_there", "LB", p, **HOW) == []

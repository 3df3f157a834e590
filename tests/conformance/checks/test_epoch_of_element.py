"""EPOCH."""

from checked import found, package

SE = {
    "USUBJID": ["1", "1"],
    "SESTDTC": ["2025-08-01", "2025-08-10T09:00"],
    "SEENDTC": ["2025-08-10T09:00", ""],
    "EPOCH": ["SCREENING", "TREATMENT"],
}


def test_another_epoch_than_that_of_the_day():
    p = package(
        SE=SE,
        LB={
            "USUBJID": ["1"] * 6,
            "EPOCH": ["SCREENING", "TREATMENT", "SCREENING", "TREATMENT", "", "TREATMENT"],
            "LBDTC": ["2025-08-05", "2025-08-10", "2025-08-10", "2025-08-05", "2025-08-05", "2025-08"],
        },
    )
    assert found("epoch_of_element", "LB", p, epoch="EPOCH", date="LBDTC") == [
        (4, ("TREATMENT", "2025-08-05"), "")
    ]  # on the 10th both are right

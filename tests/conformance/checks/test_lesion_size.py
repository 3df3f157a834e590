"""The size of target lesions at baseline."""

from checked import found, package


def test_a_small_target_at_baseline():
    p = package(
        TU={"USUBJID": ["1", "1", "1"], "TULNKID": ["T1", "T2", "NT1"], "TUSTRESC": ["TARGET", "TARGET", "NON-TARGET"]},
        TR={
            "USUBJID": ["1", "1", "1", "1", "1"],
            "TRLNKID": ["T1", "T1", "T2", "NT1", "X"],
            "TRSTRESN": [8, 5, 10, 5, 5],
            "TRLOBXFL": ["Y", "", "Y", "Y", "Y"],
        },
    )
    assert found(
        "lesion_size", "TR", p, result="TRSTRESN", link="TRLNKID", flag="TRLOBXFL", role="TARGET", at_least=10
    ) == [(1, ("1", "T1", "8"), "")]

"""Texts and their numbers."""

from checked import dataset, found, package


def test_by_the_label_or_the_name():
    p = package(
        ADLB=dataset(
            "ADLB",
            variables={
                "AVISIT": {"label": "Analysis Visit"},
                "AVISITN": {"label": "Analysis Visit (N)"},
                "AVALCAT1": {"label": "Analysis Value Category 1"},
                "AVALCA1N": {"label": "Analysis Value Category 1 (N)"},
            },
            PARAMCD=["A", "A", "B", "B"],
            AVISIT=["W1", "W2", "W2", "W2"],
            AVISITN=[1, 2, 2, 3],
            AVALCAT1=["LOW", "HIGH", "LOW", "LOW"],
            AVALCA1N=[1, 2, 2, 2],
        )
    )
    assert found("number_companion", "ADLB", p, parameter="PARAMCD", within=["AVAL"], apart=[]) == [
        (4, ("W2", "3"), "other records pair it otherwise")
    ]
    assert len(found("number_companion", "ADLB", p, parameter="PARAMCD", within=[], apart=["AVISITN"])) == 2

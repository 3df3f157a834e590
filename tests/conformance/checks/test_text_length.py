"""Lengths of texts and numbers."""

from checked import dataset, found, package


def test_a_text_of_201_and_a_number_of_4_bytes():
    p = package(
        MH=dataset(
            "MH", MHSEQ=[1, 2], MHTERM=["a" * 200, "b" * 201], MHCAT=["c", "d"], variables={"MHSEQ": {"length": 4}}
        )
    )
    assert found("text_length", "MH", p, limit=200) == [
        (None, ("MHSEQ", "4"), "MHSEQ has length 4"),
        (None, ("MHTERM", "201"), "MHTERM has length 201"),
        (2, ("b" * 201,), "the value of MHTERM is longer than 200"),
    ]

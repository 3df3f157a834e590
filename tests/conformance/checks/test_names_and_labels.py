"""Names and labels of a transport file."""

from checked import dataset, found, package


def test_names_of_8_and_labels_of_40():
    p = package(
        AE=dataset(
            "AE",
            AETERM=["a"],
            aedecod=["a"],
            AEWEATHERS=["a"],
            AEACN=["a"],
            AEOUT=["a"],
            variables={"AEACN": {"label": ""}, "AEOUT": {"label": "L" * 41}, "aedecod": {"label": "Term"}},
        )
    )
    assert found("names_and_labels", "AE", p) == [
        (None, ("aedecod", "Term"), "the name is not legal"),
        (None, ("AEWEATHERS", "AEWEATHERS"), "the name is not legal"),
        (None, ("AEACN", ""), "the label is blank"),
        (None, ("AEOUT", "L" * 41), "the label has more than 40 characters"),
    ]

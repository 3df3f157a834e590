"""Labels and define.xml."""

from checked import define, found, group, package


def test_labels_that_differ():
    p = package(AE={"AETERM": ["a"], "AEOUT": ["a"]})
    d = define(
        AE=group("AE", label="Events", AETERM={"label": "Verbatim"}, AEOUT={"label": "Outcome of Adverse Event"})
    )
    assert found("define_labels", "AE", p, define=d) == [
        (None, (), "'Adverse Events', and 'Events' in define.xml"),
        (
            None,
            ("AETERM", "Reported Term for the Adverse Event"),
            "'Reported Term for the Adverse Event', and 'Verbatim' in define.xml",
        ),
    ]

"""What is said of the subject."""

from checked import dataset, found, package


def test_another_value_or_label():
    labels = {"AGE": {"label": "Age"}, "SEX": {"label": "Sex"}}
    p = package(
        ADSL=dataset("ADSL", variables=labels, USUBJID=["1", "2"], AGE=[50, 60], SEX=["M", "F"]),
        ADTTE=dataset(
            "ADTTE", variables={"AGE": {"label": "Age"}}, USUBJID=["1", "2", "9"], AGE=[50, 61, 1], SEX=["M", "F", "F"]
        ),
    )
    assert found("copied_of_subject", "ADTTE", p, dataset="ADSL", apart=["USUBJID"]) == [
        (None, ("SEX",), "the label is 'SEX', and 'Sex' in ADSL"),
        (2, ("61", "60"), "ADSL has another value"),
    ]
    assert found("copied_of_subject", "ADSL", p, dataset="ADSL", apart=[]) == []

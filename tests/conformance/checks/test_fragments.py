"""Endings of names."""

import pandas as pd
from checked import dataset, found, package


def test_a_name_promises_a_type_and_a_word():
    variables = {
        "XDT": {"label": "Date of X"},
        "YDT": {"label": "Day of Y"},
        "XFL": {"label": "X Flag"},
        "YFL": {"label": "Y"},
        "XDTF": {"label": "X Date Imputation Flag"},
    }
    columns = {"XDT": [1], "YDT": [""], "XFL": ["Y"], "YFL": ["Y"], "XDTF": ["D"], "TRTSDT": [1], "FL": ["Y"]}
    rules = pd.DataFrame(
        [("DT", "Num", "Date"), ("FL", "Char", "Flag"), ("DTF", "Char", "Imput")], columns=["SUFFIX", "TYPE", "WORD"]
    )
    p = package(ADSL=dataset("ADSL", variables=variables, **columns))
    assert found("fragments", "ADSL", p, fragments=rules) == [
        (None, ("YDT", "Char"), "YDT ends in DT and is Char"),
        (None, ("YDT", "Day of Y"), "the label of YDT says nothing of 'Date'"),
        (None, ("YFL", "Y"), "the label of YFL says nothing of 'Flag'"),
    ]


def test_what_is_copied_is_named_by_the_domain():
    rules = pd.DataFrame([("DT", "Num", "Date")], columns=["SUFFIX", "TYPE", "WORD"])
    p = package(ADAE={"USUBJID": ["1"], "AEODT": ["x"]})
    assert found("fragments", "ADAE", p, beside=package(AE={"AEODT": ["x"]}), fragments=rules) == []

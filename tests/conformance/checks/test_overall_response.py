"""The overall response of an assessment."""

import pandas as pd
from checked import found, package

TABLE = pd.DataFrame(
    [("PD", "*", "*", "PD"), ("*", "*", "Y", "PD"), ("PR", "*", "N", "PR"), ("", "CR", "N", "CR")],
    columns=["TRGRESP", "NTRGRESP", "NEWLIND", "OVRLRESP"],
    dtype="str",
)
HOW = {"table": TABLE, "test": "RSTESTCD", "result": "RSSTRESC", "link": "RSLNKGRP"}


def rs(**responses):
    rows = [
        ("1", link, test, result)
        for link, given in responses.items()
        for test, result in zip(("OVRLRESP", "TRGRESP", "NTRGRESP", "NEWLIND"), given, strict=True)
        if result
    ]
    return package(
        RS=dict(zip(("USUBJID", "RSLNKGRP", "RSTESTCD", "RSSTRESC"), map(list, zip(*rows, strict=True)), strict=True))
    )


def test_against_the_table():
    p = rs(W6=("PR", "PR", "", "N"), W12=("SD", "PR", "", "N"), W18=("PR", "PR", "CR", "Y"), W24=("CR", "", "CR", "N"))
    assert found("overall_response", "RS", p, **HOW) == [
        (4, ("SD", "PR", "", "N"), "PR"),
        (7, ("PR", "PR", "CR", "Y"), "PD"),
    ]


def test_what_the_table_has_not():
    assert found("overall_response", "RS", rs(W6=("SD", "NE", "", "")), **HOW) == []

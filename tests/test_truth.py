"""The endpoints of the shipped study against the truth that its simulator wrote apart, subject by subject.

The truth is computed from the plan of each subject, by other code and never from the exports.
"""

from __future__ import annotations

import csv
from datetime import date, timedelta

import pandas as pd
import pytest
from support import TRUTH

from onespec.engine.xpt.reader import read_xpt

with TRUTH.open(encoding="utf-8") as file:
    TRUE = {row["SUBJID"]: row for row in csv.DictReader(file)}
TREATED = [subject for subject, row in TRUE.items() if row["TREATED"] == "Y"]


@pytest.fixture(scope="module")
def adam(built) -> dict[str, pd.DataFrame]:
    """ADSL by subject; ADRS and ADTTE by subject and parameter, one record each."""
    adsl, adrs, adtte = (read_xpt(built / "adam" / f"{name}.xpt")[1] for name in ("adsl", "adrs", "adtte"))
    adrs = adrs[~adrs["PARAMCD"].isin(["OVR", "OVRDER"])]
    return {
        "ADSL": adsl.set_index("SUBJID"),
        "ADRS": adrs.set_index(["SUBJID", "PARAMCD"]),
        "ADTTE": adtte.set_index(["SUBJID", "PARAMCD"]),
    }


def shown(day: float) -> str:
    """A SAS date as the truth writes it."""
    return "" if pd.isna(day) else str(date(1960, 1, 1) + timedelta(days=int(day)))


def test_every_subject_is_there_once(adam):
    assert sorted(adam["ADSL"].index) == sorted(TRUE)
    assert adam["ADRS"].index.is_unique and adam["ADTTE"].index.is_unique


@pytest.mark.parametrize("subject", TRUE)
def test_population(adam, subject):
    record, true = adam["ADSL"].loc[subject], TRUE[subject]
    assert (record["SAFFL"], record["FASFL"], record["SCRNFL"]) == (true["TREATED"], true["TREATED"], true["SCRNFAIL"])
    assert (shown(record["TRTSDT"]), shown(record["NEWTRDT"])) == (true["TRTSDT"], true["NEWTRTDT"])


@pytest.mark.parametrize("subject", TREATED)
def test_best_overall_response(adam, subject):
    records, true = adam["ADRS"], TRUE[subject]
    assert (records.loc[(subject, "BOR"), "AVALC"], records.loc[(subject, "CBOR"), "AVALC"]) == (
        true["BOR"],
        true["CBOR"],
    )
    assert records.loc[(subject, "ORR"), "AVALC"] == ("Y" if true["CBOR"] in ("CR", "PR") else "N")
    assert records.loc[(subject, "DCR"), "AVALC"] == (
        "Y" if true["CBOR"] in ("CR", "PR", "SD", "NON-CR/NON-PD") else "N"
    )


@pytest.mark.parametrize(
    "parameter, column", [("RSP", "RSPDT"), ("CRSP", "CRSPDT"), ("PD", "PDDT"), ("DEATH", "DTHDT"), ("LSTA", "LSTADT")]
)
def test_whether_and_when(adam, parameter, column):
    found = {
        s: (adam["ADRS"].loc[(s, parameter), "AVALC"], shown(adam["ADRS"].loc[(s, parameter), "ADT"])) for s in TREATED
    }
    assert found == {s: ("Y" if TRUE[s][column] else "N", TRUE[s][column]) for s in TREATED}


def test_last_known_alive(adam):
    assert {s: shown(adam["ADSL"].loc[s, "LSTALVDT"]) for s in TREATED} == {s: TRUE[s]["LSTALVDT"] for s in TREATED}
    dated = adam["ADSL"].loc[TREATED]
    assert (dated["LSTALVDT"] >= dated["TRTEDT"]).all() and not (dated["LSTALVDT"] > dated["DTHDT"]).any()
    assert {"EX.EXENDTC", "SS.SSDTC"} <= set(dated["LSTALVSR"])


@pytest.mark.parametrize("subject", TREATED)
@pytest.mark.parametrize("parameter", ["PFS", "OS", "DOR", "TTR"])
def test_time_to_event(adam, subject, parameter):
    true = TRUE[subject]
    if not true[f"{parameter}DT"]:
        assert parameter == "DOR" and (subject, parameter) not in adam["ADTTE"].index
        return
    record = adam["ADTTE"].loc[(subject, parameter)]
    assert (shown(record["ADT"]), str(int(record["AVAL"])), str(int(record["CNSR"]))) == (
        true[f"{parameter}DT"],
        true[parameter],
        true[f"{parameter}CNSR"],
    )
    assert shown(record["STARTDT"]) == true["CRSPDT" if parameter == "DOR" else "TRTSDT"]
    assert record["EVNTDESC"] and record["SRCDOM"] and record["SRCVAR"]
    assert bool(record["CNSDTDSC"]) == (record["CNSR"] > 0)


def test_sensitivity_parameters_differ_where_they_should(adam):
    """Subjects by the course of disease that the simulator's script gives them."""
    by_course = {TRUE[s]["OUTCOME"]: s for s in TREATED}

    def ends(course, parameter):
        record = adam["ADTTE"].loc[(by_course[course], parameter)]
        return shown(record["ADT"]), int(record["CNSR"])

    gap, therapy, differs = (
        "PD after two missed assessments",
        "New therapy before progression",
        "CR not confirmed, investigator differs, PD",
    )
    true = TRUE[by_course[gap]]
    assert (ends(gap, "PFS"), ends(gap, "PFSS1"), ends(gap, "PFSS2")) == (
        (true["PFSDT"], 4),
        (true["PDDT"], 0),
        (true["PFSDT"], 4),
    )
    true = TRUE[by_course[therapy]]
    assert (ends(therapy, "PFS"), ends(therapy, "PFSS2")) == ((true["PFSDT"], 2), (true["NEWTRTDT"], 0))
    assert ends(therapy, "PFSS1")[1] == 0 and ends(therapy, "PFSS1")[0] > true["NEWTRTDT"]
    true = TRUE[by_course[differs]]
    assert ends(differs, "PFS") == (true["PDDT"], 0)
    assert ends(differs, "PFSS3")[1] == 0 and ends(differs, "PFSS3")[0] < true["PDDT"]  # the sum had regrown earlier

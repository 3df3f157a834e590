"""Explanations of the shipped study, as they were read and judged clear (`make golden` rewrites them)."""

from __future__ import annotations

import re

import pytest
from support import SHIPPED

from .shown import shortened

CASES = {
    "pfs-event": ("ADTTE", "PARAMCD=PFS,CNSR=0,EVNTDESC=Disease progression", "AVAL,CNSR"),
    "pfs-event-death": ("ADTTE", "PARAMCD=PFS,CNSR=0,EVNTDESC=Death", "AVAL,CNSR"),
    "pfs-censored-1-no-event": ("ADTTE", "PARAMCD=PFS,CNSR=1", "ADT,CNSR"),
    "pfs-censored-2-new-therapy": ("ADTTE", "PARAMCD=PFS,CNSR=2", "ADT,CNSR"),
    "pfs-censored-3-never-assessed": ("ADTTE", "PARAMCD=PFS,CNSR=3", "ADT,CNSR"),
    "pfs-censored-4-missed": ("ADTTE", "PARAMCD=PFS,CNSR=4", "ADT,CNSR"),
    "response-from-lesions-pd": ("ADRS", "PARAMCD=OVRDER,TRGRESP=PD", "AVALC"),
    "response-from-lesions-new": ("ADRS", "PARAMCD=OVRDER,NEWLFL=Y", "AVALC"),
    "response-from-lesions-ne": ("ADRS", "PARAMCD=OVRDER,TRGRESP=NE", "AVALC"),
    "best-response": ("ADRS", "PARAMCD=CBOR,AVALC=PR", "AVALC"),
    "lbstresn-converted": ("LB", "LBTESTCD=CREAT,LBORRESU=mg/dL", "LBSTRESN"),
    "aedecod": ("AE", "AEDECOD=Epistaxis", "AEDECOD"),
    "adsl-flag": ("ADSL", "SUBJID=01001", "FASFL"),
}


@pytest.mark.parametrize("case", CASES)
def test_explanation_golden(case, golden, explain_shipped):
    golden(f"{SHIPPED.name}/explain/{case}.txt", explain_shipped(*CASES[case]))


# -- what must be in them, whoever rewrites the files ----------------------------------------------


@pytest.fixture
def shipped(explain_shipped):
    return lambda case: shortened(explain_shipped(*CASES[case]))


RULES = {
    "pfs-event": "Rule won: the earliest event counts, CNSR 0, at ",
    "pfs-censored-1-no-event": (
        "Rule won: there is no event, so the subject is censored at the latest date of censoring, CNSR 1, at "
    ),
    "pfs-censored-2-new-therapy": (
        "so the subject is censored at the latest date of censoring on or before it, CNSR 2, at "
    ),
    "pfs-censored-3-never-assessed": (
        'Rule won: there is neither an event nor a date of censoring, so the subject is censored as "No adequate '
        'tumour assessment after the first dose", CNSR 3, at '
    ),
    "pfs-censored-4-missed": (
        "Rule won: 2 or more assessments were missed before the event, so it is censored at the last adequate one, "
        "CNSR 4, at "
    ),
}


@pytest.mark.parametrize("case", RULES)
def test_an_endpoint_tells_the_rule_that_won_and_its_date(shipped, case):
    shown = shipped(case)
    date = re.search(r"\bADT = (\d{4}-\d\d-\d\d)", shown)[1]
    assert RULES[case] + date + "." in " ".join(shown.split())


def test_an_event_tells_every_candidate_and_the_raw_cell_of_the_one_that_won(shipped):
    shown = shipped("pfs-event")
    lines = [line.strip() for line in shown.splitlines()]
    for start in (
        "- The time starts at TRTSDT, ",
        "- Event candidate: Disease progression, ADT ",
        "- Stop candidate: ",
        "- Censoring candidate: Last adequate tumour assessment, ADT ",
        "- Between ",
        "Collected: response.csv, row ",
        "Derived by duration: ...",
    ):
        assert any(line.startswith(start) for line in lines), start


def test_a_laboratory_result_in_the_standard_unit(shipped):
    shown = shipped("lbstresn-converted")
    assert ', gather: One record for each row of the CRF form "Blood chemistry"' in " ".join(shown.split())
    assert "  - LBSTRESC = 76.9\n    Derived by standard_text: ...\n" in shown
    assert '    - LBORRES = 0.87\n      Collected: chemistry.csv, row 19, column CREA: "0.87".' in shown
    assert (
        "      - LBNAM = OUTSIDE LABORATORY\n        Collected: chemistry.csv, row 19, column LABNAM: "
        '"第三方检验", an answer of codelist LAB.' in shown
    )


def test_a_coded_term(explain_shipped):
    shown = shortened(explain_shipped("AE", "USUBJID=CHICTR2600126870-01-01001,AESPID=12", "AETERM,AEDECOD"))
    assert shown.splitlines()[-4:] == [
        "AETERM = Bilirubin increased",
        '  Collected: ae.csv, row 12, column AETERM: "胆红素升高", column AETERM_EN: "Bilirubin increased".',
        "AEDECOD = Blood bilirubin increased",
        '  Collected: ae.csv, row 12, column AEDECOD: "Blood bilirubin increased".',
    ]


def test_a_population_flag(shipped):
    shown = shipped("adsl-flag")
    assert "FASFL = Y\n  Derived by flag_all: ...\n  - ENRLFL = Y\n" in shown
    assert 'Collected: eligibility.xlsx, row 1, column ENRDAT: "2025-08-05", read as YYYY-MM-DD.' in shown
    assert "  - SAFFL = Y\n    Derived by flag_any_up_to: ...\n    - until = 2027-10-31\n" in shown


def test_a_best_response_tells_the_assessments_considered(shipped):
    shown = shipped("best-response")
    assert "Record step 7 of 15, best_confirmed_response: One record for each subject of ADSL where SAFFL is" in shown
    assert (
        "  - Considered: ADT 2025-11-07, AVALC SD (ADRS PARAMCD=OVR, ADT=2025-11-07, AVISITN=4, SRCSEQ=46)\n" in shown
    )
    assert "  - Considered: ADT 2025-12-16, AVALC PR; it decides (ADRS " in shown
    assert "\nAVALC = PR\n  Given by the record step: " in shown

"""Explanations, word for word in the smallest study; by their key lines in the shipped one."""

from __future__ import annotations

import re

import pytest
from support import OTHER

from onespec.cli.main import main
from onespec.engine.xpt.reader import read_xpt


def shortened(text: str) -> str:
    """The texts of methods left out: they stand beside their code, and the README shows one explanation as it is."""
    out, margin = [], None
    for line in text.splitlines(keepends=True):
        indent, words = len(line) - len(line.lstrip()), line.strip()
        if margin is not None and indent == margin and not words.startswith(("- ", "Finding ")):
            continue
        named = re.match(r"Derived by \w+:", words)
        margin = indent if named else None
        out.append(f"{' ' * indent}{named[0]} ...\n" if named else line)
    return "".join(out)


@pytest.fixture
def explain(capsys):
    """What `onespec explain` prints of the smallest study, texts of methods left out."""

    def run(*arguments: str, code: int = 0) -> str:
        assert main(["explain", *arguments, "--study", str(OTHER / "spec"), "--raw", str(OTHER / "raw")]) == code
        printed = capsys.readouterr()
        return printed.err if code else shortened(printed.out)

    return run


def test_a_derived_value_back_to_the_raw_cells(explain):
    assert (
        explain("AE", "--where", "AEDECOD=Dysphonia", "--variable", "AESTDY")
        == """\
Record of AE: STUDYID=ASTH-02, USUBJID=ASTH-02-S1-101, AEDECOD=Dysphonia, AESTDTC=2021-01-10, AESPID=1
  Record step read: One record for each row of the CRF form "Adverse events".
  Stands on events.csv, row 1.
AESTDY = 6
  Derived by study_day: ...
  - AESTDTC = 2021-01-10
    Collected: events.csv, row 1, column BEGAN: "10/01/2021", read as DD/MM/YYYY.
  - DM.RFSTDTC = 2021-01-05
    Derived by earliest: ...
    - EX.EXSTDTC = 2021-01-05 (EXTRT=BUDESONIDE, EXSTDTC=2021-01-05)
      Collected: inhaler.csv, row 1, column FIRST: "05/01/2021", read as DD/MM/YYYY.
    - EX.EXSTDTC = 2021-02-02 (EXTRT=BUDESONIDE, EXSTDTC=2021-02-02)
      Collected: inhaler.csv, row 2, column FIRST: "02/02/2021", read as DD/MM/YYYY.
"""
    )


def test_a_value_that_could_not_be_made_tells_the_finding(explain):
    assert (
        explain("ADSL", "--where", "SUBJID=102", "--variable", "TRTEDT")
        == """\
Record of ADSL: STUDYID=ASTH-02, USUBJID=ASTH-02-S1-102
  Record step read: One record for each row of DM.
  - Stands on the record of DM: STUDYID=ASTH-02, USUBJID=ASTH-02-S1-102
    Record step read: One record for each row of the CRF form "Enrolment".
    Stands on enrol.csv, row 2.
TRTEDT = blank
  Derived by sas_date: ...
  Finding ADAM-DATE: The date is not complete, so the analysis date is missing.
  - DM.RFXENDTC = 2021-02
    Derived by latest: ...
    - EX.EXENDTC = 2021-02 (EXTRT=PLACEBO, EXSTDTC=2021-01-06)
      Collected: inhaler.csv, row 3, column LAST: "UN/02/2021", read as DD/MM/YYYY.
"""
    )


def test_a_value_from_a_table_and_one_that_was_told_above(explain):
    shown = explain("DM", "--where", "SUBJID=101", "--variable", "ARM,ARMCD")
    assert (
        shown.split("\n", 3)[3]
        == """\
ARM = Inhaled corticosteroid
  Assigned: table arms, row 1 (ARMCD=ICS), column ARM.
  - ARMCD = ICS
    Collected: enrol.csv, row 1, column GROUP: "A", an answer of codelist ARMCD.
ARMCD = ICS: told above
"""
    )


def test_a_record_tells_every_value_with_its_origin(explain):
    assert (
        explain("EX", "--where", "USUBJID=ASTH-02-S2-201")
        == """\
Record of EX: STUDYID=ASTH-02, USUBJID=ASTH-02-S2-201, EXTRT=BUDESONIDE, EXSTDTC=2021-01-08
  Record step read: One record for each row of the CRF form "Inhaler dispensing".
  Stands on inhaler.csv, row 4.
STUDYID = ASTH-02
  Copied from DM.STUDYID.
DOMAIN = EX
  Assigned by the specification.
USUBJID = ASTH-02-S2-201
  Copied from DM.USUBJID.
EXSEQ = 1
  Derived by sequence: ...
EXTRT = BUDESONIDE
  Collected: inhaler.csv, row 4, column DRUG: "Budesonide", an answer of codelist PRODUCT.
EXDOSE = 2
  Collected: inhaler.csv, row 4, column PUFFS: "2".
EXDOSU = PUFF
  Assigned by the specification.
EXDOSFRM = AEROSOL
  Assigned by the specification.
EXSTDTC = 2021-01-08
  Collected: inhaler.csv, row 4, column FIRST: "08/01/2021", read as DD/MM/YYYY.
EXENDTC = 2021-02-15
  Collected: inhaler.csv, row 4, column LAST: "15/02/2021", read as DD/MM/YYYY.
EXSTDY = 1
  Derived by study_day: ...
EXENDY = 39
  Derived by study_day: ...
"""
    )


def test_records_beyond_the_first_are_counted(explain):
    shown = explain("EX", "--most", "1", "--variable", "EXDOSE")
    assert shown.endswith("\n3 more records match; add conditions to --where, or --most 4.\n")
    assert explain("EX", "--most", "4", "--variable", "EXDOSE").count("Record of EX") == 4


def test_a_condition_may_hold_a_comma_and_a_date(explain):
    assert "events.csv, row 3" in explain(
        "AE", "--where", "AEBODSYS=Respiratory, thoracic and mediastinal disorders,AESER=Y", "--variable", "AETERM"
    )
    assert "ASTH-02-S2-201" in explain("ADSL", "--where", "TRTSDT=2021-01-08", "--variable", "TRTSDT")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["EY"], "There is no dataset 'EY'. Did you mean 'EX'?"),
        (["EX", "--variable", "EXDOS"], "There is no variable of EX 'EXDOS'. Did you mean 'EXDOSU'?"),
        (["ADSL", "--where", "SUBJID=103"], "No record of ADSL has SUBJID=103. Did you mean '102'?"),
        (
            ["AE", "--where", "USUBJID=ASTH-02-S2-201,AEDECOD=Dysphonia"],
            "No record of AE has AEDECOD=Dysphonia among those with USUBJID=ASTH-02-S2-201. Known: "
            "Asthma, Oral candidiasis.",
        ),
        (["AE", "--where", "AEDECOD"], "'AEDECOD' is no condition. Write VAR=VALUE."),
    ],
)
def test_what_does_not_exist_is_said_with_the_nearest_name(explain, arguments, said):
    assert explain(*arguments, code=1) == f"onespec explain: {said}\n"


def test_every_value_is_that_of_the_dataset(explain, built_other):
    """The explanation is computed anew; it must tell what the transport file holds."""
    _, ex = read_xpt(built_other / "sdtm" / "ex.xpt")
    shown = explain("EX", "--most", "9")
    for name in ("EXTRT", "EXSTDTC", "EXENDTC"):
        assert [line.partition(" = ")[2] for line in shown.splitlines() if line.startswith(f"{name} = ")] == ex[
            name
        ].tolist()


# The shipped study --------------------------------------------------------------------------


# The same questions as in test_explain_shipped.py where they will do: each is answered once a session.


@pytest.fixture
def shipped(explain_shipped):
    return lambda *asked: shortened(explain_shipped(*asked))


EVENT = "PARAMCD=PFS,CNSR=0,EVNTDESC=Disease progression", "AVAL,CNSR"
RULES = {
    0: "Rule won: the earliest event counts, CNSR 0, at ",
    1: "Rule won: there is no event, so the subject is censored at the latest date of censoring, CNSR 1, at ",
    2: "so the subject is censored at the latest date of censoring on or before it, CNSR 2, at ",
    3: (
        'Rule won: there is neither an event nor a date of censoring, so the subject is censored as "No adequate '
        'tumour assessment after the first dose", CNSR 3, at '
    ),
    4: (
        "Rule won: 2 or more assessments were missed before the event, so it is censored at the last adequate one, "
        "CNSR 4, at "
    ),
}


@pytest.mark.parametrize("rule", RULES)
def test_an_endpoint_tells_the_rule_that_won_and_its_date(shipped, rule):
    shown = shipped("ADTTE", *(EVENT if rule == 0 else (f"PARAMCD=PFS,CNSR={rule}", "ADT,CNSR")))
    date = re.search(r"\bADT = (\d{4}-\d\d-\d\d)", shown)[1]
    assert RULES[rule] + date + "." in " ".join(shown.split())


def test_an_event_tells_every_candidate_and_the_raw_cell_of_the_one_that_won(shipped):
    shown = shipped("ADTTE", *EVENT)
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
    shown = shipped("LB", "LBTESTCD=ALT", "LBSTRESN")
    assert ', gather: One record for each row of the CRF form "Blood chemistry"' in " ".join(shown.split())
    assert "  - LBSTRESC = 30\n    Derived by standard_text: ...\n" in shown
    assert '    - LBORRES = 30\n      Collected: chemistry.csv, row 1, column ALT: "30".' in shown
    assert (
        "      - LBNAM = HOSPITAL LABORATORY\n        Collected: chemistry.csv, row 1, column LABNAM: "
        '"本院检验科", an answer of codelist LAB.' in shown
    )


def test_a_coded_term(shipped):
    shown = shipped("AE", "USUBJID=CHICTR2600126870-01-01001,AESPID=12", "AETERM,AEDECOD")
    assert shown.splitlines()[-4:] == [
        "AETERM = Bilirubin increased",
        '  Collected: ae.csv, row 12, column AETERM: "胆红素升高", column AETERM_EN: "Bilirubin increased".',
        "AEDECOD = Blood bilirubin increased",
        '  Collected: ae.csv, row 12, column AEDECOD: "Blood bilirubin increased".',
    ]


def test_a_population_flag(shipped):
    shown = shipped("ADSL", "SUBJID=01001", "FASFL")
    assert "FASFL = Y\n  Derived by flag_all: ...\n  - ENRLFL = Y\n" in shown
    assert 'Collected: eligibility.xlsx, row 1, column ENRDAT: "2025-08-05", read as YYYY-MM-DD.' in shown
    assert "  - SAFFL = Y\n    Derived by flag_present: ...\n    - TRTSDT = 2025-08-06\n" in shown


def test_a_best_response_tells_the_assessments_considered(shipped):
    shown = shipped("ADRS", "PARAMCD=CBOR,SUBJID=01001", "AVALC")
    assert "Record step 7 of 11, best_confirmed_response: One record for each subject of ADSL where SAFFL is" in shown
    assert (
        "  - Considered: ADT 2025-09-18, AVALC PR (ADRS PARAMCD=OVR, ADT=2025-09-18, AVISITN=4, SRCSEQ=55)\n" in shown
    )
    assert "  - Considered: ADT 2025-12-12, AVALC CR; it decides (ADRS " in shown
    assert "\nAVALC = CR\n  Given by the record step: " in shown

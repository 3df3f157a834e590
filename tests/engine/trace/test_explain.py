"""Explanations, word for word in the smallest study; those of the shipped one: test_explain_shipped.py."""

from __future__ import annotations

import pytest
from support import OTHER

from onespec.cli.main import main
from onespec.engine.xpt.reader import read_xpt

from .shown import shortened


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
  Set by the protocol: table arms, row 1 (ARMCD=ICS), column ARM.
  - ARMCD = ICS
    Collected: enrol.csv, row 1, column GROUP: "A", an answer of codelist ARMCD.
ARMCD = ICS: told above
"""
    )


def test_a_value_from_a_table_of_the_sponsor(explain):
    shown = explain("DM", "--where", "SUBJID=101", "--variable", "ACTARM")
    assert "  Assigned: table arms, row 1 (ARMCD=ICS), column ARM." in shown.splitlines()


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


def test_a_text_in_parts(other, capsys):
    """What a further part continues; a blank one says why."""
    other.replace("spec/sdtm/ae.yaml", "{collected: events.EVENT}", "{collected: events.EVENT, parts: 2}")
    other.replace("raw/events.csv", "asthma attack", f"{'w' * 190} late onset")
    told = []
    for term in ("Asthma", "Dysphonia"):
        asked = ["AE", "--where", f"AEDECOD={term}", "--variable", "AETERM1"]
        assert main(["explain", *asked, "--study", str(other.spec), "--raw", str(other.raw)]) == 0
        printed = " ".join(capsys.readouterr().out.replace("w" * 190, "w..").split())
        told.append(printed.partition("AETERM1 = ")[2])
    assert told == [
        "onset Continues the text of AETERM, which is longer than a variable holds. "
        '- AETERM = w.. late Collected: events.csv, row 3, column EVENT: "w.. late onset".',
        "blank Blank: the text of AETERM does not reach so far. "
        '- AETERM = hoarse voice Collected: events.csv, row 1, column EVENT: "hoarse voice".',
    ]

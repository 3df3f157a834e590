"""Twenty spoiled inputs, and a few more: each gives all its findings, and no traceback.

A stop exits 1 and leaves the outputs as they were, byte for byte; a query is built and listed.
The lines are what a user reads; docs/findings.md says which is which, and why.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from support import contents, onespec

from onespec.conformance.series import as_text
from onespec.engine.xpt.reader import read_xpt

AE, DM, EX = "spec/sdtm/ae.yaml", "spec/sdtm/dm.yaml", "spec/sdtm/ex.yaml"
EVENTS, ENROL, INHALER = "raw/events.csv", "raw/enrol.csv", "raw/inhaler.csv"


def stopped(study, capsys) -> list[str]:
    """Build; the stops that the user reads.  The outputs must be untouched."""
    before = contents(study.out)
    assert study.build() == 1
    assert contents(study.out) == before
    *lines, summary, where = capsys.readouterr().err.splitlines()
    count = len(lines)
    assert summary.startswith(f"{count} stop{'s' * (count != 1)}, ") and summary.endswith(
        " The outputs stay as they were."
    )
    assert where == f"All findings: {study.folder / '.out.cache' / 'findings.csv'}"
    assert [f.text() for f in study.findings if f.level == "stop"] == lines
    return lines


def queried(study, capsys) -> list[str]:
    """Build; the queries that the last build did not have."""
    known = study.queries
    assert study.build() == 0
    assert capsys.readouterr().err == ""
    return [f.text() for f in study.queries if f not in known]


# -- the raw export --------------------------------------------------------------------------------


def test_wrong_encoding(other_done, capsys):
    path = other_done.folder / EVENTS
    path.write_bytes(path.read_text().replace("hoarse voice", "声音嘶哑").encode("gb18030"))
    assert stopped(other_done, capsys) == [
        "STOP  RAW-ENCODING  events.csv row 1: Byte 56 of the file (c9) is not utf-8. "
        "Fix: It may be gb18030; correct 'encoding:' in crf.yaml or export again."
    ]


def test_missing_column(other_done, capsys):
    path = other_done.folder / INHALER
    path.write_text("\n".join(line.rpartition(",")[0] for line in path.read_text().splitlines()) + "\n")
    assert stopped(other_done, capsys) == [
        "STOP  RAW-COLUMN  inhaler.csv, LAST: The column 'LAST' of form 'inhaler' is missing. "
        "Fix: Correct the export or crf.yaml."
    ]


def test_extra_column(other_done, capsys):
    path = other_done.folder / ENROL
    path.write_text(
        "\n".join(f"{line},{'PHONE' if not n else n}" for n, line in enumerate(path.read_text().splitlines())) + "\n"
    )
    assert stopped(other_done, capsys) == [
        "STOP  RAW-EXTRA-COLUMN  enrol.csv, PHONE: crf.yaml does not know the column 'PHONE'. "
        "Fix: Add the field to form 'enrol', or say under its 'ignore:' why it is left aside."
    ]


def test_renamed_column(other_done, capsys):
    other_done.replace(EVENTS, ",SERIOUS,", ",SERIUS,")
    assert stopped(other_done, capsys) == [
        "STOP  RAW-COLUMN  events.csv, SERIOUS: The column 'SERIOUS' of form 'events' is missing. "
        "Fix: Is it 'SERIUS'? Correct the export or crf.yaml.",
        "STOP  RAW-EXTRA-COLUMN  events.csv, SERIUS: crf.yaml does not know the column 'SERIUS'. "
        "Fix: Add the field to form 'events', or say under its 'ignore:' why it is left aside.",
    ]


def test_renamed_form(other_done, capsys):
    (other_done.folder / EVENTS).rename(other_done.raw / "adverse_events.csv")
    assert stopped(other_done, capsys) == [
        "STOP  RAW-EXTRA-FILE  adverse_events.csv: No form of crf.yaml reads this file. "
        "Fix: Add a form, or say under 'ignore:' of crf.yaml why it is left aside.",
        "STOP  RAW-FILE  events.csv: The file of form 'events' is missing. "
        "Fix: Is it 'adverse_events.csv'? Correct 'file:' in crf.yaml or the export.",
    ]


def test_impossible_date(other_done, capsys):
    other_done.replace(EVENTS, "10/01/2021", "30/02/2021")
    assert queried(other_done, capsys) == [
        "QUERY RAW-DATE  events.csv row 1, BEGAN [subject 101]: '30/02/2021' is no day of the calendar. "
        "Fix: Ask the site for the date; declare the format in crf.yaml if it is right."
    ]


def test_unknown_code(other_done, capsys):
    other_done.replace(EVENTS, "10/01/2021,no", "10/01/2021,perhaps")
    assert stopped(other_done, capsys) == [
        "STOP  RAW-CODE  events.csv row 1, SERIOUS [subject 101]: 'perhaps' is no answer of codelist NY. "
        "Fix: Add the answer under 'raw:' of its term in codelist NY, or correct it in the CRF."
    ]


def test_duplicate_subject(other_done, capsys):
    other_done.append(ENROL, "102,S1,05/01/2021,02/11/1975,female,B\n")
    assert stopped(other_done, capsys) == [
        "STOP  RAW-DUPLICATE  enrol.csv row 4, PATIENT [subject 102]: "
        "'102' stands in a second row with the same PATIENT. "
        "Fix: Remove one of the rows in the export, or complete the form's key in crf.yaml."
    ]


def test_negative_dose(other_done, capsys):
    other_done.replace(INHALER, "Placebo,2", "Placebo,-2")
    assert queried(other_done, capsys) == [
        "QUERY RAW-RANGE  inhaler.csv row 3, PUFFS [subject 102]: '-2' lies below 0; carried as collected. "
        "Fix: Ask the site to check the value."
    ]


def test_text_of_201_bytes(other_done, capsys):
    other_done.replace(EVENTS, "hoarse voice", "x" * 201)
    assert stopped(other_done, capsys) == [
        "STOP  VALUE-LENGTH  events.csv row 1, AETERM [subject 101]: "
        "The text is longer than 200 bytes, the most that a transport file holds. "
        f"The value is '{'x' * 201}'. Fix: Shorten the translation, "
        "or give the SDTM variable 'parts: 2' or more (SDTMIG 3.4, section 4.5.3.2)."
    ]


def test_a_cell_that_never_ends(other_done, capsys):
    other_done.replace(INHALER, "102,Placebo,2,06/01/2021,UN/02/2021", '102,Placebo,2,06/01/2021,"UN/02/2021')
    assert stopped(other_done, capsys) == [
        "STOP  RAW-ROW  inhaler.csv: A quotation mark opens a cell that never ends. "
        "Fix: Close it, or double the quotation marks that stand inside a cell."
    ]


def test_a_form_whose_subjects_are_written_in_another_way(other_done, capsys):
    path = other_done.folder / INHALER
    head, *rows = path.read_text().splitlines()
    path.write_text("\n".join([head, *(f"P{row}" for row in rows)]) + "\n")
    assert [line for line in stopped(other_done, capsys) if "RAW-SUBJECT" in line] == [
        "STOP  RAW-SUBJECT  inhaler.csv, PATIENT: No row of form 'inhaler' has a subject of the register; "
        "all 4 are refused. Fix: Correct 'subject:' of the form in crf.yaml, or its subject numbers in the export."
    ]
    known = [(f.subject, f.count) for f in other_done.findings if f.rule == "RAW-SUBJECT" and f.level == "query"]
    assert known == [("P101", 2), ("P102", 1), ("P201", 1)]  # one query an unknown number


def test_a_row_of_no_subject(other_done, capsys):
    other_done.append(EVENTS, "202,1,cough,Cough,Chest,20/01/2021,no,\n,1,cough,Cough,Chest,20/01/2021,no,\n")
    assert queried(other_done, capsys) == [
        "QUERY RAW-SUBJECT  events.csv row 4, PATIENT [subject 202]: "
        "Subject '202' is not in the register of subjects; the row is refused. "
        "Fix: Is it '201'? Correct the subject in the CRF.",
        "QUERY RAW-SUBJECT  events.csv row 5, PATIENT: The row names no subject; it is refused. "
        "Fix: Correct the subject in the CRF.",
    ]


# -- three subjects of the shipped study ----------------------------------------------------------

# Faults that do not touch one another, so that one build finds them all: what changes in the export, and the findings.
QUERIED = {
    "subject without consent": (
        [("demography.csv", ",2025-07-25,09:03,", ",,,")],
        [
            "QUERY CHECK-KNOWN  demography.csv row 1, SUBJID [subject 01001]: "
            "DM has a record of this subject, whose date of informed consent is not known. "
            "The value is '01001'. Fix: Ask the site which is right."
        ],
    ),
    "lesion measured but never identified": (
        [("target_lesions.csv", "01001,WEEK 6,T1", "01001,WEEK 6,T9")],
        [
            "QUERY CHECK-EXIST  target_lesions.csv row 1, TULNKID [subject 01001]: T1 has no record in TR at WEEK 6. "
            "The value is 'T1'. Fix: Ask the site for the result, or for the reason that there is none.",
            "QUERY ADAM-LESION-BASELINE  target_lesions.csv row 2, TLNO [subject 01001]: "
            "The lesion is first recorded after the baseline; it does not count as new. "
            "The lesion was measured later but not identified at screening. The value is 'T9'. "
            "2 findings: ADAM-LESION-BASELINE ADRS 1, CHECK-EXIST TU 1; target_lesions.csv row 2. "
            "Fix: Is it a new lesion?",
        ],
    ),
    "response without lesions": (
        [
            ("target_lesions.csv", "01,01002,W42,T1,,,是,,,增强CT,2026-06-21,已测量,7,\n", ""),
            ("target_lesions.csv", "01,01002,W42,T2,,,N,,,增强CT,2026-06-21,消失,,\n", ""),
            ("target_lesions.csv", "01,01002,W42,T3,,,无,,,增强CT,2026-06-21,消失,,\n", ""),
            ("nontarget_lesions.csv", "01,01002,W42,NT1,,,,,,骨扫描,2026-06-21,消失,\n", ""),
        ],
        [
            "QUERY CHECK-EXIST  response.csv row 13, RSLNKGRP [subject 01002]: "
            "A response is given for this assessment but no lesion was recorded. "
            "The value is 'WEEK 42'. Fix: Ask the site for the lesions on which the response rests."
        ],
    ),
    "diameter of a lesion that was not measured": (
        [
            ("target_lesions.csv", "2025-12-12,消失,,", "2025-12-12,未做,12,"),
            ("target_lesions.csv", "2026-01-24,消失,,", "2026-01-24,消失,7,"),
        ],
        [
            "QUERY RAW-REFUSED  target_lesions.csv row 4, TLDIAM [subject 01001]: "
            "TLDIAM is not mapped to TR: a diameter of a lesion that was not measured. "
            "The value is '12'. Fix: Ask the site which of the row's answers is right.",
            "QUERY RAW-REFUSED  target_lesions.csv row 5, TLDIAM [subject 01001]: "
            "TLDIAM is not mapped to TR: a diameter of a lesion that was not measured. "
            "The value is '7'. Fix: Ask the site which of the row's answers is right.",
        ],
    ),
    "cycle that does not say whether the drug was given": (
        [("oxaliplatin.csv", "01001,C2D1,Y,130", "01001,C2D1,,130")],
        [
            "QUERY RAW-REFUSED  oxaliplatin.csv row 2 [subject 01001]: The row is not mapped to EC: "
            "a cycle that does not say whether oxaliplatin was given. Fix: Ask the site to check the row."
        ],
    ),
    "cycle that does not say which dose was planned": (
        [("bevacizumab.csv", "01001,C1D1,有,7.5,mg/kg", "01001,C1D1,有,,")],
        [
            "QUERY CHECK-EXIST  bevacizumab.csv row 1, VISIT, ECTRT, ECSPID [subject 01001]: "
            "The form does not say which dose was planned. The value is 'CYCLE 1 DAY 1'. "
            "Fix: Ask the site for the planned dose."
        ],
    ),
    "dose without the surface that it is worked out from": (
        [("oxaliplatin.csv", "01001,CYCLE 3 DAY 1,是,130,mg/m²,1.58,", "01001,CYCLE 3 DAY 1,是,130,mg/m²,,")],
        [
            "QUERY ROW-EMPTY  oxaliplatin.csv row 3 [subject 01001]: "
            "The row of oxaliplatin_planned has no result in any of its tests; no record is made. "
            "Fix: Ask the site for the results, or for the reason that nothing was done."
        ],
    ),
    "first scan without a date": (
        [("target_lesions.csv", "2025-08-24,已测量,58", ",已测量,58")],
        [
            "QUERY ADAM-LESION-DATE  ADRS [subject 01002]: "
            "The lesion has no date, so it has no part in the derived response. Fix: Complete the date.",
            "QUERY ADAM-LESION-BASELINE  target_lesions.csv row 13, TRLNKID [subject 01002]: "
            "The lesion is first recorded after the baseline; it does not count as new. "
            "The value is 'T2'. Fix: Is it a new lesion?",
        ],
    ),
    "unit not in the table": (
        [("local_lab.csv", "3.75,10^3/uL", "3.75,mg/dL", "gb18030")],
        [
            "QUERY UNIT-FACTOR  local_lab.csv row 1, LBSTRESC [subject 01002]: "
            "The unit has no factor to the standard unit; the standardised result is blank. "
            "The value is '3.75 mg/dL'. Fix: Correct the unit, or add its factor to the table of factors."
        ],
    ),
}


@pytest.fixture(scope="module")
def small_queried(_small_done, tmp_path_factory):
    """Three subjects with all the faults, built; the queries that the study without them does not have."""
    study = _small_done.copy(tmp_path_factory.mktemp("queried") / "study")
    for changes, _ in QUERIED.values():
        for file, *change in changes:
            study.replace(f"raw/{file}", *change)
    known = study.queries
    assert study.build() == 0
    return study, [f.text() for f in study.queries if f not in known]


@pytest.mark.parametrize("fault", QUERIED)
def test_a_fault_is_a_query(small_queried, fault):
    _, lines = QUERIED[fault]
    assert [line for line in small_queried[1] if line in lines] == lines


def test_there_is_no_other_query(small_queried):
    assert sorted(small_queried[1]) == sorted(line for _, lines in QUERIED.values() for line in lines)


def records(study, dataset: str, *names: str) -> list[tuple[str, ...]]:
    """Some variables of all records of a dataset, as text."""
    _, rows = read_xpt(study.out / "sdtm" / f"{dataset}.xpt")
    return list(zip(*(as_text(rows[name]) for name in names), strict=True))


def test_a_diameter_of_a_lesion_that_was_not_measured_is_not_carried(small_queried):
    study, _ = small_queried
    names = "TRLNKID", "TRDTC", "TRORRES", "TRSTRESC", "TRSTRESN", "TRSTAT", "TRLOBXFL"
    lesion = [r[1:] for r in records(study, "tr", "USUBJID", *names) if r[0] == "CHICTR2600126870-01-01001"]
    assert [r[1:] for r in lesion if r[0] == "T1"][:4] == [
        ("2025-08-02", "52", "52", "52", "", "Y"),
        ("2025-10-31", "16", "16", "16", "", ""),
        ("2025-12-12", "", "", "", "NOT DONE", ""),
        ("2026-01-24", "ABSENT", "0", "0", "", ""),
    ]


def test_a_lesion_is_identified_without_the_date_of_its_first_scan(small_queried, _small_done):
    found, before = (
        [r[1:] for r in records(study, "tu", "USUBJID", "TULNKID", "TULOC", "VISIT") if r[0].endswith("01002")]
        for study in (small_queried[0], _small_done)
    )
    assert found == before and ("T2", "LIVER", "SCREENING") in found


def test_unknown_visit_and_unit_that_no_codelist_knows(small_done, capsys):
    small_done.replace("raw/response.csv", "01001,W12,", "01001,W99,")
    small_done.replace("raw/local_lab.csv", "3.75,10^3/uL", "3.75,furlong", "gb18030")
    assert stopped(small_done, capsys) == [
        "STOP  RAW-CODE  local_lab.csv row 1, 单位 [subject 01002]: 'furlong' is no answer of codelist UNIT. "
        "Fix: Add the answer under 'raw:' of its term in codelist UNIT, or correct it in the CRF.",
        "STOP  RAW-CODE  response.csv row 2, VISIT [subject 01001]: 'W99' is no answer of codelist VISIT. "
        "Fix: Add the answer under 'raw:' of its term in codelist VISIT, or correct it in the CRF.",
    ]


# -- the specification -----------------------------------------------------------------------------


def test_unknown_method(other_done, capsys):
    other_done.replace(DM, "derived: age_at", "derived: age_on")
    assert stopped(other_done, capsys) == [
        "STOP  SPEC-METHOD  sdtm/dm.yaml:20, AGE: There is no method 'age_on'. Fix: Did you mean 'age_at'?"
    ]


def test_unknown_variable(other_done, capsys):
    other_done.replace(AE, "reference: DM.RFSTDTC", "reference: DM.RFSTDT")
    assert stopped(other_done, capsys) == [
        "STOP  SPEC-VARIABLE  sdtm/ae.yaml:16, AESTDY: There is no variable 'RFSTDT' in DM. "
        "Fix: Did you mean 'RFSTDTC'?"
    ]


def test_refused_fields_that_are_none(other_done, capsys):
    other_done.replace(
        AE, "variables:", "  - refuse: {from: events, fields: [EVEN], field: [EVENT], reason: nothing}\nvariables:"
    )
    assert stopped(other_done, capsys) == [
        "STOP  SPEC-FIELD  sdtm/ae.yaml:5: There is no field 'EVEN' in form events. Fix: Did you mean 'EVENT'?",
        "STOP  SPEC-PARAMETER  sdtm/ae.yaml:5: refuse has no parameter 'field'. "
        "Fix: Its parameters: from, where, fields, reason.",
    ]


def test_undefined_codelist(other_done, capsys):
    other_done.replace("spec/crf.yaml", "codelist: NY", "codelist: YN")
    assert stopped(other_done, capsys) == [
        "STOP  SPEC-CODELIST  crf.yaml:40, events.SERIOUS: There is no codelist 'YN'. Fix: Did you mean 'NY'?"
    ]


def test_unused_codelist(other_done, capsys):
    other_done.append("spec/codelists.yaml", "ROUTE:\n  name: Route\n  terms:\n    ORAL: {decode: Oral}\n")
    assert stopped(other_done, capsys) == [
        "STOP  SPEC-UNUSED  codelists.yaml:20: Codelist ROUTE is defined and not used. Fix: Use it, or remove it."
    ]


def test_circular_derivation(other_done, capsys):
    other_done.replace(
        EX,
        "EXSTDY:  {derived: study_day, with: {date: EXSTDTC, reference: DM.RFSTDTC}}",
        "EXSTDY:  {derived: analysis_day, with: {date: EXENDY, reference: EXENDY}}",
    )
    other_done.replace(
        EX,
        "EXENDY:  {derived: study_day, with: {date: EXENDTC, reference: DM.RFSTDTC}}",
        "EXENDY:  {derived: analysis_day, with: {date: EXSTDY, reference: EXSTDY}}",
    )
    assert stopped(other_done, capsys) == [
        "STOP  SPEC-CIRCLE  sdtm/ex.yaml:17, EXENDY: The derivation runs in a circle: "
        "EX.EXENDY needs EX.EXSTDY, which needs EX.EXENDY. "
        "Fix: Derive one of them from something else."
    ]


def test_yaml_syntax_error(other_done, capsys):
    other_done.replace(AE, "{collected: events.EVENT}", "{collected: events.EVENT")
    other_done.replace(DM, "records:", "records")
    assert stopped(other_done, capsys) == [
        "STOP  SPEC-YAML  sdtm/dm.yaml:4: This is not YAML: could not find expected ':'. "
        "Fix: Look at indentation, brackets, quotes and colons on this line and the one before.",
        "STOP  SPEC-YAML  sdtm/ae.yaml:12: This is not YAML: did not find expected ',' or '}'. "
        "Fix: Look at indentation, brackets, quotes and colons on this line and the one before.",
    ]


def test_methods_that_are_not_python(other_done, capsys):
    other_done.append("spec/methods.py", "import re\ndef broken(:\n")
    assert stopped(other_done, capsys) == [
        "STOP  SPEC-PYTHON  methods.py:2: This is not Python: invalid syntax. Fix: Correct the file."
    ]


# -- all of it together ----------------------------------------------------------------------------


def test_all_findings_come_at_once(other_done, capsys):
    other_done.replace(DM, "derived: age_at", "derived: age_on")
    other_done.replace(AE, "reference: DM.RFSTDTC", "reference: DM.RFSTDT")
    other_done.replace("spec/crf.yaml", "codelist: NY", "codelist: YN")
    other_done.append("spec/codelists.yaml", "ROUTE:\n  terms:\n    ORAL: {}\n")
    assert [line.split()[1] for line in stopped(other_done, capsys)] == [
        "SPEC-CODELIST",
        "SPEC-UNUSED",
        "SPEC-METHOD",
        "SPEC-VARIABLE",
    ]


def test_a_study_raises_a_query_to_a_stop(other_done, capsys):
    other_done.append("spec/study.yaml", "levels:\n  RAW-RANGE: stop\n")
    other_done.replace(INHALER, "Placebo,2", "Placebo,-2")
    assert [line.split()[1] for line in stopped(other_done, capsys)] == ["RAW-RANGE"]


def test_a_mended_input_builds_what_was_built_before(other_done, capsys):
    before = contents(other_done.out)
    other_done.replace(EVENTS, "10/01/2021,no", "10/01/2021,perhaps")
    stopped(other_done, capsys)
    other_done.replace(EVENTS, "10/01/2021,perhaps", "10/01/2021,no")
    assert other_done.build() == 0
    assert contents(other_done.out) == before


def commands(study) -> tuple[str, ...]:
    return "build", "--study", str(study.spec), "--raw", str(study.raw), "--out", str(study.out), "--workers", "1"


@pytest.mark.slow
def test_a_stop_at_the_command_line(other_done):
    before = contents(other_done.out)
    other_done.replace(EVENTS, "10/01/2021,no", "10/01/2021,perhaps")
    done = onespec(*commands(other_done))
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.splitlines()[1] == "1 stop, 1 query. The outputs stay as they were."
    assert contents(other_done.out) == before


@pytest.mark.slow
def test_a_query_at_the_command_line(other_done):
    other_done.replace(EVENTS, "10/01/2021", "30/02/2021")
    done = onespec(*commands(other_done))
    assert (done.returncode, done.stderr) == (0, "")
    assert (
        f"Queries for data management: 2 (1 ADAM-DATE, 1 RAW-DATE), in {other_done.out / 'reports' / 'queries.csv'}"
        in done.stdout
    )


@pytest.mark.slow
@pytest.mark.parametrize("wrong", ["", "nowhere"])
def test_a_study_that_is_not_there(tmp_path: Path, wrong):
    done = onespec("build", *(["--study", wrong] if wrong else []), cwd=tmp_path)
    assert done.returncode == 2
    assert done.stderr.startswith("onespec cannot run: ") and "Traceback" not in done.stderr


def test_an_export_that_is_not_there(other_done, capsys):
    (other_done.raw).rename(other_done.folder / "elsewhere")
    assert [line.split()[1:3] for line in stopped(other_done, capsys)] == [
        ["RAW-FILE", f"{n}.csv:"] for n in ("enrol", "events", "inhaler", "peak_flow")
    ]


@pytest.mark.parametrize("file", [EVENTS, AE])
def test_a_file_that_may_not_be_read(other_done, capsys, monkeypatch, file):
    """Its name is told, and what else is wrong."""
    opened = Path.open

    def closed(path, *mode, **how):
        if path.name == Path(file).name:
            raise PermissionError(13, "Permission denied", str(path))
        return opened(path, *mode, **how)

    monkeypatch.setattr(Path, "open", closed)
    monkeypatch.setattr("onespec.engine.disk.bytes_of", lambda path: closed(path, "rb").read())
    [line] = stopped(other_done, capsys)
    assert line.startswith("STOP  ") and "The file cannot be read: Permission denied." in line

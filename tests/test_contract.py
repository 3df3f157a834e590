"""The smallest study, its cells written as other exports write them.

What crf.yaml declares is read, accounted for to the cell, told in define.xml and explained; what contradicts itself is
a query.
"""

from __future__ import annotations

import csv
import io
import json

from support import StudyCopy, values_of

from onespec.cli.main import main

CRF = "spec/crf.yaml"


def built(study: StudyCopy) -> dict[tuple[str, str], dict]:
    """The study is built; the account of each field: nothing is lost."""
    assert study.build() == 0, [f.text() for f in study.findings if f.level == "stop"]
    told = json.loads((study.out / "reports" / "accounting.json").read_text(encoding="utf-8"))
    assert told["total"]["balance"] == 0
    return {(form["form"], each["field"]): each for form in told["forms"] for each in form["fields"]}


def column(study: StudyCopy, dataset: str, name: str) -> list[str]:
    """The values of a variable."""
    return [row[name] for row in csv.DictReader(io.StringIO(values_of(study.out / f"{dataset}.xpt")))]


def told_of(study: StudyCopy, text: str) -> bool:
    """Does define.xml say it?"""
    return text in " ".join((study.out / "sdtm" / "define.xml").read_text(encoding="utf-8").split())


def explained(study: StudyCopy, capsys, *arguments: str) -> str:
    assert main(["explain", *arguments, "--study", str(study.spec), "--raw", str(study.raw)]) == 0
    return capsys.readouterr().out


def queries(study: StudyCopy) -> list[tuple[str, str, int | None, str, str]]:
    """The queries about cells; the study as it is has one about a derived date."""
    return [(f.rule, f.file, f.row, f.column, f.value) for f in study.queries if f.rule != "ADAM-DATE"]


def test_date_and_time_in_one_cell(other, capsys):
    other.replace("raw/events.csv", "10/01/2021", "1/10/2021 2:05 PM")
    other.replace("raw/events.csv", "UN/01/2021", "1/UN/2021 UN:UN AM")
    other.replace("raw/events.csv", "20/01/2021", "1/20/2201 8:UN AM")
    began = "BEGAN:   {label: {en: Start}, type: date, format: [DD/MM/YYYY]"
    other.replace(CRF, began, began.replace("DD/MM/YYYY", "M/D/YYYY H:MM AM"))
    other.replace(CRF, "forms:\n", "every_form: {earliest: 1900, latest: study.cut}\nforms:\n")
    other.replace("spec/study.yaml", "values:\n", "values:\n  cut: 2022-12-31\n")
    assert built(other)["events", "BEGAN"]["carried"] == 3
    assert column(other, "sdtm/ae", "AESTDTC") == ["2021-01-10T14:05", "2201-01-20T08", "2021-01"]
    assert queries(other) == [("RAW-RANGE", "events.csv", 3, "BEGAN", "1/20/2201 8:UN AM")]
    assert told_of(other, "Of the raw BEGAN: a time with AM or PM is read as one of 24 hours.")
    shown = explained(other, capsys, "AE", "--where", "AEDECOD=Dysphonia", "--variable", "AESTDTC")
    assert 'events.csv, row 1, column BEGAN: "1/10/2021 2:05 PM", read as M/D/YYYY H:MM AM' in shown


def events_with(study: StudyCopy, columns: str, cells: list[str], fields: str) -> None:
    """The events with further columns, of which crf.yaml says what the fields say."""
    path = study.raw / "events.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text(
        "\n".join(f"{a},{b}" for a, b in zip(lines, [columns, *cells], strict=True)) + "\n", encoding="utf-8"
    )
    study.replace(CRF, "      MONITOR: {", f"{fields}      MONITOR: {{")


PARTS = """      EYY: {label: Year of end, type: text}
      EMM: {label: Month of end, type: text}
      EDD: {label: Day of end, type: text}
      ENDED: {label: End, type: date, page: 10, date_of: {year: EYY, month: EMM, day: EDD}, unknown_parts: [UK]}
"""


def test_a_date_of_three_columns(other, capsys):
    events_with(other, "EYY,EMM,EDD", ["2021,JAN,12", "2021,UK,", "2021,UK,25"], PARTS)
    other.replace("spec/sdtm/ae.yaml", "AEENDTC: {not_available: not collected}", "AEENDTC: {collected: events.ENDED}")
    accounts = built(other)
    assert [accounts["events", name]["carried"] for name in ("EYY", "EMM", "EDD")] == [3, 3, 2]
    assert accounts["events", "EMM"]["carried_to"] == {"AE.AEENDTC": 3}
    assert ("events", "ENDED") not in accounts
    assert column(other, "sdtm/ae", "AEENDTC") == ["2021-01-12", "2021---25", "2021"]
    assert queries(other) == [("RAW-TOGETHER", "events.csv", 3, "EDD", "25")]
    assert told_of(other, "The date of the raw EYY (year), EMM (month) and EDD (day).")
    shown = explained(other, capsys, "AE", "--where", "AEDECOD=Dysphonia", "--variable", "AEENDTC")
    assert 'events.csv, row 1, column EYY: "2021", column EMM: "JAN", column EDD: "12"' in shown


def test_checkboxes_and_another_answer(other, capsys):
    """As REDCap exports them: RACE___1 and its like."""
    path = other.raw / "enrol.csv"
    boxes = ["RACE___1,RACE___2,RACE___9,RACE_SP", "1,0,0,Sami", "1,1,0,White and Asian", "0,0,1,Sami"]
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join(f"{a},{b}" for a, b in zip(lines, boxes, strict=True)) + "\n", encoding="utf-8")
    fields = [f"      {name}: {{label: {name}, type: text}}\n" for name in boxes[0].split(",")]
    race = "{RACE___1: WHITE, RACE___2: ASIAN, RACE___9: OTHER}, ticked: 1, unticked: 0, several: OTHER"
    fields += f"      RACES: {{label: Race, type: code, codelist: RACE, checkboxes: {race}}}\n"
    fields += "      RACETXT: {label: Race in words, type: text, other_of: {list: RACES, term: OTHER, text: RACE_SP}}\n"
    other.replace(CRF, "      GENDER:  {", f"{''.join(fields)}      GENDER:  {{")
    other.append("spec/codelists.yaml", "RACE: {nci: C74457, terms: [WHITE, ASIAN, OTHER]}\n")
    dm = "spec/sdtm/dm.yaml"
    other.replace(dm, "{not_available: not collected, codelist: none}", "{collected: enrol.RACES}")
    other.append(dm, "supplemental:\n  RACEOTH: {label: Race as specified, collected: enrol.RACETXT}\n")
    accounts = built(other)
    assert column(other, "sdtm/dm", "RACE") == ["WHITE", "OTHER", "OTHER"]
    assert column(other, "sdtm/suppdm", "QVAL") == ["WHITE", "White and Asian", "Sami"]
    assert queries(other) == [("RAW-TOGETHER", "enrol.csv", 1, "RACE_SP", "Sami")]
    assert (accounts["enrol", "RACE___2"]["carried"], accounts["enrol", "RACE___2"]["used"]) == (1, 2)
    assert accounts["enrol", "RACE_SP"]["refused_by"] == {"RAW-TOGETHER": 1}
    assert told_of(other, "The one that is ticked of the raw RACE___1 (WHITE), RACE___2 (ASIAN) and RACE___9 (OTHER);")
    shown = explained(other, capsys, "DM", "--where", "SUBJID=102", "--variable", "RACE")
    assert 'enrol.csv, row 2, column RACE___1: "1", column RACE___2: "1", column RACE___9: "0"' in shown


def test_the_first_filled_of_two_columns(other):
    fields = (
        "      NAME: {label: Name, type: text}\n      CALLED: {label: Event, type: text, first_of: [NAME, EVENT]}\n"
    )
    events_with(other, "NAME", ["Hoarse", "", "asthma attack"], fields)
    other.replace("spec/sdtm/ae.yaml", "events.EVENT", "events.CALLED")
    accounts = built(other)
    assert column(other, "sdtm/ae", "AETERM") == ["Hoarse", "asthma attack", "oral thrush"]
    assert queries(other) == [("RAW-TOGETHER", "events.csv", 1, "EVENT", "hoarse voice")]
    assert (accounts["events", "EVENT"]["carried"], accounts["events", "EVENT"]["refused"]) == (2, 1)


def test_a_misspelt_column_is_a_stop_of_check(other):
    fields = "      CALLED: {label: Event, type: text, first_of: [NAME, EVENT]}\n"
    events_with(other, "NAMED", ["", "", ""], f"      NAMED: {{label: Name, type: text}}\n{fields}")
    assert [f for f in other.faults() if "SPEC-FIELD" in f] == [
        "STOP  SPEC-FIELD  crf.yaml:27: Form 'events' has no field 'NAME'. Fix: Did you mean 'NAMED'?"
    ]


def test_a_file_with_a_column_of_that_name_is_a_stop(other):
    fields = (
        "      NAME: {label: Name, type: text}\n      CALLED: {label: Event, type: text, first_of: [NAME, EVENT]}\n"
    )
    events_with(other, "NAME,CALLED", ["a,b"] * 3, fields)
    other.replace("spec/sdtm/ae.yaml", "events.EVENT", "events.CALLED")
    assert other.build() == 1
    assert [(f.rule, f.column) for f in other.findings if f.level == "stop"] == [("RAW-EXTRA-COLUMN", "CALLED")]


def test_a_made_field_is_seen_by_impact_and_refused_by_its_columns(other, capsys):
    fields = (
        "      NAME: {label: Name, type: text}\n      CALLED: {label: Event, type: text, first_of: [NAME, EVENT]}\n"
    )
    events_with(other, "NAME", ["Hoarse", "", ""], fields)
    other.replace("spec/sdtm/ae.yaml", "events.EVENT", "events.CALLED")
    assert main(["impact", "raw:events.NAME", "--study", str(other.spec)]) == 0
    assert "AE.AETERM" in capsys.readouterr().out
    refusal = "  - refuse: {from: events, where: {NO: 1}, fields: [CALLED], reason: not readable}\n"
    other.replace("spec/sdtm/ae.yaml", "variables:\n", f"{refusal}variables:\n")
    built(other)
    assert ("RAW-REFUSED", "events.csv", 1, "NAME", "Hoarse") in queries(other)


HISTORY = """  history:
    label: Medical history
    file: history.csv
    encoding: utf-8
    subject: PATIENT
    key: PATIENT
    missing: "0"
    page: 3
    fields:
      PATIENT: {label: Patient, type: text}
      MH___1: {label: Hay fever, type: code, codelist: NY}
      MH___2: {label: Eczema, type: code, codelist: NY}
      ANY: {label: Any, type: code, codelist: NY, first_of: [MH___1, MH___2]}
"""
MH = """dataset: MH
keys: [STUDYID, USUBJID, MHTERM]
records:
  - gather: {from: history, tests: boxes, where: {ANY: "Y"}}
variables:
  STUDYID: {predecessor: DM.STUDYID}
  DOMAIN:  {assigned: MH}
  USUBJID: {predecessor: DM.USUBJID}
  MHSEQ:   {derived: sequence, with: {by: [MHTERM]}}
  MHTERM:  {assigned: boxes.MHTERM}
  MHPRESP: {assigned: "Y"}
  MHOCCUR: {collected: history.RESULT}
"""


def test_checkboxes_as_a_record_each(other, capsys):
    (other.raw / "history.csv").write_text("PATIENT,MH___1,MH___2\n101,1,0\n102,1,1\n201,0,0\n", encoding="utf-8")
    other.append(CRF, HISTORY)
    other.replace("spec/codelists.yaml", 'Y: "yes"', 'Y: ["yes", "1"]')
    other.append("spec/sdtm/mh.yaml", MH)
    other.append("spec/tables/boxes.csv", "FORM,FIELD,MHTERM\nhistory,MH___1,HAY FEVER\nhistory,MH___2,ECZEMA\n")
    accounts = built(other)
    assert column(other, "sdtm/mh", "MHTERM") == ["HAY FEVER", "ECZEMA", "HAY FEVER"]
    account = accounts["history", "MH___2"]
    assert (account["filled"], account["carried"], account["used"]) == (3, 1, 2)
    assert account["used_by"] == {"marker of a missing value": 2}
    assert queries(other) == []
    shown = explained(other, capsys, "MH", "--where", "USUBJID=ASTH-02-S1-101", "--variable", "MHOCCUR")
    assert 'history.csv, row 1, column MH___1: "1"' in shown


CODING = """  coding:
    label: Coding of events
    file: coding.csv
    encoding: utf-8
    subject: PATIENT
    key: [PATIENT, NO]
    belongs_to: events
    fields:
      PATIENT: {label: Patient, type: text}
      NO: {was: [EVENTNO], label: Number, type: number}
      CODED: {label: Text that was coded, type: text, repeats: EVENT}
      PT: {label: Preferred term, type: text}
"""
TERMS = """PATIENT,EVENTNO,CODED,PT
201,2,ASTHMA ATTACK,Asthma
101,01,hoarse,Dysphonia
201,7,cough,Cough
201,1,oral thrush,Oral candidiasis
201,1,oral thrush,Oral fungal infection
"""


def with_coding(study: StudyCopy, terms: str = TERMS) -> StudyCopy:
    (study.raw / "coding.csv").write_text(terms, encoding="utf-8")
    study.append(CRF, CODING)
    study.replace("spec/sdtm/ae.yaml", "{collected: events.TERM", "{collected: coding.PT")
    study.replace(CRF, "Preferred term}, type: text, page: 9}", "Term}, type: text, not_submitted: of the site}")
    study.replace("spec/study.yaml", "values:\n", "levels: {VALUE-REQUIRED: query}\nvalues:\n")
    return study


def test_a_coding_file_joined_by_its_key(other, capsys):
    accounts = built(with_coding(other))
    assert sorted(zip(column(other, "sdtm/ae", "AETERM"), column(other, "sdtm/ae", "AEDECOD"), strict=True)) == [
        ("asthma attack", "Asthma"),
        ("hoarse voice", "Dysphonia"),
        ("oral thrush", ""),
    ]
    assert queries(other)[:4] == [
        ("RAW-CODED", "coding.csv", 2, "CODED", "hoarse"),
        ("RAW-PARTNER", "coding.csv", 3, "NO", "7"),
        ("RAW-PARTNER", "coding.csv", 4, "NO", "1"),
        ("RAW-PARTNER", "coding.csv", 5, "NO", "1"),
    ]
    account = accounts["coding", "PT"]
    assert (account["filled"], account["carried"], account["refused"]) == (5, 2, 3)
    assert account["refused_by"] == {"RAW-PARTNER": 3}
    assert account["carried_to"] == {"AE.AEDECOD": 2}
    assert told_of(other, 'Of the row of "Coding of events" that belongs to the row of "Adverse events" by subject and')
    shown = explained(other, capsys, "AE", "--where", "AEDECOD=Asthma", "--variable", "AEDECOD")
    assert 'coding.csv, row 1, column PT: "Asthma". It belongs to events.csv, row 3.' in shown


def test_the_same_however_the_subjects_are_cut(other, tmp_path):
    with_coding(other)
    built(other)
    whole = values_of(other.out / "sdtm" / "ae.xpt")
    built_again = other.copy(tmp_path / "again")
    assert built_again.build("--part-rows", "1") == 0
    assert values_of(built_again.out / "sdtm" / "ae.xpt") == whole


def test_a_changed_coding_file_is_seen_by_the_next_build(other):
    with_coding(other)
    built(other)
    rows = TERMS.replace("Asthma\n", "Status asthmaticus\n").replace("201,1,oral thrush,Oral fungal infection\n", "")
    (other.raw / "coding.csv").write_text(rows, encoding="utf-8")
    accounts = built(other)
    assert sorted(column(other, "sdtm/ae", "AEDECOD")) == ["Dysphonia", "Oral candidiasis", "Status asthmaticus"]
    assert (accounts["coding", "PT"]["carried"], accounts["coding", "PT"]["refused"]) == (3, 1)


def test_rows_that_are_refused_take_along_those_that_belong_to_them(other):
    with_coding(other)
    refusal = "  - refuse: {from: events, where: {EVENT: asthma attack}, reason: no event}\n"
    other.replace(
        "spec/sdtm/ae.yaml",
        "  - read: {from: events}\n",
        f"  - read: {{from: events, where: {{EVENT: {{NE: asthma attack}}}}}}\n{refusal}",
    )
    accounts = built(other)
    assert accounts["coding", "PT"]["refused_by"] == {"RAW-PARTNER": 3, "RAW-REFUSED": 1}


def test_impact_of_a_coding_file(other, capsys):
    with_coding(other)
    for target in ("raw:coding.PT", "raw:coding.NO", "raw:events.NO"):
        assert main(["impact", target, "--study", str(other.spec)]) == 0
        assert "AE.AEDECOD" in capsys.readouterr().out


LABS = """  labs:
    label: Laboratory
    file: labs_*.csv
    encoding: cp1252
    delimiter: ";"
    skip: [1]
    subject: PATIENT
    key: [PATIENT, TEST, SAMPLED]
    page: 7
    fields:
      PATIENT: {label: Patient, type: text}
      TEST: {label: Test, type: text}
      SAMPLED: {label: Sampled, type: date, format: DD.MM.YYYY HH:MM}
      RESULT: {label: Result, type: result, decimal: ",", grouping: "."}
      UNIT: {label: Unit, type: text, replace: {"µ": u}}
"""
LB = """dataset: LB
keys: [STUDYID, USUBJID, LBTESTCD, LBDTC]
records:
  - read_tests: {from: labs, tests: lab_tests, test: TEST, result: RESULT}
variables:
  STUDYID: {predecessor: DM.STUDYID}
  DOMAIN:  {assigned: LB}
  USUBJID: {predecessor: DM.USUBJID}
  LBSEQ:   {derived: sequence, with: {by: [LBTESTCD, LBDTC]}}
  LBTESTCD: {assigned: lab_tests.LBTESTCD, codelist: none}
  LBTEST:  {assigned: lab_tests.LBTEST, codelist: none}
  LBORRES: {collected: labs.RESULT}
  LBORRESU: {collected: labs.UNIT, codelist: none}
  LBDTC:   {collected: labs.SAMPLED}
not_available:
  not delivered: [LBCAT, LBORNRLO, LBORNRHI, LBSTRESC, LBSTRESN, LBSTRESU, LBSTNRLO, LBSTNRHI, LBNRIND, LBLOBXFL]
  no visits: [VISITNUM, VISIT]
"""


def test_two_transfers_of_a_laboratory(other, capsys):
    """Parted by semicolons, in cp1252, with labels under the header, decimal commas, date and time in one cell."""
    head = "PATIENT;TEST;SAMPLED;RESULT;UNIT\nPatientennummer;Prüfung;Entnahme;Ergebnis;Einheit\n"
    first = "101;Kreatinin;05.01.2021 08:30;71,5;µmol/L\n102;Kreatinin;06.01.2021 UN:UN;<1.000,5;µmol/L\n"
    second = "201;Kreatinin;08.01.2021 09:UN;65,5;µmol/L\n201;Kreatinin;09.01.2021 09:UN;65.5;µmol/L\n"
    for number, rows in enumerate((first, second), 1):
        (other.raw / f"labs_{number}.csv").write_text(head + rows, encoding="cp1252")
    other.append(CRF, LABS)
    other.append("spec/sdtm/lb.yaml", LB)
    other.append("spec/tables/lab_tests.csv", "FORM,FIELD,LBTESTCD,LBTEST\nlabs,Kreatinin,CREAT,Creatinine\n")
    accounts = built(other)
    assert column(other, "sdtm/lb", "LBORRES") == ["71.5", "<1000.5", "65.5"]
    assert column(other, "sdtm/lb", "LBDTC") == ["2021-01-05T08:30", "2021-01-06", "2021-01-08T09"]
    assert column(other, "sdtm/lb", "LBORRESU") == ["umol/L"] * 3
    assert [q for q in queries(other) if q[0].startswith("RAW")] == [("RAW-RESULT", "labs_2.csv", 3, "RESULT", "65.5")]
    assert (accounts["labs", "RESULT"]["carried"], accounts["labs", "RESULT"]["refused"]) == (3, 1)
    shown = explained(other, capsys, "LB", "--where", "USUBJID=ASTH-02-S1-101", "--variable", "LBORRES,LBDTC")
    assert 'labs_1.csv, row 2, column RESULT: "71,5"' in shown
    assert 'column SAMPLED: "05.01.2021 08:30", read as DD.MM.YYYY HH:MM' in shown

"""The smallest study in the layouts of other exports: the same datasets, each cell accounted for once and explained.

A flat file of several forms (as REDCap exports), two transfers with a title above the header and labels under it, in
cp1252 and parted by semicolons, a column that was called otherwise, files and columns that are left aside.
"""

from __future__ import annotations

import csv
import json

import pytest
from support import StudyCopy, values_of

from onespec.cli.main import main

FLAT = """PATIENT,redcap_event_name,redcap_repeat_instrument,redcap_repeat_instance,\
CENTRE,CONSENT,BORN,GENDER,GROUP,enrol_complete,EVENT,TERM,BODY,BEGAN,SERIOUS,MONITOR
101,all_arm_1,,,S1,04/01/2021,17/05/1980,male,A,2,,,,,,
101,all_arm_1,events,1,,,,,,,hoarse voice,Dysphonia,"Respiratory, thoracic and mediastinal disorders",10/01/2021,no,ok
102,all_arm_1,,,S1,05/01/2021,02/11/1975,FEMALE,B,2,,,,,,
201,all_arm_1,,,S2,07/01/2021,30/06/1990,female,A,0,,,,,,
201,all_arm_1,events,1,,,,,,,oral thrush,Oral candidiasis,Infections and infestations,UN/01/2021,no,
201,all_arm_1,events,2,,,,,,,asthma attack,Asthma,"Respiratory, thoracic and mediastinal disorders",20/01/2021,yes,ok
"""
FIRST = """Übergabe 1;;;;
PATIENT;DRUG;PUFFS;FIRST;LAST
Patient;Präparat;Hübe;von;bis
101;Budesonide;2;05/01/2021;01/02/2021
101;Budesonide;4;02/02/2021;20/02/2021
"""
SECOND = """Übergabe 2;;;;
PATIENT;PRODUCT;PUFFS;FIRST;LAST
Patient;Präparat;Hübe;von;bis
102;Placebo;2;06/01/2021;UN/02/2021
201;Budesonide;2;08/01/2021;15/02/2021
"""
TRANSFERS = """    file: inhaler_*.csv
    encoding: cp1252
    delimiter: ";"
    header: 2
    skip: [1]
"""
INSTANCE = "redcap_repeat_instance"


@pytest.fixture
def laid_out(other) -> StudyCopy:
    """The smallest study in those layouts."""
    for name in ("enrol", "events", "inhaler"):
        (other.raw / f"{name}.csv").unlink()
    (other.raw / "flat.csv").write_text(FLAT, encoding="utf-8")
    (other.raw / "inhaler_1.csv").write_text(FIRST, encoding="cp1252")
    (other.raw / "inhaler_2.csv").write_text(SECOND, encoding="cp1252")
    (other.raw / "old_labs.csv").write_text("A\n1\n")
    crf = "spec/crf.yaml"
    other.replace(crf, "forms:\n", "ignore: {old_*.csv: replaced by a later export}\nforms:\n")
    left = "    ignore: {enrol_complete: the state of the page, redcap_event_name: there is one event}\n"
    rows = '    rows: {redcap_repeat_instrument: ""}\n'
    other.replace(crf, "    file: enrol.csv\n", "    file: flat.csv\n" + rows + left)
    other.replace(crf, "    file: events.csv\n", "    file: flat.csv\n    rows: {redcap_repeat_instrument: events}\n")
    other.replace(crf, "key: [PATIENT, NO]", f"key: [PATIENT, {INSTANCE}]")
    other.replace(crf, "      NO:  ", f"      {INSTANCE}:")
    other.replace("spec/sdtm/ae.yaml", "events.NO", f"events.{INSTANCE}")
    other.replace(crf, "    file: inhaler.csv\n    encoding: utf-8\n", TRANSFERS)
    other.replace(crf, "{label: {en: Product}", "{was: [PRODUCT], label: {en: Product}")
    return other


def explained(study: StudyCopy, capsys, *arguments: str) -> str:
    assert main(["explain", *arguments, "--study", str(study.spec), "--raw", str(study.raw)]) == 0
    return capsys.readouterr().out


def filled(study: StudyCopy) -> int:
    """The filled cells of the files that are read: of the rows of subjects, without titles, headers and labels."""
    count = 0
    for file, delimiter in (("flat.csv", ","), ("inhaler_1.csv", ";"), ("inhaler_2.csv", ";"), ("peak_flow.csv", ",")):
        with (study.raw / file).open(encoding="cp1252", newline="") as lines:
            rows = [row for row in csv.reader(lines, delimiter=delimiter) if row[0][:1].isdigit()]
        count += sum(bool(cell.strip()) for row in rows for cell in row)
    return count


def test_the_datasets_are_the_same(laid_out, built_other):
    assert laid_out.build() == 0
    for dataset in ("sdtm/dm", "sdtm/ae", "sdtm/ex", "adam/adsl"):
        assert values_of(laid_out.out / f"{dataset}.xpt") == values_of(built_other / f"{dataset}.xpt")


def test_each_cell_is_accounted_for_once(laid_out):
    assert laid_out.build() == 0
    told = json.loads((laid_out.out / "reports" / "accounting.json").read_text(encoding="utf-8"))
    assert (told["total"]["filled"], told["total"]["balance"]) == (filled(laid_out), 0)
    fields = {(f["form"], each["field"]): each for f in told["forms"] for each in f["fields"]}
    aside = fields["enrol", "redcap_event_name"]  # of the rows of the events, too
    assert (aside["filled"], aside["not_submitted"], aside["not_submitted_because"]) == (6, 6, "there is one event")
    assert fields["enrol", "PATIENT"]["filled"] == fields["events", "PATIENT"]["filled"] == 3
    assert told["left_aside"] == {"old_*.csv": "replaced by a later export"}
    assert "old_*.csv" in (laid_out.out / "reports" / "accounting.html").read_text(encoding="utf-8")


def test_values_are_explained_by_their_own_file_and_row(laid_out, capsys):
    shown = explained(laid_out, capsys, "EX", "--where", "USUBJID=ASTH-02-S2-201", "--variable", "EXDOSE")
    assert 'inhaler_2.csv, row 3, column PUFFS: "2"' in shown
    shown = explained(laid_out, capsys, "AE", "--where", "AEDECOD=Asthma", "--variable", "AETERM")
    assert 'flat.csv, row 6, column EVENT: "asthma attack"' in shown


def test_a_query_names_the_file_and_the_row_in_it(laid_out):
    laid_out.replace("raw/inhaler_2.csv", "08/01/2021", "08.01.2021", "cp1252")
    assert laid_out.build() == 0
    assert [(f.file, f.row, f.column) for f in laid_out.queries if f.rule == "RAW-DATE"] == [
        ("inhaler_2.csv", 3, "FIRST")
    ]


@pytest.mark.parametrize(
    ("file", "old", "new", "line"),
    [
        (
            "flat.csv",
            "102,all_arm_1,,,",
            "102,all_arm_1,labs,1,",
            "RAW-EXTRA-ROW flat.csv 3: No form of crf.yaml takes the row (redcap_repeat_instrument 'labs').",
        ),
        (
            "flat.csv",
            "02/11/1975,FEMALE,B,2,,,,,,",
            "02/11/1975,FEMALE,B,2,cough,,,,,",
            "RAW-EXTRA-CELL flat.csv 3: The filled cell stands in a column of form 'events', in a row that is not that "
            "form's.",
        ),
        (
            "inhaler_1.csv",
            "PATIENT;DRUG;PUFFS",
            "DRUG;PRODUCT;PUFFS",
            "RAW-COLUMN inhaler_1.csv None: The file has the columns 'DRUG' and 'PRODUCT', which are earlier names of "
            "one field.",
        ),
        (
            "inhaler_2.csv",
            "Patient;Präparat",
            "101;Präparat",
            "RAW-ROW inhaler_2.csv 1: 'skip' leaves the row out, and its subject '101' is in the register of subjects.",
        ),
    ],
)
def test_what_would_be_lost_is_a_stop(laid_out, file, old, new, line):
    laid_out.replace(f"raw/{file}", old, new, "cp1252")
    assert laid_out.build() == 1
    assert line in [f"{f.rule} {f.file} {f.row}: {f.message}" for f in laid_out.findings]


def test_a_row_that_holds_nothing_but_whose_it_is(laid_out):
    laid_out.append("raw/flat.csv", "201,all_arm_1,events,3,,,,,,,,,,,,\n")
    assert laid_out.build() == 0
    assert [(f.file, f.row) for f in laid_out.queries if f.rule == "RAW-EMPTY-ROW"] == [("flat.csv", 7)]
    told = json.loads((laid_out.out / "reports" / "accounting.json").read_text(encoding="utf-8"))
    assert (told["total"]["filled"], told["total"]["balance"]) == (filled(laid_out), 0)


def test_a_pattern_that_finds_nothing_is_a_stop(laid_out):
    for number in (1, 2):
        (laid_out.raw / f"inhaler_{number}.csv").unlink()
    assert laid_out.build() == 1
    assert [(f.rule, f.file) for f in laid_out.findings] == [("RAW-FILE", "inhaler_*.csv")]


def test_sites_that_count_their_subjects_from_one(other):
    """The subject is site and number; neither alone is."""
    for file in ("enrol", "events", "inhaler", "peak_flow"):
        path = other.raw / f"{file}.csv"
        head, *rows = path.read_text(encoding="utf-8").splitlines()
        numbered = [f"{'S1' if row[0] == '1' else 'S2'},{row[2:]}" for row in rows]
        path.write_text("\n".join([f"SITE,{head}", *numbered]) + "\n", encoding="utf-8")
    crf = other.spec / "crf.yaml"
    text = crf.read_text(encoding="utf-8").replace("subject: PATIENT", "subject: [SITE, PATIENT]")
    text = text.replace("key: [PATIENT", "key: [SITE, PATIENT").replace(
        "    fields:\n", "    fields:\n      SITE: {label: {en: Site}, type: text, page: 1}\n"
    )
    crf.write_text(text, encoding="utf-8")
    other.append("raw/events.csv", "S1,9,1,cough,Cough,Chest,10/01/2021,no,\nS3,1,1,cough,Cough,Chest,10/01/2021,no,\n")
    assert other.build() == 0
    refused = [(f.row, f.subject) for f in other.queries if f.rule == "RAW-SUBJECT"]
    assert refused == [(4, "S1-9"), (5, "S3-1")]
    assert values_of(other.out / "sdtm" / "ae.xpt").count("\n") == 4


PLANNED = """  planned:
    label: {en: Planned dose}
    file: inhaler.csv
    encoding: utf-8
    subject: PATIENT
    key: [PATIENT, FIRST]
    fields:
      PATIENT: {label: {en: Patient}, type: text, page: 5}
      DRUG:    {label: {en: Product}, type: code, codelist: PRODUCT, page: 5}
      PLAN:    {label: {en: Planned dose}, type: number, page: 5}
      FIRST:   {label: {en: First use}, type: date, format: [DD/MM/YYYY], page: 5}
"""


def test_two_forms_that_read_the_same_rows(other):
    """A row gives a record of each form; a cell that both read is accounted for once, and asked about once."""
    rows = ["DRUG,PUFFS,FIRST,LAST,PLAN", "Budesonide,2,05/01/2021,01/02/2021,4", "Placebo,2,06.01.2021,UN/02/2021,4"]
    (other.raw / "inhaler.csv").write_text(
        "".join(f"{n},{r}\n" for n, r in zip(("PATIENT", 101, 102), rows, strict=True))
    )
    other.append("spec/crf.yaml", PLANNED)
    spec = "spec/sdtm/ex.yaml"
    read = "  - read: {from: inhaler}\n"
    other.replace(spec, read, read + "  - read: {from: planned, where: {DRUG: {NE: PLACEBO}}}\n")
    refused = "  - refuse: {from: planned, where: {DRUG: PLACEBO}, reason: a placebo has no plan}\n"
    other.replace(spec, "variables:", refused + "variables:")
    other.replace(spec, "inhaler.DRUG", "[inhaler.DRUG, planned.DRUG]")
    other.replace(spec, "inhaler.PUFFS", "[inhaler.PUFFS, planned.PLAN]")
    other.replace(spec, "inhaler.FIRST", "[inhaler.FIRST, planned.FIRST]")
    assert other.build() == 0
    made = list(csv.DictReader(values_of(other.out / "sdtm" / "ex.xpt").splitlines()))
    assert [(r["USUBJID"][-3:], r["EXDOSE"], r["EXSTDTC"], r["EXENDTC"]) for r in made] == [
        ("101", "2", "2021-01-05", "2021-02-01"),
        ("101", "4", "2021-01-05", ""),
        ("102", "2", "", "2021-02"),
    ]
    assert [(f.rule, f.row, f.column, f.count) for f in other.queries if f.rule.startswith("RAW")] == [
        ("RAW-DATE", 2, "FIRST", 1),
        ("RAW-REFUSED", 2, "", 1),
    ]
    told = json.loads((other.out / "reports" / "accounting.json").read_text(encoding="utf-8"))
    cells = {(f["form"], each["field"]): each for f in told["forms"] for each in f["fields"]}
    assert [cells["inhaler", n]["filled"] for n in ("DRUG", "PUFFS")] == [2, 2]
    assert [cells["planned", n]["filled"] for n in ("DRUG", "PLAN")] == [0, 2]
    assert told["total"]["balance"] == 0


def test_checkboxes_of_a_flat_file(laid_out, capsys):
    """A column for each answer, filled in the rows of its own form only."""
    boxes = ["RACE___1,RACE___2", "1,0", ",", "1,1", "0,1", ",", ","]
    lines = FLAT.splitlines()
    flat = "\n".join(f"{line},{more}" for line, more in zip(lines, boxes, strict=True))
    (laid_out.raw / "flat.csv").write_text(flat + "\n", encoding="utf-8")
    fields = "".join(f"      RACE___{n}: {{label: Race, type: text}}\n" for n in (1, 2))
    fields += "      RACES: {label: Race, type: code, codelist: RACE, checkboxes: {RACE___1: WHITE, RACE___2: ASIAN},"
    fields += " ticked: 1, unticked: 0}\n"
    laid_out.replace("spec/crf.yaml", "      GENDER:  {", f"{fields}      GENDER:  {{")
    laid_out.append("spec/codelists.yaml", "RACE: {nci: C74457, terms: [WHITE, ASIAN]}\n")
    collected = "{collected: enrol.RACES}"
    laid_out.replace("spec/sdtm/dm.yaml", "{not_available: not collected, codelist: none}", collected)
    laid_out.replace("spec/study.yaml", "values:\n", "levels: {VALUE-REQUIRED: query}\nvalues:\n")
    assert laid_out.build() == 0
    told = json.loads((laid_out.out / "reports" / "accounting.json").read_text(encoding="utf-8"))
    assert (told["total"]["filled"], told["total"]["balance"]) == (filled(laid_out), 0)
    assert [(f.row, f.column) for f in laid_out.queries if f.rule == "RAW-TOGETHER"] == [(3, "RACE___1")]
    shown = explained(laid_out, capsys, "DM", "--where", "SUBJID=201", "--variable", "RACE")
    assert 'flat.csv, row 4, column RACE___1: "0", column RACE___2: "1"' in shown

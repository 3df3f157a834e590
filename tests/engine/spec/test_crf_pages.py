"""Pages of the study's own CRF, of a table."""

from __future__ import annotations

import onespec


def with_table(other, rows, columns="FORM,FIELD,PAGE"):
    study = other.spec / "study.yaml"
    study.write_text(study.read_text(encoding="utf-8") + "crf_pages: crf_pages\n", encoding="utf-8")
    (other.spec / "tables").mkdir(exist_ok=True)
    text = "\n".join([columns, *rows]) + "\n"
    (other.spec / "tables" / "crf_pages.csv").write_text(text, encoding="utf-8")
    return other


def test_a_field_has_the_page_of_the_table_unless_crf_yaml_states_one(other):
    other.replace(
        "spec/crf.yaml", "PATIENT: {label: {en: Patient}, type: text, page: 1}", "PATIENT: {label: Patient, type: text}"
    )
    with_table(other, ["enrol,PATIENT,7", "enrol,CENTRE,9"])
    fields = onespec.open(other.spec).plan().study.forms["enrol"].fields
    assert (fields["PATIENT"].page, fields["CENTRE"].page) == ("7", "1")


def test_what_is_wrong_with_the_table(other):
    with_table(other, ["enrol,PATIANT,7", "enroll,PATIENT,7", "enrol,PATIENT,0", "enrol,PATIENT,vii"])
    again = "Fix: Remove the row; onespec acrf --blank CRF.pdf --pages writes the table anew."
    assert other.faults() == [
        f"STOP  SPEC-REFERENCE  tables/crf_pages.csv:2: crf.yaml has no field enrol.PATIANT. {again}",
        f"STOP  SPEC-REFERENCE  tables/crf_pages.csv:3: crf.yaml has no field enroll.PATIENT. {again}",
        f"STOP  SPEC-TYPE  tables/crf_pages.csv:4: '0' is no number of a page. {again}",
        f"STOP  SPEC-TYPE  tables/crf_pages.csv:5: 'vii' is no number of a page. {again}",
    ]


def test_a_table_that_is_not_there_or_is_another_one(other):
    study = other.spec / "study.yaml"
    study.write_text(study.read_text(encoding="utf-8") + "crf_pages: pagez\n", encoding="utf-8")
    (fault,) = other.faults()
    assert "There is no table 'pagez' of pages." in fault


def test_a_table_without_its_columns(other):
    with_table(other, ["enrol,7"], columns="FORM,PAGE")
    (fault,) = other.faults()
    assert "tables/crf_pages.csv has no column FIELD." in fault


def test_a_field_that_stands_twice(other):
    with_table(other, ["enrol,PATIENT,7", "enrol,PATIENT,8"])
    assert other.faults() == [
        "STOP  SPEC-TWICE  tables/crf_pages.csv:3: enrol.PATIENT stands twice (first on line 2). Fix: Remove one."
    ]

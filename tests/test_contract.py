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

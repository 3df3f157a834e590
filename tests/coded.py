"""The other study with terms that wait for their code, which tests of coding share."""

from __future__ import annotations

from pathlib import Path

import openpyxl
from support import StudyCopy

STUDY = "spec/study.yaml"
EVENTS = "raw/events.csv"
HEAD = "VERBATIM,LANGUAGE,DECOD,BODSYS,VERSION,CODER,DATE,COMMENT\n"
CODES = {"DECOD": "Pyrexia", "BODSYS": "General disorders", "coder": "A. Coder", "date": "2021-02-01"}
SIGNED = "23.1,A. Coder,2021-02-01,\n"


def with_tables(study: StudyCopy) -> StudyCopy:
    """The study names tables of codes and translations, its events have translations, and fever is not coded."""
    study.replace(STUDY, 'version: "23.1"}', 'version: "23.1", codes: meddra}\ntranslations: translated')
    study.replace(
        "spec/crf.yaml",
        "      EVENT:   {label: {en: Event}, type: text, page: 9}\n",
        "      EVENT:   {label: {en: Event, zh: 事件}, type: text, page: 9, translation: EVENT_EN}\n"
        "      EVENT_EN: {label: {en: Event in English}, type: text, page: 9}\n",
    )
    events(
        study,
        "101,1,发热,Fever,,,10/01/2021",
        "101,2,oral thrush,,Oral candidiasis,Infections and infestations,11/01/2021",
        "102,1,发 热,Fever,,,12/01/2021",
        "201,1,Cough,,Cough,Respiratory disorders,20/01/2021",
        "201,2,Ｃｏｕｇｈ ,Cough,Productive cough,Respiratory disorders,21/01/2021",
    )
    return study


def events(study: StudyCopy, *rows: str) -> None:
    """Other events: subject, number, text, translation, term, body system, begin."""
    head = "PATIENT,NO,EVENT,EVENT_EN,TERM,BODY,BEGAN,SERIOUS,MONITOR\n"
    (study.raw / "events.csv").write_text(head + "".join(f"{row},no,\n" for row in rows), encoding="utf-8")


def table(study: StudyCopy, name: str, text: str) -> None:
    folder = study.spec / "tables"
    folder.mkdir(exist_ok=True)
    (folder / f"{name}.csv").write_text(text, encoding="utf-8")


def rows_of(file: Path, sheet: str) -> list[dict[str, object]]:
    """The rows of a sheet by column."""
    head, *rows = openpyxl.load_workbook(file)[sheet].iter_rows(values_only=True)
    return [dict(zip(map(str, head), row, strict=True)) for row in rows]


def fill(file: Path | str, sheet: str, row: int, **cells: object) -> Path | str:
    """Fill cells of a row (2 is the first one) of a list."""
    book = openpyxl.load_workbook(file)
    head = [cell.value for cell in book[sheet][1]]
    for column, value in cells.items():
        cell = book[sheet].cell(row, head.index(column) + 1)
        cell.value = value
        if isinstance(value, str) and not value.startswith("=0"):
            cell.data_type = "s"
    book.save(file)
    return file

"""What a specification holds in several languages beside labels: fields, and columns of tables.

``in: {zh: FIELD}`` names the field whose text an edition takes; a column ``NAME@zh`` of a table stands for the column
NAME in the edition of that language, and in no other.
"""

from __future__ import annotations

from dataclasses import replace

from onespec.engine.findings import STOP, Findings
from onespec.engine.languages import LANGUAGES
from onespec.engine.spec.forms import Form
from onespec.engine.spec.labels import Edition

AT = "@"
Tables = dict[str, list[dict[str, str]]]


def take_fields(forms: dict[str, Form], edition: Edition) -> None:
    """The fields know whose text they take in the edition; what one takes is submitted by it.

    Why a field is not submitted is said in the language of the edition, where the study's table of labels knows it.
    """
    for form in forms.values():
        for field in list(form.fields.values()):
            other = form.fields.get(field.in_.get(edition.language, ""))
            if other is not None:
                form.fields[field.name] = replace(form.fields[field.name], taken=other.name)
                form.fields[other.name] = replace(form.fields[other.name], not_submitted="")
        for field in [each for each in form.fields.values() if each.not_submitted]:
            form.fields[field.name] = replace(field, not_submitted=edition.in_words(field.not_submitted))


def take_columns(tables: Tables, language: str, findings: Findings) -> frozenset[tuple[str, str]]:
    """The tables as the edition reads them; which columns of which tables have texts of an edition."""
    said = set()
    for name, rows in tables.items():
        named = [c.rpartition(AT) for c in (rows[0] if rows else ()) if c.rpartition(AT)[2] in LANGUAGES]
        listed = [(column, of) for column, at, of in named if at]
        for column, of in listed:
            said.add((name, column))
            if column not in rows[0]:
                problem = f"Table {name} has the column {column}{AT}{of} and no column {column}."
                findings.add("SPEC-TABLE", STOP, problem, f"Add {column}.", file=f"tables/{name}.csv", line=1)
        if listed:
            tables[name] = [_row(name, row, listed, language, number, findings) for number, row in enumerate(rows, 2)]
    return frozenset(said)


# parameters: the row with its table and number, its columns by language, the edition, and what is wrong with it
def _row(
    table: str, row: dict[str, str], listed: list[tuple[str, str]], language: str, number: int, findings: Findings
) -> dict[str, str]:
    out = {c: v for c, v in row.items() if c not in {f"{column}{AT}{of}" for column, of in listed}}
    for column, of in listed:
        text = row.get(f"{column}{AT}{of}", "")
        if of == language and text:
            out[column] = text
        elif of == language and row.get(column):
            problem = f"'{row[column]}' of {column} has no text in the column {column}{AT}{of}."
            findings.add("SPEC-TABLE", STOP, problem, "Complete the row.", file=f"tables/{table}.csv", line=number)
    return out

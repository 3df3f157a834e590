"""Pages of a study's own CRF, out of the table that the annotation of its blank form gives (`onespec acrf --blank`)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from onespec.engine.findings import STOP, Findings, nearest
from onespec.engine.spec.forms import Form

FORM, FIELD, PAGE = COLUMNS = ("FORM", "FIELD", "PAGE")
_AGAIN = "Remove the row; onespec acrf --blank CRF.pdf --pages writes the table anew."


def with_crf_pages(
    forms: dict[str, Form], table: str, tables: Mapping[str, list[dict[str, str]]], findings: Findings
) -> None:
    """The forms' fields with their pages of a table; a page that crf.yaml states stays.

    ``table`` is what study.yaml names, "" for none.
    """
    if not table:
        return
    file = f"tables/{table}.csv"
    rows = tables.get(table)
    if rows is None:
        known = nearest(table, tables)
        fix = f"Did you mean '{known}'?" if known else "onespec acrf --blank CRF.pdf --pages writes it."
        findings.add(
            "SPEC-REFERENCE", STOP, f"There is no table '{table}' of pages.", fix, file="study.yaml", value=table
        )
        return
    if rows and (lacks := [name for name in COLUMNS if name not in rows[0]]):
        findings.add("SPEC-MISSING", STOP, f"{file} has no column {', '.join(lacks)}.", _AGAIN, file=file)
        return
    first: dict[tuple[str, str], int] = {}
    for number, row in enumerate(rows, 2):
        form = forms.get(row[FORM])
        field = form.fields.get(row[FIELD]) if form else None
        where = {"file": file, "line": number}
        if form is None or field is None:
            findings.add("SPEC-REFERENCE", STOP, f"crf.yaml has no field {row[FORM]}.{row[FIELD]}.", _AGAIN, **where)
        elif not row[PAGE].isdigit() or row[PAGE].strip("0") == "":
            findings.add("SPEC-TYPE", STOP, f"'{row[PAGE]}' is no number of a page.", _AGAIN, **where)
        elif (at := first.setdefault((row[FORM], row[FIELD]), number)) != number:
            message = f"{row[FORM]}.{row[FIELD]} stands twice (first on line {at})."
            findings.add("SPEC-TWICE", STOP, message, "Remove one.", **where)
        elif not field.page:
            form.fields[field.name] = replace(field, page=row[PAGE])


def rows_of(pages: Mapping[tuple[str, str], int]) -> Iterable[tuple[str, str, str]]:
    """The rows of the table."""
    return ((form, field, str(page)) for (form, field), page in pages.items())

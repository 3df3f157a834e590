# pyright: standard
"""The tests of a wide form: a row of a table for each of its results, named by the terminology where it knows them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from onespec.drafted_text import yaml_text
from onespec.engine.spec.forms import Field, Form
from onespec.engine.spec.guessed import MARK
from onespec.engine.spec.model import Study
from onespec.engine.spec.standards import Fact
from onespec.engine.spec.terminology import PublishedCodelist, shipped

_CODE, _NAME = 8, 40  # characters of a test's code and of its name (SDTMIG 3.4, --TESTCD and --TEST)
FIELD, RESULT = "FIELD", "RESULT"


@dataclass(frozen=True)
class DraftTest:
    """A test: the field of its results, its code and name, and what they stand on."""

    field: str
    code: str
    name: str
    evidence: str
    published: bool


def draft_tests(
    study: Study, name: str, form: Form, variables: Mapping[str, Fact], taken: Sequence[str]
) -> list[DraftTest]:
    """A test for each number of a form that is no key, and that no variable is collected from."""
    code = _published(study, variables[f"{name}TESTCD"])
    fields = [f for n, f in form.fields.items() if f.is_number and n not in (*form.key, *taken, form.subject)]
    return [draft_test(field, code) for field in fields]


def _published(study: Study, fact: Fact) -> PublishedCodelist | None:
    """The codelist of a domain's test codes, of the terminology that the study declares."""
    package = shipped("sdtm", study.standards["sdtm"].ct) if "sdtm" in study.standards else None
    return next((package[c] for c in fact.codelists if c in package), None) if package else None


def draft_test(field: Field, codelist: PublishedCodelist | None) -> DraftTest:
    """The test of a field: the published one with its name or label, or one of the sponsor's own."""
    label = field.label.get("en", field.name)
    for value in codelist.terms if codelist else ():
        said = {_letters(value), _letters(codelist.decode(value))} if codelist else set()
        if codelist and said & {_letters(field.name), _letters(label)} - {""}:
            return DraftTest(
                field.name, value, codelist.decode(value), f"the term of {codelist.code} with this name", True
            )
    own = "".join(c for c in field.name.upper() if c.isascii() and c.isalnum())[:_CODE] or "TEST"
    known = f"no term of {codelist.code} has this name" if codelist else "the name of the column"
    return DraftTest(field.name, f"T{own}"[:_CODE] if own[0].isdigit() else own, label[:_NAME], known, False)


def _letters(text: str) -> str:
    """A text without what columns have between words: SYS_BP and SYSBP are one."""
    return "".join(filter(str.isalnum, text.casefold()))


def tests_text(name: str, form: Form, tests: Sequence[DraftTest], variables: Mapping[str, Fact]) -> list[str]:
    """The table of the tests, and the codelists of their codes and names."""
    code, test = f"{name}TESTCD", f"{name}TEST"
    lines = ["tables:", f"  {table_of(name)}:"]
    for each in tests:
        cells = {"FORM": form.name, FIELD: each.field, code: each.code, test: each.name}
        row = ", ".join(f"{column}: {yaml_text(cell)}" for column, cell in cells.items())
        lines.append(f"    - {{{row}}}  {MARK}{each.evidence}")
    lists = [(variable, variables[variable].codelists) for variable in (code, test) if variables[variable].codelists]
    lines += ["codelists:"] if lists else []
    for variable, codes in lists:
        lines += [f"  {variable}:", f"    nci: {codes[0]}", "    terms:"]
        for each in tests:
            term, decode = (each.code, each.name) if variable == code else (each.name, each.name)
            lines.append(f"      {yaml_text(term)}: {'[]' if each.published else f'{{decode: {yaml_text(decode)}}}'}")
    return lines


def table_of(name: str) -> str:
    return f"{name.lower()}_tests"


def made_of_tests(name: str, form: Form, variables: Mapping[str, Fact]) -> dict[str, str]:
    """The variables that the table and its results give; a codelist of results in words is none of numbers."""
    coded = f"{name}STRESC" in variables and variables[f"{name}STRESC"].codelists
    return {
        f"{name}TESTCD": f"{{assigned: {table_of(name)}.{name}TESTCD}}",
        f"{name}TEST": f"{{assigned: {table_of(name)}.{name}TEST}}",
        f"{name}ORRES": f"{{collected: {form.name}.{RESULT}}}  {MARK}each number that is no key is a test",
        f"{name}STRESC": f"{{collected: {form.name}.{RESULT}{', codelist: none' if coded else ''}}}"
        f"  {MARK}no unit is converted",
        f"{name}STRESN": f"{{derived: numeric_value, with: {{value: {name}STRESC}}}}",
    }

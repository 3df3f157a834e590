"""Pages of the annotated CRF on which a collected value was written down."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from onespec.engine.spec.model import Dataset, Field, Form, Step, Study, Variable


def pages(
    study: Study, dataset: Dataset, references: Iterable[str], steps: Iterable[int], group: Mapping[str, str]
) -> tuple[str, ...]:
    """The pages of the fields behind ``form.FIELD`` references, in order.

    steps  only the forms of these record steps count, when any reference is to one of them
    group  by-variable -> value: of fields that a table of tests lists only those of its tests
    """
    found = [
        p for field in fields(study, dataset, references, steps, group) for p in re.split(r"[,\s]+", field.page) if p
    ]
    return tuple(sorted(dict.fromkeys(found), key=lambda p: (not p.isdigit(), int(p) if p.isdigit() else 0, p)))


def translations(
    study: Study, dataset: Dataset, variable: Variable, steps: Iterable[int], group: Mapping[str, str]
) -> str:
    """Which CRF field holds the English text of a collected variable, and which the verbatim; blank for others."""
    if study.language != "en" or variable.verb != "collected":
        return ""
    known = {field.name: field for field in fields(study, dataset, variable.value, steps, group)}
    verbatim = [field for field in known.values() if field.translation in known]
    if not verbatim:
        return ""
    return (
        f"The English text of {_named(known[v.translation] for v in verbatim)}; the verbatim stands in {_named(verbatim)} of the raw data. "
        "A verbatim without a translation is taken as it is."
    )


def _named(found: Iterable[Field]) -> str:
    return ", ".join(
        dict.fromkeys(
            f'CRF field "{f.label.get("en") or f.name}"' + (f" (page {f.page})" if f.page else "") for f in found
        )
    )


def fields(
    study: Study, dataset: Dataset, references: Iterable[str], steps: Iterable[int], group: Mapping[str, str]
) -> list[Field]:
    """The raw fields behind the references, with the fields of their times and translations."""
    steps = [dataset.steps[number] for number in steps]
    parts = [reference.partition(".")[::2] for reference in references]
    near = [(form, name) for form, name in parts if any(step.source == form for step in steps)]
    out: dict[tuple[str, str], Field] = {}
    for form_name, name in near or parts:
        form = study.forms.get(form_name)
        if form is None:
            continue
        for found in [name] if name in form.fields else _read_by_steps(study, dataset, form, name, steps, group):
            for each in (found, form.fields[found].time, form.fields[found].translation):
                if each in form.fields:
                    out[form_name, each] = form.fields[each]
    return list(out.values())


def _read_by_steps(
    study: Study, dataset: Dataset, form: Form, name: str, steps: list[Step], group: Mapping[str, str]
) -> Iterator[str]:
    """The fields that record steps read into the column ``name``: a parameter of that name, or fields that a table lists."""
    for step in steps:
        if step.source != form.name:
            continue
        stated = step.parameters.get(name.lower())
        if stated in form.fields:
            yield stated
            continue
        for table, rows in (
            (p, study.tables[p]) for p in step.parameters.values() if isinstance(p, str) and p in study.tables
        ):
            wanted = _columns(dataset, table, group)
            for row in rows:
                if (
                    row.get("FORM", "") in ("", form.name)
                    and row.get("FIELD") in form.fields
                    and wanted.items() <= row.items()
                ):
                    yield row["FIELD"]


def _columns(dataset: Dataset, table: str, group: Mapping[str, str]) -> dict[str, str]:
    """The table's columns that the by-variables are assigned from, with the group's values."""
    out = {}
    for name, value in group.items():
        variable = dataset.variables[name]
        source, _, column = str(variable.value).partition(".") if variable.verb == "assigned" else ("", "", "")
        if source == table:
            out[column] = value
    return out

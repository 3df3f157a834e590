# pyright: standard
"""The file of an imported dataset, with the supplemental qualifiers of its SUPP-- dataset."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from onespec.drafted_text import Written, yaml_flow, yaml_text
from onespec.engine.metadata.model import Codelist, Dataset, Metadata, Variable
from onespec.engine.spec.guessed import MARK
from onespec.engine.spec.standards import ADAM_CLASSES, dataset_fact
from onespec.imported_names import LONGEST_KEY, Names, standard_of
from onespec.imported_variables import Home, Source, by_variables, value_body, variable_body

_SUBCLASSES = {"TIME-TO-EVENT": "TTE", "ADVERSE EVENT": "ADAE"}
_SUPP, _QVAL, _QNAM = "SUPP", "QVAL", "QNAM"


def dataset_texts(metadata: Metadata, names: Names) -> dict[str, str]:
    """The files of all datasets that are taken over: file -> text."""
    taken = {place: metadata.datasets[place] for place in names.files}
    by_name = {dataset.name: dataset for dataset in taken.values()}
    there = {name: {v.name for v in _variables(dataset)} for name, dataset in by_name.items()}
    source, out = Source(metadata, names, there), {}
    qualifiers = {name: found for name, d in by_name.items() if (found := _qualifiers(source, d, by_name)) is not None}
    for place, dataset in taken.items():
        if dataset.name in qualifiers:
            continue  # it stands with the dataset that it qualifies, and the program makes it
        below = qualifiers.get(_SUPP + dataset.name, [])
        names.of_dataset[dataset.name] = names.of_dataset[_SUPP + dataset.name] = names.files[place]
        out[names.files[place]] = _text(source, dataset, standard_of(metadata, dataset), below)
    for place, dataset in taken.items():
        if dataset.name in qualifiers:
            del names.files[place]
    return out


def _text(source: Source, dataset: Dataset, standard: str, qualifiers: list[Variable]) -> str:
    home = Home(dataset.name, standard, _class(dataset, standard))
    lines = _head(source, home, dataset)
    levels: dict[str, Written] = {}
    lines.append("variables:")
    for variable in _told(source, dataset):
        values, level = _values(source, home, dataset, variable)
        if level:
            levels[variable.name] = level
        lines.append(_line(variable.name, *variable_body(source, home, variable, values)))
    if lines[-1] == "variables:":
        lines[-1] += " {}"
    lines += ["supplemental:"] if qualifiers else []
    lines += [_line(each.name, *variable_body(source, home, each, [], supplemental=True)) for each in qualifiers]
    lines += ["value_level:", *(f"  {yaml_text(name)}: {yaml_flow(level)}" for name, level in levels.items())][
        : 1 + len(levels) if levels else 0
    ]
    return "\n".join(lines) + "\n"


def _line(name: str, body: Mapping[str, Written], why: str) -> str:
    return f"  {yaml_text(name)}: {yaml_flow(body)}" + (f"  {MARK}{why}" if why else "")


def _head(source: Source, home: Home, dataset: Dataset) -> list[str]:
    fact = dataset_fact(dataset.name) if home.standard == "sdtm" else None
    label, comment = source.said(dataset.label), source.comment(dataset.comment, dataset.line, f"dataset {home.name}")
    said = {"label": label, "class": home.cls if home.standard == "adam" else "", "structure": dataset.structure}
    usual = {"label": fact.label, "structure": fact.structure} if fact else {}
    lines = [f"dataset: {yaml_text(dataset.name)}"]
    lines += [f"{name}: {yaml_text(text)}" for name, text in said.items() if text and usual.get(name) != text]
    there = source.there[dataset.name]
    numbered = {v.name for v in dataset.variables if v.key.isdecimal()}  # another one is a fault
    keys = [name for name in dict.fromkeys(dataset.keys) if name in there & numbered]
    lines += [f"keys: {yaml_flow(keys)}"] if keys else []
    return [*lines, *([f"comment: {yaml_text(comment)}"] if comment else [])]


def _class(dataset: Dataset, standard: str) -> str:
    """The class as the language has it; of ADaM what the file says where the language has none such."""
    if standard == "sdtm":
        fact = dataset_fact(dataset.name)
        return fact.cls if fact else ""
    known = next((_SUBCLASSES[sub] for sub in dataset.subclasses if sub in _SUBCLASSES), "")
    if known and ADAM_CLASSES[known] == dataset.cls.upper():
        return known
    return next((key for key, name in ADAM_CLASSES.items() if name == dataset.cls.upper()), dataset.cls)


def _variables(dataset: Dataset) -> Iterator[Variable]:
    """Its variables, each name once; a reference that leads nowhere is none."""
    seen = set()
    for variable in dataset.variables:
        if not variable.lost and variable.name and variable.name not in seen and len(variable.name) <= LONGEST_KEY:
            seen.add(variable.name)
            yield variable


def _told(source: Source, dataset: Dataset) -> Iterator[Variable]:
    """The same, and a fault for each of the others."""
    kept = {id(variable) for variable in _variables(dataset)}
    for variable in dataset.variables:
        place = f"{dataset.name}.{variable.name}"
        if id(variable) in kept:
            yield variable
        elif variable.lost:
            message = "The reference leads to no ItemDef; it is not taken over."
            source.names.leave(variable.line, place, message, variable.name)
        elif not variable.name or len(variable.name) > LONGEST_KEY:
            message = "A variable has no name that can be written; it is not taken over."
            source.names.leave(variable.line, f"dataset {dataset.name}", message, variable.name)
        else:
            source.names.fault(variable.line, place, "A second variable has this name; the first is taken.")


def _values(source: Source, home: Home, dataset: Dataset, variable: Variable) -> tuple[list[Written], Written]:
    """The definitions by value of a variable, and its ``value_level`` where the language can have one."""
    bodies: list[dict[str, Written]] = []
    whole = True
    for value in variable.values:
        if value.values:
            source.names.fault(value.line, f"{home.name}.{variable.name}", "Definitions by value stand below one.")
        if value.lost:
            message = f"There is no ItemDef '{value.name}' of a definition by value."
            source.names.fault(value.line, f"{home.name}.{variable.name}", message)
        body = value_body(source, home, variable, value) if not value.lost else None
        whole = whole and body is not None and "or" not in body
        bodies += [body] if body else []
    clauses = [where for body in bodies if isinstance(where := body["where"], Mapping)]
    by = by_variables(clauses, source.there[dataset.name]) if whole else ()
    if not by:
        return [*bodies], ""
    codelists = {
        each[by[0]]: body["codelist"]
        for each, body in zip(clauses, bodies, strict=True)
        if len(by) == 1 and "codelist" in body and isinstance(each[by[0]], str)
    }
    level: Written = {"by": by[0], "codelists": {str(k): v for k, v in codelists.items()}} if codelists else list(by)
    return [*bodies], level


def _qualifiers(source: Source, dataset: Dataset, by_name: Mapping[str, Dataset]) -> list[Variable] | None:
    """The qualifiers of a SUPP-- dataset of a dataset that is taken over; None for any other dataset.

    They are the definitions of QVAL by QNAM, or the terms of QNAM.
    """
    parent = dataset.name.removeprefix(_SUPP)
    if not dataset.name.startswith(_SUPP) or parent not in by_name:
        return None
    variables = {variable.name: variable for variable in _variables(dataset)}
    values = variables[_QVAL].values if _QVAL in variables else ()
    found: dict[str, Variable] = {}
    for value in values:
        clauses = [source.where(oid, dataset.name) for oid in value.wheres]
        name = clauses[0].get(_QNAM) if len(clauses) == 1 and clauses[0] and len(clauses[0]) == 1 else None
        if not isinstance(name, str) or name in found or name in source.there[parent] or value.values or value.lost:
            return None
        found[name] = _renamed(value, name)
    if found or not values:
        codelist = source.codelists.get(variables[_QNAM].codelist) if _QNAM in variables else None
        return [*found.values(), *(() if found else _of_terms(source, codelist, parent))] or None
    return None


def _of_terms(source: Source, codelist: Codelist | None, parent: str) -> Iterator[Variable]:
    for term in codelist.terms if codelist else ():
        if term.value and term.value not in source.there[parent]:
            yield Variable(oid=f"QNAM.{term.value}", name=term.value, label=term.decode, type="text", line=term.line)


def _renamed(value: Variable, name: str) -> Variable:
    """The definition of a qualifier under its own name, whatever the file calls it."""
    return Variable(**{**{f: getattr(value, f) for f in value.__dataclass_fields__}, "name": name, "wheres": ()})

"""What there is to know of an operation, made from its function: for `onespec list` and docs/reference."""

from __future__ import annotations

import inspect
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from onespec.engine.contract import CellsOf, FieldsOf, Layout, Usual
from onespec.engine.findings import unknown
from onespec.engine.registry import ANALYSIS, CHECK, METHOD, RECORDS, Operation, Parameter, Registry, selection_fields
from onespec.engine.spec.schema import KINDS
from onespec.engine.spec.worked import parted, worked_page

Facts = dict[str, Any]
ROLES = {"methods": METHOD, "records": RECORDS, "checks": CHECK, "analyses": ANALYSIS}
_SOURCE = "source"  # written ``from`` in a step
_HOLDS = {"number": "It holds numbers.", "text": "It holds texts.", "date": "It holds dates."}
_ALIKE = {  # what stands in the form for a parameter of each kind
    "column": "VAR",
    "columns": "[VAR1, VAR2]",
    "many": "DS.VAR",
    "per record": "DS.VAR",
    "per subject": "DS.VAR",
    "name": "COLUMN",
    "names": "[COLUMN1, COLUMN2]",
    "table": "table_name",
    "codes": "CODELIST",
    "int": "1",
    "float": "0.5",
    "list[str]": "[TEXT1, TEXT2]",
    "list[float]": "[1, 2]",
}


def operations(registry: Registry, group: str) -> list[Facts]:
    """The facts of all operations of a group (`ROLES`), by name."""
    role = ROLES[group]
    return [facts(registry[role, name]) for name in registry.names(role)]


def unknown_operation(role: str, name: str, names: Iterable[str]) -> tuple[str, str]:
    """Message and fix for an operation that does not exist; where no name is near, where they are listed.

    >>> unknown_operation("method", "studyday", ["study_day"])
    ("There is no method 'studyday'.", "Did you mean 'study_day'?")
    >>> unknown_operation("check", "bmi", ["month_known"])
    ("There is no check 'bmi'.", 'onespec list checks lists them.')
    """
    message, fix = unknown(role, name, names)
    group = next(g for g, r in ROLES.items() if r == role)
    return message, fix if fix.startswith("Did you mean") else f"onespec list {group} lists them."


def facts(operation: Operation) -> Facts:
    """The facts of one operation, as texts, lists and mappings."""
    function = getattr(operation.function, "function", operation.function)  # a function that takes bundles is wrapped
    bundles: dict[str, type] = getattr(operation.function, "bundles", {})
    remark, example = parted(inspect.getdoc(function) or "")
    remarks = [remark, *(inspect.getdoc(cls) for cls in bundles.values())]
    rules = operation.reports or ()
    return {
        "name": operation.name,
        "text": operation.text,
        "parameters": [_parameter(p, operation) for p in operation.yaml_parameters.values()],
        "produces": dict(operation.produces),
        "rows": dict(operation.rows),
        "remarks": [r for r in remarks if r],
        "reports": {rule: "stop" if rule in operation.stops else "query" for rule in rules},
        "form": form(operation),
        "example": example,
    }


def _parameter(parameter: Parameter, operation: Operation) -> Facts:
    stepped = parameter.name == _SOURCE and operation.role != METHOD
    out: Facts = {
        "name": "from" if stepped else parameter.name,
        "takes": _takes(parameter),
        "required": parameter.required,
        "default": _written(parameter.default) if parameter.default not in (None, [], ()) else "",
        "permitted": list(parameter.permitted),
    }
    if parameter.selection:
        out["fields"] = [_parameter(p, operation) for p in selection_fields(parameter.selection).values()]
    return out


def _takes(parameter: Parameter) -> str:
    """The words of its kind, and what its annotation says besides."""
    if parameter.selection:
        plural = parameter.kind == "selections"
        return "Rows of forms or datasets: one selection, or a list." if plural else "Rows of a form or dataset."
    said = [KINDS[parameter.kind][1], _HOLDS.get(parameter.holds, "")]
    for mark in parameter.marks:
        if isinstance(mark, CellsOf):
            said += [f"Its column {column} is compared with {name}." for column, name in mark.pairs]
            said += [f"Its columns named by {mark.keys[0]} are compared with {mark.keys[1]}."] if mark.keys[0] else []
            said += [f"Its column {mark.fills} fills the variable."] if mark.fills.isupper() else []
            said += [f"Its column {mark.source} names the dataset of a row."] if mark.source else []
        elif isinstance(mark, Layout):
            said += [f"It has the columns {', '.join(mark.columns)}."]
        elif isinstance(mark, FieldsOf):
            named = mark.column if mark.column.isupper() else f"named by {mark.column}"
            said += [f"Its column {named} holds fields of the form, which become {mark.makes}."]
        elif isinstance(mark, Usual):
            said += [f"When left out, {' or '.join(mark.names)}."] if mark.names else []
            said += ["When left out, the keys after study and subject."] if mark.keys else []
    return " ".join(s for s in said if s)


def _written(value: object) -> str:
    """A default as YAML has it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"[{', '.join(map(str, value))}]" if isinstance(value, list | tuple) else str(value)


# -- the form: how it is written -------------------------------------------------------------------


def form(operation: Operation) -> str:
    """How it is written in YAML with all that it requires; what it says in capitals is the specification's to name."""
    if operation.qualifiers:  # the step is the program's own
        return "supplemental:\n  VARIABLE: {label: TEXT, collected: form.FIELD}"
    needed = [p for p in operation.yaml_parameters.values() if p.required]
    if operation.role == METHOD:
        given = [f"{p.name}: {_like(p)}" for p in needed]
        return "\n".join(["VARIABLE:", f"  derived: {operation.name}", *(_block("with", given, "  ") if given else [])])
    given = [f"from: {_FROM}" if p.name == _SOURCE else f"{p.name}: {_like(p)}" for p in needed]
    return "\n".join(_block(f"- {operation.name}", given, ""))


_FROM = "form_or_DS"


def _block(head: str, given: list[str], indent: str) -> list[str]:
    """On one line where it fits."""
    line = f"{indent}{head}: {{{', '.join(given)}}}"
    if len(line) <= 100:
        return [line]
    deeper = indent + ("    " if head.startswith("- ") else "  ")
    return [f"{indent}{head}:", *(deeper + g for g in given)]


def _like(parameter: Parameter) -> str:
    if parameter.selection:
        needed = [f"{p.name}: {_like(p)}" for p in selection_fields(parameter.selection).values() if p.required]
        one = f"{{{', '.join([f'from: {_FROM}', *needed])}}}"
        return f"[{one}]" if parameter.kind == "selections" else one
    return parameter.permitted[0] if parameter.permitted else _ALIKE.get(parameter.kind, "TEXT")


# -- as text ---------------------------------------------------------------------------------------


def facts_text(said: Facts) -> str:
    """The facts of one operation, for a terminal."""
    parts = [f"{said['name']}\n  {said['text']}", "Parameters\n" + "\n".join(_lines(said["parameters"], "  "))]
    if not said["parameters"]:
        parts.pop()
    for title, named in (("Produces", "produces"), ("A row written inline", "rows"), ("May report", "reports")):
        if said[named]:
            parts.append("\n".join([title, *(f"  {name}: {text}" for name, text in said[named].items())]))
    if said["remarks"]:
        parts.append("Remarks\n" + _indented("\n\n".join(said["remarks"])))
    parts.append("Written as\n" + _indented(said["form"]))
    if said["example"]:
        parts.append("Example\n" + _indented(said["example"]))
    return "\n\n".join(parts)


def _lines(parameters: list[Facts], indent: str) -> Iterator[str]:
    for p in parameters:
        yield f"{indent}{p['name']} ({need(p)}): {p['takes']}{permitted(p, '')}"
        yield from _lines(p.get("fields", []), indent + "  ")


def need(parameter: Facts) -> str:
    """Whether it must be given, and what holds when it is not."""
    if parameter["required"]:
        return "required"
    return f"default {parameter['default']}" if parameter["default"] else "may be left out"


def permitted(parameter: Facts, quote: str) -> str:
    """The only values that it may have."""
    return f" One of: {', '.join(quote + v + quote for v in parameter['permitted'])}." if parameter["permitted"] else ""


def _indented(text: str) -> str:
    return "\n".join(f"  {line}".rstrip() for line in text.splitlines())


# -- as a page -------------------------------------------------------------------------------------


def page(group: str, listed: list[Facts], defined: Mapping[str, str]) -> str:
    """The page of docs/reference: each operation with its text, its parameters, its form and its example.

    ``defined``: by name, what define.xml says of the example.
    """
    kind = ROLES[group]
    lines = [
        f"# {group.capitalize()}",
        "",
        f"Every {kind} of the program, made from its function; `onespec list {group} NAME` prints the same.",
    ]
    for said in listed:
        lines += ["", f"## {said['name']}", "", _marked(said["text"])]
        if said["parameters"]:
            lines += ["", "| parameter | takes | |", "|---|---|---|", *_table_rows(said["parameters"], "")]
        if said["produces"]:
            lines += ["", "Produces:", ""]
            lines += [f"- `{name}`: {_marked(text)}" for name, text in said["produces"].items()]
        for name, text in said["rows"].items():
            lines += ["", f"A row of `{name}` written inline reads: `{text}`"]
        if said["reports"]:
            lines += ["", f"May report: {', '.join(f'{rule} ({level})' for rule, level in said['reports'].items())}."]
        for remark in said["remarks"]:
            lines += ["", "```text", remark, "```"]
        lines += ["", "```yaml", said["form"], "```"]
        if said["example"]:
            lines += worked_page(said["example"], defined.get(said["name"], ""))
    return "\n".join(lines) + "\n"


def _marked(text: str) -> str:
    return text.replace("|", "\\|").replace("<", "\\<")


def _table_rows(parameters: list[Facts], before: str) -> Iterator[str]:
    for p in parameters:
        yield f"| `{before}{p['name']}` | {_marked(p['takes'] + permitted(p, '`'))} | {_marked(need(p))} |"
        yield from _table_rows(p.get("fields", []), f"{before}{p['name']}.")

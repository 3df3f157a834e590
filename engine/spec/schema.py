"""JSON Schema (draft 2020-12) of the specification's files, made from their keys and the registry.

Editors complete and check the YAML with it while one types.  They read 3 as a number, true as a truth value and
an empty value as null, where the program reads texts: a schema takes both.  It looks at one file only.
"""

from __future__ import annotations

import json
import re
import typing
from collections.abc import Callable
from typing import Any

from onespec.engine.declared import (
    DEFAULTS,
    ENTRIES,
    ENTRY,
    FLAG,
    LISTED,
    MAPPING,
    MOMENT,
    NUMBER,
    PARAMETERS,
    RULE,
    SAID,
    SELECTIONS,
    STEPS,
    TEXT,
    TEXTS,
    WHERE,
    Declared,
    Permitted,
    about,
    keys,
    summary,
)
from onespec.engine.registry import ANALYSIS, CHECK, METHOD, RECORDS, Operation, Parameter, Registry, selection_fields
from onespec.engine.rules import RULES
from onespec.engine.spec.conditions import COMPARATORS
from onespec.engine.spec.datasets import REFUSE
from onespec.engine.spec.edit_checks import library
from onespec.engine.spec.forms import Form
from onespec.engine.spec.library import ALL
from onespec.engine.spec.model import CONSTANTS
from onespec.engine.spec.named import USE
from onespec.engine.spec.questions import CHINESE, ENGLISH, WORDS
from onespec.engine.spec.shared import EVERY_FORM, OF_EVERY_FORM
from onespec.engine.spec.written import (
    FOUND,
    LIBRARY,
    MATCH,
    OVERRIDES,
    REASONS,
    TABLES,
    Found,
    Refusal,
    Selected,
    WrittenLibrary,
)

Json = dict[str, Any]
DRAFT = "https://json-schema.org/draft/2020-12/schema"
SCALAR = ["string", "number", "boolean"]
VALUE: Json = {"type": SCALAR}
VALUES: Json = {"type": [*SCALAR, "array"], "items": VALUE}  # a text, or a list of texts
BY_NAME: Json = {"type": "object", "additionalProperties": VALUE}
TABLE: Json = {"type": "array", "items": BY_NAME}
REFERENCES: Json = {"type": ["string", "number", "array"], "items": {"type": ["string", "number"]}}
LISTS = ("IN", "NOTIN")
_STEP = {RECORDS: "step", CHECK: "check", ANALYSIS: "analysis"}
_IN_BOTH: Json = {  # what a check asks: one text, or one a language
    "type": [*SCALAR, "object"],
    "properties": {ENGLISH: VALUE, CHINESE: VALUE},
    "required": [ENGLISH],
    "additionalProperties": False,
}


_IN_ANY: Json = {key: _IN_BOTH[key] for key in ("type", "properties", "additionalProperties")}


def _number(pattern: str) -> Json:
    return {"type": ["number", "string"], "pattern": rf"^({pattern}|{CONSTANTS}\..+)$"}


# What a parameter of each kind takes (docs/spec-language.md, Operations), and its words.
KINDS: dict[str, tuple[Json, str]] = {
    "column": (REFERENCES, "VAR, DS.VAR, form.FIELD, study.NAME or a number; or a list with one field a form."),
    "columns": (
        {"type": ["string", "number", "array"], "items": REFERENCES},
        "A list of VAR, DS.VAR, form.FIELD, study.NAME or numbers.",
    ),
    "many": ({"type": "string"}, "DS.VAR or form.FIELD: all its rows."),
    "Source": ({"type": "string"}, "A dataset, whose records are analysed."),
    "per record": (
        {"type": "string"},
        "DS.VAR or form.FIELD: of the same record, of what it stands on, or of its subject.",
    ),
    "per subject": ({"type": "string"}, "DS.VAR, of a dataset with one record a subject."),
    "name": (VALUE, "A column of the rows that the step stands on."),
    "names": (VALUES, "Columns of the rows that the step stands on."),
    "table": ({"type": ["string", "array"], "items": BY_NAME}, "A table."),
    "codes": ({"type": "string"}, "A codelist."),
    "str": (VALUE, "A constant, or study.NAME."),
    "int": (_number(r"[+-]?\d+"), "A whole number, or study.NAME."),
    "float": (_number(r"[+-]?(\d+(\.\d*)?|\.\d+)"), "A number, or study.NAME."),
    "list[str]": (VALUES, "A list of constants."),
    "list[float]": ({"type": ["number", "string", "array"], "items": {"type": ["number", "string"]}}, "Numbers."),
}


def schema_of(root: Any, title: str, registry: Registry) -> Json:
    """The schema of a file that ``root`` declares: an entry, or ``dict[str, Entry]`` for a file of named entries."""
    maker = _Schema(registry)
    whole = maker.entry(root) if isinstance(root, type) else maker.mapping(typing.get_args(root)[1])
    return {"$schema": DRAFT, "title": title, **whole, "$defs": dict(sorted(maker.definitions.items()))}


def schema_text(schema: Json) -> str:
    """The schema as a file: lists of texts on one line."""
    text = json.dumps(schema, indent=1, ensure_ascii=False)
    short = re.compile(r"\[\s+(?:\"[^\"]*\"|true|false)(?:,\s+(?:\"[^\"]*\"|true|false))*\s+\]")
    return short.sub(lambda m: re.sub(r"\s+", " ", m[0]).replace("[ ", "[").replace(" ]", "]"), text) + "\n"


class _Schema:
    """Makes the schema of one file; entries that stand in several places become definitions."""

    def __init__(self, registry: Registry):
        self.registry = registry
        self.definitions: dict[str, Json] = {}

    def entry(self, cls: type) -> Json:
        """An entry: its keys, those that must be there, and no other."""
        known = keys(cls)
        elsewhere = OF_EVERY_FORM if cls is Form else ()
        needed = [name for name, key in known.items() if key.key.required and name not in elsewhere]
        out = _object(summary(cls), {name: self.key(key) for name, key in known.items()}, needed)
        if about(cls).blank:
            out |= {"type": ["object", "null", "string"], "maxLength": 0}
        if beside := {name: list(key.key.beside) for name, key in known.items() if key.key.beside}:
            out["dependentRequired"] = beside
        if one := [{"required": [name]} for name in about(cls).one]:
            out["oneOf"] = [*one, {"not": {"anyOf": one}}]
        if any(key.shape == PARAMETERS for key in known.values()):
            out["allOf"] = [self.defined("methods", self._methods)]
        return out

    def _methods(self) -> Json:
        """The parameters of each method, which an entry with ``derived`` has under ``with``."""
        return {"allOf": [self._method(self.registry[METHOD, name]) for name in self.registry.names(METHOD)]}

    def defined(self, name: str, make: Callable[[], Json]) -> Json:
        """A reference to a definition, which is made once."""
        if name not in self.definitions:
            self.definitions[name] = {}
            self.definitions[name] = make()
        return {"$ref": f"#/$defs/{name}"}

    def mapping(self, cls: type, alone: str = "", names: Permitted | None = None) -> Json:
        """A mapping of entries; where one key may stand ``alone``, its value takes the place of the entry."""
        inner = self.defined(cls.__name__.removeprefix("Written"), lambda: self.entry(cls))
        if alone:
            inner = {"anyOf": [VALUES, inner]}
        if names and names.known:
            return {"type": "object", "properties": dict.fromkeys(names.known, inner), "additionalProperties": False}
        pattern = {"propertyNames": {"pattern": f"^{names.like.pattern}$"}} if names and names.like else {}
        return {"type": "object", **pattern, "additionalProperties": inner}

    # -- keys ------------------------------------------------------------------------------------

    def key(self, key: Declared) -> Json:
        """What a key holds."""
        out = dict(self._shape(key))
        if key.key.required and key.shape in (TEXT, TEXTS) and "enum" not in out:
            out |= {"minLength": 1} | ({"minItems": 1} if key.shape == TEXTS else {})
        elif not key.key.required and "type" in out:
            out["type"] = [*([out["type"]] if isinstance(out["type"], str) else out["type"]), "null"]
        if key.key.default and "{" not in key.key.default:
            out["default"] = key.key.default
        return {"description": key.key.text, **out}

    def _shape(self, key: Declared) -> Json:
        if key.entry and key.shape == ENTRIES:
            named = self.mapping(key.entry, key.key.alone, key.key.names)
            return {"anyOf": [VALUES, named]} if key.key.listed else named
        if key.entry and key.shape == ENTRY:
            return self.entry(key.entry)
        if key.entry and key.shape == LISTED:
            cls = key.entry
            return {"type": "array", "items": self.defined(cls.__name__, lambda: self.entry(cls))}
        if key.shape == SAID:
            return _IN_ANY
        if key.shape == MAPPING:
            if key.key.of == RULE:
                rules = dict.fromkeys(sorted(self.registry.rules), {}) | {
                    r: {"description": t} for r, t in RULES.items()
                }
                return _object("", {rule: known | _text(key) for rule, known in sorted(rules.items())}, [])
            listed = BY_NAME | {"additionalProperties": _text(key)}
            return listed | {"type": ["object", *SCALAR]} if key.key.alone else listed
        if key.shape == WHERE:
            return self.defined("where", _where)
        if key.shape == STEPS:
            step = self.defined(_STEP[key.key.of], lambda: self._steps(key.key.of))
            return {"type": "array", "minItems": 1, "items": step}
        if key.shape == LIBRARY:
            return {"anyOf": [VALUES, self.defined("library", self._library)]}
        if key.key.of == METHOD:
            named = ((n, self.registry[METHOD, n].text) for n in self.registry.names(METHOD))
            return {"oneOf": [{"const": name, "description": text} for name, text in named]}
        if key.shape == EVERY_FORM:
            return _object("", {n: self.key(keys(Form)[n]) for n in OF_EVERY_FORM}, [])
        simple = {
            TEXTS: VALUES,
            NUMBER: {"type": ["integer", "string"], "minimum": 1, "pattern": "^0*[1-9][0-9]*$"},
            PARAMETERS: {"type": "object"},
            MATCH: {"type": ["string", "array", "object"], "items": {"type": "string"}, "additionalProperties": VALUE},
            TABLES: {"type": "object", "additionalProperties": TABLE},
            SELECTIONS: {"type": "object"},
            DEFAULTS: {"type": "object"},
            REASONS: {"type": "object", "additionalProperties": VALUES},
            OVERRIDES: {"type": "object", "additionalProperties": {"type": "object"}},
        }
        return simple.get(key.shape) or _text(key)

    def _library(self) -> Json:
        """The entry of the library, with the names of its checks."""
        out, names = self.entry(WrittenLibrary), list(library().checks)
        known = self.defined("edit_check", lambda: {"enum": names})
        for key in ("but", "with"):
            out["properties"][key]["propertyNames"] = known
        out["properties"]["take"]["items"] = {"anyOf": [{"enum": [ALL, *library().groups]}, known]}
        return out

    # -- operations ------------------------------------------------------------------------------

    def _method(self, operation: Operation) -> Json:
        """``with`` has the parameters of the method that ``derived`` names."""
        parameters = {n: self._parameter(p) for n, p in operation.yaml_parameters.items()}
        if any(p.kind == "many" for p in operation.parameters.values()):
            parameters |= {"where": self.defined("where", _where), "match": {"type": ["string", "array", "object"]}}
        needed = [n for n, p in operation.yaml_parameters.items() if p.required]
        given = self.defined(f"method.{operation.name}", lambda: _object(operation.text, parameters, needed))
        named = {"properties": {"derived": {"const": operation.name}}, "required": ["derived"]}
        return {"if": named, "then": {"properties": {"with": given}} | ({"required": ["with"]} if needed else {})}

    def _steps(self, role: str) -> Json:
        """One operation with its parameters."""
        named = {name: self.registry[role, name] for name in self.registry.names(role)}
        steps = {
            name: self._step(o) for name, o in named.items() if not o.qualifiers
        }  # their step is the program's own
        if role == RECORDS:
            steps |= {REFUSE: self.entry(Refusal), FOUND: self.entry(Found)}
        return _object("One operation with its parameters.", steps, []) | {"minProperties": 1, "maxProperties": 1}

    def _step(self, operation: Operation) -> Json:
        """None of its parameters must be there: the file's defaults may give it."""
        source = "source" in operation.parameters
        common = {
            n: self.key(k) for n, k in keys(Selected).items() if n != USE and (n != "set" or operation.role == RECORDS)
        }
        own = {n: p for n, p in operation.yaml_parameters.items() if n != "source"}
        parameters = {n: k for n, k in common.items() if source or n == "set"}
        if operation.role == CHECK:
            parameters["from"] = common["from"] | {"type": ["string", "array"], "items": {"type": "string"}}
            parameters["name"] = {"description": "Its name, by which a step 'found' of a dataset names it.", **VALUE}
        if operation.role == ANALYSIS:
            parameters["label"] = {"description": "What stands above its lines.", **_IN_BOTH}
        parameters["leave_out"] = VALUES | {"description": "Defaults that do not hold for this step."}
        if any(p.selection for p in own.values()):
            parameters["selections"] = {"type": "object", "description": "Named selections that differ in this step."}
        given = {n: self._parameter(p) for n, p in own.items()}
        if operation.role == CHECK:
            given |= {n: given[n] | _IN_BOTH for n in WORDS if n in given}
        return _object(operation.text, parameters | given, [])

    def _parameter(self, parameter: Parameter) -> Json:
        if not parameter.selection:
            return _of_kind(parameter)
        fields = selection_fields(parameter.selection)
        known = {n: self.key(k) for n, k in keys(Selected).items()}
        known |= {name: _of_kind(field) for name, field in fields.items()}
        cls = parameter.selection
        entry = _object(summary(cls), known, []) | {"type": ["object", "string"]}  # in full, or its name
        chosen = self.defined(f"selection.{cls.__name__}", lambda: entry)
        return {"anyOf": [chosen, {"type": "array", "items": chosen}]} if parameter.kind == "selections" else chosen


def _of_kind(parameter: Parameter) -> Json:
    """What a parameter takes, and its words."""
    kind, words = KINDS[parameter.kind]
    return {"description": words, **kind} | ({"enum": list(parameter.permitted)} if parameter.permitted else {})


def _object(text: str, properties: Json, required: list[str]) -> Json:
    described = {"description": text} if text else {}
    needed = {"required": required} if required else {}
    return {"type": "object", **described, "properties": properties, "additionalProperties": False, **needed}


def _text(key: Declared) -> Json:
    """One text; a number, a truth value or a date in YAML is one too."""
    only = key.key.only
    if only and only.like:
        return {
            "type": ["string"] if key.shape == MOMENT else ["string", "number"],
            "pattern": f"^({only.like.pattern})?$",
        }
    if only and only.known:
        return {"enum": [*only.known, *([True, False] if key.shape == FLAG else [])]}
    return VALUE


def _where() -> Json:
    """An AND of conditions."""
    one = {name: VALUES if name in LISTS else VALUE for name in COMPARATORS}
    comparison = _object("A comparison.", one, []) | {"type": ["object", *SCALAR, "null"], "minProperties": 1}
    return {"type": "object", "description": "Conditions, all of which hold.", "additionalProperties": comparison}

"""Words: what a specification names, as a reader of define.xml would say it.

The texts of operations are written once, beside their code; here their ``{parameters}`` are
replaced by the variables, CRF fields, constants and conditions that the specification names.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Mapping

from onespec.engine.registry import METHOD, RECORDS, Operation, Parameter, Registry
from onespec.engine.spec.model import CONSTANTS, Condition, Dataset, Form, Step, Study, Variable

NOT_USED = "(not used)"
_COMPARISONS = {
    "EQ": "is {}",
    "NE": "is not {}",
    "LT": "is less than {}",
    "LE": "is at most {}",
    "GT": "is greater than {}",
    "GE": "is at least {}",
    "IN": "is one of {}",
    "NOTIN": "is none of {}",
}


class Words:
    """Puts a study's references into words."""

    def __init__(self, study: Study, registry: Registry):
        self._study, self._registry = study, registry

    # Operations ---------------------------------------------------------------------------

    def method(self, variable: Variable) -> str:
        """How a derived variable is computed: the method's text, filled, with its ``where`` and ``match``."""
        operation = self._registry[METHOD, variable.value]
        text = sentence(_fill(operation.text, self._arguments(operation, variable.parameters)))
        if variable.where:
            text += f" Only records where {self.conditions(variable.where)} count."
        if variable.match:
            pairs = [own if own == theirs else f"{own} (their {theirs})" for own, theirs in variable.match.items()]
            text += f" Records belong together by subject and {_listed(pairs)}."
        return text

    def looked_up(self, variable: Variable) -> str:
        """Which row of a long table an assigned value stands in; blank for other variables."""
        if variable.verb != "assigned" or not variable.match:
            return ""
        table, _, column = str(variable.value).partition(".")
        pairs = [f"{theirs} is {self.reference(own)}" for theirs, own in variable.match.items()]
        return f"{column} of the row of {table} in which {_listed(pairs)}; a blank in {table} stands for any value."

    def records(self, step: Step) -> str:
        """How the rows of one record step arise."""
        source = self.selection(step.source, step.where) if step.source else NOT_USED
        operation = self._registry.get((RECORDS, step.operation))
        if operation is None:
            fields = (
                _listed(self._references(f"{step.source}.{name}" for name in step.parameters["fields"]))
                if step.parameters.get("fields")
                else ""
            )
            return sentence(
                f"{fields} of the rows of {source} is not carried: {step.reason}"
                if fields
                else f"Rows of {source} make no record: {step.reason}"
            )
        text = sentence(
            _fill(operation.text, {"source": source} | self._arguments(operation, step.parameters, step.source))
        )
        if step.set:
            text += f" In these records {_listed([f'{name} is {_quoted(value)}' for name, value in step.set.items()])}."
        return text

    def produced(self, step: Step, name: str) -> str:
        """How a record step fills one variable; blank when it does not."""
        operation = self._registry.get((RECORDS, step.operation))
        text = operation.produces.get(name, "") if operation else ""
        return (
            sentence(_fill(text, {"source": step.source} | self._arguments(operation, step.parameters, step.source)))
            if text
            else ""
        )

    def _arguments(self, operation: Operation, given: Mapping[str, object], source: str = "") -> dict[str, str]:
        """Each parameter in words, without those that are not used; ``source`` is what a record step reads."""
        out = {}
        for name, parameter in operation.yaml_parameters.items():
            if name in given:
                out[name] = self._argument(parameter, given[name], source)
            elif parameter.default not in (None, "", (), []):
                out[name] = str(parameter.default)
        return out

    def _argument(self, parameter: Parameter, value: object, source: str) -> str:
        if isinstance(value, Mapping):
            return self._choice(value)
        if isinstance(value, (list, tuple)):
            if not value or not isinstance(value[0], Mapping):
                fields = parameter.kind == "names" and source in self._study.forms
                return (" or " if parameter.kind == "column" else ", ").join(
                    self._references(f"{source}.{v}" for v in value) if fields else self._references(value)
                )
            said = [self._argument(parameter, v, source) for v in value]
            return "; ".join(f"[{number}] {each}" for number, each in enumerate(said, 1)) if said[1:] else said[0]
        if parameter.kind == "codes":
            codelist = self._study.codelists.get(str(value))
            return f'the codelist "{codelist.label}"' if codelist else str(value)
        named = parameter.kind == "name" and source in self._study.forms
        return self.reference(f"{source}.{value}" if named else str(value))

    def _choice(self, value: Mapping[str, object]) -> str:
        """A selection inside a step's parameters: source, conditions, and what else it says."""
        if "from" not in value:
            return ", ".join(f"{name} {v}" for name, v in value.items() if v != "")
        text = self.selection(str(value["from"]), self._parsed(value.get("where") or {}))
        said = {k: v for k, v in value.items() if k not in ("from", "where", "set")} | dict(value.get("set") or {})
        form = self._study.forms.get(str(value["from"]))
        details = [
            f"{name}: {self._field(form, v)[0] if form and isinstance(v, str) and v in form.fields else self._constants(v)}"
            for name, v in said.items()
        ]
        return f"{text} ({', '.join(details)})" if details else text

    # References ---------------------------------------------------------------------------

    def reference(self, value: str) -> str:
        """A variable as it stands, a CRF field by its label and page, a value of the study by itself."""
        return self._references([value])[0]

    def _references(self, values: Iterable[str]) -> list[str]:
        """Each reference once; fields of one label together, with all their pages."""
        pages: dict[str, dict[str, None]] = {}
        for value in values:
            words, page = self._told(value)
            pages.setdefault(words, {}).update({page: None} if page else {})
        return [
            f"{words} (page{'s' if len(found) > 1 else ''} {', '.join(found)})" if found else words
            for words, found in pages.items()
        ]

    def _told(self, value: str) -> tuple[str, str]:
        """A reference in words, and the page of a CRF field."""
        target, _, name = value.partition(".")
        if target == CONSTANTS and name in self._study.values:
            return self._study.values[name], ""
        form = self._study.forms.get(target) if name else None
        return self._field(form, name) if form else (value, "")

    def selection(self, source: str, where: Iterable[Condition] = ()) -> str:
        """``AE where AESER is "Y"``; a form by its label."""
        form = self._study.forms.get(source)
        shown = f'the CRF form "{_label(form.label, form.name)}"' if form else source
        where = tuple(where)
        return f"{shown} where {self.conditions(where, form)}" if where else shown

    def conditions(self, where: Iterable[Condition], form: Form | None = None) -> str:
        return " and ".join(self._condition(c, form) for c in where)

    def _condition(self, condition: Condition, form: Form | None) -> str:
        name = self._field(form, condition.name)[0] if form else condition.name
        values = ", ".join(_quoted(v) for v in condition.values)
        return f"{name} {_COMPARISONS[condition.comparator].format(values)}"

    def _field(self, form: Form, name: str) -> tuple[str, str]:
        field = form.fields.get(name)
        if field is None:  # filled by a record step from the form
            return f'{name} of the CRF form "{_label(form.label, form.name)}"', ""
        return f'CRF field "{_label(field.label, name)}"', field.page

    def _parsed(self, where: Mapping[str, object]) -> Iterable[Condition]:
        for name, condition in where.items():
            pairs = condition.items() if isinstance(condition, Mapping) else [("EQ", condition)]
            for comparator, value in pairs:
                values = value if isinstance(value, (list, tuple)) else (value,)
                yield Condition(name, comparator, tuple(self.reference(str(v)) for v in values))

    def _constants(self, value: object) -> str:
        return ", ".join(self._references(value if isinstance(value, (list, tuple)) else [str(value)]))


def sentence(text: str) -> str:
    """The text with a capital in front and a full stop behind.

    >>> sentence("name of the qualifier")
    'Name of the qualifier.'
    """
    text = text.strip()
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", "!", "?")) else ".") if text else ""


def record_steps(dataset: Dataset) -> list[int]:
    """The numbers of the record steps that make records."""
    return [number for number, step in enumerate(dataset.steps) if not step.reason]


def _fill(text: str, given: Mapping[str, str]) -> str:
    """The text with its ``{parameters}`` in words.

    Sentences and numbered rules that name one that is not used are left out.

    >>> _fill("(1) {a} counts. (2) {b} counts. Then {a}. (3) No {a}, no {c}. Nothing else.", {"a": "X", "c": "Y"})
    '(1) X counts. (2) No X, no Y. Nothing else.'
    """
    rules = [" ".join(_used(rule, given)) for rule in re.split(r" (?=\(\d+\) )", text)]
    numbers = itertools.count(1)
    kept = [re.sub(r"^\(\d+\)", lambda _: f"({next(numbers)})", rule) for rule in rules if rule]
    return re.sub(r"\{(\w+)\}", lambda m: given[m[1].removesuffix("_")], " ".join(kept))


def _used(rule: str, given: Mapping[str, str]) -> list[str]:
    """The sentences of a rule whose parameters are all used; none of a numbered rule when it lacks the first."""
    sentences = re.split(r"(?<=\.) (?=[A-Z({])", rule)
    used = [all(name.removesuffix("_") in given for name in re.findall(r"\{(\w+)\}", each)) for each in sentences]
    return (
        []
        if re.match(r"\(\d+\)", rule) and not used[0]
        else [each for each, is_used in zip(sentences, used, strict=True) if is_used]
    )


def _label(label: Mapping[str, str], name: str) -> str:
    return label.get("en") or next(iter(label.values()), name)


def _quoted(value: str) -> str:
    return f'"{value}"' if value else "blank"


def _listed(values: list[str]) -> str:
    return values[0] if len(values) == 1 else f"{', '.join(values[:-1])} and {values[-1]}"

"""Words: what a specification names, as a reader of define.xml would say it.

The texts of operations are written once, beside their code; here their ``{parameters}`` are
replaced by the variables, CRF fields, constants and conditions that the specification names.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Mapping

from onespec.engine.plan.references import (
    Argument,
    Arguments,
    BySubject,
    Chosen,
    CodesOf,
    Computation,
    Constant,
    LookUp,
    ManyOf,
    OneOf,
    Other,
    Own,
    Plan,
    Single,
    StepPlan,
    TableOf,
    VariablePlan,
    flat,
)
from onespec.engine.registry import Operation
from onespec.engine.spec.conditions import Condition, Joined
from onespec.engine.spec.model import CONSTANTS, Dataset, Form, Study

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
    """Puts the references of a plan into words."""

    def __init__(self, study: Study):
        self._study = study

    # Operations ---------------------------------------------------------------------------

    def method(self, plan: VariablePlan) -> str:
        """How a derived variable is computed: the method's text, filled, with its ``where`` and ``match``."""
        how = plan.how
        if not isinstance(how, Computation):
            return ""
        text = sentence(_fill(how.operation.text, self._arguments(how.operation, how.arguments)))
        if how.where:
            text += f" Only records where {self.conditions(how.where)} count."
        if how.group:
            pairs = [own if own == theirs else f"{own} (their {theirs})" for own, theirs in how.group.items()]
            text += f" Records belong together by subject and {_listed(pairs)}."
        return text

    def looked_up(self, plan: VariablePlan) -> str:
        """Which row of a long table an assigned value stands in; blank for other variables."""
        how = plan.how
        if not isinstance(how, LookUp) or not how.match:
            return ""
        pairs = [f"{theirs} is {self._argument(own)}" for theirs, own in how.match.items()]
        row = f"the row of {how.table} in which {_listed(pairs)}"
        return f"{how.column} of {row}; a blank in {how.table} stands for any value."

    def records(self, plan: StepPlan) -> str:
        """How the rows of one record step arise."""
        step = plan.step
        source = self.selection(step.source, step.where) if step.source else NOT_USED
        if plan.operation is None:
            return self._refusal(plan, source)
        given = {"source": source} | self._arguments(plan.operation, plan.arguments, step.source)
        text = sentence(_fill(plan.operation.text, given))
        if step.set:
            text += f" In these records {_listed([f'{name} is {_quoted(value)}' for name, value in step.set.items()])}."
        return text

    def _refusal(self, plan: StepPlan, source: str) -> str:
        reason = plan.step.reason
        if not plan.refused:
            return sentence(f"Rows of {source} make no record: {reason}")
        fields = _listed(self._references(f"{plan.step.source}.{name}" for name in plan.refused))
        return sentence(f"{fields} of the rows of {source} is not carried: {reason}")

    def produced(self, plan: StepPlan, name: str) -> str:
        """How a record step fills one variable; blank when it does not."""
        text = plan.operation.produces.get(name, "") if plan.operation else ""
        if not plan.operation or not text:
            return ""
        source = plan.step.source
        return sentence(_fill(text, {"source": source} | self._arguments(plan.operation, plan.arguments, source)))

    def _arguments(self, operation: Operation, given: Arguments, source: str = "") -> dict[str, str]:
        """Each parameter in words, without those that are not used; ``source`` is what a record step reads."""
        out = {}
        for name, parameter in operation.yaml_parameters.items():
            if parameter.argument in given:
                named = parameter.kind in ("name", "names") and source in self._study.forms
                out[name] = self._argument(given[parameter.argument], source if named else "", parameter.kind)
            elif parameter.default not in (None, "", (), []):
                default = parameter.default
                out[name] = ", ".join(map(str, default)) if isinstance(default, (list, tuple)) else str(default)
        return out

    def _argument(self, value: Argument, form: str = "", kind: str = "") -> str:
        """One argument; a constant is a field of ``form`` where that is named."""
        match value:
            case tuple():
                return self._several(value, form, kind)
            case OneOf(references):
                return " or ".join(self._references(map(_written, references)))
            case TableOf(name, rows):
                return name or _numbered([", ".join(f"{n} {v}" for n, v in row if v != "") for row in rows])
            case CodesOf(name):
                return f'the codelist "{self._study.codelists[name].label}"'
            case Chosen():
                return self._choice(value)
            case Constant(text=text):
                return self.reference(f"{form}.{text}" if form else text)
        return self.reference(_written(value))

    def _several(self, values: tuple[Single, ...], form: str, kind: str) -> str:
        if kind == "selections":
            return _numbered([self._argument(v) for v in values])
        written = [v.text if isinstance(v, Constant) else _written(v) for v in flat(values)]
        return ", ".join(self._references(f"{form}.{w}" for w in written) if form else self._references(written))

    def _choice(self, chosen: Chosen) -> str:
        """A selection inside a step's parameters: source, conditions, and what else it says."""
        form = self._study.forms.get(chosen.source)
        details = []
        for name, value in (*chosen.extra, *chosen.set):
            if form and isinstance(value, str) and value in form.fields:
                details.append(f"{name}: {self._field(form, value)[0]}")
            else:
                texts = [value.text] if isinstance(value, Constant) else [value] if isinstance(value, str) else value
                details.append(f"{name}: {', '.join(self._references(texts))}")
        text = self.selection(chosen.source, chosen.where)
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


def sentence(text: str) -> str:
    """The text with a capital in front and a full stop behind.

    >>> sentence("name of the qualifier")
    'Name of the qualifier.'
    """
    text = text.strip()
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", "!", "?")) else ".") if text else ""


def record_steps(plan: Plan, dataset: Dataset) -> list[StepPlan]:
    """The record steps that make records."""
    return [step for step in plan.steps[dataset.name] if not step.step.reason]


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


def _written(reference: Single) -> str:
    """A reference as the specification writes it."""
    assert isinstance(reference, (Own, Other, ManyOf, BySubject, Joined)), "the others are told before"
    return reference.name if isinstance(reference, Own) else f"{reference.target}.{reference.name}"


def _numbered(said: list[str]) -> str:
    """Several things, each with its number; one without."""
    return "; ".join(f"[{number}] {each}" for number, each in enumerate(said, 1)) if said[1:] else "".join(said)


def _label(label: Mapping[str, str], name: str) -> str:
    return label.get("en") or next(iter(label.values()), name)


def _quoted(value: str) -> str:
    return f'"{value}"' if value else "blank"


def _listed(values: list[str]) -> str:
    return values[0] if len(values) == 1 else f"{', '.join(values[:-1])} and {values[-1]}"

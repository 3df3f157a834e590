"""Words: what a specification names, as a reader of define.xml would say it.

The texts of operations are written once, beside their code; here their ``{parameters}`` are
replaced by the variables, CRF fields, constants and conditions that the specification names.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain

from onespec.define.filling import fill, fill_parts, filled, lettered
from onespec.define.speech import Speech
from onespec.define.tables import Tables
from onespec.engine.matching import columns_of
from onespec.engine.plan.listed import listed_fields
from onespec.engine.plan.references import (
    Argument,
    Arguments,
    BySubject,
    Chosen,
    CodesOf,
    Computation,
    Constant,
    Fixed,
    LookUp,
    ManyOf,
    OneOf,
    Other,
    Own,
    Plan,
    Single,
    Stated,
    StepPlan,
    TableOf,
    Transfer,
    VariablePlan,
    flat,
)
from onespec.engine.registry import Operation
from onespec.engine.spec.conditions import Condition, Joined
from onespec.engine.spec.forms import Form
from onespec.engine.spec.found import FOUND, TOLD
from onespec.engine.spec.model import CONSTANTS
from onespec.engine.spec.supplemental import qualifiers_of, values_of

NOT_USED = "(not used)"
FEW = 400  # characters that the values of a small table may take
_ARTICLE = re.compile(r"^(The|An?|Blank|Missing)(?= )")  # the beginning of a text that is put inside another one
_COMPARISONS = {
    "EQ": "{name} is {value}",
    "NE": "{name} is not {value}",
    "LT": "{name} is less than {value}",
    "LE": "{name} is at most {value}",
    "GT": "{name} is greater than {value}",
    "GE": "{name} is at least {value}",
    "IN": "{name} is one of {value}",
    "NOTIN": "{name} is none of {value}",
}


class Words:
    """Puts the references of a plan into words, of a language.

    say  its phrases
    """

    def __init__(self, plan: Plan, dataset: str = "", helpers_by_name: bool = False, say: Speech | None = None):
        """``dataset`` is the one whose own variables are named.

        ``helpers_by_name``: for readers who see what each helper is, too; others are told it in its place.
        """
        self._plan, self._study, self._dataset, self._by_name = plan, plan.study, dataset, helpers_by_name
        self.say = say or Speech()
        self._tables = Tables(plan.study, self.say)
        self._others: dict[str, Words] = {}  # the same for other datasets
        self._steps: dict[int, tuple[StepPlan, dict[str, str]]] = {}  # what was said of a step, by its place in memory

    def _within(self, dataset: str) -> Words:
        if dataset == self._dataset:
            return self
        if dataset not in self._others:
            self._others[dataset] = Words(self._plan, dataset, self._by_name, self.say)
        return self._others[dataset]

    # Operations ---------------------------------------------------------------------------

    def method(self, plan: VariablePlan) -> str:
        """How a derived variable is computed: the method's text, filled, with its ``where`` and ``match``."""
        how = plan.how
        if not isinstance(how, Computation):
            return ""
        given = self._within(plan.dataset).arguments(how.operation, how.arguments)
        phrases = [*given.values(), *map(self._helper, self._helpers(plan))]
        told = self.say.sentence(lettered(filled(self.say.own(how.operation.text), given), phrases))
        return self.say.joined([told, *self._narrowed(plan, how)])

    def _narrowed(self, plan: VariablePlan, how: Computation) -> Iterator[str]:
        """Which records of another dataset a method looks at."""
        say, words = self.say, self._within(plan.dataset)
        if how.where:
            looked_at = next(iter(plan.many), "")
            yield say("Only records where {conditions} count.", conditions=words.conditions(how.where, looked_at))
        if how.group:
            pairs = []
            for own, theirs in how.group.items():
                said = words.reference(own)
                pairs.append(said if own == theirs else say("{own} (their {theirs})", own=said, theirs=theirs))
            yield say("Records belong together by subject and {pairs}.", pairs=say.listed(pairs))

    def _helpers(self, plan: VariablePlan) -> list[VariablePlan]:
        """The helpers that a variable is made of, and those behind them."""
        named = [self._plan.variables.get((plan.dataset, r.name)) for r in plan.references if isinstance(r, Own)]
        own = [helper for helper in named if helper is not None and helper.variable.helper]
        return own + [behind for helper in own for behind in self._helpers(helper)]

    def _helper(self, plan: VariablePlan) -> str:
        """What a helper is, in the place of its name: a reader of define.xml finds no such variable."""
        words, how = self._within(plan.dataset), plan.how
        match how:
            case Transfer(sources):
                return self.say.alternatives(words._references(map(_written, sources)))
            case LookUp():
                text = self.looked_up(plan) or self.say(
                    "{column} of {whole}", column=how.column, whole=self._tables.name(how.table)
                )
            case Computation(operation, arguments):
                text = self.say.sentence(filled(self.say.own(operation.text), words.arguments(operation, arguments)))
                text = self.say.joined([text, *self._narrowed(plan, how)])
            case _:
                stated = how.value if isinstance(how, Stated) else ""
                return stated if plan.variable.is_number and stated else self.say.quoted(stated)
        text = text.removesuffix(".").removesuffix("。")
        return self.say("({text})", text=_ARTICLE.sub(lambda found: found[0].lower(), text))

    def looked_up(self, plan: VariablePlan) -> str:
        """Which row of a long table an assigned value stands in; blank for other variables.

        A table that fills a dataset is told as the dataset, and one that is a document by its title; of another one
        its values are told, where they are few.
        """
        how = plan.how
        if not isinstance(how, LookUp) or not how.match:
            return ""
        own = {key: self._within(plan.dataset)._argument(reference) for key, reference in how.match.items()}
        columns = {key: columns_of(key) for key in own}
        dataset = self._tables.dataset(how.table, (how.column, *chain.from_iterable(columns.values())))
        if dataset:
            theirs = {c: self._tables.variable(how.table, dataset, c) for c in (how.column, *chain(*columns.values()))}
            fitting = self._fitting([([theirs[c] for c in columns[key]], said) for key, said in own.items()])
            text, value = "{value} of the record with {fitting}.", f"{dataset}.{theirs[how.column]}"
            return self.say(text, value=value, fitting=fitting)
        if self._tables.document(how.table):
            return self.say(
                "{column} of the row of {table} with {fitting}; a blank in it stands for any value.",
                column=how.column,
                table=self._tables.name(how.table),
                fitting=self._fitting([(columns[key], said) for key, said in own.items()]),
            )
        return self._values(how, own)

    def _values(self, how: LookUp, own: Mapping[str, str]) -> str:
        """Each value of a small table, and for which values of the matched columns it stands."""
        say = self.say
        by_value: dict[str, list[str]] = {}
        for row in self._study.tables[how.table]:
            pairs = [said for key in own for said in self._cells(own[key], [row[c] for c in columns_of(key)])]
            by_value.setdefault(row[how.column], []).append(say.together(pairs) or say("nothing else fits"))
        told = ((say.quoted(value), say.alternatives(said)) for value, said in by_value.items() if value)
        text = say.clauses(say("{value} where {conditions}", value=v, conditions=said) for v, said in told)
        return f"{text}{say.stop}" if len(text) <= FEW else ""

    def _fitting(self, pairs: list[tuple[list[str], str]]) -> str:
        """What a row has alike with a record: columns that equal a value, and two columns between which it lies."""
        say, one = self.say, [(columns[0], own) for columns, own in pairs if len(columns) == 1]
        same = [theirs for theirs, own in one if theirs == own]
        parts = [say("{theirs} equal to {own}", theirs=theirs, own=own) for theirs, own in one if theirs != own]
        parts = (
            [say.listed([*([say("the same {names}", names=say.listed(same))] if same else []), *parts])] if one else []
        )
        ranges = [(columns, own) for columns, own in pairs if len(columns) > 1]
        parts += [say("{own} between {low} and {high}", own=own, low=low, high=high) for (low, high), own in ranges]
        return say.listed(parts)

    def _cells(self, own: str, cells: list[str]) -> list[str]:
        """Which values a cell stands for, or the two ends of a range; nothing of a blank."""
        texts = [_COMPARISONS[c] for c in (("EQ",) if len(cells) == 1 else ("GE", "LE"))]
        said = zip(texts, cells, strict=True)
        return [self.say(text, name=own, value=self.say.quoted(cell)) for text, cell in said if cell]

    def records(self, plan: StepPlan) -> str:
        """How the records of one record step arise, and what is the same in all of them."""
        if plan.operation is None:
            return ""
        text = self.rule(plan.operation, self.step_arguments(plan))
        if plan.step.set:
            say = self.say
            pairs = [say(_COMPARISONS["EQ"], name=n, value=say.quoted(v)) for n, v in plan.step.set.items()]
            text = say.joined([text, say("In these records {pairs}.", pairs=say.listed(pairs))])
        return text

    def rule(self, operation: Operation, given: Mapping[str, str]) -> str:
        """The text of a record operation with its parameters in words."""
        text = self.say.own(operation.text)
        if operation.of_check:
            text = self.say.of(TOLD).replace("{rule}", operation.name.removeprefix(f"{FOUND} by ").replace("_", " "))
        return self.say.sentence(fill(text, given))

    def step_arguments(self, plan: StepPlan) -> dict[str, str]:
        """Each parameter of a record step in words; ``source`` is what the step reads."""
        assert plan.operation is not None, "a refusal has no parameters"
        if id(plan) not in self._steps:
            step = plan.step
            where = plan.source.where if plan.source else step.where  # the plan knows which values are columns
            source = self.selection(step.source, where) if step.source else self.say(NOT_USED)
            given = {"source": source} | self.arguments(plan.operation, plan.arguments, step.source)
            for name in given.keys() & {cell.mark.column for cell in listed_fields(plan, self._study)}:
                given[name] = self.say.listed(self.listed_fields(plan, name))
            self._steps[id(plan)] = plan, given
        return self._steps[id(plan)][1]

    def produced(self, plan: StepPlan, name: str) -> str:
        """How a record step fills one variable; blank when it does not."""
        text = plan.operation.produces.get(name, "") if plan.operation else ""
        if not plan.operation or not text:
            return ""
        return self.say.sentence(
            fill(self.say.own(text), self.step_arguments(plan) | {"source": self.selection(plan.step.source)})
        )

    def arguments(self, operation: Operation, given: Arguments, source: str = "") -> dict[str, str]:
        """Each parameter in words, without those that are not used; ``source`` is what a record step reads.

        An entry of a selection stands beside it: ``events.date``.
        """
        out: dict[str, str] = {}
        for name, parameter in operation.yaml_parameters.items():
            if parameter.argument in given:
                value = given[parameter.argument]
                named = parameter.kind in ("name", "names") and source in self._study.forms
                if isinstance(value, TableOf) and not value.name:
                    out[name] = self._rows(value, self.say.own(operation.rows.get(name, "")))
                else:
                    out[name] = self._argument(value, source if named else "")
                chosen = [c for c in (value if isinstance(value, tuple) else (value,)) if isinstance(c, Chosen)]
                for number, each in enumerate(chosen):
                    out[f"{name}.{number}.source"] = self.selection(each.source, each.where)
                for entry in {entry: None for c in chosen for entry in self._entries(c)}:
                    said = (self._entries(c).get(entry, "") for c in chosen)
                    out[f"{name}.{entry}"] = self.say.series(dict.fromkeys(s for s in said if s))
            elif parameter.default not in (None, "", (), []):
                default = parameter.default
                several = isinstance(default, (list, tuple))
                out[name] = self.say.series(map(str, default)) if several else str(default)
            if name in out and parameter.permitted:
                out[name] = self.say.of(out[name])
        return out

    def _rows(self, table: TableOf, text: str) -> str:
        """Rows written inline: each by the operation's own words for a row."""
        rows = [dict(row) for row in table.rows]
        if not text:
            return self.say.clauses(self.say.series(v for v in row.values() if v) for row in rows)
        return self.say.clauses(fill_parts(text, row) for row in rows)

    def _argument(self, value: Argument, form: str = "") -> str:
        """One argument; a constant is a field of ``form`` where that is named."""
        match value:
            case tuple():
                return self._several(value, form)
            case OneOf(references):
                return self.say.alternatives(self._references(map(_written, references)))
            case TableOf(name):
                return self._tables.name(name)
            case CodesOf(name):
                return self.say('the codelist "{label}"', label=self._study.codelists[name].label)
            case Chosen():
                return self._choice(value)
            case Fixed(text=text):
                return text if value.is_number else self.say.quoted(text)
            case Constant(text=text):
                return self.reference(f"{form}.{text}" if form else text)
        return self.reference(_written(value))

    def _several(self, values: tuple[Single, ...], form: str) -> str:
        if any(isinstance(v, Chosen) for v in values):
            return self.say.clauses(self._argument(v) for v in values)
        if any(isinstance(v, Fixed) for v in values):
            return self.say.series(self._argument(v) for v in values)
        written = [v.text if isinstance(v, Constant) else _written(v) for v in flat(values)]
        named = [f"{form}.{w}" for w in written] if form else written
        return self.say.series(self._references(named))

    def _choice(self, chosen: Chosen) -> str:
        """A selection inside a step's parameters, by its class's own words."""
        text = self.say.own(chosen.cls.told) if chosen.cls else "{source}"
        return fill_parts(text, self._entries(chosen) | {"source": self.selection(chosen.source, chosen.where)})

    def _entries(self, chosen: Chosen) -> dict[str, str]:
        """The entries of a selection beside source and conditions, in words."""
        form = self._study.forms.get(chosen.source)
        out = {}
        for name, value in (*chosen.extra, *chosen.set):
            if form and isinstance(value, str) and value in form.fields:
                out[name] = self._field(form, value)[0]
            else:
                texts = [value.text] if isinstance(value, Constant) else [value] if isinstance(value, str) else value
                out[name] = self.say.series(self._references(texts))
        return out

    def listed_fields(self, plan: StepPlan, column: str = "") -> list[str]:
        """The fields of the step's form that its tables list; under one ``column`` (`FieldsOf`), if it is named."""
        cells = (c for c in listed_fields(plan, self._study) if column in ("", c.mark.column))
        return self._references(f"{plan.step.source}.{cell.field}" for cell in cells)

    def commented(self, plan: VariablePlan) -> str:
        """The comment of a variable; which qualifiers have which value is told by the program."""
        parent = self._study.datasets.get(self._plan.dataset(plan.dataset).parent)
        by_value = values_of(plan.variable.name, qualifiers_of(parent)) if parent and plan.variable.comment else {}
        if not by_value:
            return self.say.own(plan.variable.comment)
        text, said = "{value} where QNAM is {names}", []
        for value, names in by_value.items():
            said.append(self.say(text, value=value or self.say("blank"), names=self.say.series(names)))
        return self.say.clauses(said)

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
        return [self.say.on_pages(words, found) for words, found in pages.items()]

    def _told(self, value: str) -> tuple[str, str]:
        """A reference in words, and the page of a CRF field."""
        target, _, name = value.partition(".")
        own = self._plan.variables.get((self._dataset, value))
        if own is not None and own.variable.helper and not self._by_name:
            return self._helper(own), ""
        if target == CONSTANTS and name in self._study.values.known:
            return self._study.values.known[name], ""
        form = self._study.forms.get(target) if name else None
        return self._field(form, name) if form else (value, "")

    def selection(self, source: str, where: Iterable[Condition] = ()) -> str:
        """``AE where AESER is "Y"``; a form by its label."""
        form = self._study.forms.get(source)
        shown = self.say.form(self.say.label(form.label, form.name)) if form else source
        where = tuple(where)
        if not where:
            return shown
        return self.say("{source} where {conditions}", source=shown, conditions=self.conditions(where, source))

    def conditions(self, where: Iterable[Condition], source: str = "") -> str:
        """Conditions on the rows of a form or dataset."""
        return self.say.together(self._condition(c, source) for c in where)

    def _condition(self, condition: Condition, source: str) -> str:
        form = self._study.forms.get(source)
        name = self._field(form, condition.name)[0] if form else self._within(source).reference(condition.name)
        values = (self.reference(v) if condition.against else self.say.quoted(v) for v in condition.values)
        return self.say(_COMPARISONS[condition.comparator], name=name, value=self.say.series(values))

    def _field(self, form: Form, name: str) -> tuple[str, str]:
        field = form.fields.get(name)
        if field is None:  # filled by a record step from the form
            whole = self.say.form(self.say.label(form.label, form.name))
            return self.say("{column} of {whole}", column=name, whole=whole), ""
        return self.say('CRF field "{label}"', label=self.say.label(field.label, name)), field.page


def _written(reference: Single) -> str:
    """A reference as the specification writes it."""
    assert isinstance(reference, (Own, Other, ManyOf, BySubject, Joined)), "the others are told before"
    return reference.name if isinstance(reference, Own) else f"{reference.target}.{reference.name}"

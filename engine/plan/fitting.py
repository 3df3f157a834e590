"""What a variable can hold, held against where its values come from: types, and terms of its codelist.

A value of the data that does not fit is found by the build; here is found what no data could make fit.
"""

from __future__ import annotations

from collections.abc import Iterator

from onespec.engine.contract import Codelist
from onespec.engine.findings import QUERY, unknown
from onespec.engine.notation import PLAIN
from onespec.engine.plan.compare import DATED, TEXT
from onespec.engine.plan.references import Other
from onespec.engine.plan.resolve import Resolver
from onespec.engine.spec.model import Step, Variable
from onespec.engine.spec.verbs import Collected, Listed, Predecessor
from onespec.engine.xpt.layout import XptVariable

_RULE = "SPEC-SOURCE"


class Fitting(Resolver):
    """Holds variables against their sources; every fault is a finding."""

    def codelist_fits(self, variable: Variable) -> None:
        """A variable that is a number has a codelist of numbers."""
        codelist = self.study.codelists.get(variable.codelist)
        word = next((t for t in codelist.terms if not PLAIN.fullmatch(t)), "") if codelist else ""
        if word and variable.is_number:
            problem = f"{variable.name} is a number, and codelist {variable.codelist} has the term '{word}'."
            fix = "Name a codelist of numbers, or write 'codelist: none'."
            self.stop("SPEC-CODELIST", problem, fix, variable.line, variable.name)

    def format_fits(self, variable: Variable) -> None:
        """A display format is one for numbers, or for texts."""
        kind = "Num" if variable.is_number else "Char"
        if XptVariable(variable.name, "", kind, 8, variable.format).format_parts is None:
            what, fix = ("a number", "DATE9. or 8.2.") if variable.is_number else ("a text", "$20.")
            problem = f"'{variable.format}' is no display format for {variable.name}, which is {what}."
            self.stop("SPEC-FORMAT", problem, f"Write it as {fix}", variable.line, variable.name)

    def value_level_fits(self, variable: Variable) -> None:
        """A constant that stands on all records is a term of the codelist of each value that they may have."""
        codelists, verb = self.dataset.value_codelists.get(variable.name, {}), variable.verb
        if not isinstance(verb, Listed) or "." in verb.value or not codelists:
            return
        if any(variable.name in step.set for step in self.dataset.steps):
            return
        by = self.dataset.value_level[variable.name][0]
        every = self.possible.of(self.dataset.name, by)
        for value, codelist in codelists.items():
            terms = self.study.codelists[codelist].terms
            if verb.value and verb.value not in terms and (every is None or value in every.values):
                problem = f"'{verb.value}' is no term of codelist {codelist}, which {variable.name} has where {by} is "
                fix = unknown("term", verb.value, terms)[1]
                self.stop("SPEC-CONSTANT", f"{problem}'{value}'.", fix, variable.line, variable.name)

    def source_fits(self, variable: Variable, verb: Collected | Predecessor, source: Other) -> None:
        """What a variable takes as it stands is of its type, and a term of its codelist."""
        whole = f"{source.target}.{source.name}"
        if not variable.type or not self.typed(source.target, source.name):
            return  # a finding already; or a record step makes it
        taken = self._taken(variable, source)
        if wrong := self._other_type(variable, source, taken):
            problem = f"{variable.name} is {self.kind(self.dataset.name, variable.name)}, and {whole} is {wrong[0]}."
            self.stop(_RULE, problem, wrong[1], variable.line, variable.name)
            return
        codelist = self.study.codelists.get(variable.codelist)
        outside = [v for v in taken or () if codelist and not variable.is_number and v not in codelist.terms]
        if codelist and outside and self.study.levels.get("VALUE-CODE") != QUERY:
            more = f" (and {len(outside) - 1} more)" if outside[1:] else ""
            word = "collected" if isinstance(verb, Collected) else "copied"
            problem = f"{variable.name} is {word} from {whole}, which may be '{outside[0]}'{more}: "
            fix = self._into(codelist, source)
            self.stop(_RULE, f"{problem}no term of its codelist {codelist.name}.", fix, variable.line, variable.name)

    def _into(self, codelist: Codelist, source: Other) -> str:
        field = self.study.forms[source.target].fields[source.name] if source.target in self.study.forms else None
        if field:
            names = f"'codelist: {field.codelist}' at the variable, or {codelist.name} at the field"
            return f"Write {names}; or leave the rows out."
        return "Copy another variable, name another codelist, or leave the records out."

    def _other_type(self, variable: Variable, source: Other, taken: list[str] | None) -> tuple[str, str] | None:
        """What the source is instead, and the fix."""
        own, theirs = self.kind(self.dataset.name, variable.name), self.kind(source.target, source.name)
        form = self.study.forms.get(source.target)
        if own == DATED and theirs != DATED:
            if form:
                said = f"a field of type '{form.fields[source.name].type}'"
                return said, "Give the field 'type: date' and its format."
            return (theirs, "Copy a date of ISO 8601.") if theirs != TEXT else None
        if not variable.is_number:
            return None
        if theirs == DATED:
            return theirs, "Derive it: sas_date makes the number of a date."
        if theirs == TEXT and taken and not any(map(PLAIN.fullmatch, taken)):
            return f"'{taken[0]}', say", "Name a source that holds numbers, or derive the number with a method."
        return None

    def _taken(self, variable: Variable, source: Other) -> list[str] | None:
        """The values that the variable may take from its source; None where everything may stand there."""
        possible = self.possible.of(source.target, source.name)
        if possible is None:
            return None
        if not source.along:
            return list(possible.values)
        steps = [s for s in self.dataset.steps if s.source == source.target]
        refused = {v for s in steps if s.reason for v in self._refused(s, source.name)}
        taken: dict[str, None] = {}
        for step in steps:
            if not step.reason and variable.name not in step.set:
                taken |= dict.fromkeys(v for v in possible.values if _meets(step, source.name, v))
        return [v for v in taken if v not in refused]

    @staticmethod
    def _refused(step: Step, name: str) -> Iterator[str]:
        """The values of a column whose rows, or whose cells, a step refuses whatever else they say."""
        if all(c.name == name for c in step.where):
            for condition in step.where:
                yield from condition.values if condition.comparator in ("EQ", "IN") else ()


def _meets(step: Step, name: str, value: str) -> bool:
    """Whether a row with this value may meet the conditions of a step."""
    for condition in step.where:
        if condition.name == name and condition.against is None:
            if condition.comparator in ("EQ", "IN") and value not in condition.values:
                return False
            if condition.comparator in ("NE", "NOTIN") and value in condition.values:
                return False
    return True

"""Helpers: what a dataset computes for its variables and does not hold itself, so that methods chain."""

from __future__ import annotations

from collections.abc import Iterable

from onespec.engine.spec.model import Variable
from onespec.engine.spec.variables import Context, inherited, verb_of
from onespec.engine.spec.written import HELPERS, WrittenHelper
from onespec.engine.spec.yamltext import Map


def read_helpers(context: Context, entry: Map, identify: Iterable[str]) -> dict[str, Variable]:
    """The helpers of a dataset; ``identify`` are its keys, which none of them can be.

    A name in small letters is no variable of any standard, so that a reader never looks for it in the dataset.
    """
    reader, listed, out = context.reader, context.reader.mapping(entry, "helpers"), {}
    for name, stated in reader.entries(WrittenHelper, listed, names=HELPERS).items():
        line, where = listed.lines[name], {"dataset": context.dataset, "column": name}
        verb = verb_of(context, name, listed[name], stated, line)
        source = inherited(context, verb)
        type_ = stated.type or (source.type if source else "")
        if not type_:
            problem = f"Helper {name} of {context.dataset} has no type."
            fix = "Add 'type: text', 'type: float', or the type of its dates."
            reader.stop("SPEC-MISSING", problem, fix, line, **where)
        if name in identify:
            problem = f"The helper {name} is not in {context.dataset}, so it is none of its keys."
            reader.stop("SPEC-KEYS", problem, "Make it a variable, or take it out of 'keys'.", line, **where)
        out[name] = Variable(name, "", type_ or "text", verb=verb, line=line, helper=True)
    return out

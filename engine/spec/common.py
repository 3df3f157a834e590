"""common.yaml: what datasets say alike, said once.

A dataset takes a variable of its standard (sdtm, adam) or class that it does not give an origin itself, where it can:
SDTMIG lists the variable for the domain, and the dataset has the variables that its parameters name.  ``--`` is the
domain's name.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from onespec.engine.declared import keys
from onespec.engine.findings import unknown
from onespec.engine.registry import RECORDS, Registry
from onespec.engine.spec.entries import EntryReader
from onespec.engine.spec.layers import laid, of_domain, texts, without
from onespec.engine.spec.roles import PREFIX, Roles, is_role
from onespec.engine.spec.standards import ADAM_CLASSES, dataset_fact, domain_names, facts, find, names_in_guide
from onespec.engine.spec.to_write import TO_WRITE
from onespec.engine.spec.verbs import VERBS, NotAvailable
from onespec.engine.spec.written import WrittenDataset, WrittenHelper, WrittenVariable
from onespec.engine.spec.yamltext import Map, Seq, no_entries, one_entry

_SECTIONS = {name for name, key in keys(WrittenDataset).items() if key.entry in (WrittenVariable, WrittenHelper)}


def misspelt(reader: EntryReader, common: Map) -> None:
    """A stop for each variable that no dataset could take, because the guide lists it for no domain or class."""
    listed = domain_names()
    for group, section in common.items():
        adam = group == "adam" or group in ADAM_CLASSES
        for name, body in section.items() if isinstance(section, Map) else ():
            copied_one = isinstance(body, Map) and "predecessor" in body
            classes = ADAM_CLASSES if group == "adam" else (group,)
            known = copied_one or any(find("adam", "", cls, name) for cls in classes) if adam else name in listed
            if not known:
                reader.stop("SPEC-VARIABLE", *unknown("variable", name, listed, group), section.lines[name])


# parameters: the dataset as it is written, and the four things that it inherits by
def with_common(reader: EntryReader, entry: Map, standard: str, common: Map, roles: Roles, registry: Registry) -> Map:
    """A dataset's entries with the variables that it takes from common.yaml, and each role as its fields."""
    out = _with_reasons(reader, without(entry, ()))
    own = out.get("variables")
    own = own if isinstance(own, Map) else no_entries()
    offered = _offered(out, standard, common)
    left_out = reader.names(out, "leave_out")
    for name in left_out:
        if name not in offered:
            problem = f"Nothing offers {name} to {out.get('dataset')}, so it need not be left out."
            reader.stop("SPEC-UNUSED", problem, "Take it out of 'leave_out'.", out.lines["leave_out"])
    stated = {n for n, body in own.items() if isinstance(body, Map) and any(v in body for v in (*VERBS, TO_WRITE))}
    offered = {n: body for n, body in offered.items() if n not in stated and n not in left_out}
    known = facts(standard, str(out.get("dataset")), str(out.get("class")))
    taken = _possible(offered, {*own, *_made(out, registry)}, known, roles, str(out.get("dataset")))
    variables = no_entries()
    for name, (body, line) in taken.items():
        mine = own.get(name)
        variables.put(name, laid(body, mine) if isinstance(mine, Map) else body, own.lines.get(name, line))
    for name, body in own.items():
        if name not in variables:
            variables.put(name, body, own.lines[name])
    if variables:
        out.put("variables", variables, out.lines.get("variables", out.line))
    for name in _SECTIONS & out.keys():
        out[name] = roles.filled(out[name], reader, out.lines[name])
    return out


def _with_reasons(reader: EntryReader, entry: Map) -> Map:
    """The entries with a variable for each that is not available; the reason is said once."""
    listed = reader.mapping(entry, NotAvailable.word)
    if not listed:
        return entry
    own = entry.get("variables")
    variables = without(own, ()) if isinstance(own, Map) else no_entries()
    for reason in listed:
        line = listed.lines[reason]
        for name in reader.names(listed, reason):
            if name in variables:
                problem = f"{entry.get('dataset')}.{name} is not available, and has an entry under 'variables'."
                reader.stop("SPEC-TWICE", problem, "Remove one.", line)
                continue
            variables.put(name, one_entry(NotAvailable.word, reason, line), line)
    out = without(entry, [NotAvailable.word])
    out.put("variables", variables, entry.lines.get("variables", listed.line))
    return out


Offered = dict[str, tuple[Map, int]]


def _offered(entry: Map, standard: str, common: Map) -> Offered:
    """The variables of common.yaml for a dataset of this standard and class, the class's own first."""
    name = entry.get("dataset")
    name = name if isinstance(name, str) else ""
    known = dataset_fact(name) if standard == "sdtm" else None
    cls = known.cls if known else entry.get("class")
    out: Offered = {}
    for group in (standard, cls):
        section = common.get(group) if isinstance(group, str) else None
        section = section if isinstance(section, Map) else no_entries()
        for written, body in section.items():
            variable = of_domain(written, name)
            if isinstance(body, Map) and _listed(standard, name, cls, variable, body):
                out[variable] = of_domain(body, name), section.lines[written]
    return out


def _listed(standard: str, dataset: str, cls: object, variable: str, body: Map) -> bool:
    """Does the guide list it for the domain, or for the ADaM class?  What is copied it need not know."""
    if standard == "adam":
        return "predecessor" in body or find(standard, dataset, str(cls), variable) is not None
    return variable in names_in_guide(dataset)


def _possible(offered: Offered, there: set[str], known: Iterable[str], roles: Roles, dataset: str) -> Offered:
    """Those whose parameters name what the dataset has, or takes itself, and roles that a form of it has."""
    fitting = {n: o for n, o in offered.items() if _reaches(o[0], dataset, roles)}
    own = {*offered, *known}
    while True:
        names = there | fitting.keys()
        lacking = [n for n, (body, _) in fitting.items() if not own & {*texts(body.get("with", ""))} <= names]
        if not lacking:
            return fitting
        fitting = {n: o for n, o in fitting.items() if n not in lacking}


def _reaches(body: Map, dataset: str, roles: Roles) -> bool:
    """Does it copy from another dataset, and does one of the forms have its role?"""
    named = texts(body)
    copies = (t.partition(".")[0] for t in texts(body.get("predecessor", "")))
    return dataset not in copies and all(roles.fields(t.removeprefix(PREFIX)) for t in named if is_role(t))


def _made(entry: Map, registry: Registry) -> set[str]:
    """The variables that record steps set or make."""
    steps = entry.get("records")
    steps = [s for s in steps if isinstance(s, Map)] if isinstance(steps, Seq) else []
    operations = [registry.get((RECORDS, name)) for step in steps for name in step]
    return {name for step in steps for name in _set(step)}.union(*(o.produces for o in operations if o))


def _set(value: Any) -> Iterable[str]:
    if isinstance(value, Map):
        constants = value.get("set")
        yield from constants if isinstance(constants, Mapping) else ()
    for each in value.values() if isinstance(value, Map) else value if isinstance(value, Seq) else ():
        yield from _set(each)

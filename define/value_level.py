"""Value-level metadata: one definition of a variable for each value of others (Define-XML 2.1, 4.4, 5.3.9, 5.3.10)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lxml import etree

from onespec.define.comments import texts
from onespec.define.datatypes import DataType, data_type, value_type
from onespec.define.draft import Draft
from onespec.define.long_texts import in_parts
from onespec.define.oids import oid
from onespec.define.origins import Origin, assigned_where, origin_elements
from onespec.define.pages import fields, translations
from onespec.define.steps import record_steps
from onespec.define.telling import Told
from onespec.define.where_clauses import where_clause
from onespec.define.wording import Words
from onespec.define.xml import element, labelled
from onespec.engine.build.outputs import display_format
from onespec.engine.plan.references import StepPlan
from onespec.engine.run.measure import Measure
from onespec.engine.spec.conditions import Condition
from onespec.engine.spec.model import Dataset, Variable
from onespec.engine.spec.verbs import Collected


@dataclass(frozen=True)
class ValueLevel:
    """What the variable's own ItemDef needs to know: its value list, and the origins when all groups have the same."""

    oid: str
    origins: tuple[Origin, ...]


@dataclass(frozen=True)
class Group:
    """The values of a variable where the by-variables have certain values.

    qualifier  of a SUPP-- dataset: the supplemental variable whose values these are (SDTMIG 3.4, 8.4)
    """

    values: Mapping[str, str]
    measure: Measure
    qualifier: Variable | None
    origins: Mapping[Origin, list[StepPlan]]


def value_level(draft: Draft, dataset: Dataset, variable: Variable) -> ValueLevel | None:
    """Write the value list of a variable down; None when it has none.

    Groups without any value are left out.
    """
    by = dataset.value_level.get(variable.name, ())
    if not by:
        return None
    measured = draft.measures[dataset.name].value_level.get(variable.name, {})
    groups = [
        _group(draft, dataset, variable, dict(zip(by, key, strict=True)), m)
        for key, m in sorted(measured.items())
        if m.count
    ]
    if not groups:
        return None
    identifier = oid("VL", dataset.name, variable.name)
    shared = len({tuple(group.origins) for group in groups}) == 1
    refs = [_ref(draft, dataset, variable, group, order, shared) for order, group in enumerate(groups, 1)]
    draft.value_lists.append(element("def:ValueListDef", {"OID": identifier}, *refs))
    return ValueLevel(identifier, tuple(groups[0].origins) if shared else ())


def _group(draft: Draft, dataset: Dataset, variable: Variable, values: dict[str, str], measure: Measure) -> Group:
    parent = draft.study.datasets.get(dataset.parent)
    qualifiers = {v.name: v for v in parent.supplemental} if parent else {}
    qualifier = next((qualifiers[value] for value in values.values() if value in qualifiers), None)
    if parent and qualifier:
        origins = draft.origins.of(draft.plan.variables[parent.name, qualifier.name], record_steps(draft.plan, parent))
    else:
        steps = _steps(draft, dataset, measure)
        origins = draft.origins.of(draft.plan.variables[dataset.name, variable.name], steps, values)
    return Group(values, measure, qualifier, origins)


def _ref(draft: Draft, dataset: Dataset, variable: Variable, group: Group, order: int, shared: bool) -> etree._Element:
    """The ItemRef of one group; its ItemDef is added to the draft."""
    key = tuple(group.values.values())
    identifier = draft.value_oids.of((dataset.name, variable.name, *key), oid("IT", dataset.name, variable.name, *key))
    draft.items.append(_item(draft, dataset, variable, group, identifier))
    method = draft.methods.oid(
        draft.origins.common(group.origins, dataset), dataset.name, variable.name, *(() if shared else key)
    )
    clause = where_clause(draft, dataset, [Condition(name, "EQ", (value,)) for name, value in group.values.items()])
    return element(
        "ItemRef",
        {
            "ItemOID": identifier,
            "OrderNumber": order,
            "Mandatory": draft.mandatory(dataset, variable),
            "MethodOID": method,
        },
        element("def:WhereClauseRef", {"WhereClauseOID": clause}),
    )


def _item(draft: Draft, dataset: Dataset, variable: Variable, group: Group, identifier: str) -> etree._Element:
    described = group.qualifier or variable
    codelist = _stated_codelist(dataset, variable, group) or _codelist(draft, dataset, described, group)
    of = (dataset, variable) if codelist and codelist == variable.codelist and not group.qualifier else None
    type_ = _type(described, group, codelist)
    comment = draft.comments.oid(
        _told(draft, dataset, variable, group), dataset.name, variable.name, *group.values.values()
    )
    return element(
        "ItemDef",
        {
            "OID": identifier,
            "Name": described.name,
            **type_.attributes,
            "def:DisplayFormat": display_format(described),
            "def:CommentOID": comment,
        },
        labelled(described.label, described.said) if group.qualifier else _decoded(draft, dataset, group.values),
        element("CodeListRef", {"CodeListOID": draft.codelists.oid(codelist, type_.name, of)}) if codelist else None,
        *origin_elements(group.origins, draft.documents),
    )


def _told(draft: Draft, dataset: Dataset, variable: Variable, group: Group) -> Told:
    """The comment of one group: of a qualifier all that is said of it, of others what its origins leave open."""
    of, name, by = dataset, variable, group.values
    if group.qualifier:
        of, name, by = draft.study.datasets[dataset.parent], group.qualifier, {}
    described = draft.plan.variables[of.name, name.name]
    steps = record_steps(draft.plan, of) if group.qualifier else _steps(draft, dataset, group.measure)

    def said(words: Words) -> Iterator[str]:
        if group.qualifier:
            yield from texts(described, words)
            yield in_parts(draft, of, name, words.say)
        yield assigned_where(name, group.origins, draft.steps(of, words))
        yield translations(draft.plan, described, steps, by, words.say)

    return draft.telling.joined(said)


def _steps(draft: Draft, dataset: Dataset, measure: Measure) -> list[StepPlan]:
    """The record steps whose rows a group has."""
    return [draft.plan.steps[dataset.name][number] for number in sorted(measure.steps)]


def _type(described: Variable, group: Group, codelist: str) -> DataType:
    """Terms and supplemental texts stay texts; others may turn out to be numbers."""
    return (data_type if codelist or group.qualifier else value_type)(described.type, group.measure)


def _stated_codelist(dataset: Dataset, variable: Variable, group: Group) -> str:
    """The codelist that the specification gives to this value of the one by-variable."""
    stated = dataset.value_codelists.get(variable.name, {})
    return next((stated[value] for value in group.values.values() if value in stated), "")


def _codelist(draft: Draft, dataset: Dataset, described: Variable, group: Group) -> str:
    """The variable's codelist, or the one of all the coded CRF fields that the group was collected in."""
    if described.codelist or not isinstance(described.verb, Collected):
        return described.codelist
    if group.qualifier:
        parent = draft.study.datasets[dataset.parent]
        behind = fields(
            draft.plan, draft.plan.variables[parent.name, described.name], record_steps(draft.plan, parent), {}
        )
    else:
        steps = _steps(draft, dataset, group.measure)
        behind = fields(draft.plan, draft.plan.variables[dataset.name, described.name], steps, group.values)
    names = {field.codelist if field.type == "code" else "" for field in behind}
    return names.pop() if len(names) == 1 else ""


def _decoded(draft: Draft, dataset: Dataset, values: Mapping[str, str]) -> etree._Element | None:
    """What the codelists of the by-variables say of a group's values, in each language that all of them know."""
    own, terms = [], []
    for name, value in values.items():
        codelist = draft.study.codelists.get(dataset.variables[name].codelist)
        term = codelist.terms.get(value) if codelist else None
        own.append(term.decode if term and term.decode else value)
        terms.append((value, term.said if term else {}))
    said = {
        language: ", ".join(each for value, known in terms if (each := known.get(language, value)))
        for language in dict.fromkeys(language for _, known in terms for language in known)
    }
    return labelled(", ".join(each for each in own if each), said)

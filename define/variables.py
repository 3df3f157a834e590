"""Variables: the ItemDef of a dataset's variable and the ItemRef to it (Define-XML 2.1, 5.3.11.2 and 5.3.12)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lxml import etree

from onespec.define.comments import texts
from onespec.define.datatypes import data_type
from onespec.define.draft import Draft
from onespec.define.long_texts import in_parts
from onespec.define.oids import oid
from onespec.define.origins import Origin, assigned_where, origin_elements
from onespec.define.pages import translations
from onespec.define.steps import record_steps
from onespec.define.value_level import value_level
from onespec.define.wording import Words
from onespec.define.xml import element, labelled
from onespec.engine.build.outputs import display_format
from onespec.engine.plan.references import StepPlan, VariablePlan
from onespec.engine.run.measure import Measure
from onespec.engine.spec.model import Dataset, Variable

NO_VALUES = "The study has no values for this variable."


def variable_ref(draft: Draft, dataset: Dataset, variable: Variable, order: int) -> etree._Element:
    """Write a variable down, with its value list, and give the reference to it.

    An SDTM variable that the standard does not know is marked as non-standard; ADaMIG 1.3 (3.1)
    leaves further variables to the producer.
    """
    whole = draft.measures[dataset.name]
    measure = whole.variables[variable.name]
    plan = draft.plan.variables[dataset.name, variable.name]
    origins = draft.origins.of(plan, record_steps(draft.plan, dataset))
    levels = value_level(draft, dataset, variable)
    shown = list(origins) if levels is None or levels.origins == tuple(origins) else []
    empty = whole.rows > 0 and measure.count == 0
    described = Described(dataset, plan, measure, origins if shown else {}, levels.oid if levels else "", empty)
    draft.items.append(_item(draft, described))
    key = variable.name in dataset.keys
    return element(
        "ItemRef",
        {
            "ItemOID": oid("IT", dataset.name, variable.name),
            "OrderNumber": order,
            "Mandatory": draft.mandatory(dataset, variable),
            "KeySequence": dataset.keys.index(variable.name) + 1 if key else None,
            "MethodOID": draft.methods.oid(draft.origins.common(origins, dataset), dataset.name, variable.name)
            if shown
            else None,
            "Role": variable.role,
            "def:HasNoData": "Yes" if empty else None,
            "def:IsNonStandard": "Yes" if draft.standard == "sdtm" and not variable.core else None,
        },
    )


@dataclass(frozen=True)
class Described:
    """A variable as its ItemDef describes it.

    origins     none where they are those of its values
    value_list  the identifier of its value list, "" without one
    empty       the study has records, and no value of it
    """

    dataset: Dataset
    plan: VariablePlan
    measure: Measure
    origins: Mapping[Origin, list[StepPlan]]
    value_list: str
    empty: bool


def _item(draft: Draft, described: Described) -> etree._Element:
    dataset, variable, origins = described.dataset, described.plan.variable, described.origins
    type_ = data_type(variable.type, described.measure, draft.lengths[dataset.name].get(variable.name, 1))

    def said(words: Words) -> Iterator[str]:
        yield from texts(described.plan, words)
        yield in_parts(draft, dataset, variable, words.say)
        if origins and not described.value_list:  # otherwise it is said of each value
            steps = record_steps(draft.plan, dataset)
            yield assigned_where(variable, origins, draft.steps(dataset, words))
            yield translations(draft.plan, described.plan, steps, {}, words.say)

    told = draft.telling.joined(said)
    if not told and described.empty:
        told = draft.telling.tell(lambda words: words.say(NO_VALUES))
    comment = draft.comments.oid(told, dataset.name, variable.name)
    value_list = described.value_list
    codelist = draft.codelists.of(dataset, variable, type_.name)
    return element(
        "ItemDef",
        {
            "OID": oid("IT", dataset.name, variable.name),
            "Name": variable.name,
            "SASFieldName": variable.name,
            **type_.attributes,
            "def:DisplayFormat": display_format(variable),
            "def:CommentOID": comment,
        },
        labelled(variable.label, variable.said),
        element("CodeListRef", {"CodeListOID": codelist}) if codelist else None,
        *origin_elements(origins, draft.documents),
        element("def:ValueListRef", {"ValueListOID": value_list}) if value_list else None,
    )

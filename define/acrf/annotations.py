"""What stands beside each field of an annotated CRF: the variables that its values become.

A variable is annotated where define.xml says that it was collected: both ask `onespec.define.origins` and
`onespec.define.pages`.  The habits are those of SDTM-MSG 2.0 (Annotated CRF) and of the PHUSE guideline of 2020:
``VARIABLE`` or ``DATASET.VARIABLE``, ``VSORRES when VSTESTCD = "SYSBP"``, ``SUPPAE.QVAL when QNAM = "AETRTEM"``,
``[NOT SUBMITTED]``, values in double quotes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from onespec.define.acrf.drawn import drawn_forms
from onespec.define.acrf.uses import told_uses
from onespec.define.datasets import domain_of
from onespec.define.origins import COLLECTED, Origins
from onespec.define.pages import fields_of_forms, in_page_order, paged
from onespec.define.steps import record_steps
from onespec.define.telling import Telling
from onespec.engine.languages import ENGLISH
from onespec.engine.plan.listed import listed_fields
from onespec.engine.plan.references import LookUp, ManyOf, Other, Plan, StepPlan, VariablePlan
from onespec.engine.spec.model import Dataset, Variable

RELREC = "RELREC"  # relations of records (SDTMIG 3.4, 8.2)
NOT_SUBMITTED = "[NOT SUBMITTED]"
Place = tuple[str, str]  # form, field


@dataclass(frozen=True)
class Annotation:
    """One annotation of a field.

    dataset   whose colour it has; "" for what names no dataset
    variable  the variable, of a SUPP-- dataset the qualifier (QNAM), that the field's value becomes; "" for a remark
    text      as it is shown
    """

    form: str
    field: str
    dataset: str
    variable: str
    text: str


def annotated(plan: Plan) -> tuple[Annotation, ...]:
    """All annotations, by form and field as crf.yaml has them; each field that is a column has at least one."""
    found: dict[Place, dict[Annotation, None]] = {}
    for each in (*_collected(plan), *_relations(plan)):
        found.setdefault((each.form, each.field), {})[each] = None
    uses = told_uses(plan)
    out: list[Annotation] = []
    for form in plan.study.forms.values():
        for name in form.columns:
            own = [*found.get((form.name, name), {})] or [_remark(plan, (form.name, name), uses)]
            told = {(each.dataset, each.variable) for each in own if each.text != each.variable}
            out += [a for a in own if a.text != a.variable or (a.dataset, a.variable) not in told]
    return _with_prefixes(plan, out)


def qualified(annotation: Annotation) -> str:
    """``DATASET.VARIABLE``, as define.xml knows it."""
    return f"{annotation.dataset}.{annotation.variable}" if annotation.variable else ""


def _collected(plan: Plan) -> Iterator[Annotation]:
    """Where define.xml would cite a field, if each field had a page of its own: there it is annotated."""
    marked, places = _each_on_its_own_page(plan)
    origins = Origins(marked, Telling(marked, (ENGLISH,)))
    for dataset in plan.study.datasets.values():
        if dataset.standard != "sdtm" or dataset.parent:
            continue
        steps = record_steps(marked, dataset)
        for variable in dataset.submitted:
            resolved = marked.variables[dataset.name, variable.name]
            alone = [[step] for step in steps] if variable.name in dataset.value_level else []
            found = (origin for part in (steps, *alone) for origin in origins.of(resolved, part))
            cited = {page: None for origin in found if origin.type == COLLECTED for page in origin.pages}
            for page in in_page_order(cited):
                yield from _of_variable(plan, dataset, variable, places[page])


def _each_on_its_own_page(plan: Plan) -> tuple[Plan, dict[str, Place]]:
    """The plan with a number as the page of each column, and the number -> form and field."""
    columns = [(form.name, name) for form in plan.study.forms.values() for name in form.columns]
    places = {str(number): place for number, place in enumerate(columns)}
    return paged(plan, {place: page for page, place in places.items()}), places


def _of_variable(plan: Plan, dataset: Dataset, variable: Variable, place: Place) -> Iterator[Annotation]:
    """The annotations of one field that a variable is collected from."""
    resolved = plan.variables[dataset.name, variable.part_of or variable.name]
    target, name = _target(plan, dataset, variable)
    for more in _ways(plan, resolved, record_steps(plan, dataset), place):
        yield Annotation(*place, target, variable.name, name + more)


def _target(plan: Plan, dataset: Dataset, variable: Variable) -> tuple[str, str]:
    """The dataset that holds a variable, and how an annotation writes it."""
    if not variable.supplemental:
        return dataset.name, variable.name
    holder = next((d.name for d in plan.study.datasets.values() if d.parent == dataset.name), f"SUPP{dataset.name}")
    return holder, f'{holder}.QVAL when QNAM = "{variable.name}"'


def _ways(plan: Plan, variable: VariablePlan, steps: list[StepPlan], place: Place) -> list[str]:
    """What follows the variable's name: nothing, the constant that an answer makes, or the values that it is of."""
    form, field = place
    out: dict[str, None] = {}
    near = [s for s in steps if plan.study.stands_on(form) == plan.study.stands_on(s.step.source)]
    for step in (s for s in near if place in fields_of_forms(plan, variable, [s], {})):
        if step.step.answers(variable.variable):
            constant = step.step.set[variable.variable.name]
            out.update({f' = "{constant}"': None} if constant else {})  # an answer that leaves it blank makes nothing
        elif values := list(_groups(plan, variable, step, field)):
            out.update((f" when {_conditions(each)}" if each else "", None) for each in values)
        else:
            out[_when(_constants(plan, variable, step))] = None
    term = _ticked(plan, variable, place)
    ways = [way for way in out if way] or [""]
    return [f' = "{term}"' if term and not way else way for way in ways]


def _when(values: Mapping[str, str]) -> str:
    return f" when {_conditions(values)}" if values else ""


def _conditions(values: Mapping[str, str]) -> str:
    return " and ".join(f'{name} = "{value}"' for name, value in values.items())


def _by(plan: Plan, variable: VariablePlan) -> tuple[str, ...]:
    """The variables by whose values it is defined; without value level the topic: a test code, a term asked for."""
    dataset = plan.dataset(variable.dataset)
    stated = dataset.value_level.get(variable.variable.name, ())
    return stated or tuple(v.name for v in dataset.variables.values() if v.role == "Topic")


def _groups(plan: Plan, variable: VariablePlan, step: StepPlan, field: str) -> Iterator[dict[str, str]]:
    """The values of the by-variables with which a table of tests lists a field."""
    form = plan.study.forms[step.step.source]
    for name in _read_from(variable, form.name) - set(form.fields):
        for cell in listed_fields(step, plan.study, name):
            if field in form.behind(cell.field):
                known = {by: _looked_up(plan, step, by, cell.table, cell.row) for by in _by(plan, variable)}
                yield {by: value for by, value in known.items() if value}


def _read_from(variable: VariablePlan, form: str) -> set[str]:
    """What a variable takes of a form."""
    return {r.name for r in variable.references if isinstance(r, (Other, ManyOf)) and r.target == form}


def _looked_up(plan: Plan, step: StepPlan, by: str, table: str, row: Mapping[str, str]) -> str:
    if by in step.step.set:
        return step.step.set[by]
    how = plan.variables[step.dataset, by].how
    return row.get(how.column, "") if isinstance(how, LookUp) and how.table == table else ""


def _constants(plan: Plan, variable: VariablePlan, step: StepPlan) -> dict[str, str]:
    """The by-variables that the step itself sets."""
    by = plan.dataset(variable.dataset).value_level.get(variable.variable.name, ())
    return {name: step.step.set[name] for name in by if step.step.set.get(name)}


def _ticked(plan: Plan, variable: VariablePlan, place: Place) -> str:
    """The term that a ticked checkbox means; "" where the field is none."""
    form, field = plan.study.forms[place[0]], place[1]
    named = sorted(_read_from(variable, form.name) & set(form.fields))
    terms = (form.fields[name].checkboxes.get(field, "") for name in named)
    return next((term for term in terms if term), "")


def _relations(plan: Plan) -> Iterator[Annotation]:
    """Fields that relate records: ``RELREC (CM, AE)``."""
    for step in plan.steps.get(RELREC, []):
        form = plan.study.forms.get(step.step.source)
        datasets = dict.fromkeys(c.source for c in step.selections if c.source in plan.study.datasets)
        for name in step.variables if form and datasets else ():
            if form and name in form.columns and name not in form.identity:
                yield Annotation(form.name, name, RELREC, "", f"RELREC ({', '.join(datasets)})")


def _remark(plan: Plan, place: Place, uses: Mapping[Place, str]) -> Annotation:
    """Of a field that no variable is collected from: what it is for, or that it is not submitted."""
    form = plan.study.forms[place[0]]
    field = form.fields[place[1]]
    if field.not_submitted or (form.not_submitted and place not in uses):
        return Annotation(*place, "", "", NOT_SUBMITTED)
    return Annotation(*place, "", "", uses.get(place, NOT_SUBMITTED))


def _with_prefixes(plan: Plan, found: list[Annotation]) -> tuple[Annotation, ...]:
    """The dataset before each variable whose name does not say it, on forms with several datasets."""
    drawn = {name: form.names[0] for form in drawn_forms(plan.study) for name in form.names}
    datasets: dict[str, set[str]] = {}
    for each in found:
        datasets.setdefault(drawn[each.form], set()).update({each.dataset} - {"", RELREC})
    out = []
    for each in found:
        plain = each.variable and each.text.startswith(each.variable)
        if plain and len(datasets[drawn[each.form]]) > 1 and not each.variable.startswith(each.dataset[:2]):
            each = Annotation(each.form, each.field, each.dataset, each.variable, f"{each.dataset}.{each.text}")
        out.append(each)
    return tuple(out)


def dataset_heads(plan: Plan, found: tuple[Annotation, ...]) -> dict[str, str]:
    """The datasets that annotations name -> ``AE (Adverse Events)``, in the order of the specification."""
    named = {each.dataset for each in found} - {""}
    out = {}
    for dataset in plan.study.datasets.values():
        if dataset.name in named:
            domain = domain_of(plan.study, dataset)
            shown = dataset.name if dataset.parent or domain == dataset.name else f"{dataset.name}, domain {domain}"
            out[dataset.name] = f"{shown} ({dataset.label})"
    return out | {name: name for name in sorted(named - set(out))}

# pyright: standard
"""A variable: what the standard says of it, and how this study makes it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from onespec.define.wording import Words
from onespec.engine.columns import number_text
from onespec.engine.findings import NotThere, unknown
from onespec.engine.plan.references import Plan
from onespec.engine.spec.guessed import guesses
from onespec.engine.spec.model import Dataset, Standard, Variable
from onespec.engine.spec.standards import Fact, facts, find
from onespec.engine.spec.terminology import shipped
from onespec.engine.spec.verbs import Collected, NotAvailable
from onespec.engine.trace import written
from onespec.engine.trace.impact import impact
from onespec.engine.xpt.reader import read_xpt
from onespec.explaining import words
from onespec.told import Told

_CORE = {"Req": "required", "Exp": "expected", "Perm": "permissible", "Cond": "conditional"}
_SHOWN = 12  # terms of a codelist, and values of a dataset


@dataclass(frozen=True)
class About(Told):
    """A variable in the standard and in the study.

    name            ``AE.AESEV``
    standard        name, label, type, core, role, codelists (code -> name), values; empty of one that it does not know
    study           how the study makes it; empty of one that it does not have
    used_by         what names it
    second_program  that makes its dataset anew, "" without one
    """

    name: str
    standard: dict[str, Any]
    study: dict[str, Any]
    used_by: list[str]
    second_program: str

    def facts(self) -> dict[str, Any]:
        return vars(self) | {}

    def text(self) -> str:
        label = self.study.get("label") or self.standard["label"]
        return "\n".join([f"{self.name}: {label}", *self._of_standard(), *self._of_study()])

    def _of_standard(self) -> Iterator[str]:
        if not self.standard:
            helper = self.study.get("helper")
            yield "A helper: computed, and not submitted." if helper else "The standard does not know it."
            return
        said = self.standard
        words = [said["type"], _CORE.get(said["core"], said["core"]), said["role"], said["values"]]
        words += [f"codelist {code}" + (f" ({name})" if name else "") for code, name in said["codelists"].items()]
        yield f"{said['name']}: {'; '.join(word for word in words if word)}."

    def _of_study(self) -> Iterator[str]:
        said = self.study
        if not said:
            yield "The study does not have it."
            return
        yield f"The study ({said['place']}): {said['written']}."
        yield from (f"  {line}" for line in (*said["told"], *said["records"]))
        if said["guessed"]:
            yield f"  A guess that nobody has confirmed: {said['guessed']}."
        if said["codelist"]:
            codes = f", {said['codelist']['nci']}" if said["codelist"]["nci"] else ""
            yield f"  Codelist {said['codelist']['name']}{codes}: {_listed(said['codelist']['terms'])}."
        if said["values"]:
            counted = [f"{value or 'blank'} {n:,}" for value, n in said["values"].items()]
            yield f"  In the dataset as built: {_listed(counted)}."
        yield f"Second program: {self.second_program or 'none'}."
        yield "Used by nothing else." if not self.used_by else f"Used by {_listed(self.used_by)}."


def about(plan: Plan, target: str, built: dict[str, Path]) -> About:
    """What there is to know of ``DATASET.VARIABLE``; raises `NotThere` with the nearest name.

    built  the transport file of each built dataset
    """
    name, _, wanted = target.partition(".")
    name = name.upper()
    if name not in plan.study.datasets:
        raise NotThere(" ".join(unknown("dataset", name, plan.study.datasets)))
    dataset = plan.dataset(name)
    wanted = wanted if wanted in dataset.variables else wanted.upper()  # a helper has small letters
    variable, fact = dataset.variables.get(wanted), find(dataset.standard, dataset.name, dataset.cls, wanted)
    if variable is None and fact is None:
        known = {*dataset.variables, *facts(dataset.standard, dataset.name, dataset.cls)}
        raise NotThere(" ".join(unknown("variable", wanted, known, name)))
    standard = _standard(plan.study.standards[dataset.standard], fact, wanted) if fact else {}
    program = Path("qc", dataset.standard, f"{name.lower()}.sql")
    second = program.as_posix() if (plan.study.folder / program).exists() else ""
    if variable is None:
        return About(f"{name}.{wanted}", standard, {}, [], second)
    own = _study(plan, dataset, variable) | {"values": _values(variable, built.get(name))}
    return About(f"{name}.{wanted}", standard, own, impact(plan, f"{name}.{wanted}").direct, second)


def _standard(standard: Standard, fact: Fact, name: str) -> dict[str, Any]:
    package = shipped(standard.key, standard.ct)
    names = {code: package[code].name if package and code in package else "" for code in fact.codelists}
    said = {"name": f"{standard.name} {standard.version}", "variable": name, "label": fact.label, "type": fact.type}
    return said | {"core": fact.core, "role": fact.role, "codelists": names, "values": fact.values}


def _study(plan: Plan, dataset: Dataset, variable: Variable) -> dict[str, Any]:
    resolved, told_in = plan.variables[dataset.name, variable.name], words(plan)
    say = told_in.say
    file, line = getattr(variable.line, "file", dataset.file), int(variable.line)
    reason = f"Because: {say.sentence(variable.verb.reason)}" if isinstance(variable.verb, NotAvailable) else ""
    fields = variable.verb.references if isinstance(variable.verb, Collected) else ()
    told = [say.sentence(f"From {told_in.reference(field)}") for field in fields]
    told += [told_in.method(resolved), told_in.looked_up(resolved), reason, say.sentence(variable.comment)]
    codelist = plan.study.codelists.get(variable.codelist)
    marks = {(g.file, g.line): g.evidence for g in guesses(plan.study.folder)}
    return {
        "label": variable.label,
        "type": variable.type,
        "place": f"{file}:{line}",
        "verb": variable.verb.word,
        "written": written.variable(resolved),
        "dictionary": variable.dictionary,
        "supplemental": variable.supplemental,
        "helper": variable.helper,
        "told": [line for line in told if line],
        "records": list(_by_steps(plan, dataset, variable.name, told_in)),
        "guessed": marks.get((file, line), ""),
        "codelist": {"name": codelist.name, "nci": codelist.nci, "terms": list(codelist.terms)} if codelist else {},
    }


def _by_steps(plan: Plan, dataset: Dataset, name: str, told_in: Words) -> Iterator[str]:
    """How record steps fill the variable; those that do it alike together."""
    steps, alike = plan.steps[dataset.name], {}
    for number, step in enumerate(steps, 1):
        made = f"'{step.step.set[name]}'." if name in step.step.set else told_in.produced(step, name)
        if made:
            alike.setdefault((step.step.operation, made), []).append(str(number))
    for (operation, made), numbers in alike.items():
        which = "all record steps" if len(numbers) == len(steps) else f"record step {', '.join(numbers)}"
        yield f"By {which} ({operation}): {made}"


def _values(variable: Variable, file: Path | None) -> dict[str, int]:
    """The values of a coded variable, and how many records have each, the most first."""
    if file is None or not variable.codelist or variable.supplemental or variable.helper:
        return {}
    _, frame = read_xpt(file)
    if variable.name not in frame:
        return {}
    counts = frame[variable.name].value_counts().sort_index(key=lambda index: index.astype(str))
    counts = counts.sort_values(ascending=False, kind="stable")
    said = map(number_text, counts.index) if variable.is_number else map(str, counts.index)
    return dict(zip(said, counts.tolist(), strict=True))


def _listed(names: list[str]) -> str:
    return ", ".join(names[:_SHOWN]) + (f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else "")

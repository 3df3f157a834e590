"""What waits for a coder and translator: the terms and texts of an export, as they stand in all its subjects."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from onespec.engine.findings import Findings
from onespec.engine.plan.references import Plan
from onespec.engine.run.part import Part
from onespec.engine.run.standing import PLACES, Place, Standings, merge_standings, standings
from onespec.engine.run.terms import UNTRANSLATED, Coding, Term, most, terms_of
from onespec.engine.spec.coding import Given, folded, given
from onespec.engine.spec.model import Study
from onespec.engine.trace.one_subject import Subjects


@dataclass
class Untranslated:
    """A text without its translation, and where it stands: the first rows, and all fields (form.FIELD)."""

    key: str
    written: Counter[str] = field(default_factory=Counter)
    fields: Counter[str] = field(default_factory=Counter)
    places: list[Place] = field(default_factory=list)

    @property
    def text(self) -> str:
        return most(self.written)[0]

    @property
    def records(self) -> int:
        return self.written.total()


@dataclass(frozen=True)
class Terms:
    """All terms of a study, the texts that have no translation, and what people have given so far."""

    study: Study
    terms: list[Term]
    untranslated: list[Untranslated]
    coding: Coding

    def of(self, dictionary: str) -> list[Term]:
        return [term for term in self.terms if term.dictionary == dictionary]

    @property
    def dictionaries(self) -> list[str]:
        """The keys of the dictionaries by which something is coded."""
        return list(dict.fromkeys(term.dictionary for term in self.terms))

    @property
    def translations(self) -> dict[str, Given]:
        """The translations that people gave."""
        return given(self.study.tables.get(self.study.translations, []))

    def language(self, text: str, fields: Iterable[str]) -> str:
        """The language of a text of the CRF: English where it is plain ASCII, else that in which its labels stand."""
        if text.isascii():
            return "en"
        for each in fields:
            form, _, name = each.partition(".")
            declared = self.study.forms[form].fields.get(name) if form in self.study.forms else None
            if declared is not None:
                return next((language for language in declared.label if language != "en"), "")
        return ""


def collect(subjects: Subjects) -> Terms:
    """The terms and texts of all subjects, part by part."""
    plan = subjects.plan
    found: dict[str, Standings] = {name: {} for name in plan.coded}
    texts: dict[str, Untranslated] = {}
    told = Findings()
    for each in subjects.store.parts:
        part = subjects.part(each, _nodes(plan))
        for name in plan.coded:
            merge_standings(found[name], standings(part, name))
        told += _untranslated(part, texts)
    terms = terms_of(plan, found)
    return Terms(plan.study, terms, [texts[key] for key in sorted(texts)], Coding.of(plan, terms, told))


def _nodes(plan: Plan) -> list[tuple[str, int, str]]:
    """What is computed: the topic, the codes and what stands beside them, of each dataset whose texts are coded."""
    wanted = {name: {c.topic, *c.columns, *c.beside, ""} for name, c in plan.coded.items()}
    return [node for node in plan.order if node[2] in wanted.get(node[0], ())]


def _untranslated(part: Part, texts: dict[str, Untranslated]) -> Findings:
    """Take in the texts without translation of a part; what the forms say of them."""
    out = Findings()
    for form in part.forms.values():
        mine = [f for f in form.findings if f.rule == UNTRANSLATED]
        out += mine
        for finding in mine:
            key = folded(finding.value)
            text = texts.setdefault(key, Untranslated(key))
            text.written[finding.value.strip()] += 1
            text.fields[f"{form.form.name}.{finding.column}"] += 1
            place: Place = (form.form.name, finding.row or 0, finding.file, finding.row or 0, finding.subject)
            text.places = sorted({*text.places, place})[:PLACES]
    return out

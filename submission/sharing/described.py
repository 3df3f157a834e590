"""The define.xml of the edition: the built one, with what is no longer there taken out, and what was done told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from onespec.engine.metadata.model import (
    Codelist,
    Comment,
    Dataset,
    Metadata,
    Reference,
    Said,
    Term,
    Variable,
    Where,
    by_oid,
)
from onespec.submission.sharing.actions import Context
from onespec.submission.sharing.edition import Measured, lengths_of
from onespec.submission.sharing.published import published, terms_of
from onespec.submission.sharing.register import KEEP
from onespec.submission.sharing.rules import NUMBER, TEXT, Decision, Known
from onespec.submission.sharing.transform import REMOVE
from onespec.submission.sharing.words import action_text

_NUMBERS = ("integer", "float")


def known_variables(metadata: Metadata, standard: str, held: Mapping[str, list[tuple[str, str]]]) -> list[Known]:
    """What define.xml tells of the variables that files hold, and of the qualifiers of SUPP-- datasets.

    held  dataset -> name and type (Char, Num) of the variables of its file
    """
    codelists, out = by_oid(metadata.codelists), list[Known]()
    described = {d.name: {v.name: v for v in d.variables} for d in metadata.datasets}
    for dataset, names in held.items():
        for name, kind in names:
            variable = described.get(dataset, {}).get(name) or Variable(oid="", name=name)
            type_ = NUMBER if kind == "Num" else TEXT
            terms = _terms(variable, codelists)
            coded = variable.codelist in codelists and codelists[variable.codelist].dictionary is not None
            label = _words(variable.label)
            fact = published(standard, dataset, name)
            if fact and type_ == TEXT:
                terms = terms or terms_of(fact.codelists)
            role = variable.role or (fact.role if fact else "")
            out.append(Known(dataset, name, standard, type_, role, label, terms, False, coded, bool(fact)))
    for dataset in (d for d in metadata.datasets if d.name.startswith("SUPP") and d.name in held):
        values = next((v.values for v in dataset.variables if v.name == "QVAL"), ())
        for value in values:
            for name in _qualifiers(value, by_oid(metadata.wheres)):
                at, terms = dataset.name.removeprefix("SUPP"), _terms(value, codelists)
                out.append(Known(at, name, standard, TEXT, "", _words(value.label) or name, terms, True))
    return out


def _qualifiers(value: Variable, wheres: Mapping[str, Where]) -> list[str]:
    checks = [c for oid in value.wheres if oid in wheres for c in wheres[oid].checks]
    return [name for c in checks if c.variable == "QNAM" and c.comparator in ("EQ", "IN") for name in c.values]


def _terms(variable: Variable, codelists: Mapping[str, Codelist]) -> frozenset[str]:
    listed = [codelists[v.codelist] for v in (variable, *variable.values) if v.codelist in codelists]
    return frozenset(term.value for codelist in listed for term in codelist.terms)


def _words(said: Said) -> str:
    return next(iter(said.values()), "")


# The metadata of the edition ---------------------------------------------------------------------


@dataclass
class _Describing:
    """Makes the metadata of one standard; ``more``: terms that codelists gain, ``comments`` that are new."""

    metadata: Metadata
    context: Context
    measured: dict[str, Measured]
    language: str

    def __post_init__(self) -> None:
        self.comments: dict[str, Comment] = {}
        self.more: dict[str, set[str]] = {}
        self.known = by_oid(self.metadata.comments)
        self.wheres = by_oid(self.metadata.wheres)

    def dataset(self, dataset: Dataset) -> Dataset:
        own = self.measured.get(dataset.name)
        if own is None:
            return dataset
        lengths = lengths_of(dataset.name, self.measured)
        kept = [self._variable(dataset, v, lengths, own) for v in dataset.variables]
        return replace(dataset, variables=tuple(v for v in kept if v))

    def _variable(
        self, dataset: Dataset, variable: Variable, lengths: dict[str, int], own: Measured
    ) -> Variable | None:
        decision = self.context.decisions.get((dataset.name, variable.name))
        if decision is None:  # described, and in no file
            return variable
        if decision.action == REMOVE:
            return None
        length = str(lengths[variable.name]) if variable.length and variable.name in lengths else variable.length
        values = tuple(v for each in variable.values if (v := self._value(dataset, each, own, length)))
        if variable.name in own.values and decision.action != KEEP:
            self._gain(variable.codelist, own.values[variable.name] - decision.known.terms)
        comment = self._comment(dataset.name, variable.name, variable.comment, decision)
        return replace(variable, length=length, values=values, comment=comment)

    def _value(self, dataset: Dataset, value: Variable, own: Measured, length: str) -> Variable | None:
        """A definition at value level; that of a qualifier that is not shared goes."""
        domain = dataset.name.removeprefix("SUPP")
        decisions = [self.context.decisions.get((domain, n)) for n in _qualifiers(value, self.wheres)]
        said = [d for d in decisions if d]
        if said and all(d.action == REMOVE for d in said):
            return None
        out = value
        if value.length and value.type not in _NUMBERS and value.oid in own.lengths:
            out = replace(out, length=str(max(1, own.lengths[value.oid])))
        elif value.length and value.type not in _NUMBERS and length:
            out = replace(out, length=length)
        if said and said[0].action != KEEP:
            out = replace(out, comment=self._comment(dataset.name, said[0].known.name, out.comment, said[0]))
        return out

    def _comment(self, dataset: str, name: str, old: str, decision: Decision) -> str:
        """The OID of the comment that says what was done; what the built one said stands before it."""
        altered = self.measured[dataset].altered
        count = altered.get(f"QVAL {name}" if decision.known.qualifier else name, 0)
        if decision.action == KEEP or not count:
            return old
        said = action_text(decision, self.context.sharing, self.language)
        before = self.known.get(old)
        oid = f"COM.SHARED.{dataset}.{name}"
        words = f"{_words(before.said)} {said}" if before else said
        language = next(iter(before.said), self.language) if before else self.language
        self.comments[oid] = Comment(oid=oid, said={language: words}, documents=before.documents if before else ())
        return oid

    def _gain(self, codelist: str, values: set[str]) -> None:
        if codelist and values:
            self.more.setdefault(codelist, set()).update(values)

    def codelist(self, codelist: Codelist) -> Codelist:
        """With the words that stand for removed and rare values, where they are used."""
        new = sorted(self.more.get(codelist.oid, set()) - {t.value for t in codelist.terms})
        if not codelist.terms or not new:
            return codelist
        decoded, numbered = any(t.decode for t in codelist.terms), any(t.order for t in codelist.terms)
        terms = [
            Term(
                value=value,
                decode={self.language: value.capitalize()} if decoded else {},
                order=str(len(codelist.terms) + n) if numbered else "",
                extended="Yes",
            )
            for n, value in enumerate(new, 1)
        ]
        return replace(codelist, terms=(*codelist.terms, *terms))


def edition_metadata(
    metadata: Metadata, context: Context, measured: dict[str, Measured], documents: Iterable[str], language: str
) -> Metadata:
    """What the define.xml of the edition says; ``documents``: the file names of those that are shared."""
    making = _Describing(metadata, context, measured, language)
    there = [d for d in metadata.datasets if d.name not in measured or measured[d.name].records]
    datasets = tuple(making.dataset(d) for d in there)
    shared, named = set(documents), {d.name for d in there}
    leaves = tuple(leaf for leaf in metadata.leaves if leaf.of in named or (not leaf.of and leaf.href in shared))
    made = replace(
        metadata,
        datasets=datasets,
        codelists=tuple(making.codelist(c) for c in metadata.codelists),
        comments=(*metadata.comments, *making.comments.values()),
        leaves=leaves,
    )
    return _without_unused(_without_documents(made, {leaf.oid for leaf in leaves}))


def _without_documents(metadata: Metadata, leaves: set[str]) -> Metadata:
    """Without references to documents that are not shared."""

    def left(references: Iterable[Reference]) -> tuple[Reference, ...]:
        return tuple(each for each in references if each.leaf in leaves)

    def of(variable: Variable) -> Variable:
        origins = tuple(replace(o, documents=left(o.documents)) for o in variable.origins)
        return replace(variable, origins=origins, values=tuple(map(of, variable.values)))

    return replace(
        metadata,
        annotated=left(metadata.annotated),
        supplemental=left(metadata.supplemental),
        datasets=tuple(replace(d, variables=tuple(map(of, d.variables))) for d in metadata.datasets),
        methods=tuple(replace(m, documents=left(m.documents)) for m in metadata.methods),
        comments=tuple(replace(c, documents=left(c.documents)) for c in metadata.comments),
        displays=tuple(
            replace(
                d,
                documents=left(d.documents),
                analyses=tuple(
                    replace(a, documents=left(a.documents), code_documents=left(a.code_documents)) for a in d.analyses
                ),
            )
            for d in metadata.displays
        ),
    )


def _without_unused(metadata: Metadata) -> Metadata:
    """Without where clauses, codelists, methods and comments that nothing refers to any more."""
    variables = [v for d in metadata.datasets for each in d.variables for v in (each, *each.values)]
    analyses = [a for d in metadata.displays for a in d.analyses]
    wheres = {oid for v in variables for oid in v.wheres} | {
        oid for a in analyses for each in a.datasets for oid in each.wheres
    }
    kept_wheres = tuple(w for w in metadata.wheres if w.oid in wheres)
    codelists = {v.codelist for v in variables} | {v.role_codelist for v in variables}
    kept_codelists = tuple(c for c in metadata.codelists if c.oid in codelists)
    comments = {
        metadata.comment,
        *(v.comment for v in variables),
        *(d.comment for d in metadata.datasets),
        *(w.comment for w in kept_wheres),
        *(c.comment for c in kept_codelists),
        *(a.comment for a in analyses),
        *(s.comment for s in metadata.standards),
    }
    methods = {v.method for v in variables}
    return replace(
        metadata,
        wheres=kept_wheres,
        codelists=kept_codelists,
        methods=tuple(m for m in metadata.methods if m.oid in methods),
        comments=tuple(c for c in metadata.comments if c.oid in comments),
    )

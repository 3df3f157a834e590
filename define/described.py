"""What a specification says by itself, as the model of a define.xml: nothing is built, and no data are looked at.

Lengths, subsets of codelists and which definitions by value there are come from the data, so they are not here; the
method of a derived variable stands as the specification writes it.  Of a variable that is still to write, what its
import says is its origin.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain

from onespec.define.datasets import SUBCLASSES, class_name, domain_of
from onespec.define.described_origins import described_origins, method_of
from onespec.define.documents import ACRF
from onespec.define.oids import oid
from onespec.engine.build.outputs import display_format
from onespec.engine.contract import Codelist as OwnCodelist
from onespec.engine.metadata.model import (
    Check,
    Codelist,
    Comment,
    Dataset,
    Dictionary,
    Leaf,
    Metadata,
    Method,
    Reference,
    Said,
    Standard,
    Term,
    Variable,
    Where,
)
from onespec.engine.spec.conditions import Condition
from onespec.engine.spec.model import Dataset as OwnDataset
from onespec.engine.spec.model import Study
from onespec.engine.spec.model import Variable as OwnVariable
from onespec.engine.spec.to_write import ValueToWrite
from onespec.engine.spec.verbs import NotAvailable

NCI = "nci:ExtCodeID"
_NUMBERS = ("sasdate", "sasdatetime", "sastime")  # integers that a display format shows as dates
_SETS = {"sdtm": "SDTM", "adam": "ADaM"}


def described(study: Study, standards: Sequence[str] = ()) -> Metadata:
    """The metadata of a study as its specification states it; of some of its standards alone (sdtm, adam).

    Datasets stand in the order of their files, variables in that of the standard.
    """
    wanted = [d for d in study.datasets.values() if not standards or d.standard in standards]
    writer = _Writer(study)
    datasets = tuple(writer.dataset(each) for each in wanted)
    documents = {name: d for name, d in study.documents.items() if d.standard in ("", *standards) or not standards}
    stamp = study.created.isoformat()
    return Metadata(
        version="2.1.0",
        attributes={
            "ODMVersion": "1.3.2",
            "FileType": "Snapshot",
            "FileOID": f"{study.id}.define",
            "CreationDateTime": stamp,
            "SourceSystem": "onespec",
        },
        study_oid=f"STUDY.{study.id}",
        study_name=study.id,
        study_description=study.description,
        protocol=study.protocol,
        oid=f"MDV.{study.id}",
        name=study.name,
        standards=tuple(_standards(study, {d.standard for d in wanted})),
        annotated=tuple(Reference(leaf=oid("LF", name)) for name in documents if name == ACRF),
        supplemental=tuple(Reference(leaf=oid("LF", name)) for name in documents if name != ACRF),
        wheres=tuple(writer.wheres.values()),
        datasets=datasets,
        codelists=tuple(chain(map(writer.codelist, study.codelists.values()), _dictionaries(study))),
        methods=tuple(writer.methods.values()),
        comments=tuple(writer.comments.values()),
        leaves=tuple(Leaf(oid=oid("LF", name), href=d.href, title=d.title or d.href) for name, d in documents.items()),
    )


def _standards(study: Study, described_ones: set[str]) -> Iterator[Standard]:
    for key, standard in study.standards.items():
        if key in described_ones and (standard.name or standard.version):
            yield Standard(oid=oid("STD", key.upper()), name=standard.name, type="IG", version=standard.version)
        if standard.ct:
            yield Standard(
                oid=oid("STD", "CT", key.upper()),
                name="CDISC/NCI",
                type="CT",
                version=standard.ct,
                publishing_set=_SETS[key],
            )


def _dictionaries(study: Study) -> Iterator[Codelist]:
    for key, known in study.dictionaries.items():
        external = Dictionary(name=known.name, version=known.version, href=known.href, ref=known.ref)
        yield Codelist(oid=dictionary_oid(key), name=known.name, type="text", dictionary=external)


def dictionary_oid(key: str) -> str:
    """The identifier of a dictionary, which a codelist may share its name with."""
    return oid("CL", "DICTIONARY", key)


class _Writer:
    """Writes datasets down, and what they refer to: each distinct text once."""

    def __init__(self, study: Study):
        self._study, self._language = study, study.language
        self._taken: set[str] = set()  # identifiers of methods, comments and where clauses
        self.methods: dict[tuple[str, str], Method] = {}
        self.comments: dict[str, Comment] = {}
        self.wheres: dict[tuple[str, tuple[Condition, ...]], Where] = {}

    def dataset(self, dataset: OwnDataset) -> Dataset:
        sdtm = dataset.standard == "sdtm"
        return Dataset(
            oid=oid("IG", dataset.name),
            name=dataset.name,
            label=dataset.said or self._said(dataset.label),
            domain=domain_of(self._study, dataset) if sdtm else "",
            sas_name=dataset.name,
            purpose="Tabulation" if sdtm else "Analysis",
            structure=dataset.structure,
            cls=class_name(dataset),
            subclasses=(SUBCLASSES[dataset.cls],) if dataset.cls in SUBCLASSES else (),
            standard=oid("STD", dataset.standard.upper()),
            comment=self._comment(dataset.comment, dataset.name),
            variables=tuple(
                self._variable(dataset, variable, order) for order, variable in enumerate(dataset.columns, 1)
            ),
        )

    def codelist(self, own: OwnCodelist) -> Codelist:
        terms = tuple(
            Term(
                value=term.value,
                decode=term.said or self._said(term.decode),
                order=str(order),
                extended="Yes" if own.nci and own.extensible and not term.nci else "",
                aliases={NCI: term.nci} if term.nci else {},
            )
            for order, term in enumerate(own.terms.values(), 1)
        )
        return Codelist(
            oid=oid("CL", own.name),
            name=own.label,
            type=own.type,
            sas_format=own.sas_format,
            standard=oid("STD", "CT", own.standard.upper()) if own.standard else "",
            non_standard="" if own.nci else "Yes",
            terms=terms,
            aliases={NCI: own.nci} if own.nci else {},
        )

    def _variable(self, dataset: OwnDataset, own: OwnVariable, order: int) -> Variable:
        values = self._qualifiers(dataset) if dataset.parent and own.name == "QVAL" else self._values(dataset, own)
        key = dataset.keys.index(own.name) + 1 if own.name in dataset.keys else ""
        return replace(
            self._item(own, dataset.name, own.name),
            oid=oid("IT", dataset.name, own.name),
            order=str(order),
            key=str(key),
            role=own.role,
            sas_name=own.name,
            mandatory="Yes" if own.core == "Req" else "No",
            non_standard="Yes" if dataset.standard == "sdtm" and not own.core else "",
            value_list=oid("VL", dataset.name, own.name) if values else "",
            values=tuple(values),
        )

    def _item(self, own: OwnVariable, *place: str) -> Variable:
        """What the definition of a variable says, wherever it stands."""
        reason = own.verb.reason if isinstance(own.verb, NotAvailable) and not own.to_write else ""
        return Variable(
            oid="",
            name=own.name,
            label=own.said or self._said(own.label),
            type="integer" if own.type in _NUMBERS else own.type,
            format=display_format(own),
            codelist=self._listed(own.codelist, own.dictionary),
            comment=self._comment(" ".join(each for each in (own.comment, reason) if each), *place),
            origins=described_origins(own, self._said),
            method=self._method(*method_of(own), *place),
        )

    def _values(self, dataset: OwnDataset, own: OwnVariable) -> Iterator[Variable]:
        """The definitions by value that an import states; which others there are the data say."""
        for number, value in enumerate(own.to_write.values if own.to_write else (), 1):
            place = dataset.name, own.name, str(number)
            yield Variable(
                oid=oid("IT", *place),
                name=value.name or own.name,
                label=self._said(value.label),
                order=str(number),
                mandatory="No",
                type=value.type,
                format=value.format,
                codelist=self._listed(value.codelist, value.dictionary),
                comment=self._comment(value.comment, *place),
                origins=described_origins(value, self._said),
                method=self._method(value.method, value.method_type, *place),
                wheres=tuple(self._where(dataset.name, each, place) for each in _clauses(value)),
            )

    def _qualifiers(self, dataset: OwnDataset) -> Iterator[Variable]:
        """The values of QVAL: one definition a supplemental qualifier."""
        parent = self._study.datasets[dataset.parent]
        for number, own in enumerate(parent.supplemental, 1):
            where = self._where(dataset.name, (Condition("QNAM", "EQ", (own.name,)),), (dataset.name, "QVAL", own.name))
            yield replace(
                self._item(own, dataset.name, "QVAL", own.name),
                oid=oid("IT", dataset.name, "QVAL", own.name),
                order=str(number),
                mandatory="No",
                wheres=(where,),
            )

    def _where(self, dataset: str, conditions: tuple[Condition, ...], place: Iterable[str]) -> str:
        known = self.wheres.get((dataset, conditions))
        if known:
            return known.oid
        name = self._new("WC", *place)
        self.wheres[dataset, conditions] = Where(oid=name, checks=tuple(_check(dataset, each) for each in conditions))
        return name

    def _listed(self, codelist: str, dictionary: str) -> str:
        if codelist:
            return oid("CL", codelist)
        return dictionary_oid(dictionary) if dictionary else ""

    def _said(self, text: str) -> Said:
        return {self._language: text} if text else {}

    def _comment(self, text: str, *place: str) -> str:
        if not text:
            return ""
        if text not in self.comments:
            self.comments[text] = Comment(oid=self._new("COM", *place), said=self._said(text))
        return self.comments[text].oid

    def _method(self, text: str, type_: str, *place: str) -> str:
        if not text:
            return ""
        if (text, type_) not in self.methods:
            name = f"Algorithm of {'.'.join(place)}"
            made = Method(oid=self._new("MT", *place), name=name, type=type_, said=self._said(text))
            self.methods[text, type_] = made
        return self.methods[text, type_].oid

    def _new(self, kind: str, *place: str) -> str:
        """An identifier that none has: places that differ may look alike in it."""
        name = oid(kind, *place)
        name = name if name not in self._taken else f"{name}.{len(self._taken) + 1}"
        self._taken.add(name)
        return name


def _clauses(value: ValueToWrite) -> Iterator[tuple[Condition, ...]]:
    return (tuple(clause) for clause in value.clauses if clause)


def _check(dataset: str, condition: Condition) -> Check:
    of, dot, name = condition.name.rpartition(".")
    of = of if dot else dataset
    item = oid("IT", of, name)
    return Check(dataset=of, variable=name, comparator=condition.comparator, values=condition.values, item=item)

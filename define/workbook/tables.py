"""The rows of each sheet of the workbook, from the model: field -> text; nothing here looks like anything yet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest

from onespec.define.workbook.conditions import conditions_text, pages_text
from onespec.define.workbook.reading import DOMAIN, file_of, purpose_of
from onespec.define.workbook.reading_lists import ANNOTATED, CODE, SUPPLEMENTAL, use_of
from onespec.define.workbook.rows import references_text
from onespec.engine.metadata.model import (
    Analysis,
    Codelist,
    Dataset,
    Expression,
    Metadata,
    Origin,
    Reference,
    Said,
    Standard,
    Variable,
    by_oid,
)

OTHER = "Other"


@dataclass(frozen=True)
class Written:
    """A row to write.

    texts   field -> text
    others  field and language -> text, of languages beside that of the workbook
    beside  header -> text, of columns that the layout may not have
    """

    texts: Mapping[str, str]
    others: Mapping[tuple[str, str], str] = field(default_factory=dict)
    beside: Mapping[str, str] = field(default_factory=dict)


def tables(metadata: Metadata) -> dict[str, list[Written]]:
    """The rows of each sheet by its name."""
    made = _Tables(metadata)
    return {
        "Define": list(made.study()),
        "Datasets": list(made.datasets()),
        "Variables": list(made.variables()),
        "ValueLevel": list(made.value_level()),
        "Codelists": list(made.codelists()),
        "Dictionaries": list(made.dictionaries()),
        "Methods": list(made.methods()),
        "Comments": list(made.comments()),
        "Documents": list(made.documents()),
        "Analysis Displays": list(made.displays()),
        "Analysis Results": list(made.results()),
    }


def language_of(metadata: Metadata) -> str:
    """The language that most labels stand in; of several, English before others."""
    said = [v.label for d in metadata.datasets for v in d.variables] + [m.said for m in metadata.methods]
    said += [d.label for d in metadata.datasets] + [c.said for c in metadata.comments]
    known = Counter(language for each in said for language in each)
    return min(known, key=lambda name: (-known[name], name != "en", name), default="")


class _Tables:
    def __init__(self, metadata: Metadata):
        self._metadata = metadata
        self._language = language_of(metadata)
        self._standards = by_oid(metadata.standards)
        self._wheres = by_oid(metadata.wheres)
        self._crf = metadata.annotated[0].leaf if metadata.annotated else ""
        names = Counter(display.name for display in metadata.displays)
        self._displays = {d.oid: d.name if d.name and names[d.name] == 1 else d.oid for d in metadata.displays}

    def _row(self, texts: Mapping[str, str], said: Mapping[str, Said], beside: Mapping[str, str]) -> Written:
        """A row; texts without a language are of the workbook's."""
        main = {name: each.get(self._language, each.get("", "")) for name, each in said.items()}
        others = {
            (name, language): text
            for name, each in said.items()
            for language, text in each.items()
            if language not in ("", self._language)
        }
        return Written({**texts, **main}, others, beside)

    def study(self) -> Iterator[Written]:
        metadata = self._metadata
        guide = next((each for each in metadata.standards if each.type == "IG"), Standard(oid="", name=""))
        said = {
            "StudyName": metadata.study_name,
            "StudyDescription": metadata.study_description,
            "ProtocolName": metadata.protocol,
            "StandardName": guide.name,
            "StandardVersion": guide.version,
            "Language": self._language,
        }
        return (Written({"attribute": name, "value": text}) for name, text in said.items())

    # -- datasets and variables --------------------------------------------------------------------

    def datasets(self) -> Iterator[Written]:
        files = {each.of: each.href for each in self._metadata.leaves}
        files = {each.name: files.get(each.name, file_of(each.name)) for each in self._metadata.datasets}
        for each in self._metadata.datasets:
            texts = {
                "dataset": each.name,
                "cls": each.cls,
                "subclass": "\n".join(each.subclasses),
                "structure": each.structure,
                "purpose": "" if each.purpose == purpose_of(each.cls) else each.purpose,
                "keys": ", ".join(each.keys) if _is_plain_key(each) else "",
                "standard": self._standard(each.standard),
                "no_data": each.no_data,
                "repeating": each.repeating,
                "reference": each.reference,
                "comment": each.comment,
                "domain": "" if each.domain == each.name else each.domain,
                "sas_name": "" if each.sas_name == each.name else each.sas_name,
                "non_standard": each.non_standard,
                "described": each.aliases.get(DOMAIN, ""),
                "file": "" if files.get(each.name, "").lower() == file_of(each.name) else files[each.name],
            }
            yield self._row(texts, {"label": each.label}, each.beside)

    def _standard(self, oid: str) -> str:
        found = self._standards.get(oid)
        if not oid or not found:
            return oid
        return f"{found.publishing_set if found.type == 'CT' else found.name} {found.version}".strip()

    def variables(self) -> Iterator[Written]:
        for dataset in self._metadata.datasets:
            plain = _is_plain_key(dataset)
            for each in dataset.variables:
                texts = {
                    "variable": each.name,
                    "role": each.role,
                    "role_codelist": each.role_codelist,
                    "non_standard": each.non_standard,
                    "key": "" if plain else each.key,
                }
                yield self._variable(dataset, each, texts)

    def value_level(self) -> Iterator[Written]:
        for dataset in self._metadata.datasets:
            for variable in dataset.variables:
                for each in variable.values:
                    found = [self._wheres[oid] for oid in each.wheres if oid in self._wheres]
                    texts = {
                        "variable": variable.name,
                        "where": self._where(each.wheres, dataset.name),
                        "where_comment": next((where.comment for where in found if where.comment), ""),
                        "name": "" if each.name == variable.name else each.name,
                    }
                    yield self._variable(dataset, each, texts)

    def _where(self, oids: Sequence[str], dataset: str) -> str:
        """Where clauses of which one must hold; one that leads nowhere by its OID."""
        found = [self._wheres.get(oid) for oid in oids]
        return " OR ".join(
            conditions_text(where.checks, dataset) if where and where.checks else oid
            for oid, where in zip(oids, found, strict=True)
        )

    def _variable(self, dataset: Dataset, each: Variable, texts: Mapping[str, str]) -> Written:
        common = {
            "order": each.order,
            "dataset": dataset.name,
            "type": each.type,
            "length": each.length,
            "digits": each.digits,
            "format": each.format,
            "mandatory": each.mandatory,
            "codelist": each.codelist,
            "method": each.method,
            "comment": each.comment,
            "no_data": each.no_data,
            "sas_name": "" if each.sas_name == each.name else each.sas_name,
            "origin": "\n".join(origin.type for origin in each.origins),
            "source": "\n".join(origin.source for origin in each.origins),
            "page": "\n".join(self._pages(origin) for origin in each.origins),
        }
        common = {field: "" if not text.strip() else text for field, text in common.items()}
        return self._row({**common, **texts}, {"label": each.label, "predecessor": _predecessor(each)}, each.beside)

    def _pages(self, origin: Origin) -> str:
        return references_text(origin.documents, self._crf)

    # -- what they refer to ------------------------------------------------------------------------

    def codelists(self) -> Iterator[Written]:
        for each in self._metadata.codelists:
            if each.dictionary is None:
                for n, term in enumerate(each.terms):
                    texts = {
                        "order": term.order,
                        "term": term.value,
                        "term_code": term.aliases.get(CODE, ""),
                        "rank": term.rank,
                        "extended": term.extended,
                    }
                    said = {"decode": term.decode, "term_said": term.said, "said": each.said if n == 0 else {}}
                    yield self._row({**self._codelist(each), **texts}, said, term.beside)
                if not each.terms:
                    yield self._row(self._codelist(each), {"said": each.said}, each.beside)

    def _codelist(self, each: Codelist) -> dict[str, str]:
        return {
            "id": each.oid,
            "name": each.name,
            "code": each.aliases.get(CODE, ""),
            "type": each.type,
            "terminology": self._standard(each.standard),
            "comment": each.comment,
            "sas_format": each.sas_format,
            "non_standard": each.non_standard,
        }

    def dictionaries(self) -> Iterator[Written]:
        for each in self._metadata.codelists:
            if each.dictionary is not None:
                texts = {
                    "id": each.oid,
                    "name": each.name,
                    "type": each.type,
                    "dictionary": each.dictionary.name,
                    "version": each.dictionary.version,
                    "ref": each.dictionary.ref,
                    "href": each.dictionary.href,
                    "comment": each.comment,
                }
                yield Written(texts, {}, each.beside)

    def methods(self) -> Iterator[Written]:
        for each in self._metadata.methods:
            parts = list(zip_longest(each.documents, each.expressions)) or [(None, None)]
            for n, (document, expression) in enumerate(parts):
                texts = {"id": each.oid, **({"name": each.name, "type": each.type} if n == 0 else {})}
                texts |= {**_document(document), **_expression(expression)}
                yield self._row(texts, {"said": each.said if n == 0 else {}}, each.beside if n == 0 else {})

    def comments(self) -> Iterator[Written]:
        for each in self._metadata.comments:
            for n, document in enumerate(each.documents or (None,)):
                texts = {"id": each.oid, **_document(document)}
                yield self._row(texts, {"said": each.said if n == 0 else {}}, each.beside if n == 0 else {})

    def documents(self) -> Iterator[Written]:
        uses = {each.leaf: SUPPLEMENTAL for each in self._metadata.supplemental}
        uses |= {each.leaf: ANNOTATED for each in self._metadata.annotated}
        for each in self._metadata.leaves:
            if not each.of:
                use = uses.get(each.oid, OTHER)
                texts = {"id": each.oid, "title": each.title, "href": each.href}
                yield Written({**texts, "use": "" if use == use_of(each) else use}, {}, each.beside)

    # -- analysis results --------------------------------------------------------------------------

    def displays(self) -> Iterator[Written]:
        for each in self._metadata.displays:
            for n, document in enumerate(each.documents or (None,)):
                texts = {"id": self._displays[each.oid], **_document(document)}
                yield self._row(texts, {"title": each.said if n == 0 else {}}, each.beside if n == 0 else {})

    def results(self) -> Iterator[Written]:
        for display in self._metadata.displays:
            for each in display.analyses:
                yield self._result(self._displays[display.oid], each)

    def _result(self, display: str, each: Analysis) -> Written:
        texts = {
            "display": display,
            "id": each.oid,
            "variables": _variables(each),
            "reason": each.reason,
            "purpose": each.purpose,
            "criteria": "\n".join(filter(None, (self._where(d.wheres, "") for d in each.datasets))),
            "comment": each.comment,
            "documents": references_text(each.documents, between="\n"),
            "context": each.code.context if each.code else "",
            "code": each.code.code if each.code else "",
            "code_document": ", ".join(reference.leaf for reference in each.code_documents),
            "page": "; ".join(filter(None, (pages_text(reference.pages) for reference in each.code_documents))),
            "parameter": each.parameter,
        }
        return self._row(texts, {"said": each.said, "documentation": each.documentation}, each.beside)


def _variables(analysis: Analysis) -> str:
    """The variables with their datasets; a dataset alone where it is records."""
    lines = (", ".join(f"{d.dataset}.{name}" for name in d.variables) or d.dataset for d in analysis.datasets)
    return "\n".join(lines)


def _is_plain_key(dataset: Dataset) -> bool:
    """Whether its key is variables with the numbers 1, 2, 3 ..."""
    keys = sorted(variable.key for variable in dataset.variables if variable.key)
    return keys == sorted(str(number) for number in range(1, len(keys) + 1))


def _predecessor(variable: Variable) -> dict[str, str]:
    """What its origins say, a line each."""
    languages = dict.fromkeys(language for origin in variable.origins for language in origin.said)
    if len(variable.origins) == 1:
        return dict(variable.origins[0].said)
    return {la: "\n".join(" ".join(o.said.get(la, "").split()) for o in variable.origins) for la in languages}


def _document(reference: Reference | None) -> dict[str, str]:
    return {"document": reference.leaf, "page": pages_text(reference.pages)} if reference else {}


def _expression(expression: Expression | None) -> dict[str, str]:
    return {"context": expression.context, "code": expression.code} if expression else {}

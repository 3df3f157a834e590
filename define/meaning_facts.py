"""What a model of a define.xml says, as facts: each thing by the name that people know it by, and what it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from onespec.define.workbook.conditions import LISTS, conditions_text, pages_text
from onespec.define.workbook.reading import purpose_of
from onespec.define.workbook.reading_lists import CODE
from onespec.engine.metadata.model import (
    Check,
    Codelist,
    Dataset,
    Expression,
    Metadata,
    Reference,
    Said,
    Standard,
    Variable,
    by_oid,
)

STUDY, CODELIST, DOCUMENT, DISPLAY, UNUSED = "study", "codelist", "document", "display", "not used"
ENGLISH = "en"
THERE = "is there"  # the fact that a thing exists
Place = tuple[str, str, str, str]  # group, variable, where, what


class Facts:
    """A model as facts: place -> text; what is not said is not there."""

    def __init__(self, metadata: Metadata, names: Mapping[str, str], beside: bool):
        self._metadata, self._beside = metadata, beside
        self._wheres = by_oid(metadata.wheres)
        self._methods, self._comments = by_oid(metadata.methods), by_oid(metadata.comments)
        self._codelists, self._standards = by_oid(metadata.codelists), by_oid(metadata.standards)
        self._leaves = by_oid(metadata.leaves)
        self._names = codelist_names(metadata, names)
        self._facts: dict[Place, str] = {}
        self._used: set[str] = set()

    def all(self) -> dict[Place, str]:
        self._study()
        for each in self._metadata.datasets:
            self._dataset(each)
        for each in self._metadata.codelists:
            self._codelist(each)
        self._displays()
        for kind, elements in (("method", self._metadata.methods), ("comment", self._metadata.comments)):
            unused = Counter(self._text(e.said) for e in elements if f"{kind} {e.oid}" not in self._used)
            self._put((UNUSED, "", ""), {f"{kind} {text}": str(number) for text, number in unused.items()})
        clauses = [w for w in self._metadata.wheres if f"where clause {w.oid}" not in self._used]
        unused = Counter(conditions_text(sorted_checks(where.checks)) for where in clauses)
        self._put((UNUSED, "", ""), {f"where clause {text}": str(number) for text, number in unused.items()})
        return self._facts

    def _put(self, place: tuple[str, str, str], texts: Mapping[str, str]) -> None:
        self._facts |= {(*place, what): text for what, text in texts.items() if text}

    def _there(self, place: tuple[str, str, str]) -> tuple[str, str, str]:
        """A thing is there; a second one at the same place is told apart."""
        group, variable, where = place
        number = 1
        while (group, variable, where, THERE) in self._facts:
            number += 1
            group, variable, where = self._second(place, number)
        self._facts[(group, variable, where, THERE)] = "yes"
        return group, variable, where

    @staticmethod
    def _second(place: tuple[str, str, str], number: int) -> tuple[str, str, str]:
        last = max(i for i, part in enumerate(place) if part)
        return tuple(f"{p} ({number})" if i == last else p for i, p in enumerate(place))  # pyright: ignore[reportReturnType]

    def _besides(self, beside: Mapping[str, str]) -> Mapping[str, str]:
        return beside if self._beside else {}

    # -- texts -------------------------------------------------------------------------------------

    def _text(self, said: Said) -> str:
        """The text in English, or in no language that is named."""
        return flat(said.get(ENGLISH, said.get("", "")))

    def _said(self, what: str, said: Said) -> dict[str, str]:
        """A text by language; what names none is English."""
        others = {f"{what} ({la})": flat(text) for la, text in said.items() if la not in ("", ENGLISH)}
        return {what: self._text(said), **others}

    def _references(self, references: Sequence[Reference]) -> str:
        """Documents by file, with their pages."""
        out = []
        for each in references:
            file = self._leaves[each.leaf].href if each.leaf in self._leaves else each.leaf
            pages = pages_text(each.pages)
            out.append(f"{file or each.leaf} ({pages})" if pages else file or each.leaf)
        return "; ".join(out)

    def _standard(self, oid: str) -> str:
        return standard_text(self._standards[oid]) if oid and oid in self._standards else oid

    def _method(self, oid: str) -> dict[str, str]:
        self._used.add(f"method {oid}")
        found = self._methods.get(oid)
        if not found:
            return {"method": oid}
        return {
            **self._said("method", found.said),
            "method name": flat(found.name),
            "method type": found.type,
            "method program": programs(found.expressions),
            "method document": self._references(found.documents),
        }

    def _comment(self, oid: str, what: str = "comment") -> dict[str, str]:
        self._used.add(f"comment {oid}")
        found = self._comments.get(oid)
        if not found:
            return {what: oid}
        return {**self._said(what, found.said), f"{what} document": self._references(found.documents)}

    def _where(self, oids: Iterable[str], dataset: str) -> str:
        """Where clauses by what they say, in an order of their own."""
        return " OR ".join(sorted(self._clause(oid, dataset) for oid in oids))

    def _clause(self, oid: str, dataset: str) -> str:
        self._used.add(f"where clause {oid}")
        found = self._wheres.get(oid)
        return conditions_text(sorted_checks(found.checks), dataset) if found and found.checks else oid

    # -- parts -------------------------------------------------------------------------------------

    def _study(self) -> None:
        model = self._metadata
        files = {"annotated CRF": model.annotated, "supplemental documents": model.supplemental}
        texts = {
            "study name": flat(model.study_name),
            "study description": flat(model.study_description),
            "protocol": flat(model.protocol),
            **self._comment(model.comment),
            **{what: "; ".join(sorted(self._references([each]) for each in of)) for what, of in files.items()},
        }
        self._put((STUDY, "", ""), {THERE: "yes", **texts})
        for each in model.standards:
            place = (STUDY, f"{each.type} {each.publishing_set or each.name}", "")
            self._put(
                self._there(place), {"version": each.version, "status": each.status, **self._comment(each.comment)}
            )
        for leaf in model.leaves:
            if not leaf.of:
                self._put(self._there((f"{DOCUMENT} {leaf.href or leaf.oid}", "", "")), {"title": flat(leaf.title)})

    def _dataset(self, each: Dataset) -> None:
        place = self._there((each.name, "", ""))
        archive = next((leaf.href for leaf in self._metadata.leaves if leaf.of == each.name), "")
        texts = {
            **self._said("label", each.label),
            "class": each.cls,
            "subclass": "; ".join(each.subclasses),
            "structure": flat(each.structure),
            "purpose": each.purpose or purpose_of(each.cls),
            "key": ", ".join(each.keys),
            "standard": self._standard(each.standard),
            "has no data": _yes(each.no_data),
            "repeating": each.repeating,
            "reference data": each.reference,
            "non-standard": _yes(each.non_standard),
            "domain": "" if each.domain in (each.name, each.name.removeprefix("SUPP")) else each.domain,
            "SAS name": "" if each.sas_name == each.name else each.sas_name,
            "file": "" if archive.lower() == f"{each.name}.xpt".lower() else archive,
            "alias": "; ".join(f"{context}: {name}" for context, name in sorted(each.aliases.items())),
        }
        self._put(place, {**texts, **self._comment(each.comment), **self._besides(each.beside)})
        for variable in each.variables:
            self._variable(place[0], variable, each.name)

    def _variable(self, group: str, each: Variable, dataset: str) -> None:
        place = self._there((group, each.name, ""))
        own = {"role": each.role, "role codelist": self._codelist_name(each.role_codelist)}
        self._put(place, {**self._attributes(each), **own})
        self._below(place, each, dataset)

    def _below(self, place: tuple[str, str, str], variable: Variable, dataset: str) -> None:
        for each in variable.values:
            where = self._where(each.wheres, dataset) or "(no where clause)"
            at = self._there((place[0], place[1], f"{place[2]} / {where}" if place[2] else where))
            found = [self._wheres[oid] for oid in each.wheres if oid in self._wheres]
            comment = next((w.comment for w in found if w.comment), "")
            texts = self._attributes(each)
            texts["SAS name"] = "" if each.sas_name == variable.name else texts["SAS name"]
            self._put(at, {**texts, **self._comment(comment, "where comment")})
            self._below(at, each, dataset)

    def _attributes(self, each: Variable) -> dict[str, str]:
        origins = each.origins
        return {
            **self._said("label", each.label),
            "type": each.type,
            "length": each.length,
            "significant digits": each.digits,
            "format": each.format,
            "mandatory": each.mandatory,
            "codelist": self._codelist_name(each.codelist),
            "has no data": _yes(each.no_data),
            "non-standard": _yes(each.non_standard),
            "SAS name": "" if each.sas_name == each.name else each.sas_name,
            "origin": "; ".join(origin.type for origin in origins),
            "source": "; ".join(origin.source for origin in origins).strip("; "),
            "predecessor": "; ".join(self._text(origin.said) for origin in origins).strip("; "),
            "CRF pages": " | ".join(self._references(origin.documents) for origin in origins).strip("| "),
            **self._method(each.method),
            **self._comment(each.comment),
            **self._besides(each.beside),
        }

    def _codelist_name(self, oid: str) -> str:
        return self._names.get(oid, oid)

    def _codelist(self, each: Codelist) -> None:
        place = self._there((f"{CODELIST} {self._names[each.oid]}", "", ""))
        external = each.dictionary
        texts = {
            "name": flat(each.name),
            "type": each.type,
            **self._said("description", each.said),
            "standard": self._standard(each.standard),
            "non-standard": _yes(each.non_standard),
            "SAS format": each.sas_format,
            "code": codes(each.aliases),
            "dictionary": f"{external.name} {external.version}".strip() if external else "",
            "dictionary reference": f"{external.ref} {external.href}".strip() if external else "",
        }
        self._put(place, {**texts, **self._comment(each.comment), **self._besides(each.beside)})
        for term in each.terms:
            at = self._there((place[0], term.value or "(blank)", ""))
            texts = {**self._said("decode", term.decode), **self._said("description", term.said)}
            texts |= {"rank": term.rank, "extended": _yes(term.extended), "code": codes(term.aliases)}
            self._put(at, {**texts, **self._besides(term.beside)})

    def _displays(self) -> None:
        for display in self._metadata.displays:
            place = self._there((f"{DISPLAY} {display.name or display.oid}", "", ""))
            self._put(place, {**self._said("title", display.said), "document": self._references(display.documents)})
            for each in display.analyses:
                at = self._there((place[0], f"result {self._text(each.said) or each.oid}", ""))
                code = each.code
                texts = {
                    "reason": each.reason,
                    "purpose": each.purpose,
                    "parameter": each.parameter,
                    **self._said("documentation", each.documentation),
                    "documents": self._references(each.documents),
                    "program": programs([code]) if code else "",
                    "program document": self._references(each.code_documents),
                    "variables": "; ".join(f"{d.dataset}: {', '.join(d.variables)}".strip(": ") for d in each.datasets),
                    "selection": "; ".join(self._where(d.wheres, "") for d in each.datasets).strip("; "),
                }
                self._put(at, {**texts, **self._comment(each.comment)})


# -- small texts -----------------------------------------------------------------------------------


def codelist_names(metadata: Metadata, given: Mapping[str, str]) -> dict[str, str]:
    """The name of each codelist by its OID; second ones of a name are told apart by their terms' order of coming."""
    out: dict[str, str] = {}
    taken: Counter[str] = Counter()
    for each in metadata.codelists:
        name = flat(given.get(each.oid, each.name)) or each.oid
        taken[name] += 1
        out.setdefault(each.oid, name if taken[name] == 1 else f"{name} ({taken[name]})")
    return out


def sorted_checks(checks: Iterable[Check]) -> list[Check]:
    """Conditions in an order of their own, values of lists too."""
    plain = [replace(c, values=tuple(sorted(c.values)) if c.comparator in LISTS else c.values) for c in checks]
    return sorted(plain, key=lambda c: (c.dataset, c.variable, c.comparator, c.values))


def standard_text(standard: Standard) -> str:
    name = standard.publishing_set if standard.type == "CT" and standard.publishing_set else standard.name
    return f"{name} {standard.version}".strip()


def programs(expressions: Iterable[Expression]) -> str:
    return "\n".join(f"{each.context}: {each.code}".strip() for each in expressions)


def codes(aliases: Mapping[str, str]) -> str:
    """The NCI code as it is, other names with their context."""
    return "; ".join(name if context == CODE else f"{context}: {name}" for context, name in sorted(aliases.items()))


def flat(text: str) -> str:
    """A text on one line: how lines are broken means nothing."""
    return " ".join(text.split())


def _yes(text: str) -> str:
    """That something is not so need not be said."""
    return "" if text == "No" else text

"""Facts of define.xml: standards, dictionaries, datasets and variables as it describes them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase
from typing import Any

from onespec.engine.metadata.model import Dataset, Metadata, Variable, by_oid, said_in
from onespec.submission.guides.of_data import names_of
from onespec.submission.guides.sources import Absent, Sources
from onespec.submission.guides.verbs import Row, Value, verb

_PREDECESSOR = "Predecessor"


@verb
def define(sources: Sources, place: str, options: Mapping[str, Any]) -> Value:
    """What stands at the head of a define.xml: ``sdtm.protocol``, ``adam.version``."""
    standard, _, name = place.partition(".")
    said = str(getattr(sources.define(standard), name))
    if not said:
        raise Absent(f"define.xml of {standard} says nothing of {name}")
    return said


@verb
def standards(sources: Sources, standard: str, options: Mapping[str, Any]) -> Value:
    """The implementation guides and terminologies of a define.xml."""
    metadata = sources.define(standard)
    own: list[Row] = [{"name": "Define-XML", "publishing": "", "version": metadata.version, "type": "XML"}]
    return own + [
        {"name": s.name, "publishing": s.publishing_set, "version": s.version, "type": s.type}
        for s in metadata.standards
    ]


@verb
def dictionaries(sources: Sources, standard: str, options: Mapping[str, Any]) -> Value:
    """The dictionaries of a define.xml, with the variables that they code."""
    metadata = sources.define(standard)
    uses: dict[tuple[str, str], list[str]] = {}
    for codelist in (c for c in metadata.codelists if c.dictionary):
        key = codelist.dictionary.name, codelist.dictionary.version  # pyright: ignore[reportOptionalMemberAccess]
        named = (f"{d.name}.{v.name}" for d in metadata.datasets for v in d.variables if v.codelist == codelist.oid)
        uses.setdefault(key, []).extend(named)
    return [{"name": n, "version": v, "variables": ", ".join(dict.fromkeys(of))} for (n, v), of in uses.items()]


@verb
def datasets(sources: Sources, standard: str, options: Mapping[str, Any]) -> Value:
    """The datasets of a standard with label, class, structure and keys.

    cls      those of a class; ``not_cls`` those of no such class
    supp     ``no``: without, ``yes``: only supplemental qualifiers
    """
    there, metadata = set(names_of(sources, standard)), sources.define(standard)
    out: list[Row] = []
    for dataset in (d for d in metadata.datasets if d.name in there):
        cls = dataset.cls.upper()
        if options.get("cls", cls) != cls or options.get("not_cls") == cls:
            continue
        if "supp" in options and dataset.name.startswith("SUPP") != (options["supp"] == "yes"):
            continue
        out.append(_row(dataset, metadata, sources))
    return out


def _row(dataset: Dataset, metadata: Metadata, sources: Sources) -> Row:
    comment = by_oid(metadata.comments).get(dataset.comment)
    return {
        "name": dataset.name,
        "label": said_in(dataset.label, sources.language),
        "cls": dataset.cls,
        "structure": dataset.structure,
        "keys": ", ".join(dataset.keys),
        "comment": said_in(comment.said, sources.language) if comment else "",
        "variables": len(dataset.variables),
    }


@verb
def describe(sources: Sources, name: str, options: Mapping[str, Any]) -> Value:
    """What define.xml says of a dataset: ``what`` is label, cls, structure, keys, comment or variables."""
    for metadata in sources.defines.values():
        for dataset in (d for d in metadata.datasets if d.name == name):
            said = _row(dataset, metadata, sources)[options["what"]]
            if said == "":
                raise Absent(f"define.xml says nothing of {options['what']} of {name}")
            return said
    raise Absent(f"define.xml describes no dataset {name}")


@verb
def variables(sources: Sources, place: str, options: Mapping[str, Any]) -> Value:
    """The variables of a dataset, or of all datasets of a standard, with label, origin, method and comment.

    like    names of these kinds (``*FL``); ``label``: or a label that holds one of these words
    having  those of which define.xml has a ``comment`` or a ``method``
    origin  those of this origin
    together  ``yes``: one row for those that are alike in all but the dataset
    """
    found = [_variable(sources, m, d, v) for m, d, v in _found(sources, place) if _fits(sources, m, v, options)]
    if options.get("together") != "yes":
        return found
    out: dict[tuple[str | int, ...], Row] = {}
    for row in found:
        known = out.setdefault(tuple(v for k, v in row.items() if k != "dataset"), {**row, "dataset": ""})
        known["dataset"] = f"{known['dataset']}, {row['dataset']}".removeprefix(", ")
    return list(out.values())


def _found(sources: Sources, place: str) -> Iterator[tuple[Metadata, Dataset, Variable]]:
    for standard, metadata in sources.defines.items():
        for dataset in metadata.datasets:
            if dataset.name in sources.files and place in (standard, dataset.name):
                yield from ((metadata, dataset, variable) for variable in dataset.variables)


def _fits(sources: Sources, metadata: Metadata, variable: Variable, options: Mapping[str, Any]) -> bool:
    label = said_in(variable.label, sources.language).lower()
    kinds, words = options.get("like", []), options.get("label", [])
    if (kinds or words) and not (
        any(fnmatchcase(variable.name, kind) for kind in kinds) or any(word.lower() in label for word in words)
    ):
        return False
    if "origin" in options and options["origin"] not in {origin.type for origin in variable.origins}:
        return False
    return all(getattr(variable, name) for name in options.get("having", []))


def _variable(sources: Sources, metadata: Metadata, dataset: Dataset, variable: Variable) -> Row:
    method = by_oid(metadata.methods).get(variable.method)
    comment = by_oid(metadata.comments).get(variable.comment)
    said = [said_in(o.said, sources.language) for o in variable.origins if o.type == _PREDECESSOR]
    return {
        "dataset": dataset.name,
        "name": variable.name,
        "label": said_in(variable.label, sources.language),
        "origin": ", ".join(dict.fromkeys(o.type for o in variable.origins)),
        "predecessor": ", ".join(filter(None, said)),
        "method": said_in(method.said, sources.language) if method else "",
        "comment": said_in(comment.said, sources.language) if comment else "",
    }


@verb
def flagged(sources: Sources, place: str, options: Mapping[str, Any]) -> Value:
    """Flags, chosen as `variables` does, with how many records have Y and how many have not."""
    found = [_variable(sources, m, d, v) for m, d, v in _found(sources, place) if _fits(sources, m, v, options)]
    return [{**row, **_tally(sources, str(row["dataset"]), str(row["name"]))} for row in found]


def _tally(sources: Sources, dataset: str, name: str) -> Row:
    column = sources.frame(dataset)[name]
    yes = int((column == "Y").sum())
    return {"yes": yes, "others": len(column) - yes}


@verb
def core(sources: Sources, subject_level: str, options: Mapping[str, Any]) -> Value:
    """The variables that datasets of a standard copy from the subject-level one, and which datasets have them."""
    metadata = sources.define("adam")
    held: dict[str, list[str]] = {}
    labels: dict[str, str] = {}
    for dataset in (d for d in metadata.datasets if d.name in sources.files and d.name != subject_level):
        for variable in dataset.variables:
            froms = [said_in(o.said, sources.language) for o in variable.origins if o.type == _PREDECESSOR]
            for source in (s for s in froms if s.startswith(f"{subject_level}.")):
                held.setdefault(source.partition(".")[2], []).append(dataset.name)
                labels.setdefault(source.partition(".")[2], said_in(variable.label, sources.language))
    return [{"name": name, "label": labels[name], "datasets": ", ".join(in_)} for name, in_ in held.items()]


@verb
def documents(sources: Sources, standard: str, options: Mapping[str, Any]) -> Value:
    """The documents that a define.xml names: ``kind`` is annotated (the annotated CRF) or supplemental."""
    metadata = sources.define(standard)
    leaves = by_oid(metadata.leaves)
    named = [leaves[ref.leaf] for ref in getattr(metadata, options["kind"]) if ref.leaf in leaves]
    return [{"title": leaf.title, "file": leaf.href} for leaf in named]

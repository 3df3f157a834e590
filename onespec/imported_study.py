# pyright: standard
"""study.yaml, crf.yaml and codelists.yaml of an imported specification."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime

from onespec.drafted_text import Written, yaml_flow, yaml_text
from onespec.engine.metadata.model import Codelist, Dictionary, Metadata, Standard, Term, by_oid
from onespec.engine.spec.guessed import MARK
from onespec.imported_names import GUIDES, LONGEST_KEY, Names, kind_of

NCI = "nci:ExtCodeID"
CRF = "# The forms of the raw export: 'onespec new study' drafts them from its files, in another folder.\nforms: {}\n"
NO_TIME = "1970-01-01T00:00:00"


def study_text(metadata: Metadata, names: Names, standards: list[str], folder: str) -> str:
    """study.yaml; ``standards`` are those of the datasets, ``folder`` is what the study is called without a name."""
    created = metadata.attributes.get("CreationDateTime", "")
    stamp = created if _is_moment(created) else f"{NO_TIME}  {MARK}the file has no time; no clock is read"
    study = metadata.study_name.strip()
    said = yaml_text(study) if study else f"{yaml_text(folder)}  {MARK}the name of the folder; the file has none"
    lines = [f"study: {said}"]
    lines += [f"description: {yaml_text(metadata.study_description)}"] if metadata.study_description else []
    lines += [f"protocol: {yaml_text(metadata.protocol)}"] if metadata.protocol else []
    lines += [f"created: {stamp}", f"language: {names.language}", "standards:"]
    lines += [f"  {key}: {yaml_flow(_standard(metadata, key))}" for key in standards]
    known = by_oid(metadata.codelists)
    external = {key: known[oid].dictionary for oid, key in reversed(names.dictionaries.items())}
    lines += ["dictionaries:"] if external else []
    lines += [f"  {key}: {yaml_flow(_dictionary(found))}" for key, found in reversed(external.items()) if found]
    leaves = by_oid(metadata.leaves)
    lines += ["documents:"] if names.documents else []
    for leaf, key in names.documents.items():
        title = {"title": leaves[leaf].title} if leaves[leaf].title else {}
        lines.append(f"  {key}: {yaml_flow({**title, 'href': leaves[leaf].href})}")
    return "\n".join(lines) + "\n"


def codelists_text(metadata: Metadata, names: Names) -> str:
    """codelists.yaml: a term a line."""
    known = by_oid(metadata.codelists)
    blocks = [_codelist(metadata, known[oid], key, names) for oid, key in names.codelists.items()]
    return "\n".join("\n".join(block) + "\n" for block in blocks)


def _standard(metadata: Metadata, key: str) -> Written:
    """Name, version and terminology of a standard, as far as the file says them."""
    guide = guide_of(metadata, key)
    terms = next((s for s in metadata.standards if s.type == "CT" and kind_of(s) == key), None)
    said = {"name": guide_name(guide), "version": guide.version} if guide else {}
    return {name: text for name, text in (said | ({"ct": terms.version} if terms else {})).items() if text}


def guide_of(metadata: Metadata, key: str) -> Standard | None:
    """The implementation guide of sdtm or adam; the only one of the file where its name tells neither."""
    guides = [each for each in metadata.standards if each.type == "IG"]
    found = [each for each in guides if kind_of(each) == key]
    return next(iter(found or (guides if len(guides) == 1 and not kind_of(guides[0]) else ())), None)


def guide_name(standard: Standard) -> str:
    """The name of a guide as the program writes it."""
    return GUIDES.get(standard.name.upper(), standard.name)


def _dictionary(found: Dictionary) -> Written:
    said = {"name": found.name, "version": found.version, "ref": found.ref, "href": found.href}
    return {name: text for name, text in said.items() if text}


def _codelist(metadata: Metadata, codelist: Codelist, key: str, names: Names) -> list[str]:
    nci = codelist.aliases.get(NCI, "")
    standard = by_oid(metadata.standards).get(codelist.standard)
    extended = nci and any(term.extended == "Yes" for term in codelist.terms)
    said = {
        "name": codelist.name,
        "nci": nci,
        "standard": kind_of(standard) if standard and standard.type == "CT" else "",
        "extensible": "yes" if extended else "",
        "type": codelist.type if codelist.type != "text" else "",
        "sas_format": codelist.sas_format,
    }
    lines = [f"{yaml_text(key)}:", *(f"  {name}: {yaml_text(text)}" for name, text in said.items() if text)]
    terms = list(_terms(codelist, names))
    return [*lines, "  terms:", *terms] if terms else [*lines, "  terms: {}"]


def _terms(codelist: Codelist, names: Names) -> Iterator[str]:
    place, seen = f"CodeList {codelist.oid}", set()
    if not codelist.terms:
        names.fault(codelist.line, place, "The codelist has neither terms nor a dictionary.")
    for term in in_order(codelist.terms):
        if term.value in seen:
            names.fault(term.line, place, f"The term '{term.value}' stands twice; the first is taken.")
            continue
        if len(term.value) > LONGEST_KEY:
            message = f"A term has {len(term.value)} characters; it is not taken over."
            names.leave(term.line, place, message, term.value)
            continue
        seen.add(term.value)
        said = {"decode": names.text(term.decode), "nci": term.aliases.get(NCI, "")}
        yield f"    {yaml_text(term.value)}: {yaml_flow({name: text for name, text in said.items() if text})}"


def in_order(terms: tuple[Term, ...]) -> list[Term]:
    """Terms by their numbers, where all have one; as they stand otherwise."""
    if all(re.fullmatch("[0-9]{1,9}", term.order) for term in terms):
        return sorted(terms, key=lambda term: int(term.order))
    return list(terms)


def _is_moment(text: str) -> bool:
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return re.fullmatch(r"\d{4}-?\d\d.*", text) is not None

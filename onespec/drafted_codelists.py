# pyright: standard
"""A codelist by reference: its NCI code and its terms, from the terminology that ships."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from onespec.drafted_datasets import read_model
from onespec.drafted_text import yaml_text
from onespec.engine.build.ownership import CannotBuild
from onespec.engine.disk import write_whole
from onespec.engine.findings import NotThere, nearest, unknown
from onespec.engine.spec.terminology import Package, PublishedCodelist, shipped, shipped_dates

CODELISTS = "codelists.yaml"


def codelist_text(asked: str, terms: Sequence[str] = (), study: Path | None = None, name: str = "") -> str:
    """The lines of a codelist for codelists.yaml; a person writes behind each term what the CRF answers.

    asked   its NCI code or its short name (C66731, SEX)
    terms   only these; all when left out
    study   a study whose declared terminology counts; without one the latest that ships does
    name    what the study calls it; its short name when left out

    Raises `NotThere` with what is near, and `Stopped` where the study cannot be read.
    """
    packages = list(_packages(study))
    for package in packages:
        for code, head in package.heads().items():
            if asked.casefold() in (code.casefold(), head.value.casefold()):
                return _written(package, package[code], terms, name)
    heads = [head for package in packages for head in package.heads().values()]
    close = nearest(asked, [*(head.name for head in heads), *(head.value for head in heads)])
    where = " and ".join(f"{p.standard} {p.date}" for p in packages) or "no package"
    fix = f" Did you mean '{close}'?" if close else " 'onespec ct find' looks for a part of a name."
    raise NotThere(f"The terminology {where} has no codelist '{asked}'.{fix}")


def new_codelist(study: Path, asked: str, terms: Sequence[str] = (), name: str = "") -> Path:
    """Write a codelist at the end of a study's codelists.yaml; the file.

    Raises as `codelist_text`, and `CannotBuild` where the study has one of that name or code.
    """
    text, file = codelist_text(asked, terms, study, name), study / CODELISTS
    known, code = read_model(study).codelists, text.splitlines()[1].split()[1]
    called = text.partition(":\n")[0]
    there = called if called in known else next((n for n, c in known.items() if c.nci == code), "")
    if there:
        raise CannotBuild(f"The study has the codelist {there} ({known[there].nci or 'its own'}) already.")
    before = file.read_bytes() if file.exists() else b""
    write_whole(file, before + (b"" if not before or before.endswith(b"\n") else b"\n") + text.encode())
    return file


def _packages(study: Path | None) -> Iterator[Package]:
    """The packages that a study declares, as far as they ship; without a study the latest of each standard."""
    dates = {standard: known[-1] for standard, known in shipped_dates().items()}
    if study:
        dates = {name: standard.ct for name, standard in read_model(study).standards.items()}
    return (package for standard, date in dates.items() if (package := shipped(standard, date)))


def _written(package: Package, codelist: PublishedCodelist, terms: Sequence[str], name: str) -> str:
    known = codelist.terms
    for term in terms:
        if term not in known and not codelist.extensible:
            raise NotThere(" ".join(unknown(f"term in {codelist.value} ({codelist.code})", term, known)))
    extensible = "extensible" if codelist.extensible else "not extensible"
    head = f"  nci: {codelist.code}  # {codelist.name}, {package.standard} {package.date}, {extensible}"
    lines = [f"{yaml_text(name or codelist.value)}:", head, "  terms:"]
    for term in terms or known:
        meaning = codelist.decode(term) if term in known else "the sponsor's own"
        own = "[]" if term in known else f"{{decode: {yaml_text(term)}}}"
        said = f"  # {meaning}" if meaning and meaning.casefold() != term.casefold() else ""
        lines.append(f"    {yaml_text(term)}: {own}{said}")
    return "\n".join(lines) + "\n"

"""What a define.xml says, as one page of HTML that loads nothing and needs no XSLT (define.html)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from functools import cache
from typing import Any, TypeVar

import yaml

from onespec.define.html.anchors import Anchors, safe_link
from onespec.define.html.rows import Clause, Places, Shown
from onespec.define.html.uses import used
from onespec.engine.languages import CHINESE, ENGLISH, LANGUAGES
from onespec.engine.metadata.model import NAMED_PAGES, Analysed, Leaf, Metadata, Pages, Said, Variable, by_oid
from onespec.engine.paper.templates import file_of, rendered
from onespec.engine.spec.conditions import COMPARATORS
from onespec.engine.visible import visible

FIRST_TERMS = 12  # of a longer codelist the rest is shown on demand
_LISTS = ("codelists", "methods", "comments", "leaves", "displays")
_KINDS = {"codelists": "c", "methods": "m", "comments": "k", "leaves": "l", "displays": "r"}
_T = TypeVar("_T")


@dataclass(frozen=True)
class Look:
    """What an analysis looks at of a dataset: the anchor of it, and of each variable; "" where they lead nowhere."""

    name: str
    anchor: str
    clauses: tuple[Clause, ...]
    variables: tuple[tuple[str, str], ...]


@cache
def frame_words() -> dict[str, dict[str, str]]:
    """The words of the page's frame: key -> language -> words."""
    return yaml.safe_load(file_of(__package__ or "", "words.yaml"))


def define_html(metadata: Metadata, language: str = ENGLISH) -> str:
    """The page; ``language`` (en or zh) is the one that it opens in.

    Works for any file: what a reference does not lead to is marked, what the model has no place for is listed.
    Each text stands once in the file; the page's script puts methods and terms beside the variables that use them.
    """
    metadata = _visible(metadata)
    anchors = Anchors()
    places = Places(metadata, anchors)
    listed: dict[str, list[tuple[str, Any]]] = {}
    found: dict[str, dict[str, str]] = {}
    for kind in _LISTS:
        elements = getattr(metadata, kind)
        listed[kind] = [(anchors.new(_KINDS[kind], e.oid or getattr(e, "name", "")), e) for e in elements]
        found[kind] = {}
        for anchor, element in listed[kind]:
            found[kind].setdefault(element.oid, anchor)
    spoken = _languages(metadata)
    return rendered(
        __package__ or "",
        "define.html",
        metadata=metadata,
        language=language,
        texts=ENGLISH if ENGLISH in spoken else next(iter(spoken), ENGLISH),
        words=frame_words(),
        classes=_by_class(places.datasets),
        datasets=places.datasets,
        origins=_origins(places.datasets),
        listed_elements=listed,
        names={kind: {e.oid: e.name or e.oid for _, e in reversed(listed[kind])} for kind in ("codelists", "methods")},
        anchors=found,
        known={kind: by_oid(getattr(metadata, kind)) for kind in ("leaves", "standards")},
        uses=used(places.datasets, metadata, found),
        look=lambda analysed: _look(analysed, places),
        parameter=lambda oid: places.item(oid),
        said=_said,
        pages=_pages,
        safe=safe_link,
        comparators=COMPARATORS,
        first_terms=FIRST_TERMS,
        size=_size,
    )


def _visible(element: _T) -> _T:
    """The same with what is hidden in its texts made visible, as marks of direction are."""
    if isinstance(element, str):
        return visible(element, lines=True)  # pyright: ignore[reportReturnType]
    if isinstance(element, tuple):
        return tuple(_visible(each) for each in element)  # pyright: ignore[reportReturnType]
    if isinstance(element, Mapping):
        return {_visible(k): _visible(v) for k, v in element.items()}  # pyright: ignore[reportReturnType]
    if is_dataclass(element) and not isinstance(element, type):
        return replace(element, **{f.name: _visible(getattr(element, f.name)) for f in fields(element)})
    return element


def _by_class(datasets: Iterable[Shown]) -> list[tuple[str, list[Shown]]]:
    """Datasets by class, classes in the order of the file."""
    out: dict[str, list[Shown]] = {}
    for shown in datasets:
        out.setdefault(shown.dataset.cls, []).append(shown)
    return list(out.items())


def _origins(datasets: Iterable[Shown]) -> list[str]:
    """The types of origin that there are, for the filter."""
    return sorted({o.type for each in datasets for top in each.rows for r in top.all() for o in r.variable.origins})


def _languages(metadata: Metadata) -> dict[str, None]:
    """The languages of the labels, in order."""
    texts = (v.label for d in metadata.datasets for v in d.variables)
    return dict.fromkeys(_primary(language) for text in texts for language in text if language)


def _primary(language: str) -> str:
    return language.partition("-")[0].lower()


def _said(said: Said) -> list[tuple[str, str, bool]]:
    """A text as it is shown: language, text, and whether the other language of the page takes its place.

    A text in English and Chinese changes with the language of the page; one in any other language is always shown.
    """
    first: dict[str, str] = {}
    others = []
    for language, text in said.items():
        primary = _primary(language)
        if primary in LANGUAGES and primary not in first:
            first[primary] = text
        elif text:
            others.append((language, text, False))
    both = ENGLISH in first and CHINESE in first and first[ENGLISH] != first[CHINESE]
    own = [(language, first[language], both) for language in LANGUAGES if language in first]
    return (own if both else own[:1]) + others


def _pages(leaf: Leaf | None, pages: Pages) -> tuple[str, list[tuple[str, str]]]:
    """What begins a link to a page, "" where there is nothing to follow; and the pages: as words, and to be linked."""
    target = safe_link(leaf.href).partition("#")[0] if leaf else ""
    to = "nameddest" if pages.type == NAMED_PAGES else "page"
    named = [(page, page) for page in pages.pages]
    if pages.first or pages.last:
        named.append((f"{pages.first}–{pages.last}", pages.first))
    return f"{target}#{to}=" if target else "", named


def _look(analysed: Analysed, places: Places) -> Look:
    anchor, number = places.groups.get(analysed.item_group, ("", -1))
    found = [places.item(oid, number) for oid in analysed.items]
    names = [name or oid for name, oid in zip(analysed.variables, analysed.items, strict=True)]
    return Look(
        analysed.dataset or analysed.item_group,
        anchor,
        places.clauses(analysed.wheres, number),
        tuple((name, place[0] if place else "") for name, place in zip(names, found, strict=True)),
    )


def _size(variable: Variable) -> str:
    """Length and decimals: ``8.3``."""
    return f"{variable.length}.{variable.digits}" if variable.digits else variable.length

"""Rules about files: whether they lie where define.xml says, and have the pages that it names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote

from onespec.define.check.kinds import short
from onespec.define.check.rules import Fault, Rule, kind
from onespec.define.check.world import World
from onespec.engine.metadata.model import NAMED_PAGES

_ELSEWHERE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|[/\\]")
_STYLESHEET = re.compile(r"""href\s*=\s*("[^"]*"|'[^']*')""")
NO_PDF_LIBRARY = "Pages were not followed: pikepdf is not installed (pip install 'onespec[define]')."


class Pdf(NamedTuple):
    """How many pages a PDF has, and the names of its destinations; -1 pages of one that cannot be read."""

    pages: int
    destinations: frozenset[str]


def target(world: World, href: str) -> Path | None:
    """The file that a path means, None of one that is not relative to define.xml."""
    path = unquote(href.partition("#")[0])
    if not path or _ELSEWHERE.match(path) or "\0" in path:
        return None
    return world.place.parent / path.replace("\\", "/")


def is_there(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:  # a name that no file can have
        return False


@kind
def stylesheet_absent(world: World, rule: Rule) -> Iterator[Fault]:
    for instruction in world.find('/processing-instruction("xml-stylesheet")'):
        href = _STYLESHEET.search(str(instruction.text or ""))
        path = target(world, href[1][1:-1]) if href else None
        if href is None or path is not None and not is_there(path):
            yield Fault(world.root, href[1][1:-1] if href else "")


@kind
def file_absent(world: World, rule: Rule) -> Iterator[Fault]:
    """Files of datasets too, except those that are looked for among the data, or said to have none."""
    for leaf in world.all("def:leaf"):
        above, href = leaf.getparent(), world.get(leaf, "xlink:href")
        of_dataset = above is not None and world.element(above) == "ItemGroupDef"
        if of_dataset and above is not None and (world.has_data or world.get(above, "def:HasNoData") == "Yes"):
            continue
        path = target(world, href)
        if path is not None and not is_there(path) and href not in rule.given.get("later", ()):
            yield Fault(leaf, href, _otherwise(path))


@kind
def guide_absent(world: World, rule: Rule) -> Iterator[Fault]:
    """Reviewer's guides that are named and not there: they are written last, from what is there."""
    for leaf in world.all("def:leaf"):
        href = world.get(leaf, "xlink:href")
        path = target(world, href)
        if href in rule.given["names"] and path is not None and not is_there(path):
            yield Fault(leaf, href)


def _otherwise(path: Path) -> str:
    """A file that is called the same but for capitals."""
    try:
        close = sorted(each.name for each in path.parent.iterdir() if each.name.casefold() == path.name.casefold())
    except OSError:
        close = []
    return f" There is {close[0]}: names of files are told apart by their capitals, too." if close else ""


@kind
def pdf_unreadable(world: World, rule: Rule) -> Iterator[Fault]:
    for leaf in world.all("def:leaf"):
        pdf = _pdf_of(world, world.get(leaf, "xlink:href"))
        if pdf is not None and pdf.pages < 0:
            yield Fault(leaf, world.get(leaf, "xlink:href"))


@kind
def pages_of_no_pdf(world: World, rule: Rule) -> Iterator[Fault]:
    for node, href in _page_references(world):
        if href and not href.partition("#")[0].lower().endswith(".pdf"):
            yield Fault(node, href)


@kind
def page_absent(world: World, rule: Rule) -> Iterator[Fault]:
    for node, href in _page_references(world):
        pdf = _pdf_of(world, href)
        if pdf is None or pdf.pages < 0 or world.get(node, "Type") == NAMED_PAGES:
            continue
        named = [*world.get(node, "PageRefs").split(), world.get(node, "FirstPage"), world.get(node, "LastPage")]
        beyond = [page for page in named if page.isdecimal() and int(page) > pdf.pages]
        if beyond:
            yield Fault(node, short(", ".join(dict.fromkeys(beyond))), f"{href} has {pdf.pages}")


@kind
def destination_absent(world: World, rule: Rule) -> Iterator[Fault]:
    for node, href in _page_references(world):
        pdf = _pdf_of(world, href)
        if pdf is None or pdf.pages < 0 or world.get(node, "Type") != NAMED_PAGES:
            continue
        for name in world.get(node, "PageRefs").split():
            if name not in pdf.destinations and name.replace("#20", " ") not in pdf.destinations:
                yield Fault(node, short(name), href)


def _page_references(world: World) -> Iterator[tuple]:
    hrefs = {world.get(leaf, "ID"): world.get(leaf, "xlink:href") for leaf in world.all("def:leaf")}
    for node in world.all("def:PDFPageRef"):
        above = node.getparent()
        yield node, hrefs.get(world.get(above, "leafID") if above is not None else "", "")


def _pdf_of(world: World, href: str) -> Pdf | None:
    """The PDF that a path means; None where there is none, or nothing to read it with."""
    path = target(world, href)
    if path is None or not href.partition("#")[0].lower().endswith(".pdf") or not is_there(path):
        return None
    return read_pdf(path, path.stat().st_mtime_ns)


def pdf_library() -> bool:
    """Is there a library that reads PDF?"""
    try:
        import pikepdf  # noqa: F401
    except ImportError:
        return False
    return True


@lru_cache(8)
def read_pdf(path: Path, changed: int = 0) -> Pdf | None:
    """What a PDF has; None without pikepdf."""
    if not pdf_library():
        return None
    import pikepdf

    try:
        with pikepdf.open(path) as pdf:
            names: set[str] = set()
            if "/Dests" in pdf.Root:
                names |= {str(name).lstrip("/") for name in pdf.Root.Dests.keys()}
            tree = pdf.Root.get("/Names", {}).get("/Dests")
            if tree is not None:
                names |= set(_names(tree))
            return Pdf(len(pdf.pages), frozenset(names))
    except (pikepdf.PdfError, ValueError, TypeError, AttributeError, KeyError, RecursionError):
        return Pdf(-1, frozenset())  # whatever is wrong inside: it is no PDF that can be followed


def _names(tree) -> Iterator[str]:
    """The names of a tree of names (ISO 32000-1, 7.9.6); a branch that stands in it twice is looked at once."""
    branches, seen = [tree], set()
    while branches:
        node = branches.pop()
        if node.is_indirect:
            if node.objgen in seen:
                continue
            seen.add(node.objgen)
        yield from (str(name) for name in list(node.get("/Names", []))[::2])
        branches += list(node.get("/Kids", []))

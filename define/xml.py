"""Elements of define.xml: namespaces, names with prefix, translated texts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from lxml import etree

from onespec.define.stylesheet import NAME as STYLESHEET

NAMESPACES = {
    None: "http://www.cdisc.org/ns/odm/v1.3",
    "def": "http://www.cdisc.org/ns/def/v2.1",
    "xlink": "http://www.w3.org/1999/xlink",
    "arm": "http://www.cdisc.org/ns/arm/v1.0",
}
_FIXED = {"xml": "http://www.w3.org/XML/1998/namespace", "xsi": "http://www.w3.org/2001/XMLSchema-instance"}


Spaces = tuple[tuple[str | None, str], ...]
_NEWEST: Spaces = tuple(NAMESPACES.items())
DEFINE_2_0: Spaces = tuple((NAMESPACES | {"def": "http://www.cdisc.org/ns/def/v2.0"}).items())


def element(
    tag: str, attributes: Mapping[str, object] | None = None, *children: etree._Element | None, spaces: Spaces = _NEWEST
) -> etree._Element:
    """An element; ``tag`` and the attributes' names may carry the prefix def, xlink, arm, xsi or xml.

    Attributes that are None or blank are left out, and so are children that are None.
    """
    out = etree.Element(_qualified(tag, spaces, plain=True), nsmap=_spaces(spaces))
    for name, value in (attributes or {}).items():
        if value is not None and value != "":
            out.set(_qualified(name, spaces), str(value))
    out.extend(child for child in children if child is not None)
    return out


def translated(text: str, tag: str = "Description", others: Mapping[str, str] | None = None) -> etree._Element | None:
    """A Description or Decode with its text (Define-XML 2.1, 5.3.11); None without a text.

    others  the text in other languages
    """
    if not text:
        return None
    return said({"en": text, **(others or {})}.items(), tag)


def said(texts: Iterable[tuple[str, str]], tag: str = "Description") -> etree._Element | None:
    """The same of a text in its languages; None without any."""
    contents = []
    for language, text in texts:
        contents.append(element("TranslatedText", {"xml:lang": language}))
        contents[-1].text = text
    return element(tag, None, *contents) if contents else None


def labelled(text: str, known: Mapping[str, str], tag: str = "Description") -> etree._Element | None:
    """The same of a text of the specification, in each language that it is known in: its own, which is first."""
    own = next((language for language, each in known.items() if each == text), "en")
    languages = {own: text, **{language: each for language, each in known.items() if language != own}}
    return said(languages.items(), tag) if text else None


def containing(tag: str, text: str) -> etree._Element:
    """An element that holds nothing but a text."""
    out = element(tag)
    out.text = text
    return out


def to_bytes(root: etree._Element, styled: bool = True) -> bytes:
    """The document as UTF-8, indented; ``styled`` names the stylesheet, which is written for 2.1."""
    etree.cleanup_namespaces(root, keep_ns_prefixes=["def", "xlink"])
    if styled:
        root.addprevious(etree.ProcessingInstruction("xml-stylesheet", f'type="text/xsl" href="{STYLESHEET}"'))
    return etree.tostring(root.getroottree(), xml_declaration=True, encoding="UTF-8", pretty_print=True)


@cache
def _spaces(spaces: Spaces) -> Any:
    """As lxml takes them; its stubs know no map with a default namespace."""
    return dict(spaces)


@cache
def _qualified(name: str, spaces: Spaces, plain: bool = False) -> str:
    """A name with its namespace; one without a prefix is of ODM's where it is an element's (``plain``)."""
    prefix, _, local = name.rpartition(":")
    if prefix in _FIXED:
        return f"{{{_FIXED[prefix]}}}{local}"
    uri = dict(spaces)[prefix] if prefix else dict(spaces)[None] if plain else ""
    return f"{{{uri}}}{local}" if uri else local

"""Edits of the bytes of an XML file: what is not edited stays as it was written, to the last blank."""

from __future__ import annotations

import re
from dataclasses import dataclass
from xml.parsers import expat
from xml.sax.saxutils import escape

from lxml import etree

_ATTRIBUTE = re.compile(rb"""\s+([^\s=/>"']+)\s*=\s*("[^"]*"|'[^']*')""")
_ENCODINGS = ("utf-8", "us-ascii", "iso-8859-1")  # of which a byte below 128 is that letter, and nothing else


class NotEdited(ValueError):
    """The file cannot be edited; the message says why."""


@dataclass(frozen=True)
class _Span:
    """Where an element stands: its start tag, what is in it, and its end."""

    start: int
    inner: int
    close: int
    end: int


class Editor:
    """Collects edits of a file, and gives the edited file.  Elements are those of ``root``, read from ``content``."""

    def __init__(self, content: bytes, root: etree._Element):
        self._content = content
        encoding = (root.getroottree().docinfo.encoding or "utf-8").lower()  # pyright: ignore[reportAttributeAccessIssue]  lxml-stubs lack it
        if encoding not in _ENCODINGS:
            raise NotEdited(f"The file is encoded in {encoding}; a corrected copy is written of UTF-8 and Latin-1.")
        self._encoding = encoding
        nodes = list(root.iter(etree.Element))
        spans = _spans(content)
        if len(nodes) != len(spans):
            raise NotEdited("The places of the elements in the file cannot be told.")
        self._nodes = nodes  # while they are held, an element is known by its identity
        self._span = {id(node): span for node, span in zip(nodes, spans, strict=True)}
        self._root = root
        self._edits: dict[tuple[int, int], bytes] = {}
        self._removed: list[tuple[int, int]] = []

    def __bool__(self) -> bool:
        return bool(self._edits or self._removed)

    def set(self, node: etree._Element, name: str, value: str) -> None:
        """Give an element an attribute; the prefix def: is that of the file."""
        span, name = self._span[id(node)], self._name(node, name)
        written = self._bytes(escape(value, {'"': "&quot;"}))
        for found in self._attributes(span):
            if found[1].decode(self._encoding) == name:
                self._edits[(found.start(2), found.end(2))] = b'"' + written + b'"'
                return
        last = max([m.end() for m in self._attributes(span)], default=self._tag_end(span))
        at = (last, last)
        self._edits[at] = self._edits.get(at, b"") + self._bytes(f' {name}="') + written + b'"'

    def unset(self, node: etree._Element, name: str) -> None:
        """Take an attribute from an element."""
        span, name = self._span[id(node)], self._name(node, name)
        for found in self._attributes(span):
            if found[1].decode(self._encoding) == name:
                self._edits[(found.start(), found.end())] = b""

    def say(self, node: etree._Element, text: str) -> None:
        """Give an element that holds nothing but text another text."""
        span = self._span[id(node)]
        self._edits[(span.inner, span.close)] = self._bytes(escape(text))

    def remove(self, node: etree._Element) -> None:
        """Take out an element, and the line that it stands on alone."""
        span = self._span[id(node)]
        start = span.start
        while start and self._content[start - 1 : start] in (b" ", b"\t"):
            start -= 1
        begins = start == 0 or self._content[start - 1 : start] in (b"\n", b"\r")
        ends = re.compile(rb"[ \t]*(\r\n|\n|\r)").match(self._content, span.end)
        self._removed.append((start, ends.end()) if begins and ends else (span.start, span.end))

    def before_root(self, text: str) -> None:
        """Write something on a line of its own before the root."""
        start = self._span[id(self._root)].start
        self._edits[(start, start)] = self._bytes(text + "\n")

    def edited(self) -> bytes:
        """The file with the edits; what is inside a removed element is removed with it."""
        removed = _outermost(self._removed)
        kept = [
            (start, end, text)
            for (start, end), text in self._edits.items()
            if not any(a <= start and end <= b for a, b in removed)
        ]
        edits = sorted([*kept, *((a, b, b"") for a, b in removed)], key=lambda edit: edit[:2])
        out, at = [], 0
        for start, end, text in edits:
            out += [self._content[at:start], text]
            at = end
        return b"".join([*out, self._content[at:]])

    def _attributes(self, span: _Span) -> list[re.Match[bytes]]:
        return list(_ATTRIBUTE.finditer(self._content, span.start, span.inner))

    def _tag_end(self, span: _Span) -> int:
        """The end of the element's name in its start tag."""
        found = re.compile(rb"<[^\s/>]+").match(self._content, span.start)
        return found.end() if found else span.inner - 1

    def _name(self, node: etree._Element, name: str) -> str:
        prefix, colon, local = name.partition(":")
        if not colon:
            return name
        for known, space in node.nsmap.items():
            if known and "/def/v" in space and prefix == "def":
                return f"{known}:{local}"
        return name

    def _bytes(self, text: str) -> bytes:
        return text.encode(self._encoding, "xmlcharrefreplace")


def _outermost(ranges: list[tuple[int, int]]) -> list[tuple[int, int]]:
    out: list[tuple[int, int]] = []
    for start, end in sorted(set(ranges), key=lambda r: (r[0], -r[1])):
        if not out or start >= out[-1][1]:
            out.append((start, end))
    return out


def _spans(content: bytes) -> list[_Span]:
    """The places of all elements, in the order of their start tags."""
    parser = expat.ParserCreate()
    starts: list[int] = []
    open_: list[int] = []
    ends: dict[int, int] = {}

    def begin(name: str, attributes: dict) -> None:
        open_.append(len(starts))
        starts.append(parser.CurrentByteIndex)

    def end(name: str) -> None:
        ends[open_.pop()] = parser.CurrentByteIndex

    parser.StartElementHandler, parser.EndElementHandler = begin, end
    try:
        parser.Parse(content, True)
    except expat.ExpatError as error:
        raise NotEdited(f"The places of the elements in the file cannot be told: {error}.") from None
    out = []
    for place, start in enumerate(starts):
        inner = _tag(content, start)
        if content[inner - 2 : inner] == b"/>":
            out.append(_Span(start, inner, inner, inner))
        else:
            close = ends[place]
            out.append(_Span(start, inner, close, content.index(b">", close) + 1))
    return out


_TAG = re.compile(rb"""<(?:[^"'>]|"[^"]*"|'[^']*')*>""")


def _tag(content: bytes, start: int) -> int:
    """Where the start tag that begins there ends."""
    found = _TAG.match(content, start)
    if found is None:
        raise NotEdited("The places of the elements in the file cannot be told.")
    return found.end()
